"""PDFium's functions for what is asked of every character and every piece of a drawing.

They take and give plain addresses. The library's own bindings make an object of each handle and check it, which takes
three times as long as the call.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium_c


def address(pointer: Any) -> int:
    """Where a handle or a function of PDFium is, 0 for nowhere."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _direct(function: Any, result: Any, *arguments: Any) -> Any:
    return ctypes.PYFUNCTYPE(result, *arguments)(address(function))


_POINTER, _INT = ctypes.c_void_p, ctypes.c_int

# of characters: the page's text, the character's number, and where to write
text_object = _direct(pdfium_c.FPDFText_GetTextObject, _POINTER, _POINTER, _INT)
loose_box = _direct(pdfium_c.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
char_box = _direct(pdfium_c.FPDFText_GetCharBox, _INT, _POINTER, _INT, *[_POINTER] * 4)
map_error = _direct(pdfium_c.FPDFText_HasUnicodeMapError, _INT, _POINTER, _INT)
font_size = _direct(pdfium_c.FPDFText_GetFontSize, ctypes.c_double, _POINTER, _INT)
matrix = _direct(pdfium_c.FPDFText_GetMatrix, _INT, _POINTER, _INT, _POINTER)
origin = _direct(pdfium_c.FPDFText_GetCharOrigin, _INT, _POINTER, _INT, _POINTER, _POINTER)
fill_colour = _direct(pdfium_c.FPDFText_GetFillColor, _INT, _POINTER, _INT, *[_POINTER] * 4)

# of text objects
render_mode = _direct(pdfium_c.FPDFTextObj_GetTextRenderMode, _INT, _POINTER)
text_font = _direct(pdfium_c.FPDFTextObj_GetFont, _POINTER, _POINTER)
marked_content = _direct(pdfium_c.FPDFPageObj_GetMarkedContentID, _INT, _POINTER)
count_marks = _direct(pdfium_c.FPDFPageObj_CountMarks, _INT, _POINTER)

# of pages and forms: their objects
page_object = _direct(pdfium_c.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
form_object = _direct(pdfium_c.FPDFFormObj_GetObject, _POINTER, _POINTER, _INT)

# of all objects: the object, and where to write
object_type = _direct(pdfium_c.FPDFPageObj_GetType, _INT, _POINTER)
object_bounds = _direct(pdfium_c.FPDFPageObj_GetBounds, _INT, _POINTER, *[_POINTER] * 4)
object_matrix = _direct(pdfium_c.FPDFPageObj_GetMatrix, _INT, _POINTER, _POINTER)
object_fill = _direct(pdfium_c.FPDFPageObj_GetFillColor, _INT, _POINTER, *[_POINTER] * 4)
object_stroke = _direct(pdfium_c.FPDFPageObj_GetStrokeColor, _INT, _POINTER, *[_POINTER] * 4)
stroke_width = _direct(pdfium_c.FPDFPageObj_GetStrokeWidth, _INT, _POINTER, _POINTER)

# of the elements of a page's structure
count_kids = _direct(pdfium_c.FPDF_StructElement_CountChildren, _INT, _POINTER)
kid = _direct(pdfium_c.FPDF_StructElement_GetChildAtIndex, _POINTER, _POINTER, _INT)
kid_content = _direct(pdfium_c.FPDF_StructElement_GetChildMarkedContentID, _INT, _POINTER, _INT)
element_type = _direct(pdfium_c.FPDF_StructElement_GetType, ctypes.c_ulong, _POINTER, _POINTER, ctypes.c_ulong)

# of paths
draw_mode = _direct(pdfium_c.FPDFPath_GetDrawMode, _INT, _POINTER, _POINTER, _POINTER)
count_segments = _direct(pdfium_c.FPDFPath_CountSegments, _INT, _POINTER)
path_segment = _direct(pdfium_c.FPDFPath_GetPathSegment, _POINTER, _POINTER, _INT)
segment_point = _direct(pdfium_c.FPDFPathSegment_GetPoint, _INT, _POINTER, _POINTER, _POINTER)
segment_type = _direct(pdfium_c.FPDFPathSegment_GetType, _INT, _POINTER)
segment_closes = _direct(pdfium_c.FPDFPathSegment_GetClose, _INT, _POINTER)
