"""Small regression trees that weigh what speaks for and against something: asked here, grown by corpus/linking.py."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from safeplans.extractors.weights.network import Array

DIGITS = 4
AT_ONCE = 4096  # rows that the trees are asked of at once, so that memory does not grow with the document


class Trees:
    """Regression trees whose sum is the logarithm of the odds. Immutable once loaded."""

    def __init__(self, base: float, feature: Array, threshold: Array, left: Array, right: Array, value: Array) -> None:
        """Each array: trees in rows, their nodes in columns; left is negative where a node is a leaf."""
        self.base = base
        self.feature, self.left, self.right = (a.astype(np.int32) for a in (feature, left, right))
        self.threshold, self.value = threshold.astype(np.float32), value.astype(np.float32)

    @classmethod
    def load(cls, path: Path) -> Trees:
        """Raises FileNotFoundError when there is no such model."""
        with np.load(path) as file:  # which takes no pickles unless told to
            return cls(float(file["base"][0]), *(file[n] for n in ("feature", "threshold", "left", "right", "value")))

    def save(self, path: Path) -> None:
        arrays = {"base": np.array([self.base]), "threshold": self.threshold, "value": self.value}
        arrays |= {n: getattr(self, n).astype(np.int16) for n in ("feature", "left", "right")}
        np.savez_compressed(path, **arrays)  # type: ignore[arg-type]

    def odds(self, told: Array) -> Array:
        """How likely each row of `told` is, 0..1, rounded so that rows do not depend on the machine."""
        parts = [self._odds(told[first : first + AT_ONCE]) for first in range(0, len(told), AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)

    def _odds(self, told: Array) -> Array:
        trees = np.arange(len(self.feature))
        node = np.zeros((len(told), len(trees)), dtype=np.int32)
        rows = np.arange(len(told))[:, None]
        while True:
            left = self.left[trees, node]
            inner = left >= 0
            if not inner.any():
                break
            goes = told[rows, self.feature[trees, node]] <= self.threshold[trees, node]
            node = np.where(inner, np.where(goes, left, self.right[trees, node]), node)
        total = self.base + self.value[trees, node].sum(axis=1, dtype=np.float64)
        odds: Array = np.round(1 / (1 + np.exp(-total)), DIGITS).astype(np.float32)
        return odds
