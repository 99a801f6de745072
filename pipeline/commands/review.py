"""The command `review`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from safeplans.pipeline.base.places import DEFAULT_OUTPUT
from safeplans.pipeline.base.printing import counted, safe
from safeplans.pipeline.commands.parts import Place, Wrong, told
from safeplans.pipeline.schema.fields import ACTIONS

if TYPE_CHECKING:
    from safeplans.pipeline.corrections.reviewing import ReviewSummary


@click.command("review")
@click.argument("dataset", default=DEFAULT_OUTPUT, type=Place(path_type=Path))
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), default=None, metavar="FILE",
    help="CSV file to write; what was filled in there is kept.  [default: corrections.csv in the dataset's folder]",
)  # fmt: skip
@click.option(
    "--band", "bands", multiple=True, type=click.Choice(ACTIONS.field("confidence_band").allowed), default=("low",),
    show_default=True,
    help="Band of confidence to list; may be repeated.",
)  # fmt: skip
@click.option("--document", "documents", multiple=True, metavar="NAME", help="This file only; may be repeated.")
@click.option(
    "--partnership", "partnerships", multiple=True, metavar="NAME",
    help="This partnership only, by its id or its name as printed; may be repeated.",
)  # fmt: skip
@click.option(
    "--rows", type=click.IntRange(min=1), default=None, metavar="N",
    help="At most N rows of the dataset, those with the lowest confidence.",
)  # fmt: skip
def review_command(
    dataset: Path | str,
    output: Path | None,
    bands: tuple[str, ...],
    documents: tuple[str, ...],
    partnerships: tuple[str, ...],
    rows: int | None,
) -> None:
    """Write what is worth a look to a CSV file that opens in a spreadsheet, to be corrected there.

    DATASET is the folder or URL with the tables, data/processed if it is not named. Listed are the cells of rows with
    low confidence and of rows that the table problems doubts, beside the printed words, and the periods of plans and
    reports in which none was read. Fill in the column corrected (or write "(same)" where the value is right, "(none)"
    where nothing should stand), with your name, the day and the reason. The next `safeplans run` into that folder
    applies it.

    \b
    Examples:
      safeplans review
      safeplans review tables/ --band low --band medium --partnership camden-scp
      safeplans review tables/ --document plan.pdf --rows 50 --output plan-to-check.csv
    """
    from safeplans.pipeline.corrections.reading import FILE_NAME
    from safeplans.pipeline.corrections.reviewing import review

    if output is None:
        if isinstance(dataset, str):
            raise Wrong("A dataset at a URL has no folder for the file. Name one here with --output.")
        output = dataset / FILE_NAME
    with told():
        try:
            summary = review(dataset, output, bands=bands, documents=documents, partnerships=partnerships, rows=rows)
        except OSError as error:
            raise Wrong(
                f"{safe(str(output))} could not be written ({error.strerror or error}). Is it open in a spreadsheet? "
                "Close it there, or give another name with --output."
            ) from error
    click.echo(_said(summary, dataset))


def _said(summary: ReviewSummary, dataset: Path | str) -> str:
    from safeplans.pipeline.corrections.reading import FILE_NAME

    path = safe(str(summary.path))
    rows, files = counted(summary.rows, "row"), counted(summary.documents, "document")
    said = f"{rows} of {files} in doubt. {path} has {counted(summary.lines, 'line')}: {summary.new:,} new"
    lines = [f"{said}, {summary.answered:,} answered."]
    if summary.not_applied:
        lines.append(f"Nothing came of {counted(summary.not_applied, 'line')} of it: the column doubt says why.")
    if summary.lines:
        usual = isinstance(dataset, Path) and summary.path == dataset / FILE_NAME
        again = f"--output {safe(str(dataset))}" + ("" if usual else f" --corrections {path}")
        lines += [
            "Next:",
            "  fill in corrected, reviewer, reviewed and reason in a spreadsheet, and save it as CSV UTF-8",
            f"  safeplans run INPUT {again}",
        ]
    return "\n".join(lines)
