"""Python's search for cycles, made seldom while a document is worked on.

Reading makes some thousand objects a page: words, lines, cells. None of them refers back to what refers to it, so that
the search finds nothing, time after time: some 2 % of the time that a document takes. They
are given back as ever when nothing refers to them.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_OBJECTS = 10_000  # made and not given back, before a search; some two megabytes at most, if all were in cycles


@contextmanager
def seldom() -> Iterator[None]:
    """Cycles are searched for seldom while this holds; also a decorator. A caller's own rarer search stays."""
    before = gc.get_threshold()
    if 0 < before[0] < _OBJECTS:
        gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
