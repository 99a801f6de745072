"""Labels in a line and behind a statement: ``Lead: QA Group``, ``(By when: March 2025)``."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplans.extractors.lexicon.labels import label_of, split_tail


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Lead: Head of Service", ("lead", "Lead", "Head of Service")),
        ("Lead – Head of Service", ("lead", "Lead", "Head of Service")),
        ("Lead - Head of Service", ("lead", "Lead", "Head of Service")),
        ("LEAD: Head of Service", ("lead", "LEAD", "Head of Service")),
        ("By when: March 2025", ("due", "By when", "March 2025")),
        ("Timescale:", ("due", "Timescale", "")),
        ("Action: Review the pathway", ("action", "Action", "Review the pathway")),
        ("How will we know?: Fewer children wait", ("success", "How will we know?", "Fewer children wait")),
        ("RAG: Green", ("rag", "RAG", "Green")),
        ("Progress: the tool is out", ("progress", "Progress", "the tool is out")),
        ("- Lead: QA Group", ("lead", "Lead", "QA Group")),
    ],
)
def test_a_line_that_begins_with_a_label(line, expected):
    assert tuple(label_of(line)) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Review the pathway",
        "Neglect: children who wait",
        "Priority: neglect",  # a statement, not a label
        "Outcome: children are safe",
        "Lead officers met in March",
        "Lead-lined boxes",
        "10:30 start",
        "",
    ],
)
def test_other_lines_have_none(line):
    assert label_of(line) is None


def test_labels_in_brackets_behind_a_statement():
    assert split_tail("Hold an event. (Lead: QA Group. By: March 2025)") == (
        "Hold an event.",
        [("lead", "Lead", "QA Group"), ("due", "By", "March 2025")],
    )


@pytest.mark.parametrize(
    ("printed", "labels"),
    [
        ("Hold an event. Lead: QA Group", [("lead", "QA Group")]),
        ("Hold an event Lead: QA Group", [("lead", "QA Group")]),
        ("Hold an event – Lead: QA Group; Timescale: March 2025", [("lead", "QA Group"), ("due", "March 2025")]),
        ("Hold an event [Lead: QA Group]", [("lead", "QA Group")]),
        ("Hold an event (Lead – QA Group)", [("lead", "QA Group")]),
        ("Hold an event | Owner: QA Group | When: May 2025", [("lead", "QA Group"), ("due", "May 2025")]),
        ("Hold an event (Lead: QA Group (chair))", [("lead", "QA Group (chair)")]),
        ("Hold an event (lead: QA Group, by when: May 2025)", [("lead", "QA Group"), ("due", "May 2025")]),
    ],
)
def test_a_tail_is_cut_from_the_statement(printed, labels):
    statement, found = split_tail(printed)
    assert statement.rstrip(".") == "Hold an event"
    assert [(label.role, label.value) for label in found] == labels


def test_a_line_of_labels_alone_has_no_statement():
    assert split_tail("Lead: QA Group Timescale: May 2025") == (
        "",
        [("lead", "Lead", "QA Group"), ("due", "Timescale", "May 2025")],
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Hold an event",
        "Agree a protocol with a measure: the number of children seen",
        "The police lead on this work – and report on it",
        "Lead the review of the front door",
        "Ask three groups: police, health and schools",
        "Review action plans – all of them – by May",
    ],
)
def test_a_sentence_that_uses_the_words_keeps_them(sentence):
    assert split_tail(sentence) == (sentence, [])


@given(st.text(alphabet="Lead: By when–-()[].;,| Group May 2025\n", max_size=70))
def test_cutting_never_invents_words(text):
    statement, labels = split_tail(text)
    assert statement in text
    for label in labels:
        assert label.value in text and label.label in text
    assert len(statement) + sum(len(x.value) + len(x.label) for x in labels) <= len(text)
