#!/usr/bin/env python3
"""How well like statements are found, and what a later document tells of an earlier one.

    python benchmarks/likeness.py [SLUG …] [--json]
    python benchmarks/likeness.py [SLUG …] --misses
    python benchmarks/likeness.py --fit

Without an option: pairs of our own writing on which nothing was fitted (`like_pairs.py`), with plain TF-IDF cosine
beside; then the corpus of two years (`two_years.py`), written and labelled apart from the rules.

--fit writes the weights in `pipeline/comparison/vocabulary/likeness.toml` anew from the part `fit` of our own pairs.
--misses prints what was got wrong in the corpus of two years. SLUG: only these of its partnerships.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from like_pairs import Pairs, action_pairs, chosen_action_pairs, chosen_objective_pairs, objective_pairs
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, precision_recall_curve
from two_years import figures, misses

from safeplans.pipeline.comparison.likeness import probabilities, threshold, weights

WEIGHTS = Path(__file__).resolve().parent.parent / "pipeline/comparison/vocabulary/likeness.toml"
BANDS = (0.0, 0.05, 0.2, 0.5, 0.8, 0.95, 1.0)
GIVEN = ("number",)  # of this trait there are no pairs of our own: its weight is set by hand
TASKS = {
    "objective": ("group", [objective_pairs]),
    "action": ("follow_action", [action_pairs, partial(action_pairs, context=False)]),
    "chosen_objective": ("follow_objective", [chosen_objective_pairs]),
    "chosen_action": ("follow_action", [chosen_action_pairs, partial(chosen_action_pairs, context=False)]),
}
"""Kinds of pairs by the section that holds their weights: the threshold at which they are judged, and where they are
from; weights are fitted on all of these (reports often print no objective above what was done), measured on the first.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--fit", action="store_true", help="write the weights anew")
    parser.add_argument("--misses", action="store_true", help="what was got wrong in the corpus of two years")
    parser.add_argument("slugs", nargs="*", metavar="SLUG", help="partnerships of the corpus of two years; all if none")
    chosen = parser.parse_args()
    if chosen.fit:
        for task, (_, sources) in TASKS.items():
            write(task, fit([source("fit") for source in sources]))
    elif chosen.misses:
        print("\n".join(misses(chosen.slugs)))
    else:
        found = {"pairs": {task: pair_figures(task) for task in TASKS}, "two_years": figures(chosen.slugs)}
        print(json.dumps(found, indent=1) if chosen.json else "\n".join(printed(found)))


def write(section: str, values: dict[str, float]) -> None:
    """Put new weights into a section of the file, and into use: those of a choice build on those of the pairs."""
    text = WEIGHTS.read_text(encoding="utf-8")
    for name, value in values.items():
        text = re.sub(rf"(?ms)(^\[{section}\]\n(?:[^\[]*\n)?{name} = )\S+", rf"\g<1>{value:.2f}", text, count=1)
    WEIGHTS.write_text(text, encoding="utf-8")
    weights.cache_clear()


def fit(sources: Sequence[Pairs]) -> dict[str, float]:
    """Weights by logistic regression; a trait whose weight comes out with the wrong sign gets none."""
    names = [name for name in sources[0].names if name not in GIVEN]
    columns = [sources[0].names.index(name) for name in names]
    traits = np.concatenate([pairs.traits[:, columns] for pairs in sources])
    alike = np.concatenate([pairs.alike for pairs in sources])
    kept = [at for at, name in enumerate(names) if traits[:, at].any()]
    while True:
        model = LogisticRegression(max_iter=5000).fit(traits[:, kept], alike)
        found = dict(zip((names[at] for at in kept), model.coef_[0].tolist(), strict=True))
        wrong = {name for name, weight in found.items() if (weight < 0) != name.startswith("other_")}
        if not wrong:
            return {"base": float(model.intercept_[0]), **dict.fromkeys(names, 0.0), **found}
        kept = [at for at in kept if names[at] not in wrong]


def pair_figures(task: str) -> dict[str, Any]:
    """Figures of the held-out pairs, at the threshold in use; the baseline at its best threshold on the other part."""
    use, sources = TASKS[task]
    held, other = sources[0]("held_out"), sources[0]("fit")
    share = probabilities(held.by_name(), task).astype(np.float64)
    return {
        "pairs": len(held.alike),
        "alike": int(held.alike.sum()),
        "ours": judged(held.alike, share, threshold(use)),
        "tfidf": judged(held.alike, cosine(held), best_threshold(other.alike, cosine(other))),
        "bands": list(bands(held.alike, share)),
    }


def cosine(pairs: Pairs) -> NDArray[np.float64]:
    """Cosine of plain TF-IDF of words and pairs of words."""
    texts = sorted({text for pair in pairs.texts for text in pair})
    number = {text: at for at, text in enumerate(texts)}
    found = TfidfVectorizer(ngram_range=(1, 2), stop_words="english", sublinear_tf=True).fit_transform(texts)
    left = found[[number[a] for a, _ in pairs.texts]]
    return np.asarray(left.multiply(found[[number[b] for _, b in pairs.texts]]).sum(axis=1)).ravel()


def best_threshold(alike: NDArray[np.bool_], score: NDArray[np.float64]) -> float:
    precision, recall, thresholds = precision_recall_curve(alike, score)
    return float(thresholds[np.argmax((2 * precision * recall / np.maximum(precision + recall, 1e-9))[:-1])])


def judged(alike: NDArray[np.bool_], score: NDArray[np.float64], least: float) -> dict[str, float]:
    taken = score >= least
    precision = float(alike[taken].mean()) if taken.any() else 0.0
    recall = float(taken[alike].mean())
    return {
        "threshold": round(least, 3),
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        "average_precision": float(average_precision_score(alike, score)),
    }


def bands(alike: NDArray[np.bool_], share: NDArray[np.float64]) -> Iterator[dict[str, float]]:
    """Of pairs whose probability lies in a band, how many there are, its mean, and the share that are alike."""
    for low, high in zip(BANDS, BANDS[1:], strict=False):
        inside = (share >= low) & ((share < high) | (high == 1.0))
        if inside.any():
            yield {
                "from": low,
                "to": high,
                "pairs": int(inside.sum()),
                "said": float(share[inside].mean()),
                "alike": float(alike[inside].mean()),
            }


def printed(found: dict[str, Any]) -> Iterator[str]:
    for task, own in found["pairs"].items():
        yield f"Pairs of our own, {task}: {own['alike']} of {own['pairs']} belong together"
        yield "                 threshold  precision  recall    F1  average precision"
        for name, label in (("ours", "these rules"), ("tfidf", "plain TF-IDF")):
            f = own[name]
            yield (
                f"  {label:13}  {f['threshold']:9.2f}  {f['precision']:9.3f}  {f['recall']:6.3f}  {f['f1']:4.2f}"
                f"  {f['average_precision']:17.3f}"
            )
        yield "  probability   pairs  said  alike"
        for band in own["bands"]:
            yield f"  {band['from']:.2f}–{band['to']:.2f}  {band['pairs']:9,}  {band['said']:.2f}   {band['alike']:.2f}"
        yield ""
    yield "The corpus of two years, by its documents as they are printed"
    yield from (f"  {name}: {value}" for name, value in found["two_years"].items())


if __name__ == "__main__":
    main()
