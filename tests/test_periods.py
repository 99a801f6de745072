"""The span that a document says it covers, in the ways in which titles, covers and sentences print it."""

from __future__ import annotations

import datetime as dt

import pytest
from test_metadata import TEXT, make

from safeplans.extractors.about.metadata import metadata
from safeplans.extractors.time.periods import covered

NAME = "Ambleshire Safeguarding Adults Board"


def span(*lines: str) -> tuple[str, str] | None:
    found, _, _ = metadata(make(*lines))
    if found.period_start is None or found.period_end is None:
        return None
    return found.period_start.isoformat(), found.period_end.isoformat()


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("two years beginning in April 2025", "2025-04-01", "2027-03-31"),
        ("the two years starting on 1 September 2025", "2025-09-01", "2027-08-31"),
        ("a three-year plan from April 2025", "2025-04-01", "2028-03-31"),
        ("three years to March 2028", "2025-04-01", "2028-03-31"),
        ("the 3 years ending on 31 March 2028", "2025-04-01", "2028-03-31"),
        ("the twelve months to the end of March 2025", "2024-04-01", "2025-03-31"),
        ("eighteen months from October 2025", "2025-10-01", "2027-03-31"),
        ("from April 2025 for three years", "2025-04-01", "2028-03-31"),
        ("from 1 April 2025 for a period of two years", "2025-04-01", "2027-03-31"),
        ("2025/26 and 2026/27", "2025-04-01", "2027-03-31"),
        ("2025-26, 2026-27 and 2027-28", "2025-04-01", "2028-03-31"),
        ("the calendar years 2025 and 2026", "2025-01-01", "2026-12-31"),
        ("the period 1 April 2024 to 31 March 2025", "2024-04-01", "2025-03-31"),
        ("the time between April 2024 and March 2025", "2024-04-01", "2025-03-31"),
        ("the year ending 31 March 2025", "2024-04-01", "2025-03-31"),
        ("calendar year 2025", "2025-01-01", "2025-12-31"),
        ("2025-6", "2025-04-01", "2026-03-31"),
    ],
)
def test_a_sentence_tells_the_span(words: str, first: str, last: str) -> None:
    assert span("# Safe and heard", f"This plan covers {words}. It is a short one.", TEXT) == (first, last)


@pytest.mark.parametrize(
    "sentence",
    [
        "The priorities of our three-year plan (2025-28) are below.",
        "The partners agreed these in February and they run from April 2025 to March 2028.",
        "The Board has three priorities for April 2025 to March 2028.",
        "It covers the three years to March 2028.",
    ],
)
def test_a_sentence_may_speak_of_the_document_in_many_ways(sentence: str) -> None:
    assert span("# Safe and heard", sentence, TEXT) == ("2025-04-01", "2028-03-31")


@pytest.mark.parametrize(
    "sentence",
    [
        "This plan builds on our strategy for 2019-22 and goes further.",
        "This report shows 412 concerns in the year to March 2025.",
        "This plan should be read with the Neglect Strategy 2022-25.",
        "This plan is for the next three years.",
        "This plan takes us through three years to 2028.",
        "In the year to September 2025 the police recorded more incidents.",
    ],
)
def test_the_span_of_something_else_is_not_the_documents(sentence: str) -> None:
    assert span("# Safe and heard", sentence, TEXT) is None


def test_the_sentence_is_told_of_a_report_of_last_year() -> None:
    assert span("# Safe and heard", "Here is what we did in the year ending 31 March 2025.", TEXT) == (
        "2024-04-01",
        "2025-03-31",
    )


def test_a_line_of_the_cover_tells_the_months_of_the_titles_years() -> None:
    assert span("# Business Plan 2025-2026", "July 2025 to June 2026", TEXT) == ("2025-07-01", "2026-06-30")


def test_a_span_set_apart_on_a_line_of_the_cover() -> None:
    assert span("# Improvement Plan", "October 2025 – March 2027 · third version, as sent to the Executive", TEXT) == (
        "2025-10-01",
        "2027-03-31",
    )
    assert span("# Memorandum", "Term: 1 October 2025 to 30 September 2027", TEXT) == ("2025-10-01", "2027-09-30")


def test_a_line_of_one_quarter_is_no_span_of_the_document() -> None:
    assert span("# Road map", "April–June 2024", "Brief all staff", "July–September 2024", "Audit", TEXT) is None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Business Plan 2026", ("2026-01-01", "2026-12-31")),
        ("Our plan for 2026", ("2026-01-01", "2026-12-31")),
        ("Annual Report 2026", None),  # written in it, or about it
        ("Improvement Plan, March 2026", None),
        ("Improvement Plan following the inspection of 2026", None),
        ("Arrangements 2026", None),
        ("Annual Work Programme 2023-", None),  # its line breaks here
    ],
)
def test_a_plan_for_one_year_is_for_the_calendar_year(title: str, expected: tuple[str, str] | None) -> None:
    assert span(f"# {title}", NAME, TEXT) == expected


def test_minutes_cover_no_span() -> None:
    assert span("# Minutes of the Executive: setting the strategy for 2026-2029", NAME, TEXT) is None


def test_what_no_calendar_has_is_no_span() -> None:
    assert covered("two years from April 9999 and 31 years to May 2025, or from 31 June 2025 for two years") == []


def test_spans_are_told_with_their_place() -> None:
    text = "agreed for 2025/26 and 2026/27, then 2028-29"
    found = covered(text)
    assert [text[start:end] for start, end, _ in found] == ["2025/26 and 2026/27", "2028-29"]
    assert found[0][2] == (dt.date(2025, 4, 1), dt.date(2027, 3, 31))
