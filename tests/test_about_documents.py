"""What a document says of itself where other words stand in front: of a web page, a host of files, an agenda."""

from __future__ import annotations

import datetime as dt

import pytest
from test_metadata import TEXT, make

from safeplans.extractors.about.document_kinds import is_period_only
from safeplans.extractors.about.metadata import metadata
from safeplans.extractors.about.partnership_names import find_names
from safeplans.extractors.weights.ranking import Ranker

NAME = "Ambleshire Safeguarding Children Partnership"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["Skip to content", "Home > About us > Plans", "# Business Plan 2025-26", TEXT], "Business Plan 2025-26"),
        (["Agenda item 7", NAME, "# Annual Report 2023-24", TEXT], "Annual Report 2023-24"),
        (
            ["12 downloads", "Category: Documents", "TRANSCRIPT", NAME, "Strategic Plan 2024-2027", TEXT],
            "Strategic Plan 2024-2027",
        ),
        ([f"{NAME} Delivery Plan 2025/26", "v0.7 – working copy", TEXT], f"{NAME} Delivery Plan 2025/26"),
    ],
    ids=["web page", "committee paper", "host of files", "working copy"],
)
def test_words_of_others_in_front_are_not_the_title(lines: list[str], title: str) -> None:
    assert metadata(make(*lines))[0].title == title


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["# Business Plan 2025-26", "Ratified by the Ambleshire Board: 10th April 2025", TEXT], "2025-04-10"),
        (["# Strategic Plan 2025-28", TEXT, "Agreed 3 June 2025"], "2025-06-03"),
        (["# Arrangements", "Version 2.1 – 30 January 2026", TEXT], "2026-01-30"),
        (["# Arrangements", "Published 16 December 2024 under section 16G of the Act", TEXT], "2024-12-16"),
        (["# Business Plan 2025-26", "Effective from: 1 April 2025", TEXT], None),
        (["# Business Plan 2025-26", "To be agreed by the Board on 4 June 2025", TEXT], None),
        (["Date post: 14-Mar-2019", "Category: Documents", "View: 9 times", "# Business Plan 2014-16", TEXT], None),
        (["Uploaded 11 November 2018", "TRANSCRIPT", "# Business Plan 2014-16", TEXT], None),
    ],
)  # fmt: skip
def test_the_day_of_publication(lines: list[str], day: str | None) -> None:
    published = metadata(make(*lines))[0].published
    assert (published.isoformat() if published else None) == day


def test_a_sentence_with_months_tells_a_pair_of_years_exactly() -> None:
    found, _, _ = metadata(
        make("# Strategy 2025-28", "This strategy runs from 1 September 2025 to 31 August 2028. It is short.", TEXT)
    )
    assert (found.period_start, found.period_end) == (dt.date(2025, 9, 1), dt.date(2028, 8, 31))


def test_an_initial_belongs_to_the_authors_name() -> None:
    document = make("# Neglect Strategy", "| Version | 2.0 |", "| Author | J. Okafor |", TEXT)
    assert metadata(document)[0].author == "J. Okafor"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Minutes of the Ambleshire Safeguarding Adults Board", "Ambleshire Safeguarding Adults Board"),
        ("OFFICIAL Ambleshire Safeguarding Adults Board", "Ambleshire Safeguarding Adults Board"),
        ("ASAB Ambleshire Safeguarding Adults Board", "Ambleshire Safeguarding Adults Board"),
        ("Ambleshire and the Fells Safeguarding Adults Board", "Ambleshire and the Fells Safeguarding Adults Board"),
        ("Ambleshire Safeguarding Boards", "Ambleshire Safeguarding Boards"),
    ],
)
def test_the_name_of_a_partnership_begins_with_its_area(text: str, name: str) -> None:
    assert [m.printed for m in find_names(text)] == [name]


def test_no_name_is_made_of_a_glossary_or_a_sentence() -> None:
    assert find_names("SAB Safeguarding Adults Board") == []
    assert find_names("That the Safeguarding Adults Board notes it") == []


def test_a_short_name_in_a_head_does_not_hide_the_full_one() -> None:
    found, _, _ = metadata(make("Ambleshire SCP", NAME, "# Year Planner 2025-26", TEXT))
    assert found.partnership_name == NAME


def test_a_board_that_priorities_are_shared_with_is_not_the_publisher() -> None:
    found, _, _ = metadata(
        make(
            "# Our priorities",
            "The Camden Safeguarding Children Partnership chose these for 2020/2021 after asking every agency.",
            "Two more are shared with the Camden Safeguarding Adults Board:",
        )
    )
    assert (found.partnership_id, found.period_start) == ("camden-scp", dt.date(2020, 4, 1))


def test_a_row_of_years_is_soon_known_to_be_no_span() -> None:
    assert not is_period_only("2011 " * 40 + "people")


def test_odds_of_candidates_add_up_to_one_and_unknown_features_weigh_nothing() -> None:
    odds = Ranker({"good": 2.0}).odds([["good"], ["other"], []])
    assert sum(odds) == pytest.approx(1)
    assert odds[0] > odds[1] == odds[2]


PLAN = "# Business Plan 2025-28"


@pytest.mark.parametrize(
    "line",
    [
        "Posted on 12 June 2025 by admin",
        "Posted by admin on 12 June 2025 | Category: Plans",
        "Published by the web team on 12 June 2025",
        "Uploaded 12 June 2025",
        "Uploaded on: 12/06/2025",
        "Last updated: 12 June 2025",
        "Last updated 12 June 2025. Print this page",
        "Page last reviewed: 12 June 2025",
        "This page was last modified on 12 June 2025",
        "Page published 12 June 2025",
        "Effective from 1 April 2025",
        "Date: with effect from 1 April 2025",
        "Date of next meeting: 12 June 2025",
        "Date: 12 March 2026 16:41",
    ],
)
def test_the_day_of_a_page_or_of_what_is_to_come_is_not_the_day_of_publication(line: str) -> None:
    assert metadata(make(PLAN, line, TEXT))[0].published is None
    assert metadata(make(PLAN, TEXT, TEXT, line))[0].published is None


