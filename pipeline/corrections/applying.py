"""The answers of reviewers put into the rows of a run, document by document.

An answer holds for the printed words that the reviewer saw: for the row with the same quote (`_same_row`). What became
of each is a row of `corrections`; what a person should look at is a row of `problems`, too.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.facts import Problem
from extractors.owners import owner_function
from pipeline import contract, fields
from pipeline.contract import Row
from pipeline.corrections.cells import Printed, as_saved, quote_cell, words_cell
from pipeline.corrections.correctable import Reviewed, reviewed_tables
from pipeline.corrections.reading import Answer
from pipeline.corrections.values import NONE, SAME, parsed, plain, quoted, shown, unquoted
from pipeline.field_parts import Field
from pipeline.printing import counted
from pipeline.rows import Rows, clean, problem_row

_LONGEST_REASON = 1_000
"""Characters of a reason that a message has; what stands in a cell may be longer than anyone would read."""
_SPANS = (("start", "end"), ("period_start", "period_end"))


class Corrections:
    """All answers, to be applied to the documents of a run one after the other, and told of when it ends."""

    def __init__(self, answers: Sequence[Answer], partnership_ids: Iterable[str]) -> None:
        """partnership_ids: those of the register, to which `documents.partnership_id` must lead."""
        self._partnership_ids = frozenset(partnership_ids)
        self._waiting: dict[str | None, list[Answer]] = defaultdict(list)
        self._sources: set[str] = set()
        for answer in answers:
            self._waiting[answer.document_id].append(answer)

    def apply(self, rows: Rows) -> None:
        """Change the rows of one document, and add its rows of `corrections` and `problems`. They stay consistent.

        A document is told by its row of `documents`; without one there is nothing to correct.
        """
        for document in rows.get("documents", ()):
            self._sources.add(document["source"])
            answers = self._waiting.pop(document["document_id"], None)
            if answers:
                _DocumentReview(rows, document, self._partnership_ids).apply(answers)

    def unused(self) -> Rows:
        """What to tell, when all documents have come, of answers whose document has not."""
        rows: Rows = {"corrections": [], "problems": []}
        for document_id, answers in self._waiting.items():
            source, why = answers[0].document or answers[0].file, self._why_unused(document_id, answers[0].document)
            owner = document_id or hashlib.sha256(answers[0].row_id.encode()).hexdigest()[:16]
            for number, answer in enumerate(answers, 1):
                rows["corrections"].append(_Lost(answer, why).record(f"{owner}:k{number}", None))
            said = f"{_of_files(answers)} could not be applied: {why}"
            if document_id is None:
                problem = Problem("review", "warning", "correction_invalid", said)
            else:
                problem = Problem("review", "info", "correction_unused", said)
            rows["problems"].append(problem_row(source, None, f"k{len(rows['problems']) + 1}", problem))
        return rows

    def _why_unused(self, document_id: str | None, source: str) -> str:
        if document_id is None:
            return "row_id does not begin with the id of a document. Copy the line from what `safeplans review` writes."
        if source in self._sources:
            return "the file has other content now than when it was reviewed. Review it anew: safeplans review"
        return "the document is not among those of this run."


@dataclass(frozen=True, slots=True)
class _Lost:
    """An answer for which there is no cell."""

    answer: Answer
    why: str

    def record(self, correction_id: str, document_id: str | None) -> Row:
        """Its row of `corrections`."""
        return _record(
            self.answer,
            correction_id=correction_id,
            document_id=document_id,
            row_id=clean(self.answer.row_id),
            original=None,
            corrected=clean(unquoted(self.answer.corrected)),
            outcome="not_applied",
            why=self.why,
        )


@dataclass(slots=True)
class _Case:
    """An answer, its cell, and what becomes of it.

    original: what was extracted; as_seen: that is what the reviewer saw. value: what the reviewer has.
    moved: what has changed of the row itself.
    """

    answer: Answer
    reviewed: Reviewed
    row: Row
    original: Any
    as_seen: bool
    moved: str | None
    value: Any = None
    outcome: str = ""
    why: str | None = None

    @property
    def field(self) -> Field:
        return self.reviewed.table.field(self.answer.field)

    @property
    def key(self) -> str:
        return str(self.row[self.reviewed.table.key])

    @property
    def name(self) -> str:
        return f"{self.answer.table}.{self.answer.field} of {self.key}"

    @property
    def page(self) -> int | None:
        return self.row.get("page")

    def refuse(self, why: str) -> None:
        self.outcome, self.why = "not_applied", why

    def record(self, correction_id: str, document_id: str | None) -> Row:
        """Its row of `corrections`."""
        refused = self.outcome == "not_applied"
        return _record(
            self.answer,
            correction_id=correction_id,
            document_id=document_id,
            row_id=self.key,
            original=plain(self.field, self.original),
            corrected=clean(unquoted(self.answer.corrected)) if refused else plain(self.field, self.value),
            outcome=self.outcome,
            why="; ".join(filter(None, (self.moved, self.why))) or None,
        )


def _record(answer: Answer, **known: Any) -> Row:
    row: Row = {
        "table": clean(answer.table),
        "field": clean(answer.field),
        "seen": clean(unquoted(answer.seen)) or None,
        "reviewer": answer.reviewer and clean(answer.reviewer),
        "reviewed": answer.reviewed,
        "reason": answer.reason and clean(answer.reason),
        **known,
    }
    contract.keep(fields.CORRECTIONS, row, answer.place)
    return row


class _DocumentReview:
    """The answers about one document, applied to its rows."""

    def __init__(self, rows: Rows, document: Row, partnership_ids: frozenset[str]) -> None:
        self._rows = rows
        self._document = document
        self._keys = {
            "objectives.objective_id": {row["objective_id"] for row in rows["objectives"]},
            "actions.action_id": {row["action_id"] for row in rows["actions"]},
            "partnerships.partnership_id": partnership_ids,
        }
        self._by_quote: dict[str, dict[str, list[Row]]] = {}
        self._told: list[Problem] = []

    def apply(self, answers: Sequence[Answer]) -> None:
        found = [self._find(answer) for answer in answers]
        cases = [each for each in found if isinstance(each, _Case)]
        for case in cases:
            self._read(case)
        self._settle(case for case in cases if not case.outcome)
        standing = [case for case in cases if not case.outcome]
        for case in standing:
            _judge(case)
        self._write(case for case in standing if case.outcome == "applied")
        self._tell(cases)
        document_id = self._document["document_id"]
        self._rows["corrections"] = [
            each.record(f"{document_id}:k{number}", document_id) for number, each in enumerate(found, 1)
        ]

    # ---- which cell -----------------------------------------------------------------------------

    def _find(self, answer: Answer) -> _Case | _Lost:
        reviewed = reviewed_tables().get(answer.table)
        if reviewed is None or answer.field not in reviewed.may:
            why = f"{answer.table}.{answer.field} is no column that can be corrected."
            self._tell_invalid(answer, why)
            return _Lost(answer, why)
        if reviewed.table is fields.DOCUMENTS:
            row: Row | None = self._document
        else:
            rows = self._same_quote(reviewed, answer)
            row = _same_row(reviewed, rows, answer)
        if row is None:
            return self._lose(answer, rows)
        original, field = row[answer.field], reviewed.table.field(answer.field)
        as_seen = _is_as_seen(field, original, answer)
        return _Case(answer, reviewed, row, original, as_seen, _moved(reviewed, row, answer))

    def _lose(self, answer: Answer, rows: Sequence[Row]) -> _Lost:
        """rows: those with the same quote, none of which is certainly the one that was reviewed."""
        why = (
            "of the rows that stand now for the quote, none is certainly the one that was reviewed"
            if rows
            else "no row stands now for the words that were reviewed"
        )
        said = (
            f"{_first_up(answer.place)} was not applied: {why}, {answer.table} "
            f"{_cut(unquoted(answer.quote) or answer.row_id)}. Review the document anew: safeplans review"
        )
        self._told.append(Problem("review", "warning", "correction_row_changed", said))
        return _Lost(answer, why)

    def _same_quote(self, reviewed: Reviewed, answer: Answer) -> list[Row]:
        """The rows printed in the words that were reviewed, in their order."""
        name = reviewed.table.name
        if name not in self._by_quote:
            grouped = self._by_quote[name] = defaultdict(list)
            for row in self._rows[name]:
                grouped[as_saved(quote_cell(row))].append(row)
        return self._by_quote[name].get(as_saved(answer.quote), [])

    # ---- which value ----------------------------------------------------------------------------

    def _read(self, case: _Case) -> None:
        """The value that the answer gives; one that may not stand there is refused."""
        answer, cell = case.answer, case.answer.corrected
        if cell.casefold() == SAME or cell == answer.seen:
            if case.as_seen:
                case.value = case.original
                return
            cell = answer.seen or NONE
        try:
            case.value = self._value(case.field, cell, answer)
        except ValueError as error:
            self._invalid(case, f"{case.name} {error}.")

    def _value(self, field: Field, cell: str, answer: Answer) -> Any:
        value = parsed(field, cell, answer.order)
        if field.reference is None or value is None:
            return value
        keys = self._keys[field.reference]
        of_document = f"{self._document['document_id']}:{value}"
        if of_document in keys:  # `o2` is as good as the whole id
            return of_document
        if value not in keys:
            raise ValueError(f"holds {value!r}, which is not in {field.reference}")
        return value

    # ---- what becomes of it ---------------------------------------------------------------------

    def _settle(self, cases: Iterable[_Case]) -> None:
        """Of several answers about one cell the latest stands, if it can be told which that is."""
        by_cell: dict[str, list[_Case]] = defaultdict(list)
        for case in cases:
            by_cell[case.name].append(case)
        for name, rivals in by_cell.items():
            latest = _latest(rivals)
            for case in rivals:
                if latest is None:
                    case.refuse("reviewers gave different values, and it cannot be told which is the later")
                elif case is not latest:
                    same = case.value == latest.value
                    case.refuse(f"{latest.answer.place} {'says the same' if same else 'is the later answer'}")
            if latest is None:
                said = (
                    f"{_first_up(' and '.join(case.answer.place for case in rivals))} give {name} different values, "
                    "and `reviewed` does not say which is the later. None was applied: leave one."
                )
                self._told.append(Problem("review", "warning", "correction_conflict", said, rivals[0].page))

    def _write(self, cases: Iterable[_Case]) -> None:
        """Put the values into the rows; those of a span that would end before it begins are refused together."""
        by_row: dict[int, list[_Case]] = defaultdict(list)
        for case in cases:
            by_row[id(case.row)].append(case)
        for changes in by_row.values():
            row, table = changes[0].row, changes[0].reviewed.table
            for case in changes:
                row[case.answer.field] = case.value
            for start, end in _SPANS:
                if table.has(start) and row[start] and row[end] and row[start] > row[end]:
                    span = f"{start} of {changes[0].key}, {row[start]}, would be after {end}, {row[end]}."
                    for case in (each for each in changes if each.answer.field in (start, end)):
                        row[case.answer.field] = case.original
                        self._invalid(case, span)
            applied = {case.answer.field for case in changes if case.outcome == "applied"}
            row["corrected"] = [name for name in table.columns if name in applied]
            derive(table.name, row, applied)

    def _invalid(self, case: _Case, what: str) -> None:
        case.refuse(what)
        self._tell_invalid(case.answer, what, case.page)

    # ---- what is told ---------------------------------------------------------------------------

    def _tell_invalid(self, answer: Answer, what: str, page: int | None = None) -> None:
        told = what if len(what) <= _LONGEST_REASON else f"{what[:_LONGEST_REASON]}…"
        said = f"{_first_up(answer.place)} was not applied: {told} Mend the cell, or empty it."
        self._told.append(Problem("review", "warning", "correction_invalid", said, page))

    def _tell(self, cases: Sequence[_Case]) -> None:
        """Add the rows of `problems`, and what `documents` says of them."""
        for case in cases:
            if case.outcome == "applied" and not case.as_seen:
                said = (
                    f"{_first_up(case.answer.place)} was applied, but {case.name} is extracted now as "
                    f"{_cut(plain(case.field, case.original))}, and was {_cut(unquoted(case.answer.seen))} when it was "
                    "reviewed. See whether the correction still holds."
                )
                self._told.append(Problem("review", "warning", "correction_original_changed", said, case.page))
        unsigned = [case.answer for case in cases if case.answer.reviewer is None or case.answer.reviewed is None]
        if unsigned:
            said = (
                f"{_of_files(unsigned)} without a reviewer or a day that can be read; the first is row "
                f"{unsigned[0].number}. Fill in reviewer and reviewed, the day as 2024-06-30."
            )
            self._told.append(Problem("review", "info", "correction_unsigned", said))
        document, problems = self._document, self._rows["problems"]
        for number, problem in enumerate(self._told, 1):
            problems.append(problem_row(document["source"], document["document_id"], f"k{number}", problem))
        document["problem_count"] = len(problems)
        if document["status"] == "ok" and any(row["severity"] != "info" for row in problems):
            document["status"] = "partial"


def derive(table: str, row: Row, changed: Iterable[str]) -> None:
    """Make anew what follows from columns of a row that were changed, unless it was changed itself."""
    names = set(changed)
    if table == "owners" and "canonical_function" not in names and names & {"name", "canonical", "kind"}:
        row["canonical_function"] = owner_function(row["name"], row["canonical"] or row["name"], row["kind"])


def _same_row(reviewed: Reviewed, rows: Sequence[Row], answer: Answer) -> Row | None:
    """Of rows with the same quote the one that was reviewed; None where it is not certain.

    Its id does not tell: where rules have changed, it may be another row's. A row that was the only one with its quote,
    and still is, is the same whatever has become of it. One of several is known by the words by which it goes, and by
    its lines; where the reader counts lines otherwise now, by its turn, if there are as many as there were.
    """
    printed = Printed.read(answer.lines)
    if printed is None or not rows:
        return None
    if printed.of == len(rows) == 1:
        return rows[0]
    same_words = [row for row in rows if as_saved(words_cell(reviewed, row)) == as_saved(answer.row)]
    in_place = [row for row in same_words if printed.stands_in(row)]
    if len(in_place) == 1:
        return in_place[0]
    if printed.of != len(rows) or not 1 <= printed.number <= len(rows):
        return None
    in_turn = rows[printed.number - 1]
    return in_turn if any(row is in_turn for row in in_place or same_words) else None


def _moved(reviewed: Reviewed, row: Row, answer: Answer) -> str | None:
    """What has changed of the row itself since it was reviewed; None if nothing has."""
    told = []
    if row[reviewed.table.key] != answer.row_id:
        told.append(f"the row was {answer.row_id} when reviewed")
    if answer.field != reviewed.words and as_saved(words_cell(reviewed, row)) != as_saved(answer.row):
        told.append(f"it went by {_cut(unquoted(answer.row))} when reviewed")
    return "; ".join(told) or None


def _is_as_seen(field: Field, original: Any, answer: Answer) -> bool:
    """Is what was extracted what the reviewer saw, apart from what a spreadsheet makes of it?"""
    if as_saved(shown(field, original)) == as_saved(answer.seen):
        return True
    try:
        return bool(parsed(field, answer.seen, answer.order) == original)
    except ValueError:
        return False


def _judge(case: _Case) -> None:
    if case.value != case.original:
        case.outcome = "applied"
    else:
        case.outcome = "confirmed" if case.as_seen else "agreed"
    if not case.as_seen:
        case.why = "what is extracted is no longer what was reviewed"


def _latest(rivals: Sequence[_Case]) -> _Case | None:
    """The answer that stands: the last of those that agree, or of the latest day; None if it cannot be told."""
    if all(case.value == rivals[0].value for case in rivals):
        return rivals[-1]
    days = [case.answer.reviewed for case in rivals if case.answer.reviewed is not None]
    if len(days) < len(rivals):
        return None
    last = [case for case in rivals if case.answer.reviewed == max(days)]
    return last[-1] if all(case.value == last[0].value for case in last) else None


def _cut(text: str | None) -> str:
    if not text:
        return "nothing"
    return quoted(text if len(text) <= 70 else text[:69] + "…")


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def _of_files(answers: Sequence[Answer]) -> str:
    files = ", ".join(dict.fromkeys(answer.file for answer in answers))
    return f"{counted(len(answers), 'correction')} in {files}"
