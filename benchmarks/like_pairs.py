"""Labelled pairs of statements, from the lists of our own writing beside this file.

`like_objectives.csv`: statements of one family with the same words under `sets_out` set out the same thing, all others
do not. `told_actions.csv`: `number` of an item of a report names the items of the plan that it tells of. `part` divides
both by family (a theme, a partnership): weights are fitted on `fit`, measured on `held_out`.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractors.themes import themes_of
from pipeline.comparison.likeness import TRAITS, Kind, Matrix, Statements

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labelled pairs. traits: a row each, in the order of TRAITS; alike: whether they belong together."""

    traits: NDArray[np.float64]
    alike: NDArray[np.bool_]
    texts: list[tuple[str, str]]


def read(name: str, part: str) -> list[dict[str, str]]:
    rows = csv.DictReader((HERE / name).read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["part"] == part]


def themes(text: str, *context: str) -> list[str]:
    return [hit.theme for hit in themes_of(text, context=context)]


def objective_pairs(part: str) -> Pairs:
    """Each statement with each other one: alike if they set out the same."""
    rows = read("like_objectives.csv", part)
    texts = [row["statement"] for row in rows]
    ready = Statements(texts, [themes(text) for text in texts])
    left, right = np.triu_indices(len(rows), 1)
    seen = ready.traits(range(len(rows)), range(len(rows)))
    labels = [(row["family"], row["sets_out"]) for row in rows]
    return Pairs(
        _stacked({name: values[left, right] for name, values in seen.items()}, len(left)),
        np.array([labels[a] == labels[b] for a, b in zip(left, right, strict=True)]),
        [(texts[a], texts[b]) for a, b in zip(left, right, strict=True)],
    )


def action_pairs(part: str, *, context: bool) -> Pairs:
    """Each item planned with each that the same partnership's report tells; `number` says which belong together."""
    rows = read("told_actions.csv", part)
    found: list[Pairs] = []
    for partnership in dict.fromkeys(row["partnership"] for row in rows):
        own = [row for row in rows if row["partnership"] == partnership]
        planned = [row for row in own if row["publication"] == "plan"]
        told = [row for row in own if row["publication"] == "report"]
        texts = [row["statement"] for row in planned + told]
        ready = Statements(texts, [themes(row["statement"], row["objective"]) for row in planned + told])
        seen = ready.traits(range(len(planned)), range(len(planned), len(texts)))
        if context:
            seen["context"] = _contexts(planned, told)
        pairs = [(one, other) for one in planned for other in told]
        found.append(
            Pairs(
                _stacked({name: values.ravel() for name, values in seen.items()}, len(pairs)),
                np.array([one["number"] in other["number"].split() for one, other in pairs]),
                [(one["statement"], other["statement"]) for one, other in pairs],
            )
        )
    return joined(found)


def joined(parts: Sequence[Pairs]) -> Pairs:
    return Pairs(
        np.concatenate([p.traits for p in parts]),
        np.concatenate([p.alike for p in parts]),
        [texts for p in parts for texts in p.texts],
    )


def _contexts(planned: Sequence[dict[str, str]], told: Sequence[dict[str, str]]) -> Matrix:
    above = [row["objective"] for row in [*planned, *told]]
    ready = Statements(above, [themes(text) for text in above])
    return ready.compare(range(len(planned)), range(len(planned), len(above)), Kind.OBJECTIVE).probability


def _stacked(seen: dict[str, Matrix], count: int) -> NDArray[np.float64]:
    return np.stack([seen.get(name, np.zeros(count)) for name in TRAITS], axis=1).astype(np.float64)
