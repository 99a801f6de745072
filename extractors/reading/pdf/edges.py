"""Drawn lines and the borders of filled boxes, tidied into straight edges, and the grids that touching edges make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from safeplans.extractors.reading.pdf.content import Fill, PageContent, Rule
from safeplans.extractors.reading.pdf.geometry import joined, overlap

_SNAP = 2.2  # points between the two strokes of a double line
_DASH = 4.2  # points between the dashes of one line
_TOUCH = 3.2  # points by which edges may miss each other and still meet
_MAX_EDGES = 2500
_BAR = 6.0  # a filled bar up to this height is a line


@dataclass(slots=True)
class Edge:
    """A straight edge: at ``at`` (y of a horizontal, x of a vertical one), from ``start`` to ``end`` along it.

    breaks: places along it where one drawn piece ends and the next begins (often the borders of cells).
    drawn: a line was drawn; False for the border of a filled box.
    """

    at: float
    start: float
    end: float
    drawn: bool = True
    breaks: list[float] = field(default_factory=list)

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(slots=True)
class Grid:
    """Edges that touch one another."""

    horizontal: list[Edge]
    vertical: list[Edge]

    @property
    def box(self) -> tuple[float, float, float, float]:
        xs = [v.at for v in self.vertical] + [x for h in self.horizontal for x in (h.start, h.end)]
        ys = [h.at for h in self.horizontal] + [y for v in self.vertical for y in (v.start, v.end)]
        return min(xs), min(ys), max(xs), max(ys)


def is_backdrop(fill: Fill, content: PageContent) -> bool:
    """The page's own background."""
    return fill.width > 0.8 * content.width and fill.height > 0.5 * content.height


def usable_fills(content: PageContent) -> list[Fill]:
    """Filled rectangles that may be cells: not the page's background, not a dot, not a hair."""
    kept = []
    for fill in content.fills:
        if fill.exact and not is_backdrop(fill, content) and fill.width >= 10 and fill.height >= 7:
            kept.append(fill)
    return kept


def find_edges(content: PageContent) -> tuple[list[Edge], list[Edge]]:
    """Horizontal and vertical edges of a page, pieces of one line joined."""
    horizontal: list[tuple[float, float, float, bool]] = []
    vertical: list[tuple[float, float, float, bool]] = []
    for rule in content.rules:
        _add_rule(rule, horizontal, vertical)
    for fill in content.fills:
        if fill.exact and fill.height <= _BAR and fill.width > 10 * fill.height:
            horizontal.append(((fill.top + fill.bottom) / 2, fill.x0, fill.x1, True))
        elif fill.exact and fill.width <= _BAR and fill.height > 10 * fill.width:
            vertical.append(((fill.x0 + fill.x1) / 2, fill.top, fill.bottom, True))
    for fill in usable_fills(content):
        horizontal.append((fill.top, fill.x0, fill.x1, False))
        horizontal.append((fill.bottom, fill.x0, fill.x1, False))
        vertical.append((fill.x0, fill.top, fill.bottom, False))
        vertical.append((fill.x1, fill.top, fill.bottom, False))
    return _tidy(horizontal), _tidy(vertical)


def _add_rule(
    rule: Rule, horizontal: list[tuple[float, float, float, bool]], vertical: list[tuple[float, float, float, bool]]
) -> None:
    if rule.horizontal:
        horizontal.append((rule.top, rule.x0, rule.x1, True))
    else:
        vertical.append((rule.x0, rule.top, rule.bottom, True))


def _tidy(pieces: Iterable[tuple[float, float, float, bool]]) -> list[Edge]:
    bands: list[list[tuple[float, float, float, bool]]] = []
    for piece in sorted(pieces):
        if bands and piece[0] - bands[-1][0][0] <= _SNAP:
            bands[-1].append(piece)
        else:
            bands.append([piece])
    edges: list[Edge] = []
    for band in bands:
        edges.extend(_joined(band))
    edges = [e for e in edges if e.length >= 5]
    if len(edges) > _MAX_EDGES:
        return []
    return edges


def _joined(band: Sequence[tuple[float, float, float, bool]]) -> list[Edge]:
    drawn = [p for p in band if p[3]]
    at = sum(p[0] for p in (drawn or band)) / len(drawn or band)
    edges: list[Edge] = []
    for _, start, end, is_drawn in sorted(band, key=lambda p: (p[1], p[2])):
        if edges and start - edges[-1].end <= _DASH:
            edge = edges[-1]
            if abs(start - edge.end) <= 1.2 and end > edge.end + 1:
                edge.breaks.append((start + edge.end) / 2)
            edge.end = max(edge.end, end)
            edge.drawn = edge.drawn or is_drawn
        else:
            edges.append(Edge(at, start, end, is_drawn))
    return edges


def touching(horizontal: Sequence[Edge], vertical: Sequence[Edge]) -> list[Grid]:
    """Groups of edges that meet or cross, largest first; a lone edge is a group of its own."""
    group = joined(
        len(horizontal) + len(vertical),
        (
            (index, number)
            for number, upright in enumerate(vertical, start=len(horizontal))
            for index, level in enumerate(horizontal)
            if level.start - _TOUCH <= upright.at <= level.end + _TOUCH
            and upright.start - _TOUCH <= level.at <= upright.end + _TOUCH
        ),
    )
    groups: dict[int, Grid] = {}
    for index, level in enumerate(horizontal):
        groups.setdefault(group[index], Grid([], [])).horizontal.append(level)
    for number, upright in enumerate(vertical, start=len(horizontal)):
        groups.setdefault(group[number], Grid([], [])).vertical.append(upright)
    return sorted(groups.values(), key=lambda g: -(len(g.horizontal) + len(g.vertical)))


def edges_at(edges: Iterable[Edge], at: float) -> list[Edge]:
    """The edges at ``at``, or so near to it that they are one line."""
    return [edge for edge in edges if abs(edge.at - at) <= _TOUCH]


def separates(edges: Iterable[Edge], at: float, start: float, end: float) -> bool:
    """Do edges at ``at`` run along most of the way from start to end?"""
    length = max(end - start, 0.1)
    covered = 0.0
    for edge in edges:
        if abs(edge.at - at) <= _TOUCH:
            covered += max(0.0, overlap(edge.start, edge.end, start, end))
    return covered >= 0.6 * length
