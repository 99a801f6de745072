"""From pieces to mentions: which of them time the action, and as what kind of date."""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import replace
from enum import Enum
from typing import cast

from safeplans.extractors.base.closed import DateKind
from safeplans.extractors.lexicon import months
from safeplans.extractors.lexicon.forms import phrase_form
from safeplans.extractors.time import expressions, recurrences, spans
from safeplans.extractors.time.expressions import Unit
from safeplans.extractors.time.model import DateMention, PlanPeriod
from safeplans.extractors.time.passing import is_passing, looks_ahead, printed_as_person, sentence_start, times_by_name
from safeplans.extractors.time.pieces import Piece, join_yearly, pieces_of, share_years
from safeplans.extractors.time.resolving import resolve
from safeplans.extractors.time.revisions import without_superseded
from safeplans.extractors.time.undated import window_of
from safeplans.extractors.time.words import DASH, alternatives, vocabulary

_YEARS = frozenset({"year", "pair", "academic", "planyear", "yearword"})
_WORD_BEFORE = re.compile(r"[A-Za-z]\s*$")


class Mode(Enum):
    """What kind of text is read."""

    CELL = "cell"  # a timescale cell or label: everything counts
    STATEMENT = "statement"  # a sentence of a planned action
    REPORT = "report"  # a sentence on what was done


@functools.cache
def _time_words() -> frozenset[str]:
    """Words of which a sentence must hold one, or a digit, to print any time at all."""
    data = vocabulary()
    words = {"easter", "christmas", "annual", "annum", "fy", "once", "twice"}
    words |= {*months.spellings(), *data["seasons"], *data["ordinals"]}
    words |= {part for phrase in data["recurrences"] for part in re.findall(r"[a-z]+", phrase)} - {"per", "half", "bi"}
    units = ("day", "week", "fortnight", "month", "quarter", "term", "year", "yr")
    return frozenset(words | set(units) | {f"{unit}s" for unit in units})


_TOKEN = re.compile(r"[a-z]+|\d")


def _may_print_time(text: str) -> bool:
    return any(token.isdigit() or token in _time_words() for token in _TOKEN.findall(text.casefold()))


@functools.cache
def _standing() -> re.Pattern[str]:
    data = vocabulary()["standing"]
    more = vocabulary()["lasting"]
    periods, dues = [*data["period"], *more["period"]], [*data["due"], *more["due"]]
    return re.compile(
        rf"(?<![\w-])(?:(?P<period>{alternatives(periods)})|(?P<due>{alternatives(dues)}))(?![\w-])", re.I
    )


@functools.cache
def _durations() -> re.Pattern[str]:
    num = rf"(?:\d{{1,3}}|{alternatives(vocabulary()['numbers'])})"
    unit = r"(?:working\s+)?(?:day|week|month|quarter|term|year|wk|mth|mnth|yr)s?"
    return re.compile(
        rf"(?<![\w£])(?:(?:with)?in\s+)?(?:the\s+)?(?:"
        rf"(?:(?:first|next)\s+)?{num}(?:\s?(?:{DASH}|to)\s?{num})?(?:\s|{DASH})?{unit}"
        rf"|\d{{1,2}}/(?:12|52)(?!\d|/)"  # months and weeks as clinicians write them
        rf"|(?<=in\sthe\s)(?:first|next)\s+{unit}|month\s\d{{1,2}})(?![\w-])",
        re.IGNORECASE,
    )


def read(text: str, period: PlanPeriod, mode: Mode) -> list[DateMention]:
    """All mentions of a text in reading order, each distinct one once. Never raises."""
    if mode is not Mode.CELL and not _may_print_time(text):
        return []
    repeats = [r for r in recurrences.find(text) if _counts(text, r, mode)]
    taken = [(r.start, r.end) for r in repeats if r.form != "meeting"]
    units = [u for u in expressions.find(text) if not _overlaps(u.start, u.end, taken) and _fits(text, u, mode, period)]
    share_years(text, units)
    pieces = pieces_of(text, units)
    repeats = [r for r in repeats if r.form != "meeting" or not _overlaps(r.start, r.end, _places(pieces))]
    used = join_yearly(text, pieces, repeats)
    found: list[DateMention] = []
    for piece in pieces:
        if mode is Mode.CELL or piece.recurring or _times_action(text, piece, period, mode):
            found.extend(_mentions(text, piece, period, mode))
    found.extend(_recurring(text, r) for r in repeats if r not in used)
    if mode is Mode.CELL:
        found.extend(_undated(text, found))
    if any(m.recurrence == "P1Y" and m.month for m in found):  # `an annual audit each June` recurs once
        found = [m for m in found if m.recurrence != "P1Y" or m.month]
    found = _without_glosses(text, sorted(found, key=lambda m: (m.start_char, m.end_char)))
    return _distinct(without_superseded(text, found) if mode is Mode.CELL else found)


