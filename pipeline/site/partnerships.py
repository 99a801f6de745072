"""The pages of partnerships: what each set out, how well it is planned, what came of it and what changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from safeplans.pipeline.base import links
from safeplans.pipeline.comparison.corpus import ComparedDocument, Slot
from safeplans.pipeline.schema.comparison_fields import CHANGES, OUTCOMES, PUBLICATIONS
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.field_parts import THEMES
from safeplans.pipeline.site.contents import Contents, by_theme, statement_id
from safeplans.pipeline.site.rendering import Site
from safeplans.pipeline.views import labels
from safeplans.pipeline.views.views import is_overdue_yet_done

INDEX = "partnerships/index.html"


@dataclass(frozen=True, slots=True)
class Plan:
    """A document and its rows, as its partnership's page has them.

    done_later: its overdue actions that a later report was found to call done. priorities: objectives, each with its
    actions. loose_actions, loose_measures: those that hang under no objective.
    """

    document: ComparedDocument
    quality: Row
    problems: int
    unseen: str | None
    done_later: int
    priorities: Sequence[tuple[Row, Sequence[Row]]]
    loose_actions: Sequence[Row]
    loose_measures: Sequence[Row]


class ThemeList(NamedTuple):
    """The statements that carry a theme in the years whose `anchors` lead here."""

    anchors: Sequence[str]
    years: str
    rows: Sequence[Row]


class Pairs(NamedTuple):
    """Statements of one document beside those of a later one. counts: of each outcome or change, in their order."""

    earlier: ComparedDocument
    later: ComparedDocument
    counts: Sequence[tuple[str, int]]
    rows: Sequence[Row]


def write_partnerships(site: Site, contents: Contents) -> None:
    """Write the page of each partnership, and their list."""
    quality = {row["document_id"]: row for row in contents.comparison["planning_quality"]}
    problems = Counter(row["document_id"] for row in contents.problems)
    objectives = contents.corpus.by_document(contents.objectives)
    actions = contents.corpus.by_document(contents.actions)
    themes = _theme_lists(contents)
    followed = _by_partnership(contents.views.follow_through())
    changed = _by_partnership(contents.views.changes())
    twins = {source: sources for sources in contents.corpus.twins() for source in sources}
    for key, partnership in contents.partnerships.items():
        documents = contents.documents[key]
        plans = [
            _plan(
                contents, each, quality[each.document_id], problems[each.document_id],
                objectives.get(each.document_id, []), actions.get(each.document_id, []),
            )
            for each in documents
        ]  # fmt: skip
        site.write(
            links.partnership_page(key),
            "partnership.html",
            title=partnership["name"],
            section=INDEX,
            crumbs=[("Partnerships", INDEX)],
            partnership=partnership,
            registered=contents.corpus.partnerships.get(key),
            plans=plans,
            themes=themes.get(key, []),
            followed=_pairs(contents, followed.get(key, ()), "document_id", "outcome", OUTCOMES),
            changed=_pairs(contents, changed.get(key, ()), "earlier_document_id", "change", CHANGES),
            twins=twins,
            contents=contents,
        )
    site.write(
        INDEX,
        "partnerships.html",
        title="Partnerships",
        section=INDEX,
        groups=grouped(contents.partnerships.values()),
        failed=contents.corpus.failed,
    )


def grouped(partnerships: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Partnerships by kind and region, those that were not recognised last; with a heading for each group."""
    kinds = [*labels.labels("kind"), None]
    found: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for row in partnerships:
        found[kinds.index(row["kind"]), row["region"] or ""].append(row)
    return [(_heading(kinds[kind], region), rows) for (kind, region), rows in sorted(found.items(), key=lambda g: g[0])]


def _heading(kind: str | None, region: str) -> str:
    if kind is None:
        return "Not in the register"
    return f"{labels.label(kind, 'kind')}, {region}" if region else labels.label(kind, "kind")


def _plan(
    contents: Contents,
    document: ComparedDocument,
    quality: Row,
    problems: int,
    objectives: Sequence[Row],
    actions: Sequence[Row],
) -> Plan:
    under: dict[str | None, list[Row]] = defaultdict(list)
    for action in actions:
        under[action["objective_id"]].append(action)
    return Plan(
        document,
        quality,
        problems,
        contents.unseen.get(document.row["source"]),
        sum(map(is_overdue_yet_done, actions)),
        [(objective, under[objective["objective_id"]]) for objective in objectives],
        under[None],
        contents.measures.get(document.document_id, ()),
    )


def _theme_lists(contents: Contents) -> dict[str, list[tuple[str, list[tuple[str, list[ThemeList]]]]]]:
    """For each partnership and publication, the themes and what carries them."""
    found: dict[str, dict[str, dict[str, list[Slot]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    slots = by_theme(contents.corpus)
    for slot in sorted(slots, key=lambda slot: slot.order):
        for theme in slots[slot]:
            found[slot.partnership_key][slot.publication][theme].append(slot)
    return {
        key: [
            (each, [(theme, _lists(theme, held[each][theme], slots)) for theme in THEMES if theme in held[each]])
            for each in PUBLICATIONS
            if each in held
        ]
        for key, held in found.items()
    }


def _lists(theme: str, slots: Iterable[Slot], rows: Mapping[Slot, Mapping[str, Sequence[Row]]]) -> list[ThemeList]:
    """What carries a theme; years with the same statements share a list."""
    alike: dict[tuple[str, ...], list[Slot]] = defaultdict(list)
    for slot in slots:
        alike[tuple(map(statement_id, rows[slot][theme]))].append(slot)
    return [
        ThemeList(
            [links.theme_anchor(theme, slot.publication, slot.year) for slot in some],
            ", ".join(labels.year(slot.year) for slot in some),
            rows[some[0]][theme],
        )
        for some in alike.values()
    ]


def _by_partnership(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["partnership_key"]].append(row)
    return found


def _pairs(contents: Contents, rows: Sequence[Row], earlier: str, outcome: str, outcomes: Sequence[str]) -> list[Pairs]:
    """Rows of `follow_through` or `plan_changes` by their two documents. earlier, outcome: names of columns."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        found[row[earlier], row["later_document_id"]].append(row)
    documents = contents.corpus.documents
    return [
        Pairs(
            documents[first],
            documents[second],
            [(each, sum(row[outcome] == each for row in some)) for each in outcomes],
            some,
        )
        for (first, second), some in found.items()
    ]
