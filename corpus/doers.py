"""Train the models of owners in sentences and in lead cells on those of the corpus (`extractors.ownership.weighed`).

Part of ``make train``; alone: ``python -m corpus.doers``. Prints precision and recall on folds left out.
"""

from __future__ import annotations

import random
import re
import textwrap
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from pathlib import Path

from corpus.building import Planned, planned, source_of
from corpus.crf import Settings, common_words, trained
from corpus.families import FOLDS, Family, recorded
from corpus.gold import Source, gold, in_table, lines_of
from corpus.looking import FOLD_MODELS
from corpus.marks import words
from safeplans.extractors.abbreviations import Abbreviations
from safeplans.extractors.chain import Chain
from safeplans.extractors.lexicon.forms import bare_word
from safeplans.extractors.owners import cell_owners_by_rule, cell_text
from safeplans.extractors.ownership.cells import Namer
from safeplans.extractors.ownership.kinds import KINDS, SECTORS, name_cues
from safeplans.extractors.ownership.noticed import CELL_WORD, cell_features, statement_features
from safeplans.extractors.ownership.weighed import (
    CELLS,
    LEAST,
    MODEL,
    RELATIONS,
    bare_name,
    doers,
)
from safeplans.extractors.ownership.words import words as vocabulary_words
from safeplans.extractors.weighing import whole_names

# Cues are many and say much the same: how far weights are held down was chosen on three folds left out, for lead cells.
SETTINGS: Settings = {"c1": 0.5, "c2": 0.1, "max_iterations": 120, "feature.minfreq": 2}
BY_HAND = 2  # how often a statement by hand counts: shapes say one thing in many words
LABELS = {"who": "LEAD", "lead": "LEAD", "support": "LEAD", "to": "TO"}
NARROW = (10, 12, 14, 16, 18, 20, 24, 30)  # characters of a column in which a cell is learnt from once more
NO_ABBREVIATIONS = Abbreviations(())  # what a document defines is not known to the rules that are learnt with
NAMER = Namer(NO_ABBREVIATIONS, ())
_ARTICLE = re.compile(r"^the\s+(?=\S)", re.IGNORECASE)
_COMPOSED = re.compile(r"[,/&;()\n–+]|\b(?:and|with)\b")  # names that are themselves put together
_WORD = re.compile(r"-?\d?w=(.*)")


@dataclass(frozen=True, slots=True)
class Statement:
    """An action's words and their labels (``B-LEAD``, ``I-LEAD``, ``B-TO``, ``I-TO``, ``O``)."""

    family: Family
    tokens: list[str]
    labels: list[str]
    cues: list[list[str]] = field(default_factory=list)  # of each word


def sources() -> list[tuple[Planned, Source]]:
    """The documents that statements are taken from: all by hand, of each shape one for children and one for adults."""
    return [(d, source_of(d)) for d in planned(recorded()) if d.seed == 1 and d.family.part != "measure"]


def statements(some: Iterable[tuple[Planned, Source]]) -> list[Statement]:
    """The actions of documents."""
    made = []
    for document, source in some:
        by_key: dict[str, Statement] = {}
        before: dict[str, object] = {}
        for word in words(source.marked, markup=source.markup):
            action = next((m for m in reversed(word.labels) if m.label == "action"), None)
            if action is None:
                continue
            inner = next((m for m in reversed(word.labels) if m.label in LABELS), None)
            for key in action.keys:
                told = by_key.setdefault(key, Statement(document.family, [], []))
                told.tokens.append(word.text)
                here = (LABELS[inner.label], inner.start) if inner else None
                same = here is not None and before.get(key) == here
                told.labels.append("O" if here is None else f"{'I' if same else 'B'}-{here[0]}")
                before[key] = here
        for told in by_key.values():
            starts = accumulate((len(token) + 1 for token in told.tokens), initial=0)
            text = " ".join(told.tokens)
            told.cues.extend(statement_features(list(zip(told.tokens, starts, strict=False)), text, NAMER))
        made += by_key.values()
    return made


def lead_cells(some: Iterable[tuple[Planned, Source]]) -> list[Statement]:
    """The lead cells of documents with their cues, as they are printed and as a narrow column breaks their lines."""
    made = []
    for document, source in some:
        owners = {a["key"]: a["owners"] for a in gold(source, document.name)["actions"]}
        for keys, (lines, is_cell) in _cells(source).items():
            own = [o["name"] for key in keys for o in owners.get(key, ())]
            if not any(key in owners for key in keys):
                continue
            made.append(_parted(document.family, lines if is_cell else whole_names(lines), own))
            chance = zlib.crc32(f"{document.name} {keys}".encode())
            if is_cell and (narrow := _wrapped(lines, NARROW[chance % len(NARROW)])) != lines:
                made.append(_parted(document.family, narrow, own))
    return [statement for statement in made if statement.tokens]


