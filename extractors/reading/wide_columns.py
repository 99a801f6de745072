"""Columns held apart by wide spaces: a table in a plain text file, its cells wrapped inside their columns."""

from __future__ import annotations

import re

from safeplans.extractors.lexicon.columns import looks_like_header
from safeplans.extractors.lexicon.sections import section_of
from safeplans.extractors.lexicon.statements import statement_of
from safeplans.extractors.reading.markers import is_number, split_marker
from safeplans.extractors.reading.text_tables import GridRow

_GAP = re.compile(r"\S(\s{2,})\S")
_MIN_LINES = 3


def wide_table(printed: list[str], start: int, furniture: dict[int, str]) -> tuple[int, list[GridRow]]:
    """Rows of the wide-space table that begins at index `start`, and the index after it; no rows if there is none.

    A table begins with a header line of known column headings, or with three lines that share two gutters.
    """
    if "\t" in printed[start] or not _GAP.search(printed[start].rstrip()):
        return start, []
    statement = statement_of(printed[start])
    if statement is not None and statement.number:
        return start, []  # "PRIORITY 1   NEGLECT" over a table
    header = looks_like_header(re.split(r"\s{2,}", printed[start].strip()))
    lines: list[tuple[int, str]] = []
    end, blanks = start, 0
    while end < len(printed):
        raw = printed[end].rstrip()
        if end + 1 in furniture:
            end += 1
            continue
        if not raw.strip():
            blanks += 1
            if blanks > 2:
                break
            lines.append((end, ""))
            end += 1
            continue
        if "\t" in raw or re.match(r"\s*(?:#|\||<)", raw):
            break
        if lines and (_new_part(raw) or looks_like_header(re.split(r"\s{2,}", raw.strip())) and end > lines[0][0]):
            break
        if lines and not _belongs(raw, [text for _, text in lines if text], blanks):
            break
        blanks = 0
        lines.append((end, raw))
        end += 1
    while lines and not lines[-1][1]:
        lines.pop()
    texts = [text for _, text in lines if text]
    if len(texts) < _MIN_LINES and not (header and len(texts) >= 2):
        return start, []
    gutters = _gutters(texts, header)
    if len(gutters) < (1 if header else 2):
        return start, []
    rows = _rows(lines, gutters, header)
    return (lines[-1][0] + 1, rows) if rows else (start, [])


def _new_part(raw: str) -> bool:
    """A statement of an objective, or the heading of the glossary: the table above has ended."""
    statement = statement_of(raw)
    parts = re.split(r"\s{3,}", raw.strip())
    return statement is not None and statement.number is not None or len(parts) == 1 and section_of(raw) == "glossary"


def _belongs(raw: str, above: list[str], blanks: int) -> bool:
    """The line keeps a gutter that the lines above share."""
    if not above:
        return True
    if blanks > 1 and not _GAP.search(raw.strip()) and split_marker(raw).marker is None and raw[:1].strip():
        return False  # a line of its own after a gap down the page
    gutters = _gutters(above[-12:], True) or _gutters(above[:3], True)
    if not gutters:
        return bool(_GAP.search(raw))
    clear = [g for g in gutters if not raw[g[1] - 1 : g[1]].strip()]
    if len(above) <= 2 and _GAP.search(raw.strip()):  # bullets and numbers may hang out to the left of a heading
        clear = [g for g in gutters if " " in raw[max(g[0], g[1] - 5) : g[1]] or len(raw) < g[1]]
    if blanks and raw[:1].strip() and not _GAP.search(raw.strip()) and len(raw) > gutters[0][0]:
        return False
    return len(clear) * 2 > len(gutters)


