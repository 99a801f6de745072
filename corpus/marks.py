"""Documents whose words carry their labels: the source form of everything in the corpus.

A mark is ``⟦label key|words⟧`` or ``⟦label key value|words⟧``; marks may stand inside one another, and inside HTML or
Markdown. Words outside all marks are narrative. MARKS.md says what each label is for.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

OPEN, CLOSE = "⟦", "⟧"

# Labels that give rows of gold, and labels that only say what words are.
RECORD_LABELS = frozenset({
    "objective", "title", "action", "number", "lead", "due", "who", "to", "when", "start", "progress", "rag",
    "measure", "evidence", "group", "abbreviation", "chair", "meets", "term", "expansion",
})  # fmt: skip
OTHER_LABELS = frozenset({
    "again", "head", "label", "section", "intro", "doctitle", "narrative", "contents", "furniture", "menu", "principle",
    "figure", "person", "support", "done",
})  # fmt: skip
LABELS = RECORD_LABELS | OTHER_LABELS
KEYLESS = frozenset(OTHER_LABELS - {"again"})
# what a column heading or a label line may announce
ANNOUNCED = frozenset({
    "number", "objective", "title", "action", "lead", "support", "due", "start", "measure", "evidence", "progress",
    "rag", "to", "other",
})  # fmt: skip

_MARK = re.compile(r"⟦([a-z]+)(?: ([^|⟦⟧\n]*?))?\|")
_KEY = re.compile(r"^(?:[pomtu]\d+[a-z]?(?:/a\d+[a-z]?)?|a\d+[a-z]?|[gx]\d+)(?:#\d+)?$")
_TAG = re.compile(r"<(?:!--.*?--|!?/?[a-zA-Z][^<>]*)>", re.DOTALL)
_SILENT = re.compile(r"<(style|script|head|title)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|td|th|tr|table|li|ul|ol|h[1-6]|br|section|article|header|footer|nav|aside|hr|dt|dd|dl|tbody|thead|"
    r"caption|figure|figcaption|main|body|html|blockquote|pre)\b[^<>]*>",
    re.IGNORECASE,
)


class MarkError(ValueError):
    """A document whose marks cannot be read: what is wrong, and in which line."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark. keys: the records that it belongs to (several for a merged cell); start, end: offsets in the text."""

    label: str
    keys: tuple[str, ...]
    value: str | None
    start: int
    end: int
    depth: int


@dataclass(frozen=True, slots=True)
class Marked:
    """text: without marks (an HTML source still has its tags); marks: by their beginnings, outer before inner."""

    text: str
    marks: tuple[Mark, ...]

    def words_of(self, mark: Mark, *, markup: bool) -> str:
        """The words of a mark, white space made one blank; tags and Markdown signs taken out with `markup`."""
        return plain(self.text[mark.start : mark.end], markup=markup)


def outermost(marks: Sequence[Mark]) -> list[Mark]:
    """Those marks that stand inside none of the others."""
    return [m for m in marks if not any(o is not m and o.start <= m.start and m.end <= o.end for o in marks)]


def plain(text: str, *, markup: bool) -> str:
    """Text as a reader sees it: tags, entities and emphasis taken out with `markup`, white space made one blank."""
    if markup:
        text = _SILENT.sub(" ", text)
        text = _BLOCK_TAG.sub(" ", text)
        text = html.unescape(_TAG.sub("", text))
        text = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
        text = re.sub(r"(?<!\w)([*_])(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)
    return re.sub(r"\s+", " ", text).strip()


def parse(source: str) -> Marked:
    """Take the marks out of a text.

    Raises MarkError for a mark that is not closed, a label or key that is not known, or a stray bracket.
    """
    out: list[str] = []
    length = 0
    marks: list[Mark] = []
    open_marks: list[tuple[str, tuple[str, ...], str | None, int, int]] = []
    at = 0
    while at < len(source):
        next_at = min((i for i in (source.find(OPEN, at), source.find(CLOSE, at)) if i >= 0), default=len(source))
        out.append(source[at:next_at])
        length += next_at - at
        at = next_at
        if at >= len(source):
            break
        if source[at] == OPEN:
            found = _MARK.match(source, at)
            if not found:
                raise MarkError(f"{_line(source, at)}: a mark is ⟦label key|words⟧, not «{source[at : at + 30]}»")
            label, keys, value = _head(found[1], found[2], open_marks, _line(source, at))
            open_marks.append((label, keys, value, length, len(marks)))
            marks.append(Mark(label, keys, value, length, length, len(open_marks) - 1))
            at = found.end()
        else:
            if not open_marks:
                raise MarkError(f"{_line(source, at)}: ⟧ without a mark that it closes")
            label, keys, value, start, place = open_marks.pop()
            marks[place] = Mark(label, keys, value, start, length, len(open_marks))
            at += 1
    if open_marks:
        label, keys, _, start, _ = open_marks[-1]
        raise MarkError(f"{_line(''.join(out), start)}: the mark ⟦{label} {'+'.join(keys)}|… is not closed")
    return Marked("".join(out), tuple(marks))


def _head(
    label: str, rest: str | None, around: list[tuple[str, tuple[str, ...], str | None, int, int]], where: str
) -> tuple[str, tuple[str, ...], str | None]:
    if label not in LABELS:
        raise MarkError(f"{where}: there is no label «{label}»; labels are {', '.join(sorted(LABELS))}")
    parts = (rest or "").split()
    if label in KEYLESS:
        value = parts[0] if parts else None
        if label in ("head", "label") and value not in ANNOUNCED:
            raise MarkError(f"{where}: ⟦{label} …⟧ says what it announces, one of {', '.join(sorted(ANNOUNCED))}")
        return label, (), value
    if not parts:
        if not around or not around[-1][1]:
            raise MarkError(f"{where}: ⟦{label}|…⟧ has no key and stands in no mark that has one")
        return label, around[-1][1], None
    keys = tuple(parts[0].split("+"))
    for key in keys:
        if not _KEY.match(key):
            raise MarkError(f"{where}: «{key}» is no key; objectives are p1 o1 m1 t1 u1, actions p1/a1 or a1")
    return label, keys, parts[1] if len(parts) > 1 else None


def _line(source: str, at: int) -> str:
    return f"line {source.count(chr(10), 0, at) + 1}"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a marked text with the labels around it, outermost first; empty for narrative."""

    text: str
    labels: tuple[Mark, ...]


def words(marked: Marked, *, markup: bool) -> Iterator[Word]:
    """The words in the order of the source, each with the marks that hold it."""
    text = marked.text
    hidden = [(m.start(), m.end()) for m in (*_SILENT.finditer(text), *_TAG.finditer(text))] if markup else []
    shown = list(text)
    for start, end in hidden:
        block = _BLOCK_TAG.match(text, start) is not None or _SILENT.match(text, start) is not None
        # an inline tag parts no word; NUL is taken out below
        shown[start:end] = (" " if block else "\0") * (end - start)
    for found in re.finditer(r"[^\s⟦⟧]+", "".join(shown)):
        raw = found[0].replace("\0", "")
        if markup:
            raw = html.unescape(raw).strip("*")
        if not raw.strip():
            continue
        first = next(i for i, c in enumerate(found[0], found.start()) if c != "\0")
        last = first + 1
        # the mark that holds most of the word counts; marks begin and end at words but for punctuation
        around = [m for m in marked.marks if m.start <= first < m.end]
        if not around:
            around = [m for m in marked.marks if m.start < found.end() and m.end > last and m.start > first]
        for piece in raw.split():
            yield Word(piece, tuple(around))
