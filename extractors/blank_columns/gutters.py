"""Where columns part: the gutters of lines as they come, and those of a whole run."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from safeplans.extractors.blank_columns.beginnings import BULLET
from safeplans.extractors.blank_columns.cells import cells_of
from safeplans.extractors.blank_columns.ink import strips_of
from safeplans.extractors.blank_columns.model import LONGEST_HEADER, Gutter, Line, Run, Table


def gutters_of(ink: int, line: Line, before: Sequence[Gutter]) -> list[Gutter]:
    """The strips that are blank in all lines so far; `line` is the newest, `before` are the gutters without it."""
    strips = strips_of(ink)
    told = [0] * len(strips)
    for index in _shown(strips, line):
        told[index] += 1
    for a, b, count in before:  # of a strip that words part, the right half goes on: there the next column begins
        index = bisect_left(strips, (b, 0)) - 1
        if index >= 0 and strips[index][1] > a:
            told[index] += count
    return [Gutter(a, b, n) for (a, b), n in zip(strips, told, strict=True) if n and (b - a > 1 or n > 2)]


def _shown(strips: Sequence[tuple[int, int]], line: Line) -> Iterator[int]:
    """The strips that the gaps of a line show: of each the last that it overlaps; before it may be empty cells."""
    for one, other in pairwise(line.parts):
        index = bisect_left(strips, (other[0], 0)) - 1
        if index >= 0 and strips[index][1] > one[1]:
            yield index


def columns_of(run: Run) -> list[Gutter]:
    """The gutters of a whole run: in a long one, those too that a few words go over."""
    rows = run.rows
    once = twice = thrice = 0  # characters with print in so many lines
    for line in rows:
        ink = line.ink
        thrice |= twice & ink
        twice |= once & ink
        once |= ink
    best: list[Gutter] = []
    for ink in (once, twice, thrice)[: 1 + (len(rows) > 5) + (len(rows) > 40)]:
        found = _supported(strips_of(ink), rows)
        if len(found) > len(best):
            best = found
    return _without_stray(best, rows)


def _supported(strips: Sequence[tuple[int, int]], lines: Sequence[Line]) -> list[Gutter]:
    """The strips that part words in several lines, and more often than words only happen to part there."""
    told, passed = [0] * len(strips), [0] * len(strips)
    for line in lines:
        for index in _shown(strips, line):
            told[index] += 1
        for start, end in line.parts:
            for index in range(bisect_left(strips, (start, 0)), len(strips)):
                if strips[index][1] >= end:
                    break
                passed[index] += 1
    least = 2 if sum(line.many for line in lines) > 3 else 1
    return [
        Gutter(a, b, n)
        for (a, b), n, through in zip(strips, told, passed, strict=True)
        if (n >= least or n and b - a > 2 and len(lines) > 4) and (b - a > 1 or n > 2) and n * 2 >= through
    ]


def _without_stray(gutters: list[Gutter], lines: Sequence[Line]) -> list[Gutter]:
    """Gutters that part real columns: bullets belong to what is behind them, a column of one line to its neighbour."""
    stray: int | None = 0
    while gutters and stray is not None:
        stray = _stray([cells_of(line, gutters) for line in lines], gutters)
        if stray is not None:
            gutters = gutters[:stray] + gutters[stray + 1 :]
    return gutters


def _stray(cuts: Sequence[tuple[dict[int, str], dict[int, int]]], gutters: Sequence[Gutter]) -> int | None:
    for column in range(len(gutters) + 1):
        filled = [(cells, at) for cells, at in cuts if column in cells]
        bullets = sum(
            bool(BULLET.fullmatch(cells[column])) and column + 1 in cells and at[column + 1] - at[column] < 6
            for cells, at in filled
        )
        if not filled or bullets and len(filled) - bullets <= 2:
            return min(column, len(gutters) - 1)
        if len(filled) == 1 and len(cuts) > 6:
            sides = [i for i in (column - 1, column) if 0 <= i < len(gutters)]
            return min(sides, key=lambda i: gutters[i].end - gutters[i].start)
    return None


def columns_as(run: Run, table: Table) -> list[Gutter] | None:
    """The gutters of a run under the same headings as the table before it, where its cells stand too close to tell."""
    head = max(table.head, key=lambda c: len(c.cells), default=None)
    if head is None or len(head.cells) < table.columns:
        return None
    line = next((x for x in run.lines[:LONGEST_HEADER] if x.words == head.line.words), None)
    if line is None:
        return None
    ink = 0
    for other in run.rows:
        ink |= other.ink
    strips = strips_of(ink)
    gutters = []
    end = 0
    for column in range(table.columns):
        start = line.text.find(head.cells[column], end)
        if start < 0:
            return None
        if column:
            blank = [(max(a, end), min(b, start)) for a, b in strips if a < start and b > end]
            a, b = max(blank, key=lambda x: (x[1] - x[0], x[0]), default=(end, start))
            if a >= b:
                return None
            gutters.append(Gutter(a, b, 1))
        end = start + len(head.cells[column])
    return gutters


def same_gutters(one: Table, other: Table) -> bool:
    pairs = zip(one.gutters, other.gutters, strict=False)
    return one.columns == other.columns and all(max(a.start, b.start) <= min(a.end, b.end) for a, b in pairs)
