# ruff: noqa: E501
"""Render the test PDFs of this folder: layouts of plans and reports of areas that do not exist.

Run by hand when a layout is added: ``python tests/layouts/make_layouts.py [NAME …]``. Needs weasyprint and reportlab;
layouts marked chromium or libreoffice need these programs. The tests read the rendered files only.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
MAKERS: dict[str, Callable[[Path], None]] = {}

ACTIONS = [
    (
        "1.1",
        "Agree one neglect screening tool for every agency in Fennmoor and withdraw the older local forms, so that "
        "concerns are described in the same words by schools, health visitors and the police.",
        "Neglect Subgroup",
        "March 2026",
    ),
    ("1.2", "Train two hundred practitioners in using the tool.", "Learning Hub Manager", "September 2026"),
    (
        "1.3",
        "Audit forty cases and report the findings to the Delivery Board, with a note of what each agency will do "
        "differently and how families were asked for their view of the help that they received.",
        "Quality Group",
        "Q4 2026/27",
    ),
    ("1.4", "Publish a short guide for parents.", "Communications Officer", "Ongoing"),
    (
        "1.5",
        "Review the pathway with the hospital trust and the community paediatric team before winter.",
        "Designated Doctor",
        "October 2026",
    ),
    ("1.6", "Ask the youth panel to judge whether children notice a difference.", "Participation Lead", "Annually"),
]
CSS = "@page{size:A4;margin:2cm} body{font:10pt 'Liberation Sans'} h1{font-size:22pt} h2{font-size:14pt} td,th{vertical-align:top;text-align:left;padding:4pt}"
PROSE = (
    "The Fennmoor Safeguarding Children Partnership brings together the council, the police and the health board. "
    "It meets four times a year and asks one question of every item: what is different for children now? "
    "Its subgroups carry the work between meetings and report what they have found, whether or not it is welcome. "
)
_SUBJECTS = (
    "The council",
    "A school nurse",
    "One head teacher",
    "The police lead",
    "Every subgroup",
    "A parent",
    "The scrutineer",
)
_DEEDS = (
    "asked for a clearer account",
    "met the youth panel twice",
    "changed how visits are planned",
    "shared its own figures",
    "found that referrals arrive late",
    "listened before it spoke",
)
_ENDS = (
    "of what happens after a referral",
    "in the spring",
    "so that children are seen sooner",
    "at the yearly conference",
    "with help from two neighbours",
)


def prose(sentences: int, start: int = 0) -> str:
    """Sentences that do not repeat for a long time, so that no line of text comes again on another page."""
    return " ".join(
        f"{_SUBJECTS[i % 7]} {_DEEDS[(i + i // 7) % 6]} {_ENDS[(i + i // 42) % 5]}."
        for i in range(start, start + sentences)
    )


def layout(name: str) -> Callable[[Callable[[Path], None]], Callable[[Path], None]]:
    def register(maker: Callable[[Path], None]) -> Callable[[Path], None]:
        MAKERS[name] = maker
        return maker

    return register


def weasy(html: str, path: Path, css: str = CSS, **options: object) -> None:
    from weasyprint import HTML

    HTML(string=f"<html lang=en><style>{css}</style><body>{html}</body></html>").write_pdf(path, **options)


def chromium(html: str, path: Path, css: str = CSS) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(f"<html lang=en><meta charset=utf-8><style>{css}</style><body>{html}</body></html>", "utf-8")
        subprocess.run(
            [
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-pdf-header-footer",
                f"--print-to-pdf={path}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )


def libreoffice(html: str, path: Path, css: str = "") -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / (path.stem + ".html")
        source.write_text(f"<html lang=en><meta charset=utf-8><style>{css}</style><body>{html}</body></html>", "utf-8")
        subprocess.run(
            [
                "soffice",
                "--headless",
                f"-env:UserInstallation=file://{folder}/profile",
                "--infilter=HTML (StarWriter)",
                "--convert-to",
                'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}',
                "--outdir",
                str(path.parent),
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )


def table(rows: list[tuple[str, ...]], head: tuple[str, ...], attributes: str = "") -> str:
    first = "".join(f"<th>{cell}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table {attributes}><thead><tr>{first}</tr></thead><tbody>{body}</tbody></table>"


HEAD = ("Ref", "Action", "Lead", "By when")


@layout("aligned-only")
def aligned_only(path: Path) -> None:
    """Columns by alignment alone; rows parted by a little space."""
    weasy(
        "<h1>Fennmoor Plan on Two Pages</h1><p>"
        + PROSE
        + "</p><h2>Priority 1: Neglect</h2>"
        + table(ACTIONS[:4], HEAD)
        + "<p>The Delivery Board reviews this table in spring.</p>",
        path,
        CSS + "td{padding:5pt 10pt 5pt 0} table{width:100%} td:nth-child(2){width:55%}",
    )


@layout("aligned-tight")
def aligned_tight(path: Path) -> None:
    """No lines, no space between rows: only the reference column tells where a row begins."""
    weasy(
        "<h1>Fennmoor Priorities</h1>" + table(ACTIONS[:4], HEAD),
        path,
        CSS + "td,th{padding:0 12pt 0 0} table{width:100%;border-spacing:0} td:nth-child(2){width:55%}",
    )


@layout("booktabs")
def booktabs(path: Path) -> None:
    """A line above and below the header and one at the end; no others."""
    weasy(
        "<h1>Arlesby Strategy 2026-29</h1><h2>Objective 1</h2>"
        + table(ACTIONS[:4], HEAD, "class=b")
        + "<p>Reviewed every quarter.</p>",
        path,
        CSS + ".b{width:100%;border-collapse:collapse;border-top:1.2pt solid #000;border-bottom:1.2pt solid #000}"
        ".b thead{border-bottom:.6pt solid #000} td:nth-child(2){width:55%}",
    )


@layout("zebra")
def zebra(path: Path) -> None:
    """Shaded rows and a dark header without any line, over two pages."""
    weasy(
        "<h1>Tarnholme Business Plan</h1>"
        + "<p>"
        + prose(18)
        + "</p>"
        + "<h2>Action plan</h2>"
        + table(ACTIONS, HEAD, "class=z"),
        path,
        CSS
        + "@page{size:A5 landscape;margin:1.5cm} .z{width:100%;border-spacing:0} .z th{background:#23395b;color:#fff}"
        ".z tbody tr:nth-child(odd) td{background:#e8eef7} .z tr{break-inside:avoid} td:nth-child(2){width:55%}",
    )


@layout("two-columns")
def two_columns(path: Path) -> None:
    """A heading over two columns of prose; a paragraph runs from the first into the second."""
    sections = "".join(
        f"<h2>{title}</h2><p>{prose(n, 7 * n)}</p>"
        for title, n in (("Our story", 12), ("Our work", 14), ("Our reach", 9))
    )
    weasy(
        "<h1>Arlesby Annual Report 2025-26</h1><p>A short summary for everybody who works with children in Arlesby, "
        "printed over the whole width of the page above the columns.</p><div class=c>"
        + sections
        + "<ul><li>first point of the list</li>"
        "<li>second point, which is long enough to wrap on to another line of its narrow column</li></ul></div>",
        path,
        CSS + ".c{columns:2;column-gap:9mm}",
    )


@layout("broken-rows")
def broken_rows(path: Path) -> None:
    """Portrait cover, landscape table of three pages whose rows break in mid cell, a merged outcome, nested bullets."""
    bullets = (
        "<ul><li>Map what each agency offers:<ul><li>schools</li><li>health</li></ul></li><li>Agree one offer</li></ul>"
    )
    rows = "".join(
        "<tr>"
        + (
            f"<td rowspan=3>Outcome {i // 3 + 1}: children are seen early and their families are helped</td>"
            if i % 3 == 0
            else ""
        )
        + f"<td>{i + 1}</td><td>{bullets if i == 1 else ACTIONS[i % 6][1] + ' ' + prose(3, 3 * i)}</td><td>{ACTIONS[i % 6][2]}</td><td>{ACTIONS[i % 6][3]}</td></tr>"
        for i in range(9)
    )
    head = "<tr><th>Outcome</th><th>No.</th><th>What we will do</th><th>Who</th><th>When</th></tr>"
    weasy(
        "<section class=cover><h1>Tarnholme Safeguarding Children Partnership Business Plan 2026-2028</h1><p>Approved: 4 May 2026</p></section>"
        f"<section class=wide><h2>Action plan</h2><table><thead>{head}</thead><tbody>{rows}</tbody></table></section>",
        path,
        CSS
        + "@page wide{size:A5 landscape;margin:1.4cm 1.4cm 1.6cm;@bottom-right{content:'Page ' counter(page) ' of ' counter(pages);font-size:8pt}}"
        ".wide{page:wide} .cover p{font-size:12pt} table{border-collapse:collapse;width:100%;font-size:9pt} td,th{border:.5pt solid #555}"
        "th{background:#004d40;color:#fff} ul{margin:0;padding-left:12pt} td:nth-child(1){width:18%}",
    )


@layout("page-boxes")
def page_boxes(path: Path) -> None:
    """A plan on a page: three boxes side by side with headings and bullets, one over the whole width below."""

    def box(title: str, points: tuple[str, ...]) -> str:
        return f"<div class=box><h2>{title}</h2><ul>" + "".join(f"<li>{p}</li>" for p in points) + "</ul></div>"

    weasy(
        "<h1>Plan on a page</h1><div class=row>"
        + box("Priority 1: Neglect", ("Use one screening tool in every agency", "Train frontline staff"))
        + box("Priority 2: Exploitation", ("Map the places where harm happens", "Bring back the return interview"))
        + box("Priority 3: Learning", ("Publish a briefing after every review", "Ask staff whether it helped"))
        + "</div><div class='box wide'><h2>How we will know</h2><p>"
        + PROSE
        + "</p></div>",
        path,
        CSS
        + "@page{size:A4 landscape;margin:1.5cm} .row{display:flex;gap:10pt} .box{border:1pt solid #336;padding:8pt;width:31%;margin-bottom:10pt}"
        ".wide{width:auto}",
    )


@layout("turned-header")
def turned_header(path: Path) -> None:
    """Column headings that run upwards; ratings as coloured dots and as coloured words."""
    from reportlab.lib.colors import HexColor, black
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(50, 780, "Arlesby ratings")
    xs, ys = [50, 330, 390, 450], [740, 640, 610, 580, 550]
    for x in xs:
        canvas.line(x, ys[0], x, ys[-1])
    for y in ys:
        canvas.line(xs[0], y, xs[-1], y)
    canvas.setFont("Helvetica-Bold", 10)
    canvas.drawString(56, 650, "Action")
    for x, text in ((365, "Rating by dot"), (425, "Rating by word")):
        canvas.saveState()
        canvas.translate(x, 648)
        canvas.rotate(90)
        canvas.drawString(0, 0, text)
        canvas.restoreState()
    ratings = (("#d32f2f", "Red"), ("#ffb300", "Amber"), ("#388e3c", "Green"))
    for y, (colour, word), text in zip(
        ys[1:], ratings, ("Train the trainers", "Publish the guide", "Hold an audit"), strict=False
    ):
        canvas.setFont("Helvetica", 10)
        canvas.setFillColor(black)
        canvas.drawString(56, y - 18, text)
        canvas.setFillColor(HexColor(colour))
        canvas.circle(360, y - 15, 7, stroke=0, fill=1)
        canvas.drawString(400, y - 18, word)
        canvas.setFillColor(black)
    canvas.save()


@layout("draft-watermark")
def draft_watermark(path: Path) -> None:
    """DRAFT across each page, running headers that alternate between left and right pages, page numbers."""
    body = "".join(f"<h2>{n}. Chapter about {_DEEDS[n % 6]}</h2><p>{prose(24, 24 * n)}</p>" for n in range(1, 9))
    weasy(
        "<div class=mark>DRAFT</div>" + body,
        path,
        CSS + ".mark{position:fixed;top:9cm;left:2cm;font-size:90pt;color:#dddddd;transform:rotate(-40deg)} "
        "@page:left{@top-left{content:'Tarnholme Annual Report';font-size:8pt}@bottom-left{content:counter(page);font-size:8pt}}"
        "@page:right{@top-right{content:'Safeguarding children together';font-size:8pt}@bottom-right{content:counter(page);font-size:8pt}}",
    )


@layout("browser-print")
def browser_print(path: Path) -> None:
    """Printed from a browser (chromium): bullets drawn as shapes, hair lines, pills as ratings, dashed borders, tags."""
    rows = [
        (ref, text, lead, f"<span class=pill style='background:{colour}'>&nbsp;</span>")
        for (ref, text, lead, _), colour in zip(ACTIONS, ("#c00000", "#ffc000", "#00b050", "#c00000"), strict=False)
    ]
    chromium(
        "<h1>Fennmoor Delivery Plan</h1><ul><li>Children are heard</li><li>Families are helped early, before a worry has become a crisis that "
        "no single agency can undo<ul><li>at home</li><li>at school</li></ul></li></ul><ol><li>Read the plan</li><li>Ask a question</li></ol>"
        "<h2>Priority 1</h2>"
        + table(rows, ("Ref", "Action", "Lead", "RAG"))
        + "<h2>Priority 2</h2><p>"
        + PROSE
        + "</p>",
        path,
        CSS
        + "table{border-collapse:collapse;width:100%} td,th{border:1px dashed #888} .pill{display:inline-block;width:22px;height:14px;border-radius:7px}",
    )


@layout("word-style")
def word_style(path: Path) -> None:
    """From a word processor (libreoffice), tagged: numbered headings, nested lists, a table with a two-line header."""
    libreoffice(
        "<h1>Arlesby Business Plan 2026-28</h1><h2>1. Introduction</h2><p>" + PROSE + "</p><p>" + PROSE + "</p>"
        "<h2>2. What we will do</h2><ul><li>Listen to children<ul><li>in school</li><li>in care</li></ul></li><li>Act on what they say</li></ul>"
        "<h3>2.1 Actions</h3><table border=1 cellpadding=4 cellspacing=0 width=100%><thead>"
        "<tr><th rowspan=2 width=8%>Ref</th><th rowspan=2 width=42%>Action</th><th colspan=2>Accountability</th></tr><tr><th>Lead</th><th>By when</th></tr></thead><tbody>"
        + "".join(f"<tr><td>{a}</td><td>{b}</td><td>{c}</td><td>{d}</td></tr>" for a, b, c, d in ACTIONS[:3])
        + "<tr><td colspan=4><b>Outcome 2: learning is shared</b></td></tr>"
        + "".join(f"<tr><td>{a}</td><td>{b}</td><td>{c}</td><td>{d}</td></tr>" for a, b, c, d in ACTIONS[3:])
        + "</tbody></table><p>The plan is reviewed each quarter.</p>",
        path,
    )


@layout("dates-in-cells")
def dates_in_cells(path: Path) -> None:
    """One date or name a line in a cell; wrapped names; words hyphenated at the line end; double lines."""
    weasy(
        "<h1>Tarnholme Calendar</h1>"
        + table(
            [
                (
                    "Hold the learning event with partners from every agency, and publish what was learnt",
                    "June 2026<br>October 2026<br>February 2027",
                    "Chair of the Quality and Performance Subgroup",
                ),
                ("Ask the co-&shy;ordinator to report", "Termly", "Designated Nurse<br>Head of Service<br>Police Lead"),
            ],
            ("Action", "By when", "Lead"),
            "class=d",
        ),
        path,
        CSS + ".d{border-collapse:collapse;width:11cm} .d td,.d th{border:3pt double #333;width:33%}",
    )


@layout("form")
def form(path: Path) -> None:
    """A form whose fields are filled in: the values stand in fields, not in the page."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(50, 780, "Arlesby action record")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(50, 740, "Action:")
    canvas.acroForm.textfield(
        name="action", x=120, y=732, width=300, height=20, value="Review the escalation policy", fontSize=11
    )
    canvas.drawString(50, 700, "Lead:")
    canvas.acroForm.textfield(name="lead", x=120, y=692, width=300, height=20, value="Business Manager", fontSize=11)
    canvas.save()


