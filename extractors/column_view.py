"""A text laid out in columns of blanks as a sequence of pieces: its tables as cells, the rest as lines.

This is what `pdftotext -layout` prints, and what people lay out with the space bar. Only the layout counts here, no
word of a plan: which strips lines leave blank, which cells begin beside each other, which lines are full, where lines
are skipped.

Four steps: lines (`_lines`), runs of lines that leave the same strips blank (`_runs`), tables of such runs cut into
columns (`_tables`), rows (`_rows`). What looks like columns but is no table (two columns of running text, contents,
keys and values) stays lines; lists side by side are read column after column.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from extractors.document import Document, Para, Place
from extractors.pieces import Piece, View, line_pieces, piece_of_para
from extractors.reading.markers import BULLET_GLYPHS, is_number, split_marker

FIRST_BLOCK = -100  # tables are numbered downwards from here: never the number of a reader's block, nor the -1 of lines
MOST_SKIPPED = 2  # blank lines inside a run
MOST_SECTION_LINES = 4  # lines that run over the columns between two rows
LONGEST_HEADER = 4  # lines
MOST_COLUMNS = 16
WIDEST = 400  # characters; a longer line is a paragraph
SURE = 9.0  # evidence for a row that no rule sets aside

_PARTS = re.compile(r"[^ ]+(?: [^ ]+)*")
_WORDS = re.compile(r"[^ ]+")
_STRIPS = re.compile("0+")
_OTHER_BLANKS = re.compile(r"\s")
_RULED = " \t\r\n\f\u00a0:+=_—–-"  # a line of these says nothing
_BARRIER_SIGNS = ("\t", "|", "<t", "…", "....", " . .")
_BARRIER = re.compile(r"\t|^\s*\||(?:\|.*){3}|<t[rdh]\b|<table|\.{5,}|…{2,}|(?: \.){4,}")
# of lines with # for each number in them
_PAGE = re.compile(r"^[^\w#]*(?:(?:page|pg|p)\.?\s*)?#(?:\s*(?:of|/)\s*#)?[^\w#]*$", re.IGNORECASE)
_PAGE_WORD = re.compile(r"^[^\w#]*page #|\bpage #(?: (?:of|/) #)?[^\w#]*$", re.IGNORECASE)
_PAGED = re.compile(r"\b(?:page|pg|p)\b\.?\s*#", re.IGNORECASE)
_PAGE_END = re.compile(r"^#[^\w#]|[^\w#]#[^\w#]*$")
_BULLET = re.compile(rf"(?:[{BULLET_GLYPHS}]|[-–—*o](?=\s|$))\s*")
_KEY = re.compile(
    r"\(?(?:[A-Za-z]{0,5}[-./ ]?\d[\w./()-]{0,8}|[A-Za-z]{1,4}\([a-z]{1,3}\)|[a-zA-Z][.)]|[ivxIVX]{1,5}[.)])[.):]?$"
)
_NUMBERED = re.compile(r"\(?(?:(?:\d{1,2}(?:\.\d{1,2})*[a-z]?|[A-Z]\d{1,2}(?:\.\d{1,2})*)[.):]?|[a-z]\))\s+\S")
_ENDED = re.compile(r"[.;:!?][\"'’”)]*$")
_OPEN = re.compile(r"(?:[,&/(+–-]|\u00ad)$")
_LOWER = re.compile(r"[(\"'“‘]?[a-zß-ÿ]")
_BAR = re.compile(r"\s*\|\s*")


class _Gutter(NamedTuple):
    """A blank strip between columns: its first character, the one after its last, the lines that show it."""

    start: int
    end: int
    lines: int


@dataclass(slots=True)
class _Line:
    """A line with words.

    parts: where it has words, cut at two blanks and more. many: there are several. skipped: blank lines before it.
    barrier: it cannot be one of columns (tabs, bars, dots). foot: of a page. repeats: it begins so many lines of
    headings that come again.
    """

    number: int
    text: str
    parts: list[tuple[int, int]]
    skipped: int
    barrier: bool
    many: bool
    foot: bool = False
    repeats: int = 0
    print: int = 0

    @property
    def words(self) -> str:
        return " ".join(self.text.split())

    @property
    def indent(self) -> int:
        return self.parts[0][0]

    @property
    def ink(self) -> int:
        """A bit for each character with print."""
        if not self.print:
            for found in _WORDS.finditer(self.text):
                start, end = found.span()
                self.print |= _bits(start, end)
        return self.print


@dataclass(slots=True)
class _Run:
    """Lines that keep the same gutters. over: numbers of those that run over them. start, end: places among all."""

    lines: list[_Line]
    over: set[int]
    start: int
    end: int
    gutters: list[_Gutter]

    @property
    def rows(self) -> list[_Line]:
        return [line for line in self.lines if not line.foot and line.number not in self.over]


@dataclass(slots=True)
class _Cut:
    """A line of a table. cells: column to its words. at: column to where they begin.

    kind: row, over (it runs over the columns), head, foot. page: a page may begin here, blank lines before it say
    nothing.
    """

    line: _Line
    cells: dict[int, str]
    at: dict[int, int]
    kind: str = "row"
    page: bool = False

    @property
    def parted(self) -> bool:
        return self.line.skipped > 0 and not self.page


@dataclass(slots=True)
class _Table:
    """Runs that go on in each other, cut.

    start: place of its first line among all; above: end of the run before. lists: two lists side by side, without rows.
    top: its cells begin on the first line of their row.
    """

    gutters: list[_Gutter]
    cuts: list[_Cut]
    headings: dict[int, str]
    start: int
    above: int
    lists: bool = False
    top: bool = True
    rows: list[list[_Cut]] = field(default_factory=list)

    @property
    def columns(self) -> int:
        return len(self.gutters) + 1

    @property
    def head(self) -> list[_Cut]:
        return [c for c in self.cuts if c.kind == "head"]


def column_view(document: Document) -> View | None:
    """The lines of a text, its runs of columns as cells; None for a text without any, and for a document with pages."""
    if document.pages:
        return None
    tables = _tables(_lines(document.lines))
    if not tables:
        return None
    pieces: list[Piece] = []
    taken = {cut.line.number for table in tables for cut in table.cuts}
    opening = {min(c.line.number for c in t.cuts): (FIRST_BLOCK - i, t) for i, t in enumerate(tables)}
    gap = True
    for number, raw in enumerate(document.lines, 1):
        if number in opening:
            block, table = opening[number]
            pieces += _list_pieces(table) if table.lists else _cell_pieces(table, block)
            pieces += _foot_pieces(table)
            gap = True
        elif number not in taken:
            made = list(line_pieces(raw, number, gap))
            pieces += made
            gap = not made
    return View("columns", pieces)


# --- lines -----------------------------------------------------------------------------------------------------------


def _lines(printed: Sequence[str]) -> list[_Line]:
    lines: list[_Line] = []
    skipped = 0
    for number, raw in enumerate(printed, 1):
        if not raw.strip(_RULED):
            skipped += 1
            continue
        text = raw.rstrip()
        if not text.isascii() or not text.isprintable():
            text = _OTHER_BLANKS.sub(" ", text)
        if len(text) > WIDEST or any(sign in raw for sign in _BARRIER_SIGNS) and _BARRIER.search(raw):
            parts = []
        elif "  " in text.lstrip():
            parts = [m.span() for m in _PARTS.finditer(text)]
        else:
            parts = [(len(text) - len(text.lstrip()), len(text))]
        barrier = not 0 < len(parts) <= MOST_COLUMNS
        lines.append(_Line(number, text, parts, skipped, barrier, len(parts) > 1))
        skipped = 0
    _find_feet(lines)
    _find_repeats(lines)
    return lines


def _find_feet(lines: Sequence[_Line]) -> None:
    """Page numbers, lines that come again with another number, and what stands beside them each time."""
    alone: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        alone_here = line.skipped or index == 0 or index + 1 == len(lines) or lines[index + 1].skipped
        if alone_here or "age " in line.text:
            words = line.words
            if len(words) <= 100:
                alone.setdefault(re.sub(r"\d+", "#", words), []).append(index)
    for key, places in alone.items():
        if "#" not in key:
            continue
        length = len(key.split())  # «Priority 2» is a heading
        if _PAGE.match(key):
            feet = [i for i in places if lines[i].skipped or i + 1 == len(lines)]
        elif (
            _PAGE_WORD.search(key)
            and length < 13
            and (len(places) > 1 or lines[places[0]].skipped or places[0] + 1 == len(lines))
            or len({lines[i].words for i in places}) == len(places) > 1
            and (_PAGED.search(key) or (length > 4 or lines[places[0]].many) and _PAGE_END.search(key))
        ):
            feet = places
        else:
            continue
        for index in feet:
            lines[index].foot = True
    for key, places in alone.items():
        near = [(i, (*lines[max(i - 1, 0) : i], *lines[i + 1 : i + 2])) for i in places if not lines[i].foot]
        beside = [i for i, neighbours in near if any(n.foot for n in neighbours)]
        if "#" not in key and len(beside) > 1 and len(beside) * 2 > len(places):
            for index in beside:
                lines[index].foot = not lines[index].barrier


def _find_repeats(lines: Sequence[_Line]) -> None:
    """Mark where headings of columns begin that are printed several times."""
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if len(line.parts) > 2 and not line.foot and not line.barrier:
            places.setdefault(line.words, []).append(index)
    for found in places.values():
        if len(found) < 2:
            continue
        up = down = 0
        while up < LONGEST_HEADER - 1 and _alike(lines, found, -up - 1):
            up += 1
        while down < LONGEST_HEADER - 1 and _alike(lines, found, down + 1):
            down += 1
        for index in found:
            if index >= up:
                lines[index - up].repeats = up + 1 + down


def _alike(lines: Sequence[_Line], places: Sequence[int], step: int) -> bool:
    """At most of the places the same words stand so many lines further, with no line skipped between."""
    others = [i + step for i in places if 0 <= i + step < len(lines)]
    told = [lines[i].words for i in others if not lines[i].foot and not lines[i + (step < 0)].skipped]
    return len(set(told)) == 1 and len(told) * 2 > len(places)


# --- runs ------------------------------------------------------------------------------------------------------------


def _runs(lines: Sequence[_Line]) -> Iterator[_Run]:
    at = before = 0
    while at < len(lines):
        line = lines[at]
        if line.barrier or line.foot or not (line.many or line.repeats):
            at += 1
            continue
        run = _grown(lines, at)
        if _is_run(run):
            _look_above(lines, run, before)
            yield run
            before = run.end
        at = run.end


def _grown(lines: Sequence[_Line], start: int) -> _Run:
    """The lines from `start` on that leave the same strips blank.

    Lines that run over the strips, and lines of the first column after a blank line, wait: they belong to the run if
    others with several parts follow.
    """
    first = lines[start]
    ink = first.ink
    run = _Run([first], set(), start, start + 1, _gutters(ink, first, []))
    starts = {a for a, _ in first.parts[1:]}
    count = 1  # lines that keep the gutters
    known = asked = 0  # parts of them, and those that begin where others did
    waiting: list[_Line] = []
    over: set[int] = set()
    for at in range(start + 1, len(lines)):
        line = lines[at]
        if line.barrier or line.skipped > MOST_SKIPPED or line.repeats and count > 1:
            break
        if line.foot:
            waiting.append(line)
            continue
        keeps = _keeps(line, run.gutters, count)
        if keeps is None:
            break
        held = sum(not w.foot for w in waiting)
        begun = [a for a, _ in line.parts[1:]]
        met = sum(not starts.isdisjoint((a - 1, a, a + 1)) for a in begun)
        aligned = known * 10 > asked * (5 if held else 7) or count == 1 and (over or held > 1)
        if aligned and begun and (met * 2 < len(begun) if held else not met and len(begun) > 1 and asked > 5):
            break  # other columns, which only happen to keep these gutters
        if not line.many and over and waiting[-1].number in over and _is_second(waiting[-1], line):
            keeps = False
        apart = line.skipped or waiting and not _LOWER.match(line.text, line.indent)
        if not keeps or not line.many and (held or apart and _in_first_column(line, run.gutters)):
            waiting.append(line)
            if not keeps:
                over.add(line.number)
            if max(len(over), held) > MOST_SECTION_LINES:
                break
            continue
        run.lines += [*waiting, line]
        run.over |= over
        run.end = at + 1
        waiting, over = [], set()
        fresh = line.ink
        for a, b, told in run.gutters:  # a word that sticks out does not close a gutter that others keep
            if told > 2 and _closes(fresh, a, b):
                fresh &= ~_bits(a, b)
        ink |= fresh
        count, known, asked = count + 1, known + met, asked + len(begun)
        starts.update(begun)
        run.gutters = _gutters(ink, line, run.gutters)
    return run


def _bits(start: int, end: int) -> int:
    return ((1 << (end - start)) - 1) << start


def _closes(ink: int, start: int, end: int) -> bool:
    strip = _bits(start, end)
    return ink & strip == strip


def _strips(ink: int) -> list[tuple[int, int]]:
    """Runs of blanks between print."""
    return [m.span() for m in _STRIPS.finditer(bin(ink)[:1:-1]) if m.start()] if ink else []


def _shown(strips: Sequence[tuple[int, int]], line: _Line) -> Iterator[int]:
    """The strips that the gaps of a line show: of each the last that it overlaps; before it may be empty cells."""
    for one, other in pairwise(line.parts):
        index = bisect_left(strips, (other[0], 0)) - 1
        if index >= 0 and strips[index][1] > one[1]:
            yield index


def _gutters(ink: int, line: _Line, before: Sequence[_Gutter]) -> list[_Gutter]:
    """The strips that are blank in all lines so far; `line` is the newest, `before` are the gutters without it."""
    strips = _strips(ink)
    told = [0] * len(strips)
    for index in _shown(strips, line):
        told[index] += 1
    for a, b, count in before:  # of a strip that words part, the right half goes on: there the next column begins
        index = bisect_left(strips, (b, 0)) - 1
        if index >= 0 and strips[index][1] > a:
            told[index] += count
    return [_Gutter(a, b, n) for (a, b), n in zip(strips, told, strict=True) if n and (b - a > 1 or n > 2)]


def _keeps(line: _Line, gutters: Sequence[_Gutter], count: int) -> bool | None:
    """Whether a line keeps the gutters; False if it runs over them as one, None if it has other columns."""
    strong = [g for g in gutters if g.lines > 1] or gutters
    start, end = line.parts[-1]
    if not line.many:
        return bool(strong) and not any(_runs_over(line.text, start, end, g) for g in strong)
    if not strong:
        return None
    ink = line.ink
    closed = [g for g in strong if _closes(ink, g.start, g.end)]
    if not closed:
        return True
    short = line.parts[0][1] - line.indent <= 12 and line.indent < strong[0].start
    if len(line.parts) == 2 and short and any(_runs_over(line.text, start, end, g) for g in closed):
        return False  # «Goal 1   Reviews lead to change»
    kept = len(strong) - len(closed)
    if count == 1:
        enough = kept >= len(closed)
    elif all(g.lines < 2 for g in closed):
        enough = kept > 0
    else:
        enough = len(closed) * 3 <= len(strong) or len(closed) == 1 and kept > 0 and count > 3
    return enough or None


def _runs_over(text: str, start: int, end: int, gutter: _Gutter) -> bool:
    """A part goes over a gutter, and not with its last word only, which is too long for its column."""
    if not start < gutter.start or end < gutter.end:
        return False
    long_word = text.find(" ", gutter.end, end) < 0 and text.rfind(" ", start, gutter.end) >= 0
    return not (long_word and end - gutter.end < 16)


def _is_second(above: _Line, line: _Line) -> bool:
    """A line under one that runs over the columns is its second line."""
    if line.skipped or not _LOWER.match(line.text, line.indent):
        return False
    return line.indent == above.indent or above.parts[-1][1] > 60


def _in_first_column(line: _Line, gutters: Sequence[_Gutter]) -> bool:
    return not gutters or line.indent < gutters[0].start


def _look_above(lines: Sequence[_Line], run: _Run, before: int) -> None:
    """Headings may begin with a line that has words over one column only. before: end of the run above."""
    least = max(before, run.start - LONGEST_HEADER + 1)
    while run.start > least and not run.lines[0].skipped and not run.lines[0].repeats and len(run.gutters) > 1:
        line = lines[run.start - 1]
        if line.barrier or line.foot or line.many or _in_first_column(line, run.gutters) or len(line.words) > 24:
            break
        if not _keeps(line, run.gutters, len(run.lines)):
            break
        run.lines.insert(0, line)
        run.start -= 1


def _is_run(run: _Run) -> bool:
    rows = run.rows
    many = [line for line in rows if line.many]
    two = len(run.gutters) == 1
    if len(run.over) > len(rows) * (0.3 if two else 0.5) or _is_contents(many):
        return False
    return len(many) >= (4 if two else 2 if run.gutters else 3)


def _is_contents(lines: Sequence[_Line]) -> bool:
    """Entries with the number of a page behind each."""
    ends = [line.text[line.parts[-1][0] :] for line in lines if len(line.parts) < 4]
    pages = [int(w) for w in ends if re.fullmatch(r"\d{1,3}", w)]
    return len(pages) > 2 and len(pages) * 10 >= 7 * len(lines) and pages[0] < 20 and pages == sorted(pages)


# --- columns ---------------------------------------------------------------------------------------------------------


def _columns_of(run: _Run) -> list[_Gutter]:
    """The gutters of a whole run: in a long one, those too that a few words go over."""
    rows = run.rows
    once = twice = thrice = 0  # characters with print in so many lines
    for line in rows:
        ink = line.ink
        thrice |= twice & ink
        twice |= once & ink
        once |= ink
    best: list[_Gutter] = []
    for ink in (once, twice, thrice)[: 1 + (len(rows) > 5) + (len(rows) > 40)]:
        found = _supported(_strips(ink), rows)
        if len(found) > len(best):
            best = found
    return _without_stray(best, rows)


def _supported(strips: Sequence[tuple[int, int]], lines: Sequence[_Line]) -> list[_Gutter]:
    """The strips that part words in several lines, and more often than words only happen to part there."""
    told, passed = [0] * len(strips), [0] * len(strips)
    for line in lines:
        for index in _shown(strips, line):
            told[index] += 1
        for start, end in line.parts:
            for index in range(bisect_left(strips, (start, 0)), len(strips)):
                if strips[index][1] >= end:
                    break
                passed[index] += 1
    least = 2 if sum(line.many for line in lines) > 3 else 1
    return [
        _Gutter(a, b, n)
        for (a, b), n, through in zip(strips, told, passed, strict=True)
        if (n >= least or n and b - a > 2 and len(lines) > 4) and (b - a > 1 or n > 2) and n * 2 >= through
    ]


def _without_stray(gutters: list[_Gutter], lines: Sequence[_Line]) -> list[_Gutter]:
    """Gutters that part real columns: bullets belong to what is behind them, a column of one line to its neighbour."""
    stray: int | None = 0
    while gutters and stray is not None:
        stray = _stray([_cells(line, gutters) for line in lines], gutters)
        if stray is not None:
            gutters = gutters[:stray] + gutters[stray + 1 :]
    return gutters


def _stray(cuts: Sequence[tuple[dict[int, str], dict[int, int]]], gutters: Sequence[_Gutter]) -> int | None:
    for column in range(len(gutters) + 1):
        filled = [(cells, at) for cells, at in cuts if column in cells]
        bullets = sum(
            bool(_BULLET.fullmatch(cells[column])) and column + 1 in cells and at[column + 1] - at[column] < 6
            for cells, at in filled
        )
        if not filled or bullets and len(filled) - bullets <= 2:
            return min(column, len(gutters) - 1)
        if len(filled) == 1 and len(cuts) > 6:
            sides = [i for i in (column - 1, column) if 0 <= i < len(gutters)]
            return min(sides, key=lambda i: gutters[i].end - gutters[i].start)
    return None


def _columns_as(run: _Run, table: _Table) -> list[_Gutter] | None:
    """The gutters of a run under the same headings as the table before it, where its cells stand too close to tell."""
    head = max(table.head, key=lambda c: len(c.cells), default=None)
    if head is None or len(head.cells) < table.columns:
        return None
    line = next((x for x in run.lines[:LONGEST_HEADER] if x.words == head.line.words), None)
    if line is None:
        return None
    ink = 0
    for other in run.rows:
        ink |= other.ink
    strips = _strips(ink)
    gutters = []
    end = 0
    for column in range(table.columns):
        start = line.text.find(head.cells[column], end)
        if start < 0:
            return None
        if column:
            blank = [(max(a, end), min(b, start)) for a, b in strips if a < start and b > end]
            a, b = max(blank, key=lambda x: (x[1] - x[0], x[0]), default=(end, start))
            if a >= b:
                return None
            gutters.append(_Gutter(a, b, 1))
        end = start + len(head.cells[column])
    return gutters


def _cut(run: _Run, gutters: Sequence[_Gutter]) -> list[_Cut]:
    cuts = []
    page = False
    for line in run.lines:
        if line.foot:
            cuts.append(_Cut(line, {}, {}, "foot"))
        elif line.number in run.over:
            cuts.append(_over(line, page))
        else:
            cells, at = _cells(line, gutters)
            cuts.append(_Cut(line, cells, at, "row", page))
        page = line.foot
    return cuts


def _over(line: _Line, page: bool) -> _Cut:
    return _Cut(line, {0: line.words}, {0: line.indent if line.parts else 0}, "over", page)


def _cells(line: _Line, gutters: Sequence[_Gutter]) -> tuple[dict[int, str], dict[int, int]]:
    """The words of a line by columns, and where they begin."""
    cells: dict[int, str] = {}
    starts: dict[int, int] = {}
    for start, end in line.parts:
        for at, words in _divided(line.text, start, end, gutters):
            column = _column(at, at + len(words), gutters)
            cells[column] = f"{cells[column]} {words}" if column in cells else words
            starts.setdefault(column, at)
    return cells, starts


def _divided(text: str, start: int, end: int, gutters: Sequence[_Gutter]) -> Iterator[tuple[int, str]]:
    """A part of a line in the pieces that the gutters make of it; a word that sticks out stays whole."""
    at = start
    for a, b, _ in gutters:
        if not at < a or end <= b:
            continue
        blank = text.rfind(" ", max(a - 1, b - 3), b + 1)  # before where the next cells begin
        if blank < 0:
            blank = text.find(" ", b, end)  # behind the word that sticks out
            if blank < 0 or blank - b > 24:
                break
        if blank > at:
            yield at, text[at:blank].strip()
            at = blank + 1
    if text[at:end].strip():
        yield at, text[at:end].strip()


def _column(start: int, end: int, gutters: Sequence[_Gutter]) -> int:
    for index, (a, b, _) in enumerate(gutters):
        if start < a or end <= b and start - a < b - start:  # left of a gutter, or inside and nearer to its left
            return index
    return len(gutters)


# --- tables ----------------------------------------------------------------------------------------------------------


def _tables(lines: Sequence[_Line]) -> list[_Table]:
    """The runs that are tables or lists side by side; runs with the same columns and little between are one table."""
    tables: list[_Table] = []
    end = 0
    for run in _runs(lines):
        last = tables[-1] if tables else None
        gutters = _columns_of(run)
        if last is not None and gutters and last.columns != len(gutters) + 1:
            gutters = _columns_as(run, last) or gutters
        table = _Table(gutters, _cut(run, gutters), {}, run.start, end)
        kind = _kind(table)
        if kind is None:
            continue
        table.lists = kind == "lists"
        if last is not None and _goes_on(last, table, lines[end : run.start]):
            _append(last, table, lines[end : run.start])
        else:
            _find_head(table, last)
            tables.append(table)
        end = run.end
    for table in tables:
        table.cuts = _heading_above(lines, table) + table.cuts
        _set_heads_aside(table)
        _find_rows(table)
    return [table for table in tables if table.lists or table.rows]


def _kind(table: _Table) -> str | None:
    """What a run of lines is: a table, lists side by side, or neither."""
    if len(table.gutters) != 1:
        return "table" if any(len(c.cells) > 2 for c in table.cuts) else None
    if table.gutters[0].lines < 3:
        return None
    lines = [c for c in table.cuts if c.kind == "row"]
    bullets = [sum(bool(_BULLET.match(c.cells.get(i, ""))) for c in lines) for i in (0, 1)]
    if min(bullets) >= 2:
        return "lists"
    both = [c for c in lines if len(c.cells) == 2]
    if len(both) * 4 > len(lines) * 3 and sum(len(c.cells[1].split()) for c in both) > 4 * len(both):
        return None  # running text
    rows = _rows(lines, 2)
    left = [" ".join(c.cells[0] for c in row if 0 in c.cells) for row in rows]
    if len(set(left)) * 10 < 7 * len(left) or sum(len(w.split()) for w in left) < 3 * len(left):
        return None  # keys and values
    wrapped = sum(sum(0 in c.cells for c in row) > 1 for row in rows)
    paired = sum({0, 1} <= {i for c in row for i in c.cells} for row in rows)
    return "table" if wrapped >= 2 and wrapped * 4 >= len(rows) and paired * 2 >= len(rows) else None


def _goes_on(last: _Table, table: _Table, between: Sequence[_Line]) -> bool:
    """A run belongs to the table before it: the same columns, or the same headings, and little between them."""
    told = [line for line in between if not line.foot]
    if last.lists or table.lists or last.columns != table.columns or len(told) > MOST_SECTION_LINES:
        return False
    if any(line.barrier or line.skipped > 2 * MOST_SKIPPED for line in told):
        return False
    if not told and not table.cuts[0].line.skipped:
        return True  # a page with its own widths of columns
    return _repeated(last, table.cuts) > 0 or _same_gutters(last, table)


def _append(last: _Table, table: _Table, between: Sequence[_Line]) -> None:
    page = False
    for line in between:
        last.cuts.append(_Cut(line, {}, {}, "foot") if line.foot else _over(line, page))
        page = line.foot
    again = _repeated(last, table.cuts)
    for cut in table.cuts[:again]:
        cut.kind = "foot"
    if again < len(table.cuts):
        table.cuts[again].page |= page or again > 0 and not between
    last.cuts += table.cuts


def _repeated(table: _Table, cuts: Sequence[_Cut]) -> int:
    """How many of the lines are the headings of a table again; a page may end between them."""
    left = [c.line.words for c in table.head]
    if not left or cuts[0].line.words != left[0]:
        return 0
    for index, cut in enumerate(cuts):
        if left and cut.line.words == left[0]:
            left.pop(0)
        elif not left or cut.kind != "foot":
            return 0 if left else index
    return 0


def _same_gutters(one: _Table, other: _Table) -> bool:
    pairs = zip(one.gutters, other.gutters, strict=False)
    return one.columns == other.columns and all(max(a.start, b.start) <= min(a.end, b.end) for a, b in pairs)


def _find_head(table: _Table, last: _Table | None) -> None:
    size = 0 if table.lists else _header_size([c for c in table.cuts if c.kind == "row"], table.columns)
    for cut in [c for c in table.cuts if c.kind == "row"][:size]:
        cut.kind = "head"
        for column, words in cut.cells.items():
            table.headings[column] = f"{table.headings.get(column, '')} {words}".strip()
    if not size and last is not None and _same_gutters(last, table):
        table.headings = last.headings


def _header_size(lines: Sequence[_Cut], columns: int) -> int:
    """How many lines the headings at the top have."""
    if len(lines) < 2:
        return 0
    for index, cut in enumerate(lines[:LONGEST_HEADER]):
        if cut.line.repeats and index + cut.line.repeats < len(lines):
            return index + cut.line.repeats
    sizes = [i for i, c in enumerate(lines) if i and c.line.skipped][:1]
    for column in (0, 1):
        keys = [i for i, c in enumerate(lines) if _begins_with_key(c.cells.get(column, ""))]
        if len(keys) >= 2 and keys[0] <= LONGEST_HEADER:
            if keys[0] == 0:
                return 0
            sizes.append(keys[0])
            break
    wrapped = 1
    while wrapped < min(len(lines) - 1, LONGEST_HEADER) and all(map(_LOWER.match, lines[wrapped].cells.values())):
        wrapped += 1
    likely = [*sorted(s for s in sizes if s <= LONGEST_HEADER), wrapped]
    return next((size for size in likely if _heads(lines[:size], columns)), 0)


def _heads(lines: Sequence[_Cut], columns: int) -> bool:
    """Short words over nearly all columns, few with a digit in them."""
    told: dict[int, str] = {}
    for cut in lines:
        for column, words in cut.cells.items():
            told[column] = f"{told.get(column, '')} {words}".strip()
    counts = {w: len(w.split()) for w in told.values()}
    return (
        len(told) >= max(2, columns - 2)
        and all(n <= 8 and not (w.endswith(".") and n > 3) for w, n in counts.items())
        and sum(any(c.isdigit() for c in w) for w in told.values()) * 3 <= len(told)
        and sum(w[:1].isupper() or not w[:1].isalpha() for w in told.values()) * 2 > len(told)
    )


def _begins_with_key(words: str) -> bool:
    return bool(_KEY.match(words) or _NUMBERED.match(words))


def _heading_above(lines: Sequence[_Line], table: _Table) -> list[_Cut]:
    """The line over a table that is like the headings between its rows: with them it holds for the rows under it."""
    inner = [b for a, b in pairwise(table.cuts) if b.kind == "over" != a.kind]
    if not inner or table.start <= table.above or table.cuts[0].kind not in ("head", "row"):
        return []
    line = lines[table.start - 1]
    indent = Counter(c.line.indent for c in inner if c.line.parts).most_common(1)
    if line.barrier or line.foot or line.many or not line.skipped or not indent or line.indent != indent[0][0]:
        return []
    return [_over(line, False)]


def _set_heads_aside(table: _Table) -> None:
    """Headings that come again inside a table, however their lines are broken there, are the page's."""
    body = [c for c in table.cuts if c.kind == "row"] if table.headings else []
    for index in range(len(body)):
        left = dict(table.headings)
        for size, cut in enumerate(body[index : index + LONGEST_HEADER], 1):
            if not all(left.get(column, "").startswith(words) for column, words in cut.cells.items()):
                break
            for column, words in cut.cells.items():
                left[column] = left[column][len(words) :].strip()
            if not any(left.values()):
                for again in body[index : index + size]:
                    again.kind = "foot"
                break


