"""Words of a page from PDFium's characters."""

from __future__ import annotations

import contextlib
import ctypes
import math
import re
import sys
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractors.reading.pdf import pdfium_calls as calls
from extractors.reading.pdf.content import Word
from extractors.reading.pdf.geometry import PageView
from extractors.reading.pdf.pdfium_calls import loose_box, text_object

_TOKEN = re.compile("[^\t\n\v\f\r \xa0\u2002\u2003\u2007\u2009\u202f\u3000\u200b]+")
_LINE_END_HYPHENS = frozenset({0x02, 0xFFFE})  # PDFium writes these for a hyphen at the end of a line
_DROPPED = frozenset({0x200C, 0x200D, 0xFEFF, 0x2060})
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|(?<![a-z])bd(?![a-z])", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique", re.IGNORECASE)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FORCE_BOLD = 1 << 18  # font descriptor flags, PDF 32000-1, table 123
_ITALIC_FLAG = 1 << 6
#: Height of the box above and below the baseline, in font sizes; usual for the text faces of office documents.
ASCENT, DESCENT = 0.78, 0.22
_RAISED_INK = 0.2  # how far above the baseline the ink of a raised figure begins, in font sizes
_RAISED_SIZE = 0.65
_SMALL = 0.85  # size of raised letters, in sizes of the word they stand at, at most
_RISE, _TOP = 0.12, 0.75  # how far they stand above its baseline, in its sizes
LOST = "\ufffd"
_UTF_16 = f"utf-16-{'le' if sys.byteorder == 'little' else 'be'}"
MOST_LETTERS = 100_000
"""Characters of a page that are read; a crowded page of a plan has ten thousand."""
_FURTHEST, _LARGEST = 100_000.0, 5_000.0  # points: place and size beyond which a word cannot be seen
#: How much narrower or wider than its letters a word may be printed and surely have no gap in it, in font sizes: less
#: than the gap that parts words (0.3), since some of its letters may stand closer than usual.
_NARROWER, _WIDER = 0.25, 0.15
Widths = dict[str, dict[str, float]]
"""The widths of a document's letters at size 1, by the name of their font; filled as letters are met."""


@dataclass(frozen=True, slots=True)
class _Style:
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
class _Run:
    """What the characters of one text object share. across: the baseline, across the direction of reading.

    widths: of the letters of its font at size 1, as far as they were met; None for a slanted run, or one whose first
    character has no sure letter. scale: of those widths on the page, in points.
    """

    style: _Style
    across: float
    suspect: bool  # its first character has no sure letter: look at each
    widths: dict[str, float] | None = None
    scale: float = 1.0


_NO_RUN = _Run(_Style("", 1.0, False, False, "#000000", 0, None, False, False), 0.0, True)


class _Gatherer:
    """Collects characters into words. Directions other than upright are turned to read along growing numbers."""

    def __init__(self, view: PageView) -> None:
        self.words: list[Word] = []
        self._size = view.size()
        self._letters: list[str] = []
        self._styles: list[_Style] = []
        self._start = self._end = self._across = 0.0
        self._last = 0.0
        self._run: _Run | None = None

    def add(self, letter: str, start: float, end: float, run: _Run) -> None:
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
        word = _word("".join(self._letters), style, self._start, self._end, self._across)
        self._letters.clear()
        self._styles.clear()
        self.keep(word)

    def keep(self, word: Word) -> None:
        """Keep a whole word, unless it stands where nobody can see it."""
        width, height = self._size
        seen = -1 < word.x1 < _FURTHEST and -_FURTHEST < word.x0 < width + 1
        if seen and word.bottom > -1 and word.top < height + 1 and word.size < _LARGEST:
            words = self.words
            if words and word.size != words[-1].size and word.angle == 0:
                _set_on_baseline(words[-1], word)
            words.append(word)


def _is_raised(before: _Style, at: float, style: _Style, across: float) -> bool:
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


