"""Train the models that weigh readings: ``python -m corpus.training [FOLDER] [--folds]`` (`make train`).

The network that labels words (extractors/weights/network.py, corpus/network.py), the steps between labels
(corpus/sequences.py), the two small chains of owners (corpus/doers.py), the weights of titles and the trees that give
cells to actions (corpus/linking.py) and actions to objectives (corpus/attaching.py). With ``--folds``
also those of each fold, which have seen neither the authors nor the tools of the documents held out, so that `make
firstsight` can read every document with models to which it is new.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus import attaching, doers, linking, sequences, themes, titles
from corpus.alignment import align
from corpus.building import BUILT, labelled_words
from corpus.crops import crop
from corpus.encoding import Example, Known, encode, known_of
from corpus.exchanging import Pool, exchanged, kinds_of, runs_of
from corpus.families import FOLDS, Family, may_learn, recorded
from corpus.labelling import labels_by
from corpus.looking import FOLD_MODELS, LEAST_FOUND
from safeplans.extractors.about.titles import WEIGHTS
from safeplans.extractors.assembly.theme_weights import MODEL as THEMES
from safeplans.extractors.choice.choosing import views_of
from safeplans.extractors.labelling.cues import piece_cues
from safeplans.extractors.labelling.scores import MODEL
from safeplans.extractors.labelling.sequences import MODEL as STEPS
from safeplans.extractors.ownership.kinds import KIND_MODEL, SECTOR_MODEL
from safeplans.extractors.ownership.weighed import CELLS
from safeplans.extractors.ownership.weighed import MODEL as DOERS
from safeplans.extractors.reading import ReadingError, read
from safeplans.extractors.structures.attaching import MODEL as PARENTS
from safeplans.extractors.structures.linking import MODEL as LINKS
from safeplans.extractors.weights.network import Array, Network

OF_A_SHAPE = 6  # documents of one shape that are learnt from: more of them teach its words, not its layout
MEMBERS = 1  # networks whose odds are averaged, in a fold
SHIPPED = 2  # the same in the model that ships: the more, the less it depends on how each happened to begin
TRAINED = (
    MODEL,
    STEPS,
    DOERS,
    CELLS,
    KIND_MODEL,
    SECTOR_MODEL,
    THEMES,
    WEIGHTS,
    LINKS,
    PARENTS,
)
MODELS = Path(__file__).resolve().parent.parent / "extractors" / "model"


def examples(folder: Path, entries: Sequence[dict[str, Any]], families: dict[str, Family]) -> list[Example]:
    """The views of documents whose labels are sure, and short texts cut out of those by hand."""
    made = []
    for entry in entries:
        family = families[entry["family"]]
        words = labelled_words(folder, entry["name"])
        try:
            document = read((folder / "documents" / entry["file"]).read_bytes(), entry["file"])
        except ReadingError:
            continue
        views = views_of(document)
        if family.part == "shapes":  # generated documents are many: one of the views of each is enough
            views = [views[zlib.crc32(entry["name"].encode()) % len(views)]]
        for view in views:
            if not view.pieces:
                continue
            aligned = align(words, view.tokens)
            if aligned.found < LEAST_FOUND:
                continue
            labels = labels_by(view, words, aligned)
            runs = runs_of(view, kinds_of(words, aligned.source_of), labels)
            about = entry["name"], family, entry["renderer"], entry["converter"]
            made.append(Example(*about, view, piece_cues(view), labels, runs=runs))
            part = crop(view, labels, zlib.crc32(f"{entry['name']} {view.name}".encode()))
            if family.part == "learn" and part is not None:
                short, own = part
                made.append(Example(*about, short, piece_cues(short), own, whole=False))
    return made


def all_examples(folder: Path, *, only: Iterable[str] = ("shapes", "learn")) -> list[Example]:
    families = {f.name: f for f in recorded()}
    entries = [
        e
        for e in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["documents"]
        if e["aligned"] and not e["short"] and families[e["family"]].part in only
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
    return sorted(made, key=lambda e: (e.name, e.view.name, e.whole))


_shared: list[Example] = []  # the examples, for the processes that are forked from this one


def with_exchanged(some: Sequence[Example], number: int) -> list[Example]:
    """Examples, and of each whole one another in which words of its fields are those of others of them.

    number: of the member that learns from them: each sees other words.
    """
    whole = [e for e in some if e.whole]
    pool = Pool((e.family.author, e.view, e.runs) for e in whole)
    made = list(some)
    for e in whole:
        seed = zlib.crc32(f"{e.name} {e.view.name} {number}".encode())
        view, labels = exchanged(e.view, e.runs, e.labels, pool, seed)
        made.append(replace(e, view=view, cues=piece_cues(view), labels=labels, runs=[]))
    return made


def _member(job: tuple[int, int]) -> tuple[Known, dict[str, Array]]:
    """Train one member of a network. job: the fold that is held out, and the member's number."""
    # one thread each: as many members as processors are trained at the same time
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    from corpus import network  # noqa: PLC0415 (JAX reads its flags when it is loaded)

    fold, number = job
    mine = [e for e in _shared if may_learn(fold, e.family, e.renderer, e.converter)]
    known = known_of(mine)
    encoded = [encode(e, known) for e in with_exchanged(mine, number)]
    begun = time.monotonic()
    made = network.trained(encoded, known, seed=number)
    print(f"fold {fold}, member {number}: {len(encoded)} views, {time.monotonic() - begun:.0f} s", flush=True)
    return known, made


def _members(fold: int) -> int:
    return MEMBERS if fold else SHIPPED


def _save(fold: int, members: Sequence[tuple[Known, dict[str, Array]]]) -> None:
    """Write the network of a fold, as soon as its members are trained: the others take long."""
    known = members[0][0]
    network = Network(known.labels, known.words, known.pieces, [m for _, m in members])
    network.save(FOLD_MODELS / str(fold) / MODEL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=BUILT)
    parser.add_argument("--folds", action="store_true", help="also the networks of the folds")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    _shared.extend(all_examples(asked.folder))
    print(f"{len(_shared)} views of documents, {sum(len(e.labels) for e in _shared):,} words", flush=True)
    folds = (*FOLDS, 0) if asked.folds else (0,)
    jobs = [(fold, number) for fold in folds for number in range(_members(fold))]
    made: dict[int, list[tuple[Known, dict[str, Array]]]] = defaultdict(list)
    # forked, so that the examples are not copied; nothing of JAX is loaded before
    with ProcessPoolExecutor(asked.workers, multiprocessing.get_context("fork")) as pool:
        for (fold, _), one in zip(jobs, pool.map(_member, jobs), strict=True):
            made[fold].append(one)
            if len(made[fold]) == _members(fold):
                _save(fold, made.pop(fold))
    doers.train_folds(FOLD_MODELS)
    themes.train_folds(FOLD_MODELS)
    titles.train_folds(asked.folder, FOLD_MODELS, asked.workers)
    sequences.train_folds(asked.folder, FOLD_MODELS, asked.workers)
    linking.train_folds(asked.folder, FOLD_MODELS, asked.workers)
    attaching.train_folds(asked.folder, FOLD_MODELS, asked.workers)
    MODELS.mkdir(exist_ok=True)
    for name in TRAINED:
        shutil.copyfile(FOLD_MODELS / "0" / name, MODELS / name)
    print({name: (MODELS / name).stat().st_size for name in TRAINED})


if __name__ == "__main__":
    main()
