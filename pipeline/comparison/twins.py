"""Files that are one document, so that it is counted once: the same words in other bytes, or another edition."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from safeplans.extractors.assembly.same_words import same_words
from safeplans.pipeline.base.slugs import slug
from safeplans.pipeline.schema.contract import Row

SHARED = 0.5
"""Share of the statements of the shorter of two documents with the same title and period that stand in the other in the
same words, from which on they are editions of one. Two documents that only share a title share hardly any."""
FEWEST = 3
"""Statements in the same words that tell anything; two documents may share a vision."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A document that was read: its row of `documents`, whose it is, the words of its objectives and actions."""

    row: Row
    partnership_key: str
    statements: Counter[str]

    @property
    def titled(self) -> Hashable | None:
        """What editions have in common; None where title or period are not printed."""
        row = self.row
        if not row["title"] or row["period_start"] is None or row["period_end"] is None:
            return None
        return self.partnership_key, slug(row["title"]), row["period_start"], row["period_end"]


def said_again(documents: Sequence[Printed]) -> dict[str, str]:
    """For each document that another says again, or that says another again, and is not counted: the one that is.

    By `document_id`. Of documents with the same words (`same_content_as`) the first is counted; of editions the one
    published last, then the one with most statements, then the first.
    """
    counted = {each.row["document_id"]: each.row["same_content_as"] for each in documents}
    again = {key: first for key, first in counted.items() if first in counted}
    editions: dict[Hashable, list[Printed]] = defaultdict(list)
    for each in documents:
        if each.row["document_id"] not in again and each.titled is not None:
            editions[each.titled].append(each)
    for some in editions.values():
        standing: list[Printed] = []
        for each in sorted(some, key=_last_first):
            first = next((other for other in standing if _are_editions(each, other)), None)
            if first is None:
                standing.append(each)
            else:
                again[each.row["document_id"]] = first.row["document_id"]
    return {key: again.get(first, first) for key, first in again.items()}


def statements_of(rows: Iterable[Row]) -> dict[str, Counter[str]]:
    """The words of objectives and actions, by document."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        found[row["document_id"]][same_words(row["text"])] += 1
    return found


def _last_first(each: Printed) -> tuple[Any, ...]:
    published: date | None = each.row["published"]
    return published is None, -published.toordinal() if published else 0, -each.statements.total()


def _are_editions(one: Printed, other: Printed) -> bool:
    shared = (one.statements & other.statements).total()
    fewer = min(one.statements.total(), other.statements.total())
    return shared >= FEWEST and shared >= SHARED * fewer
