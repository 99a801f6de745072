"""Each document in a process of its own: whatever happens to one costs its page, or itself, and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pyarrow.parquet as pq
import pytest
from fake_extractor import FAKE

from safeplans import load, run
from safeplans.pipeline.running import child, workers
from safeplans.pipeline.running.checking import check
from safeplans.pipeline.running.limits import MEBIBYTE, Limits
from safeplans.pipeline.running.work import Result, Task, outcome_of
from safeplans.pipeline.running.workers import Team
from safeplans.pipeline.store.cache import Cache
from safeplans.pipeline.store.discovery import discover


def problems(summary) -> dict[str, list[tuple[str, int | None]]]:
    """Codes and pages of each source's errors."""
    found: dict[str, list[tuple[str, int | None]]] = {}
    for row in pq.read_table(summary.output / "problems.parquet").to_pylist():
        if row["severity"] == "error":
            found.setdefault(row["source"], []).append((row["code"], row["page"]))
    return found


def statuses(summary) -> dict[str, str]:
    return dict(load(summary.output)["documents"].set_index("source")["status"])


def go(folder: Path, tmp_path: Path, workers: int = 2, **limits: object):
    usual = {"seconds": 20.0, "memory": 512 * MEBIBYTE}
    return run(folder, tmp_path / "out", workers=workers, stages=FAKE, limits=Limits(**{**usual, **limits}))


def test_a_page_that_kills_its_process_costs_that_page_alone(plans, tmp_path):
    (plans / "d.txt").write_text("action Meet\n\faction Plan\npage-die\n\faction Act\n")
    summary = go(plans, tmp_path)
    assert problems(summary)["d.txt"] == [("crashed", 2), ("page_skipped", 2)]
    assert statuses(summary)["d.txt"] == "partial"
    actions = load(summary.output)["actions"]
    assert list(actions[actions["document_id"] == summary_id(summary, "d.txt")]["text"]) == ["Meet", "Act"]
    assert check(summary.output) == []


def summary_id(summary, source: str) -> str:
    return load(summary.output)["documents"].set_index("source").loc[source, "document_id"]


def test_after_two_bad_pages_what_came_before_is_kept(plans, tmp_path):
    (plans / "d.txt").write_text("action Meet\n\fpage-die\n\faction Plan\n\fpage-die\n\faction Act\n")
    summary = go(plans, tmp_path)
    assert statuses(summary)["d.txt"] == "partial"
    skipped = [("page_skipped", page) for page in (2, 4, 5)]
    assert problems(summary)["d.txt"] == [("crashed", 2), ("crashed", 4), *skipped]
    actions = load(summary.output)["actions"]
    assert list(actions[actions["document_id"] == summary_id(summary, "d.txt")]["text"]) == ["Meet", "Plan"]


def test_a_page_that_hangs_ends_the_document_there(plans, tmp_path):
    (plans / "d.txt").write_text("action Meet\n\faction Plan\npage-sleep\n\faction Act\n")
    summary = go(plans, tmp_path, seconds=1.0)
    assert problems(summary)["d.txt"] == [("timeout", 2), ("page_skipped", 2), ("page_skipped", 3)]
    assert statuses(summary) == {"a.txt": "partial", "b.md": "ok", "d.txt": "partial", "north/c.txt": "ok"}


def test_a_document_that_takes_too_much_memory_is_ended(plans, tmp_path):
    (plans / "d.txt").write_text("action Meet\n\fpage-swallow\n\faction Act\n")
    (plans / "e.txt").write_text("swallow\n")
    summary = go(plans, tmp_path, workers=1)
    assert problems(summary)["d.txt"] == [("out_of_memory", 2), ("page_skipped", 2)]
    assert problems(summary)["e.txt"] == [("out_of_memory", None)]
    assert statuses(summary)["e.txt"] == "failed"


def test_a_document_of_one_bad_page_fails(plans, tmp_path):
    (plans / "d.txt").write_text("page-die\n")
    summary = go(plans, tmp_path)
    assert statuses(summary)["d.txt"] == "failed"
    assert problems(summary)["d.txt"][0][0] == "crashed"
    (plans / "e.txt").write_text("page-sleep\n")
    summary = go(plans, tmp_path, seconds=1.0)
    assert problems(summary)["e.txt"] == [("timeout", None)]
    assert check(summary.output) == []


