"""What language costs: less a page than reading the PDF, measured by the benchmark on the samples."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_language_costs_less_a_page_than_reading() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "language.py"), str(ROOT / "data/raw"), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    totals = told["totals"]
    assert totals["pages"] >= 10
    assert all(totals[kind] > 0 for kind in ("owners", "dates", "themes", "figures", "terms")), "a rule was not called"
    assert totals["language"] < totals["reading"]
    assert told["spacy"]["texts"] > 100
