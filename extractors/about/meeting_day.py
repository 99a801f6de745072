"""The day of the meeting that minutes tell of, or of the position that a tracker gives: it stands near their head.

From it the year of a time is known that is printed without one (``by 14 November``). It is not the day on which the
document was published. Words are in ``vocabulary/documents.toml``, `meeting`.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator

from safeplans.extractors.base.document import Block, BlockKind, Document
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.lexicon.months import BEGUN
from safeplans.extractors.time.dates import parse_day

_PUBLISHED_WITHIN = dt.timedelta(days=120)  # minutes come out soon after the meeting; another day is another thing's
_HEAD = 16  # blocks, running heads among them
_LONGEST = 60  # words of a line of the head; more are text
_NEAR = 40  # characters before a day, in which it may be called another meeting's
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+(?:the\s+)?"
_DAY = rf"\d{{1,2}}\s?(?:st|nd|rd|th)?\s+(?:of\s+)?{BEGUN},?\s+\d{{4}}"


@functools.cache
def _printed() -> re.Pattern[str]:
    """A day behind words that say what it is, behind its weekday, behind a dash, or at the beginning of a line."""
    cues = "|".join(load_toml("documents")["meeting"]["said"])
    return re.compile(
        rf"(?:(?:^|[|–—]|\s-)\s*(?:{_WEEKDAY})?|{_WEEKDAY}|\b(?:{cues})\W*(?:{_WEEKDAY})?)(?P<day>{_DAY})"
        rf"|\b(?:{cues})\W*(?P<short>\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}})",
        re.IGNORECASE,
    )


@functools.cache
def _never() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(load_toml('documents')['meeting']['never'])})\b", re.IGNORECASE)


def _lines(block: Block) -> Iterator[str]:
    if block.kind is not BlockKind.TABLE:
        yield block.text
        return
    for row in block.rows:
        yield " | ".join(cell.text for cell in row.cells if cell.text)


def meeting_day(document: Document) -> dt.date | None:
    """The day that stands at the head of minutes or of a tracker; None where none stands there."""
    for block in document.blocks[:_HEAD]:
        for line in _lines(block):
            if len(line.split()) > _LONGEST:
                continue
            for found in _printed().finditer(line):
                before = line[max(0, found.start() - _NEAR) : found.end()]
                if not _never().search(before) and (day := parse_day(found["day"] or found["short"])) is not None:
                    return day
    return None


def told_on(document: Document, published: dt.date | None) -> dt.date | None:
    """The day from which undated times count: that of the meeting, unless the day of publication speaks against it."""
    day = meeting_day(document)
    if day is None or published is None or dt.timedelta() <= published - day <= _PUBLISHED_WITHIN:
        return day
    return published
