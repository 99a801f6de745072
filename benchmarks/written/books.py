"""Workbooks and CSV: plans as people lay them out in spreadsheets, and what LibreOffice saves of them."""

from __future__ import annotations

import contextlib
import csv
import datetime
import io
import re
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

from written.programs import office
from written.source import Cell, Part, Source
from written.writers import Make, writer

_DATES = (
    (re.compile(r"\d{2}/\d{2}/\d{4}"), "%d/%m/%Y", "dd/mm/yyyy"),
    (re.compile(r"\d{2}/\d{2}/\d{2}"), "%d/%m/%y", "dd/mm/yy"),
    (re.compile(r"[A-Z][a-z]{2}-\d{2}"), "%b-%y", "mmm-yy"),
    (re.compile(r"[A-Z][a-z]{3,8} \d{4}"), "%B %Y", "mmmm yyyy"),
    (re.compile(r"\d{1,2} [A-Z][a-z]{3,8} \d{4}"), "%d %B %Y", "d mmmm yyyy"),
)


class Book:
    """A workbook that is being written. left: the first column. dates: written as dates where a cell holds one."""

    def __init__(self, left: int = 0, *, dates: bool = False, split: bool = False) -> None:
        self.out = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.out, {"in_memory": True, "strings_to_formulas": False})
        self.left, self.dates, self.split = left, dates, split
        self.row = 0
        self.sheet: Any = None
        self.names: set[str] = set()
        self.formats: dict[tuple[Any, ...], Any] = {}

    def begin(self, name: str) -> None:
        name = re.sub(r"[\[\]:*?/\\']", " ", name)[:31].strip() or "Sheet"
        while name.casefold() in self.names:
            name = name[:27] + f" ({len(self.names)})"
        self.names.add(name.casefold())
        self.sheet = self.book.add_worksheet(name)
        self.row = 0

    def format(self, **told: Any) -> Any:
        key = tuple(sorted(told.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"text_wrap": True, "valign": "top", **told})
        return self.formats[key]

    def line(self, text: str, *, level: int = 0, merged: int = 0) -> None:
        look = {"bold": True, "font_size": {1: 18, 2: 14}.get(level, 12)} if level else {}
        if merged > 1:
            self.sheet.merge_range(self.row, self.left, self.row, self.left + merged - 1, text, self.format(**look))
        else:
            self.sheet.write_string(self.row, self.left, text, self.format(**look))
        self.row += 1

    def table(self, rows: Sequence[Sequence[Cell]], *, header: bool = True) -> None:
        taken: set[tuple[int, int]] = set()
        start = self.row
        for at, cells in enumerate(rows):
            column = 0
            for cell in cells:
                while (at, column) in taken:
                    column += 1
                taken |= {(at + r, column + c) for r in range(cell.rows) for c in range(cell.columns)}
                if header or not cell.header:
                    self._cell(start + at, column, cell, len(rows) - at)
                column += cell.columns
        self.row = start + len(rows)

    def _cell(self, row: int, column: int, cell: Cell, rest: int) -> None:
        look: dict[str, Any] = {"border": 1}
        if cell.bold:
            look["bold"] = True
        if cell.fill:
            look["bg_color"] = cell.fill
        text, value = cell.text, None
        if self.dates:
            for pattern, form, shown in _DATES:
                if pattern.fullmatch(text):
                    with contextlib.suppress(ValueError):  # Summer 2028
                        value = datetime.datetime.strptime(text, form)
                        look["num_format"] = shown
        if self.split and not cell.header and len(text) < 120:
            text = re.sub(r"\s*/\s*(?=[A-Z])|;\s+", "\n", text)
        down, across = min(cell.rows, rest), cell.columns
        at = (row, column + self.left)
        if down > 1 or across > 1:
            self.sheet.merge_range(*at, row + down - 1, column + self.left + across - 1, text, self.format(**look))
        elif value is not None:
            self.sheet.write_datetime(*at, value, self.format(**look))
        elif re.fullmatch(r"\d{1,2}(\.\d)?", text) and self.dates:
            look["num_format"] = "General" if "." not in text else "0.0"
            self.sheet.write_number(*at, float(text), self.format(**look))
        elif text:
            self.sheet.write_string(*at, text, self.format(**look))
        else:
            self.sheet.write_blank(*at, None, self.format(**look))

    def part(self, part: Part) -> None:
        """A line, or a table with a blank row around it."""
        if part.kind == "table":
            self.row += 1
            self.table(part.rows)
            self.row += 1
        else:
            self.line(part.text, level=part.level)

    def done(self) -> bytes:
        self.book.close()
        return self.out.getvalue()


