"""What `safeplans collect` left beside the documents of a run: where each was fetched, and what became of the rest.

A collection is a folder with `sources.parquet` that is no dataset. Its rows are joined to documents by their bytes,
so that a file may be moved or renamed, and copied into the dataset.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from safeplans.extractors.base.facts import Problem
from safeplans.pipeline.schema import contract, datapackage
from safeplans.pipeline.schema.contract import ContractError, Row
from safeplans.pipeline.schema.rows import Origin
from safeplans.pipeline.schema.source_fields import SOURCES
from safeplans.pipeline.store.dataset import DatasetError
from safeplans.pipeline.store.storage import SourceFile


class CollectionError(DatasetError):
    """A table of sources that cannot be read; the message says what to do."""


def is_collection(folder: Path) -> bool:
    """Does a folder hold what `safeplans collect` keeps, and not the tables of a run?"""
    return (folder / SOURCES.file_name).is_file() and not (folder / datapackage.FILE_NAME).exists()


def read_sources(folder: Path) -> list[Row]:
    """The table of a collection. Raises CollectionError."""
    path = folder / SOURCES.file_name
    later = {field.name: None for field in SOURCES.fields if field.nullable}  # columns that an older version lacks
    try:
        rows: list[Row] = [{**later, **row} for row in pq.read_table(path).to_pylist()]
        for row in rows:
            contract.keep(SOURCES, row, str(path))
    except (OSError, pa.ArrowException, ContractError) as error:
        said = str(error).splitlines()[0][:200]
        raise CollectionError(
            f"What was collected cannot be read from {str(path)!r} ({said}). Move the file away, and collect again: "
            "what has not changed is found by its bytes."
        ) from error
    return rows


class Collected:
    """The places of all collections among the inputs of a run."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """folders: those of collections. One that cannot be read is told in `problems`."""
        self.problems: list[tuple[str, Problem]] = []
        self._rows: dict[str, Row] = {}
        self._by_hash: dict[str, list[tuple[Path, Row]]] = defaultdict(list)
        for folder in folders:
            try:
                rows = read_sources(folder)
            except CollectionError as error:
                problem = Problem("discovery", "warning", "collection_unreadable", str(error))
                self.problems.append(((folder / SOURCES.file_name).as_posix(), problem))
                continue
            for row in rows:
                self._add(folder, row)

    def _add(self, folder: Path, row: Row) -> None:
        other = self._rows.get(row["source_id"])  # the same address in two collections: the later look counts
        if other is None or other["looked"] < row["looked"]:
            self._rows[row["source_id"]] = row
        if row["sha256"] and row["kind"] == "document":
            self._by_hash[row["sha256"]].append((folder, row))

    def traced(self, file: SourceFile) -> SourceFile:
        """The file with where it was fetched, if it was.

        Of several addresses with the same bytes that of the very file counts, else the latest version's.
        """
        found = self._by_hash.get(file.sha256)
        if not found:
            return file
        folder, row = min(found, key=lambda each: (not _is_file_of(file, *each), each[1]["superseded_by"] is not None))
        origin = Origin(row["final_url"] or row["url"], row["retrieved"], row["archive"])
        return replace(file, origin=origin)

    def rows(self, documents: Mapping[str, Row]) -> list[Row]:
        """The rows of `sources`, sorted by id, with the documents that came of them.

        documents: rows of `documents` by the SHA-256 of their bytes.
        """
        joined = []
        for _, row in sorted(self._rows.items()):
            document = documents.get(row["sha256"]) if row["kind"] == "document" else None
            held = {} if document is None else document
            joined.append({**row, "document_id": held.get("document_id"), "content_id": held.get("content_id")})
        return joined


def _is_file_of(file: SourceFile, folder: Path, row: Row) -> bool:
    return file.path is not None and row["path"] is not None and os.path.abspath(folder / row["path"]) == str(file.path)
