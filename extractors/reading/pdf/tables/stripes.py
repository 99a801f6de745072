"""Shaded rows with unshaded ones between them, as one grid."""

from __future__ import annotations

from collections.abc import Sequence

from safeplans.extractors.reading.pdf.content import Word
from safeplans.extractors.reading.pdf.edges import Edge, Grid
from safeplans.extractors.reading.pdf.lines import Line, make_lines
from safeplans.extractors.reading.pdf.tables.lattice import grid_borders

_SAME = 3.0
_MAX_GAP = 260.0  # points between two shaded rows of one table


def join_stripes(grids: Sequence[Grid], words: Sequence[Word], page: int) -> list[Grid]:
    """Grids made by shading alone that share their columns, joined over the unshaded rows between and below them."""
    shaded = [g for g in grids if g.vertical and g.horizontal and not any(v.drawn for v in g.vertical)]
    shaded = [g for g in shaded if len(grid_borders(g)[0]) >= 3]
    others = [g for g in grids if not any(g is s for s in shaded)]
    joined: list[Grid] = []
    for grid in sorted(shaded, key=lambda g: g.box[1]):
        home = next((g for g in joined if _belongs(g, grid, words, page)), None)
        if home is None:
            joined.append(Grid(list(grid.horizontal), list(grid.vertical)))
        else:
            home.horizontal.extend(grid.horizontal)
            home.vertical.extend(grid.vertical)
            _extend(home)
    for grid in joined:
        _add_last_row(grid, words, page)
    return [*others, *joined]


def _belongs(home: Grid, grid: Grid, words: Sequence[Word], page: int) -> bool:
    first, second = grid_borders(home)[0], grid_borders(grid)[0]
    if len(first) != len(second) or any(abs(a - b) > _SAME for a, b in zip(first, second, strict=True)):
        return False
    top, bottom = home.box[3], grid.box[1]
    if bottom - top > _MAX_GAP:
        return False
    between = _lines(words, first, top, bottom, page)
    return in_columns(between, first) if between else bottom - top < 6


def _lines(words: Sequence[Word], borders: Sequence[float], top: float, bottom: float, page: int) -> list[Line]:
    inside = [
        w for w in words if w.upright and top < w.middle[1] < bottom and borders[0] - 2 < w.middle[0] < borders[-1] + 2
    ]
    return make_lines(inside, page, gap=0.8, keep_numbers=False)


def in_columns(lines: Sequence[Line], borders: Sequence[float]) -> bool:
    """The lines use two columns or more and none runs over a border between them."""
    inner = borders[1:-1]
    if any(line.x0 < b - 1 and line.x1 > b + 1 for line in lines for b in inner):
        return False
    return len({sum(line.x0 + 1 >= b for b in inner) for line in lines}) >= 2


def _extend(grid: Grid) -> None:
    """Column borders without gaps from the first to the last row."""
    _, top, _, bottom = grid.box
    for x in {round(v.at, 1) for v in grid.vertical}:
        grid.vertical.append(Edge(x, top, bottom, False))


def _add_last_row(grid: Grid, words: Sequence[Word], page: int) -> None:
    """An unshaded row below the last shaded one: closely set lines in the same columns."""
    xs, ys = grid_borders(grid)
    if len(ys) < 3:
        return
    lines = _lines(words, xs, ys[-1], ys[-1] + _MAX_GAP, page)
    row: list[Line] = []
    for line in lines:
        if line.top - (row[-1].bottom if row else ys[-1]) > (1.0 if row else 1.4) * line.size:
            break
        row.append(line)
    if row and row[0].baseline == min(line.baseline for line in row) and in_columns(row, xs):
        bottom = max(line.bottom for line in row) + 1
        grid.horizontal.append(Edge(bottom, xs[0], xs[-1], False))
        _extend(grid)
