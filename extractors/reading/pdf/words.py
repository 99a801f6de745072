"""The reader's packaged word lists."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def _load(name: str) -> dict[str, frozenset[str]]:
    text = resources.files("safeplans.extractors.vocabulary").joinpath(name).read_text("utf-8")
    return {key: frozenset(value) for key, value in tomllib.loads(text).items()}


def hyphen_words(key: str) -> frozenset[str]:
    """A list of ``line_end_hyphens.toml``: keep_after, keep_before or one_word."""
    return _load("line_end_hyphens.toml")[key]


def contents_headings() -> frozenset[str]:
    """Headings of a contents list, in lower case."""
    return _load("contents_headings.toml")["headings"]


def row_goes_on() -> frozenset[str]:
    """What a row says that goes on from the page before, in lower case."""
    return _load("furniture.toml")["row_goes_on"]
