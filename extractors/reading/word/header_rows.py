"""Which rows of a table are headings of its columns: by the file's word, else by their looks."""

from __future__ import annotations

from collections.abc import Sequence

from safeplans.extractors.reading.header_looks import SeenRow, is_section, printed_again, top_headers


def header_rows(rows: Sequence[SeenRow], width: int) -> set[int]:
    """Indexes of the rows that are headings: at the top, and further down where they are printed again."""
    found = _said(rows, width) or set(top_headers(rows, width))
    keys = {key for index in found if (key := rows[index].key)}
    return found | set(printed_again(rows, found, lambda row: row.key in keys))


def _said(rows: Sequence[SeenRow], width: int) -> set[int]:
    said = [i for i, row in enumerate(rows) if row.head and row.filled]
    if len(said) == sum(bool(row.filled) for row in rows):
        return set()  # a table that says so of all its rows says nothing
    return {i for i in said if len(rows[i].filled) >= 2 or (i and i - 1 in said and not is_section(rows[i], width))}
