"""Text that a spreadsheet cannot take for a formula, and CSV files that people open in one.

Text from a document may begin with `=`, and a spreadsheet that opens a CSV file would run it as a formula ("CSV
injection", https://owasp.org/www-community/attacks/CSV_Injection). Such text gets an apostrophe before it. Nor may a
semicolon in it begin a cell where a spreadsheet divides at semicolons: such text stands between quotation marks.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import datetime
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

Cell = str | int | float | bool | datetime.date | Sequence[str] | None
"""What a cell may hold. Numbers are no text: a negative one is written as it is."""

LIST_SEPARATOR = "; "

_SEPARATORS = ",;\t"
_QUOTED = re.compile(rf'[{_SEPARATORS}"\r\n]')

_FORMULA = re.compile(
    r"""
    '*                                            # of an apostrophe before a formula one more must be kept
    (?: [\t\r\n]                                  # leads on to the next cell when pasted
      | [\s'\u200b-\u200f\u2060\ufeff]* [=+\-@＝＋－＠]   # blanks and what is not seen may be left out
    )
    """,
    re.VERBOSE,
)


class SpreadsheetError(ValueError):
    """A CSV file that cannot be read; the message says which, and what to do."""


def safe_cell(text: str) -> str:
    """Text for a cell: with an apostrophe before it where a spreadsheet would take it for a formula.

    That is where it begins with ``=``, ``+``, ``-`` or ``@``, their full-width forms, a tab or a line break, after any
    blanks and apostrophes. `printed_cell` gives the text back.
    """
    return "'" + text if _FORMULA.match(text) else text


def printed_cell(cell: str) -> str:
    """The text of a cell that `safe_cell` made: ``printed_cell(safe_cell(text)) == text`` for every text."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write rows as CSV that Excel, LibreOffice and Numbers open rightly: UTF-8 with a byte order mark, CRLF, quoted
    where a comma, semicolon or tab would divide a cell.

    Text goes through `safe_cell`, dates are written as ``2024-04-01``, lists joined by `LIST_SEPARATOR`, what is
    missing is an empty cell. Raises OSError when the file cannot be written.
    """
    path.write_bytes(csv_text(columns, rows).encode("utf-8-sig"))


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The text that `write_csv` writes, without a byte order mark."""
    head = ",".join(_csv_cell(column) for column in columns)
    body = (",".join(map(_csv_cell, row)) for row in rows)
    return "".join(f"{line}\r\n" for line in (head, *body))


def _csv_cell(value: Cell) -> str:
    """A cell as it stands in the file. `csv.writer` quotes for commas alone; LibreOffice divides at semicolons too."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    text = safe_cell(value if isinstance(value, str) else LIST_SEPARATOR.join(value))
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def read_csv(path: Path, required: Sequence[str] = ()) -> dict[int, Mapping[str, str]]:
    """The rows of a CSV file as it was written or as a spreadsheet saved it, by column, as text as it was printed.

    The keys are the rows' numbers as a spreadsheet shows them, the row of column names being 1. Rows without any text
    are left out; a column without a name goes by its place (`column 17`). Semicolons or tabs may stand between the
    cells, as spreadsheets of some countries save it; text that is not UTF-8 (or UTF-16, Excel's “Unicode Text”) is
    taken for Windows-1252, which Excel's plain “CSV” is.

    required: columns that must be there. Raises SpreadsheetError when one is not, when two have one name, when the text
    is in none of these encodings, or when a row has more cells than there are columns; OSError when the file cannot be
    read.
    """
    text = _decoded(path)
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # a cell may hold as much text as a document prints
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        columns = _columns(path, next(lines, []), required)
        rows: dict[int, Mapping[str, str]] = {}
        for number, cells in enumerate(lines, 2):
            if any(cells[len(columns) :]):
                raise SpreadsheetError(
                    f"{str(path)!r}, row {number}: {len(cells)} cells, but {len(columns)} columns. "
                    "Put text that holds a comma between quotation marks."
                )
            if any(cells):
                padded = [*cells, *[""] * (len(columns) - len(cells))]
                rows[number] = dict(zip(columns, map(printed_cell, padded), strict=False))
    except csv.Error as error:
        raise SpreadsheetError(f"{str(path)!r}, line {lines.line_num}: {error}. Save it as CSV again.") from error
    return rows


def _columns(path: Path, head: Sequence[str], required: Sequence[str]) -> list[str]:
    """The names of the columns. Raises SpreadsheetError when one is missing or not the only one of its name."""
    printed = [printed_cell(name.strip()) for name in head]
    missing = [name for name in required if name not in printed]
    if missing:
        raise SpreadsheetError(
            f"{str(path)!r} has no column {', '.join(missing)}. Its first row must name the columns; "
            f"it names {', '.join(filter(None, printed)) or 'none'}."
        )
    columns = [name or f"column {number}" for number, name in enumerate(printed, 1)]
    twice = dict.fromkeys(name for name in columns if columns.count(name) > 1)
    if twice:
        raise SpreadsheetError(f"{str(path)!r} has several columns {', '.join(twice)}. Rename or remove all but one.")
    return columns


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    if data.startswith(b"PK\x03\x04"):
        raise SpreadsheetError(f"{str(path)!r} is a workbook. In the spreadsheet, save it as “CSV UTF-8”.")
    utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf_16 else ("utf-8-sig", "cp1252"):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(encoding)
    raise SpreadsheetError(
        f"{str(path)!r} is no text in UTF-8, UTF-16 or Windows-1252. In the spreadsheet, save it as “CSV UTF-8”."
    )


def _separator(text: str) -> str:
    """What stands between the names of the columns; names hold none of the three."""
    head = text.split("\n", 1)[0]
    return max(_SEPARATORS, key=head.count)
