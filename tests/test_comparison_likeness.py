"""Likeness of statements, and groups of objectives that set out the same thing."""

from __future__ import annotations

import tomllib
from importlib import resources

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_corpus import SmallCorpus

from safeplans.extractors.assembly.themes import themes_of
from safeplans.extractors.lexicon.language import words
from safeplans.pipeline.comparison.labels import Labels
from safeplans.pipeline.comparison.like_objectives import like_rows
from safeplans.pipeline.comparison.likeness import Compared, Kind, Statements, statement
from safeplans.pipeline.schema.contract import keep
from safeplans.pipeline.schema.fields import table

WORDS = "neglect is recognised early children exploited by gangs help families babies audit the training plan".split()
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)


def compared(*texts: str, kind: Kind = Kind.OBJECTIVE) -> Compared:
    ready = Statements(texts, [[hit.theme for hit in themes_of(text)] for text in texts])
    return ready.compare(range(len(texts)), range(len(texts)), kind)


def probability(first: str, second: str, kind: Kind = Kind.OBJECTIVE) -> float:
    return float(compared(first, second, kind=kind).probability[0, 1])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Neglect is recognised early", "We spot the signs of neglect sooner"),
        ("Respond better to peer-on-peer abuse", "Child on child abuse: respond well"),
        ("Tackle extra-familial harm", "Harm outside the home"),
        ("Children who live with domestic abuse recover", "Help children to heal after domestic violence"),
    ],
)
def test_other_words_for_the_same_aim_belong_together(first: str, second: str) -> None:
    assert probability(first, second) > 0.5


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Practitioners recognise neglect early", "A university study of what parents think of neglect"),  # other aim
        ("Strengthen our response to exploitation", "Strengthen our response to neglect"),  # other subject
        ("Children recover from domestic abuse", "Perpetrators of domestic abuse change their behaviour"),
    ],
)
def test_the_same_theme_or_the_same_wording_is_not_the_same_aim(first: str, second: str) -> None:
    assert probability(first, second) < 0.35


def test_what_was_planned_is_known_in_what_was_done() -> None:
    planned = "Agree one neglect assessment tool and train 200 practitioners in its use."
    done = "The neglect tool was launched in May and 214 practitioners have attended training on it."
    other = "A conference on neglect was attended by 130 people."
    assert probability(planned, done, Kind.ACTION) > 0.6 > 0.3 > probability(planned, other, Kind.ACTION)


@settings(max_examples=20, deadline=None)
@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_likeness_is_symmetric_and_between_0_and_1(texts: list[str]) -> None:
    found = compared(*texts)
    for values in (found.similarity, found.probability):
        assert np.allclose(values, values.T, atol=1e-6)
        assert values.min() >= 0
        assert values.max() <= 1


@settings(max_examples=20, deadline=None)
@given(TEXTS)
def test_case_punctuation_and_white_space_do_not_matter(text: str) -> None:
    found = compared(text, f"  {text.upper().replace(' ', '  ')}. ")
    assert found.similarity[0, 1] == 1
    assert found.method(0, 1) == "same_words"


@settings(max_examples=20, deadline=None)
@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=5))
def test_a_pair_scores_the_same_whatever_else_is_compared(first: str, second: str, others: list[str]) -> None:
    assert probability(first, second) == pytest.approx(
        float(compared(first, second, *others).probability[0, 1]), abs=1e-5
    )


def test_statements_without_a_word_are_like_nothing() -> None:
    found = compared("", "—", "Neglect")
    assert found.probability[0, 2] < 0.1
    assert np.isfinite(found.probability).all()


def test_no_phrase_stands_twice_under_one_meaning() -> None:
    place = resources.files("safeplans.pipeline.comparison.vocabulary").joinpath("meanings.toml")
    data = tomllib.loads(place.read_text(encoding="utf-8"))
    for part in ("subjects", "aims", "things"):
        for meaning, phrases in data[part].items():
            forms = [tuple(w.stem for w in words(p)) if p.islower() else p for p in phrases]
            assert all(forms), meaning
            assert len(set(forms)) == len(forms), meaning


def test_a_title_is_part_of_a_statement_once() -> None:
    assert statement({"title": "Neglect", "text": "Neglect: seen early"}) == "Neglect: seen early"
    assert statement({"title": "Neglect", "text": "Seen early"}) == "Neglect: Seen early"
    assert statement({"text": "214 people were trained"}) == "214 people were trained"


def three_partnerships() -> SmallCorpus:
    small = SmallCorpus()
    for partnership, neglect, other in (
        ("ashby", "Neglect is recognised early", "Babies sleep safely"),
        ("bourne", "Practitioners spot neglect sooner", "A confident and skilled workforce"),
        ("corley", "The first signs of neglect are noticed", "Adults choose how they are safeguarded"),
    ):
        plan = small.plan(partnership, 2024)
        small.objective(plan, neglect)
        small.objective(plan, other)
    return small


def test_like_objectives_make_a_group_with_a_label_of_their_own_words() -> None:
    groups, statements = like_rows(three_partnerships().corpus())
    assert [(group["statements"], group["partnerships"], group["themes"]) for group in groups] == [(3, 3, ["neglect"])]
    assert "neglect" in groups[0]["label"].lower()
    assert 2 <= len(groups[0]["label"].split()) <= 4
    assert [row["like_group_id"] for row in statements] == ["g1", None] * 3


def test_rows_keep_the_contract_and_come_out_alike_each_time() -> None:
    first, second = (like_rows(three_partnerships().corpus()) for _ in range(2))
    assert first == second
    for name, rows in zip(("like_groups", "like_statements"), first, strict=True):
        for row in rows:
            keep(table(name), row, "a test")


def test_a_partnership_that_says_it_in_plan_and_report_counts_once() -> None:
    small = three_partnerships()
    report = small.report("ashby", 2024)
    small.objective(report, "Neglect is recognised early")
    group = like_rows(small.corpus())[0][0]
    assert (group["statements"], group["partnerships"]) == (4, 3)


def test_one_partnership_alone_has_no_groups_and_no_nearest() -> None:
    small = SmallCorpus()
    for year in (2023, 2024):
        small.objective(small.plan("ashby", year), "Neglect is recognised early")
    groups, statements = like_rows(small.corpus())
    assert groups == []
    assert {(row["nearest_objective_id"], row["similarity"], row["method"]) for row in statements} == {
        (None, None, "none")
    }


def test_what_is_past_is_not_compared() -> None:
    small = SmallCorpus()
    small.objective(small.report("ashby", 2023), "Neglect", standing="previous")
    assert like_rows(small.corpus()) == ([], [])
    assert like_rows(SmallCorpus().corpus()) == ([], [])


def test_a_chain_of_statements_is_not_one_group() -> None:
    small = SmallCorpus()
    chain = (
        "Children at risk of exploitation are protected",
        "Children at risk of exploitation are found when they go missing",
        "Children who go missing from care are found",
        "Children in care live in stable homes and do not go missing",
        "Children in care live in stable homes",
    )
    for at, text in enumerate(chain):
        small.objective(small.plan(f"place{at}", 2024), text)
    statements = like_rows(small.corpus())[1]
    first, last = statements[0]["like_group_id"], statements[-1]["like_group_id"]
    assert first is None or first != last


def test_groups_do_not_share_a_label_while_their_words_allow_another() -> None:
    labels = Labels(["Early help for families", "Early help for families", "Early help in hubs", "Early help in hubs"])
    assert labels.of([0, 1]) != labels.of([2, 3])
