"""Rows without lines below a header that has borders or shading of its own."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from safeplans.extractors.reading.pdf.content import PageContent, Word
from safeplans.extractors.reading.pdf.geometry import union
from safeplans.extractors.reading.pdf.lines import Line, make_lines
from safeplans.extractors.reading.pdf.raw import RawTable
from safeplans.extractors.reading.pdf.tables.columns import (
    baselines,
    column_of,
    crosses,
    split_at_borders,
    split_rows,
    table_row,
)

_HEADER_ROWS = 2
_HEADER_WORDS = 8  # words in a header's cell at most
_NEAR = 8.0  # points between a header and the row below it
_SHIFT = 9.0  # points between the columns' borders as found for both
_MIN_COLUMNS = 3
_SEGMENT_GAP = 0.6  # font sizes between two cells of one row


def join_headers(tables: list[RawTable]) -> None:
    """Join a table that is nothing but a header to the table straight below it, if that has the same columns."""
    for header in [t for t in tables if _only_header(t)]:
        for table in tables:
            near = -_NEAR <= table.box[1] - header.box[3] <= _NEAR
            if table is header or not near or table.width != header.width:
                continue
            if any(abs(a - b) > _SHIFT for a, b in zip(header.columns[:-1], table.columns[:-1], strict=True)):
                continue
            table.rows[:0] = header.rows
            table.box = union((header.box, table.box))
            tables.remove(header)
            break


def _only_header(table: RawTable) -> bool:
    filled = [c for row in table.rows for c in row.filled]
    few = len(table.rows) <= _HEADER_ROWS and table.width >= 2 and len(filled) >= table.width
    return few and all(len(c.text.split()) <= _HEADER_WORDS for c in filled)


def add_rows_below(header: RawTable, words: Sequence[Word], end: float, content: PageContent) -> list[Word]:
    """Give a table that is nothing but a header the lines below it that keep to its columns; the words of these lines.

    end: y at which the next table begins, or the page's bottom.
    """
    borders = header.columns
    if header.width < _MIN_COLUMNS or not _only_header(header):
        return []
    inside = [
        w
        for w in words
        if w.upright and header.box[3] - 2 < w.baseline < end and borders[0] - 4 <= (w.x0 + w.x1) / 2 <= borders[-1] + 4
    ]
    rows: list[list[Line]] = []
    for row in baselines(make_lines(inside, content.number, content.tags, gap=_SEGMENT_GAP, keep_numbers=False)):
        parts = split_at_borders(row, borders)
        above = rows[-1][0].baseline if rows else header.box[3]
        size = median(line.size for done in rows for line in done) if rows else row[0].size
        if any(crosses(line, borders) or abs(line.size - size) > 0.12 * size for line in parts):
            break
        if row[0].baseline - above > 4.5 * size:
            break
        rows.append(parts)
    groups = split_rows([line for row in rows for line in row], borders) if rows else []
    while groups and len({column_of(borders, line.x0 + 1) for line in groups[-1]}) < 2:
        groups.pop()
    if not groups or len({column_of(borders, line.x0 + 1) for line in baselines(groups[0])[0]}) < 2:
        return []
    for index, group in enumerate(groups):
        top = min(line.top for line in group)
        bottom = max(line.bottom for line in group)
        if index + 1 < len(groups):
            bottom = max(bottom, min(line.top for line in groups[index + 1]) - 1)
        header.rows.append(table_row(group, borders, (borders[0], top, borders[-1], bottom), inside, content))
    header.box = (header.box[0], header.box[1], header.box[2], header.rows[-1].box[3])
    header.method, header.closed, header.confidence = "aligned", False, 0.75
    return [w for group in groups for line in group for w in line.words]
