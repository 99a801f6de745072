"""Colours of Word: as written, of the theme, and of a pattern (ECMA-376, 17.3.5 and 17.18.97)."""

from __future__ import annotations

import colorsys
import re

from safeplans.extractors.reading.colours import channels
from safeplans.extractors.reading.safe_xml import Element, local
from safeplans.extractors.reading.word.wml import A, W, child, number

_HEX = re.compile(r"#?([0-9a-fA-F]{6})")
_PERCENT = re.compile(r"pct(\d{1,2})")
_WHITE = (255, 255, 255)
_MARKER_PENS = {
    "yellow": "#ffff00", "green": "#00ff00", "cyan": "#00ffff", "magenta": "#ff00ff", "blue": "#0000ff",
    "red": "#ff0000", "darkBlue": "#000080", "darkCyan": "#008080", "darkGreen": "#008000",
    "darkMagenta": "#800080", "darkRed": "#800000", "darkYellow": "#808000", "darkGray": "#808080",
    "lightGray": "#c0c0c0", "black": "#000000",
}  # fmt: skip
_THEME_NAMES = {
    "background1": "lt1", "text1": "dk1", "background2": "lt2", "text2": "dk2", "light1": "lt1", "dark1": "dk1",
    "light2": "lt2", "dark2": "dk2", "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip


class Theme:
    """The colours that a file's theme names."""

    def __init__(self, root: Element | None) -> None:
        self._colours: dict[str, str] = {}
        scheme = root.find(f".//{A}clrScheme") if root is not None else None
        for named in scheme if scheme is not None else ():
            for told in named:
                found = _HEX.fullmatch(told.get("lastClr") or told.get("val") or "")
                if found:
                    self._colours[local(named)] = f"#{found[1].lower()}"

    def colour(self, name: str | None, tint: str | None, shade: str | None) -> str | None:
        """A named colour, made lighter (tint) or darker (shade): hexadecimal shares of 255 that are kept."""
        found = self._colours.get(_THEME_NAMES.get(name or "", name or ""))
        if found is None:
            return None
        hue, light, full = colorsys.rgb_to_hls(*(int(found[i : i + 2], 16) / 255 for i in (1, 3, 5)))
        if tint:
            light = light * _share(tint) + 1 - _share(tint)
        if shade:
            light *= _share(shade)
        return "#" + "".join(f"{round(255 * channel):02x}" for channel in colorsys.hls_to_rgb(hue, light, full))


def _share(text: str) -> float:
    try:
        return min(max(int(text, 16) / 255, 0.0), 1.0)
    except ValueError:
        return 1.0


def shading(properties: Element | None, theme: Theme) -> str | None:
    """The ground that ``w:shd`` below gives, as ``#rrggbb``; "" where it says that there is none, None without it."""
    told = child(properties, "shd")
    if told is None:
        return None
    fill = _colour(told.get(f"{W}fill")) or theme.colour(
        told.get(f"{W}themeFill"), told.get(f"{W}themeFillTint"), told.get(f"{W}themeFillShade")
    )
    pattern = told.get(f"{W}val", "clear")
    ink = _colour(told.get(f"{W}color")) or "#000000"
    if pattern == "solid":
        return ink
    percent = _PERCENT.fullmatch(pattern)
    if percent:
        share = int(percent[1]) / 100
        pairs = zip(channels(ink), channels(fill) if fill else _WHITE, strict=True)
        return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)
    return fill or ""


def letters_colour(properties: Element | None, theme: Theme) -> str | None:
    """The colour that ``w:color`` below gives to letters; "" for the usual one, None without it."""
    told = child(properties, "color")
    if told is None:
        return None
    return (
        _colour(told.get(f"{W}val"))
        or theme.colour(told.get(f"{W}themeColor"), told.get(f"{W}themeTint"), told.get(f"{W}themeShade"))
        or ""
    )


def marker_pen(name: str | None) -> str | None:
    """The colour of ``w:highlight``; "" for none."""
    return None if name is None else _MARKER_PENS.get(name, "")


def _colour(text: str | None) -> str | None:
    found = _HEX.fullmatch(text or "")
    return f"#{found[1].lower()}" if found else None


def size(properties: Element | None) -> float | None:
    """The size of letters that ``w:sz`` below gives, in points (the file writes half points)."""
    told = child(properties, "sz")
    half = number(told.get(f"{W}val")) if told is not None else None
    return None if half is None else half / 2
