"""A label for a group of statements: two to four words that stand in one of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from safeplans.pipeline.comparison.likeness import faint, meanings, weight

_LEAST, _MOST = 2, 4  # words
_PART = re.compile(r"[^,:;.!?()–—]+")
_WORD = re.compile(r"\S+")
_WHOLE, _OPENING = 1.5, 1.2  # a title, and a phrase with which a part of a sentence begins, read best
_EACH_WORD = 0.05  # what a word costs: of two phrases that say the same, the shorter
_STRANGE = 0.3  # what a word costs that says something which the others of the group do not


class Labels:
    """Labels for groups among `texts`; no two groups get the same one while their words allow it."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._bags = [frozenset(meanings(text)) for text in texts]
        self._holding = Counter(word for bag in self._bags for word in bag)
        self._given: set[str] = set()

    def of(self, members: Sequence[int]) -> str:
        """A label for the texts with these numbers: a phrase whose words most of them share, and few others."""
        worth = self._worth(members)
        best: dict[str, float] = {}
        for at in members:
            for phrase, place in _phrases(self._texts[at]):
                said = sum(worth.get(word, 0.0) for word in dict.fromkeys(meanings(phrase)))
                score = said - _EACH_WORD * len(phrase.split())
                best[phrase] = max(best.get(phrase, -9.0), score * place if score > 0 else score)
        ordered = sorted(best, key=lambda phrase: -round(best[phrase], 6))  # of equals the first
        chosen = next((phrase for phrase in ordered if phrase.casefold() not in self._given), ordered[0])
        self._given.add(chosen.casefold())
        return chosen[0].upper() + chosen[1:]

    def _worth(self, members: Sequence[int]) -> dict[str, float]:
        """What each word of the group says of it, by how many of its statements hold it, and how many others."""
        inside = Counter(word for at in members for word in self._bags[at])
        outside = len(self._texts) - len(members)
        worth = {}
        for word, count in inside.items():
            if not faint(word):
                others = (self._holding[word] - count) / outside if outside else 0.0
                worth[word] = weight(word) * (count / len(members) - others) if count > 1 else -_STRANGE
        return worth


def _phrases(text: str) -> Iterator[tuple[str, float]]:
    """Phrases of the text within a part of a sentence, with what their place is worth; the text if it is shorter."""
    some = False
    for part in _PART.finditer(text):
        found = _WORD.findall(part.group())
        for first in range(len(found)):
            for last in range(first + _LEAST, min(first + _MOST, len(found)) + 1):
                if _says(found[first]) and _says(found[last - 1]):
                    some = True
                    whole = last - first == len(found)
                    yield " ".join(found[first:last]), _WHOLE if whole else _OPENING if first == 0 else 1.0
    if not some:
        yield " ".join(text.split()[:_MOST]), 1.0


def _says(word: str) -> bool:
    return any(not faint(meaning) for meaning in meanings(word))
