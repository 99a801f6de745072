"""The plan itself: objectives, and the actions under them, from headings, lists and tables in reading order."""

from __future__ import annotations

from safeplans.extractors.base.document import BlockKind
from safeplans.extractors.drafting.drafts import Plan
from safeplans.extractors.plan.tables import TableReading


class PlanReader(TableReading):
    """Walks over a document once; `read` gives the plan."""

    def read(self) -> Plan:
        blocks = self.document.blocks
        for index, block in enumerate(blocks):
            if block.kind is BlockKind.FURNITURE:
                self.placement.aside[index] = block.reason or "furniture"
                continue
            if index in self.consumed:
                continue
            if index in self.placement.placed or index in self.placement.aside:
                if block.kind is BlockKind.HEADING:
                    self._other_section(block)
                continue
            if block.kind is BlockKind.HEADING:
                self._heading(index, block)
            elif block.kind is BlockKind.TABLE:
                self._table(index, block)
            elif block.kind is BlockKind.LIST_ITEM:
                self._item(index, block)
            else:
                self._paragraph(index, block)
        return Plan(
            self.objectives, self.actions, self.measures, self.objective_owners, self.objective_dates, self.key,
            self.placement, self.problems,
        )  # fmt: skip
