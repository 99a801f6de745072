"""Values of cells as text and back, through CSV files as spreadsheets make them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from safeplans.pipeline.base.spreadsheets import read_csv, write_csv
from safeplans.pipeline.corrections.cells import Printed
from safeplans.pipeline.corrections.correctable import doubts, hint, reviewed_tables
from safeplans.pipeline.corrections.reading import COLUMNS, CorrectionsError, read_answers
from safeplans.pipeline.corrections.values import (
    DateOrder,
    date_order,
    from_plain,
    is_words,
    parsed,
    plain,
    read_date,
    shown,
)
from safeplans.pipeline.schema.contract import fault
from safeplans.pipeline.schema.field_parts import PLACE, Field, Type
from safeplans.pipeline.schema.fields import table
from safeplans.pipeline.schema.rows import clean

CELLS = [(name, each.table.field(column)) for name, each in reviewed_tables().items() for column in sorted(each.may)]
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "'", "\t", "«", "»", '"', ",", ";", "\n\n", "(none)", "1.10", "–", "é", "✓"]

words = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=5), min_size=1, max_size=4).map(
    lambda parts: clean("".join(parts)).replace("\r", "") or "x"
)
numbers = st.floats(allow_nan=False, allow_infinity=False)


def values(field: Field) -> st.SearchStrategy[Any]:
    """Values that a column may hold."""
    if field.type is Type.TEXTS:
        return st.lists(st.sampled_from(field.allowed), unique=True, max_size=4)
    if field.type is Type.CATEGORY:
        own = st.sampled_from(field.allowed)
    elif field.type is Type.DATE:
        own = st.dates()
    elif field.type is Type.FLOAT64:
        own = numbers
    elif field.type is Type.INT8:
        own = st.integers(1, 12)
    elif field.pattern:
        own = st.from_regex(field.pattern, fullmatch=True)
    elif field.reference:
        own = st.sampled_from(["0123456789abcdef:o1", "camden-scp"])
    else:
        own = words
    return st.none() | own if field.nullable else own


row_of_values = st.tuples(*(values(field) for _, field in CELLS))


class TestWhatMayBeCorrected:
    def test_no_key_place_or_measure_of_trust_may(self):
        fixed = {field.name for field in PLACE} | {"document_id", "ordinal", "subject", "subject_id", "corrected"}
        for each in reviewed_tables().values():
            assert not each.may & (fixed | {each.table.key, "confidence_band"})
            assert set(each.asked) <= each.may
            assert each.table.has(each.words)

    def test_what_problems_doubt_may_be_corrected(self):
        for doubt in doubts().values():
            assert set(doubt.asked) <= reviewed_tables()[doubt.table].may

    def test_every_column_has_a_hint(self):
        assert all(hint(field) for _, field in CELLS)


class TestAValue:
    @settings(max_examples=40, deadline=None)
    @given(row_of_values)
    def test_comes_back_from_a_file_as_it_was(self, tmp_path_factory, row):
        path = tmp_path_factory.getbasetemp() / "values.csv"
        cells = [shown(field, value) or "(none)" for (_, field), value in zip(CELLS, row, strict=True)]
        write_csv(path, ["cell"], [[cell] for cell in cells])
        read = [line["cell"] for line in read_csv(path).values()]
        for (_, field), cell, value in zip(CELLS, read, row, strict=True):
            assert parsed(field, cell) == value
            assert fault(field, parsed(field, cell)) is None

    @settings(max_examples=40, deadline=None)
    @given(row_of_values)
    def test_comes_back_from_the_table_of_corrections(self, row):
        for (_, field), value in zip(CELLS, row, strict=True):
            assert from_plain(field, plain(field, value)) == value

    @settings(deadline=None)
    @given(words)
    @example("'=1+1")
    @example("(same)")
    def test_that_is_words_stands_in_guillemets_so_that_no_spreadsheet_changes_it(self, text):
        cell = shown(table("actions").field("text"), text)
        assert cell == f"«{text}»"

    @pytest.mark.parametrize(
        ("column", "cell", "value"),
        [
            ("actions.text", "  Train all staff ", "Train all staff"),
            ("actions.text", "«1.10»", "1.10"),
            ("actions.text", "««Safe» we say»", "«Safe» we say"),
            ("actions.text", "«(none)»", "(none)"),
            ("actions.text", "two\r\nlines", "two\nlines"),
            ("actions.number", "(none)", None),
            ("actions.number", "(None)", None),
            ("actions.rag", "Amber", "amber"),
            ("actions.standing", "In progress", "in_progress"),
            ("actions.themes", "neglect; Early help ;neglect,", ["neglect", "early_help"]),
            ("actions.themes", "(none)", []),
            ("measures.value", "8,202", 8202.0),
            ("measures.change", "-17.5%", -17.5),
            ("measures.value", "1.0E+3", 1000.0),
            ("dates.month", "6.0", 6),
            ("dates.start", "2024-06-01 00:00:00", dt.date(2024, 6, 1)),
            ("dates.recurrence", "P3M", "P3M"),
        ],
    )
    def test_may_be_written_as_people_and_spreadsheets_do(self, column, cell, value):
        assert parsed(field_of(column), cell) == value

    @pytest.mark.parametrize(
        ("column", "cell", "said"),
        [
            ("actions.text", "(none)", "every row needs a value"),
            ("actions.text", "«»", r"no words.*\(none\)"),
            ("actions.standing", "doing", "not one of: planned"),
            ("actions.themes", "neglect; cats", "'cats'"),
            ("measures.value", "many", "no number"),
            ("measures.value", "1,20", "no number"),
            ("measures.value", "1e999", "no finite number"),
            ("dates.month", "13", "above 12"),
            ("dates.month", "1.5", "no whole number"),
            ("dates.start", "soon", "no date. Write it as"),
            ("dates.start", "2024-02-30", "not in the calendar"),
            ("dates.recurrence", "quarterly", "does not have the form"),
        ],
    )
    def test_that_may_not_stand_there_is_refused_with_the_reason(self, column, cell, said):
        with pytest.raises(ValueError, match=said):
            parsed(field_of(column), cell)


class TestDates:
    @pytest.mark.parametrize(
        "cell", ["2024-06-30", "30/06/2024", "30.6.2024", "30/06/24", "06/30/2024", "30-Jun-24", "30 June 2024"]
    )
    def test_that_can_be_read_in_one_way_are_read(self, cell):
        assert read_date(cell) == dt.date(2024, 6, 30)

    def test_that_can_be_read_in_two_ways_are_not(self):
        with pytest.raises(ValueError, match="exchanged. Write 2024-04-03 if the day stands first, 2024-03-04 if"):
            read_date("03/04/24")
        assert read_date("04/04/2024") == dt.date(2024, 4, 4)

    def test_are_read_as_the_others_of_their_file(self):
        assert date_order(["03/04/2024", "30/06/2024", "2024-06-30"]) is DateOrder.DAY_FIRST
        assert date_order(["03/04/2024", "06/30/2024"]) is DateOrder.MONTH_FIRST
        assert date_order(["06/30/2024", "30/06/2024"]) is DateOrder.UNKNOWN
        assert date_order(["03/04/2024"]) is DateOrder.UNKNOWN
        assert read_date("03/04/2024", DateOrder.DAY_FIRST) == dt.date(2024, 4, 3)
        assert read_date("03/04/2024", DateOrder.MONTH_FIRST) == dt.date(2024, 3, 4)


LINE = {
    **dict.fromkeys(COLUMNS, ""),
    "document": "plans/é.pdf",
    "place": "p. 3",
    "row": "«QA Group»",
    "quote": "«The QA Group’s lead,\nand “others”; 1/2»",
    "field": "name",
    "original": "«QA Group»",
    "corrected": "Quality Group",
    "reviewer": "A. Khan",
    "reviewed": "2024-06-30",
    "reason": "cut off",
    "lines": "lines 4 to 5, 2 of 3",
    "table": "owners",
    "row_id": "0123456789abcdef:w1",
}


def saved(lines: list[dict[str, str]], separator: str = ",", columns: tuple[str, ...] = COLUMNS) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows(lines)
    return stream.getvalue()


class TestAFile:
    def answer(self, tmp_path, data: bytes):
        path = tmp_path / "corrections.csv"
        path.write_bytes(data)
        (answer,) = read_answers([path])
        return answer

    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
    def test_is_read_however_a_spreadsheet_saved_it(self, tmp_path, separator, encoding):
        columns = (*reversed(COLUMNS), "my notes", "")
        empty = separator * (len(columns) - 1) + "\r\n"
        text = saved([dict.fromkeys(columns, ""), {**LINE, "my notes": "seen"}], separator, columns) + 3 * empty
        answer = self.answer(tmp_path, text.encode(encoding))
        assert (answer.number, answer.place) == (3, "row 3 of corrections.csv")
        assert (answer.quote, answer.seen, answer.corrected) == (LINE["quote"], "«QA Group»", "Quality Group")
        assert (answer.reviewer, answer.reviewed, answer.reason) == ("A. Khan", dt.date(2024, 6, 30), "cut off")
        assert (answer.table, answer.row_id, answer.document_id) == ("owners", LINE["row_id"], "0123456789abcdef")
        assert Printed.read(answer.lines) == Printed(start=4, end=5, number=2, of=3)

    def test_dates_of_a_file_are_read_alike(self, tmp_path):
        lines = [{**LINE, "reviewed": "02/11/2026"}, {**LINE, "corrected": "", "reviewed": "25/11/2026", "reason": ""}]
        assert self.answer(tmp_path, saved(lines).encode()).reviewed == dt.date(2026, 11, 2)
        american = [
            {**LINE, "reviewed": "11/02/2026"},
            {**LINE, "corrected": "", "reviewed": "11/25/2026", "reason": ""},
        ]
        assert self.answer(tmp_path, saved(american).encode()).reviewed == dt.date(2026, 11, 2)

    @pytest.mark.parametrize(
        ("cell", "day"), [("1/11/2026", dt.date(2026, 11, 1)), ("03/04/2026", dt.date(2026, 4, 3)), ("soon", None)]
    )
    def test_the_day_of_a_review_is_read_as_britain_writes_it_where_no_other_date_tells(self, tmp_path, cell, day):
        answer = self.answer(tmp_path, saved([{**LINE, "reviewed": cell}]).encode())
        assert (answer.reviewed, answer.order) == (day, DateOrder.UNKNOWN)

    @pytest.mark.parametrize(("left_out", "count"), [("", 1), ("reason", 0), ("reviewer", 0), ("reviewed", 0)])
    def test_a_line_without_a_value_is_kept_if_it_says_who_when_and_why(self, tmp_path, left_out, count):
        path = tmp_path / "corrections.csv"
        path.write_text(saved([{**LINE, "corrected": " ", **({left_out: ""} if left_out else {})}]))
        assert [answer.corrected for answer in read_answers([path])] == [""] * count

    def test_a_document_is_known_without_what_keeps_its_id_from_being_a_number(self, tmp_path):
        line = {**LINE, "table": "documents", "row_id": "1234567890123e45:document"}
        assert self.answer(tmp_path, saved([line]).encode()).document_id == "1234567890123e45"

    def test_without_its_columns_it_is_refused(self, tmp_path):
        path = tmp_path / "other.csv"
        path.write_text("name,value\r\n1,2\r\n")
        with pytest.raises(CorrectionsError, match=r"other\.csv.*has no column row, quote, field, original"):
            read_answers([path])

    def test_that_is_not_there_is_refused(self, tmp_path):
        with pytest.raises(CorrectionsError, match="could not be opened.*Check the name"):
            read_answers([tmp_path / "none.csv"])


def field_of(column: str) -> Field:
    name, _, field = column.partition(".")
    return table(name).field(field)


def test_words_are_the_columns_in_which_anything_may_stand():
    assert is_words(field_of("actions.text")) and is_words(field_of("documents.title"))
    for column in (
        "actions.rag",
        "actions.objective_id",
        "documents.partnership_id",
        "dates.recurrence",
        "dates.start",
    ):
        assert not is_words(field_of(column))
