"""A dataset on disk: one directory, one Parquet file a table, and `datapackage.json`.

A new dataset is written into a hidden folder inside the output directory. When it is
complete, one rename makes it the valid one, and its files are moved over the old ones. Until
that rename the old dataset is whole; should the machine stop after it, the next `run`, `load`
or `check` finishes the move. Files of a comparison (`comparison`) are brought by it too; those that the new
`datapackage.json` does not describe were made of other tables, and are removed. Other files are left alone.

An object store has no such rename. There the tables are made in a local temporary folder; then the old
`datapackage.json` is removed, the tables are uploaded, and the new `datapackage.json` last. A place without it, or
whose files are not those it describes, is no dataset: what an interrupted upload leaves cannot be taken for one.
"""

from __future__ import annotations

import contextlib
import operator
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from safeplans.pipeline.schema import datapackage
from safeplans.pipeline.schema.comparison_fields import COMPARISON_TABLES
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.datapackage import Inputs
from safeplans.pipeline.schema.field_parts import Table, Type
from safeplans.pipeline.schema.fields import ALL_TABLES, DOCUMENTS, TABLES
from safeplans.pipeline.schema.rows import Rows
from safeplans.pipeline.schema.schemas import arrow_schema
from safeplans.pipeline.store import storage
from safeplans.pipeline.store.comparison_stamp import dataset_hash
from safeplans.pipeline.store.storage import MissingError, StorageError

COMPLETE = ".safeplans-complete"
_INCOMING = ".safeplans-incoming-"
_ROWS_IN_MEMORY = 2_000
"""Rows of one table held before they go to disk as a row group. Rows and text alone say where a group ends, so that the
files do not depend on how many processes read or how often a run was interrupted."""
_TEXT_IN_MEMORY = 4_000_000
"""Characters of one table's text held before they go to disk."""
_DAY = 24 * 60 * 60.0
_TRIES = 20
"""Moves of other processes that one waits for."""


class DatasetError(ValueError):
    """A directory holds no dataset, or one that cannot be opened; the message says what to do."""


def dataset_place(given: str | os.PathLike[str]) -> Path | str:
    """Where a dataset lies or will lie: a directory or a URL. Raises DatasetError for a URL that cannot be used."""
    try:
        return storage.location(given)
    except StorageError as error:
        raise DatasetError(str(error)) from error


class DatasetWriter:
    """Writes the tables row by row; a context manager. Leaving it without an error puts the dataset in place.

    Rows must come in their final order. `written` counts them by table.
    """

    def __init__(self, place: Path | str) -> None:
        """place: a directory, or a URL. Raises DatasetError when it cannot be made or written to."""
        self.place = place
        self.written: Counter[str] = Counter({table.name: 0 for table in TABLES})
        self._inputs: Inputs | None = None
        self._accounts = Accounts()
        if isinstance(place, str):
            try:
                storage.try_writing(place)
            except StorageError as error:
                raise DatasetError(f"Cannot write to {place!r}. {error} Else give another --output.") from error
            self._staging = Path(tempfile.mkdtemp(prefix=_INCOMING.lstrip(".")))
        else:
            self._staging = self._beside(place)
        self._tables = {table.name: _TableWriter(table, self._staging) for table in TABLES}

    @staticmethod
    def _beside(directory: Path) -> Path:
        try:
            directory.mkdir(parents=True, exist_ok=True)
            return open_staging(directory)
        except OSError as error:
            raise DatasetError(
                f"Cannot write to {str(directory)!r} ({error.strerror}). Give another folder with --output."
            ) from error

    def found(self, names: int, ignored: Mapping[str, int]) -> None:
        """Tell what the run found, for the property `inputs`; what became of it is counted from the rows.

        names: of documents; ignored: files of other kinds, by suffix.
        """
        self._inputs = Inputs(found=names, ignored=dict(sorted(ignored.items())))

    def add(self, rows: Rows) -> None:
        """Append rows, by table."""
        self._accounts.add(rows)
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
                with contextlib.nullcontext() if kind is None else contextlib.suppress(Exception):
                    table.close()
            if kind is None:
                inputs = self._inputs and self._accounts.of(self._inputs)
                datapackage.write(self._staging, dict(self.written), inputs)
                if isinstance(self.place, str):
                    _upload(self._staging, self.place)
                else:
                    put_in_place(self._staging, self.place)
        finally:
            shutil.rmtree(self._staging, ignore_errors=True)


class Accounts:
    """What became of input names, counted from rows."""

    def __init__(self) -> None:
        self._documents = 0
        self._duplicates = 0
        self._refused: set[str] = set()

    def add(self, rows: Mapping[str, Iterable[Row]]) -> None:
        """Count rows of `documents` and `problems`."""
        self._documents += sum(1 for _ in rows.get("documents", ()))
        for row in rows.get("problems", ()):
            if row["document_id"] is None:
                if row["severity"] == "error":
                    self._refused.add(row["source"])
            elif row["code"] == "duplicate":
                self._duplicates += 1

    def of(self, inputs: Inputs) -> Inputs:
        """The same found and ignored names with these counts."""
        return replace(inputs, documents=self._documents, duplicates=self._duplicates, refused=len(self._refused))


