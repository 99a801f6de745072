"""A run: files in, a dataset out."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractors.extract import extract
from extractors.register import load_register
from pipeline.dataset import DatasetWriter
from pipeline.discovery import discover
from pipeline.rows import partnership_rows
from pipeline.work import Extractor, Outcome, refused
from pipeline.workers import DEFAULT_TIME_LIMIT, default_workers, outcomes

DEFAULT_INPUT = Path("data/raw")
DEFAULT_OUTPUT = Path("data/processed")


@dataclass(frozen=True, slots=True)
class Step:
    """One file done: told to `progress`. done counts from 1 to total."""

    done: int
    total: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave nothing. trace: traceback of an unexpected error."""

    source: str
    reason: str
    trace: str | None = None


@dataclass(slots=True)
class RunSummary:
    """What a run did.

    documents: files by status (ok, partial, failed); a file that could not be opened counts as failed.
    rows: rows by table. problems: rows of `problems` by (severity, code).
    ignored: files of other kinds in searched folders, by suffix. seconds: wall-clock time.
    """

    output: Path
    documents: Counter[str] = field(default_factory=Counter)
    rows: dict[str, int] = field(default_factory=dict)
    problems: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def ok(self) -> int:
        return self.documents["ok"]

    @property
    def partial(self) -> int:
        return self.documents["partial"]

    @property
    def failed(self) -> int:
        return self.documents["failed"]


class DocumentsFailedError(RuntimeError):
    """Raised by `run(strict=True)` when a document failed; the dataset is written all the same."""

    def __init__(self, summary: RunSummary) -> None:
        super().__init__(f"{summary.failed} document(s) failed; the table problems says why")
        self.summary = summary


def run(
    inputs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = DEFAULT_INPUT,
    output: str | os.PathLike[str] = DEFAULT_OUTPUT,
    *,
    workers: int | None = None,
    progress: Callable[[Step], None] | None = None,
    strict: bool = False,
    time_limit: float | None = DEFAULT_TIME_LIMIT,
    extractor: Extractor = extract,
) -> RunSummary:
    """Read the documents under `inputs` and write their dataset to the directory `output`.

    inputs: files and folders (searched for `.pdf`, `.txt`, `.md`). workers: processes, by default
    one for each core; 0 reads in this process. progress: called after each file, in order of their names.
    time_limit: seconds for one document, None for no limit; not watched with `workers=0`.
    extractor: another function from bytes to facts, importable by name.

    The rows are the same whatever the number of workers. A dataset that was in `output` stays whole until
    the new one is complete.

    Raises InputError (an input is missing or empty), DatasetError (`output` cannot be written),
    WorkersError (no process can be started), and with `strict` DocumentsFailedError after writing.
    """
    started = time.monotonic()
    found = discover([inputs] if isinstance(inputs, str | os.PathLike) else list(inputs))
    summary = RunSummary(output=Path(output), ignored=found.ignored)
    total = len(found.files) + len(found.refused)
    with DatasetWriter(summary.output) as writer:
        writer.add({"partnerships": partnership_rows(load_register())})
        done = 0
        outcome: Outcome
        for item in found.refused:
            outcome = refused(item.source, item.problem)
            done += 1
            _account(summary, writer, outcome, opened=False)
            if progress:
                progress(Step(done, total, outcome))
        count = default_workers() if workers is None else workers
        for outcome in outcomes(found.files, count, extractor, time_limit):
            done += 1
            _account(summary, writer, outcome, opened=True)
            if progress:
                progress(Step(done, total, outcome))
        summary.rows = dict(writer.written)
    summary.seconds = time.monotonic() - started
    if strict and summary.failed:
        raise DocumentsFailedError(summary)
    return summary


def _account(summary: RunSummary, writer: DatasetWriter, outcome: Outcome, *, opened: bool) -> None:
    writer.add(outcome.rows)
    if opened or outcome.status == "failed":
        summary.documents[outcome.status] += 1
    if outcome.status == "failed":
        summary.failures.append(Failure(outcome.source, outcome.reason or "", outcome.trace))
    for row in outcome.rows["problems"]:
        summary.problems[row["severity"], row["code"]] += 1
