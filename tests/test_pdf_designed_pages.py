"""Pages that are dressed: frames, panels, slanted headings, footnotes and lists beside pictures, read as print."""

from __future__ import annotations

import io
from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

from safeplans.extractors.base.document import BlockKind, Document
from safeplans.extractors.reading.pdf import read_pdf
from safeplans.extractors.reading.pdf.content import Fill, PageContent, Rule, Tag, Word
from safeplans.extractors.reading.pdf.flow import Flow, read_strand
from safeplans.extractors.reading.pdf.headings import BodyStyle
from safeplans.extractors.reading.pdf.lines import Line, make_line
from safeplans.extractors.reading.pdf.page_design import without_design
from safeplans.extractors.reading.pdf.paragraphs import note_marks, starts_note

WIDTH, HEIGHT = 595.0, 842.0


def read(draw: Callable[[Canvas], None]) -> Document:
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setFont("Helvetica", 10)
    draw(canvas)
    canvas.save()
    return read_pdf(held.getvalue())


def write(canvas: Canvas, lines: list[str], x: float = 90, top: float = 720) -> None:
    for number, line in enumerate(lines):
        canvas.drawString(x, top - 14 * number, line)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.body]


PLAN = ["The board wants to hear children before it decides anything that", "changes how they are helped."]
ITEMS = ["• Ask them at every visit", "• Tell them what came of it"]


def test_a_frame_with_a_ribbon_around_the_page_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(50, 50, 495, 740)
        canvas.rect(50, 770, 495, 20, fill=1)
        canvas.line(70, 690, 525, 690)  # a rule of the text, within the frame
        write(canvas, PLAN)
        write(canvas, ITEMS, top=660)

    document = read(draw)
    assert texts(document) == [" ".join(PLAN), *(item[2:] for item in ITEMS)]
    assert not [b for b in document.blocks if b.rows]


def test_a_line_down_the_margin_that_meets_a_head_rule_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.line(80, 40, 80, 800)
        canvas.line(40, 760, 555, 760)
        write(canvas, PLAN)

    assert texts(read(draw)) == [" ".join(PLAN)]


def test_an_empty_panel_beside_the_text_is_its_page_s_dress() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.1, 0.3, 0.5)
        canvas.rect(0, 0, 70, HEIGHT, stroke=0, fill=1)
        canvas.setFillColorRGB(0.95, 0.95, 0.9)
        canvas.rect(70, 0, WIDTH - 70, HEIGHT, stroke=0, fill=1)
        canvas.setFillGray(0)
        write(canvas, PLAN)

    document = read(draw)
    assert texts(document) == [" ".join(PLAN)] and document.problems == ()


def test_a_panel_with_tips_is_read_by_itself() -> None:
    tips = ["Where to", "find help:", "call us on", "any day"]

    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.9, 0.95, 1)
        canvas.rect(430, 60, 130, 730, stroke=0, fill=1)
        canvas.setFillGray(0)
        write(canvas, tips, x=440)
        write(canvas, PLAN)

    assert sorted(texts(read(draw)), key=len) == [" ".join(tips), " ".join(PLAN)]


def test_the_borders_of_a_table_as_high_as_the_page_stay() -> None:
    rules = [Rule(x, 60, x, 780, False) for x in (50, 545)]
    rules += [Rule(50, y, 545, y, True) for y in range(60, 790, 60)]
    content = PageContent(1, WIDTH, HEIGHT, [], rules)
    assert without_design(content).rules == rules


def test_a_merged_cell_as_high_as_the_page_stays() -> None:
    tall = Fill(50, 60, 120, 780, "#ddeeff")
    rules = [Rule(120, y, 545, y, True) for y in range(60, 790, 60)]
    assert without_design(PageContent(1, WIDTH, HEIGHT, [], rules, [tall])).fills == [tall]


def test_slanted_headings_are_the_header_of_the_table_below_them() -> None:
    rows = [
        ("Ask families", "Chair", "May 2026"),
        ("Train staff", "Hub", "June 2026"),
        ("Audit cases", "Group", "July"),
    ]

    def draw(canvas: Canvas) -> None:
        for x, heading in zip((100, 260, 400), ("Action", "Lead officer", "By when"), strict=True):
            canvas.saveState()
            canvas.translate(x, 610)
            canvas.rotate(55)
            canvas.drawString(0, 0, heading)
            canvas.restoreState()
        canvas.grid([90, 250, 390, 500], [600 - 20 * n for n in range(4)])
        for number, row in enumerate(rows):
            for x, cell in zip((95, 255, 395), row, strict=True):
                canvas.drawString(x, 586 - 20 * number, cell)

    (table,) = (b for b in read(draw).body if b.rows)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Action", "Lead officer", "By when"],
        *(list(row) for row in rows),
    ]
    assert [row.header for row in table.rows] == [True, False, False, False]


def test_footnotes_are_set_aside_each_for_itself() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, PLAN)
        write(canvas, ITEMS, top=680)
        for number, note in enumerate(("What the law asks of boards.", "Counted in March.")):
            canvas.setFont("Helvetica", 5)
            canvas.drawString(90, 103 - 10 * number, str(number + 1))
            canvas.setFont("Helvetica", 8)
            canvas.drawString(94, 100 - 10 * number, note)

    document = read(draw)
    assert [b.text for b in document.blocks if b.reason == "footnote"] == [
        "1 What the law asks of boards.",
        "2 Counted in March.",
    ]
    assert [b.text for b in document.body if b.kind is BlockKind.LIST_ITEM] == [item[2:] for item in ITEMS]


