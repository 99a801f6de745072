"""What a reader notices of words that may be a title, as features to be weighed: where they stand, what they name, how
they begin and end, and what stands beside them. Words of the field are in ``vocabulary/documents.toml``."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from safeplans.extractors.about.document_kinds import document_type, is_name_only, is_period_only
from safeplans.extractors.about.partnership_names import find_names
from safeplans.extractors.about.title_candidates import Candidate, Piece
from safeplans.extractors.base.document import BlockKind, Document
from safeplans.extractors.lexicon.forms import phrase_form
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.time.dates import parse_day, parse_period

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|shall|can|may|must|should|sets? out|does|do|agreed|met|please|click|"
    r"see|find|read|use|being)\b",
    re.I,
)
_UNFINISHED = re.compile(
    r"(?:\b(?:and|of|for|to|the|in|on|with|by|from|a|an|our|safeguarding|children|children['’]s|adults?)|[&:,–—/-])\s*$",
    re.I,
)
_DATED = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?[A-Z][a-z]{2,8},?\s+\d{4}|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"\b\d{1,2}[.:]\d\d\s?(?:am|pm)?\b|\b\d{1,2}\s?(?:am|pm)\b")
_VERSION = re.compile(r"\bv\s?\d|\bversion\b|\bdraft\b|\bfinal\b", re.I)
_PAGE = re.compile(r"\bpage\s+\d|\b\d+\s+of\s+\d+\b|\|\s*\d+\s*$", re.I)
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:gov|org|co|com|pdf|docx?)\b", re.I)
_LETTERS = re.compile(r"^[A-Z][A-Za-z]{0,6}(?:SCP|SCB|SAB|SAPB|SP|SAP|SCPB|MASP|SB)\b")
_PATTERNS = {
    "a verb": _VERB,
    "unfinished": _UNFINISHED,
    "a day": _DATED,
    "a clock": _CLOCK,
    "a version": _VERSION,
    "a page": _PAGE,
    "an address": _ADDRESS,
}
_AT_THE_EDGE = 3  # characters from either end within which a name begins or ends a title: a bracket, a mark
# A name must be repeated so often to be the document's own.
_OFTEN = 3
_COUNTS = (1, 2, 3, 4, 5, 6, 9, 14, 22)  # numbers of words that are weighed apart
_FEW = 6  # words that may be little but a day
_SHORT = 40  # characters of a line that is little but a date


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What features of every candidate of one document look at. typed: pieces that name a kind of document."""

    front: Sequence[Piece]
    typed: tuple[int, ...]
    largest: float
    heads: str
    own: str
    text: str

    @staticmethod
    def of(document: Document, front: Sequence[Piece]) -> Surroundings:
        heads = " ¦ ".join(b.text for b in document.blocks if b.beside)
        return Surroundings(
            front,
            tuple(p.number for p in front if document_type(p.text) is not None),
            max((p.size for p in front), default=1.0),
            _plain(heads),
            _plain(document.info.get("Title", "")),
            " ¦ ".join(_plain(b.text) for b in document.blocks),
        )


@functools.lru_cache(maxsize=512)
def _is_day(text: str) -> bool:
    """A short line with a date in it."""
    return len(text) < _SHORT and parse_day(text) is not None


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def cues(candidate: Candidate, around: Surroundings) -> list[str]:
    """The features that hold of a candidate."""
    return [
        *_words_of(candidate.text),
        *_place(candidate, around),
        *_beside(candidate, around),
        *_again(candidate, around),
    ]


@functools.lru_cache(maxsize=4096)
def _words_of(text: str) -> tuple[str, ...]:
    """What the words alone tell."""
    words = _WORD.findall(text)
    kind = document_type(text)
    return (
        "always",
        f"words {next((n for n in _COUNTS if len(words) <= n), 'many')}",
        *_kind_cues(kind, words),
        *_name_cues(text, kind),
        *_time_cues(text, kind),
        *_pattern_cues(text, words),
        *_sentence_cues(text),
        *_sign_cues(text, words),
        *_vocabulary_cues(text, words),
    )