# How lead cells put names together, where the reader needs no knowledge of the names: of each kind that is asked for
# (p person, s person with the surname first, r role, w an agency of one word, c a
# post or body whose name is itself put together, o any other, x any), with what stands between them.
JOINED = (
    "x, x", "x, x, x", "x, x and x", "x, x & x", "x / x", "x/x", "x/x/x", "x / x / x", "x; x", "x; x; x", "x & x",
    "x and x", "x + x", "x\nx", "x\nx\nx", "x\nx\nx\nx", "x,\nx", "x,\nx,\nx", "x and\nx", "x /\nx", "x\\x", "x | x",
    "p (o)", "p, r", "p – r", "r – p", "r (p)", "o – p", "o: p", "p (o), p (o)", "p (o) and p (o)", "p (o) / p (o)",
    "p\n(o)", "p,\nr", "r\np", "p (o)\np (o)", "Lead: x Support: x", "Lead: x; Support: x", "Lead: x\nSupport: x",
    "Lead – x; Support – x", "Leads: x, x", "x (lead), x, x", "x (lead) / x", "x [lead] / x", "x (Lead)\nx", "x x2",
    "x x 2", "x Tel: 01234 567890", "x 01234 567890", "x (ext 4512)", "x with support from x", "x supported by x",
    "x in conjunction with x", "x with x", "x, with x", "x, supported by x", "1. x 2. x", "1. x\n2. x", "x (TBC)",
    "x – TBC", "s", "s (o)", "s / x", "s; s", "r - p", "o - p", "p - o",
    "• x\n• x", "- x\n- x", "x", "x", "r", "o",
    "w, w", "w, w, w", "w, w and w", "w, w & w", "w & w", "w and w", "w w", "w w w", "w\nw", "w\nw\nw", "w, o", "o, w",
    "c", "c / x", "x / c", "c/x", "x/c", "c; x", "x; c", "c\nx", "x\nc", "1. c 2. x", "c (lead) / x", "c / c", "c;\nx",
)  # fmt: skip
WHOLE = ("r - o", "r – o", "r (o)")  # a post with its body, which is one name
POSTS = ("Chair", "Vice Chair", "Independent Chair", "Business Manager")  # of every partnership
CAPITALS = 4  # letters of the longest agency that is mostly an abbreviation
MIXED = 90  # such cells of the names of each author


def mixed_cells(some: Iterable[tuple[Planned, Source]]) -> list[Statement]:
    """Cells put together by chance of the names of each author: names are theirs, what joins them is everybody's."""
    families: dict[str, Family] = {}
    everybody = dict.fromkeys(_as_printed(word) for word in sorted(vocabulary_words("one_word_agencies")))
    named: dict[str, dict[str, dict[str, None]]] = defaultdict(
        lambda: {kind: {} for kind in "psoxc"} | {"r": dict.fromkeys(POSTS)} | {"w": everybody}
    )
    for document, source in some:
        families.setdefault(document.family.author, document.family)
        for name, value in source.names.items():
            kind = {"person": "p", "role": "r"}.get(value.split()[0], "o")
            if value != "none" and _COMPOSED.search(name):
                if kind != "p" and not re.search(r"[/;\n]", name):
                    named[document.family.author]["c"][" ".join(name.split())] = None
            elif value != "none":
                if kind == "p" and (two := re.fullmatch(r"([A-Z][a-z]+) ([A-Z][a-z]+)", name)):
                    named[document.family.author]["s"][f"{two[2].upper()}, {two[1]}"] = None
                    named[document.family.author]["s"][f"{two[2]}, {two[1][0]}."] = None
                for of_kind in (kind, "x"):
                    named[document.family.author][of_kind][" ".join(name.split())] = None
    made = []
    for author, names in sorted(named.items()):
        chance = random.Random(author)
        for _ in range(MIXED):
            form = chance.choice((*JOINED, *WHOLE))
            parts = re.split(r"\b([psrowcx])\b(?!\d)", form)
            own = [chance.choice(list(names[kind]) or [""]) for kind in parts[1::2]]
            if all(own) and not _is_open(form, own, names):
                cell = "".join(part for pair in zip(parts[::2], [*own, ""], strict=True) for part in pair)
                made.append(_parted(families[author], cell.split("\n"), [cell] if form in WHOLE else own))
    return made


def _as_printed(word: str) -> str:
    """An agency of the vocabulary as a cell has it: letters in capitals, else a capital first."""
    return word.upper() if len(word) <= CAPITALS else word.capitalize()


def _is_open(form: str, own: Sequence[str], names: Mapping[str, Mapping[str, None]]) -> bool:
    """Whether nothing says if a post and what follows its comma are one name or two."""
    return "x, x" in form and any(a in names["r"] and b not in names["r"] for a, b in pairwise(own))


