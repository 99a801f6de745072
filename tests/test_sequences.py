"""What stands between words, and the likeliest labels across it."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplans.extractors.base.document import Place
from safeplans.extractors.labelling.sequences import Steps
from safeplans.extractors.views.boundaries import BOUNDARIES, boundaries_of
from safeplans.extractors.views.pieces import Piece, View, line_pieces

PLACE = Place(None, 1, 1)
LABELS = ["O", "B-ACT", "I-ACT"]


def lines(*printed: str) -> View:
    gaps = [at == 0 or not printed[at - 1] for at in range(len(printed))]
    return View("lines", [p for at, line in enumerate(printed) for p in line_pieces(line, at + 1, gaps[at])])


def kinds(view: View) -> list[str]:
    return [BOUNDARIES[at] for at in boundaries_of(view)]


def steps(**told: np.ndarray) -> Steps:
    return Steps(LABELS, np.array([told.get(kind, np.zeros((3, 3))) for kind in BOUNDARIES], dtype=np.float32))


def test_a_sentence_and_a_comma_end_something_and_a_blank_does_not() -> None:
    assert kinds(lines("Train staff, then audit. Report it")) == [
        "beginning", "word", "pause", "word", "sentence", "word",
    ]  # fmt: skip
    assert kinds(lines("The U.K. strategy (draft)"))[1:] == ["word", "word", "pause"]


def test_a_line_goes_on_where_the_next_begins_small() -> None:
    assert kinds(lines("Train all", "staff by May.", "Report", "", "Lead"))[2:] == [
        "wrap", "word", "word", "line_behind_sentence", "block",
    ]  # fmt: skip
    assert kinds(lines("Train", "- audit")) == ["beginning", "item"]


def test_a_cell_is_known_by_its_place() -> None:
    def cell(text: str, column: int, part: int = 0) -> Piece:
        return Piece(text, text.split(), "cell", PLACE, block=0, row=0, column=column, part=part)

    view = View("blocks", [cell("Train", 0), cell("all staff", 0, 1), cell("Police", 1), cell("Health", 1, 1)])
    assert kinds(view) == ["beginning", "cell_wrap", "word", "cell", "paragraph"]


def test_a_view_without_words_has_no_boundaries() -> None:
    assert boundaries_of(View("blocks", [])).tolist() == []


def test_labels_come_in_runs_amid_a_sentence_and_change_where_one_ends() -> None:
    odds = np.array([[0.9, 0.1, 0], [0.45, 0.55, 0], [0.9, 0.1, 0]], dtype=np.float32)
    together = np.array([[1, -1, 0], [-1, 1, 0], [0, 0, 0]])
    word, sentence = BOUNDARIES.index("word"), BOUNDARIES.index("sentence")
    model = steps(word=together)
    assert model.path(odds, np.array([0, word, word], dtype=np.int32)).tolist() == [0, 0, 0]
    assert model.path(odds, np.array([0, sentence, sentence], dtype=np.int32)).tolist() == [0, 1, 0]
    assert model.path(odds[:0], np.zeros(0, dtype=np.int32)).tolist() == []


@given(st.data())
def test_no_path_is_likelier(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 4))
    numbers = st.floats(0.0625, 1, width=32)
    odds = np.array(data.draw(st.lists(st.tuples(*[numbers] * 3), min_size=count, max_size=count)), dtype=np.float32)
    across = np.array(data.draw(st.lists(st.integers(0, 2), min_size=count, max_size=count)), dtype=np.int32)
    table = np.random.default_rng(data.draw(st.integers(0, 9))).normal(size=(len(BOUNDARIES), 3, 3)).astype(np.float32)

    def weight(path: tuple[int, ...]) -> float:
        own = sum(float(np.log(odds[at, label])) for at, label in enumerate(path))
        return own + sum(float(table[across[at], path[at - 1], path[at]]) for at in range(1, count))

    found = tuple(Steps(LABELS, table).path(odds, across).tolist())
    assert weight(found) == pytest.approx(max(map(weight, product(range(3), repeat=count))), abs=1e-4)


def test_what_is_saved_is_read_again_and_the_same_model_is_the_same_file(tmp_path: Path) -> None:
    model = steps(word=np.arange(9).reshape(3, 3))
    for name in ("one.npz", "two.npz"):
        model.save(tmp_path / name)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    read, odds, across = Steps.load(tmp_path / "one.npz"), np.eye(3, dtype=np.float32), np.full(3, 3, dtype=np.int32)
    assert read.labels == LABELS
    assert read.path(odds, across).tolist() == model.path(odds, across).tolist()


def test_a_model_that_is_missing_says_how_it_is_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="make train"):
        Steps.load(tmp_path / "steps.npz")


def test_steps_are_fitted_to_what_right_labels_show() -> None:
    pytest.importorskip("jax", reason="only training needs JAX")
    from corpus.families import Family  # noqa: PLC0415
    from corpus.sequences import Told, counted, fitted  # noqa: PLC0415

    family = Family("a", "learn", "a", "a", 1, "plan", "adults", "txt", True, "lines")
    labels = ["B-ACT", "I-ACT", "O"] * 40  # an action of two words, then one of narrative
    odds = np.full((len(labels), 3), 1 / 3, dtype=np.float32)
    odds[::3] = 0.1, 0.8, 0.1  # the network knows where it begins
    told = Told(family, 1.0, np.full(len(labels), BOUNDARIES.index("word"), dtype=np.int32), labels, odds)
    model = fitted([told], LABELS, counted([told], LABELS))
    assert [LABELS[at] for at in model.path(odds, told.boundaries)] == labels
    with pytest.raises(ValueError, match="network of its fold"):
        fitted([], LABELS, counted([], LABELS))
