"""The list of places to look at: a CSV file that people keep in a spreadsheet."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from safeplans.extractors.about.register import load_register
from safeplans.pipeline.base.spreadsheets import SpreadsheetError, read_csv
from safeplans.pipeline.collection.addresses import AddressError, normal
from safeplans.pipeline.store.discovery import InputError

COLUMNS = ("partnership_id", "url", "kind", "seen_at", "note")
KINDS = ("document", "landing")
_TOLD = 10
"""Wrong rows that are named; the rest are counted."""


class SourceListError(InputError):
    """A list of sources that cannot be used; the message names the rows and what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """One row of the list.

    row: its number, the row of column names being 1. url: as it is asked for. kind: document, landing, or None where
    the answer tells. seen_at: where the address was seen. partnership_id: of the register.
    """

    row: int
    url: httpx.URL
    kind: str | None = None
    partnership_id: str | None = None
    seen_at: str | None = None


def read_source_list(path: Path) -> list[Source]:
    """The sources of a list, in its order.

    Raises SourceListError when the file cannot be read, lacks the column `url`, or has wrong rows: nothing is fetched
    then, for a half-read list would be taken for a whole one.
    """
    try:
        rows = read_csv(path, required=("url",))
    except SpreadsheetError as error:
        raise SourceListError(str(error)) from error
    except OSError as error:
        raise SourceListError(f"{str(path)!r} could not be opened ({error.strerror}). Check the name.") from error
    known = {entry.partnership_id for entry in load_register()}
    sources: list[Source] = []
    wrong: list[str] = []
    first_row: dict[str, int] = {}
    for number, row in rows.items():
        try:
            source = _source(number, row, known)
        except ValueError as error:
            wrong.append(f"row {number}: {error}")
            continue
        if str(source.url) in first_row:
            wrong.append(
                f"row {number}: {source.url} is in row {first_row[str(source.url)]} already. Remove one of them."
            )
            continue
        first_row[str(source.url)] = number
        sources.append(source)
    if wrong:
        more = [f"and {len(wrong) - _TOLD} more rows"] if len(wrong) > _TOLD else []
        raise SourceListError("\n".join([f"{str(path)!r} cannot be used:", *wrong[:_TOLD], *more]))
    if not sources:
        raise SourceListError(f"{str(path)!r} lists nothing. Its column url takes one address a row.")
    return sources


def _source(number: int, row: Mapping[str, str], known: Collection[str]) -> Source:
    """Raises ValueError with what is wrong."""
    given = {name: row.get(name, "").strip() for name in COLUMNS}
    if not given["url"]:
        raise ValueError("it has no url. Put the address into that column, or remove the row.")
    try:
        url = normal(given["url"])
    except AddressError as error:
        raise ValueError(str(error)) from error
    kind = given["kind"].casefold() or None
    if kind is not None and kind not in KINDS:
        raise ValueError(f"kind is {given['kind']!r}, but must be document, landing or empty.")
    partnership = given["partnership_id"] or None
    if partnership is not None and partnership not in known:
        near = difflib.get_close_matches(partnership, known, n=1)
        hint = (
            f" Is it {near[0]}?" if near else " Its ids are in the table partnerships; leave the cell empty if unsure."
        )
        raise ValueError(f"there is no partnership {partnership!r} in the register.{hint}")
    return Source(number, url, kind, partnership, given["seen_at"] or None)