@layout("turned-page")
def turned_page(path: Path) -> None:
    """Drawn sideways on a portrait sheet with /Rotate 90 and a crop box, so that it is seen as landscape."""
    from reportlab.pdfgen.canvas import Canvas

    # The library turns the sheet itself when the page is rotated: given as landscape, written as portrait.
    canvas = Canvas(str(path), pagesize=(842, 595), cropBox=(20, 30, 575, 812), invariant=1)
    canvas.setPageRotation(90)
    canvas.translate(595, 0)
    canvas.rotate(90)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(100, 500, "Fennmoor on its side")
    canvas.setFont("Helvetica", 10)
    rows = (("Ref", "Action"), ("1", "Train staff in all schools"), ("2", "Audit forty cases of neglect"))
    for y, row in zip((450, 420, 390), rows, strict=True):
        canvas.drawString(106, y - 18, row[0])
        canvas.drawString(206, y - 18, row[1])
    for y in (450, 420, 390, 360):
        canvas.line(100, y, 500, y)
    for x in (100, 200, 500):
        canvas.line(x, 450, x, 360)
    canvas.save()


@layout("long-word-table")
def long_word_table(path: Path) -> None:
    """From a word processor: a table of three pages, rows broken over pages, bullets in cells, numbered lists around it."""
    cells = []
    for i in range(10):
        steps = "<ul>" + "".join(f"<li>{prose(1, 11 * i + k)}</li>" for k in range(3)) + "</ul>"
        what = f"<p>{ACTIONS[i % 6][1]}</p>{steps}" if i % 2 else f"<p>{ACTIONS[i % 6][1]} {prose(2, 5 * i)}</p>"
        cells.append(
            f"<tr><td>{i + 1}</td><td>{what}</td><td>{ACTIONS[i % 6][2]}</td><td>{ACTIONS[i % 6][3]}</td><td>{prose(2, 7 * i)}</td></tr>"
        )
    libreoffice(
        "<h1>Fennmoor Improvement Plan 2026</h1><ol><li>Read this plan with the strategy</li><li>Tell us what is missing<ol type=a><li>by letter</li>"
        "<li>by telephone</li></ol></li></ol><table border=1 cellpadding=3 cellspacing=0 width=100%><thead><tr bgcolor='#1f4e79'>"
        + "".join(
            f"<th><font color=white>{h}</font></th>"
            for h in ("No", "What we will do", "Lead", "Timescale", "How we will know")
        )
        + "</tr></thead><tbody>"
        + "".join(cells)
        + "</tbody></table><h2>Next review</h2><p>The plan is reviewed in June.</p>",
        path,
        "td{vertical-align:top} @page{size:29.7cm 21cm}",
    )


