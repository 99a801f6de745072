"""Does a dataset keep its contract?

Tables are read in batches of rows, twice: once for what each shows by itself, once against the keys of the others.
Only `documents` and the keys are held as a whole.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from safeplans.extractors.lexicon.codes import about, status
from safeplans.pipeline.base.printing import counted
from safeplans.pipeline.corrections.values import plain
from safeplans.pipeline.schema import datapackage, fields
from safeplans.pipeline.schema.comparison_fields import COMPARISON_TABLES
from safeplans.pipeline.schema.contract import Row, fault
from safeplans.pipeline.schema.datapackage import Inputs
from safeplans.pipeline.schema.field_parts import CORRECTED, ROW_ID_PATTERN, Field, Table
from safeplans.pipeline.schema.fields import ALL_TABLES, TABLES
from safeplans.pipeline.schema.schemas import arrow_type
from safeplans.pipeline.store.comparison_stamp import belongs
from safeplans.pipeline.store.dataset import Accounts, DatasetError, dataset_place, foreign_files, local_copy
from safeplans.pipeline.store.loading import open_table

_SPANS = (("start", "end"), ("period_start", "period_end"))
_LARGEST_PAGE = 14_400.0
"""Points: the largest page side of PDF (ISO 32000-1, annex C: 14 400 units)."""
_SLACK = 72.0
"""Points that a box may stand over the page's edge (bleed)."""
_BATCH = 2_000
"""Rows of a table held at once."""
_POINTERS = {
    "follow_through": (("later_subject", "later_id"),),
    "plan_changes": (("subject", "earlier_id"), ("subject", "later_id")),
}
"""Columns that point to a row of the table that another column names in the singular, by table."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that does not hold. rows: how many rows it concerns, 0 for the table as a whole."""

    table: str
    message: str
    rows: int = 0

    def __str__(self) -> str:
        count = f" ({counted(self.rows, 'row')})" if self.rows else ""
        return f"{self.table}: {self.message}{count}"


def check(dataset: str | os.PathLike[str] = "data/processed") -> list[Violation]:
    """All violations of the contract in a dataset, in the tables' order; empty when it holds.

    dataset: a directory, or a URL (`store.storage`).

    Checked: tables, columns and types; closed lists, bounds and missing values; keys unique; references resolve;
    spans in order; places inside their source; the counts of `documents` against the other tables; the rows, and what
    became of the inputs, against `datapackage.json`. The tables of a comparison too, where there is one, and that it
    was made of these tables.

    Raises DatasetError when there is no dataset.
    """
    place = dataset_place(dataset)
    with local_copy(place, ALL_TABLES) as directory:
        violations = []
        if isinstance(place, str):
            said = f"is not the file that {datapackage.FILE_NAME} describes: an upload was cut short, or two runs met"
            violations += [Violation(table.name, said) for table in foreign_files(directory)]
        return _sorted(violations + _violations(directory))


def _sorted(violations: list[Violation]) -> list[Violation]:
    order = [datapackage.FILE_NAME, *(table.name for table in ALL_TABLES)]
    return sorted(violations, key=lambda violation: order.index(violation.table))


def _violations(directory: Path) -> list[Violation]:
    violations: list[Violation] = []
    tables: dict[str, pq.ParquetFile] = {}
    with contextlib.ExitStack() as stack:
        for table in (*TABLES, *_compared(directory)):
            try:
                file = stack.enter_context(open_table(directory, table))
            except DatasetError as error:
                violations.append(Violation(table.name, str(error)))
                continue
            wrong = list(_shape(table, file.schema_arrow))
            if table in COMPARISON_TABLES and not belongs(file.schema_arrow, directory):
                said = "was made of other tables than are there now. Compare them again: safeplans compare"
                violations.append(Violation(table.name, said))
            violations += wrong
            if not wrong:
                tables[table.name] = file
        keys: dict[str, set[Any]] = {}
        for name in list(tables):
            try:
                found, keys[name] = _values(fields.table(name), _rows(tables[name]))
                violations += found
            except (pa.ArrowException, OSError) as error:
                said = str(error).splitlines()[0]
                violations.append(Violation(name, f"cannot be read to its end ({said}). Make the dataset anew"))
                del tables[name]
        accounts = Accounts()
        violations += _relations(tables, keys, accounts)
        violations += _described(directory, tables, accounts)
    return violations


