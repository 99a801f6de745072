"""Train the models of owners in sentences and in lead cells on those of the corpus (`extractors.ownership.weighed`).

Part of ``make train``; alone: ``python -m corpus.doers``. Prints precision and recall on folds left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.building import Planned, planned, source_of
from corpus.crf import Settings, common_words, trained
from corpus.families import FOLDS, Family, recorded
from corpus.gold import Source, gold
from corpus.looking import FOLD_MODELS
from corpus.marks import words
from safeplans.extractors.chain import Chain
from safeplans.extractors.lexicon.forms import bare_word
from safeplans.extractors.ownership.weighed import CELL_WORD, CELLS, LEAST, MODEL, RELATIONS, bare_name, doers, features

SETTINGS: Settings = {"c1": 0.1, "c2": 0.05, "max_iterations": 60, "feature.minfreq": 2}
BY_HAND = 2  # how often a statement by hand counts: shapes say one thing in many words
LABELS = {"who": "LEAD", "lead": "LEAD", "support": "LEAD", "to": "TO"}
_WORD = re.compile(r"-?\d?w=(.*)")


@dataclass(frozen=True, slots=True)
class Statement:
    """An action's words and their labels (``B-LEAD``, ``I-LEAD``, ``B-TO``, ``I-TO``, ``O``)."""

    family: Family
    tokens: list[str]
    labels: list[str]


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
        made += by_key.values()
    return made


def lead_cells(some: Iterable[tuple[Planned, Source]]) -> list[Statement]:
    """The lead cells of documents, their names found again in the printed words."""
    made = []
    for document, source in some:
        names = {a["key"]: [o["name"] for o in a["owners"]] for a in gold(source, document.name)["actions"]}
        cells: dict[int, list[str]] = defaultdict(list)
        keys: dict[int, tuple[str, ...]] = {}
        for word in words(source.marked, markup=source.markup):
            if mark := next((m for m in word.labels if m.label == "lead"), None):
                cells[mark.start].append(word.text)
                keys[mark.start] = mark.keys
        for start, printed in cells.items():
            text = " ".join(printed).strip(" ()[].,;")
            own = [n for key in keys[start] for n in names.get(key, names.get(key.rpartition("/")[2], []))]
            tokens, labels = _parted(text, own)
            if tokens:
                made.append(Statement(document.family, tokens, labels))
    return made


def _parted(text: str, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words of a cell, and a label for each. The longest name is found first: others may stand inside it."""
    spans: list[tuple[int, int]] = []
    for name in sorted(set(names), key=lambda n: (-len(n), n)):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if not any(match.start() < end and start < match.end() for start, end in spans):
                spans.append(match.span())
                break
    tokens, labels = [], []
    for match in CELL_WORD.finditer(text):
        inside = next((s for s in spans if s[0] <= match.start() < s[1]), None)
        tokens.append(match.group())
        labels.append("O" if inside is None else "B-LEAD" if match.start() == inside[0] else "I-LEAD")
    return tokens, labels


def train(some: Sequence[Statement]) -> Chain:
    """The model that a number of statements give."""
    known = common_words((bare_word(token), s.family.author) for s in some for token in s.tokens)
    sequences = []
    for s in some:
        told = [
            [f for f in place if not (m := _WORD.fullmatch(f)) or m.group(1) in known] for place in features(s.tokens)
        ]
        sequences += [(told, s.labels)] * (BY_HAND if s.family.part == "learn" else 1)
    labels = sorted({"O"} | {label for s in some for label in s.labels})
    return Chain.mean([trained(sequences, SETTINGS)], labels)


def train_folds(folder: Path) -> None:
    """Write a model for each fold that is held out (fold 0: none is) below `folder`."""
    learnt = sources()
    every, cells = statements(learnt), lead_cells(learnt)
    right = found = wanted = 0
    for fold in (0, *FOLDS):
        chain = train([s for s in every if not fold or s.family.fold != fold])
        chain.save(folder / str(fold) / MODEL)
        train([c for c in cells if not fold or c.family.fold != fold]).save(folder / str(fold) / CELLS)
        for s in every:
            if not fold or s.family.fold != fold:
                continue
            names = {(d.relation, d.name.casefold()) for d in doers(" ".join(s.tokens), chain) if d.odds >= LEAST}
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
