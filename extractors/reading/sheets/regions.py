"""A sheet cut into what stands on it: titles, tables with their headings wherever these are, and notes.

A table begins at its heading row: one that the file itself calls so (a filter, a table object, a frozen pane), whose
words are column headings, or that is set apart by bold letters or colour. It ends before the next one's title, or where
a blank row parts it from something else.
"""

from __future__ import annotations

import re
import statistics
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from safeplans.extractors.lexicon.columns import looks_like_header, role_of
from safeplans.extractors.lexicon.statements import statement_of
from safeplans.extractors.reading.markers import is_number
from safeplans.extractors.reading.sheets.grid import EMPTY, Merge, Sheet, SheetCell

HEADING_WORDS = 12  # words of a column heading at most, where its look alone says that it is one
NAME_WORDS = 6  # words of one where neither its look nor the vocabulary says so
MOST_FIELDS = 10  # rows of a table whose headings stand down its first column
WIDE = 2 / 3  # of a table's columns that a section row covers at least
LABEL = 0.9
"""Score of a label's words from which they are a column heading of their own (see `columns.role_of`)."""
MOST_COVERED = 500_000
"""Rows that merged areas cover, counted for each; a sheet of more has areas that overlap, as no program writes."""
MOST_ACROSS = 100  # columns of a merged area that are looked at
MOST_SIDE = 8  # tables beside one another


@dataclass(frozen=True, slots=True)
class Region:
    """Part of a sheet. columns: those of a table, of a line the one of its cell. headers: rows of headings among
    `rows`. repeated: rows that print the headings again. is_table: else it is one cell, a title or a note.
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    headers: frozenset[int] = frozenset()
    repeated: tuple[int, ...] = ()
    is_table: bool = True


class Seen:
    """What a person sees of a sheet: no hidden rows and columns, and of a merged area the text of its first cell."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.cells = {
            (r, c): cell
            for (r, c), cell in sheet.cells.items()
            if r not in sheet.hidden_rows and c not in sheet.hidden_columns
        }
        with_text = sorted({r for (r, _), cell in self.cells.items() if cell.lines})
        self.merges: dict[int, list[Merge]] = defaultdict(list)
        covered = 0
        for merge in sheet.merges:
            merge = self._moved(merge)
            rows = with_text[bisect_left(with_text, merge.top) : bisect_right(with_text, merge.bottom)]
            covered += len(rows)
            if covered > MOST_COVERED:
                break
            for row in rows:
                self.merges[row].append(merge)
        self.columns: dict[int, list[int]] = defaultdict(list)
        for row, column in sorted(self.cells):
            if self.cells[row, column].lines and self.is_printed(row, column):
                self.columns[row].append(column)
        self.rows = [row for row in with_text if self.columns[row]]

    def _moved(self, merge: Merge) -> Merge:
        """A merged area whose first row or column is hidden, begun at its first that is seen."""
        top, left = merge.top, merge.left
        while top < merge.bottom and top in self.sheet.hidden_rows:
            top += 1
        while left < merge.right and left in self.sheet.hidden_columns:
            left += 1
        if (top, left) == (merge.top, merge.left):
            return merge
        first = self.sheet.cells.get((merge.top, merge.left))
        if first is not None:
            self.cells.setdefault((top, left), first)
        return replace(merge, top=top, left=left)

    def merge(self, row: int, column: int) -> Merge | None:
        """The merged area that covers a cell of a row with text."""
        return next((m for m in self.merges.get(row, ()) if m.covers(row, column)), None)

    def is_printed(self, row: int, column: int) -> bool:
        """Not behind the first cell of a merged area."""
        merge = self.merge(row, column)
        return merge is None or (merge.top, merge.left) == (row, column)

    def cell(self, row: int, column: int) -> SheetCell:
        return self.cells.get((row, column), EMPTY)

    def own(self, row: int) -> list[SheetCell]:
        """The cells of a row that print text of their own."""
        return [self.cells[row, column] for column in self.columns[row]]

    def is_lone(self, row: int) -> bool:
        return len(self.columns[row]) == 1

    def width(self, row: int) -> int:
        """Columns that the first cell of a row covers."""
        column = self.columns[row][0]
        merge = self.merge(row, column)
        return merge.right - merge.left + 1 if merge is not None else 1

    def parted(self, above: int, row: int) -> bool:
        """Whether a blank row stands between two rows with text."""
        reach = max([above, *(m.bottom for m in self.merges.get(above, ()))])
        return any(r not in self.sheet.hidden_rows for r in range(reach + 1, min(row, reach + 1000)))


