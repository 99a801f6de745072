"""Facts of one document to rows of the tables."""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from safeplans.extractors.about.register import Partnership
from safeplans.extractors.assembly.locating import located, locator
from safeplans.extractors.base.facts import Facts, Problem
from safeplans.extractors.base.facts import Source as Provenance
from safeplans.extractors.choice.confidence import band
from safeplans.extractors.lexicon.codes import about, codes
from safeplans.extractors.ownership.owners import owner_function
from safeplans.pipeline.schema import contract, fields
from safeplans.pipeline.schema.contract import ContractError, Row
from safeplans.pipeline.schema.field_parts import CORRECTED

_SURROGATE = re.compile("[\ud800-\udfff]")

Rows = dict[str, list[Row]]
"""Rows by table name."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file was fetched: its address, when (UTC), and where the answer is kept as it came."""

    url: str
    retrieved: datetime.datetime | None
    archive: str | None


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """What is known of a file from its name and bytes. byte_size in bytes. origin: None for a local file."""

    source: str
    sha256: str
    byte_size: int
    origin: Origin | None = None

    @property
    def document_id(self) -> str:
        return self.sha256[:16]

    @staticmethod
    def of(source: str, data: bytes) -> FileIdentity:
        return FileIdentity(source, hashlib.sha256(data).hexdigest(), len(data))


def document_rows(facts: Facts, file: FileIdentity, other_names: Iterable[str] = ()) -> Rows:
    """All rows of one document, ids made whole, in the order of the facts.

    other_names: sources of files with the same bytes; each is a row of `problems` that says so.

    Raises ContractError (naming document, column and value) when a fact does not keep the
    contract: a value outside a closed list, a key twice, a reference to a row that is not there.
    """
    made = _RowMaker(facts, file)
    rows: Rows = {
        "objectives": made.objectives(),
        "actions": made.actions(),
        "owners": made.owners(),
        "dates": made.dates(),
        "measures": made.measures(),
        "groups": made.groups(),
        "terms": made.terms(),
        "problems": made.problems(other_names),
    }
    rows["documents"] = [made.document(rows)]
    for name, table_rows in rows.items():
        table = fields.table(name)
        seen: set[str] = set()
        for row in table_rows:
            if CORRECTED in table.fields:
                row[CORRECTED.name] = []
            contract.keep(table, row, file.source)
            if row[table.key] in seen:
                raise ContractError(f"{file.source}: {name} has the key {row[table.key]} twice")
            seen.add(row[table.key])
    return rows


def problem_row(source: str, document_id: str | None, key: str, problem: Problem, facts: Facts | None = None) -> Row:
    """One row of `problems`, also for a file that has no document. facts: of the document, which say how its places
    are told.

    Raises ContractError like `document_rows`.
    """
    owner = document_id or hashlib.sha256(source.encode()).hexdigest()[:16]
    known = codes().get(problem.code)  # one that is not known does not get past the contract
    row: Row = {
        "problem_id": f"{owner}:{key}",
        "document_id": document_id,
        "source": source,
        "stage": problem.stage,
        "severity": problem.severity,
        "code": problem.code,
        "retry": known.retry if known else None,
        "message": clean(problem.message),
        **_problem_place(problem, facts),
    }
    contract.keep(fields.PROBLEMS, row, source)
    return row


def _problem_place(problem: Problem, facts: Facts | None) -> Row:
    place, page = problem.place, problem.page if problem.place is None else problem.place.page
    return {
        "page": page,
        "line_start": place.line_start if place else None,
        "line_end": place.line_end if place else None,
        "bbox": None if place is None or place.bbox is None else [float(value) for value in place.bbox],
        "quote": _clean(problem.quote),
        "locator": _clean(
            locator(
                place,
                page=page,
                spots=facts.spots if facts else (),
                media_type=facts.media_type if facts else "",
                quote=problem.quote or "",
            )
        ),
    }


def problem_counts(problems: Sequence[Row]) -> Row:
    """What a row of `documents` says of its problems."""
    told = Counter(about(row["code"], row["severity"]) for row in problems)
    return {"problem_count": len(problems), "doubt_count": told["doubt"], "fault_count": told["fault"]}


