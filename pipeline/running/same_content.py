"""The same words again in other bytes: told of each document of a run that an earlier one says already."""

from __future__ import annotations

from safeplans.extractors.base.facts import Problem
from safeplans.pipeline.schema.rows import Rows, problem_counts, problem_row


class SameContent:
    """The documents of a run as they come, by their words."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[str, str]] = {}  # id and source of the first, by `content_id`

    def tell(self, rows: Rows) -> None:
        """Say in the rows of one document, if so, which document before it has the same words."""
        for document in rows.get("documents", ()):
            if document["content_id"] is None:
                continue
            own = document["document_id"], document["source"]
            first, source = self._first.setdefault(document["content_id"], own)
            if first == own[0]:
                continue
            document["same_content_as"] = first
            message = (
                f"Its words are those of {source}, in other bytes; comparisons count that one. "
                "Delete one of them, or keep both: nothing counts twice."
            )
            problem = Problem("discovery", "info", "same_content", message)
            rows["problems"].append(problem_row(own[1], own[0], "c1", problem))
            document.update(problem_counts(rows["problems"]))
