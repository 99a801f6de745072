# ruff: noqa: E501
"""Render more test PDFs of this folder: layouts met after the first reader was written. See `make_layouts`.

Run by hand when a layout is added: ``python -m tests.layouts.make_more_layouts [NAME …]``. Needs weasyprint, reportlab
and typst; layouts marked chromium or libreoffice need these programs. The tests read the rendered files only.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.layouts.make_layouts import ACTIONS, CSS, HERE, PROSE, chromium, libreoffice, prose, table, weasy

MAKERS: dict[str, Callable[[Path], None]] = {}


def layout(name: str) -> Callable[[Callable[[Path], None]], Callable[[Path], None]]:
    def register(maker: Callable[[Path], None]) -> Callable[[Path], None]:
        MAKERS[name] = maker
        return maker

    return register


def typst(markup: str, path: Path) -> None:
    import typst as compiler

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.typ"
        source.write_text(markup, "utf-8")
        compiler.compile(str(source), output=str(path))


PAGE = '#set page(paper: "a4", margin: 2cm)\n#set text(size: 10pt, font: "Libertinus Serif")\n'


@layout("label-lines")
def label_lines(path: Path) -> None:
    """Typst: numbered items with labels in italics on lines of their own; ligatures."""
    items = "".join(
        f"{number}#h(6pt)*{title}.* {text} \\\n#h(1.2em)_Lead officer:_ {lead} \\\n#h(1.2em)_Timescale:_ {when}\n\n"
        for number, title, text, lead, when in (
            (
                "1.1",
                "Offer of help",
                "Write down what each agency offers families in Fennmoor, and find what is missing before the summer.",
                "Head of Family Help",
                "June 2026",
            ),
            (
                "1.2",
                "Efficient referrals",
                "Cut the form to two pages and file the old one.",
                "Chief Officer for Families; Fennmoor Hospitals NHS Foundation Trust and the Five Rivers Trust",
                "Winter 2026/27",
            ),
            ("1.3", "Flow of figures", "Bring a yearly report to the Board.", "Data Analyst", "Annually (May)"),
        )
    )
    typst(PAGE + f"= Fennmoor Delivery Plan\n{PROSE}\n\n== Objective 1: Help comes early\n{items}", path)


@layout("shaded-status")
def shaded_status(path: Path) -> None:
    """WeasyPrint: lines between rows, section rows and status cells shaded, the header repeated on page 2."""
    colours = {"Complete": "#a9c8f0", "On track": "#b7e1a1", "Delayed": "#ffd27f"}
    rows = ""
    for index in range(14):
        if index % 5 == 0:
            rows += f"<tr class=s><td colspan=4>Objective {index // 5 + 1}: {prose(1, 40 + index)}</td></tr>"
        status = list(colours)[index % 3]
        _, action, lead, when = ACTIONS[index % 6]
        rows += f"<tr><td>{action}</td><td>{lead}</td><td>{when}</td><td style='background:{colours[status]}'>{status}</td></tr>"
    weasy(
        "<h1>Hartle Vale Business Plan</h1><table><thead><tr><th>Action<th>Responsible<th>Target<th>Status</tr></thead>"
        + rows
        + "</table>",
        path,
        CSS
        + "table{border-collapse:collapse;width:100%} td,th{border-bottom:1pt solid #bbb} .s td{background:#e3d7f0;font-weight:bold} tr{break-inside:avoid} td:first-child{width:48%} @page{size:A5 landscape;margin:1.4cm}",
    )


@layout("slide-columns")
def slide_columns(path: Path) -> None:
    """Typst: slides with a banner and two columns, each with headings and bullets of its own."""

    def slide(number: int, goal: str, left: list[str], right: list[tuple[str, str]]) -> str:
        bullets = "\n".join(f"- {x}" for x in left)
        actions = "\n".join(f"- {x} #linebreak() #text(size: 8.5pt, fill: luma(80))[{y}]" for x, y in right)
        return (
            f'#block(fill: rgb("#0b4f6c"), inset: 6pt, width: 100%)[#text(fill: white, size: 14pt, weight: "bold")[Goal {number}: {goal}]]\n'
            f"#grid(columns: (36%, 60%), gutter: 4%, [*Why this matters*\n\n{prose(1, 8 * number)}\n\n*How we will know*\n\n{bullets}], [*What we will do*\n\n{actions}])\n#pagebreak()\n"
        )

    typst(
        '#set page(paper: "presentation-16-9", margin: 1.5cm)\n#set text(size: 10pt, font: "DejaVu Sans")\n= Arlesby Strategy\n'
        + PROSE
        + "\n#pagebreak()\n"
        + slide(
            1,
            "People are heard",
            ["Fewer people repeat their story"],
            [
                ("Ask every adult what they want to happen", "Lead: Adult Services. Due: May 2026."),
                ("Offer an advocate", "Lead: Fennmoor Voices. Due: ongoing."),
                ("Tell the Board what people said", "Lead: Engagement Group. Due: yearly."),
            ],
        )
        + slide(
            2,
            "Care is safe",
            ["Concerns are answered within four weeks, whoever raises them with us", "Fewer homes fail"],
            [
                ("Share concerns at one monthly meeting", "Lead: Quality Manager. Due: June 2026."),
                ("Visit homes with volunteers", "Lead: Fennmoor Voices. Due: twice a year."),
                ("Publish a guide for care workers in six languages", "Lead: Care Association. Due: early 2027."),
            ],
        ),
        path,
    )


@layout("round-boxes")
def round_boxes(path: Path) -> None:
    """Chromium: two rows of boxes with round corners, the second row only outlined."""

    def box(title: str, line: str, items: list[str], kind: str) -> str:
        return (
            f"<div class='b {kind}'><h2>{title}</h2><p><b>{line}</b></p><ul>"
            + "".join(f"<li>{i}</li>" for i in items)
            + "</ul></div>"
        )

    boxes = [
        box(
            "Priority 1: Prevention",
            "Help comes early",
            [
                "Publish one directory of help for families and adults <i>[Lead: Fennmoor Council | Q1]</i>",
                "Train community connectors to notice neglect and self-neglect <i>[Lead: Voluntary Action | Q2]</i>",
            ],
            "f",
        ),
        box(
            "Priority 2: Protection",
            "Practitioners respond quickly and well",
            ["Review strategy meetings for attendance and quality <i>[Lead: Police | Q3]</i>"],
            "f",
        ),
        box(
            "Priority 3: Learning",
            "Lessons are shared within weeks",
            [
                "Publish a short brief after every review that the partners have agreed to <i>[Lead: Partnership Team | Ongoing]</i>",
                "Hold one conference <i>[Lead: Learning Group | November 2026]</i>",
            ],
            "o",
        ),
        box(
            "Priority 4: Voice",
            "People tell us what works",
            [
                "Appoint two young trustees and two adults with lived experience to the Executive <i>[Lead: Scrutineer | Q1]</i>"
            ],
            "o",
        ),
    ]
    chromium(
        "<h1>Fennmoor Partnership</h1><div class=g>" + "".join(boxes) + "</div>",
        path,
        "@page{size:A4 landscape;margin:1.2cm} body{font:8.5pt 'Liberation Sans'} h1{text-align:center} h2{font-size:10pt;margin:0} .g{display:grid;grid-template-columns:1fr 1fr;gap:14pt 18pt}"
        " .b{border:1.5pt solid #0a6ebd;border-radius:8pt;padding:6pt} .f{background:#eef5ff}",
    )


@layout("aligned-next-page")
def aligned_next_page(path: Path) -> None:
    """WeasyPrint: tables by alignment only, dates in small letters, the last rows alone on page 2."""
    whens = ("from May 2026", "every six months", "end of term", "by December", "in spring")

    def rows(n: int, start: int) -> list[tuple[str, ...]]:
        return [
            (ACTIONS[(start + i) % 6][1], ACTIONS[(start + i) % 6][2], whens[(start + i) % 5], "Not started.")
            for i in range(n)
        ]

    head = ("What we will do", "Who", "When", "Progress")
    weasy(
        "<h1>Hartle Vale Work Programme</h1><h2>Priority 1</h2>"
        + table(rows(3, 0), head)
        + f"<h2>Priority 2</h2><p><i>{prose(1)}</i></p>"
        + table(rows(6, 2), head),
        path,
        "@page{size:14.8cm 16.6cm;margin:1.4cm;@bottom-right{content:'Page ' counter(page)}}"
        + CSS[CSS.index(" body") :]
        + "body{font-size:8pt} h1{font-size:16pt} table{border-spacing:0} td,th{padding:3pt 6pt 3pt 0} td:first-child{width:46%} tr{break-inside:avoid}",
    )


@layout("aligned-long-cells")
def aligned_long_cells(path: Path) -> None:
    """Typst: no lines, only the header shaded; long cells with bullets, rows parted by a little space."""
    rows = ""
    for index in range(5):
        number, action, lead, when = ACTIONS[index]
        rows += f"[{number}], [{action}], [{prose(2, 5 * index)}\n- first sign of success, of which families speak without being asked\n- second sign], [{lead}], [{when}],\n"
    typst(
        PAGE
        + '= Marlbeck Plan\n#table(columns: (1.1cm, 1fr, 1.2fr, 2.6cm, 2.1cm), stroke: none, inset: 5pt, align: left + top, fill: (x, y) => if y == 0 { rgb("#d9e2ec") },\n'
        "table.header([*Ref*], [*Action*], [*What will be different*], [*Lead*], [*By when*]),\n"
        + rows
        + ")\nThe plan is reviewed each autumn.",
        path,
    )


@layout("word-header-shaded")
def word_header_shaded(path: Path) -> None:
    """LibreOffice: only the header row is shaded, no lines, over two pages."""
    rows = "".join(
        f"<tr><td>{i + 1}</td><td>{ACTIONS[i % 6][1]} {prose(2, 4 * i)}</td><td>{ACTIONS[i % 6][2]}</td><td>{ACTIONS[i % 6][3]}</td></tr>"
        for i in range(14)
    )
    libreoffice(
        "<h1>Arlesby Action Plan</h1><table width=100% cellpadding=4><thead><tr style='background:#1f4e79;color:#ffffff'><th width=6%>No</th><th width=54%>Action</th><th>Lead</th><th>When</th></tr></thead>"
        + rows
        + "</table>",
        path,
        "td{vertical-align:top} th{text-align:left;color:#fff}",
    )


@layout("report-with-table")
def report_with_table(path: Path) -> None:
    """Typst: a report in two columns with a ruled table inside one of them, and footnotes."""
    typst(
        PAGE
        + "= Tarnholme Annual Report\n#columns(2)[\n== Foreword\n"
        + prose(6)
        + " The pledge#footnote[Agreed by the Board in May and printed in full on our pages.] is kept. "
        + prose(5, 10)
        + "\n== Figures\n#table(columns: 3, [*Year*], [*Audits*], [*Visits*], [2024], [12], [40], [2025], [15], [44])\n"
        + prose(9, 20)
        + "\n== What we heard\n"
        + prose(14, 40)
        + " We asked 41 children in 2025#footnote[One of them twice.] and listened. "
        + prose(12, 60)
        + "\n== What comes next\n- "
        + prose(1, 80)
        + "\n- "
        + prose(1, 83)
        + "\n]",
        path,
    )


@layout("control-cover")
def control_cover(path: Path) -> None:
    """WeasyPrint: a cover with a title over three lines, date and version below, and a document control table."""
    weasy(
        "<div class=c><div class=t>Brackenridge and Oldmere<br>Safeguarding Adults Board<br>Strategic Plan 2026 to 2029</div><p class=d>Approved: 14 May 2026</p><p class=d>Version 2.1</p></div>"
        "<h3>Document control</h3><table class=k><tr><td><b>Owner</b></td><td>Board Manager</td></tr><tr><td><b>Approved by</b></td><td>Executive Group</td></tr>"
        "<tr><td><b>Next review</b></td><td>May 2027</td></tr><tr><td><b>Version</b></td><td>2.1</td></tr></table><h2 class=n>1. Introduction</h2><p>"
        + PROSE
        + "</p><h2>2. Our aims</h2><ol><li>"
        + prose(1)
        + "</li><li>"
        + prose(1, 3)
        + "</li></ol>",
        path,
        CSS
        + ".t{font-size:26pt;font-weight:bold;color:#003366;line-height:1.3;margin-top:5cm} .d{font-size:13pt} .k{margin-top:1cm} .n{page-break-before:always} h3{margin-top:6cm}",
    )


@layout("spanned-header")
def spanned_header(path: Path) -> None:
    """WeasyPrint: horizontal lines only, a header in two lines with groups over columns; ratings by coloured words."""
    colours = {"On track": "#2e7d32", "At risk": "#ef6c00", "Late": "#c62828"}
    rows = ""
    for index in range(6):
        status = list(colours)[index % 3]
        ticks = "".join(f"<td>{'✓' if q == index % 4 else ''}</td>" for q in range(4))
        rows += f"<tr><td>{ACTIONS[index][0]}</td><td>{ACTIONS[index][1]}</td>{ticks}<td style='color:{colours[status]};font-weight:bold'>{status}</td></tr>"
    weasy(
        "<h1>Hartle Vale Action Plan</h1><table><thead><tr><th rowspan=2>Ref</th><th rowspan=2>Action</th><th colspan=4 style='text-align:center;border-bottom:0.7pt solid #333'>Timescale</th><th rowspan=2>Status</th></tr>"
        "<tr><th>Q1</th><th>Q2</th><th>Q3</th><th>Q4</th></tr></thead>" + rows + "</table>",
        path,
        CSS
        + "table{border-collapse:collapse;width:100%} td,th{padding:4pt 6pt} tbody td{border-top:0.7pt solid #888} thead{border-top:1pt solid} tbody{border-bottom:1pt solid} td:nth-child(2){width:52%}",
    )


@layout("merged-over-pages")
def merged_over_pages(path: Path) -> None:
    """WeasyPrint: all lines drawn; the outcome cell covers many rows and runs over the page, empty on the second."""
    rows = ""
    for outcome in range(2):
        for index in range(9):
            first = f"<td rowspan=9>Outcome {outcome + 1}: {prose(1, 50 + outcome)}</td>" if index == 0 else ""
            number, action, lead, when = ACTIONS[index % 6]
            rows += f"<tr>{first}<td>{outcome + 1}.{index + 1}</td><td>{action}</td><td>{lead}</td><td>{when}</td></tr>"
    weasy(
        "<h1>Marlbeck Delivery Plan</h1><table><thead><tr><th>Outcome<th>No<th>Action<th>Lead<th>When</tr></thead>"
        + rows
        + "</table>",
        path,
        CSS + "table{border-collapse:collapse;width:100%} td,th{border:0.7pt solid #444} td:nth-child(1){width:auto}",
    )


@layout("heading-boxes")
def heading_boxes(path: Path) -> None:
    """ReportLab: boxes drawn at any place, each with a coloured heading strip, its text set line by line."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfgen.canvas import Canvas

    width, height = landscape(A4)
    canvas = Canvas(str(path), pagesize=(width, height), invariant=1)
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(40, height - 50, "Arlesby plan on a page 2026-27")
    texts = [
        ("Our vision", ["Every child in Arlesby is", "safe at home, at school", "and in between."]),
        (
            "Priority 1: Neglect",
            [
                "• Use one screening tool",
                "  in every agency",
                "• Train two hundred",
                "  practitioners",
                "• Audit forty cases",
            ],
        ),
        (
            "Priority 2: Exploitation",
            ["• Map the places where", "  harm happens", "• Bring back the return", "  interview"],
        ),
        ("How we work", ["We listen first.", "We say what we will do and", "by when."]),
        ("Measures", ["• Fewer repeat referrals", "• More plans that parents", "  helped to write"]),
        ("Who we are", ["The council, the police and", "the health board."]),
    ]
    for index, (title, lines) in enumerate(texts):
        x, y = 40 + (index % 3) * 260, height - 90 - (index // 3) * 200
        canvas.setFillColorRGB(0.1, 0.35, 0.5)
        canvas.rect(x, y - 24, 240, 24, stroke=0, fill=1)
        canvas.setStrokeColorRGB(0.1, 0.35, 0.5)
        canvas.rect(x, y - 170, 240, 170, stroke=1, fill=0)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.setFont("Helvetica-Bold", 12)
        canvas.drawString(x + 8, y - 17, title)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont("Helvetica", 11)
        for row, line in enumerate(lines):
            indent = 9 if line.startswith("  ") else 0
            canvas.drawString(x + 8 + indent, y - 44 - 14 * row, line.strip())
    canvas.save()


@layout("run-in-headings")
def run_in_headings(path: Path) -> None:
    """Chromium: numbered run-in headings, label lines in bold, a key of values by tabs, notes raised behind words."""
    items = "".join(
        f"<p><b>{i + 1}. {title}.</b> {prose(2, 7 * i)}<br><b>Lead:</b> {ACTIONS[i][2]}<br><b>By when:</b> {ACTIONS[i][3]}<br><b>Success measure:</b> {prose(1, 60 + i)}</p>"
        for i, title in enumerate(("Neglect", "Exploitation", "Domestic abuse"))
    )
    chromium(
        "<h1>Tarnholme Improvement Plan</h1><p>The Care Act<sup>1</sup> asks each board to publish a plan. In 2025<sup>2</sup> we did.</p>"
        + items
        + "<h2>Priority 4</h2><p>"
        + prose(1, 90)
        + "</p><p class=n><sup>1</sup> Section 43 and Schedule 2.</p><p class=n><sup>2</sup> The year ending in March.</p>",
        path,
        "@page{size:A4;margin:2cm} body{font:10pt 'Liberation Serif'} h1{font-size:20pt} sup{font-size:6.5pt} .n{font-size:8pt;margin:2pt 0}",
    )


@layout("sections-and-columns")
def sections_and_columns(path: Path) -> None:
    """WeasyPrint: sections whose text stands in two columns between lines over the whole page; a heading that comes again."""

    def section(title: str, left: str, right: str) -> str:
        return f"<h2>{title}</h2><div class=c><div>{left}</div><div>{right}</div></div>"

    def listed(*items: str) -> str:
        return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"

    weasy(
        "<h1>Brackenridge Annual Report</h1>"
        + section("Foreword", f"<p>{prose(7)}</p>", f"<p>{prose(5, 20)}</p><p>{prose(3, 30)}</p>")
        + f"<h2>Statutory context</h2><p>{prose(5, 50)}</p><div class=n><h2>Priority 1</h2>"
        + f"<div class=c><div><h3>What we achieved</h3>{listed(prose(1, 60), prose(1, 62), prose(2, 64))}</div>"
        + f"<div><h3>Evidence of impact</h3>{listed(prose(1, 70))}<h3>Next steps</h3>{listed(prose(1, 75), prose(1, 78))}</div></div>"
        + f"<div class=k><h3>Practice example</h3><p>{prose(2, 80)}</p></div></div>"
        + f"<div class=n><h3>How we will know</h3>{listed(prose(1, 90))}</div><div class=n><h3>How we will know</h3>{listed(prose(1, 95))}</div>",
        path,
        "@page{size:A4;margin:2.4cm 2cm;@top-right{content:'Brackenridge 2026';font-size:8pt}} body{font:10pt 'Liberation Sans';margin:0} h1{font-size:20pt}"
        " h2{font-size:14pt;color:#a03060;border-bottom:1pt solid #a03060;margin-top:20pt} h3{font-size:11pt} .c{display:flex;gap:20pt} .c div{width:50%} .n{break-before:page} .k{background:#eee;padding:6pt} h3:first-child,h2:first-child{margin-top:0}",
    )


@layout("sections-and-numbers")
def sections_and_numbers(path: Path) -> None:
    """WeasyPrint: no line and no shading, numbers first, a bold section over all columns, one row cut by the page."""
    cells = "".join(
        f"<tr><td>{number}<td>{action}<td>{lead}<td>{when}<td>{'Green' if i % 2 else 'Amber'}"
        if i not in (0, 3)
        else f"<tr class=s><td colspan=5>Priority {1 + i // 3}: {prose(1, 11 * i)}"
        f"<tr><td>{number}<td>{action}<td>{lead}<td>{when}<td>Amber"
        for i, (number, action, lead, when) in enumerate(ACTIONS)
    )
    weasy(
        "<h1>Nine Elms Vale Delivery Plan</h1><p>Version 3</p><table><tr><th>Ref<th>Action<th>Lead<th>When<th>RAG"
        + cells
        + "</table>",
        path,
        "@page{size:24cm 14.5cm;margin:1.6cm;@bottom-right{content:counter(page) ' of ' counter(pages)}}"
        " body{font:10pt 'Liberation Serif'} h1{font-size:18pt} table{width:100%;border-spacing:0;orphans:1;widows:1}"
        " td,th{vertical-align:top;text-align:left;padding:5pt 10pt} .s td{font-weight:bold;padding-top:14pt}"
        " td:nth-child(2){width:42%}",
    )


@layout("label-cards")
def label_cards(path: Path) -> None:
    """Chromium: rounded cards, each with title and action, and lead, date and measure as labels side by side."""
    cards = "".join(
        f"<div class=c><h3>Card {number}</h3><p>{action}</p><div class=g><div><b>Lead:</b> {lead}</div>"
        f"<div><b>By when:</b> {when}</div><div><b>Measure:</b> {prose(1, 13 * i)}</div></div></div>"
        for i, (number, action, lead, when) in enumerate(ACTIONS)
    )
    chromium(
        f"<h1>Our plan for 2026-27</h1><h2>Priority 1: Neglect</h2><p>{prose(1, 50)}</p>{cards}",
        path,
        "@page{size:A4;margin:1.2cm} body{font:11pt 'DejaVu Sans'} h1{font-size:20pt} h2{font-size:16pt}"
        " .c{border:1px solid #bbb;border-radius:8px;box-shadow:0 1px 3px #888;padding:8px;margin:0 0 10px;break-inside:avoid}"
        " .c h3{color:#2a6b47;margin:0} .g{display:grid;grid-template-columns:1fr 1fr 1.4fr;gap:10px;background:#f3f2f1;padding:6px}",
    )


def main(names: list[str]) -> None:
    for name in names or list(MAKERS):
        MAKERS[name](HERE / f"{name}.pdf")
        print(name)


if __name__ == "__main__":
    main(sys.argv[1:])
