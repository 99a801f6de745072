"""What stands on one page, in plain values: the only thing the layout modules see of a PDF.

A backend (`pdfium`) makes it; another one can take its place without a change elsewhere. All coordinates are
points (1/72 inch) from the top left corner of the page as a person sees it, crop and rotation applied.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.pdf.geometry import turned_box

_MIDDLE = 0.3  # font sizes between a baseline and the middle of the small letters on it


@dataclass(slots=True)
class Word:
    """A run of characters without white space.

    x0, top, x1, bottom: its box; top and bottom follow the font size, not the ink.
    baseline: distance of the baseline from the page's top.
    size: font size in points as seen. colour: fill colour ``#rrggbb``.
    angle: direction of the text as seen, in degrees counter-clockwise (0, 90, 180, 270; others rounded).
    mcid: marked-content id that ties the word to `PageContent.tags`, None if there is none.
    artifact: the file marks the word as page furniture (PDF 32000-1, 14.8.2.2).
    hidden: invisible text (render mode 3), as text recognition lays under a scan.
    confidence: of text recognition in the word's letters, 0..1; 1 for digital text.
    raised: small letters above the baseline of the word beside them, whose baseline they are given here.
    apart: the file has white space before it, however near the word before may stand (a slanted letter leans over it).
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    font: str = ""
    size: float = 10.0
    bold: bool = False
    italic: bool = False
    colour: str = "#000000"
    angle: int = 0
    mcid: int | None = None
    artifact: bool = False
    hidden: bool = False
    confidence: float = 1.0
    raised: bool = False
    apart: bool = False

    @property
    def upright(self) -> bool:
        return self.angle == 0

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its small letters: where a word is that stands out over a border."""
        return (self.x0 + self.x1) / 2, self.baseline - _MIDDLE * self.size

    def is_in(self, box: BBox, margin: float = 0.0) -> bool:
        """Does its middle lie in a box, or no more than a margin in points outside?"""
        x, y = self.middle
        return box[0] - margin <= x <= box[2] + margin and box[1] - margin <= y <= box[3] + margin


@dataclass(slots=True)
class Rule:
    """A drawn straight line, or a rectangle so thin that it looks like one.

    horizontal: it runs from x0 to x1 at ``top``; else from top to bottom at ``x0``.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    horizontal: bool
    width: float = 0.5
    colour: str = "#000000"


@dataclass(slots=True)
class Fill:
    """A filled shape in painting order. exact: it is a rectangle; else the box around a dot or rounded box.

    order: the number of the page's object that paints it.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    colour: str
    exact: bool = True
    order: int = 0

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Tag:
    """The structure element that a piece of marked content belongs to.

    path: its kind and its ancestors' from the root (``("Document", "Table", "TR", "TD", "P")``).
    ids: a number for each element of the path, unique in the page, so that two pieces of one element are known.
    """

    path: tuple[str, ...]
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """Something of a page that is not read as its text, and why.

    kind: layer (switched off; text: its name), stamp, comment, struck (crossed out), covered (under a drawn bar; text:
    how many words, never which).
    """

    kind: str
    text: str


@dataclass(slots=True)
class PageContent:
    """One page. unmapped: characters for which the file does not say what letter they are.

    turned: the page's text runs sideways or upside down as seen; all coordinates and the size here are
    those of the page turned clockwise by so many degrees (90, 180 or 270), so that its lines are level.
    skew: degrees by which a scan was then turned counter-clockwise about its middle. `as_seen` turns a box back.
    unread: the page could not be read, or was not to be.
    left_out: what of the page was too much to be read, in words for people.
    asides: what is on the page and yet not its text. struck: boxes that a comment strikes out. covered: boxes of the
    words that were left out because a bar lies over them.
    printed: boxes of pictures that seem to hold lines of print, on a page that has words too.
    """

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    images: list[BBox] = field(default_factory=list)
    tags: dict[int, Tag] = field(default_factory=dict)
    unmapped: int = 0
    origin: str = "digital"
    turned: int = 0
    skew: float = 0.0
    unread: bool = False
    left_out: list[str] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    struck: list[BBox] = field(default_factory=list)
    covered: list[BBox] = field(default_factory=list)
    printed: list[BBox] = field(default_factory=list)

    @property
    def seen_size(self) -> tuple[float, float]:
        """Width and height of the page as a person sees it."""
        return (self.height, self.width) if self.turned in (90, 270) else (self.width, self.height)

    def as_seen(self, box: BBox) -> BBox:
        """A box of this content on the page as a person sees it."""
        width, height = self.seen_size
        x0, top, x1, bottom = turned_box(box, self.width / 2, self.height / 2, -self.skew) if self.skew else box
        if self.turned == 180:
            return width - x1, height - bottom, width - x0, height - top
        if self.turned == 90:
            return top, height - x1, bottom, height - x0
        if self.turned == 270:
            return width - bottom, x0, width - top, x1
        return x0, top, x1, bottom


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as a picture, for text recognition.

    width, height: of the page in points; pixels: rows of RGB bytes, ``columns`` by ``rows`` pixels.
    """

    number: int
    width: float
    height: float
    columns: int
    rows: int
    pixels: bytes


@dataclass(slots=True)
class Recognised:
    """What text recognition found on a page: words, and the lines and shading that are drawn around them.

    All coordinates are points on the page turned upright and level: see `PageContent.turned` and `PageContent.skew`.
    """

    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    turned: int = 0
    skew: float = 0.0


#: Recognises a page that has no text of its own.
Recogniser = Callable[[PageImage], Recognised]
