"""Every answer as it was fetched, in WARC files (ISO 28500), which web archives and their tools read.

A place in the archive is the file's name, `#` and the byte at which the record begins, so that one record is read
without the others. A file is only ever added to. What a killed collection wrote of its last record is cut off by the
next one.
"""

from __future__ import annotations

import datetime
import io
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import httpx
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from safeplans.pipeline.base.version import pipeline_version

FOLDER = ".archive"
"""Hidden, so that no run reads it."""
_LARGEST_FILE = 1024**3
"""Bytes after which the next record begins a new file, as archives do."""
_AT_ONCE = 1024 * 1024
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_HOP_BY_HOP = ("transfer-encoding", "trailer")
"""Headers that speak of the way and not of what came: the body is kept without chunks, and they under another name."""


class ArchiveError(OSError):
    """A record that is not there, or cannot be read."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, as they went over the line.

    body: its bytes as sent, its `Content-Encoding` not undone. truncated: why they are not all there, in the words of
    the standard: length, time, disconnect; None where they are.
    """

    url: str
    at: datetime.datetime
    status: int
    reason: str
    version: str
    request_headers: Sequence[tuple[str, str]]
    headers: Sequence[tuple[str, str]]
    body: BinaryIO
    truncated: str | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer that is kept already, with the same bytes."""

    url: str
    at: datetime.datetime


class Archive:
    """Writes the records of one collection; a context manager."""

    def __init__(self, folder: Path, started: datetime.datetime, user_agent: str) -> None:
        """folder: of the collection. Raises OSError when it cannot be written to."""
        self._folder = folder / FOLDER
        self._folder.mkdir(parents=True, exist_ok=True)
        self._stem = started.strftime("%Y%m%dT%H%M%SZ")
        self._about = {
            "software": f"safeplans/{pipeline_version()} warcio",
            "format": "WARC File Format 1.1",
            "robots": "obey",
            "http-header-user-agent": user_agent,
        }
        for last in sorted(self._folder.glob("*.warc.gz"))[-1:]:
            _cut_torn_end(last)
        self._file: BinaryIO | None = None
        self._name = ""

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *error: object) -> None:
        if self._file is not None:
            self._file.close()

    def keep(self, exchange: Exchange, same_as: Earlier | None = None) -> str:
        """Write an exchange, and give its place. Raises OSError; what was written of it is cut off then.

        same_as: the answer whose bytes came again, or which the host says is still the one. The record then points to
        it, and has no body of its own.
        """
        file = self._open()
        begin = file.seek(0, os.SEEK_END)
        try:
            writer = WARCWriter(file, gzip=True, warc_version="1.1")
            response = _response(writer, exchange, same_as)
            writer.write_record(response)
            writer.write_record(_request(writer, exchange, response))
            file.flush()
        except BaseException:
            file.truncate(begin)
            raise
        return f"{FOLDER}/{self._name}#{begin}"

    def _open(self) -> BinaryIO:
        if self._file is not None and self._file.tell() < _LARGEST_FILE:
            return self._file
        if self._file is not None:
            self._file.close()
        self._file, self._name = self._new_file()
        writer = WARCWriter(self._file, gzip=True, warc_version="1.1")
        writer.write_record(writer.create_warcinfo_record(self._name, self._about))
        return self._file

    def _new_file(self) -> tuple[BinaryIO, str]:
        number = 1
        while True:
            name = f"safeplans-{self._stem}-{number:05}.warc.gz"
            try:
                return (self._folder / name).open("xb"), name
            except FileExistsError:
                number += 1


@contextmanager
def _record(folder: Path, place: str) -> Iterator[Any]:
    name, _, begin = place.partition("#")
    try:
        with (folder / name).open("rb") as file:
            file.seek(int(begin))
            with closing(ArchiveIterator(file)) as records:
                yield next(records)
    except (OSError, ValueError, StopIteration, EOFError, zlib.error) as error:
        raise ArchiveError(f"{place} cannot be read from the archive ({error}).") from error


def archived_body(folder: Path, place: str) -> bytes:
    """The bytes of an archived answer, its `Content-Encoding` undone. Raises ArchiveError.

    folder: of the collection. place: as `Archive.keep` gave it.
    """
    with _record(folder, place) as record:
        raw = record.raw_stream.read()
        headers = [(name, value) for name, value in record.http_headers.headers if name.lower() == "content-encoding"]
    try:
        return httpx.Response(200, headers=headers, content=raw).content
    except httpx.DecodingError as error:
        raise ArchiveError(f"{place} cannot be decoded ({error}).") from error


def archived_type(folder: Path, place: str) -> str:
    """The header `Content-Type` of an archived answer, "" if it has none. Raises ArchiveError."""
    with _record(folder, place) as record:
        return record.http_headers.get_header("Content-Type") or ""


def _response(writer: Any, exchange: Exchange, same_as: Earlier | None) -> Any:
    named = [
        (f"X-Archive-Orig-{name}" if name.lower() in _HOP_BY_HOP else name, value) for name, value in exchange.headers
    ]
    status = f"{exchange.status} {exchange.reason}".strip()
    http = StatusAndHeaders(status, named, protocol=exchange.version)
    about = {"WARC-Date": _date(exchange.at)}
    if same_as is not None:
        digest = Digester("sha1")
        exchange.body.seek(0)
        while data := exchange.body.read(_AT_ONCE):
            digest.update(data)
        record = writer.create_revisit_record(
            exchange.url, str(digest), same_as.url, _date(same_as.at), http_headers=http, warc_headers_dict=about
        )
        if exchange.status == httpx.codes.NOT_MODIFIED:  # without a body there is nothing to have a digest
            record.rec_headers.replace_header("WARC-Profile", _NOT_MODIFIED)
            record.rec_headers.remove_header("WARC-Payload-Digest")
        return record
    if exchange.truncated:
        about["WARC-Truncated"] = exchange.truncated
    length = exchange.body.seek(0, os.SEEK_END)
    exchange.body.seek(0)
    return writer.create_warc_record(
        exchange.url, "response", payload=exchange.body, length=length, http_headers=http, warc_headers_dict=about
    )


def _request(writer: Any, exchange: Exchange, response: Any) -> Any:
    url = httpx.URL(exchange.url)
    http = StatusAndHeaders(
        f"GET {url.raw_path.decode('ascii')} {exchange.version}", list(exchange.request_headers), is_http_request=True
    )
    about = {
        "WARC-Date": _date(exchange.at),
        "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
    }
    return writer.create_warc_record(
        exchange.url, "request", payload=io.BytesIO(), length=0, http_headers=http, warc_headers_dict=about
    )


def _date(moment: datetime.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _cut_torn_end(path: Path) -> None:
    """Cut off a record at the end of a file that was not written whole. Each record is a gzip member of its own."""
    whole = 0
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        rest = b""
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        while rest or (rest := file.read(_AT_ONCE)):
            try:
                unpacker.decompress(rest, _AT_ONCE)
            except zlib.error:
                break
            rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
            if unpacker.eof:
                whole = file.tell() - len(rest)
                unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        if whole < size:
            file.truncate(whole)
