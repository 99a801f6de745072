"""How much a proposed grid looks like a table, by the whole of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from safeplans.extractors.reading.pdf.edges import Edge
from safeplans.extractors.reading.pdf.lines import Line
from safeplans.extractors.reading.pdf.raw import RawCell, RawTable

_APART = 3.0  # font sizes between two baselines of one cell that do not belong together
_HOLE = 3.0  # font sizes between two words of one line of a cell that do not
_ENOUGH = 7  # rows and columns that say how borders go through
_BLANK = 0.4  # font sizes that a blank is wide at most
_LEVEL = 0.3  # font sizes between the baselines of one line
_SAME = 2.0  # points between places that are one
_USUAL = 0.3  # share of a column's lines that begin at a place which is usual
_CLEAR = 3  # lines on either side of a strip of white that show it
_OUT = 1.5  # points by which a word may stand out over its cell's border
_EDGE = 3.0  # points between a table's border and the line drawn there
_ALONG = 6.0  # points by which a line along a table may be shorter

# What a fault costs, set by hand. A border through words is the surest sign that a grid is not the text's: one word in
# twelve is enough to refuse it. Text that lies apart in its cell is a drawing's or a page's, or several rows in one. A
# table may have columns that nobody filled in and rows that nothing stands beside, and be one all the same.
_CUT, _TORN, _SCATTERED, _ADRIFT, _IDLE, _SPARSE, _ACROSS, _RAGGED = 6.0, 1.5, 0.9, 0.6, 0.4, 0.3, 1.2, 3.0
# A grid that was found by its words stands in columns over several rows: what lies apart in it are rows in one.
_LUMPED = 0.45
_BY_WORDS = ("aligned", "tagged")
_ADRIFT_FREE, _IDLE_FREE, _SPARSE_FREE, _RAGGED_FREE = 0.45, 0.34, 0.6, 0.7  # shares that cost nothing

SAID = {
    "cut": "borders run through words",
    "torn": "lines of text run on over a border",
    "scattered": "text lies apart in its cells",
    "adrift": "no column has text in most rows",
    "idle": "columns without text",
    "sparse": "cells without text",
    "across": "text across all columns outside the lines",
    "ragged": "borders stop in most rows",
}
"""Each fault in words for people."""


@dataclass(frozen=True, slots=True)
class Faults:
    """Shares from 0 (none) to 1.

    cut: of the words, those that a border of their cell runs through, or that stand out of it.
    torn: of the words, those in lines that run on over a border into the next cell, with no more than a blank between.
    scattered: of the words, those in cells whose text lies apart, as labels in a drawing do.
    adrift: of the rows with text, those that have none in the column which most rows use.
    idle: of the columns, those that at most one row uses. sparse: of the cells, those without text or colour.
    across: of the words, those that stand across all columns outside the lines drawn along the table.
    ragged: of the rows, those in which a border between columns is missing, over all such borders.
    """

    cut: float = 0.0
    torn: float = 0.0
    scattered: float = 0.0
    adrift: float = 0.0
    idle: float = 0.0
    sparse: float = 0.0
    across: float = 0.0
    ragged: float = 0.0

    def score(self, method: str) -> float:
        """1 for a grid without fault, 0 for one that is none. method: what found it (`RawTable.method`)."""
        return max(0.0, 1.0 - sum(self.costs(method).values()))

    def costs(self, method: str) -> dict[str, float]:
        """What each fault takes from the score, by its name."""
        return {
            "cut": _CUT * self.cut,
            "torn": _TORN * self.torn,
            "scattered": (_LUMPED if method in _BY_WORDS else _SCATTERED) * self.scattered,
            "adrift": _ADRIFT * max(0.0, self.adrift - _ADRIFT_FREE),
            "idle": _IDLE * max(0.0, self.idle - _IDLE_FREE),
            "sparse": _SPARSE * max(0.0, self.sparse - _SPARSE_FREE),
            "across": _ACROSS * self.across,
            "ragged": _RAGGED * max(0.0, self.ragged - _RAGGED_FREE),
        }


def faults(table: RawTable, level: Sequence[Edge]) -> Faults:
    """What is wrong with the grid. level: the page's level edges."""
    cells = [c for row in table.rows for c in row.cells if not c.continued]
    words = sum(len(ln.words) for c in cells for ln in c.lines)
    if not words:
        return Faults(sparse=1.0, adrift=1.0)
    narrow = [c for c in cells if c.colspan < table.width]
    used = [sum(c.column == i and bool(c.lines or c.fill) for c in narrow) for i in range(table.width)]
    rows = [row for row in table.rows if row.filled]
    held = [sum(any(_covers(c, i) for c in row.cells) for row in rows) for i in range(table.width)]
    return Faults(
        cut=sum(_outside(c) for c in cells) / words,
        torn=_words_torn(table) / words if table.method != "aligned" else 0.0,
        scattered=sum(len(ln.words) for c in cells if _is_scattered(c) for ln in c.lines) / words,
        adrift=1.0 - max(held) / len(rows),
        idle=sum(n <= 1 for n in used) / table.width if len(rows) > 1 else 0.0,
        sparse=sum(not c.lines and not c.fill for c in narrow) / max(len(narrow), 1),
        across=sum(_words_across(table, level)) / words,
        ragged=_ragged(table),
    )


