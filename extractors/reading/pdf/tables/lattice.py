"""Tables whose cells have borders on all sides, drawn or by shading."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.pdf.colours import cell_fill
from safeplans.extractors.reading.pdf.content import PageContent, Word
from safeplans.extractors.reading.pdf.edges import Grid, edges_at, separates
from safeplans.extractors.reading.pdf.geometry import clusters, joined
from safeplans.extractors.reading.pdf.lines import Line, baseline_rows, make_lines, split_wide, turned_lines
from safeplans.extractors.reading.pdf.raw import RawCell, RawRow, RawTable

_NEAR = 3.2  # points between borders that are one
_OPEN = 8.0  # points by which lines may stand out over the last border of an open-sided table
_MIN_CELL = 4.0
_CELL_GAP = 0.8  # font sizes between the texts of two cells that no line parts
_REFERENCE = re.compile(r"^[A-Za-z]{0,4}[.\-]?\d{1,3}(?:[.\-]\d{1,3})*[a-z]?[.)]?$")


def grid_borders(grid: Grid) -> tuple[list[float], list[float]]:
    """x of the column borders and y of the row borders; open sides are closed where the lines end."""
    xs = clusters([v.at for v in grid.vertical], _NEAR)
    ys = clusters([h.at for h in grid.horizontal], _NEAR)
    left, top, right, bottom = grid.box
    if not xs or xs[0] - left > _OPEN:
        xs.insert(0, left)
    if right - xs[-1] > _OPEN:
        xs.append(right)
    if not ys or ys[0] - top > _OPEN:
        ys.insert(0, top)
    if bottom - ys[-1] > _OPEN:
        ys.append(bottom)
    return xs, ys


def lattice_table(grid: Grid, words: Sequence[Word], content: PageContent) -> RawTable | None:
    """The table in a grid of touching edges, None when the grid has fewer than two columns of cells."""
    xs, ys = grid_borders(grid)
    if len(xs) < 3 or len(ys) < 2:
        return None
    left, right, top, bottom = xs[0] - 1, xs[-1] + 1, ys[0] - 1, ys[-1] + 1
    inside = [w for w in words if left <= (w.x0 + w.x1) / 2 <= right and top <= _middle(w)[1] <= bottom]
    if not inside:
        return None
    xs, ys = _without_slivers(xs, inside, 0), _without_slivers(ys, inside, 1)
    if len(xs) < 3 or len(ys) < 2:
        return None
    regions = merged_regions(grid, xs, ys)
    by_region = _words_by_region(regions, inside, xs, ys)
    parted = _split_by_alignment(regions, by_region, xs, ys)
    if parted != regions:
        regions, by_region = parted, _words_by_region(parted, inside, xs, ys)
    rows = [part for row in _rows(regions, by_region, xs, ys, content) for part in _unruled(row, content)]
    rows = [r for r in rows if any(c.lines for c in r.cells) or len({c.fill for c in r.cells}) > 2]
    if not rows:
        return None
    box = (xs[0], ys[0], xs[-1], ys[-1])
    drawn = any(e.drawn for e in grid.vertical) and any(e.drawn for e in grid.horizontal)
    bottom_drawn = any(e.drawn and abs(e.at - ys[-1]) <= _NEAR for e in grid.horizontal)
    return RawTable(
        content.number, box, xs, rows, "ruled" if drawn else "shaded", bottom_drawn, 0.95 if drawn else 0.85
    )


Region = tuple[int, int, int, int]  # first row, first column, last row, last column


def _middle(word: Word) -> tuple[float, float]:
    if word.angle == 0:
        return word.middle
    return (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2


def _without_slivers(borders: list[float], words: Sequence[Word], axis: int) -> list[float]:
    kept = [borders[0]]
    for border in borders[1:]:
        if border - kept[-1] < _MIN_CELL and not any(kept[-1] < _middle(w)[axis] < border for w in words):
            if border == borders[-1]:
                kept[-1] = border
            continue
        kept.append(border)
    return kept


def merged_regions(grid: Grid, xs: Sequence[float], ys: Sequence[float]) -> list[Region]:
    """The cells of a grid as rows and columns between its borders; what no edge parts is one cell."""
    rows, columns = len(ys) - 1, len(xs) - 1
    pairs: list[tuple[int, int]] = []
    upright = [edges_at(grid.vertical, x) for x in xs]
    level = [edges_at(grid.horizontal, y) for y in ys]
    for r in range(rows):
        for c in range(columns):
            if c + 1 < columns and not separates(upright[c + 1], xs[c + 1], ys[r], ys[r + 1]):
                pairs.append((r * columns + c, r * columns + c + 1))
            if r + 1 < rows and not separates(level[r + 1], ys[r + 1], xs[c], xs[c + 1]):
                pairs.append((r * columns + c, (r + 1) * columns + c))
    group = joined(rows * columns, pairs)
    members: dict[int, list[tuple[int, int]]] = {}
    for r in range(rows):
        for c in range(columns):
            members.setdefault(group[r * columns + c], []).append((r, c))
    regions: list[Region] = []
    for cells in members.values():
        r0, r1 = min(r for r, _ in cells), max(r for r, _ in cells)
        c0, c1 = min(c for _, c in cells), max(c for _, c in cells)
        if (r1 - r0 + 1) * (c1 - c0 + 1) == len(cells):
            regions.append((r0, c0, r1, c1))
        else:  # not a rectangle: a border is missing somewhere; take it row by row
            for r in range(r0, r1 + 1):
                run = sorted(c for row, c in cells if row == r)
                start = 0
                for i in range(1, len(run) + 1):
                    if i == len(run) or run[i] != run[i - 1] + 1:
                        regions.append((r, run[start], r, run[i - 1]))
                        start = i
    return sorted(regions)


def _words_by_region(
    regions: Sequence[Region], words: Sequence[Word], xs: Sequence[float], ys: Sequence[float]
) -> dict[Region, list[Word]]:
    found: dict[Region, list[Word]] = {region: [] for region in regions}
    owner: list[list[list[Word] | None]] = [[None] * (len(xs) - 1) for _ in ys[1:]]
    for region, held in found.items():
        for r in range(region[0], region[2] + 1):
            for c in range(region[1], region[3] + 1):
                owner[r][c] = held
    last_x, last_y = len(xs) - 1, len(ys) - 1
    for word in words:
        x, y = _middle(word)
        home = owner[bisect_right(ys, y, 1, last_y) - 1][bisect_right(xs, x, 1, last_x) - 1]
        if home is not None:
            home.append(word)
    return found


def _split_by_alignment(
    regions: Sequence[Region], words: dict[Region, list[Word]], xs: Sequence[float], ys: Sequence[float]
) -> list[Region]:
    """Cells that run over a column border which other rows have, parted where their text keeps clear of it.

    So that a table with upright lines in its header only still has its columns.
    """
    regions = list(regions)
    reach: dict[Region, list[tuple[float, float]]] = {}
    for column in range(1, len(xs) - 1):
        border = xs[column]
        over = [g for g in regions if g[1] < column <= g[3]]
        clear, both = [], 0
        for region in over:
            if region not in reach:
                reach[region] = _line_ends(words[region])
            lines = reach[region]
            if any(x0 < border - 1 and x1 > border + 1 for x0, x1 in lines):
                continue
            clear.append(region)
            if any(x1 <= border + 1 for _, x1 in lines) and any(x0 >= border - 1 for x0, _ in lines):
                both += 1
        if both >= 2 and both >= 0.4 * len(over):
            for r0, c0, r1, c1 in clear:
                regions.remove((r0, c0, r1, c1))
                regions.extend([(r0, c0, r1, column - 1), (r0, column, r1, c1)])
            for region in regions:
                words.setdefault(region, [])
            words = _words_by_region(regions, [w for group in words.values() for w in group], xs, ys)
    return sorted(regions)


def _line_ends(words: Sequence[Word]) -> list[tuple[float, float]]:
    """From where to where the lines of some words reach, parted at gaps as narrow as between two cells."""
    rows = baseline_rows([w for w in words if w.angle == 0])
    pieces = (piece for row in rows for piece in split_wide(row, gap=_CELL_GAP, keep_numbers=False))
    return [(piece[0].x0, max([w.x1 for w in piece])) for piece in pieces]


def cell_lines(words: Sequence[Word], content: PageContent) -> list[Line]:
    """The lines of one cell, upright ones first."""
    upright = make_lines(words, content.number, content.tags, gap=1e6)
    turned = [w for w in words if w.angle != 0]
    return upright + turned_lines(turned, content.number) if turned else upright


def _rows(
    regions: Sequence[Region],
    words: dict[Region, list[Word]],
    xs: Sequence[float],
    ys: Sequence[float],
    content: PageContent,
) -> list[RawRow]:
    rows = [RawRow([], content.number, (xs[0], ys[r], xs[-1], ys[r + 1])) for r in range(len(ys) - 1)]
    for region in regions:
        r0, c0, r1, c1 = region
        box: BBox = (xs[c0], ys[r0], xs[c1 + 1], ys[r1 + 1])
        fill = cell_fill(box, content.fills, words[region])
        lines = cell_lines(words[region], content)
        rows[r0].cells.append(RawCell(c0, c1 - c0 + 1, lines, box, fill, r1 - r0 + 1))
        for r in range(r0 + 1, r1 + 1):
            rows[r].cells.append(
                RawCell(c0, c1 - c0 + 1, [], (xs[c0], ys[r], xs[c1 + 1], ys[r + 1]), fill, r1 - r + 1, continued=True)
            )
    for row in rows:
        row.cells.sort(key=lambda c: c.column)
    return rows


def _unruled(row: RawRow, content: PageContent) -> list[RawRow]:
    """Rows without a line between them, told by the references that stand one below the other in the first column."""
    cells = row.cells
    if len(cells) < 3 or any(c.spans > 1 or c.continued for c in cells) or not cells[0].lines:
        return [row]
    keys = [line for line in cells[0].lines if line.words[0].upright]
    if (
        len(keys) < 3
        or any(not _REFERENCE.match(line.text) for line in keys)
        or len({k.text for k in keys}) < len(keys)
    ):
        return [row]
    starts = [key.baseline - 0.4 * key.size for key in keys]
    level = sum(any(abs(line.baseline - key.baseline) < 2 for line in cells[1].lines) for key in keys)
    if level < len(keys):
        return [row]
    bounds = [
        row.box[1],
        *(start - 0.5 * key.size for start, key in zip(starts[1:], keys[1:], strict=True)),
        row.box[3],
    ]
    rows: list[RawRow] = []
    for index, (top, bottom) in enumerate(zip(bounds, bounds[1:], strict=False)):
        low = -1e9 if index == 0 else starts[index]
        high = 1e9 if index == len(keys) - 1 else starts[index + 1]
        parts = []
        for cell in cells:
            lines = [line for line in cell.lines if low <= line.baseline < high]
            box = (cell.box[0], top, cell.box[2], bottom)
            fill = cell_fill(box, content.fills, [w for line in lines for w in line.words])
            parts.append(RawCell(cell.column, cell.colspan, lines, box, fill))
        rows.append(RawRow(parts, row.page, (row.box[0], top, row.box[2], bottom)))
    return rows
