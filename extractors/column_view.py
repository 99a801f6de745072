"""A text laid out in columns of blanks as a sequence of pieces: its tables as cells, the rest as lines.

What `pdftotext -layout` prints, and what people type with the space bar. Only the layout counts here, no word of a plan does:
where lines leave the same strips blank, which cells begin together, which lines are full, where lines are skipped.
The work goes in four steps: lines, runs of lines with the same gutters, rows, pieces.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractors.document import Document, Para, Place
from extractors.pieces import Piece, View, line_pieces, piece_of_para
from extractors.reading.markers import BULLET_GLYPHS, is_number, split_marker

FIRST_BLOCK = -100  # tables are numbered downwards from here: never the number of a block, nor -1 as lines have
MOST_SKIPPED = 4  # blank lines inside a table
MOST_SECTION_LINES = 4  # lines that run over the columns between two rows
LONGEST_HEADER = 4  # lines
WIDEST = 1000  # characters of a line that are looked at
SURE = 9.0  # evidence that no rule sets aside

_PARTS = re.compile(r"[^ ]+(?: [^ ]+)*")
_WORDS = re.compile(r"[^ ]+")
_BLANKS = re.compile(r"\s")
_BARRIER = re.compile(r"\t|^\s*\||(?:\|.*){3}|<t[rdh]\b|<table|\.{5,}|…{2,}|(?: \.){4,}")
_RULE = re.compile(r"^[\s:+=_—–-]+$")
_PAGE = re.compile(r"^\W*(?:(?:page|pg|p)\.?\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\W*$", re.IGNORECASE)
_BULLET = re.compile(rf"(?:[{BULLET_GLYPHS}]|[-–—*o](?=\s))\s*")
_KEY = re.compile(r"^\(?(?:[A-Za-z]{0,5}[-./ ]?\d[\w./()-]{0,8}|[A-Za-z]{1,4}\([a-z]{1,3}\)|[a-zA-Z][.)]|[ivxIVX]{1,5}[.)])[.):]?$")
_NUMBERED = re.compile(r"^\(?(\d{1,2}(?:\.\d{1,2})*[a-z]?|[A-Z]\d{1,2}(?:\.\d{1,2})*)[.):]?\s+\S")
_ENDED = re.compile(r"[.;:!?][\"'’”)]*$")
_OPEN = re.compile(r"(?:[,&/(+–-]|\u00ad)$")
_LOWER = re.compile(r"[(\"'“‘]?[a-zß-ÿ]")


@dataclass(slots=True)
class _Line:
    """A line with words. parts: where it has words, cut at two blanks and more. ink: a bit for each character with print.

    skipped: blank lines before it. barrier: no line of columns (tabs, bars, dots). foot: of a page. repeats: begins the
    headings of columns, which come again on other pages.
    """

    number: int
    text: str
    parts: list[tuple[int, int]]
    ink: int
    skipped: int
    barrier: bool = False
    foot: bool = False
    repeats: bool = False

    @property
    def many(self) -> bool:
        return len(self.parts) > 1

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


Gutter = tuple[int, int, int]  # first blank character, the one after the last, lines that have words on both sides


@dataclass(slots=True)
class _Run:
    """Lines that keep the same gutters. over: of these, the ones that run over them. end: index after the last."""

    lines: list[_Line]
    over: set[int]
    start: int
    end: int
    gutters: list[Gutter] = field(default_factory=list)


@dataclass(slots=True)
class _Cut:
    """A line cut at the gutters. cells: column to its words. at: column to where they begin. kind: row, over, foot, head."""

    line: _Line
    cells: dict[int, str]
    at: dict[int, int]
    kind: str = "row"
    page: bool = False  # a page may begin here: the blank lines before it say nothing


@dataclass(slots=True)
class _Table:
    """Runs that go on in each other, cut. lists: two lists side by side, no rows."""

    columns: int
    cuts: list[_Cut]
    headings: dict[int, str]
    edges: list[Gutter]
    lists: bool = False


def column_view(document: Document) -> View | None:
    """The document as lines, with a table of cells for each run of lines that is laid out in columns; None without one."""
    if document.pages:
        return None
    lines = _lines(document.lines)
    tables = _tables(lines)
    if not tables:
        return None
    pieces: list[Piece] = []
    taken: set[int] = set()
    opening: dict[int, tuple[int, _Table]] = {}
    for number, table in enumerate(tables):
        told = {cut.line.number for cut in table.cuts}
        taken |= told
        opening[min(told)] = (FIRST_BLOCK - number, table)
    gap = True
    for number, raw in enumerate(document.lines, 1):
        if number in opening:
            block, table = opening[number]
            pieces += _list_pieces(table) if table.lists else _table_pieces(table, block)
            gap = True
        if number in taken:
            continue
        made = list(line_pieces(raw, number, gap))
        pieces += made
        gap = not made
    return View("columns", pieces)


# --- lines -----------------------------------------------------------------------------------------------------------


def _lines(printed: Sequence[str]) -> list[_Line]:
    lines: list[_Line] = []
    skipped = 0
    for number, raw in enumerate(printed, 1):
        if not raw.strip() or _RULE.match(raw):
            skipped += 1
            continue
        barrier = bool(_BARRIER.search(raw))
        text = raw.rstrip()[:WIDEST]
        if not text.isascii() or not text.isprintable():
            text = _BLANKS.sub(" ", text)
        parts = [] if barrier else [m.span() for m in _PARTS.finditer(text)]
        if not parts:
            barrier = True
        lines.append(_Line(number, text, parts, _ink(text) if parts else 0, skipped, barrier))
        skipped = 0
    _find_feet(lines)
    _find_repeats(lines)
    return lines


def _ink(text: str) -> int:
    ink = 0
    for found in _WORDS.finditer(text):
        start, end = found.span()
        ink |= ((1 << (end - start)) - 1) << start
    return ink


def _find_feet(lines: Sequence[_Line]) -> None:
    """Page numbers, and lines that stand alone again and again with another number, or beside such a line."""
    alone: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        after = lines[index + 1].skipped if index + 1 < len(lines) else 1
        if line.skipped or after or index == 0:
            words = line.words
            if len(words) <= 100:
                alone.setdefault(re.sub(r"\d+", "#", words), []).append(index)
    sure: list[int] = []
    for key, places in alone.items():
        if _PAGE.match(key.replace("#", "1")) and len(key.split()) <= 4:
            sure += [i for i in places if lines[i].skipped or i + 1 == len(lines)]
        elif "#" in key and len(places) > 1 and len({lines[i].words for i in places}) == len(places) and _paged(key):
            sure += places
    for index in sure:
        lines[index].foot = True
    for key, places in alone.items():  # what stands beside a foot each time is one too
        beside = [
            i
            for i in places
            if not lines[i].foot and any(0 <= j < len(lines) and lines[j].foot for j in (i - 1, i + 1))
        ]
        if "#" not in key and len(beside) > 1 and len(beside) * 2 > len(places) and not lines[beside[0]].barrier:
            for index in beside:
                lines[index].foot = True


def _paged(key: str) -> bool:
    """A number stands at the beginning or the end, or behind «page»: words with another number inside are a statement."""
    return bool(re.search(r"(?:^|[^\w#])#\W*$|^\W*#(?=\W)|\b(?:page|pg|p)\b\.?\s*#", key, re.IGNORECASE))


def _find_repeats(lines: Sequence[_Line]) -> None:
    """Mark where headings of columns begin that are printed several times."""
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if len(line.parts) >= 3 and not line.foot and not line.barrier:
            places.setdefault(line.words, []).append(index)
    for found in places.values():
        if len(found) < 2:
            continue
        up = 0
        while up < LONGEST_HEADER - 1 and all(
            i - up > 0 and not lines[i - up].skipped and not lines[i - up - 1].foot for i in found
        ):
            if len({lines[i - up - 1].words for i in found}) > 1:
                break
            up += 1
        for i in found:
            lines[i - up].repeats = True


# --- runs ------------------------------------------------------------------------------------------------------------


def _runs(lines: Sequence[_Line]) -> Iterator[_Run]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.barrier or line.foot or not (line.many or line.repeats):
            at += 1
            continue
        run = _grown(lines, at)
        if _is_run(run):
            yield run
        at = max(run.end, at + 1)


def _grown(lines: Sequence[_Line], start: int) -> _Run:
    """The lines from `start` on that leave the same strips blank."""
    first = lines[start]
    run = _Run([first], set(), start, start + 1, _gutters(first.ink, first, []))
    ink = first.ink
    waiting: list[_Line] = []
    over: set[int] = set()
    count = 1
    at = start + 1
    while at < len(lines):
        line = lines[at]
        if line.barrier or line.skipped > MOST_SKIPPED or (line.repeats and count > 1):
            break
        at += 1
        if line.foot:
            waiting.append(line)
            continue
        fit = _fit(line, run.gutters, count)
        if fit is None:
            break
        loose = not line.many and line.skipped and _first_column(line, run.gutters)
        if not fit or loose:
            waiting.append(line)
            if not fit:
                over.add(line.number)
            if len(over) > MOST_SECTION_LINES or len(waiting) > 3 * MOST_SECTION_LINES:
                break
            continue
        run.lines += [*waiting, line]
        run.over |= over
        waiting, over = [], set()
        run.end = at
        fresh = line.ink
        for a, b, support in run.gutters:  # a word that sticks out does not close a gutter that others keep
            strip = _bits(a, b)
            if support > 2 and line.ink & strip == strip:
                fresh &= ~strip
        ink |= fresh
        count += 1
        run.gutters = _gutters(ink, line, run.gutters)
    return run


def _bits(a: int, b: int) -> int:
    return ((1 << (b - a)) - 1) << a


def _gutters(ink: int, line: _Line, before: Sequence[Gutter]) -> list[Gutter]:
    """The strips that are blank in all lines so far; `line` is the newest, `before` are the strips without it."""
    strips = _strips(ink)
    support = [0] * len(strips)
    for one, other in pairwise(line.parts):
        if (index := _parted(strips, one[1], other[0])) is not None:
            support[index] += 1
    old = 0
    made = []
    for (a, b), count in zip(strips, support, strict=True):
        while old < len(before) and before[old][1] <= a:
            old += 1
        if old < len(before) and before[old][0] < b:
            count += before[old][2]
        if count and (b - a > 1 or count > 2):
            made.append((a, b, count))
    return made


def _strips(ink: int) -> list[tuple[int, int]]:
    """Runs of blanks between print."""
    return [m.span() for m in re.finditer("0+", bin(ink)[:1:-1]) if m.start()] if ink else []


def _parted(strips: Sequence[tuple[int, int]], start: int, end: int) -> int | None:
    """The strip that a gap in a line shows: the last that it overlaps, since those before may be of empty cells."""
    index = bisect_left(strips, (end, 0)) - 1
    return index if index >= 0 and strips[index][1] > start else None


def _fit(line: _Line, gutters: Sequence[Gutter], count: int) -> bool | None:
    """True if a line keeps the gutters, False if it runs over them as one, None if it has other columns."""
    strong = [g for g in gutters if g[2] > 1 or count < 3]
    if not strong:
        return None if line.many else False
    closed = [g for g in strong if line.ink & _bits(g[0], g[1]) == _bits(g[0], g[1])]
    if not line.many:
        start, end = line.parts[0]
        return not any(start < a and end > b for a, b, _ in strong)
    if not closed:
        return True
    start, end = line.parts[-1]
    if len(line.parts) == 2 and line.parts[0][1] - line.parts[0][0] <= 12 and any(start < a and end > b for a, b, _ in closed):
        return False  # «Goal 1   Reviews lead to change»
    kept = len(strong) - len(closed)
    if count == 1:
        return True if kept * 2 >= len(strong) else None
    if all(g[2] < 2 for g in closed):
        return True if kept else None
    return True if len(closed) * 3 <= len(strong) or (len(closed) == 1 and kept and count > 3) else None


def _first_column(line: _Line, gutters: Sequence[Gutter]) -> bool:
    return not gutters or line.parts[0][0] < gutters[0][0]


def _is_run(run: _Run) -> bool:
    many = [line for line in run.lines if line.many and line.number not in run.over and not line.foot]
    if len(run.gutters) == 1:
        return len(many) >= 4
    return len(many) >= 3 or (len(many) == 2 and len(run.gutters) >= 2)


# --- columns ---------------------------------------------------------------------------------------------------------


def _cut_run(run: _Run) -> tuple[list[Gutter], list[_Cut]]:
    """The gutters of a whole run, looked at once more, and its lines cut at them."""
    voting = [line for line in run.lines if line.number not in run.over and not line.foot]
    once = twice = thrice = 0
    for line in voting:
        thrice |= twice & line.ink
        twice |= once & line.ink
        once |= line.ink
    best: list[Gutter] = []
    for ink in (once, twice, thrice) if len(voting) > 40 else (once, twice) if len(voting) > 9 else (once,):
        found = _supported(_strips(ink), voting)
        if len(found) > len(best):
            best = found
    best = _without_stray(best, voting)
    cuts = []
    page = False
    for line in run.lines:
        if line.foot:
            cuts.append(_Cut(line, {}, {}, "foot"))
            page = True
        elif line.number in run.over:
            cuts.append(_Cut(line, {0: line.words}, {0: line.parts[0][0]}, "over", page))
            page = False
        else:
            cells, at = _cells(line, best)
            cuts.append(_Cut(line, cells, at, "row", page))
            page = False
    return best, cuts


def _supported(strips: Sequence[tuple[int, int]], lines: Sequence[_Line]) -> list[Gutter]:
    """The strips that part words in several lines."""
    support = [0] * len(strips)
    passed = [0] * len(strips)
    many = 0
    for line in lines:
        many += line.many
        for one, other in pairwise(line.parts):
            if (index := _parted(strips, one[1], other[0])) is not None:
                support[index] += 1
        for start, end in line.parts:
            for index in range(bisect_left(strips, (start, 0)), len(strips)):
                if strips[index][1] >= end:
                    break
                passed[index] += 1
    least = 2 if many > 3 else 1
    return [
        (a, b, told)
        for (a, b), told, through in zip(strips, support, passed, strict=True)
        if told >= least and (b - a > 1 or told > 2) and told * 2 >= through
    ]


def _without_stray(gutters: list[Gutter], lines: Sequence[_Line]) -> list[Gutter]:
    """Gutters that part real columns: bullets belong to what is behind them, a column of one line to its neighbour."""
    while gutters:
        cut = [_cells(line, gutters)[0] for line in lines]
        for column in range(len(gutters) + 1):
            cells = [c[column] for c in cut if column in c]
            bullets = sum(bool(_BULLET.fullmatch(c)) for c in cells)
            if not cells or bullets * 2 > len(cells) and column < len(gutters):
                gutters = gutters[:column] + gutters[column + 1 :] if column < len(gutters) else gutters[:-1]
                break
            if len(cells) == 1 and len(lines) > 6:
                side = min(
                    (i for i in (column - 1, column) if 0 <= i < len(gutters)),
                    key=lambda i: gutters[i][1] - gutters[i][0],
                )
                gutters = gutters[:side] + gutters[side + 1 :]
                break
        else:
            return gutters
    return gutters


def _cells(line: _Line, gutters: Sequence[Gutter]) -> tuple[dict[int, str], dict[int, int]]:
    """The words of a line by columns, and where they begin."""
    cells: dict[int, str] = {}
    starts: dict[int, int] = {}
    for start, end in line.parts:
        for at, words in _divided(line.text, start, end, gutters):
            column = _column(at, at + len(words), gutters)
            cells[column] = f"{cells[column]} {words}" if column in cells else words
            starts.setdefault(column, at)
    return cells, starts


def _divided(text: str, start: int, end: int, gutters: Sequence[Gutter]) -> Iterator[tuple[int, str]]:
    """A part of a line in the pieces that the gutters make of it; a word that sticks out stays whole."""
    at = start
    for a, b, _ in gutters:
        if not at < a or end <= b:
            continue
        blank = text.rfind(" ", a - 1, b + 1)  # the last blank of the strip
        if blank < 0:
            blank = text.find(" ", b, end)  # behind the word that sticks out
            if blank < 0 or blank - b > 24:
                break
        if blank > at:
            yield at, text[at:blank].strip()
            at = blank + 1
    if text[at:end].strip():
        yield at, text[at:end].strip()


def _column(start: int, end: int, gutters: Sequence[Gutter]) -> int:
    for index, (a, b, _) in enumerate(gutters):
        if start < a:
            return index
        if start < b and end <= b and b - start > start - a:  # inside a gutter, nearer to its left
            return index
    return len(gutters)


# --- tables ----------------------------------------------------------------------------------------------------------


def _tables(lines: Sequence[_Line]) -> list[_Table]:
    """The runs that are tables or lists side by side; runs with the same columns and little between are one table."""
    tables: list[_Table] = []
    end = -1
    for run in _runs(lines):
        gutters, cuts = _cut_run(run)
        if not gutters:
            continue
        rows = [c for c in cuts if c.kind == "row"]
        kind = _kind(rows, len(gutters) + 1)
        if kind is None:
            continue
        table = _Table(len(gutters) + 1, cuts, {}, gutters, kind == "lists")
        last = tables[-1] if tables else None
        between = lines[end : run.start] if last is not None else []
        if last is not None and _goes_on(last, table, between):
            page = False
            for line in between:
                if line.foot:
                    last.cuts.append(_Cut(line, {}, {}, "foot"))
                    page = True
                else:
                    last.cuts.append(_Cut(line, {0: line.words}, {0: line.parts[0][0]}, "over", page))
                    page = False
            head = _head_lines(last.cuts)
            told = _repeated(head, table.cuts)
            for cut in table.cuts[:told]:
                cut.kind = "foot"
            if told < len(table.cuts) and (told or page):
                table.cuts[told].page = not between or page
            last.cuts += table.cuts
        else:
            head_size = _header_size(table)
            for cut in [c for c in cuts if c.kind == "row"][:head_size]:
                cut.kind = "head"
                for column, words in cut.cells.items():
                    table.headings[column] = f"{table.headings.get(column, '')} {words}".strip()
            if not head_size and last is not None and _same_edges(last, table):
                table.headings = last.headings
            tables.append(table)
        end = run.end
    return tables


def _kind(rows: Sequence[_Cut], columns: int) -> str | None:
    """What a run of lines is: a table, lists side by side, or neither."""
    if columns > 2:
        return "table"
    return _kind_of_two(rows)


def _kind_of_two(rows: Sequence[_Cut]) -> str | None:
    bullets = [sum(bool(_BULLET.match(c.cells.get(i, ""))) for c in rows) for i in (0, 1)]
    if min(bullets) >= 2:
        return "lists"
    left = [c for c in rows if 0 in c.cells]
    both = [c for c in left if 1 in c.cells]
    wrapped = [c for c in left if 1 not in c.cells]
    if len(both) < 2 or len(wrapped) < 2:
        return None
    if bullets[1] >= 2 or bullets[0] >= 2:
        return None
    return "table"


def _goes_on(last: _Table, table: _Table, between: Sequence[_Line]) -> bool:
    told = [line for line in between if not line.foot]
    if last.lists or table.lists or last.columns != table.columns or len(told) > MOST_SECTION_LINES:
        return False
    if any(line.barrier or line.skipped > MOST_SKIPPED for line in told):
        return False
    return bool(_repeated(_head_lines(last.cuts), table.cuts)) or _same_edges(last, table)


def _head_lines(cuts: Iterable[_Cut]) -> list[str]:
    return [c.line.words for c in cuts if c.kind == "head"]


def _repeated(head: Sequence[str], cuts: Sequence[_Cut]) -> int:
    """How many lines at the beginning are the headings again."""
    if not head or [c.line.words for c in cuts[: len(head)]] != list(head):
        return 0
    return len(head)


def _same_edges(one: _Table, other: _Table) -> bool:
    return one.columns == other.columns and all(
        max(a[0], b[0]) < min(a[1], b[1]) + 1 for a, b in zip(one.edges, other.edges, strict=True)
    )


def _header_size(table: _Table) -> int:
    rows = [c for c in table.cuts if c.kind == "row"]
    if table.lists or len(rows) < 2:
        return 0
    sizes = []
    chunk = next((i for i, c in enumerate(rows) if i and c.line.skipped), 0)
    if 0 < chunk <= LONGEST_HEADER:
        sizes.append(chunk)
    for column in (0, 1):
        keys = [i for i, c in enumerate(rows) if _KEY.match(c.cells.get(column, ""))]
        if len(keys) >= 2 and keys[0] <= LONGEST_HEADER:
            if keys[0] == 0:
                return 0
            sizes.insert(0, keys[0])
            break
    if not sizes:
        size = 1
        while size < min(len(rows) - 1, LONGEST_HEADER) and all(_LOWER.match(w) for w in rows[size].cells.values()):
            size += 1
        sizes.append(size)
    for size in sizes:
        if _heads(rows[:size], table.columns):
            return size
    return 0


def _heads(rows: Sequence[_Cut], columns: int) -> bool:
    told: dict[int, str] = {}
    for row in rows:
        for column, words in row.cells.items():
            told[column] = f"{told.get(column, '')} {words}".strip()
    digits = sum(bool(re.search(r"\d", w)) for w in told.values())
    return (
        len(told) >= max(2, columns - 2)
        and all(len(w.split()) <= 8 and not w.endswith(".") for w in told.values())
        and digits * 3 <= len(told)
        and sum(w[:1].isupper() or not w[:1].isalpha() for w in told.values()) * 2 > len(told)
    )


# --- rows ------------------------------------------------------------------------------------------------------------


def _rows(cuts: Sequence[_Cut], table: _Table) -> list[list[_Cut]]:
    """The lines of a table's body by rows."""
    if not cuts:
        return []
    widths = []
    for column in range(table.columns):
        longest = sorted(len(c.cells[column]) for c in cuts if c.kind == "row" and column in c.cells)
        begins = table.edges[column - 1][1] if column else min(c.at.get(0, WIDEST) for c in cuts)
        room = table.edges[column][1] - begins - 1 if column < len(table.edges) else 0
        widths.append(max(longest[len(longest) * 9 // 10] if longest else 0, room))
    evidence = _evidence(cuts, widths)
    best = max(_rules(cuts, evidence, table.columns), key=lambda r: r[0])[1]
    rows: list[list[_Cut]] = []
    for cut, begins in zip(cuts, best, strict=True):
        if begins or not rows:
            rows.append([])
        rows[-1].append(cut)
    return rows


def _evidence(cuts: Sequence[_Cut], widths: Sequence[int]) -> list[float]:
    """For each line how much speaks for a row that begins there; below 0 against."""
    told = [0.0]
    for above, cut in pairwise(cuts):
        if cut.kind == "over" or above.kind == "over":
            told.append(SURE)
            continue
        value = 1.0 if cut.line.skipped and not cut.page else 0.0
        fresh = begun = 0
        for column, width in enumerate(widths):
            before, now = above.cells.get(column), cut.cells.get(column)
            if now and before:
                speaks = _break(before, now, width)
                value += speaks
                begun += speaks > 0
            elif now:
                fresh += 1
            elif before:
                value += 0.2
        # cells that begin beside each other begin a row; a single one may be set in the middle of its row's height
        value += fresh if fresh + begun > 1 else 0.2 * fresh
        told.append(value)
    return told


def _break(before: str, now: str, width: int) -> float:
    """How much speaks for a new cell between two lines of one column; below 0 for words that go on."""
    if before == now:
        return 1.5
    if _OPEN.search(before):
        return -2.0
    full = len(before) + 1 + len(now.split(" ", 1)[0]) > 0.9 * width
    if _LOWER.match(now):
        return -2.0 if full else -0.7
    if _NUMBERED.match(now):
        return 1.0
    ended = bool(_ENDED.search(before))
    if full:
        return 0.0 if ended else -1.0
    return 1.5 if ended else 1.2


def _rules(cuts: Sequence[_Cut], evidence: Sequence[float], columns: int) -> Iterator[tuple[float, list[bool]]]:
    """Ways to tell rows, each with what speaks for it in this table."""

    usual = [sum(column in c.cells for c in cuts) for column in range(columns)]
    usual = [u * 8 >= max(usual) for u in usual]

    def judged(begins: list[bool], bonus: float = 0.0) -> tuple[float, list[bool]]:
        whole = [b or e >= SURE for b, e in zip(begins, evidence, strict=True)]
        whole = [b and not (c.kind == "over" == a.kind and not c.line.skipped) for b, a, c in zip(whole, [cuts[0], *cuts], cuts, strict=False)]
        value = sum(e if b else -e for b, e in zip(whole, evidence, strict=True)) + bonus * len(cuts)
        filled: set[int] = set()
        for begin, cut, last in zip(whole, cuts, [*whole[1:], True], strict=True):
            filled = {*cut.cells} if begin else filled | cut.cells.keys()
            if last and cut.kind == "row":
                share = sum(u and i in filled for i, u in enumerate(usual)) / max(sum(usual), 1)
                value -= 4 * max(0.0, 0.6 - share)
        return value, whole

    yield judged([e > 0 for e in evidence], -0.2)
    yield judged([c.line.skipped > 0 if not c.page else e > 0 for c, e in zip(cuts, evidence, strict=True)])
    yield judged([True] * len(cuts), -0.1)
    for column in range(columns):
        texts = [c.cells.get(column, "") for c in cuts]
        filled = [t for t in texts if t]
        if len(filled) < 2:
            continue
        keys = [bool(_KEY.match(t)) for t in texts]
        if column < 2 and sum(keys) >= 2 and sum(keys) * 10 >= len(filled) * 7:
            yield judged(keys, 0.3)
            yield judged(_anchored(keys, evidence), 0.2)
        numbered = [bool(_NUMBERED.match(t)) for t in texts]
        if sum(numbered) >= 2 and column < 2:
            yield judged(numbered, 0.1)
        yield judged([bool(t) for t in texts], -0.05)
        above = ["", *texts]
        yield judged(
            [bool(t) and (not a or (c.line.skipped > 0 and not c.page)) for t, a, c in zip(texts, above, cuts, strict=False)]
        )


def _anchored(keys: Sequence[bool], evidence: Sequence[float]) -> list[bool]:
    """Each row has one key, not always on its first line: it begins where most speaks for it since the key before."""
    begins = [False] * len(keys)
    last = None
    for index, key in enumerate(keys):
        if key:
            if last is None:
                begins[0] = True
            else:
                begins[max(range(last + 1, index + 1), key=lambda i: (evidence[i], i))] = True
            last = index
    return begins


# --- pieces ----------------------------------------------------------------------------------------------------------


def _table_pieces(table: _Table, block: int) -> Iterator[Piece]:
    head = [c for c in table.cuts if c.kind == "head"]
    body = [c for c in table.cuts if c.kind in ("row", "over")]
    feet = [c for c in table.cuts if c.kind == "foot"]
    number = 0
    first_head = head[0].line.number if head else 0
    above = [c for c in body if c.line.number < first_head]
    for cuts, header in ((above, False), (head, True), ([c for c in body if c not in above], False)):
        for row in [cuts] if header and cuts else _rows(cuts, table):
            made = list(_row_pieces(row, table, block, number, header=header))
            if made:
                made[0].gap = True
                yield from made
                number += 1
    for cut in feet:
        for piece in line_pieces(cut.line.text, cut.line.number, True):
            piece.kind = "furniture"
            yield piece


def _row_pieces(row: Sequence[_Cut], table: _Table, block: int, number: int, *, header: bool) -> Iterator[Piece]:
    for column in range(table.columns):
        lines = [(c.line.number, c.cells[column]) for c in row if column in c.cells]
        for part, para in enumerate(_paras(lines, header)):
            piece = piece_of_para(para, "cell")
            if piece is None:
                continue
            piece.block, piece.row, piece.column, piece.columns = block, number, column, table.columns
            piece.part, piece.gap, piece.merged, piece.header = part, False, number, header
            piece.heading = "" if header else table.headings.get(column, "")
            yield piece


def _paras(lines: Sequence[tuple[int, str]], header: bool) -> Iterator[Para]:
    """The lines of a cell as paragraphs: bullets and numbers begin one."""
    group: list[tuple[int, str]] = []
    for number, words in lines:
        if group and not header and (_BULLET.match(words) or _NUMBERED.match(words)):
            yield _para(group)
            group = []
        group.append((number, words))
    if group:
        yield _para(group)


def _para(group: Sequence[tuple[int, str]]) -> Para:
    text = ""
    for _, words in group:
        text = text[:-1] + words if text.endswith("\u00ad") else f"{text} {words}".strip()
    place = Place(None, group[0][0], group[-1][0])
    if is_number(text):
        return Para(text, place)
    marked = split_marker(text)
    return Para(marked.text, place, marked.marker)


def _list_pieces(table: _Table) -> Iterator[Piece]:
    """Lists side by side: column after column."""
    for column in range(table.columns):
        group: list[tuple[int, str]] = []
        at = 0
        made: list[tuple[list[tuple[int, str]], int]] = []
        for cut in table.cuts:
            words = cut.cells.get(column)
            if cut.kind == "foot" or not words:
                continue
            if group and (_BULLET.match(words) or _NUMBERED.match(words) or not _BULLET.match(group[0][1])):
                made.append((group, at))
                group = []
            if not group:
                at = cut.at[column]
            group.append((cut.line.number, words))
        if group:
            made.append((group, at))
        for lines, indent in made:
            piece = piece_of_para(_para(lines), "line")
            if piece is not None:
                piece.indent, piece.gap = indent, True
                yield piece
    for cut in table.cuts:
        if cut.kind == "foot":
            for piece in line_pieces(cut.line.text, cut.line.number, True):
                piece.kind = "furniture"
                yield piece
