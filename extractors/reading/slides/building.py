"""What stands on slides as blocks, a line for each paragraph, each told by its slide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pptx.table import Table, _Cell
from pptx.text.text import TextFrame, _Paragraph

from safeplans.extractors.base.document import Block, BlockKind, Cell, Para, Place, Row
from safeplans.extractors.lexicon.forms import heading_form
from safeplans.extractors.lexicon.statements import statement_of
from safeplans.extractors.reading.markers import split_marker
from safeplans.extractors.reading.safe_xml import Element
from safeplans.extractors.reading.slides.bullets import Numbering
from safeplans.extractors.reading.slides.tables import cell_fill, with_headers
from safeplans.extractors.reading.taming import MOST_CELLS, tame_letters, tame_words

_BREAK = re.compile(r"[\v\n\r]+")
_SENTENCE_END = re.compile(r"[.;,!]['\"’”)]*$")
_GOES_ON = re.compile(
    r"\s*[-–—:,(]*\s*\b(?:continued|contd?|cont['’]d)\b\.?\s*\)?\s*$|\s*\(\s*\d{1,2}\s*(?:of|/)\s*\d{1,2}\s*\)\s*$",
    re.IGNORECASE,
)
_HEADING_WORDS = 14  # words of a bold line that heads what stands below it
_MOST_ROWS = 2000  # of a table on a slide


class SlideBuilder:
    """Collects blocks, lines and spots, slide by slide."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.lines: list[str] = []
        self.spots: list[str] = []
        self.number = 0
        self.titled = False
        self.last_title = ""
        self.theme: Mapping[str, str] = {}

    def begin(self, number: int, theme: Mapping[str, str]) -> None:
        self.number, self.theme = number, theme

    def _placed(self, text: str) -> Place:
        self.lines.append(text)
        self.spots.append(f"slide {self.number}")
        return Place(self.number, len(self.lines), len(self.lines))

    def _paras(self, frame: TextFrame, styles: Sequence[Element]) -> Iterator[tuple[Para, int]]:
        """Paragraphs with text and their level from 1."""
        numbering = Numbering(styles)
        for paragraph in frame.paragraphs:
            text = _text(paragraph)
            if not text:
                continue
            marker = numbering.marker(paragraph._p, paragraph.level)
            yield self._para(text, marker, _is_bold(paragraph)), paragraph.level + 1

    def _para(self, text: str, marker: str | None, bold: bool) -> Para:
        place = self._placed(f"{marker} {text}" if marker else text)
        if marker is None:
            marker, text = split_marker(text)
        return Para(text, place, marker, bold)

    def box(self, frame: TextFrame, styles: Sequence[Element], *, title: bool, furniture: str | None) -> None:
        """A box of text. title: of its slide. furniture: the reason why it is set aside, if it is."""
        found = list(self._paras(frame, styles))
        if not found:
            return
        if furniture is not None:
            paras = tuple(para for para, _ in found)
            place = Place.span(p.place for p in paras)
            self.blocks.append(Block(BlockKind.FURNITURE, paras, place, reason=furniture))
            return
        if title:
            paras = tuple(para for para, _ in found)
            place = Place.span(p.place for p in paras)
            words = " ".join(" ".join(filter(None, (p.marker, p.text))) for p in paras)
            if self._goes_on(words):
                self.blocks.append(Block(BlockKind.FURNITURE, paras, place, reason="repeated_header"))
                return
            level = 2 if self.titled else 1
            self.titled = True
            self.blocks.append(Block(BlockKind.HEADING, (Para(words, place, bold=True),), place, level=level))
            return
        for para, level in found:
            if _heads(para):
                whole = Para(" ".join(filter(None, (para.marker, para.text))), para.place, bold=para.bold)
                self.blocks.append(Block(BlockKind.HEADING, (whole,), para.place, level=3, confidence=0.8))
            elif para.marker is not None:
                self.blocks.append(Block(BlockKind.LIST_ITEM, (para,), para.place, level=level))
            else:
                self.blocks.append(Block(BlockKind.PARAGRAPH, (para,), para.place))

    def _goes_on(self, title: str) -> bool:
        """Whether a title is that of the slide before, perhaps with «continued» or «(2 of 3)»: it goes on."""
        words = heading_form(_GOES_ON.sub("", title))
        again, self.last_title = bool(words) and words == self.last_title, words
        return again

    def diagram(self, lines: Iterable[tuple[str, int]]) -> None:
        """The words of a diagram's boxes, as a list with levels."""
        for text, level in lines:
            para = self._para(text, None, False)
            marked = para if para.marker is not None else Para(para.text, para.place, "•")
            self.blocks.append(Block(BlockKind.LIST_ITEM, (marked,), para.place, level=level))

    def table(self, table: Table) -> None:
        grid = [tr.tc_lst for tr in table._tbl.tr_lst[:_MOST_ROWS]]
        rows: list[Row] = []
        printed: dict[tuple[int, int], tuple[int, tuple[Para, ...]]] = {}
        width = min(len(table.columns), MOST_CELLS)
        above: list[tuple[int, int]] = []  # where what stands in each column of the row above began
        for at, line in enumerate(grid):
            cells: list[Cell] = []
            begun: list[tuple[int, int]] = []
            for column, told in enumerate(line[:width]):
                fill = cell_fill(told, self.theme)
                if told.hMerge or told.vMerge:
                    beside = begun[-1:] if told.hMerge else above[column : column + 1]
                    origin = beside[0] if beside else (at, column)
                    begun.append(origin)
                    if origin[1] == column and origin in printed and printed[origin][0] < len(rows):
                        row, paras = printed[origin]
                        first = grid[origin[0]][column]
                        across = min(first.gridSpan, width - column)
                        cells.append(Cell(paras, column, across, row, cell_fill(first, self.theme)))
                    continue
                begun.append((at, column))
                paras = tuple(para for para, _ in self._paras(_Cell(told, table).text_frame, ()))
                across = max(min(told.gridSpan, width - column), 1)
                if across > 1 or told.rowSpan > 1:
                    printed[at, column] = (len(rows), paras)
                cells.append(Cell(paras, column, across, fill=fill))
            above = begun
            own = [p.place for c in cells if c.rowspan_from is None for p in c.paras]
            if own:
                rows.append(Row(tuple(cells), Place.span(own)))
        if rows:
            place = Place.span(r.place for r in rows)
            made = with_headers(rows, width, told=bool(table.first_row))
            self.blocks.append(Block(BlockKind.TABLE, (), place, rows=made, columns=width, confidence=0.95))


def _text(paragraph: _Paragraph) -> str:
    text, _ = tame_words(tame_letters(" ".join(_BREAK.sub(" ", paragraph.text).split())))
    return text


def _is_bold(paragraph: _Paragraph) -> bool:
    runs = [r for r in paragraph.runs if r.text.strip()]
    return bool(runs) and all(r.font.bold for r in runs)


def _heads(para: Para) -> bool:
    """A line that heads what stands below it: a numbered statement, or a short bold one."""
    words = " ".join(filter(None, (para.marker, para.text)))
    statement = statement_of(words)
    if statement is not None and statement.number and (para.bold or len(words.split()) <= 60):
        return True
    short = len(words.split()) <= _HEADING_WORDS and _SENTENCE_END.search(words) is None
    return para.bold and short and (para.marker is None or para.marker[:1].isalnum())
