"""Themes: what a comparison across partnerships would file a statement under. All statements are our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplans.extractors.assembly.themes import MOST, theme_names, themes_of
from safeplans.extractors.lexicon.language import Phrases, stem, words


def names(statement: str, heading: str | None = None, **kwargs: object) -> list[str]:
    return [hit.theme for hit in themes_of(statement, heading, **kwargs)]  # type: ignore[arg-type]


def test_the_list_is_closed_and_every_theme_can_be_found() -> None:
    assert len(theme_names()) == 36
    for name in theme_names():
        spoken = {"transitions": "transition to adulthood", "infants": "unborn babies", "equality": "anti-racism"}
        plain = name.replace("_", " ")
        usual = {
            "disability_send": "disabled children",
            "early_help": "early help",
            "community": "community engagement",
            "workforce": "workforce training",
            "allegations": "LADO",
            "asylum_seekers": "asylum seekers",
            "extra_familial_harm": "extra-familial harm",
        }
        assert name in names(spoken.get(name) or usual.get(name) or plain), name


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Auditing of child protection plans for neglect", {"quality_assurance", "child_protection", "neglect"}),
        ("Train midwives to recognise bruising in non-mobile babies", {"infants", "physical_abuse", "workforce"}),
        ("Refresh the self-neglect and hoarding toolkit", {"neglect", "workforce"}),
        ("Brief providers on the PiPoT policy", {"allegations", "workforce"}),
        ("Prevent and Channel referrals are timely", {"radicalisation", "front_door"}),
    ],
)
def test_what_a_statement_says(statement: str, expected: set[str]) -> None:
    assert set(names(statement)) <= expected
    assert len(set(names(statement)) & expected) * 2 >= len(expected)


@pytest.mark.parametrize(
    "statement",
    [
        "Northmoor Mental Health Trust",
        "The Safeguarding Children Partnership met in the town hall",
        "Westbury Safeguarding Adults Board will prevent delay",
        "Foster a spirit of openness",
        "Places were filled within a week",
    ],
)
def test_names_of_bodies_and_chance_words_are_no_theme(statement: str) -> None:
    assert names(statement) == []


def test_a_subgroup_that_does_the_work_is_not_the_subject() -> None:
    assert names("The Neglect Subgroup will refresh the escalation policy") == ["governance"]
    assert "neglect" in names("Deliver the Neglect Subgroup work plan")


def test_a_body_that_is_founded_is_the_subject() -> None:
    assert "voice_of_child" in names("Establish a lived experience group")


def test_an_exact_form_is_not_its_stem() -> None:
    assert names("A place to learn and play") == []
    assert names("Embed the learning") == ["workforce"]


def test_a_title_is_the_subject_beside_the_way_of_working_and_not_what_is_mentioned_in_passing() -> None:
    text = "Partners monitor outcomes and report performance data to the board. Schools are kept informed."
    assert set(names(text, "Private fostering")) == {"private_fostering", "quality_assurance"}


def test_a_statement_takes_the_first_theme_of_its_objective() -> None:
    assert names("Deliver the plan agreed in March", context=["private_fostering"]) == ["private_fostering"]
    assert names("Complete a multi-agency audit", context=["neglect"]) == ["quality_assurance", "neglect"]


def test_a_statement_has_subjects_of_its_own_beside_that_of_its_objective() -> None:
    found = names("Support disabled children who are electively home educated", context=["domestic_abuse"])
    assert {"disability_send", "education"} <= set(found)


def test_a_telling_label_goes_before_the_objective() -> None:
    found = names("Partners report each spring", "Private fostering", context=["child_protection"])
    assert found[0] == "private_fostering"


def test_a_printed_heading_serves_as_context() -> None:
    assert names("Publish the new pathway", context=["Female genital mutilation"]) == ["harmful_practices"]


def test_the_words_that_show_a_theme_are_given_as_printed() -> None:
    (hit,) = themes_of("Children’s Return Home Interviews are timely")
    assert hit.theme == "missing_children"
    assert hit.words == ("Return Home Interviews",)


def test_stems_bring_forms_together() -> None:
    assert stem("audits") == stem("auditing") == stem("audited") == stem("Audit")
    assert stem("agencies") == stem("agency")
    assert stem("excluded") == stem("exclude")
    assert stem("child's") == stem("children’s") == "child"


def test_the_longest_phrase_wins_and_uses_its_words() -> None:
    phrases = Phrases([("child protection", 1), ("child protection plan", 2), ("plan", 3)])
    assert [m.values for m in phrases.find(words("Child-protection plans, and a plan"))] == [(2,), (3,)]


def test_a_phrase_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="without a word"):
        Phrases([("–", 1)])


@given(st.text(max_size=200), st.none() | st.text(max_size=40), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_gives_at_most_four_themes_best_first(statement: str, heading: str | None, context: list[str]) -> None:
    hits = themes_of(statement, heading, context=context)
    assert len(hits) <= MOST
    assert len({hit.theme for hit in hits}) == len(hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert {hit.theme for hit in hits} <= set(theme_names())


def test_a_title_that_says_nothing_changes_nothing() -> None:
    above = ["Domestic abuse and stalking"]
    plain = names("Publish the leaflet on knives and gangs in parks", context=above)
    assert names("Publish the leaflet on knives and gangs in parks", "Next steps", context=above) == plain


def test_a_theme_that_comes_from_above_alone_has_no_words() -> None:
    hits = {hit.theme: hit.words for hit in themes_of("Report each spring", context=["Neglect and hoarding"])}
    assert hits.get("neglect", ()) == ()
