"""Tables with horizontal lines or shaded rows only: rows by the lines, columns by the alignment of the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from extractors.document import BBox
from extractors.reading.pdf.colours import cell_fill
from extractors.reading.pdf.content import PageContent, Word
from extractors.reading.pdf.edges import Edge
from extractors.reading.pdf.geometry import clusters
from extractors.reading.pdf.lattice import cell_lines
from extractors.reading.pdf.lines import Line, make_line, make_lines
from extractors.reading.pdf.paragraphs import starts_low
from extractors.reading.pdf.raw import RawCell, RawRow, RawTable

_SAME_EXTENT = 5.0
_MIN_LENGTH = 90.0
_MIN_GUTTER = 3.0
_SEGMENT_GAP = 0.8  # font sizes between two cells of one row


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


def banded_tables(edges: Sequence[Edge], words: Sequence[Word], content: PageContent) -> list[RawTable]:
    """The tables between some parallel edges of equal extent; empty when their words do not stand in columns."""
    x0, x1 = median(e.start for e in edges), median(e.end for e in edges)
    ys = clusters([e.at for e in edges], 3.0)
    inside = [w for w in words if w.upright and x0 - 4 <= (w.x0 + w.x1) / 2 <= x1 + 4]
    lines = make_lines(inside, content.number, content.tags, gap=_SEGMENT_GAP, keep_numbers=False)
    bands = _bands(lines, ys)
    if not bands:
        return []
    between = [band for band in bands if ys[0] <= band.top and band.bottom <= ys[-1]]
    borders = _columns(edges, between or bands, x0, x1)
    if len(borders) < 3 and any(len(row) >= 2 for band in between for row in baselines(band.lines)):
        borders = _columns(edges, bands, x0, x1)
    if len(borders) < 3:
        return []
    bands.extend(_last_band(lines, ys[-1], borders))
    size = _usual_size(bands, borders)
    tables: list[RawTable] = []
    current: list[_Band] = []
    pads = [b.lines[0].top - b.top for b in between if _in_columns(b.lines, borders)] or [4.0]
    pad = max(median(pads), 2.0)

    def finish() -> None:
        table = _table(current, borders, inside, content, edges)
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


def _bands(lines: Sequence[Line], ys: Sequence[float]) -> list[_Band]:
    """Lines between two neighbouring edges; the first band holds the lines straight above the first edge."""
    bands = []
    above = _above([line for line in lines if line.baseline <= ys[0] + 0.5])
    if above:
        bands.append(_Band(above[0].top - 1, ys[0], above))
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
    if started and not any(_crosses(line, borders) for line in row):
        return [_Band(bottom, max(line.bottom for line in row) + 1, row)]
    return []


def _above(lines: list[Line]) -> list[Line]:
    """The block of closely set lines at the end of `lines`."""
    kept: list[Line] = []
    for line in sorted(lines, key=lambda ln: -ln.baseline):
        if kept and min(k.baseline for k in kept) - line.baseline > 1.75 * line.size:
            break
        kept.append(line)
    return sorted(kept, key=lambda ln: (round(ln.baseline), ln.x0))


def baselines(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines grouped by baseline, top to bottom, each group from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda ln: (ln.baseline, ln.x0)):
        if rows and abs(rows[-1][0].baseline - line.baseline) <= 0.3 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _columns(edges: Sequence[Edge], bands: Sequence[_Band], x0: float, x1: float) -> list[float]:
    hinted = _hinted(edges, x0, x1)
    if hinted:
        return [x0, *hinted, x1]
    covered: list[tuple[float, float]] = []
    multi = 0
    for band in bands:
        for row in baselines(band.lines):
            if len(row) >= 2:
                multi += 1
                covered.extend((line.x0, line.x1) for line in row)
    if multi < 2:
        return []
    borders = [x0]
    reach = None
    for start, end in sorted(covered):
        if reach is not None and start - reach >= _MIN_GUTTER:
            borders.append(start - min(3.0, (start - reach) / 2))
        reach = end if reach is None else max(reach, end)
    return [*borders, x1]


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


def column_of(borders: Sequence[float], x: float) -> int:
    """Index of the column in which x lies, by the columns' borders from left to right."""
    for index in range(len(borders) - 2):
        if x < borders[index + 1]:
            return index
    return len(borders) - 2


def _crosses(line: Line, borders: Sequence[float]) -> bool:
    return column_of(borders, line.x0 + 1) != column_of(borders, line.x1 - 1)


def _in_columns(lines: Sequence[Line], borders: Sequence[float]) -> bool:
    """Some words begin right of the first column on a line of their own, and none runs over a border."""
    return any(column_of(borders, line.x0 + 1) > 0 for line in lines) and not any(
        _crosses(line, borders) for line in lines
    )


def _usual_size(bands: Sequence[_Band], borders: Sequence[float]) -> float:
    sizes = [line.size for band in bands for line in band.lines if column_of(borders, line.x0 + 1) > 0]
    sizes = sizes or [line.size for band in bands for line in band.lines]
    return median(sizes)


