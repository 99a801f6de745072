"""Posts, groups and persons as officers shorten them in lead cells; each kind was met in documents of the corpus."""

from __future__ import annotations

import pytest

from safeplans.extractors.ownership.abbreviations import Abbreviations, Definition
from safeplans.extractors.ownership.owners import cell_owners_by_rule

DEFINED = Abbreviations(
    [
        Definition("KF", "Kate Fenn, Business Manager", "glossary"),
        Definition("CCG", "Clinical Commissioning Group", "glossary"),
    ]
)


def kinds(cell: str | list[str]) -> list[tuple[str, str]]:
    return [(m.name, m.kind) for m in cell_owners_by_rule(cell, DEFINED)]


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        *[(post, "role") for post in ("Board Mgr", "Hd of Early Help", "Assoc Dir Nursing", "ICB Des Dr", "DASM")],
        *[(post, "role") for post in ("Ch Insp Vulnerability", "Supt. Public Protection", "DCI PVP")],
        *[(post, "role") for post in ("HR Business Partner", "Service Manager: Children in Care")],
        *[(group, "group") for group in ("L&D SG", "Learning sub grp", "Neglect Steering Gp", "Training Pool")],
        *[
            (group, "group")
            for group in ("Public Protection Unit", "Board office", "Learning Circle", "Young Inspectors")
        ],
        *[(agency, "agency") for agency in ("CCG", "OPCC", "Voluntary Sector Alliance", "Lantern Project")],
        *[(person, "person") for person in ("Philippa", "Insp Lowe", "Det. Ch. Insp. Adeyemi-Frost", "DMcA", "KF")],
        ("EVA", "group"),  # letters are no first name
    ],
)
def test_a_shortened_name_is_of_its_kind(cell: str, kind: str) -> None:
    assert kinds(cell) == [(cell, kind)]


def test_with_parts_two_names_but_not_people_from_what_is_told_of_them() -> None:
    assert [n for n, _ in kinds("Participation Officer with Executive Support")] == [
        "Participation Officer",
        "Executive Support",
    ]
    assert [n for n, _ in kinds("Children with Disabilities Team")] == ["Children with Disabilities Team"]


def test_a_line_of_one_general_word_ends_the_name_above_it() -> None:
    assert kinds(["Early Help", "Service"]) == [("Early Help Service", "agency")]


def test_a_post_in_brackets_behind_a_group_answers_too() -> None:
    assert kinds("Learning Group (Head of Quality)") == [("Learning Group", "group"), ("Head of Quality", "role")]


def test_a_rank_goes_on_behind_its_comma() -> None:
    assert kinds("Det Supt, Public Protection Unit") == [("Det Supt, Public Protection Unit", "role")]
