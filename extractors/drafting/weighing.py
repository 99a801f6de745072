"""From records to a plan: what the weighed reading of a view found, as objectives and drafts of actions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from safeplans.extractors.base.closed import ObjectiveKind, Rating, Setting, Standing
from safeplans.extractors.base.document import BlockKind, Cell, Document, Para, Place
from safeplans.extractors.base.facts import Metadata, Objective
from safeplans.extractors.drafting.drafts import ActionDraft, MeasureDraft, Placement, Plan
from safeplans.extractors.drafting.fields import Fields
from safeplans.extractors.drafting.objectives import Objectives
from safeplans.extractors.drafting.states import standing_of_sign
from safeplans.extractors.figures import tells_quantity
from safeplans.extractors.labelling.commitments import looks_back
from safeplans.extractors.labelling.cues import word_classes
from safeplans.extractors.labelling.scores import name_of
from safeplans.extractors.lexicon.columns import role_of
from safeplans.extractors.lexicon.intros import intro_role
from safeplans.extractors.lexicon.rag import is_box, rating_of, standing_of_words
from safeplans.extractors.lexicon.sections import section_of
from safeplans.extractors.lexicon.verbs import starts_with_verb
from safeplans.extractors.ownership.naming import is_person
from safeplans.extractors.reading.markers import bare_number
from safeplans.extractors.structures.model import Record
from safeplans.extractors.time.dates import dates_in_timescale
from safeplans.extractors.views.pieces import Piece, View
from safeplans.extractors.views.segments import (
    DUE,
    HEADING,
    INTRODUCTION,
    LABEL,
    LEAD,
    MEASURE,
    PROGRESS,
    RATING,
    SECTION,
    Segment,
    place_of,
    trimmed,
)

_KIND = re.compile(
    r"\b(priorit|objective|theme|strand|workstream|pillar|aim|goal|ambition|pledge|outcome)", re.IGNORECASE
)
_KINDS: dict[str, ObjectiveKind] = {
    "priorit": "priority", "objective": "objective", "theme": "theme", "strand": "theme", "workstream": "theme",
    "pillar": "theme", "aim": "aim", "goal": "aim", "ambition": "aim", "pledge": "aim", "outcome": "outcome",
}  # fmt: skip
# What a statement of a report is, by the nearest of the headings over it that says so; else it tells what was done.
_SETTINGS: dict[str, Setting] = {"next_steps": "next_steps", "achievements": "report", "impact": "report"}
NEAR = 3  # headings and introductions above a statement that are asked

# The reason for which a block is set aside, by what most of its words are.
_ASIDE = {
    "O": "narrative", "SECT": "heading", "INTRO": "narrative", "HEAD": "heading", "LAB": "heading", "TITL": "heading",
    "FURN": "furniture", "PRIN": "values", "PERS": "membership", "TERM": "glossary", "FIG": "figures",
}  # fmt: skip


class Planner:
    """Writes the records of a view down as objectives and drafts of actions."""

    def __init__(
        self,
        document: Document,
        view: View,
        segments: Sequence[Segment],
        metadata: Metadata,
        keys: Mapping[int, Mapping[Rating, Standing]],
    ) -> None:
        """keys: those of ratings that the document prints (`rag.printed_keys`)."""
        self.document, self.keys = document, keys
        self.view = view
        self._block_at: dict[int, list[int]] = {}
        for index, block in enumerate(document.blocks):
            for line in range(block.place.line_start, block.place.line_end + 1):
                self._block_at.setdefault(line, []).append(index)
        self.segments = segments
        self.fields = Fields(document, view, segments)
        self.metadata = metadata
        self.objectives = Objectives()
        self.actions: list[ActionDraft] = []
        self.measures: list[tuple[str | None, MeasureDraft]] = []
        self.objective_owners: list[tuple[str, str, Place]] = []
        self.objective_dates: list[tuple[str, str, Place]] = []
        self.placement = Placement()
        self._rows: dict[int, Objective] = {}
        self._kinds = self._words_of_kind()

    def plan(self, records: Sequence[Record], labels: Sequence[str], left: Sequence[Segment] = ()) -> Plan:
        """The plan that records make.

        labels: one for each token of the view; what no record took is set aside under the name of its label.
        left: the fields that no action took, which may be an objective's own.
        """
        for record in records:
            if record.kind == "objective":
                self._objective(record)
        actions: list[Record] = []
        figures: list[Record] = []
        for record in (r for r in records if r.kind == "action"):
            (figures if tells_quantity(record.text) else actions).append(record)
        for record in actions:
            self._action(record)
        self._empty_cells(actions)
        self._of_objectives(records, left)
        for block in self._blocks_under(s for record in figures for s in record.body) - self.placement.placed:
            self.placement.aside[block] = "figures"
        key = self._key()
        self._set_aside(labels)
        return Plan(
            self.objectives, self.actions, self.measures, self.objective_owners, self.objective_dates, key,
            self.placement,
        )  # fmt: skip

    def _key(self) -> dict[Rating, Standing]:
        """What the colours of ratings mean, where the document prints it and no row does."""
        key: dict[Rating, Standing] = {}
        for index, told in self.keys.items():
            if index not in self.placement.placed:
                key.update(told)
                self.placement.aside[index] = "rating_key"
        return key

    def _of_objectives(self, records: Sequence[Record], left: Sequence[Segment]) -> None:
        """The fields that stand between an objective and its first action: its own lead, its own time, its measures.

        A lead or time printed there for a whole section is that of every action too, which has it by then.
        """
        shared = [s for r in records for label in r.shared if label in (LEAD, DUE) for s in r.fields[label]]
        starts = sorted((min(s.start for s in r.body), at) for at, r in enumerate(records))
        for s in sorted({s.start: s for s in (*left, *shared)}.values(), key=lambda s: s.start):
            before = bisect_left(starts, (s.start, -1)) - 1
            record = records[starts[before][1]] if before >= 0 else None
            row = self._rows.get(id(record)) if record is not None and record.kind == "objective" else None
            if row is None:
                continue
            place = place_of(self.view, s)
            if s.label == MEASURE:
                self.measures.append((row.key, MeasureDraft(self._measure_kind(s), s.text, place)))
            elif s.label == LEAD:
                self.objective_owners.append((row.key, s.text, place))
            elif s.label == DUE:
                self.objective_dates.append((row.key, s.text, place))
            else:
                continue
            self.placement.placed |= self._blocks_under([s])

    def _measure_kind(self, segment: Segment) -> str:
        return "evidence" if self.fields.role(segment) == "evidence" else "success"

    def _empty_cells(self, records: Sequence[Record]) -> None:
        """Where most actions of a table or layout name a lead, or a time, one that does not has that cell empty."""
        like: dict[object, list[ActionDraft]] = {}
        for record, draft in zip(records, self.actions, strict=True):
            like.setdefault((record.structure, self.view.pieces[record.body[0].first].block), []).append(draft)
        for drafts in like.values():
            led, timed = sum(d.has_lead_cell for d in drafts), sum(d.has_due_cell for d in drafts)
            for draft in drafts:
                draft.has_lead_cell |= led * 2 > len(drafts)
                draft.has_due_cell |= timed * 2 > len(drafts)

    def _set_aside(self, labels: Sequence[str]) -> None:
        """Each block that gave no row has a reason: what most of its words are."""
        told: dict[int, Counter[str]] = {}
        for index, piece in enumerate(self.view.pieces):
            base = self.view.starts[index]
            names = [_ASIDE.get(name_of(label)) for label in labels[base : base + len(piece.tokens)]]
            for number in self._blocks_of(piece):
                told.setdefault(number, Counter()).update(n for n in names if n)
        for index, block in enumerate(self.document.blocks):
            if index in self.placement.placed or index in self.placement.aside:
                continue
            if block.kind is BlockKind.FURNITURE:
                self.placement.aside[index] = block.reason or "furniture"
            elif index in told and told[index]:
                self.placement.aside[index] = min(told[index], key=lambda n: (-told[index][n], n))

    def _blocks_of(self, piece: Piece) -> Sequence[int]:
        if piece.block >= 0:
            return (piece.block,)
        return [
            b for line in range(piece.place.line_start, piece.place.line_end + 1) for b in self._block_at.get(line, ())
        ]

    def _words_of_kind(self) -> list[tuple[int, ObjectiveKind]]:
        found = []
        for s in self.segments:
            if s.label in (SECTION, INTRODUCTION, HEADING, LABEL) and (match := _KIND.findall(s.text)):
                found.append((s.start, _KINDS[match[-1].casefold()]))
        return found

    def _objective(self, record: Record) -> None:
        start = min(s.start for s in record.body)
        piece = self.view.pieces[record.body[0].first]
        kind = None
        if piece.heading and (match := _KIND.findall(piece.heading)):
            kind = _KINDS[match[-1].casefold()]
        if kind is None:
            before = [k for at, k in self._kinds if at < start]
            kind = before[-1] if before else "priority"
        number = _number(record.number)
        printed = [s for s in (record.number, record.title) if s is not None and s not in record.body]
        place = Place.span(place_of(self.view, s) for s in (*printed, *record.body))
        title = record.title.text if record.title is not None and record.body != [record.title] else None
        known = self.objectives.find(record.text, number) if record.again else None
        if known is None:
            meta = self.metadata
            own = (meta.period_start, meta.period_end) if meta.period_start and meta.period_end else None
            known = self.objectives.add(
                kind, _statement(record), place, self._quote((*printed, *record.body)), record.structure, _sure(record),
                number=number, title=title, period=own if kind != "outcome" else None,
            )  # fmt: skip
        self._rows[id(record)] = known
        self._placed(record)

    def _action(self, record: Record) -> None:
        parent = self._rows.get(id(record.parent)) if record.parent is not None else None
        place = Place.span(place_of(self.view, s) for s in record.body)
        draft = ActionDraft(
            record.text, place, self._quote(record.body), record.structure, _sure(record),
            parent.key if parent else None, _number(record.number), record.title.text if record.title else None,
        )  # fmt: skip
        named = [cell for s in record.fields.get(LEAD, ()) for cell in self.fields.cells(s)]
        if leads := [s for s in named if self.fields.role(s) != "reports_to"]:
            draft.owner_cells = self._owner_cells(leads)
            draft.owner_place = Place.span(place_of(self.view, s) for s in leads)
            draft.has_lead_cell = True
        draft.reports_to = [s.text for s in named if s not in leads]
        times = [cell for s in record.fields.get(DUE, ()) for cell in self.fields.cells(s)]
        starts = [s for s in times if self.fields.role(s) == "start"]
        draft.start_text = " ".join(s.text for s in starts) or None
        if dues := self.fields.current([s for s in times if s not in starts]):
            draft.timescale_lines = self.fields.lines(dues)
            draft.timescale_place = Place.span(place_of(self.view, s) for s in dues)
            draft.has_due_cell = True
        draft.progress = " ".join(map(self._with_box, record.fields.get(PROGRESS, ()))) or None
        for s in record.fields.get(PROGRESS, ()):
            draft.stated = standing_of_sign(s.text) or draft.stated
        for s in record.fields.get(RATING, ()):
            draft.rag = _rating(self.view, s) or draft.rag
            draft.stated = standing_of_sign(s.text) or draft.stated
            status = self._with_box(s)
            draft.status = status if standing_of_words(status) else draft.status
        draft.rag = draft.rag or self._fill_of(record)
        for s in record.fields.get(MEASURE, ()):
            shared = MEASURE in record.shared
            measure = MeasureDraft(self._measure_kind(s), s.text, place_of(self.view, s), shared)
            if not shared or not any(m.text == s.text for a in self.actions[-8:] for m in a.measures):
                draft.measures.append(measure)
        draft.setting = self._setting(record)
        self.actions.append(draft)
        self._placed(record)

    def _with_box(self, segment: Segment) -> str:
        """The words of a field, behind the box that was read as its bullet."""
        piece = self.view.pieces[segment.first]
        begins = segment.start == self.view.starts[segment.first]
        return f"{piece.marker} {segment.text}" if begins and is_box(piece.marker) else segment.text

    def _owner_cells(self, leads: Sequence[Segment]) -> list[list[str]]:
        """The lines of each cell that names leads: `Lead` and `Support` are two, the lines of one cell one."""
        cells: dict[object, list[str]] = {}
        for s in leads:
            piece = self.view.pieces[s.first]
            cell = (piece.block, piece.row, piece.column) if piece.kind == "cell" else self.fields.heading(s)
            names = (n for n in self._names(s) if (role := role_of(n)) is None or role.score < 1)
            cells.setdefault(cell, []).extend(names)  # without the headings of a table that lies on its side
        return [lines for lines in cells.values() if lines]

    def _names(self, segment: Segment) -> list[str]:
        """The lines of a lead cell, those joined that a narrow column broke inside a name."""
        if self.view.pieces[segment.first].kind == "cell":
            return segment.lines
        return whole_names(segment.lines)

    def _fill_of(self, record: Record) -> Rating | None:
        """The rating of an action's row whose cell under a heading of ratings has a colour and perhaps no words."""
        piece = self.view.pieces[record.body[0].first]
        if piece.kind != "cell" or not 0 <= piece.block < len(self.document.blocks):
            return None
        block = self.document.blocks[piece.block]
        headings = next((row for row in block.rows if row.header), None)
        if headings is None or piece.row >= len(block.rows):
            return None
        for cell in block.rows[piece.row].cells:
            heading = headings.cell(cell.column)
            role = role_of(heading.text) if heading is not None and heading.text else None
            if role is not None and role.role == "rag":
                return rating_of(cell)
        return None

    def _setting(self, record: Record) -> Setting:
        """As which an action is told; what a report's words say is still to do, `Assembler` sees for every reading."""
        if self.metadata.document_type != "annual_report":
            return "plan"
        begun = looks_back(record.text)
        if (not begun and starts_with_verb(record.text)) or self._is_due_later(record):
            return "next_steps"
        start = record.body[0].start
        above = [s for s in self.segments if s.label in (SECTION, INTRODUCTION) and s.start < start]
        told = [section for s in above[-NEAR:] if (section := section_of(s.text) or intro_role(s.text)) in _SETTINGS]
        said = _SETTINGS[told[-1]] if told else None
        return "report" if begun else said or "report"

    def _is_due_later(self, record: Record) -> bool:
        """Whether the time of an action begins when the period of the report is over."""
        end = self.metadata.period_end
        dues = record.fields.get(DUE, ())
        return end is not None and any(m.start and m.start > end for s in dues for m in dates_in_timescale(s.text))

    def _quote(self, body: Sequence[Segment]) -> str:
        return " ".join(" ".join(w for words in s.words for w in words) for s in body)

    def _placed(self, record: Record) -> None:
        self.placement.placed |= self._blocks_under(
            (*record.body, *(c for cells in record.fields.values() for c in cells))
        )

    def _blocks_under(self, segments: Iterable[Segment]) -> set[int]:
        return {block for s in segments for index in s.pieces for block in self._blocks_of(self.view.pieces[index])}


