#!/usr/bin/env python3
"""What language work costs beside reading the PDF, in milliseconds of the processor a page.

    python benchmarks/language.py [FOLDER …] [--repeat N] [--json]

FOLDER holds PDFs and texts; without any: data/raw, and ../shared/documents where it is there. Scans are left out: their
reading takes seconds a page. Vocabularies are loaded beforehand. Of reading the best of N runs (3) counts, of all else
the first one: what a phrase means is remembered, so that a second run over the same document would cost less than it
ought.

reading    bytes to document (extractors.reading.read)
language   owners, dates, themes, figures, terms: the functions behind the spaCy components, as the pipeline calls them
the rest   what finds the plan's structure, its metadata and groups
ratio      language / reading

Below: all that follows reading beside reading, reading beside pdfplumber (words and tables of the same pages, once, in
this run), what all that follows costs for a flat text of 500 words (of the texts of the folders), and the same
functions over the statements of all documents, called as they are and as components of spaCy.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import spacy
from reading import read_theirs

from safeplans.extractors import extract
from safeplans.extractors.assembly import assembling, reported_figures
from safeplans.extractors.assembly.themes import themes_of
from safeplans.extractors.base.document import Document
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.figures import figures_in
from safeplans.extractors.ownership.abbreviations import Abbreviations, inline_definitions
from safeplans.extractors.ownership.owners import owners_in_statement
from safeplans.extractors.reading import read
from safeplans.extractors.time.dates import dates_in_statement

ROOT = Path(__file__).resolve().parent.parent
DEFAULT = (ROOT / "data/raw", ROOT / "../shared/documents")

WORDS = 500  # of a flat text

WORK = {
    "owners": (assembling, ("owners_in_cell", "owners_in_measure", "owners_in_statement")),
    "dates": (assembling, ("dates_in_calendar", "dates_in_statement", "dates_in_timescale")),
    "themes": (assembling, ("themes_of",)),
    "figures": (reported_figures, ("figures_in", "figures_in_row")),
    "terms": (extract, ("find_terms",)),
}
"""The language functions, where the pipeline calls them."""


WARMING = b"""# Fernley Vale Safeguarding Children Partnership: Business Plan 2024-26

## Priority 1: Neglect

| Action | Lead | By when | Measure of success |
| --- | --- | --- | --- |
| Review the strategy and report to the Executive. | QA Group | June 2025 | Nine in ten staff know it |

