"""What stands between one word and the next: a label seldom changes amid a sentence, and often where a cell begins."""

from __future__ import annotations

import re

import numpy as np

from safeplans.extractors.views.pieces import Piece, View
from safeplans.extractors.weights.network import Ids

#: Kinds of boundary before a word, in the order of the tables of `sequences.Steps`.
BOUNDARIES = (
    "beginning",  # of the document
    "sentence",  # a sentence ends before it
    "pause",  # a comma, bracket or dash
    "word",  # nothing but a blank
    "cell",  # another cell
    "paragraph",  # another paragraph of its cell
    "cell_wrap",  # another line of its cell, which seems to go on
    "item",  # the marker of a list
    "block",  # a heading, or a blank line
    "wrap",  # another line, which seems to go on
    "line_behind_sentence",
    "line",
)
_KIND = {name: at for at, name in enumerate(BOUNDARIES)}
_SENTENCE = re.compile(r"[.?!][\"”’')\]]*$")
_END = re.compile(r"[.?!;:…][\"”’')\]]*$")  # of a line that does not go on
_PAUSES, _OPENING = ",;:)]", "([–—-•|/*>·"


def boundaries_of(view: View) -> Ids:
    """For each token of a view what stands before it, as an index in `BOUNDARIES`."""
    kinds: list[str] = []
    before: Piece | None = None
    word = ""
    for piece in view.pieces:
        for at, token in enumerate(piece.tokens):
            if before is None:
                kinds.append("beginning")
            elif at:
                kinds.append(_inside(word, token))
            else:
                kinds.append(_between(before, word, piece, token))
            before, word = piece, token
    return np.array([_KIND[kind] for kind in kinds], dtype=np.int32)


def _inside(before: str, word: str) -> str:
    """Between two words of one piece."""
    if _SENTENCE.search(before) and (word[:1].isupper() or not word[:1].isalnum()):
        return "sentence"
    return "pause" if before[-1:] in _PAUSES or word[:1] in _OPENING else "word"


def _between(before: Piece, last: str, piece: Piece, word: str) -> str:
    """Between the last word of a piece and the first of the next."""
    ended = _END.search(last) is not None
    if piece.kind == "cell":
        place = piece.block, piece.row, piece.column
        if before.kind != "cell" or (before.block, before.row, before.column) != place:
            return "cell"
        return "paragraph" if ended or piece.marker or word[:1].isupper() else "cell_wrap"
    if piece.marker is not None:
        return "item"
    if piece.kind in ("heading", "item") or piece.gap:
        return "block"
    if ended:
        return "line_behind_sentence"
    return "wrap" if word[:1].islower() else "line"
