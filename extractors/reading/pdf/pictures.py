"""Pictures with words in them, on pages that have text besides: recognised where that can be done, else told.

A table pasted as a picture looks like print: one plain ground, little ink, and that in lines of text. A photograph
does not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.pdf.content import Fill, PageContent, PageImage, Recognised, Rule, Word
from safeplans.extractors.reading.pdf.geometry import overlap

_LEAST = (150.0, 50.0)  # points: a picture at least so wide and high may hold a table
_TILE = 2.0  # points between the strips that one picture was cut into
_OWN_WORDS = 4  # words of the page that may stand on the picture; more, and it is the ground of text
_LOOK = 72  # pixels an inch at which a picture is looked at: a line of print is some six pixels high
_GROUND = (24, 0.45)  # levels around the commonest one, and the share of the picture that they make
_INK = (60, 0.35)  # levels from the ground that make ink, and the share of the picture that is inked at most
_RULE = 0.6  # share of a row or column of pixels that is inked where a line is drawn
_PRINT = (3, 16)  # pixels: height of a line of print
_STROKES = 8  # beginnings of ink along a line of print, at least
_LINES = 4  # lines of print in a picture that is worth reading
_MOSTLY = 0.5  # share of the inked rows of pixels that lines of print make; in charts and emblems it is less
_SURE = 0.7  # confidence of a recognised word that counts
_ENOUGH = 12  # sure words that are worth taking
_SHARE = 0.6  # of the recognised words must be sure, and as many not figures alone: else it is a chart
_LEVEL = 0.5  # degrees by which a picture may be askew and still be set on the page as it is


class Pictures:
    """The pictures of one document that were looked at."""

    def __init__(self) -> None:
        self._met: set[tuple[int, ...]] = set()

    def printed(self, content: PageContent, look: Callable[[BBox, int], PageImage]) -> list[BBox]:
        """Boxes of the page's pictures that seem to hold lines of print, the ones not met at this place before.

        look: the part of the page in a box, as seen, as a picture of so many pixels an inch.
        """
        found: list[BBox] = []
        for box in _large(content):
            key = tuple(round(side / 4) for side in box)
            again = key in self._met or any(_within(box, other) for other in found)
            if again or _words_on(content, box) > _OWN_WORDS:
                continue
            self._met.add(key)  # a logo that comes again is not looked at again
            if looks_printed(look(content.as_seen(box), _LOOK)):
                found.append(box)
        return found


def take_picture(content: PageContent, box: BBox, found: Recognised) -> bool:
    """Put what was recognised in a picture on its page; False where too little of it was legible."""
    if content.turned or found.turned or abs(found.skew) > _LEVEL or not _is_worth(found.words):
        return False
    right, down = box[0], box[1]
    items: list[Word | Rule | Fill] = [*found.words, *found.rules, *found.fills]
    for item in items:
        item.x0, item.x1, item.top, item.bottom = item.x0 + right, item.x1 + right, item.top + down, item.bottom + down
    for word in found.words:
        word.baseline += down
    content.words += found.words
    content.rules += found.rules
    content.fills += found.fills
    return True


def _large(content: PageContent) -> list[BBox]:
    """The pictures of a page, strips of one put together, that have room for a table."""
    whole: list[BBox] = []
    for box in sorted(content.images, key=lambda b: (b[0], b[1])):
        last = whole[-1] if whole else None
        if last is not None and abs(last[0] - box[0]) < _TILE > abs(last[2] - box[2]) and box[1] - last[3] < _TILE:
            whole[-1] = (last[0], last[1], last[2], max(last[3], box[3]))
        else:
            whole.append(box)
    inside = [(max(b[0], 0.0), max(b[1], 0.0), min(b[2], content.width), min(b[3], content.height)) for b in whole]
    return [b for b in inside if b[2] - b[0] >= _LEAST[0] and b[3] - b[1] >= _LEAST[1]]


def _within(box: BBox, other: BBox) -> bool:
    return overlap(box[0], box[2], other[0], other[2]) > 0.9 * (box[2] - box[0]) and overlap(
        box[1], box[3], other[1], other[3]
    ) > 0.9 * (box[3] - box[1])


def _words_on(content: PageContent, box: BBox) -> int:
    return sum(
        overlap(w.x0, w.x1, box[0], box[2]) > 0.5 * (w.x1 - w.x0) and box[1] <= w.middle[1] <= box[3]
        for w in content.words
    )


def looks_printed(image: PageImage) -> bool:
    """Does a picture show lines of print on a plain ground?"""
    pixels = np.frombuffer(image.pixels, np.uint8).reshape(image.rows, image.columns, 3)
    grey = pixels[:, :, 1].astype(np.int16)  # green is most of what the eye takes for light
    levels = np.bincount(grey.ravel() // 8, minlength=32)
    ground = int(levels.argmax()) * 8 + 4
    away = np.abs(grey - ground)
    if (away <= _GROUND[0]).mean() < _GROUND[1]:
        return False
    ink = away > _INK[0]
    ink = ink[:, ink.mean(axis=0) < _RULE]
    if not ink.size or ink.mean() > _INK[1]:
        return False
    lines, share = _lines_of_print(ink)
    return lines >= _LINES and share >= _MOSTLY


def _lines_of_print(ink: NDArray[np.bool_]) -> tuple[int, float]:
    """How many lines of print there are, and their share of the rows of pixels that have ink."""
    inked = ink.mean(axis=1)
    printed = (inked > 0) & (inked < _RULE)
    strokes = (ink[:, 1:] & ~ink[:, :-1]).sum(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], printed.astype(np.int8), [0]))))
    bands = [
        last - first
        for first, last in zip(edges[::2], edges[1::2], strict=True)
        if _PRINT[0] <= last - first <= _PRINT[1] and strokes[first:last].max() >= _STROKES
    ]
    return len(bands), float(sum(bands) / max(printed.sum(), 1))


def _is_worth(words: Sequence[Word]) -> bool:
    sure = [w for w in words if w.confidence >= _SURE]
    letters = [w for w in sure if any(c.isalpha() for c in w.text)]
    return len(sure) >= _ENOUGH and min(len(sure), len(letters)) >= _SHARE * len(words)
