"""Corrections of a document that was published again: what still stands is corrected still, what changed is told."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from safeplans import check, review, run
from safeplans.pipeline.corrections.row_keys import RowKeys, document_key, document_of

PLAN = """# Ashcombe Vale Safeguarding Children Partnership Business Plan 2024-26

## Priority 1: We see neglect sooner

| No | Action | Lead | By when |
| --- | --- | --- | --- |
| 1 | Train every social worker to recognise neglect | Head of Service | June 2024 |
| 2 | Audit twenty cases of neglect with all partners | Quality Assurance Subgroup | March 2025 |
| 3 | Ask children whether visits helped them at home | Participation Lead | March 2026 |

## Priority 2: Young people are safe online

| No | Action | Lead | By when |
| --- | --- | --- | --- |
| 4 | Publish a guide on games for parents and carers | Police | June 2024 |
| 5 | Report to all schools every term | Police | March 2025 |
"""
CHANGED = PLAN.replace("Audit twenty cases of neglect with all partners", "Read forty records of health visits")
AGAIN = CHANGED.replace("2024-26", "2024–26").replace("\n\n## Priority 2", "\n\n\n## Priority 2")
"""Other bytes throughout, and one action changed."""
ANSWERS = {
    ("objectives", "We see neglect sooner", "standing"): "future",
    ("actions", "Train every social worker", "standing"): "done",
    ("actions", "Audit twenty cases", "standing"): "in_progress",
    ("actions", "Publish a guide", "themes"): "online_safety; early_help",
    ("owners", "Head of Service", "sector"): "health",
    ("dates", "March 2026", "kind"): "start",
    ("documents", "Ashcombe Vale", "document_type"): "(same)",
}


def lines_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def fill_in(path: Path, answers: dict[tuple[str, str, str], str], day: str = "2026-11-02") -> int:
    """Answers by table, beginning of the row's words and column. How many were filled in."""
    lines, found = lines_of(path), 0
    for line in lines:
        for (table, words, field), cell in answers.items():
            if (line["table"], line["field"]) == (table, field) and line["row"].startswith(f"«{words}"):
                line.update(corrected=cell, reviewer="A. Khan", reviewed=day, reason="read on the page")
                found += 1
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return found


class Reviewed:
    """A folder of plans, and the dataset that is made of it time and again."""

    def __init__(self, folder: Path) -> None:
        self.plans, self.tables = folder / "plans", folder / "tables"
        self.plans.mkdir()
        self.summary: Any = None

    def holds(self, **texts: str) -> None:
        for old in self.plans.iterdir():
            old.unlink()
        for name, text in texts.items():
            (self.plans / f"{name}.md").write_text(text)
        self.summary = run(self.plans, self.tables, workers=0, cache=False)
        assert check(self.tables) == []

    def review(self, answers: dict[tuple[str, str, str], str], **options: Any) -> None:
        review(self.tables, self.tables / "corrections.csv", bands=("low", "medium", "high"))
        assert fill_in(self.tables / "corrections.csv", answers, **options) == len(answers)

    def rows(self, name: str, **values: Any) -> list[dict[str, Any]]:
        rows = pq.read_table(self.tables / f"{name}.parquet").to_pylist()
        return [row for row in rows if all(row[column] == value for column, value in values.items())]

    def action(self, words: str) -> dict[str, Any]:
        (found,) = (row for row in self.rows("actions") if row["text"].startswith(words))
        return found


@pytest.fixture
def made(tmp_path: Path) -> Reviewed:
    made = Reviewed(tmp_path)
    made.holds(plan=PLAN)
    return made


