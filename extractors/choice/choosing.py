"""Which reading of a document is believed: each proposes a plan, and the one expected to be right most often is taken.

Readings are the labelled views of the document and the walk over its blocks. What is weighed: how sure the labels are,
how regular the records, how much is left over, and how far the readings agree with one another. The trees that weigh
it stand in ``model/choosing.json``, fitted by ``make train`` on readings of documents that the models had not seen.
"""

from __future__ import annotations

import functools
import json
import math
import re
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from safeplans.extractors.base.closed import Rating, Standing
from safeplans.extractors.base.document import Document
from safeplans.extractors.base.facts import Action, Choice, Facts, Metadata, Objective
from safeplans.extractors.base.models import opened
from safeplans.extractors.blank_columns import column_view
from safeplans.extractors.drafting.drafts import Plan
from safeplans.extractors.drafting.weighing import Planner
from safeplans.extractors.labelling.cues import piece_cues
from safeplans.extractors.labelling.pooling import pooled
from safeplans.extractors.labelling.scores import DIGITS, Labelled, Scorer
from safeplans.extractors.lexicon.forms import letters_form, words_form
from safeplans.extractors.lexicon.rating_keys import printed_keys
from safeplans.extractors.structures.model import Record, irregularity
from safeplans.extractors.structures.reading import records_of
from safeplans.extractors.views.pieces import View, block_view, line_view
from safeplans.extractors.views.segments import ACTION, FIELDS, Segment, segments_of
from safeplans.extractors.weights.network import Array

WALK = "walk"
NOTHING = "nothing"  # the document holds no plan
MOST_TOKENS = 400_000  # words of the longest document that is weighed, about 1,000 pages; a longer one is no plan
# Printed numbers that rise and begin with those of their objectives are no accident: a reading that holds so many of
# them is right in more than half of what it says, whatever else there is against it.
ORDERLY = {"numbered": 0.9, "rising": 0.8, "prefixed": 0.9, "hung": 0.9}
ORDERLY_ACTIONS, ORDERLY_SCORE = 8, 0.5
LONG = 4  # powers of ten of words: of longer documents all is alike
TOP = 3  # the surest actions of a document say most of whether it holds any


@dataclass(slots=True)
class Reading:
    """One way to read a document. view, labelled, segments, records, left, odds: of a labelled view, else empty."""

    name: str
    plan: Plan
    view: View | None = None
    labelled: Labelled | None = None
    segments: list[Segment] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    left: list[Segment] = field(default_factory=list)
    odds: Array | None = None  # of each label for each token, all views heard
    score: float = 0.0


def views_of(document: Document) -> list[View]:
    """What its reader made of a document; of a text also its bare lines, and its columns of blanks if it has some."""
    if document.pages or document.structured:
        return [block_view(document)]
    return [view for view in (block_view(document), line_view(document), column_view(document)) if view is not None]


def readings(document: Document, metadata: Metadata, scorer: Scorer) -> list[Reading]:
    """The readings of a document by its labelled views: what its reader made of it and, of a text, its bare lines."""
    views = [view for view in views_of(document) if 0 < len(view.tokens) <= MOST_TOKENS]
    odds = pooled([view.tokens for view in views], [scorer.odds(view, piece_cues(view)) for view in views])
    keys = printed_keys(document.blocks)
    found = [_reading(document, view, metadata, keys, told, scorer) for view, told in zip(views, odds, strict=True)]
    for reading in found[:1]:
        if reading.view is not None and reading.labelled is not None:
            empty = Planner(document, reading.view, [], metadata, keys).plan([], reading.labelled.labels)
            found.append(Reading(NOTHING, empty))
    return found


def _reading(
    document: Document,
    view: View,
    metadata: Metadata,
    keys: Mapping[int, Mapping[Rating, Standing]],
    odds: Array,
    scorer: Scorer,
) -> Reading:
    labelled = scorer.labelled(view, odds)
    segments = segments_of(view, labelled.labels, labelled.odds)
    records, left = records_of(view, segments, scorer.links)
    plan = Planner(document, view, segments, metadata, keys).plan(records, labelled.labels, left)
    return Reading(view.name, plan, view, labelled, segments, records, left, odds)


