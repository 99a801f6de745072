"""Where the rows of a table begin: several rules, of which the one is taken for which most speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from safeplans.extractors.blank_columns.beginnings import BULLET, LOWER, begins_with_key
from safeplans.extractors.blank_columns.model import Cut, Table

SURE = 9.0  # evidence for a row that no rule sets aside

_ENDED = re.compile(r"[.;:!?][\"'’”)]*$")
_OPEN = re.compile(r"(?:[,&/(+–-]|\u00ad)$")


def find_rows(table: Table) -> None:
    """Put down the rows of a table; none where cells stand in the middle of rows whose borders nothing shows."""
    head = table.head
    body = [c for c in table.cuts if c.kind in ("row", "over")]
    above = [c for c in body if head and c.line.number < head[0].line.number]
    below = body[len(above) :]
    if not below:
        return
    table.top = _top_aligned(below, _firsts(below))
    rows = rows_of(below, table.columns)
    plain = [row for row in rows if row[0].kind == "row"]
    if table.top or len(plain) * 2 <= sum(map(len, plain)) or len(below) < 20:
        table.rows = [*rows_of(above, table.columns), *([head] if head else []), *rows]


def rows_of(cuts: Sequence[Cut], columns: int) -> list[list[Cut]]:
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
    rows: list[list[Cut]] = []
    for cut, begins in zip(cuts, best, strict=True):
        if begins or not rows:
            rows.append([])
        rows[-1].append(cut)
    return rows


def _firsts(cuts: Sequence[Cut]) -> list[Cut]:
    """Lines that surely begin a row."""
    after = [True, *(c.kind == "over" for c in cuts[:-1])]
    return [c for c, begins in zip(cuts, after, strict=True) if c.kind == "row" and (begins or c.parted)]


def _top_aligned(cuts: Sequence[Cut], firsts: Sequence[Cut]) -> bool:
    """Cells begin on the first line of their row; else they stand in the middle of its height, and it has few."""
    most = max((len(c.cells) for c in cuts), default=0)
    return sum(len(c.cells) for c in firsts) * 10 >= 7 * most * len(firsts)


def _evidence(cuts: Sequence[Cut], columns: int, firsts: Sequence[Cut], top: bool) -> list[float]:
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
                speaks = 0.4 if LOWER.match(now) else 1.0 if column else 2.0
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
    if BULLET.match(now):
        return 0.5  # another item of the cell, or the first of the next
    if _OPEN.search(before):
        return -2.0
    full = len(before) + 1 + len(now.split(" ", 1)[0]) > 0.9 * width
    if LOWER.match(now):
        return -2.0 if full else -0.7
    if begins_with_key(now):
        return 1.0
    ended = bool(_ENDED.search(before))
    if full:
        return 0.5 if ended else -0.4
    return 1.5 if ended else 1.2


def _rules(
    cuts: Sequence[Cut], evidence: Sequence[float], columns: int, top: bool
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
        keys = [begins_with_key(t) for t in texts] if column < 2 else []
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
