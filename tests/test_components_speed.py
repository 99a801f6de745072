"""What language costs beside reading the PDF, as the benchmark tells it of the samples."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_what_language_costs_is_told_by_rule_beside_reading() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "language.py"), str(ROOT / "data/raw"), "--repeat", "1"]
    done = subprocess.run([*command, "--json"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    totals = told["totals"]
    assert totals["pages"] >= 10
    assert all(totals[kind] > 0 for kind in ("owners", "dates", "themes", "figures", "terms")), "a rule was not called"
    assert totals["reading"] > 0
    assert told["spacy"]["texts"] > 100
