"""Owners in sentences as the trained model sees them: who does it, who is told, and how sure that is."""

from __future__ import annotations

import re

import pytest

from safeplans.extractors.extract import walked
from safeplans.extractors.ownership.abbreviations import Abbreviations, Definition
from safeplans.extractors.ownership.cells import Namer
from safeplans.extractors.ownership.noticed import CELL_WORD, cell_features, features, statement_features
from safeplans.extractors.ownership.owners import owners_in_cell, owners_in_statement
from safeplans.extractors.ownership.weighed import LEAST, bare_name, doers
from safeplans.extractors.reading import read
from safeplans.extractors.weights.chain import Chain

NAMER = Namer(Abbreviations(), ())
KNOWN = Abbreviations([Definition("QAG", "Quality Assurance Group", "group")])
LABELS = ["B-LEAD", "B-TO", "I-LEAD", "I-TO", "O"]


def chain(**weights: float) -> Chain:
    """A model that knows words by their weights for a label: ``Board__B_TO=5``."""
    states = {(f"w={k.split('__')[0].casefold()}", k.split("__")[1].replace("_", "-")): v for k, v in weights.items()}
    return Chain.mean([({**states, ("pos=0", "O"): 0.5}, {("O", "O"): 1.0})], LABELS)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The Quality Group looks at twenty capacity assessments twice a year.", "Quality Group"),
        ("A single set of measures is to be drawn up by the Data Analyst and agreed in May.", "Data Analyst"),
        ("The Head of Midwifery will issue a revised pathway for referrals before birth.", "Head of Midwifery"),
        ("A doorstep crime week, led by Trading Standards, with leaflets in every library.", "Trading Standards"),
    ],
)
def test_the_subject_and_who_stands_after_by_are_owners(sentence: str, name: str) -> None:
    found = [m for m in owners_in_statement(sentence, Abbreviations()) if m.relation == "lead"]
    assert name in [m.name for m in found]


@pytest.mark.parametrize(
    "sentence", ["Audit forty case files by June.", "Publish a guide for parents and carers.", "", "…"]
)
def test_a_statement_that_names_nobody_has_no_owner(sentence: str) -> None:
    assert owners_in_statement(sentence, Abbreviations()) == []


def test_names_are_printed_words_and_spelt_out_beside() -> None:
    text = "The QAG will look at sixty records."
    mention = next(m for m in owners_in_statement(text, KNOWN) if m.relation == "lead")
    assert text[mention.start_char : mention.end_char] == mention.name == "QAG"
    assert mention.canonical == "Quality Assurance Group"


def test_a_name_of_which_the_model_is_unsure_is_not_taken() -> None:
    sure = list(doers("Ask Fulano about it", chain(fulano__B_LEAD=6.0), NAMER))
    unsure = list(doers("Ask Fulano about it", chain(fulano__B_LEAD=1.3), NAMER))
    assert [d.name for d in sure] == ["Fulano"] and sure[0].odds > LEAST
    assert all(d.odds < LEAST for d in unsure)


def test_who_is_told_has_a_relation_of_its_own() -> None:
    found = list(doers("Report it to the Board", chain(board__B_TO=6.0), NAMER))
    assert [(d.name, d.relation) for d in found] == [("Board", "reports_to")]


def test_words_that_follow_each_other_are_one_name() -> None:
    found = list(doers("Ask the Fulano Panel.", chain(fulano__B_LEAD=6.0, panel__I_LEAD=6.0), NAMER))
    assert [(d.name, d.start, d.end) for d in found] == [("Fulano Panel", 8, 20)]


def test_articles_possessives_and_signs_are_no_part_of_a_name() -> None:
    assert bare_name("the Board’s") == "Board"
    assert bare_name("(Our Learning Group),") == "Learning Group"


def test_an_abbreviation_in_brackets_is_no_part_of_a_name_and_a_bracket_is_closed() -> None:
    assert bare_name("the Business Management Group (BMG)") == "Business Management Group"
    assert bare_name("the Assistant Director (Early Help).") == "Assistant Director (Early Help)"
    assert bare_name("Board (its") == "Board"


