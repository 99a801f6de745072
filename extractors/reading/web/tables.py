"""Tables of a page: which are tables and which only lay the page out, and what stands in their cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from safeplans.extractors.base.document import Block, BlockKind, Cell, Para, Place, Row
from safeplans.extractors.lexicon.columns import looks_like_header
from safeplans.extractors.lexicon.forms import heading_form
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.lexicon.rag import rating_word
from safeplans.extractors.reading.header_looks import SeenCell, SeenRow
from safeplans.extractors.reading.web.css import colour
from safeplans.extractors.reading.web.elements import Element
from safeplans.extractors.reading.web.flow import Flow, Kind, Piece
from safeplans.extractors.reading.web.grid import Grid, PlacedCell, PlacedRow, beside_cells, given_grid, grid_of
from safeplans.extractors.reading.web.heads import header_rows
from safeplans.extractors.reading.web.looks import PLAIN, Look, Own, look_of
from safeplans.extractors.reading.web.showing import Showing

_NESTED = 12  # tables inside tables that are read as such; deeper ones are words of their cells
_SHORT = 24  # letters: coloured text up to this length may be a rating, as in the reader of PDFs
_TERM = 80  # letters of a term or label
_COLUMN_LETTERS = 400  # letters of a cell that is a column of the page
_ROLES = frozenset({"table", "grid", "treegrid"})
_HEAD_TAGS = frozenset({"b", "strong", "h3", "h4", "h5", "h6"})
_LINES = frozenset({"p", "div", "h3", "h4", "h5", "h6"})
_PARTING = _LINES | {"br", "ul", "ol", "dl", "table"}
_LAID_OUT = frozenset({"presentation", "none"})
_ROW_DISPLAYS = frozenset({"table-row", "flex", "grid"})
_BOXES = frozenset({"div", "section", "ul", "ol", "li", "p", "span"})
_SHORT_CELL = 200  # letters of a box that are held against the headings of columns
_LEAST_COLUMNS = 3  # of rows of boxes: two beside one another may be anything

AddLine = Callable[[str, Element | None], int]


@dataclass(slots=True)
class Tables:
    """What is known of the tables of one page.

    dropped: cells beyond what any plan has. struck: words that are crossed out in cells.
    """

    showing: Showing
    parts: Mapping[Element, str]
    dropped: int = 0
    struck: list[str] = field(default_factory=list)
    _known: dict[Element, bool] = field(default_factory=dict)
    _looks: dict[Element, Look] = field(default_factory=dict)
    _depth: int = 0

    def is_table(self, element: Element, own: Own) -> bool:
        """Whether an element is a table with rows and columns of content."""
        if element.tag == "table" or element.get("role") in _ROLES or own.display == "table":
            if element not in self._known:
                self._known[element] = self._holds_rows(element)
            return self._known[element]
        if element.tag == "dl":
            return bool(_terms(element))
        return (
            own.display != "inline"
            and element.tag in ("div", "section", "ul", "ol")
            and bool(self._rows_of_boxes(element, own))
        )

    def _holds_rows(self, table: Element) -> bool:
        if table.get("role") in _LAID_OUT or self._depth >= _NESTED:
            return False
        if table.tag != "table" and table.get("role") not in _ROLES:
            return False
        grid = grid_of(table, self.showing.hidden)
        cells = [c for row in grid.rows for c in row.cells if c.origin is None]
        if max((len(row.cells) for row in grid.rows), default=0) < 2 or len(cells) < 2:
            return False
        if any(c.head for c in cells) or any(row.head for row in grid.rows):
            return True
        inner = next(table.iter("h1", "h2"), None)
        nested = next((t for t in table.iter("table") if t is not table), None)
        if inner is not None or (nested is not None and self._is_frame(table, grid)):
            return False
        if all(self._is_card(c.element) for c in cells):
            return False
        return not (len(grid.rows) == 1 and any(_letters(c.element) > _COLUMN_LETTERS for c in cells))

    def _is_frame(self, table: Element, grid: Grid) -> bool:
        """It holds other tables, and is not ruled itself."""
        return (table.get("border") or "0") == "0" or len(grid.rows) <= 2

    def _is_card(self, cell: Element) -> bool:
        """A bold line or heading with text under it, as a box that holds a matter of its own."""
        while (inner := _only_child(cell)) is not None and inner.tag in _LINES:
            cell = inner
        first = next((e for e in cell if not self.showing.hidden(e)), None)
        if first is None or (cell.text or "").strip() or not self._stands_alone(first):
            return False
        part: Element | None = first
        bold = False
        while part is not None and not bold:
            bold = part.tag in _HEAD_TAGS or look_of(part, PLAIN, self.showing.sheet)[0].bold
            part = _only_child(part)
        return bold and _letters(cell) > 2 * _letters(first) > 0

    def _stands_alone(self, element: Element) -> bool:
        """On a line of its own."""
        following = element.getnext()
        ends = following is not None and following.tag in _PARTING and not (element.tail or "").strip()
        return ends or element.tag in _LINES or look_of(element, PLAIN, self.showing.sheet)[1].display == "block"

    def _rows_of_boxes(self, element: Element, own: Own) -> list[tuple[Element, list[Element]]]:
        """Rows of boxes that are surely a table: as many in each, under headings that columns of plans have."""
        children = [e for e in element if not self.showing.hidden(e)]
        if not children or not _only_boxes(element, children):
            return []
        if own.columns >= _LEAST_COLUMNS:
            rows = [(children[i], children[i : i + own.columns]) for i in range(0, len(children), own.columns)]
        else:
            rows = [(e, [c for c in e if not self.showing.hidden(c)]) for e in children]
            if not all(_only_boxes(e, cells) for e, cells in rows):
                return []
        if len(rows) < 2 or len({len(cells) for _, cells in rows}) != 1 or len(rows[0][1]) < _LEAST_COLUMNS:
            return []
        if not looks_like_header(["".join(cell.itertext())[:_SHORT_CELL] for cell in rows[0][1]]):
            return []
        return rows

    # ---- a table's blocks

    def blocks(self, table: Element, add_line: AddLine) -> list[Block]:
        """The table, behind its caption; nothing for one without words."""
        own = look_of(table, PLAIN, self.showing.sheet)[1]
        boxes: list[tuple[Element, list[Element]]] = []
        if table.tag == "dl":
            boxes = _terms(table)
        elif table.tag != "table" and table.get("role") not in _ROLES:
            boxes = self._rows_of_boxes(table, own)
        grid = given_grid(boxes) if boxes else grid_of(table, self.showing.hidden)
        self.dropped += grid.dropped
        made: list[Block] = []
        caption = next((e for e in table if e.tag == "caption"), None)
        if caption is not None:
            for piece in self._flow(caption, False).pieces:
                place = _place(add_line(piece.text, piece.place))
                para = Para(piece.text, place, piece.marker, piece.bold)
                made.append(Block(BlockKind.HEADING, (para,), place, level=4, confidence=0.8))
        if not boxes:
            made += self._before(table, add_line)
        rows = self._read(grid, table)
        headers = header_rows([r.seen for r in rows], grid.columns)
        body = self._block(rows, headers, grid.columns, add_line)
        return made if body is None else [*made, body]

    def _before(self, table: Element, add_line: AddLine) -> list[Block]:
        """Words that a table holds outside its cells."""
        made: list[Block] = []
        for part in beside_cells(table, self.showing.hidden):
            if isinstance(part, str):
                texts = [" ".join(part.split())]
            else:
                texts = [p.text for p in self._unnested(self._flow(part, True).pieces)]
            for text in filter(None, texts):
                place = _place(add_line(text, table))
                made.append(Block(BlockKind.PARAGRAPH, (Para(text, place),), place))
        return made

    def _flow(self, element: Element, cell: bool) -> Flow:
        flow = Flow(self.showing, self.parts, self.is_table, self._look_around(element), cell)
        flow.read(element)
        self.struck += flow.struck
        return flow

    def _look_around(self, element: Element) -> Look:
        """How what stands around an element prints."""
        unknown = []
        look = PLAIN
        for above in element.iterancestors():
            if above in self._looks:
                look = self._looks[above]
                break
            unknown.append(above)
        for above in reversed(unknown):
            look = self._looks[above] = look_of(above, look, self.showing.sheet)[0]
        return look

    def _read(self, grid: Grid, table: Element) -> list[_ReadRow]:
        self._depth += 1
        read: dict[Element, _Content] = {}
        rows: list[_ReadRow] = []
        spanned = {id(c.element) for row in grid.rows for c in row.cells if c.origin is not None}
        for row in grid.rows:
            seen: list[SeenCell] = []
            for cell in row.cells:
                if cell.origin is None:
                    read[cell.element] = self._content(cell, table)
                content = read[cell.element]
                words = " ".join(p.text for p in content.paras) if cell.origin is None else ""
                bold = bool(content.paras) and all(p.bold for p in content.paras)
                spans = cell.colspan > 1 or id(cell.element) in spanned
                colours = frozenset((content.colour,))
                seen.append(SeenCell(words, cell.colspan, bold, content.fill, colours, spans, spans, cell.head))
            rows.append(_ReadRow(row, seen=SeenRow(seen, row.head), contents=[read[c.element] for c in row.cells]))
        self._depth -= 1
        return rows

    def _content(self, cell: PlacedCell, table: Element) -> _Content:
        flow = self._flow(cell.element, True)
        pieces = list(self._unnested(flow.pieces))
        if not pieces:
            icon = _icon(cell.element)
            pieces = [Piece(Kind.PARAGRAPH, icon, place=cell.element)] if icon else []
        colours = {p.colour for p in pieces}
        text = " ".join(p.text for p in pieces)
        seen = next(iter(colours)) if len(colours) == 1 else None
        return _Content(pieces, self._fill(cell.element, table, flow, text, seen), seen)

    def _unnested(self, pieces: list[Piece]) -> list[Piece]:
        """The paragraphs of a cell, with those of a table inside it."""
        flat: list[Piece] = []
        for piece in pieces:
            if piece.table is None:
                flat.append(piece)
                continue
            grid = grid_of(piece.table, self.showing.hidden)
            self.dropped += grid.dropped
            for row in self._read(grid, piece.table):
                for cell, content in zip(row.placed.cells, row.contents, strict=True):
                    if cell.origin is None:
                        flat += content.paras
        return flat

    def _fill(self, cell: Element, table: Element, flow: Flow, text: str, seen: str | None) -> str | None:
        """What lies behind a cell's words, else a coloured mark in it or the colour of its few words."""
        behind = None
        for element in (cell, *cell.iterancestors()):
            behind = look_of(element, PLAIN, self.showing.sheet)[1].background
            if behind is not None or element is table:
                break
        short = len(text) <= _SHORT
        mark = next((m for m in flow.marks if _is_coloured(m)), None)
        if mark is not None and short:
            return mark
        if behind is not None and not _is_white(behind):
            return behind
        if short and text and seen is not None and _is_coloured(seen):
            return seen
        return _named_colour(cell) if not text else None

    def _block(self, rows: list[_ReadRow], headers: list[bool], width: int, add_line: AddLine) -> Block | None:
        kept = _without_repeated(rows, headers)
        index_of = {old: new for new, old in enumerate(kept)}
        made: list[Row] = []
        printed: dict[Element, tuple[Para, ...]] = {}
        for index in kept:
            row = rows[index]
            cells: list[Cell] = []
            lines: list[int] = []
            for placed, content in zip(row.placed.cells, row.contents, strict=True):
                origin = index_of.get(placed.origin) if placed.origin is not None else None
                if placed.origin is None:
                    paras = []
                    for piece in content.paras:
                        line = add_line(_printed(piece), piece.place if piece.place is not None else placed.element)
                        lines.append(line)
                        paras.append(Para(piece.text, _place(line), piece.marker, piece.bold))
                    printed[placed.element] = tuple(paras)
                words = printed.get(placed.element, ())
                cells.append(Cell(words, placed.column, placed.colspan, origin, content.fill, headers[index]))
            if not lines:
                lines = [p.place.line_start for c in cells for p in c.paras][-1:] or [add_line("", row.placed.element)]
            made.append(Row(tuple(cells), Place(None, min(lines), max(lines)), headers[index]))
        if not any(c.text for row in made for c in row.cells):
            return None
        return Block(BlockKind.TABLE, (), Place.span(r.place for r in made), rows=tuple(made), columns=width)


