from __future__ import annotations

import pytest

from extractors.owners import owner_function


@pytest.mark.parametrize(
    ("name", "canonical", "function"),
    [
        ("QA Sub Group", "QA Sub Group", "quality_assurance"),
        ("Quality Assurance Subgroup", "Quality Assurance Subgroup", "quality_assurance"),
        ("QAPG", "Quality Assurance and Performance Group", "quality_assurance"),
        ("SAR Panel", "SAR Panel", "practice_review"),
        ("CDOP", "Child Death Overview Panel", "child_death_review"),
        ("MACE Chair", "MACE Chair", "exploitation"),
        ("BMG", "Business Management Group", "business_management"),
        ("Strategic Leads", "Strategic Leads", "strategic_leadership"),
        ("L&D Committee", "Learning & Development Committee", "learning_and_development"),
        ("Policy and Procedures Subgroup", "Policy and Procedures Subgroup", "policy_and_procedures"),
        ("ZZG", "ZZG", None),
    ],
)
def test_bodies_of_one_function_are_told_by_their_words(name: str, canonical: str, function: str | None) -> None:
    assert owner_function(name, canonical, "group") == function


def test_an_agency_has_no_function() -> None:
    assert owner_function("Early Help", "Early Help", "agency") is None
