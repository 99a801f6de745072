"""What a part of a document is about, from the heading over it (``vocabulary/sections.toml``)."""

from __future__ import annotations

import functools
import re
from typing import Any, cast

from safeplans.extractors.base.closed import Section
from safeplans.extractors.lexicon.forms import heading_form
from safeplans.extractors.lexicon.loading import load_toml

_SHORT = 4  # words


def _known() -> dict[Section, Any]:
    return cast(dict[Section, Any], load_toml("sections"))  # a test holds its tables against the type


@functools.cache
def _phrases() -> tuple[dict[str, Section], tuple[tuple[str, Section], ...]]:
    exact: dict[str, Section] = {}
    within: list[tuple[str, Section]] = []
    for kind, lists in _known().items():
        for phrase in lists["exact"]:
            exact.setdefault(heading_form(phrase), kind)
        within += [(heading_form(phrase), kind) for phrase in lists["within"]]
    return exact, tuple(sorted(within, key=lambda pair: -len(pair[0])))


@functools.cache
def _last_words() -> dict[str, Section]:
    """Words at the end of a short heading that say what it is about: ``Year one actions``."""
    return {heading_form(word): kind for kind, lists in _known().items() for word in lists.get("last", ())}


@functools.lru_cache(maxsize=4096)
def section_of(heading: str) -> Section | None:
    """The kind of section that a heading opens, None when the vocabulary does not know it.

    Kinds are the tables of sections.toml: contents, glossary, groups, membership, values, background,
    priorities, actions, next_steps, achievements, impact, success, evidence, outcomes.
    """
    bare = re.sub(
        r"^\s*(?:(?:section|chapter|part|appendix|annex)\s+\w{1,3}\b|\d{1,2}(?:\.\d{1,2})*|[A-Z])[.):\s–-]+",
        "",
        heading,
    )
    exact, within = _phrases()
    for text in (heading, bare, re.sub(r"\(.*?\)", " ", bare)):
        if (words := heading_form(text)) in exact:
            return exact[words]
    words = heading_form(bare)
    if not words or len(words.split()) > 16:
        return None
    for phrase, kind in within:
        if phrase not in words:
            continue
        if re.search(rf"\b{re.escape(phrase)}{'' if phrase[-1].isdigit() else chr(92) + 'b'}", words):
            return kind
    return _last_words().get(words.split()[-1]) if len(words.split()) <= _SHORT else None
