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

from safeplans.extractors.reading.pdf import pdfium_calls as calls
from safeplans.extractors.reading.pdf.content import Word
from safeplans.extractors.reading.pdf.geometry import PageView
from safeplans.extractors.reading.pdf.letters import (
    BOLD,
    DROPPED,
    ITALIC,
    LIGATURES,
    LOST,
    MOST_LETTERS,
    SUBSET,
    Gatherer,
    Run,
    Style,
    make_word,
    right_angle,
    without_doubles,
    without_shadowed,
)
from safeplans.extractors.reading.pdf.pdfium_calls import loose_box, text_object

_TOKEN = re.compile("[^\t\n\v\f\r \xa0\u2002\u2003\u2007\u2009\u202f\u3000\u200b]+")
_LINE_END_HYPHENS = frozenset({0x02, 0xFFFE})  # PDFium writes these for a hyphen at the end of a line
_OUTLINED, _INVISIBLE = pdfium_c.FPDF_TEXTRENDERMODE_FILL_STROKE, pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE
_FIGURES = frozenset("0123456789")
_FORCE_BOLD = 1 << 18  # font descriptor flags, PDF 32000-1, table 123
_ITALIC_FLAG = 1 << 6
_RAISED_INK = 0.2  # how far above the baseline the ink of a raised figure begins, in font sizes
_RAISED_SIZE = 0.65
_UTF_16 = f"utf-16-{'le' if sys.byteorder == 'little' else 'be'}"
#: How much narrower or wider than its letters a word may be printed and surely have no gap in it, in font sizes: less
#: than the gap that parts words (0.3), since some of its letters may stand closer than usual.
_NARROWER, _WIDER = 0.25, 0.15
Widths = dict[str, dict[str, float]]
"""The widths of a document's letters at size 1, by the name of their font; filled as letters are met."""


@dataclass(slots=True)
class _Run(Run):
    """What the characters of one text object share. suspect: the first has no sure letter, so look at each.

    widths: of the letters of its font at size 1, as far as they were met; None for a slanted run, or one whose first
    character has no sure letter. scale: of those widths on the page, in points.
    """

    suspect: bool = False
    widths: dict[str, float] | None = None
    scale: float = 1.0


_NO_RUN = _Run(Style("", 1.0, False, False, "#000000", 0, None, False, False), 0.0)


def read_words(text_page: pdfium.PdfTextPage, view: PageView, widths: Widths | None = None) -> tuple[list[Word], int]:
    """The words of a page in the file's own order, and how many characters have no known letter.

    widths: what is known of the document's letters; reading goes faster where it is kept from page to page.
    """
    reader = _WordReader(text_page.raw, view, {} if widths is None else widths)
    for token in _TOKEN.finditer(_text(text_page.raw)):
        reader.gatherer.blank = token.start() > 0
        if not reader.read_whole(token[0], *token.span()):
            reader.read_letters(token[0], token.start())
    return without_doubles(without_shadowed(reader.gatherer.words)), reader.unmapped


class _WordReader:
    """Makes words of what stands between blanks."""

    def __init__(self, raw: pdfium_c.FPDF_TEXTPAGE, view: PageView, widths: Widths) -> None:
        self.unmapped = 0
        self._page = calls.address(raw)
        self._view = view
        self._runs: dict[int, _Run] = {}
        self._styles = _StyleReader(raw, view, widths)
        self.gatherer = Gatherer(*view.size())
        self._box = pdfium_c.FS_RECTF()
        self._box_address = ctypes.addressof(self._box)
        self._plain, self._left = view.turn == 0, view.left
        self._address = 0  # of the text object of the last whole word, and its run
        self._run = _NO_RUN

    def read_whole(self, token: str, start: int, end: int) -> bool:
        """Read characters from `start` to before `end` as one word, if they surely are.

        They are when they belong to one text object and the first begins as far from where the last one ends as the
        known widths of the letters say. Asking for the place of each letter would take three times as long.
        """
        if token[-1] in _FIGURES and (end - start <= 2 or token[0] not in _FIGURES):
            return False  # the number of a note, perhaps, which only its ink tells (see `_StyleReader.figure`)
        page, box, box_address = self._page, self._box, self._box_address
        address = text_object(page, end - 1)
        if address != self._address:  # else all of it stands in the object of the word before
            if not address or (end - start > 1 and text_object(page, start) != address):
                return False
            self._address = address
            run = self._run = self._run_of(start, address)
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
        self.gatherer.keep(make_word(token, style, first, last, run.across))
        return True

    def _run_of(self, index: int, address: int) -> _Run:
        """What the characters of the text object at an address share, of which `index` is one."""
        run = self._runs.get(address)
        if run is None:
            run = self._runs[address] = self._styles.run(index, address)
        return run

    def _along(self, angle: int) -> tuple[float, float]:
        """From where to where the character asked for last reaches along its line, in growing numbers."""
        box, view = self._box, self._view
        x0, top, x1, bottom = view.seen_box(box.left, box.bottom, box.right, box.top)
        if angle == 90:
            return -bottom, -top
        if angle == 270:
            return top, bottom
        return (-x1, -x0) if angle == 180 else (x0, x1)

    def read_letters(self, token: str, start: int) -> None:
        """Read the characters from `start` on one by one: they may be several words."""
        page, gatherer, plain, left = self._page, self.gatherer, self._plain, self._left
        box, box_address = self._box, self._box_address
        met, of_object = 0, _NO_RUN  # the text object of the letter before, and its run
        for index, character in enumerate(token, start):
            code = ord(character)
            if code in DROPPED:
                continue
            address = text_object(page, index)
            if not address or not loose_box(page, index, box_address):
                gatherer.close()
                continue
            if address != met:
                met, of_object = address, self._run_of(index, address)
            run, widths = of_object, of_object.widths
            if code in _LINE_END_HYPHENS:
                letter, widths = "-", None
            elif code < 0x20 or code == 0xFFFD:
                letter, widths = LOST, None
                self.unmapped += 1
            else:
                if run.suspect and calls.map_error(page, index) == 1:
                    self.unmapped += 1
                letter = character if code < 0xD800 else LIGATURES.get(code) or _letter(code)
            level = plain and run.style.angle == 0
            begins, ends = (box.left - left, box.right - left) if level else self._along(run.style.angle)
            if level and 0x30 <= code <= 0x39:
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


