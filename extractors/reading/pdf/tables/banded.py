"""Tables with horizontal lines or shaded rows only: rows by the lines, columns by the alignment of the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from safeplans.extractors.reading.pdf.content import PageContent, Word
from safeplans.extractors.reading.pdf.edges import Edge
from safeplans.extractors.reading.pdf.geometry import clusters
from safeplans.extractors.reading.pdf.lines import Line, make_lines
from safeplans.extractors.reading.pdf.paragraphs import ends_sentence, starts_low
from safeplans.extractors.reading.pdf.raw import RawRow, RawTable
from safeplans.extractors.reading.pdf.tables.columns import (
    baselines,
    column_of,
    crosses,
    part_at_starts,
    split_rows,
    table_row,
)
from safeplans.extractors.reading.pdf.tables.spans import spanning_rows, widen_spans
from safeplans.extractors.reading.pdf.tables.text_columns import are_text_columns

_SAME_EXTENT = 5.0
_REACH = 150.0  # points above the first line in which its headings may stand
_MIN_LENGTH = 90.0
_MIN_GUTTER = 3.0
_SEGMENT_GAP = 0.8  # font sizes between two cells of one row
_SAME_START = 3.0  # points between the beginnings of lines in one column
_FEW_STRAYS = 0.15  # of the rows


@dataclass(slots=True)
class _Band:
    top: float
    bottom: float
    lines: list[Line]


def edge_groups(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Horizontal edges that begin and end at the same x, as the lines of one table do; top to bottom."""
    groups: list[list[Edge]] = []
    for edge in sorted(edges, key=lambda e: e.at):
        if edge.length < _MIN_LENGTH:
            continue
        for group in groups:
            if abs(group[0].start - edge.start) <= _SAME_EXTENT and abs(group[0].end - edge.end) <= _SAME_EXTENT:
                group.append(edge)
                break
        else:
            groups.append([edge])
    return [g for g in groups if len(g) >= 2]


def lines_along(edges: Sequence[Edge], words: Sequence[Word], content: PageContent) -> list[Line]:
    """The printed lines that may belong to the table of some parallel edges, as pieces that may be its cells."""
    x0, x1 = median(e.start for e in edges), median(e.end for e in edges)
    top = min(e.at for e in edges) - _REACH
    inside = [w for w in words if w.upright and w.baseline >= top and x0 - 4 <= (w.x0 + w.x1) / 2 <= x1 + 4]
    lines = make_lines(inside, content.number, content.tags, gap=_SEGMENT_GAP, keep_numbers=False)
    return [line for row in part_at_starts(baselines(lines)) for line in row]


def banded_tables(
    edges: Sequence[Edge], lines: Sequence[Line], content: PageContent, *, above: bool = True
) -> list[RawTable]:
    """The tables between some parallel edges of equal extent; empty when their words do not stand in columns.

    lines: `lines_along` these edges. above: what stands straight above the first edge may be a header.
    """
    x0, x1 = median(e.start for e in edges), median(e.end for e in edges)
    ys = clusters([e.at for e in edges], 3.0)
    inside = [word for line in lines for word in line.words]
    bands = _bands(lines, ys, above)
    if not bands:
        return []
    between = [band for band in bands if ys[0] <= band.top and band.bottom <= ys[-1]]
    borders = _columns(edges, between or bands, x0, x1)
    if len(borders) < 3 and any(len(row) >= 2 for band in between for row in baselines(band.lines)):
        borders = _columns(edges, bands, x0, x1)
    if len(borders) < 3:
        return []
    several = [band for band in bands if any(len(row) >= 2 for row in baselines(band.lines))]
    if len(several) == 1 and are_text_columns(baselines(several[0].lines), borders):
        return []  # lines of the page's design, one far above the other
    bands.extend(_last_band(lines, ys[-1], borders))
    size = _usual_size(bands, borders)
    tables: list[RawTable] = []
    current: list[_Band] = []
    pads = [b.lines[0].top - b.top for b in between if _in_columns(b.lines, borders)] or [4.0]
    pad = max(median(pads), 2.0)

    def finish() -> None:
        alone = len(current) == 1 and current[0].bottom <= ys[0]  # a line above a box that is no header
        table = None if alone else _table(current, borders, inside, content, edges)
        if table is not None:
            tables.append(table)
        current.clear()

    for band in bands:
        outside, row = _partition(band, borders, size, pad)
        if outside:
            finish()
        if row:
            top = row[0].top - 1 if outside or band.top < ys[0] else band.top
            current.append(_Band(top, band.bottom, row))
    finish()
    return tables