def _find_rows(table: _Table) -> None:
    """Put down the rows of a table; none where cells stand in the middle of rows whose borders nothing shows."""
    head = table.head
    body = [c for c in table.cuts if c.kind in ("row", "over")]
    above = [c for c in body if head and c.line.number < head[0].line.number]
    below = body[len(above) :]
    if not below:
        return
    table.top = _top_aligned(below, _firsts(below))
    rows = _rows(below, table.columns)
    plain = [row for row in rows if row[0].kind == "row"]
    if table.top or len(plain) * 2 <= sum(map(len, plain)) or len(below) < 20:
        table.rows = [*_rows(above, table.columns), *([head] if head else []), *rows]


# --- rows ------------------------------------------------------------------------------------------------------------


def _rows(cuts: Sequence[_Cut], columns: int) -> list[list[_Cut]]:
    """The lines of a table's body by rows, as the rule has them for which most speaks."""
    if not cuts:
        return []
    firsts = _firsts(cuts)
    top = _top_aligned(cuts, firsts)
    evidence = _evidence(cuts, columns, firsts, top)
    clear = [c for c, e in zip(cuts, evidence, strict=True) if 2 <= e < SURE]
    enough = len(clear) > 2 or not top and len(cuts) < 8 * (len(clear) + 1)
    if enough and sum(c.parted or c.page for c in clear) * 10 >= 9 * len(clear):  # blank lines part the rows
        evidence = [e if c.parted or c.page or e >= SURE else e - 1.5 for c, e in zip(cuts, evidence, strict=True)]
    best = max(_rules(cuts, evidence, columns, top), key=lambda rule: rule[0])[1]
    rows: list[list[_Cut]] = []
    for cut, begins in zip(cuts, best, strict=True):
        if begins or not rows:
            rows.append([])
        rows[-1].append(cut)
    return rows


