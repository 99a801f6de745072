"""Which of the proposed grids become tables: the best set of those that do not overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.pdf.geometry import overlap
from safeplans.extractors.reading.pdf.raw import RawTable
from safeplans.extractors.reading.pdf.tables.scoring import Faults

ENOUGH = 0.5  # score below which a grid is none
SURE = 0.7  # score from which nobody else is asked about the words of a drawn grid
_COMMON = 6.0  # points that two boxes must share to overlap
_FEW = 10  # proposals over one another up to which every set of them is tried
#: How much a finding is trusted for what it was found by, where the grids are as good as one another.
_TRUST = {"ruled": 1.0, "shaded": 0.95, "rules": 0.95, "tagged": 0.9, "aligned": 0.8}


@dataclass(slots=True)
class Proposal:
    """A grid that a finder proposes. words: the ids of those that it holds; faults: what is wrong with it."""

    table: RawTable
    faults: Faults
    words: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        self.words = frozenset(
            id(w) for row in self.table.rows for cell in row.cells for line in cell.lines for w in line.words
        )

    @property
    def score(self) -> float:
        return self.faults.score(self.table.method)

    @property
    def worth(self) -> float:
        """What it would add: the words that it puts in order, by how far it is better than none."""
        return len(self.words) * (self.score * _TRUST[self.table.method] - _TRUST["aligned"] * ENOUGH)


def choose(proposals: Sequence[Proposal]) -> list[Proposal]:
    """The proposals that are good enough and together are worth most, no two of them over one another."""
    open_ones = [p for p in proposals if p.score >= ENOUGH and p.worth > 0]
    chosen: list[Proposal] = []
    while open_ones:
        group = [open_ones.pop()]
        for member in group:
            near = [p for p in open_ones if overlapping(member, p)]
            group.extend(near)
            open_ones = [p for p in open_ones if not any(p is n for n in near)]
        chosen.extend(_best(sorted(group, key=lambda p: -p.worth)))
    return chosen


def overlapping(a: Proposal, b: Proposal) -> bool:
    return bool(a.words & b.words) or boxes_overlap(a.table.box, b.table.box)


def boxes_overlap(a: BBox, b: BBox) -> bool:
    return overlap(a[0], a[2], b[0], b[2]) > _COMMON and overlap(a[1], a[3], b[1], b[3]) > _COMMON


def _best(group: Sequence[Proposal]) -> list[Proposal]:
    if len(group) > _FEW:
        return _greedy(group)
    first, *others = group
    if not others:
        return [first]
    without = _best(others)
    apart = [p for p in others if not overlapping(first, p)]
    taken = [first, *(_best(apart) if apart else [])]
    return taken if _worth(taken) >= _worth(without) else without


def _greedy(group: Sequence[Proposal]) -> list[Proposal]:
    chosen: list[Proposal] = []
    for proposal in group:
        if not any(overlapping(proposal, other) for other in chosen):
            chosen.append(proposal)
    return chosen


def _worth(proposals: Iterable[Proposal]) -> float:
    return sum(p.worth for p in proposals)
