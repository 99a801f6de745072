"""What of a workbook or of slides was left out, told to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from safeplans.extractors.base.document import ReadingProblem

MACROS = ("macro project, not run", "macro projects, not run")
"""How programs in a file are counted for people, in singular and plural."""
_NAMED = 12  # names that a message lists
_SHOWN = 300  # letters of a quotation


def hidden_parts(what: str, names: Sequence[str]) -> list[ReadingProblem]:
    """what: ``sheet``, ``slide`` or ``row``, of which `names` are hidden."""
    if not names:
        return []
    one = len(names) == 1
    return [
        ReadingProblem(
            "hidden_parts",
            f"{'A' if one else len(names)} {what}{'' if one else 's'} {'is' if one else 'are'} hidden and "
            f"{'was' if one else 'were'} not read: {listed(names)}.",
            "info",
        )
    ]


def hidden_within(sheet: str, rows: Sequence[int], columns: Sequence[str]) -> list[ReadingProblem]:
    """Rows and columns with text that nobody sees."""
    told = []
    if rows:
        told.append(f"{'row' if len(rows) == 1 else 'rows'} {spans(rows)}")
    if columns:
        told.append(f"{'column' if len(columns) == 1 else 'columns'} {listed(columns)}")
    if not told:
        return []
    return [ReadingProblem("hidden_parts", f"Hidden on «{sheet}» and not read: {' and '.join(told)}.", "info")]


def without_values(cells: Sequence[str]) -> list[ReadingProblem]:
    if not cells:
        return []
    one = len(cells) == 1
    return [
        ReadingProblem(
            "formula_without_value",
            f"{'A formula has' if one else f'{len(cells)} formulas have'} no stored value, and formulas are not worked "
            f"out: {listed(cells)} {'was' if one else 'were'} left empty. Open the workbook in a spreadsheet, save it, "
            "and run again.",
            "warning",
        )
    ]


def struck_out(passages: Sequence[str]) -> list[ReadingProblem]:
    if not passages:
        return []
    words = " · ".join(passages)
    shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN].rstrip()}…"
    return [ReadingProblem("struck_out", f"Crossed out and left out: «{shown}».", "info")]


def parts_not_read(parts: Mapping[tuple[str, str], int]) -> list[ReadingProblem]:
    """parts: how many of each kind, named in singular and plural."""
    told = [f"{count} {one if count == 1 else many}" for (one, many), count in sorted(parts.items()) if count]
    if not told:
        return []
    return [ReadingProblem("parts_not_read", f"Besides its text the file holds {', '.join(told)}; not read.", "info")]


def cells_left_out(count: int, most: int) -> list[ReadingProblem]:
    if not count:
        return []
    return [
        ReadingProblem(
            "too_large",
            f"The file has more than {most:,} filled cells; some {count:,} behind them were not read. Save the part "
            "that is the plan as a workbook of its own.",
            "warning",
        )
    ]


def listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"{name}" for name in names[:_NAMED])
    return f"{shown} and {len(names) - _NAMED} more" if len(names) > _NAMED else shown


def spans(numbers: Sequence[int]) -> str:
    """``3, 7–9`` of sorted numbers."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return listed([str(a) if a == b else f"{a}–{b}" for a, b in parts])
