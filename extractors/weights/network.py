"""A small neural network that labels the words of a document: its odds, worked out with numpy.

Words and pieces are sums of vectors, one for each cue (extractors/labelling/cues.py). A word sees its neighbours
through convolutions, a piece sees other pieces near it and those that it is linked with (the one before of its kind,
the one that heads it, the head of its column), and a word sees its piece, and the document's mean. Convolutions of
growing steps stand in place of a recurrent network: A. van den Oord et al., «WaveNet», 2016; E. Strubell et al., «Fast
and accurate entity recognition with iterated dilated convolutions», EMNLP 2017. Trained by corpus/network.py with the
same arithmetic. Several members, trained apart, are asked and their odds averaged.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from safeplans.extractors.base.models import opened

Array = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]

#: How far apart the neighbours are that each layer sees: of words, of pieces, of words once more.
WORD_STEPS, PIECE_STEPS, LAST_STEPS = (1, 2, 4), (1, 2, 4, 8, 16, 1), (1, 2, 1)
LINKS = 4  # other pieces that a piece is linked with: like it before and behind, over it, head of its column
SMALL = 1e-5  # keeps a division from one by nought
LOWEST = -10.0  # of a piece without words


class Network:
    """labels: in the order of the columns of what `odds` gives. Immutable once loaded."""

    def __init__(
        self,
        labels: Sequence[str],
        words: Sequence[str],
        pieces: Sequence[str],
        members: Sequence[Mapping[str, Array]],
    ) -> None:
        """words, pieces: the cues known, in the order of the rows of each member's tables."""
        self.labels = list(labels)
        self._words = {name: row for row, name in enumerate(words)}
        self._pieces = {name: row for row, name in enumerate(pieces)}
        self._members = [{name: np.asarray(a, dtype=np.float32) for name, a in m.items()} for m in members]
        # Cues are looked up once for all members: their tables stand side by side, each member's own is a part of them.
        self._tables = {kind: _side_by_side(self._members, kind) for kind in ("words", "pieces") if members}

    @classmethod
    def load(cls, path: Path) -> Network:
        """Raises FileNotFoundError when there is no such model."""
        if not path.is_file():
            raise FileNotFoundError(f"The model {path} is missing; `make train` makes it.")
        with np.load(path) as file:  # which takes no pickles unless told to
            labels, words, pieces = (bytes(file[kind]).decode().split("\n") for kind in ("labels", "words", "pieces"))
            arrays = [name for name in file.files if name[0].isdigit()]
            members: dict[str, dict[str, Array]] = {}
            for name in arrays:
                member, _, own = name.partition(".")
                members.setdefault(member, {})[own] = file[name]
            return cls(labels, words, pieces, [members[m] for m in sorted(members)])

    def save(self, path: Path) -> None:
        """Write the model, its numbers to three or four digits; the same model gives the same bytes."""
        path.parent.mkdir(parents=True, exist_ok=True)
        names = {"labels": self.labels, "words": self._words, "pieces": self._pieces}
        arrays = {kind: np.frombuffer("\n".join(known).encode(), dtype=np.uint8) for kind, known in names.items()}
        for at, member in enumerate(self._members):
            arrays |= {f"{at}.{name}": a.astype(np.float16) for name, a in sorted(member.items())}
        np.savez_compressed(path, **cast(Any, arrays))  # stamps no time: equal arrays are equal files

    def word_ids(self, cues: Sequence[str]) -> tuple[int, ...]:
        return _known(self._words, cues)

    def piece_ids(self, cues: Sequence[str]) -> tuple[int, ...]:
        return _known(self._pieces, cues)

    def odds(self, words: Sequence[Sequence[int]], pieces: Sequence[Sequence[int]], of: Ids, links: Ids) -> Array:
        """How likely each label is (columns) for each word (rows).

        words, pieces: the ids of the cues of each. of: for each word the index of its piece, in order. links: for each
        piece (rows) the indices of the `LINKS` pieces that it is linked with, -1 for none.
        """
        of_words = np.split(_summed(self._tables["words"], words), len(self._members), axis=1)
        of_pieces = np.split(_summed(self._tables["pieces"], pieces), len(self._members), axis=1)
        with _blas().limit(limits=1):  # documents are read side by side; threads of one would wait for those of another
            told = [_odds(m, w, p, of, links) for m, w, p in zip(self._members, of_words, of_pieces, strict=True)]
        mean: Array = np.mean(told, axis=0, dtype=np.float32)
        return mean


