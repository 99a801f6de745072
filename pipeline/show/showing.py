"""What was found in one document, for a terminal."""

from __future__ import annotations

import calendar
import collections
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from safeplans.extractors.assembly.locating import locator
from safeplans.extractors.base.facts import Action, Date, Facts, Measure, Objective, Owner, Problem, Source
from safeplans.extractors.lexicon.codes import about
from safeplans.pipeline.base.printing import counted, every, safe, span, where

_RAG_STYLE = {"red": "red", "amber": "yellow", "green": "green", "blue": "blue", "grey": "bright_black"}
_PLACE_WIDTH = 20
"""Columns of a place that is not wrapped; a longer one leaves too few to the words."""
_SEVERITY_STYLE = {"error": "bold red", "warning": "yellow", "info": "bright_black"}


def show(facts: Facts, name: str, console: Console) -> None:
    """Print the facts of one document, each with its page or lines. name: how to call the file."""
    put(_parts(facts, name), console)


def put(parts: Iterable[RenderableType], console: Console) -> None:
    """Print without the blanks that fill lines up."""
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    for line in capture.get().splitlines():
        console.file.write(line.rstrip() + "\n")


def _parts(facts: Facts, name: str) -> Iterator[RenderableType]:
    yield from _head(facts, name)
    view = _Plan(facts)
    if facts.objectives or facts.actions:
        yield _title(f"Objectives ({len(facts.objectives)}) and actions ({len(facts.actions)})")
        for objective in facts.objectives:
            yield from view.objective(objective)
        loose = view.actions_of(None)
        if loose:
            if facts.objectives:
                yield Text("\nActions under no objective", style="bold")
            for action in loose:
                yield from view.action(action)
    loose_measures = view.loose_measures()
    if loose_measures:
        yield _title(f"Measures and figures ({len(loose_measures)})")
        yield from (view.measure(measure, 0) for measure in loose_measures)
    if facts.groups:
        yield _title(f"Groups ({len(facts.groups)})")
        for group in facts.groups:
            called = group.name + (f" ({group.abbreviation})" if group.abbreviation else "")
            yield _row(Text(safe(called)), _where(group.source, facts))
            yield from _details([("Chair", group.chair), ("Focus", group.focus), ("Meets", group.meets_text)], 2)
            yield from (view.date(date, 2) for date in view.dates["group", group.key])
    if facts.terms:
        yield _title(f"Terms ({len(facts.terms)})")
        yield from (
            _row(Text(safe(f"{term.term}: {term.expansion}")), _where(term.source, facts)) for term in facts.terms
        )
    if facts.problems:
        yield _title(f"Problems ({len(facts.problems)})")
        for problem in facts.problems:
            line = Text(f"{problem.severity} ", style=_SEVERITY_STYLE.get(problem.severity, ""))
            line.append(f"{safe(problem.code)}: ", style="bold")
            line.append(safe(problem.message), style="none")
            yield _row(line, _where_told(problem, facts))


def _head(facts: Facts, name: str) -> Iterator[RenderableType]:
    said = facts.metadata
    yield Text(safe(said.title or name), style="bold")
    pages = [] if facts.page_count is None else [f"{facts.page_count} page{'' if facts.page_count == 1 else 's'}"]
    kind = [] if facts.status == "failed" else [said.document_type.replace("_", " ")]
    kinds = collections.Counter(about(problem.code, problem.severity) for problem in facts.problems)
    told = [counted(kinds[each], each) for each in ("doubt", "fault") if kinds[each]]
    yield Text(" · ".join([safe(name), *filter(None, [facts.media_type]), *pages, *kind, facts.status, *told]))
    partnership = said.partnership_name or ""
    if said.partnership_id:
        partnership += f" [{said.partnership_id}]"
    blocks = facts.accounting
    aside = sum(blocks.set_aside.values())
    total = blocks.placed + aside + blocks.left_over
    yield from _details(
        [
            ("Partnership", partnership.strip() or None),
            ("Period", span(said.period_start, said.period_end) or None),
            ("Published", _iso(said.published)),
            ("Version", said.version),
            ("Author", said.author),
            (
                "Blocks",
                f"{total}: {blocks.placed} placed, {aside} set aside, {blocks.left_over} left over" if total else None,
            ),
        ],
        0,
    )


