"""Short texts cut out of the sources of longer ones: their title, and some of their blocks, with gold of their own.

What people hand in is often a page or a card. How such texts are read is measured on these, and how one reading of them
is chosen is learnt from them too.
"""

from __future__ import annotations

import dataclasses
import math
import random
import re
from collections.abc import Iterator, Sequence

from corpus.gold import Source, gold
from corpus.marks import Mark, Marked, MarkError

FORMATS = frozenset({"txt", "md"})
SHORTEST, LONGEST = 20, 200  # words, drawn so that each doubling is as likely as the next
LARGER = 2  # times that the source must be longer
TRIES = 30
_BLOCK = re.compile(r"\S.*?(?=\n[ \t]*\n|\Z)", re.DOTALL)


def shortened(source: Source, seed: int) -> Source | None:
    """A short text that holds an action; None where the source gives none."""
    if source.format not in FORMATS:
        return None
    blocks = [m.span() for m in _BLOCK.finditer(source.marked.text)]
    chance = random.Random(seed)  # noqa: S311 (nothing secret)
    words = len(source.marked.text.split())
    for _ in range(TRIES):
        size = round(math.exp(chance.uniform(math.log(SHORTEST), math.log(LONGEST))))
        if words < LARGER * size:
            continue
        made = _cut(source, list(_spans(source, blocks, chance.randrange(len(blocks)), size)))
        try:
            if made is not None and gold(made, "")["actions"]:
                return made
        except MarkError:  # cut where something is left of a row, but not enough
            continue
    return None


def _spans(source: Source, blocks: Sequence[tuple[int, int]], first: int, size: int) -> Iterator[tuple[int, int]]:
    """Of the block that prints the title, and of those from the first on that make so many words."""
    title = next((m for m in source.marked.marks if m.label == "doctitle"), None)
    head = next((at for at, (start, end) in enumerate(blocks) if title and start <= title.start < end), None)
    if head is not None and head < first:
        yield blocks[head]
    end, count = first, 0
    while end < len(blocks) and count < size:
        count += len(source.marked.text[slice(*blocks[end])].split())
        end += 1
    yield blocks[first][0], blocks[end - 1][1]


def _cut(source: Source, spans: Sequence[tuple[int, int]]) -> Source | None:
    """The words of the spans with their marks; None where a span cuts a mark in two."""
    text, marks = "", list[Mark]()
    for start, end in spans:
        if any(m.start < cut < m.end for m in source.marked.marks for cut in (start, end)):
            return None
        text += "\n\n" if text else ""
        inside = [m for m in source.marked.marks if start <= m.start and m.end <= end]
        marks += [
            dataclasses.replace(m, start=m.start - start + len(text), end=m.end - start + len(text)) for m in inside
        ]
        text += source.marked.text[start:end]
    printed = {key for m in marks if m.label in ("action", "objective", "title") for key in m.keys}
    kept = []
    for mark in marks:
        own = tuple(key for key in mark.keys if key in printed)
        if own or not mark.keys:
            kept.append(dataclasses.replace(mark, keys=own))
    known = {key.split("#")[0] for m in kept for key in m.keys}
    return dataclasses.replace(
        source,
        marked=Marked(text + "\n", tuple(kept)),
        rows={k: v for k, v in source.rows.items() if k in known},
        themes={k: v for k, v in source.themes.items() if k in known},
    )
