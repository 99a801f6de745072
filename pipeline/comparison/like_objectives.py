"""Objectives of different partnerships that set out the same thing.

Each pair of objectives gets a probability (`comparison.likeness`); groups are made by average linkage: two
groups join while the mean probability over all their pairs stays above a threshold, so that a chain of statements,
each somewhat like the next, makes no group.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from safeplans.pipeline.comparison.corpus import Corpus
from safeplans.pipeline.comparison.labels import Labels
from safeplans.pipeline.comparison.likeness import Kind, Method, rounded, statement, statements, threshold
from safeplans.pipeline.schema.contract import Row

_COMPARED = ("current", "future")
_BLOCK = 256  # rows compared at a time: what is held does not grow with the square of the corpus
_NOTHING = 0.02  # a probability below it counts as none


@dataclass(frozen=True, slots=True)
class _Nearest:
    """The most alike objective of another partnership; `at` is its row."""

    at: int
    similarity: float
    probability: float
    method: str


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Objectives compared with one another. rows: the objectives; keys: their partnerships, numbered.

    probability, similarity: of the pairs whose probability is more than nothing. nearest: None where there is no
    other partnership.
    """

    rows: list[Row]
    keys: NDArray[np.int64]
    probability: sparse.csr_matrix
    similarity: sparse.csr_matrix
    nearest: list[_Nearest | None]


@dataclass(frozen=True, slots=True)
class _Group:
    """members: rows, in the dataset's order; central: the one most like the others; the rest are means."""

    members: list[int]
    partnerships: int
    central: int
    similarity: float
    probability: float


def like_rows(corpus: Corpus) -> tuple[list[Row], list[Row]]:
    """The rows of `like_groups` and of `like_statements`: current and future objectives of plans and reports."""
    rows = [row for row in corpus.objectives.values() if row["standing"] in _COMPARED]
    if not rows:
        return [], []
    pairs = _compare(rows, [corpus.documents[row["document_id"]].partnership_key for row in rows])
    groups = sorted(_groups(pairs), key=lambda g: (-g.partnerships, -len(g.members), g.members))
    names = {at: f"g{number}" for number, group in enumerate(groups, 1) for at in group.members}
    labels = Labels([statement(row) for row in rows])
    return (
        [_group_row(f"g{number}", group, pairs, labels) for number, group in enumerate(groups, 1)],
        [_statement_row(corpus, pairs, at, names.get(at)) for at in range(len(rows))],
    )


def _compare(rows: list[Row], partnerships: list[str]) -> _Pairs:
    ready = statements(rows)
    number = {key: at for at, key in enumerate(dict.fromkeys(partnerships))}
    keys = np.array([number[key] for key in partnerships], dtype=np.int64)
    everything = range(len(rows))
    probable: list[sparse.csr_matrix] = []
    similar: list[sparse.csr_matrix] = []
    nearest: list[_Nearest | None] = []
    for start in range(0, len(rows), _BLOCK):
        block = range(start, min(start + _BLOCK, len(rows)))
        compared = ready.compare(block, everything, Kind.OBJECTIVE)
        some = compared.probability >= _NOTHING
        probable.append(sparse.csr_matrix(np.where(some, compared.probability, 0)))
        similar.append(sparse.csr_matrix(np.where(some, compared.similarity, 0)))
        strange = np.not_equal.outer(keys[list(block)], keys)
        for at, best in enumerate(np.where(strange, compared.ranked(), -1).argmax(axis=1)):
            nearest.append(
                _Nearest(
                    int(best),
                    float(compared.similarity[at, best]),
                    float(compared.probability[at, best]),
                    compared.method(at, int(best)),
                )
                if strange[at, best]
                else None
            )
    return _Pairs(rows, keys, sparse.vstack(probable, "csr"), sparse.vstack(similar, "csr"), nearest)


def _groups(pairs: _Pairs) -> Iterator[_Group]:
    """Groups with statements of at least two partnerships."""
    least = threshold("group")
    # No group reaches over two components: all pairs between them, and so their mean, lie below the threshold.
    _, component = connected_components(pairs.probability >= least, directed=False)
    together: dict[int, list[int]] = defaultdict(list)
    for at, name in enumerate(component):
        together[int(name)].append(at)
    for members in together.values():
        if len(members) < 2:
            continue
        inside = pairs.probability[members][:, members].toarray()
        apart = 1 - (inside + inside.T) / 2
        np.fill_diagonal(apart, 0)
        tree = linkage(squareform(apart, checks=False), method="average")
        cut: dict[int, list[int]] = defaultdict(list)
        for at, name in zip(members, fcluster(tree, 1 - least, criterion="distance"), strict=True):
            cut[int(name)].append(at)
        for group in cut.values():
            partnerships = len(set(pairs.keys[group]))
            if partnerships > 1:
                yield _group(pairs, group, partnerships)


def _group(pairs: _Pairs, members: list[int], partnerships: int) -> _Group:
    keys = pairs.keys[members]
    strange = np.not_equal.outer(keys, keys)
    probability = pairs.probability[members][:, members].toarray()
    similarity = pairs.similarity[members][:, members].toarray()
    alike = np.round(np.where(strange, probability, 0).sum(axis=1) / strange.sum(axis=1), 4)
    return _Group(
        members,
        partnerships,
        members[int(alike.argmax())],
        float(similarity[strange].mean()),
        float(probability[strange].mean()),
    )


def _group_row(name: str, group: _Group, pairs: _Pairs, labels: Labels) -> Row:
    themes = Counter(theme for at in group.members for theme in pairs.rows[at]["themes"])
    return {
        "like_group_id": name,
        "label": labels.of(group.members),
        "central_objective_id": pairs.rows[group.central]["objective_id"],
        "statements": len(group.members),
        "partnerships": group.partnerships,
        "themes": [t for t, n in sorted(themes.items(), key=lambda i: (-i[1], i[0])) if 2 * n >= len(group.members)],
        "similarity": rounded(group.similarity),
        "method": Method.LINKAGE.value,
        "confidence": rounded(group.probability),
    }


def _statement_row(corpus: Corpus, pairs: _Pairs, at: int, group: str | None) -> Row:
    row, nearest = pairs.rows[at], pairs.nearest[at]
    return {
        "objective_id": row["objective_id"],
        "document_id": row["document_id"],
        "partnership_key": corpus.documents[row["document_id"]].partnership_key,
        "like_group_id": group,
        "nearest_objective_id": pairs.rows[nearest.at]["objective_id"] if nearest else None,
        "similarity": rounded(nearest.similarity) if nearest else None,
        "method": nearest.method if nearest else Method.NONE.value,
        "confidence": rounded(nearest.probability) if nearest else 0.0,
    }
