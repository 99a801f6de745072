"""Weights of the evidence, from rows of which it is known whether they were right.

Logistic regression with a Gaussian prior on each weight (the most probable weights, found by Newton's method). The
prior says what is known beforehand (a torn cell, a doubtful block, a recognised page are against a row), so that
evidence which the kept rows hold seldom or never is neither ignored nor trusted too far. A weight that comes out with
the wrong sign is set to none.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from safeplans.extractors.choice.confidence import TABLES, Evidence, features, log_odds

LIMITS = {"high": 0.94, "medium": 0.75}

# Mean and variance of a weight before anything is seen, and the sign that it must keep (0: either).
PRIORS = {
    "base": (1.5, 4.0, 0),
    "own": (0.5, 0.25, 1),
    "block": (3.0, 4.0, 1),
    "recognised": (-0.5, 0.25, -1),
    "subject": (0.5, 0.25, 1),
    "torn": (-1.5, 2.0, -1),
    "choice": (2.0, 4.0, 1),
    "margin": (0.5, 2.0, 1),
    "agreed": (1.0, 2.0, 1),
    "sign:complete": (0.5, 1.0, 1),
    "sign:unled": (-0.5, 1.0, -1),
    "sign:loose": (-1.5, 0.5, -1),
    "sign:evidence": (-0.7, 0.5, -1),
    "sign:fragment": (-1.5, 1.0, -1),
    "sign:short": (-1.0, 1.0, -1),
    "sign:unknown": (-1.0, 1.0, -1),
    "sign:wordy": (-1.0, 1.0, -1),
    "sign:bare": (-0.5, 1.0, -1),
    "sign:plural": (-0.7, 0.5, -1),
    "sign:part": (-0.3, 0.5, -1),
    "sign:numbered": (0.3, 0.5, 1),
}
_OTHER = (0.0, 0.5, 0)
_ORDER = ("actions", *(table for table in TABLES if table != "actions"))


def fitted(paths: Sequence[Path]) -> str:
    """The text of ``vocabulary/confidence.toml`` for the rows of the files that ``confidence.py --keep`` wrote.

    The bands' precision in it is measured on each author's documents (or document) with weights from all the others.
    """
    rows = [row for path in paths for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())]
    told = _tables(rows)
    with threadpool_limits(1):  # the tables are narrow: a second thread only waits for the first
        weights, _ = _trained(told, None, {})
        tally: dict[tuple[str, str], list[bool]] = defaultdict(list)
        for name in dict.fromkeys(map(_part, rows)):
            _, shares = _trained(told, name, weights)
            for table, its in told.items():
                mine = its.part == name
                for share, right in zip(shares[table][mine], its.right[mine], strict=True):
                    tally[table, _band(share)].append(right == 1)
    counts = {table: its.counts() for table, its in told.items()}
    plans = len({row["plan"] for row in rows})
    return "\n".join([*_head(plans, tally), *(line for t in TABLES for line in _table(t, weights[t], counts[t]))])


def _part(row: dict[str, str]) -> str:
    """The author, where the plan is one of the corpus; else the plan."""
    return row["plan"].partition(":")[0].partition("-")[0] if ":" in row["plan"] else row["plan"]


class _Rows:
    """The rows of one table as columns of numbers, made once for all weighings.

    held: whether the row has that piece of evidence at all. under: the position of the action that it hangs under
    among the actions, whose share is evidence for it; −1 without one.
    """

    def __init__(self, rows: Sequence[dict[str, str]], actions: dict[tuple[str, str], int]) -> None:
        self.under = np.array([actions.get((r["plan"], r["subject"]), -1) if r["subject"] else -1 for r in rows])
        known = [features(_evidence(row, under >= 0)) for row, under in zip(rows, self.under, strict=True)]
        always = {n for n in PRIORS if ":" not in n and n != "base"}
        self.names = ["base", *sorted({n for f in known for n in f} | always)]
        self.values = np.array([[1.0 if n == "base" else f.get(n, 0.0) for n in self.names] for f in known])
        self.held = np.array([[n in f for n in self.names] for f in known])
        self.right = np.array([r["right"] == "1" for r in rows], dtype=float)
        self.part = np.array([_part(r) for r in rows])
        self._always = np.array([n == "base" or n in always for n in self.names])

    def with_shares(self, shares: np.ndarray) -> np.ndarray:
        """The columns with what those shares of the actions tell."""
        values = self.values.copy()
        beneath = self.under >= 0
        under = shares[self.under[beneath]]
        values[beneath, self.names.index("subject")] = [log_odds(share) - log_odds(0.9) for share in under]
        return values

    def seen(self, chosen: np.ndarray) -> np.ndarray:
        """Which columns there are for the chosen rows."""
        return self._always | self.held[chosen].any(axis=0)

    def counts(self) -> Counter[tuple[str, bool]]:
        """How many rows had a piece of evidence, those that were right and the others."""
        counted: Counter[tuple[str, bool]] = Counter()
        for right in (False, True):
            rows = np.count_nonzero(self.values[self.right == right], axis=0)
            counted.update({(name, right): int(n) for name, n in zip(self.names, rows, strict=True)})
        return counted


def _tables(rows: Sequence[dict[str, str]]) -> dict[str, _Rows]:
    """By table; actions first, since their shares are evidence for what hangs under them."""
    actions = [(row["plan"], row["key"]) for row in rows if row["table"] == "actions"]
    position = {key: number for number, key in enumerate(actions)}
    return {table: _Rows([r for r in rows if r["table"] == table], position) for table in _ORDER}


def _trained(
    told: dict[str, _Rows], without: str | None, near: dict[str, dict[str, float]]
) -> tuple[dict[str, dict[str, float]], dict[str, np.ndarray]]:
    """Weights by table of all rows but those of one part, and with them the share of every row.

    near: weights that will not be far from them, where there are any: the search begins there.
    """
    weights: dict[str, dict[str, float]] = {}
    shares: dict[str, np.ndarray] = {}
    for table, its in told.items():
        values = its.with_shares(shares["actions"]) if shares else its.values
        chosen = its.part != without
        there = its.seen(chosen)
        names = [name for name, seen in zip(its.names, there, strict=True) if seen]
        weights[table] = _weigh(names, values[chosen][:, there], its.right[chosen], near.get(table, {}))
        shares[table] = _share(np.array([weights[table].get(name, 0.0) for name in its.names]), values)
    return weights, shares


def _band(share: float) -> str:
    return next((name for name, limit in LIMITS.items() if share >= limit), "low")


def _evidence(row: dict[str, str], beneath: bool) -> Evidence:
    """beneath: an action; its share is put in later."""
    return Evidence(
        row["method"],
        float(row["own"]),
        float(row["block"]),
        row["recognised"] == "1",
        tuple(row["signs"].split()),
        0.9 if beneath else None,
        float(row["torn"]),
        float(row["choice"]) if row["choice"] else None,
        float(row["margin"]),
        float(row["agreed"]) if row["agreed"] else None,
    )


def _weigh(names: list[str], table: np.ndarray, right: np.ndarray, near: dict[str, float]) -> dict[str, float]:
    priors = [PRIORS.get(n, _OTHER) for n in names]
    mean, trust = np.array([p[0] for p in priors]), np.array([1 / p[1] for p in priors])
    start = np.array([near.get(n, p[0]) for n, p in zip(names, priors, strict=True)])
    free = np.ones(len(names), dtype=bool)
    while True:
        weights = _newton(table, right, mean, trust, np.where(free, start, 0.0), free)
        wrong = [i for i, (_, _, sign) in enumerate(priors) if free[i] and weights[i] * sign < 0]
        if not wrong:
            return {n: float(w) for n, w in zip(names, weights, strict=True)}
        free[wrong] = False


def _newton(
    table: np.ndarray, right: np.ndarray, mean: np.ndarray, trust: np.ndarray, weights: np.ndarray, free: np.ndarray
) -> np.ndarray:
    """The most probable weights, searched from those given; those not free stay none."""
    for _ in range(60):
        share = _share(weights, table)
        slope = table.T @ (right - share) - trust * (weights - mean)
        bend = (table * (share * (1 - share))[:, None]).T @ table + np.diag(trust)
        step = np.zeros_like(weights)
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        weights = weights + step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def _share(weights: np.ndarray, values: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-values @ weights)))


def _head(plans: int, tally: dict[tuple[str, str], list[bool]]) -> Iterable[str]:
    yield "# How sure a row is: weights of the evidence, in log-odds. Written by benchmarks/confidence.py --fit."
    yield f"# From {plans} documents at first sight. Behind a weight: rows that had the evidence, and the share right."
    yield ""
    yield "# Least confidence of a band, else low; and rows right, each document weighed by the others."
    yield "[bands]"
    for name, limit in LIMITS.items():
        yield f"{name} = {limit}"
    for name in ("high", "medium", "low"):
        shares = [(t, tally.get((t, name), [])) for t in TABLES]
        yield f"# {name}: " + ", ".join(f"{t} {sum(s)}/{len(s)} right" for t, s in shares if s)


def _table(table: str, weights: dict[str, float], counts: Counter[tuple[str, bool]]) -> Iterable[str]:
    yield ""
    yield f"[{table}]"
    for name in ("base", "own", "block", "recognised", "subject", "torn", "choice", "margin", "agreed"):
        yield f"{name} = {round(weights.get(name, 0.0), 2) + 0.0}"
    for group in ("sign", "method"):
        yield f"[{table}.{group}]"
        for name in sorted(n for n in weights if n.startswith(f"{group}:")):
            rows, good = counts[name, True] + counts[name, False], counts[name, True]
            yield f"{_key(name.partition(':')[2])} = {round(weights[name], 2) + 0.0} # {rows} rows, {good / rows:.2f}"


def _key(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isalnum() else f'"{name}"'
