"""Files that are one document are counted once, and told wherever they are counted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from rich.console import Console

from safeplans import ask, check, compare, load, run
from safeplans.pipeline.base.slugs import slug
from safeplans.pipeline.comparison.corpus import read_corpus
from safeplans.pipeline.comparison.summary import print_summary
from safeplans.pipeline.comparison.twins import Printed, said_again
from safeplans.pipeline.corrections.reviewing import review
from safeplans.pipeline.site.building import write_report
from safeplans.pipeline.views.views import read_views

PLAN = """# Ashcombe Vale Safeguarding Children Partnership Business Plan 2024-26

## Priority 1: We see neglect sooner

| No | Action | Lead | By when |
| --- | --- | --- | --- |
| 1 | Train every social worker to recognise neglect | Head of Service | June 2024 |
| 2 | Audit twenty cases of neglect with all partners | Quality Assurance Subgroup | March 2025 |
| 3 | Ask children whether visits helped them at home | Participation Lead | March 2026 |
"""
EDITION = PLAN.replace("twenty cases", "thirty cases") + "\n| 4 | Write to all schools | Education Lead | May 2025 |\n"
OTHER = """# Ashcombe Vale Safeguarding Children Partnership Business Plan 2024-26

## Priority 2: Young people are safe online

| No | Action | Lead | By when |
| --- | --- | --- | --- |
| 7 | Publish a guide on games for parents and carers | Online Safety Lead | June 2024 |
| 8 | Hold three evenings on phones in secondary schools | Education Lead | July 2024 |
| 9 | Report to the board on images that are shared | Police | March 2025 |
"""
AS_OF = dt.date(2025, 1, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("plans")
    (made / "a.md").write_text(PLAN)
    (made / "again.md").write_text(PLAN.replace("2024-26", "2024–26"))
    (made / "edition.md").write_text(EDITION)
    (made / "other.md").write_text(OTHER)
    return made


@pytest.fixture(scope="module")
def dataset(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tables")
    run(folder, made, workers=0, cache=False)
    return made


@pytest.fixture(scope="module")
def documents(dataset: Path) -> dict[str, dict[str, Any]]:
    return {row["source"]: row for row in pq.read_table(dataset / "documents.parquet").to_pylist()}


def test_the_same_words_in_other_bytes_are_known_and_told(dataset, documents):
    first, again = documents["a.md"], documents["again.md"]
    assert again["content_id"] == first["content_id"] and again["sha256"] != first["sha256"]
    assert again["same_content_as"] == first["document_id"]
    assert [documents[name]["same_content_as"] for name in ("a.md", "edition.md", "other.md")] == [None] * 3
    (told,) = load(dataset, "problems").query("code == 'same_content'").to_dict("records")
    assert told["source"] == "again.md" and "a.md" in told["message"] and told["severity"] == "info"
    assert check(dataset) == []


def test_editions_with_most_statements_in_the_same_words_are_one_document_and_others_are_not(dataset):
    corpus = read_corpus(dataset)
    assert {each.row["source"] for each in corpus.documents.values()} == {"edition.md", "other.md"}
    assert corpus.told_again() == [("edition.md", "a.md", "again.md")]
    assert corpus.twins() == [("edition.md", "other.md")]
    assert {row["document_id"] for row in corpus.owners} == set(corpus.documents)


def test_the_comparison_counts_each_document_once_and_says_so(dataset, capsys):
    summary = compare(dataset, as_of=AS_OF)
    assert len(summary.rows["planning_quality"]) == 2
    (partnership,) = summary.rows["compared_partnerships"]
    assert partnership["documents"] == 2
    print_summary(summary, Console())
    said = " ".join(capsys.readouterr().out.split())
    assert "counted once, as they are one document: edition.md, a.md, again.md" in said
    assert "counted 2 times if they are one document: edition.md, other.md" in said
    assert check(dataset) == []


def test_answers_views_workbook_and_pages_say_so_too(dataset, folder, tmp_path):
    asked = ask(dataset, "leads", theme="neglect", as_of=AS_OF)
    assert {row["document"] for row in asked.rows} == {"edition.md"}
    assert "One document, counted once as edition.md: edition.md; a.md; again.md." in asked.notes
    views = read_views(dataset, AS_OF)
    assert {row["document"]: row["other_files"] for row in views.quality()} == {
        "edition.md": ["a.md", "again.md"],
        "other.md": [],
    }
    told = next(row for row in views.problems() if row["code"] == "same_content")
    assert (told["document"], told["partnership"]) == ("again.md", views.partnerships()[0]["partnership"])
    write_report(dataset, tmp_path / "site", documents=[folder], as_of=AS_OF)
    (page,) = (tmp_path / "site" / "partnerships").glob("[!i]*.html")
    said = page.read_text()
    assert said.count("<dt>Also in</dt><dd>a.md; again.md") == 1
    assert said.count("<dt>May be</dt>") == 2


def test_a_review_lists_each_file_for_each_has_rows_of_its_own(dataset, tmp_path):
    assert review(dataset, tmp_path / "all.csv", bands=("low", "medium", "high")).documents == 4


def printed(key: str, statements: str, title: str | None = "Plan 2024-26", **row: Any) -> Printed:
    known = {
        "document_id": key,
        "title": title,
        "period_start": dt.date(2024, 4, 1),
        "period_end": dt.date(2026, 3, 31),
    }
    return Printed({**known, "published": None, "same_content_as": None, **row}, "ashcombe-scp", Counter(statements))


@pytest.mark.parametrize(
    ("documents", "again"),
    [
        ([printed("a", "stuv"), printed("b", "stuw")], {"b": "a"}),
        ([printed("a", "stu"), printed("b", "stuvwxyz")], {"a": "b"}),
        ([printed("a", "stuv", published=dt.date(2025, 1, 1)), printed("b", "stuvw")], {"b": "a"}),
        ([printed("a", "stuv"), printed("b", "stuv", title="Plan 2024 – 26")], {"b": "a"}),
        ([printed("a", "stuv"), printed("b", "stuv", title="Strategy 2024-26")], {}),
        ([printed("a", "stuv", title=None), printed("b", "stuv", title=None)], {}),
        ([printed("a", "stuv"), printed("b", "stuv", period_end=None)], {}),
        ([printed("a", "st"), printed("b", "st")], {}),
        ([printed("a", "stuvwxy"), printed("b", "stu1234")], {}),
        ([printed("a", "", title=None), printed("b", "", same_content_as="a")], {"b": "a"}),
        ([printed("a", "stu"), printed("b", "stu", same_content_as="a"), printed("c", "stuv")], {"a": "c", "b": "c"}),
        ([printed("b", "stu", same_content_as="failed")], {}),
    ],
)
def test_which_document_is_counted(documents, again):
    assert said_again(documents) == again


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Plan 2023–24", "plan-2023-24"),
        ("Plan 2023-24", "plan-2023-24"),
        ("Children’s & Adults' Board", "childrens-and-adults-board"),
        ("Môn — Ynys", "mon-ynys"),
    ],
)
def test_any_dash_parts_words(name, found):
    assert slug(name) == found
