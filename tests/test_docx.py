"""What is read of a Word file: its structure as the file says it, and as a person sees it printed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx as python_docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from word_files import cell, docx, paragraph, problems, read_docx, relations, row, shown, table, told, word, zipped

from safeplans import load, run
from safeplans.extractors.assembly.locating import locator
from safeplans.extractors.base.document import Block, BlockKind, Document
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.extract import extract
from safeplans.extractors.reading import ReadingError, read

WORD = Path(__file__).parent / "word"
LONG = "Partners met each month and agreed what each would do before the next meeting of the group. " * 3


def saved(document: python_docx.document.Document) -> Document:
    buffer = io.BytesIO()
    document.save(buffer)
    return read(buffer.getvalue(), "plan.docx")


def tables(document: Document) -> list[Block]:
    return [b for b in document.blocks if b.kind is BlockKind.TABLE]


def styles(*told: str) -> str:
    return "".join(told)


def style(name: str, identity: str, inner: str = "", kind: str = "paragraph", more: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{identity}" {more}><w:name w:val="{name}"/>{inner}</w:style>'


class TestHeadings:
    def test_styles_give_levels_and_a_title_stands_above_them(self):
        made = python_docx.Document()
        made.add_heading("Lower Wendle Business Plan", 0)
        made.add_heading("Our priorities", 1)
        made.add_heading("Neglect", 2)
        made.add_paragraph(LONG)
        assert [(b.level, b.text) for b in saved(made).blocks if b.kind is BlockKind.HEADING] == [
            (1, "Lower Wendle Business Plan"),
            (2, "Our priorities"),
            (3, "Neglect"),
        ]

    def test_without_a_title_the_first_level_is_the_first(self):
        made = python_docx.Document()
        made.add_heading("Our priorities", 1)
        made.add_heading("Neglect", 2)
        assert [b.level for b in saved(made).blocks] == [1, 2]

    def test_a_style_that_builds_on_a_heading_is_one(self):
        inner = '<w:basedOn w:val="Heading2"/>'
        known = styles(
            style("heading 2", "Heading2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'), style("Aim", "Aim", inner)
        )
        body = paragraph("Neglect", '<w:pStyle w:val="Aim"/>') + paragraph(LONG)
        assert read_docx(body, {"styles": known}).blocks[0].level == 2

    def test_an_outline_level_makes_a_heading_and_body_text_unmakes_one(self):
        known = style("heading 1", "Heading1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>')
        body = (
            paragraph("Neglect", '<w:outlineLvl w:val="0"/>')
            + paragraph("said small", '<w:pStyle w:val="Heading1"/><w:outlineLvl w:val="9"/>')
            + paragraph(LONG)
        )
        assert [b.kind for b in read_docx(body, {"styles": known}).blocks] == ["heading", "paragraph", "paragraph"]

    def test_a_bold_line_alone_is_a_heading_and_a_bold_word_in_a_line_is_none(self):
        made = python_docx.Document()
        made.add_paragraph(LONG)
        made.add_paragraph().add_run("What we will do next").bold = True
        line = made.add_paragraph()
        line.add_run("Lead: ").bold = True
        line.add_run("Head of Housing")
        assert [b.kind for b in saved(made).blocks] == ["paragraph", "heading", "paragraph"]

    def test_large_letters_make_a_heading_and_the_larger_the_higher(self):
        made = python_docx.Document()
        for text, size in (("Our plan", 24), ("Neglect", 16), (LONG, 11)):
            made.add_paragraph().add_run(text).font.size = Pt(size)
        assert [(b.kind, b.level) for b in saved(made).blocks] == [("heading", 1), ("heading", 2), ("paragraph", 0)]

    def test_a_bold_character_style_in_a_bold_paragraph_style_is_not_bold(self):
        known = styles(
            style("Label", "Label", "<w:rPr><w:b/></w:rPr>"),
            style("Strong", "Strong", "<w:rPr><w:b/></w:rPr>", "character"),
        )
        body = paragraph("not bold", '<w:pStyle w:val="Label"/>', '<w:rStyle w:val="Strong"/>') + paragraph(LONG)
        assert not read_docx(body, {"styles": known}).blocks[0].bold

    def test_the_lines_of_a_heading_are_one_heading(self):
        made = python_docx.Document()
        heading = made.add_heading("Lower Wendle", 1)
        heading.add_run().add_break()
        heading.add_run("Business Plan")
        document = saved(made)
        assert [b.text for b in document.blocks] == ["Lower Wendle Business Plan"]
        assert document.lines == ("Lower Wendle", "Business Plan")

    def test_a_date_of_the_cover_is_no_heading(self):
        made = python_docx.Document()
        made.add_heading("14 June 2026", 1)
        made.add_paragraph(LONG)
        assert saved(made).blocks[0].kind is BlockKind.PARAGRAPH


NUMBERED = """
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>
  <w:pPr><w:ind w:left="720"/></w:pPr></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>{more}<w:lvlText w:val="%1.%2"/>
  <w:pPr><w:ind w:left="1440"/></w:pPr></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
