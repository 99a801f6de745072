"""Plan tables: what columns mean, and what rows state."""

from __future__ import annotations

import pytest
from walked import walked_facts

from safeplans.extractors.base.document import Block, BlockKind, Cell, Para, Place, Row
from safeplans.extractors.base.facts import Facts
from safeplans.extractors.drafting.drafts import ActionDraft
from safeplans.extractors.plan.cell_items import apply_label
from safeplans.extractors.plan.key_values import is_key_value, key_value_rows
from safeplans.extractors.plan.table_columns import columns_of, is_calendar, with_headers
from safeplans.extractors.plan.table_rows import rows_of
from safeplans.extractors.time.dates import split_time

HERE = Place(None, 1, 1)


def cell(text: str, column: int, *, span: int = 1, fill: str | None = None, rowspan_from: int | None = None) -> Cell:
    """A cell; lines of the text are its paragraphs, a bullet in front of a line its marker."""
    paras = []
    for line in text.split("\n") if text else []:
        marker = "•" if line.startswith("• ") else None
        paras.append(Para(line.removeprefix("• "), HERE, marker))
    return Cell(tuple(paras), column, span, rowspan_from, fill)


def table(*rows: list[str], header: bool = True, fills: dict[tuple[int, int], str] | None = None) -> Block:
    made = []
    for r, texts in enumerate(rows):
        cells = [cell(t, i, fill=(fills or {}).get((r, i))) for i, t in enumerate(texts)]
        if len(texts) == 1:
            cells = [cell(texts[0], 0, span=max(len(x) for x in rows))]
        made.append(Row(tuple(cells), HERE, header=header and r == 0))
    return Block(BlockKind.TABLE, (), HERE, rows=tuple(made), columns=max(len(x) for x in rows))


def roles(*rows: list[str], **more) -> list[str | None]:
    return columns_of(table(*rows, **more)).roles


def actions(block: Block) -> list[ActionDraft]:
    return [draft for row in rows_of(block, columns_of(block)) for draft in row.actions]


PLAN = "# Lower Wendle Safeguarding Children Partnership Business Plan 2024-26\n\n## Objective 1: Neglect\n\n"


def facts_of_lines(*lines: str) -> Facts:
    return walked_facts((PLAN + "\n".join(lines)).encode())


# ---- columns ----------------------------------------------------------------------------------

ROW = ["1.1", "Review the pathway with schools", "QA Group", "May 2025"]


def test_headings_name_the_roles():
    assert roles(["Ref", "Action", "Lead", "Timescale"], ROW) == ["reference", "action", "lead", "due"]
    assert roles(["No.", "How will we do it?", "Who?", "By when?"], ROW) == ["reference", "action", "lead", "due"]


def test_a_heading_over_two_columns_holds_for_both():
    head = Row((cell("Action", 0), cell("Lead", 1, span=2)), HERE, header=True)
    body = Row((cell("Review", 0), cell("QA Group", 1), cell("Police", 2)), HERE)
    block = Block(BlockKind.TABLE, (), HERE, rows=(head, body), columns=3)
    assert columns_of(block).roles == ["action", "lead", "lead"]


def test_a_column_without_heading_is_what_stands_in_it():
    rows = [["", "", "", ""], ROW, ["1.2", "Train the staff of every agency", "Learning Group", "June 2025"]]
    assert roles(*rows) == ["reference", "action", "lead", "due"]


def test_a_column_of_dates_is_due_whatever_its_heading_says():
    assert roles(
        ["Action", "Lead", "Milestone"],
        ["Review the pathway", "QA Group", "May 2025"],
        ["Train staff", "QA Group", "June 2025"],
    )[2] == "due"  # fmt: skip


def test_a_column_of_ratings_is_rag_whatever_its_heading_says():
    assert roles(
        ["Action", "Lead", "Colour of it"],
        ["Review the pathway", "QA Group", "Green"],
        ["Train staff", "QA Group", "Amber"],
    )[2] == "rag"  # fmt: skip


def test_a_column_of_fills_is_rag_without_any_words():
    assert roles(
        ["Action", "Lead", ""],
        ["Review the pathway", "QA Group", ""],
        ["Train staff", "QA Group", ""],
        fills={(1, 2): "#00b050", (2, 2): "#ff0000"},
    )[2] == "rag"  # fmt: skip


