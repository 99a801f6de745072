"""The differences of two datasets for a terminal, as CSV and as JSON."""

from __future__ import annotations

import datetime
import itertools
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from safeplans.pipeline.base.printing import counted, safe
from safeplans.pipeline.base.spreadsheets import LIST_SEPARATOR, Cell, csv_text
from safeplans.pipeline.differences.finding import COLUMNS, QUIET, Change, Difference, Differences
from safeplans.pipeline.schema.fields import DATES, DOCUMENTS, OWNERS

_WIDEST = 100
_DOCUMENTS_SHOWN = 10
_LINES_SHOWN = 10
"""Of each document: rows that differ, or groups of rows that moved alike."""
_COLUMNS_SHOWN = 5
_NAMES_SHOWN = 10
_TABLES_NAMED = 3
_VALUE_SHOWN = 60
_WORDS_SHOWN = 120
_SHARED = 16
"""Characters shown of what two long values have in common before they differ."""
_NOTHING = "–"
_COUNTED = ("same", Change.CHANGED, Change.GONE, Change.NEW, Change.MOVED, *QUIET)
_STYLES = {Change.GONE: "red", Change.NEW: "green", Change.CHANGED: "yellow", Change.MOVED: "cyan"}
_ONE_SIDED = (Change.GONE, Change.NEW)
_WORDS = ("text", "name", "term")

_Cells = tuple[str, Change, Text, str]
"""A line: kind of row, change, words and values, place."""


def print_differences(found: Differences, console: Console, *, everything: bool = False) -> None:
    """Print counts and the documents that changed most, in at most 100 columns.

    everything: all documents and all their differences, those of place, confidence and method too.
    """
    console.width = min(console.width, _WIDEST) if console.is_terminal else _WIDEST
    with console.capture() as capture:
        for part in _parts(found, everything):
            console.print(part)
    for line in capture.get().splitlines():
        console.file.write(line.rstrip() + "\n")


def _parts(found: Differences, everything: bool) -> Iterator[RenderableType]:
    yield from _head(found)
    yield from _counts(found)
    shown = [row for row in found.rows if everything or row.change not in QUIET]
    for change, where in ((Change.GONE, "OLD"), (Change.NEW, "NEW")):
        names = [row.source for row in shown if row.table == DOCUMENTS.name and row.change is change]
        if names:
            yield _title(f"{counted(len(names), 'document')} in {where} only")
            yield from map(_line, _some(names, len(names) if everything else _NAMES_SHOWN))
    yield from _documents([row for row in shown if not _is_one_sided_document(row)], everything)
    yield from _advice(found, everything)


def _head(found: Differences) -> Iterator[RenderableType]:
    counts = found.counts[DOCUMENTS.name]
    both = counts["same"] + counts[Change.CHANGED]
    bytes_changed = f" ({counts[Change.BYTES]:,} with other bytes)" if counts[Change.BYTES] else ""
    yield Text(safe(f"OLD {found.old}"))
    yield Text(safe(f"NEW {found.new}"))
    yield Text(
        f"{counted(both, 'document')} in both{bytes_changed}, {counts[Change.GONE]:,} in OLD only, "
        f"{counts[Change.NEW]:,} in NEW only"
    )
    for where, columns in found.lacking.items():
        tables: dict[str, list[str]] = {}
        for name, _, column in (each.partition(".") for each in columns):
            if name in found.tables:
                tables.setdefault(column, []).append(name)
        if tables:
            named = (f"{column} ({_some_tables(names)})" for column, names in tables.items())
            yield Text(safe(f"Not compared, for {where} has no such column: {', '.join(named)}"))


