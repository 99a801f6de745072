"""What several tests share."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from fake_extractor import FAKE

from safeplans import RunSummary, compare, run

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


@pytest.fixture(scope="session")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of all samples with its comparison; not to be written to."""
    folder = tmp_path_factory.mktemp("compared") / "tables"
    run(Path(__file__).parent.parent / "data" / "raw", folder, cache=False)
    compare(folder, as_of=datetime.date(2024, 10, 1))
    return folder


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
