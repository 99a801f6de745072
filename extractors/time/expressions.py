"""Time expressions: text to calendar units (days, months, quarters, seasons, years …), without any context.

What kind of date a unit is, and whether it is one at all, is for `extractors.time.context`.
"""

from __future__ import annotations

import calendar
import functools
import re
from dataclasses import dataclass

from safeplans.extractors.base.methods import DateFamily
from safeplans.extractors.lexicon import months
from safeplans.extractors.time.words import (
    DASH,
    ORDINAL,
    PAIR,
    YEAR,
    YEAR4,
    alternatives,
    full_year,
    vocabulary,
    year_pair,
)

_FY = r"(?:(?:the\s+)?(?:FY|F/Y|financial\s+year|fiscal\s+year)\s?:?\s*)"


@dataclass(slots=True)
class Unit:
    """A calendar unit as printed at text[start:end].

    family: day, month, quarter, season, term, year, pair (a year such as 2024-25), academic, planyear, feast
        (Easter, Christmas: days with a year, else of no fixed span; `number`: the month, 1 for the new year),
        yearword (`the financial year`, without a number).
    number, last: the month, quarter, or plan year (to `last` where a run is printed in one: ``Q1-2``).
    year: the year it lies in, None if none is printed; `paired` if that is the first of a pair.
    months: season or term, as (first month, last month, rule for pairs).
    """

    start: int
    end: int
    family: DateFamily
    number: int = 0
    last: int = 0
    day: int = 0
    last_day: int = 0
    year: int | None = None
    until: int | None = None  # second year of a pair
    paired: bool = False
    months: tuple[int, int, int] = (0, 0, 0)
    plan_year: int | None = None
    run: bool = False  # several in one printing are separate (`Years 1 and 2`), not a span
    glued: bool = False  # a two-year pair printed as one word
    confidence: float = 0.97
    notes: tuple[str, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether a year is known."""
        return self.year is not None or self.plan_year is not None

    def note(self, word: str, confidence: float) -> None:
        """Add what was inferred, and lower the confidence."""
        self.notes = (*self.notes, word)
        self.confidence = min(self.confidence, confidence)


@functools.cache
def pattern() -> re.Pattern[str]:
    """One regular expression for every form; the group that closes last names the form."""
    data = vocabulary()
    # `Sept25`, `31Mar26`: the year may follow without a blank
    month = (
        rf"(?:{alternatives(months.spellings())})(?:\b|(?=(?:20)?\d\d(?!\d)))(?:\.(?=,?[\s/'\u2018\u2019-]{{0,2}}\d))?"
    )
    # `April - 30 June 2024`: after a dash two digits before a month are its day, not April's year.
    before_year = (
        rf"(?:\s+{DASH}\s+(?!\d\d\s?{ORDINAL}?\s+{month})|{DASH}\s?(?!\d\d\s?{ORDINAL}?\s+{month}\s+{YEAR4})"
        r"|\s*(?:,|/|of|['\u2018\u2019])?\s*)"
    )
    ordinals = alternatives(data["ordinals"])
    # Day names only to be swallowed: `Monday 3 June 2024`.
    weekday = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?(?:the\s+)?"
    quarter = (
        rf"(?:(?:Q|Qu?a?rtr?|Quarter|Qtr)s?\.?\s?{{n}}|(?:quarter|qtr)\s+(?:one|two|three|four)"
        rf"|(?:{ordinals})\s+(?:quarter|qtr))"
    )
    year_of_quarter = (
        rf"(?:\s*(?:,|{DASH}|/|\(|of|in)?\s*(?:of\s+)?"
        rf"(?:(?P<qfy>{_FY})?(?:(?P<qpair>{PAIR})|(?P<qyear>{YEAR}))\)?|(?:year|yr|y)\s?(?P<qplan>[1-5])(?!\d)\)?))"
    )
    return re.compile(
        rf"""(?<![\w£$€])(?<!\d[.,])(?<!\d\s/)(?:
        (?P<iso>(?P<iy>{YEAR4})(?P<isep>[-/.])(?P<im>\d\d)(?P=isep)(?P<id>\d\d)(?!\d))
        |(?P<dmy>(?P<nd>\d{{1,2}})\s?(?P<nsep>[/.]|{DASH})\s?(?P<nm>\d{{1,2}})\s?(?P=nsep)\s?(?P<ny>\d{{4}}|\d\d)(?![\d/]))
        |(?P<daymonth>{weekday}(?P<dd>\d{{1,2}})\s*(?:{ORDINAL}\.?)?
            (?:\s*(?:{DASH}|to|and|&|until)\s*(?P<dd2>\d{{1,2}})\s*{ORDINAL}?)?
            (?:\s+of)?(?:\s+|{DASH}|/|(?<=[a-z])\s*|\s*)(?P<dm>{month})
            (?:{before_year}(?P<dy>{YEAR}))?)
        |(?P<monthday>(?P<mm>{month})\s+(?:the\s+)?(?P<md>\d{{1,2}})
            (?:\s?{ORDINAL}\b(?:,?\s+(?P<my>{YEAR4}))?|,?\s+(?P<my2>{YEAR4})(?!\s?(?:{DASH}|/)\s?\d)))
        |(?P<monthpair>(?P<pm>{month}),?\s+(?:of\s+)?(?P<pp>{PAIR}))
        |(?P<monthyear>(?P<xm>{month})(?:\s+half[\s-]?term)?{before_year}(?P<xy>{YEAR}))
        |(?P<numeric>(?P<um>0?[1-9]|1[0-2])/(?P<uy>20\d\d)(?![\d/]))
        |(?P<isomonth>(?P<jy>20\d\d)-(?:(?<=[1-4]\d-)(?P<jm>0[1-9])|(?<=(?:1[3-9]|[2-4]\d)-)(?P<jm2>1[0-2]))(?![\d/-]))
        |(?P<yearquarter>(?:{_FY}?(?:(?P<yqpair>{PAIR})|(?P<yqyear>{YEAR4}))|(?:year|yr|y)\s?(?P<yqplan>[1-5]))\s*(?:,|:|\(|{DASH}|/)?\s*
            (?P<yq>{quarter.format(n="[1-4]")})(?![\d])\)?)
        |(?P<quarter>(?P<q>{quarter.format(n="(?P<qn>[1-4])")})(?![\d])
            (?:\s?(?P<qsep>{DASH}|to|and|&|/|,)\s?(?P<q2>[1-4])(?![\d/.]|\s?(?:{ORDINAL}|months|times|x)\b))?{year_of_quarter}?)
        |(?P<half>(?:H(?P<hn>[12])|(?P<hw>first|second)\s+half)\s*(?:,|{DASH}|/|of|in)?\s*(?:of\s+)?{_FY}?
            (?:(?P<hpair>{PAIR})|(?P<hyear>{YEAR4})))
        |(?P<season>(?P<sname>{alternatives(data["seasons"])})(?P<sterm>\s+term|\s+half[\s-]?term|\s?(?P<shalf>[12])(?!\d|[/.:]\d|\s?{ORDINAL}\b|\s+(?:of\s+)?{month}|\s?{DASH}\s?\d))?
            (?:\s*(?:,|/|of|in|{DASH})?\s*(?:(?P<spair>{PAIR})|(?P<syear>{YEAR})))?(?!\w))
        |(?P<feast>(?:easter|christmas|xmas|new\s+year)(?:\s+(?P<ey>{YEAR}))?(?!\w))
        |(?P<academic>(?:(?:academic|school)\s+year|AY)\s?:?\s?(?:(?P<ap>{PAIR})|(?P<ay>{YEAR}))
            |(?P<ap2>{PAIR})\s+(?:academic|school)\s+year)
        |(?P<financial>(?:financial|fiscal)\s+year\s+(?:of\s+)?(?P<fp>{PAIR})|F/?Y\s?(?:(?P<fp2>{PAIR})|(?P<fy>{YEAR}))
            |(?P<fp3>{PAIR})\s+(?:financial|fiscal)\s+year)
        |(?P<calendaryear>calendar\s+year\s+(?:of\s+)?(?P<cy>{YEAR4}))
        |(?P<yearword>(?:(?:this|current)\s+)?(?P<yw>financial|fiscal|academic|school|calendar)\s+year(?!\w)
            |(?P<yearend>(?:{alternatives(data["year_ends"])})(?:\s*[,(]?\s*(?:of\s+)?(?P<yep>{PAIR})|(?!\w|\s?\d))))
        |(?P<planyear>(?:years?|yrs?|y)\s?(?P<yn>[1-6])(?![\d.]|/\d\d)
            (?:\s?(?P<ysep>{DASH}|to|and|&|/|,)\s?(?:year|yr|y)?\s?(?P<yn2>[1-9])(?![\d/.]))?
            |(?P<yo>{ordinals})\s+year\s+of\s+(?:the|this|our)\s+(?:plan|strategy|programme|partnership))
        |(?P<pair>{PAIR})
        |(?P<twodigits>(?P<tm>0?[1-9]|1[0-2])/(?P<ty>[1-3]\d)(?![\d/%.]))
        |(?P<bareyear>{YEAR4}(?![\d%])(?![.,]\d))
        |(?P<typo>(?:(?P<tday>\d{{1,2}})\s*{ORDINAL}?\s+)?(?P<tw>[a-z]{{4,11}})\.?\s(?P<tyear>{YEAR4})(?!\d))
        |(?P<schoolterm>term\s?[1-6](?:\s*[,(]?\s*(?:{PAIR}|{YEAR4})\)?)?(?!\w))
        |(?P<shortday>(?!24/7)(?P<vd>1[3-9]|2\d|3[01])/(?P<vm>0?[1-9]|1[0-2])(?![\d/%.]))
        |(?P<baremonth>{month}(?!\w))
        )""",
        re.IGNORECASE | re.VERBOSE,
    )


def find(text: str) -> list[Unit]:
    """Calendar units of a text in order. Never raises."""
    found: list[Unit] = []
    position = 0
    regex = pattern()
    while m := regex.search(text, position):
        unit = _READERS[m.lastgroup or ""](m)
        if unit is None:
            # Not what it looked like: go on behind its first word, so that nothing inside it is lost.
            position = m.start() + 1
            continue
        found.append(unit)
        position = m.end()
    return found


def _month(text: str) -> int:
    return months.spellings()[text.casefold().rstrip(".")]


def _iso(m: re.Match[str]) -> Unit | None:
    return Unit(m.start(), m.end(), "day", int(m["im"]), day=int(m["id"]), year=int(m["iy"]))


def _dmy(m: re.Match[str]) -> Unit | None:
    # UK order; a month over 12 stays as printed and is reported as impossible, never swapped.
    if m["nsep"] == "." and len(m["ny"]) == 2 and int(m["nm"]) > 12:
        return None  # a section number
    unit = Unit(m.start(), m.end(), "day", int(m["nm"]), day=int(m["nd"]), year=full_year(m["ny"]))
    if len(m["ny"]) == 2:
        unit.confidence = 0.93
    return unit


def _daymonth(m: re.Match[str]) -> Unit | None:
    if m["dm"] in ("may", "march", "mar") and not m["dy"]:
        return None
    unit = Unit(m.start(), m.end(), "day", _month(m["dm"]), day=int(m["dd"]))
    unit.last_day = int(m["dd2"] or 0)
    unit.year = full_year(m["dy"]) if m["dy"] else None
    return unit


def _monthday(m: re.Match[str]) -> Unit | None:
    year = m["my"] or m["my2"]
    return Unit(m.start(), m.end(), "day", _month(m["mm"]), day=int(m["md"]), year=full_year(year) if year else None)


def _monthyear(m: re.Match[str]) -> Unit | None:
    unit = Unit(m.start(), m.end(), "month", _month(m["xm"]), year=full_year(m["xy"]))
    if len(m["xy"].lstrip("'\u2018\u2019")) == 2:
        unit.note("short-year", 0.93)
        longest = calendar.monthrange(2000, unit.number)[1]
        if re.fullmatch(rf"{re.escape(m['xm'])}\.?\s+\d\d", m[0]) and int(m["xy"]) <= longest:
            unit.day = int(m["xy"])  # `Mar 31`: resolving says which of the two it is
    return unit


def _monthpair(m: re.Match[str]) -> Unit | None:
    pair = year_pair(m["pp"])
    if pair is None or pair[1] != pair[0] + 1:
        return None
    number = _month(m["pm"])
    unit = Unit(m.start(), m.end(), "month", number, year=pair[0] + (number < 4))
    unit.note("financial-year", 0.85)
    return unit


def _numeric(m: re.Match[str]) -> Unit | None:
    return Unit(m.start(), m.end(), "month", int(m["um"]), year=int(m["uy"]))


def _twodigits(m: re.Match[str]) -> Unit | None:
    return _month_of_digits(m, m["tm"], m["ty"])


def _month_of_digits(m: re.Match[str], month: str, year: str) -> Unit:
    unit = Unit(m.start(), m.end(), "month", int(month), year=full_year(year))
    unit.note("two-digits", 0.7)
    return unit


def _quarter_number(text: str) -> int:
    if digits := re.search(r"[1-4](?!\w)", text):
        return int(digits[0])
    first, *_, last = text.casefold().split()
    return int(vocabulary()["ordinals"].get(first) or vocabulary()["numbers"][last])


def _set_year(unit: Unit, pair: str | None, year: str | None, financial: bool = False) -> bool:
    """Put the printed year on a unit; False if the pair is no year."""
    if pair:
        years = year_pair(pair)
        if years is None or years[1] != years[0] + 1:
            return False
        unit.year, unit.until, unit.paired = years[0], years[1], True
    elif year:
        unit.year = full_year(year)
        if financial:  # FY25 ends in 2025
            unit.year, unit.until, unit.paired = unit.year - 1, unit.year, True
    return True


def _quarter(m: re.Match[str]) -> Unit | None:
    unit = Unit(m.start(), m.end(), "quarter", _quarter_number(m["q"]))
    if m["q2"]:
        unit.last = int(m["q2"])
        unit.run = not re.fullmatch(rf"{DASH}|to", m["qsep"], re.I)
        if unit.last <= unit.number and not unit.run:
            return None
    if not _set_year(unit, m["qpair"], m["qyear"], bool(m["qfy"])):
        return None
    if m["qplan"]:
        unit.plan_year = int(m["qplan"])
    return unit


def _yearquarter(m: re.Match[str]) -> Unit | None:
    unit = Unit(m.start(), m.end(), "quarter", _quarter_number(m["yq"]))
    unit.plan_year = int(m["yqplan"]) if m["yqplan"] else None
    return unit if _set_year(unit, m["yqpair"], m["yqyear"]) else None


def _half(m: re.Match[str]) -> Unit | None:
    """`H1 2026/27`: two quarters of the financial year; `H2 2026`: six months of the calendar year."""
    second = m["hn"] == "2" or (m["hw"] or "").casefold() == "second"
    if m["hyear"]:
        unit = Unit(m.start(), m.end(), "season", months=(7, 12, 0) if second else (1, 6, 0))
    else:
        unit = Unit(m.start(), m.end(), "quarter", 3 if second else 1, last=4 if second else 2)
    unit.note("half-year", 0.85)
    return unit if _set_year(unit, m["hpair"], m["hyear"]) else None


def _season(m: re.Match[str]) -> Unit | None:
    name = m["sname"].casefold()
    # `Autumn 1` is the first half of the term. Where a half ends is each school's own: the term as a whole is held
    table = vocabulary()["terms" if m["sterm"] else "seasons"]
    if name not in table:
        return None
    entry = table[name]
    unit = Unit(m.start(), m.end(), "term" if m["sterm"] else "season")
    unit.months = (entry["first"], entry["last"], entry["pair"])
    return unit if _set_year(unit, m["spair"], m["syear"]) else None


def _feast(m: re.Match[str]) -> Unit | None:
    unit = Unit(m.start(), m.end(), "feast", year=full_year(m["ey"]) if m["ey"] else None, confidence=0.5)
    name = m["feast"].casefold()
    unit.number = 4 if name.startswith("easter") else 12 if name.startswith(("christmas", "xmas")) else 1
    if unit.dated and unit.number > 1:
        unit.confidence = 0.9
    return unit


def _years(m: re.Match[str], family: DateFamily, pair: str | None, year: str | None) -> Unit | None:
    unit = Unit(m.start(), m.end(), family)
    if pair:
        years = year_pair(pair)
        if years is None:
            return None
        unit.year, unit.until = years
        unit.glued = years[1] - years[0] > 1
    elif year:
        # A single year names the financial or academic year that ends in it.
        unit.until = full_year(year)
        unit.year = unit.until - 1
        unit.note("ending-year", 0.75)
    unit.paired = True
    return unit


def _academic(m: re.Match[str]) -> Unit | None:
    unit = _years(m, "academic", m["ap"] or m["ap2"], m["ay"])
    if unit is not None and m["ay"]:  # academic year 2024 may begin or end in it
        unit.year = unit.until = None
        unit.confidence = 0.5
        unit.notes = ("ambiguous",)
    return unit


def _financial(m: re.Match[str]) -> Unit | None:
    return _years(m, "pair", m["fp"] or m["fp2"] or m["fp3"], m["fy"])


def _isomonth(m: re.Match[str]) -> Unit | None:
    # `2025-09`: the years of a pair rise (`2007-08`, `2011-12`)
    return Unit(m.start(), m.end(), "month", int(m["jm"] or m["jm2"]), year=int(m["jy"]))


def _schoolterm(m: re.Match[str]) -> Unit | None:
    """`Term 2 2025/26`: of three terms or of six, the print does not say."""
    return Unit(m.start(), m.end(), "schoolterm", confidence=0.5)


def _shortday(m: re.Match[str]) -> Unit | None:
    unit = Unit(m.start(), m.end(), "day", int(m["vm"]), day=int(m["vd"]))
    unit.note("two-digits", 0.7)
    return unit


def _pair(m: re.Match[str]) -> Unit | None:
    """`24/25`, two years; `12/25`, which cannot be two that follow each other, the month of a year."""
    month = re.fullmatch(r"(1[0-2])/([1-3]\d)", m["pair"])
    if month is None or year_pair(m["pair"]) is not None:
        return _years(m, "pair", m["pair"], None)
    return _month_of_digits(m, month[1], month[2])


def _calendaryear(m: re.Match[str]) -> Unit | None:
    return Unit(m.start(), m.end(), "year", year=int(m["cy"]), glued=True)


_TEMPLATE = re.compile(
    r"(?:(?:[xdm_]{2}\s?[/.-]\s?)+|[\[<]\s*(?:insert\s+|enter\s+)?(?:day|date|month|mm|quarter)[^\]>]*[\]>]\s*)$",
    re.IGNORECASE,
)


def _bareyear(m: re.Match[str]) -> Unit | None:
    if _TEMPLATE.search(m.string, max(0, m.start() - 24), m.start()):
        return None  # `XX/XX/2026`, `[month] 2026`: a day that was never put in
    return Unit(m.start(), m.end(), "year", year=int(m["bareyear"]))


def _yearword(m: re.Match[str]) -> Unit | None:
    word = (m["yw"] or "").casefold()
    if m["yep"]:  # `end of year 2025-26`
        if (years := _years(m, "pair", m["yep"], None)) is not None:
            years.notes = ("year-end",)
        return years
    family: DateFamily = "yearend" if m["yearend"] else "yearword"
    unit = Unit(m.start(), m.end(), family, confidence=0.7)
    unit.number = {"financial": 4, "fiscal": 4, "academic": 9, "school": 9, "calendar": 1}.get(word, 0)
    return unit


def _planyear(m: re.Match[str]) -> Unit | None:
    if m["yo"]:
        return Unit(m.start(), m.end(), "planyear", int(vocabulary()["ordinals"][m["yo"].casefold()]))
    unit = Unit(m.start(), m.end(), "planyear", int(m["yn"]), last=int(m["yn2"] or 0))
    if unit.last:
        unit.run = not re.fullmatch(rf"{DASH}|to", m["ysep"], re.I)
        if unit.last <= unit.number:
            return None
    return unit


def _typo(m: re.Match[str]) -> Unit | None:
    number = months.misspelt().get(m["tw"].casefold())
    if number is None:
        return None
    day = int(m["tday"] or 0)
    unit = Unit(m.start(), m.end(), "day" if day else "month", number, day=day, year=int(m["tyear"]))
    unit.note("typo", 0.85)
    return unit


def _baremonth(m: re.Match[str]) -> Unit | None:
    return Unit(m.start(), m.end(), "month", _month(m[0]))


_READERS = {
    "iso": _iso,
    "dmy": _dmy,
    "daymonth": _daymonth,
    "monthday": _monthday,
    "monthpair": _monthpair,
    "monthyear": _monthyear,
    "numeric": _numeric,
    "yearquarter": _yearquarter,
    "quarter": _quarter,
    "half": _half,
    "season": _season,
    "feast": _feast,
    "academic": _academic,
    "financial": _financial,
    "calendaryear": _calendaryear,
    "yearword": _yearword,
    "planyear": _planyear,
    "isomonth": _isomonth,
    "schoolterm": _schoolterm,
    "shortday": _shortday,
    "pair": _pair,
    "twodigits": _twodigits,
    "bareyear": _bareyear,
    "typo": _typo,
    "baremonth": _baremonth,
}
