"""Tables of a plan in the walk: under which objective their rows stand, and what they add to it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from safeplans.extractors.base.document import Block, BlockKind, Place
from safeplans.extractors.base.facts import Objective
from safeplans.extractors.drafting.drafts import ActionDraft, MeasureDraft
from safeplans.extractors.lexicon.labels import label_of
from safeplans.extractors.lexicon.rating_keys import read_key
from safeplans.extractors.lexicon.sections import section_of
from safeplans.extractors.lexicon.statements import statement_of
from safeplans.extractors.plan.key_values import (
    cell_paras,
    is_key_value,
    is_labelled,
    key_value_rows,
    names_lead_or_date,
)
from safeplans.extractors.plan.paragraphs import ParagraphReading
from safeplans.extractors.plan.table_columns import Columns, columns_of, is_calendar, with_headers
from safeplans.extractors.plan.table_rows import TableRow, TableStatement, rows_of
from safeplans.extractors.plan.walk import IN_TABLE, SUB_ROLES
from safeplans.extractors.reading.markers import bare_number, is_number


class TableReading(ParagraphReading):
    """Reads tables."""

    def _table(self, index: int, block: Block) -> None:
        if is_labelled(block):
            self._labelled_cells(index, block)
            return
        self.fresh = None
        self.record = None
        key = read_key(block)
        if key is not None:
            self.key.update(key)
            self.placement.aside[index] = "rating_key"
            return
        if is_key_value(block):
            self._take(index, key_value_rows(block), None)
            return
        if self._priority_list(index, block):
            return
        block = with_headers(block)
        columns = columns_of(block)
        if self.section == "membership" or columns.of("member"):
            self.placement.aside[index] = "membership"
            return
        headed = any(r.header for r in block.rows)
        expected = headed or self.objective is not None or self.section in ("actions", "next_steps", "achievements")
        if columns.is_plan and expected or self._bare_plan(block, columns):
            calendar = is_calendar(block, columns)
            self._take(index, rows_of(block, columns, calendar=calendar), columns)
            return
        if self._statements_only(index, block, columns):
            return
        if self._boxed(index, block):
            return

    def _labelled_cells(self, index: int, block: Block) -> None:
        paras = cell_paras(block)
        for para, following in zip_longest(paras, paras[1:]):
            piece = Block(BlockKind.PARAGRAPH, (para,), para.place)
            above = following is not None and names_lead_or_date(following.text) and label_of(para.text) is None
            if not (above and self._card(index, piece)):
                self._paragraph(index, piece)
        if index in self.placement.placed:
            self.placement.aside.pop(index, None)

    def _bare_plan(self, block: Block, columns: Columns) -> bool:
        """No headings at all, under an objective: numbers beside what is to be done."""
        headed = any(r.header for r in block.rows)
        return (
            not headed
            and self.objective is not None
            and bool(columns.of("action"))
            and not (self.report and not columns.of("lead", "due"))
        )

    def _priority_list(self, index: int, block: Block) -> bool:
        """A two-column table of numbers and statements in a priorities section."""
        if (
            self.list_role != "priorities"
            and self.section != "priorities"
            or self.objective is not None
            or any(r.header for r in block.rows)
        ):
            return False
        rows = [r.filled for r in block.rows]
        if not all(len(cells) == 2 and is_number(cells[0].text) for cells in rows) or not 2 <= len(rows) <= 12:
            return False
        kind = self.section_kind or self.objectives.prevailing_kind() or "priority"
        for row in block.rows:
            number, statement = row.filled
            self._put(
                kind,
                statement.text,
                row.place,
                statement.text,
                "table_of_priorities",
                0.9,
                number=bare_number(number.text),
            )
        self.placement.placed.add(index)
        return True

    def _statements_only(self, index: int, block: Block, columns: Columns) -> bool:
        """A table that lists objectives and no actions."""
        named = columns.of("priority")
        if not named or not any(r.header for r in block.rows) or self.arrangements:
            return False
        for row in rows_of(block, columns):
            for statement in row.statements:
                self._state_row(statement)
            for measure in row.measures:
                self.measures.append((self._parent(), measure))
        self.placement.placed.add(index)
        return True

    def _boxed(self, index: int, block: Block) -> bool:
        """Boxes side by side, each an objective with its bullets (a plan on a page)."""
        found = False
        for row in block.rows:
            for cell in row.cells:
                paras = [p for p in cell.paras if p.text]
                if not paras or cell.rowspan_from is not None:
                    continue
                statement = statement_of(paras[0].text)
                if statement is None or not statement.number:
                    continue
                found = True
                self._add(
                    index,
                    paras[0].place,
                    paras[0].text,
                    statement.kind,
                    statement.text or paras[0].text,
                    statement.number,
                    "box",
                    0.8,
                    3,
                )
                rest = paras[1:]
                if (
                    rest
                    and rest[0].marker is None
                    and not rest[0].text.endswith(":")
                    and any(p.marker for p in rest)
                    and self._is_statement(rest[0].text)
                ):
                    self._complete(self.objective, Block(BlockKind.PARAGRAPH, (rest[0],), rest[0].place))  # type: ignore[arg-type]
                    rest = rest[1:]
                for para in rest:
                    if section_of(para.text) in SUB_ROLES and para.marker is None:
                        self.list_role = section_of(para.text)
                        continue
                    self._item(
                        index, Block(BlockKind.LIST_ITEM, (para,), para.place, level=1)
                    ) if para.marker else self._paragraph(index, Block(BlockKind.PARAGRAPH, (para,), para.place))
        if found:
            self.placement.placed.add(index)
            self.placement.aside.pop(index, None)
        return found

    def _take(self, index: int, rows: list[TableRow], columns: Columns | None) -> None:
        outer = (self.objective, self.outcome)
        below_aim = True  # no action yet below the heading or the last section row
        for row in rows:
            if row.role and not row.actions and not row.statements and not row.measures:
                continue
            for statement in row.statements:
                self._state_row(statement)
            bare = [draft for draft in row.actions if not draft.text]  # nothing but labels in the cell
            row.actions = [draft for draft in row.actions if draft.text]
            if bare and not row.actions and row.supplement is None:
                row.supplement, row.measures = bare[0], [*row.measures, *bare[0].measures]
                row.labels = [("lead", line) for line in bare[0].owner_lines]
                row.labels += [("due", line) for line in bare[0].timescale_lines]
            for draft in row.actions:
                draft.objective = self._parent()
                draft.quote = draft.quote or draft.text
                if self.report and draft.setting == "plan":
                    draft.setting = "report" if self.reported and self.list_role != "next_steps" else "plan"
                self.actions.append(draft)
            below_aim = bool(row.statements) or below_aim and not row.actions
            if row.labels and row.supplement is not None and below_aim and self.objective is not None:
                self._label_aim(self.objective, row.labels, row.supplement.place)
                self.measures += [(self._parent(), m) for m in row.measures]
            elif row.supplement is not None and not row.actions and self.actions:
                self._supplement(self.actions[-1], row.supplement, row.measures)
            else:
                parent = self._parent()
                self.measures += [(parent, m) for m in row.measures]
        self.placement.placed.add(index)
        if self.objective is outer[0]:
            self.outcome = outer[1]

    def _state_row(self, statement: TableStatement) -> None:
        kind = statement.kind
        if kind == "outcome":
            self.outcome = self._put(
                kind,
                statement.text,
                statement.place,
                statement.text,
                statement.method,
                0.9,
                number=statement.number,
                title=statement.title,
            )
            return
        known = self.objectives.find(statement.text, statement.number)
        if known is not None and known.kind == "outcome":
            self.outcome = known
            return
        kind = kind or (known.kind if known else None) or self.objectives.prevailing_kind() or "priority"
        if statement.beside:
            self._put(
                kind, statement.text, statement.place, statement.text, statement.method, 0.75, number=statement.number
            )
            return
        self.objective = self._put(
            kind,
            statement.text,
            statement.place,
            statement.text,
            statement.method,
            0.85,
            number=statement.number,
            title=statement.title,
        )
        self.objective_level = IN_TABLE
        self.outcome = None
        self._label_aim(self.objective, statement.labels, statement.place)

    def _label_aim(self, aim: Objective, labels: Sequence[tuple[str, str]], place: Place) -> None:
        """Leads and dates printed with an aim itself."""
        for role, value in labels:
            if role not in ("lead", "due"):
                continue
            labelled = self.objective_owners if role == "lead" else self.objective_dates
            if all(entry[:2] != (aim.key, value) for entry in labelled):
                labelled.append((aim.key, value, place))

    @staticmethod
    def _supplement(action: ActionDraft, more: ActionDraft, measures: list[MeasureDraft]) -> None:
        """A row without an action of its own adds its leads, dates and measures to the action above."""
        if added := [o for o in more.owner_lines if o not in action.owner_lines]:
            action.owner_cells = [[*action.owner_lines, *added]]
        action.timescale_lines += more.timescale_lines
        action.owner_place = action.owner_place or more.owner_place
        action.timescale_place = action.timescale_place or more.timescale_place
        action.measures += measures
        action.place = Place.span([action.place, more.place])