class _Plan:
    """The facts by what they hang under."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.owners: dict[tuple[str, str], list[Owner]] = defaultdict(list)
        self.dates: dict[tuple[str, str | None], list[Date]] = defaultdict(list)
        self._actions: dict[str | None, list[Action]] = defaultdict(list)
        for owner in facts.owners:
            self.owners[owner.subject, owner.subject_key].append(owner)
        for date in facts.dates:
            self.dates[date.subject, date.subject_key].append(date)
        known = {objective.key for objective in facts.objectives}
        for action in facts.actions:
            self._actions[action.objective if action.objective in known else None].append(action)

    def actions_of(self, objective: str | None) -> list[Action]:
        return self._actions[objective]

    def loose_measures(self) -> list[Measure]:
        return [m for m in self.facts.measures if m.objective is None and m.action is None]

    def objective(self, objective: Objective) -> Iterator[RenderableType]:
        line = Text(" ".join(filter(None, [objective.kind.capitalize(), safe(objective.number or "")])) + "  ")
        line.stylize("bold cyan")
        line.append(safe(objective.title or objective.text), style="bold")
        yield _row(line, _where(objective.source, self.facts), above=True)
        notes = [
            ("Statement", objective.text if objective.title and objective.title != objective.text else None),
            ("Period", span(objective.period_start, objective.period_end) or None),
            ("Standing", objective.standing if objective.standing != "current" else None),
            ("Themes", ", ".join(objective.themes) or None),
        ]
        yield from _details(notes, 2)
        yield from self._hangers("objective", objective.key, 2)
        yield from (self.measure(m, 2) for m in self.facts.measures if m.objective == objective.key and not m.action)
        for action in self._actions[objective.key]:
            yield from self.action(action)

    def action(self, action: Action) -> Iterator[RenderableType]:
        line = Text()
        label = " ".join(filter(None, [action.number, action.title]))
        if label:
            line.append(safe(label) + "  ", style="bold")
        line.append(safe(action.text))
        yield _row(line, _where(action.source, self.facts), indent=2, bullet="•")
        standing = Text("Standing: ", style="bright_black")
        standing.append(action.standing.replace("_", " "), style="none")
        if action.rag:
            standing.append(f" ({action.rag})", style=_RAG_STYLE.get(action.rag, "none"))
        yield Padding(standing, (0, 0, 0, 4), expand=False)
        yield from self._hangers("action", action.key, 4)
        has_owner, has_date = self.owners["action", action.key], self.dates["action", action.key]
        yield from _details(
            [
                ("Owner as printed", None if has_owner else action.owner_text),
                ("Timescale as printed", None if has_date else action.timescale_text),
                ("Progress", action.progress_text),
                ("Themes", ", ".join(action.themes) or None),
            ],
            4,
        )
        yield from (self.measure(m, 4) for m in self.facts.measures if m.action == action.key)

    def _hangers(self, subject: str, key: str, indent: int) -> Iterator[RenderableType]:
        for owner in self.owners[subject, key]:
            name = owner.name
            if owner.canonical and owner.canonical != owner.name:
                name += f" = {owner.canonical}"
            label = "Reports to" if owner.relation == "reports_to" else "Owner"
            yield _detail(label, f"{name} ({owner.kind}, {owner.sector.replace('_', ' ')})", indent)
        yield from (self.date(date, indent) for date in self.dates[subject, key])

    @staticmethod
    def date(date: Date, indent: int) -> RenderableType:
        known = [span(date.start, date.end)]
        if date.recurrence:
            known.append(every(date.recurrence))
        if date.month:
            known.append(f"in {calendar.month_name[date.month]}")
        meaning = ", ".join(filter(None, known)) or "nothing fixed"
        return _detail(date.kind.capitalize(), f"{date.text} [{meaning}]", indent)

    def measure(self, measure: Measure, indent: int) -> RenderableType:
        line = Text(f"{measure.kind.capitalize()}: ", style="bright_black")
        line.append(safe(measure.text), style="none")
        numbers = []
        if measure.value is not None:
            numbers.append(f"{measure.value:g} {measure.unit or ''}".strip())
        if measure.change is not None:
            numbers.append(f"{measure.change:+g} %")
        if numbers:
            line.append(safe(f" [{', '.join(numbers)}]"), style="none")
        return _row(line, _where(measure.source, self.facts), indent=indent)


def _title(text: str) -> RenderableType:
    return Text(f"\n{text}\n" + "─" * len(text), style="bold")


def _where(source: Source, facts: Facts) -> str:
    return safe(where(source.place, source.quote, facts.spots, facts.media_type))


def _where_told(problem: Problem, facts: Facts) -> str:
    if problem.place is not None:
        return safe(where(problem.place, problem.quote or "", facts.spots, facts.media_type))
    return locator(None, page=problem.page, media_type=facts.media_type) or ""


def _row(text: Text, where: str, *, indent: int = 0, bullet: str = "", above: bool = False) -> RenderableType:
    """Text on the left, its place on the right; bullet: hangs before the text; above: an empty line first."""
    grid = Grid.grid(expand=True, padding=(0, 0, 0, 0))
    cells: list[Text | str] = [text, f"  {where}" if where else ""]
    if bullet:
        grid.add_column(no_wrap=True)
        cells.insert(0, f"{bullet} ")
    grid.add_column(ratio=1, overflow="fold")
    short = len(where) <= _PLACE_WIDTH
    width = None if short else _PLACE_WIDTH
    grid.add_column(justify="right", no_wrap=short, width=width, overflow="fold", style="bright_black")
    grid.add_row(*cells)
    padded = Padding(grid, (0, 0, 0, indent))
    return Group(Text(""), padded) if above else padded


def _details(pairs: Iterable[tuple[str, str | None]], indent: int) -> Iterator[RenderableType]:
    return (_detail(label, value, indent) for label, value in pairs if value)


def _detail(label: str, value: str, indent: int) -> RenderableType:
    line = Text(f"{label}: ", style="bright_black")
    line.append(safe(value), style="none")
    return Padding(line, (0, 0, 0, indent), expand=False)


def _iso(date: dt.date | None) -> str | None:
    return None if date is None else date.isoformat()
