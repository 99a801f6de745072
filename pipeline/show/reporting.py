"""What a run says while it goes on and at its end."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from safeplans.extractors.lexicon.codes import about, codes
from safeplans.extractors.reading.pictures import SUFFIXES as PICTURES
from safeplans.pipeline.base.printing import counted, safe
from safeplans.pipeline.corrections.reading import WITHOUT_VALUE
from safeplans.pipeline.corrections.values import quoted, unquoted
from safeplans.pipeline.running.running import RunSummary, Step
from safeplans.pipeline.running.workers import Watch
from safeplans.pipeline.store.discovery import SUFFIXES

_NAME_WIDTH = 40
_FAR_WIDTH = 10
_FAILURES_SHOWN = 20
_UNAPPLIED_SHOWN = 10
_WORDS_SHOWN = 40
_REASON_SHOWN = 300
_PARTIAL = "(partial: something was not read; doubts about what was read, and faults of the plans, are listed below)"


class Shown(NamedTuple):
    """What to hand to `run`: `progress` and `watch`."""

    progress: Callable[[Step], None]
    watch: Watch


@contextlib.contextmanager
def progress_to(console: Console) -> Iterator[Shown]:
    """What shows how a run goes on: a bar where the console is a terminal, else one plain line a file.

    The bar names the file that the run waits for, and the page that it is at, so that a long document is seen to go on.
    """
    if not console.is_terminal:
        yield Shown(_plain, lambda source, page: None)
        return
    with Progress(
        TextColumn("Reading"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}", markup=False),
        console=console,
        transient=True,
    ) as bar:
        task = bar.add_task("", total=None, name="")
        under_way = UnderWay()

        def watch(source: str, page: int) -> None:
            under_way.at(source, page)
            bar.update(task, name=under_way.told)

        def progress(step: Step) -> None:
            under_way.done(step.outcome.source)
            bar.update(task, completed=step.done, total=step.total, name=under_way.told)
            if step.outcome.status == "failed":
                bar.console.print(_line(step), markup=False, highlight=False)

        yield Shown(progress, watch)


class UnderWay:
    """The files that are being read, and how far each is."""

    def __init__(self) -> None:
        self._far: dict[str, str] = {}

    def at(self, source: str, page: int) -> None:
        """A file is begun or all its pages are read (0), or a page is begun."""
        begun = bool(self._far.get(source))
        self._far[source] = f"page {page}" if page else "its words" if begun else ""

    def done(self, source: str) -> None:
        self._far.pop(source, None)

    @property
    def told(self) -> str:
        """The file that was begun first, for which the run waits, in one width: the bar stays where it is."""
        source, far = next(iter(self._far.items()), ("", ""))
        return f"{safe(source)[-_NAME_WIDTH:]:<{_NAME_WIDTH}} {far:<{_FAR_WIDTH}}"


def _plain(step: Step) -> None:
    click.echo(_line(step))


def _line(step: Step) -> str:
    outcome = step.outcome
    width = len(str(step.total))
    line = f"[{step.done:>{width}}/{step.total}] {outcome.status:<7} {safe(outcome.source)}"
    return f"{line}: {safe(outcome.reason)}" if outcome.reason else line


def summary_text(summary: RunSummary, *, verbose: bool = False) -> str:
    """The closing summary. verbose: with every file that failed and the tracebacks of unexpected errors."""
    total = sum(summary.documents.values())
    output = safe(str(summary.output))
    lines = [
        f"{total} document{'' if total == 1 else 's'} in {summary.seconds:.1f} s: "
        f"{summary.ok} ok, {summary.partial} partial, {summary.failed} failed",
        *([_PARTIAL] if summary.partial else []),
        *([f"{summary.kept:,} of them as an earlier run had read them"] if summary.kept else []),
        *([f"{safe(summary.not_kept)}: the next run will read everything anew."] if summary.not_kept else []),
        "",
        "Rows",
        *_aligned([(name, f"{count:,}") for name, count in summary.rows.items()]),
    ]
    if summary.problems:
        lines += ["", "Problems"]
        ranked = _ranked(summary.problems)
        rows = [(f"{_KINDS[kind]:<10}  {safe(code)}", f"{count:,}") for (kind, code), count in ranked]
        hints = (_hint(code) for (_, code), _ in ranked)
        lines += [f"{line}  {hint}".rstrip() for line, hint in zip(_aligned(rows), hints, strict=True)]
    lines += _corrections(summary)
    if summary.failures:
        lines += ["", "Failed"]
        shown = summary.failures if verbose else summary.failures[:_FAILURES_SHOWN]
        for failure in shown:
            lines.append(f"  {safe(failure.source)}: {safe(failure.reason)}")
            if verbose and failure.trace:
                lines += [f"    {safe(line)}" for line in failure.trace.splitlines()]
        if len(shown) < len(summary.failures):
            lines.append(f"  … and {len(summary.failures) - len(shown):,} more, in the table problems")
        if not verbose and any(failure.trace for failure in summary.failures):
            lines.append("  (--verbose shows where unexpected errors arose)")
    if summary.ignored:
        kinds = ", ".join(f"{safe(suffix)} {count}" for suffix, count in sorted(summary.ignored.items()))
        count = counted(summary.ignored.total(), "file")
        lines += ["", f"Not read: {count} of other kinds ({kinds}); {', '.join(SUFFIXES)} are."]
        if any(suffix in PICTURES for suffix in summary.ignored):
            lines.append("Pictures that show pages of a plan are read when they are saved as PDF.")
    if summary.nothing_read:
        return "\n".join([*lines, "", f"Nothing could be read; the table problems in {output} says why."])
    lines += [
        "",
        f"The tables are in {output}. Next:",
        "  safeplans show FILE       what was found in one document",
        f"  safeplans compare {output}",
        f"  safeplans review {output}",
        f'  python: from safeplans import load; tables = load("{output}")',
    ]
    return "\n".join(lines)


_REVIEWED = (
    *(("applied", "applied"), ("confirmed", "confirmed"), ("agreed", "extracted now as corrected")),
    ("not_applied", "not applied"),
)
_KINDS = {
    "not_read": "not read",
    "doubt": "doubt",
    "fault": "fault",
    "review": "correction",
    "information": "to know",
}
"""What the classes of problems (`codes.ABOUT`) are called in a summary, in its order."""


def _ranked(problems: Counter[tuple[str, str]]) -> list[tuple[tuple[str, str], int]]:
    """Problems by class and code, those of the first class first, the most frequent before the others."""
    found: Counter[tuple[str, str]] = Counter()
    for (severity, code), count in problems.items():
        found[about(code, severity), code] += count
    order = list(_KINDS)
    return sorted(found.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0][1]))


def _corrections(summary: RunSummary) -> list[str]:
    """What became of reviewers' answers: how many, and the first of those of which nothing came, in their order."""
    counts = [(summary.corrections[outcome], said) for outcome, said in _REVIEWED]
    counts.append((len(summary.without_value), "without a value"))
    if not any(count for count, _ in counts):
        return []
    left = [(each.answer, each.why) for each in summary.not_applied]
    left += [(answer, WITHOUT_VALUE) for answer in summary.without_value]
    left.sort(key=lambda each: (each[0].file, each[0].number))
    lines = ["", "Corrections: " + ", ".join(f"{count:,} {said}" for count, said in counts if count)]
    for answer, why in left[:_UNAPPLIED_SHOWN]:
        words = _shortened(unquoted(answer.row) or unquoted(answer.quote), _WORDS_SHOWN)
        named = ", ".join(filter(None, (answer.document, words and quoted(words), answer.field)))
        lines.append(safe(f"  {answer.place}: {named}: {_shortened(why, _REASON_SHOWN)}"))
    if len(left) > _UNAPPLIED_SHOWN:
        lines.append(
            f"  … and {len(left) - _UNAPPLIED_SHOWN:,} more. The tables corrections and problems have all; "
            "`safeplans review` writes the reasons beside the lines"
        )
    return lines


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _hint(code: str) -> str:
    """What to do before a retry; empty where none can help."""
    known = codes().get(code)
    return known.advice if known is not None and known.retry != "no" else ""


def _aligned(pairs: list[tuple[str, str]]) -> list[str]:
    left = max((len(name) for name, _ in pairs), default=0)
    right = max((len(value) for _, value in pairs), default=0)
    return [f"  {name:<{left}}  {value:>{right}}" for name, value in pairs]