class TestAPlanPublishedAgain:
    @pytest.fixture(autouse=True)
    def published_again(self, made: Reviewed) -> None:
        made.review(ANSWERS)
        made.holds(plan=PLAN)
        assert made.summary.corrections == {"applied": 6, "confirmed": 1}
        made.holds(new=AGAIN)

    def test_what_still_stands_is_corrected_still(self, made):
        assert made.summary.corrections == {"applied": 5, "confirmed": 1, "not_applied": 1}
        assert made.action("Train every social worker")["standing"] == "done"
        assert made.action("Publish a guide")["themes"] == ["online_safety", "early_help"]
        assert [row["text"] for row in made.rows("objectives", standing="future")] == ["We see neglect sooner"]
        assert [row["name"] for row in made.rows("owners", sector="health")] == ["Head of Service"]
        assert [row["text"] for row in made.rows("dates", kind="start")] == ["March 2026"]
        (document,) = made.rows("documents")
        told = made.rows("corrections", outcome="applied")
        assert {row["document_id"] for row in told} == {document["document_id"]}
        assert all(row["row_id"].startswith(document["document_id"]) for row in told)

    def test_the_one_change_is_told_with_the_document(self, made):
        (lost,) = made.rows("corrections", outcome="not_applied")
        assert "no row stands now for the words that were reviewed in this edition" in lost["why"]
        (told,) = made.rows("problems", code="correction_row_changed")
        assert told["source"] == "new.md" and "Audit twenty cases" in told["message"]
        assert told["document_id"] == made.rows("documents")[0]["document_id"]
        assert made.action("Read forty records")["standing"] == "planned"
        assert made.rows("problems", code="correction_unused") == []

    def test_a_review_asks_no_more_for_what_was_answered_and_says_what_was_not_applied(self, made):
        summary = review(made.tables, made.tables / "corrections.csv", bands=("low", "medium", "high"))
        assert summary.not_applied == 1
        (noted,) = (
            line for line in lines_of(made.tables / "corrections.csv") if line["doubt"].startswith("not applied")
        )
        assert noted["row"].startswith("«Audit twenty cases")
        asked = [(line["row"], line["field"]) for line in lines_of(made.tables / "corrections.csv")]
        assert asked.count(("«Train every social worker to recognise neglect»", "standing")) == 1

    def test_the_former_edition_beside_it_keeps_its_corrections_to_itself(self, made):
        made.holds(new=AGAIN, plan=PLAN)
        assert made.summary.corrections == {"applied": 6, "confirmed": 1}
        assert {row["document_id"] for row in made.rows("corrections")} == {
            made.rows("documents", source="plan.md")[0]["document_id"]
        }

    def test_what_a_reviewer_of_the_new_edition_says_stands_before_what_was_carried(self, made):
        made.review({("actions", "Read forty records", "standing"): "done"}, day="2026-11-01")
        lines = lines_of(made.tables / "corrections.csv")
        own = {**next(line for line in lines if "Read forty" in line["row"] and line["field"] == "standing")}
        key = made.action("Train every social worker")
        own |= {"row": f"«{key['text']}»", "quote": f"«{key['quote']}»", "row_id": key["action_id"]}
        own |= {"lines": f"lines {key['line_start']} to {key['line_end']}", "original": "planned", "row_key": ""}
        with (made.tables / "corrections.csv").open("a", encoding="utf-8", newline="") as stream:
            csv.DictWriter(stream, list(lines[0])).writerow(
                {**own, "corrected": "in_progress", "reviewed": "2026-10-01"}
            )
        made.holds(new=AGAIN)
        assert made.action("Train every social worker")["standing"] == "in_progress"
        assert made.rows("problems", code="correction_conflict") == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (PLAN.replace("Business Plan", "Annual Report"), "not among those of this run"),
        (PLAN.replace("2024-26", "2026-28"), "not among those of this run"),
        (PLAN.replace("Ashcombe Vale", "Lower Wendle"), "not among those of this run"),
    ],
)
def test_nothing_is_carried_to_another_partnership_type_or_period(made, text, why):
    made.review(ANSWERS)
    made.holds(new=text)
    assert made.summary.corrections == {"not_applied": 7}
    assert all(why in row["why"] for row in made.rows("corrections"))
    assert {row["document_id"] for row in made.rows("corrections")} == {None}


