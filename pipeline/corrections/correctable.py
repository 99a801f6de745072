"""Which cells a reviewer may correct: the data of `review.toml`, as functions."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from pipeline import fields
from pipeline.field_parts import Field, Table


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


def hint(field: Field) -> str:
    """What may stand in a cell of this column, in words for a reviewer."""
    if field.allowed:
        return ", ".join(field.allowed)
    hints: Mapping[str, str] = _data()["hints"]
    return hints.get(field.name) or hints[field.type]


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("review.toml").read_text(encoding="utf-8"))
