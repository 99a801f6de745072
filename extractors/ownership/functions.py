"""What a group or post is for: the function that makes bodies of different areas comparable."""

from __future__ import annotations

import functools
import re

from safeplans.extractors.lexicon.forms import name_form
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.ownership.words import phrase_pattern


@functools.lru_cache(maxsize=4096)
def owner_function(name: str, canonical: str, kind: str) -> str | None:
    """The function of a group or role, such as ``quality_assurance`` or ``practice_review``.

    ``QA Sub Group``, ``Quality Assurance Subgroup`` and a locally defined ``QAPG`` (by its
    canonical name) all give ``quality_assurance``. None for agencies, persons and all
    partners together, and where the name does not say what the body is for. The list is
    ``vocabulary/owner_functions.toml``; the first function that fits wins.
    """
    if kind not in {"group", "role"}:
        return None
    texts = [name_form(t).replace("&", "and") for t in dict.fromkeys((canonical, name))]
    for function, pattern in _functions():
        if any(pattern.search(text) for text in texts):
            return function
    return None


def owner_functions() -> tuple[str, ...]:
    """Every function that `owner_function` can give, in the order in which they are tried."""
    return tuple(dict.fromkeys(function for function, _ in _functions()))


@functools.cache
def _functions() -> tuple[tuple[str, re.Pattern[str]], ...]:
    entries = load_toml("owner_functions")["functions"]
    return tuple((e["function"], phrase_pattern(w.replace("&", "and") for w in e["words"])) for e in entries)
