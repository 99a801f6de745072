"""Lines cut at gutters: which words of a line stand in which column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from safeplans.extractors.blank_columns.model import Cut, Gutter, Line, Run


def cuts_of(run: Run, gutters: Sequence[Gutter]) -> list[Cut]:
    cuts = []
    page = False
    for line in run.lines:
        if line.foot:
            cuts.append(Cut(line, {}, {}, "foot"))
        elif line.number in run.over:
            cuts.append(cut_over(line, page))
        else:
            cells, at = cells_of(line, gutters)
            cuts.append(Cut(line, cells, at, "row", page))
        page = line.foot
    return cuts


def cut_over(line: Line, page: bool) -> Cut:
    return Cut(line, {0: line.words}, {0: line.indent if line.parts else 0}, "over", page)


def cells_of(line: Line, gutters: Sequence[Gutter]) -> tuple[dict[int, str], dict[int, int]]:
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


def _column(start: int, end: int, gutters: Sequence[Gutter]) -> int:
    for index, (a, b, _) in enumerate(gutters):
        if start < a or end <= b and start - a < b - start:  # left of a gutter, or inside and nearer to its left
            return index
    return len(gutters)
