"""The rows of a plan table understood: aims, actions with the cells beside them, measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from safeplans.extractors.assembly.terms import is_entry
from safeplans.extractors.base.closed import ObjectiveKind, Rating, Setting
from safeplans.extractors.base.document import Block, Cell, Place, Row
from safeplans.extractors.drafting.drafts import ActionDraft, MeasureDraft, texts
from safeplans.extractors.lexicon.columns import role_of
from safeplans.extractors.lexicon.labels import split_tail
from safeplans.extractors.lexicon.rag import colour_name, rating_of, rating_word
from safeplans.extractors.lexicon.statements import Statement, statement_of
from safeplans.extractors.plan.cell_items import apply_label, cell_items
from safeplans.extractors.plan.table_columns import Columns
from safeplans.extractors.reading.markers import bare_number, is_number, leading_number
from safeplans.extractors.time.dates import dates_in_timescale
from safeplans.extractors.time.revisions import tells_new

_TICK = re.compile(r"^[\s✓✔☑xX√●•■▪→►\uf0fc\uf0fe\uf050]+$")
_INITIAL = re.compile(r"[A-Z]\.")
_NO_ACTION = re.compile(r"^\W*(?:n/?a|none|tbc|tbd|-+|–|nil)?\W*$", re.IGNORECASE)


@dataclass(slots=True)
class TableStatement:
    """An aim that the table states: a section row, a merged cell, a priority column."""

    kind: ObjectiveKind | None
    text: str
    place: Place
    number: str | None = None
    title: str | None = None
    method: str = "table_cell"
    labels: Sequence[tuple[str, str]] = field(default_factory=list)  # (role, value) printed in the same cell
    beside: bool = False  # one of several in a cell: none of them is what the actions hang on


@dataclass(slots=True)
class TableRow:
    """One row understood: its aims (outermost first) and its actions. role: a section row that changes what follows.

    supplement: what it adds to the action above. labels: the same as (role, value), where the row is nothing but
    labels across the columns: they may be those of the aim above.
    """

    statements: list[TableStatement] = field(default_factory=list)
    actions: list[ActionDraft] = field(default_factory=list)
    measures: list[MeasureDraft] = field(default_factory=list)
    role: str | None = None
    supplement: ActionDraft | None = None  # leads and dates of a row without an action: they add to the one above
    labels: Sequence[tuple[str, str]] = field(default_factory=list)


def rows_of(table: Block, columns: Columns, *, calendar: bool = False) -> list[TableRow]:
    """The rows of a plan table understood, in order."""
    made: list[TableRow] = []
    body_start = 0
    measure_role: str | None = None
    actions_numbered = _actions_numbered(table, columns)
    for index, row in enumerate(table.rows):
        if row.header:
            body_start = index + 1
            continue
        filled = row.filled
        if not filled:
            continue
        alone = [c for c in filled if c.rowspan_from is None]
        if len(alone) == 1 and (
            alone[0].colspan >= max(2, table.columns) or (len(filled) == 1 and _is_section(alone[0], columns, table))
        ):
            section = _section_row(alone[0], row)
            if section.role in ("success", "evidence"):
                measure_role = section.role
            elif section.role or section.statements:
                measure_role = None
            made.append(section)
            continue
        if measure_role:
            texts_ = [c.text for c in filled if not is_number(c.text) and c.rowspan_from is None]
            made.append(
                TableRow(measures=[MeasureDraft(measure_role, t, row.place) for t in texts_ if re.search(r"\w", t)])
            )
            continue
        made.append(_plan_row(row, columns, index, body_start, calendar, actions_numbered))
    return made


def _is_section(cell: Cell, columns: Columns, table: Block) -> bool:
    """A lone cell that is not in the action column, or that states an objective by its words."""
    st = statement_of(cell.text)
    if st is not None and (st.number or st.kind == "outcome"):
        return True
    role = columns.roles[cell.column] if cell.column < len(columns.roles) else None
    match = role_of(cell.text)
    if match is not None and match.score >= 0.8 and match.role in ("success", "evidence", "action"):
        return True
    return table.columns >= 3 and role in ("reference",) and not is_number(cell.text) and len(cell.text.split()) >= 2


def _section_row(cell: Cell, row: Row) -> TableRow:
    text = cell.text
    st = statement_of(text)
    if st is not None:
        return TableRow(
            statements=[TableStatement(st.kind, st.text or text, row.place, st.number, method="section_row")]
        )
    statement, labels = split_tail(text)
    if labels and not statement:
        draft = ActionDraft("", row.place, text, "table_row", 0.8)
        for label in labels:
            apply_label(draft, label.role, label.value, row.place)
        return TableRow(supplement=draft, labels=[(label.role, label.value) for label in labels])
    match = role_of(text)
    if match is not None and match.score >= 0.8:
        return TableRow(role=match.role)
    if len(text.split()) > 45 or is_entry(text):
        return TableRow(role="note")
    numbered = leading_number(text)
    if numbered:
        return TableRow(statements=[TableStatement(None, numbered[1], row.place, numbered[0], method="section_row")])
    return TableRow(statements=[TableStatement(None, text, row.place, method="section_row")])


def _cells(row: Row, columns: list[int]) -> list[Cell]:
    seen: list[Cell] = []
    for column in columns:
        cell = row.cell(column)
        if cell is not None and cell.text and cell not in seen:
            seen.append(cell)
    return seen


def _actions_numbered(table: Block, columns: Columns) -> bool:
    """A row has a number and an action of its own, its outcome left blank: so the numbers are the actions'."""
    return any(
        all(any(c.rowspan_from is None for c in _cells(row, columns.of(role))) for role in ("reference", "action"))
        and not _cells(row, columns.of("priority", "outcome"))
        for row in table.rows
        if not row.header
    )