def read_words(text_page: pdfium.PdfTextPage, view: PageView, widths: Widths | None = None) -> tuple[list[Word], int]:
    """The words of a page in the file's own order, and how many characters have no known letter.

    widths: what is known of the document's letters; reading goes faster where it is kept from page to page.
    """
    reader = _WordReader(text_page.raw, view, {} if widths is None else widths)
    for token in _TOKEN.finditer(_text(text_page.raw)):
        if not reader.read_whole(token[0], *token.span()):
            reader.read_letters(token[0], token.start())
    return _without_doubles(_without_shadowed(reader.words)), reader.unmapped


class _WordReader:
    """Makes words of what stands between blanks."""

    def __init__(self, raw: pdfium_c.FPDF_TEXTPAGE, view: PageView, widths: Widths) -> None:
        self.unmapped = 0
        self._page = calls.address(raw)
        self._view = view
        self._runs: dict[int, _Run] = {}
        self._styles = _StyleReader(raw, view, widths)
        self._gatherer = _Gatherer(view)
        self._box = pdfium_c.FS_RECTF()
        self._box_address = ctypes.addressof(self._box)
        self._plain, self._left = view.turn == 0, view.left
        self._address = 0  # of the text object of the last whole word, and its run
        self._run = _NO_RUN

    @property
    def words(self) -> list[Word]:
        return self._gatherer.words

    def read_whole(self, token: str, start: int, end: int) -> bool:
        """Read characters from `start` to before `end` as one word, if they surely are.

        They are when they belong to one text object and the first begins as far from where the last one ends as the
        known widths of the letters say. Asking for the place of each letter would take three times as long.
        """
        page, box, box_address = self._page, self._box, self._box_address
        address = text_object(page, end - 1)
        if address != self._address:  # else all of it stands in the object of the word before
            if not address or (end - start > 1 and text_object(page, start) != address):
                return False
            self._address = address
            run = self._runs.get(address)
            if run is None:
                run = self._runs[address] = self._styles.run(start, address)
            self._run = run
        else:
            run = self._run
        widths = run.widths
        if widths is None:
            return False
        try:
            usual = sum(map(widths.__getitem__, token)) * run.scale
        except KeyError:
            return False
        if not loose_box(page, start, box_address):
            return False
        style = run.style
        if self._plain and not style.angle:
            first, last = box.left - self._left, box.right - self._left
            if end - start > 1:
                if not loose_box(page, end - 1, box_address):
                    return False
                last = box.right - self._left
        else:
            first, last = self._along(style.angle)
            if end - start > 1:
                if not loose_box(page, end - 1, box_address):
                    return False
                last = self._along(style.angle)[1]
        if not -_NARROWER * style.size <= last - first - usual <= _WIDER * style.size:
            return False
        self._gatherer.keep(_word(token, style, first, last, run.across))
        return True

    def _along(self, angle: int) -> tuple[float, float]:
        """From where to where the character asked for last reaches along its line, in growing numbers."""
        box, view = self._box, self._view
        if self._plain and angle == 0:
            return box.left - self._left, box.right - self._left
        x0, top, x1, bottom = view.seen_box(box.left, box.bottom, box.right, box.top)
        if angle == 90:
            return -bottom, -top
        if angle == 270:
            return top, bottom
        return (-x1, -x0) if angle == 180 else (x0, x1)

    def read_letters(self, token: str, start: int) -> None:
        """Read the characters from `start` on one by one: they may be several words."""
        page, gatherer, plain = self._page, self._gatherer, self._plain
        for index, character in enumerate(token, start):
            code = ord(character)
            if code in _DROPPED:
                continue
            address = text_object(page, index)
            if not address or not loose_box(page, index, self._box_address):
                gatherer.close()
                continue
            run = self._runs.get(address)
            if run is None:
                run = self._runs[address] = self._styles.run(index, address)
            widths = run.widths
            if code in _LINE_END_HYPHENS:
                letter, widths = "-", None
            elif code < 0x20 or code == 0xFFFD:
                letter, widths = LOST, None
                self.unmapped += 1
            else:
                if run.suspect and calls.map_error(page, index) == 1:
                    self.unmapped += 1
                letter = _LIGATURES.get(code) or (character if code < 0xD800 else _letter(code))
            begins, ends = self._along(run.style.angle)
            if 0x30 <= code <= 0x39 and plain and run.style.angle == 0:
                figure = self._styles.figure(index, run)
                if figure is not run:
                    run, widths = figure, None
            if widths is not None and letter == character:
                widths[letter] = (ends - begins) / run.scale
            gatherer.add(letter, begins, ends, run)
        gatherer.close()