def _places(pieces: list[Piece]) -> list[tuple[int, int]]:
    return [(p.start, p.end) for p in pieces]


def _overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return any(start < b and a < end for a, b in taken)


def _counts(text: str, found: recurrences.Recurrence, mode: Mode) -> bool:
    """Whether a recurrence is one of the action (a `Quarterly Assurance Group` is a name)."""
    rest = text[found.end :].lstrip(" -")
    following = re.match(r"[\w-]+", rest)
    word = following[0] if following else ""
    nouns = vocabulary()["annual"]["nouns"]
    if found.form == "annual":
        if mode is Mode.CELL:
            return word.casefold() not in vocabulary()["annual"]["names"]
        return text[found.start].islower() and word.casefold() in nouns
    if mode is Mode.CELL:
        return True
    if found.form == "meeting" or text[found.start : found.end].casefold() == "daily":
        return False
    printed = text[found.start : found.end]
    determined = re.search(r"(?i)(?<!\w)an?\s+$", text[: found.start])
    if found.form == "word" and word and word.casefold() not in nouns and determined:
        return False  # "a weekly meeting" says what is set up, not when
    if printed.casefold() == "yearly" and word.casefold() in vocabulary()["annual"]["names"]:
        return False  # a yearly report is a name, as an annual one is
    named = printed[:1].isupper() and word[:1].isupper() and found.form == "word"
    return not (named and found.start > sentence_start(text, found.start)) and not (named and word[:1].isupper())


_TWELFTHS = 2012  # `3/12` is three months in a clinician's hand, unless the plan itself is of that year


def _fits(text: str, unit: Unit, mode: Mode, period: PlanPeriod) -> bool:
    """Whether a form may be read at all in this kind of text."""
    if unit.family == "month" and "two-digits" in unit.notes and unit.year == _TWELFTHS:
        return period.start is not None and abs(period.start.year - _TWELFTHS) <= 1
    printed = text[unit.start : unit.end]
    if unit.family == "month" and unit.year is None:
        if mode is not Mode.CELL:
            return printed[:1].isupper()
        if printed.casefold() in ("may", "march", "mar"):
            modal = re.match(r"\s+(?:be|need|not|require|vary|change|take|depend|have)\b", text[unit.end :], re.I)
            return not modal and (printed[:1].isupper() or text.strip().casefold() == printed.casefold())
    if unit.family == "month" and "two-digits" in unit.notes and mode is not Mode.CELL:
        return not re.match(r"\s+[a-z]", text[unit.end :])  # `12/25 files` are twelve of them
    if unit.family in ("schoolterm", "day") and (unit.family == "schoolterm" or "two-digits" in unit.notes):
        return mode is Mode.CELL
    if "two-digits" in unit.notes or unit.family in ("yearend", "feast"):
        return mode is Mode.CELL or unit.family != "feast" or unit.dated
    return True


def _times_action(text: str, piece: Piece, period: PlanPeriod, mode: Mode) -> bool:
    """Whether a time of a sentence times its action."""
    unit = piece.first
    closes = _closes(text, piece)
    if piece.second is None and not _times_alone(piece, period, closes):
        return False
    if unit.family == "year" and not unit.glued and not 2000 < (unit.year or 0) < 2050:
        return False
    if unit.family == "month" and not unit.dated and unit.start == piece.start and piece.role is None and not closes:
        return False
    if not unit.dated and printed_as_person(text, piece.core, piece.end):
        return False
    fixed = unit.family in ("yearword", "yearend", "day") or not unit.dated
    if not fixed and not closes and times_by_name(text, piece.core, piece.end, unit.family in _YEARS):
        return False
    return not is_passing(
        text,
        start=piece.start,
        core=piece.core,
        opener=piece.opener,
        role=piece.role,
        years=unit.family in _YEARS,
        report=mode is Mode.REPORT,
    )


_ASIDE = re.compile(r"(?:[,;:]|\s[–—-])\s*$")
_CLOSED = re.compile(r"[\s.;]*$")


def _closes(text: str, piece: Piece) -> bool:
    """Whether a time stands by itself at the end of a statement: `a second look at a fresh sample, Q4`."""
    return _ASIDE.search(text, 0, piece.start) is not None and _CLOSED.match(text, piece.end) is not None


def _times_alone(piece: Piece, period: PlanPeriod, closes: bool) -> bool:
    """Forms that need a preposition in a sentence: `2024` alone is part of a name. closes: nothing stands behind it."""
    unit = piece.first
    led = piece.role is not None or piece.modifier is not None
    match unit.family:
        case "year" | "pair" | "academic":
            return led
        case "planyear":
            if period.start is None or period.end is None:
                return False
            return led and unit.number <= round((period.end - period.start).days / 365.25)
        case "month" | "day" | "quarter" | "season" | "term":
            return unit.dated or led or closes
    return led and piece.modifier is not None