def _kind_cues(kind: str | None, words: Sequence[str]) -> Iterator[str]:
    """Whether it names a kind of document."""
    yield f"kind {kind}"
    if kind:
        yield "kind any" if kind != "other" else "kind weak"
        if document_type(" ".join(words[-2:])) or document_type(" ".join(words[-1:])):
            yield "ends with its kind"


def _name_cues(text: str, kind: str | None) -> Iterator[str]:
    """Whether it names a partnership."""
    names = find_names(text)
    if names:
        yield "names"
        if names[0].start < _AT_THE_EDGE:
            yield "begins with a name"
        if names[-1].end > len(text) - _AT_THE_EDGE:
            yield "ends with a name"
        if kind:
            yield "name and kind"
    if _LETTERS.match(text):
        yield "begins with letters of a name"
    if is_name_only(text):
        yield "a name only"


def _time_cues(text: str, kind: str | None) -> Iterator[str]:
    """Whether it names a span of time."""
    if parse_period(text) is not None:
        yield "a span"
        yield "span and kind" if kind else "span, no kind"
        if re.search(r"\d\W*$", text):
            yield "ends with years"
    elif re.search(r"\b(?:19|20)\d\d\b", text):
        yield "a year and kind" if kind else "a year"
    if is_period_only(text) or not re.search(r"[^\W\d_]{4}", re.sub(_DATED, "", text)):
        yield "a span only"


def _pattern_cues(text: str, words: Sequence[str]) -> Iterator[str]:
    """What titles seldom hold."""
    for name, pattern in _PATTERNS.items():
        if pattern.search(text):
            yield name
    if len(words) < _FEW and parse_day(text) is not None:
        yield "little but a day"


def _sentence_cues(text: str) -> Iterator[str]:
    """How it begins and ends."""
    if text[-1:] in ".?!;":
        yield "ends as a sentence"
    if re.search(r"[.!?]\s+[A-Z]", text):
        yield "two sentences"
    if text[:1].islower():
        yield "begins small"
    if not text[:1].isalnum():
        yield "begins with a mark"
    if re.match(r"\d{1,2}[.)]?\s", text):
        yield "begins with a number"


def _sign_cues(text: str, words: Sequence[str]) -> Iterator[str]:
    """Its signs and capitals."""
    for mark in (":", " – ", " - ", "|", ">", "(", "/", ","):
        if mark in text:
            yield f"has {mark.strip()}"
    if text.count("(") != text.count(")"):
        yield "open bracket"
    if text.isupper():
        yield "capitals"
    elif words:
        large = sum(w[0].isupper() or w[0].isdigit() for w in words) / len(words)
        yield f"large {int(large * 4) / 4}"


def _vocabulary_cues(text: str, words: Sequence[str]) -> Iterator[str]:
    """Words of the field in it, and its own."""
    folded = phrase_form(text)
    if folded.startswith(tuple(load_toml("documents")["sections"]["begins"])):
        yield "a section"
    yield from (f"says {group}" for group, pattern in _groups().items() if pattern.search(folded))
    if words:
        yield from (f"first {words[0].casefold()}", f"last {_shape(words[-1])}")
    yield from (f"word {w}" for w in dict.fromkeys(_shape(w) for w in words))


@functools.cache
def _groups() -> dict[str, re.Pattern[str]]:
    """The groups of words in the vocabulary that speak for or against a title."""
    return {
        group: re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(p) for p in phrases)})(?!\w)")
        for group, phrases in load_toml("documents")["title_cues"].items()
    }


@functools.lru_cache(maxsize=16384)
def _shape(word: str) -> str:
    return _DIGIT.sub("0", word.casefold())