@dataclass(slots=True)
class _Table:
    headers: list[int]
    rows: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    sides: list[tuple[int, ...]] = field(default_factory=list)


def regions(seen: Seen) -> list[Region]:
    """What stands on a sheet, from the top to the bottom; tables that stand beside one another, from the left."""
    return list(_Cutter(seen).regions())


class _Cutter:
    def __init__(self, seen: Seen, depth: int = 0) -> None:
        self.seen = seen
        self.depth = depth
        self.found: list[Region] = []
        self.free: list[int] = []
        self.table: _Table | None = None

    def regions(self) -> list[Region]:
        rows = self.seen.rows
        for index, row in enumerate(rows):
            above = rows[index - 1] if index else None
            gap = above is not None and self.seen.parted(above, row)
            if self.table is not None and row in self.table.headers:
                continue
            if self._is_header(index, fresh=self.table is None or gap or not self.table.rows):
                self._begin(index)
            elif self.table is None:
                self.free.append(row)
            elif gap and not self._goes_on(index):
                self._close()
                self.free.append(row)
            else:
                self.table.rows.append(row)
        self._close()
        self._flush()
        return self.found

    def _texts(self, row: int) -> list[str]:
        return [cell.text for cell in self.seen.own(row)]

    def _is_header(self, index: int, *, fresh: bool) -> bool:
        """fresh: a table may begin here by its look, since none is under way."""
        row = self.seen.rows[index]
        cells = self.seen.own(row)
        if len(cells) < 2 or 2 * sum(_is_labelled(cell) for cell in cells) >= len(cells):
            return False
        if looks_like_header([cell.text for cell in cells]):
            return not self._is_transposed(index)
        if any(cell.words > HEADING_WORDS or re.search(r"[.;]$", cell.text) for cell in cells):
            return False
        if row in self.seen.sheet.headers:
            return True
        following = self.seen.rows[index + 1] if index + 1 < len(self.seen.rows) else None
        if not fresh or following is None or self.seen.parted(row, following):
            return False
        below = self.seen.own(following)
        if all(c.bold for c in cells):
            return not all(c.bold for c in below)
        fills = {c.fill for c in cells}
        if fills == {None} and not any(c.bold for c in (*cells, *below)):
            return self._names_columns(row, following)
        return None not in fills and len(fills) == 1 and fills != {c.fill for c in below} and len(below) > 1

    def _is_transposed(self, index: int) -> bool:
        """Whether the headings stand down the first column here: in this row and in one near it only that is one."""
        rows = self.seen.rows
        if not self._begins_with_heading(rows[index]):
            return False
        for step in (-1, 1):
            at = index
            while 0 <= at + step < len(rows) and abs(at + step - index) <= MOST_FIELDS:
                if self.seen.parted(*sorted((rows[at], rows[at + step]))):
                    break
                at += step
                if self._begins_with_heading(rows[at]):
                    return True
        return False

    def _begins_with_heading(self, row: int) -> bool:
        known = [m is not None and m.score >= LABEL for m in map(role_of, self._texts(row))]
        return len(known) > 1 and known[0] and not any(known[1:])

    def _names_columns(self, row: int, below: int) -> bool:
        """In a sheet without looks: short words over each column, one of them known, and more words below."""
        cells, under = self.seen.own(row), self.seen.own(below)
        return (
            len(cells) > 2
            and set(self.seen.columns[below]) <= set(self.seen.columns[row])
            and all(
                c.words <= NAME_WORDS and re.match(r"[A-Z]", c.text) and not re.search(r"\d", c.text) for c in cells
            )
            and any(role_of(c.text) is not None for c in cells)
            and max(c.words for c in under) >= 2 * max(c.words for c in cells)
        )

    def _begin(self, index: int) -> None:
        row = self.seen.rows[index]
        if self.table is not None and self.table.rows:
            same = [t.casefold() for t in self._texts(row)] == [
                t.casefold() for t in self._texts(self.table.headers[-1])
            ]
            if same and not self._is_note(self.table, self.table.rows[-1]):
                self.table.repeated.append(row)
                return
        self._close()
        headers = [row]
        while self.free and self._is_upper_header(self.free[-1], headers[0]):
            headers.insert(0, self.free.pop())
        self._flush()
        reach = max([row, *(m.bottom for c in self.seen.columns[row] if (m := self.seen.merge(row, c)))])
        for below in self.seen.rows[index + 1 :]:
            if below > reach and not self._is_lower_header(below, row):
                break
            headers.append(below)
        self.table = _Table(headers)

    def _is_upper_header(self, above: int, header: int) -> bool:
        """Headings over headings: short, set alike, and over the columns below, not across all of them."""
        if self.seen.parted(above, header):
            return False
        cells, below = self.seen.own(above), self.seen.own(header)
        if any(cell.words > HEADING_WORDS for cell in cells):
            return False
        inside = self.seen.columns[above][0] > self.seen.columns[header][0] or len(cells) > 1
        spans = any(self.seen.merge(above, c) is not None for c in self.seen.columns[above])
        alike = all(c.bold for c in cells) == all(c.bold for c in below) and any(c.bold or c.fill for c in cells)
        return inside and (alike or spans) and not any(re.search(r":\s*\S", c.text) for c in cells)

    def _is_lower_header(self, below: int, header: int) -> bool:
        """Headings under a heading that is merged over several columns, and nothing else in the row."""
        if self.seen.parted(header, below):
            return False
        over = [m for c in self.seen.columns[header] if (m := self.seen.merge(header, c)) and m.right > m.left]
        cells = self.seen.own(below)
        under = all(any(m.left <= c <= m.right for m in over) for c in self.seen.columns[below])
        return bool(over) and under and len(cells) > 1 and all(c.words <= 4 for c in cells)

    def _goes_on(self, index: int) -> bool:
        """Whether the rows behind a blank row belong to the table before it: they fill its columns without headings."""
        assert self.table is not None
        table, rows = self.table, self.seen.rows
        columns = {c for r in (*table.headers, *table.rows) for c in self.seen.columns[r]}
        usual = [len(self.seen.columns[r]) for r in table.rows if not self.seen.is_lone(r)]
        for at in range(index, len(rows)):
            row = rows[at]
            if at > index and self.seen.parted(rows[at - 1], row) and not self.seen.is_lone(rows[at - 1]):
                return False
            if self._is_header(at, fresh=False) or self._is_header(at, fresh=True):
                return False
            if self.seen.is_lone(row):
                if self.seen.own(row)[0].words > 40 or self.seen.columns[row][0] not in columns:
                    return False
                continue
            least = max(2.0, statistics.median(usual) / 2) if usual else 2.0
            own = set(self.seen.columns[row])
            framed = any(c.framed for r in table.rows[-1:] for c in self.seen.own(r))
            alike = not framed or any(c.framed for c in self.seen.own(row))
            return own <= columns and len(own) >= least and alike
        return False

    def _is_note(self, table: _Table, row: int) -> bool:
        """A single cell that is no row of the table: it stands across it, is set apart, or is no field of it."""
        seen = self.seen
        if not seen.is_lone(row):
            return False
        column, cell = seen.columns[row][0], seen.own(row)[0]
        first = min(c for r in (*table.headers, *table.rows) for c in seen.columns[r])
        if is_number(cell.text) or column != first:
            return False
        if seen.width(row) > 1:
            return True
        body = [c for r in table.rows if not seen.is_lone(r) for c in seen.own(r)]
        if body and (cell.bold and not all(c.bold for c in body) or all(c.framed for c in body) and not cell.framed):
            return True
        heading = next(
            (c.text for r in table.headers for k in seen.columns[r] if k == column and (c := seen.cell(r, k))), ""
        )
        match = role_of(heading)
        return match is None or match.role != "action"

    def _close(self) -> None:
        if self.table is None:
            return
        table, self.table = self.table, None
        behind: list[int] = []
        while table.rows and self._is_note(table, table.rows[-1]):
            behind.insert(0, table.rows.pop())
        self._put(table)
        self.free = behind

    def _put(self, table: _Table) -> None:
        rows = [*table.headers, *table.rows]
        parts = self._side_by_side(table)
        for part in parts[:1] if len(parts) > 1 else [None]:
            columns = self._columns(rows, part)
            if columns:
                self.found.append(
                    Region(
                        tuple(r for r in rows if any(c in columns for c in self.seen.columns[r]) or r in table.headers),
                        columns, frozenset(table.headers), tuple(table.repeated),
                    )
                )  # fmt: skip
        for part in parts[1:]:
            self.found += self._beside(rows, part)

    def _columns(self, rows: Sequence[int], part: range | None) -> tuple[int, ...]:
        """Columns with text, and those between them that are coloured (bars of a calendar)."""
        text = {c for r in rows for c in self.seen.columns[r] if part is None or c in part}
        if not text:
            return ()
        inner = range(min(text), max(text) + 1)
        return tuple(sorted(text | {c for c in inner if any(self.seen.cell(r, c).fill for r in rows[1:])}))

    def _side_by_side(self, table: _Table) -> list[range]:
        """Runs of columns with an empty one between them, where each is a table of its own; else none or one."""
        rows = [*table.headers, *table.rows]
        used = sorted({k for r in rows if not self.seen.is_lone(r) for k in self._covered(r)})
        runs: list[list[int]] = []
        for column in used:
            if runs and column == runs[-1][-1] + 1:
                runs[-1].append(column)
            else:
                runs.append([column])
        if not 1 < len(runs) <= MOST_SIDE or self.depth >= MOST_SIDE:
            return []
        headed = [
            [self.seen.cell(table.headers[-1], c).text for c in run if c in self.seen.columns[table.headers[-1]]]
            for run in runs
        ]
        parts = [range(run[0], run[-1] + 1) for run in runs]
        first = headed[0]
        # a single cell between them, or beyond them, would belong to none
        if not looks_like_header(first) or {c for r in rows for c in self.seen.columns[r]} - set(used):
            return []
        roles = {m.role for t in first if (m := role_of(t))}
        apart = all(
            not told or looks_like_header(told) and {m.role for t in told if (m := role_of(t))} & roles
            for told in headed[1:]
        )
        return parts if apart else []

    def _covered(self, row: int) -> Iterator[int]:
        for column in self.seen.columns[row]:
            merge = self.seen.merge(row, column)
            yield from range(column, (min(merge.right, column + MOST_ACROSS) if merge is not None else column) + 1)

    def _beside(self, rows: Sequence[int], part: range) -> list[Region]:
        """What stands beside a table, read as a sheet of its own."""
        inside = set(rows)
        sheet = self.seen.sheet
        cells = {(r, c): cell for (r, c), cell in self.seen.cells.items() if c in part and r in inside}
        side = Sheet(sheet.name, cells, [m for m in sheet.merges if m.left in part], sheet.headers, spots=sheet.spots)
        return _Cutter(Seen(side), self.depth + 1).regions()

    def _flush(self) -> None:
        """Rows under no headings: single cells are lines, others are tables without headings."""
        rows, self.free = self.free, []
        run: list[int] = []
        for index, row in enumerate(rows):
            following = rows[index + 1] if index + 1 < len(rows) else None
            banner = self._is_banner(row, following, begun=bool(run))
            if self.seen.is_lone(row) and not banner or run and self.seen.parted(run[-1], row):
                self._bare(run)
                run = []
            if self.seen.is_lone(row) and not banner:
                self.found.append(Region((row,), (self.seen.columns[row][0],), is_table=False))
            else:
                run.append(row)
        self._bare(run)

    def _is_banner(self, row: int, following: int | None, *, begun: bool) -> bool:
        """A framed cell over all columns of the framed rows that it stands on, or among: a row of their table."""
        if not self.seen.is_lone(row) or self.seen.width(row) < 2 or not self.seen.own(row)[0].framed:
            return False
        if following is None or self.seen.parted(row, following):
            return begun
        below = self.seen.own(following)
        return (
            begun or len(below) > 1 and below[0].framed and self.seen.columns[following][0] == self.seen.columns[row][0]
        )

    def _bare(self, rows: Sequence[int]) -> None:
        if rows:
            self.found.append(Region(tuple(rows), self._columns(rows, None)))


