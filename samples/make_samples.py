"""Makes the sample documents in data/raw and their gold answers in tests/samples.

    python samples/make_samples.py [--check]

The areas, agencies and plans are invented; the words are our own. Each document has another house
style. Documents whose producer is not installed (Chromium, LibreOffice) are left as they lie in the repository.
``--check`` writes nothing and fails if the text documents or the gold on disk differ from what the sources give.
"""

from __future__ import annotations

import argparse
import html
import json
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from plan_source import gold, load, measure_text
from sheet_styles import (
    csv_with_a_column_of_priorities,
    csv_with_bands,
    ods_with_bands,
    ods_with_merged_priorities,
    slides_with_bullets,
    slides_with_tables,
    workbook_with_a_sheet_a_priority,
    workbook_with_bands,
)
from web_pages import accordion, council_page
from word_styles import odt_bullets_with_tails, odt_merged_priorities, word_label_tables, word_table_with_bands

ROOT = Path(__file__).resolve().parent.parent
RAW, GOLD, SOURCES = ROOT / "data" / "raw", ROOT / "tests" / "samples", ROOT / "samples"
Source = dict[str, Any]
RAG_FILL = {"red": "#d9534f", "amber": "#f0ad4e", "green": "#5cb85c", "blue": "#5b9bd5"}


def esc(text: str) -> str:
    return html.escape(text, quote=False)


def measures(item: Source) -> list[str]:
    """Printed words of an item's measures that are not figures inside its own sentence."""
    listed = item.get("m") or []
    return [measure_text(m) for m in (listed if isinstance(listed, list) else [listed])]


def paragraphs(source: Source, tag: str = "p") -> str:
    return "\n".join(f"<{tag}>{esc(text)}</{tag}>" for text in source["intro"])


# --- PDF producers -------------------------------------------------------------------------------------------------


def weasyprint_pdf(page: str) -> bytes:
    from weasyprint import HTML

    return bytes(HTML(string=page).write_pdf(pdf_identifier=b"safeplans-sample"))


