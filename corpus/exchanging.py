"""Views to learn from in which names, times, headings and labels stand in for one another.

A model that sees an author's few posts and headings again and again learns these, and not how a plan is laid out. In an
exchanged view the layout is a document's own, the words in its fields those of other families: what is known of one is
learnt of all (mention replacement: X. Dai and H. Adel, «An analysis of simple data augmentation for named entity
recognition», COLING 2020).
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.marks import Word
from safeplans.extractors.views.pieces import Piece, View

EXCHANGED = 0.6  # of the different words of a document that could be exchanged
NAMES, TIMES = ("who", "lead", "support"), ("when", "due", "start")
_KINDS = (
    {mark: mark for mark in ("head", "label", "section")} | dict.fromkeys(NAMES, "name") | dict.fromkeys(TIMES, "time")
)
_LONGEST = 12  # words; what is longer is no name or heading of the usual kind


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one field that stand together in a piece: tokens first to last of the view, without `last`."""

    kind: str
    first: int
    last: int
    alone: bool  # the piece has no other words


def kinds_of(words: Sequence[Word], source_of: Sequence[int | None]) -> list[str]:
    """For each token what it may be exchanged for, "" for nothing: ``name``, ``time``, ``head lead`` …

    source_of: for each token the index of the labelled word that it is (`alignment.Aligned`).
    """
    made = []
    for at in source_of:
        mark = next((m for m in reversed(words[at].labels) if m.label in _KINDS), None) if at is not None else None
        # a heading is exchanged for one that announces the same
        made.append("" if mark is None else f"{_KINDS[mark.label]} {mark.value or ''}".rstrip())
    return made


def runs_of(view: View, kinds: Sequence[str], labels: Sequence[str]) -> list[Run]:
    """What can be exchanged in a view, in order; nothing that goes on in another piece."""
    runs: list[Run] = []
    for piece, start in zip(view.pieces, view.starts, strict=True):
        end = start + len(piece.tokens)
        first = start + bool(piece.numbered)
        at = first
        while at < end:
            last = at + 1
            while last < end and kinds[last] == kinds[at] and not labels[last].startswith("B-"):
                last += 1
            if kinds[at] and last - at <= _LONGEST and not _goes_on(labels, start, at, last, end):
                runs.append(Run(kinds[at], at, last, at == first and last == end))
            at = last
    return runs


def _goes_on(labels: Sequence[str], start: int, at: int, last: int, end: int) -> bool:
    """Whether a field that fills a piece to its edge was begun before it, or goes on in the next."""
    begun_before = at == start and labels[at] in ("I-LEAD", "I-DUE")
    goes_on = last == end and last < len(labels) and labels[last] in ("I-LEAD", "I-DUE")
    return begun_before or goes_on


class Pool:
    """The words of many families, by what they are exchanged for."""

    def __init__(self, some: Iterable[tuple[str, View, Sequence[Run]]]) -> None:
        """some: author, view and runs of each view."""
        told: dict[tuple[str, bool], dict[str, set[tuple[str, ...]]]] = defaultdict(lambda: defaultdict(set))
        for author, view, runs in some:
            for run in runs:
                told[run.kind, run.alone][author].add(tuple(view.tokens[run.first : run.last]))
        self._told = {
            key: [sorted(words) for _, words in sorted(authors.items())] for key, authors in sorted(told.items())
        }

    def drawn(self, run: Run, chance: random.Random) -> tuple[str, ...]:
        """Words of any author, each author as likely as the next."""
        return chance.choice(chance.choice(self._told[run.kind, run.alone]))


def exchanged(view: View, runs: Sequence[Run], labels: Sequence[str], pool: Pool, seed: int) -> tuple[View, list[str]]:
    """A view with some of its runs exchanged, the same words for the same, and its labels."""
    chance = random.Random(seed)  # noqa: S311 (nothing secret)
    instead: dict[tuple[str, bool, tuple[str, ...]], tuple[str, ...]] = {}
    headings: dict[str, str] = {}
    pieces: list[Piece] = []
    made: list[str] = []
    waiting = list(reversed(runs))
    for piece, start in zip(view.pieces, view.starts, strict=True):
        tokens: list[str] = []
        at, end = start, start + len(piece.tokens)
        while at < end:
            if not (waiting and waiting[-1].first == at):
                tokens.append(view.tokens[at])
                made.append(labels[at])
                at += 1
                continue
            run = waiting.pop()
            words = tuple(view.tokens[at : run.last])
            key = run.kind, run.alone, words
            if key not in instead:
                instead[key] = pool.drawn(run, chance) if chance.random() < EXCHANGED else words
                if run.kind.startswith("head"):
                    headings[" ".join(words)] = " ".join(instead[key])
            tokens += instead[key]
            made += [labels[at], *[_behind(labels[at])] * (len(instead[key]) - 1)]
            at = run.last
        text = " ".join(tokens[bool(piece.numbered) :])
        pieces.append(replace(piece, tokens=tokens, text=text, heading=headings.get(piece.heading, piece.heading)))
    return View(view.name, pieces), made


def _behind(label: str) -> str:
    return f"I-{label[2:]}" if label.startswith("B-") else label
