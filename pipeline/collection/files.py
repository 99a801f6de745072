"""Where a fetched document lies: names that people can read, never one that is taken."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import httpx

from safeplans.pipeline.collection.addresses import site_of
from safeplans.pipeline.collection.media import document_suffix

_LONGEST = 80
"""Characters of a name; with its folder it stays below what any file system takes."""
_RESERVED = frozenset(("con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))))
"""Names that Windows keeps for devices."""
_SAYS_NOTHING = re.compile(
    r"(?:[0-9a-f]{8,}|[0-9-]+|download|file|document|attachment|index|default|view|mgconvert2pdf)+"
)


def folder_name(partnership_id: str | None, url: httpx.URL) -> str:
    """The folder of a document: its partnership, else the host."""
    return partnership_id or _slug(site_of(url)) or "other"


def stem(url: httpx.URL, file_name: str | None, link_text: str | None, heading: str | None = None) -> str:
    """A readable name without suffix.

    By the file's name as the host gives it, or in the address; where these say nothing by the words of the link, with
    the heading above it where they say nothing either.
    """
    in_address = unquote(url.path).rstrip("/").rpartition("/")[2]
    for name in (file_name, in_address, link_text, f"{heading} {link_text or ''}" if heading else None):
        slug = _slug(_without_suffix(name or ""))
        if slug and not _SAYS_NOTHING.fullmatch(slug):
            return slug
    return next(filter(None, (_slug(_without_suffix(name or "")) for name in (in_address, link_text))), "document")


def store(body: Path, folder: Path, directory: str, name: str, suffix: str, day: str | None) -> str:
    """Put a file into the collection's folder; its path there, with `/`. A file that is there is never written over.

    day: of a later version, which goes into the name. A file of the same name with the same bytes is the same file, as
    a collection that was killed before it could say so leaves it. Raises OSError.
    """
    target = folder / directory
    target.mkdir(parents=True, exist_ok=True)
    digest = file_hash(body)
    for candidate in _names(name, suffix, day):
        path = target / candidate
        if path.exists():
            if path.is_file() and file_hash(path) == digest:
                return f"{directory}/{candidate}"
            continue
        new = target / f".{candidate}.new"  # hidden, so that no run reads half a file
        shutil.copyfile(body, new)
        with new.open("rb+") as file:
            os.fsync(file.fileno())
        new.replace(path)
        return f"{directory}/{candidate}"
    raise AssertionError("names do not end")


def file_hash(path: Path) -> str:
    """SHA-256, hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _names(name: str, suffix: str, day: str | None) -> Iterator[str]:
    dated = f"{name}~{day}" if day else name
    yield f"{dated}{suffix}"
    number = 2
    while True:
        yield f"{dated}-{number}{suffix}"
        number += 1


def _without_suffix(name: str) -> str:
    return name.rpartition(".")[0] if document_suffix(name) or re.search(r"\.(?:aspx?|php|html?)$", name) else name


def _slug(text: str) -> str:
    """Small letters, digits and hyphens, at most so many as a name may have; letters with accents lose them."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only.replace("'", "")).strip("-")[:_LONGEST].strip("-")
    return f"{slug}-file" if slug in _RESERVED else slug
