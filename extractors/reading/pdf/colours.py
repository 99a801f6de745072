"""Colours of cells: what lies behind the text, or the coloured mark in it."""

from __future__ import annotations

from collections.abc import Sequence

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.colours import is_coloured, is_white
from safeplans.extractors.reading.pdf.content import Fill, Word
from safeplans.extractors.reading.pdf.geometry import overlap

_SHORT = 24  # letters: a coloured text up to this length may be a rating


def cell_fill(box: BBox, fills: Sequence[Fill], words: Sequence[Word]) -> str | None:
    """The colour of a cell as ``#rrggbb``: its background, else a coloured mark or short coloured text in it.

    None for a white or unfilled cell.
    """
    x0, top, x1, bottom = box
    area = max((x1 - x0) * (bottom - top), 0.1)
    background: str | None = None
    mark: str | None = None
    for fill in fills:
        if fill.x0 >= x1 or fill.x1 <= x0 or fill.top >= bottom or fill.bottom <= top:
            continue
        across = overlap(fill.x0, fill.x1, x0, x1)
        down = overlap(fill.top, fill.bottom, top, bottom)
        if across <= 0 or down <= 0:
            continue
        if across * down >= 0.5 * area:
            background = fill.colour
        elif across * down >= 0.6 * fill.width * fill.height and not is_white(fill.colour):
            small = fill.width <= 0.9 * (x1 - x0) or fill.height <= 0.9 * (bottom - top)
            if small and fill.width * fill.height >= 12 and is_coloured(fill.colour):
                mark = fill.colour
    if background is not None and is_white(background):
        background = None
    text = "".join(w.text for w in words)
    if mark is not None and len(text) <= _SHORT:
        return mark
    if background is not None:
        return background
    if text and len(text) <= _SHORT:
        colours = {w.colour for w in words}
        if len(colours) == 1:
            colour = colours.pop()
            if is_coloured(colour):
                return colour
    return None
