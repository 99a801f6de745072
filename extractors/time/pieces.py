"""Pieces of a text: units joined to spans and runs, each with the words before and behind it."""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass

from safeplans.extractors.lexicon.forms import phrase_form
from safeplans.extractors.time.expressions import Unit
from safeplans.extractors.time.recurrences import Recurrence
from safeplans.extractors.time.words import DASH, alternatives, vocabulary

_RANGE = re.compile(
    rf"\s*(?:{DASH}|to|until|till|through(?:\s+to)?|up\s+to)\s*(?:the\s+)?(?P<end>end\s+(?:of\s+)?)?", re.I
)
_AND = re.compile(r"\s*(?:and|&)\s*", re.I)
_RUN = re.compile(r"\s*(?:,\s*(?:and|&|or)?|/|&|and|\+|;|or|)\s*(?:in\s+|by\s+)?", re.I)
_ONWARDS = re.compile(
    rf"\s*\)?,?\s*(?:{DASH}\s*|to\s+)?(?:and\s+)?(?:onwards?|on-?\s?going|forwards?|present|to\s+date|continuing)\b",
    re.I,
)
_YEARLY_GAP = re.compile(
    rf"[\s,:(]*{DASH}?\s*(?:(?:each|every|in|by|during|at|on|due|the|before|from|end\s+of|review)\s+)*", re.I
)


@dataclass(slots=True)
class Piece:
    """A unit, or two joined to a span, with the words before it."""

    start: int
    end: int
    first: Unit
    second: Unit | None = None
    opener: str | None = None  # casefolded words
    role: str | None = None  # due, start, plain, period, event, week, each
    modifier: str | None = None  # end, vague
    to_end: bool = False  # `to the end of …` inside a span
    recurring: bool = False
    onwards: bool = False
    year_ending: bool = False
    either: bool = False  # `Jan/Feb 2025`: one time printed as two neighbouring months

    @property
    def core(self) -> int:
        """Where the unit itself begins, behind its preposition."""
        return self.first.start


@functools.cache
def _opening_words() -> tuple[re.Pattern[str], dict[str, str]]:
    roles = {word: role for role, words in vocabulary()["openers"].items() for word in words}
    regex = rf"(?<![\w-])(?P<opener>{alternatives(roles)})\s*[:(,]?\s*(?:{DASH}\s*)?(?:the\s+)?"
    regex += r"(?:(?:(?:financial|academic|school)\s+)?years?\s+|period\s+)?$"
    return re.compile(regex, re.IGNORECASE), roles


@functools.cache
def _modifiers() -> re.Pattern[str]:
    data = vocabulary()["vague"]
    return re.compile(
        rf"(?<!\w)(?:(?P<end>(?:the\s+)?{alternatives(data['ends'])})|(?P<vague>(?:the\s+)?{alternatives(data['words'])}))"
        rf"(?:\s+the)?(?:\s|{DASH})*$",
        re.IGNORECASE,
    )


_YEAR_ENDING = re.compile(r"(?:the\s+)?(?:financial\s+)?year\s+(?:ending|ended|to|end)\s*(?:on\s+)?(?:the\s+)?$", re.I)


def share_years(text: str, units: list[Unit]) -> None:
    """Give `June` of `June, Oct 2019` the year printed behind the run, going back over the turn of a year."""
    for left, right in zip(reversed(units[:-1]), reversed(units[1:]), strict=True):
        if left.dated or not right.dated or left.family not in ("month", "quarter", "season", "term", "day"):
            continue
        if right.family != left.family and not (left.family == "day" and right.family == "month"):
            continue
        gap = text[left.end : right.start]
        ranged = _RANGE.fullmatch(gap) is not None
        if not ranged and not _RUN.fullmatch(gap) and not (_AND.fullmatch(gap)):
            continue
        left.year, left.until, left.paired, left.plan_year = right.year, right.until, right.paired, right.plan_year
        left.note("shared-year", 0.92)
        if left.family in ("season", "term") and not left.paired and left.year and left.months[0] > right.months[0]:
            left.year -= 1
            left.note("turn-of-year", 0.8)
        later = (left.number, left.day) > (right.number, right.day or 99)
        if left.family in ("month", "day") and left.year is not None and later:
            left.year -= 1
            left.note("turn-of-year", 0.8 if ranged else 0.6)


