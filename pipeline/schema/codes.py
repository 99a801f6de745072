"""The codes of problems: the closed list of `problems.code`, with what each means and what to do about it.

The list is data: `codes.toml` beside this module. A code that is not in it is refused when its row is made.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from safeplans.pipeline.base.data_files import data_file

ABOUT = ("not_read", "doubt", "plan", "review")
STAGES = ("discovery", "reading", "metadata", "extraction", "normalising", "writing", "review")
SEVERITIES = ("error", "warning", "info")
RETRIES = ("no", "same", "changed")


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem.

    about: one of `ABOUT`. stages, severities: where it may come up, and how badly (of `STAGES`, `SEVERITIES`).
    what: what happened. advice: what a person can do, "" if there is nothing.
    retry: can reading the document again help? One of `RETRIES`: no; same: the same command may succeed;
    changed: after the change that `advice` names.
    """

    name: str
    about: str
    stages: tuple[str, ...]
    severities: tuple[str, ...]
    what: str
    advice: str
    retry: str


@functools.cache
def codes() -> dict[str, Code]:
    """All codes by name, in the order of the file. Raises TypeError when an entry lacks a key or has one too many."""
    return {name: _code(name, **entry) for name, entry in data_file(__package__, "codes.toml").items()}


def code(name: str) -> Code:
    """The code of that name; KeyError when there is none."""
    try:
        return codes()[name]
    except KeyError:
        raise KeyError(f"there is no problem code {name!r}; add it to pipeline/schema/codes.toml") from None


def _code(
    name: str, *, about: str, stages: list[str], severities: list[str], what: str, advice: str, retry: str
) -> Code:
    return Code(name, about, tuple(stages), tuple(severities), what, advice, retry)
