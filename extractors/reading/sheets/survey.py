"""A worksheet's XML gone through once, before any library builds objects of it: what is in it, and where it ends.

A worksheet may name a million rows of which none holds a word, merge all cells of a column, or hold more cells than
memory. What is kept is bounded here: rows with something in them, up to a number of cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.sheets.grid import MOST_MERGES, Merge, column_number

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of Excel's sheets
MOST_STYLED = 4
"""Cells without text for each with text, of a sheet in which most are coloured (a calendar)."""
_CHUNK = 256 * 1024
_ROW_END = re.compile(rb"</(?:\w+:)?row\s*>")
_DATA_END = re.compile(rb"</(?:\w+:)?sheetData\s*>")
_FILLED = re.compile(rb"<(?:\w+:)?(?:v|is)[ >]")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_NOTHING = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
_MARGIN = 64  # bytes that an end tag may be cut over


@dataclass(slots=True)
class Survey:
    """What a worksheet holds.

    cells: (row, column) of each cell of the kept rows, from 1; filled: those with a value. without_value: formulas of
    which no value is stored. left_out: cells with a value that are not kept. frozen: rows above a frozen pane.
    filters: the first row of each filter. data: the worksheet's XML with its kept rows alone.
    """

    cells: list[tuple[int, int]] = field(default_factory=list)
    filled: set[tuple[int, int]] = field(default_factory=set)
    without_value: list[tuple[int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    frozen: int = 0
    filters: set[int] = field(default_factory=set)
    left_out: int = 0
    data: bytes = b""


def survey(stream: IO[bytes], most: int) -> Survey:
    """Go through a worksheet. most: cells with a value that are kept.

    Raises ReadingError: `damaged` where it is no XML, `unsupported` where it declares entities of its own.
    """
    return _Reader(most).read(stream)


def merged_area(reference: str) -> Merge | None:
    """``A1:C2`` as an area; None for a single cell and for what is no area."""
    first, _, last = reference.partition(":")
    ends = [_REFERENCE.fullmatch(part) for part in (first, last)]
    if ends[0] is None or ends[1] is None:
        return None
    rows = sorted(int(e[2]) for e in ends if e)
    columns = sorted(column_number(e[1]) for e in ends if e)
    if rows[0] == rows[1] and columns[0] == columns[1]:
        return None
    return Merge(rows[0], columns[0], min(rows[1], LAST_ROW), min(columns[1], LAST_COLUMN))


class _Reader:
    def __init__(self, most: int) -> None:
        self.most = most
        self.found = Survey()
        self.kept = bytearray()
        self.window = bytearray()  # bytes that the parser was given and that may have to be kept
        self.window_start = 0
        self.row_start: int | None = None
        self.row = self.column = 0
        self.row_cells: list[tuple[int, int]] = []
        self.row_filled: list[tuple[int, int]] = []
        self.here: tuple[int, int] = (0, 0)
        self.formula = self.value = self.in_value = False
        self.hidden_by_default = False
        self.is_text = False
        self.full = self.passing = self.closed = False
        self.depth = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refused

    def read(self, stream: IO[bytes]) -> Survey:
        waiting = b""
        try:
            while chunk := stream.read(_CHUNK):
                waiting += chunk
                if self.passing:
                    waiting = self._passed_over(waiting)
                    continue
                cut = max((m.end() for m in _ROW_END.finditer(waiting)), default=0)
                if cut or len(waiting) > 4 * _CHUNK:
                    self._feed(waiting[: cut or len(waiting)])
                    waiting = waiting[cut or len(waiting) :]
                    self.passing = self.full and not self.closed
            self._feed(waiting)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise ReadingError(
                "damaged",
                f"A sheet of the workbook is broken ({error}). Open it in a spreadsheet, save it again, and run again.",
            ) from error
        self.found.data = bytes(self.kept) if self.closed else _NOTHING
        return self.found

    def _passed_over(self, waiting: bytes) -> bytes:
        """Count what is not kept; from the end of the rows on the worksheet is read again."""
        end = _DATA_END.search(waiting)
        if end is None:
            self.found.left_out += sum(m.start() < len(waiting) - _MARGIN for m in _FILLED.finditer(waiting))
            return waiting[-_MARGIN:]
        self.found.left_out += len(_FILLED.findall(waiting[: end.start()]))
        self.passing = False
        self._feed(waiting[end.start() :])
        return b""

    def _feed(self, data: bytes) -> None:
        self.window += data
        self.parser.Parse(data, False)
        # what lies before the row that is being read is kept by now, or not wanted
        until = self.row_start if self.row_start is not None else self.window_start + len(self.window)
        del self.window[: until - self.window_start]
        self.window_start = until

    def _keep(self, start: int, end: int) -> None:
        self.kept += self.window[start - self.window_start : end - self.window_start]

    def _start(self, name: str, told: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self.depth += 1
        at = self.parser.CurrentByteIndex
        if self.depth == 1:
            self.row_start = at  # the root's start tag goes with its namespaces
        elif self.depth == 2:
            if self.row_start is not None and not self.kept:
                self._keep(self.row_start, at)
            self.row_start = None
            if local == "sheetData":
                self.kept += b"<" + self._tag("sheetData") + b">"
            else:
                self._about(local, told)
        elif local == "row":
            self._row_over(at)
            self.row_start = at
            self.row = _whole(told.get("r"), self.row + 1)
            self.column = 0
            hidden = told.get("hidden")
            if hidden in ("1", "true") or self.hidden_by_default and hidden is None:
                self.found.hidden_rows.add(self.row)
        elif local == "c":
            reference = _REFERENCE.fullmatch(told.get("r", ""))
            self.column = column_number(reference[1]) if reference else self.column + 1
            self.here = (self.row, self.column)
            self.formula = self.value = self.in_value = False
            self.is_text = told.get("t") == "str"
        elif local == "f":
            self.formula = True
        elif local in ("v", "is"):
            self.in_value = True
        else:
            self._about(local, told)

    def _text(self, _: str) -> None:
        self.value = self.value or self.in_value

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        self.depth -= 1
        if local in ("v", "is"):
            self.in_value = False
        if local == "c" and self.depth == 3:
            if self.row > LAST_ROW or self.column > LAST_COLUMN:
                return
            self.row_cells.append(self.here)
            if self.value:
                self.row_filled.append(self.here)
            elif self.formula and not self.is_text:  # a formula may well give an empty text
                self.found.without_value.append(self.here)
        elif local == "sheetData" and self.depth == 1:
            at = self.parser.CurrentByteIndex
            self._row_over(at)
            self.row_start, self.closed = None, True
            self.kept += b"</" + self._tag("sheetData") + b"></" + self._tag("worksheet") + b">"

    def _tag(self, name: str) -> bytes:
        prefix = re.match(rb"\s*(?:<\?[^>]*>\s*)*<(\w+:)?", bytes(self.kept[:512]))
        return (prefix[1] or b"" if prefix else b"") + name.encode()

    def _row_over(self, at: int) -> None:
        """The row before ends at `at`: keep it if something is in it."""
        if self.row_start is None:
            return
        if self.row_filled and not self.full:
            self._keep(self.row_start, at)
            self.found.cells += self.row_cells
            self.found.filled.update(self.row_filled)
        elif self.full:
            self.found.left_out += len(self.row_filled)
        if len(self.found.filled) >= self.most or len(self.found.cells) >= (1 + MOST_STYLED) * self.most:
            self.full = True
        self.row_cells, self.row_filled = [], []

    def _about(self, local: str, told: dict[str, str]) -> None:
        if local == "sheetFormatPr":
            self.hidden_by_default = told.get("zeroHeight") in ("1", "true")
        elif local == "col" and told.get("hidden") in ("1", "true"):
            self.found.hidden_columns.append((_whole(told.get("min"), 0), _whole(told.get("max"), 0)))
        elif local == "pane" and told.get("state") in ("frozen", "frozenSplit"):
            self.found.frozen = _whole(told.get("ySplit"), 0)
        elif local == "autoFilter" and (first := _REFERENCE.match(told.get("ref", ""))):
            self.found.filters.add(int(first[2]))
        elif local == "mergeCell" and len(self.found.merges) < MOST_MERGES:
            area = merged_area(told.get("ref", ""))
            if area is not None:
                self.found.merges.append(area)


def _whole(text: str | None, otherwise: int) -> int:
    try:
        return int(float(text)) if text is not None else otherwise
    except (ValueError, OverflowError):
        return otherwise


def _refused(*_: object) -> None:
    raise ReadingError(
        "unsupported",
        "A sheet of the workbook declares entities, as no office program writes them; it was not read. If you trust "
        "its sender, open it in a spreadsheet and save it again.",
    )
