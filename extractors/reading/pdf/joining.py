"""Tables over several pages: repeated headers dropped, broken rows and merged cells joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from safeplans.extractors.reading.header_looks import (
    ABOVE_HEADER,
    MOST_HEADER_ROWS,
    is_section,
    printed_again,
    top_headers,
)
from safeplans.extractors.reading.pdf.paragraphs import ends_sentence, starts_low
from safeplans.extractors.reading.pdf.raw import RawCell, RawRow, RawTable
from safeplans.extractors.reading.pdf.tables.columns import column_of
from safeplans.extractors.reading.pdf.words import row_goes_on

_IDENTIFIER = re.compile(
    r"^(?:[A-Za-z]{0,4}[.\-]?\d{1,3}(?:[.\-]\d{1,3})*[a-z]?[.)]?|[a-z][.)]|\d{1,2}[A-Za-z])(?:\s|$)"
)


def mark_headers(table: RawTable) -> None:
    """Flag the header rows at the top of a table by markup and typography."""
    _flag([table.rows[index] for index in top_headers(table.rows, table.width, lambda i: _is_tagged(table.rows[i]))])
    mark_again(table)


def _is_tagged(row: RawRow) -> bool:
    tags = [line.tag.path for cell in row.filled for line in cell.lines if line.tag is not None]
    return bool(tags) and all("TH" in path for path in tags) and len(row.filled) >= 2


def _flag(rows: Iterable[RawRow]) -> None:
    for row in rows:
        row.header = True
        for cell in row.cells:
            cell.header = True


def mark_again(table: RawTable) -> None:
    """Flag rows further down that print the header again, below a section row say."""
    headers = {index for index, row in enumerate(table.rows) if row.header}
    printed = {key for index in headers if (key := _key(table.rows[index]))}
    found = printed_again(table.rows, headers, lambda row: _may_begin(row, printed) and _key(row) in printed)
    _flag(table.rows[index] for index in found)


def try_join(table: RawTable, after: RawTable) -> bool:
    """Add the rows of `after`, the first thing on the next page, to `table`; False when it is another table."""
    last_page = table.last_page or table.page
    if after.page != last_page + 1:
        return False
    _mark_repeated(table, after)
    if not _same_columns(table, after):
        rows_fitted = _fitted(table, after)
        if rows_fitted is None:
            return False
        after.rows, after.columns = rows_fitted, list(table.last_columns or table.columns)
    headers = [r for r in table.rows if r.header]
    rows = list(after.rows)
    repeated = _repeated(rows, table)
    if repeated == 0 and rows and rows[0].header and headers:
        return False
    if repeated == 0 and rows and rows[0].header and not headers and _all_filled(rows[0]):
        return False
    rows = rows[repeated:]
    if rows:
        _join_break(table, rows)
    table.rows.extend(rows)
    table.last_page = after.page
    table.last_columns = after.columns
    table.closed = after.closed
    mark_again(table)
    return True


def _mark_repeated(table: RawTable, after: RawTable) -> None:
    """Flag the first rows in columns as headers where they do not look so but come again on the next page."""
    if any(row.header for row in table.rows):
        return
    begin = next((i for i, r in enumerate(table.rows) if r.filled and not is_section(r, table.width)), 0)
    same: list[RawRow] = []
    for row, again in zip(table.rows[begin : begin + MOST_HEADER_ROWS], after.rows, strict=False):
        if not _same_words(row, again) or is_section(row, table.width):
            break
        same.append(row)
    if sum(len(row.filled) for row in same) < 2:
        return
    if len(table.rows) == len(after.rows) == begin + len(same):  # headers of nothing: the same row printed twice
        return
    _flag(same)


def _repeated(rows: Sequence[RawRow], table: RawTable) -> int:
    """How many rows at the top of a page print the table's top again (a title row and the header, or one of them)."""
    last = max((i for i, r in enumerate(table.rows[: MOST_HEADER_ROWS + ABOVE_HEADER]) if r.header), default=-1)
    top = table.rows[: last + 1]
    at = count = 0
    for row in rows:
        again = next((i for i in range(at, len(top)) if _same_words(row, top[i])), None)
        if again is None:
            break
        at, count = again + 1, count + 1
    return count


def _all_filled(row: RawRow) -> bool:
    return all(c.lines for c in row.cells)


