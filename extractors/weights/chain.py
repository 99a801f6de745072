"""A linear-chain log-linear model: for each place of a sequence the odds of each label.

The weights are the mean of several conditional random fields that were trained on different parts of a corpus
(corpus/training.py). The mean of log-linear models is log-linear again: it asks all of them at the price of one, and
errs less than any (a «logarithmic opinion pool»: A. Smith, T. Cohn, M. Osborne, «Logarithmic opinion pools for
conditional random fields», ACL 2005).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from safeplans.extractors.base.models import opened

Array = npt.NDArray[np.float64]
#: A model as it was trained: weights by (attribute, label), and transitions by (from, to).
Weights = tuple[Mapping[tuple[str, str], float], Mapping[tuple[str, str], float]]

LEAST = 0.004  # weights nearer to nought change no label; leaving them out halves the file


class Chain:
    """labels: in the order of the columns of what `odds` gives. Immutable once loaded."""

    def __init__(
        self, labels: Sequence[str], attributes: Sequence[str], weights: npt.NDArray[np.float32], transitions: Array
    ) -> None:
        """weights: a row for each attribute, a column for each label. transitions: [from, to], logarithms."""
        self.labels = list(labels)
        self._known = {name: row for row, name in enumerate(attributes)}
        self._weights = weights
        self._transitions = transitions
        self._steps = np.exp(transitions)

    @classmethod
    def load(cls, path: Path) -> Chain:
        """Raises FileNotFoundError when there is no such model."""
        if not path.is_file():
            raise FileNotFoundError(f"The model {path} is missing; `make train` makes it.")
        with np.load(path) as file:  # which takes no pickles unless told to
            labels = bytes(file["labels"]).decode().split("\n")
            attributes = bytes(file["attributes"]).decode().split("\n")
            weights = np.zeros((len(attributes), len(labels)), dtype=np.float32)
            rows = np.repeat(np.arange(len(attributes)), file["counts"])
            weights[rows, file["columns"]] = file["values"]
            return cls(labels, attributes, weights, file["transitions"].astype(np.float64))

    def save(self, path: Path) -> None:
        """Write the model; the same model gives the same bytes."""
        path.parent.mkdir(parents=True, exist_ok=True)
        rows, columns = np.nonzero(self._weights)
        # np.savez stamps no time: equal arrays are equal files
        np.savez_compressed(
            path,
            labels=np.frombuffer("\n".join(self.labels).encode(), dtype=np.uint8),
            attributes=np.frombuffer("\n".join(self._known).encode(), dtype=np.uint8),
            counts=np.bincount(rows, minlength=len(self._known)).astype(np.uint8),
            columns=columns.astype(np.uint8),
            values=self._weights[rows, columns].astype(np.float16),
            transitions=self._transitions.astype(np.float32),
        )

    @classmethod
    def mean(cls, models: Sequence[Weights], labels: Sequence[str]) -> Chain:
        """The mean of models. labels: all that the model is to know, in the order of its columns."""
        column = {label: at for at, label in enumerate(labels)}
        states: dict[str, dict[int, float]] = {}
        steps = np.zeros((len(labels), len(labels)))
        for weights, transitions in models:
            for (attribute, label), weight in weights.items():
                row = states.setdefault(attribute, {})
                row[column[label]] = row.get(column[label], 0.0) + weight / len(models)
            for (before, after), weight in transitions.items():
                steps[column[before], column[after]] += weight / len(models)
        kept = {
            name: row
            for name in sorted(states)
            if (row := {at: w for at, w in states[name].items() if abs(w) >= LEAST})
        }
        table = np.zeros((len(kept), len(labels)), dtype=np.float32)
        for at, row in enumerate(kept.values()):
            table[at, list(row)] = np.array(list(row.values()), dtype=np.float16)
        return cls(labels, list(kept), table, steps.astype(np.float32).astype(np.float64))

    def odds(self, features: Sequence[Iterable[str]]) -> Array:
        """How likely each label is (columns) at each place of a sequence (rows), given the features of all places."""
        scores = self._scores(features)
        here = np.exp(scores - scores.max(axis=1, keepdims=True))
        forward, backward = np.empty_like(here), np.empty_like(here)
        forward[0] = here[0] / here[0].sum()
        for at in range(1, len(here)):
            reached = (forward[at - 1] @ self._steps) * here[at]
            forward[at] = reached / reached.sum()
        backward[-1] = 1.0
        back = np.ascontiguousarray(self._steps.T)
        for at in range(len(here) - 2, -1, -1):
            reached = (here[at + 1] * backward[at + 1]) @ back
            backward[at] = reached / reached.sum()
        both = forward * backward
        odds: Array = both / both.sum(axis=1, keepdims=True)
        return odds

    def weight(self, attribute: str, label: str) -> float:
        """What an attribute adds to the score of a label; 0 for an unknown one."""
        row = self._known.get(attribute)
        return 0.0 if row is None or label not in self.labels else float(self._weights[row, self.labels.index(label)])

    def _scores(self, features: Sequence[Iterable[str]]) -> Array:
        known = self._known
        rows: list[int] = []
        starts: list[int] = []
        for told in features:
            starts.append(len(rows))
            rows += [known[name] for name in told if name in known]
            if len(rows) == starts[-1]:
                rows.append(-1)  # a place of which nothing is known
        taken = self._weights[rows]
        taken[np.array(rows) < 0] = 0.0
        summed: Array = np.add.reduceat(taken, starts, axis=0).astype(np.float64)
        return summed


@functools.cache
def loaded(folder: str, name: str) -> Chain:
    """A model of a folder, "" for those of the package; read once a process.

    Raises FileNotFoundError when there is no such model.
    """
    return opened(Chain.load, folder, name)
