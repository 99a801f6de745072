"""Plain text laid out with its marks whole: wrapping and columns."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.layout import columns, printed_length, wrap
from corpus.marks import parse, words

LABELS = ["action a1", "lead a1", "who a1#1", "due a1+a2", "narrative", "head lead"]


def printed(line: str) -> str:
    return re.sub(r"⟦[^|⟦⟧]*\||⟧", "", line)


def labelled(marked: str) -> list[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]]:
    """The words of a marked text with the labels and keys round each."""
    return [(w.text, tuple((m.label, m.keys) for m in w.labels)) for w in words(parse(marked), markup=False)]


def _run(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Pieces with blanks, line breaks or nothing between."""
    between = st.sampled_from([" ", " ", "  ", "\n", ""])
    return st.lists(st.tuples(inner, between), min_size=1, max_size=6).map(lambda told: "".join(map("".join, told)))


WORD = st.text("abcé(,.—", min_size=1, max_size=9)
MARKED = _run(
    st.recursive(
        WORD, lambda inner: st.builds(lambda label, run: f"⟦{label}|{run}⟧", st.sampled_from(LABELS), _run(inner))
    )
)


def test_printed_length_is_that_without_marks() -> None:
    assert printed_length("(⟦lead a1|⟦who|QA⟧ Group⟧)") == len("(QA Group)")


def test_a_text_that_fits_is_one_line() -> None:
    assert wrap("See ⟦lead a1|QA⟧ now", 10) == ["See ⟦lead a1|QA⟧ now"]


def test_a_mark_is_closed_at_the_end_of_a_line_and_opened_in_the_next() -> None:
    assert wrap("⟦action a1|Audit ⟦who|QA Group⟧⟧", 8) == ["⟦action a1|Audit ⟦who|QA⟧⟧", "⟦action a1|⟦who|Group⟧⟧"]


def test_a_bracket_stays_with_the_mark_that_it_opens_before() -> None:
    assert wrap("Audit files (⟦lead a1|QA Group⟧)", 13) == ["Audit files", "(⟦lead a1|QA Group⟧)"]


def test_a_word_that_is_too_long_stands_alone() -> None:
    assert wrap("a safeguarding b", 6) == ["a", "safeguarding", "b"]


def test_no_words_are_one_empty_line() -> None:
    assert wrap("", 20) == wrap("⟦lead a1|⟧", 20) == [""]


@given(MARKED, st.integers(1, 30))
def test_wrapping_changes_no_word_and_no_order(marked: str, width: int) -> None:
    assert [w for line in wrap(marked, width) for w in printed(line).split()] == printed(marked).split()


@given(MARKED, st.integers(1, 30))
def test_no_line_is_wider_than_allowed_unless_one_word_is(marked: str, width: int) -> None:
    for line in wrap(marked, width):
        assert printed_length(line) <= width or len(printed(line).split()) == 1


@given(MARKED, st.integers(1, 30))
def test_every_line_has_its_marks_whole_and_words_keep_theirs(marked: str, width: int) -> None:
    assert [word for line in wrap(marked, width) for word in labelled(line)] == labelled(marked)


def test_columns_stand_at_the_same_place_in_every_line() -> None:
    lines = columns(["⟦action a1|Audit forty case files⟧", "⟦lead a1|QA Group⟧", "⟦due a1|June 2025⟧"], [12, 8, 5])
    assert [printed(line) for line in lines] == [
        "Audit forty    QA Group   June",
        "case files                2025",
    ]


def test_an_empty_cell_keeps_its_column_free() -> None:
    assert columns(["⟦action a1|Audit⟧", "", "⟦due a1|May⟧"], [8, 8, 5], gap=1) == [
        "⟦action a1|Audit⟧             ⟦due a1|May⟧"
    ]


def test_a_word_that_is_wider_than_its_column_pushes_the_next_one() -> None:
    assert [printed(line) for line in columns(["safeguarding", "QA"], [4, 4], gap=1)] == ["safeguarding QA"]


def test_a_row_of_empty_cells_is_no_line() -> None:
    assert columns(["", " "], [5, 5]) == []


def test_as_many_cells_as_columns_are_needed() -> None:
    with pytest.raises(ValueError, match="shorter|longer"):
        columns(["one", "two"], [5])


@given(st.lists(st.tuples(MARKED, st.integers(60, 80)), min_size=1, max_size=4), st.integers(1, 4))
def test_each_column_holds_the_lines_of_its_cell(told: list[tuple[str, int]], gap: int) -> None:
    cells, widths = [cell for cell, _ in told], [width for _, width in told]
    if any(len(word) > 60 for cell in cells for word in printed(cell).split()):
        return  # it would push the columns behind it
    lines = [printed(line) for line in columns(cells, widths, gap)]
    at = 0
    for cell, width in told:
        assert " ".join(line[at : at + width] for line in lines).split() == printed(cell).split()
        at += width + gap
