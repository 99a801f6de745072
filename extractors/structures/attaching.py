"""Which objective an action hangs under: rules have a vote, and learnt trees weigh it with what stands between the two.

A list of priorities early in a document is followed by actions that hang under none of them, or each under its own;
what tells the one from the other is headings, their levels, numbers and words that come again, none of which decides
alone. The trees are trained by corpus/attaching.py.
"""

from __future__ import annotations

import functools
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from safeplans.extractors.base.models import opened
from safeplans.extractors.lexicon.forms import bare_word
from safeplans.extractors.structures.model import Record
from safeplans.extractors.structures.trees import Trees
from safeplans.extractors.views.pieces import KINDS, View
from safeplans.extractors.views.segments import INTRODUCTION, OBJECTIVE_TITLE, SECTION, Segment
from safeplans.extractors.weights.network import Array

MODEL = "attaching.npz"
NEAR = 8  # objectives before an action that it may hang under, beside those of its row and the one that rules give it
HELD = 0.5  # odds from which on an action hangs under an objective, and not under none
NO_LEVEL = 9  # of what is no heading: below all headings
FAR = 50  # rows or columns beyond which all are alike
_SHORT = 3  # letters of words that say nothing


@dataclass(frozen=True, slots=True)
class Tie:
    """An action and an objective that it may hang under. told: what speaks for and against it."""

    action: Record
    objective: Record
    told: tuple[float, ...]


Named = Callable[[Record], Record | None]


def ties_of(view: View, records: Sequence[Record], segments: Sequence[Segment], named: Named) -> list[Tie]:
    """Each action beside each objective near it, those of one action one after another.

    records: in reading order, each action with the parent that rules give it. named: the objective whose number begins
    an action's own.
    """
    return _Ties(view, records, segments, named).made()


