"""Grids of tables as people draw them: small pages, each of one kind, with the rows that a reader sees."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence

from reportlab.pdfgen.canvas import Canvas

from extractors.document import BlockKind, Document
from extractors.reading.pdf import read_pdf

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
        self.text(60, baseline, "The partnership met six times in the year, and every member sent figures to each of the")
        self.text(60, baseline + 11, "meetings, so that the board could ask for the reasons wherever a figure had moved.")

    def level(self, y: float, x0: float, x1: float, colour: str = "black") -> None:
        self._canvas.setStrokeColor(colour)
        self._canvas.line(x0, HEIGHT - y, x1, HEIGHT - y)

    def upright(self, x: float, top: float, bottom: float, colour: str = "black") -> None:
        self._canvas.setStrokeColor(colour)
        self._canvas.line(x, HEIGHT - top, x, HEIGHT - bottom)

    def fill(self, x0: float, top: float, x1: float, bottom: float, colour: str) -> None:
        self._canvas.setFillColor(colour)
        self._canvas.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top, stroke=0, fill=1)

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
