"""Plan tables: what each column means, and the actions, outcomes and measures that the rows state."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractors.columns import RoleMatch, looks_like_header, role_of
from extractors.dates import dates_in_timescale
from extractors.document import Block, Cell, Para, Place, Row
from extractors.drafts import ActionDraft, MeasureDraft, texts
from extractors.labels import split_tail
from extractors.owners import classify
from extractors.rag import colour_name, rating_of, rating_word, standing_of_words
from extractors.reading.markers import BULLET_GLYPHS, bare_number, is_number, leading_number
from extractors.statements import Statement, statement_of
from extractors.terms import is_entry
from extractors.verbs import starts_with_verb

_TICK = re.compile(r"^[\s✓✔☑xX√●•■▪→►\uf0fc\uf0fe\uf050]+$")
_MONTH = re.compile(r"^\W*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\W*(?:[/&,–-]|and|\s|$)", re.IGNORECASE)
_NO_ACTION = re.compile(r"^\W*(?:n/?a|none|tbc|tbd|-+|–|nil)?\W*$", re.IGNORECASE)


@dataclass(slots=True)
class Columns:
    """roles by grid column; headings as printed; times: columns whose heading is itself a time (``Q1``)."""

    roles: list[str | None]
    headings: list[str]
    times: dict[int, str] = field(default_factory=dict)
    plans_in_times: bool = False  # the cells under the times are themselves the actions
    figures: bool = False  # the cells under the times are numbers: a table of figures
    agreement: float = 1.0  # share of headings that the vocabulary knew

    def of(self, *roles: str) -> list[int]:
        return [i for i, r in enumerate(self.roles) if r in roles]

    @property
    def is_plan(self) -> bool:
        """An action column, or an aim column beside leads or dates; and something that makes it a plan."""
        if self.of("group", "term", "member", "chair"):
            return False
        if self.figures:
            return False
        if self.of("achieved", "next") or self.plans_in_times:
            return True
        helpers = self.of("lead", "due", "success", "evidence", "progress", "rag", "outcome", "reference", "priority", "start", "title") or self.times
        return bool(self.of("action")) and bool(helpers)


@dataclass(slots=True)
class TableStatement:
    """An aim that the table states: a section row, a merged cell, a priority column."""

    kind: str | None
    text: str
    place: Place
    number: str | None = None
    title: str | None = None
    method: str = "table_cell"
    labels: list[tuple[str, str]] = field(default_factory=list)  # (role, value) printed in the same cell
    beside: bool = False  # one of several in a cell: none of them is what the actions hang on


@dataclass(slots=True)
class TableRow:
    """One row understood: its aims (outermost first) and its actions. role: a section row that changes what follows."""

    statements: list[TableStatement] = field(default_factory=list)
    actions: list[ActionDraft] = field(default_factory=list)
    measures: list[MeasureDraft] = field(default_factory=list)
    role: str | None = None
    supplement: ActionDraft | None = None  # leads and dates of a row without an action: they add to the one above


def with_headers(table: Block) -> Block:
    """The table with its header rows marked, where the reader could not tell but their words do."""
    if any(r.header for r in table.rows):
        return table
    for index, row in enumerate(table.rows[:3]):
        cells = [c.text for c in row.cells]
        timed = sum(_is_time(t) for t in cells if t)
        if looks_like_header(cells) or timed and index == 0 and any(role_of(t) for t in cells if t):
            rows = tuple(replace(r, header=True) if i <= index else r for i, r in enumerate(table.rows))
            return replace(table, rows=rows)
    return table


def columns_of(table: Block) -> Columns:
    """Roles of a table's columns: by the vocabulary of headings, then by what stands in them."""
    headers = [r for r in table.rows if r.header]
    body = [r for r in table.rows if not r.header]
    headings = [""] * table.columns
    for row in headers:
        for cell in row.cells:
            for column in range(cell.column, min(cell.column + cell.colspan, table.columns)):
                if cell.text and not headings[column].endswith(cell.text):
                    headings[column] = f"{headings[column]} {cell.text}".strip()
    roles: list[str | None] = [None] * table.columns
    matches: list[RoleMatch | None] = [role_of(h) if h else None for h in headings]
    if headers:
        last = headers[-1]
        for column in range(table.columns):
            cell = last.cell(column)
            if cell is not None and cell.text and matches[column] is None:
                matches[column] = role_of(cell.text)
    roles = [m.role if m else None for m in matches]
    times = {i: h for i, h in enumerate(headings) if roles[i] in (None, "due") and h and _is_time(h)}
    for i in times:
        roles[i] = None
    known = sum(r is not None for r in roles) + len(times)
    named = sum(bool(h) for h in headings)
    columns = Columns(roles, headings, times if len(times) >= 2 else {}, agreement=known / named if named else 0.6)
    _timed_cells(columns, body)
    _one_of_each(columns, matches)
    _by_content(columns, body)
    _settle(columns, body)
    return columns


