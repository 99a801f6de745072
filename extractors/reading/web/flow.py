"""The words of an element as paragraphs, headings, list items and tables, in the order in which they are printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from safeplans.extractors.reading.markers import BULLET_GLYPHS, is_number, split_marker
from safeplans.extractors.reading.web.elements import Element
from safeplans.extractors.reading.web.looks import PLAIN, Look, Own, look_of
from safeplans.extractors.reading.web.names import named
from safeplans.extractors.reading.web.numbering import Listing, listing_of
from safeplans.extractors.reading.web.showing import Showing
from safeplans.extractors.reading.web.walking import walk

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section",
        "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_BLOCK_DISPLAYS = frozenset({"block", "flex", "grid", "list-item", "table", "table-row", "table-cell", "flow-root"})
_APART = frozenset({"inline-block", "inline-flex", "inline-table", "inline-grid"})
_APART_TAGS = frozenset({"button", "label"})
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_UNSEEN_LETTERS = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_BLANKS = re.compile(r"[^\S\n]+")
_NOTE = re.compile(r"\[?\(?(?:\d{1,2}|[*†‡])\)?\]?")
_RUNS_ON = re.compile(r"(?:[,/&(–-]|\b(?:and|of|the|to))\s*$")
_LONGEST_BUTTON = 200  # letters of an accordion's button


class Kind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"


@dataclass(slots=True)
class Piece:
    """A paragraph, heading, list item or table of a page.

    level: of a heading 1 to 6, 0 where only its look could tell; depth of an item. aside: why it is no content.
    size: of its letters in pixels. place: the element that it began in. table: the element, of a table.
    """

    kind: Kind
    text: str = ""
    marker: str | None = None
    level: int = 0
    bold: bool = False
    size: float = 16.0
    colour: str | None = None
    aside: str | None = None
    place: Element | None = None
    table: Element | None = None
    joins: bool = False  # it stands on one line with the piece behind it


@dataclass(slots=True)
class _Run:
    text: str
    look: Look


@dataclass(slots=True)
class _Open:
    """An open element. heading: level of the heading that it is in, 0 for none. item: marker that waits for words."""

    element: Element
    look: Look
    block: bool
    apart: bool
    aside: str | None
    heading: int
    opens: bool  # it is what opens an accordion
    listing: Listing | None
    depth: int
    rows: bool  # what it holds stands side by side
    item: bool = False


@dataclass(slots=True)
class Flow:
    """What a walk over an element gathers.

    parts: elements that are no content, and why. is_table: whether an element is a table with rows, which is then
    left to the tables. struck: words that are crossed out. marks: backgrounds met on the way, as ``#rrggbb``.
    """

    showing: Showing
    parts: Mapping[Element, str]
    is_table: Callable[[Element, Own], bool]
    look: Look = PLAIN
    inside_cell: bool = False
    pieces: list[Piece] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    _stack: list[_Open] = field(default_factory=list)
    _runs: list[_Run] = field(default_factory=list)
    _marker: str | None = None
    _marked: bool = False  # a marker waits, or an item without one
    _level: int = 1  # of the last heading
    _outer: list[tuple[Element, int]] = field(default_factory=list)

    def read(self, element: Element) -> list[Piece]:
        walk(element, self)
        self._flush()
        self.pieces = _joined(self.pieces)
        return self.pieces

    # ---- the walk

    def begin(self, element: Element) -> bool:
        above = self._stack[-1] if self._stack else None
        if above is not None and self.showing.hidden(element):
            return False
        look, own = look_of(element, above.look if above else self.look, self.showing.sheet)
        if look.unseen and not any(True for _ in element):
            return False
        tag = element.tag
        if above is not None and own.background is not None:
            self.marks.append(own.background)
        aside = self.parts.get(element, above.aside if above else None) or None
        if tag == "br":
            self._runs.append(_Run("\n", look))
            return False
        if tag == "input":
            self._box(element, look)
            return False
        if tag == "sup" and _NOTE.fullmatch("".join(element.itertext()).strip()):
            return False  # points to a note; printed text has it raised, and readers of print leave it out
        if above is not None and self.is_table(element, own):
            self._flush()
            self._add(Piece(Kind.TABLE, place=element, table=element, aside=aside))
            return False
        heading, opens = self._heading(element, above)
        block = tag in _BLOCKS and own.display not in ("inline", *_APART) or own.display in _BLOCK_DISPLAYS or opens
        block = block or above is None or aside != above.aside
        apart = own.display in _APART or tag in _APART_TAGS or own.floats or bool(above and above.rows)
        opened = _Open(
            element, look, block, apart, aside, heading, opens, above.listing if above else None,
            above.depth if above else 0, own.display in ("flex", "inline-flex", "grid"),
        )  # fmt: skip
        if block:
            self._flush()
        elif opened.apart:
            self._runs.append(_Run(" ", look))
        if tag in _LISTS:
            opened.depth += 1
            opened.listing = listing_of(element, opened.depth, own.list_style)
        elif tag == "li":
            listing = opened.listing or Listing("•")
            self._marker = listing.marker(element, own.list_style)
            self._marked, opened.item = True, True
            opened.depth = max(opened.depth, 1)
        elif tag == "details" or element.get("role") == "tabpanel" or named(element, "panels"):
            self._outer.append((element, self._level))
            self._label(element, opened)
        self._stack.append(opened)
        return True

    def words(self, text: str) -> None:
        look = self._stack[-1].look
        if not look.unseen:
            self._runs.append(_Run(text if look.pre else text.replace("\n", " ").replace("\r", " "), look))

    def end(self, element: Element) -> None:
        opened = self._stack[-1]
        if opened.block:
            self._flush()
        elif opened.apart:
            self._runs.append(_Run(" ", opened.look))
        self._stack.pop()
        if opened.item:
            self._marked, self._marker = False, None
        if self._outer and self._outer[-1][0] is element:
            self._level = self._outer.pop()[1]

    # ---- what the words make

    def _heading(self, element: Element, above: _Open | None) -> tuple[int, bool]:
        """Level of the heading that an element is or stands in, and whether it is one because it opens something."""
        within = above.heading if above else 0
        if element.tag in _HEADINGS:
            return _HEADINGS[element.tag], False
        if element.get("role") == "heading":
            level = element.get("aria-level") or "2"
            return (min(int(level), 6) if level.isdigit() and int(level) else 2), False
        if within:
            return within, False
        if element.tag == "summary" or (
            element.get("aria-expanded") is not None
            and (element.get("aria-controls") is not None or element.tag == "button")
            and len("".join(element.itertext()).strip()) <= _LONGEST_BUTTON
        ):
            return min(self._level + 1, 6), True
        return 0, False

    def _label(self, panel: Element, opened: _Open) -> None:
        """The words of the tab that opens a panel, printed over it as its heading."""
        name = panel.get("aria-labelledby")
        if panel.get("role") != "tabpanel" or not name or opened.aside:
            return
        tab = self.showing.tabs.get(name)
        text = _words("".join(tab.itertext())) if tab is not None else ""
        if text:
            self._flush()
            self._add(Piece(Kind.HEADING, text, None, min(self._level + 1, 6), True, place=panel))

    def _box(self, element: Element, look: Look) -> None:
        """A box to tick, in a cell: ticked or not, as it is printed."""
        if self.inside_cell and element.get("type") in ("checkbox", "radio"):
            self._runs.append(_Run("☑" if element.get("checked") is not None else "☐", look))

    def _flush(self) -> None:
        runs, self._runs = self._runs, []
        if not self._stack or not any(run.text.strip() for run in runs):
            return
        opened = self._stack[-1]
        for line in _lines(runs, whole=bool(opened.heading)):
            self._line(line, opened)

    def _line(self, runs: list[_Run], opened: _Open) -> None:
        gone = _words(" ".join(run.text for run in runs if run.look.struck))
        kept = [run for run in runs if not run.look.struck]
        text = _words("".join(run.text for run in kept))
        if gone:
            self.struck.append(gone)
        if not text:
            return
        printed = [run for run in kept if run.text.strip()]
        first = printed[0].look
        piece = Piece(
            Kind.PARAGRAPH, text, None, 0, all(run.look.bold for run in printed), first.size,
            first.colour if all(run.look.colour == first.colour for run in printed) else None, opened.aside,
            opened.element, joins=opened.apart,
        )  # fmt: skip
        if opened.heading:
            self._as_heading(piece, opened)
        elif self._marked:
            self._as_item(piece, opened)
        else:
            self._as_typed(piece)
        self._add(piece)

    def _as_heading(self, piece: Piece, opened: _Open) -> None:
        piece.kind, piece.level = Kind.HEADING, opened.heading
        piece.bold = piece.bold or opened.opens
        if not opened.opens and not opened.aside:
            self._level = piece.level
        if self._marked and self._marker is not None and self._marker[0].isalnum():
            piece.text = f"{self._marker} {piece.text}"  # a numbered list of headings
        self._marked, self._marker = False, None

    def _as_item(self, piece: Piece, opened: _Open) -> None:
        marked = split_marker(piece.text)
        piece.kind, piece.level, piece.marker = Kind.ITEM, opened.depth, self._marker
        self._marked, self._marker = False, None
        if marked.marker is not None and (piece.marker is None or not piece.marker[0].isalnum()):
            piece.marker, piece.text = marked.marker, marked.text
        elif piece.marker is None:
            piece.kind, piece.level = Kind.PARAGRAPH, 0  # a list whose markers are not printed is no list to look at

    def _as_typed(self, piece: Piece) -> None:
        """A paragraph that begins with a bullet or number typed into it."""
        if self.inside_cell and is_number(piece.text):
            return
        marked = split_marker(piece.text)
        if marked.marker is not None:
            piece.kind, piece.level, piece.marker, piece.text = Kind.ITEM, 1, marked.marker, marked.text

    def _add(self, piece: Piece) -> None:
        self.pieces.append(piece)


def _words(text: str) -> str:
    return " ".join(_UNSEEN_LETTERS.sub("", text).split())


def _lines(runs: list[_Run], *, whole: bool) -> list[list[_Run]]:
    """The runs between line breaks; a line that goes on with the sentence before it belongs to that.

    whole: a heading, which is one over all its lines.
    """
    lines: list[list[_Run]] = [[]]
    for run in runs:
        parts = run.text.split("\n")
        lines[-1].append(_Run(parts[0], run.look))
        lines += [[_Run(part, run.look)] for part in parts[1:]]
    made: list[list[_Run]] = []
    for line in lines:
        text = _words("".join(run.text for run in line))
        if not text:
            continue
        before = _words("".join(run.text for run in made[-1])) if made else ""
        if made and (whole or (text[0].islower() and split_marker(text).marker is None) or _RUNS_ON.search(before)):
            made[-1] += [_Run(" ", line[0].look), *line]
        else:
            made.append(line)
    return made


def _joined(pieces: list[Piece]) -> list[Piece]:
    """A number or bullet that stands beside its text in a box of its own becomes its marker."""
    made: list[Piece] = []
    for piece in pieces:
        before = made[-1] if made else None
        if (
            before is not None
            and before.joins
            and before.kind is Kind.PARAGRAPH
            and piece.kind is Kind.PARAGRAPH
            and _beside(before, piece)
            and (before.text in BULLET_GLYPHS or is_number(before.text))
        ):
            made[-1] = piece
            piece.kind, piece.level, piece.marker = Kind.ITEM, 1, before.text
        else:
            made.append(piece)
    return made


def _beside(one: Piece, other: Piece) -> bool:
    if one.place is None or other.place is None or one.aside != other.aside:
        return False
    return one.place.getparent() is other.place.getparent()
