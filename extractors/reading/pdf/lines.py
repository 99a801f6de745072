"""Words to printed lines.

A line here is a run of words on one baseline without a wide gap: the two halves of a two-column page are two lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TypeVar

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.pdf.content import Tag, Word
from safeplans.extractors.reading.pdf.markers import is_bullet_glyph, is_marker_word

#: A gap wider than this many font sizes parts two lines on one baseline.
WIDE_GAP = 1.25
_NOTE_SIGNS = frozenset("*†‡§")
_DASHES = frozenset("-–—")
_LEAST_SIZE = 4.0  # points: smaller letters have gaps as wide as if they were of this size
_NARROW_GUTTER = 0.7  # font sizes
_COLUMN_LINES = 4
_MARKER_REACH = 64.0  # points between a bullet and its text at most

_TOUCHING = 0.06  # font sizes between words that have no room for a blank between them
_SPACED_LETTERS = 4  # single letters in a row that are one spaced word rather than initials or labels
_SPACED_SIGNS = frozenset("-\u2010\u2011–—/&.,:;'’()+")

_LEFT = attrgetter("x0")
_SIZE = attrgetter("size")
_DOWN_AND_RIGHT = attrgetter("baseline", "x0")
_Value = TypeVar("_Value", float, str)


@dataclass(slots=True)
class Line:
    """A printed line. size, bold, italic and colour are those of most of its letters.

    number: 1-based line of `Document.lines`, set when the document is put together.
    tag: the structure element of its last tagged word (the first one may be a list item's label).
    """

    words: list[Word]
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: bool
    italic: bool
    colour: str
    text: str
    tag: Tag | None = None
    artifact: bool = False
    number: int = 0
    drawn_bullet: bool = field(default=False)

    @property
    def bbox(self) -> BBox:
        return (self.x0, self.top, self.x1, self.bottom)

    @property
    def width(self) -> float:
        return self.x1 - self.x0


def words_text(words: Sequence[Word], notes: bool = True) -> str:
    """The words of one line with blanks where the print has gaps; letters spaced for effect are drawn together.

    notes: with the raised numbers that point to footnotes, each as a word of its own; else without them.
    """
    return " ".join(_despaced(words, notes))


def is_note_number(word: Word) -> bool:
    """A raised figure or sign that points to a footnote."""
    return word.raised and (word.text.strip(",").isdigit() and len(word.text) <= 3 or word.text in _NOTE_SIGNS)


def _despaced(words: Sequence[Word], notes: bool) -> list[str]:
    parts: list[str] = []
    index = 0
    count = len(words)
    while index < count:
        word = words[index]
        text = word.text
        if word.raised and index and is_note_number(word):
            if notes:
                parts.append(text)
            index += 1
            if not notes and index < count and parts and _touches(word, words[index]):
                parts[-1] += words[index].text
                index += 1
            continue
        if len(text) == 1 and index + _SPACED_LETTERS <= count and text.isalnum():
            end, letters = index + 1, int(text.isalpha())
            while end < count and len(words[end].text) == 1 and _may_be_spaced(words[end].text):
                letters += words[end].text.isalpha()
                end += 1
            if letters >= _SPACED_LETTERS:
                parts.extend(_join_spaced(words[index:end]))
                index = end
                continue
        # The number of the footnote itself, at the line's start, stands apart.
        if parts and _touches(words[index - 1], word) and not (index == 1 and is_note_number(words[0])):
            parts[-1] += text
        else:
            parts.append(text)
        index += 1
    return parts


def _may_be_spaced(letter: str) -> bool:
    return letter.isalnum() or letter in _SPACED_SIGNS


def _touches(before: Word, after: Word) -> bool:
    """No room for a blank between two words of one line (a raised figure, a change of font)."""
    room = after.x0 - before.x1
    if room >= _TOUCHING * (before.size if before.size > after.size else after.size) or room <= -0.5:
        return False
    return not (before.italic and after.apart) and not is_bullet_glyph(before.text)


def _join_spaced(run: Sequence[Word]) -> list[str]:
    gaps = sorted(b.x0 - a.x1 for a, b in zip(run, run[1:], strict=False))
    usual = gaps[len(gaps) // 3]
    joined = [run[0].text]
    for before, after in zip(run, run[1:], strict=False):
        if after.x0 - before.x1 > max(usual * 1.9, usual + 0.3 * after.size):
            joined.append(after.text)
        else:
            joined[-1] += after.text
    return joined


def make_line(words: Sequence[Word], page: int, tags: dict[int, Tag] | None = None) -> Line:
    """One line from words of one baseline, in order of x."""
    ordered = sorted(words, key=_LEFT)
    letters = [w for w in ordered if w.text.isalnum() or any(map(str.isalnum, w.text))] or ordered
    looks = {(round(w.baseline, 1), w.size, w.bold, w.italic, w.colour) for w in letters}
    if len(looks) == 1:  # as in most lines
        baseline, size, bold, italic, colour = looks.pop()
    else:
        baseline = _heaviest([round(w.baseline, 1) for w in letters], letters)
        size = _heaviest([w.size for w in letters], letters)
        bold = _mostly([w.bold for w in letters], letters)
        italic = _mostly([w.italic for w in letters], letters)
        colour = _heaviest([w.colour for w in letters], letters)
    tag = None
    if tags:
        tag = next((tags[w.mcid] for w in reversed(letters) if w.mcid is not None and w.mcid in tags), None)
    return Line(
        ordered,
        page,
        x0=ordered[0].x0,
        top=min([w.top for w in ordered]),
        x1=max([w.x1 for w in ordered]),
        bottom=max([w.bottom for w in ordered]),
        baseline=baseline,
        size=size,
        bold=bold,
        italic=italic,
        colour=colour,
        text=words_text(ordered),
        tag=tag,
        artifact=ordered[0].artifact and all(w.artifact for w in ordered),
    )


def _heaviest(values: list[_Value], words: Sequence[Word]) -> _Value:
    """The value that most letters of the words have, of equals the first."""
    weights: dict[_Value, int] = {}
    for value, word in zip(values, words, strict=True):
        weights[value] = weights.get(value, 0) + len(word.text)
    return max(weights, key=weights.__getitem__)


def _mostly(values: list[bool], words: Sequence[Word]) -> bool:
    """It holds for nine in ten letters of the words."""
    if True not in values:
        return False
    if False not in values:
        return True
    held = sum(len(word.text) for value, word in zip(values, words, strict=True) if value)
    return held >= 0.9 * sum(len(word.text) for word in words)


def baseline_rows(words: Iterable[Word]) -> list[list[Word]]:
    """Words grouped by baseline, top to bottom, each group from left to right."""
    rows: list[list[Word]] = []
    near: list[tuple[float, float, list[Word]]] = []  # the last three rows: baseline and size of their first word
    for word in sorted(words, key=_DOWN_AND_RIGHT):
        baseline, size = word.baseline, word.size
        for lead_baseline, lead_size, row in near:
            if baseline - lead_baseline <= 0.28 * (size if size > lead_size else lead_size):
                row.append(word)
                break
        else:
            row = [word]
            rows.append(row)
            near = [*near[-2:], (baseline, size, row)]
    rows.sort(key=lambda r: max(r, key=_SIZE).baseline if len(r) > 1 else r[0].baseline)
    for row in rows:
        row.sort(key=_LEFT)
    return rows


def split_wide(row: Sequence[Word], gap: float = WIDE_GAP, keep_numbers: bool = True) -> list[list[Word]]:
    """A baseline's words parted at wide gaps; a bullet (and a number, if so wanted) stays with the text it marks."""
    pieces: list[list[Word]] = []
    narrow = gap * _LEAST_SIZE
    for index, word in enumerate(row):
        if pieces:
            piece = pieces[-1]
            before = piece[-1]
            room = word.x0 - before.x1
            if (
                room <= narrow
                or room <= gap * max(min(before.size, word.size), _LEAST_SIZE)
                or (
                    room < _MARKER_REACH
                    and len(piece) == 1
                    and (is_marker_word(before.text) if keep_numbers else is_bullet_glyph(before.text))
                    and not (before.text in _DASHES and _is_figure_alone(row, index, gap))
                )
            ):
                piece.append(word)
                continue
        pieces.append([word])
    return pieces


def _is_figure_alone(row: Sequence[Word], index: int, gap: float) -> bool:
    """A figure or dash with room behind it: the dash before it stands for no figure, not for a list."""
    word = row[index]
    figure = word.text in _DASHES or any(map(str.isdigit, word.text)) and not any(map(str.isalpha, word.text))
    return figure and (index + 1 == len(row) or row[index + 1].x0 - word.x1 > gap * max(word.size, _LEAST_SIZE))


def make_lines(
    words: Iterable[Word],
    page: int,
    tags: dict[int, Tag] | None = None,
    gap: float = WIDE_GAP,
    keep_numbers: bool = True,
) -> list[Line]:
    """All lines of some upright words, by baseline and then from left to right."""
    return [
        make_line(piece, page, tags)
        for row in baseline_rows([w for w in words if w.angle == 0])
        for piece in split_wide(row, gap, keep_numbers)
    ]


def split_at_column_starts(lines: Sequence[Line]) -> list[Line]:
    """Lines that reach over a narrow gutter parted there: where a word after a gap stands at the left edge of a column.

    A column's left edge is an x at which several lines begin.
    """
    starts = Counter(round(line.x0) for line in lines if line.words[0].upright and len(line.words) >= 2)
    edges = [x for x, count in starts.items() if count >= _COLUMN_LINES]
    found: list[Line] = []
    for line in lines:
        pieces: list[list[Word]] = [[line.words[0]]]
        for before, word in zip(line.words, line.words[1:], strict=False):
            marked = len(pieces[-1]) == 1 and is_marker_word(before.text)
            wide = word.upright and word.x0 - before.x1 > _NARROW_GUTTER * word.size and not marked
            if wide and any(abs(word.x0 - x) <= 1.5 for x in edges):
                pieces.append([word])
            else:
                pieces[-1].append(word)
        if len(pieces) == 1:
            found.append(line)
            continue
        for piece in pieces:
            made = make_line(piece, line.page)
            made.tag = line.tag
            found.append(made)
    return found


def turned_lines(words: Iterable[Word], page: int) -> list[Line]:
    """Lines of words that run upwards, downwards or on their head, in the order in which they are read."""
    lines: list[Line] = []
    groups: dict[int, list[Word]] = {90: [], 270: [], 180: []}
    for word in words:
        if word.angle in groups:
            groups[word.angle].append(word)
    for angle, group in groups.items():
        # across: position of the word's line in the order of lines; along: its position in the line
        across, along = _DIRECTIONS[angle]
        rows: list[list[Word]] = []
        for word in sorted(group, key=across):
            if rows and abs(across(rows[-1][0]) - across(word)) <= 0.5 * word.size:
                rows[-1].append(word)
            else:
                rows.append([word])
        for row in rows:
            ordered = sorted(row, key=along)
            line = make_line(ordered, page)
            line.words = ordered
            line.text = " ".join(w.text for w in ordered)
            lines.append(line)
    return lines


_DIRECTIONS: dict[int, tuple[Callable[[Word], float], Callable[[Word], float]]] = {
    90: (lambda w: w.x0, lambda w: -w.bottom),
    270: (lambda w: -w.x1, lambda w: w.top),
    180: (lambda w: -w.baseline, lambda w: -w.x1),
}
