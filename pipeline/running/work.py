"""One file to its facts, which is what a worker process does, and its facts to rows.

Whatever happens to a document is told in its rows; nothing raised here may end a run.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from safeplans.extractors.base.facts import Facts, Problem
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.lexicon.codes import status
from safeplans.extractors.reading import ReadingError
from safeplans.pipeline.running.limits import Limits
from safeplans.pipeline.schema.contract import ContractError
from safeplans.pipeline.schema.rows import FileIdentity, Rows, document_rows, problem_row
from safeplans.pipeline.store.cache import Cache
from safeplans.pipeline.store.storage import SourceFile, read_bytes

_REPORT = "Please report it, with the file if you may share it; the other documents are not affected."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file.

    rows: its rows by table; without `documents` where the file could not be opened.
    status: ok, partial or failed; note for what is told but is no document. reason: why it is not ok, code: the same
    for programs. trace: where an unexpected error arose, for the eyes of a developer. kept: the result was there
    already. not_kept: why the result could not be put into the cache.
    """

    source: str
    status: str
    rows: Rows = field(default_factory=dict)
    reason: str | None = None
    code: str | None = None
    trace: str | None = None
    kept: bool = False
    not_kept: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a worker process says of a file: its facts, or why there are none.

    lasting: reading it again would say the same, so it may be kept. trace, not_kept: see `Outcome`.
    """

    facts: Facts | None = None
    refused: Problem | None = None
    lasting: bool = False
    trace: str | None = None
    not_kept: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read.

    skip_pages, last_page: what an attempt before did not get over; losses: how it ended.
    data: its bytes, where the reader may not have the file.
    """

    file: SourceFile
    skip_pages: tuple[int, ...] = ()
    last_page: int | None = None
    losses: tuple[Problem, ...] = ()
    data: bytes | None = None

    def settings(self, limits: Limits) -> Settings:
        return Settings(self.file.name, limits.pages, self.skip_pages, self.last_page, reader=limits.reader)


def kept_outcome(file: SourceFile, cache: Cache, limits: Limits) -> Outcome | None:
    """The outcome of a file whose facts were kept by an earlier run; None when it has to be read."""
    facts = cache.facts(file.sha256, Task(file).settings(limits))
    if facts is None:
        return None
    return replace(outcome_of(file, Result(facts)), kept=True)


def read_file(task: Task, cache: Cache, limits: Limits, on_page: Callable[[int], None]) -> Result:
    """Read one file and take its facts. Raises MemoryError, and what ends the process.

    on_page: told the number of each page before it is read, and 0 when all are.
    """
    file = task.file
    try:
        data = read_bytes(file) if task.data is None else task.data
    except OSError as error:
        return Result(refused=unreadable_problem(error))
    if hashlib.sha256(data).hexdigest() != file.sha256:
        message = "The file changed while the run was under way. Run again when it is complete."
        return Result(refused=Problem("reading", "error", "changed", message))
    try:
        return _read(task, data, cache, limits, on_page)
    except MemoryError:
        raise
    except Exception as error:
        said = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        message = f"Reading it ended in an unexpected error ({said}). {_REPORT}"
        return lost(Problem("extraction", "error", "crashed", message), traceback.format_exc())


def _read(task: Task, data: bytes, cache: Cache, limits: Limits, on_page: Callable[[int], None]) -> Result:
    sha256, settings, stages = task.file.sha256, task.settings(limits), cache.stages
    not_kept = None
    lasting = not task.losses
    try:
        document = cache.document(sha256, settings)
        if document is None:
            document = stages.read(data, settings, on_page)
            if any(p.code == "too_large" and p.severity == "error" for p in document.problems):
                lasting = False  # a page for which memory did not suffice; with a larger limit it may
            else:
                not_kept = cache.keep_document(sha256, settings, document)
        on_page(0)
        facts = stages.extract(document, settings)
    except ReadingError as error:
        from safeplans.extractors.extract import unreadable  # as `stages.facts_of`: not for a run that reads nothing

        facts = unreadable(error, settings)
    facts.lines = ()  # what the rows do not need
    if task.losses:
        known = facts.page_count is not None
        facts.problems = [*(p if known else replace(p, page=None) for p in task.losses), *facts.problems]
        if facts.status == "ok":
            facts.status = status((p.code, p.severity) for p in task.losses)
    if not lasting:
        return Result(facts, not_kept=not_kept)
    return Result(facts, lasting=True, not_kept=cache.keep_facts(sha256, settings, facts) or not_kept)


