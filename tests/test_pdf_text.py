"""Small rules of the PDF reader: joining lines, list markers, paragraphs in cells, ratings by colour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplans.extractors.reading.pdf.colours import cell_fill
from safeplans.extractors.reading.pdf.content import Fill, Word
from safeplans.extractors.reading.pdf.edges import Edge, touching
from safeplans.extractors.reading.pdf.lines import make_line, make_lines
from safeplans.extractors.reading.pdf.markers import parse_marker
from safeplans.extractors.reading.pdf.paragraphs import cell_paragraphs
from safeplans.extractors.reading.pdf.repair import join_lines, known_words


def words(text: str, x: float = 0.0, y: float = 100.0, size: float = 10.0, gap: float = 2.5) -> list[Word]:
    """Words of five points a letter on one baseline."""
    made = []
    for part in text.split():
        made.append(Word(part, x, y - 8, x + 5 * len(part), y + 2, y, size=size))
        x += 5 * len(part) + gap
    return made


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("children are safe-", "guarding leads", "children are safeguarding leads"),
        ("ask the co-", "ordinator", "ask the co-ordinator"),
        ("a multi-", "agency audit", "a multi-agency audit"),
        ("in 2023-", "24 we met", "in 2023-24 we met"),
        ("Multi-", "Agency Plan", "Multi-Agency Plan"),
        ("part\u00ad", "nership", "partnership"),
        ("the Board/", "Executive", "the Board/Executive"),
        ("Board /", "Executive", "Board / Executive"),
        ("a plan –", "and more", "a plan – and more"),
        ("2024–", "2026", "2024–2026"),
        ("face-to-", "face visits", "face-to-face visits"),
        ("imple-", "mented plans", "implemented plans"),
    ],
)  # fmt: skip
def test_lines_are_joined_as_a_reader_would(before: str, after: str, joined: str) -> None:
    assert join_lines([before, after], known_words([])) == joined


def test_the_document_s_own_spelling_decides() -> None:
    assert join_lines(["the re-", "view"], known_words(["a review of the re-view"])) == "the re-view"
    assert join_lines(["the under-", "standing"], known_words(["an understanding"])) == "the understanding"


@given(st.lists(st.text(max_size=30), max_size=6))
def test_joining_loses_nothing_but_space_and_hyphens(lines: list[str]) -> None:
    joined = join_lines(lines, known_words(lines))
    assert joined == " ".join(joined.split())
    letters = [c for c in "".join(lines) if c.isascii() and c.isalnum()]
    assert [c for c in joined if c.isascii() and c.isalnum()] == letters


@pytest.mark.parametrize(
    ("word", "kind"),
    [("•", "bullet"), ("❖", "bullet"), ("\uf0b7", "bullet"), ("\ufffd", "bullet"), ("1.", "number"), ("(2)", "number"),
     ("a)", "letter"), ("iv)", "roman"), ("1.2", "outline"), ("1.2.3.", "outline")],
)  # fmt: skip
def test_markers(word: str, kind: str) -> None:
    marker = parse_marker(word)
    assert marker is not None and marker.kind == kind and marker.text == word


@pytest.mark.parametrize("word", ["2024", "The", "24/25", "e.g.", "Q1", "(LADO)", "£1.2m", "12.5%"])
def test_words_that_are_no_markers(word: str) -> None:
    assert parse_marker(word) is None


def test_letters_spaced_for_effect_are_one_word() -> None:
    spaced = words("C O N T E N T S", gap=4)
    assert make_line(spaced, 1).text == "CONTENTS"


def test_a_gap_parts_two_columns_but_not_a_bullet_from_its_text() -> None:
    left, right = words("left column"), words("right column", x=200)
    assert [line.text for line in make_lines([*left, *right], 1)] == ["left column", "right column"]
    bullet = [*words("•"), *words("text", x=30)]
    assert [line.text for line in make_lines(bullet, 1)] == ["• text"]


def cell(*lines: str, width: float = 110.0) -> list[str]:
    made = [make_line(words(text, x=5, y=100 + 12 * i), 1) for i, text in enumerate(lines)]
    return [" ".join(p.texts) for p in cell_paragraphs(made, 0, width, 5, 1.2)]


def test_a_line_that_ends_early_ends_a_paragraph_in_a_cell() -> None:
    assert cell("Business Manager", "Head of Service", width=140) == ["Business Manager", "Head of Service"]


def test_a_line_that_had_no_room_for_the_next_word_goes_on() -> None:
    assert cell("Quality Assurance", "Group Chair") == ["Quality Assurance Group Chair"]


def test_a_small_letter_always_goes_on() -> None:
    assert cell("Plan", "and review", width=200) == ["Plan and review"]


def test_the_colour_of_a_cell() -> None:
    box = (0.0, 0.0, 100.0, 20.0)
    red = Fill(0, 0, 100, 20, "#ff0000")
    assert cell_fill(box, [red], []) == "#ff0000"
    assert cell_fill(box, [red, Fill(0, 0, 100, 20, "#ffffff")], []) is None, "painted over in white"
    assert cell_fill(box, [Fill(40, 4, 52, 16, "#00b050", exact=False)], []) == "#00b050", "a dot"
    long = words("Some longer text that merely stands beside a dot")
    assert cell_fill(box, [Fill(40, 4, 52, 16, "#00b050", exact=False)], long) is None
    amber = words("Amber")
    amber[0].colour = "#ffbf00"
    assert cell_fill(box, [], amber) == "#ffbf00"
    assert cell_fill(box, [], words("Amber")) is None


def test_edges_that_touch_make_one_grid() -> None:
    horizontal = [Edge(0, 0, 100), Edge(50, 0, 100), Edge(200, 0, 100)]
    vertical = [Edge(0, 0, 50), Edge(100, 0, 50)]
    grids = touching(horizontal, vertical)
    assert [(len(g.horizontal), len(g.vertical)) for g in grids] == [(2, 2), (1, 0)]
