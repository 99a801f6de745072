"""How often: words and counted forms of recurrence, as ISO 8601 durations."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from safeplans.extractors.lexicon.forms import letters_form
from safeplans.extractors.time.words import DASH, alternatives, number, vocabulary

_UNITS = {"day": "D", "week": "W", "month": "M", "year": "Y"}
_SHORTENED = {"yr": "year", "qtr": "quarter", "mth": "month", "wk": "week"}
_TIMES_A_YEAR = {"once": 1, "twice": 2, "thrice": 3}


@dataclass(frozen=True, slots=True)
class Recurrence:
    """An expression of how often. duration: None where the words do not fix one (``every meeting``)."""

    start: int
    end: int
    duration: str | None
    confidence: float
    form: str  # word, every, times, counted, meeting, annual (an adjective: `annual audit`)


@functools.cache
def pattern() -> re.Pattern[str]:
    """The regular expression for every form."""
    data = vocabulary()
    num = rf"(?:\d{{1,2}}|{alternatives(data['numbers'])})"
    whole = r"(?:calendar|academic|school|financial)\s+"
    unit = rf"(?:{whole})?(?:half[\s-]?term|day|week|wk|fortnight|month|mth|quarter|qtr|term|year|yr)s?"
    per = r"(?:(?:a|an|per|each|every|in\s+(?:a|each|every|the|any))\s+|/\s?)"
    return re.compile(
        rf"""(?<![\w-])(?:
        (?P<times>(?:(?P<once>once|twice|thrice)|(?P<count>{num})\s?(?:x|times)|x\s?(?P<count2>{num}))(?:{DASH}|\s)*
            (?:(?:{per}|(?<=x\s)(?=y))(?P<within>{unit}|annum)|(?P<withinly>yearly|annually|monthly|termly|per\s+annum|p\.?a\.?)))
        |(?P<every>(?:once\s+)?(?:each|every)\s+(?:(?P<step>other|second|alternate|{num})\s+(?:to\s+{num}\s+)?)?
            (?P<everyunit>{unit})(?!\s+(?:group|\d|end)))
        |(?P<counted>(?P<n>{num})(?P<upto>\s?(?:{DASH}|to)\s?{num})?(?:{DASH}|\s)?(?P<ly>weekly|monthly|yearly|annually))
        |(?P<meeting>(?:at\s+)?(?:each|every)\s+(?:\w+\s+){{0,3}}(?:meeting|board))
        |(?P<word>{alternatives(data["recurrences"])})
        |(?P<annual>annual)
        )(?![\w])""",
        re.IGNORECASE | re.VERBOSE,
    )


@functools.cache
def _words() -> dict[str, tuple[str, float]]:
    data = vocabulary()
    doubtful = {letters_form(word) for word in data["doubtful"]["recurrences"]}
    return {
        letters_form(word): (duration, 0.8 if letters_form(word) in doubtful else 0.95)
        for word, duration in data["recurrences"].items()
    }


def _times(count: int, unit: str) -> str | None:
    """Interval of something done `count` times in a unit, None if no whole one exists."""
    if unit in ("year", "annum"):
        return "P1Y" if count == 1 else f"P{12 // count}M" if count and 12 % count == 0 else None
    if count != 1:
        return None
    return duration_of(1, unit)


def duration_of(count: int, unit: str) -> str | None:
    """ISO duration of `count` units; a year's months are written as years (``P12M`` is ``P1Y``)."""
    if count < 1:
        return None
    if unit == "fortnight":
        return f"P{2 * count}W"
    if unit == "quarter":
        count, unit = 3 * count, "month"
    elif unit == "term":
        count, unit = 4 * count, "month"
    elif unit == "half-term":
        count, unit = 2 * count, "month"
    if unit == "month" and count % 12 == 0:
        count, unit = count // 12, "year"
    return f"P{count}{_UNITS[unit]}"


def _unit(text: str) -> str:
    word = text.casefold().split()[-1] if not re.search(r"half[\s-]?term", text, re.I) else "half-term"
    return _SHORTENED.get(word.rstrip("s"), word.rstrip("s"))


def _read(m: re.Match[str]) -> tuple[str | None, float]:
    form = m.lastgroup
    if form == "times":
        once = m["once"]
        count = _TIMES_A_YEAR[once.casefold()] if once else number(m["count"] or m["count2"]) or 0
        if m["within"]:
            return _times(count, _unit(m["within"])), 0.95
        word = m["withinly"].casefold()
        unit = "month" if word == "monthly" else "term" if word == "termly" else "year"
        return _times(count, unit), 0.9
    if form == "every":
        step = (m["step"] or "").casefold()
        if re.search(r"\bto\s+(?:\d|\w+\s)", m[0], re.I):
            return None, 0.6
        count = 2 if step in ("other", "second", "alternate") else (number(step) or 0) if step else 1
        return duration_of(count, _unit(m["everyunit"])), 0.95
    if form == "counted":
        if m["upto"]:
            return None, 0.6
        unit = {"weekly": "week", "monthly": "month"}.get(m["ly"].casefold(), "year")
        return duration_of(number(m["n"]) or 0, unit), 0.95
    if form == "meeting":
        return None, 0.7
    if form == "annual":
        return "P1Y", 0.8
    return _words().get(letters_form(m[0]), (None, 0.5))


def find(text: str) -> list[Recurrence]:
    """Every recurrence of a text, in order."""
    found = []
    for m in pattern().finditer(text):
        duration, confidence = _read(m)
        found.append(Recurrence(m.start(), m.end(), duration, confidence, m.lastgroup or "word"))
    return found


def of_months(numbers: list[int]) -> str | None:
    """Recurrence of something held in these months of each year: ``Apr/Sep`` is half-yearly.

    None if the months are not spread over the year (no two intervals may differ by more than two months).
    """
    ordered = sorted(set(numbers))
    count = len(ordered)
    if count == 0 or 12 % count:
        return None
    if count == 1:
        return "P1Y"
    gaps = [(b - a) % 12 or 12 for a, b in zip(ordered, ordered[1:] + ordered[:1], strict=True)]
    return f"P{12 // count}M" if max(gaps) - min(gaps) <= 2 else None
