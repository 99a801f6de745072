"""ZIP archives among the inputs: their documents are read as if they lay in a folder of the archive's name.

An archive comes from strangers. Its list of members is bounded before it is read, no member's name leads anywhere, none
is unpacked onto the disk, and what is left out is told.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from safeplans.extractors.base.facts import Problem
from safeplans.extractors.reading.archive import MOST_LISTED, MOST_PACKED, SMALL, list_size

SUFFIX = ".zip"
MOST_DOCUMENTS = 1000
"""Documents that are read of one archive; partnerships publish dozens."""
MOST_UNPACKED = 2048
"""Mebibytes of all documents that are read of one archive."""

_MEBIBYTE = 1024 * 1024
_END_SEARCHED = 256 * 1024  # bytes at an archive's end in which its list is described
_UTF_8, _ENCRYPTED = 0x800, 0x1  # flags of a member
_MAC_FOLDER = "__MACOSX"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OverflowError, RuntimeError)
_UNPACK = "Unpack it and run again on the folder."


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive. name: as the archive writes it; shown: as people read it, ``/`` between folders.

    sha256, byte_size: of a document's content. problem: why it cannot be read; a file of another kind has neither.
    """

    name: str
    shown: str
    sha256: str = ""
    byte_size: int = 0
    problem: Problem | None = None

    @property
    def is_of_other_kind(self) -> bool:
        """Whether it is no document of a kind that is taken along."""
        return self.problem is None and not self.sha256


class ArchiveError(Exception):
    """An archive of which nothing can be read; `problem` says why and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem("discovery", "error", code, message)


def is_document(stream: BinaryIO) -> bool:
    """Whether it is one document after all (a Word file, a workbook …), whatever its name says. Raises OSError."""
    try:
        with _opened(stream) as archive:
            names = {info.filename for info in archive.infolist()}
    except ArchiveError:
        return False
    return "[Content_Types].xml" in names or "mimetype" in names


def members(stream: BinaryIO, suffixes: Collection[str], max_bytes: int | None) -> Iterator[Member]:
    """The files of an archive by name; hidden ones and folders are left out. Documents end in one of `suffixes`.

    max_bytes: a larger document is refused unread; None for no limit.

    Raises ArchiveError when the archive itself cannot be read, OSError as its stream does.
    """
    with _opened(stream) as archive:
        listed = sorted(((shown_name(i), i) for i in archive.infolist() if not i.is_dir()), key=lambda pair: pair[0])
        latest = {info.filename: info for info in archive.infolist()}
        documents = unpacked = 0
        for shown, info in listed:
            if _is_hidden(shown):
                continue
            suffix = suffix_of(shown)
            if suffix != SUFFIX and suffix not in suffixes:
                yield Member(info.filename, shown)
                continue
            documents += 1
            if documents > MOST_DOCUMENTS:
                yield _beyond(listed, suffixes)
                return
            unpacked += info.file_size
            refusal = _refusal(info, shown, latest[info.filename] is info, max_bytes) or (
                ("too_large", f"The documents of its archive have more than {MOST_UNPACKED:,} MiB. {_UNPACK}")
                if unpacked > MOST_UNPACKED * _MEBIBYTE
                else None
            )
            yield _refused(info.filename, shown, *refusal) if refusal else _measured(archive, info, shown)


def member_bytes(stream: BinaryIO, name: str, byte_size: int) -> bytes:
    """The bytes of a member; of one that has more than `byte_size`, one more, so that its hash differs.

    Raises OSError when there is no such member any more, or it cannot be unpacked.
    """
    try:
        with zipfile.ZipFile(stream) as archive, archive.open(name) as member:
            return member.read(byte_size + 1)
    except (*_BROKEN, KeyError) as error:
        raise OSError(None, "its archive is broken, or was changed meanwhile") from error


def shown_name(info: zipfile.ZipInfo) -> str:
    """A member's name for people. Archives of macOS hold UTF-8 and do not say so."""
    name = info.filename
    if not info.flag_bits & _UTF_8:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename
    return name.replace("\\", "/")


