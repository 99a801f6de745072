"""Tables without any line or shading: words that stand in columns over several rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from safeplans.extractors.reading.pdf.content import PageContent, Word
from safeplans.extractors.reading.pdf.lines import Line, baseline_rows, make_lines, split_wide
from safeplans.extractors.reading.pdf.markers import is_marker_word
from safeplans.extractors.reading.pdf.paragraphs import ends_sentence, starts_low
from safeplans.extractors.reading.pdf.raw import RawTable
from safeplans.extractors.reading.pdf.tables.columns import (
    baselines,
    column_of,
    crosses,
    part_at_starts,
    split_rows,
    table_row,
)
from safeplans.extractors.reading.pdf.tables.rows_within import is_figure, spaced_groups
from safeplans.extractors.reading.pdf.tables.text_columns import are_text_columns

_MIN_GUTTER = 3.5
_SEGMENT_GAP = 0.9  # font sizes between two cells of one row
_MIN_ROWS = 3
_MAX_ATTEMPTS, _MAX_LINES = 80, 150  # a page of scattered words must not take for ever
_LARGER = 1.12  # sizes of a table's text: a row of larger letters is a heading below it
_SECTION_GUTTERS = 2  # gutters from which bold lines across a table may be its sections
_SECTION_LARGER = 1.35  # sizes of a table's text that its section rows may have
_LEADERS = re.compile(r"\.{3}|…{2}|(?:\. ){3}")
_LEADER_COLUMNS = 3  # columns from which dots lead to figures, not to the page of a chapter
_PROSE_WORDS = 5.5  # words a line: columns that all have more are columns of prose


def aligned_tables(words: Sequence[Word], content: PageContent) -> list[RawTable]:
    """Tables by alignment alone. Careful: two columns of prose, bullets and contents pages are none."""
    pieces = (split_wide(row, _SEGMENT_GAP, keep_numbers=False) for row in baseline_rows(w for w in words if w.upright))
    if sum(len(parts) >= 2 for parts in pieces) < _MIN_ROWS:
        return []
    lines = make_lines(words, content.number, content.tags, gap=_SEGMENT_GAP, keep_numbers=False)
    rows = part_at_starts(baselines(lines))
    tables: list[RawTable] = []
    start = 0
    attempts = 0
    while start < len(rows) and attempts < _MAX_ATTEMPTS:
        if len(rows[start]) < 2:
            start += 1
            continue
        attempts += 1
        end, borders, sections = _grow(rows, start)
        if borders and are_text_columns(rows[start:end], borders):
            start = end
            continue
        table = None
        if borders:
            first = _rest_above(rows, start, borders, tables)
            parts = [range(first, start)]
            for section in sections:
                parts += [range(parts[-1].stop, section), range(section, section + 1)]
            parts.append(range(parts[-1].stop, end))
            table = _table([rows[part.start : part.stop] for part in parts if part], borders, words, content)
        if table is not None:
            tables.append(table)
            start = end
        else:
            start += 1
    return tables


def _gutters(rows: Sequence[Sequence[Line]]) -> list[tuple[float, float]]:
    """White strips that no line of the rows enters, between their outermost words."""
    reach: float | None = None
    found = []
    for x0, x1 in sorted((line.x0, line.x1) for row in rows for line in row):
        if reach is not None and x0 - reach >= _MIN_GUTTER:
            found.append((reach, x0))
        reach = x1 if reach is None else max(reach, x1)
    return found


def _grow(rows: Sequence[Sequence[Line]], start: int) -> tuple[int, list[float], list[int]]:
    """How far the rows from `start` keep the gutters of the first ones, the column borders, and the section rows."""
    current = _gutters(rows[start : start + 1])
    kept = [rows[start]]
    sections: list[int] = []
    end = start + 1
    size = rows[start][0].size
    while end < len(rows) and end - start < _MAX_LINES:
        row = rows[end]
        gap = row[0].baseline - rows[end - 1][0].baseline
        if gap > 4.5 * size or gap > 60:
            break
        gutters = _gutters([*kept, row])
        if any(line.size > _LARGER * size for line in row) or len(gutters) < len(current) or not gutters:
            if end + 1 < len(rows) and _is_section(row, rows[end + 1], kept, current):
                sections.append(end)
                end += 1
                continue
            break
        current = gutters
        kept.append(row)
        end += 1
    if not current:
        return end, [], []
    first = min(line.x0 for row in kept for line in row)
    last = max(line.x1 for row in kept for line in row)
    borders = [first - 2, *(right - min(3.0, (right - left) / 2) for left, right in current), last + 2]
    return end, borders, sections


def _is_section(
    row: Sequence[Line],
    following: Sequence[Line],
    kept: Sequence[Sequence[Line]],
    gutters: Sequence[tuple[float, float]],
) -> bool:
    """A bold line across the columns of a table, below which its rows go on with numbers or text in all columns.

    Where the headings of the columns come again, another table begins.
    """
    if len(row) != 1 or not row[0].bold or len(gutters) < _SECTION_GUTTERS or len(following) < len(gutters):
        return False
    left = min(line.x0 for line in kept[0])
    level = abs(row[0].x0 - left) <= 0.5 * row[0].size and row[0].size <= _SECTION_LARGER * kept[0][0].size
    again = [line.text for line in following] == [line.text for line in kept[0]]
    return level and not again and len(_gutters([*kept, following])) >= len(gutters)


def _rest_above(
    rows: Sequence[Sequence[Line]], start: int, borders: Sequence[float], before: Sequence[RawTable]
) -> int:
    """The first of the lines straight above a table of many columns that end the row which the page break parted."""
    first = start
    if len(borders) - 1 <= _SECTION_GUTTERS or before or len(borders) - len(rows[start]) > _SECTION_GUTTERS:
        return start
    while first > 0:
        row, below = rows[first - 1], rows[first]
        inside = all(column_of(borders, ln.x0 + 1) > 0 and not crosses(ln, borders) for ln in row)
        if not inside or row[0].bold or below[0].baseline - row[0].baseline > 2.4 * below[0].size:
            return start
        first -= 1
    return first


def _table(
    parts: Sequence[Sequence[Sequence[Line]]], borders: Sequence[float], words: Sequence[Word], content: PageContent
) -> RawTable | None:
    """The table of some rows of lines; None when it is none.

    parts: runs of rows, none of which goes on in the next: section rows and the rest of a row stand by themselves.
    """
    rows = [row for part in parts for row in part if not _across(row, borders)]
    full = [row for row in rows if len(row) >= 2]
    if len(full) < _MIN_ROWS:
        return None
    columns: list[list[Line]] = [[] for _ in range(len(borders) - 1)]
    for row in rows:
        for line in row:
            index = max(i for i in range(len(borders) - 1) if line.x0 + 1 >= borders[i] or i == 0)
            columns[index].append(line)
    if any(not column for column in columns):
        return None
    numbered = [all(all(is_marker_word(w.text) for w in line.words) for line in column) for column in columns]
    if numbered[0] and numbered.count(False) < _SECTION_GUTTERS:
        return None  # a list
    if len(columns) < _LEADER_COLUMNS and any(_LEADERS.search(line.text) for row in rows for line in row):
        return None  # a list of contents
    if len({line.text for line in columns[0]}) == 1 and len(columns) == 2 and len(columns[0][0].text) == 1:
        return None  # a list, whose bullet the file maps to some letter
    if all(is_figure(line.text) for row in rows for line in row):
        return None  # the figures of a drawing: a table says what its figures are
    wordiness = [median(len(line.words) for line in column) for column in columns]
    if min(wordiness) >= _PROSE_WORDS:
        return None
    if len(columns) == 2 and min(len(c) for c in columns) >= 0.8 * len(rows) and _ragged_prose(columns):
        return None
    groups = [group for part in parts for group in split_rows([line for row in part for line in row], borders)]
    if len(groups) < _MIN_ROWS or _runs_on(groups, borders):
        groups = spaced_groups([line for row in rows for line in row], borders)
        if len(groups) < _MIN_ROWS or _runs_on(groups, borders):
            return None
    made = []
    for index, group in enumerate(groups):
        top = min(line.top for line in group)
        bottom = max(line.bottom for line in group)
        if index + 1 < len(groups):
            bottom = max(bottom, min(line.top for line in groups[index + 1]) - 1)
        made.append(table_row(group, borders, (borders[0], top, borders[-1], bottom), words, content))
    box = (borders[0], made[0].box[1], borders[-1], made[-1].box[3])
    return RawTable(content.number, box, list(borders), made, "aligned", False, 0.6)


def _across(row: Sequence[Line], borders: Sequence[float]) -> bool:
    return len(row) == 1 and crosses(row[0], borders)


def _runs_on(groups: Sequence[Sequence[Line]], borders: Sequence[float]) -> bool:
    """In some column sentences run on from row to row without more space: it is prose beside something, not a table."""
    columns = [
        [[ln for ln in group if column_of(borders, ln.x0 + 1) == column] for group in groups]
        for column in range(len(borders) - 1)
    ]
    cells = [sorted(cell, key=lambda ln: ln.baseline) for column in columns for cell in column if cell]
    inner = [b.baseline - a.baseline for cell in cells for a, b in zip(cell, cell[1:], strict=False)]
    pitch = min((gap for gap in inner if gap > 0.8 * cells[0][0].size), default=1.3 * cells[0][0].size)
    for column in columns:
        filled = [sorted(cell, key=lambda ln: ln.baseline) for cell in column if cell]
        broken = sum(
            starts_low(b[0].text)
            and not ends_sentence(a[-1].text)
            and b[0].baseline - a[-1].baseline <= 1.22 * pitch + 0.5
            for a, b in zip(filled, filled[1:], strict=False)
        )
        if broken >= max(2, 0.3 * (len(filled) - 1)):
            return True
    return False


def _ragged_prose(columns: Sequence[Sequence[Line]]) -> bool:
    """Both columns are about as wide as each other and hold several words a line."""
    widths = [max(line.x1 for line in c) - min(line.x0 for line in c) for c in columns]
    return min(widths) > 0.7 * max(widths) and min(median(len(line.words) for line in c) for c in columns) >= 3.5
