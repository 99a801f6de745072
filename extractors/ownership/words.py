"""The words that make a name an owner, read from ``vocabulary/owners.toml``."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from safeplans.extractors.base.closed import OwnerKind, Relation
from safeplans.extractors.base.methods import OwnerMethod
from safeplans.extractors.lexicon.forms import name_form
from safeplans.extractors.lexicon.loading import load_toml


@dataclass(frozen=True, slots=True)
class OwnerMention:
    """An owner read from a cell or a sentence.

    name: as printed; canonical: with local abbreviations spelt out.
    kind, sector, relation: from the closed lists of the owners table.
    start_char, end_char: half-open character offsets of `name` in the text that was read.
    confidence: 0..1. method: the rule that found it.
    """

    name: str
    canonical: str
    kind: OwnerKind
    sector: str
    relation: Relation
    start_char: int
    end_char: int
    confidence: float
    method: OwnerMethod


@dataclass(frozen=True, slots=True)
class SectorRule:
    """`sector` holds for owners of `kinds` (all if empty) whose name has one of the words."""

    sector: str
    kinds: frozenset[str]
    pattern: re.Pattern[str]


def vocabulary() -> dict[str, Any]:
    """The parsed vocabulary file."""
    return load_toml("owners")


@functools.cache
def words(name: str) -> frozenset[str]:
    """One word list of the vocabulary, each entry normalised."""
    return frozenset(name_form(w) for w in vocabulary()[name])


@functools.cache
def first_names() -> frozenset[str]:
    return frozenset(vocabulary()["first_names"]["names"])


@functools.cache
def titles() -> frozenset[str]:
    return frozenset(vocabulary()["first_names"]["titles"])


@functools.cache
def sector_rules() -> tuple[SectorRule, ...]:
    return tuple(
        SectorRule(rule["sector"], frozenset(rule.get("kinds", ())), phrase_pattern(rule["words"]))
        for rule in vocabulary()["sectors"]
    )


def phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the phrases as whole words, singular or plural."""
    ordered = sorted({name_form(p) for p in phrases}, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(p) for p in ordered) + r")(?:s|s')?(?![\w-])")


def singular(word: str) -> str:
    """`managers` → `manager`; words in -ss and -us stay."""
    if word.endswith(("ss", "us")) or len(word) < 3:
        return word
    return word[:-1] if word.endswith("s") else word
