"""From the segments of a view to records: regions, the structure of each, and the objective of each action."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from safeplans.extractors.lexicon.forms import letters_form
from safeplans.extractors.pieces import View
from safeplans.extractors.segments import (
    ACTION,
    AGAIN,
    INTRODUCTION,
    OBJECTIVE,
    OBJECTIVE_NUMBER,
    OBJECTIVE_TITLE,
    SECTION,
    Segment,
)
from safeplans.extractors.structures.flow import FLOWS, objectives
from safeplans.extractors.structures.grid import grid, looks_transposed, transposed
from safeplans.extractors.structures.model import Found, Record

_STATED = (OBJECTIVE, OBJECTIVE_TITLE, AGAIN)
# The objective's number in its action's: 1.2, SP1.2, A2, 2b
_OWN_NUMBER = re.compile(r"^\W*(?:([A-Za-z]{0,3}\d{1,2})\.(?=\w)|([A-Z])(?=\d{1,2}\b)|(\d{1,2})(?=[a-z]\b))")
HABIT = 0.5  # how much the structure that fits the whole document best counts against the one that fits a group


@dataclass(slots=True)
class Region:
    """A run of segments: one table, or the text between tables under one objective. opens: an objective begins it."""

    segments: list[Segment]
    table: bool


def records_of(view: View, segments: Sequence[Segment]) -> tuple[list[Record], list[Segment]]:
    """Objectives and actions in reading order, each action with its parent; and the fields that no record took."""
    regions = _regions(view, segments)
    proposals: list[list[Found]] = []
    totals: Counter[str] = Counter()
    for region in regions:
        if region.table:
            found = [transposed if looks_transposed(view, region.segments) else grid]
            proposals.append([f(view, region.segments) for f in found])
        else:
            some = [f(view, region.segments) for f in FLOWS]
            proposals.append(some)
            for one in some:
                totals[one.structure] += one.cost  # type: ignore[assignment]
    records: list[Record] = []
    left: list[Segment] = []
    for region, some in zip(regions, proposals, strict=True):
        best = min(
            some, key=lambda f: f.cost + (0 if region.table else HABIT * totals[f.structure] / max(len(regions), 1))
        )
        if not region.table:
            records += objectives(region.segments)
        records += best.records
        left += best.left
    records.sort(key=lambda r: min(s.start for s in r.body))
    _attach(view, records, segments)
    return records, left


def _regions(view: View, segments: Sequence[Segment]) -> list[Region]:
    regions: list[Region] = []
    block = -2
    for s in segments:
        piece = view.pieces[s.first]
        table = piece.kind == "cell"
        here = piece.block if table else -1
        opens = (
            not table
            and s.label in (*_STATED, OBJECTIVE_NUMBER)
            and bool(regions)
            and any(o.label == ACTION for o in regions[-1].segments)
        )
        if not regions or here != block or opens:
            regions.append(Region([], table))
        block = here
        regions[-1].segments.append(s)
    return regions


def _attach(view: View, records: Sequence[Record], segments: Sequence[Segment]) -> None:
    """Give each action the objective that it hangs under.

    That is the last one before it, or the one whose number begins its own. A list of objectives one after another
    holds nothing: what follows it under a heading of its own hangs under none of them.
    """
    by_number: dict[str, Record] = {}
    for r in records:
        if r.kind == "objective" and r.number is not None and not r.again:
            by_number.setdefault(letters_form(r.number.text), r)
    headings = [s for s in segments if s.label == SECTION]
    texts = Counter(s.text.casefold() for s in headings)
    current: Record | None = None
    listed = 0
    rows: dict[tuple[int, int], Record] = {}
    tops = _tops(view, records)
    for r in records:
        piece = view.pieces[r.body[0].first]
        if r.kind == "objective" and piece.row >= 0:
            for row in range(piece.row, piece.merged + 1):
                rows.setdefault((piece.block, row), r)
    last_end = 0
    for r in records:
        start = min(s.start for s in r.body)
        piece = view.pieces[r.body[0].first]
        if r.kind == "objective":
            between = [s for s in headings if last_end <= s.start < start]
            listed = 1 if r.again or between else listed + 1
            current = r
            last_end = max(s.end for s in r.body)
            continue
        parent = None
        if piece.row >= 0:
            bands = [t for row, t in tops.get((piece.block, piece.column), ()) if row <= piece.row]
            parent = bands[-1] if bands else rows.get((piece.block, piece.row))
        if parent is None:
            parent = current
            if parent is not None and listed > 1:
                between = [
                    s
                    for s in segments
                    if s.label in (SECTION, INTRODUCTION)
                    and last_end <= s.start < start
                    and texts[s.text.casefold()] < 2
                ]
                if between:
                    parent = current = None
        listed = 0
        if r.number is not None and (found := _OWN_NUMBER.match(r.number.text)):
            named_as = next(g for g in found.groups() if g)
            named = by_number.get(letters_form(named_as))
            own = parent.number if parent is not None else None
            if named is not None and (
                parent is None or own is not None and letters_form(own.text) != letters_form(named_as)
            ):
                parent = named
        r.parent = parent


def _tops(view: View, records: Sequence[Record]) -> dict[tuple[int, int], list[tuple[int, Record]]]:
    """(table, column) to the objectives, with their rows, that stand in it beside others over what they hold."""
    stated: dict[tuple[int, int], list[Record]] = {}
    for r in records:
        piece = view.pieces[r.body[0].first]
        if r.kind == "objective" and piece.row >= 0:
            stated.setdefault((piece.block, piece.row), []).append(r)
    tops: dict[tuple[int, int], list[tuple[int, Record]]] = {}
    for (block, row), side in sorted(stated.items(), key=lambda s: s[0]):
        columns = {view.pieces[r.body[0].first].column for r in side}
        if len(side) > 1 and len(columns) == len(side):
            for r in side:
                tops.setdefault((block, view.pieces[r.body[0].first].column), []).append((row, r))
    return tops
