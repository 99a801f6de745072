"""What one plan of a partnership keeps, drops and adds, beside the plan before it.

Business plans and strategies are compared, arrangements are not. The plan before is the last of those that begin
earlier, one of the same kind rather than another; a plan of another kind only if it ends earlier too, for a strategy
runs beside the business plans of its years. Of two that begin on the same day the earlier is the one published first,
or with the lower version. Where that cannot be told either, they are not compared: which was first is not guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from safeplans.pipeline.comparison.context import Contexts
from safeplans.pipeline.comparison.corpus import ComparedDocument, Corpus
from safeplans.pipeline.comparison.likeness import Compared, Kind, not_kept_share, rounded, statements, threshold
from safeplans.pipeline.schema.contract import Row

_COMPARED = ("business_plan", "strategy")
_VERSION = re.compile(r"\d+(?:\.\d+)*")


def change_rows(corpus: Corpus) -> list[Row]:
    """The rows of `plan_changes`, for each plan of which the plan before is known."""
    pairs = list(_consecutive(corpus))
    if not pairs:
        return []
    comparing = _Comparing(corpus)
    return [row for earlier, later in pairs for subject in Kind for row in comparing.changes(earlier, later, subject)]


def _consecutive(corpus: Corpus) -> Iterator[tuple[ComparedDocument, ComparedDocument]]:
    plans: dict[str, list[ComparedDocument]] = defaultdict(list)
    for document in corpus.documents.values():
        if document.row["document_type"] in _COMPARED and document.years:
            plans[document.partnership_key].append(document)
    for some in plans.values():
        for plan in some:
            before = plan_before(plan, some)
            if before is not None:
                yield before, plan


def plan_before(plan: ComparedDocument, plans: Sequence[ComparedDocument]) -> ComparedDocument | None:
    """The plan that came before it, of all those of its partnership; None if there is none, or it cannot be told."""
    earlier = [other for other in plans if _is_before(other, plan)]
    of_its_kind = [other for other in earlier if other.row["document_type"] == plan.row["document_type"]]
    some = of_its_kind or [other for other in earlier if other.row["period_end"] < plan.row["period_end"]]
    last = [one for one in some if not any(_is_before(one, other) for other in some)]
    return last[0] if len(last) == 1 else None


def _is_before(first: ComparedDocument, second: ComparedDocument) -> bool:
    """Whether the first is known to be the earlier one."""
    begins, other = first.row["period_start"], second.row["period_start"]
    if begins != other:
        return bool(begins < other)
    published, other = first.row["published"], second.row["published"]
    if published is not None and other is not None and published != other:
        return bool(published < other)
    version, other = _version(first), _version(second)
    return bool(version and other and version < other)


def _version(document: ComparedDocument) -> tuple[int, ...]:
    found = _VERSION.search(document.row["version"] or "")
    return tuple(int(part) for part in found.group().split(".")) if found else ()


class _Comparing:
    """The objectives and actions of all documents, ready to be compared."""

    def __init__(self, corpus: Corpus) -> None:
        self._rows = [*corpus.objectives.values(), *corpus.actions.values()]
        self._statements = statements(self._rows)
        self._contexts = Contexts(self._rows, self._statements)
        self._of: dict[tuple[str, Kind], list[int]] = defaultdict(list)
        for at, row in enumerate(self._rows):
            if row["standing"] != "previous":
                kind = Kind.ACTION if "action_id" in row else Kind.OBJECTIVE
                self._of[row["document_id"], kind].append(at)

    def changes(self, earlier: ComparedDocument, later: ComparedDocument, subject: Kind) -> Iterator[Row]:
        """What became of each row of the earlier plan, then what the later one adds; nothing if either has none."""
        first, second = self._of[earlier.document_id, subject], self._of[later.document_id, subject]
        if not first or not second:
            return
        known = self._contexts.between(first, second)
        compared = self._statements.compare(first, second, subject, known).chosen(subject)
        kept = _assigned(compared, threshold(f"keep_{subject}"))
        ranked = compared.ranked()
        pairs = [(at, kept.get(at, int(ranked[at].argmax())), at in kept, True) for at in range(len(first))]
        pairs += [
            (int(ranked[:, to].argmax()), to, False, False) for to in range(len(second)) if to not in kept.values()
        ]
        for at, to, is_kept, is_earlier in pairs:
            probability = float(compared.probability[at, to])
            yield {
                **_change(
                    subject,
                    earlier,
                    later,
                    self._rows[first[at]] if is_earlier else None,
                    self._rows[second[to]] if is_kept or not is_earlier else None,
                ),
                "similarity": rounded(float(compared.similarity[at, to])),
                "method": compared.method(at, to),
                "confidence": rounded(probability if is_kept else not_kept_share() * (1 - probability)),
            }


def _change(
    subject: Kind, earlier: ComparedDocument, later: ComparedDocument, before: Row | None, after: Row | None
) -> Row:
    before_id = str(before[f"{subject.value}_id"]) if before else None
    after_id = str(after[f"{subject.value}_id"]) if after else None
    return {
        "plan_change_id": f"{before_id or earlier.document_id}/{after_id or later.document_id}",
        "partnership_key": later.partnership_key,
        "subject": subject.value,
        "change": "kept" if before and after else "dropped" if before else "new",
        "earlier_document_id": earlier.document_id,
        "earlier_id": before_id,
        "earlier_quote": before["quote"] if before else None,
        "later_document_id": later.document_id,
        "later_id": after_id,
        "later_quote": after["quote"] if after else None,
    }


def _assigned(compared: Compared, least: float) -> dict[int, int]:
    """Row of the earlier plan to row of the later one, each used once, for the highest sum of probabilities."""
    worth = np.where(compared.probability >= least, compared.ranked(), 0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return {int(at): int(to) for at, to in zip(rows, columns, strict=True) if worth[at, to] > 0}
