"""Ratings: the colour or word of a rating cell, and the key that says what the colours mean."""

from __future__ import annotations

import colorsys
import re

from safeplans.extractors.document import Block, BlockKind, Cell
from safeplans.extractors.lexicon.loading import load_toml

_NAMES = {
    "red": "red", "r": "red", "amber": "amber", "a": "amber", "yellow": "amber", "orange": "amber",
    "green": "green", "g": "green",
    "blue": "blue", "b": "blue", "grey": "grey", "gray": "grey", "purple": "grey", "black": "grey",
}  # fmt: skip
_DONE = re.compile(
    r"\b(?:complete[d]?|achieved|delivered|done|closed|finished|embedded|signed off|implemented)\b", re.IGNORECASE
)
_NOT = re.compile(
    r"\b(?:not|yet to|incomplete|partially|partly|to be|nearly|almost|due to be|will be)\b", re.IGNORECASE
)
_NUMBER = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|most|some|many)"
# `Two of four done`, `5 out of 12 delivered`; ten of ten is done
_IN_PART = re.compile(
    rf"\b(?P<part>{_NUMBER})\s+(?:out\s+)?of\s+(?:the\s+)?(?!(?P=part)\b){_NUMBER}\b[^.;]*?\b(?:complete[d]?|delivered|done|closed|finished)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:not (?:yet )?(?:started|begun|commenced|due)|yet to (?:start|begin"
    r"|commence)|to be started|no progress|future|planned|pending)\b",
    re.IGNORECASE,
)
_GOING = re.compile(
    r"\b(?:on[ -]?track|in[ -]progress|under ?way|on[- ]?going|started|commenced"
    r"|begun|delay(?:ed)?|slipp(?:ed|age)|behind|at risk|progressing|partially"
    r"|partly|some progress|off[ -]track|overdue|continu\w+)\b",
    re.IGNORECASE,
)


def colour_name(fill: str | None) -> str | None:
    """A fill such as ``#92d050`` as red, amber, green or blue, grey for a strong grey; None for pale tints and none."""
    if not fill or not re.fullmatch(r"#[0-9a-fA-F]{6}", fill):
        return None
    r, g, b = (int(fill[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, light, saturation = colorsys.rgb_to_hls(r, g, b)
    degrees = hue * 360
    if saturation < 0.15:
        return "grey" if 0.35 < light < 0.8 else None
    if light > 0.892 or light < 0.12:
        return None
    if degrees < 16 or degrees >= 330:
        return "red"
    if degrees < 66:
        return "amber"
    if degrees < 170:
        return "green"
    if degrees < 265:
        return "blue"
    return "grey" if degrees < 300 else "red"


def rating_of(cell: Cell | None) -> str | None:
    """The rating in a cell: its word, else its colour."""
    if cell is None:
        return None
    return rating_word(cell.text) or (colour_name(cell.fill) if len(cell.text.split()) <= 6 else None)


def rating_word(text: str) -> str | None:
    """``Green``, ``(A)``, ``BLUE - complete`` as a colour; None when no colour is named first."""
    for colour, signs in load_toml("states")["colours"].items():
        if text.strip().startswith(tuple(signs)):
            return str(colour)
    found = re.match(r"^\W*([A-Za-z]+)\b", text.strip())
    if not found:
        return None
    word = found.group(1).casefold()
    if len(word) == 1 and len(text.strip(" ()[].")) > 1:
        return None
    return _NAMES.get(word)


def standing_of_words(text: str | None) -> str | None:
    """done, in_progress or planned by the words of a status or progress comment; None when they do not say."""
    if not text:
        return None
    if _PLANNED.search(text):
        return "planned"
    if _IN_PART.search(text):
        return "in_progress"
    for found in _DONE.finditer(text):
        before = text[max(0, found.start() - 14) : found.start()]
        if not _NOT.search(before):
            return (
                "done"
                if len(text.split()) <= 8
                or re.match(r"\W*(?:action\s+)?(?:complete|achieved|delivered|done|closed)", text, re.IGNORECASE)
                else None
            )
    return "in_progress" if _GOING.search(text) else None


def read_key(block: Block) -> dict[str, str] | None:
    """Colours to standings from a printed key (``Blue – completed and embedded``); None when the table is no key."""
    if block.kind is not BlockKind.TABLE:
        return None
    cells = [c for row in block.rows for c in row.cells]
    meanings: dict[str, str] = {}
    for i, cell in enumerate(cells):
        colour = rating_word(cell.text) or colour_name(cell.fill)
        words = cell.text
        if colour and (not words or words.casefold() in _NAMES):
            words = cells[i + 1].text if i + 1 < len(cells) else ""
        if colour and words and len(words.split()) <= 25:
            meanings.setdefault(colour, standing_of_words(words) or "")
    texts = [c.text for c in cells if c.text]
    if len(meanings) < 3 or len(block.rows) > 8 or len(texts) > 14:
        return None
    return {colour: standing for colour, standing in meanings.items() if standing}


_COLOUR = r"(?:blue|green|amber|yellow|red|grey|gray|purple|[bgar])"
_KEY_ENTRY = re.compile(
    rf"\b({_COLOUR})\b\s*(?:[=:–-]+|means|is)\s*([^,;.|=]+?)(?=\s*(?:[,;.|]|$|\b{_COLOUR}\b\s*[=:–-]))", re.IGNORECASE
)


def read_key_text(text: str) -> dict[str, str] | None:
    """A key printed in a line: ``Blue = complete, Green = on track, …``; None when the line is no key."""
    entries = {_NAMES[colour.casefold()]: standing_of_words(words) for colour, words in _KEY_ENTRY.findall(text)}
    if len(entries) < 3 or len(text.split()) > 60:
        return None
    return {colour: standing for colour, standing in entries.items() if standing}


#: What the colours mean where no key is printed: the usual BRAG scale of public bodies.
USUAL_KEY = {"blue": "done", "green": "in_progress", "amber": "in_progress", "red": "planned", "grey": "planned"}
