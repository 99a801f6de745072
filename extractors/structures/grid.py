"""Tables: the fields of a row belong together; a merged cell holds for all its rows; transposed tables go by column."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Sequence

from safeplans.extractors.pieces import View
from safeplans.extractors.segments import (
    ACTION,
    ACTION_NUMBER,
    ACTION_TITLE,
    AGAIN,
    FIELDS,
    OBJECTIVE,
    OBJECTIVE_NUMBER,
    OBJECTIVE_TITLE,
    Segment,
)
from safeplans.extractors.structures.model import Found, Record

NAME_WORDS = 12  # words up to which what stands beside an action may be its name
_STATED = (OBJECTIVE, OBJECTIVE_TITLE, AGAIN)


def grid(view: View, segments: Sequence[Segment]) -> Found:
    """The records of one table, row by row."""
    return _read(view, segments, "grid", across=False)


def transposed(view: View, segments: Sequence[Segment]) -> Found:
    """The records of a table whose fields stand in rows and whose actions stand side by side."""
    return _read(view, segments, "transposed", across=True)


def looks_transposed(view: View, segments: Sequence[Segment]) -> bool:
    """Most actions stand beside another action in a row, and owners and dates below them."""
    rows: dict[int, set[int]] = defaultdict(set)
    for s in segments:
        if s.label == ACTION:
            piece = view.pieces[s.first]
            rows[piece.row].add(piece.column)
    actions = sum(len(c) for c in rows.values())
    if actions < 2 or sum(len(c) for c in rows.values() if len(c) > 1) * 2 <= actions:
        return False
    beside = {(view.pieces[s.first].row) for s in segments if s.label in FIELDS}
    return not beside & rows.keys()


def _read(view: View, segments: Sequence[Segment], name: str, *, across: bool) -> Found:
    names = set() if across else _names_beside(view, segments)
    lines: dict[int, list[Segment]] = defaultdict(list)
    merged: list[tuple[int, int, Segment]] = []
    for s in segments:
        piece = view.pieces[s.first]
        own = piece.column if across else piece.row
        lines[own].append(s)
        if not across and piece.merged > piece.row:
            merged.append((piece.row, piece.merged, s))
    records: list[Record] = []
    left: list[Segment] = []
    latest: list[Record] = []  # the actions of the line before, to which a line without one adds
    over: dict[str, list[Segment]] = {}  # fields of a section row, which hold for the rows under it
    sections: list[Segment] = []
    used: set[int] = set()
    for line in sorted(lines):
        told = lines[line]
        held = [s for start, end, s in merged if start < line <= end]
        fresh = _stated(told, records, name)
        if fresh:
            over.clear()
        actions = [s for s in told if s.label == ACTION and view.pieces[s.first].column not in names]
        numbers = [s for s in told if s.label == ACTION_NUMBER]
        titles = [
            s for s in told if s.label == ACTION_TITLE or s.label == ACTION and view.pieces[s.first].column in names
        ]
        made = []
        bodies = _bodies(view, actions, numbered=len(numbers) == 1)
        for index, body in enumerate(bodies):
            record = Record("action", body, structure=name)
            if len(numbers) == len(bodies):
                record.number = numbers[index]
            elif numbers:
                record.number = numbers[0]
            if titles:
                record.title = titles[index] if len(titles) == len(bodies) else titles[0]
            made.append(record)
        if not actions and not across and _is_section(view, told):
            sections += [s for s in told if s.label in FIELDS]
            for label in FIELDS:
                if mine := [s for s in told if s.label == label]:
                    over[label] = mine
            latest = []
            continue
        receivers = made or (latest if not fresh else [])
        for label in FIELDS:
            cells_here = [s for s in told if s.label == label]
            others = [s for s in held if s.label == label]
            cells = [*cells_here, *others]
            if not cells and made and label in over:
                for record in made:
                    record.fields[label] = list(over[label])
                    record.shared.add(label)
                used.update(id(s) for s in over[label])
            if not cells:
                continue
            if not receivers:
                left += cells_here
            elif len(receivers) > 1 and len(cells) == len(receivers) and _paired(view, cells):
                for record, cell in zip(receivers, cells, strict=True):
                    record.add(cell)
            else:
                free = [r for r in receivers if made or not r.fields.get(label)]
                left += [] if free else cells_here
                for record in free:
                    for cell in cells:
                        record.add(cell)
                    if len(free) > 1 or others or _holds_below(view, cells_here):
                        record.shared.add(label)
        records += made
        latest = made or ([] if fresh else latest)
    left += [s for s in sections if id(s) not in used]
    return Found(name, records, left)


def _holds_below(view: View, cells: Sequence[Segment]) -> bool:
    return any(view.pieces[c.first].merged > view.pieces[c.first].row for c in cells)


def _bodies(view: View, actions: Sequence[Segment], *, numbered: bool) -> list[list[Segment]]:
    """The actions of a row: bullets of a cell are several, a paragraph is one, and a cell beside its one number too."""
    bodies: list[list[Segment]] = []
    for s in actions:
        piece = view.pieces[s.first]
        before = view.pieces[bodies[-1][-1].first] if bodies else None
        same_cell = before is not None and (before.row, before.column) == (piece.row, piece.column)
        if same_cell and (before is piece or (numbered and piece.marker is None)):
            bodies[-1].append(s)
        else:
            bodies.append([s])
    return bodies


def _names_beside(view: View, segments: Sequence[Segment]) -> set[int]:
    """Columns of short names beside a column of actions: both read like what is to be done, one is its name."""
    words: dict[int, list[int]] = defaultdict(list)
    rows: dict[int, set[int]] = defaultdict(set)
    for s in segments:
        if s.label == ACTION:
            piece = view.pieces[s.first]
            words[piece.column].append(sum(len(w) for w in s.words))
            rows[piece.row].add(piece.column)
    if sum(len(columns) > 1 for columns in rows.values()) < 3:
        return set()
    longest = max(words, key=lambda c: (statistics.fmean(words[c]), c))
    return {
        column
        for column, counts in words.items()
        if statistics.fmean(counts) <= min(NAME_WORDS, statistics.fmean(words[longest]) / 2)
        and sum({column, longest} <= columns for columns in rows.values()) * 2 > len(counts)
    }


def _is_section(view: View, told: Sequence[Segment]) -> bool:
    """A row of one cell, which says something of the rows under it."""
    pieces = {(view.pieces[s.first].row, view.pieces[s.first].column) for s in told}
    first = view.pieces[told[0].first]
    return len(pieces) == 1 and any(s.label in FIELDS for s in told) and first.columns > 1 and first.column == 0


def _paired(view: View, cells: Sequence[Segment]) -> bool:
    """Whether cells stand apart as their actions do: each in a paragraph of its own."""
    return len({c.first for c in cells}) == len(cells)


def _stated(told: Sequence[Segment], records: list[Record], name: str) -> bool:
    """Put down the objectives of a line; whether there was one."""
    numbers = [s for s in told if s.label == OBJECTIVE_NUMBER]
    stated = [s for s in told if s.label in _STATED]
    before: Record | None = None
    count = 0
    for s in stated:
        if before is not None and s.label == OBJECTIVE and before.title is not None and before.body == [before.title]:
            before.body = [s]
            continue
        before = Record("objective", [s], structure=name, again=s.label == AGAIN)
        if s.label == OBJECTIVE_TITLE:
            before.title = s
        before.number = numbers[count] if count < len(numbers) else None
        count += 1
        records.append(before)
    return bool(stated)
