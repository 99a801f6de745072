"""Text for a terminal: safe, wrapped, aligned."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from safeplans.extractors.assembly.locating import FRAGMENT, lines, located
from safeplans.extractors.base.document import Place

_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
_LINE_BREAKS = dict.fromkeys(map(ord, "\n\r\t\v\f\u0085\u2028\u2029"), " ")


def safe(text: str) -> str:
    """Text that cannot steer a terminal: line breaks and tabs as blanks, other control characters as U+FFFD.

    Format characters that reorder or hide text (bidirectional overrides, zero-width) are left out.
    """
    text = text.translate(_LINE_BREAKS)
    if text.isascii() and text.isprintable():
        return text
    kept = []
    for char in text:
        category = unicodedata.category(char)
        if category == "Cf":
            continue
        kept.append("\ufffd" if category in ("Cc", "Cs") else char)
    return "".join(kept)


def counted(count: int, what: str) -> str:
    """A number of things (`1 row`, `1,204 rows`)."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def span(start: Any, end: Any) -> str:
    """Two dates as a reader writes them (`2024-04-01 – 2025-03-31`); one where they are the same."""
    if start is None and end is None:
        return ""
    if start == end:
        return str(start)
    return f"{start or '…'} – {end or '…'}"


def place(locator: str | None, line_start: int | None, line_end: int | None) -> str:
    """A place in few words: its locator; in place of a web page's fragment, which is for browsers, the lines read."""
    if locator is None:
        return ""
    if line_start is None or line_end is None or not locator.startswith(FRAGMENT):
        return locator
    return lines(line_start, line_end)


def where(printed: Place, quote: str, spots: Sequence[str], media_type: str) -> str:
    """The same for a fact, which has no locator yet. spots, media_type: of its document."""
    told = located(printed, spots=spots, media_type=media_type, quote=quote)
    return place(told, printed.line_start, printed.line_end)


def every(recurrence: str) -> str:
    """An ISO 8601 duration between occurrences in words (`P3M`: every 3 months)."""
    parts = [(int(number), _UNITS[unit]) for number, unit in re.findall(r"(\d+)([YMWD])", recurrence)]
    if len(parts) == 1 and parts[0][0] == 1:
        return f"every {parts[0][1]}"
    return "every " + " ".join(f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in parts)
