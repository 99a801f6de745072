"""Train the weights by which a title is chosen (`extractors.about.titles`) on the titles of the corpus's documents.

Part of ``make train``; alone: ``python -m corpus.titles``. Prints how many titles are right on folds left out. A
document's right candidates are those nearest to its gold; one whose title no candidate holds (a print that lost it) is
left out.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from corpus.building import BUILT
from corpus.families import FOLDS, Family, may_learn, recorded
from corpus.looking import FOLD_MODELS
from safeplans.extractors.about.document_labels import find_pairs
from safeplans.extractors.about.title_candidates import candidates, pieces
from safeplans.extractors.about.title_cues import Surroundings, cues
from safeplans.extractors.about.titles import WEIGHTS
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.reading import read_document

PENALTY = 3.0  # of squared weights; of 0.3, 1 and 3 the best on folds left out
BY_HAND = 3.0  # how much a document by hand counts: shapes print one title in many ways
AUTHORS = 4  # that must use a feature, so that no author's own words are learnt
NEAR = 0.8  # of its words in order, as titles are scored
LEAST = 0.01  # a weight below it is not kept
ROUNDS = 150


@dataclass(frozen=True, slots=True)
class Example:
    """A document's candidates: the features of each, and how near it is to the title."""

    family: Family
    renderer: str | None
    converter: str | None
    features: list[list[str]]
    near: list[float]


def example(entry: dict[str, str], folder: Path) -> Example:
    """The candidates of one document of the rendered corpus."""
    families = {f.name: f for f in recorded()}
    gold = json.loads((folder / "gold" / f"{entry['name']}.json").read_text(encoding="utf-8"))["document"]["title"]
    document = read_document((folder / "documents" / entry["file"]).read_bytes(), Settings(file_name=entry["file"]))
    front = pieces(document)
    listed = candidates(document, find_pairs(document), front)
    around = Surroundings.of(document, front)
    return Example(
        families[entry["family"]],
        entry["renderer"],
        entry["converter"],
        [cues(c, around) for c in listed],
        [_near(c.text, gold or "") for c in listed],
    )


def _near(one: str, other: str) -> float:
    a, b = one.casefold().replace("’", "'").split(), other.casefold().replace("’", "'").split()
    same = sum(m.size for m in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    return 2 * same / max(len(a) + len(b), 1) if set(a) & set(b) else 0.0


def train(examples: Sequence[Example]) -> dict[str, float]:
    """The weights that make the right candidates most likely (log-linear, squared weights held small)."""
    authors: dict[str, set[str]] = defaultdict(set)
    for e in examples:
        for features in e.features:
            for feature in features:
                authors[feature].add(e.family.author)
    known = {f: n for n, f in enumerate(sorted(f for f in authors if len(authors[f]) >= AUTHORS))}
    printings = Counter(e.family.name for e in examples)
    indices: list[int] = []
    ends, starts, right, worth = [0], [], [], []
    for e in examples:
        best = max(e.near, default=0.0)
        if best < NEAR:
            continue
        starts.append(len(ends) - 1)
        worth.append((BY_HAND if e.family.part == "learn" else 1.0) / printings[e.family.name] ** 0.5)
        for features, near in zip(e.features, e.near, strict=True):
            indices += [known[f] for f in features if f in known]
            ends.append(len(indices))
            right.append(near == best)
    matrix = csr_matrix((np.ones(len(indices)), indices, ends), shape=(len(ends) - 1, len(known)))
    begin, weight, is_right = np.array(starts), np.array(worth), np.array(right)
    of = np.repeat(np.arange(len(begin)), np.diff(np.append(begin, matrix.shape[0])))

    def loss(told: np.ndarray) -> tuple[float, np.ndarray]:
        sums = matrix @ told
        raised = np.exp(sums - np.maximum.reduceat(sums, begin)[of])
        every, good = np.add.reduceat(raised, begin), np.add.reduceat(raised * is_right, begin)
        slope = weight[of] * (raised / every[of] - raised * is_right / good[of])
        value = (weight * (np.log(every) - np.log(good))).sum() + PENALTY * (told @ told) / 2
        return float(value), matrix.T @ slope + PENALTY * told

    found = minimize(loss, np.zeros(len(known)), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x
    return {f: round(float(found[n]), 3) for f, n in known.items() if abs(found[n]) >= LEAST}


def train_folds(built: Path, folder: Path, workers: int) -> None:
    """Write weights for each fold that is held out (fold 0: none is) below `folder`."""
    listed = json.loads((built / "manifest.json").read_text(encoding="utf-8"))["documents"]
    parts = {f.name: f.part for f in recorded()}
    listed = [e for e in listed if e["aligned"] and parts.get(e["family"], "measure") != "measure"]
    with ProcessPoolExecutor(workers) as pool:
        examples = list(pool.map(partial(example, folder=built), listed, chunksize=8))
    right = total = 0
    for fold in (0, *FOLDS):
        weights = train([e for e in examples if may_learn(fold, e.family, e.renderer, e.converter)])
        place = folder / str(fold) / WEIGHTS
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps(weights, indent=0, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
        for e in examples:
            if fold and e.family.fold == fold and e.near:
                sums = [sum(weights.get(f, 0.0) for f in features) for features in e.features]
                right += e.near[max(range(len(sums)), key=lambda n: sums[n])] >= NEAR
                total += 1
    print(f"titles, folds left out: {right / total:.3f} right of {total}", flush=True)


def main() -> None:
    from corpus.training import MODELS  # which calls this module

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=BUILT)
    parser.add_argument("--models", type=Path, default=FOLD_MODELS)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    train_folds(asked.folder, asked.models, asked.workers)
    shutil.copyfile(asked.models / "0" / WEIGHTS, MODELS / WEIGHTS)


if __name__ == "__main__":
    main()
