"""How far the three witnesses of a table agree: drawn lines and shading, alignment, and the file's own tags.

A table is found by one of them (`RawTable.method`). What the others say of the same words raises or lowers its
confidence: cells by the lines that are cells by the tags too, text that begins at one x in each column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from safeplans.extractors.reading.pdf.content import Tag
from safeplans.extractors.reading.pdf.flow import RawBlock
from safeplans.extractors.reading.pdf.headings import tagged_heading
from safeplans.extractors.reading.pdf.lines import Line
from safeplans.extractors.reading.pdf.raw import RawCell, RawTable

_LEVEL = 2.5  # points: text that begins so near to its column's usual x is aligned
_ENOUGH = 4  # cells with text below which nothing is said
_AGREE, _CONTRADICT = 0.9, 0.5  # shares of cells from which a witness agrees, below which it contradicts
_RAISE = {"tags": 0.5, "alignment": 0.3}  # part of the doubt that a witness takes away
_LOWER = {"tags": 0.85, "alignment": 0.9}
_CELLS = ("TD", "TH")


def weigh_table(table: RawTable, tags: dict[int, Tag]) -> None:
    """Set the table's confidence by what tags and alignment say of the cells that were found."""
    cells = [c for row in table.rows for c in row.cells if c.lines and not c.continued]
    if len(cells) < _ENOUGH:
        return
    shares = {"alignment": _aligned(cells)}
    if table.method != "tagged":
        shares["tags"] = _tagged(cells, tags)
    for witness, share in shares.items():
        if share is None:
            continue
        if share >= _AGREE:
            table.confidence += (1 - table.confidence) * _RAISE[witness]
        elif share < _CONTRADICT:
            table.confidence *= _LOWER[witness]
    table.confidence = round(table.confidence, 3)


def _aligned(cells: Iterable[RawCell]) -> float | None:
    """The share of cells whose text begins, ends or is centred where most of its column's does."""
    columns: dict[int, list[tuple[int, int, int]]] = {}
    for cell in cells:
        upright = [ln for ln in cell.lines if ln.words[0].upright]
        if cell.colspan == 1 and upright:
            x0, x1 = min(ln.x0 for ln in upright), max(ln.x1 for ln in upright)
            places = (round(x0 / _LEVEL), round(x1 / _LEVEL), round((x0 + x1) / 2 / _LEVEL))
            columns.setdefault(cell.column, []).append(places)
    level = total = 0
    for found in columns.values():
        if len(found) < 2:
            continue
        total += len(found)
        level += max(_most(place[side] for place in found) for side in range(3))
    return level / total if total else None


def _most(values: Iterable[int]) -> int:
    """How many of the values are the commonest one or its neighbour."""
    counts = Counter(values)
    return max(counts[v] + max(counts[v - 1], counts[v + 1]) for v in counts)


def _tagged(cells: Iterable[RawCell], tags: dict[int, Tag]) -> float | None:
    """The share of cells whose words are one cell by the tags, and no other's; None where they are not tagged."""
    owners: list[set[int]] = []
    known = total = 0
    for cell in cells:
        words = [w for ln in cell.lines for w in ln.words if not w.artifact]
        total += 1
        found = [tags[w.mcid] for w in words if w.mcid is not None and w.mcid in tags]
        known += bool(found)
        owners.append({_cell_id(tag) for tag in found})
    if known < 0.5 * total:
        return None
    claims = Counter(owner for ids in owners for owner in ids)
    sound = sum(len(ids) == 1 and -1 not in ids and claims[next(iter(ids))] == 1 for ids in owners)
    return sound / known


def _cell_id(tag: Tag) -> int:
    """Number of the innermost table cell, -1 outside cells."""
    pairs = zip(reversed(tag.path), reversed(tag.ids), strict=True)
    return next((number for kind, number in pairs if kind in _CELLS), -1)


def weigh_block(block: RawBlock) -> None:
    """Set the confidence of a heading, list item or paragraph by whether its tags say the same as its looks."""
    if block.para is None or block.table is not None:
        return
    lines = [ln for ln in block.para.lines if ln.tag is not None]
    if not lines:
        return
    agrees = _said(lines) == str(block.kind)
    block.confidence += (1 - block.confidence) * 0.5 if agrees else -0.05
    block.confidence = round(block.confidence, 3)


def _said(lines: Iterable[Line]) -> str:
    """What most of the lines are by their tags: heading, list_item or paragraph."""
    kinds: Counter[str] = Counter()
    for line in lines:
        path = line.tag.path if line.tag is not None else ()
        if tagged_heading(line):
            kinds["heading"] += 1
        else:
            kinds["list_item" if "LI" in path or "LBody" in path else "paragraph"] += 1
    return kinds.most_common(1)[0][0]
