"""What a partnership's later report says of what it had planned.

A report is later than a plan when it covers the plan's first year or a later one; later than another report when its
years begin and end after that one's. The periods that the documents print tell which is which; a document without one
has no later reports, and is none. What is matched with what: docs/comparison.md.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from safeplans.pipeline.comparison.context import Contexts
from safeplans.pipeline.comparison.corpus import ComparedDocument, Corpus
from safeplans.pipeline.comparison.likeness import (
    Compared,
    Kind,
    Method,
    not_found_share,
    rounded,
    statements,
    threshold,
)
from safeplans.pipeline.schema.contract import Row


@dataclass(frozen=True, slots=True)
class _Told:
    """A row of objectives, actions or measures. at: its number among all; subject: which of the three."""

    at: int
    subject: str
    row: Row

    @property
    def row_id(self) -> str:
        return str(self.row[f"{self.subject}_id"])


@dataclass(frozen=True, slots=True)
class _Match:
    """The row of a report that is most like what was planned. told: None where the report has no rows."""

    told: _Told | None
    similarity: float
    probability: float
    method: str
    found: bool


class _Rows:
    """All that was planned or told, by document, ready to be compared."""

    def __init__(self, corpus: Corpus) -> None:
        self.told: dict[str, list[_Told]] = defaultdict(list)
        rows: list[Row] = []
        for subject, some in (
            ("objective", corpus.objectives.values()),
            ("action", corpus.actions.values()),
            ("measure", corpus.measures),
        ):
            for row in some:
                self.told[row["document_id"]].append(_Told(len(rows), subject, row))
                rows.append(row)
        self.statements = statements(rows)
        self.contexts = Contexts(rows, self.statements)
        self.actions = corpus.actions
        self.under: dict[str, list[Row]] = defaultdict(list)
        for action in corpus.actions.values():
            if action["objective_id"]:
                self.under[action["objective_id"]].append(action)


def follow_through_rows(corpus: Corpus) -> list[Row]:
    """The rows of `follow_through`: one for each planned objective or action and each later report."""
    pairs = list(_pairs(corpus))
    if not pairs:
        return []
    rows = _Rows(corpus)
    return [row for planner, report in pairs for row in _followed(rows, planner, report)]


def _pairs(corpus: Corpus) -> Iterator[tuple[ComparedDocument, ComparedDocument]]:
    """Documents that plan, each with the later reports of its partnership."""
    reports: dict[str, list[ComparedDocument]] = defaultdict(list)
    for document in corpus.documents.values():
        if document.publication == "report":
            reports[document.partnership_key].append(document)
    for planner in corpus.documents.values():
        for report in reports[planner.partnership_key]:
            if is_later(planner, report):
                yield planner, report


def is_later(planner: ComparedDocument, report: ComparedDocument) -> bool:
    """Whether the report can tell what became of what the other document planned."""
    if planner.document_id == report.document_id or not planner.years or not report.years:
        return False
    if planner.publication == "plan":
        return report.years[-1] >= planner.years[0]
    if planner.publication == "report":
        return report.years[0] > planner.years[0] and report.years[-1] > planner.years[-1]
    return False


def _followed(rows: _Rows, planner: ComparedDocument, report: ComparedDocument) -> Iterator[Row]:
    planned = _planned(planner, rows.told[planner.document_id])
    told = rows.told[report.document_id]
    actions = [one for one in planned if one.subject == "action"]
    objectives = [one for one in planned if one.subject == "objective"]
    about_actions = _actions_told(rows, actions, told)
    below: dict[str, list[_Match]] = defaultdict(list)
    for one, match in zip(actions, about_actions, strict=True):
        if match.found:
            below[one.row["objective_id"] or ""].append(match)
    about_objectives = _objectives_told(rows, objectives, told, below)
    for one, match in zip([*objectives, *actions], [*about_objectives, *about_actions], strict=True):
        yield _row(rows, planner, report, one, match)


def _planned(document: ComparedDocument, told: Sequence[_Told]) -> list[_Told]:
    """What it sets out to do: a plan all that is not behind it already, a report what it announces."""
    wanted = {"future", "planned"} | (set() if document.publication == "report" else {"current", "in_progress"})
    return [one for one in told if one.subject != "measure" and one.row["standing"] in wanted]


def _actions_told(rows: _Rows, planned: list[_Told], told: list[_Told]) -> list[_Match]:
    """The action or measure that tells of it; that its objective is named says nothing of it."""
    return _best(rows, planned, [o for o in told if o.subject != "objective"], Kind.ACTION, threshold("follow_action"))


def _objectives_told(
    rows: _Rows, planned: list[_Told], told: list[_Told], below: Mapping[str, Sequence[_Match]]
) -> list[_Match]:
    """The objective of the report that sets out the same; else what the report says of the actions `below` it."""
    objectives = [one for one in told if one.subject == "objective"]
    best = _best(rows, planned, objectives, Kind.OBJECTIVE, threshold("follow_objective"))
    return [
        match if match.found else _by_actions(rows, one, below.get(one.row_id, ()), objectives) or match
        for one, match in zip(planned, best, strict=True)
    ]


def _by_actions(rows: _Rows, planned: _Told, below: Sequence[_Match], objectives: Sequence[_Told]) -> _Match | None:
    """The objective of the report under which most of the actions below the one planned are told.

    If there is none, what tells most surely of one of these actions. It is right if one of them is matched rightly.
    """
    found = [(match.probability, match.told) for match in below if match.told]
    if not found:
        return None
    name, count = Counter(one.row["objective_id"] for _, one in found).most_common(1)[0]
    above = next((one for one in objectives if one.row_id == name), None) if 2 * count > len(found) else None
    told = above or max(found, key=lambda one: one[0])[1]
    similarity = rows.statements.compare([planned.at], [told.at], Kind.OBJECTIVE).similarity
    doubt = math.prod(1 - probability for probability, _ in found)
    return _Match(told, float(similarity[0, 0]), 1 - doubt, Method.ACTIONS.value, True)


def _best(rows: _Rows, planned: list[_Told], told: list[_Told], kind: Kind, least: float) -> list[_Match]:
    """For each row planned the most probable of those told; several may find the same."""
    if not planned or not told:
        return [_Match(None, 0.0, 0.0, Method.NONE.value, False)] * len(planned)
    left, right = [one.at for one in planned], [one.at for one in told]
    compared = rows.statements.compare(left, right, kind, rows.contexts.between(left, right)).chosen(kind)
    return [_match(compared, at, int(best), told, least) for at, best in enumerate(compared.ranked().argmax(axis=1))]


def _match(compared: Compared, at: int, best: int, told: Sequence[_Told], least: float) -> _Match:
    probability = float(compared.probability[at, best])
    return _Match(
        told[best],
        float(compared.similarity[at, best]),
        probability,
        compared.method(at, best),
        probability >= least,
    )


def _row(rows: _Rows, planner: ComparedDocument, report: ComparedDocument, planned: _Told, match: _Match) -> Row:
    told = match.told if match.found else None
    return {
        "follow_through_id": f"{planned.row_id}/{report.document_id}",
        "partnership_key": planner.partnership_key,
        "document_id": planner.document_id,
        "subject": planned.subject,
        "subject_id": planned.row_id,
        "quote": planned.row["quote"],
        "later_document_id": report.document_id,
        "outcome": _outcome(rows, planned, told) if told else "not_mentioned",
        "later_subject": told.subject if told else None,
        "later_id": told.row_id if told else None,
        "later_quote": told.row["quote"] if told else None,
        "similarity": rounded(match.similarity) if match.told else None,
        "method": match.method,
        "confidence": rounded(match.probability if told else not_found_share() * (1 - match.probability)),
    }


def _outcome(rows: _Rows, planned: _Told, told: _Told) -> str:
    """How the report says that it stands; an objective is never done, only worked on."""
    standings = {action["standing"] for action in _telling(rows, told)}
    if not standings:
        return "planned" if told.row.get("standing") == "future" else "mentioned"
    if planned.subject == "action":
        return str(standings.pop())
    return "in_progress" if standings & {"done", "in_progress"} else "planned"


def _telling(rows: _Rows, told: _Told) -> list[Row]:
    """The report's actions that say how the matter stands."""
    if told.subject == "objective":
        return rows.under[told.row_id]
    action = rows.actions.get(told.row["action_id"] or "")
    return [action] if action else []
