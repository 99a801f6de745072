"""Ratings and states: the colour or word of a rating cell, what a status or a comment on progress says."""

from __future__ import annotations

import colorsys
import functools
import re
from typing import cast

from safeplans.extractors.base.closed import Rating, Standing
from safeplans.extractors.base.document import Cell
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.lexicon.months import BEGUN

#: Names and letters of colours, folded, as ratings.
COLOUR_NAMES: dict[str, Rating] = {
    "red": "red", "r": "red", "amber": "amber", "a": "amber", "yellow": "amber", "orange": "amber",
    "green": "green", "g": "green",
    "blue": "blue", "b": "blue", "grey": "grey", "gray": "grey", "purple": "grey", "black": "grey",
}  # fmt: skip
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_NUMBER = (
    rf"(?:\d{{1,3}}|(?:{_TENS})(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|half|most|some|many)"
)
# `Two of four done`, `In use in 5 teams out of 12`, `First two held`; ten of ten is all
_EMPTY_BOXES = frozenset({"☐", "□", "[ ]", "[]"})
_BOX = re.compile("|".join(map(re.escape, sorted({*_EMPTY_BOXES, "☑", "☒", "🗹", "🗷", "✅", "[x]", "[X]"}))))
_IN_PART = re.compile(
    rf"^[^.;]*?\b(?P<part>{_NUMBER})\s+(?:[\w’-]+\s+){{0,4}}?(?:out\s+)?of\s+(?:(?:the|an?)\s+)?(?:possible\s+|planned\s+|estimated\s+)?"
    rf"(?!(?P=part)\b){_NUMBER}\b"
    r"|^\W*(?:the\s+)?first\b(?!\s+aid)",
    re.IGNORECASE,
)
_LONGEST = 8  # words of a comment that a word of being done may stand anywhere in
_REACH = 14  # characters before such a word, in which another may take it back
# A day or month in front of a comment: `05.09.24 Complete`, `May 2025 – complete`.
_DATED = re.compile(
    rf"^\W*(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|{BEGUN}\W{{1,2}}(?:20)?\d\d)\b[\s:–—-]*(?=[A-Za-z])", re.I
)
# A tick, a cross, an arrow or a share in front of a comment or behind it: `✓ 02.12.24`, `0%. No manager had an hour`.
_SHARE = re.compile(
    r"^\W*(\d{1,3})\s?(?:%|per\s?cent)(?=\W*$|\s*[.,;:–—(-]|\s+(?:complete|done))|(?:^|\s)(\d{1,3})\s?%\W*$", re.I
)


