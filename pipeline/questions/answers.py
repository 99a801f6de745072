"""The answers: for each question a function from what was chosen to its rows and the counts that go with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import chain
from typing import NamedTuple

from safeplans.pipeline.base.printing import counted
from safeplans.pipeline.questions.choosing import Scope
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.field_parts import RELATIONS, THEMES
from safeplans.pipeline.views.labels import label
from safeplans.pipeline.views.views import is_overdue_yet_done


class Found(NamedTuple):
    """counts: one sentence, or ""."""

    rows: list[Row]
    counts: str = ""


def priorities(scope: Scope) -> Found:
    rows = scope.set_out(scope.views.objectives())
    return Found(rows, _share_of(scope, rows, "such a priority" if scope.theme else "a priority"))


def gaps(scope: Scope) -> Found:
    asked = THEMES if scope.theme is None else (scope.theme,)
    objectives = _themes_by_partnership(scope, scope.views.objectives())
    actions = _themes_by_partnership(scope, scope.views.actions())
    documents = scope.views.sources(scope.year) if scope.year else {}
    rows = []
    for key, publication in _speaking(scope):
        missing = [theme for theme in asked if not any(theme in carried for carried in objectives[key])]
        undated = _undated_themes(scope, key)
        lacking = [theme for theme in missing if theme not in undated]
        in_actions = {theme for carried in actions[key] for theme in carried}
        if missing:
            rows.append(
                {
                    "partnership": scope.views.name(key),
                    "partnership_key": key,
                    "publication": publication,
                    "lacking": lacking,
                    "in_undated": [theme for theme in missing if theme in undated],
                    "in_actions": [theme for theme in missing if theme in in_actions],
                    "objectives": len(objectives[key]),
                    "documents": documents[key],
                }
            )
    rows.sort(key=lambda row: not row["lacking"])
    without = [row for row in rows if row["lacking"]]
    counts = _share_of(scope, without, "none" if scope.theme else "at least one such theme")
    apart = [str(row["partnership"]) for row in rows if not row["lacking"]]
    if apart:
        counts += f" Listed apart, since a plan that prints no period has it: {'; '.join(apart)}."
    return Found(rows, counts)


def themes(scope: Scope) -> Found:
    documents = scope.views.sources(scope.year) if scope.year else {}
    held: dict[str, list[Row]] = defaultdict(list)
    for row in scope.views.themes():
        if row["year"] == scope.year and scope.spoken(row) and row["objectives"]:
            held[row["theme"]].append(row)
    rows = [
        {
            "theme": theme,
            "partnerships": len(found),
            "share": len(found) / len(scope.speaking),
            "objectives": sum(row["objectives"] for row in found),
            "actions": sum(row["actions"] for row in found),
            "documents": [name for row in found for name in documents[row["partnership_key"]]],
        }
        for theme, found in held.items()
    ]
    rows.sort(key=lambda row: (-row["partnerships"], -row["objectives"], row["theme"]))
    return Found(rows, f"{counted(len(scope.speaking), 'partnership')}, {len(rows)} of {len(THEMES)} themes.")


def leads(scope: Scope) -> Found:
    rows = [row for row in scope.set_out(scope.views.leads()) if row["relation"] == "lead"]
    return Found(rows, _share_of(scope, rows, "a named lead"))


def due(scope: Scope) -> Found:
    rows = scope.set_out(scope.views.actions())
    rows.sort(key=lambda row: (row["last_day"] is None, row["last_day"] or date.max))
    held = Counter("done" if row["standing"] == "done" else row["overdue"] for row in rows)
    later = sum(map(is_overdue_yet_done, rows))
    groups = [
        (held["yes"], "overdue" + (f" ({later} of them done, as a later report says)" if later else "")),
        (held["no"], "not yet due"),
        (held["done"], "done, as its own document says"),
        (held["unknown"], "without a fixed due day"),
    ]
    parts = [f"{count} {what}" for count, what in groups if count]
    return Found(rows, f"{counted(len(rows), 'action')}: {', '.join(parts)}.")


def outcomes(scope: Scope) -> Found:
    rows = _of_year(scope, scope.views.follow_through())
    told = Counter(row["outcome"] for row in rows)
    parts = [f"{count} {label(outcome, 'outcome').lower()}" for outcome, count in told.most_common()]
    return Found(rows, f"{len(rows)} planned: {', '.join(parts)}.")


def owners(scope: Scope) -> Found:
    documents = scope.views.sources(scope.year) if scope.year else {}
    held: dict[tuple[str, str, str | None], list[Row]] = defaultdict(list)
    for row in scope.views.owners():
        if row["year"] == scope.year and scope.spoken(row):
            held[row["relation"], row["sector"], row["canonical_function"]].append(row)
    rows = []
    for (relation, sector, function), found in held.items():
        keys = list(dict.fromkeys(row["partnership_key"] for row in found))
        rows.append(
            {
                "relation": relation,
                "sector": sector,
                "canonical_function": function,
                "partnerships": len(keys),
                "owners": sum(row["owners"] for row in found),
                "actions": sum(row["actions"] for row in found),
                "objectives": sum(row["objectives"] for row in found),
                "documents": [name for key in keys for name in documents[key]],
            }
        )
    rows.sort(
        key=lambda row: (
            RELATIONS.index(row["relation"]),
            -row["actions"],
            -row["objectives"],
            row["sector"],
            row["canonical_function"] or "",
        )
    )
    return Found(rows, f"{counted(len(scope.speaking), 'partnership')}.")


def quality(scope: Scope) -> Found:
    rows = [row for row in scope.views.quality() if scope.year in row["years"] and scope.spoken(row)]
    actions = sum(row["actions"] for row in rows)
    counts = f"{counted(len(rows), 'document')} with {counted(actions, 'action')}"
    if actions:
        named = (("a lead", "with_lead"), ("a date", "with_date"), ("a measure", "with_measure"))
        parts = [f"{sum(row[column] for row in rows) / actions:.0%} with {what}" for what, column in named]
        counts += f": {', '.join(parts)}"
    return Found(rows, counts + ".")


def alike(scope: Scope) -> Found:
    rows = [
        row
        for row in scope.views.alike()
        if row["like_group_id"] is not None and scope.year in row["years"] and scope.themed(row)
    ]
    members: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        members[row["like_group_id"]].add(row["partnership_key"])
    asked = set(scope.partnerships)
    kept = {group for group, keys in members.items() if len(keys) > 1 and keys & asked}
    rows = [row for row in rows if row["like_group_id"] in kept]
    return Found(rows, f"{counted(len(kept), 'group')} with {counted(len(rows), 'objective')}.")


def changes(scope: Scope) -> Found:
    rows = _of_year(scope, scope.views.changes())
    held = Counter(row["change"] for row in rows)
    return Found(rows, f"{held['kept']} kept, {held['dropped']} dropped, {held['new']} new.")


ANSWERS: Mapping[str, Callable[[Scope], Found]] = {
    answer.__name__: answer
    for answer in (priorities, gaps, themes, leads, due, outcomes, owners, quality, alike, changes)
}
"""By the names of the questions."""


def _of_year(scope: Scope, rows: Iterable[Row]) -> list[Row]:
    """Rows of two documents that belong to the year, the partnerships and the theme asked for."""
    keys = set(scope.partnerships)
    return [row for row in rows if scope.year in row["years"] and row["partnership_key"] in keys and scope.themed(row)]


def _speaking(scope: Scope) -> Iterable[tuple[str, str]]:
    return ((key, scope.speaking[key]) for key in scope.partnerships if key in scope.speaking)


def _undated_themes(scope: Scope, key: str) -> set[str]:
    """Themes of the objectives and actions that a partnership's plans without a printed period set out for no year."""
    corpus = scope.views.corpus
    plans = {each.document_id for each in scope.views.undated(key) if each.publication == "plan"}
    return {
        theme
        for row in chain(corpus.objectives.values(), corpus.actions.values())
        if row["document_id"] in plans and not corpus.years_of(row)
        for theme in row["themes"]
    }


def _themes_by_partnership(scope: Scope, rows: Iterable[Row]) -> dict[str, list[list[str]]]:
    """The themes of each row of the year, by the key of the partnership that set it out."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    for row in rows:
        if scope.year in row["years"] and scope.spoken(row):
            found[row["partnership_key"]].append(row["themes"])
    return found


def _share_of(scope: Scope, rows: Iterable[Row], what: str) -> str:
    found = len({row["partnership_key"] for row in rows})
    return f"{found} of {len(scope.speaking)} partnerships with a document for {scope.year} have {what}."
