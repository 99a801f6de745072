"""Which rows of a table look like headings of its columns: what the readers of PDFs, Word files and web pages share.

What a file says of its header rows comes first, and each reader asks for it; this is for what only their looks tell.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from safeplans.extractors.reading.colours import channels

MOST_HEADER_ROWS = 3
ABOVE_HEADER = 3  # rows across all columns, such as a title and its goals, that may stand above the header
_SHORT = 6  # words in a heading of a column that only its fill sets apart
_DARK = 140  # brightness, 0 to 255, of a fill on which letters must be light


class LookedCell(Protocol):
    """merged: over rows or columns, or going on from the row above. goes_on: it may be part of a header with only one
    filled cell in its row. colours: of its letters, None for what nobody set."""

    @property
    def text(self) -> str: ...
    @property
    def colspan(self) -> int: ...
    @property
    def colours(self) -> frozenset[str | None]: ...
    @property
    def merged(self) -> bool: ...
    @property
    def goes_on(self) -> bool: ...


class LookedRow(Protocol):
    """filled: the cells with text of their own. bold: all their text is. fill: of all cells, None where they differ."""

    @property
    def cells(self) -> Sequence[LookedCell]: ...
    @property
    def filled(self) -> Sequence[LookedCell]: ...
    @property
    def bold(self) -> bool: ...
    @property
    def fill(self) -> str | None: ...


Row = TypeVar("Row", bound=LookedRow)


@dataclass(frozen=True, slots=True)
class SeenCell:
    """A `LookedCell` of a file that has no lines of its own. text: none where another row prints it. head: the file
    calls it a header."""

    text: str
    colspan: int
    bold: bool
    fill: str | None
    colours: frozenset[str | None]
    merged: bool = False
    goes_on: bool = False
    head: bool = False


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A `LookedRow` of such cells. head: the file calls it a header."""

    cells: Sequence[SeenCell]
    head: bool = False

    @property
    def filled(self) -> list[SeenCell]:
        return [cell for cell in self.cells if cell.text]

    @property
    def bold(self) -> bool:
        return all(cell.bold for cell in self.filled)

    @property
    def fill(self) -> str | None:
        return one_fill(self.cells)

    @property
    def key(self) -> str:
        """Its words without blanks and capitals."""
        return "".join("".join(cell.text.split()) for cell in self.cells).casefold()


class Filled(Protocol):
    @property
    def fill(self) -> str | None: ...


def one_fill(cells: Sequence[Filled]) -> str | None:
    """The fill of all cells of a row, None where they differ."""
    fills = {cell.fill for cell in cells}
    return fills.pop() if len(fills) == 1 else None


def top_headers(
    rows: Sequence[LookedRow],
    width: int,
    told: Callable[[int], bool] = lambda index: False,
    *,
    over_gaps: bool = False,
) -> list[int]:
    """Indexes of the header rows at the top of a table of so many columns.

    told: whether the file itself calls a row a header. over_gaps: a header may go on behind rows without text.
    """
    body = [row for row in rows if row.filled]
    if not body or (len(body) > 1 and all(row.bold for row in body) and len({row.fill for row in body}) == 1):
        return []
    found: list[int] = []
    for index, row in enumerate(rows[: MOST_HEADER_ROWS + ABOVE_HEADER]):
        if not row.filled:
            continue
        if is_section(row, width) and not found and index < ABOVE_HEADER and len(rows) > 1:
            continue
        behind = bool(found) and (over_gaps or found[-1] == index - 1)
        if not (told(index) or _looks(rows, width, index, behind=behind)):
            break
        found.append(index)
        if len(found) == MOST_HEADER_ROWS:
            break
    return found


def is_section(row: LookedRow, width: int) -> bool:
    """One cell over all columns."""
    return len(row.cells) == 1 and row.cells[0].colspan >= width > 1


def printed_again(rows: Sequence[Row], headers: Collection[int], same_words: Callable[[Row], bool]) -> list[int]:
    """Indexes of the rows further down that print a header again, or look just like one (below a section row, say).

    headers: indexes. same_words: whether a row has the words of one of them.
    """
    known = [rows[index] for index in headers if rows[index].fill is not None and rows[index].bold]
    return [
        index
        for index, row in enumerate(rows)
        if index not in headers
        and len(row.filled) >= 2
        and (any(_alike(row, header) for header in known) or same_words(row))
    ]


def _alike(row: LookedRow, header: LookedRow) -> bool:
    """Set just like a header: bold on the same ground, as many cells filled."""
    same = row.fill is not None and row.fill == header.fill
    return same and row.bold and header.bold and len(row.filled) == len(header.filled)


def _looks(rows: Sequence[LookedRow], width: int, index: int, *, behind: bool) -> bool:
    """behind: the row stands behind one that is a header."""
    row = rows[index]
    filled, bold, fill = row.filled, row.bold, row.fill
    if len(filled) < 2 and not (behind and any(cell.goes_on for cell in row.cells)):
        return False
    others = [other for other in rows[index + 1 :] if other.filled and not is_section(other, width)]
    if not others:
        return bold and (fill is not None or index == 0)
    if bold and not others[0].bold:
        return True
    backed = fill is not None and all(other.fill != fill for other in others[-max(1, len(others) // 2) :])
    if backed and (bold or _is_dark(fill)):
        return True
    if bold and len(others) > 1 and any(not other.bold for other in others):
        return index + 1 < MOST_HEADER_ROWS and (backed or any(cell.merged for cell in row.cells))
    return index == 0 and _set_apart(row, others, backed=backed)


def _set_apart(row: LookedRow, others: Sequence[LookedRow], *, backed: bool) -> bool:
    """A first row of short cells on a ground of its own, or in letters of another colour."""
    alone = row.fill is not None and len(others) >= 2 and all(other.fill != row.fill for other in others)
    short = all(len(cell.text.split()) <= _SHORT for cell in row.filled)
    if alone and short and len(row.filled) == len(row.cells) > 1:
        return True
    return backed and _colours(row).isdisjoint(_colours(others[0]))


def _colours(row: LookedRow) -> set[str | None]:
    return {colour for cell in row.filled for colour in cell.colours}


def _is_dark(colour: str | None) -> bool:
    if colour is None:
        return False
    red, green, blue = channels(colour)
    return 0.3 * red + 0.59 * green + 0.11 * blue < _DARK
