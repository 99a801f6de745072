"""The benchmarks of reading: how findings are compared, and that a run tells what it should."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
BENCHMARKS = ROOT / "benchmarks"


@pytest.fixture
def reading(monkeypatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import reading  # type: ignore[import-not-found]

    return reading


def test_what_only_one_of_both_finds(reading):
    ours = reading.Found(Counter("a b b lead new".split()), Counter(["lead"]), Counter(["lead"]), 3)
    theirs = reading.Found(
        Counter("a b lead lead gone \uf0b7".split()), Counter("lead lead gone".split()), Counter(), 4
    )
    found = reading.difference("plan.pdf", ours, theirs)
    assert (found.lost, found.more, found.lost_in_tables) == (["gone"], ["b", "new"], ["gone"])
    assert (found.symbols, found.repeated) == (1, 1)
    assert (found.words, found.their_words, found.cells, found.their_cells) == (5, 6, 3, 4)


def test_ligatures_and_soft_hyphens_make_no_difference(reading):
    assert reading.words_of("of\ufb01cer  safe\u00adguarding\n") == ["officer", "safeguarding"]


def run(script: str, *arguments: str) -> dict:
    command = [sys.executable, str(BENCHMARKS / script), str(ROOT / "data/raw"), "--json", *arguments]
    return json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def test_no_word_of_the_samples_is_lost():
    figures = run("reading.py", "--rounds", "1", "--pages", "1")
    assert figures["ratio"] > 1
    assert {name for name, reader in figures["readers"].items() if reader["pages_per_second"] > 0} == {
        "safeplans", "pdfplumber", "PDFium",
    }  # fmt: skip
    assert len(figures["differences"]) == len(list((ROOT / "data/raw").glob("*.pdf")))
    for each in figures["differences"]:
        assert each["lost"] == [] and each["lost_in_tables"] == []
        assert each["words"] > 400


def test_memory_of_a_long_document():
    figures = run("memory.py", "--pages", "40", "--documents", "20")
    assert figures["long"]["pages"] == 40
    assert 0 < figures["long"]["above"] < 60
    assert figures["many"]["growth"] < 10


@pytest.mark.parametrize(
    "path", [p for p in sorted(BENCHMARKS.glob("*.py")) if "\nfrom corpus" in p.read_text("utf-8")]
)
def test_what_measures_on_the_corpus_starts_as_a_file_from_any_folder(path, tmp_path):
    """The corpus is not installed: the file itself must find it."""
    started = subprocess.run([sys.executable, path, "--help"], cwd=tmp_path, capture_output=True, text=True)
    assert started.returncode == 0, started.stderr