class _StyleReader:
    """Font, size, colour, direction and mark of text objects. What belongs to a font is asked once a font."""

    def __init__(self, raw: pdfium_c.FPDF_TEXTPAGE, view: PageView, widths: Widths) -> None:
        self._raw, self._view = raw, view
        self._page = calls.address(raw)
        self._fonts: dict[int, tuple[str, bool, bool, dict[str, float]]] = {}
        self._known: dict[tuple[Any, ...], Style] = {}
        self._colours: dict[tuple[int, int, int], str] = {}
        self._matrix = (ctypes.c_float * 6)()  # an FS_MATRIX, whose numbers are taken out at once
        self._matrix_at = ctypes.addressof(self._matrix)
        self._colour = (ctypes.c_uint * 4)()  # red, green, blue, alpha
        self._colour_at = _places(self._colour)
        self._point = (ctypes.c_double * 2)()
        self._point_at = _places(self._point)
        self._ink = (ctypes.c_double * 4)()  # left, right, bottom, top
        self._ink_at = _places(self._ink)
        self._raised: dict[int, _Run] = {}
        self._widths = widths

    def figure(self, index: int, run: _Run) -> _Run:
        """The run, or a small raised one for a figure that a font draws raised though its size is that of the text."""
        if not calls.char_box(self._page, index, *self._ink_at):
            return run
        size = run.style.size
        if self._ink[2] - (self._view.top - run.across) <= _RAISED_INK * size:
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
        if calls.matrix(page, index, self._matrix_at):
            a, b, c, d, _, _ = self._matrix
            scale *= math.hypot(a, b)
            size *= math.hypot(c, d) or 1.0
            if b or view.turn or (a < 0 and d < 0):  # sideways, or on its head
                angle = right_angle(math.degrees(math.atan2(b, a)) - view.turn)
        mcid = calls.marked_content(handle)
        key = (
            name,
            round(abs(size), 2) or 1.0,
            bold or mode == _OUTLINED,
            italic,
            self._fill(index),
            angle,
            mcid if mcid >= 0 else None,
            mcid < 0
            and calls.count_marks(handle) > 0
            and _is_artifact(pdfium_c.FPDFText_GetTextObject(self._raw, index)),
            mode == _INVISIBLE,
        )
        style = self._known.get(key)
        if style is None:
            style = self._known[key] = Style(*key)
        calls.origin(page, index, *self._point_at)
        x, y = view.seen(*self._point)
        across = {90: x, 270: -x, 180: -y}.get(angle, y) if angle else y
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
            name = SUBSET.sub("", full_name)
            weight = pdfium_c.FPDFText_GetFontWeight(self._raw, index)
            bold = bool(BOLD.search(name)) or bool(flags.value & _FORCE_BOLD) or weight >= 600
            italic = bool(ITALIC.search(name)) or bool(flags.value & _ITALIC_FLAG)
            known = self._fonts[address] = (name, bold, italic, self._widths.setdefault(full_name, {}))
        return known

    def _fill(self, index: int) -> str:
        if not calls.fill_colour(self._page, index, *self._colour_at):
            return "#000000"
        red, green, blue, _ = self._colour
        known = self._colours.get((red, green, blue))
        if known is None:
            known = self._colours[red, green, blue] = f"#{red:02x}{green:02x}{blue:02x}"
        return known


def _places(numbers: Any) -> list[int]:
    """The address of each number of an array, where PDFium is to write."""
    start, size = ctypes.addressof(numbers), ctypes.sizeof(numbers) // len(numbers)
    return [start + size * index for index in range(len(numbers))]


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
