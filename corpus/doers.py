"""Train the models of owners on those of the corpus: in sentences, in lead cells (`extractors.ownership.weighed`), and
what names are (`extractors.ownership.kinds`).

Part of ``make train``; alone: ``python -m corpus.doers``. Prints precision and recall on folds left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate
from pathlib import Path

from corpus.building import Planned, planned, source_of
from corpus.crf import Settings, common_words, trained
from corpus.families import FOLDS, recorded
from corpus.gold import Source, without_article
from corpus.lead_cells import NO_ABBREVIATIONS, Statement, lead_cells, mixed_cells
from corpus.looking import FOLD_MODELS
from corpus.marks import words
from safeplans.extractors.lexicon.forms import bare_word
from safeplans.extractors.ownership.cells import Namer
from safeplans.extractors.ownership.kinds import KIND_MODEL, SECTOR_MODEL, name_cues
from safeplans.extractors.ownership.noticed import statement_features
from safeplans.extractors.ownership.weighed import (
    CELLS,
    LEAST,
    MODEL,
    RELATIONS,
    bare_name,
    doers,
)
from safeplans.extractors.weights.chain import Chain

# Cues are many and say much the same: how far weights are held down was chosen on three folds left out, for lead cells.
SETTINGS: Settings = {"c1": 0.5, "c2": 0.1, "max_iterations": 120, "feature.minfreq": 2}
BY_HAND = 2  # how often a statement by hand counts: shapes say one thing in many words
LABELS = {"who": "LEAD", "lead": "LEAD", "support": "LEAD", "to": "TO"}
NAMER = Namer(NO_ABBREVIATIONS, ())
# Cues that hold words as they are printed: what only one author prints is not learnt.
_WORD = re.compile(r"(?:as )?(?:-?\d?w|first|last|end|sepw)=(?:\S+ (?=\S+$))?(.*)")


def sources() -> list[tuple[Planned, Source]]:
    """The documents that statements are taken from: all by hand, of each shape one for children and one for adults."""
    return [(d, source_of(d)) for d in planned(recorded()) if d.seed == 1 and d.family.part != "measure"]


def statements(some: Iterable[tuple[Planned, Source]]) -> list[Statement]:
    """The actions of documents."""
    made = []
    for document, source in some:
        by_key: dict[str, Statement] = {}
        before: dict[str, object] = {}
        for word in words(source.marked, markup=source.markup):
            action = next((m for m in reversed(word.labels) if m.label == "action"), None)
            if action is None:
                continue
            inner = next((m for m in reversed(word.labels) if m.label in LABELS), None)
            for key in action.keys:
                told = by_key.setdefault(key, Statement(document.family, [], []))
                told.tokens.append(word.text)
                here = (LABELS[inner.label], inner.start) if inner else None
                same = here is not None and before.get(key) == here
                told.labels.append("O" if here is None else f"{'I' if same else 'B'}-{here[0]}")
                before[key] = here
        for told in by_key.values():
            starts = accumulate((len(token) + 1 for token in told.tokens), initial=0)
            text = " ".join(told.tokens)
            told.cues.extend(statement_features(list(zip(told.tokens, starts, strict=False)), text, NAMER))
        made += by_key.values()
    return made


def judged_names(some: Iterable[tuple[Planned, Source]], what: int) -> list[Statement]:
    """The names of documents by hand, each a statement of one place. what: 0 its kind, 1 its sector."""
    made = []
    for document, source in some:
        told: dict[tuple[str, str], str] = {}
        for printed, value in source.names.items():
            kinds, _, canonical = value.partition("|")
            if value != "none" and document.family.part == "learn":
                name = without_article(" ".join(printed.split()))
                told[name, canonical.strip() or name] = kinds.split()[what]
        made += [Statement(document.family, [n], [label], [name_cues(n, c)]) for (n, c), label in told.items()]
    return made


def train(some: Sequence[Statement]) -> Chain:
    """The model that a number of statements give."""
    used = ((bare_word(word), s.family.author) for s in some for token in s.tokens for word in token.split())
    known = common_words(used)
    sequences = []
    for s in some:
        told = [[f for f in place if not (m := _WORD.fullmatch(f)) or m.group(1) in known] for place in s.cues]
        sequences += [(told, s.labels)] * (BY_HAND if s.family.part == "learn" else 1)
    labels = sorted({label for s in some for label in s.labels})
    return Chain.mean([trained(sequences, SETTINGS)], labels)


def train_folds(folder: Path) -> None:
    """Write a model for each fold that is held out (fold 0: none is) below `folder`."""
    learnt = sources()
    every, cells = statements(learnt), lead_cells(learnt) + mixed_cells(learnt)
    kinds_and_sectors = judged_names(learnt, 0), judged_names(learnt, 1)
    right = found = wanted = 0
    for fold in (0, *FOLDS):
        chain = train([s for s in every if not fold or s.family.fold != fold])
        chain.save(folder / str(fold) / MODEL)
        train([c for c in cells if not fold or c.family.fold != fold]).save(folder / str(fold) / CELLS)
        for name, some in zip((KIND_MODEL, SECTOR_MODEL), kinds_and_sectors, strict=True):
            train([n for n in some if not fold or n.family.fold != fold]).save(folder / str(fold) / name)
        for s in every:
            if not fold or s.family.fold != fold:
                continue
            names = {
                (d.relation, d.name.casefold()) for d in doers(" ".join(s.tokens), chain, NAMER) if d.odds >= LEAST
            }
            told = _named(s)
            right, found, wanted = right + len(names & told), found + len(names), wanted + len(told)
    print(
        f"owners in sentences, folds left out: precision {right / found:.3f}, recall {right / wanted:.3f}", flush=True
    )


def _named(statement: Statement) -> set[tuple[str, str]]:
    """The names of a statement by its labels, written as the model's are."""
    runs: list[tuple[str, list[str]]] = []
    for token, label in zip(statement.tokens, statement.labels, strict=True):
        if label.startswith("B-"):
            runs.append((RELATIONS[label[2:]], []))
        if label != "O":
            runs[-1][1].append(token)
    return {(relation, bare_name(" ".join(told)).casefold()) for relation, told in runs}


if __name__ == "__main__":
    train_folds(FOLD_MODELS)
