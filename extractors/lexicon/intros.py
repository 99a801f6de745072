"""What the sentence before a list says of the list (``vocabulary/intros.toml``)."""

from __future__ import annotations

import functools
import re

from safeplans.extractors.base.closed import IntroRole
from safeplans.extractors.lexicon.loading import load_toml


@functools.cache
def _patterns() -> tuple[tuple[IntroRole, re.Pattern[str]], ...]:
    return tuple(
        (entry["role"], re.compile("|".join(f"(?:{p})" for p in entry["patterns"]), re.IGNORECASE))
        for entry in load_toml("intros")["intro"]
    )


@functools.lru_cache(maxsize=4096)
def intro_role(paragraph: str) -> IntroRole | None:
    """Role of the list that `paragraph` introduces: values, groups, priorities, actions …; None if it does not say."""
    sentences = re.split(r"(?<=[.?!])\s+(?=[A-Z‘“])", paragraph.strip())
    last = sentences[-1]
    if len(sentences) > 1 and re.match(r"(?:they|these|those|it)\b", last, re.IGNORECASE) and len(last.split()) <= 4:
        last = f"{sentences[-2].rstrip('.')}:"  # "… has agreed three priorities. They are:"
    for role, pattern in _patterns():
        if pattern.search(last):
            return role
    return None
