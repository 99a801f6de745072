"""All tables of one page, and the boxes that only look like one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractors.document import BBox
from extractors.reading.pdf.content import PageContent, Word
from extractors.reading.pdf.edges import Grid, find_edges, is_backdrop, touching
from extractors.reading.pdf.geometry import overlap
from extractors.reading.pdf.raw import RawTable
from extractors.reading.pdf.tables.aligned import aligned_tables
from extractors.reading.pdf.tables.banded import banded_tables, edge_groups
from extractors.reading.pdf.tables.columns_within import part_columns, without_padding
from extractors.reading.pdf.tables.rows_within import part_rows
from extractors.reading.pdf.tables.headed import add_rows_below, join_headers
from extractors.reading.pdf.tables.lattice import grid_borders, lattice_table
from extractors.reading.pdf.tables.shading import as_seen
from extractors.reading.pdf.tables.stripes import join_stripes
from extractors.reading.pdf.tables.tagged import tagged_tables

_MAX_ROUNDED = 60  # more are a drawing
_GAP = 26.0  # points of white between two boxes at most
_BORDER = 6.0  # points between a shaded cell's border and the column border that alignment puts there
_LAYOUT_WORDS = 28  # words in each cell of a one-row grid that is a layout rather than a table


@dataclass(slots=True)
class PageTables:
    """Tables of a page, frames of text that stand side by side, and the words that are in no table."""

    tables: list[RawTable] = field(default_factory=list)
    frames: list[BBox] = field(default_factory=list)
    rest: list[Word] = field(default_factory=list)
    content: PageContent | None = None
    vertical: list = field(default_factory=list)
    horizontal: list = field(default_factory=list)


def find_tables(content: PageContent, words: Sequence[Word]) -> PageTables:
    """Tables by drawn grids, then by horizontal lines and shading, then by tags, then by alignment alone."""
    found = PageTables(rest=list(words))
    found.content = content
    content = replace(content, fills=[f for f in content.fills if not is_backdrop(f, content)])
    content = as_seen(content)
    horizontal, vertical = find_edges(content)
    found.vertical = vertical
    found.horizontal = horizontal
    boxes: list[BBox] = []
    used: list[BBox] = []
    grids = join_stripes(touching(horizontal, vertical), words, content.number)
    grids.sort(key=lambda g: -((g.box[2] - g.box[0]) * (g.box[3] - g.box[1])))
    for grid in grids:
        box = grid.box
        if not grid.horizontal or not grid.vertical or _within_any(box, used):
            continue
        xs, ys = grid_borders(grid)
        if len(xs) >= 3:
            table = lattice_table(grid, found.rest, content)
            if table is not None and _is_layout(table):
                boxes.extend(cell.box for row in table.rows for cell in row.cells if cell.lines)
            elif table is not None and (_is_table(table) or _is_rest(table, content)):
                for part in _with_more_columns(grid, table, found.rest, content) or [table]:
                    used.append(part.box)
                    _take(found, part)
                continue
        elif len(xs) == 2 and len(ys) == 2:
            boxes.append(box)
    free = [e for e in horizontal if not _within_any((e.start, e.at, e.end, e.at), used)]
    for group in edge_groups(free):
        for table in banded_tables(group, found.rest, content):
            if not any(_overlaps(table.box, other) for other in used):
                used.append(table.box)
                _take(found, table)
    for table in tagged_tables(found.rest, content) if content.tags else []:
        if not any(_overlaps(table.box, other) for other in used):
            used.append(table.box)
            _take(found, table)
    for table in found.tables:
        end = min((t.box[1] for t in found.tables if t.box[1] > table.box[3] - 2), default=content.height)
        taken = {id(w) for w in add_rows_below(table, found.rest, end, content)}
        if taken:
            used.append(table.box)
            found.rest = [w for w in found.rest if id(w) not in taken]
    boxes.extend(_rounded(content, used))
    found.frames = _frames(boxes, found.rest, content)
    for table in aligned_tables([w for w in found.rest if not _in_frame(w, found.frames)], content):
        if not any(_overlaps(table.box, other) for other in used):
            used.append(table.box)
            _take(found, table)
    join_headers(found.tables)
    found.tables.sort(key=lambda t: (t.box[1], t.box[0]))
    return found


def _with_more_columns(
    grid: Grid, table: RawTable, words: Sequence[Word], content: PageContent
) -> list[RawTable] | None:
    """The table by its horizontal edges and the gaps between its words, where that shows more columns than shading.

    Section rows and status cells that are filled have borders, the cells beside them have none.
    """
    if any(v.drawn for v in grid.vertical):
        return None
    level = [e for e in grid.horizontal if e.length >= 0.5 * (table.box[2] - table.box[0])]
    for group in edge_groups(level):
        parts = banded_tables(group, words, content)
        if not parts or any(part.width <= table.width for part in parts):
            continue
        fits = all(any(abs(x - b) <= _BORDER for b in parts[0].columns) for x in table.columns[1:-1])
        if fits and _letters(parts) >= _letters([table]):
            return parts
    return None


def _letters(tables: Sequence[RawTable]) -> int:
    return sum(len(cell.text) for table in tables for row in table.rows for cell in row.cells)


def _in_frame(word: Word, frames: Sequence[BBox]) -> bool:
    x, y = (word.x0 + word.x1) / 2, word.baseline - 0.3 * word.size
    return any(f[0] <= x <= f[2] and f[1] <= y <= f[3] for f in frames)


def _take(found: PageTables, table: RawTable) -> None:
    better = without_padding(table)
    better = part_columns(better, found.content)
    better = part_rows(better, found.horizontal, found.vertical, found.content)
    table.rows, table.columns = better.rows, better.columns
    taken = {id(w) for row in table.rows for cell in row.cells for line in cell.lines for w in line.words}
    found.rest = [w for w in found.rest if id(w) not in taken]
    found.tables.append(table)


def _is_table(table: RawTable) -> bool:
    """At least two columns hold text, or colours beside text as in a key; coloured strips on both sides are a box's."""
    columns = {c.column for row in table.rows for c in row.cells if c.lines and c.colspan < table.width}
    coloured = {c.column for row in table.rows for c in row.cells if c.fill}
    if len(columns) == 1 and min(coloured, default=table.width) < min(columns) < max(coloured, default=0):
        return False
    beside = any(len([c for c in row.cells if c.lines or c.fill]) >= 2 for row in table.rows)
    return beside and len(columns | coloured) >= 2


