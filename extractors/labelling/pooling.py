"""The odds of one word in several views of a text put together.

A text is looked at as its reader understood it, as bare lines, and as columns of blanks. Each view shows the model
other neighbours of a word; what most of them make of it is right more often than what one does.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from safeplans.extractors.weights.network import Array

OTHERS = 0.5  # what another view counts beside the view itself: with as much as its own, views lose their differences
# Words before and behind by which a word is known again in another view: what three words say first, then less.
_CONTEXTS = ((2, 2), (1, 1), (1, 0), (0, 1))


def pooled(tokens: Sequence[Sequence[str]], odds: Sequence[Array]) -> list[Array]:
    """For each view the weighted mean of its own odds and those of the other views for the same words.

    tokens: the words of each view; odds: how likely each label (columns) is for each of them (rows).
    """
    total = [table.astype(np.float64) for table in odds]
    weight = [np.ones((len(words), 1)) for words in tokens]
    for one, other in itertools.combinations(range(len(tokens)), 2):
        there = same_words(tokens[one], tokens[other])
        here = np.flatnonzero(there >= 0)
        there = there[here]
        total[one][here] += OTHERS * odds[other][there]
        total[other][there] += OTHERS * odds[one][here]
        weight[one][here] += OTHERS
        weight[other][there] += OTHERS
    return [(t / w).astype(np.float32) for t, w in zip(total, weight, strict=True)]


def same_words(words: Sequence[str], others: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """For each word its place among the others, -1 where that is not sure.

    A word is known by its neighbours: those of one context are the same in order if there are equally many of them on
    both sides. Cells may stand in another order, as columns read one after another do.
    """
    places = np.full(len(words), -1, dtype=np.int64)
    left, open_ = list(range(len(words))), list(range(len(others)))
    for before, behind in _CONTEXTS:
        mine, theirs = _by_context(words, left, before, behind), _by_context(others, open_, before, behind)
        taken: set[int] = set()
        for context, here in mine.items():
            there = theirs.get(context, ())
            if len(there) == len(here):
                places[here] = there
                taken.update(there)
        left = [at for at in left if places[at] < 0]
        open_ = [at for at in open_ if at not in taken]
    return places


def _by_context(
    words: Sequence[str], places: Sequence[int], before: int, behind: int
) -> dict[tuple[str | None, ...], list[int]]:
    padded = [*[None] * before, *words, *[None] * behind]
    found: dict[tuple[str | None, ...], list[int]] = defaultdict(list)
    for at in places:
        found[tuple(padded[at : at + before + behind + 1])].append(at)
    return found
