"""How alike short statements are: the titles and texts of objectives, actions, what a report says of them.

A statement is made the words and meanings that it holds (`vocabulary/meanings.toml`: words of the field which mean the
same), each with a weight that does not depend on the other statements, so that a pair gets the same score in a corpus
of eight documents as in one of three hundred. A few traits of a pair are weighed to the
probability that both belong together (logistic regression on labelled pairs, `vocabulary/likeness.toml`). How the
pairs were labelled and how often the probability holds: docs/comparison.md.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize

from safeplans.extractors.lexicon.language import Phrases, Word, stem, words
from safeplans.pipeline.base.data_files import data_file

Matrix = NDArray[np.float32]

TRAITS = (
    "words",
    "cover",
    "letters",
    "subjects",
    "other_subjects",
    "aims",
    "other_aims",
    "themes",
    "other_themes",
    "context",
    "number",
)
"""What is seen of a pair, each 0 to 1.

words: cosine of the weighted words and meanings. cover: share of the shorter statement's words that the longer holds.
letters: cosine of their runs of four letters (`refer`, `referral`). subjects, aims, themes: cosine of just these;
other_*: 1 where both have some and none in common. Of two documents of one partnership also context: how alike the
objectives above them are; number: 1 where they print the same number, under like objectives.
"""

_LETTERS = 4
_FAR = np.float32(3)  # a lead beyond it says no more
_PARTS = ("subjects", "aims", "things")  # of the file of meanings
_NOT_WORDS = re.compile(r"[\W_]+")


class Kind(enum.StrEnum):
    """What belonging together means: two objectives set out the same; an action planned is the one reported."""

    OBJECTIVE = "objective"
    ACTION = "action"


class Method(enum.StrEnum):
    """How statements were found to belong together, or not.

    same_words: they are the same, but for case, punctuation and white space. tfidf_logistic: by the traits of the
    pair. average_linkage: a group, by all its pairs. by_its_actions: an objective, by what is said of the actions under
    it. none: there was nothing to compare with.
    """

    SAME_WORDS = "same_words"
    WEIGHED = "tfidf_logistic"
    LINKAGE = "average_linkage"
    ACTIONS = "by_its_actions"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    meanings: Phrases[str]
    subjects: frozenset[str]
    aims: frozenset[str]
    faint: frozenset[str]


@dataclass(frozen=True, slots=True)
class Compared:
    """Pairs compared: a row for each statement of the left side, a column for each of the right.

    similarity: cosine of the weighted words and meanings. probability: that both belong together. same: the words are
    the same, but for case, punctuation and white space.
    """

    similarity: Matrix
    probability: Matrix
    same: NDArray[np.bool_]

    def ranked(self) -> NDArray[np.float64]:
        """What to choose the best by: probability, then similarity; rounded, so that ties fall alike everywhere."""
        exact = self.probability.astype(np.float64), self.similarity.astype(np.float64)
        return np.round(exact[0], 4) + np.round(exact[1], 4) * 1e-5

    def chosen(self, kind: Kind) -> Compared:
        """The same pairs where one side is searched for what belongs to a statement of the other.

        That a pair is ahead of all others tells more than the pair alone (`choice_traits`). `probability` is then that
        it is the right choice.
        """
        return replace(self, probability=probabilities(choice_traits(self.probability), f"chosen_{kind}"))

    def method(self, row: int, column: int) -> str:
        return (Method.SAME_WORDS if self.same[row, column] else Method.WEIGHED).value


class Statements:
    """Statements made ready to be compared with one another.

    texts and themes (names of the closed list) go together, one a statement. Rows keep that order.
    """

    def __init__(self, texts: Sequence[str], themes: Sequence[Collection[str]]) -> None:
        known = _vocabulary()
        found = [meanings(text) for text in texts]
        self._words = _bags(found)
        self._subjects = _bags([[w for w in bag if w in known.subjects] for bag in found])
        self._aims = _bags([[w for w in bag if w in known.aims] for bag in found])
        self._themes = _bags([[f"theme {theme}" for theme in one] for one in themes])
        self._letters = _letters(texts)
        plain = [_NOT_WORDS.sub(" ", text.casefold()).strip() for text in texts]
        number = {text: at for at, text in enumerate(dict.fromkeys(plain))}
        self._same = np.array([number[text] for text in plain], dtype=np.int64)

    def __len__(self) -> int:
        return len(self._same)

    def compare(
        self, left: Sequence[int], right: Sequence[int], kind: Kind, known: Mapping[str, Matrix] | None = None
    ) -> Compared:
        """Each statement of `left` beside each of `right` (numbers of rows).

        known: traits that do not lie in the words (context, number).
        """
        seen = self.traits(left, right) | dict(known or {})
        same = np.equal.outer(self._same[list(left)], self._same[list(right)])
        similarity = np.where(same, np.float32(1), seen["words"])
        probability = np.where(same, np.float32(weights()[kind]["same"]), probabilities(seen, kind))
        return Compared(similarity, probability, same)

    def traits(self, left: Sequence[int], right: Sequence[int]) -> dict[str, Matrix]:
        """The traits of each pair that lie in the words, by name."""
        rows, columns = list(left), list(right)
        cosine, cover = _overlap(self._words, rows, columns)
        seen = {"words": cosine, "cover": cover}
        seen["letters"] = _dense(self._letters[rows] @ self._letters[columns].T)
        for name, bags in (("subjects", self._subjects), ("aims", self._aims), ("themes", self._themes)):
            shared, _ = _overlap(bags, rows, columns)
            seen[name] = shared
            left_some, right_some = bags[rows].getnnz(axis=1) > 0, bags[columns].getnnz(axis=1) > 0
            seen[f"other_{name}"] = (np.logical_and.outer(left_some, right_some) & (shared == 0)).astype(np.float32)
        return seen


def choice_traits(probability: Matrix) -> dict[str, Matrix]:
    """What is seen of pairs where one side is searched for its counterpart.

    score: the logarithm of the odds of the pair. lead: by how much it is ahead of the next best for the same statement;
    claim: of what else the counterpart may belong to.
    """
    sure = np.clip(probability, 1e-6, 1 - 1e-6)
    score = np.log(sure / (1 - sure))
    return {"score": score, "lead": _lead(score), "claim": _lead(score.T).T}


def _lead(score: Matrix) -> Matrix:
    """By how much each is ahead of the best other one of its row (behind it: negative)."""
    if score.shape[1] < 2:
        return np.full_like(score, _FAR)
    ordered = np.partition(score, -2, axis=1)
    best, second = ordered[:, -1:], ordered[:, -2:-1]
    return np.clip(score - np.where(score == best, second, best), -_FAR, _FAR)


def probabilities(traits: Mapping[str, NDArray[Any]], kind: str) -> Matrix:
    """The probability that pairs with these traits belong together. kind: a section of the file of weights."""
    own = weights()[kind]
    score = own["base"] + sum(np.float32(own[name]) * values for name, values in traits.items())
    return np.asarray(1 / (1 + np.exp(-score)), dtype=np.float32)


def _overlap(bags: sparse.csr_matrix, rows: list[int], columns: list[int]) -> tuple[Matrix, Matrix]:
    """Cosine, and the share of the lighter one's weight that is in the other."""
    left, right = bags[rows], bags[columns]
    shared = _dense(left @ right.T)
    first = _mass(left)[:, None]
    second = _mass(right)[None, :]
    whole = np.sqrt(first * second)
    least = np.minimum(first, second)
    return (
        np.minimum(np.divide(shared, whole, out=np.zeros_like(shared), where=whole > 0), 1),
        np.minimum(np.divide(shared, least, out=np.zeros_like(shared), where=least > 0), 1),
    )