def _place(candidate: Candidate, around: Surroundings) -> list[str]:
    found = [f"from {candidate.source}"]
    if candidate.source == "label":
        found.append(f"label rank {min(candidate.rank, 6)}")
    found += [f"also {other}" for other in candidate.also - {candidate.source}]
    found += [
        f"cut {side} {_cut(rest)}" for side, rest in zip(("before", "behind"), candidate.rests, strict=True) if rest
    ]
    if candidate.pieces is None:
        return found
    first, last = candidate.pieces
    piece, end = around.front[first], around.front[last]
    if find_names(candidate.text) and not is_name_only(candidate.text):
        found.append(f"a name in {min(last - first + 1, 2)} pieces, {piece.kind.value}")
    found.append(f"pieces {last - first + 1}")
    place = first if first < 4 else "4-6" if first < 7 else "7-11" if first < 12 else "12-19" if first < 20 else "20+"
    found += [f"place {place}", f"set as {piece.kind.value}{piece.level if piece.kind is BlockKind.HEADING else ''}"]
    if not piece.first_page:
        found.append("second page")
    if piece.bold:
        found.append("bold")
    if piece.running or end.running:
        found.append("running text")
    if around.largest > 1.15:
        size = piece.size / around.largest
        found.append(f"size {'largest' if size > 0.95 else 'large' if size > 0.7 else 'small'}")
        if any(abs(p.size - piece.size) > 0.15 * piece.size for p in around.front[first : last + 1]):
            found.append("mixed sizes")
    if len({p.kind for p in around.front[first : last + 1]}) > 1:
        found.append("mixed kinds")
    inside = [n for n in around.typed if first <= n <= last]
    if inside:
        found.append(f"of kinds the {min(around.typed.index(inside[0]), 3)}")
        if len(inside) > 1:
            found.append("several kinds")
    elif around.typed:
        found.append("a kind stands elsewhere")
    if last > first:
        middle = around.front[first : last + 1]
        if any(is_name_only(p.text) for p in middle):
            found.append("joins a name" + (" first" if is_name_only(middle[0].text) else ""))
        if any(is_period_only(p.text) for p in middle[1:]):
            found.append("joins a span")
        if any(p.kind is BlockKind.FURNITURE for p in middle):
            found.append("joins furniture")
        joint = middle[0].text
        if _UNFINISHED.search(joint) or middle[1].text[:1].islower():
            found.append("joins what is unfinished")
        if len({p.block for p in middle}) == 1:
            found.append("joins lines of a block")
        if any(_is_day(p.text) for p in middle):
            found.append("joins a day")
    return found


@functools.lru_cache(maxsize=512)
def _cut(rest: str) -> str:
    """What was cut off beside a candidate, and whether a mark parts it."""
    what = (
        "a name" if is_name_only(rest) else "a kind" if document_type(rest) else "years" if is_period_only(rest) else ""
    )
    mark = re.search(r"[:–—|>›·/(-]\s*$|^\s*[:–—|>›·/(-]", rest)
    return f"{what or 'words'} {'marked ' + mark.group().strip() if mark else 'plain'}"


def _beside(candidate: Candidate, around: Surroundings) -> list[str]:
    if candidate.pieces is None:
        return []
    first, last = candidate.pieces
    found = []
    for name, number in (("before", first - 1), ("behind", last + 1)):
        if not 0 <= number < len(around.front):
            found.append(f"nothing {name}")
            continue
        other = around.front[number]
        text = other.text
        if is_name_only(text):
            found.append(f"a name {name}")
        elif is_period_only(text):
            found.append(f"a span {name}")
        elif document_type(text) is not None and len(text) < 100:
            found.append(f"a kind {name}")
        if other.running:
            found.append(f"text {name}")
        if _is_day(text):
            found.append(f"a day {name}")
        if name == "before" and _UNFINISHED.search(text) and not other.running:
            found.append("unfinished before")
        if name == "behind" and text[:1].islower():
            found.append("goes on behind")
        if around.largest > 1.15 and abs(other.size - around.front[first].size) < 0.05 * around.front[first].size:
            found.append(f"same size {name}")
        if other.kind is around.front[first].kind and other.level == around.front[first].level:
            found.append(f"same kind {name}")
        if other.block == around.front[first if name == "before" else last].block:
            found.append(f"same block {name}")
    return found


def _again(candidate: Candidate, around: Surroundings) -> list[str]:
    """Where else the same words stand."""
    found: list[str] = []
    plain = _plain(candidate.text)
    if len(plain) < 8:
        return found
    if candidate.source != "head" and plain in around.heads:
        found.append("in a running head")
    if candidate.source != "file" and around.own:
        if plain == around.own:
            found.append("is the file's own title")
        elif plain in around.own:
            found.append("in the file's own title")
    times = around.text.count(plain)
    found.append(f"printed {min(times, _OFTEN)}")
    if times > 1 and document_type(candidate.text):
        found.append("a kind printed again")
    return found
