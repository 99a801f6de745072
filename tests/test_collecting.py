"""Python's search for cycles while a document is worked on."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from safeplans.extractors.base.collecting import seldom


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def test_cycles_are_searched_for_seldom_and_then_as_before() -> None:
    with seldom():
        assert gc.get_threshold()[0] > 700
    assert gc.get_threshold() == (700, 10, 10)


def test_an_error_leaves_the_search_as_it_was() -> None:
    with pytest.raises(ValueError, match="broken"), seldom():
        raise ValueError("broken")
    assert gc.get_threshold() == (700, 10, 10)


@pytest.mark.parametrize("own", [0, 1_000_000])
def test_who_searches_never_or_more_seldom_keeps_to_that(own: int) -> None:
    gc.set_threshold(own, 10, 10)
    with seldom():
        assert gc.get_threshold()[0] == own
