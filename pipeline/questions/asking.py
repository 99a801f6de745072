"""A question and what it is narrowed to, answered from a dataset."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeplans.pipeline.base.printing import counted, safe
from safeplans.pipeline.comparison.corpus import well_covered
from safeplans.pipeline.questions.answers import ANSWERS
from safeplans.pipeline.questions.choosing import (
    QuestionError,
    Scope,
    chosen_partnerships,
    chosen_theme,
    chosen_year,
    nearest_of,
    not_there,
)
from safeplans.pipeline.questions.registry import Question, questions
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.views.columns import Column
from safeplans.pipeline.views.labels import label
from safeplans.pipeline.views.views import Views, read_views

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Answer", "QuestionError", "answer", "ask"]

_SOURCES = ("document", "documents", "earlier_document", "later_document")
"""Columns of answers that name documents."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question.

    title: what was asked, with what was chosen. year, theme: what was chosen, None for all themes or where no document
    says a year. rows: with the names of `question.columns` as keys, and others. notes: sentences with the counts, what
    was chosen for whoever asked, which partnerships have no document, and the limits.
    """

    question: Question
    title: str
    year: str | None
    theme: str | None
    rows: list[Row]
    notes: tuple[str, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.question.columns

    def frame(self) -> pd.DataFrame:
        """The rows as a DataFrame with the columns' names; values as in the tables, lists as Python lists."""
        import pandas as pd  # here, since it takes a while

        names = [column.name for column in self.columns]
        return pd.DataFrame([[row[name] for name in names] for row in self.rows], columns=names)


def ask(
    dataset: str | os.PathLike[str],
    question: str,
    *,
    theme: str | None = None,
    year: str | None = None,
    partnership: str | None = None,
    kind: str | None = None,
    as_of: datetime.date | None = None,
) -> Answer:
    """Answer a question from a dataset.

    dataset: a directory, or a URL (`store.storage`). question: the name of one of `questions()`. theme: one of the
    closed list, or a part of its name. year: such as ``2024-25``; None: the latest that is well covered. partnership:
    its key, or a part of its name. kind: children, adults or joint. as_of: the day on which overdue is judged; None:
    that of the comparison beside the dataset, else today.

    Raises QuestionError when there is no such question, theme, year or partnership, or when the question cannot be
    narrowed so; DatasetError when the dataset cannot be read.
    """
    _known(question)
    return answer(read_views(dataset, as_of), question, theme=theme, year=year, partnership=partnership, kind=kind)


def answer(
    views: Views,
    question: str,
    *,
    theme: str | None = None,
    year: str | None = None,
    partnership: str | None = None,
    kind: str | None = None,
) -> Answer:
    """Answer a question from the views of a dataset, like `ask`."""
    asked = _known(question)
    if theme is not None and "theme" not in asked.filters:
        raise QuestionError(
            f"The question {question} is not asked of a theme. Those that are: "
            f"{', '.join(name for name, each in questions().items() if 'theme' in each.filters)}."
        )
    scope, chose = _scope(views, question, theme, year, partnership, kind)
    found = ANSWERS[question](scope)
    words = {
        "theme": _in_sentence(scope.theme),
        "year": scope.year or "any year",
        "about": f": {_in_sentence(scope.theme)}" if scope.theme else "",
        "as_of": views.as_of,
        "not_found": label("not_mentioned", "caveat"),
    }
    title = (asked.title if scope.theme else asked.any_theme).format(**words)
    counts = [found.counts] if found.rows and found.counts else []
    missing = [] if found.rows else [asked.missing.format(**words)]
    notes = [
        *missing,
        *counts,
        *chose,
        *_silence(scope),
        *_undated(scope),
        *_twins(scope, found.rows),
        asked.limits.format(**words),
    ]
    return Answer(asked, title, scope.year, scope.theme, found.rows, tuple(notes))


def _known(question: str) -> Question:
    if question not in questions():
        nearest = nearest_of(question.casefold(), {name: name for name in questions()})
        raise QuestionError(
            not_there(f"There is no question “{safe(question)}”.", nearest, "There are:", tuple(questions()))
        )
    return questions()[question]


def _scope(
    views: Views, question: str, theme: str | None, year: str | None, partnership: str | None, kind: str | None
) -> tuple[Scope, list[str]]:
    """What is asked about, and sentences about what was chosen."""
    keys = chosen_partnerships(views, partnership, kind)
    chose = []
    if partnership is not None or kind is not None:
        chose.append(f"Asked of {len(keys)} of {len(views.partnerships())} partnerships.")
    if year is not None:
        of_year: str | None = chosen_year(year, views.all_years())
    else:
        of_year = _usual_year(views, question)
        if of_year is not None:
            chose.append(
                f"{of_year} is the latest year that is well covered; --year asks for another of "
                f"{', '.join(sorted(views.all_years()))}."
            )
    held = views.speaking(of_year) if of_year else {}
    speaking = {key: held[key] for key in keys if key in held}
    return Scope(views, keys, None if theme is None else chosen_theme(theme), of_year, speaking), chose


def _usual_year(views: Views, question: str) -> str | None:
    """The year to ask about: where two documents are compared, the latest with enough to compare."""
    rows = {"outcomes": views.follow_through, "changes": views.changes}
    if question not in rows:
        return views.usual_year()
    pairs = {(year, row["partnership_key"]) for row in rows[question]() for year in row["years"]}
    return well_covered(year for year, _ in pairs) or views.usual_year()


def _silence(scope: Scope) -> list[str]:
    if not scope.silent or scope.year is None:
        return []
    return [f"No document for {scope.year}: {'; '.join(scope.silent)}."]


def _undated(scope: Scope) -> list[str]:
    """A sentence for each partnership with documents that print no period."""
    return [
        f"{counted(len(sources), 'document')} of {name} {'prints' if len(sources) == 1 else 'print'} no period and "
        f"{'is' if len(sources) == 1 else 'are'} not counted: {'; '.join(sources)}."
        for name, sources in scope.undated.items()
    ]


def _twins(scope: Scope, rows: list[Row]) -> list[str]:
    """A sentence for each set of files that are, or may be, one document and of which the rows name one."""
    named = {source for row in rows for column in _SOURCES for source in _listed(row.get(column))}
    corpus = scope.views.corpus
    once = [
        f"One document, counted once as {sources[0]}: {'; '.join(sources)}."
        for sources in corpus.told_again()
        if named.intersection(sources)
    ]
    return once + [
        f"Counted {len(sources)} times if they are one document: {'; '.join(sources)}."
        for sources in corpus.twins()
        if named.intersection(sources)
    ]


def _listed(value: str | list[str] | None) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _in_sentence(theme: str | None) -> str:
    named = label(theme or "", "theme")
    return named[:1].lower() + named[1:]
