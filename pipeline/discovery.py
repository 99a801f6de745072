"""Which files a run reads, and under which names.

Folders are searched recursively for `.pdf`, `.txt` and `.md` (in any case). Hidden files and
folders (a leading dot) and the lock files of word processors (`~$…`) are left out.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractors.facts import Problem

SUFFIXES = (".pdf", ".txt", ".md")

_SAVE_AS = "Save it as PDF (or as plain text) and run again."


class InputError(ValueError):
    """The inputs named by the user cannot be a run; the message says what to do."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read. source: its name in the dataset; other_names: sources of files with the same bytes."""

    source: str
    path: Path
    sha256: str
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A file or folder that cannot be read, with the reason."""

    source: str
    problem: Problem


@dataclass(slots=True)
class Discovery:
    """What the inputs hold: files and refusals, each sorted by source.

    ignored: files of other kinds in searched folders, by their suffix.
    """

    files: list[SourceFile] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Found:
    """A name met on the way. root: the input folder it was found under; problem: why it cannot be read."""

    path: Path
    root: Path
    problem: Problem | None = None


def discover(inputs: Sequence[str | os.PathLike[str]]) -> Discovery:
    """Find the files under `inputs` (files and folders), sorted by source.

    The same bytes under several names are one `SourceFile` with `other_names`. Symbolic
    links are followed, each folder once.

    Raises InputError when an input does not exist or nothing readable is found.
    """
    roots = [Path(os.path.abspath(given)) for given in inputs]
    for given, root in zip(inputs, roots, strict=True):
        if not os.path.lexists(root):
            raise InputError(f"There is no file or folder {os.fspath(given)!r}. Check the name and run again.")
    found: dict[Path, _Found] = {}
    ignored: Counter[str] = Counter()
    visited: set[tuple[int, int]] = set()
    for root in roots:
        for item in _walk(root, ignored, visited) if os.path.isdir(root) else _single(root):
            found.setdefault(item.path, item)
    if not found:
        listed = ", ".join(repr(os.fspath(given)) for given in inputs)
        raise InputError(
            f"There is no {', '.join(SUFFIXES)} file under {listed}. Put the documents there and run again."
        )
    return _discovery(found.values(), ignored)


def _single(path: Path) -> Iterator[_Found]:
    """A file that the user named."""
    if path.suffix.lower() in SUFFIXES:
        yield _Found(path, path.parent, _obstacle(path))
    else:
        kind = f"A {path.suffix.lower()} file" if path.suffix else "A file without a suffix"
        message = f"{kind} cannot be read; only {', '.join(SUFFIXES)} can. {_SAVE_AS}"
        yield _Found(path, path.parent, Problem("discovery", "error", "unsupported", message))


def _walk(root: Path, ignored: Counter[str], visited: set[tuple[int, int]]) -> Iterator[_Found]:
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
            yield _Found(folder, root, _unreadable(error, "folder"))
            continue
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
                    yield _Found(path, root, Problem("discovery", "warning", "not_a_file", message))
            elif path.suffix.lower() in SUFFIXES:
                yield _Found(path, root, _obstacle(path))
            else:
                ignored[path.suffix.lower() or "no suffix"] += 1


def _obstacle(path: Path) -> Problem | None:
    """Why a file cannot be opened, without waiting for a pipe or a device."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return _unreadable(error, "file")
    if not stat.S_ISREG(mode):
        message = "This is no ordinary file (a pipe, socket or device). Put a copy of the document here."
        return Problem("discovery", "error", "not_a_file", message)
    return None


def _unreadable(error: OSError, what: str) -> Problem:
    if isinstance(error, PermissionError):
        advice = f"Give yourself the right to read the {what} and run again."
    elif isinstance(error, FileNotFoundError):
        advice = "It is a link to a file that is gone, or was moved meanwhile: put the file back and run again."
    else:
        advice = f"Copy the {what} to another disk and run again."
    reason = error.strerror or type(error).__name__
    return Problem("discovery", "error", "unreadable", f"The {what} could not be opened ({reason}). {advice}")


def _discovery(found: Iterable[_Found], ignored: Counter[str]) -> Discovery:
    items = sorted(zip(_sources(found := list(found)), found, strict=True), key=lambda pair: pair[0])
    result = Discovery(ignored=ignored)
    by_hash: dict[str, list[tuple[str, Path]]] = defaultdict(list)
    for source, item in items:
        if item.problem is not None:
            result.refused.append(Refused(source, item.problem))
            continue
        try:
            with item.path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            result.refused.append(Refused(source, _unreadable(error, "file")))
            continue
        by_hash[digest].append((source, item.path))
    for digest, names in by_hash.items():
        source, path = names[0]
        result.files.append(SourceFile(source, path, digest, tuple(name for name, _ in names[1:])))
    return result


def _sources(found: Sequence[_Found]) -> list[str]:
    """A name for each, unique: relative to its root; where two meet, with the root's name; else the whole path."""
    names = [
        _printable(item.path.relative_to(item.root).as_posix() if item.path != item.root else item.root.name)
        for item in found
    ]
    with_root = [_printable(item.path.relative_to(item.root.parent).as_posix()) for item in found]
    whole = [_printable(item.path.as_posix()) for item in found]
    for longer in (with_root, whole):
        count = Counter(names)
        names = [name if count[name] == 1 else other for name, other in zip(names, longer, strict=True)]
    return names


def _printable(name: str) -> str:
    """A file name as UTF-8 can hold it: bytes that are no UTF-8 written as escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
