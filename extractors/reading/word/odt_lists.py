"""Numbers and bullets of OpenDocument lists, worked out as LibreOffice counts (OpenDocument 1.3, 5.3 and 16.31)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from safeplans.extractors.reading.safe_xml import Element
from safeplans.extractors.reading.word.numerals import decimal, letters, letters_carried, roman
from safeplans.extractors.reading.word.odf import FO, LOEXT, STYLE, TEXT, XML, length
from safeplans.extractors.reading.word.odt_styles import OdtStyles
from safeplans.extractors.reading.word.symbols import bullet

LEVELS = 10
_PLACE = re.compile(r"%(\d{1,2})%")
_FORMATS: dict[str, Callable[[int], str]] = {
    "1": decimal,
    "a": letters_carried,
    "A": lambda value: letters_carried(value).upper(),
    "i": roman,
    "I": lambda value: roman(value).upper(),
}
_IN_STEP: dict[str, Callable[[int], str]] = {"a": letters, "A": lambda value: letters(value).upper()}

Counts = dict[int, int]


@dataclass(slots=True)
class OdtList:
    """A list as it is read. style: its name; counts: by level, shared with the lists that it goes on."""

    style: str
    counts: Counts
    level: int = 1


@dataclass(slots=True)
class OdtNumbering:
    """Counts the items of a document's lists and its numbered headings in their order."""

    styles: OdtStyles
    _last: dict[str, Counts] = field(default_factory=dict)
    _by_id: dict[str, Counts] = field(default_factory=dict)
    _outline: Counts = field(default_factory=dict)

    def begin(self, element: Element, inside: OdtList | None) -> OdtList:
        """A list that begins: inside another it is its next level; else it counts anew, or goes on where it says so."""
        style = element.get(f"{TEXT}style-name")
        if inside is not None:
            return OdtList(style or inside.style, inside.counts, min(inside.level + 1, LEVELS))
        name = style or ""
        counts: Counts | None = None
        if (followed := element.get(f"{TEXT}continue-list")) is not None:
            counts = self._by_id.get(followed)
        elif element.get(f"{TEXT}continue-numbering") == "true":
            counts = self._last.get(name)
        if counts is None:
            counts = {}
        self._last[name] = counts
        if (identity := element.get(f"{XML}id")) is not None:
            self._by_id[identity] = counts
        return OdtList(name, counts)

    def marker(self, inside: OdtList, start: str | None) -> str | None:
        """The marker of a list's next item; a bullet where no style says what it is. start: the number that it is to
        have."""
        style = self.styles.lists.get(inside.style)
        marker = _next(_levels(style), inside.counts, inside.level, start)
        return "•" if style is None else marker

    def heading(self, level: int, start: str | None) -> str | None:
        """The number of the next heading of a level, where the document numbers them."""
        return _next(_levels(self.styles.outline), self._outline, level, start)

    def indent(self, inside: OdtList) -> float | None:
        """How far the text of an item is set in, in points."""
        told = _levels(self.styles.lists.get(inside.style)).get(inside.level)
        properties = told.find(f"{STYLE}list-level-properties") if told is not None else None
        if properties is None:
            return None
        alignment = properties.find(f"{STYLE}list-level-label-alignment")
        if alignment is not None and (margin := length(alignment.get(f"{FO}margin-left"))) is not None:
            return margin
        before, label = (length(properties.get(f"{TEXT}{name}")) for name in ("space-before", "min-label-width"))
        return (before or 0.0) + (label or 0.0)


def _levels(style: Element | None) -> dict[int, Element]:
    found = {}
    for element in style if style is not None else ():
        told = element.get(f"{TEXT}level", "")
        if told.isdecimal():
            found[int(told)] = element
    return found


def _next(levels: dict[int, Element], counts: Counts, level: int, start: str | None) -> str | None:
    told = levels.get(level)
    if start is not None and start.isdecimal():
        counts[level] = int(start)
    else:
        counts[level] = counts[level] + 1 if level in counts else _start(told)
    for deeper in [n for n in counts if n > level]:
        del counts[deeper]
    if told is None:
        return None
    if told.tag == f"{TEXT}list-level-style-bullet":
        properties = told.find(f"{STYLE}text-properties")
        font = properties.get(f"{STYLE}font-name") if properties is not None else None
        return bullet(font, told.get(f"{TEXT}bullet-char", "•")) or "•"
    if told.tag == f"{TEXT}list-level-style-image":
        return "•"
    return _printed(levels, counts, level, told)


def _start(told: Element | None) -> int:
    start = told.get(f"{TEXT}start-value") if told is not None else None
    return int(start) if start is not None and start.isdecimal() else 1


def _printed(levels: dict[int, Element], counts: Counts, level: int, told: Element) -> str | None:
    def figure(at: int) -> str:
        element = levels.get(at)
        kind = element.get(f"{STYLE}num-format", "") if element is not None else "1"
        in_step = element is not None and element.get(f"{STYLE}num-letter-sync") == "true"
        shown = _IN_STEP.get(kind) if in_step else None
        shown = shown or _FORMATS.get(kind)
        return shown(counts.get(at, _start(element))) if shown is not None else ""

    pattern = told.get(f"{LOEXT}num-list-format") or told.get(f"{STYLE}num-list-format")
    if pattern:
        return _PLACE.sub(lambda m: figure(int(m[1])), pattern).strip() or None
    shown = told.get(f"{TEXT}display-levels", "1")
    first = max(level - (int(shown) if shown.isdecimal() else 1) + 1, 1)
    number = ".".join(f for f in (figure(at) for at in range(first, level + 1)) if f)
    if not figure(level):
        return None
    return f"{told.get(f'{STYLE}num-prefix', '')}{number}{told.get(f'{STYLE}num-suffix', '')}".strip() or None
