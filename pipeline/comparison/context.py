"""Where two statements of one partnership stand, as evidence that both are about the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from safeplans.pipeline.comparison.likeness import Kind, Matrix, Statements
from safeplans.pipeline.schema.contract import Row

_LIKE = 0.5  # probability from which the objectives above count as the same, so that their numbers can be compared


class Contexts:
    """What stands above the rows of objectives, actions and measures, whose `statements` are in the same order."""

    def __init__(self, rows: Sequence[Row], statements: Statements) -> None:
        objectives = {row["objective_id"]: at for at, row in enumerate(rows) if "action_id" not in row}
        self._above = np.array([objectives.get(row["objective_id"] or "", -1) for row in rows], dtype=np.int64)
        numbers = [(row.get("number") or "").strip().casefold() for row in rows]
        known = {number: at for at, number in enumerate(dict.fromkeys(filter(None, numbers)), 1)}
        self._numbers = np.array([known.get(number, 0) for number in numbers], dtype=np.int64)
        self._statements = statements

    def between(self, left: Sequence[int], right: Sequence[int]) -> dict[str, Matrix]:
        """The traits `context` and `number` of each pair of rows.

        context is the probability that the objectives above them set out the same; an objective stands above itself,
        and where a row has none it is 0.
        """
        first, rows = np.unique(self._above[list(left)], return_inverse=True)
        second, columns = np.unique(self._above[list(right)], return_inverse=True)
        alike = self._statements.compare(first.tolist(), second.tolist(), Kind.OBJECTIVE).probability
        alike[first < 0, :] = 0  # -1: no objective, and so not the last row either
        alike[:, second < 0] = 0
        context = alike[np.ix_(rows, columns)].astype(np.float32)
        numbers = self._numbers[list(left)]
        same = np.equal.outer(numbers, self._numbers[list(right)]) & (numbers > 0)[:, None]
        return {"context": context, "number": (same & (context >= _LIKE)).astype(np.float32)}
