"""Headings over several columns, in a header of two lines."""

from __future__ import annotations

from collections.abc import Sequence

from safeplans.extractors.reading.pdf.content import PageContent
from safeplans.extractors.reading.pdf.lines import Line
from safeplans.extractors.reading.pdf.raw import RawCell, RawRow
from safeplans.extractors.reading.pdf.tables.columns import baselines, column_of, crosses


def spanning_rows(lines: Sequence[Line], borders: Sequence[float]) -> list[Line]:
    """The first baseline of a header in which a heading stands over several columns, if others follow below it."""
    rows = baselines(lines)
    if len(rows) < 2 or len(rows[0]) < 3 or not any(crosses(line, borders) for line in rows[0]):
        return []
    below = {column_of(borders, line.x0 + 1) for line in rows[1]}
    crossing = [line for line in rows[0] if crosses(line, borders)]
    spanned = {c for ln in crossing for c in range(column_of(borders, ln.x0 + 1), column_of(borders, ln.x1 - 1) + 1)}
    return list(rows[0]) if spanned <= below and list(lines[: len(rows[0])]) == rows[0] else []


def widen_spans(row: RawRow, borders: Sequence[float], content: PageContent) -> None:
    """Headings over several columns, as wide as the line drawn under them."""
    for cell in list(row.cells):
        if cell.colspan < 2 or not cell.lines:
            continue
        base, middle = cell.lines[-1].baseline, (cell.lines[-1].x0 + cell.lines[-1].x1) / 2
        pieces = sorted(
            (r.x0, r.x1) for r in content.rules if r.horizontal and 0 < r.top - base < 1.5 * cell.lines[-1].size
        )
        start = end = None
        for x0, x1 in pieces:
            if end is None or x0 > end + 2:
                if end is not None and end > middle:
                    break
                start, end = x0, x1
            else:
                end = max(end, x1)
        if start is None or end is None or not start < middle < end:
            continue
        first, last = column_of(borders, start + 4), column_of(borders, end - 4)
        covered = [c for c in row.cells if c is not cell and first <= c.column <= last]
        if any(c.lines for c in covered) or first > cell.column or last < cell.column + cell.colspan - 1:
            continue
        box = (borders[first], cell.box[1], borders[last + 1], cell.box[3])
        wide = RawCell(first, last - first + 1, cell.lines, box, cell.fill)
        row.cells = [wide if c is cell else c for c in row.cells if not any(c is o for o in covered)]
        row.cells.sort(key=lambda c: c.column)
