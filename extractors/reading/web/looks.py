"""How an element prints: what a browser's own rules, the page's and the element itself say together."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from safeplans.extractors.reading.web.css import Sheet, background_colour, colour
from safeplans.extractors.reading.web.elements import Element

USUAL_SIZE = 16.0  # pixels of running text before a page says otherwise
_SIZES = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "h5": 0.83, "h6": 0.67, "small": 0.83, "big": 1.2}
_FONT_SIZES = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
_WORD_SIZES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0,
}  # fmt: skip
_UNITS = {"px": 1.0, "pt": 4 / 3, "mm": 3.78, "cm": 37.8, "in": 96.0, "pc": 16.0}
_BOLD_TAGS = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
_STRUCK_TAGS = frozenset({"s", "strike", "del"})
_LENGTH = re.compile(r"([\d.]{1,8})\s*(px|pt|rem|em|%|mm|cm|in|pc)")
_SHORTHAND_BOLD = re.compile(r"\b(?:bold|bolder|[6-9]00)\b")


@dataclass(frozen=True, slots=True)
class Look:
    """How the words of an element print. size: in pixels. struck: crossed out. pre: blanks and line ends are kept."""

    bold: bool = False
    size: float = USUAL_SIZE
    colour: str | None = None
    struck: bool = False
    pre: bool = False
    unseen: bool = False  # visibility: hidden


@dataclass(frozen=True, slots=True)
class Own:
    """What an element says of itself alone. display: the word of the style sheet, empty where none is said."""

    display: str = ""
    background: str | None = None
    list_style: str | None = None
    floats: bool = False
    columns: int = 0  # of a grid


PLAIN = Look()


def look_of(element: Element, above: Look, sheet: Sheet) -> tuple[Look, Own]:
    """How an element prints inside one that prints like `above`."""
    said = sheet.said_of(element)
    tag = element.tag
    look = above
    if tag in _BOLD_TAGS:
        look = replace(look, bold=True)
    if tag in _SIZES:
        look = replace(look, size=look.size * _SIZES[tag])
    if tag in _STRUCK_TAGS:
        look = replace(look, struck=True)
    if tag == "pre":
        look = replace(look, pre=True)
    if tag == "font":
        look = replace(
            look,
            size=_FONT_SIZES.get(element.get("size") or "", look.size),
            colour=colour(element.get("color") or "") or look.colour,
        )
    background = colour(element.get("bgcolor") or "")
    if not said:
        return look, Own(background=background) if background else _NOTHING
    weight = said.get("font-weight")
    if weight is not None:
        look = replace(look, bold=bool(_SHORTHAND_BOLD.fullmatch(weight)))
    elif "font" in said:
        look = replace(look, bold=bool(_SHORTHAND_BOLD.search(said["font"])))
    size = _size(said.get("font-size") or said.get("font", ""), above.size)
    if size:
        look = replace(look, size=size)
    if "color" in said:
        look = replace(look, colour=colour(said["color"]) or look.colour)
    drawn = said.get("text-decoration-line") or said.get("text-decoration")
    if drawn is not None and "line-through" in drawn:
        look = replace(look, struck=True)
    if "white-space" in said:
        look = replace(look, pre=said["white-space"].startswith("pre"))
    if "visibility" in said:
        look = replace(look, unseen=said["visibility"] in ("hidden", "collapse"))
    if "background" in said:
        background = background_colour(said["background"]) or background
    return look, Own(
        said.get("display", ""),
        background,
        said.get("list-style-type") or said.get("list-style"),
        said.get("float", "none") not in ("none", ""),
        _columns(said.get("grid-template-columns", "")),
    )


_NOTHING = Own()


def _size(value: str, above: float) -> float | None:
    found = _LENGTH.search(value)
    if found is None:
        return _WORD_SIZES.get(value)
    try:
        number = float(found[1])
    except ValueError:
        return None
    unit = found[2]
    if unit in ("em", "%"):
        return above * (number / 100 if unit == "%" else number)
    return number * (USUAL_SIZE if unit == "rem" else _UNITS[unit])


def _columns(value: str) -> int:
    """How many columns ``1fr 2fr 80px`` or ``repeat(3, 1fr)`` tells; 0 where it depends on the window."""
    if not value or "auto-f" in value:
        return 0
    counted = 0
    for times in re.findall(r"repeat\(\s*(\d{1,2})\s*,", value):
        counted += int(times)
    rest = re.sub(r"repeat\([^()]*(?:\([^()]*\))?[^()]*\)", " ", value)
    return counted + len(re.sub(r"\([^()]*\)", "", rest).split())
