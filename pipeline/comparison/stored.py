"""The files of a comparison beside those of its dataset: put there all at once, used while they belong to it."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from safeplans.pipeline.schema import datapackage
from safeplans.pipeline.schema.comparison_fields import COMPARISON_TABLES
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.schemas import arrow_schema
from safeplans.pipeline.store import storage
from safeplans.pipeline.store.comparison_stamp import Stamp, dataset_hash, rules_hash
from safeplans.pipeline.store.dataset import DatasetError, open_staging, put_in_place
from safeplans.pipeline.store.loading import open_table, read_table
from safeplans.pipeline.store.storage import StorageError

Rows = Mapping[str, list[Row]]
"""Rows by table of `COMPARISON_TABLES`."""

REPLACED = "The tables were replaced by another run while they were compared. Compare again."
"""What to tell when the tables are not those that were read any more."""


def store(place: Path | str, rows: Rows, stamp: Stamp) -> None:
    """Put the tables of a comparison beside those of their dataset, and describe them in its `datapackage.json`.

    place: the dataset's directory or URL. The same rows give the same bytes. Raises DatasetError when it cannot be
    written to, or when it does not hold the tables of `stamp` any more.
    """
    if isinstance(place, str):
        try:
            with tempfile.TemporaryDirectory(prefix="safeplans-") as folder:
                _upload(Path(folder), place, rows, stamp)
        except StorageError as error:
            raise DatasetError(f"The comparison could not be uploaded to {place!r}. {error} Compare again.") from error
        return
    try:
        staging = open_staging(place)
        try:
            _write(staging, rows, stamp)
            datapackage.save(staging, _described(place, staging, rows, stamp))
            put_in_place(staging, place)
            _belong(datapackage.read(place), stamp)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise DatasetError(
            f"Cannot write to {str(place)!r} ({error.strerror or error}). Compare a copy of the dataset in a folder "
            "that you may write to."
        ) from error


def stored(directory: Path, as_of: datetime.date | None = None) -> dict[str, list[Row]] | None:
    """The rows of the comparison in a dataset's directory; None unless all of it is there and would come out the same.

    as_of: the day on which overdue must have been judged; None: any. Raises DatasetError for a file that is damaged.
    """
    dataset = dataset_hash(datapackage.read(directory))
    stamps: set[Stamp | None] = set()
    for table in COMPARISON_TABLES:
        if not (directory / table.file_name).is_file():
            return None
        with open_table(directory, table) as file:
            stamps.add(Stamp.of(file.schema_arrow))
    stamp = stamps.pop()
    if stamps or stamp is None or (stamp.dataset, stamp.rules) != (dataset, rules_hash()):
        return None
    if as_of not in (None, stamp.as_of):
        return None
    return {table.name: read_table(directory, table).to_pylist() for table in COMPARISON_TABLES}


def _write(folder: Path, rows: Rows, stamp: Stamp) -> None:
    for table in COMPARISON_TABLES:
        schema = stamp.on(arrow_schema(table))
        data = pa.Table.from_pylist(rows[table.name], schema=schema)
        pq.write_table(data, folder / table.file_name, compression="zstd")


def _described(directory: Path, files: Path, rows: Rows, stamp: Stamp) -> dict[str, Any]:
    """The descriptor in a directory with the comparison in `files`. Raises DatasetError when the tables are others."""
    described = _belong(datapackage.read(directory), stamp)
    written = {name: len(table_rows) for name, table_rows in rows.items()}
    return datapackage.described_beside(described, COMPARISON_TABLES, written, files)


def _belong(described: dict[str, Any] | None, stamp: Stamp) -> dict[str, Any]:
    """The descriptor of the tables of a stamp. Raises DatasetError when it is that of others."""
    if described is None or dataset_hash(described) != stamp.dataset:
        raise DatasetError(REPLACED)
    return described


def _upload(folder: Path, url: str, rows: Rows, stamp: Stamp) -> None:
    """Into a store: a descriptor that tells of no comparison, the files, then one that tells of it.

    The dataset's own tables are whole all the time, and half a comparison is never described. Raises StorageError.
    """
    _write(folder, rows, stamp)
    held = folder / datapackage.FILE_NAME
    storage.download(url, held.name, held)
    described = _described(folder, folder, rows, stamp)
    names = {table.name for table in COMPARISON_TABLES}
    own = [each for each in described["resources"] if each["name"] not in names]
    datapackage.save(folder, {**described, "resources": own})
    storage.upload(held, url)
    for table in COMPARISON_TABLES:
        storage.upload(folder / table.file_name, url)
    datapackage.save(folder, described)
    storage.upload(held, url)
