"""A label for a group of statements, of two to four words that stand in one of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.comparison.likeness import faint, meanings, weight

_LEAST, _MOST = 2, 4  # words
_PART = re.compile(r"[^,:;.!?()–—]+")
_WORD = re.compile(r"\S+")
_OPENING = 1.2  # a phrase with which a statement or its part begins reads best
_EACH_WORD = 0.05  # what a word costs: of two phrases that say the same, the shorter


class Labels:
    """Labels for groups among `texts`; no two groups get the same one while their words allow it."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._bags = [frozenset(meanings(text)) for text in texts]
        self._holding = Counter(word for bag in self._bags for word in bag)
        self._given: set[str] = set()

    def of(self, members: Sequence[int]) -> str:
        """A label for the texts with these numbers: a phrase whose words most of them share, and few others."""
        inside = Counter(word for at in members for word in self._bags[at])
        outside = len(self._texts) - len(members)

        def telling(word: str) -> float:
            others = (self._holding[word] - inside[word]) / outside if outside else 0.0
            return 0.0 if faint(word) else weight(word) * (inside[word] / len(members) - others)

        best: dict[str, tuple[float, int]] = {}
        for at in members:
            for phrase, opens in _phrases(self._texts[at]):
                said = sum(telling(word) for word in set(meanings(phrase)))
                score = (said - _EACH_WORD * len(phrase.split())) * (_OPENING if opens else 1.0)
                if phrase not in best or score > best[phrase][0]:
                    best[phrase] = score, len(best)
        ordered = sorted(best, key=lambda p: (-round(best[p][0], 6), best[p][1]))
        chosen = next((p for p in ordered if p.casefold() not in self._given), ordered[0])
        self._given.add(chosen.casefold())
        return chosen[0].upper() + chosen[1:]


def _phrases(text: str) -> Iterator[tuple[str, bool]]:
    """Phrases of the text within a part of a sentence, and whether they begin it; the text if it is shorter."""
    some = False
    for part in _PART.finditer(text):
        found = _WORD.findall(part.group())
        for first in range(len(found)):
            for last in range(first + _LEAST, min(first + _MOST, len(found)) + 1):
                if _says(found[first]) and _says(found[last - 1]):
                    some = True
                    yield " ".join(found[first:last]), first == 0
    if not some:
        yield " ".join(text.split()[:_MOST]), True


def _says(word: str) -> bool:
    return any(not faint(meaning) for meaning in meanings(word))
