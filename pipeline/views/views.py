"""Rows of a dataset and of its comparison as people read them: each with its partnership, its document and its place.

A view is a list of dicts. Beside what its table holds, a row says whose it is (`partnership_key`, `partnership`,
`partnership_kind`), in which document and for which years (`document`, `document_id`, `publication`, `years`) and where
it was printed (`page`, `place`, `quote`), with the page of the report that shows the place (`evidence`, a path as in
`base.links`). Rows are sorted by partnership and period.
"""

from __future__ import annotations

import datetime
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from safeplans.extractors.lexicon.codes import about
from safeplans.pipeline.base.links import evidence_link, evidence_page, like_group_page, partnership_page
from safeplans.pipeline.base.printing import every, place
from safeplans.pipeline.comparison.comparing import comparison_of
from safeplans.pipeline.comparison.corpus import ComparedDocument, Corpus, read_corpus, well_covered
from safeplans.pipeline.comparison.planning_quality import SUCCESS, due_day, is_overdue
from safeplans.pipeline.schema.comparison_fields import PUBLICATIONS
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.fields import ALL_TABLES, PROBLEMS
from safeplans.pipeline.store.dataset import dataset_place, local_copy
from safeplans.pipeline.store.loading import read_rows

_LASTING = ("due", "period")
"""Kinds of dates whose last day says until when something is to be done."""
_LABEL_END = r"\s*(?:[:.–—]|-\s|$)"
"""What stands between a label and the words that it labels."""
_OVERDUE = {True: "yes", False: "no", None: "unknown"}
_TELLING = {"not_mentioned": 0, "mentioned": 1}
"""How much an outcome of `follow_through` tells of how a matter stands; the others tell it."""


def read_views(dataset: str | os.PathLike[str] = "data/processed", as_of: datetime.date | None = None) -> Views:
    """The views of a dataset.

    dataset: a directory, or a URL (`store.storage`). as_of: the day on which overdue is judged; None: that of the
    comparison beside the dataset, else today. Where no comparison lies there, it is made now, and not kept.
    Raises DatasetError when there is no dataset, or when a table is missing or cannot be read.
    """
    with local_copy(dataset_place(dataset), ALL_TABLES) as directory:
        problems = read_rows(directory, PROBLEMS)
        return Views(read_corpus(directory), comparison_of(directory, as_of), problems)


