"""What is laid over a page as annotations (ISO 32000-1, 12.5): form fields are print, stamps and comments are not.

A stamp or comment was put on the page by somebody who read it. It would join the words that it lies on with its own, so
it is taken off before the page is read, and told.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.pdf.repair import clean

_FIELDS = frozenset({pdfium_c.FPDF_ANNOT_WIDGET})
_TYPED = "FreeTextTypeWriter"  # the intent of text that is typed into a form which has no fields
_NOTES = {
    pdfium_c.FPDF_ANNOT_STAMP: "stamp",
    pdfium_c.FPDF_ANNOT_FREETEXT: "comment",
    pdfium_c.FPDF_ANNOT_TEXT: "comment",
    pdfium_c.FPDF_ANNOT_HIGHLIGHT: "comment",
    pdfium_c.FPDF_ANNOT_UNDERLINE: "comment",
    pdfium_c.FPDF_ANNOT_SQUIGGLY: "comment",
    pdfium_c.FPDF_ANNOT_STRIKEOUT: "comment",
    pdfium_c.FPDF_ANNOT_CARET: "comment",
    pdfium_c.FPDF_ANNOT_SQUARE: "comment",
    pdfium_c.FPDF_ANNOT_LINE: "comment",
}
_MAX_NOTES = 2000  # of a page that are looked at
_MAX_TEXT = 400  # letters of one note


@dataclass(slots=True)
class Overlay:
    """What lies over a page.

    printed: form fields and typed-in text, which PDFium must draw into the page before that is read.
    notes: kind and words of each stamp, and of each comment with words. struck: boxes that a comment strikes
    out, as left, bottom, right and top in the file's own coordinates.
    """

    printed: bool = False
    notes: list[tuple[str, str]] = field(default_factory=list)
    struck: list[BBox] = field(default_factory=list)


def take_notes(page: pdfium.PdfPage) -> Overlay:
    """Take stamps and comments off an open page."""
    found = Overlay()
    raw = page.raw
    count = min(pdfium_c.FPDFPage_GetAnnotCount(raw), _MAX_NOTES)
    removed: list[int] = []
    for index in range(count):
        annotation = pdfium_c.FPDFPage_GetAnnot(raw, index)
        if not annotation:
            continue
        try:
            kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
            if kind in _FIELDS:
                found.printed = True
                continue
            if kind == pdfium_c.FPDF_ANNOT_LINK or _text(annotation, b"IT") == _TYPED:
                found.printed = found.printed or kind == pdfium_c.FPDF_ANNOT_FREETEXT
                continue
            if kind == pdfium_c.FPDF_ANNOT_STRIKEOUT:
                found.struck.extend(_marked(annotation))
            removed.append(index)
            words = clean(_text(annotation, b"Contents"))
            if kind in _NOTES and (words or kind == pdfium_c.FPDF_ANNOT_STAMP):
                found.notes.append((_NOTES[kind], words))
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
    for index in reversed(removed) if found.printed else ():  # else nothing of them is drawn into the page
        pdfium_c.FPDFPage_RemoveAnnot(raw, index)
    return found


def _marked(annotation: pdfium_c.FPDF_ANNOTATION) -> list[BBox]:
    """The boxes of the words that an annotation marks, as `Overlay.struck`."""
    boxes = []
    for index in range(min(pdfium_c.FPDFAnnot_CountAttachmentPoints(annotation), _MAX_NOTES)):
        quad = pdfium_c.FS_QUADPOINTSF()
        if pdfium_c.FPDFAnnot_GetAttachmentPoints(annotation, index, ctypes.byref(quad)):
            xs = (quad.x1, quad.x2, quad.x3, quad.x4)
            ys = (quad.y1, quad.y2, quad.y3, quad.y4)
            boxes.append((min(xs), min(ys), max(xs), max(ys)))
    return boxes


def _text(annotation: pdfium_c.FPDF_ANNOTATION, key: bytes) -> str:
    length = pdfium_c.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if length <= 2:
        return ""
    size = min(length, 2 * _MAX_TEXT)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    pdfium_c.FPDFAnnot_GetStringValue(annotation, key, buffer, length)
    return bytes(buffer)[: min(length - 2, size)].decode("utf-16-le", "replace")
