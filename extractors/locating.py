"""Where a row stands, as a person follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote as percent_encoded

from safeplans.extractors.document import Place

WEB = "text/html"
FRAGMENT_WORDS = 5  # words at each end of a longer quote that a text fragment gives
_WORD = re.compile(r"\S+")
_CELL = re.compile(r"(?P<sheet>.+!)(?P<first>[A-Z]+\d+)(?::(?P<last>[A-Z]+\d+))?")


def locator(
    place: Place | None, *, page: int | None = None, spots: Sequence[str] = (), media_type: str = "", quote: str = ""
) -> str | None:
    """``p. 3``, ``lines 12–14``, ``table 2, row 5``, ``Action plan!A12:E12``, ``#:~:text=…``; None where none is known.

    page: where the place is not known. spots: `Document.spots`. quote: the printed words, for a web page's address
    (the form of text fragments: https://wicg.github.io/scroll-to-text-fragment/).
    """
    if media_type == WEB:
        return _fragment(quote) or _lines(place)
    if place is not None and spots:
        return _between(spots[place.line_start - 1 : place.line_end])
    if place is not None and place.page is not None:
        page = place.page
    if page is not None:
        return f"p. {page}"
    return _lines(place)


def _lines(place: Place | None) -> str | None:
    if place is None:
        return None
    if place.line_start == place.line_end:
        return f"line {place.line_start}"
    return f"lines {place.line_start}–{place.line_end}"


def _between(spots: Sequence[str]) -> str | None:
    """The spots of several lines as one: the first, or the first and the last."""
    known = [spot for spot in spots if spot]
    if not known:
        return None
    first, last = known[0], known[-1]
    if first == last:
        return first
    from_cell, to_cell = _CELL.fullmatch(first), _CELL.fullmatch(last)
    if from_cell and to_cell and from_cell["sheet"] == to_cell["sheet"]:
        return f"{from_cell['sheet']}{from_cell['first']}:{to_cell['last'] or to_cell['first']}"
    return f"{first} to {last}"


def _fragment(quote: str) -> str | None:
    words = _WORD.findall(quote)
    if not words:
        return None
    if len(words) <= 2 * FRAGMENT_WORDS:
        return f"#:~:text={_encoded(words)}"
    return f"#:~:text={_encoded(words[:FRAGMENT_WORDS])},{_encoded(words[-FRAGMENT_WORDS:])}"


def _encoded(words: Sequence[str]) -> str:
    return percent_encoded(" ".join(words), safe="").replace("-", "%2D")  # a dash there has a meaning of its own
