"""What each word of a view is, with odds: a network over the cues of words and pieces (extractors/weights/network.py).

The model is data of the package, trained by ``make train`` (docs/model.md).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from safeplans.extractors.labelling.cues import PieceCues, links_of, places_of, word_cues
from safeplans.extractors.labelling.sequences import Steps, steps
from safeplans.extractors.structures.reading import Links, links
from safeplans.extractors.views.boundaries import boundaries_of
from safeplans.extractors.views.pieces import View
from safeplans.extractors.weights.network import Array, loaded

MODEL = "labels.npz"
PLAN_LABELS = ("B-ACT", "I-ACT", "B-OBJ", "I-OBJ")
WINDOW = 8000  # words that are labelled at once, so that memory does not grow with the document
DIGITS = 4  # odds are rounded, so that rows do not depend on the last bits of a processor


@dataclass(frozen=True, slots=True)
class Labelled:
    """labels: one for each token of the view (``B-ACT``, ``I-ACT``, ``HEAD`` …); odds: how likely each is, 0..1.

    plan: how likely it is that the token belongs to what is to be done or achieved, whatever its label.
    """

    labels: list[str]
    odds: list[float]
    plan: list[float] = field(default_factory=list)


class Scorer:
    """The model that labels views, and the trees that give cells to actions. One a process is enough (`scorer`)."""

    def __init__(self, folder: str = "") -> None:
        """folder: where the models are, "" for the package's. Raises FileNotFoundError when the network is missing."""
        self._network = loaded(folder, MODEL)
        self._folder = folder
        self._word_ids = functools.lru_cache(maxsize=65536)(
            lambda word, place: self._network.word_ids((*word_cues(word), place))
        )

    def labelled(self, view: View, odds: Array) -> Labelled:
        """The most likely labels of a view's tokens, with their odds.

        odds: as `odds` or `pooling.pooled` give them. Raises FileNotFoundError when the steps are missing, and
        ValueError when they were fitted for another network.
        """
        best = self._steps().path(odds, boundaries_of(view))
        labels = self._network.labels
        plan = [at for at, label in enumerate(labels) if label in PLAN_LABELS]
        return Labelled(
            [labels[at] for at in best],
            _rounded(odds[np.arange(len(best)), best]),
            _rounded(odds[:, plan].sum(axis=1)),
        )

    def odds(self, view: View, cues: Sequence[PieceCues], without: str | None = None) -> Array:
        """How likely each label is (columns) for each token (rows), rounded. without: a cue that is not looked at."""
        made = [np.zeros((0, len(self.labels)), dtype=np.float32)]
        made += [self._odds(view, cues, part, without) for part in _parts(view)]
        rounded: Array = np.round(np.concatenate(made), DIGITS).astype(np.float32, copy=False)
        return rounded

    def _steps(self) -> Steps:
        known = steps(self._folder)
        if known.labels != self._network.labels:
            raise ValueError("The network and the steps between its labels were not trained together: `make train`.")
        return known

    @property
    def links(self) -> Links:
        """What gives cells to actions, and actions to objectives. Raises FileNotFoundError when one is missing."""
        return links(self._folder)

    @property
    def labels(self) -> Sequence[str]:
        """In the order of the columns of `odds`."""
        return self._network.labels

    def _odds(self, view: View, cues: Sequence[PieceCues], part: slice, without: str | None) -> Array:
        words: list[tuple[int, ...]] = []
        of: list[int] = []
        for index, piece in enumerate(view.pieces[part]):
            for word, place in zip(piece.tokens, places_of(piece), strict=True):
                if without is None:
                    words.append(self._word_ids(word, place))
                else:
                    known = (c for c in (*word_cues(word), place) if c != without)
                    words.append(self._network.word_ids(tuple(known)))
                of.append(index)
        pieces = [self._network.piece_ids([c for c in told.cues if c != without]) for told in cues[part]]
        return self._network.odds(words, pieces, np.array(of, dtype=np.int32), links_of(view, cues, part))


def _rounded(odds: Array) -> list[float]:
    told: list[float] = np.round(odds.astype(np.float64), DIGITS).tolist()
    return told


def _parts(view: View) -> Iterator[slice]:
    """A view in parts of some `WINDOW` words; most are one part."""
    begun = 0
    for index, start in enumerate(view.starts):
        if start - view.starts[begun] >= WINDOW:
            yield slice(begun, index)
            begun = index
    if view.pieces:
        yield slice(begun, len(view.pieces))


@functools.cache
def scorer(folder: str = "") -> Scorer:
    """The model of the package, or of a folder; loaded once a process."""
    return Scorer(folder)


def name_of(label: str) -> str:
    """The field of a label: ``ACT`` of ``B-ACT``."""
    return label.rpartition("-")[2]
