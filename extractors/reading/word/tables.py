"""Tables of a word processor's file to blocks: those that hold rows, and those that only lay out the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from safeplans.extractors.base.document import Block, BlockKind, Cell, Para, Place, Row
from safeplans.extractors.reading.colours import is_coloured, is_white
from safeplans.extractors.reading.header_looks import SeenCell, SeenRow
from safeplans.extractors.reading.taming import MOST_CELLS
from safeplans.extractors.reading.word.header_rows import header_rows
from safeplans.extractors.reading.word.ledger import Ledger
from safeplans.extractors.reading.word.lines import cell_lines
from safeplans.extractors.reading.word.looks import look_of
from safeplans.extractors.reading.word.model import CellPart, Part, RowPart, TablePart, TextPart, texts

_LAYOUT_WORDS = 28  # words in each cell of a single row that lays out a page rather than being a table
_SHORT = 24  # letters: a coloured or marked text up to this length may be a rating
_SAME_EDGE = 6.0  # points by which one border of columns may be drawn in two places
_ENTRIES = 3  # rows of a contents table at least


def flows(table: TablePart) -> bool:
    """A table that lays out text: one column, or one row of running text or of tables."""
    filled = [[c for c in row.cells if _has_text(c)] for row in table.rows]
    filled = [row for row in filled if row]
    if len(filled) == 1 and len(filled[0]) == 1:
        return True
    if all(len(row.cells) <= 1 for row in table.rows):
        return True
    if len(filled) != 1:
        return False
    (row,) = filled
    if any(_holds_table(c) or _holds_heading(c) for c in row):
        return True
    return all(sum(len(p.text.split()) for p in texts(c.parts)) >= _LAYOUT_WORDS for c in row)


def _has_text(cell: CellPart) -> bool:
    return not cell.continued and any(p.text.strip() or p.marker for p in texts(cell.parts))


def _holds_table(cell: CellPart) -> bool:
    return any(isinstance(p, TablePart) and p.width > 1 and len(p.rows) > 1 for p in cell.parts)


def _holds_heading(cell: CellPart) -> bool:
    return any(p.heading and p.text.strip() for p in texts(cell.parts))


def is_contents(table: TablePart) -> bool:
    """The last cell of each row is a page number, and these do not fall."""
    last = ["".join(p.text for p in texts(row.cells[-1].parts)).strip() for row in table.rows if row.cells]
    numbers = [int(text) for text in last if text.isdecimal() and len(text) < 5]
    return table.width > 1 and len(numbers) >= _ENTRIES and len(numbers) >= len(last) - 1 and numbers == sorted(numbers)


def joined(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts with a table that goes on behind a blank paragraph put together: the same columns, no headings of its
    own or the same ones."""
    waiting: list[Part] = []
    table: TablePart | None = None
    for part in parts:
        if isinstance(part, TablePart):
            if table is not None and _goes_on(table, part):
                same = _row_text(part.rows[0]) == _row_text(table.rows[0])
                table = TablePart([*table.rows, *part.rows[same:]], table.widths)
                waiting.clear()
                continue
            if table is not None:
                yield table
            yield from waiting
            waiting.clear()
            table = part
        elif table is not None and not part.text.strip() and not part.behind and not part.marker:
            waiting.append(part)
        else:
            if table is not None:
                yield table
                table = None
            yield from waiting
            waiting.clear()
            yield part
    if table is not None:
        yield table
    yield from waiting


def _goes_on(table: TablePart, after: TablePart) -> bool:
    if not table.rows or not after.rows or flows(table) or flows(after) or table.reason != after.reason:
        return False
    edges, others = _edges(table.widths), _edges(after.widths)
    if table.width != after.width or len(edges) != len(others):
        return False
    if any(abs(a - b) > _SAME_EDGE for a, b in zip(edges, others, strict=True)):
        return False
    if _row_text(table.rows[0]) == _row_text(after.rows[0]):
        return bool(_row_text(after.rows[0]))
    seen = [_seen(row) for row in after.rows]
    return bool(header_rows([_seen(row) for row in table.rows], table.width)) and not header_rows(seen, after.width)


def _row_text(row: RowPart) -> str:
    return "".join("".join(p.text for c in row.cells for p in texts(c.parts)).split()).casefold()


def _edges(widths: Sequence[float]) -> list[float]:
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    return edges


