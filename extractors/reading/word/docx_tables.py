"""Tables of a Word file: cells on their grid, merged ones, grounds by the table's style (ECMA-376, 17.4 and 17.7.6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from safeplans.extractors.reading.safe_xml import Element, local
from safeplans.extractors.reading.word.model import CellPart, Found, Part, RowPart, TablePart
from safeplans.extractors.reading.word.shades import shading
from safeplans.extractors.reading.word.styles import Letters, Styles, TableLook
from safeplans.extractors.reading.word.wml import W, child, flag, number, points, value

_THROUGH = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo"})
_MOST_COLUMNS = 1000  # grid columns; Word knows 63
# The bits of `w:tblLook` (17.4.56) that say which parts of a table its style sets apart.
_PARTS = {"firstRow": 0x0020, "lastRow": 0x0040, "firstColumn": 0x0080, "lastColumn": 0x0100, "noHBand": 0x0200}

Blocks = Callable[[Element, Letters], list[Part]]


@dataclass(slots=True)
class TableReader:
    """Reads tables. blocks: reads the content of a cell, whose letters are set as the second argument says."""

    styles: Styles
    found: Found
    blocks: Blocks

    def table(self, element: Element) -> TablePart:
        properties = child(element, "tblPr")
        style = value(properties, "tblStyle")
        parts = self._style_parts(style, _look_of(properties))
        rows = [row for row in _below(element, "tr") if not self._gone(row)]
        widths = [points(c.get(f"{W}w")) or 0.0 for c in element.findall(f"{W}tblGrid/{W}gridCol")]
        own = shading(properties, self.styles.theme)
        made = [self._row(row, parts, at, len(rows), own) for at, row in enumerate(rows)]
        return TablePart(made, widths if all(widths) else [])

    def _style_parts(self, style: str | None, look: frozenset[str]) -> dict[str, TableLook]:
        """The looks of the parts of a table that are set apart, by their names; "" is the whole."""
        names = {
            "": "",
            "firstRow": "firstRow",
            "lastRow": "lastRow",
            "firstColumn": "firstCol",
            "lastColumn": "lastCol",
        }
        parts = {name: self.styles.table_part(style, told) for name, told in names.items() if not name or name in look}
        if "noHBand" not in look:
            parts |= {"odd": self.styles.table_part(style, "band1Horz")}
            parts |= {"even": self.styles.table_part(style, "band2Horz")}
        return parts

    def _gone(self, row: Element) -> bool:
        """Deleted as a tracked change, or hidden."""
        properties = child(row, "trPr")
        if child(properties, "del") is not None:
            self.found.changes += 1
            return True
        if child(properties, "ins") is not None:
            self.found.changes += 1
        if flag(properties, "hidden"):
            self.found.hidden.append("".join(e.text or "" for e in row.iter(f"{W}t")))
            return True
        return False

    def _row(self, row: Element, parts: dict[str, TableLook], at: int, count: int, own: str | None) -> RowPart:
        properties = child(row, "trPr")
        column = min(number(value(properties, "gridBefore")) or 0, _MOST_COLUMNS)
        cells: list[CellPart] = []
        elements = [e for e in _below(row, "tc") if child(e, "tcPr", "cellDel") is None]
        for index, element in enumerate(elements):
            about = child(element, "tcPr")
            span = min(max(number(value(about, "gridSpan")) or 1, 1), _MOST_COLUMNS)
            looks = _looks(parts, at, count, index, len(elements))
            letters = Letters()
            for look in looks:
                letters = look.letters.over(letters)
            content = self.blocks(element, letters)
            if cells and value(about, "hMerge") == "continue" or cells and _continues(about, "hMerge"):
                cells[-1].colspan += span
                cells[-1].parts += content
            else:
                fills = [own, *(look.fill for look in looks), shading(about, self.styles.theme)]
                fill = next((f for f in reversed(fills) if f is not None), None)
                cells.append(CellPart(content, column, span, _continues(about, "vMerge"), fill or None))
            column += span
        return RowPart(cells, bool(flag(properties, "tblHeader")))


def _continues(properties: Element | None, name: str) -> bool:
    """A merged cell goes on: ``w:vMerge`` without a value says so as well."""
    told = child(properties, name)
    return told is not None and told.get(f"{W}val", "continue") == "continue"


def _below(element: Element, name: str) -> Iterator[Element]:
    """The rows or cells below, those in content controls and tracked insertions too."""
    for below in element:
        if below.tag == f"{W}{name}":
            yield below
        elif local(below) in _THROUGH:
            yield from _below(below, name)


def _look_of(properties: Element | None) -> frozenset[str]:
    """Which parts of a table its style sets apart; as Word does by default where nothing is said."""
    told = child(properties, "tblLook")
    if told is None:
        return frozenset({"firstRow", "firstColumn"})
    try:
        bits = int(told.get(f"{W}val", "0"), 16)
    except ValueError:
        bits = 0
    named = {name: told.get(f"{W}{name}") for name in _PARTS}
    return frozenset(
        name for name, bit in _PARTS.items() if (named[name] in ("1", "true", "on") if named[name] else bits & bit)
    )


def _looks(parts: dict[str, TableLook], row: int, rows: int, cell: int, cells: int) -> list[TableLook]:
    """The looks that hold for a cell, the strongest last (17.7.6)."""
    head = "firstRow" in parts
    names = ["", "odd" if (row - head) % 2 == 0 else "even"]
    names += ["lastColumn"] if cell == cells - 1 else []
    names += ["firstColumn"] if cell == 0 else []
    if row == rows - 1 and rows > 1:
        names.append("lastRow")
    if row == 0:
        names.append("firstRow")
    banded = row > 0 or not head
    return [parts[name] for name in names if name in parts and (banded or name not in ("odd", "even"))]
