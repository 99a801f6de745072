"""The sheets of the workbook: which rows and columns each has."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from safeplans.pipeline.base.data_files import data_file
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.field_parts import THEMES, Type
from safeplans.pipeline.views.columns import Column, columns
from safeplans.pipeline.views.labels import label
from safeplans.pipeline.views.views import Views

_THEME_WIDTH = 5
"""Characters: the headings of the themes stand upright."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table for people.

    name: unique, at most 31 characters. about: what it holds. rows: gives them, with the columns' names as keys; made
    anew each time, so that those of one sheet are held at a time. marks: by column, the value to point out. scaled: the
    last columns, if their numbers are to be shaded by size.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[], Sequence[Row]]
    marks: Mapping[str, str] = field(default_factory=dict)
    scaled: tuple[str, ...] = ()


def sheets(views: Views) -> list[Sheet]:
    """All sheets with data, in their order."""
    year = views.usual_year()
    rows: dict[str, Callable[[], Sequence[Row]]] = {
        "partnerships": views.partnerships,
        "matrix": lambda: views.matrix(year) if year else [],
        "themes": views.themes,
        "objectives": views.objectives,
        "actions": views.actions,
        "owners": views.owners,
        "quality": views.quality,
        "alike": views.alike,
        "follow_through": views.follow_through,
        "changes": views.changes,
        "problems": views.problems,
    }
    return [_sheet(entry, rows[entry["view"]], year) for entry in words()["sheet"]]


@functools.cache
def words() -> dict[str, Any]:
    """The workbook's words and sheets, as in `sheets.toml`."""
    return data_file(__package__, "sheets.toml")


def _sheet(entry: Row, rows: Callable[[], Sequence[Row]], year: str | None) -> Sheet:
    made = columns(entry["columns"])
    about = entry["about"].format(year=year or "none", not_found=label("not_mentioned", "caveat"))
    scaled: tuple[str, ...] = ()
    if entry["view"] == "matrix":
        made = tuple(replace(column, description=column.description.format(year=year)) for column in made)
        made += tuple(_theme(theme) for theme in THEMES)
        scaled = THEMES
    return Sheet(entry["name"], about, made, rows, entry.get("marks", {}), scaled)


def _theme(theme: str) -> Column:
    return Column(theme, label(theme, "theme"), "Objectives that carry this theme.", Type.INT32, _THEME_WIDTH)
