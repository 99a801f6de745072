"""The command `report`."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from safeplans.pipeline.base.places import DEFAULT_INPUT, DEFAULT_OUTPUT
from safeplans.pipeline.base.printing import counted, safe
from safeplans.pipeline.commands.parts import Place, Wrong, day, told

_NAMED = 20
"""Documents that are not shown, named on the terminal."""


@click.command("report")
@click.argument("dataset", default=DEFAULT_OUTPUT, type=Place(path_type=Path))
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), required=True,
    help="Folder for the report; one that is there is replaced.",
)  # fmt: skip
@click.option(
    "--documents", "-d", type=Place(path_type=Path), multiple=True, metavar="PLACE",
    help="Folder, file or URL of source documents, found by content; may be repeated.  [default: data/raw]",
)  # fmt: skip
@click.option(
    "--as-of", type=day, metavar="DATE", default=None,
    help="Day on which overdue is judged, such as 2025-04-01.  [default: that of `safeplans compare`, else today]",
)  # fmt: skip
@click.option("--no-pictures", is_flag=True, help="Do not draw the documents' pages: evidence is then the quote alone.")
def report_command(
    dataset: Path | str,
    output: Path,
    documents: tuple[Path | str, ...],
    as_of: datetime.date | None,
    no_pictures: bool,
) -> None:
    """Write static pages that compare partnerships, and show each row on the page where it was printed.

    DATASET is the folder or URL with the tables, data/processed if it is not named. The report opens from disk by a
    double click on its index.html; it needs no server and asks nothing of any other place. Rows of documents that are
    not found keep their quote and place, without a picture.

    \b
    Examples:
      safeplans report --output site/
      safeplans report tables/ --output site/ --documents plans/ --as-of 2025-04-01
    """
    from safeplans.pipeline.site.building import ReportError, write_report

    places = documents or _usual_places()
    try:
        with told():
            summary = write_report(
                dataset,
                output,
                documents=places,
                as_of=as_of,
                pictures=not no_pictures,
            )
    except ReportError as error:
        raise Wrong(safe(str(error))) from error
    for source, reason in summary.unseen[:_NAMED]:
        click.echo(f"{safe(source)} is not shown: {safe(reason)}")
    if len(summary.unseen) > _NAMED:
        click.echo(f"and {len(summary.unseen) - _NAMED:,} more; problems.html names them all.")
    if not (places or no_pictures):
        click.echo(f"No documents are shown: {DEFAULT_INPUT} holds none. Name their folder with --documents.")
    click.echo(f"{counted(summary.partnerships, 'partnership')} compared on {counted(summary.pages, 'page')}.")
    click.echo(f"Open {safe(str(output / 'index.html'))} in a browser.")


def _usual_places() -> tuple[Path, ...]:
    """Where `safeplans run` reads documents, if there are any."""
    from safeplans.pipeline.store.discovery import SUFFIXES

    held = any(path.suffix.lower() in SUFFIXES for path in DEFAULT_INPUT.rglob("*"))
    return (DEFAULT_INPUT,) if held else ()
