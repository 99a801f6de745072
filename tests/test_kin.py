"""Classes of words that mean alike: what they are for a model, and how they are told to people."""

from __future__ import annotations

from safeplans.extractors.explaining import in_words
from safeplans.extractors.labelling.cues import word_cues
from safeplans.extractors.lexicon.kin import EXAMPLES, Kin, kin


def test_a_word_has_a_class_of_its_kind_and_one_of_its_like() -> None:
    some = Kin(["chair", "lead", "june"], [0, 0, 1], [5, 6, 7])
    assert some.of("lead") == (0, 6)
    assert some.of("wendle") is None
    assert some.examples(coarse=0) == ["chair", "lead"]
    assert some.examples(fine=7) == ["june"]


def test_classes_are_kept_and_read_again(tmp_path) -> None:
    Kin(["chair", "lead"], [0, 1], [300, 2]).save(tmp_path / "kin.npz")
    assert Kin.load(tmp_path / "kin.npz").of("chair") == (0, 300)


def test_months_are_of_one_class_and_verbs_of_another() -> None:
    months = {kin().of(month) for month in ("april", "june", "october")}
    assert len(months) == 1
    assert kin().of("audit") not in months


def test_a_cue_of_a_class_is_told_by_its_words() -> None:
    fine = next(cue for cue in word_cues("June") if cue.startswith("k1="))
    told = in_words(fine)
    assert told.startswith("words that mean much the same as: «")
    assert told.count(",") == EXAMPLES - 1


def test_a_word_without_a_class_has_no_cue_of_one() -> None:
    assert not [cue for cue in word_cues("Xqzzv") if cue.startswith(("k0=", "k1="))]
