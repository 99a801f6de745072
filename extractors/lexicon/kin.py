"""Words that mean alike, as classes: what is learnt of one post, verb or heading holds for its like.

The classes are data of the package, made by corpus/kin.py.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np

from safeplans.extractors.base.models import opened

MODEL = "kin.npz"
EXAMPLES = 3  # words by which people know a class


class Kin:
    """Immutable once loaded."""

    def __init__(self, words: Sequence[str], coarse: Sequence[int], fine: Sequence[int]) -> None:
        """words: in the form of `forms.bare_word`, the most typical of a class first; coarse, fine: the class of each,
        of few large and of many small ones."""
        self._of = dict(zip(words, zip(coarse, fine, strict=True), strict=True))

    @classmethod
    def load(cls, path: Path) -> Kin:
        """Raises FileNotFoundError when there is no such file."""
        with np.load(path) as file:
            return cls(bytes(file["words"]).decode().split("\n"), file["coarse"].tolist(), file["fine"].tolist())

    def save(self, path: Path) -> None:
        words = np.frombuffer("\n".join(self._of).encode(), dtype=np.uint8)
        coarse, fine = (np.array(some, dtype=np.uint16) for some in zip(*self._of.values(), strict=True))
        np.savez_compressed(path, **cast(Any, {"words": words, "coarse": coarse, "fine": fine}))

    def of(self, word: str) -> tuple[int, int] | None:
        """The coarse and the fine class of a word in the form of `forms.bare_word`; None where it is not known."""
        return self._of.get(word)

    def examples(self, *, coarse: int | None = None, fine: int | None = None) -> list[str]:
        """The most typical words of a class, `EXAMPLES` at most."""
        asked = (coarse, fine)
        members = (w for w, pair in self._of.items() if any(c == a for c, a in zip(pair, asked, strict=True)))
        return list(itertools.islice(members, EXAMPLES))


@functools.cache
def kin() -> Kin:
    """The classes of the package; loaded once a process. Raises FileNotFoundError when they are missing."""
    return opened(Kin.load, "", MODEL)
