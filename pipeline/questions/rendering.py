"""An answer as a table for people, as CSV or as JSON."""

from __future__ import annotations

import datetime
import itertools
import json
import re
import textwrap
import unicodedata
from collections.abc import Iterator
from typing import Any

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table as Grid
from rich.text import Text

from safeplans.extractors.choice.confidence import BANDS, band
from safeplans.pipeline.base.printing import safe
from safeplans.pipeline.base.spreadsheets import csv_text
from safeplans.pipeline.questions.asking import Answer
from safeplans.pipeline.questions.registry import Part
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.field_parts import Type
from safeplans.pipeline.views.columns import Column
from safeplans.pipeline.views.labels import percent, score

WIDEST = 100
"""Columns of a terminal that a table takes at most."""
_LONGEST = 160
"""Characters of a text in a table; longer ones are shortened."""
_LONGEST_WORD = 14
_SHORTENED = "…"
_NOTHING = "–"
_DOUBTED = " ?"
_WORDS = (Type.TEXT, Type.CATEGORY, Type.TEXTS, Type.DATE)
_FILE_BREAKS = re.compile(r"(?<=[-_/])|(?=\.\w)|(?<=[^.]\s)")
"""Where a line may end in a file's name and its place: after a hyphen or folder, before the dot, not within `p. 2`."""
_STEERING = ("Cc", "Cf", "Cs")


def table_lines(answer: Answer, width: int = WIDEST) -> Iterator[str]:
    """The answer as lines of at most `width` columns (`WIDEST` at most): title, table, notes; no styles."""
    width = min(width, WIDEST)
    columns = {column.name: column for column in answer.columns}
    parts = [(part, [columns[name] for name in part.of]) for part in answer.question.table]
    whole = [[_cell(of, row) for _, of in parts] for row in answer.rows]
    short = [
        [_short(text) if of[0].type is Type.TEXT else text for text, (_, of) in zip(row, parts, strict=True)]
        for row in whole
    ]
    cells = [
        [text + _DOUBTED if _is_doubted(part, row) else text for text, (part, _) in zip(texts, parts, strict=True)]
        for texts, row in zip(short, answer.rows, strict=True)
    ]
    headings = [_cell([columns[name] for name in answer.question.over], row) for row in answer.rows]
    notes = list(answer.notes)
    if cells != short:
        notes.append("What ends in ? was read or found with low confidence; --format csv has the numbers.")
    if short != whole:
        notes.append(f"Texts that end in {_SHORTENED} are shortened; --format csv has them whole.")
    yield safe(answer.title)
    yield ""
    if cells:
        yield from _grid_lines(parts, cells, headings if answer.question.over else [], width)
        yield ""
    for note in notes:
        yield from textwrap.wrap(safe(note), width)


def _grid_lines(
    parts: list[tuple[Part, list[Column]]], cells: list[list[str]], headings: list[str], width: int
) -> Iterator[str]:
    """One table, or, under its header, one for each run of rows with the same heading."""
    if not headings:
        yield from _drawn(_grid(parts, cells, cells, width))
        return
    yield from _drawn(_grid(parts, cells, [], width))
    for at, (heading, run) in enumerate(itertools.groupby(zip(headings, cells, strict=True), key=lambda pair: pair[0])):
        if at:
            yield ""
        yield from textwrap.wrap(heading, width)
        yield from _drawn(_grid(parts, cells, [row for _, row in run], width, header=False))


def _drawn(grid: Grid) -> list[str]:
    """The lines of a table, without the empty ones above and below it."""
    console = Console(width=grid.width, color_system=None, legacy_windows=False)
    with console.capture() as capture:
        console.print(grid)
    return [line.rstrip() for line in capture.get().splitlines() if line.strip()]


def _grid(
    parts: list[tuple[Part, list[Column]]], cells: list[list[str]], rows: list[list[str]], width: int, *,
    header: bool = True,
) -> Grid:  # fmt: skip
    """A table of some of the cells, its columns as wide as all of them need."""
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), width=width, header_style="", show_header=header)
    for at, (part, of) in enumerate(parts):
        words = [word for text in (part.title, *(row[at] for row in cells)) for word in text.split()]
        grid.add_column(
            part.title,
            justify="left" if of[0].type in _WORDS else "right",
            overflow="fold",
            ratio=part.width or None,
            width=None if part.width else min(max(map(len, words)), _LONGEST_WORD),
        )
    for row in rows:
        grid.add_row(
            *(
                _FileNames(text) if of[0].labels == "file" else Text(text)
                for text, (_, of) in zip(row, parts, strict=True)
            )
        )
    return grid


class _FileNames:
    """Names of files in a cell, whose lines end where their words do."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = [""]
        for piece in _FILE_BREAKS.split(self._text):
            if lines[-1] and len((lines[-1] + piece).rstrip()) > options.max_width:
                lines.append("")
            lines[-1] += piece
        yield Text("\n".join(map(str.rstrip, lines)), overflow="fold")


def _cell(of: list[Column], row: Row) -> str:
    said = (_said(column, row[column.name]) for column in of)
    return safe(", ".join(filter(None, said))) or _NOTHING


def _is_doubted(part: Part, row: Row) -> bool:
    """Is the confidence of what a part of the table says low? Where there is none, nothing is said."""
    confidence = row[part.doubt] if part.doubt else None
    return confidence is not None and band(confidence) == BANDS[-1]


def _said(column: Column, value: Any) -> str:
    if column.percent:
        return percent(value)
    shown = column.shown(value)
    if isinstance(shown, float):
        return score(shown)
    return "" if shown is None else str(shown)


def _short(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return textwrap.shorten(text, _LONGEST, placeholder=f" {_SHORTENED}", break_on_hyphens=False)


def csv_answer(answer: Answer) -> str:
    """The rows as CSV, texts whole, with the columns' names; text that a spreadsheet would take for a formula is
    neutralised."""
    names = [column.name for column in answer.columns]
    return csv_text(names, ([column.value(row[column.name]) for column in answer.columns] for row in answer.rows))


def json_answer(answer: Answer) -> str:
    """The answer as JSON, texts whole; characters that could steer a terminal are escaped."""
    said = {
        "question": answer.question.name,
        "title": answer.title,
        "year": answer.year,
        "theme": answer.theme,
        "notes": list(answer.notes),
        "rows": [{column.name: column.value(row[column.name]) for column in answer.columns} for row in answer.rows],
    }
    text = json.dumps(said, ensure_ascii=False, indent=2, default=_plain)
    return re.sub(r"[^\n -~]", _escaped, text)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def _escaped(found: re.Match[str]) -> str:
    char = found[0]
    if unicodedata.category(char) not in _STEERING:
        return char
    return json.dumps(char)[1:-1]
