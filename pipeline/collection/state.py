"""What is known of each place: the table `sources` of a collection, kept whole on disk after every look."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from safeplans.pipeline.collection.archive import FOLDER
from safeplans.pipeline.schema import contract, datapackage
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.schemas import arrow_schema
from safeplans.pipeline.schema.source_fields import SOURCES
from safeplans.pipeline.store.collected import read_sources
from safeplans.pipeline.store.dataset import DatasetError

UNFINISHED_FOR = datetime.timedelta(days=1)
"""How long a stopped collection may be gone on with; after that all places are looked at anew."""


class CollectionBusyError(DatasetError):
    """Another collection into the same folder is under way."""


def source_id(url: str, version: int = 1) -> str:
    """The id of a place, or of a later version of what stands there."""
    digest = hashlib.sha256(url.encode()).hexdigest()[:16]
    return digest if version == 1 else f"{digest}-{version}"


class State:
    """The rows of a collection; `of` gives the latest version of an address."""

    def __init__(self, folder: Path) -> None:
        """Raises CollectionError when what was collected cannot be read."""
        self._folder = folder
        self._rows: dict[str, Row] = {}
        self._versions: dict[str, list[Row]] = {}
        if (folder / SOURCES.file_name).exists():
            for row in read_sources(folder):
                self.put(row)

    def put(self, row: Row) -> None:
        """Add a row, or put it in place of the one with its id. Raises ContractError."""
        contract.keep(SOURCES, row, row["url"])
        old = self._rows.get(row["source_id"])
        self._rows[row["source_id"]] = row
        versions = self._versions.setdefault(row["url"], [])
        if old is None:
            versions.append(row)
            versions.sort(key=_number)
        else:
            versions[versions.index(old)] = row

    def of(self, url: str) -> Row | None:
        """The latest row of an address."""
        versions = self._versions.get(url)
        return versions[-1] if versions else None

    def version(self, url: str) -> int:
        """How many versions of an address there are."""
        return len(self._versions.get(url, ()))

    def rows(self) -> list[Row]:
        """All rows, by id."""
        return [row for _, row in sorted(self._rows.items())]

    def with_bytes(self, sha256: str) -> Row | None:
        """A row whose file has these bytes."""
        return next((row for row in self._rows.values() if row["sha256"] == sha256 and row["path"]), None)

    def save(self) -> None:
        """Write the table, whole or not at all. Raises OSError."""
        new = self._folder / FOLDER / f"{SOURCES.file_name}.new"
        table = pa.Table.from_pylist(self.rows(), schema=arrow_schema(SOURCES))
        with new.open("wb") as file:
            pq.write_table(table, file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._folder / SOURCES.file_name)


def _number(row: Row) -> int:
    return int(row["source_id"].partition("-")[2] or 1)


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """The folder for one collection alone.

    Raises CollectionBusyError when another is under way, DatasetError when the folder cannot be used: it holds the
    tables of a run, or cannot be written to.
    """
    if (folder / datapackage.FILE_NAME).exists():
        raise DatasetError(
            f"{str(folder)!r} holds the tables of a run. Give another folder with --output, such as data/raw."
        )
    lock = folder / FOLDER / "collecting.pid"
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        _take(lock)
    except OSError as error:
        raise DatasetError(
            f"Cannot write to {str(folder)!r} ({error.strerror}). Give another folder with --output."
        ) from error
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _take(lock: Path) -> None:
    while True:
        try:
            with lock.open("x", encoding="ascii") as file:
                file.write(str(os.getpid()))
            return
        except FileExistsError:
            owner = lock.read_text(encoding="ascii", errors="replace").strip()
            if owner.isdigit() and psutil.pid_exists(int(owner)):
                raise CollectionBusyError(
                    f"Another collection (process {owner}) is under way in this folder. Wait for it; if there is none, "
                    f"remove {str(lock)!r}."
                ) from None
            lock.unlink(missing_ok=True)  # of a collection that was killed


class Progress:
    """When the collection under way began, also where it was stopped and is gone on with."""

    def __init__(self, folder: Path, now: datetime.datetime) -> None:
        self._file = folder / FOLDER / "unfinished.json"
        self.began = now
        self.resumed = False
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            held = json.loads(self._file.read_text(encoding="utf-8"))
            began = datetime.datetime.fromisoformat(held["began"])
            if datetime.timedelta() <= now - began < UNFINISHED_FOR:
                self.began, self.resumed = began, True
        if not self.resumed:
            new = self._file.with_suffix(".new")
            new.write_text(json.dumps({"began": now.isoformat()}), encoding="utf-8")
            new.replace(self._file)

    def end(self) -> None:
        """All places have been looked at."""
        self._file.unlink(missing_ok=True)
