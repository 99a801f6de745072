"""The command line: a thin map onto `run`, `extract`, `check` and the data dictionary.

Exit status: 0 done; 1 something does not hold (a failed document with --strict, a violation of the contract,
a file that `show` cannot read); 2 the command was called wrongly.

What a command needs is imported when it runs, in all modules of `commands`: the tables of a comparison, say, take time
that `safeplans tables` or a `--help` need not wait for. `benchmarks/startup.py` says what each command waits for.
"""

from __future__ import annotations

import contextlib
import io
import logging
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from safeplans.extractors.lexicon.codes import codes
from safeplans.pipeline.base.places import DEFAULT_INPUT, DEFAULT_OUTPUT
from safeplans.pipeline.base.printing import safe
from safeplans.pipeline.commands.ask import ask_command
from safeplans.pipeline.commands.collect import collect_command
from safeplans.pipeline.commands.compare import compare_command
from safeplans.pipeline.commands.diff import diff_command
from safeplans.pipeline.commands.gold import gold_command
from safeplans.pipeline.commands.parts import Place, Wrong, reader_option, told
from safeplans.pipeline.commands.report import report_command
from safeplans.pipeline.commands.review import review_command
from safeplans.pipeline.commands.show import show_command
from safeplans.pipeline.commands.workbook import workbook_command
from safeplans.pipeline.running.limits import MEBIBYTE, Limits
from safeplans.pipeline.schema.dictionary import codes_markdown, markdown
from safeplans.pipeline.schema.fields import ALL_TABLES, TABLES, table

_USUAL = Limits()

_cache_option = click.option(
    "--cache", type=click.Path(path_type=Path, file_okay=False), default=None,
    help="Folder of results kept between runs.  [default: SAFEPLANS_CACHE, else this user's caches]",
)  # fmt: skip


class _Group(click.Group):
    """Commands whose errors cannot steer the terminal: through a shell's pattern any file name may be an argument."""

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        with _neutral():
            return super().make_context(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        with _neutral():
            return super().invoke(ctx)


@contextlib.contextmanager
def _neutral() -> Iterator[None]:
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise  # its message is the help, in its own lines
    except click.UsageError as error:
        raise click.UsageError(safe(error.format_message()), error.ctx) from error


def _version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    from safeplans.pipeline.base.version import pipeline_version

    if asked and not ctx.resilient_parsing:
        click.echo(f"safeplans, version {pipeline_version()}")
        ctx.exit()


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version and exit."
)
def main() -> None:
    """Published plans of safeguarding partnerships to tables of objectives, actions, owners and dates.

    \b
    Start with:
      safeplans run plans/ --output tables/
      safeplans show plans/plan.pdf
    """
    logging.getLogger().addHandler(logging.NullHandler())  # libraries' warnings are not for this terminal
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


