"""`import safeplans` is the one name that users import, and files of theirs get in nothing's way."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import safeplans

ROOT = Path(__file__).parent.parent
PLAN = """# Strategic Plan 2024-26

## Priority 1: Neglect

| Action | Lead |
|---|---|
| Audit forty case files of children | QA Group |
| Train all staff | Learning Group |
"""
SCRIPT = """
import safeplans

def main():
    safeplans.run("plans", "tables", workers=1, cache=False)
    safeplans.compare("tables")
    print(*safeplans.load("tables")["actions"]["text"])
    print(safeplans.ask("tables", "priorities").title)
    safeplans.report("tables", "site")

if __name__ == "__main__":
    main()
"""


def loaded_by(code: str) -> set[str]:
    """The modules that a process has loaded after some code."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(done.stdout.split())


def test_modules_of_a_user_named_like_our_folders_shadow_nothing(tmp_path):
    for name in ("pipeline", "extractors", "corpus", "running", "reading"):
        (tmp_path / f"{name}.py").write_text("raise RuntimeError('not what was wanted')\n")
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "plan.md").write_text(PLAN)
    (tmp_path / "analysis.py").write_text(SCRIPT)
    done = subprocess.run(
        [sys.executable, "analysis.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT))},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Audit forty case files of children" in done.stdout
    assert (tmp_path / "site" / "index.html").is_file()


@pytest.mark.parametrize("name", safeplans.__all__)
def test_each_public_name_is_there(name):
    assert getattr(safeplans, name).__module__.startswith("safeplans.")


def test_tools_and_python_find_the_public_names_in_the_same_places():
    written = ast.parse(Path(safeplans.__file__).read_text("utf-8"))
    (block,) = (node for node in written.body if isinstance(node, ast.If))
    said = {
        alias.asname or alias.name: f"{str(node.module).removeprefix('safeplans.')}:{alias.name}"
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert said == safeplans._PLACES
    assert sorted(said) == safeplans.__all__ == [name for name in dir(safeplans) if name in said]


def test_a_name_that_is_not_there_is_told():
    with pytest.raises(AttributeError, match="'safeplans' has no attribute 'lode'"):
        safeplans.lode  # noqa: B018


def test_who_extracts_one_document_loads_nothing_of_the_pipeline():
    loaded = loaded_by("from safeplans import extract")
    assert "safeplans.extractors.extract" in loaded
    assert {name for name in loaded if name.startswith(("safeplans.pipeline", "pandas", "pyarrow"))} == set()


def test_a_process_that_reads_documents_waits_for_no_tables():
    loaded = loaded_by("import safeplans.pipeline.running.child")
    assert not loaded & {"pandas", "pyarrow"}
