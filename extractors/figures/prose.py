"""Figures in prose and bullets: find the numbers of a sentence, judge each, attach the changes."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise

from safeplans.extractors.base.methods import FigureMethod
from safeplans.extractors.figures.period import period_of
from safeplans.extractors.figures.words import any_of, figure_words
from safeplans.extractors.lexicon.language import sentences, stem


@dataclass(frozen=True, slots=True)
class Figure:
    """A number reported.

    sentence: as printed, sentence_start: its offset in the text. value: the number (per cent as 0..100, money in
    pounds);
    unit: `%`, `£` or the words printed for what is counted, empty where none are.
    change: per cent against the period before, signed. period_start, period_end: inclusive, None where the
    sentence names none. confidence: 0..1; method: the rule.
    """

    sentence: str
    sentence_start: int
    value: float
    unit: str
    change: float | None
    period_start: dt.date | None
    period_end: dt.date | None
    confidence: float
    method: FigureMethod


@dataclass(slots=True)
class Number:
    """A number in a sentence and what it was taken for: count, percent, money, change or nothing."""

    start: int
    end: int
    value: float
    percent: bool = False
    pound: bool = False
    spoken: bool = False
    sign: str = ""
    role: str = ""
    unit: str = ""
    change: float | None = None
    confidence: float = 0.0
    method: FigureMethod | None = None


_TOKEN = re.compile(r"[A-Za-z0-9À-ÿ'’&/+-]+|[^\sA-Za-z0-9]")
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten"
_RATIO = re.compile(
    rf"\b(?P<a>\d+|{_SMALL})\s+(?:in\s+(?:every\s+)?(?P<b>\d{{1,3}}|{_SMALL})|out\s+of\s+(?:every\s+)?(?P<c>10|ten))\b(?=\s+[a-z])",
    re.IGNORECASE,
)


_OTHER_YEAR = re.compile(
    r"(?:\b(?:on|than|from|with|to)\s+(?:19|20)\d\d(?:\s?[-–/]\s?\d{2,4})?\s*\(\s*$)|\((?:in\s+)?(?:19|20)\d\d(?:\s?[-–/]\s?\d{2,4})?\s*[:=]?\s*$",
    re.IGNORECASE,
)
_TO_NUMBER = re.compile(r"[^.;]{0,40}?\bto\s+(?:[a-z]+\s+){0,2}£?\d")
_MEASURED = re.compile(r"\b(?:number|total|volume|amount|rate)s?\s+of\s+(?:the\s+)?", re.IGNORECASE)
_OF_THESE = re.compile(r"\bof\s+(?:which|these|those|whom|them)\b,?\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_WHICH = re.compile(r"\s+of\s+(?:which|whom|these|those|them)\b", re.IGNORECASE)
_SHARE = re.compile(r"\s*\(\s?\d+(?:\.\d+)?\s?%\s?\)")


_MOST_NUMBERS = 40  # of a sentence; what has more is a table in a row


def figures_in(text: str) -> list[Figure]:
    """The figures that prose or bullets report, in reading order; `text` may hold several sentences."""
    found: list[Figure] = []
    for start, end in sentences(text):
        sentence = text[start:end]
        if any(c.isdigit() for c in sentence) or figure_words().spoken.search(sentence):
            found += _sentence(sentence, start)
    return found


def _sentence(sentence: str, start: int) -> list[Figure]:
    numbers = numbers_in(sentence)
    if len(numbers) > _MOST_NUMBERS:
        return []
    for n in numbers:
        _judge(n, sentence, numbers)
    _attach_changes(numbers, sentence)
    period_start, period_end = period_of(sentence)
    return [
        Figure(sentence, start, n.value, n.unit, n.change, period_start, period_end, n.confidence, n.method)
        for n in numbers
        if n.role in ("count", "percent", "money", "ratio") and n.method is not None
    ]


def value_of(match: re.Match[str]) -> float:
    digits = re.sub(r"[,\s]", "", match["digits"]) + (match["point"] or "")
    scale = figure_words().scales.get((match["scale"] or "").lower(), 1)
    return float(digits) * scale


def numbers_in(sentence: str) -> list[Number]:
    w = figure_words()
    taken: list[tuple[int, int]] = []
    numbers: list[Number] = []
    for m in _RATIO.finditer(sentence):
        a, b = (float(w.numbers.get(part.lower(), 0) or part) for part in (m["a"], m["b"] or m["c"]))
        if 0 < a < b <= 100:
            taken.append(m.span())
            numbers.append(
                Number(*m.span(), round(100 * a / b, 1), role="ratio", unit="%", confidence=0.7, method="figure:ratio")
            )
    rest = _blank(sentence, taken + [m.span() for m in w.mask.finditer(sentence) if not _free(m, sentence)])
    for m in w.number.finditer(rest):
        first = m.start("pound") if m["pound"] else m.start("digits")
        scale = m["scale"] and not m["scale"][0].isspace() and m["scale"].lower() in ("k", "m", "bn") and not m["pound"]
        if scale and sentence[m.end("scale") - 1 - len(m["scale"])].isspace():
            continue  # `5 m` is a length
        numbers.append(
            Number(first, m.end(), value_of(m), bool(m["percent"]), bool(m["pound"]), sign=(m["sign"] or "").strip())
        )
    for m in w.spoken.finditer(rest):
        value = sum(w.numbers[p] for p in re.split(r"[\s-]+", m.group().lower()) if p in w.numbers)
        numbers.append(Number(*m.span(), float(value), bool(m["percent"]), spoken=True))
    return sorted(numbers, key=lambda n: n.start)


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with the spans overwritten, so that offsets stay."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = "\x00" * (end - start)
    return "".join(letters)


def _free(mask: re.Match[str], sentence: str) -> bool:
    """Whether what looks like a label is not: `under 45 referrals`, `and year 2,311 children`."""
    return bool(re.match(r"\s?%", sentence[mask.end() : mask.end() + 2]))


def _phrase(after: str) -> tuple[str, str, str]:
    """The noun phrase that begins the text: its words as printed, its head noun, and its first word."""
    w = figure_words()
    tokens = list(_TOKEN.finditer(after))
    head, first, last_end, generic = "", "", 0, ""
    index = 0
    while index < min(len(tokens), 9):
        word = tokens[index].group()
        low = word.lower()
        if not word[0].isalnum():
            break
        if index + 2 < len(tokens) and tokens[index + 2].group().lower() == low:
            index += 3  # `peer to peer`
            first = first or low
            continue
        if low == "and" and head and index + 1 < len(tokens):
            pair = [t.group().lower() for t in tokens[index + 1 : index + 3]]
            nouns = [p for p in pair if not p.endswith(("ed", "ing"))]
            if any(stem(p) in w.things | w.events for p in nouns) and not any(p.isdigit() for p in pair):
                index += 1
                continue
            break
        if low in w.stops or word[0].isdigit():
            break
        first = first or low
        root = stem(word)
        if root in w.things or root in w.events or root in w.never:
            head, last_end = low, tokens[index].end()
        elif low.endswith("s") and not low.endswith(("ss", "us", "is", "'s", "’s")) and len(low) > 3:
            generic, generic_end = low, tokens[index].end()
            if not head:
                last_end = generic_end
        index += 1
    return after[:last_end].strip(), head or generic, first


def _judge(n: Number, sentence: str, numbers: list[Number]) -> None:
    """Set role, unit, confidence and method of a number by what stands around it."""
    if n.role:
        return
    w = figure_words()
    before, after = sentence[: n.start], sentence[n.end :]
    index = numbers.index(n)
    if _in_range(n, index, numbers, sentence) or re.match(r"\s*percentage points?\b", after):
        n.role = "nothing"
        return
    if n.percent:
        n.role = percent_role(n, before, after, index, numbers)
    if n.role == "change":
        return
    hyphen = re.match(r"-\w", after) is not None
    elsewhere = w.elsewhere_before.search(before) or w.elsewhere_after.match(after)
    earlier = w.came_from.search(before)
    if earlier and (earlier["way"] or _TO_NUMBER.match(after)):
        n.role = "nothing"
        return
    if hyphen or elsewhere or w.compared.search(before) or _OTHER_YEAR.search(before) or _wish(before):
        n.role = "nothing"
        return
    if n.percent:
        n.role, n.unit, n.confidence, n.method = "percent", "%", 0.9, "figure:percent"
    elif n.pound:
        n.role, n.unit, n.confidence, n.method = "money", "£", 0.9, "figure:money"
    else:
        _count(n, sentence, before, after)


def _in_range(n: Number, index: int, numbers: list[Number], sentence: str) -> bool:
    """`10 to 15`, `10–15`, `between 10 and 15`; but not `rose from 10 to 15`."""
    for a, b in pairwise(numbers):
        if n is not a and n is not b:
            continue
        link = sentence[a.end : b.start]
        lead = sentence[: a.start].rstrip().lower()
        if re.fullmatch(r"\s*(?:-|–|—)\s*", link):
            return True
        if re.fullmatch(r"\s+to\s+", link) and not lead.endswith(("from", "by")):
            return True
        if re.fullmatch(r"\s+and\s+", link) and lead.endswith("between"):
            return True
    return False


def percent_role(n: Number, before: str, after: str, index: int, numbers: list[Number]) -> str:
    """`change` with its sign for a percentage of change, else `percent`."""
    w = figure_words()
    if m := w.change_after.match(after):
        n.change = n.value if m["way"].lower() in w.up else -n.value
        return "change"
    if m := w.change_before.search(before):
        way = (m["way"] or "").lower()
        rising = way in w.up if way else m["arrow"] in "↑▲+"
        n.change = n.value if rising else -n.value
        return "change"
    previous = numbers[index - 1] if index else None
    if (
        previous is not None
        and previous.role == "change"
        and re.search(r"\b(?:and|,)\s+[\w\s'’-]+\s+by\s+$", before[previous.end :])
    ):
        n.change = n.value if (previous.change or 0) > 0 else -n.value
        return "change"
    if n.sign and re.search(r"\(\s*[+\-−–↑↓▲▼]?\s?$", before + n.sign):
        n.change = n.value if n.sign[0] in "+↑▲" else -n.value
        return "change"
    if re.search(r"\b(?:rise|fall|increase|decrease|reduc|rose|fell)\w*\s+by\s+[\d,]+\s*\($", before, re.I):
        n.change = (
            -n.value if re.search(r"\b(?:fall|fell|decreas|reduc)\w*\s+by\s+[\d,]+\s*\($", before, re.I) else n.value
        )
        return "change"
    return "percent"


def _wish(before: str) -> bool:
    """Whether the number stands in what is wanted or promised."""
    w = figure_words()
    clause = re.split(r"[;:]", before)[-1]
    last = max(w.future.finditer(clause), key=re.Match.start, default=None)
    return (
        last is not None
        and not re.search(r"\b(?:was|were|had|has|have)\b", clause[last.end() :])
        and " said " not in clause
    )


_DIFFERENCE = re.compile(r"\s+(?:more|fewer|less|further|additional)\b(?!\s+than\s+(?:one|\d))")
_TIMES = re.compile(r"\s+times?\s+(?:per|a|an|each|every|as|more|higher|the|in\s+a)\b")
_BEFORE_A_YEAR = re.compile(r"(?:\b(?:in|of|during|since|from|by|to|until|before|after|and|for|the)|[A-Z]\w+,?)\s+$")
_OUT_OF = r"\s*(?:out\s+)?of\s+(?:the\s+|our\s+|these\s+)?"


def _count(n: Number, sentence: str, before: str, after: str) -> None:
    """Take a number for a count of what is named behind it, or before, or for nothing."""
    w = figure_words()
    n.role = "nothing"
    if re.search(r"\b(?:by|of)\s+$", before) and w.change_before.search(before) or _DIFFERENCE.match(after):
        return  # a difference, not a level: `an increase of 12 referrals`
    text, head, first = _phrase(after)
    root = stem(head) if head else ""
    if _TIMES.match(after) or _names_no_count(n, text, first, root, before):
        return
    known = root in w.events or root in w.things
    if n.spoken:
        behind = after[after.find(text) + len(text) :]
        if known and _told(root, n, before, behind):
            n.role, n.unit, n.confidence, n.method = "count", text, 0.8, "figure:words"
        return
    year = 1990 <= n.value <= 2060 and sentence[n.start : n.end].isdigit()
    if year and (not known or _BEFORE_A_YEAR.search(before)):
        return
    if known:
        n.role, n.unit, n.confidence, n.method = "count", text, 0.9, "figure:count"
    else:
        _count_of_the_unknown(n, text, head, before, after)


def _names_no_count(n: Number, text: str, first: str, root: str, before: str) -> bool:
    """Whether the words behind a number say that it counts nothing."""
    never = figure_words().never
    if root in never or (first and stem(first) in never and root == stem(first)):
        return True
    if text[:1].isupper() and not text.split()[0].isupper() and re.search(r"^\W*$|[.!?:]\s+$", before) and not n.spoken:
        return True  # the number of a heading: `2 Children in care`
    return not n.value.is_integer() and bool(text)  # `2.3 Train practitioners`


def _count_of_the_unknown(n: Number, text: str, head: str, before: str, after: str) -> None:
    """A count of what no vocabulary knows, by the words around it."""
    w = figure_words()
    small = not text[:1].isupper()
    if m := w.whole.search(before):
        n.role, n.unit, n.confidence, n.method = "count", _whole_unit(m["unit"]), 0.85, "figure:whole"
        if text and re.match(r"\s*per\b", after):
            n.unit = ""
    elif re.match(_OUT_OF + r"(?:\d|" + any_of(list(w.numbers)) + r"\s)", after):
        unit, part, _ = _phrase(re.sub(rf"^{_OUT_OF}[\w,]+", "", after, count=1))
        if stem(part) in w.events | w.things:
            n.role, n.unit, n.confidence, n.method = "count", unit, 0.75, "figure:count"
    elif head and n.value > 0 and small:
        n.role, n.unit, n.confidence, n.method = "count", text, 0.6, "figure:count"
    elif (_SHARE.match(after) or _WHICH.match(after) or _OF_THESE.search(before)) and small:
        n.role, n.unit, n.confidence, n.method = "count", _subject(before), 0.8, "figure:part"
    elif not head and (w.reach.search(before) or w.rising_to.search(before)) and (unit := _subject(before)):
        n.role, n.unit, n.confidence, n.method = "count", unit, 0.75, "figure:level"


_POINTED = re.compile(
    r"\b(?:the|these|those|its|our|their|last|first|next|all|both|any|every|each|if|at|from|in|with|for|to|across|by|on|after|within)"
    r"\s+(?:the\s+|last\s+|first\s+|next\s+)?$",
    re.IGNORECASE,
)


def _told(root: str, n: Number, before: str, after: str) -> bool:
    """Whether a number in words reports, and is not one of a plan or of how things are done.

    Things that happened: behind or before a verb of report (`submitted six notifications`, `three reviews were held`).
    People and things: more than two, and the verb at once. Never behind an article or a preposition (`the two
    reviews`).
    """
    w = figure_words()
    if _POINTED.search(before) or re.match(r"\s+(?:in|out\s+of)\s+" + any_of(list(w.numbers)), after):
        return False
    if root in w.events:
        return bool(
            w.told_behind.match(after) or w.told_before.search(before) or re.search(r"\bthere\s+\w+\s*$", before, re.I)
        )
    return n.value > 2 and bool(w.told_at_once.match(after))


def _whole_unit(printed: str) -> str:
    parts = printed.split()
    while parts and parts[0].lower() in figure_words().stops | {"in", "a", "the"}:
        parts.pop(0)
    for i in range(len(parts) - 1, -1, -1):
        if parts[i].lower() in figure_words().stops and parts[i].lower() not in ("of",):
            return " ".join(parts[i + 1 :])
        if parts[i].lower() == "of":
            return " ".join(p for p in parts[i + 1 :] if p.lower() not in ("the", "a"))
    return " ".join(parts)


def _subject(before: str) -> str:
    """What a level belongs to: behind `number of`, else the last noun of the field before the number."""
    w = figure_words()
    if m := max(_MEASURED.finditer(before), key=re.Match.start, default=None):
        unit, head, _ = _phrase(before[m.end() :])
        if head:
            return unit
    noun = ""
    for token in _TOKEN.finditer(before):
        if stem(token.group()) in w.events | w.things:
            noun = token.group()
    return noun


def _attach_changes(numbers: list[Number], sentence: str) -> None:
    """Give each percentage of change to the value that it changed.

    In brackets: the number before it. Behind a comma (`…, a fall of 3%`): the first value since the last change, the
    subject of the clause. Else the value behind it. Left alone it is a figure of its own.
    """
    values = [n for n in numbers if n.role in ("count", "percent", "money", "ratio")]
    since = 0
    for n in numbers:
        if n.role != "change":
            continue
        before = [v for v in values if since <= v.start < n.start and v.change is None]
        opened = sentence.rfind("(", 0, n.start) > sentence.rfind(")", 0, n.start)
        after = [v for v in values if v.start > n.end and v.change is None]
        target = None
        if before:
            target = before[-1] if opened else before[0]
        elif after and re.search(r"\bto\b|,|\bwith\b|\bin\b", sentence[n.end : after[0].start]):
            clause = sentence[n.end : after[0].start]
            target = after[0] if not re.search(r"\bchange\b|;|\band\b|\bwhile\b|\bwhereas\b", clause) else None
        if target is not None:
            target.change = n.change
        else:
            n.role, n.unit, n.confidence, n.method = "percent", "%", 0.6, "figure:change"
        since = n.end
