"""Text files of every layout: what the reader makes of their lines."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeplans.extractors.base.document import Block, BlockKind, Document
from safeplans.extractors.reading import ReadingError, read
from safeplans.extractors.reading.decode import decode
from safeplans.extractors.reading.furniture_text import contents_lines, repeated_lines
from safeplans.extractors.reading.markers import (
    BULLET_GLYPHS,
    bare_number,
    inner_items,
    is_number,
    leading_number,
    split_marker,
)
from safeplans.extractors.reading.markup import is_bold, lines_of, strip
from safeplans.extractors.reading.text import read_text

SAMPLES = Path(__file__).parent.parent / "data" / "raw"


def document(text: str) -> Document:
    return read_text(text.encode())


def shape(text: str) -> list[tuple[str, str]]:
    """(kind, words) of each block of a text."""
    return [(b.kind.value, b.text) for b in document(text).blocks]


def only(text: str) -> Block:
    (block,) = document(text).blocks
    return block


# ---- bytes to text ----------------------------------------------------------------------------

DASHED = "Children’s Board – “our plan” for £5"


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("cp1252", b""),
    ],
)
def test_common_encodings_give_the_same_words(encoding, bom):
    text = f"# Harrowmere plan\n\n{DASHED}.\n" * 3
    read_back, _ = decode(bom + text.encode(encoding))
    assert read_back == text


def test_latin_1_accents_are_kept():
    text = "The café on the Île is run by the José Group and by the Zoë Panel.\n" * 3
    assert decode(text.encode("latin-1"))[0] == text


def test_another_encoding_than_utf_8_is_told_of_as_information():
    doc = read_text(f"{DASHED}.\n".encode("cp1252") * 4)
    assert [(p.code, p.severity) for p in doc.problems] == [("encoding", "info")]
    assert document(DASHED).problems == ()


def test_bytes_that_do_not_decode_are_told_of_as_garbled():
    doc = read_text(codecs.BOM_UTF8 + b"Children \xff\xfe are heard by the Board.\n")
    assert [(p.code, p.severity) for p in doc.problems] == [("garbled", "warning")]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_count_alike(line_end):
    doc = read_text(line_end.join(["# Plan", "", "- one step", "- two steps"]).encode())
    assert [b.place.line_start for b in doc.blocks] == [1, 3, 4]


def test_letters_are_composed():
    assert decode("cafe\u0301 and tea".encode())[0] == "caf\u00e9 and tea"


@pytest.mark.parametrize("data", [b"", b"   \n\n\t\n", b"\x00\x00\x00", b"\x0c\n\x0c"])
def test_an_empty_file_is_an_error_that_says_what_to_do(data):
    with pytest.raises(ReadingError, match="Fetch it again") as caught:
        read_text(data)
    assert caught.value.code == "empty"


@pytest.mark.parametrize("data", [bytes(range(1, 32)) * 40, b"\x01\x02\x03\x04" * 500])
def test_binary_data_is_an_error_that_says_what_to_do(data):
    with pytest.raises(ReadingError, match="Save it as PDF or plain text") as caught:
        read_text(data)
    assert caught.value.code == "unsupported"


def test_an_image_under_a_text_files_name_is_refused():
    png = (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x01\x00\x08\x06\x00\x00\x00"
        + bytes(range(256)) * 20
    )
    with pytest.raises(ReadingError) as caught:
        read(png, "plan.txt")
    assert caught.value.code == "unsupported"


def test_the_name_tells_markdown_and_the_bytes_tell_pdf():
    assert read(b"# Plan\n", "plan.md").media_type == "text/markdown"
    assert read(b"# Plan\n", "plan.txt").media_type == "text/plain"
    with pytest.raises(ReadingError):  # a PDF header with nothing behind it, whatever the name says
        read(b"%PDF-1.7\n", "plan.txt")


# ---- bullets and numbers ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "marker", "words"),
    [
        ("• Hold an event", "•", "Hold an event"),
        ("- Hold an event", "-", "Hold an event"),
        ("* Hold an event", "*", "Hold an event"),
        ("– Hold an event", "–", "Hold an event"),
        ("❖Hold an event", "❖", "Hold an event"),
        ("\uf0b7 Hold an event", "\uf0b7", "Hold an event"),  # Symbol font of a word processor
        ("\uf0a7\tHold an event", "\uf0a7", "Hold an event"),  # Wingdings
        ("o Hold an event", "o", "Hold an event"),  # a hollow bullet whose font was lost
        ("§ Hold an event", "§", "Hold an event"),  # a square bullet whose font was lost
        ("Ø Hold an event", "Ø", "Hold an event"),
        ("✓ Held an event", "✓", "Held an event"),
        ("1. Hold an event", "1.", "Hold an event"),
        ("2) Hold an event", "2)", "Hold an event"),
        ("(3) Hold an event", "(3)", "Hold an event"),
        ("1.2 Hold an event", "1.2", "Hold an event"),
        ("1.2.3 Hold an event", "1.2.3", "Hold an event"),
        ("1a Hold an event", "1a", "Hold an event"),
        ("a) Hold an event", "a)", "Hold an event"),
        ("(b) Hold an event", "(b)", "Hold an event"),
        ("iv. Hold an event", "iv.", "Hold an event"),
        ("A1 Hold an event", "A1", "Hold an event"),
        ("B2.3 Hold an event", "B2.3", "Hold an event"),
        ("- 1. Hold an event", "1.", "Hold an event"),  # the number tells more than the dash
    ],
)
def test_a_marker_is_taken_off_the_front(line, marker, words):
    assert split_marker(line) == (marker, words)


@pytest.mark.parametrize(
    "line",
    [
        "Hold an event",
        "A child is heard",
        "2024 was a year of change",
        "12 children were seen",
        "o'clock comes",
        "-",
        "•",
        "1.",
        "well-known things",
        "3.5% of children",
        "I will be heard",
    ],
)
def test_words_that_only_look_like_a_marker_stay(line):
    assert split_marker(line) == (None, line)


@given(st.text(max_size=80))
def test_taking_a_marker_off_keeps_every_other_word(line):
    marker, text = split_marker(line)
    assert text == text.strip()
    assert line.strip().endswith(text)
    if marker is not None:
        assert text


@pytest.mark.parametrize("cell", ["1", "12", "2a", "4.3", "1.2.3", "c.", "(b)", "iv)", "SP-12", "A1", "CE 4.2"])
def test_a_cell_of_nothing_but_a_reference(cell):
    assert is_number(cell)


@pytest.mark.parametrize("cell", ["", "2024/25", "Q1 2025", "1 Hold", "DIG", "March", "Yes"])
def test_other_short_cells_are_no_reference(cell):
    assert not is_number(cell)


def test_numbers_are_bared_of_their_punctuation():
    assert [bare_number(m) for m in ("1.", "(a)", "2)", "1.2", "•", "-", "o", None)] == [
        "1",
        "a",
        "2",
        "1.2",
        None,
        None,
        None,
        None,
    ]  # fmt: skip  (`o` is a hollow bullet whose font was lost)


def test_a_reference_and_its_label_in_one_cell():
    assert leading_number("2.10 Children held at home") == ("2.10", "Children held at home")
    assert leading_number("B3: Children held") == ("B3", "Children held")
    assert leading_number("Children held") is None
    assert leading_number("2.10") is None


@pytest.mark.parametrize("glyph", sorted(set("•▪➢✓❖\uf0b7")))
def test_bullets_inside_one_cell_are_its_items(glyph):
    assert [m.text for m in inner_items(f"We will {glyph} train staff {glyph} audit files")] == [
        "We will",
        "train staff",
        "audit files",
    ]


# ---- markup -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("**Lead:** the _QA_ Group", "Lead: the QA Group"),
        ("<b>Lead</b>&nbsp;&amp; partners", "Lead & partners"),
        ("see [our site](https://example.org/plan)", "see our site"),
        ("![logo](logo.png) Board", "Board"),
        ("soft\u00adhyphen and\u00a0blank", "softhyphen and blank"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("<sup>1</sup> Note", "1 Note"),
        ("fewer than < 5 and > 3 cases", "fewer than < 5 and > 3 cases"),
    ],
)
def test_markup_is_taken_out_and_words_stay(printed, words):
    assert strip(printed) == words


def test_html_breaks_and_items_are_lines():
    assert lines_of("one<br>two<br/>three") == ["one", "two", "three"]
    assert [strip(x) for x in lines_of("<ul><li>one</li><li>two</li></ul>")] == ["• one", "• two"]


def test_bold_is_the_whole_of_a_line():
    assert is_bold("**Lead:**") and is_bold("- **Lead**:") and is_bold("<b>Lead</b>") and is_bold("__Lead__")
    assert not is_bold("**Lead:** QA Group") and not is_bold("Lead") and not is_bold("**a** and **b**")


# ---- headings ---------------------------------------------------------------------------------


def test_markdown_headings_have_their_level():
    blocks = document("# Plan\n\n## Part ##\n\n###Subpart\n").blocks
    assert [(b.kind, b.level, b.text) for b in blocks] == [
        (BlockKind.HEADING, 1, "Plan"),
        (BlockKind.HEADING, 2, "Part"),
        (BlockKind.HEADING, 3, "Subpart"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "OUR PRIORITIES",
        "**Our priorities**",
        "Our priorities",
        "2. Our priorities",
        "2.1 How we are organised",
        "Appendix 1: Members",
        "Objective 2 – Children are heard",
        "OBJECTIVE 2: To be assured that all partners listen to children and act on what they hear from them",
        "Priority One: Neglect",
        "Strategic Aim A – A learning partnership",
    ],
)
def test_a_short_line_alone_is_a_heading_without_markup(line):
    assert document(f"{line}\n\nThe partnership met in March and agreed it.\n").blocks[0].kind is BlockKind.HEADING


@pytest.mark.parametrize(
    "line",
    [
        "The partnership met in March.",
        "The partnership’s priorities are:",
        "Lead: Quality Assurance Group",
        "- Hold an event",
        "1. Review the threshold document",
        "We met the partners of the area;",
    ],
)
def test_a_sentence_a_label_and_an_item_are_no_headings(line):
    assert document(f"{line}\n\nSomething else follows here.\n").blocks[0].kind is not BlockKind.HEADING


def test_a_guessed_heading_is_less_sure_than_a_marked_one():
    assert document("# Our plan\n").blocks[0].confidence == 1.0
    assert document("Our plan\n\nText of it.\n").blocks[0].confidence < 1.0


# ---- paragraphs and lists ---------------------------------------------------------------------


def test_hard_wrapped_lines_are_one_paragraph():
    assert only(
        "The partnership brings together the council, the police and the health\n"
        "service of the area, and listens to what children and their families say\n"
        "about the help that they were given.\n"
    ).text == (
        "The partnership brings together the council, the police and the health service of the area, and listens to "
        "what children and their families say about the help that they were given."
    )


def test_a_word_cut_at_a_line_end_is_joined_and_a_compound_keeps_its_hyphen():
    text = only(
        "The partnership asks all the agencies of the area to work on exploi-\n"
        "tation together and to plan the next multi-\n"
        "agency audit of files together with partners.\n"
    ).text
    assert "exploitation together" in text
    assert "multi-agency audit" in text


def test_a_very_long_line_is_one_paragraph():
    line = "The partnership listens to children. " * 3000
    assert only(line).text == line.strip()


def test_items_are_blocks_and_wrapped_items_are_whole():
    assert shape(
        "- Review the strategy for neglect together with the partners of the region and\n"
        "  publish it.\n"
        "- Train staff.\n"
    ) == [
        ("list_item", "Review the strategy for neglect together with the partners of the region and publish it."),
        ("list_item", "Train staff."),
    ]


def test_items_keep_their_marker_and_depth():
    blocks = document("1. Review the pathway\n    a) with schools\n    b) with health\n2. Train staff\n").blocks
    assert [(b.marker, b.text) for b in blocks] == [
        ("1.", "Review the pathway"),
        ("a)", "with schools"),
        ("b)", "with health"),
        ("2.", "Train staff"),
    ]
    assert blocks[0].level == 1 and blocks[1].level > 1


@pytest.mark.parametrize("glyph", ["•", "▪", "➢", "\uf0b7", "\uf0a7", "o", "§", "*", "–", "✓"])
def test_items_of_any_glyph(glyph):
    assert shape(f"{glyph} Review the strategy\n{glyph} Train staff\n") == [
        ("list_item", "Review the strategy"),
        ("list_item", "Train staff"),
    ]


def test_a_date_that_wraps_to_a_line_front_is_no_item():
    assert (
        len(
            document(
                "The Board will publish the findings of all the audits of the year before day\n"
                "31. march is the very last day on which that can be done by the office.\n"
            ).blocks
        )
        == 1
    )


def test_labels_on_lines_of_their_own_are_not_run_together():
    assert shape("Action: Review the pathway\nLead: QA Group\nBy when: March 2025\n") == [
        ("paragraph", "Action: Review the pathway"),
        ("paragraph", "Lead: QA Group"),
        ("paragraph", "By when: March 2025"),
    ]


def test_a_paragraph_that_a_page_break_cut_is_joined_over_the_footer():
    blocks = document(
        "The partnership will review the strategy with all of the agencies that\n\nPage 3 of 9\n\n"
        "work with families, and publish it.\n"
    ).blocks
    assert [b.text for b in blocks if b.kind is not BlockKind.FURNITURE] == [
        "The partnership will review the strategy with all of the agencies that work with families, and publish it."
    ]
    assert [b.reason for b in blocks if b.kind is BlockKind.FURNITURE] == ["page_number"]


def test_a_form_feed_parts_pages_and_is_in_no_words():
    doc = document("First page ends here.\n\fSecond page begins here.\n")
    assert [b.text for b in doc.blocks] == ["First page ends here.", "Second page begins here."]
    assert not any("\f" in line for line in doc.lines)
    assert [b.text for b in document("One page.\fAnother page.\n").blocks] == ["One page.", "Another page."]


# ---- furniture --------------------------------------------------------------------------------

CONTENTS = """\
Contents

