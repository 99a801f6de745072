"""Labels of a view by the shipped models."""

from __future__ import annotations

from safeplans.extractors.base.document import Place
from safeplans.extractors.labelling.cues import piece_cues
from safeplans.extractors.labelling.scores import Labelled, scorer
from safeplans.extractors.views.pieces import Piece, View


def view(name: str, *texts: str) -> View:
    return View(name, [Piece(t, t.split(), "line", Place(None, n, n)) for n, t in enumerate(texts, 1)])


def labelled(lone: View) -> Labelled:
    return scorer().labelled(lone, scorer().odds(lone, piece_cues(lone)))


def test_every_word_of_a_view_has_a_label_with_its_odds() -> None:
    lone = view("blocks", "Priority 1: Neglect", "We will audit forty files by June 2025.")
    told = labelled(lone)
    assert len(told.labels) == len(told.odds) == len(told.plan) == len(lone.tokens)
    assert all(0 <= odds <= 1 for odds in (*told.odds, *told.plan))


def test_a_view_without_words_has_no_labels() -> None:
    assert labelled(View("blocks", [])).labels == []
