"""What differs between two datasets, document by document and row by row.

Documents meet by their id, which is of their bytes; those whose bytes changed by their words, else by their source.
Rows of a document meet by their words (`differences.meeting`), owners and dates within the pair of rows that they
belong to.
"""

from __future__ import annotations

import enum
import itertools
import os
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from safeplans.extractors.assembly.locating import lines
from safeplans.pipeline.base.printing import place
from safeplans.pipeline.differences.meeting import Rows, meet
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.field_parts import Table
from safeplans.pipeline.schema.fields import ACTIONS, DATES, DOCUMENTS, GROUPS, MEASURES, OBJECTIVES, OWNERS, TERMS
from safeplans.pipeline.store.dataset import DatasetError, dataset_place, foreign_files, local_copy
from safeplans.pipeline.store.loading import read_table

if TYPE_CHECKING:
    import pandas as pd


class Change(enum.StrEnum):
    """What became of a document or row.

    gone, new: it is in one dataset only. bytes: the document's file is another of the same name. changed: a printed or
    inferred value is another. moved: it hangs under another objective or action. place: it is read in another place.
    confidence, method: how sure a rule is, and which.
    """

    GONE = "gone"
    NEW = "new"
    BYTES = "bytes"
    CHANGED = "changed"
    MOVED = "moved"
    PLACE = "place"
    CONFIDENCE = "confidence"
    METHOD = "method"


QUIET = (Change.PLACE, Change.CONFIDENCE, Change.METHOD)
"""Changes of rows that are the same for a reader; they are only counted."""
_HARMLESS = (Change.CONFIDENCE, Change.METHOD)

_QUIET_COLUMNS = {
    **dict.fromkeys(("page", "line_start", "line_end", "bbox", "locator"), Change.PLACE),
    **dict.fromkeys(("confidence", "confidence_band"), Change.CONFIDENCE),
    "method": Change.METHOD,
}
_NO_VALUES = frozenset(
    (
        # what a row is, and what it hangs under
        *("document_id", "objective_id", "action_id", "subject", "subject_id", "ordinal"),
        # told as changed bytes, or row by row
        *("sha256", "byte_size", "content_id", "same_content_as", "objective_count", "action_count"),
        *("problem_count", "doubt_count", "fault_count"),
        # of how it came here, and of the reading, not of what was read
        *("source_url", "retrieved", "archive"),
        *("block_count", "blocks_placed", "blocks_set_aside", "blocks_left_over", "set_aside"),
    )
)


@dataclass(frozen=True, slots=True)
class _Met:
    """How rows of a table meet.

    words: the column that says which row it is. alike: the columns by which likeness is judged. under: columns that
    point to the rows it hangs under. owned: do rows meet within the row that `subject_id` points to?
    """

    table: Table
    words: str
    alike: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    owned: bool = False

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without which rows cannot be compared."""
        subject = ("subject", "subject_id") if self.owned else ()
        return tuple(dict.fromkeys((self.table.key, "document_id", self.words, *self.alike, *self.under, *subject)))


_ROWS = (
    _Met(OBJECTIVES, "text"),
    _Met(ACTIONS, "text", under=("objective_id",)),
    _Met(MEASURES, "text", under=("objective_id", "action_id")),
    _Met(GROUPS, "name"),
    _Met(TERMS, "term", alike=("term", "expansion")),
    _Met(OWNERS, "name", owned=True),
    _Met(DATES, "text", owned=True),
)
"""Each after those that it hangs under."""
_DOCUMENTS = _Met(DOCUMENTS, "source", alike=("sha256",))  # they meet by their bytes, else by their source

COMPARED = (DOCUMENTS, OBJECTIVES, ACTIONS, OWNERS, DATES, MEASURES, GROUPS, TERMS)
"""The tables that are compared, in the order in which they are told."""
_ORDER = {table.name: at for at, table in enumerate(COMPARED)}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference.

    document_id, source: the document in NEW, or in OLD if it is there only. old_id, new_id: of the row; None where it
    is not. column: the one that differs; of a row that is gone or new the one with its words. old, new: its values; of
    a row that moved the words of what it hung and hangs under. page, locator, words: of the row in NEW, or in OLD if it
    is there only. subject_words: the words of what an owner or date belongs to. gone_with: the id of that, if it is
    gone or new too.
    """

    document_id: str
    source: str
    table: str
    old_id: str | None
    new_id: str | None
    change: Change
    column: str
    old: Any
    new: Any
    page: int | None = None
    locator: str | None = None
    words: str | None = None
    subject_words: str | None = None
    gone_with: str | None = None

    @property
    def row(self) -> tuple[str, str | None, str | None]:
        """Which row it is about."""
        return self.table, self.old_id, self.new_id


