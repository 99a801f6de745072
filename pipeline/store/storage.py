"""Where inputs and outputs lie: local paths, and URLs of object stores through fsspec.

A plain path, and a ``file://`` URL, is a `Path`, read and written as any file is. Other URLs are those of `SCHEMES`.
Credentials, endpoints and other settings are fsspec's own business: its configuration files, variables such as
``FSSPEC_S3_ENDPOINT_URL``, and what the store's library looks for (``AWS_PROFILE`` …).
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import url2pathname

from safeplans.pipeline.schema.rows import Origin
from safeplans.pipeline.store.archives import member_bytes

SCHEMES = {
    "s3": "s3",
    "s3a": "s3",
    "az": "azure",
    "abfs": "azure",
    "abfss": "azure",
    "gs": "gcs",
    "gcs": "gcs",
    "memory": "",
}
"""Schemes of URLs, and the extra of this package that each needs (``pip install '.[s3]'`` in its folder)."""

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://(.*)", re.DOTALL)
_AT_ONCE = 8 * 1024 * 1024
"""Bytes of an object held at once while it is hashed."""
_SECRET = re.compile(
    r"(?i)(?:\?\S*|\b[\w-]*(?:secret|password|token|signature|credential|account_?key|sig)\b\s*[=:]\s*\S+)"
)


class StorageError(OSError):
    """A place that cannot be used; `strerror` says why and what to do, without secrets."""

    def __init__(self, message: str) -> None:
        super().__init__(None, message)

    def __str__(self) -> str:
        return self.strerror or ""

    def __reduce__(self) -> tuple[type[StorageError], tuple[str]]:
        return StorageError, (str(self),)


class MissingError(StorageError):
    """There is nothing at a URL."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read.

    source: its name in the dataset; other_names: sources of files with the same bytes.
    path: of a local file; of a remote one `url`, and `key`, its name in the store. byte_size: when it was found.
    origin: where it was fetched, if it was.
    member: its name in the archive that path or URL is of, else empty.
    """

    source: str
    path: Path | None
    sha256: str
    byte_size: int
    other_names: tuple[str, ...] = ()
    url: str | None = None
    key: str = ""
    origin: Origin | None = None
    member: str = ""

    @property
    def name(self) -> str:
        """The file's own name, without folders."""
        if self.member:
            return self.member.replace("\\", "/").rpartition("/")[2]
        return self.path.name if self.path is not None else self.key.rpartition("/")[2]

    @property
    def is_remote(self) -> bool:
        return self.url is not None


def read_bytes(file: SourceFile) -> bytes:
    """The bytes of a file; of one that has grown since it was found one byte more than it had: its hash differs.

    Raises OSError, with `strerror` for the eyes of a user.
    """
    if file.url is not None:
        if file.member:
            return member_bytes(io.BytesIO(_object(file.url, file.key)), file.member, file.byte_size)
        store, _ = _store(file.url)
        with _plainly(file.url):
            data: bytes = store.cat_file(file.key, start=0, end=file.byte_size + 1) if file.byte_size else b""
            return data
    assert file.path is not None
    with file.path.open("rb") as stream:
        if file.member:
            return member_bytes(stream, file.member, file.byte_size)
        return stream.read(file.byte_size + 1)


def remote_archive(file: RemoteFile) -> io.BytesIO:
    """All of an object, to be opened as an archive. Raises StorageError."""
    return io.BytesIO(_object(file.url, file.key))


def _object(url: str, key: str) -> bytes:
    store, _ = _store(url)
    with _plainly(url):
        data: bytes = store.cat_file(key)
        return data


def is_url(given: str | os.PathLike[str]) -> bool:
    """Is this a URL of a scheme that is understood? A `Path` never is, nor a Windows drive."""
    found = _URL.fullmatch(given) if isinstance(given, str) else None
    return found is not None and found[1].lower() in (*SCHEMES, "file")


def location(given: str | os.PathLike[str]) -> Path | str:
    """A place as the user gave it: a `Path`, also for ``file://``, or the text of a URL.

    Raises StorageError for a URL of another scheme, one of ``file://`` on another machine, and one with a password.
    """
    found = _URL.fullmatch(given) if isinstance(given, str) else None
    if found is None or (not is_url(given) and os.path.lexists(given)):
        return Path(given)
    if not is_url(given):
        known = ", ".join(f"{scheme}://" for scheme in ("file", *SCHEMES) if scheme != "memory")
        raise StorageError(f"{given!r} cannot be used: a URL begins with one of {known}.")
    scheme, rest = found[1].lower(), found[2]
    if scheme == "file":
        host, slash, path = rest.partition("/")
        if host not in ("", "localhost") or not slash:
            raise StorageError(
                f"{given!r} is no file of this machine; write it with three slashes: file:///folder/name"
            )
        return Path(url2pathname(slash + path))
    login, at, _ = rest.partition("/")[0].rpartition("@")
    if at and ":" in login:
        raise StorageError(
            f"A {scheme}:// URL with a password in it is not taken, since URLs are printed and stored. Give "
            "credentials by the configuration or the environment of fsspec, as docs/commands.md says."
        )
    return f"{scheme}://{rest}"


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """An object in a store. name: relative to the URL that was searched; key: as the store knows it."""

    name: str
    url: str
    key: str
    byte_size: int


