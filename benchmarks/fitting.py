"""Weights of the evidence, from rows of which it is known whether they were right.

Logistic regression with a Gaussian prior on each weight (the most probable weights, found by Newton's method). The
prior says what is known beforehand (a torn cell, a doubtful block, a recognised page are against a row), so that
evidence which the kept rows hold seldom or never is neither ignored nor trusted too far. A weight that comes out with
the wrong sign is set to none.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from safeplans.extractors.confidence import TABLES, Evidence, features

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
    plans = sorted({row["plan"] for row in rows})
    parts: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:  # by author, where the plan is one of the corpus; else by plan
        parts[row["plan"].partition(":")[0].partition("-")[0] if ":" in row["plan"] else row["plan"]].append(row)
    tally: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for name, mine in parts.items():
        weights = _trained([row for part, some in parts.items() if part != name for row in some])
        for row, share in _shares(weights, mine):
            tally[row["table"], _band(share)].append(row["right"] == "1")
    weights = _trained(rows)
    counts: dict[str, Counter[tuple[str, bool]]] = defaultdict(Counter)
    for row in rows:
        seen = features(_evidence(row, {}))
        counts[row["table"]].update((name, row["right"] == "1") for name, value in seen.items() if value)
    return "\n".join([*_head(len(plans), tally), *(line for t in TABLES for line in _table(t, weights[t], counts[t]))])


def _trained(rows: Sequence[dict[str, str]]) -> dict[str, dict[str, float]]:
    """Weights by table; actions first, since their shares are evidence for what hangs under them."""
    weights: dict[str, dict[str, float]] = {}
    sure: dict[tuple[str, str], float] = {}
    for table in _ORDER:
        told = [r for r in rows if r["table"] == table]
        known = [features(_evidence(r, sure)) for r in told]
        weights[table] = _weigh(known, np.array([r["right"] == "1" for r in told], dtype=float))
        if table == "actions":
            sure = {(r["plan"], r["key"]): _share(weights[table], f) for r, f in zip(told, known, strict=True)}
    return weights


def _shares(
    weights: dict[str, dict[str, float]], rows: Sequence[dict[str, str]]
) -> Iterator[tuple[dict[str, str], float]]:
    sure: dict[tuple[str, str], float] = {}
    for row in sorted(rows, key=lambda r: _ORDER.index(r["table"])):
        share = _share(weights[row["table"]], features(_evidence(row, sure)))
        if row["table"] == "actions":
            sure[row["plan"], row["key"]] = share
        yield row, share


def _band(share: float) -> str:
    return next((name for name, limit in LIMITS.items() if share >= limit), "low")


def _evidence(row: dict[str, str], sure: dict[tuple[str, str], float]) -> Evidence:
    return Evidence(
        row["method"],
        float(row["own"]),
        float(row["block"]),
        row["recognised"] == "1",
        tuple(row["signs"].split()),
        sure.get((row["plan"], row["subject"])) if row["subject"] else None,
        float(row["torn"]),
        float(row["choice"]) if row["choice"] else None,
        float(row["margin"]),
        float(row["agreed"]) if row["agreed"] else None,
    )


def _weigh(known: Sequence[dict[str, float]], right: np.ndarray) -> dict[str, float]:
    names = ["base", *sorted({n for f in known for n in f} | {n for n in PRIORS if ":" not in n and n != "base"})]
    table = np.array([[1.0 if n == "base" else f.get(n, 0.0) for n in names] for f in known])
    priors = [PRIORS.get(n, _OTHER) for n in names]
    free = np.ones(len(names), dtype=bool)
    while True:
        weights = _newton(table, right, np.array([p[0] for p in priors]), np.array([1 / p[1] for p in priors]), free)
        wrong = [i for i, (_, _, sign) in enumerate(priors) if free[i] and weights[i] * sign < 0]
        if not wrong:
            return {n: float(w) for n, w in zip(names, weights, strict=True)}
        free[wrong] = False


def _newton(table: np.ndarray, right: np.ndarray, mean: np.ndarray, trust: np.ndarray, free: np.ndarray) -> np.ndarray:
    """The most probable weights; those not free stay none."""
    weights = np.where(free, mean, 0.0)
    for _ in range(60):
        share = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (right - share) - trust * (weights - mean)
        bend = (table * (share * (1 - share))[:, None]).T @ table + np.diag(trust)
        step = np.zeros_like(weights)
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        weights = weights + step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def _share(weights: dict[str, float], found: dict[str, float]) -> float:
    return float(1 / (1 + np.exp(-weights["base"] - sum(weights.get(n, 0.0) * v for n, v in found.items()))))


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
