"""Words of a page from PDFium's characters."""

from __future__ import annotations

import ctypes
import math
import re
from dataclasses import dataclass

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
LOST = "\ufffd"


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
class _Char:
    text: str
    along: tuple[float, float]  # start and end in the direction of reading
    across: float  # position of the baseline across it
    style: _Style


def read_words(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, view: PageView) -> tuple[list[Word], int]:
    """The words of a page in the file's own order, and how many characters have no known letter."""
    page_raw, raw = page.raw, text_page.raw
    styles: dict[int, _Style] = {}
    words: list[Word] = []
    current: list[_Char] = []
    unmapped = 0
    width, height = view.size()
    x, y = ctypes.c_double(), ctypes.c_double()
    x_ref, y_ref = ctypes.byref(x), ctypes.byref(y)
    box = pdfium_c.FS_RECTF()
    box_ref = ctypes.byref(box)
    get_unicode, get_object = pdfium_c.FPDFText_GetUnicode, pdfium_c.FPDFText_GetTextObject
    get_origin, get_box = pdfium_c.FPDFText_GetCharOrigin, pdfium_c.FPDFText_GetLooseCharBox
    map_error = pdfium_c.FPDFText_HasUnicodeMapError

    def close() -> None:
        if current:
            word = _word(current, view)
            if word.x1 > -1 and word.x0 < width + 1 and word.bottom > -1 and word.top < height + 1:
                words.append(word)
            current.clear()

    for index in range(pdfium_c.FPDFText_CountChars(raw)):
        code = get_unicode(raw, index)
        if code in _BREAKS:
            close()
            continue
        if code in _DROPPED:
            continue
        handle = get_object(raw, index)
        if not handle:
            close()
            continue
        address = ctypes.addressof(handle.contents)
        style = styles.get(address)
        if style is None:
            style = styles[address] = _style(raw, index, handle, view)
        if code in _LINE_END_HYPHENS:
            letter = "-"
        elif code == 0 or code == 0xFFFD or (code < 0x20):
            letter = LOST
            unmapped += 1
        else:
            if map_error(raw, index) == 1:
                unmapped += 1
            letter = _LIGATURES.get(code) or chr(code)
        if not get_origin(raw, index, x_ref, y_ref) or not get_box(raw, index, box_ref):
            continue
        origin = view.seen(x.value, y.value)
        seen = view.seen_box(box.left, box.bottom, box.right, box.top)
        char = _place(letter, origin, seen, style)
        if current and _breaks(current[-1], char):
            close()
        current.append(char)
    close()
    del page_raw
    return _without_doubles(words), unmapped


def _place(letter: str, origin: tuple[float, float], seen: tuple[float, float, float, float], style: _Style) -> _Char:
    x0, top, x1, bottom = seen
    if style.angle == 90:  # reads upwards
        return _Char(letter, (-bottom, -top), origin[0], style)
    if style.angle == 270:
        return _Char(letter, (top, bottom), -origin[0], style)
    if style.angle == 180:
        return _Char(letter, (-x1, -x0), -origin[1], style)
    return _Char(letter, (x0, x1), origin[1], style)


def _breaks(before: _Char, after: _Char) -> bool:
    size = max(before.style.size, after.style.size)
    if before.style.angle != after.style.angle or abs(before.across - after.across) > 0.5 * size:
        return True
    gap = after.along[0] - before.along[1]
    return gap > 0.3 * size or gap < -0.9 * size


def _word(chars: list[_Char], view: PageView) -> Word:
    style = chars[0].style
    if len(chars) > 2:  # the style of most of the word; a raised figure or a quotation mark must not decide
        style = chars[len(chars) // 2].style
    start = min(c.along[0] for c in chars)
    end = max(c.along[1] for c in chars)
    across = chars[0].across if style.size <= chars[0].style.size else chars[-1].across
    size = style.size
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
        "".join(c.text for c in chars),
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


def _style(raw: pdfium_c.FPDF_TEXTPAGE, index: int, handle: pdfium_c.FPDF_PAGEOBJECT, view: PageView) -> _Style:
    buffer = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    length = pdfium_c.FPDFText_GetFontInfo(raw, index, buffer, 256, ctypes.byref(flags))
    name = buffer.value.decode("utf-8", "replace") if 0 < length <= 256 else ""
    name = _SUBSET.sub("", name)
    weight = pdfium_c.FPDFText_GetFontWeight(raw, index)
    mode = pdfium_c.FPDFTextObj_GetTextRenderMode(handle)
    bold = bool(_BOLD.search(name)) or bool(flags.value & _FORCE_BOLD) or weight >= 600 or mode == 2
    italic = bool(_ITALIC.search(name)) or bool(flags.value & _ITALIC_FLAG)
    matrix = pdfium_c.FS_MATRIX()
    size = pdfium_c.FPDFText_GetFontSize(raw, index)
    angle = 0
    if pdfium_c.FPDFText_GetMatrix(raw, index, ctypes.byref(matrix)):
        size *= math.hypot(matrix.c, matrix.d) or 1.0
        degrees = math.degrees(math.atan2(matrix.b, matrix.a)) - view.turn
        angle = round(degrees / 90) * 90 % 360 if abs(degrees / 90 - round(degrees / 90)) < 0.12 else round(degrees) % 360
    mcid = pdfium_c.FPDFPageObj_GetMarkedContentID(handle)
    return _Style(
        name,
        round(abs(size), 2) or 1.0,
        bold,
        italic,
        _colour(raw, index),
        angle,
        mcid if mcid >= 0 else None,
        _is_artifact(handle),
        mode == 3,
    )


def _colour(raw: pdfium_c.FPDF_TEXTPAGE, index: int) -> str:
    red, green, blue, alpha = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    known = pdfium_c.FPDFText_GetFillColor(
        raw, index, ctypes.byref(red), ctypes.byref(green), ctypes.byref(blue), ctypes.byref(alpha)
    )
    return f"#{red.value:02x}{green.value:02x}{blue.value:02x}" if known else "#000000"


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


def _without_doubles(words: list[Word]) -> list[Word]:
    """Words printed twice on the same spot (a shadow, or bold by overprinting) once, as bold."""
    seen: dict[tuple[str, int], list[Word]] = {}
    kept: list[Word] = []
    for word in words:
        near = seen.setdefault((word.text, round(word.baseline / 4)), [])
        twin = next((w for w in near if abs(w.x0 - word.x0) < 1.2 and abs(w.baseline - word.baseline) < 1.2), None)
        if twin is not None:
            twin.bold = True
            continue
        near.append(word)
        kept.append(word)
    return kept