def suffix_of(shown: str) -> str:
    """The suffix of a member's name in small letters, with its dot; empty without one."""
    stem, dot, suffix = shown.rpartition("/")[2].rpartition(".")
    return f".{suffix.lower()}" if dot and stem else ""


def _opened(stream: BinaryIO) -> zipfile.ZipFile:
    end = stream.seek(0, 2)
    stream.seek(max(end - _END_SEARCHED, 0))
    if list_size(stream.read(_END_SEARCHED)) > MOST_LISTED:
        raise ArchiveError("too_large", f"The archive lists more files than any folder of plans holds. {_UNPACK}")
    stream.seek(0)
    try:
        return zipfile.ZipFile(stream)
    except _BROKEN as error:
        message = f"It is no ZIP archive, or it is cut off. Fetch it again, or: {_UNPACK[0].lower()}{_UNPACK[1:]}"
        raise ArchiveError("damaged", message) from error


def _is_hidden(shown: str) -> bool:
    """As in a folder: what begins with a dot, and lock files of word processors; and what macOS puts beside."""
    parts = shown.split("/")
    return any(part.startswith("~$") or part.startswith(".") and part not in (".", "..") for part in parts) or (
        parts[0] == _MAC_FOLDER
    )


def _refusal(info: zipfile.ZipInfo, shown: str, latest: bool, max_bytes: int | None) -> tuple[str, str] | None:
    """Code and message where a document may not be read, by what the list says of it."""
    if suffix_of(shown) == SUFFIX:
        return "unsupported", f"It is an archive within an archive, and was not opened. {_UNPACK}"
    if shown.startswith("/") or ".." in shown.split("/") or re.match(r"[A-Za-z]:", shown):
        return "unsupported", f"Its name leads out of its archive, as no honest one's does; it was not read. {_UNPACK}"
    if not latest:
        return "unsupported", f"Its archive holds another file of this name, which was read. {_UNPACK}"
    if info.flag_bits & _ENCRYPTED:
        return "encrypted", f"It asks for a password. {_UNPACK}"
    if max_bytes is not None and info.file_size > max_bytes:
        size, most = (f"{count / _MEBIBYTE:,.1f} MiB" for count in (info.file_size, max_bytes))
        return "too_large", f"The file has {size}, more than the limit of {most}. Run again with a larger --max-size."
    if info.file_size > SMALL and info.file_size > MOST_PACKED * max(info.compress_size, 1):
        return "too_large", f"Unpacked it is {info.file_size / _MEBIBYTE:,.0f} MiB of next to nothing; it was not read."
    return None


def _refused(name: str, shown: str, code: str, message: str) -> Member:
    return Member(name, shown, problem=Problem("discovery", "error", code, message))


def _beyond(listed: Sequence[tuple[str, zipfile.ZipInfo]], suffixes: Collection[str]) -> Member:
    count = sum(suffix_of(shown) in suffixes and not _is_hidden(shown) for shown, _ in listed)
    message = f"The archive holds {count:,} documents, and {MOST_DOCUMENTS:,} of one archive are read. {_UNPACK}"
    return _refused("", "", "too_large", message)


def _measured(archive: zipfile.ZipFile, info: zipfile.ZipInfo, shown: str) -> Member:
    """A member with the hash of its content, never more of it than its list tells."""
    digest, left = hashlib.sha256(), info.file_size
    try:
        with archive.open(info) as stream:
            while left > 0 and (data := stream.read(min(left, _MEBIBYTE))):
                digest.update(data)
                left -= len(data)
    except _BROKEN:
        left = -1
    if left:
        return _refused(
            info.filename, shown, "damaged", f"It is broken in its archive. Fetch that again, or: {_UNPACK}"
        )
    return Member(info.filename, shown, digest.hexdigest(), info.file_size)
