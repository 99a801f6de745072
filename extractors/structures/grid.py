"""Tables: the fields of a row belong together; a merged cell holds for all its rows; transposed tables go by column."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

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


def _read(view: View, segments: Sequence[Segment], name: Structure, *, across: bool) -> Found:
    lines: dict[int, list[Segment]] = defaultdict(list)
    merged: list[tuple[int, int, Segment]] = []
    for s in segments:
        piece = view.pieces[s.first]
        lines[piece.column if across else piece.row].append(s)
        if not across and piece.merged > piece.row:
            merged.append((piece.row, piece.merged, s))
    reading = _Lines(view, name, across, set() if across else _names_beside(view, segments))
    for line in sorted(lines):
        reading.take(lines[line], [s for start, end, s in merged if start < line <= end])
    return Found(name, reading.records, [*reading.left, *reading.unused()])


@dataclass(slots=True)
class _Lines:
    """A table as far as it is read, a line at a time: rows, or columns where it is transposed (across).

    names: columns whose cells are names of the actions beside them. latest: the actions of the line before, to which a
    line without one adds. over: fields of a section row, which hold for the rows under it.
    """

    view: View
    name: Structure
    across: bool
    names: set[int]
    records: list[Record] = field(default_factory=list)
    left: list[Segment] = field(default_factory=list)
    latest: list[Record] = field(default_factory=list)
    over: dict[str, list[Segment]] = field(default_factory=dict)
    _sections: list[Segment] = field(default_factory=list)
    _used: set[int] = field(default_factory=set)

    def take(self, told: Sequence[Segment], held: Sequence[Segment]) -> None:
        """The next line. told: what stands in it. held: merged cells of lines before that reach into it."""
        fresh = _stated(told, self.records, self.name)
        if fresh:
            self.over.clear()
        made = self._actions(told)
        if not made and not self.across and _is_section(self.view, told):
            self._open_section(told)
            return
        receivers = made or ([] if fresh else self.latest)
        for label in FIELDS:
            own = [s for s in told if s.label == label]
            others = [s for s in held if s.label == label]
            if own or others:
                self._give(label, own, others, receivers, fresh=bool(made))
            else:
                self._give_from_section(label, made)
        self.records += made
        self.latest = receivers

    def unused(self) -> list[Segment]:
        """Fields of section rows that no action under them took."""
        return [s for s in self._sections if id(s) not in self._used]

    def _actions(self, told: Sequence[Segment]) -> list[Record]:
        """The actions of a line with their numbers and names."""
        actions: list[Segment] = []
        titles: list[Segment] = []
        for s in told:
            if s.label == ACTION_TITLE or s.label == ACTION and self.view.pieces[s.first].column in self.names:
                titles.append(s)
            elif s.label == ACTION:
                actions.append(s)
        numbers = [s for s in told if s.label == ACTION_NUMBER]
        bodies = _bodies(self.view, actions, numbered=len(numbers) == 1)
        made = [Record("action", body, structure=self.name) for body in bodies]
        for index, record in enumerate(made):
            if numbers:
                record.number = numbers[index if len(numbers) == len(made) else 0]
            if titles:
                record.title = titles[index if len(titles) == len(made) else 0]
        return made

    def _open_section(self, told: Sequence[Segment]) -> None:
        self._sections += [s for s in told if s.label in FIELDS]
        for label in FIELDS:
            if mine := [s for s in told if s.label == label]:
                self.over[label] = mine
        self.latest = []

    def _give_from_section(self, label: str, made: Sequence[Record]) -> None:
        if not made or label not in self.over:
            return
        for record in made:
            record.fields[label] = list(self.over[label])
            record.shared.add(label)
        self._used.update(id(s) for s in self.over[label])

    def _give(
        self, label: str, own: list[Segment], others: list[Segment], receivers: list[Record], *, fresh: bool
    ) -> None:
        """Cells of one kind to the actions that they belong to. fresh: these begin in the line of the cells."""
        cells = [*own, *others]
        if not receivers:
            self.left += own
            return
        if len(receivers) > 1 and len(cells) == len(receivers) and _paired(self.view, cells):
            for record, cell in zip(receivers, cells, strict=True):
                record.add(cell)
            return
        free = receivers if fresh else [r for r in receivers if not r.fields.get(label)]
        self.left += [] if free else own
        for record in free:
            for cell in cells:
                record.add(cell)
            if len(free) > 1 or others or _holds_below(self.view, own):
                record.shared.add(label)


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


def _stated(told: Sequence[Segment], records: list[Record], name: Structure) -> bool:
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