@functools.cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController()


def _known(known: Mapping[str, int], cues: Sequence[str]) -> tuple[int, ...]:
    return tuple(known[cue] for cue in cues if cue in known)


def _side_by_side(members: Sequence[dict[str, Array]], kind: str) -> Array:
    """The tables of all members as one; each member's own becomes a part of it."""
    table = np.concatenate([member[kind] for member in members], axis=1)
    for member, part in zip(members, np.split(table, len(members), axis=1), strict=True):
        member[kind] = part
    return table


def _odds(member: Mapping[str, Array], words: Array, pieces: Array, of: Ids, links: Ids) -> Array:
    """words, pieces: the sums of the vectors of each one's cues."""
    x = words.copy()
    for layer, step in enumerate(WORD_STEPS):
        x += _gated(_seen(member, f"word{layer}", x, step))
    starts = np.flatnonzero(np.diff(of, prepend=-1))
    width = x.shape[1]
    pooled = np.full((len(pieces), width), LOWEST, dtype=np.float32)
    pooled[of[starts]] = np.maximum(np.maximum.reduceat(x, starts, axis=0), LOWEST)
    q = np.concatenate([pooled, pieces], axis=1) @ member["in"]
    for layer, step in enumerate(PIECE_STEPS):
        name = f"piece{layer}"
        q += _gated(_seen(member, name, q, step) + _linked(member[f"{name}.links"], q, links))
    own, piece, whole = np.split(member["mix"], 3)
    x = x @ own + (q @ piece + q.sum(axis=0) / (len(q) + SMALL) @ whole)[of]
    for layer, step in enumerate(LAST_STEPS):
        x += _gated(_seen(member, f"last{layer}", x, step))
    scores = _normal(x) @ member["out"] + member["out.bias"]
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    odds: Array = scores / scores.sum(axis=1, keepdims=True)
    return odds


def _summed(table: Array, ids: Sequence[Sequence[int]]) -> Array:
    """The sum of the vectors of each place's cues, by the root of their number."""
    known = {some: row for row, some in enumerate(dict.fromkeys(map(tuple, ids)))}  # words come again and again
    count = np.fromiter(map(len, known), dtype=np.int64, count=len(known))
    made = np.zeros((len(known), table.shape[1]), dtype=np.float32)
    some = count > 0
    if some.any():
        flat = np.fromiter(itertools.chain.from_iterable(known), dtype=np.int64, count=int(count.sum()))
        starts = np.concatenate([[0], np.cumsum(count[some])[:-1]])
        made[some] = np.add.reduceat(table[flat], starts, axis=0)
    made /= np.sqrt(1 + count, dtype=np.float32)[:, None]
    return made[[known[own] for own in map(tuple, ids)]]


def _normal(x: Array) -> Array:
    made: Array = x / np.sqrt(np.einsum("ij,ij->i", x, x) / x.shape[1] + SMALL)[:, None]
    return made


def _seen(member: Mapping[str, Array], name: str, x: Array, step: int) -> Array:
    """What a place makes of itself and of the places so many steps before and behind it."""
    width = x.shape[1]
    h = _normal(x)
    around = np.zeros((len(x), 3 * width), dtype=np.float32)  # before, here, behind, as the rows of the weights
    around[step:, :width] = h[:-step]
    around[:, width : 2 * width] = h
    around[:-step, 2 * width :] = h[step:]
    made: Array = around @ member[name] + member[f"{name}.bias"]
    return made


def _linked(weights: Array, q: Array, links: Ids) -> Array:
    h = np.concatenate([_normal(q), np.zeros((1, q.shape[1]), dtype=np.float32)])  # the last is that of no piece
    made: Array = h[links].reshape(len(q), -1) @ weights
    return made


def _gated(made: Array) -> Array:
    half = made.shape[1] // 2
    gated: Array = made[:, :half] / (1 + np.exp(-made[:, half:]))
    return gated


@functools.cache
def loaded(folder: str, name: str) -> Network:
    """A model of a folder, "" for those of the package; read once a process.

    Raises FileNotFoundError when there is no such model.
    """
    return opened(Network.load, folder, name)
