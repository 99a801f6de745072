"""A sheet as a person sees it: cells with their printed text and look, whatever file they came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

MOST_CELLS = 100_000
"""Cells of the largest workbook that is read whole; long action trackers have some ten thousand."""
MOST_MERGES = 20_000
"""Merged areas of one sheet; each joins at least two cells."""


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell.

    lines: its printed text, cut at its line breaks; none for an empty cell. bold: all of it. fill: ``#rrggbb``, None
    for white or none. size: of its letters in points, None where not known. framed: it has a border. place: (first,
    last) line of the file that prints it, where lines say where it stands.
    """

    lines: tuple[str, ...] = ()
    bold: bool = False
    fill: str | None = None
    size: float | None = None
    framed: bool = False
    place: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        return " ".join(self.lines)

    @property
    def words(self) -> int:
        return len(self.text.split())


EMPTY = SheetCell()


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area: rows and columns from 1, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int

    def covers(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(slots=True)
class Sheet:
    """A sheet of a workbook, or a file of comma-separated text.

    cells: those with text, fill or border, by (row, column) from 1. merges: never overlapping. headers: rows that the
    file itself calls headings (of a table, over a filter, above a frozen pane). hidden_rows, hidden_columns: of those
    with text. spots: whether places are told as ``Plan!C12``.
    """

    name: str
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    merges: Sequence[Merge] = ()
    headers: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    spots: bool = True


def column_letters(column: int) -> str:
    """``A`` for 1, ``AA`` for 27."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """1 for ``A``, 27 for ``AA``; capital letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
