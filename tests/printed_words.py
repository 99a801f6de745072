"""Where words stand on the picture of a PDF's page, by PDFium itself and not by the reader that is under test."""

from __future__ import annotations

import ctypes
import functools
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_FINE = 100_000
"""Steps across the page, since PDFium tells places in whole ones."""


@dataclass(frozen=True)
class Letter:
    """A letter and its middle, in shares of the page's width and height from its top left corner as seen."""

    text: str
    x: float
    y: float


@functools.cache
def letters(path: Path, number: int) -> list[Letter]:
    """The letters of page `number` (from 1) in the file's order, without blanks."""
    pdf = pdfium.PdfDocument(path)
    page = pdf[number - 1]
    text = page.get_textpage()
    found = []
    for index in range(text.count_chars()):
        letter = text.get_text_range(index, 1)
        if not letter.strip():
            continue
        left, bottom, right, top = text.get_charbox(index, loose=True)
        x, y = ctypes.c_int(), ctypes.c_int()
        middle = (left + right) / 2, (bottom + top) / 2
        pdfium_c.FPDF_PageToDevice(page, 0, 0, _FINE, _FINE, 0, *middle, ctypes.byref(x), ctypes.byref(y))
        found.append(Letter(letter, x.value / _FINE, y.value / _FINE))
    pdf.close()
    return found


def text_within(found: list[Letter], left: float, top: float, right: float, bottom: float) -> str:
    """The letters whose middle lies in a box (in shares of the page), without blanks."""
    return "".join(each.text for each in found if left <= each.x <= right and top <= each.y <= bottom)