class Views:
    """The views of a corpus and its comparison."""

    def __init__(self, corpus: Corpus, comparison: Mapping[str, Sequence[Row]], problems: Sequence[Row] = ()) -> None:
        """comparison: the rows of its tables, as `comparison_rows` or `comparison_of` gives them.

        problems: the rows of the dataset's table `problems`, for the view of them.
        """
        self.corpus = corpus
        self.comparison = comparison
        self._problems = problems
        self._partnerships = {row["partnership_key"]: row for row in comparison["compared_partnerships"]}
        self._rank = _ranks(corpus.documents.values(), self._partnerships)
        self._owners = _by(corpus.owners, "subject_id")
        self._dates = _by((row for row in corpus.dates if row["subject"] == "action"), "subject_id")
        self._measures = _successes(corpus.measures)
        measures = {row["measure_id"]: row for row in corpus.measures}
        self._statements: dict[str, Row] = {**corpus.objectives, **corpus.actions, **measures}

    @property
    def as_of(self) -> datetime.date | None:
        """The day on which overdue is judged; None where no document was read."""
        return next((row["as_of"] for row in self.comparison["planning_quality"]), None)

    def documents(self) -> list[ComparedDocument]:
        """The documents that were read, by partnership and period."""
        return sorted(self.corpus.documents.values(), key=lambda document: self._rank[document.document_id])

    def undated(self, partnership_key: str) -> list[ComparedDocument]:
        """Documents of a partnership that print no period, and so are counted for no year."""
        return [each for each in self.documents() if each.partnership_key == partnership_key and not each.years]

    def years(self) -> dict[str, int]:
        """The years that plans cover (where there is no plan, other documents), and for how many partnerships each."""
        documents = self.corpus.documents.values()
        plans = [document for document in documents if document.publication == "plan"] or documents
        pairs = {(year, document.partnership_key) for document in plans for year in document.years}
        return dict(sorted(Counter(year for year, _ in pairs).items()))

    def usual_year(self) -> str | None:
        """The year to ask about when none is given: the latest that is well covered.

        That is one for which nearly as many partnerships have a plan as for the year with the most (`well_covered`), so
        that the last year of one long strategy is not taken. None where no document says its period.
        """
        return well_covered(Counter(self.years()).elements())

    def all_years(self) -> list[str]:
        """The years that documents of any kind cover, or for which they set something out."""
        return sorted({row["year"] for row in self.comparison["theme_profile"]} - {None})

    def speaking(self, year: str) -> dict[str, str]:
        """By which publication each partnership speaks for a year: its plan, else its report, else another document.

        By the partnerships' keys, in the order of their names; one without any document for the year is not among them.
        """
        held: dict[str, set[str]] = defaultdict(set)
        for row in self.themes():
            if row["year"] == year:
                held[row["partnership_key"]].add(row["publication"])
        return {key: min(found, key=PUBLICATIONS.index) for key, found in held.items()}

    def sources(self, year: str) -> dict[str, list[str]]:
        """Names of the documents by which each partnership speaks for a year: those that cover it or set out for it."""
        speaking = self.speaking(year)
        rows = chain(self.corpus.objectives.values(), self.corpus.actions.values())
        setting_out = {row["document_id"] for row in rows if year in self.corpus.years_of(row)}
        found: dict[str, list[str]] = defaultdict(list)
        for document in self.documents():
            covers = year in document.current_years or document.document_id in setting_out
            if covers and speaking[document.partnership_key] == document.publication:
                found[document.partnership_key].append(document.row["source"])
        return found

    def matrix(self, year: str) -> list[Row]:
        """Objectives by theme for a year, a row for each partnership that speaks for it (`speaking`).

        Under each theme's name: how many objectives carry it; `objectives`: how many there are.
        """
        speaking = self.speaking(year)
        rows = {key: {**self._whose(key), "publication": by, "objectives": 0} for key, by in speaking.items()}
        for objective in self.corpus.objectives.values():
            for slot in self.corpus.slots_of(objective):
                if slot.year == year and speaking[slot.partnership_key] == slot.publication:
                    rows[slot.partnership_key]["objectives"] += 1
        for row in self.comparison["theme_profile"]:
            if row["year"] == year and speaking[row["partnership_key"]] == row["publication"]:
                rows[row["partnership_key"]][row["theme"]] = row["objectives"]
        return list(rows.values())

    def name(self, partnership_key: str) -> str:
        """What a partnership is called."""
        return str(self._partnerships[partnership_key]["name"])

    def partnerships(self) -> list[Row]:
        """`compared_partnerships`, with the years that its documents cover."""
        years: dict[str, set[str]] = defaultdict(set)
        for document in self.corpus.documents.values():
            years[document.partnership_key].update(document.years)
        return [
            {**row, **self._whose(row["partnership_key"]), "years": sorted(years[row["partnership_key"]])}
            for row in sorted(self._partnerships.values(), key=_called)
        ]

    def objectives(self) -> list[Row]:
        """Every objective, with those who lead on it and how many actions hang under it."""
        actions = _by(self.corpus.actions.values(), "objective_id")
        return [
            {
                **self._read(row, row["objective_id"]),
                "years": self.corpus.years_of(row),
                "statement": _statement(row),
                "leads": self._named(row["objective_id"], "lead"),
                "actions": len(actions[row["objective_id"]]),
            }
            for row in self._sorted(self.corpus.objectives.values())
        ]

    def actions(self) -> list[Row]:
        """Every action, with its objective, who leads, until when, and whether it is overdue.

        overdue: by the words of its own document; `later_outcome` (None without a later report) is what a later one
        was found to say, with `later_confidence` and its place.
        """
        later = self._told_later()
        return [self._action(row, later) for row in self._sorted(self.corpus.actions.values())]

    def leads(self) -> list[Row]:
        """Every owner of an objective or action, with what is owned."""
        rows: list[Row] = []
        for owner in self._sorted(self.corpus.owners):
            owned = self._statements[owner["subject_id"]]
            rows.append(
                {
                    **self._read(owner, owner["owner_id"]),
                    "years": self.corpus.years_of(owned),
                    "name": owner["canonical"] or owner["name"],
                    "printed_name": owner["name"],
                    "statement": _statement(owned),
                    "themes": owned["themes"],
                    "standing": owned["standing"],
                }
            )
        return rows

    def themes(self) -> list[Row]:
        """`theme_profile`, with the partnerships' names."""
        return self._profiles("theme_profile")

    def owners(self) -> list[Row]:
        """`owner_profile`, with the partnerships' names."""
        return self._profiles("owner_profile")

    def quality(self) -> list[Row]:
        """`planning_quality`, with each document's partnership and title.

        other_files: further files that are the same document.
        """
        return [
            {
                **row,
                **self._whose(row["partnership_key"]),
                **self._document(row["document_id"]),
                "other_files": [each["source"] for each in self.corpus.again.get(row["document_id"], ())],
            }
            for row in self._sorted(self.comparison["planning_quality"])
        ]

    def alike(self) -> list[Row]:
        """`like_statements`, with the group of each, the largest first; statements without a group last."""
        groups = {row["like_group_id"]: row for row in self.comparison["like_groups"]}
        order = {key: at for at, key in enumerate(groups)}
        rows = [
            self._alike(row, groups.get(row["like_group_id"]))
            for row in self._sorted(self.comparison["like_statements"])
        ]
        return sorted(rows, key=lambda row: order.get(row["like_group_id"], len(order)))

    def follow_through(self) -> list[Row]:
        """`follow_through`, with the place of both quotes."""
        rows: list[Row] = []
        for row in self._sorted(self.comparison["follow_through"]):
            planned = self._statements[row["subject_id"]]
            rows.append(
                {
                    **self._read(planned, row["subject_id"]),
                    **row,
                    "years": self.corpus.years_of(planned),
                    "statement": _statement(planned),
                    "leads": self._named(row["subject_id"], "lead"),
                    **self._beside("later", row["later_document_id"], row["later_id"]),
                }
            )
        return rows

    def changes(self) -> list[Row]:
        """`plan_changes`, with the place of both quotes; the themes are those of the later row, else of the earlier."""
        rows: list[Row] = []
        for row in self._sorted(self.comparison["plan_changes"], "later_document_id"):
            said = self._statements[row["later_id"] or row["earlier_id"]]
            rows.append(
                {
                    **row,
                    **self._whose(row["partnership_key"]),
                    "statement": _statement(said),
                    "themes": said["themes"],
                    "years": self.corpus.documents[row["later_document_id"]].years,
                    **self._beside("earlier", row["earlier_document_id"], row["earlier_id"]),
                    **self._beside("later", row["later_document_id"], row["later_id"]),
                }
            )
        return rows

    def problems(self) -> list[Row]:
        """Rows of `problems`, with the partnership of those whose document was read.

        about: what each is, one of `codes.ABOUT`.
        """
        rows: list[Row] = []
        statements = chain(self.corpus.objectives.values(), self.corpus.actions.values())
        shown_as_text = {row["document_id"] for row in statements if row["page"] is None}
        for row in self._problems:
            document = self.corpus.counted(row["document_id"])
            whose = self._whose(document.partnership_key) if document else {"partnership": None}
            seen = row["document_id"] in self.corpus.documents and (
                row["page"] or (row["line_start"] and row["document_id"] in shown_as_text)
            )
            shown = evidence_page(row["document_id"], row["page"]) if seen else None
            rows.append(
                {
                    **row,
                    **whose,
                    "about": about(row["code"], row["severity"]),
                    "document": row["source"],
                    "place": _place(row) or None,
                    "evidence": shown,
                }
            )
        return rows

    def _action(self, row: Row, told: Mapping[str, Row]) -> Row:
        key = row["action_id"]
        later = told.get(key, {})
        dates = self._dates[key]
        due = due_day(dates)
        objective = self.corpus.objectives.get(row["objective_id"] or "")
        return {
            **self._read(row, key),
            "years": self.corpus.years_of(row),
            "statement": _statement(row),
            "objective": objective and _statement(objective),
            "leads": self._named(key, "lead"),
            "reports_to": self._named(key, "reports_to"),
            "last_day": max((d["end"] for d in dates if d["kind"] in _LASTING and d["end"]), default=None),
            "recurs": [every(date["recurrence"]) for date in dates if date["recurrence"]],
            "due": due,
            "overdue": _OVERDUE[is_overdue(row, due, self.as_of) if self.as_of else None],
            "measures": self._measures[key],
            "objective_measures": self._measures[row["objective_id"]] if row["objective_id"] else [],
            "later_outcome": later.get("outcome"),
            "later_confidence": later.get("confidence"),
            **self._beside("later", later.get("later_document_id"), later.get("later_id")),
        }

    def _alike(self, row: Row, group: Row | None) -> Row:
        said = self.corpus.objectives[row["objective_id"]]
        nearest = self.corpus.objectives.get(row["nearest_objective_id"] or "")
        return {
            **self._read(said, row["objective_id"]),
            "years": self.corpus.years_of(said),
            **row,
            "statement": _statement(said),
            "label": group and group["label"],
            "group_statements": group and group["statements"],
            "group_partnerships": group and group["partnerships"],
            "group_page": group and like_group_page(group["like_group_id"]),
            "nearest_statement": nearest and _statement(nearest),
            "nearest_partnership": nearest and self._name_of(nearest["document_id"]),
            **self._beside("nearest", nearest["document_id"] if nearest else None, row["nearest_objective_id"]),
        }

    def _profiles(self, table: str) -> list[Row]:
        return [
            {**row, **self._whose(row["partnership_key"])}
            for row in sorted(
                self.comparison[table], key=lambda row: _called(self._partnerships[row["partnership_key"]])
            )
        ]

    def _told_later(self) -> dict[str, Row]:
        """What came of each planned row: the row of `follow_through` of the latest report that says how it stands.

        Where none says it, of the latest that names it; where none names it, of the latest: what one report tells, the
        silence of the next does not undo.
        """
        found: dict[str, Row] = {}
        for row in self._sorted(self.comparison["follow_through"], "later_document_id"):
            held = found.get(row["subject_id"])
            if held is None or _telling(row) >= _telling(held):
                found[row["subject_id"]] = row
        return found

    def _sorted(self, rows: Iterable[Row], document: str = "document_id") -> list[Row]:
        return sorted(rows, key=lambda row: self._rank[row[document]])

    def _named(self, subject_id: str, relation: str) -> list[str]:
        owners = (owner for owner in self._owners[subject_id] if owner["relation"] == relation)
        return [owner["canonical"] or owner["name"] for owner in owners]

    def _read(self, row: Row, row_id: str) -> Row:
        """A row read from a document. row_id: its id, which the evidence shows."""
        document = self.corpus.documents[row["document_id"]]
        return {
            **row,
            **self._whose(document.partnership_key),
            **self._document(document.document_id),
            "place": _place(row),
            "evidence": evidence_link(row_id, row["page"]),
        }

    def _name_of(self, document_id: str) -> str:
        return self.name(self.corpus.documents[document_id].partnership_key)

    def _whose(self, partnership_key: str) -> Row:
        row = self._partnerships[partnership_key]
        return {
            "partnership_key": partnership_key,
            "partnership": row["name"],
            "partnership_kind": row["kind"],
            "partnership_page": partnership_page(partnership_key),
        }

    def _document(self, document_id: str) -> Row:
        document = self.corpus.documents[document_id]
        return {
            "document_id": document_id,
            "document": document.row["source"],
            "publication": document.publication,
            "years": document.years,
        }

    def _beside(self, prefix: str, document_id: str | None, row_id: str | None) -> Row:
        """Where another row stands, under names with a prefix; empty without a row."""
        document = self.corpus.documents.get(document_id or "")
        row = self._statements.get(row_id or "")
        return {
            f"{prefix}_document": document and document.row["source"],
            f"{prefix}_place": row and _place(row),
            f"{prefix}_evidence": row and evidence_link(row_id or "", row["page"]),
        }