def _plan_row(
    row: Row, columns: Columns, index: int, body_start: int, calendar: bool, actions_numbered: bool
) -> TableRow:
    made = TableRow()
    references = _cells(row, columns.of("reference"))
    action_columns = columns.of("action")
    outcome_columns = columns.of("priority", "outcome")
    number, label = _reference(references[0]) if references else (None, None)
    number_of_outcome = bool(
        references
        and outcome_columns
        and not actions_numbered
        and references[0].column < min(outcome_columns)
        and (not action_columns or min(outcome_columns) < action_columns[0])
    )
    for column in outcome_columns:
        cell = row.cell(column)
        if cell is None or not cell.text or column in action_columns:
            continue
        marked = [p for p in cell.paras if p.marker and p.text]
        if len(marked) > 1 and len(marked) == len([p for p in cell.paras if p.text]) and cell.rowspan_from is None:
            for para in marked:
                each = _statement(replace(cell, paras=(para,)), columns, column, None)
                each.beside = True
                made.statements.append(each)
            continue
        made.statements.append(
            _statement(cell, columns, column, number if number_of_outcome and column == min(outcome_columns) else None)
        )
    titles = [label] if label else []
    titles += [c.text for c in _cells(row, columns.of("title"))]
    action_cells = _cells(row, action_columns)
    # an action cell merged over rows is one action: it is stated in its first row only
    action_cells = [c for c in action_cells if c.rowspan_from is None]
    template = _template(row, columns, index)
    template.number = None if number_of_outcome or (references and references[0].rowspan_from is not None) else number
    template.title = " ".join(titles) or None
    template.setting = "calendar" if calendar else "plan"
    measures = _measures(row, columns)
    if columns.plans_in_times:
        for column, heading in columns.times.items():
            cell = row.cell(column)
            for text, place, own_number in (
                cell_items(cell) if cell is not None and cell.text and cell.rowspan_from is None else []
            ):
                statement, labels = split_tail(text)
                draft = ActionDraft(
                    statement, place, text, "table_row", 0.8, number=own_number, timescale_lines=[heading]
                )
                draft.owner_cells = list(template.owner_cells)
                for tail in labels:
                    apply_label(draft, tail.role, tail.value, place)
                made.actions.append(draft)
        made.measures += measures
        return made
    told: tuple[tuple[str, Setting], ...] = (("achieved", "report"), ("next", "next_steps"))
    for role, setting in told:
        for cell in _cells(row, columns.of(role)):
            for text, place, own_number in cell_items(cell):
                statement, labels = split_tail(text)
                draft = ActionDraft(statement, place, text, "table_row", 0.8, number=own_number, setting=setting)
                for tail in labels:
                    apply_label(draft, tail.role, tail.value, place)
                made.actions.append(draft)
    items = [item for cell in action_cells for item in cell_items(cell, one=bool(template.number))]
    items = [i for i in items if not _NO_ACTION.match(i[0])]
    if not items and template.title and not label and (template.owner_lines or template.timescale_lines):
        items, template.title = [(template.title, template.place, None)], None
    for text, place, own_number in items:
        statement, labels = split_tail(text)
        draft = replace(
            template,
            text=statement,
            place=place,
            quote=text,
            number=own_number if own_number and len(items) > 1 else template.number or own_number,
            owner_cells=list(template.owner_cells),
            reports_to=list(template.reports_to),
            timescale_lines=list(template.timescale_lines),
            measures=[],
        )
        for tail in labels:
            apply_label(draft, tail.role, tail.value, place)
        leading = re.match(r"^(\d{1,2}(?:\.\d{1,2})+[a-z]?|[A-Z]\d{1,2}(?:\.\d+)?)[.):]?\s+(?=[A-Z])", draft.text)
        if leading and draft.number is None:
            draft.number, draft.text = leading.group(1), draft.text[leading.end() :]
        made.actions.append(draft)
    if len(made.actions) == 1 and action_cells:
        made.actions[0].measures += measures
    elif made.actions:
        made.measures += [MeasureDraft(m.kind, m.text, m.place, shared=True) for m in measures]
    else:
        made.measures += measures
        if template.timescale_lines or template.owner_lines:
            made.supplement = template
    return made