def pieces_of(text: str, units: list[Unit]) -> list[Piece]:
    pieces: list[Piece] = []
    index = 0
    while index < len(units):
        unit = units[index]
        piece = Piece(unit.start, unit.end, unit)
        _open(text, piece, pieces[-1].end if pieces else 0)
        if index + 1 < len(units):
            gap = text[unit.end : units[index + 1].start]
            between = piece.opener is None and re.search(r"(?<!\w)between\s+(?:the\s+)?$", text[: piece.start], re.I)
            m = _RANGE.fullmatch(gap)
            if (m or (between and _AND.fullmatch(gap))) and _joins(unit, units[index + 1]):
                piece.second, piece.end = units[index + 1], units[index + 1].end
                piece.to_end = bool(m and m["end"])
                if between:
                    piece.start, piece.role = between.start(), "period"
                index += 1
            elif _either(text, units, index):
                piece.second, piece.end, piece.either = units[index + 1], units[index + 1].end, True
                index += 1
        if m := _ONWARDS.match(text, piece.end):
            piece.onwards, piece.end = True, m.end()
        if text[piece.end : piece.end + 1] == ")" and "(" in text[piece.start : piece.end]:
            piece.end += 1
        pieces.append(piece)
        index += 1
    for left, right in itertools.pairwise(pieces):
        alike = left.first.family == right.first.family and right.role is None and right.modifier is None
        if alike and left.role not in (None, "start") and _RUN.fullmatch(text[left.end : right.start]):
            right.role, right.opener = left.role, left.opener
    return pieces


def _either(text: str, units: list[Unit], index: int) -> bool:
    """Whether two neighbouring months, the year behind the second only, are one time and no list of times."""
    left, right = units[index], units[index + 1]

    def slashed(a: Unit, b: Unit) -> bool:
        return text[a.end : b.start].strip() == "/"

    return (
        left.family == right.family == "month"
        and slashed(left, right)
        and (right.number - left.number) % 12 == 1
        and re.search(r"\d$", text[left.start : left.end]) is None
        and re.search(r"\d$", text[right.start : right.end]) is not None
        and not (index and slashed(units[index - 1], left))
        and not (index + 2 < len(units) and slashed(right, units[index + 2]))
    )


def _joins(left: Unit, right: Unit) -> bool:
    """Whether two units make a span when a dash or `to` stands between them."""
    calendar = {"day", "month", "quarter", "season", "term", "year", "pair", "academic", "planyear"}
    if left.family not in calendar or right.family not in calendar:
        return False
    if left.family != right.family and not (left.dated and right.dated) and left.family != "day":
        return False  # `Q4 - January to March 2025` explains the quarter
    return left.dated == right.dated or not left.dated or left.family == "planyear"


def _open(text: str, piece: Piece, floor: int) -> None:
    """Take the preposition, label or `end of` before a piece into it."""
    window_start = max(floor, piece.start - 48)
    window = text[window_start : piece.start]
    if piece.first.family == "yearend" or "year-end" in piece.first.notes:
        piece.modifier = "end"
    elif m := _modifiers().search(window):
        piece.modifier = "end" if m["end"] else "vague"
        piece.start, window = window_start + m.start(), window[: m.start()]
    elif piece.first.family in ("day", "month") and (m := _YEAR_ENDING.search(window)):
        piece.year_ending = True
        piece.start, window = window_start + m.start(), window[: m.start()]
    pattern, roles = _opening_words()
    if m := pattern.search(window):
        piece.opener = phrase_form(m["opener"])
        piece.role = roles.get(piece.opener) or roles.get(piece.opener.replace(" ", "-"))
        piece.start = window_start + m.start()


def join_yearly(text: str, pieces: list[Piece], repeats: list[Recurrence]) -> list[Recurrence]:
    """Join `Annually` and `June`: a month of each year is one recurring mention. Gives the words used up."""
    used: list[Recurrence] = []

    def yearless(piece: Piece) -> bool:
        return piece.first.family in ("month", "day") and not piece.first.dated and piece.second is None

    for piece in pieces:
        if piece.role == "each" and not piece.first.dated:
            piece.recurring = True
        if not yearless(piece):
            continue
        for repeat in repeats:
            if repeat.duration != "P1Y" or repeat in used:
                continue
            if repeat.end <= piece.core and _YEARLY_GAP.fullmatch(text[repeat.end : piece.core]):
                piece.start, piece.recurring = min(repeat.start, piece.start), True
                used.append(repeat)
            elif repeat.start >= piece.end and re.fullmatch(r"[\s,(]*(?:of\s+)?", text[piece.end : repeat.start]):
                piece.end, piece.recurring = repeat.end, True
                used.append(repeat)
    neighbours = list(itertools.pairwise(pieces))
    for ordered in (neighbours, [(right, left) for left, right in reversed(neighbours)]):
        for known, other in ordered:
            gap = text[min(known.end, other.end) : max(known.core, other.core)]
            if known.recurring and not other.recurring and yearless(known) and yearless(other) and _RUN.fullmatch(gap):
                other.recurring = True
    return used