class _TableWriter:
    """One Parquet file, written in row groups."""

    def __init__(self, table: Table, directory: Path) -> None:
        self._schema = arrow_schema(table)
        self._writer = pq.ParquetWriter(directory / table.file_name, self._schema, compression="zstd")
        texts = [field.name for field in table.fields if field.type is Type.TEXT]
        self._texts = operator.itemgetter(*texts, table.key)  # two at least, so that a tuple comes out
        self._rows: list[Row] = []
        self._characters = 0

    def add(self, rows: list[Row]) -> None:
        for row in rows:
            self._rows.append(row)
            self._characters += sum(map(len, filter(None, self._texts(row))))
            if len(self._rows) >= _ROWS_IN_MEMORY or self._characters >= _TEXT_IN_MEMORY:
                self._flush()

    def _flush(self) -> None:
        self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows = []
        self._characters = 0

    def close(self) -> None:
        if self._rows:
            self._flush()
        self._writer.close()


def _upload(staging: Path, url: str) -> None:
    """Put a dataset in its place in a store, so that it is told from a half-finished one at any moment."""
    try:
        storage.remove(url, datapackage.FILE_NAME)
        for table in COMPARISON_TABLES:
            storage.remove(url, table.file_name)
        for table in TABLES:
            storage.upload(staging / table.file_name, url)
        storage.upload(staging / datapackage.FILE_NAME, url)
    except StorageError as error:
        raise DatasetError(
            f"The tables could not be uploaded to {url!r}. {error} What is there now is no dataset: run again."
        ) from error


@contextlib.contextmanager
def local_copy(place: Path | str, tables: Sequence[Table] = TABLES) -> Iterator[Path]:
    """The directory of a dataset, whole: itself, or a temporary copy of `tables` from a URL.

    Files that are missing at a URL are missing in the copy, and so are those of a comparison that its
    `datapackage.json` does not describe. Raises DatasetError when there is no dataset.
    """
    if isinstance(place, Path):
        if not place.is_dir():
            raise DatasetError(
                f"There is no dataset {str(place)!r}. Make one: safeplans run DOCUMENTS --output {place}"
            )
        settle(place)
        yield place
        return
    with tempfile.TemporaryDirectory(prefix="safeplans-") as folder:
        directory = Path(folder)
        try:
            storage.download(place, datapackage.FILE_NAME, directory / datapackage.FILE_NAME)
            described = datapackage.resources(datapackage.read(directory) or {})
            for table in tables:
                if table in COMPARISON_TABLES and table.name not in described:
                    continue
                with contextlib.suppress(MissingError):
                    storage.download(place, table.file_name, directory / table.file_name)
        except MissingError as error:
            raise DatasetError(
                f"There is no dataset at {place!r}, or its upload was cut short: it has no {datapackage.FILE_NAME}. "
                f"Make it: safeplans run DOCUMENTS --output {place}"
            ) from error
        except StorageError as error:
            raise DatasetError(f"The dataset could not be read. {error}") from error
        yield directory


def foreign_files(directory: Path, tables: Sequence[Table] = ALL_TABLES) -> list[Table]:
    """Those of `tables` whose files are there, but are not those that `datapackage.json` describes, by their hash."""
    described = datapackage.resources(datapackage.read(directory) or {})
    present = [table for table in tables if (directory / table.file_name).is_file()]
    return [
        table
        for table in present
        if described.get(table.name, {}).get("hash") != datapackage.file_hash(directory / table.file_name)
    ]


def open_staging(directory: Path) -> Path:
    """A hidden folder for new files of a dataset's directory. Raises OSError."""
    settle(directory)
    _sweep(directory)
    return Path(tempfile.mkdtemp(prefix=_INCOMING, dir=directory))


def put_in_place(staging: Path, directory: Path) -> None:
    """Put all new files over the old ones, `datapackage.json` among them. Raises OSError.

    A comparison of other tables than are there now is not put there (`settle`).
    """
    _make_readable(staging)
    for last in (False,) * _TRIES + (True,):
        try:
            staging.rename(directory / COMPLETE)
            break
        except OSError:
            if last or not (directory / COMPLETE).is_dir():
                raise
            settle(directory)  # another process was quicker: its files come first
    settle(directory)


def settle(directory: Path) -> None:
    """Finish the move of complete new files that was interrupted; nothing to do in most cases.

    Another process may finish the same move at the same time: whatever it moved already is in its place. While files
    wait here no others can be complete, so that a comparison is held against the tables that it will lie beside.
    """
    complete = directory / COMPLETE
    if not complete.is_dir():
        return
    new, current = datapackage.read(complete), datapackage.read(directory)
    only_compared = new is not None and not (complete / DOCUMENTS.file_name).exists()
    if only_compared and dataset_hash(new) != dataset_hash(current):
        shutil.rmtree(complete, ignore_errors=True)
        return
    # Where the move was interrupted after it, the new descriptor is in its place already.
    described = datapackage.resources(new or current or {})
    for table in COMPARISON_TABLES:
        if table.name not in described:
            (directory / table.file_name).unlink(missing_ok=True)
    with contextlib.suppress(FileNotFoundError):
        for path in sorted(complete.iterdir()):
            with contextlib.suppress(FileNotFoundError):
                path.replace(directory / path.name)
    with contextlib.suppress(OSError):  # gone, or another's files wait there already
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
