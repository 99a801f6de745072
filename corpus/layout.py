"""Laying out marked text as converters and people lay out plain text: wrapping and columns that keep the marks whole.

A mark that runs over a line break is closed before it and opened again behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_TOKEN = re.compile(r"⟦[^|⟦⟧]*\||⟧|\s+|[^\s⟦⟧]+")
_WHOLE_WORD = re.compile(r"(?:⟦[^|⟦⟧]*\||[^\s⟦])+")  # with the marks that begin or end in it: ``(⟦lead a1|QA⟧)``


def printed_length(marked: str) -> int:
    """Characters that are left when the marks are taken out."""
    return len(re.sub(r"⟦[^|⟦⟧]*\||⟧", "", marked))


def wrap(marked: str, width: int) -> list[str]:
    """The lines of a marked text at most `width` characters long (longer words stand alone), marks whole in each."""
    lines: list[str] = []
    line, length = "", 0
    open_marks: list[str] = []
    waiting: list[str] = []  # marks that open before the next word
    blank = False
    for found in _TOKEN.finditer(marked):
        token = found[0]
        if token.startswith("⟦"):
            waiting.append(token)
        elif token == "⟧":
            if waiting:
                waiting.pop()
            else:
                open_marks.pop()
                line += token
        elif token.isspace():
            blank = True
        else:
            if blank and length and length + 1 + printed_length(_WHOLE_WORD.match(marked, found.start())[0]) > width:
                lines.append(_closed(line, open_marks))
                line, length = "".join(open_marks), 0
            elif blank and length:
                line += " "
                length += 1
            line += "".join(waiting) + token
            open_marks += waiting
            waiting = []
            length += len(token)
            blank = False
    lines.append(_closed(line, open_marks))
    return [_without_empty(one) for one in lines if printed_length(one)] or [""]


def _closed(line: str, open_marks: Sequence[str]) -> str:
    return line + "⟧" * len(open_marks)


def _without_empty(line: str) -> str:
    before = None
    while before != line:
        before = line
        line = re.sub(r"⟦[^|⟦⟧]*\|\s*⟧", "", line)
    # a blank at the end of a mark belongs behind it
    return re.sub(r"(\s+)(⟧+)", r"\2\1", line).rstrip()


def columns(cells: Sequence[str], widths: Sequence[int], gap: int = 3) -> list[str]:
    """One row of a table in plain text: cells wrapped, blanks between the columns, as ``pdftotext -layout`` prints."""
    wrapped = [wrap(cell, width) if cell.strip() else [] for cell, width in zip(cells, widths, strict=True)]
    lines = []
    for index in range(max((len(w) for w in wrapped), default=0)):
        line, length, at = "", 0, 0
        for lines_of_cell, width in zip(wrapped, widths, strict=True):
            if index < len(lines_of_cell):
                line += " " * max(at - length, 1 if length else 0) + lines_of_cell[index]
                length = max(at, length + (1 if length else 0)) + printed_length(lines_of_cell[index])
            at += width + gap
        lines.append(line.rstrip())
    return lines
