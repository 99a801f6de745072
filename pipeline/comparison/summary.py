"""What a comparison found, for a terminal. Each figure says from which table it comes."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from safeplans.pipeline.base.printing import counted, safe
from safeplans.pipeline.comparison.comparing import ComparisonSummary
from safeplans.pipeline.comparison.corpus import well_covered
from safeplans.pipeline.schema.comparison_fields import CHANGES, OUTCOMES, PUBLICATIONS
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.field_parts import THEMES

_WIDEST = 100
_THEMES_SHOWN = 10
_GROUPS_SHOWN = 5
_NAMES_SHOWN = 5
_SHARES = ("lead_share", "date_share", "measure_share", "progress_share", "overdue_share")


def print_summary(summary: ComparisonSummary, console: Console) -> None:
    """Print the most telling counts of a comparison, in at most 100 columns."""
    console.width = min(console.width, _WIDEST) if console.is_terminal else _WIDEST
    with console.capture() as capture:
        for part in _parts(summary):
            console.print(part)
    for line in capture.get().splitlines():
        console.file.write(line.rstrip() + "\n")


def _parts(summary: ComparisonSummary) -> Iterator[RenderableType]:
    rows = summary.rows
    yield Text(_head(rows["planning_quality"], rows["compared_partnerships"]))
    yield from _themes(rows["theme_profile"])
    yield from _quality(rows["planning_quality"], summary.as_of)
    yield from _like(rows["like_groups"], rows["like_statements"])
    yield from _by_subject("Follow-through of what was planned", "follow_through", rows, "outcome", OUTCOMES)
    yield from _by_subject("Changes between plans", "plan_changes", rows, "change", CHANGES)
    yield from _left_out(summary)


def _head(documents: Sequence[Row], partnerships: Sequence[Row]) -> str:
    kinds = Counter(row["publication"] for row in documents)
    said = ", ".join(counted(kinds[kind], kind) for kind in PUBLICATIONS[:2])
    if kinds["other"]:
        said += f", {kinds['other']:,} other"
    years = sorted({year for row in documents for year in row["years"]})
    span = f"; financial years {years[0]} to {years[-1]}" if years else ""
    return f"{counted(len(partnerships), 'partnership')}, {counted(len(documents), 'document')} ({said}){span}"


def _themes(profile: Sequence[Row]) -> Iterator[RenderableType]:
    """The themes that most partnerships plan for, in the latest year that is well covered."""
    plans = [row for row in profile if row["publication"] == "plan" and row["year"] is not None]
    year = well_covered(year for year, _ in {(row["year"], row["partnership_key"]) for row in plans})
    if year is None:
        return
    of_year = [row for row in plans if row["year"] == year]
    partnerships = len({row["partnership_key"] for row in of_year})
    with_theme, objectives, actions = Counter[str](), Counter[str](), Counter[str]()
    for row in of_year:
        with_theme[row["theme"]] += row["objectives"] + row["actions"] > 0
        objectives[row["theme"]] += row["objectives"]
        actions[row["theme"]] += row["actions"]
    ranked = sorted(THEMES, key=lambda theme: (-with_theme[theme], -objectives[theme] - actions[theme]))
    yield _title(f"Themes in plans for {year}, of {counted(partnerships, 'partnership')}", "theme_profile")
    yield _grid(
        ("theme", "partnerships", "objectives", "actions"),
        (
            (theme, f"{with_theme[theme]:,}", f"{objectives[theme]:,}", f"{actions[theme]:,}")
            for theme in ranked[:_THEMES_SHOWN]
            if with_theme[theme]
        ),
    )
    none = [theme for theme in THEMES if not with_theme[theme]]
    if none:
        yield _line(f"In no plan: {', '.join(none)}")


def _quality(documents: Sequence[Row], as_of: datetime.date) -> Iterator[RenderableType]:
    yield _title(f"Planning quality: shares of actions, mean of documents; overdue on {as_of}", "planning_quality")
    body = []
    for publication in PUBLICATIONS:
        some = [row for row in documents if row["publication"] == publication]
        if some:
            counts = f"{len(some):,}", f"{sum(row['actions'] for row in some):,}"
            body.append((publication, *counts, *(_mean(row[share] for row in some) for share in _SHARES)))
    names = (share.removesuffix("_share") for share in _SHARES)
    yield _grid(("publication", "documents", "actions", *names), body)


def _like(groups: Sequence[Row], statements: Sequence[Row]) -> Iterator[RenderableType]:
    grouped = sum(row["like_group_id"] is not None for row in statements)
    yield _title("Like objectives of different partnerships", "like_groups")
    yield _line(f"{counted(len(groups), 'group')}, with {grouped:,} of {counted(len(statements), 'objective')}")
    if groups:
        yield _grid(
            ("largest", "partnerships", "objectives", "label"),
            (
                (row["like_group_id"], f"{row['partnerships']:,}", f"{row['statements']:,}", safe(row["label"]))
                for row in groups[:_GROUPS_SHOWN]
            ),
            last_is_text=True,
        )


def _by_subject(
    title: str, table: str, rows: dict[str, list[Row]], column: str, values: Sequence[str]
) -> Iterator[RenderableType]:
    """Rows of a table about objectives and actions, counted by the values of a column."""
    counts = Counter((row["subject"], row[column]) for row in rows[table])
    yield _title(title, table)
    if not counts:
        yield _line("none: no earlier and later document of one partnership to hold against each other")
        return
    yield _grid(
        ("subject", *values),
        ((subject, *(f"{counts[subject, value]:,}" for value in values)) for subject in ("objective", "action")),
    )


def _left_out(summary: ComparisonSummary) -> Iterator[RenderableType]:
    partnerships = summary.rows["compared_partnerships"]
    nameless = sorted(row["name"] for row in partnerships if row["recognised_by"] == "document")
    lines = []
    if summary.failed:
        lines.append(f"{counted(len(summary.failed), 'document')} could not be read: {_names(summary.failed)}")
    if summary.undated:
        lines.append(
            f"{counted(len(summary.undated), 'document')} without a period, in the counts of no year: "
            f"{_names(summary.undated)}"
        )
    if nameless:
        lines.append(f"{counted(len(nameless), 'document')} without a partnership's name: alone ({_names(nameless)})")
    for sources in summary.again:
        lines.append(f"counted once, as they are one document: {_names(sources)}")
    for sources in summary.twins:
        lines.append(f"counted {len(sources)} times if they are one document: {_names(sources)}")
    if lines:
        yield _title("Left out, or not placed", "documents, planning_quality, compared_partnerships")
        yield from map(_line, lines)


def _names(names: Sequence[str]) -> str:
    more = len(names) - _NAMES_SHOWN
    return ", ".join(map(safe, names[:_NAMES_SHOWN])) + (f" and {more:,} more" if more > 0 else "")


def _mean(shares: Iterable[float | None]) -> str:
    known = [share for share in shares if share is not None]
    return f"{sum(known) / len(known):.0%}" if known else "–"


def _title(text: str, table: str) -> RenderableType:
    title = Text(f"\n{text} ", style="bold")
    title.append(f"({table})", style="not bold dim")
    return title


def _line(text: str) -> RenderableType:
    return Padding(Text(text), (0, 0, 0, 2))


def _grid(head: Sequence[str], body: Iterable[Sequence[str]], *, last_is_text: bool = False) -> RenderableType:
    """Columns of figures, the first of text; last_is_text: the last too, and takes the room that is left."""
    grid = Grid(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="")
    for at, name in enumerate(head):
        text = at == 0 or (last_is_text and at == len(head) - 1)
        grid.add_column(Text(name), justify="left" if text else "right", no_wrap=not text or at == 0)
    for cells in body:
        grid.add_row(*map(Text, cells))
    return Padding(grid, (0, 0, 0, 2))
