"""One page's picture to words, lines and shading in points: the order of the steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image

from safeplans.extractors.reading.pdf.content import Fill, PageContent, PageImage, Recognised, Rule, Word
from safeplans.extractors.reading.pdf.edges import find_edges, touching
from safeplans.extractors.reading.pdf.tables.lattice import grid_borders, merged_regions
from safeplans.extractors.reading.recognition.cleaning import repaired, without_specks
from safeplans.extractors.reading.recognition.drawn import Lines, Shade, extend_into, find_ink, find_lines, find_shades
from safeplans.extractors.reading.recognition.result import Box, Engine, Glimpse
from safeplans.extractors.reading.recognition.straighten import levelled, skew_angle, turned_upright
from safeplans.extractors.reading.recognition.style import Look, looks

_POINTS = 72.0
_ASCENT, _DESCENT = 0.905, 0.212  # of Arial and its copies, as parts of the size: a word's box follows the font
_SAME = 0.06  # a size that differs by less from one met before is that one
_SAME_COLOUR = 28  # levels by which one ink differs from page to page
_CELL = 7.0  # points: narrower cells hold no text


class PageRecogniser:
    """A `Recogniser` for the pages of one document, with an engine of one's choice.

    Sizes of letters are measured from pixels; those of later pages are drawn to those of earlier ones, so that one
    kind of heading has one size and colour in the whole document. Make a new recogniser for each document.
    """

    def __init__(self, engine: Callable[[], Engine]) -> None:
        """engine: gives the engine; called for each page, so it should keep what takes long to make."""
        self._engine = engine
        self._sizes: list[float] = []
        self._colours: list[str] = []

    def __call__(self, image: PageImage) -> Recognised:
        """Recognise one page. Equal pictures give equal results."""
        engine = self._engine()
        picture = Image.frombytes("RGB", (image.columns, image.rows), image.pixels)
        dpi = image.columns / max(image.width, 1.0) * _POINTS
        turn = engine.turn(picture, round(dpi))
        picture = turned_upright(picture, turn)
        skew = skew_angle(picture.convert("L"))
        pixels = np.asarray(levelled(picture, skew))
        scale = _POINTS / dpi
        lines = find_lines(pixels, dpi)
        size = (pixels.shape[1] * scale, pixels.shape[0] * scale)
        drawn = PageContent(image.number, *size, rules=_rules(lines, scale))
        shades: list[Shade] = []
        for _ in range(2):  # shaded boxes make cells too, and the colour of a cell is known better than that of a box
            shades = find_shades(pixels, dpi, lines, _cells(drawn, scale, pixels.shape))
            extend_into(pixels, lines, shades, dpi)
            drawn.rules, drawn.fills = _rules(lines, scale), _fills(shades, scale)
        ink = without_specks(find_ink(pixels, lines, shades), dpi)
        cells = _cells(drawn, scale, pixels.shape)
        seen = repaired(engine.read(ink, round(dpi), cells), ink)
        words = [self._word(word, look, scale) for word, look in zip(seen, looks(seen, ink, pixels), strict=True)]
        drawn.fills = [fill for fill in drawn.fills if fill.exact or not _in_word(fill, words)]
        return Recognised(words, drawn.rules, drawn.fills, (360 - turn) % 360, skew)

    def _word(self, seen: Glimpse, look: Look, scale: float) -> Word:
        size, baseline = self._known_size(look.size * scale), look.baseline * scale
        return Word(
            seen.text,
            seen.x0 * scale,
            baseline - _ASCENT * size,
            seen.x1 * scale,
            baseline + _DESCENT * size,
            baseline,
            font="recognised-bold" if look.bold else "recognised",
            size=size,
            bold=look.bold,
            colour=self._known_colour(look.colour),
            confidence=min(max(seen.confidence, 0.0), 1.0),
        )

    def _known_size(self, size: float) -> float:
        near = min(self._sizes, key=lambda s: abs(s - size), default=None)
        if near is not None and abs(near - size) <= _SAME * near:
            return near
        rounded = round(size * 2) / 2
        self._sizes.append(rounded)
        return rounded

    def _known_colour(self, colour: str) -> str:
        near = next((c for c in self._colours if max(_apart(c, colour)) <= _SAME_COLOUR), None)
        if near is None:
            self._colours.append(colour)
        return near or colour


def _apart(a: str, b: str) -> list[int]:
    return [abs(int(a[i : i + 2], 16) - int(b[i : i + 2], 16)) for i in (1, 3, 5)]


def _in_word(fill: Fill, words: Sequence[Word]) -> bool:
    """Is a coloured mark a part of a coloured word?"""
    x, y = (fill.x0 + fill.x1) / 2, (fill.top + fill.bottom) / 2
    return any(w.x0 <= x <= w.x1 and w.top <= y <= w.bottom and len(w.text) > 1 for w in words)


def _rules(lines: Lines, scale: float) -> list[Rule]:
    level = [
        Rule(s.start * scale, s.at * scale, s.end * scale, s.at * scale, True, s.thick * scale) for s in lines.across
    ]
    upright = [
        Rule(s.at * scale, s.start * scale, s.at * scale, s.end * scale, False, s.thick * scale) for s in lines.down
    ]
    return level + upright


def _fills(shades: Sequence[Shade], scale: float) -> list[Fill]:
    return [
        Fill(
            s.x0 * scale, s.top * scale, s.x1 * scale, s.bottom * scale,
            "#{:02x}{:02x}{:02x}".format(*s.colour), s.exact,
        )
        for s in shades
    ]  # fmt: skip


def _cells(content: PageContent, scale: float, shape: Sequence[int]) -> list[Box]:
    """Cells of ruled and shaded tables in pixels, so that the engine does not read across their borders."""
    found: list[Box] = []
    horizontal, vertical = find_edges(content)
    for grid in touching(horizontal, vertical):
        if not grid.horizontal or not grid.vertical:
            continue
        xs, ys = grid_borders(grid)
        if len(xs) < 3 or len(ys) < 2:
            continue
        for r0, c0, r1, c1 in merged_regions(grid, xs, ys):
            x0, top, x1, bottom = xs[c0], ys[r0], xs[c1 + 1], ys[r1 + 1]
            if x1 - x0 < _CELL or bottom - top < _CELL:
                continue
            box = (
                max(round(x0 / scale), 0),
                max(round(top / scale), 0),
                min(round(x1 / scale), shape[1]),
                min(round(bottom / scale), shape[0]),
            )
            if not any(_overlap(box, other) for other in found):
                found.append(box)
    return sorted(found, key=lambda b: (b[1], b[0]))


def _overlap(a: Box, b: Box) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > 4 and min(a[3], b[3]) - max(a[1], b[1]) > 4
