"""Objectives and actions from headings, lists and lines, as a careful reader takes them."""

from __future__ import annotations

import pytest
from walked import walked_facts

from safeplans.extractors.base.facts import Facts

PLAN = "# Lower Wendle Safeguarding Children Partnership Business Plan 2024-26\n\n"
REPORT = "# Lower Wendle Safeguarding Children Partnership Annual Report 2023-24\n\n"


def plan(text: str, title: str = PLAN) -> Facts:
    return walked_facts((title + text).encode())


def report(text: str) -> Facts:
    return plan(text, REPORT)


def objectives(facts: Facts) -> list[tuple[str, str | None, str]]:
    return [(o.kind, o.number, o.text) for o in facts.objectives]


def actions(facts: Facts) -> list[str]:
    return [a.text for a in facts.actions]


def under(facts: Facts) -> dict[str, str | None]:
    """The statement that each action stands under."""
    names = {o.key: o.title or o.text for o in facts.objectives}
    return {a.text: names.get(a.objective or "") for a in facts.actions}


def measures(facts: Facts) -> list[tuple[str, str]]:
    return [(m.kind, m.text) for m in facts.measures if m.kind != "figure"]


# ---- objectives -------------------------------------------------------------------------------


def test_a_numbered_heading_states_an_objective():
    facts = plan("## Objective 1: Children are heard in every assessment\n\n- Review the tool.\n")
    assert objectives(facts) == [("objective", "1", "Children are heard in every assessment")]
    assert facts.objectives[0].source.place.line_start == 3


def test_an_objective_printed_several_times_is_one_row_the_fullest():
    facts = plan("""\
Our priorities are:

1. Neglect
2. Voice of the child

## Priority 1: Neglect

Children who live with neglect are seen early and helped at once.

- Review the strategy.

## Priority 2: Voice of the child

- Ask children.
""")
    assert objectives(facts) == [
        ("priority", "1", "Children who live with neglect are seen early and helped at once."),
        ("priority", "2", "Voice of the child"),
    ]
    assert facts.objectives[0].title == "Neglect"
    assert under(facts) == {"Review the strategy.": "Neglect", "Ask children.": "Voice of the child"}


def test_a_title_and_statement_in_one_run_are_the_text_together():
    facts = plan("## Priority 1: Neglect: Children who live with it are seen early\n\n- Review the tool.\n")
    assert (facts.objectives[0].title, facts.objectives[0].text) == (
        "Neglect",
        "Neglect: Children who live with it are seen early",
    )


def test_a_statement_without_a_short_name_has_no_title():
    facts = plan("## Objective 1\n\nTo be assured that children receive help at the right time\n\n- Review the tool.\n")
    assert objectives(facts) == [("objective", "1", "To be assured that children receive help at the right time")]
    assert facts.objectives[0].title is None


def test_a_list_of_priorities():
    facts = plan(
        "## Our priorities\n\nOur three priorities for 2024 to 2026 are:\n\n- Neglect\n- Exploitation\n- Voice\n"
    )
    assert objectives(facts) == [("priority", None, name) for name in ("Neglect", "Exploitation", "Voice")]
    assert actions(facts) == []


@pytest.mark.parametrize(("word", "kind"), [("aims", "aim"), ("objectives", "objective"), ("themes", "theme")])
def test_the_introduction_names_the_kind_of_what_is_listed(word, kind):
    facts = plan(f"Our {word} are:\n\n- Safer homes\n- Heard children\n")
    assert {o.kind for o in facts.objectives} == {kind}


def test_headings_in_a_section_of_priorities_are_priorities():
    facts = plan("## Our priorities\n\n### Neglect\n\n- Review the tool.\n\n### Exploitation\n\n- Map the harm.\n")
    assert objectives(facts) == [("priority", None, "Neglect"), ("priority", None, "Exploitation")]
    assert under(facts) == {"Review the tool.": "Neglect", "Map the harm.": "Exploitation"}


def test_a_number_in_words_or_roman_is_a_digit():
    facts = plan("## Priority One: Neglect\n\n- Review the tool.\n\n## Priority II: Voice\n\n- Ask children.\n")
    assert [o.number for o in facts.objectives] == ["1", "2"]


