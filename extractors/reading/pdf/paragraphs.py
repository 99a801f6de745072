"""Where one paragraph ends and the next begins: the signs that a page's column and a table's cell share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from safeplans.extractors.lexicon.months import BEGUN
from safeplans.extractors.reading.pdf.lines import Line, is_note_number, words_text
from safeplans.extractors.reading.pdf.markers import Marker, is_weak, parse_marker

_BARE = re.compile(r"^\d{1,2}[a-z]?$")
_TERMINAL = re.compile(r"[.!?:;]['\"’”)\]]*$")
_DATE_LINE = re.compile(
    rf"^(?:\d{{1,2}}(?:st|nd|rd|th)?\s)?{BEGUN}\.?,?[\s-]'?(?:20)?\d{{2}}$"
    r"|^\d{1,2}[./-]\d{1,2}[./-](?:20)?\d{2}$",
    re.IGNORECASE,
)
_ROUNDING = 0.3  # points by which the size of the running text is rounded
_SMALL_PRINT = 0.95  # sizes of the running text: smaller letters are those of notes
_LABEL = re.compile(r"^([A-Z][\w’'/&()-]*(?: [\w’'/&()-]+)*) ?:(?: |$)")
_VERSION = re.compile(r"^(?:version|issue|revision|draft|v)\.?\s?\d+(?:\.\d+)*\b[^.]{0,40}$", re.IGNORECASE)
_DAY = re.compile(r"^\d{1,2}(?:st|nd|rd|th)?\s[A-Z][a-z]+,?\s\d{4}$")
_INLINE_TAGS = frozenset(
    {
        "Span",
        "NonStruct",
        "Link",
        "Em",
        "Strong",
        "Reference",
        "Quote",
        "Note",
        "Annot",
        "Lbl",
        "Sub",
        "Code",
        "Private",
    }
)


@dataclass(slots=True)
class RawPara:
    """A paragraph's lines; marker: the bullet or number that its first line begins with."""

    lines: list[Line] = field(default_factory=list)
    marker: Marker | None = None

    @property
    def texts(self) -> list[str]:
        """The lines' texts without the marker and without raised numbers of footnotes."""
        first = self.lines[0]
        if self.marker is not None and not first.drawn_bullet:
            return [words_text(first.words[1:], notes=False), *(_plain(line) for line in self.lines[1:])]
        return [_plain(line) for line in self.lines]

    @property
    def bold(self) -> bool:
        first = self.lines[0]
        if self.marker is not None and not first.drawn_bullet and len(first.words) > 1:
            return all(w.bold for w in first.words[1:]) and all(line.bold for line in self.lines[1:])
        return all(line.bold for line in self.lines)

    @property
    def text_x0(self) -> float:
        """Where the text of a list item begins, right of its marker."""
        first = self.lines[0]
        if self.marker is not None and not first.drawn_bullet and len(first.words) > 1:
            return first.words[1].x0
        return first.x0


def _plain(line: Line) -> str:
    return words_text(line.words, notes=False) if any(w.raised for w in line.words) else line.text


def note_marks(lines: Iterable[Line]) -> frozenset[tuple[int, str]]:
    """The raised numbers behind words, with their pages: each points to a note."""
    return frozenset((line.page, w.text.strip(",")) for line in lines for w in line.words[1:] if is_note_number(w))


def starts_note(line: Line, size: float, marks: frozenset[tuple[int, str]]) -> bool:
    """A line that begins with a raised number, in letters smaller than `size` (of the running text, in points).

    In the text's own size it is a note if a word of the page points to it; else it points to one itself, from the end
    of the line before.
    """
    first = line.words[0]
    if not is_note_number(first):
        return False
    return line.size < _SMALL_PRINT * size or (line.size <= size + _ROUNDING and (line.page, first.text) in marks)


def line_marker(line: Line) -> Marker | None:
    """The marker that a line begins with, if it has text behind it."""
    if line.drawn_bullet:
        return Marker("•", "bullet")
    if len(line.words) < 2:
        return None
    first, second = line.words[0], line.words[1]
    gap = second.x0 - first.x1
    marker = parse_marker(first.text)
    if marker is not None:
        return marker
    if first.text == "o" and gap >= 0.5 * first.size:
        return Marker("o", "bullet")
    if _BARE.match(first.text) and gap >= 0.9 * first.size:
        return Marker(first.text, "number", int(re.sub(r"\D", "", first.text)))
    return None


def starts_label(line: Line, para: RawPara, ended: bool) -> bool:
    """A line that begins with a label of its own (``Lead officer: …``) where the text before it had come to its end.

    ended: the line before ends early. Else the label must be set in other letters than that line's end, and that line
    end a sentence or its paragraph begin with such a label too.
    """
    before = para.lines[-1]
    if not _is_label(line) or before.text.rstrip().endswith((",", "-", "/", "&", "(")):
        return False
    first, last, head = line.words[0], before.words[-1], para.lines[0]
    stands_out = first.bold and not last.bold or first.italic and not last.italic
    alike = _is_label(head) and (head.words[0].bold, head.words[0].italic) == (first.bold, first.italic)
    return ended or (stands_out and (ends_sentence(before.text) or alike))


