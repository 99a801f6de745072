"""Labelled tokens to segments: the fields of records as they stand in a view, with their places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from safeplans.extractors.base.document import Place
from safeplans.extractors.lexicon.columns import role_of
from safeplans.extractors.reading.markers import is_number
from safeplans.extractors.views.pieces import Piece, View

OBJECTIVE, OBJECTIVE_TITLE, AGAIN, OBJECTIVE_NUMBER = "OBJ", "OTIT", "AGAIN", "ONUM"
ACTION, ACTION_TITLE, ACTION_NUMBER = "ACT", "ATIT", "ANUM"
LEAD, DUE, MEASURE, PROGRESS, RATING = "LEAD", "DUE", "MEAS", "PROG", "RAG"
SECTION, INTRODUCTION, LABEL, HEADING, TITLE = "SECT", "INTRO", "LAB", "HEAD", "TITL"
NOTHING = "O"

#: What belongs to an action once it is known.
FIELDS = (LEAD, DUE, MEASURE, PROGRESS, RATING)
#: What goes on behind other words, as the wrapped cells of a layout of columns do.
CONTINUED = frozenset({OBJECTIVE, OBJECTIVE_TITLE, ACTION, LEAD, DUE, MEASURE, PROGRESS})
UNSURE = 0.75  # odds of the label of a cell below which the heading of its column is believed
_HEADED = {"lead": LEAD, "due": DUE}
#: What a list of bullets holds one of in each.
LISTED = frozenset({OBJECTIVE, ACTION})
FARTHEST = 80  # tokens between two parts of one field
_WRAPPED, _SOFT = re.compile(r"(?<=\w)- (?!(?:and|or|to) )(?=[a-z])"), re.compile("\u00ad\\s*")  # hyphens
_ONE_ACTION, _STOPS = frozenset({"item", "cell"}), (".", "?", "!")
_LEFT, _RIGHT = " ,;:.–—-|/•*>·", " ,;:–—-|/(["


@dataclass(slots=True)
class Segment:
    """One field as printed: label, the pieces that it stands in, and for each its words.

    probability: mean of the odds of its tokens' labels, 0..1. inside: it begins or ends inside a piece.
    """

    label: str
    first: int
    pieces: list[int]
    words: list[list[str]]
    probability: float
    inside: bool
    begins: bool = True
    start: int = 0
    end: int = 0
    parts: list[tuple[int, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words joined, line ends undone, without the brackets, dashes and commas around it."""
        return trimmed(" ".join(w for words in self.words for w in words))

    @property
    def lines(self) -> list[str]:
        """Its words in each piece, trimmed; a bracket that a later line closes stays open."""
        printed = [" ".join(words) for words in self.words]
        whole = _closed(" ".join(printed))
        return [t for t in (line.strip() if whole and not _closed(line) else trimmed(line) for line in printed) if t]


def _goes_on(piece: Piece, place: int, before: Segment, index: int) -> bool:
    """Whether what begins at a token of a piece is the next sentence of the action that begins earlier in it.

    A bullet or cell without a number is one action, whatever its second sentence says of it: where labels that had
    not seen the document began a second one there, 37 were one by the gold of two folds, and 7 were two. Numbered
    paragraphs are those of reports, of which each sentence may tell of another thing (13 and 20).
    """
    return (
        place > 0
        and piece.kind in _ONE_ACTION
        and before.label == ACTION
        and before.begins
        and before.pieces == [index]
        and piece.tokens[place - 1].endswith(_STOPS)
        and not is_number(piece.tokens[0])
    )


def _closed(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count("[") == text.count("]")


def trimmed(text: str) -> str:
    """A field without the separators around it; a bracket stays where both halves are there."""
    text = _WRAPPED.sub("-", _SOFT.sub("", text))
    text = text.lstrip(_LEFT).rstrip(_RIGHT).strip()
    if text.startswith(("(", "[")) and not re.search(r"[)\]]", text):
        text = text[1:].lstrip()
    if text.endswith((")", "]", ").")) and not re.search(r"[(\[]", text):
        text = text.rstrip(")].").rstrip()
    return text


def segments_of(view: View, labels: Sequence[str], odds: Sequence[float]) -> list[Segment]:
    """The segments of a view in the order of their beginnings; narrative between them is left out.

    labels: one for each token (``B-ACT``, ``I-ACT``, ``HEAD``); odds: how likely each is, 0..1.
    """
    made: list[Segment] = []
    latest: dict[str, Segment] = {}
    before: Segment | None = None
    for index, piece in enumerate(view.pieces):
        base = view.starts[index]
        told = [label.rpartition("-") for label in labels[base : base + len(piece.tokens)]]
        unsure = bool(told) and sum(odds[base : base + len(told)]) < UNSURE * len(told)
        headed = _by_heading(piece, {name for *_, name in told}) if unsure else None
        for place, token in enumerate(piece.tokens):
            at = base + place
            tag, _, name = told[place]
            name = headed or name
            if name == NOTHING:
                before = None
                continue
            if tag == "I" and place == 0 and name in LISTED and _is_next_item(view, piece, latest.get(name)):
                tag = "B"
            if tag == "B" and name == ACTION and before is not None and _goes_on(piece, place, before, index):
                tag = "I"
            if (
                before is not None
                and before.label == name
                and tag != "B"
                and (tag == "I" or before.pieces[-1] == index)
            ):
                known = before
            elif tag == "I" and name in CONTINUED and name in latest and at - latest[name].end <= FARTHEST:
                known = latest[name]
            else:
                known = Segment(name, index, [], [], 0.0, False, tag != "I", at, at)
                made.append(known)
            if not known.pieces or known.pieces[-1] != index:
                known.pieces.append(index)
                known.words.append([])
            known.words[-1].append(token)
            if known.parts and known.parts[-1][1] == at:
                known.parts[-1] = (known.parts[-1][0], at + 1)
            else:
                known.parts.append((at, at + 1))
            known.probability += odds[at]
            known.end = at + 1
            latest[name] = before = known
    for segment in made:
        count = sum(len(w) for w in segment.words)
        segment.probability /= count
        segment.inside = count < sum(len(view.pieces[i].tokens) for i in segment.pieces)
    return [s for s in made if s.text]


def _by_heading(piece: Piece, names: set[str]) -> str | None:
    """Lead or time, for a cell that is all one of them under a heading that names the other («TBC»)."""
    if piece.kind != "cell" or not piece.heading or len(names) != 1 or not names < {LEAD, DUE}:
        return None
    role = role_of(piece.heading)
    return _HEADED.get(role.role) if role is not None and role.score >= 1 else None


def _is_next_item(view: View, piece: Piece, known: Segment | None) -> bool:
    """Whether a piece is a bullet behind one with the same sign that begins such a thing: two of them, not one."""
    if known is None or piece.marker is None or piece.numbered:
        return False
    first = view.pieces[known.first]
    alike = (first.marker, first.numbered, first.indent) == (piece.marker, piece.numbered, piece.indent)
    return alike and known.start == view.starts[known.first]


def place_of(view: View, segment: Segment) -> Place:
    """Where a segment stands: the span of its pieces."""
    return Place.span(view.pieces[i].place for i in segment.pieces)
