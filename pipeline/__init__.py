"""A corpus of published plans: files in, a dataset of Parquet tables out.

`run` makes a dataset, `compare` compares the partnerships in it, `load` gives it as pandas DataFrames, `diff` tells
what differs between two of the same documents, `extract` reads the bytes of one document, `explain` says why a row of
it is as it is.
"""

from __future__ import annotations

from extractors.extract import extract
from pipeline.comparison.comparing import ComparisonSummary, compare
from pipeline.differences.finding import Differences, diff
from pipeline.running.limits import Limits
from pipeline.running.running import DocumentsFailedError, RunSummary, run
from pipeline.running.workers import WorkersError
from pipeline.show.explaining import explain
from pipeline.store.dataset import DatasetError
from pipeline.store.discovery import InputError
from pipeline.store.loading import load

__all__ = [
    "ComparisonSummary",
    "DatasetError",
    "Differences",
    "DocumentsFailedError",
    "InputError",
    "Limits",
    "RunSummary",
    "WorkersError",
    "compare",
    "diff",
    "explain",
    "extract",
    "load",
    "run",
]
