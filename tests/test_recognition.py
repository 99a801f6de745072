"""Scanned pages: what a picture of a page gives, from drawn lines to whole tables."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from safeplans.extractors.base.document import BlockKind, Document
from safeplans.extractors.reading import ReadingError, read
from safeplans.extractors.reading.pdf import ReadSettings, read_pdf
from safeplans.extractors.reading.pdf.content import PageContent, PageImage, Recognised, Word
from safeplans.extractors.reading.pdf.scans import is_scan, take_recognised
from safeplans.extractors.reading.recognition import installed, recogniser
from safeplans.extractors.reading.recognition.cleaning import repaired, without_specks
from safeplans.extractors.reading.recognition.drawn import find_lines, find_shades
from safeplans.extractors.reading.recognition.header_bands import header_bands
from safeplans.extractors.reading.recognition.page import PageRecogniser
from safeplans.extractors.reading.recognition.result import Box, Glimpse
from safeplans.extractors.reading.recognition.straighten import levelled, skew_angle
from safeplans.extractors.reading.recognition.style import looks
from safeplans.extractors.reading.recognition.tesseract import TesseractEngine

LAYOUTS = Path(__file__).parent / "layouts"
DPI = 200
needs_ocr = pytest.mark.skipif(not installed("tesseract"), reason="the extra ocr is not installed")


def table_picture(noise: float = 0.0, lines: int = 60) -> Image.Image:
    """A page of 1000 by 700 pixels: a table of two columns and three rows, the first row grey; words are bars."""
    picture = Image.new("RGB", (1000, 700), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((100, 200, 900, 260), fill=(204, 204, 204))
    for y in (200, 260, 340, 420):
        draw.line((100, y, 900, y), fill=(lines, lines, lines), width=2)
    for x in (100, 400, 900):
        draw.line((x, 200, x, 420), fill=(lines, lines, lines), width=2)
    for y in (60, 90, 120, 225, 290, 370):
        for x in range(120, 380, 26):
            draw.rectangle((x, y, x + 8, y + 16), fill="black")
            draw.rectangle((x + 11, y + 6, x + 19, y + 16), fill="black")
    if noise:
        grain = np.random.default_rng(3).normal(0, noise, (700, 1000, 1))
        picture = Image.fromarray(np.clip(np.asarray(picture) * 0.95 + grain, 0, 255).astype(np.uint8))
    return picture


@pytest.mark.parametrize(("noise", "lines"), [(0.0, 60), (5.0, 60), (2.0, 190)])
def test_the_lines_of_a_table_are_found_and_words_are_none(noise: float, lines: int) -> None:
    found = find_lines(np.asarray(table_picture(noise, lines)), DPI)
    assert [round(line.at / 10) for line in sorted(found.across, key=lambda s: s.at)] == [20, 26, 34, 42]
    assert [round(line.at / 10) for line in sorted(found.down, key=lambda s: s.at)] == [10, 40, 90]
    assert all(line.length > 780 for line in found.across)


def test_a_shaded_cell_gets_the_colour_under_its_words() -> None:
    picture = np.asarray(table_picture(4.0))
    cells: list[Box] = [(100, 200, 400, 260), (400, 200, 900, 260), (100, 260, 400, 340)]
    shades = find_shades(picture, DPI, find_lines(picture, DPI), cells)
    boxes = {(shade.x0, shade.top, shade.x1, shade.bottom): shade.colour for shade in shades}
    assert set(boxes) == {cells[0], cells[1]}
    assert all(abs(level - 194) <= 6 for colour in boxes.values() for level in colour)


def test_a_header_that_ends_where_its_colour_does_is_a_band_of_its_cells() -> None:
    picture = np.full((400, 900, 3), 246, np.uint8)
    picture[100:140, 50:850] = (46, 88, 121)  # the header row; no line below it
    picture[112:128, 60:140:3] = 255  # its white letters
    picture[170:190, 60:400:4] = 20  # a row of text below
    cells: list[Box] = [(50, 100, 300, 250), (300, 100, 850, 250), (50, 250, 300, 350)]
    bands = header_bands(picture, cells, DPI / 72)
    assert [(x0, top, x1) for x0, top, x1, _ in bands] == [(50, 100, 300), (300, 100, 850)]
    assert all(abs(bottom - 140) <= 2 for *_, bottom in bands)
    assert header_bands(np.full_like(picture, 246), cells, DPI / 72) == []


def test_a_box_that_is_too_high_for_its_ink_is_trimmed() -> None:
    ink = np.zeros((100, 200), np.uint8)
    ink[40:60, 20:60] = 255
    (word,) = repaired([glimpse("Action", 20, 30, 60, 70)], ink)
    assert (word.top, word.bottom) == (40, 60)


@pytest.mark.parametrize("angle", [-3.0, -0.8, 0.0, 1.3, 3.0])
def test_the_skew_of_a_page_is_measured(angle: float) -> None:
    skewed = levelled(table_picture(3.0), angle)
    assert skew_angle(skewed.convert("L")) == pytest.approx(-angle, abs=0.15)


def test_an_empty_page_is_level() -> None:
    assert skew_angle(Image.new("L", (800, 600), 255)) == 0.0


def glimpse(text: str, x0: int, top: int, x1: int, bottom: int, line: int = 1, confidence: float = 0.9) -> Glimpse:
    return Glimpse(text, x0, top, x1, bottom, confidence, line)


def test_a_bullet_that_was_passed_over_is_put_back_and_remains_of_lines_go() -> None:
    ink = np.zeros((100, 400), np.uint8)
    ink[47:55, 20:28] = 255
    words = [
        glimpse("Listen", 50, 40, 110, 60),
        glimpse("to", 118, 42, 130, 60),
        glimpse("|", 300, 38, 303, 62),
        glimpse("—", 200, 90, 300, 93, line=2, confidence=0.2),
    ]
    assert [word.text for word in repaired(words, ink)] == ["•", "Listen", "to"]


def test_a_misread_stop_in_a_row_number_is_mended_but_not_a_time() -> None:
    ink = np.zeros((100, 200), np.uint8)
    alone = [glimpse("2:3", 10, 10, 40, 30), glimpse("10:30", 10, 50, 60, 70, line=2)]
    assert [word.text for word in repaired(alone, ink)] == ["2.3", "10:30"]


def test_dust_goes_and_the_dot_of_a_letter_stays() -> None:
    ink = np.zeros((200, 200), np.uint8)
    ink[50:53, 50:53] = 200  # dust
    ink[120:140, 100:104] = 255  # the stem of an i
    ink[112:116, 100:104] = 255  # its dot
    clean = without_specks(ink, DPI)
    assert not clean[40:60, 40:60].any() and (clean[100:150] == ink[100:150]).all()


def test_words_of_one_line_share_size_and_baseline_and_thick_strokes_are_bold() -> None:
    picture = Image.new("L", (900, 200), 0)
    draw = ImageDraw.Draw(picture)
    words = []
    for line, (top, stroke) in enumerate([(20, 3), (70, 3), (120, 6)]):
        for number in range(6):
            x = 20 + 130 * number
            for stem in range(5):
                draw.rectangle((x + 18 * stem, top, x + 18 * stem + stroke - 1, top + 20), fill=255)
            words.append(glimpse("hills", x, top, x + 80, top + 21, line))
    ink = np.asarray(picture)
    found = looks(words, ink, np.repeat((255 - ink)[..., None], 3, axis=2))
    assert len({look.size for look in found}) == 1
    assert [look.baseline for look in found[::6]] == [41, 91, 141]
    assert [look.bold for look in found[::6]] == [False, False, True]


class FakeEngine:
    """Sees a page turned a quarter, and one word in each cell."""

    name = "fake"

    def turn(self, picture: Image.Image, dpi: int) -> int:
        return 90 if picture.height > picture.width else 0

    def read(self, ink: np.ndarray, dpi: int, cells: Sequence[Box]) -> list[Glimpse]:
        return [
            glimpse(f"Cell{number}", x0 + 20, top + 20, x0 + 90, top + 40, number)
            for number, (x0, top, _, _) in enumerate(cells)
        ]


def test_a_turned_table_is_read_cell_by_cell_and_its_places_are_those_of_the_page_as_scanned() -> None:
    picture = table_picture(2.0).rotate(-90, expand=True)
    data = pdf_of(picture)
    document = read_pdf(data, ReadSettings(recognise=PageRecogniser(FakeEngine), recognise_dpi=DPI))
    (table,) = [block for block in document.blocks if block.kind is BlockKind.TABLE]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Cell0", "Cell1"],
        ["Cell2", "Cell3"],
        ["Cell4", "Cell5"],
    ]
    assert table.rows[0].cells[0].fill is not None and table.rows[1].cells[0].fill is None
    assert (document.pages[0].width, document.pages[0].height) == pytest.approx((700 * 0.36, 1000 * 0.36), abs=0.5)
    # The table's top left corner (100, 200 of 1000 by 700) lies at the top right of the turned page.
    assert table.place.bbox == pytest.approx(((700 - 420) * 0.36, 36, (700 - 200) * 0.36, 900 * 0.36), abs=2.5)
    assert table.confidence < 0.9 and document.text_origin == "ocr"


def pdf_of(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=DPI)
    return out.getvalue()


def test_without_a_recogniser_the_message_names_the_page_and_the_command() -> None:
    with pytest.raises(ReadingError) as raised:
        read_pdf(pdf_of(table_picture()))
    assert raised.value.code == "no_text"
    assert "page 1" in raised.value.message and "pip install '.[ocr]' in safeplans' folder" in raised.value.message


def page(words: int = 0, hidden: bool = False, picture: float = 1.0) -> PageContent:
    content = PageContent(1, 600, 800, images=[(0, 0, 600, 800 * picture)] if picture else [])
    content.words = [Word("stamp", 10 + 30 * i, 10, 38 + 30 * i, 20, 18, hidden=hidden) for i in range(words)]
    return content


@pytest.mark.parametrize(
    ("content", "scan"),
    [
        (page(), True),
        (page(words=3), True),
        (page(words=200, hidden=True), True),
        (page(words=200), False),
        (page(words=3, picture=0.3), False),
        (page(picture=0), False),
    ],
)
def test_which_pages_are_scans(content: PageContent, scan: bool) -> None:
    assert is_scan(content) is scan


def test_a_photograph_with_a_title_keeps_its_title() -> None:
    cover = page(words=4)
    take_recognised(cover, Recognised([Word("~", 5, 5, 9, 9, 9, confidence=0.2)]))
    assert len(cover.words) == 4 and cover.origin == "digital"


@given(
    st.sampled_from([0, 90, 180, 270]),
    st.floats(-3.5, 3.5),
    st.tuples(st.floats(60, 300), st.floats(60, 300), st.floats(1, 200), st.floats(1, 200)),
)
def test_a_box_turned_back_lies_on_the_page_and_keeps_its_middle(
    turned: int, skew: float, box: tuple[float, float, float, float]
) -> None:
    content = PageContent(1, 600, 560, turned=turned, skew=skew)
    x0, top, x1, bottom = content.as_seen((box[0], box[1], box[0] + box[2], box[1] + box[3]))
    width, height = content.seen_size
    assert x1 > x0 and bottom > top
    # Turning moves no point nearer to the middle of the page or further away.
    before = (box[0] + box[2] / 2 - 300) ** 2 + (box[1] + box[3] / 2 - 280) ** 2
    after = ((x0 + x1) / 2 - width / 2) ** 2 + ((top + bottom) / 2 - height / 2) ** 2
    assert after == pytest.approx(before, rel=1e-6, abs=1e-3)


# --- with Tesseract ---------------------------------------------------------------------------------------------------


def cells(document: Document) -> list[list[str]]:
    (table,) = [block for block in document.blocks if block.kind is BlockKind.TABLE]
    return [[cell.text for cell in row.cells] for row in table.rows]


@needs_ocr
def test_a_sideways_skewed_grey_scan_gives_the_table_of_the_digital_page() -> None:
    digital = cells(read((LAYOUTS / "word-style.pdf").read_bytes()))
    scanned = read((LAYOUTS / "scan-sideways.pdf").read_bytes())
    assert scanned.text_origin == "ocr" and [p.text_origin for p in scanned.pages] == ["ocr"]
    assert [row[1:] for row in cells(scanned)[2:]] == [row[1:] for row in digital[2:]]
    headings = [block.text for block in scanned.blocks if block.kind is BlockKind.HEADING]
    assert headings == ["Arlesby Business Plan 2026-28", "1. Introduction", "2. What we will do", "2.1 Actions"]


@needs_ocr
def test_shaded_rows_without_lines_and_a_mixed_file() -> None:
    joined = pdfium.PdfDocument.new()
    joined.import_pages(pdfium.PdfDocument(LAYOUTS / "sidebar.pdf"), [0])
    joined.import_pages(pdfium.PdfDocument(LAYOUTS / "scan-shaded.pdf"))
    out = io.BytesIO()
    joined.save(out)
    document = read(out.getvalue())
    assert [p.text_origin for p in document.pages] == ["digital", "ocr"]
    assert cells(document)[1][2:] == ["Neglect Subgroup", "March 2026"]


@needs_ocr
def test_equal_pictures_give_equal_results() -> None:
    picture = table_picture(2.0).convert("RGB")
    image = PageImage(1, 360, 252, picture.width, picture.height, picture.tobytes())
    first, second = recogniser("tesseract"), recogniser("tesseract")
    assert first is not None and second is not None
    assert first(image) == second(image)


@needs_ocr
def test_a_cell_that_could_not_be_read_leaves_no_trace_in_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = TesseractEngine()

    def fail(*arguments: object) -> None:
        raise RuntimeError

    engine._reader.SetVariable("tessedit_char_whitelist", "0123456789")
    monkeypatch.setattr(engine, "_words", fail)
    cell = np.zeros((40, 80), np.uint8)
    cell[10:30, 10:40] = 255
    with pytest.raises(RuntimeError):
        engine.read(cell, DPI, [(0, 0, 80, 40)])
    assert engine._reader.GetVariableAsString("tessedit_char_whitelist") == ""
