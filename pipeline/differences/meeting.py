"""Which rows of two tables are one row. Their ids shift with every row that is added, so they meet by their words."""

from __future__ import annotations

import difflib
import math
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from safeplans.extractors.drafting.objectives import likeness, words_of

LEAST = 0.8
"""Likeness from which two texts may be one row."""
_SHORT = 5
"""Words up to which letters count too: of two words one that is spelt otherwise is half."""
_RUN = 3
_LEAST_RUNS = 0.4
"""Share of runs of three letters that two short texts have in common when they are alike in four letters of five."""
_SEEN = 200
"""Rows that one row is held against at most, those nearest in order: a table may hold one form of words a thousand
times."""
_COMPARED = 20
"""Of them those that are compared word by word, those with most words in common."""
_MOST_PAIRS = 10_000
"""Pairs of rows with the same words among which the nearest are looked for; more meet in their order."""
_ROUNDING = 1e-9

_Tokens = set[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one side, in their order.

    words: what each says. alike: what likeness is judged by. above: what each hangs under, the same on both sides where
    that met. values: its other values, which choose among rows of the same words.
    """

    words: Sequence[str]
    alike: Sequence[str]
    above: Sequence[Hashable]
    values: Sequence[Sequence[Any]]


def meet(old: Rows, new: Rows) -> dict[int, int]:
    """Which old row is which new one, each once: those of the same words first, then the most alike."""
    meeting = _Meeting(old, new)
    for letters_too in (True, False):
        for above_too in (True, False):
            meeting.same(letters_too, above_too)
    meeting.alike()
    return meeting.met


class _Meeting:
    def __init__(self, old: Rows, new: Rows) -> None:
        self._old, self._new = old, new
        self._left = dict.fromkeys(range(len(old.words)))
        self._right = dict.fromkeys(range(len(new.words)))
        self.met: dict[int, int] = {}

    def same(self, letters_too: bool, above_too: bool) -> None:
        """Let rows meet whose words are the same.

        letters_too: in case and punctuation. above_too: only rows that hang under the same.
        """
        here = self._by_words(self._old, self._left, letters_too, above_too)
        there = self._by_words(self._new, self._right, letters_too, above_too)
        for words, some in here.items():
            self._nearest(some, there.get(words, []))

    @staticmethod
    def _by_words(
        rows: Rows, places: Iterable[int], letters_too: bool, above_too: bool
    ) -> dict[tuple[Hashable, Hashable], list[int]]:
        found: dict[tuple[Hashable, Hashable], list[int]] = defaultdict(list)
        for at in places:
            words = rows.words[at] if letters_too else tuple(words_of(rows.words[at]))
            if words or letters_too:
                found[words, rows.above[at] if above_too else None].append(at)
        return found

    def _nearest(self, some: Sequence[int], others: Sequence[int]) -> None:
        """Let rows meet that have most values in common."""
        if len(some) * len(others) > _MOST_PAIRS:
            pairs = list(zip(some, others, strict=False))
        else:
            ranked = sorted(
                (*self._far(at, to), abs(rank - other), at, to)
                for rank, at in enumerate(some)
                for other, to in enumerate(others)
            )
            pairs = [(at, to) for *_, at, to in ranked]
        self._take(pairs)

    def alike(self) -> None:
        """Let those meet that are left and alike, the best pairs first."""
        old = {at: self._old.alike[at] for at in self._left}
        new = {at: self._new.alike[at] for at in self._right}
        ranked = []
        for at, to in set(_candidates(old, new)):
            alike = _likeness(old[at], new[to])
            if alike >= LEAST:
                ranked.append((-alike, *self._far(at, to), abs(at - to), at, to))
        self._take([(at, to) for *_, at, to in sorted(ranked)])

    def _far(self, at: int, to: int) -> tuple[bool, int]:
        """How far apart two rows are but for their words: do they hang under something else, how many values differ."""
        differing = sum(one != other for one, other in zip(self._old.values[at], self._new.values[to], strict=True))
        return self._old.above[at] != self._new.above[to], differing

    def _take(self, pairs: Sequence[tuple[int, int]]) -> None:
        for at, to in pairs:
            if at in self._left and to in self._right:
                del self._left[at], self._right[to]
                self.met[at] = to


def _likeness(one: str, other: str) -> float:
    by_words = likeness(one, other)
    if by_words == 1 or not _is_short(one) or not _is_short(other):
        return by_words
    return max(by_words, difflib.SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio())


def _is_short(text: str) -> bool:
    return len(words_of(text)) <= _SHORT


def _candidates(old: dict[int, str], new: dict[int, str]) -> Iterator[tuple[int, int]]:
    """The pairs that may be alike; no others are compared."""
    if not old or not new:
        return
    yield from _sharing(
        {at: words_of(text) for at, text in old.items()}, {at: words_of(text) for at, text in new.items()}, LEAST
    )
    yield from _sharing(
        {at: _runs(text) for at, text in old.items() if _is_short(text)},
        {at: _runs(text) for at, text in new.items() if _is_short(text)},
        _LEAST_RUNS,
    )


def _runs(text: str) -> list[str]:
    """All runs of three letters, those at the ends too."""
    padded = f"  {text.casefold()} "
    return [padded[at : at + _RUN] for at in range(len(padded) - _RUN + 1)]


def _sharing(
    old: Mapping[int, Sequence[str]], new: Mapping[int, Sequence[str]], least: float
) -> Iterator[tuple[int, int]]:
    """Pairs whose tokens in common are at least this share of those of both, without a look at every pair.

    Prefix filtering (Chaudhuri, Ganti and Kaushik, 2006): two sets with so much in common have a token in common
    already among their rarest, if enough of these are taken of each.
    """
    looked = {at: _numbered(tokens) for at, tokens in old.items()}
    held = {at: _numbered(tokens) for at, tokens in new.items()}
    often = Counter(token for tokens in (*looked.values(), *held.values()) for token in tokens)

    def rarest(tokens: _Tokens) -> list[tuple[str, int]]:
        needed = math.ceil(least / (2 - least) * len(tokens) - _ROUNDING)
        return sorted(tokens, key=lambda token: (often[token], token))[: len(tokens) - needed + 1]

    having: dict[tuple[str, int], list[int]] = defaultdict(list)
    for to, tokens in held.items():
        for token in rarest(tokens):
            having[token].append(to)
    for at, tokens in looked.items():
        seen: set[int] = set()
        for token in rarest(tokens):
            if len(seen) >= _SEEN:
                break
            seen.update(_around(having.get(token, []), at))
        shared = [(len(tokens & held[to]), to) for to in seen]
        enough = [
            (-count, abs(at - to), to)
            for count, to in shared
            if 2 * count >= least * (len(tokens) + len(held[to])) - _ROUNDING
        ]
        yield from ((at, to) for *_, to in sorted(enough)[:_COMPARED])


def _numbered(tokens: Iterable[str]) -> _Tokens:
    """Tokens as a set: the second one of a kind is another than the first."""
    seen: Counter[str] = Counter()
    numbered = set()
    for token in tokens:
        seen[token] += 1
        numbered.add((token, seen[token]))
    return numbered


def _around(places: list[int], at: int) -> list[int]:
    """Those of many places, in order, that are nearest to one."""
    first = max(0, min(bisect(places, at) - _SEEN // 2, len(places) - _SEEN))
    return places[first : first + _SEEN]
