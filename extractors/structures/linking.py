"""Which action a cell belongs to: every structure has a vote, and what stands between the two is looked at.

The structures (flow.py, grid.py) each read a whole region by one rule. Real regions mix them, so for each cell and each
action near it small regression trees weigh what the structures propose, how well each fits the region and the document,
and how cell and action stand to one another. The trees are data of the package (``model/linking.npz``), trained by
``make train`` (corpus/linking.py).
"""

from __future__ import annotations

import functools
import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from safeplans.extractors.base.models import opened
from safeplans.extractors.structures.model import Found, Record
from safeplans.extractors.structures.trees import Trees
from safeplans.extractors.views.pieces import KINDS, View
from safeplans.extractors.views.segments import (
    ACTION,
    AGAIN,
    FIELDS,
    HEADING,
    INTRODUCTION,
    LABEL,
    OBJECTIVE,
    OBJECTIVE_NUMBER,
    OBJECTIVE_TITLE,
    SECTION,
    Segment,
)
from safeplans.extractors.weights.network import Array

MODEL = "linking.npz"
NEAR = 8  # actions before and behind a cell that it may belong to
HELD = 0.5  # odds from which on a cell belongs to an action
VOTERS = ("sequence", "sequence_ahead", "columns", "list", "headed", "grid", "transposed")
_CORE = (ACTION, *FIELDS, OBJECTIVE, OBJECTIVE_TITLE, AGAIN, OBJECTIVE_NUMBER)
_CODE = {label: code for code, label in enumerate(("", *_CORE, LABEL, SECTION, INTRODUCTION, HEADING))}
MOST = 3.0  # a cost an action beyond which all are alike


@dataclass(frozen=True, slots=True)
class Pair:
    """A cell and an action that it may belong to. told: what speaks for and against it, in the order of `names`."""

    record: Record
    segment: Segment
    told: tuple[float, ...]


@dataclass(slots=True)
class Area:
    """A region as the structures read it. best: the proposal that is taken; all: every one, by name."""

    segments: Sequence[Segment]
    table: bool
    best: Found
    all: Sequence[Found]


def pairs_of(view: View, segments: Sequence[Segment], areas: Sequence[Area]) -> list[Pair]:
    """Each cell beside each action near it, those of one cell one after another."""
    return _Pairs(view, segments, areas).made()