@pytest.mark.parametrize(
    "lines",
    [
        ("Published: 12 June 2025",),
        ("Approved by the Board on 12 June 2025",),
        ("Date of issue: 12 June 2025", "Last updated 30 June 2025"),
        ("| Version | 1.0 |", "| Date of issue | 12 June 2025 |", "| Last updated | 30 June 2025 |"),
        ("| Version | 1.0 |", "| Last updated | 12 June 2025 |"),
        ("Posted on 1 July 2025 by admin", "Agreed by the Executive on 12 June 2025"),
    ],
)
def test_the_documents_own_lines_tell_the_day_of_publication(lines: tuple[str, ...]) -> None:
    assert metadata(make(PLAN, *lines, TEXT))[0].published == dt.date(2025, 6, 12)


@pytest.mark.parametrize("line", ["Published: June 2025", "Published in June 2025", "Published June 2025"])
def test_a_month_of_publication_names_no_day_and_that_is_told(line: str) -> None:
    found, problems, _ = metadata(make(PLAN, line, TEXT))
    assert found.published is None
    assert "published_without_day" in {p.code for p in problems}


@pytest.mark.parametrize(
    ("lines", "author"),
    [
        (("Author: J. Okafor",), "J. Okafor"),
        (("Prepared by: J. Okafor, Board Manager",), "J. Okafor, Board Manager"),
        (("Author", "J. Okafor"), "J. Okafor"),
        (("Written by: J. Okafor, May 2025",), "J. Okafor"),
        (("Produced by: Ambleshire Communications Team 2025",), "Ambleshire Communications Team"),
        (
            ("| Version | Date | Prepared by |", "| 0.1 | 3 May 2025 | A. Draft |", "| 1.0 | 9 May 2025 | J. Okafor |"),
            "J. Okafor",
        ),
        (("Posted by: admin",), None),
        (("By: admin",), None),
        (("Author: webteam",), None),
        (("Posted by Jo Sample",), None),
    ],
)
def test_the_author_is_who_wrote_it_and_not_who_put_it_up(lines: tuple[str, ...], author: str | None) -> None:
    assert metadata(make(PLAN, *lines, TEXT))[0].author == author


CHILDRENS, ADULTS = "Camden Safeguarding Children Partnership", "Camden Safeguarding Adults Board"


@pytest.mark.parametrize(
    "lines",
    [
        (ADULTS, "# Children's plan 2025-28", f"This plan is the {CHILDRENS}'s plan. {TEXT}"),
        (ADULTS, CHILDRENS, "# Business Plan 2025-28: keeping children safe", TEXT),
        (f"# {ADULTS} and {CHILDRENS}", "## Children's Business Plan", TEXT),
        ("# Our priorities", f"The {ADULTS} and the {CHILDRENS} share this site.", TEXT, TEXT, f"See the {ADULTS}."),
    ],
)
def test_a_page_for_children_is_the_childrens_partnerships_where_both_boards_are_named(lines: tuple[str, ...]) -> None:
    found, _, _ = metadata(make(*lines))
    assert (found.partnership_id, found.partnership_name) == ("camden-scp", CHILDRENS)


def test_a_plan_for_adults_is_the_adults_boards_and_one_for_both_is_left_open() -> None:
    adults = "Adults are heard, and what an adult wants is done. " * 6
    assert metadata(make("# Strategic Plan 2025-28", CHILDRENS, ADULTS, adults))[0].partnership_id == "camden-sab"
    both, problems, _ = metadata(make(f"# {CHILDRENS} and {ADULTS}", "# Joint plan 2025-28", f"{adults} {TEXT}"))
    assert both.partnership_id is None
    assert "partnership_ambiguous" in {p.code for p in problems}


def test_boards_that_the_register_lacks_are_told_apart_in_the_same_way() -> None:
    found, _, _ = metadata(make("Ambleshire Safeguarding Adults Board", NAME, "# Children's plan 2025-28", TEXT))
    assert found.partnership_name == NAME


@pytest.mark.parametrize(
    "text",
    [
        "Safeguarding Partnership Business Plan",
        "What The Safeguarding Partnership Will Do",
        "Effective Safeguarding Partnership",
        "Key Achievements Safeguarding Adults Board",
        "Priority One Safeguarding Children Partnership",
        "How The Local Safeguarding Children Partnership Works",
        "Keeping Children Safe Safeguarding Partnership Business Plan",
        "Jo Sample, Safeguarding Adults Board",
    ],
)
def test_no_name_is_made_of_a_heading(text: str) -> None:
    assert find_names(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jo Sample, Ambleshire Safeguarding Adults Board", "Ambleshire Safeguarding Adults Board"),
        ("Outcomes and RAG Ratings Ambleshire Safeguarding Adults Board", "Ambleshire Safeguarding Adults Board"),
        ("Amble, Fenwick and Overby Safeguarding Adults Board", "Amble, Fenwick and Overby Safeguarding Adults Board"),
        ("Three Fells Safeguarding Adults Board", "Three Fells Safeguarding Adults Board"),
        ("the Ambleshire Safeguarding Adults Board’s plan", "Ambleshire Safeguarding Adults Board"),
    ],
)
def test_a_name_ends_where_the_words_beside_it_begin(text: str, name: str) -> None:
    assert [m.printed for m in find_names(text)] == [name]
