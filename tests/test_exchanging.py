"""Views to learn from in which names, times and headings are those of other families: the layout stays."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from corpus.alignment import align
from corpus.exchanging import Pool, Run, exchanged, kinds_of, runs_of
from corpus.labelling import labels_by
from corpus.marks import parse, words
from safeplans.extractors.reading import read
from safeplans.extractors.views.pieces import View, line_view

TABLE = """\
⟦head action|What⟧ | ⟦head lead|Who⟧ | ⟦head due|When⟧

⟦action a1|Audit forty files⟧ | ⟦lead a1|⟦who|QA Group⟧ / ⟦who|Chair⟧⟧ | ⟦due a1|June 2025⟧

⟦action a2|⟦who|The Chair⟧ writes to ⟦to|the Board⟧⟧ | ⟦lead a2|QA Group⟧ | ⟦due a2|June 2025⟧
"""
OTHER = """\
⟦head action|Task⟧ | ⟦head lead|Accountable officer⟧ | ⟦head due|Completion⟧

⟦action a1|Train staff⟧ | ⟦lead a1|Head of Service⟧ | ⟦due a1|Q2⟧

⟦action a2|⟦who|Police⟧ share data⟧ | ⟦lead a2|⟦who|DSL⟧ and ⟦who|ICB⟧⟧ | ⟦due a2|⟦when|May⟧ to ⟦when|July⟧⟧
"""


def seen(marked: str) -> tuple[View, list[str], list[Run]]:
    source = parse(marked)
    view = line_view(read(source.text.encode()))
    told = list(words(source, markup=False))
    aligned = align(told, view.tokens)
    labels = labels_by(view, told, aligned)
    return view, labels, runs_of(view, kinds_of(told, aligned.source_of), labels)


def text_of(view: View, run: Run) -> str:
    return " ".join(view.tokens[run.first : run.last])


def test_names_times_and_headings_are_found_by_what_they_are_for() -> None:
    view, _, runs = seen(TABLE)
    assert [(r.kind, text_of(view, r), r.alone) for r in runs] == [
        ("head action", "What", True),
        ("head lead", "Who", True),
        ("head due", "When", True),
        ("name", "QA Group / Chair", True),
        ("time", "June 2025", True),
        ("name", "The Chair", False),
        ("name", "QA Group", True),
        ("time", "June 2025", True),
    ]


@given(st.integers(0, 2000))
def test_only_fields_change_and_keep_their_labels(seed: int) -> None:
    view, labels, runs = seen(TABLE)
    other, _, others = seen(OTHER)
    pool = Pool([("one", view, runs), ("two", other, others)])
    made, own = exchanged(view, runs, labels, pool, seed)
    assert len(made.tokens) == len(own)
    assert [(p.kind, p.part, p.indent, p.gap) for p in made.pieces] == [
        (p.kind, p.part, p.indent, p.gap) for p in view.pieces
    ]
    assert all(p.text == " ".join(p.tokens) for p in made.pieces)
    assert [label for label in own if label.startswith("B-")] == [label for label in labels if label.startswith("B-")]
    assert [w for w, label in zip(made.tokens, own, strict=True) if label.endswith("ACT")][:3] == [
        "Audit",
        "forty",
        "files",
    ]
    heads = [w for w, label in zip(made.tokens, own, strict=True) if label == "HEAD"]
    assert " ".join(heads) in {
        f"{a} {b} {c}" for a in ("What", "Task") for b in ("Who", "Accountable officer") for c in ("When", "Completion")
    }


@given(st.integers(0, 300))
def test_the_same_words_of_a_document_stay_the_same(seed: int) -> None:
    view, labels, runs = seen(TABLE)
    other, _, others = seen(OTHER)
    made, own = exchanged(view, runs, labels, Pool([("two", other, others), ("one", view, runs)]), seed)
    dues = [p.text for p in made.pieces if p.text in ("June 2025", "Q2", "May to July")]
    assert len(dues) == 2
    assert len(set(dues)) == 1
    assert len(own) == len(made.tokens)


def test_a_field_that_goes_on_in_another_piece_is_left() -> None:
    view, _, runs = seen("Lead: ⟦lead a1|Head of\nSafeguarding⟧\n\n⟦due a1|May 2025⟧\n\n⟦action a1|Audit files⟧")
    assert [text_of(view, r) for r in runs] == ["May 2025"]


def test_each_author_is_drawn_as_often_as_the_next_and_the_same_seed_draws_the_same() -> None:
    view, labels, runs = seen(TABLE)
    many = TABLE.replace("Audit", "Read")
    pool = Pool([("one", *seen(TABLE)[::2]), ("one", *seen(many)[::2]), ("two", *seen(OTHER)[::2])])
    run = next(r for r in runs if r.kind == "head lead")
    drawn = [pool.drawn(run, random.Random(n)) for n in range(400)]  # noqa: S311
    assert 150 < drawn.count(("Accountable", "officer")) < 250
    assert exchanged(view, runs, labels, pool, 3) == exchanged(view, runs, labels, pool, 3)
