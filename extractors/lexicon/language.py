"""Words: one cached English tokeniser and a light stemmer for matching vocabularies.

spaCy's blank English pipeline is rules only, no model is needed or downloaded. The stemmer takes off
plural, -ing and -ed so that `audits`, `audited` and `auditing` meet one line of a vocabulary; it is not
meant to give dictionary words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from safeplans.extractors.lexicon.forms import word_form

if TYPE_CHECKING:
    from spacy.language import Language

T = TypeVar("T")

_WORD = re.compile(r"\w+(?:[’']s\b)?")
_VOWEL = re.compile(r"[aeiouy]")
_CASED = re.compile(r"[A-Z]")
# Too short or too irregular for the rules below.
_IRREGULAR = {
    "children": "child",
    "men": "man",
    "women": "woman",
    "people": "people",
    "lives": "life",
    "need": "need",
    "needs": "need",
    "bus": "bus",
    "led": "lead",
    "met": "meet",
    "midwives": "midwif",
    "taught": "teach",
    "held": "hold",
    "data": "data",
    "analyses": "analysi",
    "analysis": "analysi",
    "bleed": "bleed",
    "wellbeing": "wellbe",
    "during": "during",
    "something": "something",
    "nothing": "nothing",
    "anything": "anything",
    "everything": "everything",
    "evening": "evening",
}


@cache
def english() -> Language:
    """The shared tokeniser, `spacy.blank("en")`."""
    import spacy  # takes a second: what works on kept results does without

    return spacy.blank("en")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text. stem: for matching; text: as printed; start, end: character offsets."""

    stem: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The word in lower case without possessive, plural, -ing, -ed and final e: `Agencies` -> `agency`."""
    low = word_form(word).removesuffix("'s")
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is")):
        if low.endswith("ies") and len(low) > 4:
            low = low[:-3] + "y"
        elif low.endswith(("sses", "shes", "ches", "xes", "zzes")):
            low = low[:-2]
        else:
            low = low[:-1]
    for ending in ("ing", "ed"):
        if low.endswith(ending) and len(low) - len(ending) >= 3 and _VOWEL.search(low[: -len(ending)]):
            low = low[: -len(ending)]
            break
    if len(low) > 3 and low[-1] == low[-2] and low[-1] in "bdglmnprst":
        low = low[:-1]
    if len(low) > 3 and low.endswith("e"):
        low = low[:-1]
    if len(low) > 3 and low.endswith("y"):
        low = low[:-1] + "i"  # supplied, supplies, supply
    return low.replace("iz", "is") if len(low) > 4 else low


def words(text: str) -> list[Word]:
    """The words of a text; hyphens, slashes and other punctuation part words and are left out."""
    found: list[Word] = []
    for token in english().make_doc(text):
        raw = token.text
        if raw.isalpha():
            found.append(Word(stem(raw), raw, token.idx, token.idx + len(raw)))
            continue
        for part in _WORD.finditer(raw):
            if part.group().lower() == "s" and raw[0] in "'’":
                continue  # a possessive that the tokeniser parted
            found.append(Word(stem(part.group()), part.group(), token.idx + part.start(), token.idx + part.end()))
    return found


def _keys(word: Word) -> tuple[str, ...]:
    """How a vocabulary may name the word: its stem, with `=` its exact form, with `!` its printed capitals."""
    text = word.text
    if text.islower():
        return word.stem, "=" + text
    if text.endswith("s") and text[:-1].isupper():
        text = text[:-1]  # `LCSPRs`
    return word.stem, "=" + text.lower(), "!" + text


@dataclass(slots=True)
class _Node(Generic[T]):
    children: dict[str, _Node[T]] = field(default_factory=dict)
    values: list[T] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """Vocabulary entries found at words [first, last) of a text."""

    first: int
    last: int
    values: tuple[T, ...]


class Phrases(Generic[T]):
    """A vocabulary of phrases, matched longest first from left to right, each word used once.

    A word of a phrase that has a capital letter is matched as printed (`Prevent`, `MASH`), any other by its stem; a
    phrase that begins with `=` is matched in just these forms, capitals aside (`=learning` is not `learn`).
    """

    def __init__(self, entries: Iterable[tuple[str, T]] = ()) -> None:
        self._root: _Node[T] = _Node()
        for phrase, value in entries:
            self.add(phrase, value)

    def add(self, phrase: str, value: T) -> None:
        """Add a phrase. Raises ValueError when it holds no word."""
        parts = words(phrase)
        if not parts:
            raise ValueError(f"a vocabulary phrase without a word: {phrase!r}")
        node = self._root
        for part in parts:
            keys = _keys(part)
            key = keys[-1] if _CASED.search(part.text) else keys[1 if phrase.startswith("=") else 0]
            node = node.children.setdefault(key, _Node())
        node.values.append(value)

    def _longest(self, text: list[Word], at: int) -> tuple[int, list[T]] | None:
        best: tuple[int, list[T]] | None = None
        reached = [self._root]
        for end in range(at, len(text)):
            keys = _keys(text[end])
            reached = [child for node in reached for key in keys if (child := node.children.get(key)) is not None]
            if not reached:
                break
            values = [value for node in reached for value in node.values]
            if values:
                best = end + 1, values
        return best

    def find(self, text: list[Word]) -> Iterator[Match[T]]:
        """The entries in a text, in reading order, not overlapping."""
        at = 0
        while at < len(text):
            found = self._longest(text, at)
            if found is None:
                at += 1
                continue
            yield Match(at, found[0], tuple(found[1]))
            at = found[0]


_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s)|\n\s*\n|\n(?=\s*[•●▪❖✓➢\-–*]\s)")
_NEXT = re.compile(r"\s*[\"'“‘(\[]?[A-Z0-9£•●▪❖✓➢\-–*]")
# A full stop after these ends no sentence; those of the second list only before a number.
_SHORT = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|cf|vs|approx|incl|Dr|Mr|Mrs|Ms|Mx|Prof|Rev|Cllr|Supt|Insp|Sgt|Det|St|Ltd|dept|govt|[A-Z])"
    r"|\b(?:\w\.)+\w)$",
    re.IGNORECASE,
)
_SHORT_NUMBER = re.compile(
    r"\b(?:pg|pgs|p|pp|no|nos|para|paras|sec|fig|ch|app|vol|art|reg|ref|s|v|ver|c|ca|tel|ext)$", re.I
)


_LONGEST_SENTENCE = 1500
"""Characters; what goes on longer without an end is no sentence, and is divided at a blank."""
_LONGEST_SHORT = 40  # characters before a full stop that may be an abbreviation


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans (start, end) of the sentences of a text, without the white space around them.

    Knows `Pg. 42`, `e.g.`, `Dr.`, `No. 3`, initials and decimal points; an empty line and a bullet end a sentence too.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for end in _END.finditer(text):
        if end.group()[0] in ".!?":
            following = _NEXT.match(text, end.end())
            if following is None:
                continue
            before = text[max(start, end.start() - _LONGEST_SHORT) : end.start()]
            if end.group()[0] == "." and (
                (_SHORT.search(before) and not before.endswith(("etc", "Ltd")))
                or (_SHORT_NUMBER.search(before) and following.group()[-1].isdigit())
            ):
                continue
        _add(spans, text, start, end.end())
        start = end.end()
    _add(spans, text, start, len(text))
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    first = start + len(piece) - len(piece.lstrip())
    last = start + len(piece.rstrip())
    while last - first > _LONGEST_SENTENCE:
        blank = text.rfind(" ", first + 1, first + _LONGEST_SENTENCE)
        cut = blank if blank > first else first + _LONGEST_SENTENCE
        spans.append((first, cut))
        first = cut + 1 if blank > first else cut
    if last > first:
        spans.append((first, last))
