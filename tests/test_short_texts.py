"""Short texts of the corpus: cut out of the views that are learnt from, and out of sources with their gold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from test_corpus_gold import HEAD

from corpus.crops import LARGER, LONGEST, crop
from corpus.gold import Source, gold, loads
from corpus.marks import words
from corpus.shortening import shortened
from safeplans.extractors.base.document import Place
from safeplans.extractors.views.pieces import Piece, View

SECTION = """\
⟦section|Priority {n}⟧

⟦title o{n}|Neglect {n}⟧

⟦action o{n}/a1|Audit forty files of the last year and tell the Board what they show⟧
Lead: ⟦lead o{n}/a1|QA Group⟧

⟦action o{n}/a2|Train all staff of the front door⟧
Lead: ⟦lead o{n}/a2|Chair⟧
"""


def source(sections: int, format: str = "txt") -> Source:
    title = "⟦doctitle|Business plan 2025-26⟧\n\nWho we are and what we do.\n\n"
    body = title + "\n".join(SECTION.format(n=n) for n in range(1, sections + 1))
    return loads(f"+++\n{HEAD.format(format=format, standing='planned')}\n+++\n{body}")


def view(count: int) -> tuple[View, list[str]]:
    """Rows of a heading and two cells; their labels."""
    pieces: list[Piece] = []
    labels: list[str] = []
    for n in range(count):
        place = Place(None, n + 1, n + 1)
        pieces.append(Piece("Priority", ["Priority"], "heading", place))
        for column in range(2):
            words_of_cell = ["Audit", "files"]
            pieces.append(Piece("Audit files", words_of_cell, "cell", place, n, 0, column, 2, gap=column == 0))
        labels += ["SECT", "B-ACT", "I-ACT", "B-LEAD", "I-LEAD"]
    return View("blocks", pieces), labels


@given(st.integers(0, 10_000))
def test_a_crop_begins_where_a_reader_would_and_cuts_no_row(seed: int) -> None:
    whole, labels = view(200)
    made = crop(whole, labels, seed)
    assert made is not None
    part, own = made
    assert 0 < len(part.tokens) == len(own) <= LONGEST + 4
    assert part.pieces[0].kind == "heading" or part.pieces[0].column == 0
    assert part.pieces[-1].kind == "heading" or part.pieces[-1].column == 1
    first = whole.pieces.index(part.pieces[0])
    assert part.pieces == whole.pieces[first : first + len(part.pieces)]
    assert own == labels[whole.starts[first] :][: len(own)]


def test_a_document_that_is_short_gives_no_crop() -> None:
    whole, labels = view(1)
    assert len(whole.tokens) < LARGER * 12
    assert crop(whole, labels, 1) is None


@given(st.integers(0, 500))
def test_a_short_text_has_its_title_and_the_gold_of_what_it_prints(seed: int) -> None:
    made = shortened(source(6), seed)
    assert made is not None
    printed = made.marked.text
    assert printed.startswith("Business plan 2025-26")
    told = gold(made, "short.txt")
    assert told["actions"]
    for action in told["actions"]:
        assert action["text"] in printed
        assert all(owner["name"] in printed for owner in action["owners"])
    marked = {w.text for w in words(made.marked, markup=False) for m in w.labels if m.label == "doctitle"}
    assert marked == {"Business", "plan", "2025-26"}


def test_the_same_seed_cuts_the_same_text_and_others_others() -> None:
    made = [shortened(source(6), seed) for seed in (1, 1, 2, 3, 4)]
    texts = [m.marked.text for m in made if m is not None]
    assert texts[0] == texts[1]
    assert len(set(texts)) > 2


def test_a_page_and_a_source_that_is_short_itself_give_none() -> None:
    assert shortened(source(6, "html"), 1) is None
    assert shortened(loads(f"+++\n{HEAD.format(format='txt', standing='planned')}\n+++\n⟦action a1|Audit⟧"), 1) is None
