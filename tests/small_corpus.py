"""A corpus of a few rows, for tests of what is compared."""

from __future__ import annotations

import datetime

from safeplans.extractors.assembly.themes import themes_of
from safeplans.pipeline.comparison.corpus import ComparedDocument, Corpus, financial_years
from safeplans.pipeline.schema.contract import Row


class SmallCorpus:
    """Documents and their rows, added one by one; `corpus` gives them to what is tested."""

    def __init__(self) -> None:
        self._documents: dict[str, ComparedDocument] = {}
        self._objectives: dict[str, Row] = {}
        self._actions: dict[str, Row] = {}
        self._measures: list[Row] = []

    def corpus(self) -> Corpus:
        return Corpus({}, self._documents, self._objectives, self._actions, (), (), tuple(self._measures))

    def plan(self, partnership: str, year: int | None, **columns: object) -> str:
        return self._document(partnership, year, "plan", {"document_type": "business_plan"} | columns)

    def report(self, partnership: str, year: int | None, **columns: object) -> str:
        return self._document(partnership, year, "report", {"document_type": "annual_report"} | columns)

    def _document(self, partnership: str, year: int | None, publication: str, columns: dict[str, object]) -> str:
        """year: the one in which its financial year begins; None for a document that says no period."""
        name = f"{len(self._documents) + 1:016x}"
        start, end = (datetime.date(year, 4, 1), datetime.date(year + 1, 3, 31)) if year else (None, None)
        row = {"document_id": name, "period_start": start, "period_end": end, "published": None, "version": None}
        self._documents[name] = ComparedDocument(row | columns, partnership, publication, financial_years(start, end))
        return name

    def objective(self, document: str, text: str, **columns: object) -> str:
        own = f"{document}:o{len(self._objectives) + 1}"
        row = _row(document, text) | {"objective_id": own, "kind": "priority", "title": None, "standing": "current"}
        self._objectives[own] = row | columns
        return own

    def action(self, document: str, text: str, under: str | None = None, **columns: object) -> str:
        own = f"{document}:a{len(self._actions) + 1}"
        row = _row(document, text) | {"action_id": own, "objective_id": under, "title": None, "standing": "planned"}
        self._actions[own] = row | columns
        return own

    def measure(self, document: str, text: str, **columns: object) -> str:
        own = f"{document}:m{len(self._measures) + 1}"
        row = {"document_id": document, "text": text, "quote": text, "measure_id": own}
        self._measures.append(row | {"objective_id": None, "action_id": None} | columns)
        return own


def _row(document: str, text: str) -> Row:
    return {
        "document_id": document,
        "text": text,
        "quote": text,
        "number": None,
        "themes": [hit.theme for hit in themes_of(text)],
        "period_start": None,
        "period_end": None,
    }
