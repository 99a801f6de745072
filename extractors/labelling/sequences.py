"""The likeliest labels of the words of a view, one behind another.

A network gives the odds of each word alone, and words beside each other mislead it together. What speaks for a label
behind another, across each kind of boundary (extractors/views/boundaries.py), is weighed against them: a linear-chain
conditional random field over the network's odds, as in G. Lample et al., «Neural architectures for named entity
recognition», NAACL 2016. Fitted by corpus/sequences.py to odds of documents that the network had not seen.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from safeplans.extractors.base.models import opened
from safeplans.extractors.weights.network import Array, Ids

MODEL = "steps.npz"
FAINT = 1e-5  # odds below which all labels are alike


class Steps:
    """labels: in the order of the columns of the odds. Immutable once loaded."""

    def __init__(self, labels: Sequence[str], table: Array) -> None:
        """table: what speaks for a label behind another, [boundary, before, label], beside the logarithms of odds."""
        self.labels = list(labels)
        self._table = np.asarray(table, dtype=np.float32)

    @classmethod
    def load(cls, path: Path) -> Steps:
        """Raises FileNotFoundError when there is no such model."""
        if not path.is_file():
            raise FileNotFoundError(f"The model {path} is missing; `make train` makes it.")
        with np.load(path) as file:  # which takes no pickles unless told to
            return cls(bytes(file["labels"]).decode().split("\n"), file["table"])

    def save(self, path: Path) -> None:
        """Write the model, its numbers to three or four digits; the same model gives the same bytes."""
        path.parent.mkdir(parents=True, exist_ok=True)
        labels = np.frombuffer("\n".join(self.labels).encode(), dtype=np.uint8)
        np.savez_compressed(path, labels=labels, table=self._table.astype(np.float16))

    def path(self, odds: Array, boundaries: Ids) -> Ids:
        """The column of each word's label on the likeliest path: odds are of each word alone, but labels come in runs.

        boundaries: what stands before each word, as `boundaries_of` tells. A. Viterbi, «Error bounds for convolutional
        codes», 1967. The first of equals.
        """
        if not len(odds):
            return np.zeros(0, dtype=np.int32)
        reached = np.log(np.maximum(odds, FAINT))
        for before, here, boundary in zip(reached[:, :, None], reached[1:], boundaries[1:].tolist(), strict=False):
            here += np.maximum.reduce(before + self._table[boundary])
        path = np.empty(len(odds), dtype=np.int32)
        path[-1] = at = int(reached[-1].argmax())
        for place in range(len(odds) - 2, -1, -1):
            path[place] = at = int((reached[place] + self._table[boundaries[place + 1], :, at]).argmax())
        return path


@functools.cache
def steps(folder: str = "") -> Steps:
    """The model of the package, or of a folder; read once a process.

    Raises FileNotFoundError when there is no such model.
    """
    return opened(Steps.load, folder, MODEL)
