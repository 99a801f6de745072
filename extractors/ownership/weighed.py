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
from safeplans.extractors.lexicon.forms import bare_word, same_length_form
from safeplans.extractors.ownership.cells import Namer
from safeplans.extractors.ownership.naming import kind_of, whole_names
from safeplans.extractors.ownership.words import OwnerMention

MODEL, CELLS = "doers.npz", "cells.npz"
RELATIONS = {"LEAD": "lead", "TO": "reports_to"}
# Mean odds from which a name is taken. A wrong owner does more harm than a missing one, and with a lead in a cell of
# its own a name in the sentence is mostly somebody else's part: there it must be surer. On folds left out, documents
# by hand: precision 0.90 from 0.7; beside a cell 0.74 from 0.8, which was too little (0.9 by itself was not measured).
LEAST, LEAST_BESIDE_CELL = 0.7, 0.9
# Odds of the least sure word of a cell of one line from which the model parts it: below, the rules do, which are as good
# there. Where a narrow column breaks the lines they are not (on folds left out 0.56 of their names right, the model's
# 0.86), and the model always does.
SURE = 0.8
REACH = 3  # words on each side that a word's features tell of
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
    whole = [m.span() for m in whole_names().finditer(same_length_form(cell))]
    made: list[Doer] = []
    for _, places in _runs(chain, odds):
        (_, start), (last, end) = tokens[places[0]], tokens[places[-1]]
        if _CUT.search(cell[made[-1].end if made else 0 : start]) or any(a < start < b for a, b in whole):
            return []
        printed = cell[start : end + len(last)].replace("\n", " ")
        name = _without_letters(f"{printed})" if printed.count("(") > printed.count(")") else printed)
        if re.search(r"\w", name):
            start += printed.index(name.rstrip(")"))
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


#: Words of a lead cell, and what stands between them: signs, blanked asides, line breaks.
CELL_WORD = re.compile(r"[^\s/\\|:;,+&()\[\]]+|;+|[/\\|:,+&()\[\]\n]")
_SIGNS = frozenset("/\\|:;,+&()[]⏎–—")
_JOINTS = frozenset({"and", "with", "-"})
BREAK = "⏎"  # a line break as cues name it


def bare_name(printed: str) -> str:
    """A name without the signs around it, its article, the mark of the possessive, and its abbreviation in brackets."""
    name = _ARTICLE.sub("", _POSSESSIVE.sub("", printed.rstrip(_RIGHT).lstrip(_LEFT)))
    if "(" not in name:
        return name
    whole = f"{name})" if name.count("(") > name.count(")") and f"{name})" in printed else name
    return whole if (bracket := _BRACKET.search(whole)) is None else whole[: bracket.start()]


def cell_features(tokens: Sequence[tuple[str, int]], by_rule: Sequence[OwnerMention]) -> list[list[str]]:
    """What is noticed of each word and sign of a lead cell.

    tokens: each with where it starts. Beside what `features` notices: how the rules part the cell, what a part between
    two signs is by the vocabulary, and which sign stands between which kinds.
    """
    words = [BREAK if token == "\n" else token for token, _ in tokens]
    said = [_said(by_rule, start) for _, start in tokens]
    parts = _parts(words)
    kinds = {part: _kind(" ".join(words[i] for i, p in enumerate(parts) if p == part)) for part in set(parts) - {None}}
    signs = "".join(sorted({_sign(w)[:1] for w, p in zip(words, parts, strict=True) if p is None}))
    several = f"{len(kinds) > 2}{len(kinds) > 3}"
    made = []
    for at, told in enumerate(features(words)):
        part = parts[at]
        for step in (-1, 0, 1):
            if 0 <= at + step < len(said):
                told += [f"{step}r={said[at + step][:1]}", f"{step}rk={said[at + step]}"]
        told.append(f"chunks={min(len(kinds), 5)}")
        if part is None:
            left, right = _neighbour(parts, at, -1), _neighbour(parts, at, 1)
            sign = _sign(words[at])
            told += [
                f"at={sign} {kinds.get(left, EDGE)}>{kinds.get(right, EDGE)}",
                f"at={sign} {said[at][:1]}",
                f"ats={sign} in {signs}",
                f"atn={sign} {several}",
            ]
        else:
            before, here, after = (kinds.get(part + step, EDGE) for step in (-1, 0, 1))
            first = at == 0 or parts[at - 1] != part
            told += [
                f"ck={here}", f"ck={here}{first}", f"ckp={before}>{here}{first}", f"ckn={here}>{after}{first}",
                f"kr={here}{said[at][:1]}", f"clen={min(parts.count(part), 4)}",
            ]  # fmt: skip
            if first and at:
                sign = _sign(words[at - 1])
                told += [
                    f"sep={sign}", f"sep={sign} {before}>{here}", f"sepn={sign} {several}", f"seps={sign} in {signs}",
                    f"sepw={sign} {bare_word(words[at])}",
                    f"sepk={sign} {before[:-1]}>{here[:-1]}>{after[:-1]}",
                ]  # fmt: skip
        made.append(told)
    return made


EDGE = "edge "  # beside the first and the last part of a cell


def _parts(words: Sequence[str]) -> list[int | None]:
    """The part of a cell, counted from nought, that each word stands in; None for signs and joints between parts."""
    parts: list[int | None] = []
    part, inside = -1, False
    for word in words:
        if word[0] in _SIGNS or word.casefold() in _JOINTS:
            parts.append(None)
            inside = False
        else:
            part += not inside
            inside = True
            parts.append(part)
    return parts


def _neighbour(parts: Sequence[int | None], at: int, step: int) -> int | None:
    """The part nearest to a sign, before it (step -1) or behind it."""
    places = range(at + step, len(parts) if step > 0 else -1, step)
    return next((parts[i] for i in places if parts[i] is not None), None)


def _sign(word: str) -> str:
    return word[0] if word[0] in _SIGNS else word.casefold()


def _kind(part: str) -> str:
    """What a part of a cell is by the vocabulary, and how sure that is."""
    kind, sure = kind_of(part, part)
    return kind + ("+" if sure > 0.9 else "~" if sure > 0.7 else "-")


def _said(by_rule: Sequence[OwnerMention], start: int) -> str:
    """What the rules make of a word: begin, inside or outside of a name, and of which kind."""
    mention = next((m for m in by_rule if m.start_char <= start < m.end_char), None)
    return "O" if mention is None else f"{'B' if mention.start_char == start else 'I'}{mention.kind}"


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
