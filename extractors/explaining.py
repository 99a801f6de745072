"""Why a row came out as it did: the readings that were weighed, and the cues by which its words got their label.

For people who doubt a row; nothing here takes part in extraction. The document is read anew, and labelled once more for
each cue, without it, which takes some seconds.
"""

from __future__ import annotations

import difflib
import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from safeplans.extractors.base.document import Place
from safeplans.extractors.base.facts import Action, Date, Facts, Measure, Objective, Owner
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.choice.choosing import WALK, Reading, choose, readings
from safeplans.extractors.extract import facts_of, walked
from safeplans.extractors.labelling.cues import PieceCues, piece_cues, word_cues
from safeplans.extractors.labelling.scores import Labelled, Scorer, name_of, scorer
from safeplans.extractors.lexicon.forms import words_in
from safeplans.extractors.lexicon.kin import kin
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.reading import read_document
from safeplans.extractors.structures.model import Record
from safeplans.extractors.views.pieces import View
from safeplans.extractors.views.segments import Segment, place_of
from safeplans.extractors.weights.network import Array

__all__ = [
    "Cue",
    "Explanation",
    "Fact",
    "Other",
    "RowError",
    "Run",
    "Statement",
    "explain",
    "in_words",
    "label_words",
    "reading_words",
]

FOR, AGAINST = 5, 2  # cues that are told
DOUBT = 0.1  # odds from which on another label is told beside the likeliest
_OF_LIKE = {"k0=": "coarse", "k1=": "fine", "hk=": "fine", "ck=": "fine"}  # cues that name a class of like words
_COVERED = 0.5  # share of the shorter statement's words by which two that share a line are taken for one another
_ALIKE = 0.8  # the same for two that share none: one printed twice

Fact = Objective | Action | Owner | Date | Measure


class RowError(ValueError):
    """A row that cannot be explained: why, and what to do. nearest: key of the row that may be meant, None for none."""

    def __init__(self, message: str, nearest: str | None = None) -> None:
        super().__init__(message)
        self.nearest = nearest


@dataclass(frozen=True, slots=True)
class Cue:
    """One feature of a row's words. name: as the model has it; words: for people; weight: see `_cues`."""

    name: str
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Run:
    """Words that got the same label, in order. odds: of the first of them, 0..1.

    second: what else they may be, None where nothing else is likely (`DOUBT`). own: they belong to the row, else they
    stand next to it.
    """

    words: str
    label: str
    odds: float
    second: str | None
    own: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """What another reading has. kind: action or objective. alike: share of words that it has in common, 0..1."""

    kind: str
    text: str
    place: Place
    alike: float