def test_an_outcome_before_the_action_is_an_aim_and_behind_it_a_measure():
    before = roles(["Outcome", "Action", "Lead"], ["Children are safe", "Review the tool", "QA Group"])
    behind = roles(["Action", "Lead", "Outcome"], ["Review the tool", "QA Group", "Children are safe"])
    assert (before[0], behind[2]) == ("outcome", "success")


def test_of_two_action_columns_the_surer_one_is():
    found = roles(["What we will do about it", "Action", "Lead"], ["Work on neglect", "Review the tool", "QA Group"])
    assert found.count("action") == 1
    assert found[1] == "action"


def test_aims_beside_leads_and_dates_are_the_actions():
    found = roles(["Objective", "Lead", "Timescale"], ["Review the tool with all schools", "QA Group", "May 2025"])
    assert found == ["action", "lead", "due"]


def test_quarters_as_headings_are_times():
    block = table(
        ["Action", "Lead", "Q1", "Q2", "Q3", "Q4"],
        ["Review the tool", "QA Group", "", "✓", "", ""],
        ["Train staff", "QA Group", "x", "", "x", ""],
    )
    assert columns_of(block).times == {2: "Q1", 3: "Q2", 4: "Q3", 5: "Q4"}
    assert [a.timescale_lines for a in actions(block)] == [["Q2"], ["Q1", "Q3"]]


@pytest.mark.parametrize(
    "head",
    [
        ["Name of group", "Chair", "Frequency"],
        ["Abbreviation", "Meaning"],
        ["Agency", "Audits done"],
        ["Colour", "Shape"],
    ],
)
def test_tables_of_other_things_are_no_plans(head):
    assert not columns_of(table(head, ["Heron Group"] * len(head))).is_plan


def test_a_header_row_is_known_by_its_words_where_the_reader_could_not_tell():
    block = with_headers(table(["Ref", "Action", "Lead", "Timescale"], ROW, header=False))
    assert [r.header for r in block.rows] == [True, False]
    plain = table(ROW, ROW, header=False)
    assert with_headers(plain) is plain


# ---- rows -------------------------------------------------------------------------------------

HEAD = ["Ref", "Action", "Lead", "Timescale"]


def test_a_row_is_an_action_with_the_cells_beside_it():
    (draft,) = actions(table([*HEAD, "Progress", "RAG"], [*ROW, "A draft is out.", "Amber"]))
    assert (draft.number, draft.text) == ("1.1", "Review the pathway with schools")
    assert (draft.owner_text, draft.timescale_text) == ("QA Group", "May 2025")
    assert (draft.progress, draft.rag) == ("A draft is out.", "amber")


def test_an_empty_lead_is_told_from_no_lead_column():
    with_column, without = (
        actions(table(HEAD, ["1", "Review", "", "May 2025"]))[0],
        actions(table(["Ref", "Action"], ["1", "Review"]))[0],
    )
    assert (with_column.has_lead_cell, with_column.owner_text) == (True, None)
    assert (without.has_lead_cell, without.owner_text) == (False, None)


def test_several_bullets_in_a_cell_are_several_actions_of_one_lead_and_date():
    drafts = actions(table(["Action", "Lead", "Timescale"], ["• Review files\n• Train staff", "QA Group", "May 2025"]))
    assert [(d.text, d.owner_text, d.timescale_text) for d in drafts] == [
        ("Review files", "QA Group", "May 2025"),
        ("Train staff", "QA Group", "May 2025"),
    ]


def test_words_before_the_bullets_that_say_they_come_are_no_action():
    drafts = actions(table(["Action", "Lead"], ["The partnership will:\n• review files\n• train staff", "QA Group"]))
    assert [d.text for d in drafts] == ["review files", "train staff"]


def test_the_measure_of_several_actions_hangs_on_their_objective():
    block = table(["Action", "Lead", "Measure"], ["• Review files\n• Train staff", "QA Group", "Fewer children wait"])
    (row,) = rows_of(block, columns_of(block))
    assert [d.measures for d in row.actions] == [[], []]
    assert [(m.text, m.shared) for m in row.measures] == [("Fewer children wait", True)]


