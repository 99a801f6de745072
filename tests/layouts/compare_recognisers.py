"""Compare the installed recognisers on scans of this folder's PDFs: words right, and seconds for a page.

``python tests/layouts/compare_recognisers.py``. Words are those that the PDF itself gives for the page.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from make_scans import Scanner, scan

from safeplans.extractors.reading.pdf.pdfium import PdfSource
from safeplans.extractors.reading.recognition import ENGINES, installed, recogniser

HERE = Path(__file__).parent
PAGES = ["word-style", "zebra", "two-columns"]
SCANNERS = {
    "200 dpi": Scanner(),
    "150 dpi, grey, skewed 2 degrees": Scanner(dpi=150, skew=2.0, grey=True),
    "300 dpi, noisy": Scanner(dpi=300, noise=14, quality=40),
}


def words(data: bytes) -> Counter[str]:
    with PdfSource(data) as source:
        content = source.page(1)
    return Counter(word.text for word in content.words if any(c.isalnum() for c in word.text)) if content else Counter()


def measured(engine: str) -> Iterator[tuple[str, int, int, int, float]]:
    for name, scanner in SCANNERS.items():
        right = found = wanted = 0
        seconds = 0.0
        for page in PAGES:
            data = (HERE / f"{page}.pdf").read_bytes()
            gold = words(data)
            with PdfSource(scan(data, scanner, slice(0, 1))) as source:
                image = source.picture(1, 200)
            recognise = recogniser(engine)
            assert recognise is not None
            start = time.process_time()
            seen = Counter(w.text for w in recognise(image).words if any(c.isalnum() for c in w.text))
            seconds += time.process_time() - start
            right += (seen & gold).total()
            found += seen.total()
            wanted += gold.total()
        yield name, right, found, wanted, seconds / len(PAGES)


def main() -> None:
    print("| recogniser | scan | words right of those printed | of those found | processor seconds a page |")
    print("| --- | --- | --- | --- | --- |")
    for engine in ENGINES:
        if not installed(engine):
            print(f"| {engine} | not installed | | | |")
            continue
        for name, right, found, wanted, seconds in measured(engine):
            print(f"| {engine} | {name} | {right / wanted:.1%} | {right / max(found, 1):.1%} | {seconds:.1f} |")


if __name__ == "__main__":
    main()