@dataclass(frozen=True, slots=True)
class Other:
    """Another reading, and what it has in the place of a row.

    score: expected plan F1, 0..1. statement: the most alike, None for nothing there. label: what most of the row's
    words are in it, odds: the mean of theirs; None for a reading without labels.
    """

    name: str
    score: float
    statement: Statement | None
    label: str | None = None
    odds: float | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a row is as it is.

    asked: the row; subject: the objective or action that it is or belongs to. reading, score: the reading that was
    chosen and its expected score; margin: over `following`, the next best one. label, cues, against, runs: of a row
    that labels made, else None and empty. views: of a row of the walk, all labelled views. spots, media_type: of the
    document.
    """

    asked: Fact
    subject: Objective | Action
    reading: str
    score: float
    margin: float
    following: Other | None
    label: str | None = None
    cues: tuple[Cue, ...] = ()
    against: tuple[Cue, ...] = ()
    runs: tuple[Run, ...] = ()
    views: tuple[Other, ...] = ()
    spots: tuple[str, ...] = ()
    media_type: str = ""


def explain(data: bytes, row: str, settings: Settings | None = None) -> Explanation:
    """Why the row with the key `row` (``a12``) of a document is as it is.

    Raises RowError when there is no such row or no reading made it, ReadingError when the document cannot be read.
    """
    settings = settings or Settings()
    document = read_document(data, settings)
    facts = facts_of(document, settings)
    asked = _row(facts, row)
    subject = _subject(facts, asked)
    models = scorer(settings.model)
    found = readings(document, facts.metadata, models)
    found.append(Reading(WALK, walked(document, settings.file_name)))
    chosen = choose(found, document, facts.metadata)
    rest = sorted((r for r in found if r is not chosen), key=lambda r: -r.score)
    following = _other(rest[0], subject) if rest else None
    margin = round(chosen.score - rest[0].score, 4) if rest else chosen.score
    told = asked, subject, chosen.name, chosen.score, margin, following
    record = _record(chosen, facts, subject)
    if record is None or chosen.view is None or chosen.odds is None or chosen.labelled is None:
        views = tuple(_other(r, subject) for r in rest if r.view is not None)
        return Explanation(*told, views=views, spots=document.spots, media_type=document.media_type)
    seen = piece_cues(chosen.view)
    cues = _cues(record, chosen.view, seen, chosen.labelled, models.odds(chosen.view, seen), models)
    label = name_of(chosen.labelled.labels[record.body[0].start])
    runs = _runs(record, chosen.view, chosen.labelled, chosen.odds, models.labels)
    strongest = tuple(c for c in cues[:FOR] if c.weight > 0)
    against = tuple(c for c in cues[::-1][:AGAINST] if c.weight < 0)
    return Explanation(
        *told, label, strongest, against, tuple(runs), spots=document.spots, media_type=document.media_type
    )


# --- rows ------------------------------------------------------------------------------------------------------------


def _row(facts: Facts, key: str) -> Fact:
    rows: list[Fact] = [*facts.objectives, *facts.actions, *facts.owners, *facts.dates, *facts.measures]
    by_key = {fact.key: fact for fact in rows}
    asked = key.strip().casefold()
    if asked in by_key:
        return by_key[asked]
    if asked in {g.key for g in facts.groups} | {f"t{n}" for n in range(1, len(facts.terms) + 1)}:
        raise RowError(f"{asked} is a group or a term. Rules of their own find these, whichever reading is chosen.")
    if not rows:
        raise RowError(f"There is no row {key}: no objective and no action was found in this document.")
    nearest = by_key[_nearest(asked, list(by_key))]
    words = textwrap.shorten(nearest.name if isinstance(nearest, Owner) else nearest.text, 60, placeholder=" …")
    raise RowError(f"There is no row {key} in this document. The nearest is {nearest.key}, «{words}».", nearest.key)


def _nearest(asked: str, keys: Sequence[str]) -> str:
    """The row of the same table with the nearest number, else the first of those that are spelt most alike."""
    number = re.search(r"\d{1,6}", asked)
    same = [k for k in keys if k[0] == asked[:1]]
    if same and number:
        return min(same, key=lambda k: abs(int(k[1:]) - int(number[0])))
    return max(same or keys, key=lambda k: difflib.SequenceMatcher(None, asked, k).ratio())


def _subject(facts: Facts, asked: Fact) -> Objective | Action:
    if isinstance(asked, Objective | Action):
        return asked
    key = (asked.action or asked.objective) if isinstance(asked, Measure) else asked.subject_key
    statements: list[Objective | Action] = [*facts.objectives, *facts.actions]
    for fact in statements:
        if fact.key == key:
            return fact
    of = key or "the document itself"
    raise RowError(f"{asked.key} belongs to {of}, which is no objective or action, so no reading made it.")


def _record(reading: Reading, facts: Facts, subject: Objective | Action) -> Record | None:
    """The record that a row was made of; None for a reading without records."""
    kind = "action" if isinstance(subject, Action) else "objective"
    records = [r for r in reading.records if r.kind == kind]
    view = reading.view
    if not records or view is None:
        return None
    if isinstance(subject, Action):
        return records[facts.actions.index(subject)]

    def fit(record: Record) -> tuple[bool, float]:
        place, own = Place.span(place_of(view, s) for s in record.body), subject.source.place
        return (place.line_start, place.line_end) == (own.line_start, own.line_end), _alike(record.text, subject.text)

    return max(records, key=fit)


# --- other readings --------------------------------------------------------------------------------------------------


def _other(reading: Reading, subject: Objective | Action) -> Other:
    label, odds = _label_there(reading, subject)
    return Other(reading.name, reading.score, _statement_there(reading, subject), label, odds)


def _statement_there(reading: Reading, subject: Objective | Action) -> Statement | None:
    place, text = subject.source.place, subject.text
    found = [
        *(Statement("action", a.text, a.place, _alike(a.text, text)) for a in reading.plan.actions),
        *(Statement("objective", o.text, o.source.place, _alike(o.text, text)) for o in reading.plan.objectives.rows),
    ]
    here = [s for s in found if _meet(s.place, place) and _covered(s.text, text) >= _COVERED]
    return max(here or [s for s in found if s.alike >= _ALIKE], key=lambda s: s.alike, default=None)


def _label_there(reading: Reading, subject: Objective | Action) -> tuple[str | None, float | None]:
    """What a labelled view takes the words of a row for, and how likely that is."""
    if reading.view is None or reading.labelled is None:
        return None, None
    words = set(words_in(subject.text))
    odds: dict[str, list[float]] = {}
    for index, piece in enumerate(reading.view.pieces):
        if not _meet(piece.place, subject.source.place):
            continue
        for at, token in enumerate(piece.tokens, reading.view.starts[index]):
            if words.intersection(words_in(token)):
                odds.setdefault(name_of(reading.labelled.labels[at]), []).append(reading.labelled.odds[at])
    if not odds:
        return None, None
    label, told = max(odds.items(), key=lambda known: len(known[1]))
    return label, round(sum(told) / len(told), 4)


def _meet(one: Place, other: Place) -> bool:
    return one.line_start <= other.line_end and other.line_start <= one.line_end


def _alike(one: str, other: str) -> float:
    """Dice over the words of two texts, 0..1."""
    a, b = Counter(words_in(one)), Counter(words_in(other))
    return round(2 * (a & b).total() / max(a.total() + b.total(), 1), 3)


def _covered(one: str, other: str) -> float:
    a, b = Counter(words_in(one)), Counter(words_in(other))
    return (a & b).total() / max(min(a.total(), b.total()), 1)


# --- labels and cues -------------------------------------------------------------------------------------------------


def _tokens(segments: Sequence[Segment]) -> list[int]:
    return sorted({at for s in segments for start, end in s.parts for at in range(start, end)})


def _cues(
    record: Record, view: View, seen: Sequence[PieceCues], labelled: Labelled, odds: Array, models: Scorer
) -> list[Cue]:
    """What speaks for the labels of a record's body, the strongest first; those of no weight left out.

    The weight of a cue: how much less likely the labels would be, as a difference of logarithms, were it not looked at
    anywhere in the document.
    """
    tokens = _tokens(record.body)
    labels = [models.labels.index(labelled.labels[at]) for at in tokens]
    words = {cue for at in tokens for cue in word_cues(view.tokens[at])}
    pieces = {cue for s in record.body for index in s.pieces for cue in seen[index].cues}
    cues = []
    for name in sorted(words | pieces):
        other = models.odds(view, seen, without=name)
        weight = float(np.mean(_logit(odds[tokens, labels]) - _logit(other[tokens, labels])))
        if round(weight, 4):
            cues.append(Cue(name, in_words(name), round(weight, 4)))
    return sorted(cues, key=lambda c: (-c.weight, c.name))


def _logit(odds: Array) -> Array:
    """Logarithm of odds, those of rounded nought and one kept finite."""
    kept = np.clip(odds, 1e-4, 1 - 1e-4)
    told: Array = np.log(kept) - np.log1p(-kept)
    return told


def _runs(record: Record, view: View, labelled: Labelled, odds: Array, names: Sequence[str]) -> list[Run]:
    """The labels where the record stands: its own words, and what stands next to them in the same piece."""
    own = [s for label, cells in record.fields.items() if label not in record.shared for s in cells]
    segments = [*record.body, *(s for s in (record.number, record.title) if s is not None), *own]
    mine = set(_tokens(segments))
    tokens, labels = view.tokens, labelled.labels
    runs: list[list[int]] = []
    for index in sorted({i for s in segments for i in s.pieces}):
        for at in range(view.starts[index], view.starts[index] + len(view.pieces[index].tokens)):
            new = labels[at].startswith("B-") or not runs or runs[-1][-1] != at - 1
            if new or name_of(labels[at]) != name_of(labels[at - 1]):
                runs.append([])
            runs[-1].append(at)
    holds = [not mine.isdisjoint(run) for run in runs]
    told = []
    for index, run in enumerate(runs):
        if any(holds[max(index - 1, 0) : index + 2]):
            label, words = name_of(labels[run[0]]), " ".join(tokens[at] for at in run)
            by_name: dict[str, float] = defaultdict(float)
            for name, value in zip(names, odds[run].mean(axis=0), strict=True):
                by_name[name_of(name)] += float(value)
            next_best = max((n for n in by_name if n != label), key=lambda n: by_name[n])
            second = next_best if by_name[next_best] >= DOUBT else None
            told.append(Run(words, label, labelled.odds[run[0]], second, holds[index]))
    return told


# --- words -----------------------------------------------------------------------------------------------------------


def in_words(cue: str) -> str:
    """A cue as people say it (``vocabulary/cues.toml``); one without a phrase as it is."""
    known = load_toml("cues")
    if begins := _beginning(cue, known["phrases"], "=|"):
        phrase: str = known["phrases"][begins]
        rest = cue[len(begins) :]
        if begins in _OF_LIKE and rest.isdigit():
            rest = ", ".join(kin().examples(**{_OF_LIKE[begins]: int(rest)}))
        return phrase.replace("{}", rest if "«{}»" in phrase else _value(rest))
    return cue


def reading_words(name: str) -> str:
    """The name of a reading as people say it; one that is not known as it is."""
    return str(load_toml("cues")["readings"].get(name, name))


def label_words(label: str) -> str:
    """The name of a label as people say it: ``action`` for ``ACT``; one that is not known as it is."""
    return str(load_toml("cues")["labels"].get(label, label))


def _value(value: str) -> str:
    """What stands behind a cue's name: one value, or several parted by bars."""
    return "; ".join(_one_value(v) for v in value.split("|") if v) or "nothing"


def _one_value(value: str) -> str:
    known = load_toml("cues")
    numbered = ", numbered" if value.endswith("#") else ""
    value = value.rstrip("!#")
    if begins := _beginning(value, known["values"], "_"):
        return str(known["values"][begins]).replace("{}", value[len(begins) :].replace("_", " ")) + numbered
    return value.replace("_", " ") + numbered


def _beginning(text: str, known: Mapping[str, str], ends: str) -> str:
    """The text itself where it is known, else the longest of those known that it begins with and that end so."""
    return (
        text if text in known else max((k for k in known if k[-1] in ends and text.startswith(k)), key=len, default="")
    )
