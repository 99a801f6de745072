"""The command `collect`."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from safeplans.pipeline.base.places import DEFAULT_INPUT
from safeplans.pipeline.base.printing import counted, safe
from safeplans.pipeline.commands.parts import Wrong, told

if TYPE_CHECKING:
    from safeplans.pipeline.collection.collecting import CollectSummary, Look

_OUTCOMES = {
    "fetched": "new, or changed",
    "unchanged": "as before",
    "none_listed": "looked through, and no plan or report listed",
    "not_found": "not there (any more)",
    "refused": "not given to us",
    "failed": "tried again the next time",
}
_TOLD = 30
"""Places with something to tell that are named; the table has all."""


@click.command("collect")
@click.argument("sources", required=False, type=click.Path(path_type=Path, dir_okay=False), metavar="SOURCES.csv")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, file_okay=False), default=DEFAULT_INPUT, show_default=True,
    help="Folder for the documents; files that are there are never written over.",
)  # fmt: skip
@click.option(
    "--depth", type=click.IntRange(min=1), default=1, show_default=True,
    help="How many pages deep is looked: 2 looks through the pages that a page links to as well.",
)  # fmt: skip
@click.option(
    "--pause", type=click.FloatRange(min=0), default=2.0, show_default=True, metavar="SECONDS",
    help="Pause between two requests to a host; its robots.txt may ask for a longer one.",
)  # fmt: skip
@click.option(
    "--timeout", type=click.FloatRange(min=1), default=120.0, show_default=True, metavar="SECONDS",
    help="Time for one answer.",
)  # fmt: skip
@click.option(
    "--max-size", type=click.IntRange(min=1), default=256, show_default=True, metavar="MIB",
    help="Larger answers are not taken.",
)  # fmt: skip
@click.option(
    "--contact", metavar="ADDRESS", default=None, help="Who collects, told to the hosts: a page or an e-mail."
)
@click.option(
    "--starter", type=click.Path(path_type=Path, dir_okay=False), default=None, metavar="FILE",
    help="Write a list of partnerships' own sites to begin with into this new file, and end.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Exit with status 1 if any place failed.")
@click.option("--verbose", "-v", is_flag=True, help="Tell also which documents of a page were passed over, and why.")
def collect_command(
    sources: Path | None,
    output: Path,
    depth: int,
    pause: float,
    timeout: float,
    max_size: int,
    contact: str | None,
    starter: Path | None,
    strict: bool,
    verbose: bool,
) -> None:
    """Fetch plans and reports from the web, and keep where and when each was found.

    SOURCES.csv has a column url, with addresses of documents and of pages that list them, and may have partnership_id,
    kind (document or landing), seen_at and note. Pages are looked through for plans and reports, committee sites of the
    ModernGov kind too. What robots.txt refuses is not fetched; a host is asked one thing at a time, with pauses.
    A second collection fetches only what has changed; a changed document is a new file beside the old one. What failed
    is tried again, and the same command goes on where an interrupted one stopped.

    \b
    Examples:
      safeplans collect --starter sources.csv
      safeplans collect sources.csv --contact https://university.example/plans
      safeplans collect sources.csv --output plans/ --depth 2
      safeplans run data/raw
    """
    if starter is not None:
        _write_starter(starter)
        return
    if sources is None:
        raise Wrong("Name a list of sources. To begin with one: safeplans collect --starter sources.csv")
    # here, since the client takes time that other commands need not
    from safeplans.pipeline.collection.collecting import collect
    from safeplans.pipeline.collection.settings import MEBIBYTE, Manners

    try:
        manners = Manners(pause=pause, seconds=timeout, max_bytes=max_size * MEBIBYTE, depth=depth, contact=contact)
    except ValueError as error:
        raise Wrong(f"{error}.") from error
    with contextlib.suppress(ValueError):  # not the main thread
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    with told():
        try:
            summary = collect(sources, output, manners=manners, progress=_teller(verbose))
        except KeyboardInterrupt:
            raise click.ClickException("Stopped. The same command goes on where this one stopped.") from None
        except OSError as error:
            raise click.ClickException(
                f"The folder {safe(str(output))} can no longer be written to ({error.strerror or error}). "
                "See to its rights and room; the same command goes on."
            ) from error
    click.echo("\n" + summary_text(summary))
    if strict and summary.failed:
        sys.exit(1)


def _teller(verbose: bool) -> Callable[[Look], None]:
    def tell(look: Look) -> None:
        row = look.row
        shown = row["path"] if row["path"] and row["outcome"] in ("fetched", "unchanged") else row["url"]
        known = f", {counted(row['listed'], 'document')}" if row["listed"] else ""
        why = f" ({row['failure']})" if row["failure"] else ""
        click.echo(f"{row['outcome']:<11} {safe(shown)}{known}{why}")
        if verbose:
            for what, reason in look.passed:
                click.echo(f"{'':<11} passed over: {safe(what)}: {safe(reason)}")

    return tell


def summary_text(summary: CollectSummary) -> str:
    """The closing summary."""
    lines = [f"{counted(sum(summary.outcomes.values()), 'place')} looked at"]
    if summary.kept:
        lines[0] += f", {summary.kept:,} of them before the last collection was stopped"
    width = max(map(len, _OUTCOMES))
    for outcome, said in _OUTCOMES.items():
        if count := summary.outcomes[outcome]:
            lines.append(f"  {outcome:<{width}}  {count:>5,}  {said}")
    if summary.rows:
        lines += ["", "To tell"]
        for row in summary.rows[:_TOLD]:
            lines.append(f"  {safe(row['url'])}: {safe(row['message'] or row['outcome'])}")
        if len(summary.rows) > _TOLD:
            lines.append(f"  … and {len(summary.rows) - _TOLD:,} more, in the table sources")
    output = safe(str(summary.output))
    lines += [
        "",
        f"{counted(summary.new, 'new document')}. The files are in {output}; the table sources beside them says where "
        "each is from. Next:",
        f"  safeplans run {output}",
    ]
    return "\n".join(lines)


def _write_starter(path: Path) -> None:
    from importlib import resources

    data = resources.files("safeplans.extractors.vocabulary").joinpath("sources.csv").read_bytes()
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise Wrong(f"{safe(str(path))} is there already. Give another name.") from None
    except OSError as error:
        raise Wrong(f"{safe(str(path))} could not be written ({error.strerror}). Give another name.") from error
    rows = max(0, data.count(b"\n") - 1)
    click.echo(
        f"{safe(str(path))} lists {counted(rows, 'site')}. Add your own, then: safeplans collect {safe(str(path))}"
    )
