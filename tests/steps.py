"""How much work a call is, counted and not timed: a slow machine fails no test."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

DOUBLED = 2.5  # twice the input may take twice the steps and a little; a square takes four times


def steps(work: Callable[[], object]) -> int:
    """The number of calls and returns, of Python's functions and of C's, while `work` runs."""
    taken = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal taken
        taken += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return taken
