"""The main job on the samples in data/raw, with the real extraction."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path

import duckdb
import pytest
from conftest import run_samples
from frictionless import Package

from safeplans import load
from safeplans.extractors.reading.errors import CODES
from safeplans.pipeline.running.checking import check
from safeplans.pipeline.store.discovery import SUFFIXES

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "data" / "raw"


@pytest.fixture(scope="module")
def dataset(samples_read: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy: the examples of the docs write into it."""
    return shutil.copytree(samples_read, tmp_path_factory.mktemp("samples") / "one")


def test_every_sample_is_read_and_the_contract_holds(dataset):
    assert check(dataset) == []
    documents = load(dataset)["documents"]
    assert len(documents) == len([path for path in SAMPLES.rglob("*") if path.suffix in SUFFIXES])
    assert set(documents["status"]) <= {"ok", "partial"}


def test_two_runs_with_1_and_2_workers_are_identical(dataset, tmp_path):
    run_samples(tmp_path / "two", workers=2, hash_seed="2")
    for path in sorted(dataset.iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_the_tables_are_worth_looking_at(dataset):
    tables = load(dataset)
    for name in ("objectives", "actions", "owners", "dates", "measures", "groups", "terms"):
        assert tables[name]["document_id"].nunique() >= 2, f"{name} come from fewer than two samples"
    assert tables["documents"]["title"].notna().all()
    assert tables["actions"]["objective_id"].notna().any()


def test_the_written_descriptor_is_valid_and_counts_the_rows(dataset):
    descriptor = json.loads((dataset / "datapackage.json").read_text(encoding="utf-8"))
    assert list(Package.metadata_validate(descriptor)) == []
    actions = next(each for each in descriptor["resources"] if each["name"] == "actions")
    assert actions["rowCount"] == len(load(dataset)["actions"])
    assert actions["bytes"] == (dataset / "actions.parquet").stat().st_size


def test_every_problem_code_of_the_samples_is_explained(dataset):
    page = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    for code in set(load(dataset)["problems"]["code"]) | CODES:
        assert f"| `{code}` |" in page


def test_the_readme_shows_a_real_run():
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    excerpt = page.split("<!-- excerpt")[1].split("<!-- end of excerpt -->")[0]
    assert "documents in" in excerpt, "run: make docs"
    assert "safeplans show data/raw/" in excerpt


def blocks(page: str, language: str) -> list[str]:
    """The code of one language in a page."""
    return re.findall(rf"^```{language}\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), re.M | re.S)


@pytest.mark.parametrize("page", ["README.md", "docs/python.md"])
def test_the_python_examples_work_as_printed(page, dataset, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "processed").symlink_to(dataset)
    for name in ("data/raw/harrowmere-business-plan-2024-26.pdf", "plans/plan.pdf", "reports/2024.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(next(SAMPLES.glob("*.pdf")).read_bytes())
    (tmp_path / "tables").symlink_to(dataset)
    with zipfile.ZipFile(tmp_path / "plans.zip", "w") as archive:
        archive.write(tmp_path / "plans" / "plan.pdf", "plan.pdf")
    examples = blocks(page, "python")
    assert examples
    for example in examples:
        exec(compile(example, page, "exec"), {"__name__": "example"})


def test_the_duckdb_example_works_as_printed(dataset, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "processed").symlink_to(dataset)
    (query,) = blocks("README.md", "sql")
    assert len(duckdb.sql(query).fetchall()) > 0
