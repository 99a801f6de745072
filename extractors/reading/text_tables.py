"""Tables of a text source: rows joined that were broken, cells put back that slipped.

A text extractor prints a table row as one line with tabs, but a page break cuts a row in two, a cell that
is merged over rows leaves its place empty – or takes its place away, so that all cells slip to the left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from safeplans.extractors.base.document import Block, BlockKind, Cell, Para, Place, Row
from safeplans.extractors.lexicon.columns import looks_like_header, role_of
from safeplans.extractors.lexicon.months import BEGUN
from safeplans.extractors.lexicon.statements import statement_of
from safeplans.extractors.reading import markup
from safeplans.extractors.reading.markers import (
    Marked,
    bare_number,
    inner_items,
    is_number,
    leading_number,
    split_marker,
)
from safeplans.extractors.reading.taming import MOST_CELLS

_DATE = re.compile(
    rf"\b{BEGUN}\b|"
    r"\b20\d\d\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b"
    r"|\bQ[1-4]\b|\b(?:ongoing|on-going|tbc|quarterly|monthly|annually|completed?)\b",
    re.IGNORECASE,
)
_RAG = re.compile(
    r"^\W*(?:red|amber|green|blue|gr[ae]y|purple|yellow|r|a|g|b|complete[d]?|on track|not started)\W*$", re.IGNORECASE
)
#: Columns whose merged cell holds for the rows under it.
_CARRIED = {"outcome", "priority", "title", "due"}


@dataclass(slots=True)
class GridRow:
    """A row as printed: the line it stands on and its cells' raw text (markup still in)."""

    line: int
    cells: list[str]
    line_end: int = 0
    header: bool = False
    spans: list[int] = field(default_factory=list)  # grid columns by cell, 0 for a place that the cell before covers
    merged: dict[int, int] = field(default_factory=dict)  # column: grid row where its merged cell is printed
    tails: dict[int, int] = field(default_factory=dict)  # column: characters of the last line put into it
    printed: int = 0  # cells printed on the line; fewer than the header has when a merged cell took its place away

    @property
    def filled(self) -> list[int]:
        return [i for i, c in enumerate(self.cells) if c.strip()]


def build_tables(rows: Sequence[GridRow], *, joined: bool = False, whole_rows: bool = False) -> list[Block]:
    """Blocks of the rows of one run of table lines: tables, and headings or paragraphs for lone cells before them.

    joined: rows and cells are whole already (HTML and grid tables): none continues another, none slipped.
    whole_rows: rows are whole, but a cell may have lost its place.
    """
    blocks: list[Block] = []
    current: list[GridRow] = []
    header: GridRow | None = None
    last_header: GridRow | None = None

    def flush() -> None:
        nonlocal current, header, last_header
        if current or header:
            blocks.append(_table(header, current, joined, whole_rows))
        last_header = header or last_header
        current, header = [], None

    for row in rows:
        if len(row.cells) > MOST_CELLS:
            row.cells[MOST_CELLS - 1 :] = [" ".join(c for c in row.cells[MOST_CELLS - 1 :] if c)]
            row.spans = row.spans[:MOST_CELLS]
    for index, row in enumerate(rows):
        texts = [markup.strip(c) for c in row.cells]
        if row.header or looks_like_header(texts):
            if header is not None and _same(header, row):
                continue  # the header repeated on a new page
            if header is not None and row.header and not current and not looks_like_header(texts):
                current.append(row)
                continue
            flush()
            header = row
            continue
        if _states(texts):
            flush()
            blocks.append(_lone(row))
            continue
        following = rows[index + 1] if index + 1 < len(rows) else None
        if len(row.filled) == 1 and _stands_alone(row, texts, following, bool(current), header is not None):
            flush()
            blocks.append(_lone(row))
            continue
        if header is None and _broken_word(texts):
            flush()
            blocks.append(_lone(row, joiner=""))
            continue
        if not current and header is None and last_header is not None and len(row.filled) > 2:
            header = last_header  # a table goes on under the next heading without its headings printed again
        current.append(row)
    flush()
    return blocks


def _states(texts: list[str]) -> bool:
    """``Objective 2`` in one cell and its statement in the next: a heading over the rows below."""
    filled = [t for t in texts if t]
    statement = statement_of(filled[0]) if filled else None
    return (
        len(filled) == 2
        and statement is not None
        and statement.number is not None
        and not statement.text
        and not is_number(filled[1])
    )


