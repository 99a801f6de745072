"""What a page says about itself: layers, stamps, crossed-out and covered words are no text of it, and are told."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from safeplans.extractors.base.document import BlockKind, Document
from safeplans.extractors.reading.pdf import ReadSettings, read_pdf
from safeplans.extractors.reading.pdf.content import PageImage, Recognised, Rule, Word


def made(draw: Callable[[Canvas], None]) -> bytes:
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(400, 300), invariant=1)
    canvas.setFont("Helvetica", 10)
    draw(canvas)
    canvas.save()
    return held.getvalue()


def read(draw: Callable[[Canvas], None]) -> Document:
    return read_pdf(made(draw))


def told(document: Document) -> list[tuple[str, str, int | None]]:
    return [(p.code, p.severity, p.page) for p in document.problems]


def layered(content: str, form: str = "BT /F1 10 Tf 40 100 Td (In a form) Tj ET", off: str = "7 0 R") -> bytes:
    """A page of two layers, of which those named in `off` are switched off; the form XObject /X1 is on the first."""
    objects = (
        f"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [7 0 R 8 0 R] /D << /OFF [{off}] >> >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> "
        "/XObject << /X1 6 0 R >> /Properties << /L1 7 0 R /L2 8 0 R /Both 9 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /XObject /Subtype /Form /BBox [0 0 400 300] /OC 7 0 R /Resources << /Font << /F1 5 0 R >> >> "
        f"/Length {len(form)} >>\nstream\n{form}\nendstream",
        "<< /Type /OCG /Name (last year) >>",
        "<< /Type /OCG /Name (this year) >>",
        "<< /Type /OCMD /OCGs [7 0 R 8 0 R] /P /AllOn >>",
    )
    body = "".join(f"{number} 0 obj\n{item}\nendobj\n" for number, item in enumerate(objects, start=1))
    return f"%PDF-1.7\n{body}trailer\n<< /Root 1 0 R /Size {len(objects) + 1} >>\n%%EOF\n".encode()


def words(text: str, y: int, layer: str = "") -> str:
    shown = f"BT /F1 10 Tf 40 {y} Td ({text}) Tj ET"
    return f"/OC /{layer} BDC {shown} EMC" if layer else shown


@pytest.mark.parametrize(("layer", "name"), [("L1", "«last year»"), ("Both", "")])
def test_a_layer_that_is_switched_off_is_not_read(layer: str, name: str) -> None:
    document = read_pdf(layered(f"{words('Old aim', 200, layer)} {words('New aim', 180, 'L2')}"))
    assert document.lines == ("New aim",)
    assert told(document) == [("hidden_layer", "info", 1)] and name in document.problems[0].message


def test_layers_that_are_on_are_read_and_nothing_is_told() -> None:
    document = read_pdf(layered(f"{words('Old aim', 200, 'L1')} {words('Both', 180, 'Both')} /X1 Do", off=""))
    assert document.lines == ("Old aim", "Both", "In a form")
    assert document.problems == ()


def test_a_drawing_within_the_page_may_be_on_such_a_layer() -> None:
    document = read_pdf(layered(f"{words('Our aim', 200)} /X1 Do"))
    assert document.lines == ("Our aim",)
    assert told(document) == [("hidden_layer", "info", 1)]


def annotated(kind: int, contents: str, intent: str = "", box: tuple[float, ...] = (40, 195, 120, 215)) -> Document:
    """A page with a line of text, and a note laid over it."""
    pdf = pdfium.PdfDocument(made(lambda c: c.drawString(40, 200, "Our aim is to listen")))
    page = pdf[0]
    note = pdfium_c.FPDFPage_CreateAnnot(page, kind)
    pdfium_c.FPDFAnnot_SetRect(note, pdfium_c.FS_RECTF(box[0], box[3], box[2], box[1]))
    left, low, right, high = box
    quad = pdfium_c.FS_QUADPOINTSF(left, high, right, high, left, low, right, low)
    pdfium_c.FPDFAnnot_AppendAttachmentPoints(note, quad)
    for key, value in ((b"Contents", contents), (b"IT", intent)):
        text = (value + "\0").encode("utf-16-le")
        pdfium_c.FPDFAnnot_SetStringValue(note, key, (pdfium_c.FPDF_WCHAR * (len(text) // 2)).from_buffer_copy(text))
    drawn = b"BT /Helv 10 Tf 1 1 Td (Typed in by hand) Tj ET\0"
    shape = b"".join(bytes((letter, 0)) for letter in drawn)
    appearance = (pdfium_c.FPDF_WCHAR * len(drawn)).from_buffer_copy(shape)
    pdfium_c.FPDFAnnot_SetAP(note, pdfium_c.FPDF_ANNOT_APPEARANCEMODE_NORMAL, appearance)
    pdfium_c.FPDFPage_CloseAnnot(note)
    page.close()
    out = io.BytesIO()
    pdf.save(out)
    pdf.close()
    return read_pdf(out.getvalue())


@pytest.mark.parametrize("kind", [pdfium_c.FPDF_ANNOT_STAMP, pdfium_c.FPDF_ANNOT_FREETEXT, pdfium_c.FPDF_ANNOT_TEXT])
def test_stamps_and_comments_are_told_and_not_read(kind: int) -> None:
    document = annotated(kind, "APPROVED by the board")
    assert document.lines == ("Our aim is to listen",)
    assert told(document) == [("annotation", "info", 1)]
    assert "«APPROVED by the board»" in document.problems[0].message


def test_a_comment_without_words_is_nothing_to_tell() -> None:
    assert annotated(pdfium_c.FPDF_ANNOT_HIGHLIGHT, "").problems == ()


def test_words_that_a_comment_strikes_out_are_told_and_not_read() -> None:
    document = annotated(pdfium_c.FPDF_ANNOT_STRIKEOUT, "", box=(58, 195, 79, 212))
    assert document.lines == ("Our is to listen",)
    assert told(document) == [("struck_out", "info", 1)] and "«aim»" in document.problems[0].message


def test_crossed_out_words_are_told_and_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(40, 200, "Publish a long short guide")
        left = 40 + canvas.stringWidth("Publish a ", "Helvetica", 10)
        canvas.line(left, 203, left + canvas.stringWidth("long", "Helvetica", 10), 203)

    document = read(draw)
    assert document.lines == ("Publish a short guide",)
    assert told(document) == [("struck_out", "info", 1)] and "«long»" in document.problems[0].message


def test_lines_under_words_beyond_them_or_in_corners_cross_nothing_out() -> None:
    def draw(canvas: Canvas) -> None:
        width = canvas.stringWidth("Our aim", "Helvetica", 10)
        for y in (240, 200, 160):
            canvas.drawString(40, y, "Our aim")
        canvas.line(40, 239, 40 + width, 239)  # underlined
        canvas.line(20, 203, 300, 203)  # an ornament
        canvas.rect(40, 163, width, 20)  # a box drawn too low

    document = read(draw)
    assert document.lines == ("Our aim",) * 3 and document.problems == ()


@pytest.mark.parametrize("grey", [0.0, 0.5, 1.0])
def test_words_under_a_bar_are_not_published_and_that_is_told_without_them(grey: float) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(40, 200, "Lead: Ashdown of the council")
        left = 40 + canvas.stringWidth("Lead: ", "Helvetica", 10)
        canvas.setFillGray(grey)
        canvas.rect(left - 1, 196, canvas.stringWidth("Ashdown", "Helvetica", 10) + 2, 14, stroke=0, fill=1)

    document = read(draw)
    assert document.lines == ("Lead: of the council",)
    assert told(document) == [("covered", "info", 1)] and "Ashdown" not in document.problems[0].message


def test_words_printed_on_a_box_and_words_seen_through_one_stay() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.4)
        canvas.rect(30, 190, 200, 30, stroke=0, fill=1)
        canvas.setFillGray(0.6)
        canvas.drawString(40, 200, "Grey on grey")
        canvas.setFillGray(0)
        canvas.drawString(40, 100, "Marked with a pen")
        canvas.setFillColorRGB(1, 1, 0, alpha=0.4)
        canvas.rect(30, 90, 200, 30, stroke=0, fill=1)

    document = read(draw)
    assert document.lines == ("Grey on grey", "Marked with a pen") and document.problems == ()


def test_a_page_on_its_head_is_turned() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(400, 300)
        canvas.rotate(180)
        canvas.setFont("Helvetica", 10)
        for number in range(5):
            canvas.drawString(40, 250 - 14 * number, f"Line {number} of the plan of the board")

    document = read(draw)
    assert document.lines == tuple(f"Line {number} of the plan of the board" for number in range(5))
    box = document.blocks[0].place.bbox
    assert box is not None and box[0] > 200 and box[3] > 240  # where it stands on the page as seen


def test_lines_to_fill_in_and_leaders_to_figures_are_no_contents_list() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(40, 260, "Agreed by the board on: ____________")
        canvas.drawString(40, 240, "Children are heard.")
        canvas.drawString(40, 220, "Visits made ........ 41")
        canvas.drawString(40, 206, "Visits asked for ........ 12")
        canvas.drawString(40, 192, "Visits refused ........ 3")
        canvas.drawString(40, 150, "Signed: ____________")

    assert not [b for b in read(draw).blocks if b.kind is BlockKind.FURNITURE]


def test_rows_of_typed_underscores_rule_a_table() -> None:
    rows = [("Action", "Lead", "When"), ("Agree one tool", "Learning Group", "May 2026"), ("Ask", "Chair", "June 2026")]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Courier", 10)
        for number, row in enumerate(rows):
            canvas.drawString(40, 262 - 24 * number, "_" * 44)
            for x, cell in zip((40, 150, 260), row, strict=True):
                canvas.drawString(x, 248 - 24 * number, cell)
        canvas.drawString(40, 262 - 24 * len(rows), "_" * 44)

    (table,) = read(draw).body
    assert [[cell.text for cell in row.cells] for row in table.rows] == [list(row) for row in rows]


def test_a_blank_behind_a_slanted_letter_stays() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Italic", 12)
        canvas.drawString(40, 200, "half of the schools")

    assert read(draw).lines == ("half of the schools",)


def test_a_title_of_spaced_letters_closes_up_with_its_years() -> None:
    def draw(canvas: Canvas) -> None:
        x = 20.0
        for letter in "Business Plan 2025-27":
            canvas.drawString(x, 200, letter)
            x += canvas.stringWidth(letter, "Helvetica", 10) + 5

    assert read(draw).lines == ("Business Plan 2025-27",)


def pictured(draw: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    """A page with a line of text above the picture of what `draw` draws."""
    pdf = pdfium.PdfDocument(made(draw))
    picture = pdf[0].render(scale=2).to_pil()
    pdf.close()

    def page(canvas: Canvas) -> None:
        canvas.drawString(40, 280, "Our plan for the year")
        canvas.drawImage(ImageReader(picture), 50, 20, width=300, height=225)

    return page


def printed(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 14)
    for number in range(8):
        canvas.line(20, 282 - 32 * number, 380, 282 - 32 * number)
        canvas.drawString(30, 260 - 32 * number, f"{number} Agree one tool for every agency by May")
    canvas.line(20, 26, 20, 282)


def painted(canvas: Canvas) -> None:
    for number in range(60):
        canvas.setFillGray(number / 60)
        canvas.circle(37 * number % 400, 53 * number % 300, 40, stroke=0, fill=1)


def test_a_picture_with_lines_of_print_is_told() -> None:
    document = read(pictured(printed))
    assert document.lines == ("Our plan for the year",)
    assert told(document) == [("picture", "warning", 1)] and "lower half of page 1" in document.problems[0].message


def test_a_picture_without_print_is_not() -> None:
    assert read(pictured(painted)).problems == ()


@pytest.mark.parametrize(("confidence", "severity", "lines"), [(0.9, "info", 5), (0.4, "warning", 1)])
def test_a_picture_with_print_is_recognised_where_that_can_be_done(
    confidence: float, severity: str, lines: int
) -> None:
    asked: list[tuple[float, float]] = []

    def recognise(image: PageImage) -> Recognised:
        asked.append((image.width, image.height))
        rows = [
            Word(text, 10 + 60 * x, 20 * y, 60 + 60 * x, 20 * y + 10, 20 * y + 8, confidence=confidence)
            for y in range(1, 5)
            for x, text in enumerate(("Agree", "one", "tool"))
        ]
        return Recognised(rows, [Rule(0, 5, 200, 5, True)])

    document = read_pdf(made(pictured(printed)), ReadSettings(recognise=recognise))
    assert asked == [(300, 225)]
    assert len(document.lines) == lines and told(document) == [("picture", severity, 1)]
    if lines > 1:
        box = document.blocks[-1].place.bbox
        assert box is not None and box[0] >= 60 and box[1] >= 55


def test_a_picture_that_comes_again_at_its_place_is_told_once() -> None:
    def draw(canvas: Canvas) -> None:
        for _ in range(3):
            pictured(printed)(canvas)
            canvas.showPage()

    assert told(read(draw)) == [("picture", "warning", 1)]
