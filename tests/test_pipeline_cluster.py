"""The same documents on a Dask cluster: a real scheduler and two workers, processes on loopback."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from fake_extractor import FAKE

from safeplans import WorkersError, load, run
from safeplans.pipeline.running import cluster as cluster_module
from safeplans.pipeline.running.limits import Limits
from safeplans.pipeline.running.work import Result, Task
from safeplans.pipeline.store.cache import Cache
from safeplans.pipeline.store.discovery import discover
from safeplans.pipeline.store.packing import unpack
from safeplans.pipeline.store.stages import own_stages

Client = pytest.importorskip("distributed", reason="the extra cluster is not installed").Client
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


class Cluster:
    """A scheduler and two workers on loopback."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file = folder / "scheduler.json"
        environment = {"PYTHONPATH": str(Path(__file__).parent), **_environment()}
        common = ["--scheduler-file", str(self._file), "--no-dashboard"]
        scheduler = [*_DASK, "scheduler", "--host", "127.0.0.1", "--port", "0", *common]
        self._processes = [subprocess.Popen(scheduler, env=environment, cwd=folder, **QUIET)]
        self.address = self._awaited()
        worker = [*_DASK, "worker", self.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard"]
        worker += ["--no-nanny", "--local-directory", str(folder)]
        self.workers = [subprocess.Popen(worker, env=environment, cwd=folder, **QUIET) for _ in range(2)]
        self._processes += self.workers
        with Client(self.address, timeout=90, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=90)  # a new machine compiles Dask first

    def _awaited(self) -> str:
        import json

        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if self._file.exists() and self._file.stat().st_size:
                return json.loads(self._file.read_text())["address"]
            time.sleep(0.1)
        raise TimeoutError("the scheduler did not start")

    def close(self) -> None:
        for process in self._processes:
            for child in psutil.Process(process.pid).children(recursive=True) if process.poll() is None else ():
                child.kill()
            process.kill()
            process.wait()


_DASK = [sys.executable, "-m", "dask"]


def _environment() -> dict[str, str]:
    import os

    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "SAFEPLANS_CACHE")}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("dask"))
    yield made
    made.close()


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_cluster_gives_what_this_machine_does_and_keeps_it(cluster, plans, tmp_path):
    (plans / "d.txt").write_text("action Meet\n\faction Plan\npage-die\n\faction Act\n")
    (plans / "e.txt").write_text("raise\n")
    here = run(plans, tmp_path / "here", workers=2, stages=FAKE, cache=False)
    there = run(plans, tmp_path / "there", scheduler=cluster.address, stages=FAKE)
    assert files_of(there.output) == files_of(here.output)
    again = run(plans, tmp_path / "again", scheduler=cluster.address, stages=FAKE)
    assert again.kept == 3  # not those that failed for a crash or an unexpected error


def test_limits_hold_on_the_cluster(cluster, plans, tmp_path):
    (plans / "d.txt").write_text("action Meet\n\fpage-sleep\n")
    summary = run(plans, tmp_path / "out", scheduler=cluster.address, stages=FAKE, limits=Limits(seconds=1))
    assert summary.problems["error", "timeout"] == 1
    assert dict(load(summary.output)["documents"].set_index("source")["status"])["d.txt"] == "partial"


def test_a_worker_that_is_killed_in_the_middle_costs_nothing(cluster, plans, tmp_path):
    for number in range(12):
        (plans / f"more{number:02}.txt").write_text(f"objective Aim {number}\naction Do {number}\nwait\n")
    here = run(plans, tmp_path / "here", workers=1, stages=FAKE, cache=False)

    def kill_one(step) -> None:
        if step.done == 3:
            cluster.workers[0].kill()

    there = run(plans, tmp_path / "there", scheduler=cluster.address, stages=FAKE, progress=kill_one, cache=False)
    assert cluster.workers[0].wait() != 0
    assert files_of(there.output) == files_of(here.output)


def test_a_worker_with_other_rules_does_not_answer(cluster, plans, tmp_path):
    """Its results would be kept here under the versions of this machine."""
    other = replace(own_stages(), reading_version="of last year")
    with pytest.raises(WorkersError, match="another version of safeplans"):
        run(plans, tmp_path / "out", scheduler=cluster.address, stages=other)


def test_local_files_on_their_way_are_bounded_by_size(cluster, plans, tmp_path, monkeypatch):
    monkeypatch.setattr("safeplans.pipeline.running.cluster._BYTES_AHEAD", 1)
    here = run(plans, tmp_path / "here", workers=1, stages=FAKE, cache=False)
    there = run(plans, tmp_path / "there", scheduler=cluster.address, stages=FAKE, cache=False)
    assert files_of(there.output) == files_of(here.output)


def test_a_process_that_cannot_start_costs_its_thread_one_task_only(plans, monkeypatch):
    file = discover([plans / "b.md"]).files[0]
    task, asked = Task(file, data=(plans / "b.md").read_bytes()), (Cache(None, FAKE), Limits())
    with monkeypatch.context() as patched:
        patched.setenv("PYTHONHASHSEED", "no number")
        with pytest.raises(WorkersError):
            cluster_module._read(task, *asked)
    answers = []
    reading = threading.Thread(target=lambda: answers.append(cluster_module._read(task, *asked)), daemon=True)
    assert unpack(cluster_module._read(task, *asked), Result).facts.status == "ok"
    reading.start()
    reading.join(20)
    assert len(answers) == 1
    cluster_module._here.reader.close()


def test_processes_beside_the_clusters_workers_end_when_there_is_nothing_to_read(plans, monkeypatch):
    monkeypatch.setattr("safeplans.pipeline.running.cluster._IDLE", 0.2)
    task = Task(discover([plans / "b.md"]).files[0])
    before = living_children()
    for _ in range(2):
        assert unpack(cluster_module._read(task, Cache(None, FAKE), Limits()), Result).facts.status == "ok"
        deadline = time.monotonic() + 10
        while living_children() - before and time.monotonic() < deadline:
            time.sleep(0.05)
        assert living_children() - before == set()


def living_children() -> set[int]:
    """Processes that this one started and that have not ended, whether or not their end has been heard of."""
    ended = (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)
    return {p.pid for p in psutil.Process().children() if p.is_running() and p.status() not in ended}


@pytest.mark.parametrize("address", ["", "nonsense", "nonsense://x", "127.0.0.1:x"])
def test_an_address_that_is_none_is_told(address, plans, tmp_path, monkeypatch):
    monkeypatch.setattr("safeplans.pipeline.running.cluster._PATIENCE", 1.0)
    with pytest.raises(WorkersError, match="does not answer"):
        run(plans, tmp_path / "out", scheduler=address, stages=FAKE)


def test_a_scheduler_that_is_lost_is_told(plans, tmp_path, tmp_path_factory):
    lost = Cluster(tmp_path_factory.mktemp("lost"))
    for number in range(12):
        (plans / f"more{number:02}.txt").write_text(f"action {number}\nwait\n")

    def kill(step) -> None:
        if step.done == 2:
            lost._processes[0].kill()

    try:
        with pytest.raises(WorkersError, match="gave up"):
            run(plans, tmp_path / "out", scheduler=lost.address, stages=FAKE, progress=kill)
    finally:
        lost.close()


def test_a_scheduler_that_does_not_answer_is_told(plans, tmp_path, monkeypatch):
    monkeypatch.setattr("safeplans.pipeline.running.cluster._PATIENCE", 1.0)
    with pytest.raises(WorkersError, match="does not answer"):
        run(plans, tmp_path / "out", scheduler="tcp://127.0.0.1:9", stages=FAKE)
