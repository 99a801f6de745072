"""Addresses of the web: in one form, and which of them a stranger's page may lead to."""

from __future__ import annotations

import functools
import ipaddress
import socket
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

SCHEMES = ("http", "https")


class AddressError(ValueError):
    """No address that can be asked; the message says what to do."""


def normal(address: str, base: httpx.URL | str = "") -> httpx.URL:
    """An address, relative to that of a page, in the form in which it is asked for: without fragment.

    Raises AddressError for one that is no address of the web, or has a login in it.
    """
    try:
        joined = urldefrag(urljoin(str(base), address.strip())).url
        urlsplit(joined)  # sees brackets without a partner, which httpx does not
        url = httpx.URL(joined)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise AddressError(f"{address!r} is no address. One begins with https://.") from error
    if url.scheme not in SCHEMES or not url.host:
        raise AddressError(f"{address!r} is no address of the web. One begins with https://.")
    if url.userinfo:
        raise AddressError("an address with a login in it is not taken, since addresses are stored and printed.")
    return url.copy_with(raw_path=url.raw_path)  # with the slash of an empty path


def place_of(url: httpx.URL) -> str:
    """The host and port that requests are counted by."""
    return url.netloc.decode("ascii")


def site_of(url: httpx.URL) -> str:
    """The host without `www.`."""
    return url.host.casefold().removeprefix("www.")


def same_site(one: str, other: str) -> bool:
    """Is one host the other, or below it? Both without `www.`."""
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


@functools.lru_cache(maxsize=4096)
def is_private(host: str) -> bool:
    """Does a host name lead into a network that is not the public one: this machine, a home, an office, a cloud's own?

    A name that cannot be resolved does not. Where a proxy asks in our place, the name is its business, and only what is
    written as a number is judged.
    """
    literal = _address(host)
    if literal is not None:
        return not literal.is_global
    if by_proxy(host):
        return False
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return any(is_private_number(str(each[4][0])) for each in found)


def by_proxy(host: str) -> bool:
    """Does a proxy of the user's environment ask in our place?"""
    return bool(getproxies()) and not proxy_bypass(host)


def is_private_number(number: str) -> bool:
    """Is an IP address none of the public network?"""
    address = _address(number)
    return address is not None and not address.is_global


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return address if mapped is None else mapped
