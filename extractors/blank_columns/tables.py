"""Which runs are tables or lists side by side, and which go on in each other over pages."""

from __future__ import annotations

from collections.abc import Sequence

from safeplans.extractors.blank_columns.beginnings import BULLET
from safeplans.extractors.blank_columns.cells import cut_over, cuts_of
from safeplans.extractors.blank_columns.gutters import columns_as, columns_of, same_gutters
from safeplans.extractors.blank_columns.headings import find_head, heading_above, set_heads_aside
from safeplans.extractors.blank_columns.model import Cut, Line, Table
from safeplans.extractors.blank_columns.rows import find_rows, rows_of
from safeplans.extractors.blank_columns.runs import MOST_SECTION_LINES, MOST_SKIPPED, runs_of


def tables_of(lines: Sequence[Line]) -> list[Table]:
    """The runs that are tables or lists side by side; runs with the same columns and little between are one table."""
    tables: list[Table] = []
    end = 0
    for run in runs_of(lines):
        last = tables[-1] if tables else None
        gutters = columns_of(run)
        if last is not None and gutters and last.columns != len(gutters) + 1:
            gutters = columns_as(run, last) or gutters
        table = Table(gutters, cuts_of(run, gutters), {}, run.start, end)
        kind = _kind(table)
        if kind is None:
            continue
        table.lists = kind == "lists"
        if last is not None and _goes_on(last, table, lines[end : run.start]):
            _append(last, table, lines[end : run.start])
        else:
            find_head(table, last)
            tables.append(table)
        end = run.end
    for table in tables:
        table.cuts = heading_above(lines, table) + table.cuts
        set_heads_aside(table)
        find_rows(table)
    return [table for table in tables if table.lists or table.rows]


def _kind(table: Table) -> str | None:
    """What a run of lines is: a table, lists side by side, or neither."""
    if len(table.gutters) != 1:
        return "table" if any(len(c.cells) > 2 for c in table.cuts) else None
    if table.gutters[0].lines < 3:
        return None
    lines = [c for c in table.cuts if c.kind == "row"]
    bullets = [sum(bool(BULLET.match(c.cells.get(i, ""))) for c in lines) for i in (0, 1)]
    if min(bullets) >= 2:
        return "lists"
    if _is_running_text(lines):
        return None
    rows = rows_of(lines, 2)
    return "table" if not _are_keys(rows) and _are_wrapped(rows) else None


def _is_running_text(lines: Sequence[Cut]) -> bool:
    both = [c for c in lines if len(c.cells) == 2]
    return len(both) * 4 > len(lines) * 3 and sum(len(c.cells[1].split()) for c in both) > 4 * len(both)


def _are_keys(rows: Sequence[Sequence[Cut]]) -> bool:
    """Keys and values: the left column says the same again and again, or next to nothing."""
    left = [" ".join(c.cells[0] for c in row if 0 in c.cells) for row in rows]
    return len(set(left)) * 10 < 7 * len(left) or sum(len(w.split()) for w in left) < 3 * len(left)


def _are_wrapped(rows: Sequence[Sequence[Cut]]) -> bool:
    """Rows whose cells run over lines, most of them with both columns."""
    wrapped = sum(sum(0 in c.cells for c in row) > 1 for row in rows)
    paired = sum({0, 1} <= {i for c in row for i in c.cells} for row in rows)
    return wrapped >= 2 and wrapped * 4 >= len(rows) and paired * 2 >= len(rows)


def _goes_on(last: Table, table: Table, between: Sequence[Line]) -> bool:
    """A run belongs to the table before it: the same columns, or the same headings, and little between them."""
    told = [line for line in between if not line.foot]
    if last.lists or table.lists or last.columns != table.columns or len(told) > MOST_SECTION_LINES:
        return False
    if any(line.barrier or line.skipped > 2 * MOST_SKIPPED for line in told):
        return False
    if not told and not table.cuts[0].line.skipped:
        return True  # a page with its own widths of columns
    return _repeated(last, table.cuts) > 0 or same_gutters(last, table)


def _append(last: Table, table: Table, between: Sequence[Line]) -> None:
    page = False
    for line in between:
        last.cuts.append(Cut(line, {}, {}, "foot") if line.foot else cut_over(line, page))
        page = line.foot
    again = _repeated(last, table.cuts)
    for cut in table.cuts[:again]:
        cut.kind = "foot"
    if again < len(table.cuts):
        table.cuts[again].page |= page or again > 0 and not between
    last.cuts += table.cuts


def _repeated(table: Table, cuts: Sequence[Cut]) -> int:
    """How many of the lines are the headings of a table again; a page may end between them."""
    left = [c.line.words for c in table.head]
    if not left or cuts[0].line.words != left[0]:
        return 0
    for index, cut in enumerate(cuts):
        if left and cut.line.words == left[0]:
            left.pop(0)
        elif not left or cut.kind != "foot":
            return 0 if left else index
    return 0
