"""Which rows of a table are its header: those that the page calls so, else those that look it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from safeplans.extractors.columns import looks_like_header

_MAX_HEADER_ROWS = 3
_ABOVE_HEADER = 3  # rows across all columns, such as a title and its goals, that may stand above the header
_DARK = 140  # of 255: white letters are set on it
_SHORT = 6  # words of a column's heading


@dataclass(slots=True)
class SeenCell:
    """What of a cell is seen. head: it is called a header. spans: it is merged over rows or columns."""

    text: str
    bold: bool
    fill: str | None
    colour: str | None
    head: bool
    spans: bool
    colspan: int


@dataclass(slots=True)
class SeenRow:
    cells: list[SeenCell]
    head: bool = False

    @property
    def filled(self) -> list[SeenCell]:
        return [c for c in self.cells if c.text]

    @property
    def bold(self) -> bool:
        return all(c.bold for c in self.filled)

    @property
    def fill(self) -> str | None:
        fills = {c.fill for c in self.cells}
        return next(iter(fills)) if len(fills) == 1 else None

    @property
    def key(self) -> str:
        return "".join("".join(c.text.split()).casefold() for c in self.cells)


def header_rows(rows: Sequence[SeenRow], width: int) -> list[bool]:
    """For each row whether it is a header."""
    found = [False] * len(rows)
    told = [i for i, row in enumerate(rows) if _is_told(row, width)]
    if told and len(told) < max(len(rows), 2):
        first = [i for i in told if i == told[0] or all(_is_told(r, width) or r.head for r in rows[told[0] : i])]
        for i in first:
            found[i] = True
    else:
        for i in _looking(rows, width) or _known(rows, width):
            found[i] = True
    _again(rows, found)
    return found


def _is_told(row: SeenRow, width: int) -> bool:
    """Called so: in the table's head or of header cells alone; a title across all columns is none."""
    filled = row.filled
    if len(row.cells) == 1 and row.cells[0].colspan >= width > 1 or not filled:
        return False
    return row.head or (len(filled) >= 2 and all(c.head for c in filled))


def _looking(rows: Sequence[SeenRow], width: int) -> list[int]:
    """As typography tells, by the signs that the reader of PDFs goes by (`reading.pdf.joining`)."""
    body = [r for r in rows if r.filled]
    if not body or (len(body) > 1 and all(r.bold for r in body) and len({r.fill for r in body}) == 1):
        return []
    found: list[int] = []
    for index, row in enumerate(rows[: _MAX_HEADER_ROWS + _ABOVE_HEADER]):
        if not row.filled:
            continue
        if _is_section(row, width) and not found and index < _ABOVE_HEADER and len(rows) > 1:
            continue
        if not _looks_header(rows, width, index, bool(found)):
            break
        found.append(index)
        if len(found) == _MAX_HEADER_ROWS:
            break
    return found


def _known(rows: Sequence[SeenRow], width: int) -> list[int]:
    """The first row, where its words are headings of columns."""
    first = next((i for i, r in enumerate(rows[:_ABOVE_HEADER]) if r.filled and not _is_section(r, width)), None)
    if first is None or first + 1 == len(rows):
        return []
    return [first] if looks_like_header([c.text for c in rows[first].filled]) else []


def _is_section(row: SeenRow, width: int) -> bool:
    return len(row.cells) == 1 and row.cells[0].colspan == width and width > 1


def _looks_header(rows: Sequence[SeenRow], width: int, index: int, again: bool) -> bool:
    row = rows[index]
    filled = row.filled
    if len(filled) < 2 and not (again and any(c.spans for c in row.cells)):
        return False
    others = [r for r in rows[index + 1 :] if r.filled and not _is_section(r, width)]
    fill = row.fill
    if not others:
        return row.bold and (fill is not None or index == 0)
    if row.bold and not others[0].bold:
        return True
    backed = fill is not None and all(r.fill != fill for r in others[-max(1, len(others) // 2) :])
    if backed and (row.bold or _is_dark(fill)):
        return True
    if row.bold and any(not r.bold for r in others) and len(others) > 1:
        return index + 1 < _MAX_HEADER_ROWS and (backed or any(c.spans for c in row.cells))
    short = all(len(c.text.split()) <= _SHORT for c in filled)
    alone = fill is not None and len(others) >= 2 and all(r.fill != fill for r in others)
    if index == 0 and alone and short and len(filled) == len(row.cells) > 1:
        return True
    colours = {c.colour for c in filled}
    return index == 0 and backed and colours.isdisjoint({c.colour for c in others[0].filled})


def _is_dark(colour: str | None) -> bool:
    if colour is None:
        return False
    red, green, blue = int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
    return 0.3 * red + 0.59 * green + 0.11 * blue < _DARK


def _again(rows: Sequence[SeenRow], found: list[bool]) -> None:
    """Rows further down that print the header again, or look just like it (below a section row, say)."""
    headers = [row for row, is_header in zip(rows, found, strict=True) if is_header]
    keys = {row.key for row in headers if row.key}
    for index, row in enumerate(rows):
        if found[index] or len(row.filled) < 2:
            continue
        same_look = row.bold and row.fill is not None and any(
            row.fill == h.fill and h.bold and len(row.filled) == len(h.filled) for h in headers
        )  # fmt: skip
        found[index] = same_look or row.key in keys
