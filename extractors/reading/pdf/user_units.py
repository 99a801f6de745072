"""Pages whose unit is not the point (`UserUnit`, ISO 32000-1, table 30): the file is made one that counts in points.

PDFium and pdfplumber count in the page's own units, so that ten-point letters of a page with a unit of ten are one unit
high. Viewers show the page as large as it is meant; so is everything here that is measured in points.
"""

from __future__ import annotations

import ctypes
import io
import math

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.pdf.compressed import may_mention

_NAME = b"/UserUnit"
_LONGEST = 1e6  # points; no page is longer, and a unit that makes one so is none


def in_points(data: bytes) -> bytes:
    """The file itself, or a copy in which one unit of each page is a point; the file too where it cannot be opened."""
    if not may_mention(data, _NAME):
        return data
    units = _units(data)
    if not units:
        return data
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        return data
    try:
        for index, unit in units.items():
            if index < len(pdf):
                _enlarge(pdf[index], unit)
        copy = io.BytesIO()
        pdf.save(copy)
        return copy.getvalue()
    except (pdfium.PdfiumError, ValueError):
        return data
    finally:
        pdf.close()


def _units(data: bytes) -> dict[int, float]:
    """The unit in points of each page, by its place from 0, where that is not one. PDFium does not tell it."""
    # Loading it takes time that most documents need not.
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import resolve1

    try:
        pages = PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data))))
        units = [resolve1(page.attrs.get("UserUnit", 1)) for page in pages]
    except MemoryError:
        raise
    except Exception:  # whatever the library says of a file that it does not understand: PDFium may read it
        return {}
    return {index: float(unit) for index, unit in enumerate(units) if _is_unit(unit)}


def _is_unit(unit: object) -> bool:
    return isinstance(unit, int | float) and math.isfinite(unit) and unit > 0 and unit != 1


def _enlarge(page: pdfium.PdfPage, unit: float) -> None:
    media = page.get_mediabox()
    crop = page.get_cropbox() or media
    try:
        if max(abs(side) for side in (*media, *crop)) * unit > _LONGEST:
            return
        matrix = pdfium_c.FS_MATRIX(unit, 0, 0, unit, 0, 0)
        pdfium_c.FPDFPage_TransFormWithClip(page.raw, ctypes.byref(matrix), None)
        pdfium_c.FPDFPage_TransformAnnots(page.raw, unit, 0, 0, unit, 0, 0)
        page.set_mediabox(*_times(media, unit))
        page.set_cropbox(*_times(crop, unit))
    finally:
        page.close()


def _times(box: BBox, unit: float) -> BBox:
    return box[0] * unit, box[1] * unit, box[2] * unit, box[3] * unit