def choose(found: Sequence[Reading], document: Document, metadata: Metadata) -> Reading:
    """The reading with the highest expected score; the first of equals. Each gets its `score`, about 0..1."""
    models = _trees()
    for reading, told in zip(found, features(found, document, metadata), strict=True):
        reading.score = expected(models.get(reading.name) or models["lines"], told)
        if len(reading.plan.actions) >= ORDERLY_ACTIONS and all(told[key] >= least for key, least in ORDERLY.items()):
            reading.score = max(reading.score, ORDERLY_SCORE)
    return max(found, key=lambda r: r.score)


def expected(model: Mapping[str, Any], told: Mapping[str, float]) -> float:
    """The score that a reading with such features is expected to have: a sum of small regression trees.

    model: of one reading, as ``model/choosing.json`` has it.
    """
    amounts = [told.get(key, 0.0) for key in model["keys"]]
    value = float(model["base"])
    for tree in model["trees"]:
        node = 0
        while tree["left"][node] >= 0:
            goes_left = amounts[tree["feature"][node]] <= tree["threshold"][node]
            node = tree["left"][node] if goes_left else tree["right"][node]
        value += tree["value"][node]
    return round(value, DIGITS)


def choice(chosen: Reading, found: Sequence[Reading], facts: Facts) -> Choice:
    """What is to be known of a choice: how clear it was, and which of its statements the other readings hold."""
    others = [r for r in found if r is not chosen]
    margin = chosen.score - max((r.score for r in others), default=0.0)
    held = [_keys(r.plan) for r in others]
    statements: list[Action | Objective] = [*facts.actions, *facts.objectives]
    agreed = {
        s.key: round(sum(words_form(s.text) in texts for texts in held) / max(len(held), 1), 3) for s in statements
    }
    return Choice(chosen.name, chosen.score, round(margin, 4), agreed)


@functools.cache
def _trees() -> dict[str, Any]:
    known: dict[str, Any] = opened(lambda path: json.loads(path.read_text(encoding="utf-8")), "", "choosing.json")
    return known


def features(found: Sequence[Reading], document: Document, metadata: Metadata) -> list[dict[str, float]]:
    """What speaks for and against each reading, as named amounts, most of them 0..1."""
    about: dict[str, float] = {
        "tables": float(any(b.rows for b in document.blocks)),
        "pdf": float(bool(document.pages) or document.structured),  # read by its layout alone
        f"type_{metadata.document_type}": 1.0,
    }
    about |= _look(found)
    odds = _odds_of_pairs(found)
    orders = [_order(r.plan) for r in found]
    keys = [_keys(r.plan) for r in found]
    made = []
    for index, reading in enumerate(found):
        told = about | _own(reading, document) | orders[index]
        if odds is not None:
            told |= _held(reading.plan, odds)
        for other, order, texts in zip(found, orders, keys, strict=True):
            if other is not reading:
                alike = _alike(keys[index], texts)
                told[f"agrees_{other.name}"] = alike
                told[f"close_{other.name}"] = alike**3
                told |= {f"{n}_{other.name}": order[n] - told[n] for n in ("numbered", "prefixed", "hung")}
                more = len(reading.plan.actions) - len(other.plan.actions)
                told[f"more_than_{other.name}"] = min(max(more, 0), 20) / 20
        made.append(told)
    return made


