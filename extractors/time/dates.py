"""When: the times that plans and reports print, as spans of days that can be ordered.

Three kinds of text are read differently. In a timescale cell everything counts; in a sentence only what times its
action; in a report's sentence a plain time is an event. Definitions of quarters, seasons and years are the dataset's
(see ``docs/dates.md``); words stand in ``vocabulary/time.toml``. No function raises on any text.
"""

from __future__ import annotations

import datetime as dt
import re

from safeplans.extractors.time import context, expressions, periods, recurrences
from safeplans.extractors.time.context import Mode
from safeplans.extractors.time.model import DateMention, PlanPeriod
from safeplans.extractors.time.resolving import resolve

__all__ = [
    "DateMention",
    "PlanPeriod",
    "dates_in_calendar",
    "dates_in_statement",
    "dates_in_timescale",
    "parse_day",
    "parse_period",
    "recurrence_of",
    "split_time",
]

_UNKNOWN = PlanPeriod()
_DIGIT = re.compile(r"\d")
_LONGEST_TIME = 200  # characters of a time printed behind a lead
_MOSTLY = 0.7  # of the characters of what is a time and little else


def dates_in_timescale(text: str, period: PlanPeriod = _UNKNOWN) -> list[DateMention]:
    """The times of a timescale cell or a label such as `By: March 2025`, in reading order.

    A deadline, a bare month, quarter, season or day is due; a year or a span a period; `from …` a start; `Completed
    Jun-23` an event. `Ongoing` is a period and `TBC`, `Immediately` or a duration due, with nothing fixed. `Completed`
    alone, `N/A` and `-` give nothing. An expression printed twice is given once.
    """
    return context.read(text, period, Mode.CELL)


def dates_in_statement(text: str, period: PlanPeriod = _UNKNOWN, *, done: bool = False) -> list[DateMention]:
    """The times by which a sentence times its action, in reading order, each with its preposition.

    done: the sentence reports what was done. Then a plain time is an event, unless its sentence looks ahead.

    Years need a preposition (`in 2023-24`). Laws and other names (`Children Act 2004`), what a sentence looks back
    on (`following the audit in May 2023`), years of figures, durations and service standards give nothing.
    """
    return context.read(text, period, Mode.REPORT if done else Mode.STATEMENT)


def dates_in_calendar(text: str, period: PlanPeriod = _UNKNOWN) -> list[DateMention]:
    """The times of a month cell in a yearly calendar (`Jan`, `Apr/Sep`): months without a year recur yearly."""
    return context.read(text, period, Mode.CELL)


def recurrence_of(text: str) -> str | None:
    """How often, as an ISO 8601 duration, from a cell or phrase such as `Every two months` or `Apr/Sep`.

    None if the text does not say, or says two different things. Months spread over the year count as that many
    times a year; a single month is yearly.
    """
    durations = {r.duration for r in recurrences.find(text) if r.duration is not None}
    if durations:
        return durations.pop() if len(durations) == 1 else None
    units = expressions.find(text)
    if any(u.family != "month" or u.dated for u in units):
        return None
    return recurrences.of_months([u.number for u in units])


def parse_period(text: str) -> tuple[dt.date, dt.date] | None:
    """The period that a title or sentence names, first and last day inclusive; the first one if there are several.

    A pair of years (`2023-24`, `2019-22`, `2024–2026`, `2024 to 2027`) runs from 1 April of the first to 31 March of
    the last, the UK financial year; with `academic year` from 1 September to 31 August. `April 2024 - March 2027` and
    `January to December 2023` are spans as printed, `year ended 31 March 2024` the twelve months to it. A single year
    is a period only as `calendar year 2023` or `FY24`.
    """
    return next((span for _, _, span in periods.named(text)), None)


def parse_day(text: str) -> dt.date | None:
    """The first whole day printed in a text (`Published: 20 September 2024`); None for less than a day.

    Numeric dates are read day first, as in the UK.
    """
    if not _DIGIT.search(text):
        return None
    for unit in expressions.find(text):
        if unit.family != "day" or unit.year is None or unit.last_day:
            continue
        span = resolve(unit, _UNKNOWN).span
        if span is not None:
            return span[0]
    return None


def split_time(value: str) -> tuple[str, str | None]:
    """A lead and the time printed behind it: `QA Group | Q1` → (`QA Group`, `Q1`); a time alone has no lead."""
    if _is_time(value):
        return "", value
    for mark in reversed(list(re.finditer(r"\s*[|;,]\s*|\s[–—-]\s", value))):
        behind = value[mark.end() :]
        if len(behind) > _LONGEST_TIME:
            break
        if _is_time(behind):
            return value[: mark.start()].strip(), behind.strip()
    return value, None


def _is_time(text: str) -> bool:
    found = dates_in_timescale(text)
    return bool(found) and sum(d.end_char - d.start_char for d in found) >= _MOSTLY * len(text)
