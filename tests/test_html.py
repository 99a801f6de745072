"""Web pages: what is content and what the site's, and each thing as a browser prints it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeplans.extractors.base.document import Block, BlockKind, Document
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.extract import extract
from safeplans.extractors.reading import ReadingError, read
from safeplans.extractors.reading.kinds import kind_of
from safeplans.extractors.reading.web import grid
from safeplans.extractors.reading.web.css import background_colour, colour

HEADING, PARAGRAPH, ITEM = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM


def page(body: str, head: str = "") -> Document:
    return read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "plan.html")


def shown(document: Document) -> list[str]:
    """The content, one string a block: a heading with its level, a list item with its marker."""
    lines = []
    for block in document.body:
        if block.kind is BlockKind.TABLE:
            lines += [" | ".join(c.text for c in row.cells) for row in block.rows]
        elif block.kind is HEADING:
            lines.append(f"{'#' * block.level} {block.text}")
        else:
            lines.append(f"{block.marker} {block.text}" if block.marker else block.text)
    return lines


def aside(document: Document) -> list[tuple[str | None, str]]:
    return [(b.reason, b.text) for b in document.blocks if b.kind is BlockKind.FURNITURE]


def table(body: str, head: str = "") -> Block:
    return next(b for b in page(body, head).blocks if b.kind is BlockKind.TABLE)


def codes(document: Document) -> list[str]:
    return [p.code for p in document.problems]


# ---- which files are pages


@pytest.mark.parametrize(
    "beginning",
    [
        "<!doctype html><p>a",
        "\n  <HTML lang='en'>",
        "\ufeff<!-- saved from url -->\n<!DOCTYPE HTML>",
        "<?xml version='1.0'?>\n<html>",
    ],
)
def test_a_page_is_known_by_its_beginning_whatever_its_name(beginning: str) -> None:
    assert kind_of(beginning.encode(), "plan.txt").media_type == "text/html"


@pytest.mark.parametrize("text", ["# Plan\n\n<table><tr><td>a</td></tr></table>", "How <html> pages are made", "plan"])
def test_a_text_with_tags_in_it_stays_a_text(text: str) -> None:
    assert kind_of(text.encode(), "plan.md").media_type == "text/markdown"


def test_a_page_in_sixteen_bits_is_known_by_its_name() -> None:
    document = read("<html><body><p>Naïve</p>".encode("utf-16"), "plan.htm")
    assert shown(document) == ["Naïve"]


def test_the_file_says_its_own_structure_and_has_no_pages() -> None:
    document = page("<p>Neglect</p>")
    assert document.structured and not document.pages and document.media_type == "text/html"


# ---- words


def test_blanks_entities_and_letters_that_are_not_seen() -> None:
    document = page("<p>Board&nbsp;&amp; ICB,\n  co&shy;operation of zero\u200bwidth</p>")
    assert shown(document) == ["Board & ICB, cooperation of zerowidth"]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [("<meta charset='windows-1252'>", "cp1252"), ("<meta http-equiv=x content='text/html; charset=iso-8859-1'>",
    "cp1252"),
     ("", "utf-8"), ("<meta charset=utf-8>", "cp1252")],
)  # fmt: skip
def test_the_encoding_is_as_the_page_tells_or_guessed(head: str, encoding: str) -> None:
    text = f"<html><head>{head}</head><body><p>Children’s café – plan for £5, naïve résumé"
    document = read(text.encode(encoding), "plan.html")
    assert shown(document) == ["Children’s café – plan for £5, naïve résumé"]


def test_crossed_out_words_are_left_out_and_told() -> None:
    document = page("<p>Lead: <del>Police</del> <span style='text-decoration: line-through'>Health</span> Schools</p>")
    assert shown(document) == ["Lead: Schools"]
    assert codes(document) == ["struck_out"] and "Police Health" in document.problems[0].message


def test_what_does_not_print_is_no_text() -> None:
    document = page(
        "<p>Seen<span hidden>a</span><span style='display:none'>b</span><span class='sr-only'>c</span></p>"
        "<script>d</script><noscript>e</noscript><template><p>f</p></template><svg><text>g</text></svg>"
        "<span class='gone'>h</span><img alt='i' src='i.png'>",
        "<style>@media print { p { display: none } } .gone { display: none }</style>",
    )
    assert shown(document) == ["Seen"]


def test_a_raised_number_points_to_a_note_and_a_raised_ending_is_text() -> None:
    assert shown(page("<p>The 4<sup>th</sup> plan<sup>2</sup> is ready.</p>")) == ["The 4th plan is ready."]


def test_a_line_break_parts_lines_and_not_a_sentence_or_heading() -> None:
    document = page("<h2>Annual Report<br>2024-25</h2><p>Lead: QA Group<br>Due: June 2025<br>and then again</p>")
    assert shown(document) == ["## Annual Report 2024-25", "Lead: QA Group", "Due: June 2025 and then again"]


def test_each_paragraph_is_a_line_of_its_own() -> None:
    document = page("<h1>Plan</h1><ul><li>One</li></ul><table><tr><td>a<td>b<br>C</table>")
    assert document.lines == ("Plan", "• One", "a", "b", "C")
    assert [b.place.line_start for b in document.blocks] == [1, 2, 3]


# ---- headings


def test_headings_by_tag_and_by_role() -> None:
    document = page("<h1>Plan</h1><div role=heading aria-level=3>Aims</div><p>Text.</p>")
    assert shown(document) == ["# Plan", "### Aims", "Text."]


def test_a_bold_line_that_stands_alone_is_a_heading_and_a_bold_word_is_none() -> None:
    document = page("<h2>Aims</h2><p><b>Neglect</b></p><p><strong>We</strong> will see it sooner.</p>")
    assert shown(document) == ["## Aims", "### Neglect", "We will see it sooner."]


def test_headings_of_a_page_without_tags_are_ranked_by_their_look() -> None:
    big, small = "font-size:20pt;font-weight:700", "font-weight:700"
    text = (
        "<p><span>Running text that goes on for long enough to be the usual one of the page and its letters.</span></p>"
    )
    document = page(
        f"<p><span style='{big}'>Plan</span></p>{text}<p><span style='{small}'>Neglect</span></p>{text * 2}"
    )
    assert [(b.level, b.text) for b in document.blocks if b.kind is HEADING] == [(1, "Plan"), (2, "Neglect")]


@pytest.mark.parametrize(
    "accordion",
    [
        "<details><summary>Priority 1: Neglect</summary><p>Seen sooner.</p></details>",
        "<h3><button aria-expanded=false aria-controls=p1>Priority 1: Neglect</button></h3>"
        "<div id=p1 style='display:none'><p>Seen sooner.</p></div>",
        "<button class=accordion-button aria-expanded=false>Priority 1: Neglect</button>"
        "<div class='panel' hidden><p>Seen sooner.</p></div>",
        "<ul role=tablist><li><a role=tab id=t1 href='#p1'>Priority 1: Neglect</a></li></ul>"
        "<div role=tabpanel id=p1 aria-labelledby=t1 hidden><p>Seen sooner.</p></div>",
    ],
)
def test_what_a_person_can_open_is_read_under_the_words_that_open_it(accordion: str) -> None:
    assert shown(page(f"<h2>Priorities</h2>{accordion}")) == [
        "## Priorities",
        "### Priority 1: Neglect",
        "Seen sooner.",
    ]


def test_accordions_one_after_another_are_of_one_level() -> None:
    one = "<details><summary>{}</summary><h4>Aim</h4><p>Text.</p></details>"
    document = page("<h2>Priorities</h2>" + one.format("First") + one.format("Second"))
    assert [line for line in shown(document) if line.startswith("###")][::2] == ["### First", "### Second"]


# ---- lists


def test_list_markers_are_as_a_browser_prints_them() -> None:
    document = page(
        "<ul><li>one<ul><li>deeper</ul></ul><ol type=a start=3><li>see<li value=7>name</ol>"
        "<ol reversed><li>last<li>first</ol><ol type=I><li>Roman</ol><ol "
        "style='list-style-type:lower-roman'><li>small</ol>"
    )
    assert shown(document) == ["• one", "◦ deeper", "c. see", "g. name", "2. last", "1. first", "I. Roman", "i. small"]
    assert [b.level for b in document.blocks][:2] == [1, 2]


def test_a_typed_bullet_or_number_is_the_marker() -> None:
    document = page(
        "<p>1.1 Audit files</p><p class=MsoListParagraph><span style='font-family:Symbol'>·<span>&nbsp;&nbsp; </span>"
        "</span>Train staff</p><ul><li>- Report</ul>"
        "<div style='display:flex'><div>3.</div><div>Meet again</div></div>"
    )
    assert [(b.marker, b.text) for b in document.blocks] == [
        ("1.1", "Audit files"), ("·", "Train staff"), ("-", "Report"), ("3.", "Meet again"),
    ]  # fmt: skip


def test_terms_with_what_is_said_of_them_are_rows() -> None:
    assert shown(page("<dl><dt>Lead<dd>QA Group<dt>By when<dd>June 2025</dl>")) == [
        "Lead | QA Group",
        "By when | June 2025",
    ]
    assert shown(page("<dl><dt>Lead<dd>QA Group<dd>Police</dl>")) == ["Lead", "QA Group", "Police"]


# ---- tables

ACTIONS = "<tr><td>Audit files<td>QA Group<tr><td>Train staff<td>Police"


@pytest.mark.parametrize(
    "head",
    [
        "<tr><th>Steps<th>Who",
        "<thead><tr><td>Steps<td>Who</thead>",
        "<tr><td><b>Steps</b><td><b>Who</b>",
        "<tr bgcolor=#1f3864><td>Steps<td>Who",
        "<tr style='background:#1f3864'><td>Steps<td>Who",
        "<tr><td>Action<td>Lead",  # plain words that columns of plans have
    ],
)
def test_the_header_is_told_by_markup_look_or_words(head: str) -> None:
    assert [r.header for r in table(f"<table>{head}{ACTIONS}</table>").rows] == [True, False, False]


def test_a_title_row_over_the_header_is_none_and_a_header_printed_again_goes() -> None:
    head = "<tr><th>Action<th>Lead"
    found = table(f"<table><tr><td colspan=2>Priority 1{head}{ACTIONS}{head}<tr><td>Meet<td>Chair</table>")
    assert [(r.header, r.cells[0].text) for r in found.rows] == [
        (False, "Priority 1"), (True, "Action"), (False, "Audit files"), (False, "Train staff"), (False, "Meet"),
    ]  # fmt: skip
    assert found.rows[0].cells[0].colspan == 2


def test_a_row_header_is_no_column_header() -> None:
    found = table("<table><tr><th>Action<th>Lead<tr><th scope=row>Audit<td>QA<tr><th scope=row>Train<td>Police</table>")
    assert [r.header for r in found.rows] == [True, False, False]


def test_merged_cells_hold_for_the_rows_and_columns_that_they_cover() -> None:
    found = table(
        "<table><tr><th>Aim<th>Action<th>Lead<tr><td rowspan=0>Neglect<td>Audit<td>QA<tr><td colspan=2>Train "
        "all</table>"
    )
    merged = found.rows[2].cells[0]
    assert (merged.text, merged.rowspan_from, merged.column) == ("Neglect", 1, 0)
    assert (found.rows[2].cells[1].column, found.rows[2].cells[1].colspan) == (1, 2)
    assert found.columns == 3
    assert found.text.count("Neglect") == 1


def test_paragraphs_and_lists_of_a_cell() -> None:
    found = table(
        "<table><tr><th>Action<th>Due<tr><td><ol><li>Audit<li>Report</ol><td>June 2025<br>May "
        "2026<p><b>Late</b></table>"
    )
    first, second = found.rows[1].cells
    assert [(p.marker, p.text) for p in first.paras] == [("1.", "Audit"), ("2.", "Report")]
    assert [(p.text, p.bold) for p in second.paras] == [("June 2025", False), ("May 2026", False), ("Late", True)]


@pytest.mark.parametrize(
    ("cell", "fill"),
    [
        ("<td bgcolor=red>", "#ff0000"),
        ("<td style='background-color: rgb(0, 176, 80)'>", "#00b050"),
        ("<td class=rag-a>", "#ffbf00"),
        ("<td><span class=dot style='background:#0a0'></span>", "#00aa00"),
        ("<td><span style='color:#c00000'>Red</span>", "#c00000"),
        ("<td class='status status--green'>", "#008000"),
        ("<td style='background:#fff'>", None),
        ("<td class=green-team>", None),
    ],
)
def test_the_fill_of_a_cell(cell: str, fill: str | None) -> None:
    found = table(
        f"<table><tr><th>Action<th>RAG<tr><td>Audit{cell}<tr><td>Train<td>Green</table>",
        "<style>table td.rag-a { background: #ffbf00 }</style>",
    )
    assert found.rows[1].cells[1].fill == fill


def test_a_row_and_a_nested_rule_fill_its_cells_and_the_last_word_counts() -> None:
    found = table(
        "<table class=t><tr><th>A<th>B<tr class=x><td>one<td id=own>two</table>",
        "<style>.t tr.x td { background: #eee } tr.x > td { background: #ddd } #own { background: none }</style>",
    )
    assert [c.fill for c in found.rows[1].cells] == ["#eeeeee", None]


@pytest.mark.parametrize(
    ("cell", "text"),
    [("<img src=g.png alt='Green icon'>", "Green"), ("<img alt=tick>", "tick"), ("<input type=checkbox checked>",
    "☑"),
     ("<img alt='Photograph of the town hall'>", ""), ("On time <img alt=Green>", "On time")],
)  # fmt: skip
def test_a_picture_speaks_only_where_it_is_the_rating_of_a_cell(cell: str, text: str) -> None:
    assert table(f"<table><tr><th>Action<th>RAG<tr><td>Audit<td>{cell}</table>").rows[1].cells[1].text == text


@pytest.mark.parametrize(
    "body",
    [
        "<table role=presentation><tr><td><p>Neglect</p><td><p>Health</p></table>",
        "<table><tr><td>Neglect<tr><td>Health</table>",
        "<table><tr><td><h2>Neglect</h2><td><h2>Health</h2></table>",
        "<table><tr><td><b>Neglect</b><p>We will see it sooner.<td><b>Health</b><p>We will be well.</table>",
        "<table><tr><td><p><span style='font-weight:700'>Neglect</span></p>We will see it sooner."
        "<td><p><b>Health</b><br>We will all be well.</table>",
        "<table><tr><td>Neglect<table><tr><th>a<th>b<tr><td>c<td>d</table><td>Health</table>",
    ],
)
def test_a_table_that_lays_the_page_out_becomes_its_blocks(body: str) -> None:
    document = page(body)
    words = [b.text for b in document.blocks]
    assert "Neglect" in words and "Health" in words


def test_cells_that_begin_with_a_label_are_no_cards() -> None:
    found = table("<table><tr><td><b>Lead:</b> QA Group<td><b>By when:</b> June 2025</table>")
    assert [c.text for c in found.rows[0].cells] == ["Lead: QA Group", "By when: June 2025"]


def test_a_table_inside_a_cell_of_a_table_gives_its_words() -> None:
    found = table("<table><tr><th>Action<th>Steps<tr><td>Audit<td><table><tr><td>one<td>two</table></table>")
    assert [p.text for p in found.rows[1].cells[1].paras] == ["one", "two"]


def test_a_caption_stands_over_its_table() -> None:
    document = page(f"<table><caption>Action plan</caption>{ACTIONS}</table>")
    assert [(b.kind, b.text) for b in document.blocks][0] == (HEADING, "Action plan")


@pytest.mark.parametrize(
    "body",
    [
        "<div role=table><div role=rowgroup><div role=row><span role=columnheader>Action</span><span "
        "role=columnheader>"
        "Lead</span></div></div><div role=row><span role=cell>Audit</span><span role=cell>QA</span></div></div>",
        "<div class=grid style='display:grid;grid-template-columns:1fr 1fr 2fr'><div>Action</div><div>Lead</div>"
        "<div>By when</div><div>Audit</div><div>QA</div><div>June</div></div>",
        "<div><div class=row><div>Action</div><div>Lead</div><div>By when</div></div>"
        "<div class=row><div>Audit</div><div>QA</div><div>June</div></div></div>",
    ],
)
def test_tables_drawn_with_boxes(body: str) -> None:
    found = table(body)
    assert [[c.text for c in r.cells][:2] for r in found.rows] == [["Action", "Lead"], ["Audit", "QA"]]
    assert [r.header for r in found.rows] == [True, False]


def test_boxes_side_by_side_that_only_might_be_a_table_are_none() -> None:
    document = page("<div><div><p>One</p><p>Two</p></div><div><p>Three</p><p>Four</p></div></div>")
    assert shown(document) == ["One", "Two", "Three", "Four"]


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li>Action<br><b>Lead</b><br><b>Due</b></li><li>Audit<br><b>QA</b><br><b>June</b></li></ul>",
        "<div>Plan<div><p>Action<p>Lead<p>Due</div><div><p>Audit<p>QA<p>June</div></div>",
        "<table>Audit<tr><td>Action<td>June<p>QA</p></tr><table><tr><td>x</table></table>",
        "<table><tr><p>Audit</p><td>Action<td>June</tr>QA</table>",
        "<dl>Audit<dt>Action<dd>QA<dt>Due<dd>June</dl>",
    ],
)
def test_words_beside_boxes_and_cells_are_kept(body: str) -> None:
    text = " ".join(b.text for b in page(body).blocks)
    assert {"Action", "Audit", "QA", "June"} <= set(text.split())


def test_hidden_rows_and_cells_are_left_out_and_headings_for_those_who_listen_serve() -> None:
    found = table(
        "<table><thead class=visually-hidden><tr><th>Action<th>Lead</thead><tr><td>Audit<td style='display:none'>x"
        "<td>QA<tr hidden><td>y<td>z</table>"
    )
    assert [[c.text for c in r.cells] for r in found.rows] == [["Action", "Lead"], ["Audit", "QA"]]


def test_cells_without_rows_and_rows_within_a_form() -> None:
    assert shown(page("<table><form><tr><td>a<td>b</tr></form><td>c<td>d</table>")) == ["a | b", "c | d"]


# ---- the site's own parts

COUNCIL = """<a class="skip-link" href="#main">Skip to main content</a>
<div class="cookie-banner"><p>We use cookies to make this site better.</p><button>Accept all cookies</button></div>
<header><a href="/">Lower Wendle Council</a></header>
<nav><ul><li><a href="/a">Business plans</a></li><li><a href="/b">Annual reports</a></li></ul></nav>
<main id="main"><ol class="breadcrumb"><li><a href="/">Home</a></li></ol>
<h1>Neglect strategy 2025-28</h1>
<ul><li><a href="#aims">Our aims</a></li><li><a href="#plan">Plan</a></li><li><a href="#who">Who</a></li></ul>
<h2 id="aims">Our aims</h2><p>Children who are neglected are seen sooner, and helped for as long as it takes.</p>
<ul><li><a href="/early-help">Early help</a> is offered to every family that asks for it</li></ul>
<h2>Related pages</h2><ul><li><a href="/x">Report abuse</a></li></ul>
<div class="useful"><h2>Is this page useful?</h2><button>Yes</button><button>No</button></div></main>
<footer><p>Page last updated: 2 June 2025</p></footer>"""


def test_a_page_of_a_council() -> None:
    document = page(COUNCIL)
    assert shown(document) == [
        "# Neglect strategy 2025-28", "## Our aims",
        "Children who are neglected are seen sooner, and helped for as long as it takes.",
        "• Early help is offered to every family that asks for it",
    ]  # fmt: skip
    told = aside(document)
    assert {reason for reason, _ in told} == {"navigation"}
    assert ("navigation", "Our aims") in told and ("navigation", "Page last updated: 2 June 2025") in told
    assert {"Business plans", "Skip to main content", "Is this page useful?", "Home"} <= {text for _, text in told}


def test_menus_say_nothing_of_the_document() -> None:
    body = COUNCIL.replace(
        "Neglect strategy 2025-28", "Lower Wendle Safeguarding Children Partnership Neglect strategy 2025-28"
    )
    found = extract(f"<html><body>{body}".encode(), Settings("page.html")).metadata
    assert found.document_type == "strategy" and found.published is None
    assert found.title is not None and "Neglect strategy 2025-28" in found.title


def test_a_committee_page_laid_out_in_tables() -> None:
    document = page(
        "<div id='modgov'><table><tr><td><ul><li><a href=a>Calendar</a><li><a href=b>Committees</a><li><a "
        "href=c>Your "
        "councillors</a><li><a href=d>What is new</a></ul></td><td><h1>Agenda item</h1><h2>Business Plan 2025-26</h2>"
        "<p>Minutes:</p><p>The Board agreed the plan for the year ahead.</p><table "
        "border=1><tr><th>Action<th>Lead<tr><td>"
        "Audit forty case files<td>QA Group</table></td></tr></table></div>"
    )
    assert shown(document) == [
        "# Agenda item", "## Business Plan 2025-26", "Minutes:", "The Board agreed the plan for the year ahead.",
        "Action | Lead", "Audit forty case files | QA Group",
    ]  # fmt: skip
    assert [text for _, text in aside(document)] == ["Calendar", "Committees", "Your councillors", "What is new"]


def test_a_page_of_a_blog() -> None:
    document = page(
        "<header class='site-header'><p class='site-title'>Ashcombe Vale SCP</p></header>"
        "<article class='post'><header class='entry-header'><h1 class='entry-title'>Our plan</h1></header>"
        "<div class='entry-content'><p>We will hear every child who asks to be heard, and answer within a week.</p>"
        "<h2>Action 1</h2><p>Ask each school to name a listener by June.</p></div></article>"
        "<div class='widget-area'><h2>Recent posts</h2><ul><li><a href=1>Christmas</a></ul></div>"
        "<div id='comments' class='comments-area'><h3>Leave a Reply</h3></div>"
    )
    assert shown(document)[0] == "# Our plan" and len(shown(document)) == 4
    assert ("navigation", "Recent posts") in aside(document)


def test_a_box_named_like_the_sites_that_holds_the_content_is_content() -> None:
    document = page("<div class='sidebar-layout nav'><h1>Plan</h1><p>Every child is seen and heard.</p></div>")
    assert shown(document) == ["# Plan", "Every child is seen and heard."]


def test_a_page_hidden_behind_a_window_is_read() -> None:
    document = page(
        "<div role=dialog><p>Cookies?</p></div><main aria-hidden=true><h1>Plan</h1><p>Every child is seen.</p></main>"
    )
    assert shown(document) == ["# Plan", "Every child is seen."]


def test_contents_with_numbers_of_pages_are_set_aside() -> None:
    lines = "".join(
        f"<p>{title} ........ {n}</p>" for n, title in enumerate(("Foreword", "Our area", "Plan", "Who"), 2)
    )
    assert aside(page(f"<h2>Contents</h2>{lines}<h2>Foreword</h2><p>Text.</p>"))[1] == (
        "contents",
        "Foreword ........ 2",
    )


def test_no_word_of_the_page_is_lost() -> None:
    text = " ".join(b.text for b in page(COUNCIL).blocks)
    for word in ("cookies", "Lower Wendle Council", "Report abuse", "Plan", "Yes", "last updated"):
        assert word in text


# ---- what the page says of itself


def test_title_author_and_dates_of_the_head() -> None:
    head = (
        "<title>Business Plan 2025-26 | Safeguarding | Lower Wendle Council</title><meta name=author "
        "content='Board office'>"
        "<meta name='DC.date.issued' content=2025-05-14><meta property='article:modified_time' content=2025-06-02>"
    )
    info = page("<h1>Business Plan 2025-26</h1><p>Text.</p>", head).info
    assert info == {
        "Title": "Business Plan 2025-26", "Author": "Board office", "CreationDate": "2025-05-14",
        "ModDate": "2025-06-02",
    }  # fmt: skip


def test_a_day_in_a_time_element_counts_where_it_is_said_to_be_of_publication() -> None:
    assert page("<p>Published: <time datetime=2025-05-14>14 May</time></p>").info == {"CreationDate": "2025-05-14"}
    assert page("<p>Last updated <time datetime=2025-05-14>14 May</time></p><p>x</p>").info == {}


# ---- who writes pages


def test_words_filtered_page() -> None:
    document = page(
        "<div class=WordSection1><h1>Business Plan</h1><p class=MsoNormal>The\nplan runs for "
        "a\nyear.<o:p>&nbsp;</o:p></p>"
        "<p class=MsoListParagraph style='text-indent:-18.0pt'>1.<span style='font:7.0pt \"Times New "
        "Roman\"'>&nbsp;&nbsp; "
        "</span>Audit files</p><table class=MsoTableGrid border=1><tr><td style='background:#D9E2F3'><p "
        "class=MsoNormal><b>"
        "Action</b></p></td><td style='background:#D9E2F3'><p class=MsoNormal><b>Lead</b></p></td></tr>"
        "<tr><td><p class=MsoNormal>Train staff</p></td><td><p class=MsoNormal>Police</p></td></tr></table></div>"
    )
    assert shown(document) == [
        "# Business Plan", "The plan runs for a year.", "1. Audit files", "Action | Lead", "Train staff | Police",
    ]  # fmt: skip
    assert document.blocks[-1].rows[0].header


def test_a_page_exported_by_googles_editor() -> None:
    style = (
        "<style>.c1{font-weight:700;font-size:20pt} .c2{font-size:11pt} .c3{font-weight:700} "
        ".c4{background-color:#cfe2f3}</style>"
    )
    text = (
        "<p class=c2><span>The partnership has agreed what it will do in the year that begins in April, and who leads "
        "on it.</span></p>"
    )
    document = page(
        f"<p><span class=c1>Business Plan 2025-26</span></p>{text * 2}<p class=c2><span class=c3>Priority 1: "
        f"Neglect</span></p>{text}"
        "<table><tr><td class=c4><p class=c2><span class=c3>Action</span></p></td><td class=c4><p "
        "class=c2><span class=c3>Lead"
        "</span></p></td></tr><tr><td><p class=c2><span>Audit files</span></p></td><td><p "
        "class=c2><span>QA</span></p></td></tr></table>",
        style,
    )
    assert [(b.level, b.text) for b in document.blocks if b.kind is HEADING] == [
        (1, "Business Plan 2025-26"),
        (2, "Priority 1: Neglect"),
    ]
    assert [r.header for r in document.blocks[-1].rows] == [True, False]


def test_a_page_saved_in_one_file() -> None:
    saved = (
        b"From: <Saved by Blink>\r\nSubject: Plan\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        b'\ttype="text/html";\r\n\tboundary="----b"\r\n\r\n------b\r\nContent-Type: text/html\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<!DOCTYPE html><html><head><meta charset=3Dutf-8></head>"
        b"<body><h1>Plan</h1><p>Children=E2=80=99s voices=\r\n count.</p></body></html>\r\n------b\r\n"
        b"Content-Type: text/css\r\n\r\np { display: none }\r\n------b--\r\n"
    )
    for name in ("plan.mhtml", "plan.txt"):
        assert shown(read(saved, name)) == ["# Plan", "Children’s voices count."]


# ---- rows of plans


def test_a_plan_in_a_page_gives_rows_that_say_where_they_stand() -> None:
    found = extract(
        b"<html><body><h1>Lower Wendle Safeguarding Children Partnership Business Plan 2025-26</h1><h2>Priority "
        b"1: Neglect</h2>"
        b"<table><tr><th>Action</th><th>Lead</th><th>By when</th></tr><tr><td>Audit forty case files for signs "
        b"of neglect</td>"
        b"<td>QA Group</td><td>June 2025</td></tr><tr><td>Train two hundred practitioners in the "
        b"toolkit</td><td>Police</td>"
        b"<td>March 2026</td></tr></table>",
        Settings("plan.html"),
    )
    assert [(a.text, a.owner_text) for a in found.actions] == [
        ("Audit forty case files for signs of neglect", "QA Group"),
        ("Train two hundred practitioners in the toolkit", "Police"),
    ]
    assert found.media_type == "text/html"


# ---- wild and hostile pages

PIECES = st.sampled_from(
    ["<table>", "<tr>", "<td>", "<td rowspan=3 colspan=2>", "<th>", "</table>", "<ul>", "<ol type=i start=-4>",
    "<li>", "<p>",
     "<div style='display:grid;grid-template-columns:repeat(3,1fr)'>", "</div>", "<b>", "</p>", "<h1>", "<h2>",
     "<details>",
     "<summary>", "<nav>", "<main>", "</main>", "<footer>", "<a href=#x>", "</a>", "<br>", "<del>", "<script>",
     "</script>",
     "<style>td{color:", "}</style>", "<dl>", "<dt>", "<dd>", "<!--", "-->", "<![CDATA[", "&amp", "&#0;",
     "&#xD800;", "\x00",
     "Action", "Lead", " words ", "Was this page helpful?", "<svg>", "<input type=checkbox>", "<form>", "</html>",
     "<", ">"]
)  # fmt: skip


#: Markup in which every word prints.
STRUCTURE = st.sampled_from(
    ["<table>", "<tr>", "<td>", "<td rowspan=2>", "<th>", "</table>", "<caption>", "</caption>", "<ul>", "<li>", "<p>",
     "<div style='display:flex'>", "<div style='display:grid;grid-template-columns:1fr 1fr 1fr'>", "<div>", "</div>",
     "<b>", "</b>", "<h1>", "<h2>", "</h2>", "<details>", "<summary>", "</summary>", "</details>", "<nav>", "</nav>",
     "<main>", "</main>", "<dl>", "<dt>", "<dd>", "</dl>", "<a href=#x>", "</a>", "<br>", "<span>", "</span>",
     "<span role=cell>", "<div role=row>", "<div role=table>", "<button aria-expanded=true>", "</button>", "<footer>",
     "Lead", "Due"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_pieces_are_a_document_or_an_error_for_people(text: str) -> None:
    try:
        document = read(f"<html>{text}".encode(errors="replace"), "plan.html")
    except ReadingError:  # a page without words
        return
    for block in document.blocks:
        assert 1 <= block.place.line_start <= block.place.line_end <= len(document.lines)
        for row in block.rows:
            assert all(c.column + c.colspan <= block.columns for c in row.cells)
            assert [c.column for c in row.cells] == sorted({c.column for c in row.cells})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(STRUCTURE, st.integers(100, 999).map(lambda n: f" w{n} ")), max_size=40))
def test_every_word_that_prints_is_in_a_block(parts: list[str]) -> None:
    document = page("<p>first</p>" + "".join(parts))
    printed = set(" ".join(b.text for b in document.blocks).split())
    assert {part.strip() for part in parts if part.startswith(" w")} <= printed


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_behind_the_beginning_of_a_page(data: bytes) -> None:
    found = extract(b"<!doctype html>" + data, Settings("plan.html"))
    assert found.status != "failed" or found.problems[0].message


def test_nothing_outside_the_page_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object) -> None:
        raise AssertionError("a page was followed")

    monkeypatch.setattr(socket, "socket", refuse)
    document = read(
        b"<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/hostname'><!ENTITY b '&a;&a;'>]><html><head>"
        b"<link rel=stylesheet href='http://192.0.2.1/a.css'><style>@import "
        b"url(http://192.0.2.1/b.css);</style></head>"
        b"<body><p>Plan &a; &b;</p><img src='http://192.0.2.1/c.png'><iframe src='http://192.0.2.1/d'></iframe>",
        "plan.html",
    )
    assert document.blocks[-1].text.endswith("Plan &a; &b;")


def test_boxes_in_boxes_by_the_hundred_thousand_are_read_and_told() -> None:
    document = read(b"<html>" + b"<div>" * 100_000 + b"Deep words" + b"</div>" * 100_000 + b"<p>after</p>", "plan.html")
    assert shown(document) == ["Deep words", "after"]
    assert codes(document) == ["shortened"]


def test_lists_in_lists_that_are_too_deep_are_an_error_that_says_what_to_do() -> None:
    with pytest.raises(ReadingError, match="nests its elements") as raised:
        read(b"<html>" + b"<ul><li>" * 20_000 + b"Deep words", "plan.html")
    assert raised.value.code == "damaged"


def test_a_table_without_end_is_read_to_where_no_plan_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MOST_IN_TABLE", 1000)
    document = read(b"<html><table>" + b"<tr><td>a<td>b" * 5000 + b"</table>", "plan.html")
    assert sum(len(r.cells) for b in document.blocks for r in b.rows) == 1000
    assert codes(document) == ["garbled"] and "9,000 cells were not read" in document.problems[0].message


def test_spans_without_end_stay_within_the_table() -> None:
    found = table("<table><tr><td>a<td rowspan=99999999 colspan=99999>b<tr><td>c</table>")
    assert found.columns == 100 and len(found.rows) == 2
    assert [(c.column, c.colspan, c.rowspan_from) for c in found.rows[1].cells] == [(0, 1, None), (1, 99, 0)]


def test_a_page_cut_off_anywhere_is_read() -> None:
    whole = f"<html><body>{COUNCIL}<table><tr><td rowspan=2>a<td>b</table></body></html>".encode()
    for end in range(60, len(whole), 97):
        assert read(whole[:end], "plan.html").blocks


def test_words_behind_the_end_of_the_page_are_read_as_browsers_do() -> None:
    assert shown(read(b"<html><body><p>One</p></body></html><p>Two</p>", "plan.html")) == ["One", "Two"]


@pytest.mark.parametrize(("data", "code"), [(b"", "empty"), (b"<html><script>x</script></html>", "no_text")])
def test_a_page_without_words_is_an_error_that_says_what_to_do(data: bytes, code: str) -> None:
    with pytest.raises(ReadingError) as raised:
        read(data, "plan.html")
    assert raised.value.code == code


# ---- colours


@pytest.mark.parametrize(
    ("value", "seen"),
    [("#F00", "#ff0000"), ("rgb(0 128 0)", "#008000"), ("rgba(0, 0, 0, 0)", None), ("rgba(1,2,3,.5)", "#010203"),
     ("amber-ish", None), ("transparent", None), ("hsl(120, 100%, 25%)", "#008000")],
)  # fmt: skip
def test_colours(value: str, seen: str | None) -> None:
    assert colour(value) == seen


def test_the_colour_of_a_background_with_a_picture() -> None:
    assert background_colour("#d9e2f3 url(a.png) no-repeat") == "#d9e2f3"
    assert background_colour("linear-gradient(red, blue)") is None
