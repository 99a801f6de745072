"""From marked words to the labels that models learn: one label for each token of a view of the document as it was read.

Labels with a beginning (``B-ACT``, ``I-ACT``): rows' fields, so that two that follow each other stay two. Without: what
words are besides. A field that goes on behind other words (a wrapped cell in a layout of columns) goes on with ``I-``.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.alignment import Aligned, align
from corpus.marks import Mark, Word
from safeplans.extractors.views.pieces import View

FIELDS = {
    "objective": "OBJ", "action": "ACT", "lead": "LEAD", "support": "LEAD", "due": "DUE", "start": "DUE",
    "measure": "MEAS", "evidence": "MEAS", "progress": "PROG", "rag": "RAG", "again": "AGAIN", "number": "NUM",
    "title": "OTIT",
}  # fmt: skip
KINDS = {
    "head": "HEAD", "label": "LAB", "section": "SECT", "intro": "INTRO", "doctitle": "TITL", "contents": "FURN",
    "furniture": "FURN", "menu": "FURN", "principle": "PRIN", "group": "TERM", "abbreviation": "TERM", "chair": "TERM",
    "meets": "TERM", "term": "TERM", "expansion": "TERM", "person": "PERS", "figure": "FIG",
}  # fmt: skip
ORDER = ("lead", "support", "due", "progress", "rag", "measure", "evidence", "number", "again", "objective", "action")


def field_of(marks: Sequence[Mark]) -> tuple[str, object]:
    """The label of a word by the marks round it, and which piece of that kind it belongs to."""
    by_label = {m.label: m for m in marks}
    for name in ORDER:
        if name in by_label:
            mark = by_label[name]
            label = FIELDS[name]
            if name == "number":
                label = "ANUM" if any("a" in k for k in mark.keys) else "ONUM"
            return label, (label, mark.keys)
    if "title" in by_label:
        mark = by_label["title"]
        label = "ATIT" if any("a" in k for k in mark.keys) else "OTIT"
        return label, (label, mark.keys)
    if "start" in by_label and not by_label.keys() & {"action"}:
        return "DUE", ("START", by_label["start"].keys)
    for mark in reversed(marks):
        if mark.label in KINDS:
            return KINDS[mark.label], (KINDS[mark.label], mark.start)
    return "O", ("O", 0)


BEGINNING = frozenset({"OBJ", "OTIT", "ACT", "LEAD", "DUE", "MEAS", "PROG", "RAG", "AGAIN", "ANUM", "ONUM"})


def labels_of(view: View, words: Sequence[Word]) -> tuple[list[str], float]:
    """A label for each token of a view, and the share of the labelled words that was found in it."""
    aligned = align(words, view.tokens)
    return labels_by(view, words, aligned), aligned.found


def labels_by(view: View, words: Sequence[Word], aligned: Aligned) -> list[str]:
    """A label for each token of a view. aligned: what `align` makes of the words and the tokens."""
    labels: list[str] = []
    seen: set[object] = set()
    before: object = None
    last = "O"
    furniture = [p.kind == "furniture" for p in view.pieces for _ in p.tokens]
    for place, at in enumerate(aligned.source_of):
        if at is None and furniture[place]:
            labels.append("FURN")
        elif at is None:  # a word that the source does not have: a lone sign, a part of a word that was cut
            labels.append(last if last == "O" else f"I-{last}" if last in BEGINNING else last)
        if at is None:
            continue
        label, piece = field_of(words[at].labels)
        if label in BEGINNING:
            begins = piece not in seen
            if not begins and piece != before and label in ("AGAIN",):
                begins = True
            labels.append(f"{'B' if begins else 'I'}-{label}")
            seen.add(piece)
        else:
            labels.append(label)
        before, last = piece, label
    return labels
