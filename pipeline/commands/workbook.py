"""The command `workbook`."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import click

from safeplans.pipeline.base.places import DEFAULT_OUTPUT
from safeplans.pipeline.base.printing import safe
from safeplans.pipeline.commands.parts import Place, Wrong, day, told

_FIRST_PAGE = "index.html"


@click.command("workbook")
@click.argument("dataset", default=DEFAULT_OUTPUT, type=Place(path_type=Path))
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), default=Path("comparison.xlsx"),
    show_default=True, help="Name of the workbook; one that is there is replaced.",
)  # fmt: skip
@click.option(
    "--site", type=click.Path(path_type=Path, file_okay=False, exists=True), default=None,
    help="Folder of the report made by `safeplans report`, for links to its pages.  "
    "[default: the workbook's own folder, if the report lies there]",
)  # fmt: skip
@click.option(
    "--as-of", type=day, metavar="DATE", default=None,
    help="Day on which overdue is judged, such as 2025-04-01.  [default: that of `safeplans compare`, else today]",
)  # fmt: skip
@click.option(
    "--csv", "csv_folder", type=click.Path(path_type=Path, file_okay=False), default=None,
    help="Write a CSV file for each sheet into this folder, instead of the workbook.",
)  # fmt: skip
def workbook_command(
    dataset: Path | str, output: Path, site: Path | None, as_of: datetime.date | None, csv_folder: Path | None
) -> None:
    """Write the comparison of a dataset as an Excel workbook.

    DATASET is the folder or URL with the tables, data/processed if it is not named. The first sheet says what the
    others hold. Each row says where it was printed, with a link to the report's page that shows it, where there is a
    report. The links are relative: move the workbook and the report together.

    \b
    Examples:
      safeplans workbook --output site/comparison.xlsx
      safeplans workbook tables/ --output panel.xlsx --site site/ --as-of 2025-04-01
      safeplans workbook tables/ --csv sheets/
    """
    from safeplans.pipeline.views.views import read_views
    from safeplans.pipeline.workbook.writing import write_csv_files, write_workbook

    with told():
        views = read_views(dataset, as_of)
    try:
        if csv_folder is not None:
            for path in write_csv_files(csv_folder, views):
                click.echo(safe(str(path)))
            return
        lost = write_workbook(output, views, site=_as_seen_from(output, site))
    except OSError as error:
        name = safe(str(error.filename or csv_folder or output))
        raise Wrong(
            f"{name} could not be written ({error.strerror or error}). Is it open? Give another name."
        ) from error
    click.echo(f"The comparison is in {safe(str(output))}.")
    for sentence in lost:
        click.echo(sentence)


def _as_seen_from(output: Path, site: Path | None) -> str | None:
    """Where the report lies as seen from the workbook's folder; None: there is none."""
    folder = output.absolute().parent
    if site is None:
        return "" if (folder / _FIRST_PAGE).is_file() and (folder / "evidence").is_dir() else None
    if not (site / _FIRST_PAGE).is_file():
        raise Wrong(f"There is no report in {safe(str(site))}. Make one: safeplans report --output {safe(str(site))}")
    try:
        seen = Path(os.path.relpath(site.absolute(), folder)).as_posix()
    except ValueError as error:  # Windows
        raise Wrong(
            f"{safe(str(site))} lies on another drive than the workbook, which can only link to its own. "
            "Write the workbook beside the report."
        ) from error
    return "" if seen == "." else seen
