"""A long document costs little memory, and its pages are read like those of a short one."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from safeplans.extractors.reading.pdf import read_pdf

SOURCE = Path(__file__).parent / "layouts" / "aligned-long-cells.pdf"
PAGES = 155
MEGABYTES_A_PAGE = 0.2  # the promise: 1,000 pages in 200 MB
START_UP = 25  # megabytes for the libraries' own buffers

_MEASURE = """
import sys
from safeplans.extractors.reading.pdf import read_pdf
def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
before = peak()
document = read_pdf(sys.stdin.buffer.read())
print(len(document.pages), peak() - before)
"""


@pytest.fixture(scope="module")
def long_pdf() -> bytes:
    source, target = pdfium.PdfDocument(SOURCE), pdfium.PdfDocument.new()
    for _ in range(PAGES):
        target.import_pages(source, [0])
    buffer = io.BytesIO()
    target.save(buffer)
    return buffer.getvalue()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the peak is read from /proc")
def test_memory_grows_little_with_the_pages(long_pdf: bytes) -> None:
    found = subprocess.run([sys.executable, "-c", _MEASURE], input=long_pdf, capture_output=True, check=True).stdout
    pages, megabytes = found.split()
    assert int(pages) == PAGES
    assert float(megabytes) < START_UP + MEGABYTES_A_PAGE * PAGES


def test_the_last_page_of_a_long_document_is_read_like_the_first(long_pdf: bytes) -> None:
    document = read_pdf(long_pdf)
    tables = [b for b in document.body if b.rows]
    assert len(tables) == PAGES
    assert [r.cells[1].text for r in tables[-1].rows] == [r.cells[1].text for r in tables[0].rows]