def chromium_pdf(page: str) -> bytes | None:
    """The page printed by Chromium (tagged PDF); None where no Chromium is installed."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, encoding="utf-8")
        subprocess.run(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
             f"--print-to-pdf={target}", str(source)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return target.read_bytes()


def libreoffice_pdf(page: str) -> bytes | None:
    """The page printed by LibreOffice Writer (tagged PDF); None where no LibreOffice is installed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return None
    options = '{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "page.html").write_text(page, encoding="utf-8")
        subprocess.run(
            [program, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless",
             "--infilter=HTML (StarWriter)", "--convert-to", f"pdf:writer_pdf_Export:{options}",
             "--outdir", folder, str(Path(folder, "page.html"))],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return Path(folder, "page.pdf").read_bytes()


# --- House styles: one function a document ---------------------------------------------------------------------------


def ruled_rag_table(source: Source) -> bytes:
    """ReportLab, landscape: one ruled table over several pages, priority bands, coloured RAG cells with letters."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
    from reportlab.lib.units import mm
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    doc = source["doc"]
    sheet = getSampleStyleSheet()
    cell = ParagraphStyle("cell", parent=sheet["BodyText"], fontSize=9, leading=11)
    head = ParagraphStyle("head", parent=cell, fontName="Helvetica-Bold", textColor=colors.white)
    band = ParagraphStyle("band", parent=cell, fontName="Helvetica-Bold", fontSize=10, leading=13)
    story: list[Any] = [
        Spacer(1, 45 * mm), Paragraph(esc(doc["title"]), sheet["Title"]), Spacer(1, 10 * mm),
        Paragraph(f"Version {doc['version']}", sheet["Normal"]), Paragraph("Agreed 14 May 2024", sheet["Normal"]),
        PageBreak(), Paragraph("Introduction", sheet["Heading1"]),
        *[Paragraph(esc(text), sheet["BodyText"]) for text in source["intro"]],
        Paragraph("Our vision", sheet["Heading2"]), Paragraph(esc(source["vision"]), sheet["BodyText"]),
        Paragraph("Key to RAG rating", sheet["Heading2"]),
        Table([["Blue", "Complete"], ["Green", "On track"], ["Amber", "Some delay"], ["Red", "Not started"]],
              colWidths=[20 * mm, 40 * mm], hAlign="LEFT",
              style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.grey),
                                *[("BACKGROUND", (0, i), (0, i), colors.HexColor(RAG_FILL[c]))
                                  for i, c in enumerate(("blue", "green", "amber", "red"))]])),
        PageBreak(), Paragraph("Action plan", sheet["Heading1"]),
    ]  # fmt: skip
    headers = ["Ref", "Action", "Lead", "By when", "How we will know", "Progress", "RAG"]
    rows: list[list[Any]] = [[Paragraph(h, head) for h in headers]]
    style: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.6, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#1f3864")),
    ]  # fmt: skip
    for objective in source["objectives"]:
        style += [("SPAN", (0, len(rows)), (-1, len(rows))),
                  ("BACKGROUND", (0, len(rows)), (-1, len(rows)), colors.HexColor("#d9e2f3"))]  # fmt: skip
        rows.append([Paragraph(f"Priority {objective['n']} – {esc(objective['text'])}", band)] + [""] * 6)
        for a in objective["a"]:
            style.append(("BACKGROUND", (6, len(rows)), (6, len(rows)), colors.HexColor(RAG_FILL[a["rag"]])))
            words = [a["n"], a["t"], a["lead"], a["by"], measures(a)[0], a.get("p", ""), a["rag"][0].upper()]
            rows.append([Paragraph(esc(w), cell) for w in words])
    widths = [w * mm for w in (13, 82, 42, 30, 50, 36, 14)]
    story.append(Table(rows, colWidths=widths, repeatRows=1, style=TableStyle(style)))

    def furniture(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(15 * mm, 8 * mm, "Harrowmere SCP Business Plan 2024-26 v1.3")
        canvas.drawRightString(282 * mm, 8 * mm, f"Page {template.page}")

    buffer = BytesIO()
    template = SimpleDocTemplate(buffer, pagesize=landscape(A4), leftMargin=15 * mm, rightMargin=15 * mm,
                                 title=doc["title"], invariant=1)  # fmt: skip
    template.build(story, onFirstPage=lambda c, t: None, onLaterPages=furniture)
    return buffer.getvalue()


def merged_outcomes(source: Source) -> bytes:
    """WeasyPrint, landscape: a table a priority, its outcome in a merged cell beside the actions."""
    doc = source["doc"]
    parts = [f"<h1>{esc(doc['title'])}</h1><p class=status>Status: {doc['version']}</p>", paragraphs(source)]
    for objective in source["objectives"]:
        parts.append(f"<h2>Priority {objective['n']}</h2><p class=lead>{esc(objective['text'])}</p><table><thead><tr>")
        parts += [f"<th>{h}</th>" for h in ("What do we want to achieve?", "No.", "How are we going to do it?", "Who?",
                                            "By when?", "Success measure")]  # fmt: skip
        parts.append("</tr></thead><tbody>")
        for outcome in objective["o"]:
            for i, a in enumerate(outcome["a"]):
                merged = f"<td class=o rowspan={len(outcome['a'])}>{esc(outcome['text'])}</td>" if i == 0 else ""
                words = "".join(f"<td>{esc(w)}</td>" for w in (a["n"], a["t"], a["lead"], a["by"], measures(a)[0]))
                parts.append(f"<tr>{merged}{words}</tr>")
        parts.append("</tbody></table>")
    style = """@page { size: A4 landscape; margin: 16mm;
    @bottom-center { content: counter(page) " of " counter(pages) } }
    body { font: 10.5pt/1.4 "Liberation Sans", sans-serif } table { border-collapse: collapse; width: 100% }
    th { background: #5a2a6b; color: white; text-align: left } td, th { border: 0.7pt solid #777; padding: 5pt;
    vertical-align: top } .o { background: #efe6f2; width: 20% } h2 { color: #5a2a6b; break-before: page }
    .lead { font-weight: bold }"""
    return weasyprint_pdf(f"<html lang=en-GB><title>{esc(doc['title'])}</title><style>{style}</style>{''.join(parts)}")


def key_values(source: Source) -> bytes | None:
    """Chromium: each action a small two-column table of labels and values."""
    doc = source["doc"]
    parts = [f"<h1>{esc(doc['title'])}</h1><p class=by>{esc(doc['pname'])}</p>", paragraphs(source)]
    for objective in source["objectives"]:
        parts.append(f"<h2>Objective {objective['n']}</h2><p class=lead>{esc(objective['text'])}</p>")
        for a in objective["a"]:
            labels = (("We will", a["t"]), ("Who leads", a["lead"]), ("When", a["by"]),
                      ("How we will know", measures(a)[0]))  # fmt: skip
            rows = "".join(f"<tr><th scope=row>{k}</th><td>{esc(v)}</td></tr>" for k, v in labels)
            parts.append(f"<table>{rows}</table>")
    style = """@page { size: A4; margin: 20mm } body { font: 11pt/1.4 "Liberation Serif", serif } h2 { color: #07575b }
    table { border-collapse: collapse; width: 100%; margin: 0 0 10pt; break-inside: avoid } .by { font-size: 14pt }
    th { width: 27%; text-align: left; background: #e3eff0 } td, th { border: 1px solid #9bb; padding: 4pt 6pt }
    .lead { font-weight: bold }"""
    return chromium_pdf(f"<html lang=en-GB><meta charset=utf-8><title>{esc(doc['title'])}</title>"
                        f"<style>{style}</style>{''.join(parts)}")  # fmt: skip


def yearly_report(source: Source) -> bytes:
    """WeasyPrint: a yearly report with achievements, next steps, figures, groups and future priorities."""
    doc = source["doc"]
    parts = [f"<div class=cover><h1>{esc(doc['title'])}</h1><p>Published 27 September 2024</p></div>",
             "<h2>About this report</h2>", paragraphs(source), "<h2>The year in figures</h2><ul>",
             *[f"<li>{esc(f['t'])}</li>" for f in source["figures"]], "</ul>",
             "<h2>Progress against our priorities</h2>"]  # fmt: skip
    for objective in source["objectives"]:
        if objective.get("future"):
            continue
        parts.append(f"<h3>Priority {objective['n']}: {esc(objective['title'])}</h3><h4>What we did</h4><ul>")
        parts += [f"<li>{esc(a['t'])}</li>" for a in objective["a"] if not a.get("next")]
        parts.append("</ul><h4>What we will do next</h4><ul>")
        parts += [f"<li>{esc(a['t'])}</li>" for a in objective["a"] if a.get("next")]
        parts.append("</ul>")
    parts.append("<h2>How the partnership works</h2><table><tr><th>Group<th>Chair<th>Meets</tr>")
    for group in source["groups"]:
        name, short, chair, meets, *_ = (piece.strip() for piece in group.split("|"))
        parts.append(f"<tr><td>{name}{f' ({short})' if short else ''}<td>{chair}<td>{meets}</tr>")
    parts.append("</table><h2>Our priorities for 2025-28</h2><ol>")
    parts += [f"<li>{esc(o['text'])}</li>" for o in source["objectives"] if o.get("future")]
    style = """@page { size: A4; margin: 22mm; @top-right { content: "Annual Report 2023-24"; font-size: 8pt }
    @bottom-right { content: counter(page) } } @page :first { @top-right { content: none } }
    body { font: 11.5pt/1.5 "DejaVu Sans", sans-serif } .cover { padding-top: 80mm; break-after: page }
    h1 { font-size: 28pt; color: #14506e } h2 { color: #14506e; border-bottom: 1pt solid } h3 { background: #e8f1f5;
    padding: 4pt } table { border-collapse: collapse; width: 100% } td, th { border: 0.5pt solid #999; padding: 4pt;
    text-align: left }"""
    return weasyprint_pdf(f"<html lang=en-GB><title>{esc(doc['title'])}</title><style>{style}</style>"
                          f"{''.join(parts)}</ol>")  # fmt: skip


def prose_with_tails(source: Source) -> bytes | None:
    """LibreOffice: prose under numbered aims, bullets with `(Lead: …; by …)` behind them."""
    doc = source["doc"]
    parts = [f"<h1>{esc(doc['title'])}</h1><p>Author: {esc(doc['author'])}</p>", "<h2>Introduction</h2>",
             paragraphs(source)]  # fmt: skip
    for objective in source["objectives"]:
        parts.append(f"<h2>Aim {objective['n']}: {esc(objective['title'])}</h2><p>{esc(objective['text'])}</p>")
        parts.append("<p>Our commitments:</p><ul>")
        parts += [f"<li>{esc(a['t'])} (Lead: {esc(a['lead'])}; by: {esc(a['by'])})</li>" for a in objective["a"]]
        parts.append("</ul>")
    style = """@page { size: A4; margin: 25mm } body { font: 12.5pt/1.6 "Liberation Sans", sans-serif }
    h1 { font-size: 26pt } li { margin-bottom: 6pt }"""
    return libreoffice_pdf(f"<html lang=en-GB><meta charset=utf-8><title>{esc(doc['title'])}</title>"
                           f"<style>{style}</style>{''.join(parts)}")  # fmt: skip


def markdown_arrangements(source: Source) -> bytes:
    """Markdown: meeting table, calendar of the year, glossary."""
    doc = source["doc"]
    lines = [f"# {doc['title']}", "", f"**Version {doc['version']}** | Published 12 December 2024", ""]
    for text in source["intro"]:
        lines += [text, ""]
    lines += ["## Independent scrutiny", "", source["scrutiny"], "", "## Our groups", "",
              "| Group | Chair | Frequency |", "| --- | --- | --- |"]  # fmt: skip
    for group in source["groups"]:
        name, short, chair, meets, *_ = (piece.strip() for piece in group.split("|"))
        lines.append(f"| **{name}**{f' ({short})' if short else ''} | {chair} | {meets} |")
    lines += ["", "## Calendar of the year", "", "| Month | Activity | Responsible |", "|---|---|---|"]
    month = ""
    for a in source["objectives"][0]["a"]:
        lines.append(f"| {a['by'] if a['by'] != month else ''} | {a['t']} | {a['lead']} |")
        month = a["by"]
    lines += ["", "## Glossary", "", "| Abbreviation | Meaning |", "|---|---|"]
    lines += ["| {} | {} |".format(*[piece.strip() for piece in term.split("|")]) for term in source["terms"]]
    return ("\n".join(lines) + "\n").encode()


def columns(cells: list[str], widths: list[int]) -> Iterator[str]:
    """Cells wrapped side by side, three blanks between the columns."""
    pairs = zip(cells, widths, strict=True)
    wrapped = [textwrap.wrap(cell, width, break_on_hyphens=False) or [""] for cell, width in pairs]
    for i in range(max(map(len, wrapped))):
        words = ((w[i] if i < len(w) else "").ljust(width) for w, width in zip(wrapped, widths, strict=True))
        yield "   ".join(words).rstrip()


def wide_columns(source: Source) -> bytes:
    """Plain text, wrapped by hand, tables in columns set off by blanks."""
    doc, widths = source["doc"], [4, 42, 24, 16, 36]
    lines = [doc["pname"].upper(), "", doc["title"], "=" * len(doc["title"]), ""]
    for text in source["intro"]:
        lines += [*textwrap.wrap(text, 92), ""]
    for objective in source["objectives"]:
        heading = f"PRIORITY {objective['n']}: {objective['title']}"
        lines += [heading, "-" * len(heading), "", *textwrap.wrap(objective["text"], 92), ""]
        lines += [*columns(["No.", "What we will do", "Led by", "By when", "How we will know"], widths), ""]
        for a in objective["a"]:
            lines += [*columns([a["n"], a["t"], a["lead"], a["by"], measures(a)[0]], widths), ""]
        lines.append("")
    return "\n".join(lines).encode()


def tab_tables(source: Source) -> bytes:
    """Text as a PDF extractor leaves it: tabs between cells, form feeds, running titles, header rows once a page."""
    doc = source["doc"]
    running = "Westerley Safeguarding Children Board - Business Plan"
    pages = [["", "", doc["title"], "", f"Version {doc['version']} (draft for Board)", "", "Introduction", "",
              *[line for text in source["intro"] for line in (text, "")]]]  # fmt: skip
    for objective in source["objectives"]:
        page = ["", f"Objective {objective['n']}\t{objective['text']}", "",
                "Ref\tAction\tLead\tTimescale\tWhat success will look like"]  # fmt: skip
        page += ["\t".join([a["n"], a["t"], a["lead"], a["by"], measures(a)[0]]) for a in objective["a"]]
        pages.append([*page, ""])
    pages[-1] += ["The sub groups of the Board", "", *[f"• {name}" for name in source["groups"]], ""]
    text = "\f".join("\n".join([running, *page, f"Page {i} of {len(pages)}", ""]) for i, page in enumerate(pages, 1))
    return text.encode()


SAMPLES: dict[str, tuple[str, Callable[[Source], bytes | None]]] = {
    "harrowmere-business-plan-2024-26": ("pdf", ruled_rag_table),
    "lower-wendle-business-plan-2025-27": ("pdf", merged_outcomes),
    "castlebridge-and-penfold-strategy-2024-27": ("pdf", key_values),
    "eastmarch-annual-report-2023-24": ("pdf", yearly_report),
    "ashcombe-vale-strategy-2025-28": ("pdf", prose_with_tails),
    "tarnborough-arrangements-2024-25": ("txt", markdown_arrangements),
    "orrindale-sab-strategic-plan-2024-27": ("txt", wide_columns),
    "westerley-business-plan-2023-26": ("txt", tab_tables),
    "brackley-moor-action-plan-2025-27": ("xlsx", workbook_with_bands),
    "fenholt-sab-tracker-2024-26": ("xlsx", workbook_with_a_sheet_a_priority),
    "saltersgate-action-plan-2025-26": ("ods", ods_with_bands),
    "upper-lodden-sab-plan-2025-27": ("ods", ods_with_merged_priorities),
    "pennard-vale-actions-2025-26": ("csv", csv_with_bands),
    "tillbrook-sab-actions-2024-25": ("csv", csv_with_a_column_of_priorities),
    "elderfold-strategy-2025-28": ("pptx", slides_with_tables),
    "marshwick-sab-priorities-2025-26": ("pptx", slides_with_bullets),
    "thrushmoor-sab-strategy-2025-28": ("html", council_page),
    "ossenby-scp-business-plan-2025-27": ("html", accordion),
    "kestrel-fen-business-plan-2025-27": ("docx", word_table_with_bands),
    "saltbeck-business-plan-2025-26": ("docx", word_label_tables),
    "marlowe-downs-strategic-plan-2024-27": ("odt", odt_merged_priorities),
    "thorncombe-strategy-2025-28": ("odt", odt_bullets_with_tails),
}


def main() -> int:
    """Writes (or with --check compares) every sample; returns the process's exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="write nothing, fail on a difference")
    parser.add_argument("names", nargs="*", help="only these samples")
    options = parser.parse_args()
    stale = []
    for name, (suffix, style) in SAMPLES.items():
        if options.names and name not in options.names:
            continue
        source = load(SOURCES / f"{name}.yaml")
        answer = json.dumps(gold(source, f"{name}.{suffix}"), ensure_ascii=False, indent=1) + "\n"
        target, gold_file = RAW / f"{name}.{suffix}", GOLD / f"{name}.json"
        if options.check:
            if not gold_file.exists() or gold_file.read_text(encoding="utf-8") != answer:
                stale.append(gold_file)
            if suffix in ("txt", "html") and (not target.exists() or target.read_bytes() != style(source)):
                stale.append(target)
            if not target.exists():
                stale.append(target)
            continue
        gold_file.write_text(answer, encoding="utf-8")
        made = style(source)
        if made is None:
            print(f"{target.name}: producer not installed, left as it is")
        else:
            target.write_bytes(made)
            print(f"{target.name}: {len(made):,} bytes")
    for path in stale:
        print(f"{path.relative_to(ROOT)}: not what its source gives; run samples/make_samples.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
