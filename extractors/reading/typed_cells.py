"""Rows of comma-separated cells that were pasted into a text."""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence

from safeplans.extractors.reading.text_tables import GridRow

FEWEST_ROWS, FEWEST_CELLS = 3, 3  # fewer are a sentence with commas
_LONGEST_HEADING = 5  # words


def comma_rows(lines: Sequence[str], start: int, furniture: Collection[int]) -> tuple[int, list[GridRow]]:
    """The rows that begin at `start`, and the index behind them; none where it is no such table.

    lines: of the whole text. furniture: numbers of lines, from 1, that belong to no table. All rows have as many cells
    as the first one, which holds short headings. A comma before a blank parts words, not cells.
    """
    cells = _cells(lines[start])
    if len(cells) < FEWEST_CELLS or not all(_is_heading(cell) for cell in cells):
        return start, []
    rows = [GridRow(start + 1, cells, start + 1)]
    end = start + 1
    while end < len(lines) and end + 1 not in furniture:
        more = _cells(lines[end])
        if len(more) != len(cells):
            break
        rows.append(GridRow(end + 1, more, end + 1))
        end += 1
    return (end, rows) if len(rows) >= FEWEST_ROWS else (start, [])


def _cells(line: str) -> list[str]:
    """The cells of a line; none where a blank follows a comma outside quotation marks."""
    if line.count(",") < FEWEST_CELLS - 1:
        return []
    try:
        cells = next(csv.reader([line.strip()], strict=True), [])
    except csv.Error:  # a quotation mark that is never closed
        return []
    return [] if any(cell != cell.strip() for cell in cells) else cells


def _is_heading(cell: str) -> bool:
    return 0 < len(cell.split()) <= _LONGEST_HEADING and not cell[0].isdigit() and cell[-1] not in ".;:"