@functools.cache
def told(name: str, form: str, *, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """The words of one list of states.toml as a pattern; `form` has a ``%s`` for their alternation."""
    return re.compile(form % "|".join(load_toml("states")["told"][name]), re.IGNORECASE | flags)


@functools.cache
def _signs() -> tuple[tuple[str, Standing], ...]:
    """Signs that no words are made of, each with the standing that it stands for."""
    words = load_toml("states")
    signs: list[tuple[str, Standing]] = [(s, "done") for s in words["ticks"]]
    signs += [(s, "planned") for s in words["crosses"]]
    return tuple((sign, standing) for sign, standing in signs if not re.search(r"[\w()\[\]×]", sign))


def colour_name(fill: str | None) -> Rating | None:
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


def rating_of(cell: Cell | None) -> Rating | None:
    """The rating in a cell: its word, else its colour."""
    if cell is None:
        return None
    return rating_word(cell.text) or (colour_name(cell.fill) if len(cell.text.split()) <= 6 else None)


def rating_word(text: str) -> Rating | None:
    """``Green``, ``(A)``, ``BLUE - complete`` as a colour; None when no colour is named first."""
    colours = cast(dict[Rating, list[str]], load_toml("states")["colours"])  # a test holds them against the type
    for colour, signs in colours.items():
        if text.strip().startswith(tuple(signs)):
            return colour
    found = re.match(r"^\W*([A-Za-z]+)\b", text.strip())
    if not found:
        return None
    word = found.group(1).casefold()
    if len(word) == 1 and len(text.strip(" ()[].")) > 1:
        return None
    return COLOUR_NAMES.get(word)


def standing_of_words(text: str | None) -> Standing | None:
    """done, in_progress or planned by the words of a status or progress comment; None when they do not say."""
    if not text or not text.strip():
        return None
    if offers_choice(text):
        return standing_of_words(ticked(text))
    if sign := _sign_beside(text.strip()):
        return sign
    text = _DATED.sub("", text)
    if answer := told("answers", r"^\W*(?:%s)\W*").match(text):  # what follows tells what came of the promise
        return standing_of_words(text[answer.end() :]) or "planned"
    return _begins_with_state(text) or _standing_inside(text)


def begins_done(text: str) -> bool:
    """Whether a comment begins with, or ends in a sentence of, one word that it is done: `Closed. Letters sent`."""
    first = told("done_first", r"^\W*(?:(?:action|we) +)?(?:%s)\b(?P<rest>.*)", flags=re.DOTALL).match(text)
    if first is not None:
        return told("in_part", rf"^\s*(?:%s|(?:in |for |at )?{_NUMBER} (?:\w+ )?of)\b").match(first["rest"]) is None
    return told("done_last", r"[.;]\s*(?:%s)\W*$").search(text) is not None


def _begins_with_state(text: str) -> Standing | None:
    """The standing that a comment begins with; whatever else it says is about what came of it or is left of it."""
    if begins_done(text):
        return "done"
    if told("waiting", r"^\W*(?:%s)(?!\w)").search(text):
        return "planned"
    return "in_progress" if told("going_first", r"^\W*(?:%s)(?!\w)").match(text) else None


def _standing_inside(text: str) -> Standing | None:
    """The standing by words that may stand anywhere in a comment, what is not begun before what is done."""
    if planned := told("planned", r"\b(?:%s)\b").search(text):
        return "in_progress" if _is_come_about(text[: planned.start()]) else "planned"
    if _IN_PART.search(text):
        return "in_progress"
    if _is_done(text):
        return "in_progress" if told("left", r"\b(?:%s)\b").search(text) else "done"
    if told("going", r"(?<!\w)(?:%s)(?!\w)").search(text):
        return "in_progress"
    if _is_come_about(text):
        return "in_progress" if told("left", r"\b(?:%s)\b").search(text) else "done"
    return None


def is_box(sign: str | None) -> bool:
    """Whether a sign is a box to tick, ticked or empty."""
    return sign is not None and _BOX.fullmatch(sign) is not None


def offers_choice(text: str) -> bool:
    """Whether a text is a row of boxes to tick, such as `☐ Complete ☒ In progress`."""
    return len(_BOX.findall(text)) > 1


def ticked(text: str) -> str | None:
    """What is ticked of several choices, each with a box: `☐ Complete ☒ In progress`; None unless it is one."""
    signs, words = _BOX.findall(text), [part.strip(" ,;/") for part in _BOX.split(text)]
    behind = not words[0]  # the words of a box stand behind it
    if all(words):
        return None  # a box without words, or words without a box
    chosen = [words[at + behind] for at, sign in enumerate(signs) if sign not in _EMPTY_BOXES]
    return chosen[0] if len(chosen) == 1 else None


def _sign_beside(text: str) -> Standing | None:
    """The standing that a sign in front of a comment or behind it tells."""
    for sign, standing in _signs():
        if text.startswith(sign) or text.endswith(sign):
            return standing
    if (share := _SHARE.search(text)) is None:
        return None
    return standing_of_share(int(share[1] or share[2]))


def standing_of_share(value: int) -> Standing | None:
    """done, in_progress or planned by so many per cent; None over a hundred."""
    return None if value > 100 else "done" if value == 100 else "in_progress" if value else "planned"


def _is_done(text: str) -> bool:
    """Whether a short comment says that it is done; so many of a thing (`Six talks delivered`) may not be all."""
    if len(text.split()) > _LONGEST:
        return False
    for found in told("done", r"\b(?:%s)\b").finditer(text):
        before = text[max(0, found.start() - _REACH) : found.start()]
        counted = re.match(rf"\W*{_NUMBER}\b[^,;.:]*$", text[: found.start()], re.IGNORECASE)
        if not counted and not told("not_done", r"\b(?:%s)\b").search(before):
            return True
    return False


def _is_come_about(text: str) -> bool:
    """Whether a comment begins with something that has come about: `Letter sent`, `Live since March`."""
    found = told("come_about", rf"^\W*(?!{_NUMBER}\b|\d)(?:[\w’'&/-]+,? +){{0,3}}?(?:%s)\b").search(text)
    return found is not None and not told("not_done", r"\b(?:%s)\b").search(found[0])


#: What the colours mean where no key is printed: the usual BRAG scale of public bodies.
USUAL_KEY: dict[Rating, Standing] = {
    "blue": "done",
    "green": "in_progress",
    "amber": "in_progress",
    "red": "planned",
    "grey": "planned",
}