def _cells(source: Source) -> dict[tuple[str, ...], tuple[list[str], bool]]:
    """The lines of the lead cells of each set of rows, and whether they stand in a table."""
    found: dict[tuple[str, ...], tuple[list[str], bool]] = {}
    marks = [m for m in source.marked.marks if m.label in ("lead", "support")]
    for mark in marks:
        if any(m is not mark and m.start <= mark.start and mark.end <= m.end for m in marks):
            continue
        keys = tuple(key.split("#")[0] for key in mark.keys)
        lines, _ = found.setdefault(keys, ([], in_table(source, mark)))
        lines += lines_of(source, mark)
    return found


def _wrapped(lines: Sequence[str], width: int) -> list[str]:
    """Lines as a column of so many characters breaks them."""
    return [part for line in lines for part in textwrap.wrap(line, width, break_long_words=False)]


def _parted(family: Family, lines: Sequence[str], names: Sequence[str]) -> Statement:
    """The words of a cell with their cues and labels. The longest name is found first: others may stand inside it."""
    cell = cell_text(lines[0] if len(lines) == 1 else lines).text
    flat = cell.replace("\n", " ")
    spans: list[tuple[int, int]] = []
    for name in sorted(set(names), key=lambda n: (-len(n), n)):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", flat):
            if not any(match.start() < end and start < match.end() for start, end in spans):
                spans.append(match.span())
                break
    tokens = [(m.group(), m.start()) for m in CELL_WORD.finditer(cell)]
    labels = []
    for _, at in tokens:
        inside = next((s for s in spans if s[0] <= at < s[1]), None)
        labels.append("O" if inside is None else "B-LEAD" if at == inside[0] else "I-LEAD")
    by_rule = cell_owners_by_rule(lines[0] if len(lines) == 1 else lines, NO_ABBREVIATIONS) if lines else []
    return Statement(family, [token for token, _ in tokens], labels, cell_features(tokens, by_rule))


def named(some: Iterable[tuple[Planned, Source]], what: int) -> list[Statement]:
    """The names of documents by hand, each a statement of one place. what: 0 its kind, 1 its sector."""
    made = []
    for document, source in some:
        told: dict[tuple[str, str], str] = {}
        for printed, value in source.names.items():
            kinds, _, canonical = value.partition("|")
            if value != "none" and document.family.part == "learn":
                name = _ARTICLE.sub("", " ".join(printed.split()))
                told[name, canonical.strip() or name] = kinds.split()[what]
        made += [Statement(document.family, [n], [label], [name_cues(n, c)]) for (n, c), label in told.items()]
    return made


def train(some: Sequence[Statement]) -> Chain:
    """The model that a number of statements give."""
    known = common_words((bare_word(token), s.family.author) for s in some for token in s.tokens)
    sequences = []
    for s in some:
        told = [[f for f in place if not (m := _WORD.fullmatch(f)) or m.group(1) in known] for place in s.cues]
        sequences += [(told, s.labels)] * (BY_HAND if s.family.part == "learn" else 1)
    labels = sorted({label for s in some for label in s.labels})
    return Chain.mean([trained(sequences, SETTINGS)], labels)


def train_folds(folder: Path) -> None:
    """Write a model for each fold that is held out (fold 0: none is) below `folder`."""
    learnt = sources()
    every, cells = statements(learnt), lead_cells(learnt) + mixed_cells(learnt)
    right = found = wanted = 0
    for fold in (0, *FOLDS):
        chain = train([s for s in every if not fold or s.family.fold != fold])
        chain.save(folder / str(fold) / MODEL)
        train([c for c in cells if not fold or c.family.fold != fold]).save(folder / str(fold) / CELLS)
        for what, name in enumerate((KINDS, SECTORS)):
            train([n for n in named(learnt, what) if not fold or n.family.fold != fold]).save(folder / str(fold) / name)
        for s in every:
            if not fold or s.family.fold != fold:
                continue
            names = {
                (d.relation, d.name.casefold()) for d in doers(" ".join(s.tokens), chain, NAMER) if d.odds >= LEAST
            }
            told = _named(s)
            right, found, wanted = right + len(names & told), found + len(names), wanted + len(told)
    print(
        f"owners in sentences, folds left out: precision {right / found:.3f}, recall {right / wanted:.3f}", flush=True
    )


def _named(statement: Statement) -> set[tuple[str, str]]:
    """The names of a statement by its labels, written as the model's are."""
    runs: list[tuple[str, list[str]]] = []
    for token, label in zip(statement.tokens, statement.labels, strict=True):
        if label.startswith("B-"):
            runs.append((RELATIONS[label[2:]], []))
        if label != "O":
            runs[-1][1].append(token)
    return {(relation, bare_name(" ".join(told)).casefold()) for relation, told in runs}


if __name__ == "__main__":
    train_folds(FOLD_MODELS)
