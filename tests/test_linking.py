"""Which action a cell belongs to, where structures have a vote and trees decide."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_structures import BEGINNING, Table, fields, rows

from safeplans.extractors.structures.linking import NEAR, VOTERS, Pair, pairs_of, relink
from safeplans.extractors.structures.reading import areas_of, links, records_of
from safeplans.extractors.structures.trees import Trees
from safeplans.extractors.views.segments import FIELDS
from safeplans.extractors.weights.network import Array

TABLE = [
    ["HEAD Action", "HEAD Lead", "HEAD By when"],
    ["ACT Audit files", "LEAD QA Group", "DUE June 2025"],
    ["ACT Train staff", "LEAD Learning Group", "DUE May 2026"],
]


def pairs(*parts: str | Table) -> list[Pair]:
    view, segments = fields(*parts)
    return pairs_of(view, segments, areas_of(view, segments))


def named(pair: Pair) -> tuple[str, str]:
    return pair.segment.text, pair.record.text


def given_to(odds: dict[tuple[str, str], float], *parts: str | Table) -> tuple[list[tuple[str, str, str]], list[str]]:
    """The actions with lead and date when pairs are so likely, and the cells that none has."""
    view, segments = fields(*parts)
    areas = areas_of(view, segments)
    some = pairs_of(view, segments, areas)
    told = np.array([odds.get(named(p), 0.0) for p in some], dtype=np.float32)
    left = relink(some, told, segments)
    return rows([r for area in areas for r in area.best.records]), [s.text for s in left]


# ---- pairs ------------------------------------------------------------------------------------


def test_each_cell_is_held_against_each_action_near_it() -> None:
    assert {named(p) for p in pairs(TABLE)} == {
        (cell, action)
        for cell in ("QA Group", "June 2025", "Learning Group", "May 2026")
        for action in ("Audit files", "Train staff")
    }


def test_an_action_far_from_a_cell_is_not_asked_unless_a_structure_gives_it_the_cell() -> None:
    actions = "\n".join(f"ACT Audit {n} files" for n in range(3 * NEAR))
    leads = "\n".join(f"LEAD Group {n}" for n in range(3 * NEAR))
    first = [p.record.text for p in pairs(f"{actions}\n{leads}") if p.segment.text == "Group 0"]
    assert first[-1] == "Audit 0 files"  # column after column
    assert len(first) == NEAR + 1


def test_structures_have_votes() -> None:
    votes = {named(p): dict(zip(VOTERS, p.told[-2 - len(VOTERS) : -2], strict=True)) for p in pairs(TABLE)}
    assert votes["QA Group", "Audit files"]["grid"] == votes["QA Group", "Audit files"]["sequence"] == 1
    assert votes["QA Group", "Train staff"]["grid"] == votes["QA Group", "Train staff"]["sequence"] == 0
    assert votes["QA Group", "Train staff"]["sequence_ahead"] == 1


def test_all_pairs_are_told_by_the_same_amounts() -> None:
    assert len({len(p.told) for p in pairs("OBJ Neglect\nACT Audit files\nLEAD QA Group", TABLE)}) == 1


# ---- links ------------------------------------------------------------------------------------


def test_a_cell_belongs_to_the_actions_to_which_it_more_likely_does_than_not() -> None:
    odds = {("QA Group", "Audit files"): 0.9, ("QA Group", "Train staff"): 0.6, ("June 2025", "Audit files"): 0.4}
    found, left = given_to(odds, TABLE)
    assert found == [("Audit files", "QA Group", ""), ("Train staff", "QA Group", "")]
    assert left == ["June 2025", "Learning Group", "May 2026"]


def test_a_cell_of_several_actions_is_shared() -> None:
    view, segments = fields(TABLE)
    areas = areas_of(view, segments)
    some = pairs_of(view, segments, areas)
    relink(some, np.array([float(p.segment.text == "QA Group") for p in some], dtype=np.float32), segments)
    assert [r.shared for r in areas[0].best.records] == [{"LEAD"}, {"LEAD"}]


# ---- trees ------------------------------------------------------------------------------------


def stump() -> Trees:
    """One tree: likely where the second amount is over a half."""
    table = [
        np.array([row], dtype=np.float32) for row in ([1, 0, 0], [0.5, 0, 0], [1, -1, -1], [2, -1, -1], [0, -2, 2])
    ]
    return Trees(0.0, *table)


def test_trees_add_up_to_the_logarithm_of_the_odds() -> None:
    told = np.array([[9.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    assert stump().odds(told).tolist() == pytest.approx([0.1192, 0.8808])


def test_trees_are_kept_as_they_are(tmp_path: Path) -> None:
    stump().save(tmp_path / "a.npz")
    Trees.load(tmp_path / "a.npz").save(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    told: Array = np.array([[0.0, 1.0]], dtype=np.float32)
    assert Trees.load(tmp_path / "b.npz").odds(told).tolist() == stump().odds(told).tolist()


def test_the_shipped_trees_read_a_table_row_by_row() -> None:
    assert rows(records_of(*fields(TABLE), links())[0]) == [
        ("Audit files", "QA Group", "June 2025"),
        ("Train staff", "Learning Group", "May 2026"),
    ]


LINE = st.tuples(st.sampled_from([*BEGINNING, "O", "HEAD", "LAB", "SECT"]), st.sampled_from("abcd")).map(" ".join)


@settings(max_examples=50)
@given(st.lists(LINE, max_size=25))
def test_each_cell_is_in_an_action_or_left_over(lines: list[str]) -> None:
    view, segments = fields("\n".join(lines))
    records, left = records_of(view, segments, links())
    if any(r.kind == "action" for r in records):
        held = [s for r in records for some in r.fields.values() for s in some]
        wanted = {id(s) for s in segments if s.label in FIELDS}
        assert {id(s) for s in (*held, *left)} == wanted
        assert not {id(s) for s in held} & {id(s) for s in left}