def _same_columns(table: RawTable, after: RawTable) -> bool:
    first, second = table.last_columns or table.columns, after.columns
    header = next((r for r in table.rows if r.header), None)
    if header is not None and after.rows and _same_words(after.rows[0], header):
        return len(first) == len(second)
    if len(first) != len(second):
        return False
    shift = second[0] - first[0]
    limit = 7.0 if table.method in ("ruled", "shaded") and after.method in ("ruled", "shaded") else 14.0
    inner = zip(first[1:-1], second[1:-1], strict=True)
    return all(abs((b - shift) - a) <= limit for a, b in inner) and abs((second[-1] - shift) - first[-1]) <= 3 * limit


def _fitted(table: RawTable, after: RawTable) -> list[RawRow] | None:
    """The rows of a table whose columns came from alignment, in the columns of the page before.

    A page with few rows shows fewer columns than there are; None when its text does not keep to those of the table.
    """
    borders = table.last_columns or table.columns
    loose = {"rules", "aligned", "tagged"}
    if after.method not in loose or table.method not in loose or len(after.columns) >= len(borders):
        return None
    if abs(after.columns[0] - borders[0]) > 8 or after.columns[-1] > borders[-1] + 8:
        return None
    rows: list[RawRow] = []
    for row in after.rows:
        cells: dict[int, RawCell] = {}
        for old in row.cells:
            for line in old.lines:
                first, last = column_of(borders, line.x0 + 1), column_of(borders, line.x1 - 1)
                if first != last:
                    return None
                if first not in cells:
                    box = (borders[first], row.box[1], borders[first + 1], row.box[3])
                    cells[first] = RawCell(first, 1, [], box, old.fill)
                cells[first].lines.append(line)
        for column in range(len(borders) - 1):
            if column not in cells:
                box = (borders[column], row.box[1], borders[column + 1], row.box[3])
                cells[column] = RawCell(column, 1, [], box)
        rows.append(RawRow([cells[c] for c in sorted(cells)], row.page, row.box, row.header))
    return rows


def _same_words(row: RawRow, other: RawRow) -> bool:
    key = _key(row)
    return bool(row.text) and key == _key(other)


def _key(row: RawRow) -> str:
    """The words of a row without blanks and capitals."""
    return _squeezed(row.text)


def _may_begin(row: RawRow, keys: Iterable[str]) -> bool:
    """One of the keys begins as the row's first line does: asked before the words of a whole row are put together."""
    begins = _squeezed(row.filled[0].lines[0].text)
    return any(key.startswith(begins) for key in keys)


def _squeezed(text: str) -> str:
    return "".join(text.split()).lower()


def _join_break(table: RawTable, rows: list[RawRow]) -> None:
    """Fold a broken row into the last row, and let merged cells run on."""
    last = next((r for r in reversed(table.rows) if not r.header), None)
    if last is None:
        return
    first = rows[0]
    if _says_it_goes_on(first, last) or _continues(table, rows, first, last):
        for cell in first.cells:
            if not cell.lines:
                continue
            target = _target(table, last, cell.column)
            if target is None:
                last.cells.append(cell)
                last.cells.sort(key=lambda c: c.column)
            else:
                target.lines.extend(cell.lines)
                target.fill = target.fill or cell.fill
        if len(rows) > 1:
            _keep_spans(first, rows[1])
        rows.pop(0)
        return
    for cell in first.cells:
        above = _target(table, last, cell.column)
        if above is None or cell.colspan != above.colspan:
            continue
        if not cell.lines and _merged_column(cell, table, rows):
            cell.continued = True
        elif cell.lines and cell.spans > 1 and starts_low(cell.text) and not ends_sentence(above.text):
            above.lines.extend(cell.lines)
            cell.lines = []
            cell.continued = True


def _says_it_goes_on(first: RawRow, last: RawRow) -> bool:
    """Does a row begin with ``(cont.)``, or with the number of the row above and that? These words then go."""
    cell = min(first.filled, key=lambda c: c.column, default=None)
    if cell is None or len(first.filled) < 2:
        return False
    above = next((c for c in last.cells if c.column == cell.column and c.lines), None)
    said = " ".join(cell.text.lower().split())
    number = " ".join(above.text.lower().split()) if above is not None else ""
    if number and said.startswith(f"{number} "):
        said = said.removeprefix(number)
    if said.strip(" ()[]…–-") not in row_goes_on():
        return False
    cell.lines = []
    return True


