"""Names as they stand in keys and file names, alike however they are printed."""

from __future__ import annotations

import re
import unicodedata

_DROPPED = re.compile("['’‘ʼ`´\N{SOFT HYPHEN}]")
_SIGN = re.compile(r"[^\w\s]")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


def slug(name: str) -> str:
    """Lower-case letters and digits of a name, joined by hyphens; accents are dropped, `&` is `and`.

    Any dash parts words, as a hyphen does: `2023–24` and `2023-24` are one name.
    """
    composed = unicodedata.normalize("NFKC", name.replace("&", " and "))
    parted = _SIGN.sub(" ", _DROPPED.sub("", composed))
    plain = unicodedata.normalize("NFKD", parted).encode("ascii", "ignore").decode().lower()
    return _NOT_LETTERS.sub("-", plain).strip("-")
