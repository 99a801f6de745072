"""What several tests share."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from fake_extractor import FAKE

from safeplans import RunSummary, compare, run

ROOT = Path(__file__).parent.parent

# A slow machine, or the first loading of a model, is no fault.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

PLAN = """\
objective Children are heard
action Ask them
action Answer them
term QA=Quality Assurance
problem warning
"""


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test finds results of another, or leaves some with the user."""
    monkeypatch.setenv("SAFEPLANS_CACHE", str(tmp_path_factory.mktemp("cache")))


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """What `make` puts at a path, made by the first process of this run of tests that asks, while the others wait.

    Not to be written to. Where `make` fails, the next one tries.
    """
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    place, lock = shared / name, shared / f"{name}.lock"
    until = time.monotonic() + 900
    while not place.exists():
        try:
            lock.mkdir()
        except FileExistsError:
            assert time.monotonic() < until, f"whoever makes {place} does not end"
            time.sleep(0.05)
            continue
        try:
            if not place.exists():
                unfinished = factory.mktemp(name) / "made"
                make(unfinished)
                unfinished.rename(place)
        finally:
            lock.rmdir()
    return place


@pytest.fixture(scope="session")
def samples_read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of all samples, as a user makes it with one worker; not to be written to."""
    return made_once(tmp_path_factory, "samples", lambda folder: run_samples(folder, workers=1, hash_seed="1"))


def run_samples(out: Path, workers: int, hash_seed: str) -> None:
    """As a user does, with the order of sets differing between the runs."""
    command = [sys.executable, "-m", "safeplans", "run", str(ROOT / "data" / "raw"), "-o", str(out), "-w", str(workers)]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(
        [*command, "--strict", "--no-cache"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def compared(samples_read: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of all samples with its comparison; not to be written to."""

    def make(folder: Path) -> None:
        shutil.copytree(samples_read, folder)
        compare(folder, as_of=datetime.date(2024, 10, 1))

    return made_once(tmp_path_factory, "compared", make)


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """An input folder with three small documents."""
    folder = tmp_path / "plans"
    (folder / "north").mkdir(parents=True)
    (folder / "a.txt").write_text(PLAN)
    (folder / "b.md").write_text("objective Neglect\naction Train staff\n")
    (folder / "north" / "c.txt").write_text("action Meet\n")
    return folder


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., RunSummary]:
    """Run over a folder with the stand-in for extraction, in this process, into ``tmp_path/out``."""

    def _make(folder: Path, **options: object) -> RunSummary:
        arguments = {"workers": 0, "stages": FAKE, **options}
        return run(folder, tmp_path / "out", **arguments)  # type: ignore[arg-type]

    return _make
