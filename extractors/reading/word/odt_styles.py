"""Styles of OpenDocument text: what a paragraph, its letters, a cell or a column are by theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from safeplans.extractors.reading.safe_xml import Element
from safeplans.extractors.reading.word.odf import FO, OFFICE, STYLE, SVG, TEXT, colour, length
from safeplans.extractors.reading.word.styles import Letters

_DEEPEST = 40  # styles that one may build on
_HEADING = re.compile(r"heading ([1-9])")
_CONTENTS = re.compile(r"contents (?:heading|[1-9])")
_ESCAPED = re.compile(r"_([0-9a-fA-F]{2,4})_")
_BOLD = 600  # weight of letters from which on they are bold


class OdtStyles:
    """The styles that one part of a file (its content, or its headers and footers) may name.

    roots: where they stand, those that win first.
    """

    def __init__(self, roots: Sequence[Element]) -> None:
        self._named: dict[tuple[str, str], Element] = {}
        self._default: dict[str, Element] = {}
        self.lists: dict[str, Element] = {}
        self.outline: Element | None = None
        self._fonts: dict[str, str] = {}
        for root in roots:
            for holder in root:
                if holder.tag == f"{OFFICE}font-face-decls":
                    for face in holder:
                        family = face.get(f"{SVG}font-family", "").strip("'\" ")
                        self._fonts.setdefault(face.get(f"{STYLE}name", ""), family)
                elif holder.tag in (f"{OFFICE}automatic-styles", f"{OFFICE}styles"):
                    self._take(holder)
        self._letters: dict[tuple[str, str], Letters] = {}

    def _take(self, holder: Element) -> None:
        for style in holder:
            name, family = style.get(f"{STYLE}name", ""), style.get(f"{STYLE}family", "")
            if style.tag == f"{STYLE}style":
                self._named.setdefault((family, name), style)
            elif style.tag == f"{STYLE}default-style":
                self._default.setdefault(family, style)
            elif style.tag == f"{TEXT}list-style":
                self.lists.setdefault(name, style)
            elif style.tag == f"{TEXT}outline-style" and self.outline is None:
                self.outline = style

    def chain(self, family: str, name: str | None) -> list[Element]:
        """A style and those that it builds on, itself first, the family's own last."""
        found: list[Element] = []
        while (family, name or "") in self._named and len(found) < _DEEPEST:
            element = self._named[family, name or ""]
            if element in found:
                break
            found.append(element)
            name = element.get(f"{STYLE}parent-style-name")
        return [*found, *([self._default[family]] if family in self._default else [])]

    def names(self, name: str | None) -> list[str]:
        """The names of a paragraph's style and of those that it builds on, as people see them, in small letters.

        A style that the file names and does not define is one of the program's own.
        """
        chain = self.chain("paragraph", name)
        told = [str(e.get(f"{STYLE}display-name") or e.get(f"{STYLE}name", "")) for e in chain]
        if name is not None and ("paragraph", name) not in self._named:
            told.insert(0, name)
        return [_ESCAPED.sub(lambda m: chr(int(m[1], 16)), n).casefold() for n in told]

    def heading(self, name: str | None) -> int:
        """The level of a heading that a paragraph's style gives, 0 for none."""
        return next((int(m[1]) for told in self.names(name) if (m := _HEADING.fullmatch(told))), 0)

    def contents(self, name: str | None) -> bool:
        return any(_CONTENTS.fullmatch(told) for told in self.names(name))

    def letters(self, family: str, name: str | None) -> Letters:
        """What a style says of letters."""
        key = (family, name or "")
        if key not in self._letters:
            made = Letters()
            for element in reversed(self.chain(family, name)):
                made = self._told(element.find(f"{STYLE}text-properties"), made).over(made)
            self._letters[key] = made
        return self._letters[key]

    def _told(self, properties: Element | None, under: Letters) -> Letters:
        if properties is None:
            return Letters()
        get = properties.get
        weight, slant, position = get(f"{FO}font-weight"), get(f"{FO}font-style"), get(f"{STYLE}text-position")
        through = get(f"{STYLE}text-line-through-style") or get(f"{STYLE}text-line-through-type")
        transform, display, font = get(f"{FO}text-transform"), get(f"{TEXT}display"), get(f"{STYLE}font-name")
        return Letters(
            None if weight is None else weight == "bold" or (weight.isdecimal() and int(weight) >= _BOLD),
            None if slant is None else slant in ("italic", "oblique"),
            None if transform is None else transform == "uppercase",
            None if through is None else through != "none",
            None if display is None else display == "none",
            None if position is None else position.startswith("super") or position[:1].isdigit(),
            _size(get(f"{FO}font-size"), under.size),
            colour(get(f"{FO}color")),
            colour(get(f"{FO}background-color")),
            self._fonts.get(font, font) if font else None,
        )

    def indent(self, name: str | None) -> float | None:
        """How far a paragraph's style sets it in, in points."""
        for element in self.chain("paragraph", name):
            told = element.find(f"{STYLE}paragraph-properties")
            found = length(told.get(f"{FO}margin-left")) if told is not None else None
            if found is not None:
                return found
        return None

    def ground(self, family: str, name: str | None) -> str | None:
        """The ground of a cell, row or table; "" for none, None where nothing is said."""
        for element in self.chain(family, name):
            told = element.find(f"{STYLE}{family}-properties")
            found = colour(told.get(f"{FO}background-color")) if told is not None else None
            if found is not None:
                return found
        return None

    def column_width(self, name: str | None) -> float:
        """In points, 0 where it is not said."""
        for element in self.chain("table-column", name):
            told = element.find(f"{STYLE}table-column-properties")
            found = length(told.get(f"{STYLE}column-width")) if told is not None else None
            if found:
                return found
        return 0.0


def _size(told: str | None, under: float | None) -> float | None:
    """A size of letters in points: as told, or as a share of that below."""
    if told is not None and told.endswith("%") and told[:-1].replace(".", "", 1).isdigit():
        return float(told[:-1]) / 100 * under if under is not None else None
    return length(told)