def _partition(band: _Band, borders: Sequence[float], size: float, pad: float) -> tuple[list[Line], list[Line]]:
    """The lines of a band that stand outside the table (a heading between two tables), and those of its row."""
    rows = baselines(band.lines)
    tail = len(rows)
    while tail > 0 and not any(_crosses(line, borders) or line.size > 1.08 * size for line in rows[tail - 1]):
        tail -= 1
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
        if len(bands) <= 3 or _spaced_rows(band.lines, borders):
            groups = split_rows(band.lines, borders)
        for index, group in enumerate(groups):
            top = band.top if index == 0 else group[0].top - 1
            bottom = band.bottom if index == len(groups) - 1 else groups[index + 1][0].top - 1
            rows.append(table_row(group, borders, (borders[0], top, borders[-1], bottom), words, content))
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
    return sum(starts) >= 2 and starts[0] and starts[1:] == wide


def table_row(
    lines: Sequence[Line], borders: Sequence[float], box: BBox, words: Sequence[Word], content: PageContent
) -> RawRow:
    """One row of a table with known column borders from its lines."""
    lines = split_at_borders(lines, borders)
    spans: list[tuple[int, int]] = []
    for line in lines:
        first, last = column_of(borders, line.x0 + 1), column_of(borders, line.x1 - 1)
        spans.append((first, max(first, last)))
    joined: list[list[int]] = []
    for first, last in sorted(set(spans)):
        if joined and first <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], last)
        else:
            joined.append([first, last])
    if len(joined) == 1 and joined[0][1] > joined[0][0] and joined[0][0] == 0:
        joined[0][1] = len(borders) - 2  # a section row: nothing stands beside it
    if joined == [[0, 0]] and all(line.bold for line in lines) and _shaded_across(box, content):
        joined[0][1] = len(borders) - 2
    cells: list[RawCell] = []
    taken: set[int] = set()
    for first, last in joined:
        taken.update(range(first, last + 1))
        inside = [w for line in lines if first <= column_of(borders, line.x0 + 1) <= last for w in line.words]
        cell_box = (borders[first], box[1], borders[last + 1], box[3])
        fill = cell_fill(cell_box, content.fills, inside)
        cells.append(RawCell(first, last - first + 1, cell_lines(inside, content), cell_box, fill))
    for column in range(len(borders) - 1):
        if column not in taken:
            cell_box = (borders[column], box[1], borders[column + 1], box[3])
            cells.append(RawCell(column, 1, [], cell_box, cell_fill(cell_box, content.fills, [])))
    cells.sort(key=lambda c: c.column)
    return RawRow(cells, content.number, box)


def _shaded_across(box: BBox, content: PageContent) -> bool:
    """One filled rectangle lies behind the whole row."""
    middle = (box[1] + box[3]) / 2
    return any(
        f.exact and f.top <= middle <= f.bottom and f.x0 <= box[0] + 4 and f.x1 >= box[2] - 4 for f in content.fills
    )


def split_at_borders(lines: Sequence[Line], borders: Sequence[float]) -> list[Line]:
    """Lines over a column border parted there if the gap is wider than a blank (narrow headings side by side)."""
    parted: list[Line] = []
    for line in lines:
        if not _crosses(line, borders):
            parted.append(line)
            continue
        pieces: list[list[Word]] = []
        for word in line.words:
            before = pieces[-1][-1] if pieces else None
            wide = before is not None and word.x0 - before.x1 >= 0.42 * word.size
            if before is None or (wide and column_of(borders, before.x1 - 1) != column_of(borders, word.x0 + 1)):
                pieces.append([word])
            else:
                pieces[-1].append(word)
        if len(pieces) == 1:
            parted.append(line)
        else:
            for piece in pieces:
                made = make_line(piece, line.page)
                made.tag = line.tag
                parted.append(made)
    return parted


def split_rows(lines: Sequence[Line], borders: Sequence[float]) -> list[list[Line]]:
    """Rows of a table without lines between them.

    Where some baselines stand further apart than the lines of a paragraph, the wide gaps part the rows; else a row
    begins wherever the first column has text and nothing on that baseline begins with a small letter.
    """
    rows = baselines(lines)
    if len(rows) < 2:
        return [list(lines)]
    gaps = [b[0].baseline - a[0].baseline for a, b in zip(rows, rows[1:], strict=False)]
    pitch = min(gaps)
    wide = [gap > 1.22 * pitch + 0.5 for gap in gaps]
    keyed = [any(column_of(borders, line.x0 + 1) == 0 for line in row) for row in rows]
    full = [len({column_of(borders, line.x0 + 1) for line in row}) >= 2 for row in rows]
    if sum(k and f for k, f in zip(keyed, full, strict=True)) < 2:
        return [list(lines)]
    use_gaps = (
        any(wide)
        and all(full[i + 1] or not wide[i] for i in range(len(gaps)))
        and sum(wide) >= 0.3 * sum(k and f for k, f in zip(keyed[1:], full[1:], strict=True))
    )
    fresh = [
        k and f and not any(starts_low(line.text) for line in row) for k, f, row in zip(keyed, full, rows, strict=True)
    ]
    groups: list[list[Line]] = [list(rows[0])]
    for index, row in enumerate(rows[1:]):
        if (wide[index] and full[index + 1]) if use_gaps else fresh[index + 1]:
            groups.append(list(row))
        else:
            groups[-1].extend(row)
    return groups
