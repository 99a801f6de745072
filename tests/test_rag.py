"""Ratings: words and colours of cells, keys, and what status words say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplans.extractors.base.document import Block, BlockKind, Cell, Para, Place, Row
from safeplans.extractors.lexicon.rag import (
    USUAL_KEY,
    colour_name,
    rating_of,
    rating_word,
    standing_of_words,
)
from safeplans.extractors.lexicon.rating_keys import key_inside, printed_keys, read_key, read_key_text

HERE = Place(1, 1, 1)
COLOURS = {"red", "amber", "green", "blue", "grey"}


def cell(text: str, column: int = 0, fill: str | None = None) -> Cell:
    return Cell((Para(text, HERE),) if text else (), column, fill=fill)


def table(*rows: list[Cell]) -> Block:
    made = tuple(Row(tuple(r), HERE) for r in rows)
    return Block(BlockKind.TABLE, (), HERE, rows=made, columns=max(len(r) for r in rows))


@pytest.mark.parametrize(
    ("fill", "name"),
    [
        ("#ff0000", "red"),
        ("#c00000", "red"),
        ("#ffc000", "amber"),
        ("#ffff00", "amber"),
        ("#ed7d31", "amber"),
        ("#00b050", "green"),
        ("#92d050", "green"),
        ("#00B050", "green"),
        ("#0070c0", "blue"),
        ("#00b0f0", "blue"),
        ("#5b9bd5", "blue"),
        ("#808080", "grey"),
        ("#7030a0", "grey"),  # purple: beside the scale
        ("#ffffff", None),
        ("#000000", None),
        ("#f2f2f2", None),  # zebra rows
        ("#deeaf6", None),  # a pale tint is decoration
        ("#d9e2f3", None),
        ("#c6efce", "green"),  # good, bad and neutral of a common spreadsheet
        ("#ffc7ce", "red"),
        ("#ffeb9c", "amber"),
        (None, None),
        ("", None),
        ("red", None),
        ("#fff", None),
    ],
)
def test_fills_are_colours(fill, name):
    assert colour_name(fill) == name


@pytest.mark.parametrize("fill", ["#e2efd9", "#fff2cc"])
def test_the_palest_tints_of_office_themes_are_decoration(fill):
    assert colour_name(fill) is None


@given(st.integers(0, 0xFFFFFF))
def test_every_fill_has_a_colour_of_the_closed_list_or_none(value):
    assert colour_name(f"#{value:06x}") in COLOURS | {None}


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("Green", "green"),
        ("GREEN", "green"),
        ("(A)", "amber"),
        ("R", "red"),
        ("BLUE - complete", "blue"),
        ("Yellow", "amber"),
        ("Gray", "grey"),
        ("A draft is out", None),
        ("Good", None),
        ("Greenfield school", None),
        ("Not red", None),
        ("", None),
    ],
)
def test_words_of_a_rating(text, colour):
    assert rating_word(text) == colour


def test_a_cells_word_is_stronger_than_its_fill():
    assert rating_of(cell("Amber", fill="#00b050")) == "amber"
    assert rating_of(cell("On track", fill="#00b050")) == "green"
    assert rating_of(cell("", fill="#00b050")) == "green"
    assert rating_of(cell("A long sentence about what was done so far", fill="#00b050")) is None, (
        "a coloured text cell is no rating"
    )
    assert rating_of(None) is None


@pytest.mark.parametrize(
    ("words", "standing"),
    [
        ("Complete", "done"),
        ("Completed June 2024", "done"),
        ("Achieved", "done"),
        ("On track", "in_progress"),
        ("In progress", "in_progress"),
        ("Ongoing", "in_progress"),
        ("Delayed", "in_progress"),
        ("Partially completed", "in_progress"),
        ("Not started", "planned"),
        ("Not yet started", "planned"),
        ("To be started in May", "planned"),
        ("Not complete", None),
        # a sign before a comment or behind it
        ("✓ 02.12.24", "done"),
        ("✗ no answer yet", "planned"),
        ("Live in October, one month late ✓", "done"),
        ("0%. No manager had an hour to spare", "planned"),
        ("94% had both talks by the end of the year", None),
        # what has come about, and what is left of it
        ("Letter sent and answered; copy with the papers", "done"),
        ("Live since March 2025", "done"),
        ("Signed by all but the ambulance trust", "in_progress"),
        ("Police and health done, schools to follow", "in_progress"),
        ("2 of 3 sent", "in_progress"),
        ("First meeting held in June", "in_progress"),
        ("Half done", "in_progress"),
        # what is waited for has not begun
        ("Awaiting figures from the ICB", "planned"),
        ("No lead identified", "planned"),
        ("Depends on the new case system", "planned"),
        ("Options to be costed", "planned"),
        ("Held over for the national guidance", "planned"),
        ("In use by midwifery since summer. Substance misuse service has yet to start.", "in_progress"),
        ("Draft", "in_progress"),
        # what a comment begins with counts before what it says is left
        ("Completed, reply awaited", "done"),
        ("Done. Signed by all but one district", "done"),
        ("Done in both reviews begun this year", "in_progress"),
        ("Completed in two of five teams", "in_progress"),
        ("Yes. 226, and eleven in hospital", "done"),
        ("All eleven received by the date", "done"),
        ("Forms sent, all but one returned. Closed.", "done"),
        ("Delayed, first two sessions delivered", "in_progress"),
        ("Partly. Hospital sample done, GP sample not", "in_progress"),
        ("May 2025 – complete, in use in both councils", "done"),
        ("28/6/19 – Completed, signed off", "done"),
        # so many of a thing may not be all of it
        ("17 interviews completed", None),
        ("Nine visits out of a possible twenty-four", "in_progress"),
        # a promise is none of its doing, what follows it tells
        ("Agreed", "planned"),
        ("Agreed; two partnerships have offered", "planned"),
        ("Partially accepted. A review will be considered.", "planned"),
        ("Accepted. Form built, threshold being tested on two wards", "in_progress"),
        ("Agreed in January", "done"),
        # what has not begun, or will not be
        ("not yet; licence awaited", "planned"),
        ("Post not yet evaluated", "planned"),
        ("No provider came forward", "planned"),
        ("Superseded", "planned"),
        ("N/A", "planned"),
        ("Carried fwd", "planned"),
        ("No. 9 is out", None),
        ("Closed – merged with 2.3", "done"),
        ("⏳", "in_progress"),
        ("Slipping", "in_progress"),
        ("The tool will be completed in May by the group that wrote it", None),
        ("QA Group", None),
        ("", None),
        (None, None),
    ],
)
def test_what_status_words_say(words, standing):
    assert standing_of_words(words) == standing


def test_a_key_in_a_table_of_words():
    assert read_key(
        table(
            [cell("Blue"), cell("Completed and embedded", 1)],
            [cell("Green"), cell("On track", 1)],
            [cell("Red"), cell("Not started", 1)],
        )
    ) == {"blue": "done", "green": "in_progress", "red": "planned"}


def test_a_key_in_coloured_cells():
    assert read_key(
        table(
            [
                cell("Complete", fill="#0070c0"),
                cell("On track", 1, fill="#00b050"),
                cell("Not started", 2, fill="#ff0000"),
            ]
        )
    ) == {"blue": "done", "green": "in_progress", "red": "planned"}


def test_a_plan_with_a_rating_column_is_no_key():
    rows = [
        [cell(f"{i}"), cell("Review files", 1), cell("QA Group", 2), cell(c, 3)]
        for i, c in enumerate(["Red", "Green", "Blue", "Amber"])
    ]
    assert read_key(table(*rows)) is None


@pytest.mark.parametrize(
    "line",
    [
        "Blue = complete, Green = on track, Amber = delayed, Red = not started",
        "RAG rating: Blue – complete; Green – on track; Amber – delayed; Red – not started.",
        "Key: Blue: complete | Green: on track | Amber: delayed | Red: not started",
    ],
)
def test_a_key_in_a_line(line):
    assert read_key_text(line) == {"blue": "done", "green": "in_progress", "amber": "in_progress", "red": "planned"}


BRAG = {"blue": "done", "green": "in_progress", "amber": "in_progress", "red": "planned"}


@pytest.mark.parametrize(
    "line",
    [
        "B – complete. G – on course. A – some slippage. R – not begun.",
        "Key: B complete G on track A begun, some slippage R not yet begun",
        "Key: R red: not started. A amber: late. G green: on time. B blue: finished.",
        "Colour tells you how it goes: blue is finished, green on course, amber slipping, red not begun.",
        "The group met twice. Items are given a colour: blue for finished, green for on course, amber where there is "
        "some slippage and red where work has not started. Three of fourteen were blue, one was red.",
        "| A at risk | Key | B = complete; G = on track; A = at risk; R = not due",
    ],
)
def test_a_key_may_be_letters_or_a_sentence(line):
    assert key_inside(line) == BRAG


def test_a_meaning_that_leaves_it_open_tells_no_standing():
    assert key_inside("R = not started or off track; A = some slippage; G = on track or complete") == {
        "amber": "in_progress"
    }


def test_what_is_stuck_has_begun():
    assert key_inside("Green, on course; amber, late but moving; red, stuck.")["red"] == "in_progress"


def line(text):
    return Block(BlockKind.PARAGRAPH, (Para(text, HERE),), HERE)


def test_a_key_may_have_a_line_for_each_colour():
    said = ("How we rate", "Blue: completed", "Green: on track", "Amber: underway but delayed", "Red: not started")
    assert printed_keys([line(text) for text in said]) == dict.fromkeys((1, 2, 3, 4), BRAG)


def test_rows_that_are_rated_are_no_key():
    rows = [[cell("A"), cell("R", 1), cell("Did not start", 2)], [cell("G"), cell("B", 1), cell("Done", 2)]]
    assert read_key(table(*rows, [cell("B"), cell("B", 1), cell("Closed", 2)])) is None


@pytest.mark.parametrize(
    "line",
    [
        "Four are green, four amber and two red; one is not due",
        "",
        "Green is on track",
        "The Green Group met the Blue Group and the Red Group",
    ],
)
def test_other_lines_are_no_key(line):
    assert read_key_text(line) is None


def test_the_usual_scale_covers_every_colour():
    assert set(USUAL_KEY) == COLOURS
