"""Styles of Word: what a paragraph, its letters and a table are by theirs (ECMA-376, 17.7)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from safeplans.extractors.reading.safe_xml import Element
from safeplans.extractors.reading.word.model import Look
from safeplans.extractors.reading.word.shades import Theme, letters_colour, marker_pen, shading, size
from safeplans.extractors.reading.word.wml import W, child, flag, number, value

_DEEPEST = 40  # styles that one may build on
_HEADING = re.compile(r"heading ([1-9])")
_TITLE = re.compile(r"(?:(?:document|report|cover|main) )?title")
_CONTENTS = re.compile(r"toc (?:[1-9]|heading)|toa heading|table of (?:figures|authorities)|contents (?:heading|[1-9])")
_BODY_LEVEL = 9  # the outline level of text that is no heading
_TOGGLES = ("bold", "italic", "capitals", "struck", "hidden")  # a style's and a character style's cancel each other


@dataclass(slots=True)
class Letters:
    """What is said of some letters; None where nothing is. font: of symbols."""

    bold: bool | None = None
    italic: bool | None = None
    capitals: bool | None = None
    struck: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None
    size: float | None = None
    colour: str | None = None
    mark: str | None = None
    font: str | None = None

    def over(self, under: Letters) -> Letters:
        """These, and what `under` says where they say nothing."""
        names = Letters.__slots__
        mine = {name: getattr(self, name) for name in names}
        return Letters(**{n: v if v is not None else getattr(under, n) for n, v in mine.items()})

    @property
    def look(self) -> Look:
        return Look(
            bool(self.bold), bool(self.italic), self.size or 10.0, self.colour or None, self.mark or None,
            bool(self.capitals), bool(self.raised),
        )  # fmt: skip


@dataclass(slots=True)
class ParagraphStyle:
    """heading: level from 1, 0 for none. numbered: (id of the numbering, level), of which one may be None."""

    letters: Letters = field(default_factory=Letters)
    heading: int = 0
    title: bool = False
    contents: bool = False
    numbered: tuple[str | None, int | None] = (None, None)
    indent: float | None = None
    properties: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class TableLook:
    """What a table's style says of a part of it (its first row …). fill: "" for none, None where nothing is said."""

    letters: Letters = field(default_factory=Letters)
    fill: str | None = None


class Styles:
    """The styles of a file. root: of the part ``styles``, None where there is none."""

    def __init__(self, root: Element | None, theme: Theme) -> None:
        self.theme = theme
        elements = root.findall(f"{W}style") if root is not None else []
        self._elements = {e.get(f"{W}styleId", ""): e for e in elements}
        self._default = {
            e.get(f"{W}type"): e.get(f"{W}styleId", "")
            for e in elements
            if (e.get(f"{W}default") or "0").casefold() in ("1", "true", "on")
        }
        self.defaults = self.letters(child(root, "docDefaults", "rPrDefault", "rPr"))
        self._paragraphs: dict[str | None, ParagraphStyle] = {}
        self._characters: dict[str, Letters] = {}

    def chain(self, style: str | None) -> list[Element]:
        """A style and those that it builds on, itself first."""
        found: list[Element] = []
        while style in self._elements and len(found) < _DEEPEST:
            element = self._elements[style]
            if element in found:
                break
            found.append(element)
            style = value(element, "basedOn")
        return found

    def letters(self, properties: Element | None) -> Letters:
        """What ``w:rPr`` says."""
        if properties is None:
            return Letters()
        fonts = child(properties, "rFonts")
        font = (fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")) if fonts is not None else None
        raised = value(properties, "vertAlign")
        struck = [s for s in (flag(properties, "strike"), flag(properties, "dstrike")) if s is not None]
        return Letters(
            flag(properties, "b"), flag(properties, "i"), flag(properties, "caps"), any(struck) if struck else None,
            flag(properties, "vanish"), None if raised is None else raised == "superscript", size(properties),
            letters_colour(properties, self.theme), marker_pen(value(properties, "highlight")), font,
        )  # fmt: skip

    def paragraph(self, style: str | None) -> ParagraphStyle:
        """The style of a paragraph; the usual one where it names none, or one that is not there."""
        if style not in self._elements:
            style = self._default.get("paragraph")
        if style not in self._paragraphs:
            self._paragraphs[style] = self._paragraph(self.chain(style))
        return self._paragraphs[style]

    def _paragraph(self, chain: list[Element]) -> ParagraphStyle:
        made = ParagraphStyle()
        names = [(value(e, "name") or "").casefold() for e in chain]
        made.title = is_title(names)
        made.contents = any(_CONTENTS.fullmatch(name) for name in names)
        outline = next((n for e in chain if (n := number(value(e, "pPr", "outlineLvl"))) is not None), None)
        named = next((int(m[1]) for name in names if (m := _HEADING.fullmatch(name))), 0)
        made.heading = named if outline is None else outline + 1 if 0 <= outline < _BODY_LEVEL else 0
        if made.title:
            made.heading = 1
        numbering = next((told for e in chain if (told := value(e, "pPr", "numPr", "numId")) is not None), None)
        level = next((n for e in chain if (n := number(value(e, "pPr", "numPr", "ilvl"))) is not None), None)
        made.numbered = (numbering, level)
        for element in reversed(chain):
            made.letters = self.letters(child(element, "rPr")).over(made.letters)
            if (properties := child(element, "pPr")) is not None:
                made.properties.insert(0, properties)
        return made

    def run(self, paragraph: ParagraphStyle, table: Letters, properties: Element | None) -> Letters:
        """What the letters of a run are. table: what the table that they stand in says of them."""
        named = value(properties, "rStyle")
        if named is not None and named not in self._characters:
            letters = Letters()
            for element in reversed(self.chain(named)):
                letters = self.letters(child(element, "rPr")).over(letters)
            self._characters[named] = letters
        character = self._characters.get(named or "", Letters())
        styled = character.over(paragraph.letters)
        for toggle in _TOGGLES:
            if getattr(character, toggle) and getattr(paragraph.letters, toggle):
                setattr(styled, toggle, False)
        return self.letters(properties).over(styled.over(table.over(self.defaults)))

    def table_part(self, style: str | None, part: str) -> TableLook:
        """What a table's style says of a part of tables (``firstRow``, ``band1Horz`` …; "" of the whole)."""
        made = TableLook()
        for element in self.chain(style if style in self._elements else self._default.get("table")):
            told = element if not part else _conditional(element, part)
            if told is None:
                continue
            made.letters = made.letters.over(self.letters(child(told, "rPr")))
            if made.fill is None:
                made.fill = shading(child(told, "tcPr"), self.theme)
        return made


def is_title(names: Sequence[str]) -> bool:
    """Is a style, told by its name and those that it builds on, the title's? Not all that builds on a title's is: lines
    with the author or the date may.

    names: in small letters, its own first.
    """
    return bool(names) and _TITLE.fullmatch(names[0]) is not None


def _conditional(style: Element, part: str) -> Element | None:
    return next((e for e in style.findall(f"{W}tblStylePr") if e.get(f"{W}type") == part), None)
