"""Facts: what extraction takes from one document.

The dataclasses mirror the columns of the output tables. Keys (``o1``, ``a12``) are unique in
the document; the pipeline puts the document's id before them. Closed lists are enforced by
the pipeline's schema; here they are plain strings.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from safeplans.extractors.base.closed import DateKind, ObjectiveKind, OwnerKind, Rating, Relation, Standing
from safeplans.extractors.base.document import Place


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact came from: its place, the verbatim words, the rule and its confidence (0..1).

    begins: the character of `quote` at which the fact's own words begin, None where it is not known.
    """

    place: Place
    quote: str
    method: str
    confidence: float
    begins: int | None = None


@dataclass(slots=True)
class Objective:
    key: str
    kind: ObjectiveKind
    text: str
    source: Source
    number: str | None = None
    title: str | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    standing: str = "current"  # current, previous, future
    themes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Action:
    key: str
    text: str
    source: Source
    objective: str | None = None
    number: str | None = None
    title: str | None = None
    owner_text: str | None = None
    timescale_text: str | None = None
    progress_text: str | None = None
    rag: Rating | None = None
    standing: Standing = "planned"
    themes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Owner:
    key: str
    subject: str  # action, objective
    subject_key: str
    name: str
    kind: OwnerKind
    sector: str
    relation: Relation
    source: Source
    canonical: str | None = None


@dataclass(slots=True)
class Date:
    key: str
    subject: str  # action, objective, measure, group, document
    subject_key: str | None  # None for the document itself
    text: str
    kind: DateKind
    source: Source
    start: dt.date | None = None
    end: dt.date | None = None
    month: int | None = None
    precision: str | None = None
    recurrence: str | None = None  # ISO 8601 duration
    inferred_start: dt.date | None = None  # of a month printed without a year, where only one year fits
    inferred_end: dt.date | None = None
    inferred_from: str | None = None  # plan_period, minutes_date
    inferred_confidence: float | None = None


@dataclass(slots=True)
class Measure:
    key: str
    kind: str  # success, evidence, figure
    text: str
    source: Source
    objective: str | None = None
    action: str | None = None
    value: float | None = None
    unit: str | None = None
    change: float | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None


@dataclass(slots=True)
class Group:
    key: str
    name: str
    source: Source
    abbreviation: str | None = None
    chair: str | None = None
    focus: str | None = None
    meets_text: str | None = None
    recurrence: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    term: str
    expansion: str
    defined_in: str  # glossary, inline
    source: Source


@dataclass(frozen=True, slots=True)
class Problem:
    """stage: reading, metadata, extraction, normalising; severity: error, warning, info.

    page: of a problem whose lines are not known; else `place` has it. quote: the printed words that it is about.
    """

    stage: str
    severity: str
    code: str
    message: str
    page: int | None = None
    place: Place | None = None
    quote: str | None = None


@dataclass(slots=True)
class Metadata:
    """What the document says of itself, and of whom. Dates inclusive; None where it says nothing."""

    title: str | None = None
    document_type: str = "other"  # business_plan, annual_report, arrangements, strategy, other
    partnership_id: str | None = None
    partnership_name: str | None = None
    partnership_evidence: str | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    published: dt.date | None = None
    version: str | None = None
    author: str | None = None
    told_on: dt.date | None = None  # the day of the meeting or the position that it tells of; in no table


@dataclass(slots=True)
class Accounting:
    """Strict accounting: where each block that the reader produced ended.

    placed: blocks that gave a row; set_aside: blocks set aside, by the name of the rule;
    left_over: blocks that no rule claimed (each is also in `problems`).
    """

    placed: int = 0
    set_aside: dict[str, int] = field(default_factory=dict)
    left_over: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """Which reading of the document was believed. score: its expected plan F1, 0..1; margin: over the next best one.

    agreed: for each objective and action, by key, the share of the other readings that hold it too, 0..1.
    """

    name: str
    score: float
    margin: float
    agreed: dict[str, float]


@dataclass(slots=True)
class Facts:
    """Everything taken from one document. status: ok, partial (something was not read) or failed (nothing was)."""

    media_type: str
    text_origin: str
    page_count: int | None
    status: str
    metadata: Metadata = field(default_factory=Metadata)
    objectives: list[Objective] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    owners: list[Owner] = field(default_factory=list)
    dates: list[Date] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    accounting: Accounting = field(default_factory=Accounting)
    lines: tuple[str, ...] = ()  # the reader's text, for `show` and for checking places
    spots: tuple[str, ...] = ()  # see `Document.spots`
    reading: Choice | None = None  # None where the plan was given, not chosen
    content_id: str | None = None  # see `same_words.content_id`
    read_share: float | None = None  # of the words that look like plan, those in rows; None where none does