def _seen(row: RowPart) -> SeenRow:
    cells = []
    for cell in row.cells:
        looks = [look_of(p.spans) for p in texts(cell.parts) if p.text.strip()]
        text = " ".join(p.text.strip() for p in texts(cell.parts) if p.text.strip() or p.marker)
        colours = frozenset(look.colour for look in looks)
        bold = bool(looks) and all(look.bold for look in looks)
        merged = cell.continued or cell.colspan > 1
        own = "" if cell.continued else text
        cells.append(SeenCell(own, cell.colspan, bold, _shade(cell), colours, merged, cell.continued))
    return SeenRow(cells, row.header)


def _shade(cell: CellPart) -> str | None:
    return None if cell.fill is None or is_white(cell.fill) else cell.fill


def _snapped(table: TablePart) -> TablePart:
    """The table with borders that were drawn in two places, a hair apart, made one: no column is a sliver."""
    edges = _edges(table.widths)
    if len(edges) <= table.width or len({round(e) for e in edges}) < 2:
        return table
    places, at, last = [0], 0, edges[0]
    for edge in edges[1:]:
        if edge - last > _SAME_EDGE:
            at, last = at + 1, edge
        places.append(at)
    if at + 1 == len(edges):
        return table
    rows = []
    for row in table.rows:
        cells = []
        for cell in row.cells:
            start, end = places[cell.column], places[cell.column + cell.colspan]
            if end > start:
                cells.append(CellPart(cell.parts, start, end - start, cell.continued, cell.fill))
            elif _has_text(cell):
                return table  # a column as narrow as that with words in it: the widths are not to be believed
        rows.append(RowPart(cells, row.header))
    return TablePart(rows, [], table.reason)


@dataclass(slots=True)
class TableMaker:
    """Makes the block of one table. name: its spot. nested: it stands in a cell that lays out; rows have its spot.

    aside: notes that are anchored in its cells.
    """

    ledger: Ledger
    name: str
    nested: bool = False
    aside: list[TextPart] = field(default_factory=list)

    def block(self, table: TablePart) -> Block | None:
        """None for a table without any text."""
        if not any(_has_text(cell) for row in table.rows for cell in row.cells):
            return None
        table = _snapped(table)
        headers = header_rows([_seen(row) for row in table.rows], table.width)
        printed: dict[int, tuple[int, tuple[Para, ...], str | None]] = {}  # by column: row, content, fill
        rows: list[Row] = []
        first = len(self.ledger.lines) + 1
        for index, row in enumerate(table.rows):
            start = len(self.ledger.lines) + 1
            spot = self.name if self.nested else f"{self.name}, row {index + 1}"
            cells = []
            for cell in self._within(row):
                header = index in headers
                if cell.continued and cell.column in printed:
                    origin, paras, fill = printed[cell.column]
                    cells.append(Cell(paras, cell.column, cell.colspan, origin, fill or _shade(cell), header))
                    continue
                paras = tuple(self._paras(cell, spot))
                fill = _fill(cell)
                printed[cell.column] = (index, paras, fill)
                cells.append(Cell(paras, cell.column, cell.colspan, None, fill, header))
            end = max(len(self.ledger.lines), 1)
            rows.append(Row(tuple(cells), Place(None, min(start, end), end), index in headers))
        place = Place(None, first, len(self.ledger.lines))
        return Block(BlockKind.TABLE, (), place, rows=tuple(rows), columns=table.width, confidence=0.95)

    def _within(self, row: RowPart) -> list[CellPart]:
        """The cells of a row; those beyond any table's in one."""
        if len(row.cells) <= MOST_CELLS:
            return row.cells
        kept, rest = row.cells[: MOST_CELLS - 1], row.cells[MOST_CELLS - 1 :]
        return [*kept, CellPart([p for c in rest for p in c.parts], rest[0].column, sum(c.colspan for c in rest))]

    def _paras(self, cell: CellPart, spot: str) -> Iterator[Para]:
        parts = []
        for part in texts(cell.parts):
            if part.reason is not None:
                self.aside.append(part)
            else:
                parts.append(part)
        for lines in cell_lines(parts):
            yield from (para for _, para in self.ledger.numbered(lines, spot))


def _fill(cell: CellPart) -> str | None:
    """A cell's ground, or the colour of a marker pen or of the letters where it holds a word or two."""
    spans = [s for p in texts(cell.parts) for s in p.spans if s.text.strip()]
    short = 0 < sum(len("".join(s.text.split())) for s in spans) <= _SHORT
    look = look_of(spans)
    if short and look.mark is not None and is_coloured(look.mark):
        return look.mark
    shade = _shade(cell)
    if shade is not None:
        return shade
    return look.colour if short and look.colour is not None and is_coloured(look.colour) else None
