"""PDFium's two stand-ins for fonts that neither the file nor the machine has, brought into one known shape.

Both are fonts with a weight and a width to be set (Adobe Technical Note 5015, multiple masters), and there is one of
each for the whole process. To draw a letter, PDFium sets its font to the weight and width of that letter and leaves it
so (`CFX_Face::AdjustVariationParams`); to read one, it measures the letter as the font happens to be set. The place
where a word ends, and of a font without widths the places of all letters, would depend on what was drawn last, be it
of another file. So a letter of known weight and width is drawn of each before a file is read, and after every drawing.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

# The letter H is drawn with a stem and a width (thousandths of the font size) that bring the stand-in to within one
# thousandth of how it is set when a process starts, for all letters; found by trying.
_SANS = (32, 94, 703)  # flags (ISO 32000-1, table 123), stem, width
_SERIF = (34, 75, 819)
_SIDE = 8  # points of the page with the two letters; pixels when it is drawn at its smallest
_CONTENT = "BT /A 4 Tf 1 1 Td (H) Tj /B 4 Tf 1 1 Td (H) Tj ET"
_STEPS = 1000  # sizes in each direction, up to twice the smallest


def _font(flags: int, stem: int, width: int) -> str:
    return (
        "<</Type/Font/Subtype/TrueType/BaseFont/StandIn/Encoding/WinAnsiEncoding"
        f"/FirstChar 72/LastChar 72/Widths[{width}]/FontDescriptor<</Type/FontDescriptor/FontName/StandIn"
        f"/Flags {flags}/StemV {stem}/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 900/Descent -200/CapHeight 700>>>>"
    )


def _file() -> bytes:
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {_SIDE} {_SIDE}]"
        "/Resources<</Font<</A 5 0 R/B 6 0 R>>>>/Contents 4 0 R>>",
        f"<</Length {len(_CONTENT)}>>stream\n{_CONTENT}\nendstream",
        _font(*_SANS),
        _font(*_SERIF),
    )
    # PDFium does without a table of where the objects are.
    body = "".join(f"{number} 0 obj {text} endobj\n" for number, text in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R>>".encode()


_FILE = _file()
_drawn = itertools.count()


def settle_stand_ins() -> None:
    """Set the stand-ins of this process as they are whenever a file is read. Takes a fifth of a millisecond."""
    # A letter that was drawn at the same size before is taken from a store that lives as long as any open document
    # draws with the font, and then nothing is set: no two drawings in a row are of one size.
    down, across = divmod(next(_drawn) % _STEPS**2, _STEPS)
    size = pdfium_c.FS_MATRIX(1 + across / _STEPS, 0, 0, 1 + down / _STEPS, 0, 0)
    pdf = pdfium.PdfDocument(_FILE)
    try:
        page = pdf[0]
        bitmap = pdfium.PdfBitmap.new_native(2 * _SIDE, 2 * _SIDE, pdfium_c.FPDFBitmap_Gray)
        whole = pdfium_c.FS_RECTF(0, 0, 2 * _SIDE, 2 * _SIDE)
        pdfium_c.FPDF_RenderPageBitmapWithMatrix(bitmap, page, size, whole, 0)
        bitmap.close()
        page.close()
    finally:
        pdf.close()


@contextmanager
def drawing() -> Iterator[None]:
    """What is drawn while this holds has no effect on what is read afterwards."""
    try:
        yield
    finally:
        settle_stand_ins()
