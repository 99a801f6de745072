"""Terms: from a glossary of any layout, and from where the text defines them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplans.extractors.assembly.terms import find_terms
from safeplans.extractors.base.facts import Term
from safeplans.extractors.reading.text import read_text


def terms(text: str) -> list[Term]:
    return find_terms(read_text(text.encode()))[0]


def pairs(text: str) -> list[tuple[str, str, str]]:
    return [(t.term, t.expansion, t.defined_in) for t in terms(text)]


EXPECTED = [
    ("DSP", "Delegated Safeguarding Partner", "glossary"),
    ("LDG", "Learning and Development Group", "glossary"),
    ("MASH", "Multi-Agency Safeguarding Hub", "glossary"),
]
AS = {
    "a pipe table": "| Abbreviation | Meaning |\n|---|---|\n" + "".join(f"| {t} | {x} |\n" for t, x, _ in EXPECTED),
    "a tab table": "Term\tMeaning\n" + "".join(f"{t}\t{x}\n" for t, x, _ in EXPECTED),
    "a tab table without headings": "".join(f"{t}\t{x}\n" for t, x, _ in EXPECTED),
    "dashes": "".join(f"{t} – {x}\n" for t, x, _ in EXPECTED),
    "equals signs": "".join(f"{t} = {x}\n" for t, x, _ in EXPECTED),
    "colons": "".join(f"{t}: {x}\n" for t, x, _ in EXPECTED),
    "items": "".join(f"- {t}: {x}\n" for t, x, _ in EXPECTED),
    "bold terms": "".join(f"- **{t}** – {x}\n" for t, x, _ in EXPECTED),
    "one blank": "".join(f"{t} {x}\n" for t, x, _ in EXPECTED),
    "blank lines between": "".join(f"{t} {x}\n\n" for t, x, _ in EXPECTED),
}


@pytest.mark.parametrize("layout", AS)
@pytest.mark.parametrize("heading", ["## Glossary", "## Abbreviations and acronyms"])
def test_a_glossary_of_any_layout(layout, heading):
    text = f"# Plan\n\n{heading}\n\n{AS[layout]}\n## Next part\n\nABC – nothing of the glossary.\n"
    assert pairs(text) == EXPECTED


def test_a_table_of_abbreviations_is_a_glossary_under_any_heading():
    assert pairs(f"## Appendix\n\n{AS['a pipe table']}") == EXPECTED


def test_two_pairs_side_by_side_are_two_terms():
    text = (
        "## Glossary\n\nDSP\tDelegated Safeguarding Partner\tLDG\tLearning and Development Group\n"
        "ICB\tIntegrated Care Board\tQPG\tQuality and Performance Group\n"
    )
    assert {t for t, *_ in pairs(text)} == {"DSP", "LDG", "ICB", "QPG"}


def test_a_definition_in_the_text():
    assert pairs("The Multi-Agency Safeguarding Hub (MASH) met the Learning and Development Group (LDG).\n") == [
        ("MASH", "Multi-Agency Safeguarding Hub", "inline"),
        ("LDG", "Learning and Development Group", "inline"),
    ]


def test_a_definition_in_a_table_cell():
    assert pairs("Action\tLead\nReview files\tThe Multi-Agency Safeguarding Hub (MASH)\n") == [
        ("MASH", "Multi-Agency Safeguarding Hub", "inline")
    ]


def test_a_term_of_the_glossary_is_not_given_again():
    text = f"The Multi-Agency Safeguarding Hub (MASH) met.\n\n## Glossary\n\n{AS['dashes']}"
    assert pairs(text) == EXPECTED


@pytest.mark.parametrize(
    "text",
    [
        "The plan (2024) was agreed (see page 3) by all partners (police, health).\n",
        "## Introduction\n\nNHS – all of it – is with us.\n",
        "Ref\tAction\n1\tReview files\n",
    ],
)
def test_brackets_and_dashes_define_nothing_by_themselves(text):
    assert pairs(text) == []


def test_each_term_knows_its_line_and_words():
    (term,) = terms("# Plan\n\nIt is run by the Learning and Development Group (LDG).\n")
    assert (term.source.place.line_start, term.source.quote) == (3, "Learning and Development Group (LDG)")


@given(
    st.lists(
        st.sampled_from(["## Glossary", "MASH – Hub", "ABC Board", "(X)", "A\tB", "The Hub (H)", "", "| A | B |"]),
        max_size=8,
    )
)
def test_no_term_is_given_twice_and_none_is_empty(lines):
    text = "Plan\n" + "\n".join(lines)
    found = terms(text)
    assert len({t.term.casefold() for t in found}) == len(found)
    assert all(t.term and t.expansion for t in found)


def test_a_plan_straight_below_a_glossary_is_none_of_its_entries():
    plan = "| Ref | Action | Lead | By when |\n|---|---|---|---|\n| 1.1 | Review the strategy | DSP | May 2026 |\n"
    found, blocks = find_terms(read_text(f"## Glossary\n\n{AS['dashes']}\n{plan}".encode()))
    assert [(t.term, t.expansion, t.defined_in) for t in found] == EXPECTED
    assert len(blocks) == 4  # the heading and three lines, not the table
