"""What a reading of a document gives before words are understood: actions with their cells as printed."""

from __future__ import annotations

from dataclasses import dataclass, field

from safeplans.extractors.base.closed import Rating, Setting, Standing
from safeplans.extractors.base.document import Para, Place
from safeplans.extractors.base.facts import Problem
from safeplans.extractors.drafting.objectives import Objectives


@dataclass(slots=True)
class MeasureDraft:
    """kind: success or evidence; shared: it belongs to several actions of a row, so it hangs on their objective."""

    kind: str
    text: str
    place: Place
    shared: bool = False


@dataclass(slots=True)
class ActionDraft:
    """An action as printed, with the cells beside it. setting: plan, report, calendar or next_steps."""

    text: str
    place: Place
    quote: str
    method: str
    confidence: float
    objective: str | None = None
    number: str | None = None
    title: str | None = None
    owner_cells: list[list[str]] = field(default_factory=list)  # the lines of each cell that names leads
    owner_place: Place | None = None
    has_lead_cell: bool = False
    reports_to: list[str] = field(default_factory=list)
    timescale_lines: list[str] = field(default_factory=list)
    timescale_place: Place | None = None
    has_due_cell: bool = False
    start_text: str | None = None
    progress: str | None = None
    rag: Rating | None = None
    status: str | None = None
    stated: Standing | None = None  # the standing that a column of its own prints
    completed_text: str | None = None  # the day on which it was done, from a column of its own
    completed_place: Place | None = None
    measures: list[MeasureDraft] = field(default_factory=list)
    setting: Setting = "plan"

    @property
    def owner_lines(self) -> list[str]:
        return [line for lines in self.owner_cells for line in lines]

    @property
    def owner_text(self) -> str | None:
        return " ".join(self.owner_lines) or None

    @property
    def timescale_text(self) -> str | None:
        return " ".join(self.timescale_lines) or None


@dataclass(slots=True)
class Placement:
    """Where blocks ended: `placed` gave rows, `aside` by the name of the rule that set them aside."""

    placed: set[int] = field(default_factory=set)
    aside: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """A document's plan. key: what the colours of ratings mean, as the document prints it."""

    objectives: Objectives
    actions: list[ActionDraft]
    measures: list[tuple[str | None, MeasureDraft]]  # (objective key, measure)
    objective_owners: list[tuple[str, str, Place]]  # (objective key, printed lead, place)
    objective_dates: list[tuple[str, str, Place]]
    key: dict[Rating, Standing]
    placement: Placement
    problems: list[Problem] = field(default_factory=list)


def texts(paras: tuple[Para, ...]) -> list[str]:
    """The words of each paragraph that has some."""
    return [p.text for p in paras if p.text]