@main.command("run")
@click.argument("inputs", nargs=-1, metavar="[INPUT]...", type=Place(path_type=Path))
@click.option(
    "--output", "-o", type=Place(path_type=Path, file_okay=False), default=DEFAULT_OUTPUT, show_default=True,
    help="Folder or URL for the tables; other files in it are left alone.",
)  # fmt: skip
@click.option(
    "--workers", "-w", type=click.IntRange(min=0), default=None,
    help="Processes that read at the same time; 0 reads in this one.  [default: one for each core]",
)  # fmt: skip
@click.option(
    "--timeout", type=click.FloatRange(min=0), default=_USUAL.seconds, show_default=True,
    help="Seconds for one document, after which what is left of it is given up; 0 for no limit.",
)  # fmt: skip
@click.option(
    "--memory", type=click.IntRange(min=0), default=(_USUAL.memory or 0) // MEBIBYTE, show_default=True, metavar="MIB",
    help="Memory for one document, above which what is left of it is given up; 0 for no limit.",
)  # fmt: skip
@click.option(
    "--max-pages", type=click.IntRange(min=1), default=_USUAL.pages, show_default=True,
    help="Longer documents are refused.",
)  # fmt: skip
@click.option(
    "--max-size", type=click.IntRange(min=0), default=(_USUAL.file_size or 0) // MEBIBYTE, show_default=True,
    metavar="MIB", help="Larger files are refused unopened; 0 for no limit.",
)  # fmt: skip
@reader_option
@_cache_option
@click.option("--no-cache", is_flag=True, help="Read everything anew, and keep nothing for the next run.")
@click.option(
    "--corrections", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
    help="Apply this file of corrections; may be repeated.  [default: corrections.csv in the output folder]",
)  # fmt: skip
@click.option("--no-corrections", is_flag=True, help="Apply none.")
@click.option("--scheduler", metavar="ADDRESS", default=None, help="Read on the workers of this Dask scheduler.")
@click.option("--strict", is_flag=True, help="Exit with status 1 if any document failed.")
@click.option("--verbose", "-v", is_flag=True, help="Show where unexpected errors arose.")
def run_command(
    inputs: tuple[Path | str, ...],
    output: Path | str,
    workers: int | None,
    timeout: float,
    memory: int,
    max_pages: int,
    max_size: int,
    reader: str,
    cache: Path | None,
    no_cache: bool,
    corrections: tuple[Path, ...],
    no_corrections: bool,
    scheduler: str | None,
    strict: bool,
    verbose: bool,
) -> None:
    """Read documents and write their tables.

    INPUT is any number of files and folders; folders are searched recursively for PDF, Word, OpenDocument,
    Excel, PowerPoint, CSV, web page, text and Markdown files, and ZIP archives of them. It may be a URL too (s3://,
    az://, gs://, file://), as may the output. Without INPUT, data/raw is read.
    What cannot be read is told in the table problems and does not stop the rest.
    The status is 1 if nothing at all could be read.
    The tables that were in the output folder stay whole until the new ones are complete. Results are kept as they are
    made: the same command goes on where an interrupted one stopped, and reads unchanged documents only once.
    What reviewers corrected (safeplans review) is applied to the rows each time.

    \b
    Examples:
      safeplans run
      safeplans run plans/ reports/2024.pdf --output tables/
      safeplans run plans/ --workers 4 --strict
      safeplans run plans/ --output tables/ --corrections checked-by-north-team.csv
      safeplans run s3://archive/plans --output s3://archive/tables
    """
    from rich.console import Console

    from safeplans.pipeline.running import running
    from safeplans.pipeline.running.running import DocumentsFailedError
    from safeplans.pipeline.show.reporting import progress_to, summary_text

    if corrections and no_corrections:
        raise Wrong("--corrections and --no-corrections do not go together. Give one of them.")
    limits = _limits(timeout, memory, max_pages, max_size, reader)
    with contextlib.suppress(ValueError):  # not the main thread
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    with told():
        try:
            with progress_to(Console()) as shown:
                summary = running.run(
                    inputs or (DEFAULT_INPUT,),
                    output,
                    workers=workers,
                    progress=shown.progress,
                    watch=shown.watch,
                    strict=strict,
                    limits=limits,
                    cache=False if no_cache else cache or True,
                    corrections=corrections or not no_corrections,
                    scheduler=scheduler,
                )
        except DocumentsFailedError as failed:
            click.echo("\n" + summary_text(failed.summary, verbose=verbose))
            sys.exit(1)
        except KeyboardInterrupt:
            kept = "" if no_cache else " The same command goes on where this one stopped."
            raise click.ClickException(f"Stopped. {_left_at(output)}{kept}") from None
        except OSError as error:
            raise click.ClickException(
                f"The tables could not be written to {safe(str(output))} ({error.strerror or error}). "
                f"{_left_at(output)} Else give another folder with --output."
            ) from error
    click.echo("\n" + summary_text(summary, verbose=verbose))
    if summary.nothing_read:
        sys.exit(1)


def _left_at(output: Path | str) -> str:
    """What a run that was stopped leaves behind."""
    if isinstance(output, str) and not output.startswith("file:"):  # a store cannot put all tables in place at once
        return f"If the upload had begun, there is no whole dataset at {safe(output)} now: run again."
    return f"What was in {safe(str(output))} before is unchanged."


