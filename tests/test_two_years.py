"""The two-year corpus of data/raw/two-years: its sources hold together, and it is read as its sources say.

What the sources say when documents are compared (samples/two-years/TRUTH.md) is the gold of the comparison's own tests.
"""

from __future__ import annotations

import functools
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from test_samples_end_to_end import alike, iso, pairs

from safeplans.extractors.base.facts import Facts
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.extract import extract

ROOT = Path(__file__).parent.parent
RAW = ROOT / "data" / "raw" / "two-years"
sys.path.insert(0, str(ROOT / "samples"))
from plan_source import load, measure_text  # noqa: E402

NAMES = sorted(path.stem for path in (ROOT / "samples" / "two-years").glob("*.yaml"))
SUFFIXES = ("plan-2023", "report-2023", "plan-2024")
KEYS = {
    "document": {"doc", "intro", "objectives", "figures"},
    "doc": {"type", "style", "pname", "title", "period_start", "period_end", "published", "version"},
    "objective": {"n", "kind", "title", "text", "like", "was", "impact", "a"},
    "plan": {"n", "t", "lead", "by", "m", "p", "rag", "was"},
    "report": {"t", "was", "is"},
}

REPORTS = [name for name in NAMES if name.endswith("report-2023")]

each_document = pytest.mark.parametrize("name", NAMES)


@functools.cache
def source_of(name: str) -> dict[str, Any]:
    return load(ROOT / "samples" / "two-years" / f"{name}.yaml")


@functools.cache
def facts_of(name: str) -> Facts:
    (path,) = RAW.glob(f"{name}.*")
    return extract(path.read_bytes(), Settings(path.name))


def is_report(name: str) -> bool:
    return name in REPORTS


def items(name: str) -> list[dict[str, Any]]:
    return [item for objective in source_of(name)["objectives"] for item in objective["a"]]


# ---- the sources ------------------------------------------------------------------------------


def test_ten_partnerships_have_a_plan_a_report_and_the_next_plan():
    kinds = defaultdict(set)
    for name in NAMES:
        slug, kind = re.fullmatch(rf"(.+)-({'|'.join(SUFFIXES)})", name).groups()
        kinds[slug].add(kind)
    assert len(kinds) >= 10
    assert all(found == set(SUFFIXES) for found in kinds.values()), kinds
    for slug in kinds:
        assert len({source_of(f"{slug}-{kind}")["doc"]["pname"] for kind in SUFFIXES}) == 1


@each_document
def test_a_source_has_only_the_keys_that_are_described(name):
    source = source_of(name)
    assert set(source) <= KEYS["document"]
    assert set(source["doc"]) <= KEYS["doc"]
    for objective in source["objectives"]:
        assert set(objective) <= KEYS["objective"]
        assert objective["text" if not is_report(name) else "title"]
    allowed = KEYS["report" if is_report(name) else "plan"]
    assert [item for item in items(name) if not set(item) <= allowed] == []
    numbers = [row["n"] for row in (source["objectives"] if is_report(name) else items(name))]
    assert len(numbers) == len(set(numbers))


@each_document
def test_what_a_source_says_of_an_earlier_plan_is_in_that_plan(name):
    rows = [*source_of(name)["objectives"], *items(name)]
    named = {key for row in rows for key in row.get("was", [])}
    if name.endswith("plan-2023"):
        assert not named
        return
    earlier = f"{name.rsplit('-', 2)[0]}-plan-2023"
    objectives = {f"2023:{row['n']}" for row in source_of(earlier)["objectives"]}
    actions = {f"2023:{row['n']}" for row in items(earlier)}
    assert {key for row in source_of(name)["objectives"] for key in row.get("was", [])} <= objectives
    assert {key for row in items(name) for key in row.get("was", [])} <= actions
    assert actions - named, "something has to be left unmentioned, or dropped"


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_says_how_each_piece_of_work_stands(name):
    assert {item.get("is") for item in items(name)} <= {"done", "in_progress", "planned"}


