"""The ways in which a row can be made: the closed list behind the column `method`.

A method has a weight in ``vocabulary/confidence.toml``. A name that is changed in one of the two places only would lose
its weight unseen; so the names are types, a row with another name is refused when its confidence is weighed, and a
test holds the weights against this list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

__all__ = [
    "METHODS",
    "DateFamily",
    "FigureMethod",
    "GroupMethod",
    "OwnerMethod",
    "RecurrenceForm",
    "Structure",
    "TermMethod",
    "method_name",
    "table_method",
]

Structure = Literal["columns", "grid", "headed", "heading", "list", "sequence", "sequence_ahead", "transposed"]
"""How the words of a region make records (`extractors.structures`)."""

ObjectiveRule = Literal[
    "box", "heading", "heading_in_priorities", "key_value", "list", "list_of_priorities", "section_row", "table_cell",
    "table_of_priorities",
]  # fmt: skip
ActionRule = Literal[
    "broken_table", "calendar_list", "card", "commitment", "counted_line", "key_value", "list_item", "numbered_line",
    "paragraph", "prose_commitment", "table_row",
]  # fmt: skip
"""Rules of the walk over the blocks (`extractors.plan`)."""

OwnerMethod = Literal[
    "owner_cell", "weighed",
    # rules of ``vocabulary/owner_sentences.toml``
    "accountable_to", "asked_to", "dash_does", "do", "does", "done_by", "for_approval", "handed_by", "handed_to",
    "has_done", "has_seen", "heading_does", "is_doing", "judges_assurance", "kept_informed", "listed_to_do",
    "only_names", "oversees", "oversight_by", "reaches", "received_by", "report_from", "reporting_that", "reports",
    "reports_to", "responsible", "seeks_assurance", "shared_with", "through", "to_body", "to_do", "will", "will_do",
    "work_by",
]  # fmt: skip

DateFamily = Literal[
    "academic", "day", "feast", "month", "pair", "planyear", "quarter", "schoolterm", "season", "term", "year",
    "yearend", "yearword",
]  # fmt: skip
"""What kind of time is printed; its method is ``date:`` and the name."""

RecurrenceForm = Literal["annual", "counted", "every", "meeting", "times", "word"]
"""How it is printed that something comes again; its method is ``date:recurrence-`` and the name."""

UndatedForm = Literal["duration", "standing"]
"""What is printed for a time and fixes none; its method is ``date:`` and the name."""

FigureMethod = Literal[
    "figure:change", "figure:count", "figure:level", "figure:money", "figure:part", "figure:percent", "figure:ratio",
    "figure:row", "figure:whole", "figure:words",
]  # fmt: skip

GroupMethod = Literal["chart", "described", "group_list", "heading", "label_table", "meeting_table"]

TermMethod = Literal["glossary_line", "glossary_pair", "glossary_table", "group_list", "inline_definition"]

METHODS: Mapping[str, frozenset[str]] = {
    "objectives": frozenset((*get_args(Structure), *get_args(ObjectiveRule))),
    "actions": frozenset((*get_args(Structure), *get_args(ActionRule))),
    "owners": frozenset(get_args(OwnerMethod)),
    "dates": frozenset(
        (
            *(f"date:{name}" for name in (*get_args(DateFamily), *get_args(UndatedForm))),
            *(f"date:recurrence-{name}" for name in get_args(RecurrenceForm)),
            "meets",  # when a group meets, of the cell or sentence that says so
        )
    ),
    "measures": frozenset(("cell", *get_args(FigureMethod))),
    "groups": frozenset(get_args(GroupMethod)),
    "terms": frozenset(get_args(TermMethod)),
}
"""By table: every name that the column can hold, without what follows a `+`."""


def method_name(method: str) -> str:
    """A method without what was inferred or went wrong: `date:month` of `date:month+typo`."""
    return method.partition("+")[0]


def table_method(table: str, method: str) -> str:
    """The name of a method of a table's rows.

    Raises ValueError for one that is not in `METHODS`: a closed list is not widened in silence.
    """
    name = method_name(method)
    if name not in METHODS[table]:
        raise ValueError(f"{name!r} is no method of the table {table}; extractors/base/methods.py has the list")
    return name
