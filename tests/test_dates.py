"""How plans write time, form by form: what is printed, and the span of days that it denotes."""

from __future__ import annotations

import datetime as dt

import pytest
from dateutil import parser

from safeplans.extractors.time.dates import (
    DateMention,
    PlanPeriod,
    dates_in_calendar,
    dates_in_statement,
    dates_in_timescale,
    parse_day,
    parse_period,
    recurrence_of,
)

PLAN = PlanPeriod(dt.date(2024, 4, 1), dt.date(2027, 3, 31))
ONE_YEAR = PlanPeriod(dt.date(2024, 4, 1), dt.date(2025, 3, 31))
UNKNOWN = PlanPeriod()


def brief(m: DateMention) -> str:
    """A mention on one line: kind, span or month, precision, recurrence (`-` for none)."""
    when = f"{m.start}..{m.end}" if m.start != m.end else str(m.start or "-")
    if m.month:
        when = f"month {m.month}"
    return f"{m.kind} {when} {m.precision or '-'} {m.recurrence or '-'}"


# Printed | one line a mention, in order
TIMESCALES = {
    # days
    "31st March 2025": ["due 2025-03-31 day -"],
    "31 st March 2025": ["due 2025-03-31 day -"],
    "31st of March 2025": ["due 2025-03-31 day -"],
    "Monday 31 March 2025": ["due 2025-03-31 day -"],
    "March 31st 2025": ["due 2025-03-31 day -"],
    "March 31, 2025": ["due 2025-03-31 day -"],
    "31/03/2025": ["due 2025-03-31 day -"],
    "31.03.25": ["due 2025-03-31 day -"],
    "31-Mar-25": ["due 2025-03-31 day -"],
    "1/4/24": ["due 2024-04-01 day -"],
    "2025-03-31": ["due 2025-03-31 day -"],
    "w/c 3 June 2024": ["due 2024-06-03..2024-06-09 day -"],
    "1-3 June 2024": ["due 2024-06-01..2024-06-03 day -"],
    "no later than 1 May 2025": ["due 2025-05-01 day -"],
    # months
    "June 2019": ["due 2019-06-01..2019-06-30 month -"],
    "by September 2023": ["due 2023-09-01..2023-09-30 month -"],
    "from April 2023": ["start 2023-04-01..2023-04-30 month -"],
    "April 2024 onwards": ["start 2024-04-01..2024-04-30 month -"],
    "April 2024 – ongoing": ["start 2024-04-01..2024-04-30 month -"],
    "Sept 24": ["due 2024-09-01..2024-09-30 month -"],
    "Sept. 2024": ["due 2024-09-01..2024-09-30 month -"],
    "Sept ’24": ["due 2024-09-01..2024-09-30 month -"],
    "Mar-25": ["due 2025-03-01..2025-03-31 month -"],
    "JUN-24": ["due 2024-06-01..2024-06-30 month -"],
    "06/2024": ["due 2024-06-01..2024-06-30 month -"],
    "Feb 2024": ["due 2024-02-01..2024-02-29 month -"],
    "March 2024/25": ["due 2025-03-01..2025-03-31 month -"],
    "mid June 2025": ["due 2025-06-01..2025-06-30 month -"],
    # runs: each is one date; a year printed once holds for all
    "June 2019 Oct 2019 Feb 2020": [
        "due 2019-06-01..2019-06-30 month -",
        "due 2019-10-01..2019-10-31 month -",
        "due 2020-02-01..2020-02-29 month -",
    ],
    "June 2019 Oct 2019 June 2019 Oct 2019": [
        "due 2019-06-01..2019-06-30 month -",
        "due 2019-10-01..2019-10-31 month -",
    ],
    "Oct 2023 and Oct 2024": ["due 2023-10-01..2023-10-31 month -", "due 2024-10-01..2024-10-31 month -"],
    "June, Oct 2019": ["due 2019-06-01..2019-06-30 month -", "due 2019-10-01..2019-10-31 month -"],
    "Jun-24 Sep-24": ["due 2024-06-01..2024-06-30 month -", "due 2024-09-01..2024-09-30 month -"],
    "Oct, Jan 2025": ["due 2024-10-01..2024-10-31 month -", "due 2025-01-01..2025-01-31 month -"],
    "Phase 1: June 2024; Phase 2: Dec 2024": [
        "due 2024-06-01..2024-06-30 month -",
        "due 2024-12-01..2024-12-31 month -",
    ],
    "Jan/Feb 2025": ["due 2025-01-01..2025-02-28 month -"],
    "Dec/Jan 2025": ["due 2024-12-01..2025-01-31 month -"],
    "Jan/Feb/Mar 2025": [
        "due 2025-01-01..2025-01-31 month -",
        "due 2025-02-01..2025-02-28 month -",
        "due 2025-03-01..2025-03-31 month -",
    ],
    # months without a year recur
    "Jan": ["due month 1 month P1Y"],
    "Apr/Sep": ["due month 4 month P1Y", "due month 9 month P1Y"],
    "each June": ["recurring month 6 month P1Y"],
    "June each year": ["recurring month 6 month P1Y"],
    "Annually each June": ["recurring month 6 month P1Y"],
    "annually in December": ["recurring month 12 month P1Y"],
    "Every June and December": ["recurring month 6 month P1Y", "recurring month 12 month P1Y"],
    # quarters
    "Q1 2025/26": ["due 2025-04-01..2025-06-30 quarter -"],
    "Q4 2024-25": ["due 2025-01-01..2025-03-31 quarter -"],
    "Quarter 4 of 2024/25": ["due 2025-01-01..2025-03-31 quarter -"],
    "third quarter of 2024-25": ["due 2024-10-01..2024-12-31 quarter -"],
    "2024/25 Q3": ["due 2024-10-01..2024-12-31 quarter -"],
    "Q4 FY25": ["due 2025-01-01..2025-03-31 quarter -"],
    "Q2 2024": ["due 2024-04-01..2024-06-30 quarter -"],
    "By end of Q1 2024/25": ["due 2024-06-30 day -"],
    "Q1-Q2 2024/25": ["period 2024-04-01..2024-09-30 quarter -"],
    "Q1, Q2 2024-25": ["due 2024-04-01..2024-06-30 quarter -", "due 2024-07-01..2024-09-30 quarter -"],
    "Q4 - January to March 2025": ["due 2025-01-01..2025-03-31 quarter -"],
    "Q1 24/25 (Apr - Jun 2024)": ["due 2024-04-01..2024-06-30 quarter -"],
    # seasons and terms
    "Spring 2025": ["due 2025-03-01..2025-05-31 season -"],
    "Summer 2025": ["due 2025-06-01..2025-08-31 season -"],
    "Autumn 2024": ["due 2024-09-01..2024-11-30 season -"],
    "winter 2023": ["due 2023-12-01..2024-02-29 season -"],
    "Winter 2024/25": ["due 2024-12-01..2025-02-28 season -"],
    "Autumn/Winter 2024": ["due 2024-09-01..2024-11-30 season -", "due 2024-12-01..2025-02-28 season -"],
    "spring term 2025": ["due 2025-01-01..2025-03-31 season -"],
    "summer term 2024/25": ["due 2025-04-01..2025-07-31 season -"],
    "by the end of the autumn term 2024": ["due 2024-12-31 day -"],
    "summer 2024/25": ["due - - -"],  # the financial and the school year disagree
    # years
    "2025": ["period 2025-01-01..2025-12-31 year -"],
    "2025/26": ["period 2025-04-01..2026-03-31 financial_year -"],
    "2024/2025": ["period 2024-04-01..2025-03-31 financial_year -"],
    "24/25": ["period 2024-04-01..2025-03-31 financial_year -"],
    "2024-25 financial year": ["period 2024-04-01..2025-03-31 financial_year -"],
    "FY25": ["period 2024-04-01..2025-03-31 financial_year -"],
    "FY 2024/25": ["period 2024-04-01..2025-03-31 financial_year -"],
    "academic year 2024/25": ["period 2024-09-01..2025-08-31 academic_year -"],
    "year ending 31 March 2025": ["period 2024-04-01..2025-03-31 financial_year -"],
    "2024 and 2025": ["period 2024-01-01..2024-12-31 year -", "period 2025-01-01..2025-12-31 year -"],
    "2024-2026": ["period 2024-04-01..2026-03-31 financial_year -"],
    "early 2023": ["due 2023-01-01..2023-12-31 year -"],
    "by 2025": ["due 2025-01-01..2025-12-31 year -"],
    "end of 2024": ["due 2024-12-31 day -"],
    "by the end of 2026": ["due 2026-12-31 day -"],
    "before the end of March 2025": ["due 2025-03-31 day -"],
    "end of 2024/25": ["due 2025-03-31 day -"],
    # spans
    "April 2024 - March 2025": ["period 2024-04-01..2025-03-31 month -"],
    "from April 2024 to March 2025": ["period 2024-04-01..2025-03-31 month -"],
    "between April and June 2024": ["period 2024-04-01..2024-06-30 month -"],
    "Oct - Mar 2025": ["period 2024-10-01..2025-03-31 month -"],
    "Apr-24 - Mar-25": ["period 2024-04-01..2025-03-31 month -"],
    "01/04/2024 – 31/03/2025": ["period 2024-04-01..2025-03-31 day -"],
    "1 April – 30 June 2024": ["period 2024-04-01..2024-06-30 day -"],
    # recurrences, with and without a start
    "Quarterly": ["recurring - - P3M"],
    "twice a year from Spring 2025": ["recurring - - P6M", "start 2025-03-01..2025-05-31 season -"],
    "Quarterly, from Jun-24": ["recurring - - P3M", "start 2024-06-01..2024-06-30 month -"],
    "Six-monthly from Q3 2024/25": ["recurring - - P6M", "start 2024-10-01..2024-12-31 quarter -"],
    "every meeting": ["recurring - - -"],
    "6-8 weekly": ["recurring - - -"],
    "Annual - March": ["recurring month 3 month P1Y"],
    "Annual (Sept)": ["recurring month 9 month P1Y"],
    "Annual report": [],
    "July 2024 and then annually": ["due 2024-07-01..2024-07-31 month -", "recurring - - P1Y"],
    # nothing fixed
    "Ongoing": ["period - - -"],
    "TBC": ["due - - -"],
    "Immediately": ["due - - -"],
    "within the first six months": ["due - - -"],
    "12 months": ["due - - -"],
    "12-month pilot from May 2024": ["start 2024-05-01..2024-05-31 month -"],
    "by Easter": ["due - - -"],
    "new year 2025": ["due - - -"],
    # feasts of a year are days
    "by Easter 2025": ["due 2025-04-20 day -"],
    "Easter 2024": ["due 2024-03-31 day -"],
    "by Christmas 2025": ["due 2025-12-25 day -"],
    # state, not time
    "Completed": [],
    "Complete": [],
    "Completed Jun-23": ["event 2023-06-01..2023-06-30 month -"],
    "Completed in October 2024": ["event 2024-10-01..2024-10-31 month -"],
    "Extended to March 2025": ["due 2025-03-01..2025-03-31 month -"],
    "N/A": [],
    "-": [],
    "": [],
    "May be extended": [],
    # typing errors and impossible dates
    "Septmeber 2024": ["due 2024-09-01..2024-09-30 month -"],
    "Febuary 2025": ["due 2025-02-01..2025-02-28 month -"],
    "Match 2024": ["period 2024-01-01..2024-12-31 year -"],  # too near another word to be March
    "31 June 2024": ["due - - -"],
    "29 February 2025": ["due - - -"],
    "13/31/2024": ["due - - -"],
}


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2026/03/31", ["due 2026-03-31 day -"]),
        ("2026.03.31", ["due 2026-03-31 day -"]),
        ("Mar2026", ["due 2026-03-01..2026-03-31 month -"]),
        ("31Mar26", ["due 2026-03-31 day -"]),
        ("Sept25", ["due 2025-09-01..2025-09-30 month -"]),
        ("H1 2026/27", ["due 2026-04-01..2026-09-30 - -"]),
        ("H2 2026", ["due 2026-07-01..2026-12-31 - -"]),
        ("second half of 2025/26", ["due 2025-10-01..2026-03-31 - -"]),
        ("XX/XX/2026", []),
        ("DD/MM/2026", []),
    ],
)
def test_times_as_spreadsheets_and_hurried_hands_print_them(printed: str, expected: list[str]) -> None:
    assert [brief(m) for m in dates_in_timescale(printed)] == expected


