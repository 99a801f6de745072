"""The command `gold`."""

from __future__ import annotations

from pathlib import Path

import click

from safeplans.pipeline.base.places import DEFAULT_OUTPUT
from safeplans.pipeline.base.printing import counted, safe
from safeplans.pipeline.commands.parts import Place, Wrong, told

_INCOMPLETE = (
    "Gold is only as complete as the review: the other cells are as they were extracted, and rows that were missed are "
    "missing."
)


@click.command("gold")
@click.argument("dataset", default=DEFAULT_OUTPUT, type=Place(path_type=Path))
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, file_okay=False), required=True, metavar="DIR",
    help="Folder for the files.",
)  # fmt: skip
@click.option(
    "--document", "documents", multiple=True, metavar="NAME",
    help="This file only; may be repeated.  [default: those that were reviewed]",
)  # fmt: skip
@click.option("--overwrite", is_flag=True, help="Write over files that are there.")
def gold_command(dataset: Path | str, output: Path, documents: tuple[str, ...], overwrite: bool) -> None:
    """Write reviewed documents as gold, one JSON file each, to score other datasets against.

    DATASET is the folder or URL with the tables, data/processed if it is not named. Gold is only as complete as the
    review was: what nobody looked at stands there as it was extracted, and a row that was missed is missing. How many
    cells of each document were reviewed is printed.

    \b
    Examples:
      safeplans gold --output gold/
      safeplans gold tables/ --output gold/ --document plan.pdf
    """
    from safeplans.pipeline.corrections.gold import write_gold

    with told():
        try:
            written = write_gold(dataset, output, documents=documents, overwrite=overwrite)
        except OSError as error:
            raise Wrong(f"Could not write to {safe(str(output))} ({error.strerror or error}).") from error
    width = max((len(safe(str(each.path))) for each in written), default=0)
    for each in written:
        reviewed = f"{each.reviewed:,} of {counted(each.cells, 'cell')} reviewed"
        click.echo(f"{safe(str(each.path)):<{width}}  {reviewed}")
    click.echo(_INCOMPLETE)
