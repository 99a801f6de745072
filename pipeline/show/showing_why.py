"""Why a row is as it is, for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from safeplans.extractors.base.facts import Facts, Owner
from safeplans.extractors.choice.confidence import band
from safeplans.extractors.explaining import Cue, Explanation, Fact, Other, Run, label_words, reading_words
from safeplans.pipeline.base.printing import safe, where
from safeplans.pipeline.show.showing import put

_LONGEST = 160  # characters of words that got one label


def show_why(told: Explanation, console: Console) -> None:
    """Print why a row came out as it did."""
    put(_parts(told), console)


def show_keys(facts: Facts, console: Console) -> None:
    """Print the rows that can be explained, each with its key."""
    under: list[tuple[Fact, str | None]] = [(o, o.subject_key) for o in facts.owners]
    under += [(d, d.subject_key) for d in facts.dates if d.subject in ("objective", "action")]
    under += [(m, m.action or m.objective) for m in facts.measures]
    statements: list[Fact] = [*facts.objectives, *facts.actions]
    rows = [(fact.key, _words(fact), _where(fact, facts)) for fact in statements]
    rows += [(fact.key, f"{_words(fact)} (of {of})", _where(fact, facts)) for fact, of in under if of]
    put([_grid(rows)] if rows else ["No objective and no action was found."], console)


def _parts(told: Explanation) -> Iterator[RenderableType]:
    if told.asked is not told.subject:
        yield _row(told.asked, told)
        yield Text(f"It belongs to {told.subject.key}:")
    yield _row(told.subject, told)
    yield Text("")
    yield _grid(_readings(told))
    if told.label is None:
        return
    beside = "" if all(run.own for run in told.runs) else "; in brackets what stands beside them"
    yield Text(f"\nWhat its words were taken for, with the odds of the first{beside}", style="bold")
    yield _grid(map(_run, told.runs), wide=2)
    yield Text(f"\nWhat spoke for «{label_words(told.label)}», in weight by word", style="bold")
    yield _cues(told.cues)
    if told.against:
        yield Text("\nWhat spoke against it", style="bold")
        yield _cues(told.against)


def _readings(told: Explanation) -> Iterator[tuple[str, str]]:
    """The readings that were weighed, and what they have."""
    yield "Reading", f"{reading_words(told.reading)}; expected score {told.score:.3f}"
    if told.label is None:
        yield "", f"The rule {told.subject.source.method} made this row; no labels did."
    if told.following:
        yield "Next best", f"{_scored(told.following)}, {told.margin:.3f} less"
        yield "", f"In that place: {_there(told.following, told)}."
    for other in told.views:
        if other != told.following:
            yield "Besides", _scored(other)
            yield "", f"In that place: {_there(other, told)}."


def _run(run: Run) -> tuple[str, str, str]:
    said = _shortened(run.words)
    if run.second:
        said += f" – or else: {label_words(run.second)}"
    label = label_words(run.label)
    return f"{run.odds:.2f}", label if run.own else f"({label})", said


def _row(fact: Fact, told: Explanation) -> RenderableType:
    source = fact.source
    said = [
        type(fact).__name__.casefold(),
        _where(fact, told),
        f"confidence {source.confidence:.2f}, {band(source.confidence)}",
        f"rule {source.method}",
    ]
    return _grid([(fact.key, Text(safe(_words(fact)), style="bold")), ("", " · ".join(said))])


def _words(fact: Fact) -> str:
    return fact.name if isinstance(fact, Owner) else fact.text


def _where(fact: Fact, of: Facts | Explanation) -> str:
    return where(fact.source.place, fact.source.quote, of.spots, of.media_type)


def _scored(other: Other) -> str:
    return f"{reading_words(other.name)}; expected score {other.score:.3f}"


def _there(other: Other, told: Explanation) -> str:
    """What another reading has in the place of a row."""
    found = other.statement
    if found is None:
        if other.label is None or other.odds is None:
            return "nothing there"
        return (
            f"nothing there; it takes most of the words for «{label_words(other.label)}», with odds of {other.odds:.2f}"
        )
    mine, theirs = told.subject.source.place, found.place
    same = found.text.casefold() == told.subject.text.casefold()
    apart = mine.line_start > theirs.line_end or theirs.line_start > mine.line_end
    there = f" ({where(theirs, found.text, told.spots, told.media_type)})" if apart else ""
    return f"{'the same words' if same else f'«{found.text}»'}{there}, as an {found.kind}"


def _cues(cues: Iterable[Cue]) -> RenderableType:
    return _grid([(f"{cue.weight:+.2f}", cue.words) for cue in cues])


def _shortened(words: str) -> str:
    """Words with their middle left out where they are many."""
    half = _LONGEST // 2
    if len(words) <= _LONGEST:
        return words
    return f"{words[:half].rpartition(' ')[0] or words[:half]} … {words[-half:].partition(' ')[2] or words[-half:]}"


def _grid(rows: Iterable[tuple[str | Text, ...]], wide: int = 1) -> Grid:
    """Rows in columns, of which the one with the number `wide`, from 0, takes the room that there is."""
    grid = Grid.grid(expand=True, padding=(0, 2, 0, 0))
    for row in rows:
        for number in range(len(grid.columns), len(row)):
            grid.add_column(
                ratio=1 if number == wide else None,
                overflow="fold",
                no_wrap=number != wide,
                style=None if number == wide else "bright_black",
            )
        grid.add_row(*(Text(safe(cell)) if isinstance(cell, str) else cell for cell in row))
    return grid
