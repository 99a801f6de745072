"""Wild input brought to a size that every rule can bear, before a rule sees it.

Rules look at lines, words and gaps, and their time may grow with the square of the longest of these. Printed plans
never come near the bounds below; what goes beyond them (pictures written as letters, one word of a megabyte, a web
page in one line) is shortened here and told to the reader of the tables.
"""

from __future__ import annotations

import re

LONGEST_WORD = 400
"""Characters without a blank, bracket or bar between them; web addresses in plans are shorter."""
LONGEST_RUN = 300
"""The same character (a dotted line, a gap between columns) again and again."""
LONGEST_LINE = 20_000
"""Characters; a longer line, as of a web page without line breaks, is divided at a blank."""
MOST_CELLS = 100
"""Cells of one row of a table."""
MOST_MARKS = 8
"""Accents on one letter."""

_EMBEDDED = re.compile(r"data:[\w/+.;=-]{1,100},[A-Za-z0-9+/=%]{64,}")
_RUN = re.compile(rf"([^\n])\1{{{LONGEST_RUN}}}\1*")
_GAP = re.compile(rf"([^\S\n\t]{{{LONGEST_RUN}}})[^\S\n\t]+")
_WORD = re.compile(rf"[^\s<>|()\[\]]{{{LONGEST_WORD + 1},}}")
_COMBINING = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0"
    r"\u3099\u309a\ufe20-\ufe2f"
)
_MARKS = re.compile(rf"([{_COMBINING}]{{{MOST_MARKS}}})[{_COMBINING}]+")


def tame_letters(text: str) -> str:
    """Without heaps of accents, which take long to be put in order. Marks of direction stay: text is kept as it is."""
    return text if text.isascii() else _MARKS.sub(r"\1", text)


def tame_words(text: str) -> tuple[str, int]:
    """The text with embedded files, endless words and runs of one character shortened, and how many were."""
    text, embedded = _EMBEDDED.subn("data:…", text)
    text, words = _WORD.subn(_shortened, text)
    text = _GAP.sub(r"\1", _RUN.sub(lambda m: m[1] * LONGEST_RUN, text))
    return text, embedded + words


def _shortened(found: re.Match[str]) -> str:
    word = found.group()
    # a line of dots, dashes or underscores is no word
    return word[:LONGEST_RUN] if len(set(word[:LONGEST_RUN])) == 1 else f"{word[:LONGEST_WORD]}…"


def tame_lines(lines: list[str]) -> tuple[list[str], int]:
    """The lines with those that are too long divided at a blank or a tag, and how many were."""
    if not any(len(line) > LONGEST_LINE for line in lines):
        return lines, 0
    tamed: list[str] = []
    divided = 0
    for line in lines:
        divided += len(line) > LONGEST_LINE
        start = 0
        while len(line) - start > LONGEST_LINE:
            end = start + LONGEST_LINE
            cut = max(
                line.rfind(" ", start + 1, end), line.rfind("<", start + 1, end), line.rfind("\t", start + 1, end)
            )
            cut = cut if cut > start else end
            tamed.append(line[start:cut])
            start = cut
        tamed.append(line[start:])
    return tamed, divided
