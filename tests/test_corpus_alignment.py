"""Labels of the corpus put to the words of a text that was printed and read again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.alignment import Aligned, align, normal
from corpus.marks import Word, parse, words

ROWS = """
⟦action a1|Audit forty case files of neglect⟧ ⟦lead a1|QA Group⟧ ⟦due a1|June 2025⟧
⟦action a2|Hold three days on the safety of infants⟧ ⟦lead a2|QA Group⟧ ⟦due a2|June 2025⟧
⟦action a3|Publish what was learnt from every review⟧ ⟦lead a3|QA Group⟧ ⟦due a3|June 2025⟧
"""


def source(marked: str) -> list[Word]:
    return list(words(parse(marked), markup=False))


def aligned(marked: str, text: str) -> Aligned:
    return align(source(marked), text.split())


def told(marked: str, text: str) -> str:
    """The innermost mark of each word of the text: ``a1:lead``, ``-`` for narrative, ``?`` for a word not known."""
    its = source(marked)
    names = []
    for at in aligned(marked, text).source_of:
        mark = its[at].labels[-1] if at is not None and its[at].labels else None
        names.append("?" if at is None else f"{'+'.join(mark.keys)}:{mark.label}" if mark else "-")
    return " ".join(names)


def test_words_that_come_in_order_have_their_own_labels() -> None:
    text = "In short Audit forty files QA Group"
    assert told("In short ⟦action a1|Audit forty files⟧ ⟦lead a1|QA Group⟧", text) == (
        "- - a1:action a1:action a1:action a1:lead a1:lead"
    )


def test_case_punctuation_and_ligatures_make_no_difference() -> None:
    assert normal("(Oﬃcers’,") == normal("officers") == "officers"
    assert told("⟦lead a1|Chief Oﬃcers⟧", "chief officers;") == "a1:lead a1:lead"


def test_words_that_the_source_does_not_have_are_nobodys() -> None:
    assert told("⟦action a1|Audit forty case files⟧", "Audit forty Page 7 case files") == (
        "a1:action a1:action ? ? a1:action a1:action"
    )


def test_cells_beside_one_another_are_told_apart_where_they_wrap() -> None:
    marked = "⟦action a1|Audit forty case files of neglect⟧ ⟦lead a1|Chair of the QA Group⟧ ⟦due a1|June 2025⟧"
    text = """
        Audit forty    Chair of       June
        case files     the QA         2025
        of neglect     Group
    """
    first = "a1:action a1:action a1:lead a1:lead a1:due"
    assert told(marked, text) == f"{first} {first} a1:action a1:action a1:lead"


def test_columns_that_come_one_after_another_are_put_to_their_rows() -> None:
    text = """
        Audit forty case files of neglect
        Hold three days on the safety of infants
        Publish what was learnt from every review
        QA Group  QA Group  QA Group
        June 2025  June 2025  June 2025
    """
    actions = ["a1:action"] * 6 + ["a2:action"] * 8 + ["a3:action"] * 7
    leads, dues = ([f"a{i}:{label}" for i in (1, 2, 3) for _ in range(2)] for label in ("lead", "due"))
    assert told(ROWS, text).split() == actions + leads + dues


def test_short_cells_that_every_row_repeats_go_with_their_row() -> None:
    its = source(ROWS)
    assert aligned(ROWS, " ".join(w.text for w in its)).source_of == tuple(range(len(its)))


def test_a_name_in_a_sentence_and_in_a_cell_are_not_taken_for_each_other() -> None:
    marked = "⟦action a1|Report to the Board on neglect⟧ ⟦lead a1|Board⟧"
    assert told(marked, "Report to the Board on neglect Board").split()[-4:] == ["a1:action"] * 3 + ["a1:lead"]


def test_a_word_that_a_line_end_cuts_is_whole() -> None:
    text = "Strengthen safe-\nguarding everywhere QA Group"
    assert told("⟦action a1|Strengthen safeguarding everywhere⟧ ⟦lead a1|QA Group⟧", text) == (
        "a1:action a1:action a1:action a1:action a1:lead a1:lead"
    )


def test_a_hyphen_that_the_word_has_anyway_does_no_harm() -> None:
    assert told("⟦action a1|Hold multi-agency days⟧", "Hold multi-\nagency days") == " ".join(["a1:action"] * 4)


def test_two_words_with_a_hyphen_between_stay_two() -> None:
    assert told("⟦title p1|Neglect –⟧ ⟦objective p1|seen sooner⟧", "Neglect - seen sooner") == (
        "p1:title p1:title p1:objective p1:objective"
    )


def test_soft_hyphens_are_not_of_the_word() -> None:
    assert told("⟦action a1|Strengthen safeguarding⟧", "Strengthen safe\u00adguarding") == "a1:action a1:action"
    assert told("⟦action a1|Strengthen safeguarding⟧", "Strengthen safe\u00ad\nguarding") == " ".join(["a1:action"] * 3)


def test_words_that_the_text_prints_in_two_are_found() -> None:
    assert aligned("⟦action a1|Audit the casefiles now⟧", "Audit the case files now").found == 1.0


def test_found_is_the_share_of_the_words_that_belong_to_rows() -> None:
    marked = "⟦section|Our plan⟧ Much is told here. ⟦action a1|Audit forty files⟧ ⟦lead a1|Chair⟧"
    assert aligned(marked, "Audit forty files Chair").found == 1.0
    assert aligned(marked, "Our plan Much is told here. Audit forty").found == 0.5
    assert aligned(marked, "").found == 0.0


def test_where_nothing_belongs_to_rows_all_of_it_is_found() -> None:
    assert aligned("⟦section|Our plan⟧ Much is told here.", "something else").found == 1.0


@given(st.permutations(["one", "two", "three", "four", "five", "six", "seven"]), st.data())
def test_words_that_stand_once_find_themselves_in_any_order(order: list[str], data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.booleans(), min_size=7, max_size=7))
    marked, row = "", 0
    for word, cut in zip(("one", "two", "three", "four", "five", "six", "seven"), cuts, strict=True):
        row += cut
        marked += f"⟦lead a{row}|{word}⟧ "
    its = source(marked)
    found = align(its, order)
    assert found.found == 1.0
    assert [its[at].text for at in found.source_of if at is not None] == order