def test_a_plan_of_which_nothing_stands_is_told_as_changed(made):
    made.review({("actions", "Audit twenty cases", "standing"): "done"})
    made.holds(new=CHANGED)
    (told,) = made.rows("problems", code="correction_row_changed")
    assert told["source"] == "new.md" and "none of the rows that were reviewed stands in it" in told["message"]


def test_what_stands_twice_is_told_and_not_guessed(made):
    made.review({("actions", "Report to all schools", "standing"): "done", ("owners", "Head of", "sector"): "health"})
    twice = PLAN.replace("Priority 2", "Priority 9").replace(
        "Young people are safe online", "Families have enough help"
    )
    made.holds(new=twice + "| 6 | Report to all schools every term | Head of Education | May 2025 |\n")
    assert {row["standing"] for row in made.rows("actions")} == {"planned"}
    (told,) = made.rows("problems", code="correction_row_changed")
    assert "2 rows stand now for the words that were reviewed" in told["message"]


def test_an_action_under_another_objective_is_the_same_but_the_owner_of_a_changed_action_is_not(made):
    made.review({("actions", "Publish a guide", "standing"): "done", ("owners", "Quality", "sector"): "health"})
    made.holds(new=CHANGED.replace("Young people are safe online", "Families find help on screens"))
    assert made.action("Publish a guide")["standing"] == "done"
    (applied,) = made.rows("corrections", outcome="applied")
    assert "what it hangs under has changed" in applied["why"]
    (lost,) = made.rows("corrections", outcome="not_applied")
    assert lost["table"] == "owners" and "what the row hung under has changed" in lost["why"]


def test_a_cell_that_the_new_edition_prints_otherwise_is_told(made):
    made.review({("actions", "Train every", "timescale_text"): "July 2024", ("actions", "Publish", "standing"): "done"})
    made.holds(new=PLAN.replace("| Head of Service | June 2024 |", "| Head of Service | May 2025 |"))
    assert made.action("Train every")["timescale_text"] == "May 2025"
    assert made.action("Publish a guide")["standing"] == "done"
    (lost,) = made.rows("corrections", outcome="not_applied")
    assert "this edition has something else in the cell than was reviewed" in lost["why"]


def test_a_number_of_another_row_is_not_carried(made):
    made.review({("actions", "Train every", "objective_id"): "o2", ("actions", "Publish", "standing"): "done"})
    made.holds(new=AGAIN)
    (lost,) = made.rows("corrections", outcome="not_applied")
    assert lost["field"] == "objective_id" and "by its number in a former edition" in lost["why"]


def test_a_file_of_before_without_keys_is_read_as_it_was(made):
    made.review(ANSWERS)
    path = made.tables / "corrections.csv"
    lines = [{name: cell for name, cell in line.items() if name != "row_key"} for line in lines_of(path)]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    made.holds(plan=PLAN)
    assert made.summary.corrections == {"applied": 6, "confirmed": 1}
    assert all(row["row_key"] for row in made.rows("corrections"))
    made.holds(new=AGAIN)
    assert made.summary.corrections == {"not_applied": 7}


def test_a_key_says_document_row_and_what_it_hangs_under(made):
    (document,) = made.rows("documents")
    own = {
        name: made.rows(name) for name in ("objectives", "actions", "owners", "dates", "measures", "groups", "terms")
    }
    keys = RowKeys(own, document)
    key = keys.of(own["owners"][0]["owner_id"])
    assert document_of(key) == document_key(document)
    assert document_key(document).endswith("/business_plan/2024-04-01/2026-03-31")
    assert [part.partition("-")[0] for part in key.partition("#")[2].split("/")] == ["owners", "actions", "objectives"]
    assert RowKeys(own, {**document, "period_end": None}).of(own["owners"][0]["owner_id"]) is None
    assert document_of("") == ""
