"""The answers of reviewers put into the rows of a run, document by document; what is left over told at its end."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from safeplans.extractors.about.register import Partnership
from safeplans.extractors.base.facts import Problem
from safeplans.pipeline.corrections.document_review import DocumentReview, Lost, Unapplied, of_files
from safeplans.pipeline.corrections.partnership_names import PartnershipNames
from safeplans.pipeline.corrections.reading import Answer
from safeplans.pipeline.corrections.row_keys import document_key, document_of
from safeplans.pipeline.schema.rows import Rows, problem_row


class Corrections:
    """All answers, to be applied to the documents of a run one after the other, and told of when it ends.

    not_applied: those that were not, as far as the run has come. without_value: those about its documents that say who,
    when and why, but not what should stand in the cell; nothing becomes of them.
    """

    def __init__(
        self, answers: Sequence[Answer], register: Iterable[Partnership], present: Collection[str] = ()
    ) -> None:
        """register: the partnerships to which `documents.partnership_id` may lead. present: ids of the documents that
        are among the inputs themselves, so that nothing else is taken for a new edition of them.
        """
        self.not_applied: list[Unapplied] = []
        self.without_value: list[Answer] = []
        self._partnerships = PartnershipNames(register)
        self._waiting: dict[str | None, list[Answer]] = defaultdict(list)
        self._sources: set[str] = set()
        self._editions: dict[str, str] = {}  # source of the first document of each `document_key`
        self._of_former: dict[str, dict[str, list[Answer]]] = defaultdict(lambda: defaultdict(list))
        self._landed: set[Answer] = set()
        for answer in answers:
            former = answer.document_id
            self._waiting[former].append(answer)
            if former is not None and former not in present and answer.corrected and document_of(answer.row_key):
                self._of_former[document_of(answer.row_key)][former].append(answer)

    def apply(self, rows: Rows) -> None:
        """Change the rows of one document, and add its rows of `corrections` and `problems`. They stay consistent.

        A document is told by its row of `documents`; without one there is nothing to correct.
        """
        for document in rows.get("documents", ()):
            self._sources.add(document["source"])
            own, key = document["document_id"], document_key(document)
            answers = self._waiting.pop(own, [])
            former: list[list[Answer]] = []
            if key is not None:
                self._editions.setdefault(key, document["source"])
                former = [some for of, some in self._of_former.get(key, {}).items() if of != own]
            if answers or former:
                self.without_value += [answer for answer in answers if not answer.corrected]
                review = DocumentReview(rows, document, self._partnerships)
                self.not_applied += review.apply(answers, former)
                self._landed |= review.landed

    def unused(self) -> Rows:
        """What to tell, when all documents have come, of answers whose document has not."""
        rows: Rows = {"corrections": [], "problems": []}
        for document_id, waiting in self._waiting.items():
            answers = [answer for answer in waiting if answer.corrected and answer not in self._landed]
            if not answers:
                continue
            edition = self._editions.get(document_of(answers[0].row_key))
            source = edition or answers[0].document or answers[0].file
            why = self._why_unused(document_id, answers[0].document, edition)
            self.not_applied += [Unapplied(answer, why) for answer in answers]
            owner = document_id or hashlib.sha256(answers[0].row_id.encode()).hexdigest()[:16]
            for number, answer in enumerate(answers, 1):
                rows["corrections"].append(Lost(answer, why).record(f"{owner}:k{number}", None))
            said = f"{of_files(answers)} could not be applied: {why}"
            if document_id is None:
                problem = Problem("review", "warning", "correction_invalid", said)
            elif edition is not None:
                problem = Problem("review", "warning", "correction_row_changed", said)
            else:
                problem = Problem("review", "info", "correction_unused", said)
            rows["problems"].append(problem_row(source, None, f"k{len(rows['problems']) + 1}", problem))
        return rows

    def _why_unused(self, document_id: str | None, source: str, edition: str | None) -> str:
        if document_id is None:
            return "row_id does not begin with the id of a document. Copy the line from what `safeplans review` writes."
        if edition is not None:
            return (
                f"{edition} is of the same partnership, type and period, and none of the rows that were reviewed "
                "stands in it. Review it anew: safeplans review"
            )
        if source in self._sources:
            return "the file has other content now than when it was reviewed. Review it anew: safeplans review"
        return "the document is not among those of this run."
