"""The day that a document bears: of a label, of a sentence that says that it was published or agreed, or printed alone.

A day on which a web site took the file up, from which a plan is in force, or on which it is looked at again is none.
Words are in ``vocabulary/documents.toml``, `publication`.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator, Sequence

from safeplans.extractors.about.document_labels import Pair
from safeplans.extractors.about.front_matter import front_blocks, is_cover_line
from safeplans.extractors.base.document import BlockKind, Document
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.time.dates import parse_day

_DAY = (
    r"(?:\w+day,?\s+)?(?:\d{1,2}(?:\s?(?:st|nd|rd|th))?\s+(?:of\s+)?[A-Za-z]{3,9},?\s+\d{4}|"
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})"
)
_DAY_ONLY = re.compile(rf"^\W*{_DAY}\W*$")
# `Cabinet – 12 November 2025`, `12 December 2025. Replaces …`, `17 March 2026 by the Board Office`
_DAY_BESIDE = re.compile(
    rf"^(?:[A-Z][\w’']*(?: [\w’']+){{0,8}} [–—-] {_DAY}(?:,? \d{{1,2}}[.:]\d\d ?(?:am|pm)?)?|{_DAY}(?:[.]\s.*| by .*))$"
)
# The words between `agreed` and its day: `by the Board`, `under section 16G of …` stands behind it.
_BETWEEN = r"(?:\s*(?:\b(?:by|on|at|in|the|of|for|both)\b|:|,|–|-|[A-Z][\w’'&-]*)){0,14}\s*"
# A line of the cover, or one at the very end (the foot of a web page).
_LAST = 14
# `Date: 12 March 2026 16:41` heads a letter that the document came with.
_CLOCK = re.compile(r"\b\d{1,2}:\d\d(?!\s?[ap]\.?m)", re.I)
_COVER = 14
_HOST_WITHIN = 14


def publication(document: Document, pairs: Sequence[Pair]) -> tuple[dt.date | None, set[int], Pair | None]:
    """The day, the blocks that print it, and the label that should have had one but names no single day."""
    hosted = _host_ends(document)
    labelled = [p for p in pairs if p.field == "published" and p.block >= hosted and _is_documents_own(document, p)]
    labelled.sort(key=lambda p: p.rank)
    for pair in labelled:
        day = parse_day(pair.value)
        if day is not None:
            return day, {pair.block}, None
    for index, text in _lines(document, hosted):
        said = None if _by_account().search(text) else _said().search(text)
        if said and not _never().search(text[: said.end()]) and (day := parse_day(said["day"])) is not None:
            return day, {index} if _DAY_ONLY.match(text[said.start("day") :]) else set(), None
    for index in front_blocks(document)[:_COVER]:
        block = document.blocks[index]
        if index >= hosted and is_cover_line(block) and _DAY_ONLY.match(block.text):
            return parse_day(block.text), {index}, None
    for index in front_blocks(document)[:_COVER]:
        block = document.blocks[index]
        if (
            index >= hosted
            and is_cover_line(block)
            and _DAY_BESIDE.match(block.text)
            and not _never().search(block.text)
        ):
            return parse_day(block.text), set(), None
    for block in document.body:
        sentence = _sentence().search(block.text)
        if sentence and (day := parse_day(sentence["day"] or sentence["plain"])) is not None:
            return day, set(), None
    vague = next((p for p in labelled if re.search(r"\b(?:19|20)\d\d\b", p.value)), None)
    return None, set(), vague


def is_account(name: str) -> bool:
    """Whether a name is that of an account which puts pages up: `admin`, `web team`."""
    return _by_account().search(f"by {name.strip()}") is not None


def _is_documents_own(document: Document, pair: Pair) -> bool:
    """Whether a labelled day is the document's: not that of a page, of a letter, or from which the plan is in force."""
    if _never().search(pair.value) or is_account(pair.value.rpartition(" by ")[2]):
        return False
    if pair.label.casefold() in load_toml("documents")["publication"]["of_pages"]:
        return document.blocks[pair.block].kind is BlockKind.TABLE  # a table of document control
    return not (pair.label.casefold() == "date" and _CLOCK.search(pair.value))


def is_day_only(text: str) -> bool:
    """A line that prints a day and nothing else."""
    return _DAY_ONLY.match(text) is not None


def _lines(document: Document, first: int) -> Iterator[tuple[int, str]]:
    """The lines that may bear the day: the cover's, the running heads', the last ones."""
    front = [i for i in front_blocks(document)[:_COVER] if is_cover_line(document.blocks[i])]
    heads = [i for i, b in enumerate(document.blocks) if b.beside]
    ends = [
        i
        for i, b in enumerate(document.blocks[-_LAST:], max(len(document.blocks) - _LAST, 0))
        if b.kind is not BlockKind.TABLE and is_cover_line(b)
    ]
    for index in dict.fromkeys((*front, *heads, *ends)):
        if index >= first:
            yield index, document.blocks[index].text


def _host_ends(document: Document) -> int:
    """The block behind what a site that hosts files prints over them, 0 where none is printed."""
    words = load_toml("documents")["publication"]["host"]
    pattern = re.compile(rf"(?:\W|^)(?:{'|'.join(re.escape(w) for w in words)})(?:\W|$)", re.I)
    found = [i for i, b in enumerate(document.blocks[:_HOST_WITHIN]) if len(b.text) < 200 and pattern.search(b.text)]
    return found[-1] + 1 if len(found) > 1 else 0


@functools.cache
def _said() -> re.Pattern[str]:
    words = load_toml("documents")["publication"]
    said = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words["said"])
    version = r"\bv(?:ersion)?\.?\s?\d[\d.]*(?:\s*[,–—/-])?"
    return re.compile(rf"(?:\b(?i:{said})\b{_BETWEEN}|(?i:{version})\s+)(?P<day>{_DAY})")


@functools.cache
def _by_account() -> re.Pattern[str]:
    accounts = "|".join(re.escape(w) for w in load_toml("documents")["publication"]["accounts"])
    ends = r"(?=\W*(?:$|[|·•,;.(–—-]|on\b|in\b|at\b|\d))"  # `by the editor of …` is somebody
    return re.compile(rf"\bby:?\s+(?:the\s+)?(?:{accounts})\d*{ends}", re.I)


@functools.cache
def _never() -> re.Pattern[str]:
    words = load_toml("documents")["publication"]["never"]
    return re.compile(rf"\b(?:{'|'.join(re.escape(w) for w in words)})\b", re.I)


@functools.cache
def _sentence() -> re.Pattern[str]:
    return re.compile(
        r"\bthis (?:annual |business |strategic |yearly )?(?:report|plan|document|strategy) was "
        rf"(?:first )?(?:published|issued) (?:on |in )?(?P<day>{_DAY})|(?:^|[.:|] )published (?:on )?(?P<plain>{_DAY})",
        re.I,
    )
