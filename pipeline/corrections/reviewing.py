"""A file for reviewers: the cells of a dataset that are worth a look, with room for what they should hold.

One line is one cell, for each answer has its reason and its day, and a spreadsheet can then be filtered by column (all
sectors at once). The lines of a row stand together, those of a document in the order of its pages, so that a reviewer
reads it once from front to back. What a reviewer wrote into the file before is kept.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from safeplans.extractors.choice.confidence import BANDS, band
from safeplans.pipeline.base.links import evidence_link, evidence_page
from safeplans.pipeline.base.printing import place as printed_place
from safeplans.pipeline.base.spreadsheets import Cell, write_csv
from safeplans.pipeline.corrections.cells import (
    Printed,
    as_saved,
    printed_rows,
    quote_cell,
    row_id_cell,
    row_id_of,
    words_cell,
)
from safeplans.pipeline.corrections.correctable import Reviewed, doubts, hint, missing, reviewed_tables, used_columns
from safeplans.pipeline.corrections.document_review import derive, id_when_reviewed
from safeplans.pipeline.corrections.reading import (
    COLUMNS,
    FILLED_IN,
    WITHOUT_VALUE,
    CorrectionsError,
    is_answered,
    is_signed,
    read_lines,
)
from safeplans.pipeline.corrections.row_keys import RowKeys
from safeplans.pipeline.corrections.values import NONE, from_plain, number_sign, parsed, shown, unquoted
from safeplans.pipeline.schema import fields
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.field_parts import Field, Type
from safeplans.pipeline.schema.rows import clean
from safeplans.pipeline.store.dataset import DatasetError, dataset_place, local_copy
from safeplans.pipeline.store.loading import read_rows

_TITLE_SHOWN = 40
"""Characters of an objective's title in the list from which one is chosen."""

_NOTE = re.compile(r"not applied: [^\r\n]*(?:\r?\n)?")
"""What `doubt` begins with in a line whose answer was not applied."""

Line = Mapping[str, Cell]
Key = tuple[str, str, str]
"""A cell of the dataset: its table, the key of its row, its column."""


@dataclass(frozen=True, slots=True)
class ReviewSummary:
    """What a review wrote.

    path: the file. rows, documents: how many are in doubt and not answered elsewhere. new: lines that were not in the
    file before; answered: lines in it that a reviewer answered; not_applied: those of which the dataset says that
    nothing came of them, and signed lines without a value; lines: all of them.
    """

    path: Path
    rows: int
    documents: int
    new: int
    answered: int
    not_applied: int
    lines: int


def review(
    dataset: str | os.PathLike[str],
    output: str | os.PathLike[str],
    *,
    bands: Collection[str] = ("low",),
    documents: Collection[str] = (),
    partnerships: Collection[str] = (),
    rows: int | None = None,
) -> ReviewSummary:
    """Write the cells worth a look to the CSV file `output`; lines that are in it already stay.

    dataset: a directory, or a URL (`store.storage`). bands: of confidence; () for none, so that only what `problems`
    puts in doubt is listed, and what documents lack (`correctable.missing`). documents: sources or ids, partnerships:
    ids or names as printed; all by default. rows: at most so many rows of the dataset, those with the lowest
    confidence.

    Raises DatasetError (no dataset, or one of another version), CorrectionsError (a file `output` that cannot be
    read, a document or partnership that is not there), OSError when the file cannot be written.
    """
    with local_copy(dataset_place(dataset)) as directory:
        held = _Held.read(directory)
    chosen = _chosen(held, documents, partnerships)
    entries = sorted(_entries(held, chosen, bands), key=lambda entry: entry.confidence)[:rows]
    entries.sort(key=lambda entry: entry.place)
    lines = [line for entry in entries for line in _lines(held, entry)]
    path = Path(output)
    before = list(read_lines(path).values()) if path.exists() else []
    merged = [held.noted(line) for line in _merged(before, lines)]
    _write(path, merged)
    return ReviewSummary(
        path,
        rows=len(entries),
        documents=len({entry.document_id for entry in entries}),
        new=len(merged) - len(before),
        answered=sum(map(is_answered, before)),
        not_applied=sum(_NOTE.match(str(line["doubt"] or "")) is not None for line in merged),
        lines=len(merged),
    )


