#!/usr/bin/env python3
"""How well confidence is calibrated: how often rows of each band are right.

    python benchmarks/confidence.py [DOCUMENTS:GOLD …] [--json]
    python benchmarks/confidence.py [DOCUMENTS:GOLD …] --keep FILE.csv
    python benchmarks/confidence.py --corpus FOLDER --keep FILE.csv
    python benchmarks/confidence.py --fit FILE.csv […] > extractors/vocabulary/confidence.toml

DOCUMENTS is a folder of documents, GOLD one of answers in the form of tests/samples (what is right: matching.py).
Without any: the samples, and ../shared where it is there. Printed for each table and band: rows judged, rows
right, their share, and the mean of the confidence given to them.

--keep adds what the rules knew of each row, and whether it was right, to a CSV file (no text of the documents).
--fit calibrates on such files and prints the weights. Fit on documents at first sight only: once the rules have been
mended with a document in view, its rows are right more often than those of the next one will be.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from firstsight import corpus_entries
from fitting import fitted
from matching import Row, judge
from scoring import PLAN, score

from safeplans.extractors.base.settings import Settings
from safeplans.extractors.choice.confidence import BANDS, TABLES, Evidence, evidence_of, settle
from safeplans.extractors.extract import unsettled_facts
from safeplans.extractors.reading import ReadingError, read
from safeplans.pipeline.schema import fields
from safeplans.pipeline.schema.rows import FileIdentity, document_rows

ROOT = Path(__file__).resolve().parent.parent
DEFAULT = ((ROOT / "data/raw", ROOT / "tests/samples"), (ROOT / "../shared/documents", ROOT / "../shared/gold"))
KEPT = (
    *("plan", "table", "key", "subject", "method", "own", "block", "recognised", "signs", "torn"),
    *("choice", "margin", "agreed", "right"),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """One row that the gold can judge. key, subject: of the row and the action that it hangs under."""

    plan: str
    table: str
    key: str
    subject: str
    evidence: Evidence
    confidence: float
    band: str
    right: bool


def judged_corpus(asked: Sequence[dict[str, Any]], folder: Path, workers: int) -> list[Judged]:
    """The rows of the corpus's documents, each read with models that have not seen its fold."""
    with ProcessPoolExecutor(workers) as pool:
        return [row for rows in pool.map(partial(_judged_entry, folder=folder), asked, chunksize=8) for row in rows]


def _judged_entry(entry: dict[str, Any], folder: Path) -> list[Judged]:
    gold = json.loads((folder / "gold" / f"{entry['name']}.json").read_text(encoding="utf-8"))
    return list(_judged_document(folder / "documents" / entry["file"], gold, entry["family"], entry["settings"]))


def judged_rows(documents: Path, answers: Path) -> Iterator[Judged]:
    """The rows of all documents that have a gold file. A gold file of a document that must fail is passed over."""
    for path in sorted(answers.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if "expect" not in gold:
            yield from _judged_document(documents / gold["file"], gold)


def _judged_document(
    path: Path, gold: Row, plan: str | None = None, settings: dict[str, Any] | None = None
) -> Iterator[Judged]:
    data = path.read_bytes()
    try:
        document = read(data, path.name)
    except ReadingError as error:
        print(f"{path.name}: {error.message}", file=sys.stderr)
        return
    facts = unsettled_facts(document, Settings(file_name=path.name, **(settings or {})))
    known = {(table, fact.key): evidence for table, fact, evidence in evidence_of(facts, document, {})}
    settle(facts, document)
    file = FileIdentity.of(path.name, data)
    rows = document_rows(facts, file)
    counted = score(gold, rows).right if plan else None
    for table, row, right in judge(gold, rows):
        key = row[fields.table(table).key].split(":")[1]
        if counted is not None and table == "measures" and row["kind"] == "figure":
            continue  # the corpus marks figures as such, and says nothing of their values
        if counted is not None and table in PLAN:
            right = row[fields.table(table).key] in counted
        subject = (row.get("subject_id") or row.get("action_id") or ":").split(":")[1] if table != "actions" else ""
        evidence = known[table, key]
        yield Judged(
            f"{plan}:{path.stem}" if plan else path.stem,
            table,
            key,
            subject,
            evidence,
            row["confidence"],
            row["confidence_band"],
            right,
        )


def summary(rows: Sequence[Judged]) -> dict[str, dict[str, dict[str, float | int | None]]]:
    """rows, right, precision (None without rows) and mean confidence, by table (and `all`) and band (and `all`)."""
    cells: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for row in rows:
        for table in (row.table, "all"):
            for band in (row.band, "all"):
                cells[table, band].append(row)
    return {table: {band: _share(cells[table, band]) for band in (*BANDS, "all")} for table in (*TABLES, "all")}


def _share(rows: Sequence[Judged]) -> dict[str, float | int | None]:
    right = sum(row.right for row in rows)
    mean = sum(row.confidence for row in rows) / len(rows) if rows else None
    precision = right / len(rows) if rows else None
    return {"rows": len(rows), "right": right, "precision": precision, "confidence": mean}


def printed(told: dict[str, dict[str, dict[str, float | int | None]]]) -> str:
    lines = [f"{'table':11} {'band':7} {'rows':>5} {'right':>6} {'precision':>10} {'confidence':>11}"]
    for table, bands in told.items():
        for band, cell in bands.items():
            shares = [f"{v:.3f}" if v is not None else "–" for v in (cell["precision"], cell["confidence"])]
            lines.append(f"{table:11} {band:7} {cell['rows']:5} {cell['right']:6} {shares[0]:>10} {shares[1]:>11}")
    return "\n".join(lines)


def keep(rows: Sequence[Judged], path: Path) -> None:
    """Append rows to a CSV file."""
    new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        if new:
            writer.writerow(KEPT)
        for r in rows:
            e = r.evidence
            given = (r.plan, r.table, r.key, r.subject, e.method, e.own, e.block, int(e.recognised), " ".join(e.signs))
            chosen = ("" if e.choice is None else e.choice, e.margin, "" if e.agreed is None else e.agreed)
            writer.writerow((*given, e.torn, *chosen, int(r.right)))


def pair(text: str) -> tuple[Path, Path]:
    documents, separator, answers = text.partition(":")
    if not separator or not Path(documents).is_dir() or not Path(answers).is_dir():
        raise argparse.ArgumentTypeError(f"give two folders as DOCUMENTS:GOLD, not {text!r}")
    return Path(documents), Path(answers)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*", type=pair, metavar="DOCUMENTS:GOLD")
    parser.add_argument("--corpus", type=Path, help="a rendered corpus in place of folders: a document of each family")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="add the rows to a CSV file")
    parser.add_argument("--fit", type=Path, nargs="+", metavar="FILE", help="weigh kept rows, print the weights")
    asked = parser.parse_args()
    if asked.fit:
        print(fitted(asked.fit))
        return
    if asked.corpus:
        entries = [e for e in corpus_entries(asked.corpus, most=1) if e["about"]["part"] != "measure"]
        rows = judged_corpus(entries, asked.corpus, 2)
        if asked.keep:
            keep(rows, asked.keep)
        print(printed(summary(rows)))
        return
    corpora = asked.corpora or [c for c in DEFAULT if c[0].is_dir() and c[1].is_dir()]
    rows = [row for documents, answers in corpora for row in judged_rows(documents, answers)]
    if asked.keep:
        keep(rows, asked.keep)
    told = summary(rows)
    print(json.dumps(told) if asked.json else printed(told))


if __name__ == "__main__":
    main()
