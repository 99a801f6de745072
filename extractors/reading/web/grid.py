"""The cells of a table where they stand: columns and rows counted, spans over several of them followed.

The one place that knows the structure of HTML tables, of web pages and of those inside Markdown and text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from safeplans.extractors.reading.taming import MOST_CELLS
from safeplans.extractors.reading.web.elements import Element

MOST_IN_TABLE = 50_000
"""Cells of one table; the longest published plans have some 5,000."""
_MOST_ROWS_SPANNED = 65_534  # as browsers cap it
_CELL_TAGS = ("td", "th")
_CELL_ROLES = frozenset({"cell", "gridcell", "columnheader", "rowheader"})
_HEADS = frozenset({"columnheader"})


@dataclass(slots=True)
class PlacedCell:
    """A cell on the grid. origin: index of the row where it is printed, None in that row itself."""

    element: Element
    column: int
    colspan: int = 1
    origin: int | None = None
    head: bool = False


@dataclass(slots=True)
class PlacedRow:
    """element: its ``tr``, None where cells stand without one. head: it stands in the table's head."""

    element: Element | None
    cells: list[PlacedCell] = field(default_factory=list)
    head: bool = False


@dataclass(slots=True)
class Grid:
    """rows: in the order of print, the head first and the foot last. dropped: cells beyond what a plan can hold."""

    rows: list[PlacedRow]
    dropped: int = 0

    @property
    def columns(self) -> int:
        return max((c.column + c.colspan for row in self.rows for c in row.cells), default=0)


@dataclass(slots=True)
class _Row:
    element: Element | None
    cells: list[Element]
    part: str  # thead, tbody or tfoot
    section: Element | None


def is_cell(element: Element) -> bool:
    return element.tag in _CELL_TAGS or element.get("role") in _CELL_ROLES


def grid_of(table: Element, hidden: Callable[[Element], bool]) -> Grid:
    """The cells of a table, or of boxes whose roles say that they are one, without hidden rows and cells."""
    rows = list(_rows(table, hidden))
    rows = [*(r for r in rows if r.part == "thead"), *(r for r in rows if r.part not in ("thead", "tfoot")),
            *(r for r in rows if r.part == "tfoot")]  # fmt: skip
    return _placed(rows)


def given_grid(rows: Sequence[tuple[Element, Sequence[Element]]]) -> Grid:
    """The same of rows and cells that were found otherwise."""
    return _placed([_Row(row, list(cells), "tbody", None) for row, cells in rows])


def _placed(rows: Sequence[_Row]) -> Grid:
    placed: list[PlacedRow] = []
    open_cells: dict[int, tuple[PlacedCell, int, int]] = {}  # column: (cell, its row, rows left)
    section: Element | None = None
    count = dropped = 0
    for source in rows:
        if count >= MOST_IN_TABLE:
            dropped += len(source.cells)
            continue
        if source.section is not section:
            open_cells.clear()  # no cell reaches out of its part of the table
            section = source.section
        row = PlacedRow(source.element, head=source.part == "thead")
        column = 0
        waiting = iter(source.cells)
        cell = next(waiting, None)
        while cell is not None or any(c >= column for c in open_cells):
            if column in open_cells:
                column = _go_on(row, open_cells, column)
                continue
            if cell is None:
                column += 1
                continue
            if column >= MOST_CELLS:
                dropped += 1 + sum(1 for _ in waiting)
                break
            free = next((c for c in range(column, MOST_CELLS) if c in open_cells), MOST_CELLS)
            made = PlacedCell(cell, column, min(_span(cell, "colspan", MOST_CELLS), free - column))
            made.head = cell.tag == "th" or cell.get("role") in _HEADS
            row.cells.append(made)
            below = _span(cell, "rowspan", _MOST_ROWS_SPANNED, nothing=_MOST_ROWS_SPANNED)
            if below > 1:
                open_cells[column] = (made, len(placed), below)
            column += made.colspan
            cell = next(waiting, None)
        count += len(row.cells)
        for at in [c for c, (_, first, below) in open_cells.items() if len(placed) - first + 1 >= below]:
            del open_cells[at]
        placed.append(row)
    return Grid(placed, dropped)


def _go_on(row: PlacedRow, open_cells: dict[int, tuple[PlacedCell, int, int]], column: int) -> int:
    """The part of a merged cell that stands in this row; the column behind it."""
    above, first, _ = open_cells[column]
    row.cells.append(PlacedCell(above.element, column, above.colspan, first, above.head))
    return column + above.colspan


def _span(cell: Element, name: str, most: int, nothing: int = 1) -> int:
    """A span as browsers read it: 1 where it says none, `nothing` for a zero."""
    told = (cell.get(name) or cell.get(f"aria-{name}") or "").strip()
    if not told.isascii() or not told.isdigit() or len(told) > 9:
        return 1
    return min(int(told), most) if int(told) else nothing


def _rows(table: Element, hidden: Callable[[Element], bool]) -> Iterator[_Row]:
    """The rows of a table, none of a table inside it; boxes between its parts are passed through."""
    stack: list[tuple[Iterator[Element], str, Element | None]] = [(iter(table), "tbody", None)]
    stray: list[Element] = []
    while stack:
        children, part, section = stack[-1]
        child = next(children, None)
        if stray and (child is None or not is_cell(child)):
            yield _Row(None, stray, part, section)
            stray = []
        if child is None:
            stack.pop()
        elif hidden(child):
            continue
        elif is_cell(child):
            stray.append(child)
        elif child.tag == "tr" or child.get("role") == "row":
            cells = _cells(child, hidden)
            if cells:
                yield _Row(child, cells, part, section)
        elif child.tag in ("thead", "tbody", "tfoot"):
            stack.append((iter(child), child.tag, child))
        elif child.tag not in ("table", "caption", "colgroup", "col"):
            stack.append((iter(child), part, section))


def beside_cells(table: Element, hidden: Callable[[Element], bool]) -> Iterator[str | Element]:
    """What a table holds outside its cells and captions: words, and tables; browsers print it before the table."""
    stack: list[tuple[Element, Iterator[Element]]] = [(table, iter(table))]
    yield table.text or ""
    while stack:
        child = next(stack[-1][1], None)
        if child is None:
            element, _ = stack.pop()
            if stack:
                yield element.tail or ""
        elif is_cell(child) or child.tag == "caption" or hidden(child):
            yield child.tail or ""
        elif child.tag == "table":
            yield child
            yield child.tail or ""
        else:
            yield child.text or ""
            stack.append((child, iter(child)))


def _cells(row: Element, hidden: Callable[[Element], bool]) -> list[Element]:
    """The cells of a row; where a box stands between them, those inside it."""
    found: list[Element] = []
    stack: list[Iterator[Element]] = [iter(row)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif hidden(child):
            continue
        elif is_cell(child):
            found.append(child)
        elif child.tag not in ("table", "tr"):
            stack.append(iter(child))
    return found
