"""Why nothing came of a place that `safeplans collect` looked at: the closed list of `sources.failure`.

The list is data: `failures.toml` beside this module.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from safeplans.pipeline.base.data_files import data_file


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason. what: what happened; advice: what a person can do, "" if nothing.

    again: is it tried again within the same run?
    """

    name: str
    what: str
    advice: str
    again: bool


@functools.cache
def causes() -> dict[str, Cause]:
    """All causes by name, in the order of the file. Raises TypeError when an entry lacks a key or has one too many."""
    return {name: Cause(name=name, **entry) for name, entry in data_file(__package__, "failures.toml").items()}
