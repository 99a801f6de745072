"""Which action a cell belongs to, learnt from marked documents: ``python -m corpus.linking`` (part of `make train`).

The cells and actions of a document are those of its right labels, and where a fold's network has not seen the document
also those that this network finds, with its mistakes. What is right is in the keys of the marks: a cell marked for an
action belongs to it. The trees (extractors/structures/linking.py) are grown by scikit-learn's histograms
(G. Ke et al., «LightGBM», NeurIPS 2017), each family counting much the same.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from corpus.alignment import align
from corpus.building import labelled_words
from corpus.families import FOLDS, Family
from corpus.labelling import labels_by
from corpus.looking import LEAST_FOUND, Look, looked_at, run
from corpus.marks import Word
from safeplans.extractors.choice.choosing import views_of
from safeplans.extractors.labelling.cues import piece_cues
from safeplans.extractors.labelling.scores import MODEL as NETWORK
from safeplans.extractors.labelling.scores import scorer
from safeplans.extractors.reading import ReadingError, read
from safeplans.extractors.structures.linking import HELD, MODEL, pairs_of
from safeplans.extractors.structures.reading import areas_of
from safeplans.extractors.structures.trees import Trees
from safeplans.extractors.views.pieces import View
from safeplans.extractors.views.segments import Segment, segments_of
from safeplans.extractors.weights.network import Array

GROWTH = {
    "max_iter": 120, "learning_rate": 0.1, "max_leaf_nodes": 24, "min_samples_leaf": 40, "l2_regularization": 1.0
}  # fmt: skip
LOST = 0.15  # of the cells and actions of right labels that are taken away, as networks miss some
LOSABLE = frozenset({"ACT", "LEAD", "DUE", "MEAS", "PROG", "RAG"})
# What the mark of a cell may be, by the label of the cell; names and times in a statement are its own.
MARKS = {
    "LEAD": ("lead", "support", "who"), "DUE": ("due", "start", "when"), "MEAS": ("measure", "evidence"),
    "PROG": ("progress",), "RAG": ("rag",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """The pairs of one document: what is noticed of each, whether it is right, and whether the structures have it."""

    family: Family
    noticed: Array
    before: np.ndarray[Any, np.dtype[np.bool_]]
    right: np.ndarray[Any, np.dtype[np.bool_]]
    label: np.ndarray[Any, np.dtype[np.str_]]


def told_of(entry: Mapping[str, Any], folder: Path, families: Mapping[str, Family], models: Path) -> Told | None:
    """The pairs of a document in all its views; None for one that has none."""
    family = families[entry["family"]]
    noticed: list[tuple[float, ...]] = []
    right: list[bool] = []
    label: list[str] = []
    for view, keys, segments in segmented_views(entry, folder, models / str(family.fold)):
        for pair in pairs_of(view, segments, areas_of(view, segments)):
            actions = frozenset[str]().union(*(keys.of(s, ("action",)) for s in pair.record.body))
            noticed.append(pair.told)
            right.append(bool(actions & keys.of(pair.segment, MARKS[pair.segment.label])))
            label.append(pair.segment.label)
    if not noticed:
        return None
    told = np.array(noticed, dtype=np.float32)
    return Told(family, told, told[:, -1] > 0, np.array(right), np.array(label))


def segmented_views(entry: Mapping[str, Any], folder: Path, models: Path) -> Iterator[tuple[View, Keys, list[Segment]]]:
    """The views of a document whose labels are sure, with the rows that their words are marked for and their segments.

    models: where the network of its fold is.
    """
    words = labelled_words(folder, entry["name"])
    try:
        document = read((folder / "documents" / entry["file"]).read_bytes(), entry["file"])
    except ReadingError:
        return
    chance = random.Random(entry["name"])
    for view in views_of(document):
        aligned = align(words, view.tokens)
        labels = labels_by(view, words, aligned)
        if aligned.found >= LEAST_FOUND and labels:
            keys = Keys(words, aligned.source_of)
            yield from ((view, keys, segments) for segments in segmented(view, labels, models, chance))


def segmented(view: View, labels: Sequence[str], models: Path, chance: random.Random) -> Iterator[list[Segment]]:
    """The segments of a view as a network finds them that has not seen it, else the right ones with mistakes made."""
    if (models / NETWORK).is_file():
        network = scorer(str(models))
        seen = network.labelled(view, network.odds(view, piece_cues(view)))
        yield segments_of(view, seen.labels, seen.odds)
    else:
        right = segments_of(view, labels, [1.0] * len(labels))
        yield [s for s in right if chance.random() >= (LOST if s.label in LOSABLE else 0)]


class Keys:
    """The rows that the words of a segment are marked for."""

    def __init__(self, words: Sequence[Word], source: Sequence[int | None]) -> None:
        self._words, self._source = words, source
        self._known: dict[tuple[int, tuple[str, ...]], frozenset[str]] = {}

    def of(self, segment: Segment, names: tuple[str, ...]) -> frozenset[str]:
        """Those of most of its words."""
        known = (id(segment), names)
        if known not in self._known:
            self._known[known] = self._counted(segment, names)
        return self._known[known]

    def _counted(self, segment: Segment, names: tuple[str, ...]) -> frozenset[str]:
        count: Counter[str] = Counter()
        for start, end in segment.parts:
            for at in self._source[start:end]:
                for mark in self._words[at].labels if at is not None else ():
                    if mark.label in names:
                        count.update({key.partition("#")[0] for key in mark.keys})
        most = max(count.values(), default=0)
        return frozenset(key for key, n in count.items() if n * 2 >= most)


def grown(some: Sequence[Told]) -> Trees:
    """The trees that tell which pairs are right."""
    documents = Counter(t.family.name for t in some)
    noticed = np.concatenate([t.noticed for t in some])
    right = np.concatenate([t.right for t in some])
    # a document counts with the root of its pairs: long ones say more, but not so much more
    weight = np.concatenate([np.full(len(t.right), len(t.right) ** -0.5 / documents[t.family.name]) for t in some])
    with threadpool_limits(1):  # sums of many threads differ in their last digits
        made = HistGradientBoostingClassifier(**GROWTH, early_stopping=False, random_state=1).fit(
            noticed, right, sample_weight=weight / weight.mean()
        )
    nodes = [p.nodes for (p,) in made._predictors]  # noqa: SLF001 - scikit-learn gives them no other way out
    most = max(map(len, nodes))

    def table(name: str) -> Array:
        return np.array([np.pad(n[name], (0, most - len(n))) for n in nodes], dtype=np.float32)

    leaf = np.array([np.pad(n["is_leaf"], (0, most - len(n)), constant_values=1) for n in nodes], dtype=bool)
    left = np.where(leaf, -1, table("left"))
    base = float(np.ravel(made._baseline_prediction)[0])  # noqa: SLF001
    return Trees(base, table("feature_idx"), table("num_threshold"), left, table("right"), table("value"))


def learnt(look: Look[Told], folder: Path, models: Path, workers: int) -> list[Told]:
    """What there is to learn from in the documents that may be learnt from, and in the short texts cut out of them."""
    return looked_at(look, folder, models, workers, parts=("shapes", "learn"), short=True)


def train_folds(folder: Path, models: Path, workers: int) -> None:
    """Write trees for each fold that has a network, and for 0, where none is held out; print how good they are."""
    grown_for_folds(learnt(told_of, folder, models, workers), models, MODEL, MARKS)


def grown_for_folds(some: Sequence[Told], models: Path, name: str, labels: Iterable[str]) -> None:
    """Write trees named so for each fold that has a network, and for 0; print how good they are for each label."""
    seen: list[tuple[Told, Array]] = []
    for fold in (0, *FOLDS):
        if fold and not (models / str(fold) / NETWORK).is_file():
            continue
        trees = grown([t for t in some if t.family.fold != fold or not fold])
        (models / str(fold)).mkdir(parents=True, exist_ok=True)
        trees.save(models / str(fold) / name)
        seen += [(t, trees.odds(t.noticed)) for t in some if fold and t.family.fold == fold]
    print(*_figures(seen, labels), sep="\n", flush=True)


def _figures(seen: Sequence[tuple[Told, Array]], labels: Iterable[str]) -> Iterator[str]:
    """Precision and recall of links on folds left out: by rules alone, and by the trees."""
    if not seen:
        return
    label = np.concatenate([t.label for t, _ in seen])
    right = np.concatenate([t.right for t, _ in seen])
    before = np.concatenate([t.before for t, _ in seen])
    now = np.concatenate([odds >= HELD for _, odds in seen])
    for name in labels:
        mine = label == name
        told = [
            f"{(links & right & mine).sum() / max((links & mine).sum(), 1):.3f} "
            f"{(links & right & mine).sum() / max((right & mine).sum(), 1):.3f}"
            for links in (before, now)
        ]
        yield f"{name}: precision and recall of rules {told[0]}, of the trees {told[1]}"


if __name__ == "__main__":
    run(train_folds, __doc__)
