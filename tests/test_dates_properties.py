"""What holds for every text and every date: nothing raises, printed spans read back, spans contain their date."""

from __future__ import annotations

import calendar
import datetime as dt

from hypothesis import assume, given
from hypothesis import strategies as st
from steps import DOUBLED, steps

from safeplans.extractors.time import dates, recurrences, spans
from safeplans.extractors.time.dates import DateMention, PlanPeriod, dates_in_statement, dates_in_timescale, parse_day
from safeplans.extractors.time.words import vocabulary

MONTHS = calendar.month_name[1:]
DAYS = st.dates(dt.date(2010, 1, 1), dt.date(2039, 12, 31))
YEARS = st.integers(2010, 2038)
_WORDS = """Q1 Q5 31 30 2024 24 25 2024/25 2025-26 June Feb. May Sept each every year annually end of by from to - – / ,
& and between twice a times six monthly weekly Ongoing TBC Completed ( ) st th term spring winter FY Act the 9999 0001
99/99/99 w/c financial academic year ending Year 2 Easter half quarter"""
FRAGMENTS = st.sampled_from(_WORDS.split())
TEXTS = st.one_of(
    st.text(max_size=80), st.lists(FRAGMENTS, max_size=14).map(" ".join), st.lists(FRAGMENTS).map("".join)
)
PERIODS = st.builds(PlanPeriod, st.none() | st.dates(), st.none() | st.dates())


def only(found: list[DateMention]) -> tuple[dt.date | None, dt.date | None, str | None]:
    assert len(found) == 1, found
    return found[0].start, found[0].end, found[0].precision


@given(TEXTS, PERIODS, st.booleans())
def test_no_text_raises_and_mentions_point_at_their_words(text: str, period: PlanPeriod, done: bool) -> None:
    cell = dates.dates_in_timescale(text, period)
    sentence = dates.dates_in_statement(text, period, done=done)
    for mention in [*cell, *sentence, *dates.dates_in_calendar(text, period)]:
        assert mention.text == text[mention.start_char : mention.end_char] != ""
        assert (mention.start is None) == (mention.end is None)
        assert mention.start is None or mention.end is None or mention.start <= mention.end
        assert mention.start is None or mention.precision is not None
        assert mention.month is None or (mention.start is None and mention.recurrence == "P1Y")
        assert 0 < mention.confidence <= 1
    dates.parse_day(text)
    dates.parse_period(text)
    dates.recurrence_of(text)


@given(
    DAYS,
    st.sampled_from(
        [
            "{d} {B} {Y}",
            "{d}th {B} {Y}",
            "{d} {b} {Y}",
            "{d:02}/{m:02}/{Y}",
            "{d}.{m}.{Y}",
            "{iso}",
            "{B} {d}, {Y}",
            "{d}-{b}-{y}",
        ]
    ),
)
def test_a_printed_day_reads_back(day: dt.date, form: str) -> None:
    name = MONTHS[day.month - 1]
    text = form.format(
        d=day.day, m=day.month, B=name, b=name[:3], Y=day.year, y=f"{day.year % 100:02}", iso=day.isoformat()
    )
    assert only(dates_in_timescale(text)) == (day, day, "day")
    assert only(dates_in_statement(f"Publish it by {text}."))[:2] == (day, day)
    assert parse_day(f"Published: {text}") == day


@given(
    DAYS,
    st.sampled_from(["{B} {Y}", "{b} {Y}", "{b}-{y}", "{b} {y}", "{b}. {Y}", "{m:02}/{Y}", "by {B} {Y}", "{B}, {Y}"]),
)
def test_a_printed_month_contains_its_days(day: dt.date, form: str) -> None:
    assume(form != "{b} {y}" or day.year not in (2030, 2031))  # `Mar 31` may be a day
    name = MONTHS[day.month - 1]
    text = form.format(m=day.month, B=name, b=name[:3], Y=day.year, y=f"{day.year % 100:02}")
    start, end, precision = only(dates_in_timescale(text))
    assert (start, end) == spans.month_span(day.year, day.month)
    assert precision == "month"
    assert start is not None
    assert end is not None
    assert start <= day <= end


@given(
    YEARS,
    st.integers(1, 4),
    st.sampled_from(["Q{q} {p}", "Qtr {q} {p}", "Quarter {q} of {p}", "{p} Q{q}", "Q{q}, {p}"]),
)
def test_a_financial_quarter_reads_back(year: int, quarter: int, form: str) -> None:
    for pair in (f"{year}/{(year + 1) % 100:02}", f"{year}-{year + 1}"):
        found = only(dates_in_timescale(form.format(q=quarter, p=pair)))
        assert found == (*spans.quarter_span(dt.date(year, 4, 1), quarter), "quarter")


@given(YEARS, st.sampled_from(["{a}-{b}", "{a}/{b}", "{a}–{c}", "FY {a}/{b}", "{a}-{b} financial year", "in {a}/{b}"]))
def test_a_financial_year_reads_back(year: int, form: str) -> None:
    text = form.format(a=year, b=f"{(year + 1) % 100:02}", c=year + 1)
    assert only(dates_in_timescale(text)) == (*spans.financial_span(year), "financial_year")


@given(YEARS, st.sampled_from(["seasons", "terms"]), st.data())
def test_a_season_or_term_reads_back(year: int, table: str, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(vocabulary()[table])))
    entry = vocabulary()[table][name]
    text = f"{name.capitalize()}{' term' if table == 'terms' else ''} {year}"
    assert only(dates_in_timescale(text)) == (*spans.months_span(year, entry["first"], entry["last"]), "season")


@given(DAYS, DAYS, st.sampled_from([" - ", " to ", "–", " until "]))
def test_a_span_of_months_reads_back(one: dt.date, other: dt.date, joint: str) -> None:
    first, last = sorted((one, other))
    text = f"{MONTHS[first.month - 1]} {first.year}{joint}{MONTHS[last.month - 1]} {last.year}"
    found = dates_in_timescale(text)[0]
    assert found.start == first.replace(day=1)
    assert found.end == spans.month_span(last.year, last.month)[1]
    assert found.kind == "period"


@given(YEARS, st.sampled_from(["end of {y}", "by the end of {y}", "by end of December {y}", "end Dec {y}"]))
def test_an_end_is_its_last_day(year: int, form: str) -> None:
    assert only(dates_in_timescale(form.format(y=year))) == (dt.date(year, 12, 31), dt.date(year, 12, 31), "day")


@given(st.integers(1, 12), st.sampled_from(["day", "week", "month", "year", "quarter"]))
def test_a_counted_recurrence_reads_back(count: int, unit: str) -> None:
    expected = recurrences.duration_of(count, unit)
    assert dates.recurrence_of(f"every {count} {unit}s") == expected


def test_a_long_text_is_searched_for_dates_in_steps_of_its_length() -> None:
    said = "Review the neglect strategy with partners, to be signed off by the Executive by September 2024. "
    short, double = said * 20, said * 40
    dates_in_statement(said)
    assert steps(lambda: dates_in_statement(double)) < DOUBLED * steps(lambda: dates_in_statement(short))