@dataclass(slots=True)
class _Content:
    paras: list[Piece]
    fill: str | None
    colour: str | None


@dataclass(slots=True)
class _ReadRow:
    placed: PlacedRow
    seen: SeenRow
    contents: list[_Content]


def _without_repeated(rows: list[_ReadRow], headers: list[bool]) -> list[int]:
    """Indexes of the rows without empty ones and without headers that print an earlier one again."""
    kept: list[int] = []
    printed: set[str] = set()
    wanted = {c.origin for row in rows for c in row.placed.cells if c.origin is not None}
    for index, row in enumerate(rows):
        key = row.seen.key
        if headers[index] and key in printed and index not in wanted:
            continue
        if headers[index]:
            printed.add(key)
        if row.placed.cells and (key or index in wanted or any(c.origin is not None for c in row.placed.cells)):
            kept.append(index)
    return kept


def _only_child(element: Element) -> Element | None:
    if len(element) != 1 or (element.text or "").strip():
        return None
    child = next(iter(element))
    return None if (child.tail or "").strip() else child


def _only_boxes(element: Element, children: list[Element]) -> bool:
    """It holds boxes, and no words beside them."""
    if (element.text or "").strip() or any((e.tail or "").strip() for e in element):
        return False
    return all(e.tag in _BOXES for e in children)


