"""Runs of lines that keep the same gutters: where they begin and end, and which lines run over the gutters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from safeplans.extractors.blank_columns.beginnings import LOWER
from safeplans.extractors.blank_columns.gutters import gutters_of
from safeplans.extractors.blank_columns.ink import bits, closes
from safeplans.extractors.blank_columns.model import LONGEST_HEADER, Gutter, Line, Run

MOST_SKIPPED = 2  # blank lines inside a run
MOST_SECTION_LINES = 4  # lines that run over the columns between two rows


def runs_of(lines: Sequence[Line]) -> Iterator[Run]:
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


def _grown(lines: Sequence[Line], start: int) -> Run:
    """The lines from `start` on that leave the same strips blank.

    Lines that run over the strips, and lines of the first column after a blank line, wait: they belong to the run if
    others with several parts follow.
    """
    first = lines[start]
    ink = first.ink
    run = Run([first], set(), start, start + 1, gutters_of(ink, first, []))
    starts = {a for a, _ in first.parts[1:]}
    count = 1  # lines that keep the gutters
    known = asked = 0  # parts of them, and those that begin where others did
    waiting: list[Line] = []
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
        apart = line.skipped or waiting and not LOWER.match(line.text, line.indent)
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
            if told > 2 and closes(fresh, a, b):
                fresh &= ~bits(a, b)
        ink |= fresh
        count, known, asked = count + 1, known + met, asked + len(begun)
        starts.update(begun)
        run.gutters = gutters_of(ink, line, run.gutters)
    return run


def _keeps(line: Line, gutters: Sequence[Gutter], count: int) -> bool | None:
    """Whether a line keeps the gutters; False if it runs over them as one, None if it has other columns."""
    strong = [g for g in gutters if g.lines > 1] or gutters
    start, end = line.parts[-1]
    if not line.many:
        return bool(strong) and not any(_runs_over(line.text, start, end, g) for g in strong)
    if not strong:
        return None
    ink = line.ink
    closed = [g for g in strong if closes(ink, g.start, g.end)]
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


def _runs_over(text: str, start: int, end: int, gutter: Gutter) -> bool:
    """A part goes over a gutter, and not with its last word only, which is too long for its column."""
    if not start < gutter.start or end < gutter.end:
        return False
    long_word = text.find(" ", gutter.end, end) < 0 and text.rfind(" ", start, gutter.end) >= 0
    return not (long_word and end - gutter.end < 16)


def _is_second(above: Line, line: Line) -> bool:
    """A line under one that runs over the columns is its second line."""
    if line.skipped or not LOWER.match(line.text, line.indent):
        return False
    return line.indent == above.indent or above.parts[-1][1] > 60


def _in_first_column(line: Line, gutters: Sequence[Gutter]) -> bool:
    return not gutters or line.indent < gutters[0].start


def _look_above(lines: Sequence[Line], run: Run, before: int) -> None:
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


def _is_run(run: Run) -> bool:
    rows = run.rows
    many = [line for line in rows if line.many]
    two = len(run.gutters) == 1
    if len(run.over) > len(rows) * (0.3 if two else 0.5) or _is_contents(many):
        return False
    return len(many) >= (4 if two else 2 if run.gutters else 3)


def _is_contents(lines: Sequence[Line]) -> bool:
    """Entries with the number of a page behind each."""
    ends = [line.text[line.parts[-1][0] :] for line in lines if len(line.parts) < 4]
    pages = [int(w) for w in ends if re.fullmatch(r"\d{1,3}", w)]
    return len(pages) > 2 and len(pages) * 10 >= 7 * len(lines) and pages[0] < 20 and pages == sorted(pages)