def _bands(lines: Sequence[Line], ys: Sequence[float], above: bool) -> list[_Band]:
    """Lines between two neighbouring edges; the first band holds the lines straight above the first edge."""
    bands = []
    header = _above([line for line in lines if line.baseline <= ys[0] + 0.5]) if above else []
    if header:
        bands.append(_Band(header[0].top - 1, ys[0], header))
    for top, bottom in zip(ys, ys[1:], strict=False):
        inside = [
            line for line in lines if top + 0.5 < line.baseline - 0.3 * line.size and line.baseline <= bottom + 1.5
        ]
        if inside:
            bands.append(_Band(top, bottom, inside))
    return bands


def _last_band(lines: Sequence[Line], bottom: float, borders: Sequence[float]) -> list[_Band]:
    """A last row without a line below it: closely set lines in columns straight under the last edge."""
    row: list[Line] = []
    for line in lines:
        if line.baseline <= bottom + 1.5:
            continue
        if line.top - (max(ln.bottom for ln in row) if row else bottom) > (0.9 if row else 1.3) * line.size:
            break
        row.append(line)
    first = baselines(row)[0] if row else []
    started = len({column_of(borders, line.x0 + 1) for line in first}) >= 2
    if started and not any(crosses(line, borders) for line in row):
        return [_Band(bottom, max(line.bottom for line in row) + 1, row)]
    return []


def _above(lines: list[Line]) -> list[Line]:
    """The block of closely set lines at the end of `lines`; rows of several pieces may stand further apart."""
    kept: list[list[Line]] = []
    for row in reversed(baselines(lines)):
        reach = 2.6 if len(row) >= 3 else 1.75
        if kept and kept[-1][0].baseline - row[0].baseline > reach * row[0].size:
            break
        kept.append(row)
    return [line for row in reversed(kept) for line in row]


def _columns(edges: Sequence[Edge], bands: Sequence[_Band], x0: float, x1: float) -> list[float]:
    hinted = _hinted(edges, x0, x1)
    if hinted:
        return [x0, *hinted, x1]
    rows = [row for band in bands for row in baselines(band.lines) if len(row) >= 2]
    if len(rows) < 2:
        return []
    gutters = _gutters(rows)
    strays = [row for row in rows if _is_stray(row, rows)]
    if strays and len(strays) <= _FEW_STRAYS * len(rows):
        without = _gutters([row for row in rows if not any(row is stray for stray in strays)])
        gutters = max(gutters, without, key=len)
    return [x0, *gutters, x1]


def _gutters(rows: Sequence[Sequence[Line]]) -> list[float]:
    """x of the column borders: where no line of any row stands."""
    borders = []
    reach = None
    for start, end in sorted((line.x0, line.x1) for row in rows for line in row):
        if reach is not None and start - reach >= _MIN_GUTTER:
            borders.append(start - min(3.0, (start - reach) / 2))
        reach = end if reach is None else max(reach, end)
    return borders


def _is_stray(row: Sequence[Line], rows: Sequence[Sequence[Line]]) -> bool:
    """A heading across the columns that a gap broke in two: its second piece begins where nothing else does."""
    if len(row) != 2:
        return False
    start = row[1].x0
    return not any(abs(line.x0 - start) <= _SAME_START for other in rows if other is not row for line in other)


def _hinted(edges: Sequence[Edge], x0: float, x1: float) -> list[float]:
    """Column borders where the pieces of most edges abut."""
    breaks = [b for e in edges for b in e.breaks if x0 + 6 < b < x1 - 6]
    if not breaks:
        return []
    broken = [e for e in edges if e.breaks]
    if len(broken) < max(2, 0.4 * len(edges)):
        return []
    centres = clusters(breaks, 2.0)
    return [c for c in centres if sum(any(abs(b - c) <= 2.5 for b in e.breaks) for e in broken) >= 0.6 * len(broken)]


def _row_crosses(row: Sequence[Line], borders: Sequence[float]) -> bool:
    """A line of the row runs over a border, and not as a heading over several columns with others beside it."""
    crossing = [line for line in row if crosses(line, borders)]
    if not crossing or len(row) < 3:
        return bool(crossing)
    spans = [(column_of(borders, line.x0 + 1), column_of(borders, line.x1 - 1)) for line in row]
    return any(a[1] >= b[0] for a, b in zip(spans, spans[1:], strict=False))


def _in_columns(lines: Sequence[Line], borders: Sequence[float]) -> bool:
    """Some words begin right of the first column on a line of their own, and none runs over a border."""
    return any(column_of(borders, line.x0 + 1) > 0 for line in lines) and not any(
        crosses(line, borders) for line in lines
    )


