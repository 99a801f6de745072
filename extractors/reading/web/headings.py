"""Headings that only their look tells: bold, larger or coloured lines that stand alone, as in a PDF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from safeplans.extractors.reading.colours import is_coloured
from safeplans.extractors.reading.pdf.paragraphs import is_imprint
from safeplans.extractors.reading.web.flow import Kind, Piece

_LARGER = 1.1  # times the size of running text
_LARGE = 1.25
_LONG = 260  # letters: no heading is longer
_USUAL = 220
_SENTENCE = 60  # letters of what ends like a sentence and is a heading all the same
_ENOUGH = 150  # letters that show what running text looks like
_COLOURED = 90
_MAX_LEVEL = 6
_OUTLINE = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\.?\s")
_QUOTED = ('"“‘', '"”’')


@dataclass(frozen=True, slots=True)
class _Usual:
    size: float
    colour: str | None


def mark_headings(pieces: Sequence[Piece]) -> None:
    """Make headings of the paragraphs that look it, and give every heading its level."""
    usual = _usual(pieces)
    looking = [p for p in pieces if p.aside is None and _looks_heading(p, usual)]
    named = [p for p in pieces if p.kind is Kind.HEADING and p.level]
    for piece in looking:
        if piece.marker is not None:
            piece.text, piece.marker = f"{piece.marker} {piece.text}", None
        piece.kind, piece.level = Kind.HEADING, 0
    if any(p.aside is None for p in named):
        level = 1
        for piece in pieces:
            if piece.kind is Kind.HEADING and piece.level:
                level = piece.level
            elif piece.kind is Kind.HEADING:
                piece.level = min(level + 1, _MAX_LEVEL)
    else:
        _rank(looking)


def _usual(pieces: Sequence[Piece]) -> _Usual:
    for kinds in ((Kind.PARAGRAPH, Kind.ITEM), (Kind.PARAGRAPH, Kind.ITEM, Kind.HEADING)):
        looks: Counter[tuple[float, str | None]] = Counter()
        for piece in pieces:
            if piece.kind in kinds and piece.aside is None and (not piece.bold or len(kinds) > 2):
                looks[round(piece.size * 2) / 2, piece.colour] += len(piece.text)
        if looks.total() >= _ENOUGH:
            break
    if not looks:
        return _Usual(16.0, None)
    sizes: Counter[float] = Counter()
    for (size, _), letters in looks.items():
        sizes[size] += letters
    size = sizes.most_common(1)[0][0]
    return _Usual(size, Counter({c: n for (s, c), n in looks.items() if s == size}).most_common(1)[0][0])


def _looks_heading(piece: Piece, usual: _Usual) -> bool:
    if piece.kind not in (Kind.PARAGRAPH, Kind.ITEM):
        return False
    text = piece.text
    if not any(c.isalpha() for c in text) or len(text) > _LONG or is_imprint(text) or not _stands_out(piece, usual):
        return False
    if piece.kind is Kind.ITEM and (piece.marker is None or not piece.marker.strip("().")[:1].isdigit()):
        return False
    if text[0] in _QUOTED[0] and text[-1] in _QUOTED[1]:
        return False
    large = piece.size >= _LARGE * usual.size
    if text.endswith((".", ";", ",")) and not large and (len(text) > _SENTENCE or text[-1] in ";,"):
        return False
    return large or len(text) <= _USUAL


def _stands_out(piece: Piece, usual: _Usual) -> bool:
    if piece.size >= _LARGER * usual.size and piece.size >= usual.size + 1.2:
        return True
    if piece.bold and piece.size >= 0.93 * usual.size:
        return True
    letters = [c for c in piece.text if c.isalpha()]
    if len(piece.text.split()) >= 2 and len(letters) >= 5 and all(c.isupper() for c in letters):
        return piece.size >= 0.93 * usual.size
    return (
        piece.colour is not None
        and piece.colour != usual.colour
        and is_coloured(piece.colour)
        and piece.size >= 0.98 * usual.size
        and len(piece.text) <= _COLOURED
        and not any(sign in piece.text for sign in ("@", "www", "://"))
    )


def _key(piece: Piece) -> tuple[float, bool, bool]:
    letters = [c for c in piece.text if c.isalpha()]
    return (round(piece.size * 2) / 2, piece.bold, bool(letters) and all(c.isupper() for c in letters))


def _rank(headings: Sequence[Piece]) -> None:
    """Levels by size, weight and capitals; those of one look that are numbered to different depths by the depth."""
    ranks = sorted({_key(p) for p in headings}, reverse=True)
    depths: dict[tuple[float, bool, bool], int] = {}
    for piece in headings:
        if depth := _depth(piece):
            depths[_key(piece)] = min(depths.get(_key(piece), depth), depth)
    for piece in headings:
        level = ranks.index(_key(piece)) + 1
        if depth := _depth(piece):
            level += depth - depths[_key(piece)]
        piece.level = max(1, min(_MAX_LEVEL, level))


def _depth(piece: Piece) -> int:
    found = _OUTLINE.match(piece.text)
    return found[1].count(".") + 1 if found else 0
