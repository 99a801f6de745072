"""The objectives above two statements, as evidence that both are about the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.comparison.likeness import Kind, Matrix, Statements
from pipeline.contract import Row


class Contexts:
    """What stands above the rows of objectives, actions and measures, whose `statements` are in the same order."""

    def __init__(self, rows: Sequence[Row], statements: Statements) -> None:
        objectives = {row["objective_id"]: at for at, row in enumerate(rows) if "action_id" not in row}
        self._above = np.array([objectives.get(row["objective_id"] or "", -1) for row in rows], dtype=np.int64)
        self._statements = statements

    def between(self, left: Sequence[int], right: Sequence[int]) -> Matrix:
        """For each pair of rows, the probability that the objectives above them set out the same.

        An objective stands above itself; 0 where a row has none.
        """
        first, rows = np.unique(self._above[list(left)], return_inverse=True)
        second, columns = np.unique(self._above[list(right)], return_inverse=True)
        alike = self._statements.compare(first.tolist(), second.tolist(), Kind.OBJECTIVE).probability
        alike[first < 0, :] = 0
        alike[:, second < 0] = 0
        return alike[np.ix_(rows, columns)].astype(np.float32)
