"""What an Excel file can hold, and what becomes of a value that it cannot."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

MOST_CHARACTERS = 32_767
"""Of one cell, in UTF-16 units. https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3"""
MOST_ROWS = 1_048_576
MOST_LINKS = 65_530
"""Of one sheet."""

_LINE = 15.0
_TALLEST = 409.0
"""Points: the height of a line, and the largest that a row may have."""
_WRAPPED = 1.1
"""Room that text takes whose lines are broken between words."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold. https://www.w3.org/TR/xml/#charsets"""
_SHOWN_INSTEAD = "\ufffd"


@dataclass(slots=True)
class Losses:
    """What a workbook could not hold, counted by sheet; `told` says it."""

    cut: Counter[str] = field(default_factory=Counter)
    replaced: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)

    def told(self) -> list[str]:
        """One sentence for each kind of loss and sheet; none where nothing was lost."""
        kinds = (
            (f"cells cut at {MOST_CHARACTERS:,} characters (each says so at its end)", self.cut),
            (
                f"cells with characters that a workbook cannot hold ({_SHOWN_INSTEAD} stands in their place)",
                self.replaced,
            ),
            (f"rows left out, for a sheet holds {MOST_ROWS:,} (the CSV files have them)", self.rows),
            (f"cells without a link, for a sheet holds {MOST_LINKS:,}", self.links),
        )
        return [f"{sheet}: {what}: {n:,}." for what, counts in kinds for sheet, n in counts.items() if n]


def cell_text(text: str, sheet: str, losses: Losses) -> str:
    """Text that a cell can hold. What is lost is said in the cell or stands as �, and is counted."""
    kept, illegal = _ILLEGAL.subn(_SHOWN_INSTEAD, text)
    losses.replaced[sheet] += bool(illegal)
    if len(kept) > MOST_CHARACTERS // 2 and _units(kept) > MOST_CHARACTERS:
        losses.cut[sheet] += 1
        end = f" … [cut; {len(text):,} characters in all]"
        room = (MOST_CHARACTERS - _units(end)) * 2  # bytes
        kept = kept.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + end
    return kept


def lines(text: str, width: int) -> int:
    """Lines that text takes in a column of so many characters, about."""
    if len(text) < width and "\n" not in text:
        return 1
    return sum(1 + int(len(part) * _WRAPPED / width) for part in text.split("\n"))


def height(lines: int) -> float:
    """Points of a row with so many lines. It is set, for not all programs make rows high enough."""
    return min(lines * _LINE, _TALLEST)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
