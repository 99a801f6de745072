"""Themes: how plans of children's and adults' boards speak about each of them. All statements are our own."""

from __future__ import annotations

import pytest

from safeplans.extractors.assembly.themes import theme_names, themes_by_phrases

# Each statement gives the theme it stands under, and those named behind `+`; nothing else.
SPOKEN: dict[str, list[str]] = {
    "neglect": ["Refresh the self-neglect and hoarding pathway", "People who hoard get help to make their homes safe"],
    "physical_abuse": ["Recognise fabricated or induced illness", "Bruising in non-mobile babies is reported +infants"],
    "emotional_abuse": ["Support separated parents in conflict", "Understand the harm that emotional abuse does"],
    "sexual_abuse": ["Respond to young people who display harmful sexual behaviour"],
    "domestic_abuse": [
        "Respond to domestic abuse of older people",
        "Every midwife asks about coercive control +infants",
    ],
    "sexual_exploitation": ["Disrupt child sexual exploitation"],
    "criminal_exploitation": [
        "Disrupt county lines through joint operations",
        "Tell landlords about cuckooing +community",
    ],
    "youth_violence": ["Reduce knife-enabled robbery by under 18s", "Young people and violence"],
    "missing_children": ["Reduce repeat missing episodes", "Adults who go missing are found sooner"],
    "modern_slavery": ["Find labour exploitation in nail bars", "Extend independent child trafficking guardians"],
    "radicalisation": ["Understand the pull of extreme right-wing views", "Review Prevent referrals"],
    "harmful_practices": ["Girls at risk of being forced to marry", "Refresh guidance on so-called honour-based abuse"],
    "online_safety": ["Guard older people against online scams", "Talk with parents about gaming and sextortion"],
    "mental_health": ["Improve section 136 responses", "Map support for bereaved children"],
    "substance_misuse": ["Parents with drug or alcohol problems are supported"],
    "early_help": ["Families can find help close to home", "Carers at risk are identified and offered an assessment"],
    "front_door": ["Publish a new threshold document", "Managing and responding to concerns"],
    "infants": ["Reduce sudden infant deaths through safer sleep", "Plan before birth"],
    "child_protection": ["Reduce delays in convening strategy discussions", "Core groups are attended by all agencies"],
    "children_in_care": ["Kinship carers get help", "Children are safe when they cannot live at home"],
    "disability_send": ["Learn from the LeDeR programme", "Children who use wheelchairs are safe"],
    "education": ["Children not in school are seen", "Safeguarding children educated at home"],
    "private_fostering": ["Children living with someone other than a close relative", "Visit host families"],
    "extra_familial_harm": [
        "Pilot context conferences in two neighbourhoods",
        "Children are safe in their communities",
    ],
    "transitions": ["Help does not end when young people turn eighteen", "Bridge the gap for 16 to 25 year olds"],
    "youth_justice": ["Children in police cells are moved overnight", "Reduce the number of children remanded"],
    "asylum_seekers": ["Support newly arrived families and those with no recourse to public funds"],
    "equality": ["Become an anti-racist partnership", "Tackle adultification of black children"],
    "voice_of_child": ["Embed Making Safeguarding Personal", "Use feedback from families to change services"],
    "community": ["Hold a safeguarding adults week each November", "Publish a monthly newsletter"],
    "workforce": ["Practitioners show professional curiosity", "Improve the retention of social workers"],
    "quality_assurance": [
        "Poor care in care homes is spotted",
        "Check whether plans are followed",
        "Hold a peer audit",
    ],
    "information_sharing": ["Share safety plans with general practices", "Pool intelligence about providers"],
    "governance": ["Agree the financial contributions of the three partners", "Appoint a new independent chair"],
    "practice_reviews": ["Improve SAR decisions", "Commission an account of three deaths", "Learn from child deaths"],
    "allegations": [
        "Keep people in positions of trust to account +governance",
        "Audit whistleblowing +quality_assurance",
    ],
}


def test_the_table_speaks_of_every_theme() -> None:
    assert set(SPOKEN) == set(theme_names())


@pytest.mark.parametrize(("theme", "line"), [(t, line) for t, lines in SPOKEN.items() for line in lines])
def test_a_statement_of_the_field_stands_under_its_theme(theme: str, line: str) -> None:
    statement, *more = line.split(" +")
    assert {hit.theme for hit in themes_by_phrases(statement)} == {theme, *more}


@pytest.mark.parametrize(
    ("statement", "not_meant"),
    [
        ("Prevent young people from being drawn into violence", "radicalisation"),
        ("Neglect across the life course", "workforce"),
        ("Conduct interviews with carers", "allegations"),
        ("Write to the Northmoor NHS Trust", "allegations"),
        ("Keep an online directory of services", "online_safety"),
        ("Join the police neighbourhood team", "extra_familial_harm"),
        ("Track the attendance of members", "education"),
        ("Compare notes with neighbouring areas", "community"),
        ("Share the cost of the venue with partners", "information_sharing"),
        ("Foster trust between agencies", "children_in_care"),
        ("Open a drop-in at the children's centre", "voice_of_child"),
        ("Child-centred practice", "early_help"),
        ("Visit bars and clubs", "allegations"),
    ],
)
def test_common_words_do_not_mean_a_theme(statement: str, not_meant: str) -> None:
    assert not_meant not in {hit.theme for hit in themes_by_phrases(statement)}


def test_words_may_stand_between_the_parts_of_a_phrase() -> None:
    (near,) = themes_by_phrases("Establish a small but lively steering committee")
    assert (near.theme, near.words) == ("governance", ("Establish a small but lively steering committee",))
    assert themes_by_phrases("Establish what the town needs, in which order, and then tell the committee") == []


@pytest.mark.parametrize("theme", ["early_help", "extra_familial_harm"])
def test_a_wide_objective_is_handed_down_only_where_nothing_else_is_said(theme: str) -> None:
    assert [h.theme for h in themes_by_phrases("Report each spring on hoarding", context=[theme])] == ["neglect"]
    assert [h.theme for h in themes_by_phrases("Agree the next steps", context=[theme])] == [theme]


def test_a_hint_in_a_heading_does_where_nothing_else_is_said() -> None:
    assert [h.theme for h in themes_by_phrases("Loneliness", "Loneliness")] == ["mental_health"]
    assert themes_by_phrases("Loneliness is a word") == []