def count_letters(text_page: pdfium.PdfTextPage) -> int:
    """How many characters the page has, read or not."""
    return int(pdfium_c.FPDFText_CountChars(text_page.raw))


def _letter(code: int) -> str:
    """Half a character outside the basic plane, and what is no character at all, cannot be written to any file."""
    return LOST if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)


def _text(raw: pdfium_c.FPDF_TEXTPAGE) -> str:
    """A page's characters, one for each of PDFium's; half a character (U+DFFF) stands for what is none at all.

    They are asked for at once where text and characters match one to one.
    """
    count = min(pdfium_c.FPDFText_CountChars(raw), MOST_LETTERS)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    if pdfium_c.FPDFText_GetText(raw, 0, count, buffer) == count + 1:  # with the zero at the end
        # Characters without a code have no place in the text, those outside the basic plane have two.
        with contextlib.suppress(UnicodeDecodeError):
            text = bytes(memoryview(buffer).cast("B")[: 2 * count]).decode(_UTF_16)
            if len(text) == count:
                return text
    codes = (pdfium_c.FPDFText_GetUnicode(raw, index) for index in range(count))
    return "".join(chr(code) if code <= 0x10FFFF else "\udfff" for code in codes)


def _word(text: str, style: _Style, start: float, end: float, across: float) -> Word:
    size, angle = style.size, style.angle
    above, below = ASCENT * size, DESCENT * size
    if angle == 90:
        x0, top, x1, bottom, baseline = across - above, -end, across + below, -start, -start
    elif angle == 270:
        x0, top, x1, bottom, baseline = -across - below, start, -across + above, end, end
    elif angle == 180:
        x0, top, x1, bottom, baseline = -end, -across - below, -start, -across + above, -across
    else:
        x0, top, x1, bottom, baseline = start, across - above, end, across + below, across
    return Word(
        sys.intern(text), x0, top, x1, bottom, baseline, style.font, size, style.bold, style.italic, style.colour,
        angle, style.mcid, style.artifact, style.hidden,
    )  # fmt: skip


