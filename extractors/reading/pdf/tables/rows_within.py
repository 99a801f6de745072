"""Rows that no line parts: within one row of a grid, told by where text begins afresh in several columns at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.pdf.colours import cell_fill
from safeplans.extractors.reading.pdf.content import PageContent
from safeplans.extractors.reading.pdf.edges import Edge
from safeplans.extractors.reading.pdf.geometry import union
from safeplans.extractors.reading.pdf.lines import Line
from safeplans.extractors.reading.pdf.markers import is_bullet_glyph
from safeplans.extractors.reading.pdf.paragraphs import ends_sentence, starts_low
from safeplans.extractors.reading.pdf.raw import RawCell, RawRow, RawTable
from safeplans.extractors.reading.pdf.tables.columns import column_of

_LEVEL = 0.3  # font sizes between baselines of one printed row
_MARGIN = 1.5  # font sizes that labels keep from the column beside them
_BLANK = 0.28  # font sizes that a blank is wide
_WIDE = 1.22  # space between baselines, in those of the closest lines, from which it is more than a line's
_SHARE = 0.6  # of the columns with text that must begin afresh where a row begins
_INK, _ASCENT = 0.92, 0.72  # font sizes from the top of a line's letters to their foot, and to the baseline
_LEADING = (0.15, 0.9)  # font sizes of white between the lines of a cell at least and at most
_RISE = 0.9  # font sizes above its first baseline at which a row begins
_STRIP = 0.4  # font sizes by which the white between two rows is wider
_CLOSED_ROWS = 2  # strips in a row with lines above and below from which it is several
_NEAR = 3.2  # points between a row's border and the line that is drawn there
_FIGURES = 6  # cells with figures alone that make a table one of figures
_REFERENCE = re.compile(r"^[A-Za-z]{0,4}[.\-]?\d{1,3}(?:[.\-]\d{1,3})*[a-z]?[.)]?$")
_FIGURE = re.compile(r"^[(<>~≈±+\-–—−£$€*]*[\d.,:/%]*[)%*†‡a-z]{0,2}$|^(?:n/?a|\.\.+|-+|–|—)$", re.IGNORECASE)


@dataclass(slots=True)
class _Column:
    """room: the width that a line of the column can have. drawn: by lines beside it, not by the widest line seen."""

    room: float
    drawn: bool


def part_rows(table: RawTable, level: Sequence[Edge], upright: Sequence[Edge], content: PageContent) -> RawTable:
    """The table with its rows parted where several begin in one; the table itself where there are none.

    level, upright: the page's edges. Between two upright ones the width of a column is known; what stands between two
    level ones is one row, unless more speaks for several.
    """
    drawn = [edge.at for edge in upright if edge.drawn]
    columns = [_column(table, index, drawn) for index in range(table.width)]
    below = [c for row in table.rows[1:] for c in row.filled if c.column > 0 and c.colspan == 1]
    plain = len(below) >= _FIGURES and all(is_figure(line.text) for c in below for line in c.lines)
    leading = _leading(table)
    rows: list[RawRow] = []
    for index, row in enumerate(table.rows):
        if _is_header(table, index):
            rows.append(row)
            continue
        closed = all(_has_line(level, row.box, y) for y in (row.box[1], row.box[3]))
        size = min((ln.size for c in row.cells for ln in c.lines), default=0.0)
        starts = [level - _RISE * size for level in _starts(row, columns, plain, closed)]
        starts = starts or _spaced_starts(row, leading, closed)
        rows.extend(_parts(row, starts, content) if starts else [row])
    return replace(table, rows=rows) if len(rows) > len(table.rows) else table


def rows_anew(table: RawTable, content: PageContent) -> RawTable | None:
    """The table with its rows told anew by the white between them; None where they are not to be told so.

    For tables whose rows are drawn nowhere, only a first row of headings being as it is.
    """
    head = 1 if _is_header(table, 0) and len(_baselines(table.rows[0])) == 1 else 0
    rows = table.rows[head:]
    if len(rows) < 2 or any(c.colspan > 1 or c.spans > 1 or c.continued for row in rows for c in row.cells):
        return None
    whole = rows[0]
    for row in rows[1:]:
        cells = [
            replace(a, lines=[*a.lines, *b.lines], box=union((a.box, b.box)))
            for a, b in zip(whole.cells, row.cells, strict=True)
        ]
        whole = replace(whole, cells=cells, box=union((whole.box, row.box)))
    cuts = _spaced_starts(whole, _leading(table), closed=False)
    return replace(table, rows=[*table.rows[:head], *_parts(whole, cuts, content)]) if cuts else None


def is_figure(text: str) -> bool:
    """A number, a share, a dash or the like: text that does not run on from the line above."""
    return all(_FIGURE.match(word) for word in text.split())


def _column(table: RawTable, index: int, drawn: Sequence[float]) -> _Column:
    left, right = table.columns[index], table.columns[index + 1]
    lines = [ln for row in table.rows for c in row.cells if c.column == index and c.colspan == 1 for ln in c.lines]
    widest = max((line.width for line in lines), default=0.0)
    if all(any(abs(x - border) <= 2.5 for x in drawn) for border in (left, right)):
        pad = min((line.x0 - left for line in lines), default=0.0)
        return _Column(max(widest, right - left - 2 * min(max(pad, 0.0), 8.0)), True)
    if index == 0 and lines:  # what would have fitted before the next column had room
        widest = max(widest, right - min(line.x0 for line in lines) - _MARGIN * lines[0].size)
    return _Column(widest, False)


def _is_header(table: RawTable, index: int) -> bool:
    """A first row of one or two lines in bold, or of headings set in two lines: what begins there is no row."""
    row = table.rows[index]
    if index or len(table.rows) < 2 or any(c.spans > 1 or c.continued for c in row.cells):
        return False
    baselines = _baselines(row)
    return len(baselines) <= 3 and not all(is_figure(c.text) for c in row.filled[1:])


def _baselines(row: RawRow) -> list[float]:
    found: list[float] = []
    for line in sorted((ln for c in row.cells for ln in c.lines if ln.words[0].upright), key=lambda ln: ln.baseline):
        if not found or line.baseline - found[-1] > _LEVEL * line.size:
            found.append(line.baseline)
    return found


def _has_line(level: Sequence[Edge], box: BBox, y: float) -> bool:
    return any(abs(e.at - y) <= _NEAR and e.start <= box[0] + _NEAR and e.end >= box[2] - _NEAR for e in level)


def _starts(row: RawRow, columns: Sequence[_Column], plain: bool, closed: bool) -> list[float]:
    """Baselines at which another row begins.

    plain: the table is one of labels and figures. closed: there are lines above and below the row.
    """
    filled = row.filled
    if len(filled) < 2 or any(c.spans > 1 or c.continued for c in row.cells):
        return []
    levels = _baselines(row)
    if len(levels) < 2:
        return []
    pitch = min(b - a for a, b in zip(levels, levels[1:], strict=False))
    key = min(filled, key=lambda c: c.column)
    if key.lines[0].baseline > levels[0] + _LEVEL * key.lines[0].size:
        return []  # its cells are set in the middle or at the foot
    figures = all(is_figure(line.text) for cell in filled if cell is not key for line in cell.lines)
    votes: list[tuple[float, dict[int, float]]] = []
    for above, level in zip(levels, levels[1:], strict=False):
        spaced = level - above > _WIDE * pitch + 0.5
        votes.append(
            (
                level,
                {
                    cell.column: _vote(cell, level, above, columns[cell.column], spaced)
                    for cell in filled
                    if any(abs(ln.baseline - level) <= _LEVEL * ln.size for ln in cell.lines)
                },
            )
        )
    if figures:
        found = [level for level, said in votes if _begins_figures(said, key.column, labels=False)]
        labelled = plain and (found or not closed)
        return [level for level, said in votes if _begins_figures(said, key.column, labels=bool(labelled))]
    if len(votes) >= 2 and all(len(said) == len(filled) and max(said.values()) >= 1 for _, said in votes):
        # Cells that wrap seldom have as many lines as all the others, each level with theirs.
        return [] if any(min(said.values()) < -0.5 for _, said in votes) else [level for level, _ in votes]
    sure = [level for level, said in votes if _begins(said, key.column, len(filled), 0.0)]
    if closed and len(sure) == 1 and not _is_apart(key, sure[0], pitch):
        return []
    return [level for level, said in votes if sure and _begins(said, key.column, len(filled), -0.5)]


def _is_apart(key: RawCell, level: float, pitch: float) -> bool:
    """One row below another in the same cell: more space between them than between lines, or a number before each."""
    index = next(i for i, ln in enumerate(key.lines) if abs(ln.baseline - level) <= _LEVEL * ln.size)
    before, line = key.lines[index - 1], key.lines[index]
    numbered = all(_REFERENCE.match(ln.words[0].text) for ln in (key.lines[0], line))
    return numbered or line.baseline - before.baseline > _WIDE * pitch + 0.5


def _spaced_starts(row: RawRow, leading: float, closed: bool) -> list[float]:
    """Heights of white strips through all columns that are wider than the leading between the lines of a cell.

    For rows whose cells are set in the middle or at the foot, so that no line of text is level with another.
    """
    filled = row.filled
    lines = [(c.column, ln) for c in filled for ln in c.lines if ln.words[0].upright]
    if len(filled) < 2 or any(c.spans > 1 or c.continued for c in row.cells) or len(lines) < 2 * len(filled):
        return []
    found = _white_cuts(lines, leading)
    return [] if closed and len(found) < _CLOSED_ROWS else found


def spaced_groups(lines: Sequence[Line], borders: Sequence[float]) -> list[list[Line]]:
    """The lines of a table as rows by the white between them; empty where that does not part them."""
    placed = [(column_of(borders, line.x0 + 1), line) for line in lines]
    columns = [[line for column, line in placed if column == index] for index in range(len(borders) - 1)]
    cuts = _white_cuts(placed, _least_white([column for column in columns if column]))
    bounds = [-1e9, *cuts, 1e9]
    return (
        [[line for line in lines if low <= line.baseline - 0.3 * line.size < high] for low, high in pairwise(bounds)]
        if cuts
        else []
    )


def _white_cuts(lines: Sequence[tuple[int, Line]], leading: float) -> list[float]:
    """Middles of the strips. lines: each with its column.

    What stands between two strips is a row if it has text in the first column and beside it; else it belongs to the
    row above.
    """
    count = len({column for column, _ in lines})
    least = leading + _STRIP * median(ln.size for _, ln in lines)
    groups: list[list[tuple[int, Line]]] = []
    cuts: list[float] = []
    reach = 0.0
    for column, line in sorted(lines, key=lambda item: item[1].baseline):
        top, bottom = line.baseline - _ASCENT * line.size, line.baseline + (_INK - _ASCENT) * line.size
        if groups and top - reach < least:
            groups[-1].append((column, line))
        else:
            cuts.append((top + reach) / 2)
            groups.append([(column, line)])
        reach = max(reach, bottom)
    key = min(column for column, _ in lines)
    found = [
        cut
        for cut, group in zip(cuts[1:], groups[1:], strict=True)
        if key in (columns := {column for column, _ in group}) and len(columns) >= max(2, _SHARE * count)
    ]
    first = {column for column, _ in groups[0]}
    return found if len(first) >= 2 and key in first else []


def _leading(table: RawTable) -> float:
    """Points of white between the lines of a cell: the least that there is in the table."""
    return _least_white([c.lines for row in table.rows for c in row.cells if c.lines])


def _least_white(stacks: Sequence[Sequence[Line]]) -> float:
    """The least white between the lines of a stack, within what is usual between lines."""
    inner = [
        b.baseline - a.baseline - _INK * b.size
        for lines in stacks
        for a, b in pairwise(sorted(lines, key=lambda ln: ln.baseline))
        if b.baseline - a.baseline > _LEVEL * b.size
    ]
    size = median(ln.size for lines in stacks for ln in lines) if stacks else 0.0
    return min(max(min(inner, default=0.0), _LEADING[0] * size), _LEADING[1] * size)


def _begins(votes: dict[int, float], key: int, filled: int, least: float) -> bool:
    """Does a row begin here by what its columns say? least: what the most doubtful of them may say."""
    if key not in votes or min(votes.values()) < least:
        return False
    fresh = sum(vote >= 1 for vote in votes.values())
    return fresh >= 2 and fresh >= _SHARE * len(votes) and len(votes) >= _SHARE * filled


def _begins_figures(votes: dict[int, float], key: int, labels: bool) -> bool:
    """The same in a row of a label and figures. labels: a label by itself may be a row."""
    if key not in votes or votes[key] < -1:
        return False
    return any(vote >= 1 for column, vote in votes.items() if column != key) or (labels and votes[key] >= 1)


def _vote(cell: RawCell, level: float, above: float, column: _Column, spaced: bool) -> float:
    """At least 1: the cell's line at this height begins something; below 0: it goes on with the line above."""
    index = next(i for i, ln in enumerate(cell.lines) if abs(ln.baseline - level) <= _LEVEL * ln.size)
    line = cell.lines[index]
    before = cell.lines[index - 1] if index else None
    if before is None or before.baseline < above - _LEVEL * line.size:
        return 1.0 if is_figure(line.text) else 0.0
    if is_figure(line.text) and is_figure(before.text):
        return 1.0
    if starts_low(line.text) and not ends_sentence(before.text):
        return -2.0
    first = line.words[0]
    if is_bullet_glyph(first.text):
        return 0.0
    if _REFERENCE.match(first.text) and _REFERENCE.match(before.words[0].text) and first.text != before.words[0].text:
        return 1.0
    fits = before.width + _BLANK * line.size + (first.x1 - first.x0) <= column.room - 0.5
    if fits or spaced:
        return 1.0
    return -0.5 if column.drawn else 0.0


def _parts(row: RawRow, starts: Sequence[float], content: PageContent) -> list[RawRow]:
    cuts = [-1e9, *starts, 1e9]
    rows: list[RawRow] = []
    for index, (low, high) in enumerate(zip(cuts, cuts[1:], strict=False)):
        top = row.box[1] if index == 0 else low
        bottom = row.box[3] if index == len(cuts) - 2 else high
        cells = []
        for cell in row.cells:
            lines = [line for line in cell.lines if low <= line.baseline - 0.3 * line.size < high]
            box = (cell.box[0], top, cell.box[2], bottom)
            words = [word for line in lines for word in line.words]
            cells.append(RawCell(cell.column, cell.colspan, lines, box, cell_fill(box, content.fills, words)))
        rows.append(RawRow(cells, row.page, (row.box[0], top, row.box[2], bottom)))
    return rows