@pytest.mark.parametrize(("printed", "expected"), TIMESCALES.items())
def test_timescale(printed: str, expected: list[str]) -> None:
    assert [brief(m) for m in dates_in_timescale(printed)] == expected


@pytest.mark.parametrize(
    ("printed", "period", "expected"),
    [
        ("Q2", PLAN, ["due 2024-07-01..2024-09-30 quarter -"]),
        ("Qtr 3", ONE_YEAR, ["due 2024-10-01..2024-12-31 quarter -"]),
        ("end of Q4", ONE_YEAR, ["due 2025-03-31 day -"]),
        ("Q2", UNKNOWN, ["due - - -"]),
        ("Year 2", PLAN, ["period 2025-04-01..2026-03-31 financial_year -"]),
        ("Y1", PLAN, ["period 2024-04-01..2025-03-31 financial_year -"]),
        ("Years 1-2", PLAN, ["period 2024-04-01..2026-03-31 financial_year -"]),
        ("Year 2 Q3", PLAN, ["due 2025-10-01..2025-12-31 quarter -"]),
        ("end of Year 1", PLAN, ["due 2025-03-31 day -"]),
        ("Year 2", UNKNOWN, ["period - - -"]),
        ("Year 2", PlanPeriod(dt.date(2024, 1, 1), None), ["period 2025-01-01..2025-12-31 year -"]),
        ("by 31 October", ONE_YEAR, ["due 2024-10-31 day -"]),
        ("by 31 October", PLAN, ["due - - -"]),  # three such days in the plan
        ("end of the financial year", ONE_YEAR, ["due 2025-03-31 day -"]),
        ("end of the financial year", PLAN, ["due - - -"]),
        ("March 2023", PLAN, ["due 2023-03-01..2023-03-31 month -"]),  # before the plan: kept, for the caller to report
    ],
)
def test_what_counts_from_the_plan(printed: str, period: PlanPeriod, expected: list[str]) -> None:
    assert [brief(m) for m in dates_in_timescale(printed, period)] == expected