def _reference(cell: Cell) -> tuple[str | None, str | None]:
    text = cell.text
    st = statement_of(text)
    if st is not None and st.number and not st.text:
        return st.number, None
    if is_number(text):
        return bare_number(text) or text.strip(" .:"), None
    if (marked := [p for p in cell.paras if p.marker and bare_number(p.marker)]) and cell.paras[0].marker:
        return bare_number(marked[0].marker), text
    numbered = leading_number(text)
    if numbered:
        return numbered
    return None, text


def _statement(cell: Cell, columns: Columns, column: int, number: str | None) -> TableStatement:
    text = cell.text
    place = Place.span(p.place for p in cell.paras)
    heading = columns.headings[column].casefold()
    text, tails = split_tail(text)
    labels = [(t.role, t.value) for t in tails if t.role in ("lead", "due")]
    st: Statement | None = statement_of(text)
    own = bare_number(cell.paras[0].marker) if cell.paras and cell.paras[0].marker else None
    if st is not None:
        return TableStatement(st.kind, st.text or text, place, st.number or number, labels=labels)
    if numbered := leading_number(text):
        own, text = numbered[0], numbered[1]
    return TableStatement(
        "outcome" if columns.roles[column] == "outcome" else _kind_in(heading),
        text,
        place,
        number or own,
        labels=labels,
    )


def _kind_in(heading: str) -> ObjectiveKind | None:
    """The kind of statement that a heading in lower case names."""
    named: tuple[ObjectiveKind, ...] = ("objective", "priority", "theme", "aim")
    for kind in named:
        if kind[:6] in heading:
            return kind
    return "aim" if re.search(r"goal|ambition", heading) else "priority" if "priorit" in heading else None


