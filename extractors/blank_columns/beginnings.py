"""How words begin that open something or go on: with a bullet, a number, a small letter."""

from __future__ import annotations

import re

from safeplans.extractors.reading.markers import BULLET_GLYPHS

BULLET = re.compile(rf"(?:[{BULLET_GLYPHS}]|[-–—*o](?=\s|$))\s*")
LOWER = re.compile(r"[(\"'“‘]?[a-zß-ÿ]")
_KEY = re.compile(
    r"\(?(?:[A-Za-z]{0,5}[-./ ]?\d[\w./()-]{0,8}|[A-Za-z]{1,4}\([a-z]{1,3}\)|[a-zA-Z][.)]|[ivxIVX]{1,5}[.)])[.):]?$"
)
NUMBERED = re.compile(r"\(?(?:(?:\d{1,2}(?:\.\d{1,2})*[a-z]?|[A-Z]\d{1,2}(?:\.\d{1,2})*)[.):]?|[a-z]\))\s+\S")


def begins_with_key(words: str) -> bool:
    return bool(_KEY.match(words) or NUMBERED.match(words))
