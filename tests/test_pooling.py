"""The same words in several views of a text."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from safeplans.extractors.labelling.pooling import OTHERS, pooled, same_words


def test_words_are_known_again_by_their_neighbours() -> None:
    one = "Audit files QA Group June Train staff HR June".split()
    other = "Audit files Train staff QA Group HR June June".split()  # column after column
    assert same_words(one, other).tolist() == [0, 1, 4, 5, -1, 2, 3, 6, 7]  # one June stands in other company


def test_a_word_in_other_company_is_left_alone() -> None:
    assert same_words("held June Chair".split(), "by June Board".split()).tolist() == [-1, -1, -1]


def test_other_views_count_half() -> None:
    mine = np.array([[1.0, 0.0]], dtype=np.float32)
    theirs = np.array([[0.0, 1.0]], dtype=np.float32)
    own, other = pooled([["Audit"], ["Audit"]], [mine, theirs])
    assert np.allclose(own, [[1 / (1 + OTHERS), OTHERS / (1 + OTHERS)]])
    assert np.allclose(other, own[:, ::-1])


def test_a_view_alone_keeps_its_odds() -> None:
    mine = np.array([[0.7, 0.3]], dtype=np.float32)
    assert pooled([["Audit"]], [mine])[0].tolist() == mine.tolist()


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_a_place_is_given_once_and_holds_the_same_word(words: list[str], others: list[str]) -> None:
    places = [int(at) for at in same_words(words, others)]
    assert all(words[here] == others[at] for here, at in enumerate(places) if at >= 0)
    known = [at for at in places if at >= 0]
    assert len(known) == len(set(known))


@given(st.lists(st.sampled_from("abcd")))
def test_a_text_knows_itself(words: list[str]) -> None:
    assert same_words(words, words).tolist() == list(range(len(words)))
