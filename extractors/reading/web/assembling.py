"""The pieces of a page as the blocks of a `Document`, their lines numbered."""

from __future__ import annotations

from dataclasses import dataclass, field

from safeplans.extractors.base.document import Block, BlockKind, Para, Place
from safeplans.extractors.reading.taming import tame_words
from safeplans.extractors.reading.web.elements import Element
from safeplans.extractors.reading.web.flow import Kind, Piece
from safeplans.extractors.reading.web.tables import Tables

_KINDS = {Kind.HEADING: BlockKind.HEADING, Kind.PARAGRAPH: BlockKind.PARAGRAPH, Kind.ITEM: BlockKind.LIST_ITEM}


@dataclass(slots=True)
class Assembler:
    """Numbers the lines of the page, one a paragraph, and makes blocks of its pieces.

    shortened: words that were cut since no print has such long ones.
    """

    tables: Tables
    lines: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    shortened: int = 0

    def line(self, text: str, element: Element | None) -> int:
        """The number of the line that holds some words, from 1. element: the one that they begin in, where known."""
        self.lines.append(text)
        return len(self.lines)

    def add(self, piece: Piece) -> None:
        if piece.table is not None:
            made = self.tables.blocks(piece.table, self.line)
            self.blocks += made if piece.aside is None else [_set_aside(block, piece.aside) for block in made]
            return
        text, cut = tame_words(piece.text)
        self.shortened += cut
        number = self.line(f"{piece.marker} {text}" if piece.marker else text, piece.place)
        place = Place(None, number, number)
        para = Para(text, place, piece.marker, piece.bold)
        if piece.aside is not None:
            self.blocks.append(Block(BlockKind.FURNITURE, (para,), place, reason=piece.aside))
            return
        self.blocks.append(Block(_KINDS[piece.kind], (para,), place, level=piece.level))


def _set_aside(block: Block, reason: str) -> Block:
    paras = block.paras or tuple(p for r in block.rows for c in r.cells if c.rowspan_from is None for p in c.paras)
    return Block(BlockKind.FURNITURE, paras, block.place, reason=reason)
