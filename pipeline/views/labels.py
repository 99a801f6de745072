"""What people read for the values of the closed lists (`labels.toml`), and for dates, spans and shares."""

from __future__ import annotations

import datetime
import functools

from safeplans.extractors.lexicon import months
from safeplans.pipeline.base.data_files import data_file
from safeplans.pipeline.base.printing import every, place
from safeplans.pipeline.schema.contract import Row


@functools.cache
def _labels() -> dict[str, dict[str, str]]:
    return data_file(__package__, "labels.toml")


def labels(category: str) -> dict[str, str]:
    """The names of a category's values, in the order of the file. KeyError for a category that is not there."""
    return _labels()[category]


def label(value: str | None, category: str) -> str:
    """What the pages call a value: `in_progress` is "In progress". A missing value gives ""."""
    if value is None:
        return ""
    return labels(category).get(value, value.replace("_", " "))


def day(date: datetime.date | None) -> str:
    """A date as a reader in the United Kingdom writes it: 1 April 2024. A missing one gives ""."""
    return "" if date is None else f"{date.day} {months.TITLES[date.month - 1]} {date.year}"


def span(start: datetime.date | None, end: datetime.date | None) -> str:
    """Two dates, the end inclusive: "1 April 2024 to 31 March 2025". What both have in common is said once."""
    if start is None or end is None:
        return "" if start is end else f"from {day(start)}" if start else f"until {day(end)}"
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day(end)}"
    if start.year == end.year:
        return f"{start.day} {months.TITLES[start.month - 1]} to {day(end)}"
    return f"{day(start)} to {day(end)}"


def recurrence(duration: str | None) -> str:
    """An ISO 8601 duration between occurrences in words: "every 3 months" for `P3M`. A missing one gives ""."""
    return "" if duration is None else every(duration)


def understood(date: Row) -> str:
    """What a row of `dates` was understood to say: "due 1 to 30 September 2024, every 3 months"; "no day fixed"."""
    days = span(date["start"], date["end"])
    said = [f"{label(date['kind'], 'date_kind')} {days}"] if days else []
    if date["recurrence"] is not None:
        said.append(recurrence(date["recurrence"]))
    if date["month"] is not None and not days:
        said.append(f"in {months.TITLES[date['month'] - 1]}")
    return ", ".join(said) or "no day fixed"


def percent(share: float | None) -> str:
    """A share of 0 to 1 as a whole percentage, never 0 % or 100 % where it is not quite; "–" where there is none."""
    if share is None:
        return "–"
    if 0 < share < 0.01:
        return "<1%"
    if 0.99 < share < 1:
        return ">99%"
    return f"{share:.0%}"


def score(value: float) -> str:
    """A similarity or confidence of 0 to 1 with two digits: "0.97"; never 1, for nothing inferred is certain."""
    if 0 < value < 0.01:
        return "<0.01"
    if value > 0.99:
        return ">0.99"
    return f"{value:.2f}"


def year(financial_year: str | None) -> str:
    """A financial year as the tables have it: "2024-25"; "no year" where none is said."""
    return financial_year or "no year"


def where(row: Row) -> str:
    """Where a row was printed ("p. 3", "table 2, row 5"), on one line of the page."""
    return place(row["locator"], row["line_start"], row["line_end"]).replace(" ", "\N{NO-BREAK SPACE}")


def amount(value: float) -> str:
    """A figure with commas for thousands, and no more digits than it has: "8,202", "17.5"."""
    return f"{value:,.0f}" if value.is_integer() else f"{value:,.10g}"


def signed(value: float) -> str:
    """A change, with its sign: "+17.5", "−3"."""
    return ("−" if value < 0 else "+") + amount(abs(value))
