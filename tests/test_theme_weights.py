"""Weights of themes: what is noticed of a statement, what it adds up to, and how the file keeps it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from safeplans.extractors.assembly.theme_weights import Judge, judge, noticed
from safeplans.extractors.assembly.themes import notice, theme_names, themes_of
from safeplans.extractors.lexicon.language import words
from safeplans.extractors.lexicon.loading import load_toml

LABELS = ["neglect", "workforce"]


def small() -> Judge:
    weights = np.array([[3.0, 0.0], [0.0, 2.0]], np.float32)
    return Judge(LABELS, ["t=hoard", "h=training"], weights, np.array([-1.0, -1.0]))


def test_odds_are_what_the_cues_add_up_to() -> None:
    odds = small().odds({"t=hoard": 1.0, "unknown": 5.0})
    assert odds.tolist() == pytest.approx([1 / (1 + np.exp(-2)), 1 / (1 + np.exp(1))], abs=0.001)


def test_a_file_gives_the_weights_back_and_the_same_bytes(tmp_path: Path) -> None:
    small().save(tmp_path / "one.npz")
    again = Judge.load(tmp_path / "one.npz")
    again.save(tmp_path / "two.npz")
    assert again.odds({"t=hoard": 1.0}).tolist() == small().odds({"t=hoard": 1.0}).tolist()
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_a_missing_file_says_what_makes_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="make train"):
        Judge.load(tmp_path / "themes.npz")


def test_words_of_the_statement_and_of_the_heading_are_told_apart() -> None:
    told = noticed(words("Train staff"), words("Hoarding"), {"workforce": 3.0}, {"neglect": 6.0}, ["workforce"])
    assert {"t=train", "t=train_staff", "first=train", "h=hoard", "p_workforce", "r0_workforce"} <= set(told)
    assert (told["p_workforce"], told["q_neglect"]) == (1.0, 2.0)
    assert "alone" in noticed(words("Train staff"), [], {}, {}, [])


def test_a_theme_named_above_is_read_as_a_heading() -> None:
    assert notice("Agree the next steps", ["private_fostering"])[0]["h=privat"] == 1.0


def test_the_package_knows_every_theme_and_a_guide_says_what_belongs_to_it() -> None:
    assert tuple(judge().labels) == theme_names() == tuple(load_toml("theme_guide")["themes"])


def test_a_theme_that_no_phrase_shows_is_shown_by_the_word_that_speaks_for_it() -> None:
    for hit in themes_of("Ask grown-up sons who collect newspapers whether the fire service may call"):
        assert hit.words