class _Pairs:
    def __init__(self, view: View, segments: Sequence[Segment], areas: Sequence[Area]) -> None:
        self.view, self.areas = view, areas
        acts = [(r, a) for a, area in enumerate(areas) for r in area.best.records if r.kind == "action"]
        acts.sort(key=lambda told: told[0].body[0].start)
        self.acts = [r for r, _ in acts]
        self.area_of_act = [a for _, a in acts]
        self.starts = [r.body[0].start for r in self.acts]
        self.act_at = {id(r.body[0]): at for at, r in enumerate(self.acts)}
        self.taken = {(id(r), id(s)) for r in self.acts for cells in r.fields.values() for s in cells}
        self.core = [s for s in segments if s.label in _CORE]
        self.core_at = {id(s): at for at, s in enumerate(self.core)}
        self.breaks = [s.start for s in segments if s.label in (SECTION, INTRODUCTION)]
        self.labels_at = {s.end: s.start for s in segments if s.label == LABEL}
        self.objectives = [s.start for s in segments if s.label in (OBJECTIVE, OBJECTIVE_TITLE, OBJECTIVE_NUMBER)]
        self.fields = {label: [s.start for s in segments if s.label == label] for label in FIELDS}
        self.votes = [_votes(area) for area in areas]
        costs = [_costs(area) for area in areas]
        whole = [sum(c[v] * n for c, n in zip(costs, map(_actions, areas), strict=True)) for v in range(len(VOTERS))]
        count = max(len(self.acts), 1)
        self.whole = tuple(min(c / count, MOST) for c in whole)
        self.costs = [tuple(min(x, MOST) for x in c) for c in costs]

    def made(self) -> list[Pair]:
        found: list[Pair] = []
        for number, area in enumerate(self.areas):
            mine = {label: [s for s in area.segments if s.label == label] for label in FIELDS}
            first = next((at for at, a in enumerate(self.area_of_act) if a == number), 0)
            count = _actions(area)
            for label, cells in mine.items():
                shape = self._shape(cells)
                for place, s in enumerate(cells):
                    found += self._of_cell(s, number, place, len(cells), first, count, (_CODE[label], *shape))
        return found

    def _shape(self, cells: Sequence[Segment]) -> tuple[float, ...]:
        """How regularly cells of one kind stand in a region: behind actions, before them, behind labels."""
        behind = before = led = 0
        for s in cells:
            at = self.core_at[id(s)]
            behind += at > 0 and self.core[at - 1].label == ACTION
            before += at + 1 < len(self.core) and self.core[at + 1].label == ACTION
            led += s.start in self.labels_at
        count = max(len(cells), 1)
        return behind / count, before / count, led / count

    def _of_cell(
        self, s: Segment, area: int, place: int, cells: int, first: int, count: int, shape: tuple[float, ...]
    ) -> list[Pair]:
        at = bisect_left(self.starts, s.start + 1)  # actions that begin before it
        core = self.core_at[id(s)]
        ahead = self.core[core - 1].label if core else ""
        behind = self.core[core + 1].label if core + 1 < len(self.core) else ""
        piece = self.view.pieces[s.first]
        own = (
            *shape, _CODE[ahead], _CODE[behind], float(s.start in self.labels_at), float(s.inside),
            float(KINDS.get(piece.kind, 0)), float(len(s.words)), float(sum(len(w) for w in s.words)), float(cells),
            float(count), cells / max(count, 1), float(self.areas[area].table), *self.costs[area], *self.whole,
        )  # fmt: skip
        votes = self.votes[area].get(id(s), {})
        near = range(max(at - NEAR, 0), min(at + NEAR, len(self.acts)))
        voted_for = {self.act_at[body] for body in votes if body in self.act_at}
        far = sorted(voted_for.difference(near))
        made = []
        for i in (*near, *far):
            record = self.acts[i]
            voted = votes.get(id(record.body[0]), frozenset())
            told = (*own, *self._between(s, piece.block, record, at - 1 - i, place - (i - first)))
            cast = tuple(float(v in voted) for v in range(len(VOTERS)))
            taken = (id(record), id(s)) in self.taken
            made.append(
                Pair(record, s, (*told, float(self.area_of_act[i] == area), *cast, float(len(voted)), float(taken)))
            )
        return made

    def _between(self, s: Segment, block: int, record: Record, offset: int, ordinal: int) -> tuple[float, ...]:
        body = record.body[0]
        low, high = (body.start, s.start) if body.start < s.start else (s.start, body.start)
        piece, its = self.view.pieces[s.first], self.view.pieces[body.first]
        same = s.first in body.pieces
        gap = s.start - record.body[-1].end if body.start < s.start else body.start - s.end
        return (
            float(max(min(offset, NEAR), -NEAR)), float(max(min(ordinal, NEAR), -NEAR)),
            math.copysign(math.log1p(max(gap, 0)), s.start - body.start), float(same),
            float(block >= 0 and block == its.block), float(piece.row == its.row), float(piece.row - its.row),
            float(its.row <= piece.row <= its.merged or piece.row <= its.row <= piece.merged),
            float(piece.column == its.column), float(piece.column - its.column),
            float(_count(self.fields[s.label], low, high)), float(_count(self.objectives, low, high)),
            float(_count(self.breaks, low, high)), float(piece.indent - its.indent), float(KINDS.get(its.kind, 0)),
            float(its.marker is not None), float(its.numbered),
            float(piece.place.line_start - its.place.line_end),
        )  # fmt: skip


def _count(places: Sequence[int], low: int, high: int) -> int:
    """How many places lie between two others."""
    return max(bisect_left(places, high) - bisect_left(places, low + 1), 0)


def _actions(area: Area) -> int:
    return sum(r.kind == "action" for r in area.best.records)


def _votes(area: Area) -> dict[int, dict[int, frozenset[int]]]:
    """For each cell the actions that structures give it to, each with those structures."""
    cast: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for found in area.all:
        if found.structure not in VOTERS:
            continue  # a structure that came after the trees were trained: it proposes, and has no vote yet
        voter = VOTERS.index(found.structure)
        for record in found.records:
            for cells in record.fields.values():
                for s in cells:
                    cast[id(s)][id(record.body[0])].add(voter)
    return {s: {r: frozenset(v) for r, v in told.items()} for s, told in cast.items()}


def _costs(area: Area) -> list[float]:
    """What each structure costs an action of the region; `MOST` for one that was not tried."""
    told = {VOTERS.index(f.structure): f.cost for f in area.all if f.structure in VOTERS}
    count = max(_actions(area), 1)
    return [told[v] / count if v in told else MOST for v in range(len(VOTERS))]


@functools.cache
def trees(folder: str = "") -> Trees:
    """The trees of the package, or of a folder; loaded once a process."""
    return opened(Trees.load, folder, MODEL)


def relink(pairs: Sequence[Pair], odds: Array, segments: Sequence[Segment]) -> list[Segment]:
    """Give each cell to the actions that it most likely belongs to; the cells that no action has.

    A cell keeps its order within an action; one that several have is shared by them.
    """
    for pair in pairs:
        pair.record.fields.clear()
        pair.record.shared.clear()
    holders: Counter[int] = Counter()
    for pair, likely in zip(pairs, odds, strict=True):
        if likely >= HELD:
            pair.record.add(pair.segment)
            holders[id(pair.segment)] += 1
    for pair in pairs:
        for label, cells in pair.record.fields.items():
            cells.sort(key=lambda s: s.start)
            if any(holders[id(s)] > 1 for s in cells):
                pair.record.shared.add(label)
    return [s for s in segments if s.label in FIELDS and not holders[id(s)]]
