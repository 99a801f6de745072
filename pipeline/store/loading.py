"""A dataset as pandas DataFrames."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, overload

import pyarrow as pa
import pyarrow.parquet as pq

from safeplans.pipeline.schema.comparison_fields import COMPARISON_TABLES
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.field_parts import Table, Type
from safeplans.pipeline.schema.fields import ALL_TABLES, TABLES, table
from safeplans.pipeline.store.comparison_stamp import belongs
from safeplans.pipeline.store.dataset import DatasetError, dataset_place, foreign_files, local_copy

if TYPE_CHECKING:
    import pandas as pd


@overload
def load(dataset: str | os.PathLike[str], tables: str) -> pd.DataFrame: ...


@overload
def load(
    dataset: str | os.PathLike[str] = "data/processed", tables: list[str] | tuple[str, ...] | None = None
) -> dict[str, pd.DataFrame]: ...


def load(
    dataset: str | os.PathLike[str] = "data/processed", tables: str | list[str] | tuple[str, ...] | None = None
) -> pd.DataFrame | dict[str, pd.DataFrame]:
    """The tables of a dataset, one DataFrame each, by name; of one that is named, its DataFrame.

    dataset: a directory, or a URL (`store.storage`). tables: the name of one, or only these; by default all, with those
    of a comparison where there is one of this dataset.

    Dates are `datetime64` (`.dt` works; missing is NaT), categories `category` with the whole closed list,
    whole numbers nullable integers, lists Python lists, text `str`; what is missing is missing.

    >>> actions = load("data/processed", "actions")              # doctest: +SKIP
    >>> tables = load("data/processed")                          # doctest: +SKIP
    >>> actions, dates = tables["actions"], tables["dates"]      # doctest: +SKIP
    >>> due = dates[(dates["subject"] == "action") & (dates["kind"] == "due")]   # doctest: +SKIP
    >>> actions.merge(due, left_on="action_id", right_on="subject_id")           # doctest: +SKIP

    Raises DatasetError when a table is missing or cannot be read, or is of a comparison of other tables than are there
    now; KeyError for an unknown table name.
    """
    if isinstance(tables, str):
        return load(dataset, [tables])[tables]
    named = None if tables is None else [table(name) for name in tables]
    place = dataset_place(dataset)
    with local_copy(place, ALL_TABLES if named is None else named) as directory:
        if isinstance(place, str) and foreign_files(directory):
            raise DatasetError(
                f"The files at {place!r} do not belong together: an upload is under way, or was cut short, or two runs "
                "wrote there. Make the dataset anew: safeplans run"
            )
        wanted = [*TABLES, *_comparison(directory)] if named is None else named
        return {each.name: _frame(each, _read_current(directory, each)) for each in wanted}


def _comparison(directory: Path) -> Iterator[Table]:
    """The tables of a comparison that are there and belong to the others."""
    for each in COMPARISON_TABLES:
        if (directory / each.file_name).is_file():
            with open_table(directory, each) as file:
                if belongs(file.schema_arrow, directory):
                    yield each


def _read_current(directory: Path, table: Table) -> pa.Table:
    data = read_table(directory, table)
    if table in COMPARISON_TABLES and not belongs(data.schema, directory):
        raise DatasetError(f"{table.file_name} was made of other tables than are there now. {_remedy(table)}")
    return data


def read_table(directory: Path, table: Table) -> pa.Table:
    """One table as Arrow has it. Raises DatasetError when it is missing or no readable Parquet."""
    with open_table(directory, table) as file:
        try:
            return file.read()
        except (pa.ArrowException, OSError) as error:
            raise _broken(table, error) from error


def read_rows(directory: Path, table: Table) -> list[Row]:
    """All rows of a table. Raises DatasetError like `read_table`, and when a column is missing."""
    data = read_table(directory, table)
    for name in table.columns:
        _has(table, data, name)
    rows: list[Row] = data.to_pylist()
    return rows


def open_table(directory: Path, table: Table) -> pq.ParquetFile:
    """One table, to read in parts and to close. Raises DatasetError when it is missing or no readable Parquet."""
    path = directory / table.file_name
    if not path.is_file():
        raise DatasetError(f"{table.file_name} is missing from the dataset. {_remedy(table)}")
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise _broken(table, error) from error


def _broken(table: Table, error: Exception) -> DatasetError:
    said = str(error).splitlines()[0]
    return DatasetError(f"{table.file_name} is no readable Parquet file ({said}). {_remedy(table)}")


def _remedy(table: Table) -> str:
    if table in COMPARISON_TABLES:
        return "Compare the dataset: safeplans compare"
    return "Make the dataset anew: safeplans run"


def _has(table: Table, data: pa.Table, column: str) -> None:
    """Raise DatasetError when a table lacks a column."""
    if column not in data.column_names:
        raise DatasetError(
            f"The table {table.name} has no column {column}: it was written by another version. {_remedy(table)}"
        )


def _frame(table: Table, data: pa.Table) -> pd.DataFrame:
    import pandas as pd  # here, since it takes a while: commands and worker processes do without

    integers = {Type.INT8: pd.Int8Dtype(), Type.INT32: pd.Int32Dtype(), Type.INT64: pd.Int64Dtype()}
    columns: dict[str, pd.Series] = {}
    for field in table.fields:
        _has(table, data, field.name)
        column = data.column(field.name)
        if field.type in (Type.TEXTS, Type.BOX, Type.STRUCTS):
            columns[field.name] = pd.Series(column.to_pylist(), dtype=object)
        elif field.type in integers:
            columns[field.name] = column.to_pandas(types_mapper={column.type: integers[field.type]}.get)
        elif field.type is Type.DATE:
            columns[field.name] = column.to_pandas(date_as_object=False)
        elif field.type is Type.CATEGORY:
            series = column.to_pandas()
            columns[field.name] = series.cat.set_categories(field.allowed) if field.allowed else series
        else:
            columns[field.name] = column.to_pandas()
    return pd.DataFrame(columns)
