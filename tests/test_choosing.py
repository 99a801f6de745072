"""Which reading of a document is believed, and what the shipped models make of small documents."""

from __future__ import annotations

from importlib import resources
from typing import Any

import numpy as np
import pytest

from safeplans.extractors.base.document import Document, Place
from safeplans.extractors.base.facts import Action, Facts, Metadata, Objective, Source
from safeplans.extractors.base.models import MODELS
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.choice import choosing
from safeplans.extractors.choice.choosing import (
    NOTHING,
    WALK,
    Reading,
    agreement,
    choice,
    choose,
    readings,
)
from safeplans.extractors.drafting.drafts import ActionDraft, Placement, Plan
from safeplans.extractors.drafting.objectives import Objectives
from safeplans.extractors.extract import extract
from safeplans.extractors.labelling.scores import MODEL, Labelled, scorer
from safeplans.extractors.reading import read
from safeplans.extractors.views.pieces import View
from safeplans.extractors.weights.network import Array

PLACE = Place(None, 1, 1)
SOURCE = Source(PLACE, "", "test", 1.0)
PAGE = Document("text/plain", (), ())


def plan(*actions: str, objectives: tuple[str, ...] = (), lead: str | None = None) -> Plan:
    """A plan of actions, all led by `lead`."""
    its = Objectives()
    for text in objectives:
        its.add("priority", text, PLACE, text, "test", 0.9)
    drafts = [ActionDraft(text, PLACE, text, "test", 0.9, owner_cells=[[lead]] if lead else []) for text in actions]
    return Plan(its, drafts, [], [], [], {}, Placement())


def scores(*found: Reading) -> list[float]:
    choose(found, PAGE, Metadata())
    return [r.score for r in found]


def model(told: dict[str, float]) -> dict[str, Any]:
    keys = sorted(k for k in told if k != "base")
    trees = [
        {
            "feature": [index, 0, 0], "threshold": [0.5, 0.0, 0.0], "left": [1, -1, -1], "right": [2, -1, -1],
            "value": [0.0, 0.0, told[key]],
        }
        for index, key in enumerate(keys)
    ]  # fmt: skip
    return {"keys": keys, "base": told["base"], "trees": trees}


