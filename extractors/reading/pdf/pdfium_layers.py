"""Layers of a page that are switched off (optional content, ISO 32000-1, 8.11): taken off it before it is read.

Which layers show is for PDFium to say, whose own drawing keeps to it: a small square on a page of its own carries the
layer's mark, and where it is not painted the layer is off. What layer a form (a drawing within the drawing) is on can
only be told by painting the form alone.
"""

from __future__ import annotations

import ctypes

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from safeplans.extractors.reading.pdf.compressed import may_mention
from safeplans.extractors.reading.pdf.pdfium_drawing import without_text
from safeplans.extractors.reading.pdf.pdfium_stand_ins import drawing

_MAX_DEPTH = 8
_MAX_LAYERS = 200  # of a document that are tried; a drawing with more shows them all
_SIDE = 4  # points and pixels of the page on which a layer is tried
_PAPER = 0xFF808080  # grey (ARGB), which neither the black square nor anything left unpainted can be taken for
_LAYERED = b"/OCProperties"
_MARK = "OC"
_MAX_FORMS = 20  # of a page that are painted alone
_LOOK = 200  # pixels of the longer side of a page on which a form is painted alone


def may_have_layers(data: bytes) -> bool:
    """Does a file's catalogue speak of layers, or can that not be seen (compressed and encrypted)?"""
    return may_mention(data, _LAYERED)


class Layers:
    """The layers of one document, each tried once."""

    def __init__(self, pdf: pdfium.PdfDocument) -> None:
        self._pdf = pdf
        self._shown: dict[tuple[str, int], bool] = {}

    def strip(self, page: pdfium.PdfPage) -> list[str]:
        """Take what is on hidden layers off a page; the names of these layers ("" for one without a name)."""
        hidden: dict[str, None] = {}
        raw, forms = page.raw, 0
        for index in reversed(range(pdfium_c.FPDFPage_CountObjects(raw))):
            handle = pdfium_c.FPDFPage_GetObject(raw, index)
            name = self._hidden_by(handle)
            if name is None and pdfium_c.FPDFPageObj_GetType(handle) == pdfium_c.FPDF_PAGEOBJ_FORM:
                forms += 1
                if forms <= _MAX_FORMS and _has_text(handle, 0) and not _paints(page, handle):
                    name = ""
            if name is None:
                self._strip_form(handle, hidden, 0)
            elif pdfium_c.FPDFPage_RemoveObject(raw, handle):
                hidden[name] = None
                pdfium_c.FPDFPageObj_Destroy(handle)
        return list(hidden)

    def _strip_form(self, handle: pdfium_c.FPDF_PAGEOBJECT, hidden: dict[str, None], depth: int) -> None:
        if depth >= _MAX_DEPTH or pdfium_c.FPDFPageObj_GetType(handle) != pdfium_c.FPDF_PAGEOBJ_FORM:
            return
        for index in reversed(range(max(0, pdfium_c.FPDFFormObj_CountObjects(handle)))):
            child = pdfium_c.FPDFFormObj_GetObject(handle, index)
            name = self._hidden_by(child)
            if name is None:
                self._strip_form(child, hidden, depth + 1)
            elif pdfium_c.FPDFFormObj_RemoveObject(handle, child):
                hidden[name] = None
                pdfium_c.FPDFPageObj_Destroy(child)

    def _hidden_by(self, handle: pdfium_c.FPDF_PAGEOBJECT) -> str | None:
        """The name of the hidden layer that an object is on, None where it shows."""
        for number in range(pdfium_c.FPDFPageObj_CountMarks(handle)):
            mark = pdfium_c.FPDFPageObj_GetMark(handle, number)
            if _text(pdfium_c.FPDFPageObjMark_GetName, mark) == _MARK and not self._shows(mark):
                return _layer_name(mark)
        return None

    def _shows(self, mark: pdfium_c.FPDF_PAGEOBJECTMARK) -> bool:
        # A named layer is known by its name; a membership of several has none, and its mark is told by its place.
        name = _layer_name(mark)
        key = (name, 0 if name else ctypes.cast(mark, ctypes.c_void_p).value or 0)
        known = self._shown.get(key)
        if known is None:
            known = len(self._shown) >= _MAX_LAYERS or _painted(self._pdf, mark)
            self._shown[key] = known
        return known


