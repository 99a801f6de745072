"""The backend: a PDF's bytes to `PageContent`, page by page, with PDFium.

PDFium reads characters some fifteen times faster than a pure Python reader. Nothing of the library leaves this
module, and each page is closed before the next is opened. PDFium is not safe for threads; use processes.
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import replace
from types import TracebackType

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.pdf.content import Aside, PageContent, PageImage
from safeplans.extractors.reading.pdf.geometry import PageView
from safeplans.extractors.reading.pdf.letters import MOST_LETTERS
from safeplans.extractors.reading.pdf.pdfium_covered import covered_words
from safeplans.extractors.reading.pdf.pdfium_drawing import read_drawing, without_text
from safeplans.extractors.reading.pdf.pdfium_icons import Icons
from safeplans.extractors.reading.pdf.pdfium_layers import Layers, may_have_layers
from safeplans.extractors.reading.pdf.pdfium_notes import Overlay, take_notes
from safeplans.extractors.reading.pdf.pdfium_stand_ins import drawing, settle_stand_ins
from safeplans.extractors.reading.pdf.pdfium_tags import read_tags
from safeplans.extractors.reading.pdf.pdfium_text import Widths, count_letters, read_words
from safeplans.extractors.reading.pdf.pictures import Pictures
from safeplans.extractors.reading.pdf.repair import clean
from safeplans.extractors.reading.taming import LONGEST_WORD

_REOPEN = 150  # pages
_MOST_PIXELS = 12_000_000  # of a picture for text recognition: an A3 page at 200 dots an inch has 7.7 million
_LONGEST_SIDE = 12_000  # pixels
_MOST_ATTACHMENTS = 1000  # whose names are asked for
_FURTHEST = 1e6  # points; a page box with a corner further out is no box
_LETTER = (0.0, 0.0, 612.0, 792.0)  # what PDFium takes where a page has no box
_HEADER = b"%PDF-"
_UNNAMED = "without a name"


class PdfSource:
    """An open PDF. Use as a context manager.

    dynamic_form: the file is an XFA form whose pages its own program draws anew (ISO 32000-1, 12.7.8).

    Raises ReadingError: ``empty``, ``unsupported`` (not a PDF), ``encrypted``, ``damaged``, ``unreadable``.
    """

    def __init__(self, data: bytes) -> None:
        if not data:
            raise ReadingError("empty", "The file is empty. Download it again.")
        if _HEADER not in data[:1024]:
            raise ReadingError(
                "unsupported",
                "This is not a PDF, whatever its name says. Open it in the program that made it and save it as PDF.",
            )
        self.truncated = b"%%EOF" not in data[-2048:]
        settle_stand_ins()  # whatever else this process drew
        try:
            self._pdf = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise _opening_error(error, self.truncated) from error
        self.page_count = len(self._pdf)
        self._data = data
        self._tagged = bool(pdfium_c.FPDFCatalog_IsTagged(self._pdf))
        self._forms_ready = False
        self._widths: Widths = {}
        self._icons = Icons()
        self._layers = Layers(self._pdf) if may_have_layers(data) else None
        self._pictures = Pictures()
        self.dynamic_form = self._pdf.get_formtype() == pdfium_c.FORMTYPE_XFA_FULL
        if self.page_count == 0:
            self._pdf.close()
            raise ReadingError("damaged", "The PDF has no readable page: it is damaged or cut off. Download it again.")

    def __enter__(self) -> PdfSource:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pdf.close()

    def info(self) -> dict[str, str]:
        """The information dictionary (Title, Author, CreationDate …), empty values left out."""
        try:
            told = self._pdf.get_metadata_dict(skip_empty=True)
        except (pdfium.PdfiumError, ValueError):  # text in no encoding
            return {}
        return {key: words for key, value in told.items() if (words := clean(value))}

    def attached(self) -> list[str]:
        """The names of the files attached to the document as a whole; those of a portfolio are."""
        return [
            _attached_name(self._pdf, index) for index in range(min(self._pdf.count_attachments(), _MOST_ATTACHMENTS))
        ]

    def page(self, number: int) -> PageContent | None:
        """Page `number` (from 1); None for one that cannot be loaded. Pages are best asked for in their order."""
        if number > 1 and number % _REOPEN == 1:
            self._reopen()
        return self._read(number - 1)

    def picture(self, number: int, dpi: int) -> PageImage:
        """Page `number` (from 1) as a picture, with fewer pixels an inch where the page is huge."""
        page = self._pdf[number - 1]
        try:
            width, height = page.get_size()
            scale = _scale(width, height, dpi)
            with drawing():
                bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
            try:
                packed = _rgb_rows(bitmap)
                return PageImage(number, width, height, bitmap.width, bitmap.height, packed)
            finally:
                bitmap.close()
        finally:
            page.close()

    def part(self, number: int, box: BBox, dpi: int) -> PageImage:
        """The part of page `number` (from 1) in a box, in points as seen, as a picture without the page's letters."""
        page = self._pdf[number - 1]
        try:
            return _part(page, number, box, dpi)
        finally:
            page.close()

    def _reopen(self) -> None:
        """Open the file afresh: PDFium keeps what it has parsed of closed pages until the document is closed."""
        self._pdf.close()
        self._pdf = pdfium.PdfDocument(self._data)
        self._forms_ready = False
        self._layers = Layers(self._pdf) if self._layers is not None else None

    def _read(self, index: int) -> PageContent | None:
        try:
            page, overlay = self._open_page(index)
        except (pdfium.PdfiumError, ValueError):
            return None
        try:
            view = _view(page)
            width, height = view.size()
            content = PageContent(index + 1, width, height)
            content.asides = [Aside(kind, words) for kind, words in overlay.notes]
            if self._layers is not None:
                content.asides += [Aside("layer", name) for name in self._layers.strip(page)]
            text_page = page.get_textpage()
            try:
                content.words, content.unmapped = read_words(text_page, view, self._widths)
                letters = count_letters(text_page)
                if letters > MOST_LETTERS:
                    content.left_out.append(f"{letters - MOST_LETTERS} of its {letters} letters")
                content.turned = sideways(content)
                if content.turned:
                    view = replace(view, turn=(view.turn + content.turned) % 360)
                    content.width, content.height = view.size()
                    content.words, content.unmapped = read_words(text_page, view, self._widths)
            finally:
                text_page.close()
            endless = [word for word in content.words if len(word.text) > LONGEST_WORD]
            for word in endless:
                word.text = f"{word.text[:LONGEST_WORD]}…"
            if endless:
                content.left_out.append(f"the ends of {len(endless)} words of more than {LONGEST_WORD} letters")
            content.rules, content.fills, content.images, whole = read_drawing(page, view, self._icons)
            content.struck = [view.seen_box(*box) for box in overlay.struck]
            covered = covered_words(page, view, content)
            if covered:
                content.covered = [(w.x0, w.top, w.x1, w.bottom) for w in content.words if id(w) in covered]
                content.words = [word for word in content.words if id(word) not in covered]
                content.asides.append(Aside("covered", str(len(covered))))
            if content.words and content.images and not all(word.hidden for word in content.words):
                content.printed = self._pictures.printed(content, lambda box, dpi: _part(page, index + 1, box, dpi))
            if not whole:
                content.left_out.append("part of its drawings")
            if self._tagged:
                content.tags = read_tags(page)
        finally:
            page.close()
        if content.words and content.images and all(word.hidden for word in content.words):
            content.origin = "ocr"
        return content

    def _open_page(self, index: int) -> tuple[pdfium.PdfPage, Overlay]:
        page = self._pdf[index]
        overlay = take_notes(page)
        if not overlay.printed:
            return page, overlay
        # Filled form fields and typed-in text are printed too: let PDFium draw them into the page.
        if not self._forms_ready:
            page.close()
            self._pdf.init_forms()
            self._forms_ready = True
            page = self._pdf[index]
        pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_PRINT)
        page.close()
        return self._pdf[index], overlay


