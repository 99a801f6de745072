"""Fit what speaks for a label behind another (extractors/labelling/sequences.py): ``python -m corpus.sequences``.

Learnt from documents with the odds of networks that had not seen them, those of their folds: on what a network has
learnt it is surer than it will ever be again. Held near what labels that are right show, of which there are more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.building import labelled_words
from corpus.families import FOLDS, Family
from corpus.labelling import labels_of
from corpus.looking import LEAST_FOUND, looked_at, run
from safeplans.extractors.choice.choosing import views_of
from safeplans.extractors.labelling.cues import piece_cues
from safeplans.extractors.labelling.pooling import pooled
from safeplans.extractors.labelling.scores import MODEL as NETWORK
from safeplans.extractors.labelling.scores import scorer
from safeplans.extractors.labelling.sequences import FAINT, MODEL, Steps
from safeplans.extractors.reading import ReadingError, read
from safeplans.extractors.views.boundaries import BOUNDARIES, boundaries_of
from safeplans.extractors.weights.network import Array, Ids, Network

SMOOTHED = 5.0  # times that a step never seen counts
PRIOR = 0.4  # of the logarithms of what labels show: where the fit begins, and what it is held to
HELD = 0.3  # how much it costs to leave it
# Of what was fitted: the likeliest path as a whole leaves out what is likely but not sure, and the mean of several
# networks is less sure than the one of a fold. Best reading of documents of three folds, none fitted on itself: plan F1
# 0.75 with a half and with a quarter, whole actions 0.297 and 0.307.
PART = 0.25
LENGTH, BATCH, EPOCHS, RATE = 192, 64, 8, 0.03  # words of a part, parts that are learnt from at once, and how long


@dataclass(frozen=True, slots=True)
class Told:
    """A view of a document. odds: of a network that had not seen it, None where its fold has none."""

    family: Family
    share: float
    boundaries: Ids
    labels: list[str]
    odds: Array | None


def told_of(entry: dict[str, Any], folder: Path, families: Mapping[str, Family], models: Path) -> list[Told]:
    """The views of a document whose labels are sure."""
    family = families[entry["family"]]
    try:
        document = read((folder / "documents" / entry["file"]).read_bytes(), entry["file"])
    except ReadingError:
        return []
    views = views_of(document)
    odds: Sequence[Array | None] = [None] * len(views)
    if (models / str(family.fold) / NETWORK).is_file():
        network = scorer(str(models / str(family.fold)))
        odds = pooled([view.tokens for view in views], [network.odds(view, piece_cues(view)) for view in views])
    words = labelled_words(folder, entry["name"])
    made = []
    for view, own in zip(views, odds, strict=True):
        labels, found = labels_of(view, words)
        if found >= LEAST_FOUND and labels:
            made.append(Told(family, 1 / len(views), boundaries_of(view), labels, own))
    return made


def learnt(folder: Path, models: Path, workers: int) -> list[Told]:
    """The views of the documents by hand that may be learnt from."""
    found = looked_at(told_of, folder, models, workers, parts=("learn",), short=False)
    return [told for some in found for told in some]


def counted(some: Sequence[Told], labels: Sequence[str]) -> Array:
    """How much likelier a label is behind another across a boundary than anywhere, as logarithms in part."""
    column = {label: at for at, label in enumerate(labels)}
    count = np.zeros((len(BOUNDARIES), len(labels), len(labels)))
    for told in some:
        at = np.array([column[label] for label in told.labels])
        np.add.at(count, (told.boundaries[1:], at[:-1], at[1:]), told.share)
    anywhere = (count.sum((0, 1)) + 0.1) / (count.sum() + 0.1 * len(labels))
    across = (count.sum(1) + 1) / (count.sum((1, 2)) + len(labels))[:, None]
    behind = (count + SMOOTHED * across[:, None]) / (count.sum(2) + SMOOTHED)[:, :, None]
    made: Array = (PRIOR * np.log(behind / anywhere)).astype(np.float32)
    return made


def fitted(some: Sequence[Told], labels: Sequence[str], prior: Array) -> Steps:
    """The steps that make the right labels likeliest. some: views with odds. Raises ValueError when there are none."""
    import jax  # noqa: PLC0415 - only training needs it, and takes a second to load it
    import jax.numpy as jnp  # noqa: PLC0415
    import optax  # noqa: PLC0415

    if not some:
        raise ValueError("No document to fit to was read by a network of its fold: `make train` trains them.")
    data = _parts(some, labels)
    held = jnp.asarray(prior)

    def loss(weights: dict[str, Any], odds: Any, right: Any, across: Any, there: Any, share: Any) -> Any:
        table, odds = held * weights["prior"] + weights["own"], odds * weights["odds"]

        def onward(reached: Any, word: Any) -> tuple[Any, None]:
            own, boundary, is_word = word
            further = jax.nn.logsumexp(reached[:, :, None] + table[boundary], axis=1) + own
            return jnp.where(is_word[:, None] > 0, further, reached), None

        words = odds[:, 1:].swapaxes(0, 1), across[:, 1:].T, there[:, 1:].T
        reached, _ = jax.lax.scan(onward, odds[:, 0], words)
        of_right = (jnp.take_along_axis(odds, right[:, :, None], 2)[:, :, 0] * there).sum(1)
        of_right += (table[across[:, 1:], right[:, :-1], right[:, 1:]] * there[:, 1:]).sum(1)
        missed = ((jax.nn.logsumexp(reached, 1) - of_right) * share).sum() / (there.sum(1) * share).sum()
        return missed + HELD * (weights["own"] ** 2).sum() / 1e4

    weights = {"own": jnp.zeros_like(held), "odds": jnp.ones(()), "prior": jnp.ones(())}
    count = len(data[0]) // BATCH
    improver = optax.adam(optax.cosine_decay_schedule(RATE, EPOCHS * max(count, 1)))
    state = improver.init(weights)

    @jax.jit
    def step(weights: Any, state: Any, *batch: Any) -> Any:
        change, state = improver.update(jax.grad(loss)(weights, *batch), state)
        return optax.apply_updates(weights, change), state

    chance = np.random.default_rng(1)
    for _ in range(EPOCHS):
        order = chance.permutation(len(data[0]))
        for part in np.array_split(order[: max(count, 1) * BATCH], max(count, 1)):
            weights, state = step(weights, state, *(a[part] for a in data))
    table = np.asarray(held * weights["prior"] + weights["own"])
    return Steps(labels, PART * table / float(weights["odds"]))


def _parts(some: Sequence[Told], labels: Sequence[str]) -> tuple[np.ndarray[Any, Any], ...]:
    """Views cut into parts of one length: logarithms of odds, right labels, boundaries, which are words, and shares."""
    column = {label: at for at, label in enumerate(labels)}
    made: list[tuple[np.ndarray[Any, Any], ...]] = []
    for told in some:
        assert told.odds is not None
        right = np.array([column[label] for label in told.labels])
        odds = np.log(np.maximum(told.odds, FAINT))
        for start in range(0, len(right), LENGTH):
            rest = LENGTH - len(right[start : start + LENGTH])
            own, told_right, across = (a[start : start + LENGTH] for a in (odds, right, told.boundaries))
            there = np.pad(np.ones(LENGTH - rest, dtype=np.float32), (0, rest))
            padded = (np.pad(own, ((0, rest), (0, 0))), np.pad(told_right, (0, rest)), np.pad(across, (0, rest)))
            made.append((*padded, there, np.float32(told.share)))
    return tuple(np.array(column) for column in zip(*made, strict=True))


def train_folds(folder: Path, models: Path, workers: int) -> None:
    """Write steps for each fold that has a network, and for 0, where none is held out."""
    some = learnt(folder, models, workers)
    for fold in (0, *FOLDS):
        path = models / str(fold) / NETWORK
        if not path.is_file():
            continue
        labels = Network.load(path).labels
        mine = [t for t in some if t.family.fold != fold or not fold]
        made = fitted([t for t in mine if t.odds is not None], labels, counted(mine, labels))
        made.save(models / str(fold) / MODEL)
        print(f"fold {fold}: steps between labels from {sum(t.odds is not None for t in mine)} views", flush=True)


if __name__ == "__main__":
    run(train_folds, __doc__)
