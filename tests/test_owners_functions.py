from __future__ import annotations

import pytest

from safeplans.extractors.ownership.owners import owner_function, owner_functions


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
        ("Risk Outside the Home Subgroup", "Risk Outside the Home Subgroup", "exploitation"),
        ("Prevention Subgroup", "Prevention Subgroup", "prevention"),
        ("Early Help and Prevention Board", "Early Help and Prevention Board", "early_help"),
        ("MCA Forum", "MCA Forum", "mental_capacity"),
        ("Transitions Sub-group", "Transitions Sub-group", "transitions"),
        ("Child Sexual Abuse Strategy Group", "Child Sexual Abuse Strategy Group", "sexual_abuse"),
        ("Child Sexual Exploitation Group", "Child Sexual Exploitation Group", "exploitation"),
        ("Chief Officers Group", "Chief Officers Group", "strategic_leadership"),
        ("Safeguarding in Health Group", "Safeguarding in Health Group", "designated_health"),
        ("Community Safety Partnership", "Community Safety Partnership", "community_safety"),
        ("ZZG", "ZZG", None),
    ],
)
def test_bodies_of_one_function_are_told_by_their_words(name: str, canonical: str, function: str | None) -> None:
    assert owner_function(name, canonical, "group") == function


def test_an_agency_has_no_function() -> None:
    assert owner_function("Early Help", "Early Help", "agency") is None


def test_functions_are_names_without_doubles() -> None:
    assert owner_functions()
    assert all(f == f.lower() and " " not in f for f in owner_functions())
    assert owner_function("Training Officer", "Training Officer", "role") in owner_functions()
