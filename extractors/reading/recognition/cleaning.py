"""Slips that every engine makes: specks taken for marks, remains of drawn lines, bullets taken for letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from extractors.reading.recognition.result import Glimpse

_LINE_MARKS = frozenset("|_—–-~=.,:;'‘’`\"“”«»<>\\/¦°^")
_BULLET_LIKE = frozenset("•+*eo¢°«»@©®·.-=¢¥>0OQ○●■▪□")
_UNSURE = 0.3


def repaired(words: Sequence[Glimpse], ink: NDArray[np.uint8]) -> list[Glimpse]:
    """The words without specks and remains of lines; round marks in front of a line are bullets."""
    lines: dict[int, list[Glimpse]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    heights = [w.bottom - w.top for w in words if sum(c.isalnum() for c in w.text) >= 3]
    usual = float(median(heights)) if heights else 20.0
    kept: list[Glimpse] = []
    for line in lines.values():
        good = [w for w in line if not _speck(w, usual, alone=len(line) == 1)]
        if good:
            good[0] = _as_bullet(good[0], good[1:], ink)
        kept.extend(good)
    return kept


def _speck(word: Glimpse, usual: float, alone: bool) -> bool:
    width, height = word.x1 - word.x0, word.bottom - word.top
    if width <= 1 or height <= 1:
        return True
    marks_only = all(c in _LINE_MARKS for c in word.text)
    if marks_only and (alone or word.confidence < _UNSURE or set(word.text) <= set("|¦_")):
        return True
    if word.confidence < _UNSURE and not any(c.isalnum() for c in word.text):
        return True
    small = height < 0.4 * usual and width < 0.4 * usual
    return word.confidence < _UNSURE and (small or height > 4 * usual or len(word.text) <= 2 and alone)


def _as_bullet(word: Glimpse, rest: Sequence[Glimpse], ink: NDArray[np.uint8]) -> Glimpse:
    """A small solid mark with text after it is a bullet, whatever the engine took it for."""
    if len(word.text) != 1 or word.text not in _BULLET_LIKE or not rest:
        return word
    part = ink[word.top : word.bottom, word.x0 : word.x1]
    letters = [w.bottom - w.top for w in rest if any(c.isalnum() for c in w.text)]
    if part.size == 0 or not letters:
        return word
    width, height = word.x1 - word.x0, word.bottom - word.top
    size = median(letters)
    solid = float(part.mean()) / 255
    gap = rest[0].x0 - word.x1
    if height <= 0.6 * size and 0.6 <= width / max(height, 1) <= 1.7 and solid >= 0.5 and gap >= 0.3 * size:
        return replace(word, text="•")
    return word
