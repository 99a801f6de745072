"""Times that a sentence only names in passing: laws, surveys, earlier years' figures, what came before."""

from __future__ import annotations

import functools
import re

from safeplans.extractors.lexicon import months
from safeplans.extractors.time.words import alternatives, vocabulary

_SENTENCE = re.compile(r"[.;!?]\s+(?=[A-Z(])")
_DETERMINER = re.compile(r"(?<!\w)(?:the|this|our|their|its|his|her|a|an)\s+$", re.I)
_WORD = re.compile(r"\s+(?:[\"'\u2018\u201c]\s*)?([A-Za-z][\w-]*)")
_FIGURE = re.compile(r"[\d)]%?\s*$")


def sentence_start(text: str, position: int) -> int:
    """Where the sentence around `position` begins."""
    start = 0
    for m in _SENTENCE.finditer(text, 0, position):
        start = m.end()
    return start


def _sentence_end(text: str, position: int) -> int:
    m = _SENTENCE.search(text, position)
    return m.start() if m else len(text)


@functools.cache
def _future() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternatives(vocabulary()['tense']['future'])}(?!\w)", re.I)


def looks_ahead(text: str, position: int) -> bool:
    """Whether the sentence around `position` speaks of what is still to come."""
    return _future().search(text, sentence_start(text, position), _sentence_end(text, position)) is not None


@functools.cache
def _names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = vocabulary()["names"]
    link = r"(?:of|from|in|dated|published|issued)"
    laws = rf"(?<!\w){alternatives(data['laws'])}\s*[,(]*\s*(?:(?:{link}\s+){{0,2}}(?:the\s+)?)$"
    works = rf"(?<!\w){alternatives(data['works'])}\s*[,:(]*\s*(?:(?:of|for)\s+(?:the\s+)?)?$"
    return re.compile(laws, re.I), re.compile(works, re.I)


def times_by_name(text: str, core: int, end: int, years: bool) -> bool:
    """Whether the unit at text[core:end] is part of a name (`Children Act 2004`, `the 2024 staff survey`).

    years: the unit is a year or several; only then do plans, reports and surveys take it into their names.
    """
    before = text[max(0, core - 60) : core]
    laws, works = _names()
    if laws.search(before) or (years and works.search(before)):
        return True
    following = _WORD.match(text, end)
    if following is None or not _DETERMINER.search(before):
        return False
    data = vocabulary()["names"]
    word = following[1].casefold()
    return word not in data["after"] and (years or word not in data["gatherings"])


def printed_as_person(text: str, core: int, end: int) -> bool:
    """Whether a bare month is a first name (`by June Ashdown`)."""
    following = _WORD.match(text, end)
    if (
        following is None
        or not following[1][0].isupper()
        or text[core:end].casefold() not in vocabulary()["names"]["first_names"]
    ):
        return False
    word = following[1].casefold()
    return word not in months.spellings() and word not in vocabulary()["names"]["gatherings"]


@functools.cache
def _looks_back() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = vocabulary()["background"]
    # Up to the time itself nothing may stand that begins a new thought.
    rest = rf"(?:(?!(?<!\w){alternatives(data['breaks'])}(?!\w))[^,;:.])*$"
    return (
        re.compile(rf"(?<!\w){alternatives(data['words'])}(?!\w){rest}", re.I),
        re.compile(rf"(?<!\w){alternatives(data['figures'])}(?!\w){rest}", re.I),
    )


@functools.cache
def _done_before() -> re.Pattern[str]:
    """`learning from work undertaken` (in 2019-20): a participle behind `of` or `from` dates the noun before it."""
    words = alternatives(vocabulary()["background"]["participles"])
    return re.compile(rf"(?<!\w)(?:of|from)\s+(?:(?!(?<!\w)(?:be|to|is|are)(?!\w))[^,;:.])*(?<!\w){words}\s*$", re.I)


def is_passing(
    text: str, *, start: int, core: int, opener: str | None, role: str | None, years: bool, report: bool
) -> bool:
    """Whether a time looks back at what went before, or dates a figure, instead of timing the action.

    start: where the expression with its preposition begins; core: where the unit itself does.
    opener, role: the preposition and what it makes of a time. A deadline (`by …`) always times the action.
    """
    if role in ("due", "each"):
        return False
    before = text[sentence_start(text, core) : start]
    if years and role == "plain" and not report and _done_before().search(before):
        return True
    if years and role in ("plain", "start", "period", None) and opener != "since" and _FIGURE.search(before):
        return True
    background, figures = _looks_back()
    if role in ("plain", None) and background.search(before):
        return True
    if years and role == "start" and background.search(text[sentence_start(text, core) : core]):
        return True
    return report and years and role in ("plain", "start", None) and figures.search(before) is not None
