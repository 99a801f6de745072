"""What the steps hand on: lines, gutters, runs of lines, lines cut into cells, tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from safeplans.extractors.blank_columns.ink import bits

LONGEST_HEADER = 4  # lines
_WORDS = re.compile(r"[^ ]+")


@dataclass(slots=True)
class Line:
    """A line with words.

    parts: where it has words, cut at two blanks and more. many: there are several. skipped: blank lines before it.
    barrier: it cannot be one of columns (tabs, bars, dots). foot: of a page. repeats: it begins so many lines of
    headings that come again.
    """

    number: int
    text: str
    parts: list[tuple[int, int]]
    skipped: int
    barrier: bool
    many: bool
    foot: bool = False
    repeats: int = 0
    print: int = 0

    @property
    def words(self) -> str:
        return " ".join(self.text.split())

    @property
    def indent(self) -> int:
        return self.parts[0][0]

    @property
    def ink(self) -> int:
        """A bit for each character with print."""
        if not self.print:
            for found in _WORDS.finditer(self.text):
                start, end = found.span()
                self.print |= bits(start, end)
        return self.print


class Gutter(NamedTuple):
    """A blank strip between columns: its first character, the one after its last, the lines that show it."""

    start: int
    end: int
    lines: int


@dataclass(slots=True)
class Run:
    """Lines that keep the same gutters. over: numbers of those that run over them. start, end: places among all."""

    lines: list[Line]
    over: set[int]
    start: int
    end: int
    gutters: list[Gutter]

    @property
    def rows(self) -> list[Line]:
        return [line for line in self.lines if not line.foot and line.number not in self.over]


@dataclass(slots=True)
class Cut:
    """A line of a table. cells: column to its words. at: column to where they begin.

    kind: row, over (it runs over the columns), head, foot. page: a page may begin here, blank lines before it say
    nothing.
    """

    line: Line
    cells: dict[int, str]
    at: dict[int, int]
    kind: str = "row"
    page: bool = False

    @property
    def parted(self) -> bool:
        return self.line.skipped > 0 and not self.page


@dataclass(slots=True)
class Table:
    """Runs that go on in each other, cut.

    start: place of its first line among all; above: end of the run before. lists: two lists side by side, without rows.
    top: its cells begin on the first line of their row.
    """

    gutters: list[Gutter]
    cuts: list[Cut]
    headings: dict[int, str]
    start: int
    above: int
    lists: bool = False
    top: bool = True
    rows: list[list[Cut]] = field(default_factory=list)

    @property
    def columns(self) -> int:
        return len(self.gutters) + 1

    @property
    def head(self) -> list[Cut]:
        return [c for c in self.cuts if c.kind == "head"]