"""


def numbering(start: int = 1, kind: str = "decimal", text: str = "%1.", more: str = "") -> dict[str, str]:
    return {"numbering": NUMBERED.format(start=start, kind=kind, text=text, more=more)}


def item(level: int = 0, numbering: int = 1, text: str = "Audit files") -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>')


def markers(body: str, parts: dict[str, str]) -> list[str | None]:
    return [b.marker for b in read_docx(body, parts).blocks]


class TestNumbers:
    @pytest.mark.parametrize(
        ("kind", "text", "first", "fourth"),
        [
            ("decimal", "%1.", "1.", "4."),
            ("decimal", "%1)", "1)", "4)"),
            ("lowerLetter", "(%1)", "(a)", "(d)"),
            ("upperLetter", "%1.", "A.", "D."),
            ("lowerRoman", "%1.", "i.", "iv."),
            ("upperRoman", "%1)", "I)", "IV)"),
            ("decimalZero", "%1", "01", "04"),
            ("decimal", "A%1", "A1", "A4"),
        ],
    )
    def test_numbers_are_printed_as_the_list_says(self, kind, text, first, fourth):
        found = markers(item() * 4, numbering(kind=kind, text=text))
        assert (found[0], found[3]) == (first, fourth)

    def test_a_level_counts_under_the_one_above_and_begins_anew_with_it(self):
        body = item() + item(1) + item(1) + item() + item(1)
        assert markers(body, numbering()) == ["1.", "1.a", "1.b", "2.", "2.a"]

    def test_a_level_that_never_begins_anew(self):
        body = item() + item(1) + item() + item(1)
        assert markers(body, numbering(more='<w:lvlRestart w:val="0"/>')) == ["1.", "1.a", "2.", "2.b"]

    def test_a_list_may_begin_elsewhere_and_another_begin_it_anew(self):
        body = item() + item() + item(numbering=2) + item(numbering=2)
        assert markers(body, numbering(start=5)) == ["5.", "6.", "1.", "2."]

    def test_nested_items_are_deeper(self):
        body = item() + item(1) + item()
        assert [b.level for b in read_docx(body, numbering()).blocks] == [1, 2, 1]

    def test_words_before_a_number_are_part_of_the_text(self):
        document = read_docx(item(text="Neglect") + paragraph(LONG), numbering(text="Priority %1:"))
        assert shown(document.blocks[0]) == "Priority 1: Neglect"

    def test_numbered_headings_hold_their_number(self):
        known = style("heading 1", "Heading1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
        body = paragraph("Neglect", '<w:pStyle w:val="Heading1"/>') * 2
        document = read_docx(body, numbering() | {"styles": known})
        assert [(b.kind, b.text, b.marker) for b in document.blocks] == [
            ("heading", "1. Neglect", None),
            ("heading", "2. Neglect", None),
        ]

    def test_a_cell_with_nothing_but_its_number_holds_the_number(self):
        empty = paragraph("", '<w:numPr><w:numId w:val="1"/></w:numPr>')
        body = table(row(cell(empty), "Audit files"), row(cell(empty), "Train staff"))
        assert shown(read_docx(body, numbering()).blocks[0]) == "1. | Audit files / 2. | Train staff"

    def test_no_number_where_the_paragraph_says_none(self):
        known = style("List", "List", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
        body = paragraph("Audit files", '<w:pStyle w:val="List"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        assert markers(body, numbering() | {"styles": known}) == [None]

    def test_signs_of_symbol_fonts_are_bullets(self):
        level = '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="{}"/><w:rPr><w:rFonts w:ascii="{}"/></w:rPr></w:lvl>'
        for letter, font, expected in (
            ("\uf0b7", "Symbol", "•"),
            ("\uf0d8", "Wingdings", "➢"),
            ("o", "Courier New", "o"),
        ):
            told = f'<w:abstractNum w:abstractNumId="0">{level.format(letter, font)}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
            assert markers(item(), {"numbering": told}) == [expected]

    @pytest.mark.parametrize(
        ("text", "marker", "rest"),
        [
            ("• Audit files", "•", "Audit files"),
            ("1.2 Audit files", "1.2", "Audit files"),
            ("a) Audit files", "a)", "Audit files"),
            ("- Audit files", "-", "Audit files"),
            ("•Audit files", "•", "Audit files"),
            ("2024 was the year of audits", None, "2024 was the year of audits"),
            ("5 years of audits", None, "5 years of audits"),
        ],
    )
    def test_markers_that_were_typed_are_markers(self, text, marker, rest):
        (block,) = read_docx(paragraph(text)).blocks
        assert (block.marker, block.text) == (marker, rest)


class TestTables:
    def test_merged_cells_hold_for_the_rows_beside_them(self):
        made = python_docx.Document()
        grid = made.add_table(3, 3)
        for index, text in enumerate(("Priority", "Action", "Lead", "Neglect", "Audit", "QA", "", "Train", "All")):
            grid.cell(index // 3, index % 3).text = text
        grid.cell(1, 0).merge(grid.cell(2, 0))
        (block,) = tables(saved(made))
        assert [[c.text for c in r.cells] for r in block.rows][1:] == [
            ["Neglect", "Audit", "QA"],
            ["Neglect", "Train", "All"],
        ]
        assert [r.cells[0].rowspan_from for r in block.rows] == [None, None, 1]
        assert block.rows[2].cells[0].paras[0].place == block.rows[1].cells[0].paras[0].place

    def test_cells_over_columns_keep_the_others_in_theirs(self):
        body = table(row(cell("Neglect", '<w:gridSpan w:val="2"/>'), "Lead"), row("1", "Audit", "QA"))
        (block,) = read_docx(body).blocks
        assert [(c.column, c.colspan) for c in block.rows[0].cells] == [(0, 2), (2, 1)]
        assert block.columns == 3

    def test_a_row_that_begins_further_right(self):
        body = table(row("1", "Audit", "QA"), row("Train", "All", properties='<w:gridBefore w:val="1"/>'))
        assert [c.column for c in read_docx(body).blocks[0].rows[1].cells] == [1, 2]

    def test_rows_that_head_each_page_are_headers(self):
        body = table(row("Action", "Lead", properties="<w:tblHeader/>"), row("Audit", "QA"), row("Train", "All"))
        assert [r.header for r in read_docx(body).blocks[0].rows] == [True, False, False]

    def test_a_first_row_in_bold_is_a_header_and_one_like_the_others_is_none(self):
        bold = [cell(paragraph(text, run="<w:b/>")) for text in ("Action", "Lead")]
        body = table(row(*bold), row("Audit", "QA")) + paragraph(LONG) + table(row("Audit", "QA"), row("Train", "All"))
        first, second = tables(read_docx(body))
        assert [r.header for r in first.rows] == [True, False]
        assert [r.header for r in second.rows] == [False, False]

    def test_a_header_by_the_style_of_the_table(self):
        dark = '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr></w:tblStylePr>'
        known = style("Grid Table 5", "Dark", dark, "table")
        body = table(
            row("Action", "Lead"), row("Audit", "QA"), properties='<w:tblStyle w:val="Dark"/><w:tblLook w:val="0020"/>'
        )
        (block,) = read_docx(body, {"styles": known}).blocks
        assert [r.header for r in block.rows] == [True, False]
        assert block.rows[0].cells[0].fill == "#1f3864" and block.rows[1].cells[0].fill is None

    def test_the_ground_of_a_cell_is_its_fill_and_white_is_none(self):
        grounds = ("00B050", "FFFFFF", "auto")
        cells = [cell(name, f'<w:shd w:val="clear" w:fill="{name}"/>') for name in grounds]
        assert [c.fill for c in read_docx(table(row(*cells), row("1", "2", "3"))).blocks[0].rows[0].cells] == [
            "#00b050",
            None,
            None,
        ]

    def test_a_word_in_colour_or_under_a_marker_pen_is_a_rating(self):
        made = python_docx.Document()
        grid = made.add_table(2, 2)
        grid.cell(0, 0).paragraphs[0].add_run("Green").font.color.rgb = RGBColor(0, 0xB0, 0x50)
        marked = grid.cell(0, 1).paragraphs[0].add_run("On track")
        marked.font.highlight_color = 7
        grid.cell(1, 0).text = grid.cell(1, 1).text = "Audit"
        assert [c.fill for c in tables(saved(made))[0].rows[0].cells] == ["#00b050", "#ffff00"]

    def test_borders_a_hair_apart_are_one(self):
        body = table(
            row(cell("Action", '<w:gridSpan w:val="2"/>'), "Lead"),
            row("Audit", cell("QA", '<w:gridSpan w:val="2"/>')),
            widths=(3000, 40, 2000),
        )
        (block,) = read_docx(body).blocks
        assert block.columns == 2 and [[c.column for c in r.cells] for r in block.rows] == [[0, 1], [0, 1]]

    def test_a_list_in_a_cell_keeps_its_items_apart(self):
        inner = paragraph("Audit files") + item(text="of infants") + item(text="of teenagers")
        (block,) = read_docx(table(row(cell(inner), "QA"), row("Train", "All")), numbering()).blocks
        assert [(p.marker, p.text) for p in block.rows[0].cells[0].paras] == [
            (None, "Audit files"),
            ("1.", "of infants"),
            ("2.", "of teenagers"),
        ]

    def test_line_breaks_in_a_cell_part_its_paragraphs_but_not_a_sentence(self):
        broken = "<w:p><w:r><w:t>Head of Housing</w:t><w:br/><w:t>Designated Nurse</w:t><w:br/><w:t>and the police</w:t></w:r></w:p>"
        (block,) = read_docx(table(row(cell(broken), "x"), row("a", "b"))).blocks
        assert [p.text for p in block.rows[0].cells[0].paras] == ["Head of Housing", "Designated Nurse and the police"]

    def test_a_table_of_one_cell_is_a_frame_round_text(self):
        body = table(row(cell(paragraph("Priority 1: Neglect", run="<w:b/>") + paragraph(LONG))))
        assert [b.kind for b in read_docx(body + paragraph(LONG)).blocks] == ["heading", "paragraph", "paragraph"]

    def test_a_table_in_a_table_that_lays_out_the_page_is_a_table(self):
        inner = table(row("Action", "Lead"), row("Audit", "QA"))
        for outer in (table(row(cell(inner + paragraph("")))), table(row(cell(inner + paragraph("")), "beside"))):
            blocks = read_docx(outer).blocks
            assert shown(tables(read_docx(outer))[0]) == "Action | Lead / Audit | QA"
            assert blocks[0].kind is BlockKind.TABLE

    def test_a_table_in_a_cell_among_others_is_read_in_its_place(self):
        inner = table(row("by June", "QA"), row("by July", "All"))
        body = table(row("Audit", cell(paragraph("When") + inner)), row("Train", "x"))
        (block,) = read_docx(body).blocks
        assert block.rows[0].cells[1].text == "When by June QA by July All"

    def test_a_table_that_goes_on_behind_a_blank_line_is_one(self):
        head = row("Action", "Lead", properties="<w:tblHeader/>")
        first, second = (
            table(head, row("Audit", "QA"), widths=(900, 900)),
            table(head, row("Train", "All"), widths=(900, 900)),
        )
        (block,) = read_docx(first + paragraph("") + second).blocks
        assert shown(block) == "Action | Lead / Audit | QA / Train | All"

    def test_tables_with_words_between_them_stay_two(self):
        one = table(row("Action", "Lead", properties="<w:tblHeader/>"), row("Audit", "QA"), widths=(900, 900))
        assert len(tables(read_docx(one + paragraph("Neglect") + one))) == 2

    def test_a_table_typed_with_tabs(self):
        lines = ["Action\tLead\tBy when", "Audit files\tQA Group\tJune 2026", "Train staff\tAll\tJuly 2026"]
        body = "".join(
            "<w:p><w:r>" + "<w:tab/>".join(f"<w:t>{t}</w:t>" for t in line.split("\t")) + "</w:r></w:p>"
            for line in lines
        )
        (block,) = read_docx(body).blocks
        assert [[c.text for c in r.cells] for r in block.rows] == [line.split("\t") for line in lines]


class TestPlaces:
    def test_paragraphs_are_counted_as_people_count_and_rows_by_their_table(self):
        made = python_docx.Document()
        for text in ("Our plan", "", "We met."):
            made.add_paragraph(text)
        grid = made.add_table(2, 2)
        grid.cell(0, 0).text = "Action"
        grid.cell(1, 0).text = "Audit"
        made.add_paragraph("The end.")
        document = saved(made)
        assert list(zip(document.lines, document.spots, strict=True)) == [
            ("Our plan", "paragraph 1"),
            ("We met.", "paragraph 2"),
            ("Action", "table 1, row 1"),
            ("Audit", "table 1, row 2"),
            ("The end.", "paragraph 3"),
        ]
        assert locator(tables(document)[0].rows[1].place, spots=document.spots) == "table 1, row 2"

    def test_each_paragraph_of_a_cell_has_its_line(self):
        made = python_docx.Document()
        grid = made.add_table(1, 2)
        grid.cell(0, 0).text, grid.cell(0, 1).text = "Audit\nTrain", "QA"
        document = saved(made)
        lines = [p.place.line_start for c in tables(document)[0].rows[0].cells for p in c.paras]
        assert lines == [1, 2, 3] and document.lines == ("Audit", "Train", "QA")

    def test_a_document_says_that_it_is_structured_and_has_no_pages(self):
        document = read_docx(paragraph("Audit files"))
        assert document.structured and not document.pages
        assert document.media_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def test_the_file_tells_its_title_and_author(self):
        made = python_docx.Document()
        made.core_properties.title, made.core_properties.author = "Lower Wendle Plan", "Ashcombe Vale Council"
        made.add_paragraph("Audit files")
        info = saved(made).info
        assert (info["Title"], info["Author"]) == ("Lower Wendle Plan", "Ashcombe Vale Council")


def box(content: str) -> str:
    """A text box as Word writes it: the new form, and the old one for older programs."""
    inner = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
        "<w:t>Anchor</w:t></w:r></w:p>"
    )


class TestWhatIsPrinted:
    def test_text_boxes_are_read_once_behind_their_anchor(self):
        document = read_docx(box(paragraph("In the box")) + paragraph("After"))
        assert [b.text for b in document.blocks] == ["Anchor", "In the box", "After"]
        assert document.spots == ("paragraph 1", "text box at paragraph 1", "paragraph 2")

    def test_a_table_in_a_text_box_is_a_table(self):
        document = read_docx(box(table(row("Action", "Lead"), row("Audit", "QA"))))
        assert shown(tables(document)[0]) == "Action | Lead / Audit | QA"

    def test_tracked_changes_are_read_as_accepted_and_counted(self):
        changed = (
            "<w:p><w:r><w:t xml:space='preserve'>Audit </w:t></w:r><w:del><w:r><w:delText>ten</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>forty</w:t></w:r></w:ins><w:r><w:t xml:space='preserve'> files</w:t></w:r></w:p>"
            "<w:p><w:moveFrom><w:r><w:t>Train staff</w:t></w:r></w:moveFrom></w:p>"
            "<w:p><w:moveTo><w:r><w:t>Train staff</w:t></w:r></w:moveTo></w:p>"
        )
        document = read_docx(changed)
        assert [b.text for b in document.blocks] == ["Audit forty files", "Train staff"]
        assert "4 tracked changes" in problems(document)["tracked_changes"]

    def test_paragraphs_whose_end_is_deleted_are_one(self):
        first = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space='preserve'>Audit </w:t></w:r></w:p>"
        assert [b.text for b in read_docx(first + paragraph("files")).blocks] == ["Audit files"]

    def test_deleted_rows_are_gone(self):
        body = table(row("Audit", "QA"), row("Train", "All", properties="<w:del/>"), row("Meet", "Chair"))
        assert shown(read_docx(body).blocks[0]) == "Audit | QA / Meet | Chair"

    def test_hidden_words_are_left_out_and_told(self):
        document = read_docx(paragraph("Audit files") + paragraph("secret aim", run="<w:vanish/>"))
        assert [b.text for b in document.blocks] == ["Audit files"]
        assert "secret aim" in problems(document)["hidden_text"]

    def test_crossed_out_words_are_left_out_and_told(self):
        made = python_docx.Document()
        line = made.add_paragraph("Audit ")
        line.add_run("ten ").font.strike = True
        line.add_run("forty files")
        document = saved(made)
        assert document.blocks[0].text == "Audit forty files"
        assert "«ten»" in problems(document)["struck_out"]

    def test_comments_are_counted_and_not_read(self):
        made = python_docx.Document()
        line = made.add_paragraph("Audit files")
        made.add_comment(line.runs, text="Too few?", author="A")
        document = saved(made)
        assert [b.text for b in document.blocks] == ["Audit files"]
        assert "1 comment " in problems(document)["annotation"]

    def test_content_controls_show_what_is_chosen_and_prompts_are_left_out(self):
        chosen = "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>In progress</w:t></w:r></w:sdtContent></w:sdt>"
        prompt = chosen.replace("<w:sdtPr/>", "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>").replace(
            "In progress", "Choose an item"
        )
        document = read_docx(f"<w:p>{chosen}</w:p><w:p>{prompt}</w:p>")
        assert [b.text for b in document.blocks] == ["In progress"]
        assert "1 field of a form" in problems(document)["hidden_text"]

    def test_boxes_and_lists_of_old_forms_show_their_state(self):
        boxed = (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>'
            '</w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> Done</w:t></w:r></w:p>'
            '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="Red"/>'
            '<w:listEntry w:val="Green"/></w:ddList></w:ffData></w:fldChar><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        )
        assert [shown(b) for b in read_docx(boxed).blocks] == ["☒ Done", "Green"]

    def test_codes_of_fields_are_not_printed_but_their_results_are(self):
        field = (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE \\@ "d MMMM"</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1 June</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        )
        assert read_docx(field).blocks[0].text == "1 June"

    def test_a_field_that_never_ends_hides_nothing(self):
        broken = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>'
        assert [b.text for b in read_docx(broken + paragraph("Audit files")).blocks] == ["Audit files"]

    def test_links_and_signs_are_text(self):
        line = (
            "<w:p><w:hyperlink><w:r><w:t>our strategy</w:t></w:r></w:hyperlink><w:r><w:t xml:space='preserve"
            "'> co</w:t><w:noBreakHyphen/><w:t>ordinated</w:t><w:softHyphen/><w:tab/><w:sym w:font='Wingdings' w:char='F0FC'/></w:r></w:p>"
        )
        assert read_docx(line).blocks[0].text == "our strategy co-ordinated ✓"

    def test_a_contents_list_is_furniture(self):
        control = (
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
            f"<w:sdtContent>{paragraph('Contents')}{paragraph('Neglect')}</w:sdtContent></w:sdt>"
        )
        styled = paragraph("Exploitation", '<w:pStyle w:val="TOC1"/>')
        document = read_docx(control + styled + paragraph("We met."), {"styles": style("toc 1", "TOC1")})
        assert [b.reason for b in document.blocks] == ["contents", "contents", "contents", None]

    def test_a_contents_list_that_was_typed_is_furniture(self):
        lines = [("Contents", ""), ("Neglect", "3"), ("Exploitation", "5"), ("Next steps", "9")]
        body = "".join(
            f"<w:p><w:r><w:t>{a}</w:t>{f'<w:tab/><w:t>{b}</w:t>' if b else ''}</w:r></w:p>" for a, b in lines
        )
        assert {b.reason for b in read_docx(body + paragraph("We met.")).blocks[:-1]} == {"contents"}

    def test_headers_and_footers_come_once_and_page_numbers_are_told_apart(self):
        made = python_docx.Document()
        made.sections[0].header.paragraphs[0].text = "Lower Wendle Plan"
        made.sections[0].footer.paragraphs[0].text = "Page 1 of 12"
        made.add_paragraph("We met.")
        made.add_section().header.is_linked_to_previous = False
        made.sections[1].header.paragraphs[0].text = "Lower Wendle Plan"
        assert [(b.text, b.reason) for b in saved(made).blocks] == [
            ("Lower Wendle Plan", "running_header"),
            ("We met.", None),
            ("Page 1 of 12", "page_number"),
        ]

    def test_footnotes_are_furniture_behind_what_refers_to_them(self):
        notes = (
            '<w:footnote w:id="0" w:type="separator"/><w:footnote w:id="2">'
            + paragraph("Counted in May.")
            + "</w:footnote>"
        )
        line = '<w:p><w:r><w:t>We met often</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        document = read_docx(line + paragraph("The end."), {"footnotes": notes})
        assert [(b.text, b.reason) for b in document.blocks] == [
            ("We met often", None),
            ("Counted in May.", "footnote"),
            ("The end.", None),
        ]
        assert document.spots[1] == "footnote 1"

    def test_a_note_in_a_table_stands_behind_the_table(self):
        notes = '<w:footnote w:id="2">' + paragraph("Counted in May.") + "</w:footnote>"
        noted = '<w:p><w:r><w:t>Audit</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        document = read_docx(table(row(cell(noted), "QA"), row("Train", "All")), {"footnotes": notes})
        assert [b.kind for b in document.blocks] == ["table", "furniture"]

    def test_a_watermark_is_furniture(self):
        mark = '<w:p><w:r><w:pict><v:shape><v:textpath string="DRAFT"/></v:shape></w:pict></w:r></w:p>'
        document = read_docx(paragraph("We met."), {"header1": mark})
        assert ("DRAFT", "watermark") in [(b.text, b.reason) for b in document.blocks]

    def test_the_words_of_a_diagram_are_read(self):
        point = "<dgm:pt><dgm:t><a:p><a:r><a:t>Hear children</a:t></a:r></a:p></dgm:t></dgm:pt>"
        body = '<w:p><w:r><w:drawing><a:graphicData><dgm:relIds r:dm="d1"/></a:graphicData></w:drawing></w:r></w:p>'
        made = docx(body + paragraph("We met."), more={"d1": ("diagramData", "diagrams/data1.xml")})
        with_words = io.BytesIO(made)
        with zipfile.ZipFile(with_words, "a") as file:
            file.writestr("word/diagrams/data1.xml", word("x", point))
        assert [b.text for b in read(with_words.getvalue()).blocks] == ["Hear children", "We met."]

    def test_pictures_with_little_text_are_told(self):
        picture = '<w:p><w:r><w:drawing><a:blip r:embed="x"/></w:drawing></w:r></w:p>'
        assert "2 pictures" in problems(read_docx(picture * 2 + paragraph("Our plan")))["picture"]
        with pytest.raises(ReadingError) as caught:
            read_docx(picture)
        assert caught.value.code == "no_text" and "as PDF" in caught.value.message

    def test_embedded_files_are_told_and_not_opened(self):
        made = docx(paragraph("Our plan"), more={"x1": ("package", "embeddings/plan.xlsx")})
        assert "plan.xlsx" in problems(read(made))["attachments"]

    def test_an_empty_document_is_empty(self):
        with pytest.raises(ReadingError) as caught:
            saved(python_docx.Document())
        assert caught.value.code == "empty"

    def test_page_breaks_and_sections_are_no_text(self):
        made = python_docx.Document()
        made.add_paragraph("One").add_run().add_break(WD_BREAK.PAGE)
        made.add_section()
        made.add_paragraph("Two")
        assert [b.text for b in saved(made).blocks] == ["One", "Two"]

    def test_the_order_of_shapes_inside_a_run_is_kept(self):
        made = python_docx.Document()
        run = made.add_paragraph("Audit").add_run(" files")
        run._r.append(OxmlElement("w:tab"))
        late = OxmlElement("w:t")
        late.text = "by June"
        run._r.append(late)
        assert run._r.findall(qn("w:tab"))
        assert saved(made).blocks[0].text == "Audit files by June"


class TestHostile:
    def code(self, data: bytes) -> str:
        with pytest.raises(ReadingError) as caught:
            read(data, "plan.docx")
        assert caught.value.message
        return caught.value.code

    def test_entities_are_refused_before_they_are_told(self):
        laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
        for declared in (f'<!ENTITY l0 "ha">{laughs}', '<!ENTITY l11 SYSTEM "file:///etc/passwd">'):
            body = word("document", f"<w:body>{paragraph('&l11;')}</w:body>").replace(
                "?><w:document", f"?><!DOCTYPE w:document [{declared}]><w:document"
            )
            assert self.code(zipped({"word/document.xml": body})) == "unsupported"
            assert (
                self.code(zipped({"word/document.xml": body.replace("UTF-8", "UTF-16").encode("utf-16")}))
                == "unsupported"
            )

    def test_entities_in_a_part_beside_the_text_are_refused_too(self):
        styled = f'<!DOCTYPE x [<!ENTITY a "b">]>{word("styles").partition("?>")[2]}'
        parts = {"word/document.xml": word("document", f"<w:body>{paragraph('x')}</w:body>"), "word/styles.xml": styled}
        parts["word/_rels/document.xml.rels"] = relations({"a": ("styles", "styles.xml")})
        assert self.code(zipped(parts)) == "unsupported"

    def test_a_part_that_is_broken_is_done_without_and_told(self):
        parts = {
            "word/document.xml": word("document", f"<w:body>{paragraph('Our plan')}</w:body>"),
            "word/styles.xml": "<w:sty",
        }
        parts["word/_rels/document.xml.rels"] = relations({"a": ("styles", "styles.xml")})
        document = read(zipped(parts), "plan.docx")
        assert [b.text for b in document.blocks] == ["Our plan"]
        assert "word/styles.xml" in problems(document)["damaged"]

    @pytest.mark.parametrize("inner", ["", "<w:body><w:p>", "no XML at all", "<w:body>&#0;</w:body>"])
    def test_broken_text_is_damage(self, inner):
        broken = word("document", "\0").replace("\0", inner) if inner != "no XML at all" else inner
        data = zipped({"word/document.xml": broken})
        with pytest.raises(ReadingError) as caught:
            read(data, "plan.docx")
        assert caught.value.code in ("damaged", "empty")

    def test_a_file_without_its_text(self):
        assert self.code(zipped({"word/styles.xml": word("styles")})) == "damaged"

    @pytest.mark.parametrize(
        ("opening", "closing"),
        [
            ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
            ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
            ("<w:p><w:r><w:pict><v:textbox><w:txbxContent>", "</w:txbxContent></v:textbox></w:pict></w:r></w:p>"),
        ],
    )
    @pytest.mark.parametrize("depth", [40, 20_000])
    def test_deep_nesting_ends(self, opening, closing, depth):
        data = docx(opening * depth + paragraph("Our plan") + closing * depth)
        facts = extract(data, Settings("plan.docx"))
        if depth == 40:
            assert "Our plan" in facts.lines
        else:
            assert facts.problems[0].code in ("damaged", "unsupported")

    def test_styles_and_lists_that_build_on_themselves(self):
        known = styles(style("A", "A", '<w:basedOn w:val="B"/>'), style("B", "B", '<w:basedOn w:val="A"/>'))
        listed = (
            '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="A"/></w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        )
        body = paragraph("Our plan", '<w:pStyle w:val="A"/><w:numPr><w:numId w:val="1"/></w:numPr>')
        assert "Our plan" in shown(read_docx(body, {"styles": known, "numbering": listed}).blocks[0])

    def test_a_cell_that_says_it_is_a_million_columns_wide(self):
        body = table(row(cell("Audit", '<w:gridSpan w:val="1000000"/>'), "QA"), row("Train", "All"))
        assert read_docx(body).blocks[0].columns <= 2000

    def test_nothing_outside_the_file_is_asked_for(self, monkeypatch):
        import socket

        def refuse(*args: object, **kwargs: object) -> None:
            raise AssertionError("a connection was tried")

        monkeypatch.setattr(socket, "socket", refuse)
        targets = {
            "a": ("attachedTemplate", "http://example.invalid/t.dotm"),
            "b": ("image", "http://example.invalid/p.png"),
        }
        outside = relations(targets).replace("/>", ' TargetMode="External"/>')
        body = paragraph("Our plan") + '<w:p><w:r><w:drawing><a:blip r:link="b"/></w:drawing></w:r></w:p>'
        parts = {
            "word/document.xml": word("document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": outside,
        }
        assert [b.text for b in read(zipped(parts), "plan.docx").blocks] == ["Our plan"]

    def test_a_file_with_macros_is_read_without_them(self):
        parts = {
            "word/document.xml": word("document", f"<w:body>{paragraph('Our plan')}</w:body>"),
            "word/vbaProject.bin": b"\xd0\xcf",
        }
        facts = extract(zipped(parts), Settings("plan.docm"))
        assert facts.status != "failed" and facts.lines == ("Our plan",)

    def test_strict_open_xml_is_read(self):
        strict = word("document", f"<w:body>{paragraph('Our plan')}</w:body>").replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        assert [b.text for b in read(zipped({"word/document.xml": strict}), "x").blocks] == ["Our plan"]

    def test_an_endless_word_is_cut_and_told(self):
        document = read_docx(paragraph("x" * 50_000))
        assert len(document.blocks[0].text) < 1000 and "shortened" in problems(document)

    def test_a_wrong_suffix_does_not_matter(self):
        assert read(docx(paragraph("Our plan")), "plan.pdf").blocks[0].text == "Our plan"


INNER = st.recursive(
    st.sampled_from(
        [
            paragraph("Audit files"), item(), item(1), box(paragraph("In the box")), "<w:p/>", "<w:tbl/>", "<w:sdt/>",
            "<w:ins><w:p/></w:ins>", "<w:del/>", "<w:altChunk/>", '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>',
            '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>', '<w:p><w:r><w:sym w:char="zz"/></w:r></w:p>',
            '<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Audit</w:t></w:r></w:p>', "<w:tbl><w:tr/></w:tbl>",
            '<w:p><w:pPr><w:outlineLvl w:val="-3"/><w:ind w:left="x"/><w:numPr/></w:pPr><w:r><w:t>9</w:t></w:r></w:p>',
        ]
    ),
    lambda inner: st.builds(
        lambda parts, wrap: wrap.replace("*", "".join(parts)),
        st.lists(inner, max_size=3),
        st.sampled_from(
            [
                table(row(cell("<w:p/>*"), "Lead"), row("Audit", cell("<w:p/>", "<w:vMerge/>"))),
                "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/><w:gridSpan w:val='0'/></w:tcPr>*</w:tc></w:tr></w:tbl>",
                "<w:sdt><w:sdtContent>*</w:sdtContent></w:sdt>", "<mc:AlternateContent><mc:Choice>*</mc:Choice></mc:AlternateContent>",
            ]
        ),
    ),
    max_leaves=12,
)  # fmt: skip


@given(body=st.lists(INNER, max_size=6).map("".join))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_stands_in_it_every_line_has_a_spot_and_every_place_a_line(body):
    document = read_docx(body + paragraph("Our plan"), numbering())
    assert len(document.lines) == len(document.spots) and all(document.spots)
    for block in document.blocks:
        places = [
            block.place,
            *(r.place for r in block.rows),
            *(p.place for r in block.rows for c in r.cells for p in c.paras),
        ]
        assert all(1 <= p.line_start <= p.line_end <= len(document.lines) for p in places)
        for line in block.rows:
            assert all(c.column + c.colspan <= block.columns for c in line.cells)
    words = " ".join(document.lines)
    assert "Our plan" in words
    assert told(document) == told(read_docx(body + paragraph("Our plan"), numbering()))


@given(data=st.binary(max_size=300), at=st.integers(0, 2_000))
@settings(max_examples=60, deadline=None)
def test_damaged_bytes_are_told(data, at):
    whole = docx(paragraph("Our plan") * 20, numbering())
    damaged = whole[:at] + data + whole[at + len(data) :]
    facts = extract(damaged, Settings("plan.docx"))
    assert facts.lines or facts.problems[0].code in ("damaged", "unsupported", "encrypted", "empty")


class TestOtherWriters:
    """Files that pandoc and LibreOffice wrote (`tests/word/make_word.py`), as Word and OpenDocument."""

    @pytest.mark.parametrize("suffix", ["docx", "odt"])
    def test_what_pandoc_writes(self, suffix):
        document = read((WORD / f"pandoc.{suffix}").read_bytes(), f"plan.{suffix}")
        body = [b for b in document.blocks if b.reason != "page_number"]
        assert [(b.kind, b.level) for b in body if b.text.startswith(("Ashcombe Vale Safe", "How we", "Priority"))] == [
            ("heading", 1),
            ("heading", 2),
            ("heading", 2),
        ]
        assert [(b.marker, b.level, b.text) for b in body if b.kind is BlockKind.LIST_ITEM] == [
            ("1.", 1, "Audit forty files of infants"),
            ("2.", 1, "Train health visitors"),
            ("a)", 2, "in the north"),
            ("b)", 2, "in the south"),
            ("•", 1, "Hear from parents"),
        ]
        assert [b.text for b in body if b.reason == "footnote"] == ["The dates are on our website."]
        (grid,) = tables(document)
        assert [r.header for r in grid.rows] == [True, False, False]
        assert [(p.marker, p.text) for p in grid.rows[1].cells[0].paras] == [
            ("1.1", "Agree one home conditions checklist for all agencies"),
            ("•", "for visitors"),
            ("•", "for housing officers"),
        ]

    @pytest.mark.parametrize("suffix", ["docx", "odt"])
    def test_what_libreoffice_writes(self, suffix):
        document = read((WORD / f"office.{suffix}").read_bytes(), f"plan.{suffix}")
        assert told(document)[:2] == [("furniture", "Lower Wendle Partnership"), ("heading", "1. How we work")]
        assert document.blocks[2].text.startswith("The partners audit forty files a year, together, and say")
        assert told(document)[3:] == [
            ("heading", "2. Neglect"),
            ("list_item", "a) Hear from parents"),
            ("list_item", "b) Train health visitors"),
            ("paragraph", "What we will do is in the table."),
            ("paragraph", "Children told us: come sooner."),
            (
                "table",
                "Outcome | Action | RAG / Neglect is seen sooner | Agree one checklist | Done"
                " / Neglect is seen sooner | Audit thirty plans | Begun / Reviewed each quarter",
            ),
            ("paragraph", "The plan ends here."),
        ]
        (grid,) = tables(document)
        assert [r.header for r in grid.rows] == [True, False, False, False]
        assert [c.fill for c in grid.rows[1].cells] == [None, None, "#00b050"]
        assert set(problems(document)) == {"tracked_changes", "struck_out"}
        assert document.info["Title"] == "Lower Wendle Business Plan"

    def test_a_run_over_a_folder_makes_rows_of_both(self, tmp_path):
        for name in ("pandoc.docx", "office.odt"):
            (tmp_path / name).write_bytes((WORD / name).read_bytes())
        (tmp_path / "old.doc").write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + "WordDocument".encode("utf-16-le"))
        summary = run([tmp_path], tmp_path / "tables", workers=0, cache=False)
        found = load(tmp_path / "tables")
        rows = found["documents"].set_index("source")
        assert list(rows.index) == ["office.odt", "old.doc", "pandoc.docx"] and summary.failures
        assert rows.loc["old.doc", "status"] == "failed" and rows.loc["old.doc", "media_type"] == "application/msword"
        texts = set(found["actions"]["text"])
        assert any(t.startswith("Agree one home conditions checklist") for t in texts)
        assert "Agree one checklist" in texts
