"""Reference numbers that a narrow column broke are one number where their neighbours say so."""

import pytest

from safeplans.extractors.extract import extract
from safeplans.extractors.reading import read

PLAN = "# Fennmouth Safeguarding Children Partnership Business Plan 2025-26\n\n## Priority 1: Neglect\n\n"


def first_column(*numbers: str) -> list[str]:
    rows = [f"| {number} | Audit forty files |" for number in numbers]
    table = "\n".join(["| Ref | Action |", "|---|---|", *rows])
    (block,) = [b for b in read((PLAN + table).encode(), "plan.md").blocks if b.rows]
    return [row.cells[0].text for row in block.rows if not row.header]


@pytest.mark.parametrize(
    ("printed", "whole"),
    [
        (["1.8", "1.9", "1.1<br>0", "1.1<br>1"], ["1.8", "1.9", "1.10", "1.11"]),
        (["A9", "A1<br>0"], ["A9", "A10"]),
        (["1.1<br>0", "1.11"], ["1.10", "1.11"]),  # the one behind tells it too
        (["SP1.9", "SP1.1<br>0."], ["SP1.9", "SP1.10."]),
        (["1.1", "1.2<br>3"], ["1.1", "1.2 3"]),  # 1.23 does not follow: left as it is printed
        (["1.1", "1.2<br>1.3"], ["1.1", "1.2 1.3"]),  # two numbers
        (["2025", "20<br>26"], ["2025", "2026"]),
    ],
)
def test_a_number_broken_in_its_cell_is_whole_where_it_follows_the_one_above_or_leads_to_the_one_below(printed, whole):
    assert first_column(*printed) == whole


def test_actions_with_wrapped_numbers_have_numbers_of_their_own():
    rows = [
        f"| {n} | {text} | QA Group | {month} 2025 |"
        for n, text, month in (
            ("1.8", "Audit forty files", "June"),
            ("1.9", "Train the staff of schools", "July"),
            ("1.1<br>0", "Publish the toolkit", "May"),
            ("1.1<br>1", "Hold a conference on neglect", "October"),
        )
    ]
    table = "\n".join(["| Ref | Action | Lead | By |", "|---|---|---|---|", *rows])
    facts = extract((PLAN + table).encode())
    assert [action.number for action in facts.actions] == ["1.8", "1.9", "1.10", "1.11"]
    assert "duplicate_number" not in {problem.code for problem in facts.problems}
