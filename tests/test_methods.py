"""The methods of rows are a closed list: each has its weight, and none is made beside it."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from safeplans.extractors.base.facts import Metadata
from safeplans.extractors.base.methods import METHODS, method_name, table_method
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.choice.choosing import readings
from safeplans.extractors.choice.confidence import TABLES, Evidence, settled
from safeplans.extractors.extract import facts_of_plan
from safeplans.extractors.labelling.scores import scorer
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.ownership.sentences import rules
from safeplans.extractors.reading import read_document
from safeplans.extractors.structures import flow
from safeplans.extractors.structures.model import Found

PLAN = b"""# Ashcombe Vale Safeguarding Children Partnership Strategic Plan 2024-26

## Priority 1: Neglect

Action: Audit forty case files of children
Lead: QA Group
By when: June 2024

Action: Train all staff in the toolkit
Lead: Learning Group
By when: July 2024
"""


@pytest.mark.parametrize("table", TABLES)
def test_every_weight_is_that_of_a_method(table):
    weighed = load_toml("confidence")[table]["method"]
    assert weighed
    assert set(weighed) <= METHODS[table]


@pytest.mark.parametrize("table", METHODS)
def test_every_method_of_the_samples_is_in_the_list(table, compared: Path):
    made = pq.read_table(compared / f"{table}.parquet", columns=["method"]).column("method").to_pylist()
    assert made
    assert {method_name(method) for method in made} <= METHODS[table]


def test_the_sentence_rules_are_methods_of_owners():
    assert {rule.name for rule in rules()} <= METHODS["owners"]


def test_what_was_inferred_is_no_part_of_the_name():
    assert table_method("dates", "date:month+plan-period+typo") == "date:month"


@pytest.mark.parametrize("table", TABLES)
def test_a_row_made_by_a_method_beside_the_list_is_refused(table):
    with pytest.raises(ValueError, match=f"'renamed' is no method of the table {table}"):
        settled(table, Evidence("renamed", 0.9))


def test_a_structure_that_is_renamed_loses_no_weight_unseen(monkeypatch):
    document = read_document(PLAN, Settings("plan.md"))

    def weighed() -> list[str]:
        found = readings(document, Metadata(), scorer())
        plan = next(each.plan for each in found if each.plan.actions)
        return [action.source.method for action in facts_of_plan(document, plan).actions]

    assert weighed() == ["sequence", "sequence"]

    def renamed(view, segments) -> Found:
        found = flow.behind(view, segments)
        found.structure = "one_after_another"
        for record in found.records:
            record.structure = found.structure
        return found

    monkeypatch.setattr("safeplans.extractors.structures.reading.FLOWS", (renamed,))
    with pytest.raises(ValueError, match="'one_after_another' is no method"):
        weighed()
