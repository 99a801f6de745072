"""A corpus of published plans: files in, a dataset of Parquet tables out.

`run` makes a dataset, `check` judges it, `load` gives it as pandas DataFrames, `compare` compares the partnerships in
it, `diff` tells what differs between two of the same documents. `ask` answers questions of it; `report`,
`write_workbook` and `write_csv_files` show it to people; `review` and `write_gold` are for those who correct it.
`extract` reads the bytes of one document, `documents_in` gives those of a ZIP archive, `explain` says why a row of it
is as it is.

A name is loaded when it is first used: who extracts one document need not wait for the tables of a comparison.
"""

from __future__ import annotations

import pkgutil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what tools see; `_PLACES` says the same to Python
    from safeplans.extractors.base.settings import Settings
    from safeplans.extractors.extract import extract
    from safeplans.pipeline.collection.collecting import CollectSummary, collect
    from safeplans.pipeline.collection.settings import Manners
    from safeplans.pipeline.comparison.comparing import ComparisonSummary, compare
    from safeplans.pipeline.corrections.gold import write_gold
    from safeplans.pipeline.corrections.reviewing import review
    from safeplans.pipeline.differences.finding import Differences, diff
    from safeplans.pipeline.questions.asking import QuestionError, answer, ask
    from safeplans.pipeline.questions.registry import questions
    from safeplans.pipeline.running.checking import check
    from safeplans.pipeline.running.limits import Limits
    from safeplans.pipeline.running.running import DocumentsFailedError, RunSummary, run
    from safeplans.pipeline.running.workers import WorkersError
    from safeplans.pipeline.show.explaining import explain
    from safeplans.pipeline.site.building import write_report as report
    from safeplans.pipeline.store.cache import cache_size, clear_cache, default_cache
    from safeplans.pipeline.store.dataset import DatasetError
    from safeplans.pipeline.store.discovery import InputError
    from safeplans.pipeline.store.loading import load
    from safeplans.pipeline.store.packed import documents_in
    from safeplans.pipeline.views.views import read_views
    from safeplans.pipeline.workbook.writing import write_csv_files, write_workbook

__all__ = [
    "CollectSummary",
    "ComparisonSummary",
    "DatasetError",
    "Differences",
    "DocumentsFailedError",
    "InputError",
    "Limits",
    "Manners",
    "QuestionError",
    "RunSummary",
    "Settings",
    "WorkersError",
    "answer",
    "ask",
    "cache_size",
    "check",
    "clear_cache",
    "collect",
    "compare",
    "default_cache",
    "diff",
    "documents_in",
    "explain",
    "extract",
    "load",
    "questions",
    "read_views",
    "report",
    "review",
    "run",
    "write_csv_files",
    "write_gold",
    "write_workbook",
]

_PLACES = {
    "CollectSummary": "pipeline.collection.collecting:CollectSummary",
    "ComparisonSummary": "pipeline.comparison.comparing:ComparisonSummary",
    "DatasetError": "pipeline.store.dataset:DatasetError",
    "Differences": "pipeline.differences.finding:Differences",
    "DocumentsFailedError": "pipeline.running.running:DocumentsFailedError",
    "InputError": "pipeline.store.discovery:InputError",
    "Limits": "pipeline.running.limits:Limits",
    "Manners": "pipeline.collection.settings:Manners",
    "QuestionError": "pipeline.questions.asking:QuestionError",
    "RunSummary": "pipeline.running.running:RunSummary",
    "Settings": "extractors.base.settings:Settings",
    "WorkersError": "pipeline.running.workers:WorkersError",
    "answer": "pipeline.questions.asking:answer",
    "ask": "pipeline.questions.asking:ask",
    "cache_size": "pipeline.store.cache:cache_size",
    "check": "pipeline.running.checking:check",
    "clear_cache": "pipeline.store.cache:clear_cache",
    "collect": "pipeline.collection.collecting:collect",
    "compare": "pipeline.comparison.comparing:compare",
    "default_cache": "pipeline.store.cache:default_cache",
    "diff": "pipeline.differences.finding:diff",
    "documents_in": "pipeline.store.packed:documents_in",
    "explain": "pipeline.show.explaining:explain",
    "extract": "extractors.extract:extract",
    "load": "pipeline.store.loading:load",
    "questions": "pipeline.questions.registry:questions",
    "read_views": "pipeline.views.views:read_views",
    "report": "pipeline.site.building:write_report",
    "review": "pipeline.corrections.reviewing:review",
    "run": "pipeline.running.running:run",
    "write_csv_files": "pipeline.workbook.writing:write_csv_files",
    "write_gold": "pipeline.corrections.gold:write_gold",
    "write_workbook": "pipeline.workbook.writing:write_workbook",
}
"""Where each public name stands: module and name in it, below this package."""


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = pkgutil.resolve_name(f"{__name__}.{_PLACES[name]}")
    globals()[name] = value  # asked for once
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
