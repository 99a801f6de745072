"""What a document says of itself, on the many kinds of title page that partnerships print."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeplans.extractors.about.document_kinds import document_type, is_name_only, is_period_only
from safeplans.extractors.about.metadata import metadata
from safeplans.extractors.about.titles import is_junk_title
from safeplans.extractors.base.document import Block, BlockKind, Cell, Document, Para, Place, Row

TEXT = "We want every child to be safe and heard, and this is how we shall work to that end. " * 4


def make(*lines: str, info: dict[str, str] | None = None, foot: str = "") -> Document:
    """A document in small: `# ` to `### ` headings, `| a | b |` rows of a table, `== ` a new page, else paragraphs."""
    blocks: list[Block] = []
    texts: list[str] = []
    rows: list[Row] = []
    page = 1

    def close_table() -> None:
        if rows:
            place = Place.span(r.place for r in rows)
            blocks.append(Block(BlockKind.TABLE, (), place, rows=tuple(rows), columns=len(rows[0].cells)))
            rows.clear()

    for line in lines:
        if line == "==":
            page += 1
            continue
        texts.append(line.lstrip("# "))
        place = Place(page, len(texts), len(texts))
        if line.startswith("|"):
            cells = [c.strip() for c in line.strip("|").split("|")]
            made = tuple(Cell((Para(c, place),) if c else (), n) for n, c in enumerate(cells))
            rows.append(Row(made, place))
            continue
        close_table()
        level = len(line) - len(line.lstrip("#"))
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        text = " ".join(line.lstrip("# ").split())
        blocks.append(Block(kind, (Para(text, place),), place, level=level))
    close_table()
    if foot:
        texts.append(foot)
        place = Place(page, len(texts), len(texts))
        blocks.append(Block(BlockKind.FURNITURE, (Para(foot, place),), place, reason="footer"))
    return Document("text/plain", tuple(blocks), tuple(texts), info=info or {})


@dataclass
class Expect:
    """What is expected; a field left out is expected to be None (the kind: `other`)."""

    title: str | None = None
    document_type: str = "other"
    period: tuple[str, str] | None = None
    published: str | None = None
    version: str | None = None
    author: str | None = None


def year(first: int, last: int) -> tuple[str, str]:
    return f"{first}-04-01", f"{last}-03-31"


NAME = "Ambleshire Safeguarding Children Partnership"

PAGES = {
    "title, name and year in one heading": (
        make(f"# {NAME} Business Plan 2023-26", TEXT),
        Expect(f"{NAME} Business Plan 2023-26", "business_plan", year(2023, 2026)),
    ),
    "name over the title": (
        make(f"# {NAME}", "# Annual Report 2023-24", "## Foreword", TEXT),
        Expect("Annual Report 2023-24", "annual_report", year(2023, 2024)),
    ),
    "years on a line apart": (
        make(f"# {NAME}", "# Annual Report", "# 1 April 2023 – 31 March 2024", TEXT),
        Expect("Annual Report 1 April 2023 – 31 March 2024", "annual_report", year(2023, 2024)),
    ),
    "years before the title": (
        make("# 2022/23", "# Yearly Report", f"## {NAME}", TEXT),
        Expect("2022/23 Yearly Report", "annual_report", year(2022, 2023)),
    ),
    "a motto for a title": (
        make("# Keeping Ambleshire’s children safe: Our Strategy 2024-27", f"## {NAME}", "## Our vision", TEXT),
        Expect("Keeping Ambleshire’s children safe: Our Strategy 2024-27", "strategy", year(2024, 2027)),
    ),
    "a title broken over two headings": (
        make("# Ambleshire Safeguarding Children", "# Partnership Business Plan 2024-2026", TEXT),
        Expect(f"{NAME} Business Plan 2024-2026", "business_plan", year(2024, 2026)),
    ),
    "appendix of a committee paper": (
        make("## Appendix 2 – Summary Delivery Plan", TEXT),
        Expect("Summary Delivery Plan", "business_plan"),
    ),
    "committee report of labels and tabs": (
        make(
            "AMBLESHIRE COUNCIL\tWARDS: All",
            f"REPORT TITLE: {NAME} Annual Report 2022-23",
            "REPORT OF: Director of Children’s Services",
            "FOR SUBMISSION TO: Scrutiny Committee\tDATE: 4 December 2023",
            TEXT,
        ),
        Expect(
            f"{NAME} Annual Report 2022-23",
            "annual_report",
            year(2022, 2023),
            "2023-12-04",
            author="Director of Children’s Services",
        ),
    ),
    "committee report with labels over their values": (
        make(
            "Report to:",
            "People Scrutiny Committee",
            "Date of meeting:",
            "19 November 2024",
            "By:",
            "Head of Public Protection",
            "Title:",
            f"{NAME} Annual Report 2023/24",
            TEXT,
        ),
        Expect(
            f"{NAME} Annual Report 2023/24",
            "annual_report",
            year(2023, 2024),
            "2024-11-19",
            author="Head of Public Protection",
        ),
    ),
    "table of document control": (
        make(
            f"# {NAME} Business Plan 2023-25",
            "==",
            "| Version | 1.2 |",
            "| Published | 18 May 2023 |",
            "| Author | Robin Sample |",
            "| Review date | 1 April 2024 |",
            TEXT,
        ),
        Expect(f"{NAME} Business Plan 2023-25", "business_plan", year(2023, 2025), "2023-05-18", "1.2", "Robin Sample"),
    ),
    "report of a post, without a colon": (
        make(
            "# Overview and Scrutiny Committee",
            "7 November 2023",
            "Report of the Corporate Director of Children Services and Education",
            f"# {NAME} Annual Report 2022/23",
            TEXT,
        ),
        Expect(
            f"{NAME} Annual Report 2022/23",
            "annual_report",
            year(2022, 2023),
            "2023-11-07",
            author="the Corporate Director of Children Services and Education",
        ),
    ),
    "report of a partnership names no author": (
        make(f"# Report of the {NAME} 2024-25", "# Annual Report 2024-25", TEXT),
        Expect("Annual Report 2024-25", "annual_report", year(2024, 2025)),
    ),
    "name on two lines over a title": (
        make(
            "# North Ambleshire", "# Safeguarding Children Partnership", "# Our new arrangements", "# June 2019", TEXT
        ),
        Expect("Our new arrangements", "arrangements"),
    ),
    "version on a line of its own": (
        make("# DRAFT", "# Business Plan 2025-2028", "v0.4", TEXT),
        Expect("Business Plan 2025-2028", "business_plan", year(2025, 2028), version="v0.4"),
    ),
    "cover that is a picture": (
        make("# Foreword", TEXT, "# What we learned", TEXT, foot="Ambleshire SCP Annual Report 2022-23 | Page 4 of 30"),
        Expect("Ambleshire SCP Annual Report 2022-23", "annual_report", year(2022, 2023)),
    ),
    "title in a box": (
        make(f"| {NAME} Business Plan 2024-26 | |", TEXT),
        Expect(f"{NAME} Business Plan 2024-26", "business_plan", year(2024, 2026)),
    ),
    "title in the first row of the plan's table": (
        make(
            "| Neglect Action Plan 2024-25 | | |",
            "| Action | Lead | By when |",
            "| Audit neglect | QA Group | May 2024 |",
        ),
        Expect("Neglect Action Plan 2024-25", "business_plan", year(2024, 2025)),
    ),
    "document control shortens the title": (
        make("# Neglect Strategy 2023–2026", "| Title | Neglect Strategy |", "| Version | 2.0 |", TEXT),
        Expect("Neglect Strategy 2023–2026", "strategy", year(2023, 2026), version="2.0"),
    ),
    "day of the last change": (
        make("# Action Plan 2024/25", "Updated: 4 June 2024 (v5)", TEXT),
        Expect("Action Plan 2024/25", "business_plan", year(2024, 2025), "2024-06-04", "v5"),
    ),
    "day of agreement": (
        make(f"# {NAME} Business Plan 2024-26", "Version 1.3", "Agreed 14 May 2024", TEXT),
        Expect(f"{NAME} Business Plan 2024-26", "business_plan", year(2024, 2026), "2024-05-14", "1.3"),
    ),
    "status for a version": (
        make("# Delivery Plan 2025-2027", "Status: Final", "Approved by: The Executive", TEXT),
        Expect("Delivery Plan 2025-2027", "business_plan", year(2025, 2027), version="Final"),
    ),
    "status that is no version": (
        make("# Delivery Plan 2025-2027", "Status: Approved", TEXT),
        Expect("Delivery Plan 2025-2027", "business_plan", year(2025, 2027)),
    ),
    "span of an earlier plan in a sentence": (
        make(
            "# Strategic Plan", "This plan builds on our strategy for 2019-22 and is for all who work with us. " + TEXT
        ),
        Expect("Strategic Plan", "strategy"),
    ),
    "every part on a line of its own": (
        make("# North Ambleshire", "# Safeguarding Children’s Board", "# Annual Report", "# 2016/2017", TEXT),
        Expect("Annual Report 2016/2017", "annual_report", year(2016, 2017)),
    ),
    "labels in pairs across one row": (
        make(
            "# Multi-Agency Safeguarding Arrangements",
            "| Version: | 3 | Date of issue: | 2 September 2024 |",
            "| Author: | A. Sample, Partnership Manager | Approved by: | Executive |",
            TEXT,
        ),
        Expect(
            "Multi-Agency Safeguarding Arrangements",
            "arrangements",
            None,
            "2024-09-02",
            "3",
            "A. Sample, Partnership Manager",
        ),
    ),
    "history of versions at the end": (
        make(
            "# Neglect Strategy 2022-2025",
            TEXT,
            TEXT,
            "## Document control",
            "| Version | Date | Author | Changes |",
            "| 0.1 | 3 May 2022 | K. Example | First draft |",
            "| 1.0 | 14/07/2022 | K. Example | Agreed |",
        ),
        Expect("Neglect Strategy 2022-2025", "strategy", year(2022, 2025), "2022-07-14", "1.0", "K. Example"),
    ),
    "labels in one line": (
        make("# Business Plan 2024/25", "Version: Final v2  Published: 9 April 2024  Author: Jo Sample", TEXT),
        Expect("Business Plan 2024/25", "business_plan", year(2024, 2025), "2024-04-09", "Final v2", "Jo Sample"),
    ),
    "labels without colons behind tabs": (
        make("# Business Plan 2023-25", "Version 1\tAuthor\tRobin Sample", "Reviewed by\tStrategic Leads", TEXT),
        Expect("Business Plan 2023-25", "business_plan", year(2023, 2025), None, "1", "Robin Sample"),
    ),
    "version in the running foot": (
        make("# Delivery Plan 2024-25", TEXT, foot="ASCP Delivery Plan 2024-25 V3 Page 2"),
        Expect("Delivery Plan 2024-25", "business_plan", year(2024, 2025), version="V3"),
    ),
    "version in the file's name at the foot": (
        make("# Business Plan 2018-21", TEXT, foot="ASCP_Business Plan_2018.21_V1.1"),
        Expect("Business Plan 2018-21", "business_plan", year(2018, 2021), version="V1.1"),
    ),
    "version with its date": (
        make("# Business Plan", "Version 2.1 (May 2024)", TEXT),
        Expect("Business Plan", "business_plan", version="2.1"),
    ),
    "a day alone on the cover": (
        make("# Annual Report 2020-2021", f"# {NAME}", "29th September 2021", TEXT),
        Expect("Annual Report 2020-2021", "annual_report", year(2020, 2021), "2021-09-29"),
    ),
    "month of publication only": (
        make("# Annual Report 2020-2021", "Published: September 2021", TEXT),
        Expect("Annual Report 2020-2021", "annual_report", year(2020, 2021)),
    ),
    "review dates are not the date of the document": (
        make("# Strategic Plan 2021-24", "Review date: 1 March 2024", "Approved by: Board", TEXT),
        Expect("Strategic Plan 2021-24", "strategy", year(2021, 2024)),
    ),
    "months as period": (
        make("# Annual Report", "September 2019 to March 2021", f"## {NAME}", TEXT),
        Expect("Annual Report September 2019 to March 2021", "annual_report", ("2019-09-01", "2021-03-31")),
    ),
    "period in a sentence": (
        make(
            "# Annual Report",
            f"## {NAME}",
            "## Introduction",
            "This report covers the period 1 April 2022 to 31 March 2023 and tells what changed. " + TEXT,
        ),
        Expect("Annual Report", "annual_report", year(2022, 2023)),
    ),
    "years of other plans are not the period": (
        make(
            "# Summary Business Plan",
            "Working Together 2018 replaced boards. The Neglect Strategy 2016-19 ended. " + TEXT,
        ),
        Expect("Summary Business Plan", "business_plan"),
    ),
    "contents, welcome and priorities are not the title": (
        make("# Contents", "# Welcome", "# Priority 1: Neglect", f"# {NAME} Annual Review 2021-22", TEXT),
        Expect(f"{NAME} Annual Review 2021-22", "annual_report", year(2021, 2022)),
    ),
    "only the partnership's name is printed": (
        make(f"# {NAME}", TEXT, TEXT),
        Expect(NAME, "other"),
    ),
    "title in the file only": (
        make(TEXT, TEXT, info={"Title": f"{NAME} Business Plan 2019-20"}),
        Expect(f"{NAME} Business Plan 2019-20", "business_plan", year(2019, 2020)),
    ),
    "file name for a title is none": (
        make(
            "# Making a difference together", "## Annual Report 2019-20", TEXT, info={"Title": "Microsoft Word - x.doc"}
        ),
        Expect("Annual Report 2019-20", "annual_report", year(2019, 2020)),
    ),
    "shouted cover": (
        make("# AMBLESHIRE SAFEGUARDING ADULTS BOARD", "# STRATEGIC PLAN 2022-2025", TEXT),
        Expect("STRATEGIC PLAN 2022-2025", "strategy", year(2022, 2025)),
    ),
    "cover of paragraphs without headings": (
        make(NAME, "Business Plan 2023 – 2026", "Safe, seen and heard", "==", TEXT),
        Expect("Business Plan 2023 – 2026", "business_plan", year(2023, 2026)),
    ),
    "annual report and plan in one": (
        make("# Annual Report 2022-23 and Business Plan 2023-24", TEXT),
        Expect("Annual Report 2022-23 and Business Plan 2023-24", "annual_report", year(2022, 2023)),
    ),
    "kind told by the text": (
        make("# Safer together 2024-27", "This strategy says what we want. " + TEXT, "In this strategy we " + TEXT),
        Expect("Safer together 2024-27", "strategy", year(2024, 2027)),
    ),
}


@pytest.mark.parametrize("case", PAGES, ids=lambda name: name.replace(" ", "_"))
def test_title_page(case: str) -> None:
    document, expected = PAGES[case]
    found, _, used = metadata(document)
    span = (
        (found.period_start.isoformat(), found.period_end.isoformat())
        if found.period_start is not None and found.period_end is not None
        else None
    )
    published = found.published.isoformat() if found.published else None
    got = Expect(found.title, found.document_type, span, published, found.version, found.author)
    assert got == expected
    assert all(0 <= index < len(document.blocks) for index in used)


def test_blocks_that_say_it_are_told_and_running_text_is_not_among_them() -> None:
    document = make(f"# {NAME}", "# Business Plan 2023-25", "Version: 2", "Author: Jo Sample", "# Our vision", TEXT)
    _, _, used = metadata(document)
    assert used == {0, 1, 2, 3}


def test_a_title_in_a_box_is_used_but_a_title_row_leaves_its_table_to_the_plan() -> None:
    _, _, used = metadata(make("| Neglect Action Plan 2024-25 | |", TEXT))
    assert used == {0}
    _, _, used = metadata(make("| Neglect Action Plan 2024-25 | |", "| Action | Lead |", "| Audit | QA Group |"))
    assert used == frozenset()


def test_labels_of_actions_are_not_of_the_document() -> None:
    lines = ("# Business Plan 2023-25", "# Aim 1: Early help", "Agree a pathway", "Lead: QA Group", "Date: 3 May 2024")
    found, _, used = metadata(make(*lines))
    assert (found.published, found.author) == (None, None)
    assert used == {0}


def test_a_table_of_actions_is_no_document_control() -> None:
    document = make(
        "# Business Plan 2023-25",
        TEXT,
        "| Action | Lead | Date |",
        "| Publish a report by a named author | Board manager | 3 May 2024 |",
        "| Agree a new version | Chair | 1 June 2024 |",
    )
    found, _, used = metadata(document)
    assert (found.published, found.version, found.author) == (None, None, None)
    assert used == {0}


def test_doubts_are_problems() -> None:
    _, problems, _ = metadata(
        make("# CSCP Plan", "CSCP will meet. The CSCP will agree. " + TEXT, "Published: May 2021")
    )
    assert {p.code for p in problems} == {"partnership_ambiguous", "published_without_day"}
    assert {p.stage for p in problems} == {"metadata"}
    _, problems, _ = metadata(make("nothing here"))
    assert "partnership_unknown" in {p.code for p in problems}


def test_name_of_file_tells_the_kind_only() -> None:
    found, _, _ = metadata(make("# Safer together", TEXT), "annual-report_2021-22.pdf")
    assert (found.document_type, found.period_start) == ("annual_report", None)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Multi-Agency Business Plan 2024–2026", "business_plan"),
        ("Annual Report on the Business Plan", "annual_report"),
        ("MASA Yearly Report 2024", "annual_report"),
        ("Local Safeguarding Arrangements", "arrangements"),
        ("Child Exploitation Strategy", "strategy"),
        ("Plan on a page 2024/25", "business_plan"),
        ("Business Plan for Children and Adults: annual report to follow", "business_plan"),
        ("Strategic Plan 2022-25", "strategy"),
        ("Our Priorities 2023-25", "business_plan"),
        ("Threshold Document", "other"),
        ("Safe and heard", None),
    ],
)
def test_kind_by_title(title: str, kind: str | None) -> None:
    assert document_type(title) == kind


@pytest.mark.parametrize(
    "title", ["doc.html", "Microsoft Word - Plan FINAL", "untitled", "Plan_v2_final", "Slide 1", "x.docx"]
)
def test_junk_titles(title: str) -> None:
    assert is_junk_title(title)
    assert not is_junk_title("Ambleshire Business Plan 2024-25")


def test_lines_of_a_cover() -> None:
    assert is_period_only("April 2023 – March 2024")
    assert is_period_only("2022/23")
    assert not is_period_only("Annual Report 2022/23")
    assert is_name_only("The Luton Safeguarding Children Partnership (LSCP)")
    assert not is_name_only("Luton Safeguarding Children Partnership Plan")


def test_dates_are_days() -> None:
    found, _, _ = metadata(make("# Business Plan 2023-25", "Issued: Tuesday 3 June 2025", TEXT))
    assert found.published == dt.date(2025, 6, 3)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=80), max_size=6))
def test_no_document_makes_it_fail(lines: list[str]) -> None:
    metadata(make(*lines))
