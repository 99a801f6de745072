"""Results kept between runs: documents as read, and the facts taken from them.

An entry is found by the hash of the file's bytes, the settings and the version of the stage that made it, so none can
be out of date. Entries are written beside their place and moved there, so a run that is killed leaves whole ones only.
They hold MessagePack, not pickles (see `store.packing`).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
import time
import zlib
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TypeVar

import platformdirs

from safeplans.extractors.base.document import Document
from safeplans.extractors.base.facts import Facts
from safeplans.extractors.base.settings import Settings
from safeplans.pipeline.store.packing import PackingError, pack, unpack
from safeplans.pipeline.store.stages import Stages

_LARGEST = 1024 * 1024 * 1024
"""Bytes of an entry unpacked; what has more is none of ours."""
_FORMAT = b"safeplans-1\n"
_KINDS = ("documents", "facts")
_PREFIX = ".safeplans-"
_FOLDER = re.compile("[0-9a-f]{2}")
_ENTRY = re.compile("[0-9a-f]{62}|" + re.escape(_PREFIX) + ".*", re.DOTALL)
"""Names of entries, and of those that a killed process left unfinished."""
_Result = TypeVar("_Result", Document, Facts)


def default_cache() -> Path:
    """The folder of the environment variable SAFEPLANS_CACHE, else the system's place for caches of this user."""
    return Path(os.environ.get("SAFEPLANS_CACHE") or platformdirs.user_cache_dir("safeplans", appauthor=False))


@dataclass(frozen=True, slots=True)
class CacheSize:
    """documents, facts: entries; byte_size of both in bytes."""

    documents: int
    facts: int
    byte_size: int


@dataclass(frozen=True, slots=True)
class Cache:
    """Results of some stages in a folder. Whatever goes wrong on the disk, a result is only made anew.

    directory: None keeps nothing.
    """

    directory: Path | None
    stages: Stages

    def document(self, sha256: str, settings: Settings) -> Document | None:
        """The document as read before; None when it is not kept."""
        return self._load("documents", self._reading_key(sha256, settings), Document)

    def facts(self, sha256: str, settings: Settings) -> Facts | None:
        """The facts as taken before; None when they are not kept."""
        return self._load("facts", self._facts_key(sha256, settings), Facts)

    def keep_document(self, sha256: str, settings: Settings, document: Document) -> str | None:
        """Keep it. Returns why that failed, in words for people; None when it did not."""
        return self._store("documents", self._reading_key(sha256, settings), document)

    def keep_facts(self, sha256: str, settings: Settings, facts: Facts) -> str | None:
        """Keep them. Returns why that failed, in words for people; None when it did not."""
        return self._store("facts", self._facts_key(sha256, settings), facts)

    def _reading_key(self, sha256: str, settings: Settings) -> str | None:
        return _key(self.stages.reading_version, sha256, settings)

    def _facts_key(self, sha256: str, settings: Settings) -> str | None:
        return _key(self.stages.extraction_version, sha256, settings)

    def _path(self, kind: str, key: str) -> Path:
        assert self.directory is not None
        return self.directory / kind / key[:2] / key[2:]

    def _load(self, kind: str, key: str | None, type_: type[_Result]) -> _Result | None:
        if self.directory is None or key is None:
            return None
        path = self._path(kind, key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        head, digest, payload = data[: len(_FORMAT)], data[len(_FORMAT) :][:32], data[len(_FORMAT) + 32 :]
        if head != _FORMAT or hashlib.sha256(payload).digest() != digest:
            return None  # cut off by a full disk, or by an older version
        try:
            return unpack(zlib.decompressobj().decompress(payload, _LARGEST), type_)
        except (zlib.error, PackingError):
            return None

    def _store(self, kind: str, key: str | None, result: Document | Facts) -> str | None:
        if self.directory is None or key is None:
            return None
        path = self._path(kind, key)
        try:
            payload = zlib.compress(pack(result), 1)
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=_PREFIX, dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(_FORMAT + hashlib.sha256(payload).digest() + payload)
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            return f"Results could not be kept in {self.directory} ({error.strerror or error})"
        return None


def _key(version: str, sha256: str, settings: Settings) -> str | None:
    if not version:
        return None
    return hashlib.sha256(repr((version, sha256, astuple(settings))).encode("utf-8", "backslashreplace")).hexdigest()


def cache_size(directory: Path) -> CacheSize:
    """How many results a cache holds and how much room they take. An absent folder is an empty cache."""
    count = {"documents": 0, "facts": 0}
    byte_size = 0
    for kind, path in _entries(directory):
        with contextlib.suppress(OSError):
            byte_size += path.stat().st_size
            count[kind] += 1
    return CacheSize(count["documents"], count["facts"], byte_size)


def clear_cache(directory: Path, older_than: float = 0.0) -> CacheSize:
    """Remove the results of a cache that are older than so many seconds; what was removed. Other files stay.

    The folder is one that a user named: whatever in it is not known by its name as an entry is somebody's own.
    """
    count = {"documents": 0, "facts": 0}
    byte_size = 0
    for kind, path in _entries(directory):
        with contextlib.suppress(OSError):
            status = path.stat()
            if older_than <= 0 or time.time() - status.st_mtime > older_than:
                path.unlink()
                count[kind] += 1
                byte_size += status.st_size
    for kind in _KINDS:
        for folder in [*_folders(directory / kind), directory / kind]:
            with contextlib.suppress(OSError):  # there is something in it
                folder.rmdir()
    return CacheSize(count["documents"], count["facts"], byte_size)


def _entries(directory: Path) -> Iterator[tuple[str, Path]]:
    for kind in _KINDS:
        for folder in _folders(directory / kind):
            with contextlib.suppress(OSError):
                yield from ((kind, path) for path in folder.iterdir() if _ENTRY.fullmatch(path.name))


def _folders(place: Path) -> list[Path]:
    try:
        return [path for path in place.iterdir() if _FOLDER.fullmatch(path.name) and not path.is_symlink()]
    except OSError:
        return []
