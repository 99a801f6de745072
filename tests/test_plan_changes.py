"""What one plan keeps, drops and adds, beside the plan before it."""

from __future__ import annotations

import datetime

import pytest
from small_corpus import SmallCorpus

from safeplans.pipeline.comparison.plan_changes import change_rows
from safeplans.pipeline.schema.contract import Row, keep
from safeplans.pipeline.schema.fields import table


def rows_of(small: SmallCorpus) -> list[Row]:
    rows = change_rows(small.corpus())
    for row in rows:
        keep(table("plan_changes"), row, "a test")
    return rows


def two_plans(**columns: tuple[object, object]) -> SmallCorpus:
    """Two plans of 2023 and 2024, or with other columns: for each the earlier one's value and the later one's."""
    small = SmallCorpus()
    years = columns.pop("year", (2023, 2024))
    for at, (neglect, other) in enumerate(
        (("Neglect is recognised early", "Babies sleep safely"), ("We recognise neglect sooner", "A skilled workforce"))
    ):
        plan = small.plan("ashby", years[at], **{name: values[at] for name, values in columns.items()})  # type: ignore[arg-type]
        small.objective(plan, neglect)
        small.objective(plan, other)
    return small


def test_kept_dropped_and_new() -> None:
    assert [(row["change"], row["earlier_quote"], row["later_quote"]) for row in rows_of(two_plans())] == [
        ("kept", "Neglect is recognised early", "We recognise neglect sooner"),
        ("dropped", "Babies sleep safely", None),
        ("new", None, "A skilled workforce"),
    ]


def test_each_row_is_kept_once() -> None:
    small = SmallCorpus()
    earlier, later = small.plan("ashby", 2023), small.plan("ashby", 2024)
    small.action(earlier, "Audit cases of neglect")
    for _ in range(2):
        small.action(later, "Audit cases of neglect")
    assert [row["change"] for row in rows_of(small)] == ["kept", "new"]


def test_objectives_are_not_compared_with_actions() -> None:
    small = SmallCorpus()
    earlier, later = small.plan("ashby", 2023), small.plan("ashby", 2024)
    small.objective(earlier, "Audit cases of neglect")
    small.action(later, "Audit cases of neglect")
    assert rows_of(small) == []


@pytest.mark.parametrize(
    ("columns", "compared"),
    [
        ({"year": (2024, 2024)}, False),  # which was first cannot be told
        ({"year": (2024, 2024), "published": (datetime.date(2024, 5, 1), datetime.date(2024, 9, 1))}, True),
        ({"year": (2024, 2024), "version": ("1.9", "v1.10")}, True),
        ({"year": (2024, 2024), "version": ("1.0", "final")}, False),
        ({"year": (None, 2024)}, False),
        ({"document_type": ("arrangements", "business_plan")}, False),
        ({"document_type": ("strategy", "business_plan")}, True),
    ],
)
def test_which_plan_came_before(columns: dict[str, tuple[object, object]], compared: bool) -> None:
    rows = rows_of(two_plans(**columns))
    assert bool(rows) is compared
    assert {row["earlier_document_id"] for row in rows} <= {f"{1:016x}"}


def test_a_strategy_runs_beside_the_business_plans_of_its_years() -> None:
    small = SmallCorpus()
    strategy = small.plan("ashby", 2022, document_type="strategy", period_end=datetime.date(2027, 3, 31))
    plan = small.plan("ashby", 2024)
    for document in (strategy, plan):
        small.objective(document, "Neglect is recognised early")
    assert rows_of(small) == []


def test_only_the_nearest_plan_before_is_compared() -> None:
    small = SmallCorpus()
    for year in (2022, 2023, 2024):
        small.objective(small.plan("ashby", year), "Neglect is recognised early")
    found = [(row["earlier_document_id"][-1], row["later_document_id"][-1]) for row in rows_of(small)]
    assert found == [("1", "2"), ("2", "3")]


def test_nothing_to_compare() -> None:
    assert change_rows(SmallCorpus().corpus()) == []
