"""What a process read or drew before has no effect on what it reads: fonts that no file and no machine has."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import pypdfium2 as pdfium
import pytest

from safeplans.extractors.reading.pdf import ReadSettings, read_pdf
from safeplans.extractors.reading.pdf.content import PageImage, Recognised
from safeplans.extractors.reading.pdf.pdfium import PdfSource
from safeplans.pipeline.site.drawing import Order, answers

SENTENCE = "Nine geese saw the minutes of May"
SANS, SERIF = 32, 34  # flags of a font, ISO 32000-1, table 123
USUAL = range(300, 748, 2)  # widths that differ from letter to letter, from the blank on
WIDE, NARROW = [950] * 224, [200] * 224

_READ = """
import json, sys
from safeplans.extractors.reading.pdf.pdfium import PdfSource
with PdfSource(sys.stdin.buffer.read()) as source:
    print(json.dumps([[w.text, w.x0, w.top, w.x1, w.bottom] for w in source.page(1).words]))
"""


def printed(flags: int = SANS, widths: list[int] | range | None = USUAL, scans: int = 0) -> bytes:
    """A page with one sentence in a font that is not in the file; first some scans with a letter Q for a stamp.

    widths: of the letters, None for a font that does not say.
    """
    told = f"/FirstChar 32/LastChar 255/Widths[{' '.join(map(str, widths))}]" if widths is not None else ""
    text = f"BT /F1 20 Tf 40 200 Td ({SENTENCE}) Tj ET"
    scan = "q 595 0 0 300 0 0 cm /I1 Do Q BT /F1 20 Tf 40 200 Td (Q) Tj ET"
    kids = [f"/Contents {4 if number < scans else 5} 0 R" for number in range(scans + 1)]
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{8 + n} 0 R' for n in range(len(kids)))}]>>",
        "<</Font<</F1 6 0 R>>/XObject<</I1 7 0 R>>>>",
        f"<</Length {len(scan)}>>stream\n{scan}\nendstream",
        f"<</Length {len(text)}>>stream\n{text}\nendstream",
        f"<</Type/Font/Subtype/TrueType/BaseFont/Unheard/Encoding/WinAnsiEncoding{told}/FontDescriptor"
        f"<</Type/FontDescriptor/FontName/Unheard/Flags {flags}/StemV 80/FontBBox[0 -200 1000 900]"
        "/ItalicAngle 0/Ascent 900/Descent -200/CapHeight 700>>>>",
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
        "stream\n@\nendstream",
        *(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 300]/Resources 3 0 R{kid}>>" for kid in kids),
    ]
    body = "".join(f"{number} 0 obj {item} endobj\n" for number, item in enumerate(objects, start=1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R>>\n%%EOF".encode()


Boxes = list[list[str | float]]


def boxes(data: bytes, page: int = 1) -> Boxes:
    with PdfSource(data) as source:
        content = source.page(page)
    assert content is not None and len(content.words) == len(SENTENCE.split())
    return [[w.text, w.x0, w.top, w.x1, w.bottom] for w in content.words]


def alone(data: bytes) -> Boxes:
    """The same by a process that has done nothing else."""
    found = subprocess.run([sys.executable, "-c", _READ], input=data, capture_output=True, check=True).stdout
    answer: Boxes = json.loads(found)
    return answer


def seen_by_others(data: bytes) -> None:
    pdf = pdfium.PdfDocument(data)
    pdf[0].render()
    pdf.close()


def pictured(data: bytes) -> None:
    with PdfSource(data) as source:
        source.picture(1, 72)


def nothing_recognised(image: PageImage) -> Recognised:
    return Recognised([])


def recognised(data: bytes) -> None:
    read_pdf(data, ReadSettings(recognise=nothing_recognised))


def shown(data: bytes) -> None:
    assert [answer.failure for answer in answers(Order(data, "plan.pdf", (1,)))] == [None]


@pytest.mark.parametrize("draw", [seen_by_others, pictured, recognised, shown])
@pytest.mark.parametrize("flags", [SANS, SERIF])
@pytest.mark.parametrize("widths", [USUAL, None], ids=["widths told", "no widths"])
def test_a_file_reads_as_in_a_process_of_its_own_whatever_was_drawn_before(
    draw: Callable[[bytes], None], flags: int, widths: range | None
) -> None:
    data = printed(flags, widths)
    expected = alone(data)
    for before in (WIDE, NARROW):
        draw(printed(flags, before, scans=1))
        assert boxes(data) == expected


def test_a_page_reads_the_same_behind_a_scan_that_was_drawn() -> None:
    data = printed(widths=None, scans=1)
    expected = boxes(data, page=2)
    with PdfSource(data) as source:
        source.picture(1, 72)
        content = source.page(2)
    assert content is not None and [[w.text, w.x0, w.top, w.x1, w.bottom] for w in content.words] == expected


def test_a_file_reads_the_same_while_others_are_open_and_drawn_again_and_again() -> None:
    data = printed()
    expected = boxes(data)
    still_open = [PdfSource(printed(widths=widths)) for widths in (WIDE, NARROW, WIDE)]
    for source in still_open:
        source.picture(1, 72)
        assert boxes(data) == expected
        pictured(printed(widths=NARROW))
        assert boxes(data) == expected
    for source in still_open:
        source.__exit__(None, None, None)


def test_a_page_of_the_site_looks_the_same_whatever_was_drawn_before() -> None:
    order = Order(printed(widths=None), "plan.pdf", (1,))
    pictures = set()
    for before in (WIDE, NARROW):
        seen_by_others(printed(widths=before))
        pictures.update(answer.picture for answer in answers(order))
    assert len(pictures) == 1
