"""Files over worker processes, outcomes in the files' order.

A worker that dies takes only its own document with it: the files under way are then read
again, each in a process of its own, and the one that kills its process is told as `crashed`.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from pipeline.discovery import SourceFile
from pipeline.work import Extractor, Outcome, died, read_file

_AHEAD = 8
"""Files under way for each worker: enough that a long document does not idle the others, few enough for memory."""


class WorkersError(RuntimeError):
    """Worker processes cannot be started here; the message says what to do."""


def default_workers() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def outcomes(files: Sequence[SourceFile], workers: int, extractor: Extractor) -> Iterator[Outcome]:
    """The outcome of each file, in the order of `files`.

    workers: processes; 0 reads in this process (for a debugger; a crash of a library then ends the run).

    Raises WorkersError when no worker process can be started.
    """
    if workers == 0:
        yield from (read_file(file, extractor) for file in files)
        return
    waiting = deque(files)
    workers = max(1, min(workers, len(files)))
    while waiting:
        under_way: deque[tuple[SourceFile, Future[Outcome]]] = deque()
        pool = _pool(workers)
        try:
            while waiting or under_way:
                while waiting and len(under_way) < workers * _AHEAD:
                    file = waiting.popleft()
                    try:
                        under_way.append((file, pool.submit(read_file, file, extractor)))
                    except BrokenProcessPool:
                        waiting.appendleft(file)
                        break
                if not under_way:
                    break  # the pool broke with nothing under way: a new one
                file, future = under_way[0]
                try:
                    outcome = future.result()
                except BrokenProcessPool:
                    break
                under_way.popleft()
                yield outcome
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        for file, future in under_way:
            if future.done() and not future.cancelled() and future.exception() is None:
                yield future.result()
            else:
                yield _alone(file, extractor)


def _alone(file: SourceFile, extractor: Extractor) -> Outcome:
    """Read a file in a process of its own; should that die, the file is why."""
    with _pool(1) as pool:
        try:
            return pool.submit(read_file, file, extractor).result()
        except BrokenProcessPool:
            return died(file)


def _pool(workers: int) -> ProcessPoolExecutor:
    """A pool of fresh processes (spawned: safe beside threads, alike on each system) that is known to work."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_prepare)
    try:
        pool.submit(os.getpid).result()
    except BrokenProcessPool as error:
        pool.shutdown(wait=False)
        raise WorkersError(
            "No worker process could be started. In a script, call run() under `if __name__ == '__main__':`, "
            "or give workers=0 to read in this process."
        ) from error
    return pool


def _prepare() -> None:
    """In a new worker: Ctrl-C is the parent's to handle, and libraries' warnings are not for the terminal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger().addHandler(logging.NullHandler())
