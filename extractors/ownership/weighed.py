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

from safeplans.extractors.base.closed import Relation
from safeplans.extractors.lexicon.forms import bare_word, same_length_form
from safeplans.extractors.ownership.cells import Namer
from safeplans.extractors.ownership.naming import whole_names
from safeplans.extractors.ownership.noticed import CELL_WORD, cell_features, statement_features
from safeplans.extractors.ownership.words import OwnerMention, words
from safeplans.extractors.weights.chain import Array, Chain, loaded

MODEL, CELLS = "doers.npz", "cells.npz"
RELATIONS: dict[str, Relation] = {"LEAD": "lead", "TO": "reports_to"}
# Mean odds from which a name is taken. A wrong owner does more harm than a missing one: on a fold left out, documents
# by hand, with the names of rules elsewhere, precision is 0.89 from 0.6.
LEAST = 0.6
# The same where a cell names the lead: a name in the sentence is then mostly somebody else's part. On two folds left
# out leads are right in 0.72 from 0.9 and in 0.88 from 0.95, receivers in 0.90 from 0.8 on.
LEAST_BESIDE_CELL = 0.95
# Odds of the least sure word of a cell of one line from which the model parts it: below, the rules do, which are as
# good there. Where a narrow column breaks the lines they are not (on folds left out 0.56 of their names right, the
# model's 0.86): there the model needs to be no surer than of one reading among several.
SURE, SURE_BROKEN = 0.8, 0.4
_LEFT, _RIGHT = " ,;:.([–—-|/“‘\"'", ' ,;:.)]–—-|/”"'
_EDGE = " ,;:.[–—-|\\/“‘\"'+&"
_ARTICLE = re.compile(r"^(?:the|our|each|both)\s+(?=\S)", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\([^()]*$|\s*\([A-Z&]{2,}[a-z]?\)$")  # one that is not closed, or an abbreviation
_CUT = re.compile(r"\w\s+(?:of|for)(?:\s+the)?\s*$")  # before a name: `Office of the`, which belongs to it
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Doer:
    """A name in a statement. start, end: half-open character offsets. odds: 0..1."""

    name: str
    relation: Relation
    start: int
    end: int
    odds: float


def weighed_mentions(text: str, namer: Namer, cell_owners: bool, model: str = "") -> list[OwnerMention]:
    """The owners that a statement names, in print order. model: a folder of models instead of the package's."""
    return [
        namer.mention(d.name, d.relation, d.start, d.odds, "weighed")
        for d in doers(text, loaded(model, MODEL), namer)
        if d.odds >= (LEAST_BESIDE_CELL if cell_owners else LEAST)
        and not (cell_owners and d.relation == "lead" and _is_subordinate(text[: d.start]))
    ]


def _is_subordinate(before: str) -> bool:
    """Whether a name is the subject of a clause inside the statement: `a directory that health visitors keep`."""
    last = before.removesuffix(" the ").split()[-1:]
    return bool(last) and bare_word(last[0]) in words("subordinating")


def doers(text: str, chain: Chain, namer: Namer) -> Iterator[Doer]:
    """Every name that the model sees in a statement, however unsure."""
    found = list(re.finditer(r"\S+", text))
    if not found:
        return
    odds = chain.odds(statement_features([(m.group(), m.start()) for m in found], text, namer)).round(4)
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


def names_in_cell(cell: str, by_rule: Sequence[OwnerMention], model: str = "") -> list[Doer]:
    """The names of a lead cell as the model parts them, of all of which it is as sure as of its least sure word.

    cell: its lines, with line breaks between them. by_rule: what the rules make of it, which the model weighs.
    Offsets count in the cell; a name that goes over a line break has a blank in its place.
    """
    tokens = [(m.group(), m.start()) for m in CELL_WORD.finditer(cell)]
    if not tokens:
        return []
    chain = loaded(model, CELLS)
    odds = chain.odds(cell_features(tokens, by_rule)).round(4)
    least = min((float(o.max()) for (word, _), o in zip(tokens, odds, strict=True) if word[0].isalnum()), default=0.0)
    whole = [m.span() for m in whole_names().finditer(same_length_form(cell.replace("\n", " ")))]
    made: list[Doer] = []
    for _, places in _runs(chain, odds):
        (_, start), (last, end) = tokens[places[0]], tokens[places[-1]]
        end += len(last)
        end += cell[end : end + 1] == ")" and cell.count("(", start, end) > cell.count(")", start, end)
        is_cut = any(a < at < b for a, b in whole for at in (start, end))
        if is_cut or _CUT.search(cell[made[-1].end if made else 0 : start]):
            return []
        printed = cell[start:end].replace("\n", " ")
        name = _without_letters(printed)
        if re.search(r"\w", name):
            start += printed.index(name)
            made.append(Doer(name, "lead", start, start + len(name), least))
    return made


def _without_letters(printed: str) -> str:
    """A name of a cell without the signs around it and its article, and without a bracket of its own letters.

    ``Quality Assurance Group (QAG)``; not ``Deputy Director of Nursing (ICB)``, where the bracket tells the body.
    """
    name = _ARTICLE.sub("", printed.rstrip(_EDGE).lstrip(_EDGE))
    found = re.fullmatch(r"(?P<outer>.+?)\s*\((?P<letters>[A-Z&]{2,}[a-z]?)\)", name)
    if found is None:
        return name
    initials = iter(word[0].upper() for word in re.findall(r"[\w&]+", found["outer"]))
    return found["outer"] if all(letter in initials for letter in found["letters"].rstrip("s")) else name


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


def bare_name(printed: str) -> str:
    """A name without the signs around it, its article, the mark of the possessive, and its abbreviation in brackets."""
    name = _ARTICLE.sub("", _POSSESSIVE.sub("", printed.rstrip(_RIGHT).lstrip(_LEFT)))
    if "(" not in name:
        return name
    whole = f"{name})" if name.count("(") > name.count(")") and f"{name})" in printed else name
    return whole if (bracket := _BRACKET.search(whole)) is None else whole[: bracket.start()]
