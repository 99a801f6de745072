#!/usr/bin/env python3
"""How the code is laid out: rooms, floors, what imports what; and the way of one PDF through it.

    python benchmarks/structure.py [--root FOLDER] [--document PDF] [--without-way]

By the source alone, without importing it. A room is a folder of `extractors/` or `pipeline/`; modules that stand in
none are the front, which may use all of them. `ORDER` says which stands above which.

floor      the longest way down by imports: 0 for a room that imports no other of its package
arrows     pairs of rooms of which one imports the other, wherever in a module the import stands
upwards    arrows from a room to one above it, or from `extractors/` to `pipeline/`
circles    groups of rooms, and of modules, that import one another in a ring

Then one PDF is read and its rows are made, and each call is looked at. A module is entered when a function of it runs
for the first time (what runs only because a module is imported does not count). The way is the rooms of the modules
in the order in which they are entered; a step is where the room changes, a return a step into a room in which the way
had been before. So a helper that is called a thousand times counts once, and a room whose modules are needed early
and late counts as often as it is come back to.

Ends with status 1 where there is an arrow upwards or a circle.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "raw" / "harrowmere-business-plan-2024-26.pdf"
NAME = "safeplans"
FRONT = "(front)"
ORDER: dict[str, tuple[str, ...]] = {
    "extractors": (
        *("base", "lexicon", "weights", "figures", "time", "reading"),
        *("views", "blank_columns", "about", "structures", "labelling", "ownership"),
        *("drafting", "choice", "assembly", "plan"),
    ),
    "pipeline": (
        *("base", "schema", "store"),
        *("collection", "differences", "comparison", "corrections"),
        *("running", "views", "show"),
        *("questions", "workbook", "site", "commands"),
    ),
}
"""The rooms of each package from the ground up: each may import those before it. `pipeline` may import `extractors`."""

OURS = tuple(f"{NAME}.{package}." for package in ORDER)

Room = tuple[str, str]  # package, room


@dataclass(frozen=True, slots=True)
class Module:
    """A module by its name in full, with its lines and the names in full that it imports of ours.

    `from a.b import c` imports the module a.b.c, or else something in a.b: both names are held.
    """

    name: str
    lines: int
    imports: frozenset[str]

    @property
    def room(self) -> Room:
        return room_of(self.name)


def room_of(name: str) -> Room:
    """The room of a module's or a room's own name in full: `safeplans.extractors.time.dates`."""
    package, *below = name.split(".")[1:]
    return package, below[0] if below and below[0] in ORDER[package] else FRONT


def modules(root: Path) -> dict[str, Module]:
    """Every module of the packages in `root`, by its name in full. Raises SyntaxError where one cannot be parsed."""
    found = {}
    for path in sorted(path for package in ORDER for path in (root / package).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        name = ".".join((NAME, *(parts[:-1] if parts[-1] == "__init__" else parts)))
        text = path.read_text("utf-8")
        imported = {each for node in ast.walk(ast.parse(text)) for each in _imported(node)}
        found[name] = Module(name, len(text.splitlines()), frozenset(n for n in imported if f"{n}.".startswith(OURS)))
    return found


def _imported(node: ast.AST) -> Iterable[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield str(node.module)
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def arrows(found: Mapping[str, Module]) -> dict[Room, set[Room]]:
    """Each room with the others that it imports."""
    drawn: dict[Room, set[Room]] = {module.room: set() for module in found.values()}
    for module in found.values():
        drawn[module.room] |= {room_of(name) for name in module.imports if name in found} - {module.room}
    return drawn


def upwards(drawn: Mapping[Room, set[Room]]) -> list[tuple[Room, Room]]:
    """The arrows that lead to a room above, told by `ORDER`."""
    height = {room: number for number, room in enumerate(_all_rooms())}
    return sorted((room, other) for room, others in drawn.items() for other in others if height[other] > height[room])


def _all_rooms() -> list[Room]:
    return [(package, room) for package, rooms in ORDER.items() for room in (*rooms, FRONT)]


def circles(graph: Mapping[Any, Iterable[Any]]) -> list[list[Any]]:
    """The groups of nodes of which each leads to each other."""
    number = {node: index for index, node in enumerate(graph)}
    pairs = [(number[node], number[other]) for node, others in graph.items() for other in others if other in number]
    ends = tuple(zip(*pairs, strict=True)) if pairs else ((), ())
    matrix = csr_array(([True] * len(pairs), ends), shape=(len(number), len(number)))
    groups = defaultdict(list)
    for node, group in zip(graph, connected_components(matrix, connection="strong")[1], strict=True):
        groups[group].append(node)
    return [group for group in groups.values() if len(group) > 1]


def module_circles(found: Mapping[str, Module]) -> list[list[str]]:
    """The groups of modules that import one another in a ring.

    `from package import module` imports the module: that the package is loaded on the way does not count.
    """
    imported = {name: module.imports & found.keys() for name, module in found.items()}
    return circles({name: each - {one.rpartition(".")[0] for one in each} for name, each in imported.items()})


def floors(drawn: Mapping[Room, set[Room]]) -> dict[Room, int]:
    """How many rooms of its package stand below each room, on the longest way down. Only where there is no circle."""

    @cache
    def floor(room: Room) -> int:
        return max((1 + floor(other) for other in drawn[room] if other[0] == room[0]), default=0)

    return {room: floor(room) for room in drawn}


def way(document: Path) -> list[Room]:
    """The rooms of modules in the order in which reading a PDF and making its rows first enters them.

    Raises ValueError where the document has no action.
    """
    from safeplans import Settings, extract
    from safeplans.pipeline.schema.rows import FileIdentity, document_rows

    def read() -> None:
        data = document.read_bytes()
        rows = document_rows(extract(data, Settings(document.name)), FileIdentity.of(document.name, data))
        if not rows["actions"]:
            raise ValueError(f"{document} has no action whose way could be followed")

    return [room_of(name) for name in entered(read)]


def entered(call: Callable[[], object]) -> list[str]:
    """The names of our modules of which a call runs a function, in the order in which it runs the first of each.

    What runs while a module is imported does not count.
    """
    names: dict[str, None] = {}
    importing = 0

    def look(frame: FrameType, event: str, _: object) -> None:
        nonlocal importing
        if frame.f_code.co_name == "<module>":
            importing += (event == "call") - (event == "return")
        elif event == "call" and not importing:
            names.setdefault(frame.f_globals.get("__name__", ""))

    sys.setprofile(look)
    try:
        call()
    finally:
        sys.setprofile(None)
    return [name for name in names if name.startswith(OURS)]


def steps(rooms: Iterable[Room]) -> list[Room]:
    """Rooms one after the other, without those in which the way stays."""
    taken: list[Room] = []
    for room in rooms:
        if not taken or taken[-1] != room:
            taken.append(room)
    return taken


def returns(taken: Sequence[Room]) -> Counter[Room]:
    """How often the way goes back into each room."""
    return Counter(taken) - Counter(set(taken))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository, by default this one")
    parser.add_argument("--document", type=Path, default=SAMPLE, help="the PDF whose way is followed")
    parser.add_argument("--without-way", action="store_true", help="look at the source only")
    asked = parser.parse_args(arguments)
    found = modules(asked.root)
    drawn = arrows(found)
    ringed, knotted, up = circles(drawn), module_circles(found), upwards(drawn)
    floor = {} if ringed else floors(drawn)
    for package in ORDER:
        _print_package(package, found, drawn, floor)
    print(f"arrows between rooms {sum(map(len, drawn.values()))}, of these upwards {len(up)}")
    for room, other in up:
        print(f"  {_told(room)} imports {_told(other)}")
    print(f"circles of rooms {len(ringed)}, of modules {len(knotted)}")
    for names in [*(map(_told, group) for group in ringed), *knotted]:
        print(f"  {', '.join(names)}")
    if not asked.without_way:
        taken = steps(way(asked.document))
        back = returns(taken)
        print(f"\nthe way of {asked.document.name} to its rows: {len(set(taken))} rooms, {back.total()} returns")
        print(f"  {' → '.join(map(_told, taken))}")
        print(f"  back into {', '.join(f'{_told(room)} {times}' for room, times in back.most_common())}")
    return 1 if up or ringed or knotted else 0


def _print_package(
    package: str, found: Mapping[str, Module], drawn: Mapping[Room, set[Room]], floor: Mapping[Room, int]
) -> None:
    rooms = [room for room in _all_rooms() if room[0] == package and room in drawn]
    own = {room: [module.lines for module in found.values() if module.room == room] for room in rooms}
    print(f"{package}: {len(rooms) - 1} rooms and a front, {sum(map(len, own.values()))} modules, ", end="")
    print(f"{sum(map(sum, own.values()))} lines")
    print("  floor  room            modules   lines  imports")
    for room in reversed(rooms):
        others = [name for name in (*ORDER[package], FRONT) if (package, name) in drawn[room]]
        others += ["extractors"] if package != "extractors" and any(o[0] == "extractors" for o in drawn[room]) else []
        shown = floor.get(room, "–")
        print(f"  {shown:>5}  {room[1]:15} {len(own[room]):7} {sum(own[room]):7}  {', '.join(others)}")
    print()


def _told(room: Room) -> str:
    return room[1] if room[0] == "extractors" else "/".join(room)


if __name__ == "__main__":
    sys.exit(main())