def test_the_plans_period_is_its_objectives_and_an_outcome_has_none():
    facts = plan("## Priority 1: Neglect\n\nOutcome: Children are safe at home and heard.\n\n- Review the tool.\n")
    assert [(o.kind, o.period_start is not None) for o in facts.objectives] == [("priority", True), ("outcome", False)]


def test_an_objective_without_actions_is_still_one():
    assert objectives(plan("## Objective 1: Neglect\n\n## Objective 2: Voice\n\n- Ask children.\n")) == [
        ("objective", "1", "Neglect"),
        ("objective", "2", "Voice"),
    ]


# ---- what is set aside ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("## Our vision and values\n\n- Children come first.\n- We listen.\n", "values"),
        ("The statutory duties of the partnership are:\n\n- to coordinate\n- to ensure\n", "values"),
        ("## Board membership\n\n- Police\n- Health\n", "membership"),
        ("## Introduction\n\n- Each year we write a plan.\n- We met in March.\n", "background"),
    ],
)
def test_values_duties_members_and_background_are_no_objectives_and_no_actions(text, reason):
    facts = plan(text + "\n## Priority 1: Neglect\n\n- Review the tool.\n")
    assert objectives(facts) == [("priority", "1", "Neglect")]
    assert actions(facts) == ["Review the tool."]
    assert facts.accounting.set_aside[reason] >= 2


def test_a_contents_page_states_nothing():
    facts = plan(
        "## Contents\n\n"
        "Priority 1: Neglect ..... 3\nPriority 2: Voice ..... 5\nPriority 3: Data ..... 6\n\n## Introduction\n\nText.\n"
    )
    assert objectives(facts) == []
    assert facts.accounting.set_aside["contents"] >= 4


def test_a_printed_key_gives_no_rows_and_decides_the_standing():
    facts = plan(
        "Blue = not yet started, Green = complete, Amber = in progress, Red = overdue\n\n## Objective 1: Neglect\n\n"
        "Ref\tAction\tLead\tRAG\n1.1\tReview files\tQA Group\tBlue\n1.2\tTrain staff\tQA Group\tGreen\n"
    )
    assert facts.accounting.set_aside["rating_key"] == 1
    assert [(a.rag, a.standing) for a in facts.actions] == [("blue", "planned"), ("green", "done")]


# ---- actions ----------------------------------------------------------------------------------


def test_items_under_an_objective_are_its_actions():
    facts = plan("## Priority 1: Neglect\n\n- Review the tool.\n1. Train staff.\na) Audit files.\n")
    assert [(a.number, a.text) for a in facts.actions] == [
        (None, "Review the tool."),
        ("1", "Train staff."),
        ("a", "Audit files."),
    ]
    assert set(under(facts).values()) == {"Neglect"}


def test_a_heading_what_we_will_do_opens_a_list_of_actions():
    facts = plan(
        "## Priority 1: Neglect\n\n### What we will do\n\n- Review the tool.\n\n"
        "## Priority 2: Voice\n\n### What we will do\n\n- Ask children.\n"
    )
    assert under(facts) == {"Review the tool.": "Neglect", "Ask children.": "Voice"}


def test_numbered_lines_under_an_objective_are_actions():
    facts = plan(
        "## Objective 1: Neglect\n\n1.1 Review the neglect tool with schools\n\n1.2 Train the staff of all agencies\n"
    )
    assert [(a.number, a.text) for a in facts.actions] == [
        ("1.1", "Review the neglect tool with schools"),
        ("1.2", "Train the staff of all agencies"),
    ]


def test_a_sub_item_under_a_line_with_a_colon_is_part_of_it():
    facts = plan("## Objective 1: Neglect\n\n- Train staff in:\n    - the neglect tool\n- Audit files.\n")
    assert actions(facts) == ["Train staff in: the neglect tool", "Audit files."]


def test_all_sub_items_under_a_line_with_a_colon_are_part_of_it():
    facts = plan(
        "## Objective 1: Neglect\n\n- Train staff in:\n    - the neglect tool\n    - the law\n- Audit files.\n"
    )
    assert actions(facts) == ["Train staff in: the neglect tool the law", "Audit files."]


