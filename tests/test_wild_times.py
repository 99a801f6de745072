"""Times as officers print them in a timescale cell, with what they denote.

``wild/times.txt`` was written from knowledge of the field, before the code was looked at.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from safeplans.extractors.time import spans
from safeplans.extractors.time.dates import DateMention, PlanPeriod, dates_in_timescale

LINES = (Path(__file__).parent / "wild" / "times.txt").read_text(encoding="utf-8").splitlines()
PRECISIONS = {"day", "month", "quarter", "season", "year", "financial_year", "academic_year"}
Wanted = tuple[str, spans.Span | None, str | None, str | None, int | None, bool]


def cases() -> list[tuple[str, str, PlanPeriod]]:
    found, period = [], PlanPeriod()
    for line in LINES:
        if line.startswith("[plan"):
            first, last = re.findall(r"\d{4}-\d\d-\d\d", line)
            period = PlanPeriod(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
        elif line and not line.startswith("#"):
            printed, rows = line.split(" | ")
            found.append((printed, rows, period))
    return found


def span_of(word: str) -> tuple[spans.Span | None, str | None]:
    """Span and precision of a word such as ``2025-09``, ``Q2025/26.3``, ``FY2025`` or ``2025-04-01/2025-09-30``."""
    if word == "-":
        return None, None
    if m := re.fullmatch(r"(\d{4})-(\d\d)", word):
        return spans.month_span(int(m[1]), int(m[2])), "month"
    if m := re.fullmatch(r"Q(\d{4})/\d\d\.(\d)", word):
        return spans.quarter_span(dt.date(int(m[1]), 4, 1), int(m[2])), "quarter"
    if m := re.fullmatch(r"(FY|AY|Y)(\d{4})", word):
        year = int(m[2])
        return {
            "FY": (spans.financial_span(year), "financial_year"),
            "AY": (spans.academic_span(year), "academic_year"),
            "Y": (spans.year_span(year), "year"),
        }[m[1]]
    first, _, last = word.partition("/")
    span = dt.date.fromisoformat(first), dt.date.fromisoformat(last or first)
    return span, None if last else "day"


def wanted(row: str) -> Wanted:
    """Kind, span, precision, recurrence, month, whether it is told as impossible; `None` is not asked for."""
    kind, when, *more = row.split()
    span, precision = span_of(when.lstrip("~"))
    said = next((w for w in more if w in PRECISIONS), precision)
    month = next((int(w[5:]) for w in more if w.startswith("month") and w != "month"), None)
    return kind, span, said, next((w for w in more if w.startswith("P")), None), month, "problem" in more


def given(m: DateMention, want: Wanted) -> Wanted:
    span = m.inferred or (None if m.start is None or m.end is None else (m.start, m.end))
    _, _, precision, recurrence, month, _ = want
    return (
        m.kind,
        span,
        m.precision if precision else None,
        m.recurrence if recurrence else None,
        m.month if month else None,
        "impossible" in m.method,
    )


@pytest.mark.parametrize(("printed", "rows", "period"), cases(), ids=[c[0] for c in cases()])
def test_a_time_denotes_what_an_officer_means(printed: str, rows: str, period: PlanPeriod) -> None:
    asked = [] if rows == "none" else [wanted(row) for row in rows.split(" ; ")]
    found = dates_in_timescale(printed, period)
    assert len(found) == len(asked), found
    assert [given(m, want) for m, want in zip(found, asked, strict=True)] == asked
