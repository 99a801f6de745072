"""Text that is no table: fields behind their action, before it, column after column, or shared by a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from safeplans.extractors.base.methods import Structure
from safeplans.extractors.structures.model import Found, Record
from safeplans.extractors.views.pieces import View
from safeplans.extractors.views.segments import (
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

Proposer = Callable[[View, Sequence[Segment]], Found]


def behind(view: View, segments: Sequence[Segment]) -> Found:
    """Each field belongs to the action before it (cells one a line, cells run together, labels below)."""
    return _walked(view, segments, "sequence", before=False)


def ahead(view: View, segments: Sequence[Segment]) -> Found:
    """Each field belongs to the action after it (owner or date printed first)."""
    return _walked(view, segments, "sequence_ahead", before=True)


def columns(view: View, segments: Sequence[Segment]) -> Found:
    """Column after column: so many actions, then as many leads, then as many dates."""
    actions = [s for s in segments if s.label == ACTION]
    records = [Record("action", [s], structure="columns") for s in actions]
    left: list[Segment] = []
    for label in (ACTION_NUMBER, ACTION_TITLE, *FIELDS):
        cells = [s for s in segments if s.label == label]
        if len(cells) != len(records):
            left += cells
            continue
        for record, cell in zip(records, cells, strict=True):
            if label == ACTION_NUMBER:
                record.number = cell
            elif label == ACTION_TITLE:
                record.title = cell
            else:
                record.add(cell)
    return Found("columns", records, left)


def shared(view: View, segments: Sequence[Segment]) -> Found:
    """A list of bullets whose fields stand once behind it, for all of them."""
    found = _walked(view, segments, "list", before=False)
    actions = [r for r in found.records if r.kind == "action"]
    run: list[Record] = []
    for record in actions:
        piece = view.pieces[record.body[0].first]
        bullet = piece.marker is not None and not piece.numbered
        if not bullet:
            run = []
            continue
        run.append(record)
        if record.fields:
            outside = {
                label: cells
                for label, cells in record.fields.items()
                if all(c.first not in record.body[0].pieces for c in cells)
            }
            for other in run[:-1]:
                for label, cells in outside.items():
                    other.fields[label] = list(cells)
                    other.shared.add(label)
            if outside and len(run) > 1:
                record.shared.update(outside)
            run = []
    return found


def headed(view: View, segments: Sequence[Segment]) -> Found:
    """An owner or a time that stands over several actions, as a heading, holds for all of them."""
    found = _walked(view, segments, "headed", before=True)
    actions = {id(r.body[0]): r for r in found.records}
    open_fields: dict[str, list[Segment]] = {}
    fresh = True
    for s in segments:
        if s.label in FIELDS:
            if s.inside and any(s.first in r.body[0].pieces for r in found.records):
                continue
            if not fresh:
                open_fields = {k: v for k, v in open_fields.items() if k != s.label}
            open_fields.setdefault(s.label, []).append(s)
            fresh = True
        elif s.label == ACTION and id(s) in actions:
            record = actions[id(s)]
            for label, cells in open_fields.items():
                if label not in record.fields:
                    record.fields[label] = list(cells)
            fresh = False
    holders = Counter(id(s) for r in found.records for cells in r.fields.values() for s in cells)
    for record in found.records:
        record.shared |= {label for label, cells in record.fields.items() if any(holders[id(s)] > 1 for s in cells)}
    return found


FLOWS: tuple[Proposer, ...] = (behind, ahead, columns, shared, headed)


def _walked(view: View, segments: Sequence[Segment], name: Structure, *, before: bool) -> Found:
    records: list[Record] = []
    left: list[Segment] = []
    waiting: list[Segment] = []  # fields, and numbers and titles, for the action to come
    action: Record | None = None
    for s in segments:
        if s.label in (ACTION_NUMBER, ACTION_TITLE):
            waiting.append(s)
        elif s.label == ACTION:
            action = Record("action", [s], structure=name)
            for w in waiting:
                if w.label == ACTION_NUMBER:
                    action.number = w
                elif w.label == ACTION_TITLE:
                    action.title = w
                else:
                    action.add(w)
            waiting = []
            records.append(action)
        elif s.label in FIELDS:
            if before and not _same_piece(action, s):
                waiting.append(s)
            elif action is not None:
                action.add(s)
            else:
                left.append(s)
    left += [w for w in waiting if w.label in FIELDS]
    _numbers_behind(records, [w for w in waiting if w.label == ACTION_NUMBER])
    return Found(name, records, left)


def _numbers_behind(records: Sequence[Record], rest: Sequence[Segment]) -> None:
    """Where the first action has no number and one is left behind the last, each number belongs to the one before."""
    if (
        len(rest) != 1
        or len(records) < 2
        or records[0].number is not None
        or any(r.number is None for r in records[1:])
    ):
        return
    numbers = [r.number for r in records[1:]] + [rest[0]]
    for record, number in zip(records, numbers, strict=True):
        record.number = number


def _same_piece(action: Record | None, segment: Segment) -> bool:
    return action is not None and segment.first in action.body[0].pieces


def objectives(segments: Sequence[Segment]) -> list[Record]:
    """The objective that opens a group: its number, name and statement."""
    made: list[Record] = []
    number: Segment | None = None
    for s in segments:
        if s.label == OBJECTIVE_NUMBER:
            number = s
        elif s.label in (OBJECTIVE, OBJECTIVE_TITLE, AGAIN):
            last = made[-1] if made else None
            if s.label == OBJECTIVE and last is not None and last.title is not None and last.body == [last.title]:
                last.body = [s]
            else:
                record = Record("objective", [s], number, structure="heading", again=s.label == AGAIN)
                if s.label == OBJECTIVE_TITLE:
                    record.title = s
                made.append(record)
            number = None
    return made
