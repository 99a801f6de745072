"""Bullets and numbers before list items."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BULLETS = frozenset("•◦▪▫■□●○‣⁃∙·–—-*►▶▷▸➢➤➔→❖✓✔✗✘✦◆◇★☐☑☒»›⮚➣⦁◉")
_HALF_BULLETS = frozenset("–—-*·»›→✓✔✗✘★☐☑☒")  # used in running text as well: a bullet only with text behind it
_LOST = "\ufffd"
#: ``1.`` ``1)`` ``(1)`` ``1.2`` ``1.2.3.`` ``a)`` ``(a)`` ``a.`` ``iv)`` ``(iv)`` ``ii.``
_NUMBER = re.compile(
    r"""^(?:
        \(?(?:\d{1,2}|[A-Za-z]|[ivxIVX]{1,5})\)      # 1) (1) a) (iv)
      | (?:\d{1,2}|[A-Za-z]|[ivx]{1,5})\.            # 1. a. iv.
      | \d{1,2}(?:\.\d{1,2}){1,3}[.)]?               # 1.2  1.2.3.
      | \d{1,2}[a-z][.)]                             # 1a.
    )$""",
    re.VERBOSE,
)
_BARE_NUMBER = re.compile(r"^\d{1,2}[a-z]?$")


@dataclass(frozen=True, slots=True)
class Marker:
    """The marker of a list item. kind: bullet, number, letter, roman, outline (1.2). value: of a number or letter."""

    text: str
    kind: str
    value: int | None = None
    depth: int = 1


def is_bullet_glyph(text: str) -> bool:
    """A single character that stands before list items: a bullet, a symbol font's private glyph, a lost one."""
    if len(text) != 1:
        return False
    return text in _BULLETS or text == _LOST or "\ue000" <= text <= "\uf8ff" or "\u2700" <= text <= "\u27bf"


def is_marker_word(text: str) -> bool:
    """Could this word stand before a list item?"""
    return is_bullet_glyph(text) or text == "o" or bool(_NUMBER.match(text)) or bool(_BARE_NUMBER.match(text))


def parse_marker(word: str) -> Marker | None:
    """The marker that a line's first word is, None if it is none."""
    if is_bullet_glyph(word):
        return Marker(word, "bullet")
    if not _NUMBER.match(word):
        return None
    bare = word.strip("().")
    if "." in bare:
        return Marker(word, "outline", int(bare.rsplit(".", 1)[1]), bare.count(".") + 1)
    if bare.isdigit():
        return Marker(word, "number", int(bare))
    if bare[0].isdigit():
        return Marker(word, "number", int(bare[:-1]))
    if len(bare) > 1 or bare in "ivx":
        return Marker(word, "roman", _roman(bare))
    return Marker(word, "letter", ord(bare.lower()) - 96)


def is_weak(marker: Marker) -> bool:
    """A marker that running text has too (a dash, a capital with a full stop): it needs other signs of a list."""
    return marker.text in _HALF_BULLETS or (marker.kind == "letter" and marker.text[0].isupper())


def _roman(text: str) -> int | None:
    values = {"i": 1, "v": 5, "x": 10}
    total = 0
    digits = [values[c] for c in text.lower()]
    for index, digit in enumerate(digits):
        total += -digit if index + 1 < len(digits) and digits[index + 1] > digit else digit
    return total or None