# ---- the dataset as it was extracted ------------------------------------------------------------


@dataclass(slots=True)
class _Held:
    """A dataset's rows as they were extracted.

    rows: by table. documents: by id; objectives: by their document. printed: where each row was printed, by table and
    key. keys: of rows by their words, by document. answered: cells that a reviewer has settled. refused: why answers
    were not applied, by their cell and value.
    """

    rows: dict[str, list[Row]]
    problems: list[Row]
    documents: dict[str, Row] = field(default_factory=dict)
    objectives: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    printed: dict[tuple[str, str], Printed] = field(default_factory=dict)
    answered: set[Key] = field(default_factory=set)
    refused: dict[tuple[Key, str], str] = field(default_factory=dict)
    keys: dict[str, RowKeys] = field(default_factory=dict)

    @staticmethod
    def read(directory: Path) -> _Held:
        rows = {name: read_rows(directory, each.table) for name, each in reviewed_tables().items()}
        held = _Held(rows, read_rows(directory, fields.PROBLEMS))
        held.documents = {row["document_id"]: row for row in rows["documents"]}
        for row in rows["objectives"]:
            held.objectives[row["document_id"]].append(row)
        for reviewed in reviewed_tables().values():
            if reviewed.table is not fields.DOCUMENTS:
                held._find_places(reviewed)
        corrections = read_rows(directory, fields.CORRECTIONS)
        held._take_back(corrections)
        held._find_keys()
        for each in corrections:
            if each["outcome"] == "not_applied":
                cell = each["table"], id_when_reviewed(each), each["field"]
                held.refused[cell, as_saved(each["corrected"] or "")] = each["why"]
        return held

    def noted(self, line: Line) -> Line:
        """A line of a file; where nothing came of its answer in this dataset, its doubt begins with the reason."""
        doubt = _NOTE.sub("", str(line.get("doubt") or ""), count=1)
        answer = str(line.get("corrected") or "")
        if answer.strip():
            why = self.refused.get((_key(line), as_saved(clean(unquoted(answer)))))
        else:
            why = WITHOUT_VALUE if is_signed({column: str(line.get(column) or "") for column in FILLED_IN}) else None
        note = "" if why is None else f"not applied: {' '.join(why.split())}"
        return {**line, "doubt": "\n".join(filter(None, (note, doubt)))}

    def _find_places(self, reviewed: Reviewed) -> None:
        name, key = reviewed.table.name, reviewed.table.key
        same_quote: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.rows[name]:
            same_quote[row["document_id"], as_saved(quote_cell(row))].append(row)
        for rows in same_quote.values():
            places = zip(rows, printed_rows(rows), strict=True)
            self.printed.update(((name, row[key]), place) for row, place in places)

    def _find_keys(self) -> None:
        of_document: dict[str, dict[str, list[Row]]] = {key: defaultdict(list) for key in self.documents}
        for name, rows in self.rows.items():
            for row in rows:
                of_document[row["document_id"]][name].append(row)
        self.keys = {key: RowKeys(rows, self.documents[key]) for key, rows in of_document.items()}

    def _take_back(self, corrections: Iterable[Row]) -> None:
        """Put what was extracted back where a reviewer's value stands."""
        settled = [row for row in corrections if row["outcome"] != "not_applied"]
        touched = {row["table"] for row in settled}
        by_key = {
            (name, row[each.table.key]): row
            for name, each in reviewed_tables().items()
            if name in touched
            for row in self.rows[name]
        }
        for correction in settled:
            table, key, column = correction["table"], correction["row_id"], correction["field"]
            self.answered.add((table, key, column))
            row = by_key.get((table, key))
            if row is None:
                raise DatasetError(
                    f"corrections names {key}, which {table} has not. Make the dataset anew: safeplans run"
                )
            row[column] = from_plain(fields.table(table).field(column), correction["original"])
            derive(table, row, {column})


# ---- which rows ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Entry:
    """A row in doubt. asked: columns to look at; doubt: why; place: where it comes in the file."""

    reviewed: Reviewed
    row: Row
    place: tuple[int, ...]
    asked: list[str] = field(default_factory=list)
    doubt: list[str] = field(default_factory=list)

    @property
    def document_id(self) -> str:
        return str(self.row["document_id"])

    @property
    def confidence(self) -> float:
        """That of the row; 0 for a document, which has none: what is said of it concerns all its rows."""
        return float(self.row.get("confidence") or 0.0)