def test_labels_behind_an_action_are_not_of_its_text():
    facts = plan("## Priority 1: Neglect\n\n- Review the strategy. (Lead: Quality Group. By when: March 2025)\n")
    (action,) = facts.actions
    assert (action.text, action.owner_text, action.timescale_text) == (
        "Review the strategy.",
        "Quality Group",
        "March 2025",
    )
    assert [o.name for o in facts.owners] == ["Quality Group"]
    assert [(d.kind, d.start.isoformat(), d.end.isoformat()) for d in facts.dates] == [
        ("due", "2025-03-01", "2025-03-31")
    ]


def test_labels_on_lines_of_their_own_go_to_the_action_above():
    facts = plan("## Priority 1: Neglect\n\n- Review the strategy.\n\nLead: Quality Group\n\nTimescale: March 2025\n")
    (action,) = facts.actions
    assert (action.text, action.owner_text, action.timescale_text) == (
        "Review the strategy.",
        "Quality Group",
        "March 2025",
    )


def test_labels_in_indented_lines_of_an_item_go_to_it():
    facts = plan(
        "## Priority 1: Neglect\n\n"
        "- Review the strategy.\n  Lead: Quality Group\n  Timescale: March 2025\n- Train staff.\n"
    )
    assert [(a.text, a.owner_text, a.timescale_text) for a in facts.actions] == [
        ("Review the strategy.", "Quality Group", "March 2025"),
        ("Train staff.", None, None),
    ]


def test_a_lead_under_the_objectives_heading_is_the_objectives():
    facts = plan("## Priority 1: Neglect\n\nLead: Head of Quality\n\n- Review the strategy.\n")
    assert [(o.subject, o.subject_key, o.name) for o in facts.owners] == [("objective", "o1", "Head of Quality")]


RECORDS = """\
Action: Review the pathway
Lead: Quality Group
By when: March 2025
Success measure: Fewer children wait

Action: Train staff
Lead: Learning Group
By when: Ongoing
"""


def test_key_value_lines_under_an_objective_are_records():
    facts = plan(f"## Objective 1: Neglect\n\n{RECORDS}")
    assert [(a.text, a.owner_text, a.timescale_text) for a in facts.actions] == [
        ("Review the pathway", "Quality Group", "March 2025"),
        ("Train staff", "Learning Group", "Ongoing"),
    ]
    assert [(m.kind, m.text, m.action) for m in facts.measures] == [("success", "Fewer children wait", "a1")]


def test_key_value_lines_of_a_plan_without_objectives_are_records():
    facts = plan(f"## Action plan\n\n{RECORDS}")
    assert [(a.text, a.owner_text) for a in facts.actions] == [
        ("Review the pathway", "Quality Group"),
        ("Train staff", "Learning Group"),
    ]


def test_a_commitment_in_a_sentence_is_an_action():
    facts = plan(
        "## Priority 1: Neglect\n\n- Review the tool.\n\n"
        "The partnership will hold an event about neglect in schools. It is free.\n"
    )
    assert len(facts.actions) == 2


def test_a_later_section_of_other_matters_ends_the_objective():
    facts = plan(
        "## Priority 1: Neglect\n\n- Review the tool.\n\n## Introduction to the area\n\n- It has three towns.\n"
    )
    assert actions(facts) == ["Review the tool."]


# ---- measures and outcomes --------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading", ["### How will we know?\n\n", "### Measures of success\n\n", "We will know that it worked when:\n\n"]
)
def test_measures_of_success_are_no_actions(heading):
    facts = plan(
        f"## Priority 1: Neglect\n\n- Review the tool.\n\n{heading}- Fewer children wait.\n- Schools say so.\n"
    )
    assert actions(facts) == ["Review the tool."]
    assert measures(facts) == [("success", "Fewer children wait."), ("success", "Schools say so.")]
    assert {m.objective for m in facts.measures} == {"o1"}


@pytest.mark.parametrize("line", ["We will know because:", "Success measures:", "Evidence:"])
def test_a_label_on_its_own_line_opens_a_list_of_measures(line):
    facts = plan(f"## Priority 1: Neglect\n\n- Review the tool.\n\n{line}\n\n- Fewer children wait.\n")
    assert actions(facts) == ["Review the tool."]
    assert [text for _, text in measures(facts)] == ["Fewer children wait."]


