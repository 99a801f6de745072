"""Drawn lines, filled shapes and images of a page, from PDFium's page objects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractors.document import BBox
from extractors.reading.pdf.content import Fill, Rule
from extractors.reading.pdf.geometry import IDENTITY, Matrix, PageView, apply, multiply
from extractors.reading.pdf.pdfium_icons import icon_colour

_THIN = 2.6  # points: a filled rectangle not higher or wider than this is drawn as a line
_STRAIGHT = 0.6  # points by which an almost straight line may lean
_FRAME = 7.0  # points: a border painted as an area is not thicker
_ICON = 48.0  # points: a picture up to this size may be a coloured mark
_RING = 9.0  # a ring up to this size is a hollow bullet
_MAX_CORNERS = 260  # points of an outline whose corners are drawn in many short pieces
_BOX = (80.0, 30.0)  # points: a rounded outline at least so wide and high may be a box around text
_NO_COLOUR = "#ffffff"  # of an outline that only shows where a box is
_MAX_SEGMENTS = 600  # a path with more is a picture, not a table
_MAX_DEPTH = 8
MAX_OBJECTS = 60_000
_MAX_RULES = 20_000  # of a page; the same of fills and of images

_Point = tuple[float, float]


def read_drawing(page: pdfium.PdfPage, view: PageView) -> tuple[list[Rule], list[Fill], list[BBox], bool]:
    """Rules, fills (in painting order) and image boxes of a page as seen, and whether these are all."""
    rules: list[Rule] = []
    fills: list[Fill] = []
    images: list[BBox] = []
    whole = True
    width, height = view.size()
    for count, (handle, kind, matrix) in enumerate(walk(page)):
        if count >= MAX_OBJECTS or max(len(rules), len(fills), len(images)) >= _MAX_RULES:
            whole = False
            break
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            box = bounds(handle, matrix, view)
            if box:
                images.append(box)
                if max(box[2] - box[0], box[3] - box[1]) <= _ICON:
                    colour = icon_colour(handle)
                    if colour is not None:
                        fills.append(Fill(*box, colour, False))
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            known = len(fills)
            _read_path(handle, matrix, view, rules, fills)
            for fill in fills[known:]:
                fill.order = count
    rules = [r for r in rules if -2 <= r.x0 <= width + 2 and -2 <= r.top <= height + 2 and r.x1 >= 0 and r.bottom >= 0]
    return rules, [f for f in (_clipped(f, width, height) for f in fills) if f], images, whole


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
    if fill_colour is not None and len(subpaths) == 2:
        if _add_frame(subpaths, fill_colour, rules):
            return
        if _round_frame(subpaths):
            fill_colour = _NO_COLOUR
    for points, curved in subpaths:
        if fill_colour is not None:
            _add_fill(points, curved, fill_colour, rules, fills)
        if stroke_colour is not None and curved and fill_colour is None:
            x0, x1 = min(p[0] for p in points), max(p[0] for p in points)
            top, bottom = min(p[1] for p in points), max(p[1] for p in points)
            if max(x1 - x0, bottom - top) <= _RING and min(x1 - x0, bottom - top) > 1:
                fills.append(Fill(x0, top, x1, bottom, stroke_colour, False))
            elif x1 - x0 >= _BOX[0] and bottom - top >= _BOX[1] and _is_box(points):
                fills.append(Fill(x0, top, x1, bottom, _NO_COLOUR, False))
        if stroke_colour is not None and not curved:
            for start, end in zip(points, points[1:], strict=False):
                rule = _rule(start, end, thickness, stroke_colour)
                if rule:
                    rules.append(rule)


def _subpaths(
    handle: pdfium_c.FPDF_PAGEOBJECT, count: int, matrix: Matrix, view: PageView
) -> Iterator[tuple[list[_Point], bool]]:
    points: list[_Point] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(handle, index)
        if not pdfium_c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        point = view.seen(*apply(matrix, x.value, y.value))
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, curved
            points, curved = [point], False
            continue
        curved = curved or kind == pdfium_c.FPDF_SEGMENT_BEZIERTO
        points.append(point)
        if pdfium_c.FPDFPathSegment_GetClose(segment) and points[0] != point:
            points.append(points[0])
    if len(points) > 1:
        yield points, curved


def _add_frame(subpaths: list[tuple[list[_Point], bool]], colour: str, rules: list[Rule]) -> bool:
    """A border painted as the area between two rectangles: four lines, not a filled box."""
    boxes = []
    for points, curved in subpaths:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        if curved or len(points) not in (4, 5):
            return False
        boxes.append((min(xs), min(ys), max(xs), max(ys)))
    outer, inner = sorted(boxes, key=lambda b: (b[0] - b[2]) * (b[3] - b[1]))
    margins = (inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])
    if min(margins) < -0.1 or max(margins) > _FRAME:
        return False
    left, top, right, bottom = ((a + b) / 2 for a, b in zip(outer, inner, strict=True))
    for y, width in ((top, margins[1]), (bottom, margins[3])):
        if width > 0:
            rules.append(Rule(outer[0], y, outer[2], y, True, width, colour))
    for x, width in ((left, margins[0]), (right, margins[2])):
        if width > 0:
            rules.append(Rule(x, outer[1], x, outer[3], False, width, colour))
    return True


def _round_frame(subpaths: Sequence[tuple[list[_Point], bool]]) -> bool:
    """A border with round corners painted as the area between two outlines."""
    (first, curved), (second, also) = subpaths
    if not (curved and also):
        return False
    a, b = _extent(first), _extent(second)
    return all(abs(p - q) <= _FRAME for p, q in zip(a, b, strict=True)) and a[2] - a[0] >= _BOX[0] and _is_box(first)


def _extent(points: Sequence[_Point]) -> BBox:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _is_box(points: Sequence[_Point]) -> bool:
    """An outline that keeps to the sides of its box, but for the corners."""
    x0, top, x1, bottom = _extent(points)
    reach = 0.3 * min(x1 - x0, bottom - top)
    on_side = (min(x - x0, x1 - x, y - top, bottom - y) <= _STRAIGHT + 0.3 * reach for x, y in points)
    return len(points) <= _MAX_CORNERS and all(on_side)


def _add_fill(points: list[_Point], curved: bool, colour: str, rules: list[Rule], fills: list[Fill]) -> None:
    x0, x1 = min(p[0] for p in points), max(p[0] for p in points)
    top, bottom = min(p[1] for p in points), max(p[1] for p in points)
    wide, high = x1 - x0, bottom - top
    if not curved and high <= _THIN < wide or (not curved and high <= _THIN and wide >= 0.8 and wide > 1.5 * high):
        rules.append(Rule(x0, (top + bottom) / 2, x1, (top + bottom) / 2, True, high, colour))
    elif not curved and wide <= _THIN and high > wide:
        rules.append(Rule((x0 + x1) / 2, top, (x0 + x1) / 2, bottom, False, wide, colour))
    elif wide > 1 and high > 1:
        square = not curved and all(
            min(abs(x - x0), abs(x - x1)) < _STRAIGHT and min(abs(y - top), abs(y - bottom)) < _STRAIGHT
            for x, y in points
        )
        fills.append(Fill(x0, top, x1, bottom, colour, square))


def _rule(start: _Point, end: _Point, thickness: float, colour: str) -> Rule | None:
    (ax, ay), (bx, by) = start, end
    if abs(ay - by) <= _STRAIGHT and abs(ax - bx) > 0.8:
        return Rule(min(ax, bx), (ay + by) / 2, max(ax, bx), (ay + by) / 2, True, thickness, colour)
    if abs(ax - bx) <= _STRAIGHT and abs(ay - by) > 0.8:
        return Rule((ax + bx) / 2, min(ay, by), (ax + bx) / 2, max(ay, by), False, thickness, colour)
    return None


def _colour(handle: pdfium_c.FPDF_PAGEOBJECT, getter: object) -> str | None:
    red, green, blue, alpha = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    known = getter(handle, ctypes.byref(red), ctypes.byref(green), ctypes.byref(blue), ctypes.byref(alpha))  # type: ignore[operator]
    if not known or alpha.value < 8:
        return None
    return f"#{red.value:02x}{green.value:02x}{blue.value:02x}"


def _clipped(fill: Fill, width: float, height: float) -> Fill | None:
    x0, top, x1, bottom = max(0.0, fill.x0), max(0.0, fill.top), min(width, fill.x1), min(height, fill.bottom)
    if x1 - x0 < 1 or bottom - top < 1:
        return None
    return Fill(x0, top, x1, bottom, fill.colour, fill.exact, fill.order)
