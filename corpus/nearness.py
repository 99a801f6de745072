"""How near each family stands to those that it is measured against: ``python -m corpus.nearness [FOLDER]``.

A figure of reading at first sight is worth something only where nothing that was learnt from is a copy of what is read.
For each family the nearest of those that may be learnt from while its own fold is held out (any that is learnt from,
for a family of `measure`), by two measures:

    layout   of the sequences of five labels that either has, the share that both have (Jaccard); a sequence has
             one label for each run of words with the same innermost mark
    words    of its runs of eight words the share that stands in the other too

Whole families are compared: that a fold also holds out a renderer and converters changes no word of the source. As a
yardstick the same is told of the two halves of each shape's own documents.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.alignment import normal
from corpus.building import BUILT
from corpus.families import Family, may_learn, recorded

LABELS, WORDS = 5, 8  # length of the runs that are compared
# Shapes vary by themselves, so that even two halves of one share less (0.3 in the middle, 0.7 at most): who reaches
# this copied a layout with hardly a change.
SAME_LAYOUT = 0.8
# Stock phrases and quoted law give 0.05 at most, two halves of one shape with one bank 0.07 to 0.33: who reaches this
# copied text.
SAME_WORDS = 0.3
LEAST_HALVED = 4  # documents of a shape whose halves are compared

Told = Sequence[tuple[str, str]]  # the words of a document, each with its innermost label


@dataclass(frozen=True, slots=True)
class Runs:
    """What is compared of a family."""

    labels: frozenset[Hashable]
    words: frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Near:
    """One family beside one that may be learnt from while it is held out: both measures, 0 to 1."""

    family: str
    other: str
    layout: float
    words: float

    @property
    def copies(self) -> bool:
        return self.layout >= SAME_LAYOUT or self.words >= SAME_WORDS


def runs_of(documents: Iterable[Told]) -> Runs:
    """The runs of labels and of words of a family's documents."""
    labels: set[Hashable] = set()
    words: set[Hashable] = set()
    for told in documents:
        labels.update(_grams([label for label, _ in itertools.groupby(label for _, label in told)], LABELS))
        words.update(_grams([word for word in (normal(text) for text, _ in told) if word], WORDS))
    return Runs(frozenset(labels), frozenset(words))


def _grams(sequence: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return (tuple(sequence[i : i + length]) for i in range(len(sequence) - length + 1))


def pairs(families: Sequence[Family], runs: dict[str, Runs]) -> dict[str, list[Near]]:
    """Each family beside all that may be learnt from while it is held out, in the order of `families`."""
    holders: dict[Hashable, list[str]] = defaultdict(list)
    for name, its in runs.items():
        for gram in its.words:
            holders[gram].append(name)
    told = {}
    for family in families:
        mine = runs[family.name]
        common = Counter(name for gram in mine.words for name in holders[gram])
        told[family.name] = [
            _near(family.name, other.name, mine, runs[other.name], common[other.name])
            for other in families
            if other.name != family.name and may_learn(family.fold, other, None, None)
        ]
    return told


def documents(folder: Path) -> dict[str, list[Told]]:
    """The labelled words of a rendered corpus by family; a source that was printed in several ways is read once."""
    read: dict[str, list[Told]] = defaultdict(list)
    seen = set()
    for entry in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["documents"]:
        if entry["labels"] in seen:
            continue
        seen.add(entry["labels"])
        words = json.loads((folder / "words" / f"{entry['name']}.json").read_text(encoding="utf-8"))
        read[entry["family"]].append([(text, marks[-1][0] if marks else "narrative") for text, marks in words])
    return dict(read)


def halves(read: dict[str, list[Told]]) -> list[Near]:
    """The documents of each shape, every other one beside the rest."""
    told = []
    for name, some in sorted(read.items()):
        if len(some) >= LEAST_HALVED:
            one, other = runs_of(some[::2]), runs_of(some[1::2])
            told.append(_near(name, name, one, other, len(one.words & other.words)))
    return told


def _near(family: str, other: str, mine: Runs, its: Runs, common: int) -> Near:
    layout = len(mine.labels & its.labels) / max(len(mine.labels | its.labels), 1)
    return Near(family, other, layout, common / max(len(mine.words), 1))


def table(told: dict[str, list[Near]], own: Sequence[Near]) -> list[str]:
    """Each family with its nearest by layout and by words, the nearest first; the yardstick; near copies."""
    rows = []
    for family, others in told.items():
        if others:
            layout, words = max(others, key=lambda n: n.layout), max(others, key=lambda n: n.words)
            nearness = max(layout.layout / SAME_LAYOUT, words.words / SAME_WORDS)
            rows.append((-nearness, family, layout, words if words.words else None))
    lines = [f"{'family':<42} {'layout':>6}  {'as':<42} {'words':>6}  in"]
    for _, family, layout, words in sorted(rows, key=lambda r: r[:2]):
        shared = f"{words.words:>6.3f}  {words.other}" if words else f"{0:>6.3f}  –"
        lines.append(f"{family:<42} {layout.layout:>6.3f}  {layout.other:<42} {shared}")
    every = [n for others in told.values() for n in others]
    limits = f"layout {SAME_LAYOUT} or words {SAME_WORDS} and more"
    lines += ["", *_listed(f"near copies ({limits}), to be made one family", [n for n in every if n.copies])]
    if own:
        layout, words = (statistics.median(getattr(n, name) for n in own) for name in ("layout", "words"))
        alike = [n for n in every if not n.copies and (n.layout >= layout or n.words >= words)]
        lines += ["", f"halves of one shape, median: layout {layout:.3f}, words {words:.3f}"]
        lines += _listed("pairs that are as near as these, to be looked at", alike)
    return lines


def _listed(what: str, some: Sequence[Near]) -> list[str]:
    told = [f"  {n.family} and {n.other}: layout {n.layout:.3f}, words {n.words:.3f}" for n in some]
    return [f"{what}: {len(told)}", *told]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=BUILT, help="a rendered corpus")
    asked = parser.parse_args()
    read = documents(asked.folder)
    runs = {name: runs_of(some) for name, some in read.items()}
    families = [f for f in recorded() if f.name in runs]
    print("\n".join(table(pairs(families, runs), halves(read))))
    if strange := sorted(runs.keys() - {f.name for f in families}):
        print(f"\nnot in families.toml, so not compared: {', '.join(strange)}")


if __name__ == "__main__":
    main()