def _chosen(held: _Held, documents: Collection[str], partnerships: Collection[str]) -> set[str]:
    """The ids of the documents that were asked for."""
    by_name: dict[str, set[str]] = defaultdict(set)
    by_partnership: dict[str, set[str]] = defaultdict(set)
    every = set()
    for row in held.rows["documents"]:
        every.add(row["document_id"])
        for name in (row["document_id"], row["source"], row["source"].split("/")[-1]):
            by_name[name].add(row["document_id"])
        for name in filter(None, (row["partnership_id"], row["partnership_name"])):
            by_partnership[name.casefold()].add(row["document_id"])
    if documents:
        every &= _all_of(documents, by_name, "document")
    if partnerships:
        every &= _all_of([name.casefold() for name in partnerships], by_partnership, "partnership")
    return every


def _all_of(names: Iterable[str], held: Mapping[str, set[str]], what: str) -> set[str]:
    found = set()
    for name in names:
        if name not in held:
            raise CorrectionsError(f"There is no {what} {name!r} in the dataset. Look into its table documents.")
        found |= held[name]
    return found


def _entries(held: _Held, chosen: set[str], bands: Collection[str]) -> Iterator[_Entry]:
    """Rows of the bands, rows that a problem puts in doubt, and documents that lack something."""
    order = {row["document_id"]: number for number, row in enumerate(held.rows["documents"])}
    named = _named(held)
    for rank, (name, reviewed) in enumerate(reviewed_tables().items()):
        used = used_columns(reviewed, held.rows[name])
        for number, row in enumerate(held.rows[name]):
            if row["document_id"] not in chosen:
                continue
            place = (order[row["document_id"]], row.get("page") or 0, row.get("line_start") or 0, rank, number)
            entry = _Entry(reviewed, row, place)
            confidence = row.get("confidence")
            # a document has no band: it is listed where all are
            if set(BANDS) <= set(bands) if confidence is None else band(confidence) in bands:
                entry.asked += [column for column in reviewed.asked if column in used[row["document_id"]]]
                entry.doubt.append("all bands are listed" if confidence is None else f"confidence {confidence:.2f}")
            if reviewed.table is fields.DOCUMENTS:
                _ask_for_missing(entry)
            for code, message in named.get((name, row[reviewed.table.key]), ()):
                entry.asked += [column for column in doubts()[code].asked if column not in entry.asked]
                entry.doubt.append(message)
            entry.asked = [c for c in entry.asked if (name, row[reviewed.table.key], c) not in held.answered]
            if entry.asked:
                yield entry


def _ask_for_missing(entry: _Entry) -> None:
    """Add what a document lacks."""
    for each in missing():
        lacking = [column for column in each.asked if entry.row[column] is None]
        if lacking and entry.row["document_type"] in each.document_types:
            entry.asked += lacking
            entry.doubt.append(each.why)


def _named(held: _Held) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """What problems say of rows, as (code, message) by table and key of the row."""
    by_document: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for name, rows in held.rows.items():
        for row in rows:
            by_document[name, row["document_id"]].append(row)
    named: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for problem in held.problems:
        doubt = doubts().get(problem["code"])
        if doubt is None or problem["document_id"] is None:
            continue
        reviewed = reviewed_tables()[doubt.table]
        meant = [row for row in by_document[doubt.table, problem["document_id"]] if _is_meant(reviewed, row, problem)]
        if len(meant) == 1:
            said = (problem["code"], problem["message"])
            named[doubt.table, meant[0][reviewed.table.key]].append(said)
    return named


def _is_meant(reviewed: Reviewed, row: Row, problem: Row) -> bool:
    """Does a problem's message mean this row: by the beginning of its words in guillemets, or as `action 3.3`?"""
    if reviewed.table is fields.DOCUMENTS:
        return True
    if row["page"] != problem["page"]:
        return False
    message: str = problem["message"]
    begins = message.partition("«")[2].partition("»")[0]
    if begins:
        return str(row[reviewed.words]).startswith(begins)
    number = row.get("number")
    return number is not None and re.search(rf"for action {re.escape(number)}(?:\.$|\.? \()", message) is not None