def _same(a: GridRow, b: GridRow) -> bool:
    return [markup.strip(c).casefold() for c in a.cells if c.strip()] == [
        markup.strip(c).casefold() for c in b.cells if c.strip()
    ]


def _stands_alone(row: GridRow, texts: list[str], following: GridRow | None, inside: bool, headed: bool) -> bool:
    """A lone cell before a header or at the start of a run is a line of its own, not a table row."""
    text = texts[row.filled[0]]
    if is_number(text):
        return False
    if following is not None and looks_like_header([markup.strip(c) for c in following.cells]):
        return True
    return not inside and not headed


def _broken_word(texts: list[str]) -> bool:
    """``Exp`` and ``ploitation: Ensure …``: a heading whose first letters slipped into a cell of their own."""
    filled = [t for t in texts if t]
    return (
        len(filled) == 2
        and bool(re.fullmatch(r"[A-Z][a-z]{0,4}", filled[0]))
        and bool(re.match(r"[a-z]{3}", filled[1]))
    )


def _lone(row: GridRow, joiner: str = " ") -> Block:
    text = joiner.join(markup.strip(row.cells[i]) for i in row.filled)
    place = Place(None, row.line, row.line_end or row.line)
    heading = bool(re.match(r"[A-Z0-9‘“(]", text)) and len(text.split()) <= 60
    para = Para(text, place, bold=markup.is_bold(row.cells[row.filled[0]]))
    return Block(BlockKind.HEADING if heading else BlockKind.PARAGRAPH, (para,), place, level=3 if heading else 0)


def _table(header: GridRow | None, rows: list[GridRow], joined: bool, whole_rows: bool = False) -> Block:
    width = max((len(_trimmed(r.cells)) for r in [*rows, *([header] if header else [])]), default=1)
    roles: list[str | None] = [None] * width
    if header is not None:
        width = max(len(_trimmed(header.cells)), 1)
        roles = [(m.role if (m := role_of(markup.strip(c))) else None) for c in header.cells[:width]]
        roles += [None] * (width - len(roles))
    rows = [
        replace(r, cells=(r.cells + [""] * width)[: max(width, len(_trimmed(r.cells)))], merged=dict(r.merged))
        for r in rows
    ]
    if header is not None and not joined:
        seen: list[set[str]] = [set() for _ in range(width)]
        for row in rows:
            _realign(row, roles, width, seen)
            for i, c in enumerate(row.cells[:width]):
                if c.strip():
                    seen[i].add(markup.strip(c).casefold())
    whole = rows if joined or whole_rows else _join(rows, roles)
    return _block(header, whole, roles, width)