COLUMNS = tuple(field.name for field in fields(Difference) if field.name != "gone_with")
"""Of all differences as CSV, JSON or a DataFrame."""


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs between two datasets.

    old, new: where they lie. tables: names of those that are told. counts: by table, of documents and of the rows of
    documents in both: same, changed (or moved), gone, new; and by each other `Change`. rows: all differences, by
    document. lacking: columns (``actions.rag``) that are not compared, for OLD, or NEW, has none such.
    """

    old: Path | str
    new: Path | str
    tables: tuple[str, ...]
    counts: Mapping[str, Counter[str]]
    rows: tuple[Difference, ...]
    lacking: Mapping[str, tuple[str, ...]]

    @property
    def differ(self) -> bool:
        """Does anything differ but confidence and method?"""
        return any(row.change not in _HARMLESS for row in self.rows)

    def only(self, tables: Collection[str]) -> Differences:
        """The differences of these tables; documents that are gone or new stay, for with them all their rows are.

        Raises KeyError for a table that is not compared.
        """
        unknown = [name for name in tables if name not in _ORDER]
        if unknown:
            raise KeyError(f"the table {unknown[0]} is not compared")
        rows = (row for row in self.rows if row.table in tables or row.table == DOCUMENTS.name and _of_one_side(row))
        return replace(self, tables=tuple(name for name in self.tables if name in tables), rows=tuple(rows))

    def frame(self) -> pd.DataFrame:
        """All differences as a DataFrame with the columns `COLUMNS`; values as in the tables."""
        import pandas as pd  # here, since it takes a while

        return pd.DataFrame([[getattr(row, name) for name in COLUMNS] for row in self.rows], columns=list(COLUMNS))


def _of_one_side(row: Difference) -> bool:
    return row.change in (Change.GONE, Change.NEW)


def diff(old: str | os.PathLike[str], new: str | os.PathLike[str]) -> Differences:
    """What differs between two datasets of the same documents.

    old, new: directories, or URLs (`store.storage`). Rows meet by their words, not by their ids.

    Raises DatasetError when there is no dataset, or one that cannot be read.
    """
    places = dataset_place(old), dataset_place(new)
    return _Comparing(*map(_Dataset, places)).differences()


class _Dataset:
    """The rows of a dataset, by table and document."""

    def __init__(self, place: Path | str) -> None:
        self.place = place
        self.columns: dict[str, list[str]] = {}
        self._rows: dict[str, dict[str, list[Row]]] = {}
        with local_copy(place, COMPARED) as directory:
            if isinstance(place, str) and foreign_files(directory, COMPARED):
                raise DatasetError(
                    f"The files at {place!r} do not belong together: an upload is under way, or was cut short, or two "
                    "runs wrote there. Make the dataset anew: safeplans run"
                )
            for met in (_DOCUMENTS, *_ROWS):
                self._read(directory, met)

    def _read(self, directory: Path, met: _Met) -> None:
        try:
            data = read_table(directory, met.table)
        except DatasetError as error:
            raise DatasetError(f"{str(self.place)!r}: {error}") from error
        lacking = [name for name in met.needed if name not in data.column_names]
        if lacking:
            raise DatasetError(
                f"{str(self.place)!r}: the table {met.table.name} has no column {lacking[0]}: it was written by "
                "another version. Make the dataset anew: safeplans run"
            )
        self.columns[met.table.name] = data.column_names
        by_document: dict[str, list[Row]] = defaultdict(list)
        for row in _exact(data):
            by_document[row["document_id"]].append(row)
        self._rows[met.table.name] = by_document

    def documents(self) -> list[Row]:
        return [row for rows in self._rows[DOCUMENTS.name].values() for row in rows]

    def rows(self, met: _Met, document_id: str) -> list[Row]:
        return self._rows[met.table.name].get(document_id, [])


def _exact(data: pa.Table) -> list[Row]:
    """Rows of a table, numbers of 32 bits without the digits that they have from 64."""
    rows: list[Row] = data.to_pylist()
    for field in data.schema:
        if pa.types.is_float32(field.type):
            for row in rows:
                row[field.name] = None if row[field.name] is None else round(row[field.name], 6)
        elif pa.types.is_list(field.type) and pa.types.is_float32(field.type.value_type):
            for row in rows:
                row[field.name] = None if row[field.name] is None else [round(value, 3) for value in row[field.name]]
    return rows


class _Comparing:
    """Two datasets, and what was found so far."""

    def __init__(self, old: _Dataset, new: _Dataset) -> None:
        self._old, self._new = old, new
        self._counts: dict[str, Counter[str]] = {table.name: Counter() for table in COMPARED}
        self._columns = {
            name: [column for column in columns if column in old.columns[name]] for name, columns in new.columns.items()
        }

    def differences(self) -> Differences:
        pairs = sorted(self._pairs(), key=lambda pair: (pair[1] or pair[0] or {})["source"])
        rows = itertools.chain.from_iterable(itertools.starmap(self._document, pairs))
        return Differences(
            self._old.place, self._new.place, tuple(_ORDER), self._counts, tuple(rows),
            {"OLD": self._lacking(self._new, self._old), "NEW": self._lacking(self._old, self._new)},
        )  # fmt: skip

    @staticmethod
    def _lacking(one: _Dataset, other: _Dataset) -> tuple[str, ...]:
        """Columns of one that the other lacks."""
        return tuple(
            f"{table.name}.{column}"
            for table in COMPARED
            for column in one.columns[table.name]
            if column not in other.columns[table.name]
        )

    def _pairs(self) -> Iterator[tuple[Row | None, Row | None]]:
        """The documents of both, each with the one that it is in the other."""
        there = {row["document_id"]: row for row in self._new.documents()}
        left = []
        for row in self._old.documents():
            same = there.pop(row["document_id"], None)
            if same is None:
                left.append(row)
            else:
                yield row, same
        for column in ("content_id", "source"):
            by_value: dict[str, list[Row]] = defaultdict(list)
            for row in there.values():
                if row.get(column) is not None:
                    by_value[row[column]].append(row)
            still = []
            for row in left:
                alike = by_value.get(row.get(column) or "", [])
                if alike:
                    yield row, there.pop(alike.pop(0)["document_id"])
                else:
                    still.append(row)
            left = still
        yield from ((row, None) for row in left)
        yield from ((None, row) for row in there.values())

    def _document(self, old: Row | None, new: Row | None) -> Iterator[Difference]:
        """All differences of one document. One that is in one dataset only is told once, without its rows."""
        found = _Document(old, new, self._columns, self._counts)
        if old is None or new is None:
            yield from found.one_side(_DOCUMENTS, old, new)
            return
        rows = found.document()
        for met in _ROWS:
            of_both = self._old.rows(met, old["document_id"]), self._new.rows(met, new["document_id"])
            rows += found.subjects(met, *of_both) if met.owned else found.table(met, *of_both)
        yield from sorted(rows, key=lambda row: _ORDER[row.table])


class _Document:
    """One document of both datasets; which rows met is kept for those that hang under them."""

    def __init__(
        self,
        old: Row | None,
        new: Row | None,
        columns: Mapping[str, list[str]],
        counts: Mapping[str, Counter[str]],
    ) -> None:
        self._old, self._new = old, new
        self._about = new or old or {}
        self._columns, self._counts = columns, counts
        self._met: dict[str, str] = {}
        self._met_in_new: set[str] = set()
        self._words: tuple[dict[str, str], dict[str, str]] = ({}, {})

    def document(self) -> list[Difference]:
        """What differs in the row of `documents`."""
        assert self._old is not None and self._new is not None
        self._keep(_DOCUMENTS, self._old, self._new)
        changed = []
        if self._old["sha256"] != self._new["sha256"]:
            changed.append((Change.BYTES, "sha256", self._old["sha256"], self._new["sha256"]))
        changed += self._values(_DOCUMENTS, self._old, self._new)
        return list(self._told(_DOCUMENTS, self._old, self._new, changed))

    def table(self, met: _Met, old: Sequence[Row], new: Sequence[Row]) -> list[Difference]:
        """What differs in the rows of a table."""
        above = [self._above_old(met, row) for row in old], [_above(met, row) for row in new]
        pairs = meet(*(self._rows(met, rows, under) for rows, under in zip((old, new), above, strict=True)))
        found = [row for at, each in enumerate(old) if at not in pairs for row in self.one_side(met, each, None)]
        back = {to: at for at, to in pairs.items()}
        for to, row in enumerate(new):
            if to not in back:
                found += self.one_side(met, None, row)
                continue
            before = old[back[to]]
            self._keep(met, before, row)
            moved = [
                (Change.MOVED, column, self._words[0].get(before[column]), self._words[1].get(row[column]))
                for column, one, other in zip(met.under, above[0][back[to]], above[1][to], strict=True)
                if one != other
            ]
            found += self._told(met, before, row, [*moved, *self._values(met, before, row)])
        for words, rows in zip(self._words, (old, new), strict=True):
            words.update((row[met.table.key], row[met.words]) for row in rows)
        return found

    def subjects(self, met: _Met, old: Sequence[Row], new: Sequence[Row]) -> list[Difference]:
        """What differs in the rows of a table that belong to others, subject by subject."""
        before, after = _by_subject(old), _by_subject(new)
        found = []
        for (kind, subject), rows in before.items():
            found += self.table(met, rows, after.pop((kind, self._met.get(subject, "")), []))
        for rows in after.values():
            found += self.table(met, [], rows)
        return found

    def one_side(self, met: _Met, old: Row | None, new: Row | None) -> Iterator[Difference]:
        """A row that is in one of the two only."""
        change, row = (Change.GONE, old) if old is not None else (Change.NEW, new)
        assert row is not None
        self._counts[met.table.name][change] += 1
        values = (row[met.words], None) if old is not None else (None, row[met.words])
        yield self._difference(met, old, new, (change, met.words, *values))

    def _keep(self, met: _Met, old: Row, new: Row) -> None:
        self._met[old[met.table.key]] = new[met.table.key]
        self._met_in_new.add(new[met.table.key])

    def _rows(self, met: _Met, rows: Sequence[Row], above: Sequence[tuple[str | None, ...]]) -> Rows:
        columns = [column for column in self._columns[met.table.name] if _is_value(met, column)]
        words = [row[met.words] or "" for row in rows]
        alike = [": ".join(filter(None, (row[column] for column in met.alike))) for row in rows] if met.alike else words
        return Rows(words, alike, above, [[row[column] for column in columns] for row in rows])

    def _above_old(self, met: _Met, row: Row) -> tuple[str | None, ...]:
        """What an old row hangs under, as it is called in NEW; what is not there keeps its name."""
        return tuple(under and self._met.get(under, f"old {under}") for under in _above(met, row))

    def _values(self, met: _Met, old: Row, new: Row) -> list[tuple[Change, str, Any, Any]]:
        return [
            (_QUIET_COLUMNS.get(column, Change.CHANGED), column, old[column], new[column])
            for column in self._columns[met.table.name]
            if old[column] != new[column] and (column in _QUIET_COLUMNS or _is_value(met, column))
        ]

    def _told(
        self, met: _Met, old: Row, new: Row, changed: Sequence[tuple[Change, str, Any, Any]]
    ) -> Iterator[Difference]:
        """The differences of a row that is in both, counted."""
        counts, kinds = self._counts[met.table.name], {change for change, *_ in changed}
        counts["same" if kinds.issubset(QUIET) else "changed"] += 1
        counts.update(kinds - {Change.CHANGED})
        return (self._difference(met, old, new, each) for each in changed)

    def _difference(
        self, met: _Met, old: Row | None, new: Row | None, change: tuple[Change, str, Any, Any]
    ) -> Difference:
        key, row = met.table.key, new or old or {}
        return Difference(
            self._about["document_id"],
            self._about["source"],
            met.table.name,
            old[key] if old is not None else None,
            new[key] if new is not None else None,
            *change,
            page=row.get("page"),
            locator=_place(row),
            words=row[met.words],
            subject_words=self._words[new is not None].get(row["subject_id"]) if met.owned else None,
            gone_with=self._gone_with(met, old, new),
        )

    def _gone_with(self, met: _Met, old: Row | None, new: Row | None) -> str | None:
        """The row that an owner or date is gone or new with."""
        if not met.owned or (old is not None and new is not None):
            return None
        subject: str = (new or old or {})["subject_id"]
        return None if subject in (self._met_in_new if old is None else self._met) else subject


def _place(row: Row) -> str | None:
    """Where a row stands, in few words; a dataset of an older version has no locators, but pages and lines."""
    start, end = row.get("line_start"), row.get("line_end")
    if start is None or end is None:
        return None
    found = row.get("locator") or (f"p. {row['page']}" if row["page"] is not None else lines(start, end))
    return place(found, start, end)


def _above(met: _Met, row: Row) -> tuple[str | None, ...]:
    return tuple(row[column] for column in met.under)


def _is_value(met: _Met, column: str) -> bool:
    """Is it a printed or inferred value?"""
    return column not in _NO_VALUES and column not in _QUIET_COLUMNS and column != met.table.key


def _by_subject(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        found[row["subject"], row["subject_id"]].append(row)
    return found