def _compared(directory: Path) -> tuple[Table, ...]:
    """The tables of a comparison: all of them, where a file or the descriptor tells of one."""
    described = datapackage.resources(datapackage.read(directory) or {})
    told = any(table.name in described or (directory / table.file_name).exists() for table in COMPARISON_TABLES)
    return COMPARISON_TABLES if told else ()


def _rows(file: pq.ParquetFile) -> Iterator[Row]:
    for batch in file.iter_batches(_BATCH):
        yield from batch.to_pylist()


def _shape(table: Table, schema: pa.Schema) -> Iterator[Violation]:
    for field in table.fields:
        if field.name not in schema.names:
            yield Violation(table.name, f"column {field.name} is missing")
            continue
        found, wanted = schema.field(field.name).type, arrow_type(field)
        if found != wanted:
            yield Violation(table.name, f"column {field.name} is {found}, but should be {wanted}")
    for name in schema.names:
        if not table.has(name):
            yield Violation(table.name, f"column {name} is unknown")


class _Findings:
    """Violations of one table, one for each rule, with the count and the first row as an example."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._count: Counter[str] = Counter()
        self._example: dict[str, str] = {}

    def add(self, rule: str, row: Row, said: str = "") -> None:
        self._count[rule] += 1
        self._example.setdefault(rule, f"{said + ' ' if said else ''}in {row[self._table.key]}")

    def violations(self) -> Iterator[Violation]:
        for rule, count in self._count.items():
            yield Violation(self._table.name, f"{rule}, e.g. {self._example[rule]}", count)


def _values(table: Table, rows: Iterable[Row]) -> tuple[list[Violation], set[Any]]:
    """What a table's rows show by themselves, and its keys."""
    findings = _Findings(table)
    seen: set[Any] = set()
    for row in rows:
        for field in table.fields:
            wrong = fault(field, row[field.name])
            if wrong:
                findings.add(f"{field.name} {wrong}", row)
        if row[table.key] in seen:
            findings.add(f"{table.key} is not unique", row)
        seen.add(row[table.key])
        for start, end in _SPANS:
            if table.has(start) and row[start] and row[end] and row[start] > row[end]:
                findings.add(f"{start} is after {end}", row, f"{row[start]} > {row[end]}")
        if table.has("line_start"):
            _place_faults(findings, row)
    return list(findings.violations()), seen


def _place_faults(findings: _Findings, row: Row) -> None:
    start, end = row["line_start"], row["line_end"]
    if start is not None and end is not None and start > end:
        findings.add("line_start is after line_end", row, f"{start} > {end}")
    box = row["bbox"]
    if box is None:
        return
    if len(box) != 4 or any(value is None for value in box):
        findings.add("bbox does not have four numbers", row)
        return
    x0, top, x1, bottom = box
    inside = all(-_SLACK <= value <= _LARGEST_PAGE + _SLACK for value in box)
    if not inside or x0 > x1 or top > bottom:
        findings.add("bbox is no box on a page", row, str([round(value, 1) for value in box]))


def _relations(tables: dict[str, pq.ParquetFile], keys: dict[str, set[Any]], accounts: Accounts) -> Iterator[Violation]:
    """What holds between tables; a table that is missing or misshapen was told already and is left out.

    accounts: is given all rows, so that they need not be read again.
    """
    documents = list(_rows(tables["documents"])) if "documents" in tables else []
    by_id = {row["document_id"]: row for row in documents}
    held: dict[str, Counter[Any]] = {}
    told: dict[Any, Counter[tuple[str, str]]] = defaultdict(Counter)
    changed: dict[_Cell, str | None] = {}
    for name, file in tables.items():
        table = fields.table(name)
        findings = _Findings(table)
        of_document = held[name] = Counter()
        for row in _rows(file):
            _reference_faults(findings, table, row, keys)
            document = by_id.get(row.get("document_id"))
            of_document[row.get("document_id")] += 1
            accounts.add({name: [row]})
            if document is not None and table.has("page"):
                _source_faults(
                    findings, row, document, needs_page=table is not fields.PROBLEMS and table.has("line_start")
                )
            if table is fields.PROBLEMS:
                told[row["document_id"]][row["code"], row["severity"]] += 1
            if CORRECTED in table.fields:
                changed.update(_changed_cells(table, row))
        yield from findings.violations()
    if "corrections" in tables:
        yield from _corrected(tables["corrections"], changed, tables.keys())
    if "documents" in tables:
        yield from _counts(documents, held)
        if "problems" in tables:
            yield from _statuses(documents, told)


