"""Shading as a person sees it: pieces of one colour are one area, what is painted over its like shows nothing.

Word paints a cell's shading and then a strip of the same colour behind each line of its text, or the cell's padding in
pieces of their own, and draws lines in the colour of the shading. None of these is a border.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from safeplans.extractors.reading.pdf.content import Fill, PageContent, Rule, Word
from safeplans.extractors.reading.pdf.geometry import overlap

_INSET = 1.0  # points by which a strip may stand out over the shading that it belongs to
_ABUT = 0.3  # points between two pieces of one area
_PADDING = 10.0  # points: a piece so narrow holds no text, it is the padding of the cell beside it
_LEVEL = 0.6  # points between the edges of two pieces of one height
_COVERED = 0.9  # share of a strip that lies on shading of its colour
_EXACT = 0.3  # points between a highlight's end and that of its text
_LINE = 1.6  # font sizes that the shading behind a line of text is high at most
_STROKE = 0.35  # points by which a line's stroke may stand out over the shading in which it is not seen
_CORE = (0.55, 0.05)  # font sizes above the baseline between which every letter has ink
_CUT = 2  # words that the edges of one strip run through where it is not the shading of a row
_MAX_PIECES = 3000  # more are a drawing

_BASELINE = attrgetter("baseline")


def as_seen(content: PageContent) -> PageContent:
    """The content with shading joined to areas, and without the lines that have the colour of what they lie on."""
    fills = [f for f in content.fills if f.exact]
    if not fills or len(fills) > _MAX_PIECES:
        return content
    colours = {f.colour for f in fills}
    rules = [r for r in content.rules if r.colour not in colours or not _is_unseen(r, fills)]
    whole = _without_cutting(content.fills, content.words)
    joined = _without_strips(_with_padding(_without_highlights(whole, content.words)))
    return replace(content, fills=joined, rules=rules)


def _without_cutting(fills: Sequence[Fill], words: Sequence[Word]) -> list[Fill]:
    """Without strips whose edges run through more words than lie on them: these came to lie under the text by chance.

    Pieces of one colour and height are one strip.
    """
    ordered = sorted([w for w in words if w.angle == 0], key=_BASELINE)
    levels = [w.baseline for w in ordered]
    strips: dict[tuple[str, float, float], list[Fill]] = {}
    for fill in fills:
        if fill.exact:
            strips.setdefault(_height(fill), []).append(fill)

    reach = _CORE[0] * max((w.size for w in ordered), default=0.0)

    def on(low: float, high: float) -> list[Word]:
        return ordered[bisect_left(levels, low) : bisect_right(levels, high)]

    gone = set()
    for key, pieces in strips.items():
        top, bottom = pieces[0].top, pieces[0].bottom
        cut = [w for edge in (top, bottom) for w in on(edge, edge + reach) if _cuts(edge, w) and _over(w, pieces)]
        if len(cut) >= _CUT:
            held = [w for w in on(top, bottom) if w.baseline - _CORE[0] * w.size >= top and _over(w, pieces)]
            if len(cut) > len(held):
                gone.add(key)
    return [fill for fill in fills if not fill.exact or _height(fill) not in gone] if gone else list(fills)


def _cuts(edge: float, word: Word) -> bool:
    return word.baseline - _CORE[0] * word.size < edge < word.baseline - _CORE[1] * word.size


def _over(word: Word, pieces: Sequence[Fill]) -> bool:
    return any(f.x0 < word.middle[0] < f.x1 for f in pieces)


def _is_unseen(rule: Rule, fills: Sequence[Fill]) -> bool:
    half = rule.width / 2
    x0, x1 = (rule.x0, rule.x1) if rule.horizontal else (rule.x0 - half, rule.x0 + half)
    top, bottom = (rule.top - half, rule.top + half) if rule.horizontal else (rule.top, rule.bottom)
    return any(
        f.colour == rule.colour
        and f.x0 - _STROKE <= x0
        and x1 <= f.x1 + _STROKE
        and f.top - _STROKE <= top
        and bottom <= f.bottom + _STROKE
        for f in fills
    )


def _without_highlights(fills: Sequence[Fill], words: Sequence[Word]) -> list[Fill]:
    """Without shading that begins and ends with words of one line: a cell leaves room beside its text."""
    if not any(fill.exact and fill.height <= 3 * _PADDING for fill in fills):
        return list(fills)
    starts: dict[int, list[Word]] = {}
    ends: dict[int, list[Word]] = {}
    for word in words:
        starts.setdefault(round(word.x0), []).append(word)
        ends.setdefault(round(word.x1), []).append(word)

    def near(places: dict[int, list[Word]], x: float) -> list[Word]:
        return [word for at in (-1, 0, 1) for word in places.get(round(x) + at, ())]

    def hugs(fill: Fill) -> bool:
        if not fill.exact or fill.height > 3 * _PADDING:
            return False
        first = [w for w in near(starts, fill.x0) if abs(w.x0 - fill.x0) <= _EXACT and _behind(fill, w)]
        return any(abs(w.x1 - fill.x1) <= _EXACT and _behind(fill, w) for w in near(ends, fill.x1)) and bool(first)

    tight = {id(fill) for fill in fills if hugs(fill)}
    loose = {_height(fill) for fill in fills if id(fill) not in tight}  # a narrow cell in a row of wider ones
    return [fill for fill in fills if id(fill) not in tight or _height(fill) in loose]


def _height(fill: Fill) -> tuple[str, float, float]:
    return fill.colour, round(fill.top, 1), round(fill.bottom, 1)


def _behind(fill: Fill, word: Word) -> bool:
    return fill.top < word.baseline < fill.bottom and fill.height <= _LINE * word.size


def _with_padding(fills: Sequence[Fill]) -> list[Fill]:
    """Pieces beside one another of one colour and height joined where one of them is too narrow for text."""
    joined = list(fills)
    rows: dict[tuple[str, int], list[int]] = {}
    for index, fill in enumerate(fills):
        if fill.exact and fill.height > 2 * _LEVEL:
            rows.setdefault((fill.colour, round(fill.top / _LEVEL)), []).append(index)
    gone: set[int] = set()
    for row in rows.values():
        row.sort(key=lambda i: fills[i].x0)
        home = row[0]
        for index in row[1:]:
            fill, last = fills[index], joined[home]
            abut = abs(fill.x0 - last.x1) <= _ABUT and abs(fill.bottom - last.bottom) <= _LEVEL
            if abut and min(fill.width, last.width) < _PADDING:
                joined[home] = replace(last, x1=fill.x1)
                gone.add(index)
            else:
                home = index
    return [fill for index, fill in enumerate(joined) if index not in gone]


def _without_strips(fills: Sequence[Fill]) -> list[Fill]:
    """Without the pieces that lie on larger ones of their colour, nothing of another colour between them."""
    by_colour: dict[str, list[tuple[int, Fill]]] = {}
    for index, fill in enumerate(fills):
        by_colour.setdefault(fill.colour, []).append((index, fill))
    kept: list[Fill] = []
    for index, fill in enumerate(fills):
        if not fill.exact:
            kept.append(fill)
            continue
        near = (
            (i, home)
            for i, home in by_colour[fill.colour]
            if home.top < fill.bottom and home.bottom > fill.top and home.x0 < fill.x1 and home.x1 > fill.x0
        )
        homes = [(i, _shared(fill, home)) for i, home in near if i != index and _is_home(home, fill)]
        covered = sum(area for _, area in homes)
        first = min((i for i, area in homes if area > 0), default=index)
        if covered < _COVERED * fill.width * fill.height or _between(fills, first, index):
            kept.append(fill)
    return kept


def _shared(fill: Fill, home: Fill) -> float:
    across = overlap(fill.x0, fill.x1, home.x0 - _INSET, home.x1 + _INSET)
    down = overlap(fill.top, fill.bottom, home.top - _INSET, home.bottom + _INSET)
    return across * down if across > 0 and down > 0 else 0.0


def _is_home(home: Fill, fill: Fill) -> bool:
    """May the second be a strip on the first? It may stand out over a narrow cell beside it, not over its row."""
    larger = home.width * home.height > 1.01 * fill.width * fill.height or home.height > fill.height + 2 * _LEVEL
    return home.exact and larger and home.height > fill.height - _LEVEL


def _between(fills: Sequence[Fill], first: int, last: int) -> bool:
    """Was something of another colour painted over the first piece, where the last one then came to lie?"""
    fill = fills[last]
    return any(
        other.colour != fill.colour
        and overlap(other.x0, other.x1, fill.x0, fill.x1) > _INSET
        and overlap(other.top, other.bottom, fill.top, fill.bottom) > _INSET
        for other in fills[first + 1 : last]
    )
