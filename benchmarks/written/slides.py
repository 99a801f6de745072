"""Slides: a plan as people lay it out in a presentation, and what LibreOffice saves of it."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from written.programs import office
from written.source import Cell, Part, Source
from written.writers import writer

_TITLE, _CONTENT, _TITLE_ONLY = 0, 1, 5  # layouts of python-pptx's own template
_LINES, _WORDS = 9, 110  # of a slide's box
_ROWS, _LETTERS = 7, 1100  # of a slide's table
_BULLET = re.compile(r"[•●▪–]\s+")


class Deck:
    """A presentation that is being written: the two highest headings begin slides, what is too much for one goes on."""

    def __init__(self, source: Source) -> None:
        self.file = Presentation()
        self.levels = sorted({p.level for p in source.parts if p.kind == "heading"})[:2]
        self.title, self.slide, self.frame = "", None, None  # type: tuple[str, Any, Any]
        self.lines = self.words = 0
        self.shown = True  # whether the title stands on a slide

    def part(self, part: Part) -> None:
        if part.kind == "heading" and part.level in self.levels:
            self._alone()
            first = not len(self.file.slides) and part.level == self.levels[0]
            self.title, self.slide, self.shown = part.text, None, False
            if first:
                self._begin(_TITLE)
        elif part.kind == "table":
            self._table(part.rows)
        else:
            self._line(part.text, bold=part.bold or part.kind == "heading")

    def _alone(self) -> None:
        """A heading that has nothing of its own is a slide of its own."""
        if not self.shown:
            self._begin(_TITLE_ONLY)

    def _begin(self, layout: int) -> None:
        self.slide = self.file.slides.add_slide(self.file.slide_layouts[layout])
        if self.title:
            self.slide.shapes.title.text = self.title
        self.frame, self.lines, self.words, self.shown = None, 0, 0, True

    def _line(self, text: str, *, bold: bool) -> None:
        words = len(text.split())
        if self.slide is None or self.lines >= _LINES or self.lines and self.words + words > _WORDS:
            self._begin(_CONTENT)
        if self.frame is None:
            boxes = [p for p in self.slide.placeholders if p.placeholder_format.idx == 1]
            box = boxes[0] if boxes else self.slide.shapes.add_textbox(Inches(1), Inches(6.5), Inches(8), Inches(0.5))
            self.frame = box.text_frame
        paragraph = self.frame.paragraphs[0] if self.lines == 0 else self.frame.add_paragraph()
        marker = _BULLET.match(text)
        run = paragraph.add_run()
        run.text = text[marker.end() :] if marker else text
        if bold:
            run.font.bold = True
        if not marker:
            paragraph._p.get_or_add_pPr().insert(0, paragraph._p.makeelement(qn("a:buNone"), {}))
        self.lines, self.words = self.lines + 1, self.words + words

    def _table(self, rows: Sequence[Sequence[Cell]]) -> None:
        head = [row for row in rows[:1] if all(c.header for c in row)]
        for some in _divided(rows[len(head) :]):
            if self.slide is None or not 0 < self.lines <= 3 or any(s.has_table for s in self.slide.shapes):
                self._begin(_TITLE_ONLY)
            self._grid([*head, *some], bool(head))
        if not rows[len(head) :]:
            self._begin(_TITLE_ONLY)
            self._grid(head, bool(head))
        self.slide = None

    def _grid(self, rows: Sequence[Sequence[Cell]], headed: bool) -> None:
        columns = max(sum(c.columns for c in row) for row in rows)
        top = Inches(1.6 + 0.4 * self.lines)
        width = Emu(self.file.slide_width) - Inches(1)
        table = self.slide.shapes.add_table(len(rows), columns, Inches(0.5), top, width, Inches(0.4)).table
        table.first_row = headed
        taken: set[tuple[int, int]] = set()
        for at, cells in enumerate(rows):
            column = 0
            for cell in cells:
                while (at, column) in taken:
                    column += 1
                if column >= columns:
                    break
                down, across = min(cell.rows, len(rows) - at), min(cell.columns, columns - column)
                taken |= {(at + r, column + c) for r in range(down) for c in range(across)}
                _fill(table, at, column, cell, down, across)
                column += across

    def done(self) -> bytes:
        self._alone()
        out = io.BytesIO()
        self.file.save(out)
        return out.getvalue()


def _divided(rows: Sequence[Sequence[Cell]]) -> list[list[Sequence[Cell]]]:
    """Rows by slides; those that a merged cell holds together stay on one."""
    parts: list[list[Sequence[Cell]]] = []
    letters, until = 0, 0
    for at, row in enumerate(rows):
        own = sum(len(c.text) for c in row)
        full = not parts or len(parts[-1]) >= _ROWS or letters + own > _LETTERS
        if full and at >= until:
            parts.append([])
            letters = 0
        parts[-1].append(row)
        letters += own
        until = max(until, *(at + c.rows for c in row))
    return parts


def _fill(table: Any, row: int, column: int, cell: Cell, down: int, across: int) -> None:
    made = table.cell(row, column)
    if down > 1 or across > 1:
        made.merge(table.cell(row + down - 1, column + across - 1))
    frame = made.text_frame
    for index, text in enumerate(cell.text.split("\n")):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text, run.font.size = text, Pt(10)
        if cell.bold or cell.header:
            run.font.bold = True
    if cell.fill and not cell.header:
        made.fill.solid()
        made.fill.fore_color.rgb = RGBColor.from_string(cell.fill[1:].upper())


@writer("pptx", "pptx")
def pptx(pages: Sequence[str]) -> list[bytes]:
    """Slides by python-pptx, with bullets of the master and tables divided over slides."""
    return [_deck(page) for page in pages]


@writer("pptx by LibreOffice", "pptx", foreign=True)
def pptx_by_libreoffice(pages: Sequence[str]) -> list[bytes]:
    """Impress's PowerPoint file of its own presentation of these slides."""
    return office([_deck(page) for page in pages], "pptx", "odp", "pptx")


def _deck(page: str) -> bytes:
    source = Source(page)
    deck = Deck(source)
    for part in source.parts:
        deck.part(part)
    return deck.done()