STATEMENTS = {
    "Refresh the strategy, signed off by September 2024.": ["due 2024-09-01..2024-09-30 month -"],
    "Report on a six-monthly basis from April 2024.": ["recurring - - P6M", "start 2024-04-01..2024-04-30 month -"],
    "Uptake to be reviewed in November 2024, with the data.": ["due 2024-11-01..2024-11-30 month -"],
    "Run a campaign in 2024-25.": ["period 2024-04-01..2025-03-31 financial_year -"],
    "Review the offer in autumn 2024.": ["due 2024-09-01..2024-11-30 season -"],
    "Give an analysis once per annum in June 2024 and June 2025.": [
        "recurring - - P1Y",
        "due 2024-06-01..2024-06-30 month -",
        "due 2025-06-01..2025-06-30 month -",
    ],
    "Evidence template requested (due Apr)": ["due month 4 month P1Y"],
    "Undertake an annual audit each June.": ["recurring month 6 month P1Y"],
    "Report in June, September and December 2024.": [
        "due 2024-06-01..2024-06-30 month -",
        "due 2024-09-01..2024-09-30 month -",
        "due 2024-12-01..2024-12-31 month -",
    ],
    "Take findings to the June 2024 Board meeting.": ["due 2024-06-01..2024-06-30 month -"],
    "Launch the toolkit (June 2024).": ["due 2024-06-01..2024-06-30 month -"],
    "Between 2024 and 2026 we will test three hubs.": ["period 2024-01-01..2026-12-31 year -"],
    "Run two events in Year 1 for Year 6 pupils.": ["period 2024-04-01..2025-03-31 financial_year -"],
    "Increase take-up by 10% by March 2025.": ["due 2025-03-01..2025-03-31 month -"],
    "Learning from the May 2023 inspection to be embedded by July 2024.": ["due 2024-07-01..2024-07-31 month -"],
    "Continue the leads' network 3 times a year.": ["recurring - - P4M"],
    # only named in passing
    "Carry out the duties of the Children Act 2004.": [],
    "Follow Working Together 2023 and its 2018 forerunner.": [],
    "Apply Working Together (July 2018).": [],
    "Use the 2024 staff survey.": [],
    "Apply the 2018 revision.": [],
    "Monitor the Midshire Business Plan 2023-25.": [],
    "Respond within 72 hours.": [],
    "Run a 12-month campaign for children aged 16 to 25.": [],
    "Deliver a 3-year programme for families who waited more than fifteen months.": [],
    "Address the findings of work undertaken in 2019-20.": [],
    "Act on the findings following the audit in May 2023.": [],
    "Share the report for 2022-23.": [],
    "The Quarterly Assurance Group will read the Annual Report.": [],
    "Letters signed by June Ashdown may follow.": [],
    "Each conference and every meeting hears the child.": [],
}


