"""From a file's own coordinates to the page as seen, and small sums with boxes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safeplans.extractors.base.document import BBox

#: A PDF matrix (a, b, c, d, e, f): x' = ax + cy + e, y' = bx + dy + f (PDF 32000-1, 8.3.3).
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies `first`, then `then`."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


@dataclass(frozen=True, slots=True)
class PageView:
    """The visible part of a page (left, bottom, right, top in file coordinates) and its clockwise turn in degrees."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0

    def size(self) -> tuple[float, float]:
        """Width and height as seen."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn in (90, 270) else (width, height)

    def seen(self, x: float, y: float) -> tuple[float, float]:
        """A point of the file, measured from the top left of the page as seen."""
        if self.turn == 90:
            return y - self.bottom, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.bottom
        if self.turn == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def seen_box(self, x0: float, y0: float, x1: float, y1: float) -> BBox:
        ax, ay = self.seen(x0, y0)
        bx, by = self.seen(x1, y1)
        # What min and max give, at half their price: this is asked of every character that does not run level.
        return bx if bx < ax else ax, by if by < ay else ay, bx if bx > ax else ax, by if by > ay else ay


def union(boxes: Iterable[BBox]) -> BBox:
    """The box around all. Raises ValueError when there is none."""
    known = list(boxes)
    if not known:
        raise ValueError("no box to join")
    if len(known) == 1:
        return known[0]
    return (
        min(b[0] for b in known),
        min(b[1] for b in known),
        max(b[2] for b in known),
        max(b[3] for b in known),
    )


def turned_box(box: BBox, x: float, y: float, angle: float) -> BBox:
    """The box around a box that is turned about (x, y) by an angle in degrees, counter-clockwise as seen."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    corners = [(px - x, py - y) for px in (box[0], box[2]) for py in (box[1], box[3])]
    xs = [px * cos + py * sin + x for px, py in corners]
    ys = [py * cos - px * sin + y for px, py in corners]
    return min(xs), min(ys), max(xs), max(ys)


def overlap(a0: float, a1: float, b0: float, b1: float) -> float:
    """The common length of two intervals, negative when there is a gap between them."""
    return min(a1, b1) - max(a0, b0)


def clusters(values: Iterable[float], tolerance: float) -> list[float]:
    """Sorted centres of values that lie within `tolerance` of their neighbour."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(g) / len(g) for g in groups]


def joined(number: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """For each of so many things one that stands for its group: pairs are in one group, and so is what they lead to.

    Ours and not `scipy.sparse.csgraph.connected_components`, which gives the same groups on all pages of the samples:
    these lines take a third of its time, and loading it would cost every process that reads a PDF 0.3 s and 33 MB.
    """
    parent = list(range(number))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for one, other in pairs:
        parent[root(other)] = root(one)
    return [root(index) for index in range(number)]


def nearest(values: Sequence[float], value: float) -> int:
    """Index of the value nearest to `value`."""
    return min(range(len(values)), key=lambda i: abs(values[i] - value))
