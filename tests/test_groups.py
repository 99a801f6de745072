"""Groups: from tables of meetings, lists, headings, sentences and charts."""

from __future__ import annotations

import pytest

from safeplans.extractors.assembly.groups import find_groups
from safeplans.extractors.base.facts import Group
from safeplans.extractors.reading.text import read_text


def groups(text: str) -> list[Group]:
    return find_groups(read_text(text.encode()))[0]


def names(text: str) -> list[str]:
    return [g.name for g in groups(text)]


def test_a_table_of_meetings():
    first, second = groups("""\
## Our groups

| Group | Chair | Frequency | Remit |
|---|---|---|---|
| **Executive** | Rotating between the partners | Monthly | Decides |
| Quality and Performance Group (QPG) | Head of Quality | Every two months | Audits files |
""")
    assert (first.name, first.abbreviation, first.chair) == ("Executive", None, "Rotating between the partners")
    assert (first.meets_text, first.recurrence, first.focus) == ("Monthly", "P1M", "Decides")
    assert (second.name, second.abbreviation, second.recurrence) == ("Quality and Performance Group", "QPG", "P2M")


@pytest.mark.parametrize("heading", ["Remit", "Responsibilities", "Role", "Purpose"])
def test_what_a_group_is_for_is_its_focus(heading):
    (group,) = groups(f"Group\tChair\t{heading}\nHeron Group\tHead of Quality\tAudits files\n")
    assert group.focus == "Audits files"


def test_a_plans_table_lists_no_groups():
    assert groups("Ref\tAction\tLead\tTimescale\n1\tReview files\tHeron Group\tMay 2025\n") == []


def test_a_list_after_a_sentence_that_announces_it():
    first, second, third = groups("""\
The work is done by the following sub groups:

- Quality Group (QG) – meets monthly, chaired by the Head of Quality
- Learning Group
- Exploitation Sub Group: meets quarterly
""")
    assert (first.name, first.abbreviation, first.chair, first.recurrence) == (
        "Quality Group",
        "QG",
        "Head of Quality",
        "P1M",
    )
    assert (second.name, second.meets_text, second.recurrence) == ("Learning Group", None, None)
    assert (third.name, third.recurrence) == ("Exploitation Sub Group", "P3M")


def test_a_frequency_said_of_all_is_each_groups():
    assert {
        g.recurrence for g in groups("The following sub groups meet monthly:\n\n- Heron Group\n- Otter Group\n")
    } == {"P1M"}


def test_abbreviations_before_the_names():
    assert [
        (g.abbreviation, g.name) for g in groups("The sub groups are:\n\n- QPG – Quality and Performance Group\n")
    ] == [("QPG", "Quality and Performance Group")]


def test_a_list_under_a_heading_of_groups():
    assert names("## The sub groups of the Board\n\n• Performance Sub Group\n• Learning Sub Group\n") == [
        "Performance Sub Group",
        "Learning Sub Group",
    ]


def test_a_list_of_other_things_has_none():
    assert names("The partners are:\n\n- Police\n- Health\n") == []
    assert names("## Actions\n\n- Set up a group for audit.\n- Ask the Learning Group to report.\n") == []


def test_a_groups_name_as_heading_with_labels_below():
    first, second = groups("""\
## Our sub groups

### Learning and Development Group

It plans the training of all agencies.

Chair: Head of Learning
Meets: quarterly

### Quality Group

Frequency: monthly
""")
    assert (first.name, first.chair, first.recurrence) == ("Learning and Development Group", "Head of Learning", "P3M")
    assert first.focus == "It plans the training of all agencies."
    assert (second.name, second.recurrence) == ("Quality Group", "P1M")


def test_a_sentence_in_a_section_on_governance():
    (group,) = groups(
        "## Governance structure\n\n"
        "The Practice Review Panel (PRP) meets every six weeks and is chaired by the Designated Nurse.\n"
    )
    assert (group.name, group.abbreviation, group.chair, group.recurrence) == (
        "Practice Review Panel",
        "PRP",
        "Designated Nurse",
        "P6W",
    )


def test_a_chart_read_line_by_line():
    (group,) = groups("Safeguarding Executive\n\nChair: Head of Service\n\nMeets monthly\n")
    assert (group.name, group.recurrence) == ("Safeguarding Executive", "P1M")


def test_a_group_named_twice_is_one_with_what_both_say():
    (group,) = groups("""\
## Our groups

- Quality Group (QG)

| Group | Chair |
|---|---|
| Quality Group | Head of Quality |
""")
    assert (group.abbreviation, group.chair) == ("QG", "Head of Quality")


def test_letters_used_but_not_spelt_out_are_the_group_that_they_fit():
    (group,) = groups("## Our sub groups\n\n- Learning and Development Group\n\n## Plan\n\nThe LDG reports in May.\n")
    assert group.abbreviation == "LDG"


def test_keys_count_up_and_places_are_kept():
    found = groups("## The sub groups of the Board\n\n• Performance Sub Group\n• Learning Sub Group\n")
    assert [(g.key, g.source.place.line_start) for g in found] == [("g1", 3), ("g2", 4)]


def test_a_groups_name_alone_on_its_line_over_its_chair():
    first, second = groups(
        "Lead Partners Meeting\n\nChair: Chief Executive of the council\n\nMeetings: twice a year\n\n"
        "Delivery Executive (DE)\n\nChair: rotates\n\nMeetings: quarterly\n"
    )
    assert (first.name, first.chair, first.recurrence) == (
        "Lead Partners Meeting",
        "Chief Executive of the council",
        "P6M",
    )
    assert (second.name, second.abbreviation, second.recurrence) == ("Delivery Executive", "DE", "P3M")
