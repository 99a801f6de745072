"""How much work a call is, counted and not timed: a slow machine fails no test."""

from __future__ import annotations

import cProfile
import sys
from collections.abc import Callable

DOUBLED = 2.5  # twice the input may take twice the steps and a little; a square takes four times


def steps(work: Callable[[], object]) -> int:
    """The number of calls, of Python's functions and of C's, while `work` runs; counted in C, which costs little."""
    before = sys.getprofile()
    counted = cProfile.Profile(subcalls=False)
    counted.enable()
    try:
        work()
    finally:
        counted.disable()
        sys.setprofile(before)
    return sum(each.callcount for each in counted.getstats())
