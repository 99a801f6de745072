"""Outlines to rules and fills: what all backends share. All coordinates are points on the page as seen."""

from __future__ import annotations

from collections.abc import Sequence

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.pdf.content import Fill, Rule

_THIN = 2.6  # points: a filled rectangle not higher or wider than this is drawn as a line
_STRAIGHT = 0.6  # points by which an almost straight line may lean
FRAME = 7.0  # points: a border painted as an area is not thicker
_RING = 9.0  # a ring up to this size is a hollow bullet
_MAX_CORNERS = 260  # points of an outline whose corners are drawn in many short pieces
_BOX = (80.0, 30.0)  # points: a rounded outline at least so wide and high may be a box around text
_NO_COLOUR = "#ffffff"  # of an outline that only shows where a box is

Point = tuple[float, float]


def add_path(
    subpaths: Sequence[tuple[list[Point], bool]],
    fill_colour: str | None,
    stroke_colour: str | None,
    thickness: float,
    rules: list[Rule],
    fills: list[Fill],
) -> None:
    """Add what a path draws: each of its outlines as points, and whether it is curved; None for what is not painted.

    thickness: of its strokes, in points.
    """
    if fill_colour is not None and len(subpaths) == 2:
        if _add_frame(subpaths, fill_colour, rules):
            return
        if _round_frame(subpaths):
            fill_colour = _NO_COLOUR
    for points, curved in subpaths:
        if fill_colour is not None:
            _add_fill(points, curved, fill_colour, rules, fills)
        if stroke_colour is not None and curved and fill_colour is None:
            x0, top, x1, bottom = _extent(points)
            if max(x1 - x0, bottom - top) <= _RING and min(x1 - x0, bottom - top) > 1:
                fills.append(Fill(x0, top, x1, bottom, stroke_colour, False))
            elif x1 - x0 >= _BOX[0] and bottom - top >= _BOX[1] and _is_box(points):
                fills.append(Fill(x0, top, x1, bottom, _NO_COLOUR, False))
        if stroke_colour is not None and not curved:
            for start, end in zip(points, points[1:], strict=False):
                rule = _rule(start, end, thickness, stroke_colour)
                if rule:
                    rules.append(rule)


def on_page(rules: Sequence[Rule], fills: Sequence[Fill], width: float, height: float) -> tuple[list[Rule], list[Fill]]:
    """The rules that can be seen on a page of this size, and the fills clipped to it."""
    seen = [r for r in rules if -2 <= r.x0 <= width + 2 and -2 <= r.top <= height + 2 and r.x1 >= 0 and r.bottom >= 0]
    return seen, [f for f in (_clipped(f, width, height) for f in fills) if f]


def _add_frame(subpaths: Sequence[tuple[list[Point], bool]], colour: str, rules: list[Rule]) -> bool:
    """A border painted as the area between two rectangles: four lines, not a filled box."""
    boxes = []
    for points, curved in subpaths:
        if curved or len(points) not in (4, 5):
            return False
        boxes.append(_extent(points))
    outer, inner = sorted(boxes, key=lambda b: (b[0] - b[2]) * (b[3] - b[1]))
    margins = (inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])
    if min(margins) < -0.1 or max(margins) > FRAME:
        return False
    left, top, right, bottom = ((a + b) / 2 for a, b in zip(outer, inner, strict=True))
    for y, width in ((top, margins[1]), (bottom, margins[3])):
        if width > 0:
            rules.append(Rule(outer[0], y, outer[2], y, True, width, colour))
    for x, width in ((left, margins[0]), (right, margins[2])):
        if width > 0:
            rules.append(Rule(x, outer[1], x, outer[3], False, width, colour))
    return True


def _round_frame(subpaths: Sequence[tuple[list[Point], bool]]) -> bool:
    """A border with round corners painted as the area between two outlines."""
    (first, curved), (second, also) = subpaths
    if not (curved and also):
        return False
    a, b = _extent(first), _extent(second)
    return all(abs(p - q) <= FRAME for p, q in zip(a, b, strict=True)) and a[2] - a[0] >= _BOX[0] and _is_box(first)


def _extent(points: Sequence[Point]) -> BBox:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _is_box(points: Sequence[Point]) -> bool:
    """An outline that keeps to the sides of its box, but for the corners."""
    x0, top, x1, bottom = _extent(points)
    reach = 0.3 * min(x1 - x0, bottom - top)
    on_side = (min(x - x0, x1 - x, y - top, bottom - y) <= _STRAIGHT + 0.3 * reach for x, y in points)
    return len(points) <= _MAX_CORNERS and all(on_side)


def _add_fill(points: list[Point], curved: bool, colour: str, rules: list[Rule], fills: list[Fill]) -> None:
    x0, top, x1, bottom = _extent(points)
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


def _rule(start: Point, end: Point, thickness: float, colour: str) -> Rule | None:
    (ax, ay), (bx, by) = start, end
    if abs(ay - by) <= _STRAIGHT and abs(ax - bx) > 0.8:
        return Rule(min(ax, bx), (ay + by) / 2, max(ax, bx), (ay + by) / 2, True, thickness, colour)
    if abs(ax - bx) <= _STRAIGHT and abs(ay - by) > 0.8:
        return Rule((ax + bx) / 2, min(ay, by), (ax + bx) / 2, max(ay, by), False, thickness, colour)
    return None


def _clipped(fill: Fill, width: float, height: float) -> Fill | None:
    if fill.x0 > 0 and fill.top > 0 and fill.x1 < width and fill.bottom < height:  # as most are
        return fill if fill.x1 - fill.x0 >= 1 and fill.bottom - fill.top >= 1 else None
    x0, top, x1, bottom = max(0.0, fill.x0), max(0.0, fill.top), min(width, fill.x1), min(height, fill.bottom)
    if x1 - x0 < 1 or bottom - top < 1:
        return None
    return Fill(x0, top, x1, bottom, fill.colour, fill.exact, fill.order)