def _names(cell: Cell) -> list[str]:
    """The lines of a lead cell. A lone letter in front is no bullet but a person's initial: `J. Okafor`."""
    marked = [p for p in cell.paras if p.marker]
    if len(marked) != 1 or not _INITIAL.fullmatch(marked[0].marker or ""):
        return texts(cell.paras)
    return [f"{p.marker} {p.text}" if p is marked[0] else p.text for p in cell.paras if p.text]


def _template(row: Row, columns: Columns, index: int) -> ActionDraft:
    lead_cells = _cells(row, columns.of("lead"))
    due_cells = _cells(row, columns.of("due"))
    newer = [c for c in due_cells if tells_new(columns.headings[c.column]) and dates_in_timescale(c.text)]
    due_cells = newer or due_cells
    draft = ActionDraft("", row.place, "", "table_row", round(0.75 + 0.2 * min(columns.agreement, 1.0), 2))
    draft.has_lead_cell = bool(columns.of("lead"))
    draft.has_due_cell = bool(columns.of("due")) or bool(columns.times)
    draft.owner_cells = [names for c in lead_cells if (names := _names(c))]
    if not draft.has_due_cell:  # "Lead and timescale" in one column
        lines, draft.owner_cells = draft.owner_lines, []
        for line in lines:
            apply_label(draft, "lead", line, row.place)
    draft.owner_place = Place.span(p.place for c in lead_cells for p in c.paras) if lead_cells else None
    draft.timescale_lines += [t for c in due_cells for t in texts(c.paras)]
    ticked = [h for i, h in columns.times.items() if _ticked(row.cell(i))]
    written = [c.text for i in columns.times if (c := row.cell(i)) is not None and c.text and not _TICK.match(c.text)]
    draft.timescale_lines += ticked
    if written and not draft.timescale_lines:
        draft.progress = " ".join(written)
        draft.timescale_lines += [columns.times[i] for i in columns.times if (c := row.cell(i)) is not None and c.text][
            -1:
        ]
    if due_cells:
        draft.timescale_place = Place.span(p.place for c in due_cells for p in c.paras)
    draft.reports_to = [t for c in _cells(row, columns.of("reports_to")) for t in texts(c.paras)]
    draft.start_text = " ".join(c.text for c in _cells(row, columns.of("start"))) or None
    progress = " ".join(c.text for c in _cells(row, columns.of("progress")))
    draft.progress = progress or draft.progress
    for column in columns.of("rag"):
        cell = row.cell(column)
        if cell is not None:
            draft.rag = draft.rag or rating_of(cell)
            if cell.text and (rating_word(cell.text) is None or len(cell.text.split()) > 1):
                draft.status = cell.text
    if draft.rag is None and not columns.of("rag"):
        draft.rag = _coloured_elsewhere(row, columns)
    return draft


def _coloured_elsewhere(row: Row, columns: Columns) -> Rating | None:
    """A progress or status cell that is itself coloured."""
    for column in columns.of("progress"):
        cell = row.cell(column)
        if cell is not None and (name := colour_name(cell.fill)):
            return name
    return None


def _ticked(cell: Cell | None) -> bool:
    if cell is None:
        return False
    return bool(cell.text and _TICK.match(cell.text)) or (not cell.text and colour_name(cell.fill) is not None)


def _measures(row: Row, columns: Columns) -> list[MeasureDraft]:
    found: list[MeasureDraft] = []
    for column in columns.of("success", "evidence"):
        cell = row.cell(column)
        if cell is None or not cell.text or cell.rowspan_from is not None:
            continue
        kind = columns.roles[column] or "success"
        if (
            any(p.marker for p in cell.paras)
            and len(cell.paras) > 1
            or len(cell.paras) > 1
            and all(re.search(r"[.;]$", p.text) or p.text[:1].isupper() for p in cell.paras)
        ):
            found += [MeasureDraft(kind, p.text, p.place) for p in cell.paras if p.text]
        else:
            found.append(MeasureDraft(kind, cell.text, Place.span(p.place for p in cell.paras)))
    return [m for m in found if not _NO_ACTION.match(m.text)]
