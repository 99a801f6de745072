#!/usr/bin/env python3
"""Reading Word files, web pages, workbooks and slides: pages or their like a second, beside the bare library.

    python benchmarks/reading_formats.py [FOLDER …] [--seconds N] [--rounds N] [--long N] [--json]

FOLDER holds documents; without any: data/raw. Of each kind our reader (extractors.reading: structure, order, header
rows, colours, what is hidden) and the library that it reads with, which does the least that gives all words:

docx, odt, ods   zipfile and lxml: the tree of the body, the words of its text nodes
html             lxml.html: the tree, its words
xlsx             openpyxl: every value of every sheet
csv              the csv module
pptx             python-pptx: the text of every box and cell

A page is 400 words as the bare library counts them, of workbooks and CSV 50 rows with words in them, of slides a slide.
Both take turns in one process, on one processor where the system lets a process be kept on one, --seconds (2) each in
every round; speed is by seconds of the processor, the median over the rounds (3). The ratio says how many times the
library alone is as fast. --long adds of each kind a document whose body stands in it N (20) times: what a reader does
for each piece with all others shows there, as the ratio of both speeds (1: twice as long, twice the time).
"""

from __future__ import annotations

import argparse
import copy
import csv
import io
import json
import sys
import time
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from lxml import etree, html
from machine import ROOT, pin

from safeplans.extractors.base.settings import Settings
from safeplans.extractors.reading import read_document

WORDS, ROWS = 400, 50  # of a page, of a sheet's like
Counted = tuple[int, int, int]  # words, rows with words, slides
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _tree(data: bytes, part: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(part), etree.XMLParser(huge_tree=True))


def _words(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)


def docx(data: bytes) -> Counted:
    body = _tree(data, "word/document.xml")
    return _words("".join(t.text or "" for t in p.iter(f"{_W}t")) for p in body.iter(f"{_W}p")), 0, 0


def odt(data: bytes) -> Counted:
    return _words(_tree(data, "content.xml").itertext()), 0, 0


def page(data: bytes) -> Counted:
    return _words([html.document_fromstring(data).text_content()]), 0, 0


def xlsx(data: bytes) -> Counted:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    rows = [[str(v) for v in row if v is not None] for sheet in book for row in sheet.iter_rows(values_only=True)]
    return sum(map(_words, rows)), sum(1 for row in rows if row), 0


def ods(data: bytes) -> Counted:
    rows = [[t for t in row.itertext() if t.strip()] for row in _tree(data, "content.xml").iter("{*}table-row")]
    return sum(map(_words, rows)), sum(1 for row in rows if row), 0


def delimited(data: bytes) -> Counted:
    rows = [[c for c in row if c] for row in csv.reader(io.StringIO(data.decode("utf-8-sig")))]
    return sum(map(_words, rows)), sum(1 for row in rows if row), 0


def pptx(data: bytes) -> Counted:
    from pptx import Presentation

    deck, words = Presentation(io.BytesIO(data)), 0
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                words += _words([shape.text_frame.text])
            elif shape.has_table:
                words += _words(cell.text for row in shape.table.rows for cell in row.cells)
    return words, 0, len(deck.slides)


BARE: dict[str, Callable[[bytes], Counted]] = {
    ".docx": docx, ".odt": odt, ".html": page, ".xlsx": xlsx, ".ods": ods, ".csv": delimited, ".pptx": pptx,
}  # fmt: skip
LIBRARIES = {
    ".docx": "zipfile, lxml", ".odt": "zipfile, lxml", ".html": "lxml.html", ".xlsx": "openpyxl",
    ".ods": "zipfile, lxml", ".csv": "csv", ".pptx": "python-pptx",
}  # fmt: skip


def pages(counted: Iterable[Counted]) -> float:
    words, rows, slides = (sum(each) for each in zip(*counted, strict=True))
    return slides or rows / ROWS or words / WORDS


