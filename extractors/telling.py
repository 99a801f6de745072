"""What looks like plan and ended in no row: told with its words and place, never dropped in silence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.choosing import Reading
from extractors.document import Place
from extractors.facts import Facts, Problem
from extractors.pieces import View

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
    rows = _pairs(_texts(facts))
    nothing = not facts.actions and not facts.objectives
    told: list[Problem] = []
    seen: Counter[tuple[str, str]] = Counter()
    for reading in found:
        if reading.view is None or reading.labelled is None:
            continue
        if nothing and sum(p for p in reading.labelled.plan if p >= LEAST) < FEW:
            continue
        for passage in passages(reading.view, reading.labelled.plan):
            pairs = _pairs([passage.text])
            if _share(pairs, rows) >= HELD or _share(pairs, seen) >= HELD:
                continue
            seen += pairs
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
    rows = _pairs(_texts(facts))
    whole = held = 0.0
    for passage in passages(reading.view, reading.labelled.plan):
        pairs = _pairs([passage.text])
        weight = passage.odds * len(passage.text.split())
        whole += weight
        held += weight * _share(pairs, rows)
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
        if piece.marker is not None or piece.gap or (run and run[-1][1].endswith((".", ";", ":")) and first[:1].isupper()):
            flush()
        for place, token in enumerate(piece.tokens):
            if odds[base + place] >= LEAST:
                run.append((index, token, odds[base + place]))
            elif run and not (run[-1][0] == index and odds[base + place] >= LEAST / 2):
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


def _pairs(texts: Iterable[str]) -> Counter[tuple[str, str]]:
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        words = re.findall(r"\w+", text.casefold())
        pairs.update(zip(words, words[1:], strict=False))
    return pairs


def _share(pairs: Counter[tuple[str, str]], held: Counter[tuple[str, str]]) -> float:
    return sum(n for pair, n in pairs.items() if pair in held) / max(pairs.total(), 1)
