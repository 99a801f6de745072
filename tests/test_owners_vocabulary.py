"""The word lists and sentence rules of owners are data: what holds for every entry."""

from __future__ import annotations

import pytest

from safeplans.extractors.ownership.abbreviations import Abbreviations, Definition
from safeplans.extractors.ownership.cells import Namer
from safeplans.extractors.ownership.chunks import clauses
from safeplans.extractors.ownership.sentences import Rule, measure_mentions, rules, statement_mentions
from safeplans.extractors.ownership.words import sector_rules, vocabulary

NAMER = Namer(
    Abbreviations(
        [
            Definition("QAWG", "Quality Assurance Working Group", "glossary"),
            Definition("BMG", "Business Management Group", "glossary"),
        ]
    ),
    ("Network Meeting",),
)
SECTORS = {
    "local_authority",
    "health",
    "police",
    "education",
    "voluntary",
    "justice",
    "scrutiny",
    "partnership",
    "other",
}


@pytest.mark.parametrize("rule", rules(), ids=lambda r: f"{r.name}: {r.example}")
def test_every_sentence_rule_reads_its_example(rule: Rule) -> None:
    assert any(rule.pattern.search(clause.words) for clause in clauses(rule.example, NAMER))
    read = measure_mentions(rule.example, NAMER) if rule.measure else statement_mentions(rule.example, NAMER, False)
    assert rule.relation in {m.relation for m in read}


@pytest.mark.parametrize("rule", rules(), ids=lambda r: r.name)
def test_relations_are_from_the_closed_list(rule: Rule) -> None:
    assert rule.relation in {"lead", "reports_to"}
    assert 0 < rule.confidence <= 1


def test_sectors_are_from_the_closed_list() -> None:
    assert {rule.sector for rule in sector_rules()} <= SECTORS
    assert set(vocabulary()["sector_default"].values()) <= SECTORS


@pytest.mark.parametrize("name", [k for k, v in vocabulary().items() if isinstance(v, list) and k != "sectors"])
def test_word_lists_are_lower_case_without_doubles(name: str) -> None:
    entries = vocabulary()[name]
    assert all(e == e.casefold().strip() for e in entries)
    assert sorted(entries) == sorted(set(entries))


def test_every_body_or_post_marker_is_of_one_kind() -> None:
    roles, groups, agencies = (set(vocabulary()[k]) for k in ("role_heads", "group_heads", "agency_heads"))
    assert not roles & groups
    assert not groups & agencies
    assert not roles & agencies