@pytest.fixture
def weigh(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Other trees for one test: for each reading a base, and what a feature of more than a half adds to it."""

    def put(**weights: dict[str, float]) -> None:
        known = {name: model(told) for name, told in ({"lines": {"base": 0.0}} | weights).items()}
        monkeypatch.setattr(choosing, "_trees", lambda: known)

    return put


class OneLabel:
    """Stands in for the models: says the same of every word."""

    links = None

    def __init__(self, label: str) -> None:
        self.word = label

    def odds(self, view: View, cues: object) -> Array:
        return np.full((len(view.tokens), 1), 0.9, dtype=np.float32)

    def labelled(self, view: View, odds: Array) -> Labelled:
        count = len(odds)
        return Labelled([self.word] * count, [0.9] * count, [0.9] * count)


# ---- agreement --------------------------------------------------------------------------------


def test_plans_with_the_same_statements_agree():
    assert agreement(plan("Audit files", "Train staff"), plan("Audit files", "Train staff")) == 1.0


def test_order_case_and_signs_make_no_difference():
    assert agreement(plan("Audit files", "Train staff"), plan("TRAIN staff.", "Audit: files")) == 1.0


def test_what_the_words_belong_to_makes_no_difference():
    assert agreement(plan("Audit files", objectives=("Neglect",)), plan("Neglect", objectives=("Audit files",))) == 1.0


def test_agreement_is_the_share_of_statements_that_both_hold():
    assert agreement(plan("Audit files", "Train staff"), plan("Audit files", "Ask children")) == 0.5
    assert agreement(plan("Audit files", "Train staff", "Ask children"), plan("Audit files")) == 0.5
    assert agreement(plan("Audit files"), plan("Ask children")) == 0.0


def test_agreement_is_the_same_both_ways():
    one, other = plan("Audit files", "Audit files", "Train staff"), plan("Audit files")
    assert agreement(one, other) == agreement(other, one) == 0.5


def test_two_empty_plans_agree_and_an_empty_one_agrees_with_no_other():
    assert agreement(plan(), plan()) == 1.0
    assert agreement(plan(), plan("Audit files")) == 0.0


# ---- the readings of a document ---------------------------------------------------------------

TEXT = b"# Business Plan\n\nNeglect\n\n- Audit forty files\n- Train all staff\n"


@pytest.mark.parametrize("label", ["O", "B-ACT", "B-OBJ", "B-LEAD"])
def test_a_text_is_read_by_its_blocks_and_by_its_lines_and_as_holding_no_plan(label):
    names = [r.name for r in readings(read(TEXT), Metadata(), OneLabel(label))]
    assert names[:2] == ["blocks", "lines"] and names[-1] == NOTHING
    assert len(set(names)) == len(names)


def test_the_reading_that_there_is_no_plan_has_no_rows_whatever_the_words_are_taken_for():
    document = read(TEXT)
    *others, nothing = readings(document, Metadata(), OneLabel("B-ACT"))
    assert all(r.plan.actions for r in others)
    assert (nothing.plan.actions, nothing.plan.objectives.rows) == ([], [])
    assert nothing.plan.placement.placed == set()
    assert nothing.view is None and nothing.records == []


def test_the_reading_that_there_is_no_plan_sets_every_block_aside():
    document = read(TEXT)
    nothing = readings(document, Metadata(), OneLabel("O"))[-1]
    assert nothing.plan.placement.aside == dict.fromkeys(range(len(document.blocks)), "narrative")


def test_a_document_without_words_has_no_readings():
    assert readings(PAGE, Metadata(), OneLabel("B-ACT")) == []


# ---- choosing ---------------------------------------------------------------------------------


def test_the_reading_with_the_highest_score_is_chosen(weigh):
    weigh(walk={"base": 0.2}, blocks={"base": 0.5}, nothing={"base": 0.4})
    found = [Reading(WALK, plan("Audit files")), Reading("blocks", plan("Audit files")), Reading(NOTHING, plan())]
    assert choose(found, PAGE, Metadata()).name == "blocks"
    assert [r.score for r in found] == [0.2, 0.5, 0.4]


def test_of_equals_the_first_is_chosen(weigh):
    weigh(walk={"base": 0.5}, blocks={"base": 0.5})
    walk, blocks = Reading(WALK, plan("Audit files")), Reading("blocks", plan("Train staff"))
    assert choose([walk, blocks], PAGE, Metadata()) is walk
    assert choose([blocks, walk], PAGE, Metadata()) is blocks


def test_what_readings_have_is_weighed(weigh):
    weigh(walk={"base": 0.1, "led": 0.5}, blocks={"base": 0.2, "led": 0.5, "none": 0.3})
    assert scores(Reading(WALK, plan("Audit files", lead="Chair")), Reading("blocks", plan("Audit files"))) == [
        0.6,
        0.2,
    ]
    assert scores(Reading(WALK, plan("Audit files")), Reading("blocks", plan())) == [0.1, 0.5]


def test_agreement_with_the_others_is_weighed(weigh):
    weigh(walk={"base": 0.1, "agrees_blocks": 0.4}, blocks={"base": 0.1, "agrees_walk": 0.2})
    assert scores(Reading(WALK, plan("Audit files")), Reading("blocks", plan("Audit files"))) == [0.5, 0.3]
    assert scores(Reading(WALK, plan("Audit files")), Reading("blocks", plan("Train staff"))) == [0.1, 0.1]


def test_a_choice_says_how_clear_it_was_and_what_the_others_hold_too(weigh):
    weigh(walk={"base": 0.7}, blocks={"base": 0.6}, nothing={"base": 0.1})
    found = [
        Reading(WALK, plan("Audit files", "Train staff", objectives=("Neglect",))),
        Reading("blocks", plan("Audit files.", objectives=("Neglect",))),
        Reading(NOTHING, plan()),
    ]
    facts = Facts("text/plain", "text", None, "ok")
    facts.actions = [Action("a1", "Audit files", SOURCE), Action("a2", "Train staff", SOURCE)]
    facts.objectives = [Objective("o1", "priority", "Neglect", SOURCE)]
    told = choice(choose(found, PAGE, Metadata()), found, facts)
    assert (told.name, told.score, told.margin) == (WALK, 0.7, 0.1)
    assert told.agreed == {"a1": 0.5, "a2": 0.0, "o1": 0.5}


# ---- with the shipped models ------------------------------------------------------------------

SHIPPED = resources.files("safeplans.extractors") / MODELS
needs_models = pytest.mark.skipif(
    not all((SHIPPED / name).is_file() for name in (MODEL, "choosing.json")), reason="the models are not trained yet"
)

PLAN = b"""\
# Lower Wendle Safeguarding Children Partnership Business Plan 2024-26

## Priority 1: Neglect

| Action | Lead | By when |
|---|---|---|
| Audit forty case files of children who live with neglect | QA Group | June 2025 |
| Train all staff in the use of the neglect tool | Learning Group | March 2026 |
| Publish a guide for schools about early signs of neglect | Head of Safeguarding | September 2025 |
"""

NO_PLANS = {
    "welcome": b"""\
# Lower Wendle Safeguarding Children Partnership

Welcome to the website of the partnership. We are a group of organisations that keep children safe in Lower Wendle.

If you are worried about a child, call 01234 567890. In an emergency call 999.

The office is open from Monday to Friday, nine to five. The postal address is The Old Mill, Mill Lane, Wendle.
""",
    "minutes": b"""\
Minutes of the meeting of 12 May 2025

Present: Anna Reed (chair), Tom Hill (Police), Sue Marsh (Health)

The minutes of the last meeting were agreed. The group heard a report on attendance. It was noted that attendance had
improved since the autumn. The next meeting is on 3 July 2025.
""",
    "recipe": b"Bread\n\nFlour, water, salt and yeast. The dough rests for an hour and is baked until brown.\n",
}


@needs_models
def test_the_same_readings_are_chosen_from_in_the_same_way():
    def found() -> list[Reading]:
        labelled = readings(read(TEXT), Metadata(), OneLabel("B-ACT"))
        return [*labelled, Reading(WALK, plan("Audit forty files", objectives=("Neglect",), lead="Chair"))]

    one, other = found(), found()
    assert choose(one, read(TEXT), Metadata()).name == choose(other, read(TEXT), Metadata()).name
    assert [r.score for r in one] == [r.score for r in other]


@needs_models
def test_a_labelled_reading_knows_what_the_document_says_its_ratings_mean():
    document = read(PLAN + b"\nBlue = not started, Green = complete, Red = at risk\n")
    labelled = readings(document, Metadata(), scorer())[0].plan
    assert labelled.key == {"blue": "planned", "green": "done", "red": "in_progress"}
    assert "rating_key" in labelled.placement.aside.values()


@needs_models
def test_the_shipped_weights_know_a_reading_that_agrees_from_one_that_does_not():
    told = plan("Audit forty files", "Train all staff", "Ask the children", objectives=("Neglect",), lead="Chair")
    other = plan("Page three of the plan")
    agreed = scores(Reading(WALK, told), Reading("blocks", told), Reading("lines", told))
    alone = scores(Reading(WALK, other), Reading("blocks", told), Reading("lines", told))
    assert agreed[0] > alone[0]


@needs_models
def test_a_small_plan_in_a_table_is_read():
    facts = extract(PLAN, Settings("plan.md"))
    assert [(o.number, o.text) for o in facts.objectives] == [("1", "Neglect")]
    assert [(a.text, a.owner_text, a.timescale_text, a.objective) for a in facts.actions] == [
        ("Audit forty case files of children who live with neglect", "QA Group", "June 2025", "o1"),
        ("Train all staff in the use of the neglect tool", "Learning Group", "March 2026", "o1"),
        ("Publish a guide for schools about early signs of neglect", "Head of Safeguarding", "September 2025", "o1"),
    ]
    assert facts.reading is not None and facts.reading.score > 0.5
    assert facts.read_share == 1.0
    assert [p for p in facts.problems if p.code == "plan_not_read"] == []


@needs_models
@pytest.mark.parametrize("page", NO_PLANS)
def test_a_page_that_holds_no_plan_gives_no_actions(page):
    facts = extract(NO_PLANS[page], Settings("page.md"))
    assert (facts.actions, facts.objectives) == ([], [])
    assert [p for p in facts.problems if p.code == "plan_not_read"] == []


@needs_models
def test_the_same_text_gives_the_same_rows_twice():
    assert extract(PLAN, Settings("plan.md")) == extract(PLAN, Settings("plan.md"))
