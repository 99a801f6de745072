"""Words that lie under a drawn bar: nobody who looks at the page can read them, and they are not published.

Most filled boxes with words in them are shaded cells, painted before their words. A bar is painted after them; whether
it hides them is then seen on the page as PDFium draws it.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from collections.abc import Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractors.document import BBox
from extractors.reading.pdf.colours import channels
from extractors.reading.pdf.content import Fill, PageContent, Word
from extractors.reading.pdf.geometry import PageView
from extractors.reading.pdf.pdfium_drawing import bounds, walk

_LOW_BAR = 0.5  # height of a bar, in font sizes of the words under it, at least
_WIDEST = 0.5  # share of the page's area from which on a filled box is no bar but the page's ground
_PLAIN = 140  # levels between fill and letters (of 255) above which the words of a shaded cell can be read
_WHITE = 245  # a fill so pale may cover words as well as carry them: the paper's own colour
_SCALE = 3.0  # pixels a point when the page is looked at
_HIDDEN = 0.99  # share of the pixels of a word's place that have one colour


def covered_words(page: pdfium.PdfPage, view: PageView, content: PageContent) -> set[int]:
    """The words (by id) of a page, its drawing read already, that a bar painted after them hides."""
    suspects = _suspects(content)
    if not suspects:
        return set()
    later = _painted_over(page, view, [fill for fill, _ in suspects])
    found: set[int] = set()
    for (_, words), (before, after) in zip(suspects, later, strict=True):
        under = [w for w in words if any(_holds(box, w) for box in before)]
        # Words that are printed once more on the bar are read from there.
        under = [w for w in under if not any(_holds(box, w) for box in after)]
        found.update(id(word) for word in under if _unseen(page, content, word))
    return found


def _suspects(content: PageContent) -> list[tuple[Fill, list[Word]]]:
    """Filled boxes and the words in them that would hardly be seen there if they were printed on them."""
    words = sorted((w for w in content.words if not w.hidden and w.text.strip()), key=lambda w: w.baseline)
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
            and (shade >= _WHITE or abs(_level(w.colour) - shade) < _PLAIN)
        ]
        if inside:
            found.append((fill, inside))
    return found


def _level(colour: str) -> float:
    """How light a colour is, 0 to 255."""
    red, green, blue = channels(colour)
    return 0.3 * red + 0.59 * green + 0.11 * blue


def _painted_over(page: pdfium.PdfPage, view: PageView, fills: Sequence[Fill]) -> list[tuple[list[BBox], list[BBox]]]:
    """For each fill the boxes of the texts painted before it and of those painted after it, where they meet it."""
    before: list[list[BBox]] = [[] for _ in fills]
    after: list[list[BBox]] = [[] for _ in fills]
    painted: set[int] = set()
    for handle, kind, matrix in walk(page):
        if kind not in (pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_PATH):
            continue
        box = bounds(handle, matrix, view)
        if box is None:
            continue
        for number, fill in enumerate(fills):
            if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
                if _same(box, fill):
                    painted.add(number)
                    before[number] += after[number]
                    after[number] = []
            elif box[0] < fill.x1 and box[2] > fill.x0 and box[1] < fill.bottom and box[3] > fill.top:
                (after if number in painted else before)[number].append(box)
    return [
        (before[number], after[number]) if number in painted else ([], after[number]) for number in range(len(fills))
    ]


def _same(box: BBox, fill: Fill) -> bool:
    sides = zip(box, (fill.x0, fill.top, fill.x1, fill.bottom), strict=True)
    return all(abs(a - b) < 1.5 for a, b in sides)


def _holds(box: BBox, word: Word) -> bool:
    x, y = (word.x0 + word.x1) / 2, word.baseline - 0.3 * word.size
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


def _unseen(page: pdfium.PdfPage, content: PageContent, word: Word) -> bool:
    """Is there nothing but one colour where the word stands?"""
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
    return bool(seen) and max(seen.count(level) for level in set(seen)) >= _HIDDEN * len(seen)