def _kind(text: str, piece: Piece, mode: Mode) -> DateKind:
    if piece.recurring:
        return "recurring"
    ahead = mode is Mode.REPORT and looks_ahead(text, piece.start)
    reported = mode is Mode.REPORT and not ahead
    ranged = (piece.second is not None and not piece.either) or piece.year_ending
    years = piece.first.family in _YEARS and piece.modifier is None
    if ranged:
        return "due" if piece.role == "due" else "event" if piece.role == "event" else "period"
    if piece.role == "start" or piece.onwards:
        return "start"
    if piece.role == "event":
        return "event"
    if piece.role == "due":
        return "event" if reported else "due"
    if piece.role == "period":
        if piece.opener == "for" and not years:
            return "event" if reported else "due"
        return "period"
    if years and not reported:
        return "period"
    if years and runs(text, piece.start):
        return "period"
    return "event" if reported else "due"


def runs(text: str, position: int) -> bool:
    """Whether the words before say that something ran over a time (`co-delivered with … in 2023-24`)."""
    before = text[sentence_start(text, position) : position]
    return re.search(rf"(?<![\w-]){alternatives(vocabulary()['tense']['running'])}(?![\w-])", before, re.I) is not None


def _mentions(text: str, piece: Piece, period: PlanPeriod, mode: Mode) -> list[DateMention]:
    units = [piece.first]
    if piece.first.run and piece.first.last:  # `Years 1 and 2`: two of one printing
        units = [replace(piece.first, last=0, number=n) for n in (piece.first.number, piece.first.last)]
    kind = _kind(text, piece, mode)
    return [_mention(text, piece, unit, kind, period, mode) for unit in units]


def _mention(text: str, piece: Piece, unit: Unit, kind: DateKind, period: PlanPeriod, mode: Mode) -> DateMention:
    past = kind == "event"
    resolved = resolve(unit, period, past=past)
    span, precision, month, inferred = resolved.span, resolved.precision, resolved.month, resolved.inferred
    window = window_of(period, past) if inferred else None
    if window and (piece.modifier == "end" or piece.second is not None) and not piece.recurring:
        # the last day of a month, and a run of months, have no column for their month: they are days
        unit.note(window.source, window.confidence)
        span, month, inferred = inferred, None, None
    confidence, notes = unit.confidence, unit.notes
    if "half-year" in notes:
        precision = None  # the closed list has none for it
    if piece.second is not None:
        span, precision, month, confidence, notes = _joined(piece, span, precision, period, past)
    if span is not None:
        span, precision = _as_modified(piece, span, precision)
    if unit.family == "year" and piece.role is None and _WORD_BEFORE.search(text, 0, piece.start):
        confidence = min(confidence, 0.6)  # a garbled month, or part of a name
    recurrence = None
    if month is not None or piece.recurring:
        recurrence = "P1Y"
        month = month or (unit.number if unit.family == "month" else None)
        if unit.family == "day":  # a day has no column for its month
            span, month, precision = None, None, "day"
    if mode is not Mode.CELL:
        confidence *= 0.85 if unit.family == "year" else 0.95
    guessed = window if inferred and kind != "recurring" else None
    return DateMention(
        text=text[piece.start : piece.end],
        start_char=piece.start,
        end_char=piece.end,
        kind=kind,
        start=span[0] if span else None,
        end=span[1] if span else None,
        month=month,
        precision=precision,
        recurrence=recurrence,
        confidence=round(confidence, 3),
        method="+".join((f"date:{unit.family}", *notes)),
        inferred=inferred if guessed else None,
        inferred_from=guessed.source.replace("-", "_") if guessed else None,
        inferred_confidence=guessed.confidence if guessed else None,
    )


def _as_modified(piece: Piece, span: spans.Span, precision: str | None) -> tuple[spans.Span, str | None]:
    """A span as the words beside it make it: a year that ends then, its last day, the week that begins."""
    if piece.year_ending:
        begin = spans.nth_year(span[1] + dt.timedelta(days=1), 0)[0] if span[1] < dt.date.max else span[0]
        span = (begin, span[1])
        precision = spans.year_precision(span)
    if piece.modifier == "end":
        span, precision = (span[1], span[1]), "day"
    if piece.role == "week" and precision == "day":
        span = (span[0], span[0] + dt.timedelta(days=min(6, (dt.date.max - span[0]).days)))
    return span, precision


_COARSE = ("day", "month", "quarter", "season", "year", "financial_year", "academic_year")


