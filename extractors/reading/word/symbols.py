"""Signs of symbol fonts, whose letters are not what their codes say."""

from __future__ import annotations

import functools

from safeplans.extractors.lexicon.loading import load_toml


@functools.cache
def _known() -> dict[str, dict[int, str]]:
    told = load_toml("symbol_fonts")
    return {font: {int(code, 16): sign for code, sign in told[font].items()} for font in told["fonts"]}


def is_symbol_font(font: str | None) -> bool:
    return (font or "").casefold() in _known()


def sign(font: str | None, letter: str) -> str:
    """What a letter of a symbol font shows; the letter itself, in the private area, where that is not known."""
    code = ord(letter)
    if code >= 0x0100 and not 0xF000 <= code <= 0xF0FF:
        return letter
    code &= 0xFF
    known = _known().get((font or "").casefold(), {})
    return known.get(code) or (letter if code <= 0x20 else chr(0xF000 | code))


def bullet(font: str | None, text: str) -> str:
    """The sign of a bullet: ``•`` for one of the private area that is not known."""
    shown = "".join(sign(font, letter) if is_symbol_font(font) or letter >= "\uf000" else letter for letter in text)
    return "".join("•" if "\ue000" <= letter <= "\uf8ff" or letter == "\ufffd" else letter for letter in shown).strip()
