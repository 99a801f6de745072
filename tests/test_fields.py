"""What the heading or label of a cell says of its time: a revised date counts, a start is no deadline."""

import pytest

from safeplans.extractors.base.facts import Facts
from safeplans.extractors.extract import extract

TITLE = "# Fennmouth Safeguarding Children Partnership Business Plan 2025-27\n\n## Priority 1: Neglect\n\n"
ACTIONS = (
    "Launch the refreshed neglect toolkit in all schools",
    "Audit forty case files of children on a plan for neglect",
    "Train health visitors to use the home conditions checklist",
)


def table(headings: list[str], *times: list[str]) -> Facts:
    """A plan of three actions with a lead, and further columns."""
    head = ["No", "Action", "Lead", *headings]
    rows = [
        [f"1.{at}", text, "Business Manager", *cells]
        for at, (text, cells) in enumerate(zip(ACTIONS, times, strict=True), 1)
    ]
    lines = ["| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows]]
    return extract((TITLE + "\n".join(lines)).encode())


def due(facts: Facts) -> list[list[str]]:
    return [
        [f"{d.kind} {d.text}" for d in facts.dates if d.subject == "action" and d.subject_key == action.key]
        for action in facts.actions
    ]


@pytest.mark.parametrize(
    "headings",
    [
        ["Original date", "Revised date"],
        ["Original timescale", "Revised timescale"],
        ["Due date", "Revised due date"],
        ["Target date", "New date"],
    ],
)
def test_of_two_columns_the_revised_one_is_due_where_it_has_a_time(headings):
    facts = table(headings, ["Sept 2025", "Jan 2026"], ["Sept 2025", ""], ["Sept 2025", "N/A"])
    assert due(facts) == [["due Jan 2026"], ["due Sept 2025"], ["due Sept 2025"]]


@pytest.mark.parametrize(
    "cell",
    [
        "Original: Dec 2025; revised: Mar 2026",
        "Original Dec 2025<br>Revised Mar 2026",
        "Dec 2025 → Mar 2026",
        "Revised to Mar 2026 from Dec 2025",
        "Dec 2025 (revised date Mar 2026)",
    ],
)
def test_of_two_times_in_one_cell_the_revised_one_is_due(cell):
    facts = table(["Timescale"], [cell], ["June 2026"], ["July 2026"])
    assert due(facts) == [["due Mar 2026"], ["due June 2026"], ["due July 2026"]]


def test_the_time_of_a_column_of_starts_is_a_start():
    facts = table(["Start date", "End date"], *[["April 2025", "March 2026"]] * 3)
    assert due(facts) == [["due March 2026", "start April 2025"]] * 3


def test_who_is_reported_to_stands_in_a_column_of_its_own():
    facts = table(["Reports to", "Timescale"], *[["Quality Assurance Group", "March 2026"]] * 3)
    told = {(o.name, o.relation) for o in facts.owners}
    assert told == {("Business Manager", "lead"), ("Quality Assurance Group", "reports_to")}
