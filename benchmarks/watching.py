"""The command `safeplans run` as a process that is watched, and its datasets beside one another."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
import pyarrow.parquet as pq

_EVERY = 0.1  # seconds between two looks


@dataclass(slots=True)
class Run:
    """One run. seconds: on the clock. parent, all: most megabytes held by the parent, and by it and its workers.

    status: the exit status, negative for the signal that ended it. pause: the longest time in which no result came
    into the cache. said: what it printed to both outputs.
    """

    seconds: float
    status: int
    parent: float
    all: float
    pause: float
    said: str


def command(source: Path, output: Path, cache: Path, workers: int = 2, timeout: float = 60) -> list[str]:
    given = {"--output": output, "--cache": cache, "--workers": workers, "--timeout": timeout}
    return [sys.executable, "-m", "safeplans", "run", str(source), *(str(v) for pair in given.items() for v in pair)]


def watched(
    call: list[str], cache: Path, log: Path, at_each_look: Callable[[psutil.Process, float], object] | None = None
) -> Run:
    """Run a command to its end. at_each_look: given its process and the seconds since its start."""
    parent = most = pause = 0.0
    with log.open("w+") as said:
        started = last = time.monotonic()
        kept = -1
        with subprocess.Popen(call, stdout=said, stderr=subprocess.STDOUT, cwd=Path(__file__).parents[1]) as process:
            looked = psutil.Process(process.pid)
            while process.poll() is None:
                now = time.monotonic()
                with contextlib.suppress(psutil.Error):
                    own = _held(looked)
                    parent = max(parent, own)
                    most = max(most, own + sum(_held(child) for child in looked.children(recursive=True)))
                    if at_each_look is not None:
                        at_each_look(looked, now - started)
                results = sum(1 for p in cache.rglob("*") if p.is_file()) if cache.exists() else 0
                if results != kept:
                    kept, last = results, now
                pause = max(pause, now - last)
                time.sleep(_EVERY)
            seconds = time.monotonic() - started
        said.seek(0)
        return Run(seconds, process.returncode, parent, most, pause, said.read())


def _held(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / 2**20
    except psutil.Error:  # it has just ended
        return 0.0


def tables(dataset: Path) -> dict[str, Counter[str]]:
    """The rows of each table of a dataset, each as text, with how often it stands there."""
    return {
        path.stem: Counter(repr(sorted(row.items())) for row in pq.read_table(path).to_pylist())
        for path in sorted(dataset.glob("*.parquet"))
    }


def column(dataset: Path, table: str, *names: str) -> list[tuple[object, ...]]:
    """Some columns of a table, row by row."""
    read = pq.read_table(dataset / f"{table}.parquet", columns=list(names))
    return list(zip(*(read.column(name).to_pylist() for name in names), strict=True))
