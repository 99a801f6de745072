from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplans.extractors.ownership.abbreviations import (
    Abbreviations,
    Definition,
    common_abbreviations,
    inline_definitions,
)


@pytest.mark.parametrize(
    ("text", "term", "expansion"),
    [
        ("Reports go to the Business Management Group (BMG) each quarter.", "BMG", "Business Management Group"),
        ("Reports go to BMG (Business Management Group).", "BMG", "Business Management Group"),
        ("a response to Domestic violence and abuse (DVA) that", "DVA", "Domestic violence and abuse"),
        ("plans for Children In Need (CIN).", "CIN", "Children In Need"),
        ("youth violence, criminal exploitation (CCE) and", "CCE", "criminal exploitation"),
        ("the Local Safeguarding Children Boards (LSCBs) were", "LSCBs", "Local Safeguarding Children Boards"),
        ("use of the Graded Care Profile 2 (GCP2) tool", "GCP2", "Graded Care Profile 2"),
        ("the Learning and Development (L&D) Committee", "L&D", "Learning and Development"),
        ("the Multi-Agency Safeguarding Hub (MASH) is", "MASH", "Multi-Agency Safeguarding Hub"),
        ("the Multiagency Risk Assessment Conference (MARAC) is", "MARAC", "Multiagency Risk Assessment Conference"),
        ("Speech and Language Therapy (SALT) joined", "SALT", "Speech and Language Therapy"),
        (
            "The Fernley and South Vale NHS Foundation Trust (FSVFT) has",
            "FSVFT",
            "Fernley and South Vale NHS Foundation Trust",
        ),
        ("as ‘Working Well to Safeguard People 2031’ (WW31) says", "WW31", "Working Well to Safeguard People 2031"),
        ("principles: Patient, Accessible, Caring and True (PACT)", "PACT", "Patient, Accessible, Caring and True"),
        ("the Designated Safeguarding Lead (“DSL”) attends", "DSL", "Designated Safeguarding Lead"),
        (
            "the Fernley Safeguarding Children Partnership (hereafter FSCP)",
            "FSCP",
            "Fernley Safeguarding Children Partnership",
        ),
    ],
)
def test_inline_definition_takes_exactly_the_words_that_the_letters_stand_for(
    text: str, term: str, expansion: str
) -> None:
    found = inline_definitions(text)
    assert [(t, e) for t, e, _, _ in found] == [(term, expansion)]
    _, _, start, end = found[0]
    assert term in text[start:end] and expansion in text[start:end]


@pytest.mark.parametrize(
    "text",
    [
        "the revised guidance (2023)",
        "audits (see page 3)",
        "Publish the toolkit (Lead: QA Group)",
        "Review of cases (Section II)",
        "The group met (In June)",
        "children and young people (CQC) reported",
        "()",
    ],
)
def test_other_brackets_define_nothing(text: str) -> None:
    assert inline_definitions(text) == []


def test_document_goes_before_register_and_glossary_before_all() -> None:
    known = Abbreviations(
        [
            Definition("CDOP", "Community Director of Play", "inline"),
            Definition("CDOP", "Child Deaths Oversight Panel", "glossary"),
        ]
    )
    assert known.expansion("CDOP") == Definition("CDOP", "Child Deaths Oversight Panel", "glossary")
    register = Abbreviations().expansion("CDOP")
    assert register is not None and register.defined_in == "register"


def test_two_expansions_of_one_rank_leave_the_abbreviation_as_printed() -> None:
    known = Abbreviations(
        [
            Definition("SAB", "Strategic Assurance Board", "inline"),
            Definition("SAB", "Safeguarding Adults Board", "inline"),
        ]
    )
    assert known.expansion("SAB") is None
    assert known.spell_out("SAB Chair") == "SAB Chair"


def test_spelling_variants_of_one_expansion_do_not_compete() -> None:
    known = Abbreviations(
        [
            Definition("LIG", "Learning & Improvement Group", "group"),
            Definition("LIG", "Learning and improvement group", "group"),
        ]
    )
    assert known.spell_out("LIG") == "Learning & Improvement Group"


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("QAWG Chair", "Quality Assurance Working Group Chair"),
        ("L&D Committee", "Learning and Development Committee"),
        ("Head of Service, XFD", "Head of Service, Extra Front Door"),
        ("QAWG Group", "Quality Assurance Working Group"),
        ("ZZZ Chair", "ZZZ Chair"),
        ("MASH Service Manager", "MASH Service Manager"),
        ("LADO", "Local Authority Designated Officer"),
        ("IDVAs", "Independent Domestic Violence Advisers"),
        ("xfd", "xfd"),
    ],
)
def test_spell_out(name: str, spelt: str) -> None:
    known = Abbreviations(
        [
            Definition("QAWG", "Quality Assurance Working Group", "glossary"),
            Definition("L&D", "Learning and Development", "inline"),
            Definition("XFD", "Extra Front Door", "glossary"),
        ]
    )
    assert known.spell_out(name) == spelt


def test_register_names_a_source_for_every_entry() -> None:
    assert common_abbreviations()["icb"].expansion == "Integrated Care Board"
    assert len(common_abbreviations()) >= 20


@given(st.text(alphabet="ABCabc &()’'-.,“”12\n", max_size=80))
def test_any_text_can_be_searched(text: str) -> None:
    for term, _, start, end in inline_definitions(text):
        assert 0 <= start < end <= len(text)
        assert term in text[start:end]


@given(st.text(max_size=40))
def test_any_name_can_be_spelt_out(name: str) -> None:
    assert isinstance(Abbreviations([Definition("AB", "Alpha Beta", "inline")]).spell_out(name), str)