@layout("browser-cells")
def browser_cells(path: Path) -> None:
    """From a browser: light lines between rows only, drawn bullets in cells, a label column, a row that breaks over the page."""
    rows = "".join(
        f"<tr><td><b>{a}</b></td><td>{b}<ul><li>{prose(1, 3 * i)}</li><li>{prose(2, 3 * i + 1)}</li></ul></td><td>{c}</td><td>{d}</td></tr>"
        for i, (a, b, c, d) in enumerate(ACTIONS)
    )
    chromium(
        "<h1>Arlesby Action Plan</h1><h2>Priority 1: Neglect</h2><table><thead><tr><th>Ref</th><th>Action</th><th>Lead</th><th>By when</th></tr></thead>"
        f"<tbody>{rows}</tbody></table><h2>Priority 2: Learning</h2><p>{prose(3)}</p>",
        path,
        "@page{size:A5 landscape;margin:1.4cm} body{font:9.5pt 'Liberation Sans';margin:0} h1{font-size:20pt} h2{font-size:13pt} table{border-collapse:collapse;width:100%}"
        "td,th{text-align:left;vertical-align:top;padding:4pt 6pt;border-bottom:1px solid #bbb} td:nth-child(2){width:55%} ul{margin:2pt 0;padding-left:14pt}",
    )


