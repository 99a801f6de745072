"""The rows that are compared: whose each document is, and for which years it speaks."""

from __future__ import annotations

import datetime
import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from safeplans.pipeline.base.data_files import data_file
from safeplans.pipeline.base.slugs import slug
from safeplans.pipeline.comparison.twins import Printed, said_again, statements_of
from safeplans.pipeline.schema import fields
from safeplans.pipeline.schema.comparison_fields import PUBLICATIONS
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.store.loading import read_rows

_PUBLICATIONS = {"business_plan": "plan", "strategy": "plan", "arrangements": "plan", "annual_report": "report"}
_OF_WHOLE = "business_plan"
_NEARLY = 0.9
_LONGEST_SPAN = 20
"""Years: a document that says it covers more is taken to have been misread, and speaks for none."""


@dataclass(frozen=True, slots=True)
class ComparedDocument:
    """A document that was read.

    row: its row of `documents`. publication: one of `PUBLICATIONS`. years: the UK financial years that its period
    touches, such as ``2024-25``, in order; empty if it says no period. replaced: those of them that a later business
    plan covers (`replacing`).
    """

    row: Row
    partnership_key: str
    publication: str
    years: tuple[str, ...]
    replaced: frozenset[str] = frozenset()

    @property
    def current_years(self) -> tuple[str, ...]:
        """The years for which it speaks: those that no later plan covers."""
        return tuple(year for year in self.years if year not in self.replaced)

    @property
    def document_id(self) -> str:
        return str(self.row["document_id"])


class Slot(NamedTuple):
    """What counts are made for: the plans, or the reports, of a partnership in a financial year; None: none is said."""

    partnership_key: str
    year: str | None
    publication: str

    @property
    def order(self) -> tuple[str, bool, str, int]:
        """By partnership and year, those without a year last, plans before reports."""
        return self.partnership_key, self.year is None, self.year or "", PUBLICATIONS.index(self.publication)

    def key(self, *more: str | None) -> str:
        """A text for it and what else a row is about."""
        return "/".join((self.partnership_key, self.year or "no-year", self.publication, *(m or "none" for m in more)))


@dataclass(frozen=True, slots=True)
class Corpus:
    """A dataset's rows, as dicts with the columns of their tables.

    partnerships: the register, by id. documents: those that were read (failed ones have no rows), by id, in the
    dataset's order. objectives, actions: by id. Rows stand in the dataset's order. failed: rows of `documents` of which
    nothing could be read. again: by id, the rows of `documents` of further files that are the same document
    (`twins.said_again`); these and their rows are nowhere else, so that it is counted once.
    """

    partnerships: Mapping[str, Row]
    documents: Mapping[str, ComparedDocument]
    objectives: Mapping[str, Row]
    actions: Mapping[str, Row]
    owners: tuple[Row, ...]
    dates: tuple[Row, ...]
    measures: tuple[Row, ...]
    failed: tuple[Row, ...] = ()
    again: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)

    def years_of(self, row: Row) -> tuple[str, ...]:
        """The years for which an objective or action speaks.

        An objective's own period counts before its document's; an action has its objective's. What a report says of a
        period before or after its own without naming it, has none. Years in which a later plan has taken the place of
        the document are left out, where others are left.
        """
        document = self.documents[row["document_id"]]
        objective = row if "kind" in row else self.objectives.get(row["objective_id"] or "")
        if objective is None:
            return document.current_years
        own = financial_years(objective["period_start"], objective["period_end"])
        if own:
            return tuple(year for year in own if year not in document.replaced) or own
        return document.current_years if objective["standing"] == "current" else ()

    def slots_of(self, row: Row) -> Iterator[Slot]:
        """Where an objective or action is counted: once for each of its years, or with year None where it has none."""
        document = self.documents[row["document_id"]]
        for year in self.years_of(row) or (None,):
            yield Slot(document.partnership_key, year, document.publication)

    def counted(self, document_id: str | None) -> ComparedDocument | None:
        """The document that is counted for a file of the dataset; None where nothing of it could be read."""
        for key, rows in self.again.items():
            if any(row["document_id"] == document_id for row in rows):
                return self.documents[key]
        return self.documents.get(document_id or "")

    def told_again(self) -> list[tuple[str, ...]]:
        """Sources of the files that are one document, the one that is counted first."""
        return [
            (self.documents[key].row["source"], *(row["source"] for row in rows)) for key, rows in self.again.items()
        ]

    def twins(self) -> list[tuple[str, ...]]:
        """Sources of documents that may be one document in several files, which then counts several times.

        They are of one partnership, and print the same title and the same period, but other statements.
        """
        found: dict[tuple[Any, ...], list[str]] = defaultdict(list)
        for document in self.documents.values():
            row = document.row
            if row["title"] and document.years:
                title = slug(row["title"])
                found[document.partnership_key, title, row["period_start"], row["period_end"]].append(row["source"])
        return [tuple(sources) for sources in found.values() if len(sources) > 1]

    def by_document(self, rows: Mapping[str, Row]) -> dict[str, list[Row]]:
        """Rows such as `actions` of each document, in their order; documents without any are left out."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in rows.values():
            found[row["document_id"]].append(row)
        return dict(found)


def read_corpus(directory: Path) -> Corpus:
    """The corpus of a dataset's directory. Raises DatasetError when a table is missing or cannot be read."""
    register = {row["partnership_id"]: row for row in _rows(directory, "partnerships")}
    every = list(_rows(directory, "documents"))
    tables = {name: list(_rows(directory, name)) for name in ("objectives", "actions", "owners", "dates", "measures")}
    said = statements_of([*tables["objectives"], *tables["actions"]])
    opened = [row for row in every if row["status"] != "failed"]
    again = said_again([Printed(row, _partnership_key(row), said[row["document_id"]]) for row in opened])
    read = [
        ComparedDocument(
            row,
            _partnership_key(row),
            _PUBLICATIONS.get(row["document_type"] or "", "other"),
            financial_years(row["period_start"], row["period_end"]),
        )
        for row in opened
        if row["document_id"] not in again
    ]
    documents = {document.document_id: document for document in replacing(read)}
    others: dict[str, list[Row]] = defaultdict(list)
    for row in opened:
        if row["document_id"] in again:
            others[again[row["document_id"]]].append(row)

    def of(name: str) -> list[Row]:
        return [row for row in tables[name] if row["document_id"] not in again]

    return Corpus(
        register,
        documents,
        {row["objective_id"]: row for row in of("objectives")},
        {row["action_id"]: row for row in of("actions")},
        tuple(of("owners")),
        tuple(of("dates")),
        tuple(of("measures")),
        tuple(row for row in every if row["status"] == "failed"),
        {key: tuple(rows) for key, rows in others.items()},
    )


