"""Tables that only the file's tags show: no lines, no shading, yet each cell is marked (PDF 32000-1, 14.8.4.3.4)."""

from __future__ import annotations

from collections.abc import Sequence

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.pdf.content import PageContent, Tag, Word
from safeplans.extractors.reading.pdf.geometry import union
from safeplans.extractors.reading.pdf.lines import Line, make_lines
from safeplans.extractors.reading.pdf.raw import RawRow, RawTable
from safeplans.extractors.reading.pdf.tables.columns import table_row

_CELLS = ("TD", "TH")


def tagged_tables(words: Sequence[Word], content: PageContent) -> list[RawTable]:
    """Tables by tags alone. A table whose tags do not fit what is seen (cells overlap, rows go upwards) is left out."""
    found: dict[int, dict[int, dict[int, list[Word]]]] = {}
    for word in words:
        place = _cell_ids(content.tags.get(word.mcid)) if word.mcid is not None and word.upright else None
        if place is not None:
            table, row, cell = place
            found.setdefault(table, {}).setdefault(row, {}).setdefault(cell, []).append(word)
    tables = (_table([rows[key] for key in sorted(rows)], content) for rows in found.values())
    return [table for table in tables if table is not None]


def _cell_ids(tag: Tag | None) -> tuple[int, int, int] | None:
    """Numbers of the innermost table, row and cell that a piece of content belongs to."""
    if tag is None:
        return None
    found: dict[str, int] = {}
    for kind, number in zip(tag.path, tag.ids, strict=True):
        if kind == "Table":
            found = {"Table": number}
        elif kind == "TR":
            found["TR"] = number
        elif kind in _CELLS:
            found["cell"] = number
    return (found["Table"], found["TR"], found["cell"]) if len(found) == 3 else None


def _table(rows: Sequence[dict[int, list[Word]]], content: PageContent) -> RawTable | None:
    boxes = [[_box(words) for words in row.values()] for row in rows]
    full = [row for row in boxes if len(row) >= 2]
    if len(full) < 2 or any(
        b[3] > a[1] + 2 and b[1] < a[1] - 2 for a, b in zip(_spans(boxes), _spans(boxes)[1:], strict=False)
    ):
        return None
    widest = max(len(row) for row in full)
    borders = _borders([box for row in full if len(row) == widest for box in row], widest)
    if borders is None:
        return None
    made: list[RawRow] = []
    for row, span in zip(rows, _spans(boxes), strict=True):
        words = [word for cell in row.values() for word in cell]
        lines: list[Line] = []
        for cell in row.values():
            lines.extend(make_lines(cell, content.number, content.tags, gap=1e6))
        made.append(table_row(lines, borders, (borders[0], span[1] - 1, borders[-1], span[3] + 1), words, content))
    box = (borders[0], made[0].box[1], borders[-1], made[-1].box[3])
    return RawTable(content.number, box, borders, made, "tagged", False, 0.8)


def _box(words: Sequence[Word]) -> BBox:
    return union((w.x0, w.top, w.x1, w.bottom) for w in words)


def _spans(boxes: Sequence[Sequence[BBox]]) -> list[BBox]:
    return [union(row) for row in boxes]


def _borders(boxes: Sequence[BBox], columns: int) -> list[float] | None:
    """Column borders in the white strips between the cells of the fullest rows; None when there are too few strips."""
    reach: float | None = None
    starts: list[float] = []
    for x0, _, x1, _ in sorted(boxes):
        if reach is not None and x0 > reach:
            starts.append(x0 - min(3.0, (x0 - reach) / 2))
        reach = x1 if reach is None else max(reach, x1)
    if len(starts) != columns - 1 or reach is None:
        return None
    return [min(b[0] for b in boxes) - 2, *starts, reach + 2]
