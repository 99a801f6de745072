"""The days that a unit denotes, counted from the plan's period where the print does not name a year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from safeplans.extractors.time import spans
from safeplans.extractors.time.expressions import Unit


@dataclass(frozen=True, slots=True)
class Resolved:
    """The span of a unit: None where nothing is fixed."""

    span: spans.Span | None
    precision: str | None
    month: int | None = None


NOTHING = Resolved(None, None)


def resolve(unit: Unit, plan_start: dt.date | None, plan_end: dt.date | None) -> Resolved:
    """The days that a unit denotes, with the plan's period for what counts from it.

    Impossible dates (31 June) and years out of range give a null span; the unit's notes say so. Never raises.
    """
    try:
        return _resolve(unit, plan_start, plan_end)
    except (ValueError, OverflowError):
        unit.note("impossible", 0.2)
        return NOTHING


def _resolve(unit: Unit, plan_start: dt.date | None, plan_end: dt.date | None) -> Resolved:
    year = unit.year
    match unit.family:
        case "day":
            return _resolve_day(unit, plan_start, plan_end)
        case "month":
            if year is None:
                unit.confidence = min(unit.confidence, 0.8)
                return Resolved(None, "month", unit.number)
            return Resolved(spans.month_span(year, unit.number), "month")
        case "quarter":
            return _resolve_quarter(unit, plan_start, plan_end)
        case "season" | "term":
            if year is None:
                unit.note("no-year", 0.5)
                return NOTHING
            first, last, rule = unit.months
            if unit.paired and rule == 0:
                unit.note("ambiguous", 0.4)
                return NOTHING
            year += unit.paired and rule == 2
            return Resolved(spans.months_span(year, first, last), "season")
        case "year":
            return Resolved(spans.year_span(year or 0), "year")
        case "pair":
            return Resolved(spans.financial_span(year or 0, unit.until), "financial_year")
        case "academic":
            return Resolved(spans.academic_span(year, unit.until), "academic_year") if year else NOTHING
        case "planyear":
            if plan_start is None:
                unit.note("no-plan-period", 0.5)
                return NOTHING
            unit.note("plan-period", 0.9)
            span = spans.nth_year(plan_start, unit.number, unit.last or unit.number)
            if plan_end is not None and span[0] > plan_end:
                unit.note("beyond-plan", 0.5)
            return Resolved(span, spans.year_precision(span))
        case "yearword" | "yearend":
            whole_year = plan_start and plan_end and 360 <= (plan_end - plan_start).days <= 366
            if whole_year and plan_start and plan_end and unit.number in (0, plan_start.month):
                unit.note("plan-period", 0.75)
                span = (plan_start, plan_end)
                return Resolved(span, spans.year_precision(span))
            return NOTHING
    unit.note("no-fixed-span", 0.4)
    return NOTHING


def _resolve_day(unit: Unit, plan_start: dt.date | None, plan_end: dt.date | None) -> Resolved:
    years = [unit.year] if unit.year is not None else []
    if unit.year is None:
        dt.date(2000, unit.number, unit.day)  # raises for a day that no year has
        if plan_start is not None and plan_end is not None:
            for year in range(plan_start.year, min(plan_end.year, plan_start.year + 5) + 1):
                try:
                    day = dt.date(year, unit.number, unit.day)
                except ValueError:
                    continue
                if plan_start <= day <= plan_end:
                    years.append(year)
        if len(years) != 1:  # none or several such days in the plan: the year stays unknown
            unit.note("no-year", 0.5)
            return NOTHING
        unit.note("plan-period", 0.7)
    first = dt.date(years[0], unit.number, unit.day)
    last = dt.date(years[0], unit.number, unit.last_day) if unit.last_day else first
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