def _trimmed(cells: list[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _realign(row: GridRow, roles: list[str | None], width: int, seen: list[set[str]]) -> None:
    """Put the filled cells of a slipped row where their content fits (dynamic programming, order kept)."""
    filled = row.filled
    slipped_bullet = any(
        roles[i] in ("outcome", "priority")
        and split_marker(markup.strip(row.cells[i])).marker
        and not is_number(markup.strip(row.cells[i]))
        for i in filled
        if i < width
    )
    empty_action = all(roles[i] != "action" or not row.cells[i].strip() for i in range(width))
    short = 0 < row.printed < width
    due_filled = any(roles[i] == "due" and i < len(row.cells) and row.cells[i].strip() for i in range(width))
    too_long = bool(filled) and filled[-1] >= width and len(filled) <= width
    misfit = (
        "due" in roles
        and not due_filled
        and any(
            roles[i] not in ("due", "start", "progress") and _only_dates(markup.strip(row.cells[i]))
            for i in filled
            if i < width
        )
    )
    if not filled or not ((slipped_bullet and (empty_action or misfit)) or short or misfit or too_long):
        return
    best = _place(filled, row.cells, roles, width, seen)
    if best and best != filled:
        cells = [""] * width
        for source, target in zip(filled, best, strict=True):
            cells[target] = row.cells[source]
        row.cells = cells


def _only_dates(text: str) -> bool:
    words = re.findall(r"[A-Za-z]+", text)
    return bool(_DATE.search(text)) and all(
        _DATE.fullmatch(w) or w.casefold() in {"and", "by", "end", "of", "from", "to", "the"} for w in words
    )


def _place(
    filled: list[int], cells: list[str], roles: list[str | None], width: int, seen: list[set[str]]
) -> list[int] | None:
    """Columns for the filled cells, in order, with the best sum of fits."""
    states: dict[int, tuple[float, list[int]]] = {-1: (0.0, [])}
    for source in filled:
        following: dict[int, tuple[float, list[int]]] = {}
        for last, (score, path) in states.items():
            for column in range(last + 1, width):
                total = (
                    score
                    + _fit(markup.strip(cells[source]), roles[column], seen[column])
                    + (0.5 if column == source else 0)
                )
                if column not in following or total > following[column][0]:
                    following[column] = (total, [*path, column])
        states = following
    return max(states.values(), default=(0.0, None), key=lambda s: s[0])[1]


def _fit(text: str, role: str | None, seen: set[str]) -> float:
    marked = split_marker(text)
    bullet = marked.marker is not None and not is_number(text) and bare_number(marked.marker) is None
    score = 2.0 if text.casefold() in seen else 0.0
    if role == "reference":
        return 3.0 if is_number(text) else -3.0
    if role in ("due", "start"):
        return score + (3.0 if _DATE.search(text) and len(text.split()) <= 12 else -2.0)
    if role == "rag":
        return score + (3.0 if _RAG.match(text) else -2.0)
    if _only_dates(text):
        return score - 2.0
    if role == "action":
        return score + (2.0 if bullet else 0.5)
    if role in ("outcome", "priority"):
        return score - (2.0 if bullet else 0.0)
    if role == "lead":
        return score + (0.5 if len(text.split()) <= 8 else -1.0)
    return score


def _join(rows: list[GridRow], roles: list[str | None]) -> list[GridRow]:
    """Rows that a line or page break cut in two made whole; merged cells noted on the rows they hold for."""
    width = max((len(r.cells) for r in rows), default=0)
    firsts = [markup.strip(r.cells[0]) for r in rows if r.cells and r.cells[0].strip()]
    numbered = bool(firsts) and sum(is_number(f) or leading_number(f) is not None for f in firsts) * 2 > len(firsts)
    used = sorted({i for r in rows for i in r.filled})
    two_columns = len(used) <= 2
    usual_last = used[-1] if used else 0
    last_filled = sum(usual_last in r.filled for r in rows) / max(len(rows), 1)
    widest = [max((len(markup.strip(r.cells[i])) for r in rows if i < len(r.cells)), default=0) for i in range(width)]
    whole: list[GridRow] = []
    for row in rows:
        row.tails = {i: len(markup.strip(row.cells[i])) for i in row.filled}
        above = whole[-1] if whole else None
        if above is not None and _continues(
            row, above, numbered, two_columns, usual_last if last_filled > 0.75 else None, roles
        ):
            _append(above, row, widest)
        else:
            if whole:
                _carry(row, whole, roles, width)
            whole.append(row)
    return whole


def _section(row: GridRow) -> bool:
    """A row with one short cell that is a column heading by itself: what follows is something else."""
    if len(row.filled) != 1:
        return False
    text = markup.strip(row.cells[row.filled[0]])
    match = role_of(text)
    return match is not None and match.score >= 0.8 and text[:1].isupper() and len(text.split()) >= 2


def _continues(
    row: GridRow, above: GridRow, numbered: bool, two_columns: bool, key_column: int | None, roles: list[str | None]
) -> bool:
    filled = row.filled
    if not filled or _section(row) or _section(above):
        return False
    first = markup.strip(row.cells[0])
    if first:
        if is_number(first) or leading_number(first):
            return False
        if len(filled) == 1 and len(roles) >= 3 and first[:1].isupper():
            return False  # a section row across the table
        if numbered:
            return True
        return all(_runs_on(row, above, i) for i in filled)
    if any(_runs_on(row, above, i) for i in filled):
        return True
    if two_columns:
        return numbered
    if key_column is not None and key_column not in filled:
        return True
    text_columns = [i for i, r in enumerate(roles) if r == "action"]
    return bool(text_columns) and not any(i in filled for i in text_columns)


def _runs_on(row: GridRow, above: GridRow, column: int) -> bool:
    """The cell starts in lower case under a cell with text that could go on."""
    text = markup.strip(row.cells[column])
    before = markup.strip(above.cells[column]) if column < len(above.cells) else ""
    if _DATE.search(text) and len(text.split()) <= 6:
        return False  # "by Dec 2025" begins a cell as well as it ends one
    return (
        bool(re.match(r"[a-z]{2}|[a-z]\b|[,;)]", text))
        and bool(before)
        and split_marker(text).marker is None
        and not is_number(text)
    )


def _append(above: GridRow, row: GridRow, widest: list[int]) -> None:
    """Put the cells of a row's second line behind those of its first: as one sentence where the line was full."""
    above.cells += [""] * (len(row.cells) - len(above.cells))
    for i in row.filled:
        above.merged.pop(i, None)
        before, more = above.cells[i].rstrip(), row.cells[i].strip()
        if not before:
            above.cells[i] = more
            continue
        text = markup.strip(more)
        # in a table whose lines were cut at the cell's width a full line goes on; elsewhere only the long text does
        wrapped = max(widest, default=0) <= 70
        next_word = len(text.split()[0]) if text else 0
        full = above.tails.get(i, 0) + 1 + next_word > widest[i] if wrapped else above.tails.get(i, 0) > 90
        runs_on = (
            bool(re.match(r"[a-z,;()]", text)) or full and not re.search(r"[.:;?!][\"'’”)]*$", markup.strip(before))
        )
        above.tails[i] = len(text)
        if split_marker(text).marker is not None or (i and _only_dates(text)):
            runs_on = False
        above.cells[i] = f"{before}{' ' if runs_on else chr(10)}{more}"
    above.line_end = row.line_end or row.line


def _carry(row: GridRow, whole: list[GridRow], roles: list[str | None], width: int) -> None:
    """Note the merged cells to the left that hold for this row too."""
    if _section(row):
        return
    for column in range(width):
        if row.cells[column].strip() if column < len(row.cells) else False:
            break
        role = roles[column] if column < len(roles) else None
        belongs_to_outcome = role == "reference" and any(r in ("outcome", "priority") for r in roles[column + 1 :])
        unnamed = role is None and column == 0 and len(roles) > 2
        if role in _CARRIED or belongs_to_outcome or unnamed:
            for index in range(len(whole) - 1, -1, -1):
                if (
                    column < len(whole[index].cells)
                    and whole[index].cells[column].strip()
                    and not _section(whole[index])
                ):
                    row.merged[column] = index
                    break


def paras_of(raw: str, place: Place) -> tuple[Para, ...]:
    """A cell's raw text as paragraphs: cut at breaks, list items and bullet glyphs."""
    paras: list[Para] = []
    for piece in raw.split("\n"):
        for line in markup.lines_of(piece):
            bold = markup.is_bold(line)
            paras += [Para(m.text, place, m.marker, bold) for m in _cell_items(markup.strip(line))]
    return tuple(paras)


def _cell_items(text: str) -> list[Marked]:
    if is_number(text):
        return [Marked(None, text)] if text else []
    return inner_items(text)


def _block(header: GridRow | None, rows: list[GridRow], roles: list[str | None], width: int) -> Block:
    made: list[Row] = []
    offset = 0
    if header is not None:
        made.append(_row(header, [], 0, width, header=True))
        offset = 1
    for row in rows:
        made.append(_row(row, rows, offset, width))
    place = Place.span(r.place for r in made)
    return Block(BlockKind.TABLE, (), place, rows=tuple(made), columns=width)


def _row(row: GridRow, rows: list[GridRow], offset: int, width: int, header: bool = False) -> Row:
    place = Place(None, row.line, max(row.line_end, row.line))
    cells: list[Cell] = []
    column = 0
    for i, raw in enumerate(row.cells):
        span = row.spans[i] if i < len(row.spans) else 1
        if span == 0:
            continue
        if i in row.merged:
            printed = rows[row.merged[i]]
            where = Place(None, printed.line, max(printed.line_end, printed.line))
            cells.append(Cell(paras_of(printed.cells[i], where), column, span, rowspan_from=row.merged[i] + offset))
        else:
            cells.append(Cell(paras_of(raw, place), column, span, header=header))
        column += span
    filled = [c for c in cells if c.text]
    if len(filled) == 1 and len(row.filled) == 1 and _section(row):
        cells = [Cell(filled[0].paras, 0, max(width, 1))]
    return Row(tuple(cells), place, header=header)