_RUNS_ON = (":", "–", "—", "-")  # ends of a short name behind which its statement goes on


def _statement(record: Record) -> str:
    """The words of an objective, with its title where both are printed in one run: «Neglect: it is noticed sooner»."""
    title, body = record.title, record.body
    if title is None or title in body or title.end != body[0].start or title.pieces[-1] != body[0].first:
        return record.text
    if not title.words[-1][-1].endswith(_RUNS_ON):
        return record.text
    run = " ".join(word for segment in (title, body[0]) for words in segment.words for word in words)
    return " ".join([trimmed(run), *(segment.text for segment in body[1:])])


def _sure(record: Record) -> float:
    return min(max(sum(s.probability for s in record.body) / len(record.body), 0.0), 1.0)


def _number(segment: Segment | None) -> str | None:
    if segment is None:
        return None
    text = segment.text.strip(" .:()")
    return bare_number(text) or text or None


def _rating(view: View, segment: Segment) -> Rating | None:
    piece = view.pieces[segment.first]
    return rating_of(Cell((Para(segment.text, piece.place),), 0, fill=piece.fill))


_NAME_ENDS = frozenset({"post", "body", "agency", "partners", "profession", "department", "abbreviation"})


def whole_names(lines: Sequence[str]) -> list[str]:
    """Lines of a cell with names that were broken at a line's end made whole.

    A line goes on in the next where it does not end as names end, and where the next begins small or is nothing but
    the last word of a name (``Quality Assurance``, ``Group``).
    """
    names: list[str] = []
    for line in lines:
        words = line.split()
        last = names[-1].split()[-1] if names else ""
        goes_on = (
            bool(names)
            and not (" " in names[-1] and is_person(names[-1]))
            and (
                not _NAME_ENDS.intersection(word_classes(last))
                or line[:1].islower()
                or line[:1] in "&/(,"
                or last[-1:] in ",/&-"
                or (len(words) == 1 and bool({"post", "body"} & set(word_classes(words[0]))))
            )
        )
        if goes_on:
            names[-1] = f"{names[-1]} {line}"
        else:
            names.append(line)
    return names
