"""The end of a table without lines that stands on the next page, where too few rows are left to be seen as a table."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from safeplans.extractors.reading.pdf.content import PageContent
from safeplans.extractors.reading.pdf.furniture import PageLines
from safeplans.extractors.reading.pdf.lines import Line, make_lines
from safeplans.extractors.reading.pdf.paragraphs import ends_sentence, starts_low
from safeplans.extractors.reading.pdf.raw import RawTable
from safeplans.extractors.reading.pdf.tables.columns import (
    baselines,
    column_of,
    split_at_borders,
    split_rows,
    table_row,
)

_LOOSE = frozenset({"rules", "aligned", "tagged"})
_SEGMENT_GAP = 0.8  # font sizes between two cells of one row
_LEVEL = 3.0  # points by which the text of a column may start beside the place where it started on the page before


def carry_over(pages: Sequence[PageLines]) -> None:
    """Lines at the top of a page that keep to the columns of the table at the end of the page before become its rows.

    To be called when furniture is marked and before the reading order is made.
    """
    for before, page in zip(pages, pages[1:], strict=False):
        if page.number != before.number + 1 or abs(page.width - before.width) > 2:
            continue
        table = _last_table(before)
        if table is None:
            continue
        rows = _rows_in_columns(table, page)
        if rows:
            _take(table, rows, page)


def _last_table(page: PageLines) -> RawTable | None:
    """The table below which the page has no more text, if its columns came from alignment."""
    table = max(page.tables, key=lambda t: t.box[3], default=None)
    if table is None or table.method not in _LOOSE or len(table.columns) < 3:
        return None
    below = any(line.baseline > table.box[3] + 2 for line in page.body)
    return None if below else table


def _rows_in_columns(table: RawTable, page: PageLines) -> list[list[Line]]:
    """The page's first baselines, as far as they fit."""
    borders = table.columns
    cells = [cell for row in table.rows for cell in row.cells if cell.lines and cell.colspan == 1 and not row.header]
    if not cells:
        return []
    starts = [[min(ln.x0 for ln in c.lines) for c in cells if c.column == i] for i in range(table.width)]
    usual = [median(values) if values else None for values in starts]
    size = median(line.size for cell in cells for line in cell.lines)
    bold = all(line.bold for cell in cells for line in cell.lines)
    end = min((t.box[1] for t in page.tables), default=page.height)
    words = [w for line in page.body for w in line.words if w.upright and line.bottom <= end + 2]
    rows: list[list[Line]] = []
    for row in baselines(make_lines(words, page.number, gap=_SEGMENT_GAP, keep_numbers=False)):
        parts = split_at_borders(row, borders)
        if not all(_fits(line, borders, usual) and abs(line.size - size) <= 0.08 * size for line in parts):
            break
        if not bold and all(line.bold for line in parts):
            break
        if rows and row[0].baseline - rows[-1][0].baseline > 4 * size:
            break
        rows.append(parts)
    return _table_part(rows, table)


def _fits(line: Line, borders: Sequence[float], usual: Sequence[float | None]) -> bool:
    column = column_of(borders, line.x0 + 1)
    start = usual[column]
    return start is not None and abs(line.x0 - start) <= _LEVEL and column_of(borders, line.x1 - 1) == column


def _table_part(rows: list[list[Line]], table: RawTable) -> list[list[Line]]:
    """Without the lines at the end that may as well be a paragraph below the table."""
    several = [i for i, row in enumerate(rows) if len({column_of(table.columns, ln.x0 + 1) for ln in row}) >= 2]
    if not several:
        first = rows[0][0] if rows else None
        if first is None or column_of(table.columns, first.x0 + 1) == 0:
            return []
        column = column_of(table.columns, first.x0 + 1)
        above = next((c for c in table.rows[-1].cells if c.column == column and c.lines), None)
        on = above is not None and starts_low(first.text) and not ends_sentence(above.text)
        return rows if on else []
    end = several[-1] + 1
    while end < len(rows) and rows[end][0].baseline - rows[end - 1][0].baseline <= 1.45 * rows[end][0].size:
        end += 1
    return rows[:end]


def _take(table: RawTable, rows: list[list[Line]], page: PageLines) -> None:
    """Make the lines a table of the page: `try_join` joins it to the one before."""
    content = PageContent(page.number, page.width, page.height, fills=page.shading)
    borders = list(table.columns)
    keyed = [any(column_of(borders, line.x0 + 1) == 0 for line in row) for row in rows]
    rest = keyed.index(True) if True in keyed else 0  # the end of the row that the page broke
    groups = [[line for row in rows[:rest] for line in row]] if rest else []
    groups += split_rows([line for row in rows[rest:] for line in row], borders)
    made = []
    for index, group in enumerate(groups):
        bottom = groups[index + 1][0].top - 1 if index + 1 < len(groups) else max(line.bottom for line in group)
        box = (borders[0], min(line.top for line in group), borders[-1], bottom)
        made.append(table_row(group, borders, box, [], content))
    taken = {id(w) for row in rows for line in row for w in line.words}
    page.lines = [line for line in page.lines if not any(id(w) in taken for w in line.words)]
    box = (borders[0], made[0].box[1], borders[-1], made[-1].box[3])
    page.tables.append(RawTable(page.number, box, borders, made, table.method, False, 0.6))
