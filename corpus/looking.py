"""What is learnt from the documents of a rendered corpus, each looked at once: for those that learn by fold."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Collection, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from corpus.building import BUILT
from corpus.families import Family, recorded

FOLD_MODELS = Path(__file__).parent / "models"
OF_A_FAMILY = 2  # documents of one family that are learnt from
LEAST_FOUND = 0.9  # of the labelled words, for a view to be learnt from
Found = TypeVar("Found", covariant=True)


class Look(Protocol[Found]):
    """Makes of a document what is learnt from it; nothing where it has nothing."""

    def __call__(
        self, entry: dict[str, Any], folder: Path, families: Mapping[str, Family], models: Path
    ) -> Found | None: ...


class Train(Protocol):
    """Writes the models of all folds that have a network."""

    def __call__(self, folder: Path, models: Path, workers: int) -> None: ...


def looked_at(
    look: Look[Found], folder: Path, models: Path, workers: int, *, parts: Collection[str], short: bool
) -> list[Found]:
    """What there is to learn from in the documents of some parts of the corpus. short: of the short texts too."""
    families = {f.name: f for f in recorded()}
    count: Counter[str] = Counter()
    entries = []
    for entry in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["documents"]:
        wanted = entry["aligned"] and (entry["measured"] or (short and entry["short"]))
        if wanted and families[entry["family"]].part in parts:
            count[entry["family"]] += 1
            if count[entry["family"]] <= OF_A_FAMILY:
                entries.append(entry)
    with ProcessPoolExecutor(workers) as pool:
        own = partial(look, folder=folder, families=families, models=models)
        return [found for found in pool.map(own, entries, chunksize=8) if found is not None]


def run(train: Train, about: str | None) -> None:
    """The command line of a module that trains by fold. about: what the module says of itself."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=BUILT)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    train(asked.folder, FOLD_MODELS, asked.workers)
