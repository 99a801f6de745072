"""Which row is meant, by its words, so that a correction finds it in a document that was published again.

A key says the document by whose it is, its type and period, then the row and those that it hangs under, each by the
hash of its words: ``ashcombe-vale-scp/business_plan/2024-04-01/2026-03-31#actions-1f0c…/objectives-77ab…``.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from safeplans.extractors.assembly.same_words import same_words
from safeplans.pipeline.base.slugs import slug
from safeplans.pipeline.corrections.correctable import Reviewed, reviewed_tables
from safeplans.pipeline.schema.contract import Row

_DIGITS = 12
"""Hexadecimal digits of a row's hash; a document has hundreds of rows, not millions."""
_ROWS, _UNDER = "#", "/"
_STATEMENTS = ("objectives", "actions", "measures", "groups", "terms")
"""Tables whose rows are known by their own words, whatever they hang under; a name or a date says nothing alone."""


def document_key(document: Row) -> str | None:
    """Whose, of which type and for which period a document is; None where one of them is not known."""
    whose = document["partnership_id"] or slug(document["partnership_name"] or "")
    known = whose, document["document_type"], document["period_start"], document["period_end"]
    return None if not all(known) else _UNDER.join(map(str, known))


def document_of(row_key: str) -> str:
    """The document's part of a row's key; "" where it has none."""
    document, parted, _ = row_key.partition(_ROWS)
    return document if parted else ""


@dataclass(frozen=True, slots=True)
class Met:
    """What stands for a key. row: None where nothing does for certain. why: what changed, "" where nothing did."""

    row: Row | None
    why: str = ""


class RowKeys:
    """The keys of the rows of one document."""

    def __init__(self, rows: Mapping[str, Sequence[Row]], document: Row) -> None:
        """rows: of the document, by table, as they were extracted."""
        self._document = document_key(document)
        self._parts: dict[str, str] = {}
        self._above: dict[str, str | None] = {}
        self._rows: dict[str, list[tuple[Row, str]]] = defaultdict(list)  # with their ids, by their own part
        for name, reviewed in reviewed_tables().items():
            for row in (document,) if name == "documents" else rows.get(name, ()):
                key = row[reviewed.table.key]
                self._parts[key] = _part(reviewed, row)
                self._above[key] = _above(name, row)
                self._rows[self._parts[key]].append((row, key))

    def of(self, row_id: str) -> str | None:
        """The key of the row with that id; None where it is not known which document it is of."""
        if self._document is None:
            return None
        return f"{self._document}{_ROWS}{_UNDER.join(self._path(row_id))}"

    def find(self, table: str, row_key: str) -> Met:
        """The row of a table that a key of an edition means."""
        asked = row_key.partition(_ROWS)[2].split(_UNDER)
        same = [(row, list(self._path(key))) for row, key in self._rows.get(asked[0], ())]
        if not same or not asked[0].startswith(table):
            return Met(None, "no row stands now for the words that were reviewed")
        for known in range(len(asked), 0, -1):
            alike = [row for row, path in same if path[:known] == asked[:known]]
            whole = known == len(asked) and len(alike) == 1
            if known == 1 and table not in _STATEMENTS and len(asked) > 1:
                return Met(None, "what the row hung under has changed")
            if len(alike) > 1:
                return Met(None, f"{len(alike)} rows stand now for the words that were reviewed")
            if alike:
                return Met(alike[0], "" if whole else "what it hangs under has changed")
        raise AssertionError("the last turn finds what `same` holds")

    def _path(self, row_id: str | None) -> Iterator[str]:
        """The part of a row, and of each that it hangs under."""
        while row_id is not None and row_id in self._parts:
            yield self._parts[row_id]
            row_id = self._above[row_id]


def _part(reviewed: Reviewed, row: Row) -> str:
    words = same_words(row[reviewed.words] or "").encode("utf-8", "replace")
    return f"{reviewed.table.name}-{hashlib.sha256(words).hexdigest()[:_DIGITS]}"


def _above(table: str, row: Row) -> str | None:
    """The id of the row that a row hangs under."""
    if table in ("owners", "dates"):
        return None if row["subject"] == "document" else str(row["subject_id"])
    if table == "measures":
        under = row["action_id"] or row["objective_id"]
    else:
        under = row["objective_id"] if table == "actions" else None
    return None if under is None else str(under)