def _painted(pdf: pdfium.PdfDocument, mark: pdfium_c.FPDF_PAGEOBJECTMARK) -> bool:
    """Is a square with this mark painted?"""
    last = pdfium_c.FPDF_GetPageCount(pdf)
    page = pdfium_c.FPDFPage_New(pdf, last, _SIDE, _SIDE)
    if not page:
        return True
    try:
        square = pdfium_c.FPDFPageObj_CreateNewRect(0, 0, _SIDE, _SIDE)
        pdfium_c.FPDFPageObj_SetFillColor(square, 0, 0, 0, 255)
        pdfium_c.FPDFPath_SetDrawMode(square, pdfium_c.FPDF_FILLMODE_WINDING, 0)
        if not pdfium_c.FPDFPageObj_AddExistingMark(square, mark):
            pdfium_c.FPDFPageObj_Destroy(square)
            return True
        pdfium_c.FPDFPage_InsertObject(page, square)
        bitmap = pdfium_c.FPDFBitmap_Create(_SIDE, _SIDE, 0)
        try:
            pdfium_c.FPDFBitmap_FillRect(bitmap, 0, 0, _SIDE, _SIDE, _PAPER)
            pdfium_c.FPDF_RenderPageBitmap(bitmap, page, 0, 0, _SIDE, _SIDE, 0, 0)
            first = ctypes.string_at(pdfium_c.FPDFBitmap_GetBuffer(bitmap), 3)
            return first != _PAPER.to_bytes(4, "little")[:3]
        finally:
            pdfium_c.FPDFBitmap_Destroy(bitmap)
    finally:
        pdfium_c.FPDF_ClosePage(page)
        pdfium_c.FPDFPage_Delete(pdf, last)


def _has_text(handle: pdfium_c.FPDF_PAGEOBJECT, depth: int) -> bool:
    """Is there text in a form that would be seen if the form were?"""
    kind = pdfium_c.FPDFPageObj_GetType(handle)
    if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
        return bool(pdfium_c.FPDFTextObj_GetTextRenderMode(handle) != pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE)
    if kind != pdfium_c.FPDF_PAGEOBJ_FORM or depth >= _MAX_DEPTH:
        return False
    children = range(max(0, pdfium_c.FPDFFormObj_CountObjects(handle)))
    return any(_has_text(pdfium_c.FPDFFormObj_GetObject(handle, index), depth + 1) for index in children)


def _paints(page: pdfium.PdfPage, handle: pdfium_c.FPDF_PAGEOBJECT) -> bool:
    """Does an object of the page leave a trace when all others are put aside?"""
    raw, alone = page.raw, ctypes.cast(handle, ctypes.c_void_p).value
    others = [pdfium_c.FPDFPage_GetObject(raw, index) for index in range(pdfium_c.FPDFPage_CountObjects(raw))]
    others = [other for other in others if ctypes.cast(other, ctypes.c_void_p).value != alone]
    for other in others:
        pdfium_c.FPDFPageObj_SetIsActive(other, False)
    try:
        with without_text(page):
            painted = _leaves_trace(page)
        if painted:
            return True
        with drawing():
            return _leaves_trace(page)
    finally:
        for other in others:
            pdfium_c.FPDFPageObj_SetIsActive(other, True)


def _leaves_trace(page: pdfium.PdfPage) -> bool:
    bitmap = page.render(scale=_LOOK / max(*page.get_size(), 1.0), fill_color=(128, 128, 128, 255), grayscale=True)
    try:
        seen = ctypes.string_at(bitmap.buffer, bitmap.stride * bitmap.height)
        rows = (seen[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height))
        return any(row.strip(b"\x80") for row in rows)
    finally:
        bitmap.close()


def _layer_name(mark: pdfium_c.FPDF_PAGEOBJECTMARK) -> str:
    return _text(lambda *to: pdfium_c.FPDFPageObjMark_GetParamStringValue(mark, b"Name", *to))


def _text(getter: object, *of: object) -> str:
    """A text of PDFium's, asked for with a buffer, its size in bytes and a place for the length."""
    buffer, length = (ctypes.c_ushort * 128)(), ctypes.c_ulong()
    if not getter(*of, buffer, ctypes.sizeof(buffer), ctypes.byref(length)):  # type: ignore[operator]
        return ""
    return bytes(buffer)[: max(0, length.value - 2)].decode("utf-16-le", "replace")
