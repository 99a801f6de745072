"""The command `diff`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from safeplans.pipeline.base.printing import safe
from safeplans.pipeline.commands.parts import Place, told


def _only(ctx: click.Context, option: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        return names
    from safeplans.pipeline.differences.finding import COMPARED

    known = click.Choice([table.name for table in COMPARED])
    return tuple(known.convert(name, option, ctx) for name in names)


@click.command("diff")
@click.argument("old", type=Place(path_type=Path))
@click.argument("new", type=Place(path_type=Path))
@click.option(
    "--only", multiple=True, metavar="TABLE", callback=_only,
    help="This table only; may be repeated.",
)  # fmt: skip
@click.option(
    "--all", "everything", is_flag=True,
    help="Show all documents and all their differences, those of place, confidence and method too.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True,
    help="csv and json hold all differences, one a row, and whole values.",
)  # fmt: skip
@click.option("--fail", is_flag=True, help="Exit with status 1 if anything but confidence or method differs.")
def diff_command(
    old: Path | str, new: Path | str, only: tuple[str, ...], everything: bool, form: str, fail: bool
) -> None:
    """Tell what differs between two datasets of the same documents.

    OLD and NEW are folders or URLs with the tables. Documents meet by their bytes, else by their source; rows meet by
    their words, not by their ids: first those of the same words, then the most alike. Told are rows that are gone, new,
    changed or moved to another objective.

    \b
    Examples:
      safeplans diff tables-2024/ tables-2025/
      safeplans diff before/ after/ --only actions --all
      safeplans diff before/ after/ --format csv > differences.csv
      safeplans diff published/ candidate/ --fail
    """
    from rich.console import Console

    from safeplans.pipeline.differences.finding import diff
    from safeplans.pipeline.differences.rendering import csv_differences, json_differences, print_differences

    with told():
        found = diff(old, new)
    if only:
        found = found.only(only)
    if form == "table":
        print_differences(found, Console(highlight=False), everything=everything)
    elif form == "json":
        click.echo(json_differences(found))
    else:
        text = csv_differences(found)
        if Console().is_terminal:  # a file gets what was printed, a terminal what cannot steer it
            text = "\n".join(map(safe, text.splitlines())) + "\n"
        click.echo(text, nl=False)
    if fail and found.differ:
        sys.exit(1)