def outcome_of(file: SourceFile, result: Result) -> Outcome:
    """The rows of a file and what to tell of it."""
    if result.facts is None and result.refused is not None:
        return _gone(file, result.refused)
    facts, trace = result.facts or _no_facts(crash_problem()), result.trace
    identity = FileIdentity(file.source, file.sha256, file.byte_size, file.origin)
    try:
        rows = document_rows(facts, identity, file.other_names)
    except Exception as error:
        said = error if isinstance(error, ContractError) else f"{type(error).__name__}: {error}"[:200]
        facts = _no_facts(
            Problem("writing", "error", "crashed", f"A rule gave what no table may hold: {said}. {_REPORT}")
        )
        trace = traceback.format_exc()
        rows = document_rows(facts, identity, file.other_names)
    failed = facts.status == "failed"
    why = next((p for p in facts.problems if failed and p.severity == "error"), None)
    return Outcome(
        file.source,
        facts.status,
        rows,
        reason=None if why is None else why.message,
        code=None if why is None else why.code,
        trace=trace,
        not_kept=result.not_kept,
    )


def lost(problem: Problem, trace: str | None = None) -> Result:
    """The result of a file of which nothing came: only its name, size and hash are known, not how many pages it has."""
    return Result(_no_facts(replace(problem, page=None)), trace=trace)


def _no_facts(problem: Problem) -> Facts:
    return Facts(media_type="", text_origin="", page_count=None, status="failed", problems=[problem])


def refused(source: str, problem: Problem) -> Outcome:
    """The outcome of a file that has no document, since it could not be opened."""
    status = "failed" if problem.severity == "error" else "note"
    rows: Rows = {"problems": [problem_row(source, None, "s1", problem)]}
    return Outcome(source, status, rows, problem.message, problem.code)


def _gone(file: SourceFile, problem: Problem) -> Outcome:
    """The outcome of a file that could not be opened any more; the other names of its bytes were not tried."""
    outcome = refused(file.source, problem)
    for name in file.other_names:
        message = f"The file had the same content as {file.source}, which was to be read for both. {problem.message}"
        outcome.rows["problems"].append(problem_row(name, None, "s1", replace(problem, message=message)))
    return outcome


def unreadable_problem(error: OSError) -> Problem:
    """A file that was found but could not be opened."""
    message = f"The file could not be read ({error.strerror or type(error).__name__}). Check it and run again."
    return Problem("reading", "error", "unreadable", message)


def crash_problem(page: int | None = None) -> Problem:
    """A file, or a page of it, at which the process that read it died."""
    message = (
        f"The process died at {_where(page)} (a fault in a library). Save the document anew as PDF and run again. "
        "The other documents are not affected."
    )
    return Problem("reading" if page else "extraction", "error", "crashed", message, page)


def memory_problem(limits: Limits, page: int | None = None) -> Problem:
    """A file, or a page of it, that took more memory than it may."""
    most = "there is" if limits.memory is None else f"{limits.memory // 1024**2:,} MiB"
    message = (
        f"Reading was ended at {_where(page)}: it took more memory than {most}. Run again with a larger --memory, or "
        "save the document anew with smaller pictures. The other documents are not affected."
    )
    return Problem("reading" if page else "extraction", "error", "out_of_memory", message, page)


def time_problem(seconds: float, page: int | None = None) -> Problem:
    """A file, or a page of it, at which the time was up."""
    message = (
        f"Reading was ended at {_where(page)} after {seconds:g} seconds. Run again with a longer --timeout, or divide "
        "the document; the other documents are not affected."
    )
    return Problem("reading" if page else "extraction", "error", "timeout", message, page)


def _where(page: int | None) -> str:
    return "it" if page is None else f"page {page}"
