"""The counts of a comparison, on corpora of a few rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from safeplans.pipeline.comparison.compared import partnership_rows
from safeplans.pipeline.comparison.corpus import ComparedDocument, Corpus, financial_years, replacing, well_covered
from safeplans.pipeline.comparison.making import comparison_rows
from safeplans.pipeline.comparison.owner_profile import owner_rows
from safeplans.pipeline.comparison.planning_quality import quality_rows
from safeplans.pipeline.comparison.theme_profile import theme_rows
from safeplans.pipeline.schema.comparison_fields import COMPARISON_TABLES
from safeplans.pipeline.schema.contract import Row, keep
from safeplans.pipeline.schema.field_parts import THEMES

REGISTER = {
    "camden-scp": {"partnership_id": "camden-scp", "name": "Camden SCP", "kind": "children", "region": "London"}
}
AS_OF = dt.date(2025, 1, 1)


class Made:
    """A corpus in the making; a document is called by one hexadecimal digit."""

    def __init__(self) -> None:
        self.documents: dict[str, ComparedDocument] = {}
        self.objectives: dict[str, Row] = {}
        self.actions: dict[str, Row] = {}
        self.owners: list[Row] = []
        self.dates: list[Row] = []
        self.measures: list[Row] = []

    def document(
        self, name: str, years: tuple[int, int] | None = (2024, 2025), *, publication: str = "plan", key: str = ""
    ) -> str:
        """A document of the years from 1 April of the first to 31 March of the second; its id."""
        start, end = (dt.date(years[0], 4, 1), dt.date(years[1], 3, 31)) if years else (None, None)
        key = key or "camden-scp"
        row = {
            "document_id": name * 16,
            "source": f"{name}.pdf",
            "partnership_name": None if key.startswith("document:") else f"As printed in {name}",
            "period_start": start,
            "period_end": end,
        }
        self.documents[row["document_id"]] = ComparedDocument(row, key, publication, financial_years(start, end))
        return str(row["document_id"])

    def objective(self, document: str, *themes: str, years: tuple[int, int] | None = None, standing="current") -> str:
        name = f"{document}:o{len(self.objectives) + 1}"
        self.objectives[name] = {
            "objective_id": name,
            "document_id": document,
            "kind": "priority",
            "period_start": dt.date(years[0], 4, 1) if years else None,
            "period_end": dt.date(years[1], 3, 31) if years else None,
            "standing": standing,
            "themes": list(themes),
        }
        return name

    def action(self, document: str, *themes: str, under: str | None = None, **values: Any) -> str:
        name = f"{document}:a{len(self.actions) + 1}"
        usual = {"standing": "planned", "progress_text": None, "rag": None}
        self.actions[name] = {
            "action_id": name,
            "document_id": document,
            "objective_id": under,
            "themes": list(themes),
            **usual,
            **values,
        }
        return name

    def owner(self, subject: str, sector: str = "police", function: str | None = None, relation: str = "lead") -> None:
        kind = "action" if subject in self.actions else "objective"
        self.owners.append(
            {
                "document_id": subject.split(":")[0],
                "subject": kind,
                "subject_id": subject,
                "sector": sector,
                "canonical_function": function,
                "relation": relation,
            }
        )

    def date(self, subject: str, **values: Any) -> None:
        nothing = {"kind": "due", "start": None, "end": None, "month": None, "precision": None, "recurrence": None}
        self.dates.append({"subject": "action", "subject_id": subject, **nothing, **values})

    def due(self, subject: str, end: dt.date) -> None:
        self.date(subject, start=end.replace(day=1), end=end, precision="month")

    def measure(
        self, document: str, kind: str = "success", *, action: str | None = None, objective: str | None = None, **values
    ) -> None:
        self.measures.append(
            {
                "document_id": document,
                "kind": kind,
                "action_id": action,
                "objective_id": objective,
                "change": None,
                **values,
            }
        )

    def corpus(self) -> Corpus:
        return Corpus(
            REGISTER,
            self.documents,
            self.objectives,
            self.actions,
            tuple(self.owners),
            tuple(self.dates),
            tuple(self.measures),
        )


@pytest.fixture
def made() -> Made:
    return Made()


def held(table: str, rows: list[Row]) -> list[Row]:
    """The rows, which keep the contract of their table."""
    for row in rows:
        keep(next(each for each in COMPARISON_TABLES if each.name == table), row, "test")
    return rows


class TestComparedPartnerships:
    def rows(self, made: Made) -> dict[str, Row]:
        return {row["partnership_key"]: row for row in held("compared_partnerships", partnership_rows(made.corpus()))}

    def test_a_partnership_has_the_name_of_the_register_and_the_span_of_its_documents(self, made):
        made.document("a", (2023, 2024), publication="report")
        made.document("b", (2024, 2026))
        made.document("c", None, publication="other")
        row = self.rows(made)["camden-scp"]
        assert (row["name"], row["recognised_by"], row["region"]) == ("Camden SCP", "register", "London")
        assert (row["documents"], row["plans"], row["reports"]) == (3, 1, 1)
        assert (row["period_start"], row["period_end"]) == (dt.date(2023, 4, 1), dt.date(2026, 3, 31))

    def test_one_that_is_not_in_the_register_has_the_printed_name_else_the_files(self, made):
        made.document("a", key="name:ashcombe-vale")
        made.document("b", None, key="document:" + "b" * 16)
        rows = self.rows(made)
        named, nameless = rows["name:ashcombe-vale"], rows["document:" + "b" * 16]
        assert (named["name"], named["recognised_by"], named["partnership_id"]) == (
            "As printed in a",
            "printed_name",
            None,
        )
        assert (nameless["name"], nameless["recognised_by"], nameless["period_start"]) == ("b.pdf", "document", None)

    @pytest.mark.parametrize(
        ("printed", "kind"),
        [
            ("Ashcombe Vale Safeguarding Children Partnership", "children"),
            ("Castlebridge Children’s Safeguarding Partnership", "children"),
            ("Orrindale Safeguarding Adults Board", "adults"),
            ("Orrindale Safeguarding Children and Adults Partnership", "joint"),
            ("Orrindale Safeguarding Partnership", None),
        ],
    )
    def test_its_printed_name_says_whom_it_safeguards(self, made, printed, kind):
        document = made.documents[made.document("a", key="name:one")]
        document.row["partnership_name"] = printed
        assert self.rows(made)["name:one"]["kind"] == kind


def plan(name: str, first: int, last: int, *, document_type: str = "business_plan", title: str = "Plan"):
    """A document of the financial years from the first to the last, by the years in which they begin."""
    start, end = dt.date(first, 4, 1), dt.date(last + 1, 3, 31)
    row = {"document_id": name, "source": name, "document_type": document_type, "title": title}
    row |= {"partnership_name": "Camden SCP"}
    row |= {"period_start": start, "period_end": end}
    return ComparedDocument(row, "camden-scp", "plan", financial_years(start, end))


class TestReplacedPlans:
    def current(self, *documents: ComparedDocument) -> dict[str, tuple[str, ...]]:
        return {document.document_id: document.current_years for document in replacing(documents)}

    def test_a_new_plan_takes_the_years_that_it_covers(self):
        assert self.current(plan("old", 2023, 2025), plan("new", 2024, 2024)) == {
            "old": ("2023-24", "2025-26"),
            "new": ("2024-25",),
        }

    def test_plans_that_begin_together_and_strategies_stand_side_by_side(self):
        together = self.current(plan("one", 2023, 2024), plan("two", 2023, 2023))
        assert together == {"one": ("2023-24", "2024-25"), "two": ("2023-24",)}
        subject = plan("two", 2024, 2025, document_type="strategy", title="Neglect Strategy")
        assert self.current(plan("one", 2023, 2024), subject)["one"] == ("2023-24", "2024-25")

    def test_a_strategy_that_names_no_subject_takes_the_place_of_a_business_plan(self):
        whole = plan("two", 2024, 2025, document_type="strategy", title="Camden SCP Strategic Plan 2024-26")
        assert self.current(plan("one", 2023, 2024), whole)["one"] == ("2023-24",)

    def test_a_strategy_is_replaced_by_the_next_of_its_title_only(self):
        first, then = "Neglect Strategy 2023-25", "Neglect strategy 2024-26"
        for title, years in ((then, ("2023-24",)), ("Exploitation Strategy 2024-26", ("2023-24", "2024-25"))):
            earlier = plan("one", 2023, 2024, document_type="strategy", title=first)
            later = plan("two", 2024, 2025, document_type="strategy", title=title)
            assert self.current(earlier, later)["one"] == years

    def test_what_an_old_plan_set_out_counts_for_its_own_years_only(self, made):
        old, new = replacing([plan("a" * 16, 2023, 2024), plan("b" * 16, 2024, 2024)])
        made.documents = {old.document_id: old, new.document_id: new}
        made.action(old.document_id, "neglect")
        made.objective(old.document_id, "neglect", years=(2023, 2025))
        rows = {(r["year"], r["theme"]): r for r in theme_rows(made.corpus())}
        counts = [
            rows[year, "neglect"][table] for year in ("2023-24", "2024-25") for table in ("objectives", "actions")
        ]
        assert counts == [1, 1, 0, 0]

    def test_the_same_title_and_period_may_be_one_document_in_two_files(self):
        documents = [plan("a", 2023, 2024), plan("b", 2023, 2024, title="PLAN"), plan("c", 2023, 2023)]
        corpus = Corpus({}, {one.document_id: one for one in documents}, {}, {}, (), (), ())
        assert corpus.twins() == [("a", "b")]


@pytest.mark.parametrize(
    ("years", "chosen"),
    [([], None), (["2023-24"] * 10 + ["2024-25"] * 9, "2024-25"), (["2023-24"] * 10 + ["2024-25"] * 8, "2023-24")],
)
def test_the_year_to_speak_of_is_the_latest_that_is_well_covered(years, chosen):
    assert well_covered(years) == chosen


class TestThemeProfile:
    def rows(self, made: Made) -> dict[tuple[str | None, str, str], Row]:
        return {
            (row["year"], row["publication"], row["theme"]): row
            for row in held("theme_profile", theme_rows(made.corpus()))
        }

    def test_each_year_has_every_theme_so_that_who_has_none_can_be_asked(self, made):
        made.objective(made.document("a", (2024, 2026)), "neglect")
        rows = self.rows(made)
        assert {year for year, _, _ in rows} == {"2024-25", "2025-26"}
        assert [theme for year, _, theme in rows if year == "2024-25"] == list(THEMES)
        assert rows["2024-25", "plan", "education"]["objectives"] == 0
        assert rows["2024-25", "plan", "education"]["objective_share"] == 0

    def test_a_statement_counts_for_each_of_its_themes(self, made):
        plan = made.document("a")
        made.objective(plan, "neglect", "infants")
        made.objective(plan)
        made.action(plan, "neglect")
        rows = self.rows(made)
        neglect, infants = rows["2024-25", "plan", "neglect"], rows["2024-25", "plan", "infants"]
        assert (neglect["objectives"], neglect["objective_share"], neglect["actions"], neglect["action_share"]) == (
            *(1, 0.5),
            *(1, 1.0),
        )
        assert (infants["objectives"], infants["actions"], infants["action_share"]) == (1, 0, 0.0)

    def test_where_there_is_nothing_to_share_the_share_is_null(self, made):
        made.document("a")
        row = self.rows(made)["2024-25", "plan", "neglect"]
        assert (row["documents"], row["objectives"], row["objective_share"], row["action_share"]) == (1, 0, None, None)

    def test_plans_and_reports_are_counted_apart(self, made):
        made.objective(made.document("a"), "neglect")
        made.objective(made.document("b", publication="report"), "neglect")
        rows = self.rows(made)
        assert rows["2024-25", "plan", "neglect"]["objectives"] == 1
        assert rows["2024-25", "report", "neglect"]["objectives"] == 1

    def test_what_has_a_period_of_its_own_counts_there_with_its_actions(self, made):
        report = made.document("a", (2023, 2024), publication="report")
        next_years = made.objective(report, "neglect", years=(2024, 2025), standing="future")
        made.action(report, "neglect", under=next_years)
        rows = self.rows(made)
        later, own = rows["2024-25", "report", "neglect"], rows["2023-24", "report", "neglect"]
        assert (later["documents"], later["objectives"], later["actions"]) == (1, 1, 1)
        assert (own["documents"], own["objectives"], own["actions"]) == (1, 0, 0)

    def test_what_has_no_year_is_counted_without_one(self, made):
        made.objective(made.document("a", None), "neglect")
        report = made.document("b", (2023, 2024), publication="report")
        made.objective(report, "neglect", standing="previous")
        rows = self.rows(made)
        assert rows[None, "plan", "neglect"]["objectives"] == 1
        assert rows[None, "report", "neglect"]["objectives"] == 1, "of a period before that is not named"
        assert rows["2023-24", "report", "neglect"]["objectives"] == 0

    def test_the_order_is_that_of_partnerships_years_and_publications(self, made):
        made.document("d", None, key="name:z")
        made.document("c", key="name:z", publication="report")
        made.document("b", key="name:z")
        made.document("a", (2023, 2024), key="name:z")
        slots = [(row["year"], row["publication"]) for row in theme_rows(made.corpus()) if row["theme"] == "neglect"]
        assert slots == [("2023-24", "plan"), ("2024-25", "plan"), ("2024-25", "report"), (None, "plan")]


class TestOwnerProfile:
    def test_rows_of_owners_and_what_they_own_are_counted(self, made):
        plan = made.document("a")
        objective = made.objective(plan)
        first, _ = made.action(plan, under=objective), made.action(plan, under=objective)
        made.owner(first, "police")
        made.owner(first, "police")
        made.owner(objective, "police")
        made.owner(first, "partnership", "quality_assurance", "reports_to")
        police, group = sorted(held("owner_profile", owner_rows(made.corpus())), key=lambda row: row["relation"])
        assert (police["owners"], police["actions"], police["objectives"], police["action_share"]) == (3, 1, 1, 0.5)
        assert police["canonical_function"] is None
        assert (group["sector"], group["canonical_function"]) == ("partnership", "quality_assurance")
        assert (group["owners"], group["actions"], group["objectives"]) == (1, 1, 0)

    def test_the_share_is_null_without_actions(self, made):
        made.owner(made.objective(made.document("a")))
        (row,) = held("owner_profile", owner_rows(made.corpus()))
        assert row["action_share"] is None

    def test_an_action_of_two_years_counts_in_both(self, made):
        made.owner(made.action(made.document("a", (2024, 2026))))
        assert [row["year"] for row in owner_rows(made.corpus())] == ["2024-25", "2025-26"]


class TestPlanningQuality:
    def row(self, made: Made, as_of: dt.date = AS_OF) -> Row:
        return held("planning_quality", quality_rows(made.corpus(), as_of))[0]

    def test_a_lead_is_the_actions_own_and_leads(self, made):
        plan = made.document("a")
        objective = made.objective(plan)
        led, told, _ = (made.action(plan, under=objective) for _ in range(3))
        made.owner(led)
        made.owner(told, relation="reports_to")
        made.owner(objective)
        row = self.row(made)
        assert (row["actions"], row["with_lead"]) == (3, 1)
        assert row["lead_share"] == pytest.approx(1 / 3)

    @pytest.mark.parametrize(
        "fixed",
        [
            {"end": dt.date(2024, 6, 30), "precision": "month"},
            {"kind": "recurring", "recurrence": "P3M"},
            {"kind": "event", "month": 11},
            {"kind": "period", "start": dt.date(2024, 4, 1), "end": dt.date(2025, 3, 31)},
        ],
        ids=["due", "recurring", "month", "period"],
    )
    def test_a_date_is_one_that_is_fixed(self, made, fixed):
        plan = made.document("a")
        made.date(made.action(plan), **fixed)
        assert self.row(made)["with_date"] == 1

    def test_ongoing_and_to_be_confirmed_fix_nothing(self, made):
        plan = made.document("a")
        made.date(made.action(plan), kind="period")
        made.date(made.action(plan))
        row = self.row(made)
        assert (row["with_date"], row["due_unknown"]) == (0, 2)

    def test_a_measure_is_the_actions_own_or_its_objectives(self, made):
        plan = made.document("a")
        with_one, without = made.objective(plan), made.objective(plan)
        own, _ = made.action(plan, under=without), made.action(plan, under=without)
        made.action(plan, under=with_one)
        made.measure(plan, objective=with_one)
        made.measure(plan, "evidence", action=own, objective=without)
        assert self.row(made)["with_measure"] == 2, "a measure of one action is not its neighbour's"

    def test_a_figure_and_a_measure_of_nothing_measure_no_action(self, made):
        plan = made.document("a")
        action = made.action(plan)
        made.measure(plan, "figure", action=action, change=12.0)
        made.measure(plan, "figure")
        made.measure(plan)
        row = self.row(made)
        assert (row["with_measure"], row["figures"], row["figures_with_change"], row["evidence"]) == (0, 2, 1, 0)

    def test_progress_is_a_comment_or_a_rating(self, made):
        plan = made.document("a")
        made.action(plan, progress_text="Begun")
        made.action(plan, rag="amber")
        made.action(plan)
        assert self.row(made)["with_progress"] == 2

    def test_complete_is_lead_date_and_measure_on_the_same_action(self, made):
        plan = made.document("a")
        whole, half = made.action(plan), made.action(plan)
        for action in (whole, half):
            made.owner(action)
            made.due(action, dt.date(2025, 3, 31))
        made.measure(plan, action=whole)
        row = self.row(made)
        assert (row["with_lead"], row["with_date"], row["with_measure"], row["complete"]) == (2, 2, 1, 1)

    @pytest.mark.parametrize(
        ("as_of", "overdue"), [(dt.date(2024, 6, 30), 0), (dt.date(2024, 7, 1), 1)], ids=["its last day", "day after"]
    )
    def test_an_action_is_overdue_from_the_day_after(self, made, as_of, overdue):
        made.due(made.action(made.document("a")), dt.date(2024, 6, 30))
        assert self.row(made, as_of)["overdue"] == overdue

    def test_the_last_due_date_decides(self, made):
        action = made.action(made.document("a"))
        made.due(action, dt.date(2025, 3, 31))
        made.due(action, dt.date(2024, 6, 30))
        row = self.row(made)
        assert (row["overdue"], row["due_unknown"]) == (0, 0)

    def test_what_is_done_is_not_overdue(self, made):
        made.due(made.action(made.document("a"), standing="done"), dt.date(2024, 6, 30))
        row = self.row(made)
        assert (row["done"], row["overdue"], row["due_unknown"], row["overdue_share"]) == (1, 0, 0, 0.0)

    def test_what_recurs_is_not_overdue(self, made):
        action = made.action(made.document("a"))
        made.due(action, dt.date(2024, 6, 30))
        made.date(action, kind="recurring", recurrence="P1Y")
        row = self.row(made)
        assert (row["overdue"], row["due_unknown"], row["with_date"]) == (0, 1, 1)

    @pytest.mark.parametrize("kind", ["start", "period", "event"])
    def test_only_a_due_date_can_be_overdue(self, made, kind):
        made.date(made.action(made.document("a")), kind=kind, end=dt.date(2024, 6, 30), precision="month")
        row = self.row(made)
        assert (row["overdue"], row["due_unknown"], row["with_date"]) == (0, 1, 1)

    def test_done_overdue_unknown_and_to_come_are_all_actions(self, made):
        plan = made.document("a")
        made.action(plan, standing="done")
        made.action(plan)
        made.due(made.action(plan, standing="in_progress"), dt.date(2024, 6, 30))
        made.due(made.action(plan), dt.date(2025, 6, 30))
        row = self.row(made)
        assert (row["actions"], row["done"], row["overdue"], row["due_unknown"]) == (4, 1, 1, 1)

    def test_objectives_are_those_for_the_documents_years(self, made):
        report = made.document("a", (2023, 2024), publication="report")
        made.objective(report)
        made.objective(report, years=(2023, 2024), standing="previous")
        made.objective(report, years=(2024, 2027), standing="future")
        made.objective(report, standing="previous")
        assert self.row(made)["objectives"] == 2

    def test_a_document_without_a_period_or_actions_has_a_row(self, made):
        made.objective(made.document("a", None))
        row = self.row(made)
        assert (row["years"], row["objectives"], row["actions"], row["lead_share"]) == ([], 1, 0, None)


def test_every_table_is_made_even_of_nothing():
    empty = Corpus({}, {}, {}, {}, (), (), ())
    assert comparison_rows(empty, AS_OF) == {table.name: [] for table in COMPARISON_TABLES}