def _is_time(heading: str) -> bool:
    found = dates_in_timescale(heading)
    return bool(re.fullmatch(r"\W*(?:Q(?:tr|uarter)?\s*[1-4]|[A-Z][a-z]{2,8}|20\d\d(?:[/–-]\d\d)?|year\s*\d)\b.{0,24}", heading)) and bool(found)


def _timed_cells(columns: Columns, body: Sequence[Row]) -> None:
    """Under headings that are times stand ticks, numbers (then the table reports figures) or the actions themselves."""
    values = [v for i in columns.times for v in _values(body, i)]
    if not values:
        return
    columns.figures = sum(bool(re.match(r"^\W*[£]?\d[\d,.]*\s*%?\W*$", v)) for v in values) * 2 > len(values)
    if not columns.figures and not any(r == "action" for r in columns.roles):
        columns.plans_in_times = sum(len(v.split()) >= 4 for v in values) * 2 > len(values)


def _one_of_each(columns: Columns, matches: list[RoleMatch | None]) -> None:
    """Two columns of one role: for leads and progress both count, for the action only the surer, for a number the first."""
    for role in ("action", "reference", "rag"):
        held = columns.of(role)
        if len(held) > 1:
            best = max(held, key=lambda i: (matches[i].score if matches[i] else 0.0, -i))  # type: ignore[union-attr]
            for i in held:
                if i != best:
                    columns.roles[i] = {"action": "outcome" if i < best else "success", "reference": None, "rag": "progress"}[role]


def _values(body: Sequence[Row], column: int) -> list[str]:
    return [c.text for r in body if (c := r.cell(column)) is not None and c.colspan == 1 and c.text]


def _by_content(columns: Columns, body: Sequence[Row]) -> None:
    """A column without a known heading is what stands in it: numbers, dates, ratings, leads, or the longest text."""
    if not columns.of("due"):  # a column of dates is a due column whatever its heading says
        for i, role in enumerate(columns.roles):
            values = _values(body, i)
            if role in ("success", "title", "resource", "outcome") and len(values) > 1 and sum(_timed(v) for v in values) * 1.3 > len(values):
                columns.roles[i] = "due"
                break
    unknown = [i for i, r in enumerate(columns.roles) if r is None and i not in columns.times]
    for i in unknown:
        values = _values(body, i)
        fills = [colour_name(c.fill) for r in body if (c := r.cell(i)) is not None and c.colspan == 1]
        if len([f for f in fills if f]) * 2 > len(body) and len({f for f in fills if f}) > 1 and not columns.of("rag"):
            columns.roles[i] = "rag"
        elif not values:
            continue
        elif sum(is_number(v) for v in values) * 1.5 > len(values):
            if not columns.of("reference"):
                columns.roles[i] = "reference"
        elif sum(bool(rating_word(v)) and len(v.split()) <= 3 for v in values) * 1.5 > len(values) and not columns.of("rag"):
            columns.roles[i] = "rag"
        elif sum(_timed(v) for v in values) * 1.6 > len(values) and not columns.of("due"):
            columns.roles[i] = "due"
        elif (
            not columns.headings[i]
            and not columns.of("lead")
            and sum(len(v.split()) <= 12 and classify(v, v)[0] in ("group", "role", "agency") for v in values) * 1.6 > len(values)
            and sum(starts_with_verb(v) for v in values) * 3 < len(values)
        ):
            columns.roles[i] = "lead"
    if not columns.of("action"):
        rest = [i for i, r in enumerate(columns.roles) if r is None and i not in columns.times and _values(body, i)]
        if rest:
            longest = max(rest, key=lambda i: sum(len(v) for v in _values(body, i)))
            wordy = sum(len(v.split()) for v in _values(body, longest)) >= 3 * len(_values(body, longest))
            if wordy and (not columns.headings[longest] or sum(starts_with_verb(v) for v in _values(body, longest)) * 2 >= len(_values(body, longest))):
                columns.roles[longest] = "action"