@layout("sidebar")
def sidebar(path: Path) -> None:
    """A page of prose with a shaded box beside it, a numbered list, a quotation in larger type and a contents list without dots."""
    contents = "".join(
        f"<div class=toc><span>{t}</span><span>{n}</span></div>"
        for t, n in (("Foreword", 2), ("What we did", 2), ("What comes next", 3), ("Glossary", 3))
    )
    weasy(
        f"<h1>Tarnholme Yearly Report 2025-26</h1><h2>Contents</h2>{contents}<section class=new><h2>Foreword</h2><div class=flex><div class=main><p>{prose(9)}</p><p>{prose(7, 20)}</p></div>"
        "<div class=side><h3>In brief</h3><ul><li>Forty audits</li><li>Two reviews</li><li>One conference, held with the neighbouring partnership</li></ul></div></div>"
        f"<p class=quote>“Nobody had asked me before what would help.”</p><h2>What we did</h2><ol><li>{prose(2, 31)}</li><li>{prose(1, 40)}</li></ol></section>",
        path,
        CSS
        + ".new{break-before:page} .toc{display:flex;justify-content:space-between} .flex{display:flex;gap:12pt} .main{width:66%} .side{width:30%;background:#e3f2fd;padding:8pt}"
        "h3{font-size:11pt} .quote{font-size:13pt;font-style:italic;color:#555}",
    )


