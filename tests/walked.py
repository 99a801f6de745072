"""Facts as the walk over the blocks alone reads them: one of the readings of `extractors.choice.choosing`."""

from __future__ import annotations

from safeplans.extractors.base.facts import Facts
from safeplans.extractors.extract import facts_of_plan, walked
from safeplans.extractors.reading import read


def walked_facts(data: bytes, name: str | None = None) -> Facts:
    document = read(data, name)
    return facts_of_plan(document, walked(document, name), name)