def _joined(
    piece: Piece, span: spans.Span | None, precision: str | None, period: PlanPeriod, past: bool
) -> tuple[spans.Span | None, str | None, int | None, float, tuple[str, ...]]:
    """The span from the first unit to the second; the coarser precision of the two."""
    first, second = piece.first, piece.second
    assert second is not None
    other = resolve(second, period, past=past)
    other_span = other.span or other.inferred
    confidence = min(first.confidence, second.confidence)
    notes = (*first.notes, *(n for n in second.notes if n not in first.notes), "span")
    if span is None or other_span is None:
        return None, None, None, min(confidence, 0.6), notes
    if first.family == second.family == "year" and "between" not in (piece.opener or "") and piece.role != "period":
        years = spans.financial_span(first.year or 0, second.year) if (second.year or 0) > (first.year or 0) else None
        if years is not None:  # 2024 to 2027 is printed for the plan years, as 2024-27 is
            return years, "financial_year", None, min(confidence, 0.8), notes
    if other_span[1] < span[0]:
        return None, None, None, 0.2, (*notes, "impossible")
    coarse = max((p for p in (precision, other.precision) if p), key=_COARSE.index, default=None)
    return (span[0], other_span[1]), coarse, None, confidence, notes


def _recurring(text: str, found: recurrences.Recurrence) -> DateMention:
    return DateMention(
        text=text[found.start : found.end],
        start_char=found.start,
        end_char=found.end,
        kind="recurring",
        start=None,
        end=None,
        month=None,
        precision=None,
        recurrence=found.duration,
        confidence=found.confidence,
        method=f"date:recurrence-{found.form}",
    )


def _undated(text: str, found: list[DateMention]) -> list[DateMention]:
    """What a cell prints that fixes nothing: `Ongoing`, `TBC`, `within six months`."""
    taken = [(m.start_char, m.end_char) for m in found]
    more = []
    forms = [(_standing(), "standing")]
    if not found:  # beside a date, a duration is part of what is done (`12-month pilot from May 2024`)
        forms.append((_durations(), "duration"))
    for pattern, form in forms:
        for m in pattern.finditer(text):
            if _overlaps(m.start(), m.end(), taken) or _explains_month(text, m, found):
                continue
            taken.append((m.start(), m.end()))
            kind = "due" if form == "duration" else cast(DateKind, m.lastgroup or "due")
            more.append(DateMention(m[0], m.start(), m.end(), kind, None, None, None, None, None, 0.95, f"date:{form}"))
    return more


_HALF_TERM = re.compile(r"half[\s-]?term", re.IGNORECASE)


def _explains_month(text: str, m: re.Match[str], found: list[DateMention]) -> bool:
    """`October half term`, `by half term Oct 25`: the month is the time, as each school has its own days."""
    if not _HALF_TERM.fullmatch(m[0]):
        return False
    gaps = [text[d.end_char : m.start()] if d.end_char <= m.start() else text[m.end() : d.start_char] for d in found]
    return any(d.method.startswith("date:month") and not g.strip(" ,(") for d, g in zip(found, gaps, strict=True))


_YEAR_NOT_PRINTED = re.compile(r"no-year|plan-period")  # in the method of a time


def _without_glosses(text: str, found: list[DateMention]) -> list[DateMention]:
    """`Q1 (April-June 2024)` is one time: what stands in brackets explains it."""
    kept: list[DateMention] = []
    for mention in _without_its_months(text, found):
        before = kept[-1] if kept else None
        if (
            before is not None
            and before.method.startswith("date:quarter")
            and mention.method.startswith("date:month")
            and mention.kind == "period"
            and re.fullmatch(rf"\s*(?:\(|{DASH}|:)\s*", text[before.end_char : mention.start_char])
        ):
            if _YEAR_NOT_PRINTED.search(before.method) and mention.start is not None:
                kept = [m for m in kept if m.start_char != before.start_char]  # `Q3 and Q4 (October to March 2025)`
                kept.append(replace(before, start=mention.start, end=mention.end, precision="quarter", confidence=0.9))
            continue
        kept.append(mention)
    return kept


def _without_its_months(text: str, found: list[DateMention]) -> list[DateMention]:
    """`Quarterly (June, Sept, Dec, March)` is one recurrence: the months say which they are."""
    for index, repeat in enumerate(found):
        months = found[index + 1 :]
        opened = months and re.match(r"\s*[(:–-]", text[repeat.end_char : months[0].start_char])
        undated = repeat.kind == "recurring" and opened and all(m.month and m.start is None for m in months)
        if undated and recurrences.of_months([m.month or 0 for m in months]) == repeat.recurrence:
            return found[: index + 1]
    return found


def _distinct(found: list[DateMention]) -> list[DateMention]:
    kept: list[DateMention] = []
    seen: set[tuple[object, ...]] = set()
    for m in found:
        fixed = m.start or m.month or m.recurrence
        key = (m.kind, m.start, m.end, m.month, m.recurrence, None if fixed else phrase_form(m.text))
        if key not in seen:
            seen.add(key)
            kept.append(m)
    return kept