@layout("slides")
def slides(path: Path) -> None:
    """A plan made as slides: large type, text boxes on coloured panels, a table in white on colour."""
    weasy(
        "<div class=slide><h1>Arlesby priorities<br>for 2026 and beyond</h1><p>Business plan</p></div><div class=slide><h2>What we heard</h2><ul><li>Children want one trusted adult</li>"
        "<li>Parents want to tell their story once, not to every agency that knocks at their door</li></ul></div><div class=slide><h2>What we will do</h2>"
        + table([(b, c, d) for _, b, c, d in ACTIONS[3:6]], ("Action", "Owner", "When"))
        + "</div>",
        path,
        "@page{size:33cm 18.5cm;margin:0} body{font:18pt 'Liberation Sans';margin:0} .slide{height:15.5cm;padding:1.5cm;break-after:page;background:#102a43;color:#fff}"
        "h1{font-size:40pt} h2{font-size:30pt;color:#f0b429} table{border-collapse:collapse;font-size:15pt} td,th{border:1pt solid #fff;padding:6pt;text-align:left;vertical-align:top}",
    )


@layout("label-blocks")
def label_blocks(path: Path) -> None:
    """Key-value blocks with all borders; a shaded objective row over both columns; actions lettered in the text."""

    def block(title: str, pairs: tuple[tuple[str, str], ...]) -> str:
        return (
            f"<table class=k><tr><th colspan=2>{title}</th></tr>"
            + "".join(f"<tr><td class=l>{k}</td><td>{v}</td></tr>" for k, v in pairs)
            + "</table>"
        )

    weasy(
        "<h1>Fennmoor on One Page</h1>"
        + block(
            "Objective A: Children are heard",
            (
                ("Outcome", prose(1)),
                ("Actions", "a) Ask the youth panel<br>b) Publish what it said<br>c) Report in June"),
                ("Lead", "Participation Lead"),
                ("By when", "June 2026"),
            ),
        )
        + block(
            "Objective B: Families are helped early",
            (
                ("Outcome", prose(1, 9)),
                ("Actions", "a) Open two hubs<br>b) Train volunteers"),
                ("Lead", "Head of Early Help"),
                ("By when", "Ongoing"),
            ),
        ),
        path,
        CSS
        + ".k{border-collapse:collapse;width:100%;margin-bottom:14pt} .k td,.k th{border:.5pt solid #444} .k th{background:#cfe8e0} .l{width:20%;font-weight:bold}",
    )


