"""The lines of a text that have words, and what falls into it at each page: feet, and headings printed again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from safeplans.extractors.blank_columns.model import LONGEST_HEADER, Line

MOST_COLUMNS = 16
WIDEST = 400  # characters; a longer line is a paragraph

_PARTS = re.compile(r"[^ ]+(?: [^ ]+)*")
_OTHER_BLANKS = re.compile(r"\s")
_RULED = " \t\r\n\f\u00a0:+=_—–-"  # a line of these says nothing
_BARRIER_SIGNS = ("\t", "|", "<t", "…", "....", " . .")
_BARRIER = re.compile(r"\t|^\s*\||(?:\|.*){3}|<t[rdh]\b|<table|\.{5,}|…{2,}|(?: \.){4,}")
# of lines with # for each number in them
_PAGE = re.compile(r"^[^\w#]*(?:(?:page|pg|p)\.?\s*)?#(?:\s*(?:of|/)\s*#)?[^\w#]*$", re.IGNORECASE)
_PAGE_WORD = re.compile(r"^[^\w#]*page #|\bpage #(?: (?:of|/) #)?[^\w#]*$", re.IGNORECASE)
_PAGED = re.compile(r"\b(?:page|pg|p)\b\.?\s*#", re.IGNORECASE)
_PAGE_END = re.compile(r"^#[^\w#]|[^\w#]#[^\w#]*$")
_LONGEST_FOOT = 100  # characters of a line that may be the foot of a page


def lines_of(printed: Sequence[str]) -> list[Line]:
    lines: list[Line] = []
    skipped = 0
    for number, raw in enumerate(printed, 1):
        if not raw.strip(_RULED):
            skipped += 1
            continue
        text = raw.rstrip()
        if not text.isascii() or not text.isprintable():
            text = _OTHER_BLANKS.sub(" ", text)
        if len(text) > WIDEST or any(sign in raw for sign in _BARRIER_SIGNS) and _BARRIER.search(raw):
            parts = []
        elif "  " in text.lstrip():
            parts = [m.span() for m in _PARTS.finditer(text)]
        else:
            parts = [(len(text) - len(text.lstrip()), len(text))]
        barrier = not 0 < len(parts) <= MOST_COLUMNS
        lines.append(Line(number, text, parts, skipped, barrier, len(parts) > 1))
        skipped = 0
    _find_feet(lines)
    _find_repeats(lines)
    return lines


def _find_feet(lines: Sequence[Line]) -> None:
    """Page numbers, lines that come again with another number, and what stands beside them each time."""
    alone: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        alone_here = line.skipped or index == 0 or index + 1 == len(lines) or lines[index + 1].skipped
        if (alone_here or "age " in line.text) and len(words := line.words) <= _LONGEST_FOOT:
            alone.setdefault(re.sub(r"\d+", "#", words), []).append(index)
    for key, places in alone.items():
        if "#" in key:
            for index in _feet(lines, key, places):
                lines[index].foot = True
    for key, places in alone.items():
        if "#" not in key:
            _mark_beside_feet(lines, places)


def _feet(lines: Sequence[Line], key: str, places: Sequence[int]) -> Sequence[int]:
    """Which of the lines that differ in their numbers alone are feet of pages. key: their words, `#` for a number."""

    def stands_apart(index: int) -> bool:
        return bool(lines[index].skipped) or index + 1 == len(lines)

    if _PAGE.match(key):
        return [i for i in places if stands_apart(i)]
    length = len(key.split())  # «Priority 2» is a heading
    if _PAGE_WORD.search(key) and length < 13 and (len(places) > 1 or stands_apart(places[0])):
        return places
    counted = len({lines[i].words for i in places}) == len(places) > 1
    long = length > 4 or lines[places[0]].many
    return places if counted and (_PAGED.search(key) or long and _PAGE_END.search(key)) else ()


def _mark_beside_feet(lines: Sequence[Line], places: Sequence[int]) -> None:
    """Lines of the same words that mostly stand beside a foot are feet too."""
    near = [(i, (*lines[max(i - 1, 0) : i], *lines[i + 1 : i + 2])) for i in places if not lines[i].foot]
    beside = [i for i, neighbours in near if any(n.foot for n in neighbours)]
    if len(beside) > 1 and len(beside) * 2 > len(places):
        for index in beside:
            lines[index].foot = not lines[index].barrier


def _find_repeats(lines: Sequence[Line]) -> None:
    """Mark where headings of columns begin that are printed several times."""
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if len(line.parts) > 2 and not line.foot and not line.barrier:
            places.setdefault(line.words, []).append(index)
    for found in places.values():
        if len(found) < 2:
            continue
        up = down = 0
        while up < LONGEST_HEADER - 1 and _alike(lines, found, -up - 1):
            up += 1
        while down < LONGEST_HEADER - 1 and _alike(lines, found, down + 1):
            down += 1
        for index in found:
            if index >= up:
                lines[index - up].repeats = up + 1 + down


def _alike(lines: Sequence[Line], places: Sequence[int], step: int) -> bool:
    """At most of the places the same words stand so many lines further, with no line skipped between."""
    others = [i + step for i in places if 0 <= i + step < len(lines)]
    told = [lines[i].words for i in others if not lines[i].foot and not lines[i + (step < 0)].skipped]
    return len(set(told)) == 1 and len(told) * 2 > len(places)
