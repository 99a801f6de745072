"""Which files a run reads, and under which names.

Folders are searched recursively for files of the kinds that are read (`extractors.reading.kinds`), by their suffixes in
any case, and so are ZIP archives (`store.archives`), whose documents are called ``pack.zip/plan.docx``. Files of old
formats are taken along: reading refuses each with what to do about it, and reads those that are not what their name
says. Hidden files and folders (a leading dot) and the lock files of word processors (`~$…`) are left out. Under a URL
(`store.storage`) the same rules hold.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import stat
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from safeplans.extractors.base.facts import Problem
from safeplans.extractors.reading.kinds import KINDS
from safeplans.extractors.reading.old_formats import OLD_SUFFIXES
from safeplans.extractors.reading.pictures import named_refusal
from safeplans.pipeline.schema.source_fields import SOURCES
from safeplans.pipeline.store import archives, storage
from safeplans.pipeline.store.archives import ArchiveError, Member
from safeplans.pipeline.store.collected import is_collection
from safeplans.pipeline.store.storage import RemoteFile, SourceFile, StorageError

__all__ = ["SUFFIXES", "TAKEN", "Discovery", "InputError", "Refused", "SourceFile", "discover", "unreadable"]

SUFFIXES = tuple(suffix for kind in KINDS for suffix in kind.suffixes)
"""Of the files that are read, in small letters."""
TAKEN = frozenset({*SUFFIXES, *OLD_SUFFIXES})
"""Of the files that are taken along: those that are read, and those that are refused with what to do."""
_SEARCHED = (*SUFFIXES, archives.SUFFIX)

_MEBIBYTE = 1024 * 1024
_DOWNLOADS = 8
"""Objects of a store that are hashed at the same time: the network's delay costs more than its width."""

_SAVE_AS = "Save it as PDF (or as plain text) and run again."


class InputError(ValueError):
    """The inputs named by the user cannot be a run; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file or folder that cannot be read, with the reason."""

    source: str
    problem: Problem


@dataclass(slots=True)
class Discovery:
    """What the inputs hold: files and refusals, each sorted by source.

    ignored: files of other kinds in searched folders, by their suffix; hidden ones are not counted.
    collections: searched folders in which `safeplans collect` keeps what it fetched; its table is not counted either.
    """

    files: list[SourceFile] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    collections: list[Path] = field(default_factory=list)

    @property
    def found(self) -> int:
        """Names met that must end in `documents` or `problems`: files, the other names of their bytes, refusals."""
        names = sum(1 + len(file.other_names) for file in self.files)
        return names + sum(refused.problem.severity == "error" for refused in self.refused)


@dataclass(frozen=True, slots=True)
class _Found:
    """A name met on the way.

    place: a local path, or an object of a store. names: what it may be called, from the short name (relative to its
    input) over that with the input's name to the whole path or URL. problem: why it cannot be read. member: of the
    archive that `place` is, else None.
    """

    place: Path | RemoteFile
    names: tuple[str, str, str]
    problem: Problem | None = None
    member: Member | None = None

    @property
    def key(self) -> tuple[Path | str, str]:
        place = self.place.url if isinstance(self.place, RemoteFile) else self.place
        if self.member is None:
            return place, ""
        refused = f" {self.problem.code}" if self.problem is not None else ""  # another one of that name may be read
        return place, self.member.name + refused


def discover(inputs: Sequence[str | os.PathLike[str]], max_bytes: int | None = None) -> Discovery:
    """Find the files under `inputs` (files, folders and URLs), sorted by source.

    The same bytes under several names are one `SourceFile` with `other_names`. Symbolic
    links are followed, each folder once. max_bytes: a larger file is refused without being opened; None for no limit.

    Raises InputError when an input does not exist, a store cannot be asked, or nothing readable is found.
    """
    try:
        places = [storage.location(given) for given in inputs]
    except StorageError as error:
        raise InputError(str(error)) from error
    roots = [Path(os.path.abspath(place)) if isinstance(place, Path) else place for place in places]
    for given, root in zip(inputs, roots, strict=True):
        if isinstance(root, Path) and not os.path.lexists(root):
            raise InputError(_missing(given))
    found: dict[tuple[Path | str, str], _Found] = {}
    ignored: Counter[str] = Counter()
    collections: list[Path] = []
    visited: set[tuple[int, int]] = set()
    for root in roots:
        if isinstance(root, str):
            items = _remote(root, ignored)
        else:
            items = _walk(root, ignored, visited, collections) if os.path.isdir(root) else _single(root)
        for item in items:
            for each in _unpacked(item, ignored, max_bytes):
                found.setdefault(each.key, each)
    if not found:
        listed = ", ".join(repr(os.fspath(given)) for given in inputs)
        kinds = ", ".join(f"{suffix} {count}" for suffix, count in sorted(ignored.items()))
        others = f" What is there is of other kinds ({kinds})." if kinds else ""
        raise InputError(
            f"There is no {', '.join(_SEARCHED)} file under {listed}.{others} Put the documents there and run again."
        )
    result = _discovery(list(found.values()), ignored, max_bytes)
    result.collections = collections
    return result


