"""Sheets to an Excel file, or to CSV files."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from safeplans.pipeline.base.slugs import slug
from safeplans.pipeline.base.spreadsheets import safe_cell, write_csv
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.field_parts import THEMES, Type
from safeplans.pipeline.views.columns import Column
from safeplans.pipeline.views.views import Views
from safeplans.pipeline.workbook import cells
from safeplans.pipeline.workbook.cells import Losses, cell_text, height, lines
from safeplans.pipeline.workbook.read_me import ReadMe
from safeplans.pipeline.workbook.sheets import Sheet, sheets, words

_CREATED = datetime.datetime(2000, 1, 1)
"""In every workbook, so that the same dataset gives the same bytes."""
_SETTINGS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_NUMBERS = {Type.DATE: "d mmm yyyy", Type.FLOAT32: "0.00", Type.FLOAT64: "0.00"}
_HEADING, _UPRIGHT = 3, 8
"""Lines of a heading, of one that stands upright."""
_PRINTED = 200
"""Characters across one printed page."""
_TOP = {"valign": "top", "text_wrap": True}
_INK, _PAPER, _MARK, _FULL = "#FFFFFF", "#1F3864", "#FFE2B8", "#9CC3E6"
_SCALE = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": _FULL, "min_type": "num", "min_value": 0}
"""Colours: of a heading's words and ground, of marked cells, of the largest number. Words on all of them keep a
contrast of 4.5 to 1 and more, and a colour never says what the cell does not."""


def write_workbook(path: Path, views: Views, *, site: str | None = None) -> list[str]:
    """Write a comparison as a workbook. The same rows give the same bytes.

    site: where the report's pages lie as seen from the workbook's folder, such as ``../site`` ("" for the same folder);
    None for no links.

    Returns what the workbook could not hold, in sentences; the sheet Read me says the same. Raises OSError when the
    file cannot be written.
    """
    made = sheets(views)
    book = xlsxwriter.Workbook(str(path), _SETTINGS)
    book.set_properties({"title": words()["read_me"]["title"], "created": _CREATED})
    front = ReadMe(book)
    writer = _Writer(book, site)
    counts = [writer.write(sheet) for sheet in made]
    lost = writer.losses.told()
    front.write(views, made, counts, lost)
    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] from error
    return lost


def write_csv_files(folder: Path, views: Views) -> list[Path]:
    """Write the sheets of the workbook as CSV files into a folder, which is made if it is not there.

    Returns the files. Raises OSError when one cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for sheet in sheets(views):
        path = folder / f"{slug(sheet.name)}.csv"
        shown = ([column.shown(row.get(column.name)) for column in sheet.columns] for row in sheet.rows())
        write_csv(path, [column.title for column in sheet.columns], shown)
        written.append(path)
    return written


class _Writer:
    """Writes sheets with data; `losses` counts what they could not hold."""

    def __init__(self, book: xlsxwriter.Workbook, site: str | None) -> None:
        self.book = book
        self.losses = Losses()
        self._links = 0
        self._prefix = None if site is None else quote(f"{site.rstrip('/')}/" if site else "")
        heading = {**_TOP, "bold": True, "font_color": _INK, "bg_color": _PAPER}
        self._heading = book.add_format(heading)
        self._upright = book.add_format({**heading, "rotation": 90, "valign": "bottom"})
        self._mark = book.add_format({"bg_color": _MARK, "bold": True})
        self._text = book.add_format(_TOP)
        self._quoted = book.add_format({**_TOP, "quote_prefix": True})
        self._link = book.add_format({**_TOP, "font_color": "#0B4FA3", "underline": 1})
        self._numbers: dict[str, Format] = {}

    def write(self, sheet: Sheet) -> int:
        """Returns how many rows there are."""
        page = self.book.add_worksheet(sheet.name)
        every = sheet.rows()
        rows = every[: cells.MOST_ROWS - 1]
        self.losses.rows[sheet.name] += len(every) - len(rows)
        self._links = 0
        self._table(page, sheet, len(rows))
        self._colours(page, sheet, len(rows))
        self._rows(page, sheet, rows)
        _printed(page, sheet)
        return len(every)

    def _table(self, page: Worksheet, sheet: Sheet, rows: int) -> None:
        scaled = set(sheet.scaled)
        headings = [
            {"header": column.title, "header_format": self._upright if column.name in scaled else self._heading}
            for column in sheet.columns
        ]
        table = {
            "name": slug(sheet.name).replace("-", "_"),
            "columns": headings,
            "style": "Table Style Light 1",
            "description": sheet.about,
        }
        page.add_table(0, 0, max(rows, 1), len(headings) - 1, table)
        page.set_row(0, height(_UPRIGHT if scaled else _HEADING))
        page.freeze_panes(1, 1)
        page.set_comments_author("safeplans")
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{rows + 1}"})
        for at, column in enumerate(sheet.columns):
            page.set_column(at, at, column.width)
            page.write_comment(0, at, column.description, {"x_scale": 2, "y_scale": 1 + len(column.description) / 150})

    def _colours(self, page: Worksheet, sheet: Sheet, rows: int) -> None:
        last = max(rows, 1)
        for at, column in enumerate(sheet.columns):
            if column.name in sheet.marks:
                value = f'"{column.shown(sheet.marks[column.name])}"'
                page.conditional_format(
                    1, at, last, at, {"type": "cell", "criteria": "==", "value": value, "format": self._mark}
                )
            if column.percent:
                page.conditional_format(1, at, last, at, {**_SCALE, "max_type": "num", "max_value": 1})
        if sheet.scaled:
            end = len(sheet.columns) - 1
            page.conditional_format(1, end - len(sheet.scaled) + 1, last, end, _SCALE)

    def _rows(self, page: Worksheet, sheet: Sheet, rows: Sequence[Row]) -> None:
        for number, row in enumerate(rows, 1):
            high = 1
            for at, column in enumerate(sheet.columns):
                value = column.shown(row.get(column.name))
                if isinstance(value, str):
                    text = cell_text(value, sheet.name, self.losses)
                    high = max(high, lines(text, column.width))
                    self._write_text(page, number, at, text, row.get(column.link) if column.link else None)
                elif isinstance(value, datetime.date):
                    page.write_datetime(number, at, value, self._number(column))
                elif value is not None:
                    page.write_number(number, at, value, self._number(column))
            if high > 1:
                page.set_row(number, height(high))

    def _write_text(self, page: Worksheet, row: int, at: int, text: str, target: str | None) -> None:
        """target: the page of the report that shows it, if any."""
        if target is not None and self._prefix is not None:
            if self._links < cells.MOST_LINKS:
                self._links += 1
                page.write_url(row, at, f"external:{self._prefix}{target}", self._link, text)
                return
            self.losses.links[page.name] += 1
        page.write_string(row, at, text, self._text if safe_cell(text) == text else self._quoted)

    def _number(self, column: Column) -> Format:
        shown = "0%" if column.percent else '0;-0;"–"' if column.name in THEMES else _NUMBERS.get(column.type, "0")
        if shown not in self._numbers:
            self._numbers[shown] = self.book.add_format(
                {"valign": "top", "align": "right", "indent": 1, "num_format": shown}
            )
        return self._numbers[shown]


def _printed(page: Worksheet, sheet: Sheet) -> None:
    """How a sheet comes out of a printer: with its headings on each page, and the first column on pages beside it."""
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1 + sum(column.width for column in sheet.columns) // _PRINTED, 0)
    page.repeat_rows(0)
    page.repeat_columns(0)
    page.set_footer(f"&L{sheet.name}&RPage &P of &N")
