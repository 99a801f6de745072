"""A text is known again whatever another edition, program or scan made of its signs and line ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplans.extractors.assembly.same_words import content_id, same_words
from safeplans.extractors.base.document import Block, BlockKind, Document, Para, Place
from safeplans.extractors.extract import extract

PLAN = """# Ashcombe Vale Safeguarding Children Partnership Business Plan 2024-26

## Priority 1: Neglect

- Train multi-agency staff to see neglect sooner, in 1.5 days
"""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Plan 2023-24", "PLAN 2023 – 24"),
        ("multi-agency", "multi\u00adagency"),
        ("multi-\nagency work", "multiagency work"),
        ("children's ‘voice’", "children’s 'voice'"),
        ("5% of £3m", "5 % of £ 3m"),
        ("● Train staff", "Train staff."),
        ("ﬁrst café", "first cafe\u0301"),
    ],
)
def test_what_an_edition_changes_of_itself_makes_no_difference(one, other):
    assert same_words(one) == same_words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.5 days", "15 days"),
        ("2 4", "24"),
        ("✓", "✗"),
        ("£5", "5%"),
        ("Train staff", "Train all staff"),
        ("a b", "b a"),
    ],
)
def test_other_words_are_other_words(one, other):
    assert same_words(one) != same_words(other)


@given(st.text(alphabet=st.characters(codec=None)))
def test_any_text_has_words_that_stay_the_same_in_another_case(text):
    assert same_words(same_words(text)) is not None
    assert same_words(f"  {text}\n") == same_words(text)


def block(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    place = Place(None, 1, 1)
    return Block(kind, (Para(text, place),), place)


def test_what_repeats_on_each_page_is_no_part_of_the_content():
    body = (block("Train staff"), block("Hear children"))
    with_footer = (body[0], block("Page 2 of 9", BlockKind.FURNITURE), body[1])
    assert content_id(Document("text/plain", with_footer, ("",))) == content_id(Document("text/plain", body, ("",)))
    assert content_id(Document("text/plain", body[::-1], ("",))) != content_id(Document("text/plain", body, ("",)))
    assert content_id(Document("text/plain", (block(" – "),), ("",))) is None


def test_a_plan_in_other_bytes_has_the_same_content():
    typeset = PLAN.replace("2024-26", "2024–26").replace("multi-agency staff", "multi-agency\nstaff").encode("utf-16")
    assert extract(PLAN.encode()).content_id == extract(typeset).content_id is not None
    assert extract(PLAN.replace("1.5", "2.5").encode()).content_id != extract(PLAN.encode()).content_id