def _own(reading: Reading, document: Document) -> dict[str, float]:
    """What a reading says for and against itself."""
    actions = reading.plan.actions
    count = len(actions)
    placed, aside = reading.plan.placement.placed, reading.plan.placement.aside
    unclaimed = sum(i not in placed and i not in aside for i in range(len(document.blocks)))
    told: dict[str, float] = {
        "none": float(not count),
        "no_objectives": float(not reading.plan.objectives.rows),
        "few": float(0 < count < 3),
        "many": min(count, 40) / 40,
        "led": sum(bool(a.owner_lines) for a in actions) / max(count, 1),
        "timed": sum(bool(a.timescale_lines) for a in actions) / max(count, 1),
        "short": sum(len(a.text.split()) < 4 for a in actions) / max(count, 1),
        "long": sum(len(a.text.split()) > 60 for a in actions) / max(count, 1),
        "own": statistics.fmean(a.confidence for a in actions) if actions else 0.0,
        "unclaimed": unclaimed / max(len(document.body), 1),
    }
    if reading.labelled is not None:
        acts = [s.probability for s in reading.segments if s.label == ACTION]
        cells = [s.probability for s in reading.segments if s.label in FIELDS]
        told["sure"] = statistics.fmean(reading.labelled.odds)
        told["sure_acts"] = statistics.fmean(acts) if acts else 0.0
        told["least_act"] = sorted(acts)[len(acts) // 5] if acts else 0.0
        told["sure_cells"] = statistics.fmean(cells) if cells else 0.0
        told["left"] = min(len(reading.left) / max(count, 1), 2.0)
        cost = irregularity([r for r in reading.records if r.kind == "action"], reading.left)
        told["irregular"] = min(cost / max(count, 1), 2.0)
        told["broken"] = sum(not s.begins for s in reading.segments) / max(len(reading.segments), 1)
    return told


def _look(found: Sequence[Reading]) -> dict[str, float]:
    """How much of a plan the document seems to hold, by its first labelled view."""
    first = next((r for r in found if r.labelled is not None), None)
    if first is None or first.labelled is None:
        return {}
    acts = sorted((s.probability for s in first.segments if s.label == ACTION), reverse=True)
    plan = first.labelled.plan
    return {
        "words": min(math.log10(max(len(plan), 1)) / LONG, 1.0),
        "seen_acts": min(len(acts), 20) / 20,
        "seen_objectives": min(len(first.plan.objectives.rows), 8) / 8,
        "seen_fields": min(sum(s.label in FIELDS for s in first.segments), 20) / 20,
        "seen_top": statistics.fmean(acts[:TOP]) if acts else 0.0,
        "seen_share": sum(plan) / max(len(plan), 1),
    }


def _odds_of_pairs(found: Sequence[Reading]) -> dict[tuple[str, str], float] | None:
    """Each pair of neighbouring words to how likely it belongs to the plan, by the first labelled view."""
    first = next((r for r in found if r.view is not None and r.labelled is not None), None)
    if first is None or first.view is None or first.labelled is None:
        return None
    odds: dict[tuple[str, str], float] = {}
    for pair, likely in zip(_pairs(first.view.tokens), first.labelled.plan, strict=False):
        odds[pair] = max(likely, odds.get(pair, 0.0))
    return odds


def _held(plan: Plan, odds: Mapping[tuple[str, str], float]) -> dict[str, float]:
    """How pure and how complete a plan is by the odds of the words: those that it holds, and those that it leaves."""
    texts = [a.text for a in plan.actions] + [o.text for o in plan.objectives.rows]
    pairs = [pair for text in texts for pair in _pairs(text.split())]
    within = [odds.get(pair, 0.0) for pair in pairs]
    held, whole = set(pairs), sum(odds.values())
    return {
        "pure": statistics.fmean(within) if within else 0.0,
        "complete": sum(likely for pair, likely in odds.items() if pair in held) / whole if whole else 1.0,
    }


def _pairs(tokens: Sequence[str]) -> list[tuple[str, str]]:
    words = [letters_form(t) for t in tokens]
    return list(zip(words, words[1:], strict=False))


def _order(plan: Plan) -> dict[str, float]:
    """How far the printed numbers speak for a plan: actions that have one, rise, begin with their objective's."""
    numbers = [a.number for a in plan.actions if a.number]
    keys = [[int(n) for n in re.findall(r"\d+", number)] for number in numbers]
    rising = sum(one < other for one, other in zip(keys, keys[1:], strict=False))
    of = {o.key: o.number for o in plan.objectives.rows}
    under = [(a.number, of.get(a.objective or "")) for a in plan.actions if a.number]
    own = [bool(o) and re.match(rf"{re.escape(str(o))}(?!\d)", n) is not None for n, o in under]
    return {
        "numbered": len(numbers) / max(len(plan.actions), 1),
        "rising": rising / max(len(keys) - 1, 1) if len(keys) > 1 else 0.0,
        "prefixed": sum(own) / max(len(plan.actions), 1),
        "hung": sum(a.objective is not None for a in plan.actions) / max(len(plan.actions), 1),
    }


def agreement(one: Plan, other: Plan) -> float:
    """How far two plans hold the same statements: Dice over their texts as sets of words, 0..1; 1 for two empty."""
    return _alike(_keys(one), _keys(other))


def _alike(mine: Counter[str], theirs: Counter[str]) -> float:
    if not mine and not theirs:
        return 1.0
    return 2 * (mine & theirs).total() / (mine.total() + theirs.total())


def _keys(plan: Plan) -> Counter[str]:
    texts = [a.text for a in plan.actions] + [o.text for o in plan.objectives.rows]
    return Counter(map(words_form, texts))
