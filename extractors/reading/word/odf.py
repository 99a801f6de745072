"""OpenDocument: its namespaces, and how its attributes say a thing (OpenDocument 1.3, part 3)."""

from __future__ import annotations

import re

_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE, STYLE, DRAW, META, FO, SVG, MANIFEST = (
    f"{{{_BASE}{name}:1.0}}"
    for name in ("office", "text", "table", "style", "drawing", "meta", "xsl-fo-compatible", "svg-compatible",
                 "manifest")
)  # fmt: skip
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
XLINK = "{http://www.w3.org/1999/xlink}"
XML = "{http://www.w3.org/XML/1998/namespace}"

_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(pt|pc|cm|mm|in|px)")
_POINTS = {"pt": 1.0, "pc": 12.0, "cm": 72 / 2.54, "mm": 7.2 / 2.54, "in": 72.0, "px": 0.75}
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def length(text: str | None) -> float | None:
    """A length in points; None for what is none (a share, a word)."""
    found = _LENGTH.fullmatch((text or "").strip())
    return float(found[1]) * _POINTS[found[2]] if found else None


def colour(text: str | None) -> str | None:
    """``#rrggbb``; "" for ``transparent`` and the like, None where nothing is said."""
    if text is None:
        return None
    return text.lower() if _HEX.fullmatch(text) else ""


def count(text: str | None, most: int) -> int:
    """A number of repetitions or of cells spanned: 1 where nothing is said, never more than `most`."""
    return min(max(int(text), 1), most) if text and text.isdecimal() and len(text) < 10 else 1
