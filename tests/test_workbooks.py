"""What is made of workbooks: where a table's headings are, what a cell prints, what is hidden, and what is hostile."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P as OdfP
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color

from safeplans.extractors.assembly.locating import locator
from safeplans.extractors.base.document import Block, BlockKind, Document
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.extract import extract
from safeplans.extractors.lexicon.columns import looks_like_header
from safeplans.extractors.reading import ReadingError, read
from safeplans.extractors.reading.sheets import package as package_module
from safeplans.extractors.reading.sheets.building import sheets_document
from safeplans.extractors.reading.sheets.grid import Merge, Sheet, SheetCell, column_letters, column_number
from safeplans.extractors.reading.sheets.number_formats import printed

FILES = Path(__file__).parent / "office_files"
HEADINGS = ["Ref", "Action", "Lead", "Due"]
ROWS = [
    ["1.1", "Audit forty files in which neglect is named", "QA Group", "June 2025"],
    ["1.2", "Train all health visitors in the graded care profile", "Designated Nurse", "March 2026"],
]


def workbook(fill: Callable[[Any, Any], None], name: str = "Action plan") -> bytes:
    """A workbook of one sheet. fill: told the book and the sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    fill(book, book.add_worksheet(name))
    book.close()
    return out.getvalue()


def sheet_of(rows: list[list[Any]]) -> bytes:
    def fill(_: Any, sheet: Any) -> None:
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)

    return workbook(fill)


def plain(rows: list[list[str]], **told: Any) -> Document:
    """A sheet without any look, as a CSV file gives it."""
    cells = {(r, c): SheetCell((text,)) for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1) if text}
    return sheets_document("text/csv", [Sheet("Action plan", cells, **told)], {}, [])


def tables(document: Document) -> list[Block]:
    return [b for b in document.blocks if b.kind is BlockKind.TABLE]


def texts(table: Block) -> list[list[str]]:
    return [[c.text for c in row.cells] for row in table.rows]


def headings(document: Document) -> list[str]:
    return [b.text for b in document.blocks if b.kind is BlockKind.HEADING]


def codes(document: Document) -> list[str]:
    return [p.code for p in document.problems]


