"""What columns and sections mean, by the words over them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplans.extractors.lexicon.columns import PLAN_ROLES, looks_like_header, role_of
from safeplans.extractors.lexicon.intros import intro_role
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.lexicon.sections import section_of
from safeplans.extractors.lexicon.verbs import is_commitment, starts_with_verb


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Ref", "reference"),
        ("No.", "reference"),
        ("Action No", "reference"),
        ("Priority", "priority"),
        ("Strategic Objective", "priority"),
        ("Desired outcome", "outcome"),
        ("What do we want to achieve?", "outcome"),
        ("Action", "action"),
        ("What we will do", "action"),
        ("How will we do it?", "action"),
        ("Key activities", "action"),
        ("Lead", "lead"),
        ("Lead(s)", "lead"),
        ("Who?", "lead"),
        ("Responsible officer", "lead"),
        ("Reporting to", "reports_to"),
        ("By when", "due"),
        ("Timescale", "due"),
        ("Target date", "due"),
        ("Start date", "start"),
        ("Success criteria", "success"),
        ("How will we know it has worked?", "success"),
        ("What success will look like", "success"),
        ("Evidence of impact", "evidence"),
        ("Progress update", "progress"),
        ("RAG", "rag"),
        ("BRAG rating", "rag"),
        ("Chair", "chair"),
        ("Frequency of meetings", "meets"),
        ("Abbreviation", "term"),
    ],
)
def test_the_role_of_a_heading(heading, role):
    match = role_of(heading)
    assert match is not None
    assert match.role == role


def test_case_punctuation_and_asides_do_not_matter():
    assert role_of("LEAD:") == role_of("lead") == role_of(" Lead ")
    for heading in ("Lead (agency / officer)", "Timescale - by end of", "Lead/owner"):
        match = role_of(heading)
        assert match is not None and 0.8 < match.score <= 1.0, heading


def test_a_whole_heading_is_surer_than_a_part_of_one():
    assert role_of("Timescale").score == 1.0
    assert 0.5 < role_of("Agreed timescale of the board").score < 0.9


@pytest.mark.parametrize("text", ["", "  ", "Neglect", "Wendle", "QA Group", "2024", "•"])
def test_other_words_have_no_role(text):
    assert role_of(text) is None


def test_a_statement_is_no_heading():
    assert role_of("The lead officer will report on progress to the Board by the end of the year as agreed") is None


@given(st.text(max_size=60))
def test_scores_are_between_0_and_1_whatever_the_words(text):
    match = role_of(text)
    assert match is None or 0 < match.score <= 1


def test_every_phrase_of_the_vocabulary_finds_a_role_and_exact_phrases_are_sure():
    for role, lists in load_toml("columns").items():
        for phrase in lists["exact"]:
            match = role_of(phrase)
            assert match is not None and match.score == 1.0, (role, phrase)
        assert not any(len(p.split()) > 14 for p in [*lists["exact"], *lists["within"]])
    assert set(load_toml("columns")) >= PLAN_ROLES


def test_no_exact_heading_stands_under_two_roles():
    """The first role wins silently, so a phrase in two lists is a slip of the pen."""
    seen: dict[str, str] = {}
    twice = []
    for role, lists in load_toml("columns").items():
        for phrase in lists["exact"]:
            if seen.setdefault(phrase, role) != role:
                twice.append((phrase, seen[phrase], role))
    # a group's table and a plan's table use these words each in its own way
    assert {t[0] for t in twice} <= {"aim", "purpose", "subgroup", "sub group"}, twice


def test_a_header_row_is_most_of_its_cells_known_and_two_roles():
    assert looks_like_header(["Ref", "Action", "Lead", "By when"])
    assert looks_like_header(["Action", "", "Lead"])
    assert looks_like_header(["Aim", "Shape", "Lead", "Colour"])
    assert not looks_like_header(["Action", "Actions"]), "one role twice"
    assert not looks_like_header(["Action"])
    assert not looks_like_header(["1.1", "Review the pathway", "QA Group", "May 2025"])
    assert not looks_like_header([])


# ---- sections ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Contents", "contents"),
        ("Glossary of terms", "glossary"),
        ("Our vision and values", "values"),
        ("Introduction", "background"),
        ("1. Introduction", "background"),
        ("Section 2: Introduction", "background"),
        ("Our strategic priorities 2024-27", "priorities"),
        ("Action plan", "actions"),
        ("Three-year actions", "actions"),
        ("What we will do", "actions"),
        ("What we did", "achievements"),
        ("What difference did it make?", "impact"),
        ("Next steps", "next_steps"),
        ("How will we know?", "success"),
        ("What evidence of impact is required", "evidence"),
        ("What do we want to achieve?", "outcomes"),
        ("Governance structure", "groups"),
        ("Board membership", "membership"),
    ],
)
def test_the_kind_of_a_section(heading, kind):
    assert section_of(heading) == kind


@pytest.mark.parametrize("heading", ["", "Neglect", "Harrowmere", "Priority 1: Neglect", "Child exploitation"])
def test_other_headings_open_no_known_section(heading):
    assert section_of(heading) is None


# ---- introductions ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("Our priorities are:", "priorities"),
        ("We met twice. Our three priorities for 2024 to 2027 are:", "priorities"),
        ("We will:", "actions"),
        ("To achieve this we will:", "actions"),
        ("We will know that we have made a difference when:", "success"),
        ("The statutory duties of the board are:", "values"),
        ("The members are:", "membership"),
        ("The work is done by the following sub groups:", "groups"),
        ("This year we:", "achievements"),
        ("Our next steps are:", "next_steps"),
    ],
)
def test_what_the_sentence_before_a_list_says_of_it(sentence, role):
    assert intro_role(sentence) == role


def test_only_the_last_sentence_introduces():
    assert intro_role("Our priorities are many. The office is in Wendle Street.") is None


# ---- verbs ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Review the strategy", "To review the strategy", "We will review it", "Regularly review it", "• Develop a tool",
        "Continue to develop it", "Re-launch the tool", "Co-produce a guide",
    ],
)  # fmt: skip
def test_things_to_be_done(text):
    assert starts_with_verb(text)


@pytest.mark.parametrize(
    "text", ["", "The strategy", "Children are heard", "Early help is offered", "Police and health", "9"]
)
def test_things_that_are(text):
    assert not starts_with_verb(text)


def test_commitments():
    assert is_commitment("The Board will publish it") and is_commitment("Tool to be reviewed")
    assert not is_commitment("The Board published it")