Referrals rose by 12% to 1,204 in 2023-24.
"""
"""A plan that makes every rule load its words."""


@dataclass(slots=True)
class Cost:
    """Seconds of one document. whole: all that comes after reading; plumber: of pdfplumber; language: by kind."""

    source: str
    pages: int
    reading: float
    whole: float
    plumber: float
    language: dict[str, float] = field(default_factory=dict)

    @property
    def language_total(self) -> float:
        return sum(self.language.values())


@contextlib.contextmanager
def clocked() -> Iterator[dict[str, float]]:
    """Seconds spent in the functions of WORK, by kind, while the context is open."""
    spent = dict.fromkeys(WORK, 0.0)
    originals: list[tuple[Any, str, Callable[..., Any]]] = []

    def wrap(kind: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            started = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                spent[kind] += time.process_time() - started

        return call

    try:
        for kind, (module, names) in WORK.items():
            for name in names:
                originals.append((module, name, getattr(module, name)))
                setattr(module, name, wrap(kind, getattr(module, name)))
        yield spent
    finally:
        for module, name, function in originals:
            setattr(module, name, function)


def cost(path: Path, repeat: int) -> tuple[Cost, list[str]] | None:
    """What one document costs, and its statements; None for a scan. repeat: times it is read."""
    data = path.read_bytes()
    document: Document = read(data, path.name)
    if document.text_origin == "ocr":
        return None
    reading = min(_seconds(lambda: read(data, path.name)) for _ in range(repeat))
    with clocked() as spent:
        started = time.process_time()
        facts = extract.facts_of(document, Settings(file_name=path.name))
        whole = time.process_time() - started
    statements = [row.text for row in (*facts.objectives, *facts.actions, *facts.measures)]
    plumber = _seconds(lambda: read_theirs(path))
    return Cost(path.name, len(document.pages), reading, whole, plumber, spent), statements


def after_reading(paths: Sequence[Path]) -> float:
    """Seconds of all that follows reading, for 500 words of these texts; 0 without texts."""
    seconds, count = 0.0, 0
    for path in paths:
        document = read(path.read_bytes(), path.name)
        seconds += _seconds(lambda: extract.facts_of(document, Settings(file_name=path.name)))  # noqa: B023
        count += sum(len(line.split()) for line in document.lines)
    return seconds / count * WORDS if count else 0.0


def _seconds(work: Callable[[], Any]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def as_functions(texts: Sequence[str], repeat: int) -> float:
    """Seconds of the five functions over all texts."""
    none = Abbreviations()

    def work() -> None:
        for text in texts:
            inline_definitions(text)
            dates_in_statement(text)
            owners_in_statement(text, none)
            themes_of(text)
            figures_in(text)

    return min(_seconds(work) for _ in range(repeat))


def as_components(texts: Sequence[str], repeat: int) -> float:
    """Seconds of the five components over all texts, streamed."""
    nlp = spacy.blank("en")
    for name in ("terms", "dates", "owners", "themes", "figures"):
        nlp.add_pipe(f"safeguarding_{name}")
    return min(_seconds(lambda: [None for _ in nlp.pipe(texts)]) for _ in range(repeat))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--repeat", type=int, default=3, help="times of which the best counts (3)")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    asked = parser.parse_args()
    folders = asked.folders or [folder for folder in DEFAULT if folder.is_dir()]
    paths = [path for folder in folders for path in sorted(folder.glob("*.pdf"))]
    if not paths:
        parser.error(f"no PDF in {', '.join(map(str, folders))}")
    extract.extract(WARMING)
    measured = [found for path in paths if (found := cost(path, asked.repeat)) is not None]
    if not measured:
        parser.error("all documents are scans")
    flat = after_reading([path for folder in folders for path in sorted(folder.glob("*.txt"))])
    costs = [found for found, _ in measured]
    texts = [text for _, statements in measured for text in statements]
    both: dict[str, float] = {"texts": len(texts)}
    both |= {"functions": as_functions(texts, asked.repeat), "components": as_components(texts, asked.repeat)}
    pages = sum(c.pages for c in costs)
    totals = {
        "pages": pages,
        "reading": sum(c.reading for c in costs) / pages,
        "language": sum(c.language_total for c in costs) / pages,
        "rest": sum(c.whole - c.language_total for c in costs) / pages,
        **{kind: sum(c.language[kind] for c in costs) / pages for kind in WORK},
    }
    totals["ratio"] = totals["language"] / totals["reading"]
    after = sum(c.whole for c in costs) / sum(c.reading for c in costs)
    beside = sum(c.reading for c in costs) / sum(c.plumber for c in costs)
    if asked.json:
        print(json.dumps({"totals": totals, "after": after, "reading": beside, "flat": flat, "spacy": both}))
        return
    print(f"{'milliseconds a page':46} {'pages':>5} {'reading':>8} {'language':>9} {'the rest':>9} {'ratio':>6}")
    for c in costs:
        per = 1000 / c.pages
        cells = (c.reading * per, c.language_total * per, (c.whole - c.language_total) * per)
        print(
            f"{c.source[:46]:46} {c.pages:5} {cells[0]:8.1f} {cells[1]:9.1f} {cells[2]:9.1f} {cells[1] / cells[0]:6.2f}"
        )
    cells = tuple(1000 * totals[name] for name in ("reading", "language", "rest"))
    print(f"{'all':46} {pages:5} {cells[0]:8.1f} {cells[1]:9.1f} {cells[2]:9.1f} {totals['ratio']:6.2f}")
    print("of language: " + ", ".join(f"{kind} {1000 * totals[kind]:.1f}" for kind in WORK))
    flat_text = f"; a flat text of {WORDS} words {1000 * flat:.0f} milliseconds" if flat else ""
    print(f"all that follows reading: {after:.2f} times reading; reading: {beside:.2f} times pdfplumber{flat_text}")
    each = 1000 / max(len(texts), 1)
    print(
        f"{len(texts)} statements, milliseconds each: functions {both['functions'] * each:.2f}, "
        f"components of spaCy {both['components'] * each:.2f}"
    )


if __name__ == "__main__":
    main()