def _timed(value: str) -> bool:
    return len(value.split()) <= 10 and bool(dates_in_timescale(value))


def _settle(columns: Columns, body: Sequence[Row]) -> None:
    """What a role means beside the others: outcomes behind the action measure it; aims without actions are the actions."""
    actions = columns.of("action")
    if actions:
        for i in columns.of("achieved", "next"):
            columns.roles[i] = "progress"
        for i in columns.of("outcome"):
            if i > actions[0] and re.search(r"outcome|impact|purpose", columns.headings[i], re.IGNORECASE) and not _merged(body, i):
                columns.roles[i] = "success"
    elif columns.of("lead", "due") or columns.times:
        candidates = columns.of("title", "priority", "outcome", "success")
        for i in candidates:
            values = _values(body, i)
            if values and sum(starts_with_verb(v) or len(v.split()) > 5 for v in values) * 2 >= len(values):
                columns.roles[i] = "action"
                break
    if not columns.of("reference") and columns.of("action"):
        first = columns.of("action")[0]
        if first == 1 and columns.roles[0] in ("title", None) and all(leading_number(v) or is_number(v) for v in _values(body, 0)[:6]):
            columns.roles[0] = "reference"
    # a calendar: months down one side, bodies in a column that is called something else
    dues = columns.of("due")
    if dues and not columns.of("lead"):
        months = _values(body, dues[0])
        if months and sum(bool(_MONTH.match(m)) for m in months) * 1.5 > len(months):
            for i, role in enumerate(columns.roles):
                values = _values(body, i)
                if role in ("resource", None) and values and max(len(v.split()) for v in values) <= 4:
                    columns.roles[i] = "lead"


def _merged(body: Sequence[Row], column: int) -> bool:
    return any((c := r.cell(column)) is not None and c.rowspan_from is not None for r in body)


def is_calendar(table: Block, columns: Columns) -> bool:
    """Months without years down one column: the same each year."""
    dues = columns.of("due")
    if not dues:
        return False
    values = _values([r for r in table.rows if not r.header], dues[0])
    return len(values) >= 4 and sum(bool(_MONTH.match(v)) and not re.search(r"\d{2}", v) for v in values) * 1.4 > len(values)


def rows_of(table: Block, columns: Columns, *, calendar: bool = False) -> list[TableRow]:
    """The rows of a plan table understood, in order."""
    made: list[TableRow] = []
    body_start = 0
    measure_role: str | None = None
    for index, row in enumerate(table.rows):
        if row.header:
            body_start = index + 1
            continue
        filled = row.filled
        if not filled:
            continue
        alone = [c for c in filled if c.rowspan_from is None]
        if len(alone) == 1 and (alone[0].colspan >= max(2, table.columns) or (len(filled) == 1 and _is_section(alone[0], columns, table))):
            section = _section_row(alone[0], row)
            if section.role in ("success", "evidence"):
                measure_role = section.role
            elif section.role or section.statements:
                measure_role = None
            made.append(section)
            continue
        if measure_role:
            texts_ = [c.text for c in filled if not is_number(c.text) and c.rowspan_from is None]
            made.append(TableRow(measures=[MeasureDraft(measure_role, t, row.place) for t in texts_ if re.search(r"\w", t)]))
            continue
        made.append(_plan_row(row, columns, index, body_start, calendar))
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
        return TableRow(statements=[TableStatement(st.kind, st.text or text, row.place, st.number, method="section_row")])
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