def replacing(documents: Iterable[ComparedDocument]) -> Iterator[ComparedDocument]:
    """The documents, plans with the years in which a later one of the partnership takes their place.

    That is one of the same series that begins in a later year, for the years that it covers. A business plan, or a
    strategy whose title names no subject, is of one series; others only with the same title but for its numbers, for a
    strategy on one subject stands beside one on another.
    """
    every = list(documents)
    series: dict[tuple[str, ...], list[ComparedDocument]] = defaultdict(list)
    for document in every:
        if document.publication == "plan" and document.years:
            series[_series(document)].append(document)
    for document in every:
        its = series.get(_series(document), []) if document.publication == "plan" else []
        later = {year for plan in its for year in plan.years if document.years and plan.years[0] > document.years[0]}
        yield replace(document, replaced=frozenset(later.intersection(document.years)))


def _series(document: ComparedDocument) -> tuple[str, ...]:
    """What plans that replace one another have in common: whose they are, and the words of the title on a subject.

    Arrangements are a series of their own.
    """
    row = document.row
    name = slug(row["partnership_name"] or "")
    words = slug(row["title"] or row["document_id"]).replace(name or "-", "-").split("-")
    subject = [word for word in words if word and not word.isdigit() and word not in _general_words()]
    of_whole = row["document_type"] == _OF_WHOLE
    series = "arrangements" if row["document_type"] == "arrangements" else "plan"
    return document.partnership_key, series, "" if of_whole else " ".join(subject)


@functools.cache
def _general_words() -> frozenset[str]:
    return frozenset(data_file("safeplans.pipeline.comparison.vocabulary", "plan_titles.toml")["general"])


def _rows(directory: Path, name: str) -> Iterator[Row]:
    yield from read_rows(directory, fields.table(name))


def _partnership_key(document: Row) -> str:
    if document["partnership_id"]:
        return str(document["partnership_id"])
    named = slug(document["partnership_name"] or "")
    return f"name:{named}" if named else f"document:{document['document_id']}"


def financial_years(start: datetime.date | None, end: datetime.date | None) -> tuple[str, ...]:
    """The UK financial years (1 April to 31 March) that a span touches, in order, such as ``2024-25``.

    Empty without a start or an end, and for a span of more than twenty years, which no plan has.
    """
    if start is None or end is None or start > end:
        return ()
    first, last = _beginning(start), _beginning(end)
    if last - first >= _LONGEST_SPAN:
        return ()
    return tuple(f"{year}-{(year + 1) % 100:02}" for year in range(first, last + 1))


def well_covered(years: Iterable[str]) -> str | None:
    """The latest year that is named nearly as often (nine times in ten) as the one named most; None without any.

    So the last year of one long strategy is not taken for the year to speak of.
    """
    named = Counter(years)
    return max((year for year, times in named.items() if times >= _NEARLY * max(named.values())), default=None)


def _beginning(day: datetime.date) -> int:
    return day.year - ((day.month, day.day) < (4, 1))
