"""What the walk over a document found, before words are understood."""

from __future__ import annotations

from dataclasses import dataclass, field

from safeplans.extractors.document import Place
from safeplans.extractors.drafts import ActionDraft, MeasureDraft
from safeplans.extractors.facts import Problem
from safeplans.extractors.objectives import Objectives


@dataclass(slots=True)
class Placement:
    """Where blocks ended: `placed` gave rows, `aside` by the name of the rule that set them aside."""

    placed: set[int] = field(default_factory=set)
    aside: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """What the walk found, before words are understood."""

    objectives: Objectives
    actions: list[ActionDraft]
    measures: list[tuple[str | None, MeasureDraft]]  # (objective key, measure)
    objective_owners: list[tuple[str, str, Place]]  # (objective key, printed lead, place)
    objective_dates: list[tuple[str, str, Place]]
    key: dict[str, str]
    problems: list[Problem]
    placement: Placement
