"""The statements of a document, each once, however often it is printed."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from safeplans.extractors.base.document import Place
from safeplans.extractors.drafting.objectives import Objectives, likeness, words_of

FULL = "Neglect: Children who live with neglect are seen early and helped at once"


def place(line: int) -> Place:
    return Place(None, line, line)


def add(objectives: Objectives, text: str, line: int = 1, kind: str = "priority", **more):
    return objectives.add(kind, text, place(line), text, "heading", 0.9, **more)


def test_a_statement_printed_again_is_one_row():
    objectives = Objectives()
    first = add(objectives, "Children are heard in every assessment", 1)
    again = add(objectives, "CHILDREN ARE HEARD IN EVERY ASSESSMENT.", 9)
    assert again is first
    assert len(objectives.rows) == 1
    assert first.source.place == place(1)


def test_a_name_and_its_fuller_printing_are_one_row_with_the_fuller_words():
    objectives = Objectives()
    add(objectives, "Neglect", 1, number="1")
    row = add(objectives, FULL, 20, number="1")
    assert len(objectives.rows) == 1
    assert (row.title, row.text, row.number) == ("Neglect", FULL, "1")
    assert row.source.place == place(20), "the place is that of the fuller printing"


def test_the_shorter_printing_later_changes_nothing():
    objectives = Objectives()
    add(objectives, FULL, 1)
    row = add(objectives, "Neglect", 20)
    assert len(objectives.rows) == 1
    assert (row.text, row.source.place) == (FULL, place(1))


def test_a_number_printed_later_is_kept():
    objectives = Objectives()
    add(objectives, "Children are heard in every assessment")
    assert add(objectives, "Children are heard in every assessment", number="2").number == "2"


def test_other_numbers_are_other_statements_although_the_words_are_alike():
    objectives = Objectives()
    add(objectives, "Review the front door with all our partners", number="1")
    add(objectives, "Review the front door with all our partners", number="2")
    assert len(objectives.rows) == 2


def test_a_change_of_a_word_is_the_same_statement_under_the_same_number_only():
    objectives = Objectives()
    add(objectives, "Children are safe at home and at school", number="1")
    add(objectives, "Children are safe at home and in school", number="1")
    assert len(objectives.rows) == 1
    add(objectives, "Adults are safe in care homes")
    assert len(objectives.rows) == 2


def test_the_same_words_in_another_kind_or_standing_are_a_row_of_their_own():
    objectives = Objectives()
    add(objectives, "Children are safe", kind="priority")
    add(objectives, "Children are safe", kind="outcome")
    add(objectives, "Children are safe", kind="priority", standing="previous")
    assert [(o.kind, o.standing) for o in objectives.rows] == [
        ("priority", "current"),
        ("outcome", "current"),
        ("priority", "previous"),
    ]


def test_keys_count_up():
    objectives = Objectives()
    for text in ("Neglect", "Voice", "Exploitation"):
        add(objectives, text)
    assert [o.key for o in objectives.rows] == ["o1", "o2", "o3"]


def test_a_period_comes_with_the_statement():
    objectives = Objectives()
    span = (dt.date(2024, 4, 1), dt.date(2027, 3, 31))
    row = add(objectives, "Neglect", period=span)
    assert (row.period_start, row.period_end) == span


def test_the_prevailing_kind_leaves_outcomes_out():
    objectives = Objectives()
    assert objectives.prevailing_kind() is None
    add(objectives, "Children are safe", kind="outcome")
    add(objectives, "Families are heard", kind="outcome")
    assert objectives.prevailing_kind() is None
    add(objectives, "Neglect", kind="theme")
    assert objectives.prevailing_kind() == "theme"


WORDS = st.lists(st.sampled_from("children are safe heard at home Neglect police".split()), max_size=8).map(" ".join)


@given(WORDS, WORDS)
def test_likeness_is_between_0_and_1_and_1_for_the_same_words_only(a, b):
    assert 0 <= likeness(a, b) <= 1
    assert likeness(a, a) == 1
    assert (likeness(a, b) == 1) == (words_of(a) == words_of(b))


@given(st.lists(WORDS.filter(bool), min_size=1, max_size=6))
def test_a_statement_is_found_as_soon_as_it_is_added(texts):
    objectives = Objectives()
    for text in texts:
        row = add(objectives, text)
        assert objectives.find(row.text) is not None
    assert len({o.key for o in objectives.rows}) == len(objectives.rows) <= len(texts)
