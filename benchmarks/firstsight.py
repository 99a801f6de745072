#!/usr/bin/env python3
"""How well documents are read that are met for the first time: by family of layouts, on the corpus (corpus/README.md).

    python benchmarks/firstsight.py [--fast] [--json FILE] [--against FILE] [--also DOCUMENTS:GOLD …]

Every document of the corpus is read by the code as it is, with models that have not seen its fold (those of
``make train``, in corpus/models), and held against its gold (what is right: scoring.py). Printed: plan F1 (objectives,
actions, owners and dates together), whole actions, precision by band and the share of right rows in the high band,
calibration error, gold actions neither found nor told; the mean over families, the lower quartile and the worst; by
fold, sort, those whom it safeguards, kind of file, renderer, converter; each family with its figures at the end.
--against sets the figures of an earlier run beside these. --also scores folders of their own (nothing learns from
them). --fast reads at most two documents of each family.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from scoring import PLAN, Score, score

from safeplans.extractors.base.settings import Settings
from safeplans.extractors.extract import extract
from safeplans.extractors.labelling.scores import MODEL as NETWORK
from safeplans.pipeline.schema.rows import FileIdentity, document_rows

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus" / "built"
MODELS = ROOT / "corpus" / "models"  # for each fold a model that has not seen it, by `make train`
FAST = 2  # documents of each family in the fast variant
CELLS = 10  # of equal width, for the calibration error
NAMES = {
    "fold": "fold",
    "part": "part",
    "sort": "sort",
    "safeguards": "for",
    "kind": "kind",
    "renderer": "printed by",
    "converter": "text by",
}


@dataclass(slots=True)
class Read:
    """One document, what it is, and how it was read."""

    name: str
    family: str
    about: dict[str, str]
    score: Score
    failed: str | None = None


def read_one(entry: Mapping[str, Any], folder: Path) -> Read:
    """Read one document of a folder with `documents` and `gold`, and score it."""
    path = folder / entry.get("documents", "documents") / entry["file"]
    gold = json.loads((folder / entry.get("gold", "gold") / f"{entry['name']}.json").read_text(encoding="utf-8"))
    data = path.read_bytes()
    facts = extract(data, Settings(file_name=path.name, **entry.get("settings", {})))
    found = document_rows(facts, FileIdentity.of(path.name, data))
    for table in ("objectives", "actions"):
        gold.setdefault(table, [])
    for action in gold["actions"]:
        for name, empty in (("owners", []), ("dates", []), ("number", None), ("rag", None), ("objective", None)):
            action.setdefault(name, empty)
    return Read(entry["name"], entry["family"], dict(entry["about"]), score(gold, found))


def corpus_entries(
    folder: Path, *, most: int | None = None, models: Path | None = MODELS, short: bool = False
) -> list[dict[str, Any]]:
    """The documents of a rendered corpus whose labels are sure, with what they are and the model to read them with.

    most: documents of each family, None for all. models: folder of the folds' models, of which folds without a network
    are left out; None to read all with the model of the package. short: the short texts cut out of them instead.
    """
    sys.path.insert(0, str(ROOT))
    from corpus.families import recorded

    families = {f.name: f for f in recorded()}
    entries, count = [], Counter()
    for entry in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["documents"]:
        family = families[entry["family"]]
        if not entry["aligned"] or not (entry["short"] if short else entry["measured"]):
            continue
        count[family.name] += 1
        if most is not None and count[family.name] > most:
            continue
        suffix = Path(entry["file"]).suffix[1:]
        kind = "flat text" if entry["converter"] else {"pdf": "PDF", "md": "text", "txt": "text"}[suffix]
        about = {
            "fold": str(family.fold or "–"), "part": family.part, "sort": family.sort,
            "safeguards": entry["safeguards"], "kind": kind,
            "renderer": entry["renderer"] if kind == "PDF" else None, "converter": entry["converter"],
        }  # fmt: skip
        fold = models / str(family.fold) if models else None
        trained = fold is not None and (fold / NETWORK).is_file()
        if fold is not None and family.fold and not trained:
            continue  # a fold without a network of its own: the package's has learnt from it
        settings = {"model": str(fold)} if trained else {}
        entries.append({**entry, "about": {k: v for k, v in about.items() if v}, "settings": settings})
    return entries


def folder_entries(documents: Path, gold: Path) -> list[dict[str, Any]]:
    """The documents of a folder of gold files."""
    entries = []
    for path in sorted(gold.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        if "expect" not in told and (documents / told["file"]).exists():
            suffix = Path(told["file"]).suffix[1:]
            entries.append({
                "name": path.stem, "file": told["file"], "family": path.stem, "documents": str(documents.resolve()),
                "gold": str(gold.resolve()), "about": {"kind": "PDF" if suffix == "pdf" else "text"},
            })  # fmt: skip
    return entries


def read_all(entries: Sequence[Mapping[str, Any]], folder: Path, workers: int) -> list[Read]:
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(partial(read_one, folder=folder), entries, chunksize=4))


@dataclass(slots=True)
class Figures:
    """What is told of a set of documents. f1: plan F1, mean over families of the mean over their documents."""

    documents: int
    families: int
    f1: float
    pooled: float
    whole: float
    quartile: float
    worst: float
    bands: dict[str, tuple[int, float]] = field(default_factory=dict)
    high_share: float = 0.0
    calibration: float = 0.0
    untold: float = 0.0
    needless: float = 0.0
    tables: dict[str, tuple[float, float]] = field(default_factory=dict)


def figures(reads: Sequence[Read]) -> Figures:
    by_family = by(reads, lambda r: r.family)
    means = sorted(statistics.fmean(r.score.plan_f1 for r in some) for some in by_family.values())
    total = Score()
    for r in reads:
        for name in ("gold", "found", "matched"):
            getattr(total, name).update(getattr(r.score, name))
        for name in ("whole", "untold", "told", "needless"):
            setattr(total, name, getattr(total, name) + getattr(r.score, name))
        total.rows += r.score.rows
    bands: dict[str, list[bool]] = defaultdict(list)
    cells: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for _, confidence, band, right in total.rows:
        bands[band].append(right)
        cells[min(int(confidence * CELLS), CELLS - 1)].append((confidence, right))
    rows = max(len(total.rows), 1)
    right = sum(total.matched.values())
    return Figures(
        len(reads), len(by_family), statistics.fmean(means), total.plan_f1, total.whole / max(total.gold["actions"], 1),
        means[len(means) // 4], means[0],
        {b: (len(bands[b]), sum(bands[b]) / len(bands[b])) for b in ("high", "medium", "low") if bands[b]},
        sum(bands["high"]) / max(right, 1),
        sum(abs(sum(c for c, _ in some) - sum(ok for _, ok in some)) for some in cells.values()) / rows,
        total.untold / max(total.gold["actions"], 1), total.needless / max(total.told, 1),
        {t: (total.matched[t] / max(total.found[t], 1), total.matched[t] / max(total.gold[t], 1)) for t in PLAN},
    )  # fmt: skip


def by(reads: Sequence[Read], key: Callable[[Read], str]) -> dict[str, list[Read]]:
    groups: dict[str, list[Read]] = defaultdict(list)
    for r in reads:
        groups[key(r)].append(r)
    return dict(sorted(groups.items()))


def groups_of(reads: Sequence[Read]) -> Iterator[tuple[str, list[Read]]]:
    yield "all", list(reads)
    for name, shown in NAMES.items():
        for value, some in by([r for r in reads if name in r.about], lambda r, name=name: r.about[name]).items():
            yield f"{shown} {value}", some


def table(reads: Sequence[Read], before: Mapping[str, Any]) -> list[str]:
    """The table of figures, Markdown; with those of an earlier run in brackets."""
    lines = [
        "| | documents | families | plan F1 | lower quartile | worst | whole actions | neither found nor told | "
        "high band: right | of right rows | calibration error |",
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for name, some in groups_of(reads):
        f = figures(some)
        old = before.get(name, {})

        def cell(value: float, key: str, old: Mapping[str, Any] = old) -> str:
            return f"{value:.3f}" + (f" ({old[key]:.3f})" if key in old else "")

        high = f.bands.get("high", (0, 0.0))[1]
        lines.append(
            f"| {name} | {f.documents} | {f.families} | {cell(f.f1, 'f1')} | {cell(f.quartile, 'quartile')} | "
            f"{cell(f.worst, 'worst')} | {cell(f.whole, 'whole')} | {cell(f.untold, 'untold')} | "
            f"{cell(high, 'high')} | {cell(f.high_share, 'high_share')} | {cell(f.calibration, 'calibration')} |"
        )
    return lines


def as_json(reads: Sequence[Read]) -> dict[str, Any]:
    told: dict[str, Any] = {"commit": commit(), "groups": {}, "families": {}, "documents": {}}
    for name, some in groups_of(reads):
        f = figures(some)
        told["groups"][name] = {
            "documents": f.documents, "families": f.families, "f1": f.f1, "pooled": f.pooled, "whole": f.whole,
            "quartile": f.quartile, "worst": f.worst, "untold": f.untold, "needless": f.needless,
            "high": f.bands.get("high", (0, 0.0))[1], "high_share": f.high_share, "calibration": f.calibration,
            "bands": f.bands, "tables": f.tables,
        }  # fmt: skip
    for name, some in by(reads, lambda r: r.family).items():
        f = figures(some)
        told["families"][name] = {"documents": f.documents, "f1": round(f.f1, 4), "whole": round(f.whole, 4)}
    told["documents"] = {r.name: round(r.score.plan_f1, 4) for r in sorted(reads, key=lambda r: r.name)}
    return told


def commit() -> str | None:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or None


def families_told(reads: Sequence[Read], before: Mapping[str, Any]) -> list[str]:
    lines = ["| family | documents | plan F1 | whole actions |", "| --- | --: | --: | --: |"]
    told = [(figures(some), name) for name, some in by(reads, lambda r: r.family).items()]
    for f, name in sorted(told, key=lambda t: (t[0].f1, t[1])):
        old = before.get(name)
        was = f" ({old['f1']:.3f})" if old else ""
        lines.append(f"| {name} | {f.documents} | {f.f1:.3f}{was} | {f.whole:.3f} |")
    return lines


def pair(text: str) -> tuple[Path, Path]:
    documents, separator, gold = text.partition(":")
    if not separator or not Path(documents).is_dir() or not Path(gold).is_dir():
        raise argparse.ArgumentTypeError(f"give two folders as DOCUMENTS:GOLD, not {text!r}")
    return Path(documents), Path(gold)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="a rendered corpus (corpus/built)")
    parser.add_argument("--fast", action="store_true", help="at most two documents of each family")
    parser.add_argument(
        "--package", action="store_true", help="read all with the models of the package: no first sight"
    )
    parser.add_argument("--json", type=Path, help="write the figures to this file, to be given to --against")
    parser.add_argument("--against", type=Path, help="figures of an earlier run")
    parser.add_argument("--also", type=pair, nargs="*", default=[], metavar="DOCUMENTS:GOLD")
    parser.add_argument("--families", action="store_true", help="each family with its figures, worst first")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    if not (asked.corpus / "manifest.json").exists():
        sys.exit(f"There is no rendered corpus in {asked.corpus}; `make corpus` makes it.")
    before = json.loads(asked.against.read_text(encoding="utf-8")) if asked.against else {}
    reads = read_all(
        corpus_entries(asked.corpus, most=FAST if asked.fast else None, models=None if asked.package else MODELS),
        asked.corpus,
        asked.workers,
    )
    print("\n".join(table(reads, before.get("groups", {}))))
    if asked.families:
        print("", *families_told(reads, before.get("families", {})), sep="\n")
    for documents, gold in asked.also:
        others = read_all(folder_entries(documents, gold), documents, asked.workers)
        print(f"\n{documents}\n", *table(others, {}), sep="\n")
    if asked.json:
        asked.json.write_text(json.dumps(as_json(reads), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
