"""The days that a unit denotes, counted from the plan's period where the print does not name a year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from safeplans.extractors.time import spans
from safeplans.extractors.time.expressions import Unit
from safeplans.extractors.time.model import PlanPeriod
from safeplans.extractors.time.undated import Window, only_one, window_of


@dataclass(frozen=True, slots=True)
class Resolved:
    """The span of a unit: None where nothing is fixed. inferred: that of a month whose year is not printed."""

    span: spans.Span | None
    precision: str | None
    month: int | None = None
    inferred: spans.Span | None = None


NOTHING = Resolved(None, None)


_FEASTS = {4: spans.easter, 12: spans.christmas}  # the new year is of no fixed span


def resolve(unit: Unit, period: PlanPeriod, *, past: bool = False) -> Resolved:
    """The days that a unit denotes, with the plan's period for what counts from it.

    past: what it times has happened.
    Impossible dates (31 June) and years out of range give a null span; the unit's notes say so. Never raises.
    """
    try:
        return _resolve(unit, period, window_of(period, past))
    except (ValueError, OverflowError):
        unit.note("impossible", 0.2)
        return NOTHING


def _resolve(unit: Unit, period: PlanPeriod, window: Window | None) -> Resolved:
    year = unit.year
    match unit.family:
        case "day":
            return _resolve_day(unit, window)
        case "month":
            return _resolve_month(unit, period, window)
        case "quarter":
            return _resolve_quarter(unit, period.start, period.end)
        case "season" | "term":
            return _resolve_season(unit, window)
        case "year":
            return Resolved(spans.year_span(year or 0), "year")
        case "pair":
            return Resolved(spans.financial_span(year or 0, unit.until), "financial_year")
        case "academic":
            return Resolved(spans.academic_span(year, unit.until), "academic_year") if year else NOTHING
        case "planyear":
            return _resolve_plan_year(unit, period)
        case "yearword" | "yearend":
            return _resolve_named_year(unit, period)
        case "feast" if year is not None and unit.number in _FEASTS:
            return Resolved(_FEASTS[unit.number](year), "day")
    unit.note("no-fixed-span", 0.4)
    return NOTHING


def _resolve_month(unit: Unit, period: PlanPeriod, window: Window | None) -> Resolved:
    year = unit.year
    if year is not None and unit.day and not _likely(year, period):
        unit.family, unit.year = "day", None  # `Mar 31` is no March of 2031
        return _resolve_day(unit, window)
    if year is not None and "two-digits" in unit.notes and year % 100 <= 12 and _is_day_and_month(year, period):
        unit.family, unit.day, unit.number, unit.year = "day", unit.number, year % 100, None
        return _resolve_day(unit, window)
    if year is None:
        unit.confidence = min(unit.confidence, 0.8)
        return Resolved(None, "month", unit.number, only_one(window, lambda y: spans.month_span(y, unit.number)))
    return Resolved(spans.month_span(year, unit.number), "month")


def _resolve_season(unit: Unit, window: Window | None) -> Resolved:
    first, last, rule = unit.months
    if unit.year is None:
        span = only_one(window, lambda y: spans.months_span(y, first, last))
        return _inferred(unit, span, window, "season")
    if unit.paired and rule == 0:
        unit.note("ambiguous", 0.4)
        return NOTHING
    return Resolved(spans.months_span(unit.year + (unit.paired and rule == 2), first, last), "season")


def _resolve_plan_year(unit: Unit, period: PlanPeriod) -> Resolved:
    if period.start is None:
        unit.note("no-plan-period", 0.5)
        return NOTHING
    unit.note("plan-period", 0.9)
    span = spans.nth_year(period.start, unit.number, unit.last or unit.number)
    if period.end is not None and span[0] > period.end:
        unit.note("beyond-plan", 0.5)
    return Resolved(span, spans.year_precision(span))


def _resolve_named_year(unit: Unit, period: PlanPeriod) -> Resolved:
    """`The financial year` is the plan's, where the plan covers one that begins in the same month."""
    start, end = period.start, period.end
    if start is None or end is None or not 360 <= (end - start).days <= 366 or unit.number not in (0, start.month):
        return NOTHING
    unit.note("plan-period", 0.75)
    return Resolved((start, end), spans.year_precision((start, end)))


_LAST_SHORT_YEAR = 2029  # `Mar 30` without a period to go by may be a day or a month of 2030


def _likely(year: int, period: PlanPeriod) -> bool:
    """Whether two digits behind a month are a year of the plan, or one next to it, and no day."""
    if period.start is not None and period.end is not None:
        return period.start.year - 1 <= year <= period.end.year + 1
    return year <= _LAST_SHORT_YEAR


_FAR = 5  # years from a plan's or a meeting's, beyond which `3/11` is the third of November


def _is_day_and_month(year: int, period: PlanPeriod) -> bool:
    """Whether the second number of `3/11` is a month, since as a year it is far from the document's."""
    about = period.start or period.told_on
    return about is not None and abs(about.year - year) > _FAR


def _inferred(unit: Unit, span: spans.Span | None, window: Window | None, precision: str) -> Resolved:
    if span is None or window is None:  # none or several in the window: the year stays unknown
        unit.note("no-year", 0.5)
        return NOTHING
    unit.note(window.source, window.confidence)
    return Resolved(span, precision)


def _resolve_day(unit: Unit, window: Window | None) -> Resolved:
    def days(year: int) -> spans.Span:
        first = dt.date(year, unit.number, unit.day)
        return first, dt.date(year, unit.number, unit.last_day) if unit.last_day else first

    if unit.year is None:
        dt.date(2000, unit.number, unit.day)  # raises for a day that no year has
        return _inferred(unit, only_one(window, days), window, "day")
    first, last = days(unit.year)
    if last < first:
        raise ValueError("a span that ends before it begins")
    return Resolved((first, last), "day")


def _resolve_quarter(unit: Unit, plan_start: dt.date | None, plan_end: dt.date | None) -> Resolved:
    if unit.plan_year is not None:
        if plan_start is None:
            unit.note("no-plan-period", 0.5)
            return NOTHING
        start = spans.nth_year(plan_start, unit.plan_year)[0]
        unit.note("plan-period", 0.85)
    elif unit.year is not None:
        start = dt.date(unit.year, 4 if unit.paired else 1, 1)
        if not unit.paired:  # Q2 2024 may mean the calendar's or the financial year's
            unit.note("calendar-quarter", 0.75)
    elif plan_start is not None:
        start = plan_start
        single = plan_end is not None and (plan_end - plan_start).days <= 366
        unit.note("plan-period", 0.85 if single else 0.55)
    else:
        unit.note("no-year", 0.5)
        return NOTHING
    first = spans.quarter_span(start, unit.number)
    last = spans.quarter_span(start, unit.last) if unit.last and not unit.run else first
    return Resolved((first[0], last[1]), "quarter")
