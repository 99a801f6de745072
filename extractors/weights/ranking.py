"""A choice among candidates by learnt weights: each feature adds its weight, and the odds of a candidate are the
exponential of its sum among those of all (a conditional log-linear model)."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterable, Mapping, Sequence

from safeplans.extractors.base.models import opened


class Ranker:
    """The weights of features; those that are not known weigh nothing."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights

    def odds(self, features: Sequence[Iterable[str]]) -> list[float]:
        """For each candidate the odds that it is the one, 0 to 1; they add up to 1."""
        if not features:
            return []
        sums = [sum(self.weights.get(f, 0.0) for f in own) for own in features]
        most = max(sums)
        raised = [math.exp(s - most) for s in sums]
        total = sum(raised)
        return [r / total for r in raised]


@functools.cache
def ranker(name: str, folder: str = "") -> Ranker:
    """A ranker by the name of its file, in a folder of models or in that of the package."""
    return opened(lambda path: Ranker(json.loads(path.read_text(encoding="utf-8"))), folder, name)
