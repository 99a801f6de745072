"""Files of corrections: CSV as `safeplans review` wrote it and a reviewer's spreadsheet saved it."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from safeplans.pipeline.base.spreadsheets import SpreadsheetError, read_csv
from safeplans.pipeline.corrections.cells import row_id_of
from safeplans.pipeline.corrections.values import SAME, DateOrder, date_order, read_date
from safeplans.pipeline.schema import fields
from safeplans.pipeline.schema.field_parts import Type
from safeplans.pipeline.store.discovery import InputError

FILE_NAME = "corrections.csv"
"""The file in a dataset's folder that a run applies unasked."""

COLUMNS = (
    *("document", "place", "row", "quote", "field", "original", "corrected", "reviewer", "reviewed", "reason"),
    *("allowed", "doubt", "confidence", "evidence", "lines", "table", "row_id", "row_key"),
)
"""Columns of a file as it is written: what a reviewer reads and fills in first, keys and links last."""
REQUIRED = ("row", "quote", "field", "original", "corrected", "lines", "table", "row_id")
FILLED_IN = ("corrected", "reviewer", "reviewed", "reason")
"""Columns that are the reviewer's."""
_SIGNED = ("reviewer", "reviewed", "reason")
WITHOUT_VALUE = f"answered without a value: write {SAME} if it is right"
"""What is said of a line that is signed, and has no value."""

_ROW_ID = re.compile(r"([0-9a-f]{16})(?::.*)?", re.DOTALL)


Files = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]
"""One file or several."""


class CorrectionsError(InputError):
    """A file of corrections that cannot be read; the message says what to do. No run begins with it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One line that a reviewer filled in.

    file, number: where it stands, as a spreadsheet counts rows. document: the source as the file gives it. table,
    row_id, field: the cell; row: the words by which the row goes; lines: where it was printed (`cells.Printed`);
    row_key: the row by its words (`row_keys`), "" in a file of before. quote, seen, corrected: cells as they are;
    corrected is empty where only reviewer, day and reason were filled in. order: that of the file's dates. reviewed:
    null where no date can be read; day first, as in Britain, where the file's dates do not tell.
    """

    file: str
    number: int
    document: str
    table: str
    row_id: str
    field: str
    row: str
    quote: str
    lines: str
    seen: str
    corrected: str
    reviewer: str | None
    reviewed: datetime.date | None
    reason: str | None
    order: DateOrder
    row_key: str = ""

    @property
    def document_id(self) -> str | None:
        """The document that the row's id begins with; None where it is no id."""
        begins = _ROW_ID.fullmatch(self.row_id)
        return begins[1] if begins else None

    @property
    def place(self) -> str:
        return f"row {self.number} of {self.file}"


def read_lines(path: Path) -> dict[int, Mapping[str, str]]:
    """All lines of a file, by their row in a spreadsheet. Raises CorrectionsError when it cannot be read."""
    try:
        return read_csv(path, REQUIRED)
    except SpreadsheetError as error:
        raise CorrectionsError(f"The corrections cannot be read. {error}") from error
    except OSError as error:
        raise CorrectionsError(
            f"The corrections {str(path)!r} could not be opened ({error.strerror}). Check the name; `safeplans review` "
            "writes such a file."
        ) from error


def read_answers(paths: Iterable[str | os.PathLike[str]]) -> list[Answer]:
    """The answers in files, in their order; lines whose `corrected` is empty are none, unless they are signed.

    Raises CorrectionsError when a file cannot be read or lacks a column.
    """
    found: list[Answer] = []
    for each in paths:
        path = Path(each)
        lines = read_lines(path)
        order = date_order(_dates(lines.values()))
        found += [
            _answer(path.name, number, line, order)
            for number, line in lines.items()
            if is_answered(line) or is_signed(line)
        ]
    return found


def is_answered(line: Mapping[str, str]) -> bool:
    """Is there a value in a line?"""
    return bool(line["corrected"].strip())


def is_signed(line: Mapping[str, str]) -> bool:
    """Did a reviewer fill in who, when and why? Some of them alone may have been filled in for many lines at once."""
    return all(line.get(column, "").strip() for column in _SIGNED)


def files_for(given: Files | bool, output: Path | str) -> list[Path]:
    """The files of corrections of a run.

    given: their names; True for `FILE_NAME` in the directory `output` if it is there, False for none.
    """
    if isinstance(given, bool):
        usual = output / FILE_NAME if isinstance(output, Path) else None
        return [usual] if given and usual is not None and usual.exists() else []
    return [Path(each) for each in ([given] if isinstance(given, str | os.PathLike) else given)]


def _dates(lines: Iterable[Mapping[str, str]]) -> Iterable[str]:
    """Cells that hold a date, if anything."""
    dated = {field.name for table in fields.TABLES for field in table.fields if field.type is Type.DATE}
    for line in lines:
        yield line.get("reviewed", "")
        if line["field"].strip() in dated:
            yield from (line["original"], line["corrected"])


def _answer(file: str, number: int, line: Mapping[str, str], order: DateOrder) -> Answer:
    def cell(column: str) -> str:
        return line.get(column, "").strip()

    try:
        reviewed = read_date(cell("reviewed"), DateOrder.DAY_FIRST if order is DateOrder.UNKNOWN else order)
    except ValueError:
        reviewed = None
    return Answer(
        file=file,
        number=number,
        document=cell("document"),
        table=cell("table"),
        row_id=row_id_of(line["row_id"]),
        field=cell("field"),
        row=cell("row"),
        quote=cell("quote"),
        lines=cell("lines"),
        seen=cell("original"),
        corrected=cell("corrected"),
        reviewer=cell("reviewer") or None,
        reviewed=reviewed,
        reason=cell("reason") or None,
        order=order,
        row_key=cell("row_key"),
    )
