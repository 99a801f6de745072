"""What a document prints that may be its title: pieces of its first lines, running heads, labels, its own information.

A title may be one line, several lines, or a part of a line beside a name, a date, a page number or a trail of links.
Candidates are therefore cut where print parts things: at line ends, at dashes and bars, before and behind a name or a
span of years. Which one is the title is weighed in `extractors.about.titles`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from safeplans.extractors.about.document_kinds import is_period_only
from safeplans.extractors.about.document_labels import Pair
from safeplans.extractors.about.front_matter import is_running_text
from safeplans.extractors.about.partnership_names import find_names
from safeplans.extractors.base.document import Block, BlockKind, Document
from safeplans.extractors.lexicon.forms import words_form
from safeplans.extractors.lexicon.months import BEGUN

# A front prints few lines; what stands behind this many is text.
MOST_LINES = 26
# Lines of running text among them: a web page has a banner of cookies over its title.
MOST_RUNNING = 3
MOST_JOINED = 3
MOST_WORDS = 40
# Of running text only the beginning may hold a title (a page copied in one run).
BEGINNING = 240
# Cells of the first table; a cover may be set in one.
MOST_CELLS = 8
MOST_HEADS = 6
_MOST_CUTS = 5
_CONTENTS_WITHIN = 3
_BODY_LINES = 400  # lines that the usual size of letters is taken from

_SPLIT = re.compile(r"\t+|\s{3,}|\s+\|\s+|\s*\|\s+")
_MARKUP = re.compile(r"[*_#`]+")
_SEPARATOR = re.compile(r"\s[-–—>›/·•»|]\s|:\s|\s\(|[.!?]\s|\s…|\s\[|,\s(?=\d)")
_LEAD = re.compile(
    r"^\s*(?:page\s*\d+\s*[:|–—-]?|\d{1,3}\s*[|–—-]?|(?:fwd?|re)\s*:|"
    r"(?:appendix|annexe?|enclosure|agenda item|item|attachment)\s+"
    r"(?:no\.?\s*)?[0-9A-Z]{1,3}\b[\s.:)–—-]*|subject\s*:|title\s*:)\s*(?=\S)",
    re.I,
)
_MONTH_ONLY = re.compile(rf"\W*(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{BEGUN},?\s+\d{{4}}\W*$", re.I)
_GOES_ON = re.compile(r"(?:\b(?:and|of|for|to|the|in|on|with|our|safeguarding|children|adults?)|[&:,–—-])\s*$", re.I)
_YEARS_END = re.compile(r"\b(?:19|20)\d\d(?:\s*(?:[-–—/]|to|and)\s*(?:19|20)?\d\d)?\b")
_TAIL = re.compile(
    r"\s+(?:(?:final|draft)\s+)?\(?(?:version|ver\.?|v\.?)\s?\d[\w.]*\)?.*$|\s+page\s+\d+.*$|\s+\d{1,3}$|"
    r"\s+(?:https?:|www\.)\S*.*$|\s+in the\b.*$|\s+(?:at|on) \d.*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A printed line of the front, or a part of one that stands apart.

    number: its place among the pieces, from 0. size: height of its letters as a share of the usual one, 1 where not
    known. running: it begins running text. among_cells: a cell of a table beside others, as plans are set.
    """

    text: str
    block: int
    number: int
    kind: BlockKind
    level: int = 0
    bold: bool = False
    first_page: bool = True
    size: float = 1.0
    running: bool = False
    among_cells: bool = False


@dataclass(slots=True)
class Candidate:
    """Words that may be the title, with each place that prints them.

    source: front, head, label, file. pieces: (first, last) piece of a front. rests: what its lines hold before
    and behind it.
    """

    text: str
    blocks: tuple[int, ...]
    source: str
    pieces: tuple[int, int] | None = None
    rests: tuple[str, str] = ("", "")
    rank: int = 0
    also: set[str] = field(default_factory=set)


def pieces(document: Document) -> list[Piece]:
    """The lines of a document's front."""
    found: list[Piece] = []
    running = cells = 0
    usual = _usual_height(document)
    first_page = next((b.place.page for b in document.blocks), None)
    for index, block in enumerate(document.blocks):
        if len(found) >= MOST_LINES or running >= MOST_RUNNING:
            break
        if block.reason == "navigation" or block.reason == "contents" and index > _CONTENTS_WITHIN:
            continue
        first = block.place.page == first_page
        if block.kind is BlockKind.TABLE:
            listed = _cells(block)[: max(MOST_CELLS - cells, 0)]
            cells += len(listed)
        elif is_running_text(block) or block.reason == "contents":
            running += 1
            # A title and its contents may be one run.
            listed = [(re.split(r"\.{4}|…", block.text[:BEGINNING])[0], 1.0, False)]
        else:
            listed = [(text, size, False) for text, size in _lines(document, block, usual)]
        for text, size, among in listed:
            for part in _SPLIT.split(_MARKUP.sub("", text)):
                bare = " ".join(part.split())
                if re.search(r"[^\W\d_]{2}|\d{4}", bare):
                    long = is_running_text(block)
                    found.append(
                        Piece(bare, index, len(found), block.kind, block.level, block.bold, first, size, long, among)
                    )
    return found[:MOST_LINES]


def _cells(block: Block) -> list[tuple[str, float, bool]]:
    """The paragraphs of a table's cells, and whether each stands beside others in a table of several such rows."""
    full = sum(len(r.filled) > 1 for r in block.rows)
    return [
        (p.text, 1.0, full > 1 and len(r.filled) > 1)
        for r in block.rows
        for c in r.cells
        if c.rowspan_from is None
        for p in c.paras
    ]


