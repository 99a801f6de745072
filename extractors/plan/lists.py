"""List items: priorities, actions, measures, or what is none of them, by what was said before the list."""

from __future__ import annotations

import re

from safeplans.extractors.base.document import Block, BlockKind
from safeplans.extractors.drafting.drafts import MeasureDraft
from safeplans.extractors.figures import figures_in
from safeplans.extractors.lexicon import months
from safeplans.extractors.lexicon.labels import counted_action, label_of, split_tail
from safeplans.extractors.lexicon.sections import section_of
from safeplans.extractors.lexicon.statements import statement_of
from safeplans.extractors.lexicon.verbs import is_commitment, starts_with_verb
from safeplans.extractors.plan.walk import ASIDE, Walk
from safeplans.extractors.reading.markers import bare_number

_MONTH_ITEM = re.compile(
    rf"^(?P<month>(?:{'|'.join(months.TITLES)})(?:\s+\d{{4}})?)\s*(?:[–—:]|\s-\s)\s*(?P<text>\S.{{8,}})$"
)


class ListReading(Walk):
    """Reads list items."""

    def _item(self, index: int, block: Block) -> None:
        text = block.text
        statement = statement_of(text)
        if statement is not None and statement.number and not self._in_aside():
            level, role, section = self.objective_level, self.list_role, self.section
            self._add(
                index, block.place, text, statement.kind, statement.text or text, statement.number, "list", 0.9, level
            )
            self.list_role, self.section = role, section
            self.fresh = None
            return
        self.fresh = None
        counted = counted_action(text)
        if counted is not None and not self._in_aside():
            self._action(index, block, counted[1], counted[0], "counted_line", 0.85)
            return
        if self._calendar_item(index, block):
            return
        label = label_of(text)
        if (
            label is not None
            and label.role in ("lead", "due", "success", "evidence", "progress", "rag", "start", "reports_to")
            and self._labelled(index, block, text)
        ):
            return
        role = self.list_role
        if (
            role in ("priorities", "reported_priorities")
            or role is None
            and self.section == "priorities"
            and self.objective is None
            and (not self.report or self._under_heading(index))
        ):
            self._listed_priority(index, block)
            return
        if role == "impact" and self.objective is not None and not figures_in(text):
            self._measure(index, block, "evidence")
            return
        if role in ASIDE or role == "impact":
            self.placement.aside[index] = str(role)
            return
        if role in ("success", "evidence") and (
            self.objective is not None or self.section in ("success", "evidence", "priorities")
        ):
            self._measure(index, block, role)
            return
        if role == "outcomes" and self.objective is not None:
            self._put("outcome", text, block.place, text, "list", 0.75)
            self.placement.placed.add(index)
            return
        if (
            self.unknown_part
            and role is None
            and not (starts_with_verb(text) or is_commitment(text) or split_tail(text)[1])
        ):
            self.placement.aside[index] = "list_under_unknown_heading"
            return
        if self.objective is not None and role in (None, "actions", "achievements", "next_steps"):
            self._listed_action(index, block, role)
            return
        if role in (None, "actions", "next_steps") and self.section in ("actions", "next_steps"):
            self._listed_action(index, block, role)
            return
        self.placement.aside[index] = self._aside_name() if role is None else f"list_{role}"

    def _calendar_item(self, index: int, block: Block) -> bool:
        """`June – Section 11 returns are issued`, one of several such items: what is done each year."""
        items = [b.text for b in self.document.blocks[max(0, index - 1) : index + 2] if b.kind is BlockKind.LIST_ITEM]
        months = [_MONTH_ITEM.match(item) for item in items]
        month = _MONTH_ITEM.match(block.text)
        if month is None or sum(m is not None for m in months) < 2 or self._in_aside():
            return False
        self._action(index, block, month["text"], None, "calendar_list", 0.75)
        draft = self.actions[-1]
        draft.timescale_lines, draft.timescale_place, draft.has_due_cell = [month["month"]], block.place, True
        draft.setting = "calendar"
        return True

    def _under_heading(self, index: int) -> bool:
        """Nothing but other items stands between the block and the heading of its section."""
        for block in reversed(self.document.blocks[:index]):
            if block.kind is BlockKind.HEADING:
                return section_of(block.text) == "priorities"
            if block.kind not in (BlockKind.LIST_ITEM, BlockKind.FURNITURE):
                return False
        return False

    def _listed_priority(self, index: int, block: Block) -> None:
        text = block.text
        if text.rstrip().endswith(":"):
            self.placement.aside[index] = "introduces_priorities"
            return
        if len(text.split()) > 70:
            self.placement.aside[index] = "narrative"
            return
        number = bare_number(block.marker)
        kind = self.section_kind or self.objectives.prevailing_kind() or "priority"
        self._put(kind, text, block.place, text, "list_of_priorities", 0.8, number=number)
        self.placement.placed.add(index)

    def _measure(self, index: int, block: Block, role: str) -> None:
        self.measures.append((self._parent(), MeasureDraft(role, block.text, block.place)))
        self.placement.placed.add(index)

    def _listed_action(self, index: int, block: Block, role: str | None) -> None:
        if re.match(r"^(?:the following\b|following\b.*:$)", block.text, re.IGNORECASE):
            self.placement.aside[index] = "introduction"
            return
        if self.open_item is not None:
            head, level = self.open_item
            if head is self.actions[-1] and block.level > level:
                head.text = f"{head.text} {block.text}"
                head.quote = f"{head.quote} {block.text}"
                self.placement.placed.add(index)
                return
            self.open_item = None
        self._action(index, block, block.text, bare_number(block.marker), "list_item", 0.8)
        following = self.document.blocks[index + 1] if index + 1 < len(self.document.blocks) else None
        runs_on = (
            following is not None
            and following.kind is BlockKind.LIST_ITEM
            and following.level > block.level
            and following.text[:1].islower()
        )
        if block.text.rstrip().endswith(":") or runs_on:
            self.open_item = (self.actions[-1], block.level)
