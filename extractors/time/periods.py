"""The periods that words name, and where: a title's `2023-26`, a sentence's `the two years beginning in April 2025`.

`named` reads the times that are periods by themselves, as `parse_period` gives them. `covered` reads more, as prose
tells what a document covers: so many years from a day or to one, years in a row (`2025/26 and 2026/27`), a year and the
last figure of the next (`2025-6`). Titles are weighed by what `named` finds, so what `covered` adds stays out of it.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator

from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.time import context, expressions, spans
from safeplans.extractors.time.context import Mode
from safeplans.extractors.time.expressions import Unit
from safeplans.extractors.time.model import DateMention, PlanPeriod
from safeplans.extractors.time.resolving import resolve
from safeplans.extractors.time.spans import Span
from safeplans.extractors.time.words import DASH, YEAR4, alternatives, number, vocabulary

Named = tuple[int, int, Span]
"""Characters from and to (exclusive), and the days, both inclusive."""

_UNKNOWN = PlanPeriod()
_DIGIT = re.compile(r"\d")
_LONG = 300  # days from which a time is a period whatever its form
_MOST_MONTHS = 120  # no plan is made for more than ten years
_LEAST_MONTHS = 3
# `2025-6`; a year with another figure behind it (`2025-4`) is none.
_LAST_FIGURE = re.compile(rf"(?<![\w/.-])({YEAR4}){DASH}(\d)(?![\w/%]|\.\d|{DASH}\d)")
_CALENDAR_YEARS = re.compile(
    rf"\bcalendar\s+years\s+(?:of\s+)?(?P<first>{YEAR4})\s*(?:and|&|to|{DASH})\s*(?P<last>{YEAR4})\b", re.I
)
_IN_A_ROW = re.compile(
    r"\s*(?:,|;|&|\+|\band\b|,\s*and\b)\s*(?:for\s+|in\s+)?(?:the\s+)?(?:financial\s+year\s+)?", re.I
)
_POINTS = frozenset({"day", "month", "pair"})


def named(text: str) -> Iterator[Named]:
    """The times of a text that are periods by themselves, in order. Never raises."""
    if not _DIGIT.search(text):
        return  # no year is printed, and most lines are asked
    for mention in context.read(text, _UNKNOWN, Mode.CELL):
        span = _whole(mention)
        if span is not None:
            yield mention.start_char, mention.end_char, span


def _whole(mention: DateMention) -> Span | None:
    if mention.start is None or mention.end is None or mention.kind == "recurring":
        return None
    whole = mention.method.startswith(("date:pair", "date:academic"))
    ranged = "+span" in mention.method or (mention.end - mention.start).days > _LONG
    single = mention.precision == "year" and "span" not in mention.method
    if single and not re.search(r"calendar\s+year", mention.text, re.I):
        return None
    return (mention.start, mention.end) if whole or ranged else None


def covered(text: str) -> list[Named]:
    """The periods that a text names in any of the ways of prose, in order, none inside another. Never raises.

    `the two years beginning in April 2025` is 1 April 2025 to 31 March 2027, `three years to March 2028` 1 April 2025
    to 31 March 2028, `2025/26 and 2026/27` both years, `2025-6` the year 2025-26. A number of years without a month,
    day or financial year to count from or to (`the next three years`, `three years to 2028`) is none.
    """
    if not _DIGIT.search(text):
        return []
    plain = _LAST_FIGURE.sub(_in_full, text)
    kept: list[Named] = []
    for one in (*_counted(plain), *_in_rows(plain), *named(plain)):  # what is read from more words goes first
        if all(one[1] <= k[0] or one[0] >= k[1] for k in kept):
            kept.append(one)
    return sorted(kept)


def _in_full(match: re.Match[str]) -> str:
    """`2025-6` in the form that is read as two years, of the same length."""
    follows = (int(match[1]) + 1) % 10 == int(match[2])
    return f"{match[1]}/{match[2]}" if follows else match[0]


# --- so many years from a day, or to one ------------------------------------------------------------------------


@functools.cache
def _durations() -> re.Pattern[str]:
    numbers = alternatives(vocabulary()["numbers"])
    return re.compile(
        rf"(?<![\w/.,-])(?P<n>\d{{1,2}}|{numbers})(?:\s|{DASH}){{1,2}}"
        rf"(?:(?:calendar|financial|full)\s+)?(?P<unit>years?|months?)\b(?!\s+(?:ago|old|later|earlier))",
        re.I,
    )


@functools.cache
def _joints() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands between a duration and the day from which, or to which, it is counted, and before such a day."""
    words = load_toml("time")["counted"]
    nouns = rf"(?:\s+(?:{alternatives(words['nouns'])}))?"
    point = r"\s+(?:(?:on|in|the|of)\s+){0,2}"
    end = r"(?:(?:on|in|at|the|end|of|close|beginning)\s+){0,4}"
    linked = r"(?:\s*,)?(?:\s+(?:that|which|and))?"
    onward = re.compile(rf"{nouns}{linked}\s+(?:{alternatives(words['from'])}){point}", re.I)
    until = re.compile(rf"{nouns}{linked}\s+(?:{alternatives(words['to'])})\s+{end}", re.I)
    behind = re.compile(rf"\s*,?\s+(?:{alternatives(words['for'])})\s+$", re.I)
    return onward, until, behind