@pytest.mark.parametrize(("printed", "expected"), STATEMENTS.items())
def test_statement(printed: str, expected: list[str]) -> None:
    assert [brief(m) for m in dates_in_statement(printed, PLAN)] == expected


REPORTS = {
    "The strategy was launched in November 2023.": ["event 2023-11-01..2023-11-30 month -"],
    "In early 2023 a panel was set up.": ["event 2023-01-01..2023-12-31 year -"],
    "In 2023-24, a review was held.": ["event 2023-04-01..2024-03-31 financial_year -"],
    "New course, co-delivered with parents in 2023-24.": ["period 2023-04-01..2024-03-31 financial_year -"],
    "A huddle has met since January 2024.": ["start 2024-01-01..2024-01-31 month -"],
    "Workshops are organised for 2024 and 2025.": [
        "period 2024-01-01..2024-12-31 year -",
        "period 2025-01-01..2025-12-31 year -",
    ],
    "A new edition will be published by the end of 2024.": ["due 2024-12-31 day -"],
    "The campaign ran from April 2023 to March 2024.": ["period 2023-04-01..2024-03-31 month -"],
    "Audits were completed in Summer 2023.": ["event 2023-06-01..2023-08-31 season -"],
    "Since its launch in 2021, the tool has been used widely.": [],
    "Training reached 312 people, up 24% on 2022-23.": [],
    "Referrals fell from 312 in 2022-23 to 280 in 2023-24.": [],
    "An increase of 5% from 2021-22 was seen.": [],
}


