"""What is read of an OpenDocument text, as `test_docx` says it of Word files."""

from __future__ import annotations

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf import style as odf_style
from odf import table as odf_table
from odf import text as odf_text
from odf.opendocument import OpenDocumentText
from word_files import ODF_NAMESPACES, odt, problems, shown, told, zipped

from safeplans.extractors.base.document import BlockKind, Document
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.extract import extract
from safeplans.extractors.reading import ReadingError, read

LONG = "Partners met each month and agreed what each would do before the next meeting of the group. " * 3
BOLD = '<style:style style:name="B" style:family="{}"><style:text-properties fo:font-weight="bold"/></style:style>'


def read_odt(body: str, automatic: str = "", styles: str = "", master: str = "") -> Document:
    return read(odt(body, automatic, styles, master), "plan.odt")


def saved(made: OpenDocumentText) -> Document:
    buffer = io.BytesIO()
    made.write(buffer)
    return read(buffer.getvalue(), "plan.odt")


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def cell(content: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{content if content.startswith('<') else p(content)}</table:table-cell>"


def row(*cells: str) -> str:
    made = "".join(c if c.startswith("<table:") else cell(c) for c in cells)
    return f"<table:table-row>{made}</table:table-row>"


def table(*rows: str) -> str:
    return f"<table:table>{''.join(rows)}</table:table>"


COVERED = "<table:covered-table-cell/>"


class TestHeadingsAndLists:
    def test_headings_have_the_level_of_their_outline(self):
        made = OpenDocumentText()
        for level, text in ((1, "Our priorities"), (2, "Neglect")):
            made.text.addElement(odf_text.H(outlinelevel=level, text=text))
        made.text.addElement(odf_text.P(text=LONG))
        assert [(b.kind, b.level) for b in saved(made).blocks] == [("heading", 1), ("heading", 2), ("paragraph", 0)]

    def test_a_title_stands_above_them(self):
        body = p("Lower Wendle Plan", "Title") + '<text:h text:outline-level="1">Neglect</text:h>' + p(LONG)
        styles = '<style:style style:name="Title" style:family="paragraph"/>'
        assert [b.level for b in read_odt(body, styles=styles).blocks] == [1, 2, 0]

    def test_a_bold_line_alone_is_a_heading(self):
        document = read_odt(p(LONG) + p("What we will do", "B"), BOLD.format("paragraph"))
        assert [b.kind for b in document.blocks] == ["paragraph", "heading"]

    def test_headings_with_numbers_hold_them(self):
        outline = (
            '<text:outline-style style:name="Outline">'
            '<text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/>'
            '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
        )
        levels = (1, 2, 2, 1, 2)
        body = "".join(f'<text:h text:outline-level="{level}">Neglect</text:h>' for level in levels)
        numbers = [b.text.split()[0] for b in read_odt(body, styles=outline).blocks]
        assert numbers == ["1.", "1.1", "1.2", "2.", "2.1"]

    def test_lists_are_counted_by_level_and_each_begins_anew(self):
        styles = (
            '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
            'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>'
            "</text:list-style>"
        )
        inner = f"<text:list><text:list-item>{p('of infants')}</text:list-item></text:list>"
        first = (
            f'<text:list text:style-name="L"><text:list-item>{p("Audit")}{inner}</text:list-item>'
            f"<text:list-item>{p('Train')}{p('all staff')}</text:list-item></text:list>"
        )
        item = f"<text:list-item>{p('Meet')}</text:list-item>"
        after = f'<text:list text:style-name="L">{item}</text:list>'
        on = f'<text:list text:style-name="L" text:continue-numbering="true">{item}</text:list>'
        blocks = read_odt(first + p("Then") + after + on, styles).blocks
        assert [b.marker for b in blocks] == ["1.", "a)", "2.", None, None, "1.", "2."]

    def test_an_item_may_have_another_number(self):
        styles = '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="I"/></text:list-style>'
        body = f'<text:list text:style-name="L"><text:list-item text:start-value="4">{p("Audit")}</text:list-item></text:list>'
        assert shown(read_odt(body, styles).blocks[0]) == "IV Audit"

    def test_items_of_a_list_without_a_style_are_bullets(self):
        made = OpenDocumentText()
        listed = odf_text.List()
        for words in ("Audit", "Train"):
            item = odf_text.ListItem()
            item.addElement(odf_text.P(text=words))
            listed.addElement(item)
        made.text.addElement(listed)
        assert [(b.kind, b.marker) for b in saved(made).blocks] == [("list_item", "•")] * 2

    def test_patterns_of_newer_files_and_bullets(self):
        styles = (
            '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="A" '
            'loext:num-list-format="(%1%)"/></text:list-style><text:list-style style:name="B">'
            '<text:list-level-style-bullet text:level="1" text:bullet-char="➢"/></text:list-style>'
        )
        item = f"<text:list-item>{p('Audit')}</text:list-item>"
        body = f'<text:list text:style-name="L">{item}</text:list><text:list text:style-name="B">{item}</text:list>'
        assert [b.marker for b in read_odt(body, styles).blocks] == ["(A)", "➢"]


class TestTables:
    def test_rows_and_headers_of_a_table_made_elsewhere(self):
        made = OpenDocumentText()
        grid = odf_table.Table()
        head = odf_table.TableHeaderRows()
        grid.addElement(odf_table.TableColumn(numbercolumnsrepeated=2))
        grid.addElement(head)
        for index, texts in enumerate((("Action", "Lead"), ("Audit", "QA"), ("Train", "All"))):
            line = odf_table.TableRow()
            (grid if index else head).addElement(line)
            for words in texts:
                place = odf_table.TableCell()
                place.addElement(odf_text.P(text=words))
                line.addElement(place)
        made.text.addElement(grid)
        (block,) = saved(made).blocks
        assert shown(block) == "Action | Lead / Audit | QA / Train | All"
        assert [r.header for r in block.rows] == [True, False, False]

    @pytest.mark.parametrize("covered", [COVERED, ""])
    def test_merged_cells_hold_for_the_rows_beside_them(self, covered):
        """pandoc leaves out the places that a merged cell covers, LibreOffice writes them."""
        body = table(
            row("Priority", "Action", "Lead"),
            row(cell("Neglect", 'table:number-rows-spanned="2"'), "Audit", "QA"),
            row(*filter(None, (covered, "Train", "All"))),
            row(*filter(None, (cell("All of it", 'table:number-columns-spanned="2"'), covered, "Chair"))),
        )
        (block,) = read_odt(body).blocks
        assert (
            shown(block)
            == "Priority | Action | Lead / Neglect | Audit | QA / Neglect | Train | All / All of it | Chair"
        )
        assert block.rows[2].cells[0].rowspan_from == 1
        assert [(c.column, c.colspan) for c in block.rows[3].cells] == [(0, 2), (2, 1)]

    def test_a_merged_last_cell_without_its_places(self):
        body = table(row("Audit", cell("QA", 'table:number-rows-spanned="2"')), row("Train"))
        assert shown(read_odt(body).blocks[0]) == "Audit | QA / Train | QA"

    def test_cells_that_are_written_once_and_stand_several_times(self):
        body = table(
            row("Action", "Lead", "When"), row("Audit", '<table:table-cell table:number-columns-repeated="2"/>')
        )
        assert [c.column for c in read_odt(body).blocks[0].rows[1].cells] == [0, 1, 2]

    def test_the_ground_of_a_cell(self):
        ground = (
            '<style:style style:name="G" style:family="table-cell"><style:table-cell-properties '
            'fo:background-color="#00B050"/></style:style>'
        )
        body = table(row(cell("Done", 'table:style-name="G"'), "Audit"), row("x", "Train"))
        assert [c.fill for c in read_odt(body, ground).blocks[0].rows[0].cells] == ["#00b050", None]

    def test_places(self):
        document = read_odt(p("Our plan") + table(row("Action", "Lead"), row("Audit", "QA")) + p("The end."))
        assert document.spots == ("paragraph 1", *["table 1, row 1"] * 2, *["table 1, row 2"] * 2, "paragraph 2")
        assert document.structured and document.media_type == "application/vnd.oasis.opendocument.text"


class TestWhatIsPrinted:
    def test_blanks_tabs_and_breaks(self):
        document = read_odt("<text:p>Audit\n   files<text:s text:c='3'/>by<text:line-break/>June</text:p>")
        assert [b.text for b in document.blocks] == ["Audit files by", "June"]

    def test_what_was_deleted_stands_apart_and_is_counted(self):
        changes = (
            '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>ten</text:p></text:deletion>'
            "</text:changed-region></text:tracked-changes>"
        )
        document = read_odt(changes + '<text:p>Audit <text:change text:change-id="c1"/>files</text:p>')
        assert [b.text for b in document.blocks] == ["Audit files"]
        assert "1 tracked change " in problems(document)["tracked_changes"]

    def test_crossed_out_and_hidden_words_and_comments_are_left_out_and_told(self):
        styles = (
            '<style:style style:name="S" style:family="text"><style:text-properties style:text-line-through-style="solid"/>'
            '</style:style><style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
        )
        body = (
            '<text:p>Audit <text:span text:style-name="S">ten </text:span><text:span text:style-name="H">secret </text:span>'
            "files<office:annotation><text:p>Too few?</text:p></office:annotation></text:p>"
        )
        document = read_odt(body, styles)
        assert [b.text for b in document.blocks] == ["Audit files"]
        assert {"struck_out", "hidden_text", "annotation"} <= set(problems(document))

    def test_text_boxes_and_notes_stand_behind_their_paragraph(self):
        body = (
            "<text:p>We met often<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body>"
            f"{p('Counted in May.')}</text:note-body></text:note> in<draw:frame><draw:text-box>{p('In the box')}</draw:text-box>"
            "</draw:frame> May</text:p>"
        )
        document = read_odt(body)
        assert [(b.text, b.reason) for b in document.blocks] == [
            ("We met often in May", None),
            ("Counted in May.", "footnote"),
            ("In the box", None),
        ]

    def test_contents_and_running_headers_are_furniture(self):
        contents = f"<text:table-of-content><text:index-body>{p('Neglect 3')}</text:index-body></text:table-of-content>"
        master = f"<style:master-page><style:header>{p('Our plan')}</style:header><style:footer>{p('Page 2')}</style:footer></style:master-page>"
        document = read_odt(contents + p("We met."), master=master * 2)
        assert [(b.text, b.reason) for b in document.blocks] == [
            ("Our plan", "running_header"),
            ("Neglect 3", "contents"),
            ("We met.", None),
            ("Page 2", "page_number"),
        ]

    def test_the_file_tells_its_title(self):
        meta = f"<office:document-meta {ODF_NAMESPACES}><office:meta><dc:title>Our plan</dc:title></office:meta></office:document-meta>"
        data = odt(p("We met."), members={"meta.xml": meta})
        assert read(data).info == {"Title": "Our plan"}

    def test_styles_of_headers_are_not_those_of_the_text(self):
        """Both parts name their own styles P1, P2 …"""
        body = p(LONG) + p("We met often and well", "B")
        master = f"<style:master-page><style:header>{p('Our plan', 'B')}</style:header></style:master-page>"
        assert read_odt(body, "", BOLD.format("paragraph"), master).blocks[-1].bold


class TestHostile:
    def test_entities_are_refused(self):
        content = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><office:document-content {ODF_NAMESPACES}/>'
        data = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})
        with pytest.raises(ReadingError) as caught:
            read(data, "plan.odt")
        assert caught.value.code == "unsupported"

    def test_a_file_under_a_password_is_told_as_such(self):
        manifest = (
            f"<manifest:manifest {ODF_NAMESPACES}><manifest:file-entry manifest:full-path='content.xml'>"
            "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
        )
        with pytest.raises(ReadingError) as caught:
            read(odt(p("x"), members={"META-INF/manifest.xml": manifest}))
        assert caught.value.code == "encrypted"

    def test_a_file_without_its_text_is_damaged(self):
        with pytest.raises(ReadingError) as caught:
            read(zipped({"mimetype": "application/vnd.oasis.opendocument.text"}))
        assert caught.value.code == "damaged"

    def test_rows_and_cells_without_end(self):
        many = 'table:number-columns-repeated="99999999"'
        body = table(
            *[
                f"<table:table-row table:number-rows-repeated='9999999'>{cell('Audit', many)}{cell('QA')}</table:table-row>"
            ]
            * 2
        )
        assert len(read_odt(body).lines) <= 200 * 101

    def test_styles_that_build_on_themselves(self):
        styles = "".join(
            f'<style:style style:name="{a}" style:family="paragraph" style:parent-style-name="{b}"/>'
            for a, b in ("AB", "BA")
        )
        assert read_odt(p("Our plan", "A"), styles).blocks[0].text == "Our plan"

    @pytest.mark.parametrize(
        ("opening", "closing"),
        [
            ("<text:list><text:list-item>", "</text:list-item></text:list>"),
            ("<text:section>", "</text:section>"),
            ("<table:table><table:table-row><table:table-cell>", "</table:table-cell></table:table-row></table:table>"),
            ("<text:p><draw:frame><draw:text-box>", "</draw:text-box></draw:frame></text:p>"),
        ],
    )
    @pytest.mark.parametrize("depth", [40, 5_000])
    def test_deep_nesting_ends(self, opening, closing, depth):
        facts = extract(odt(opening * depth + p("Our plan") + closing * depth), Settings("plan.odt"))
        if depth == 40:
            assert any("Our plan" in line for line in facts.lines)
        else:
            assert facts.problems[0].code in ("damaged", "unsupported")


