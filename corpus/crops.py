"""Short texts to learn from: runs of pieces cut out of longer documents.

People also hand in a page, a card, a table of two rows; the documents of the corpus are whole, of hundreds of words.
"""

from __future__ import annotations

import bisect
import math
import random
from collections.abc import Sequence

from safeplans.extractors.views.pieces import View

SHORTEST, LONGEST = 12, 250  # words of a crop, drawn so that each doubling is as likely as the next
LARGER = 1.5  # times a crop that a document must be long: else it is the document once more


def crop(view: View, labels: Sequence[str], seed: int) -> tuple[View, list[str]] | None:
    """A run of pieces that begins where a reader would begin, and their labels; None where there is none.

    labels: one for each token of the view.
    """
    chance = random.Random(seed)  # noqa: S311 (nothing secret)
    size = round(math.exp(chance.uniform(math.log(SHORTEST), math.log(LONGEST))))
    if len(view.tokens) < LARGER * size:
        return None
    last = bisect.bisect_right(view.starts, len(view.tokens) - size) - 1
    begins = [at for at in range(last + 1) if _may_begin(view, labels, at)]
    if not begins:
        return None
    first = chance.choice(begins)
    end = bisect.bisect_left(view.starts, view.starts[first] + size)
    while end < len(view.pieces) and _goes_on(view, end):
        end += 1
    start = view.starts[first]
    stop = view.starts[end] if end < len(view.pieces) else len(view.tokens)
    return View(view.name, view.pieces[first:end]), list(labels[start:stop])


def _may_begin(view: View, labels: Sequence[str], at: int) -> bool:
    """Whether a text may begin with a piece: not amid a field, a paragraph or a table."""
    piece = view.pieces[at]
    if labels[view.starts[at]].startswith("I-") or not (piece.gap or piece.kind == "heading"):
        return False
    return piece.kind != "cell" or at == 0 or view.pieces[at - 1].block != piece.block


def _goes_on(view: View, end: int) -> bool:
    """Whether a crop that ends before a piece would cut a line or a row of a table."""
    before, piece = view.pieces[end - 1], view.pieces[end]
    if piece.kind == "cell":
        return (before.block, before.row) == (piece.block, piece.row)
    return piece.kind == "line" and piece.part > 0
