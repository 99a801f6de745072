"""Tables of an OpenDocument text: cells on their grid, merged ones, grounds (OpenDocument 1.3, chapter 9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from safeplans.extractors.reading.safe_xml import Element, local
from safeplans.extractors.reading.taming import MOST_CELLS
from safeplans.extractors.reading.word.model import CellPart, Found, Part, RowPart, TablePart
from safeplans.extractors.reading.word.odf import TABLE, count
from safeplans.extractors.reading.word.odt_styles import OdtStyles

_MOST_ROWS = 10_000  # rows that a cell may span
_MOST_EQUAL = 100  # equal rows or cells that are written once: more are a spreadsheet's empty ones
_GROUPS = frozenset({"table-rows", "table-header-rows", "table-row-group", "table-columns", "table-header-columns",
                     "table-column-group"})  # fmt: skip

Blocks = Callable[[Element], list[Part]]


@dataclass(slots=True)
class _Span:
    """A merged cell that reaches down: the rows that are left of it, and its columns."""

    rows: int
    columns: int


@dataclass(slots=True)
class _Row:
    """A row as its cells are put. spans: by column, the merged cells that reach into it. covered: places still to come
    for which the cell before stands.

    Some programs write a place for what a merged cell covers, as the standard wants it, others none; both are read.
    """

    spans: dict[int, _Span]
    cells: list[CellPart] = field(default_factory=list)
    column: int = 0
    covered: int = 0

    def put(self, cell: CellPart) -> None:
        self.cells.append(cell)
        self.column += cell.colspan
        self.covered = cell.colspan - 1

    def cover(self) -> None:
        """A place that is covered, by the cell before or by one above."""
        if self.covered:
            self.covered -= 1
        elif not self._from_above():
            self.column += 1

    def go_on(self) -> None:
        """All merged cells from above that reach into the next places."""
        while self._from_above():
            pass

    def _from_above(self) -> bool:
        above = self.spans.get(self.column)
        if above is None or above.rows < 1:
            return False
        above.rows -= 1
        self.put(CellPart([], self.column, above.columns, continued=True))
        return True


@dataclass(slots=True)
class OdtTables:
    """Reads tables. blocks: reads the content of a cell."""

    styles: OdtStyles
    found: Found
    blocks: Blocks

    def table(self, element: Element) -> TablePart:
        widths: list[float] = []
        for column in _below(element, "table-column"):
            told = self.styles.column_width(column[0].get(f"{TABLE}style-name"))
            widths += [told] * count(column[0].get(f"{TABLE}number-columns-repeated"), MOST_CELLS)
        ground = self.styles.ground("table", element.get(f"{TABLE}style-name"))
        spans: dict[int, _Span] = {}
        rows: list[RowPart] = []
        for row, header in _below(element, "table-row"):
            if row.get(f"{TABLE}visibility") == "collapse":
                self.found.hidden.append("".join(row.itertext()))
                continue
            made = self._row(row, header, ground, spans)
            rows += [made] * count(row.get(f"{TABLE}number-rows-repeated"), _MOST_EQUAL)
        return TablePart(rows, widths if all(widths) else [])

    def _row(self, row: Element, header: bool, ground: str | None, spans: dict[int, _Span]) -> RowPart:
        ground = _first(self.styles.ground("table-row", row.get(f"{TABLE}style-name")), ground)
        made = _Row(spans)
        for cell in row:
            name = local(cell)
            if name not in ("table-cell", "covered-table-cell"):
                continue
            for _ in range(count(cell.get(f"{TABLE}number-columns-repeated"), _MOST_EQUAL)):
                if name == "covered-table-cell":
                    made.cover()
                else:
                    made.go_on()
                    made.put(self._cell(cell, made.column, ground, spans))
        made.go_on()
        return RowPart(made.cells, header)

    def _cell(self, cell: Element, column: int, ground: str | None, spans: dict[int, _Span]) -> CellPart:
        columns = count(cell.get(f"{TABLE}number-columns-spanned"), MOST_CELLS)
        down = count(cell.get(f"{TABLE}number-rows-spanned"), _MOST_ROWS)
        spans[column] = _Span(down - 1, columns)
        fill = _first(self.styles.ground("table-cell", cell.get(f"{TABLE}style-name")), ground)
        return CellPart(self.blocks(cell), column, columns, False, fill or None)


def _first(*told: str | None) -> str | None:
    return next((t for t in told if t is not None), None)


def _below(element: Element, name: str, header: bool = False) -> Iterator[tuple[Element, bool]]:
    """The rows or columns below, each with whether it stands among those that head the table."""
    for below in element:
        told = local(below)
        if told == name:
            yield below, header
        elif told in _GROUPS:
            yield from _below(below, name, header or told == "table-header-rows")
