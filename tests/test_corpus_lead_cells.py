"""Lead cells that owners are learnt from: what is cut out of documents, and what is put together by chance."""

from __future__ import annotations

import re

import pytest

from corpus.building import Planned
from corpus.families import Family
from corpus.gold import Source, loads
from corpus.lead_cells import MIXED, Statement, lead_cells, mixed_cells

FAMILY = Family("fern-one", "learn", "fern", "fern", 1, "plan", "children", "md", True, "a table")
PLAN = """\
+++
sort = "plan"
safeguards = "children"
format = "md"
layout = "a table"

[document]
document_type = "business_plan"

[names]
"Named Nurse, Acute Trust" = "role health"
"Police" = "agency police"
"Quality and Audit Group" = "group partnership"
"Jane Okafor" = "person other"
+++
| Action | Lead |
| --- | --- |
| ⟦action a1|Audit forty files⟧ | ⟦lead a1|⟦who|Named Nurse, Acute Trust⟧ / ⟦who|Police⟧⟧ |
| ⟦action a2|Publish a guide⟧ | ⟦lead a2|⟦who|Quality and Audit Group⟧, ⟦who|Jane Okafor⟧⟧ |
"""


@pytest.fixture
def plan() -> list[tuple[Planned, Source]]:
    return [(Planned("fern-one", FAMILY, "children", 1, None, ()), loads(PLAN))]


def names(cell: Statement) -> list[str]:
    """The names that the labels of a cell mark, put together again."""
    made: list[str] = []
    for token, label in zip(cell.tokens, cell.labels, strict=True):
        if label == "B-LEAD":
            made.append(token)
        elif label == "I-LEAD":
            made[-1] += f" {token}"
    return [re.sub(r" (?=[,)])", "", re.sub(r"\s+", " ", name)) for name in made]


def test_a_cell_is_learnt_from_as_printed_and_in_a_narrow_column(plan: list[tuple[Planned, Source]]) -> None:
    cells = lead_cells(plan)
    assert [names(c) for c in cells[::2]] == [
        ["Named Nurse, Acute Trust", "Police"],
        ["Quality and Audit Group", "Jane Okafor"],
    ]
    for printed, narrow in zip(cells[::2], cells[1::2], strict=True):
        assert "\n" in narrow.tokens and "\n" not in printed.tokens
        assert names(narrow) == names(printed)


def test_cells_put_together_mark_every_name_that_is_in_them(plan: list[tuple[Planned, Source]]) -> None:
    cells = mixed_cells(plan)
    assert len(cells) > MIXED / 2
    assert {len(names(c)) for c in cells} >= {1, 2, 3}
    for cell in cells:
        assert all(label != "O" for token, label in zip(cell.tokens, cell.labels, strict=True) if token == "Okafor")
    assert [c.tokens for c in cells] == [c.tokens for c in mixed_cells(plan)]


def test_nothing_is_put_together_that_could_be_one_name(plan: list[tuple[Planned, Source]]) -> None:
    for cell in mixed_cells(plan):
        assert not re.search(r"Chair , \n? ?Police", " ".join(cell.tokens))