def remote_files(url: str) -> tuple[list[RemoteFile], bool]:
    """The object at a URL, or all those under it, sorted by key; and whether the URL is one object.

    Raises MissingError when there is nothing, StorageError when the store cannot be asked.
    """
    store, root = _store(url)
    with _plainly(url):
        store.invalidate_cache()
        if not url.endswith("/"):
            with contextlib.suppress(FileNotFoundError):
                about = store.info(root)
                if about["type"] == "file":
                    return [RemoteFile(root.rpartition("/")[2], url, root, int(about["size"]))], True
        held = store.find(root, detail=True)
    prefix = root.rstrip("/") + "/"
    scheme = url.partition("://")[0]
    files = []
    for key in sorted(held):
        about = held[key]
        if about["type"] == "file" and key.startswith(prefix) and not key.endswith("/"):
            files.append(RemoteFile(key[len(prefix) :], f"{scheme}://{key.lstrip('/')}", key, int(about["size"])))
    if not held:
        raise MissingError(f"There is nothing at {url!r}. Check the name and run again.")
    return files, False


def remote_hash(file: RemoteFile) -> str:
    """SHA-256 of an object, hexadecimal, without holding all of it. Raises StorageError."""
    store, _ = _store(file.url)
    digest = hashlib.sha256()
    with _plainly(file.url):
        for start in range(0, file.byte_size, _AT_ONCE):
            digest.update(store.cat_file(file.key, start=start, end=min(start + _AT_ONCE, file.byte_size)))
    return digest.hexdigest()


def upload(file: Path, folder: str) -> None:
    """Put a local file into the folder at a URL. Raises StorageError."""
    store, root = _store(folder)
    with _plainly(folder):
        store.put_file(str(file), f"{root.rstrip('/')}/{file.name}")


def download(folder: str, name: str, target: Path) -> None:
    """Get a file out of the folder at a URL. Raises MissingError when it is not there, StorageError."""
    store, root = _store(folder)
    with _plainly(folder):
        store.get_file(f"{root.rstrip('/')}/{name}", str(target))


def remove(folder: str, name: str) -> None:
    """Remove a file from the folder at a URL, if it is there. Raises StorageError."""
    store, root = _store(folder)
    key = f"{root.rstrip('/')}/{name}"
    with _plainly(folder), contextlib.suppress(FileNotFoundError):
        store.invalidate_cache()
        if store.exists(key):
            store.rm_file(key)


def try_writing(folder: str) -> None:
    """Find out before hours of work whether a URL can be written to. Raises StorageError."""
    name = ".safeplans-writing"
    store, root = _store(folder)
    with _plainly(folder):
        store.pipe_file(f"{root.rstrip('/')}/{name}", b"safeplans tries whether it may write here\n")
    remove(folder, name)


def _store(url: str) -> tuple[Any, str]:
    """The file system of a URL (one a process and account), and what it calls the place."""
    import fsspec  # here, since it takes a while: local runs do without

    scheme = url.partition("://")[0]
    try:
        # Not `fsspec.core.url_to_fs`: that one takes `::` in a name for a chain of file systems.
        kind = fsspec.get_filesystem_class(scheme)
    except ImportError as error:
        raise StorageError(
            f"{scheme}:// needs an extra that is missing. In safeplans' folder: pip install '.[{SCHEMES[scheme]}]'"
        ) from error
    with _plainly(url):
        return fsspec.filesystem(scheme, **kind._get_kwargs_from_urls(url)), kind._strip_protocol(url)


@contextlib.contextmanager
def _plainly(url: str) -> Iterator[None]:
    """Whatever a store's library raises becomes a StorageError in words for a user."""
    try:
        yield
    except StorageError:
        raise
    except FileNotFoundError as error:
        raise MissingError(f"There is nothing at {url!r}, or no such bucket. Check the name and run again.") from error
    except PermissionError as error:
        raise StorageError(
            f"No right to use {url!r}. Give credentials that have it by the configuration or environment of fsspec."
        ) from error
    except Exception as error:
        kind = type(error).__name__
        if "credential" in kind.lower():
            raise StorageError(
                f"No credentials were found for {url!r}. Give them by the configuration or the environment of fsspec."
            ) from error
        raise StorageError(f"{url!r} could not be used ({kind}: {_without_secrets(str(error))}).") from error


def _without_secrets(text: str) -> str:
    lines = text.strip().splitlines() or [""]
    return _SECRET.sub("…", lines[0])[:200]