def _is_labelled(cell: SheetCell) -> bool:
    """A cell that prints its heading over its value: ``Lead`` and a name below."""
    if len(cell.lines) < 2:
        return False
    label, whole = role_of(cell.lines[0]), role_of(cell.text)
    return label is not None and label.score >= LABEL and (whole is None or whole.score < LABEL)


def is_section(seen: Seen, region: Region, row: int) -> bool:
    """A row of one cell over the whole table, or one that reads as such: what it says holds for the rows below."""
    if not seen.is_lone(row) or row in region.headers:
        return False
    column = seen.columns[row][0]
    cell = seen.own(row)[0]
    merge = seen.merge(row, column)
    covered = sum(merge.covers(row, c) for c in region.columns) if merge is not None else 1
    if merge is not None and merge.bottom == merge.top and covered >= max(2, WIDE * len(region.columns)):
        return True
    if column != region.columns[0] or is_number(cell.text) or merge is not None and merge.bottom > merge.top:
        return False
    statement = statement_of(cell.text)
    if statement is not None and statement.number:
        return True
    others = [c for r in region.rows if r not in region.headers and not seen.is_lone(r) for c in seen.own(r)]
    return bool(others) and (
        cell.bold
        and not all(c.bold for c in others)
        or cell.fill is not None
        and cell.fill not in {c.fill for c in others}
    )