def test_a_worker_killed_from_outside_costs_one_attempt(plans, tmp_path):
    for number in range(6):
        (plans / f"slow{number}.txt").write_text(f"action {number}\n\faction more\n")
    killed = []

    def kill_one(step) -> None:
        if not killed:
            children = psutil.Process().children()
            children[0].kill()
            killed.append(children[0].pid)

    summary = run(plans, tmp_path / "out", workers=2, stages=FAKE, progress=kill_one)
    assert killed and summary.failed <= 1
    assert summary.ok + summary.partial + summary.failed == 9


@pytest.fixture
def team() -> Iterator[Team]:
    made = Team(1, Cache(None, FAKE), Limits())
    yield made
    made.close()


def read_by(team: Team, path: Path) -> Result:
    assert team.take(0, Task(discover([path]).files[0]), 1)
    return team.wait()[0]


def codes_of(result: Result) -> list[str]:
    return [problem.code for problem in result.facts.problems]


def test_a_worker_killed_between_two_files_costs_nothing(plans, team):
    assert read_by(team, plans / "b.md").facts.status == "ok"
    (worker,) = team._members
    worker._process.kill()
    worker._process.wait()
    assert read_by(team, plans / "north" / "c.txt").facts.status == "ok"


def test_a_worker_killed_before_it_is_ready_costs_nothing(plans, team):
    assert team.take(0, Task(discover([plans / "b.md"]).files[0]), 1)
    team._members[0]._process.kill()
    assert team.wait()[0].facts.status == "ok"


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no such signal here")
def test_a_worker_that_hangs_at_its_start_is_replaced(plans, team, monkeypatch):
    """With a file sent along that is larger than a pipe: this process must not wait for it to be taken."""
    monkeypatch.setattr("safeplans.pipeline.running.workers._START_SECONDS", 5.0)
    (plans / "d.txt").write_text("action Meet\n" * 20_000)
    begin, stopped = workers._Worker.begin, []

    def stopped_once(worker) -> None:
        begin(worker)
        if not stopped:
            stopped.append(worker)
            worker._process.send_signal(signal.SIGSTOP)

    monkeypatch.setattr(workers._Worker, "begin", stopped_once)
    assert team.take(0, Task(discover([plans / "d.txt"]).files[0], data=(plans / "d.txt").read_bytes()), 1)
    assert team.wait()[0].facts.status == "ok"


def test_a_worker_killed_once_while_it_reads_costs_nothing(plans, team):
    (plans / "d.txt").write_text("action Meet\n\faction Plan\npage-wait\n")
    assert team.take(0, Task(discover([plans / "d.txt"]).files[0]), 1)
    worker = team._members[0]
    while worker._page != 2:
        worker.heard(team._events.get()[1])
    worker._process.kill()
    assert team.wait()[0].facts.status == "ok"


def test_a_file_that_is_done_as_its_time_runs_out_is_done_and_costs_the_next_nothing(plans, team):
    assert team.take(0, Task(discover([plans / "b.md"]).files[0]), 1)
    worker = team._members[0]
    while not worker._ready:
        worker.heard(team._events.get()[1])
    time.sleep(0.5)  # the result waits to be heard
    worker._spent = 1000.0
    worker.check()
    assert team.wait()[0].facts.status == "ok"
    assert read_by(team, plans / "north" / "c.txt").facts.status == "ok"


def test_time_in_which_nobody_looked_is_not_the_documents(plans, team, monkeypatch):
    """As when this process was stopped with Ctrl-Z and went on later."""
    (plans / "d.txt").write_text("page-wait\n")
    assert team.take(0, Task(discover([plans / "d.txt"]).files[0]), 1)
    worker = team._members[0]
    while worker._page is None:
        worker.heard(team._events.get()[1])
    worker._seen -= 3600
    assert team.wait()[0].facts.status == "ok"


def test_memory_of_one_document_is_not_counted_against_the_next(plans):
    (plans / "d.txt").write_text("keep 220\n")
    limits = Limits(memory=512 * MEBIBYTE)
    team = Team(1, Cache(None, FAKE), limits)
    try:
        for _ in range(3):
            assert read_by(team, plans / "d.txt").facts.status == "ok"
    finally:
        team.close()


def test_a_process_that_was_taken_over_cannot_end_the_run(plans, team):
    """What it says unasked, of absurd size or shape costs it its life and nobody else anything."""
    says = [
        child.Said(result=Result()),
        child.Said(page=10**15),
        child.Said(result=Result(trace="x")),
    ]
    for said in says:
        assert read_by(team, plans / "b.md").facts.status == "ok"
        (worker,) = team._members
        worker.heard((worker._process, said))
        assert read_by(team, plans / "north" / "c.txt").facts.status == "ok"


