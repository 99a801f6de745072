"""Themes: under which heads of the closed list a comparison across partnerships would file a statement.

What belongs to each is said in ``vocabulary/theme_guide.toml``. Phrases of the field (``vocabulary/themes.toml``) are
found by their stems and given points: the beginning of a long statement counts more than its end (where plans say who
reports to whom), and a phrase that only names a body (`Neglect Subgroup`, `Domestic Abuse Board`) less than one that
names a subject. Learnt weights (`extractors.assembly.theme_weights`) then judge them together with the words around
them and the heading above.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import numpy as np

from safeplans.extractors.assembly.theme_weights import Judge, judge, noticed
from safeplans.extractors.lexicon.language import Phrases, Word, stem, words
from safeplans.extractors.lexicon.loading import load_toml

MOST = 4
# Odds from which a theme is given: a false one does more harm in a comparison than a missing one.
SURE = 0.5
SHOWS = 0.5  # weight of a word from which it shows a theme that no phrase shows; below, the heading above speaks
_POINTS = {"core": 3.0, "usual": 2.0, "hint": 1.0}
_HEADING = 1.6  # what the heading says, against the statement
_OPENING, _LATER = 45, 0.5  # words of a statement that count fully, and the weight of what comes after
_NEXT = 0.7  # weight of sentences after the first: they mostly say how it is overseen
_BODY = 0.35  # a phrase that is part of the name of a group or a post
_REPEATS = (1.0, 0.5, 0.35, 0.2)  # each further phrase of the same theme adds less
_KEEP = 2.0  # points below which a theme is not said
_HINT = 1.5  # points that do where nothing else is said: a hint in the heading, or two in the statement
_SHARE = 0.45  # of the strongest theme's points, below which a theme is mentioned in passing
_PASSING = 0.8  # the same for ways of working that a text names under a heading that names another one
_CONTEXT = (2.0, 1.1, 0.8, 0.5)  # points of the themes of the headings above, first to last
_PLANS = frozenset(("plan", "workplan"))  # `delivery of the Neglect Subgroup work plan` is about neglect
_GAP = 7  # words that may stand between two parts of a gapped phrase
_SENTENCE = re.compile(r"[.;]\s+(?=[A-Z])")
# How the partnership works; the rest of the list is what children and adults suffer or need.
_PROCESS = frozenset(
    {"workforce", "quality_assurance", "information_sharing", "governance", "practice_reviews", "community"}
)
# Objectives so wide that much stands under them which is about something else.
_WIDE = frozenset({"early_help", "extra_familial_harm"})


@dataclass(frozen=True, slots=True)
class ThemeHit:
    """A theme of the closed list, the odds of it (0..1), and the printed words that show it.

    Of phrases alone (`themes_by_phrases`) score is their points, 3 for one outright mention.
    """

    theme: str
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Gapped:
    """A phrase of several parts with other words between them; each part is words, each word its allowed stems."""

    line: str
    parts: tuple[tuple[frozenset[str], ...], ...]
    theme: str
    points: float

    def matches(self, stems: Sequence[str], at: int) -> int | None:
        """The word after the phrase where it begins at word `at`; None where it does not."""
        end = self._part(0, stems, at)
        for part in range(1, len(self.parts)):
            if end is None:
                return None
            starts = range(end, min(end + _GAP + 1, len(stems)))
            end = next((e for start in starts if (e := self._part(part, stems, start)) is not None), None)
        return end

    def _part(self, part: int, stems: Sequence[str], at: int) -> int | None:
        wanted = self.parts[part]
        if at + len(wanted) > len(stems) or any(stems[at + n] not in w for n, w in enumerate(wanted)):
            return None
        return at + len(wanted)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    phrases: Phrases[tuple[str, float]]
    gapped: dict[str, list[_Gapped]]
    programmes: frozenset[str]
    names: tuple[str, ...]
    bodies: frozenset[str]
    links: frozenset[str]
    founding: Phrases[bool]


@dataclass(slots=True)
class _Tally:
    """Points a theme got, by phrase (the best occurrence of each), and the printed words."""

    points: dict[str, float] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    first: int = 1 << 30

    @property
    def total(self) -> float:
        best = sorted(self.points.values(), reverse=True)
        return sum(p * w for p, w in zip(best, _REPEATS, strict=False))


@cache
def _vocabulary() -> _Vocabulary:
    data = load_toml("themes")
    phrases: Phrases[tuple[str, float]] = Phrases((line, ("", 0.0)) for line in data["ignore"])
    gapped: dict[str, list[_Gapped]] = {}
    for name, levels in data["themes"].items():
        for level, lines in levels.items():
            for line in lines:
                if "…" not in line and "|" not in line:
                    phrases.add(line, (name, _POINTS[level]))
                    continue
                phrase = _gapped(line, name, _POINTS[level])
                for first in phrase.parts[0][0]:
                    gapped.setdefault(first, []).append(phrase)
    bodies = frozenset(w.stem for line in data["bodies"] for w in words(line)[-1:])
    links = frozenset(w.stem for line in data["body_links"] for w in words(line))
    founding = Phrases((line, True) for line in data["founding"])
    programmes = frozenset(data["programmes"])
    return _Vocabulary(phrases, gapped, programmes, tuple(data["themes"]), bodies, links, founding)


def _gapped(line: str, theme: str, points: float) -> _Gapped:
    parts = (part.split() for part in line.split("…"))
    stems = tuple(tuple(frozenset(map(stem, word.split("|"))) for word in part) for part in parts)
    if not all(stems):
        raise ValueError(f"a gapped phrase with an empty part: {line!r}")
    return _Gapped(line, stems, theme, points)


def theme_names() -> tuple[str, ...]:
    """The closed list, in the order of the data dictionary."""
    return _vocabulary().names


def _names_body(text: list[Word], after: int, vocabulary: _Vocabulary) -> bool:
    """Whether the phrase that ends before word `after` is the beginning of a body's or post's name."""
    for word in text[after : after + 3]:
        if word.stem in vocabulary.bodies:
            return not any(w.stem in _PLANS for w in text[after + 1 : after + 5])
        if word.stem not in vocabulary.links:
            return False
    return False


def _opens_sentence(text: str, word: Word) -> bool:
    before = text[: word.start].rstrip()
    return (not before or before[-1] in ".:;•") and bool(text[word.end :].strip())


def _scan(text: str, factor: float, tallies: dict[str, _Tally], offset: int, *, heading: bool = False) -> None:
    vocabulary = _vocabulary()
    found = words(text)
    founds = any(m.first < 3 for m in vocabulary.founding.find(found[:6]))
    sentence = _SENTENCE.search(text)
    first_ends = sentence.start() if sentence else len(text)

    def weight_at(first: int) -> float:
        if not heading and first >= _OPENING:
            return factor * _LATER
        return factor * _NEXT if not heading and found[first].start > first_ends else factor

    def count(theme: str, points: float, key: str, first: int, after: int) -> None:
        tally = tallies.setdefault(theme, _Tally())
        tally.points[key] = max(tally.points.get(key, 0.0), points)
        tally.printed.setdefault(key, text[found[first].start : found[after - 1].end])
        tally.first = min(tally.first, offset + first)

    for match in vocabulary.phrases.find(found):
        word = found[match.first]
        if match.last == match.first + 1 and word.text in vocabulary.programmes and _opens_sentence(text, word):
            continue
        weight = weight_at(match.first)
        if not founds and _names_body(found, match.last, vocabulary):
            weight *= _BODY
        key = " ".join(w.stem for w in found[match.first : match.last])
        for theme, points in match.values:
            if theme:
                count(theme, points * weight, key, match.first, match.last)
    stems = [w.stem for w in found]
    for at, first in enumerate(stems):
        for phrase in vocabulary.gapped.get(first, ()):
            after = phrase.matches(stems, at)
            if after is not None:
                count(phrase.theme, phrase.points * weight_at(at), phrase.line, at, after)


@lru_cache(maxsize=2_000)  # every action of an objective has the same heading above it
def _themes_of_heading(line: str) -> tuple[str, ...]:
    return (line,) if line in theme_names() else tuple(hit.theme for hit in themes_by_phrases(line))


def _above(context: Sequence[str]) -> dict[str, float]:
    """Points from the headings above: theme names as they are, other text through its own themes."""
    names = (name for line in context for name in _themes_of_heading(line))
    return dict(zip(dict.fromkeys(names), _CONTEXT, strict=False))


def themes_of(
    statement: str, heading: str | None = None, *, context: Sequence[str] = (), model: str = ""
) -> list[ThemeHit]:
    """The themes of a statement, at most four, surest first; empty when it speaks of none.

    heading: the statement's own title or label. context: headings above it as printed, or names of their themes; these
    count less than what the statement says itself. model: a folder of models instead of the package's.
    """
    text = titled(heading, statement)
    if not text.strip():
        return []
    judges = judge(model)
    noticed_here, tallies, _ = notice(text, context)
    told = judges.odds(noticed_here)
    if heading and heading != statement:  # what a title by itself is about, its statement is about
        told = np.maximum(told, judges.odds(notice(heading, ())[0]))
    odds = dict(zip(judges.labels, told.tolist(), strict=True))
    surest = sorted((t for t in odds if odds[t] >= SURE), key=lambda t: (-odds[t], judges.labels.index(t)))
    return [ThemeHit(t, odds[t], _words_of(t, text, tallies, judges)) for t in surest[:MOST]]


def titled(heading: str | None, statement: str) -> str:
    """A statement behind its own title, where that is not part of it."""
    return statement if not heading or heading in statement else f"{heading}: {statement}"


def notice(text: str, context: Sequence[str]) -> tuple[dict[str, float], dict[str, _Tally], list[str]]:
    """What is noticed of a statement, its phrases by theme, and its themes by them. context: as in `themes_of`."""
    above = " ".join(line.replace("_", " ") if line in theme_names() else line for line in context)
    tallies: dict[str, _Tally] = {}
    _scan(text, 1.0, tallies, 0)
    points_above = _points_of(above)
    points = {theme: tally.total for theme, tally in tallies.items()}
    by_phrases = [hit.theme for hit in _by_points(tallies, set(), _above(context))]
    return noticed(words(text), words(above), points, points_above, by_phrases), tallies, by_phrases


@lru_cache(maxsize=2_000)
def _points_of(heading: str) -> dict[str, float]:
    tallies: dict[str, _Tally] = {}
    if heading:
        _scan(heading, 1.0, tallies, 0, heading=True)
    return {theme: tally.total for theme, tally in tallies.items()}


def _words_of(theme: str, text: str, tallies: Mapping[str, _Tally], judges: Judge) -> tuple[str, ...]:
    """The printed words that show a theme: its phrases, else the word that speaks most for it."""
    if theme in tallies:
        return tuple(tallies[theme].printed.values())
    weighed = [(judges.weight(f"t={word.stem}", theme), word.text) for word in words(text)]
    best = max(weighed, default=(0.0, ""))
    return (best[1],) if best[0] >= SHOWS else ()


def themes_by_phrases(statement: str, heading: str | None = None, *, context: Sequence[str] = ()) -> list[ThemeHit]:
    """The themes that the phrases of the vocabulary give a statement, strongest first; score: their points."""
    tallies: dict[str, _Tally] = {}
    if heading:
        _scan(heading, _HEADING, tallies, 0, heading=True)
    titled = {theme for theme, tally in tallies.items() if tally.total >= _KEEP}
    if statement and statement != heading:
        _scan(statement, 1.0, tallies, 1000)
    return _by_points(tallies, titled, _above(context))


def _by_points(tallies: Mapping[str, _Tally], titled: set[str], above: dict[str, float]) -> list[ThemeHit]:
    """The themes that points give, strongest first. titled: those of the statement's own title; above: see `_above`."""
    scores = {theme: tally.total for theme, tally in tallies.items()}
    strongest = max(scores.values(), default=0.0)
    least = max(_KEEP, _SHARE * strongest)
    own = {theme for theme, score in scores.items() if score >= least}
    if titled:
        passing = math.inf if titled - _PROCESS else _PASSING * strongest
        own = {t for t in own if t in titled or t not in _PROCESS or scores[t] >= passing}
    kept = dict.fromkeys(own, 0.0)
    for theme in kept:
        kept[theme] = scores[theme] + above.get(theme, 0.0)
    if not titled:  # a label of its own says what the statement is about
        _inherit(kept, own, scores, above)
    if not kept and strongest >= _HINT:
        kept = {max(scores, key=lambda t: (scores[t], -tallies[t].first)): strongest}
    order = sorted(kept, key=lambda t: (-kept[t], tallies[t].first if t in tallies else 1 << 30, t))
    return [
        ThemeHit(t, round(kept[t], 2), tuple(tallies[t].printed.values()) if t in tallies else ()) for t in order[:MOST]
    ]


def _inherit(kept: dict[str, float], own: set[str], scores: dict[str, float], above: dict[str, float]) -> None:
    """Add to `kept` what the headings above make of the statement."""
    for rank, (theme, points) in enumerate(above.items()):
        if theme in kept:
            continue
        hinted = scores.get(theme, 0.0)
        if hinted and hinted + points >= _KEEP:
            kept[theme] = hinted + points  # a mention too weak to stand alone
        elif rank < 2 if not own else rank == 0 and _carries(theme, own):
            kept[theme] = points


def _carries(theme: str, own: set[str]) -> bool:
    """Whether a statement with themes of its own has its objective's first theme too."""
    if theme in _WIDE:
        return False
    if theme in _PROCESS:
        return len(own) == 1
    return len(own - _PROCESS) < 2


__all__ = ["ThemeHit", "notice", "theme_names", "themes_by_phrases", "themes_of", "titled"]
