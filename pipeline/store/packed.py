"""A file as the user names it: a document, an archive with the documents that a run reads of it, or one of these.

`safeplans run` calls a document in an archive ``pack.zip/north/plan.docx``; under that name it is found here too.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from safeplans.extractors.base.facts import Problem
from safeplans.pipeline.store import archives
from safeplans.pipeline.store.archives import ArchiveError, Member
from safeplans.pipeline.store.discovery import TAKEN, unreadable

__all__ = ["ArchiveError", "Named", "Packed", "documents_in", "listed", "named"]

_LISTED = 12  # names that a message holds


@dataclass(frozen=True, slots=True)
class Packed:
    """A document. name: within its archive, with ``/``. problem: why it cannot be read; then `data` is empty."""

    name: str
    data: bytes = b""
    problem: Problem | None = None

    @property
    def file_name(self) -> str:
        """Without folders."""
        return self.name.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Named:
    """What a path names.

    place: the file on the disk. data: its bytes, where it is a document itself; members: else the documents of the
    archive that it is. others: files of the archive that are of kinds that are not read.
    """

    place: Path
    data: bytes = b""
    members: list[Member] | None = None
    others: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [self.place.name] if self.members is None else [member.shown for member in self.members]

    def documents(self) -> Iterator[Packed]:
        """One after the other. Raises OSError when the archive cannot be opened any more."""
        if self.members is None:
            yield Packed(self.place.name, self.data)
            return
        with self.place.open("rb") as stream:
            yield from (_packed(stream, member) for member in self.members)


def named(path: str | os.PathLike[str], max_bytes: int | None = None) -> Named:
    """What a path names: a document, all of an archive, or one document in an archive (``pack.zip/north/plan.docx``).

    max_bytes: a larger document of an archive is not read; None for no limit.

    Raises OSError for a file that cannot be opened, or that its archive does not hold; ArchiveError for an archive that
    cannot be read.
    """
    path = Path(path)
    archive = next((place for place in (path, *path.parents) if _is_archive(place)), None)
    if archive is None:
        return Named(path, path.read_bytes())
    with archive.open("rb") as stream:
        members, others = _contents(stream, max_bytes)
    if archive == path:
        return Named(path, members=members, others=others)
    name = path.relative_to(archive).as_posix()
    chosen = [member for member in members if member.shown == name]
    if not chosen:
        names = listed([member.shown for member in members])
        raise FileNotFoundError(None, f"{archive.name} holds no document {name!r}; it holds {names}")
    return Named(archive, members=chosen)


def documents_in(archive: bytes | str | os.PathLike[str], max_bytes: int | None = None) -> Iterator[Packed]:
    """The documents of a ZIP archive by name, as `run` reads them; hidden files and other kinds are left out.

    archive: its path, or its bytes. max_bytes: a larger document is not read; None for no limit. One that cannot be
    read (it asks for a password, its name leads out of the archive, it is a bomb) comes with the problem.

    Raises ArchiveError, which says what to do, for an archive that cannot be read; OSError when it cannot be opened.
    """
    with io.BytesIO(archive) if isinstance(archive, bytes) else Path(archive).open("rb") as stream:
        for member in _contents(stream, max_bytes)[0]:
            yield _packed(stream, member)


def listed(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    shown = ", ".join(names[:_LISTED])
    return f"{shown} and {len(names) - _LISTED} more" if len(names) > _LISTED else shown or "none"


def _is_archive(path: Path) -> bool:
    """Whether it is an archive of documents: a file of that suffix that is not one document by its content."""
    if path.suffix.lower() != archives.SUFFIX or not path.is_file():
        return False
    with path.open("rb") as stream:
        return not archives.is_document(stream)


def _contents(stream: BinaryIO, max_bytes: int | None) -> tuple[list[Member], list[str]]:
    """The documents of an archive, and the names of what else is in it."""
    members: list[Member] = []
    others: list[str] = []
    for member in archives.members(stream, TAKEN, max_bytes):
        if member.is_of_other_kind:
            others.append(member.shown)
        else:
            members.append(member)
    return members, others


def _packed(stream: BinaryIO, member: Member) -> Packed:
    if member.problem is not None:
        return Packed(member.shown, problem=member.problem)
    try:
        return Packed(member.shown, archives.member_bytes(stream, member.name, member.byte_size))
    except OSError as error:
        return Packed(member.shown, problem=unreadable(error, "file"))
