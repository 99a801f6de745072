"""A report made: all pages written beside the place where the report shall lie, then put there at once."""

from __future__ import annotations

import contextlib
import datetime
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from safeplans.pipeline.comparison.comparing import comparison_of
from safeplans.pipeline.comparison.corpus import read_corpus
from safeplans.pipeline.schema.fields import ALL_TABLES, PROBLEMS
from safeplans.pipeline.site.about import write_about
from safeplans.pipeline.site.contents import contents_of
from safeplans.pipeline.site.evidence import write_evidence
from safeplans.pipeline.site.groups import write_groups
from safeplans.pipeline.site.overview import write_overview
from safeplans.pipeline.site.partnerships import write_partnerships
from safeplans.pipeline.site.problems import write_problems
from safeplans.pipeline.site.rendering import Site
from safeplans.pipeline.site.search import write_search
from safeplans.pipeline.site.themes import write_themes
from safeplans.pipeline.store.dataset import dataset_place, local_copy
from safeplans.pipeline.store.loading import read_rows
from safeplans.pipeline.views import labels
from safeplans.pipeline.views.views import Views
from safeplans.pipeline.workbook.writing import write_workbook

MARKER = ".safeplans-report"
"""A file that says that a folder is a report, and may be replaced by the next."""

WORKBOOK = "comparison.xlsx"
"""Beside the first page."""

_DAY = 24 * 60 * 60.0


class ReportError(ValueError):
    """A report cannot be written where it shall lie; the message says what to do."""


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """What was written.

    pages: of all kinds. partnerships: compared. unseen: source of each document whose pages are not shown, and why.
    """

    pages: int
    partnerships: int
    unseen: tuple[tuple[str, str], ...]


def write_report(
    dataset: str | os.PathLike[str],
    output: str | os.PathLike[str],
    *,
    documents: Sequence[str | os.PathLike[str]] = (),
    as_of: datetime.date | None = None,
    pictures: bool = True,
) -> ReportSummary:
    """Write a dataset's report: pages that open from disk, with no server and no request to anywhere.

    dataset: a directory or URL with the tables. output: a folder, which is made; a former report there is replaced.
    documents: files, folders and URLs of the source documents, which are found by their content, whatever their names.
    as_of: the day on which overdue is judged; by default that of the comparison beside the dataset, else today.
    pictures: draw the pages of documents, with the rows marked on them.

    Raises DatasetError when the dataset cannot be read, ReportError when the report cannot be written there.
    """
    _refuse_to_replace(Path(output), (dataset, *documents))
    with local_copy(dataset_place(dataset), ALL_TABLES) as directory, fresh_folder(Path(output)) as folder:
        rows = comparison_of(directory, as_of)
        views = Views(read_corpus(directory), rows, read_rows(directory, PROBLEMS))
        site = Site(folder, labels.day(views.as_of or as_of or datetime.date.today()))
        names = {row["partnership_key"]: row["name"] for row in rows["compared_partnerships"]}
        evidence = write_evidence(site, directory, views.corpus, names, documents, pictures=pictures)
        contents = contents_of(views, evidence.failures)
        write_workbook(site.place(WORKBOOK), views, site="")
        write_overview(site, contents, WORKBOOK)
        write_partnerships(site, contents)
        write_themes(site, contents)
        write_groups(site, contents)
        write_search(site, contents)
        write_problems(site, contents)
        write_about(site, contents)
        site.copy_assets()
        return ReportSummary(len(site.written), len(contents.partnerships), evidence.failures)


@contextlib.contextmanager
def fresh_folder(output: Path) -> Iterator[Path]:
    """An empty folder beside `output`, which takes its place when the block ends without an error.

    Raises ReportError when `output` is there and is neither empty nor a report, or when it cannot be written.
    """
    output = output.resolve()
    _refuse_foreign(output)
    beside = f".{output.name}-incoming-"
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        for left in output.parent.glob(f"{beside}*"):  # by a run that was killed
            if time.time() - left.stat().st_mtime > _DAY:
                shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=beside, dir=output.parent))
    except OSError as error:
        raise ReportError(
            f"Cannot write to {str(output)!r} ({error.strerror}). Give another folder with --output."
        ) from error
    try:
        yield folder
        (folder / MARKER).write_text("Written by safeplans report, which may replace it.\n", encoding="utf-8")
        mask = os.umask(0)
        os.umask(mask)
        folder.chmod(0o777 & ~mask)  # temporary folders are private
        _swap(folder, output)
    except OSError as error:
        raise ReportError(
            f"The report could not be written to {str(output)!r} ({error.strerror or error}); what was there is "
            "unchanged. Make room, or give another folder with --output."
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_to_replace(output: Path, needed: Iterable[str | os.PathLike[str]]) -> None:
    """Raise ReportError when what the report is made of lies in the folder that it replaces."""
    folder = output.resolve()
    for each in needed:
        if "://" not in str(each) and Path(each).resolve().is_relative_to(folder):
            raise ReportError(
                f"{str(each)!r} lies in {str(output)!r}, which the report replaces. Give another folder with --output."
            )


def _refuse_foreign(output: Path) -> None:
    """Raise ReportError when `output` holds something that is no report and would be lost."""
    if output.is_dir():
        if not any(output.iterdir()) or (output / MARKER).is_file():
            return
        raise ReportError(
            f"{str(output)!r} holds files that are no report (it has no {MARKER}), and they would be lost. "
            "Give a new folder with --output, or empty this one."
        )
    if output.exists():
        raise ReportError(f"{str(output)!r} is a file. Give a folder with --output.")


def _swap(folder: Path, output: Path) -> None:
    """Put `folder` in the place of `output`. Raises OSError when it cannot, and then `output` is as before."""
    former = folder.with_name(folder.name + "-former")
    if output.exists():
        output.rename(former)
    try:
        folder.rename(output)
    except OSError:
        if former.exists():
            former.rename(output)
        raise
    shutil.rmtree(former, ignore_errors=True)
