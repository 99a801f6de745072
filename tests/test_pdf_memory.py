"""A long document costs little memory, and its pages are read like those of a short one."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

SOURCE = Path(__file__).parent / "layouts" / "aligned-long-cells.pdf"
PAGES = 155
MEGABYTES_A_PAGE = 0.2  # the promise: 1,000 pages in 200 MB
START_UP = 25  # megabytes for the libraries' own buffers

_MEASURE = """
import json, sys
from safeplans.extractors.reading.pdf import read_pdf
def peak():
    if not sys.platform.startswith("linux"):
        return 0
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
before = peak()
document = read_pdf(sys.stdin.buffer.read())
above = peak() - before
tables = [[row.cells[1].text for row in block.rows] for block in document.body if block.rows]
print(json.dumps({"pages": len(document.pages), "above": above, "tables": tables}))
"""


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """What a process of its own tells of reading a document of many pages: the same page again and again."""
    source, target = pdfium.PdfDocument(SOURCE), pdfium.PdfDocument.new()
    for _ in range(PAGES):
        target.import_pages(source, [0])
    buffer = io.BytesIO()
    target.save(buffer)
    process = [sys.executable, "-c", _MEASURE]
    return json.loads(subprocess.run(process, input=buffer.getvalue(), capture_output=True, check=True).stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the peak is read from /proc")
def test_memory_grows_little_with_the_pages(found: dict[str, Any]) -> None:
    assert found["pages"] == PAGES
    assert found["above"] < START_UP + MEGABYTES_A_PAGE * PAGES


def test_the_last_page_of_a_long_document_is_read_like_the_first(found: dict[str, Any]) -> None:
    tables = found["tables"]
    assert len(tables) == PAGES
    assert tables[-1] == tables[0]
