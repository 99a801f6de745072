"""Where the words of a document's lines are printed: boxes for any part of a line or paragraph.

A long document has a hundred thousand words and is kept between runs, so their boxes are plain numbers in a row, not
objects. Coordinates are points from the page's top left, as in `extractors.document`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

BBox = tuple[float, float, float, float]
_SIDES = 4


@dataclass(frozen=True, slots=True)
class PrintedWords:
    """The box of each word of `Document.lines`, a word being what stands between blanks.

    pages: the page of each line. starts: for each line how many words stand before it, and at last how many there are
    (both unsigned of 32 bits). boxes: x0, top, x1, bottom of each word (floats of 32 bits). All in the machine's order.
    """

    pages: bytes = b""
    starts: bytes = b""
    boxes: bytes = b""

    def of_line(self, number: int) -> Iterator[tuple[int, BBox]]:
        """Page and box of each word of line `number` (from 1); none for a line of which none are known."""
        pages = memoryview(self.pages).cast("I")
        if not 1 <= number <= len(pages):
            return
        start, end = memoryview(self.starts).cast("I")[number - 1 : number + 1]
        sides = memoryview(self.boxes).cast("f")
        for at in range(start * _SIDES, end * _SIDES, _SIDES):
            x0, top, x1, bottom = sides[at : at + _SIDES]
            yield pages[number - 1], (x0, top, x1, bottom)


@dataclass(slots=True)
class PrintedLines:
    """Collects the boxes of words, line by line."""

    _pages: array[int] = field(default_factory=lambda: array("I"))
    _starts: array[int] = field(default_factory=lambda: array("I", [0]))
    _boxes: array[float] = field(default_factory=lambda: array("f"))

    def add(self, page: int, boxes: Iterable[BBox]) -> None:
        """The next line of the document, with the boxes of its words."""
        for box in boxes:
            self._boxes.extend(box)
        self._pages.append(page)
        self._starts.append(len(self._boxes) // _SIDES)

    def words(self) -> PrintedWords:
        return PrintedWords(self._pages.tobytes(), self._starts.tobytes(), self._boxes.tobytes())
