"""The months: names, what they are shortened to, patterns of both. The one list is in ``vocabulary/time.toml``."""

from __future__ import annotations

import functools
import string

from safeplans.extractors.lexicon.loading import load_toml

NAMES: tuple[str, ...] = tuple(load_toml("time")["months"])
"""In lower case, January first."""

TITLES = tuple(name.capitalize() for name in NAMES)
"""As they are printed: for output. Not by `strftime`, which speaks the language of the machine."""

SHORT = tuple(name[:3] for name in NAMES)
NAMED = "|".join(NAMES)
"""Alternatives of a pattern: the names in full."""
SHORTENED = f"{'|'.join(SHORT)}|sept"
"""Alternatives of a pattern: what the names are shortened to."""
BEGUN = rf"(?:{'|'.join(SHORT)})[a-z]*"
"""A pattern of what begins like a month, whatever follows: for a glance at what may be a time, no more."""

_LONG = 6  # letters of a name in which one slip is told from another word: `Match 2024`, `Jane 2024`
_VERY_LONG = 7  # letters of a name in which any letter may be another


@functools.cache
def spellings() -> dict[str, int]:
    """Number of the month (1 to 12) by its name, abbreviation or listed misspelling in lower case."""
    listed = load_toml("time")["months"]
    return {word: number for number, name in enumerate(NAMES, start=1) for word in (name, *listed[name])}


@functools.cache
def misspelt() -> dict[str, int]:
    """Number of the month by every spelling one slip away from a long name.

    Slips: a letter lost, doubled or changed, or two neighbours swapped.
    """
    known = spellings()
    found: dict[str, int] = {}
    for number, name in enumerate(NAMES, start=1):
        if len(name) < _LONG:
            continue
        slips = {name[:i] + name[i + 1 :] for i in range(1, len(name))}
        slips |= {name[:i] + name[i + 1] + name[i] + name[i + 2 :] for i in range(len(name) - 1)}
        slips |= {name[:i] + name[i] + name[i:] for i in range(len(name))}
        if len(name) >= _VERY_LONG:
            slips |= {name[:i] + c + name[i + 1 :] for i in range(1, len(name)) for c in string.ascii_lowercase}
        found.update({slip: number for slip in slips if slip not in known})
    return found


def number_of(text: str) -> int:
    """The number of a month (1 to 12) by its name or any beginning of three letters and more (`Jan.`).

    Raises ValueError for what begins as no month does.
    """
    return SHORT.index(text[:3].casefold()) + 1