@pytest.mark.parametrize(("printed", "expected"), REPORTS.items())
def test_report(printed: str, expected: list[str]) -> None:
    assert [brief(m) for m in dates_in_statement(printed, ONE_YEAR, done=True)] == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Every two months", "P2M"),
        ("every other month", "P2M"),
        ("Six times a year", "P2M"),
        ("meets on a bi-monthly basis", "P2M"),
        ("Mar/May/Jul Sep/Nov/Jan", "P2M"),
        ("Apr/Sep", "P6M"),
        ("June & December", "P6M"),
        ("Jan/Feb", None),
        ("termly", "P4M"),
        ("Meet three times per year", "P4M"),
        ("x4 per year", "P3M"),
        ("At least quarterly", "P3M"),
        ("Meet twice per year", "P6M"),
        ("six-monthly", "P6M"),
        ("half-yearly", "P6M"),
        ("Monthly", "P1M"),
        ("Fortnightly", "P2W"),
        ("every 6 weeks", "P6W"),
        ("Six weekly", "P6W"),
        ("weekly", "P1W"),
        ("12 monthly", "P1Y"),
        ("on an annual basis", "P1Y"),
        ("each year", "P1Y"),
        ("every 2 years", "P2Y"),
        ("five times a year", None),  # no whole interval
        ("monthly or quarterly", None),  # two answers
        ("as required", None),
        ("As per TORs", None),
        ("", None),
    ],
)
def test_recurrence(printed: str, expected: str | None) -> None:
    assert recurrence_of(printed) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Business Plan 2019-22", "2019-04-01 2022-03-31"),
        ("Annual Report 2023-24", "2023-04-01 2024-03-31"),
        ("Plan 2024/25", "2024-04-01 2025-03-31"),
        ("Plan 2024–2026", "2024-04-01 2026-03-31"),
        ("Strategy 2024 to 2027", "2024-04-01 2027-03-31"),
        ("April 2024 - March 2027", "2024-04-01 2027-03-31"),
        ("1 January to 31 December 2023", "2023-01-01 2023-12-31"),
        ("January to December 2023", "2023-01-01 2023-12-31"),
        ("academic year 2023/24", "2023-09-01 2024-08-31"),
        ("for the year ended 31 March 2024", "2023-04-01 2024-03-31"),
        ("calendar year 2023", "2023-01-01 2023-12-31"),
        ("Annual Report 2023", None),
        ("Published May 2023", None),
        ("Call 020 7946 0000", None),
        ("2024-19", None),
        ("", None),
    ],
)
def test_period(printed: str, expected: str | None) -> None:
    found = parse_period(printed)
    assert (None if found is None else f"{found[0]} {found[1]}") == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Published: 20 September 2024", "2024-09-20"),
        ("18/05/2023", "2023-05-18"),
        ("10th December 2024", "2024-12-10"),
        ("May 2023", None),
        ("31 June 2024", None),
        ("version 1.2 of 3 May 2023", "2023-05-03"),
    ],
)
def test_day(printed: str, expected: str | None) -> None:
    found = parse_day(printed)
    assert (found and found.isoformat()) == expected


