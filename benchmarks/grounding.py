#!/usr/bin/env python3
"""Do page and box of each row hold the words of the row, and little else?

    python benchmarks/grounding.py [FOLDER …] [--worst] [--json]

FOLDER holds PDFs; without any: data/raw, and ../shared/documents where it is there. Scans are left out: only text
recognition can say what is in a box of theirs. What stands in a box is asked of pdfplumber, which has no part in
making it: the words whose middle lies in the box, one point of slack around.

hit    share of rows of whose words at least 90 % are in the box
tight  share of rows for which box and row have at least half of all their words in common (intersection over union)

--worst prints the rows that are not tight.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import pdfplumber
from machine import has_text, pdfs

from safeplans.extractors.base.facts import Facts, Source
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.extract import extract

HIT, TIGHT = 0.9, 0.5
SLACK = 1.0  # points

_Word = tuple[str, float, float]


@dataclass(slots=True)
class Tally:
    """Rows of one table, and how many of them have a box, are hit, are tight."""

    rows: int = 0
    boxed: int = 0
    hit: int = 0
    tight: int = 0


def rows_of(facts: Facts) -> Iterator[tuple[str, str, Source]]:
    """Table, own words and source of each row."""
    yield from (("objectives", row.text, row.source) for row in facts.objectives)
    yield from (("actions", row.text, row.source) for row in facts.actions)
    yield from (("owners", row.name, row.source) for row in facts.owners)
    yield from (("dates", row.text, row.source) for row in facts.dates)
    yield from (("measures", row.text, row.source) for row in facts.measures)
    yield from (("groups", row.name, row.source) for row in facts.groups)
    yield from (("terms", row.term, row.source) for row in facts.terms)


def words_of(text: str) -> Counter[str]:
    return Counter(re.findall(r"[a-z0-9]+", text.casefold()))


def judge(path: Path, tallies: dict[str, Tally]) -> list[str]:
    """Add a document's rows to the tallies; those that are not tight, in words."""
    wide = []
    with pdfplumber.open(path) as pdf:

        @cache
        def printed(number: int) -> list[_Word]:
            page = pdf.pages[number - 1]
            left, above = page.cropbox[:2]
            found = page.extract_words()
            return [(w["text"], (w["x0"] + w["x1"]) / 2 - left, (w["top"] + w["bottom"]) / 2 - above) for w in found]

        for table, text, source in rows_of(extract(path.read_bytes(), Settings(path.name))):
            want, tally = words_of(text), tallies[table]
            if not want:
                continue
            tally.rows += 1
            page, box = source.place.page, source.place.bbox
            if page is None or box is None:
                continue
            tally.boxed += 1
            x0, top, x1, bottom = box[0] - SLACK, box[1] - SLACK, box[2] + SLACK, box[3] + SLACK
            words = [word for word, x, y in printed(page) if x0 <= x <= x1 and top <= y <= bottom]
            inside = words_of(" ".join(words))
            both = (inside & want).total()
            tally.hit += both >= HIT * want.total()
            tally.tight += both >= TIGHT * (inside | want).total()
            if both < TIGHT * (inside | want).total():
                wide.append(f"{path.name} p. {page}, {table}: «{text[:80]}» in «{' '.join(words)[:160]}»")
    return wide


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--worst", action="store_true", help="print the rows that are not tight")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    asked = parser.parse_args()
    paths = [path for path in pdfs(asked.folders) if has_text(path)]
    if not paths:
        parser.error("no PDF with text of its own in these folders")
    tallies: dict[str, Tally] = defaultdict(Tally)
    wide = [words for path in paths for words in judge(path, tallies)]
    if asked.json:
        print(json.dumps({table: asdict(tally) for table, tally in tallies.items()}))
        return
    print(f"grounding of the rows of {len(paths)} PDFs\n\n{'':12} {'rows':>6} {'boxed':>6} {'hit':>6} {'tight':>6}")
    for table, tally in tallies.items():
        shares = f"{tally.hit / tally.rows:6.3f} {tally.tight / tally.rows:6.3f}"
        print(f"{table:12} {tally.rows:6} {tally.boxed:6} {shares}")
    for words in wide if asked.worst else ():
        print(words)


if __name__ == "__main__":
    main()
