"""What a column means: the heading (or label) of a column matched to a role by vocabulary.

Roles are the tables of ``vocabulary/columns.toml``: reference, title, priority, outcome, action, lead, due …
"""

from __future__ import annotations

import difflib
import functools
import re
from dataclasses import dataclass
from typing import Any, cast

from safeplans.extractors.base.closed import Role
from safeplans.extractors.lexicon.forms import heading_form
from safeplans.extractors.lexicon.loading import load_toml

#: Roles that make a table a plan: it needs an action, and one of the others.
PLAN_ROLES: frozenset[Role] = frozenset(
    {"lead", "due", "success", "evidence", "progress", "rag", "outcome", "reference", "priority"}
)


@dataclass(frozen=True, slots=True)
class RoleMatch:
    """role: a table of columns.toml; score 0..1: 1 for a whole heading, less for a part of one."""

    role: Role
    score: float


@functools.cache
def _phrases() -> tuple[dict[str, Role], tuple[tuple[str, Role], ...]]:
    exact: dict[str, Role] = {}
    within: list[tuple[str, Role]] = []
    known = cast(dict[Role, Any], load_toml("columns"))  # a test holds its tables against the type
    for role, lists in known.items():
        for phrase in lists["exact"]:
            exact.setdefault(heading_form(phrase), role)
        within += [(heading_form(phrase), role) for phrase in lists["within"]]
    return exact, tuple(sorted(within, key=lambda pair: -len(pair[0])))


@functools.lru_cache(maxsize=4096)
def role_of(heading: str) -> RoleMatch | None:
    """The role that a column heading or label names, None when the vocabulary does not know it.

    Headings of more than 14 words are statements, not headings.
    """
    words = heading_form(heading)
    if not words or len(words.split()) > 14:
        return None
    exact, within = _phrases()
    # a heading may carry an aside: "Lead (agency / officer)", "Timescale - by end of"
    for candidate in (
        words,
        heading_form(re.sub(r"\(.*?\)", " ", heading)),
        heading_form(re.split(r"[(/–:-]", heading)[0]),
    ):
        if candidate in exact:
            return RoleMatch(exact[candidate], 1.0 if candidate == words else 0.9)
    for phrase, role in within:
        if phrase in words and re.search(rf"\b{re.escape(phrase)}\b", words):
            return RoleMatch(role, 0.5 + 0.4 * len(phrase.split()) / len(words.split()))
    return None


@functools.lru_cache(maxsize=1024)
def role_of_misread(heading: str) -> RoleMatch | None:
    """`role_of` for the heading of a column that may be misread or misspelt (``Strateaic priority``, ``Timescle``)."""
    known = role_of(heading)
    words = heading_form(heading)
    if known is not None or not 6 <= len(words) <= 60:
        return known
    near = difflib.get_close_matches(words, _phrases()[0], n=1, cutoff=0.88)
    return RoleMatch(_phrases()[0][near[0]], 0.7) if near else None


def looks_like_header(cells: list[str]) -> bool:
    """True when the cells of a row are column headings: most of the filled ones are known, at least two."""
    filled = [c for c in cells if c.strip()]
    # "Lead: QA Group" is a label with its value
    known = [r for c in filled if not re.search(r":\s*\w", c) and (r := role_of(c)) is not None]
    return len(known) >= 2 and len({r.role for r in known}) >= 2 and len(known) * 2 >= len(filled)
