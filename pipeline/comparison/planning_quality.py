"""How well each document is made as a plan: which of its actions name a lead, a date, a measure, progress."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from pipeline.comparison.corpus import ComparedDocument, Corpus
from pipeline.contract import Row

_FIXED = ("start", "end", "month", "precision", "recurrence")
"""Columns of `dates` of which one is given where the words fix something."""
_SUCCESS = ("success", "evidence")
"""Kinds of `measures` by which anyone would know; a figure tells what was counted."""


def quality_rows(corpus: Corpus, as_of: datetime.date) -> list[Row]:
    """The rows of `planning_quality`, in the order of `documents`. as_of: the day on which overdue is judged."""
    signs = _Signs.of(corpus)
    objectives, actions = corpus.by_document(corpus.objectives), corpus.by_document(corpus.actions)
    measures: dict[str, list[Row]] = defaultdict(list)
    for measure in corpus.measures:
        measures[measure["document_id"]].append(measure)
    return [
        {
            "document_id": key,
            "partnership_key": document.partnership_key,
            "publication": document.publication,
            "years": list(document.years),
            "objectives": sum(_own(corpus, document, row) for row in objectives.get(key, ())),
            **_actions(actions.get(key, []), signs, as_of),
            **_measures(measures[key]),
        }
        for key, document in corpus.documents.items()
    ]


@dataclass(slots=True)
class _Signs:
    """What is said of actions, by their ids; `measured` holds ids of objectives too.

    last_due: the last day of the latest due date.
    """

    led: set[str] = field(default_factory=set)
    dated: set[str] = field(default_factory=set)
    recurring: set[str] = field(default_factory=set)
    measured: set[str] = field(default_factory=set)
    last_due: dict[str, datetime.date] = field(default_factory=dict)

    @classmethod
    def of(cls, corpus: Corpus) -> _Signs:
        signs = cls()
        signs.led = {o["subject_id"] for o in corpus.owners if o["subject"] == "action" and o["relation"] == "lead"}
        for date in corpus.dates:
            if date["subject"] == "action":
                signs._add(date)
        for measure in corpus.measures:
            if measure["kind"] in _SUCCESS:
                signs.measured.add(measure["action_id"] or measure["objective_id"])
        signs.measured.discard(None)  # a measure that hangs under neither
        return signs

    def _add(self, date: Row) -> None:
        action = date["subject_id"]
        if any(date[column] is not None for column in _FIXED):
            self.dated.add(action)
        if date["recurrence"] is not None:
            self.recurring.add(action)
        elif date["kind"] == "due" and date["end"] is not None:
            self.last_due[action] = max(date["end"], self.last_due.get(action, date["end"]))

    def measure(self, action: Row) -> bool:
        return action["action_id"] in self.measured or action["objective_id"] in self.measured

    def due(self, action: Row) -> datetime.date | None:
        """When it should have been done; None where that is not said, or where it is to be done again and again."""
        key = action["action_id"]
        return None if key in self.recurring else self.last_due.get(key)


def _own(corpus: Corpus, document: ComparedDocument, objective: Row) -> bool:
    """Is an objective of a document's own period? Where that is not said, all are."""
    return not document.years or not set(document.years).isdisjoint(corpus.years_of(objective))


def _actions(actions: list[Row], signs: _Signs, as_of: datetime.date) -> Row:
    led = {row["action_id"] for row in actions if row["action_id"] in signs.led}
    dated = {row["action_id"] for row in actions if row["action_id"] in signs.dated}
    measured = {row["action_id"] for row in actions if signs.measure(row)}
    reported = sum(row["progress_text"] is not None or row["rag"] is not None for row in actions)
    dues = [signs.due(row) for row in actions if row["standing"] != "done"]
    overdue = sum(due is not None and due < as_of for due in dues)

    def share(count: int) -> float | None:
        return count / len(actions) if actions else None

    return {
        "actions": len(actions),
        "with_lead": len(led),
        "with_date": len(dated),
        "with_measure": len(measured),
        "with_progress": reported,
        "complete": len(led & dated & measured),
        "done": len(actions) - len(dues),
        "as_of": as_of,
        "overdue": overdue,
        "due_unknown": dues.count(None),
        "lead_share": share(len(led)),
        "date_share": share(len(dated)),
        "measure_share": share(len(measured)),
        "progress_share": share(reported),
        "overdue_share": share(overdue),
    }


def _measures(measures: list[Row]) -> Row:
    figures = [row for row in measures if row["kind"] == "figure"]
    return {
        "figures": len(figures),
        "figures_with_change": sum(row["change"] is not None for row in figures),
        "evidence": sum(row["kind"] == "evidence" for row in measures),
    }
