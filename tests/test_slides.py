"""What is made of slides: pages with a title, boxes in their order, bullets, tables; and what is left out and told."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.util import Inches

from safeplans.extractors.assembly.locating import locator
from safeplans.extractors.base.document import Block, BlockKind, Document
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.extract import extract
from safeplans.extractors.reading import ReadingError, read, read_document
from safeplans.extractors.reading.safe_xml import parse
from safeplans.extractors.reading.slides.bullets import numbered
from safeplans.extractors.reading.slides.diagrams import diagram_lines

FILES = Path(__file__).parent / "office_files"
TITLE, CONTENT, TITLE_ONLY, BLANK = 0, 1, 5, 6  # layouts of python-pptx's own template


class Deck:
    def __init__(self) -> None:
        self.file = Presentation()

    def slide(self, layout: int, title: str = "", *lines: tuple[str, int]) -> Any:
        slide = self.file.slides.add_slide(self.file.slide_layouts[layout])
        if title:
            slide.shapes.title.text = title
        for index, (text, level) in enumerate(lines):
            frame = slide.placeholders[1].text_frame
            paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
            paragraph.text, paragraph.level = text, level
        return slide

    def box(self, slide: Any, left: float, top: float, *texts: str) -> Any:
        frame = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(3), Inches(1)).text_frame
        frame.text = texts[0]
        for text in texts[1:]:
            frame.add_paragraph().text = text
        return frame

    def bytes(self) -> bytes:
        out = io.BytesIO()
        self.file.save(out)
        return out.getvalue()

    def read(self) -> Document:
        return read(self.bytes(), "slides.pptx")


def told(document: Document) -> list[tuple[str, str]]:
    return [(b.kind.value, b.text) for b in document.blocks]


def tables(document: Document) -> list[Block]:
    return [b for b in document.blocks if b.kind is BlockKind.TABLE]


def messages(document: Document, code: str) -> list[str]:
    return [p.message for p in document.problems if p.code == code]


def test_slides_are_pages_and_titles_headings():
    deck = Deck()
    deck.slide(TITLE, "Ashcombe Vale Safeguarding Children Partnership Plan")
    deck.slide(CONTENT, "Priority 1: Neglect", ("Audit forty files", 0), ("Report to the board", 1))
    document = deck.read()
    assert [(b.kind.value, b.level, b.marker, b.place.page) for b in document.blocks] == [
        ("heading", 1, None, 1), ("heading", 2, None, 2), ("list_item", 1, "•", 2), ("list_item", 2, "–", 2),
    ]  # fmt: skip
    assert [(p.number, p.width, p.height) for p in document.pages] == [(1, 720.0, 540.0), (2, 720.0, 540.0)]
    assert document.text_origin == "text" and document.structured


def test_a_place_is_told_by_its_slide():
    deck = Deck()
    deck.slide(TITLE, "A plan")
    deck.slide(CONTENT, "Priority 1: Neglect", ("Audit forty files", 0))
    document = deck.read()
    assert locator(document.blocks[-1].place, spots=document.spots) == "slide 2"


def test_boxes_are_read_from_the_top_left_and_the_title_first_wherever_it_stands():
    deck = Deck()
    slide = deck.slide(TITLE_ONLY, "What we will do")
    deck.box(slide, 5.0, 2.05, "second")
    deck.box(slide, 1.0, 2.0, "first")
    deck.box(slide, 1.0, 4.0, "third")
    slide.shapes.title.top = Inches(6)
    assert [text for _, text in told(deck.read())] == ["What we will do", "first", "second", "third"]


def test_boxes_in_groups_are_read_too():
    deck = Deck()
    slide = deck.slide(BLANK)
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(1), Inches(2), Inches(1)).text_frame.text = "in a group"
    inner = group.shapes.add_group_shape()
    inner.shapes.add_textbox(Inches(1), Inches(3), Inches(2), Inches(1)).text_frame.text = "in a group within"
    assert [text for _, text in told(deck.read())] == ["in a group", "in a group within"]


def test_text_without_bullets_is_paragraphs_and_its_bold_lines_head_it():
    deck = Deck()
    slide = deck.slide(BLANK)
    frame = deck.box(slide, 1, 1, "Our promise", "We will see neglect sooner.", "Priority 2: Children are heard")
    frame.paragraphs[0].runs[0].font.bold = True
    assert [kind for kind, _ in told(deck.read())] == ["heading", "paragraph", "heading"]


def test_numbers_of_lists_are_counted():
    from lxml import etree

    deck = Deck()
    slide = deck.slide(BLANK)
    frame = deck.box(slide, 1, 1, "Audit", "Train", "Report")
    for paragraph in frame.paragraphs:
        properties = paragraph._p.get_or_add_pPr()
        number = etree.SubElement(properties, "{http://schemas.openxmlformats.org/drawingml/2006/main}buAutoNum")
        number.set("type", "arabicPeriod")
    assert [b.marker for b in deck.read().blocks] == ["1.", "2.", "3."]


@pytest.mark.parametrize(
    ("count", "kind", "shown"),
    [(3, "arabicPeriod", "3."), (2, "alphaLcParenR", "b)"), (4, "romanUcPeriod", "IV."), (1, "arabicParenBoth", "(1)"),
     (5, "arabicPlain", "5")],
)  # fmt: skip
def test_numbers_as_they_are_printed(count, kind, shown):
    assert numbered(count, kind) == shown


def test_tables_with_headings_merged_cells_and_ratings():
    deck = Deck()
    slide = deck.slide(TITLE_ONLY, "Action plan")
    table = slide.shapes.add_table(4, 3, Inches(1), Inches(2), Inches(8), Inches(3)).table
    for row, cells in enumerate([["Action", "Lead", "RAG"], ["Priority 1: Neglect"], ["Audit", "QA Group"], ["Train"]]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(1, 2))
    table.cell(2, 1).merge(table.cell(3, 1))
    table.cell(2, 2).fill.solid()
    table.cell(2, 2).fill.fore_color.rgb = RGBColor(0, 0xB0, 0x50)
    table.cell(3, 2).fill.solid()
    table.cell(3, 2).fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_2
    (block,) = tables(deck.read())
    assert [r.header for r in block.rows] == [True, False, False, False]
    assert (block.rows[1].cells[0].text, block.rows[1].cells[0].colspan) == ("Priority 1: Neglect", 3)
    assert block.rows[3].cell(1).text == "QA Group" and block.rows[3].cell(1).rowspan_from == 2
    assert [block.rows[r].cell(2).fill for r in (2, 3)] == ["#00b050", "#c0504d"]


def test_a_row_of_a_table_that_lacks_cells_costs_nothing_else():
    deck = Deck()
    slide = deck.slide(TITLE_ONLY, "Action plan")
    table = slide.shapes.add_table(3, 2, Inches(1), Inches(2), Inches(8), Inches(3)).table
    for row, cells in enumerate([["Action", "Lead"], ["Audit", "Police"], ["Train"]]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    last = table.cell(2, 1)._tc
    last.getparent().remove(last)
    document = deck.read()
    (block,) = tables(document)
    assert [[c.text for c in row.cells] for row in block.rows] == [["Action", "Lead"], ["Audit", "Police"], ["Train"]]
    assert messages(document, "damaged") == []


def test_a_cell_that_goes_on_where_none_began_is_no_cell():
    deck = Deck()
    slide = deck.slide(TITLE_ONLY, "Action plan")
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(8), Inches(3)).table
    for row, cells in enumerate([["Action", "Lead"], ["Audit", "gone"]]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 1)._tc.vMerge = True
    (block,) = tables(deck.read())
    assert [[c.text for c in row.cells] for row in block.rows] == [["Action", "Lead"], ["Audit"]]


def slide_table(deck: Deck, *rows: list[str]) -> Any:
    slide = deck.slide(TITLE_ONLY, "Action plan")
    table = slide.shapes.add_table(len(rows), len(rows[-1]), Inches(1), Inches(2), Inches(8), Inches(3)).table
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    return table


def test_headings_of_columns_may_stand_below_a_title_of_the_table():
    deck = Deck()
    table = slide_table(deck, ["Priority 1: Neglect"], ["Action", "Lead"], ["Audit forty files", "Police"])
    table.cell(0, 0).merge(table.cell(0, 1))
    assert [r.header for r in tables(deck.read())[0].rows] == [False, True, False]


def test_labels_with_their_values_are_no_headings_though_the_file_says_so_of_every_first_row():
    deck = Deck()
    table = slide_table(deck, ["Action", "Audit forty files"], ["Lead", "Police"], ["Timescale", "March 2026"])
    assert table.first_row
    assert [r.header for r in tables(deck.read())[0].rows] == [False, False, False]


def test_a_title_that_is_printed_again_begins_nothing_new():
    deck = Deck()
    deck.slide(CONTENT, "Priority 1: Neglect", ("Audit forty files", 0))
    deck.slide(CONTENT, "Priority 1: Neglect (continued)", ("Train social workers", 0))
    deck.slide(CONTENT, "Priority 2: Exploitation", ("Map the routes", 0))
    assert told(deck.read()) == [
        ("heading", "Priority 1: Neglect"), ("list_item", "Audit forty files"),
        ("furniture", "Priority 1: Neglect (continued)"), ("list_item", "Train social workers"),
        ("heading", "Priority 2: Exploitation"), ("list_item", "Map the routes"),
    ]  # fmt: skip


def test_hidden_slides_notes_and_charts_are_told_and_left_out():
    deck = Deck()
    slide = deck.slide(TITLE_ONLY, "What we know")
    slide.notes_slide.notes_text_frame.text = "do not say this"
    data = CategoryChartData()
    data.categories, _ = ["2024"], data.add_series("Cases", (5,))
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, Inches(1), Inches(2), Inches(3), Inches(3), data)
    deck.slide(TITLE_ONLY, "Not for the public")._element.set("show", "0")
    deck.slide(TITLE_ONLY, "What comes next")
    document = deck.read()
    assert [text for _, text in told(document)] == ["What we know", "What comes next"]
    assert [b.place.page for b in document.blocks] == [1, 3]
    assert "slide 2" in messages(document, "hidden_parts")[0]
    (parts,) = messages(document, "parts_not_read")
    assert "1 chart" in parts and "notes" in parts


def test_footers_and_slide_numbers_are_set_aside():
    deck = Deck()
    slide = deck.slide(CONTENT, "Priority 1: Neglect", ("Audit forty files", 0))
    layout = deck.file.slide_layouts[CONTENT]
    for kind in ("ftr", "sldNum"):
        (shape,) = [p._element for p in layout.placeholders if p._element.ph.get("type") == kind]
        copied = parse_copy(shape)
        slide.shapes._spTree.append(copied)
    document = deck.read()
    reasons = {b.reason for b in document.blocks if b.kind is BlockKind.FURNITURE}
    assert reasons <= {"footer", "page_number"} and "page_number" in reasons


def parse_copy(element: Any) -> Any:
    import copy

    return copy.deepcopy(element)


def test_a_diagram_is_read_as_a_list():
    point = '<d:pt modelId="{0}" {1}><d:t><a:p><a:r><a:t>{2}</a:t></a:r></a:p></d:t></d:pt>'
    points = "".join(
        point.format(i, 'type="doc"' if i == 0 else "", text) for i, text in enumerate(["", "Listen", "Ask", "Act"])
    )
    links = "".join(
        f'<d:cxn srcId="{source}" destId="{target}" srcOrd="{order}"/>'
        for source, target, order in ((0, 3, 1), (0, 1, 0), (1, 2, 0), (3, 1, 0))
    )
    xml = (
        '<d:dataModel xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><d:ptLst>{points}</d:ptLst>'
        f"<d:cxnLst>{links}</d:cxnLst></d:dataModel>"
    )
    assert list(diagram_lines(parse(xml.encode(), "diagram"))) == [("Listen", 1), ("Ask", 2), ("Act", 1)]


def test_slides_that_libreoffice_wrote_and_their_plan():
    data = (FILES / "slides-libreoffice.pptx").read_bytes()
    document = read(data, "slides.pptx")
    assert [(b.kind.value, b.place.page) for b in document.blocks if b.kind is not BlockKind.FURNITURE] == [
        ("heading", 1), ("paragraph", 1), ("heading", 2), ("list_item", 2), ("list_item", 2), ("heading", 3),
        ("table", 3),
    ]  # fmt: skip
    facts = extract(data, Settings("slides.pptx"))
    assert {"2.1", "2.2"} <= {a.number for a in facts.actions} and facts.page_count == 3
    assert [a.rag for a in facts.actions if a.number == "2.1"] == ["amber"]


def test_pages_that_a_caller_leaves_out_are_told():
    deck = Deck()
    for number in range(1, 5):
        deck.slide(TITLE_ONLY, f"Part {number}")
    seen: list[int] = []
    document = read_document(deck.bytes(), Settings("s.pptx", skip_pages=(2,), last_page=3), seen.append)
    assert [text for _, text in told(document)] == ["Part 1", "Part 3"] and seen == [1, 3]
    assert "2, 4" in messages(document, "page_skipped")[0]


def test_more_slides_than_the_limit_are_refused():
    deck = Deck()
    for _ in range(3):
        deck.slide(TITLE_ONLY, "Again")
    with pytest.raises(ReadingError) as caught:
        read_document(deck.bytes(), Settings("s.pptx", max_pages=2))
    assert caught.value.code == "too_many_pages"


def changed(data: bytes, name: str, change: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, change(old.read(each)) if each == name else old.read(each))
    return out.getvalue()


def some() -> bytes:
    deck = Deck()
    deck.slide(CONTENT, "Priority 1: Neglect", ("Audit forty files", 0))
    return deck.bytes()


def test_entities_are_refused():
    laughs = b'?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(ReadingError, match="entities"):
        read(changed(some(), "ppt/slides/slide1.xml", lambda xml: xml.replace(b"?>", laughs, 1)))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_presentation_that_is_cut_off_says_so(share):
    data = some()
    with pytest.raises(ReadingError) as caught:
        read(data[: int(len(data) * share)], "s.pptx")
    assert caught.value.code == "damaged"


@pytest.mark.parametrize("part", ["ppt/presentation.xml", "ppt/slides/slide1.xml", "ppt/slideLayouts/slideLayout2.xml"])
def test_a_broken_part_is_an_error_for_people(part):
    with pytest.raises(ReadingError) as caught:
        read(changed(some(), part, lambda xml: xml[: len(xml) // 2]))
    assert caught.value.code == "damaged"


def test_groups_within_groups_without_end_are_told():
    deck = Deck()
    slide = deck.slide(TITLE_ONLY, "Deep")
    shapes = slide.shapes
    for _ in range(40):
        shapes = shapes.add_group_shape().shapes
    shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "too deep"
    document = deck.read()
    assert [text for _, text in told(document)] == ["Deep"] and messages(document, "damaged")


def test_slides_without_text_are_empty():
    deck = Deck()
    deck.slide(BLANK)
    with pytest.raises(ReadingError) as caught:
        deck.read()
    assert caught.value.code == "empty"