# ---- the lines of a row -------------------------------------------------------------------------


def _lines(held: _Held, entry: _Entry) -> Iterator[Line]:
    row, reviewed = entry.row, entry.reviewed
    document = held.documents[entry.document_id]
    row_id = row_id_cell(reviewed, row)
    printed = held.printed.get((reviewed.table.name, row_id))
    if reviewed.table is fields.DOCUMENTS:
        evidence = evidence_page(entry.document_id, 1 if document["page_count"] else None)
    else:
        evidence = evidence_link(row_id, row["page"])
    for name in entry.asked:
        column = reviewed.table.field(name)
        yield {
            "document": document["source"],
            "place": printed_place(row.get("locator"), row.get("line_start"), row.get("line_end")) or None,
            "row": words_cell(reviewed, row),
            "quote": quote_cell(row),
            "field": name,
            "original": shown(column, row[name]),
            "allowed": _allowed(held, column, entry.document_id),
            "doubt": "; ".join(entry.doubt),
            "confidence": None if row.get("confidence") is None else round(row["confidence"], 3),
            "evidence": evidence,
            "lines": printed and printed.cell,
            "table": reviewed.table.name,
            "row_id": row_id,
            "row_key": held.keys[entry.document_id].of(row[reviewed.table.key]),
        }


def _allowed(held: _Held, column: Field, document_id: str) -> str:
    """What may stand in a cell, in words."""
    if column.name == "objective_id":
        said = "; ".join(
            f"{row['objective_id'].split(':')[1]} {(row['title'] or row['text'])[:_TITLE_SHOWN]}"
            for row in held.objectives.get(document_id, ())
        )
    else:
        said = ""
    said = said or hint(column)
    return f"{said}; or {NONE}" if column.nullable or column.type is Type.TEXTS else said


def _number_or_text(column: Field, cell: str) -> Cell:
    """A number as one, for as text a negative one would look like a formula."""
    if column.type is not Type.FLOAT64 or number_sign(cell):
        return cell
    try:
        value: float | None = parsed(column, cell)
    except ValueError:
        return cell
    if value is None:
        return cell
    return int(value) if value.is_integer() else value


# ---- the file -----------------------------------------------------------------------------------


def _merged(before: Sequence[Mapping[str, str]], lines: Iterable[Line]) -> list[Line]:
    """The lines of a file with new ones behind them. One that nobody filled in is brought up to date."""
    fresh = {_key(line): line for line in lines}
    merged: list[Line] = []
    for line in before:
        current = fresh.get(_key(line))
        untouched = not any(line.get(column, "").strip() for column in FILLED_IN)
        if current is not None and (untouched or _is_same_row(line, current)):
            del fresh[_key(line)]
        merged.append({**line, **current} if current is not None and untouched else line)
    return [*merged, *fresh.values()]


def _is_same_row(line: Line, current: Line) -> bool:
    """Are two lines with the same id about the same row? Where rules have changed, its id may be another row's."""
    columns = ("quote",) if current["table"] == fields.DOCUMENTS.name else ("quote", "row", "lines")
    return all(as_saved(str(line[column] or "")) == as_saved(str(current[column] or "")) for column in columns)


def _key(line: Line) -> Key:
    return str(line["table"]).strip(), row_id_of(str(line["row_id"])), str(line["field"]).strip()


def _write(path: Path, lines: Sequence[Line]) -> None:
    """Write a file beside the old one, and put it in its place. Columns that a reviewer added come last."""
    added = dict.fromkeys(column for line in lines for column in line if column not in COLUMNS)
    columns = [*COLUMNS, *added]
    new = path.with_name(f".{path.name}.new")
    try:
        write_csv(new, columns, ([_cell(line, column) for column in columns] for line in lines))
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _cell(line: Line, column: str) -> Cell:
    value = line.get(column)
    reviewed = reviewed_tables().get(str(line["table"]))
    if column in ("original", "corrected") and isinstance(value, str) and reviewed and line["field"] in reviewed.may:
        return _number_or_text(reviewed.table.field(str(line["field"])), value)
    return value
