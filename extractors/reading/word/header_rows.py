"""Which rows of a table are headings of its columns: by the file's word, else by their looks as in a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from safeplans.extractors.reading.pdf.colours import channels

_MOST = 3  # rows of headings
_ABOVE = 3  # rows across all columns, such as a title and its goals, that may stand above them
_SHORT = 6  # words in a heading of a column that only its fill sets apart
_DARK = 140  # brightness, 0 to 255, below which letters on it must be light


@dataclass(frozen=True, slots=True)
class SeenCell:
    """A cell's looks. bold: all its text is. colours: of its letters. continued: it goes on a merged cell."""

    text: str
    column: int
    colspan: int
    bold: bool
    fill: str | None
    colours: frozenset[str | None]
    continued: bool = False
    spans_rows: bool = False


@dataclass(slots=True)
class SeenRow:
    """A row's looks. said: the file says that it heads the table on each page."""

    cells: list[SeenCell]
    said: bool = False

    @property
    def filled(self) -> list[SeenCell]:
        return [c for c in self.cells if c.text and not c.continued]

    @property
    def bold(self) -> bool:
        return all(c.bold for c in self.filled)

    @property
    def fill(self) -> str | None:
        fills = {c.fill for c in self.cells}
        return fills.pop() if len(fills) == 1 else None

    @property
    def key(self) -> str:
        return "".join("".join(c.text for c in self.filled).split()).casefold()


def header_rows(rows: Sequence[SeenRow], width: int) -> set[int]:
    """Indexes of the rows that are headings: at the top, and further down where they are printed again."""
    found = _said(rows, width) or _seen(rows, width)
    return found | _again(rows, found)


def _said(rows: Sequence[SeenRow], width: int) -> set[int]:
    said = [i for i, row in enumerate(rows) if row.said and row.filled]
    if len(said) == sum(bool(row.filled) for row in rows):
        return set()  # a table that says so of all its rows says nothing
    return {i for i in said if len(rows[i].filled) >= 2 or (i and i - 1 in said and not _is_section(rows[i], width))}


def _seen(rows: Sequence[SeenRow], width: int) -> set[int]:
    body = [row for row in rows if row.filled]
    if not body or (len(body) > 1 and all(r.bold for r in body) and len({r.fill for r in body}) == 1):
        return set()
    found: set[int] = set()
    for index, row in enumerate(rows[: _MOST + _ABOVE]):
        if not row.filled:
            continue
        if _is_section(row, width) and not found and index < _ABOVE and len(rows) > 1:
            continue
        if not _is_header(rows, index, width, found):
            break
        found.add(index)
        if len(found) == _MOST:
            break
    return found


def _is_section(row: SeenRow, width: int) -> bool:
    """One cell over all columns."""
    return len(row.cells) == 1 and row.cells[0].colspan >= width > 1


def _is_header(rows: Sequence[SeenRow], index: int, width: int, found: set[int]) -> bool:
    row = rows[index]
    if len(row.filled) < 2 and not (index - 1 in found and any(c.continued for c in row.cells)):
        return False
    others = [r for r in rows[index + 1 :] if r.filled and not _is_section(r, width)]
    if not others:
        return row.bold and (row.fill is not None or index == 0)
    if row.bold and not others[0].bold:
        return True
    backed = row.fill is not None and all(o.fill != row.fill for o in others[-max(1, len(others) // 2) :])
    if backed and (row.bold or _is_dark(row.fill)):
        return True
    if row.bold and len(others) > 1 and any(not other.bold for other in others):
        merged = any(c.spans_rows or c.continued or c.colspan > 1 for c in row.cells)
        return index + 1 < _MOST and (backed or merged)
    return index == 0 and _set_apart(row, others, backed)


def _set_apart(row: SeenRow, others: Sequence[SeenRow], backed: bool) -> bool:
    """A first row of short cells on a ground of its own, or in letters of another colour."""
    alone = row.fill is not None and len(others) >= 2 and all(other.fill != row.fill for other in others)
    short = all(len(c.text.split()) <= _SHORT for c in row.filled)
    if alone and short and len(row.filled) == len(row.cells) > 1:
        return True
    colours = {colour for c in row.filled for colour in c.colours}
    below = {colour for c in others[0].filled for colour in c.colours}
    return backed and colours.isdisjoint(below)


def _again(rows: Sequence[SeenRow], found: set[int]) -> set[int]:
    """Rows further down that print the headings again, or look just like them."""
    headers = [rows[i] for i in sorted(found)]
    keys = {h.key for h in headers if h.key}
    return {
        i
        for i, row in enumerate(rows)
        if i not in found and len(row.filled) >= 2 and (row.key in keys or any(_alike(row, h) for h in headers))
    }


def _alike(row: SeenRow, header: SeenRow) -> bool:
    same = row.fill is not None and row.fill == header.fill and len(row.filled) == len(header.filled)
    return same and row.bold and header.bold


def _is_dark(colour: str | None) -> bool:
    if colour is None:
        return False
    red, green, blue = channels(colour)
    return 0.3 * red + 0.59 * green + 0.11 * blue < _DARK
