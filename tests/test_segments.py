"""Fields as they stand in a view: labelled words put together, wherever they wrap, and trimmed."""

from __future__ import annotations

import pytest

from corpus.labelling import labels_of
from corpus.marks import parse, words
from safeplans.extractors.base.document import Place
from safeplans.extractors.reading import read
from safeplans.extractors.views.pieces import Piece, View, line_view
from safeplans.extractors.views.segments import FARTHEST, Segment, place_of, segments_of, trimmed


def lines(*printed: str) -> View:
    """A view of so many lines, each one piece."""
    return View("lines", [Piece(t, t.split(), "line", Place(None, n, n)) for n, t in enumerate(printed, 1)])


def segments(labels: str, *printed: str, odds: list[float] | None = None) -> list[Segment]:
    names = labels.split()
    return segments_of(lines(*printed), names, odds or [0.9] * len(names))


def found(labels: str, *printed: str) -> list[tuple[str, str]]:
    return [(s.label, s.text) for s in segments(labels, *printed)]


def marked(source: str) -> tuple[View, list[Segment]]:
    """The segments of the lines of a marked text (`corpus/MARKS.md`)."""
    its = parse(source)
    view = line_view(read(its.text.encode()))
    labels, _ = labels_of(view, list(words(its, markup=False)))
    return view, segments_of(view, labels, [0.9] * len(labels))


# ---- beginnings and what goes on --------------------------------------------------------------


def test_a_field_begins_with_b_and_goes_on_with_i():
    assert found("B-ACT I-ACT I-ACT B-LEAD I-LEAD", "Audit forty files QA Group") == [
        ("ACT", "Audit forty files"),
        ("LEAD", "QA Group"),
    ]


def test_two_of_a_kind_that_follow_each_other_stay_two():
    assert found("B-ACT I-ACT B-ACT I-ACT", "Audit files Train staff") == [
        ("ACT", "Audit files"),
        ("ACT", "Train staff"),
    ]


def test_narrative_is_left_out_and_what_words_are_besides_is_kept():
    assert found("O O HEAD B-ACT I-ACT O", "We met. Action Audit files today") == [
        ("HEAD", "Action"),
        ("ACT", "Audit files"),
    ]


def test_a_field_goes_on_over_lines():
    (segment,) = segments("B-ACT I-ACT I-ACT I-ACT", "Audit forty", "case files")
    assert (segment.text, segment.lines, segment.pieces) == (
        "Audit forty case files",
        ["Audit forty", "case files"],
        [0, 1],
    )


def test_a_heading_over_lines_is_one_for_each_line():
    assert found("SECT SECT SECT SECT", "Our strategic", "action plan") == [
        ("SECT", "Our strategic"),
        ("SECT", "action plan"),
    ]


def test_a_field_that_does_not_begin_says_so():
    one, other = segments("I-ACT I-ACT B-LEAD", "forty files Chair")
    assert (one.begins, other.begins) == (False, True)


# ---- behind other words -----------------------------------------------------------------------


def test_a_field_goes_on_behind_other_words():
    told = segments("B-ACT I-ACT B-LEAD I-ACT I-ACT I-LEAD", "Audit forty QA", "case files Group")
    assert [(s.label, s.text) for s in told] == [("ACT", "Audit forty case files"), ("LEAD", "QA Group")]
    assert told[0].parts == [(0, 2), (3, 5)]


def test_a_field_goes_on_behind_narrative():
    assert found("B-ACT O O I-ACT", "Audit page 7 files") == [("ACT", "Audit files")]


def test_the_latest_field_of_a_kind_goes_on():
    assert found("B-ACT B-LEAD B-ACT B-LEAD I-ACT", "Audit QA Train Chair staff") == [
        ("ACT", "Audit"),
        ("LEAD", "QA"),
        ("ACT", "Train staff"),
        ("LEAD", "Chair"),
    ]


