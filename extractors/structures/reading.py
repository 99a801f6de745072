"""From the segments of a view to records: regions, the structure of each, and the objective of each action."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from safeplans.extractors.lexicon.forms import letters_form
from safeplans.extractors.structures import attaching, linking
from safeplans.extractors.structures.attaching import Named, Tie, reattach, ties_of
from safeplans.extractors.structures.flow import FLOWS, objectives
from safeplans.extractors.structures.grid import grid, looks_transposed, transposed
from safeplans.extractors.structures.linking import Area, pairs_of, relink
from safeplans.extractors.structures.model import Found, Record
from safeplans.extractors.structures.trees import Trees
from safeplans.extractors.views.pieces import View
from safeplans.extractors.views.segments import (
    ACTION,
    AGAIN,
    INTRODUCTION,
    OBJECTIVE,
    OBJECTIVE_NUMBER,
    OBJECTIVE_TITLE,
    SECTION,
    Segment,
)

_STATED = (OBJECTIVE, OBJECTIVE_TITLE, AGAIN)
# The objective's number in its action's: 1.2, SP1.2, A2, 2b
_OWN_NUMBER = re.compile(r"^\W*(?:([A-Za-z]{0,3}\d{1,2})\.(?=\w)|([A-Z])(?=\d{1,2}\b)|(\d{1,2})(?=[a-z]\b))")
HABIT = 0.5  # how much the structure that fits the whole document best counts against the one that fits a group


@dataclass(slots=True)
class Region:
    """A run of segments: one table, or the text between tables under one objective. opens: an objective begins it."""

    segments: list[Segment]
    table: bool


@dataclass(frozen=True, slots=True)
class Links:
    """What gives cells to actions, and actions to objectives."""

    cells: Trees
    parents: Trees


@functools.cache
def links(folder: str = "") -> Links:
    """Those of the package, or of a folder; loaded once a process. Raises FileNotFoundError when one is missing."""
    return Links(linking.trees(folder), attaching.trees(folder))


def records_of(
    view: View, segments: Sequence[Segment], known: Links | None = None
) -> tuple[list[Record], list[Segment]]:
    """Objectives and actions in reading order, each action with its parent; and the fields that no record took.

    known: None leaves cells where the structure that fits best has them, and actions where rules hang them.
    """
    areas = areas_of(view, segments)
    records = [r for area in areas for r in area.best.records]
    left = [s for area in areas for s in area.best.left]
    if known is not None and (pairs := pairs_of(view, segments, areas)):
        left = relink(pairs, known.cells.odds(np.array([p.told for p in pairs], dtype=np.float32)), segments)
    records += [r for area in areas if not area.table for r in objectives(area.segments)]
    records.sort(key=lambda r: min(s.start for s in r.body))
    named = _by_own_number(records)
    _attach(view, records, segments, named)
    if known is not None and (ties := ties_of(view, records, segments, named)):
        reattach(ties, known.parents.odds(np.array([t.told for t in ties], dtype=np.float32)))
    return records, left


def ties_in(view: View, segments: Sequence[Segment]) -> list[Tie]:
    """Each action of a view beside the objectives that it may hang under."""
    records, _ = records_of(view, segments)
    return ties_of(view, records, segments, _by_own_number(records))


def areas_of(view: View, segments: Sequence[Segment]) -> list[Area]:
    """The regions of a view as the structures read them, with the one that fits best of each."""
    regions = _regions(view, segments)
    proposals: list[list[Found]] = []
    totals: Counter[str] = Counter()
    for region in regions:
        some = [f(view, region.segments) for f in FLOWS]
        if region.table:
            some.append((transposed if looks_transposed(view, region.segments) else grid)(view, region.segments))
        else:
            for one in some:
                totals[one.structure] += one.cost  # type: ignore[assignment]
        proposals.append(some)
    made = []
    for region, some in zip(regions, proposals, strict=True):
        best = some[-1]
        if not region.table:
            best = min(some, key=lambda f: f.cost + HABIT * totals[f.structure] / max(len(regions), 1))
        made.append(Area(region.segments, region.table, best, some))
    return made


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


def _attach(view: View, records: Sequence[Record], segments: Sequence[Segment], named: Named) -> None:
    """Give each action the objective that it hangs under.

    That is the last one before it, or the one whose number begins its own. A list of objectives one after another
    holds nothing: what follows it under a heading of its own hangs under none of them.
    """
    headings = [s for s in segments if s.label == SECTION]
    texts = Counter(s.text.casefold() for s in headings)
    own = [s for s in segments if s.label in (SECTION, INTRODUCTION) and texts[s.text.casefold()] < 2]
    over = _objectives_in_tables(view, records)
    current: Record | None = None
    listed = last_end = 0
    for r in records:
        start = min(s.start for s in r.body)
        if r.kind == "objective":
            parted = any(last_end <= s.start < start for s in headings)
            listed = 1 if r.again or parted else listed + 1
            current, last_end = r, max(s.end for s in r.body)
            continue
        parent = over(r)
        if parent is None:
            if listed > 1 and any(last_end <= s.start < start for s in own):
                current = None
            parent = current
        listed = 0
        r.parent = _told_by_number(named(r), parent)


def _objectives_in_tables(view: View, records: Sequence[Record]) -> Callable[[Record], Record | None]:
    """Which objective of its table an action stands under: over it in its column, else in its row."""
    rows: dict[tuple[int, int], Record] = {}
    for r in records:
        piece = view.pieces[r.body[0].first]
        if r.kind == "objective" and piece.row >= 0:
            for row in range(piece.row, piece.merged + 1):
                rows.setdefault((piece.block, row), r)
    tops = _tops(view, records)

    def over(action: Record) -> Record | None:
        piece = view.pieces[action.body[0].first]
        if piece.row < 0:
            return None
        bands = [t for row, t in tops.get((piece.block, piece.column), ()) if row <= piece.row]
        return bands[-1] if bands else rows.get((piece.block, piece.row))

    return over


def _told_by_number(named: Record | None, parent: Record | None) -> Record | None:
    """The objective that an action's number names, where it is another than the one it seems to hang under."""
    if named is None or named.number is None or parent is None:
        return named or parent
    other = parent.number is not None and letters_form(parent.number.text) != letters_form(named.number.text)
    return named if other else parent


def _by_own_number(records: Sequence[Record]) -> Named:
    """What tells the objective whose number begins an action's own."""
    numbered = {
        letters_form(r.number.text): r
        for r in reversed(records)  # of two with one number the first counts
        if r.kind == "objective" and r.number is not None and not r.again
    }

    def named(action: Record) -> Record | None:
        found = _OWN_NUMBER.match(action.number.text) if action.number is not None else None
        return numbered.get(letters_form(next(g for g in found.groups() if g))) if found is not None else None

    return named


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
