"""`safeplans show`: what is found in one document, or in each of an archive, for a terminal."""

from __future__ import annotations

import contextlib
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from safeplans.extractors.base.settings import Settings
from safeplans.pipeline.base.printing import safe
from safeplans.pipeline.commands.parts import Wrong, reader_option
from safeplans.pipeline.running.limits import Limits

if TYPE_CHECKING:
    from safeplans.pipeline.store.packed import Named, Packed


@click.command("show")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--width", type=click.IntRange(min=40), default=None, help="Columns to use.  [default: the terminal's]")
@click.option(
    "--layout", type=click.Path(path_type=Path), default=None,
    help="Draw what the reader saw on pictures of the pages instead: a name ending in .png, or a folder for all pages.",
)  # fmt: skip
@click.option("--page", type=click.IntRange(min=1), default=None, help="With --layout: this page only.")
@click.option("--rejected", is_flag=True, help="With --layout: draw also the grids that were no tables, and say why.")
@click.option(
    "--why", metavar="ROW", default=None,
    help="Say why this row is as it is instead: its key, such as a12, or its id; «list» prints the keys.",
)  # fmt: skip
@reader_option
@click.option("--verbose", "-v", is_flag=True, help="Show where an unexpected error arose.")
def show_command(
    file: Path,
    width: int | None,
    layout: Path | None,
    page: int | None,
    rejected: bool,
    why: str | None,
    reader: str,
    verbose: bool,
) -> None:
    """Print what is found in a document, with the page or line of each row.

    FILE may be a ZIP archive, of which each document is printed as `safeplans run` reads it, or one document in an
    archive, by the name that it has in the tables.

    Nothing is written, but with --layout, which draws blocks, cells, reading order and furniture on pictures of a
    PDF's pages. The status is 1 if nothing could be read.

    \b
    Examples:
      safeplans show data/raw/harrowmere-business-plan-2024-26.pdf
      safeplans show plan.txt --width 100 | less
      safeplans show plans.zip
      safeplans show plans.zip/north/plan.docx --why a12
      safeplans show data/raw/harrowmere-business-plan-2024-26.pdf --layout page.png --page 3
      safeplans show data/raw/harrowmere-business-plan-2024-26.pdf --layout pages/ --rejected
      safeplans show data/raw/harrowmere-business-plan-2024-26.pdf --why a12
    """
    from rich.console import Console

    from safeplans.pipeline.show.showing import show
    from safeplans.pipeline.show.showing_packed import facts_of_packed, show_all
    from safeplans.pipeline.show.showing_why import show_keys

    _check_options(layout, page, rejected, why)
    found = _named(file)
    console = Console(width=width, highlight=False)
    single = why is not None or layout is not None
    if found.members is not None and (len(found.members) != 1 or not single):
        if single:
            raise Wrong(_several(file, found))
        with _unexpected(file, verbose):
            read = show_all(found, reader, console)
        if not read:
            sys.exit(1)
        return
    document = next(found.documents())
    with _unexpected(file, verbose):
        if document.problem is None and layout is not None:
            _draw(document, file, layout, page, rejected, reader)
            return
        if document.problem is None and why is not None and why != "list":
            _explain(document, file, why, width, reader)
            return
        facts = facts_of_packed(document, reader)
    if why is not None and facts.status != "failed":
        show_keys(facts, console)
        return
    show(facts, document.name, console)
    if facts.status == "failed":
        sys.exit(1)


def _check_options(layout: Path | None, page: int | None, rejected: bool, why: str | None) -> None:
    if why is not None and layout is not None:
        raise Wrong("--why and --layout do not go together. Give one of them.")
    if page is not None and layout is None:
        raise Wrong("--page goes with --layout, which says where to write the picture.")
    if rejected and layout is None:
        raise Wrong("--rejected goes with --layout, which says where to write the picture.")


def _named(file: Path) -> Named:
    """What was named; the bytes of a file that is no archive are read later."""
    from safeplans.pipeline.store.packed import ArchiveError, named

    name = safe(str(file))
    if file.is_dir():
        raise Wrong(f"{name} is a folder. Name one document in it, or read them all: safeplans run {name}")
    try:
        return named(file, Limits().file_size)
    except ArchiveError as error:
        raise click.ClickException(f"{name}: {error.problem.message}") from error
    except OSError as error:
        raise Wrong(f"{name} could not be opened ({safe(error.strerror or str(error))}). Check the name.") from error


def _several(file: Path, found: Named) -> str:
    """Which documents an archive holds, where one has to be chosen."""
    from safeplans.pipeline.store.packed import listed

    name = safe(str(file))
    if not found.names:
        return f"{name} holds no document of a kind that is read."
    readable = next((m.shown for m in found.members or () if m.problem is None), found.names[0])
    return (
        f"{name} holds {len(found.names)} documents: {safe(listed(found.names))}. Name one of them, such as "
        f"{name}/{safe(readable)}"
    )


@contextlib.contextmanager
def _unexpected(file: Path, verbose: bool) -> Iterator[None]:
    """Errors of ours become a message. verbose: with where they arose."""
    try:
        yield
    except (click.ClickException, BrokenPipeError):  # `| head` has seen enough: click ends quietly
        raise
    except Exception as error:
        if verbose:
            for line in traceback.format_exc().splitlines():
                click.echo(safe(line), err=True)
        said = safe(f"{type(error).__name__}: {error}")[:200]
        raise click.ClickException(
            f"Reading {safe(str(file))} ended in an unexpected error ({said}). "
            "Please report it, with the file if you may share it; --verbose shows where it arose."
        ) from error


def _explain(document: Packed, file: Path, row: str, width: int | None, reader: str) -> None:
    """Print why a row is as it is."""
    from rich.console import Console

    from safeplans.extractors.explaining import RowError
    from safeplans.extractors.reading import ReadingError
    from safeplans.pipeline.show.explaining import explain
    from safeplans.pipeline.show.showing_why import show_why

    name = safe(str(file))
    try:
        told = explain(document.data, row, Settings(file_name=document.file_name, reader=reader))
    except ReadingError as error:
        raise click.ClickException(f"{name}: {error.message}") from error
    except RowError as error:
        raise Wrong(f"{safe(str(error))} safeplans show {name} --why list prints all keys.") from error
    show_why(told, Console(width=width, highlight=False))


def _draw(document: Packed, file: Path, target: Path, page: int | None, rejected: bool, reader: str) -> None:
    """Draw what the reader saw, and say what was written."""
    from safeplans.extractors.reading import ReadingError, read_document
    from safeplans.pipeline.show.layout_images import LayoutError, write_layout

    name = safe(str(file))
    try:
        read = read_document(document.data, Settings(document.file_name, reader=reader))
        written = write_layout(document.data, read, target, page=page, rejected=rejected)
    except ReadingError as error:
        raise click.ClickException(f"{name}: {error.message}") from error
    except LayoutError as error:
        raise Wrong(f"{name}: {error}") from error
    except OSError as error:
        raise click.ClickException(
            f"The pictures could not be written to {safe(str(target))} ({error.strerror or error}). Give another name."
        ) from error
    for path in written:
        click.echo(safe(str(path)))
