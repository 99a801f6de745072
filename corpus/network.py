"""Train the network that labels words (extractors/weights/network.py) with JAX, on a processor.

The arithmetic is that of extractors/weights/network.py, over several documents at once; `tests/test_network.py`
compares the two. Cues and parts of layers are left out at random, so that no single cue is relied on (dropout).
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from corpus.encoding import MOST_PIECE_CUES, MOST_WORD_CUES, Encoded, Known
from safeplans.extractors.weights.network import LAST_STEPS, LINKS, LOWEST, PIECE_STEPS, SMALL, WORD_STEPS, Array

WIDTH = 64  # numbers that a word or piece is told by
RATE = 3e-3  # of learning, at its highest
LEFT_OUT, LEFT_OUT_INSIDE = 0.25, 0.15  # shares of cues and of a layer's numbers that are left out at each step
# Words say much, and those of the next plan are others. In so many views, and so many pieces of the others, words are
# told by their form and classes alone: what they are must be seen from where they stand. Every second member learns so,
# the first one among them: flat texts, in which little but words is left, are read better by the others, and members
# that differ err differently (docs/model.md has figures).
UNTOLD_VIEWS, UNTOLD_PIECES = 0.15, 0.15
NAMING = ("w=", "e=", "k0=", "k1=", "hw=", "hk=", "cw=", "ck=")  # cues that tell which word it is
SMOOTHED = 0.05  # of a label's odds that go to all labels: marks are not always right
# Epochs and the highest rate of each cycle of learning; a second one, begun gently, goes on where the first settled
# (I. Loshchilov and F. Hutter, «SGDR: stochastic gradient descent with warm restarts», ICLR 2017).
CYCLES = ((9, RATE), (5, RATE / 2))
OF_A_FAMILY, OF_A_SHAPE = 2, 1  # views of a family by hand, or of a shape, in each epoch
CROPS = 1  # short texts cut out of a family by hand, in each epoch
# Room for views that are learnt from at once, and between them: no layer sees farther.
WORDS, PIECES, VIEWS = 4608, 1024, 32
WORD_GAP, PIECE_GAP = max(*WORD_STEPS, *LAST_STEPS), max(PIECE_STEPS)

Weights = dict[str, Any]


def trained(some: Sequence[Encoded], known: Known, seed: int) -> dict[str, Array]:
    """One member of a network that knows so much. The same on the same machine for the same seed.

    seed: the member's number; words are hidden from even ones.
    """
    families: dict[str, list[Encoded]] = defaultdict(list)
    for e in some:
        if len(e.labels) + WORD_GAP <= WORDS and len(e.links) + PIECE_GAP <= PIECES:
            families[e.family].append(e)
    of_epoch = sum(1 for _ in _batches(families, np.random.default_rng(seed)))
    chance, key = np.random.default_rng(seed), jax.random.PRNGKey(seed)
    made = kept(_begun(len(known.words), len(known.pieces), len(known.labels), chance))
    naming = {"words": _naming(known.words), "pieces": _naming(known.pieces)} if seed % 2 == 0 else None
    for cycle, (epochs, rate) in enumerate(CYCLES):
        if cycle:
            chance, key = np.random.default_rng((seed, cycle)), jax.random.fold_in(jax.random.PRNGKey(seed), cycle)
        steps = of_epoch * epochs
        schedule = optax.warmup_cosine_decay_schedule(0, rate, min(40, steps // 4 + 1), steps, rate / 300)
        made = _improved(made, (b for _ in range(epochs) for b in _batches(families, chance)), schedule, key, naming)
    return made


def _naming(cues: Sequence[str]) -> Any:
    """For each id of a cue, 0 that of none, whether it tells which word it is."""
    return jnp.array([0, *(cue.startswith(NAMING) for cue in cues)], jnp.float32)


def _improved(
    member: Mapping[str, Array],
    batches: Iterable[dict[str, Any]],
    schedule: optax.Schedule,
    key: Any,
    naming: Mapping[str, Any] | None,
) -> dict[str, Array]:
    """A member that has learnt from some batches more. schedule: the rate of each step."""
    improver = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(schedule, weight_decay=1e-4))
    weights = widened(member)
    state = improver.init(weights)

    @jax.jit
    def step(weights: Weights, state: Any, batch: dict[str, Any], key: Any) -> tuple[Weights, Any]:
        slope = jax.grad(_loss)(weights, batch, key, naming)
        change, state = improver.update(slope, state, weights)
        return optax.apply_updates(weights, change), state

    for batch in batches:
        key, now = jax.random.split(key)
        weights, state = step(weights, state, batch, now)
    return kept(weights)


def kept(weights: Weights) -> dict[str, Array]:
    """Weights as they are kept: to three or four digits, without the row of no cue."""
    made = {name: np.asarray(a, dtype=np.float16).astype(np.float32) for name, a in weights.items()}
    return made | {name: made[name][1:] for name in ("words", "pieces")}


def widened(member: Mapping[str, Array]) -> Weights:
    """A member as it is trained: with a row for no cue."""
    made: Weights = {name: jnp.asarray(a) for name, a in member.items()}
    return made | {name: jnp.pad(made[name], ((1, 0), (0, 0))) for name in ("words", "pieces")}


def _begun(words: int, pieces: int, labels: int, chance: np.random.Generator) -> Weights:
    def drawn(*shape: int) -> Any:
        return jnp.asarray(chance.normal(0, shape[0] ** -0.5, shape), jnp.float32)

    made: Weights = {
        "words": jnp.asarray(chance.normal(0, 0.05, (words + 1, WIDTH)), jnp.float32),
        "pieces": jnp.asarray(chance.normal(0, 0.05, (pieces + 1, WIDTH)), jnp.float32),
        "in": drawn(2 * WIDTH, WIDTH),
        "mix": drawn(3 * WIDTH, WIDTH),
        "out": drawn(WIDTH, labels) * 0.4,
        "out.bias": jnp.zeros(labels),
    }
    for kind, layers in (("word", WORD_STEPS), ("piece", PIECE_STEPS), ("last", LAST_STEPS)):
        for layer in range(len(layers)):
            made[f"{kind}{layer}"] = drawn(3 * WIDTH, 2 * WIDTH)
            made[f"{kind}{layer}.bias"] = jnp.zeros(2 * WIDTH)
            if kind == "piece":
                made[f"{kind}{layer}.links"] = drawn(LINKS * WIDTH, 2 * WIDTH) * 0.75
    return made


# --- batches ---------------------------------------------------------------------------------------------------------


def _batches(families: Mapping[str, Sequence[Encoded]], chance: np.random.Generator) -> Iterator[dict[str, Any]]:
    """The batches of one epoch: of each family other views than last time, in another order."""
    views = []
    for some in families.values():
        whole, crops = [e for e in some if e.whole], [e for e in some if not e.whole]
        count = OF_A_FAMILY if some[0].by_hand else OF_A_SHAPE
        views += [whole[at] for at in chance.permutation(len(whole))[:count]]
        views += [crops[at] for at in chance.permutation(len(crops))[:CROPS]]
    batch: list[Encoded] = []
    words = pieces = 0
    for at in chance.permutation(len(views)):
        e = views[at]
        words, pieces = words + len(e.labels) + WORD_GAP, pieces + len(e.links) + PIECE_GAP
        if batch and (words > WORDS or pieces > PIECES or len(batch) == VIEWS):
            yield batch_of(batch)
            batch, words, pieces = [], len(e.labels) + WORD_GAP, len(e.links) + PIECE_GAP
        batch.append(e)
    if batch:
        yield batch_of(batch)


def batch_of(views: Sequence[Encoded]) -> dict[str, Any]:
    """Views one behind another, with gaps so wide that none sees the next: all batches have one shape, compiled once.

    Raises ValueError when there is no room for so many, or for one so long.
    """
    made: dict[str, Any] = {
        "words": np.zeros((WORDS, MOST_WORD_CUES), np.int32),
        "pieces": np.zeros((PIECES, MOST_PIECE_CUES), np.int32),
        "of": np.full(WORDS, PIECES - 1, np.int32),  # the last is the piece of no word
        "links": np.full((PIECES, LINKS), PIECES, np.int32),
        "labels": np.zeros(WORDS, np.int32),
        "is_word": np.zeros((WORDS, 1), np.float32),
        "is_piece": np.zeros((PIECES, 1), np.float32),
        "view_of_word": np.zeros(WORDS, np.int32),
        "view_of_piece": np.full(PIECES, VIEWS, np.int32),
    }
    word = piece = 0
    for number, e in enumerate(views):
        count, many = len(e.labels), len(e.links)
        here, there = slice(word, word + count), slice(piece, piece + many)
        if here.stop + WORD_GAP > WORDS or there.stop + PIECE_GAP > PIECES or number == VIEWS:
            raise ValueError(f"a batch has no room for {count} words in {many} pieces behind {word} in {piece}")
        made["words"][here] = e.words
        made["pieces"][there] = e.pieces
        made["of"][here] = e.of + piece
        made["links"][there] = np.where(e.links < 0, PIECES, e.links + piece)
        made["labels"][here] = e.labels
        made["is_word"][here] = made["is_piece"][there] = 1
        made["view_of_word"][here] = made["view_of_piece"][there] = number
        word, piece = here.stop + WORD_GAP, there.stop + PIECE_GAP
    return made


# --- arithmetic ------------------------------------------------------------------------------------------------------


def scores(weights: Weights, batch: Mapping[str, Any], key: Any = None, naming: Mapping[str, Any] | None = None) -> Any:
    """Logarithms of odds but for a constant.

    key: of what is left out at random, None to leave out nothing; then naming: for each cue whether it names a word.
    """
    keys = iter([None] * 32 if key is None else jax.random.split(key, 32))
    is_word, is_piece = batch["is_word"], batch["is_piece"]
    of_word, of_piece = None, None
    if key is not None and naming is not None:
        by_view = jax.random.bernoulli(next(keys), UNTOLD_VIEWS, (VIEWS + 1,))
        untold = by_view[batch["view_of_piece"]] | jax.random.bernoulli(next(keys), UNTOLD_PIECES, (PIECES,))
        of_piece = 1 - naming["pieces"][batch["pieces"]] * untold[:, None]
        of_word = 1 - naming["words"][batch["words"]] * untold[batch["of"]][:, None]
    x = _summed(weights["words"], batch["words"], next(keys), of_word) * is_word
    for layer, step in enumerate(WORD_STEPS):
        x = (x + _gated(_seen(weights, f"word{layer}", x, step), next(keys))) * is_word
    highest = jax.ops.segment_max(jnp.where(is_word > 0, x, LOWEST), batch["of"], num_segments=PIECES)
    pooled = jnp.maximum(highest, LOWEST) * is_piece
    told = _summed(weights["pieces"], batch["pieces"], next(keys), of_piece) * is_piece
    q = (jnp.concatenate([pooled, told], -1) @ weights["in"]) * is_piece
    for layer, step in enumerate(PIECE_STEPS):
        name = f"piece{layer}"
        made = _seen(weights, name, q, step) + _linked(weights[f"{name}.links"], q, batch["links"])
        q = (q + _gated(made, next(keys))) * is_piece
    of_view = functools.partial(jax.ops.segment_sum, segment_ids=batch["view_of_piece"], num_segments=VIEWS)
    whole = of_view(q) / (of_view(is_piece) + SMALL)
    x = (jnp.concatenate([x, q[batch["of"]], whole[batch["view_of_word"]]], -1) @ weights["mix"]) * is_word
    for layer, step in enumerate(LAST_STEPS):
        x = (x + _gated(_seen(weights, f"last{layer}", x, step), next(keys))) * is_word
    return _normal(x) @ weights["out"] + weights["out.bias"]


def _loss(weights: Weights, batch: Mapping[str, Any], key: Any, naming: Mapping[str, Any] | None) -> Any:
    odds = jax.nn.log_softmax(scores(weights, batch, key, naming))
    labels = odds.shape[-1]
    right = jax.nn.one_hot(batch["labels"], labels) * (1 - SMOOTHED) + SMOOTHED / labels
    missed = -(right * odds).sum(-1) * batch["is_word"][..., 0]
    return missed.sum() / batch["is_word"].sum()


def _summed(table: Any, ids: Any, key: Any, told: Any = None) -> Any:
    there = (ids > 0).astype(jnp.float32)
    if told is not None:
        there = there * told
    if key is not None:
        there = there * jax.random.bernoulli(key, 1 - LEFT_OUT, ids.shape)
    return (table[ids] * there[..., None]).sum(1) / jnp.sqrt(1 + there.sum(1, keepdims=True))


def _normal(x: Any) -> Any:
    return x * jax.lax.rsqrt(jnp.mean(x * x, -1, keepdims=True) + SMALL)


def _seen(weights: Weights, name: str, x: Any, step: int) -> Any:
    h = _normal(x)
    none = jnp.zeros_like(h[:step])
    before, behind = jnp.concatenate([none, h[:-step]]), jnp.concatenate([h[step:], none])
    return jnp.concatenate([before, h, behind], -1) @ weights[name] + weights[f"{name}.bias"]


def _linked(weights: Any, q: Any, links: Any) -> Any:
    h = jnp.concatenate([_normal(q), jnp.zeros_like(q[:1])])
    return h[links].reshape(len(q), -1) @ weights


def _gated(made: Any, key: Any) -> Any:
    value, gate = jnp.split(made, 2, -1)
    value = value * jax.nn.sigmoid(gate)
    if key is not None:
        value = value * jax.random.bernoulli(key, 1 - LEFT_OUT_INSIDE, value.shape) / (1 - LEFT_OUT_INSIDE)
    return value