def _ragged(table: RawTable) -> float:
    """In a chart of bars each bar ends at an x of its own."""
    rows = [{c.column for c in row.cells} for row in table.rows if len(row.cells) > 1]
    if table.width < 2 or len(rows) < 2 or len(rows) + table.width < _ENOUGH:
        return 0.0
    return 1.0 - sum(len(starts - {0}) for starts in rows) / (len(rows) * (table.width - 1))


def _covers(cell: RawCell, column: int) -> bool:
    return bool(cell.lines or cell.continued) and cell.column <= column < cell.column + cell.colspan


def _outside(cell: RawCell) -> int:
    x0, _, x1, _ = cell.box
    return sum(w.x0 < x0 - _OUT or w.x1 > x1 + _OUT for ln in cell.lines for w in ln.words if w.angle == 0)


def _words_torn(table: RawTable) -> int:
    """The words of lines that stand a blank apart on either side of a border.

    Not where a white strip goes down the table there, or where other lines of that column begin or end at the same x:
    in a table that is set tight, what stands behind a border is aligned.
    """
    usual = [_usual(table, index) for index in range(table.width)]
    clear = [_is_clear(table, index) for index in range(table.width)]
    count = 0
    for row in table.rows:
        lines = sorted(
            ((ln, c.column) for c in row.cells for ln in c.lines if ln.words[0].upright),
            key=lambda item: (item[0].baseline, item[0].x0),
        )
        torn: set[int] = set()
        for (left, column), (right, other) in pairwise(lines):
            level = abs(left.baseline - right.baseline) <= _LEVEL * left.size
            if (
                not level
                or column == other
                or clear[other]
                or right.x0 - left.x1 >= _BLANK * min(left.size, right.size)
            ):
                continue
            starts, ends = usual[other]
            if round(right.x0 / _SAME) not in starts and round(right.x1 / _SAME) not in ends:
                torn.update((id(left), id(right)))
        count += sum(len(line.words) for line, _ in lines if id(line) in torn)
    return count


def _is_clear(table: RawTable, column: int) -> bool:
    """There is a strip of white before a column from the table's top to its foot."""
    cells = [c for row in table.rows for c in row.cells]
    before = [ln.x1 for c in cells if c.column + c.colspan == column for ln in c.lines]
    behind = [ln.x0 for c in cells if c.column == column for ln in c.lines]
    return min(len(before), len(behind)) >= _CLEAR and min(behind) > max(before)


def _usual(table: RawTable, column: int) -> tuple[set[int], set[int]]:
    """Where several lines of a column begin, and where several end, in steps of `_SAME` points."""
    lines = [ln for row in table.rows for c in row.cells if c.column == column for ln in c.lines]
    least = max(2.0, _USUAL * len(lines))
    found = []
    for places in ([ln.x0 for ln in lines], [ln.x1 for ln in lines]):
        counts = Counter(round(x / _SAME) for x in places)
        found.append({k + d for k in counts if counts[k - 1] + counts[k] + counts[k + 1] >= least for d in (-1, 0, 1)})
    return found[0], found[1]


def _is_scattered(cell: RawCell) -> bool:
    lines = sorted((ln for ln in cell.lines if ln.words[0].upright), key=lambda ln: ln.baseline)
    if any(b.baseline - a.baseline > _APART * max(a.size, b.size) for a, b in pairwise(lines)):
        return True
    return any(_has_hole(line) for line in lines)


def _has_hole(line: Line) -> bool:
    """Words of one line far apart; the first may be a number or bullet."""
    words = sorted(line.words, key=lambda w: w.x0)
    return any(b.x0 - a.x1 > _HOLE * max(b.size, a.size) for a, b in pairwise(words[1:] if len(words) > 2 else words))


def _words_across(table: RawTable, level: Sequence[Edge]) -> Iterator[int]:
    """The words of each row across all columns that stands above the first or below the last line along the table."""
    x0, top, x1, bottom = table.box
    ys = [
        e.at for e in level if e.start <= x0 + _ALONG and e.end >= x1 - _ALONG and top - _EDGE <= e.at <= bottom + _EDGE
    ]
    if not ys or table.width < 2:
        return
    for row in table.rows:
        if row.box[3] <= min(ys) + _EDGE or row.box[1] >= max(ys) - _EDGE:
            yield from (sum(len(ln.words) for ln in c.lines) for c in row.cells if c.colspan == table.width)
