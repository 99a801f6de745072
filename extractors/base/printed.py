"""Where the words of a document's lines are printed: boxes for any part of a line or paragraph.

A long document has a hundred thousand words and is kept between runs. Their boxes are therefore whole numbers in a row,
not objects, and each side has a row of its own: words of one line have the same height, which packs well.
Coordinates are points from the page's top left, as in `extractors.base.document`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import repeat
from operator import mul, sub
from typing import Final

BBox = tuple[float, float, float, float]

_COUNT: Final = "I"  # types of arrays, 32 bits each
_STEPS: Final = "i"
_STEP = 1 / 16  # of a point: finer than print, and no long fractions to keep


@dataclass(frozen=True, slots=True)
class PrintedWords:
    """The box of each word of `Document.lines`, a word being what stands between blanks.

    pages: the page of each line. starts: for each line how many words stand before it, and at last how many there are.
    lefts, tops, widths, heights: of each word, in sixteenths of a point. Numbers of 32 bits in the machine's order.
    """

    pages: bytes = b""
    starts: bytes = b""
    lefts: bytes = b""
    tops: bytes = b""
    widths: bytes = b""
    heights: bytes = b""

    def of_line(self, number: int) -> Iterator[tuple[int, BBox]]:
        """Page and box of each word of line `number` (from 1); none for a line of which none are known."""
        pages = memoryview(self.pages).cast(_COUNT)
        if not 1 <= number <= len(pages):
            return
        page = pages[number - 1]
        start, end = memoryview(self.starts).cast(_COUNT)[number - 1 : number + 1]
        sides = (self.lefts, self.tops, self.widths, self.heights)
        for box in zip(*(memoryview(side).cast(_STEPS)[start:end] for side in sides), strict=True):
            x, y, width, height = (steps * _STEP for steps in box)
            yield page, (x, y, x + width, y + height)


@dataclass(slots=True)
class PrintedLines:
    """Collects the boxes of words, line by line."""

    _pages: array[int] = field(default_factory=lambda: array(_COUNT))
    _starts: array[int] = field(default_factory=lambda: array(_COUNT, [0]))
    _sides: tuple[array[float], ...] = field(default_factory=lambda: tuple(array("f") for _ in range(4)))

    def add(self, page: int, boxes: Iterable[BBox]) -> None:
        """The next line of the document, with the boxes of its words."""
        for side, values in zip(self._sides, zip(*boxes, strict=True), strict=False):
            side.extend(values)
        self._pages.append(page)
        self._starts.append(len(self._sides[0]))

    def words(self) -> PrintedWords:
        x0, top, x1, bottom = (array(_STEPS, map(round, map(mul, side, repeat(1 / _STEP)))) for side in self._sides)
        sides = (x0, top, array(_STEPS, map(sub, x1, x0)), array(_STEPS, map(sub, bottom, top)))
        return PrintedWords(self._pages.tobytes(), self._starts.tobytes(), *(side.tobytes() for side in sides))
