"""How a row stands in a file of corrections, and how it is known again when the file comes back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from safeplans.pipeline.corrections.correctable import Reviewed
from safeplans.pipeline.corrections.values import quoted
from safeplans.pipeline.schema import fields
from safeplans.pipeline.schema.contract import Row

_DOCUMENT_SUFFIX = ":document"
"""Stands behind a document's id: a spreadsheet would take one such as `1234567890123e45` for a number."""
_QUOTE_SHOWN = 2_000
"""Characters of a quote that are shown; no sentence is so long."""
_LINES = re.compile(r"lines (\d+) to (\d+)(?:, (\d+) of (\d+))?")


def row_id_cell(reviewed: Reviewed, row: Row) -> str:
    """The cell that says which row it is. `row_id_of` gives the row's key back."""
    key = str(row[reviewed.table.key])
    return key + _DOCUMENT_SUFFIX if reviewed.table is fields.DOCUMENTS else key


def row_id_of(cell: str) -> str:
    """The key of the row that `row_id_cell` wrote."""
    return cell.strip().removesuffix(_DOCUMENT_SUFFIX)


def quote_cell(row: Row) -> str:
    """The printed words of a row; empty for a document, which has none."""
    quote = row.get("quote")
    if quote is None:
        return ""
    return quoted(quote if len(quote) <= _QUOTE_SHOWN else quote[:_QUOTE_SHOWN] + "…")


def words_cell(reviewed: Reviewed, row: Row) -> str:
    """What says in a few words which row it is."""
    return quoted(row[reviewed.words] or "")


class Printed(NamedTuple):
    """Where a row was printed, among the rows with the same quote.

    start, end: its lines. number, of: it is the first, second … of so many rows with that quote in its document.
    """

    start: int
    end: int
    number: int = 1
    of: int = 1

    @property
    def cell(self) -> str:
        """As a cell has it: in words, for a spreadsheet would take `12-14` for a date. `read` gives it back."""
        among = f", {self.number} of {self.of}" if self.of > 1 else ""
        return f"lines {self.start} to {self.end}{among}"

    @classmethod
    def read(cls, cell: str) -> Printed | None:
        """What `cell` wrote; None where it is something else."""
        found = _LINES.fullmatch(cell.strip())
        return None if found is None else cls(*(int(each) for each in found.groups() if each is not None))

    def stands_in(self, row: Row) -> bool:
        """Is the row printed in these lines?"""
        return (row["line_start"], row["line_end"]) == (self.start, self.end)


def printed_rows(rows: Sequence[Row]) -> list[Printed]:
    """The places of the rows of one document that have the same quote, in their order."""
    return [Printed(row["line_start"], row["line_end"], at, len(rows)) for at, row in enumerate(rows, 1)]


def as_saved(cell: str) -> str:
    """A cell as every spreadsheet saves it: blanks and line breaks alike, and `?` for what Windows-1252 cannot hold."""
    text = " ".join(unicodedata.normalize("NFC", cell).split())
    return text.encode("cp1252", "replace").decode("cp1252")
