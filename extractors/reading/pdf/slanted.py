"""Column headings that are printed aslant above a table, to save room: its header row."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from safeplans.extractors.reading.pdf.content import Word
from safeplans.extractors.reading.pdf.geometry import union
from safeplans.extractors.reading.pdf.lines import make_line
from safeplans.extractors.reading.pdf.raw import RawCell, RawRow, RawTable
from safeplans.extractors.reading.pdf.tables.columns import column_of

_STEEPEST = 80  # degrees from which on text runs upright rather than aslant
_FOOT = 30.0  # points between the foot of a heading and the table at most
_HEADINGS = 3  # headings that make a header, at least
_STEP = 2.5  # font sizes from one letter of a heading to the next at most, across the page


def head_tables(tables: Sequence[RawTable], slanted: Sequence[Word]) -> list[Word]:
    """Give each table the slanted headings above it as a header row; the slanted words that head no table."""
    headings = _headings([w for w in slanted if 0 < w.angle < _STEEPEST])
    taken: set[int] = set()
    for table in tables:
        above = [h for h in headings if 0 <= table.box[1] - h[0].baseline + 1 <= _FOOT]
        above = [h for h in above if table.columns[0] - 1 <= _foot(h) < table.columns[-1]]
        columns = [column_of(table.columns, _foot(h)) for h in above]
        if len(above) < _HEADINGS or len(set(columns)) < len(columns):
            continue
        _set_row(table, dict(zip(columns, above, strict=True)))
        taken.update(id(w) for h in above for w in h)
    return [w for w in slanted if id(w) not in taken]


def _headings(words: Sequence[Word]) -> list[list[Word]]:
    """Slanted words, which may be single letters, heading by heading, in the file's order."""
    found: list[list[Word]] = []
    for word in words:
        last = found[-1][-1] if found else None
        if last is not None and last.angle == word.angle:
            across = word.x0 - last.x0
            climb = last.baseline - word.baseline
            rise = math.tan(math.radians(word.angle)) * across
            if 0 <= across <= _STEP * word.size and -0.5 * word.size <= climb <= rise + word.size:
                found[-1].append(word)
                continue
        found.append([word])
    return found


def _foot(heading: Sequence[Word]) -> float:
    """An x that lies in the column over which a heading stands."""
    return heading[0].x0 + 0.5 * heading[0].size


def _set_row(table: RawTable, headings: dict[int, list[Word]]) -> None:
    foot = table.box[1]
    climbs = [math.tan(math.radians(h[0].angle)) * (h[-1].x1 - h[0].x0) for h in headings.values()]
    top = foot - max(climbs)
    cells = []
    for column in range(table.width):
        lines = []
        if column in headings:
            lines = [make_line(_level_words(headings[column], foot), table.page)]
        cells.append(
            RawCell(column, 1, lines, (table.columns[column], top, table.columns[column + 1], foot), header=True)
        )
    table.rows.insert(0, RawRow(cells, table.page, (table.columns[0], top, table.columns[-1], foot), header=True))
    table.box = union([table.box, table.rows[0].box])


def _level_words(heading: Sequence[Word], foot: float) -> list[Word]:
    """The words of a heading, put together of their letters, as if they stood level at its foot."""
    words: list[Word] = []
    for word in heading:
        if words and not word.apart:
            words[-1].text += word.text
            words[-1].x1 = max(words[-1].x1, word.x1)
        else:
            left = words[-1].x1 + 0.3 * word.size if words else word.x0
            words.append(replace(word, x0=left, x1=max(left, word.x1), angle=0, baseline=foot - 0.3 * word.size))
    return words