def changed(data: bytes, parts: dict[str, bytes | None]) -> bytes:
    """A package with some parts put in the place of others; None takes one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


# ---- a tracker as three programs write it -------------------------------------------------------


@pytest.fixture(params=["tracker.xlsx", "tracker-libreoffice.xlsx", "tracker-libreoffice.ods"])
def tracker(request) -> Document:
    return read((FILES / request.param).read_bytes(), request.param)


def test_a_tracker_is_titles_a_table_and_notes(tracker):
    kinds = [(b.kind.value, b.text[:30]) for b in tracker.blocks]
    assert kinds == [
        ("heading", "Action plan"),
        ("heading", "Ashcombe Vale Safeguarding Chi"),
        ("paragraph", "Agreed by the partners on 14 M"),
        ("table", "Ref Action Lead Due RAG Progre"),
        ("paragraph", "Reviewed at every meeting of t"),
        ("heading", "Groups"),
        ("table", "Group Chair Meets QA Group Det"),
    ]
    assert tracker.structured and not tracker.pages and tracker.text_origin == "text"
    assert tracker.info["Title"] == "Business Plan 2025-27"


def test_its_values_stand_as_they_are_printed(tracker):
    table = tables(tracker)[0]
    assert [r.header for r in table.rows] == [True] + [False] * 7
    assert texts(table)[2] == [
        "1.1", "Audit forty files in which neglect is named", "QA Group Designated Nurse", "30/06/2025", "",
        "Under way",
    ]  # fmt: skip
    assert texts(table)[3][3:] == ["Sep-25", "", "40%"]
    assert texts(table)[5][5] == "2"  # a formula by its stored value


def test_its_ratings_are_the_colours_of_cells(tracker):
    fills = [row.cell(4).fill for row in tables(tracker)[0].rows if len(row.cells) > 1]
    assert fills == ["#1f3864", "#00b050", "#ffc000", "#ff0000", "#00b050", None]


def test_its_section_rows_are_one_cell_and_merged_cells_hold_below(tracker):
    table = tables(tracker)[0]
    assert [(r.cells[0].text, r.cells[0].colspan) for r in table.rows if len(r.cells) == 1] == [
        ("Priority 1: Neglect is seen early", 6),
        ("Priority 2: Children are heard", 6),
    ]
    assert table.rows[6].cell(2).text == "Participation Lead" and table.rows[6].cell(2).rowspan_from == 5


def test_line_breaks_in_a_cell_are_paragraphs(tracker):
    assert [p.text for p in tables(tracker)[0].rows[2].cell(2).paras] == ["QA Group", "Designated Nurse"]


def test_what_is_hidden_or_struck_out_is_told_and_left_out(tracker):
    told = " ".join(p.message for p in tracker.problems)
    assert sorted(codes(tracker)) == ["hidden_parts", "hidden_parts", "struck_out"]
    assert "Workings" in told and "row 11" in told and "column H" in told and "all schools" in told
    everything = "\n".join(tracker.lines)
    assert not any(word in everything for word in ("secret", "Hidden work", "1,200", "all schools"))
    assert "Write to every nursery in the area" in everything


def test_its_places_are_told_by_sheet_and_cell(tracker):
    row = tables(tracker)[0].rows[2]
    assert locator(row.place, spots=tracker.spots) == "Action plan!A6:F6"
    assert locator(row.cell(1).paras[0].place, spots=tracker.spots) == "Action plan!B6"
    assert len(tracker.spots) == len(tracker.lines)


def test_its_plan_is_found(tracker):
    facts = extract((FILES / "tracker.xlsx").read_bytes(), Settings("tracker.xlsx"))
    assert [a.number for a in facts.actions] == ["1.1", "1.2", "2.1", "2.2", "2.4"]
    assert [o.text for o in facts.objectives] == ["Neglect is seen early", "Children are heard"]
    assert facts.metadata.title == "Ashcombe Vale Safeguarding Children Partnership Business Plan 2025-27"


# ---- where the headings are ---------------------------------------------------------------------


def test_headings_in_the_first_row():
    (table,) = tables(plain([HEADINGS, *ROWS]))
    assert [r.header for r in table.rows] == [True, False, False]


def test_headings_below_a_block_of_titles_and_an_empty_column():
    rows = [["", "Lower Wendle Safeguarding Children Partnership"], ["", "Action plan 2025-27"], [], ["", *HEADINGS]]
    document = plain([*rows, *[["", *r] for r in ROWS]])
    assert document.blocks[0].reason == "sheet_name"  # printed again in the title
    assert headings(document)[:2] == ["Lower Wendle Safeguarding Children Partnership", "Action plan 2025-27"]
    (table,) = tables(document)
    assert table.rows[0].header and table.columns == 4


def test_headings_that_no_vocabulary_knows_by_their_look():
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Wibble", "Wobble"], book.add_format({"bold": True}))
        sheet.write_row(1, 0, ["one thing", "another"])

    (table,) = tables(read(workbook(fill)))
    assert [r.header for r in table.rows] == [True, False]


def test_headings_over_headings():
    def fill(book: Any, sheet: Any) -> None:
        bold = book.add_format({"bold": True})
        sheet.write_row(1, 0, ["Ref", "Action", "Lead"], bold)
        sheet.merge_range("D1:E1", "Progress", bold)
        sheet.write_row(1, 3, ["Q1", "Q2"], bold)
        sheet.write_row(2, 0, ["1.1", "Audit forty files", "QA Group", "Begun", "Done"])

    (table,) = tables(read(workbook(fill)))
    assert [r.header for r in table.rows] == [True, True, False]
    assert table.rows[0].cell(3).text == "Progress" and table.rows[0].cell(3).colspan == 2


def test_headings_that_the_file_itself_names():
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row(2, 0, ["Wibble", "Wobble"])
        sheet.write_row(3, 0, ["one thing", "another"])
        sheet.autofilter("A3:B4")

    (table,) = tables(read(workbook(fill)))
    assert [r.header for r in table.rows] == [True, False]


def test_headings_printed_again_are_set_aside():
    document = plain([HEADINGS, ROWS[0], HEADINGS, ROWS[1]])
    (table,) = tables(document)
    assert [r.header for r in table.rows] == [True, False, False]
    assert [b.reason for b in document.blocks if b.kind is BlockKind.FURNITURE and b.reason != "sheet_name"] == [
        "repeated_header"
    ]


def test_a_title_over_headings_begins_another_table():
    document = plain([["Priority 1: Neglect"], HEADINGS, ROWS[0], ["Priority 2: Voice"], HEADINGS, ROWS[1]])
    assert [(b.kind.value, b.text[:19]) for b in document.blocks if b.kind is not BlockKind.FURNITURE][1:] == [
        ("heading", "Priority 1: Neglect"),
        ("table", "Ref Action Lead Due"),
        ("heading", "Priority 2: Voice"),
        ("table", "Ref Action Lead Due"),
    ]


def test_a_table_goes_on_behind_a_blank_row():
    (table,) = tables(plain([HEADINGS, ROWS[0], [], ["Priority 2: Voice"], ROWS[1]]))
    assert len(table.rows) == 4 and table.rows[2].cells[0].colspan == 4


def test_a_key_below_a_table_is_another_table():
    key = [["Blue", "Complete"], ["Green", "On track"], ["Red", "Not started"]]
    document = plain([[*HEADINGS, "RAG"], [*ROWS[0], "Green"], [*ROWS[1], "Red"], [], *key])
    assert [len(t.rows) for t in tables(document)] == [3, 3]


def test_tables_side_by_side_are_read_one_after_the_other():
    rows = [[*HEADINGS, "", "Action", "Lead"], [*ROWS[0], "", "Write a guide", "Business Manager"]]
    document = plain(rows)
    assert [texts(t)[1] for t in tables(document)] == [ROWS[0], ["Write a guide", "Business Manager"]]


def test_an_empty_column_within_a_table_does_not_part_it():
    rows = [["Ref", "Action", "", "Lead", "Due"], ["1.1", "Audit forty files", "", "QA Group", "June 2025"]]
    (table,) = tables(plain(rows))
    assert texts(table)[1] == ["1.1", "Audit forty files", "QA Group", "June 2025"]


def test_notes_below_a_table_are_no_rows_of_it():
    document = plain([HEADINGS, *ROWS, [], ["This plan is reviewed by the executive at every meeting."]])
    assert len(tables(document)[0].rows) == 3
    assert document.blocks[-1].kind is BlockKind.PARAGRAPH


@pytest.mark.parametrize(("name", "heads"), [("Priority 1", True), ("Sheet1", False), ("Sheet 12", False)])
def test_a_sheets_name_is_a_heading_unless_it_says_nothing(name, heads):
    document = read(workbook(lambda _, sheet: sheet.write_row(0, 0, HEADINGS), name))
    assert (name in headings(document)) is heads


def test_bullets_in_a_cell_are_markers():
    document = read(sheet_of([HEADINGS, ["1", "• Write a guide\n• Send it out", "QA Group", "May 2025"]]))
    assert [(p.marker, p.text) for p in tables(document)[0].rows[1].cell(1).paras] == [
        ("•", "Write a guide"),
        ("•", "Send it out"),
    ]


def test_a_cell_with_its_heading_over_its_value_is_no_heading_row():
    rows = [
        ["Priority 1: Neglect"],
        ["Responsible officer\nHead of Service", "Deadline\nMay 2025"],
        ["Audit forty files"],
    ]
    document = read(sheet_of(rows))
    assert [r.header for r in tables(document)[0].rows] == [False]


def test_headings_down_the_first_column_make_no_heading_row():
    rows = [
        ["Number", "1", "2"],
        ["What is to be carried out", "Audit forty files", "Train all staff"],
        ["Owner", "Area manager and independent chair", "Designated nurse"],
    ]
    assert looks_like_header(rows[2])
    (table,) = tables(plain(rows))
    assert [r.header for r in table.rows] == [False, False, False]


def test_a_framed_banner_over_framed_fields_is_their_first_row():
    def fill(book: Any, sheet: Any) -> None:
        framed = book.add_format({"border": 1})
        sheet.write("A1", "What follows was agreed in March.")
        sheet.merge_range("A2:B2", "Recommendation 1. That audits be fewer and deeper.", framed)
        sheet.write_row(2, 0, ["Response", "Agreed"], framed)
        sheet.write_row(3, 0, ["Who / when", "Performance Group, May 2025"], framed)

    (table,) = tables(read(workbook(fill)))
    assert [len(r.cells) for r in table.rows] == [1, 2, 2] and table.rows[0].cells[0].colspan == 2


def test_entries_of_a_contents_page_are_set_aside():
    rows = [
        ["Contents"],
        ["Foreword ........ 2"],
        ["Our area ........ 3"],
        ["Our plan ........ 4"],
        ["This is the plan."],
    ]
    kinds = [b.kind.value for b in read(sheet_of(rows)).blocks]
    assert kinds == ["heading", *["furniture"] * 4, "paragraph"]


# ---- what a cell prints -------------------------------------------------------------------------

DAY = datetime.datetime(2025, 3, 31, 14, 5)


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (DAY, "mmm-yy", "Mar-25"), (DAY, "dd/mm/yyyy", "31/03/2025"), (DAY, "d mmmm yyyy", "31 March 2025"),
        (DAY, "mm-dd-yy", "31/03/2025"), (DAY, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "31 March 2025"),
        (DAY, "[$-809]ddd d mmm;@", "Mon 31 Mar"), (DAY, "h:mm AM/PM", "2:05 PM"), (DAY, "hh:mm:ss", "14:05:00"),
        (DAY, "ggge", "2025-03-31 14:05:00"), (DAY.date(), "General", "2025-03-31"),
        (datetime.timedelta(hours=30, minutes=5), "[h]:mm", "30:05"), (datetime.time(9, 30), "h:mm", "9:30"),
        (3.0, "General", "3"), (3, "General", "3"), (0.1 + 0.2, "General", "0.3"), (2.5, "General", "2.5"),
        (0.75, "0%", "75%"), (0.125, "0.0%", "12.5%"), (1234567.891, "#,##0", "1,234,568"),
        (1234.5, '"£"#,##0.00', "£1,234.50"), (-1234.5, '"£"#,##0.00;[Red]-"£"#,##0.00', "-£1,234.50"),
        (1234.5, "[$£-809]#,##0", "£1,235"), (-5, "0", "-5"), (0, "0;-0;;@", ""), (7, "00", "07"),
        (1.25, "# ?/?", "1.25"), (12345678, '0.0,,"m"', "12.3m"), (True, "General", "TRUE"), (None, "0", ""),
        ("#REF!", "General", "#REF!"), ("text", "0.00", "text"),
    ],
)  # fmt: skip
def test_values_by_their_number_format(value, number_format, shown):
    assert printed(value, number_format) == shown


@given(
    st.one_of(st.floats(), st.integers(), st.datetimes(), st.times(), st.timedeltas(), st.text()),
    st.text(alphabet='0#?.,;%"\\[]$-_*@dmyhsEeAMP/ £', max_size=20),
)
@settings(max_examples=200, deadline=None)
def test_no_number_format_breaks_it(value, number_format):
    assert isinstance(printed(value, number_format), str)


def test_columns_are_counted_as_spreadsheets_do():
    assert [column_letters(n) for n in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(column_number(column_letters(n)) == n for n in range(1, 2000))


def test_colours_of_the_theme_with_their_tint_and_of_the_palette():
    book = Workbook()
    sheet = book.active
    fills = [
        Color(theme=9, tint=0.4), Color(theme=4, tint=-0.25), Color(indexed=10), Color(rgb="FF00B050"), Color(theme=0),
        Color(rgb="FFFFFFFF"),
    ]  # fmt: skip
    for column, colour in enumerate(fills, 1):
        sheet.cell(1, column, f"c{column}").fill = PatternFill("solid", fgColor=colour)
    out = io.BytesIO()
    book.save(out)
    (table,) = tables(read(out.getvalue()))
    assert [c.fill for c in table.rows[0].cells] == ["#fac090", "#376092", "#ff0000", "#00b050", None, None]


def test_letters_struck_out_as_a_whole():
    book = Workbook()
    sheet = book.active
    sheet.append(["Action", "Lead"])
    sheet.append(["Write a guide", "QA Group"])
    sheet["B2"].font = Font(strike=True)
    out = io.BytesIO()
    book.save(out)
    document = read(out.getvalue())
    assert texts(tables(document)[0])[1] == ["Write a guide", ""]
    assert codes(document) == ["struck_out"]


def test_a_formula_without_a_stored_value_is_told_and_never_worked_out():
    book = Workbook()
    book.active.append(["Action", "Lead"])
    book.active.append(["Write a guide", "=1+1"])
    out = io.BytesIO()
    book.save(out)
    document = read(out.getvalue())
    (problem,) = [p for p in document.problems if p.code == "formula_without_value"]
    assert "Sheet!B2" in problem.message and "2" not in "".join(document.lines)


def test_text_behind_a_merged_cell_is_not_printed():
    cells = {(1, 1): SheetCell(("seen",)), (1, 2): SheetCell(("behind",)), (2, 1): SheetCell(("below",))}
    document = sheets_document("x", [Sheet("", cells, [Merge(1, 1, 1, 2)])], {}, [])
    assert document.lines == ("seen", "below")


def test_dates_since_1904_are_understood():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_datetime(0, 0, DAY, book.add_format({"num_format": "dd/mm/yyyy"}))
    book.close()
    assert read(out.getvalue()).lines == ("31/03/2025",)


def test_comments_pictures_and_charts_are_told():
    def fill(book: Any, sheet: Any) -> None:
        sheet.write("A1", "Action plan for 2025-26")
        sheet.write_comment("A1", "do not publish")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "='Action plan'!$A$1:$A$2"})
        sheet.insert_chart("D1", chart)

    document = read(workbook(fill))
    (told,) = [p.message for p in document.problems if p.code == "parts_not_read"]
    assert "1 chart" in told and "1 comment" in told and "publish" not in "".join(document.lines)


# ---- hostile and broken ones --------------------------------------------------------------------

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def with_sheet(xml: str) -> bytes:
    return changed(sheet_of([["x"]]), {SHEET: xml.encode()})


def inline(row: int, column: str, text: str) -> str:
    return f'<c r="{column}{row}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_thousands_of_rows_are_read_up_to_a_limit_and_the_rest_is_counted(monkeypatch):
    monkeypatch.setattr(package_module, "MOST_CELLS", 1000)
    rows = "".join(f'<row r="{r}">{inline(r, "A", "a")}{inline(r, "B", "b")}</row>' for r in range(1, 10_001))
    document = read(with_sheet(f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'))
    assert len(document.lines) == 1000 + 1  # and the sheet's name
    (problem,) = [p for p in document.problems if p.code == "too_large"]
    assert "19,000" in problem.message and problem.severity == "warning"


def test_what_stands_behind_the_rows_counts_though_these_are_too_many(monkeypatch):
    monkeypatch.setattr(package_module, "MOST_CELLS", 100)
    rows = "".join(f'<row r="{r}">{inline(r, "A", "a")}{inline(r, "B", "b")}</row>' for r in range(1, 5_001))
    merges = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    document = read(with_sheet(f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{merges}</worksheet>'))
    assert document.blocks[1].kind is BlockKind.PARAGRAPH or document.blocks[1].kind is BlockKind.HEADING
    assert document.blocks[1].text == "a"


def test_a_huge_range_without_text_costs_nothing():
    empty = "".join(f'<row r="{r}"><c r="A{r}" s="1"/><c r="XFD{r}" s="1"/></row>' for r in range(2, 30_001))
    last = f'<row r="1048576">{inline(1048576, "XFD", "the end")}</row>'
    xml = f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>{empty}{last}</sheetData></worksheet>'
    document = read(with_sheet(xml))
    assert document.lines == ("Action plan", "the end") and document.spots[1] == "Action plan!XFD1048576"


def test_a_merged_area_of_all_cells_hangs_nothing():
    rows = "".join(f'<row r="{r}">{inline(r, "A", f"line {r}")}</row>' for r in (1, 2))
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A1:A1048576"/></mergeCells>'
    document = read(with_sheet(f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{merges}</worksheet>'))
    assert "line 1" in document.lines


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_entities_are_refused_in_whatever_part(part):
    data = sheet_of([["x"]])
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        xml = file.read(part)
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    at = xml.index(b"?>") + 2
    with pytest.raises(ReadingError, match="entities"):
        read(changed(data, {part: xml[:at] + laughs + xml[at:]}))


def test_macros_are_told_and_never_run():
    data = sheet_of([HEADINGS, *ROWS])
    relations = "xl/_rels/workbook.xml.rels"
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        xml = file.read(relations)
    kind = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    more = b'<Relationship Id="rId99" Type="' + kind + b'" Target="vbaProject.bin"/></Relationships>'
    xml = xml.replace(b"</Relationships>", more)
    document = read(changed(data, {relations: xml, "xl/vbaProject.bin": b"Sub Auto_Open()"}), "plan.xlsm")
    assert "1 macro project, not run" in document.problems[-1].message
    assert len(tables(document)) == 1


def test_deep_nesting_in_a_cell_hangs_nothing():
    deep = "<x>" * 5000 + "words" + "</x>" * 5000
    rows = f'<row r="1"><c r="A1" t="inlineStr"><is>{deep}</is></c></row><row r="2">{inline(2, "A", "seen")}</row>'
    document = read(with_sheet(f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'))
    assert document.lines == ("Action plan", "seen")


@pytest.mark.parametrize("name", ["tracker.xlsx", "tracker-libreoffice.ods"])
@pytest.mark.parametrize("share", [0.2, 0.6, 0.97])
def test_a_file_that_is_cut_off_says_so(name, share):
    data = (FILES / name).read_bytes()
    with pytest.raises(ReadingError) as caught:
        read(data[: int(len(data) * share)], name)
    assert caught.value.code == "damaged"


def test_a_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(ReadingError, match="larger than any plan"):
        read(changed(sheet_of([["x"]]), {SHEET: b" " * (300 * 1024 * 1024)}))


@pytest.mark.parametrize("name", ["plan.docx", "plan.pdf", "plan.txt", "plan.csv", None])
def test_a_workbook_is_known_by_its_content_whatever_its_name(name):
    assert tables(read(sheet_of([HEADINGS, *ROWS]), name))


def test_text_that_is_called_a_workbook_is_told():
    with pytest.raises(ReadingError) as caught:
        read(b"Just some text", "plan.xlsx")
    assert caught.value.code == "damaged"


def test_a_workbook_without_text_is_empty_and_hidden_sheets_are_named():
    def fill(book: Any, sheet: Any) -> None:
        book.add_worksheet("Secrets").write("A1", "x")
        book.worksheets()[1].hide()

    with pytest.raises(ReadingError, match="Secrets") as caught:
        read(workbook(fill))
    assert caught.value.code == "empty"


def test_styles_that_other_programs_write_and_openpyxl_refuses_cost_nothing():
    data = sheet_of([HEADINGS, *ROWS])
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        xml = file.read("xl/styles.xml")
    odd = xml.replace(b'<family val="2"/>', b'<family val="99"/>').replace(b"<fill>", b"<fill/><fill>", 1)
    assert len(tables(read(changed(data, {"xl/styles.xml": odd})))) == 1


WORDS = ["Action", "Lead", "Due", "1.1", "Priority 1: Neglect", "• Write a guide", "x y z"]


def attempted(sheet: Sheet) -> Document | None:
    """The document of a sheet, None where nothing is on it."""
    try:
        return sheets_document("x", [sheet], {}, [])
    except ReadingError:
        return None


@given(
    st.dictionaries(
        st.tuples(st.integers(1, 12), st.integers(1, 8)),
        st.builds(
            SheetCell,
            st.lists(st.sampled_from(WORDS), max_size=2).map(tuple),
            st.booleans(),
            st.sampled_from([None, "#00b050"]),
        ),
        min_size=1,
    ),
    st.lists(st.builds(Merge, st.integers(1, 4), st.integers(1, 4), st.integers(4, 8), st.integers(4, 8)), max_size=3),
    st.frozensets(st.integers(1, 12), max_size=3),
    st.frozensets(st.integers(1, 8), max_size=2),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_every_cell_that_is_seen_is_printed_once(cells, merges, rows, columns):
    sheet = Sheet("Sheet1", cells, merges, hidden_rows=rows, hidden_columns=columns)
    seen = sorted(
        line
        for (r, c), cell in cells.items()
        if r not in rows and c not in columns and not any(m.covers(r, c) for m in merges)
        for line in cell.lines
    )
    document = attempted(sheet)
    if document is None:
        assert not seen
        return
    told = list(document.lines)
    for line in seen:
        told.remove(line)
    assert len(document.spots) == len(document.lines)
    placed = {n for b in document.blocks for n in range(b.place.line_start, b.place.line_end + 1)}
    assert placed == set(range(1, len(document.lines) + 1))


# ---- OpenDocument -------------------------------------------------------------------------------


def ods(fill: Callable[[OdfTable], None]) -> bytes:
    book = OpenDocumentSpreadsheet()
    table = OdfTable(name="Action plan")
    fill(table)
    book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def odf_row(texts_: list[str], **told: Any) -> TableRow:
    row = TableRow(**told)
    for text in texts_:
        cell = TableCell(valuetype="string")
        for line in text.split("\n"):
            cell.addElement(OdfP(text=line))
        row.addElement(cell)
    return row


def test_a_sheet_that_odfpy_writes():
    def fill(table: OdfTable) -> None:
        for row in (HEADINGS, *ROWS):
            table.addElement(odf_row(row))

    document = read(ods(fill))
    assert texts(tables(document)[0]) == [HEADINGS, *ROWS]
    assert locator(tables(document)[0].rows[1].place, spots=document.spots) == "Action plan!A2:D2"


def test_rows_repeated_a_million_times_count_only_with_text_and_within_the_limit(monkeypatch):
    from safeplans.extractors.reading.sheets import ods as module

    monkeypatch.setattr(module, "MOST_CELLS", 50)

    def fill(table: OdfTable) -> None:
        table.addElement(odf_row([""], numberrowsrepeated=1_000_000))
        table.addElement(odf_row(["again"], numberrowsrepeated=40_000))

    document = read(ods(fill))
    assert document.lines.count("again") == 50 and document.spots[1] == "Action plan!A1000001"
    assert "too_large" in codes(document)


def test_values_that_were_stored_without_their_print():
    def fill(table: OdfTable) -> None:
        row = TableRow()
        row.addElement(TableCell(valuetype="date", datevalue="2025-03-31"))
        row.addElement(TableCell(valuetype="percentage", value="0.4"))
        row.addElement(TableCell(valuetype="float", value="3"))
        row.addElement(TableCell(valuetype="float", formula="of:=1+1"))
        table.addElement(row)

    document = read(ods(fill))
    assert document.lines[1:] == ("2025-03-31", "40%", "3") and "formula_without_value" in codes(document)


def test_entities_in_a_sheet_of_libreoffice_are_refused():
    data = (FILES / "tracker-libreoffice.ods").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        xml = file.read("content.xml")
    at = xml.index(b"?>") + 2
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha">]>'
    with pytest.raises(ReadingError, match="entities"):
        read(changed(data, {"content.xml": xml[:at] + laughs + xml[at:]}))


def test_a_password_is_told():
    data = (FILES / "tracker-libreoffice.ods").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        xml = file.read("META-INF/manifest.xml")
    locked = xml.replace(b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>")
    with pytest.raises(ReadingError) as caught:
        read(changed(data, {"META-INF/manifest.xml": locked}))
    assert caught.value.code == "encrypted"
