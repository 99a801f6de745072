"""Letters to words: what all backends share. A backend says of each letter where it stands and how it is set."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass

from safeplans.extractors.reading.pdf.content import Word

LOST = "\ufffd"
"""A character of which the file does not say what letter it is."""
DROPPED = frozenset({0x200C, 0x200D, 0xFEFF, 0x2060})
LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
MOST_LETTERS = 100_000
"""Characters of a page that are read; a crowded page of a plan has ten thousand."""
BOLD = re.compile(r"bold|black|heavy|semibold|demi|(?<![a-z])bd(?![a-z])", re.IGNORECASE)
ITALIC = re.compile(r"italic|oblique", re.IGNORECASE)
SUBSET = re.compile(r"^[A-Z]{6}\+")
"""What stands before the name of a font of which the file holds only some letters."""
#: Height of the box above and below the baseline, in font sizes; usual for the text faces of office documents.
ASCENT, DESCENT = 0.78, 0.22
_SMALL = 0.85  # size of raised letters, in sizes of the word they stand at, at most
_RISE, _TOP = 0.12, 0.75  # how far they stand above its baseline, in its sizes
_FURTHEST, _LARGEST = 100_000.0, 5_000.0  # points: place and size beyond which a word cannot be seen


@dataclass(frozen=True, slots=True)
class Style:
    """How letters are set: see `Word`."""

    font: str
    size: float
    bold: bool
    italic: bool
    colour: str
    angle: int
    mcid: int | None
    artifact: bool
    hidden: bool


@dataclass(slots=True)
class Run:
    """What letters that follow each other share. across: the baseline, across the direction of reading."""

    style: Style
    across: float


class Gatherer:
    """Collects characters into words. Directions other than upright are turned to read along growing numbers.

    blank: white space stands before the next word.
    """

    def __init__(self, width: float, height: float) -> None:
        """width, height: of the page as seen, in points."""
        self.words: list[Word] = []
        self._size = width, height
        self._letters: list[str] = []
        self._styles: list[Style] = []
        self._start = self._end = self._across = 0.0
        self._last = 0.0
        self._run: Run | None = None
        self.blank = False

    def add(self, letter: str, start: float, end: float, run: Run) -> None:
        if self._letters and run is self._run and self._across == run.across:
            gap, size = start - self._end, run.style.size
            if -0.9 * size <= gap <= 0.3 * size:  # the usual case: the next letter of the same text object
                if start < self._start:
                    self._start = start
                if end > self._end:
                    self._end = end
                self._last = start
                self._letters.append(letter)
                self._styles.append(run.style)
                return
        self._run = run
        if self._letters:
            before = self._styles[-1]
            size = before.size if before.size > run.style.size else run.style.size
            gap = start - self._end
            if (
                gap > 0.3 * size
                # the letters of a ligature all have the box of the one glyph
                or (gap < -0.9 * size and not (start == self._last and end == self._end))
                or before.angle != run.style.angle
                or abs(self._across - run.across) > 0.5 * size
                or (run.style is not before and _is_raised(before, self._across, run.style, run.across))
            ):
                self.close()
        if not self._letters:
            self._start, self._end, self._across = start, end, run.across
        else:
            self._start, self._end = min(self._start, start), max(self._end, end)
            if run.style.size > self._styles[0].size:
                self._across = run.across
        self._last = start
        self._letters.append(letter)
        self._styles.append(run.style)

    def close(self) -> None:
        """End the current word."""
        if not self._letters:
            return
        style = self._styles[0]
        if len(self._styles) > 2:  # of most of the word: a quotation mark or a raised figure must not decide
            style = self._styles[len(self._styles) // 2]
        word = make_word("".join(self._letters), style, self._start, self._end, self._across)
        self._letters.clear()
        self._styles.clear()
        self.keep(word)

    def keep(self, word: Word) -> None:
        """Keep a whole word, unless it stands where nobody can see it."""
        word.apart, self.blank = self.blank, False
        width, height = self._size
        seen = -1 < word.x1 < _FURTHEST and -_FURTHEST < word.x0 < width + 1
        if seen and word.bottom > -1 and word.top < height + 1 and word.size < _LARGEST:
            words = self.words
            if words and word.size != words[-1].size and word.angle == 0:
                _set_on_baseline(words[-1], word)
            words.append(word)


def _is_raised(before: Style, at: float, style: Style, across: float) -> bool:
    """One of two pieces of text is small and stands higher than the other, as the number of a footnote does."""
    if style.size <= _SMALL * before.size:
        return at - across > _RISE * before.size
    return before.size <= _SMALL * style.size and across - at > _RISE * style.size


def _set_on_baseline(before: Word, word: Word) -> None:
    """Give small raised letters the baseline of the word that they stand at, the one before or the one behind."""
    gap, rise = word.x0 - before.x1, before.baseline - word.baseline
    if word.size <= _SMALL * before.size:
        if -0.3 < gap / before.size < 0.35 and _RISE < rise / before.size < _TOP:
            word.raised, word.baseline = True, before.baseline
        return
    figure = before.size <= _SMALL * word.size and before.text.isdigit() and not before.raised
    if figure and -0.3 < gap / word.size < 0.9 and _RISE < -rise / word.size < _TOP:
        before.raised, before.baseline = True, word.baseline


def make_word(text: str, style: Style, start: float, end: float, across: float) -> Word:
    size, angle = style.size, style.angle
    above, below = ASCENT * size, DESCENT * size
    x0, top, x1, bottom, baseline = start, across - above, end, across + below, across
    if angle == 0:
        pass
    elif angle == 90:
        x0, top, x1, bottom, baseline = across - above, -end, across + below, -start, -start
    elif angle == 270:
        x0, top, x1, bottom, baseline = -across - below, start, -across + above, end, end
    elif angle == 180:
        x0, top, x1, bottom, baseline = -end, -across - below, -start, -across + above, -across
    return Word(
        sys.intern(text), x0, top, x1, bottom, baseline, style.font, size, style.bold, style.italic, style.colour,
        angle, style.mcid, style.artifact, style.hidden,
    )  # fmt: skip


def right_angle(degrees: float) -> int:
    """To a right angle when it is near one."""
    turns = round(degrees / 90)
    return turns * 90 % 360 if abs(degrees / 90 - turns) < 0.12 else round(degrees) % 360


def without_shadowed(words: list[Word]) -> list[Word]:
    """Without invisible words that lie under visible ones (text recognised on a page that has text already)."""
    hidden = [w.hidden for w in words]
    if True not in hidden or False not in hidden:
        return words
    taken: set[tuple[int, int]] = set()
    for word in words:
        if not word.hidden:
            for column in range(int(word.x0 // 8), int(word.x1 // 8) + 1):
                taken.add((column, round(word.baseline / 8)))
    return [w for w in words if not w.hidden or (int((w.x0 + w.x1) / 2 // 8), round(w.baseline / 8)) not in taken]


def without_doubles(words: list[Word]) -> list[Word]:
    """Words printed twice on the same spot (a shadow, or bold by overprinting) once, as bold."""
    seen: dict[tuple[str, int], list[Word]] = {}
    kept: list[Word] = []
    for word in words:
        place = (word.text, round(word.baseline / 4))
        near = seen.get(place)
        if near is None:
            seen[place] = [word]
            kept.append(word)
            continue
        for twin in near:
            if abs(twin.x0 - word.x0) < 1.2 and abs(twin.baseline - word.baseline) < 1.2:
                twin.bold = True
                break
        else:
            near.append(word)
            kept.append(word)
    return kept
