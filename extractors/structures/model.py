"""What a structure proposes: objectives and actions with their fields, in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from safeplans.extractors.base.methods import Structure
from safeplans.extractors.views.segments import DUE, FIELDS, LEAD, Segment

COST_TWO = 1.0  # an action with two separate cells of one kind where others have one
COST_NONE = 0.5  # an action without a cell where all others have one
CROWDED = 1.5  # power with which the cost of many cells in one place grows
COST_LOST = 1.0  # a cell that belongs to no action


@dataclass(slots=True)
class Record:
    """An objective or an action as printed. fields: its cells by label. shared: those of them that others have too."""

    kind: str  # objective or action
    body: list[Segment]
    number: Segment | None = None
    title: Segment | None = None
    fields: dict[str, list[Segment]] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    structure: Structure | Literal[""] = ""
    again: bool = False
    parent: Record | None = None

    @property
    def text(self) -> str:
        return " ".join(s.text for s in self.body)

    def add(self, segment: Segment) -> None:
        self.fields.setdefault(segment.label, []).append(segment)


@dataclass(slots=True)
class Found:
    """One proposal for a run of segments: its records, what it leaves over, and its cost (less is better)."""

    structure: Structure
    records: list[Record]
    left: list[Segment]

    @property
    def cost(self) -> float:
        return irregularity([r for r in self.records if r.kind == "action"], self.left)


def irregularity(actions: Sequence[Record], left: Sequence[Segment]) -> float:
    """How far records are from having the same cells once each: 0 for a perfect set."""
    cost = COST_LOST * sum(s.label in FIELDS for s in left)
    for label in (LEAD, DUE):
        counts = Counter(len(a.fields.get(label, ())) for a in actions)
        having = sum(n for c, n in counts.items() if c)
        # the more of them in one place, the likelier that they are others'
        cost += COST_TWO * sum((c - 1) ** CROWDED * n for c, n in counts.items() if c > 1)
        cost += COST_NONE * counts[0] * having / max(len(actions), 1)
    return cost
