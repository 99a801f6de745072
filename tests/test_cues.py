"""What a reader notices of words and pieces: classes of words, coarse classes of texts, features of tokens."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from safeplans.extractors import cues
from safeplans.extractors.cues import piece_cues, text_cues, token_features, word_classes, word_cues
from safeplans.extractors.pieces import View, block_view, line_view
from safeplans.extractors.reading import read
from safeplans.extractors.vocabulary import load_toml

ROOT = Path(__file__).parent.parent
KEPT = (cues._classes, cues.word_classes, cues.word_cues, cues.text_cues)  # what is worked out once

PLAN = """\
Our priorities are:

1. Neglect

| Action | Lead | By when |
|---|---|---|
| Audit forty files | QA Group | June 2025 |
| Train all staff | Head of Service | Ongoing |
"""


def kind(text: str, *, numbered: bool = False) -> str:
    """The coarse class of a text."""
    return text_cues(text, numbered)[0]


def told(text: str) -> tuple[str, ...]:
    """What the words of a text as a whole say."""
    return text_cues(text, False)[1]


def view(text: str) -> View:
    return block_view(read(text.encode(), "plan.md"))


def features(text: str | View) -> dict[str, set[str]]:
    """The features of each word, of one that comes several times those of the first."""
    seen = view(text) if isinstance(text, str) else text
    made: dict[str, set[str]] = {}
    for token, its in zip(seen.tokens, token_features(seen, piece_cues(seen)), strict=True):
        made.setdefault(token, set(its))
    return made


@pytest.fixture
def teach(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, Callable[[dict[str, Any]], object]], None]]:
    """Change a vocabulary for one test: its name, and what to do with its tables."""

    def forget() -> None:
        for kept in KEPT:
            kept.cache_clear()

    def change(name: str, alter: Callable[[dict[str, Any]], object]) -> None:
        altered = copy.deepcopy(load_toml(name))
        alter(altered)
        monkeypatch.setattr(cues, "load_toml", lambda asked: altered if asked == name else load_toml(asked))
        forget()

    yield change
    monkeypatch.undo()
    forget()


# ---- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("June", "month"),
        ("Sept", "month"),
        ("2025", "year"),
        ("2024-25", "year"),
        ("2025/26", "year"),
        ("2024–2025", "year"),
        ("12th", "day"),
        ("31/03/2025", "day"),
        ("2025-03-31", "day"),
        ("Q2", "quarter"),
        ("h1", "quarter"),
        ("Autumn", "season"),
        ("Quarterly", "recurring"),
        ("Ongoing", "standing"),
        ("Manager", "post"),
        ("Chair", "post"),
        ("Board", "body"),
        ("Police", "agency"),
        ("1.2", "reference"),
        ("A1", "reference"),
        ("SP1.1", "reference"),
        ("(a)", "reference"),
        ("ii.", "reference"),
        ("Amber", "rating"),
        ("G", "rating"),
        ("Completed", "state"),
        ("Audit", "verb"),
        ("Priority", "statement"),
        ("will", "will"),
        ("QA", "abbreviation"),
    ],
)
def test_classes_of_words(word, name):
    assert name in word_classes(word)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("2025", "reference"),
        ("100", "year"),
        ("Q5", "quarter"),
        ("June", "abbreviation"),
        ("1.2", "year"),
        ("A", "body"),
    ],
)
def test_what_words_are_not(word, name):
    assert name not in word_classes(word)


@pytest.mark.parametrize("printed", ["June", "June,", "(June", "JUNE", "“June”", "june."])
def test_signs_and_case_make_no_difference_to_the_class(printed):
    assert "month" in word_classes(printed)


def test_a_word_that_nobody_knows_has_no_class():
    assert word_classes("Wendle") == ()


def test_a_word_is_told_by_itself_its_shape_its_end_and_the_signs_around_it():
    assert {"w=neglected", "s=Xxx", "e=ted", "c=ed"} <= set(word_cues("Neglected"))
    assert {"open", "close=)"} <= set(word_cues("(Chair)"))
    assert "s=99" in word_cues("2025")


# ---- texts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["June 2025", "By June 2025", "End of Q2 2025/26", "Ongoing", "Quarterly", "12th May"])
def test_a_time(text):
    assert kind(text) == "time"


@pytest.mark.parametrize(
    "text", ["QA Group", "Head of Service", "Director of Children's Services", "Police", "Training Sub-group"]
)
def test_an_owner(text):
    assert kind(text) == "owner"


@pytest.mark.parametrize("text", ["1.2", "A1", "SP1.1", "ii."])
def test_a_reference(text):
    assert kind(text) == "reference"


@pytest.mark.parametrize("text", ["Green", "Amber", "G"])
def test_a_rating(text):
    assert kind(text) == "rating"


@pytest.mark.parametrize(
    ("text", "name"),
    [("Action", "action"), ("By when", "due"), ("Success criteria", "success"), ("Lead officer", "lead")],
)
def test_a_heading_of_a_column(text, name):
    assert kind(text) == f"head_{name}"
    assert f"head={name}!" in told(text)


def test_a_label_with_and_without_what_it_announces():
    assert "label=lead" in told("Lead: QA Group")
    assert "label=lead!" in told("Lead:")
    assert not [c for c in told("QA Group") if c.startswith("label=")]


@pytest.mark.parametrize("text", ["Our priorities", "Our strategic aims"])
def test_a_heading_over_a_section(text):
    assert kind(text) == "section_priorities"


@pytest.mark.parametrize("text", ["Priority 1: Neglect", "Objective 2 - Children are seen early", "Strategic aim A"])
def test_a_statement(text):
    assert kind(text) == "statement"


def test_a_numbered_statement_says_so():
    assert "statement=priority#" in told("Priority 1: Neglect")
    assert "statement=outcome" in told("Outcome: Children are heard")


@pytest.mark.parametrize(
    ("text", "name"),
    [("Our priorities are:", "priorities"), ("To do this we will:", "actions"), ("We will know when:", "success")],
)
def test_an_introduction(text, name):
    assert kind(text) == f"intro_{name}"


@pytest.mark.parametrize("text", ["Audit forty case files", "We will audit forty files", "To review the strategy"])
def test_what_begins_like_a_thing_to_be_done(text):
    assert kind(text) == "verb"
    assert "verb" in told(text)


def test_the_rest_goes_by_its_length():
    assert kind("Neglect") == "short"
    assert kind("Neglect is seen much sooner in all parts of the country") == "sentence"
    assert kind("word " * 26) == "long"


def test_a_text_with_a_number_before_it_says_so():
    assert "numbered" in text_cues("Neglect", True)[1]
    assert "numbered" not in text_cues("Neglect", False)[1]


# ---- pieces and tokens ------------------------------------------------------------------------


def test_each_token_of_a_view_has_features():
    seen = view(PLAN)
    assert len(token_features(seen, piece_cues(seen))) == len(seen.tokens)
    assert [c.kind for c in piece_cues(seen)][:3] == ["intro_priorities", "short", "head_action"]


def test_the_first_token_bears_the_features_of_its_piece_and_the_last_is_marked():
    its = features(PLAN)
    assert {"FIRST", "k=cell", "kind=verb", "col=0", "cols=3", "n=3"} <= its["Audit"]
    assert {"pos=1"} <= its["forty"] and not {"FIRST", "LAST", "kind=verb"} & its["forty"]
    assert {"pos=2", "LAST"} <= its["files"]


def test_every_token_bears_the_class_of_its_piece():
    its = features(PLAN)
    assert {"Acell|verb"} <= its["Audit"] & its["forty"] & its["files"]


def test_a_cell_bears_the_heading_of_its_column():
    its = features(PLAN)
    assert {"cw=by", "cw=when", "Acol=due"} <= its["June"]
    assert {"cw=lead", "Acol=lead"} <= its["QA"]
    assert {"header=True", "Acol=none"} <= its["Lead"]


def test_a_token_sees_the_words_beside_it():
    its = features(PLAN)
    assert {"-1w=june", "-1c=month"} <= its["2025"]
    assert {"+1w=2025", "+1c=year"} <= its["June"]
    assert "+2c=year" in its["Group"]


def test_a_piece_sees_the_pieces_beside_it():
    its = features(PLAN)
    assert {"-1kind=verb", "1kind=time", "1k=cell", "1same=True"} <= its["QA"]
    assert {"-2kind=verb", "-1kind=owner", "1kind=verb", "1same=False"} <= its["June"]


def test_the_edges_of_a_document_are_seen():
    its = features(line_view(read(b"Audit files\nTrain staff\n")))
    assert {"-1kind=edge", "-2kind=edge", "2kind=edge"} <= its["Audit"]
    assert {"1kind=edge", "2kind=edge", "-2kind=edge"} <= its["Train"]


def test_what_stands_over_a_piece_is_seen():
    its = features("## Our strategic aims\n\nFirst of all this\n\nOur priorities are:\n\n- Neglect\n")
    assert {"above=section_priorities", "hw=aims"} <= its["First"]
    assert {"above=intro_priorities", "hw=priorities"} <= its["Neglect"]


def test_bullets_numbers_and_what_is_printed_again_are_seen():
    its = features(line_view(read(b"- Neglect\n1.2 Audit\nPage\nPage\nPlain   words\n")))
    assert "m=bullet" in its["Neglect"]
    assert {"m=9.9", "numbered"} <= its["1.2"]
    assert "again=2" in its["Page"] and "m=-" in its["Page"]
    assert {"part=1", "in=few"} <= its["words"]


# ---- the same each time -----------------------------------------------------------------------


def test_the_same_text_has_the_same_features():
    first = view(PLAN)
    made = token_features(first, piece_cues(first))
    for kept in KEPT:
        kept.cache_clear()
    again = view(PLAN)
    assert token_features(again, piece_cues(again)) == made


def test_features_do_not_hang_on_the_order_of_sets():
    code = (
        "import hashlib; from safeplans.extractors.cues import piece_cues, token_features;"
        "from safeplans.extractors.pieces import line_view; from safeplans.extractors.reading import read;"
        "seen = line_view(read(open('README.md', 'rb').read()[:6000]));"
        "print(hashlib.sha256(repr(token_features(seen, piece_cues(seen))).encode()).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


# ---- vocabularies are the knowledge -----------------------------------------------------------


def test_a_word_added_to_a_vocabulary_is_seen(teach):
    assert not {"post", "body"} & set(word_classes("Wizard"))
    teach("owners", lambda words: words["role_heads"].append("wizard"))
    assert "post" in word_classes("Wizard")
    assert kind("Wizard") == "owner"
    assert "c=post" in features("Chief Wizard\n")["Wizard"]


def test_a_month_a_verb_and_a_heading_are_taught_the_same_way(teach):
    teach("time", lambda words: words["months"]["june"].append("juin"))
    assert "month" in word_classes("Juin") and kind("Juin 2025") == "time"
    teach("verbs", lambda words: words["imperative"].append("wendle"))
    assert "verb" in word_classes("Wendle")
    teach("columns", lambda words: words["lead"]["exact"].append("wendler"))
    assert "h_lead" in word_classes("Wendler")


def test_of_a_name_only_its_last_word_makes_a_post(teach):
    teach("owners", lambda words: words["role_heads"].append("grand wizard"))
    assert "post" in word_classes("Wizard")
    assert "post" not in word_classes("Grand")


def test_what_one_test_taught_another_does_not_know():
    assert word_classes("Wizard") == ()
