"""The words of time, from ``vocabulary/time.toml``, and the regular expressions built of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from safeplans.extractors.lexicon.loading import load_toml

DASH = r"[-\u2010-\u2015\u2212]"
YEAR4 = r"(?:19|20)\d\d"
# Two digits are a year (2010 to 2039) unless they go on as a number, a time, a share or an ordinal.
YEAR2 = r"['\u2018\u2019]?[1-3]\d"
TAIL = r"(?![\d%])(?!\s%)(?!(?:st|nd|rd|th)\b)(?![/.:,]\d)"
PAIR = rf"(?:{YEAR4}\s?(?:{DASH}|/)\s?(?:{YEAR4}|\d\d)|{YEAR4}/\d|[1-3]\d(?:/|{DASH})[1-3]\d){TAIL}"
YEAR = rf"(?:{YEAR4}|{YEAR2}){TAIL}"
ORDINAL = r"(?:st|nd|rd|th)"


def vocabulary() -> dict[str, Any]:
    """The whole vocabulary file, parsed once."""
    return load_toml("time")


def alternatives(words: Iterable[str]) -> str:
    """One alternation, longest word first; blanks match any white space, hyphens an optional blank or
    dash, behind which a line may end."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(_pattern(word) for word in ordered) + ")"


def _pattern(word: str) -> str:
    parts = [re.escape(part) for part in word.split(" ")]
    return r"\s+".join(parts).replace(r"\-", rf"(?:{DASH}\s?|\s)?")


def number(word: str) -> int | None:
    """The value of digits or a number word, None if it is neither."""
    word = word.casefold()
    if word.isascii() and word.isdigit():
        return int(word)
    value = vocabulary()["numbers"].get(word)
    return int(value) if value is not None else None


def full_year(digits: str) -> int:
    """A year of four digits, or of two in this century."""
    digits = digits.lstrip("'\u2018\u2019")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def year_pair(text: str) -> tuple[int, int] | None:
    """``2024-25``, ``2024/5``, ``24/25`` or ``2024-2027`` as two years; None unless they rise by 1 to 10."""
    digits = re.findall(r"\d+", text)
    if len(digits) != 2:
        return None
    first = full_year(digits[0])
    if len(digits[1]) == 1:  # `2025/6`: only the year after, since `2025/4` is no span that anybody prints
        return (first, first + 1) if (first + 1) % 10 == int(digits[1]) else None
    last = int(digits[1]) if len(digits[1]) == 4 else first // 100 * 100 + int(digits[1])
    return (first, last) if 1 <= last - first <= 10 else None
