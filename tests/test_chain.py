"""The chain model: odds of labels along a sequence, the mean of several models, and its file."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplans.extractors.weights.chain import Chain, Weights

LABELS = ["A", "B", "O"]
ONE: Weights = ({("red", "A"): 2.0, ("blue", "B"): 1.5, ("big", "O"): 0.5}, {("A", "A"): 1.0, ("A", "B"): -2.0})
OTHER: Weights = ({("red", "A"): 1.0, ("red", "O"): 1.0, ("blue", "B"): 0.5}, {("A", "B"): 1.0, ("O", "O"): 0.5})


def by_hand(model: Weights, sequence: list[list[str]]) -> np.ndarray:
    """Odds by adding up all ways to label a short sequence."""
    states, steps = model
    odds = np.zeros((len(sequence), len(LABELS)))
    for way in itertools.product(range(len(LABELS)), repeat=len(sequence)):
        score = sum(
            states.get((f, LABELS[label]), 0.0) for told, label in zip(sequence, way, strict=True) for f in told
        )
        score += sum(steps.get((LABELS[a], LABELS[b]), 0.0) for a, b in itertools.pairwise(way))
        for at, label in enumerate(way):
            odds[at, label] += math.exp(score)
    return odds / odds.sum(axis=1, keepdims=True)


@given(st.lists(st.lists(st.sampled_from(["red", "blue", "big", "unheard"]), max_size=3), min_size=1, max_size=5))
def test_odds_are_those_of_all_ways_to_label_the_sequence(sequence: list[list[str]]) -> None:
    assert np.allclose(Chain.mean([ONE], LABELS).odds(sequence), by_hand(ONE, sequence), atol=1e-3)


def test_the_mean_of_models_has_the_mean_of_their_weights() -> None:
    both = Chain.mean([ONE, OTHER], LABELS)
    assert both.weight("red", "A") == pytest.approx(1.5)
    assert both.weight("red", "O") == pytest.approx(0.5)
    assert both.weight("blue", "B") == pytest.approx(1.0)


def test_a_place_of_which_nothing_is_known_is_told_by_its_neighbours() -> None:
    odds = Chain.mean([ONE], LABELS).odds([["red"], ["unheard"], ["red"]])
    assert odds[1].argmax() == LABELS.index("A")


def test_a_sequence_without_a_known_feature_has_odds_all_the_same() -> None:
    assert Chain.mean([ONE], LABELS).odds([[], ["unheard"]]).sum() == pytest.approx(2.0)


def test_labels_that_a_model_never_saw_have_a_column() -> None:
    assert Chain.mean([ONE], [*LABELS, "Z"]).odds([["red"]]).shape == (1, 4)


def test_a_saved_model_is_read_as_it_was(tmp_path: Path) -> None:
    made = Chain.mean([ONE, OTHER], LABELS)
    made.save(tmp_path / "model.npz")
    read = Chain.load(tmp_path / "model.npz")
    sequence = [["red", "big"], ["blue"], ["unheard"]]
    assert read.labels == LABELS
    assert np.array_equal(read.odds(sequence), made.odds(sequence))


def test_the_same_model_is_the_same_file(tmp_path: Path) -> None:
    for name in ("one.npz", "two.npz"):
        Chain.mean([ONE, OTHER], LABELS).save(tmp_path / name)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_a_missing_model_says_how_it_is_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="make train"):
        Chain.load(tmp_path / "model.npz")
