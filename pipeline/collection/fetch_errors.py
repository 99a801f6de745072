"""Why nothing came of an address, in the words of the closed list `sources.failure`."""

from __future__ import annotations

import datetime
import email.utils
import socket
import ssl

import httpx

NOT_FOUND = "not_found"
"""The code of an answer that says there is nothing; it is an outcome of its own and no failure."""
_GONE = (404, 410)
_NO_RIGHT = (401, 403, 407, 451)


class FetchError(Exception):
    """Nothing came of an address.

    code: of the closed list `sources.failure`, or `NOT_FOUND`. message: what happened, for people. status: of the
    answer, if there was one. wait: seconds that the host asks to wait.
    """

    def __init__(self, code: str, message: str, status: int | None = None, wait: float | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.wait = wait


def network_error(error: httpx.HTTPError) -> FetchError:
    """What a failure of the connection is."""
    said = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
    causes = list(_causes(error))
    if isinstance(error, httpx.TimeoutException):
        return FetchError("timeout", "The host was silent for too long.")
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return FetchError("tls", f"The encryption could not be accepted ({said}).")
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return FetchError("no_host", f"There is no such host, or no network ({said}).")
    if isinstance(error, httpx.RemoteProtocolError):
        if "location header" in said:
            return FetchError("redirects", "The address leads to what is no address.")
        if "without sending" in said and "response" in said:
            return FetchError("connection", f"The connection was closed before there was an answer ({said}).")
        return FetchError("broken", f"The answer was cut off or is no HTTP ({said}).")
    if isinstance(error, httpx.ReadError):
        return FetchError("broken", f"The connection broke off ({said}).")
    return FetchError("connection", f"No connection came about ({said}).")


def status_error(status: int, retry_after: str | None, now: datetime.datetime) -> FetchError:
    """What an answer without success is."""
    wait = _seconds(retry_after, now)
    if status in _GONE:
        return FetchError(NOT_FOUND, f"The host says that there is none ({status}).", status)
    if status in _NO_RIGHT:
        return FetchError("forbidden", f"The host does not give it to us ({status}).", status)
    if status == httpx.codes.TOO_MANY_REQUESTS or (status == httpx.codes.SERVICE_UNAVAILABLE and wait is not None):
        return FetchError("busy", f"The host asks to come back later ({status}).", status, wait)
    if status >= 500:
        return FetchError("server_error", f"The host answered with an error of its own ({status}).", status, wait)
    return FetchError("client_error", f"The host does not take the request ({status}).", status)


def _seconds(retry_after: str | None, now: datetime.datetime) -> float | None:
    """`Retry-After`, which is a number of seconds or a date; None where it is neither, or not there."""
    if not retry_after:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        until = email.utils.parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=datetime.UTC)
    return max(0.0, (until - now).total_seconds())


def _causes(error: BaseException | None) -> list[BaseException]:
    """An error and what led to it."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
