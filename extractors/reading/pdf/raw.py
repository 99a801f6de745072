"""Tables as found on one page, before they are joined over pages and turned into blocks."""

from __future__ import annotations

from dataclasses import dataclass, field

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.header_looks import one_fill
from safeplans.extractors.reading.pdf.lines import Line


@dataclass(slots=True)
class RawCell:
    """A cell: its grid column, the columns and rows it covers, its lines from top to bottom, its box and fill.

    spans: rows that it covers in its page's grid. continued: it goes on a merged cell of the row above (or of the
    page before) and has no text of its own there.
    """

    column: int
    colspan: int
    lines: list[Line]
    box: BBox
    fill: str | None = None
    spans: int = 1
    continued: bool = False
    header: bool = False
    parts: list[list[Line]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def colours(self) -> frozenset[str | None]:
        return frozenset(line.colour for line in self.lines)

    @property
    def merged(self) -> bool:
        return self.spans > 1 or self.continued or self.colspan > 1

    @property
    def goes_on(self) -> bool:
        return self.continued


@dataclass(slots=True)
class RawRow:
    """A row. more: rows of following pages that continue it are folded into its cells."""

    cells: list[RawCell]
    page: int
    box: BBox
    header: bool = False

    @property
    def filled(self) -> list[RawCell]:
        return [c for c in self.cells if c.lines]

    @property
    def text(self) -> str:
        return " ".join(c.text for c in self.cells if c.lines)

    @property
    def bold(self) -> bool:
        return all(line.bold for cell in self.filled for line in cell.lines)

    @property
    def fill(self) -> str | None:
        return one_fill(self.cells)


@dataclass(slots=True)
class RawTable:
    """A table on one page (after joining: with the rows of later pages too).

    columns: x of the column borders, left to right, one more than there are columns.
    method: ruled, rules (horizontal only), shaded, aligned or tagged. closed: a line is drawn below the last row.
    """

    page: int
    box: BBox
    columns: list[float]
    rows: list[RawRow]
    method: str
    closed: bool = True
    confidence: float = 1.0
    last_page: int = 0
    last_columns: list[float] = field(default_factory=list)

    @property
    def width(self) -> int:
        return len(self.columns) - 1
