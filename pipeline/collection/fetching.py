"""One address to one answer: its redirects followed, its bytes taken within limits, everything kept in the archive."""

from __future__ import annotations

import contextlib
import datetime
import email.message
import email.utils
import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from safeplans.pipeline.collection.addresses import (
    AddressError,
    by_proxy,
    is_private,
    is_private_number,
    normal,
    place_of,
)
from safeplans.pipeline.collection.archive import FOLDER, Archive, Earlier, Exchange
from safeplans.pipeline.collection.clock import Clock
from safeplans.pipeline.collection.fetch_errors import FetchError, network_error, status_error
from safeplans.pipeline.collection.pacing import Pacing
from safeplans.pipeline.collection.robots import LARGEST, LONGEST_PAUSE, Robots
from safeplans.pipeline.collection.settings import MEBIBYTE, Manners

MOST_REDIRECTS = 10
"""Steps from an address to its answer; browsers take twenty, published documents need three."""
MOST_ROBOTS_REDIRECTS = 5
"""RFC 9309, 2.3.1.2."""
FIRST_WAIT = 5.0
"""Seconds before an address is asked again; each further time twice as long."""
_REDIRECTS = (301, 302, 303, 307, 308)
_ACCEPT = "text/html, application/pdf, application/*;q=0.9, */*;q=0.8"
_ENCODINGS = "gzip, deflate"
"""What can be unpacked without further libraries, whatever else is installed."""
_LEFT_BEHIND = "answer-"


