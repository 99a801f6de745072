"""Rows of cells from printed lines, where the x of the column borders is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.pdf.colours import cell_fill
from safeplans.extractors.reading.pdf.content import PageContent, Word
from safeplans.extractors.reading.pdf.lines import Line, make_line
from safeplans.extractors.reading.pdf.paragraphs import starts_low
from safeplans.extractors.reading.pdf.raw import RawCell, RawRow
from safeplans.extractors.reading.pdf.tables.lattice import cell_lines

_NARROW_GAP = 0.5  # font sizes between two cells of one row where cells of other rows begin at that x
_CELLS_BELOW = 2


def baselines(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines grouped by baseline, top to bottom, each group from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda ln: (ln.baseline, ln.x0)):
        if rows and abs(rows[-1][0].baseline - line.baseline) <= 0.3 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda ln: ln.x0)  # lines of a scan stand a little higher or lower
    return rows


def part_at_starts(rows: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Rows whose lines are parted where a narrow gap ends at an x at which cells of other rows begin."""
    starts = Counter(round(line.x0) for row in rows for line in row[1:])
    if not starts:
        return [list(row) for row in rows]
    found = []
    for row in rows:
        parts: list[Line] = []
        for line in row:
            pieces = [[line.words[0]]]
            for before, word in zip(line.words, line.words[1:], strict=False):
                narrow = word.x0 - before.x1 >= _NARROW_GAP * word.size
                if narrow and sum(starts[round(word.x0) + d] for d in (-1, 0, 1)) >= _CELLS_BELOW:
                    pieces.append([word])
                else:
                    pieces[-1].append(word)
            parts.extend([line] if len(pieces) == 1 else [_piece(piece, line) for piece in pieces])
        found.append(parts)
    return found


def _piece(words: Sequence[Word], line: Line) -> Line:
    made = make_line(words, line.page)
    made.tag = line.tag
    return made


def column_of(borders: Sequence[float], x: float) -> int:
    """Index of the column in which x lies, by the columns' borders from left to right."""
    for index in range(len(borders) - 2):
        if x < borders[index + 1]:
            return index
    return len(borders) - 2


def crosses(line: Line, borders: Sequence[float]) -> bool:
    """A line that begins in one column and ends in another."""
    return column_of(borders, line.x0 + 1) != column_of(borders, line.x1 - 1)


def split_at_borders(lines: Sequence[Line], borders: Sequence[float]) -> list[Line]:
    """Lines over a column border parted there if the gap is wider than a blank (narrow headings side by side)."""
    parted: list[Line] = []
    for line in lines:
        if not crosses(line, borders):
            parted.append(line)
            continue
        pieces: list[list[Word]] = []
        for word in line.words:
            before = pieces[-1][-1] if pieces else None
            wide = before is not None and word.x0 - before.x1 >= 0.42 * word.size
            if before is None or (wide and column_of(borders, before.x1 - 1) != column_of(borders, word.x0 + 1)):
                pieces.append([word])
            else:
                pieces[-1].append(word)
        if len(pieces) == 1:
            parted.append(line)
        else:
            for piece in pieces:
                made = make_line(piece, line.page)
                made.tag = line.tag
                parted.append(made)
    return parted


def split_rows(lines: Sequence[Line], borders: Sequence[float], *, labelled: bool = False) -> list[list[Line]]:
    """Rows of a table without lines between them. labelled: of two columns, a label whose value was left out is a row.

    Where some baselines stand further apart than the lines of a paragraph, the wide gaps part the rows; else a row
    begins wherever the first column has text and nothing on that baseline begins with a small letter.
    """
    rows = baselines(lines)
    if len(rows) < 2:
        return [list(lines)]
    gaps = [b[0].baseline - a[0].baseline for a, b in zip(rows, rows[1:], strict=False)]
    pitch = min(gaps)
    wide = [gap > 1.22 * pitch + 0.5 for gap in gaps]
    keyed = [any(column_of(borders, line.x0 + 1) == 0 for line in row) for row in rows]
    full = [len({column_of(borders, line.x0 + 1) for line in row}) >= 2 for row in rows]
    if sum(k and f for k, f in zip(keyed, full, strict=True)) < 2:
        return [list(lines)]
    if labelled and len(borders) == 3:
        full = [f or (k and i > 0 and wide[i - 1]) for i, (f, k) in enumerate(zip(full, keyed, strict=True))]
    use_gaps = (
        any(wide)
        and all(full[i + 1] or not wide[i] for i in range(len(gaps)))
        and sum(wide) >= 0.3 * sum(k and f for k, f in zip(keyed[1:], full[1:], strict=True))
    )
    fresh = [
        k and f and not any(starts_low(line.text) for line in row) for k, f, row in zip(keyed, full, rows, strict=True)
    ]
    groups: list[list[Line]] = [list(rows[0])]
    for index, row in enumerate(rows[1:]):
        if (wide[index] and full[index + 1]) if use_gaps else fresh[index + 1]:
            groups.append(list(row))
        else:
            groups[-1].extend(row)
    return groups


def table_row(
    lines: Sequence[Line], borders: Sequence[float], box: BBox, words: Sequence[Word], content: PageContent
) -> RawRow:
    """One row of a table with known column borders from its lines."""
    lines = split_at_borders(lines, borders)
    spans: list[tuple[int, int]] = []
    for line in lines:
        first, last = column_of(borders, line.x0 + 1), column_of(borders, line.x1 - 1)
        spans.append((first, max(first, last)))
    joined: list[list[int]] = []
    for first, last in sorted(set(spans)):
        if joined and first <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], last)
        else:
            joined.append([first, last])
    if len(joined) == 1 and joined[0][1] > joined[0][0] and joined[0][0] == 0:
        joined[0][1] = len(borders) - 2  # a section row: nothing stands beside it
    if joined == [[0, 0]] and all(line.bold for line in lines) and _shaded_across(box, content):
        joined[0][1] = len(borders) - 2
    cells: list[RawCell] = []
    taken: set[int] = set()
    for first, last in joined:
        taken.update(range(first, last + 1))
        inside = [w for line in lines if first <= column_of(borders, line.x0 + 1) <= last for w in line.words]
        cell_box = (borders[first], box[1], borders[last + 1], box[3])
        fill = cell_fill(cell_box, content.fills, inside)
        cells.append(RawCell(first, last - first + 1, cell_lines(inside, content), cell_box, fill))
    for column in range(len(borders) - 1):
        if column not in taken:
            cell_box = (borders[column], box[1], borders[column + 1], box[3])
            cells.append(RawCell(column, 1, [], cell_box, cell_fill(cell_box, content.fills, [])))
    cells.sort(key=lambda c: c.column)
    return RawRow(cells, content.number, box)


def _shaded_across(box: BBox, content: PageContent) -> bool:
    """One filled rectangle lies behind the whole row."""
    middle = (box[1] + box[3]) / 2
    return any(
        f.exact and f.top <= middle <= f.bottom and f.x0 <= box[0] + 4 and f.x1 >= box[2] - 4 for f in content.fills
    )
