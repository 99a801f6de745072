"""Words of a page from PDFium's characters."""

from __future__ import annotations

import ctypes
import math
import re
import sys
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractors.reading.pdf.content import Word
from extractors.reading.pdf.geometry import PageView

_BREAKS = frozenset({0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0xA0, 0x2002, 0x2003, 0x2007, 0x2009, 0x202F, 0x3000, 0x200B})
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
MOST_LETTERS = 100_000
"""Characters of a page that are read; a crowded page of a plan has ten thousand."""
_FURTHEST, _LARGEST = 100_000.0, 5_000.0  # points: place and size beyond which a word cannot be seen


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
    """What the characters of one text object share. across: the baseline, across the direction of reading."""

    style: _Style
    across: float
    suspect: bool  # its first character has no sure letter: look at each


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
        self.blank = False  # white space stands before the next word

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
        word.apart, self.blank = self.blank, False
        self._letters.clear()
        self._styles.clear()
        width, height = self._size
        seen = word.x1 > -1 and word.x0 < width + 1 and word.bottom > -1 and word.top < height + 1
        if seen and word.size < _LARGEST and word.x0 > -_FURTHEST and word.x1 < _FURTHEST:
            if self.words and word.angle == 0:
                _set_on_baseline(self.words[-1], word)
            self.words.append(word)


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


def read_words(text_page: pdfium.PdfTextPage, view: PageView) -> tuple[list[Word], int]:
    """The words of a page in the file's own order, and how many characters have no known letter."""
    raw = text_page.raw
    page = _address(raw)
    runs: dict[int, _Run] = {}
    styles = _StyleReader(raw, view)
    gatherer = _Gatherer(view)
    unmapped = 0
    box = pdfium_c.FS_RECTF()
    box_address = ctypes.addressof(box)
    plain, left = view.turn == 0, view.left
    for index, code in enumerate(_codes(raw)):
        if code in _BREAKS:
            gatherer.close()
            gatherer.blank = True
            continue
        if code in _DROPPED:
            continue
        address = _text_object(page, index)
        if not address or not _loose_box(page, index, box_address):
            gatherer.close()
            continue
        run = runs.get(address)
        if run is None:
            run = runs[address] = styles.run(index, address)
        if code in _LINE_END_HYPHENS:
            letter = "-"
        elif code < 0x20 or code == 0xFFFD:
            letter = LOST
            unmapped += 1
        else:
            if run.suspect and _map_error(page, index) == 1:
                unmapped += 1
            letter = _LIGATURES.get(code) or (chr(code) if code < 0xD800 else _letter(code))
        angle = run.style.angle
        if plain and angle == 0:
            if 0x30 <= code <= 0x39:
                run = styles.figure(index, run)
            gatherer.add(letter, box.left - left, box.right - left, run)
            continue
        x0, top, x1, bottom = view.seen_box(box.left, box.bottom, box.right, box.top)
        if angle == 90:
            gatherer.add(letter, -bottom, -top, run)
        elif angle == 270:
            gatherer.add(letter, top, bottom, run)
        elif angle == 180:
            gatherer.add(letter, -x1, -x0, run)
        else:
            gatherer.add(letter, x0, x1, run)
    gatherer.close()
    return _without_doubles(_without_shadowed(gatherer.words)), unmapped


def count_letters(text_page: pdfium.PdfTextPage) -> int:
    """How many characters the page has, read or not."""
    return int(pdfium_c.FPDFText_CountChars(text_page.raw))


def _letter(code: int) -> str:
    """Half a character outside the basic plane, and what is no character at all, cannot be written to any file."""
    return LOST if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)


def _codes(raw: pdfium_c.FPDF_TEXTPAGE) -> list[int]:
    """The code of each character of a page, asked for at once where text and characters match one to one."""
    count = min(pdfium_c.FPDFText_CountChars(raw), MOST_LETTERS)
    if count <= 0:
        return []
    buffer = (ctypes.c_ushort * (count + 1))()
    if pdfium_c.FPDFText_GetText(raw, 0, count, buffer) == count + 1:  # with the zero at the end
        codes: list[int] = buffer[:count]
        # Characters without a code have no place in the text, those outside the basic plane have two.
        if max(codes) < 0xD800 or not any(0xD800 <= code <= 0xDFFF for code in codes):
            return codes
    return [pdfium_c.FPDFText_GetUnicode(raw, index) for index in range(count)]


def _address(pointer: Any) -> int:
    """Where a handle or a function of PDFium is, 0 for nowhere."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _direct(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of PDFium that takes and gives plain addresses: for calls that are made for every character."""
    return ctypes.PYFUNCTYPE(result, *arguments)(_address(function))


