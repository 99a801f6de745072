"""Size, weight and colour of recognised words, measured in the picture: engines do not tell them reliably."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from safeplans.extractors.reading.recognition.result import Glimpse

# Parts of the font size in Arial, Helvetica and their metric copies; Calibri and Times lie 8 % lower.
_CAPITAL, _MIDDLE, _SMALL, _BELOW = 0.72, 0.67, 0.53, 0.21  # capitals, the letter t, x, p's foot
_TALL = frozenset("ABCDEFGHIJKLMNOPRSTUVWXYZbdfhijkl0123456789%&#?!£")
_LOW = frozenset("gjpqy")
_VAGUE = frozenset(",;()[]{}/|Q$@_")  # letters whose height or depth differs from font to font
_FLAT = frozenset("-–—_~·•.,:;'\"“”‘’*+=«»°")
_BOLDER = 1.3  # times the usual stroke of a page's letters
_SAME = 0.085  # sizes within this share are one size
_UNSURE = 0.22  # by which a size told from small letters alone may be wrong
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
    sure: set[int] = set()
    for members in lines.values():
        group = [words[i] for i in members]
        size = _line_size(group)
        base = _baseline(group, size)
        for index in members:
            word = words[index]
            found[index] = Look(size, base, _weight(word, ink, size), _colour(word, ink, picture))
        sure.update(members if sum(len(w.text) for w in group if _says_size(w)) >= 4 else ())
    known = [look for look in found if look is not None]
    _tidy_sizes(words, known, sure)
    _tidy_colours(words, known, lines.values())
    _mark_bold(words, known, lines.values())
    return known


def _line_size(words: Sequence[Glimpse]) -> float:
    """The font size of a line in pixels, from the height of its words' ink and the letters in them."""
    plain: list[float] = []
    vague: list[float] = []
    other = [10.0]
    for word in words:
        height = float(word.bottom - word.top)
        letters = set(word.text)
        if letters <= _FLAT:
            other.append(height)
            continue
        share = _CAPITAL if letters & _TALL else _MIDDLE if "t" in letters else _SMALL
        share += _BELOW if letters & _LOW else 0.0
        # Capitals say more than small letters, whose height differs from font to font.
        weight = len(word.text) * (2 if letters & _TALL else 1)
        (vague if letters & _VAGUE else plain).extend([height / share] * weight)
    return median(plain or vague or [max(other)])


def _baseline(words: Sequence[Glimpse], size: float) -> float:
    """The level on which the letters of a line stand."""
    feet: list[float] = []
    vague: list[float] = []
    for word in words:
        letters = set(word.text)
        if letters <= _FLAT or letters & _VAGUE:
            vague.append(float(word.bottom))
        else:
            feet.extend([word.bottom - (_BELOW * size if letters & _LOW else 0.0)] * len(word.text))
    return median(feet or vague)


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


def _says_size(word: Glimpse) -> bool:
    """Has a word capitals or tall letters, by which the size is told best?"""
    letters = set(word.text)
    return bool(letters & _TALL) and not letters & _VAGUE


def _tidy_sizes(words: Sequence[Glimpse], found: Sequence[Look], sure: set[int]) -> None:
    """One size for what is nearly one: measured heights differ by a pixel from line to line."""
    letters: dict[float, int] = defaultdict(int)
    for index, (word, look) in enumerate(zip(words, found, strict=True)):
        letters[look.size] += len(word.text) * (2 if index in sure else 1)
    left = dict(letters)
    standing: dict[float, int] = {}
    while left:
        # The commonest size draws its neighbours to itself.
        best = max(left, key=lambda s: (sum(n for t, n in left.items() if abs(t - s) <= _SAME / 2 * s), -s))
        standing[best] = sum(n for t, n in left.items() if abs(t - best) <= _SAME * best)
        left = {t: n for t, n in left.items() if abs(t - best) > _SAME * best}
    for index, look in enumerate(found):
        if index in sure:
            look.size = min(standing, key=lambda s: (abs(s - look.size), s))
    beside = {index: _size_beside(index, words, found, sure) for index in range(len(found)) if index not in sure}
    for index, size in beside.items():
        near = [s for s in standing if abs(s - found[index].size) <= _UNSURE * found[index].size]
        found[index].size = size or max(near, key=lambda s: (standing[s], -s), default=found[index].size)


def _size_beside(index: int, words: Sequence[Glimpse], found: Sequence[Look], sure: set[int]) -> float | None:
    """The size of the nearest surely measured line just above or below, if it may be that of this word too."""
    word, look = words[index], found[index]
    best: tuple[float, float] | None = None
    for other in sure:
        there, size = words[other], found[other].size
        apart = abs(found[other].baseline - look.baseline)
        across = there.x0 < word.x1 + 3 * look.size and word.x0 - 3 * look.size < there.x1
        if across and apart <= 1.8 * size and abs(size - look.size) <= _UNSURE * look.size:
            best = min(best or (apart, size), (apart, size))
    return best[1] if best else None


def _tidy_colours(words: Sequence[Glimpse], found: Sequence[Look], lines: Iterable[Sequence[int]]) -> None:
    """One colour for a line whose words are all coloured or nearly so."""
    for members in lines:
        coloured = [i for i in members if found[i].colour not in ("#000000", "#ffffff")]
        if sum(len(words[i].text) for i in coloured) < 0.6 * sum(len(words[i].text) for i in members):
            continue
        values = np.array([[int(found[i].colour[k : k + 2], 16) for k in (1, 3, 5)] for i in coloured])
        middle = np.median(values, axis=0)
        if np.abs(values - middle).max() <= 70:
            for i in members:
                found[i].colour = "#{:02x}{:02x}{:02x}".format(*(int(v) for v in middle))


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
