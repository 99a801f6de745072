"""The report's first page: themes by partnership as a heat map, one page for each year and kind of publication."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from safeplans.pipeline.base import links
from safeplans.pipeline.comparison.corpus import Slot
from safeplans.pipeline.schema.comparison_fields import PUBLICATIONS
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.field_parts import THEMES
from safeplans.pipeline.site.contents import Contents
from safeplans.pipeline.site.partnerships import grouped
from safeplans.pipeline.site.rendering import Site
from safeplans.pipeline.views import labels
from safeplans.pipeline.views.views import is_overdue_yet_done

FIRST_PAGE = "index.html"

LEVELS = (0.05, 0.1, 0.2, 0.35)
"""Shares at which the shade of a cell changes."""


class Selection(NamedTuple):
    """What a heat map shows: one kind of publication in one financial year; None: those that say no year."""

    publication: str
    year: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A theme's statements in a slot. share: of all its statements, 0..1. level: of its shade, 0 for none."""

    theme: str
    objectives: int
    actions: int
    share: float
    level: int

    @property
    def count(self) -> int:
        return self.objectives + self.actions

    @property
    def percent(self) -> str:
        """The share as a bare number, since cells are narrow."""
        return labels.percent(self.share).removesuffix("%")


class Line(NamedTuple):
    """A partnership in a heat map.

    cells: None where it has no such document for the year. undated: it has one, but that prints no period.
    """

    partnership: Row
    cells: Sequence[Cell] | None
    undated: bool = False


def write_overview(site: Site, contents: Contents, workbook: str | None) -> None:
    """Write the heat maps; the first page shows the plans of the usual year (`Views.usual_year`).

    workbook: path of the workbook from the first page, None if there is none.
    """
    profile = _profile(contents)
    statements = Counter(slot for row in contents.statements() for slot in contents.corpus.slots_of(row))
    selections = _selections(list(profile))
    usual = _usual(contents, selections)
    pages = {each: FIRST_PAGE if each == usual else links.overview_page(*each) for each in selections}
    figures = _figures(contents, usual.year if usual else None, site.as_of)
    for selection in selections or [Selection(PUBLICATIONS[0], None)]:
        first = selection == usual or not selections
        groups = [
            (heading, [_line(row, profile, statements, selection) for row in rows])
            for heading, rows in grouped(contents.partnerships.values())
        ]
        site.write(
            pages.get(selection, FIRST_PAGE),
            "overview.html",
            title="Safeguarding plans compared" if first else heading_of(selection),
            section=FIRST_PAGE,
            first=first,
            heading=heading_of(selection),
            selection=selection,
            choices=_choices(selections, pages),
            themes=THEMES,
            has_theme_pages=selection.year is not None and selection.year == contents.views.usual_year(),
            undated_page=pages.get(Selection(selection.publication, None)),
            groups=groups,
            having=_having([line for _, lines in groups for line in lines]),
            levels=_legend(),
            figures=figures,
            workbook=workbook,
            contents=contents,
        )


def heading_of(selection: Selection) -> str:
    """What a heat map is called: "Plans for 2024-25"."""
    name = labels.label(selection.publication, "publication")
    return f"{name} for {selection.year}" if selection.year else f"{name} that print no year"


def level(share: float) -> int:
    """The shade of a share, 1 to 5; 0 for none."""
    return 0 if share == 0 else 1 + sum(share > limit for limit in LEVELS)


def _profile(contents: Contents) -> dict[Slot, list[Row]]:
    found: dict[Slot, list[Row]] = defaultdict(list)
    for row in contents.comparison["theme_profile"]:
        found[Slot(row["partnership_key"], row["year"], row["publication"])].append(row)
    return found


def _selections(slots: Sequence[Slot]) -> list[Selection]:
    """Plans before reports, by year; those without a year last."""
    found = {Selection(slot.publication, slot.year) for slot in slots}
    return sorted(found, key=lambda each: (PUBLICATIONS.index(each.publication), each.year is None, each.year or ""))


def _usual(contents: Contents, selections: Sequence[Selection]) -> Selection | None:
    """What the first page shows: the plans of the usual year, else what there is."""
    wanted = Selection(PUBLICATIONS[0], contents.views.usual_year())
    return wanted if wanted in selections else next(iter(selections), None)


def _choices(
    selections: Sequence[Selection], pages: dict[Selection, str]
) -> list[tuple[str, list[tuple[Selection, str]]]]:
    """Selections with their pages, by publication."""
    found: dict[str, list[tuple[Selection, str]]] = defaultdict(list)
    for each in selections:
        found[each.publication].append((each, pages[each]))
    return list(found.items())


def _line(partnership: Row, profile: dict[Slot, list[Row]], statements: Counter[Slot], selection: Selection) -> Line:
    slot = Slot(partnership["partnership_key"], selection.year, selection.publication)
    if slot not in profile:
        return Line(partnership, None, undated=slot._replace(year=None) in profile)
    return Line(partnership, [_cell(row, statements[slot]) for row in profile[slot]])


def _cell(row: Row, statements: int) -> Cell:
    count = row["objectives"] + row["actions"]
    share = count / statements if statements else 0.0
    return Cell(row["theme"], row["objectives"], row["actions"], share, level(share))


def _having(lines: Sequence[Line]) -> list[tuple[str, int, int]]:
    """For each theme, how many partnerships with a document have it, and how many do not."""
    shown = [line.cells for line in lines if line.cells is not None]
    having = Counter(cell.theme for cells in shown for cell in cells if cell.count)
    return [(theme, having[theme], len(shown) - having[theme]) for theme in THEMES]


def _legend() -> list[tuple[int, str]]:
    """Each shade with the shares that have it."""
    bounds = [f"{limit:.0%}" for limit in LEVELS]
    between = [f"over {low} to {high}" for low, high in zip(bounds, bounds[1:], strict=False)]
    return list(enumerate([f"up to {bounds[0]}", *between, f"over {bounds[-1]}"], start=1))


def _figures(contents: Contents, year: str | None, as_of: str) -> list[tuple[str, str]]:
    """Numbers of the whole report, and how well the plans that speak for a year are planned, as name and value.

    year: None for all plans. as_of: the day on which overdue is judged.
    """
    planned = [
        row
        for row in contents.comparison["planning_quality"]
        if row["publication"] == PUBLICATIONS[0] and (year is None or year in row["current_years"])
    ]
    plans = {row["document_id"] for row in planned}
    actions = sum(row["actions"] for row in planned)
    overdue = sum(row["overdue"] for row in planned)
    done = sum(row["document_id"] in plans and is_overdue_yet_done(row) for row in contents.actions.values())
    later = f"; {labels.percent(done / overdue)} of these are done, as later reports say (inferred)" if done else ""

    def share(column: str) -> str:
        return labels.percent(sum(row[column] for row in planned) / actions if actions else None)

    return [
        ("partnerships", f"{len(contents.partnerships):,}"),
        ("documents read", f"{len(contents.corpus.documents):,}"),
        ("objectives", f"{len(contents.objectives):,}"),
        ("actions", f"{len(contents.actions):,}"),
        (f"of the actions in plans for {year or 'all years'} name a lead", share("with_lead")),
        ("of them have a date", share("with_date")),
        ("of them have a measure", share("with_measure")),
        (f"of them are overdue on {as_of} by the words of their plan{later}", share("overdue")),
    ]