def test_every_label_of_like_objectives_is_explained_and_most_are_shared():
    truth = (ROOT / "samples" / "two-years" / "TRUTH.md").read_text(encoding="utf-8")
    users = defaultdict(set)
    for name in NAMES:
        for objective in source_of(name)["objectives"]:
            if "like" in objective:
                assert f"| {objective['like']} |" in truth
                users[objective["like"]].add(source_of(name)["doc"]["pname"])
    assert sum(len(names) >= 2 for names in users.values()) >= 10


def test_the_documents_are_those_of_the_sources():
    checked = subprocess.run([sys.executable, str(ROOT / "samples" / "make_two_years.py"), "--check"])
    assert checked.returncode == 0
    assert all(path.stat().st_size < 60_000 for path in RAW.iterdir())
    assert 4 <= len(list(RAW.glob("*.txt"))) <= len(NAMES) // 3


# ---- as they are read -------------------------------------------------------------------------


@each_document
def test_a_document_says_whose_it_is_and_of_when(name):
    doc, meta = source_of(name)["doc"], facts_of(name).metadata
    assert meta.partnership_name == doc["pname"]
    assert meta.document_type == doc["type"]
    found = (iso(meta.period_start), iso(meta.period_end), iso(meta.published))
    assert found == (doc["period_start"], doc["period_end"], doc["published"])


def statement(objective: dict[str, Any], row: Any) -> bool:
    """The objective's words, with or without its title before them; a report prints the title alone."""
    text = objective.get("text")
    return alike(text or objective["title"], row.text) or alike(f"{objective['title']} {text}", row.text)


def share(found: int, wanted: int) -> float:
    assert wanted
    return found / wanted


def test_almost_all_that_is_printed_is_found_and_nothing_else():
    wanted, hits, found = (defaultdict(int) for _ in range(3))
    for name in NAMES:
        source, facts = source_of(name), facts_of(name)
        tables = {
            "objectives": pairs(source["objectives"], facts.objectives, statement),
            "actions": pairs(items(name), facts.actions, lambda item, row: alike(item["t"], row.text)),
        }
        for table, matched in tables.items():
            hits[table] += len(matched)
            found[table] += len(getattr(facts, table))
        wanted["objectives"] += len(source["objectives"])
        wanted["actions"] += len(items(name))
    assert share(hits["objectives"], wanted["objectives"]) >= 0.95
    assert share(hits["objectives"], found["objectives"]) >= 0.95
    assert share(hits["actions"], wanted["actions"]) >= 0.97
    assert share(hits["actions"], found["actions"]) >= 0.98


def test_leads_dates_ratings_and_measures_of_the_plans_are_found():
    wanted, hits = 0, 0
    for name in sorted(set(NAMES) - set(REPORTS)):
        facts = facts_of(name)
        measures = {row.action: row.text for row in facts.measures if row.kind == "success"}
        for item, row in pairs(items(name), facts.actions, lambda item, row: alike(item["t"], row.text)):
            measure = measure_text(item["m"]).removesuffix(".") if "m" in item else None
            fields = (
                (item.get("lead"), row.owner_text),
                (item.get("by"), row.timescale_text),
                (item.get("rag"), row.rag),
                (measure, (measures.get(row.key) or "").removesuffix(".")),
            )
            wanted += len(fields)
            hits += sum((said or None) == (read or None) for said, read in fields)
    assert share(hits, wanted) >= 0.98


def test_reports_are_read_with_the_standing_that_is_printed():
    """What only the words of a sentence say (`is in draft`) is not: under `What we did` it is read as done."""
    wanted, hits = 0, 0
    for name in REPORTS:
        printed = source_of(name)["doc"]["style"] == "table-report"
        for item, row in pairs(items(name), facts_of(name).actions, lambda item, row: alike(item["t"], row.text)):
            if item["is"] != "in_progress" or printed:
                wanted += 1
                hits += item["is"] == row.standing
    assert share(hits, wanted) >= 0.97


def test_figures_of_the_reports_are_found_with_their_change():
    missed = []
    for name in REPORTS:
        found = {(row.value, row.change) for row in facts_of(name).measures if row.kind == "figure"}
        for figure in source_of(name)["figures"]:
            change = float(figure["c"]) if "c" in figure else None
            if (float(figure["v"]), change) not in found:
                missed.append((name, figure["t"]))
    assert len(missed) <= 1, missed
