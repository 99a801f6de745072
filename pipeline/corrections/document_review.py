"""The answers of reviewers about one document, put into its rows.

An answer holds for the printed words that the reviewer saw: for the row with the same quote (`_same_row`); in a
document that was published again, for the row with the same key (`row_keys`). What became of each is a row of
`corrections`; what a person should look at is a row of `problems`, too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from safeplans.extractors.base.facts import Problem
from safeplans.extractors.ownership.owners import owner_function
from safeplans.pipeline.base.printing import counted
from safeplans.pipeline.corrections.cells import Printed, as_saved, quote_cell, words_cell
from safeplans.pipeline.corrections.correctable import Reviewed, reviewed_tables
from safeplans.pipeline.corrections.partnership_names import PartnershipNames
from safeplans.pipeline.corrections.reading import Answer
from safeplans.pipeline.corrections.row_keys import Met, RowKeys
from safeplans.pipeline.corrections.values import NONE, SAME, number_sign, parsed, plain, quoted, shown, unquoted
from safeplans.pipeline.schema import contract, fields
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.field_parts import Field, Type
from safeplans.pipeline.schema.rows import Rows, clean, problem_counts, problem_row

_LONGEST_REASON = 1_000
"""Characters of a reason that a message has; what stands in a cell may be longer than anyone would read."""
_SPANS = (("start", "end"), ("period_start", "period_end"))
_PERCENT_COLUMN = "change"
_ROW_WAS = "the row was {} when reviewed"
_ROW_WAS_IT = re.compile(_ROW_WAS.format(r"(\S+)"))


@dataclass(frozen=True, slots=True)
class Unapplied:
    """An answer that was not applied, and why."""

    answer: Answer
    why: str


class Lost(Unapplied):
    """An answer for which there is no cell."""

    __slots__ = ()

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
            row_key=clean(self.answer.row_key) or None,
        )


@dataclass(slots=True)
class _Case:
    """An answer, its cell, and what becomes of it.

    original: what was extracted; as_seen: that is what the reviewer saw. value: what the reviewer has.
    moved: what has changed of the row itself. row_key: of the row.
    """

    answer: Answer
    reviewed: Reviewed
    row: Row
    original: Any
    as_seen: bool
    moved: str | None
    row_key: str | None
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
    def page(self) -> int | None:
        return self.row.get("page")

    @property
    def said(self) -> str | None:
        """What `corrections.why` says."""
        return "; ".join(filter(None, (self.moved, self.why))) or None

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
            why=self.said,
            row_key=self.row_key,
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


class DocumentReview:
    """The answers about one document, applied to its rows."""

    def __init__(self, rows: Rows, document: Row, partnerships: PartnershipNames) -> None:
        self._rows = rows
        self._document = document
        self._partnerships = partnerships
        self._keys = {
            "objectives.objective_id": {row["objective_id"] for row in rows["objectives"]},
            "actions.action_id": {row["action_id"] for row in rows["actions"]},
        }
        self._by_quote: dict[str, dict[str, list[Row]]] = {}
        self._told: list[Problem] = []
        self._row_keys = RowKeys(rows, document)
        self.landed: set[Answer] = set()

    def apply(self, answers: Sequence[Answer], former: Iterable[Sequence[Answer]] = ()) -> list[Unapplied]:
        """Change the rows. Returns the answers that were not applied, those without a value left out.

        former: answers about each document of which this one may be a new edition. Those of which something became
        here are `landed`; where nothing of them is met, it is no edition of that document.
        """
        self._tell_valueless([answer for answer in answers if not answer.corrected])
        found = [self._find(answer) for answer in answers if answer.corrected]
        settled = {(each.answer.table, each.key, each.answer.field) for each in found if isinstance(each, _Case)}
        for some in former:
            found += self._carried(some, settled)
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
        return [
            each if isinstance(each, Lost) else Unapplied(each.answer, each.said or "")
            for each in found
            if isinstance(each, Lost) or each.outcome == "not_applied"
        ]

    # ---- which cell -----------------------------------------------------------------------------

    def _find(self, answer: Answer) -> _Case | Lost:
        reviewed = reviewed_tables().get(answer.table)
        if reviewed is None or answer.field not in reviewed.may:
            why = f"{answer.table}.{answer.field} is no column that can be corrected"
            self._tell_invalid(answer, why)
            return Lost(answer, why)
        if reviewed.table is fields.DOCUMENTS:
            row: Row | None = self._document
        else:
            rows = self._same_quote(reviewed, answer)
            row = _same_row(reviewed, rows, answer)
        if row is None:
            return self._lose(answer, rows)
        return self._case(reviewed, row, answer)

    def _case(self, reviewed: Reviewed, row: Row, answer: Answer) -> _Case:
        original, field = row[answer.field], reviewed.table.field(answer.field)
        as_seen, moved = _is_as_seen(field, original, answer), _moved(reviewed, row, answer)
        return _Case(answer, reviewed, row, original, as_seen, moved, self._row_keys.of(row[reviewed.table.key]))

    def _carried(self, answers: Sequence[Answer], settled: set[tuple[str, str, str]]) -> list[_Case | Lost]:
        """What becomes here of answers about a former edition; nothing where none of its rows stands here.

        settled: cells about which reviewers of this edition have said something themselves.
        """
        known = [
            (answer, reviewed_tables()[answer.table])
            for answer in answers
            if answer.table in reviewed_tables() and answer.field in reviewed_tables()[answer.table].may
        ]
        met = [(answer, reviewed, self._row_keys.find(answer.table, answer.row_key)) for answer, reviewed in known]
        if not any(each.row is not None for _, _, each in met):
            return []
        self.landed.update(answer for answer, _, _ in met)
        found: list[_Case | Lost] = []
        for answer, reviewed, each in met:
            if each.row is None:
                found.append(self._tell_lost(answer, f"{each.why} in this edition"))
            elif (answer.table, str(each.row[reviewed.table.key]), answer.field) not in settled:
                found.append(self._in_edition(reviewed, each, answer))
        return found

    def _in_edition(self, reviewed: Reviewed, met: Met, answer: Answer) -> _Case | Lost:
        """The cell of a row that stands in a new edition, where it holds what the reviewer saw, or the correction."""
        assert met.row is not None
        if reviewed.table.field(answer.field).reference in self._keys:
            return self._tell_lost(answer, "it names another row by its number in a former edition")
        case = self._case(reviewed, met.row, answer)
        case.moved = "; ".join(filter(None, (case.moved, met.why))) or None
        if not case.as_seen and not self._says_the_same(case):
            return self._tell_lost(answer, "this edition has something else in the cell than was reviewed")
        return case

    def _says_the_same(self, case: _Case) -> bool:
        try:
            return bool(self._value(case, case.answer.corrected) == case.original)
        except ValueError:
            return False

    def _lose(self, answer: Answer, rows: Sequence[Row]) -> Lost:
        """rows: those with the same quote, none of which is certainly the one that was reviewed."""
        return self._tell_lost(
            answer,
            "of the rows that stand now for the quote, none is certainly the one that was reviewed"
            if rows
            else "no row stands now for the words that were reviewed",
        )

    def _tell_lost(self, answer: Answer, why: str) -> Lost:
        said = (
            f"{_first_up(answer.place)} was not applied: {self._document['source']}, "
            f"{_cut(unquoted(answer.quote))} ({answer.table} {answer.row_id}): {why}. "
            "Review the document anew: safeplans review"
        )
        self._told.append(Problem("review", "warning", "correction_row_changed", said))
        return Lost(answer, why)

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
            case.value = self._value(case, cell)
        except ValueError as error:
            self._invalid(case, str(error))

    def _value(self, case: _Case, cell: str) -> Any:
        field = case.field
        value = parsed(field, cell, case.answer.order)
        if field.type in (Type.FLOAT64, Type.INT8):
            _keep_unit(case, cell)
        if field.reference is None or value is None:
            return value
        if field.reference == "partnerships.partnership_id":
            return self._partnerships.find(unquoted(value))
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
        by_cell: dict[tuple[str, str, str], list[_Case]] = defaultdict(list)
        for case in cases:
            by_cell[case.answer.table, case.key, case.answer.field].append(case)
        for rivals in by_cell.values():
            latest = _latest(rivals)
            for case in rivals:
                if latest is None:
                    case.refuse("reviewers gave different values, and it cannot be told which is the later")
                elif case is not latest:
                    same = case.value == latest.value
                    case.refuse(f"{latest.answer.place} {'says the same' if same else 'is the later answer'}")
            if latest is None:
                said = (
                    f"{_first_up(' and '.join(case.answer.place for case in rivals))} give {self._cell(rivals[0])} "
                    "different values, and `reviewed` does not say which is the later. None was applied: leave one."
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
                    span = f"{start}, {row[start]}, would be after {end}, {row[end]}"
                    for case in (each for each in changes if each.answer.field in (start, end)):
                        row[case.answer.field] = case.original
                        self._invalid(case, span)
            applied = {case.answer.field for case in changes if case.outcome == "applied"}
            row["corrected"] = [name for name in table.columns if name in applied]
            derive(table.name, row, applied)

    def _invalid(self, case: _Case, why: str) -> None:
        case.refuse(why)
        self._tell_invalid(case.answer, f"{self._cell(case)}: {why}", case.page)

    # ---- what is told ---------------------------------------------------------------------------

    def _cell(self, case: _Case) -> str:
        """The cell of an answer as a person knows it: its document, words and column, the row's id behind them."""
        words = _cut(unquoted(words_cell(case.reviewed, case.row)))
        return f"{self._document['source']}, {words}, {case.answer.field} ({case.answer.table} {case.key})"

    def _tell_valueless(self, answers: Sequence[Answer]) -> None:
        if answers:
            said = (
                f"{of_files(answers)} answered without a value; the first is row {answers[0].number}. "
                f"Write {SAME} in corrected if what was extracted is right."
            )
            self._told.append(Problem("review", "info", "correction_without_value", said))

    def _tell_invalid(self, answer: Answer, what: str, page: int | None = None) -> None:
        told = what if len(what) <= _LONGEST_REASON else f"{what[:_LONGEST_REASON]}…"
        said = f"{_first_up(answer.place)} was not applied: {told}. Mend the cell, or empty it."
        self._told.append(Problem("review", "warning", "correction_invalid", said, page))

    def _tell(self, cases: Sequence[_Case]) -> None:
        """Add the rows of `problems`, and what `documents` says of them."""
        for case in cases:
            if case.outcome == "applied" and not case.as_seen:
                said = (
                    f"{_first_up(case.answer.place)} was applied, but {self._cell(case)} is extracted now as "
                    f"{_cut(plain(case.field, case.original))}, and was {_cut(unquoted(case.answer.seen))} when it was "
                    "reviewed. See whether the correction still holds."
                )
                self._told.append(Problem("review", "warning", "correction_original_changed", said, case.page))
        unsigned = [case.answer for case in cases if case.answer.reviewer is None or case.answer.reviewed is None]
        if unsigned:
            said = (
                f"{of_files(unsigned)} without a reviewer or a day that can be read; the first is row "
                f"{unsigned[0].number}. Fill in reviewer and reviewed, the day as 2024-06-30."
            )
            self._told.append(Problem("review", "info", "correction_unsigned", said))
        document, problems = self._document, self._rows["problems"]
        for number, problem in enumerate(self._told, 1):
            problems.append(problem_row(document["source"], document["document_id"], f"k{number}", problem))
        document.update(problem_counts(problems))


