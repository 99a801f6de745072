#!/usr/bin/env python3
"""Fit the weights by which a reading of a document is chosen, on readings by models that had not seen the document.

    python benchmarks/fit_choosing.py [--corpus FOLDER] [--models FOLDER] [--keep FILE]

Each document of the corpus that may be learnt from is read in all ways with the models of its fold; for each reading a
regression of how right it is on what speaks for and against it (extractors/choice/choosing.py, `features`), each family
counting the same. Prints how good the choice is on folds left out, beside each reading alone and the best that could be
chosen; writes ``extractors/model/choosing.json``.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from firstsight import CORPUS, MODELS, ROOT, corpus_entries, folder_entries
from scoring import score
from sklearn.ensemble import GradientBoostingRegressor

from safeplans.extractors.about.metadata import metadata
from safeplans.extractors.choice.choosing import WALK, Reading, expected, features, readings
from safeplans.extractors.extract import facts_of_plan, walked
from safeplans.extractors.labelling.scores import scorer
from safeplans.extractors.reading import ReadingError, read
from safeplans.pipeline.schema.rows import FileIdentity, document_rows

# Small trees, each from a part of the documents and of what is noticed: there are some 250 families to learn from, and
# whatever a few of them share by chance shall not decide.
TREES = {
    "n_estimators": 300, "max_depth": 3, "learning_rate": 0.03, "subsample": 0.5, "min_samples_leaf": 10,
    "max_features": 0.3,
}  # fmt: skip
WHOLE = 0.4  # of the score to be expected, the share of whole actions; the rest is plan F1
DIGITS = 4
SAMPLE = 3  # how much a sample of data/raw counts against a family: there are few of them
# The same for a family that holds no plan: authors write few, people hand in many. On folds left out 81 % of these are
# read as none where they count once, 93 % where they count two to four times, and the others no worse.
NO_PLAN = 3
TARGET = ROOT / "extractors" / "model" / "choosing.json"
# reading to its features, plan F1 and share of whole actions
Told = dict[str, tuple[dict[str, float], float, float]]


def sample_entries() -> list[dict[str, Any]]:
    """The samples of data/raw that have gold, as entries: layouts that the walk was written with and should keep."""
    entries = folder_entries(ROOT / "data" / "raw", ROOT / "tests" / "samples")
    about = {"fold": "0", "part": "samples"}
    return [{**e, "family": f"sample {e['name']}", "about": {**e["about"], **about}} for e in entries]


def short_entries(asked: argparse.Namespace) -> list[dict[str, Any]]:
    """The short texts of the corpus, each as a family of its own: they are told apart from the whole documents."""
    return [
        {**e, "family": f"{e['family']} short"} for e in corpus_entries(asked.corpus, models=asked.models, short=True)
    ]


def look(entry: Mapping[str, Any], folder: Path, models: Path) -> Told:
    """The readings of one document: what speaks for each, and how right it is."""
    path = folder / entry.get("documents", "documents") / entry["file"]
    data = path.read_bytes()
    gold = json.loads((folder / entry.get("gold", "gold") / f"{entry['name']}.json").read_text(encoding="utf-8"))
    try:
        document = read(data, path.name)
    except ReadingError:
        return {}
    about, _, _ = metadata(document, path.name)
    fold = entry["about"]["fold"].replace("–", "0")
    found = readings(document, about, scorer(str(models / fold)))
    found.append(Reading(WALK, walked(document, path.name)))
    file = FileIdentity.of(path.name, data)
    told = {}
    for reading, seen in zip(found, features(found, document, about), strict=True):
        rows = document_rows(facts_of_plan(document, reading.plan, path.name, str(models / fold)), file)
        made = score(gold, rows)
        whole = made.whole / made.gold["actions"] if made.gold["actions"] else made.plan_f1
        told[reading.name] = seen, made.plan_f1, whole
    return told


def weight_of(entry: Mapping[str, Any]) -> float:
    """How much the family of a document counts."""
    return SAMPLE if entry["about"]["part"] == "samples" else NO_PLAN if entry["about"]["sort"] == "none" else 1


def fitted(some: Sequence[tuple[Mapping[str, Any], Told]]) -> dict[str, Any]:
    """Trees by reading. some: the entry of a document, and what was told of it."""
    models: dict[str, Any] = {}
    for name in sorted({n for _, told in some for n in told}):
        mine = [(entry, *told[name]) for entry, told in some if name in told]
        keys = sorted({k for _, f, *_ in mine for k in f})
        count = Counter(entry["family"] for entry, *_ in mine)
        matrix = np.array([[f.get(k, 0.0) for k in keys] for _, f, *_ in mine])
        weight = [weight_of(entry) / count[entry["family"]] for entry, *_ in mine]
        right = [(1 - WHOLE) * f1 + WHOLE * whole for *_, f1, whole in mine]
        made = GradientBoostingRegressor(**TREES, random_state=1).fit(matrix, right, sample_weight=weight)
        models[name] = {
            "keys": keys,
            "base": round(float(made.init_.constant_[0][0]), DIGITS),
            "trees": [_tree(one.tree_, made.learning_rate) for one in made.estimators_[:, 0]],
        }
    return models


def _tree(tree: Any, rate: float) -> dict[str, list[Any]]:
    return {
        "feature": tree.feature.tolist(),
        "threshold": [round(float(t), DIGITS + 2) for t in tree.threshold],
        "left": tree.children_left.tolist(),
        "right": tree.children_right.tolist(),
        "value": [round(float(v) * rate, DIGITS + 2) for v in tree.value[:, 0, 0]],
    }


def chosen(told: Told, models: Mapping[str, Any]) -> str:
    return max(told, key=lambda name: expected(models[name], told[name][0]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--models", type=Path, default=MODELS)
    parser.add_argument("--keep", type=Path, help="write what was told of each document here, as JSON")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    entries = [*corpus_entries(asked.corpus, models=asked.models), *short_entries(asked), *sample_entries()]
    with ProcessPoolExecutor(asked.workers) as pool:
        seen = list(pool.map(partial(look, folder=asked.corpus, models=asked.models), entries, chunksize=8))
    learnt = [(e, t) for e, t in zip(entries, seen, strict=True) if t and e["about"]["part"] != "measure"]
    samples = [(e, t) for e, t in learnt if e["about"]["part"] == "samples"]
    learnt = [(e, t) for e, t in learnt if e["about"]["part"] != "samples"]
    measured = [(e, t) for e, t in zip(entries, seen, strict=True) if t and e["about"]["part"] == "measure"]
    if asked.keep:
        asked.keep.write_text(json.dumps([(e["name"], t) for e, t in learnt + measured]), encoding="utf-8")
    picks: list[tuple[Mapping[str, Any], Told, str]] = []
    for fold in sorted({e["about"]["fold"] for e, _ in learnt}):
        weights = fitted([(e, t) for e, t in learnt + samples if e["about"]["fold"] != fold])
        picks += [(e, t, chosen(t, weights)) for e, t in learnt if e["about"]["fold"] == fold]
    weights = fitted(learnt + samples)
    print(told_of("folds left out", [p for p in picks if not p[0]["short"]]))
    print(told_of("short texts of folds left out", [p for p in picks if p[0]["short"]]))
    print(told_of("samples, which it learns from", [(e, t, chosen(t, weights)) for e, t in samples]))
    for name, is_short in (("measured", False), ("short texts, measured", True)):
        print(told_of(name, [(e, t, chosen(t, weights)) for e, t in measured if e["short"] == is_short]))
    TARGET.write_text(json.dumps(weights, separators=(",", ":")) + "\n", encoding="utf-8")


def told_of(name: str, picks: Sequence[tuple[Mapping[str, Any], Told, str]]) -> str:
    def mean(value: Any) -> float:
        by_family: dict[str, list[float]] = defaultdict(list)
        for e, t, pick in picks:
            by_family[e["family"]].append(value(t, pick))
        return statistics.fmean(statistics.fmean(v) for v in by_family.values())

    alone = {n: mean(lambda t, _, n=n: t[n][1] if n in t else t["blocks"][1]) for n in ("walk", "blocks", "lines")}
    best = mean(lambda t, _: max(y for _, y, _ in t.values()))
    count = Counter(p for *_, p in picks)
    return (
        f"{name}: chosen {mean(lambda t, p: t[p][1]):.3f}, whole {mean(lambda t, p: t[p][2]):.3f}, best {best:.3f}, "
        + ", ".join(f"{n} {v:.3f}" for n, v in alone.items())
        + f"; taken {dict(count)}"
    )


if __name__ == "__main__":
    main()
