"""Raw blocks to the `Document`'s blocks: lines numbered, wraps undone, places filled in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from safeplans.extractors.base.document import BBox, Block, BlockKind, Cell, Para, Place, Row
from safeplans.extractors.base.printed import PrintedLines
from safeplans.extractors.reading.pdf.content import PageContent
from safeplans.extractors.reading.pdf.flow import RawBlock
from safeplans.extractors.reading.pdf.geometry import union
from safeplans.extractors.reading.pdf.joining import origins
from safeplans.extractors.reading.pdf.lines import Line
from safeplans.extractors.reading.pdf.paragraphs import RawPara, cell_paragraphs
from safeplans.extractors.reading.pdf.raw import RawCell, RawRow, RawTable
from safeplans.extractors.reading.pdf.repair import KnownWords, clean, join_lines
from safeplans.extractors.reading.pdf.scans import letters_confidence
from safeplans.extractors.reading.pdf.word_boxes import word_boxes

_USUAL_PITCH = 1.2


@dataclass(slots=True)
class Assembler:
    """Collects `lines` (the document's text by printed line), `printed` (where their words stand) and `blocks`.

    turned: empty contents of the pages (by number) that were turned for reading, to turn boxes back.
    """

    known: KnownWords
    turned: dict[int, PageContent] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    printed: PrintedLines = field(default_factory=PrintedLines)

    def add(self, raw: RawBlock) -> None:
        """Number the block's lines and add it."""
        if raw.table is not None:
            if len(raw.table.rows) == 1 and len(raw.table.rows[0].filled) == 1:
                self._add_lone_cell(raw.table)
            else:
                self.blocks.append(self._table(raw))
            return
        if raw.para is None:
            return
        sure = round(raw.confidence * letters_confidence(raw.para.lines), 3)
        para = self._para(raw.para)
        if not para.text and raw.kind is not BlockKind.FURNITURE:
            raw.kind, raw.reason = BlockKind.FURNITURE, "empty"
        self.blocks.append(Block(raw.kind, (para,), para.place, level=raw.level, reason=raw.reason, confidence=sure))

    def _add_lone_cell(self, table: RawTable) -> None:
        """The text of a grid with a single filled cell, which is no table, as paragraphs."""
        cell = table.rows[0].filled[0]
        x0, x1, pad = _limits(cell, _text_edges(table))
        for raw in cell_paragraphs(cell.lines, x0, x1, pad, _pitch(table)):
            para = self._para(raw)
            kind = BlockKind.LIST_ITEM if para.marker is not None else BlockKind.PARAGRAPH
            self.blocks.append(Block(kind, (para,), para.place, level=int(para.marker is not None), confidence=0.6))

    def _number(self, line: Line) -> None:
        text = clean(line.text)
        self.lines.append(text)
        line.number = len(self.lines)
        boxes = word_boxes(line, text)
        if line.page in self.turned:
            boxes = [self._seen(line.page, box) for box in boxes]
        self.printed.add(line.page, boxes)

    def _para(self, raw: RawPara) -> Para:
        for line in raw.lines:
            self._number(line)
        marker = raw.marker.text if raw.marker is not None else None
        if marker is not None and ("\ue000" <= marker <= "\uf8ff" or marker == "\ufffd"):
            marker = "•"
        return Para(join_lines(raw.texts, self.known), self._place(raw.lines), marker, raw.bold)

    def _table(self, raw: RawBlock) -> Block:
        table = raw.table
        assert table is not None
        pitch, edges = _pitch(table), _text_edges(table)
        merged = origins(table)
        printed: dict[int, tuple[Para, ...]] = {}
        rows: list[Row] = []
        first_line = len(self.lines) + 1
        for row in table.rows:
            start = len(self.lines) + 1
            cells: list[Cell] = []
            for cell in row.cells:
                origin = merged.get(id(cell))
                if origin is not None:
                    paras, fill = printed.get(id(origin[1]), ()), origin[1].fill or cell.fill
                    cells.append(Cell(paras, cell.column, cell.colspan, origin[0], fill, cell.header))
                    continue
                x0, x1, pad = _limits(cell, edges)
                paras = tuple(self._para(p) for p in cell_paragraphs(cell.lines, x0, x1, pad, pitch))
                paras = tuple(p for p in paras if p.text or p.marker)
                printed[id(cell)] = paras
                cells.append(Cell(paras, cell.column, cell.colspan, None, cell.fill, cell.header))
            rows.append(Row(tuple(cells), self._row_place(row, start), row.header))
        end = max(len(self.lines), 1)
        place = Place(table.page, min(first_line, end), end, self._seen(table.page, table.box))
        return Block(
            BlockKind.TABLE,
            (),
            place,
            rows=tuple(rows),
            columns=table.width,
            reason=raw.reason,
            confidence=round(table.confidence * letters_confidence(_all_lines(table)), 3),
        )

    def _place(self, lines: Sequence[Line]) -> Place:
        page = lines[0].page
        box = self._seen(page, union(line.bbox for line in lines if line.page == page))
        return Place(page, min(line.number for line in lines), max(line.number for line in lines), box)

    def _seen(self, page: int, box: BBox) -> BBox:
        return self.turned[page].as_seen(box) if page in self.turned else box

    def _row_place(self, row: RawRow, start: int) -> Place:
        end = max(len(self.lines), 1)
        return Place(row.page, min(start, end), end, self._seen(row.page, row.box))


def _all_lines(table: RawTable) -> list[Line]:
    return [line for row in table.rows for cell in row.cells for line in cell.lines]


def _pitch(table: RawTable) -> float:
    """Usual distance of baselines within its cells, in font sizes."""
    gaps: Counter[float] = Counter()
    for row in table.rows:
        for cell in row.cells:
            for before, line in zip(cell.lines, cell.lines[1:], strict=False):
                ratio = (line.baseline - before.baseline) / max(line.size, 1.0)
                if before.page == line.page and 0.8 < ratio < 2.2:
                    gaps[round(ratio, 1)] += 1
    if not gaps:
        return _USUAL_PITCH
    most = max(gaps.values())
    return min(ratio for ratio, n in gaps.items() if n >= 0.35 * most)


def _text_edges(table: RawTable) -> list[tuple[float, float]]:
    """For each column the least distance of its text from its left border, and how far right its text reaches."""
    edges = []
    for column in range(table.width):
        pads, ends = [], []
        for row in table.rows:
            for cell in row.cells:
                if cell.column == column and cell.colspan == 1:
                    for line in cell.lines:
                        if line.words[0].upright:
                            pads.append(line.x0 - cell.box[0])
                            ends.append(line.x1 - cell.box[0])
        pad = min(max(min(pads), 0.0), 14.0) if pads else 4.0
        edges.append((pad, max(ends) if ends else 0.0))
    if table.method in ("rules", "aligned"):
        return edges
    usual = median(pad for pad, _ in edges) if edges else 4.0
    return [(pad if pad < 14 else usual, 0.0) for pad, _ in edges]


def _limits(cell: RawCell, edges: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    pad, reach = edges[cell.column] if cell.column < len(edges) else (4.0, 0.0)
    x0, x1 = cell.box[0], cell.box[2]
    if reach and cell.colspan == 1:
        x1 = min(x1, x0 + reach + pad)
    return x0, x1, pad
