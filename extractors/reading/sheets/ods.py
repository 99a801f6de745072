"""Workbooks of LibreOffice (`.ods`), from the text that each cell stores as it is printed.

Not by odfpy, which makes an object of each element, knows no limits and has had no release since 2020: a sheet is gone
through once, row by row, and of cells and rows that are repeated a million times only those with something in them
count.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from safeplans.extractors.base.document import Document
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.reading.archive import Archive
from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.left_out import (
    MACROS,
    cells_left_out,
    hidden_parts,
    parts_not_read,
    struck_out,
    without_values,
)
from safeplans.extractors.reading.safe_xml import Element, parse, refuse_declarations
from safeplans.extractors.reading.sheets.building import sheets_document
from safeplans.extractors.reading.sheets.grid import MOST_CELLS, MOST_MERGES, Merge, Sheet, SheetCell, column_letters
from safeplans.extractors.reading.sheets.number_formats import plain_number
from safeplans.extractors.reading.sheets.survey import LAST_COLUMN, LAST_ROW

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _OFFICE, _STYLE, _FO, _META, _DRAW = (
    f"{{{_OASIS}{name}:1.0}}" for name in ("table", "text", "office", "style", "xsl-fo-compatible", "meta", "drawing")
)
_DC = "{http://purl.org/dc/elements/1.1/}"
_ENCRYPTION = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}encryption-data"
_WHITE = 250
_MOST_PARENTS = 20  # styles that a style is based on, one after the other
_MOST_REPEATED = 1000  # cells of one text in a row
_COMMENTS, _PICTURES = ("comment", "comments"), ("picture or chart", "pictures and charts")


@dataclass(frozen=True, slots=True)
class _Look:
    """What a style says; None where it leaves it to the style that it is based on."""

    parent: str | None = None
    bold: bool | None = None
    fill: str | None = None
    size: float | None = None
    framed: bool | None = None
    struck: bool | None = None
    shown: bool | None = None


@dataclass(slots=True)
class _Words:
    """Text of an element, a line for each paragraph. struck: what of it is crossed out. bold: all the rest is."""

    lines: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    bolds: list[bool] = field(default_factory=list)


def read(data: bytes, settings: Settings, on_page: Callable[[int], None] | None = None) -> Document:
    """Raises ReadingError when nothing can be read."""
    archive = Archive(data)
    if "META-INF/manifest.xml" in archive:
        manifest = parse(archive.read("META-INF/manifest.xml"), "META-INF/manifest.xml")
        if next(manifest.iter(_ENCRYPTION), None) is not None:
            raise ReadingError("encrypted", "The file asks for a password. Save a copy without it and run again.")
    if "content.xml" not in archive:
        raise ReadingError("damaged", "There is no content in the file. Save it again as .ods and run again.")
    reader = _Reader()
    if "styles.xml" in archive:
        for style in parse(archive.read("styles.xml"), "styles.xml").iter(f"{_STYLE}style"):
            reader.take_style(style)
    reader.read(archive.read("content.xml"))
    reader.not_read[MACROS] += archive.macros
    problems = hidden_parts("sheet", reader.hidden_sheets)
    problems += without_values(reader.without_value)
    problems += struck_out(reader.struck)
    problems += parts_not_read(reader.not_read)
    problems += cells_left_out(reader.left_out, MOST_CELLS)
    return sheets_document(MEDIA_TYPE, reader.sheets, _info(archive), problems)


def _info(archive: Archive) -> dict[str, str]:
    if "meta.xml" not in archive:
        return {}
    root = parse(archive.read("meta.xml"), "meta.xml")
    names = {
        "Title": f"{_DC}title", "Subject": f"{_DC}subject", "Author": f"{_META}initial-creator",
        "CreationDate": f"{_META}creation-date", "ModDate": f"{_DC}date",
    }  # fmt: skip
    told = {name: " ".join((root.findtext(f".//{tag}") or "").split()) for name, tag in names.items()}
    return {name: text for name, text in told.items() if text}


class _Reader:
    def __init__(self) -> None:
        self.styles: dict[str, _Look] = {}
        self.sheets: list[Sheet] = []
        self.hidden_sheets: list[str] = []
        self.without_value: list[str] = []
        self.struck: list[str] = []
        self.not_read: Counter[tuple[str, str]] = Counter()
        self.filters: dict[str, set[int]] = {}
        self.left_out = self.count = 0
        self.sheet: Sheet | None = None
        self.row = self.column = 0
        self.column_styles: list[tuple[int, int, str]] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.hidden_rows: set[int] = set()
        self.merges: list[Merge] = []
        self.header_rows: set[int] = set()
        self.in_header = 0

    def take_style(self, style: Element) -> None:
        look: dict[str, object] = {"parent": style.get(f"{_STYLE}parent-style-name")}
        for told in style:
            if told.tag == f"{_STYLE}table-cell-properties":
                colour = told.get(f"{_FO}background-color")
                if colour is not None:
                    look["fill"] = colour
                borders = [v for k, v in told.attrib.items() if str(k).startswith(f"{_FO}border")]
                if borders:
                    look["framed"] = any(str(b) not in ("none", "hidden") for b in borders)
            elif told.tag == f"{_STYLE}text-properties":
                weight, size = told.get(f"{_FO}font-weight"), told.get(f"{_FO}font-size") or ""
                if weight is not None:
                    look["bold"] = weight in ("bold", "700", "800", "900")
                if found := re.fullmatch(r"(\d+(?:\.\d+)?)pt", size):
                    look["size"] = float(found[1])
                line = told.get(f"{_STYLE}text-line-through-style") or told.get(f"{_STYLE}text-line-through-type")
                if line is not None:
                    look["struck"] = line != "none"
            elif told.tag == f"{_STYLE}table-properties":
                shown = told.get(f"{_TABLE}display")
                if shown is not None:
                    look["shown"] = shown != "false"
        self.styles[style.get(f"{_STYLE}name") or ""] = _Look(**look)  # type: ignore[arg-type]

    def look(self, name: str | None) -> _Look:
        """A style with what it takes from those that it is based on."""
        chain: list[_Look] = []
        while name is not None and (style := self.styles.get(name)) is not None and len(chain) < _MOST_PARENTS:
            chain.append(style)
            name = style.parent
        told = {
            part: next((v for s in chain if (v := getattr(s, part)) is not None), None)
            for part in ("bold", "fill", "size", "framed", "struck", "shown")
        }
        return _Look(**told)

    def read(self, content: bytes) -> None:
        refuse_declarations(content, "content.xml")
        tags = [f"{_STYLE}style", f"{_TABLE}table", f"{_TABLE}table-column", f"{_TABLE}table-row"]
        tags += [f"{_TABLE}table-header-rows", f"{_TABLE}database-range"]
        events = etree.iterparse(
            io.BytesIO(content),
            events=("start", "end"),
            tag=tags,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
        )
        try:
            self._read(events)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise ReadingError(
                "damaged",
                f"The content of the workbook is broken ({str(error)[:120]}). Open it, save it again, and run again.",
            ) from error
        for sheet in self.sheets:
            sheet.headers |= frozenset(self.filters.get(sheet.name, ()))

    def _read(self, events: Iterator[tuple[str, Element]]) -> None:
        depth = 0  # of tables: one in a cell or a drawing is no sheet
        for event, element in events:
            tag = element.tag
            if tag == f"{_TABLE}table":
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1:
                    self._begin(element)
                elif event == "end" and depth == 0:
                    self._end()
                    element.clear()
            elif tag == f"{_TABLE}table-header-rows":
                self.in_header += 1 if event == "start" else -1
            elif event == "start":
                continue
            elif tag == f"{_STYLE}style":
                self.take_style(element)
            elif tag == f"{_TABLE}database-range":
                self._take_filter(element)
            elif depth == 1 and tag == f"{_TABLE}table-column":
                self._take_column(element)
            elif depth == 1 and tag == f"{_TABLE}table-row":
                self._take_row(element)
                element.clear()
                _forget_before(element)

    def _begin(self, element: Element) -> None:
        name = element.get(f"{_TABLE}name") or f"Sheet {len(self.sheets) + 1}"
        self.row = self.column = 0
        self.column_styles, self.hidden_columns, self.merges = [], [], []
        self.hidden_rows, self.header_rows = set(), set()
        if self.look(element.get(f"{_TABLE}style-name")).shown is False:
            self.hidden_sheets.append(name)
            self.sheet = None
        else:
            self.sheet = Sheet(name)

    def _end(self) -> None:
        if self.sheet is None:
            return
        filled = {(r, c) for (r, c), cell in self.sheet.cells.items() if cell.lines}
        rows, columns = {r for r, _ in filled}, {c for _, c in filled}
        self.sheet.merges = self.merges
        self.sheet.headers = frozenset(self.header_rows & rows)
        self.sheet.hidden_rows = frozenset(self.hidden_rows & rows)
        self.sheet.hidden_columns = frozenset(c for c in columns if any(a <= c <= b for a, b in self.hidden_columns))
        self.sheets.append(self.sheet)
        self.sheet = None

    def _take_filter(self, element: Element) -> None:
        if element.get(f"{_TABLE}display-filter-buttons") != "true":
            return
        found = re.match(r"\$?'?(.+?)'?\.\$?[A-Z]+\$?(\d+)", element.get(f"{_TABLE}target-range-address") or "")
        if found:
            self.filters.setdefault(found[1].replace("''", "'"), set()).add(int(found[2]))

    def _take_column(self, element: Element) -> None:
        count = _count(element, "number-columns-repeated")
        first, last = self.column + 1, min(self.column + count, LAST_COLUMN)
        if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            self.hidden_columns.append((first, last))
        style = element.get(f"{_TABLE}default-cell-style-name")
        if style:
            self.column_styles.append((first, last, style))
        self.column = last

    def _take_row(self, element: Element) -> None:
        count = _count(element, "number-rows-repeated")
        first = self.row + 1
        self.row += count
        if self.sheet is None or first > LAST_ROW:
            return
        cells = self._cells(element, first)
        if not any(cell.lines for _, cell in cells):
            return
        if self.count >= MOST_CELLS:
            self.left_out += sum(bool(cell.lines) for _, cell in cells) * count
            return
        rows = range(first, min(first + count, LAST_ROW + 1))
        hidden = element.get(f"{_TABLE}visibility") in ("collapse", "filter")
        for at, row in enumerate(rows):
            self.count += sum(bool(cell.lines) for _, cell in cells)
            if self.count > MOST_CELLS:
                self.left_out += sum(bool(cell.lines) for _, cell in cells) * (len(rows) - at)
                return
            for column, cell in cells:
                self.sheet.cells[row, column] = cell
            if hidden:
                self.hidden_rows.add(row)
            if self.in_header:
                self.header_rows.add(row)

    def _cells(self, element: Element, row: int) -> list[tuple[int, SheetCell]]:
        made: list[tuple[int, SheetCell]] = []
        column = 0
        row_style = element.get(f"{_TABLE}default-cell-style-name")
        for told in element:
            if told.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            count = _count(told, "number-columns-repeated")
            first = column + 1
            column += count
            if first > LAST_COLUMN:
                break
            if told.tag == f"{_TABLE}covered-table-cell":
                continue
            cell = self._cell(told, row, first, row_style)
            across, down = _count(told, "number-columns-spanned"), _count(told, "number-rows-spanned")
            if (across > 1 or down > 1) and len(self.merges) < MOST_MERGES:
                last = min(row + down - 1, LAST_ROW), min(first + across - 1, LAST_COLUMN)
                self.merges.append(Merge(row, first, *last))
            if cell is not None:
                most = count if cell.lines else min(count, _MOST_REPEATED)
                made += [(c, cell) for c in range(first, min(first + most, LAST_COLUMN + 1))]
        return made

    def _cell(self, element: Element, row: int, column: int, row_style: str | None) -> SheetCell | None:
        name = element.get(f"{_TABLE}style-name") or row_style
        if name is None:
            name = next((s for a, b, s in self.column_styles if a <= column <= b), None)
        look = self.look(name)
        words = _Words()
        for part in element:
            if part.tag == f"{_TEXT}p":
                self._paragraph(part, words, look)
            elif part.tag == f"{_OFFICE}annotation":
                self.not_read[_COMMENTS] += 1
            elif str(part.tag).startswith(_DRAW):
                self.not_read[_PICTURES] += 1
        spot = f"{self.sheet.name if self.sheet else ''}!{column_letters(column)}{row}"
        if words.struck:
            self.struck.append(f"{spot}: {' '.join(words.struck)}")
        lines = tuple(line for text in words.lines if (line := " ".join(text.split())))
        if not lines and not words.struck:
            lines = _stored(element)
            if not lines and element.get(f"{_TABLE}formula") and element.get(f"{_OFFICE}value-type") != "string":
                self.without_value.append(spot)
        fill = _colour(look.fill)
        if not lines and fill is None and not look.framed:
            return None
        bold = bool(lines) and (all(words.bolds) if words.bolds else bool(look.bold))
        return SheetCell(lines, bold, fill, look.size, bool(look.framed))

    def _paragraph(self, element: Element, words: _Words, look: _Look) -> None:
        kept: list[str] = []
        gone: list[str] = []

        def take(text: str | None, shown: _Look) -> None:
            if not text:
                return
            if shown.struck:
                gone.append(text)
                return
            kept.append(text)
            if text.strip():
                words.bolds.append(bool(shown.bold))

        def walk(part: Element, shown: _Look, depth: int) -> None:
            take(part.text, shown)
            for child in part:
                tag = child.tag
                if tag in (f"{_TEXT}s", f"{_TEXT}tab"):
                    take(" ", shown)
                elif tag == f"{_TEXT}line-break":
                    take("\n", shown)
                elif tag in (f"{_TEXT}span", f"{_TEXT}a") and depth < _MOST_PARENTS:
                    own = self.look(child.get(f"{_TEXT}style-name"))
                    bold = shown.bold if own.bold is None else own.bold
                    struck = shown.struck if own.struck is None else own.struck
                    walk(child, _Look(bold=bold, struck=struck), depth + 1)
                elif isinstance(tag, str) and tag.startswith(_TEXT):
                    take("".join(child.itertext()), shown)  # a field: a date, a sheet's name
                take(child.tail, shown)

        walk(element, look, 0)
        words.lines += "".join(kept).split("\n")
        if text := " ".join("".join(gone).split()):
            words.struck.append(text)


def _forget_before(row: Any) -> None:
    """Take the row before out of the tree: it was read, and millions would fill the memory."""
    parent, before = row.getparent(), row.getprevious()
    if parent is not None and before is not None:
        parent.remove(before)


def _stored(element: Element) -> tuple[str, ...]:
    """The value of a cell that a program stored without its printed text."""
    kind = element.get(f"{_OFFICE}value-type")
    if kind in ("float", "percentage", "currency"):
        try:
            value = float(element.get(f"{_OFFICE}value") or "")
        except ValueError:
            return ()
        return (f"{plain_number(value * 100)}%" if kind == "percentage" else plain_number(value),)
    names = {"date": "date-value", "time": "time-value", "boolean": "boolean-value", "string": "string-value"}
    text = element.get(f"{_OFFICE}{names[kind]}") if kind in names else None
    return tuple(line for part in (text or "").split("\n") if (line := " ".join(part.split())))


def _colour(told: str | None) -> str | None:
    if told is None or not re.fullmatch(r"#[0-9a-fA-F]{6}", told):
        return None
    white = min(int(told[i : i + 2], 16) for i in (1, 3, 5)) >= _WHITE
    return None if white else told.lower()


def _count(element: Element, name: str) -> int:
    told = element.get(f"{_TABLE}{name}") or "1"
    return max(min(int(told), LAST_ROW), 1) if told.isdecimal() and len(told) < 10 else 1
