"""Labels put to the words of a text that was printed and read again, in whatever order it came back.

The words of a labelled document are cut into runs with the same marks round them (a cell, a heading, a sentence). Each
run is looked for among the words of the other text: whole, or with other words between (cells of a row beside one
another, a page break inside). Long runs first, since they can stand in one place only; short ones (a number, «QA
Group») then go where their neighbours are.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.marks import Word

WIDEST_GAP = 90  # words of other cells between two words of one run, in layouts of columns
_HYPHENS = frozenset("-\u00ad\u2010")
SURE_LENGTH = 6  # runs of so many words are placed first


def normal(word: str) -> str:
    """A word for comparison: ligatures resolved, no punctuation, lower case; "" for mere signs."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", word).casefold())


@dataclass(frozen=True, slots=True)
class Aligned:
    """source_of: for each word of the text the index of the labelled word that it is, None where it is none.

    found: share of the labelled words (those inside marks that give rows) that were found.
    """

    source_of: tuple[int | None, ...]
    found: float


def align(source: Sequence[Word], text: Sequence[str]) -> Aligned:
    """Put the words of `source` to the words of `text` (as split at white space)."""
    given = [normal(w.text) for w in source]
    target = _whole(text, frozenset(given))
    source_of: list[int | None] = [None] * len(target)
    runs = _runs(source, given)
    places: dict[str, list[int]] = defaultdict(list)
    for index, word in enumerate(target):
        if word:
            places[word].append(index)
    free = [bool(w) for w in target]
    spots: dict[int, float] = {}

    def put(run: int, found: list[tuple[int, int]]) -> None:
        for word, at in found:
            source_of[at] = word
            free[at] = False
        spots[run] = found[0][1]

    lengths = sorted(range(len(runs)), key=lambda r: (-min(len(runs[r]), SURE_LENGTH), r))
    for run in lengths:
        if found := _place(runs[run], given, target, places, free, _expected(run, spots, len(runs), len(target))):
            put(run, found)
    for run, words in enumerate(runs):  # what is left of runs that were cut up: their words one by one, in order
        if run not in spots:
            at = _expected(run, spots, len(runs), len(target))
            for word in words:
                near = [i for i in places.get(given[word], ()) if free[i]]
                if near:
                    best = min(near, key=lambda i: (abs(i - at), i))
                    source_of[best], free[best], at = word, False, best
    _glued(source_of, given, target, free)
    asked = [i for i, w in enumerate(source) if given[i] and any(m.keys for m in w.labels)]
    told = {s for s in source_of if s is not None}
    return Aligned(tuple(source_of), sum(i in told for i in asked) / len(asked) if asked else 1.0)


def _whole(text: Sequence[str], known: frozenset[str]) -> list[str]:
    """The words for comparison; the halves of one that a line's end cut stand as the whole word, and then nothing."""
    words = [normal(w) for w in text]
    for index in range(len(words) - 1):
        cut = text[index][-1:] in _HYPHENS and words[index]
        if cut and words[index] + words[index + 1] in known:
            words[index], words[index + 1] = words[index] + words[index + 1], ""
    return words


def _runs(source: Sequence[Word], given: Sequence[str]) -> list[list[int]]:
    runs: list[list[int]] = []
    before: object = object()
    for index, word in enumerate(source):
        if not given[index]:
            continue
        marks = tuple((m.label, m.keys, m.start) for m in word.labels[:1])
        if marks != before or (not marks and len(runs[-1]) >= 40):
            runs.append([])
        runs[-1].append(index)
        before = marks
    return runs


def _expected(run: int, spots: dict[int, float], runs: int, words: int) -> float:
    """Where a run should stand: behind the nearest run that is placed."""
    for distance in range(1, runs):
        if run - distance in spots:
            return spots[run - distance] + distance
        if run + distance in spots:
            return spots[run + distance] - distance
    return words * run / max(runs, 1)


def _place(
    run: Sequence[int],
    given: Sequence[str],
    target: Sequence[str],
    places: dict[str, list[int]],
    free: Sequence[bool],
    expected: float,
) -> list[tuple[int, int]]:
    """The narrowest place that holds a run's words in order, the nearest to `expected` among equals."""
    best: list[tuple[int, int]] = []
    best_cost: tuple[float, float] | None = None
    for start in places.get(given[run[0]], ()):
        if not free[start]:
            continue
        found = [(run[0], start)]
        at = start
        for word in run[1:]:
            step = next(
                (
                    i
                    for i in range(at + 1, min(at + 1 + WIDEST_GAP, len(target)))
                    if free[i] and target[i] == given[word]
                ),
                None,
            )
            if step is None:
                break
            found.append((word, step))
            at = step
        if len(found) < len(run):
            continue
        cost = (float(at - start - len(run)), abs(start - expected))
        if best_cost is None or (cost[0] * 3 + cost[1], cost[1]) < (best_cost[0] * 3 + best_cost[1], best_cost[1]):
            best, best_cost = found, cost
    return best


def _glued(source_of: list[int | None], given: Sequence[str], target: Sequence[str], free: Sequence[bool]) -> None:
    """Words that the other text prints in one or cuts in two take the label of the neighbour that they belong to."""
    told = {s for s in source_of if s is not None}
    for index, word in enumerate(target):
        if source_of[index] is not None:
            continue
        if not word:  # a lone sign, or the second half of a word, goes with the word before it
            source_of[index] = source_of[index - 1] if index and _between(source_of, index) else None
            continue
        before = source_of[index - 1] if index else None
        after = source_of[index + 1] if index + 1 < len(source_of) else None
        if before is not None and before + 1 < len(given) and before + 1 not in told:
            nearby = given[before + 1]
            if nearby and (word.startswith(nearby) or nearby.startswith(word)):
                source_of[index] = before + 1
                told.add(before + 1)
                continue
        if after is not None and after > 0 and after - 1 not in told:
            nearby = given[after - 1]
            if nearby and (word.endswith(nearby) or nearby.endswith(word)):
                source_of[index] = after - 1
                told.add(after - 1)


def _between(source_of: Sequence[int | None], index: int) -> bool:
    """Whether the words on both sides of a sign are neighbours in the source too."""
    before = source_of[index - 1]
    after = next((s for s in source_of[index + 1 : index + 3] if s is not None), None)
    return before is not None and (after is None or 0 <= after - before <= 2)