def _limits(timeout: float, memory: int, max_pages: int, max_size: int, reader: str) -> Limits:
    try:
        return Limits(timeout or None, memory * MEBIBYTE or None, max_pages, max_size * MEBIBYTE or None, reader)
    except ValueError as error:
        raise Wrong(str(error)) from error


@main.command("check")
@click.argument("dataset", default=DEFAULT_OUTPUT, type=Place(path_type=Path))
def check_command(dataset: Path | str) -> None:
    """Check a dataset against its contract.

    DATASET is the folder or URL with the tables, data/processed if it is not named. Checked are columns, types, closed
    lists, unique keys, references between tables, the order of spans, places inside their source, and the
    counts in documents and of the inputs; of a comparison also that it was made of these tables. The status is 1 if
    something does not hold.

    \b
    Examples:
      safeplans check
      safeplans check tables/
    """
    from safeplans.pipeline.running.checking import check

    with told():
        violations = check(dataset)
    name = safe(str(dataset))
    if not violations:
        click.echo(f"{name} holds all {len(TABLES)} tables; they, and any of a comparison, keep their contract.")
        return
    click.echo(f"{name} does not keep its contract; {len(violations)} violation{'s'[: len(violations) != 1]}:")
    for violation in violations:
        click.echo(f"  {safe(str(violation))}")
    click.echo("Make the dataset anew with `safeplans run`; if it says the same again, please report it.")
    sys.exit(1)


@main.command("cache")
@_cache_option
@click.option("--clear", is_flag=True, help="Remove the results.")
@click.option(
    "--older-than", type=click.IntRange(min=1), metavar="DAYS", help="With --clear: those that are older only."
)
def cache_command(cache: Path | None, clear: bool, older_than: int | None) -> None:
    """Show how many results of earlier runs are kept, where, and how much room they take.

    A result is used again while the document, the settings and the rules are the same; it is never out of date.

    \b
    Examples:
      safeplans cache
      safeplans cache --clear
      safeplans cache --clear --older-than 90
    """
    from safeplans.pipeline.store.cache import cache_size, clear_cache, default_cache

    if older_than is not None and not clear:
        raise Wrong("--older-than goes with --clear.")
    folder = cache or default_cache()
    size = clear_cache(folder, (older_than or 0) * 86_400.0) if clear else cache_size(folder)
    said = "Removed" if clear else "Kept"
    click.echo(
        f"{said} in {safe(str(folder))}: {size.documents:,} documents as read, the facts of {size.facts:,}, "
        f"{size.byte_size / 1e6:,.1f} MB"
    )


@main.command("tables")
@click.argument("names", nargs=-1, metavar="[TABLE]...", type=click.Choice([each.name for each in ALL_TABLES]))
def tables_command(names: tuple[str, ...]) -> None:
    """Print the data dictionary: every table and column, what it holds and which values are allowed.

    Without TABLE, all tables are printed, those of a comparison in a section of their own. The text is Markdown.

    \b
    Examples:
      safeplans tables
      safeplans tables actions dates
      safeplans tables theme_profile
    """
    click.echo(markdown([table(name) for name in names] or ALL_TABLES))


@main.command("codes")
@click.argument("names", nargs=-1, metavar="[CODE]...", type=click.Choice(list(codes())))
def codes_command(names: tuple[str, ...]) -> None:
    """Print the codes of the table problems: what happened, what to do, whether a retry can help.

    Without CODE, all codes are printed. The text is Markdown.

    \b
    Examples:
      safeplans codes
      safeplans codes timeout no_text
    """
    click.echo(codes_markdown(names))


main.add_command(show_command)
main.add_command(collect_command)
main.add_command(compare_command)
main.add_command(diff_command)
main.add_command(review_command)
main.add_command(gold_command)
main.add_command(report_command)
main.add_command(workbook_command)
main.add_command(ask_command)
