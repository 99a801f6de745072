"""The command `compare`."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from safeplans.pipeline.base.places import DEFAULT_OUTPUT
from safeplans.pipeline.base.printing import safe
from safeplans.pipeline.commands.parts import Place, day, told


@click.command("compare")
@click.argument("dataset", default=DEFAULT_OUTPUT, type=Place(path_type=Path))
@click.option(
    "--as-of", type=day, metavar="DATE", default=None,
    help="Day on which overdue is judged, such as 2025-04-01.  [default: today]",
)  # fmt: skip
def compare_command(dataset: Path | str, as_of: datetime.date | None) -> None:
    """Compare the partnerships of a dataset, and write the tables of the comparison beside its own.

    DATASET is the folder or URL with the tables, data/processed if it is not named. Compared are themes by partnership
    and year, owners, planning quality, like objectives of different partnerships, what later reports say of earlier
    plans, and the changes between plans. `safeplans tables` says what each table holds.

    \b
    Examples:
      safeplans compare
      safeplans compare tables/ --as-of 2025-04-01
    """
    from rich.console import Console

    from safeplans.pipeline.comparison.comparing import compare
    from safeplans.pipeline.comparison.summary import print_summary

    with told():
        summary = compare(dataset, as_of=as_of)
    print_summary(summary, Console(highlight=False))
    name = safe(str(dataset))
    click.echo(f"\nThe tables of the comparison are in {name}. Next:")
    click.echo(f"  safeplans check {name}")
    click.echo(f"  safeplans tables {next(iter(summary.rows))}     what a table holds")
    click.echo(f'  python: from safeplans import load; profile = load("{name}")["theme_profile"]')
