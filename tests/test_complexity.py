"""No function has more ways through it than the limit of its part (`benchmarks/complexity.py` prints them)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
TANGLED = "def tangled(x):\n" + "".join(f"    if x == {n}:\n        return {n * n}\n" for n in range(30))


def printed(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "benchmarks" / "complexity.py", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)


def test_no_function_is_over_the_limit_of_its_part():
    told = printed()
    assert told.returncode == 0, told.stdout + told.stderr
    assert "extractors: " in told.stdout
    assert "extractors/reading: " in told.stdout


def test_a_function_over_the_limit_is_named_with_its_place(tmp_path):
    (tmp_path / "extractors" / "reading").mkdir(parents=True)
    (tmp_path / "extractors" / "reading" / "tables.py").write_text(f"X = 1\n\n\n{TANGLED}")
    (tmp_path / "extractors" / "plain.py").write_text("def plain(x):\n    return x\n")
    told = printed("--root", tmp_path)
    assert told.returncode == 1
    assert "tangled  extractors/reading/tables.py:4  OVER" in told.stdout
    assert "extractors: 1 functions, the most complex 1, limit 20" in told.stdout