def _keep_spans(gone: RawRow, following: RawRow) -> None:
    """Cells merged over a folded row and the next keep hanging on the cell above."""
    for cell in gone.cells:
        for below in following.cells:
            if below.column == cell.column and not below.lines and cell.spans > 1:
                below.continued = True


def _target(table: RawTable, row: RawRow, column: int) -> RawCell | None:
    """The cell of a row that covers a column; for a merged one the cell where its text stands."""
    index = len(table.rows) - 1 - next(i for i, r in enumerate(reversed(table.rows)) if r is row)
    while index >= 0:
        cell = next((c for c in table.rows[index].cells if c.column <= column < c.column + c.colspan), None)
        if cell is None or not cell.continued:
            return cell
        index -= 1
    return None


def _merged_column(cell: RawCell, table: RawTable, rows: Sequence[RawRow]) -> bool:
    """Is the column one whose cells stand for several rows?"""
    column = [c for r in (*table.rows, *rows) if not r.header for c in r.cells if c.column == cell.column]
    if cell.spans > 1 or any(c.spans > 1 for c in column):
        return True
    others = [c for c in column if c is not cell]
    return len(others) >= 3 and cell.column == 0 and all(c.lines or c.continued for c in others)


def _continues(table: RawTable, rows: Sequence[RawRow], first: RawRow, last: RawRow) -> bool:
    """Is the first row of a page the rest of the row above the page break?"""
    width = table.width
    if is_section(first, width) or is_section(last, width):
        return is_section(first, width) and is_section(last, width) and starts_low(first.text)
    filled = {c.column: c for c in first.cells if c.lines}
    if not filled:
        return False
    above = {c.column: c for c in last.cells}
    runs_on = [
        c
        for column, c in filled.items()
        if column in above and above[column].lines and starts_low(c.text) and not _IDENTIFIER.match(c.text)
    ]
    keys = _key_columns(table, rows)
    printed = {column for column, c in above.items() if c.lines or c.continued}
    apart = 0 in filled and len(filled) >= 2 and not printed & set(filled)
    if apart and not table.closed and len(printed | set(filled)) >= width - 1:
        return True  # the page break went through the row, each cell whole on one of the pages
    lead = next((c for c in sorted(first.cells, key=lambda c: c.column) if c.column in keys), None)
    if lead is not None and lead.lines and _IDENTIFIER.match(lead.text):
        return False
    missing = [k for k in keys if k not in filled]
    if lead is not None and not lead.lines:
        present = [k for k in keys if k in filled]
        fresh = [k for k in present if not starts_low(filled[k].text)]
        complete = len(present) >= max(2, len(keys) - 1) and len(fresh) == len(present)
        return not complete or bool(runs_on)
    first_filled = filled[min(filled)]
    whole = not missing and first_filled not in runs_on and 2 * len(runs_on) < len(filled)
    if runs_on and not whole and (missing or not table.closed):
        return True
    if first_filled in runs_on:
        return True
    # Only one of several cells that every row fills: the rest of the row above, though it begins a new sentence.
    return len(missing) > len(keys) / 2 and (not table.closed or len(missing) >= 2)


def _key_columns(table: RawTable, rows: Sequence[RawRow]) -> set[int]:
    """Columns that nearly every row fills by itself."""
    body = [r for r in (*table.rows, *rows[1:]) if not r.header and not is_section(r, table.width)]
    keys = set()
    for column in range(table.width):
        cells = [c for r in body for c in r.cells if c.column == column]
        if len(body) >= 2 and sum(bool(c.lines) for c in cells) >= 0.85 * len(body):
            keys.add(column)
    return keys


def origins(table: RawTable) -> dict[int, tuple[int, RawCell]]:
    """For each cell (by id) that goes on a merged cell: the index of the row where that is printed, and the cell."""
    found: dict[int, tuple[int, RawCell]] = {}
    open_cells: dict[int, tuple[int, RawCell]] = {}
    for index, row in enumerate(table.rows):
        for cell in row.cells:
            if cell.continued and cell.column in open_cells:
                found[id(cell)] = open_cells[cell.column]
            else:
                open_cells[cell.column] = (index, cell)
    return found