def derive(table: str, row: Row, changed: Iterable[str]) -> None:
    """Make anew what follows from columns of a row that were changed, unless it was changed itself."""
    names = set(changed)
    if table == "owners" and "canonical_function" not in names and names & {"name", "canonical", "kind"}:
        row["canonical_function"] = owner_function(row["name"], row["canonical"] or row["name"], row["kind"])


def _keep_unit(case: _Case, cell: str) -> None:
    """A sign says what the number counts, which stands in another cell. Raises ValueError where that says otherwise."""
    sign = number_sign(cell)
    unit = "%" if case.answer.field == _PERCENT_COLUMN else case.row.get("unit")
    if sign is not None and sign != unit:
        raise ValueError(
            f"holds {cell!r}, but {sign} is not its unit, which is {_cut(unit)}. Write the number "
            f"without {sign}: what it counts is another cell"
        )


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
        told.append(_ROW_WAS.format(answer.row_id))
    if answer.field != reviewed.words and as_saved(words_cell(reviewed, row)) != as_saved(answer.row):
        told.append(f"it went by {_cut(unquoted(answer.row))} when reviewed")
    return "; ".join(told) or None


def id_when_reviewed(correction: Row) -> str:
    """The id by which a file of corrections names the row that a row of `corrections` is about."""
    other = _ROW_WAS_IT.match(correction["why"] or "")
    return other[1] if other else str(correction["row_id"])


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


def of_files(answers: Sequence[Answer]) -> str:
    files = ", ".join(dict.fromkeys(answer.file for answer in answers))
    return f"{counted(len(answers), 'correction')} in {files}"