def _is_rest(table: RawTable, content: PageContent) -> bool:
    """At the top of a page a drawn row with text in one cell only: the rest of a row that the page before broke."""
    return table.method == "ruled" and table.box[1] < 0.25 * content.height and len(table.columns) >= 3


def _is_layout(table: RawTable) -> bool:
    """Boxes side by side, not a table: one row of cells with running text, or of shaded boxes with white between."""
    rows = [r for r in table.rows if len(r.filled) >= 2]
    gaps = {c.column for r in rows for c in r.cells if not c.lines and not c.fill and c.box[2] - c.box[0] < _GAP}
    if table.method == "shaded" and len(rows) == 1 and len(gaps) >= 1 and len(rows[0].filled) == len(gaps) + 1:
        return True
    filled = [c for row in table.rows for c in row.filled]
    one_row = len([r for r in table.rows if r.filled]) == 1
    return one_row and len(filled) >= 2 and all(len(c.text.split()) >= _LAYOUT_WORDS for c in filled)


def _frames(boxes: Sequence[BBox], words: Sequence[Word], content: PageContent) -> list[BBox]:
    """Boxes with text that have other text or another box beside them: their text is read box by box."""
    limit = 0.6 * content.width * content.height
    filled: list[BBox] = []
    for box in boxes:
        if (box[2] - box[0]) * (box[3] - box[1]) >= limit or any(_within(box, f) and _within(f, box) for f in filled):
            continue
        inside = {round(w.baseline) for w in words if _in_frame(w, [box])}
        if len(inside) >= 2 or (inside and box[3] - box[1] > 40):
            filled.append(box)
    outer = [b for b in filled if not any(o is not b and _within(b, o) for o in filled)]
    for box in outer:
        level = [w for w in words if box[1] < w.baseline < box[3] and (w.x1 < box[0] or w.x0 > box[2])]
        if len({round(w.baseline) for w in level}) >= 2:
            return outer
    return []


def _rounded(content: PageContent, used: Sequence[BBox]) -> list[BBox]:
    """Boxes with round corners that are large enough for text, outside tables."""
    boxes = [(f.x0, f.top, f.x1, f.bottom) for f in content.fills if not f.exact and f.width >= 80 and f.height >= 30]
    if len(boxes) > _MAX_ROUNDED:
        return []
    return [box for box in boxes if not any(_overlaps(box, other) for other in used)]


def _within(inner: BBox, outer: BBox) -> bool:
    return (
        inner[0] >= outer[0] - 4 and inner[1] >= outer[1] - 4 and inner[2] <= outer[2] + 4 and inner[3] <= outer[3] + 4
    )


def _within_any(inner: BBox, outers: Sequence[BBox]) -> bool:
    return any(_within(inner, outer) for outer in outers)


def _overlaps(a: BBox, b: BBox) -> bool:
    return overlap(a[0], a[2], b[0], b[2]) > 6 and overlap(a[1], a[3], b[1], b[3]) > 6
