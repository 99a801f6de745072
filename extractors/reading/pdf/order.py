"""Reading order: which column comes first, and where tables and boxes stand among the lines.

By a recursive XY-cut: a gutter cuts the page into columns, what crosses the gutter into bands, and each part is cut
again. Unlike the plain one it lets a few lines cross, and asks for company on both sides of the white space.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.pdf.geometry import union
from safeplans.extractors.reading.pdf.lines import Line, make_line
from safeplans.extractors.reading.pdf.raw import RawTable

_MIN_LINES = 3  # lines on each side of a gutter
_MIN_GUTTER = 7.0
_HEADING = 1.2  # sizes of the page's usual text: a heading so large may head both columns
_MAX_ITEMS = 700  # a page with more lines is a map or a drawing; its columns are not looked for


@dataclass(slots=True)
class Strand:
    """Lines that are read on from top to bottom: a page's text, one of its columns, the text of a box.

    column: it stands beside another one, so that its own lines tell its right edge.
    """

    lines: list[Line]
    column: bool = False
    key: tuple[int, ...] = ()


@dataclass(slots=True)
class _Item:
    box: BBox
    lines: list[Line] = field(default_factory=list)
    table: RawTable | None = None
    frame: bool = False
    row: list[_Item] = field(default_factory=list)


def reading_order(lines: Sequence[Line], tables: Sequence[RawTable], frames: Sequence[BBox]) -> list[Strand | RawTable]:
    """Lines as strands, and tables, in the order in which a person reads them."""
    items: list[_Item] = [_Item(t.box, table=t) for t in tables]
    framed: dict[int, list[Line]] = {}
    for line in lines:
        index = next((i for i, f in enumerate(frames) if _inside(line, f)), None)
        if index is None:
            items.append(_Item(line.bbox, [line]))
        else:
            framed.setdefault(index, []).append(line)
    boxed = [_Item(frames[index], inner, frame=True) for index, inner in framed.items()]
    items = _with_rows_of_boxes(items, boxed)
    found: list[Strand | RawTable] = []
    _order(items, found, False, ())
    return _merged(found)


def _merged(pieces: Sequence[Strand | RawTable]) -> list[Strand | RawTable]:
    """Neighbouring strands of one column as one."""
    merged: list[Strand | RawTable] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if isinstance(piece, Strand) and isinstance(last, Strand) and piece.key == last.key:
            last.lines.extend(piece.lines)
        else:
            merged.append(piece)
    return merged


def _with_rows_of_boxes(items: list[_Item], boxed: list[_Item]) -> list[_Item]:
    """Boxes that stand in one row with nothing else beside them become one item, read box by box from the left."""
    rows: list[list[_Item]] = []
    for box in sorted(boxed, key=lambda i: i.box[1]):
        for row in rows:
            common = min(row[0].box[3], box.box[3]) - max(row[0].box[1], box.box[1])
            apart = all(o.box[2] <= box.box[0] + 3 or box.box[2] <= o.box[0] + 3 for o in row)
            if apart and common > 0.6 * min(row[0].box[3] - row[0].box[1], box.box[3] - box.box[1]):
                row.append(box)
                break
        else:
            rows.append([box])
    found = list(items)
    for row in rows:
        whole = union(i.box for i in row)
        beside = any(i.box[1] < whole[3] - 2 and i.box[3] > whole[1] + 2 for i in items)
        if len(row) < 2 or beside:
            found.extend(row)
        else:
            lines = [line for item in row for line in item.lines]
            found.append(_Item(whole, lines, frame=True, row=sorted(row, key=lambda i: i.box[0])))
    return found


def _inside(line: Line, box: BBox) -> bool:
    return (
        box[0] - 1 <= (line.x0 + line.x1) / 2 <= box[2] + 1
        and box[1] - 1 <= line.baseline - 0.3 * line.size <= box[3] + 1
    )


def _order(items: list[_Item], out: list[Strand | RawTable], column: bool, key: tuple[int, ...]) -> None:
    if not items:
        return
    gutter = _gutter(items) if len(key) < 8 and len(items) <= _MAX_ITEMS else None
    if gutter is None:
        _flat(items, out, column, key)
        return
    crossing = sorted(_crossing(items, gutter), key=lambda i: i.box[1])
    crossed = {id(i) for i in crossing}
    bounds = [-1e9, *(_middle(i) for i in crossing), 1e9]
    for index in range(len(bounds) - 1):
        band = [i for i in items if id(i) not in crossed and bounds[index] < _middle(i) <= bounds[index + 1]]
        left = [i for i in band if _side(i, gutter) < 0]
        right = [i for i in band if _side(i, gutter) > 0]
        if min(_weight(left), _weight(right)) >= 2:
            tail: list[_Item] = []
            if all(i.frame or i.table is not None for i in right):  # a box beside the text: below it the text goes on
                end = max(i.box[3] for i in right)
                tail = [i for i in left if i.box[1] >= end - 2]
                left = [i for i in left if i.box[1] < end - 2]
            _order(left, out, True, (*key, index, 0))
            _order(right, out, True, (*key, index, 1))
            _order(tail, out, column, (*key, index, 2))
        else:
            _flat(band, out, column, key)
        if index < len(crossing):
            _flat([crossing[index]], out, column, key)


def _crossing(items: Sequence[_Item], gutter: float) -> list[_Item]:
    """Items over the gutter, with the short last line of a paragraph above and the heading of one below them."""
    sides = {id(i): _side(i, gutter) for i in items}
    crossing = [i for i in items if sides[id(i)] == 0]
    rights = [i for i in items if sides[id(i)] > 0]
    for item in sorted((i for i in items if sides[id(i)] < 0 and i.lines and not i.frame), key=lambda i: i.box[1]):
        line = item.lines[0]
        if any(r.box[1] < item.box[3] - 1 and r.box[3] > item.box[1] + 1 for r in rights):
            continue
        for other in crossing:
            if not other.lines or other.frame:
                continue
            near = other.lines[0]
            below = 0 < line.baseline - near.baseline <= 1.7 * line.size
            above = 0 < near.baseline - line.baseline <= 2.6 * near.size
            if abs(line.x0 - near.x0) > 3:
                continue
            if (below and abs(line.size - near.size) < 0.3 and line.bold == near.bold) or (
                above and (line.size > near.size + 0.5 or line.bold and not near.bold)
            ):
                crossing.append(item)
                break
    usual = median(ln.size for i in items for ln in i.lines) if any(i.lines for i in items) else 0.0
    known = {id(i) for i in crossing}
    lefts = [i for i in items if sides[id(i)] < 0 and i.lines and not i.frame and id(i) not in known]
    crossing.extend([i for i in lefts if _heads_page(i, rights, crossing, usual)])
    return crossing


def _heads_page(item: _Item, rights: Sequence[_Item], crossing: Sequence[_Item], usual: float) -> bool:
    """A large heading beside which the right column leaves room, with text of it above, and more below."""
    line = item.lines[0]
    if line.size < _HEADING * usual:
        return False
    room = 0.5 * line.size
    above = [r for r in rights if r.box[3] <= line.top - room]
    level = [r for r in rights if r.box[1] < line.bottom + room and r.box[3] > line.top - room]
    below = len(above) < len(rights) or any(c.box[1] >= line.bottom for c in crossing)
    return bool(above) and below and not level


def _middle(item: _Item) -> float:
    return (item.box[1] + item.box[3]) / 2 if item.table is None else item.box[1] + 4


def _weight(items: Sequence[_Item]) -> int:
    return sum(3 if i.table is not None or i.frame else len(i.lines) for i in items)


def _side(item: _Item, gutter: float) -> int:
    if item.box[2] <= gutter + 1:
        return -1
    return 1 if item.box[0] >= gutter - 1 else 0


def _gutter(items: Sequence[_Item]) -> float | None:
    """The x of the strip between two columns, None where the items make one column."""
    left, right = min(i.box[0] for i in items), max(i.box[2] for i in items)
    best: tuple[float, float] | None = None
    candidates = sorted({round(i.box[0]) for i in items if left + 40 < i.box[0] < right - 30})
    for start in candidates:
        gutter = start - 2.0
        sides = [_side(i, gutter) for i in items]
        lefts = [i for i, s in zip(items, sides, strict=True) if s < 0]
        rights = [i for i, s in zip(items, sides, strict=True) if s > 0]
        if _weight(lefts) < _MIN_LINES or _weight(rights) < _MIN_LINES:
            continue
        score = _side_by_side(items, gutter)
        crossed = sum(len(i.lines) or 3 for i, s in zip(items, sides, strict=True) if s == 0)
        total = _weight(items)
        if score < _MIN_LINES or crossed > 0.6 * total:
            continue
        reach = [i.box[2] for i in lefts]
        if start - max(reach) < _MIN_GUTTER and start - sorted(reach)[int(0.9 * (len(reach) - 1))] < _MIN_GUTTER:
            continue
        value = score - 0.5 * crossed
        if best is None or value > best[0]:
            best = (value, gutter)
    return best[1] if best else None


def _side_by_side(items: Sequence[_Item], gutter: float) -> float:
    """How many lines have company on the other side, counted between the lines that cross the gutter."""
    crossing = sorted(_middle(i) for i in items if _side(i, gutter) == 0)
    bounds = [-1e9, *crossing, 1e9]
    score = 0
    for low, high in zip(bounds, bounds[1:], strict=False):
        lefts = [i for i in items if _side(i, gutter) < 0 and low < _middle(i) <= high]
        rights = [i for i in items if _side(i, gutter) > 0 and low < _middle(i) <= high]
        if lefts and rights:
            a, b = union(i.box for i in lefts), union(i.box for i in rights)
            if min(a[3], b[3]) - max(a[1], b[1]) > 0:
                score += min(_weight(lefts), _weight(rights)) if min(_weight(lefts), _weight(rights)) >= 2 else 0
    return score


def _flat(items: Sequence[_Item], out: list[Strand | RawTable], column: bool, key: tuple[int, ...]) -> None:
    """Items of one column from top to bottom; pieces on one baseline make one line."""
    pending: list[Line] = []

    def close() -> None:
        if pending:
            out.append(Strand(_one_a_baseline(pending), column, key))
            pending.clear()

    for item in sorted(items, key=lambda i: (_middle(i), i.box[0])):
        if item.table is not None:
            close()
            out.append(item.table)
        elif item.frame:
            close()
            for number, box in enumerate(item.row or [item]):
                inner = [_Item(line.bbox, [line]) for line in box.lines]
                _order(inner, out, True, (*key, -1, round(item.box[1] * 10), number))
        else:
            pending.extend(item.lines)
    close()


def _one_a_baseline(lines: Sequence[Line]) -> list[Line]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda ln: (ln.baseline, ln.x0)):
        upright = line.words[0].upright
        if (
            rows
            and upright
            and rows[-1][0].words[0].upright
            and abs(rows[-1][0].baseline - line.baseline) <= 0.25 * line.size
        ):
            rows[-1].append(line)
        else:
            rows.append([line])
    joined = []
    for row in rows:
        if len(row) == 1:
            joined.append(row[0])
            continue
        row.sort(key=lambda ln: ln.x0)
        whole = make_line([w for line in row for w in line.words], row[0].page)
        whole.tag = row[-1].tag
        whole.drawn_bullet = row[0].drawn_bullet
        joined.append(whole)
    return joined
