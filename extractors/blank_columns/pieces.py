"""Tables as pieces: cells by rows, lists column after column, page feet behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from safeplans.extractors.base.document import Para, Place
from safeplans.extractors.blank_columns.beginnings import BULLET, NUMBERED
from safeplans.extractors.blank_columns.model import Table
from safeplans.extractors.reading.markers import is_number, split_marker
from safeplans.extractors.views.pieces import Piece, line_pieces, piece_of_para

_BAR = re.compile(r"\s*\|\s*")


def cell_pieces(table: Table, block: int) -> Iterator[Piece]:
    for number, row in enumerate(table.rows):
        header = row[0].kind == "head"
        gap = True
        for column in range(table.columns):
            lines: list[_Bit] = []
            for before, cut in zip([None, *row], row, strict=False):
                if column in cut.cells:
                    # under a line where the column has no words: they are another's, whose row could not be told
                    apart = table.top and before is not None and column not in before.cells and bool(lines)
                    lines.append((cut.line.number, cut.cells[column], apart))
            for part, para in enumerate(_paras(lines, whole=header)):
                piece = piece_of_para(para, "cell")
                if piece is None:
                    continue
                piece.block, piece.row, piece.column, piece.columns = block, number, column, table.columns
                piece.part, piece.gap, piece.merged, piece.header = part, gap, number, header
                piece.heading = "" if header else table.headings.get(column, "")
                gap = False
                yield piece


def list_pieces(table: Table) -> Iterator[Piece]:
    """Lists side by side: column after column."""
    for column in range(table.columns):
        cuts = [c for c in table.cuts if column in c.cells]
        indents = {c.line.number: c.at[column] for c in cuts}
        for para in _paras([(c.line.number, c.cells[column], False) for c in cuts], listed=True):
            piece = piece_of_para(para, "line")
            if piece is not None:
                piece.indent = indents[para.place.line_start]
                yield piece


def foot_pieces(table: Table) -> Iterator[Piece]:
    """Page feet and repeated headings, behind the table that they fell into: between its rows they would part it."""
    for cut in table.cuts:
        if cut.kind == "foot":
            for piece in line_pieces(cut.line.text, cut.line.number, True):
                piece.kind = "furniture"
                yield piece


_Bit = tuple[int, str, bool]  # number of a line, words of a cell in it, whether they surely begin a paragraph


def _paras(lines: Sequence[_Bit], *, whole: bool = False, listed: bool = False) -> Iterator[Para]:
    """The lines of a cell as paragraphs: bullets, numbers and bars begin one.

    whole: it is one paragraph. listed: lines without a bullet before them are paragraphs of their own.
    """
    group: list[tuple[int, str]] = []
    for number, words, apart in lines:
        for index, bit in enumerate(b for b in _BAR.split(words) if b):
            begins = index or apart or BULLET.match(bit) or NUMBERED.match(bit)
            if group and not whole and (begins or listed and not BULLET.match(group[0][1])):
                yield _para(group)
                group = []
            group.append((number, bit))
    if group:
        yield _para(group)


def _para(lines: Sequence[tuple[int, str]]) -> Para:
    text = ""
    for _, words in lines:
        text = text[:-1] + words if text.endswith("\u00ad") else f"{text} {words}".lstrip()
    place = Place(None, lines[0][0], lines[-1][0])
    if is_number(text):
        return Para(text, place)
    marked = split_marker(text)
    return Para(marked.text, place, marked.marker)
