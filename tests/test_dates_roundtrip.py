"""Every supported form of a time: printed from a day, read back, the span is the one meant and holds the day.

Complements test_dates_properties, which reads single families; here each form of the grammar has a line.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from safeplans.extractors.time.dates import (
    PlanPeriod,
    dates_in_calendar,
    dates_in_statement,
    dates_in_timescale,
    parse_period,
)

Span = tuple[dt.date, dt.date]

DAYS = st.dates(dt.date(2012, 1, 1), dt.date(2037, 12, 31))
ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


def last_of(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def the_day(day: dt.date) -> Span:
    return day, day


def the_week(day: dt.date) -> Span:
    return day, day + dt.timedelta(days=6)


def the_month(day: dt.date) -> Span:
    return day.replace(day=1), last_of(day.year, day.month)


def the_year(day: dt.date) -> Span:
    return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)


def the_financial_year(day: dt.date) -> Span:
    first = day.year - (day.month < 4)
    return dt.date(first, 4, 1), dt.date(first + 1, 3, 31)


def the_academic_year(day: dt.date) -> Span:
    first = day.year - (day.month < 9)
    return dt.date(first, 9, 1), dt.date(first + 1, 8, 31)


def the_calendar_quarter(day: dt.date) -> Span:
    first = 3 * ((day.month - 1) // 3) + 1
    return dt.date(day.year, first, 1), last_of(day.year, first + 2)


def the_end_of_the_year(day: dt.date) -> Span:
    return the_day(the_year(day)[1])


def the_end_of_the_month(day: dt.date) -> Span:
    return the_day(the_month(day)[1])


def the_end_of_the_financial_year(day: dt.date) -> Span:
    return the_day(the_financial_year(day)[1])


def the_end_of_the_financial_quarter(day: dt.date) -> Span:
    return the_day(the_calendar_quarter(day)[1])  # they end on the same days; only their numbers differ


def printed(form: str, day: dt.date) -> str:
    """`form` filled in for a day. {fy}: first year of its financial year, {ay} of its academic year."""
    name = calendar.month_name[day.month]
    fy, ay = the_financial_year(day)[0].year, the_academic_year(day)[0].year
    return form.format(
        d=day.day,
        th=ORDINALS.get(day.day, "th"),
        m=day.month,
        B=name,
        b=name[:3],
        sept="Sept" if day.month == 9 else name[:3],
        Y=day.year,
        y=f"{day.year % 100:02}",
        q=(day.month - 1) // 3 + 1,
        fq=(day.month - 4) % 12 // 3 + 1,
        fy=fy,
        fy1=fy + 1,
        fz=f"{(fy + 1) % 100:02}",
        fya=f"{fy % 100:02}",
        ay=ay,
        az=f"{(ay + 1) % 100:02}",
        weekday=calendar.day_name[day.weekday()],
    )


def may_be_a_day(form: str, day: dt.date) -> bool:
    """`Mar 31` without a plan's period is no month for certain."""
    return form == "{sept} {y}" and day.year in (2030, 2031)


FORMS: list[tuple[str, Callable[[dt.date], Span], str]] = [
    ("{d} {B} {Y}", the_day, "day"),
    ("{d}{th} {B} {Y}", the_day, "day"),
    ("{d} {th} {B} {Y}", the_day, "day"),
    ("{d}{th} of {B} {Y}", the_day, "day"),
    ("{weekday} {d} {B} {Y}", the_day, "day"),
    ("{weekday}, {d}{th} {B} {Y}", the_day, "day"),
    ("{d:02}/{m:02}/{Y}", the_day, "day"),
    ("{d:02}/{m:02}/{y}", the_day, "day"),
    ("{d}.{m}.{Y}", the_day, "day"),
    ("{Y}-{m:02}-{d:02}", the_day, "day"),
    ("{d}-{b}-{y}", the_day, "day"),
    ("{d} {sept} {Y}", the_day, "day"),
    ("by {d} {B} {Y}", the_day, "day"),
    ("w/c {d} {B} {Y}", the_week, "day"),
    ("{B} {Y}", the_month, "month"),
    ("{sept} {y}", the_month, "month"),
    ("{b}-{y}", the_month, "month"),
    ("{b} ’{y}", the_month, "month"),
    ("{m:02}/{Y}", the_month, "month"),
    ("by {B} {Y}", the_month, "month"),
    ("mid {B} {Y}", the_month, "month"),
    ("from {B} {Y}", the_month, "month"),
    ("{B} {Y} onwards", the_month, "month"),
    ("Q{fq} {fy}/{fz}", the_calendar_quarter, "quarter"),
    ("Qtr {fq} {fy}-{fz}", the_calendar_quarter, "quarter"),
    ("Quarter {fq} {fy}/{fy1}", the_calendar_quarter, "quarter"),
    ("Q{q} {Y}", the_calendar_quarter, "quarter"),
    ("{Y}", the_year, "year"),
    ("during {Y}", the_year, "year"),
    ("{fy}-{fz}", the_financial_year, "financial_year"),
    ("{fy}/{fy1}", the_financial_year, "financial_year"),
    ("FY {fy}/{fz}", the_financial_year, "financial_year"),
    ("FY{fz}", the_financial_year, "financial_year"),
    ("{fya}/{fz} financial year", the_financial_year, "financial_year"),
    ("academic year {ay}/{az}", the_academic_year, "academic_year"),
    ("{ay}/{az} academic year", the_academic_year, "academic_year"),
    ("end of {B} {Y}", the_end_of_the_month, "day"),
    ("by the end of {B} {Y}", the_end_of_the_month, "day"),
    ("end of {Y}", the_end_of_the_year, "day"),
    ("by the end of {fy}/{fz}", the_end_of_the_financial_year, "day"),
    ("by the end of Q{fq} {fy}/{fz}", the_end_of_the_financial_quarter, "day"),
]


