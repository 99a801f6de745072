"""A page saved as one file (``.mhtml``): the page itself out of the parts that it was saved with."""

from __future__ import annotations

import re
from email import policy
from email.parser import BytesParser

_HEAD = re.compile(rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:mime-version|content-type):", re.IGNORECASE)
_PAGES = ("text/html", "application/xhtml+xml")
_HEAD_WITHIN = 4096  # bytes of the head of such a file


def page_of(data: bytes) -> tuple[bytes, str | None]:
    """The bytes of the page and the encoding that its part tells; the data as they are where they are no archive.

    The first page among the parts is the page: frames stand behind it.
    """
    if not _HEAD.match(data[:_HEAD_WITHIN]):
        return data, None
    for part in BytesParser(policy=policy.compat32).parsebytes(data).walk():
        if part.get_content_type() in _PAGES:
            held = part.get_payload(decode=True)
            if isinstance(held, bytes) and held.strip():
                charset = part.get_content_charset()
                return held, charset if isinstance(charset, str) else None
    return b"", None
