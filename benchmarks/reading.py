#!/usr/bin/env python3
"""Reading PDFs: pages a second, words, cells of tables and memory of our reader beside bare pdfplumber.

    python benchmarks/reading.py [FOLDER …] [--pages N] [--rounds N] [--json]

FOLDER holds PDFs; without any: data/raw, and ../shared/documents where it is there. Scans are left out: what they cost
is text recognition, which pdfplumber has not (docs/scans.md).

safeplans    extractors.reading.pdf.read_pdf: text, tables, headings, lists, reading order
pdfplumber   of each page extract_words(), and find_tables() with extract()
PDFium       of each page its plain text (get_text_bounded): the limit of what any reader on PDFium can do

Every reader has a process of its own in every round, and they take turns on one processor (where the system lets a
process be kept on one). In it the documents are read once before the clock starts, then again and again until N pages
(300) are done. Speed is pages by seconds of the processor, the median over the rounds (3); memory is the most that the
process held, and in brackets how much of it came on top of the loaded program.

Words are what stands between white space, cells those with text in them. A word that pdfplumber finds and we do not is
counted as a symbol (no letter, no figure: bullets, which we keep as markers of list items), as the repeated header of a
table that goes on over pages (which we print once), or else as lost. "in tables": words that it has in cells of tables,
lost from ours.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from machine import has_text, in_own_process, page_count, pdfs, peak_memory, pin

OURS, THEIRS, LIMIT = "safeplans", "pdfplumber", "PDFium"


@dataclass(slots=True)
class Found:
    """What a reader found in one document. words, in_tables: how often each stands there; headers: in header rows.

    second: pages of ours on which pdfplumber took over from PDFium.
    """

    words: Counter[str]
    in_tables: Counter[str]
    headers: Counter[str]
    cells: int
    second: int = 0


@dataclass(slots=True)
class Difference:
    """What pdfplumber and our reader found in one document. lost, more: words that only the one, the other has."""

    source: str
    words: int
    their_words: int
    cells: int
    their_cells: int
    symbols: int
    repeated: int
    lost: list[str]
    more: list[str]
    lost_in_tables: list[str]


def words_of(text: str) -> list[str]:
    """Words between white space, ligatures and forms of letters undone, soft hyphens left out."""
    return unicodedata.normalize("NFKC", text).replace("\u00ad", "").split()


def difference(source: str, ours: Found, theirs: Found) -> Difference:
    """Compare word by word, however they are ordered."""
    lacking = Counter({w: n for w, n in (theirs.words - ours.words).items() if any(c.isalnum() for c in w)})
    repeated = _repeated(lacking, ours.headers)
    in_tables = Counter({w: n for w, n in (theirs.in_tables - ours.in_tables).items() if any(c.isalnum() for c in w)})
    return Difference(
        source,
        ours.words.total(),
        theirs.words.total(),
        ours.cells,
        theirs.cells,
        (theirs.words - ours.words).total() - lacking.total(),
        repeated.total(),
        sorted((lacking - repeated).elements()),
        sorted((ours.words - theirs.words).elements()),
        sorted((in_tables - _repeated(in_tables, ours.headers)).elements()),
    )


def _repeated(lacking: Counter[str], headers: Counter[str]) -> Counter[str]:
    return Counter({w: n for w, n in lacking.items() if w in headers})


def read_ours(path: Path) -> tuple[int, Callable[[], Found]]:
    """Pages, and what tells the words and cells (outside the time that is measured)."""
    from safeplans.extractors.reading.pdf import read_pdf

    document = read_pdf(path.read_bytes())

    def found() -> Found:
        rows = [row for block in document.blocks for row in block.rows]
        cells = [cell for row in rows for cell in row.cells if cell.rowspan_from is None and cell.text]
        printed = [w for cell in cells for w in _printed(cell)]
        headers = Counter(w for row in rows if row.header for cell in row.cells for w in words_of(cell.text))
        second = sum(problem.code == "second_reader" for problem in document.problems)
        return Found(Counter(_words(document.lines)), Counter(printed), headers, len(cells), second)

    def _printed(cell: Any) -> list[str]:
        places = [p.place for p in cell.paras]
        numbers = sorted({n for p in places for n in range(p.line_start, p.line_end + 1)})
        return _words(document.lines[n - 1] for n in numbers)

    return len(document.pages), found


def read_theirs(path: Path) -> tuple[int, Callable[[], Found]]:
    import pdfplumber

    words: list[str] = []
    cells: list[str] = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            words.extend(word["text"] for word in page.extract_words())
            for table in page.find_tables():
                cells.extend(cell for row in table.extract() for cell in row if cell)
        pages = len(pdf.pages)

    def found() -> Found:
        filled = [cell for cell in cells if cell.strip()]
        return Found(Counter(_words(words)), Counter(_words(filled)), Counter(), len(filled))

    return pages, found


def read_plain(path: Path) -> tuple[int, Callable[[], Found]]:
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(path)
    texts = []
    for page in document:
        text_page = page.get_textpage()
        texts.append(text_page.get_text_bounded())
        text_page.close()
        page.close()
    document.close()
    return len(texts), lambda: Found(Counter(_words(texts)), Counter(), Counter(), 0)


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in words_of(text)]


READERS = {OURS: read_ours, THEIRS: read_theirs, LIMIT: read_plain}


def work(reader: str, paths: Sequence[Path], pages: int) -> dict[str, Any]:
    """Read the documents with one reader in this process; what was found and what it took."""
    reading = READERS[reader]
    __import__({OURS: "safeplans.extractors.reading.pdf", THEIRS: "pdfplumber", LIMIT: "pypdfium2"}[reader])
    loaded = peak_memory()
    found = []
    for path in paths:
        told = reading(path)[1]()
        found.append({name: getattr(told, name) for name in Found.__slots__} | {"source": path.name})
    done, started = 0, time.process_time()
    while done < pages:
        for path in paths:
            done += reading(path)[0]
    seconds = time.process_time() - started
    return {"pages": done, "seconds": seconds, "peak": peak_memory(), "loaded": loaded, "found": found}


def _found(told: dict[str, Any]) -> Found:
    return Found(Counter(told["words"]), Counter(told["in_tables"]), Counter(told["headers"]), told["cells"])


def compare(paths: Sequence[Path], pages: int, rounds: int) -> dict[str, Any]:
    """Let the readers take turns in processes of their own; figures and differences."""
    given = json.dumps([str(path) for path in paths])
    results: dict[str, list[dict[str, Any]]] = {name: [] for name in READERS}
    for _ in range(rounds):
        for name in READERS:
            results[name].append(
                json.loads(in_own_process("reading.py", "--as", name, "--pages", str(pages), given=given))
            )
    readers = {
        name: {
            "pages_per_second": median(r["pages"] / r["seconds"] for r in of_one),
            "peak_megabytes": median(r["peak"] for r in of_one),
            "megabytes_for_reading": median(r["peak"] - r["loaded"] for r in of_one),
        }
        for name, of_one in results.items()
    }
    ours, theirs = results[OURS][0]["found"], results[THEIRS][0]["found"]
    differences = [difference(a["source"], _found(a), _found(b)) for a, b in zip(ours, theirs, strict=True)]
    return {
        "documents": len(paths),
        "pages": page_count(paths),
        "pages_read": results[OURS][0]["pages"],
        "rounds": rounds,
        "readers": readers,
        "ratio": readers[OURS]["pages_per_second"] / readers[THEIRS]["pages_per_second"],
        "ratios": [
            (a["pages"] / a["seconds"]) / (b["pages"] / b["seconds"])
            for a, b in zip(results[OURS], results[THEIRS], strict=True)
        ],
        "second": sum(each["second"] for each in ours),
        "differences": [asdict(each) for each in differences],
    }


def show(figures: dict[str, Any], scans: Sequence[Path], processor: int | None) -> None:
    where = "on no fixed processor" if processor is None else f"on processor {processor}"
    print(
        f"{figures['documents']} documents of {figures['pages']} pages, {figures['pages_read']} pages a round, "
        f"{figures['rounds']} rounds, {where}"
    )
    if scans:
        print(f"left out, scans: {', '.join(path.name for path in scans)}")
    print(f"\n{'':12} {'pages/s':>8} {'peak MB':>14}")
    for name, reader in figures["readers"].items():
        memory = f"{reader['peak_megabytes']:.0f} (+{reader['megabytes_for_reading']:.0f})"
        print(f"{name:12} {reader['pages_per_second']:8.1f} {memory:>14}")
    rounds = ", ".join(f"{ratio:.2f}" for ratio in figures["ratios"])
    print(f"\n{OURS} is {figures['ratio']:.2f} times as fast as {THEIRS} (goal 5; by round {rounds})")
    print(f"pdfplumber took over as second reader on {figures['second']} of the {figures['pages']} pages\n")
    heads = ("words", "theirs", "symbols", "headers", "lost", "more", "cells", "theirs", "in tables")
    print(f"{'':42}" + "".join(f"{head:>10}" for head in heads))
    total = [0] * len(heads)
    for each in figures["differences"]:
        row = [each["words"], each["their_words"], each["symbols"], each["repeated"], len(each["lost"]),
               len(each["more"]), each["cells"], each["their_cells"], len(each["lost_in_tables"])]  # fmt: skip
        total = [a + b for a, b in zip(total, row, strict=True)]
        print(f"{each['source'][:41]:42}" + "".join(f"{value:10}" for value in row))
    print(f"{'all':42}" + "".join(f"{value:10}" for value in total))
    for each in figures["differences"]:
        for kind in ("lost", "more", "lost_in_tables"):
            if each[kind]:
                more = " …" if len(each[kind]) > 20 else ""
                print(f"{each['source']}, {kind.replace('_', ' ')}: {' '.join(each[kind][:20])}{more}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=300, help="pages that each reader reads in each round (300)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which the median counts (3)")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.add_argument("--as", dest="reader", choices=READERS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.reader:
        paths = [Path(name) for name in json.load(sys.stdin)]
        print(json.dumps(work(asked.reader, paths, asked.pages)))
        return
    paths = pdfs(asked.folders)
    scans = [path for path in paths if not has_text(path)]
    paths = [path for path in paths if path not in scans]
    if not paths:
        parser.error("no PDF with text of its own in these folders")
    processor = pin()
    figures = compare(paths, asked.pages, max(asked.rounds, 1))
    if asked.json:
        print(json.dumps({**figures, "scans": [path.name for path in scans]}))
    else:
        show(figures, scans, processor)


if __name__ == "__main__":
    main()
