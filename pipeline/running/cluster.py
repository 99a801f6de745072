"""Files over the workers of a Dask cluster, outcomes in the files' order.

Each task starts a process of its own beside the cluster's worker, as a local run does, so that limits hold and a fault
costs its document alone. Local files are sent along; those at a URL are read where the work is done.
"""

from __future__ import annotations

import collections
import threading
import warnings
from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import Any

from safeplans.pipeline.running.limits import Limits
from safeplans.pipeline.running.work import (
    Outcome,
    Result,
    Task,
    crash_problem,
    kept_outcome,
    lost,
    outcome_of,
    unreadable_problem,
)
from safeplans.pipeline.running.workers import Team, WorkersError
from safeplans.pipeline.store.cache import Cache
from safeplans.pipeline.store.discovery import SourceFile
from safeplans.pipeline.store.packing import pack, unpack
from safeplans.pipeline.store.stages import Stages, own_stages
from safeplans.pipeline.store.storage import read_bytes

_AHEAD = 4
"""Tasks under way for each core of the cluster: enough that none waits for this process."""
_RETRIES = 3
"""How often a task whose worker was lost is given to another."""
_PATIENCE = 60.0
"""Seconds for the scheduler to answer."""
_BYTES_AHEAD = 256 * 1024 * 1024
"""Bytes of local files on their way at the same time, or one file: the scheduler holds them in memory."""
_IDLE = 60.0
"""Seconds for which a process waits beside the cluster's worker for another file."""


def outcomes_on_cluster(
    files: Sequence[SourceFile], scheduler: str, cache: Cache, limits: Limits
) -> Generator[Outcome, None, None]:
    """The outcome of each file, in the order of `files`. Results that the cache of this machine has are taken from it.

    scheduler: address of a Dask scheduler (``tcp://10.0.0.5:8786``), whose workers have safeplans installed.

    Raises WorkersError when dask is not installed, when the scheduler does not answer (any more) or has no workers, and
    when these have another version of what results depend on.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError as error:
        raise WorkersError(
            "A Dask cluster needs an extra: pip install '.[cluster]' in safeplans' folder, there too."
        ) from error
    client: Any = None
    try:
        if not scheduler:
            raise ValueError("it is empty")  # Dask would start a cluster of its own
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
        client.wait_for_workers(1, timeout=_PATIENCE)
    except Exception as error:  # what Dask makes of an address is of many kinds
        if client is not None:
            client.close(timeout=1)
        raise WorkersError(
            f"The Dask scheduler {scheduler!r} does not answer, or has no workers ({error or 'timeout'}). "
            "Check its address and start workers: dask worker ADDRESS"
        ) from error
    waiting: collections.deque[tuple[SourceFile, Any]] = collections.deque()
    on_the_way = 0

    def finished() -> Outcome:
        nonlocal on_the_way
        file, result = waiting.popleft()
        on_the_way -= _sent(file)
        if isinstance(result, Outcome):
            return result
        try:
            found = unpack(result.result(), Result)
        except KilledWorker:
            found = lost(crash_problem())
        except Exception as error:
            raise _gave_up(error) from error
        result.release()
        if found.facts is not None and found.lasting:
            found = replace(found, not_kept=cache.keep_facts(file.sha256, Task(file).settings(limits), found.facts))
        return outcome_of(file, found)

    remote = Cache(None, cache.stages)
    with client:
        for file in files:
            most = _AHEAD * max(1, _cores(client))
            while len(waiting) >= most or (waiting and on_the_way + _sent(file) > _BYTES_AHEAD):
                yield finished()
            waiting.append((file, _submitted(client, file, cache, remote, limits)))
            on_the_way += _sent(file)
        while waiting:
            yield finished()


def _sent(file: SourceFile) -> int:
    return 0 if file.is_remote else file.byte_size


def _cores(client: Any) -> int:
    try:
        return sum(client.nthreads().values())
    except Exception as error:
        raise _gave_up(error) from error


def _gave_up(error: Exception) -> WorkersError:
    return WorkersError(
        f"The Dask cluster gave up ({type(error).__name__}: {error}). What is done is kept: run again to go on."
    )


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
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # that a document has some megabytes
            return client.submit(_read, Task(file, data=data), remote, limits, pure=False, retries=_RETRIES)
    except Exception as error:
        raise _gave_up(error) from error


_here = threading.local()


class _Reader:
    """A process of one of the cluster's threads, ended when it has had nothing to read for a while."""

    def __init__(self, cache: Cache, limits: Limits) -> None:
        self.made_for = cache, limits
        self._team = Team(1, cache, limits)
        self._lock = threading.Lock()
        self._end: threading.Timer | None = None

    def read(self, task: Task) -> Result:
        """Raises WorkersError when no process can be started."""
        with self._lock:
            if self._end is not None:
                self._end.cancel()
            try:
                self._team.take(0, task, 1)
                return self._team.wait()[0]
            except BaseException:
                self._team.close()  # it may still hold the file; the next is for another process
                raise
            finally:
                self._end = threading.Timer(_IDLE, self.close)
                self._end.daemon = True
                self._end.start()

    def close(self) -> None:
        with self._lock:
            self._team.close()


def _read(task: Task, cache: Cache, limits: Limits) -> bytes:
    """What the cluster runs: one file in a process of this thread's own; its packed result."""
    _same_rules(cache.stages)
    known: _Reader | None = getattr(_here, "reader", None)
    if known is None or known.made_for != (cache, limits):
        if known is not None:
            known.close()
        known = _here.reader = _Reader(cache, limits)
    return pack(known.read(task))


def _same_rules(stages: Stages) -> None:
    """Results are kept, and compared, under the versions of who asked: another version must not answer."""
    own = own_stages()
    if stages.read is own.read and stages.extract is own.extract and stages != own:
        raise WorkersError(
            "a worker has another version of safeplans, of its libraries or of Python than this machine, or does not "
            "recognise text while the other does; install the same there"
        )
