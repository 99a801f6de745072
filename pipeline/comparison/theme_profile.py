"""How much of what each partnership set out carries each theme."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from safeplans.pipeline.comparison.corpus import Corpus, Slot
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.field_parts import THEMES


def theme_rows(corpus: Corpus) -> list[Row]:
    """The rows of `theme_profile`: for each partnership, year and publication all themes, in the order of the list."""
    documents = documents_of(corpus)
    objectives = _Tally(corpus, corpus.objectives.values())
    actions = _Tally(corpus, corpus.actions.values())
    return [
        {
            "theme_profile_id": slot.key(theme),
            **slot._asdict(),
            "theme": theme,
            "documents": len(documents[slot]),
            "objectives": objectives.with_theme[slot, theme],
            "actions": actions.with_theme[slot, theme],
            "objective_share": objectives.share(slot, theme),
            "action_share": actions.share(slot, theme),
        }
        for slot in sorted(documents, key=lambda slot: slot.order)
        for theme in THEMES
    ]


def documents_of(corpus: Corpus) -> dict[Slot, set[str]]:
    """The documents that speak for a partnership's year, or set something out for it."""
    found: dict[Slot, set[str]] = defaultdict(set)
    for document in corpus.documents.values():
        for year in document.current_years or (None,):
            found[Slot(document.partnership_key, year, document.publication)].add(document.document_id)
    for rows in (corpus.objectives, corpus.actions):
        for row in rows.values():
            for slot in corpus.slots_of(row):
                found[slot].add(row["document_id"])
    return found


class _Tally:
    """Objectives or actions, counted by slot and by slot and theme."""

    def __init__(self, corpus: Corpus, rows: Iterable[Row]) -> None:
        self.all: Counter[Slot] = Counter()
        self.with_theme: Counter[tuple[Slot, str]] = Counter()
        for row in rows:
            for slot in corpus.slots_of(row):
                self.all[slot] += 1
                self.with_theme.update((slot, theme) for theme in set(row["themes"]))

    def share(self, slot: Slot, theme: str) -> float | None:
        return self.with_theme[slot, theme] / self.all[slot] if self.all[slot] else None
