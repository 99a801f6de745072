"""A document as a sequence of pieces: the paragraphs, list items and cells of its blocks, or bare lines of its text.

Pieces are what labels are put to. Two views of one text are offered, since either may be the better: what the reader
made of it (`block_view`), and its lines as printed, cut at wide blanks, tabs and pipes (`line_view`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from safeplans.extractors.base.document import Block, BlockKind, Document, Para, Place
from safeplans.extractors.reading.markers import split_marker
from safeplans.extractors.reading.markup import strip

#: Kinds of piece, as numbers that trees weigh.
KINDS = {"heading": 0, "paragraph": 1, "item": 2, "cell": 3, "line": 4, "furniture": 5}
_GUTTER = re.compile(r"\t+|\s{3,}|\s*(?<!\\)\|\s*|\s*</?(?:br|t[rdh]|table|li|p|div)\b[^<>]*>\s*", re.IGNORECASE)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)[\s#]*$")
_RULE = re.compile(r"^[\s|:+=_—–-]+$")
_MARKUP = re.compile(r"<[^<>]{1,200}>|\*\*|__|&[a-z]{2,6};")


@dataclass(slots=True)
class Piece:
    """One paragraph, list item, cell paragraph or part of a line.

    kind: heading, paragraph, item, cell, line, furniture. tokens: its words as printed, the marker among them where it
    is a number. row, column, columns: of a cell, else -1, -1, 0. part: its place among the paragraphs of its cell, or
    among the parts of its line. indent: characters before it in its line. gap: a blank line or a new block stands
    before it. merged: for a cell that holds for several rows the last row that it holds for, else its own row.
    """

    text: str
    tokens: list[str]
    kind: str
    place: Place
    block: int = -1
    row: int = -1
    column: int = -1
    columns: int = 0
    part: int = 0
    marker: str | None = None
    numbered: bool = False
    bold: bool = False
    level: int = 0
    header: bool = False
    gap: bool = True
    indent: int = 0
    merged: int = -1
    fill: str | None = None
    heading: str = ""  # of its column


@dataclass(slots=True)
class View:
    """Pieces in reading order. starts: for each piece the index of its first token among all; tokens: all of them."""

    name: str
    pieces: list[Piece]
    starts: list[int] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for piece in self.pieces:
            self.starts.append(len(self.tokens))
            self.tokens += piece.tokens


def block_view(document: Document) -> View:
    """The document as its reader understood it, without footnotes and the menus and footers of a web site."""
    pieces: list[Piece] = []
    for index, block in enumerate(document.blocks):
        if block.reason in ("navigation", "footnote"):
            continue
        if block.kind is BlockKind.TABLE:
            pieces += _cells(index, block)
            continue
        kind = {
            BlockKind.HEADING: "heading", BlockKind.PARAGRAPH: "paragraph", BlockKind.LIST_ITEM: "item",
            BlockKind.FURNITURE: "furniture",
        }[block.kind]  # fmt: skip
        for part, para in enumerate(block.paras):
            if piece := piece_of_para(para, kind):
                piece.block, piece.part, piece.gap, piece.level = index, part, part == 0, block.level
                pieces.append(piece)
    return View("blocks", pieces)


def note_lines(document: Document) -> frozenset[int]:
    """The lines that footnotes stand in."""
    return frozenset(
        line
        for block in document.blocks
        if block.reason == "footnote"
        for line in range(block.place.line_start, block.place.line_end + 1)
    )


def line_view(document: Document) -> View:
    """The lines of a text as printed, each cut at tabs, pipes and wide blanks."""
    pieces: list[Piece] = []
    gap = True
    notes = note_lines(document)
    for number, raw in enumerate(document.lines, 1):
        if number in notes:
            continue
        made = list(line_pieces(raw, number, gap))
        pieces += made
        gap = not made
    return View("lines", pieces)


def line_pieces(raw: str, number: int, gap: bool) -> Iterator[Piece]:
    """The pieces of one line; none for a blank line or a rule. gap: a blank line stands before it."""
    if not raw.strip() or _RULE.match(raw):
        return
    place = Place(None, number, number)
    for part, (at, words) in enumerate(_parts(raw)):
        heading = _HEADING.match(words)
        text = heading[2] if heading else words
        text = (strip(text) if _MARKUP.search(text) else text).replace("\\|", "|")
        marked = split_marker(text)
        tokens = _tokens(marked.marker, marked.text)
        if tokens:
            yield Piece(
                marked.text, tokens, "heading" if heading else "line", place, part=part,
                marker=marked.marker, numbered=_is_numbered(marked.marker), bold="**" in words,
                gap=gap and part == 0, indent=at, level=len(heading[1]) if heading else 0,
            )  # fmt: skip


def _parts(raw: str) -> Iterator[tuple[int, str]]:
    at = 0
    for found in [*_GUTTER.finditer(raw), None]:
        words = raw[at : found.start() if found else len(raw)]
        if words.strip():
            yield at + len(words) - len(words.lstrip()), words.strip()
        if found:
            at = found.end()


def _cells(index: int, block: Block) -> Iterator[Piece]:
    last = _last_rows(block)
    headings = _headings(block)
    for number, row in enumerate(block.rows):
        begun = False
        for cell in row.cells:
            if cell.rowspan_from is not None:
                continue
            for part, para in enumerate(cell.paras):
                if piece := piece_of_para(para, "cell"):
                    piece.block, piece.row, piece.column, piece.columns = index, number, cell.column, block.columns
                    piece.part, piece.gap, piece.fill = part, not begun, cell.fill
                    begun = True
                    piece.header = row.header or cell.header
                    piece.merged = last.get((number, cell.column), number)
                    piece.heading = "" if row.header else headings.get(cell.column, "")
                    yield piece


def _last_rows(block: Block) -> dict[tuple[int, int], int]:
    """(row, column) of a merged cell to the last row that it holds for."""
    last: dict[tuple[int, int], int] = {}
    for number, row in enumerate(block.rows):
        for cell in row.cells:
            if cell.rowspan_from is not None:
                last[cell.rowspan_from, cell.column] = number
    return last


def _headings(block: Block) -> dict[int, str]:
    """Words over each column: the header rows at the top."""
    words: dict[int, list[str]] = {}
    for row in block.rows:
        if not row.header:
            break
        for cell in row.cells:
            for column in range(cell.column, cell.column + cell.colspan):
                words.setdefault(column, []).append(cell.text)
    return {column: " ".join(w for w in told if w) for column, told in words.items()}


def piece_of_para(para: Para, kind: str) -> Piece | None:
    tokens = _tokens(para.marker, para.text)
    if not tokens:
        return None
    return Piece(
        para.text, tokens, kind, para.place, marker=para.marker, numbered=_is_numbered(para.marker), bold=para.bold
    )


def _is_numbered(marker: str | None) -> bool:
    return marker is not None and any(c.isalnum() for c in marker)


def _tokens(marker: str | None, text: str) -> list[str]:
    words = text.split()
    return [marker, *words] if marker is not None and _is_numbered(marker) and words else words