@layout("no-repeat-header")
def no_repeat_header(path: Path) -> None:
    """A ruled table over pages whose header is printed once; rows break after a full stop as well; plain header with a fill."""
    rows = "".join(
        f"<tr><td>{prose(4, 4 * i)}</td><td>{ACTIONS[i % 6][2]}</td><td>{ACTIONS[i % 6][3]}</td></tr>" for i in range(9)
    )
    weasy(
        "<h1>Arlesby Actions</h1><table><tbody><tr class=h><td>What we will do</td><td>Responsible</td><td>Deadline</td></tr>"
        + rows
        + "</tbody></table><p>End of the plan.</p>",
        path,
        CSS
        + "@page{size:A6 landscape;margin:1cm} body{font-size:8pt} h1{font-size:14pt} table{border-collapse:collapse;width:100%} td{border:.4pt solid #777} .h td{background:#dddddd} td:first-child{width:60%}"
        "tr{orphans:1;widows:1} td{orphans:1;widows:1}",
    )


@layout("sections-in-table")
def sections_in_table(path: Path) -> None:
    """Priorities as rows over all columns of one table, the header printed again under each; centred and right-aligned cells."""

    def part(title: str, start: int) -> str:
        return (
            f"<tr class=s><td colspan=4>{title}</td></tr><tr class=h>"
            + "".join(f"<td>{h}</td>" for h in HEAD)
            + "</tr>"
            + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in ACTIONS[i]) + "</tr>" for i in range(start, start + 3))
        )

    weasy(
        "<h1>Tarnholme Plan</h1><table>"
        + part("Priority 1: Neglect", 0)
        + part("Priority 2: Learning", 3)
        + "</table>",
        path,
        CSS
        + "table{border-collapse:collapse;width:100%} td{border:.5pt solid #000} .s td{background:#1b5e20;color:#fff;font-weight:bold} .h td{background:#c8e6c9;font-weight:bold}"
        "td:nth-child(3){text-align:center;width:20%} td:nth-child(4){text-align:right;width:16%}",
    )


@layout("rules-centred")
def rules_centred(path: Path) -> None:
    """Lines between rows only, drawn over the whole width in one piece; centred columns; empty cells; the last row open."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(50, 790, "Fennmoor measures")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(50, 770, "How we shall know whether children are safer, by measure and by quarter of the year.")
    rows = (
        ("Measure", "Q1", "Q2", "Source"),
        ("Referrals that lead to help", "412", "398", "Front door"),
        ("Children on a plan for over two years, counted at the", "7", "", "Social care"),
        ("Visits on time", "91%", "93%", ""),
    )
    top = 740
    for number, row in enumerate(rows):
        canvas.setFont("Helvetica-Bold" if number == 0 else "Helvetica", 10)
        canvas.line(50, top, 545, top)
        canvas.drawString(54, top - 14, row[0])
        for x, text in zip((350, 410, 490), row[1:], strict=True):
            canvas.drawCentredString(x, top - 14, text)
        if number == 2:
            canvas.drawString(54, top - 26, "end of the quarter")
            top -= 12
        top -= 22
    canvas.setFont("Helvetica", 10)
    canvas.drawString(
        50, top - 30, "The figures are looked at by the Delivery Board in the month after each quarter ends."
    )
    canvas.save()


@layout("header-table")
def header_table(path: Path) -> None:
    """From a word processor: a title in a one-cell box, a document-control table, text in a frame, a two-column key and value list."""
    libreoffice(
        "<table border=1 width=100% cellpadding=8><tr><td bgcolor='#dfe8f5'><font size=6><b>Arlesby Safeguarding Partnership Strategy 2026</b></font></td></tr></table>"
        "<p>&nbsp;</p><table border=1 cellspacing=0 cellpadding=4><tr><td><b>Version</b></td><td>2.0</td></tr><tr><td><b>Approved</b></td><td>3 June 2026</td></tr></table>"
        f"<h2>Introduction</h2><p>{prose(5)}</p><table border=1 cellspacing=0 cellpadding=6 width=100%><tr><td><p>{prose(3, 8)}</p><p>{prose(2, 15)}</p></td></tr></table>"
        f"<h2>Priorities</h2><p><b>Neglect.</b> {prose(2, 19)}</p><p><b>Learning from reviews</b></p><p>{prose(2, 22)}</p>",
        path,
    )


@layout("tagged-no-lines")
def tagged_no_lines(path: Path) -> None:
    """Tagged, a table without lines whose rows touch and whose cells start low, so that only the tags tell the rows."""
    rows = [
        ("Children", "are heard in each plan", "by all"),
        (
            "Families",
            "are helped before a crisis that nobody wanted and that no single agency could have stopped alone",
            "hubs",
        ),
        ("Staff", "know what to do and whom to ask when they are in doubt about a child", "managers"),
    ]
    weasy(
        "<h1>Tarnholme Promises</h1>" + table(rows, ("Who", "Promise", "Through")) + "<p>" + prose(3) + "</p>",
        path,
        CSS + "table{border-spacing:0} td,th{padding:0 14pt 0 0} td:nth-child(2){width:7cm}",
        pdf_variant="pdf/ua-1",
    )


@layout("sideways")
def sideways(path: Path) -> None:
    """A landscape table printed sideways on a portrait page that is not marked as turned."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    canvas.translate(595, 0)
    canvas.rotate(90)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(60, 540, "Arlesby plan held sideways")
    canvas.setFont("Helvetica", 10)
    xs, ys = (60, 110, 520, 700), [510 - 40 * i for i in range(6)]
    for y, (ref, text, lead, _) in zip(ys, [("Ref", "Action", "Lead", ""), *ACTIONS], strict=False):
        for x, part in zip(xs, (ref, text[:70], lead), strict=False):
            canvas.drawString(x + 5, y - 15, part)
    for y in ys:
        canvas.line(xs[0], y, xs[-1], y)
    for x in xs:
        canvas.line(x, ys[0], x, ys[-1])
    canvas.save()