def test_the_measure_of_one_action_is_its_own():
    (draft,) = actions(table([*HEAD, "Measure"], [*ROW, "Fewer children wait"]))
    assert [m.text for m in draft.measures] == ["Fewer children wait"]


def test_an_action_cell_merged_over_rows_is_stated_once_and_its_leads_add_up():
    facts = facts_of_lines(
        "<table><tr><th>Ref</th><th>Action</th><th>Lead</th><th>Timescale</th></tr>",
        "<tr><td rowspan=2>1.1</td><td rowspan=2>Review files</td><td>Quality Group</td><td>May 2025</td></tr>",
        "<tr><td>Learning Group</td><td>June 2025</td></tr></table>",
    )
    assert [a.text for a in facts.actions] == ["Review files"]
    assert [o.name for o in facts.owners] == ["Quality Group", "Learning Group"]
    assert [d.text for d in facts.dates] == ["May 2025", "June 2025"]


def test_placeholders_are_no_actions():
    assert (
        actions(
            table(HEAD, ["1.1", "TBC", "QA Group", ""], ["1.2", "n/a", "QA Group", ""], ["1.3", "-", "QA Group", ""])
        )
        == []
    )


def test_a_section_row_states_the_objective_of_the_rows_below():
    facts = facts_of_lines(
        "<table><tr><th>Ref</th><th>Action</th><th>Lead</th></tr>",
        "<tr><td>Objective 2: Voice of the child</td><td></td><td></td></tr>",
        "<tr><td>2.1</td><td>Ask children</td><td>QA Group</td></tr>",
        "<tr><td>Objective 3: Exploitation</td><td></td><td></td></tr>",
        "<tr><td>3.1</td><td>Map the harm</td><td>QA Group</td></tr></table>",
    )
    names = {o.key: o.text for o in facts.objectives}
    assert {a.text: names[a.objective] for a in facts.actions} == {
        "Ask children": "Voice of the child",
        "Map the harm": "Exploitation",
    }


def test_a_section_row_of_measures_changes_what_follows():
    block = table(
        HEAD, ROW, ["Measures of success"], ["1", "Fewer children wait", "", ""], ["2", "Schools say so", "", ""]
    )
    rows = rows_of(block, columns_of(block))
    assert [d.text for r in rows for d in r.actions] == ["Review the pathway with schools"]
    assert [(m.kind, m.text) for r in rows for m in r.measures] == [
        ("success", "Fewer children wait"),
        ("success", "Schools say so"),
    ]


def test_a_merged_priority_column_states_each_aim_once_for_its_rows():
    facts = facts_of_lines(
        "Priority\tAction\tLead\tTimescale",
        "Exploitation of children\tMap the harm\tQA Group\tMay 2025",
        "\tTrain staff\tQA Group\tJune 2025",
        "Voice of the child\tAsk children\tQA Group\tMay 2025",
    )
    names = {o.key: o.text for o in facts.objectives}
    assert [(a.text, names[a.objective]) for a in facts.actions] == [
        ("Map the harm", "Exploitation of children"),
        ("Train staff", "Exploitation of children"),
        ("Ask children", "Voice of the child"),
    ]


def test_a_number_before_an_outcome_is_the_outcomes():
    block = table(["Ref", "Outcome", "Action", "Lead"], ["1", "Children are safe", "Review files", "QA Group"])
    (row,) = rows_of(block, columns_of(block))
    assert [(s.kind, s.number, s.text) for s in row.statements] == [("outcome", "1", "Children are safe")]
    assert row.actions[0].number is None


def test_a_label_beside_a_reference_is_the_actions_title():
    (draft,) = actions(table(HEAD, ["2.10 Children held at home", "Review every file", "QA Group", "May 2025"]))
    assert (draft.number, draft.title, draft.text) == ("2.10", "Children held at home", "Review every file")


def test_labels_inside_the_action_cell_go_where_they_belong():
    (draft,) = actions(table(["Ref", "Action", "Measure"], ["1", "Review files. Lead: QA Group", "Fewer wait"]))
    assert (draft.text, draft.owner_text) == ("Review files.", "QA Group")


# ---- calendars --------------------------------------------------------------------------------

