"""The state of an action from the columns of its own table row."""

from __future__ import annotations

import pytest

from safeplans.extractors.base.document import Cell, Para, Place
from safeplans.extractors.base.facts import Facts
from safeplans.extractors.drafting.states import standing_of_cell
from safeplans.extractors.extract import extract
from safeplans.extractors.lexicon.rag import standing_of_words

HEAD = "# Lower Wendle Safeguarding Children Partnership Business Plan 2025-27\n\n## Priority 1: Neglect\n\n"


def read(headings: str, *states: str) -> Facts:
    """A plan of as many actions as there are rows of states, read."""
    columns = headings.count("|") + 1
    lines = [f"| Action | Lead | Timescale | {headings} |", "|" + " --- |" * (3 + columns)]
    steps = ("Audit forty cases of neglect", "Publish a guide for parents", "Review the pathway for babies")
    lines += [f"| {step} | QA Group | March 2026 | {state} |" for step, state in zip(steps, states, strict=False)]
    return extract((HEAD + "\n".join(lines) + "\n").encode())


def cell(text: str) -> Cell:
    return Cell((Para(text, Place(None, 1, 1)),), 0)


@pytest.mark.parametrize(
    ("printed", "standing"),
    [
        *[(sign, "done") for sign in ("✓", "☑", "☒", "Yes", "100%", "Complete")],
        *[(sign, "planned") for sign in ("✗", "☐", "N", "0%", "Not started")],
        *[(words, "in_progress") for words in ("40 %", "Two of four done")],
        *[(words, None) for words in ("see paper 4", "")],
    ],
)
def test_a_cell_tells_a_state(printed: str, standing: str | None) -> None:
    assert standing_of_cell(cell(printed)) == standing


def test_a_bare_cross_is_a_tick_where_no_other_sign_is_printed() -> None:
    assert standing_of_cell(cell("x")) == "planned"
    assert standing_of_cell(cell("x"), cross_is_tick=True) == "done"


def test_per_cent_in_a_column_of_its_own_is_no_time() -> None:
    found = read("% complete", "100%", "25%", "0%")
    assert [a.standing for a in found.actions] == ["done", "in_progress", "planned"]
    assert {a.timescale_text for a in found.actions} == {"March 2026"}


def test_a_heading_that_says_per_cent_says_it_for_its_cells() -> None:
    assert [a.standing for a in read("Percentage complete", "100", "60", "0").actions] == [
        "done",
        "in_progress",
        "planned",
    ]


def rated(key: str, *cells: str) -> list[str]:
    """The standings of a plan with a key over its table; cells: a rating and a comment on progress."""
    rows = [f"| Audit forty cases of neglect, part {n} | QA Group | {cell} |" for n, cell in enumerate(cells, 1)]
    head = "| Action | Lead | RAG | Progress |\n| --- | --- | --- | --- |\n"
    return [a.standing for a in extract((HEAD + key + "\n\n" + head + "\n".join(rows) + "\n").encode()).actions]


def test_a_colour_stands_for_what_the_key_says() -> None:
    assert rated(
        "Red means work has stopped, amber that it is late and green that it is done.", "Green |", "Red |"
    ) == [
        "done",
        "in_progress",
    ]


def test_a_comment_that_nothing_has_begun_counts_before_a_colour_of_work_that_goes_on() -> None:
    key = "Blue = complete, Green = on track, Amber = at risk, Red = late"
    assert rated(key, "Amber | Not started, post is empty", "Red | Two schools have answered") == [
        "planned",
        "in_progress",
    ]


def test_a_comment_that_begins_with_completion_counts_before_a_green_that_is_on_course() -> None:
    key = "Green = on course, Amber = at risk, Red = late"
    assert rated(key, "Green | Completed; both teams ask for more", "Green | Four talks delivered") == [
        "done",
        "in_progress",
    ]


