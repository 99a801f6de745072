"""Who leads, or answers for, how much: owners by sector and by what they are for."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from safeplans.pipeline.comparison.corpus import Corpus, Slot
from safeplans.pipeline.schema.contract import Row


class _Kind(NamedTuple):
    """A kind of owner in a slot."""

    slot: Slot
    sector: str
    function: str | None
    relation: str


@dataclass(slots=True)
class _Owned:
    owners: int = 0
    actions: set[str] = field(default_factory=set)
    objectives: set[str] = field(default_factory=set)


def owner_rows(corpus: Corpus) -> list[Row]:
    """The rows of `owner_profile`. Kinds of owner that a partnership does not name have no row."""
    actions = Counter(slot for row in corpus.actions.values() for slot in corpus.slots_of(row))
    held: dict[_Kind, _Owned] = defaultdict(_Owned)
    for owner in corpus.owners:
        of_action = owner["subject"] == "action"
        subject = (corpus.actions if of_action else corpus.objectives)[owner["subject_id"]]
        for slot in corpus.slots_of(subject):
            owned = held[_Kind(slot, owner["sector"], owner["canonical_function"], owner["relation"])]
            owned.owners += 1
            (owned.actions if of_action else owned.objectives).add(owner["subject_id"])
    return [_row(kind, held[kind], actions[kind.slot]) for kind in sorted(held, key=_order)]


def _row(kind: _Kind, owned: _Owned, actions: int) -> Row:
    return {
        "owner_profile_id": kind.slot.key(kind.sector, kind.function, kind.relation),
        **kind.slot._asdict(),
        "sector": kind.sector,
        "canonical_function": kind.function,
        "relation": kind.relation,
        "owners": owned.owners,
        "actions": len(owned.actions),
        "objectives": len(owned.objectives),
        "action_share": len(owned.actions) / actions if actions else None,
    }


def _order(kind: _Kind) -> tuple[tuple[str, bool, str, int], str, str, str]:
    return kind.slot.order, kind.sector, kind.function or "", kind.relation
