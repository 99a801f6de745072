"""Does a dataset keep its contract?"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline import fields
from pipeline.contract import Row, fault
from pipeline.dataset import DatasetError, settle
from pipeline.fields import TABLES, Table
from pipeline.loading import read_table
from pipeline.schemas import arrow_type

_SPANS = (("start", "end"), ("period_start", "period_end"))
_LARGEST_PAGE = 14_400.0
"""Points: the largest page side of PDF (ISO 32000-1, annex C: 14 400 units)."""
_SLACK = 72.0
"""Points that a box may stand over the page's edge (bleed)."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that does not hold. rows: how many rows it concerns, 0 for the table as a whole."""

    table: str
    message: str
    rows: int = 0

    def __str__(self) -> str:
        count = "" if not self.rows else f" ({self.rows} row{'' if self.rows == 1 else 's'})"
        return f"{self.table}: {self.message}{count}"


def check(dataset: str | os.PathLike[str] = "data/processed") -> list[Violation]:
    """All violations of the contract in a dataset, in the tables' order; empty when it holds.

    Checked: tables, columns and types; closed lists, bounds and missing values; keys unique; references resolve;
    spans in order; places inside their source; the counts of `documents` against the other tables.

    Raises DatasetError when the directory does not exist.
    """
    directory = Path(dataset)
    if not directory.is_dir():
        raise DatasetError(f"There is no dataset {str(directory)!r}. Make one: safeplans run --output {directory}")
    settle(directory)
    violations: list[Violation] = []
    rows: dict[str, list[Row]] = {}
    for table in TABLES:
        try:
            data = read_table(directory, table)
        except DatasetError as error:
            violations.append(Violation(table.name, str(error)))
            continue
        wrong = list(_shape(table, data))
        violations += wrong
        if not wrong:
            rows[table.name] = data.to_pylist()
    for name, table_rows in rows.items():
        violations += _values(fields.table(name), table_rows)
    violations += _relations(rows)
    order = [table.name for table in TABLES]
    return sorted(violations, key=lambda violation: order.index(violation.table))


def _shape(table: Table, data: pa.Table) -> Iterator[Violation]:
    for field in table.fields:
        if field.name not in data.column_names:
            yield Violation(table.name, f"column {field.name} is missing")
            continue
        found, wanted = data.schema.field(field.name).type, arrow_type(field)
        if found != wanted:
            yield Violation(table.name, f"column {field.name} is {found}, but should be {wanted}")
    for name in data.column_names:
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


def _values(table: Table, rows: list[Row]) -> Iterator[Violation]:
    """What a table's rows show by themselves."""
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
    yield from findings.violations()


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


def _relations(rows: dict[str, list[Row]]) -> Iterator[Violation]:
    """What holds between tables; a table that is missing or misshapen was told already and is left out."""
    keys = {name: {row[fields.table(name).key] for row in table_rows} for name, table_rows in rows.items()}
    documents = {row["document_id"]: row for row in rows.get("documents", ())}
    for name, table_rows in rows.items():
        table = fields.table(name)
        findings = _Findings(table)
        for row in table_rows:
            _reference_faults(findings, table, row, keys)
            document = documents.get(row.get("document_id"))
            if document is not None and table.has("page"):
                _source_faults(findings, row, document, needs_page=table.has("line_start"))
        yield from findings.violations()
    if "documents" in rows:
        yield from _counts(rows)
        if "problems" in rows:
            yield from _statuses(rows["documents"], rows["problems"])


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
    document = row.get("document_id")
    if document is None or table.name == "documents":
        return
    for name in (table.key, "objective_id", "action_id", "subject_id"):
        if table.has(name) and row[name] is not None and row[name].split(":")[0] != document:
            findings.add(f"{name} does not begin with its document_id", row)


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


def _counts(rows: dict[str, list[Row]]) -> Iterator[Violation]:
    findings = _Findings(fields.DOCUMENTS)
    for table, column in (
        ("objectives", "objective_count"),
        ("actions", "action_count"),
        ("problems", "problem_count"),
    ):
        if table not in rows:
            continue
        held = Counter(row["document_id"] for row in rows[table])
        for row in rows["documents"]:
            if row[column] != held[row["document_id"]]:
                findings.add(
                    f"{column} does not agree with {table}", row, f"{row[column]} against {held[row['document_id']]}"
                )
    rules: Iterable[tuple[str, Callable[[Row], bool]]] = (
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
        for row in rows["documents"]:
            if not holds(row):
                findings.add(rule, row)
    yield from findings.violations()


def _statuses(documents: list[Row], problems: list[Row]) -> Iterator[Violation]:
    """`status` says what `problems` holds."""
    findings = _Findings(fields.DOCUMENTS)
    worst: dict[Any, set[str]] = defaultdict(set)
    for row in problems:
        worst[row["document_id"]].add(row["severity"])
    for row in documents:
        held, status = worst[row["document_id"]], row["status"]
        if status == "ok" and held & {"error", "warning"}:
            findings.add("status is ok, but problems holds an error or a warning", row)
        elif status == "partial" and not held & {"error", "warning"}:
            findings.add("status is partial, but problems holds no error and no warning", row)
        elif status == "failed" and "error" not in held:
            findings.add("status is failed, but problems holds no error", row)
    yield from findings.violations()