YEAR = [
    ["Month", "Activity", "Responsible"],
    *([m, "Review of the year", "Executive"] for m in ("Apr", "May", "Jun", "Sep")),
]


def test_months_without_years_are_a_calendar():
    block = table(*YEAR)
    assert is_calendar(block, columns_of(block))
    assert [d.setting for r in rows_of(block, columns_of(block), calendar=True) for d in r.actions] == ["calendar"] * 4


def test_months_with_years_are_none():
    block = table(YEAR[0], *[[f"{row[0]} 2025", *row[1:]] for row in YEAR[1:]])
    assert not is_calendar(block, columns_of(block))


def test_a_calendars_dates_have_a_month_and_no_year():
    facts = facts_of_lines(*("\t".join(row) for row in YEAR))
    assert [(d.month, d.start) for d in facts.dates] == [(4, None), (5, None), (6, None), (9, None)]


# ---- key and value ----------------------------------------------------------------------------

RECORD = [["Action", "Review files"], ["Lead", "QA Group"], ["By when", "May 2025"], ["Measure", "Fewer wait"]]


def test_a_table_of_labels_and_values_is_told_from_a_plan():
    assert is_key_value(table(*RECORD, header=False))
    assert not is_key_value(table(["Action", "Lead"], ["Review files", "QA Group"]))
    assert not is_key_value(table(["Name", "Mary"], ["Post", "Nurse"], header=False))


def test_each_record_begins_where_a_label_comes_again():
    rows = key_value_rows(table(*RECORD, ["Action", "Train staff"], ["Lead", "Learning Group"], header=False))
    drafts = [d for r in rows for d in r.actions]
    assert [(d.text, d.owner_text, d.timescale_text) for d in drafts] == [
        ("Review files", "QA Group", "May 2025"),
        ("Train staff", "Learning Group", None),
    ]
    assert [m.text for m in drafts[0].measures] == ["Fewer wait"]


def test_a_record_may_name_its_priority_and_number():
    (row,) = key_value_rows(
        table(
            ["Priority", "Priority 2: Voice"],
            ["Action no", "2.1"],
            ["Action", "Ask children"],
            ["Lead", "QA Group"],
            header=False,
        )
    )
    assert [(s.kind, s.number, s.text) for s in row.statements] == [("priority", "2", "Voice")]
    assert row.actions[0].number == "2.1"


# ---- labelled values --------------------------------------------------------------------------


def draft_with(role: str, value: str) -> ActionDraft:
    draft = ActionDraft("Review files", HERE, "Review files", "test", 1.0)
    apply_label(draft, role, value, HERE)
    return draft


def test_labelled_values_go_where_they_belong():
    assert draft_with("lead", "QA Group").owner_lines == ["QA Group"]
    assert draft_with("due", "May 2025").timescale_lines == ["May 2025"]
    assert draft_with("success", "Fewer wait").measures[0].kind == "success"
    assert draft_with("rag", "Green").rag == "green"
    assert draft_with("progress", "A draft is out").progress == "A draft is out"
    assert draft_with("reports_to", "Executive").reports_to == ["Executive"]


def test_a_time_behind_a_lead_is_its_timescale():
    draft = draft_with("lead", "QA Group | Q1 2025/26")
    assert (draft.owner_text, draft.timescale_text) == ("QA Group", "Q1 2025/26")
    assert split_time("QA Group; May 2025") == ("QA Group", "May 2025")
    assert split_time("Police, Health and Schools") == ("Police, Health and Schools", None)


def test_an_empty_value_changes_nothing():
    assert draft_with("lead", "") == ActionDraft("Review files", HERE, "Review files", "test", 1.0)


@pytest.mark.parametrize("heading", ["Lead and timescale", "Who and when"])
def test_a_column_of_leads_and_dates_together_gives_both(heading):
    facts = facts_of_lines(
        f"Action\t{heading}",
        "Ask children what they think\tParticipation Lead, by March 2025",
        "Publish their answers\tBoard Manager – Dec 2025",
    )
    assert [o.name for o in facts.owners] == ["Participation Lead", "Board Manager"]
    assert [d.end.isoformat() for d in facts.dates] == ["2025-03-31", "2025-12-31"]