def _terms(listing: Element) -> list[tuple[Element, list[Element]]]:
    """Terms and what is said of them, where there is one short term to each: labels and values, or a glossary."""
    parts: list[Element] = []
    if (listing.text or "").strip():
        return []
    for child in listing:
        parts += child if child.tag == "div" else [child]
        if (child.tail or "").strip() or (child.tag == "div" and not _only_terms(child)):
            return []
    pairs = [(one, [one, other]) for one, other in zip(parts[::2], parts[1::2], strict=False)]
    whole = len(parts) == 2 * len(pairs) and len(pairs) >= 2
    if not whole or any(one.tag != "dt" or cells[1].tag != "dd" for one, cells in pairs):
        return []
    return pairs if all(_letters(one) <= _TERM for one, _ in pairs) else []


def _only_terms(group: Element) -> bool:
    return not (group.text or "").strip() and not any((e.tail or "").strip() for e in group)


def _printed(piece: Piece) -> str:
    return f"{piece.marker} {piece.text}" if piece.marker else piece.text


def _place(line: int) -> Place:
    return Place(None, line, line)


def _letters(element: Element) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _icon(cell: Element) -> str:
    """The words that a picture stands for, where they are a rating or a tick: all that the cell has."""
    words = load_toml("web_pages")["icons"]
    known = {heading_form(w) for w in words["words"]}
    for element in cell.iter("img", "svg", "i", "span", "input"):
        title = next((e.text for e in element if e.tag == "title"), None) if element.tag == "svg" else None
        named = element.get("alt") or element.get("aria-label") or element.get("title") or title or ""
        said = " ".join(named.split())
        bare = " ".join(w for w in said.split() if heading_form(w) not in words["around"])
        if bare and (heading_form(bare) in known or rating_word(bare) is not None):
            return bare
    return ""


def _named_colour(cell: Element) -> str | None:
    """The colour that an empty cell has by the name of its class alone: ``rag-green``."""
    parts = re.findall(r"[a-z]+", (cell.get("class") or "").casefold())
    if not {"rag", "status", "rating"} & set(parts):
        return None
    named = [c for c in ("red", "amber", "green", "blue", "grey") if c in parts]
    return colour("#ffbf00" if named[0] == "amber" else named[0]) if len(named) == 1 else None


def _is_white(value: str) -> bool:
    return min(int(value[i : i + 2], 16) for i in (1, 3, 5)) >= 250


def _is_coloured(value: str) -> bool:
    values = [int(value[i : i + 2], 16) for i in (1, 3, 5)]
    return max(values) - min(values) >= 40
