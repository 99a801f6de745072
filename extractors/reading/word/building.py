"""The parts of a word processor's file to a `Document`: lines numbered, their spots told, blocks made.

The conventions are those of the reader of PDFs, so that the same rules and models understand the same content:
headings hold their number, list items have theirs apart, a table's merged cells are repeated, furniture comes once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from safeplans.extractors.base.document import Block, BlockKind, Para
from safeplans.extractors.lexicon.columns import looks_like_header
from safeplans.extractors.lexicon.sections import section_of
from safeplans.extractors.reading.furniture_text import contents_lines
from safeplans.extractors.reading.pdf.repair import clean
from safeplans.extractors.reading.taming import tame_lines
from safeplans.extractors.reading.text_tables import GridRow, build_tables
from safeplans.extractors.reading.word.ledger import Ledger
from safeplans.extractors.reading.word.lines import BARE, Marked, lines_of
from safeplans.extractors.reading.word.looks import (
    BodyLook,
    Levels,
    body_look,
    looks_like_heading,
    may_be_heading,
)
from safeplans.extractors.reading.word.model import Part, TablePart, TextPart, texts
from safeplans.extractors.reading.word.tables import TableMaker, flows, is_contents, joined

SURE = 0.95  # of what the file says
LIKELY = 0.9  # of what looks tell
_SET_IN = 4.0  # points by which an item must stand further in to be below another
_TAB_ROWS = 3  # paragraphs in a row with tabs, at least, to be a table
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–|\s]*(?:\d{1,4}|[ivxlc]{1,6})?[-–|\s]*(?:(?:of|/)\s*\d{0,4})?(?:\s*\|?\s*page)?", re.IGNORECASE
)


@dataclass(slots=True)
class Builder:
    """Collects the lines in its `ledger`, and `blocks`."""

    ledger: Ledger = field(default_factory=Ledger)
    blocks: list[Block] = field(default_factory=list)
    _body: BodyLook = field(default_factory=BodyLook)
    _levels: Levels | None = None
    _paragraphs: int = 0
    _tables: int = 0
    _indents: list[float] = field(default_factory=list)
    _furniture: set[tuple[str, str]] = field(default_factory=set)

    def add(self, before: Sequence[Part], body: Sequence[Part], after: Sequence[Part]) -> None:
        """Make the blocks of a document. before, after: its running headers and footers."""
        outside = [p for p in body if isinstance(p, TextPart)]
        everything = list(texts(list(body)))
        inside = {id(p) for p in outside}
        self._body = body_look(outside, (p for p in everything if id(p) not in inside))
        self._levels = Levels(everything, self._body)
        for part in texts(list(before)):
            self._set_aside(part, part.reason or "running_header")
        self._flow(body)
        for part in texts(list(after)):
            self._set_aside(part, part.reason or "footer")

    def _flow(self, parts: Sequence[Part], spot: str = "") -> None:
        """spot: where all of them stand, of a table's cell or a text box; else paragraphs are counted."""
        _mark_contents(parts)
        waiting: list[TextPart] = []
        for part in joined(parts):
            if isinstance(part, TextPart) and _tab_cells(part):
                waiting.append(part)
                continue
            self._tabbed(waiting, spot)
            waiting = []
            if isinstance(part, TextPart):
                self._text(part, spot)
            else:
                self._table(part, spot)
        self._tabbed(waiting, spot)

    def _text(self, part: TextPart, spot: str) -> None:
        lines = lines_of(part)
        said = self._spot(part, spot, counts=any(line.text for line in lines))
        if part.reason is not None:
            self._set_aside(part, part.reason, said)
        else:
            for line, para in self.ledger.numbered(lines, said):
                self._block(part, line, para)
        self._flow(part.behind, part.spot or (spot if spot else f"text box at {said}"))

    def _spot(self, part: TextPart, spot: str, counts: bool) -> str:
        if spot or part.spot:
            return part.spot or spot
        self._paragraphs += counts
        return f"paragraph {max(self._paragraphs, 1)}"

    def _block(self, part: TextPart, line: Marked, para: Para) -> None:
        assert self._levels is not None
        styled = part.heading > 0 and may_be_heading(para.text) and line.kind != "bullet"
        if styled or looks_like_heading(para.text, line.look, self._body, line.kind):
            level = self._levels.of_style(part) if styled else self._levels.of_look(line.look)
            whole = replace(para, text=f"{para.marker} {para.text}" if para.marker else para.text, marker=None)
            self._put(BlockKind.HEADING, whole, level, SURE if styled else LIKELY)
        elif para.marker is not None:
            self._put(BlockKind.LIST_ITEM, para, self._depth(part.indent))
        else:
            self._put(BlockKind.PARAGRAPH, para, indent=part.indent)

    def _put(
        self, kind: BlockKind, para: Para, level: int = 0, confidence: float = SURE, indent: float | None = None
    ) -> None:
        """indent: of a paragraph, in points; one that is set in under an item does not end its list."""
        under = indent is not None and self._indents and indent > self._indents[0] + _SET_IN
        if kind is not BlockKind.LIST_ITEM and not under:
            self._indents.clear()
        self.blocks.append(Block(kind, (para,), para.place, level=level, confidence=confidence))

    def _depth(self, indent: float) -> int:
        while self._indents and indent < self._indents[-1] - _SET_IN:
            self._indents.pop()
        if not self._indents or indent > self._indents[-1] + _SET_IN:
            self._indents.append(indent)
        return len(self._indents)

    def _set_aside(self, part: TextPart, reason: str, spot: str = "") -> None:
        text = clean(part.text)
        if reason in ("running_header", "footer"):
            if _PAGE_NUMBER.fullmatch(text):
                reason = "page_number"
            if (reason, text) in self._furniture:
                return
            self._furniture.add((reason, text))
        spot = spot or part.spot or {"running_header": "header", "page_number": "footer"}.get(reason, reason)
        for _, para in self.ledger.numbered(lines_of(part), spot):
            self.blocks.append(Block(BlockKind.FURNITURE, (para,), para.place, reason=reason))

    def _table(self, table: TablePart, spot: str) -> None:
        if not spot:
            self._tables += 1
        name = spot or f"table {self._tables}"
        if table.reason is not None or (is_contents(table) and self._under_contents()):
            for part in (p for r in table.rows for c in r.cells for p in texts(c.parts)):
                self._set_aside(part, table.reason or "contents", name)
            return
        self._indents.clear()
        if flows(table):
            for number, row in enumerate(table.rows, 1):
                for cell in row.cells:
                    self._flow(cell.parts, spot or f"{name}, row {number}")
            return
        maker = TableMaker(self.ledger, name, nested=bool(spot))
        block = maker.block(table)
        if block is not None:
            self.blocks.append(block)
        for part in maker.aside:
            self._set_aside(part, part.reason or "footnote")

    def _under_contents(self) -> bool:
        """Does the last block say that contents follow?"""
        last = self.blocks[-1] if self.blocks else None
        return last is not None and (last.reason == "contents" or section_of(last.text) == "contents")

    def _tabbed(self, parts: Sequence[TextPart], spot: str) -> None:
        """Paragraphs with tabs: a table where there are several, as people type one; else each for itself."""
        rows = [_tab_cells(p) for p in parts]
        if len(parts) < _TAB_ROWS and not (len(parts) > 1 and looks_like_header(rows[0])):
            for part in parts:
                self._text(part, spot)
            return
        grid: list[GridRow] = []
        for part in parts:
            said = self._spot(part, spot, counts=True)
            printed = self.ledger.put(tame_lines([part.text.replace("\n", " ")])[0][0], said)
            cells = [clean(cell) for cell in printed.split("\t")]
            at = len(self.ledger.lines)
            grid.append(GridRow(at, cells, at, printed=len(cells)))
        self.blocks += [replace(block, confidence=LIKELY) for block in build_tables(grid)]
        for part in parts:
            self._flow(part.behind, spot or "text box")


def _mark_contents(parts: Sequence[Part]) -> None:
    """Contents that were typed: entries that lead to page numbers."""
    printed = [p.text.replace("\n", " ") if isinstance(p, TextPart) else "" for p in parts]
    for number, reason in contents_lines(printed).items():
        part = parts[number - 1]
        if isinstance(part, TextPart):
            part.reason = part.reason or reason


def _tab_cells(part: TextPart) -> list[str]:
    """The pieces of a paragraph between its tabs where there are several; [] for other paragraphs."""
    if part.marker or part.heading or part.reason or part.behind or "\t" not in part.text.strip():
        return []
    cells = [cell.strip() for cell in part.text.strip().split("\t")]
    return cells if sum(bool(c) for c in cells) >= 2 and not BARE.match(part.text.strip()) else []
