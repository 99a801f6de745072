"""The box of each row is the box of its own words.

A rule knows the paragraph, cell or row of cells that it read. Here the row's words are looked up in the printed lines
of that place, and page and box become those of the words. The lines stay those of the place: they hold the row's quote.
What is not found there word for word keeps the place that its rule gave it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from safeplans.extractors.base.document import BBox, Document, Place
from safeplans.extractors.base.facts import Action, Date, Facts, Group, Measure, Objective, Owner, Source

_ENOUGH = 0.9  # share of a row's letters that must stand in its place where they do not stand there in one piece
_SLACK = 1.0  # points by which a word's middle may stand out of the box of its place
_DECIMALS = 2  # of a point: finer than any print

_Row = Objective | Action | Owner | Date | Measure | Group


def ground(facts: Facts, document: Document) -> None:
    """Narrow page and box of each row's place to the words of the row; nothing to do for a text without pages."""
    if not document.printed.pages:
        return
    places = _Places(document)
    for row, text in _rows(facts):
        row.source = replace(row.source, place=places.of_words(text, row.source))
    facts.terms = [replace(t, source=replace(t.source, place=places.of_words(t.term, t.source))) for t in facts.terms]


def _rows(facts: Facts) -> Iterator[tuple[_Row, str]]:
    for said in (facts.objectives, facts.actions, facts.dates, facts.measures):
        yield from ((row, row.text) for row in said)
    for named in (facts.owners, facts.groups):
        yield from ((row, row.name) for row in named)


@dataclass(slots=True)
class _Ink:
    """The words of some lines. letters: their letters and figures without anything between; of: the word of each."""

    words: list[str] = field(default_factory=list)
    boxes: list[tuple[int, BBox]] = field(default_factory=list)
    letters: str = ""
    of: list[int] = field(default_factory=list)
    firsts: set[int] = field(default_factory=set)  # letters behind a blank or sign
    ends: set[int] = field(default_factory=set)  # places behind a letter before a blank or sign

    def add(self, word: str, page: int, box: BBox) -> None:
        inside = False
        made = []
        for letter in word:
            at = len(self.of)
            if letter.isalnum():
                if not inside:
                    self.firsts.add(at)
                made.append(letter)
                self.of.append(len(self.words))
            elif inside:
                self.ends.add(at)
            inside = letter.isalnum()
        self.ends.add(len(self.of))
        self.letters += "".join(made)
        self.words.append(word)
        self.boxes.append((page, box))

    def all_of(self, key: str) -> Iterator[int]:
        """Where the letters `key` stand as whole words."""
        at = self.letters.find(key)
        while at >= 0:
            if at in self.firsts and at + len(key) in self.ends:
                yield at
            at = self.letters.find(key, at + 1)


class _Places:
    """Looks words up in the places of a document."""

    def __init__(self, document: Document) -> None:
        self._lines, self._printed = document.lines, document.printed
        self._known: dict[Place, _Ink] = {}

    def of_words(self, text: str, source: Source) -> Place:
        """The place of `text` within that of `source`; the latter itself where the words are not found in it."""
        place = source.place
        ink = self._known.get(place)
        if ink is None:
            ink = self._known[place] = self._ink(place)
        words = _in_one_piece(ink, _letters(text), source) or _in_pieces(ink, text)
        if not words:
            return place
        boxes = [ink.boxes[word] for word in words]
        page = min(page for page, _ in boxes)
        x0, top, x1, bottom = zip(*(box for on, box in boxes if on == page), strict=True)
        around = (min(x0), min(top), max(x1), max(bottom))
        return replace(place, page=page, bbox=tuple(round(side, _DECIMALS) for side in around))

    def _ink(self, place: Place) -> _Ink:
        ink = _Ink()
        for number in range(place.line_start, place.line_end + 1):
            for word, (page, box) in zip(self._lines[number - 1].split(), self._printed.of_line(number), strict=False):
                if page != place.page or place.bbox is None or _inside(box, place.bbox):
                    ink.add(word, page, box)
        return ink


def _in_one_piece(ink: _Ink, key: str, source: Source) -> set[int]:
    """The words of `ink` that hold the letters `key`; if these stand in several places, at the source's own offset."""
    found = list(ink.all_of(key)) if key else []
    if not found:
        return set()
    at = found[0]
    if len(found) > 1 and source.begins is not None:
        quote = _letters(source.quote)
        begins = max(ink.letters.find(quote), 0) + len(_letters(source.quote[: source.begins]))
        at = min(found, key=lambda place: abs(place - begins))
    return set(ink.of[at : at + len(key)])


def _in_pieces(ink: _Ink, text: str) -> set[int]:
    """The words of `ink` that are those of `text`, without words between them (numbers of notes, other cells)."""
    wanted = [key for word in text.split() if (key := _letters(word))]
    there = [_letters(word) for word in ink.words]
    same = SequenceMatcher(None, there, wanted, autojunk=False).get_matching_blocks()
    words = {at for block in same for at in range(block.a, block.a + block.size)}
    enough = sum(len(there[word]) for word in words) >= _ENOUGH * sum(map(len, wanted)) > 0
    return words if enough else set()


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _inside(box: BBox, around: BBox) -> bool:
    """The middle of `box` lies in `around`."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    x0, top, x1, bottom = around
    return x0 - _SLACK <= x <= x1 + _SLACK and top - _SLACK <= y <= bottom + _SLACK
