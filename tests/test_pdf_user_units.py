"""A page whose unit is not the point is read as large as it is meant (ISO 32000-1, table 30)."""

from __future__ import annotations

import zlib

import pytest

from safeplans.extractors.reading.pdf import ReadSettings, read_pdf
from safeplans.extractors.reading.pdf.pdfium import PdfSource
from safeplans.extractors.reading.pdf.user_units import in_points
from safeplans.pipeline.show.layout_images import draw_page


def page(unit: str, packed: bool = False) -> bytes:
    """A page of 40 by 30 units with a line of print one unit high; packed: its object lies in an object stream."""
    content = "BT /F1 1 Tf 4 20 Td (Agree one tool) Tj ET"
    described = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 40 30] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> "
        f"/UserUnit {unit} >>"
    )
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        4: f"<< /Length {len(content)} >>\nstream\n{content}\nendstream".encode(),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    }
    if packed:
        stream = zlib.compress(f"3 0 {described}".encode())
        head = f"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length {len(stream)} >>\nstream\n"
        objects[6] = head.encode() + stream + b"\nendstream"
    else:
        objects[3] = described.encode()
    body, places = b"%PDF-1.7\n", {}
    for number, item in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    places[7] = len(body)
    table = b"".join(
        b"\x02" + (6).to_bytes(4, "big") + b"\x00"
        if packed and number == 3
        else (b"\x01" + places[number].to_bytes(4, "big") + b"\x00" if number in places else bytes(6))
        for number in range(8)
    )
    head = f"<< /Type /XRef /Root 1 0 R /Size 8 /W [1 4 1] /Length {len(table)} >>\nstream\n".encode()
    return body + b"7 0 obj\n" + head + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % places[7]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_sizes_and_boxes_are_in_points(reader: str, packed: bool) -> None:
    document = read_pdf(page("10", packed), ReadSettings(reader=reader))
    assert document.lines == ("Agree one tool",)
    assert (document.pages[0].width, document.pages[0].height) == (400, 300)
    box = document.blocks[0].place.bbox
    assert box is not None and box[0] == pytest.approx(40, abs=1) and 88 < box[1] < box[3] < 104


def test_letters_are_as_large_as_they_are_seen() -> None:
    with PdfSource(in_points(page("10"))) as source:
        content = source.page(1)
    assert content is not None and {word.size for word in content.words} == {10.0}


@pytest.mark.parametrize("unit", ["0", "-2", "1", "(ten)", "1e30"])
def test_what_is_no_unit_changes_nothing(unit: str) -> None:
    assert read_pdf(page(unit)).pages[0].width == 40


def test_the_picture_of_a_page_is_as_large_as_its_boxes_are_placed() -> None:
    data = page("10")
    picture = draw_page(data, read_pdf(data), 1, dpi=72)
    assert picture.width == 400
