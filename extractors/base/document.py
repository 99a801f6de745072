"""The document model: what a reader hands to every later stage.

A reader turns the bytes of one file into a `Document`: blocks in reading order, each
knowing its `Place`. Extraction sees only this model, never the file, so a PDF, a scan and
a text file are all understood by the same rules.

Coordinates are PDF points (1/72 inch) measured from the top left corner of the page as a
person sees it (rotation and crop applied), as in pdfplumber: ``(x0, top, x1, bottom)``.
Lines count from 1 in the text that the reader produced (``Document.lines``); for a text
file these are the lines of the file.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field

from safeplans.extractors.base.printed import BBox as BBox
from safeplans.extractors.base.printed import PrintedWords


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was printed.

    page: 1-based page number, None for a source without pages.
    line_start, line_end: first and last line (1-based, inclusive) of `Document.lines`.
    bbox: box in points from the page's top left, None for text sources. For something that
        runs over a page break: the box on its first page.
    """

    page: int | None
    line_start: int
    line_end: int
    bbox: BBox | None = None

    @staticmethod
    def span(places: Iterable[Place]) -> Place:
        """The place that covers all of `places`: page and box of the first page among them.

        Raises ValueError when there is none.
        """
        known = list(places)
        if not known:
            raise ValueError("no place to span")
        first_page = min((p.page for p in known if p.page is not None), default=None)
        boxes = [p.bbox for p in known if p.bbox is not None and p.page == first_page]
        box = None
        if boxes:
            box = (
                min(b[0] for b in boxes),
                min(b[1] for b in boxes),
                max(b[2] for b in boxes),
                max(b[3] for b in boxes),
            )
        return Place(
            first_page,
            min(p.line_start for p in known),
            max(p.line_end for p in known),
            box,
        )


class BlockKind(enum.StrEnum):
    """What a block is, as far as layout tells."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    FURNITURE = "furniture"  # running headers, footers, page numbers, watermarks, contents pages


@dataclass(frozen=True, slots=True)
class Para:
    """One paragraph or list item inside a block or a cell, line wraps undone.

    text: without its bullet or number.
    marker: the bullet or number as printed (``❖``, ``-``, ``a.``, ``1.2``), None if there is none.
    bold: the whole paragraph is set in bold (or marked so).
    """

    text: str
    place: Place
    marker: str | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    paras: its content in reading order, empty for an empty cell.
    column: index of its first grid column; colspan: grid columns covered.
    rowspan_from: set on a cell that repeats a merged cell of a row above (its row index),
        so that a merged cell holds for each row beside it.
    fill: background or marker colour as ``#rrggbb``, None for white or none.
    header: a header cell by markup, tag or typography (bold in a filled row).
    """

    paras: tuple[Para, ...]
    column: int
    colspan: int = 1
    rowspan_from: int | None = None
    fill: str | None = None
    header: bool = False

    @property
    def text(self) -> str:
        """All paragraphs joined with a blank, list markers left out."""
        return " ".join(p.text for p in self.paras if p.text)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, however many lines and pages it ran over."""

    cells: tuple[Cell, ...]
    place: Place
    header: bool = False

    def cell(self, column: int) -> Cell | None:
        """The cell that covers a grid column, None where the row has none."""
        for cell in self.cells:
            if cell.column <= column < cell.column + cell.colspan:
                return cell
        return None

    @property
    def filled(self) -> tuple[Cell, ...]:
        """The cells with text in them."""
        return tuple(c for c in self.cells if c.text)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the document in reading order.

    level: of a heading 1 (title) to 6; of a list item its nesting depth from 1.
    rows, columns: of a table; rows with ``header=True`` come first or stand where the print
        repeats them with other words. A header repeated on each page stands once.
    reason: why a furniture block was set aside (``running_header``, ``footer``,
        ``page_number``, ``watermark``, ``contents``, ``repeated_header``, ``empty``, ``navigation``: menus, banners
        and footers of a web site…).
    confidence: 0..1, how sure the reader is of kind and borders.
    """

    kind: BlockKind
    paras: tuple[Para, ...]
    place: Place
    level: int = 0
    rows: tuple[Row, ...] = ()
    columns: int = 0
    reason: str | None = None
    confidence: float = 1.0

    @property
    def text(self) -> str:
        """The words of the block (of a table: all its cells), wraps undone."""
        if self.kind is BlockKind.TABLE:
            return " ".join(c.text for r in self.rows for c in r.cells if c.text and c.rowspan_from is None)
        return " ".join(p.text for p in self.paras if p.text)

    @property
    def marker(self) -> str | None:
        """The printed bullet or number of a list item or numbered heading."""
        return self.paras[0].marker if self.paras else None

    @property
    def beside(self) -> bool:
        """Furniture that may say something of the document, as running heads do: no contents, no menu of a site."""
        return self.kind is BlockKind.FURNITURE and self.reason not in ("contents", "navigation")

    @property
    def bold(self) -> bool:
        return bool(self.paras) and all(p.bold for p in self.paras)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: size in points as seen, and how its text was come by (digital, ocr, text)."""

    number: int
    width: float
    height: float
    text_origin: str = "digital"


@dataclass(frozen=True, slots=True)
class ReadingProblem:
    """Something that the reader could not do or doubts. severity: error, warning or info."""

    code: str
    message: str
    severity: str = "warning"
    page: int | None = None


@dataclass(frozen=True, slots=True)
class RejectedGrid:
    """A grid that the reader weighed and did not take for a table.

    borders: its inner borders as boxes without width or height, in points as seen. found_by: ruled, rules, shaded,
    aligned or tagged. score: 0 to 1, what there was for it. reasons: what there was against it, for people.
    """

    page: int
    bbox: BBox
    borders: tuple[BBox, ...]
    found_by: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader made of one file.

    lines: the text that the reader produced, line by line; places refer to it.
    info: what the file says of itself (PDF information dictionary: title, author …).
    text_origin: digital, ocr or text.
    printed: where the words of `lines` stand; empty for a source without pages.
    rejected: grids on its pages that are no tables, for whoever wants to know how the tables were chosen.
    structured: the file itself says where tables, headings and lists are (Word, web pages, spreadsheets); its lines
        are no second witness of its layout.
    spots: for each of `lines` where it stands in the file as a person finds it (``table 2, row 5``, ``Plan!C12``);
        empty where pages or line numbers say it.
    """

    media_type: str
    blocks: tuple[Block, ...]
    lines: tuple[str, ...]
    pages: tuple[Page, ...] = ()
    text_origin: str = "text"
    info: dict[str, str] = field(default_factory=dict)
    problems: tuple[ReadingProblem, ...] = ()
    printed: PrintedWords = field(default_factory=PrintedWords)
    rejected: tuple[RejectedGrid, ...] = ()
    structured: bool = False
    spots: tuple[str, ...] = ()

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks that are not furniture."""
        return tuple(b for b in self.blocks if b.kind is not BlockKind.FURNITURE)

    def preceding(self, index: int) -> Block | None:
        """The block before the one at `index`, furniture passed over; None at the beginning."""
        return next((b for b in reversed(self.blocks[:index]) if b.kind is not BlockKind.FURNITURE), None)

    def following(self, index: int) -> Block | None:
        """The block after the one at `index`, furniture passed over; None at the end."""
        return next((b for b in self.blocks[index + 1 :] if b.kind is not BlockKind.FURNITURE), None)
