"""Which objective an action hangs under, where rules have a vote and trees decide."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from test_structures import BEGINNING, Table, fields, under

from safeplans.extractors.structures.attaching import HELD, NEAR, Tie, reattach
from safeplans.extractors.structures.reading import links, records_of, ties_in

TWO = "OBJ Neglect\nACT Audit files\nOBJ Exploitation\nACT Train staff"


def ties(*parts: str | Table) -> list[Tie]:
    return ties_in(*fields(*parts))


def named(tie: Tie) -> tuple[str, str]:
    return tie.action.text, tie.objective.text


def test_each_action_is_held_against_each_objective_near_it() -> None:
    assert {named(t) for t in ties(TWO)} == {
        ("Audit files", "Neglect"), ("Audit files", "Exploitation"),
        ("Train staff", "Neglect"), ("Train staff", "Exploitation"),
    }  # fmt: skip


def test_an_objective_far_above_is_not_asked_unless_the_number_names_it() -> None:
    many = "\n".join(f"ONUM {n}\nOBJ Priority {n}\nACT Audit {n}" for n in range(1, 3 * NEAR))
    far = f"{many}\nANUM 1.2\nACT Train staff"
    asked = [t.objective.text for t in ties(far) if t.action.text == "Train staff"]
    assert len(asked) == NEAR + 1
    assert asked[0] == "Priority 1"
    assert "Priority 2" not in asked


def test_rules_have_a_vote_and_all_ties_are_told_by_the_same_amounts() -> None:
    some = ties("SECT Priorities", TWO, [["OBJ Homes", "ACT Visit homes"]])
    assert {named(t): t.told[0] for t in some}["Audit files", "Neglect"] == 1
    assert {named(t): t.told[0] for t in some}["Train staff", "Neglect"] == 0
    assert len({len(t.told) for t in some}) == 1


def test_words_of_a_heading_that_come_again_tell_which_objective_is_meant() -> None:
    listed = "OBJ Neglect at home\nOBJ Exploitation by gangs\nSECT Neglect at home\nACT Audit files"
    alike = {t.objective.text: t.told for t in ties(listed)}
    differ = [n for n, (a, b) in enumerate(zip(*alike.values(), strict=True)) if (a, b) == (1.0, 0.0)]
    assert differ  # the heading over the action has the words of the first, and of none other


def test_the_likeliest_objective_is_taken_and_none_where_none_is_likely() -> None:
    view, segments = fields(TWO)
    some = ties_in(view, segments)
    reattach(some, np.array([0.2, 0.1, 0.7, HELD], dtype=np.float32))
    assert {t.action.text: t.action.parent and t.action.parent.text for t in some} == {
        "Audit files": None, "Train staff": "Neglect",
    }  # fmt: skip


def test_the_shipped_trees_hang_actions_under_what_stands_over_them() -> None:
    assert under(records_of(*fields(TWO), links())[0]) == {"Audit files": "Neglect", "Train staff": "Exploitation"}


LINE = st.tuples(st.sampled_from([*BEGINNING, "O", "HEAD", "LAB", "SECT"]), st.sampled_from("abcd")).map(" ".join)


@settings(max_examples=50)
@given(st.lists(LINE, max_size=25))
def test_actions_hang_under_objectives_of_the_document_or_none(lines: list[str]) -> None:
    records, _ = records_of(*fields("\n".join(lines)), links())
    known = {id(r) for r in records if r.kind == "objective"}
    assert all(r.parent is None or id(r.parent) in known for r in records if r.kind == "action")
