"""All tables of one page, and the boxes that only look like one: finders propose grids, the best set is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from safeplans.extractors.base.document import BBox, RejectedGrid
from safeplans.extractors.reading.pdf.content import PageContent, Word
from safeplans.extractors.reading.pdf.edges import Edge, Grid, find_edges, is_backdrop, touching
from safeplans.extractors.reading.pdf.raw import RawTable
from safeplans.extractors.reading.pdf.tables.aligned import aligned_tables
from safeplans.extractors.reading.pdf.tables.banded import banded_tables, edge_groups, lines_along
from safeplans.extractors.reading.pdf.tables.choosing import ENOUGH, SURE, Proposal, boxes_overlap, choose
from safeplans.extractors.reading.pdf.tables.columns_within import part_columns, without_padding
from safeplans.extractors.reading.pdf.tables.frames import frames, in_frame, is_layout, rounded, within, within_any
from safeplans.extractors.reading.pdf.tables.headed import add_header_above, add_rows_below, join_headers, only_header
from safeplans.extractors.reading.pdf.tables.lattice import grid_borders, lattice_table
from safeplans.extractors.reading.pdf.tables.rejected import rejected_grids
from safeplans.extractors.reading.pdf.tables.rows_within import is_figure, part_rows, rows_anew
from safeplans.extractors.reading.pdf.tables.scoring import faults
from safeplans.extractors.reading.pdf.tables.shading import as_seen
from safeplans.extractors.reading.pdf.tables.stripes import join_stripes
from safeplans.extractors.reading.pdf.tables.tagged import tagged_tables

_BORDER = 6.0  # points between a shaded cell's border and the column border that alignment puts there
_FRAME = 0.9  # share of a grid's height or width that a line of its frame is long at least
_DRAWING = 0.4  # share of the page that a drawing takes at most: larger ones are frames of the page
_WITH_STRIP = 2  # columns of a panel: its text and the strip along it
_ROWS_BELOW = 2  # lines below a header that make it the head of what stands between them
_KEY_ROWS = 4  # rows of aligned words in a drawing that are its key
_FIGURES = 0.7  # share of the words in a drawing that are figures where they are those at its bars
_UNDOUBTED = 0.9  # score from which no other reading of some parallel lines is tried
_DROPPED = 3  # lines at either end of a run that may belong to something else than its table


@dataclass(slots=True)
class PageTables:
    """Tables of a page, frames of text that stand side by side, and the words that are in no table.

    rejected: the grids that were proposed and not chosen, and why.
    """

    tables: list[RawTable] = field(default_factory=list)
    frames: list[BBox] = field(default_factory=list)
    rest: list[Word] = field(default_factory=list)
    rejected: list[RejectedGrid] = field(default_factory=list)


def find_tables(content: PageContent, words: Sequence[Word]) -> PageTables:
    """The tables of a page.

    Drawn grids, parallel lines and tags propose first; a drawn grid without much fault is not contested, so that the
    others need not look at its words. Alignment is asked about what is left, and about what only doubtful grids hold.
    """
    content = replace(content, fills=[f for f in content.fills if not is_backdrop(f, content)])
    page = _Page(as_seen(content), words)
    proposals = list(page.lattices())
    proposed = list(proposals)
    drawings = page.drawings(proposals)
    open_ones = [p for p in proposals if p.score < SURE or page.heads_more(p.table)]
    sure = choose([p for p in proposals if not any(p is o for o in open_ones) and not _is_label(p, drawings)])
    used = [p.table.box for p in sure]
    bands, tags = list(page.bands(used)), list(page.tags(used))
    proposed += [*bands, *tags]
    proposals = [*open_ones, *bands]
    drawings = page.drawings(proposals)
    proposals = [*(p for p in proposals if not _is_label(p, drawings)), *tags]
    chosen = [*sure, *choose(_apart(proposals, sure))]
    chosen_words = _words(chosen)
    rest = [w for w in words if id(w) not in chosen_words]
    rest = page.headed(chosen, page.extended(chosen, rest))
    boxes = [*page.boxes, *rounded(page.content, [p.table.box for p in chosen])]
    found = PageTables(frames=frames(boxes, rest, page.content))
    asked = _words(p for p in chosen if p.score < SURE) | {id(w) for w in rest}
    free = [w for w in words if id(w) in asked]
    more = page.aligned([w for w in free if not in_frame(w, found.frames)], drawings)
    firm = [p for p in chosen if p.score >= SURE]
    chosen = [*firm, *choose([*(p for p in chosen if p.score < SURE), *_apart(more, firm)])]
    taken = _words(chosen)
    found.rest = [w for w in words if id(w) not in taken]
    found.tables = [p.table for p in chosen]
    tables = {id(p.table) for p in chosen}  # one that was given the rows below it is another proposal
    refused = [p for p in (*proposed, *more) if id(p.table) not in tables]
    found.rejected = rejected_grids(refused, chosen, content)
    join_headers(found.tables)
    found.tables.sort(key=lambda t: (t.box[1], t.box[0]))
    return found


def _words(proposals: Iterable[Proposal]) -> set[int]:
    return {word for p in proposals for word in p.words}


def _apart(proposals: Iterable[Proposal], others: Sequence[Proposal]) -> list[Proposal]:
    """Those that are not over one of the others."""
    return [p for p in proposals if not any(boxes_overlap(p.table.box, other.table.box) for other in others)]


def _is_label(proposal: Proposal, drawings: Sequence[BBox]) -> bool:
    """In a drawing, aligned or shaded words of few rows are its key; figures alone are those at its bars."""
    table = proposal.table
    if not within_any(table.box, drawings) or proposal.score < ENOUGH:
        return False
    cells = [cell for row in table.rows for cell in row.filled]
    if sum(is_figure(cell.text) for cell in cells) >= _FIGURES * len(cells):
        return True
    rows = [row for row in table.rows if len(row.filled) >= 2]
    return len(rows) <= (1 if table.method == "ruled" else _KEY_ROWS)


class _Page:
    """A page's words and edges, and what each finder makes of them.

    boxes: frames that hold no table, as far as the finders met them.
    """

    def __init__(self, content: PageContent, words: Sequence[Word]) -> None:
        self.content = content
        self.words = list(words)
        self.level, self.upright = find_edges(content)
        self.boxes: list[BBox] = []
        self._framed: set[int] = set()  # ids of the level edges of frames drawn around text

    def _proposal(self, table: RawTable) -> Proposal:
        """The table with its inner columns and rows; where no row is drawn, with those that suit it better."""
        table = part_columns(without_padding(table), self.content)
        made = part_rows(table, self.level, self.upright, self.content)
        proposal = Proposal(made, faults(made, self.level))
        anew = rows_anew(table, self.content) if table.method == "aligned" else None
        if anew is None:
            return proposal
        other = Proposal(anew, faults(anew, self.level))
        return other if other.score > proposal.score else proposal

    def lattices(self) -> Iterator[Proposal]:
        """Grids of edges that touch, the largest first, each by itself and without its frame where that is better."""
        grids = join_stripes(touching(self.level, self.upright), self.words, self.content.number)
        grids.sort(key=lambda g: -((g.box[2] - g.box[0]) * (g.box[3] - g.box[1])))
        good: list[BBox] = []
        for grid in grids:
            if not grid.horizontal or not grid.vertical or within_any(grid.box, good):
                continue
            for proposal in self._lattice(grid):
                if proposal.score >= SURE:
                    good.append(proposal.table.box)
                yield proposal

    def _lattice(self, grid: Grid) -> Iterator[Proposal]:
        xs, ys = grid_borders(grid)
        if len(xs) == 2 and len(ys) == 2:
            self.boxes.append(grid.box)
            if all(e.drawn for e in (*grid.horizontal, *grid.vertical)):
                self._framed.update(id(e) for e in grid.horizontal)
        if len(xs) < 3:
            return
        best = 0.0
        for variant in _variants(grid):
            table = lattice_table(variant, self.words, self.content)
            if table is None:
                continue
            if _is_panel(table):
                self.boxes.append(table.box)
                return
            if is_layout(table):
                self.boxes.extend(cell.box for row in table.rows for cell in row.cells if cell.lines)
                return
            if not (_is_table(table) or _is_rest(table, self.content)):
                continue
            for part in self._with_more_columns(variant, table) or [table]:
                proposal = self._proposal(part)
                best = max(best, proposal.score)
                yield proposal
            if best >= SURE:
                return
        if best < ENOUGH:
            for inner in _without_frame(grid):
                yield from self._lattice(inner)

    def bands(self, used: Sequence[BBox]) -> Iterator[Proposal]:
        """Tables between parallel edges of equal extent that are in no sure grid."""
        free = [e for e in self.level if not within_any((e.start, e.at, e.end, e.at), used)]
        words = self._outside(used)
        for group in edge_groups(free):
            if all(id(e) in self._framed for e in group):
                continue
            yield from self._band(group, words)

    def _band(self, group: Sequence[Edge], words: Sequence[Word]) -> Iterator[Proposal]:
        """What stands between the edges of a group; where that is doubtful, with fewer edges and without a header."""
        lines = lines_along(group, words, self.content)
        for run in _runs(group):
            for above in (True, False):
                tables = banded_tables(run, lines, self.content, above=above)
                proposals = [self._proposal(table) for table in tables]
                yield from proposals
                if not proposals or min(p.score for p in proposals) >= _UNDOUBTED:
                    break
            if proposals and min(p.score for p in proposals) >= _UNDOUBTED:
                return

    def _outside(self, used: Sequence[BBox]) -> list[Word]:
        return [w for w in self.words if not in_frame(w, used)] if used else self.words

    def tags(self, used: Sequence[BBox]) -> Iterator[Proposal]:
        """Tables that the file's own tags show."""
        if self.content.tags:
            yield from map(self._proposal, tagged_tables(self._outside(used), self.content))

    def aligned(self, words: Sequence[Word], drawings: Sequence[BBox]) -> list[Proposal]:
        """Tables by alignment alone, in a drawing and outside."""
        found = aligned_tables([w for w in words if not in_frame(w, drawings)], self.content)
        for box in drawings:
            found.extend(aligned_tables([w for w in words if w.is_in(box)], self.content))
        return [p for p in map(self._proposal, found) if not _is_label(p, drawings)]

    def drawings(self, proposals: Sequence[Proposal]) -> list[BBox]:
        """Where a grid is no table and no frame of the page either: its words are a drawing's labels."""
        limit = _DRAWING * self.content.width * self.content.height
        failed = [p.table.box for p in proposals if p.score < ENOUGH]
        small = {box for box in failed if (box[2] - box[0]) * (box[3] - box[1]) < limit}
        return [box for box in small if not any(box != other and within(box, other) for other in small)]

    def extended(self, chosen: list[Proposal], rest: list[Word]) -> list[Word]:
        """Give tables that are nothing but a header the rows below; the words that are then left."""
        tables = [p.table for p in chosen]
        for index, proposal in enumerate(chosen):
            table = proposal.table
            end = min((t.box[1] for t in tables if t.box[1] > table.box[3] - 2), default=self.content.height)
            taken = {id(w) for w in add_rows_below(table, rest, end, self.content)}
            if taken:
                chosen[index] = self._proposal(table)
                rest = [w for w in rest if id(w) not in taken]
        return rest

    def headed(self, chosen: list[Proposal], rest: list[Word]) -> list[Word]:
        """Give tables their header where that has no lines; the words that are then left."""
        for index, proposal in enumerate(chosen):
            taken = {id(w) for w in add_header_above(proposal.table, rest, self.content)}
            if taken:
                chosen[index] = Proposal(proposal.table, proposal.faults)
                rest = [w for w in rest if id(w) not in taken]
        return rest

    def heads_more(self, table: RawTable) -> bool:
        """A shaded header by itself, the first of several rows between parallel lines of its own extent."""
        if table.method != "shaded" or not only_header(table):
            return False
        x0, _, x1, bottom = table.box
        alike = [e for e in self.level if abs(e.start - x0) <= _BORDER and abs(e.end - x1) <= _BORDER]
        return sum(e.drawn and e.at > bottom + _BORDER for e in alike) >= _ROWS_BELOW

    def _with_more_columns(self, grid: Grid, table: RawTable) -> list[RawTable] | None:
        """The table by its level edges and the gaps between its words, where that shows more columns than shading.

        Section rows and status cells that are filled have borders, the cells beside them have none.
        """
        if any(v.drawn for v in grid.vertical):
            return None
        level = [e for e in grid.horizontal if e.length >= 0.5 * (table.box[2] - table.box[0])]
        for group in edge_groups(level):
            parts = banded_tables(group, lines_along(group, self.words, self.content), self.content)
            if not parts or any(part.width <= table.width for part in parts):
                continue
            fits = all(any(abs(x - b) <= _BORDER for b in parts[0].columns) for x in table.columns[1:-1])
            if fits and _letters(parts) >= _letters([table]):
                return parts
        return None


