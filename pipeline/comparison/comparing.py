"""A comparison of the documents of a dataset: made, and put beside it."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from safeplans.pipeline.comparison.corpus import Corpus, read_corpus
from safeplans.pipeline.comparison.stored import REPLACED, store, stored
from safeplans.pipeline.schema import datapackage
from safeplans.pipeline.schema.comparison_fields import COMPARISON_TABLES
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.fields import TABLES
from safeplans.pipeline.schema.schemas import arrow_schema
from safeplans.pipeline.store.comparison_stamp import Stamp, dataset_hash, rules_hash
from safeplans.pipeline.store.dataset import DatasetError, dataset_place, foreign_files, local_copy


@dataclass(frozen=True, slots=True)
class ComparisonSummary:
    """What a comparison found.

    place: the dataset compared. as_of: the day on which overdue was judged. rows: of each table of the comparison.
    failed: sources of documents that could not be read, and are in none of them. undated: of those that say no period,
    and so count for no year. again: of files that are one document and are counted once, the counted one first
    (`Corpus.again`). twins: of those that may be one document in several files (`Corpus.twins`).
    """

    place: Path | str
    as_of: datetime.date
    rows: dict[str, list[Row]] = field(repr=False)
    failed: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    again: tuple[tuple[str, ...], ...] = ()
    twins: tuple[tuple[str, ...], ...] = ()


def compare(
    dataset: str | os.PathLike[str] = "data/processed", *, as_of: datetime.date | None = None
) -> ComparisonSummary:
    """Compare the documents of a dataset, and put the tables of the comparison beside its own.

    dataset: a directory, or a URL (`store.storage`). as_of: the day on which overdue is judged, today by default.
    The files are put in place all at once; the same dataset and day give the same bytes.

    Raises DatasetError when there is no dataset, when its files are not those of one run, or when it cannot be written
    to.
    """
    place = dataset_place(dataset)
    day = as_of or datetime.date.today()
    with local_copy(place) as directory:
        stamp = Stamp(_hash_of_whole(directory, place), rules_hash(), day)  # first: `store` finds what changes after it
        corpus = read_corpus(directory)
        if dataset_hash(datapackage.read(directory)) != stamp.dataset or foreign_files(directory, TABLES):
            raise DatasetError(REPLACED)  # rows of two runs would not point to one another
    rows = _rows(corpus, day)
    store(place, rows, stamp)
    return ComparisonSummary(
        place,
        day,
        rows,
        failed=tuple(row["source"] for row in corpus.failed),
        undated=tuple(document.row["source"] for document in corpus.documents.values() if not document.years),
        again=tuple(corpus.told_again()),
        twins=tuple(corpus.twins()),
    )


def comparison_of(directory: Path, as_of: datetime.date | None = None) -> dict[str, list[Row]]:
    """The rows of a comparison by table: those beside the dataset if they belong to it, else made now.

    directory: of the dataset; nothing is written there. as_of: the day on which overdue is judged; None: that of the
    files, else today.
    Raises DatasetError when a table is missing or cannot be read.
    """
    held = stored(directory, as_of)
    return held if held is not None else _rows(read_corpus(directory), as_of or datetime.date.today())


def _rows(corpus: Corpus, as_of: datetime.date) -> dict[str, list[Row]]:
    """The rows as their files would give them, to the last digit of a number."""
    # here, since the libraries of likeness take a while
    from safeplans.pipeline.comparison.making import comparison_rows

    made = comparison_rows(corpus, as_of)
    return {
        table.name: pa.Table.from_pylist(made[table.name], schema=arrow_schema(table)).to_pylist()
        for table in COMPARISON_TABLES
    }


def _hash_of_whole(directory: Path, place: Path | str) -> str:
    """The hash of a dataset whose files are those that it describes. Raises DatasetError when they are not."""
    found = dataset_hash(datapackage.read(directory))
    if found is None:
        wrong = f"{datapackage.FILE_NAME} is missing, or does not describe all tables"
    else:
        others = [table.file_name for table in foreign_files(directory, TABLES)]
        if not others:
            return found
        wrong = f"{datapackage.FILE_NAME} describes others than {', '.join(others)}"
    raise DatasetError(
        f"The files at {str(place)!r} do not belong together: {wrong}. Make the dataset anew: safeplans run"
    )
