"""Marks of the corpus: how they are read, and which words they hold."""

from __future__ import annotations

import re

import pytest

from corpus.marks import Mark, MarkError, parse, words


def printed(source: str, *, markup: bool = False) -> list[str]:
    return [w.text for w in words(parse(source), markup=markup)]


def labelled(source: str, *, markup: bool = False) -> list[tuple[str, str]]:
    """Each word with the labels round it, outermost first."""
    return [(w.text, " ".join(m.label for m in w.labels)) for w in words(parse(source), markup=markup)]


def held(source: str, *, markup: bool = False) -> list[str]:
    """The words of each mark, in the order of their beginnings."""
    marked = parse(source)
    return [marked.words_of(m, markup=markup) for m in marked.marks]


# ---- reading marks ----------------------------------------------------------------------------------


def test_the_document_is_what_is_left_without_marks() -> None:
    assert parse("1. ⟦action a1|Audit\n  files⟧ (⟦lead a1|QA⟧)\n").text == "1. Audit\n  files (QA)\n"


def test_a_mark_has_a_label_a_key_and_a_place() -> None:
    (mark,) = parse("By ⟦due p1/a2|June⟧").marks
    assert mark == Mark("due", ("p1/a2",), None, 3, 7, 0)


def test_marks_nest_and_the_outer_one_comes_first() -> None:
    marks = parse("⟦objective p1|⟦title p1|Neglect⟧: seen sooner⟧").marks
    assert [(m.label, m.depth) for m in marks] == [("objective", 0), ("title", 1)]


def test_a_mark_without_a_key_has_that_of_the_mark_round_it() -> None:
    assert [m.keys for m in parse("⟦lead a1|⟦who|Chair⟧ / ⟦who a1#2|DCS⟧⟧").marks] == [("a1",), ("a1",), ("a1#2",)]


def test_a_merged_cell_names_all_its_rows_and_so_does_a_mark_in_it() -> None:
    marks = parse("⟦lead p1/a1+p1/a2|⟦who|Chair⟧⟧").marks
    assert [m.keys for m in marks] == [("p1/a1", "p1/a2")] * 2


def test_a_rating_has_a_value() -> None:
    (mark,) = parse("⟦rag a1 green|G⟧").marks
    assert (mark.keys, mark.value) == (("a1",), "green")


def test_a_heading_of_a_column_says_what_it_announces() -> None:
    (mark,) = parse("⟦head due|By when⟧").marks
    assert (mark.keys, mark.value) == ((), "due")


def test_what_words_are_needs_no_key() -> None:
    assert [m.keys for m in parse("⟦section|Our plan⟧ ⟦principle|We listen⟧").marks] == [(), ()]


@pytest.mark.parametrize("key", ["p1", "o2", "m3", "t4", "u5", "p1/a1", "a12", "g1", "x3", "a1#2"])
def test_keys(key: str) -> None:
    assert parse(f"⟦evidence {key}|words⟧").marks[0].keys == (key,)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("one\n⟦action a1|Audit\nfiles", "line 2: the mark ⟦action a1|… is not closed"),
        ("one\n⟦lead a1+a2|⟦who|QA⟧", "line 2: the mark ⟦lead a1+a2|… is not closed"),
        ("one\n\ntwo⟧", "line 3: ⟧ without a mark that it closes"),
        ("one\n⟦action a1 Audit⟧", "line 2: a mark is ⟦label key|words⟧, not «⟦action a1 Audit⟧»"),
        ("⟦actoin a1|Audit⟧", "line 1: there is no label «actoin»"),
        ("⟦action 1.1|Audit⟧", "line 1: «1.1» is no key"),
        ("⟦action a1+b2|Audit⟧", "line 1: «b2» is no key"),
        ("⟦action|Audit⟧", "line 1: ⟦action|…⟧ has no key and stands in no mark that has one"),
        ("⟦section|⟦action|Audit⟧⟧", "line 1: ⟦action|…⟧ has no key"),
        ("⟦again|Neglect⟧", "line 1: ⟦again|…⟧ has no key"),
        ("⟦head|Lead⟧", "line 1: ⟦head …⟧ says what it announces"),
        ("⟦label who|Lead⟧", "line 1: ⟦label …⟧ says what it announces"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(source: str, message: str) -> None:
    with pytest.raises(MarkError, match=re.escape(message)):
        parse(source)


# ---- words of a mark --------------------------------------------------------------------------------


def test_the_words_of_a_mark_over_line_breaks_are_one_run() -> None:
    assert held("⟦action a1|Audit forty\n    case files⟧") == ["Audit forty case files"]


def test_tags_inside_a_mark_are_no_words() -> None:
    assert held("⟦action a1|Audit <b>forty</b> files<br>of <i>neg</i>lect⟧", markup=True) == [
        "Audit forty files of neglect"
    ]


def test_entities_are_the_signs_that_they_stand_for() -> None:
    assert held("⟦lead a1|Children&#39;s &amp; Adults&nbsp;Team⟧", markup=True) == ["Children's & Adults Team"]


def test_emphasis_inside_a_mark_is_taken_out() -> None:
    assert held("⟦action a1|Audit **forty** _case_ *files*⟧", markup=True) == ["Audit forty case files"]


def test_signs_that_emphasise_nothing_stay() -> None:
    assert held("⟦action a1|Fill in form_7_b and 2 * 3 copies⟧", markup=True) == ["Fill in form_7_b and 2 * 3 copies"]


def test_plain_text_has_neither_tags_nor_emphasis() -> None:
    assert held("⟦action a1|Audit <b>forty</b> **files** &amp; more⟧") == ["Audit <b>forty</b> **files** &amp; more"]


# ---- words with their marks -------------------------------------------------------------------------


def test_words_outside_marks_are_narrative() -> None:
    assert labelled("We meet. ⟦action a1|Audit⟧") == [("We", ""), ("meet.", ""), ("Audit", "action")]


def test_a_word_knows_all_marks_round_it() -> None:
    assert labelled("⟦action a1|⟦who|QA⟧ will audit⟧") == [
        ("QA", "action who"),
        ("will", "action"),
        ("audit", "action"),
    ]


def test_a_bracket_or_a_full_stop_beside_a_mark_goes_with_its_word() -> None:
    assert labelled("⟦number a1|1⟧. (⟦lead a1|QA Group⟧);") == [("1.", "number"), ("(QA", "lead"), ("Group);", "lead")]


def test_cells_of_a_page_are_words_of_their_own() -> None:
    row = "<tr><td>⟦action a1|Audit⟧</td><td>⟦lead a1|QA⟧</td></tr>"
    assert labelled(row, markup=True) == [("Audit", "action"), ("QA", "lead")]


def test_a_tag_inside_a_word_does_not_part_it() -> None:
    assert labelled("⟦action a1|Au<b>dit</b> files<br/>now⟧", markup=True) == [
        ("Audit", "action"),
        ("files", "action"),
        ("now", "action"),
    ]


def test_what_a_page_does_not_show_is_no_word() -> None:
    page = "<head><title>Plan</title><style>p { x }</style></head><!-- <p>old</p> --><p>Shown</p><script>a()</script>"
    assert printed(page, markup=True) == ["Shown"]


def test_emphasis_round_a_word_is_not_of_the_word() -> None:
    assert labelled("**⟦label lead|Lead:⟧** ⟦lead a1|QA **Group**⟧", markup=True) == [
        ("Lead:", "label"),
        ("QA", "lead"),
        ("Group", "lead"),
    ]


def test_a_hard_blank_parts_words() -> None:
    assert printed("<p>QA&nbsp;Group</p>", markup=True) == ["QA", "Group"]
