"""Invented plans and annual reports of many partnerships, as PDFs with ruled tables; same seed, same files.

The partnerships are those of the register, so that regions are known; not a word of what they plan here is theirs, and
each page says so.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from safeplans.extractors.about.register import load_register

WORDS = Path(__file__).with_name("report_words.toml")
YEAR = 2024
_PRIORITIES = 5
_PLANNED = 14
_REPORTED = 12  # of each priority's actions; the rest the report does not mention

_TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=20, leading=26, spaceAfter=8)
_HEADING = ParagraphStyle("heading", fontName="Helvetica-Bold", fontSize=13, leading=17, spaceBefore=12, spaceAfter=6)
_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=6)
_CELL = ParagraphStyle("cell", fontName="Helvetica", fontSize=9, leading=11)
_HEADER = ParagraphStyle("header", parent=_CELL, fontName="Helvetica-Bold", textColor=colors.white)
_GRID = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.grey),
        ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#1d4d6b")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
)


@dataclass(frozen=True, slots=True)
class _Action:
    number: str
    text: str
    lead: str
    date: str
    measure: str
    progress: str
    rag: str


def documents(partnerships: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of a plan for 2024-25 and an annual report on it of each of so many partnerships."""
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    known = sorted(load_register(), key=lambda entry: (entry.kind != "children", entry.partnership_id))
    for entry in known[:partnerships]:
        chance = random.Random(f"{seed}:{entry.partnership_id}")
        planned = _planned(words, chance)
        yield f"{entry.partnership_id}-plan-{YEAR}.pdf", _plan(entry.name, planned)
        yield f"{entry.partnership_id}-report-{YEAR}.pdf", _report(entry.name, planned, chance)


def _planned(words: dict[str, Any], chance: random.Random) -> dict[str, list[_Action]]:
    """The actions of each priority, by the priority's own words."""

    def said(text: str) -> str:
        return text.format(
            year=YEAR, next=YEAR + 1, short=(YEAR + 1) % 100,
            **{name: chance.choice(words[name]) for name in ("children", "harm", "staff", "count")},
        )  # fmt: skip

    plan: dict[str, list[_Action]] = {}
    for number, priority in enumerate(chance.sample(words["priorities"], _PRIORITIES), 1):
        texts: dict[str, None] = {}
        while len(texts) < _PLANNED:
            texts[said(chance.choice(words["actions"]))] = None
        plan[said(priority)] = [
            _Action(
                f"{number}.{place}", text, chance.choice(words["leads"]), said(chance.choice(words["dates"])),
                said(chance.choice(words["measures"])).capitalize(), said(progress), rag,
            )
            for place, text in enumerate(texts, 1)
            for progress, rag in (chance.choice(words["progress"]),)
        ]  # fmt: skip
    return plan


def _plan(name: str, planned: dict[str, list[_Action]]) -> bytes:
    story = _opening(f"{name} Business Plan {YEAR}-{(YEAR + 1) % 100}", f"April {YEAR}")
    header = ("No", "What we will do", "Lead", "By when", "How we will know")
    for number, (priority, actions) in enumerate(planned.items(), 1):
        story.append(Paragraph(f"Priority {number}: {priority}", _HEADING))
        rows = [(each.number, each.text, each.lead, each.date, each.measure) for each in actions]
        story.append(_table(header, rows, (35, 290, 140, 105, 190)))
    return _pdf(story)


def _report(name: str, planned: dict[str, list[_Action]], chance: random.Random) -> bytes:
    story = _opening(f"{name} Annual Report {YEAR}-{(YEAR + 1) % 100}", f"September {YEAR + 1}")
    header = ("No", "Action", "Lead", "Progress", "RAG")
    for number, (priority, actions) in enumerate(planned.items(), 1):
        story.append(Paragraph(f"Priority {number}: {priority}", _HEADING))
        told = sorted(chance.sample(actions, _REPORTED), key=actions.index)
        rows = [(each.number, each.text, each.lead, each.progress, each.rag) for each in told]
        story.append(_table(header, rows, (35, 310, 140, 215, 60)))
    return _pdf(story)


def _opening(title: str, published: str) -> list[Flowable]:
    return [
        Paragraph(title, _TITLE),
        Paragraph(
            f"Published {published}. This text was invented to measure software; nobody plans or did this.", _BODY
        ),
        Spacer(1, 6),
    ]


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Table:
    cells = [[Paragraph(text, _HEADER) for text in header]]
    cells += [[Paragraph(text, _CELL) for text in row] for row in rows]
    return Table(cells, colWidths=widths, repeatRows=1, style=_GRID)


def _pdf(story: list[Flowable]) -> bytes:
    held = BytesIO()
    SimpleDocTemplate(
        held, pagesize=landscape(A4), leftMargin=40, rightMargin=40, topMargin=40, bottomMargin=40, invariant=1
    ).build(story, onFirstPage=_foot, onLaterPages=_foot)
    return held.getvalue()


def _foot(canvas: Canvas, page: SimpleDocTemplate) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(40, 22, "Invented text, made by benchmarks/report.py")
    canvas.drawRightString(landscape(A4)[0] - 40, 22, f"Page {page.page}")