def partnership_rows(register: Iterable[Partnership]) -> list[Row]:
    """The register as rows, sorted by id. Raises ContractError like `document_rows`."""
    rows: list[Row] = []
    for entry in sorted(register, key=lambda p: p.partnership_id):
        row: Row = {
            "partnership_id": entry.partnership_id,
            "name": entry.name,
            "aliases": list(entry.aliases),
            "kind": entry.kind,
            "country": entry.country,
            "region": entry.region or None,
            "authorities": [{"code": code, "name": name} for code, name in entry.authorities],
        }
        contract.keep(fields.PARTNERSHIPS, row, "register of partnerships")
        rows.append(row)
    return rows


def clean(text: str) -> str:
    """Text as the tables hold it: Unicode NFC, what UTF-8 cannot hold (lone surrogates) replaced by U+FFFD."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", text))


def _clean(text: str | None) -> str | None:
    return None if text is None else clean(text)


class _RowMaker:
    """Turns the facts of one document into rows; knows the document's id and keys."""

    def __init__(self, facts: Facts, file: FileIdentity) -> None:
        self.facts = facts
        self.file = file
        self._keys = {
            "action": {fact.key for fact in facts.actions},
            "objective": {fact.key for fact in facts.objectives},
            "measure": {fact.key for fact in facts.measures},
            "group": {fact.key for fact in facts.groups},
        }

    def _id(self, key: str) -> str:
        return f"{self.file.document_id}:{key}"

    def _reference(self, table: str, subject: str, key: str | None) -> str | None:
        if key is None:
            return None
        if key not in self._keys.get(subject, ()):
            raise ContractError(f"{self.file.source}: a row of {table} points to {subject} {key!r}, which is not there")
        return self._id(key)

    def _place(self, source: Provenance) -> Row:
        place, facts = source.place, self.facts
        return {
            "page": place.page,
            "line_start": place.line_start,
            "line_end": place.line_end,
            "bbox": None if place.bbox is None else [float(value) for value in place.bbox],
            "locator": clean(located(place, spots=facts.spots, media_type=facts.media_type, quote=clean(source.quote))),
            "quote": clean(source.quote),
            "method": source.method,
            "confidence": source.confidence,
        }

    def _banded_place(self, source: Provenance) -> Row:
        return {"confidence_band": band(source.confidence), **self._place(source)}

    def objectives(self) -> list[Row]:
        return [
            {
                "objective_id": self._id(fact.key),
                "document_id": self.file.document_id,
                "ordinal": ordinal,
                "kind": fact.kind,
                "number": _clean(fact.number),
                "title": _clean(fact.title),
                "text": clean(fact.text),
                "period_start": fact.period_start,
                "period_end": fact.period_end,
                "standing": fact.standing,
                "themes": list(fact.themes),
                **self._banded_place(fact.source),
            }
            for ordinal, fact in enumerate(self.facts.objectives, 1)
        ]

    def actions(self) -> list[Row]:
        return [
            {
                "action_id": self._id(fact.key),
                "document_id": self.file.document_id,
                "objective_id": self._reference("actions", "objective", fact.objective),
                "ordinal": ordinal,
                "number": _clean(fact.number),
                "title": _clean(fact.title),
                "text": clean(fact.text),
                "owner_text": _clean(fact.owner_text),
                "timescale_text": _clean(fact.timescale_text),
                "progress_text": _clean(fact.progress_text),
                "rag": fact.rag,
                "standing": fact.standing,
                "themes": list(fact.themes),
                **self._banded_place(fact.source),
            }
            for ordinal, fact in enumerate(self.facts.actions, 1)
        ]

    def owners(self) -> list[Row]:
        count: dict[tuple[str, str], int] = defaultdict(int)
        rows: list[Row] = []
        for fact in self.facts.owners:
            count[fact.subject, fact.subject_key] += 1
            rows.append(
                {
                    "owner_id": self._id(fact.key),
                    "document_id": self.file.document_id,
                    "subject": fact.subject,
                    "subject_id": self._reference("owners", fact.subject, fact.subject_key),
                    "ordinal": count[fact.subject, fact.subject_key],
                    "name": clean(fact.name),
                    "canonical": _clean(fact.canonical),
                    "kind": fact.kind,
                    "sector": fact.sector,
                    "canonical_function": owner_function(fact.name, fact.canonical or fact.name, fact.kind),
                    "relation": fact.relation,
                    **self._banded_place(fact.source),
                }
            )
        return rows

    def dates(self) -> list[Row]:
        count: dict[tuple[str, str | None], int] = defaultdict(int)
        rows: list[Row] = []
        for fact in self.facts.dates:
            count[fact.subject, fact.subject_key] += 1
            of_document = fact.subject == "document"
            rows.append(
                {
                    "date_id": self._id(fact.key),
                    "document_id": self.file.document_id,
                    "subject": fact.subject,
                    "subject_id": self.file.document_id
                    if of_document
                    else self._reference("dates", fact.subject, fact.subject_key),
                    "ordinal": count[fact.subject, fact.subject_key],
                    "text": clean(fact.text),
                    "kind": fact.kind,
                    "start": fact.start,
                    "end": fact.end,
                    "month": fact.month,
                    "precision": fact.precision,
                    "recurrence": fact.recurrence,
                    "inferred_start": fact.inferred_start,
                    "inferred_end": fact.inferred_end,
                    "inferred_from": fact.inferred_from,
                    "inferred_confidence": fact.inferred_confidence,
                    **self._banded_place(fact.source),
                }
            )
        return rows

    def measures(self) -> list[Row]:
        return [
            {
                "measure_id": self._id(fact.key),
                "document_id": self.file.document_id,
                "objective_id": self._reference("measures", "objective", fact.objective),
                "action_id": self._reference("measures", "action", fact.action),
                "ordinal": ordinal,
                "kind": fact.kind,
                "text": clean(fact.text),
                "value": fact.value,
                "unit": _clean(fact.unit),
                "change": fact.change,
                "period_start": fact.period_start,
                "period_end": fact.period_end,
                **self._banded_place(fact.source),
            }
            for ordinal, fact in enumerate(self.facts.measures, 1)
        ]

    def groups(self) -> list[Row]:
        return [
            {
                "group_id": self._id(fact.key),
                "document_id": self.file.document_id,
                "name": clean(fact.name),
                "abbreviation": _clean(fact.abbreviation),
                "chair": _clean(fact.chair),
                "focus": _clean(fact.focus),
                "meets_text": _clean(fact.meets_text),
                "recurrence": fact.recurrence,
                **self._place(fact.source),
            }
            for fact in self.facts.groups
        ]

    def terms(self) -> list[Row]:
        return [
            {
                "term_id": self._id(f"t{number}"),
                "document_id": self.file.document_id,
                "term": clean(fact.term),
                "expansion": clean(fact.expansion),
                "defined_in": fact.defined_in,
                **self._place(fact.source),
            }
            for number, fact in enumerate(self.facts.terms, 1)
        ]

    def problems(self, other_names: Iterable[str]) -> list[Row]:
        document_id, source = self.file.document_id, self.file.source
        rows = [
            problem_row(source, document_id, f"p{number}", problem, self.facts)
            for number, problem in enumerate(self.facts.problems, 1)
        ]
        message = f"The file has the same content as {source} and was read once, under that name. Delete one of them."
        for number, name in enumerate(other_names, 1):
            duplicate = Problem("discovery", "info", "duplicate", message)
            rows.append(problem_row(name, document_id, f"n{number}", duplicate))
        return rows

    def document(self, rows: Rows) -> dict[str, Any]:
        facts, said, blocks = self.facts, self.facts.metadata, self.facts.accounting
        failed = facts.status == "failed"
        set_aside = sorted(blocks.set_aside.items())
        return {
            "document_id": self.file.document_id,
            "source": self.file.source,
            "sha256": self.file.sha256,
            "content_id": facts.content_id,
            "same_content_as": None,
            "media_type": facts.media_type or None,
            "byte_size": self.file.byte_size,
            "page_count": facts.page_count,
            "title": _clean(said.title),
            "document_type": None if failed else said.document_type,
            "partnership_id": said.partnership_id,
            "partnership_name": _clean(said.partnership_name),
            "partnership_evidence": _clean(said.partnership_evidence),
            "period_start": said.period_start,
            "period_end": said.period_end,
            "published": said.published,
            "version": _clean(said.version),
            "author": _clean(said.author),
            "text_origin": None if failed else facts.text_origin,
            "status": facts.status,
            "objective_count": len(rows["objectives"]),
            "action_count": len(rows["actions"]),
            **problem_counts(rows["problems"]),
            "read_share": facts.read_share,
            "block_count": blocks.placed + sum(blocks.set_aside.values()) + blocks.left_over,
            "blocks_placed": blocks.placed,
            "blocks_set_aside": sum(blocks.set_aside.values()),
            "blocks_left_over": blocks.left_over,
            "set_aside": [{"rule": rule, "blocks": count} for rule, count in set_aside],
            "source_url": self.file.origin and self.file.origin.url,
            "retrieved": self.file.origin and self.file.origin.retrieved,
            "archive": self.file.origin and self.file.origin.archive,
        }
