"""A dataset on disk: one directory, one Parquet file a table, and `datapackage.json`.

A new dataset is written into a hidden folder inside the output directory. When it is
complete, one rename makes it the valid one, and its files are moved over the old ones. Until
that rename the old dataset is whole; should the machine stop after it, the next `run`, `load`
or `check` finishes the move. Other files in the directory are left alone.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import datapackage
from pipeline.contract import Row
from pipeline.fields import TABLES, Table
from pipeline.rows import Rows
from pipeline.schemas import arrow_schema

COMPLETE = ".safeplans-complete"
_INCOMING = ".safeplans-incoming-"
_ROWS_IN_MEMORY = 20_000
"""Rows of one table held before they go to disk as a row group."""
_DAY = 24 * 60 * 60.0


class DatasetError(ValueError):
    """A directory holds no dataset, or one that cannot be opened; the message says what to do."""


class DatasetWriter:
    """Writes the tables row by row; a context manager. Leaving it without an error puts the dataset in place.

    Rows must come in their final order. `written` counts them by table.
    """

    def __init__(self, directory: Path) -> None:
        """Raises DatasetError when the directory cannot be made or written to."""
        self.directory = directory
        self.written: Counter[str] = Counter({table.name: 0 for table in TABLES})
        try:
            directory.mkdir(parents=True, exist_ok=True)
            settle(directory)
            _sweep(directory)
            self._staging = Path(tempfile.mkdtemp(prefix=_INCOMING, dir=directory))
        except OSError as error:
            raise DatasetError(
                f"Cannot write to {str(directory)!r} ({error.strerror}). Give another folder with --output."
            ) from error
        self._tables = {table.name: _TableWriter(table, self._staging) for table in TABLES}

    def add(self, rows: Rows) -> None:
        """Append rows, by table."""
        for name, table_rows in rows.items():
            self._tables[name].add(table_rows)
            self.written[name] += len(table_rows)

    def __enter__(self) -> DatasetWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            for table in self._tables.values():
                table.close()
            if kind is None:
                datapackage.write(self._staging, dict(self.written))
                _make_readable(self._staging)
                self._staging.rename(self.directory / COMPLETE)
                settle(self.directory)
        finally:
            shutil.rmtree(self._staging, ignore_errors=True)


class _TableWriter:
    """One Parquet file, written in row groups."""

    def __init__(self, table: Table, directory: Path) -> None:
        self._schema = arrow_schema(table)
        self._writer = pq.ParquetWriter(directory / table.file_name, self._schema, compression="zstd")
        self._rows: list[Row] = []

    def add(self, rows: list[Row]) -> None:
        self._rows += rows
        if len(self._rows) >= _ROWS_IN_MEMORY:
            self._flush()

    def _flush(self) -> None:
        self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows = []

    def close(self) -> None:
        if self._rows:
            self._flush()
        self._writer.close()


def settle(directory: Path) -> None:
    """Finish the move of a complete dataset that was interrupted; nothing to do in most cases."""
    complete = directory / COMPLETE
    if not complete.is_dir():
        return
    for path in sorted(complete.iterdir()):
        path.replace(directory / path.name)
    complete.rmdir()


def _sweep(directory: Path) -> None:
    """Remove what runs that were killed more than a day ago left behind."""
    for path in directory.glob(f"{_INCOMING}*"):
        if time.time() - path.stat().st_mtime > _DAY:
            shutil.rmtree(path, ignore_errors=True)


def _make_readable(directory: Path) -> None:
    """Temporary folders are private; the dataset's files get the rights that any new file would."""
    mask = os.umask(0)
    os.umask(mask)
    for path in directory.iterdir():
        path.chmod(0o666 & ~mask)
