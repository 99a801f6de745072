"""HTML inside other text: the tables that converters leave in Markdown, at the lines of the text where they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from safeplans.extractors.base.document import Block, Place
from safeplans.extractors.reading.web.assembling import Assembler
from safeplans.extractors.reading.web.elements import Element
from safeplans.extractors.reading.web.flow import Flow
from safeplans.extractors.reading.web.parsing import tree
from safeplans.extractors.reading.web.showing import Showing
from safeplans.extractors.reading.web.tables import Tables


@dataclass(slots=True)
class _AtLines(Assembler):
    """Lines are those of the text. first: of its first line; last: of its last one."""

    first: int = 1
    last: int = 1

    def line(self, text: str, element: Element | None) -> int:
        at = element.sourceline if element is not None else None
        return min(self.first - 1 + (at or 1), self.last)


def fragment(text: str, first_line: int) -> list[Block]:
    """The blocks of some HTML that begins on line `first_line` of a text; none where it holds no words."""
    root, _ = tree(text)
    if root is None:
        return []
    showing = Showing.of(root)
    tables = Tables(showing, {})
    made = _AtLines(tables, first=first_line, last=first_line + text.count("\n"))
    for piece in Flow(showing, {}, tables.is_table).read(root):
        made.add(piece)
    return _reaching(made.blocks, made.last)


def _reaching(blocks: list[Block], last: int) -> list[Block]:
    """Blocks and rows that reach to where the next begins: the tree knows only where something starts."""
    found: list[Block] = []
    for block in reversed(blocks):
        place = _to(block.place, last)
        rows = []
        below = place.line_end
        for row in reversed(block.rows):
            rows.append(replace(row, place=_to(row.place, below)))
            below = max(row.place.line_start - 1, place.line_start)
        found.append(replace(block, place=place, rows=tuple(reversed(rows))))
        last = max(block.place.line_start - 1, blocks[0].place.line_start)
    return found[::-1]


def _to(place: Place, line: int) -> Place:
    return replace(place, line_end=max(place.line_end, line))