def test_evidence_is_told_from_success():
    facts = plan(
        "## Priority 1: Neglect\n\n- Review the tool.\n\n### What evidence of impact is required\n\n"
        "- An audit of files.\n"
    )
    assert measures(facts) == [("evidence", "An audit of files.")]


def test_an_outcome_stands_under_its_priority_and_the_actions_below_under_it():
    facts = plan("## Priority 1: Neglect\n\nOutcome: Children are seen early and helped.\n\n- Review the tool.\n")
    assert objectives(facts) == [("priority", "1", "Neglect"), ("outcome", None, "Children are seen early and helped.")]
    assert [a.objective for a in facts.actions] == ["o2"]


def test_listed_outcomes():
    facts = plan(
        "## Priority 1: Neglect\n\n### What we want to achieve\n\n- Children are seen early.\n\n"
        "### What we will do\n\n- Review the tool.\n"
    )
    assert objectives(facts) == [("priority", "1", "Neglect"), ("outcome", None, "Children are seen early.")]
    assert actions(facts) == ["Review the tool."]


# ---- yearly reports ---------------------------------------------------------------------------

YEAR = """\
## Progress against our priorities

### Priority 1: Neglect

What we did:

- Reviewed the neglect strategy in June 2023.

What difference did it make?

- Families told us that help came sooner.

Next steps:

- Launch the tool in September 2024.

## Our priorities for 2024-26

Our priorities for 2024-26 are:

- Early help
- Neglect
"""


def test_a_reports_achievements_are_done_and_its_next_steps_planned():
    facts = report(YEAR)
    assert [(a.text, a.standing) for a in facts.actions] == [
        ("Reviewed the neglect strategy in June 2023.", "done"),
        ("Launch the tool in September 2024.", "planned"),
    ]


STATUS = """\
## Progress against our priorities

### Priority 1: Neglect

| Action | Status |
| --- | --- |
| Train every health visitor to use the tool | In progress |
| Review the neglect strategy with families | Complete |
| Ask dentists to join the panel | Not started |
"""


def test_a_printed_status_says_how_an_action_stands_in_a_report_too():
    assert [a.standing for a in report(STATUS).actions] == ["in_progress", "done", "planned"]


GOING_ON = """\
## Progress against our priorities

### Priority 1: Neglect

What we did:

- A protocol on home visits is in draft and has been read by two schools.
- We trained 40 dentists, who have started to send referrals on.
- The tool is now being tested in three teams.
- We started a panel in May 2023.
- Waits came down to 11 weeks, still above our aim of eight.
- Joint chronologies reached half of conferences, because one part still has to be typed by hand.
"""


def test_a_sentence_that_says_that_the_work_goes_on_is_not_done():
    standings = [a.standing for a in report(GOING_ON).actions]
    assert standings == ["in_progress", "done", "in_progress", "done", "in_progress", "in_progress"]


def test_the_difference_made_is_evidence_and_neither_action_nor_objective():
    assert [(m.text, m.kind) for m in report(YEAR).measures] == [
        ("Families told us that help came sooner.", "evidence")
    ]


def test_a_reports_priorities_are_previous_and_those_to_come_future():
    assert [(o.text, o.standing) for o in report(YEAR).objectives] == [
        ("Neglect", "previous"),
        ("Early help", "future"),
        ("Neglect", "future"),
    ]


def test_a_promise_in_a_reports_prose_is_an_action_when_it_has_a_date():
    facts = report(
        "## Neglect\n\nThe year was busy. The Quality Group will publish the audit of neglect in March 2025. "
        "Much more will be done.\n"
    )
    assert actions(facts) == ["The Quality Group will publish the audit of neglect in March 2025."]


def test_a_plans_actions_are_planned_until_something_says_otherwise():
    facts = plan(
        "## Objective 1: Neglect\n\nAction\tLead\tTimescale\tProgress\n"
        "Review files\tQA Group\tMay 2025\t\n"
        "Train staff\tQA Group\tOngoing\t\n"
        "Ask families\tQA Group\tCompleted\t\n"
        "Write a guide\tQA Group\tMay 2025\tA first draft is with the group.\n"
        "Map the harm\tQA Group\tMay 2025\tComplete\n"
        "Audit files\tQA Group\tMay 2025\tNot started\n"
    )
    assert [a.standing for a in facts.actions] == ["planned", "in_progress", "done", "in_progress", "done", "planned"]


