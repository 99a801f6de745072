"""The day of a meeting at the head of its minutes, from which times without a year count."""

from __future__ import annotations

import datetime as dt

import pytest

from safeplans.extractors.about.meeting_day import meeting_day, told_on
from safeplans.extractors.base.document import Document
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.extract import extract
from safeplans.extractors.reading import read_document

HEAD = "# Minutes of the Learning Group\n\n"
DAY = dt.date(2025, 10, 7)


def minutes(line: str) -> Document:
    return read_document((HEAD + line + "\n").encode(), Settings())


@pytest.mark.parametrize(
    "line",
    [
        "Held on Tuesday 7 October 2025 at 2 pm in the Maltings",
        "Tuesday 7th October 2025, 9.30 – 12.00",
        "7 October 2025, 1.30 pm",
        "Lower Wendle Safeguarding Adults Board – 7 October 2025",
        "Position at 7 October 2025. Kept by the Board Manager",
        "Date of meeting: 07/10/2025",
        "| Date | TUESDAY 7TH OCTOBER 2025 | Start |\n| --- | --- | --- |\n| Place | Maltings | 3pm |",
    ],
)
def test_a_day_at_the_head_is_that_of_the_meeting(line: str) -> None:
    assert meeting_day(minutes(line)) == DAY


@pytest.mark.parametrize(
    "line",
    [
        "Date of next meeting: Tuesday 7 October 2025",
        "Minutes of the meeting held on 7 October 2025 were agreed",
        "The man was found on the night of the 7th of October 2025",
        "To be reviewed by 7 October 2025",
    ],
)
def test_a_day_of_another_thing_is_not(line: str) -> None:
    assert meeting_day(minutes(line)) is None


def test_a_day_long_before_or_behind_the_publication_is_another_things() -> None:
    document = minutes("Held on 7 October 2025")
    assert told_on(document, dt.date(2025, 11, 1)) == DAY
    assert told_on(document, dt.date(2025, 9, 1)) == dt.date(2025, 9, 1)
    assert told_on(document, dt.date(2027, 9, 1)) == dt.date(2027, 9, 1)
    assert told_on(document, None) == DAY


def test_a_time_in_minutes_is_of_the_year_that_follows_them() -> None:
    table = "| Action | Lead | By when |\n| --- | --- | --- |\n| Send the guide to schools | Chair | 14 January |\n"
    found = extract((HEAD + "Held on Tuesday 7 October 2025\n\n## Actions\n\n" + table).encode())
    assert [d.start for d in found.dates if d.text == "14 January"] == [dt.date(2026, 1, 14)]
