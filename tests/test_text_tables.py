"""Tables of text files: tabs, pipes and HTML; rows cut in two made whole, slipped cells put back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeplans.extractors.base.document import Block, BlockKind
from safeplans.extractors.reading.text import read_text
from safeplans.extractors.reading.text_tables import GridRow, build_tables, paras_of

HEADER = "Ref\tAction\tLead\tTimescale"


def blocks(*lines: str) -> tuple[Block, ...]:
    return read_text("\n".join(lines).encode()).blocks


def table(*lines: str) -> Block:
    """The one table that the lines are."""
    (block,) = (b for b in blocks(*lines) if b.kind is BlockKind.TABLE)
    return block


def grid(block: Block) -> list[list[str]]:
    """Words of the cells of the rows under the header, a merged cell shown in each row that it holds for."""
    return [[c.text for c in row.cells] for row in block.rows if not row.header]


def header(block: Block) -> list[str]:
    (row,) = (r for r in block.rows if r.header)
    return [c.text for c in row.cells]


# ---- tabs -------------------------------------------------------------------------------------


def test_a_tab_table_has_header_cells_and_places():
    found = table(HEADER, "1.1\tReview the pathway\tQA Group\tMay 2025", "1.2\tTrain staff\tLearning Group\tOngoing")
    assert header(found) == ["Ref", "Action", "Lead", "Timescale"]
    assert grid(found) == [
        ["1.1", "Review the pathway", "QA Group", "May 2025"],
        ["1.2", "Train staff", "Learning Group", "Ongoing"],
    ]
    assert [(r.place.line_start, r.place.line_end) for r in found.rows] == [(1, 1), (2, 2), (3, 3)]
    assert found.columns == 4


def test_an_empty_cell_stays_in_its_column():
    found = table(HEADER, "1.1\tReview the pathway\t\tMay 2025", "1.2\tTrain staff\tLearning Group\t")
    assert grid(found) == [
        ["1.1", "Review the pathway", "", "May 2025"],
        ["1.2", "Train staff", "Learning Group", ""],
    ]


def test_a_row_that_goes_on_in_the_next_line_is_one_row():
    found = table(
        HEADER,
        "1.1\tReview the threshold document and test it\tQA Group\tMay 2025",
        "\twith practitioners from ten agencies.\t\t",
        "1.2\tTrain staff\tLearning Group\tOngoing",
    )
    assert [row[1] for row in grid(found)] == [
        "Review the threshold document and test it with practitioners from ten agencies.",
        "Train staff",
    ]
    assert (found.rows[1].place.line_start, found.rows[1].place.line_end) == (2, 3)


def test_a_row_that_a_page_break_cut_is_one_row_and_the_header_stands_once():
    found = blocks(
        HEADER,
        "1.1\tReview the threshold document with practitioners from all of the\tQA Group\tMay 2025",
        "",
        "Page 2 of 3",
        "",
        HEADER,
        "\tten agencies.\t\t",
        "1.2\tTrain staff\tLearning Group\tOngoing",
    )
    (whole,) = (b for b in found if b.kind is BlockKind.TABLE)
    assert grid(whole) == [
        [
            "1.1",
            "Review the threshold document with practitioners from all of the ten agencies.",
            "QA Group",
            "May 2025",
        ],
        ["1.2", "Train staff", "Learning Group", "Ongoing"],
    ]
    assert [b.reason for b in found if b.kind is BlockKind.FURNITURE] == ["page_number"]


def test_a_merged_cell_left_empty_holds_for_the_rows_below():
    found = table(
        "Outcome\tAction\tLead\tTimescale",
        "Children are safe\tReview files.\tQA Group\tMay 2025",
        "\tTrain staff.\tLearning Group\tOngoing",
        "Families are heard\tAsk parents.\tPolice\tMarch 2025",
    )
    assert [row[0] for row in grid(found)] == ["Children are safe", "Children are safe", "Families are heard"]
    assert [row.cells[0].rowspan_from for row in found.rows[1:]] == [None, 1, None]


def test_the_words_of_a_merged_cell_count_once():
    found = table(
        "Outcome\tAction\tLead\tTimescale",
        "Children are safe\tReview files.\tQA Group\tMay 2025",
        "\tTrain staff.\tLearning Group\tOngoing",
    )
    assert found.text.count("Children are safe") == 1


def test_a_merged_cell_that_took_its_place_away_is_put_back():
    found = table(
        "Outcome\tAction\tLead\tTimescale",
        "Children are safe\t• Review files.\tQA Group\tMay 2025",
        "• Train staff.\tLearning Group\tMarch 2026",
        "Families are heard\t• Ask parents.\tPolice\tMarch 2025",
    )
    assert grid(found) == [
        ["Children are safe", "Review files.", "QA Group", "May 2025"],
        ["Children are safe", "Train staff.", "Learning Group", "March 2026"],
        ["Families are heard", "Ask parents.", "Police", "March 2025"],
    ]


def test_a_slipped_date_goes_back_to_its_column():
    found = table(
        "Ref\tAction\tLead\tTimescale\tEvidence",
        "1.1\tReview files\tQA Group\tMay 2025\tAudit report",
        "1.2\tTrain staff\tOngoing\tSurvey",
    )
    assert grid(found)[1] == ["1.2", "Train staff", "", "Ongoing", "Survey"]


def test_a_label_behind_a_reference_goes_on_in_the_next_line():
    found = table(
        "4.1 Children held\tAudit every file of the year.",
        "in police custody\t",
        "4.2 Neglect\tReview the tools.",
    )
    assert [[p.marker for p in row.cells[0].paras] for row in found.rows] == [["4.1"], ["4.2"]]
    assert grid(found) == [
        ["Children held in police custody", "Audit every file of the year."],
        ["Neglect", "Review the tools."],
    ]


def test_second_lines_of_both_cells_go_to_their_own_cell():
    found = table(
        "4.1 Children held\tAudit every file of the year.",
        "in police custody\tTrain custody staff.",
        "4.2 Neglect\tReview the tools.",
    )
    assert grid(found)[0] == ["Children held in police custody", "Audit every file of the year. Train custody staff."]


def test_several_bullets_of_a_cell_stay_apart():
    found = table(HEADER, "1.1\t• Review files • Train staff\tQA Group\tMay 2025")
    assert [(p.marker, p.text) for p in found.rows[1].cells[1].paras] == [("•", "Review files"), ("•", "Train staff")]


def test_a_statement_in_two_cells_over_its_table_is_a_heading():
    found = blocks(
        "Objective 2\tTo be assured that help is early",
        HEADER,
        "2.1\tReview the pathway\tQA Group\tMay 2025",
        "Objective 3\tTo be heard",
        "3.1\tAsk parents\tLearning Group\tMay 2026",
    )
    assert [(b.kind.value, b.text) for b in found if b.kind is BlockKind.HEADING] == [
        ("heading", "Objective 2 To be assured that help is early"),
        ("heading", "Objective 3 To be heard"),
    ]
    tables = [b for b in found if b.kind is BlockKind.TABLE]
    assert [header(t) for t in tables] == [["Ref", "Action", "Lead", "Timescale"]] * 2, (
        "the second goes on under the same headings"
    )


def test_a_lone_cell_over_the_header_is_a_line_of_its_own():
    found = blocks("Neglect\t", HEADER, "1.1\tReview the pathway\tQA Group\tMay 2025")
    assert [b.kind for b in found] == [BlockKind.HEADING, BlockKind.TABLE]
    assert found[0].text == "Neglect"


def test_a_trailing_tab_makes_no_table():
    assert [b.kind for b in blocks("The partnership met in March.\t")] == [BlockKind.PARAGRAPH]


def test_two_tables_with_other_headers_are_two_tables():
    found = blocks(
        HEADER,
        "1.1\tReview the pathway\tQA Group\tMay 2025",
        "Name of group\tChair\tFrequency",
        "QA Group\tHead of Quality\tMonthly",
    )
    assert [header(b)[0] for b in found] == ["Ref", "Name of group"]


# ---- pipes ------------------------------------------------------------------------------------


def test_a_markdown_table():
    found = table(
        "| Action | Lead | When |",
        "|:---|---:|:---:|",
        "| **Review** the pathway | QA Group | May 2025 |",
        "| Train staff | Police \\| Health | |",
    )
    assert header(found) == ["Action", "Lead", "When"]
    assert grid(found) == [["Review the pathway", "QA Group", "May 2025"], ["Train staff", "Police | Health", ""]]


def test_a_markdown_rule_of_single_dashes():
    found = table("| Colour | Shape |", "|:-:|-|", "| red | round |")
    assert header(found) == ["Colour", "Shape"]
    assert grid(found) == [["red", "round"]]


def test_breaks_and_bullets_of_a_markdown_cell_are_paragraphs():
    found = table("| Action | Lead |", "|---|---|", "| We will:<br>• review files<br>• train staff | QA Group |")
    assert [(p.marker, p.text) for p in found.rows[1].cells[0].paras] == [
        (None, "We will:"),
        ("•", "review files"),
        ("•", "train staff"),
    ]


def test_a_markdown_row_is_whole_and_never_joined_by_its_empty_cell_alone():
    found = table(
        "| Outcome | Action | Lead |", "|---|---|---|", "| Safe | Review files. | QA |", "| | Train staff. | LDG |"
    )
    assert [row[1] for row in grid(found)] == ["Review files.", "Train staff."]


def test_a_header_of_unknown_words_is_a_header_by_its_rule():
    assert header(table("| Colour | Shape |", "|---|---|", "| red | round |")) == ["Colour", "Shape"]


def test_one_line_with_bars_is_no_table():
    assert [b.kind for b in blocks("**Version 2.0** | Published 12 December 2024 | Draft")] != [BlockKind.TABLE]


# ---- HTML -------------------------------------------------------------------------------------


def test_an_html_cell_spanning_rows_holds_for_each():
    found = table(
        "<table><tr><th>Outcome</th><th>Action</th><th>Lead</th></tr>",
        "<tr><td rowspan=2>Safe children</td><td>Review files</td><td>QA Group</td></tr>",
        "<tr><td>Train staff</td><td>Learning Group</td></tr>",
        "</table>",
    )
    assert header(found) == ["Outcome", "Action", "Lead"]
    assert grid(found) == [
        ["Safe children", "Review files", "QA Group"],
        ["Safe children", "Train staff", "Learning Group"],
    ]
    assert found.rows[2].cells[0].rowspan_from == 1
    assert [r.place.line_start for r in found.rows] == [1, 2, 3]


def test_html_list_items_are_paragraphs():
    found = table(
        "<table><tr><th>Action</th><th>Lead</th></tr><tr><td><ul><li>Review</li><li>Train</li></ul></td><td>QA</td></tr></table>"
    )
    assert [(p.marker, p.text) for p in found.rows[1].cells[0].paras] == [("•", "Review"), ("•", "Train")]


def test_a_cell_spanning_columns_covers_them():
    found = table(
        "<table><tr><th>Ref</th><th>Action</th><th>Lead</th></tr>"
        "<tr><td colspan=3>Objective 1: Neglect</td></tr>"
        "<tr><td>1</td><td>Review</td><td>QA</td></tr></table>"
    )
    assert found.rows[1].cell(2) is not None
    assert found.rows[1].cell(2).text == "Objective 1: Neglect"


def test_a_heading_spanning_columns_is_the_heading_of_both():
    found = table(
        "<table><tr><th>Action</th><th colspan=2>Lead</th></tr>"
        "<tr><td>Review files</td><td>QA Group</td><td>Police</td></tr></table>"
    )
    assert found.rows[0].cell(2).text == "Lead"


# ---- the grid itself --------------------------------------------------------------------------


def test_paragraphs_of_a_cell():
    place = blocks("x")[0].place
    assert [(p.marker, p.text, p.bold) for p in paras_of("**Lead**\n- 1. Review\n❖ two ❖ three", place)] == [
        (None, "Lead", True),
        ("1.", "Review", False),
        ("❖", "two", False),
        ("❖", "three", False),
    ]


def test_a_reference_alone_in_its_cell_is_its_text():
    place = blocks("x")[0].place
    assert [(p.marker, p.text) for p in paras_of("1.2", place)] == [(None, "1.2")]


CELL = st.sampled_from(
    [
        "",
        "1",
        "1.1",
        "2a",
        "Review files",
        "and train all staff",
        "• one • two",
        "QA Group",
        "May 2025",
        "Ongoing",
        "Lead",
        "Action",
        "Timescale",
        "Neglect.",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELL, min_size=1, max_size=6).filter(any), min_size=1, max_size=10), st.booleans())
def test_no_words_are_lost_and_no_row_is_out_of_order(cells, joined):
    rows = [GridRow(i, list(row), i, printed=len(row)) for i, row in enumerate(cells, 1)]
    made = build_tables(rows, joined=joined)
    paras = [p for b in made for p in (*b.paras, *(p for r in b.rows for c in r.cells for p in c.paras))]
    kept = " ".join(f"{p.marker or ''} {p.text}" for p in paras)
    for row in cells:
        for cell in row:
            for word in cell.replace("•", " ").split():
                assert word in kept
    starts = [b.place.line_start for b in made]
    assert starts == sorted(starts)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELL, min_size=1, max_size=6), min_size=1, max_size=10))
def test_a_merged_cell_points_at_the_row_that_prints_it(cells):
    for block in build_tables([GridRow(i, list(row), i, printed=len(row)) for i, row in enumerate(cells, 1)]):
        for index, row in enumerate(block.rows):
            for cell in row.cells:
                if cell.rowspan_from is not None:
                    assert cell.rowspan_from < index
                    printed = block.rows[cell.rowspan_from].cell(cell.column)
                    assert printed is not None and printed.text == cell.text


@pytest.mark.parametrize("when", ["Dec 2025", "by Dec 2025", "ongoing"])
@pytest.mark.parametrize("printed", ["tabs", "pipes"])
def test_a_row_under_a_merged_cell_is_a_row_however_its_date_begins(when, printed):
    rows = [
        ["Objective", "Action", "Lead", "Due"],
        ["Children are heard", "Ask children what they think", "Participation Lead", "31/03/2025"],
        ["", "Publish their answers", "Board Manager", when],
    ]
    if printed == "tabs":
        lines = ["\t".join(row) for row in rows]
    else:
        lines = [f"| {' | '.join(row)} |" for row in rows]
        lines.insert(1, "|---|---|---|---|")
    assert [row[1] for row in grid(table(*lines))] == ["Ask children what they think", "Publish their answers"]


# ---- other ways to draw a table ---------------------------------------------------------------

DRAWN = """\
+-----+----------------------+-----------+-----------+
| Ref | Action               | Lead      | By when   |
+=====+======================+===========+===========+
| 1.1 | Review the tool with | QA Group  | May 2025  |
|     | schools              |           |           |
+-----+----------------------+-----------+-----------+
| 1.2 | Train staff          | Police    | Ongoing   |
+-----+----------------------+-----------+-----------+
"""
STACKED = """\
Ref
Action
Lead
By when