def _firsts(cuts: Sequence[_Cut]) -> list[_Cut]:
    """Lines that surely begin a row."""
    after = [True, *(c.kind == "over" for c in cuts[:-1])]
    return [c for c, begins in zip(cuts, after, strict=True) if c.kind == "row" and (begins or c.parted)]


def _top_aligned(cuts: Sequence[_Cut], firsts: Sequence[_Cut]) -> bool:
    """Cells begin on the first line of their row; else they stand in the middle of its height, and it has few."""
    most = max((len(c.cells) for c in cuts), default=0)
    return sum(len(c.cells) for c in firsts) * 10 >= 7 * most * len(firsts)


def _evidence(cuts: Sequence[_Cut], columns: int, firsts: Sequence[_Cut], top: bool) -> list[float]:
    """For each line how much speaks for a row that begins there; below 0 against."""
    usual = [i for i in range(columns) if sum(i in c.cells for c in firsts) * 2 >= len(firsts)]
    widths = {}
    for column in range(columns):
        lengths = sorted(len(c.cells[column]) for c in cuts if c.kind == "row" and column in c.cells)
        widths[column] = lengths[len(lengths) * 9 // 10] if lengths else 0
    told = [0.0]
    for above, cut in pairwise(cuts):
        if cut.kind == "over" or above.kind == "over":
            told.append(SURE)
            continue
        value = (1.5 if top else 2.5) * cut.parted
        may = 0  # columns that most rows have, and in which a cell may begin here
        for column, now in cut.cells.items():
            before = above.cells.get(column)
            if before:
                speaks = _break(before, now, widths[column])
            elif top:
                speaks = 0.4 if _LOWER.match(now) else 1.0 if column else 2.0
            else:
                speaks = 0.2
            value += speaks
            may += speaks > -0.5 and column in usual
        if top:
            value += 0.2 * len(above.cells.keys() - cut.cells.keys())
            if usual:
                value += 2.0 * sum(i in cut.cells for i in usual) / len(usual) - 1.0
            value += 1.5 * (may == len(usual) > 1)
        told.append(value)
    return told


def _break(before: str, now: str, width: int) -> float:
    """How much speaks for a new cell between two lines of one column; below 0 for words that go on."""
    if before == now:
        return 1.5
    if _BULLET.match(now):
        return 0.5  # another item of the cell, or the first of the next
    if _OPEN.search(before):
        return -2.0
    full = len(before) + 1 + len(now.split(" ", 1)[0]) > 0.9 * width
    if _LOWER.match(now):
        return -2.0 if full else -0.7
    if _begins_with_key(now):
        return 1.0
    ended = bool(_ENDED.search(before))
    if full:
        return 0.5 if ended else -0.4
    return 1.5 if ended else 1.2


def _rules(
    cuts: Sequence[_Cut], evidence: Sequence[float], columns: int, top: bool
) -> Iterator[tuple[float, list[bool]]]:
    """Ways to tell where rows begin, each with how much speaks for it in this table."""
    seconds = [False] + [b.kind == "over" == a.kind and not b.parted and not b.page for a, b in pairwise(cuts)]
    sure = [e >= SURE for e in evidence]

    def judged(begins: Sequence[bool], bonus: float = 0.0) -> tuple[float, list[bool]]:
        whole = [(b or s) and not second for b, s, second in zip(begins, sure, seconds, strict=True)]
        return sum(e if b else -e for b, e in zip(whole, evidence, strict=True)) + bonus, whole

    yield judged([e > 0 for e in evidence], -0.1 * len(cuts))  # wherever something speaks for it
    yield judged([e > 0 if c.page else c.parted for c, e in zip(cuts, evidence, strict=True)])  # after blank lines
    for column in range(columns):
        texts = [c.cells.get(column, "") if c.kind == "row" else "" for c in cuts]
        filled = sum(bool(t) for t in texts)
        if filled < 2:
            continue
        keys = [_begins_with_key(t) for t in texts] if column < 2 else []
        count = sum(keys)
        if count > 1:
            rising = _in_order([t for t, k in zip(texts, keys, strict=True) if k])
            if rising or count * 10 >= filled * 7:
                bonus = (8.0 if column == 0 else 4.0) * count if rising else 0.2 * len(cuts)
                yield judged(keys, bonus)  # at each number
                yield judged(_around(keys, evidence, top), bonus - 0.1 * len(cuts))
        above = ["", *texts[:-1]]
        # where this column has words under none
        yield judged([bool(t) and (not a or c.parted) for a, t, c in zip(above, texts, cuts, strict=True)])


def _in_order(texts: Sequence[str]) -> bool:
    """Numbers that rise from row to row, but for a few that begin anew."""
    told = [re.findall(r"\d+|[A-Za-z]+", t.split(" ", 1)[0]) for t in texts]
    values = [[(0, int(w), "") if w.isdigit() else (1, 0, w) for w in words] for words in told]
    return sum(a < b for a, b in pairwise(values)) * 10 >= 7 * (len(values) - 1)


def _around(keys: Sequence[bool], evidence: Sequence[float], top: bool) -> list[bool]:
    """A row for each key, which may stand in its middle: it begins where most speaks for it since the key before."""
    begins = [False] * len(keys)
    last, start = -1, 0
    for index in [i for i, key in enumerate(keys) if key]:
        if last >= 0:
            middle = 2 * last - start + 1  # as many lines of the row before under its key as over it
            places = range(last + 1, index + 1)
            told = {i: evidence[i] + (0 if top else max(0.0, 1 - 0.5 * abs(i - middle))) for i in places}
            start = max(places, key=lambda i: (told[i], i))
        begins[start] = True
        last = index
    return begins


# --- pieces ----------------------------------------------------------------------------------------------------------


def _cell_pieces(table: _Table, block: int) -> Iterator[Piece]:
    for number, row in enumerate(table.rows):
        header = row[0].kind == "head"
        gap = True
        for column in range(table.columns):
            lines: list[_Bit] = []
            for before, cut in zip([None, *row], row, strict=False):
                if column in cut.cells:
                    # under a line where the column has no words: they are another's, whose row could not be told
                    apart = table.top and before is not None and column not in before.cells and bool(lines)
                    lines.append((cut.line.number, cut.cells[column], apart))
            for part, para in enumerate(_paras(lines, whole=header)):
                piece = piece_of_para(para, "cell")
                if piece is None:
                    continue
                piece.block, piece.row, piece.column, piece.columns = block, number, column, table.columns
                piece.part, piece.gap, piece.merged, piece.header = part, gap, number, header
                piece.heading = "" if header else table.headings.get(column, "")
                gap = False
                yield piece


def _list_pieces(table: _Table) -> Iterator[Piece]:
    """Lists side by side: column after column."""
    for column in range(table.columns):
        cuts = [c for c in table.cuts if column in c.cells]
        indents = {c.line.number: c.at[column] for c in cuts}
        for para in _paras([(c.line.number, c.cells[column], False) for c in cuts], listed=True):
            piece = piece_of_para(para, "line")
            if piece is not None:
                piece.indent = indents[para.place.line_start]
                yield piece


def _foot_pieces(table: _Table) -> Iterator[Piece]:
    """Page feet and repeated headings, behind the table that they fell into: between its rows they would part it."""
    for cut in table.cuts:
        if cut.kind == "foot":
            for piece in line_pieces(cut.line.text, cut.line.number, True):
                piece.kind = "furniture"
                yield piece


_Bit = tuple[int, str, bool]  # number of a line, words of a cell in it, whether they surely begin a paragraph


def _paras(lines: Sequence[_Bit], *, whole: bool = False, listed: bool = False) -> Iterator[Para]:
    """The lines of a cell as paragraphs: bullets, numbers and bars begin one.

    whole: it is one paragraph. listed: lines without a bullet before them are paragraphs of their own.
    """
    group: list[tuple[int, str]] = []
    for number, words, apart in lines:
        for index, bit in enumerate(b for b in _BAR.split(words) if b):
            begins = index or apart or _BULLET.match(bit) or _NUMBERED.match(bit)
            if group and not whole and (begins or listed and not _BULLET.match(group[0][1])):
                yield _para(group)
                group = []
            group.append((number, bit))
    if group:
        yield _para(group)


def _para(lines: Sequence[tuple[int, str]]) -> Para:
    text = ""
    for _, words in lines:
        text = text[:-1] + words if text.endswith("\u00ad") else f"{text} {words}".lstrip()
    place = Place(None, lines[0][0], lines[-1][0])
    if is_number(text):
        return Para(text, place)
    marked = split_marker(text)
    return Para(marked.text, place, marked.marker)
