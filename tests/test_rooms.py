"""The rooms of `extractors/` and `pipeline/`: the lower never imports the higher, nor `extractors/` the pipeline."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))
from structure import ORDER  # noqa: E402  (which room stands above which; `make structure` prints it)

FRONT = {"extract", "explaining", "components"}  # modules of `extractors/` itself, over all its rooms


def modules(package: str) -> Iterator[tuple[list[str], list[list[str]]]]:
    """Each module of a package with what of ours it imports, functions' own imports too."""
    for path in sorted((ROOT / package).rglob("*.py")):
        found = []
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found += [alias.name.split(".") for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path}: imports are written in full"
                found += [[*str(node.module).split("."), alias.name] for alias in node.names]
        module = ["safeplans", *path.relative_to(ROOT).with_suffix("").parts]
        yield module, [parts for parts in found if parts[0] == "safeplans"]


def test_each_room_of_the_pipeline_is_on_a_floor():
    assert {path.parent.name for path in (ROOT / "pipeline").glob("*/__init__.py")} == set(ORDER["pipeline"])
    assert {path.name for path in (ROOT / "pipeline").glob("*.py")} == {"__init__.py", "__main__.py"}


def test_each_room_of_the_extractors_is_on_a_floor():
    assert {path.parent.name for path in (ROOT / "extractors").glob("*/__init__.py")} == {
        *ORDER["extractors"],
        "vocabulary",
    }
    assert {path.stem for path in (ROOT / "extractors").glob("*.py")} == {"__init__"} | FRONT


@pytest.mark.parametrize(("package", "rooms"), ORDER.items())
def test_a_room_imports_no_higher_one(package, rooms):
    upwards = []
    for module, imported in modules(package):
        room = module[2]
        within_reach = rooms[: rooms.index(room) + 1] if room in rooms else (*rooms, *FRONT)
        for parts in imported:
            below = parts[1] == "extractors" and package == "pipeline"
            if not below and (parts[1] != package or (len(parts) > 2 and parts[2] not in within_reach)):
                upwards.append(f"{'.'.join(module)} imports {'.'.join(parts)}")
    assert upwards == []


def test_the_extractors_import_nothing_but_one_another():
    assert {parts[1] for _, imported in modules("extractors") for parts in imported} == {"extractors"}


@pytest.mark.parametrize("package", ORDER)
def test_no_module_is_imported_by_one_that_it_imports(package):
    graph = dict[str, set[str]]()
    for module, imported in modules(package):
        # `from a.b import c` names the module a.b.c, or else something in a.b
        found = {".".join(parts[:size]) for parts in imported for size in (len(parts), len(parts) - 1)}
        graph[".".join(module)] = found
    for name, found in graph.items():
        graph[name] = found & graph.keys()
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("folder", ["extractors", "pipeline", "tests", "benchmarks", "corpus", "docs", "notebooks"])
def test_the_packages_are_imported_by_their_public_name_alone(folder):
    """By the names of their folders they would be loaded a second time, with classes that equal nothing."""
    files = [path for path in (ROOT / folder).rglob("*.py") if "samples" not in path.parts]
    imported = re.compile(r"^\s*(?:from|import) (?:extractors|pipeline)\b", re.MULTILINE)
    assert [path for path in files if imported.search(path.read_text("utf-8"))] == []
