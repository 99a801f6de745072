"""Lead cells to learn from: those of documents by hand, and cells put together by chance of the names in them."""

from __future__ import annotations

import random
import re
import textwrap
import tomllib
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from corpus.building import Planned
from corpus.families import Family
from corpus.gold import Source, gold, in_table, lines_of
from corpus.marks import outermost
from safeplans.extractors.drafting.weighing import whole_names
from safeplans.extractors.ownership.abbreviations import Abbreviations
from safeplans.extractors.ownership.noticed import CELL_WORD, cell_features
from safeplans.extractors.ownership.owners import cell_owners_by_rule, cell_text
from safeplans.extractors.ownership.words import words as vocabulary_words

FORMS = Path(__file__).parent / "lead_cells.toml"
NARROW = (10, 12, 14, 16, 18, 20, 24, 30)  # characters of a column in which a cell is learnt from once more
CAPITALS = 4  # letters of the longest agency that is mostly an abbreviation
MIXED = 90  # such cells of the names of each author
NO_ABBREVIATIONS = Abbreviations(())  # what a document defines is not known to the rules that are learnt with
_COMPOSED = re.compile(r"[,/&;()\n–+]|\b(?:and|with)\b")  # names that are themselves put together


@dataclass(frozen=True, slots=True)
class Statement:
    """An action's words and their labels (``B-LEAD``, ``I-LEAD``, ``B-TO``, ``I-TO``, ``O``)."""

    family: Family
    tokens: list[str]
    labels: list[str]
    cues: list[list[str]] = field(default_factory=list)  # of each word


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


def mixed_cells(some: Iterable[tuple[Planned, Source]]) -> list[Statement]:
    """Cells put together by chance of the names of each author: names are theirs, what joins them is everybody's."""
    forms = tomllib.loads(FORMS.read_text(encoding="utf-8"))
    families: dict[str, Family] = {}
    everybody = dict.fromkeys(_as_printed(word) for word in sorted(vocabulary_words("one_word_agencies")))
    named: dict[str, dict[str, dict[str, None]]] = defaultdict(
        lambda: {kind: {} for kind in "psoxc"} | {"r": dict.fromkeys(forms["posts"])} | {"w": everybody}
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
            form = chance.choice((*forms["several"], *forms["whole"]))
            parts = re.split(r"\b([psrowcx])\b(?! \d$)", form)
            own = [chance.choice(list(names[kind]) or [""]) for kind in parts[1::2]]
            if all(own) and len(set(own)) == len(own) and not _is_open(form, own, names):
                cell = "".join(part for pair in zip(parts[::2], [*own, ""], strict=True) for part in pair)
                made.append(_parted(families[author], cell.split("\n"), [cell] if form in forms["whole"] else own))
    return made


def _as_printed(word: str) -> str:
    """An agency of the vocabulary as a cell has it: letters in capitals, else a capital first."""
    return word.upper() if len(word) <= CAPITALS else word.capitalize()


def _is_open(form: str, own: Sequence[str], names: Mapping[str, Mapping[str, None]]) -> bool:
    """Whether nothing says if a post and what follows its comma are one name or two."""
    return bool(re.search(r"x,\s+x", form)) and any(a in names["r"] and b not in names["r"] for a, b in pairwise(own))


def _cells(source: Source) -> dict[tuple[str, ...], tuple[list[str], bool]]:
    """The lines of the lead cells of each set of rows, and whether they stand in a table."""
    found: dict[tuple[str, ...], tuple[list[str], bool]] = {}
    for mark in outermost([m for m in source.marked.marks if m.label in ("lead", "support")]):
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
