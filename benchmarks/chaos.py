#!/usr/bin/env python3
"""What damaged files and killed processes do to a run of `safeplans run`.

    python benchmarks/chaos.py [--files N] [--hostile big|small|none] [--kills N] [--resume-files N] [--seed N]
                               [--workers N] [--timeout SECONDS]

First a corpus of N (1000) damaged files (corpus.py, mutations) goes through one run. It must end by itself with every
file told, whatever became of it. `longest pause` is the longest time in which no result was kept: no file took less.

Then files that were made to harm (hostile.py: bombs, entities, a million rows, wrong names …) go through another run,
among them a plan of each kind. Each must be told with a code that it is due and with what to do, the plans must give
the rows that they give alone, and a server that entities, links and formulas lead to must not be asked for anything.

Then a smaller corpus (120 valid and damaged files) is read while processes are killed (SIGKILL): each time at a random
moment, in turn the parent and one of its workers. After the parent's death the same command is given again; the
results that were kept are not made anew. At the end the tables are laid beside those of an uninterrupted run.

Exit status 1 if a run gave up, a file is told nowhere or otherwise than it must be, a document hung, or rows were lost
or doubled.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import psutil
from hostile import BIG, SECRET, SMALL, Hostile, Size, attacks, ends, faults, listening, plans
from mutations import SEED, mutations, variants, write
from watching import Run, column, command, tables, watched


def damaged(folder: Path, files: int, workers: int, timeout: float, seed: int) -> bool:
    """One run over damaged files; does what must hold hold?"""
    source, output, cache = folder / "damaged", folder / "damaged-tables", folder / "damaged-cache"
    written = write(mutations(files, seed), source)
    run = watched(command(source, output, cache, workers, timeout), cache, folder / "damaged.log")
    print(f"{len(written)} damaged files, {workers} workers, {run.seconds:.0f} s, exit status {run.status}")
    if run.status != 0:
        print(run.said[-2000:])
        return False
    documents = column(output, "documents", "source", "status")
    problems = column(output, "problems", "source", "severity", "code")
    told = {name for name, *_ in documents} | {name for name, *_ in problems}
    untold = {path.name for path in written} - {Path(str(name)).name for name in told}
    status = Counter(str(status) for _, status in documents)
    codes = Counter(str(code) for _, severity, code in problems if severity == "error")
    print("documents    " + ", ".join(f"{n} {name}" for name, n in sorted(status.items())))
    print("errors       " + (", ".join(f"{n} {name}" for name, n in codes.most_common()) or "none"))
    hung, crashed = codes["timeout"], codes["crashed"]
    print(f"files told nowhere {len(untold)}, hung {hung}, crashed {crashed}, longest pause {run.pause:.1f} s")
    print(f"most memory  parent {run.parent:.0f} MB, all processes {run.all:.0f} MB")
    return not untold and not hung


def hostile(folder: Path, size: Size, workers: int, timeout: float) -> bool:
    """One run over the files that were made to harm, and a plan of each kind; does each end as it must?"""
    source, output, cache = folder / "hostile", folder / "hostile-tables", folder / "hostile-cache"
    alone, alone_tables = folder / "alone", folder / "alone-tables"
    secret = folder / "secret.txt"
    secret.write_text(SECRET)
    for suffix, data in plans().items():
        for place in (source, alone):
            place.mkdir(exist_ok=True)
            (place / f"plan{suffix}").write_bytes(data)
    due: dict[str, Hostile] = {}
    with listening() as (address, asked):
        for attack, made in attacks(size, address, secret.as_uri()).items():
            (source / attack).mkdir()
            for each in made():
                (source / attack / each.name).write_bytes(each.data)
                due[f"{attack}/{each.name}"] = replace(each, data=b"")
        run = watched(command(source, output, cache, workers, timeout), cache, folder / "hostile.log")
    print(f"\n{len(due)} hostile files, {workers} workers, {run.seconds:.0f} s, exit status {run.status}")
    if run.status != 0:
        print(run.said[-2000:])
        return False
    single = watched(
        command(alone, alone_tables, folder / "alone-cache", workers, timeout), cache, folder / "alone.log"
    )
    found = ends(output, due)
    wrong = [f"{name}: {fault}" for name, each in due.items() for fault in faults(each, found.get(name))]
    codes = Counter(code for end in found.values() for code in end.errors)
    print("errors       " + ", ".join(f"{n} {name}" for name, n in codes.most_common()))
    rows, rows_alone = tables(output), tables(alone_tables)
    printed = sum(SECRET in row for table in rows.values() for row in table)
    plan_rows = {name: rows_alone[name] for name in ("objectives", "actions", "owners", "dates", "measures")}
    lost = sum((table - rows[name]).total() for name, table in plan_rows.items())
    print(
        f"otherwise than they must be {len(wrong)}, hung {codes['timeout']}, crashed {codes['crashed']}, longest pause "
        f"{run.pause:.1f} s"
    )
    print(
        f"requests {len(asked)}, rows with the secret {printed}, rows of the plans among them lost {lost} of "
        f"{sum(table.total() for table in plan_rows.values())}"
    )
    print(f"most memory  parent {run.parent:.0f} MB, all processes {run.all:.0f} MB")
    for line in wrong:
        print(f"  {line}")
    return not wrong and not asked and not printed and not lost and single.status == 0


def killed(folder: Path, files: int, kills: int, workers: int, timeout: float, seed: int) -> bool:
    """Runs whose processes are killed, taken up again; are the tables those of an uninterrupted one?"""
    source = folder / "killed"
    write(variants(files // 2, seed), source)
    write(mutations(files - files // 2, seed + 1), source)
    whole, whole_cache = folder / "whole-tables", folder / "whole-cache"
    reference = watched(command(source, whole, whole_cache, workers, timeout), whole_cache, folder / "whole.log")
    print(f"\n{files} files uninterrupted in {reference.seconds:.0f} s, exit status {reference.status}")
    chance = random.Random(seed)
    output, cache = folder / "killed-tables", folder / "killed-cache"
    moments = [chance.uniform(0.15, 0.85) * reference.seconds / 2 for _ in range(kills)]
    done = {"parent": 0, "worker": 0}
    spent, runs, gave_up = 0.0, 0, 0
    last: Run | None = None
    while moments or last is None or last.status != 0:
        killer = _Killer(moments, chance, done)
        last = watched(command(source, output, cache, workers, timeout), cache, folder / "killed.log", killer)
        spent, runs = spent + last.seconds, runs + 1
        if last.status not in (0, -9):
            gave_up += 1
            print(f"the run gave up: {last.said.strip()[-300:]}")
            if gave_up > kills:
                return False
        if last.status == 0 and moments:  # what is left to be read is too little to be killed at: begin anew
            _emptied(cache)
    print(
        f"killed: parent {done['parent']} times, single workers {done['worker']} times; {runs} runs, "
        f"{gave_up} of them gave up, {spent:.0f} s"
    )
    a, b = tables(whole), tables(output)
    lost = {name: (rows - b.get(name, Counter())).total() for name, rows in a.items()}
    more = {name: (rows - a.get(name, Counter())).total() for name, rows in b.items()}
    doubled = {name: sum(n - 1 for n in (rows - a.get(name, Counter())).values() if n > 1) for name, rows in b.items()}
    rows = sum(r.total() for r in a.values())
    print(f"of {rows} rows in {len(a)} tables: lost {sum(lost.values())}, other or doubled {sum(more.values())}")
    for name in sorted(set(a) | set(b)):
        if lost.get(name) or more.get(name):
            print(
                f"  {name}: {lost.get(name, 0)} lost, {more.get(name, 0)} more, {doubled.get(name, 0)} of them doubled"
            )
    return not gave_up and not any(lost.values()) and not any(more.values())


class _Killer:
    """Kills a worker, and then the parent, each at the next of the moments (seconds since the start of a run)."""

    def __init__(self, moments: list[float], chance: random.Random, done: dict[str, int]) -> None:
        self._moments, self._chance, self._done = moments, chance, done
        self._after = 0.0

    def __call__(self, parent: psutil.Process, seconds: float) -> None:
        if not self._moments or seconds < self._after + self._moments[-1]:
            return
        children = parent.children(recursive=True)
        single = self._done["worker"] <= self._done["parent"]
        if single and not children:
            return
        with contextlib.suppress(psutil.NoSuchProcess):
            (self._chance.choice(children) if single else parent).kill()
            self._done["worker" if single else "parent"] += 1
            self._moments.pop()
            self._after = seconds


def _emptied(cache: Path) -> None:
    for path in sorted(cache.rglob("*"), reverse=True):
        if path.is_file():
            path.unlink()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1000, help="damaged files in one run (1000)")
    parser.add_argument("--resume-files", type=int, default=120, help="files of the runs that are killed (120)")
    parser.add_argument(
        "--hostile", choices=("big", "small", "none"), default="big", help="files that were made to harm (big)"
    )
    parser.add_argument("--kills", type=int, default=10, help="processes that are killed (10)")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--timeout", type=float, default=60, help="seconds for one document (60)")
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="safeplans-chaos-") as held:
        folder = Path(held)
        good = damaged(folder, asked.files, asked.workers, asked.timeout, asked.seed) if asked.files else True
        if asked.hostile != "none":
            good &= hostile(folder, BIG if asked.hostile == "big" else SMALL, asked.workers, asked.timeout)
        if asked.kills:
            good &= killed(folder, asked.resume_files, asked.kills, asked.workers, asked.timeout, asked.seed)
    print("\nall held" if good else "\nnot all held")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
