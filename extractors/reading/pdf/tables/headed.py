"""Headers and the rows below them, where only one of both has borders or shading of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
_ABOVE = 1.2  # font sizes between the last line of a header and the table's top at most
_HEADER_LINES = 3
_PITCH = 1.4  # font sizes between the lines of a header at most
_SEGMENT_GAP = 0.6  # font sizes between two cells of one row


def join_headers(tables: list[RawTable]) -> None:
    """Join a table that is nothing but a header to the table straight below it, if that has the same columns."""
    for header in [t for t in tables if only_header(t)]:
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


def only_header(table: RawTable) -> bool:
    """A row or two of a few words in each cell."""
    filled = [c for row in table.rows for c in row.filled]
    few = len(table.rows) <= _HEADER_ROWS and table.width >= 2 and len(filled) >= table.width
    return few and all(len(c.text.split()) <= _HEADER_WORDS for c in filled)


def add_rows_below(header: RawTable, words: Sequence[Word], end: float, content: PageContent) -> list[Word]:
    """Give a table that is nothing but a header the lines below it that keep to its columns; the words of these lines.

    end: y at which the next table begins, or the page's bottom.
    """
    borders = header.columns
    if header.width < _MIN_COLUMNS or not only_header(header):
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


def add_header_above(table: RawTable, words: Sequence[Word], content: PageContent) -> list[Word]:
    """Give a table without a header the bold lines straight above it that keep to its columns; their words."""
    borders, top = table.columns, table.box[1]
    if table.width < _MIN_COLUMNS or not table.rows or _is_bold(ln for c in table.rows[0].filled for ln in c.lines):
        return []
    inside = [w for w in words if w.upright and w.baseline <= top + 1 and borders[0] - 4 <= w.middle[0] <= borders[-1]]
    header: list[Line] = []
    below = top
    for row in reversed(baselines(make_lines(inside, content.number, content.tags, gap=_SEGMENT_GAP))):
        parts = split_at_borders(row, borders)
        near = below - row[0].baseline <= (_PITCH if header else _ABOVE) * row[0].size
        if not near or not _is_bold(parts) or any(crosses(line, borders) for line in parts):
            break
        header[:0] = parts
        below = row[0].baseline
    columns = [column_of(borders, line.x0 + 1) for line in header]
    if len(set(columns)) < max(_MIN_COLUMNS, table.width - 1) or len(columns) > _HEADER_LINES * len(set(columns)):
        return []
    if any(sum(len(ln.words) for ln in header if column_of(borders, ln.x0 + 1) == i) > _HEADER_WORDS for i in columns):
        return []
    box = (borders[0], min(line.top for line in header), borders[-1], top)
    table.rows.insert(0, table_row(header, borders, box, inside, content))
    table.box = union((box, table.box))
    return [w for line in header for w in line.words]


def _is_bold(lines: Iterable[Line]) -> bool:
    return all(line.bold for line in lines)
