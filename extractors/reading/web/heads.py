"""Which rows of a table are its header: those that the page calls so, else those that look it."""

from __future__ import annotations

from collections.abc import Sequence

from safeplans.extractors.lexicon.columns import looks_like_header
from safeplans.extractors.reading.header_looks import ABOVE_HEADER, SeenRow, is_section, printed_again, top_headers


def header_rows(rows: Sequence[SeenRow], width: int) -> list[bool]:
    """For each row whether it is a header."""
    told = [i for i, row in enumerate(rows) if _is_told(row, width)]
    if told and len(told) < max(len(rows), 2):
        found = {i for i in told if i == told[0] or all(_is_told(r, width) or r.head for r in rows[told[0] : i])}
    else:
        found = set(top_headers(rows, width, over_gaps=True) or _known(rows, width))
    keys = {key for index in found if (key := rows[index].key)}
    found.update(printed_again(rows, found, lambda row: row.key in keys))
    return [index in found for index in range(len(rows))]


def _is_told(row: SeenRow, width: int) -> bool:
    """Called so: in the table's head or of header cells alone; a title across all columns is none."""
    if is_section(row, width) or not row.filled:
        return False
    return row.head or (len(row.filled) >= 2 and all(cell.head for cell in row.filled))


def _known(rows: Sequence[SeenRow], width: int) -> list[int]:
    """The first row, where its words are headings of columns."""
    first = next((i for i, row in enumerate(rows[:ABOVE_HEADER]) if row.filled and not is_section(row, width)), None)
    if first is None or first + 1 == len(rows):
        return []
    return [first] if looks_like_header([cell.text for cell in rows[first].filled]) else []
