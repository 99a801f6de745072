"""What is noticed of the words of a statement and of a lead cell: named cues for the models that find owners there.

Beside the words and their classes: what the rules make of them, and where the vocabulary sees a name. The models
(`extractors.ownership.weighed`) so weigh what the rules say, and learn where these are to be believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from safeplans.extractors.labelling.cues import word_classes, word_cues
from safeplans.extractors.lexicon.forms import bare_word
from safeplans.extractors.ownership.cells import Namer
from safeplans.extractors.ownership.chunks import clauses
from safeplans.extractors.ownership.naming import kind_of
from safeplans.extractors.ownership.sentences import statement_mentions
from safeplans.extractors.ownership.words import OwnerMention

REACH = 3  # words on each side that a word's features tell of
NEAR = 2  # words on each side whose names and rules they tell of
KNOWN, LIKELY = 0.9, 0.7  # how sure the vocabulary is of a kind, from which a cue says so
EDGE = "edge "  # beside the first and the last part of a cell
#: Words of a lead cell, and what stands between them: signs, blanked asides, line breaks.
CELL_WORD = re.compile(r"[^\s/\\|:;,+&()\[\]]+|;+|[/\\|:,+&()\[\]\n]")
_SIGNS = frozenset("/\\|:;,+&()[]⏎–—")
_JOINTS = frozenset({"and", "with", "-"})
BREAK = "⏎"  # a line break as cues name it


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


def statement_features(tokens: Sequence[tuple[str, int]], text: str, namer: Namer) -> list[list[str]]:
    """What is noticed of each word of a statement. tokens: each with where it starts in `text`."""
    spans = [(start, start + len(token)) for token, start in tokens]
    rules = [(m.start_char, m.end_char, m.relation) for m in statement_mentions(text, namer, cell_owners=False)]
    names = [(n.start, n.end, _kind(n.text)) for clause in clauses(text, namer) for some in clause.lists for n in some]
    ruled, named = _within(spans, rules), _within(spans, names)
    made = []
    for at, told in enumerate(features([token for token, _ in tokens])):
        for step in range(-NEAR, NEAR + 1):
            if 0 <= at + step < len(spans):
                told += [
                    f"{step}r={ruled[at + step]}",
                    f"{step}n={named[at + step][:1]}",
                    f"{step}nk={named[at + step]}",
                ]
        told.append(f"rn={ruled[at]}{named[at]}")
        made.append(told)
    return made


def _within(spans: Iterable[tuple[int, int]], found: Sequence[tuple[int, int, str]]) -> list[str]:
    """Of each word whether it begins what was found (B), stands inside (I) or outside (O), and what that is."""
    made = []
    for start, end in spans:
        inside = next((f for f in found if f[0] < end and start < f[1]), None)
        made.append("O" if inside is None else f"{'B' if start <= inside[0] < end else 'I'}{inside[2]}")
    return made


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
    return kind + ("+" if sure > KNOWN else "~" if sure > LIKELY else "-")


def _said(by_rule: Sequence[OwnerMention], start: int) -> str:
    """What the rules make of a word: begin, inside or outside of a name, and of which kind."""
    mention = next((m for m in by_rule if m.start_char <= start < m.end_char), None)
    return "O" if mention is None else f"{'B' if mention.start_char == start else 'I'}{mention.kind}"