@dataclass(frozen=True, slots=True)
class Known:
    """What is held of an address, for asking whether its bytes changed. retrieved: when they were fetched."""

    url: str
    sha256: str
    etag: str | None
    last_modified: str | None
    retrieved: datetime.datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave.

    url: that answered, after redirects. status: 304 where the host says that the known bytes still are the ones; no
    body then. body: a file with the bytes, their `Content-Encoding` undone. content_type: the header, "" for none.
    file_name: that the host gives them. archive: where the answer is kept.
    """

    url: httpx.URL
    status: int
    body: Path | None
    sha256: str
    byte_size: int
    content_type: str
    file_name: str | None
    etag: str | None
    last_modified: str | None
    archive: str


@dataclass(frozen=True, slots=True)
class _Reply:
    """One answer over the line, with the file of its bytes as sent."""

    url: httpx.URL
    at: datetime.datetime
    response: httpx.Response
    raw: Path
    truncated: str | None = None

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def headers(self) -> httpx.Headers:
        return self.response.headers


class Fetcher:
    """Asks hosts, one request at a time; a context manager."""

    def __init__(self, folder: Path, manners: Manners, clock: Clock, archive: Archive) -> None:
        """folder: of the collection, with its archive."""
        self._folder = folder / FOLDER
        self._manners = manners
        self._clock = clock
        self._archive = archive
        self.pacing = Pacing(clock, manners.pause)
        self._private = False
        self._robots = Robots(folder, clock, self._robots_text)
        self._client = httpx.Client(
            headers={"User-Agent": manners.user_agent, "Accept": _ACCEPT, "Accept-Encoding": _ENCODINGS},
            timeout=httpx.Timeout(manners.silence),
        )
        for left in self._folder.glob(f"{_LEFT_BEHIND}*"):  # by a collection that was killed
            shutil.rmtree(left, ignore_errors=True)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *error: object) -> None:
        self._client.close()

    @contextlib.contextmanager
    def get(self, url: httpx.URL, known: Known | None = None, *, private: bool = False) -> Iterator[Answer]:
        """The answer of an address; the file with its bytes is there until the context ends.

        known: what is held already. private: may it lead into a network that is not the public one?

        Raises FetchError when nothing came of it, OSError when it could not be kept.
        """
        self._private = private
        with tempfile.TemporaryDirectory(prefix=_LEFT_BEHIND, dir=self._folder) as folder:
            reply = self._led(url, _conditions(known), Path(folder) / "raw")
            yield self._answer(reply, known, Path(folder) / "body")

    def _led(self, url: httpx.URL, conditions: Mapping[str, str], raw: Path) -> _Reply:
        """The answer at the end of all redirects."""
        for _ in range(MOST_REDIRECTS + 1):
            self._permit(url)
            reply = self._ask(url, conditions, raw, self._manners.max_bytes)
            if reply.status not in _REDIRECTS:
                return reply
            self._keep(reply)
            url = _target(reply)
        raise FetchError("redirects", f"The address leads on more than {MOST_REDIRECTS} times.", reply.status)

    def _permit(self, url: httpx.URL) -> None:
        """Raises FetchError where an address must not be asked."""
        self._check_public(url)
        host = place_of(url)
        allowed = self._robots.allows(url)
        if allowed is None:
            raise FetchError("robots_unreachable", f"The robots.txt of {host} could not be had.")
        if not allowed:
            raise FetchError("robots", f"The robots.txt of {host} asks not to fetch it.")
        pause = self._robots.pause(url)
        if pause > LONGEST_PAUSE:
            raise FetchError("robots", f"The robots.txt of {host} asks for {pause:,.0f} seconds between requests.")
        self.pacing.wish(host, pause)

    def _check_public(self, url: httpx.URL) -> None:
        if not self._private and is_private(url.host):
            raise FetchError("redirect_refused", f"{url} is not of the public web.")

    def _ask(self, url: httpx.URL, headers: Mapping[str, str], raw: Path, most: int) -> _Reply:
        """One request. most: bytes that are taken. Raises FetchError when the answer did not come whole."""
        host = place_of(url)
        self.pacing.wait(host)
        at, begun = self._clock.now(), self._clock.seconds()
        response: httpx.Response | None = None
        error: FetchError | None = None
        truncated = None
        try:
            with raw.open("wb") as file, self._client.stream("GET", url, headers=headers) as response:
                self._check_peer(response, url)
                size = 0
                if (said := response.headers.get("Content-Length", "")).isdigit() and int(said) > most:
                    truncated, error = "length", _too_large(int(said), most)
                else:
                    for chunk in response.iter_raw():
                        size += len(chunk)
                        if size > most:
                            truncated, error = "length", _too_large(size, most)
                            break
                        file.write(chunk)
                        if self._clock.seconds() - begun > self._manners.seconds:
                            limit = self._manners.seconds
                            message = f"The answer was not there after {limit:g} seconds; {size:,} bytes of it were."
                            truncated, error = "time", FetchError("timeout", message)
                            break
        except httpx.HTTPError as failed:
            truncated, error = "disconnect", network_error(failed)
        finally:
            self.pacing.asked(host)
        if error is not None or response is None:
            if response is not None:
                if truncated == "length":
                    raw.write_bytes(b"")  # the archive need not hold what is too large to be taken
                self._keep(_Reply(url, at, response, raw, truncated))
            assert error is not None
            raise error
        return _Reply(url, at, response, raw)

    def _check_peer(self, response: httpx.Response, url: httpx.URL) -> None:
        """A name may lead elsewhere the second time that it is asked for: what counts is who answered."""
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream is not None else None
        if not self._private and peer and not by_proxy(url.host) and is_private_number(str(peer[0])):
            raise FetchError("redirect_refused", f"{url} is not of the public web.")

    def _answer(self, reply: _Reply, known: Known | None, body: Path) -> Answer:
        status, headers = reply.status, reply.headers
        if status == httpx.codes.NOT_MODIFIED and known is not None:
            archive = self._keep(reply, Earlier(known.url, known.retrieved))
            etag = headers.get("ETag") or known.etag
            modified = headers.get("Last-Modified") or known.last_modified
            return Answer(reply.url, status, None, known.sha256, 0, "", None, etag, modified, archive)
        if not 200 <= status < 300:
            self._keep(reply)
            raise status_error(status, headers.get("Retry-After"), self._clock.now())
        try:
            sha256, byte_size = _decoded(reply, body, self._manners.max_bytes)
        except FetchError:
            self._keep(reply)
            raise
        same = known is not None and known.sha256 == sha256
        archive = self._keep(reply, Earlier(known.url, known.retrieved) if known is not None and same else None)
        return Answer(
            reply.url,
            status,
            body,
            sha256,
            byte_size,
            headers.get("Content-Type", ""),
            _file_name(headers.get("Content-Disposition")),
            headers.get("ETag"),
            headers.get("Last-Modified"),
            archive,
        )

    def _robots_text(self, url: httpx.URL) -> tuple[int, bytes]:
        """The robots.txt of a host: status and bytes; the status 0 where none came, also after further tries."""
        wait = FIRST_WAIT
        for attempt in range(self._manners.tries):
            if attempt:
                self.pacing.hold(place_of(url), wait)
                wait *= 2
            with contextlib.suppress(FetchError):
                status, data = self._robots_answer(url)
                if status < 500 and status != httpx.codes.TOO_MANY_REQUESTS:
                    return status, data
        return 0, b""

    def _robots_answer(self, url: httpx.URL) -> tuple[int, bytes]:
        with tempfile.TemporaryDirectory(prefix=_LEFT_BEHIND, dir=self._folder) as folder:
            raw, body = Path(folder) / "raw", Path(folder) / "body"
            for _ in range(MOST_ROBOTS_REDIRECTS + 1):
                self._check_public(url)
                reply = self._ask(url, {}, raw, max(LARGEST, MEBIBYTE))
                self._keep(reply)
                if reply.status not in _REDIRECTS:
                    _decoded(reply, body, max(LARGEST, MEBIBYTE))
                    return reply.status, body.read_bytes()
                url = _target(reply)
        return int(httpx.codes.NOT_FOUND), b""  # RFC 9309: after five redirects it may be taken for not there

    def _keep(self, reply: _Reply, same_as: Earlier | None = None) -> str:
        with reply.raw.open("rb") as body:
            exchange = Exchange(
                url=str(reply.url),
                at=reply.at,
                status=reply.status,
                reason=reply.response.reason_phrase,
                version=reply.response.http_version,
                request_headers=_pairs(reply.response.request.headers),
                headers=_pairs(reply.headers),
                body=body,
                truncated=reply.truncated,
            )
            return self._archive.keep(exchange, same_as)


class _FileStream(httpx.SyncByteStream):
    """The bytes of a file, as httpx takes them."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            while data := file.read(64 * 1024):
                yield data


