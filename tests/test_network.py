"""The network that labels words: its arithmetic word by word, and how it is kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from safeplans.extractors.weights.network import LAST_STEPS, LINKS, PIECE_STEPS, WORD_STEPS, Array, Network

WIDTH = 4
LABELS = ["B-ACT", "O", "LEAD"]
WORD_CUES, PIECE_CUES = ["w=audit", "w=files", "w=lead"], ["k=cell", "k=line"]
WORDS = [(0,), (1, 2), (), (2,), (0, 1)]
PIECES = [(0,), (), (0, 1)]
OF = np.array([0, 0, 1, 2, 2], dtype=np.int32)
NOBODY = -np.ones((3, LINKS), dtype=np.int32)


def member(seed: int) -> dict[str, Array]:
    chance = np.random.default_rng(seed)
    shapes = {"words": (3, WIDTH), "pieces": (2, WIDTH), "in": (2 * WIDTH, WIDTH), "mix": (3 * WIDTH, WIDTH)}
    shapes |= {"out": (WIDTH, 3), "out.bias": (3,)}
    for kind, steps in (("word", WORD_STEPS), ("piece", PIECE_STEPS), ("last", LAST_STEPS)):
        for layer in range(len(steps)):
            shapes |= {f"{kind}{layer}": (3 * WIDTH, 2 * WIDTH), f"{kind}{layer}.bias": (2 * WIDTH,)}
            if kind == "piece":
                shapes[f"{kind}{layer}.links"] = (LINKS * WIDTH, 2 * WIDTH)
    return {name: chance.normal(0, 0.5, shape).astype(np.float16).astype(np.float32) for name, shape in shapes.items()}


def network(*seeds: int) -> Network:
    return Network(LABELS, WORD_CUES, PIECE_CUES, [member(seed) for seed in seeds])


def plainly(m: dict[str, Array], links: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    """The same odds, one place after another."""

    def summed(table: Array, ids: tuple[int, ...]) -> npt.NDArray[np.float64]:
        return sum((table[i] for i in ids), np.zeros(WIDTH)) / np.sqrt(1 + len(ids))

    def normal(x: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return x / np.sqrt((x * x).mean() + 1e-5)

    def layer(rows: list[npt.NDArray[np.float64]], name: str, step: int) -> list[npt.NDArray[np.float64]]:
        none = np.zeros(WIDTH)
        made = []
        for at, row in enumerate(rows):
            before = normal(rows[at - step]) if at >= step else none
            behind = normal(rows[at + step]) if at + step < len(rows) else none
            told = np.concatenate([before, normal(row), behind]) @ m[name] + m[f"{name}.bias"]
            if name.startswith("piece"):
                others = [normal(rows[i]) if i >= 0 else none for i in links[at]]
                told = told + np.concatenate(others) @ m[f"{name}.links"]
            made.append(row + told[:WIDTH] / (1 + np.exp(-told[WIDTH:])))
        return made

    x = [summed(m["words"], ids) for ids in WORDS]
    for at, step in enumerate(WORD_STEPS):
        x = layer(x, f"word{at}", step)
    q = []
    for index, ids in enumerate(PIECES):
        highest = np.max([row for row, own in zip(x, OF, strict=True) if own == index], axis=0)
        q.append(np.concatenate([highest, summed(m["pieces"], ids)]) @ m["in"])
    for at, step in enumerate(PIECE_STEPS):
        q = layer(q, f"piece{at}", step)
    whole = np.mean(q, axis=0)
    x = [np.concatenate([row, q[own], whole]) @ m["mix"] for row, own in zip(x, OF, strict=True)]
    for at, step in enumerate(LAST_STEPS):
        x = layer(x, f"last{at}", step)
    scores = np.array([np.exp(normal(row) @ m["out"] + m["out.bias"]) for row in x])
    return scores / scores.sum(axis=1, keepdims=True)


def test_a_place_is_worked_out_from_its_cues_its_neighbours_and_its_links() -> None:
    links = NOBODY.copy()
    links[2] = (0, -1, 1, 0)
    assert network(1).odds(WORDS, PIECES, OF, links) == pytest.approx(plainly(member(1), links), abs=1e-4)
    assert network(1).odds(WORDS, PIECES, OF, links) != pytest.approx(plainly(member(1), NOBODY), abs=1e-4)


def test_several_members_are_averaged() -> None:
    mean = (plainly(member(1), NOBODY) + plainly(member(2), NOBODY)) / 2
    assert network(1, 2).odds(WORDS, PIECES, OF, NOBODY) == pytest.approx(mean, abs=1e-4)


def test_a_cue_that_is_not_known_says_nothing() -> None:
    assert network(1).word_ids(["w=never", "w=files"]) == (1,)
    assert network(1).piece_ids(["k=never"]) == ()


def test_what_is_saved_is_read_again_and_the_same_model_is_the_same_file(tmp_path: Path) -> None:
    for name in ("one.npz", "two.npz"):
        network(1, 2).save(tmp_path / name)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    read = Network.load(tmp_path / "one.npz")
    assert read.labels == LABELS
    assert np.array_equal(read.odds(WORDS, PIECES, OF, NOBODY), network(1, 2).odds(WORDS, PIECES, OF, NOBODY))


def test_a_model_that_is_missing_says_how_it_is_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="make train"):
        Network.load(tmp_path / "labels.npz")


def test_it_is_trained_by_the_same_arithmetic() -> None:
    pytest.importorskip("jax", reason="only training needs JAX")
    from corpus.encoding import MOST_PIECE_CUES, MOST_WORD_CUES, Encoded  # noqa: PLC0415
    from corpus.network import WORD_GAP, batch_of, scores, widened  # noqa: PLC0415

    words = np.array([[i + 1 for i in ids] + [0] * (MOST_WORD_CUES - len(ids)) for ids in WORDS], dtype=np.int32)
    pieces = np.array([[i + 1 for i in ids] + [0] * (MOST_PIECE_CUES - len(ids)) for ids in PIECES], dtype=np.int32)
    links = NOBODY.copy()
    links[2] = (0, -1, 1, 0)
    view = Encoded("family", True, True, words, pieces, OF, links, np.zeros(5, dtype=np.int32))
    second = 5 + WORD_GAP  # two views one behind another: neither may see the other
    told = np.asarray(scores(widened(member(1)), batch_of([view, view])))[second : second + 5]
    odds = np.exp(told) / np.exp(told).sum(axis=1, keepdims=True)
    assert odds == pytest.approx(plainly(member(1), links), abs=1e-4)
