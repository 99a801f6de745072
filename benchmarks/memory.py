#!/usr/bin/env python3
"""What memory reading takes: one very long document, and many documents one after another.

    python benchmarks/memory.py [FOLDER …] [--pages N] [--documents N] [--json]

FOLDER holds PDFs; without any: data/raw, and ../shared/documents where it is there. Scans are left out.

long   a document of N pages (1,000), made by repeating the pages of all, is read once: megabytes at most above the
       process that has loaded the reader and the file and done nothing yet. Goal: at most 200.
many   N documents (300), again and again the same, are read in one process: megabytes after the first tenth, and after
       all. The difference is what each document leaves behind.

Both are measured in processes of their own. Resident set; on Linux from /proc.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tempfile
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from machine import has_text, in_own_process, memory, pdfs, peak_memory

GOAL = 200.0  # megabytes


def long_document(paths: Sequence[Path], pages: int) -> bytes:
    """A PDF of so many pages, the pages of all documents in turn, again and again."""
    sources = [pdfium.PdfDocument(path) for path in paths]
    every = [(source, index) for source in sources for index in range(len(source))]
    made = pdfium.PdfDocument.new()
    for source, index in islice(cycle(every), pages):
        made.import_pages(source, [index])
    buffer = io.BytesIO()
    made.save(buffer)
    for document in (made, *sources):
        document.close()
    return buffer.getvalue()


def read_long(path: Path) -> dict[str, Any]:
    """Read one document in this process."""
    from safeplans.extractors.reading.pdf import ReadSettings, read_pdf

    data = path.read_bytes()
    before = memory()
    document = read_pdf(data, ReadSettings(max_pages=100_000))
    return {
        "pages": len(document.pages),
        "file_megabytes": len(data) / 2**20,
        "before": before,
        "peak": peak_memory(),
        "above": peak_memory() - before,
        "above_after": memory() - before,
    }


def read_many(paths: Sequence[Path], documents: int) -> dict[str, Any]:
    """Read documents one after another in this process."""
    from safeplans.extractors.reading.pdf import read_pdf

    early = max(1, documents // 10)
    after_first, after_early = 0.0, 0.0
    for number, path in enumerate(islice(cycle(paths), documents), start=1):
        read_pdf(path.read_bytes())
        if number == 1:
            after_first = memory()
        if number == early:
            after_early = memory()
    after_all = memory()
    return {
        "documents": documents,
        "after_first": after_first,
        "early": early,
        "after_early": after_early,
        "after_all": after_all,
        "growth": after_all - after_early,
    }


def measure(paths: Sequence[Path], pages: int, documents: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "long.pdf"
        made.write_bytes(long_document(paths, pages))
        long = json.loads(in_own_process("memory.py", "--as", "long", given=json.dumps([str(made)])))
    given = json.dumps([str(path) for path in paths])
    many = json.loads(in_own_process("memory.py", "--as", "many", "--documents", str(documents), given=given))
    return {"long": long, "many": many, "goal": GOAL}


def show(figures: dict[str, Any]) -> None:
    long, many = figures["long"], figures["many"]
    print(
        f"one document of {long['pages']:,} pages ({long['file_megabytes']:.1f} MB): at most {long['above']:.0f} MB "
        f"above the {long['before']:.0f} MB of the loaded process (goal {figures['goal']:.0f}); "
        f"{long['above_after']:.0f} MB above it with the read document kept"
    )
    print(
        f"{many['documents']} documents one after another: {many['after_early']:.1f} MB after {many['early']}, "
        f"{many['after_all']:.1f} MB after all: {many['growth']:+.1f} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=1000, help="pages of the long document (1000)")
    parser.add_argument("--documents", type=int, default=300, help="documents read one after another (300)")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.add_argument("--as", dest="part", choices=("long", "many"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.part:
        given = [Path(name) for name in json.load(sys.stdin)]
        print(json.dumps(read_long(given[0]) if asked.part == "long" else read_many(given, asked.documents)))
        return
    paths = [path for path in pdfs(asked.folders) if has_text(path)]
    if not paths:
        parser.error("no PDF with text of its own in these folders")
    figures = measure(paths, asked.pages, asked.documents)
    if asked.json:
        print(json.dumps(figures))
    else:
        show(figures)


if __name__ == "__main__":
    main()
