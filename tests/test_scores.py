"""Labels of a document's views: each view's own odds, and what the other views make of the same words."""

from __future__ import annotations

import numpy as np

from extractors.document import Place
from extractors.pieces import Piece, View
from extractors.scores import _as_seen, _occurrences, _shared, scorer


def view(name: str, *texts: str) -> View:
    return View(name, [Piece(t, t.split(), "line", Place(None, n, n)) for n, t in enumerate(texts, 1)])


def test_a_word_is_found_in_another_view_by_the_how_manieth_of_its_like_it_is() -> None:
    there, here = _occurrences(view("blocks", "a b", "a c")), _occurrences(view("lines", "a a", "b d"))
    odds = np.array([[1.0], [2.0], [3.0], [4.0]])
    assert np.array_equal(_as_seen(odds, there, here), np.array([[1.0], [3.0], [2.0], [np.nan]]), equal_nan=True)


def test_a_view_counts_half_and_the_others_the_rest() -> None:
    own = np.array([[0.8, 0.2]])
    others = [np.array([[0.4, 0.6]]), np.array([[0.2, 0.8]])]
    assert np.allclose(_shared(own, others), [[0.55, 0.45]])


def test_a_word_that_no_other_view_has_keeps_its_odds() -> None:
    assert np.allclose(_shared(np.array([[0.8, 0.2]]), [np.full((1, 2), np.nan)]), [[0.8, 0.2]])


def test_a_lone_view_is_labelled_by_itself() -> None:
    lone = view("blocks", "Priority 1: Neglect", "We will audit forty files by June 2025.")
    told = scorer().label([lone])[0]
    assert len(told.labels) == len(told.odds) == len(told.plan) == len(lone.tokens)
    assert all(0 <= odds <= 1 for odds in (*told.odds, *told.plan))


def test_every_view_has_a_label_for_each_of_its_words() -> None:
    views = [view("blocks", "Audit forty files"), view("lines", "Audit forty", "files and more")]
    assert [len(told.labels) for told in scorer().label(views)] == [3, 5]