def _plan_row(row: Row, columns: Columns, index: int, body_start: int, calendar: bool) -> TableRow:
    made = TableRow()
    references = _cells(row, columns.of("reference"))
    action_columns = columns.of("action")
    outcome_columns = columns.of("priority", "outcome")
    number, label = _reference(references[0]) if references else (None, None)
    number_of_outcome = bool(references and outcome_columns and references[0].column < min(outcome_columns) and (not action_columns or min(outcome_columns) < action_columns[0]))
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
        made.statements.append(_statement(cell, columns, column, number if number_of_outcome and column == min(outcome_columns) else None))
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
            for text, place, own_number in _items(cell) if cell is not None and cell.text and cell.rowspan_from is None else []:
                statement, labels = split_tail(text)
                draft = ActionDraft(statement, place, text, "table_row", 0.8, number=own_number, timescale_lines=[heading])
                draft.owner_lines = list(template.owner_lines)
                for tail in labels:
                    apply_label(draft, tail.role, tail.value, place)
                made.actions.append(draft)
        made.measures += measures
        return made
    for role, setting in (("achieved", "report"), ("next", "next_steps")):
        for cell in _cells(row, columns.of(role)):
            for text, place, own_number in _items(cell):
                statement, labels = split_tail(text)
                draft = ActionDraft(statement, place, text, "table_row", 0.8, number=own_number, setting=setting)
                for tail in labels:
                    apply_label(draft, tail.role, tail.value, place)
                made.actions.append(draft)
    items = [item for cell in action_cells for item in _items(cell, one=bool(template.number))]
    items = [i for i in items if not _NO_ACTION.match(i[0])]
    if not items and template.title and not label and (template.owner_lines or template.timescale_lines):
        items, template.title = [(template.title, template.place, None)], None
    for text, place, own_number in items:
        statement, labels = split_tail(text)
        draft = ActionDraft(
            statement, place, text, template.method, template.confidence, None,
            own_number if own_number and len(items) > 1 else template.number or own_number,
            template.title, list(template.owner_lines), template.owner_place, template.has_lead_cell, list(template.reports_to),
            list(template.timescale_lines), template.timescale_place, template.has_due_cell, template.start_text,
            template.progress, template.rag, template.status, [], template.setting,
        )  # fmt: skip
        for tail in labels:
            apply_label(draft, tail.role, tail.value, place)
        if leading := re.match(r"^(\d{1,2}(?:\.\d{1,2})+[a-z]?|[A-Z]\d{1,2}(?:\.\d+)?)[.):]?\s+(?=[A-Z])", draft.text):
            if draft.number is None:
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
    if columns.roles[column] == "outcome":
        kind: str | None = "outcome"
    else:
        kind = next((k for k in ("objective", "priority", "theme", "aim") if k[:6] in heading), "aim" if re.search(r"goal|ambition", heading) else "priority" if "priorit" in heading else None)
    return TableStatement(kind, text, place, number or own, labels=labels)


def _template(row: Row, columns: Columns, index: int) -> ActionDraft:
    lead_cells = _cells(row, columns.of("lead"))
    due_cells = _cells(row, columns.of("due"))
    draft = ActionDraft("", row.place, "", "table_row", round(0.75 + 0.2 * min(columns.agreement, 1.0), 2))
    draft.has_lead_cell = bool(columns.of("lead"))
    draft.has_due_cell = bool(columns.of("due")) or bool(columns.times)
    draft.owner_lines = [t for c in lead_cells for t in texts(c.paras)]
    draft.owner_place = Place.span(p.place for c in lead_cells for p in c.paras) if lead_cells else None
    draft.timescale_lines = [t for c in due_cells for t in texts(c.paras)]
    ticked = [h for i, h in columns.times.items() if _ticked(row.cell(i))]
    written = [c.text for i in columns.times if (c := row.cell(i)) is not None and c.text and not _TICK.match(c.text)]
    draft.timescale_lines += ticked
    if written and not draft.timescale_lines:
        draft.progress = " ".join(written)
        draft.timescale_lines += [columns.times[i] for i in columns.times if (c := row.cell(i)) is not None and c.text][-1:]
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