class _Ties:
    def __init__(self, view: View, records: Sequence[Record], segments: Sequence[Segment], named: Named) -> None:
        self.view, self.named = view, named
        self.records = records
        self.objectives = [r for r in records if r.kind == "objective"]
        self.actions = [r for r in records if r.kind == "action"]
        self.starts = [_start(r) for r in self.objectives]
        self.action_starts = [_start(r) for r in self.actions]
        self.at = {id(r): at for at, r in enumerate(self.objectives)}
        self.sections = [s for s in segments if s.label == SECTION]
        self.section_starts = [s.start for s in self.sections]
        self.intros = [s.start for s in segments if s.label == INTRODUCTION]
        texts = Counter(s.text.casefold() for s in self.sections)
        self.once = [s.start for s in self.sections if texts[s.text.casefold()] < 2]
        self.words_of_sections = [_words(s.text) for s in self.sections]
        self.words_of_objectives = [_words(" ".join(s.text for s in _printed(r))) for r in self.objectives]
        inside = np.zeros(len(view.tokens) + 1)
        for s in segments:
            for start, end in s.parts:
                inside[start:end] = 1
        self.inside = np.concatenate([[0], np.cumsum(inside)])
        self.under = Counter(id(r.parent) for r in self.actions if r.parent is not None)
        self.runs = self._runs()
        self.rows: dict[tuple[int, int], Record] = {}  # the first of each row of a table
        for r in self.objectives:
            piece = view.pieces[r.body[0].first]
            for row in range(piece.row, piece.merged + 1) if piece.row >= 0 else ():
                self.rows.setdefault((piece.block, row), r)

    def _runs(self) -> list[tuple[int, int]]:
        """Of each objective: how many follow one another without an action between, and how many of them behind it."""
        made: list[tuple[int, int]] = []
        run = 0
        for r in [*self.records, None]:
            if r is not None and r.kind == "objective":
                run += 1
            elif run:
                made += [(run, run - 1 - at) for at in range(run)]
                run = 0
        return made

    def made(self) -> list[Tie]:
        if not self.objectives:
            return []
        held = len(self.under) / len(self.objectives)
        whole = (
            float(len(self.objectives)),
            float(len(self.actions)),
            held,
            float(any(r.number for r in self.actions)),
        )
        return [
            Tie(action, objective, (*told, *whole))
            for number, action in enumerate(self.actions)
            for objective, told in self._of_action(action, number)
        ]

    def _of_action(self, action: Record, number: int) -> list[tuple[Record, tuple[float, ...]]]:
        before = bisect_left(self.starts, self.action_starts[number])
        near = {at: self.objectives[at] for at in range(max(before - NEAR, 0), min(before + 1, len(self.objectives)))}
        piece = self.view.pieces[action.body[0].first]
        named = self.named(action)
        for other in (action.parent, named, self.rows.get((piece.block, piece.row))):
            if other is not None:
                near[self.at[id(other)]] = other
        own, latest = _words(action.text), bisect_left(self.section_starts, self.action_starts[number]) - 1
        above = self.words_of_sections[latest] if latest >= 0 else frozenset()
        return [
            (other, self._told(action, number, at, before, named, own, above)) for at, other in sorted(near.items())
        ]

    def _told(
        self, action: Record, number: int, at: int, before: int, named: Record | None,
        own: frozenset[str], above: frozenset[str],
    ) -> tuple[float, ...]:  # fmt: skip
        objective, start = self.objectives[at], self.action_starts[number]
        end = max(s.end for s in objective.body)
        piece, its = self.view.pieces[action.body[0].first], self.view.pieces[objective.body[0].first]
        low, high = (end, start) if end <= start else (start, self.starts[at])
        first = bisect_left(self.action_starts, self.starts[at])
        levels = [self._level(s) for s in self.sections[slice(*self._between(self.section_starts, low, high))]]
        level = its.level if its.kind == "heading" else NO_LEVEL
        words = self.words_of_objectives[at]
        same = piece.block >= 0 and piece.block == its.block
        nearest = self.action_starts[first] - end if first < len(self.actions) else len(self.view.tokens)
        return (
            float(action.parent is objective), float(before - 1 - at), math.log1p(max(high - low, 0)),
            float(end <= start), float(number - first), *map(float, self.runs[at]),
            float(len(levels)), float(self._count(self.once, low, high)), float(self._count(self.intros, low, high)),
            float(min(levels, default=NO_LEVEL) - level), float(level), float(KINDS.get(its.kind, 0)),
            float(KINDS.get(piece.kind, 0)), float(same), float(_clipped(piece.row - its.row)) if same else float(FAR),
            float(its.row <= piece.row <= its.merged) if same else 0.0,
            float(_clipped(piece.column - its.column)) if same else float(FAR),
            float((named is objective) - (named is not None and named is not objective)),
            float(objective.again), float(objective.number is not None),
            float(objective.body[0].label == OBJECTIVE_TITLE), float(self.under[id(objective)]),
            float(high - low - (self.inside[high] - self.inside[low])) if high > low else 0.0,
            math.log1p(max(nearest, 0)), _alike(words, above), _alike(words, own), float(its.bold), float(piece.bold),
            float(piece.indent - its.indent), float(piece.marker is not None), float(piece.numbered),
        )  # fmt: skip

    def _level(self, section: Segment) -> int:
        piece = self.view.pieces[section.first]
        return piece.level if piece.kind == "heading" else NO_LEVEL

    def _between(self, places: Sequence[int], low: int, high: int) -> tuple[int, int]:
        return bisect_left(places, low), max(bisect_left(places, high), bisect_left(places, low))

    def _count(self, places: Sequence[int], low: int, high: int) -> int:
        first, last = self._between(places, low, high)
        return last - first


def _start(record: Record) -> int:
    return min(s.start for s in record.body)


def _printed(record: Record) -> list[Segment]:
    return [s for s in (record.title, *record.body) if s is not None]


def _words(text: str) -> frozenset[str]:
    return frozenset(w for w in map(bare_word, text.split()) if len(w) > _SHORT)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / max(len(one) + len(other), 1)


def _clipped(steps: int) -> int:
    return max(min(steps, FAR), -FAR)


@functools.cache
def trees(folder: str = "") -> Trees:
    """The trees of the package, or of a folder; loaded once a process."""
    return opened(Trees.load, folder, MODEL)


def reattach(ties: Sequence[Tie], odds: Array) -> None:
    """Hang each action under the objective that it most likely belongs to, or under none."""
    best: dict[int, tuple[float, Tie]] = {}
    for tie, likely in zip(ties, odds.tolist(), strict=True):
        if id(tie.action) not in best or likely >= best[id(tie.action)][0]:  # of equals the nearest before it
            best[id(tie.action)] = likely, tie
    for likely, tie in best.values():
        tie.action.parent = tie.objective if likely >= HELD else None
