"""Of which kind and sector a name is, as trained models weigh its words, its form and what the vocabulary says of them.

The vocabulary (`extractors.ownership.naming`) knows kinds by the ends of names and sectors by words; the models learn
where it is right (``Fire Safety`` is a team, ``Tenancy Sustainment Officer`` of a council). Trained by ``make train``.
"""

from __future__ import annotations

import functools
import re
from typing import cast

from safeplans.extractors.base.closed import OwnerKind
from safeplans.extractors.labelling.cues import kin_cues, word_classes
from safeplans.extractors.lexicon.forms import bare_word
from safeplans.extractors.ownership.bodies import body_sector
from safeplans.extractors.ownership.naming import classify, kind_of, tells_sector
from safeplans.extractors.weights.chain import loaded

KIND_MODEL, SECTOR_MODEL = "kinds.npz", "sectors.npz"
# Odds from which the models are believed: where the vocabulary knows nothing certain, and where it does. On two folds
# left out kinds of 0.91 of names are right by the vocabulary and of 0.94 so, sectors of 0.78 and of 0.87; of `measure`
# 0.91 and 0.94, 0.73 and 0.83.
SURE, SURER, CERTAIN = 0.6, 0.9, 0.9
ALONE = {"person": "other", "partnership": "partnership"}  # kinds whose names tell no sector
FORM = 12  # characters of a word's form that tell of it
_CAPITALS = re.compile(r"[A-Z&]{2,6}s?")


@functools.lru_cache(maxsize=20_000)
def judged(name: str, canonical: str, model: str = "") -> tuple[OwnerKind, str]:
    """Kind and sector of an owner, from the closed lists. model: a folder of models instead of the package's."""
    kind, sector = classify(name, canonical)
    if kind == "partnership" or body_sector(canonical) or body_sector(name):
        return kind, sector  # named in a list, or by the letters of a board
    cues = [name_cues(name, canonical)]
    kinds, sectors = loaded(model, KIND_MODEL), loaded(model, SECTOR_MODEL)
    odds = kinds.odds(cues).round(4)[0]
    is_known = tells_sector(kind, name, canonical)
    if odds.max() >= SURER or kind_of(name, canonical)[1] < CERTAIN:
        kind = cast(OwnerKind, kinds.labels[int(odds.argmax())])
    if kind in ALONE:
        return kind, ALONE[kind]
    odds = sectors.odds(cues).round(4)[0]
    return kind, sectors.labels[int(odds.argmax())] if odds.max() >= (SURER if is_known else SURE) else sector


def name_cues(name: str, canonical: str) -> list[str]:
    """What is noticed of a name and, where it stands for another, of that."""
    told = _cues(name)
    return [*told, "same"] if canonical == name else [*told, *(f"as {cue}" for cue in _cues(canonical))]


def _cues(name: str) -> list[str]:
    tokens = name.split()
    if not tokens:
        return ["empty"]
    bare = [bare_word(token) for token in tokens]
    kind, sure = kind_of(name, name)
    told = [
        f"v={kind}{sure}", f"v={kind}", f"vs={kind}{classify(name, name)[1]}", f"first={bare[0]}", f"last={bare[-1]}",
        f"end={' '.join(bare[-2:])}", f"words={min(len(bare), 6)}",
    ]  # fmt: skip
    if len(tokens) == 1:
        form = re.sub(r"[A-Z]", "A", re.sub(r"[a-z]+", "a", name))[:FORM]
        told.append("form=" + re.sub(r"A+", lambda m: f"A{len(m[0])}", form))
    if _CAPITALS.fullmatch(name):
        told += [f"capitals={len(name)}", f"capitals={name[-1]}", f"capitals={name[-1]}{len(name)}"]
    if name.endswith("s"):
        told.append("plural")
    for where, token in (("first", tokens[0]), ("last", tokens[-1])):
        told += [f"{where} class={c}" for c in word_classes(token)]
    told += [f"class={c}" for token in tokens for c in word_classes(token)]
    told += [f"kin {cue}" for cue in kin_cues(tokens[-1])]
    return [*told, *(f"w={word}" for word in bare)]
