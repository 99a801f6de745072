"""What the numbers of a report may be: word lists and patterns, from `vocabulary/figures.toml`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from safeplans.extractors.lexicon.language import stem
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.lexicon.months import NAMES


@dataclass(frozen=True, slots=True)
class FigureWords:
    """The vocabulary of figures: stems, number words and the patterns built from them."""

    events: frozenset[str]
    things: frozenset[str]
    never: frozenset[str]
    stops: frozenset[str]
    numbers: dict[str, int]
    scales: dict[str, int]
    up: frozenset[str]
    change_columns: tuple[str, ...]
    other_columns: tuple[str, ...]
    mask: re.Pattern[str]
    number: re.Pattern[str]
    spoken: re.Pattern[str]
    change_after: re.Pattern[str]
    change_before: re.Pattern[str]
    reach: re.Pattern[str]
    whole: re.Pattern[str]
    compared: re.Pattern[str]
    rising_to: re.Pattern[str]
    came_from: re.Pattern[str]
    elsewhere_before: re.Pattern[str]
    elsewhere_after: re.Pattern[str]
    future: re.Pattern[str]
    told_behind: re.Pattern[str]
    told_before: re.Pattern[str]
    told_at_once: re.Pattern[str]


def any_of(items: Sequence[str]) -> str:
    """A pattern for any of the phrases, the longest first, blanks matching any white space."""
    return "(?:" + "|".join(re.escape(i).replace(r"\ ", r"\s+") for i in sorted(items, key=len, reverse=True)) + ")"


MONTH = "(?:" + "|".join(f"{name}|{name[:3]}\\.?" for name in NAMES) + "|sept)"
DAY = r"\d{1,2}(?:\s?(?:st|nd|rd|th))?"
_YEARS = r"(?:19|20)\d\d\s?[-–—/]\s?(?:(?:19|20)\d\d|\d\d)(?!\d)"
_SPAN = r"(?:hours?|minutes?|days?|weeks?|months?|years?|miles?|km|kilomet(?:re|er)s?|met(?:re|er)s?)"


# 3, 3.5, 42a, 2 and 4, 1-3; but not the beginning of 3%, 3,408
_NUMBERING = (
    r"\s*\(?\d+(?:\.\d+)*[a-z]?\b(?:\s?(?:[-–/,&]|and|to|or)\s?\d+(?:\.\d+)*[a-z]?\b(?!\s?%|,\d))*(?!\s?%|,\d|\.\d)"
)


_NO_CLAUSE = r"(?!(?:who|whose|which|that)\b)"
# `make up 17%` is no rise.
_NO_DIRECTION = "".join(
    rf"(?<!{verb} )" for verb in ("make", "made", "makes", "making", "taken", "signed", "set", "followed")
)


@cache
def figure_words() -> FigureWords:
    """The vocabulary, read and compiled once."""
    d = load_toml("figures")
    numbers: dict[str, int] = d["numbers"]
    word = any_of(list(numbers))
    # Everything with a digit in it that is no figure, whatever stands around it.
    mask = "|".join(
        (
            r"https?://\S+|www\.\S+|\S+@\S+|\S+\.(?:uk|org|com)\S*",
            rf"\b{DAY}\s+(?:of\s+)?{MONTH}\b(?:,?\s+(?:19|20)\d\d)?",
            rf"\b{MONTH}\s+{DAY}(?!\d|,\d|%)(?:,?\s+(?:19|20)\d\d)?\b",
            rf"\b{MONTH}[\s'’–-]+(?:(?:19|20)\d\d|\d\d)\b(?!,\d|%)",
            r"\bpage\s+\d+\s+of\s+\d+|\b0\s?[-–]\s?\d{1,2}\b(?!\s?%)",
            r"\b\d{1,4}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b",
            rf"\b{_YEARS}",
            r"\b\d\d/\d\d\b(?!\s*\d)|\bFY\s?\d\d(?:/\d\d)?\b|\bQ[1-4]\b",
            r"\b\d{1,2}[:.]\d\d\s?(?:am|pm)\b|\b\d{1,2}\s?(?:am|pm)\b|\b24/7\b",
            r"\b[A-Z]{1,2}\d{1,2}[A-Z]?\s?\d[A-Z]{2}\b",  # postcodes
            r"\b0\d{2,4}[\s-]?\d{3}[\s-]?\d{3,4}\b|\b(?:999|101|111)\b(?=\s*(?:call|$|[.,;)]))",
            r"\b\d+(?:st|nd|rd|th)\b",
            # ages
            rf"\b{any_of(d['ages'])}\s+(?:\d+|{word})(?:\s?(?:s\b|\+))?(?:\s*(?:-|–|to|and|or)\s*\d+)?(?:\s+years?)?(?!\s?%|,?\d)",
            r"\b(?:under|over)[\s-]+\d{1,2}(?:\s?s)?\b(?=\s*(?:$|[.,;:)]|years?\b|and\b|or\b|who\b|in\b|were\b|are\b))(?!\s?%|,\d)",
            r"\b\d{1,2}\s*(?:-|–|to|and)\s*\d{1,2}(?:[\s-]years?(?:[\s-]olds?)?|\s*s\b)|\b\d{1,2}[\s-]year[\s-]olds?\b|\b\d{1,3}\s?\+(?!\s?%)|\b\d{1,2}s\b",
            r"\b\d{1,2}\s+(?:years?|yrs?)(?:\s+(?:and|or)\s+(?:above|over|under|older|younger|below))?",
            # spans of time and distances, also `7-minute`
            rf"(?:\b\d[\d,.]*|\b{word})(?:[\s-]+(?:to|or|-)[\s-]+(?:\d+|{word}))?[\s-]+(?:critical\s+|working\s+|calendar\s+|consecutive\s+)?{_SPAN}\b(?!\s+of\s+training)",
            rf"\b\d+\s?[-–]\s?(?={_SPAN})",
            # parts of documents and names: section 11, Level 3, key stages 2 and 4, Chapter 1-3, (AR Section 3.5)
            rf"\b{any_of(d['labels'])}[.:]?{_NUMBERING}",
            rf"(?<!the )(?<!this )(?<!last )(?<!each )(?<!a )\b{any_of(d['soft_labels'])}[.:]?{_NUMBERING}",
            r"\bWorking\s+Together(?:\s+to\s+Safeguard\s+Children)?,?\s*\(?(?:19|20)\d\d\)?|\bAct\s+(?:19|20)\d\d",
            r"\b(?:per|every|each)\s+\d[\d,]*\b|\bin\s+every\s+\d+\b",
            r"^\s*\(?\d+(?:\.\d+)*[.)]\s",  # the number of a list item
            r"\(\d{1,2}\)(?!\w)",  # a footnote
        )
    )
    scale = any_of(list(d["scales"]))
    tens = any_of([w for w in numbers if w.endswith("ty")])
    units = any_of([w for w, v in numbers.items() if v < 10])
    hedge = rf"(?:{any_of(d['hedges'])}\s+){{0,2}}"
    verb = rf"(?:{any_of(d['reported'])}|\w{{3,}}ed)"
    directions = any_of([*d["up"], *d["down"]])
    return FigureWords(
        events=frozenset(stem(w) for w in d["events"]),
        things=frozenset(stem(w) for w in d["things"]),
        never=frozenset(stem(w) for w in d["never"]),
        stops=frozenset(d["stops"]),
        numbers=numbers,
        scales=d["scales"],
        up=frozenset(d["up"]),
        change_columns=tuple(d["change_columns"]),
        other_columns=tuple(d["other_columns"]),
        mask=re.compile(f"(?:{mask})", re.IGNORECASE | re.MULTILINE),
        number=re.compile(
            r"(?<![\w.,/£])(?P<sign>[+\-−–↑↓▲▼]\s?)?(?P<pound>£\s?)?(?P<digits>\d{1,3}(?:,\s?\d{3})+(?!\d)|\d+)(?P<point>\.\d+)?"
            rf"(?:\s?(?P<scale>{scale})\b)?(?:\s?(?P<percent>%|per\s?cent\b|percent\b))?(?![\w/]|\.\d|,\d)",
            re.IGNORECASE,
        ),
        spoken=re.compile(rf"\b(?:{tens}[\s-]{units}|{word})\b(?!-)(?P<percent>\s+per\s?cent\b)?", re.IGNORECASE),
        change_after=re.compile(
            rf"\s*(?:{any_of(d['change_adjectives'])}\s+)*(?:in\s+)?(?P<way>{directions})\b(?!\s+to\b)", re.IGNORECASE
        ),
        change_before=re.compile(
            rf"(?:{_NO_DIRECTION}(?P<way>{directions})\b(?:\s+(?:significantly|slightly|further|again|overall))?"
            rf"(?:\s+(?:in|for|to)\s+[\w\s'’-]{{1,50}}?)?(?:\s+(?:of|by))?|(?P<arrow>[↑↓▲▼+−-]))\s*\(?\s*{hedge}$",
            re.IGNORECASE,
        ),
        reach=re.compile(rf"\b{any_of(d['reach'])}\s+{hedge}$|[:=]\s*$", re.IGNORECASE),
        whole=re.compile(
            rf"(?P<unit>(?:[\w'’-]+\s+){{0,3}}{any_of(d['wholes'])})s?(?:\s+(?:of|for|in)\s+(?:[\w’'-]+\s+){{1,6}}?(?:was|is|were|stood\s+at)|\s+(?:of|was|is|were|stood\s+at|:))\s*{hedge}$",
            re.IGNORECASE,
        ),
        compared=re.compile(
            rf"\b(?:{any_of(d['comparisons'])}|(?<!more )(?<!less )(?<!fewer )than)\s+(?:the\s+)?{hedge}$",
            re.IGNORECASE,
        ),
        rising_to=re.compile(rf"\b{directions}\b[^.;]{{0,60}}?\bto\s+{hedge}$", re.IGNORECASE),
        came_from=re.compile(
            rf"(?P<way>\b{directions}\s+(?:in\s+[^.;,]{{1,40}}?\s)?)?\bfrom\s+(?:the\s+)?{hedge}$", re.IGNORECASE
        ),
        elsewhere_before=re.compile(
            rf"\b{any_of(d['elsewhere'])}(?:\s+(?:average|rate|figure|level|median))?(?:\s+(?:of|is|was|at|being))?[\s:(]*{hedge}$",
            re.IGNORECASE,
        ),
        elsewhere_after=re.compile(
            rf"\s*(?:across\s+|in\s+|for\s+)?(?:the\s+)?{any_of([e for e in d['elsewhere'] if e != 'country'])}\b",
            re.IGNORECASE,
        ),
        future=re.compile(rf"\b{any_of(d['future'])}\b", re.IGNORECASE),
        told_behind=re.compile(rf"\s*(?:{_NO_CLAUSE}[\w'’/&-]+\s+){{0,9}}?{verb}\b", re.IGNORECASE),
        told_before=re.compile(
            rf"\b{verb}\s+(?:(?:a total of|just|only|also|over|some|up|out|a further)\s+)*$", re.IGNORECASE
        ),
        told_at_once=re.compile(
            rf"\s+(?:(?:from|in|of|at|across)\s+(?:{_NO_CLAUSE}[\w'’-]+\s+){{1,4}}?)?"
            r"(?:were|was|have been|had been|received|attended|completed|took part|died)\b",
            re.IGNORECASE,
        ),
    )
