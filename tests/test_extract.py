"""One pure function from the bytes of a file to its facts: every block is accounted for, every run is the same."""

from __future__ import annotations

import functools
import pickle
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from walked import walked_facts

from safeplans.extractors.base.document import BlockKind, Document
from safeplans.extractors.base.facts import Facts, Problem
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.extract import BEFORE_THE_PLAN, PASSES, Work, extract, facts_of, facts_of_plan, states, walked
from safeplans.extractors.lexicon.codes import status
from safeplans.extractors.reading import read
from safeplans.extractors.reading.text import read_text
from safeplans.pipeline.store.discovery import SUFFIXES

SAMPLES = sorted(p for p in (Path(__file__).parent.parent / "data" / "raw").iterdir() if p.suffix in SUFFIXES)
each_sample = pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)


@functools.cache
def document(path: Path) -> Document:
    """Reading is pure, and the tests read each sample but once."""
    return read(path.read_bytes(), path.name)


@functools.cache
def sample_facts(path: Path) -> Facts:
    """So is what is taken from a document."""
    return facts_of(document(path), Settings(path.name))


def accounted_for(doc: Document, facts: Facts) -> None:
    account = facts.accounting
    assert account.placed + sum(account.set_aside.values()) + account.left_over == len(doc.blocks)
    assert all(n > 0 and name for name, n in account.set_aside.items())
    unplaced = [p for p in facts.problems if p.code.startswith("unplaced_")]
    assert len(unplaced) == account.left_over, "what no rule claimed is told of"


def sound(facts: Facts) -> None:
    """References resolve, keys are unique, places are inside the text, texts are not empty."""
    tables = {
        "objective": facts.objectives, "action": facts.actions, "measure": facts.measures, "group": facts.groups,
        "owner": facts.owners, "date": facts.dates,
    }  # fmt: skip
    keys = {name: [row.key for row in rows] for name, rows in tables.items()}
    for name, found in keys.items():
        assert len(set(found)) == len(found), name
    for action in facts.actions:
        assert action.objective is None or action.objective in keys["objective"]
        assert action.text.strip() and action.standing in ("planned", "in_progress", "done")
    for measure in facts.measures:
        assert measure.objective is None or measure.objective in keys["objective"]
        assert measure.action is None or measure.action in keys["action"]
        assert measure.text.strip()
    for row in [*facts.owners, *facts.dates]:
        assert row.subject == "document" or row.subject_key in keys[row.subject]
    for date in facts.dates:
        assert date.start is None or date.end is None or date.start <= date.end
    for rows in [*tables.values(), facts.terms]:
        for row in rows:
            assert 1 <= row.source.place.line_start <= row.source.place.line_end <= len(facts.lines)
            assert 0 < row.source.confidence <= 1
            assert row.source.method


# ---- samples ----------------------------------------------------------------------------------


@each_sample
def test_every_block_of_a_sample_is_accounted_for(path):
    accounted_for(document(path), sample_facts(path))


@each_sample
def test_the_facts_of_a_sample_are_sound(path):
    sound(sample_facts(path))


def test_a_statement_under_its_number_is_quoted_with_it_and_placed_where_it_stands():
    action = "- Ask them each term what has changed (Lead: Youth Service)"
    plan = f"# Plan\n\n## Objective 1\n\nChildren are heard in all we do\n\n{action}\n"
    (objective,) = extract(plan.encode()).objectives
    assert (objective.source.place.line_start, objective.source.place.line_end) == (3, 5)
    assert "Children are heard" in objective.source.quote


@pytest.mark.parametrize(
    "path",
    SAMPLES,
    ids=lambda p: p.stem,
)
def test_the_words_of_a_samples_facts_are_printed_at_their_place(path):
    doc, facts = document(path), sample_facts(path)
    for row in [*facts.objectives, *facts.actions]:
        place = row.source.place
        printed = re.sub(r"\W+", "", "".join(doc.lines[place.line_start - 1 : place.line_end]))
        words = [w for w in re.findall(r"\w+", row.text) if len(w) > 3]
        missing = [w for w in words if w not in printed]
        assert len(missing) * 5 <= len(words), (row.text, missing)


@each_sample
def test_the_same_bytes_give_the_same_facts(path):
    data, own = path.read_bytes(), Settings(path.name)
    first = extract(data, own)
    assert extract(data, own) == first
    assert pickle.loads(pickle.dumps(first)) == first


# ---- any document -----------------------------------------------------------------------------