def _missing(given: str | os.PathLike[str]) -> str:
    advice = "Check the name and run again."
    if not isinstance(given, str) and os.fspath(given).partition(":/")[0] in storage.SCHEMES:
        advice = "If it is a URL, give it as text: a Path takes one of its slashes away."
    return f"There is no file or folder {os.fspath(given)!r}. {advice}"


def _local(path: Path, root: Path, problem: Problem | None) -> _Found:
    """root: the input folder that the path was found under."""
    short = path.relative_to(root).as_posix() if path != root else root.name
    return _Found(path, (short, path.relative_to(root.parent).as_posix(), path.as_posix()), problem)


def _remote(url: str, ignored: Counter[str]) -> Iterator[_Found]:
    """The object at a URL, or everything of interest under it."""
    try:
        files, single = storage.remote_files(url)
    except StorageError as error:
        raise InputError(str(error)) from error
    root = url.rstrip("/").rpartition("/")[2]
    for file in files:
        with_root = "/".join(file.url.split("/")[-2:]) if single else f"{root}/{file.name}"
        names = (file.name, with_root, file.url)
        suffix = Path(file.name).suffix.lower()
        taken = suffix in TAKEN or suffix == archives.SUFFIX
        if single and not taken:
            yield _Found(file, names, _unsupported(suffix))
        elif not single and any(part.startswith((".", "~$")) for part in file.name.split("/")):
            continue
        elif taken:
            yield _Found(file, names)
        else:
            ignored[suffix or "no suffix"] += 1


def _unpacked(item: _Found, ignored: Counter[str], max_bytes: int | None) -> Iterator[_Found]:
    """What lies in an archive; any other file as it is, and an archive that is one document or cannot be opened."""
    name = item.place.key if isinstance(item.place, RemoteFile) else item.place.name
    if item.problem is not None or not name.lower().endswith(archives.SUFFIX):
        yield item
        return
    try:
        if isinstance(item.place, RemoteFile):
            problem = _too_large(item.place.byte_size, max_bytes)
            if problem is not None:
                yield replace(item, problem=problem)
                return
            stream: BinaryIO = storage.remote_archive(item.place)
        else:
            stream = item.place.open("rb")
        with stream:
            if archives.is_document(stream):
                yield item
                return
            count = 0
            for member in archives.members(stream, TAKEN, max_bytes):
                if member.is_of_other_kind:
                    ignored[archives.suffix_of(member.shown) or "no suffix"] += 1
                    continue
                count += 1
                short, longer, whole = (f"{n}/{member.shown}".rstrip("/") for n in item.names)
                yield _Found(item.place, (short, longer, whole), member.problem, member)
    except ArchiveError as error:
        yield replace(item, problem=error.problem)
    except OSError as error:
        yield replace(item, problem=unreadable(error, "file"))
    else:
        if not count:
            message = f"The archive holds no {', '.join(SUFFIXES)} file."
            yield replace(item, problem=Problem("discovery", "warning", "empty", message))


def _single(path: Path) -> Iterator[_Found]:
    """A file that the user named."""
    if path.suffix.lower() in TAKEN or path.suffix.lower() == archives.SUFFIX:
        yield _local(path, path.parent, _obstacle(path))
    else:
        yield _local(path, path.parent, _unsupported(path.suffix.lower()))


def _unsupported(suffix: str) -> Problem:
    kind = f"A {suffix} file" if suffix else "A file without a suffix"
    message = named_refusal(suffix) or f"{kind} cannot be read; only {', '.join(_SEARCHED)} can. {_SAVE_AS}"
    return Problem("discovery", "error", "unsupported", message)


def _walk(
    root: Path, ignored: Counter[str], visited: set[tuple[int, int]], collections: list[Path]
) -> Iterator[_Found]:
    """Everything of interest under a folder, each real folder once (so that links in a circle end)."""
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in visited:
                continue
            visited.add((status.st_dev, status.st_ino))
            names = sorted(os.listdir(folder))
        except OSError as error:
            yield _local(folder, root, unreadable(error, "folder"))
            continue
        if SOURCES.file_name in names and is_collection(folder):
            collections.append(folder)
            names.remove(SOURCES.file_name)
        for name in names:
            if name.startswith((".", "~$")):
                continue
            path = folder / name
            if os.path.isdir(path):
                folders.append(path)
                if path.suffix.lower() == ".pdf":
                    message = (
                        "This is a folder, although its name ends like a document's. The documents in it were read; "
                        "if it should be a document, put the file itself here."
                    )
                    yield _local(path, root, Problem("discovery", "warning", "not_a_file", message))
            elif path.suffix.lower() in TAKEN or path.suffix.lower() == archives.SUFFIX:
                yield _local(path, root, _obstacle(path))
            else:
                ignored[path.suffix.lower() or "no suffix"] += 1


