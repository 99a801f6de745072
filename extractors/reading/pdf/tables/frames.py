"""Boxes that are no tables: layouts of boxes side by side, and frames whose text is read box by box."""

from __future__ import annotations

from collections.abc import Sequence

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.pdf.content import PageContent, Word
from safeplans.extractors.reading.pdf.raw import RawTable
from safeplans.extractors.reading.pdf.tables.choosing import boxes_overlap

_MAX_ROUNDED = 60  # more are a drawing
_GAP = 26.0  # points of white between two boxes at most
_LAYOUT_WORDS = 28  # words in each cell of a one-row grid that is a layout rather than a table


def is_layout(table: RawTable) -> bool:
    """Boxes side by side, not a table: one row of cells with running text, or of shaded boxes with white between."""
    rows = [r for r in table.rows if len(r.filled) >= 2]
    gaps = {c.column for r in rows for c in r.cells if not c.lines and not c.fill and c.box[2] - c.box[0] < _GAP}
    if table.method == "shaded" and len(rows) == 1 and len(gaps) >= 1 and len(rows[0].filled) == len(gaps) + 1:
        return True
    filled = [c for row in table.rows for c in row.filled]
    one_row = len([r for r in table.rows if r.filled]) == 1
    return one_row and len(filled) >= 2 and all(len(c.text.split()) >= _LAYOUT_WORDS for c in filled)


def frames(boxes: Sequence[BBox], words: Sequence[Word], content: PageContent) -> list[BBox]:
    """Boxes with text that have other text or another box beside them: their text is read box by box."""
    limit = 0.6 * content.width * content.height
    filled: list[BBox] = []
    for box in boxes:
        if (box[2] - box[0]) * (box[3] - box[1]) >= limit or any(within(box, f) and within(f, box) for f in filled):
            continue
        inside = {round(w.baseline) for w in words if w.is_in(box)}
        if len(inside) >= 2 or (inside and box[3] - box[1] > 40):
            filled.append(box)
    outer = [b for b in filled if not any(o is not b and within(b, o) for o in filled)]
    for box in outer:
        level = [w for w in words if box[1] < w.baseline < box[3] and (w.x1 < box[0] or w.x0 > box[2])]
        if len({round(w.baseline) for w in level}) >= 2:
            return outer
    return []


def rounded(content: PageContent, used: Sequence[BBox]) -> list[BBox]:
    """Boxes with round corners that are large enough for text, outside tables."""
    boxes = [(f.x0, f.top, f.x1, f.bottom) for f in content.fills if not f.exact and f.width >= 80 and f.height >= 30]
    if len(boxes) > _MAX_ROUNDED:
        return []
    return [box for box in boxes if not any(boxes_overlap(box, other) for other in used)]


def in_frame(word: Word, boxes: Sequence[BBox]) -> bool:
    if not boxes:
        return False
    x, y = word.middle
    return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in boxes)


def within(inner: BBox, outer: BBox) -> bool:
    return (
        inner[0] >= outer[0] - 4 and inner[1] >= outer[1] - 4 and inner[2] <= outer[2] + 4 and inner[3] <= outer[3] + 4
    )


def within_any(inner: BBox, outers: Sequence[BBox]) -> bool:
    return any(within(inner, outer) for outer in outers)
