"""What the PDF reader makes of whole pages: each layout of `tests/layouts` (see its script) as a list of blocks."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from safeplans.extractors.base.document import Block, BlockKind, Document
from safeplans.extractors.reading.pdf import read_pdf
from tests.layouts.make_layouts import ACTIONS, prose

LAYOUTS = Path(__file__).parent / "layouts"


@cache
def read(name: str) -> Document:
    return read_pdf((LAYOUTS / f"{name}.pdf").read_bytes())


def outline(document: Document) -> list[str]:
    """A line a body block: ``H2 text``, ``P text``, ``• 1 text`` (marker, level), ``T 4x5`` (columns x rows)."""
    found = []
    for block in document.body:
        if block.kind is BlockKind.HEADING:
            found.append(f"H{block.level} {block.text}")
        elif block.kind is BlockKind.LIST_ITEM:
            found.append(f"{block.marker} {block.level} {block.text}")
        elif block.kind is BlockKind.TABLE:
            found.append(f"T {block.columns}x{len(block.rows)}")
        else:
            found.append(f"P {block.text}")
    return found


def tables(document: Document) -> list[Block]:
    return [b for b in document.body if b.kind is BlockKind.TABLE]


def grid(table: Block) -> list[list[str]]:
    """The texts of a table's rows, a cell over several columns once."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def action_rows(count: int, start: int = 0) -> list[list[str]]:
    return [list(row) for row in ACTIONS[start : start + count]]


HEAD = ["Ref", "Action", "Lead", "By when"]


@pytest.mark.parametrize("name", ["aligned-only", "aligned-tight", "booktabs"])
def test_columns_without_vertical_lines(name: str) -> None:
    (table,) = tables(read(name))
    assert grid(table) == [HEAD, *action_rows(4)]
    assert [row.header for row in table.rows] == [True, False, False, False, False]


def test_text_below_an_aligned_table_stays_out_of_it() -> None:
    assert outline(read("aligned-only"))[-2:] == ["T 4x5", "P The Delivery Board reviews this table in spring."]


def test_shaded_rows_over_two_pages_are_one_table() -> None:
    (table,) = tables(read("zebra"))
    assert grid(table) == [HEAD, *action_rows(6)]
    assert {row.place.page for row in table.rows} == {1, 2}
    assert table.rows[1].cells[0].fill == "#e8eef7" and table.rows[2].cells[0].fill is None


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    document = read("two-columns")
    assert outline(document)[:1] == ["H1 Arlesby Annual Report 2025-26"]
    assert outline(document)[1].endswith("printed over the whole width of the page above the columns.")
    assert [b.text for b in document.body if b.level == 2] == ["Our story", "Our work", "Our reach"]
    assert [f"P {prose(n, 7 * n)}" for n in (12, 14, 9)] == [t for t in outline(document)[2:] if t.startswith("P")]
    assert outline(document)[-1].startswith("• 1 second point, which is long enough to wrap")


def test_rows_broken_by_the_page_are_one_row() -> None:
    (table,) = tables(read("broken-rows"))
    wanted = [
        "Map what each agency offers: schools health Agree one offer"
        if i == 1
        else f"{ACTIONS[i % 6][1]} {prose(3, 3 * i)}"
        for i in range(9)
    ]
    assert [row.cells[2].text for row in table.rows[1:]] == wanted
    assert [row.cells[1].text for row in table.rows[1:]] == [str(i + 1) for i in range(9)]
    assert [row.cells[3].text for row in table.rows[1:]] == [ACTIONS[i % 6][2] for i in range(9)]


def test_a_merged_cell_holds_for_each_row_beside_it() -> None:
    (table,) = tables(read("broken-rows"))
    assert [row.cells[0].text[:9] for row in table.rows[1:]] == ["Outcome 1"] * 3 + ["Outcome 2"] * 3 + [
        "Outcome 3"
    ] * 3
    assert [row.cells[0].rowspan_from for row in table.rows[1:]] == [None, 1, 1, None, 4, 4, None, 7, 7]