# ---- doubts -----------------------------------------------------------------------------------


def codes(facts: Facts) -> set[str]:
    return {p.code for p in facts.problems} - {"partnership_unknown"}


HEADER = "## Objective 1: Neglect\n\nRef\tAction\tLead\tTimescale\n"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("1.1\tReview files\t\tMay 2025\n1.2\tTrain staff\tQA Group\tMay 2025\n", "missing_owner"),
        ("1.1\tReview files\tTBC\tMay 2025\n1.2\tTrain staff\tQA Group\tMay 2025\n", "missing_owner"),
        ("1.1\tReview files\tQA Group\t\n1.2\tTrain staff\tQA Group\tMay 2025\n", "missing_date"),
        ("1.1\tReview files\tQA Group\tMay 2025\n1.1\tTrain staff\tQA Group\tMay 2025\n", "duplicate_number"),
        ("1.1\tReview files\tQA Group\tMay 2019\n1.2\tTrain staff\tQA Group\tMay 2025\n", "date_before_period"),
        ("1.1\tReview files\tQA Group\t31 June 2025\n1.2\tTrain staff\tQA Group\tMay 2025\n", "impossible_date"),
        ("1.1\t[insert action]\tQA Group\tMay 2025\n1.2\tTrain staff\tQA Group\tMay 2025\n", "placeholder"),
        ("1.1\tSomething around hubs??\tQA Group\tMay 2025\n1.2\tTrain staff\tQA Group\tMay 2025\n", "placeholder"),
    ],
)
def test_what_a_reader_would_doubt_is_a_problem_that_names_its_line(rows, code):
    facts = plan(HEADER + rows)
    assert codes(facts) == {code}
    (problem,) = (p for p in facts.problems if p.code == code)
    assert "(line " in problem.message
    assert len(facts.actions) == 2, "a doubt takes no row away"


def test_a_sound_plan_raises_no_doubt():
    assert (
        codes(plan(HEADER + "1.1\tReview files\tQA Group\tMay 2025\n1.2\tTrain staff\tLearning Group\tOngoing\n"))
        == set()
    )


# ---- more ways to print a plan ----------------------------------------------------------------


@pytest.mark.parametrize("mark", ["Action 1: ", "Action 1.1 – ", "Step 1: ", "**Action 1:** "])
def test_lines_that_number_their_actions_in_words(mark):
    facts = plan(f"## Aim A: Voice\n\n{mark}Set up a youth board. Lead: Participation Manager. By: June 2025.\n")
    assert [(a.text, a.owner_text, a.timescale_text) for a in facts.actions] == [
        ("Set up a youth board.", "Participation Manager", "June 2025")
    ]


def test_sub_items_that_go_on_with_a_sentence_are_part_of_it():
    facts = plan(
        "## Objective 1: Neglect\n\n1. Deliver training\n   - to schools\n   - to health visitors\n2. Audit files\n"
    )
    assert actions(facts) == ["Deliver training to schools to health visitors", "Audit files"]


def test_a_name_before_a_full_stop_is_the_same_objective_as_the_name_alone():
    facts = plan("""\
## Our priorities for 2024-26

**Priority 1 – Neglect.** Children are seen early.

## Delivery plan

**Priority 1 – Neglect**

| What | Who | When |
|---|---|---|
| Review tool | QA | Q1 |
""")
    assert [o.number for o in facts.objectives] == ["1"]


def test_a_statement_under_its_number_loses_its_own_label():
    facts = plan(
        "Priority 1\nSelf-neglect\n\n"
        "Objective: Adults who self-neglect get joined-up help\n\n1.1 Launch the policy for adults\n"
    )
    assert objectives(facts)[0][2] == "Adults who self-neglect get joined-up help"


def test_a_plan_in_bare_text():
    facts = plan(
        """\
LOWER WENDLE SAFEGUARDING ADULTS BOARD
BUSINESS PLAN 2024-2025

Priority 1
Self-neglect

Actions
1.1 Launch the self-neglect policy by June 2024
1.2 Audit ten cases - Lead: QA Group - by December 2024

Priority 2
Transitional safeguarding

Actions
2.1 Map services for 16 to 25 year olds
""",
        title="",
    )
    assert objectives(facts) == [("priority", "1", "Self-neglect"), ("priority", "2", "Transitional safeguarding")]
    assert [(a.number, under(facts)[a.text]) for a in facts.actions] == [
        ("1.1", "Self-neglect"),
        ("1.2", "Self-neglect"),
        ("2.1", "Transitional safeguarding"),
    ]


