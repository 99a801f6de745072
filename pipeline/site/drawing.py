"""What a process that draws runs: pages of a PDF to pictures, other files to the lines of their text.

PDFium and its libraries are at work on files from anywhere, so they are kept in a process of their own; see
`site.pictures`. Orders come in on standard input, answers go out where standard output was, each as data
behind its length.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
from PIL import Image

from safeplans.extractors.reading import ReadingError, read
from safeplans.extractors.reading.kinds import is_pdf
from safeplans.extractors.reading.pdf.pdfium_stand_ins import settle_stand_ins
from safeplans.extractors.reading.pdf.user_units import in_points
from safeplans.pipeline.running.child import OUT_OF_MEMORY, die_with_parent, limit_memory, private_output, receive, send
from safeplans.pipeline.store.packing import pack, unpack

DPI = 110
"""Pixels an inch: small print can be read, and a page of A4 is some 900 pixels wide."""
WIDEST = 1400
"""Pixels: wider pages get fewer an inch."""
HIGHEST = 5000
"""Pixels; a page of A4 has some 1,300."""
_QUALITY = 60
"""Of WebP, 0..100. Looked at: at 40 small print on coloured cells frays, above 60 nothing changes but the size."""
_EFFORT = 2
"""Of WebP, 0..6. The usual 4 takes twice the time for 3 % of the size."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to do with one file.

    pages: pages of a PDF to draw (from 1); empty for any other file, whose lines are wanted. name: the file's own.
    """

    data: bytes
    name: str
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a page, or of the lines of a text; the first is empty, when a process is ready.

    page: None for a text. width, height: of the page as seen, in points. picture: WebP. lines, spots: as in `Document`.
    failure: why there is no picture, or no lines, for people.
    """

    page: int | None = None
    width: float = 0.0
    height: float = 0.0
    picture: bytes = b""
    lines: tuple[str, ...] = ()
    spots: tuple[str, ...] = ()
    failure: str | None = None


def answers(order: Order) -> Iterator[Answer]:
    """An answer for each page, in the order of `order.pages`; one for a text file."""
    if not order.pages:
        yield _lines(order)
        return
    if not is_pdf(order.data):
        yield from (Answer(page, failure="slides are not drawn; open the file itself") for page in order.pages)
        return
    try:
        pdf = pdfium.PdfDocument(in_points(order.data))
    except pdfium.PdfiumError as error:
        yield from (Answer(page, failure=f"the PDF cannot be opened ({error})") for page in order.pages)
        return
    with contextlib.closing(pdf):
        if pdf.get_formtype():
            pdf.init_forms()
        for page in order.pages:
            yield _drawn(pdf, page)


def _lines(order: Order) -> Answer:
    try:
        document = read(order.data, order.name)
    except ReadingError as error:
        return Answer(failure=str(error))
    return Answer(lines=document.lines, spots=document.spots)


def _drawn(pdf: pdfium.PdfDocument, number: int) -> Answer:
    if number > len(pdf):
        return Answer(number, failure="there is no such page")
    settle_stand_ins()  # where letters of fonts without widths stand must not depend on the page drawn before
    try:
        page = pdf[number - 1]
    except pdfium.PdfiumError as error:
        return Answer(number, failure=f"the page cannot be opened ({error})")
    with contextlib.closing(page):
        width, height = page.get_size()
        if min(width, height) < 1:
            return Answer(number, failure="the page has no size")
        try:
            image: Image.Image = page.render(scale=_scale(width, height), rev_byteorder=True).to_pil()
        except pdfium.PdfiumError as error:
            return Answer(number, failure=f"the page cannot be drawn ({error})")
        picture = io.BytesIO()
        image.convert("RGB").save(picture, "WEBP", quality=_QUALITY, method=_EFFORT)
        return Answer(number, width, height, picture.getvalue())


def _scale(width: float, height: float) -> float:
    """Pixels a point for a page of so many points."""
    return min(DPI / 72, WIDEST / width, HIGHEST / height)


def main() -> None:
    """Carry out orders until no more come. The argument is the limit of memory in bytes."""
    orders, out = sys.stdin.buffer, private_output()
    die_with_parent()
    limit_memory(int(sys.argv[1]))
    send(out, pack(Answer()))
    with contextlib.suppress(EOFError):
        while True:
            order = unpack(receive(orders), Order)
            try:
                for answer in answers(order):
                    send(out, pack(answer))
            except MemoryError:
                os._exit(OUT_OF_MEMORY)