@pytest.mark.parametrize(("form", "span", "precision"), FORMS, ids=[form for form, *_ in FORMS])
class TestEachForm:
    @given(DAYS)
    @settings(max_examples=60)
    def test_is_read_back_in_a_cell(
        self, form: str, span: Callable[[dt.date], Span], precision: str, day: dt.date
    ) -> None:
        assume(not may_be_a_day(form, day))
        text = printed(form, day)
        found = dates_in_timescale(text)
        assert [(m.start, m.end, m.precision) for m in found] == [(*span(day), precision)], text
        assert "end" in form or span(day)[0] <= day <= span(day)[1]

    @given(DAYS)
    @settings(max_examples=25)
    def test_is_the_same_inside_a_sentence(
        self, form: str, span: Callable[[dt.date], Span], precision: str, day: dt.date
    ) -> None:
        assume(not may_be_a_day(form, day))
        said = printed(form, day)
        if not said.startswith(("by ", "from ", "during ")):
            said = f"in {said}" if precision.endswith("year") else f"by {said}"
        found = dates_in_statement(f"Review the neglect strategy {said}.")
        assert [(m.start, m.end) for m in found] == [span(day)], said


@given(DAYS, st.integers(1, 4), st.integers(1, 3))
def test_bare_quarters_and_years_count_from_the_plans_first_day(first: dt.date, quarter: int, year: int) -> None:
    first = first.replace(month=4, day=1)
    period = PlanPeriod(first, dt.date(first.year + 3, 3, 31))
    (found,) = dates_in_timescale(f"Year {year}", period)
    assert (found.start, found.end) == (dt.date(first.year + year - 1, 4, 1), dt.date(first.year + year, 3, 31))
    single = PlanPeriod(first, dt.date(first.year + 1, 3, 31))
    (found,) = dates_in_timescale(f"Q{quarter}", single)
    day = dt.date(first.year + (quarter == 4), (quarter * 3) % 12 + 1, 1)
    assert (found.start, found.end, found.precision) == (*the_calendar_quarter(day), "quarter")


@given(st.integers(1, 12), st.sampled_from(["{B}", "each {B}", "every {B}"]))
def test_a_month_without_a_year_is_its_number_every_year(month: int, form: str) -> None:
    (found,) = dates_in_calendar(form.format(B=calendar.month_name[month]))
    assert (found.start, found.end, found.month, found.recurrence) == (None, None, month, "P1Y")


@given(st.lists(st.integers(1, 12), min_size=2, max_size=4, unique=True), st.integers(2012, 2037))
def test_months_that_share_a_year(months: list[int], year: int) -> None:
    months.sort()
    text = ", ".join(calendar.month_name[m] for m in months) + f" {year}"
    assert [m.start for m in dates_in_timescale(text)] == [dt.date(year, m, 1) for m in months], text


@given(DAYS, DAYS, st.sampled_from(["{0} - {1}", "{0} to {1}", "between {0} and {1}", "from {0} until {1}"]))
def test_a_span_of_days_reads_back(one: dt.date, other: dt.date, form: str) -> None:
    first, last = sorted((one, other))
    if first == last:
        last += dt.timedelta(days=1)
    text = form.format(*(printed("{d} {B} {Y}", day) for day in (first, last)))
    assert [(m.start, m.end) for m in dates_in_timescale(text)] == [(first, last)], text


@given(st.integers(2012, 2035), st.integers(1, 5), st.sampled_from(["{a}-{z}", "{a} – {b}", "{a} to {b}", "{a}/{b}"]))
def test_a_plans_title_gives_its_financial_years(year: int, years: int, form: str) -> None:
    title = "Business Plan " + form.format(a=year, b=year + years, z=f"{(year + years) % 100:02}")
    assert parse_period(title) == (dt.date(year, 4, 1), dt.date(year + years, 3, 31)), title