def _mass(bags: sparse.csr_matrix) -> Matrix:
    return np.asarray(bags.multiply(bags).sum(axis=1), dtype=np.float32).ravel()


def _dense(product: sparse.csr_matrix) -> Matrix:
    return np.asarray(product.toarray(), dtype=np.float32)


def _bags(found: Sequence[Sequence[str]]) -> sparse.csr_matrix:
    """A row for each statement, a column for each word or meaning; the square of a value is its weight."""
    columns = {word: at for at, word in enumerate(sorted({word for bag in found for word in bag}))}
    if not columns:
        return sparse.csr_matrix((len(found), 1), dtype=np.float32)
    counter = CountVectorizer(analyzer=set, vocabulary=columns, dtype=np.float32, binary=True)
    roots = np.sqrt([weight(word) for word in columns], dtype=np.float32)
    return counter.transform(found).multiply(roots).tocsr()


def _letters(texts: Sequence[str]) -> sparse.csr_matrix:
    said = [_said(text) for text in texts]
    if not any(said):
        return sparse.csr_matrix((len(texts), 1), dtype=np.float32)
    counter = CountVectorizer(analyzer="char_wb", ngram_range=(_LETTERS, _LETTERS), dtype=np.float32, binary=True)
    return normalize(counter.fit_transform(said))


