"""`make structure`: rooms, floors and the arrows between them by the source; the way of a document by its calls."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.fixture
def structure(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import structure  # type: ignore[import-not-found]

    return structure


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Dates over words over the base; the front uses all of them, and the schema of the pipeline the front."""
    write(tmp_path, "extractors/base/facts.py", "X = 1\nY = 2\n")
    write(tmp_path, "extractors/lexicon/words.py", "from safeplans.extractors.base.facts import X\n")
    write(tmp_path, "extractors/time/dates.py", "def f():\n    from safeplans.extractors.lexicon import words\n")
    write(tmp_path, "extractors/extract.py", "import safeplans.extractors.time.dates\n")
    write(tmp_path, "pipeline/schema/rows.py", "import re\nfrom safeplans.extractors import extract\n")
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    (path.parent / "__init__.py").touch()
    path.write_text(text)


def printed(root: Path) -> tuple[int, list[list[str]]]:
    """The status, and each line by its words."""
    command = [sys.executable, BENCHMARKS / "structure.py", "--without-way", "--root", root]
    told = subprocess.run(command, capture_output=True, text=True)
    assert not told.stderr
    return told.returncode, [line.split() for line in told.stdout.splitlines()]


def test_each_room_is_told_with_its_floor_its_modules_its_lines_and_what_it_imports(tree):
    status, lines = printed(tree)
    assert status == 0
    assert "2 time 2 2 lexicon".split() in lines
    assert "1 lexicon 2 1 base".split() in lines
    assert "0 base 2 2".split() in lines
    assert "0 schema 2 2 extractors".split() in lines
    assert "arrows between rooms 4, of these upwards 0".split() in lines
    assert "circles of rooms 0, of modules 0".split() in lines


def test_an_arrow_upwards_is_an_error(tree):
    write(tree, "extractors/lexicon/forms.py", "from safeplans.pipeline.schema.rows import R\n")
    status, lines = printed(tree)
    assert status == 1
    assert "lexicon imports pipeline/schema".split() in lines


def test_a_circle_is_an_error_of_rooms_and_of_modules(tree):
    write(tree, "extractors/base/closed.py", "import safeplans.extractors.time.spans\n")
    write(tree, "extractors/time/spans.py", "import safeplans.extractors.base.facts\n")
    status, lines = printed(tree)
    assert status == 1
    assert "circles of rooms 1, of modules 0".split() in lines
    write(tree, "extractors/base/facts.py", "import safeplans.extractors.base.closed\n")
    assert "circles of rooms 1, of modules 1".split() in printed(tree)[1]


def test_a_module_is_entered_when_a_function_of_it_first_runs(structure):
    from safeplans.extractors.time import spans
    from safeplans.extractors.weights import chain  # imported, and nothing of it runs

    assert chain
    name = spans.__name__
    assert structure.entered(lambda: (spans.month_span(2024, 2), spans.month_span(2024, 3))) == [name]
    assert structure.room_of(name) == ("extractors", "time")


def test_a_return_is_a_step_into_a_room_that_the_way_has_left(structure):
    reading, base, time = (("extractors", room) for room in ("reading", "base", "time"))
    taken = structure.steps([reading, reading, base, reading, reading, time, base])
    assert taken == [reading, base, reading, time, base]
    assert structure.returns(taken) == Counter({reading: 1, base: 1})
