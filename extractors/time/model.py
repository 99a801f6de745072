"""What the date grammar takes and gives."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from safeplans.extractors.base.closed import DateKind


@dataclass(frozen=True, slots=True)
class PlanPeriod:
    """The document's own period, from its title or front matter; both days inclusive, None if unknown.

    ``Q2`` or ``Year 2`` without a year count from `start`. told_on: the day of minutes, which cover no period.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    told_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DateMention:
    """One time expression of a text.

    text: as printed; ``text == source[start_char:end_char]`` (characters, end exclusive). It includes the
        preposition or label that decides the kind (``by September 2023``).
    kind: due, start, period, recurring or event.
    start, end: first and last day (inclusive) of the span the words denote; None where nothing is fixed.
    month: 1 to 12 for a month printed without a year, else None.
    precision: day, month, quarter, season, year, financial_year, academic_year; None where nothing is fixed.
    recurrence: ISO 8601 duration between occurrences; None if it happens once or the interval is not fixed.
    inferred: the span of a month printed without a year, where the plan's period or the day of the minutes leaves only
        one year for it; None otherwise. inferred_from: ``plan_period`` or ``minutes_date``; inferred_confidence: 0..1.
    confidence: 0..1. method: ``date:`` and the form, then after ``+`` what was inferred or went wrong
        (``typo``, ``shared-year``, ``plan-period``, ``impossible`` …).
    """

    text: str
    start_char: int
    end_char: int
    kind: DateKind
    start: dt.date | None
    end: dt.date | None
    month: int | None
    precision: str | None
    recurrence: str | None
    confidence: float
    method: str
    inferred: tuple[dt.date, dt.date] | None = None
    inferred_from: str | None = None
    inferred_confidence: float | None = None
