"""One file to rows: what a worker process does.

Whatever happens to a document is told in its rows; nothing raised here may end a run.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from extractors.extract import unreadable
from extractors.facts import Facts, Problem
from extractors.reading import ReadingError
from extractors.settings import Settings
from pipeline.cache import Cache
from pipeline.contract import ContractError
from pipeline.discovery import SourceFile
from pipeline.limits import Limits
from pipeline.rows import FileIdentity, Rows, document_rows, problem_row
from pipeline.storage import read_bytes

_REPORT = "Please report it, with the file if you may share it; the other documents are not affected."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file.

    rows: its rows by table; without `documents` where the file could not be opened.
    status: ok, partial or failed; note for what is told but is no document. reason: why it is not ok.
    trace: where an unexpected error arose, for the eyes of a developer. kept: the result was there already.
    not_kept: why the result could not be put into the cache. facts: for a caller who keeps them itself.
    """

    source: str
    status: str
    rows: Rows = field(default_factory=dict)
    reason: str | None = None
    trace: str | None = None
    kept: bool = False
    not_kept: str | None = None
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read.

    skip_pages, last_page: what an attempt before did not get over; losses: how it ended.
    data: its bytes, where the reader may not have the file. wants_facts: have `Outcome.facts`.
    """

    file: SourceFile
    skip_pages: tuple[int, ...] = ()
    last_page: int | None = None
    losses: tuple[Problem, ...] = ()
    data: bytes | None = None
    wants_facts: bool = False

    def settings(self, limits: Limits) -> Settings:
        return Settings(self.file.name, limits.pages, self.skip_pages, self.last_page)


def kept_outcome(file: SourceFile, cache: Cache, limits: Limits) -> Outcome | None:
    """The outcome of a file whose facts were kept by an earlier run; None when it has to be read."""
    facts = cache.facts(file.sha256, Task(file).settings(limits))
    if facts is None:
        return None
    outcome = _told(file, FileIdentity(file.source, file.sha256, file.byte_size), facts)
    return replace(outcome, kept=True)


def read_file(task: Task, cache: Cache, limits: Limits, on_page: Callable[[int], None]) -> Outcome:
    """Read, extract and make the rows of one file. Raises MemoryError, and what ends the process.

    on_page: told the number of each page before it is read, and 0 when all are.
    """
    file = task.file
    try:
        data = read_bytes(file) if task.data is None else task.data
    except OSError as error:
        return gone(file, unreadable_problem(error))
    identity = FileIdentity.of(file.source, data)
    if identity.sha256 != file.sha256:
        message = "The file changed while the run was under way. Run again when it is complete."
        return gone(file, Problem("reading", "error", "changed", message))
    not_kept: str | None = None
    try:
        facts, not_kept = _facts(task, data, cache, limits, on_page)
    except MemoryError:
        raise
    except Exception as error:
        said = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        message = f"Reading it ended in an unexpected error ({said}). {_REPORT}"
        return lost(file, Problem("extraction", "error", "crashed", message), traceback.format_exc())
    carried = facts if task.wants_facts and not task.losses else None
    return replace(_told(file, identity, facts), not_kept=not_kept, facts=carried)


def _facts(
    task: Task, data: bytes, cache: Cache, limits: Limits, on_page: Callable[[int], None]
) -> tuple[Facts, str | None]:
    """The facts, and why they or the document could not be kept."""
    sha256, settings, stages = task.file.sha256, task.settings(limits), cache.stages
    not_kept = None
    try:
        document = cache.document(sha256, settings)
        if document is None:
            document = stages.read(data, settings, on_page)
            not_kept = cache.keep_document(sha256, settings, document)
        on_page(0)
        facts = stages.extract(document, settings)
    except ReadingError as error:
        facts = unreadable(error, settings)
    facts.lines = ()  # what the rows do not need
    if task.losses:
        facts.problems = [*task.losses, *facts.problems]
        facts.status = "partial" if facts.status == "ok" else facts.status
        return facts, not_kept
    return facts, cache.keep_facts(sha256, settings, facts) or not_kept


def _told(file: SourceFile, identity: FileIdentity, facts: Facts) -> Outcome:
    try:
        rows = document_rows(facts, identity, file.other_names)
    except ContractError as error:
        message = f"A rule gave what no table may hold: {error}. {_REPORT}"
        return lost(file, Problem("writing", "error", "crashed", message), traceback.format_exc())
    reason = next((p.message for p in facts.problems if p.severity == "error"), None)
    return Outcome(file.source, facts.status, rows, reason if facts.status == "failed" else None)


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


def refused(source: str, problem: Problem) -> Outcome:
    """The outcome of a file that has no document, since it could not be opened."""
    status = "failed" if problem.severity == "error" else "note"
    rows: Rows = {"problems": [problem_row(source, None, "s1", problem)]}
    return Outcome(source, status, rows, problem.message)


def gone(file: SourceFile, problem: Problem) -> Outcome:
    """The outcome of a file that could not be opened any more; the other names of its bytes were not tried."""
    outcome = refused(file.source, problem)
    for name in file.other_names:
        message = f"The file had the same content as {file.source}, which was to be read for both. {problem.message}"
        outcome.rows["problems"].append(problem_row(name, None, "s1", replace(problem, message=message)))
    return outcome


def lost(file: SourceFile, problem: Problem, trace: str | None = None) -> Outcome:
    """The outcome of a file of which nothing came: only its name, size and hash are known."""
    facts = Facts(media_type="", text_origin="", page_count=None, status="failed", problems=[problem])
    rows = document_rows(facts, FileIdentity(file.source, file.sha256, file.byte_size), file.other_names)
    return Outcome(file.source, "failed", rows, problem.message, trace)
