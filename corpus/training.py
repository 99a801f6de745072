"""Train the models that weigh readings: ``python -m corpus.training [FOLDER] [--folds]`` (`make train`).

Two linear-chain CRFs (python-crfsuite) over the cues of tokens. The second learns from what the first says of documents
that it has not seen: for each fold a first model is trained without it, and labels it (those that label the other folds
have seen it). With ``--folds`` the second model is trained for each fold as well, so that `make firstsight` can read
every document with models that know neither its author nor its tools.
"""

from __future__ import annotations

import argparse
import json
import shutil
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pycrfsuite

from corpus.building import BUILT
from corpus.families import FOLDS, Family, may_learn, recorded
from corpus.labelling import labels_of
from corpus.marks import Mark, Word
from extractors.blank_columns import column_view
from extractors.cues import PieceCues, piece_cues, token_features
from extractors.pieces import View, block_view, line_view
from extractors.reading import ReadingError, read
from extractors.scores import PASSES, Labelled, tagged, with_context

SETTINGS = {"c1": 0.2, "c2": 0.03, "max_iterations": 50, "feature.minfreq": 2, "feature.possible_transitions": False}
BY_HAND = 2  # how often a document by hand counts: each is a layout of its own, a shape has many documents
OF_A_SHAPE = 6  # documents of one shape that are learnt from: more of them teach its words, not its layout
LEAST_AUTHORS = 3  # a word is learnt from only where so many authors use it
WORDS = ("w=", "-1w=", "+1w=", "hw=", "cw=")  # features that name a word
MODELS = Path(__file__).resolve().parent.parent / "extractors" / "model"
FOLD_MODELS = Path(__file__).parent / "models"


@dataclass(slots=True)
class Example:
    """One view of a document: what is learnt from."""

    name: str
    family: Family
    renderer: str | None
    converter: str | None
    view: View
    cues: list[PieceCues]
    features: list[list[str]]
    labels: list[str]


def examples(folder: Path, entries: Sequence[dict[str, Any]], families: dict[str, Family]) -> list[Example]:
    """The views of documents whose labels are sure."""
    made = []
    for entry in entries:
        family = families[entry["family"]]
        words = [
            Word(
                text,
                tuple(
                    Mark(label, tuple(keys), value, number, 0, 0) for number, (label, keys, value) in enumerate(marks)
                ),
            )
            for text, marks in json.loads((folder / "words" / f"{entry['name']}.json").read_text(encoding="utf-8"))
        ]
        try:
            document = read((folder / "documents" / entry["file"]).read_bytes(), entry["file"])
        except ReadingError:
            continue
        views = [block_view(document)]
        if not entry["file"].endswith(".pdf"):
            # generated documents are many: one of the views of each is enough
            views.append(line_view(document))
            views += [v for v in (column_view(document),) if v is not None]
            if family.part == "shapes":
                views = [views[zlib.crc32(entry["name"].encode()) % len(views)]]
        for view in views:
            if not view.pieces:
                continue
            labels, found = labels_of(view, words)
            if found < 0.9:
                continue
            cues = piece_cues(view)
            made.append(
                Example(
                    entry["name"],
                    family,
                    entry["renderer"],
                    entry["converter"],
                    view,
                    cues,
                    token_features(view, cues),
                    labels,
                )
            )
    return made


def all_examples(folder: Path, *, only: Iterable[str] = ("shapes", "learn")) -> list[Example]:
    families = {f.name: f for f in recorded()}
    entries = [
        e
        for e in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["documents"]
        if e["aligned"] and families[e["family"]].part in only
    ]
    count: Counter[str] = Counter()
    kept = []
    # in an order that mixes kinds of print, and is always the same
    for entry in sorted(entries, key=lambda e: zlib.crc32(e["name"].encode())):
        count[entry["family"]] += 1
        if families[entry["family"]].part != "shapes" or count[entry["family"]] <= OF_A_SHAPE:
            kept.append(entry)
    parts = [kept[i::2] for i in range(2)]
    with ProcessPoolExecutor(2) as pool:
        made = [e for some in pool.map(examples, [folder] * 2, parts, [families] * 2) for e in some]
    return sorted(made, key=lambda e: (e.name, e.view.name))


def known_words(some: Sequence[Example]) -> frozenset[str]:
    """The words that enough authors use to be learnt from."""
    users: dict[str, set[str]] = defaultdict(set)
    for e in some:
        for features in e.features:
            users[features[0]].add(e.family.author)
    return frozenset(f[2:] for f, authors in users.items() if f.startswith("w=") and len(authors) >= LEAST_AUTHORS)


def train(some: Sequence[Example], seen: Sequence[Sequence[Sequence[str]]], path: Path) -> None:
    """Train one model on examples with their features, and write it."""
    words = known_words(some)
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(SETTINGS)
    for example, features in zip(some, seen, strict=True):
        known = [[f for f in told if not _unknown(f, words)] for told in features]
        for _ in range(BY_HAND if example.family.part == "learn" else 1):
            trainer.append(known, example.labels)
    path.parent.mkdir(parents=True, exist_ok=True)
    trainer.train(str(path))


def _unknown(feature: str, words: frozenset[str]) -> bool:
    for start in WORDS:
        if feature.startswith(start):
            return feature[len(start) :] not in words
    return False


_shared: list[Example] = []  # the examples, for the processes that are forked from this one
_first: dict[tuple[str, str], Labelled] = {}


def _train_first(fold: int) -> dict[tuple[str, str], Labelled]:
    """Train the first model without a fold, and label what it was not trained on (fold 0: all, and label nothing)."""
    mine = [e for e in _shared if may_learn(fold, e.family, e.renderer, e.converter)]
    path = FOLD_MODELS / str(fold) / PASSES[0]
    train(mine, [e.features for e in mine], path)
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    return {(e.name, e.view.name): tagged(tagger, e.features) for e in _shared if fold and e.family.fold == fold}


def _train_second(fold: int) -> int:
    mine = [e for e in _shared if may_learn(fold, e.family, e.renderer, e.converter)]
    seen = [with_context(e.view, e.cues, e.features, _first[e.name, e.view.name]) for e in mine]
    train(mine, seen, FOLD_MODELS / str(fold) / PASSES[1])
    return fold


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=BUILT)
    parser.add_argument("--folds", action="store_true", help="also the second models of the folds")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    _shared.extend(all_examples(asked.folder))
    print(f"{len(_shared)} views of documents, {sum(len(e.labels) for e in _shared):,} words", flush=True)
    with ProcessPoolExecutor(asked.workers) as pool:  # forked: the examples are not copied
        for told in pool.map(_train_first, (0, *FOLDS)):
            _first.update(told)
    print("first models trained", flush=True)
    with ProcessPoolExecutor(asked.workers) as pool:
        for fold in pool.map(_train_second, (0, *FOLDS) if asked.folds else (0,)):
            print(f"second model of fold {fold} trained", flush=True)
    for name in PASSES:
        MODELS.mkdir(exist_ok=True)
        shutil.copyfile(FOLD_MODELS / "0" / name, MODELS / name)
    print({name: (MODELS / name).stat().st_size for name in PASSES})


if __name__ == "__main__":
    main()
