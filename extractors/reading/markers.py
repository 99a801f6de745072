"""Bullets and numbers in front of a statement."""

from __future__ import annotations

import re
from typing import NamedTuple

#: Glyphs that Word, its symbol fonts and web pages set before list items; U+F0xx are symbol-font code points.
BULLET_GLYPHS = (
    "•◦‣⁃▪▫●○■□◆◇❖➢➤►▶▸✓✔✗☑☐·∙⦁⚫★→»"
    "\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf0a8\uf06e\uf071\uf02d\uf0e0\uf0be\uf077\uf09f\u200b"
)
_GLYPH = re.compile(rf"\s*[{BULLET_GLYPHS}][\s\ufe0f]*")
_DASH = re.compile(r"\s*(?:[-–—*+]|[o§Øüvq¢](?=\s+[A-Z0-9‘“\"'(]))\s+")
_NUMBER = re.compile(
    r"""\s*(?P<mark>
        \(?\d{1,2}(?:\.\d{1,2}){1,3}[a-z]?[.):]?      # 1.2  1.2.3  1.2a
      | \(?\d{1,2}[.)]                                # 1.  2)
      | \(?[a-zA-Zс][.)]                              # a.  B)   (the last is a Cyrillic c that OCR leaves)
      | \(?(?:[ivx]{1,5}|[IVX]{1,5})[.)]              # iv.  II)
      | \d{1,2}[a-z]\b[.)]?                           # 1a
      | (?!Q[1-4]|[HY]\d)[A-Z]\d{1,2}(?:\.\d{1,2})*\b[.):]?  # A1  B2.3, not Q3 or Y1
    )(?=\s)\s*""",
    re.VERBOSE,
)
_CELL_NUMBER = re.compile(
    r"^\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?|[a-zа-я]|[A-Z]|[ivx]{1,5}|[IVX]{1,5}"
    r"|[A-Z]{1,4}[-./ ]?\d{1,3}(?:\.\d{1,2})*[a-z]?)[.):]{0,2}$"
)


# Where a list was printed in one run with the sentence before it: a bullet in front and behind other items, or dashes
# behind the colon and the semicolons that part the items. A dot in the middle (`·`) parts fields more often.
_RUN_ON = re.compile(
    r"(?:(?<=[^\W_])|(?<=[.,:;?!)’”\"']))\s+(?=[•◦▪●○■❖➢➤►✓✔]\s*\w)"
    r"|(?<=[:;])(?:\s+(?:and|or))?\s+(?=[-–—]\s+\w)"
)
_FEWEST_RUN_ON = 2  # one dash behind a colon may be no list


class Marked(NamedTuple):
    """marker: bullet or number as printed, None without one; text: what follows it."""

    marker: str | None
    text: str


def split_marker(text: str) -> Marked:
    """Take the bullet or number off the front: ``- 1. A child`` → ``1.``, ``A child``."""
    rest, marker = text, None
    glyph = _GLYPH.match(rest) or _DASH.match(rest)
    if glyph and rest[glyph.end() :].strip():
        marker, rest = glyph.group().strip() or "•", rest[glyph.end() :]
    number = _NUMBER.match(rest)
    if number and rest[number.end() :].strip():
        marker, rest = number["mark"], rest[number.end() :]
    return Marked(marker, rest.strip())


def is_number(text: str) -> bool:
    """True for a cell that holds nothing but a reference: ``1``, ``2a``, ``4.3``, ``c.``, ``SP-12``."""
    return bool(_CELL_NUMBER.match(text.strip()))


def bare_number(marker: str | None) -> str | None:
    """The number of a marker without its punctuation: ``1.`` → ``1``, ``(a)`` → ``a``; None for a bullet."""
    if marker is None or marker.strip() == "o":  # a bullet that lost its font
        return None
    number = marker.strip().strip("().: ").rstrip(".")
    return number if re.search(r"[\w]", number) and is_number(number) else None


def leading_number(text: str) -> tuple[str, str] | None:
    """A reference and the label behind it in one cell: ``2.10 Children held`` → (``2.10``, ``Children held``)."""
    found = re.match(r"^\s*\(?((?:\d{1,2}(?:\.\d{1,2}){0,3}[a-z]?|[A-Z]\d{1,2}(?:\.\d{1,2})*))[.):]?\s+(?=\S)", text)
    return (found.group(1), text[found.end() :].strip()) if found else None


def run_on_items(text: str) -> list[str]:
    """A line cut before the items of a list that was run on in it; whole where it holds none.

    ``We will: - ask families; - publish it.`` → ``We will:``, ``- ask families;``, ``- publish it.``
    """
    parts = _RUN_ON.split(text)
    before = parts[0].rstrip()
    listed = split_marker(before).marker is not None or before.endswith((":", ".", ";"))
    return parts if len(parts) > _FEWEST_RUN_ON and listed else [text]


def inner_items(text: str) -> list[Marked]:
    """A cell's text cut at the bullets inside it: ``❖ one ❖ two`` → two items; text before the first has no marker."""
    pieces = re.split(rf"(?:(?<=\s)|^)(?=[{BULLET_GLYPHS}]\s*\S)", text)
    return [m for m in (split_marker(p) for p in pieces if p.strip()) if m.text]
