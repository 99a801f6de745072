"""Files over the workers of a Dask cluster, outcomes in the files' order.

Each task starts a process of its own beside the cluster's worker, as a local run does, so that limits hold and a fault
costs its document alone. Local files are sent along; those at a URL are read where the work is done.
"""

from __future__ import annotations

import collections
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pipeline.cache import Cache
from pipeline.discovery import SourceFile
from pipeline.limits import Limits
from pipeline.packing import pack, unpack
from pipeline.storage import read_bytes
from pipeline.work import Outcome, Result, Task, crash_problem, kept_outcome, lost, outcome_of, unreadable_problem
from pipeline.workers import Team, WorkersError

_AHEAD = 4
"""Tasks under way for each core of the cluster: enough that none waits for this process."""
_RETRIES = 3
"""How often a task whose worker was lost is given to another."""
_PATIENCE = 30.0
"""Seconds for the scheduler to answer."""


def outcomes_on_cluster(files: Sequence[SourceFile], scheduler: str, cache: Cache, limits: Limits) -> Iterator[Outcome]:
    """The outcome of each file, in the order of `files`. Results that the cache of this machine has are taken from it.

    scheduler: address of a Dask scheduler (``tcp://10.0.0.5:8786``), whose workers have safeplans installed.

    Raises WorkersError when dask is not installed, or the scheduler does not answer or has no workers.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError as error:
        raise WorkersError("A Dask cluster needs an extra: pip install 'safeplans[cluster]', there too.") from error
    try:
        client: Any = Client(scheduler, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
        client.wait_for_workers(1, timeout=_PATIENCE)
    except (OSError, TimeoutError, ValueError) as error:
        raise WorkersError(
            f"The Dask scheduler {scheduler!r} does not answer, or has no workers ({error or 'timeout'}). "
            "Check its address and start workers: dask worker ADDRESS"
        ) from error
    waiting: collections.deque[tuple[SourceFile, Any]] = collections.deque()

    def finished() -> Outcome:
        file, result = waiting.popleft()
        if isinstance(result, Outcome):
            return result
        try:
            found = unpack(result.result(), Result)
        except KilledWorker:
            found = lost(crash_problem())
        except Exception as error:
            raise WorkersError(
                f"The Dask cluster gave up ({type(error).__name__}: {error}). What is done is kept: run again to go on."
            ) from error
        result.release()
        if found.facts is not None and found.lasting:
            found = replace(found, not_kept=cache.keep_facts(file.sha256, Task(file).settings(limits), found.facts))
        return outcome_of(file, found)

    remote = Cache(None, cache.stages)
    with client:
        for file in files:
            most = _AHEAD * max(1, sum(client.nthreads().values()))
            while len(waiting) >= most:
                yield finished()
            waiting.append((file, _submitted(client, file, cache, remote, limits)))
        while waiting:
            yield finished()


def _submitted(client: Any, file: SourceFile, cache: Cache, remote: Cache, limits: Limits) -> Any:
    """The outcome of a file that needs no reading, else the future of one that the cluster reads."""
    kept = kept_outcome(file, cache, limits)
    if kept is not None:
        return kept
    data = None
    if not file.is_remote:
        try:
            data = read_bytes(file)
        except OSError as error:
            return outcome_of(file, Result(refused=unreadable_problem(error)))
    return client.submit(_read, Task(file, data=data), remote, limits, pure=False, retries=_RETRIES)


_here = threading.local()


def _read(task: Task, cache: Cache, limits: Limits) -> bytes:
    """What the cluster runs: one file in a process of this thread's own; its packed result."""
    known = getattr(_here, "team", None)
    if known is None or known[0] != (cache, limits):
        if known is not None:
            known[1].close()
        known = _here.team = (cache, limits), Team(1, cache, limits)
    team = known[1]
    team.take(0, task, 1)
    return pack(team.wait()[0])
