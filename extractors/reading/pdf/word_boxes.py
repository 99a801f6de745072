"""The box of each word of a line, a word being what stands between the blanks of the line's text."""

from __future__ import annotations

from collections.abc import Iterator

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.pdf.geometry import union
from safeplans.extractors.reading.pdf.lines import Line
from safeplans.extractors.reading.pdf.repair import clean


def word_boxes(line: Line, text: str) -> list[BBox]:
    """Boxes for the words of `text`, the line's text cleaned; each the whole line's where they cannot be told apart.

    A word of the text is one or more printed runs of letters that touch, or that are spaced for effect.
    """
    words = line.text.split()
    if len(words) == len(line.words) and (text == line.text or len(text.split()) == len(words)):
        return [(run.x0, run.top, run.x1, run.bottom) for run in line.words]  # each is a run of its own
    boxes = list(_parted(line, words))
    if len(boxes) == len(words) and len(words) != len(text.split()):  # some are nothing once cleaned
        boxes = [box for word, box in zip(words, boxes, strict=True) if clean(word)]
    return boxes if len(boxes) == len(text.split()) else [line.bbox] * len(text.split())


def _parted(line: Line, words: list[str]) -> Iterator[BBox]:
    """The line's runs shared out among its words by counting letters; ends early where they do not agree."""
    runs = iter(line.words)
    for word in words:
        taken, length = [], 0
        while length < len(word):
            run = next(runs, None)
            if run is None:
                return
            taken.append((run.x0, run.top, run.x1, run.bottom))
            length += len(run.text)
        if length > len(word):
            return
        yield taken[0] if len(taken) == 1 else union(taken)