LINE = st.sampled_from(
    [
        "",
        "# Lower Wendle Safeguarding Partnership Business Plan 2024-26",
        "# Lower Wendle Annual Report 2023/24",
        "## Our priorities",
        "Our priorities are:",
        "## Priority 1: Neglect",
        "Objective 2 – Voice of the child",
        "### What we will do",
        "### What we did",
        "Next steps:",
        "We will know because:",
        "## Glossary",
        "## Governance",
        "MASH – Multi-Agency Safeguarding Hub",
        "- Review the tool. (Lead: QA Group. By: May 2025)",
        "1. Neglect",
        "1.1 Train the staff of every agency",
        "Lead: QA Group",
        "Timescale: Ongoing",
        "Action: Ask children",
        "Outcome: Children are safe at home",
        "We trained 214 people in 2023/24, up from 180.",
        "• Quality Group",
        "Ref\tAction\tLead\tTimescale",
        "1.1\tReview files\tQA Group\tMay 2025",
        "\tand ask families\t\t",
        "• a • b\tTBC",
        "| Action | Lead |",
        "|---|---|",
        "| Map <br> harm | Police |",
        "Blue = complete, Green = on track, Red = late",
        "Agency    Trained    Asked",
        "Police    12         9",
        "Page 2 of 9",
        "Something around hubs??",
        "31 June 2025",
        "The Board will publish the audit in March 2025.",
        "<table><tr><td>Lead</td><td>Police</td></tr></table>",
        "Vision",
        "- Children come first",
        "Members",
        "Month\tActivity\tLead",
        "Apr\tReview\tExecutive",
    ]
)
GENERATED = st.lists(LINE, min_size=1, max_size=22).map("\n".join).filter(str.strip)


@settings(max_examples=150, deadline=None)
@given(GENERATED)
def test_every_block_of_any_document_is_accounted_for_and_its_facts_are_sound(text):
    doc = read_text(text.encode())
    facts = facts_of(doc)
    accounted_for(doc, facts)
    sound(facts)


@settings(max_examples=40, deadline=None)
@given(GENERATED)
def test_any_document_gives_the_same_facts_twice_and_they_pickle(text):
    first = extract(text.encode())
    assert extract(text.encode()) == first
    assert pickle.loads(pickle.dumps(first)) == first


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_whatever_the_bytes_nothing_is_raised(data):
    facts = extract(data)
    assert facts.status in ("ok", "partial", "failed")
    assert (facts.status == "failed") == any(p.severity == "error" for p in facts.problems)


# ---- what comes of a file that is not read ----------------------------------------------------


@pytest.mark.parametrize(("name", "media_type"), [("plan.txt", "text/plain"), ("plan.pdf", "application/pdf")])
def test_a_file_that_cannot_be_read_fails_with_one_problem_that_says_what_to_do(name, media_type):
    facts = extract(b"", Settings(name))
    assert (facts.status, facts.media_type) == ("failed", media_type)
    (problem,) = facts.problems
    assert (problem.stage, problem.severity, problem.code) == ("reading", "error", "empty")
    assert problem.message.endswith(".")
    assert facts.objectives == facts.actions == []


def test_a_document_without_a_plan_is_read_and_gives_no_rows():
    facts = extract(b"The partnership met in the town hall.\n")
    assert facts.status in ("ok", "partial")
    assert facts.objectives == facts.actions == facts.groups == []
    assert facts.accounting.placed + sum(facts.accounting.set_aside.values()) + facts.accounting.left_over == 1


def test_the_facts_carry_the_text_that_their_places_point_into():
    facts = walked_facts(b"# Plan\n\n## Priority 1: Neglect\n\n- Review the tool.\n")
    assert facts.lines[facts.actions[0].source.place.line_start - 1] == "- Review the tool."


def test_what_no_rule_knows_is_left_over_and_told_of():
    doc = read_text(b"# Plan of Lower Wendle\n\nAgency\tTown\nPolice\tWendle\nHealth\tPenfold\n")
    facts = facts_of_plan(doc, walked(doc))
    tables = [b for b in doc.blocks if b.kind is BlockKind.TABLE]
    assert (len(tables), facts.accounting.left_over) == (1, 1)
    (problem,) = (p for p in facts.problems if p.code == "unplaced_table")
    assert problem.severity == "info"
    assert "Police" in problem.message


def test_doubts_and_faults_leave_a_document_ok_and_what_was_not_read_does_not():
    faulty = extract(
        b"# Ashcombe Vale Safeguarding Children Partnership Business Plan 2024-26\n\n## Priority 1: Neglect is seen"
        b"\n\n| No | Action | Lead | By when |\n| --- | --- | --- | --- |\n"
        b"| 1 | Train every social worker to recognise neglect | Head of Service | June 2024 |\n"
        b"| 2 | Audit twenty cases of neglect with all partners |  | March 2025 |\n"
        b"| 3 | Ask children whether visits helped them at home | Participation Lead | March 2026 |\n"
    )
    assert {"missing_owner", "partnership_unknown"} <= {p.code for p in faulty.problems}
    assert faulty.status == "ok"
    faulty.problems.append(Problem("extraction", "warning", "plan_not_read", "Something was not read."))
    assert status((p.code, p.severity) for p in faulty.problems) == "partial"
    assert status([("picture", "info")]) == "ok"


def test_a_pass_that_stands_before_what_it_needs_says_so() -> None:
    work = Work.begun(read_text(b"Priority 1: Neglect\n"), Settings())
    with pytest.raises(RuntimeError, match="stands before"):
        states(work)


def test_what_is_found_before_the_plan_is_found_first() -> None:
    names = [one.__name__ for one in PASSES]
    assert PASSES[: len(BEFORE_THE_PLAN)] == BEFORE_THE_PLAN
    assert names.index("plan") == len(BEFORE_THE_PLAN)
    assert names[-1] == "verdict", "it counts the problems of all the others"
