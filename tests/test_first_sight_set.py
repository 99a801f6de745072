"""A fixed set of the corpus, read with the models of the package: nothing that was read is lost.

The models have learnt from these documents, so their figures say nothing of first sight (docs/firstsight.md does); a
figure that falls says that something broke. ``python tests/test_first_sight_set.py`` writes the figures anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SET = HERE / "first_sight"
FIGURES = SET / "figures.json"
SLACK = 0.02  # plan F1
NAMES = sorted(p.stem for p in (SET / "gold").glob("*.json"))

sys.path[:0] = [str(HERE.parent), str(HERE.parent / "benchmarks")]
from firstsight import read_one  # noqa: E402


def figure(name: str) -> float:
    gold = json.loads((SET / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    entry = {"name": name, "file": gold["file"], "family": name, "about": {}}
    return round(read_one(entry, SET).score.plan_f1, 3)


@pytest.mark.parametrize("name", NAMES)
def test_a_document_of_the_corpus_is_read_as_well_as_before(name: str):
    before = json.loads(FIGURES.read_text(encoding="utf-8"))[name]
    assert figure(name) >= before - SLACK


def test_the_set_holds_texts_and_pdfs_plans_and_none():
    endings = {p.suffix for p in (SET / "documents").iterdir()}
    assert endings == {".md", ".pdf", ".txt"}
    assert any(not json.loads(p.read_text(encoding="utf-8"))["actions"] for p in (SET / "gold").glob("*.json"))


if __name__ == "__main__":
    FIGURES.write_text(json.dumps({name: figure(name) for name in NAMES}, indent=1) + "\n", encoding="utf-8")