def _variants(grid: Grid) -> Iterator[Grid]:
    """The grid, and where lines and shading are mixed the grid of its drawn lines alone."""
    yield grid
    drawn = Grid([e for e in grid.horizontal if e.drawn], [e for e in grid.vertical if e.drawn])
    if drawn.horizontal and drawn.vertical and len(drawn.vertical) < len(grid.vertical):
        yield drawn


def _without_frame(grid: Grid) -> list[Grid]:
    """The grids that are left of one when the lines around it go, and those that run from one to the other."""
    x0, top, x1, bottom = grid.box
    level = [e for e in grid.horizontal if e.length < _FRAME * (x1 - x0)]
    upright = [e for e in grid.vertical if e.length < _FRAME * (bottom - top)]
    if len(level) == len(grid.horizontal) and len(upright) == len(grid.vertical):
        return []
    return [g for g in touching(level, upright) if g.horizontal and g.vertical]


def _runs(edges: Sequence[Edge]) -> Iterator[Sequence[Edge]]:
    """A group of level edges, then without the first or last of them, which may be a running head's or a footer's."""
    yield edges
    for count in range(1, min(_DROPPED, len(edges) - 2) + 1):
        yield edges[count:]
        yield edges[:-count]


def _letters(tables: Sequence[RawTable]) -> int:
    return sum(len(cell.text) for table in tables for row in table.rows for cell in row.cells)


