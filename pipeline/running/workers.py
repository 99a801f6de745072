"""Files over worker processes, outcomes in the files' order.

Each worker reads one file at a time and the parent knows which, and at which page it is. A process that dies, hangs or
takes too much memory costs its page, or its document, and is replaced.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from typing import Any

import psutil

from safeplans.extractors.base.facts import Problem
from safeplans.pipeline.running import child
from safeplans.pipeline.running.limits import Limits
from safeplans.pipeline.running.work import (
    Outcome,
    Result,
    Task,
    crash_problem,
    kept_outcome,
    lost,
    memory_problem,
    outcome_of,
    read_file,
    time_problem,
)
from safeplans.pipeline.store.cache import Cache
from safeplans.pipeline.store.discovery import SourceFile
from safeplans.pipeline.store.packing import unpack

_AHEAD = 16
"""Outcomes held back for each worker: enough that a long document idles no one, few enough for memory."""
_GLANCE = 0.25
"""Seconds between two looks at the memory of the processes."""
_LONGEST_GLANCE = 1.0
"""Seconds between two looks that count as a document's: more than that, and this process was stopped or held up."""
_ATTEMPTS = 3
_STARTS = 3
"""Processes that may die one after another before they have begun with a file."""
_START_SECONDS = 120.0
"""Time for a process to be ready; the libraries alone take a second or two."""
_NEAR_LIMIT = 0.9
"""Share of the memory limit from which a process that died is taken to have died of it."""
_LEFT_BEHIND = 0.5
"""Share of the memory a document may take that a process may hold from the ones before."""
_LONGEST_ANSWER = 512 * 1024 * 1024
"""Bytes of an answer that are taken from a worker process."""
_LAST_PAGE = 2**31 - 1
_KILLED = -getattr(signal, "SIGKILL", 9)
"""Status of a process that was ended from outside; none has it on Windows."""
_PATIENCE = 10.0
"""Seconds to wait for a killed process; one that the kernel cannot end now ends later."""


class WorkersError(RuntimeError):
    """Worker processes cannot be started here; the message says what to do."""


def default_workers() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


Watch = Callable[[str, int], None]
"""Told the source of a file that is being read, and the page that is begun (from 1); 0 when it is begun itself, and
when all its pages are read."""


def outcomes(
    files: Sequence[SourceFile], workers: int, cache: Cache, limits: Limits, watch: Watch = lambda source, page: None
) -> Generator[Outcome, None, None]:
    """The outcome of each file, in the order of `files`. Results that the cache has are taken from there.

    workers: processes; 0 reads in this process (for a debugger; limits do not hold, and a crash of a library ends
    the run). No process is started before a file has to be read. watch: told what is being read.

    Raises WorkersError when no worker process can be started.
    """
    if workers == 0:
        for file in files:
            yield kept_outcome(file, cache, limits) or _read_here(file, cache, limits, watch)
        return
    with contextlib.closing(
        Team(workers, cache, limits, lambda number, page: watch(files[number].source, page))
    ) as team:
        yield from _shared_out(files, team, cache, limits)


def _read_here(file: SourceFile, cache: Cache, limits: Limits, watch: Watch) -> Outcome:
    watch(file.source, 0)
    try:
        return outcome_of(file, read_file(Task(file), cache, limits, lambda page: watch(file.source, page)))
    except MemoryError:
        return outcome_of(file, lost(memory_problem(limits)))


def _shared_out(files: Sequence[SourceFile], team: Team, cache: Cache, limits: Limits) -> Iterator[Outcome]:
    ready: dict[int, Outcome] = {}
    given = told = 0
    while told < len(files):
        while given < len(files) and given - told < _AHEAD * team.size:
            kept = kept_outcome(files[given], cache, limits)
            if kept is not None:
                ready[given] = kept
            elif not team.take(given, Task(files[given]), len(files) - given):
                break
            given += 1
            if told in ready:
                break  # what is done goes to disk before more is fetched
        if told not in ready:
            for number, result in team.wait().items():
                ready[number] = outcome_of(files[number], result)
        while told in ready:
            yield ready.pop(told)
            told += 1


