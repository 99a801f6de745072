"""The reader's packaged word lists."""

from __future__ import annotations

from functools import cache

from safeplans.extractors.lexicon.loading import load_toml


@cache
def _load(name: str) -> dict[str, frozenset[str]]:
    return {key: frozenset(value) for key, value in load_toml(name).items()}


def hyphen_words(key: str) -> frozenset[str]:
    """A list of ``line_end_hyphens.toml``: keep_after, keep_before or one_word."""
    return _load("line_end_hyphens")[key]


def contents_headings() -> frozenset[str]:
    """Headings of a contents list, in lower case."""
    return _load("contents_headings")["headings"]


def row_goes_on() -> frozenset[str]:
    """What a row says that goes on from the page before, in lower case."""
    return _load("furniture")["row_goes_on"]
