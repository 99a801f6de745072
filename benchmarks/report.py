#!/usr/bin/env python3
"""The report at the size of a national panel's question: how long it takes to make, how large it is, how fast it opens.

    python benchmarks/report.py [--partnerships N] [--seed N] [--keep FOLDER]

For N (150) partnerships of the register a plan and an annual report each are invented (report_documents.py) and read by
the pipeline. Then `safeplans compare` and `safeplans report`, with and without pictures, are timed, and pages opened in
Chromium from disk. Goals on two cores: the report with pictures in less than 3 minutes; the overview ready for a click
in less than 1.5 s; an answer of the search in less than 0.1 s.

--keep FOLDER   where documents and tables stay, and are taken from the next time
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
from chromium import browser
from playwright.sync_api import BrowserContext
from report_documents import documents

SEED = 2025
_BUILD_GOAL, _READY_GOAL, _ANSWER_GOAL = 180.0, 1.5, 0.1  # seconds
_TIMES = 3
_QUERIES = ("neglect", "n", "train midwives", "quality assurance subgroup", "zebra")
_QUIET = 500  # milliseconds without a long task, after which a page is ready

_WATCH = """
self.longTasks = [];
new PerformanceObserver(list => longTasks.push(...list.getEntries())).observe({type: "longtask", buffered: true});
"""
_READY = f"""() => new Promise(done => {{
  const look = () => {{
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    const last = Math.max(paint ? paint.startTime : performance.now(),
                          performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
                          ...longTasks.map(task => task.startTime + task.duration));
    if (performance.now() - last < {_QUIET}) return setTimeout(look, 50);
    done([paint.startTime, last, longTasks.reduce((sum, task) => sum + task.duration, 0)]);
  }};
  look();
}})"""
_ANSWER = """([words]) => new Promise(done => {
  const field = document.getElementById("q"), count = document.getElementById("count"), before = count.textContent;
  new MutationObserver((_, self) => {
    self.disconnect();
    requestAnimationFrame(() => setTimeout(() => done([performance.now() - started, before, count.textContent])));
  }).observe(count, {childList: true, characterData: true, subtree: true});
  const started = performance.now();
  field.value = words;
  field.form.requestSubmit();
})"""


@dataclass(frozen=True, slots=True)
class Opened:
    """How a page opened, in seconds: first words on it, ready for a click, and all long tasks together."""

    painted: float
    ready: float
    busy: float


def timed(*arguments: object) -> float:
    """Seconds that a command of safeplans takes. Ends the program when it fails."""
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "safeplans", *map(str, arguments)],
        capture_output=True, text=True, cwd=Path(__file__).parents[1], check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(
            f"safeplans {arguments[0]} ended with status {done.returncode}:\n{(done.stdout + done.stderr)[-2000:]}"
        )
    return time.monotonic() - started


def made(folder: Path, partnerships: int, seed: int) -> tuple[Path, Path]:
    """The folders of documents and tables, taken from `folder` where they are there."""
    plans, tables = folder / f"documents-{partnerships}-{seed}", folder / f"tables-{partnerships}-{seed}"
    if not plans.is_dir():
        plans.mkdir(parents=True)
        for name, data in documents(partnerships, seed):
            (plans / name).write_bytes(data)
    if not (tables / "datapackage.json").is_file():
        told("safeplans run", timed("run", plans, "--output", tables, "--cache", folder / "cache"))
    return plans, tables


def told(what: str, seconds: float, goal: float | None = None) -> bool:
    """Print one figure; is it within its goal?"""
    within = goal is None or seconds < goal
    aim = "" if goal is None else f"   goal {goal:g} s{'' if within else ': MISSED'}"
    print(f"{what:46} {seconds:9.3f} s{aim}", flush=True)
    return within


def told_size(what: str, paths: Sequence[Path]) -> None:
    print(f"{what:46} {sum(path.stat().st_size for path in paths) / 1e6:9.2f} MB in {len(paths):,} files", flush=True)


def opened(context: BrowserContext, path: Path, anchor: str = "") -> Opened:
    """How a page opens from disk; the median of several times."""
    seen = []
    for _ in range(_TIMES):
        page = context.new_page()
        page.add_init_script(_WATCH)
        page.goto(path.as_uri() + anchor)
        seen.append([value / 1000 for value in page.evaluate(_READY)])
        page.close()
    return Opened(*(statistics.median(each) for each in zip(*seen, strict=True)))


def answered(context: BrowserContext, path: Path, queries: Sequence[str]) -> list[float]:
    """Seconds from each query to its answer on the screen, on a search page that has become ready."""
    page = context.new_page()
    page.add_init_script(_WATCH)
    page.goto(path.as_uri())
    page.evaluate(_READY)
    seconds = []
    for words in queries:
        took, before, after = page.evaluate(_ANSWER, [words])
        if before == after:
            sys.exit(f"the search for {words!r} changed nothing")
        seconds.append(took / 1000)
    page.close()
    return seconds


def in_browser(site: Path) -> bool:
    """Print how pages open; are the goals met?"""
    evidence = max(site.glob("evidence/*/page-*.html"), key=lambda path: path.stat().st_size)
    largest = max(site.glob("partnerships/*.html"), key=lambda path: path.stat().st_size)
    met = True
    with browser() as started:
        context = started.new_context(viewport={"width": 1280, "height": 900})
        for name, path, goal in (
            ("index.html", site / "index.html", _READY_GOAL),
            ("search.html", site / "search.html", None),
            ("the largest page of a partnership", largest, None),
            ("the largest evidence page", evidence, None),
        ):
            seen = opened(context, path)
            told(f"{name}: first paint", seen.painted)
            met &= told(f"{name}: ready", seen.ready, goal)
            told(f"{name}: long tasks", seen.busy)
        first, *others = answered(context, site / "search.html", _QUERIES)
        met &= told("search: the first answer", first, _ANSWER_GOAL)
        met &= told("search: the slowest of the others", max(others), _ANSWER_GOAL)
    return met


def measure(folder: Path, partnerships: int, seed: int) -> bool:
    plans, tables = made(folder, partnerships, seed)
    counts = {
        name: pq.read_metadata(tables / f"{name}.parquet").num_rows
        for name in ("objectives", "actions", "owners", "dates", "measures")
    }
    print(f"{partnerships} partnerships, {sum(1 for _ in plans.iterdir())} documents with invented text: "
          + ", ".join(f"{count:,} {name}" for name, count in counts.items()))  # fmt: skip
    told("safeplans compare", timed("compare", tables))
    site = folder / "site"
    told(
        "safeplans report --no-pictures",
        timed("report", tables, "--output", site, "--documents", plans, "--no-pictures"),
    )
    met = told("safeplans report", timed("report", tables, "--output", site, "--documents", plans), _BUILD_GOAL)
    files = sorted(path for path in site.rglob("*") if path.is_file())
    told_size("site", files)
    told_size("  pictures", [path for path in files if path.suffix == ".webp"])
    told_size("  evidence pages", [path for path in files if path.suffix == ".html" and "evidence" in path.parts])
    told_size("  pages of partnerships", list(site.glob("partnerships/*.html")))
    told_size("  search data", list(site.glob("assets/data-*.js")))
    told_size("  index.html", [site / "index.html"])
    return in_browser(site) and met


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--partnerships", type=int, default=150)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="safeplans-report-") as held:
        folder = Path(held) if asked.keep is None else asked.keep.resolve()
        return 0 if measure(folder, asked.partnerships, asked.seed) else 1


if __name__ == "__main__":
    sys.exit(main())