def test_start_and_end_columns_and_status_words():
    facts = plan("""\
## Objective 1: Neglect

| No | Action | Owner | Start | End | Status | Comments |
|----|--------|-------|-------|-----|--------|----------|
| 1 | Review the tool | QA Group | Apr 2024 | Sep 2024 | Complete | Agreed in July |
| 2 | Train staff | Police and Health | Apr 2024 | Mar 2026 | On track | |
| 3 | Audit files | Board Manager | | TBC | Not started | |
""")
    assert [(a.timescale_text, a.standing, a.progress_text) for a in facts.actions] == [
        ("Sep 2024", "done", "Agreed in July"),
        ("Mar 2026", "in_progress", None),
        ("TBC", "planned", None),
    ]
    assert [(d.kind, d.text) for d in facts.dates if d.subject_key == "a1"] == [
        ("due", "Sep 2024"),
        ("start", "Apr 2024"),
    ]


def test_a_report_in_three_columns_gives_what_was_done_and_what_comes_next():
    facts = report("""\
## Priority 1: Neglect

| What we did | What difference it made | What we will do next |
|---|---|---|
| Trained all health visitors | Staff are more confident | Launch the toolkit in June 2024 |
""")
    assert [(a.text, a.standing) for a in facts.actions] == [
        ("Trained all health visitors", "done"),
        ("Launch the toolkit in June 2024", "planned"),
    ]


def test_hard_wrapped_statements_with_lists_of_commitments():
    facts = plan("""\
Strategic Priority 1: Neglect
We want every child who lives with neglect to be seen early by people who know
them.

We will:
* review the neglect tool with schools and health visitors so that it is used in
  every assessment
* train staff
""")
    assert objectives(facts) == [
        (
            "priority",
            "1",
            "We want every child who lives with neglect to be seen early by people who know them.",
        )
    ]
    assert len(facts.actions) == 2


def test_months_listed_as_a_yearly_cycle_are_actions_of_those_months():
    facts = plan(
        "Annual cycle\n\nThe following is done each year.\n\n"
        "• June – the Business Manager issues the self-assessments\n"
        "• October – the Scrutineer presents the yearly report\n"
    )
    assert [(a.text, a.timescale_text) for a in facts.actions] == [
        ("the Business Manager issues the self-assessments", "June"),
        ("the Scrutineer presents the yearly report", "October"),
    ]


def test_a_numbered_line_too_short_to_be_wrapped_is_a_heading():
    facts = plan(
        "3. Resources\nThe partners pay for the work of the partnership in equal shares, as they have for years.\n\n"
        "4. What we are trying to achieve\nThe executive has adopted two objectives for the life of this plan.\n"
        "Objective 1. Early support: families can get help close to home\n"
        "Objective 2. Safe transitions: young people are protected as they grow up\n"
    )
    assert [o.number for o in facts.objectives] == ["1", "2"]


def test_headings_behind_a_sentence_on_next_years_priorities_name_them():
    facts = report(
        "## What we achieved\n\n### Priority 1: Neglect\n\n- The toolkit was launched in May 2023.\n\n"
        "## Looking ahead\n\nThe partners agreed two priorities for the year ahead.\n\n"
        "### 1. Families First\n\nWe will:\n\n- Establish one team in each locality by October 2024\n"
    )
    assert [o.text for o in facts.objectives] == ["Neglect", "Families First"]
    assert [a.text for a in facts.actions][-1] == "Establish one team in each locality by October 2024"


def test_a_cards_heading_is_its_actions_number_and_title():
    facts = plan("""\
## Priority 1: Neglect

| Field | Entry |
|---|---|
| 1.1 Training offer |  |
| What we will do | Commission a course for champions |
| Responsible | Training Officer |
| Complete by | November 2025 |
| 1.2 Recovery |  |
| What we will do | Secure funding for support |
| Responsible | Head of Commissioning |
| Complete by | March 2026 |
""")
    assert [(a.number, a.title, a.text) for a in facts.actions] == [
        ("1.1", "Training offer", "Commission a course for champions"),
        ("1.2", "Recovery", "Secure funding for support"),
    ]


