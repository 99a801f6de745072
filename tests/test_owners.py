"""Owners in lead cells, sentences and measures: specifications by example, all areas fictional."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplans.extractors.ownership.abbreviations import Abbreviations, Definition
from safeplans.extractors.ownership.owners import cell_owners_by_rule, classify, owners_by_rule, owners_in_measure

KNOWN = Abbreviations(
    [
        Definition("FSCP", "Fernley Safeguarding Children Partnership", "register"),
        Definition("FSAB", "Fernley Safeguarding Adults Board", "glossary"),
        Definition("QAWG", "Quality Assurance Working Group", "glossary"),
        Definition("BMG", "Business Management Group", "inline"),
        Definition("XFD", "Extra Front Door", "glossary"),
        Definition("L&D", "Learning and Development", "glossary"),
        Definition("CSE", "child sexual exploitation", "inline"),
    ]
)
GROUPS = ("Executive", "QAWG", "Quality Assurance Working Group", "Asylum / Hotels Safety Group", "Network Meeting")


def names(text: str | list[str]) -> list[str]:
    return [m.name for m in cell_owners_by_rule(text, KNOWN, GROUPS)]


def stated(text: str, *, cell_owners: bool = False) -> list[tuple[str, str]]:
    return [(m.name, m.relation) for m in owners_by_rule(text, KNOWN, GROUPS, cell_owners=cell_owners)]


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        ("Head of Service, Early Help", ["Head of Service, Early Help"]),
        ("Practice Review and Learning Manager", ["Practice Review and Learning Manager"]),
        ("Oldshire and Newshire Police", ["Oldshire and Newshire Police"]),
        ("Fernley and Moor Women's Aid", ["Fernley and Moor Women's Aid"]),
        ("Audit and Performance Sub-group", ["Audit and Performance Sub-group"]),
        ("Policy, Procedure and Practice Subgroup", ["Policy, Procedure and Practice Subgroup"]),
        ("Lead/Deputy Safeguarding Partners", ["Lead/Deputy Safeguarding Partners"]),
        ("Named/Designated Nurse", ["Named/Designated Nurse"]),
        ("Domestic Abuse Commissioner, Fernley MBC", ["Domestic Abuse Commissioner, Fernley MBC"]),
        ("Asylum / Hotels Safety Group", ["Asylum / Hotels Safety Group"]),
        ("Director of Children's and Adults' Services", ["Director of Children's and Adults' Services"]),
        ("Police and Crime Commissioner", ["Police and Crime Commissioner"]),
        ("L&D Committee", ["L&D Committee"]),
    ],
)
def test_a_name_with_joining_words_inside_stays_whole(cell: str, owners: list[str]) -> None:
    assert names(cell) == owners


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        (
            "Director of Children's Services, Designated Nurse, North Moor BCU",
            ["Director of Children's Services", "Designated Nurse", "North Moor BCU"],
        ),
        ("Head of Service, MASH; Fernley Education Service", ["Head of Service, MASH", "Fernley Education Service"]),
        ("Learning Hub and SEND Partnership Board", ["Learning Hub", "SEND Partnership Board"]),
        ("Head of Family Wellbeing and Moor NHS Trust", ["Head of Family Wellbeing", "Moor NHS Trust"]),
        ("QAWG/BMG", ["QAWG", "BMG"]),
        ("Police, Health & Education", ["Police", "Health", "Education"]),
        ("0-19 Service / Moor Hospital / Moorshire Police", ["0-19 Service", "Moor Hospital", "Moorshire Police"]),
        (
            "QA Subgroup Lead/Section 11 Challenge Panel (including a lay member)",
            ["QA Subgroup Lead", "Section 11 Challenge Panel"],
        ),
    ],
)
def test_a_cell_with_several_names_is_divided(cell: str, owners: list[str]) -> None:
    assert names(cell) == owners


@pytest.mark.parametrize(
    ("lines", "owners"),
    [
        (["QAWG", "Designated Nurse"], ["QAWG", "Designated Nurse"]),
        (["Head of Safeguarding and", "Quality Assurance"], ["Head of Safeguarding and Quality Assurance"]),
        (["Quality Assurance", "Subgroup"], ["Quality Assurance Subgroup"]),
        (["Assistant Director", "Early Help"], ["Assistant Director Early Help"]),
        (["Police", "Housing"], ["Police", "Housing"]),
    ],
)
def test_lines_of_a_cell_are_names_unless_one_goes_on(lines: list[str], owners: list[str]) -> None:
    assert names(lines) == owners


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "-",
        "–",
        "TBC",
        "tbc.",
        "N/A",
        "To be confirmed",
        "?",
        "Lead: TBC",
        "As above",
        "Same as 1.1",
        "same lead as 2.1",
    ],
)
def test_a_cell_that_names_nobody_gives_no_owner(cell: str) -> None:
    assert names(cell) == []


@pytest.mark.parametrize(
    "cell",
    [
        "Jane Doe, Head of Safeguarding",
        "Jane Doe (Head of Safeguarding)",
        "Jane Doe – Head of Safeguarding",
        "Jane Doe Head of Safeguarding",
        "Head of Safeguarding (Jane Doe)",
        "Head of Safeguarding - Jane Doe",
    ],
)
def test_a_person_and_a_post_are_two_owners(cell: str) -> None:
    found = {(m.name, m.kind) for m in cell_owners_by_rule(cell, KNOWN, GROUPS)}
    assert found == {("Jane Doe", "person"), ("Head of Safeguarding", "role")}


@pytest.mark.parametrize(
    ("cell", "canonical"),
    [
        ("QAWG Chair", "Quality Assurance Working Group Chair"),
        ("Head of Service, XFD", "Head of Service, Extra Front Door"),
        ("Exec", "Executive"),
        ("Network", "Network Meeting"),
        ("LADO", "Local Authority Designated Officer"),
        ("ZZG", "ZZG"),
    ],
)
def test_canonical_spells_out_what_the_document_or_the_register_defines(cell: str, canonical: str) -> None:
    assert [m.canonical for m in cell_owners_by_rule(cell, KNOWN, GROUPS)] == [canonical]


@pytest.mark.parametrize(
    ("name", "kind", "sector"),
    [
        ("All partners", "partnership", "partnership"),
        ("FSCP", "partnership", "partnership"),
        ("Strategic Leads", "group", "partnership"),
        ("Quality Assurance Subgroup", "group", "partnership"),
        ("Head Teachers’ Forum", "group", "education"),
        ("Cabinet", "group", "local_authority"),
        ("Designated Nurse", "role", "health"),
        ("Named GP", "role", "health"),
        ("Head of SEND", "role", "local_authority"),
        ("Virtual School Head", "role", "education"),
        ("Detective Superintendent, Public Protection", "role", "police"),
        ("Independent Scrutineer", "role", "scrutiny"),
        ("FSCP Business Manager", "role", "partnership"),
        ("Director of Adult Social Services", "role", "local_authority"),
        ("NHS Fernley ICB", "agency", "health"),
        ("Fernley Integrated Care Board", "agency", "health"),
        ("Moorshire Constabulary", "agency", "police"),
        ("Adult Social Care", "agency", "local_authority"),
        ("Probation", "agency", "justice"),
        ("Moorshire Fire and Rescue Service", "agency", "other"),
        ("Fernley Voluntary Service Council", "agency", "voluntary"),
        ("Healthwatch Fernley", "agency", "voluntary"),
        ("Jane Doe", "person", "other"),
    ],
)
def test_kind_and_sector(name: str, kind: str, sector: str) -> None:
    assert classify(name, KNOWN.spell_out(name)) == (kind, sector)


@pytest.mark.parametrize(
    ("sentence", "owners"),
    [
        ("QAWG completed a re-audit of plans.", [("QAWG", "lead")]),
        ("The Youth Justice Service will extend its offer.", [("Youth Justice Service", "lead")]),
        ("In May 2031 Moorshire Police led a week of action.", [("Moorshire Police", "lead")]),
        ("Education leads to provide analysis each June.", [("Education leads", "lead")]),
        ("Head of Corporate Parenting report to Lead Safeguarding Partners.", [
            ("Head of Corporate Parenting", "lead"), ("Lead Safeguarding Partners", "reports_to")]),
        ("Report from MPS, YJS and Duty Team to the Business Management Group.", [
            ("MPS", "lead"), ("YJS", "lead"), ("Duty Team", "lead"), ("Business Management Group", "reports_to")]),
        ("Strategy to be considered and signed off by Strategic Leads.", [("Strategic Leads", "reports_to")]),
        ("Uptake to be reviewed by Strategic Leads in May.", [("Strategic Leads", "reports_to")]),
        ("Audit the cases and report the learning to BMG.", [("BMG", "reports_to")]),
        ("Share the themes with the MACE Chair.", [("MACE Chair", "reports_to")]),
        ("Practice is monitored through the FSCP meeting, QAWG and Strategy Group.", [
            ("FSCP meeting", "reports_to"), ("QAWG", "reports_to"), ("Strategy Group", "reports_to")]),
        ("Vulnerable Adults Strategy Group – Offer assurance that plans are in place.", [
            ("Vulnerable Adults Strategy Group", "lead")]),
        ("Lead Safeguarding Partners seek assurance on practice.", [("Lead Safeguarding Partners", "reports_to")]),
        ("The FSCP commissions an Independent Scrutineer to work with us.", [
            ("FSCP", "lead"), ("Independent Scrutineer", "lead")]),
    ],
)  # fmt: skip
def test_sentences_name_who_leads_and_who_receives(sentence: str, owners: list[tuple[str, str]]) -> None:
    assert stated(sentence) == owners


@pytest.mark.parametrize(
    "sentence",
    [
        "We will train practitioners in every school.",
        "Family hubs opened in three towns.",
        "Revise the structure of the Child Exploitation Sub Group.",
        "The number of referrals rose to 604.",
        "Agencies feel able to report concerns to the LADO.",
        "Develop links with the Community Safety Board.",
        "Publish the guidance on the Partnership website.",
        "Training was attended by staff from Moorshire Police.",
        "Children will report feeling safer.",
        "",
    ],
)
def test_those_who_are_trained_attend_or_are_affected_are_no_owners(sentence: str) -> None:
    assert stated(sentence) == []


def test_beside_a_lead_column_only_receivers_and_clear_leaders_are_taken() -> None:
    text = "Hold challenge visits led by the Independent Scrutineer and report the findings to the Strategic Board."
    assert stated(text, cell_owners=True) == [("Strategic Board", "reports_to")]
    assert stated("BMG will provide an analysis.", cell_owners=True) == [("BMG", "lead")]


@pytest.mark.parametrize(
    ("measure", "owner"),
    [
        ("Report to BMG", "BMG"),
        ("Evaluation presented to the Business Management Group.", "Business Management Group"),
        ("Quarterly report received by Children's QA subgroup", "Children's QA subgroup"),
        ("Children's QA subgroup report to OMG", "OMG"),
        ("Subgroup to BMG", "BMG"),
        ("Reports 3 times per year to the BMG", "BMG"),
    ],
)
def test_a_measure_names_who_receives_the_report(measure: str, owner: str) -> None:
    assert [(m.name, m.relation) for m in owners_in_measure(measure, KNOWN, GROUPS)] == [(owner, "reports_to")]


def test_one_body_in_one_relation_is_one_owner() -> None:
    found = owners_by_rule("Report to BMG. Report to the Business Management Group.", KNOWN)
    assert [m.name for m in found] == ["BMG"]


PIECES = (
    "Head of Service QAWG / , ; & and ( ) Police will report to the by – : Lead\n Board Jane Doe Director"
    " reviewed • ' ⟦0⟧ BMG 2. All partners TBC"
).split(" ")
WILD = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.text(max_size=60)


@given(WILD)
def test_no_text_raises_and_names_are_verbatim(text: str) -> None:
    for read in (cell_owners_by_rule, owners_by_rule, owners_in_measure):
        for mention in read(text, KNOWN, GROUPS):
            assert text[mention.start_char : mention.end_char] == mention.name
            assert 0 < mention.confidence <= 1


@given(st.lists(WILD, max_size=3))
def test_lines_of_a_cell_never_raise(lines: list[str]) -> None:
    joined = " ".join(line.strip() for line in lines if line.strip())
    for mention in cell_owners_by_rule(lines, KNOWN, GROUPS):
        assert joined[mention.start_char : mention.end_char] == mention.name