PIECES = st.sampled_from(
    [
        p("Audit files"), "<text:p/>", "<text:list/>", table(), table(row()), table(row("Audit", "QA"), row("Train")), "<text:note/>",
        f"<text:list><text:list-item>{p('Audit')}<text:list><text:list-item/></text:list></text:list-item></text:list>",
        table(row(cell("A", 'table:number-rows-spanned="9"'), "B"), row(COVERED, COVERED, COVERED), row("C")),
        table(row(cell("A", 'table:number-columns-spanned="3"')), row(COVERED, "B", COVERED, "C")),
        '<text:h text:outline-level="99">Neglect</text:h>', "<text:section/>", "<draw:frame/>", "<text:p><draw:g/></text:p>",
        "<text:table-of-content/>", '<text:list text:continue-list="none"/>', "<text:numbered-paragraph text:level='x'/>",
    ]
)  # fmt: skip


@given(body=st.lists(PIECES, max_size=8).map("".join))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_stands_in_it_every_line_has_a_spot_and_every_place_a_line(body):
    document = read_odt(body + p("Our plan"))
    assert len(document.lines) == len(document.spots) and all(document.spots)
    assert "Our plan" in document.lines
    for block in document.blocks:
        places = [
            block.place,
            *(r.place for r in block.rows),
            *(q.place for r in block.rows for c in r.cells for q in c.paras),
        ]
        assert all(1 <= q.line_start <= q.line_end <= len(document.lines) for q in places)
        for line in block.rows:
            taken = [n for c in line.cells for n in range(c.column, c.column + c.colspan)]
            assert len(set(taken)) == len(taken) and max(taken, default=0) < max(block.columns, 1)
    assert told(document) == told(read_odt(body + p("Our plan")))


def test_styles_made_elsewhere():
    made = OpenDocumentText()
    bold = odf_style.Style(name="Loud", family="paragraph")
    bold.addElement(odf_style.TextProperties(fontweight="bold"))
    made.automaticstyles.addElement(bold)
    made.text.addElement(odf_text.P(text=LONG))
    made.text.addElement(odf_text.P(stylename=bold, text="What we will do"))
    assert saved(made).blocks[1].kind is BlockKind.HEADING