def test_every_word_of_a_statement_has_features() -> None:
    assert [len(f) > 5 for f in features(["Audit", "forty", "files"])] == [True] * 3


def test_words_that_a_name_hangs_on_are_not_cut_off() -> None:
    [owner] = owners_in_cell("Office of the Police and Crime Commissioner", Abbreviations({}))
    assert owner.name == "Office of the Police and Crime Commissioner"


def test_a_letter_in_front_of_a_name_in_a_lead_cell_is_an_initial() -> None:
    table = b"# Plan\n\n## Priority 1: Neglect\n\n| Action | Lead |\n|---|---|\n| Audit files | J. Okafor |\n"
    [action] = walked(read(table)).actions
    assert action.owner_lines == ["J. Okafor"]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["Head of", "Safeguarding,", "Fenmouth", "Council"], ["Head of Safeguarding, Fenmouth Council"]),
        (["Police", "ICB", "Children's", "Social Care"], ["Police", "ICB", "Children's Social Care"]),
        (["Named", "Nurse;", "Team", "Manager,", "MASH"], ["Named Nurse", "Team Manager, MASH"]),
        (
            ["Detective", "Superintendent,", "Moor Police /", "Chair of QA", "Subgroup"],
            ["Detective Superintendent, Moor Police", "Chair of QA Subgroup"],
        ),
    ],
)
def test_a_narrow_column_breaks_names_and_parts_none(lines: list[str], names: list[str]) -> None:
    assert [m.name for m in owners_in_cell(lines, Abbreviations())] == names


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Director of Nursing, ICB", ["Director of Nursing, ICB"]),
        ("MCA Lead, Community Trust / Board Manager", ["MCA Lead, Community Trust", "Board Manager"]),
        ("Police, ICB, Probation", ["Police", "ICB", "Probation"]),
        ("Jane Okafor (Police)", ["Jane Okafor", "Police"]),
    ],
)
def test_a_post_with_its_body_is_one_name_and_bodies_are_several(cell: str, names: list[str]) -> None:
    assert [m.name for m in owners_in_cell(cell, Abbreviations())] == names


def test_what_the_rules_say_of_a_word_is_among_its_features() -> None:
    text = "The Quality Group will review ten files."
    tokens = [(m.group(), m.start()) for m in re.finditer(r"\S+", text)]
    told = statement_features(tokens, text, NAMER)
    assert "0r=Blead" in told[1]
    assert "0nk=Igroup+" in told[2]
    assert "0r=O" in told[-1]


def test_a_part_of_a_cell_knows_its_kind_its_sign_and_its_neighbours() -> None:
    tokens = [(m.group(), m.start()) for m in CELL_WORD.finditer("Named Nurse, ICB\nPolice")]
    told = cell_features(tokens, [])
    words = [token for token, _ in tokens]
    assert "sepk=, role>agency>agency" in told[words.index("ICB")]
    assert "sep=⏎" in told[words.index("Police")]


@pytest.mark.parametrize(
    ("lines", "groups", "names"),
    [
        (["Police and", "Health Forum"], ["Police and Health Forum"], ["Police and Health Forum"]),
        (["Learning and", "Voice", "Police"], ["Learning and Voice"], ["Learning and Voice", "Police"]),
        (["Health and", "Social Care", "ICB"], [], ["Health and Social Care", "ICB"]),
    ],
)
def test_a_name_that_is_known_is_not_parted_by_a_line(lines: list[str], groups: list[str], names: list[str]) -> None:
    assert [m.name for m in owners_in_cell(lines, Abbreviations(), groups)] == names


def test_a_name_is_as_printed_even_where_its_bracket_is_cut_off() -> None:
    for owner in owners_in_cell("Head of Nursing (Acute", Abbreviations()):
        assert owner.name in "Head of Nursing (Acute"
        assert owner.end_char <= len("Head of Nursing (Acute")


def test_who_receives_the_report_is_no_lead() -> None:
    found = owners_in_cell("QA Group (reporting to Executive)", Abbreviations())
    assert [(m.name, m.relation) for m in found] == [("QA Group", "lead"), ("Executive", "reports_to")]
