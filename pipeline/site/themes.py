"""The pages of themes: who has one as a priority, who leads on it and by when, what came of it, and who has none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from safeplans.pipeline.base import links
from safeplans.pipeline.questions import Answer, answer
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.field_parts import THEMES
from safeplans.pipeline.site.contents import Contents
from safeplans.pipeline.site.rendering import Site
from safeplans.pipeline.views import labels
from safeplans.pipeline.views.views import is_overdue_yet_done

INDEX = "themes/index.html"

ROWS = 150
"""Rows of a section that its partnerships share, each with one at least: the page of a common theme has some 500 KB."""


class Held(NamedTuple):
    """What a partnership has of a theme.

    rows: the first of them. every: how many there are. rest: where they all are, from the report's first page.
    """

    partnership: Row
    rows: Sequence[Row]
    every: int
    rest: str


@dataclass(frozen=True, slots=True)
class ThemePage:
    """The answers for a theme.

    priorities, actions, outcomes: by partnership. counts: objectives, actions, those overdue, of these those done as a
    later report says, and planned statements with a later report. lacking: rows of the question `gaps`.
    """

    theme: str
    priorities: Sequence[Held]
    actions: Sequence[Held]
    outcomes: Sequence[Held]
    counts: Mapping[str, int]
    lacking: Sequence[Row]


class Silent(NamedTuple):
    """Partnerships without a document for the year: those with one that prints no period, and the others."""

    undated: Sequence[Row]
    others: Sequence[Row]


def write_themes(site: Site, contents: Contents) -> None:
    """Write the page of each theme, for the year that the questions take by themselves, and their list."""
    pages: list[ThemePage] = []
    year = contents.views.usual_year()
    if contents.partnerships:
        asked = {name: answer(contents.views, name) for name in ("priorities", "due", "outcomes", "gaps")}
        pages = _pages(contents, asked)
        leads = _leads_under(contents)
        speaking = contents.views.speaking(year) if year else {}
        for page in pages:
            site.write(
                links.theme_page(page.theme),
                "theme.html",
                title=labels.label(page.theme, "theme"),
                section=INDEX,
                crumbs=[("Themes", INDEX)],
                page=page,
                year=year,
                followed_year=asked["outcomes"].year,
                speaking=speaking,
                leads_under=leads,
                silent=_silent(contents, speaking),
                contents=contents,
            )
    site.write(INDEX, "themes.html", title="Themes", section=INDEX, pages=pages, year=year)


def _pages(contents: Contents, asked: Mapping[str, Answer]) -> list[ThemePage]:
    """The pages of all themes. asked: the answers for all themes at once, by question."""
    priorities, due, outcomes = (_by_theme(asked[name].rows, "themes") for name in ("priorities", "due", "outcomes"))
    gaps = _by_theme(asked["gaps"].rows, "lacking")
    return [
        ThemePage(
            theme,
            _held(contents, priorities[theme], theme, asked["priorities"].year),
            _held(contents, due[theme], theme, asked["due"].year),
            _held(contents, outcomes[theme]),
            {
                "objectives": len(priorities[theme]),
                "actions": len(due[theme]),
                "overdue": sum(row["overdue"] == "yes" for row in due[theme]),
                "done": sum(map(is_overdue_yet_done, due[theme])),
                "outcomes": len(outcomes[theme]),
            },
            gaps[theme],
        )
        for theme in THEMES
    ]


def _by_theme(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    """Rows by each theme that a column of them lists."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for theme in dict.fromkeys(row[column]):
            found[theme].append(row)
    return found


def _held(contents: Contents, rows: Iterable[Row], theme: str | None = None, year: str | None = None) -> list[Held]:
    """Rows by partnership, in the order of their names.

    theme, year: of the list that the partnership's page has; without a theme they all stand under "What came of it".
    """
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["partnership_key"]].append(row)
    most = _most([len(some) for some in found.values()])
    held = []
    for key in contents.partnerships:
        if some := found.get(key):
            anchor = links.theme_anchor(theme, some[0]["publication"], year) if theme else "followed"
            held.append(
                Held(contents.partnerships[key], some[:most], len(some), f"{links.partnership_page(key)}#{anchor}")
            )
    return held


def _most(counts: Sequence[int]) -> int:
    """How many rows each partnership may show, so that there are no more than `ROWS` of them."""
    fitting = (most for most in range(max(counts, default=1), 1, -1) if sum(min(each, most) for each in counts) <= ROWS)
    return next(fitting, 1)


def _leads_under(contents: Contents) -> dict[str, list[str]]:
    """Who leads the actions under each objective, by its id: each once, in the order of the actions."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for action in contents.actions.values():
        if action["objective_id"]:
            found[action["objective_id"]].update(dict.fromkeys(action["leads"]))
    return {key: list(names) for key, names in found.items()}


def _silent(contents: Contents, speaking: Iterable[str]) -> Silent:
    undated = {row["partnership_key"] for row in contents.comparison["theme_profile"] if row["year"] is None}
    rows = [row for key, row in contents.partnerships.items() if key not in speaking]
    return Silent(
        [row for row in rows if row["partnership_key"] in undated],
        [row for row in rows if row["partnership_key"] not in undated],
    )