class Team:
    """Worker processes, started when there is something to read."""

    def __init__(
        self, size: int, cache: Cache, limits: Limits, watch: Callable[[int, int], None] = lambda number, page: None
    ) -> None:
        """watch: told the number of a file, and the page that is begun, as `Watch` is."""
        self.size = max(1, size)
        self._watch = watch
        self._cache, self._limits = cache, limits
        self._events: _Events = queue.SimpleQueue()
        self._members: list[_Worker] = []
        self._numbers: dict[_Worker, int] = {}
        self._looked = 0.0

    def take(self, number: int, task: Task, left: int) -> bool:
        """Give a file to an idle worker; False when all are busy. left: files still to give, this one included.

        Raises WorkersError when no process can be started.
        """
        idle = next((worker for worker in self._members if worker not in self._numbers), None)
        if idle is None and len(self._members) < self.size:
            first = len(self._members)
            for _ in range(min(self.size - first, left)):
                self._members.append(_Worker(self._cache, self._limits, self._events))  # `close` finds it from here on
                self._members[-1].begin()
            idle = self._members[first]
        if idle is None:
            return False
        self._numbers[idle] = number
        idle.give(task)
        return True

    def wait(self) -> dict[int, Result]:
        """Until something is done: its result by number; at once when nothing is under way."""
        while self._numbers:
            with contextlib.suppress(queue.Empty):
                worker, event = self._events.get(timeout=_GLANCE)
                result = worker.heard(event)
                if result is not None:
                    return {self._numbers.pop(worker): result}
                page = event[1].page if event[1] is not None else None
                if page is not None and worker in self._numbers:
                    self._watch(self._numbers[worker], page)
            if time.monotonic() - self._looked >= _GLANCE:
                self._looked = time.monotonic()
                for worker in self._numbers:
                    worker.check()
        return {}

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        for worker in self._members:
            worker.stop()
        self._members.clear()
        self._numbers.clear()