def _part(page: pdfium.PdfPage, number: int, box: BBox, dpi: int) -> PageImage:
    width, height = page.get_size()
    crop = (max(box[0], 0.0), max(height - box[3], 0.0), max(width - box[2], 0.0), max(box[1], 0.0))
    wide, high = width - crop[0] - crop[2], height - crop[1] - crop[3]
    with without_text(page):
        bitmap = page.render(scale=_scale(wide, high, dpi), crop=crop, rev_byteorder=True, prefer_bgrx=False)
    try:
        return PageImage(number, wide, high, bitmap.width, bitmap.height, _rgb_rows(bitmap))
    finally:
        bitmap.close()


def _scale(width: float, height: float, dpi: int) -> float:
    """Pixels a point for a page of so many points: those of `dpi`, or what keeps the picture within bounds."""
    wide, high = max(width, 1.0), max(height, 1.0)
    return min(dpi / 72, math.sqrt(_MOST_PIXELS / (wide * high)), _LONGEST_SIDE / max(wide, high))


def _opening_error(error: pdfium.PdfiumError, truncated: bool) -> ReadingError:
    code = getattr(error, "err_code", None)
    if code == pdfium_c.FPDF_ERR_PASSWORD:
        return ReadingError(
            "encrypted", "The PDF is locked with a password. Save a copy without the password and use that."
        )
    if code == pdfium_c.FPDF_ERR_SECURITY:
        return ReadingError(
            "encrypted",
            "The PDF is locked with a protection that is not supported. Save an unprotected copy and use that.",
        )
    if truncated:
        return ReadingError("damaged", "The PDF is cut off before its end. Download it again.")
    return ReadingError("damaged", "The PDF is damaged and cannot be opened. Download it again, or re-save it as PDF.")


