"""Grids of tables as people draw them: small pages, each of one kind, with the rows that a reader sees."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from safeplans.extractors.base.document import BlockKind, Document
from safeplans.extractors.reading.pdf import read_pdf

HEIGHT = 800
FIGURES = [("Aldermoor", "412", "38"), ("Brackwell", "96", "3"), ("Corve Bay", "211", "119")]
HEAD = ("District", "Seen", "Moved")


class Sheet:
    """A page to draw on, in points from its top left corner."""

    def __init__(self) -> None:
        self._data = io.BytesIO()
        self._canvas = Canvas(self._data, pagesize=(600, HEIGHT), invariant=1)

    def text(self, x: float, baseline: float, text: str, size: float = 9, bold: bool = False) -> None:
        self._canvas.setFillColor("black")
        self._canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        self._canvas.drawString(x, HEIGHT - baseline, text)

    def row(self, xs: Iterable[float], baseline: float, texts: Iterable[str], bold: bool = False) -> None:
        for x, text in zip(xs, texts, strict=True):
            self.text(x, baseline, text, bold=bold)

    def paragraph(self, baseline: float) -> None:
        self.text(
            60, baseline, "The partnership met six times in the year, and every member sent figures to each of the"
        )
        self.text(
            60, baseline + 11, "meetings, so that the board could ask for the reasons wherever a figure had moved."
        )

    def level(self, y: float, x0: float, x1: float, colour: str = "black") -> None:
        self._canvas.setStrokeColor(colour)
        self._canvas.line(x0, HEIGHT - y, x1, HEIGHT - y)

    def upright(self, x: float, top: float, bottom: float, colour: str = "black") -> None:
        self._canvas.setStrokeColor(colour)
        self._canvas.line(x, HEIGHT - top, x, HEIGHT - bottom)

    def fill(self, x0: float, top: float, x1: float, bottom: float, colour: str) -> None:
        self._canvas.setFillColor(colour)
        self._canvas.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top, stroke=0, fill=1)

    def next_page(self) -> None:
        self._canvas.showPage()

    def read(self) -> Document:
        self._canvas.save()
        return read_pdf(self._data.getvalue())


def grids(document: Document) -> list[list[list[str]]]:
    """The texts of each table, a cell over several columns once."""
    return [
        [[cell.text for cell in row.cells] for row in block.rows]
        for block in document.body
        if block.kind is BlockKind.TABLE
    ]


def drawn(draw: Callable[[Sheet], None]) -> list[list[list[str]]]:
    sheet = Sheet()
    sheet.paragraph(80)
    draw(sheet)
    return grids(sheet.read())


def rows(*given: Sequence[str]) -> list[list[str]]:
    return [list(row) for row in given]


def test_strips_of_shading_behind_each_line_of_a_cell_are_no_borders() -> None:
    def draw(sheet: Sheet) -> None:
        xs = (60, 200, 300, 400)
        for index, row in enumerate([("District", "Seen in time", "Moved away"), *FIGURES]):
            top = 120 + 30 * index
            for x0, x1 in zip(xs, xs[1:], strict=False):
                sheet.fill(x0 + 0.5, top + 0.5, x1 - 0.5, top + 29.5, "#ffcc99")
                sheet.fill(x0 + 5, top + 3, x1 - 5, top + 14, "#ffcc99")
                sheet.fill(x0 + 5, top + 14, x1 - 5, top + 26, "#ffcc99")
            sheet.row((66, 206, 306), top + 12, row)
            sheet.level(top, 60, 400)
        sheet.level(240, 60, 400)
        for x in xs:
            sheet.upright(x, 120, 240)
        sheet.text(206, 144, "or late")

    (table,) = drawn(draw)
    assert table == rows(("District", "Seen in time or late", "Moved away"), *FIGURES)


def test_padding_that_is_shaded_in_pieces_makes_no_columns() -> None:
    def draw(sheet: Sheet) -> None:
        for index, row in enumerate([HEAD, *FIGURES]):
            top = 120 + 16 * index
            for x in (60, 160, 260):
                sheet.fill(x + 0.5, top, x + 5, top + 14, "#dddddd")
                sheet.fill(x + 5, top, x + 94, top + 14, "#dddddd")
                sheet.fill(x + 94, top, x + 99, top + 14, "#dddddd")
            sheet.row((66, 166, 266), top + 10, row)

    (table,) = drawn(draw)
    assert table == rows(HEAD, *FIGURES)


def test_lines_in_the_colour_of_the_shading_under_them_part_nothing() -> None:
    def draw(sheet: Sheet) -> None:
        for index, row in enumerate([HEAD, *FIGURES]):
            top = 120 + 24 * index
            sheet.fill(60, top, 400, top + 24, "#b3b3b3")
            sheet.row((66, 206, 306), top + 10, row)
            sheet.level(top + 12, 62, 398, "#b3b3b3")
            sheet.level(top, 60, 400)
        sheet.level(216, 60, 400)
        for x in (60, 200, 300, 400):
            sheet.upright(x, 120, 216)

    (table,) = drawn(draw)
    assert table == rows(HEAD, *FIGURES)


def test_highlights_behind_words_are_no_cells() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.level(120, 60, 400)
        for index, row in enumerate([HEAD, *FIGURES]):
            if index:
                sheet.fill(66, 123 + 16 * index, 66 + stringWidth(row[0], "Helvetica", 9), 134 + 16 * index, "#ffff00")
            sheet.row((66, 206, 306), 132 + 16 * index, row)
            sheet.level(136 + 16 * index, 60, 400)
        for x in (60, 200, 300, 400):
            sheet.upright(x, 120, 184)

    assert drawn(draw) == [rows(HEAD, *FIGURES)]


def test_columns_that_are_ruled_in_the_header_only() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.level(120, 60, 400)
        for index, row in enumerate([HEAD, *FIGURES]):
            sheet.row((66, 230, 340), 132 + 16 * index, row)
            sheet.level(136 + 16 * index, 60, 400)
        for x in (60, 400):
            sheet.upright(x, 120, 184)
        for x in (200, 300):
            sheet.upright(x, 120, 136)

    assert drawn(draw) == [rows(HEAD, *FIGURES)]


PLAN = [
    ("Ask children at the end of each plan", "Participation lead", "June 2025"),
    ("Publish what they said and what changed", "Board manager", "March 2026"),
    ("Train the chairs of all conferences", "Head of safeguarding", "May 2025"),
]


def ruled(sheet: Sheet, foot: float, xs: Sequence[float] = (60, 250, 360, 460)) -> None:
    """A header with a line below it, and a frame with upright lines down to `foot`."""
    sheet.row([x + 6 for x in xs[:-1]], 132, ("Action", "Lead", "By when"), bold=True)
    for y in (120, 138, foot):
        sheet.level(y, xs[0], xs[-1])
    for x in xs:
        sheet.upright(x, 120, foot)


def test_rows_of_a_ruled_plan_without_lines_between_them() -> None:
    def draw(sheet: Sheet) -> None:
        ruled(sheet, 190)
        for index, row in enumerate(PLAN):
            sheet.row((66, 256, 366), 150 + 15 * index, row)

    assert drawn(draw) == [rows(("Action", "Lead", "By when"), *PLAN)]


def test_paragraphs_and_bullets_that_stand_level_in_one_ruled_row_are_one_row() -> None:
    def draw(sheet: Sheet) -> None:
        ruled(sheet, 190)
        sheet.row((66, 256, 366), 150, ("• Ask every child", "• Lead officer", "March 2026"))
        sheet.row((66, 256), 165, ("• Publish what they said", "• Board manager"))

    (table,) = drawn(draw)
    assert [len(table), table[1][0], table[1][2]] == [2, "Ask every child Publish what they said", "March 2026"]


def test_rows_set_in_the_middle_are_told_by_the_white_between_them() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.row((60, 110, 300, 420), 130, ("No", "Action", "Lead", "By when"), bold=True)
        for index in range(4):
            top = 160 + 48 * index
            sheet.text(60, top + 11, str(index + 1))
            for line, text in enumerate(
                ("Agree with every school how worries", "about neglect are told, and by whom,", "each year")
            ):
                sheet.text(110, top + 11 * line, text)
            sheet.text(300, top + 5.5, "Head of Early Help and")
            sheet.text(300, top + 16.5, "Schools Lead")
            sheet.text(420, top + 11, "March 2026")

    (table,) = drawn(draw)
    action = "Agree with every school how worries about neglect are told, and by whom, each year"
    row = [action, "Head of Early Help and Schools Lead", "March 2026"]
    assert table == [["No", "Action", "Lead", "By when"], *([str(n), *row] for n in range(1, 5))]


def test_lines_around_groups_of_rows_and_a_label_by_itself() -> None:
    def draw(sheet: Sheet) -> None:
        body = [*FIGURES, ("By age", "", ""), ("Under five", "60", "4"), ("Five to nine", "72", "9")]
        sheet.row((60, 230, 330), 130, HEAD)
        for y in (118, 134, 215):
            sheet.level(y, 60, 400)
        for index, row in enumerate(body):
            sheet.row((60, 230, 330), 146 + 12 * index, row)

    body = [*FIGURES, ("By age", "", ""), ("Under five", "60", "4"), ("Five to nine", "72", "9")]
    assert drawn(draw) == [rows(HEAD, *body)]


def test_sub_columns_under_one_ruled_heading_are_columns_and_their_header_has_two_storeys() -> None:
    def draw(sheet: Sheet) -> None:
        xs = (60, 160, 290, 420)
        sheet.row((66, 205, 335), 132, ("Age", "Aldermoor", "Brackwell"))
        sheet.row((180, 245, 310, 375), 143, ("Girls", "Boys", "Girls", "Boys"))
        for index in range(4):
            sheet.row((66, 180, 245, 310, 375), 160 + 13 * index, (f"{index} to {index + 1}", "12", "34", "56", "78"))
        for y in (120, 147, 210):
            sheet.level(y, 60, 420)
        for x in xs:
            sheet.upright(x, 120, 210)

    (table,) = drawn(draw)
    assert table[:3] == [
        ["Age", "Aldermoor", "Brackwell"],
        ["", "Girls", "Boys", "Girls", "Boys"],
        ["0 to 1", "12", "34", "56", "78"],
    ]


def test_the_room_between_double_lines_is_no_column() -> None:
    def draw(sheet: Sheet) -> None:
        for index, row in enumerate([HEAD, *FIGURES]):
            sheet.row((66, 206, 306), 132 + 16 * index, row)
        for y in range(120, 200, 16):
            sheet.level(y, 60, 400)
        for x in (60, 192, 200, 292, 300, 400):
            sheet.upright(x, 120, 184)

    assert drawn(draw) == [rows(HEAD, *FIGURES)]


def test_dots_that_lead_to_figures_make_no_contents_list() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.row((60, 300, 380), 130, HEAD)
        for index, (label, seen, moved) in enumerate(FIGURES):
            sheet.row((60, 300, 380), 144 + 13 * index, (f"{label} ..................", seen, moved))

    (table,) = drawn(draw)
    assert [row[1:] for row in table] == [list(row[1:]) for row in (HEAD, *FIGURES)]


def test_the_line_of_a_running_head_does_not_belong_to_a_table_with_lines_as_long() -> None:
    sheet = Sheet()
    sheet.text(60, 40, "Thornmere yearly report")
    sheet.level(44, 60, 520)
    sheet.paragraph(80)
    sheet.row((60, 230, 330), 130, HEAD)
    for y in (118, 134, 175):
        sheet.level(y, 60, 520)
    for index, row in enumerate(FIGURES):
        sheet.row((60, 230, 330), 146 + 12 * index, row)
    assert grids(sheet.read()) == [rows(HEAD, *FIGURES)]


def test_a_page_frame_is_no_table_and_the_table_in_it_is_found() -> None:
    sheet = Sheet()
    for y in (30, 60, 770):
        sheet.level(y, 30, 570)
    for x in (30, 150, 570):
        sheet.upright(x, 30, 770)
    sheet.text(40, 50, "THORNMERE BUSINESS PLAN")
    for baseline in range(90, 240, 30):
        sheet.paragraph(baseline)
    for index, row in enumerate([HEAD, *FIGURES]):
        sheet.row((166, 306, 406), 412 + 16 * index, row)
    for y in range(400, 480, 16):
        sheet.level(y, 160, 500)
    for x in (160, 300, 400, 500):
        sheet.upright(x, 400, 464)
    document = sheet.read()
    assert grids(document) == [rows(HEAD, *FIGURES)]
    assert any("every member sent figures to each of the meetings" in block.text for block in document.body)


XS = (50, 100, 300, 420, 550)
PLAN_HEAD = ("Ref", "Action", "Lead", "By when")


def gridded(sheet: Sheet, top: float, rows: Sequence[Sequence[str]], bold: int = -1) -> float:
    """Rows in a grid of lines, those of one text across all columns; the y below them. bold: the row of the header."""
    y = top
    for index, texts in enumerate(rows):
        for x in XS if len(texts) > 1 else (XS[0], XS[-1]):
            sheet.upright(x, y, y + 20)
        sheet.level(y, XS[0], XS[-1])
        sheet.row([x + 4 for x in XS[: len(texts)]], y + 13, texts, bold=index == bold)
        y += 20
    sheet.level(y, XS[0], XS[-1])
    return y


def test_a_header_below_a_title_row_and_its_goals_comes_again_on_the_next_page() -> None:
    sheet = Sheet()
    first = ("1.1", "Agree one tool", "Chair", "May 2026")
    second = ("1.2", "Train school staff", "Workforce Group", "June 2026")
    gridded(sheet, 600, [("Early help",), ("Goal: help comes before harm",), PLAN_HEAD, first], bold=2)
    sheet.next_page()
    gridded(sheet, 50, [PLAN_HEAD, second], bold=0)
    document = sheet.read()
    assert grids(document) == [
        [["Early help"], ["Goal: help comes before harm"], list(PLAN_HEAD), list(first), list(second)]
    ]
    assert [row.header for block in document.body for row in block.rows] == [False, False, True, False, False]


def test_a_row_that_the_next_page_prints_again_is_the_header_however_it_looks() -> None:
    sheet = Sheet()
    first, second = ("1.1", "Agree one tool", "Chair", "May 2026"), ("1.2", "Train", "Board", "June 2026")
    gridded(sheet, 600, [PLAN_HEAD, first])
    sheet.next_page()
    gridded(sheet, 50, [PLAN_HEAD, second])
    document = sheet.read()
    assert grids(document) == [rows(PLAN_HEAD, first, second)]
    assert [row.header for block in document.body for row in block.rows] == [True, False, False]


def test_a_shaded_header_belongs_to_the_rows_between_the_lines_below_it_over_a_section_row() -> None:
    def draw(sheet: Sheet) -> None:
        for x0, x1 in zip(XS, XS[1:], strict=False):
            sheet.fill(x0, 160, x1, 180, "#c8d4e8")
        sheet.row([x + 4 for x in XS[:4]], 173, PLAN_HEAD)
        sheet.text(54, 193, "Theme 1: Help comes early, before harm is done, and lasts for as long as it is needed")
        for index in range(4):
            sheet.row([x + 4 for x in XS[:4]], 213 + 20 * index, (f"1.{index}", "Agree one tool", "Chair", "May 2026"))
        for y in range(160, 300, 20):
            sheet.level(y, 50, 550)

    (grid,) = drawn(draw)
    assert grid[0] == list(PLAN_HEAD) and len(grid) == 6 and grid[1][0].startswith("Theme 1: Help")


def test_a_bold_line_in_the_columns_of_the_shaded_rows_below_it_is_their_header() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.row([x + 4 for x in XS[:4]], 172, PLAN_HEAD, bold=True)
        for index, texts in enumerate(
            [("1.1", "Agree", "Chair", "May 2026"), ("1.2", "Train", "Board", "June 2026")] * 2
        ):
            for x0, x1 in zip(XS, XS[1:], strict=False):
                sheet.fill(x0, 180 + 20 * index, x1, 200 + 20 * index, ("#c8d4e8", "#e8eef7")[index % 2])
            sheet.row([x + 4 for x in XS[:4]], 193 + 20 * index, texts)

    (grid,) = drawn(draw)
    assert grid[0] == list(PLAN_HEAD) and len(grid) == 5


@pytest.mark.parametrize("said", ["(cont.)", "1.1 (cont)", "…cont’d"])
def test_a_row_that_says_so_goes_on_from_the_page_before(said: str) -> None:
    sheet = Sheet()
    first = ("1.1", "Agree one tool, in which", "Chair", "May 2026")
    gridded(sheet, 600, [PLAN_HEAD, first], bold=0)
    sheet.next_page()
    gridded(
        sheet, 50, [PLAN_HEAD, (said, "Children are heard", "", ""), ("1.2", "Train", "Board", "June 2026")], bold=0
    )
    assert grids(sheet.read()) == [
        [
            list(PLAN_HEAD),
            ["1.1", "Agree one tool, in which Children are heard", "Chair", "May 2026"],
            ["1.2", "Train", "Board", "June 2026"],
        ]
    ]


def test_a_grid_that_is_no_table_is_told_with_what_is_against_it() -> None:
    sheet = Sheet()
    for y in (60, 150, 300):
        sheet.level(y, 50, 550)
    for x in (50, 170, 300, 550):
        sheet.upright(x, 60, 300)
    for baseline in range(90, 290, 60):
        sheet.paragraph(baseline)
    document = sheet.read()
    assert grids(document) == []
    (grid, *_) = document.rejected
    assert grid.page == 1 and grid.score < 0.5 and grid.found_by == "ruled"
    assert grid.reasons[0] == "borders run through words"
    assert [round(value) for value in grid.bbox] == [50, 60, 550, 300] and grid.borders[0] == (170, 60, 170, 300)


def test_bars_with_figures_at_their_ends_are_a_chart() -> None:
    def draw(sheet: Sheet) -> None:
        for index, (month, high, low) in enumerate(
            (("April", 84, 42), ("May", 102, 53), ("June", 110, 73), ("July", 197, 138))
        ):
            top = 130 + 34 * index
            sheet.fill(120, top, 120 + 2 * high, top + 10, "#3a6ea5")
            sheet.fill(120, top + 10, 120 + 2 * low, top + 20, "#9fbfdf")
            sheet.text(80, top + 12, month)
            sheet.text(123 + 2 * high, top + 8, f"{high / 10}", size=6)
            sheet.text(123 + 2 * low, top + 17, f"{low / 10}", size=6)
        sheet.upright(120, 120, 270)
        sheet.level(270, 120, 530)

    assert drawn(draw) == []


def test_a_letter_that_stands_for_a_bullet_makes_no_column() -> None:
    def draw(sheet: Sheet) -> None:
        for index, text in enumerate(
            ("Early help: the teams opened plans", "Schools: they made referrals", "Health: they saw families")
        ):
            sheet.row((70, 95), 130 + 16 * index, ("²", text))

    assert drawn(draw) == []


def test_a_strip_of_colour_whose_edges_run_through_words_parts_no_row() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.fill(60, 137, 400, 145.5, "#223366")
        for index, row in enumerate([HEAD, *FIGURES]):
            sheet.row((66, 206, 306), 132 + 35 * index, row)
            sheet.row((66, 206), 139 + 35 * index, ("of the", "in time"))
            sheet.row((66, 206), 148 + 35 * index, ("county", "or late"))
            sheet.level(120 + 35 * index, 60, 400)
        sheet.level(260, 60, 400)
        for x in (60, 200, 300, 400):
            sheet.upright(x, 120, 260)

    (table,) = drawn(draw)
    assert table == [[f"{a} of the county", f"{b} in time or late", c] for a, b, c in (HEAD, *FIGURES)]
