"""What the report's pages tell: the rows of dataset and comparison, arranged the way the pages ask for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from safeplans.pipeline.comparison.corpus import ComparedDocument, Corpus, Slot
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.views.views import Views


@dataclass(frozen=True, slots=True)
class Contents:
    """What all pages draw on.

    comparison: rows of its tables. partnerships: rows of `Views.partnerships`, by key, in the order of their names.
    documents: those read of each partnership, by period. objectives, actions: rows of `Views`, by id. owners, dates:
    rows by the id of what they belong to. measures: by the action that they hang under, else the objective, else the
    document. problems: rows of `Views`. unseen: why a document is not shown, by its source.
    """

    corpus: Corpus
    comparison: Mapping[str, Sequence[Row]]
    views: Views
    partnerships: Mapping[str, Row]
    documents: Mapping[str, Sequence[ComparedDocument]]
    objectives: Mapping[str, Row]
    actions: Mapping[str, Row]
    owners: Mapping[str, Sequence[Row]]
    dates: Mapping[str, Sequence[Row]]
    measures: Mapping[str, Sequence[Row]]
    problems: Sequence[Row]
    unseen: Mapping[str, str]

    def statements(self) -> list[Row]:
        """All objectives and actions."""
        return [*self.objectives.values(), *self.actions.values()]


def statement_id(row: Row) -> str:
    """The id of an objective or action."""
    return str(row["action_id"] if "action_id" in row else row["objective_id"])


def contents_of(views: Views, unseen: Iterable[tuple[str, str]]) -> Contents:
    """The contents of a report. unseen: source of each document that cannot be shown, and why."""
    corpus = views.corpus
    documents: dict[str, list[ComparedDocument]] = defaultdict(list)
    for document in views.documents():
        documents[document.partnership_key].append(document)
    return Contents(
        corpus,
        views.comparison,
        views,
        {row["partnership_key"]: row for row in views.partnerships()},
        documents,
        {row["objective_id"]: row for row in views.objectives()},
        {row["action_id"]: row for row in views.actions()},
        _grouped(corpus.owners, "subject_id"),
        _grouped(corpus.dates, "subject_id"),
        _grouped(corpus.measures, "action_id", "objective_id", "document_id"),
        views.problems(),
        dict(unseen),
    )


def by_theme(corpus: Corpus) -> dict[Slot, dict[str, list[Row]]]:
    """The objectives and actions that carry each theme, in each partnership, year and kind of publication.

    They are the rows that `theme_profile` counts.
    """
    found: dict[Slot, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for rows in (corpus.objectives, corpus.actions):
        for row in rows.values():
            for slot in corpus.slots_of(row):
                for theme in dict.fromkeys(row["themes"]):
                    found[slot][theme].append(row)
    return {slot: dict(themes) for slot, themes in found.items()}


def _grouped(rows: Iterable[Row], *columns: str) -> dict[str, list[Row]]:
    """Rows by the first of the columns that is filled."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[next(row[column] for column in columns if row[column] is not None)].append(row)
    return dict(found)
