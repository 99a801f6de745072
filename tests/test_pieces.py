"""Documents as sequences of pieces: what its reader made of a text, and its lines as printed."""

from __future__ import annotations

import pytest

from safeplans.extractors.base.document import Block, BlockKind, Cell, Document, Para, Place, Row
from safeplans.extractors.reading import read
from safeplans.extractors.views.pieces import Piece, View, block_view, line_view


def lines(text: str) -> list[Piece]:
    return line_view(read(text.encode())).pieces


def blocks(text: str) -> list[Piece]:
    return block_view(read(text.encode(), "plan.md")).pieces


def texts(pieces: list[Piece]) -> list[str]:
    return [p.text for p in pieces]


def para(text: str, line: int = 1, marker: str | None = None) -> Para:
    return Para(text, Place(None, line, line), marker)


def cell(text: str, column: int, *, line: int = 1, span: int = 1, merged_from: int | None = None) -> Cell:
    """merged_from: the row that the cell began in, of one that holds for several."""
    return Cell((para(text, line),) if text else (), column, span, merged_from)


def table(*rows: tuple[Cell, ...], headers: int = 1) -> list[Piece]:
    """The pieces of a table of three columns whose first rows are headings."""
    made = tuple(Row(cells, Place(None, n, n), n <= headers) for n, cells in enumerate(rows, 1))
    block = Block(BlockKind.TABLE, (), Place(None, 1, len(rows)), rows=made, columns=3)
    return block_view(Document("text/plain", (block,), ())).pieces


# ---- blocks -----------------------------------------------------------------------------------


def test_each_block_is_a_piece_of_its_kind():
    pieces = blocks(
        "# Business Plan\n\nWe met in March.\n\n- Audit files\n\n| Action | Lead |\n|---|---|\n| Train | QA |\n"
    )
    assert [(p.kind, p.text, p.block) for p in pieces] == [
        ("heading", "Business Plan", 0),
        ("paragraph", "We met in March.", 1),
        ("item", "Audit files", 2),
        ("cell", "Action", 3),
        ("cell", "Lead", 3),
        ("cell", "Train", 3),
        ("cell", "QA", 3),
    ]


def test_a_heading_and_an_item_have_the_level_of_their_block():
    pieces = blocks("## Neglect\n\n- Audit files\n  - of infants\n")
    assert [(p.text, p.level) for p in pieces] == [("Neglect", 2), ("Audit files", 1), ("of infants", 2)]


def test_a_number_is_a_token_and_a_bullet_is_none():
    pieces = blocks("- Audit files\n\n1.2 Train staff\n\na) Ask children\n")
    assert [(p.marker, p.numbered, p.tokens) for p in pieces] == [
        ("-", False, ["Audit", "files"]),
        ("1.2", True, ["1.2", "Train", "staff"]),
        ("a)", True, ["a)", "Ask", "children"]),
    ]
    assert texts(pieces) == ["Audit files", "Train staff", "Ask children"]


def test_a_new_block_is_a_gap_and_a_second_paragraph_in_it_is_none():
    block = Block(BlockKind.PARAGRAPH, (para("First words", 1), para("second words", 2)), Place(None, 1, 2))
    pieces = block_view(Document("text/plain", (block, block), ())).pieces
    assert [(p.block, p.part, p.gap) for p in pieces] == [(0, 0, True), (0, 1, False), (1, 0, True), (1, 1, False)]


def test_furniture_is_a_piece_and_says_so():
    page = "Business Plan 2025\n\nWe met {} times.\n\nPage {} of 3\n\n"
    pieces = blocks("".join(page.format(n, n) for n in (1, 2, 3)))
    assert [p.text for p in pieces if p.kind == "furniture"] == [
        "Page 1 of 3", "Business Plan 2025", "Page 2 of 3", "Business Plan 2025", "Page 3 of 3",
    ]  # fmt: skip