def test_green_is_done_where_a_report_looks_back_on_a_year_and_no_blue_is_printed() -> None:
    report = "# Lower Wendle Safeguarding Children Partnership Annual Report 2024-25\n\n## Priority 1: Neglect\n\n"
    table = "| What we said we would do | Lead | RAG | Progress |\n| --- | --- | --- | --- |\n"
    rows = "| Train hotel night staff | QA Group | Green | Eleven hotels, 76 people |\n"
    amber = "| Open a line for relatives | QA Group | Amber | Post was empty for a time |\n"
    blue = "| Publish a guide for parents | QA Group | Blue | Printed |\n"
    assert [a.standing for a in extract((report + table + rows + amber).encode()).actions] == ["done", "in_progress"]
    assert [a.standing for a in extract((report + table + rows + blue).encode()).actions] == ["in_progress", "done"]


def test_a_day_of_completion_is_an_event() -> None:
    found = read("Date completed", "12 May 2025", "", "")
    assert [a.standing for a in found.actions] == ["done", "planned", "planned"]
    assert [(d.text, d.kind) for d in found.dates if d.subject_key == "a1"] == [
        ("March 2026", "due"),
        ("12 May 2025", "event"),
    ]


@pytest.mark.parametrize("headings", ["RAG Q1 | RAG Q2", "RAG June 2025 | RAG Sept 2025", "Previous RAG | Current RAG"])
def test_of_two_ratings_the_latest_counts(headings: str) -> None:
    found = read(headings, "Amber | Green", "Red | Amber", "Amber | Blue")
    assert [a.rag for a in found.actions] == ["green", "amber", "blue"]


def test_the_latest_rating_may_stand_first() -> None:
    found = read("RAG Q2 | RAG Q1", "Green | Amber", "Amber | Red", "Red | Amber")
    assert [a.rag for a in found.actions] == ["green", "amber", "red"]


def test_a_rating_may_be_an_emoji() -> None:
    found = read("RAG", "🟢", "🟠", "🔵")
    assert [(a.rag, a.standing) for a in found.actions] == [
        ("green", "in_progress"),
        ("amber", "in_progress"),
        ("blue", "done"),
    ]


def test_what_a_report_still_wants_done_is_planned() -> None:
    text = (
        "# Lower Wendle Safeguarding Children Partnership Annual Report 2024-25\n\n## Priority 1: Neglect\n\n"
        "- We audited forty cases of neglect.\n"
        "- We wrote to every school about attendance.\n"
        "- Training officers to be brought into the toolkit group.\n"
        "- The Board will write to the two hospitals.\n"
    )
    found = {a.text.split()[0]: a.standing for a in extract(text.encode()).actions}
    assert found == {"We": "done", "Training": "planned", "The": "planned"}


@pytest.mark.parametrize(
    ("printed", "standing"),
    [
        ("☒ Complete ☐ In progress ☐ Not started", "done"),
        ("☐ Complete ☒ In progress ☐ Not started", "in_progress"),
        ("☐ Complete ☐ In progress ☑ Not started", "planned"),
        ("Complete ☐ In progress ☒ Not started ☐", "in_progress"),
        ("☐ Complete ☐ In progress ☐ Not started", None),
        ("☒ Complete ☒ In progress ☐ Not started", None),  # two are ticked: it does not say
    ],
)
def test_of_several_boxes_the_ticked_one_counts(printed: str, standing: str | None) -> None:
    assert standing_of_words(printed) == standing


def test_an_empty_row_of_boxes_says_nothing_of_an_action() -> None:
    rows = "| 1.1 | Audit forty case files | Chair | ☐ Complete ☐ In progress ☐ Not started |\n" * 2
    head = "# Business Plan 2025-27\n\n## Priority 1: Neglect\n\n| No | Action | Lead | Status |\n|---|---|---|---|\n"
    assert {action.standing for action in extract((head + rows).encode()).actions} == {"planned"}
