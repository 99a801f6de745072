"""Columns of running text, which are no table though their lines stand beside one another."""

from __future__ import annotations

from collections.abc import Sequence

from safeplans.extractors.reading.pdf.lines import Line
from safeplans.extractors.reading.pdf.markers import is_bullet_glyph
from safeplans.extractors.reading.pdf.tables.columns import column_of

_MAX_TEXT_COLUMNS = 3
_ALONE = 2  # beginnings of paragraphs without company in the other columns that show columns of text
_TEXT_WORDS = 5  # words in the longest line of a column of text, at least
_INDENT = 1.2  # font sizes by which a list is set in below the text above it


def are_text_columns(rows: Sequence[Sequence[Line]], borders: Sequence[float]) -> bool:
    """Columns of running text, each with paragraphs, headings and bullets of its own, rather than rows of cells.

    In a table what begins in one column begins beside something that begins in another.
    """
    if len(borders) - 1 > _MAX_TEXT_COLUMNS:
        return False
    columns = [
        [line for row in rows for line in row if column_of(borders, line.x0 + 1) == index]
        for index in range(len(borders) - 1)
    ]
    if any(max((len(line.words) for line in column), default=0) < _TEXT_WORDS for column in columns):
        return False
    parts = [_parts(column) for column in columns]
    alone = apart = total = 0
    for index, own in enumerate(parts):
        others = [part for other, found in enumerate(parts) if other != index for part in found]
        total += len(own) - 1
        for part in own[1:]:
            top = any(_level(part[0], other[0], part[0].baseline, other[0].baseline) for other in others)
            alone += not top
            apart += not top and not any(_level(part[0], o[0], _middle(part), _middle(o)) for o in others)
    if not apart:  # cells whose middles are level
        return False
    headed = any(_headings(column) for column in columns[1:])
    return alone >= _ALONE and alone >= (0.35 if headed else 0.5) * total


def _level(line: Line, other: Line, at: float, there: float) -> bool:
    """Two heights are as near as those of cells in one row. Recognised text stands less exactly."""
    same = abs(line.size - other.size) < 0.3 and all(w.confidence == 1 for w in line.words)
    return abs(at - there) <= (0.6 if same else 0.3 * line.size)


def _middle(part: Sequence[Line]) -> float:
    return (part[0].baseline + part[-1].baseline) / 2


def _parts(column: Sequence[Line]) -> list[list[Line]]:
    """A column's lines from one beginning to the next."""
    starts = {id(line) for line in _starts(column)}
    parts: list[list[Line]] = []
    for line in column:
        if id(line) in starts:
            parts.append([])
        parts[-1].append(line)
    return parts


def _starts(column: Sequence[Line]) -> list[Line]:
    """The lines of a column that begin something: after space, with a bullet, set in, in bold after plain."""
    gaps = [b.baseline - a.baseline for a, b in zip(column, column[1:], strict=False)]
    if not gaps:
        return list(column)
    pitch = min(gap / line.size for gap, line in zip(gaps, column[1:], strict=True))
    left = min(line.x0 for line in column)
    found = [column[0]]
    for before, line, gap in zip(column, column[1:], gaps, strict=False):
        if (
            gap > (1.22 * max(pitch, 1.0) + 0.05) * line.size
            or (len(line.words) > 1 and is_bullet_glyph(line.words[0].text))
            or (line.bold and not before.bold)
            or (abs(before.x0 - left) < 1 and line.x0 > left + _INDENT * line.size)
        ):
            found.append(line)
    return found


def _headings(column: Sequence[Line]) -> int:
    """Bold lines below plain ones."""
    return sum(b.bold and not a.bold for a, b in zip(column, column[1:], strict=False))
