"""Where a row stands, told as a person follows it, for every kind of source."""

from __future__ import annotations

import io
from urllib.parse import unquote

import pytest
from rich.console import Console

from safeplans.extractors.assembly.locating import SLIDES, WEB, located, locator
from safeplans.extractors.base.document import Place
from safeplans.extractors.base.facts import Action, Facts, Problem, Source
from safeplans.pipeline.schema.rows import FileIdentity, document_rows
from safeplans.pipeline.show.showing import show

QUOTE = "Train every social worker - and each health visitor - to see neglect sooner, by March"


def place(first: int = 2, last: int | None = None, page: int | None = None) -> Place:
    return Place(page, first, last or first)


@pytest.mark.parametrize(
    ("where", "given", "told"),
    [
        (place(12, 14, page=3), {}, "p. 3"),
        (place(12, 14, page=3), {"media_type": SLIDES}, "slide 3"),
        (place(4), {}, "line 4"),
        (place(12, 14), {}, "lines 12–14"),
        (place(1), {"spots": ("paragraph 41", "")}, "paragraph 41"),
        (place(2), {"spots": ("paragraph 41", "")}, "line 2"),
        (place(1, 2), {"spots": ("table 2, row 5", "table 2, row 5")}, "table 2, row 5"),
        (place(1, 3), {"spots": ("table 2, row 5", "", "table 2, row 6")}, "table 2, row 5 to table 2, row 6"),
        (place(1, 2), {"spots": ("Action plan!A12", "Action plan!E12")}, "Action plan!A12:E12"),
        (place(1, 2), {"spots": ("Action plan!A12:B12", "Action plan!C12:E12")}, "Action plan!A12:E12"),
        (place(1, 2), {"spots": ("Plan!A12", "Notes!B1")}, "Plan!A12 to Notes!B1"),
        (place(2), {"media_type": WEB, "quote": "Train staff"}, "#:~:text=Train%20staff"),
        (place(2), {"media_type": WEB, "quote": " "}, "line 2"),
        (place(2), {"media_type": WEB, "quote": "\ud835"}, "#:~:text=%3F"),
    ],
)
def test_a_place_is_told_as_its_kind_of_source_has_it(where, given, told):
    assert located(where, **given) == told
    assert locator(where, **given) == told


def test_of_a_long_quote_a_web_page_gets_its_ends_and_no_dash_that_means_something_else():
    found = located(place(), media_type=WEB, quote=QUOTE)
    assert unquote(found) == "#:~:text=Train every social worker -,see neglect sooner, by March"
    assert "-" not in found.removeprefix("#:~:text=") and found.count(",") == 1


def test_where_no_lines_are_known_the_page_is_told_and_without_it_nothing():
    assert locator(None, page=3) == "p. 3"
    assert locator(None, page=3, media_type=SLIDES) == "slide 3"
    assert locator(None, media_type=WEB, quote="Neglect") == "#:~:text=Neglect"
    assert locator(None) is None


def facts(media_type: str, spots: tuple[str, ...] = (), page: int | None = None) -> Facts:
    found = Facts(media_type, "text", page, "ok", spots=spots)
    found.actions = [Action("a1", QUOTE, Source(place(page=page), QUOTE, "cell", 0.9))]
    found.problems = [Problem("extraction", "info", "unplaced_block", "What?", place=place(page=page), quote="What?")]
    return found


@pytest.mark.parametrize(
    ("found", "action", "problem", "shown"),
    [
        (facts("text/plain"), "line 2", "line 2", "line 2"),
        (facts("application/x", ("", "table 2, row 5")), "table 2, row 5", "table 2, row 5", "table 2, row 5"),
        (facts(SLIDES, page=4), "slide 4", "slide 4", "slide 4"),
        (facts(WEB), located(place(), media_type=WEB, quote=QUOTE), "#:~:text=What%3F", "line 2"),
    ],
)
def test_rows_and_problems_have_it_and_it_is_shown(found, action, problem, shown):
    rows = document_rows(found, FileIdentity.of("plan", b"plan"))
    assert [row["locator"] for row in (*rows["actions"], *rows["problems"])] == [action, problem]
    stream = io.StringIO()
    show(found, "plan", Console(width=120, file=stream))
    told = [line for line in stream.getvalue().splitlines() if line.endswith(f"  {shown}")]
    assert len(told) == 2 and "Train every social worker" in told[0] and "unplaced_block" in told[1]
