"""What the bytes of an answer are, whatever the host calls them."""

from __future__ import annotations

import functools
import zipfile
from dataclasses import dataclass
from pathlib import Path

from safeplans.pipeline.base.data_files import data_file

BEGINNING = 1024
"""Bytes in which a mark is looked for; readers of PDF look as far."""
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class MediaKind:
    """A kind of file; the fields are explained in `media.toml`. mimetype: an OpenDocument file, which says its type.

    old_office: one of the kinds that share one form, so that the header or the address must tell them apart.
    """

    media_type: str
    suffix: str
    marks: tuple[bytes, ...] = ()
    member: str | None = None
    also: tuple[str, ...] = ()
    document: bool = True
    mimetype: bool = False
    old_office: bool = False


@functools.cache
def media_kinds() -> tuple[MediaKind, ...]:
    """All kinds, in the order in which they are looked for."""
    kinds = []
    for entry in data_file(__package__, "media.toml")["kinds"]:
        marks = tuple(mark.encode() for mark in entry.pop("marks", ()))
        kinds.append(MediaKind(marks=marks, also=tuple(entry.pop("also", ())), **entry))
    return tuple(kinds)


def kind_of_answer(body: Path, content_type: str, name: str) -> MediaKind | None:
    """What a file is: by its bytes, else by the header, else by the name in its address; None where nothing tells.

    Raises OSError when the file cannot be read.
    """
    with body.open("rb") as file:
        beginning = file.read(BEGINNING)
    if not beginning.strip():
        return None
    lowered = beginning.lower()
    for kind in media_kinds():
        if any(mark.lower() in lowered for mark in kind.marks):
            return kind
    told = _named(content_type, name)
    if beginning.startswith(_ZIP):
        return _in_zip(body)
    if beginning.startswith(_OLD_OFFICE):
        return told if told is not None and told.old_office else None
    if told is not None and told.media_type.startswith("text/"):
        return None if b"\x00" in beginning else told
    return None  # a PDF, a Word file or the like would have its mark


def document_suffix(name: str) -> bool:
    """Does a name end as a document's does?"""
    return any(kind.document and name.casefold().endswith(kind.suffix) for kind in media_kinds())


def _named(content_type: str, name: str) -> MediaKind | None:
    said = content_type.partition(";")[0].strip().casefold()
    by_header = next((kind for kind in media_kinds() if said in (kind.media_type, *kind.also)), None)
    by_name = next((kind for kind in media_kinds() if name.casefold().endswith(kind.suffix)), None)
    if by_header is None or (by_header.media_type == "text/plain" and by_name is not None):
        return by_name  # hosts that do not know a suffix call everything plain text
    return by_header


def _in_zip(body: Path) -> MediaKind | None:
    try:
        with zipfile.ZipFile(body) as archive:
            names = archive.namelist()
            said = ""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < BEGINNING:
                said = archive.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError):
        return None
    for kind in media_kinds():
        if kind.mimetype and kind.media_type == said:
            return kind
        if kind.member is not None and any(name.startswith(kind.member) for name in names):
            return kind
    return None
