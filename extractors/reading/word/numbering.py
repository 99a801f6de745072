"""Numbers and bullets that Word sets before paragraphs: worked out as Word counts (ECMA-376, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from safeplans.extractors.reading.safe_xml import Element
from safeplans.extractors.reading.word.numerals import WORD_FORMATS, decimal
from safeplans.extractors.reading.word.styles import Styles
from safeplans.extractors.reading.word.symbols import bullet
from safeplans.extractors.reading.word.wml import W, child, flag, number, points, value

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_LINKS = 5  # definitions that a definition may point to, one after the other


@dataclass(slots=True)
class Level:
    """How one level of a list is numbered. restart: level (from 1) after which it begins anew; 0 for never, None for
    any higher one. indent: of its text, in points.
    """

    kind: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    font: str | None = None
    style: str | None = None
    indent: float | None = None


@dataclass(slots=True)
class _List:
    """A numbering that paragraphs name. abstract: whose counting it shares. starts: levels that it begins anew."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)


class Numbering:
    """Counts the numbered paragraphs of a document in their order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        found = root if root is not None else ()
        self._abstract = {e.get(f"{W}abstractNumId", ""): e for e in found if e.tag == f"{W}abstractNum"}
        self._named = {e.get(f"{W}numId", ""): e for e in found if e.tag == f"{W}num"}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}

    def level_of(self, numbering: str | None, level: int | None, style: str | None) -> tuple[str, int] | None:
        """The list and level of a paragraph; None for one without a number. style: of the paragraph, which may be tied
        to a level."""
        known = self._list(numbering)
        if known is None or numbering is None:
            return None
        if level is None:
            level = next((n for n, told in known.levels.items() if style and told.style == style), 0)
        return numbering, min(max(level, 0), LEVELS - 1)

    def indent(self, numbering: str, level: int) -> float | None:
        known = self._list(numbering)
        return known.levels[level].indent if known and level in known.levels else None

    def marker(self, numbering: str, level: int) -> str | None:
        """The next marker on a level of a list, None where it prints none."""
        known = self._list(numbering)
        if known is None:
            return None
        counts = self._counts.setdefault(known.abstract, {})
        told = known.levels.get(level, Level())
        if level in known.starts and level not in known.begun:
            counts[level] = known.starts[level]
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = told.start
        known.begun.add(level)
        for higher in range(level):
            counts.setdefault(higher, known.levels.get(higher, Level()).start)
        for deeper in [n for n in counts if n > level]:
            restart = known.levels.get(deeper, Level()).restart
            if restart is None or level < restart:
                del counts[deeper]
        return self._print(known, told, counts)

    def _print(self, known: _List, told: Level, counts: dict[int, int]) -> str | None:
        if told.kind == "bullet":
            return bullet(told.font, told.text) or ("•" if told.text else None)
        if told.kind == "none" and "%" not in told.text:
            return told.text.strip() or None

        def figure(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            level = known.levels.get(at, Level())
            shown = decimal if told.legal else WORD_FORMATS.get(level.kind, decimal)
            return "" if level.kind == "none" else shown(counts.get(at, level.start))

        return _PLACE.sub(figure, told.text).strip() or None

    def _list(self, numbering: str | None) -> _List | None:
        if numbering is None or numbering not in self._named:
            return None
        if numbering not in self._lists:
            self._lists[numbering] = self._made(self._named[numbering])
        return self._lists[numbering]

    def _made(self, named: Element) -> _List | None:
        abstract = self._resolved(value(named, "abstractNumId"))
        if abstract is None:
            return None
        levels = {}
        for element in self._abstract[abstract].findall(f"{W}lvl"):
            if (at := number(element.get(f"{W}ilvl"))) is not None:
                levels[at] = _level(element)
        made = _List(abstract, levels)
        for change in named.findall(f"{W}lvlOverride"):
            at = number(change.get(f"{W}ilvl"))
            if at is None:
                continue
            if (replaced := child(change, "lvl")) is not None:
                made.levels[at] = _level(replaced)
            if (start := number(value(change, "startOverride"))) is not None:
                made.starts[at] = start
        return made

    def _resolved(self, abstract: str | None) -> str | None:
        """A definition, or that to which it points by way of a style of lists."""
        for _ in range(_LINKS):
            if abstract not in self._abstract:
                return None
            link = value(self._abstract[abstract], "numStyleLink")
            if link is None:
                return abstract
            chain = self._styles.chain(link)
            named = value(chain[0], "pPr", "numPr", "numId") if chain else None
            target = value(self._named.get(named or ""), "abstractNumId")
            if target is None or target == abstract:
                return abstract
            abstract = target
        return abstract


def _level(element: Element) -> Level:
    fonts = child(element, "rPr", "rFonts")
    indent = child(element, "pPr", "ind")
    start = number(value(element, "start"))
    kind = value(element, "numFmt") or "decimal"
    text = value(element, "lvlText") or ""
    if child(element, "lvlPicBulletId") is not None:
        text = "•"
    return Level(
        kind,
        text,
        1 if start is None else start,
        number(value(element, "lvlRestart")),
        bool(flag(element, "isLgl")),
        fonts.get(f"{W}ascii") if fonts is not None else None,
        value(element, "pStyle"),
        points(indent.get(f"{W}left") or indent.get(f"{W}start")) if indent is not None else None,
    )
