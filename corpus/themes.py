"""Learn what statements are about, from those of the corpus that readers judged (``themes.csv``).

Part of ``make train``; alone: ``python -m corpus.themes``. Prints precision and recall on authors left out, beside
those of the vocabulary's phrases alone.

Each reader judged a few hundred statements with their headings by ``vocabulary/theme_guide.toml``, and saw no code. Two
judged 154 statements both: F1 of one by the other 0.92, the same set for 0.77.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from corpus.building import planned, source_of
from corpus.families import FOLDS, Family, recorded
from corpus.gold import gold
from corpus.looking import FOLD_MODELS
from safeplans.extractors.assembly.theme_weights import MODEL, Judge
from safeplans.extractors.assembly.themes import MOST, SURE, notice, theme_names, titled
from safeplans.extractors.lexicon.loading import load_toml

PLAIN = Path(__file__).parent / "themes_plain.txt"  # statements that have no subject of their own
JUDGED = Path(__file__).parent / "themes.csv"
SETTINGS = {"C": 0.3, "max_iter": 200, "solver": "liblinear", "random_state": 1}
LEAST_STATEMENTS = 3  # a cue is learnt from only where so many statements have it
NOBODY = Family("phrases", "shapes", "", "", 0, "none", "both", "txt", False, "phrases of the vocabulary")
SEEDS = 2  # documents of a shape that statements of banks are taken from
LEAST_OF_A_THEME = 4  # statements, for its weights to be learnt


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement, its cues, the share of its readers that gave it each theme, and the themes by phrases."""

    family: Family
    is_action: bool
    noticed: dict[str, float]
    themes: dict[str, float]
    by_phrases: frozenset[str]


def judged() -> list[Judged]:
    """The statements that were judged and whose keys still stand in the corpus."""
    said: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
    with JUDGED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            said[row["family"], row["key"]].append(row["themes"].split())
    wanted = {family for family, _ in said}
    made = []
    for document in planned(recorded()):
        if document.short or document.seed != 1 or document.family.name not in wanted:
            continue
        wanted.discard(document.family.name)  # one print of each
        for key, (heading, text) in statements(gold(source_of(document), document.name)).items():
            if readers := said.get((document.family.name, key)):
                themes = {t: sum(t in r for r in readers) / len(readers) for r in readers for t in r}
                made.append(_one(document.family, key, heading, text, themes))
    return made


def of_banks() -> list[Judged]:
    """The statements of the banks of words, whose authors say their themes: each once."""
    made: dict[tuple[str, str], Judged] = {}
    for document in planned(recorded()):
        if document.family.part != "shapes" or document.short or document.seed > SEEDS:
            continue
        rows = gold(source_of(document), document.name)
        told = {row["key"]: row["themes"] for row in (*rows["objectives"], *rows["actions"])}
        for key, (heading, text) in statements(rows).items():
            if told[key] and (document.family.author, text) not in made:
                themes = dict.fromkeys(told[key], 1.0)
                made[document.family.author, text] = _one(document.family, key, heading, text, themes)
    return list(made.values())


def of_phrases() -> list[Judged]:
    """The phrases that name a theme outright, as statements and as headings: rare themes so have weights too."""
    of_nothing = PLAIN.read_text(encoding="utf-8").splitlines()
    made = []
    for theme, phrases in load_toml("themes")["themes"].items():
        for phrase in phrases.get("core", ()):
            if not re.search(r"[…|]", phrase):  # one with gaps is no statement
                named, plain = phrase.lstrip("= "), of_nothing[len(made) % len(of_nothing)]
                made += [_one(NOBODY, "a", *words, {theme: 1.0}) for words in (("", named), (named, plain))]
    return made


def _one(family: Family, key: str, heading: str, text: str, themes: dict[str, float]) -> Judged:
    context = [heading] if heading else []
    cues, _, by_phrases = notice(text, context)
    return Judged(family, "a" in key, cues, themes, frozenset(by_phrases))


def statements(rows: dict[str, list[dict[str, str]]]) -> dict[str, tuple[str, str]]:
    """Heading and text of each objective and action of gold, by its key."""
    objectives = {o["key"]: titled(o["title"], o["text"]) for o in rows["objectives"]}
    made = {key: ("", text) for key, text in objectives.items()}
    return made | {a["key"]: (objectives.get(a["objective"] or "", ""), a["text"]) for a in rows["actions"]}


def train(some: Sequence[Judged]) -> Judge:
    """Weights for each theme by itself: logistic regression over what is noticed."""
    count: dict[str, int] = defaultdict(int)
    for s in some:
        for cue in s.noticed:
            count[cue] += 1
    cues = sorted(cue for cue, n in count.items() if n >= LEAST_STATEMENTS)
    column = {cue: at for at, cue in enumerate(cues)}
    cells = [(row, column[c], v) for row, s in enumerate(some) for c, v in s.noticed.items() if c in column]
    rows, columns, values = zip(*cells, strict=True)
    places = np.array(rows, np.int32), np.array(columns, np.int32)
    matrix = csr_matrix((np.array(values), places), shape=(len(some), len(cues)))
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    weights = np.zeros((len(cues), len(theme_names())), np.float32)
    base = np.full(len(theme_names()), -10.0)  # a theme that nobody gave is given to nothing
    for at, theme in enumerate(theme_names()):
        given = np.array([s.themes.get(theme, 0.0) >= 0.5 for s in some])
        if given.sum() >= LEAST_OF_A_THEME:
            made = LogisticRegression(**SETTINGS).fit(matrix, given)
            weights[:, at], base[at] = made.coef_[0], made.intercept_[0]
    return Judge(theme_names(), cues, weights, base)


def train_folds(models: Path) -> None:
    """Write weights for each fold that is held out (fold 0: none is) below `models`; print how good they are."""
    every = judged()
    learnt = [s for s in every if s.family.part != "measure"]
    others = [*of_banks(), *of_phrases()]
    figures: dict[tuple[str, bool, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for fold in (0, *FOLDS):
        made = train([s for s in (*learnt, *others) if not fold or s.family.fold != fold])
        made.save(models / str(fold) / MODEL)
        left_out = [s for s in every if (s.family.fold == fold if fold else s.family.part == "measure")]
        for s in left_out:
            odds = dict(zip(made.labels, made.odds(s.noticed).tolist(), strict=True))
            found = set(sorted((t for t in odds if odds[t] >= SURE), key=lambda t: -odds[t])[:MOST])
            asked = {t for t, share in s.themes.items() if share >= 0.5}
            for name, given in (("weights", found), ("phrases", s.by_phrases)):
                tally = figures["folds left out" if fold else "measured", s.is_action, name]
                for at, n in enumerate((len(given & asked), len(given), len(asked))):
                    tally[at] += n
    for (where, is_action, name), (right, given, asked) in sorted(figures.items()):
        what = "actions" if is_action else "objectives"
        told = f"precision {right / max(given, 1):.3f}, recall {right / max(asked, 1):.3f}"
        print(f"themes of {what}, {where}, {name}: {told}", flush=True)


if __name__ == "__main__":
    train_folds(FOLD_MODELS)
