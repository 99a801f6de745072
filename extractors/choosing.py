"""Which reading of a document is believed: each proposes a plan, and the one that is expected to be right most often is taken.

Readings are the labelled views of the document and the walk over its blocks. What is weighed: how sure the labels are, how regular
the records, how much is left over, and how far the readings agree with one another. The weights stand in
``model/choosing.toml``, fitted by ``make train`` on readings of documents that the models had not seen.
"""

from __future__ import annotations

import functools
import re
import statistics
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from extractors.document import Document
from extractors.facts import Choice, Facts, Metadata
from extractors.pieces import View, block_view, line_view
from extractors.plan import Plan
from extractors.scores import Labelled, Scorer
from extractors.segments import ACTION, FIELDS, Segment, segments_of
from extractors.structures.model import Record, irregularity
from extractors.structures.reading import records_of
from extractors.weighing import Planner

WALK = "walk"


@dataclass(slots=True)
class Reading:
    """One way to read a document. view, labelled, segments, records, left: of a labelled view, else empty."""

    name: str
    plan: Plan
    view: View | None = None
    labelled: Labelled | None = None
    segments: list[Segment] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    left: list[Segment] = field(default_factory=list)
    score: float = 0.0


def readings(document: Document, metadata: Metadata, scorer: Scorer) -> list[Reading]:
    """The readings of a document by its labelled views: what its reader made of it and, of a text, its bare lines."""
    views = [block_view(document)]
    if not document.pages:
        views.append(line_view(document))
    return [_reading(document, view, metadata, scorer) for view in views if view.pieces]


def _reading(document: Document, view: View, metadata: Metadata, scorer: Scorer) -> Reading:
    labelled = scorer.label(view)
    segments = segments_of(view, labelled.labels, labelled.odds)
    records, left = records_of(view, segments)
    plan = Planner(document, view, segments, metadata).plan(records, labelled.labels)
    return Reading(view.name, plan, view, labelled, segments, records, left)


def choose(found: Sequence[Reading], document: Document) -> Reading:
    """The reading with the highest expected score; the first of equals. Each gets its `score`, 0..1."""
    weights = _weights()
    for reading in found:
        known = weights.get(reading.name, weights["lines"])
        told = features(reading, found, document)
        value = known["base"] + sum(known.get(name, 0.0) * amount for name, amount in told.items())
        reading.score = round(min(max(value, 0.0), 1.0), 4)
    return max(found, key=lambda r: r.score)


def choice(chosen: Reading, found: Sequence[Reading], facts: Facts) -> Choice:
    """What is to be known of a choice: how clear it was, and which of its statements the other readings hold."""
    others = [r for r in found if r is not chosen]
    margin = chosen.score - max((r.score for r in others), default=0.0)
    held = [_keys(r.plan) for r in others]
    agreed = {
        fact.key: round(sum(_key(fact.text) in texts for texts in held) / max(len(held), 1), 3)
        for fact in (*facts.actions, *facts.objectives)
    }
    return Choice(chosen.name, chosen.score, round(margin, 4), agreed)


@functools.cache
def _weights() -> dict[str, Any]:
    text = resources.files("extractors").joinpath("model", "choosing.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def features(reading: Reading, found: Sequence[Reading], document: Document) -> dict[str, float]:
    """What speaks for and against a reading, as named amounts, most of them 0..1."""
    actions = reading.plan.actions
    count = len(actions)
    told: dict[str, float] = {
        "none": float(not count),
        "no_objectives": float(not reading.plan.objectives.rows),
        "few": float(0 < count < 3),
        "many": min(count, 40) / 40,
        "led": sum(bool(a.owner_lines) for a in actions) / max(count, 1),
        "timed": sum(bool(a.timescale_lines) for a in actions) / max(count, 1),
        "hung": sum(a.objective is not None for a in actions) / max(count, 1),
        "short": sum(len(a.text.split()) < 4 for a in actions) / max(count, 1),
        "long": sum(len(a.text.split()) > 60 for a in actions) / max(count, 1),
        "tables": float(any(b.rows for b in document.blocks)),
        "pdf": float(bool(document.pages)),
    }
    for other in found:
        if other is not reading:
            told[f"agrees_{other.name}"] = agreement(reading.plan, other.plan)
            told[f"more_than_{other.name}"] = min(max(count - len(other.plan.actions), 0), 20) / 20
    if reading.labelled is not None:
        odds = reading.labelled.odds
        acts = [s.probability for s in reading.segments if s.label == ACTION]
        cells = [s.probability for s in reading.segments if s.label in FIELDS]
        told["sure"] = statistics.fmean(odds)
        told["sure_acts"] = statistics.fmean(acts) if acts else 0.0
        told["least_act"] = sorted(acts)[len(acts) // 5] if acts else 0.0
        told["sure_cells"] = statistics.fmean(cells) if cells else 0.0
        told["left"] = min(len(reading.left) / max(count, 1), 2.0)
        cost = irregularity([r for r in reading.records if r.kind == "action"], reading.left)
        told["irregular"] = min(cost / max(count, 1), 2.0)
        told["broken"] = sum(not s.begins for s in reading.segments) / max(len(reading.segments), 1)
    return told


def agreement(one: Plan, other: Plan) -> float:
    """How far two plans hold the same statements: Dice over their texts as sets of words, 0..1; 1 for two empty ones."""
    mine, theirs = _keys(one), _keys(other)
    if not mine and not theirs:
        return 1.0
    return 2 * (mine & theirs).total() / (mine.total() + theirs.total())


def _keys(plan: Plan) -> Counter[str]:
    texts = [a.text for a in plan.actions] + [o.text for o in plan.objectives.rows]
    return Counter(map(_key, texts))


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