def test_numbers_and_ratings_do_not_go_on_behind_other_words():
    assert found("B-RAG B-ACT I-RAG", "Green Audit Red") == [("RAG", "Green"), ("ACT", "Audit"), ("RAG", "Red")]
    assert found("B-ANUM B-ACT I-ANUM", "1.1 Audit 1.2") == [("ANUM", "1.1"), ("ACT", "Audit"), ("ANUM", "1.2")]


@pytest.mark.parametrize(("between", "fields"), [(FARTHEST, 1), (FARTHEST + 1, 2)])
def test_what_stands_too_far_behind_is_another_field(between, fields):
    labels = " ".join(["B-ACT", *["O"] * between, "I-ACT"])
    assert len(found(labels, " ".join(["Audit", *["word"] * between, "files"]))) == fields


def test_cells_that_wrap_beside_one_another():
    view, told = marked(
        "⟦action a1|Audit forty⟧      ⟦lead a1|Chair of⟧    ⟦due a1|June⟧\n"
        "⟦action a1|case files⟧       ⟦lead a1|the QA⟧      ⟦due a1|2025⟧\n"
        "⟦action a1|of neglect⟧       ⟦lead a1|Group⟧\n"
        "⟦action a2|Train staff⟧      ⟦lead a2|DCS⟧         ⟦due a2|May 2026⟧\n"
    )
    assert [(s.label, s.text) for s in told] == [
        ("ACT", "Audit forty case files of neglect"),
        ("LEAD", "Chair of the QA Group"),
        ("DUE", "June 2025"),
        ("ACT", "Train staff"),
        ("LEAD", "DCS"),
        ("DUE", "May 2026"),
    ]
    assert told[1].lines == ["Chair of", "the QA", "Group"]
    assert place_of(view, told[1]) == Place(None, 1, 3)


def test_fields_in_a_line_of_running_text():
    _, told = marked(
        "⟦number a1|1.1⟧ ⟦action a1|Audit forty files⟧ (⟦label lead|Lead:⟧ ⟦lead a1|QA Group⟧, "
        "⟦label due|by⟧ ⟦due a1|June 2025⟧)\n"
    )
    assert [(s.label, s.text) for s in told] == [
        ("ANUM", "1.1"),
        ("ACT", "Audit forty files"),
        ("LAB", "Lead"),
        ("LEAD", "QA Group"),
        ("LAB", "by"),
        ("DUE", "June 2025"),
    ]


# ---- what is known of a segment ---------------------------------------------------------------


def test_how_sure_a_field_is():
    (segment,) = segments("B-ACT I-ACT O", "Audit files today", odds=[1.0, 0.5, 0.1])
    assert segment.probability == 0.75


def test_a_field_that_shares_its_piece_is_inside():
    assert [s.inside for s in segments("B-ACT B-LEAD", "Audit", "Chair")] == [False, False]
    assert [s.inside for s in segments("B-ACT B-LEAD", "Audit Chair")] == [True, True]


def test_where_a_field_begins_and_ends_among_all_words():
    told = segments("O B-ACT I-ACT B-DUE", "1 Audit files", "June")
    assert [(s.start, s.end) for s in told] == [(1, 3), (3, 4)]


def test_the_place_of_a_field_spans_its_pieces():
    view = lines("Audit forty", "Page 3", "case files")
    (segment,) = segments_of(view, ["B-ACT", "I-ACT", "O", "O", "I-ACT", "I-ACT"], [0.9] * 6)
    assert place_of(view, segment) == Place(None, 1, 3)


def test_a_view_without_words_has_no_segments():
    assert segments_of(View("lines", []), [], []) == []


def test_a_field_of_nothing_but_signs_is_none():
    assert found("B-ACT B-LEAD B-DUE", "Audit –", "June") == [("ACT", "Audit"), ("DUE", "June")]