def _coloured_elsewhere(row: Row, columns: Columns) -> str | None:
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
        if any(p.marker for p in cell.paras) and len(cell.paras) > 1 or len(cell.paras) > 1 and all(re.search(r"[.;]$", p.text) or p.text[:1].isupper() for p in cell.paras):
            found += [MeasureDraft(kind, p.text, p.place) for p in cell.paras if p.text]
        else:
            found.append(MeasureDraft(kind, cell.text, Place.span(p.place for p in cell.paras)))
    return [m for m in found if not _NO_ACTION.match(m.text)]


def _items(cell: Cell, one: bool = False) -> list[tuple[str, Place, str | None]]:
    """The actions that one cell states: its bullets when each is a step, else the whole cell.

    one: the row has a number of its own, so that plain paragraphs in it are one action.
    """
    paras = [p for p in cell.paras if p.text]
    if not paras:
        return []
    marked = [p for p in paras if p.marker is not None]
    whole = [(cell.text, Place.span(p.place for p in paras), bare_number(paras[0].marker))]
    if not marked and not one and len(paras) > 1 and all(starts_with_verb(p.text) and p.text[:1].isupper() and len(p.text.split()) <= 40 for p in paras):
        return [(p.text, p.place, None) for p in paras]
    if len(marked) < 2:
        return whole
    if marked[0] is paras[0] and paras[0].text.rstrip().endswith(":"):
        return whole
    if len(marked) == len(paras) or _lead_in(paras[0]):
        items: list[list[Para]] = []
        for para in paras:
            if para.marker is None and not items:
                continue  # "The partnership will:" before its bullets
            if para.marker is None or (items and _sub_item(para, items[-1])):
                items[-1].append(para)
            else:
                items.append([para])
        return [(" ".join(p.text for p in group), Place.span(p.place for p in group), bare_number(group[0].marker)) for group in items]
    if paras[0].marker is None and starts_with_verb(paras[0].text) and all(starts_with_verb(p.text) for p in marked):
        groups: list[list[Para]] = []
        for para in paras:
            if para.marker is None and groups:
                groups[-1].append(para)
            else:
                groups.append([para])
        return [(" ".join(p.text for p in g), Place.span(p.place for p in g), bare_number(g[0].marker)) for g in groups]
    return whole


def _lead_in(para: Para) -> bool:
    return para.marker is None and (para.text.rstrip().endswith(":") or bool(re.search(r"\b(?:will|to)$", para.text)))


def _sub_item(para: Para, group: list[Para]) -> bool:
    """A bullet of another glyph under one that ends with a colon is part of it."""
    head = group[0]
    if head.text.rstrip().endswith(":"):
        return True
    sub = para.marker in ("o", "-", "–", "▪", "○", "◦", "") and head.marker not in ("o", "-", "–", "▪", "○", "◦", "")
    return bool(sub and head.marker and head.marker[:1] in BULLET_GLYPHS) or bool(head.marker and bare_number(head.marker) and para.marker and bare_number(para.marker) is None)


def apply_label(draft: ActionDraft, role: str, value: str, place: Place) -> None:
    """Put a labelled value (``Lead: QA Group``) where it belongs on the action.

    A time printed behind the lead (``Lead: QA Group | Q1``) is its timescale.
    """
    if not value:
        return
    if role == "lead":
        value, when = split_time(value)
        if when:
            apply_label(draft, "due", when, place)
        if not value:
            return
        draft.owner_lines.append(value)
        draft.owner_place = place
        draft.has_lead_cell = True
    elif role in ("due", "start"):
        draft.timescale_lines.append(value)
        draft.timescale_place = place
        draft.has_due_cell = True
    elif role in ("success", "evidence"):
        draft.measures.append(MeasureDraft(role, value, place))
    elif role == "progress":
        draft.progress = f"{draft.progress} {value}" if draft.progress else value
    elif role == "rag":
        draft.rag = rating_word(value) or draft.rag
        draft.status = value
    elif role == "reports_to":
        draft.reports_to.append(value)


