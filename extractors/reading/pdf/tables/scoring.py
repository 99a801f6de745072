"""How much a proposed grid looks like a table, by the whole of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.reading.pdf.edges import Edge
from extractors.reading.pdf.lines import Line
from extractors.reading.pdf.raw import RawCell, RawTable

_APART = 3.0  # font sizes between two baselines of one cell that do not belong together
_HOLE = 3.0  # font sizes between two words of one line of a cell that do not
_ENOUGH = 7  # rows and columns that say how borders go through
_OUT = 1.5  # points by which a word may stand out over its cell's border
_EDGE = 3.0  # points between a table's border and the line drawn there
_ALONG = 6.0  # points by which a line along a table may be shorter

# What a fault costs, set by hand. A border through words is the surest sign that a grid is not the text's: one word in
# eight is enough to refuse it. Text that lies apart in its cell is a drawing's or a page's, or several rows in one. A
# table may have columns that nobody filled in and rows that nothing stands beside, and be one all the same.
_CUT, _SCATTERED, _ADRIFT, _IDLE, _SPARSE, _ACROSS, _RAGGED = 4.0, 0.9, 0.6, 0.4, 0.3, 1.2, 3.0
# A grid that was found by its words stands in columns over several rows: what lies apart in it are rows in one.
_LUMPED = 0.45
_BY_WORDS = ("aligned", "tagged")
_ADRIFT_FREE, _IDLE_FREE, _SPARSE_FREE, _RAGGED_FREE = 0.45, 0.34, 0.6, 0.7  # shares that cost nothing


@dataclass(frozen=True, slots=True)
class Faults:
    """Shares from 0 (none) to 1.

    cut: of the words, those that a border of their cell runs through, or that stand out of it.
    scattered: of the words, those in cells whose text lies apart, as labels in a drawing do.
    adrift: of the rows with text, those that have none in the column which most rows use.
    idle: of the columns, those that at most one row uses. sparse: of the cells, those without text or colour.
    across: of the words, those that stand across all columns outside the lines drawn along the table.
    ragged: of the rows, those in which a border between columns is missing, over all such borders.
    """

    cut: float = 0.0
    scattered: float = 0.0
    adrift: float = 0.0
    idle: float = 0.0
    sparse: float = 0.0
    across: float = 0.0
    ragged: float = 0.0

    def score(self, method: str) -> float:
        """1 for a grid without fault, 0 for one that is none. method: what found it (`RawTable.method`)."""
        apart = _LUMPED if method in _BY_WORDS else _SCATTERED
        cost = (
            _CUT * self.cut
            + apart * self.scattered
            + _ADRIFT * max(0.0, self.adrift - _ADRIFT_FREE)
            + _IDLE * max(0.0, self.idle - _IDLE_FREE)
            + _SPARSE * max(0.0, self.sparse - _SPARSE_FREE)
            + _ACROSS * self.across
            + _RAGGED * max(0.0, self.ragged - _RAGGED_FREE)
        )
        return max(0.0, 1.0 - cost)


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
    return sum(w.x0 < x0 - _OUT or w.x1 > x1 + _OUT for ln in cell.lines for w in ln.words if w.upright)


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
        e.at
        for e in level
        if e.start <= x0 + _ALONG and e.end >= x1 - _ALONG and top - _EDGE <= e.at <= bottom + _EDGE
    ]
    if not ys or table.width < 2:
        return
    for row in table.rows:
        if row.box[3] <= min(ys) + _EDGE or row.box[1] >= max(ys) - _EDGE:
            yield from (sum(len(ln.words) for ln in c.lines) for c in row.cells if c.colspan == table.width)