@layout("upright-lines-only")
def upright_lines_only(path: Path) -> None:
    """Lines between the columns and a frame, none between the rows; ratings as small pictures; a header table on each page."""
    import io

    from PIL import Image, ImageDraw
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    xs = (50, 90, 330, 450, 545)
    for page in (1, 2):
        canvas.setFont("Helvetica", 9)
        for x in (50, 300, 545):
            canvas.line(x, 815, x, 795)
        for y in (815, 795):
            canvas.line(50, y, 545, y)
        canvas.drawString(55, 801, "Fennmoor plan")
        canvas.drawString(305, 801, f"Page {page} of 2")
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(50, 750, f"Part {'one' if page == 1 else 'two'}")
        canvas.setFont("Helvetica", 10)
        y = 715
        for x in xs:
            canvas.line(x, 730, x, 600)
        for level in (730, 600):
            canvas.line(50, level, 545, level)
        for number, colour in enumerate(("#c62828", "#2e7d32", "#f9a825"), start=1):
            canvas.drawString(55, y, f"{page}.{number}")
            canvas.drawString(
                95,
                y,
                (
                    "Open a family hub in the old library",
                    "Train every new governor",
                    "Ask children what they think of it",
                )[number - 1],
            )
            canvas.drawString(95, y - 12, ("by the end of the year", "in the first term", "and act on it")[number - 1])
            canvas.drawString(335, y, ("Early Help", "Governor Services", "Participation")[number - 1])
            picture = Image.new("RGB", (40, 40), "white")
            ImageDraw.Draw(picture).ellipse((2, 2, 38, 38), fill=colour)
            data = io.BytesIO()
            picture.save(data, "PNG")
            canvas.drawImage(ImageReader(data), 480, y - 6, 16, 16)
            y -= 40
        canvas.showPage()
    canvas.save()


