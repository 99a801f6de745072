"""How well each document is made as a plan: which of its actions name a lead, a date, a measure, progress."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from safeplans.pipeline.comparison.corpus import ComparedDocument, Corpus
from safeplans.pipeline.schema.contract import Row

_FIXED = ("start", "end", "month", "precision", "recurrence")
"""Columns of `dates` of which one is given where the words fix something."""
SUCCESS = ("success", "evidence")
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
            "current_years": list(document.current_years),
            "objectives": sum(_own(corpus, document, row) for row in objectives.get(key, ())),
            **_actions(actions.get(key, []), signs, as_of),
            **_measures(measures[key]),
        }
        for key, document in corpus.documents.items()
    ]


@dataclass(slots=True)
class _Signs:
    """What is said of actions, by their ids; `measured` holds ids of objectives too.

    due: the day by which they are to be done (`due_day`).
    """

    led: set[str] = field(default_factory=set)
    dated: set[str] = field(default_factory=set)
    measured: set[str] = field(default_factory=set)
    due: dict[str, datetime.date | None] = field(default_factory=dict)

    @classmethod
    def of(cls, corpus: Corpus) -> _Signs:
        signs = cls()
        signs.led = {o["subject_id"] for o in corpus.owners if o["subject"] == "action" and o["relation"] == "lead"}
        dates: dict[str, list[Row]] = defaultdict(list)
        for date in corpus.dates:
            if date["subject"] == "action":
                dates[date["subject_id"]].append(date)
        signs.dated = {action for action, its in dates.items() if any(map(_is_fixed, its))}
        signs.due = {action: due_day(its) for action, its in dates.items()}
        for measure in corpus.measures:
            if measure["kind"] in SUCCESS:
                signs.measured.add(measure["action_id"] or measure["objective_id"])
        signs.measured.discard(None)  # a measure that hangs under neither
        return signs

    def measure(self, action: Row) -> bool:
        return action["action_id"] in self.measured or action["objective_id"] in self.measured


def due_day(dates: Iterable[Row]) -> datetime.date | None:
    """The day by which an action is to be done: the last of its latest due date.

    dates: rows of `dates` about it. None where none is fixed, or where it is to be done again and again.
    """
    rows = list(dates)
    if any(row["recurrence"] is not None for row in rows):
        return None
    return max((row["end"] for row in rows if row["kind"] == "due" and row["end"] is not None), default=None)


def is_overdue(action: Row, due: datetime.date | None, as_of: datetime.date) -> bool | None:
    """Was an action to be done before a day, and is not said to be done? None where that cannot be said.

    due: its `due_day`.
    """
    if action["standing"] == "done":
        return False
    return None if due is None else due < as_of


def _is_fixed(date: Row) -> bool:
    return any(date[column] is not None for column in _FIXED)


def _own(corpus: Corpus, document: ComparedDocument, objective: Row) -> bool:
    """Is an objective of a document's own period? Where that is not said, all are."""
    return not document.years or not set(document.years).isdisjoint(corpus.years_of(objective))


def _actions(actions: list[Row], signs: _Signs, as_of: datetime.date) -> Row:
    led = {row["action_id"] for row in actions if row["action_id"] in signs.led}
    dated = {row["action_id"] for row in actions if row["action_id"] in signs.dated}
    measured = {row["action_id"] for row in actions if signs.measure(row)}
    reported = sum(row["progress_text"] is not None or row["rag"] is not None for row in actions)
    late = [is_overdue(row, signs.due.get(row["action_id"]), as_of) for row in actions]
    overdue = late.count(True)

    def share(count: int) -> float | None:
        return count / len(actions) if actions else None

    return {
        "actions": len(actions),
        "with_lead": len(led),
        "with_date": len(dated),
        "with_measure": len(measured),
        "with_progress": reported,
        "complete": len(led & dated & measured),
        "done": sum(row["standing"] == "done" for row in actions),
        "as_of": as_of,
        "overdue": overdue,
        "due_unknown": late.count(None),
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