_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
_text_object = _direct(pdfium_c.FPDFText_GetTextObject, _POINTER, _POINTER, _INT)
_loose_box = _direct(pdfium_c.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
_char_box = _direct(pdfium_c.FPDFText_GetCharBox, _INT, _POINTER, _INT, *[_POINTER] * 4)
_map_error = _direct(pdfium_c.FPDFText_HasUnicodeMapError, _INT, _POINTER, _INT)
_font_size = _direct(pdfium_c.FPDFText_GetFontSize, ctypes.c_double, _POINTER, _INT)
_matrix = _direct(pdfium_c.FPDFText_GetMatrix, _INT, _POINTER, _INT, _POINTER)
_origin = _direct(pdfium_c.FPDFText_GetCharOrigin, _INT, _POINTER, _INT, _POINTER, _POINTER)
_fill_colour = _direct(pdfium_c.FPDFText_GetFillColor, _INT, _POINTER, _INT, *[_POINTER] * 4)
_render_mode = _direct(pdfium_c.FPDFTextObj_GetTextRenderMode, _INT, _POINTER)
_text_font = _direct(pdfium_c.FPDFTextObj_GetFont, _POINTER, _POINTER)
_marked_content = _direct(pdfium_c.FPDFPageObj_GetMarkedContentID, _INT, _POINTER)
_count_marks = _direct(pdfium_c.FPDFPageObj_CountMarks, _INT, _POINTER)


def _word(text: str, style: _Style, start: float, end: float, across: float) -> Word:
    size = style.size
    text = sys.intern(text)
    above, below = ASCENT * size, DESCENT * size
    if style.angle == 90:
        box = (across - above, -end, across + below, -start)
        baseline = -start
    elif style.angle == 270:
        box = (-across - below, start, -across + above, end)
        baseline = end
    elif style.angle == 180:
        box = (-end, -across - below, -start, -across + above)
        baseline = -across
    else:
        box = (start, across - above, end, across + below)
        baseline = across
    return Word(
        text,
        *box,
        baseline=baseline,
        font=style.font,
        size=size,
        bold=style.bold,
        italic=style.italic,
        colour=style.colour,
        angle=style.angle,
        mcid=style.mcid,
        artifact=style.artifact,
        hidden=style.hidden,
    )


class _StyleReader:
    """Font, size, colour, direction and mark of text objects. What belongs to a font is asked once a font."""

    def __init__(self, raw: pdfium_c.FPDF_TEXTPAGE, view: PageView) -> None:
        self._raw, self._view = raw, view
        self._page = _address(raw)
        self._fonts: dict[int, tuple[str, bool, bool]] = {}
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

    def figure(self, index: int, run: _Run) -> _Run:
        """The run, or a small raised one for a figure that a font draws raised though its size is that of the text."""
        if not _char_box(self._page, index, *self._ink_refs):
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
        name, bold, italic = self._font(index, handle)
        mode = _render_mode(handle)
        size, angle = _font_size(page, index), 0
        if _matrix(page, index, self._matrix_ref):
            matrix = self._matrix
            size *= math.hypot(matrix.c, matrix.d) or 1.0
            if matrix.b or view.turn or (matrix.a < 0 and matrix.d < 0):  # sideways, or on its head
                angle = _angle(math.degrees(math.atan2(matrix.b, matrix.a)) - view.turn)
        mcid = _marked_content(handle)
        key = (
            name,
            round(abs(size), 2) or 1.0,
            bold or mode == pdfium_c.FPDF_TEXTRENDERMODE_FILL_STROKE,
            italic,
            self._fill(index),
            angle,
            mcid if mcid >= 0 else None,
            mcid < 0 and _count_marks(handle) > 0 and _is_artifact(pdfium_c.FPDFText_GetTextObject(self._raw, index)),
            mode == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE,
        )
        style = self._known.get(key)
        if style is None:
            style = self._known[key] = _Style(*key)
        _origin(page, index, self._x_ref, self._y_ref)
        x, y = view.seen(self._x.value, self._y.value)
        across = {90: x, 270: -x, 180: -y}.get(angle, y)
        return _Run(style, across, _map_error(page, index) == 1)

    def _font(self, index: int, handle: int) -> tuple[str, bool, bool]:
        address = _text_font(handle) or 0
        known = self._fonts.get(address)
        if known is None:
            buffer = ctypes.create_string_buffer(256)
            flags = ctypes.c_int()
            length = pdfium_c.FPDFText_GetFontInfo(self._raw, index, buffer, 256, ctypes.byref(flags))
            name = _SUBSET.sub("", buffer.value.decode("utf-8", "replace")) if 0 < length <= 256 else ""
            weight = pdfium_c.FPDFText_GetFontWeight(self._raw, index)
            bold = bool(_BOLD.search(name)) or bool(flags.value & _FORCE_BOLD) or weight >= 600
            italic = bool(_ITALIC.search(name)) or bool(flags.value & _ITALIC_FLAG)
            known = self._fonts[address] = (name, bold, italic)
        return known

    def _fill(self, index: int) -> str:
        if not _fill_colour(self._page, index, *self._colour_refs):
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
        near = seen.setdefault((word.text, round(word.baseline / 4)), [])
        for twin in near:
            if abs(twin.x0 - word.x0) < 1.2 and abs(twin.baseline - word.baseline) < 1.2:
                twin.bold = True
                break
        else:
            near.append(word)
            kept.append(word)
    return kept
