"""Colours of a workbook as ``#rrggbb``: its theme's with their tint, its palette's, and its own."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Sequence

from openpyxl.styles.colors import COLOR_INDEX, Color
from openpyxl.styles.fills import GradientFill, PatternFill

from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.safe_xml import parse

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# The order in which cells count a theme's colours: light before dark (ECMA-376 part 1, 18.8.3).
_ORDER = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink",
)  # fmt: skip
_USUAL = (
    "FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47", "0563C1",
    "954F72",
)  # fmt: skip
_WHITE = 250  # the least of red, green and blue (0–255) from which a fill is white


def theme_colours(theme: bytes | None) -> tuple[str, ...]:
    """The colours of a theme as ``RRGGBB``, in the order of their numbers; the usual ones where it cannot be read."""
    if not theme:
        return _USUAL
    try:
        root = parse(theme, "theme")
    except ReadingError:
        return _USUAL
    found = []
    for name, usual in zip(_ORDER, _USUAL, strict=True):
        element = root.find(f".//{_DRAWING}clrScheme/{_DRAWING}{name}")
        told = "" if element is None or not len(element) else element[0].get("lastClr") or element[0].get("val") or ""
        found.append(told.upper() if re.fullmatch(r"[0-9a-fA-F]{6}", told) else usual)
    return tuple(found)


def fill_colour(fill: PatternFill | GradientFill, theme: Sequence[str]) -> str | None:
    """The colour that a cell's fill shows, None for white or none; of a gradient its first colour."""
    if fill.tagname == GradientFill.tagname:  # a cell shows its fill through a proxy, which is of neither class
        return shown(fill.stop[0].color, theme) if fill.stop else None
    return shown(fill.fgColor, theme) if fill.fill_type == "solid" else None


def shown(colour: Color | None, theme: Sequence[str]) -> str | None:
    """A colour as ``#rrggbb``; None for white, for none and for the one that the system chooses."""
    rgb = _rgb(colour, theme)
    if rgb is None:
        return None
    tint = float(colour.tint or 0.0) if colour is not None else 0.0
    parts = tinted((int(rgb[:2], 16), int(rgb[2:4], 16), int(rgb[4:], 16)), tint)
    return None if min(parts) >= _WHITE else "#{:02x}{:02x}{:02x}".format(*parts)


def _rgb(colour: Color | None, theme: Sequence[str]) -> str | None:
    if colour is None:
        return None
    if colour.type == "theme" and isinstance(colour.theme, int):
        return theme[colour.theme] if 0 <= colour.theme < len(theme) else None
    if colour.type == "indexed" and isinstance(colour.indexed, int):
        known = COLOR_INDEX[colour.indexed] if 0 <= colour.indexed < len(COLOR_INDEX) else ""
        return known[-6:] if re.fullmatch(r"[0-9a-fA-F]{8}", known) else None
    if colour.type == "rgb" and isinstance(colour.rgb, str) and re.fullmatch(r"[0-9a-fA-F]{8}", colour.rgb):
        return colour.rgb[-6:]
    return None


def tinted(rgb: tuple[int, int, int], tint: float) -> tuple[int, int, int]:
    """A colour made lighter (tint up to 1) or darker (down to -1), as ECMA-376 part 1, 18.8.19 has it."""
    if not tint:
        return rgb
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in rgb))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    made = colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), saturation)
    red, green, blue = (round(part * 255) for part in made)
    return red, green, blue
