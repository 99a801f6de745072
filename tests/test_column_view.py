"""Texts laid out in columns of blanks, read as cells."""

from __future__ import annotations

import textwrap

from steps import DOUBLED, steps

from safeplans.extractors.base.document import Document
from safeplans.extractors.blank_columns import column_view
from safeplans.extractors.views.pieces import Piece, line_view

HEAD = "No.    What we will do                              Led by                     By when"
FIRST = """\
1.1    Ask every adult at the end of an enquiry     Principal Social Worker    March 2025
       whether they feel safer."""
SECOND = """\
1.2    Widen the use of advocates in care           ICB and Orrindale          2024/25
       homes.                                       Advocacy"""
THIRD = "1.3    Publish a leaflet                            Board Manager              June 2025"
WORDS = {
    "1.1": [
        "Ask every adult at the end of an enquiry whether they feel safer.",
        "Principal Social Worker",
        "March 2025",
    ],
    "1.2": ["Widen the use of advocates in care homes.", "ICB and Orrindale Advocacy", "2024/25"],
    "1.3": ["Publish a leaflet", "Board Manager", "June 2025"],
}
NUMBERED = [[number, *words] for number, words in WORDS.items()]


def document(text: str) -> Document:
    return Document("text/plain", (), tuple(text.split("\n")))


def pieces(text: str) -> list[Piece]:
    view = column_view(document(text))
    return view.pieces if view else []


def rows(text: str, *, headings: bool = False) -> list[list[str]]:
    """The cells of each row; "" for an empty one. Paragraphs of a cell are parted by a bar."""
    made: dict[tuple[int, int], list[str]] = {}
    for piece in pieces(text):
        if piece.kind == "cell" and (headings or not piece.header):
            row = made.setdefault((-piece.block, piece.row), [""] * piece.columns)
            words = " ".join(piece.tokens)
            row[piece.column] = f"{row[piece.column]} | {words}" if row[piece.column] else words
    return [row for _, row in sorted(made.items())]


def lines(text: str, kind: str = "line") -> list[str]:
    return [" ".join(p.tokens) for p in pieces(text) if p.kind == kind]


def test_wrapped_cells_are_joined_and_numbers_begin_rows():
    assert rows("\n".join([HEAD, FIRST, SECOND, THIRD])) == NUMBERED


def test_blank_lines_between_rows_and_inside_one_do_no_harm():
    broken = FIRST.replace("\n", "\n\n")
    assert rows("\n".join([HEAD, "", broken, "", SECOND, "", THIRD])) == NUMBERED


def test_without_numbers_rows_begin_where_their_cells_begin_together():
    text = "\n".join(line[7:] for line in "\n".join([HEAD, FIRST, SECOND, THIRD]).split("\n"))
    assert rows(text) == list(WORDS.values())


def test_cells_know_their_column_row_and_lines():
    first = next(p for p in pieces("\n".join([HEAD, "", FIRST, SECOND, THIRD])) if p.text.startswith("Ask"))
    assert (first.heading, first.column, first.columns, first.row, first.merged) == ("What we will do", 1, 4, 1, 1)
    assert (first.place.page, first.place.line_start, first.place.line_end) == (None, 3, 4)
    assert not first.gap


def test_headings_of_two_lines_are_one_heading_row():
    text = "\n".join([HEAD.replace("What we will do", "What we shall  "), "       do this year", FIRST, SECOND, THIRD])
    assert [p.text for p in pieces(text) if p.header] == ["No.", "What we shall do this year", "Led by", "By when"]
    assert rows(text) == NUMBERED


def test_entries_of_one_row_that_stand_apart_are_paragraphs_of_their_own():
    text = "\n".join([HEAD, FIRST, "       Tell the hospitals of it                     Chief Nurse", SECOND, THIRD])
    assert rows(text)[0] == [
        "1.1",
        "Ask every adult at the end of an enquiry whether they feel safer. Tell the hospitals of it",
        "Principal Social Worker | Chief Nurse",
        "March 2025",
    ]


def test_a_page_foot_and_repeated_headings_part_no_row():
    begun, ended = SECOND.split("\n")
    foot = "Orrindale Safeguarding Adults Board    Delivery Plan    page {}"
    text = "\n".join([HEAD, FIRST, begun, foot.format(1), HEAD, ended, THIRD, foot.format(2)])
    assert rows(text) == NUMBERED
    assert lines(text, "furniture") == [
        "Orrindale Safeguarding Adults Board", "Delivery Plan", "page 1", "No.", "What we will do", "Led by", "By when",
    ]  # fmt: skip


def test_a_page_with_other_widths_goes_on_in_the_same_columns():
    narrow = "No.  What we will do         Led by            By when"
    row = "1.3  Publish a leaflet       Board Manager     June 2025"
    text = "\n".join([HEAD, FIRST, SECOND, narrow, row])
    assert rows(text) == NUMBERED
    assert len({p.block for p in pieces(text) if p.kind == "cell"}) == 1