1.1
Review the tool with schools
QA Group
May 2025

1.2
Train staff
Police
Ongoing
"""
ROWS = [["1.1", "Review the tool with schools", "QA Group", "May 2025"], ["1.2", "Train staff", "Police", "Ongoing"]]


def test_a_table_drawn_with_rules_of_characters():
    found = table(*DRAWN.splitlines())
    assert header(found) == ["Ref", "Action", "Lead", "By when"]
    assert grid(found) == ROWS
    assert [(r.place.line_start, r.place.line_end) for r in found.rows] == [(2, 2), (4, 5), (7, 7)]


def test_a_table_printed_one_cell_a_line():
    found = table(*STACKED.splitlines())
    assert header(found) == ["Ref", "Action", "Lead", "By when"]
    assert grid(found) == ROWS


def test_a_table_printed_one_cell_a_line_without_blank_lines():
    assert grid(table(*STACKED.replace("\n\n", "\n").splitlines())) == ROWS


def test_lines_that_begin_with_a_column_word_are_no_table():
    assert [b.kind for b in blocks("Lead: QA Group", "Action: Review", "By when: May 2025")] == [
        BlockKind.PARAGRAPH
    ] * 3


def test_words_after_an_empty_row_are_kept():
    rows = [GridRow(1, ["1"], 1), GridRow(2, [""], 2), GridRow(3, ["Review files", "", "1"], 3), GridRow(4, ["1"], 4)]
    assert "Review files" in " ".join(b.text for b in build_tables(rows))
