"""Workbooks of Excel (`.xlsx`, `.xlsm`): values by openpyxl, from a package of sheets, texts and styles alone.

openpyxl, since fills, merged areas, number formats and letters struck out are wanted: calamine is faster by far, and
tells values alone. Formulas are never worked out: their stored value is read, and told where there is none.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Sequence

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles.borders import Border
from openpyxl.utils.escape import unescape

from safeplans.extractors.base.document import Document, ReadingProblem
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.left_out import (
    cells_left_out,
    hidden_parts,
    parts_not_read,
    struck_out,
    without_values,
)
from safeplans.extractors.reading.sheets.building import sheets_document
from safeplans.extractors.reading.sheets.colours import fill_colour, theme_colours
from safeplans.extractors.reading.sheets.grid import MOST_CELLS, Sheet, SheetCell, column_letters
from safeplans.extractors.reading.sheets.number_formats import printed
from safeplans.extractors.reading.sheets.package import Package, bare_name, take_apart
from safeplans.extractors.reading.sheets.survey import Survey

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")


def read(data: bytes, settings: Settings, on_page: Callable[[int], None] | None = None) -> Document:
    """Raises ReadingError when nothing can be read."""
    package = take_apart(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of openpyxl: what it leaves out is nothing that is read here
        try:
            book = load_workbook(io.BytesIO(package.bare), data_only=True, rich_text=True)
        except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError, SyntaxError) as error:
            raise ReadingError(
                "damaged",
                f"The workbook cannot be understood ({_said(error)}). Open it in a spreadsheet, save it again as "
                ".xlsx, and run again.",
            ) from error
        theme = theme_colours(package.theme)
        sheets: list[Sheet] = []
        struck: list[str] = []
        for index, (name, found) in enumerate(package.surveys.items()):
            worksheet = book[bare_name(index)]
            sheet = _sheet(name, found, package)
            for row, column in found.cells:
                cell = worksheet.cell(row, column)
                made, gone = _cell(cell, theme, with_value=(row, column) in found.filled)
                if gone:
                    struck.append(f"{name}!{column_letters(column)}{row}: {gone}")
                if made is not None:
                    sheet.cells[row, column] = made
            sheets.append(sheet)
    return sheets_document(MEDIA_TYPE, sheets, package.info, _problems(package, struck))


def _said(error: Exception) -> str:
    said = str(error.__cause__ or error) or type(error).__name__
    return said.splitlines()[0][:150]


def _sheet(name: str, found: Survey, package: Package) -> Sheet:
    filled_rows = {row for row, _ in found.filled}
    filled_columns = {column for _, column in found.filled}
    headers = {*found.filters, *package.tables.get(name, ())}
    if found.frozen:
        headers |= {max((row for row in filled_rows if row <= found.frozen), default=0)}
    return Sheet(
        name,
        merges=found.merges,
        headers=frozenset(headers & filled_rows),
        hidden_rows=frozenset(found.hidden_rows & filled_rows),
        hidden_columns=frozenset(c for c in filled_columns if any(a <= c <= b for a, b in found.hidden_columns)),
    )


def _cell(cell: Cell, theme: Sequence[str], *, with_value: bool) -> tuple[SheetCell | None, str]:
    """A cell as it is seen, None for one without text, fill or border; and its words that are struck out."""
    fill = fill_colour(cell.fill, theme)
    framed = _is_framed(cell.border)
    font = cell.font
    text, gone, bold = "", "", bool(font.b)
    if with_value:
        text, gone, bold = _words(cell.value, cell.number_format, struck=bool(font.strike), bold=bold)
    if not text and fill is None and not framed:
        return None, gone
    size = float(font.sz) if font.sz else None
    return SheetCell(lines_of(text), bold and bool(text), fill, size, framed), gone


def _words(value: object, number_format: str, *, struck: bool, bold: bool) -> tuple[str, str, bool]:
    """Printed text of a value, its words that are struck out, and whether all of it is bold."""
    if isinstance(value, CellRichText):
        kept: list[str] = []
        gone: list[str] = []
        bolds: list[bool] = []
        for part in value:
            words = part.text if isinstance(part, TextBlock) else str(part)
            font = part.font if isinstance(part, TextBlock) else None
            if struck if font is None else bool(font.strike):
                gone.append(words)
                continue
            kept.append(words)
            if words.strip():
                bolds.append(bold if font is None else bool(font.b))
        return _unescaped("".join(kept)), " ".join(" ".join(gone).split()), bool(bolds) and all(bolds)
    text = _unescaped(printed(value, number_format))
    return ("", " ".join(text.split()), False) if struck and text.strip() else (text, "", bold)


def _unescaped(text: str) -> str:
    return unescape(text) if _ESCAPED.search(text) else text


def lines_of(text: str) -> tuple[str, ...]:
    """The printed lines of a cell's text, without empty ones."""
    parts = re.split(r"\r\n|[\r\n\v\f\x85\u2028\u2029]", text)
    return tuple(line for part in parts if (line := " ".join(part.split())))


def _is_framed(border: Border | None) -> bool:
    sides = (border.left, border.right, border.top, border.bottom) if border is not None else ()
    return any(side is not None and side.style for side in sides)


def _problems(package: Package, struck: Sequence[str]) -> list[ReadingProblem]:
    found: list[ReadingProblem] = []
    hidden = [sheet.name for sheet in package.sheets if sheet.state != "visible"]
    found += hidden_parts("sheet", hidden)
    empty = [
        f"{name}!{column_letters(column)}{row}"
        for name, survey in package.surveys.items()
        for row, column in survey.without_value
    ]
    found += without_values(empty)
    found += struck_out(struck)
    found += parts_not_read(package.not_read)
    found += cells_left_out(sum(survey.left_out for survey in package.surveys.values()), MOST_CELLS)
    return found