def _is_table(table: RawTable) -> bool:
    """At least two columns hold text, or colours beside text as in a key; coloured strips on both sides are a box's."""
    columns, coloured = _columns_with_text(table), {c.column for row in table.rows for c in row.cells if c.fill}
    if len(columns) == 1 and min(coloured, default=table.width) < min(columns) < max(coloured, default=0):
        return False
    beside = any(len([c for c in row.cells if c.lines or c.fill]) >= 2 for row in table.rows)
    return beside and len(columns | coloured) >= 2


def _is_panel(table: RawTable) -> bool:
    """One column of text with a strip of one colour along all of it: a key has more colours, a chart of bars gaps."""
    columns = _columns_with_text(table)
    if len(columns) != 1 or table.width != _WITH_STRIP:
        return False
    strip = [{c.fill for c in row.cells if c.column not in columns} for row in table.rows if row.filled]
    return len(strip) > 1 and all(fills == strip[0] and None not in fills and len(fills) == 1 for fills in strip)


def _columns_with_text(table: RawTable) -> set[int]:
    return {c.column for row in table.rows for c in row.cells if c.lines and c.colspan < table.width}


def _is_rest(table: RawTable, content: PageContent) -> bool:
    """At the top of a page a drawn row with text in one cell only: the rest of a row that the page before broke."""
    one_row = sum(bool(row.filled) for row in table.rows) == 1
    return one_row and table.method == "ruled" and table.box[1] < 0.25 * content.height and table.width >= 2