@pytest.mark.parametrize("message", [b"\xff" * 8, (9).to_bytes(8, "big") + b"no answer", b"\0" * 8, b"\0\0"])
def test_an_answer_that_is_none_ends_the_process_that_gave_it(message, plans, team):
    assert read_by(team, plans / "b.md").facts.status == "ok"
    code = f"import os, time; os.write(1, {message!r}); os.close(1); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    team._members[0]._listen(process)
    assert process.wait(timeout=20) != 0
    assert read_by(team, plans / "north" / "c.txt").facts.status == "ok"


def test_a_result_that_no_table_can_hold_costs_its_document(plans, team):
    facts = read_by(team, plans / "b.md").facts
    strange = Result(replace(facts, page_count="many"))  # type: ignore[arg-type]
    for result in (strange, Result()):
        outcome = outcome_of(discover([plans / "b.md"]).files[0], result)
        assert (outcome.status, outcome.code) == ("failed", "crashed")


def test_hundreds_of_replaced_processes_leave_nothing_open(plans, team, monkeypatch):
    """Twelve stand for hundreds: the count after the last is that after the first."""
    me = psutil.Process()
    opened = []
    for _ in range(12):
        (plans / "d.txt").write_text("action Meet\n")
        assert read_by(team, plans / "d.txt").facts.status == "ok"
        opened.append((threading.active_count(), me.num_fds() if hasattr(me, "num_fds") else 0, len(me.children())))
        team._members[0]._process.kill()
    assert opened[-1] <= opened[1]


def test_a_team_that_is_closed_leaves_no_process_thread_or_file(plans):
    me = psutil.Process()
    before = threading.active_count(), me.children()
    team = Team(2, Cache(None, FAKE), Limits())
    read_by(team, plans / "b.md")
    team.close()
    deadline = time.monotonic() + 5
    while threading.active_count() > before[0] and time.monotonic() < deadline:
        time.sleep(0.01)
    assert (threading.active_count(), me.children()) == before


def test_processes_are_started_only_for_what_must_be_read(plans, tmp_path, monkeypatch):
    go(plans, tmp_path)
    monkeypatch.setattr(Team, "take", lambda *given: pytest.fail("a process was asked for"))
    assert go(plans, tmp_path).kept == 3


def test_workers_end_with_their_parent(plans, tmp_path):
    (plans / "d.txt").write_text("sleep\n")
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from fake_extractor import FAKE\nfrom safeplans import run\n"
        f"run({str(plans)!r}, {str(tmp_path / 'out')!r}, workers=2, stages=FAKE)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code])
    children: list[psutil.Process] = []
    deadline = time.monotonic() + 30
    while len(children) < 2 and time.monotonic() < deadline:
        children = psutil.Process(parent.pid).children()
        time.sleep(0.1)
    time.sleep(2)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    assert len(children) == 2
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []


def test_a_reader_that_fails_to_start_is_told(plans, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONHASHSEED", "no number")
    with pytest.raises(Exception, match="No worker process could be started"):
        go(plans, tmp_path)


@pytest.mark.parametrize("wrong", [{"seconds": 0}, {"memory": 1}, {"pages": 0}])
def test_limits_are_checked(wrong):
    with pytest.raises(ValueError, match="at least|above"):
        Limits(**wrong)


def test_ctrl_c_ends_the_run_and_what_is_done_is_kept(tmp_path):
    samples = tmp_path / "samples"  # a second's work or more, much longer than the signal takes to come
    samples.mkdir()
    for path in (Path(__file__).parent.parent / "data" / "raw").glob("*.*"):
        shutil.copy(path, samples)
    command = [sys.executable, "-m", "safeplans", "run", str(samples), "--output", str(tmp_path / "out")]
    command += ["--workers", "1", "--cache", str(tmp_path / "cache")]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stdout is not None
    assert re.match(r"\[ *1/", running.stdout.readline())
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=120)
    assert running.returncode == 1
    assert "The same command goes on where this one stopped." in told
    again = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert again.returncode == 0
    kept = re.search(r"(\d+) of them as an earlier run had read them", again.stdout)
    assert kept and 1 <= int(kept[1]) < len(list(samples.iterdir())), "it ended between the first and the last"
