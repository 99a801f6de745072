"""The year of a time that is printed without one: where the plan's period, or the day of the minutes, leaves only one.

Nothing is guessed: a time that falls into the period twice, or only in part, keeps no year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from safeplans.extractors.time.model import PlanPeriod
from safeplans.extractors.time.spans import Span

_PLAN, _MINUTES = 0.7, 0.6  # confidence: a plan says what it covers; minutes only when they were taken
_MOST_YEARS = 5  # a period longer than this holds every day several times


@dataclass(frozen=True, slots=True)
class Window:
    """Days within which an undated time must lie, and what says so: ``plan-period`` or ``minutes-date``."""

    start: dt.date
    end: dt.date
    source: str
    confidence: float


def window_of(period: PlanPeriod, past: bool) -> Window | None:
    """past: what is timed has happened, so that it lies in the year before the minutes and not in the one after."""
    if period.start is not None and period.end is not None:
        return Window(period.start, period.end, "plan-period", _PLAN)
    day = period.told_on
    if day is None or not dt.MINYEAR + 1 < day.year < dt.MAXYEAR - 1:
        return None
    # the month of the meeting may be meant as a whole
    first = day.replace(day=1)
    if past:
        return Window(first.replace(year=first.year - 1), day, "minutes-date", _MINUTES)
    return Window(first, first.replace(year=first.year + 1) - dt.timedelta(days=1), "minutes-date", _MINUTES)


def only_one(window: Window | None, of_year: Callable[[int], Span]) -> Span | None:
    """The one span of the kind, made for each year, that lies wholly in the window; None if none or several do."""
    if window is None:
        return None
    fitting = []
    for year in range(window.start.year, min(window.end.year, window.start.year + _MOST_YEARS) + 1):
        try:
            span = of_year(year)
        except ValueError:
            continue  # 29 February
        if window.start <= span[0] and span[1] <= window.end:
            fitting.append(span)
    return fitting[0] if len(fitting) == 1 else None
