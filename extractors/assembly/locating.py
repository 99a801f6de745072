"""Where a row stands, as a person follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote as percent_encoded

from safeplans.extractors.base.document import Place

WEB = "text/html"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
FRAGMENT = "#:~:text="
FRAGMENT_WORDS = 5  # words at each end of a longer quote that a text fragment gives
_WORD = re.compile(r"\S+")
_CELL = re.compile(r"(?P<sheet>.+!)(?P<first>[A-Z]+\d+)(?::(?P<last>[A-Z]+\d+))?")


def locator(
    place: Place | None, *, page: int | None = None, spots: Sequence[str] = (), media_type: str = "", quote: str = ""
) -> str | None:
    """`located`, or what is known where the place is not: the page, or the words of a web page; None without either."""
    if place is not None:
        return located(place, spots=spots, media_type=media_type, quote=quote)
    return (_fragment(quote) if media_type == WEB else None) or _page(page, media_type)


def located(place: Place, *, spots: Sequence[str] = (), media_type: str = "", quote: str = "") -> str:
    """``p. 3``, ``slide 4``, ``lines 12–14``, ``table 2, row 5``, ``Action plan!A12:E12``, ``#:~:text=…``.

    spots: `Document.spots`. quote: the printed words, for a web page's address (the form of text fragments:
    https://wicg.github.io/scroll-to-text-fragment/).
    """
    found = _fragment(quote) if media_type == WEB else _between(spots[place.line_start - 1 : place.line_end])
    return found or _page(place.page, media_type) or lines(place.line_start, place.line_end)


def lines(first: int, last: int) -> str:
    """Lines of a text, counted from 1: ``line 4``, ``lines 12–14``."""
    return f"line {first}" if first == last else f"lines {first}–{last}"


def _page(page: int | None, media_type: str) -> str | None:
    if page is None:
        return None
    return f"slide {page}" if media_type == SLIDES else f"p. {page}"


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
        return FRAGMENT + _encoded(words)
    return f"{FRAGMENT}{_encoded(words[:FRAGMENT_WORDS])},{_encoded(words[-FRAGMENT_WORDS:])}"


def _encoded(words: Sequence[str]) -> str:
    return percent_encoded(" ".join(words), safe="", errors="replace").replace(
        "-", "%2D"
    )  # a dash there has a meaning of its own