def _counted(text: str) -> Iterator[Named]:
    durations = list(_durations().finditer(text))
    if not durations:
        return
    units = [u for u in expressions.find(text) if u.family in _POINTS and u.year is not None]
    onward, until, behind = _joints()
    for duration in durations:
        months = (number(duration["n"]) or 0) * (12 if duration["unit"].casefold().startswith("year") else 1)
        if not _LEAST_MONTHS <= months <= _MOST_MONTHS:
            continue
        for unit in units:
            if (from_ := onward.match(text, duration.end())) and from_.end() == unit.start:
                yield from _found(duration.start(), unit.end, unit, months, ends=False)
            elif (to := until.match(text, duration.end())) and to.end() == unit.start:
                yield from _found(duration.start(), unit.end, unit, months, ends=True)
            elif unit.end <= duration.start() and behind.fullmatch(text, unit.end, duration.start()):
                yield from _found(unit.start, duration.end(), unit, months, ends=False)


def _found(start: int, end: int, unit: Unit, months: int, *, ends: bool) -> Iterator[Named]:
    point = resolve(unit, _UNKNOWN).span
    if point is None:
        return
    try:
        yield start, end, spans.months_until(point[1], months) if ends else spans.months_from(point[0], months)
    except (ValueError, OverflowError):  # years that no calendar has
        return


# --- years in a row ---------------------------------------------------------------------------------------------


def _in_rows(text: str) -> Iterator[Named]:
    """`2025/26 and 2026/27`, `2025/26, 2026/27 and 2027/28`, `the calendar years 2025 and 2026`: from first to last."""
    for years in _CALENDAR_YEARS.finditer(text):
        first, last = int(years["first"]), int(years["last"])
        if 0 < last - first < _MOST_MONTHS / 12:
            yield years.start(), years.end(), (spans.year_span(first)[0], spans.year_span(last)[1])
    run: list[Unit] = []
    for left, right in itertools.pairwise(u for u in expressions.find(text) if u.family == "pair"):
        follows = left.until is not None and left.until == right.year
        if follows and _IN_A_ROW.fullmatch(text, left.end, right.start):
            run = [*run, right] if run and run[-1] is left else [left, right]
        elif run:
            yield _of_run(run)
            run = []
    if run:
        yield _of_run(run)


def _of_run(run: list[Unit]) -> Named:
    first, last = run[0], run[-1]
    return first.start, last.end, spans.financial_span(first.year or 0, last.until)