@cache
def _vocabulary() -> _Vocabulary:
    data = _file("meanings")
    entries = ((part, meaning, phrase) for part in _PARTS for meaning in data[part] for phrase in data[part][meaning])
    return _Vocabulary(
        Phrases((phrase, f"{part} {meaning}") for part, meaning, phrase in entries),
        frozenset(f"subjects {meaning}" for meaning in data["subjects"]),
        frozenset(f"aims {meaning}" for meaning in data["aims"]),
        frozenset(stem(word) for word in data["faint"]),
    )


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """The file of weights, by section."""
    return _file("likeness")


def _file(name: str) -> dict[str, Any]:
    return data_file("safeplans.pipeline.comparison.vocabulary", f"{name}.toml")


def weight(word: str) -> float:
    """What a word or meaning counts for."""
    part = word.partition(" ")[0]
    if part not in _PARTS:
        part = "faint" if faint(word) else "other"
    return weights()["weight"][part]


@lru_cache(maxsize=50_000)  # the same rows are compared for several tables
def meanings(text: str) -> tuple[str, ...]:
    """The meanings of a statement's phrases, and the stems of its other words, in the order of the text."""
    found = _words(text)
    bag: list[str] = []
    at = 0
    for match in _vocabulary().meanings.find(found):
        bag += [word.stem for word in found[at : match.first]]
        bag += dict.fromkeys(match.values)
        at = match.last
    return (*bag, *(word.stem for word in found[at:]))


@lru_cache(maxsize=50_000)
def _said(text: str) -> str:
    return " ".join(word.stem for word in _words(text) if not faint(word.stem))


def _words(text: str) -> list[Word]:
    return words(text.casefold() if text.isupper() else text)


def threshold(name: str) -> float:
    """The probability from which two statements are taken to belong together, for one use of it.

    name: an entry of the section `threshold` of the file of weights.
    """
    return weights()["threshold"][name]


def rounded(value: float) -> float:
    """A similarity or probability without the digits that depend on the machine."""
    return round(value, 6)


def not_found_share() -> float:
    """How often nothing was said where nothing was found."""
    return weights()["not_found"]["share"]


def not_kept_share() -> float:
    """How often a row of a plan was dropped, or new, where no counterpart was found."""
    return weights()["not_kept"]["share"]


def statement(row: Mapping[str, Any]) -> str:
    """What an objective, action or measure says: its text, after its title where the text does not begin with it."""
    title, text = row.get("title"), str(row["text"])
    if not title or text.casefold().startswith(title.casefold()):
        return text
    return f"{title}: {text}"


def statements(rows: Sequence[Mapping[str, Any]]) -> Statements:
    """Rows of objectives, actions and measures (these have no themes), made ready to be compared."""
    return Statements([statement(row) for row in rows], [row.get("themes") or () for row in rows])


def faint(word: str) -> bool:
    """Whether a stem says little about what is meant."""
    return word in _vocabulary().faint
