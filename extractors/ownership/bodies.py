"""Public bodies by name: those whose names have a joining word inside, and those whose names do not say what they are.

Data: ``vocabulary/public_bodies.csv`` (integrated care boards, police forces, fire and rescue services, ambulance
services, companies that run a council's children's services, large community health providers) and the authorities of
`extractors.about.register`. Sources: the Integrated Care Boards (Establishment) Order 2022, the police areas of
schedule 1 to the Police Act 1996, the fire and rescue authorities of England and Wales, and the bodies' own names.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from safeplans.extractors.about.register import load_authorities
from safeplans.extractors.lexicon.forms import name_form
from safeplans.extractors.lexicon.loading import load_rows

_JOINED = re.compile(r",| and | with ")
_PLACE = r"(?:[A-Z][\w’'-]*|of|upon|on|the|under|St\.?)(?: (?:[A-Z][\w’'-]*|of|upon|on|the|under))*"
_ENDING = r"(?:ICB|ICS|Integrated Care Board|Integrated Care System|NHS (?:Foundation )?Trust|Foundation Trust)\b"
# `NHS Wold and Fen ICB`, `NHS Wold, Fen and Marsh Integrated Care Board`
_NHS = re.compile(rf"\bNHS (?!England\b)(?P<places>{_PLACE}(?:, {_PLACE})*,? (?:and|&) {_PLACE}?) ?{_ENDING}")
# `Wold, Fen and Marsh Valleys NHS Foundation Trust`
_LIST = re.compile(
    rf"\b(?P<places>{_PLACE}(?:, {_PLACE})+,? (?:and|&) {_PLACE}) "
    rf"(?:{_ENDING}|(?:Council|Police|Constabulary|Hospitals?)\b)"
)


@functools.cache
def _sectors() -> dict[str, str]:
    """Sector of every body under each of its names."""
    found: dict[str, str] = {}
    for row in load_rows("public_bodies"):
        for name in (row["name"], *filter(None, row["aliases"].split(";"))):
            for form in _forms(_key(name)):
                found.setdefault(form, row["sector"])
    return found


def _key(name: str) -> str:
    return name_form(name).replace("&", "and")


def _forms(name: str) -> Iterator[str]:
    yield name
    if name.endswith(" integrated care board"):
        short = name.removesuffix(" integrated care board") + " icb"
        yield from (short, name.removeprefix("nhs "), short.removeprefix("nhs "))


def body_sector(name: str) -> str | None:
    """The sector of a body that the list names, None for every other name."""
    return _sectors().get(_key(name).removeprefix("the "))


@functools.cache
def _starts() -> dict[str, tuple[str, ...]]:
    """Names of several words by their first word, longest first."""
    found: dict[str, list[str]] = {}
    for name in _sectors():
        if " " in name:
            found.setdefault(name.split(" ")[0], []).append(name)
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in found.items()}


def body_at(text: str, start: int, first: str) -> int | None:
    """Where a body's name that begins at `start` with the word `first` ends, None where none begins."""
    for name in _starts().get(_key(first), ()):
        for spelling in {name, name.replace(" and ", " & ")}:
            end = start + len(spelling)
            if name_form(text[start:end]) == spelling and not text[end : end + 1].isalnum():
                return end
    return None


@functools.cache
def _joined_names() -> re.Pattern[str]:
    """Names of bodies and areas that a joining word or comma divides only in print."""
    areas = (_key(a.name) for a in load_authorities() if not re.search(r", (?:city|county) of$", _key(a.name)))
    names = sorted({n for n in [*_sectors(), *areas] if _JOINED.search(n)}, key=len, reverse=True)
    return re.compile(
        r"(?<![\w-])(?:" + "|".join(re.escape(n).replace(r"\ and\ ", r"\ (?:and|&)\ ") for n in names) + r")(?![\w-])"
    )


def undivided(text: str, lowered: str) -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
    """Spans of `text` that hold one body's name, each with the words between its joints that must name nobody.

    lowered: `text` in lower case with straight apostrophes and the same offsets.
    """
    for match in _joined_names().finditer(lowered):
        yield match.span(), ()
    if not re.search(r" (?:and|&) ", text):
        return
    for pattern, mark in ((_NHS, "NHS "), (_LIST, ", ")):
        if mark not in text:
            continue
        for match in pattern.finditer(text):
            places = tuple(p.strip() for p in re.split(r",| and | & ", match["places"]) if p.strip())
            yield match.span(), places
