"""Drawn lines, filled shapes and images of a page, from PDFium's page objects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from safeplans.extractors.document import BBox
from safeplans.extractors.reading.pdf import pdfium_calls as calls
from safeplans.extractors.reading.pdf.content import Fill, Rule
from safeplans.extractors.reading.pdf.geometry import IDENTITY, Matrix, PageView, apply, multiply
from safeplans.extractors.reading.pdf.pdfium_icons import Icons
from safeplans.extractors.reading.pdf.shapes import Point, add_path, on_page

_ICON = 48.0  # points: a picture up to this size may be a coloured mark
_MAX_SEGMENTS = 600  # a path with more is a picture, not a table
_MAX_DEPTH = 8
MAX_OBJECTS = 60_000
_MAX_RULES = 20_000  # of a page; the same of fills and of images


def read_drawing(
    page: pdfium.PdfPage, view: PageView, icons: Icons | None = None
) -> tuple[list[Rule], list[Fill], list[BBox], bool]:
    """Rules, fills (in painting order) and image boxes of a page as seen, and whether these are all.

    icons: what is known of the document's small pictures, where it is kept from page to page.
    """
    icons = icons or Icons()
    rules: list[Rule] = []
    fills: list[Fill] = []
    images: list[BBox] = []
    whole = True
    for count, (handle, kind, matrix) in enumerate(walk(page)):
        if count >= MAX_OBJECTS or max(len(rules), len(fills), len(images)) >= _MAX_RULES:
            whole = False
            break
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            box = bounds(handle, matrix, view)
            if box:
                images.append(box)
                if max(box[2] - box[0], box[3] - box[1]) <= _ICON:
                    colour = icons.colour(handle)
                    if colour is not None:
                        fills.append(Fill(*box, colour, False))
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            known = len(fills)
            _read_path(handle, matrix, view, rules, fills)
            for fill in fills[known:]:
                fill.order = count
    return *on_page(rules, fills, *view.size()), images, whole


def walk(page: pdfium.PdfPage) -> Iterator[tuple[pdfium_c.FPDF_PAGEOBJECT, int, Matrix]]:
    """The objects of a page in painting order, those within forms too: handle, kind, and the matrix around it."""
    raw = page.raw
    for index in range(pdfium_c.FPDFPage_CountObjects(raw)):
        yield from _walk(pdfium_c.FPDFPage_GetObject(raw, index), IDENTITY, 0)


def walk_object(handle: pdfium_c.FPDF_PAGEOBJECT) -> Iterator[tuple[pdfium_c.FPDF_PAGEOBJECT, int, Matrix]]:
    """One object of a page as `walk` gives it: itself, or what is in it."""
    return _walk(handle, IDENTITY, 0)


@contextmanager
def without_text(page: pdfium.PdfPage) -> Iterator[None]:
    """A page drawn while this holds shows no letters.

    Drawing letters of a font that the file does not carry changes for good what PDFium says of their widths, also in
    other files: a page that is only looked at must not change how the next one is read.
    """
    texts = [handle for handle, kind, _ in walk(page) if kind == pdfium_c.FPDF_PAGEOBJ_TEXT and _is_active(handle)]
    for handle in texts:
        pdfium_c.FPDFPageObj_SetIsActive(handle, False)
    try:
        yield
    finally:
        for handle in texts:
            pdfium_c.FPDFPageObj_SetIsActive(handle, True)


def _is_active(handle: pdfium_c.FPDF_PAGEOBJECT) -> bool:
    active = pdfium_c.FPDF_BOOL()
    return bool(pdfium_c.FPDFPageObj_GetIsActive(handle, ctypes.byref(active)) and active.value)


def _walk(
    handle: pdfium_c.FPDF_PAGEOBJECT, outer: Matrix, depth: int
) -> Iterator[tuple[pdfium_c.FPDF_PAGEOBJECT, int, Matrix]]:
    kind = pdfium_c.FPDFPageObj_GetType(handle)
    if kind != pdfium_c.FPDF_PAGEOBJ_FORM:
        yield handle, kind, outer
        return
    if depth >= _MAX_DEPTH:
        return
    inner = multiply(_matrix(handle), outer)
    for index in range(max(0, pdfium_c.FPDFFormObj_CountObjects(handle))):
        yield from _walk(pdfium_c.FPDFFormObj_GetObject(handle, index), inner, depth + 1)


def _matrix(handle: pdfium_c.FPDF_PAGEOBJECT) -> Matrix:
    raw = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(handle, ctypes.byref(raw)):
        return IDENTITY
    return raw.a, raw.b, raw.c, raw.d, raw.e, raw.f


def bounds(handle: pdfium_c.FPDF_PAGEOBJECT, matrix: Matrix, view: PageView) -> BBox | None:
    """The box of an object on the page as seen."""
    values = [ctypes.c_float() for _ in range(4)]
    if not pdfium_c.FPDFPageObj_GetBounds(handle, *(ctypes.byref(v) for v in values)):
        return None
    left, bottom, right, top = (v.value for v in values)
    corners = [view.seen(*apply(matrix, x, y)) for x in (left, right) for y in (bottom, top)]
    return (
        min(c[0] for c in corners),
        min(c[1] for c in corners),
        max(c[0] for c in corners),
        max(c[1] for c in corners),
    )


def _read_path(
    handle: pdfium_c.FPDF_PAGEOBJECT, outer: Matrix, view: PageView, rules: list[Rule], fills: list[Fill]
) -> None:
    fill_mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium_c.FPDFPath_GetDrawMode(handle, ctypes.byref(fill_mode), ctypes.byref(stroke)):
        return
    fill_colour = _colour(handle, pdfium_c.FPDFPageObj_GetFillColor) if fill_mode.value else None
    stroke_colour = _colour(handle, pdfium_c.FPDFPageObj_GetStrokeColor) if stroke.value else None
    if fill_colour is None and stroke_colour is None:
        return
    count = pdfium_c.FPDFPath_CountSegments(handle)
    if count <= 0 or count > _MAX_SEGMENTS:
        return
    matrix = multiply(_matrix(handle), outer)
    line_width = ctypes.c_float(0.5)
    pdfium_c.FPDFPageObj_GetStrokeWidth(handle, ctypes.byref(line_width))
    thickness = line_width.value * (abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5 or 1.0)
    subpaths = list(_subpaths(handle, count, matrix, view))
    add_path(subpaths, fill_colour, stroke_colour, thickness, rules, fills)


def _subpaths(
    handle: pdfium_c.FPDF_PAGEOBJECT, count: int, matrix: Matrix, view: PageView
) -> Iterator[tuple[list[Point], bool]]:
    points: list[Point] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    x_ref, y_ref, path = ctypes.byref(x), ctypes.byref(y), calls.address(handle)
    for index in range(count):
        segment = calls.path_segment(path, index)
        if not calls.segment_point(segment, x_ref, y_ref):
            continue
        point = view.seen(*apply(matrix, x.value, y.value))
        kind = calls.segment_type(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, curved
            points, curved = [point], False
            continue
        curved = curved or kind == pdfium_c.FPDF_SEGMENT_BEZIERTO
        points.append(point)
        if calls.segment_closes(segment) and points[0] != point:
            points.append(points[0])
    if len(points) > 1:
        yield points, curved


def _colour(handle: pdfium_c.FPDF_PAGEOBJECT, getter: object) -> str | None:
    red, green, blue, alpha = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    known = getter(handle, ctypes.byref(red), ctypes.byref(green), ctypes.byref(blue), ctypes.byref(alpha))  # type: ignore[operator]
    if not known or alpha.value < 8:
        return None
    return f"#{red.value:02x}{green.value:02x}{blue.value:02x}"