def is_overdue_yet_done(action: Row) -> bool:
    """Is an action of `Views.actions` overdue by the words of its document, but done by those of a later report?"""
    return bool(action["overdue"] == "yes" and action["later_outcome"] == "done")


def _place(row: Row) -> str:
    return place(row["locator"], row["line_start"], row["line_end"])


def _telling(row: Row) -> int:
    return _TELLING.get(row["outcome"], 2)


def _statement(row: Row) -> str:
    """An objective's or action's number, short name and words in one text.

    A short name is left out only where the words are it, or begin with it as a label: that they hold it somewhere else
    (“Neglect”: “We see neglect sooner”) does not say it.
    """
    said = row["text"]
    title = row.get("title")
    if title and not re.match(re.escape(title) + _LABEL_END, said, re.IGNORECASE):
        said = f"{title}: {said}"
    return f"{row['number']} {said}" if row.get("number") else str(said)


def _successes(measures: Iterable[Row]) -> dict[str, list[str]]:
    """What tells success, by the action, else the objective, under which it hangs."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in measures:
        subject = row["action_id"] or row["objective_id"]
        if subject and row["kind"] in SUCCESS:
            found[subject].append(row["text"])
    return found


def _ranks(documents: Iterable[ComparedDocument], partnerships: Mapping[str, Row]) -> dict[str, int]:
    """Documents by partnership and period, plans before reports."""

    def order(document: ComparedDocument) -> tuple[tuple[str, str], datetime.date, int, str]:
        begins = document.row["period_start"] or datetime.date.max
        at = PUBLICATIONS.index(document.publication)
        return _called(partnerships[document.partnership_key]), begins, at, document.row["source"]

    return {document.document_id: at for at, document in enumerate(sorted(documents, key=order))}


def _called(partnership: Row) -> tuple[str, str]:
    return partnership["name"].casefold(), partnership["partnership_key"]


def _by(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found
