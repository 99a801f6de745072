"""A conditional random field by python-crfsuite, as the weights that a chain of the package is made of."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pycrfsuite

from safeplans.extractors.weights.chain import Weights

Settings = Mapping[str, float | int | bool]

LEAST_AUTHORS = 3  # a word is learnt from only where so many authors use it


def common_words(used: Iterable[tuple[str, str]], least: int = LEAST_AUTHORS) -> frozenset[str]:
    """The words that enough authors use to be learnt from. used: words and who uses them; least: how many authors."""
    users: dict[str, set[str]] = defaultdict(set)
    for word, author in used:
        users[word].add(author)
    return frozenset(word for word, authors in users.items() if len(authors) >= least)


def trained(sequences: Iterable[tuple[Sequence[Sequence[str]], Sequence[str]]], settings: Settings) -> Weights:
    """sequences: features of each place, and its label. settings: of CRFsuite's training (L-BFGS)."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(dict(settings))
    for features, labels in sequences:
        trainer.append(features, labels)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model.crfsuite")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        told = tagger.info()
        tagger.close()
    return dict(told.state_features), dict(told.transitions)