def test_numbers_before_an_outcome_that_stands_for_several_rows_are_the_actions():
    facts = plan("""\
## Priority 1: Prevention

| No. | Outcome sought | Action required | Owner | Deadline |
|---|---|---|---|---|
| 1.1 | Residents recognise abuse | Launch a public campaign | Prevention Group | May 2025 |
| 1.2 |  | Translate the leaflets | Support Team | June 2025 |
""")
    assert [a.number for a in facts.actions] == ["1.1", "1.2"]


def test_priorities_reported_on_under_headings_of_their_own_are_previous():
    facts = report(
        "## Our work\n\nBelow are key areas of achievement against our (previous) priorities which include:\n\n"
        "### Neglect\n\n- The toolkit was launched in May 2023.\n\n### Exploitation\n\n- A new team met weekly.\n"
    )
    assert [(o.text, o.standing) for o in facts.objectives] == [("Neglect", "previous"), ("Exploitation", "previous")]


def test_a_heading_that_reads_like_a_label_is_read_once():
    facts = plan("Next steps:\n\tand ask families\t\t\n- Review the tool. (Lead: QA Group. By: May 2025)")
    assert facts.accounting.left_over == 0


def test_cards_with_labels_side_by_side_are_actions_under_their_headings():
    facts = plan("""\
## Priority 1: Neglect

### Early signs

Train family hub workers to notice neglect.

| Lead: Head of Early Help | By when: March 2025 | Measure: Referrals rise |
|---|---|---|

### 1.2 Dental care

Write to every school about dental neglect.

| Lead: Named Nurse | By when: Ongoing |
|---|---|
""")
    assert [(a.number, a.title, a.text) for a in facts.actions] == [
        (None, "Early signs", "Train family hub workers to notice neglect."),
        ("1.2", "Dental care", "Write to every school about dental neglect."),
    ]
    assert [a.owner_text for a in facts.actions] == ["Head of Early Help", "Named Nurse"]
    assert [a.timescale_text for a in facts.actions] == ["March 2025", "Ongoing"]
    assert measures(facts) == [("success", "Referrals rise")]


def test_a_paragraph_above_the_lead_of_an_objective_is_no_action():
    facts = plan("""\
## Priority 1: Neglect

Children are seen early.

Many children in Lower Wendle live in cold homes.

Lead: Head of Early Help
""")
    assert actions(facts) == []


def test_a_row_of_labels_alone_adds_to_the_action_above():
    facts = plan("""\
## Priority 1: Neglect

| Ref | Action |
|---|---|
| 1.1 | Review the strategy |
| | Lead: Head of Early Help. By: May 2025 |
""")
    assert [(a.text, a.owner_text, a.timescale_text) for a in facts.actions] == [
        ("Review the strategy", "Head of Early Help", "May 2025")
    ]


def test_a_sentence_about_the_plan_itself_is_no_commitment():
    facts = plan("""\
## Priority 1: Neglect

Children are seen early.

The plan will be refreshed by the board once a year.

The LWSCP will publish a guide for parents.
""")
    assert actions(facts) == ["The LWSCP will publish a guide for parents."]


def test_a_sponsor_named_below_actions_with_leads_of_their_own_is_the_objectives():
    facts = plan("""\
## Priority 1: Neglect

### Actions

- Review the tool (Lead: QA Group)
- Train staff (Lead: Learning Hub)

Sponsor: Chief Nurse
""")
    assert [(o.name, o.subject) for o in facts.owners] == [
        ("QA Group", "action"),
        ("Learning Hub", "action"),
        ("Chief Nurse", "objective"),
    ]


def test_labels_straight_below_a_section_row_are_the_aims():
    facts = plan("""\
| Ref | Action | Progress |
|---|---|---|
| 1.1 | Review the strategy | Begun |
| Priority 2: Neglect | | |
| | Lead: Head of Early Help. By: May 2025 | |
| 2.1 | Train staff | Begun |
""")
    assert [(o.name, o.subject) for o in facts.owners] == [("Head of Early Help", "objective")]
    assert [a.owner_text for a in facts.actions] == [None, None]
