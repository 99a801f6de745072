"""Objectives: the statements of a document, each once, however often it is printed."""

from __future__ import annotations

import datetime as dt
import difflib
import functools

from safeplans.extractors.base.closed import ObjectiveKind
from safeplans.extractors.base.document import Place
from safeplans.extractors.base.facts import Objective, Source
from safeplans.extractors.lexicon.forms import words_in
from safeplans.extractors.lexicon.statements import ROMAN, split_title

_TITLE_ONLY = 12  # words up to which a statement may be the bare name of a fuller one
_MOST_COMPARED = 300  # objectives, of which no plan has as many


def _counted(number: str) -> str:
    """A number as it counts: ``II`` and ``2`` are one number."""
    return ROMAN.get(number.casefold(), number.casefold())


def words_of(text: str) -> list[str]:
    return list(_words_of(text))


@functools.lru_cache(maxsize=4096)
def _words_of(text: str) -> tuple[str, ...]:
    return tuple(words_in(text))


def likeness(a: str, b: str) -> float:
    """Likeness of two statements by their words in order, 0..1."""
    x, y = words_of(a), words_of(b)
    if x == y:
        return 1.0
    if not x or not y or 2 * min(len(x), len(y)) / (len(x) + len(y)) < 0.5:
        return 0.0
    return difflib.SequenceMatcher(None, x, y, autojunk=False).ratio()


class Objectives:
    """The objectives found so far. A statement printed several times is one row: the fullest printing."""

    def __init__(self) -> None:
        self.rows: list[Objective] = []

    def prevailing_kind(self) -> ObjectiveKind | None:
        """The kind that most of the document's own objectives have, outcomes left out."""
        kinds: list[ObjectiveKind] = [o.kind for o in self.rows if o.kind != "outcome"]
        return max(kinds, key=lambda k: (kinds.count(k), k), default=None)

    def find(
        self, text: str, number: str | None = None, kind: str | None = None, standing: str | None = None
    ) -> Objective | None:
        """The objective that `text` prints again, if there is one."""
        for row in self.rows[-_MOST_COMPARED:]:
            if (kind and row.kind != kind) or (standing and row.standing != standing):
                continue
            if number and row.number and _counted(number) != _counted(row.number):
                continue
            if self._same(row, text, bool(number and row.number)):
                return row
        return None

    @staticmethod
    def _same(row: Objective, text: str, same_number: bool) -> bool:
        title, _ = split_title(text)
        if likeness(row.text, text) >= (0.75 if same_number else 0.88):
            return True
        names = {" ".join(words_of(n)) for n in (row.title, row.text) if n}
        if " ".join(words_of(text)) in names and len(words_of(text)) <= 20:
            return True
        if (
            title
            and " ".join(words_of(title)) in names
            and (same_number or len(words_of(title)) >= 2 or len(words_of(row.text)) <= _TITLE_ONLY)
        ):
            return True
        mine, theirs = words_of(text), words_of(row.text)
        if same_number and title is None or same_number and len(words_of(text)) <= _TITLE_ONLY:
            # a short name for it: "Scrutiny" is "Independent scrutiny and impact"
            few, many = sorted(({w for w in mine if len(w) > 3}, {w for w in theirs if len(w) > 3}), key=len)
            if few and few <= many:
                return True
        shorter, longer = sorted((mine, theirs), key=len)
        return same_number and bool(shorter) and longer[: len(shorter)] == shorter

    def add(
        self,
        kind: ObjectiveKind,
        text: str,
        place: Place,
        quote: str,
        method: str,
        confidence: float,
        *,
        number: str | None = None,
        title: str | None = None,
        standing: str = "current",
        period: tuple[dt.date, dt.date] | None = None,
    ) -> Objective:
        """Add a statement, or make an earlier printing of it fuller. Returns the row."""
        text = text.strip()
        own_title = title or split_title(text)[0]
        known = self.find(text, number, kind, standing)
        if known is None and title:
            known = self.find(title, number, kind, standing)
        if known is not None:
            if len(words_of(text)) > len(words_of(known.text)):
                known.text, known.source = text, Source(place, quote, method, confidence)
            if known.number is None or (number and number.isdigit()):
                known.number = number or known.number
            known.title = known.title or own_title
            if period and known.period_start is None:
                known.period_start, known.period_end = period
            return known
        row = Objective(
            key=f"o{len(self.rows) + 1}",
            kind=kind,
            text=text,
            source=Source(place, quote, method, confidence),
            number=number,
            title=own_title,
            standing=standing,
        )
        if period:
            row.period_start, row.period_end = period
        self.rows.append(row)
        return row