def test_bullets_in_a_cell_are_paragraphs_of_their_own() -> None:
    (table,) = tables(read("broken-rows"))
    cell = table.rows[2].cells[2]
    assert [(p.marker, p.text) for p in cell.paras] == [
        ("•", "Map what each agency offers:"), ("◦", "schools"), ("◦", "health"), ("•", "Agree one offer"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["long-word-table", "browser-cells"])
def test_a_long_table_from_an_office_program(name: str) -> None:
    (table,) = tables(read(name))
    body = [row for row in table.rows if not row.header]
    assert len(table.rows) == len(body) + 1
    for index, row in enumerate(body):
        assert row.cells[1].paras[0].text.startswith(ACTIONS[index % 6][1])
        assert row.cells[2].text == ACTIONS[index % 6][2]
        assert row.cells[3].text == ACTIONS[index % 6][3]
    if name == "browser-cells":
        assert [[p.text for p in row.cells[1].paras[1:]] for row in body] == [
            [prose(1, 3 * i), prose(2, 3 * i + 1)] for i in range(6)
        ]


def test_boxes_side_by_side_are_read_box_by_box() -> None:
    assert outline(read("page-boxes"))[:11] == [
        "H1 Plan on a page",
        "H2 Priority 1: Neglect", "• 1 Use one screening tool in every agency", "• 1 Train frontline staff",
        "H2 Priority 2: Exploitation", "• 1 Map the places where harm happens", "• 1 Bring back the return interview",
        "H2 Priority 3: Learning", "• 1 Publish a briefing after every review", "• 1 Ask staff whether it helped",
        "H2 How we will know",
    ]  # fmt: skip


def test_a_box_beside_the_text_does_not_cut_it() -> None:
    assert outline(read("sidebar"))[1:] == [
        "H2 Foreword", f"P {prose(9)}", f"P {prose(7, 20)}",
        "H3 In brief",
        "• 1 Forty audits", "• 1 Two reviews", "• 1 One conference, held with the neighbouring partnership",
        "P “Nobody had asked me before what would help.”",
        "H2 What we did", f"1. 1 {prose(2, 31)}", f"2. 1 {prose(1, 40)}",
    ]  # fmt: skip


def test_a_contents_list_without_dots_is_set_aside() -> None:
    aside = [b for b in read("sidebar").blocks if b.reason == "contents"]
    assert [b.text for b in aside] == [
        "Contents",
        "Foreword",
        "2",
        "What we did",
        "2",
        "What comes next",
        "3",
        "Glossary",
        "3",
    ]


def test_turned_headings_and_ratings_by_dot_and_by_coloured_word() -> None:
    (table,) = tables(read("turned-header"))
    assert grid(table)[0] == ["Action", "Rating by dot", "Rating by word"]
    ratings = ["#d32f2f", "#ffb300", "#388e3c"]
    assert [row.cells[1].fill for row in table.rows[1:]] == ratings
    assert [row.cells[2].fill for row in table.rows[1:]] == ratings
    assert [row.cells[1].text for row in table.rows[1:]] == ["", "", ""]


def test_ratings_as_rounded_pills() -> None:
    (table,) = tables(read("browser-print"))
    assert [row.cells[3].fill for row in table.rows[1:]] == ["#c00000", "#ffc000", "#00b050", "#c00000"]


def test_bullets_that_are_drawn_and_numbers() -> None:
    assert outline(read("browser-print"))[1:7] == [
        "• 1 Children are heard",
        "• 1 Families are helped early, before a worry has become a crisis that no single agency can undo",
        "• 2 at home", "• 2 at school", "1. 1 Read the plan", "2. 1 Ask a question",
    ]  # fmt: skip


def test_watermark_alternating_headers_and_page_numbers_are_set_aside_with_a_reason() -> None:
    document = read("draft-watermark")
    aside = [(b.place.page, b.reason, b.text) for b in document.blocks if b.kind is BlockKind.FURNITURE]
    assert [a for a in aside if a[0] == 2] == [
        (2, "watermark", "DRAFT"), (2, "running_header", "Tarnholme Annual Report"), (2, "page_number", "2"),
    ]  # fmt: skip
    assert (3, "running_header", "Safeguarding children together") in aside
    assert len(aside) == 9


def test_a_two_line_header_and_a_row_over_all_columns() -> None:
    document = read("word-style")
    (table,) = tables(document)
    assert [row.header for row in table.rows] == [True, True] + [False] * 7
    assert grid(table)[:2] == [["Ref", "Action", "Accountability"], ["Ref", "Action", "Lead", "By when"]]
    section = table.rows[5]
    assert (len(section.cells), section.cells[0].colspan, section.cells[0].text) == (
        1,
        4,
        "Outcome 2: learning is shared",
    )
    assert [t for t in outline(document) if t[0] == "H"] == [
        "H1 Arlesby Business Plan 2026-28", "H2 1. Introduction", "H2 2. What we will do", "H3 2.1 Actions",
    ]  # fmt: skip
    assert [t for t in outline(document) if t[0] in "•◦"] == [
        "• 1 Listen to children", "• 2 in school", "• 2 in care", "• 1 Act on what they say",
    ]  # fmt: skip


def test_numbered_lists_nest() -> None:
    assert outline(read("long-word-table"))[1:5] == [
        "1. 1 Read this plan with the strategy", "2. 1 Tell us what is missing", "a. 2 by letter", "b. 2 by telephone",
    ]  # fmt: skip


def test_one_date_a_line_and_double_lines() -> None:
    (table,) = tables(read("dates-in-cells"))
    assert [p.text for p in table.rows[1].cells[1].paras] == ["June 2026", "October 2026", "February 2027"]
    assert [p.text for p in table.rows[1].cells[2].paras] == ["Chair of the Quality and Performance Subgroup"]
    assert table.rows[2].cells[0].text == "Ask the co-ordinator to report"


def test_the_page_background_is_no_colour_of_a_cell() -> None:
    (table,) = tables(read("slides"))
    assert {cell.fill for row in table.rows for cell in row.cells} == {None}
    assert outline(read("slides"))[0] == "H1 Arlesby priorities for 2026 and beyond"


def test_blocks_of_labels_are_tables_with_their_title_as_a_section() -> None:
    first, second = tables(read("label-blocks"))
    assert grid(first)[0] == ["Objective A: Children are heard"] and grid(second)[0] == [
        "Objective B: Families are helped early"
    ]
    assert [p.marker for p in first.rows[2].cells[1].paras] == ["a)", "b)", "c)"]
    assert grid(first)[3:] == [["Lead", "Participation Lead"], ["By when", "June 2026"]]


def test_values_of_form_fields_are_text_at_their_place() -> None:
    assert outline(read("form")) == [
        "H1 Arlesby action record", "P Action: Review the escalation policy", "P Lead: Business Manager",
    ]  # fmt: skip


def test_a_turned_and_cropped_page_is_read_as_seen() -> None:
    document = read("turned-page")
    page = document.pages[0]
    assert (page.width, page.height) == (782, 555)
    (table,) = tables(document)
    assert grid(table) == [
        ["Ref", "Action"], ["1", "Train staff in all schools"], ["2", "Audit forty cases of neglect"],
    ]  # fmt: skip
    assert table.place.bbox is not None
    x0, top, x1, bottom = table.place.bbox
    # Drawn 100 to 500 from the sheet's left when held sideways, 30 points of which the crop box cuts off.
    assert (round(x0), round(x1)) == (70, 470) and top < bottom < page.height


def test_a_header_printed_once_and_rows_that_break_anywhere() -> None:
    (table,) = tables(read("no-repeat-header"))
    assert [row.header for row in table.rows] == [True] + [False] * 9
    assert [row.cells[0].text for row in table.rows[1:]] == [prose(4, 4 * i) for i in range(9)]
    assert outline(read("no-repeat-header"))[-1] == "P End of the plan."


def test_sections_within_a_table_and_its_header_again() -> None:
    (table,) = tables(read("sections-in-table"))
    sections = [row.cells[0].text for row in table.rows if len(row.cells) == 1]
    assert sections == ["Priority 1: Neglect", "Priority 2: Learning"]
    assert [i for i, row in enumerate(table.rows) if row.header] == [1, 6]
    assert grid(table)[2:5] == action_rows(3) and grid(table)[7:] == action_rows(3, 3)


def test_centred_columns_between_lines_and_an_open_last_row() -> None:
    (table,) = tables(read("rules-centred"))
    assert grid(table) == [
        ["Measure", "Q1", "Q2", "Source"],
        ["Referrals that lead to help", "412", "398", "Front door"],
        ["Children on a plan for over two years, counted at the end of the quarter", "7", "", "Social care"],
        ["Visits on time", "91%", "93%", ""],
    ]
    assert outline(read("rules-centred"))[-1].startswith("P The figures are looked at")


def test_boxes_around_text_are_no_tables() -> None:
    document = read("header-table")
    assert outline(document)[0] == "H1 Arlesby Safeguarding Partnership Strategy 2026"
    (control,) = tables(document)
    assert grid(control) == [["Version", "2.0"], ["Approved", "3 June 2026"]]
    assert f"P {prose(3, 8)}" in outline(document) and f"P {prose(2, 15)}" in outline(document)


def test_bold_words_at_the_start_make_no_heading_but_a_bold_line_does() -> None:
    found = outline(read("header-table"))
    assert f"P Neglect. {prose(2, 19)}" in found
    assert [t for t in found if "Learning from reviews" in t] == ["H3 Learning from reviews"]


def test_tags_tell_the_cells_where_nothing_is_drawn() -> None:
    (table,) = tables(read("tagged-no-lines"))
    assert [row[0] for row in grid(table)] == ["Who", "Children", "Families", "Staff"]
    assert grid(table)[3] == [
        "Staff",
        "know what to do and whom to ask when they are in doubt about a child",
        "managers",
    ]


def test_a_page_printed_sideways_is_read_level_and_its_boxes_stand_where_they_are_seen() -> None:
    document = read("sideways")
    assert (document.pages[0].width, document.pages[0].height) == (595, 842)
    (table,) = tables(document)
    assert [row[0] for row in grid(table)] == ["Ref", "1.1", "1.2", "1.3", "1.4"]
    assert table.place.bbox is not None
    assert [round(v) for v in table.place.bbox] == [85, 142, 285, 782]


def test_rows_without_lines_between_them_by_their_references() -> None:
    first, second = tables(read("upright-lines-only"))
    assert [row[:3] for row in grid(first)] == [
        ["1.1", "Open a family hub in the old library by the end of the year", "Early Help"],
        ["1.2", "Train every new governor in the first term", "Governor Services"],
        ["1.3", "Ask children what they think of it and act on it", "Participation"],
    ]
    assert [row[0] for row in grid(second)] == ["2.1", "2.2", "2.3"]


def test_ratings_as_small_pictures() -> None:
    first, _ = tables(read("upright-lines-only"))
    assert [row.cells[3].fill for row in first.rows] == ["#c62828", "#2e7d32", "#f9a825"]


def test_a_header_made_as_a_table_is_set_aside() -> None:
    aside = [(b.reason, b.text) for b in read("upright-lines-only").blocks if b.kind is BlockKind.FURNITURE]
    assert aside == [
        ("running_header", "Fennmoor plan"), ("page_number", "Page 1 of 2"),
        ("running_header", "Fennmoor plan"), ("page_number", "Page 2 of 2"),
    ]  # fmt: skip


def test_a_page_that_shows_fewer_columns_than_the_table_has() -> None:
    (table,) = tables(read("loose-columns"))
    assert grid(table)[-2:] == [
        ["A4", "Report to the board", "", "August 2026"],
        ["A5", "Report to the public", "", "August 2026"],
    ]
    assert len(table.rows) == 6


def test_a_title_row_printed_again_on_each_page_stands_once() -> None:
    (table,) = tables(read("title-row-repeats"))
    assert grid(table)[:2] == [
        ["Priority 1: Neglect – every child is seen early"],
        ["Ref", "Action", "Lead", "Update", "RAG"],
    ]
    assert [row.cells[1].text for row in table.rows[2:]] == [prose(3, 3 * i) for i in range(9)]
    assert {row.place.page for row in table.rows} >= {1, 2}
    assert [row.cells[4].text + str(row.cells[4].fill) for row in table.rows[2:5]] == [
        "A#ffc000",
        "G#92d050",
        "G#92d050",
    ]


def test_boxes_with_figures_and_columns_with_a_narrow_gutter() -> None:
    assert outline(read("numbers-and-columns")) == [
        "H1 Our year in numbers",
        "P 412", "P referrals that led to help", "P 98%", "P of visits on time",
        "P 7", "P children on a plan for over two years",
        "H2 Foreword", f"P {prose(16)}", f"P {prose(9, 50)}", "H2 What we did", f"P {prose(8, 70)}",
    ]  # fmt: skip


def test_cards_with_labels_and_values_are_rows_and_their_frame_is_no_colour() -> None:
    found = [row for table in tables(read("cards")) for row in grid(table)]
    assert found == [
        ["Open a family hub"],
        ["Lead", "Early Help"], ["Timescale", "May 2026"], ["Success", prose(2)],
        ["Train every new governor"],
        ["Lead", "Governor Services"], ["Timescale", "June 2026"], ["Success", prose(2, 5)],
    ]  # fmt: skip
    values = [row.cells[1] for table in tables(read("cards")) for row in table.rows if len(row.cells) == 2]
    assert {cell.fill for cell in values} == {None}


def test_a_list_goes_on_after_a_paragraph_set_in_under_its_item() -> None:
    found = outline(read("cards"))
    assert found[found.index("H2 Our priorities") + 1 :] == [
        "1. 1 Neglect", f"P {prose(1, 9)}", f"◦ 2 {prose(1, 14)}", f"◦ 2 {prose(1, 15)}",
        "2. 1 Learning", f"P {prose(1, 22)}",
    ]  # fmt: skip


def test_the_last_line_of_a_row_alone_on_a_page() -> None:
    document = read("rest-of-a-row")
    (table,) = tables(document)
    assert [row.cells[0].text for row in table.rows[1:]] == [str(i + 1) for i in range(9)]
    assert [row.cells[1].text for row in table.rows[1:]] == [
        f"{prose(2, 3 * i)} {prose(3, 3 * i + 2)} {prose(2, 3 * i + 7)}" for i in range(9)
    ]
    assert [row.cells[3].text for row in table.rows[1:]] == [ACTIONS[i % 6][3] for i in range(9)]
    assert outline(document)[-1] == "H2 Afterwards"


DIGITAL = [path for path in sorted(LAYOUTS.glob("*.pdf")) if not path.stem.startswith("scan-")]


@pytest.mark.parametrize("path", DIGITAL, ids=lambda p: p.stem)
def test_every_place_points_at_its_words(path: Path) -> None:
    document = read(path.stem)
    numbers: set[int] = set()
    for block in document.blocks:
        paras = [*block.paras, *(p for r in block.rows for c in r.cells if c.rowspan_from is None for p in c.paras)]
        for para in paras:
            place = para.place
            span = range(place.line_start, place.line_end + 1)
            printed = " ".join(document.lines[n - 1] for n in span)
            squeezed = "".join(printed.replace("-", "").split())
            assert all("".join(w.replace("-", "").split()) in squeezed for w in para.text.split())
            assert place.page is not None and place.bbox is not None
            page = document.pages[place.page - 1]
            assert -20 <= place.bbox[0] < place.bbox[2] <= page.width + 20
            assert not numbers & set(span), "a line belongs to one paragraph"
            numbers |= set(span)
    assert numbers == set(range(1, len(document.lines) + 1)), "every printed line belongs to a block"


def test_the_same_bytes_give_the_same_document() -> None:
    data = (LAYOUTS / "broken-rows.pdf").read_bytes()
    assert read_pdf(data) == read_pdf(data)
