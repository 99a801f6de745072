"""Headings by their looks, where a file has no style for them: as the reader of PDFs tells them, by whole paragraphs.

People make a paragraph bold, or large, or write it in capitals, and leave its style alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safeplans.extractors.reading.colours import is_coloured
from safeplans.extractors.reading.pdf.paragraphs import is_imprint
from safeplans.extractors.reading.word.model import Look, Span, TextPart

_LARGER = 1.1  # times the body's size
_LARGE = 1.25  # times the body's size: a heading whatever sign it ends in
_LEAST = 0.93  # times the body's size: smaller letters are those of notes
LONGEST = 260  # letters: no heading is longer
_LONGEST_SMALL = 220  # letters of a heading that is hardly larger than the text
_LONGEST_COLOURED = 90  # letters of a heading that only its colour sets apart
_SENTENCE = 60  # letters from which a full stop at the end tells a sentence
_FEWEST_CAPITALS = 5
_ENOUGH = 150  # letters outside tables that show what running text looks like


@dataclass(frozen=True, slots=True)
class BodyLook:
    """The look of most of a document's running text. size: in points."""

    size: float = 10.0
    colour: str | None = None


def look_of(spans: Sequence[Span]) -> Look:
    """The look of a paragraph as a whole: bold where all of it is, the size of most of its letters."""
    letters = [(span.look, len("".join(span.text.split()))) for span in spans if span.text.strip()]
    if not letters:
        return spans[0].look if spans else Look()
    sizes: Counter[float] = Counter()
    for look, count in letters:
        sizes[look.size] += count
    colours = {look.colour for look, _ in letters}
    marks = {look.mark for look, _ in letters}
    return Look(
        bold=all(look.bold for look, _ in letters),
        italic=all(look.italic for look, _ in letters),
        size=sizes.most_common(1)[0][0],
        colour=colours.pop() if len(colours) == 1 else None,
        mark=marks.pop() if len(marks) == 1 else None,
        capitals=all(look.capitals for look, _ in letters),
    )


def body_look(outside: Iterable[TextPart], cells: Iterable[TextPart]) -> BodyLook:
    """The commonest look of the running text, by letters; bold text is mostly headings and does not count.

    cells: paragraphs of tables, which count where there is little outside them.
    """
    looks = _letters(outside)
    if sum(looks.values()) < _ENOUGH:
        looks += _letters(cells)
    if not looks:
        return BodyLook()
    sizes: Counter[float] = Counter()
    for (size, _), count in looks.items():
        sizes[size] += count
    size = sizes.most_common(1)[0][0]
    colour = max((n, c or "") for (s, c), n in looks.items() if s == size)[1]
    return BodyLook(size, colour or None)


def _letters(parts: Iterable[TextPart]) -> Counter[tuple[float, str | None]]:
    looks: Counter[tuple[float, str | None]] = Counter()
    for part in parts:
        for span in part.spans if not part.heading and part.reason is None else ():
            if not span.look.bold:
                looks[span.look.size, span.look.colour] += len(span.text)
    return looks


def may_be_heading(text: str) -> bool:
    """What holds for headings by style too: they have letters, are not long, and tell no date or version."""
    return any(c.isalpha() for c in text) and len(text) <= LONGEST and not is_imprint(text)


def looks_like_heading(text: str, look: Look, body: BodyLook, marker_kind: str | None) -> bool:
    """Is a paragraph without a heading's style a heading by its looks?

    marker_kind: bullet, number, letter, roman or outline; None without a marker.
    """
    if not may_be_heading(text) or marker_kind == "bullet" or not _stands_out(text, look, body):
        return False
    if text[0] in '“"‘' and text[-1] in '”"’':
        return False
    large = look.size >= _LARGE * body.size
    if text.endswith((".", ";", ",")) and not large and (len(text) > _SENTENCE or text[-1] in ";,"):
        return False
    if look.italic and not look.bold and not large:
        return False
    if marker_kind in ("letter", "roman") and look.size < _LARGER * body.size:
        return False
    return large or len(text) <= _LONGEST_SMALL


def _stands_out(text: str, look: Look, body: BodyLook) -> bool:
    if look.size >= _LARGER * body.size and look.size >= body.size + 0.9:
        return True
    if look.size < _LEAST * body.size:
        return False
    if look.bold:
        return True
    letters = [c for c in text if c.isalpha()]
    shouted = look.capitals or all(c.isupper() for c in letters)
    if shouted and " " in text and len(letters) >= _FEWEST_CAPITALS:
        return True
    coloured = look.colour is not None and look.colour != body.colour and is_coloured(look.colour)
    return coloured and len(text) <= _LONGEST_COLOURED and not any(sign in text for sign in ("@", "www", "://"))


class Levels:
    """Levels of headings: those that styles give, and for the others the place of their size among these.

    A document's title is above its headings: where one has that style, headings are one level deeper.
    """

    def __init__(self, parts: Sequence[TextPart], body: BodyLook) -> None:
        styled = [p for p in parts if p.heading and p.text.strip() and p.reason is None]
        self._under_title = int(any(p.title for p in parts if p.text.strip()))
        self._sizes: dict[int, float] = {}
        for part in styled:
            level = self.of_style(part)
            self._sizes[level] = max(self._sizes.get(level, 0.0), look_of(part.spans).size)
        others = {_rank(look_of(p.spans)) for p in parts if not p.heading and p.text.strip()}
        self._ranks = sorted((r for r in others if r[0] >= _LEAST * body.size), reverse=True)

    def of_style(self, part: TextPart) -> int:
        """The level that a paragraph's style gives it, 1 to 6."""
        return 1 if part.title else min(part.heading + self._under_title, 6)

    def of_look(self, look: Look) -> int:
        """The level of a heading that has no style."""
        if self._sizes:
            above = [level for level, size in sorted(self._sizes.items()) if size <= look.size]
            return min(above[0] if above else max(self._sizes) + 1, 6)
        larger = [rank for rank in self._ranks if rank > _rank(look)]
        return min(1 + len(larger) + self._under_title, 6)


def _rank(look: Look) -> tuple[float, bool, bool]:
    return look.size, look.bold, look.capitals
