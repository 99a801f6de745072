"""Text in spreadsheets is no formula, and comes back as it was."""

from __future__ import annotations

import csv
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeplans.pipeline.base.spreadsheets import SpreadsheetError, printed_cell, read_csv, safe_cell, write_csv

BEGINNINGS = ["", "'", "''", "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " ", "\u200b", "\ufeff"]
texts = st.lists(st.sampled_from(BEGINNINGS)).flatmap(lambda start: st.text().map(lambda end: "".join(start) + end))


class TestSafeCell:
    @pytest.mark.parametrize(
        "text",
        [
            "=1+1",
            '=HYPERLINK("http://example.org","Click")',
            "+44 20 7946 0000",
            "-2+3+cmd|' /C calc'!A0",
            "@SUM(1,1)",
            "\t=1+1",
            "\r=1+1",
            "\n=1+1",
            "  =1+1",
            "\u00a0=1+1",
            "\u200b=1+1",
            "\ufeff=1+1",
            "＝1+1",
            "＋1",
            "－1",
            "＠SUM(1)",
            "- a point of a list",
        ],
    )
    def test_puts_an_apostrophe_before_what_would_be_a_formula(self, text):
        assert safe_cell(text) == "'" + text

    @pytest.mark.parametrize("text", ["", "Neglect", "1 = 1", "a@example.org", "'Think Family' training", "–", "5-11"])
    def test_leaves_other_text_alone(self, text):
        assert safe_cell(text) == text

    @settings(deadline=None)
    @given(texts)
    def test_can_be_undone(self, text):
        assert printed_cell(safe_cell(text)) == text

    @settings(deadline=None)
    @given(texts)
    def test_never_begins_like_a_formula(self, text):
        assert not safe_cell(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
        assert not safe_cell(text).startswith(("\t", "\r", "\n"))

    def test_text_with_an_apostrophe_of_its_own_keeps_it(self):
        assert safe_cell("'=1+1") == "''=1+1"
        assert printed_cell("''=1+1") == "'=1+1"


class TestCsv:
    def test_is_written_as_spreadsheets_read_it(self, tmp_path):
        path = tmp_path / "rows.csv"
        write_csv(path, ["text", "n", "on", "themes", "yes"], [["=a, “b”", -5, dt.date(2024, 4, 1), ["x", "y"], True]])
        data = path.read_bytes()
        assert data == '\ufefftext,n,on,themes,yes\r\n"\'=a, “b”",-5,2024-04-01,"x; y",true\r\n'.encode()

    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_no_cell_begins_within_another_wherever_a_spreadsheet_divides(self, tmp_path, separator):
        path = tmp_path / "rows.csv"
        text = f"Neglect{separator}=cmd|' /C calc'!A0"
        write_csv(path, ["text"], [[text]])
        with path.open(encoding="utf-8-sig", newline="") as stream:
            assert list(csv.reader(stream, delimiter=separator)) == [["text"], [text]]

    def test_a_cell_may_be_as_long_as_a_document(self, tmp_path):
        path = tmp_path / "rows.csv"
        text = "long " * 100_000
        write_csv(path, ["text"], [[text]])
        assert read_csv(path) == {2: {"text": text}}

    def test_columns_without_a_name_are_kept(self, tmp_path):
        path = tmp_path / "rows.csv"
        path.write_bytes(b"a,,\r\n1,mine,too\r\n")
        assert read_csv(path) == {2: {"a": "1", "column 2": "mine", "column 3": "too"}}

    def test_what_is_missing_is_an_empty_cell(self, tmp_path):
        path = tmp_path / "rows.csv"
        write_csv(path, ["a", "b", "c"], [[None, 0, ""]])
        assert path.read_text("utf-8-sig").splitlines()[1] == ",0,"

    @settings(max_examples=50, deadline=None)
    @given(st.lists(st.tuples(texts, texts), max_size=4))
    def test_comes_back_as_it_was(self, tmp_path_factory, rows):
        path = tmp_path_factory.getbasetemp() / "rows.csv"
        write_csv(path, ["a", "b"], rows)
        assert [(row["a"], row["b"]) for row in read_csv(path).values()] == [row for row in rows if any(row)]

    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_is_read_as_a_spreadsheet_saved_it(self, tmp_path, separator):
        path = tmp_path / "rows.csv"
        path.write_bytes(f"a{separator}b\r\n1{separator}'=x\r\n{separator}\r\n2\r\n".encode())
        assert read_csv(path) == {2: {"a": "1", "b": "=x"}, 4: {"a": "2", "b": ""}}

    def test_may_be_as_excel_saves_plain_csv_on_windows(self, tmp_path):
        path = tmp_path / "rows.csv"
        path.write_bytes("a\r\n“children’s”\r\n".encode("cp1252"))
        assert read_csv(path) == {2: {"a": "“children’s”"}}

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    def test_may_be_as_excel_saves_unicode_text(self, tmp_path, encoding):
        path = tmp_path / "rows.csv"
        path.write_bytes("\ufeffa\tb\r\n≥ 5\t“x”\r\n".encode(encoding))
        assert read_csv(path) == {2: {"a": "≥ 5", "b": "“x”"}}

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"a,b\r\n\x81,1\r\n", "save it as “CSV UTF-8”"),
            (b"PK\x03\x04 and more", "is a workbook.*CSV UTF-8"),
            (b"b\r\n1\r\n", "has no column a.*it names b"),
            (b"a,b,a\r\n1,2,3\r\n", "has several columns a. Rename"),
            (b"\xff\xfea", "no text in UTF-8, UTF-16"),
            (b"", "has no column a.*it names none"),
            (b"a,b\r\n1,2,3\r\n", "row 2: 3 cells, but 2 columns"),
            (b'a,b\r\n1,"2', "line 2: .*Save it as CSV again"),
        ],
    )
    def test_says_what_is_wrong_with_a_file(self, tmp_path, data, message):
        path = tmp_path / "rows.csv"
        path.write_bytes(data)
        with pytest.raises(SpreadsheetError, match=message):
            read_csv(path, required=["a"])