def _obstacle(path: Path) -> Problem | None:
    """Why a file cannot be opened, without waiting for a pipe or a device."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return unreadable(error, "file")
    if not stat.S_ISREG(mode):
        message = "This is no ordinary file (a pipe, socket or device). Put a copy of the document here."
        return Problem("discovery", "error", "not_a_file", message)
    return None


def unreadable(error: OSError, what: str) -> Problem:
    """Why a ``file`` or ``folder`` cannot be opened, and what to do."""
    if isinstance(error, StorageError):
        return Problem("discovery", "error", "unreadable", f"The {what} could not be opened. {error}")
    if isinstance(error, PermissionError):
        advice = f"Give yourself the right to read the {what} and run again."
    elif isinstance(error, FileNotFoundError):
        advice = "It is a link to a file that is gone, or was moved meanwhile: put the file back and run again."
    else:
        advice = f"Copy the {what} to another disk and run again."
    reason = error.strerror or type(error).__name__
    return Problem("discovery", "error", "unreadable", f"The {what} could not be opened ({reason}). {advice}")


def _discovery(found: Sequence[_Found], ignored: Counter[str], max_bytes: int | None) -> Discovery:
    items = sorted(zip(_sources(found), found, strict=True), key=lambda pair: pair[0])
    result = Discovery(ignored=ignored)
    by_hash: dict[str, SourceFile] = {}
    other_names: dict[str, list[str]] = defaultdict(list)
    for (source, item), measured in zip(items, _measured([item for _, item in items], max_bytes), strict=True):
        if isinstance(measured, Problem):
            result.refused.append(Refused(source, measured))
            continue
        if measured[0] in by_hash:
            other_names[measured[0]].append(source)
            continue
        member = item.member.name if item.member is not None else ""
        if isinstance(item.place, RemoteFile):
            by_hash[measured[0]] = SourceFile(
                source, None, *measured, url=item.place.url, key=item.place.key, member=member
            )
        else:
            by_hash[measured[0]] = SourceFile(source, item.place, *measured, member=member)
    result.files = [replace(file, other_names=tuple(other_names[digest])) for digest, file in by_hash.items()]
    return result


def _measured(found: Sequence[_Found], max_bytes: int | None) -> Iterator[tuple[str, int] | Problem]:
    """SHA-256 (hexadecimal) and size in bytes of each file, or why it cannot be read."""
    if not any(isinstance(item.place, RemoteFile) for item in found):
        yield from (_measure(item, max_bytes) for item in found)
        return
    with ThreadPoolExecutor(_DOWNLOADS) as pool:
        yield from pool.map(_measure, found, [max_bytes] * len(found))


def _measure(item: _Found, max_bytes: int | None) -> tuple[str, int] | Problem:
    if item.problem is not None:
        return item.problem
    if item.member is not None:
        return item.member.sha256, item.member.byte_size
    try:
        if isinstance(item.place, RemoteFile):
            byte_size = item.place.byte_size
            return _too_large(byte_size, max_bytes) or (storage.remote_hash(item.place), byte_size)
        with item.place.open("rb") as stream:
            byte_size = os.fstat(stream.fileno()).st_size
            return _too_large(byte_size, max_bytes) or (_hash(stream, byte_size), byte_size)
    except OSError as error:
        return unreadable(error, "file")


def _hash(stream: BinaryIO, byte_size: int) -> str:
    """SHA-256 of so many bytes: a file that grows meanwhile has no end."""
    digest = hashlib.sha256()
    while byte_size > 0 and (data := stream.read(min(byte_size, _MEBIBYTE))):
        digest.update(data)
        byte_size -= len(data)
    return digest.hexdigest()


def _too_large(byte_size: int, max_bytes: int | None) -> Problem | None:
    if max_bytes is None or byte_size <= max_bytes:
        return None
    size, most = (f"{count / _MEBIBYTE:,.1f} MiB" for count in (byte_size, max_bytes))
    message = (
        f"The file has {size}, more than the limit of {most}, and was not opened. Run again with a larger "
        "--max-size, divide the document, or save it anew with smaller pictures."
    )
    return Problem("discovery", "error", "too_large", message)


def _sources(found: Sequence[_Found]) -> list[str]:
    """A name for each, unique: relative to its root; where two meet, with the root's name; else the whole path."""
    choices = [tuple(_printable(name) for name in item.names) for item in found]
    distinct = list(dict.fromkeys(choices))  # two of an archive may have one name, which no longer one tells apart
    short = [choice[0] for choice in distinct]
    for longer in (1, 2):
        count = Counter(short)
        short = [name if count[name] == 1 else choice[longer] for name, choice in zip(short, distinct, strict=True)]
    told = dict(zip(distinct, short, strict=True))
    names = [told[choice] for choice in choices]
    taken = set(names)
    for at, (name, times) in enumerate(zip(names, map(Counter(names).__getitem__, names), strict=True)):
        if times > 1:  # one name with bytes that are no UTF-8, the other with the escapes for them
            number = next(number for number in itertools.count(1) if f"{name} ({number})" not in taken)
            names[at] = f"{name} ({number})"
            taken.add(names[at])
    return names


def _printable(name: str) -> str:
    """A file name as UTF-8 can hold it: bytes that are no UTF-8 written as escapes."""
    try:
        return os.fsencode(name).decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return name.encode("utf-8", "backslashreplace").decode()
