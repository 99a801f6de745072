"""Statements that tell a figure and nothing else."""

from __future__ import annotations

import functools
import re

from safeplans.extractors.lexicon.loading import load_toml

_FARTHEST = 120  # characters between a quantity and what it did


def tells_quantity(text: str) -> bool:
    """Whether a statement only says how a quantity moved: `The number of referrals rose to 318`."""
    return _pattern().match(text) is not None


@functools.cache
def _pattern() -> re.Pattern[str]:
    words = load_toml("figures")
    quantities, moved = ("|".join(map(re.escape, words[kind])) for kind in ("quantities", "moved"))
    return re.compile(
        rf"(?:the |our )?(?:\w+ )?(?:{quantities}) of [^.;:]{{3,{_FARTHEST}}}? (?:{moved})\b", re.IGNORECASE
    )
