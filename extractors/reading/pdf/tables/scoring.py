"""How much a proposed grid looks like a table, by the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.reading.pdf.edges import Edge
from extractors.reading.pdf.lines import Line
from extractors.reading.pdf.raw import RawCell, RawTable

_APART = 3.0  # font sizes between two baselines of one cell that do not belong together
_HOLE = 3.0  # font sizes between two words of one line of a cell that do not
_OUT = 1.5  # points by which a word may stand out over its cell's border
_LONG = 40  # words from which a cell is running text


@dataclass(frozen=True, slots=True)
class Faults:
    """Shares from 0 (none) to 1.

    cut: of the words, those that a border of their cell runs through or that lie outside.
    scattered: of the words, those in cells whose text lies apart, as labels in a drawing do.
    sparse: of the cells, those without text or colour. idle: of the columns, those that at most one row uses.
    across: of the words, those that stand across all columns outside the lines drawn around the table.
    alone: of the rows with text, those with text in one cell only. prose: of the words, those in long cells.
    """

    cut: float = 0.0
    scattered: float = 0.0
    sparse: float = 0.0
    idle: float = 0.0
    across: float = 0.0
    alone: float = 0.0
    prose: float = 0.0


def faults(table: RawTable, level: Sequence[Edge]) -> Faults:
    cells = [c for row in table.rows for c in row.cells if not c.continued]
    words = sum(len(ln.words) for c in cells for ln in c.lines)
    if not words:
        return Faults(sparse=1.0)
    narrow = [c for c in cells if c.colspan < table.width]
    used = [sum(c.column == i and bool(c.lines or c.fill) for c in narrow) for i in range(table.width)]
    rows = [row for row in table.rows if row.filled]
    beside = [sum(bool(c.lines or c.fill or c.continued) for c in row.cells) for row in rows]
    return Faults(
        cut=sum(_outside(c) for c in cells) / words,
        scattered=sum(len(ln.words) for c in cells if _is_scattered(c) for ln in c.lines) / words,
        sparse=sum(not c.lines and not c.fill for c in narrow) / max(len(narrow), 1),
        idle=sum(n <= 1 for n in used) / table.width if len(rows) > 1 else 0.0,
        across=_across(table, level) / words,
        alone=sum(n < 2 for n in beside) / len(rows),
        prose=sum(len(ln.words) for c in cells if sum(len(x.words) for x in c.lines) >= _LONG for ln in c.lines) / words,
    )


def _outside(cell: RawCell) -> int:
    x0, _, x1, _ = cell.box
    return sum(w.x0 < x0 - _OUT or w.x1 > x1 + _OUT for ln in cell.lines for w in ln.words if w.upright)


def _is_scattered(cell: RawCell) -> bool:
    lines = sorted((ln for ln in cell.lines if ln.words[0].upright), key=lambda ln: ln.baseline)
    if any(b.baseline - a.baseline > _APART * max(a.size, b.size) for a, b in pairwise(lines)):
        return True
    return any(_has_hole(line) for line in lines)


def _has_hole(line: Line) -> bool:
    words = sorted(line.words, key=lambda w: w.x0)
    return any(b.x0 - a.x1 > _HOLE * max(b.size, a.size) for a, b in pairwise(words[1:] if len(words) > 2 else words))


def _across(table: RawTable, level: Sequence[Edge]) -> int:
    """Words across all columns above the first or below the last line drawn along the table."""
    x0, top, x1, bottom = table.box
    ys = [e.at for e in level if e.start <= x0 + 6 and e.end >= x1 - 6 and top - 3 <= e.at <= bottom + 3]
    if not ys:
        return 0
    return sum(
        len(ln.words)
        for row in table.rows
        for c in row.cells
        if c.colspan == table.width > 1 and (row.box[3] <= min(ys) + 3 or row.box[1] >= max(ys) - 3)
        for ln in c.lines
    )
