"""A run: files in, a dataset out."""

from __future__ import annotations

import contextlib
import os
import time
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from safeplans.extractors.about.register import load_register
from safeplans.pipeline.base.places import DEFAULT_INPUT, DEFAULT_OUTPUT
from safeplans.pipeline.corrections.applying import Corrections
from safeplans.pipeline.corrections.document_review import Unapplied
from safeplans.pipeline.corrections.reading import Answer, Files, files_for, read_answers
from safeplans.pipeline.running.limits import Limits
from safeplans.pipeline.running.same_content import SameContent
from safeplans.pipeline.running.work import Outcome, refused
from safeplans.pipeline.running.workers import Watch, default_workers, outcomes
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.rows import Rows, partnership_rows, problem_row
from safeplans.pipeline.store.cache import Cache, default_cache
from safeplans.pipeline.store.collected import Collected, is_collection
from safeplans.pipeline.store.dataset import DatasetError, DatasetWriter, dataset_place
from safeplans.pipeline.store.discovery import SourceFile, discover
from safeplans.pipeline.store.stages import Stages, own_stages


@dataclass(frozen=True, slots=True)
class Step:
    """One file done: told to `progress`. done counts from 1 to total."""

    done: int
    total: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave nothing. code: one of `problems.code`; trace: where an unexpected error arose."""

    source: str
    reason: str
    trace: str | None = None
    code: str | None = None


@dataclass(slots=True)
class RunSummary:
    """What a run did.

    documents: files by status (ok, partial, failed); a file that could not be opened counts as failed.
    rows: rows by table. problems: rows of `problems` by (severity, code).
    corrections: rows of `corrections` by outcome. not_applied: those of reviewers' answers that were not, with the
    reasons; without_value: lines that reviewers signed without giving a value.
    ignored: files of other kinds in searched folders, by suffix. kept: documents whose results an earlier run had
    made. not_kept: why results could not be kept for the next run. seconds: wall-clock time.
    """

    output: Path | str
    documents: Counter[str] = field(default_factory=Counter)
    rows: dict[str, int] = field(default_factory=dict)
    problems: Counter[tuple[str, str]] = field(default_factory=Counter)
    corrections: Counter[str] = field(default_factory=Counter)
    not_applied: list[Unapplied] = field(default_factory=list)
    without_value: list[Answer] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    not_kept: str | None = None
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

    @property
    def nothing_read(self) -> bool:
        """Whether none of what was found could be read: documents failed, or an archive or folder held none."""
        return not self.ok and not self.partial


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
    watch: Watch = lambda source, page: None,
    strict: bool = False,
    limits: Limits = Limits(),  # noqa: B008 - immutable
    cache: str | os.PathLike[str] | bool = True,
    corrections: Files | bool = True,
    scheduler: str | None = None,
    stages: Stages | None = None,
) -> RunSummary:
    """Read the documents under `inputs` and write their dataset to the directory `output`.

    inputs: files and folders (searched for the kinds of `extractors.reading.kinds`). workers: processes, by default
    one for each core; 0 reads in this process. progress: called after each file, in order of their names.
    watch: told the source of a file that is being read, and the page that is begun (0 before the first and after the
    last), in whatever order the workers come to them; not on a cluster.
    limits: time and memory of one document; not watched with `workers=0`.
    cache: folder of results kept between runs, False for none; by default the system's place for caches, or that of
    the environment variable SAFEPLANS_CACHE. What was done before an interruption is taken from there.
    corrections: files that reviewers filled in (`corrections`), by default `corrections.csv` in the directory
    `output` if it is there; False for none. They are applied to the rows, whether or not results were kept.
    scheduler: address of a Dask scheduler, whose workers then read instead of processes here (needs the extra
    ``cluster``). stages: other functions that read and extract, importable by name.

    The rows are the same whatever the number of workers, and whether results were kept or made anew. A dataset that
    was in `output` stays whole until the new one is complete.

    Raises InputError (an input is missing or empty, or a file of corrections cannot be read: nothing was done then),
    DatasetError (`output` cannot be written), WorkersError (no process can be started), and with `strict`
    DocumentsFailedError after writing.
    """
    started = time.monotonic()
    given = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    found = discover(given, limits.file_size)
    summary = RunSummary(output=_not_a_collection(dataset_place(output)), ignored=found.ignored)
    collected = Collected(found.collections)
    files = [collected.traced(file) for file in found.files]
    documents: dict[str, Row] = {}
    total = len(found.files) + len(found.refused)
    register = load_register()
    answers = read_answers(files_for(corrections, summary.output))
    reviewed = Corrections(answers, register, {file.sha256[:16] for file in found.files})
    with DatasetWriter(summary.output) as writer:
        writer.found(found.found, found.ignored)
        writer.add({"partnerships": partnership_rows(register)})
        same = SameContent()
        done = 0
        outcome: Outcome
        for item in found.refused:
            outcome = refused(item.source, item.problem)
            done += 1
            _account(summary, writer, outcome, opened=False)
            if progress:
                progress(Step(done, total, outcome))
        results = Cache(_cache_folder(cache), stages or own_stages())
        with contextlib.closing(_outcomes(files, workers, results, limits, scheduler, watch)) as coming:
            for outcome in coming:
                done += 1
                same.tell(outcome.rows)
                outcome = _corrected(outcome, reviewed)
                _account(summary, writer, outcome, opened=True)
                documents.update((row["sha256"], row) for row in outcome.rows.get("documents", ()))
                if progress:
                    progress(Step(done, total, outcome))
        unused = reviewed.unused()
        writer.add(unused)
        _count(summary, unused)
        told: Rows = {"problems": [problem_row(source, None, "c1", each) for source, each in collected.problems]}
        writer.add({**told, "sources": collected.rows(documents)})
        _count(summary, told)
        summary.not_applied, summary.without_value = reviewed.not_applied, reviewed.without_value
        summary.rows = dict(writer.written)
    summary.seconds = time.monotonic() - started
    if strict and summary.failed:
        raise DocumentsFailedError(summary)
    return summary


def _not_a_collection(place: Path | str) -> Path | str:
    """The place for the tables, which must not be put over what `safeplans collect` keeps. Raises DatasetError."""
    if isinstance(place, Path) and is_collection(place):
        raise DatasetError(
            f"{str(place)!r} holds what `safeplans collect` fetched, and its table of sources would be replaced. "
            "Give another folder with --output."
        )
    return place


def _cache_folder(cache: str | os.PathLike[str] | bool) -> Path | None:
    if isinstance(cache, bool):
        return default_cache() if cache else None
    return Path(cache)


def _outcomes(
    files: Sequence[SourceFile],
    workers: int | None,
    cache: Cache,
    limits: Limits,
    scheduler: str | None,
    watch: Watch,
) -> Generator[Outcome, None, None]:
    if scheduler is None:
        return outcomes(files, default_workers() if workers is None else workers, cache, limits, watch)
    from safeplans.pipeline.running.cluster import outcomes_on_cluster  # the extra need not be installed

    return outcomes_on_cluster(files, scheduler, cache, limits)


def _account(summary: RunSummary, writer: DatasetWriter, outcome: Outcome, *, opened: bool) -> None:
    writer.add(outcome.rows)
    summary.kept += outcome.kept
    summary.not_kept = summary.not_kept or outcome.not_kept
    if opened or outcome.status == "failed":
        summary.documents[outcome.status] += 1
    if outcome.status == "failed":
        summary.failures.append(Failure(outcome.source, outcome.reason or "", outcome.trace, outcome.code))
    _count(summary, outcome.rows)


def _count(summary: RunSummary, rows: Rows) -> None:
    summary.problems.update((row["severity"], row["code"]) for row in rows["problems"])
    summary.corrections.update(row["outcome"] for row in rows.get("corrections", ()))


def _corrected(outcome: Outcome, reviewed: Corrections) -> Outcome:
    """The outcome with the reviewers' answers in its rows."""
    reviewed.apply(outcome.rows)
    status = next((row["status"] for row in outcome.rows.get("documents", ())), outcome.status)
    return replace(outcome, status=status)
