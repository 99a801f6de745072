"""Gold of the corpus: what a careful reader takes from a labelled document, by its marks and its head."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.gold import gold, loads
from corpus.marks import MarkError

HEAD = """\
sort = "plan"
safeguards = "children"
format = "{format}"
layout = "a few lines"
standing = "{standing}"
[document]
document_type = "business_plan"
period_start = 2025-04-01
period_end = 2026-03-31
[names]
"QA Group" = "group partnership"
"the QA Group" = "group partnership"
"Chair" = "role partnership"
"DCS" = "role local_authority | Director of Children's Services"
"TBC" = "none"
[times]
"June 2025" = "due 2025-06-01 2025-06-30 month"
"end of May" = "due 2025-05-31 day"
"the March Board" = "due 2026-03-01 2026-03-31 month"
"from April 2025" = "start 2025-04-01 2025-04-30 month"
"quarterly" = "recurring P3M"
"each June" = "recurring P1Y 6"
"Ongoing" = "period"
"TBC" = "due"
"the 2024 survey" = "none"
"""


def rows(body: str, more: str = "", *, format: str = "txt", standing: str = "planned") -> dict[str, Any]:
    head = HEAD.format(format=format, standing=standing)
    return gold(loads(f"+++\n{head}{more}\n+++\n{body}"), "plan.txt")


def objective(body: str, more: str = "") -> dict[str, Any]:
    (only,) = rows(body, more)["objectives"]
    return only


def action(body: str, more: str = "", **options: str) -> dict[str, Any]:
    (only,) = rows(body, more, **options)["actions"]
    return only


def owners(body: str) -> list[tuple[str, str]]:
    return [(o["relation"], o["name"]) for o in action(body)["owners"]]


def dates(body: str) -> list[dict[str, Any]]:
    """The dates of the only action, each without what it does not say."""
    return [{k: v for k, v in d.items() if v is not None} for d in action(body)["dates"]]


# ---- objectives -------------------------------------------------------------------------------------


def test_title_and_statement_in_one_run_are_both_the_objective() -> None:
    found = objective("⟦objective p1|⟦title|Neglect⟧: children are seen sooner⟧")
    assert (found["title"], found["text"]) == ("Neglect", "Neglect: children are seen sooner")


def test_title_and_statement_apart_are_kept_apart() -> None:
    found = objective("⟦title p1|Neglect⟧\n\n⟦objective p1|Children are seen sooner⟧")
    assert (found["title"], found["text"]) == ("Neglect", "Children are seen sooner")


def test_a_name_alone_is_the_objective() -> None:
    found = objective("⟦title p1|Neglect⟧")
    assert (found["title"], found["text"]) == ("Neglect", "Neglect")


def test_a_statement_alone_has_no_title() -> None:
    assert objective("⟦objective p1|Children are seen sooner⟧")["title"] is None


def test_an_objective_printed_again_is_one_objective() -> None:
    found = objective("⟦again p1|Neglect⟧ … ⟦title p1|Neglect⟧ ⟦objective p1|Children are seen sooner⟧")
    assert (found["title"], found["text"]) == ("Neglect", "Children are seen sooner")


def test_a_statement_in_several_lines_is_one_statement() -> None:
    assert (
        objective("⟦objective p1|Children are⟧ │ x\n⟦objective p1|seen sooner⟧")["text"] == "Children are seen sooner"
    )


@pytest.mark.parametrize(
    ("key", "kind"),
    [("p1", "priority"), ("o1", "objective"), ("m1", "aim"), ("t1", "theme"), ("u1", "outcome")],
)
def test_the_key_says_what_the_document_calls_it(key: str, kind: str) -> None:
    assert objective(f"⟦objective {key}|Children are seen⟧")["kind"] == kind


def test_a_number_is_kept_without_its_dot() -> None:
    assert objective("⟦number p1|1.⟧ ⟦title p1|Neglect⟧")["number"] == "1"


def test_an_objective_has_the_period_of_its_plan_unless_it_is_of_another_plan() -> None:
    assert objective("⟦title p1|Neglect⟧")["period_end"] == "2026-03-31"
    earlier = objective("⟦title p1|Neglect⟧", '[rows]\np1 = "previous"')
    assert (earlier["standing"], earlier["period_end"]) == ("previous", None)


def test_a_period_of_a_bare_year_is_refused() -> None:
    with pytest.raises(MarkError, match="period_start is a day"):
        gold(
            loads(f"+++\n{HEAD.format(format='txt', standing='planned')}\n+++\n".replace("2025-04-01\n", "2025\n", 1)),
            "",
        )


# ---- actions ----------------------------------------------------------------------------------------


def test_an_action_hangs_under_its_objective_or_under_none() -> None:
    found = rows("⟦title p1|Neglect⟧ ⟦action p1/a1|Audit files⟧ ⟦action a1|Hold a day⟧")["actions"]
    assert [(a["text"], a["objective"]) for a in found] == [("Audit files", "p1"), ("Hold a day", None)]


def test_rows_stand_in_the_order_in_which_they_are_printed() -> None:
    assert [a["key"] for a in rows("⟦action a2|Second⟧ ⟦action a1|First⟧")["actions"]] == ["a2", "a1"]


def test_an_action_has_the_standing_of_the_document_or_its_own() -> None:
    assert action("⟦action a1|Audited files⟧", standing="done")["standing"] == "done"
    assert action("⟦action a1|Audit files⟧", '[rows]\na1 = "in_progress"')["standing"] == "in_progress"


def test_a_rating_stands_in_the_mark_or_in_the_head() -> None:
    assert action("⟦action a1|Audit⟧ ⟦rag a1 green|G⟧")["rag"] == "green"
    both = action("⟦action a1|Audit⟧ ⟦rag a1|on track⟧", '[rows]\na1 = "in_progress amber"')
    assert (both["standing"], both["rag"]) == ("in_progress", "amber")


def test_a_cell_is_kept_as_printed() -> None:
    found = action("⟦action a1|Audit⟧ ⟦lead a1|⟦who|QA Group⟧ / ⟦who|Chair⟧⟧ ⟦due a1|by ⟦when|June 2025⟧⟧")
    assert (found["owner_text"], found["timescale_text"]) == ("QA Group / Chair", "by June 2025")


def test_tags_and_emphasis_are_not_in_the_text() -> None:
    assert action("<td>⟦action a1|Audit <b>forty</b><br>files⟧</td>", format="html")["text"] == "Audit forty files"
    assert action("- ⟦action a1|Audit **forty** files⟧", format="md")["text"] == "Audit forty files"


# ---- owners -----------------------------------------------------------------------------------------


def test_a_cell_with_no_name_marked_in_it_is_one_name() -> None:
    assert owners("⟦action a1|Audit⟧ ⟦lead a1|QA Group⟧") == [("lead", "QA Group")]


def test_names_marked_in_a_cell_are_each_an_owner() -> None:
    assert owners("⟦action a1|Audit⟧ ⟦lead a1|⟦who|QA Group⟧ / ⟦who|Chair⟧⟧") == [
        ("lead", "QA Group"),
        ("lead", "Chair"),
    ]


def test_a_sentence_names_its_owner_and_who_is_told() -> None:
    assert owners("⟦action a1|⟦who|QA Group⟧ will audit files and tell the ⟦to|Chair⟧⟧") == [
        ("lead", "QA Group"),
        ("reports_to", "Chair"),
    ]


def test_a_name_that_wraps_is_one_name() -> None:
    assert owners("⟦action a1|Audit⟧ ⟦lead a1|⟦who a1#1|QA⟧⟧ x\n⟦lead a1|⟦who a1#1|Group⟧⟧") == [("lead", "QA Group")]


def test_an_owner_named_twice_is_one_owner() -> None:
    assert owners("⟦action a1|⟦who|Chair⟧ will audit⟧ ⟦lead a1|Chair⟧") == [("lead", "Chair")]


def test_a_supporter_beside_the_lead_is_an_owner_too() -> None:
    assert owners("⟦action a1|Audit⟧ ⟦lead a1|Chair⟧ ⟦support|with ⟦who a1|QA Group⟧⟧") == [
        ("lead", "Chair"),
        ("lead", "QA Group"),
    ]


def test_an_empty_lead_names_nobody() -> None:
    assert owners("⟦action a1|Audit⟧ ⟦lead a1|TBC⟧") == []


def test_a_merged_cell_leads_all_its_rows() -> None:
    found = rows("⟦action a1|Audit⟧ ⟦action a2|Count⟧ ⟦lead a1+a2|⟦who|Chair⟧, ⟦who|DCS⟧⟧")["actions"]
    assert [[o["name"] for o in a["owners"]] for a in found] == [["Chair", "DCS"]] * 2


def test_names_are_looked_up_whatever_their_case_and_blanks() -> None:
    (found,) = action("⟦action a1|Audit⟧ ⟦lead a1|dcs⟧")["owners"]
    assert found == {
        "name": "dcs", "canonical": "Director of Children's Services", "kind": "role", "sector": "local_authority",
        "relation": "lead",
    }  # fmt: skip


# ---- dates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("June 2025", {"kind": "due", "start": "2025-06-01", "end": "2025-06-30", "precision": "month"}),
        ("end of May", {"kind": "due", "start": "2025-05-31", "end": "2025-05-31", "precision": "day"}),
        ("from April 2025", {"kind": "start", "start": "2025-04-01", "end": "2025-04-30", "precision": "month"}),
        ("quarterly", {"kind": "recurring", "recurrence": "P3M"}),
        ("each June", {"kind": "recurring", "recurrence": "P1Y", "month": 6}),
        ("Ongoing", {"kind": "period"}),
        ("TBC", {"kind": "due"}),
    ],
)
def test_times_are_looked_up(printed: str, said: dict[str, Any]) -> None:
    assert dates(f"⟦action a1|Audit⟧ ⟦due a1|{printed}⟧") == [{"text": printed, **said}]


def test_two_times_in_a_cell_are_two_dates() -> None:
    found = dates("⟦action a1|Audit⟧ ⟦due a1|⟦when|June 2025⟧ and then ⟦when|quarterly⟧⟧")
    assert [d["text"] for d in found] == ["June 2025", "quarterly"]


def test_the_time_of_a_sentence_is_the_date_of_its_action() -> None:
    assert [d["text"] for d in dates("⟦action a1|Audit forty files by ⟦when|June 2025⟧⟧")] == ["June 2025"]


def test_a_column_of_beginnings_gives_dates_too() -> None:
    found = dates("⟦action a1|Audit⟧ ⟦start a1|from April 2025⟧ ⟦due a1|June 2025⟧")
    assert sorted(d["kind"] for d in found) == ["due", "start"]


def test_a_time_that_says_nothing_is_no_date() -> None:
    assert dates("⟦action a1|Repeat ⟦when|the 2024 survey⟧⟧") == []


# ---- measures, groups, terms ------------------------------------------------------------------------


def measures(body: str) -> list[tuple[str | None, str | None, str, str]]:
    return [(m["objective"], m["action"], m["kind"], m["text"]) for m in rows(body)["measures"]]


def test_a_measure_hangs_on_what_its_key_names() -> None:
    body = "⟦title p1|Neglect⟧ ⟦action p1/a1|Audit⟧ ⟦measure p1|Fewer plans⟧ ⟦measure p1/a1|40 files⟧"
    assert measures(body) == [("p1", None, "success", "Fewer plans"), ("p1", "p1/a1", "success", "40 files")]


def test_several_measures_of_one_row_are_told_apart_by_their_parts() -> None:
    body = "⟦action a1|Audit⟧ ⟦measure a1#1|Forty\nfiles⟧ ⟦measure a1#2|A report⟧ ⟦evidence a1|Minutes⟧"
    assert [(kind, text) for *_, kind, text in measures(body)] == [
        ("success", "Forty files"),
        ("success", "A report"),
        ("evidence", "Minutes"),
    ]


def test_a_measure_of_several_actions_is_one_measure_of_their_objective() -> None:
    body = "⟦title p1|Neglect⟧ ⟦action p1/a1|Audit⟧ ⟦action p1/a2|Count⟧ ⟦measure p1/a1+p1/a2|Fewer plans⟧"
    assert measures(body) == [("p1", None, "success", "Fewer plans")]


def test_groups_and_terms() -> None:
    found = rows(
        "⟦group g1|Quality Group⟧ (⟦abbreviation g1|QG⟧), chaired by ⟦chair g1|the DCS⟧, ⟦meets g1|quarterly⟧\n"
        "⟦term x1|ICB⟧ ⟦expansion x1|Integrated Care Board⟧"
    )
    (group,), (term,) = found["groups"], found["terms"]
    assert list(group.values())[:4] == ["Quality Group", "QG", "the DCS", "quarterly"]
    assert (term["term"], term["expansion"]) == ("ICB", "Integrated Care Board")


def test_a_document_that_prints_no_plan_gives_no_rows() -> None:
    found = rows("⟦section|How to report a concern⟧ Call us. ⟦principle|We listen⟧")
    assert not any(found[table] for table in ("objectives", "actions", "measures", "groups", "terms"))


# ---- what is wrong is said --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "more", "message"),
    [
        ("⟦action a1|Audit⟧ ⟦lead a1|HoS⟧", "", r"a1: \[names\] does not say what «HoS» is"),
        ("⟦action a1|Audit⟧ ⟦due a1|soon⟧", "", r"a1: \[times\] does not say what «soon» is"),
        ("⟦action p1/a1|Audit⟧", "", "actions hang under p1, which no mark"),
        ("⟦lead a1|Chair⟧", "", r"no mark ⟦action a1\|…⟧ prints what is to be done"),
        ("⟦action a1|Audit⟧", '[rows]\na1 = "dnoe"', "a1: «dnoe» is neither a standing nor a rating"),
        ("⟦action a1|Audit⟧", '[rows]\na2 = "done"', "the head speaks of rows that no mark has: a2"),
    ],
)
def test_marks_and_head_that_do_not_fit_are_refused(body: str, more: str, message: str) -> None:
    with pytest.raises(MarkError, match=message):
        rows(body, more)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"group partnership"', '"club partnership"', r"\[names\] «QA Group»: a kind and a sector, not «club partner"),
        ('"due 2025-06-01', '"dew 2025-06-01', r"\[times\] «June 2025»: «dew» is neither kind"),
        ('"due 2025-06-01', '"2025-06-01', r"\[times\] «June 2025» has no kind"),
        ('"business_plan"', '"plan"', "document_type is one of"),
        ('sort = "plan"', 'sort = "plans"', "sort is one of .*, not «plans»"),
        ('"children"', '"all"', "safeguards is children, adults or both"),
        ('format = "txt"', 'format = "pdf"', "format is one of html, md, txt, not «pdf»"),
        ('layout = "a few lines"', "", "layout says in a line"),
        ('sort = "plan"', "sort = plan", "the head is no TOML"),
        ("+++\nsort", "sort", "begins with a head between two lines"),
    ],
)
def test_a_head_that_says_it_wrong_is_refused(old: str, new: str, message: str) -> None:
    body = "⟦action a1|Audit⟧ ⟦lead a1|QA Group⟧ ⟦due a1|June 2025⟧"
    text = f"+++\n{HEAD.format(format='txt', standing='planned')}\n+++\n{body}"
    assert gold(loads(text), "plan.txt")["actions"]
    with pytest.raises(MarkError, match=message):
        gold(loads(text.replace(old, new, 1)), "plan.txt")


def test_an_article_is_no_part_of_an_owners_name() -> None:
    told = action("⟦action a1|⟦who|The QA Group⟧ will audit⟧")
    assert [(o["name"], o["canonical"]) for o in told["owners"]] == [("QA Group", "QA Group")]


def test_a_month_without_a_year_fixes_no_days() -> None:
    told = action("⟦action a1|Audit files⟧ by ⟦due a1|the March Board⟧")
    (date,) = told["dates"]
    assert (date["start"], date["end"], date["month"], date["recurrence"]) == (None, None, 3, "P1Y")
