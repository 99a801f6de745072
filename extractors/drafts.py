"""What the plan's layout gives before words are understood: actions with their cells as printed."""

from __future__ import annotations

from dataclasses import dataclass, field

from safeplans.extractors.document import Para, Place


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
    owner_lines: list[str] = field(default_factory=list)
    owner_place: Place | None = None
    has_lead_cell: bool = False
    reports_to: list[str] = field(default_factory=list)
    timescale_lines: list[str] = field(default_factory=list)
    timescale_place: Place | None = None
    has_due_cell: bool = False
    start_text: str | None = None
    progress: str | None = None
    rag: str | None = None
    status: str | None = None
    stated: str | None = None  # the standing that a column of its own prints
    completed_text: str | None = None  # the day on which it was done, from a column of its own
    completed_place: Place | None = None
    measures: list[MeasureDraft] = field(default_factory=list)
    setting: str = "plan"

    @property
    def owner_text(self) -> str | None:
        return " ".join(self.owner_lines) or None

    @property
    def timescale_text(self) -> str | None:
        return " ".join(self.timescale_lines) or None


def texts(paras: tuple[Para, ...]) -> list[str]:
    """The words of each paragraph that has some."""
    return [p.text for p in paras if p.text]
