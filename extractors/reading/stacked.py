"""Tables that an extractor printed one cell after another, each on lines of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from safeplans.extractors.lexicon.columns import looks_like_header, role_of
from safeplans.extractors.lexicon.sections import section_of
from safeplans.extractors.lexicon.statements import statement_of
from safeplans.extractors.reading import markup
from safeplans.extractors.reading.markers import is_number
from safeplans.extractors.reading.text_tables import GridRow

#: A run of lines that belong together: (line number, text).
Run = list[tuple[int, str]]


def stacked_rows(printed: Sequence[str], start: int, furniture: dict[int, str]) -> tuple[int, list[GridRow]]:
    """Rows of the stacked table that begins at index `start`, and the index after it; no rows if there is none.

    Three prints are known: a line a cell and a blank line a row; a line a cell and no blank lines at all; a
    blank line after every cell, whose lines may then be wrapped.
    """
    for form in (_a_line_a_cell, _a_run_a_cell):
        end, rows = form(printed, start, furniture)
        if rows:
            return end, rows
    return start, []


def _run(printed: Sequence[str], at: int, furniture: dict[int, str]) -> tuple[int, Run]:
    """The lines from `at` to the next blank one, page furniture or statement of an objective."""
    found: Run = []
    while at < len(printed) and printed[at].strip() and at + 1 not in furniture and "\t" not in printed[at]:
        text = markup.strip(printed[at])
        if found and _states(text):
            break
        found.append((at + 1, text))
        at += 1
        if _states(text):
            break
    return at, found


def _states(text: str) -> bool:
    statement = statement_of(text)
    return statement is not None and statement.number is not None


def _heading(text: str) -> bool:
    match = role_of(text)
    return match is not None and match.score >= 0.8 and not re.search(r":\s*\w", text)


def _a_line_a_cell(printed: Sequence[str], start: int, furniture: dict[int, str]) -> tuple[int, list[GridRow]]:
    end, head = _run(printed, start, furniture)
    known = next((i for i, (_, text) in enumerate(head) if not _heading(text)), len(head))
    if known >= 3 and known < len(head) and (len(head) - known) % known == 0:
        pieces = [head[i : i + known] for i in range(0, len(head), known)]
        if looks_like_header([text for _, text in pieces[0]]):
            return end, [_row([[cell] for cell in piece], header=i == 0) for i, piece in enumerate(pieces)]
    if not 3 <= known == len(head) <= 10 or not looks_like_header([text for _, text in head]):
        return start, []
    rows = [_row([[cell] for cell in head], header=True)]
    at = end
    while at < len(printed):
        if not printed[at].strip() or at + 1 in furniture:
            at += 1
            continue
        after, lines = _run(printed, at, furniture)
        cells: list[Run] = []
        for line in lines:
            if cells and len(lines) > len(head) and re.match(r"[a-z(&,]", line[1]):
                cells[-1].append(line)
            else:
                cells.append([line])
        if len(cells) == 1 or not len(head) - 2 <= len(cells) <= len(head):
            break
        if [_text(c).casefold() for c in cells] != [text.casefold() for _, text in head]:
            rows.append(_row(cells))
        at = end = after
    return (end, rows) if len(rows) > 1 else (start, [])


def _a_run_a_cell(printed: Sequence[str], start: int, furniture: dict[int, str]) -> tuple[int, list[GridRow]]:
    runs: list[tuple[int, Run]] = []
    at = start
    headed: bool | None = None
    while at < len(printed) and len(runs) < 2000:
        if not printed[at].strip() or at + 1 in furniture:
            at += 1
            continue
        after, lines = _run(printed, at, furniture)
        if not lines:
            break
        runs.append((after, lines))
        at = after
        if headed is None and (len(lines) > 2 or not _heading(_text(lines))):
            headed = 3 <= len(runs) - 1 <= 10
            if not headed:
                return start, []  # as nearly everywhere: no need to look at what follows
    width = next((i for i, (_, lines) in enumerate(runs) if len(lines) > 2 or not _heading(_text(lines))), len(runs))
    headings = [_text(lines) for _, lines in runs[:width]]
    if not 3 <= width <= 10 or not looks_like_header(headings):
        return start, []
    numbered = role_of(headings[0]) is not None and role_of(headings[0]).role == "reference"  # type: ignore[union-attr]
    rows = [_row([lines for _, lines in runs[:width]], header=True)]
    index, end = width, runs[width - 1][0]
    while index < len(runs):
        if [_text(lines).casefold() for _, lines in runs[index : index + width]] == [h.casefold() for h in headings]:
            index += width  # the header again on a new page
            continue
        cells: list[Run] = []
        last = index
        while last < len(runs) and len(cells) < width:
            text = _text(runs[last][1])
            if _states(text) or section_of(text) == "glossary" or numbered and cells and is_number(text):
                break
            cells.append(runs[last][1])
            last += 1
        if len(cells) < 2 or numbered and not is_number(_text(cells[0])) or not numbered and len(cells) < width:
            break
        rows.append(_row(cells))
        index, end = last, runs[last - 1][0]
    return (end, rows) if len(rows) > 1 else (start, [])


def _text(lines: Run) -> str:
    return " ".join(text for _, text in lines)


def _row(cells: Sequence[Run], header: bool = False) -> GridRow:
    return GridRow(cells[0][0][0], [_text(c) for c in cells], cells[-1][-1][0], header=header, printed=len(cells))
