"""The corpus of two years (`samples/two-years/`): what is true of it, and how much of that the comparison finds.

Its sources say beside each row what a careful reader would (`samples/two-years/TRUTH.md`). The rows are taken as the
sources have them, so that what was read wrongly from a page does not count here.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml
from sklearn.metrics import adjusted_rand_score

from safeplans.extractors.assembly.themes import themes_of, titled
from safeplans.pipeline.comparison.corpus import ComparedDocument, Corpus, financial_years
from safeplans.pipeline.comparison.follow_through import follow_through_rows
from safeplans.pipeline.comparison.like_objectives import like_rows
from safeplans.pipeline.comparison.plan_changes import change_rows
from safeplans.pipeline.schema.contract import Row

SOURCES = Path(__file__).resolve().parent.parent / "samples/two-years"
DOCUMENTS = ("plan-2023", "report-2023", "plan-2024")
OUTCOMES = ("done", "in_progress", "planned")
"""Of several items that tell of the same, the first of these stands."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What a careful reader said, by row id.

    labels: what objectives set out. told: rows of the report that tell of a planned row. standing: of the report's
    items. kept: rows of the later plan that keep one of the earlier.
    """

    labels: dict[str, str] = field(default_factory=dict)
    told: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    standing: dict[str, str] = field(default_factory=dict)
    kept: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


class _Reading:
    """Sources made a corpus and what is true of it."""

    def __init__(self, slugs: Sequence[str]) -> None:
        self.documents: dict[str, ComparedDocument] = {}
        self.objectives: dict[str, Row] = {}
        self.actions: dict[str, Row] = {}
        self.measures: list[Row] = []
        self.truth = Truth()
        for slug in slugs:
            rows: dict[tuple[str, str], str] = {}
            for name in DOCUMENTS:
                source = yaml.load((SOURCES / f"{slug}-{name}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
                self._read(slug, name, source, rows)

    def corpus(self) -> Corpus:
        return Corpus({}, self.documents, self.objectives, self.actions, (), (), tuple(self.measures))

    def _read(self, slug: str, name: str, source: dict[str, Any], earlier: dict[tuple[str, str], str]) -> None:
        """earlier: row ids of the plan of 2023 by number and subject, filled from that plan."""
        head, report = source["doc"], name.startswith("report")
        document = f"{len(self.documents):016x}"
        start, end = (datetime.date.fromisoformat(head[key]) for key in ("period_start", "period_end"))
        row = {"document_id": document, "document_type": head["type"], "period_start": start, "period_end": end}
        row |= {"published": datetime.date.fromisoformat(head["published"]), "version": head.get("version")}
        publication = "report" if report else "plan"
        self.documents[document] = ComparedDocument(row, slug, publication, financial_years(start, end))
        told = self.truth.told if report else self.truth.kept
        for number, objective in enumerate(source["objectives"], 1):
            own = f"{document}:o{number}"
            text = objective.get("text") or objective["title"]
            above = [hit.theme for hit in themes_of(text, objective["title"])]
            self.objectives[own] = _row(document, text, above) | {
                "objective_id": own,
                "title": objective["title"],
                "kind": objective["kind"],
                "number": objective["n"],
                "standing": "future" if objective.get("standing") == "future" else "current",
            }
            if objective.get("like"):
                self.truth.labels[own] = objective["like"]
            self._refer(earlier, objective, own, "objective", told, learn=name == "plan-2023")
            for at, item in enumerate(objective.get("a", ()), 1):
                action = f"{document}:a{number}.{at}"
                self.actions[action] = _row(
                    document,
                    item["t"],
                    [h.theme for h in themes_of(item["t"], context=[titled(objective["title"], text)])],
                ) | {
                    "action_id": action,
                    "objective_id": own,
                    "title": None,
                    "number": item.get("n"),
                    "standing": item["is"] if report else "planned",
                }
                if report:
                    self.truth.standing[action] = item["is"]
                self._refer(earlier, item, action, "action", told, learn=name == "plan-2023")
        for at, figure in enumerate(source.get("figures", ()), 1):
            ids = {"measure_id": f"{document}:m{at}", "objective_id": None, "action_id": None}
            self.measures.append(_row(document, figure["t"], []) | ids)

    @staticmethod
    def _refer(
        earlier: dict[tuple[str, str], str],
        source: dict[str, Any],
        own: str,
        kind: str,
        told: dict[str, set[str]],
        *,
        learn: bool,
    ) -> None:
        if learn:
            earlier[f"2023:{source['n']}", kind] = own
        for was in source.get("was", ()):
            told[earlier[was, kind]].add(own)


def _row(document: str, text: str, themes: list[str]) -> Row:
    return {
        "document_id": document,
        "text": text,
        "quote": text,
        "themes": themes,
        "period_start": None,
        "period_end": None,
    }


def slugs() -> list[str]:
    """Partnerships of which all three documents are there."""
    names = {path.stem for path in SOURCES.glob("*.yaml")}
    found = sorted({name.removesuffix(f"-{DOCUMENTS[0]}") for name in names if name.endswith(DOCUMENTS[0])})
    return [slug for slug in found if all(f"{slug}-{name}" in names for name in DOCUMENTS)]


def figures(chosen: Sequence[str] = ()) -> dict[str, str]:
    """What was found of what is true, of all partnerships or of those chosen; a line each."""
    reading = _Reading(chosen or slugs())
    corpus = reading.corpus()
    return {**_groups(corpus, reading.truth), **_told(corpus, reading.truth), **_changes(corpus, reading.truth)}


def _share(right: int, of: int) -> str:
    return f"{right / of if of else 0:.3f} ({right} of {of})"


def _scores(right: int, found: int, there: int) -> str:
    both = 2 * right / (found + there) if found + there else 0.0
    return f"precision {_share(right, found)}, recall {_share(right, there)}, F1 {both:.3f}"


def _groups(corpus: Corpus, truth: Truth) -> dict[str, str]:
    """Pairs of objectives of different partnerships in one group; those without a label are like none."""
    group = {row["objective_id"]: row["like_group_id"] or row["objective_id"] for row in like_rows(corpus)[1]}
    label = {own: truth.labels.get(own, own) for own in group}
    key = {own: corpus.documents[corpus.objectives[own]["document_id"]].partnership_key for own in group}
    pairs = [(a, b) for a, b in combinations(group, 2) if key[a] != key[b]]
    found = {pair for pair in pairs if group[pair[0]] == group[pair[1]]}
    there = {pair for pair in pairs if label[pair[0]] == label[pair[1]]}
    return {
        "like objectives, pairs": _scores(len(found & there), len(found), len(there)),
        "like objectives, adjusted Rand": f"{adjusted_rand_score(list(label.values()), list(group.values())):.3f}",
    }


def _told(corpus: Corpus, truth: Truth) -> dict[str, str]:
    rows = [row for row in follow_through_rows(corpus) if row["document_id"] in _first_plans(corpus)]
    lines: dict[str, str] = {}
    for subject in ("objective", "action"):
        some = [row for row in rows if row["subject"] == subject]
        found = [row for row in some if row["later_id"]]
        there = [row for row in some if truth.told[row["subject_id"]]]
        right = [row for row in found if row["later_id"] in truth.told[row["subject_id"]]]
        lines[f"follow-through, {subject}s matched"] = _scores(len(right), len(found), len(there))
        if subject == "action":
            outcomes = [(row["outcome"], _outcome(truth, truth.told[row["subject_id"]])) for row in some]
            lines["follow-through, outcomes right"] = _share(sum(a == b for a, b in outcomes), len(outcomes))
            for outcome in (*OUTCOMES, "not_mentioned"):
                said = [b for a, b in outcomes if a == outcome]
                all_of_it = sum(b == outcome for _, b in outcomes)
                lines[f"follow-through, {outcome}"] = _scores(said.count(outcome), len(said), all_of_it)
    return lines


def _first_plans(corpus: Corpus) -> set[str]:
    first = min(document.row["period_start"] for document in corpus.documents.values())
    return {
        name
        for name, document in corpus.documents.items()
        if document.publication == "plan" and document.row["period_start"] == first
    }


def _outcome(truth: Truth, items: Collection[str]) -> str:
    said = {truth.standing.get(item) for item in items}
    return next((outcome for outcome in OUTCOMES if outcome in said), "not_mentioned")


def _changes(corpus: Corpus, truth: Truth) -> dict[str, str]:
    rows = change_rows(corpus)
    lines: dict[str, str] = {}
    for subject in ("objective", "action"):
        found = {(r["earlier_id"], r["later_id"]) for r in rows if r["subject"] == subject and r["change"] == "kept"}
        ids = corpus.objectives if subject == "objective" else corpus.actions
        there = {(first, second) for first, some in truth.kept.items() if first in ids for second in some}
        lines[f"changes, {subject}s kept"] = _scores(len(found & there), len(found), len(there))
    continued = {first for first, some in truth.kept.items() if some} | {own for s in truth.kept.values() for own in s}
    alone = [row["earlier_id"] or row["later_id"] for row in rows if row["change"] != "kept"]
    lines["changes, dropped or new right"] = _share(sum(own not in continued for own in alone), len(alone))
    return lines


def misses(chosen: Sequence[str] = ()) -> Iterator[str]:
    """What was got wrong, a line each."""
    reading = _Reading(chosen or slugs())
    corpus, truth = reading.corpus(), reading.truth
    text = {own: row["text"] for own, row in (corpus.objectives | corpus.actions).items()}
    text |= {row["measure_id"]: row["text"] for row in corpus.measures}
    groups = defaultdict(list)
    for row in like_rows(corpus)[1]:
        groups[row["like_group_id"]].append(row["objective_id"])
    for name, members in groups.items():
        labels = Counter(truth.labels.get(own, "-") for own in members)
        if name is None or len(labels) > 1:
            yield f"group {name}: {dict(labels)}"
            yield from (
                f"    {truth.labels.get(own, '-')}: {text[own]}" for own in sorted(members, key=text.__getitem__)
            )
    for row in follow_through_rows(corpus):
        there = truth.told[row["subject_id"]]
        if row["document_id"] in _first_plans(corpus) and (
            row["later_id"] not in there if row["later_id"] or there else False
        ):
            yield f"told {row['subject']} {row['outcome']} {row['confidence']:.2f}: {row['quote']}"
            yield f"    found: {row['later_quote']}"
            yield from (f"    true: {text[own]}" for own in sorted(there))
    kept = {(first, second) for first, some in truth.kept.items() for second in some}
    found = {(row["earlier_id"], row["later_id"]) for row in change_rows(corpus) if row["change"] == "kept"}
    for first, second in sorted(kept ^ found):
        yield f"{'kept, not found' if (first, second) in kept else 'found, not kept'}: {text[first]}"
        yield f"    {text[second]}"
