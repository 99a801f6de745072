"""Columns of tables made for people: what each is called, what it holds, and how a value is shown in it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from safeplans.pipeline.base.spreadsheets import LIST_SEPARATOR
from safeplans.pipeline.schema.field_parts import Type
from safeplans.pipeline.schema.fields import table
from safeplans.pipeline.views.labels import label

_DIGITS = 6
"""After the point, that a number of 32 bits between 0 and 1 has for sure."""

Shown = str | int | float | datetime.date | None
"""A value as it is shown; None: nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    name: the key of its values in the rows of a view (`views.views`). title: its heading. description: what it
    holds. type: what its values are; a share of 0 to 1 is shown as a percentage where `percent` is true. width:
    characters that it is given. labels: the category of `views.labels` that names its values, "plain" for
    blanks in the place of `_`, "file" for a file's name without its folders, "" if they are shown as they are. link:
    the key of the page of the report that shows the value, "" if none does.
    """

    name: str
    title: str
    description: str
    type: Type = Type.TEXT
    width: int = 12
    percent: bool = False
    labels: str = ""
    link: str = ""

    def value(self, value: Any) -> Any:
        """A value of a view's row as it is; a number of 32 bits without the digits that it has from 64."""
        return round(value, _DIGITS) if self.type is Type.FLOAT32 and value is not None else value

    def shown(self, value: Any) -> Shown:
        """A value as it is shown: by its label, lists joined."""
        if value is None or isinstance(value, int | float | datetime.date):
            exact: Shown = self.value(value)
            return exact
        if isinstance(value, str):
            return self._label(value)
        return LIST_SEPARATOR.join(map(self._label, value))

    def _label(self, value: str) -> str:
        if self.labels == "plain":
            return value.replace("_", " ")
        if self.labels == "file":
            return PurePosixPath(value).name
        return label(value, self.labels) if self.labels else value


def columns(entries: Sequence[Mapping[str, Any]]) -> tuple[Column, ...]:
    """The columns of a data file.

    Each entry has a `name` and a `title`, and a `field` (``table.column``, which gives description and type) or a
    `what` (and a `type` if it is no text); the rest as in `Column`. Raises KeyError for a field that is not there,
    TypeError or ValueError for an entry that is no column.
    """
    return tuple(_column(**entry) for entry in entries)


def _column(*, name: str, title: str, field: str = "", what: str = "", type: str = "text", **more: Any) -> Column:  # noqa: A002
    if not field:
        return Column(name, title, what, Type(type), **more)
    of, _, column = field.partition(".")
    found = table(of).field(column)
    return Column(name, title, what or _plain(found.description), found.type, **more)


def _plain(description: str) -> str:
    """A description of the data dictionary for readers of cells: what is null there is empty here."""
    return re.sub(r"\b[Nn]ull\b", lambda found: "Empty" if found[0] == "Null" else "empty", description).replace(
        "`", ""
    )
