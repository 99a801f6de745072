"""What each word of a view is, with odds: two linear-chain models over the cues, the second with what the first saw.

The first pass sees words, pieces and their neighbours. The second sees the first one's labels around each piece, and
the habits of the whole document: what usually stands in this column, under this kind of bullet, behind this kind of
field. What counts is the mean of both: each errs where the other does not. Models are data of the package, trained by
``make train`` (docs/model.md).
"""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from safeplans.extractors.chain import Array, Chain, loaded
from safeplans.extractors.cues import PieceCues, piece_cues, token_features
from safeplans.extractors.pieces import Piece, View

PASSES = ("first.npz", "second.npz")
PLAN_LABELS = ("B-ACT", "I-ACT", "B-OBJ", "I-OBJ")
WINDOW = 8000  # tokens that are labelled at once
DIGITS = 4  # odds are rounded, so that rows do not depend on the last bits of a processor


@dataclass(frozen=True, slots=True)
class Labelled:
    """labels: one for each token of the view (``B-ACT``, ``I-ACT``, ``HEAD`` …); odds: how likely each is, 0..1.

    plan: how likely it is that the token belongs to what is to be done or achieved, whatever its label.
    """

    labels: list[str]
    odds: list[float]
    plan: list[float] = field(default_factory=list)

    def extend(self, other: Labelled) -> None:
        self.labels.extend(other.labels)
        self.odds.extend(other.odds)
        self.plan.extend(other.plan)


class Scorer:
    """The two models. One a process is enough (`scorer`)."""

    def __init__(self, folder: str = "") -> None:
        """folder: where the two models are, "" for the package's. Raises FileNotFoundError when one is missing."""
        self._first, self._second = (loaded(folder, name) for name in PASSES)

    def label(self, view: View) -> Labelled:
        """The most likely labels of a view's tokens, with their odds."""
        both = Labelled([], [])
        if not view.pieces:
            return both
        cues = piece_cues(view)
        parts = _parts(view)
        whole = token_features(view, cues) if len(parts) == 1 else None
        seen = [self._first.odds(whole or token_features(view, cues, part)).astype(np.float32) for part in parts]
        first = Labelled([], [])
        for odds in seen:
            first.extend(labelled(self._first, odds))
        context = Context(view, cues, first)
        for part, odds in zip(parts, seen, strict=True):
            features = context.added(whole or token_features(view, cues, part), part)
            both.extend(labelled(self._second, (odds + self._second.odds(features)) / 2))
        return both

    def first_pass(self, view: View) -> tuple[Labelled, list[list[str]]]:
        """What the first model makes of a view with pieces, and the features of each token that the second one sees."""
        cues = piece_cues(view)
        features = token_features(view, cues)
        first = labelled(self._first, self._first.odds(features))
        return first, with_context(view, cues, features, first)

    def weight(self, feature: str, label: str) -> float:
        """What a feature adds to the score of a label, on the mean of the two models."""
        return (self._first.weight(feature, label) + self._second.weight(feature, label)) / 2


def _parts(view: View) -> list[slice]:
    """A view in parts of so many tokens that memory does not grow with the document; most are one part."""
    parts, begun = [], 0
    for index, start in enumerate(view.starts):
        if start - view.starts[begun] >= WINDOW:
            parts.append(slice(begun, index))
            begun = index
    return [*parts, slice(begun, len(view.pieces))]


@functools.cache
def scorer(folder: str = "") -> Scorer:
    """The models of the package, or of a folder; loaded once a process."""
    return Scorer(folder)


def labelled(model: Chain, odds: Array | npt.NDArray[np.float32]) -> Labelled:
    """The likeliest label of each token; odds as `Chain.odds` of a model with the same labels gives them."""
    rounded = np.round(odds, DIGITS)
    best = rounded.argmax(axis=1)  # the first of equals
    plan = [at for at, label in enumerate(model.labels) if label in PLAN_LABELS]
    return Labelled(
        [model.labels[at] for at in best],
        [round(float(row[at]), DIGITS) for row, at in zip(rounded, best, strict=True)],
        [round(float(value), DIGITS) for value in rounded[:, plan].sum(axis=1)],
    )


def name_of(label: str) -> str:
    """The field of a label: ``ACT`` of ``B-ACT``."""
    return label.rpartition("-")[2]


def with_context(
    view: View, cues: Sequence[PieceCues], features: Sequence[Sequence[str]], first: Labelled
) -> list[list[str]]:
    """The features of each token of a view, and what the first pass says of its surroundings and of the document."""
    return Context(view, cues, first).added(features, slice(None))


