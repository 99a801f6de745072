"""What kind of document words name, and words that are nothing but a name or a span of time."""

from __future__ import annotations

import functools
import re

from safeplans.extractors.about.area_names import key
from safeplans.extractors.about.partnership_names import find_names
from safeplans.extractors.base.document import BlockKind, Document
from safeplans.extractors.lexicon.forms import phrase_form
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.lexicon.months import BEGUN
from safeplans.extractors.time.dates import parse_period
from safeplans.extractors.time.periods import covered
from safeplans.extractors.time.spans import Span

# Of the text the first paragraphs, and of each its beginning, may say what it is. A line of fewer words is a heading.
_OPENING = 3
_OPENING_LENGTH = 500
_FEWEST_WORDS = 8
_THIS_REPORT = re.compile(r"\b(?:this|our) report\b(?P<rest>[^;]{0,200})", re.I)
_YEAR_DAYS = (330, 400)  # of a yearly report
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_CONNECTOR = re.compile(r"[:–—|(]|\s-\s|\b(?:and|incorporating|including|with|on|for|to|from|about)\b|&", re.I)
_SPAN_WORD = re.compile(
    rf"for|period|the|years?|between|from|to|until|and|ending|ended|{BEGUN}|"
    r"\d{1,2}(?:st|nd|rd|th)?|(?:19|20)\d\d",
    re.I,
)
# Days of a span that a line alone tells of a document: a quarter's stands over a part of many plans.
SHORTEST_OF_LINE = 150
# Nothing longer is a span of time only.
_LONGEST_SPAN = 60


@functools.lru_cache(maxsize=2048)
def document_type(text: str) -> str | None:
    """The kind of document that a title names, None where it names none.

    Of `Annual Report on the Business Plan` the first part decides, of `Business Plan Annual Report` the last noun.
    """
    folded = phrase_form(text)
    found = [(m.span(), kind) for kind, pattern in _types() for m in pattern.finditer(folded)]
    if not found:
        return None
    first = min(start for (start, _), _ in found)
    # The `on` of `plan on a page` divides nothing.
    breaks = [m.start() for m in _CONNECTOR.finditer(folded) if m.start() > first]
    end = next((b for b in breaks if all(not start <= b < stop for (start, stop), _ in found)), len(folded))
    return max((stop, stop - start, kind) for (start, stop), kind in found if stop <= end)[2]


@functools.cache
def _types() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (kind, re.compile(r"\b(?:" + "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True)) + r")\b"))
        for kind, phrases in load_toml("documents")["types"].items()
    )


def type_of_opening(document: Document) -> str | None:
    """The kind that the first paragraphs call the document itself, None where they do not.

    `This annual report looks back …`, `Welcome to our business plan`, `This document sets out the … arrangements`.
    A bare `This report`, with a span of a year behind it, is a yearly one.
    """
    running = [b.text for b in document.body if b.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)]
    opening = [t for t in running if len(t.split()) >= _FEWEST_WORDS][:_OPENING]
    found: list[tuple[int, int, str]] = []
    for number, text in enumerate(opening):
        folded = phrase_form(text[:_OPENING_LENGTH])
        for kind, pattern in _types():
            for match in _calls_itself(pattern.pattern).finditer(folded):
                # Of two phrases at one place the longer counts: `action plan`, not `plan`.
                found.append((number, match.start("phrase") - len(match["phrase"]), kind))
    if found:
        return min(found)[2]
    for text in opening:
        report = _THIS_REPORT.search(text[:_OPENING_LENGTH])
        if report and any(_is_year(span) for _, _, span in covered(report["rest"])):
            return "annual_report"
    return None


def _is_year(span: Span) -> bool:
    return _YEAR_DAYS[0] <= (span[1] - span[0]).days <= _YEAR_DAYS[1]


@functools.cache
def _calls_itself(phrases: str) -> re.Pattern[str]:
    words = load_toml("documents")["opening"]
    between = rf"(?:(?!(?:{'|'.join(words['never_between'])})\b)[\w'’&-]+\s+){{0,4}}?"
    called, holds = ("|".join(re.escape(w) for w in words[name]) for name in ("called", "holds"))
    return re.compile(rf"(?:^the\s+|\b(?:{called})\s+{between}|\b(?:{holds})\s+{between})(?P<phrase>{phrases})")


def type_in_text(document: Document) -> str | None:
    """The kind that the text calls itself: the phrase most often behind `this` or `our`, twice at least."""
    text = " ".join(b.text for b in document.body).casefold()
    counts = {
        kind: len(re.findall(r"\b(?:this|our|the present)\s+(?:\w+\s+)?(?:" + pattern.pattern + ")", text))
        for kind, pattern in _types()
    }
    kind, most = max(counts.items(), key=lambda item: item[1])
    return kind if most >= 2 else None


@functools.lru_cache(maxsize=512)
def is_period_only(text: str) -> bool:
    """A line that prints nothing but the span of the document: `2023-24`, `April 2023 to March 2024`."""
    if len(text) > _LONGEST_SPAN or not _YEARS.search(text):
        return False
    words = re.findall(r"[^\W_]+", text)
    return all(_SPAN_WORD.fullmatch(w) for w in words) and parse_period(text) is not None


def is_years_only(text: str) -> bool:
    """A line that prints the span of a document and no more; that of a quarter begins a part of its plan."""
    span = parse_period(text) if is_period_only(text) else None
    return span is not None and (span[1] - span[0]).days >= SHORTEST_OF_LINE


@functools.lru_cache(maxsize=512)
def is_name_only(text: str) -> bool:
    """A line that prints nothing but names of partnerships."""
    names = find_names(text)
    if not names:
        return False
    rest = text
    for mention in reversed(names):
        rest = rest[: mention.start] + rest[mention.end :]
    rest = re.sub(r"\([^)]*\)", "", rest)
    return not [w for w in key(rest) if w not in {"the", "and", "of"}]