_Cell = tuple[str, Any, str]
"""Table, key of the row, column."""


def _changed_cells(table: Table, row: Row) -> Iterator[tuple[_Cell, str | None]]:
    """The cells that a row says a reviewer changed, with what stands there as `corrections` has it."""
    for column in row[CORRECTED.name] or ():
        value = plain(table.field(column), row[column]) if table.has(column) else None
        yield (table.name, row[table.key], column), value


def _corrected(
    file: pq.ParquetFile, changed: Mapping[_Cell, str | None], present: Collection[str]
) -> Iterator[Violation]:
    """The cells that rows say a reviewer changed are those that `corrections` says were, and hold what it says.

    changed: as the rows of the tables `present` say.
    """
    findings = _Findings(fields.CORRECTIONS)
    applied = set()
    for row in _rows(file):
        cell = (row["table"], row["row_id"], row["field"])
        if row["outcome"] != "applied":
            continue
        applied.add(cell)
        if row["table"] not in present:
            continue
        if cell not in changed:
            findings.add("outcome is applied, but the row does not say so", row)
        elif changed[cell] != row["corrected"]:
            findings.add("corrected is not what stands in the row", row)
    yield from findings.violations()
    untold: dict[str, list[_Cell]] = defaultdict(list)
    for cell in sorted(changed.keys() - applied):
        untold[cell[0]].append(cell)
    for table, cells in untold.items():
        _, key, column = cells[0]
        yield Violation(table, f"corrected names what corrections does not, e.g. {column} in {key}", len(cells))


def _reference_faults(findings: _Findings, table: Table, row: Row, keys: dict[str, set[Any]]) -> None:
    for field in table.fields:
        value = row[field.name]
        if field.reference and value is not None:
            target = field.reference.split(".")[0]
            if target in keys and value not in keys[target]:
                findings.add(f"{field.name} is not in {field.reference}", row, repr(value))
    if table.subjects:
        target = dict(table.subjects).get(row["subject"], "")
        if target in keys and row["subject_id"] not in keys[target]:
            findings.add(f"subject_id is not in {target}", row, repr(row["subject_id"]))
    for kind, name in _POINTERS.get(table.name, ()):
        target = f"{row[kind]}s"
        if row[name] is not None and target in keys and row[name] not in keys[target]:
            findings.add(f"{name} is not in {target}", row, repr(row[name]))
    document = row.get("document_id")
    if document is None or table.name == "documents":
        return
    for field in table.fields:
        value = row[field.name]
        if value is not None and _of_document(table, field) and value.split(":")[0] != document:
            findings.add(f"{field.name} does not begin with its document_id", row)


def _of_document(table: Table, field: Field) -> bool:
    """Does a column hold ids of rows of the row's own document?"""
    if field.name == table.key:
        return field.pattern == ROW_ID_PATTERN
    return field.name in ("objective_id", "action_id", "subject_id")


def _source_faults(findings: _Findings, row: Row, document: Row, *, needs_page: bool) -> None:
    pages, page = document["page_count"], row["page"]
    if pages is None:
        if page is not None:
            findings.add("page is given, but the document has none", row, f"page {page}")
    elif page is None:
        if needs_page:
            findings.add("page is missing, but the document has pages", row)
    elif page > pages:
        findings.add("page is beyond the document's last", row, f"page {page} of {pages}")


