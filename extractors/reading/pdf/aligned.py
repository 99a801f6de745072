"""Tables without any line or shading: words that stand in columns over several rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from extractors.reading.pdf.columns import baselines, column_of, split_rows, table_row
from extractors.reading.pdf.content import PageContent, Word
from extractors.reading.pdf.lines import Line, baseline_rows, make_line, make_lines, split_wide
from extractors.reading.pdf.markers import is_marker_word
from extractors.reading.pdf.paragraphs import ends_sentence, starts_low
from extractors.reading.pdf.raw import RawTable
from extractors.reading.pdf.text_columns import are_text_columns

_MIN_GUTTER = 3.5
_SEGMENT_GAP = 0.9  # font sizes between two cells of one row
_NARROW_GAP = 0.5  # the same where cells of other rows begin at that x
_CELLS_BELOW = 2
_MIN_ROWS = 3
_MAX_ATTEMPTS, _MAX_LINES = 80, 150  # a page of scattered words must not take for ever
_LARGER = 1.12  # sizes of a table's text: a row of larger letters is a heading below it
_PROSE_WORDS = 5.5  # words a line: columns that all have more are columns of prose


def aligned_tables(words: Sequence[Word], content: PageContent) -> list[RawTable]:
    """Tables by alignment alone. Careful: two columns of prose, bullets and contents pages are none."""
    pieces = (split_wide(row, _SEGMENT_GAP, keep_numbers=False) for row in baseline_rows(w for w in words if w.upright))
    if sum(len(parts) >= 2 for parts in pieces) < _MIN_ROWS:
        return []
    lines = make_lines(words, content.number, content.tags, gap=_SEGMENT_GAP, keep_numbers=False)
    rows = _parted(baselines(lines))
    tables = []
    start = 0
    attempts = 0
    while start < len(rows) and attempts < _MAX_ATTEMPTS:
        if len(rows[start]) < 2:
            start += 1
            continue
        attempts += 1
        end, borders = _grow(rows, start)
        if borders and are_text_columns(rows[start:end], borders):
            start = end
            continue
        table = _table(rows[start:end], borders, words, content) if borders else None
        if table is not None:
            tables.append(table)
            start = end
        else:
            start += 1
    return tables


def _parted(rows: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Rows whose lines are parted where a narrow gap ends at an x at which cells of other rows begin."""
    starts = Counter(round(line.x0) for row in rows for line in row[1:])
    if not starts:
        return [list(row) for row in rows]
    found = []
    for row in rows:
        parts: list[Line] = []
        for line in row:
            pieces = [[line.words[0]]]
            for before, word in zip(line.words, line.words[1:], strict=False):
                narrow = word.x0 - before.x1 >= _NARROW_GAP * word.size
                if narrow and sum(starts[round(word.x0) + d] for d in (-1, 0, 1)) >= _CELLS_BELOW:
                    pieces.append([word])
                else:
                    pieces[-1].append(word)
            parts.extend([line] if len(pieces) == 1 else [_piece(piece, line) for piece in pieces])
        found.append(parts)
    return found


def _piece(words: Sequence[Word], line: Line) -> Line:
    made = make_line(words, line.page)
    made.tag = line.tag
    return made


def _gutters(rows: Sequence[Sequence[Line]]) -> list[tuple[float, float]]:
    """White strips that no line of the rows enters, between their outermost words."""
    reach: float | None = None
    found = []
    for x0, x1 in sorted((line.x0, line.x1) for row in rows for line in row):
        if reach is not None and x0 - reach >= _MIN_GUTTER:
            found.append((reach, x0))
        reach = x1 if reach is None else max(reach, x1)
    return found


def _grow(rows: Sequence[Sequence[Line]], start: int) -> tuple[int, list[float]]:
    """How far the rows from `start` keep the gutters of the first ones, and the column borders."""
    best: tuple[int, list[tuple[float, float]]] = (start, [])
    current = _gutters(rows[start : start + 1])
    end = start + 1
    size = rows[start][0].size
    while end < len(rows) and end - start < _MAX_LINES:
        row = rows[end]
        gap = row[0].baseline - rows[end - 1][0].baseline
        if gap > 4.5 * size or gap > 60 or any(line.size > _LARGER * size for line in row):
            break
        gutters = _gutters(rows[start : end + 1])
        if len(gutters) < len(current) or not gutters:
            break
        current = gutters
        end += 1
    best = (end, current)
    if not best[1]:
        return best[0], []
    first = min(line.x0 for row in rows[start:end] for line in row)
    last = max(line.x1 for row in rows[start:end] for line in row)
    return best[0], [first - 2, *(right - min(3.0, (right - left) / 2) for left, right in best[1]), last + 2]


def _table(
    rows: Sequence[Sequence[Line]], borders: Sequence[float], words: Sequence[Word], content: PageContent
) -> RawTable | None:
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
    if all(all(is_marker_word(w.text) for w in line.words) for line in columns[0]):
        return None
    if any("..." in line.text or "…" * 2 in line.text for row in rows for line in row):
        return None
    wordiness = [median(len(line.words) for line in column) for column in columns]
    if min(wordiness) >= _PROSE_WORDS:
        return None
    if len(columns) == 2 and min(len(c) for c in columns) >= 0.8 * len(rows) and _ragged_prose(columns):
        return None
    groups = split_rows([line for row in rows for line in row], borders)
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
