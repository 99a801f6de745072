"""Columns that no line parts: sub-columns under one ruled heading, and columns beside the last upright line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from safeplans.extractors.reading.pdf.colours import cell_fill
from safeplans.extractors.reading.pdf.content import PageContent, Word
from safeplans.extractors.reading.pdf.lines import baseline_rows, split_wide
from safeplans.extractors.reading.pdf.raw import RawCell, RawRow, RawTable
from safeplans.extractors.reading.pdf.tables.lattice import cell_lines

_GAP = 0.8  # font sizes between two cells of one row
_BLANK = 0.42  # font sizes from which a gap is wider than a blank
_MIN_GUTTER = 3.0  # points of white that every line of a column keeps
_MIN_LINES = 2  # that show the columns
_SHARE = 0.6  # of a column's lines below its heading that show them
_PIECE_WORDS = 4  # words of a piece in the middle: running text with wide blanks has more
_HEAD_ROWS = 2  # at the top of a table, whose headings may stand over several columns
_PADDING = 12.0  # points: a column so narrow and without any text is room between two lines


def part_columns(table: RawTable, content: PageContent) -> RawTable:
    """The table with its columns parted where the lines of their cells stand in several; the table itself if none."""
    borders: list[float] = [table.columns[0]]
    for index in range(table.width):
        borders.extend(_inner_borders(table, index))
        borders.append(table.columns[index + 1])
    if len(borders) == len(table.columns):
        return table
    rows = [_storeys(_part_row(row, table.columns, borders, content), borders) for row in table.rows]
    return replace(table, columns=borders, rows=[part for parts in rows for part in parts])


def without_padding(table: RawTable) -> RawTable:
    """The table without narrow columns that hold nothing: the room between double lines, or a cell's padding."""
    if table.width < 3:
        return table
    held = {c.column for row in table.rows for c in row.cells if c.lines and c.colspan == 1}
    coloured = {c.column for row in table.rows for c in row.cells if c.fill and c.colspan == 1}
    narrow = [i for i in range(table.width) if table.columns[i + 1] - table.columns[i] <= _PADDING]
    gone = [i for i in narrow if i not in held and i not in coloured]
    if not gone or len(gone) >= table.width - 1:
        return table
    at = [i - sum(g < i for g in gone) for i in range(table.width + 1)]
    rows = []
    for row in table.rows:
        cells = []
        for cell in row.cells:
            first, last = at[cell.column], at[cell.column + cell.colspan]
            if last > first:
                cells.append(replace(cell, column=first, colspan=last - first))
            elif cell.lines:
                return table
        rows.append(replace(row, cells=cells))
    columns = [x for i, x in enumerate(table.columns) if i not in gone]
    return replace(table, columns=columns, rows=rows)


def _pieces(cell: RawCell) -> list[list[list[Word]]]:
    """The cell's printed lines as pieces with wide gaps between them."""
    words = [w for line in cell.lines for w in line.words if w.angle == 0]
    return [split_wide(row, _GAP, keep_numbers=False) for row in baseline_rows(words)]


def _inner_borders(table: RawTable, index: int) -> list[float]:
    """x of the borders inside one column."""
    lines: list[tuple[int, list[list[Word]]]] = []
    for number, row in enumerate(table.rows):
        for cell in row.cells:
            if cell.column == index and cell.colspan == 1 and cell.lines:
                lines.extend((number, line) for line in _pieces(cell))
    body = [line for number, line in lines if number > 0 or len(table.rows) == 1]
    several = [line for line in body if len(line) >= 2]
    if len(several) < _MIN_LINES or len(several) < _SHARE * len(body):
        return []
    if median(len(piece) for row in several for piece in row) > _PIECE_WORDS:
        return []
    borders: list[float] = []
    reach: float | None = None
    for x0, x1 in sorted((piece[0].x0, piece[-1].x1) for row in several for piece in row):
        if reach is not None and x0 - reach >= _MIN_GUTTER:
            borders.append((x0 + reach) / 2)
        reach = x1 if reach is None else max(reach, x1)
    alone = [line[0] for number, line in lines if number >= _HEAD_ROWS and len(line) == 1]
    kept = [b for b in borders if sum(p[0].x0 < b - 1 and p[-1].x1 > b + 1 for p in alone) <= 0.15 * len(body)]
    return [b for b in kept if sum(_on_both_sides(row, b) for row in several) >= _SHARE * len(several)]


