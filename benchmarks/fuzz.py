#!/usr/bin/env python3
"""Looks for bytes that extraction cannot bear: with Atheris where it is installed, else with Hypothesis.

    python benchmarks/fuzz.py [--minutes N] [--kind text|pdf]

Anything but facts of a known status is a find: with Atheris the bytes are in a file crash-…, with Hypothesis they are
printed. Atheris is guided by the code that is reached (pip install atheris); Hypothesis only damages the samples.
"""

from __future__ import annotations

import argparse
import random
import sys
import time

from mutations import PDF_MUTATIONS, SEED, TEXT_MUTATIONS, samples

from safeplans.extractors.base.settings import Settings
from safeplans.extractors.extract import extract


def one_input(data: bytes, kind: str) -> None:
    """Extract from some bytes. Raises what the extraction lets through, and AssertionError for an unknown status."""
    name = "plan.pdf" if kind == "pdf" else "plan.txt"
    found = extract(b"%PDF-1.7\n" + data if kind == "pdf" and b"%PDF-" not in data else data, Settings(file_name=name))
    assert found.status in ("ok", "partial", "failed"), found.status
    for line in found.lines:
        line.encode()


def guided(kind: str, minutes: float) -> None:
    import atheris  # type: ignore[import-not-found, unused-ignore]

    atheris.instrument_all()
    atheris.Setup([sys.argv[0], f"-max_total_time={60 * minutes:.0f}"], lambda data: one_input(data, kind))
    atheris.Fuzz()


def unguided(kind: str, minutes: float) -> None:
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st

    sources = [p.read_bytes() for p in samples() if (p.suffix == ".pdf") == (kind == "pdf")]
    damages = PDF_MUTATIONS if kind == "pdf" else TEXT_MUTATIONS
    ends, tried = time.monotonic() + 60 * minutes, 0

    def damaged(source: bytes, wounds: list[int]) -> bytes:
        for wound in wounds:
            chance = random.Random(wound)
            source = chance.choice(damages)(source, chance) or b" "
        return source

    wounds = st.lists(st.integers(0, 2**32), min_size=1, max_size=4)

    @settings(max_examples=200, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.binary(max_size=2000) | st.builds(damaged, st.sampled_from(sources), wounds))
    def trial(data: bytes) -> None:
        nonlocal tried
        if time.monotonic() < ends:
            tried += 1
            one_input(data, kind)

    while time.monotonic() < ends:
        trial()
    print(f"{tried} inputs, nothing found (seed of the corpus {SEED})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--kind", choices=("text", "pdf"), default="text")
    asked = parser.parse_args()
    try:
        guided(asked.kind, asked.minutes)
    except ImportError:
        unguided(asked.kind, asked.minutes)


if __name__ == "__main__":
    main()