Introduction ........ 3
Our priorities ........ 5
Neglect\t7
Exploitation and what we do about it     9

Introduction

The partnership met in March.
"""


def test_a_contents_page_is_set_aside_with_its_heading():
    found = contents_lines(CONTENTS.split("\n"))
    assert set(found) == {1, 3, 4, 5, 6}
    reasons = [(b.text.split()[0], b.reason) for b in document(CONTENTS).blocks if b.kind is BlockKind.FURNITURE]
    assert {r for _, r in reasons} == {"contents"}
    assert ("heading", "Introduction") in shape(CONTENTS)


def test_a_table_of_figures_is_no_contents_page():
    table = "Agency\tLead\tAudits\nPolice\tHead of Protection\t12\nHealth\tNurse\t14\nHousing\tManager\t16\n"
    assert contents_lines(table.split("\n")) == {}


def test_a_table_of_figures_is_a_table():
    table = "Agency\tStaff trained\nPolice\t12\nHealth\t140\nHousing\t16\n"
    assert [b.kind for b in document(table).blocks] == [BlockKind.TABLE]


def test_years_at_line_ends_are_no_page_numbers():
    assert contents_lines(["Plan agreed   2023", "Plan revised   2024", "Plan ends   2026"]) == {}


@pytest.mark.parametrize("line", ["Page 3 of 9", "3", "- 3 -", "page 3", "3/9"])
def test_a_page_number_alone_is_furniture(line):
    assert repeated_lines(["Text of the plan.", "", line, "", "More of it."]) == {3: "page_number"}


@pytest.mark.parametrize("line", ["3", "Page 3"])
def test_a_number_inside_a_paragraph_is_not(line):
    assert repeated_lines(["The number of groups is", line, "and will stay so."]) == {}


def test_a_running_header_is_furniture_but_for_its_first_printing():
    lines = []
    for page in range(1, 5):
        lines += [
            "Harrowmere Safeguarding Partnership Business Plan",
            "",
            f"Text number {'abcd'[page - 1]} of the plan.",
            "",
        ]
    found = repeated_lines(lines)
    assert found == {5: "running_header", 9: "running_header", 13: "running_header"}


def test_a_running_footer_with_a_page_number_is_furniture_each_time():
    lines = []
    for page in range(1, 4):
        lines += [f"Text {'abc'[page - 1]} of the plan.", "", f"Harrowmere Plan Page {page}", ""]
    assert repeated_lines(lines) == {3: "running_header", 7: "running_header", 11: "running_header"}


def test_a_column_heading_or_item_that_comes_again_is_not_furniture():
    lines = ["- Report to the Board", "", "Lead", ""] * 4
    assert repeated_lines(lines) == {}


def test_a_watermark_and_a_ruled_line_are_furniture():
    found = repeated_lines(["Plan of the Board", "=================", "", "DRAFT", "", "Text of it."])
    assert found == {2: "rule", 4: "watermark"}


# ---- properties -------------------------------------------------------------------------------

WORDS = st.sampled_from(
    "Review the strategy children Board Lead: Action Timescale Objective 2 – Priority One: March 2025 1.1 2a ❖ "
    "\uf0b7 QA Group | <td> **bold** we will police / ( ) … neglect. Contents ...... 7 Page 3 of".split()
)
PIECE = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
LINE = st.one_of(
    st.just(""),
    PIECE,
    st.lists(PIECE, min_size=2, max_size=5).map("\t".join),
    st.lists(PIECE, min_size=2, max_size=4).map("      ".join),
    st.lists(PIECE, min_size=2, max_size=4).map(lambda cells: "| " + " | ".join(cells) + " |"),
    PIECE.map(lambda words: f"# {words}"),
    PIECE.map(lambda words: f"- {words}"),
    PIECE.map(lambda words: f"   {words}"),
    st.sampled_from(
        ["|---|---|", "<table><tr><td>a</td><td rowspan=2>b</td></tr></table>", "\f", "---", "Page 2 of 4"]
    ),
)
GENERATED = st.lists(LINE, min_size=1, max_size=25).map("\n".join)


def bare(text: str) -> str:
    return re.sub(r"\W+", "", text)


def places_hold(doc: Document) -> None:
    for block in doc.blocks:
        place = block.place
        assert 1 <= place.line_start <= place.line_end <= len(doc.lines), block
        printed = bare(strip("\n".join(doc.lines[place.line_start - 1 : place.line_end]).replace("|", " ")))
        words = [bare(w) for w in block.text.split() if bare(w)]
        for word in (words[0], words[-1]) if words else ():
            assert word in printed, (word, printed)
        for para in [*block.paras, *(p for r in block.rows for c in r.cells for p in c.paras)]:
            assert place.line_start <= para.place.line_start <= para.place.line_end <= place.line_end, para


def every_line_is_in_a_block(doc: Document) -> None:
    """A header row printed again says nothing new and may go."""
    covered = {n for b in doc.blocks for n in range(b.place.line_start, b.place.line_end + 1)}
    headers = {doc.lines[r.place.line_start - 1].strip() for b in doc.blocks for r in b.rows if r.header}
    for number, line in enumerate(doc.lines, 1):
        if re.search(r"\w", strip(re.sub(r"<[^>]*>", " ", line))) and line.strip() not in headers:
            assert number in covered, (number, line)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda p: p.stem)
def test_places_of_the_samples(path):
    doc = read_text(path.read_bytes())
    places_hold(doc)
    every_line_is_in_a_block(doc)


@settings(max_examples=120, deadline=None)
@given(GENERATED)
def test_places_hold_the_words_of_their_block(text):
    try:
        doc = document(text)
    except ReadingError:
        return
    places_hold(doc)


@settings(max_examples=120, deadline=None)
@given(GENERATED)
def test_no_line_with_words_is_lost(text):
    try:
        doc = document(text)
    except ReadingError:
        return
    every_line_is_in_a_block(doc)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(str.encode)))
def test_whatever_the_bytes_only_a_reading_error_is_raised(data):
    try:
        doc = read_text(data)
    except ReadingError:  # `empty` or `unsupported`: see above
        return
    for block in doc.blocks:
        assert 1 <= block.place.line_start <= block.place.line_end <= len(doc.lines)


def test_the_text_after_an_unclosed_html_table_is_kept():
    every_line_is_in_a_block(document("<table><tr><td>Review files</td></tr>\n\nThe partnership met in March.\n"))


def test_the_caption_of_an_html_table_is_kept():
    doc = document("<table><caption>Our plan for neglect</caption><tr><td>1</td><td>Review files</td></tr></table>\n")
    assert any("Our plan for neglect" in b.text for b in doc.blocks)


def test_every_bullet_glyph_is_one_character():
    assert all(split_marker(f"{glyph} Hold an event").text == "Hold an event" for glyph in BULLET_GLYPHS)


def test_a_bracket_left_open_over_a_blank_line_is_closed_by_the_next():
    document = read_text(b"- Fund a youth worker (Lead: Riverton\n\nPolice. By: March 2026)\n\nThe plan ends here.\n")
    assert [b.text for b in document.blocks] == [
        "Fund a youth worker (Lead: Riverton Police. By: March 2026)",
        "The plan ends here.",
    ]


@pytest.mark.parametrize(
    ("line", "items"),
    [
        (
            "We agreed two priorities: - hearing carers; and - ending neglect.",
            ["hearing carers;", "ending neglect."],
        ),
        ("• Train staff • Audit files • Ask families", ["Train staff", "Audit files", "Ask families"]),
        ("We will: ✔ ask families ✔ tell partners", ["ask families", "tell partners"]),
    ],
)
def test_a_list_that_was_run_on_in_one_line_is_a_list(line: str, items: list[str]) -> None:
    assert [words for kind, words in shape(line) if kind == "list_item"] == items


@pytest.mark.parametrize(
    "line",
    [
        "Neglect - early help - exploitation",
        "Lead: Police • By: March 2026 • Green",
        "Leads: - Police",
        "The board met twice; it - and its groups - agreed the plan.",
    ],
)
def test_signs_that_part_fields_or_clauses_make_no_list(line: str) -> None:
    assert [kind for kind, _ in shape(line)] in (["paragraph"], ["heading"])


def test_rows_of_commas_in_a_text_are_a_table() -> None:
    table = only(
        'Ref,Action,Lead\n1.1,"Train staff, and ask them",Learning Hub\n1.2,Audit forty files,\n1.3,Publish it,Chair\n'
    )
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Ref", "Action", "Lead"],
        ["1.1", "Train staff, and ask them", "Learning Hub"],
        ["1.2", "Audit forty files", ""],
        ["1.3", "Publish it", "Chair"],
    ]
    assert table.rows[2].place.line_start == 3


@pytest.mark.parametrize(
    "text",
    [
        "Police, health, schools\nHousing, fire, probation\nCarers, faith groups, charities\n",
        "One,two\nthree,four\nfive,six\n",
        "Alpha,beta,gamma\nOnly one more row,of,cells\n",
        'Ref,Action,Lead\n1,"never closed,x\n2,b,c\n',
    ],
)
def test_commas_in_sentences_and_short_runs_make_no_table(text: str) -> None:
    assert "table" not in {kind for kind, _ in shape(text)}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_a_mark_and_told(encoding):
    document = read_text("Our plan – “Children’s voices”\nLead: José".encode(encoding))
    assert document.lines == ("Our plan – “Children’s voices”", "Lead: José")
    assert [problem.code for problem in document.problems] == ["encoding"]
