"""Files over worker processes, outcomes in the files' order.

Each worker reads one file at a time and the parent knows which: a process that dies, or takes
longer than the time limit, costs its own document alone and is replaced.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator, Sequence
from multiprocessing import connection

from pipeline.discovery import SourceFile
from pipeline.work import Extractor, Outcome, died, read_file, timed_out

DEFAULT_TIME_LIMIT = 600.0
"""Seconds for one document; a long scan takes minutes."""

_AHEAD = 16
"""Outcomes held back for each worker: enough that a long document idles no one, few enough for memory."""

_CONTEXT = multiprocessing.get_context("spawn")
"""Fresh processes: safe beside threads, and alike on each system."""


class WorkersError(RuntimeError):
    """Worker processes cannot be started here; the message says what to do."""


def default_workers() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def outcomes(
    files: Sequence[SourceFile], workers: int, extractor: Extractor, time_limit: float | None = DEFAULT_TIME_LIMIT
) -> Iterator[Outcome]:
    """The outcome of each file, in the order of `files`.

    workers: processes; 0 reads in this process (for a debugger; no time limit, and a crash of a library ends the run).
    time_limit: seconds for one document, None for no limit.

    Raises WorkersError when no worker process can be started.
    """
    if workers == 0:
        yield from (read_file(file, extractor) for file in files)
        return
    with contextlib.ExitStack() as stack:
        team = [_Worker(extractor) for _ in range(max(1, min(workers, len(files))))]
        for worker in team:
            stack.callback(worker.stop)
            worker.start()
        for worker in team:
            worker.await_ready()
        yield from _shared_out(files, team, time_limit)


def _shared_out(files: Sequence[SourceFile], team: Sequence[_Worker], time_limit: float | None) -> Iterator[Outcome]:
    ready: dict[int, Outcome] = {}
    given = told = 0
    while told < len(files):
        for worker in team:
            if worker.task is None and given < len(files) and given - told < _AHEAD * len(team):
                worker.give(given, files[given])
                given += 1
        _wait(team, time_limit)
        for worker in team:
            if worker.task is not None:
                number = worker.task
                outcome = worker.outcome(time_limit)
                if outcome is not None:
                    ready[number] = outcome
        while told in ready:
            yield ready.pop(told)
            told += 1


def _wait(team: Sequence[_Worker], time_limit: float | None) -> None:
    """Until a worker has something to say, died, or is over the time limit."""
    busy = [worker for worker in team if worker.task is not None]
    patience = None
    if time_limit is not None:
        patience = max(0.0, min(worker.started for worker in busy) + time_limit - time.monotonic())
    connection.wait([worker.pipe for worker in busy], patience)


class _Worker:
    """One process and the file that it has in hand. task: the file's number, None while it is idle."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self.task: int | None = None
        self.started = 0.0

    def start(self) -> None:
        self.pipe, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(theirs, self._extractor), daemon=True)
        try:
            self._process.start()
        except Exception as error:  # whatever pickle says of a function that it cannot name
            raise WorkersError(
                f"No worker process could be started ({error}). The extractor must be a function that can be imported "
                "by its name; else give workers=0 to read in this process."
            ) from error
        finally:
            theirs.close()

    def await_ready(self) -> None:
        """Wait until the process has imported what it needs. Raises WorkersError when it could not."""
        try:
            self.pipe.recv()
        except (EOFError, OSError) as error:
            raise WorkersError(
                "No worker process could be started. In a script, call run() under `if __name__ == '__main__':`, "
                "or give workers=0 to read in this process."
            ) from error

    def give(self, number: int, file: SourceFile) -> None:
        self.task, self._file, self.started = number, file, time.monotonic()
        with contextlib.suppress(OSError):  # it died while idle: `outcome` finds out
            self.pipe.send(file)

    def outcome(self, time_limit: float | None) -> Outcome | None:
        """What came of the file in hand; None while it is being read. A process that is lost is replaced."""
        outcome: Outcome
        try:
            if self.pipe.poll():
                outcome = self.pipe.recv()
                self.task = None
                return outcome
        except (EOFError, OSError):
            outcome = died(self._file)
        else:
            if time_limit is None or time.monotonic() - self.started < time_limit:
                return None
            outcome = timed_out(self._file, time_limit)
        self.stop()
        self.start()
        self.await_ready()
        return outcome

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self.task = None
        if not hasattr(self, "_process") or self._process.pid is None:
            return
        self.pipe.close()
        self._process.kill()
        self._process.join()


def _serve(pipe: connection.Connection, extractor: Extractor) -> None:
    """What a worker process does: read the files that come through the pipe, until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    logging.getLogger().addHandler(logging.NullHandler())  # libraries' warnings are not for the terminal
    pipe.send(None)
    with contextlib.suppress(EOFError, OSError):
        while True:
            pipe.send(read_file(pipe.recv(), extractor))