class Context:
    """What the first pass says of a document, for its pieces and tokens."""

    def __init__(self, view: View, cues: Sequence[PieceCues], first: Labelled) -> None:
        self._view, self._first = view, first
        self._owns = _piece_labels(view, first)
        self._habits = _Habits(view, cues, first, self._owns)

    def added(self, features: Sequence[Sequence[str]], pieces: slice) -> list[list[str]]:
        """features: of the tokens of these pieces; the same, and more."""
        begun, ended, _ = pieces.indices(len(self._view.pieces))
        owns = self._owns
        made: list[list[str]] = []
        base = at = self._view.starts[begun]
        for index in range(begun, ended):
            around = [
                f"2p{step}={owns[index + step] if 0 <= index + step < len(owns) else 'edge'}"
                for step in (-2, -1, 0, 1, 2)
            ]
            shared = [*around, f"2pp={around[1]}{around[2]}{around[3]}", *self._habits.of(index)]
            for _ in self._view.pieces[index].tokens:
                label, odds = self._first.labels[at], self._first.odds[at]
                sure = "hi" if odds > 0.9 else "mid" if odds > 0.6 else "lo"
                own = [f"2l={label}", f"2ls={label}|{sure}"]
                made.append([*features[at - base], *own, *shared, *self._habits.near(at)])
                at += 1
        return made


def _piece_labels(view: View, first: Labelled) -> list[str]:
    """The field that most words of each piece belong to; with ``+`` where another has a share of it."""
    owns = []
    for index, piece in enumerate(view.pieces):
        base = view.starts[index]
        counts = Counter(name_of(label) for label in first.labels[base : base + len(piece.tokens)])
        name, most = min(counts.items(), key=lambda c: (-c[1], c[0]))
        owns.append(name if most == len(piece.tokens) else f"{name}+")
    return owns


class _Habits:
    """What the first pass found over the whole document."""

    def __init__(self, view: View, cues: Sequence[PieceCues], first: Labelled, owns: Sequence[str]) -> None:
        self._like: dict[object, Counter[str]] = defaultdict(Counter)
        self._keys = [_like(piece, cue) for piece, cue in zip(view.pieces, cues, strict=True)]
        for key, own in zip(self._keys, owns, strict=True):
            self._like[key][own.rstrip("+")] += 1
        self._sequence: list[str] = []
        self._segment_of: list[int] = []
        before = ""
        for label in first.labels:
            name = name_of(label)
            if name != before or label.startswith("B-"):
                self._sequence.append(name)
            self._segment_of.append(len(self._sequence) - 1)
            before = name
        following: dict[str, Counter[str]] = defaultdict(Counter)
        for one, other in zip(self._sequence, self._sequence[1:], strict=False):
            following[one][other] += 1
        self._following = {one: _leading(counts) for one, counts in following.items()}
        count = Counter(self._sequence)
        actions = count["ACT"]
        self._whole = [
            f"2acts={min(actions, 9) if actions < 3 else '3+' if actions < 9 else '9+'}",
            f"2objs={min(count['OBJ'] + count['OTIT'], 6)}",
            f"2leads={_ratio(count['LEAD'], actions)}",
            f"2dues={_ratio(count['DUE'], actions)}",
            f"2heads={min(count['HEAD'], 2)}",
        ]

    def of(self, index: int) -> list[str]:
        counts = self._like[self._keys[index]]
        return [f"2like={_leading(counts)}", f"2many={min(counts.total(), 3)}", *self._whole]

    def near(self, at: int) -> list[str]:
        here = self._segment_of[at]
        told = []
        for step in (-2, -1, 1, 2):
            other = here + step
            told.append(f"2s{step}={self._sequence[other] if 0 <= other < len(self._sequence) else 'edge'}")
        if here:
            told.append(f"2usual={self._following.get(self._sequence[here - 1], '-')}")
        return told


def _like(piece: Piece, cues: PieceCues) -> object:
    if piece.kind == "cell":
        return "cell", piece.block, piece.column, piece.header
    marker = "-" if piece.marker is None else "9" if piece.numbered else piece.marker
    return piece.kind, marker, piece.bold, piece.level, piece.part, min(piece.indent // 4, 30), cues.kind


def _leading(counts: Counter[str]) -> str:
    name, most = min(counts.items(), key=lambda c: (-c[1], c[0]))
    share = most / counts.total()
    return f"{name}{'!' if share > 0.8 else '?' if share < 0.5 else ''}"


def _ratio(count: int, of: int) -> str:
    if not of:
        return "-"
    share = count / of
    return "0" if share == 0 else "few" if share < 0.5 else "one" if share < 1.5 else "many"
