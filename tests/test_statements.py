"""Statements by the words before them; the statements of a document, each once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplans.extractors.lexicon.statements import split_title, statement_of


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("OBJECTIVE 2 - Collaboration", ("objective", "2", "Collaboration")),
        ("Objective 2: Collaboration", ("objective", "2", "Collaboration")),
        ("Objective 2", ("objective", "2", "")),
        ("Strategic Objective 3.1 Children are heard", ("objective", "3.1", "Children are heard")),
        ("Priority One: Neglect", ("priority", "1", "Neglect")),
        ("PRIORITY TWO – NEGLECT", ("priority", "2", "NEGLECT")),
        ("Priority 1 | Neglect", ("priority", "1", "Neglect")),
        ("Priority no. 4: Neglect", ("priority", "4", "Neglect")),
        ("Our priority 1: Neglect", ("priority", "1", "Neglect")),
        ("Priority II: Neglect", ("priority", "2", "Neglect")),
        ("Strategic Priority 1a) Neglect", ("priority", "1a", "Neglect")),
        ("Theme 1 – Voice", ("theme", "1", "Voice")),
        ("Workstream 2: Data", ("theme", "2", "Data")),
        ("Strategic Aim A – A learning partnership", ("aim", "A", "A learning partnership")),
        ("Goal 3. Safe homes", ("aim", "3", "Safe homes")),
        ("Outcome: Children are safe", ("outcome", None, "Children are safe")),
        ("Outcome 4: Children are safe", ("outcome", "4", "Children are safe")),
        ("Priority: Neglect", ("priority", None, "Neglect")),
        ("❖ Objective 1: Neglect", ("objective", "1", "Neglect")),
    ],
)
def test_a_statement_is_its_kind_number_and_text(printed, expected):
    assert tuple(statement_of(printed)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "Priorities",
        "Priority",
        "Our priorities are:",
        "Priority a child may have",
        "Objective one of the three plans",
        "The objectives of the plan",
        "Objectively, it went well",
        "Review priority 1",
        "Aims to help children",
    ],
)
def test_other_sentences_are_none(sentence):
    assert statement_of(sentence) is None


@given(st.text(max_size=60))
def test_whatever_the_words_a_statement_is_a_part_of_them(text):
    found = statement_of(text)
    assert found is None or found.text in text


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("Neglect: Children who live with neglect are seen early", "Neglect"),
        ("Neglect – children who live with neglect are seen early", "Neglect"),
        ("Neglect", "Neglect"),
        ("Safe homes.", "Safe homes"),
        ("To be assured that children are heard", None),
        ("Children are heard", None),
        ("That partners of every agency listen to children and act upon what they have been told", None),
    ],
)
def test_the_short_name_of_a_statement(printed, title):
    assert split_title(printed) == (title, printed)