def _attached_name(pdf: pdfium.PdfDocument, index: int) -> str:
    try:
        return str(pdf.get_attachment(index).get_name()) or _UNNAMED
    except (pdfium.PdfiumError, UnicodeError):
        return _UNNAMED


def sideways(content: PageContent) -> int:
    """By how many degrees clockwise a page must be turned for most of its text to be level: 0, 90, 180 or 270."""
    if not any(word.angle for word in content.words):
        return 0
    letters = {0: 0, 90: 0, 180: 0, 270: 0}
    for word in content.words:
        letters[word.angle] = letters.get(word.angle, 0) + len(word.text)
    total = sum(letters.values())
    return next((angle for angle in (90, 180, 270) if letters[angle] > 0.7 * total and letters[angle] > 60), 0)


def _view(page: pdfium.PdfPage) -> PageView:
    media = _finite(page.get_mediabox())
    crop = _finite(page.get_cropbox(), media)
    left, right = sorted((media[0], media[2]))
    bottom, top = sorted((media[1], media[3]))
    crop_left, crop_right = sorted((crop[0], crop[2]))
    crop_bottom, crop_top = sorted((crop[1], crop[3]))
    visible = (max(left, crop_left), max(bottom, crop_bottom), min(right, crop_right), min(top, crop_top))
    if visible[2] - visible[0] < 1 or visible[3] - visible[1] < 1:
        visible = (left, bottom, right, top)
    if visible[2] - visible[0] < 1 or visible[3] - visible[1] < 1:
        visible = _LETTER
    return PageView(*visible, turn=page.get_rotation() % 360)


def _finite(box: BBox, instead: BBox = _LETTER) -> BBox:
    return box if all(abs(value) < _FURTHEST for value in box) else instead  # also no number at all is not less


def _rgb_rows(bitmap: pdfium.PdfBitmap) -> bytes:
    raw = ctypes.string_at(bitmap.buffer, bitmap.stride * bitmap.height)
    channels = bitmap.n_channels
    rows = []
    for row in range(bitmap.height):
        line = raw[row * bitmap.stride : row * bitmap.stride + bitmap.width * channels]
        if channels == 1:
            rows.append(bytes(value for value in line for _ in range(3)))
        elif channels == 4:
            plain = bytearray(bitmap.width * 3)
            for channel in range(3):
                plain[channel::3] = line[channel::4]
            rows.append(bytes(plain))
        else:
            rows.append(line)
    return b"".join(rows)
