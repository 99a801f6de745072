"""The view of a whole text: the pieces of its tables, and its other lines between them."""

from __future__ import annotations

from safeplans.extractors.base.document import Document
from safeplans.extractors.blank_columns.lines import lines_of
from safeplans.extractors.blank_columns.pieces import cell_pieces, foot_pieces, list_pieces
from safeplans.extractors.blank_columns.tables import tables_of
from safeplans.extractors.views.pieces import Piece, View, line_pieces, note_lines

FIRST_BLOCK = -100  # tables are numbered downwards from here: never the number of a reader's block, nor the -1 of lines


def column_view(document: Document) -> View | None:
    """The lines of a text, its runs of columns as cells; None for a text without any, and for a document with pages."""
    if document.pages:
        return None
    tables = tables_of(lines_of(document.lines))
    if not tables:
        return None
    pieces: list[Piece] = []
    taken = {cut.line.number for table in tables for cut in table.cuts}
    opening = {min(c.line.number for c in t.cuts): (FIRST_BLOCK - i, t) for i, t in enumerate(tables)}
    gap = True
    notes = note_lines(document)
    for number, raw in enumerate(document.lines, 1):
        if number in opening:
            block, table = opening[number]
            pieces += list_pieces(table) if table.lists else cell_pieces(table, block)
            pieces += foot_pieces(table)
            gap = True
        elif number not in taken and number not in notes:
            made = list(line_pieces(raw, number, gap))
            pieces += made
            gap = not made
    return View("columns", pieces)
