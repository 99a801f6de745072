# ruff: noqa: E501
"""What the PDF reader makes of the layouts of `tests/layouts/make_more_layouts.py`."""

from __future__ import annotations

from safeplans.extractors.base.document import Document
from tests.layouts.make_layouts import ACTIONS, PROSE, prose
from tests.test_pdf_layouts import grid, outline, read, tables


def footnotes(document: Document) -> list[str]:
    return [block.text for block in document.blocks if block.reason == "footnote"]


def test_labels_on_lines_of_their_own_are_paragraphs_and_ligatures_letters() -> None:
    assert outline(read("label-lines"))[2:] == [
        "H2 Objective 1: Help comes early",
        "1.1 1 Offer of help. Write down what each agency offers families in Fennmoor, and find what is missing before the summer.",
        "P Lead officer: Head of Family Help", "P Timescale: June 2026",
        "1.2 1 Efficient referrals. Cut the form to two pages and file the old one.",
        "P Lead officer: Chief Officer for Families; Fennmoor Hospitals NHS Foundation Trust and the Five Rivers Trust",
        "P Timescale: Winter 2026/27",
        "1.3 1 Flow of figures. Bring a yearly report to the Board.",
        "P Lead officer: Data Analyst", "P Timescale: Annually (May)",
    ]  # fmt: skip


def test_shaded_sections_and_status_cells_do_not_fix_the_columns() -> None:
    (table,) = tables(read("shaded-status"))
    assert grid(table)[0] == ["Action", "Responsible", "Target", "Status"] and table.rows[0].header
    assert sum(row.header for row in table.rows) == 1 and table.rows[-1].place.page == 2
    sections = [row.cells[0] for row in table.rows if len(row.cells) == 1]
    assert [cell.text for cell in sections] == [f"Objective {i + 1}: {prose(1, 40 + 5 * i)}" for i in range(3)]
    body = [row for row in table.rows[1:] if len(row.cells) == 4]
    assert [[c.text for c in row.cells[:3]] for row in body] == [list(ACTIONS[i % 6][1:]) for i in range(14)]
    status = [("Complete", "#a9c8f0"), ("On track", "#b7e1a1"), ("Delayed", "#ffd27f")]
    assert [(row.cells[3].text, row.cells[3].fill) for row in body] == [status[i % 3] for i in range(14)]


def test_columns_of_a_slide_are_read_one_after_the_other_though_some_lines_are_level() -> None:
    found = outline(read("slide-columns"))
    assert found[2:14] == [
        "H2 Goal 1: People are heard",
        "H3 Why this matters", f"P {prose(1, 8)}", "H3 How we will know", "• 1 Fewer people repeat their story",
        "H3 What we will do",
        "• 1 Ask every adult what they want to happen", "P Lead: Adult Services. Due: May 2026.",
        "• 1 Offer an advocate", "P Lead: Fennmoor Voices. Due: ongoing.",
        "• 1 Tell the Board what people said", "P Lead: Engagement Group. Due: yearly.",
    ]  # fmt: skip
    assert not tables(read("slide-columns"))


def test_boxes_with_round_corners_are_read_box_by_box() -> None:
    assert outline(read("round-boxes")) == [
        "H1 Fennmoor Partnership",
        "H2 Priority 1: Prevention", "H3 Help comes early",
        "• 1 Publish one directory of help for families and adults [Lead: Fennmoor Council | Q1]",
        "• 1 Train community connectors to notice neglect and self-neglect [Lead: Voluntary Action | Q2]",
        "H2 Priority 2: Protection", "H3 Practitioners respond quickly and well",
        "• 1 Review strategy meetings for attendance and quality [Lead: Police | Q3]",
        "H2 Priority 3: Learning", "H3 Lessons are shared within weeks",
        "• 1 Publish a short brief after every review that the partners have agreed to [Lead: Partnership Team | Ongoing]",
        "• 1 Hold one conference [Lead: Learning Group | November 2026]",
        "H2 Priority 4: Voice", "H3 People tell us what works",
        "• 1 Appoint two young trustees and two adults with lived experience to the Executive [Lead: Scrutineer | Q1]",
    ]  # fmt: skip


