"""Print and blanks of lines as whole numbers: a bit for each character with print."""

from __future__ import annotations

import re

_STRIPS = re.compile("0+")


def bits(start: int, end: int) -> int:
    return ((1 << (end - start)) - 1) << start


def closes(ink: int, start: int, end: int) -> bool:
    strip = bits(start, end)
    return ink & strip == strip


def strips_of(ink: int) -> list[tuple[int, int]]:
    """Runs of blanks between print."""
    return [m.span() for m in _STRIPS.finditer(bin(ink)[:1:-1]) if m.start()] if ink else []
