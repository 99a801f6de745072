"""Which objective an action hangs under, learnt from marked documents: ``python -m corpus.attaching``.

As corpus/linking.py learns where cells belong: the statements of a document are those of its right labels and those
that a network finds which has not seen it, and an action marked ``o1/a2`` hangs under what is marked ``o1``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from corpus.families import Family
from corpus.linking import Told, grown_for_folds, learnt, segmented_views
from corpus.looking import run
from safeplans.extractors.structures.attaching import MODEL
from safeplans.extractors.structures.reading import ties_in

PARENT = "PARENT"
STATED = ("objective", "title", "again")  # marks of what actions hang under


def told_of(entry: dict[str, Any], folder: Path, families: Mapping[str, Family], models: Path) -> Told | None:
    """The ties of a document in all its views; None for one that has none."""
    family = families[entry["family"]]
    noticed: list[tuple[float, ...]] = []
    right: list[bool] = []
    for view, keys, segments in segmented_views(entry, folder, models / str(family.fold)):
        for tie in ties_in(view, segments):
            own = {k.partition("/")[0] for s in tie.action.body for k in keys.of(s, ("action",)) if "/" in k}
            stated = frozenset[str]().union(*(keys.of(s, STATED) for s in tie.objective.body))
            noticed.append(tie.told)
            right.append(bool(own & stated))
    if not noticed:
        return None
    told = np.array(noticed, dtype=np.float32)
    return Told(family, told, told[:, 0] > 0, np.array(right), np.array([PARENT] * len(right)))


def train_folds(folder: Path, models: Path, workers: int) -> None:
    """Write trees for each fold that has a network, and for 0, where none is held out; print how good they are."""
    grown_for_folds(learnt(told_of, folder, models, workers), models, MODEL, (PARENT,))


if __name__ == "__main__":
    run(train_folds, __doc__)