@layout("loose-columns")
def loose_columns(path: Path) -> None:
    """Lines between rows in one piece, over two pages; the second page has a single row with an empty cell, no header."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 400), invariant=1)
    rows = [
        ("Ref", "Action", "Lead", "By when"),
        ("A1", "Open a family hub", "Early Help", "May 2026"),
        ("A2", "Train every new governor", "Governor Services", "June 2026"),
        ("A3", "Ask children what they think", "Participation", "July 2026"),
    ]
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(50, 350, "Tarnholme actions")
    y = 320
    for row in rows:
        canvas.setFont("Helvetica-Bold" if row[0] == "Ref" else "Helvetica", 10)
        for x, text in zip((54, 100, 320, 450), row, strict=True):
            canvas.drawString(x, y - 15, text)
        canvas.line(50, y - 24, 545, y - 24)
        y -= 24
    canvas.showPage()
    canvas.setFont("Helvetica", 10)
    for x, text in ((54, "A4"), (100, "Report to the board"), (450, "August 2026")):
        canvas.drawString(x, 345, text)
    canvas.line(50, 336, 545, 336)
    for x, text in ((54, "A5"), (100, "Report to the public"), (450, "August 2026")):
        canvas.drawString(x, 321, text)
    canvas.line(50, 312, 545, 312)
    canvas.drawString(54, 260, "The list ends here, and the partnership thanks everybody who has worked on it.")
    canvas.save()


@layout("title-row-repeats")
def title_row_repeats(path: Path) -> None:
    """A table whose title row and header are printed again on its second page; ratings as shaded letters."""
    rows = "".join(
        f"<tr><td>{i + 1}</td><td>{prose(3, 3 * i)}</td><td>{ACTIONS[i % 6][2]}</td><td></td><td style='background:{'#92d050' if i % 3 else '#ffc000'}'>{'G' if i % 3 else 'A'}</td></tr>"
        for i in range(9)
    )
    weasy(
        "<h1>Arlesby Plan</h1><table><thead><tr><th colspan=5>Priority 1: Neglect – every child is seen early</th></tr><tr><th>Ref</th><th>Action</th><th>Lead</th><th>Update</th><th>RAG</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>",
        path,
        CSS
        + "@page{size:A5 landscape;margin:1.2cm} body{font-size:9pt} table{border-collapse:collapse;width:100%} td,th{border:.5pt solid #000;padding:3pt} tr{break-inside:avoid} td:nth-child(2){width:50%}",
    )


@layout("numbers-and-columns")
def numbers_and_columns(path: Path) -> None:
    """A coloured band with the title, three boxes with figures, two columns with a narrow gutter."""
    boxes = (
        ("412", "referrals that led to help"),
        ("98%", "of visits on time"),
        ("7", "children on a plan for over two years"),
    )
    stats = "".join(f"<div class=stat><b>{n}</b><br>{t}</div>" for n, t in boxes)
    weasy(
        f"<div class=band><h1>Our year in numbers</h1></div><div class=stats>{stats}</div><div class=c><h2>Foreword</h2><p>{prose(16)}</p>"
        f"<p>{prose(9, 50)}</p><h2>What we did</h2><p>{prose(8, 70)}</p></div>",
        path,
        CSS
        + ".band{background:#004d40;color:#fff;padding:10pt} .stats{display:flex;gap:8pt} .stat{background:#e0f2f1;padding:8pt;width:30%;text-align:center}"
        ".stat b{font-size:24pt;color:#00695c} .c{columns:2;column-gap:10pt}",
    )


@layout("cards")
def cards(path: Path) -> None:
    """Action cards: a frame painted as an area, a title on colour, labels and values without lines; a list with sub-items."""

    def card(title: str, pairs: tuple[tuple[str, str], ...]) -> str:
        rows = "".join(f"<div class=r><span class=l>{k}</span><span>{v}</span></div>" for k, v in pairs)
        return f"<div class=card><div class=hd>{title}</div>{rows}</div>"

    weasy(
        "<h1>Tarnholme cards</h1>"
        + card("Open a family hub", (("Lead", "Early Help"), ("Timescale", "May 2026"), ("Success", prose(2))))
        + card(
            "Train every new governor",
            (("Lead", "Governor Services"), ("Timescale", "June 2026"), ("Success", prose(2, 5))),
        )
        + f"<h2>Our priorities</h2><ol><li><b>Neglect</b><br>{prose(1, 9)}<ul><li>{prose(1, 14)}</li><li>{prose(1, 15)}</li></ul></li>"
        f"<li><b>Learning</b><br>{prose(1, 22)}</li></ol>",
        path,
        CSS
        + ".card{border:1pt solid #888;margin-bottom:10pt} .hd{background:#00796b;color:#fff;padding:4pt;font-weight:bold} .r{display:flex;padding:3pt}"
        ".l{width:25%;color:#00796b;font-weight:bold} .r span+span{width:70%}",
    )


@layout("rest-of-a-row")
def rest_of_a_row(path: Path) -> None:
    """From a word processor: small pages, each row broken, the last page holding one line of one cell."""
    rows = "".join(
        f"<tr><td>{i + 1}</td><td><p>{prose(2, 3 * i)}</p><p>{prose(3, 3 * i + 2)}</p><p>{prose(2, 3 * i + 7)}</p></td><td>{ACTIONS[i % 6][2]}</td><td>{ACTIONS[i % 6][3]}</td></tr>"
        for i in range(9)
    )
    libreoffice(
        "<h1>Arlesby in small pages</h1><table border=1 cellspacing=0 cellpadding=4 width=100%><tr><th width=6%>No</th><th>Action</th><th width=18%>Lead</th><th width=15%>When</th></tr>"
        + rows
        + "</table><h2>Afterwards</h2>",
        path,
        "@page{size:14.8cm 12cm;margin:1cm}",
    )


def main(names: list[str]) -> None:
    for name in names or list(MAKERS):
        MAKERS[name](HERE / f"{name}.pdf")
        print(name)


if __name__ == "__main__":
    main(sys.argv[1:])
