"""The period or day that a sentence or a column heading gives for its figures."""

from __future__ import annotations

import datetime as dt
import re

from safeplans.extractors.figures.words import DAY, MONTH
from safeplans.extractors.lexicon.months import number_of

_FINANCIAL = re.compile(r"\b((?:19|20)\d\d)\s?[-–—/]\s?((?:19|20)?\d\d)\b(?!\s?[-–/])")
_ON_DAY = re.compile(rf"\b(?:on|at|as at|as of)\s+({DAY})\s+({MONTH})\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_COMPARED_YEAR = re.compile(
    r"(?:\b(?:on|than|from|since|to|with|against|previous|before|spike in|peak in|peak of|high of)\s+"
    r"(?:that of\s+|in\s+)?"
    r"|\()$",
    re.IGNORECASE,
)
_END_OF = re.compile(r"\b(?:end|close)\s+of\s+(?:the\s+year\s+)?$", re.IGNORECASE)


def period_of(sentence: str) -> tuple[dt.date | None, dt.date | None]:
    """The period or day that the sentence gives for its figures; None where it names none or several.

    A UK year such as 2023-24 is 1 April to 31 March, its end the last day. Years that are only compared with (`up 6% on
    2022-23`) do not count.
    """
    if m := _ON_DAY.search(sentence):
        try:
            date = dt.date(int(m[3]), number_of(m[2]), int(re.sub(r"\D", "", m[1])))
        except ValueError:
            return None, None
        return date, date
    spans = set()
    for m in _FINANCIAL.finditer(sentence):
        first = int(m[1])
        before = sentence[: m.start()]
        if (first + 1) % 100 == int(m[2]) % 100 and first < 9999 and not _COMPARED_YEAR.search(before):
            last_day = dt.date(first + 1, 3, 31)
            spans.add((last_day if _END_OF.search(before) else dt.date(first, 4, 1), last_day))
    return spans.pop() if len(spans) == 1 else (None, None)