def line(text: str, y: float, x: float = 100.0, tag: int | None = None) -> Line:
    words = []
    for word in text.split():
        words.append(Word(word, x, y - 8, x + 5 * len(word), y + 2, y))
        x += 5 * len(word) + 3
    tags = {} if tag is None else {1: Tag(("Document", "P"), (1, tag))}
    for word in words:
        word.mcid = None if tag is None else 1
    return make_line(words, 1, tags)


def paragraphs(lines: list[Line], trust_tags: bool = False) -> list[str]:
    flow = Flow(BodyStyle(10.0, "#000000", False), {10.0: 12.0}, trust_tags)
    return [" ".join(block.para.texts) for block in read_strand(lines, 500.0, flow) if block.para is not None]


def test_a_paragraph_tag_at_each_line_beside_a_picture_ends_nothing() -> None:
    lines = [
        line("• Extend the notices that the police send", 100, x=92, tag=2),
        line("to nurseries and childminders", 112, tag=3),
        line("• Publish a guide for employers on what", 124, x=92, tag=4),
        line("Encompass asks of them", 136, tag=5),
    ]
    assert paragraphs(lines, trust_tags=True) == [
        "Extend the notices that the police send to nurseries and childminders",
        "Publish a guide for employers on what Encompass asks of them",
    ]


def test_the_full_line_of_an_item_goes_on_below_its_text_whatever_the_tags_say() -> None:
    lines = [
        line("• Go on to support the restoration of the wetlands and the fifty farms around", 100, x=92, tag=2),
        line("them and prohibit all new building near the western bank of the river or on its last", 112, tag=2),
        line("islands.", 124, tag=3),
    ]
    assert len(paragraphs(lines, trust_tags=True)) == 1


def test_tagged_lines_that_end_early_stay_apart() -> None:
    lines = [line("schools", 100, tag=2), line("nurseries and all childminders of the area", 112, tag=3)]
    assert paragraphs(lines, trust_tags=True) == ["schools", "nurseries and all childminders of the area"]


def test_the_lines_of_an_item_may_be_set_wider_than_those_of_the_text() -> None:
    lines = [
        line("• Adopt one tool in all agencies so that a concern is told alike", 100, x=92),
        line("wherever a family asks for help", 119),
        line("• Train the staff", 138, x=92),
    ]
    assert paragraphs(lines) == [
        "Adopt one tool in all agencies so that a concern is told alike wherever a family asks for help",
        "Train the staff",
    ]


def test_one_line_that_runs_out_into_the_margin_does_not_split_the_others() -> None:
    text = ["The board wants to hear children before it decides", "Anything that changes how they are helped at home"]
    lines = text * 30

    def draw(canvas: Canvas) -> None:
        write(
            canvas,
            [*lines[:20], "See the pages of the council at a very long address that runs far out into it."],
            top=760,
        )
        canvas.showPage()
        canvas.setFont("Helvetica", 10)
        write(canvas, lines[:40], top=760)

    found = texts(read(draw))
    assert found[-1].startswith(" ".join(lines[:40])[:300])


def test_a_number_in_the_text_s_own_size_points_to_a_note_unless_a_word_points_to_it() -> None:
    def raised(mark: str, rest: str, y: float, behind: str = "") -> Line:
        made = line(f"{behind} {mark} {rest}".strip(), y)
        made.words[1 if behind else 0].raised = True
        return made

    body = [line("The board met in May and heard of it", 100), raised("7", "and met in June once more", 112)]
    assert not starts_note(body[1], 10.0, note_marks(body))
    body.append(raised("7", "last year", 124, behind="Families"))
    assert starts_note(body[1], 10.0, note_marks(body))


def test_a_panel_with_a_coloured_strip_along_it_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, PLAN * 4, x=60, top=700)
        canvas.setFillColorRGB(0.8, 0.9, 0.95)
        canvas.rect(374, 614, 176, 6, stroke=0, fill=1)  # in pieces, as word processors paint it
        for top in range(500, 614, 19):
            canvas.rect(380, top, 167, 19, stroke=0, fill=1)
        canvas.rect(547, 500, 3, 114, stroke=0, fill=1)
        canvas.rect(374, 494, 176, 6, stroke=0, fill=1)
        canvas.rect(374, 500, 6, 114, stroke=0, fill=1)
        canvas.setFillColorRGB(0.2, 0.6, 0.7)
        canvas.rect(550, 614, 6, 6, stroke=0, fill=1)
        canvas.rect(550, 494, 6, 120, stroke=0, fill=1)
        canvas.setFillGray(0)
        for number, text in enumerate(
            ("Other ideas", "Ask the schools what", "they have tried.", "Ask shops, too.", "Tell all", "that asked.")
        ):
            canvas.drawString(388, 601 - 19 * number, text)
        write(canvas, ["We also mean to look at what", "other boards have done."] * 4, x=60, top=560)

    document = read(draw)
    assert not [block for block in document.blocks if block.rows]


def test_the_end_of_a_list_item_may_fall_back_to_its_bullet() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, PLAN, top=760)
        write(canvas, ["•", "•"], top=700)
        full = "Support for the families who have been waiting since the spring, and above all"
        write(canvas, ["Ask children at every visit what they would like to be different", full], x=108, top=700)
        write(canvas, ["for those with infants."], x=86, top=672)
        write(canvas, ["The board looks at these every spring."], top=640)

    assert texts(read(draw))[1:3] == [
        "Ask children at every visit what they would like to be different",
        "Support for the families who have been waiting since the spring, and above all for those with infants.",
    ]