class _StyleReader:
    """Font, size, colour, direction and mark of text objects. What belongs to a font is asked once a font."""

    def __init__(self, raw: pdfium_c.FPDF_TEXTPAGE, view: PageView, widths: Widths) -> None:
        self._raw, self._view = raw, view
        self._page = calls.address(raw)
        self._fonts: dict[int, tuple[str, bool, bool, dict[str, float]]] = {}
        self._known: dict[tuple[Any, ...], _Style] = {}
        self._matrix = pdfium_c.FS_MATRIX()
        self._matrix_ref = ctypes.byref(self._matrix)
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._colour_refs = [ctypes.byref(c) for c in self._colour]
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._x_ref, self._y_ref = ctypes.byref(self._x), ctypes.byref(self._y)
        self._ink = [ctypes.c_double() for _ in range(4)]
        self._ink_refs = [ctypes.byref(v) for v in self._ink]
        self._raised: dict[int, _Run] = {}
        self._widths = widths

    def figure(self, index: int, run: _Run) -> _Run:
        """The run, or a small raised one for a figure that a font draws raised though its size is that of the text."""
        if not calls.char_box(self._page, index, *self._ink_refs):
            return run
        size = run.style.size
        if self._ink[2].value - (self._view.top - run.across) <= _RAISED_INK * size:
            return run
        known = self._raised.get(id(run))
        if known is None:
            style = replace(run.style, size=round(_RAISED_SIZE * size, 2))
            known = self._raised[id(run)] = _Run(style, run.across - _RAISED_INK * size, run.suspect)
        return known

    def run(self, index: int, handle: int) -> _Run:
        """What holds for all characters of the text object at address `handle`, to which character `index` belongs."""
        page, view = self._page, self._view
        name, bold, italic, widths = self._font(index, handle)
        mode = calls.render_mode(handle)
        size, angle = calls.font_size(page, index), 0
        scale = size
        if calls.matrix(page, index, self._matrix_ref):
            matrix = self._matrix
            scale *= math.hypot(matrix.a, matrix.b)
            size *= math.hypot(matrix.c, matrix.d) or 1.0
            if matrix.b or view.turn:
                angle = _angle(math.degrees(math.atan2(matrix.b, matrix.a)) - view.turn)
        mcid = calls.marked_content(handle)
        key = (
            name,
            round(abs(size), 2) or 1.0,
            bold or mode == pdfium_c.FPDF_TEXTRENDERMODE_FILL_STROKE,
            italic,
            self._fill(index),
            angle,
            mcid if mcid >= 0 else None,
            mcid < 0
            and calls.count_marks(handle) > 0
            and _is_artifact(pdfium_c.FPDFText_GetTextObject(self._raw, index)),
            mode == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE,
        )
        style = self._known.get(key)
        if style is None:
            style = self._known[key] = _Style(*key)
        calls.origin(page, index, self._x_ref, self._y_ref)
        x, y = view.seen(self._x.value, self._y.value)
        across = {90: x, 270: -x, 180: -y}.get(angle, y)
        suspect = calls.map_error(page, index) == 1
        known = not suspect and angle % 90 == 0 and scale > 0
        return _Run(style, across, suspect, widths if known else None, scale)

    def _font(self, index: int, handle: int) -> tuple[str, bool, bool, dict[str, float]]:
        """Name, bold, italic, widths of the letters."""
        address = calls.text_font(handle) or 0
        known = self._fonts.get(address)
        if known is None:
            buffer = ctypes.create_string_buffer(256)
            flags = ctypes.c_int()
            length = pdfium_c.FPDFText_GetFontInfo(self._raw, index, buffer, 256, ctypes.byref(flags))
            full_name = buffer.value.decode("utf-8", "replace") if 0 < length <= 256 else ""
            name = _SUBSET.sub("", full_name)
            weight = pdfium_c.FPDFText_GetFontWeight(self._raw, index)
            bold = bool(_BOLD.search(name)) or bool(flags.value & _FORCE_BOLD) or weight >= 600
            italic = bool(_ITALIC.search(name)) or bool(flags.value & _ITALIC_FLAG)
            known = self._fonts[address] = (name, bold, italic, self._widths.setdefault(full_name, {}))
        return known

    def _fill(self, index: int) -> str:
        if not calls.fill_colour(self._page, index, *self._colour_refs):
            return "#000000"
        red, green, blue, _ = self._colour
        return f"#{red.value:02x}{green.value:02x}{blue.value:02x}"


def _angle(degrees: float) -> int:
    """To a right angle when it is near one."""
    turns = round(degrees / 90)
    return turns * 90 % 360 if abs(degrees / 90 - turns) < 0.12 else round(degrees) % 360


def _is_artifact(handle: pdfium_c.FPDF_PAGEOBJECT) -> bool:
    buffer = (ctypes.c_ushort * 32)()
    length = ctypes.c_ulong()
    for number in range(pdfium_c.FPDFPageObj_CountMarks(handle)):
        mark = pdfium_c.FPDFPageObj_GetMark(handle, number)
        if not pdfium_c.FPDFPageObjMark_GetName(mark, buffer, 64, ctypes.byref(length)):
            continue
        if bytes(buffer)[: max(0, length.value - 2)].decode("utf-16-le", "replace") == "Artifact":
            return True
    return False


def _without_shadowed(words: list[Word]) -> list[Word]:
    """Without invisible words that lie under visible ones (text recognised on a page that has text already)."""
    if not any(w.hidden for w in words) or all(w.hidden for w in words):
        return words
    taken: set[tuple[int, int]] = set()
    for word in words:
        if not word.hidden:
            for column in range(int(word.x0 // 8), int(word.x1 // 8) + 1):
                taken.add((column, round(word.baseline / 8)))
    return [w for w in words if not w.hidden or (int((w.x0 + w.x1) / 2 // 8), round(w.baseline / 8)) not in taken]


def _without_doubles(words: list[Word]) -> list[Word]:
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