def test_the_place_of_a_piece_is_that_of_its_lines():
    pieces = blocks("# Plan\n\n- Audit the files\n  of forty children\n\n| Action |\n|---|\n| Train |\n")
    assert [(p.place.line_start, p.place.line_end) for p in pieces] == [(1, 1), (3, 4), (6, 6), (8, 8)]


def test_bold_words_are_told():
    assert [p.bold for p in blocks("**Lead officer for neglect and exploitation in schools.**\n\nPlain words.\n")] == [
        True,
        False,
    ]


def test_a_paragraph_without_words_is_no_piece():
    block = Block(BlockKind.LIST_ITEM, (Para("", Place(None, 1, 1), "1."),), Place(None, 1, 1))
    assert block_view(Document("text/plain", (block,), ())).pieces == []


# ---- cells ------------------------------------------------------------------------------------


def test_a_cell_knows_its_row_its_column_and_the_columns_of_its_table():
    pieces = table((cell("Action", 0), cell("Lead", 1)), (cell("Audit", 0), cell("Chair", 2)))
    assert [(p.text, p.row, p.column, p.columns) for p in pieces] == [
        ("Action", 0, 0, 3),
        ("Lead", 0, 1, 3),
        ("Audit", 1, 0, 3),
        ("Chair", 1, 2, 3),
    ]


def test_a_cell_outside_a_table_is_none():
    (piece,) = blocks("We met in March.\n")
    assert (piece.row, piece.column, piece.columns, piece.merged) == (-1, -1, 0, -1)


def test_a_cell_has_the_heading_of_its_column():
    pieces = table((cell("Action", 0), cell("Lead", 1)), (cell("Audit", 0), cell("Chair", 1), cell("Red", 2)))
    assert [(p.text, p.header, p.heading) for p in pieces] == [
        ("Action", True, ""),
        ("Lead", True, ""),
        ("Audit", False, "Action"),
        ("Chair", False, "Lead"),
        ("Red", False, ""),
    ]


def test_a_heading_over_two_columns_is_that_of_both_and_two_rows_of_headings_are_one():
    top = (cell("What", 0), cell("Lead", 1, span=2))
    pieces = table(
        top, (cell("Post", 1), cell("Body", 2)), (cell("Audit", 0), cell("Chair", 1), cell("QA", 2)), headers=2
    )
    assert [p.heading for p in pieces[-3:]] == ["What", "Lead Post", "Lead Body"]


def test_a_merged_cell_is_one_piece_and_knows_the_last_row_that_it_holds_for():
    pieces = table(
        (cell("Priority", 0), cell("Action", 1)),
        (cell("Neglect", 0), cell("Audit", 1)),
        (cell("Neglect", 0, merged_from=1), cell("Train", 1)),
        (cell("Neglect", 0, merged_from=1), cell("Ask", 1)),
    )
    assert [(p.text, p.row, p.merged) for p in pieces if not p.header] == [
        ("Neglect", 1, 3),
        ("Audit", 1, 1),
        ("Train", 2, 2),
        ("Ask", 3, 3),
    ]


def test_each_paragraph_of_a_cell_is_a_piece():
    two = Cell((para("Audit files", 2, "•"), para("Train staff", 3, "2.")), 0)
    pieces = table((cell("Action", 0),), (two, cell("Chair", 1)))
    assert [(p.tokens, p.part, p.row, p.gap) for p in pieces[1:]] == [
        (["Audit", "files"], 0, 1, True),
        (["2.", "Train", "staff"], 1, 1, False),
        (["Chair"], 0, 1, False),
    ]


def test_an_empty_cell_is_no_piece():
    assert texts(table((cell("Action", 0), cell("", 1)), (cell("", 0), cell("Chair", 1)))) == ["Action", "Chair"]


def test_a_cell_has_its_fill():
    pieces = table((Cell((para("Green"),), 0, fill="#00ff00"),), headers=0)
    assert pieces[0].fill == "#00ff00"


