"""The rooms of `pipeline/`: the lower never imports the higher, and `extractors/` imports none of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = (
    *("base", "schema", "store"),
    *("differences", "comparison", "corrections"),
    *("running", "views", "show"),
    *("questions", "workbook", "site", "commands"),
)
"""From the ground up: each may import those before it."""


def names(path: Path) -> list[str]:
    """The dotted name of a module, in parts."""
    return list(path.relative_to(ROOT).with_suffix("").parts)


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
        yield names(path), [parts for parts in found if parts[0] in ("extractors", "pipeline")]


def test_each_room_of_the_pipeline_is_on_a_floor():
    assert {path.parent.name for path in (ROOT / "pipeline").glob("*/__init__.py")} == set(ROOMS)
    assert {path.name for path in (ROOT / "pipeline").glob("*.py")} == {"__init__.py", "__main__.py"}


def test_a_room_imports_no_higher_one():
    upwards = [
        f"{'.'.join(module)} imports {'.'.join(parts)}"
        for module, imported in modules("pipeline")
        if module[1] in ROOMS
        for parts in imported
        if parts[0] == "pipeline" and (parts[1] not in ROOMS or ROOMS.index(parts[1]) > ROOMS.index(module[1]))
    ]
    assert upwards == []


def test_the_extractors_import_nothing_of_the_pipeline():
    assert [module for module, imported in modules("extractors") for parts in imported if parts[0] == "pipeline"] == []


def test_no_module_of_the_pipeline_is_imported_by_one_that_it_imports():
    graph = dict[str, set[str]]()
    for module, imported in modules("pipeline"):
        # `from a.b import c` names the module a.b.c, or else something in a.b
        found = {".".join(parts[:size]) for parts in imported for size in (len(parts), len(parts) - 1)}
        graph[".".join(module)] = found
    for name, found in graph.items():
        graph[name] = found & graph.keys()
    TopologicalSorter(graph).prepare()
