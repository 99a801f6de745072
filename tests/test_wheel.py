"""What is built from the repository works by itself: the models are in it, and are read from it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
READ = """
from safeplans import extractors
from safeplans.extractors.extract import extract
assert extractors.__file__.startswith({site!r}), extractors.__file__
facts = extract(b"# Plan 2024-26\\n\\n## Priority 1: Neglect\\n\\n| Action | Lead |\\n|---|---|\\n"
                b"| Audit forty case files of children | QA Group |\\n| Train all staff | Learning Group |\\n")
print(len(facts.actions), facts.reading.name)
"""


def test_a_wheel_holds_the_models_and_reads_with_them(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("extractors", "pipeline", "safeplans"):
        shutil.copytree(ROOT / name, source / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source / name)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    made = subprocess.run([*build, "--wheel-dir", str(tmp_path), str(source)], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    site = tmp_path / "site"
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(site)
    assert {path.name.partition("-")[0] for path in site.iterdir()} == {"safeplans"}
    run = subprocess.run(
        [sys.executable, "-c", READ.format(site=str(site))],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(site)}, capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert run.stdout.split()[0] == "2"
