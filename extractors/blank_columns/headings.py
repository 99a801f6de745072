"""The headings of a table: at its top, on the line over it, and again where a page begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from safeplans.extractors.blank_columns.beginnings import LOWER, begins_with_key
from safeplans.extractors.blank_columns.cells import cut_over
from safeplans.extractors.blank_columns.gutters import same_gutters
from safeplans.extractors.blank_columns.model import LONGEST_HEADER, Cut, Line, Table


def find_head(table: Table, last: Table | None) -> None:
    size = 0 if table.lists else _header_size([c for c in table.cuts if c.kind == "row"], table.columns)
    for cut in [c for c in table.cuts if c.kind == "row"][:size]:
        cut.kind = "head"
        for column, words in cut.cells.items():
            table.headings[column] = f"{table.headings.get(column, '')} {words}".strip()
    if not size and last is not None and same_gutters(last, table):
        table.headings = last.headings


def _header_size(lines: Sequence[Cut], columns: int) -> int:
    """How many lines the headings at the top have."""
    if len(lines) < 2:
        return 0
    for index, cut in enumerate(lines[:LONGEST_HEADER]):
        if cut.line.repeats and index + cut.line.repeats < len(lines):
            return index + cut.line.repeats
    sizes = [i for i, c in enumerate(lines) if i and c.line.skipped][:1]
    for column in (0, 1):
        keys = [i for i, c in enumerate(lines) if begins_with_key(c.cells.get(column, ""))]
        if len(keys) >= 2 and keys[0] <= LONGEST_HEADER:
            if keys[0] == 0:
                return 0
            sizes.append(keys[0])
            break
    wrapped = 1
    while wrapped < min(len(lines) - 1, LONGEST_HEADER) and all(map(LOWER.match, lines[wrapped].cells.values())):
        wrapped += 1
    likely = [*sorted(s for s in sizes if s <= LONGEST_HEADER), wrapped]
    return next((size for size in likely if _heads(lines[:size], columns)), 0)


def _heads(lines: Sequence[Cut], columns: int) -> bool:
    """Short words over nearly all columns, few with a digit in them."""
    told: dict[int, str] = {}
    for cut in lines:
        for column, words in cut.cells.items():
            told[column] = f"{told.get(column, '')} {words}".strip()
    counts = {w: len(w.split()) for w in told.values()}
    return (
        len(told) >= max(2, columns - 2)
        and all(n <= 8 and not (w.endswith(".") and n > 3) for w, n in counts.items())
        and sum(any(c.isdigit() for c in w) for w in told.values()) * 3 <= len(told)
        and sum(w[:1].isupper() or not w[:1].isalpha() for w in told.values()) * 2 > len(told)
    )


def heading_above(lines: Sequence[Line], table: Table) -> list[Cut]:
    """The line over a table that is like the headings between its rows: with them it holds for the rows under it."""
    inner = [b for a, b in pairwise(table.cuts) if b.kind == "over" != a.kind]
    if not inner or table.start <= table.above or table.cuts[0].kind not in ("head", "row"):
        return []
    line = lines[table.start - 1]
    indent = Counter(c.line.indent for c in inner if c.line.parts).most_common(1)
    if line.barrier or line.foot or line.many or not line.skipped or not indent or line.indent != indent[0][0]:
        return []
    return [cut_over(line, False)]


def set_heads_aside(table: Table) -> None:
    """Headings that come again inside a table, however their lines are broken there, are the page's."""
    body = [c for c in table.cuts if c.kind == "row"] if table.headings else []
    for index in range(len(body)):
        left = dict(table.headings)
        for size, cut in enumerate(body[index : index + LONGEST_HEADER], 1):
            if not all(left.get(column, "").startswith(words) for column, words in cut.cells.items()):
                break
            for column, words in cut.cells.items():
                left[column] = left[column][len(words) :].strip()
            if not any(left.values()):
                for again in body[index : index + size]:
                    again.kind = "foot"
                break
