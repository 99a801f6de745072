"""What is no title of a document: a better line near it is, or none is and that is told."""

from __future__ import annotations

import pytest
from test_metadata import TEXT, make

from safeplans.extractors.about.document_kinds import document_type
from safeplans.extractors.about.metadata import metadata
from safeplans.extractors.about.not_titles import is_navigation, is_sentence

NAME = "Ambleshire Safeguarding Children Partnership"


def title(*lines: str) -> str | None:
    found, problems, _ = metadata(make(*lines))
    assert (found.title is None) == ("no_title" in {p.code for p in problems})
    return found.title


@pytest.mark.parametrize(
    "sentence",
    [
        "This plan sets out how the partnership will work together over the next three years to keep children safe",
        "This plan sets out how the partnership will work together over the next three years to keep children safe.",
        "Our strategy explains what we will do to protect adults in Ambleshire between 2025 and 2028",
        "We have three priorities for 2025-28 and will report on each of them.",
        "The partners of Ambleshire have agreed what is to be done for children",
        "In this report the Board looks back on its work of the year",
        "Welcome to our business plan for 2025-26, which says what we will do",
    ],
)
def test_a_sentence_is_no_title(sentence: str) -> None:
    assert is_sentence(sentence)
    assert title(sentence, TEXT) is None
    assert title(NAME, sentence, TEXT) == NAME
    assert title(f"# {NAME}", "# Keeping babies safe", sentence, TEXT) == "Keeping babies safe"


@pytest.mark.parametrize(
    "words",
    [
        "What we will do for children",
        "How we will keep children safe: our strategy for 2025-28",
        "We will be heard: a strategy for children and young people 2025-28",
        "The year in review: what we did and what was learnt",
        "The Strategic Plan of the Ambleshire Safeguarding Adults Board, April 2026 to May 2029",
        "You said, we did",
    ],
)
def test_a_title_may_hold_a_verb(words: str) -> None:
    assert not is_sentence(words)
    assert title(f"# {words}", TEXT) == words


@pytest.mark.parametrize(
    "line",
    ["Skip to content", "Skip to main content", "Home > Boards", "Home › About us › Plans", "Menu", "Print this page"],
)
def test_navigation_is_no_title(line: str) -> None:
    assert is_navigation(line)
    assert title(line, TEXT) is None
    assert title(line, "# Keeping babies safe", TEXT) == "Keeping babies safe"


@pytest.mark.parametrize("line", ["Agenda item 7", "Appendix 2", "Enclosure B", "Item 7", "Page 3"])
def test_an_item_of_an_agenda_is_no_title(line: str) -> None:
    assert title(line, TEXT) is None
    assert title(line, NAME, "Safe sleep for babies", TEXT) == "Safe sleep for babies"


def test_the_cells_of_a_plans_table_are_no_title() -> None:
    rows = ["| Ref | What we will do | Who |", "| 1.1 | Review the action plan for neglect | QA Group |"]
    assert title(*rows) is None
    assert title("# Neglect: what comes next", *rows) == "Neglect: what comes next"


@pytest.mark.parametrize("line", ["12 June 2025", "June 2025", "12/06/2025", "2025-28", "April 2025 to March 2028"])
def test_a_day_or_a_span_alone_is_no_title(line: str) -> None:
    assert title(line, TEXT) is None


@pytest.mark.parametrize(
    "line", ["Foreword", "Our vision", "Priority 1: Neglect", "Lead: QA Group", "By when: May 2026"]
)
def test_a_part_of_the_plan_is_no_title(line: str) -> None:
    assert title(f"# {line}", TEXT) is None


def test_the_beginning_of_a_paragraph_is_no_title_unless_it_says_what_the_document_is() -> None:
    assert title(TEXT, TEXT) is None
    assert title(f"Business Plan 2025-28. {TEXT}") == "Business Plan 2025-28"


@pytest.mark.parametrize(
    ("opening", "kind"),
    [
        ("This annual report looks back at what was done for children in Ambleshire.", "annual_report"),
        ("This is our annual report, written for everyone who works with children.", "annual_report"),
        ("Welcome to our business plan, which says what we will do and by when.", "business_plan"),
        ("This plan says what we will do, and builds on the strategy of 2022.", "business_plan"),
        ("The strategy for the coming years was written with children and with parents.", "strategy"),
        ("The partnership and its members have agreed the following strategy for neglect.", "strategy"),
        ("This document sets out the multi-agency safeguarding arrangements of the three partners.", "arrangements"),
        ("These arrangements say how the three partners will work together for children.", "arrangements"),
        ("This report tells what was done between April 2024 and March 2025.", "annual_report"),
        ("The law requires us to publish a plan each year, and to ask children.", "other"),
        ("This report tells what was done after a review of three deaths.", "other"),
    ],
)
def test_the_opening_tells_the_kind_where_the_title_does_not(opening: str, kind: str) -> None:
    heading = "Safe and heard"
    assert document_type(heading) is None
    assert metadata(make(f"# {heading}", f"{opening} {TEXT}"))[0].document_type == kind
