"""Numbers of lists as word processors print them."""

from __future__ import annotations

from collections.abc import Callable

from safeplans.extractors.lexicon.loading import load_toml

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MOST = 30_000  # larger numbers are printed in figures, as no list counts so far


def decimal(value: int) -> str:
    return str(value)


def roman(value: int) -> str:
    """``iv``; figures for what has no Roman number."""
    if not 0 < value <= 4000:
        return str(value)
    made = ""
    for amount, letters in _ROMAN:
        made += letters * (value // amount)
        value %= amount
    return made


def letters(value: int) -> str:
    """``a`` … ``z``, ``aa``, ``bb`` …, as Word counts."""
    if not 0 < value <= _MOST:
        return str(value)
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def letters_carried(value: int) -> str:
    """``a`` … ``z``, ``aa``, ``ab`` …, as LibreOffice counts by default."""
    if not 0 < value <= _MOST:
        return str(value)
    made = ""
    while value:
        value, at = divmod(value - 1, 26)
        made = chr(ord("a") + at) + made
    return made


def ordinal(value: int) -> str:
    """``1st``, ``22nd``, ``13th``."""
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def cardinal_words(value: int) -> str:
    """``One`` up to ``Ninety-nine``; figures beyond."""
    return _in_words(value, "units", "tens")


def ordinal_words(value: int) -> str:
    """``First`` up to ``Ninety-ninth``; ``100th`` and so on beyond."""
    words = _in_words(value, "ordinal_units", "ordinal_tens")
    return ordinal(value) if words == str(value) else words


def _in_words(value: int, units: str, tens: str) -> str:
    names = load_toml("numerals")
    if not 0 < value < 100:
        return str(value)
    if value < 20:
        return str(names[units][value - 1]).capitalize()
    ten, unit = divmod(value, 10)
    if not unit:
        return str(names[tens][ten - 2]).capitalize()
    return f"{str(names['tens'][ten - 2]).capitalize()}-{names[units][unit - 1]}"


WORD_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": decimal,
    "decimalZero": lambda value: f"{value:02d}",
    "lowerRoman": roman,
    "upperRoman": lambda value: roman(value).upper(),
    "lowerLetter": letters,
    "upperLetter": lambda value: letters(value).upper(),
    "ordinal": ordinal,
    "cardinalText": cardinal_words,
    "ordinalText": ordinal_words,
}
"""By the names of ECMA-376, 17.18.59 (ST_NumberFormat); other names are printed in figures."""
