"""Drawn lines, filled shapes and images of a page, from PDFium's page objects."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.pdf import pdfium_calls as calls
from safeplans.extractors.reading.pdf.content import Fill, Rule
from safeplans.extractors.reading.pdf.geometry import IDENTITY, Matrix, PageView, apply, multiply
from safeplans.extractors.reading.pdf.pdfium_icons import Icons
from safeplans.extractors.reading.pdf.pdfium_stand_ins import drawing
from safeplans.extractors.reading.pdf.shapes import Point, add_path, on_page

_ICON = 48.0  # points: a picture up to this size may be a coloured mark
_MAX_SEGMENTS = 600  # a path with more is a picture, not a table
_MAX_DEPTH = 8
_USUAL_WIDTH = 0.5  # points, of a line whose width PDFium does not tell
_UNSEEN = 8  # levels of opacity (of 255) below which nothing is seen
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
    outlines = _Outlines(view)
    for count, (place, kind, matrix) in enumerate(walk(page)):
        if count >= MAX_OBJECTS or max(len(rules), len(fills), len(images)) >= _MAX_RULES:
            whole = False
            break
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            box = bounds(place, matrix, view)
            if box:
                images.append(box)
                if max(box[2] - box[0], box[3] - box[1]) <= _ICON:
                    colour = icons.colour(handle_at(place))
                    if colour is not None:
                        fills.append(Fill(*box, colour, False))
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            known = len(fills)
            outlines.read(place, matrix, rules, fills)
            for fill in fills[known:]:
                fill.order = count
    return *on_page(rules, fills, *view.size()), images, whole


def walk(page: pdfium.PdfPage) -> Iterator[tuple[int, int, Matrix]]:
    """The objects of a page in painting order, those within forms too: address, kind, and the matrix around it."""
    raw = calls.address(page.raw)
    for index in range(pdfium_c.FPDFPage_CountObjects(page.raw)):
        place = calls.page_object(raw, index)
        kind = calls.object_type(place)
        if kind != pdfium_c.FPDF_PAGEOBJ_FORM:
            yield place, kind, IDENTITY
        else:
            yield from _walk_form(place, IDENTITY, 0)


def walk_object(handle: pdfium_c.FPDF_PAGEOBJECT) -> Iterator[tuple[int, int, Matrix]]:
    """One object of a page as `walk` gives it: itself, or what is in it."""
    place = calls.address(handle)
    kind = calls.object_type(place)
    if kind != pdfium_c.FPDF_PAGEOBJ_FORM:
        return iter([(place, kind, IDENTITY)])
    return _walk_form(place, IDENTITY, 0)


def handle_at(place: int) -> pdfium_c.FPDF_PAGEOBJECT:
    """The object at an address, for those functions of the library that are seldom asked."""
    return ctypes.cast(place, pdfium_c.FPDF_PAGEOBJECT)


@contextmanager
def without_text(page: pdfium.PdfPage) -> Iterator[None]:
    """A page drawn while this holds shows no letters but those of comments and patterns."""
    handles = (handle_at(place) for place, kind, _ in walk(page) if kind == pdfium_c.FPDF_PAGEOBJ_TEXT)
    texts = [handle for handle in handles if _is_active(handle)]
    for handle in texts:
        pdfium_c.FPDFPageObj_SetIsActive(handle, False)
    try:
        with drawing():
            yield
    finally:
        for handle in texts:
            pdfium_c.FPDFPageObj_SetIsActive(handle, True)


def _is_active(handle: pdfium_c.FPDF_PAGEOBJECT) -> bool:
    active = pdfium_c.FPDF_BOOL()
    return bool(pdfium_c.FPDFPageObj_GetIsActive(handle, ctypes.byref(active)) and active.value)


def _walk_form(form: int, outer: Matrix, depth: int) -> Iterator[tuple[int, int, Matrix]]:
    if depth >= _MAX_DEPTH:
        return
    inner = multiply(_matrix(form), outer)
    for index in range(max(0, pdfium_c.FPDFFormObj_CountObjects(handle_at(form)))):
        place = calls.form_object(form, index)
        kind = calls.object_type(place)
        if kind != pdfium_c.FPDF_PAGEOBJ_FORM:
            yield place, kind, inner
        else:
            yield from _walk_form(place, inner, depth + 1)


def _matrix(place: int) -> Matrix:
    raw = pdfium_c.FS_MATRIX()
    if not calls.object_matrix(place, ctypes.addressof(raw)):
        return IDENTITY
    return raw.a, raw.b, raw.c, raw.d, raw.e, raw.f


def bounds(place: int, matrix: Matrix, view: PageView) -> BBox | None:
    """The box of an object on the page as seen."""
    sides = (ctypes.c_float * 4)()
    start = ctypes.addressof(sides)
    if not calls.object_bounds(place, start, start + 4, start + 8, start + 12):
        return None
    left, bottom, right, top = sides
    if matrix == IDENTITY:
        return view.seen_box(left, bottom, right, top)
    corners = [view.seen(*apply(matrix, x, y)) for x in (left, right) for y in (bottom, top)]
    return (
        min(c[0] for c in corners),
        min(c[1] for c in corners),
        max(c[0] for c in corners),
        max(c[1] for c in corners),
    )


class _Outlines:
    """Reads the paths of a page; what PDFium writes into is made once."""

    def __init__(self, view: PageView) -> None:
        self._view = view
        self._mode, self._stroke = ctypes.c_int(), ctypes.c_int()
        self._mode_at, self._stroke_at = ctypes.addressof(self._mode), ctypes.addressof(self._stroke)
        self._parts = (ctypes.c_uint * 4)()  # red, green, blue, alpha
        start = ctypes.addressof(self._parts)
        self._parts_at = (start, start + 4, start + 8, start + 12)
        self._width, self._x, self._y = ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
        self._width_at = ctypes.addressof(self._width)
        self._x_at, self._y_at = ctypes.addressof(self._x), ctypes.addressof(self._y)

    def read(self, path: int, outer: Matrix, rules: list[Rule], fills: list[Fill]) -> None:
        """Add what the path at an address draws."""
        if not calls.draw_mode(path, self._mode_at, self._stroke_at):
            return
        fill_colour = self._colour(path, calls.object_fill) if self._mode.value else None
        stroke_colour = self._colour(path, calls.object_stroke) if self._stroke.value else None
        if fill_colour is None and stroke_colour is None:
            return
        count = calls.count_segments(path)
        if count <= 0 or count > _MAX_SEGMENTS:
            return
        matrix = multiply(_matrix(path), outer)
        self._width.value = _USUAL_WIDTH
        calls.stroke_width(path, self._width_at)
        thickness = self._width.value * (abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5 or 1.0)
        add_path(list(self._subpaths(path, count, matrix)), fill_colour, stroke_colour, thickness, rules, fills)

    def _subpaths(self, path: int, count: int, matrix: Matrix) -> Iterator[tuple[list[Point], bool]]:
        points: list[Point] = []
        curved = False
        x, y, x_at, y_at, view = self._x, self._y, self._x_at, self._y_at, self._view
        a, b, c, d, e, f = matrix
        left, top, turned, seen = view.left, view.top, view.turn != 0, view.seen
        for index in range(count):
            segment = calls.path_segment(path, index)
            if not calls.segment_point(segment, x_at, y_at):
                continue
            own_x, own_y = x.value, y.value
            across, up = a * own_x + c * own_y + e, b * own_x + d * own_y + f
            point = seen(across, up) if turned else (across - left, top - up)
            kind = calls.segment_type(segment)
            if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
                if len(points) > 1:
                    yield points, curved
                points, curved = [point], False
                continue
            curved = curved or kind == pdfium_c.FPDF_SEGMENT_BEZIERTO
            points.append(point)
            if points[0] != point and calls.segment_closes(segment):
                points.append(points[0])
        if len(points) > 1:
            yield points, curved

    def _colour(self, path: int, getter: Callable[..., int]) -> str | None:
        if not getter(path, *self._parts_at):
            return None
        red, green, blue, alpha = self._parts
        return None if alpha < _UNSEEN else f"#{red:02x}{green:02x}{blue:02x}"