# ---- lines ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "Audit files\tQA Group\tJune 2025",
        "Audit files    QA Group    June 2025",
        "| Audit files | QA Group | June 2025 |",
    ],
)
def test_a_line_is_cut_at_tabs_wide_blanks_and_pipes(line):
    pieces = lines(line + "\n")
    assert texts(pieces) == ["Audit files", "QA Group", "June 2025"]
    assert [p.part for p in pieces] == [0, 1, 2]
    assert {p.kind for p in pieces} == {"line"}


@pytest.mark.parametrize("line", ["Audit  files", "Audit files - QA Group", "Audit files: QA Group", r"Audit \| files"])
def test_a_line_is_not_cut_elsewhere(line):
    assert len(lines(line + "\n")) == 1


@pytest.mark.parametrize("rule", ["", "   ", "-----", "=====", "|---|:--:|", "+-----+-----+", "____", "– – –", " | | "])
def test_rules_and_blank_lines_are_left_out(rule):
    assert texts(lines(f"Action\n{rule}\nAudit files\n")) == ["Action", "Audit files"]


def test_indent_is_what_stands_before_the_words_in_their_line():
    assert [(p.text, p.indent) for p in lines("Action        Lead\n  Audit\t  Chair\n")] == [
        ("Action", 0),
        ("Lead", 14),
        ("Audit", 2),
        ("Chair", 10),
    ]


def test_the_first_part_behind_a_blank_line_or_a_rule_has_a_gap_before_it():
    pieces = lines("Audit files   QA Group\nTrain staff   Chair\n\nAsk children   DCS\n---\nTell them\n")
    assert [(p.text, p.gap) for p in pieces if p.gap] == [
        ("Audit files", True),
        ("Ask children", True),
        ("Tell them", True),
    ]


def test_the_place_of_a_part_is_its_line():
    pieces = lines("\nAudit files\tQA Group\n\nTrain staff\n")
    assert [(p.text, p.place) for p in pieces] == [
        ("Audit files", Place(None, 2, 2)),
        ("QA Group", Place(None, 2, 2)),
        ("Train staff", Place(None, 4, 4)),
    ]


def test_numbers_and_bullets_of_lines():
    pieces = lines("1.2 Audit files\n- Train staff\n❖ Ask children\nQ2 2025\n")
    assert [(p.marker, p.numbered, p.tokens) for p in pieces] == [
        ("1.2", True, ["1.2", "Audit", "files"]),
        ("-", False, ["Train", "staff"]),
        ("❖", False, ["Ask", "children"]),
        (None, False, ["Q2", "2025"]),
    ]


def test_markup_in_a_line_is_no_word():
    (piece,) = lines("**Lead:** <b>Chair</b> of Children &amp; Families\n")
    assert (piece.text, piece.bold) == ("Lead: Chair of Children & Families", True)


def test_a_line_of_nothing_but_tags_is_none():
    assert texts(lines("<div><p>\nAudit files\n</p></div>\n")) == ["Audit files"]


def test_a_markdown_heading_is_told_among_lines():
    assert [p.kind for p in lines("## Neglect\nAudit files\n")] == ["heading", "line"]


# ---- views ------------------------------------------------------------------------------------


def test_a_view_knows_where_the_tokens_of_each_piece_begin():
    view = line_view(read(b"1. Audit files\tQA Group\nTrain staff\n"))
    assert view.starts == [0, 3, 5]
    assert view.tokens == ["1.", "Audit", "files", "QA", "Group", "Train", "staff"]


def test_both_views_of_a_text_without_layout_have_the_same_words():
    document = read(b"Our priorities are:\n\n- Neglect\n- Voice\n\n1. Audit files\n")
    assert block_view(document).tokens == line_view(document).tokens


def test_a_text_without_words_has_no_pieces():
    assert View("blocks", []).tokens == []
    assert lines("\n---\n\n") == []
