"""What the project says of itself in several places is the same in all of them."""

from __future__ import annotations

import ast
import re
import runpy
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml

from safeplans.pipeline.store import archives
from safeplans.pipeline.store.discovery import SUFFIXES

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_the_citation_says_what_the_package_says():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert cited["cff-version"] == "1.2.0"
    assert cited["title"] == PROJECT["name"]
    assert cited["version"] == PROJECT["version"]
    assert cited["abstract"].strip(" .") == PROJECT["description"]
    assert cited["keywords"] == PROJECT["keywords"]
    assert [author["name"] for author in cited["authors"]] == [author["name"] for author in PROJECT["authors"]]


def test_there_is_no_licence_until_the_owners_choose_one_and_the_readme_says_so():
    assert not [*ROOT.glob("LICEN[CS]E*"), *ROOT.glob("COPYING*")]
    assert "license" not in PROJECT
    assert "no licence yet" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("suffix", [*SUFFIXES, archives.SUFFIX])
def test_the_readme_names_every_suffix_that_a_run_reads(suffix):
    assert f"`{suffix}`" in (ROOT / "README.md").read_text("utf-8")


def test_the_api_pages_are_up_to_date():
    written = runpy.run_path(str(ROOT / "docs" / "api.py"))["page"]()
    assert (ROOT / "docs" / "api.md").read_text("utf-8") == written, "run: make docs"


@pytest.mark.parametrize("page", sorted(path.name for path in (ROOT / "docs").glob("*.md") if path.name != "README.md"))
def test_the_index_leads_to_every_page(page):
    assert f"({page})" in (ROOT / "docs" / "README.md").read_text("utf-8")


def test_every_dependency_at_run_time_is_imported_at_run_time():
    """What only a test or a benchmark imports is no burden of the user's."""
    imported = set()
    for package in ("extractors", "pipeline"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    imported |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom):
                    imported.add(str(node.module).partition(".")[0])
    given = metadata.packages_distributions()
    used = {_name(distribution) for module in imported for distribution in given.get(module, ())}
    asked = {_name(re.split(r"[^\w.-]", dependency)[0]) for dependency in PROJECT["dependencies"]}
    assert asked
    assert asked <= used


def _name(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()