def _decoded(reply: _Reply, body: Path, most: int) -> tuple[str, int]:
    """Write the bytes without their `Content-Encoding`; SHA-256 and size. Raises FetchError."""
    headers = {"Content-Encoding": reply.headers.get("Content-Encoding", "identity")}
    digest, size = hashlib.sha256(), 0
    try:
        with body.open("wb") as file:
            for chunk in httpx.Response(200, headers=headers, stream=_FileStream(reply.raw)).iter_bytes():
                size += len(chunk)
                if size > most:
                    raise _too_large(size, most)
                digest.update(chunk)
                file.write(chunk)
    except httpx.DecodingError as error:
        raise FetchError("broken", f"The answer is not packed as it says ({error}).", reply.status) from error
    return digest.hexdigest(), size


def _too_large(size: int, most: int) -> FetchError:
    said, limit = (f"{count / MEBIBYTE:,.1f} MiB" for count in (size, most))
    return FetchError("too_large", f"The answer has {said} or more, above the limit of {limit}.")


def _conditions(known: Known | None) -> dict[str, str]:
    if known is None:
        return {}
    named = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in named.items() if value}


def _target(reply: _Reply) -> httpx.URL:
    """Where a redirect leads."""
    to = reply.headers.get("Location")
    if not to:
        raise FetchError("redirects", "The address leads on, but does not say where.", reply.status)
    try:
        return normal(to, reply.url)
    except AddressError as error:
        message = f"The address leads to {to[:200]!r}, which is no address of the web."
        raise FetchError("redirect_refused", message, reply.status) from error


def _pairs(headers: httpx.Headers) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers.raw]


def _file_name(disposition: str | None) -> str | None:
    """The name of `Content-Disposition: attachment; filename=…`, also in the forms of RFC 2231."""
    if not disposition:
        return None
    message = email.message.Message()
    message["Content-Disposition"] = disposition.replace("\r", " ").replace("\n", " ")
    return message.get_filename() or None
