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

from safeplans.extractors.labelling import cues
from safeplans.extractors.labelling.cues import links_of, piece_cues, places_of, text_cues, word_classes, word_cues
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.reading import read
from safeplans.extractors.views.pieces import View, block_view, line_view

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


def cues_of(text: str | View) -> dict[str, set[str]]:
    """The cues of each piece, by its text; of a text that comes several times those of the first."""
    seen = view(text) if isinstance(text, str) else text
    made: dict[str, set[str]] = {}
    for piece, told in zip(seen.pieces, piece_cues(seen), strict=True):
        made.setdefault(piece.text, set(told.cues))
    return made


def linked(text: str | View) -> dict[str, list[str | None]]:
    """For each piece those that it is linked with: like it before and behind, over it, head of its column."""
    seen = view(text) if isinstance(text, str) else text
    texts = [p.text for p in seen.pieces]
    rows = links_of(seen, piece_cues(seen)).tolist()
    return {own: [texts[at] if at >= 0 else None for at in row] for own, row in zip(texts, rows, strict=True)}


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


# ---- pieces -----------------------------------------------------------------------------------


def test_each_piece_of_a_view_has_its_class():
    assert [c.kind for c in piece_cues(view(PLAN))][:3] == ["intro_priorities", "short", "head_action"]


def test_a_piece_says_where_it_stands_and_what_its_words_say():
    its = cues_of(PLAN)["Audit forty files"]
    assert {"k=cell", "k=cell|verb", "kind=verb", "col=0", "cols=3", "n=3"} <= its


def test_a_word_knows_its_place():
    pieces = {p.text: p for p in view(PLAN).pieces}
    assert places_of(pieces["Audit forty files"]) == ["place=first", "place=1", "place=last"]
    assert places_of(pieces["Lead"]) == ["place=only"]


def test_a_cell_bears_the_heading_of_its_column():
    its = cues_of(PLAN)
    assert {"cw=by", "cw=when", "column=due"} <= its["June 2025"]
    assert {"cw=lead", "column=lead"} <= its["QA Group"]
    assert {"header=True", "column=none"} <= its["Lead"]


def test_a_piece_is_told_from_the_one_before():
    its = cues_of(PLAN)
    assert "-1same=True" in its["QA Group"]
    assert "-1same=False" in its["Audit forty files"]


def test_what_stands_over_a_piece_is_seen():
    its = cues_of("## Our strategic aims\n\nFirst of all this\n\nOur priorities are:\n\n- Neglect\n")
    assert {"above=section_priorities", "hw=aims"} <= its["First of all this"]
    assert {"above=intro_priorities", "hw=priorities"} <= its["Neglect"]


def test_bullets_numbers_and_what_is_printed_again_are_seen():
    its = cues_of(line_view(read(b"- Neglect\n1.2 Audit\nPage\nPage\nPlain   words\n")))
    assert "m=bullet" in its["Neglect"]
    assert any("m=9.9" in told and "numbered" in told for told in its.values())
    assert "again=2" in its["Page"] and "m=-" in its["Page"]
    assert {"part=1", "in=few"} <= its["words"]


def test_a_cell_is_linked_with_its_column():
    its = linked("| Action | Lead |\n|---|---|\n| Audit files | QA Group |\n| Train staff | Police |\n")
    assert its["QA Group"] == [None, "Police", None, "Lead"]
    assert its["Police"] == ["QA Group", None, None, "Lead"]
    assert its["Lead"][3] is None


def test_a_paragraph_is_linked_with_its_heading_and_with_its_like():
    its = linked("## Our priorities\n\n- Neglect\n\nWe met in May.\n\n- Exploitation\n")
    assert its["Neglect"][:3] == [None, "Exploitation", "Our priorities"]
    assert its["Exploitation"][:3] == ["Neglect", None, "Our priorities"]


# ---- the same each time -----------------------------------------------------------------------


def test_the_same_text_has_the_same_cues():
    made = cues_of(PLAN)
    for kept in KEPT:
        kept.cache_clear()
    assert cues_of(PLAN) == made


def test_cues_do_not_hang_on_the_order_of_sets():
    code = (
        "import hashlib; from safeplans.extractors.labelling.cues import piece_cues, word_cues;"
        "from safeplans.extractors.views.pieces import line_view; from safeplans.extractors.reading import read;"
        "seen = line_view(read(open('README.md', 'rb').read()[:6000]));"
        "print(hashlib.sha256(repr((piece_cues(seen), [*map(word_cues, seen.tokens)])).encode()).hexdigest())"
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
    assert "c=post" in word_cues("Wizard")


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
