"""Labelled pairs of statements, from the lists of our own writing beside this file.

`like_objectives.csv`: statements of one family with the same words under `sets_out` set out the same thing, all others
do not. `told_actions.csv`: `number` of an item of a report names the items of the plan that it tells of. `part` divides
both by family (a theme, a partnership): weights are fitted on `fit`, measured on `held_out`.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from safeplans.extractors.assembly.themes import themes_of
from safeplans.pipeline.comparison.likeness import TRAITS, Kind, Matrix, Statements, choice_traits, probabilities

HERE = Path(__file__).resolve().parent


CHOICE = ("score", "lead", "claim")
"""What is seen of a pair where one side is searched for its counterpart (`likeness.choice_traits`)."""
_SAMPLES, _SEED = 150, 6


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labelled pairs. traits: a row each, a column for each of `names`; alike: whether they belong together."""

    names: tuple[str, ...]
    traits: NDArray[np.float64]
    alike: NDArray[np.bool_]
    texts: list[tuple[str, str]]

    def by_name(self) -> dict[str, NDArray[np.float64]]:
        return {name: self.traits[:, at] for at, name in enumerate(self.names)}


def read(name: str, part: str) -> list[dict[str, str]]:
    rows = csv.DictReader((HERE / name).read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["part"] == part]


def themes(text: str, *context: str) -> list[str]:
    return [hit.theme for hit in themes_of(text, context=context)]


def objective_pairs(part: str) -> Pairs:
    """Each statement with each other one: alike if they set out the same."""
    rows = read("like_objectives.csv", part)
    texts, labels = [row["statement"] for row in rows], [(row["family"], row["sets_out"]) for row in rows]
    everything = range(len(rows))
    left, right = np.triu_indices(len(rows), 1)
    seen = _ready(texts).traits(everything, everything)
    return Pairs(
        TRAITS,
        _stacked({name: values[left, right] for name, values in seen.items()}, TRAITS, len(left)),
        np.array([labels[a] == labels[b] for a, b in zip(left, right, strict=True)]),
        [(texts[a], texts[b]) for a, b in zip(left, right, strict=True)],
    )


def action_pairs(part: str, *, context: bool = True) -> Pairs:
    """Each item planned with each that the same partnership's report tells; `number` says which belong together.

    context: whether it is known under which objectives they stand.
    """
    return _joined([_pairs(one, TRAITS, one.seen(context=context)) for one in _partnerships(part)])


def chosen_action_pairs(part: str, *, context: bool = True) -> Pairs:
    """The same, as a choice among all that the report tells."""
    found = []
    for one in _partnerships(part):
        probability = probabilities(one.seen(context=context), Kind.ACTION)
        found.append(_pairs(one, CHOICE, choice_traits(probability)))
    return _joined(found)


def chosen_objective_pairs(part: str) -> Pairs:
    """Objectives of two documents of one partnership, drawn from the statements at random (with a seed).

    For each of five objectives the second document has one that sets out the same (65%), one of the same family that
    sets out something else (20%) or none (15%); two of other families come on top.
    """
    rows = read("like_objectives.csv", part)
    texts, labels = [row["statement"] for row in rows], [(row["family"], row["sets_out"]) for row in rows]
    everything = range(len(rows))
    probability = _ready(texts).compare(everything, everything, Kind.OBJECTIVE).probability
    families: dict[str, list[int]] = {}
    for at, (family, _) in enumerate(labels):
        families.setdefault(family, []).append(at)
    draw = random.Random(_SEED)
    found = []
    for _ in range(_SAMPLES):
        chosen = draw.sample(sorted(families), 7)
        first = [draw.choice(families[family]) for family in chosen[:5]]
        second = [draw.choice(families[family]) for family in chosen[5:]]
        for at in first:
            alike = [to for to in families[labels[at][0]] if to != at and labels[to] == labels[at]]
            other = [to for to in families[labels[at][0]] if labels[to] != labels[at]]
            some = draw.choices((alike, other, []), (65, 20, 15))[0]
            second += [draw.choice(some)] if some else []
        seen = choice_traits(probability[np.ix_(first, second)])
        pairs = [(at, to) for at in first for to in second]
        found.append(
            Pairs(
                CHOICE,
                _stacked({name: values.ravel() for name, values in seen.items()}, CHOICE, len(pairs)),
                np.array([labels[at] == labels[to] for at, to in pairs]),
                [(texts[at], texts[to]) for at, to in pairs],
            )
        )
    return _joined(found)


@dataclass(frozen=True, slots=True)
class _Partnership:
    """What one partnership planned, and what its report tells."""

    planned: list[dict[str, str]]
    told: list[dict[str, str]]

    def seen(self, *, context: bool) -> dict[str, Matrix]:
        both = [*self.planned, *self.told]
        left, right = range(len(self.planned)), range(len(self.planned), len(both))
        ready = Statements([r["statement"] for r in both], [themes(r["statement"], r["objective"]) for r in both])
        seen = ready.traits(left, right)
        if context:
            seen["context"] = _ready([r["objective"] for r in both]).compare(left, right, Kind.OBJECTIVE).probability
        return seen


def _partnerships(part: str) -> Iterator[_Partnership]:
    rows = read("told_actions.csv", part)
    for name in dict.fromkeys(row["partnership"] for row in rows):
        own = [row for row in rows if row["partnership"] == name]
        yield _Partnership(*([r for r in own if r["publication"] == which] for which in ("plan", "report")))


def _ready(texts: Sequence[str]) -> Statements:
    return Statements(texts, [themes(text) for text in texts])


def _pairs(one: _Partnership, names: tuple[str, ...], seen: dict[str, Matrix]) -> Pairs:
    pairs = [(planned, told) for planned in one.planned for told in one.told]
    return Pairs(
        names,
        _stacked({name: values.ravel() for name, values in seen.items()}, names, len(pairs)),
        np.array([planned["number"] in told["number"].split() for planned, told in pairs]),
        [(planned["statement"], told["statement"]) for planned, told in pairs],
    )


def _joined(parts: Sequence[Pairs]) -> Pairs:
    return Pairs(
        parts[0].names,
        np.concatenate([p.traits for p in parts]),
        np.concatenate([p.alike for p in parts]),
        [texts for p in parts for texts in p.texts],
    )


def _stacked(seen: dict[str, Matrix], names: tuple[str, ...], count: int) -> NDArray[np.float64]:
    return np.stack([seen.get(name, np.zeros(count)) for name in names], axis=1).astype(np.float64)
