"""What a page's own names for its elements (class, id, role) say of them: words held against a list."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.reading.web.elements import Element

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PART = re.compile(r"[a-z]+|\d+")
_LONGEST = 400  # characters of names that are looked at: sites put whole sheets into them


@functools.cache
def known(kind: str) -> frozenset[tuple[str, ...]]:
    """The names of ``vocabulary/web_pages.toml``, `names`, each in its parts."""
    return frozenset(tuple(name.split("-")) for name in load_toml("web_pages")["names"][kind])


@functools.lru_cache(maxsize=8192)
def _parts(name: str) -> tuple[str, ...]:
    return tuple(_PART.findall(_HUMP.sub("-", name).casefold()))


@functools.lru_cache(maxsize=8192)
def _named(names: str, kind: str, whole: bool) -> bool:
    wanted = known(kind)
    longest = max(len(name) for name in wanted)
    for name in names.split():
        parts = _parts(name)
        if whole:
            if parts in wanted:
                return True
            continue
        for first in range(len(parts)):
            for last in range(first + 1, min(first + longest, len(parts)) + 1):
                if parts[first:last] in wanted:
                    return True
    return False


def named(element: Element, kind: str, *, whole: bool = False) -> bool:
    """Whether a class or the id of an element has a name of this kind in it; whole: is such a name."""
    return _named(names_of((element.get("class"), element.get("id"))), kind, whole)


def names_of(values: Iterable[str | None]) -> str:
    return " ".join(v for v in values if v)[:_LONGEST]
