"""Calendar arithmetic: the first and last day of the units that plans name.

Definitions are the dataset's: the UK financial year runs from 1 April to 31 March, the academic year from
1 September to 31 August; seasons and terms are whole months, listed in ``vocabulary/time.toml``.
All spans are inclusive. A year outside 1..9999 raises ValueError, as `datetime.date` does.
By `calendar` and not by dateutil's `relativedelta`, which gives the same days (131,760 spans of forty years) in four to
ten times the time, and knows neither quarters nor the years of a plan.
"""

from __future__ import annotations

import calendar
import datetime as dt

Span = tuple[dt.date, dt.date]


def month_span(year: int, month: int) -> Span:
    """All days of a month."""
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def months_span(year: int, first: int, last: int) -> Span:
    """From month `first` of `year` to month `last`; a `last` before `first` lies in the next year."""
    return month_span(year, first)[0], month_span(year + (last < first), last)[1]


def year_span(year: int) -> Span:
    """A calendar year."""
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def financial_span(first: int, last: int | None = None) -> Span:
    """1 April of `first` to 31 March of `last` (the year after `first` if None)."""
    return dt.date(first, 4, 1), dt.date(first + 1 if last is None else last, 3, 31)


def academic_span(first: int, last: int | None = None) -> Span:
    """1 September of `first` to 31 August of `last` (the year after `first` if None)."""
    return dt.date(first, 9, 1), dt.date(first + 1 if last is None else last, 8, 31)


def quarter_span(start: dt.date, quarter: int) -> Span:
    """Quarter 1 to 4 of the year that begins in the month of `start`."""
    offset = start.month - 1 + 3 * (quarter - 1)
    year, month = start.year + offset // 12, offset % 12 + 1
    end = offset + 2
    return dt.date(year, month, 1), month_span(start.year + end // 12, end % 12 + 1)[1]


def easter(year: int) -> Span:
    """Easter Sunday of the western churches, by the anonymous Gregorian computus (Meeus, Astronomical Algorithms)."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1), dt.date(year, month, day + 1)


def christmas(year: int) -> Span:
    """Christmas Day."""
    return dt.date(year, 12, 25), dt.date(year, 12, 25)


def nth_year(start: dt.date, number: int, last: int | None = None) -> Span:
    """Year `number` (to year `last`) of a plan that begins on `start`: ``Year 2`` is the second twelve months."""

    def begin(n: int) -> dt.date:
        year = start.year + n - 1
        day = min(start.day, calendar.monthrange(year, start.month)[1])
        return dt.date(year, start.month, day)

    return begin(number), begin((last or number) + 1) - dt.timedelta(days=1)


def months_from(start: dt.date, count: int) -> Span:
    """`count` months that begin on `start`: two years from 1 April 2025 end on 31 March 2027."""
    return start, _moved(start, count) - dt.timedelta(days=1)


def months_until(end: dt.date, count: int) -> Span:
    """`count` months that end on `end`: three years to 31 March 2028 begin on 1 April 2025."""
    return _moved(end + dt.timedelta(days=1), -count), end


def _moved(day: dt.date, count: int) -> dt.date:
    """The same day `count` months on (or back), the month's last where it has no such day."""
    months = day.year * 12 + day.month - 1 + count
    year, month = months // 12, months % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def year_precision(span: Span) -> str:
    """financial_year, academic_year or year, by the day on which a span of years begins."""
    start = span[0]
    if (start.month, start.day) == (4, 1):
        return "financial_year"
    if (start.month, start.day) == (9, 1):
        return "academic_year"
    return "year"
