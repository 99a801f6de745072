"""Records printed as labels and values: ``What we will do | …``, ``Who | …``, ``By when | …``."""

from __future__ import annotations

from safeplans.extractors.base.document import Block, Cell, Para, Place, Row
from safeplans.extractors.drafting.drafts import ActionDraft, MeasureDraft, texts
from safeplans.extractors.lexicon.columns import role_of
from safeplans.extractors.lexicon.labels import label_of, split_tail
from safeplans.extractors.lexicon.rag import rating_of
from safeplans.extractors.lexicon.statements import statement_of
from safeplans.extractors.plan.cell_items import apply_label, cell_items
from safeplans.extractors.plan.table_rows import TableRow, TableStatement
from safeplans.extractors.reading.markers import bare_number, is_number, leading_number


def is_key_value(table: Block) -> bool:
    """Two columns, the first all labels of known roles, an action among them."""
    pairs = [(r.cells[0].text, r) for r in table.rows if r.cells and r.cells[0].text and _card_head(r) is None]
    if table.columns != 2 or len(pairs) < 2:
        return False
    roles = [role_of(label) for label, _ in pairs]
    known = [r for r in roles if r and r.score >= 0.8]
    return (
        len(known) * 1.3 >= len(pairs)
        and any(r.role == "action" for r in known)
        and any(r.role in ("lead", "due") for r in known)
    )


def is_labelled(table: Block) -> bool:
    """Cells that bring their labels with them, ``Lead: …`` beside ``By when: …``, as on a card; no headings above.

    Cells without a label may stand over them: what is to be done.
    """
    labels = [label_of(para.text) for para in cell_paras(table)]
    headed = any(row.header and not any(_says(c.text) for c in row.filled) for row in table.rows)
    if headed:
        return False
    found = [label for label in labels if label is not None and label.value]
    roles = {label.role for label in found}
    return len(roles) >= 2 and bool(roles & {"lead", "due"}) and len(found) * 2 >= len(labels)


def _says(text: str) -> bool:
    """A label with its value, which no heading of a column is."""
    label = label_of(text)
    return label is not None and bool(label.value)


def names_lead_or_date(text: str) -> bool:
    """A line that begins ``Lead: …`` or ``By when: …``."""
    label = label_of(text)
    return label is not None and label.role in ("lead", "due") and bool(label.value)


def cell_paras(table: Block) -> list[Para]:
    """The paragraphs of a table's cells, row by row, each printed one once."""
    return [p for row in table.rows for cell in row.cells if cell.rowspan_from is None for p in cell.paras if p.text]


def _card_head(row: Row) -> tuple[str, str] | None:
    """Number and title of a card's own heading over both columns: ``1.2 Medical examinations``."""
    filled = [c for c in row.cells if c.text]
    if len(filled) != 1 or filled[0].column or statement_of(filled[0].text) or role_of(filled[0].text):
        return None
    marker = filled[0].paras[0].marker
    if marker is not None:
        return (bare_number(marker) or marker, filled[0].text) if is_number(marker) else None
    return leading_number(filled[0].text)


def key_value_rows(table: Block) -> list[TableRow]:
    """Records of a key–value table: each begins where a label comes again."""
    records: list[list[tuple[str, Row]]] = []
    seen: set[str] = set()
    for row in table.rows:
        if not row.cells or not row.filled:
            continue
        match = role_of(row.cells[0].text) if len(row.cells) > 1 else None
        role: str = match.role if match else ""
        if _card_head(row) is not None:
            role = "card"
        if (
            not records
            or role == "card"
            or role in seen
            and role in ("action", "reference", "title", "priority", "outcome")
        ):
            records.append([])
            seen = set()
        seen.add(role)
        records[-1].append((role, row))
    made = []
    for record in records:
        fields: dict[str, list[Cell]] = {}
        head: tuple[str, str] | None = None
        for role, row in record:
            if role == "card":
                head = _card_head(row)
            elif len(row.cells) > 1 and row.cells[1].text:
                fields.setdefault(role, []).append(row.cells[1])
        made.append(_record(fields, Place.span(r.place for _, r in record), head))
    return made


def _record(fields: dict[str, list[Cell]], place: Place, head: tuple[str, str] | None) -> TableRow:
    row = TableRow()
    for role in ("priority", "outcome"):
        for cell in fields.get(role, []):
            st = statement_of(cell.text)
            kind = st.kind if st else "outcome" if role == "outcome" else None
            row.statements.append(
                TableStatement(kind, st.text if st else cell.text, place, st.number if st else None, method="key_value")
            )
    for cell in fields.get("action", []):
        for text, where, own in cell_items(cell):
            statement, labels = split_tail(text)
            draft = ActionDraft(
                statement,
                where,
                text,
                "key_value",
                0.9,
                number=own,
                has_lead_cell="lead" in fields,
                has_due_cell="due" in fields,
            )
            if head is not None:
                draft.number, draft.title = head
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
    for how in ("success", "evidence"):
        for cell in fields.get(how, []):
            measure = MeasureDraft(how, cell.text, Place.span(p.place for p in cell.paras))
            if len(row.actions) == 1:
                row.actions[0].measures.append(measure)
            else:
                row.measures.append(measure)
    return row
