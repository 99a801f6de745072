"""Statements of what a partnership sets out to achieve, recognised by the words before them.

``OBJECTIVE 2 - Collaboration …``, ``Priority One: …``, ``Strategic Aim A – …``, ``Outcome: …``.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from safeplans.extractors.base.closed import ObjectiveKind
from safeplans.extractors.lexicon.forms import phrase_form
from safeplans.extractors.lexicon.loading import load_toml

_NUMBER_WORDS = {
    w: str(i) for i, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10"}


class Statement(NamedTuple):
    """kind: closed list of the tables; number: bare, as printed (`2`, `A`), None without one; text: what follows."""

    kind: ObjectiveKind
    number: str | None
    text: str


@functools.cache
def _pattern() -> tuple[re.Pattern[str], dict[str, ObjectiveKind]]:
    kinds = {word: entry["kind"] for entry in load_toml("statements")["statement"] for word in entry["words"]}
    words = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(kinds, key=len, reverse=True))
    number = (
        r"(?:no\.?\s*|number\s+|#\s*)?(?P<number>\d{1,2}(?:\.\d{1,2})?[a-z]?|[A-Za-z]"
        r"|[ivxIVX]{1,4}|one|two|three|four|five|six|seven|eight|nine|ten)"
    )
    return (
        re.compile(
            rf"^\W{{0,3}}(?:our\s+|the\s+)?(?P<word>{words})\s*(?:{number}(?=\s*[-–—:.)|]|\s|$)\s*(?:[-–—:.)|]\s*)*|\s*(?:[:–—]|\s-\s)\s*)(?P<rest>.*)$",
            re.IGNORECASE | re.DOTALL,
        ),
        kinds,
    )


@functools.lru_cache(maxsize=8192)
def statement_of(text: str) -> Statement | None:
    """Read ``Priority 1: That children …`` as its kind, number and text; None when it does not begin so.

    A number word or Roman numeral is given as a digit (``Priority One`` is number ``1``).
    """
    pattern, kinds = _pattern()
    found = pattern.match(text.strip())
    if not found:
        return None
    word = phrase_form(found["word"])
    number, rest = found["number"], found["rest"].strip()
    if number is not None:
        lone_letter = len(number) == 1 and number.isalpha()
        if lone_letter and not re.match(
            rf"^\W{{0,3}}(?:our\s+|the\s+)?{re.escape(found['word'])}\s+[A-Z]\s*(?:[-–—:.)|]|$)",
            text.strip(),
            re.IGNORECASE,
        ):
            return None  # "Priority a child …"
        if number.casefold() in _NUMBER_WORDS:
            if not re.search(rf"{number}\s*(?:[-–—:.)|]|$)", text, re.IGNORECASE) and rest[:1].islower():
                return None  # "objective one of the …"
            number = _NUMBER_WORDS[number.casefold()]
        elif number.casefold() in ROMAN and number.casefold() not in ("v", "x"):
            number = ROMAN[number.casefold()] if len(number) > 1 or number.casefold() == "i" else number
    elif not rest:
        return None
    return Statement(kinds[word], number, rest)


def bare_statement(text: str) -> ObjectiveKind | None:
    """The kind that a line names when it is nothing but the word: ``OBJECTIVE``, ``Our aim:``; None otherwise."""
    words = re.sub(r"^(?:our|the)\s+|[\s:.–-]+$", "", text.strip().casefold())
    return _pattern()[1].get(words)


def split_title(text: str) -> tuple[str | None, str]:
    """A short name printed in one run with its statement: ``Neglect: Children who …`` → (``Neglect``, whole text).

    A statement without a short name has no title; a bare name is both title and text.
    """
    found = re.match(r"^(.{3,90}?)(?::\s+|\s+[–—-]\s+)(?=\S)", text)
    if found and len(found.group(1).split()) <= 12 and len(text[found.end() :].split()) >= 3:
        return found.group(1).strip(), text
    if len(text.split()) <= 9 and not re.match(r"^(?:to|that|we|children|all)\b", text, re.IGNORECASE):
        return text.rstrip("."), text
    return None, text
