"""Comma-separated text: read as a sheet, its places told by the lines of the file."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeplans.extractors.assembly.locating import locator
from safeplans.extractors.base.document import Block, BlockKind, Document
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.extract import extract
from safeplans.extractors.reading import ReadingError, read
from safeplans.extractors.reading.sheets import delimited
from safeplans.extractors.reading.sheets.delimited import delimiter_of

PLAN = """\
"Lower Wendle Safeguarding Children Partnership: Action Plan 2025-26",,,
,,,
Ref,Action,Lead,Due
Priority 1: Neglect,,,
1.1,"Audit forty files, and report
to the board",QA Group,Jun-25
1.2,Train health visitors,Designated Nurse,31/12/2025
"""


def table(document: Document) -> Block:
    (only,) = [b for b in document.blocks if b.kind is BlockKind.TABLE]
    return only


def texts(block: Block) -> list[list[str]]:
    return [[c.text for c in row.cells] for row in block.rows]


def plan(text: str, encoding: str = "utf-8") -> Document:
    return read(text.encode(encoding), "plan.csv")


def test_titles_stand_above_the_headings():
    document = plan(PLAN)
    assert [(b.kind.value, b.text[:12]) for b in document.blocks] == [
        ("heading", "Lower Wendle"),
        ("table", "Ref Action L"),
    ]
    assert [r.header for r in table(document).rows] == [True, False, False, False]
    assert document.media_type == "text/csv" and document.structured and not document.spots


def test_a_quoted_line_break_is_within_its_cell_and_places_are_lines_of_the_file():
    document = plan(PLAN)
    row = table(document).rows[2]
    assert [p.text for p in row.cell(1).paras] == ["Audit forty files, and report", "to the board"]
    assert locator(row.place) == "lines 5–6" and locator(table(document).rows[3].place) == "line 7"
    assert len(document.lines) == PLAN.count("\n") + 1


def test_short_lines_over_running_text_are_headings_where_nothing_is_set_as_one():
    prose = "This year we saw more families than ever before, and we saw most of them sooner than last year."
    document = plan(f'"A report on the year"\n"Foreword"\n"{prose}"\n"Jane Doe, chair"\n"Our work"\n"{prose}"\n')
    assert [b.text for b in document.blocks if b.kind is BlockKind.HEADING] == [
        "A report on the year",
        "Foreword",
        "Our work",
    ]


def test_headings_of_which_the_vocabulary_knows_one_where_nothing_is_set_as_one():
    row = "Police,Train all of our new officers in what neglect looks like,May 2025"
    document = plan(f"Member,You can expect us to,Not later than\n{row}\n")
    assert [r.header for r in table(document).rows] == [True, False]


def test_its_plan_is_found():
    facts = extract(PLAN.encode(), Settings("plan.csv"))
    assert [(a.number, a.text) for a in facts.actions] == [
        ("1.1", "Audit forty files, and report to the board"),
        ("1.2", "Train health visitors"),
    ]
    assert facts.metadata.title == "Lower Wendle Safeguarding Children Partnership: Action Plan 2025-26"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_stands_between_the_cells_is_found_by_the_lines(delimiter):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([["Ref", "Action", "Lead"], ["1", "Audit, review; and report", "QA Group"], ["2", "Train", "DN"]])
    assert delimiter_of(out.getvalue()) == delimiter
    assert texts(table(plan(out.getvalue())))[1] == ["1", "Audit, review; and report", "QA Group"]


def test_what_excel_says_of_the_delimiter_is_believed_and_not_printed():
    document = plan("sep=;\nAction;Lead\nAudit forty files, then train;QA Group\n")
    assert texts(table(document)) == [["Action", "Lead"], ["Audit forty files, then train", "QA Group"]]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_encodings_that_spreadsheets_write(encoding):
    document = plan("Action,Lead\nWrite to the café – and the crèche,Renée’s team\n" * 1, encoding)
    assert texts(table(document))[1] == ["Write to the café – and the crèche", "Renée’s team"]
    assert ("encoding" in [p.code for p in document.problems]) is (encoding != "utf-8-sig")


def test_ragged_rows_keep_their_cells():
    document = plan("Ref,Action,Lead\n1,Audit forty files\n2,Train all staff,QA Group,a note without a heading\n")
    assert texts(table(document))[1:] == [
        ["1", "Audit forty files", "", ""],
        ["2", "Train all staff", "QA Group", "a note without a heading"],
    ]


def test_a_quotation_mark_that_is_never_closed_swallows_nothing():
    rows = "".join(f"{n},Audit file {n},QA Group\n" for n in range(3000))
    document = plan('Ref,Action,Lead\n0,"An open quotation,QA Group\n' + rows)
    assert len(table(document).rows) == 3002


def test_more_cells_than_any_plan_has_are_counted(monkeypatch):
    monkeypatch.setattr(delimited, "MOST_CELLS", 30)
    document = plan("Ref,Action,Lead\n" + "1,Audit,QA Group\n" * 100)
    assert len(table(document).rows) == 10
    (problem,) = document.problems
    assert problem.code == "too_large" and "273" in problem.message


@pytest.mark.parametrize("data", [b"", b"\n\n", b",,,\n,,\n"])
def test_a_file_without_text_is_empty(data):
    with pytest.raises(ReadingError) as caught:
        read(data, "plan.csv")
    assert caught.value.code == "empty"


@given(st.lists(st.lists(st.text(max_size=12), max_size=5), min_size=1, max_size=12))
@settings(max_examples=100, deadline=None)
def test_wild_cells_are_read_or_refused(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    document = None
    try:
        document = read(out.getvalue().encode("utf-8", "surrogatepass"), "wild.csv")
    except ReadingError as error:
        said = error
    if document is None:
        assert str(said)
        return
    last = len(document.lines)
    assert all(1 <= b.place.line_start <= b.place.line_end <= last for b in document.blocks)
