"""The span of time that a document says it covers: of its title, a label, a line of its cover, a sentence.

Words are in ``vocabulary/documents.toml``, `periods`; how a span is printed is read by `extractors.time.periods`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from safeplans.extractors.about.document_kinds import SHORTEST_OF_LINE, document_type, is_period_only
from safeplans.extractors.about.document_labels import Pair
from safeplans.extractors.about.front_matter import front_blocks, is_cover_line
from safeplans.extractors.about.not_titles import is_sentence
from safeplans.extractors.base.document import BlockKind, Document
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.lexicon.months import BEGUN
from safeplans.extractors.time.periods import covered
from safeplans.extractors.time.spans import Span, year_span
from safeplans.extractors.time.words import alternatives

_OTHER = "other"
_FINANCIAL = (4, 1, 3, 31)  # first and last month and day of a pair of years that says no more
_MONTH_NAMED = re.compile(rf"\b{BEGUN}\b", re.I)
# How far into the text a sentence may say what span the document covers, and how far behind its cue the span may stand.
_SENTENCES_WITHIN = 30
_SPAN_WITHIN = 200
# A line is nothing but a span where so much of it is one: `For the three years to March 2028`.
_MOSTLY = 0.6
_LONGEST_LINE = 90
_PARTS = re.compile(r"\s*[·•|]\s*")
# Behind a full stop a capital, so that `1.4.24` ends none.
_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-Z“\"'(])")
_IN_YEAR = re.compile(rf"{BEGUN}|spring|summer|autumn|winter|term", re.I)
_LONE_YEAR = re.compile(r"^(?P<what>.*?)(?:\s+(?:for|in)|\s*[,:–—-])?\s+(?P<year>(?:19|20)\d\d)[^\w–—/-]*$")


def document_period(document: Document, title: str | None, pairs: Sequence[Pair]) -> Span | None:
    """First and last day that a document covers, both inclusive; None where it prints no span of its own."""
    labels = [p.value for p in pairs if p.field == "period"]
    if title and _of_meeting().search(title):
        return _first([*labels])  # minutes speak of many plans' spans and cover none
    lines = [document.blocks[i].text for i in front_blocks(document) if is_cover_line(document.blocks[i])]
    own_lines = [line for line in lines if _is_span_line(line)]
    heads = list(dict.fromkeys(b.text for b in document.blocks if b.beside))
    typed = [t for some in (lines, heads) for t in [x for x in some if _names_kind(x)][:3]]
    texts = [*([title] if title else []), *labels, *own_lines, *typed]
    span = _first(texts) or next(_of_sentences(document), None)
    if span is None:
        return _of_lone_year(title, lines) if title else None
    return _told_exactly(document, span, [*([title] if title else []), *own_lines])


def _first(texts: Sequence[str]) -> Span | None:
    return next((named[0][2] for t in texts if (named := covered(t))), None)


def _names_kind(line: str) -> bool:
    """Whether a line says what the document is; a sentence with such a word may speak of another."""
    return document_type(line) not in (None, _OTHER) and not is_sentence(line) and not line.rstrip().endswith(".")


def _is_span_line(line: str) -> bool:
    """Whether a line of the cover, or a part of it set apart by a mark, prints a span and little else."""
    if len(line) > _LONGEST_LINE:
        return False
    for part in _PARTS.split(line):
        named = covered(part)
        if not named or (named[0][2][1] - named[0][2][0]).days < SHORTEST_OF_LINE:
            continue
        if is_period_only(part) or named[0][1] - named[0][0] >= _MOSTLY * len(part):
            return True
    return False


def _told_exactly(document: Document, span: Span, texts: Sequence[str]) -> Span:
    """The months that a line or sentence gives to a pair of years: `2025-28` may be `1 September 2025 to 31 August`."""
    years = (span[0].year, span[1].year)
    if (span[0].month, span[0].day, span[1].month, span[1].day) != _FINANCIAL:
        return span
    for text in texts:
        for start, end, told in covered(text):
            if _MONTH_NAMED.search(text[start:end]) and (told[0].year, told[1].year) == years:
                return told
    return next((s for s in _of_sentences(document, months=True) if (s[0].year, s[1].year) == years), span)


def _of_sentences(document: Document, *, months: bool = False) -> Iterator[Span]:
    """The spans that sentences say the document covers. months: those that name months only."""
    for block in document.body[:_SENTENCES_WITHIN]:
        if block.kind is BlockKind.TABLE:
            continue
        for sentence in _SENTENCE.split(block.text):
            cue = _cue().search(sentence)
            if cue is not None:
                yield from _covers(sentence[cue.start() : cue.end() + _SPAN_WITHIN], cue.end() - cue.start(), months)


def _covers(text: str, cue: int, months: bool) -> list[Span]:
    """The first span behind a cue that is the document's, none where it is another's.

    `This report covers …` tells the span; `This report builds on the 2019-22 strategy`, `… on 412 children in the year
    to March 2025` and `… the Neglect Strategy 2022-25` tell others'.
    """
    for start, end, span in covered(text):
        before = text[:start]
        if _word("anothers").search(before) or re.search(r"\d", before[cue:]):
            return []
        named = _word("named").search(before[cue:].rstrip(" ("))
        if named is not None and named.end() == len(before[cue:].rstrip(" (")):
            continue
        if months and not _MONTH_NAMED.search(text[start:end]):
            continue
        # `Our plan (2025-28)`: nothing need stand between.
        if not before[cue:].strip(" (:,–-") or _word("link").search(text[:end]):
            return [span]
    return []


def _of_lone_year(title: str, lines: Sequence[str]) -> Span | None:
    """`Business Plan 2026`, `Our plan for 2026`: a plan for one year without months is for the calendar year.

    Of a report such a year may be that in which it was written, and `Improvement Plan, March 2024` is of a day.
    """
    lone = _LONE_YEAR.match(title)
    if lone is None or document_type(title) != "business_plan":
        return None
    what = lone["what"]
    last = what.split()[-2:]
    ends_with_plan = document_type(" ".join(last)) == "business_plan" and not _IN_YEAR.fullmatch(last[-1])
    if not ends_with_plan or re.search(r"\d", what) or _word("anothers").search(what):
        return None
    if any(re.search(rf"{lone['year']}\s*[–—/-]\s*(?:$|\d)", line) for line in lines):
        return None  # the first of two years, whose line breaks behind the dash
    return year_span(int(lone["year"]))


@functools.cache
def _cue() -> re.Pattern[str]:
    words = load_toml("documents")["periods"]
    own = rf"(?:this|these|our|the present)\s+(?:[\w-]+\s+){{0,3}}?{alternatives(words['own'])}"
    return re.compile(rf"\b(?:{own}|{alternatives(words['cues'])})\b", re.I)


@functools.cache
def _word(group: str) -> re.Pattern[str]:
    return re.compile(rf"\b{alternatives(load_toml('documents')['periods'][group])}\b", re.I)


@functools.cache
def _of_meeting() -> re.Pattern[str]:
    return re.compile(rf"\b{alternatives(load_toml('documents')['periods']['meetings'])}\b", re.I)
