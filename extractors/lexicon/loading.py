"""The one door to the files of `extractors/vocabulary/`. Each is read once; what is given out is not to be changed."""

from __future__ import annotations

import csv
import functools
import tomllib
from importlib import resources
from typing import Any

_VOCABULARY = "safeplans.extractors.vocabulary"


@functools.cache
def load_toml(name: str) -> dict[str, Any]:
    """A vocabulary file, parsed. name: without its ending `.toml`.

    Raises FileNotFoundError when there is no such file.
    """
    return tomllib.loads(_text(f"{name}.toml"))


@functools.cache
def load_rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a vocabulary table, each by the names of its columns. name: without its ending `.csv`.

    Raises FileNotFoundError when there is no such file.
    """
    return tuple(csv.DictReader(_text(f"{name}.csv").splitlines()))


def _text(name: str) -> str:
    return resources.files(_VOCABULARY).joinpath(name).read_text(encoding="utf-8")