# ---- trimming ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("(QA Group", "QA Group"),
        ("QA Group)", "QA Group"),
        ("QA Group).", "QA Group"),
        ("[QA Group", "QA Group"),
        ("– QA Group –", "QA Group"),
        ("QA Group -", "QA Group"),
        ("| QA Group |", "QA Group"),
        ("QA Group /", "QA Group"),
        ("QA Group,", "QA Group"),
        ("QA Group;", "QA Group"),
        ("Lead:", "Lead"),
        ("• Audit files", "Audit files"),
        ("Audit files (", "Audit files"),
        ("–", ""),
        ("(", ""),
    ],
)
def test_signs_around_a_field_are_taken_off(printed, text):
    assert trimmed(printed) == text


@pytest.mark.parametrize(
    "text",
    [
        "Audit files.",
        "Is it safe?",
        "Head of Service (Children)",
        "(Children) Head of Service",
        "(June 2025)",
        "Children’s Services",
        "2024-25",
        "“Was not brought”",
    ],
)
def test_signs_that_belong_to_a_field_stay(text):
    assert trimmed(text) == text


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("Safe\u00adguarding", "Safeguarding"),
        ("Safe\u00ad guarding", "Safeguarding"),
        ("multi- agency days", "multi-agency days"),
        ("North- South", "North- South"),
        ("Audit – files", "Audit – files"),
    ],
)
def test_line_ends_inside_words_are_undone(printed, text):
    assert trimmed(printed) == text


@pytest.mark.parametrize("text", ["short- and long-term work", "in- or out-patients", "two- to three-year plans"])
def test_a_hyphen_before_and_is_no_line_end(text):
    assert trimmed(text) == text


def test_a_soft_hyphen_at_a_lines_end():
    assert found("B-ACT I-ACT I-ACT", "Strengthen safe\u00ad", "guarding") == [("ACT", "Strengthen safeguarding")]


def test_the_lines_of_a_field_are_trimmed_one_by_one():
    (segment,) = segments("B-LEAD I-LEAD I-LEAD I-LEAD", "Chair,", "– (QA Group")
    assert segment.lines == ["Chair", "QA Group"]


def test_a_bracket_that_the_next_line_closes_keeps_both_halves():
    [lead] = segments("B-LEAD I-LEAD I-LEAD I-LEAD I-LEAD", "Delivery Groups (East,", "West, Coast)")
    assert lead.lines == ["Delivery Groups (East,", "West, Coast)"]
    [lead] = segments("B-LEAD I-LEAD O", "QA Group)", "June")
    assert lead.lines == ["QA Group"]


def test_a_bullet_behind_a_like_bullet_begins_something_new():
    view = line_view(read(b"- Mental health\n- Self-neglect and hoarding\n"))
    found = segments_of(view, ["B-OBJ", "I-OBJ", "I-OBJ", "I-OBJ", "I-OBJ"], [0.9] * 5)
    assert [s.text for s in found] == ["Mental health", "Self-neglect and hoarding"]


def test_bullets_below_a_statement_go_on_with_it():
    view = line_view(read(b"Train the staff of\n- schools\n- nurseries\n"))
    found = segments_of(view, ["B-ACT", *["I-ACT"] * 5], [0.9] * 6)
    assert [s.text for s in found] == ["Train the staff of schools nurseries"]


# ---- sentences of one item --------------------------------------------------------------------


def test_the_second_sentence_of_a_bullet_belongs_to_its_action() -> None:
    words = "Audit forty files. Findings will go to the Board.".split()
    labels = ["B-ACT", "I-ACT", "I-ACT", "B-ACT", *["I-ACT"] * 5]

    def actions(kind: str, first: str = "") -> list[str]:
        tokens = [first, *words] if first else words
        piece = Piece(" ".join(tokens), tokens, kind, Place(None, 1, 1))
        told = ["B-ANUM", *labels] if first else labels
        return [s.text for s in segments_of(View("blocks", [piece]), told, [0.9] * len(told)) if s.label == "ACT"]

    assert actions("item") == actions("cell") == ["Audit forty files. Findings will go to the Board."]
    assert len(actions("paragraph")) == len(actions("item", "4.1")) == 2, "each sentence may tell of another thing"
