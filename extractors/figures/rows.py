"""Figures in a table: one row, one figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from safeplans.extractors.figures.period import period_of
from safeplans.extractors.figures.prose import Figure, numbers_in, percent_role, value_of
from safeplans.extractors.figures.words import figure_words
from safeplans.extractors.lexicon.forms import phrase_form
from safeplans.extractors.lexicon.language import words

_CELL = re.compile(
    r"^[<>~c.\s]*(?P<sign>[+\-−–↑↓▲▼])?\s?(?P<pound>£)?\s?(?P<digits>\d{1,3}(?:,\s?\d{3})+|\d+)(?P<point>\.\d+)?\s?(?P<scale>k|m|million)?"
    r"\s?(?P<percent>%|per\s?cent)?\s*(?:\((?P<rest>[^)]*)\))?\s*(?P<arrow>[↑↓▲▼])?$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b(?:\s?[-–—/]\s?(\d\d(?:\d\d)?))?")


@dataclass(slots=True)
class _Column:
    index: int
    role: str  # value, change, other
    year: int = 0
    header: str = ""
    match: re.Match[str] | None = None

    @property
    def counts(self) -> bool:
        """Whether the heading announces a number, not its share of the whole (`Number | %`)."""
        return re.search(r"%|\bper\s?cent|\bpercentage\b|\bproportion\b|\brate\b", self.header, re.IGNORECASE) is None


def _column(index: int, header: str, cell: str) -> _Column:
    w = figure_words()
    name = phrase_form(header)
    plain = re.sub(r"[^a-z%+/\-# ]+", " ", name).strip()
    role = "value"
    if any(plain == c or re.search(rf"(?<![a-z]){re.escape(c)}(?![a-z])", plain) for c in w.change_columns):
        role = "change"
    elif plain in w.other_columns or any(
        len(c) > 3 and re.search(rf"\b{re.escape(c)}\b", plain) for c in w.other_columns
    ):
        role = "other"
    years = [int(m[1]) for m in _YEAR.finditer(name)]
    return _Column(index, role, max(years, default=0), header, _CELL.match(cell.strip()))


def figures_in_row(header: Sequence[str], cells: Sequence[str]) -> list[Figure]:
    """The figure of one row of a table of figures: at most one, its sentence the joined cells.

    The value is that of the latest year's column, else of the last column of numbers; `change` is taken from a column
    of changes where it prints per cent. Columns of targets and of other areas do not count. A row without a label or
    without a number gives none.
    """
    text = " ".join(c.strip() for c in cells if c.strip())
    columns = [_column(i, header[i] if i < len(header) else "", c) for i, c in enumerate(cells)]
    labels = [c.strip() for c, k in zip(cells, columns, strict=True) if c.strip() and k.match is None]
    values = [k for k in columns if k.match is not None and k.role == "value" and (k.index > 0 or not labels)]
    if not labels or not values:
        return []
    of_year = _YEAR.match(labels[0]) is not None  # a row for a year, its columns the measures
    if not of_year and re.search(r"[A-Za-z]{2}", labels[0]) is None:
        return []
    best = max(values, key=lambda k: (k.year, k.counts, k.index))
    m = best.match
    assert m is not None
    label = labels[0]
    unit = _row_unit(m, best.header, "" if of_year else label)
    start, end = period_of(labels[0] if of_year else best.header)
    return [Figure(text, 0, value_of(m), unit, _row_change(columns, cells), start, end, 0.85, "figure:row")]


def _row_unit(m: re.Match[str], header: str, label: str) -> str:
    if (
        m["percent"]
        or "%" in header
        or re.search(r"%|\bper\s?cent|\bpercentage\b|\bproportion\b", label, re.IGNORECASE)
    ):
        return "%"
    if m["pound"] or "£" in header or "£" in label:
        return "£"
    head = words(header)
    if head and not _YEAR.search(header) and head[-1].stem in figure_words().events | figure_words().things:
        return header.strip()
    return re.sub(
        r"^(?:the\s+)?(?:total\s+)?(?:number|no\.?|total|#)\s+(?:of\s+)?", "", label, flags=re.IGNORECASE
    ).strip()


def _row_change(columns: list[_Column], cells: Sequence[str]) -> float | None:
    for k in columns:
        if k.role != "change":
            continue
        cell = cells[k.index].strip()
        m = k.match
        if m is not None and (m["percent"] or "%" in k.header or "per cent" in k.header.lower()):
            down = (m["sign"] or m["arrow"] or "+") in "-−–↓▼"
            return -value_of(m) if down else value_of(m)
        for f in numbers_in(cell):
            if f.percent and percent_role(f, cell[: f.start], cell[f.end :], 0, []) == "change":
                return f.change
    return None
