"""Verbs that open an action: ``Review the strategy …``, ``We will develop …`` (``vocabulary/verbs.toml``)."""

from __future__ import annotations

import functools
import re

from safeplans.extractors.lexicon.loading import load_toml


@functools.cache
def _verbs() -> frozenset[str]:
    return frozenset(load_toml("verbs")["imperative"])


def starts_with_verb(text: str) -> bool:
    """True when the text opens like a thing to be done: an imperative, `To review`, `We will`, `Reviewing`."""
    text = re.sub(r"^\W+", "", text).casefold()
    text = re.sub(
        r"^(?:to|we will|we'll|we shall|we are going to|we must|continue to|work to|work with partners to)\s+", "", text
    )
    text = re.sub(r"^(?!early\b|family\b)(?:\w+ly)\s+", "", text)
    first = re.match(r"[a-z]+(?:-[a-z]+)?", text)
    return first is not None and first.group() in _verbs()


def is_commitment(text: str) -> bool:
    """True for ``We will …``, ``The Board will …``, ``X to be reviewed …``."""
    return bool(re.search(r"\b(?:will|shall)\s+(?:be\s+)?[a-z]+|\bto be [a-z]+ed\b", text))
