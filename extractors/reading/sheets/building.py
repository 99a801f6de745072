"""Sheets to a `Document`: blocks in reading order, a line for each paragraph of a cell, and where each line stands."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from safeplans.extractors.base.document import Block, BlockKind, Cell, Document, Para, Place, ReadingProblem, Row
from safeplans.extractors.lexicon.forms import heading_form
from safeplans.extractors.lexicon.labels import label_of
from safeplans.extractors.lexicon.statements import statement_of
from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.furniture_text import contents_set_aside
from safeplans.extractors.reading.left_out import hidden_within
from safeplans.extractors.reading.markers import Marked, inner_items, is_number, split_marker
from safeplans.extractors.reading.sheets.grid import EMPTY, Sheet, SheetCell, column_letters
from safeplans.extractors.reading.sheets.regions import Region, Seen, is_section, regions
from safeplans.extractors.reading.taming import MOST_CELLS, tame_letters, tame_words

_GENERIC = re.compile(r"(?:work)?sheet\s*\d*|table\s*\d*|tab\s*\d*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;,!]['\"’”)]*$")
_TITLE_WORDS = 14  # words of a heading that only its place makes one
_SET_WORDS = 30  # words of one that is set as a heading
_RUNNING_WORDS = 15  # words from which a cell is running text
_LARGE = 13.0  # points; letters of cells are 10 to 12


def sheets_document(
    media_type: str,
    sheets: Sequence[Sheet],
    info: dict[str, str],
    problems: Iterable[ReadingProblem],
    lines: Sequence[str] = (),
) -> Document:
    """The document of some sheets that are seen. lines: of the file, where these say where something stands.

    Raises ReadingError (`empty`) when there is no text on them.
    """
    builder = _Builder(lines)
    found = list(problems)
    for sheet in sheets:
        found += builder.sheet(sheet)
    builder.blocks = contents_set_aside(builder.blocks, builder.lines)
    if not builder.blocks:
        raise ReadingError("empty", _empty_message(found))
    return Document(
        media_type,
        tuple(builder.blocks),
        tuple(builder.lines),
        info=info,
        problems=tuple(found),
        structured=True,
        spots=tuple(builder.spots),
    )


def _empty_message(problems: Sequence[ReadingProblem]) -> str:
    told = " ".join(p.message for p in problems if p.code in ("hidden_parts", "formula_without_value"))
    return f"There is no text in it that is shown. {told or 'Fetch it again from the publisher.'}".strip()


class _Builder:
    def __init__(self, lines: Sequence[str]) -> None:
        self.blocks: list[Block] = []
        self.lines = list(lines)
        self.spots: list[str] = []
        self.numbered = bool(lines)  # the lines are the file's own
        self.titled = False

    def sheet(self, sheet: Sheet) -> list[ReadingProblem]:
        seen = Seen(sheet)
        if seen.rows:
            found = regions(seen)
            self._name(sheet, seen, found)
            lines = [seen.cell(r.rows[0], r.columns[0]) for r in found if not r.is_table]
            bare = not any(_is_set_apart(cell) for cell in lines)
            for index, region in enumerate(found):
                if region.is_table:
                    self._table(seen, region)
                else:
                    following = found[index + 1] if index + 1 < len(found) else None
                    self._line(seen, region, heads=_heads(seen, following, bare=bare), first=index == 0)
        hidden = sorted(sheet.hidden_columns)
        return hidden_within(sheet.name, sorted(sheet.hidden_rows), [column_letters(c) for c in hidden])

    def _name(self, sheet: Sheet, seen: Seen, found: Sequence[Region]) -> None:
        """A sheet's name is its heading, unless it says nothing or is printed below."""
        if not sheet.name or _GENERIC.fullmatch(sheet.name.strip()):
            return
        name = " ".join(sheet.name.split())
        above = itertools.takewhile(lambda region: not region.is_table, found)
        printed = " ".join(seen.cell(r.rows[0], r.columns[0]).text for r in above)
        place = self._placed(name, sheet.name, None)
        para = Para(name, place, bold=True)
        if f" {heading_form(name)} " in f" {heading_form(printed)} ":
            self.blocks.append(Block(BlockKind.FURNITURE, (para,), place, reason="sheet_name"))
        else:
            self.blocks.append(Block(BlockKind.HEADING, (para,), place, level=2, confidence=0.9))

    def _placed(self, text: str, spot: str, printed: tuple[int, int] | None) -> Place:
        if self.numbered:
            start, end = printed or (1, 1)
            return Place(None, start, end)
        self.lines.append(text)
        self.spots.append(spot)
        return Place(None, len(self.lines), len(self.lines))

    def paras(self, cell: SheetCell, spot: str) -> tuple[Para, ...]:
        made: list[Para] = []
        for line in cell.lines:
            text, _ = tame_words(tame_letters(line))
            place = self._placed(text, spot, cell.place)
            made += [Para(m.text, place, m.marker, cell.bold) for m in _items(text)]
        return tuple(made)

    def _spot(self, seen: Seen, row: int, column: int) -> str:
        return f"{seen.sheet.name}!{column_letters(column)}{row}"

    def _line(self, seen: Seen, region: Region, *, heads: bool, first: bool) -> None:
        """A single cell: a heading, a list item or a paragraph for each of its lines.

        heads: a table comes next, or running text on a sheet without looks. first: it is the first on its sheet.
        """
        row, column = region.rows[0], region.columns[0]
        cell = seen.cell(row, column)
        wide = seen.width(row) > 1
        for index, line in enumerate(cell.lines):
            text, _ = tame_words(tame_letters(line))
            place = self._placed(text, self._spot(seen, row, column), cell.place)
            if index == 0 and _is_heading(text, cell, wide=wide, heads=heads, first=first, alone=len(cell.lines) == 1):
                level = 1 if first and not self.titled else 2 if first else 3
                self.titled = self.titled or level == 1
                self.blocks.append(
                    Block(BlockKind.HEADING, (Para(text, place, bold=cell.bold),), place, level, confidence=0.8)
                )
                continue
            marked = split_marker(text)
            kind = BlockKind.LIST_ITEM if marked.marker is not None else BlockKind.PARAGRAPH
            para = Para(marked.text, place, marked.marker, cell.bold)
            self.blocks.append(Block(kind, (para,), place, level=1 if kind is BlockKind.LIST_ITEM else 0))

    def _table(self, seen: Seen, region: Region) -> None:
        columns = region.columns[:MOST_CELLS]
        grid = {column: index for index, column in enumerate(columns)}
        numbers: dict[int, int] = {}  # row of the sheet to row of the table
        printed: dict[tuple[int, int], tuple[Para, ...]] = {}
        rows: list[Row] = []
        for row in region.rows:
            is_header = row in region.headers
            numbers[row] = len(rows)
            start = len(self.lines)
            if is_section(seen, region, row):
                column = seen.columns[row][0]
                cell = seen.cell(row, column)
                paras = self.paras(cell, self._spot(seen, row, column))
                made = [Cell(paras, 0, len(columns), fill=cell.fill)]
            else:
                made = self._cells(seen, row, grid, numbers, printed, is_header=is_header)
            own = [p.place for c in made if c.rowspan_from is None for p in c.paras]
            if not own:
                del numbers[row]
                del self.lines[start:], self.spots[start:]
                continue
            rows.append(Row(tuple(made), Place.span(own), is_header))
        if rows:
            place = Place.span(r.place for r in rows)
            self.blocks.append(
                Block(BlockKind.TABLE, (), place, rows=tuple(rows), columns=len(columns), confidence=0.95)
            )
        for row in region.repeated:
            places = [
                self.paras(c, self._spot(seen, row, k)) for k, c in zip(seen.columns[row], seen.own(row), strict=True)
            ]
            paras = tuple(p for some in places for p in some)
            if paras:
                place = Place.span(p.place for p in paras)
                self.blocks.append(Block(BlockKind.FURNITURE, paras, place, reason="repeated_header"))

    def _cells(
        self,
        seen: Seen,
        row: int,
        grid: dict[int, int],
        numbers: dict[int, int],
        printed: dict[tuple[int, int], tuple[Para, ...]],
        *,
        is_header: bool,
    ) -> list[Cell]:
        """The cells of a row. printed: what the first cells of merged areas hold, for the rows that these go on to."""
        made: list[Cell] = []
        until = -1
        for column, index in grid.items():
            if column <= until:
                continue
            cell, merge = seen.cell(row, column), seen.merge(row, column)
            if merge is None:
                paras = self.paras(cell, self._spot(seen, row, column))
                made.append(Cell(paras, index, fill=cell.fill, header=is_header))
                continue
            until = merge.right
            colspan = max(sum(merge.left <= c <= merge.right for c in grid), 1)
            anchor = (merge.top, merge.left)
            first = seen.cells.get(anchor, EMPTY)
            if row == merge.top or merge.top not in numbers:
                shown = first if row == merge.top else EMPTY
                paras = self.paras(shown, self._spot(seen, *anchor))
                printed[anchor] = paras
                made.append(Cell(paras, index, colspan, fill=first.fill, header=is_header))
            else:
                paras = printed.get(anchor, ())
                made.append(Cell(paras, index, colspan, numbers[merge.top], first.fill, is_header))
        return made


