#!/usr/bin/env python3
"""How many ways lead through each function (cyclomatic complexity, ruff's C901), part by part, the most complex first.

    python benchmarks/complexity.py [--root FOLDER] [--most N]

Ends with status 1 when a function is over the limit of its part. A function that is near it is divided by what it
means, so that each half can be named; a function that cannot be named is none.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
LIMITS = {
    "extractors": 20,
    # What stands on a page has more cases than what it means: what was printed cannot be divided by us.
    "extractors/reading": 25,
    # The rules of the first round are one of the readings and will leave; until then they get no worse.
    "extractors/plan": 25,
    "pipeline": 20,
    "safeplans": 20,
    "benchmarks": 20,
    "corpus": 20,
    "docs": 20,
}
"""The most that a function of each folder may have; a folder inside another has its own limit."""

_MESSAGE = re.compile(r"`(?P<name>.+)` is too complex \((?P<complexity>\d+) > 0\)")


@dataclass(frozen=True, slots=True)
class Function:
    part: str
    place: str
    name: str
    complexity: int

    @property
    def over(self) -> bool:
        return self.complexity > LIMITS[self.part]


def functions(root: Path) -> list[Function]:
    """Every function under the folders of `LIMITS` in `root`, the most complex first.

    Raises subprocess.CalledProcessError where ruff cannot read a file.
    """
    folders = [name for name in LIMITS if (root / name).is_dir()]
    # Each is «too complex» for a limit of 0, and so is told; what a line says against being told is not heeded.
    command = [
        *(sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--ignore-noqa", "--exit-zero"),
        *("--target-version", "py311", "--select", "C901", "--config", "lint.mccabe.max-complexity=0"),
        *("--output-format", "json", *folders),
    ]
    told = json.loads(subprocess.run(command, cwd=root, stdout=subprocess.PIPE, check=True).stdout)
    found = set()
    for each in told:
        path = PurePosixPath(Path(each["filename"]).resolve().relative_to(root.resolve()).as_posix())
        message = _MESSAGE.search(each["message"])
        if message is None:
            raise ValueError(f"{path}:{each['location']['row']}: {each['message']}")
        part = max((name for name in LIMITS if path.is_relative_to(name)), key=len)
        place = f"{path}:{each['location']['row']}"
        found.add(Function(part, place, message["name"], int(message["complexity"])))
    return sorted(found, key=lambda f: (-f.complexity, f.place))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository, by default this one")
    parser.add_argument("--most", type=int, default=3, metavar="N", help="functions told of each part (3)")
    asked = parser.parse_args(arguments)
    found = functions(asked.root)
    for part, limit in LIMITS.items():
        own = [f for f in found if f.part == part]
        if not own:
            continue
        print(f"{part}: {len(own)} functions, the most complex {own[0].complexity}, limit {limit}")
        for function in own[: max(asked.most, sum(f.over for f in own))]:
            print(f"  {function.complexity:3} {function.name}  {function.place}{'  OVER' if function.over else ''}")
    over = sum(f.over for f in found)
    if over:
        print(f"\n{over} over the limit: divide {'it' if over == 1 else 'them'} by what the parts mean.")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
