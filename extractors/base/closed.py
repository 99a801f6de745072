"""Closed lists as types: a name that is changed in one place only is an error of types, not a rule that never fires.

Those of headings and sections are the tables of ``columns.toml`` and ``sections.toml``, those of rows the lists of the
output tables; tests hold them against one another.
"""

from __future__ import annotations

from typing import Literal

__all__ = [
    "DateKind",
    "IntroRole",
    "ObjectiveKind",
    "OwnerKind",
    "Rating",
    "Relation",
    "Role",
    "Section",
    "Setting",
    "Standing",
]

Role = Literal[
    "reference", "title", "priority", "outcome", "action", "lead", "reports_to", "due", "start", "success", "evidence",
    "progress", "achieved", "next", "rag", "resource", "group", "focus", "meets", "chair", "term", "expansion",
    "member",
]  # fmt: skip
"""What a column or a label holds."""

Section = Literal[
    "contents", "glossary", "groups", "membership", "values", "background", "priorities", "actions", "next_steps",
    "achievements", "impact", "success", "evidence", "outcomes",
]  # fmt: skip
"""What a part of a document is about."""

IntroRole = Literal[
    "achievements", "actions", "background", "evidence", "groups", "membership", "next_steps", "outcomes", "priorities",
    "reported_priorities", "success", "values",
]  # fmt: skip
"""What a list holds, by the sentence before it."""

Setting = Literal["plan", "report", "calendar", "next_steps"]
"""As what an action is told."""

ObjectiveKind = Literal["objective", "priority", "theme", "aim", "outcome"]
OwnerKind = Literal["group", "role", "agency", "partnership", "person"]
Relation = Literal["lead", "reports_to"]
DateKind = Literal["due", "start", "period", "recurring", "event"]
Rating = Literal["red", "amber", "green", "blue", "grey"]
Standing = Literal["planned", "in_progress", "done"]