def _on_both_sides(row: Sequence[Sequence[Word]], border: float) -> bool:
    return any(p[-1].x1 <= border + 1 for p in row) and any(p[0].x0 >= border - 1 for p in row)


def _part_row(row: RawRow, old: Sequence[float], borders: Sequence[float], content: PageContent) -> RawRow:
    cells: list[RawCell] = []
    for cell in row.cells:
        first, last = _at(borders, old[cell.column]), _at(borders, old[cell.column + cell.colspan])
        if cell.colspan > 1 or last - first == 1:
            cells.append(replace(cell, column=first, colspan=last - first))
            continue
        cells.extend(_part_cell(cell, first, last, borders, content))
    return replace(row, cells=cells)


def _at(borders: Sequence[float], x: float) -> int:
    return min(range(len(borders)), key=lambda i: abs(borders[i] - x))


def _part_cell(cell: RawCell, first: int, last: int, borders: Sequence[float], content: PageContent) -> list[RawCell]:
    """The cells of one old cell: pieces that reach over a border make a wider cell of the columns they cover."""
    spans: list[list[int]] = []
    inner = borders[first + 1 : last]
    pieces = [part for row in _pieces(cell) for piece in row for part in _parted(piece, inner)]
    turned = [line for line in cell.lines if not line.words[0].upright]
    for piece in pieces:
        left = max((i for i in range(first, last) if borders[i] <= piece[0].x0 + 1), default=first)
        right = max((i for i in range(first, last) if borders[i] < piece[-1].x1 - 1), default=left)
        spans.append([left, max(left, right)])
    crossing = [s for s in spans if s[1] > s[0]]
    if turned or (crossing and len(crossing) == len(spans)):
        return [replace(cell, column=first, colspan=last - first)]
    made: list[RawCell] = []
    for column in range(first, last):
        words = [w for piece, (left, _) in zip(pieces, spans, strict=True) if left == column for w in piece]
        box = (borders[column], cell.box[1], borders[column + 1], cell.box[3])
        fill = cell_fill(box, content.fills, words) if cell.fill else None
        made.append(replace(cell, column=column, colspan=1, lines=cell_lines(words, content), box=box, fill=fill))
    return made


def _parted(piece: Sequence[Word], borders: Sequence[float]) -> list[list[Word]]:
    """A piece parted at the borders that lie in a gap of it wider than a blank."""
    parts = [[piece[0]]]
    for before, word in zip(piece, piece[1:], strict=False):
        wide = word.x0 - before.x1 >= _BLANK * word.size
        if wide and any(before.x1 <= b + 1 and word.x0 >= b - 1 for b in borders):
            parts.append([word])
        else:
            parts[-1].append(word)
    return parts


def _storeys(row: RawRow, borders: Sequence[float]) -> list[RawRow]:
    """A row of headings as two where its upper lines stand over several columns with lines of their own below."""
    if any(c.spans > 1 or c.continued for c in row.cells):
        return [row]
    wide = [(c, ln) for c in row.cells if c.colspan == 1 for ln in c.lines if ln.x1 > borders[c.column + 1] + 1]
    if not wide:
        return [row]
    level = max(ln.baseline for _, ln in wide)
    below = [ln for c in row.cells for ln in c.lines if ln.baseline > level + 0.5 * ln.size]
    if not below or any(ln.baseline > level + 0.5 * ln.size for _, ln in wide):
        return [row]
    cut = min(ln.top for ln in below) - 0.5
    upper, lower = [], []
    columns = {c.column: c for c in row.cells}
    over: dict[int, int] = {}
    for cell, line in wide:
        last = max(i for i in range(len(borders) - 1) if borders[i] < line.x1 - 1)
        over[cell.column] = max(over.get(cell.column, cell.column), last)
    skip = -1
    for column, cell in sorted(columns.items()):
        high = [ln for ln in cell.lines if ln.baseline <= level + 0.5 * ln.size]
        low = [ln for ln in cell.lines if ln.baseline > level + 0.5 * ln.size]
        lower.append(replace(cell, lines=low, box=(cell.box[0], cut, cell.box[2], cell.box[3])))
        if column <= skip:
            if high:
                return [row]
            continue
        skip = over.get(column, column + cell.colspan - 1)
        box = (cell.box[0], cell.box[1], borders[skip + 1], cut)
        upper.append(replace(cell, colspan=skip - column + 1, lines=high, box=box))
    x0, top, x1, bottom = row.box
    return [replace(row, cells=upper, box=(x0, top, x1, cut)), replace(row, cells=lower, box=(x0, cut, x1, bottom))]
