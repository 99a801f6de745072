"""What a later report tells of what was planned."""

from __future__ import annotations

import pytest
from small_corpus import SmallCorpus

from safeplans.pipeline.comparison.follow_through import follow_through_rows
from safeplans.pipeline.schema.contract import Row, keep
from safeplans.pipeline.schema.fields import table

PLANNED = "Agree one neglect assessment tool and train 200 practitioners in its use."
TOLD = "The neglect assessment tool was agreed in May and 214 practitioners were trained in its use."


def rows_of(small: SmallCorpus) -> list[Row]:
    rows = follow_through_rows(small.corpus())
    for row in rows:
        keep(table("follow_through"), row, "a test")
    return rows


def outcomes(small: SmallCorpus) -> list[tuple[str, str]]:
    return [(row["subject"], row["outcome"]) for row in rows_of(small)]


@pytest.mark.parametrize("standing", ["done", "in_progress", "planned"])
def test_an_action_is_as_the_report_says(standing: str) -> None:
    small = SmallCorpus()
    planned = small.action(small.plan("ashby", 2023), PLANNED)
    report = small.report("ashby", 2023)
    small.action(report, "Two homes for older people closed.", standing="done")
    told = small.action(report, TOLD, standing=standing)
    (row,) = rows_of(small)
    assert (row["subject_id"], row["later_id"], row["outcome"]) == (planned, told, standing)
    assert (row["quote"], row["later_quote"], row["method"]) == (PLANNED, TOLD, "tfidf_logistic")


def test_what_the_report_leaves_out_is_not_mentioned() -> None:
    small = SmallCorpus()
    small.action(small.plan("ashby", 2023), PLANNED)
    small.action(small.report("ashby", 2023), "The bus station has new lights.", standing="done")
    (row,) = rows_of(small)
    assert (row["outcome"], row["later_id"], row["later_quote"]) == ("not_mentioned", None, None)
    assert row["similarity"] is not None
    assert 0.5 < row["confidence"] < 0.6  # other words may tell of it


def test_a_report_without_rows_mentions_nothing() -> None:
    small = SmallCorpus()
    small.action(small.plan("ashby", 2023), PLANNED)
    small.report("ashby", 2023)
    (row,) = rows_of(small)
    assert (row["outcome"], row["similarity"], row["method"]) == ("not_mentioned", None, "none")


def test_a_figure_names_what_was_planned_without_saying_how_it_stands() -> None:
    small = SmallCorpus()
    small.action(small.plan("ashby", 2023), PLANNED)
    report = small.report("ashby", 2023)
    figure = small.measure(report, "214 practitioners were trained to use the neglect assessment tool.")
    (row,) = rows_of(small)
    assert (row["outcome"], row["later_subject"], row["later_id"]) == ("mentioned", "measure", figure)


def test_that_the_objective_is_named_says_nothing_of_its_action() -> None:
    small = SmallCorpus()
    plan = small.plan("ashby", 2023)
    small.action(plan, PLANNED, under=small.objective(plan, "Neglect"))
    small.objective(small.report("ashby", 2023), "Neglect")
    assert outcomes(small) == [("objective", "mentioned"), ("action", "not_mentioned")]


def test_an_objective_is_in_progress_where_work_under_it_is_reported() -> None:
    small = SmallCorpus()
    small.objective(small.plan("ashby", 2023), "Neglect is recognised early")
    report = small.report("ashby", 2023)
    small.action(report, "A toolkit was launched.", under=small.objective(report, "Neglect"), standing="done")
    assert outcomes(small) == [("objective", "in_progress")]


def test_an_objective_with_another_name_is_found_by_its_actions() -> None:
    small = SmallCorpus()
    plan, report = small.plan("ashby", 2023), small.report("ashby", 2023)
    aim = small.objective(plan, "Every practitioner knows what to do when parents do not meet basic needs")
    small.action(plan, PLANNED, under=aim)
    heading = small.objective(report, "Seen in time")
    small.objective(report, "Money")
    small.action(report, TOLD, under=heading, standing="done")
    row = rows_of(small)[0]
    assert (row["subject"], row["later_id"], row["method"]) == ("objective", heading, "by_its_actions")


def test_the_same_number_under_the_same_objective_decides() -> None:
    small = SmallCorpus()
    plan, report = small.plan("ashby", 2023), small.report("ashby", 2023)
    small.action(plan, "Review the neglect toolkit", under=small.objective(plan, "Neglect"), number="1.2")
    heading = small.objective(report, "Neglect")
    small.action(report, "The neglect toolkit was reviewed", under=heading, number="1.1", standing="done")
    second = small.action(report, "The neglect toolkit was reviewed", under=heading, number="1.2", standing="done")
    assert [row["later_id"] for row in rows_of(small) if row["subject"] == "action"] == [second]


def test_several_items_may_be_told_in_one_sentence() -> None:
    small = SmallCorpus()
    plan, report = small.plan("ashby", 2023), small.report("ashby", 2023)
    small.action(plan, "Agree a neglect assessment tool.")
    small.action(plan, "Train 200 practitioners in the neglect assessment tool.")
    told = small.action(report, TOLD, standing="done")
    assert [row["later_id"] for row in rows_of(small)] == [told, told]


@pytest.mark.parametrize(
    ("plan", "report", "later"),
    [(2023, 2023, True), (2023, 2024, True), (2023, 2022, False), (None, 2023, False), (2023, None, False)],
)
def test_later_is_a_report_on_the_plans_years_or_after(plan: int | None, report: int | None, later: bool) -> None:
    small = SmallCorpus()
    small.action(small.plan("ashby", plan), PLANNED)
    small.action(small.report("ashby", report), TOLD, standing="done")
    assert bool(rows_of(small)) is later


def test_a_report_is_followed_only_by_that_of_a_later_year() -> None:
    small = SmallCorpus()
    for year in (2022, 2023):
        report = small.report("ashby", year)
        small.action(report, "We will publish a new neglect strategy.", standing="planned")
        small.action(report, "A new neglect strategy was published.", standing="done")
    (row,) = rows_of(small)
    assert (row["document_id"], row["later_document_id"], row["outcome"]) == (f"{1:016x}", f"{2:016x}", "done")


def test_other_partnerships_and_finished_actions_are_left_out() -> None:
    small = SmallCorpus()
    small.action(small.plan("ashby", 2023), PLANNED, standing="done")
    small.action(small.plan("bourne", 2023), PLANNED)
    small.action(small.report("ashby", 2023), TOLD, standing="done")
    assert rows_of(small) == []
    assert rows_of(SmallCorpus()) == []
