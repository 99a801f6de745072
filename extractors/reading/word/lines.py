"""The printed lines of a paragraph, with the bullet or number that stands before each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from safeplans.extractors.reading.markers import is_number
from safeplans.extractors.reading.pdf.markers import Marker, is_bullet_glyph, is_weak, parse_marker
from safeplans.extractors.reading.pdf.paragraphs import is_date_line, starts_low
from safeplans.extractors.reading.word.looks import look_of
from safeplans.extractors.reading.word.model import Look, Span, TextPart

BARE = re.compile(r"(\d{1,2}[a-z]?)\s*\t\s*(?=\S)")
"""A number without a sign, set apart by a tab."""
_SHORT = re.compile(r"[(\[]?[A-Za-z0-9]{1,4}(?:[./-][A-Za-z0-9]{1,3}){0,4}[.):\]]{0,2}")  # 1.a  A-12)  2.1.iii


@dataclass(frozen=True, slots=True)
class Marked:
    """A line of text. marker, kind: its bullet or number, typed or set by the program."""

    text: str
    look: Look
    marker: str | None = None
    kind: str | None = None


def lines_of(part: TextPart) -> list[Marked]:
    """A paragraph cut at its line breaks where they are meant: a line that goes on in a small letter is one with it.

    The lines of a heading are one; of furniture too.
    """
    pieces = _cut(part.spans)
    keep = part.heading > 0 or part.reason is not None
    groups: list[list[list[Span]]] = []
    for spans in pieces:
        text = "".join(s.text for s in spans).strip()
        if groups and text and (keep or _runs_on(groups[-1], text)):
            groups[-1].append(spans)
        elif text:
            groups.append([spans])
    made = [_marked(part, group, first=index == 0) for index, group in enumerate(groups)]
    if not made and part.marker and any(c.isalnum() for c in part.marker):
        made = [Marked(part.marker, look_of(part.spans))]  # a cell that holds its automatic number and nothing else
    return made


def _runs_on(group: Sequence[Sequence[Span]], text: str) -> bool:
    before = "".join(s.text for s in group[-1]).strip()
    if _typed_marker(text)[0] is not None or (is_date_line(before) and is_date_line(text)):
        return False
    return starts_low(text) or before.endswith((",", "-", "/", "&", "("))


def _cut(spans: Iterable[Span]) -> list[list[Span]]:
    pieces: list[list[Span]] = [[]]
    for span in spans:
        first, *others = span.text.split("\n")
        pieces[-1].append(Span(first, span.look))
        pieces += [[Span(text, span.look)] for text in others]
    return pieces


def _marked(part: TextPart, group: Sequence[Sequence[Span]], first: bool) -> Marked:
    spans = [span for line in group for span in line]
    text = "\n".join("".join(s.text for s in line) for line in group)
    look = look_of(spans)
    if first and part.marker:
        kind = marker_kind(part.marker)
        if kind is None:
            return Marked(f"{part.marker} {text.lstrip()}", look)
        return Marked(text, look, part.marker, kind)
    marker, rest = _typed_marker(text)
    if marker is None or part.heading:
        return Marked(text, look)
    return Marked(rest, look_of(_behind(spans, len(text) - len(rest))) if rest else look, marker.text, marker.kind)


def _behind(spans: Sequence[Span], letters: int) -> list[Span]:
    """The spans behind the first letters."""
    kept = []
    for span in spans:
        kept.append(Span(span.text[letters:], span.look))
        letters = max(letters - len(span.text), 0)
    return kept


def marker_kind(marker: str) -> str | None:
    """bullet, number, letter, roman, outline; None for words that a program sets before text (``Priority 1:``)."""
    parsed = parse_marker(marker)
    if parsed is not None:
        return parsed.kind
    if not any(c.isalnum() for c in marker) or marker == "o":
        return "bullet"
    return "number" if is_number(marker) or _SHORT.fullmatch(marker) else None


def _typed_marker(text: str) -> tuple[Marker | None, str]:
    """The bullet or number that a text begins with, and what is behind it."""
    bare = BARE.match(text.lstrip())
    if bare is not None:
        number = int(re.sub(r"\D", "", bare[1]))
        return Marker(bare[1], "number", number), text.lstrip()[bare.end() :]
    words = text.split(None, 1)
    if not words:
        return None, text
    if len(words) == 2:
        marker = parse_marker(words[0])
        if marker is None and words[0] == "o" and re.match(r"\s*o(?:\t|\s{2,})", text):
            marker = Marker("o", "bullet")
        if marker is not None:
            return _usual(marker), words[1]
    glued = words[0]
    if len(glued) > 1 and is_bullet_glyph(glued[0]) and not is_weak(Marker(glued[0], "bullet")):
        return _usual(Marker(glued[0], "bullet")), text.lstrip()[1:].lstrip()
    return None, text


def _usual(marker: Marker) -> Marker:
    """A glyph of a symbol font that is not known is a bullet."""
    lost = "\ue000" <= marker.text[0] <= "\uf8ff" or marker.text == "\ufffd"
    return replace(marker, text="•") if lost else marker


def cell_lines(parts: Sequence[TextPart]) -> Iterator[list[Marked]]:
    """The lines of a cell's paragraphs. A weak marker at its start (a dash, a capital) is one if another is like it."""
    told = [(part, lines_of(part)) for part in parts]
    kinds = [line.kind for part, lines in told for line in lines if not part.marker]
    begun = False
    for part, lines in told:
        made = []
        for line in lines:
            if not begun and line.marker and not part.marker and _doubtful(line, kinds):
                line = replace(line, text=f"{line.marker} {line.text}", marker=None, kind=None)
            begun = True
            made.append(line)
        yield made


def _doubtful(line: Marked, kinds: Sequence[str | None]) -> bool:
    assert line.marker is not None
    marker = parse_marker(line.marker)
    if marker is None or (marker.kind == "bullet" and not is_weak(marker)):
        return False
    if marker.text[-1:] in ".)" or marker.kind == "outline":
        return False
    return kinds.count(line.kind) < 2