def _lines(document: Document, block: Block, usual: float) -> list[tuple[str, float]]:
    """The printed lines of a block and the height of their letters; its paragraphs where lines hold more than it."""
    numbers = range(block.place.line_start, block.place.line_end + 1)
    lines = [document.lines[n - 1] for n in numbers if 0 < n <= len(document.lines)]
    if _bare(" ".join(lines)) != _bare(block.text):
        return [(p.text, _size(document, block.place.line_start, usual)) for p in block.paras]
    return [(line, _size(document, n, usual)) for n, line in zip(numbers, lines, strict=False)]


def _bare(text: str) -> str:
    return "".join(re.findall(r"\w", text))


def _usual_height(document: Document) -> float:
    heights = [h for n in range(1, min(len(document.lines), _BODY_LINES) + 1) if (h := _height(document, n))]
    return median(heights) if heights else 0.0


def _height(document: Document, line: int) -> float:
    return max((box[3] - box[1] for _, box in document.printed.of_line(line)), default=0.0)


def _size(document: Document, line: int, usual: float) -> float:
    height = _height(document, line)
    return height / usual if height and usual else 1.0


def candidates(document: Document, pairs: Sequence[Pair], front: Sequence[Piece]) -> list[Candidate]:
    """Everything that may be the title; words that are printed in several places are one candidate."""
    found: dict[str, Candidate] = {}
    for candidate in (*_labelled(pairs), *_of_front(front), *_of_heads(document), *_of_file(document)):
        key = words_form(candidate.text)
        if not re.search(r"[^\W\d_]{3}", key) or len(key.split()) > MOST_WORDS:
            continue
        if key in found:
            found[key].also.add(candidate.source)
        else:
            found[key] = candidate
    return list(found.values())


def _labelled(pairs: Sequence[Pair]) -> Iterator[Candidate]:
    for pair in pairs:
        if pair.field == "title" and len(pair.value) > 3:
            yield Candidate(tidy(pair.value), (pair.block,), "label", rank=pair.rank)


def _of_front(front: Sequence[Piece]) -> Iterator[Candidate]:
    begins = [starts_of(p.text) for p in front]
    stops = [ends_of(p.text) for p in front]
    for first in range(len(front)):
        for last in range(first, min(first + MOST_JOINED, len(front))):
            if last > first and not _may_join(front[last - 1], front[last]):
                break
            between = [p.text for p in front[first + 1 : last]]
            for start in begins[first] if last == first else begins[first][:2]:
                for stop in stops[last] if last == first else stops[last][:2]:
                    if last == first:
                        if stop - start < 3:
                            continue
                        text = front[first].text[start:stop]
                    else:
                        text = " ".join([front[first].text[start:], *between, front[last].text[:stop]])
                    yield Candidate(
                        tidy(text),
                        tuple(dict.fromkeys(p.block for p in front[first : last + 1])),
                        "front",
                        (first, last),
                        (front[first].text[:start], front[last].text[stop:]),
                    )


def _may_join(one: Piece, other: Piece) -> bool:
    """Whether two pieces may be one title: a motto over a title is a heading of another level."""
    if one.running or other.running or other.kind is BlockKind.LIST_ITEM or other.block - one.block > 1:
        return False
    if _MONTH_ONLY.match(other.text):
        return False
    same = one.kind is not other.kind or one.level == other.level
    return same or bool(_GOES_ON.search(one.text)) or is_period_only(one.text) or is_period_only(other.text)


def _of_heads(document: Document) -> Iterator[Candidate]:
    heads = (b.text for b in document.blocks if b.beside and b.reason != "empty")
    for text in list(dict.fromkeys(" ".join(h.split()) for h in heads if 8 < len(h) < 160))[:MOST_HEADS]:
        for part in {text, *_SPLIT.split(text)}:
            yield from _cut(part, "head")


def _of_file(document: Document) -> Iterator[Candidate]:
    own = " ".join(document.info.get("Title", "").split())
    if own:
        yield from _cut(own, "file")


def _cut(text: str, source: str) -> Iterator[Candidate]:
    for start in starts_of(text):
        for stop in ends_of(text):
            if stop - start >= 3:
                yield Candidate(tidy(text[start:stop]), (), source, None, (text[:start], text[stop:]))


def starts_of(text: str) -> list[int]:
    """Where in a line a title may begin: 0 first."""
    found = [0]
    lead = _LEAD.match(text)
    if lead:
        found.append(lead.end())
    for mention in find_names(text):
        found += [mention.start, mention.end + len(text[mention.end :]) - len(text[mention.end :].lstrip(" :–—-,|"))]
    found += [m.end() for m in _SEPARATOR.finditer(text)]
    return list(dict.fromkeys(n for n in found if n < len(text)))[:_MOST_CUTS]


def ends_of(text: str) -> list[int]:
    """Where in a line a title may end: its own end first."""
    found = [len(text)]
    tail = _TAIL.search(text)
    if tail:
        found.append(tail.start())
    for mention in find_names(text):
        found += [mention.end, len(text[: mention.start].rstrip(" :–—-,|"))]
    years = list(_YEARS_END.finditer(text))
    if years:
        found.append(years[0].end())
    found += [m.start() for m in _SEPARATOR.finditer(text)]
    return list(dict.fromkeys(n for n in found if n > 2))[:_MOST_CUTS]


def tidy(text: str) -> str:
    """A title without markup, and without the marks that part it from its neighbours."""
    text = " ".join(_MARKUP.sub("", text).split()).strip(" |–—-:·•>(").strip()
    return text[:-1] if text.endswith(")") and text.count("(") < text.count(")") else text