def test_the_rest_of_a_table_without_lines_on_the_next_page() -> None:
    document = read("aligned-next-page")
    first, second = tables(document)
    whens = ("from May 2026", "every six months", "end of term", "by December", "in spring")
    head = ["What we will do", "Who", "When", "Progress"]

    def rows(count: int, start: int) -> list[list[str]]:
        numbers = range(start, start + count)
        return [[ACTIONS[i % 6][1], ACTIONS[i % 6][2], whens[i % 5], "Not started."] for i in numbers]

    assert grid(first) == [head, *rows(3, 0)]
    assert grid(second) == [head, *rows(6, 2)]
    assert {row.place.page for row in second.rows} == {1, 2}


def test_long_cells_below_a_shaded_header() -> None:
    document = read("aligned-long-cells")
    (table,) = tables(document)
    assert grid(table)[0] == ["Ref", "Action", "What will be different", "Lead", "By when"] and table.rows[0].header
    for index, row in enumerate(table.rows[1:]):
        number, action, lead, when = ACTIONS[index]
        assert [row.cells[c].text for c in (0, 1, 3, 4)] == [number, action, lead, when]
        assert [(p.marker, p.text) for p in row.cells[2].paras] == [
            (None, prose(2, 5 * index)),
            ("•", "first sign of success, of which families speak without being asked"),
            ("•", "second sign"),
        ]
    assert outline(document)[-1] == "P The plan is reviewed each autumn."


def test_a_header_shaded_as_one_band_and_no_lines_over_two_pages() -> None:
    document = read("word-header-shaded")
    (table,) = tables(document)
    assert grid(table) == [["No", "Action", "Lead", "When"]] + [
        [str(i + 1), f"{ACTIONS[i % 6][1]} {prose(2, 4 * i)}", *ACTIONS[i % 6][2:]] for i in range(14)
    ]
    assert [b.text for b in document.body if b.place.page == 2] == []


def test_a_table_inside_a_column_and_footnotes_below_it() -> None:
    document = read("report-with-table")
    (table,) = tables(document)
    assert grid(table) == [["Year", "Audits", "Visits"], ["2024", "12", "40"], ["2025", "15", "44"]]
    assert outline(document) == [
        "H1 Tarnholme Annual Report", "H2 Foreword", f"P {prose(6)} The pledge is kept. {prose(5, 10)}",
        "H2 Figures", "T 3x3", f"P {prose(9, 20)}",
        "H2 What we heard", f"P {prose(14, 40)} We asked 41 children in 2025 and listened. {prose(12, 60)}",
        "H2 What comes next", f"• 1 {prose(1, 80)}", f"• 1 {prose(1, 83)}",
    ]  # fmt: skip
    assert footnotes(document) == [
        "1 Agreed by the Board in May and printed in full on our pages.",
        "2 One of them twice.",
    ]


def test_raised_numbers_behind_words_and_run_in_headings() -> None:
    document = read("run-in-headings")
    found = outline(document)
    assert found[1] == "P The Care Act asks each board to publish a plan. In 2025 we did."
    assert found[2:6] == [
        f"1. 1 Neglect. {prose(2)}", "P Lead: Neglect Subgroup", "P By when: March 2026", f"P Success measure: {prose(1, 60)}",
    ]  # fmt: skip
    assert footnotes(document) == ["1 Section 43 and Schedule 2.", "2 The year ending in March."]


def test_a_cover_with_a_title_of_three_lines_date_version_and_document_control() -> None:
    document = read("control-cover")
    assert outline(document) == [
        "H1 Brackenridge and Oldmere Safeguarding Adults Board Strategic Plan 2026 to 2029",
        "P Approved: 14 May 2026", "P Version 2.1", "H3 Document control", "T 2x4",
        "H2 1. Introduction", f"P {PROSE.strip()}", "H2 2. Our aims", f"1. 1 {prose(1)}", f"2. 1 {prose(1, 3)}",
    ]  # fmt: skip
    assert grid(tables(document)[0])[1] == ["Approved by", "Executive Group"]


