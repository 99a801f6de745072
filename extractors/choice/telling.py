"""What looks like plan and ended in no row: told with its words and place, never dropped in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safeplans.extractors.base.document import Place
from safeplans.extractors.base.facts import Facts, Problem
from safeplans.extractors.choice.choosing import Reading
from safeplans.extractors.lexicon.forms import words_in
from safeplans.extractors.views.pieces import View

LEAST = 0.35  # odds from which a word looks like plan although no row has it
LEAST_WORDS = 4  # fewer in a run are no statement
HELD = 0.6  # share of a run's pairs of words that rows must hold for it to count as read
LONGEST = 55  # words of one told passage: a longer run is told in parts
FEW = 40.0  # words' worth of odds; a document with less of it that gave no rows holds no plan


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that look like plan, where they stand, and how likely they are (mean odds, 0..1)."""

    text: str
    place: Place
    odds: float


def not_read(facts: Facts, found: Sequence[Reading]) -> list[Problem]:
    """A problem for each passage that looks like plan in one of the readings and is in no row."""
    rows = _Held(_texts(facts))
    nothing = not facts.actions and not facts.objectives
    told: list[Problem] = []
    told_of = _Held(())
    for reading in found:
        if reading.view is None or reading.labelled is None:
            continue
        if nothing and sum(p for p in reading.labelled.plan if p >= LEAST) < FEW:
            continue
        for passage in passages(reading.view, reading.labelled.plan):
            if rows.share(passage.text) >= HELD or told_of.share(passage.text) >= HELD:
                continue
            told_of.add(passage.text)
            told.append(
                Problem(
                    "extraction",
                    "warning",
                    "plan_not_read",
                    f"This looks like part of the plan and is in no row: «{passage.text[:160]}»",
                    passage.place.page,
                    passage.place,
                    passage.text,
                )
            )
    return told


def read_share(facts: Facts, found: Sequence[Reading]) -> float | None:
    """Of the words that look like plan, the share that ended in rows, 0..1; None where nothing looks like it."""
    reading = next((r for r in found if r.view is not None), None)
    if reading is None or reading.view is None or reading.labelled is None:
        return None
    rows = _Held(_texts(facts))
    whole = held = 0.0
    for passage in passages(reading.view, reading.labelled.plan):
        weight = passage.odds * len(passage.text.split())
        whole += weight
        held += weight * rows.share(passage.text)
    return round(held / whole, 3) if whole else None


def passages(view: View, odds: Sequence[float]) -> list[Passage]:
    """Runs of words that look like plan, cut where a piece begins that starts a statement of its own."""
    made: list[Passage] = []
    run: list[tuple[int, str, float]] = []

    def flush() -> None:
        nonlocal run
        for start in range(0, len(run), LONGEST):
            part = run[start : start + LONGEST]
            if len(part) >= LEAST_WORDS:
                place = Place.span(view.pieces[i].place for i in dict.fromkeys(i for i, _, _ in part))
                text = " ".join(t for _, t, _ in part)
                made.append(Passage(text, place, sum(o for _, _, o in part) / len(part)))
        run = []

    for index, piece in enumerate(view.pieces):
        base = view.starts[index]
        first = piece.tokens[0]
        if (
            piece.marker is not None
            or piece.gap
            or (run and run[-1][1].endswith((".", ";", ":")) and first[:1].isupper())
        ):
            flush()
        for place, token in enumerate(piece.tokens):
            likely = odds[base + place]
            if likely >= LEAST or (run and run[-1][0] == index and likely >= LEAST / 2):
                run.append((index, token, likely))
            else:
                flush()
    flush()
    return made


def _texts(facts: Facts) -> Iterable[str]:
    for action in facts.actions:
        yield from (t for t in (action.text, action.title, action.progress_text, action.owner_text) if t)
    for objective in facts.objectives:
        yield from (t for t in (objective.text, objective.title) if t)
    for measure in facts.measures:
        yield measure.text


class _Held:
    """Texts by their pairs of words, to ask how much of a passage stands in them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._holders: dict[tuple[str, str], set[int]] = {}
        self._count = 0
        for text in texts:
            self.add(text)

    def add(self, text: str) -> None:
        for pair in _pairs(text):
            self._holders.setdefault(pair, set()).add(self._count)
        self._count += 1

    def share(self, passage: str) -> float:
        """Of the pairs of words of a passage, the share that the texts hold which it shares most with, 0..1.

        Texts count that hold at least a third of it: a word here and there in many rows is not the passage.
        """
        pairs = _pairs(passage)
        hits: Counter[int] = Counter(holder for pair in pairs for holder in self._holders.get(pair, ()))
        near = {holder for holder, n in hits.items() if n * 3 >= len(pairs)}
        return sum(bool(self._holders.get(pair, set()) & near) for pair in pairs) / max(len(pairs), 1)


def _pairs(text: str) -> list[tuple[str, str]]:
    words = words_in(text)
    return list(zip(words, words[1:], strict=False))
