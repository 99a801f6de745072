"""Labelled views as the numbers that a network learns from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from corpus.crf import common_words
from corpus.exchanging import Run
from corpus.families import Family
from safeplans.extractors.labelling.cues import PieceCues, links_of, places_of, word_cues
from safeplans.extractors.lexicon.forms import bare_word
from safeplans.extractors.views.pieces import View
from safeplans.extractors.weights.network import Ids

LEAST_FAMILIES, LEAST_AUTHORS = 5, 5  # families that show a cue, authors who use a word, to be learnt from
WORDS = ("w=", "hw=", "cw=")  # cues that name a word
MOST_WORD_CUES, MOST_PIECE_CUES = 18, 72  # cues that are learnt from; hardly any word or piece has more


@dataclass(slots=True)
class Example:
    """One view of a document, or of a part of it: what is learnt from."""

    name: str
    family: Family
    renderer: str | None
    converter: str | None
    view: View
    cues: list[PieceCues]
    labels: list[str]
    whole: bool = True
    runs: list[Run] = field(default_factory=list)  # what can be exchanged in it


@dataclass(frozen=True, slots=True)
class Encoded:
    """A view as numbers. words, pieces: a row of ids for each, from 1, and 0 for none; of: each word's piece."""

    family: str
    by_hand: bool
    whole: bool
    words: Ids
    pieces: Ids
    of: Ids
    links: Ids
    labels: Ids


@dataclass(frozen=True, slots=True)
class Known:
    """What a model knows of: labels, and cues of words and of pieces, in the order of its tables."""

    labels: list[str]
    words: list[str]
    pieces: list[str]


def known_of(some: Sequence[Example]) -> Known:
    """The cues that enough families show, of words those that enough authors use."""
    words: dict[str, set[str]] = defaultdict(set)
    pieces: dict[str, set[str]] = defaultdict(set)
    for e in some:
        for cue in {cue for word in set(e.view.tokens) for cue in word_cues(word)}:
            words[cue].add(e.family.name)
        for cue in {cue for piece in e.view.pieces for cue in places_of(piece)}:
            words[cue].add(e.family.name)
        for cue in {cue for told in e.cues for cue in told.cues}:
            pieces[cue].add(e.family.name)
    used = ((bare_word(word), e.family.author) for e in some for word in set(e.view.tokens))
    common = common_words(used, LEAST_AUTHORS)

    def kept(cues: dict[str, set[str]]) -> list[str]:
        return sorted(cue for cue, seen in cues.items() if len(seen) >= LEAST_FAMILIES and not _rare(cue, common))

    return Known(sorted({label for e in some for label in e.labels}), kept(words), kept(pieces))


def _rare(cue: str, common: frozenset[str]) -> bool:
    for start in WORDS:
        if cue.startswith(start):
            return cue[len(start) :] not in common
    return False


def encode(example: Example, known: Known) -> Encoded:
    """A view as the numbers that are learnt from."""
    of_word = {cue: at for at, cue in enumerate(known.words, 1)}
    of_piece = {cue: at for at, cue in enumerate(known.pieces, 1)}
    of_label = {label: at for at, label in enumerate(known.labels)}
    pieces = example.view.pieces
    told = [
        (*word_cues(word), place)
        for piece in pieces
        for word, place in zip(piece.tokens, places_of(piece), strict=True)
    ]
    return Encoded(
        example.family.name,
        example.family.part == "learn",
        example.whole,
        _rows(told, of_word, MOST_WORD_CUES),
        _rows([cues.cues for cues in example.cues], of_piece, MOST_PIECE_CUES),
        np.repeat(np.arange(len(pieces), dtype=np.int32), [len(p.tokens) for p in pieces]),
        links_of(example.view, example.cues),
        np.array([of_label[label] for label in example.labels], dtype=np.int32),
    )


def _rows(told: Sequence[Sequence[str]], known: Mapping[str, int], most: int) -> Ids:
    made = np.zeros((len(told), most), dtype=np.int32)
    for at, cues in enumerate(told):
        ids = [known[cue] for cue in cues if cue in known][:most]
        made[at, : len(ids)] = ids
    return made