def test_a_group_header_over_four_columns_and_ratings_by_coloured_words() -> None:
    (table,) = tables(read("spanned-header"))
    assert [(c.text, c.column, c.colspan) for c in table.rows[0].cells if c.text] == [
        ("Ref", 0, 1), ("Action", 1, 1), ("Timescale", 2, 4), ("Status", 6, 1),
    ]  # fmt: skip
    assert grid(table)[1] == ["", "", "Q1", "Q2", "Q3", "Q4", ""]
    assert [row.header for row in table.rows[:3]] == [True, True, False]
    colours = {"On track": "#2e7d32", "At risk": "#ef6c00", "Late": "#c62828"}
    for index, row in enumerate(table.rows[2:]):
        status = list(colours)[index % 3]
        assert grid(table)[index + 2] == [
            *ACTIONS[index][:2], *("✓" if q == index % 4 else "" for q in range(4)), status,
        ]  # fmt: skip
        assert row.cells[6].fill == colours[status]


def test_a_merged_cell_goes_on_where_the_next_page_leaves_it_empty() -> None:
    (table,) = tables(read("merged-over-pages"))
    body = table.rows[1:]
    assert [row.cells[1].text for row in body] == [f"{o}.{i}" for o in (1, 2) for i in range(1, 10)]
    wanted = [f"Outcome {o + 1}: {prose(1, 50 + o)}" for o in (0, 1) for _ in range(9)]
    assert [row.cells[0].text for row in body] == wanted
    assert body[-1].place.page == 2 and body[-1].cells[0].rowspan_from == 10


def test_boxes_with_a_heading_strip_are_read_whole() -> None:
    found = outline(read("heading-boxes"))
    for box in (
        ["H2 Our vision", "P Every child in Arlesby is safe at home, at school and in between."],
        ["H2 Priority 1: Neglect", "• 1 Use one screening tool in every agency", "• 1 Train two hundred practitioners", "• 1 Audit forty cases"],
        ["H2 Measures", "• 1 Fewer repeat referrals", "• 1 More plans that parents helped to write"],
    ):  # fmt: skip
        start = found.index(box[0])
        assert found[start : start + len(box)] == box


def test_sections_in_two_columns_between_headings_over_the_whole_page() -> None:
    assert outline(read("sections-and-columns"))[:19] == [
        "H1 Brackenridge Annual Report",
        "H2 Foreword", f"P {prose(7)}", f"P {prose(5, 20)}", f"P {prose(3, 30)}",
        "H2 Statutory context", f"P {prose(5, 50)}",
        "H2 Priority 1",
        "H3 What we achieved", f"• 1 {prose(1, 60)}", f"• 1 {prose(1, 62)}", f"• 1 {prose(2, 64)}",
        "H3 Evidence of impact", f"• 1 {prose(1, 70)}",
        "H3 Next steps", f"• 1 {prose(1, 75)}", f"• 1 {prose(1, 78)}",
        "H3 Practice example", f"P {prose(2, 80)}",
    ]  # fmt: skip


def test_a_heading_that_comes_again_at_the_top_of_pages_is_no_running_header() -> None:
    document = read("sections-and-columns")
    assert outline(document)[19:] == [
        "H3 How we will know", f"• 1 {prose(1, 90)}", "H3 How we will know", f"• 1 {prose(1, 95)}",
    ]  # fmt: skip
    assert {b.text for b in document.blocks if b.reason == "running_header"} == {"Brackenridge 2026"}


def test_a_table_without_lines_goes_on_below_its_sections_and_on_the_next_page() -> None:
    (table,) = tables(read("sections-and-numbers"))
    sections = [f"Priority 1: {prose(1)}", f"Priority 2: {prose(1, 33)}"]
    rows = [[*ACTIONS[i], "Green" if i in (1, 5) else "Amber"] for i in range(6)]
    head = ["Ref", "Action", "Lead", "When", "RAG"]
    assert grid(table) == [head, [sections[0]], *rows[:3], [sections[1]], *rows[3:]]
    assert table.rows[0].header and {row.place.page for row in table.rows} == {1, 2}


def test_labels_side_by_side_on_a_card_are_cells_of_their_own() -> None:
    document = read("label-cards")
    cards = [grid(table) for table in tables(document)]
    assert cards[:5] == [
        [[f"Lead: {lead}", f"By when: {when}", f"Measure: {prose(1, 13 * i)}"]]
        for i, (_, _, lead, when) in enumerate(ACTIONS[:5])
    ]
    assert [text for text in outline(document) if text.startswith("H3")] == [f"H3 Card {n}" for n, *_ in ACTIONS]
