"""What a statement is about, as learnt weights judge it: of each theme the odds that it is filed there.

What is noticed: the words of the statement and of the heading above it, alone and in pairs, their classes, and what
the phrases of ``vocabulary/themes.toml`` make of both. The weights are learnt from statements that readers judged
(corpus/themes.csv), by ``make train``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from safeplans.extractors.base.models import opened
from safeplans.extractors.labelling.cues import kin_cues
from safeplans.extractors.lexicon.language import Word
from safeplans.extractors.lexicon.loading import load_toml

MODEL = "themes.npz"
LEAST = 0.04  # weights nearer to nought are left out: they are two thirds of all, and the file is a third as large
MOST_POINTS, A_THEME = 6.0, 3.0  # of a theme's phrases: more tell nothing more; one outright mention is one
Array = npt.NDArray[np.float64]


class Judge:
    """labels: the themes, in the order of the columns of the weights. Immutable once loaded."""

    def __init__(
        self,
        labels: Sequence[str],
        cues: Sequence[str],
        weights: npt.NDArray[np.float32],
        base: Array,
    ) -> None:
        """weights: a row for each cue, a column for each theme. base: of each theme without any cue."""
        self.labels = list(labels)
        self._known = {cue: row for row, cue in enumerate(cues)}
        self._weights = weights
        self._base = base

    @classmethod
    def load(cls, path: Path) -> Judge:
        """Raises FileNotFoundError when there is no such model."""
        if not path.is_file():
            raise FileNotFoundError(f"The model {path} is missing; `make train` makes it.")
        with np.load(path) as file:
            labels = bytes(file["labels"]).decode().split("\n")
            cues = bytes(file["cues"]).decode().split("\n")
            weights = np.zeros((len(cues), len(labels)), dtype=np.float32)
            weights[np.repeat(np.arange(len(cues)), file["counts"]), file["columns"]] = file["values"]
            return cls(labels, cues, weights, file["base"].astype(np.float64))

    def save(self, path: Path) -> None:
        """Write the model; the same model gives the same bytes."""
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = np.abs(self._weights) >= LEAST
        told = [bool(row.any()) for row in kept]
        kept, weights = kept[told], self._weights[told]
        rows, columns = np.nonzero(kept)
        np.savez_compressed(
            path,
            labels=np.frombuffer("\n".join(self.labels).encode(), dtype=np.uint8),
            cues=np.frombuffer("\n".join(c for c, t in zip(self._known, told, strict=True) if t).encode(), np.uint8),
            counts=kept.sum(axis=1).astype(np.uint8),
            columns=columns.astype(np.uint8),
            values=weights[rows, columns].astype(np.float16),
            base=self._base.astype(np.float32),
        )

    def odds(self, noticed: Mapping[str, float]) -> Array:
        """Of each theme, 0..1, rounded. noticed: cues and their amounts."""
        told = [(self._known[cue], amount) for cue, amount in noticed.items() if cue in self._known]
        total = self._base.copy()
        if told:
            total += np.array([amount for _, amount in told]) @ self._weights[[row for row, _ in told]]
        odds: Array = (1 / (1 + np.exp(-total))).round(3)
        return odds

    def weight(self, cue: str, theme: str) -> float:
        """What a cue adds for a theme; 0 for an unknown one."""
        row = self._known.get(cue)
        return 0.0 if row is None else float(self._weights[row, self.labels.index(theme)])


@cache
def judge(folder: str = "") -> Judge:
    """The weights of a folder of models, "" for those of the package; read once a process."""
    return opened(Judge.load, folder, MODEL)


def noticed(
    statement: Sequence[Word],
    above: Sequence[Word],
    points: Mapping[str, float],
    points_above: Mapping[str, float],
    by_phrases: Sequence[str],
) -> dict[str, float]:
    """Cues of a statement with their amounts.

    statement, above: its words, and those of the heading or objective above it (none: empty). points, points_above: of
    each theme by the phrases in them; by_phrases: the themes that these give the statement, strongest first.
    """
    found = {**_of_words("t=", statement), **_of_words("h=", above)}
    if statement:
        found[f"first={statement[0].stem}"] = 1.0
    if not above:
        found["alone"] = 1.0
    for name, told in (("p", points), ("q", points_above)):
        found |= {f"{name}_{theme}": min(value, MOST_POINTS) / A_THEME for theme, value in told.items()}
    for rank, theme in enumerate(by_phrases):
        found |= {f"r_{theme}": 1.0, f"r{rank}_{theme}": 1.0}
    return found


def _of_words(name: str, words: Sequence[Word]) -> dict[str, float]:
    stems = [word.stem for word in words]
    cues = [name + stem for stem in stems if stem not in _common()]
    cues += [f"{name}{a}_{b}" for a, b in zip(stems, stems[1:], strict=False)]
    cues += [name + cue for word in words for cue in kin_cues(word.text)]
    return dict.fromkeys(cues, 1.0)


@cache
def _common() -> frozenset[str]:
    return frozenset(load_toml("themes")["common"])