def test_calendar_months_recur() -> None:
    assert [brief(m) for m in dates_in_calendar("June & December")] == [
        "due month 6 month P1Y",
        "due month 12 month P1Y",
    ]


def test_the_last_day_of_a_month_whose_year_is_inferred_is_a_day_and_nothing_is_inferred_beside_it() -> None:
    (found,) = dates_in_timescale("End of June", ONE_YEAR)
    assert (found.start, found.end, found.month) == (dt.date(2024, 6, 30), dt.date(2024, 6, 30), None)
    assert (found.inferred, found.inferred_from, found.inferred_confidence) == (None, None, None)


def test_what_is_inferred_is_less_certain_and_says_so() -> None:
    printed = dates_in_timescale("September 2024")[0]
    mistyped = dates_in_timescale("Septmeber 2024")[0]
    impossible = dates_in_timescale("31 June 2024")[0]
    from_plan = dates_in_timescale("Q2", PLAN)[0]
    assert printed.confidence > mistyped.confidence > impossible.confidence
    assert "typo" in mistyped.method
    assert "impossible" in impossible.method
    assert "plan-period" in from_plan.method
    assert from_plan.confidence < 0.6  # of which of three years?


# Where the library and we differ, and why ours is kept.
LIBRARY_DIFFERS = {
    "1-3 June 2024": "dateutil keeps the last day only",
    "March 2024/25": "dateutil takes 25 for a day; it is the March of that financial year",
}


@pytest.mark.parametrize("printed", TIMESCALES)
def test_agrees_with_dateutil_where_dateutil_knows(printed: str) -> None:
    """A day that python-dateutil reads without filling anything in is the day that we read."""
    answers = set()
    for filler in (dt.datetime(2001, 1, 1), dt.datetime(2002, 12, 28)):
        try:
            answers.add(parser.parse(printed, dayfirst=True, default=filler).date())
        except (ValueError, OverflowError):
            return
    if len(answers) == 1 and printed not in LIBRARY_DIFFERS:
        assert answers == {m.start for m in dates_in_timescale(printed)}


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Second look by Police at a fresh sample, Q4", ["Q4"]),
        ("Assessment of the river path from the weir, Summer 2025", ["Summer 2025"]),
        ("A film with dads – autumn", ["autumn"]),
        ("Safeguarding Adults Week, 17–21 November", ["17–21 November"]),
        ("A lesson on sextortion to every Year 8", []),  # a class of a school
        ("New rules under the Police Act, 1996", []),
        ("Apply Working Together (July 2018)", []),
    ],
)
def test_a_time_that_closes_a_statement_times_it(text: str, printed: list[str]) -> None:
    assert [m.text for m in dates_in_statement(text, PlanPeriod(dt.date(2025, 4, 1), dt.date(2026, 3, 31)))] == printed


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("12/24", "2024-12-01", "2024-12-31"),
        ("10/25", "2025-10-01", "2025-10-31"),
        ("Quarter 1 (April to June 2022)", "2022-04-01", "2022-06-30"),
        ("Quarters 3 and 4 (October 2022 to March 2023)", "2022-10-01", "2023-03-31"),
    ],
)
def test_a_printed_year_counts_for_more_than_the_plans(text: str, start: str, end: str) -> None:
    period = PlanPeriod(dt.date(2021, 4, 1), dt.date(2024, 3, 31))
    (found,) = dates_in_timescale(text, period)
    assert (str(found.start), str(found.end)) == (start, end)


def test_a_share_is_no_month() -> None:
    assert dates_in_statement("We looked at 12/25 files and 09/24 calls") == []
    assert [d.kind for d in dates_in_timescale("11/12")] == ["period"]


@pytest.mark.parametrize(
    ("text", "kind", "recurrence"),
    [
        ("On- going", "period", None),
        ("Half- yearly", "recurring", "P6M"),
        ("No fixed end", "period", None),
        ("Not yet dated", "due", None),
    ],
)
def test_times_that_fix_no_day_are_read_as_printed_and_as_wrapped(text: str, kind: str, recurrence: str | None) -> None:
    (found,) = dates_in_timescale(text)
    assert (found.kind, found.recurrence, found.start) == (kind, recurrence, None)
