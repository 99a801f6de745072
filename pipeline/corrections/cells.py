"""How a row stands in a file of corrections, and how it is known again when the file comes back."""

from __future__ import annotations

import unicodedata

from pipeline import fields
from pipeline.contract import Row
from pipeline.corrections.correctable import Reviewed
from pipeline.corrections.values import quoted

_DOCUMENT_SUFFIX = ":document"
"""Stands behind a document's id: a spreadsheet would take one such as `1234567890123e45` for a number."""
_QUOTE_SHOWN = 2_000
"""Characters of a quote that are shown; no sentence is so long."""


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


def as_saved(cell: str) -> str:
    """A cell as every spreadsheet saves it: blanks and line breaks alike, and `?` for what Windows-1252 cannot hold."""
    text = " ".join(unicodedata.normalize("NFC", cell).split())
    return text.encode("cp1252", "replace").decode("cp1252")
