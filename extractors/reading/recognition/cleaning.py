"""Slips that every engine makes: specks taken for marks, remains of drawn lines, bullets taken for letters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from safeplans.extractors.reading.recognition.result import Glimpse

_LINE_MARKS = frozenset("|_—–-~=.,:;'‘’`\"“”«»<>\\/¦°^")
_BULLET_LIKE = frozenset("•+*eo¢°«»@©®·.-=¢¥>0OQ○●■▪□")
_BARS = frozenset("|¦_[]")  # at the ends of a line they are what was left of a drawn line
_OPENING, _CLOSING = frozenset("‘'`"), frozenset("’'")
_UNSURE = 0.3
_INK = 90  # of 255: contrast with the paper from which a pixel is a letter's
_ALONE = re.compile(r"\d{1,2}[:;,·]\d")  # a row's number with its stop misread; a time has two digits after the colon


def without_specks(ink: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """The ink without small specks that stand alone: dust, not stops or dots, which have letters beside them."""
    strong = np.pad((ink > 70).astype(np.int32), ((1, 0), (1, 0)))
    strong = strong.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
    small, large = max(2, round(dpi / 45)), max(6, round(dpi / 13))
    near, around = _box_sums(strong, small), _box_sums(strong, large)
    dust = (near == around) & (near > 0) & (near <= (dpi / 55) ** 2)
    clean = ink.copy()
    clean[dust & (ink > 30)] = 0
    return clean


def _box_sums(sums: NDArray[np.int32], reach: int) -> NDArray[np.int32]:
    """Sums over squares of side 2 * reach + 1 around each pixel, from cumulative sums."""
    rows, columns = sums.shape[0] - 1, sums.shape[1] - 1
    top, bottom = np.maximum(np.arange(rows) - reach, 0), np.minimum(np.arange(rows) + reach + 1, rows)
    left, right = np.maximum(np.arange(columns) - reach, 0), np.minimum(np.arange(columns) + reach + 1, columns)
    down = sums[bottom] - sums[top]
    sums_of: NDArray[np.int32] = down[:, right] - down[:, left]
    return sums_of


def repaired(words: Sequence[Glimpse], ink: NDArray[np.uint8]) -> list[Glimpse]:
    """The words without specks and remains of lines; round marks in front of a line are bullets."""
    words = [_trimmed(word, ink) for word in words]
    lines: dict[int, list[Glimpse]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    heights = [w.bottom - w.top for w in words if sum(c.isalnum() for c in w.text) >= 3]
    usual = float(median(heights)) if heights else 20.0
    kept: list[Glimpse] = []
    for line in lines.values():
        good = [w for w in line if not _speck(w, usual, alone=len(line) == 1)]
        while good and set(good[0].text) <= _BARS:
            del good[0]
        while good and set(good[-1].text) <= _BARS:
            del good[-1]
        if good:
            good[0] = _as_bullet(good[0], good[1:], ink)
            bullet = _unseen_bullet(good[0], ink, words) if good[0].text != "•" else None
            if bullet is not None:
                good.insert(0, bullet)
            good = _without_stray_quotes(good)
            if len(good) == 1 and _ALONE.fullmatch(good[0].text):
                good[0] = replace(good[0], text=re.sub("[:;,·]", ".", good[0].text))
        kept.extend(good)
    return kept


def _trimmed(word: Glimpse, ink: NDArray[np.uint8]) -> Glimpse:
    """The word with its box no higher than its ink: engines give all words of a line that they misjudge too much."""
    rows = np.flatnonzero((ink[word.top : word.bottom, word.x0 : word.x1] > _INK).any(axis=1))
    if not len(rows):
        return word
    return replace(word, top=word.top + int(rows[0]), bottom=word.top + int(rows[-1]) + 1)


def _speck(word: Glimpse, usual: float, alone: bool) -> bool:
    width, height = word.x1 - word.x0, word.bottom - word.top
    if width <= 1 or height <= 1:
        return True
    marks_only = all(c in _LINE_MARKS for c in word.text)
    if marks_only and (alone or word.confidence < _UNSURE):
        return True
    if word.confidence < _UNSURE and not any(c.isalnum() for c in word.text):
        return True
    small = height < 0.4 * usual and width < 0.4 * usual
    return word.confidence < _UNSURE and (small or height > 4 * usual or len(word.text) <= 2 and alone)


def _as_bullet(word: Glimpse, rest: Sequence[Glimpse], ink: NDArray[np.uint8]) -> Glimpse:
    """A small solid mark with text after it is a bullet, whatever the engine took it for."""
    if len(word.text) > 2 or not set(word.text) <= _BULLET_LIKE or not rest:
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
        return replace(word, text="•", confidence=max(word.confidence, rest[0].confidence))
    return word


def _without_stray_quotes(line: Sequence[Glimpse]) -> list[Glimpse]:
    """The line without an opening quotation mark on its first word that nothing closes: mostly dust or a line's end."""
    first = line[0]
    if len(first.text) > 2 and first.text[0] in _OPENING and not any(set(w.text[1:]) & _CLOSING for w in line):
        return [replace(first, text=first.text[1:]), *line[1:]]
    return list(line)


def _unseen_bullet(first: Glimpse, ink: NDArray[np.uint8], words: Sequence[Glimpse]) -> Glimpse | None:
    """A small solid mark in front of a line that the engine passed over."""
    size = first.bottom - first.top
    left, right = max(first.x0 - round(3.2 * size), 0), first.x0 - max(2, round(0.25 * size))
    if first.top < size // 3 or right - left < 4 or not any(c.isalnum() for c in first.text):
        return None
    if any(w.x1 > left and w.x0 < right and w.bottom > first.top and w.top < first.bottom for w in words):
        return None
    part = ink[first.top - size // 3 : first.bottom + size // 3, left:right] > _INK
    columns = np.flatnonzero(part.any(axis=0))
    rows = np.flatnonzero(part.any(axis=1))
    if not len(columns):
        return None
    width, height = int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1
    solid = part[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].mean()
    compact = 0.16 * size <= height <= 0.6 * size and 0.6 <= width / height <= 1.7 and solid >= 0.6
    if not compact or columns[0] < 2:
        return None
    x0, top = left + int(columns[0]), first.top - size // 3 + int(rows[0])
    if not first.top - 1 <= top or top + height > first.bottom:
        return None
    return Glimpse("•", x0, top, x0 + width, top + height, first.confidence, first.line)
