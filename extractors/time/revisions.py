"""Original and revised dates of one cell: the revised one is due, the other is no longer.

This is rule 17 of the gold's reader. Words that say so stand in ``vocabulary/time.toml`` (`revised`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace

from safeplans.extractors.time.model import DateMention
from safeplans.extractors.time.words import DASH, alternatives, vocabulary

_JOINT = r"(?:\s*(?:to|until|till|date|deadline|timescale|target|completion|is|due|by|from|for)\b){0,3}"
_GAP = rf"[\s,;:=()\[\]]*(?:{DASH}\s*)?$"


@functools.cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Words before a superseded time, before one that takes its place, and a bracket behind a superseded one."""
    data = vocabulary()["revised"]
    old, new = alternatives(data["before"]), alternatives(data["after"])
    return (
        re.compile(rf"(?<![\w-]){old}{_JOINT}{_GAP}", re.I),
        re.compile(rf"(?:(?<![\w-]){new}{_JOINT}|{DASH}?>|[→⇒➔➜➡]){_GAP}", re.I),
        re.compile(rf"\s*[(\[]\s*{old}{_JOINT}\s*[)\]]", re.I),
    )


@functools.cache
def _new_heading() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){alternatives(vocabulary()['revised']['after'])}(?![\w-])", re.I)


def tells_new(heading: str) -> bool:
    """Whether the heading of a column or label says that its time takes another's place: `Revised date`."""
    return _new_heading().search(heading) is not None and _words()[0].search(f"{heading} ") is None


def without_superseded(text: str, found: Sequence[DateMention]) -> list[DateMention]:
    """The mentions of a cell, in print order, without those in whose place another one stands.

    `Mar 2026 (was Dec 2025)` and `Dec 2025, extended to March 2026` are due in March 2026 only. Nothing is taken
    away where no other time is left.
    """
    old, new, old_behind = _words()
    gone: set[int] = set()
    moved = False
    for index, mention in enumerate(found):
        before = text[found[index - 1].end_char if index else 0 : mention.start_char]
        struck = text[: mention.start_char].count("~~") % 2 == 1  # as Markdown prints it
        if struck or old.search(before) or old_behind.match(text, mention.end_char):
            gone.add(index)
        elif new.search(before):
            gone |= {i for i in range(index) if found[i].kind in ("due", "period")}
            moved = True
        elif moved and mention.kind == "start":
            gone.add(index)  # `revised to Mar 2026 from Dec 2025`
    if not gone or len(gone) == len(found):
        return list(found)
    return [replace(m, method=f"{m.method}+revised") for i, m in enumerate(found) if i not in gone]
