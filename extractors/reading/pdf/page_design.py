"""Frames, side panels and grounds that dress a page: their edges are no borders of cells.

A frame around the page, a coloured panel along its side or a line down its margin meets the rules and boxes of the
text. Taken for borders, they make one table of the whole page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.pdf.content import Fill, PageContent, Rule
from safeplans.extractors.reading.pdf.geometry import clusters, union

_TALL = 0.6  # share of the page's height from which on a line or panel is of the page, not of a row
_WIDE = 0.5  # share of the page's width from which on a panel is the ground of the text
_MARGIN = 0.12  # share of the page's height where a frame ends and heads and feet of pages stand
_RIBBON = 45.0  # points: height of a ribbon at most
_MEETS = 3.2  # points by which two lines may miss each other and still meet
_ONE = 10.0  # points between the strokes of one line of a frame
_SIDES = 2  # upright lines so tall that may frame a page; more are the columns of a table
_ROWS = 2  # lines or boxes within the page that meet an upright line of a table, at least


def without_design(content: PageContent) -> PageContent:
    """The page without the lines and panels that dress it; a side panel with words in it stays, as a box."""
    tall = [r for r in content.rules if not r.horizontal and r.bottom - r.top >= _TALL * content.height]
    panels = [f for f in content.fills if f.exact and f.height >= _TALL * content.height]
    if not tall and not panels:
        return content
    gone: set[int] = set()
    if len(clusters((r.x0 for r in tall), _ONE)) <= _SIDES:
        gone = {id(r) for r in tall if _meetings(r.x0, content, panels) < _ROWS}
    fills = _without_panels(content, panels)
    kept = {id(f) for f in fills}
    dress = [(p.x0, p.top, p.x1, p.bottom) for p in panels if id(p) not in kept]
    framing = [r for r in tall if id(r) in gone]
    if framing:
        dress.append(union((r.x0, r.top, r.x1, r.bottom) for r in framing))
    rules = [r for r in content.rules if id(r) not in gone and not (r.horizontal and _trims(_box(r), dress))]
    return replace(content, rules=rules, fills=[f for f in fills if not (f.exact and _trims(_box(f), dress))])


def _box(item: Rule | Fill) -> BBox:
    return item.x0, item.top, item.x1, item.bottom


def _trims(box: BBox, dress: Sequence[BBox]) -> bool:
    """A line or ribbon along the upper or lower edge of a frame or panel, as wide as it is."""
    return any(
        max(abs(box[0] - d[0]), abs(box[2] - d[2])) <= _MEETS + 1
        and min(abs(box[1] - d[1]), abs(box[3] - d[3])) <= _MEETS + 1
        and box[3] - box[1] <= _RIBBON
        for d in dress
    )


def _meetings(x: float, content: PageContent, panels: Sequence[Fill]) -> int:
    """How many level lines and edges of boxes meet an upright line, but for those at the page's head and foot."""
    known = {id(p) for p in panels}
    head, foot = _MARGIN * content.height, (1 - _MARGIN) * content.height
    levels = [r.top for r in content.rules if r.horizontal and r.x0 - _MEETS <= x <= r.x1 + _MEETS]
    for fill in content.fills:
        if fill.exact and id(fill) not in known and fill.x0 - _MEETS <= x <= fill.x1 + _MEETS:
            levels += [fill.top, fill.bottom]
    return len(clusters((y for y in levels if head < y < foot), _MEETS))


def _without_panels(content: PageContent, panels: Sequence[Fill]) -> list[Fill]:
    """The page's fills without its panels, but for those that are cells, and for one with words of its own."""
    design = [p for p in panels if not _is_cell(p, content, panels)]
    worded = [p for p in _worded(design, content) if p.width <= _WIDE * content.width]
    gone = {id(p) for p in design}
    boxed = id(worded[0]) if len(worded) == 1 else None
    if len(worded) > 1:  # columns of one height side by side may be those of a table
        gone -= {id(p) for p in worded}
    return [
        replace(f, exact=False) if id(f) == boxed else f for f in content.fills if id(f) not in gone or id(f) == boxed
    ]


def _is_cell(panel: Fill, content: PageContent, panels: Sequence[Fill]) -> bool:
    """Do rows begin or end at a side of a tall fill, as they do beside a merged cell?"""
    known = {id(p) for p in panels}
    edges = [(r.x0, r.x1, r.top) for r in content.rules if r.horizontal]
    edges += [(f.x0, f.x1, f.top) for f in content.fills if f.exact and id(f) not in known]
    beside = [
        y
        for x0, x1, y in edges
        if panel.top < y < panel.bottom and (abs(x0 - panel.x1) <= _MEETS or abs(x1 - panel.x0) <= _MEETS)
    ]
    return len(clusters(beside, _MEETS)) >= _ROWS


def _worded(panels: Sequence[Fill], content: PageContent) -> list[Fill]:
    """The panels with words on them; where panels overlap, words are on the one painted last."""
    found: dict[int, Fill] = {}
    for word in content.words:
        x = (word.x0 + word.x1) / 2
        under = [p for p in panels if p.x0 <= x <= p.x1 and p.top <= word.baseline <= p.bottom]
        if under:
            found[id(under[-1])] = under[-1]
    return list(found.values())