def _width(rows: Sequence[Sequence[Cell]]) -> int:
    return max(sum(c.columns for c in row) for row in rows)


def in_order(source: Source) -> bytes:
    """All on one sheet from A1 down, a blank row around tables."""
    book = Book()
    book.begin("Sheet1")
    for part in source.parts:
        book.part(part)
    return book.done()


def title_block(source: Source) -> bytes:
    """Titles and notes merged over the columns, the table from column B on; real dates; owners on their lines."""
    book = Book(1, dates=True, split=True)
    book.begin("Action plan")
    book.row = 1
    width = max((_width(p.rows) for p in source.parts if p.kind == "table"), default=1)
    for part in source.parts:
        if part.kind == "table":
            book.table(part.rows)
            book.row += 2
        else:
            book.line(part.text, level=part.level, merged=width)
    return book.done()


def sheet_a_section(source: Source) -> bytes:
    """A sheet for each heading over a table, called by it."""
    book = Book(dates=True)
    book.begin("Introduction")
    parts = source.parts
    for index, part in enumerate(parts):
        following = next((p.kind for p in parts[index + 1 :] if p.kind != "line"), None)
        if part.kind == "heading" and following == "table" and part.level > 1:
            book.begin(part.text)
        book.part(part)
    return book.done()


def one_table(source: Source) -> bytes:
    """No blank rows: what stands between tables of one form is merged rows among theirs, under one heading row."""
    book = Book(dates=True)
    book.begin("Tracker")
    tables = [p for p in source.parts if p.kind == "table"]
    width = max((_width(p.rows) for p in tables), default=1)
    heads = [[c.text for c in p.rows[0]] for p in tables]
    same = len(tables) > 1 and all(h == heads[0] for h in heads) and all(c.header for c in tables[0].rows[0])
    first = next((i for i, p in enumerate(source.parts) if p.kind == "table"), len(source.parts))
    lead = first
    while same and lead > 0 and source.parts[lead - 1].kind == "heading" and source.parts[lead - 1].level > 1:
        lead -= 1
    for index, part in enumerate(source.parts):
        if same and index == lead:
            book.table([tables[0].rows[0]])
        if part.kind == "table":
            book.table(part.rows[1:] if same else part.rows)
        else:
            book.line(part.text, level=part.level, merged=width if index >= lead else 1)
    return book.done()


def as_csv(source: Source) -> bytes:
    """The first way as comma-separated text: no colours, no merged cells."""
    out = io.StringIO()
    rows = csv.writer(out)
    for part in source.parts:
        if part.kind != "table":
            rows.writerow([part.text])
            continue
        rows.writerow([])
        taken: dict[tuple[int, int], str] = {}
        for at, cells in enumerate(part.rows):
            row: list[str] = []
            for cell in cells:
                while (at, len(row)) in taken:
                    row.append("")
                taken |= {(at + r, len(row) + c): "" for r in range(cell.rows) for c in range(cell.columns)}
                row += [cell.text] + [""] * (cell.columns - 1)
            rows.writerow(row)
        rows.writerow([])
    return out.getvalue().encode("utf-8-sig")


def _each(make: Callable[[Source], bytes]) -> Make:
    def made(pages: Sequence[str]) -> list[bytes]:
        return [make(Source(page)) for page in pages]

    made.__doc__ = make.__doc__
    return made


def _saved(make: Callable[[Source], bytes], suffix: str, says: str) -> Make:
    def made(pages: Sequence[str]) -> list[bytes]:
        return office([make(Source(page)) for page in pages], "xlsx", suffix)

    made.__doc__ = says
    return made


writer("xlsx, all on one sheet", "xlsx", tables=True)(_each(in_order))
writer("xlsx, titles merged", "xlsx", tables=True)(_each(title_block))
writer("xlsx, a sheet a section", "xlsx", tables=True)(_each(sheet_a_section))
writer("xlsx, one table", "xlsx", tables=True)(_each(one_table))
writer("csv", "csv", tables=True)(_each(as_csv))
writer("xlsx by LibreOffice, titles merged", "xlsx", foreign=True, tables=True)(
    _saved(title_block, "xlsx", "Calc's Excel file of the second way.")
)
writer("xlsx by LibreOffice, one table", "xlsx", foreign=True, tables=True)(
    _saved(one_table, "xlsx", "Calc's Excel file of the fourth way.")
)
writer("ods by LibreOffice", "ods", foreign=True, tables=True)(
    _saved(in_order, "ods", "Calc's own file of the first way.")
)