def _usual_size(bands: Sequence[_Band], borders: Sequence[float]) -> float:
    sizes = [line.size for band in bands for line in band.lines if column_of(borders, line.x0 + 1) > 0]
    sizes = sizes or [line.size for band in bands for line in band.lines]
    return median(sizes)


def _partition(band: _Band, borders: Sequence[float], size: float, pad: float) -> tuple[list[Line], list[Line]]:
    """The lines of a band that stand outside the table (a heading between two tables), and those of its row."""
    rows = baselines(band.lines)
    tail = len(rows)
    while tail > 0 and not (
        _row_crosses(rows[tail - 1], borders) or any(line.size > 1.08 * size for line in rows[tail - 1])
    ):
        tail -= 1
    while 0 < tail < len(rows) - 1 and _goes_on(rows[tail - 1], rows[tail], borders):
        tail += 1
    body = [line for row in rows[tail:] for line in row]
    if body and not any(column_of(borders, line.x0 + 1) > 0 for line in body):
        body, tail = [], len(rows)
    if tail == 0:
        return ([], body) if body else ([line for row in rows for line in row], [])
    head = [line for row in rows[:tail] for line in row]
    if not body:
        loose = head[0].top - band.top > 2 * pad + 8 or band.bottom - head[-1].bottom > 2 * pad + 10
        spaced = any(b[0].baseline - a[0].baseline > 1.75 * a[0].size for a, b in zip(rows, rows[1:], strict=False))
        large = any(line.size > 1.08 * size for line in head)
        if loose or spaced or large or len(rows) > 4:
            return head, []
        return [], head  # a section row over all columns
    parted = rows[tail][0].baseline - rows[tail - 1][0].baseline > 1.5 * rows[tail - 1][0].size
    if parted or any(line.size > 1.08 * size for line in head):
        return head, body
    return [], head + body


def _goes_on(above: Sequence[Line], row: Sequence[Line], borders: Sequence[float]) -> bool:
    """A short last line of the paragraph that stands across the columns above it."""
    near = row[0].baseline - above[0].baseline <= 1.75 * row[0].size
    alone = len(above) == len(row) == 1 and column_of(borders, row[0].x0 + 1) == 0
    begins = abs(row[0].x0 - above[0].x0) <= _SAME_START
    return near and alone and begins and starts_low(row[0].text) and not ends_sentence(above[0].text)


def _table(
    bands: Sequence[_Band],
    borders: Sequence[float],
    words: Sequence[Word],
    content: PageContent,
    edges: Sequence[Edge],
) -> RawTable | None:
    rows: list[RawRow] = []
    for band in bands:
        groups = [band.lines]
        head = spanning_rows(band.lines, borders) if band is bands[0] else []
        if head:
            groups = [head, band.lines[len(head) :]]
        elif (spaced := _spaced_rows(band.lines, borders)) or len(bands) <= 3:
            groups = split_rows(band.lines, borders, labelled=spaced)
        for index, group in enumerate(groups):
            top = band.top if index == 0 else group[0].top - 1
            bottom = band.bottom if index == len(groups) - 1 else groups[index + 1][0].top - 1
            rows.append(table_row(group, borders, (borders[0], top, borders[-1], bottom), words, content))
            if head and index == 0:
                widen_spans(rows[-1], borders, content)
    if not any(len(row.filled) >= 2 for row in rows):
        return None
    box = (borders[0], rows[0].box[1], borders[-1], rows[-1].box[3])
    drawn = any(e.drawn for e in edges)
    closed = any(e.drawn and abs(e.at - box[3]) <= 4 for e in edges)
    return RawTable(content.number, box, list(borders), rows, "rules" if drawn else "shaded", closed, 0.85)


def _spaced_rows(lines: Sequence[Line], borders: Sequence[float]) -> bool:
    """Space before each line of a band that begins in the first column with text beside it, and only there."""
    rows = baselines(lines)
    gaps = [b[0].baseline - a[0].baseline for a, b in zip(rows, rows[1:], strict=False)]
    if not gaps:
        return False
    pitch = min(*gaps, 1.3 * lines[0].size)
    starts = [len({column_of(borders, ln.x0 + 1) for ln in row} | {0}) >= 2 and row[0].x0 < borders[1] for row in rows]
    wide = [gap > 1.22 * pitch + 0.5 for gap in gaps]
    if len(borders) == 3:  # a label whose value was left out
        starts[1:] = [s or (w and row[0].x0 < borders[1]) for s, w, row in zip(starts[1:], wide, rows[1:], strict=True)]
    return sum(starts) >= 2 and starts[0] and starts[1:] == wide