def split_time(value: str) -> tuple[str, str | None]:
    """A lead and the time printed behind it: ``QA Group | Q1`` → (``QA Group``, ``Q1``)."""
    for mark in reversed(list(re.finditer(r"\s*[|;,]\s*|\s[–—-]\s", value))):
        behind = value[mark.end() :]
        found = dates_in_timescale(behind)
        if found and sum(d.end_char - d.start_char for d in found) >= 0.7 * len(behind):
            return value[: mark.start()].strip(), behind.strip()
    return value, None


def is_key_value(table: Block) -> bool:
    """Two columns, the first all labels of known roles, an action among them."""
    pairs = [(r.cells[0].text, r) for r in table.rows if r.cells and r.cells[0].text]
    if table.columns != 2 or len(pairs) < 2:
        return False
    roles = [role_of(label) for label, _ in pairs]
    known = [r for r in roles if r and r.score >= 0.8]
    return len(known) * 1.3 >= len(pairs) and any(r.role == "action" for r in known) and any(r.role in ("lead", "due") for r in known)


def key_value_rows(table: Block) -> list[TableRow]:
    """Records of a key–value table: each begins where a label comes again."""
    records: list[list[tuple[str, Row]]] = []
    seen: set[str] = set()
    for row in table.rows:
        if not row.cells or not row.filled:
            continue
        match = role_of(row.cells[0].text) if len(row.cells) > 1 else None
        role = match.role if match else ""
        if not records or role in seen and role in ("action", "reference", "title", "priority", "outcome") :
            records.append([])
            seen = set()
        seen.add(role)
        records[-1].append((role, row))
    made = []
    for record in records:
        fields: dict[str, list[Cell]] = {}
        for role, row in record:
            if len(row.cells) > 1 and row.cells[1].text:
                fields.setdefault(role, []).append(row.cells[1])
        made.append(_record(fields, Place.span(r.place for _, r in record)))
    return made


def _record(fields: dict[str, list[Cell]], place: Place) -> TableRow:
    row = TableRow()
    for role in ("priority", "outcome"):
        for cell in fields.get(role, []):
            st = statement_of(cell.text)
            kind = st.kind if st else "outcome" if role == "outcome" else None
            row.statements.append(TableStatement(kind, st.text if st else cell.text, place, st.number if st else None, method="key_value"))
    for cell in fields.get("action", []):
        for text, where, own in _items(cell):
            statement, labels = split_tail(text)
            draft = ActionDraft(statement, where, text, "key_value", 0.9, number=own, has_lead_cell="lead" in fields, has_due_cell="due" in fields)
            for reference in fields.get("reference", []):
                draft.number = bare_number(reference.text) or reference.text
            for title in fields.get("title", []):
                draft.title = title.text
            for label in labels:
                apply_label(draft, label.role, label.value, where)
            for role in ("lead", "due", "start", "progress", "rag", "reports_to"):
                for value in fields.get(role, []):
                    for line in texts(value.paras):
                        apply_label(draft, role, line, Place.span(p.place for p in value.paras))
                    if role == "rag":
                        draft.rag = rating_of(value) or draft.rag
            row.actions.append(draft)
    for kind in ("success", "evidence"):
        for cell in fields.get(kind, []):
            measure = MeasureDraft(kind, cell.text, Place.span(p.place for p in cell.paras))
            if len(row.actions) == 1:
                row.actions[0].measures.append(measure)
            else:
                row.measures.append(measure)
    return row


__all__ = ["Columns", "TableRow", "apply_label", "columns_of", "is_calendar", "is_key_value", "key_value_rows", "rows_of", "standing_of_words"]
