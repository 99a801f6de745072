"""Owners as trained models see them: who does it and who is told in a sentence, and where names part in a lead cell.

The rules (`extractors.ownership.sentences`, `.cells`) name those that they know forms for; a model over the words of a
statement finds those in other places (``The Quality Group looks at …``, ``to be drawn up by the Data Analyst``), one
over the words of a cell parts names that nothing parts in print (``Fire & Rescue ICB Adult Lead``) and leaves whole
what a comma only seems to part (``Named Professional, Acute Trust``). Trained by ``make train`` (docs/model.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from safeplans.extractors.chain import Array, Chain, loaded
from safeplans.extractors.cues import word_classes, word_cues
from safeplans.extractors.lexicon.forms import bare_word
from safeplans.extractors.ownership.cells import Namer
from safeplans.extractors.ownership.words import OwnerMention

MODEL, CELLS = "doers.npz", "cells.npz"
RELATIONS = {"LEAD": "lead", "TO": "reports_to"}
# Mean odds from which a name is taken. A wrong owner does more harm than a missing one, and with a lead in a cell of
# its own a name in the sentence is mostly somebody else's part: there it must be surer. On folds left out, documents
# by hand: precision 0.90 from 0.7; beside a cell 0.74 from 0.8, which was too little (0.9 by itself was not measured).
LEAST, LEAST_BESIDE_CELL = 0.7, 0.9
# Odds of the least sure word of a cell from which the model parts it: below, the rules do. On folds left out the model
# had all names of a cell right in 0.84 and 0.79 of cells (by hand, of shapes), the rules in 0.80 and 0.65.
SURE = 0.8
REACH = 3  # words on each side that a word's features tell of
_LEFT, _RIGHT = " ,;:.([–—-|/“‘\"'", ' ,;:.)]–—-|/”"'
_ARTICLE = re.compile(r"^(?:the|our|each|both)\s+(?=\S)", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\([^()]*$|\s*\([A-Z&]{2,}[a-z]?\)$")  # one that is not closed, or an abbreviation
_CUT = re.compile(r"\w\s+(?:of|for)(?:\s+the)?\s*$")  # before a name: `Office of the`, which belongs to it
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Doer:
    """A name in a statement. start, end: half-open character offsets. odds: 0..1."""

    name: str
    relation: str
    start: int
    end: int
    odds: float


def weighed_mentions(text: str, namer: Namer, cell_owners: bool, model: str = "") -> list[OwnerMention]:
    """The owners that a statement names, in print order. model: a folder of models instead of the package's."""
    least = LEAST_BESIDE_CELL if cell_owners else LEAST
    return [
        namer.mention(d.name, d.relation, d.start, d.odds, "weighed")
        for d in doers(text, loaded(model, MODEL))
        if d.odds >= least
    ]


def doers(text: str, chain: Chain) -> Iterator[Doer]:
    """Every name that the model sees in a statement, however unsure."""
    found = list(re.finditer(r"\S+", text))
    if not found:
        return
    odds = chain.odds(features([m.group() for m in found])).round(4)
    best = odds.max(axis=1)
    for relation, places in _runs(chain, odds):
        start, end = found[places[0]].start(), found[places[-1]].end()
        printed = text[start:end]
        name = bare_name(printed)
        if not re.search(r"\w", name):
            continue
        start += printed.index(name)
        sure = sum(float(best[at]) for at in places) / len(places)
        yield Doer(name, RELATIONS[relation], start, start + len(name), round(sure, 4))


def names_in_cell(text: str, model: str = "") -> list[Doer]:
    """The names of a lead cell where the model is sure of every word of it; none where it is not, or sees no name."""
    found = list(CELL_WORD.finditer(text))
    if not found:
        return []
    chain = loaded(model, CELLS)
    odds = chain.odds(features([m.group() for m in found])).round(4)
    least = float(odds.max(axis=1).min())
    if least < SURE:
        return []
    spans = [(found[places[0]].start(), found[places[-1]].end()) for _, places in _runs(chain, odds)]
    ends = [0, *(end for _, end in spans)]
    if any(_CUT.search(text[end:start]) for end, (start, _) in zip(ends, spans, strict=False)):
        return []
    return [Doer(text[a:b], "lead", a, b, least) for a, b in spans]


def _runs(chain: Chain, odds: Array) -> list[tuple[str, list[int]]]:
    """Relation and places of the words of each name, by their likeliest labels; other labels part names."""
    runs: list[tuple[str, list[int]]] = []
    before = ""
    for at, column in enumerate(odds.argmax(axis=1)):
        beginning, _, relation = chain.labels[column].rpartition("-")
        if relation in RELATIONS:
            if beginning == "B" or relation != before:
                runs.append((relation, []))
            runs[-1][1].append(at)
        before = relation
    return runs


#: Words of a lead cell, and the signs between names.
CELL_WORD = re.compile(r"[^\s/;,+&()\[\]]+|[/;,+&()\[\]]")


def bare_name(printed: str) -> str:
    """A name without the signs around it, its article, the mark of the possessive, and its abbreviation in brackets."""
    name = _ARTICLE.sub("", _POSSESSIVE.sub("", printed.rstrip(_RIGHT).lstrip(_LEFT)))
    if "(" not in name:
        return name
    whole = f"{name})" if name.count("(") > name.count(")") and f"{name})" in printed else name
    return whole if (bracket := _BRACKET.search(whole)) is None else whole[: bracket.start()]


def features(tokens: Sequence[str]) -> list[list[str]]:
    """What is noticed of each word of a statement."""
    cues = [word_cues(t) for t in tokens]
    classes = [word_classes(t) for t in tokens]
    bares = [bare_word(t) for t in tokens]
    made = []
    last = len(tokens) - 1
    for at, token in enumerate(tokens):
        told = [*cues[at], f"pos={min(at, 6)}", f"left={min(last - at, 4)}"]
        for step in range(-REACH, REACH + 1):
            other = at + step
            if not step:
                continue
            if not 0 <= other <= last:
                told.append(f"{step}edge")
                continue
            told.append(f"{step}w={bares[other]}")
            told += [f"{step}c={name}" for name in classes[other]]
            if abs(step) == 1:
                told += [f"{step}{cue}" for cue in cues[other] if cue.startswith(("s=", "e=", "close", "open"))]
        if at and token[:1].isupper():
            told.append("capital")
        if at < last and tokens[at + 1][:1].isupper():
            told.append("+capital")
        if at and tokens[at - 1][:1].isupper():
            told.append("-capital")
        made.append(told)
    return made
