"""Figures: the numbers that reports tell, and the many that are none. All sentences are our own."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplans.extractors.figures import figures_in, figures_in_row, sentences, tells_quantity


def told(text: str) -> list[tuple[float, float | None]]:
    return [(f.value, f.change) for f in figures_in(text)]


def units(text: str) -> list[str]:
    return [f.unit for f in figures_in(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The hub received 8,141 contacts.", [(8141, None)]),
        ("Westbury is home to 41, 068 children.", [(41068, None)]),
        ("There were 912 referrals (14.5% increase on last year).", [(912, 14.5)]),
        ("The hub received 8,141 contacts, up 6% on 2021-22.", [(8141, 6)]),
        ("We delivered 61 courses to 900 people, a fall of 3%.", [(61, -3), (900, None)]),
        ("Referrals rose from 3,100 to 3,400, an increase of 9.7%.", [(3400, 9.7)]),
        ("Contacts rose from 3,100 to 3,400.", [(3400, None)]),
        ("Contacts fell by 8% over the year.", [(8, -8)]),
        ("Re-referrals fell by 3.5% to 18%.", [(18, -3.5)]),
        ("97% of plans and 81% of reviews were on time.", [(97, None), (81, None)]),
        ("Return interviews were offered to 88 per cent of them.", [(88, None)]),
        ("Of these, 120 (30%) led to an enquiry.", [(120, None), (30, None)]),
        ("Income was £1.2m, of which the council paid £640,000.", [(1_200_000, None), (640_000, None)]),
        ("Five rapid reviews were completed.", [(5, None)]),
        ("Three rapid reviews and one local review were completed.", [(3, None), (1, None)]),
        ("The council submitted six serious incident notifications.", [(6, None)]),
        ("Eleven children were safeguarded.", [(11, None)]),
        ("One in four referrals came from schools.", [(25, None)]),
        ("The population of Northmoor is 214,300.", [(214300, None)]),
        ("90 young people went missing 310 times.", [(90, None), (310, None)]),
        ("In the year 3 audits were completed.", [(3, None)]),
        ("These make up 17% of the population of 210,000.", [(17, None), (210000, None)]),
        ("Assessments led by partners stood at 45.", [(45, None)]),
        ("Exclusions were up by 20% and suspensions by 13%.", [(20, 20), (13, 13)]),
        ("The number of plans increased by 18% to 734.", [(734, 18)]),
        ("The officer took 212 contacts, of which 88 met the threshold.", [(212, None), (88, None)]),
        (
            "More than 1,500 practitioners were trained by 45 trainers from 12 agencies.",
            [(1500, None), (45, None), (12, None)],
        ),
        ("Nine out of ten parents would come again.", [(90, None)]),
    ],
)
def test_numbers_that_a_report_tells(text: str, expected: list[tuple[float, float | None]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The partnership replaced the board on 1 July 2019.",
        "The three safeguarding partners meet every six weeks.",
        "Section 11 of the Children Act 2004, chapter 3 and pages 12-14 apply.",
        "Most were aged 13 years and above and lived within 20 miles, some for 24 hours or less.",
        "Two areas give cause for concern, and one person made the difference.",
        "Attainment rose at Key Stage 2 and 4.",
        "Call 01632 960123 or write to 5 High Street, WB1 2AB.",
        "Level 3 training lasts 90 minutes; a 7-minute briefing follows.",
        "Between January 2023 and July 2024 work went on.",
        "We will train 500 practitioners by March 2025.",
        "10 to 15 young people attend each week.",
        "The plan for 2023-24 set three priorities for under 5s.",
        "The England average is 43 children per 10,000.",
        "There was an increase of 22 referrals.",
        "Each audit looked at six to eight cases.",
        "Audit thirty children whose plans have lasted longer than a year.",
        "Complete the actions from the two reviews published last year.",
        "Actions rated red for two meetings in a row are escalated.",
        "2.3 Train practitioners in assessing risk",
        "4 Children in care and care leavers are supported",
        "The group reports 3 times per year; see page 2 of 5.",
    ],
)
def test_numbers_that_tell_nothing(text: str) -> None:
    assert told(text) == []


def test_a_value_that_is_only_compared_with_is_left_out() -> None:
    assert told("1,200 concerns were raised compared with 1,010 in 2021/22.") == [(1200, None)]
    assert told("The target of 90% was missed: 84% of visits were on time.") == [(84, None)]


def test_the_unit_is_what_the_report_counts() -> None:
    assert units("There were 60 peer to peer audits of plans.") == ["peer to peer audits"]
    assert units("The number of early help plans led by schools rose to 604.") == ["early help plans"]
    assert units("Around 25,000 children and young people live here, 19% of all.") == ["children and young people", "%"]
    assert units("The grant was £40,500.") == ["£"]


def test_the_period_is_taken_from_the_sentence() -> None:
    (year,) = figures_in("There were 510 referrals in 2022/23, 4% more than in 2021/22.")
    assert (year.period_start, year.period_end) == (dt.date(2022, 4, 1), dt.date(2023, 3, 31))
    (day,) = figures_in("On 31 March 2024 there were 140 children in care.")
    assert (day.period_start, day.period_end) == (dt.date(2024, 3, 31), dt.date(2024, 3, 31))
    (none,) = figures_in("There were 510 referrals, up 6% on 2021-22.")
    assert (none.period_start, none.period_end) == (None, None)


def test_each_figure_names_its_own_sentence() -> None:
    text = "The board met. It heard 12 cases (see pg. 42). It closed 9 cases."
    found = figures_in(text)
    assert [f.sentence for f in found] == ["It heard 12 cases (see pg. 42).", "It closed 9 cases."]
    assert all(text[f.sentence_start :].startswith(f.sentence) for f in found)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("See Pg. 42 for more. Then stop.", 2),
        ("Tools, e.g. Signs of Safety, help. They do.", 2),
        ("Dr. Green chaired it. No. 3 was closed.", 2),
        ("It rose to 4.5 per cent. It fell.", 2),
        ("One point\n\nAnother", 2),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count


HEADER = ["Measure", "2021-22", "2022-23", "Change", "England"]


def test_a_row_gives_the_latest_year_and_its_printed_change() -> None:
    (figure,) = figures_in_row(HEADER, ["Number of referrals", "1,000", "1,120", "+12%", "990"])
    assert (figure.value, figure.unit, figure.change) == (1120, "referrals", 12)
    assert figure.sentence == "Number of referrals 1,000 1,120 +12% 990"
    assert (figure.period_start, figure.period_end) == (dt.date(2022, 4, 1), dt.date(2023, 3, 31))


def test_a_row_of_shares_and_sums() -> None:
    (share,) = figures_in_row(HEADER, ["Reviews held on time", "91%", "94%", "", "95%"])
    assert (share.value, share.unit, share.change) == (94, "%", None)
    (money,) = figures_in_row(["Partner", "Contribution"], ["Northmoor Council", "£98,400"])
    assert (money.value, money.unit) == (98400, "£")
    (fall,) = figures_in_row(HEADER, ["Children in care", "300", "270", "Down 10%", ""])
    assert fall.change == -10


def test_the_unit_of_a_row_may_stand_over_its_column() -> None:
    (course,) = figures_in_row(["Course", "Sessions", "Attendees"], ["Neglect", "6", "112"])
    assert (course.value, course.unit) == (112, "Attendees")
    (number,) = figures_in_row(["Category", "Number", "%"], ["Neglect", "120", "48%"])
    assert (number.value, number.unit) == (120, "Neglect")
    (year,) = figures_in_row(["Year", "Referrals"], ["2022-23", "1,204"])
    assert (year.value, year.unit, year.period_start) == (1204, "Referrals", dt.date(2022, 4, 1))


def test_the_change_of_a_row_is_never_computed() -> None:
    (figure,) = figures_in_row(HEADER, ["Children in care", "300", "270", "-30", ""])
    assert figure.change is None


@pytest.mark.parametrize(
    "cells", [["Group", "Chair"], ["", "12"], ["12", "14"], ["Quality group", "Monthly", "Dr Green"], []]
)
def test_a_row_without_label_or_number_gives_none(cells: list[str]) -> None:
    assert figures_in_row(HEADER, cells) == []


@given(st.text(alphabet="0123456789 ,.%£-–/()abceinorst&'\n", max_size=120))
def test_no_text_breaks_the_reading(text: str) -> None:
    for figure in figures_in(text):
        assert text[figure.sentence_start :].startswith(figure.sentence)
        assert 0 < figure.confidence <= 1
    last = 0
    for start, end in sentences(text):
        assert last <= start < end <= len(text)
        last = end


@given(st.lists(st.text(max_size=12), max_size=5), st.lists(st.text(max_size=12), max_size=5))
def test_no_row_breaks_the_reading(header: list[str], cells: list[str]) -> None:
    assert len(figures_in_row(header, cells)) <= 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The number of early help assessments led by schools rose to 318, an increase of 22%.", True),
        ("The average number of days that a child waits has fallen from 31 to 19", True),
        ("Reduce the number of children who go missing", False),
        ("The number of trained staff will rise to 300", False),
        ("We trained a number of staff. Referrals rose", False),
    ],
)
def test_a_statement_that_says_how_a_quantity_moved_is_no_action(text: str, expected: bool) -> None:
    assert tells_quantity(text) is expected
