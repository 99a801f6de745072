"""Words that lie under a drawn bar: nobody who looks at the page can read them, and they are not published.

Most filled boxes with words in them are shaded cells, painted before their words. A bar is painted after them, nothing
shines through it, and it shows on the page as PDFium draws it.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.colours import channels
from safeplans.extractors.reading.pdf.content import Fill, PageContent, Word
from safeplans.extractors.reading.pdf.geometry import PageView
from safeplans.extractors.reading.pdf.pdfium_drawing import (
    MAX_OBJECTS,
    bounds,
    handle_at,
    walk,
    walk_object,
    without_text,
)

_LOW_BAR = 0.5  # height of a bar, in font sizes of the words under it, at least
_WIDEST = 0.5  # share of the page's area from which on a filled box is no bar but the page's ground
_PLAIN = 140  # levels between fill and letters (of 255) above which the words of a shaded cell can be read
_WHITE = 245  # a fill so pale may cover words as well as carry them: the paper's own colour
_WHITE_BAR = 2.5  # height of such a bar, in font sizes of the words under it, at most: cells are painted white too
_SCALE = 3.0  # pixels a point when the page is looked at
_HIDDEN = 0.9  # share of the pixels of a word's place that show the bar; at its rim some are mixed with what is around
_RIM = 1.0  # point by which a word's middle may lie outside the box of the text that it belongs to
_NEAR = 12  # levels by which a pixel may differ from the bar's colour


def covered_words(page: pdfium.PdfPage, view: PageView, content: PageContent) -> set[int]:
    """The words (by id) of a page, its drawing read already, that a bar painted after them hides."""
    suspects = _suspects(content)
    if not suspects:
        return set()
    later = _painted_over(page, view, [fill for fill, _ in suspects])
    under: list[tuple[Fill, Word]] = []
    for (fill, words), (before, after) in zip(suspects, later, strict=True):
        below = [w for w in words if any(w.is_in(box, _RIM) for box in before)]
        # Words that are printed once more on the bar are read from there.
        under += [(fill, w) for w in below if not any(w.is_in(box, _RIM) for box in after)]
    if not under:
        return set()
    opaque = _opaque(page, {fill.order for fill, _ in under})
    with without_text(page):
        return {id(w) for fill, w in under if fill.order in opaque and _is_plain(page, content, fill, w)}


def _suspects(content: PageContent) -> list[tuple[Fill, list[Word]]]:
    """Filled boxes and the words in them that would hardly be seen there if they were printed on them."""
    # White letters are meant for a darker ground than the paper.
    dark = [w for w in content.words if not w.hidden and _level(w.colour) < _WHITE]
    words = sorted(dark, key=lambda w: w.baseline)
    baselines = [w.baseline for w in words]
    limit = _WIDEST * content.width * content.height
    found = []
    for fill in content.fills:
        if not fill.exact or fill.width * fill.height > limit:
            continue
        shade = _level(fill.colour)
        first, last = bisect_left(baselines, fill.top), bisect_left(baselines, fill.bottom + 4)
        inside = [
            w
            for w in words[first:last]
            if w.angle == 0
            and fill.height >= _LOW_BAR * w.size
            and fill.x0 - 1 <= (w.x0 + w.x1) / 2 <= fill.x1 + 1
            and fill.top <= w.baseline - 0.3 * w.size <= fill.bottom
            and (abs(_level(w.colour) - shade) < _PLAIN or (shade >= _WHITE and fill.height <= _WHITE_BAR * w.size))
        ]
        if inside:
            found.append((fill, inside))
    return found


@cache
def _level(colour: str) -> float:
    """How light a colour is, 0 to 255."""
    red, green, blue = channels(colour)
    return 0.3 * red + 0.59 * green + 0.11 * blue


def _painted_over(page: pdfium.PdfPage, view: PageView, fills: Sequence[Fill]) -> list[tuple[list[BBox], list[BBox]]]:
    """For each fill the boxes of the texts painted before it and of those painted after it, where they meet it."""
    found: list[tuple[list[BBox], list[BBox]]] = [([], []) for _ in fills]
    for count, (place, kind, matrix) in enumerate(walk(page)):
        if count >= MAX_OBJECTS:
            break
        box = bounds(place, matrix, view) if kind == pdfium_c.FPDF_PAGEOBJ_TEXT else None
        if box is None:
            continue
        x0, top, x1, bottom = box
        for fill, (before, after) in zip(fills, found, strict=True):
            if x0 < fill.x1 and x1 > fill.x0 and top < fill.bottom and bottom > fill.top:
                (before if count < fill.order else after).append(box)
    return found


def _opaque(page: pdfium.PdfPage, orders: set[int]) -> set[int]:
    """Those of some objects, by number, through which nothing shines: a pen's mark is one that lets words be seen."""
    found: set[int] = set()
    first, raw = 0, page.raw
    for index in range(pdfium_c.FPDFPage_CountObjects(raw)):
        whole = pdfium_c.FPDFPage_GetObject(raw, index)
        parts = list(walk_object(whole))
        inside = [n - first for n in orders if first <= n < first + len(parts)]
        if inside and not pdfium_c.FPDFPageObj_HasTransparency(whole):
            found.update(first + n for n in inside if not pdfium_c.FPDFPageObj_HasTransparency(handle_at(parts[n][0])))
        first += len(parts)
    return found


def _is_plain(page: pdfium.PdfPage, content: PageContent, fill: Fill, word: Word) -> bool:
    """Does the page, its letters left out, show the fill's colour and nothing else where the word stands?"""
    box = content.as_seen((word.x0, word.baseline - 0.6 * word.size, word.x1, word.baseline))
    width, height = content.seen_size
    crop = (max(0.0, box[0]), max(0.0, height - box[3]), max(0.0, width - box[2]), max(0.0, box[1]))
    if crop[0] + crop[2] >= width - 1 or crop[1] + crop[3] >= height - 1:
        return False
    bitmap = page.render(scale=_SCALE, crop=crop, grayscale=True)
    try:
        raw = ctypes.string_at(bitmap.buffer, bitmap.stride * bitmap.height)
        seen = b"".join(raw[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height))
    finally:
        bitmap.close()
    level = _level(fill.colour)
    return bool(seen) and sum(abs(pixel - level) <= _NEAR for pixel in seen) >= _HIDDEN * len(seen)
