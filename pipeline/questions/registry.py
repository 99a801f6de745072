"""Which questions there are: their names, titles, filters and columns, as in `questions.toml`."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from safeplans.pipeline.base.data_files import data_file
from safeplans.pipeline.views.columns import Column, columns


@dataclass(frozen=True, slots=True)
class Part:
    """A column of a table on a terminal.

    of: the columns of the answer that stand in it. width: its share of the width; 0: as wide as its longest word.
    doubt: the column with the confidence of what it says, "" for none.
    """

    title: str
    of: tuple[str, ...]
    width: int
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question.

    help: what it asks, in a few words. title, any_theme: heading of its answer, with and without a theme. filters: what
    it can be narrowed by (theme, year, partnership, kind). missing: said when there is no row. limits: said under every
    answer. over: the columns of a heading over the rows that share them, () for none. Titles and sentences hold
    ``{theme}``, ``{year}``, ``{about}`` and ``{as_of}`` for what was chosen, ``{not_found}`` for a caveat.
    """

    name: str
    help: str
    title: str
    any_theme: str
    filters: tuple[str, ...]
    missing: str
    limits: str
    columns: tuple[Column, ...]
    table: tuple[Part, ...]
    over: tuple[str, ...]


@functools.cache
def questions() -> dict[str, Question]:
    """All questions by name, in the order of the file."""
    return {name: _question(name, entry) for name, entry in data_file(__package__, "questions.toml").items()}


def _question(name: str, entry: dict[str, Any]) -> Question:
    made = columns(entry["columns"])
    parts = tuple(
        Part(part["title"], tuple(part["of"]), part["width"], part.get("doubt", "")) for part in entry["table"]
    )
    title = entry["title"]
    return Question(
        name,
        entry["help"],
        title,
        entry.get("any_theme", title),
        tuple(entry["filters"]),
        entry["missing"],
        entry["limits"],
        made,
        parts,
        tuple(entry.get("over", ())),
    )
