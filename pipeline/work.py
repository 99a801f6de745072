"""One file to rows: what a worker process does.

Whatever happens to a document is told in its rows; nothing raised here may end a run.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass, field

from extractors.extract import extract
from extractors.facts import Facts, Problem
from extractors.settings import Settings
from pipeline.contract import ContractError
from pipeline.discovery import SourceFile
from pipeline.rows import FileIdentity, Rows, document_rows, problem_row

Extractor = Callable[[bytes, Settings], Facts]
"""Bytes of one file to its facts. Must be importable by name, so that a worker process can find it."""

_REPORT = "Please report it, with the file if you may share it; the other documents are not affected."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file.

    rows: its rows by table; without `documents` where the file could not be opened.
    status: ok, partial or failed; note for what is told but is no document. reason: why it is not ok.
    trace: the traceback of an unexpected error, for the eyes of a developer.
    """

    source: str
    status: str
    rows: Rows = field(default_factory=dict)
    reason: str | None = None
    trace: str | None = None


def read_file(file: SourceFile, extractor: Extractor = extract) -> Outcome:
    """Read, extract and make the rows of one file. Raises nothing but what ends the process."""
    try:
        data = file.path.read_bytes()
    except OSError as error:
        message = f"The file could not be read ({error.strerror or type(error).__name__}). Check it and run again."
        return refused(file.source, Problem("reading", "error", "unreadable", message))
    identity = FileIdentity.of(file.source, data)
    if identity.sha256 != file.sha256:
        message = "The file changed while the run was under way. Run again when it is complete."
        return refused(file.source, Problem("reading", "error", "changed", message))
    try:
        facts = extractor(data, Settings(file_name=file.path.name))
        rows = document_rows(facts, identity, file.other_names)
    except ContractError as error:
        problem = Problem("writing", "error", "crashed", f"A rule gave what no table may hold: {error}. {_REPORT}")
        return _failed(file, identity.byte_size, problem, traceback.format_exc())
    except Exception as error:
        said = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        problem = Problem(
            "extraction", "error", "crashed", f"Reading it ended in an unexpected error ({said}). {_REPORT}"
        )
        return _failed(file, identity.byte_size, problem, traceback.format_exc())
    reason = next((p.message for p in facts.problems if p.severity == "error"), None)
    return Outcome(file.source, facts.status, rows, reason if facts.status == "failed" else None)


def died(file: SourceFile) -> Outcome:
    """The outcome of a file whose worker process died (out of memory, or a fault in a library)."""
    message = (
        "The process that read it died (out of memory, or a fault in a library). Run again with --workers 1; "
        "if it dies again, save the document anew as PDF. The other documents are not affected."
    )
    return _lost(file, Problem("extraction", "error", "crashed", message))


def timed_out(file: SourceFile, seconds: float) -> Outcome:
    """The outcome of a file whose reading was ended at the time limit."""
    message = (
        f"Reading it was ended after {seconds:g} seconds. Run again with a longer --timeout, or divide the document; "
        "the other documents are not affected."
    )
    return _lost(file, Problem("extraction", "error", "timeout", message))


def refused(source: str, problem: Problem) -> Outcome:
    """The outcome of a file that has no document, since it could not be opened."""
    status = "failed" if problem.severity == "error" else "note"
    rows: Rows = {"problems": [problem_row(source, None, "s1", problem)]}
    return Outcome(source, status, rows, problem.message)


def _lost(file: SourceFile, problem: Problem) -> Outcome:
    """The outcome of a file about which only its name and hash are known."""
    try:
        byte_size = file.path.stat().st_size
    except OSError as error:
        said = error.strerror or type(error).__name__
        return refused(file.source, Problem("reading", "error", "unreadable", f"The file is gone ({said})."))
    return _failed(file, byte_size, problem, None)


def _failed(file: SourceFile, byte_size: int, problem: Problem, trace: str | None) -> Outcome:
    identity = FileIdentity(file.source, file.sha256, byte_size)
    facts = Facts(media_type="", text_origin="", page_count=None, status="failed", problems=[problem])
    rows = document_rows(facts, identity, file.other_names)
    return Outcome(file.source, "failed", rows, problem.message, trace)
