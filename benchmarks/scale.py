#!/usr/bin/env python3
"""How `safeplans run` grows with the corpus: documents a minute on one worker and on two, memory, the second run.

    python benchmarks/scale.py [--files N] [--few N] [--seed N]

A corpus of N (1000) PDFs that all differ (corpus.py, variants) is read on one worker, then on two, each time with an
empty cache; then again with the cache of before, and once more with one file added. A corpus of 100 shows what of the
parent's memory depends on the number of documents. Goals: two workers 1.8 times as fast as one, the second run in 3 %
of the time of the first.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from mutations import SEED, variants, write
from watching import Run, command, tables, watched


def measured(folder: Path, source: Path, name: str, workers: int, cache: str) -> Run:
    """One run, told in one line. Ends the program when it fails."""
    kept = folder / f"{cache}-cache"
    run = watched(command(source, folder / f"{name}-tables", kept, workers), kept, folder / f"{name}.log")
    if run.status != 0:
        sys.exit(f"the run {name} ended with status {run.status}:\n{run.said[-2000:]}")
    files = sum(1 for _ in source.iterdir())
    print(
        f"{name:22} {files:6} files {run.seconds:8.1f} s {60 * files / run.seconds:8.0f} documents/min   "
        f"parent {run.parent:5.0f} MB   all {run.all:5.0f} MB",
        flush=True,
    )
    return run


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1000, help="files of the large corpus (1000)")
    parser.add_argument("--few", type=int, default=100, help="files of the small one (100)")
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="safeplans-scale-") as held:
        folder = Path(held)
        *made, added = variants(asked.files + 1, asked.seed)
        write(iter(made[: asked.few]), folder / "few")
        write(iter(made), folder / "many")
        few = measured(folder, folder / "few", "few, 2 workers", 2, "few")
        one = measured(folder, folder / "many", "1 worker", 1, "one")
        two = measured(folder, folder / "many", "2 workers", 2, "two")
        again = measured(folder, folder / "many", "2 workers, again", 2, "two")
        same = tables(folder / "2 workers-tables") == tables(folder / "2 workers, again-tables")
        write(iter([added]), folder / "many")
        more = measured(folder, folder / "many", "2 workers, one added", 2, "two")
    print(f"\n2 workers are {one.seconds / two.seconds:.2f} times as fast as 1 (goal 1.8)")
    print(f"parent's memory at {asked.files} files is {two.parent / few.parent:.2f} times that at {asked.few}")
    print(
        f"second run {100 * again.seconds / two.seconds:.1f} % of the first (goal 3), "
        f"tables {'' if same else 'NOT '}alike"
    )
    print(f"with one file added {100 * more.seconds / two.seconds:.1f} %")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
