"""The workbook, read back as a spreadsheet program reads it."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import zipfile

import compared_rows
import openpyxl
import pytest
from click.testing import CliRunner
from compared_rows import AS_OF, HOSTILE, NEW, OLD

from safeplans.pipeline.commands import cli
from safeplans.pipeline.schema.comparison_fields import COMPARISON_TABLES
from safeplans.pipeline.views.views import Views
from safeplans.pipeline.workbook import cells
from safeplans.pipeline.workbook.cells import Losses, cell_text
from safeplans.pipeline.workbook.sheets import sheets, words
from safeplans.pipeline.workbook.writing import write_csv_files, write_workbook


@pytest.fixture(scope="module")
def views() -> Views:
    return compared_rows.views()


@pytest.fixture(scope="module")
def book(views, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "comparison.xlsx"
    assert write_workbook(path, views, site="../the site") == []
    return openpyxl.load_workbook(path)


def column(book, sheet: str, title: str) -> list:
    """The cells of a column, without its heading."""
    page = book[sheet]
    at = next(cell.column for cell in page[1] if cell.value == title)
    return [row[at - 1] for row in page.iter_rows(min_row=2)]


def values(book, sheet: str, title: str) -> list:
    return [cell.value for cell in column(book, sheet, title)]


class TestSheets:
    def test_begin_with_one_that_explains_the_others(self, book):
        said = [cell.value for row in book["Read me"].iter_rows() for cell in row if cell.value is not None]
        assert book.sheetnames == ["Read me", *(entry["name"] for entry in words()["sheet"])]
        assert "1 October 2024" in said
        assert any("Not found in the report” means that nothing alike was found" in str(each) for each in said)
        for page in book.worksheets[1:]:
            assert page.title in said
            assert {cell.value for cell in page[1]} <= set(said)

    def test_are_tables_with_filter_frozen_heading_and_notes(self, book):
        for page in book.worksheets[1:]:
            (table,) = page.tables.values()
            assert table.ref == page.dimensions
            assert table.autoFilter.ref == table.ref
            assert page.freeze_panes == "B2"
            assert not page.merged_cells.ranges
            assert all(cell.comment and cell.comment.text for cell in page[1])
        assert len({next(iter(page.tables)) for page in book.worksheets[1:]}) == len(book.worksheets) - 1

    def test_hold_dates_numbers_and_shares_as_such(self, book):
        assert values(book, "Actions", "Last day") == [
            None, dt.datetime(2024, 3, 31), None, None, dt.datetime(2024, 6, 30), None,
        ]  # fmt: skip
        assert values(book, "Planning quality", "Judged on") == [dt.datetime.combine(AS_OF, dt.time())] * 5
        assert values(book, "Planning quality", "Share with a lead")[1:4] == [0.5, 0, 0.5]
        assert column(book, "Planning quality", "Share with a lead")[1].number_format == "0%"
        assert values(book, "Priorities", "Actions") == [1, 2, 1, 2, 0]

    def test_say_whether_an_action_is_overdue_as_the_counts_do(self, book, views):
        said = values(book, "Actions", "Overdue")
        counted = views.comparison["planning_quality"]
        assert said.count("yes") == sum(row["overdue"] for row in counted) == 2
        assert said.count("unknown") == sum(row["due_unknown"] for row in counted)

    def test_say_what_a_later_report_says_with_its_confidence_and_place(self, book):
        assert values(book, "Actions", "Overdue")[1] == "yes"
        assert values(book, "Actions", "Later report (inferred)")[1:3] == ["Done", "Not found in the report"]
        assert values(book, "Actions", "Confidence of that (0 to 1)")[1:3] == [0.9, 0.9]
        later = column(book, "Actions", "Where in the report")
        assert later[1].hyperlink.location == "a1" and later[2].value is None

    def test_point_out_values_as_they_are_shown(self, book):
        rules = {
            name: [rule.formula for each in book[name].conditional_formatting for rule in each.rules if rule.formula]
            for name in ("Actions", "Follow-through", "Changes", "Problems")
        }
        assert rules["Actions"] == [['"yes"'], ['"Low"']]
        assert rules["Follow-through"] == [['"Not found in the report"']]
        assert rules["Changes"] == [['"Dropped"']] and rules["Problems"] == [['"Error"']]

    def test_hold_the_matrix_of_the_latest_year(self, book):
        page = book["Themes"]
        heading = [cell.value for cell in page[1]]
        rows = [dict(zip(heading, (cell.value for cell in row), strict=True)) for row in page.iter_rows(min_row=2)]
        assert [(row["Partnership"].split()[0], row["Neglect"], row["Online safety"]) for row in rows] == [
            ("Easton", 0, 1),
            ("Northwold", 1, 0),
        ]

    def test_hold_every_row_of_the_comparison(self, book, views):
        held = {
            "Partnerships": "compared_partnerships",
            "Themes by year": "theme_profile",
            "Owners by sector": "owner_profile",
            "Planning quality": "planning_quality",
            "Like objectives": "like_statements",
            "Follow-through": "follow_through",
            "Changes": "plan_changes",
        }
        assert {*held.values(), "like_groups"} == {table.name for table in COMPARISON_TABLES}
        for sheet, table in held.items():
            assert book[sheet].max_row - 1 == len(views.comparison[table])


class TestSafety:
    def test_no_cell_is_a_formula(self, book):
        said = column(book, "Actions", "Action")[1]
        assert said.value == HOSTILE
        assert said.data_type == "s"
        assert said.quotePrefix
        assert all(cell.data_type != "f" for page in book for row in page.iter_rows() for cell in row)

    def test_the_same_rows_give_the_same_bytes(self, views, tmp_path):
        for name in ("a.xlsx", "b.xlsx"):
            write_workbook(tmp_path / name, views)
        first, second = (hashlib.sha256((tmp_path / name).read_bytes()).digest() for name in ("a.xlsx", "b.xlsx"))
        assert first == second
        with zipfile.ZipFile(tmp_path / "a.xlsx") as file:
            assert b"2000-01-01T00:00:00Z" in file.read("docProps/core.xml")

    def test_text_that_is_too_long_is_cut_and_says_so(self):
        losses = Losses()
        text = cell_text("😀" * 20_000, "Actions", losses)
        assert len(text.encode("utf-16-le")) // 2 <= cells.MOST_CHARACTERS
        assert text.endswith("😀 … [cut; 20,000 characters in all]")
        assert losses.told() == ["Actions: cells cut at 32,767 characters (each says so at its end): 1."]

    def test_characters_that_xml_cannot_hold_are_replaced_and_told(self):
        losses = Losses()
        assert cell_text("a\x00b\ufffe\tc\nd", "Actions", losses) == "a\ufffdb\ufffd\tc\nd"
        assert len(losses.told()) == 1

    def test_rows_and_links_beyond_the_limits_are_told(self, views, tmp_path, monkeypatch):
        monkeypatch.setattr(cells, "MOST_ROWS", 4)
        monkeypatch.setattr(cells, "MOST_LINKS", 1)
        path = tmp_path / "a.xlsx"
        lost = write_workbook(path, views, site="")
        page = openpyxl.load_workbook(path)["Priorities"]
        assert page.max_row == 4
        assert sum(cell.hyperlink is not None for row in page.iter_rows() for cell in row) == 1
        assert any(said.startswith("Priorities: rows left out") and said.endswith(": 2.") for said in lost)
        assert any(said.startswith("Priorities: cells without a link") and said.endswith(": 2.") for said in lost)


class TestLinks:
    def test_lead_to_the_place_that_a_row_was_printed_at(self, book):
        where = column(book, "Actions", "Where")
        assert where[1].value == "p. 3"
        assert where[1].hyperlink.target.replace("\\", "/") == f"../the%20site/evidence/{OLD}/page-3.html"
        assert where[1].hyperlink.location == "a1"
        assert where[0].value == "lines 4–5"
        assert where[0].hyperlink.target.endswith("lines.html")
        (report, nothing) = column(book, "Follow-through", "Where in the report")
        assert report.hyperlink.location == "a1"
        assert nothing.value is None and nothing.hyperlink is None

    def test_are_left_out_without_a_report(self, views, tmp_path):
        write_workbook(tmp_path / "a.xlsx", views)
        book = openpyxl.load_workbook(tmp_path / "a.xlsx")
        assert values(book, "Actions", "Where")[1] == "p. 3"
        assert all(cell.hyperlink is None for page in book.worksheets[1:] for row in page.iter_rows() for cell in row)


class TestCsvFiles:
    def test_hold_the_same_sheets(self, views, tmp_path):
        written = write_csv_files(tmp_path / "csv", views)
        assert [path.stem for path in written][:5] == [
            "partnerships",
            "themes",
            "themes-by-year",
            "priorities",
            "actions",
        ]
        for sheet, path in zip(sheets(views), written, strict=True):
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file))
            assert len(rows) == len(sheet.rows())
        with (tmp_path / "csv" / "actions.csv").open(encoding="utf-8-sig", newline="") as file:
            actions = list(csv.DictReader(file))
        assert actions[1]["Action"] == "'" + HOSTILE
        assert actions[4]["Last day"] == "2024-06-30"
        assert actions[4]["Id"] == f"{NEW}:a1"


class TestCommand:
    @pytest.fixture
    def call(self, views, monkeypatch):
        monkeypatch.setattr("safeplans.pipeline.views.views.read_views", lambda dataset, as_of=None: views)
        return lambda *arguments: CliRunner().invoke(cli.main, ["workbook", *map(str, arguments)])

    def test_links_to_the_report_in_whose_folder_the_workbook_lies(self, call, tmp_path):
        (tmp_path / "evidence").mkdir()
        (tmp_path / "index.html").touch()
        result = call("--output", tmp_path / "a.xlsx")
        assert result.exit_code == 0, result.output
        where = column(openpyxl.load_workbook(tmp_path / "a.xlsx"), "Actions", "Where")
        assert where[1].hyperlink.target.replace("\\", "/").startswith("evidence/")

    def test_says_when_there_is_no_report_to_link_to(self, call, tmp_path):
        result = call("--output", tmp_path / "a.xlsx", "--site", tmp_path)
        assert result.exit_code == 2
        assert "There is no report in" in result.output

    def test_says_when_the_report_lies_on_another_drive(self, call, tmp_path, monkeypatch):
        (tmp_path / "index.html").touch()

        def other_drive(path: str, start: str) -> str:
            raise ValueError("path is on mount 'D:', start on mount 'C:'")

        monkeypatch.setattr("os.path.relpath", other_drive)
        result = call("--output", tmp_path / "a.xlsx", "--site", tmp_path)
        assert result.exit_code == 2
        assert "lies on another drive" in result.output

    def test_says_when_it_cannot_write(self, call, tmp_path):
        result = call("--output", tmp_path / "missing" / "a.xlsx")
        assert result.exit_code == 2
        assert "could not be written" in result.output

    def test_writes_csv_instead(self, call, tmp_path):
        result = call("--csv", tmp_path / "sheets", "--output", tmp_path / "a.xlsx")
        assert len(result.output.splitlines()) == len(list((tmp_path / "sheets").iterdir())) == 11
        assert not (tmp_path / "a.xlsx").exists()
