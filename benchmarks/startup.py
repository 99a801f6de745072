#!/usr/bin/env python3
"""What a command costs before it works, and what a second run over unchanged plans costs, as ratios in the same run.

    python benchmarks/startup.py [--times N] [--plans N] [--pages N] [--without-runs]

Start-up is held against `python -c 'import click'`, the least that a command line of this kind can cost (goal: 3 times
at most); a second run against the first (goal: 3 % for plans of ordinary size). The second run is mostly start-up,
pandas among it, which pyarrow loads by itself; so it weighs more the fewer and the smaller the plans. All are seconds
of processor time, those of worker processes with them: the clock would measure what else the machine does.
"""

from __future__ import annotations

import argparse
import io
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
from machine import ROOT
from mutations import SAMPLES, samples, titled
from watching import command

from safeplans.pipeline.commands.cli import main as safeplans

GOAL_START, GOAL_AGAIN = 3.0, 0.03
LEAST = ("-c", "import click")


def seconds(*arguments: str) -> float:
    """Processor time of a Python process and of those that it starts. Ends the program when it fails."""
    before = _spent()
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)} ended with status {done.returncode}:\n{done.stderr[-2000:]}")
    return _spent() - before


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def starts(times: int) -> list[tuple[str, float, float]]:
    """Each command with its median ratio, and its median seconds. What is compared is measured in turn."""
    calls = [("--version",), ("--help",), *((name, "--help") for name in sorted(safeplans.commands))]
    calls += [("tables",), ("codes",)]
    least: list[float] = []
    taken: dict[tuple[str, ...], list[float]] = {call: [] for call in calls}
    for _ in range(times):
        least.append(seconds(*LEAST))
        for call in calls:
            taken[call].append(seconds("-m", "safeplans", *call))
    base = statistics.median(least)
    return [(" ".join(call), statistics.median(each) / base, statistics.median(each)) for call, each in taken.items()]


def plans(number: int, pages: int, folder: Path) -> None:
    """Write so many PDFs of at least so many pages, no two alike: samples put one behind another."""
    sources = [pdfium.PdfDocument(path) for path in samples(SAMPLES, ".pdf")]
    folder.mkdir()
    for index in range(number):
        made = pdfium.PdfDocument.new()
        source = index
        while len(made) < pages:
            made.import_pages(sources[source % len(sources)])
            source += 1
        held = io.BytesIO()
        made.save(held)
        made.close()
        (folder / f"{index:03}.pdf").write_bytes(titled(held.getvalue(), f"Plan {index}"))
    for each in sources:
        each.close()


def runs(number: int, pages: int) -> tuple[float, float]:
    """Seconds of a first and of a second run over plans of at least so many pages."""
    with tempfile.TemporaryDirectory(prefix="safeplans-startup-") as held:
        folder = Path(held)
        plans(number, pages, folder / "plans")
        call = command(folder / "plans", folder / "tables", folder / "cache", timeout=0)[1:]
        return seconds(*call), seconds(*call)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5, help="measurements of each start, of which the median (5)")
    parser.add_argument("--plans", type=int, default=100, help="plans that are read twice (100, as partnerships are)")
    parser.add_argument("--pages", type=int, default=24, help="least pages of a plan of ordinary size (24)")
    parser.add_argument("--without-runs", action="store_true", help="measure starts only")
    asked = parser.parse_args(arguments)
    over = 0
    print(f"start-up beside `python {' '.join(LEAST)}` (goal {GOAL_START:g} at most)")
    for name, ratio, each in starts(asked.times):
        over += ratio > GOAL_START
        print(f"  {ratio:5.2f}  safeplans {name}  ({each:.2f} s){'  OVER' if ratio > GOAL_START else ''}")
    if not asked.without_runs:
        for kind, pages in (("ordinary", asked.pages), ("tiny", 1)):
            first, again = runs(asked.plans, pages)
            missed = kind == "ordinary" and again > GOAL_AGAIN * first
            over += missed
            goal = f" (goal {GOAL_AGAIN:.0%} at most){'  OVER' if missed else ''}" if kind == "ordinary" else ""
            print(
                f"second run over {asked.plans} {kind} plans of {pages} pages or more: {again / first:.1%} of the first"
                f"{goal}, {again:.1f} s of {first:.1f} s"
            )
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
