"""Lines that are typed, as rows of underscores or hyphens, to rule a page: lines, not words."""

from __future__ import annotations

from collections.abc import Sequence

from safeplans.extractors.reading.pdf.content import PageContent, Rule, Word

_STROKES = {"_": -0.1, "-": 0.28, "–": 0.28, "—": 0.28, "=": 0.3, "─": 0.3, "━": 0.3}
"""Where each sign's stroke lies above the baseline, in font sizes."""
_LONG = 80.0  # points: a shorter row of them is something to fill in
_SAME = 3.0  # points by which the ends of strokes of one table differ at most
_SERIES = 3  # strokes that rule a table
_BEYOND = 60.0  # points by which the last column of such a table reaches beyond the strokes at most
_LEVEL = 0.5  # font sizes within which words stand on one line with it


def take_typed_rules(content: PageContent) -> None:
    """Turn words that are nothing but a long row of one such sign, alone on their line, into drawn lines.

    With words beside it on the line, a row of underscores is to be filled in, and stays with them.
    """
    typed = [w for w in content.words if _is_stroke(w)]
    if not typed:
        return
    strokes = {id(w) for w in typed}
    others = [w for w in content.words if id(w) not in strokes]
    alone = [w for w in typed if not any(abs(o.baseline - w.baseline) < _LEVEL * w.size for o in others)]
    for word in alone:
        y = word.baseline - _STROKES[word.text[0]] * word.size
        right = max(word.x1, *_ends_between(word, alone, others)) if _is_series(word, alone) else word.x1
        content.rules.append(Rule(word.x0, y, right, y, True, 0.05 * word.size, word.colour))
    gone = {id(w) for w in alone}
    content.words = [w for w in content.words if id(w) not in gone]


def _is_series(word: Word, strokes: Sequence[Word]) -> bool:
    return sum(abs(o.x0 - word.x0) < _SAME and abs(o.x1 - word.x1) < _SAME for o in strokes) >= _SERIES


def _ends_between(word: Word, strokes: Sequence[Word], others: Sequence[Word]) -> list[float]:
    """Where the words end that begin above strokes like this one: a typed line is as long as its typist guessed."""
    alike = [o.baseline for o in strokes if abs(o.x0 - word.x0) < _SAME and abs(o.x1 - word.x1) < _SAME]
    first, last = min(alike), max(alike)
    rows = [o for o in others if first < o.baseline < last and o.angle == 0 and o.x1 < word.x1 + _BEYOND]
    return [word.x1, *(o.x1 for o in rows)]


def _is_stroke(word: Word) -> bool:
    if word.x1 - word.x0 < _LONG or word.angle != 0 or not word.text:
        return False
    first = word.text[0]
    return first in _STROKES and not word.text.strip(first)
