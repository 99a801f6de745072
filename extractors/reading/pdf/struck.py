"""Words that are crossed out: no longer part of the text, and told."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.pdf.content import Aside, PageContent, Rule, Word
from safeplans.extractors.reading.pdf.geometry import overlap

_LOWEST, _HIGHEST = 0.12, 0.48  # how far above the baseline a line crosses letters out, in font sizes
_THICK = 0.2  # of a line that crosses out, in font sizes at most; a thicker one is a bar or a highlight
_CROSSED = 0.8  # share of a word's width
_REACH = 0.7  # font sizes by which a line may reach beyond the words that it crosses out; a border reaches further
_WORDS = 0.6  # share of the line that has words under it
_NEXT = 1.0  # points between the pieces of one line
_CORNER = 1.5  # points within which two lines meet
_LARGEST = 72.0  # points: the largest letters that are looked at


def take_struck(content: PageContent) -> None:
    """Take crossed-out words off the page, and the lines through them, and put them among its asides."""
    level = _lines(content.rules)
    if not level and not content.struck:
        return
    gone: list[Word] = []
    lines: set[int] = set()
    upright = sorted((w for w in content.words if w.angle == 0), key=lambda w: w.baseline)
    baselines = [w.baseline for w in upright]
    largest = max([w.size for w in upright], default=0.0)
    reach = min(_HIGHEST * largest + _NEXT, _HIGHEST * _LARGEST)
    for pieces in level:
        rule = pieces[0]
        near = upright[bisect_left(baselines, rule.top) : bisect_right(baselines, rule.top + reach)]
        if not near:
            continue
        x1 = max(piece.x1 for piece in pieces)
        words = _crossed(near, rule.top, rule.x0, x1, max(piece.width for piece in pieces))
        if words and not _is_border(content, rule.x0, x1, rule.top):
            gone.extend(words)
            lines.update(id(piece) for piece in pieces)
    for box in content.struck:
        gone.extend(w for w in upright if _marked(w, box))
    if not gone:
        return
    struck = {id(word) for word in gone}
    content.asides.append(Aside("struck", " ".join(w.text for w in content.words if id(w) in struck)))
    content.words = [w for w in content.words if id(w) not in struck]
    content.rules = [r for r in content.rules if id(r) not in lines]


def _lines(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Level lines, the pieces of each from left to right."""
    lines: list[list[Rule]] = []
    for rule in sorted((r for r in rules if r.horizontal), key=lambda r: (round(r.top, 1), r.x0)):
        last = lines[-1][-1] if lines else None
        if last is not None and abs(last.top - rule.top) < 0.2 and 0 <= rule.x0 - last.x1 + _NEXT <= 2 * _NEXT:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    return lines


def _crossed(words: Sequence[Word], at: float, x0: float, x1: float, thickness: float) -> list[Word]:
    """The words that a level line from x0 to x1 crosses out; none where it goes on beyond them."""
    through = [
        w
        for w in words
        if _LOWEST * w.size <= w.baseline - at <= _HIGHEST * w.size
        and thickness <= _THICK * w.size
        and overlap(w.x0, w.x1, x0, x1) >= _CROSSED * (w.x1 - w.x0)
    ]
    if not through:
        return []
    size = max(w.size for w in through)
    left, right = min(w.x0 for w in through), max(w.x1 for w in through)
    under = sum(overlap(w.x0, w.x1, x0, x1) for w in through)
    if left - x0 > _REACH * size or x1 - right > _REACH * size or under < _WORDS * (x1 - x0):
        return []
    return through


def _is_border(content: PageContent, x0: float, x1: float, at: float) -> bool:
    """Does the line meet an upright one at an end, or run along a filled box? Words were printed over a table then."""
    upright = [r.x0 for r in content.rules if not r.horizontal and r.top - _CORNER <= at <= r.bottom + _CORNER]
    corner = any(min(abs(x - x0), abs(x - x1)) <= _CORNER for x in upright)
    edge = any(
        min(abs(f.top - at), abs(f.bottom - at)) <= _CORNER and overlap(f.x0, f.x1, x0, x1) >= 0.5 * (x1 - x0)
        for f in content.fills
        if f.exact and f.height > _LARGEST / 4
    )
    return corner or edge


def _marked(word: Word, box: BBox) -> bool:
    return box[1] <= word.middle[1] <= box[3] and overlap(word.x0, word.x1, box[0], box[2]) >= _CROSSED * (
        word.x1 - word.x0
    )
