"""Train the models that weigh readings: ``python -m corpus.training [FOLDER] [--folds]`` (`make train`).

Two linear-chain models over the cues of tokens, each the mean of several CRFs (python-crfsuite) that were trained on
different parts of the corpus (extractors/chain.py). The second learns from what the first says of documents that it has
not seen: for each fold a first model is trained without it, and labels it (those that label the other folds have seen
it). With ``--folds`` the second model is trained for each fold as well, so that `make firstsight` can read every
document with models that know neither its author nor its tools.
"""

from __future__ import annotations

import argparse
import json
import shutil
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import doers
from corpus.building import BUILT
from corpus.crf import common_words, trained
from corpus.families import FOLDS, Family, may_learn, recorded
from corpus.labelling import labels_of
from corpus.marks import Mark, Word
from safeplans.extractors.blank_columns import column_view
from safeplans.extractors.chain import Chain, Weights
from safeplans.extractors.cues import PieceCues, piece_cues, token_features
from safeplans.extractors.ownership.weighed import CELLS
from safeplans.extractors.ownership.weighed import MODEL as DOERS
from safeplans.extractors.pieces import View, block_view, line_view
from safeplans.extractors.reading import ReadingError, read
from safeplans.extractors.scores import PASSES, Labelled, labelled, with_context

SETTINGS = {"c1": 0.2, "c2": 0.03, "max_iterations": 50, "feature.minfreq": 2, "feature.possible_transitions": False}
OF_A_SHAPE = 6  # documents of one shape that are learnt from: more of them teach its words, not its layout
MEMBERS = 3  # models whose mean is taken; each learns from every family, but from other documents and views of it
SHIPPED = 9  # of the model that ships: the more, the less it depends on what each happened to see
EACH_OF_A_SHAPE = 2  # documents of a shape that one of them learns from
EACH_BY_HAND = 0.5  # share of the views of a document by hand (and of its prints) that one of them learns from
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
    return common_words(
        (features[0][2:], e.family.author) for e in some for features in e.features if features[0].startswith("w=")
    )


def train(some: Sequence[Example], seen: Sequence[Sequence[Sequence[str]]], words: frozenset[str]) -> Weights:
    """Train one model on examples with their features. words: those that are learnt from."""
    return trained(
        (
            ([[f for f in told if not _unknown(f, words)] for told in features], example.labels)
            for example, features in zip(some, seen, strict=True)
        ),
        SETTINGS,
    )


def drawn(some: Sequence[Example], member: int) -> list[Example]:
    """The examples that one of the models whose mean is taken learns from; the same on every machine."""
    by_family: dict[str, list[Example]] = defaultdict(list)
    for e in some:
        by_family[e.family.name].append(e)
    mine = []
    for views in by_family.values():
        by_hand = views[0].family.part == "learn"
        count = max(1, int(EACH_BY_HAND * len(views))) if by_hand else EACH_OF_A_SHAPE
        mine += sorted(views, key=lambda e: zlib.crc32(f"{member} {e.name} {e.view.name}".encode()))[:count]
    return sorted(mine, key=lambda e: (e.name, e.view.name))


def _unknown(feature: str, words: frozenset[str]) -> bool:
    for start in WORDS:
        if feature.startswith(start):
            return feature[len(start) :] not in words
    return False


_shared: list[Example] = []  # the examples, for the processes that are forked from this one
_first: dict[tuple[str, str], Labelled] = {}


def _member(job: tuple[int, int, int]) -> tuple[int, Weights]:
    """Train one member of a model. job: which pass, the fold that is held out, the member; the fold and the weights."""
    which, fold, member = job
    may = [e for e in _shared if may_learn(fold, e.family, e.renderer, e.converter)]
    words = known_words(may)
    mine = drawn(may, member)
    seen = [
        with_context(e.view, e.cues, e.features, _first[e.name, e.view.name]) if which else e.features for e in mine
    ]
    return fold, train(mine, seen, words)


def _members(fold: int) -> int:
    return MEMBERS if fold else SHIPPED


def _pass(pool: Executor, which: int, folds: Sequence[int]) -> dict[int, Chain]:
    """Train one of the two models for each fold, and write it."""
    jobs = [(which, fold, member) for fold in folds for member in range(_members(fold))]
    by_fold: dict[int, list[Weights]] = defaultdict(list)
    labels = sorted({label for e in _shared for label in e.labels})
    made = {}
    for fold, weights in pool.map(_member, jobs):
        by_fold[fold].append(weights)
        if len(by_fold[fold]) == _members(fold):
            made[fold] = Chain.mean(by_fold.pop(fold), labels)
            made[fold].save(FOLD_MODELS / str(fold) / PASSES[which])
            print(f"{PASSES[which]} of fold {fold} trained", flush=True)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=BUILT)
    parser.add_argument("--folds", action="store_true", help="also the second models of the folds")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    _shared.extend(all_examples(asked.folder))
    print(f"{len(_shared)} views of documents, {sum(len(e.labels) for e in _shared):,} words", flush=True)
    with ProcessPoolExecutor(asked.workers) as pool:  # forked: the examples are not copied
        chains = _pass(pool, 0, (0, *FOLDS))
    for e in _shared:
        chain = chains[e.family.fold]
        _first[e.name, e.view.name] = labelled(chain, chain.odds(e.features))
    with ProcessPoolExecutor(asked.workers) as pool:
        _pass(pool, 1, (0, *FOLDS) if asked.folds else (0,))
    doers.train_folds(FOLD_MODELS)
    for name in (*PASSES, DOERS, CELLS):
        MODELS.mkdir(exist_ok=True)
        shutil.copyfile(FOLD_MODELS / "0" / name, MODELS / name)
    print({name: (MODELS / name).stat().st_size for name in (*PASSES, DOERS, CELLS)})


if __name__ == "__main__":
    main()