def _part(data: bytes, name: str, change: Callable[[Any], None]) -> bytes:
    """An archive with one of its parts changed."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for info in archive.infolist():
            part = archive.read(info)
            if info.filename == name:
                tree = etree.fromstring(part)
                change(tree)
                part = etree.tostring(tree)
            made.writestr(info.filename, part)
    return held.getvalue()


def longer(data: bytes, suffix: str, times: int) -> bytes | None:
    """A document whose body stands in it so many times; None for slides, which share parts."""

    def again(parent: Any, left_out: tuple[str, ...] = ()) -> None:
        own = [e for e in parent if etree.QName(e).localname not in left_out]
        at = parent.index(own[-1]) + 1
        for _ in range(times - 1):
            for element in own:
                parent.insert(at, copy.deepcopy(element))
                at += 1

    if suffix == ".docx":
        return _part(data, "word/document.xml", lambda tree: again(tree[0], ("sectPr",)))
    if suffix == ".odt":
        return _part(data, "content.xml", lambda tree: again(tree.find("{*}body")[0], ("sequence-decls", "forms")))
    if suffix == ".ods":
        return _part(data, "content.xml", lambda tree: again(next(tree.iter("{*}table")), ("table-column", "forms")))
    if suffix == ".html":
        tree = html.document_fromstring(data)
        body = tree.find("body")
        inner = [copy.deepcopy(e) for _ in range(times - 1) for e in body]
        body.extend(inner)
        return bytes(html.tostring(tree, encoding="utf-8"))
    if suffix == ".xlsx":
        return _long_workbook(data, times)
    return data * times if suffix == ".csv" else None


def _long_workbook(data: bytes, times: int) -> bytes:
    """Rows of the longest sheet again and again below it, with their looks."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = max(book.worksheets, key=lambda each: each.max_row)
    rows = [[(c.column, c.value, c._style) for c in row] for row in sheet.iter_rows()]
    for time_ in range(1, times):
        for at, row in enumerate(rows, 1):
            for column, value, style in row:
                cell = sheet.cell(time_ * len(rows) + at, column)
                if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                    cell.value, cell._style = value, style
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def spent(read: Callable[[], object], seconds: float) -> float:
    """Seconds of the processor that one call takes, over so many seconds of calls."""
    calls, started = 0, time.process_time()
    while calls == 0 or time.process_time() - started < seconds:
        read()
        calls += 1
    return (time.process_time() - started) / calls


def measure(suffix: str, documents: Sequence[bytes], seconds: float, rounds: int) -> dict[str, Any]:
    """Both readers in turn over the documents of one kind."""
    settings = Settings(file_name=f"plan{suffix}")
    bare = BARE[suffix]
    many = pages([bare(data) for data in documents])

    def ours() -> None:
        for data in documents:
            read_document(data, settings)

    def theirs() -> None:
        for data in documents:
            bare(data)

    ours()
    turns = [(spent(ours, seconds), spent(theirs, seconds)) for _ in range(rounds)]
    return {
        "documents": len(documents),
        "pages": many,
        "ours": many / median(a for a, _ in turns),
        "bare": many / median(b for _, b in turns),
        "ratio": median(a / b for a, b in turns),
    }


def figures(folders: Sequence[Path], seconds: float, rounds: int, times: int) -> dict[str, dict[str, Any]]:
    told = {}
    for suffix in BARE:
        found = [p.read_bytes() for folder in folders for p in sorted(folder.rglob(f"*{suffix}"))]
        if not found:
            continue
        told[suffix] = measure(suffix, found, seconds, rounds)
        if times > 1 and (long := longer(max(found, key=len), suffix, times)):
            short = measure(suffix, [max(found, key=len)], seconds, rounds)
            told[suffix]["long"] = measure(suffix, [long], seconds, rounds)
            told[suffix]["growth"] = short["ours"] / told[suffix]["long"]["ours"]
    return told


def show(told: dict[str, dict[str, Any]]) -> None:
    print("| | documents | pages | a second | library | alone | ratio | long: pages | ratio | growth |")
    print("| --- | --: | --: | --: | --- | --: | --: | --: | --: | --: |")
    for suffix, f in told.items():
        long = f.get("long")
        more = f"{long['pages']:.0f} | {long['ratio']:.1f} | {f['growth']:.2f}" if long else "– | – | –"
        print(
            f"| {suffix[1:]} | {f['documents']} | {f['pages']:.1f} | {f['ours']:.0f} | {LIBRARIES[suffix]} | "
            f"{f['bare']:.0f} | {f['ratio']:.1f} | {more} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "data" / "raw"])
    parser.add_argument("--seconds", type=float, default=2, help="of each reader in each round (2)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which the median counts (3)")
    parser.add_argument("--long", type=int, default=20, help="how often a body stands in the long document (20)")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    asked = parser.parse_args()
    pin()
    told = figures(asked.folders, asked.seconds, max(asked.rounds, 1), asked.long)
    if not told:
        sys.exit("no Word file, web page, workbook or presentation in these folders")
    if asked.json:
        print(json.dumps(told))
    else:
        show(told)


if __name__ == "__main__":
    main()