def _is_label(line: Line) -> bool:
    match = _LABEL.match(line.text)
    return match is not None and len(match.group(1).split()) <= 5


def is_date_line(text: str) -> bool:
    """A line that is one whole date (``14 June 2026``, ``Oct-26``): in a cell each such line stands for itself."""
    return bool(_DATE_LINE.match(text.strip()))


def is_imprint(text: str) -> bool:
    """A line of a cover that tells the day or version of the document, with a label or without."""
    value = text.strip()
    label = _LABEL.match(value)
    if label is not None and (is_date_line(value[label.end() :]) or _DAY.match(value[label.end() :])):
        return True
    return bool(_VERSION.match(value) or _DAY.match(value))


def ends_sentence(text: str) -> bool:
    return bool(_TERMINAL.search(text.rstrip()))


def starts_low(text: str) -> bool:
    """Begins with a small letter (after an opening quotation mark or bracket)."""
    stripped = text.lstrip("'\"‘“([")
    return bool(stripped) and stripped[0].islower()


def would_have_fitted(line: Line, after: Line, right: float) -> bool:
    """Could the first word of the next line have stood on this one? Then the break was meant."""
    if not after.words:
        return False
    first = after.words[0]
    needed = (first.x1 - first.x0) + 0.3 * line.size
    return right - line.x1 > needed + 0.35 * line.size


def block_id(line: Line) -> int | None:
    """The number of the paragraph-level structure element that a line belongs to, None if untagged."""
    if line.tag is None:
        return None
    for kind, number in zip(reversed(line.tag.path), reversed(line.tag.ids), strict=True):
        if kind not in _INLINE_TAGS:
            return number
    return None


def is_new_item(marker: Marker | None, line: Line, para: RawPara, broke: bool) -> bool:
    """Does a marker at the start of this line begin a list item, or is it a word of the running text?

    broke: other signs (space, an early line end) already say that a paragraph ended.
    """
    if marker is None:
        return False
    if marker.kind == "bullet" and not is_weak(marker):
        return True
    if broke:
        return True
    previous = para.marker
    if previous is not None and previous.kind == marker.kind:
        if marker.kind == "bullet":
            return previous.text == marker.text and line.x0 < para.text_x0 - 1
        return previous.value is not None and marker.value == previous.value + 1
    if marker.value == 1 and marker.text[-1] in ".)" and line.x0 > para.lines[0].x0 + 5 and previous is not None:
        return True
    hanging = len(line.words) > 1 and line.words[1].x0 - line.words[0].x1 > 0.6 * line.size
    return hanging and abs(line.x0 - para.lines[-1].x0) > 3


def cell_paragraphs(lines: Sequence[Line], x0: float, x1: float, pad: float, pitch: float) -> list[RawPara]:
    """The paragraphs of a table cell that reaches from x0 to x1, its text set in by `pad` points on both sides.

    pitch: usual distance of its baselines in font sizes.
    """
    paras: list[RawPara] = []
    inner = (x1 - x0) - 2 * pad
    for line in lines:
        marker = line_marker(line)
        if not paras:
            paras.append(RawPara([line], marker if _heads_item(marker, lines) else None))
            continue
        para = paras[-1]
        before = para.lines[-1]
        broke = _cell_break(before, line, inner, pitch, para, marker is not None)
        if is_new_item(marker, line, para, broke):
            paras.append(RawPara([line], marker))
        elif broke:
            paras.append(RawPara([line]))
        else:
            para.lines.append(line)
    return paras


def _heads_item(marker: Marker | None, lines: Sequence[Line]) -> bool:
    """A weak marker at the start of a cell counts only when another line has the like."""
    if marker is None:
        return False
    if marker.kind == "bullet" and not is_weak(marker):
        return True
    if marker.text[-1:] in ".)" or marker.kind == "outline":
        return True
    return any((other := line_marker(line)) is not None and other.kind == marker.kind for line in lines[1:])


def _cell_break(before: Line, line: Line, inner: float, pitch: float, para: RawPara, marked: bool) -> bool:
    if before.words and not before.words[0].upright:
        return False
    if before.page == line.page:
        gap = line.baseline - before.baseline
        if gap > (pitch + 0.38) * max(line.size, before.size):
            return True
    if is_date_line(before.text) and is_date_line(line.text):
        return True
    if (starts_low(line.text) and not marked) or before.text.rstrip().endswith(
        (",", "-", "/", "&", "(", " and", " of", " the", " to")
    ):
        return False
    if before.bold and not line.words[0].bold and not before.text.rstrip().endswith(":") and line.x0 <= before.x0 + 2:
        fitted = True
    else:
        fitted = False
    room = inner - before.width
    first = line.words[0]
    needed = (first.x1 - first.x0) + 0.3 * line.size
    slack = 0.35 * line.size + 1.5
    if abs((before.x0 + before.x1) - (line.x0 + line.x1)) > 2:
        room = min(room, inner - (before.x1 - min(before.x0, para.lines[0].x0)))
    if room > needed + slack:
        return True
    return fitted and room > needed