def _some_tables(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= _TABLES_NAMED else f"{len(names)} tables"


def _counts(found: Differences) -> Iterator[RenderableType]:
    yield _title("Rows of documents in both")
    grid = Grid(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="")
    for at, name in enumerate(("table", *_COUNTED)):
        grid.add_column(Text(name), justify="right" if at else "left", no_wrap=True)
    for name in found.tables:
        counts = found.counts[name]
        of_rows = counts if name != DOCUMENTS.name else Counter({**counts, Change.GONE: 0, Change.NEW: 0})
        grid.add_row(Text(name), *(Text(f"{of_rows[change]:,}") for change in _COUNTED))
    yield Padding(grid, (0, 0, 0, 2))
    yield _line("moved: to another objective or action, counted among the changed")
    yield _line(f"{', '.join(QUIET)}: if nothing else differs, the row is the same")


def _is_one_sided_document(row: Difference) -> bool:
    return row.table == DOCUMENTS.name and row.change in _ONE_SIDED


def _documents(rows: Sequence[Difference], everything: bool) -> Iterator[RenderableType]:
    """The documents that changed, the one with most rows that did first."""
    by_document = [list(some) for _, some in itertools.groupby(rows, key=lambda row: row.document_id)]
    if not by_document:
        return
    by_document.sort(key=lambda some: (-len({row.row for row in some if row.change not in QUIET}), some[0].source))
    yield _title(f"{counted(len(by_document), 'document')} changed" + ", most changed first" * (len(by_document) > 1))
    for some in by_document if everything else by_document[:_DOCUMENTS_SHOWN]:
        yield from _document(some, everything)
    if not everything and len(by_document) > _DOCUMENTS_SHOWN:
        yield _line(f"… and {counted(len(by_document) - _DOCUMENTS_SHOWN, 'more document')}")


def _document(rows: Sequence[Difference], everything: bool) -> Iterator[RenderableType]:
    head = Text(f"\n{safe(rows[0].source)}", style="bold")
    head.append(f"  {_summary(rows)}", style="not bold")
    yield Padding(head, (0, 0, 0, 2))
    lines = list(_lines(rows, everything))
    shown = lines if everything else lines[:_LINES_SHOWN]
    grid = Grid.grid(expand=True, padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(justify="right", no_wrap=True, style="bright_black")
    for kind, change, said, where in shown:
        grid.add_row(Text(kind), Text(change, style=_STYLES.get(change, "")), said, Text(where))
    yield Padding(grid, (0, 0, 0, 4))
    if len(shown) < len(lines):
        yield Padding(Text(f"… and {len(lines) - len(shown):,} more"), (0, 0, 0, 4))


def _summary(rows: Iterable[Difference]) -> str:
    """How many rows changed in each way."""
    counts = Counter(change for change, _ in {(row.change, row.row) for row in rows})
    said = [f"{counts[change]:,} {change}" for change in Change if counts[change] and change is not Change.BYTES]
    return ", ".join((["other bytes"] if counts[Change.BYTES] else []) + said)


def _lines(rows: Sequence[Difference], everything: bool) -> Iterator[_Cells]:
    """One line a row that differs. Rows that moved alike share one; owners and dates are gone or new with their row."""
    told = {row.old_id or row.new_id for row in rows if row.change in _ONE_SIDED}
    with_it = Counter((row.gone_with, row.table) for row in rows if row.gone_with in told)
    for _, of_table in itertools.groupby(rows, key=lambda row: row.table):
        some = list(of_table)
        for _, of_row in itertools.groupby(some, key=lambda row: row.row):
            each = [row for row in of_row if row.change not in (Change.MOVED, Change.BYTES)]
            if each and (each[0].gone_with is None or each[0].gone_with not in told):
                yield _line_of(each, with_it, everything)
        yield from _moved([row for row in some if row.change is Change.MOVED])


def _line_of(rows: Sequence[Difference], with_it: Counter[tuple[str | None, str]], everything: bool) -> _Cells:
    """The line of one row, from its differences. with_it: how many rows of which table are gone or new with a row."""
    first = rows[0]
    said = Text()
    if first.table != DOCUMENTS.name:
        said.append(_quoted(first.words))
    if first.change in _ONE_SIDED:
        hung = [
            counted(with_it[first.old_id or first.new_id, name], _kind(name))
            for name in (OWNERS.name, DATES.name)
            if with_it[first.old_id or first.new_id, name]
        ]
        said.append(f" with {', '.join(hung)}" if hung else "")
    if first.subject_words:
        said.append(f" of {_quoted(first.subject_words, _VALUE_SHOWN)}")
    values = [] if first.change in _ONE_SIDED else [row for row in rows if not _is_said_again(row, rows)]
    values.sort(key=lambda row: row.column != "status")  # of a document: where it failed all others are nothing now
    for row in values if everything else values[:_COLUMNS_SHOWN]:
        said.append("\n" if said else "")
        said.append(f"{row.column}: ", style="bright_black")
        said.append(" → ".join(_values(row.old, row.new)))
    if not everything and len(values) > _COLUMNS_SHOWN:
        said.append(f"\n… and {counted(len(values) - _COLUMNS_SHOWN, 'more column')}")
    return _kind(first.table), _loudest(rows), said, first.locator or ""


def _moved(rows: Sequence[Difference]) -> Iterator[_Cells]:
    """One line for all rows that moved from one row to another."""
    alike: dict[tuple[Any, ...], list[Difference]] = {}
    for row in rows:
        alike.setdefault((row.column, row.old, row.new), []).append(row)
    for (column, old, new), some in alike.items():
        first = some[0]
        said = Text(_quoted(first.words) if len(some) == 1 else counted(len(some), _kind(first.table)))
        said.append(f"\n{column.removesuffix('_id')}: ", style="bright_black")
        said.append(" → ".join(_values(old, new)))
        yield _kind(first.table), Change.MOVED, said, (first.locator or "") if len(some) == 1 else ""


def _is_said_again(row: Difference, rows: Sequence[Difference]) -> bool:
    """A quote says again what the words of the row say already."""
    return row.column == "quote" and any(other.column in _WORDS for other in rows)


def _loudest(rows: Iterable[Difference]) -> Change:
    return min((row.change for row in rows), key=list(Change).index)


def _values(old: Any, new: Any) -> tuple[str, str]:
    """Two values as they are shown: of long ones that begin alike the part that differs."""
    one, other = _said(old), _said(new)
    if max(len(one), len(other)) > _VALUE_SHOWN:
        shared = len(os.path.commonprefix([one, other]))
        if shared > _SHARED:
            at = one.rfind(" ", 0, shared - _SHARED) + 1 or shared - _SHARED
            one, other = f"…{one[at:]}", f"…{other[at:]}"
    return _short(one, _VALUE_SHOWN), _short(other, _VALUE_SHOWN)


def _said(value: Any) -> str:
    if value is None or value == []:
        return _NOTHING
    if isinstance(value, list):
        return safe(LIST_SEPARATOR.join(map(str, value)))
    return safe(f"{value:.12g}" if isinstance(value, float) else str(value))


def _quoted(words: str | None, length: int = _WORDS_SHOWN) -> str:
    return f"“{_short(safe(words or ''), length)}”"


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _kind(name: str) -> str:
    """What a row of a table is called."""
    return name.removesuffix("s")


def _advice(found: Differences, everything: bool) -> Iterator[RenderableType]:
    """What the differences come to, and how to see more of them."""
    quiet = len({row.row for row in found.rows if row.change in QUIET})
    if not found.rows:
        yield Text("\nNothing differs.")
        return
    if not found.differ:
        yield Text("\nNothing differs but confidence and method.")
    elif all(row.change in QUIET for row in found.rows):
        yield Text("\nNothing differs but where rows were read, confidence and method.")
    if everything:
        yield Text(f"\n{counted(len(found.rows), 'difference')}; --format csv or json has whole values.")
        return
    also = f", with the {counted(quiet, 'row')} whose place, confidence or method differs" if quiet else ""
    yield Text(f"\nMore: --all shows every difference{also};")
    yield Text("--only TABLE shows one table; --format csv or json has all differences with whole values.")


def csv_differences(found: Differences) -> str:
    """All differences as CSV; text that a spreadsheet would take for a formula is neutralised."""
    return csv_text(COLUMNS, ([_cell(getattr(row, name)) for name in COLUMNS] for row in found.rows))


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return [str(each) for each in value]
    plain: Cell = value
    return plain


def json_differences(found: Differences) -> str:
    """Counts and all differences as JSON, in ASCII, so that no character can steer a terminal."""
    said = {
        "old": str(found.old),
        "new": str(found.new),
        "counts": {name: dict(sorted(found.counts[name].items())) for name in found.tables},
        "differences": [{name: getattr(row, name) for name in COLUMNS} for row in found.rows],
    }
    return json.dumps(said, indent=2, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def _some(names: Sequence[str], most: int) -> list[str]:
    more = len(names) - most
    return [*map(safe, names[:most]), *([f"… and {more:,} more"] if more > 0 else [])]


def _title(text: str) -> RenderableType:
    return Text(f"\n{text}", style="bold")


def _line(text: str) -> RenderableType:
    return Padding(Text(text), (0, 0, 0, 2))
