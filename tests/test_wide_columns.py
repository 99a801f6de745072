"""Columns that wide spaces hold apart in a plain text."""

from __future__ import annotations

from safeplans.extractors.base.document import Block, BlockKind
from safeplans.extractors.reading.text import read_text
from safeplans.extractors.reading.wide_columns import wide_table

NUMBERED_WITH_BLANKS = """\
No.    What we will do                              Led by                     By when

1.1    Ask every adult at the end of an enquiry     Principal Social Worker    March 2025
       whether they feel safer.

1.2    Widen the use of advocates in care           ICB and Orrindale          2024/25
       homes.                                       Advocacy
"""
NUMBERED = NUMBERED_WITH_BLANKS.replace("\n\n", "\n")
UNNUMBERED = """\
What we will do                              Led by                     By when
Ask every adult at the end of an enquiry     Principal Social Worker    March 2025
whether they feel safer.
Widen the use of advocates in care           ICB and Orrindale          2024/25
homes.                                       Advocacy
"""
WORDS = [
    ["Ask every adult at the end of an enquiry whether they feel safer.", "Principal Social Worker", "March 2025"],
    ["Widen the use of advocates in care homes.", "ICB and Orrindale Advocacy", "2024/25"],
]


def blocks(text: str) -> tuple[Block, ...]:
    return read_text(text.encode()).blocks


def grid(text: str) -> list[list[str]]:
    (table,) = (b for b in blocks(text) if b.kind is BlockKind.TABLE)
    return [[c.text for c in r.cells] for r in table.rows if not r.header]


def test_numbered_rows_parted_by_blank_lines():
    assert grid(NUMBERED_WITH_BLANKS) == [["1.1", *WORDS[0]], ["1.2", *WORDS[1]]]


def test_numbered_rows_without_blank_lines():
    assert grid(NUMBERED) == [["1.1", *WORDS[0]], ["1.2", *WORDS[1]]]


def test_rows_without_numbers_or_blank_lines():
    assert grid(UNNUMBERED) == WORDS


def test_rows_without_numbers_parted_by_blank_lines():
    lines = UNNUMBERED.splitlines()
    assert grid("\n".join([lines[0], "", *lines[1:3], "", *lines[3:]])) == WORDS


def test_each_row_knows_its_lines():
    (table,) = blocks(NUMBERED_WITH_BLANKS)
    assert [(r.place.line_start, r.place.line_end) for r in table.rows] == [(1, 1), (3, 4), (6, 7)]


def test_the_header_is_known_by_its_words():
    (table,) = blocks(UNNUMBERED)
    assert [c.text for r in table.rows if r.header for c in r.cells] == ["What we will do", "Led by", "By when"]


def test_text_after_the_table_is_not_of_it():
    found = blocks(
        NUMBERED_WITH_BLANKS + "\nThe partnership met in March and agreed what it would do about all of this.\n"
    )
    assert [b.kind for b in found] == [BlockKind.TABLE, BlockKind.PARAGRAPH]
    assert [c.text for c in found[0].rows[-1].cells][1] == WORDS[1][0]


def test_a_page_number_inside_the_table_is_not_of_it():
    lines = NUMBERED_WITH_BLANKS.splitlines()
    text = "\n".join([*lines[:5], "                             Page 2 of 4", "", *lines[5:]])
    assert [[c.text for c in r.cells] for b in blocks(text) for r in b.rows if not r.header] == [
        ["1.1", *WORDS[0]],
        ["1.2", *WORDS[1]],
    ]


def test_three_lines_that_share_two_gutters_are_a_table_without_a_header():
    text = """\
Heron Group      meets monthly       Town Hall
Otter Group      meets yearly        Library
Kestrel Group    meets each term     Market Hall
"""
    assert grid(text)[0] == ["Heron Group", "meets monthly", "Town Hall"]
    assert len(grid(text)) == 3


def test_a_wide_gap_inside_prose_is_no_table():
    text = (
        "The partnership met  in March and agreed\nwhat it would do  about it and\nabout the help that  families get.\n"
    )
    assert [b.kind for b in blocks(text)] == [BlockKind.PARAGRAPH]


def test_two_lines_without_headings_are_no_table():
    assert wide_table(["Heron Group      meets monthly", "Otter Group      meets yearly"], 0, {}) == (0, [])


def test_a_bullet_begins_a_row():
    text = """\
What we will do                   Led by            By when
- Review the pathway              Quality Group     March 2025
- Train staff in every agency     Learning Group    May 2025
"""
    assert [row[1] for row in grid(text)] == ["Quality Group", "Learning Group"]


def test_a_heading_with_a_gap_over_the_table_is_not_of_it():
    found = blocks(f"PRIORITY 1   NEGLECT\n\n{UNNUMBERED}")
    assert [b.kind for b in found] == [BlockKind.HEADING, BlockKind.TABLE]
    assert len(found[1].rows) == 3