def _items(text: str) -> list[Marked]:
    return [Marked(None, text)] if is_number(text) else inner_items(text)


def _is_set_apart(cell: SheetCell) -> bool:
    return cell.bold or (cell.size or 0.0) >= _LARGE or cell.fill is not None


def _heads(seen: Seen, following: Region | None, *, bare: bool) -> bool:
    """Whether what comes next on the sheet may have a heading over it. bare: no line of the sheet is set as one."""
    if following is None or following.is_table:
        return following is not None
    text = seen.cell(following.rows[0], following.columns[0]).text
    return bare and (len(text.split()) >= _RUNNING_WORDS or split_marker(text).marker is not None)


def _is_heading(text: str, cell: SheetCell, *, wide: bool, heads: bool, first: bool, alone: bool) -> bool:
    """Whether a single cell is a heading by its words, by how it is set, or by its place over a table."""
    words = len(text.split())
    statement = statement_of(text)
    if statement is not None and statement.number and words <= 60:
        return True
    if not re.search(r"[A-Za-z]", text) or _SENTENCE_END.search(text):
        return False
    if _is_set_apart(cell) and words <= _SET_WORDS:
        return split_marker(text).marker is None or cell.bold
    if label_of(text) is not None or not first and ":" in text.rstrip(":") or not alone:
        return False
    return words <= _TITLE_WORDS and (heads or first or wide) and not text[:1].islower()