def _gutters(lines: list[str], header: bool) -> list[tuple[int, int]]:
    """Runs of character columns (at least two wide) that are blank in every line, between columns with text."""
    width = max(len(line) for line in lines)
    blank = [all(i >= len(line) or line[i] == " " for line in lines) for i in range(width)]
    gutters: list[tuple[int, int]] = []
    i = 0
    while i < width:
        if blank[i]:
            j = i
            while j < width and blank[j]:
                j += 1
            if j - i >= 2 and i > 0 and j < width:
                gutters.append((i, j))
            i = j
        else:
            i += 1
    if header:  # a gutter must also part the headings
        gutters = [g for g in gutters if lines[0][: g[0]].strip() or any(line[: g[0]].strip() for line in lines)]
    return gutters


def _cut(raw: str, gutters: list[tuple[int, int]]) -> list[str]:
    edges = [0] + [g[1] for g in gutters] + [max(len(raw), gutters[-1][1])]
    return [raw[a:b].strip() for a, b in zip(edges, edges[1:], strict=False)]


def _rows(lines: list[tuple[int, str]], gutters: list[tuple[int, int]], header: bool) -> list[GridRow]:
    cut = [(index + 1, _cut(text, gutters) if text else []) for index, text in lines]
    groups: list[list[tuple[int, list[str]]]] = []
    body = cut
    if header:
        head = [body[0]]
        body = body[1:]
        # a heading of two lines: the second has no number and stands directly under the first
        while (
            body
            and body[0][1]
            and not is_number(body[0][1][0])
            and all(len(c.split()) <= 3 for c in body[0][1])
            and not body[0][1][0]
            and len(body) > 2
            and not any(c[:1].isupper() for c in body[0][1] if c)
        ):
            head.append(body.pop(0))
        groups.append(head)
    if len(gutters) <= 2 and _lists(body):
        groups.append([c for c in body if c[1]])
        return [_row(group, gutters, header and index == 0) for index, group in enumerate(groups)]
    parted = sum(not cells for _, cells in body) >= max(1, sum(bool(c) for _, c in body) // 8)
    numbered = sum(bool(c) and is_number(c[0]) for _, c in body) >= 2
    for number, cells in body:
        if not cells:
            if parted and groups and groups[-1]:
                groups.append([])
            continue
        starts = is_number(cells[0]) if numbered else not parted and bool(cells[0]) and _opens(cells, groups)
        if not groups or (starts and groups[-1]) or (header and len(groups) == 1):
            groups.append([])
        groups[-1].append((number, cells))
    return [_row(group, gutters, header and group is groups[0]) for group in groups if group]


def _lists(body: list[tuple[int, list[str]]]) -> bool:
    """Lists side by side: most of what begins a thought has a bullet."""
    cells = [c for _, row in body for c in row if c]
    bullets = [c for c in cells if split_marker(c).marker and not is_number(c)]
    with_bullets = {i for _, row in body for i, c in enumerate(row) if split_marker(c).marker and not is_number(c)}
    return (
        len(bullets) >= 3
        and len(with_bullets) > 1
        and sum(bool(split_marker(c).marker) or c[:1].islower() for c in cells) * 1.4 > len(cells)
    )


def _row(group: list[tuple[int, list[str]]], gutters: list[tuple[int, int]], header: bool) -> GridRow:
    columns = ["" for _ in range(len(gutters) + 1)]
    for _, cells in group:
        for i, cell in enumerate(cells):
            if cell:
                joiner = "\n" if columns[i] and split_marker(cell).marker and not is_number(cell) else " "
                columns[i] = f"{columns[i]}{joiner}{cell}".strip()
    return GridRow(group[0][0], columns, group[-1][0], header=header)


def _opens(cells: list[str], groups: list[list[tuple[int, list[str]]]]) -> bool:
    """A line that fills nearly all columns, after one that left some empty or ended its sentence, begins a row."""
    if split_marker(cells[0]).marker and all(cells):
        return True
    if sum(bool(c) for c in cells) < len(cells) - 1:
        return False
    above = groups[-1][-1][1] if groups and groups[-1] else []
    if not all(cells) and any(c[:1].islower() and a for c, a in zip(cells, above, strict=False)):
        return False
    ended = not above or not all(above) or any(re.search(r"[.;]$", c) for c in above)
    return bool(re.match(r"[A-Z0-9]", cells[0])) or ended