def test_a_heading_over_the_columns_is_a_row_of_one_cell():
    section = "Priority 2: Adults who are harmed at home are found and helped sooner than they are now"
    assert rows("\n".join([HEAD, FIRST, SECOND, "", section, "", HEAD, THIRD])) == [
        *NUMBERED[:2],
        [section, "", "", ""],
        NUMBERED[2],
    ]


def test_a_word_too_long_for_its_column_takes_none_from_the_next():
    long = SECOND.replace("Advocacy", "Advocacy-and-Brokerage-Ltd jointly", 1).replace("2024/25", "from May")
    text = "\n".join([HEAD, FIRST, THIRD.replace("1.3", "1.2"), long.replace("1.2", "1.3")])
    assert rows(text)[2][2:] == ["ICB and Orrindale Advocacy-and-Brokerage-Ltd", "from May jointly"]


def test_centred_cells_in_rows_parted_by_blank_lines():
    text = """\
        What is to be done               Who           When

     Write the handbook with
                                     Fire and       by March
     those who use services, and
                                      Rescue          2026
           print it twice

      Train the call handlers         Police        July 2026

     Ask the hospitals to share
                                    ICB Chief
      what they know of falls at                    Quarterly
                                      Nurse
                home
"""
    assert rows(text) == [
        ["Write the handbook with those who use services, and print it twice", "Fire and Rescue", "by March 2026"],
        ["Train the call handlers", "Police", "July 2026"],
        ["Ask the hospitals to share what they know of falls at home", "ICB Chief Nurse", "Quarterly"],
    ]


def test_fields_in_rows_and_actions_side_by_side():
    text = """\
What we do     Write the handbook with     Train the people who
               carers, and print it        take the calls, twice
               in large letters            in the year
Led by         Fire and Rescue             Police
When           March 2026                  July 2026
"""
    assert rows(text, headings=True) == [
        [
            "What we do",
            "Write the handbook with carers, and print it in large letters",
            "Train the people who take the calls, twice in the year",
        ],
        ["Led by", "Fire and Rescue", "Police"],
        ["When", "March 2026", "July 2026"],
    ]


def test_lists_side_by_side_are_read_column_after_column():
    text = """\
Quarter 1: April to June          Quarter 2: July to September

• Close the old plan and          • Peer challenge, two half
  report on it                      days
• Section 11 tool out             • Yearly report drafted
                                    and put on the website
• New lay member
"""
    assert lines(text) == [
        "Quarter 1: April to June", "Close the old plan and report on it", "Section 11 tool out", "New lay member",
        "Quarter 2: July to September", "Peer challenge, two half days",
        "Yearly report drafted and put on the website",
    ]  # fmt: skip


def test_two_columns_of_running_text_are_no_table():
    left = (
        "The Board met six times in the year and heard from people who had been through an enquiry, at home or in care,"
    )
    right = (
        "Members thanked the staff of the hub, who had kept going in a winter when the number of calls had doubled to a"
    )
    columns = (textwrap.wrap(f"{words} {words.lower()} end.", 34) for words in (left, right))
    text = "\n".join(f"{a:40}{b}" for a, b in zip(*columns, strict=False))
    assert text.count("\n") > 5
    assert column_view(document(text)) is None


def test_contents_and_abbreviations_are_no_tables():
    contents = "Foreword ........... 2\nWho we are ....... 3\nOur aims ......... 5\nReviews ....... 9"
    spaced = "1    Foreword         2\n2    Who we are       3\n3    Our aims         5\n4    Reviews        9"
    pairs = "ICB    Integrated Care Board\nDASS   Director of Services\nMCA    Mental Capacity Act\nQA     Quality"
    assert [column_view(document(text)) for text in (contents, spaced, pairs)] == [None, None, None]


def test_lines_outside_the_columns_are_the_pieces_of_the_line_view():
    text = "\n".join(
        ["Our plan", "", "We met in May.", "", HEAD, FIRST, SECOND, THIRD, "", "", "Notes", "Kept for a year."]
    )
    around = [
        p
        for p in line_view(document(text)).pieces
        if p.text in ("Our plan", "We met in May.", "Notes", "Kept for a year.")
    ]
    assert [p for p in pieces(text) if p.kind == "line"] == around


def test_no_word_is_lost_or_told_twice():
    text = "\n".join(
        ["A plan", HEAD, FIRST, "Page 1 of 2", HEAD, SECOND, "", "Goal 2    Fewer falls at home", THIRD, "End"]
    )
    view = column_view(document(text))
    assert view is not None
    assert sorted(view.tokens) == sorted(text.split())


def test_twice_the_lines_take_twice_the_steps():
    short, double = (document("\n".join([HEAD, FIRST, SECOND, THIRD] * n)) for n in (85, 170))
    assert column_view(double) is not None
    assert steps(lambda: column_view(double)) < DOUBLED * steps(lambda: column_view(short))
