"""All rows of a comparison."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from safeplans.pipeline.comparison.compared import partnership_rows
from safeplans.pipeline.comparison.corpus import Corpus
from safeplans.pipeline.comparison.follow_through import follow_through_rows
from safeplans.pipeline.comparison.like_objectives import like_rows
from safeplans.pipeline.comparison.owner_profile import owner_rows
from safeplans.pipeline.comparison.plan_changes import change_rows
from safeplans.pipeline.comparison.planning_quality import quality_rows
from safeplans.pipeline.comparison.theme_profile import theme_rows
from safeplans.pipeline.schema.comparison_fields import COMPARISON_TABLES
from safeplans.pipeline.schema.contract import ContractError, Row, keep
from safeplans.pipeline.schema.field_parts import Table


def comparison_rows(corpus: Corpus, as_of: datetime.date) -> dict[str, list[Row]]:
    """The rows of each table of `COMPARISON_TABLES`, in an order that depends on the dataset alone.

    as_of: the day on which overdue is judged. Raises ContractError should a rule give what its table may not hold.
    """
    like_groups, like_statements = like_rows(corpus)
    made = {
        "compared_partnerships": partnership_rows(corpus),
        "theme_profile": theme_rows(corpus),
        "owner_profile": owner_rows(corpus),
        "planning_quality": quality_rows(corpus, as_of),
        "like_groups": like_groups,
        "like_statements": like_statements,
        "follow_through": follow_through_rows(corpus),
        "plan_changes": change_rows(corpus),
    }
    for table in COMPARISON_TABLES:
        _hold(table, made[table.name])
    return made


def _hold(table: Table, rows: Iterable[Row]) -> None:
    seen: set[str] = set()
    for row in rows:
        keep(table, row, "comparison")
        if row[table.key] in seen:
            raise ContractError(f"comparison: {table.name}.{table.key} {row[table.key]!r} is not unique")
        seen.add(row[table.key])
