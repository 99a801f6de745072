"""The codes of problems: the closed list of `problems.code`, with what each means and what to do about it.

The list is data: `vocabulary/codes.toml`. A code that is not in it is refused when its row is made.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from safeplans.extractors.lexicon.loading import load_toml

ABOUT = ("not_read", "doubt", "fault", "review", "information")
"""What a problem is: something was not read; it was read with a doubt; the document itself is at fault; a reviewer's
correction is in doubt; it is only worth knowing."""
STAGES = ("discovery", "reading", "metadata", "extraction", "normalising", "writing", "review")
SEVERITIES = ("error", "warning", "info")
RETRIES = ("no", "same", "changed")


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem.

    about: one of `ABOUT`; see the function of that name for what is not read. stages, severities: where it may come up,
    and how badly (of `STAGES`, `SEVERITIES`). what: what happened. advice: what a person can do, "" for nothing.
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
    return {name: _code(name, **entry) for name, entry in load_toml("codes").items()}


def code(name: str) -> Code:
    """The code of that name; KeyError when there is none."""
    try:
        return codes()[name]
    except KeyError:
        raise KeyError(f"there is no problem code {name!r}; add it to extractors/vocabulary/codes.toml") from None


def about(name: str, severity: str) -> str:
    """What a problem is: one of `ABOUT`.

    What is told as not read with the severity info was left out for a good reason, and is information. A code that is
    not in the list is information too: the row that it gives is refused.
    """
    known = codes().get(name)
    if known is None or (known.about == "not_read" and severity == "info"):
        return "information"
    return known.about


def status(problems: Iterable[tuple[str, str]]) -> str:
    """The status of a document that was read: partial where something was not, else ok. problems: code and severity."""
    return "partial" if any(about(*each) == "not_read" for each in problems) else "ok"


def _code(
    name: str, *, about: str, stages: list[str], severities: list[str], what: str, advice: str, retry: str
) -> Code:
    return Code(name, about, tuple(stages), tuple(severities), what, advice, retry)
