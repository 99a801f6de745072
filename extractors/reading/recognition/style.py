"""Size, weight and colour of recognised words, measured in the picture: engines do not tell them reliably."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from extractors.reading.recognition.result import Glimpse

# Parts of the font size in Arial, Helvetica and their metric copies; Calibri and Times lie 8 % lower.
_CAPITAL = 0.72
_SMALL = 0.53
_TALL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZbdfhklit0123456789()[]/'\"“”‘’&%£#?!|")
_LOW = frozenset("gjpqyQ,;()[]/|")
_FLAT = frozenset("-–—_~·•.,:;'\"“”‘’*+=«»°")
_BOLDER = 1.3  # times the usual stroke of a page's letters
_SAME = 0.085  # sizes within this share are one size
_COLOURED = 60  # spread of the channels from which ink is coloured


@dataclass(slots=True)
class Look:
    """size in pixels; weight: width of the upright strokes as a share of the size; None where nothing tells."""

    size: float
    baseline: float
    weight: float | None
    colour: str
    bold: bool = False


def looks(words: Sequence[Glimpse], ink: NDArray[np.uint8], picture: NDArray[np.uint8]) -> list[Look]:
    """The look of each word. ink, picture: see `drawn.find_drawing`."""
    lines: dict[int, list[int]] = defaultdict(list)
    for index, word in enumerate(words):
        lines[word.line].append(index)
    found: list[Look | None] = [None] * len(words)
    for members in lines.values():
        group = [words[i] for i in members]
        size = _line_size(group)
        for index in members:
            word = words[index]
            base = _word_baseline(word, group)
            found[index] = Look(size, base, _weight(word, ink, size), _colour(word, ink, picture))
    known = [look for look in found if look is not None]
    _tidy_sizes(words, known)
    _mark_bold(words, known, lines.values())
    return known


def _line_size(words: Sequence[Glimpse]) -> float:
    tall, small, other = [], [], []
    for word in words:
        base = word.baseline if word.baseline is not None else float(word.bottom)
        if word.baseline is None and any(c in _LOW for c in word.text):
            base = word.bottom - 0.22 * (word.bottom - word.top)
        height = base - word.top
        if height <= 2 or all(c in _FLAT for c in word.text):
            other.append(float(word.bottom - word.top))
        elif any(c in _TALL for c in word.text):
            tall.extend([height / _CAPITAL] * len(word.text))
        else:
            small.extend([height / _SMALL] * len(word.text))
    if len(tall) >= 3 or (tall and len(tall) >= len(small)):
        return median(tall)
    if small or tall:
        return median(small + tall)
    return max(other, default=10.0)


def _word_baseline(word: Glimpse, line: Sequence[Glimpse]) -> float:
    if word.baseline is not None:
        return word.baseline
    plain = [w.bottom for w in line if not any(c in _LOW for c in w.text) and not all(c in _FLAT for c in w.text)]
    return float(median(plain)) if plain else word.bottom - 0.22 * (word.bottom - word.top)


def _weight(word: Glimpse, ink: NDArray[np.uint8], size: float) -> float | None:
    """Mean width of the strokes that a level line crosses: twice the ink by what it changes along the rows."""
    if sum(c.isalnum() for c in word.text) < 1:
        return None
    part = ink[word.top : word.bottom, max(word.x0 - 2, 0) : word.x1 + 2].astype(np.int32)
    if part.size == 0:
        return None
    part = np.where(part < 40, 0, part)
    change = np.abs(np.diff(part, axis=1)).sum()
    return float(2 * part.sum() / change / max(size, 1)) if change else None


def _colour(word: Glimpse, ink: NDArray[np.uint8], picture: NDArray[np.uint8]) -> str:
    """The ink's colour: black unless it is plainly coloured or white."""
    part = ink[word.top : word.bottom, word.x0 : word.x1]
    if part.size == 0:
        return "#000000"
    strong = part >= max(60, int(np.percentile(part, 85)))
    colours = picture[word.top : word.bottom, word.x0 : word.x1][strong]
    if not len(colours):
        return "#000000"
    red, green, blue = (int(v) for v in np.median(colours, axis=0))
    if min(red, green, blue) > 200:
        return "#ffffff"
    if max(red, green, blue) - min(red, green, blue) < _COLOURED:
        return "#000000"
    return f"#{red:02x}{green:02x}{blue:02x}"


def _tidy_sizes(words: Sequence[Glimpse], found: Sequence[Look]) -> None:
    """One size for what is nearly one: measured heights differ by a pixel from line to line."""
    letters: dict[float, int] = defaultdict(int)
    for word, look in zip(words, found, strict=True):
        letters[look.size] += len(word.text)
    left = dict(letters)
    standing: list[float] = []
    while left:
        # The commonest size draws its neighbours to itself.
        best = max(left, key=lambda s: (sum(n for t, n in left.items() if abs(t - s) <= _SAME / 2 * s), -s))
        standing.append(best)
        left = {t: n for t, n in left.items() if abs(t - best) > _SAME * best}
    for look in found:
        look.size = min(standing, key=lambda s: (abs(s - look.size), s))


def _mark_bold(words: Sequence[Glimpse], found: Sequence[Look], lines: Iterable[Sequence[int]]) -> None:
    weights = [
        (look.weight, len(word.text))
        for word, look in zip(words, found, strict=True)
        if look.weight is not None and sum(c.isalpha() for c in word.text) >= 3
    ]
    if not weights:
        return
    usual = _weighted_share(weights, 0.4)
    for word, look in zip(words, found, strict=True):
        if look.weight is not None:
            look.bold = look.weight > _BOLDER * usual and any(c.isalnum() for c in word.text)
    for members in lines:
        _even_out(words, found, members)


def _even_out(words: Sequence[Glimpse], found: Sequence[Look], line: Sequence[int]) -> None:
    """Short words and marks go with their neighbours; a line that is nearly all of one weight is all of it."""
    long = [i for i in line if sum(c.isalpha() for c in words[i].text) >= 3]
    letters = sum(len(words[i].text) for i in line)
    if letters < 1:
        return
    share = sum(len(words[i].text) for i in line if found[i].bold) / letters
    if share >= 0.75 or share <= 0.12:
        for i in line:
            found[i].bold = share >= 0.75
        return
    for place, i in enumerate(line):
        if i in long:
            continue
        beside = [found[j].bold for j in line[max(place - 1, 0) : place + 2] if j in long]
        if beside:
            found[i].bold = all(beside)


def _weighted_share(values: Sequence[tuple[float, int]], share: float) -> float:
    ordered = sorted(values)
    limit = share * sum(n for _, n in ordered)
    running = 0
    for value, count in ordered:
        running += count
        if running >= limit:
            return value
    return ordered[-1][0]