class _Worker:
    """One process, the file that it has in hand and the page it is at."""

    def __init__(self, cache: Cache, limits: Limits, events: _Events) -> None:
        self._cache, self._limits, self._events = cache, limits, events
        self._process: subprocess.Popen[bytes] | None = None
        self._known: psutil.Process | None = None
        self._ready = False
        self._empty = 0
        self._task: Task | None = None
        self._page: int | None = None
        """The page it is at; 0 before the first and after the last, None when it has not begun with the file."""
        self._why: Problem | None = None
        self._peak = 0
        self._seen = self._spent = 0.0
        self._false_starts = 0
        self._killed = False
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the worker lives

    def begin(self) -> None:
        """Start the process; it tells when it is ready. Raises WorkersError when that is not possible."""
        paths = os.pathsep.join(path for path in sys.path if path)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", "from safeplans.pipeline.running.child import main; main()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                env={**os.environ, "PYTHONPATH": paths},
            )
        except OSError as error:
            raise WorkersError(f"No worker process could be started ({error}). Run with --workers 0.") from error
        self._ready = False
        self._known = None
        with contextlib.suppress(psutil.Error):
            self._known = psutil.Process(self._process.pid)
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        try:
            self._send((self._cache, self._limits))
        except (AttributeError, TypeError, pickle.PicklingError) as error:
            raise WorkersError(
                f"No worker process could be started ({error}). The functions of the stages must be such as can be "
                "imported by their names; else give workers=0 to read in this process."
            ) from error

    def _send(self, what: Any) -> None:
        message = pickle.dumps(what)
        assert self._process is not None and self._process.stdin is not None
        with contextlib.suppress(OSError):  # it died: `heard` finds out
            child.send(self._process.stdin, message)

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        """Put what a process says into the queue of events; None when it says no more."""
        assert process.stdout is not None
        with process.stdout:
            try:
                while True:
                    message = child.receive(process.stdout, _LONGEST_ANSWER)
                    self._events.put((self, (process, unpack(message, child.Said))))
            except Exception:  # the end, or an answer that is none: not to be trusted with any more
                process.kill()
                self._events.put((self, (process, None)))

    def give(self, task: Task) -> None:
        """Have a file read. Raises WorkersError when no process can be started."""
        self._false_starts, self._killed = 0, False
        self._hand_over(task)

    def _hand_over(self, task: Task) -> None:
        self._task, self._page, self._why, self._peak = task, None, None, 0
        if self._process is None:
            self.begin()
        self._spent, self._seen = 0.0, time.monotonic()
        with contextlib.suppress(OSError):
            self._complaints.seek(0)  # the process writes on from there
            self._complaints.truncate()
        if self._ready:  # else nobody may ever read it: a long one would hold this process up
            self._send(task)

    def heard(self, event: tuple[subprocess.Popen[bytes], child.Said | None]) -> Result | None:
        """What an event makes of the file in hand: its result, None while it is being read."""
        process, said = event
        if process is not self._process:
            return None  # of a process that was replaced
        if said is None:
            return self._ended(process)
        if said.result is None and said.page is None:
            if not self._ready:
                self._ready, self._empty = True, self._memory()
                self._spent, self._seen = 0.0, time.monotonic()  # the time to start is not the document's
                if self._task is not None:
                    self._send(self._task)
        elif self._task is None or not self._ready or (said.page or 0) > _LAST_PAGE:
            process.kill()  # nobody asked: a document has taken it over
        elif said.page is not None:
            self._page = said.page
        else:
            self._task = None
            if self._why is not None or self._holds_much():
                self._let_go()  # being ended just as it was done; or the next file would pay for this one
        return said.result if self._task is None else None

    def _memory(self) -> int:
        """Bytes of resident memory; 0 where it cannot be told."""
        if self._known is not None:
            with contextlib.suppress(psutil.Error):
                return int(self._known.memory_info().rss)
        return 0

    def _holds_much(self) -> bool:
        limit = self._limits.memory
        return limit is not None and self._memory() - self._empty > _LEFT_BEHIND * (limit - self._empty)

    def check(self) -> None:
        """End the process if the file in hand takes more time or memory than it may."""
        if self._task is None or self._why is not None or self._process is None:
            return
        now = time.monotonic()
        self._spent += min(now - self._seen, _LONGEST_GLANCE)
        self._seen = now
        self._peak = max(self._peak, self._memory())
        page = self._page or None
        limits = self._limits
        if limits.memory is not None and self._peak > limits.memory:
            self._why = memory_problem(limits, page)
        elif limits.seconds is not None and self._ready and self._spent > limits.seconds:
            self._why = time_problem(limits.seconds, page)
        if self._why is not None or (not self._ready and self._spent > _START_SECONDS):
            self._process.kill()

    def _ended(self, process: subprocess.Popen[bytes]) -> Result | None:
        """The process is gone: have the rest of the file read by another, or give the file up."""
        self._let_go()
        task, page = self._task, self._page
        if task is None:
            return None  # another is started when there is something to read
        trace = self._said()
        if page is None and self._why is None:  # whatever it died of, it was not the file
            self._false_starts += 1
            if self._false_starts < _STARTS:
                self._hand_over(task)
                return None
            if not self._ready:
                raise WorkersError(f"No worker process could be started:\n{trace or 'it ended without a word'}")
        problem = self._why or self._guess(process.returncode, page or None)
        if problem.code == "crashed" and process.returncode == _KILLED and not self._killed:
            self._killed = True  # by somebody, or by the system for want of memory: once that may be chance
            self._hand_over(task)
            return None
        again = _next_attempt(task, page or None, problem)
        if again is None:
            self._task = None
            return lost(task.losses[0] if task.losses else problem, trace)
        self._hand_over(again)
        return None

    def _guess(self, status: int | None, page: int | None) -> Problem:
        """Why a process died by itself. status: the one with which it ended."""
        limit = self._limits.memory
        if status == child.OUT_OF_MEMORY or (limit is not None and self._peak > _NEAR_LIMIT * limit):
            return memory_problem(self._limits, page)
        return crash_problem(page)

    def _said(self) -> str | None:
        """The end of what the process wrote to its standard error."""
        with contextlib.suppress(OSError):
            size = self._complaints.seek(0, os.SEEK_END)
            self._complaints.seek(max(0, size - 4000))
            return self._complaints.read().decode("utf-8", "replace").strip() or None
        return None

    def _let_go(self) -> None:
        """End the process, whatever it is doing. Who listens to it closes its output."""
        if self._process is None:
            return
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_PATIENCE)
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):  # what was on the way to it
                self._process.stdin.close()
        self._process = None

    def stop(self) -> None:
        """End the process, whatever it is doing, for good."""
        self._let_go()
        self._complaints.close()


_Events = queue.SimpleQueue[tuple[_Worker, tuple["subprocess.Popen[bytes]", child.Said | None]]]


def _next_attempt(task: Task, page: int | None, problem: Problem) -> Task | None:
    """How to read a file at a page of which a process was lost: without that page, then up to it; None to give up.

    A page that took all the time may be one of many slow ones, so the first answer to that is to stop there.
    """
    losses = (*task.losses, problem)
    if page is None or len(losses) >= _ATTEMPTS or task.last_page is not None:
        return None
    if problem.code == "timeout" or len(losses) == _ATTEMPTS - 1:
        return replace(task, last_page=page - 1, losses=losses) if page > 1 else None
    return replace(task, skip_pages=(*task.skip_pages, page), losses=losses)
