"""Shading as a person sees it: what is painted in pieces of one colour is one area, what is painted over its like shows nothing.

Word paints a cell's shading and then a strip of the same colour behind each line of its text, or the cell's padding in
pieces of their own, and draws lines in the colour of the shading. None of these is a border.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.reading.pdf.content import Fill, PageContent, Rule
from extractors.reading.pdf.geometry import overlap

_INSET = 1.0  # points by which a strip may stand out over the shading that it belongs to
_ABUT = 0.3  # points between two pieces of one area
_PADDING = 10.0  # points: a piece so narrow holds no text, it is the padding of the cell beside it
_LEVEL = 0.6  # points between the edges of two pieces of one height
_STROKE = 0.35  # points by which a line's stroke may stand out over the shading in which it is not seen
_MAX_PIECES = 3000  # more are a drawing


def as_seen(content: PageContent) -> PageContent:
    """The content with shading joined to areas, and without the lines that have the colour of what they lie on."""
    fills = [f for f in content.fills if f.exact]
    if not fills or len(fills) > _MAX_PIECES:
        return content
    colours = {f.colour for f in fills}
    rules = [r for r in content.rules if r.colour not in colours or not _is_unseen(r, fills)]
    joined = _without_strips(_with_padding(content.fills))
    return replace(content, fills=joined, rules=rules)


def _is_unseen(rule: Rule, fills: Sequence[Fill]) -> bool:
    half = rule.width / 2
    x0, x1 = (rule.x0, rule.x1) if rule.horizontal else (rule.x0 - half, rule.x0 + half)
    top, bottom = (rule.top - half, rule.top + half) if rule.horizontal else (rule.top, rule.bottom)
    return any(
        f.colour == rule.colour
        and f.x0 - _STROKE <= x0
        and x1 <= f.x1 + _STROKE
        and f.top - _STROKE <= top
        and bottom <= f.bottom + _STROKE
        for f in fills
    )


def _with_padding(fills: Sequence[Fill]) -> list[Fill]:
    """Pieces beside one another of one colour and height joined where one of them is too narrow for text."""
    joined = list(fills)
    rows: dict[tuple[str, int], list[int]] = {}
    for index, fill in enumerate(fills):
        if fill.exact and fill.height > 2 * _LEVEL:
            rows.setdefault((fill.colour, round(fill.top / _LEVEL)), []).append(index)
    gone: set[int] = set()
    for row in rows.values():
        row.sort(key=lambda i: fills[i].x0)
        home = row[0]
        for index in row[1:]:
            fill, last = fills[index], joined[home]
            abut = abs(fill.x0 - last.x1) <= _ABUT and abs(fill.bottom - last.bottom) <= _LEVEL
            if abut and min(fill.width, last.width) < _PADDING:
                joined[home] = replace(last, x1=fill.x1)
                gone.add(index)
            else:
                home = index
    return [fill for index, fill in enumerate(joined) if index not in gone]


def _without_strips(fills: Sequence[Fill]) -> list[Fill]:
    """Without the pieces that lie on a larger one of their colour, nothing of another colour between them."""
    by_colour: dict[str, list[tuple[int, Fill]]] = {}
    for index, fill in enumerate(fills):
        by_colour.setdefault(fill.colour, []).append((index, fill))
    return [
        fill
        for index, fill in enumerate(fills)
        if not fill.exact
        or not any(
            home.exact and home is not fill and _lies_on(fill, home) and not _between(fills, number, index)
            for number, home in by_colour[fill.colour]
        )
    ]


def _lies_on(fill: Fill, home: Fill) -> bool:
    return (
        home.width * home.height > fill.width * fill.height + 1
        and fill.x0 >= home.x0 - _INSET
        and fill.x1 <= home.x1 + _INSET
        and fill.top >= home.top - _INSET
        and fill.bottom <= home.bottom + _INSET
    )


def _between(fills: Sequence[Fill], first: int, last: int) -> bool:
    """Was something of another colour painted over the first piece, where the last one then came to lie?"""
    fill = fills[last]
    return any(
        other.colour != fill.colour
        and overlap(other.x0, other.x1, fill.x0, fill.x1) > _INSET
        and overlap(other.top, other.bottom, fill.top, fill.bottom) > _INSET
        for other in fills[first + 1 : last]
    )