def _counts(documents: list[Row], held: dict[str, Counter[Any]]) -> Iterator[Violation]:
    """held: rows of each table by document."""
    findings = _Findings(fields.DOCUMENTS)
    for table, column in (
        ("objectives", "objective_count"),
        ("actions", "action_count"),
        ("problems", "problem_count"),
    ):
        if table not in held:
            continue
        for row in documents:
            found = held[table][row["document_id"]]
            if row[column] != found:
                findings.add(f"{column} does not agree with {table}", row, f"{row[column]} against {found}")
    words = {row["document_id"]: row["content_id"] for row in documents}
    rules: Iterable[tuple[str, Callable[[Row], bool]]] = (
        (
            "same_content_as is not another document with the same content_id",
            lambda row: (
                row["same_content_as"] is None
                or (
                    row["same_content_as"] != row["document_id"]
                    and words.get(row["same_content_as"]) == row["content_id"]
                )
            ),
        ),
        (
            "block_count is not the sum of blocks placed, set aside and left over",
            lambda row: row["block_count"] == row["blocks_placed"] + row["blocks_set_aside"] + row["blocks_left_over"],
        ),
        (
            "blocks_set_aside is not the sum of set_aside",
            lambda row: row["blocks_set_aside"] == sum(item["blocks"] for item in row["set_aside"] or ()),
        ),
        ("document_id is not the beginning of sha256", lambda row: row["sha256"].startswith(row["document_id"])),
    )
    for rule, holds in rules:
        for row in documents:
            if not holds(row):
                findings.add(rule, row)
    yield from findings.violations()


def _statuses(documents: list[Row], told: dict[Any, Counter[tuple[str, str]]]) -> Iterator[Violation]:
    """`status`, `doubt_count` and `fault_count` say what `problems` holds.

    told: what it tells of each document, as codes and severities.
    """
    findings = _Findings(fields.DOCUMENTS)
    for row in documents:
        held, said = told[row["document_id"]], row["status"]
        if said == "ok" and status(held) != "ok":
            findings.add("status is ok, but problems tells of something that was not read", row)
        elif said == "partial" and status(held) != "partial":
            findings.add("status is partial, but problems tells of nothing that was not read", row)
        elif said == "failed" and all(severity != "error" for _, severity in held):
            findings.add("status is failed, but problems holds no error", row)
        counts = Counter[str]()
        for each, count in held.items():
            counts[about(*each)] += count
        for kind in ("doubt", "fault"):
            if row[f"{kind}_count"] != counts[kind]:
                found = f"{row[f'{kind}_count']} against {counts[kind]}"
                findings.add(f"{kind}_count does not agree with problems", row, found)
    yield from findings.violations()


def _described(directory: Path, tables: dict[str, pq.ParquetFile], accounts: Accounts) -> Iterator[Violation]:
    """`datapackage.json` says how many rows there are, and what became of each input."""
    described = datapackage.read(directory)
    if described is None:
        yield Violation(datapackage.FILE_NAME, "is missing or cannot be read")
        return
    resources = datapackage.resources(described)
    for name, file in tables.items():
        said = resources.get(name, {}).get("rowCount")
        if said != file.metadata.num_rows:
            message = f"holds {file.metadata.num_rows} rows, but {datapackage.FILE_NAME} says {said}"
            yield Violation(name, message)
    if {"documents", "problems"} <= tables.keys():
        yield from _accounts(described.get("inputs"), accounts)


def _accounts(said: Any, accounts: Accounts) -> Iterator[Violation]:
    """Each name that the run found is in `documents` or in `problems`."""
    held = accounts.of(Inputs())
    counts = said if isinstance(said, dict) else {}
    if not all(isinstance(counts.get(name), int) for name in ("found", *_OUTCOMES)):
        yield Violation(
            datapackage.FILE_NAME,
            "does not say what became of the inputs, so that it cannot be checked; it was written by an older version",
        )
        return
    for name, where in _OUTCOMES.items():
        if counts[name] != getattr(held, name):
            message = f"says {counts[name]} of the inputs are {name}, but {where} {getattr(held, name)}"
            yield Violation(datapackage.FILE_NAME, message)
    total = sum(counts[name] for name in _OUTCOMES)
    if counts["found"] != total:
        message = f"says {counts['found']} inputs were found, but documents, duplicates and refused are {total}"
        yield Violation(datapackage.FILE_NAME, message)


_OUTCOMES = {
    "documents": "the table documents has",
    "duplicates": "the table problems tells of",
    "refused": "the table problems tells of",
}
