"""Which cells a reviewer may correct: the data of `review.toml`, as functions."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from safeplans.pipeline.base.data_files import data_file
from safeplans.pipeline.schema import fields
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.field_parts import Field, Table


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A table whose cells may be corrected.

    words: the column that says in a few words which row it is. asked: columns that a review lists, in order.
    may: all columns that may be corrected.
    """

    table: Table
    words: str
    asked: tuple[str, ...]
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a problem puts in doubt: columns `asked` of a row of `table`."""

    table: str
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Cells of documents without which something cannot be said: columns `asked`, where they are empty.

    document_types: the kinds of document that have them. why: what cannot be said without.
    """

    document_types: frozenset[str]
    asked: tuple[str, ...]
    why: str


@functools.cache
def reviewed_tables() -> Mapping[str, Reviewed]:
    """The tables whose cells may be corrected, by name, in the order in which they are read."""
    return {
        name: Reviewed(
            fields.table(name), entry["words"], tuple(entry["asked"]), frozenset([*entry["asked"], *entry["may"]])
        )
        for name, entry in _data()["tables"].items()
    }


@functools.cache
def doubts() -> Mapping[str, Doubt]:
    """What each code of `problems` puts in doubt; codes that do not point to a cell are left out."""
    return {code: Doubt(entry["table"], tuple(entry["asked"])) for code, entry in _data()["doubts"].items()}


@functools.cache
def missing() -> tuple[Missing, ...]:
    """What a review lists of documents that lack it."""
    return tuple(
        Missing(frozenset(entry["document_types"]), tuple(entry["asked"]), entry["why"]) for entry in _data()["missing"]
    )


def used_columns(reviewed: Reviewed, rows: Iterable[Row]) -> dict[str, set[str]]:
    """The columns that a review asks for in which a document has anything at all, by document. rows: of the table."""
    used: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        used[row["document_id"]].update(column for column in reviewed.asked if row[column] not in (None, []))
    return used


def hint(field: Field) -> str:
    """What may stand in a cell of this column, in words for a reviewer."""
    if field.allowed:
        return ", ".join(field.allowed)
    hints: Mapping[str, str] = _data()["hints"]
    return hints.get(field.name) or hints[field.type]


@functools.cache
def _data() -> dict[str, Any]:
    return data_file(__package__, "review.toml")
