"""Headings: objectives, sections, and sub-headings that say what the lists under an objective are."""

from __future__ import annotations

import re

from safeplans.extractors.base.document import Block, BlockKind, Place
from safeplans.extractors.lexicon.intros import intro_role
from safeplans.extractors.lexicon.labels import counted_action, label_of
from safeplans.extractors.lexicon.sections import section_of
from safeplans.extractors.lexicon.statements import Statement, bare_statement, statement_of
from safeplans.extractors.plan.lists import ListReading
from safeplans.extractors.plan.walk import SUB_ROLES
from safeplans.extractors.reading.markers import leading_number

# "Why is this a priority?" belongs to the objective above it, whatever its printed size.
_QUESTION = re.compile(r"^\W*(?:why|what|where|how|our data|the data)\b", re.IGNORECASE)


class HeadingReading(ListReading):
    """Reads headings."""

    def _heading(self, index: int, block: Block) -> None:
        text = block.text
        statement = statement_of(text)
        section = section_of(text)
        self.record = None
        self.unknown_part = False
        if (label_of(text) or counted_action(text) or bare_statement(text)) and not statement:
            self._paragraph(index, block)
            return
        if statement is not None and self._states(statement, text):
            if statement.text and section_of(statement.text) == "contents":
                return
            self._state(index, block, statement)
            return
        if (
            self.fresh is not None
            and section is None
            and len(text.split()) >= 5
            and (block.confidence < 1 or block.level > self.objective_level)
            and not leading_number(text)
            and self._is_statement(text)
        ):
            self._complete(self.fresh, block)
            self.placement.placed.add(index)
            self.fresh = None
            return
        known = self._known(text)
        asks = section == "background" and _QUESTION.match(text) is not None
        if known is not None and section not in SUB_ROLES:
            self.objective, self.objective_level, self.outcome = known, block.level, None
            self.fresh, self.list_role = None, None
            self.placement.placed.add(index)
            return
        if (
            section in SUB_ROLES
            and self.objective is not None
            and (
                asks
                or block.level > self.objective_level
                or section in ("actions", "next_steps", "success", "evidence", "outcomes", "impact")
                or section == "achievements"
                and block.confidence < 1
            )
            and not self._new_part(block, section)
        ):
            self.list_role = section
            self.fresh = None
            self.placement.aside[index] = f"heading_{section}"
            if section == "achievements":
                self._report_on(self.objective)
            return
        if intro_role(text) in ("priorities", "reported_priorities") and section is None:
            section = "priorities"
        if self._names_priority(block, section, index):
            self._unnumbered(index, block)
            return
        if self.objective is not None and block.level > self.objective_level and section is None:
            # a sub-heading that says nothing we know: what follows is still the objective's
            self.list_role = None
            self.fresh = None
            self.unknown_part = not self.report
            self.placement.aside[index] = "sub_heading"
            return
        self._other_section(block)
        self.placement.aside[index] = f"heading_{section}" if section else "heading"

    def _states(self, statement: Statement, text: str) -> bool:
        if statement.number or statement.kind == "outcome":
            return True
        return bool(re.match(r"^\W*(?:our\s+)?[\w -]{3,25}:\s*\S", text)) and len(statement.text.split()) <= 45

    def _new_part(self, block: Block, section: str) -> bool:
        """An action-plan or achievements heading that outranks the objective begins a part of its own."""
        return block.level < self.objective_level and section in ("actions", "achievements", "background", "next_steps")

    def _names_priority(self, block: Block, section: str | None, index: int) -> bool:
        """An unnumbered (or only numbered) heading inside a priorities section names one of them."""
        if (
            self.section not in ("priorities", "achievements")
            or section in ("contents", "glossary", "groups", "background", "values", "membership")
            or section in SUB_ROLES
        ):
            return False
        if block.level <= self.section_level and not (
            block.confidence < 1
            and block.level == self.section_level
            and self.list_role in ("priorities", "reported_priorities")
            and not self._after_list(index)
        ):
            return False
        if section == "priorities":
            return False
        following = self.document.following(index)
        if following is None or following.kind is BlockKind.HEADING and not section_of(following.text):
            return False
        return self.section == "priorities" or self.reported and self.list_role in ("reported_priorities", "priorities")

    def _after_list(self, index: int) -> bool:
        """The block behind a list: the priorities have been listed, and a heading ends their section."""
        before = self.document.preceding(index)
        return before is not None and before.kind is BlockKind.LIST_ITEM

    def _unnumbered(self, index: int, block: Block) -> None:
        numbered = leading_number(block.text)
        text = (numbered[1] if numbered else block.text).rstrip(":").strip()
        self._add(
            index,
            block.place,
            block.text,
            None,
            text,
            numbered[0] if numbered else None,
            "heading_in_priorities",
            0.7,
            block.level,
        )

    def _state(self, index: int, block: Block, statement: Statement) -> None:
        text = statement.text
        place, quote = block.place, block.text
        if not text:  # "Priority 1" with its statement in the next block
            following = self._next_statement(index)
            if following is not None:
                inner = statement_of(following.text)
                text = inner.text if inner is not None else following.text
                same_page = following.place.page == place.page
                place = Place.span([place, following.place]) if same_page else following.place
                quote = f"{quote} {following.text}"
            text = text or block.text
        kind = statement.kind
        if kind == "outcome":
            self.outcome = self._put(kind, text, place, quote, "heading", 0.9, number=statement.number)
            self.list_role = None
            self.fresh = self.outcome
            self.placement.placed.add(index)
            return
        self._add(index, place, quote, kind, text, statement.number, "heading", 0.95, block.level)

    def _next_statement(self, index: int) -> Block | None:
        for later, block in enumerate(self.document.blocks[index + 1 : index + 3], index + 1):
            inner = statement_of(block.text)
            if (
                block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH)
                and (inner is None or inner.number is None)
                and len(block.text.split()) <= 45
            ):
                self.placement.placed.add(later)
                self.consumed.add(later)
                return block
        return None
