"""Values of cells as their number formats print them.

Formats: ECMA-376 part 1, 18.8.31. What a format asks for that is not known here (fractions, powers, conditions, other
calendars) is printed plainly: a number in full, a date as ISO 8601.
"""

from __future__ import annotations

import datetime
import math
import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final

from safeplans.extractors.lexicon import months

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Formats that a program prints as the user's country does; here as in the United Kingdom.
_LOCAL = {
    "mm-dd-yy": "dd/mm/yyyy",
    "m/d/yy": "dd/mm/yyyy",
    "m/d/yy h:mm": "dd/mm/yyyy hh:mm",
}
_SYSTEM = {"[$-F800]": "d mmmm yyyy", "[$-F400]": "hh:mm:ss"}
_DATE_TOKEN = re.compile(
    r"""
      (?P<skipped>\[\$[^\]]*\]|\[(?:black|blue|cyan|green|magenta|red|white|yellow|color\s?\d+)\]|[_*].)
    | (?P<elapsed>\[(?:h+|m+|s+)\])
    | "(?P<quoted>[^"]*)" | \\(?P<escaped>.)
    | (?P<half>am/pm|a/p)
    | (?P<part>y+|m+|d+|h+|s+)
    | (?P<fraction>\.0+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_NUMBER_TOKEN = re.compile(
    r"""
      (?P<currency>\[\$(?P<sign>[^\]-]*)(?:-[^\]]*)?\])
    | (?P<skipped>\[(?:black|blue|cyan|green|magenta|red|white|yellow|color\s?\d+)\]|[_*].)
    | "(?P<quoted>[^"]*)" | \\(?P<escaped>.)
    | (?P<digits>[0#?][0#?,.]*|\.[0#?]+)
    | (?P<percent>%)
    | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(r'((?:"[^"]*"|\\.|[_*].|[^";\\_*])*)(?:;|$)', re.DOTALL)
_PLAIN_DIGITS = 10  # significant digits of a number without a format, as spreadsheets show
_WHOLE = 1e15  # up to which a number of 15 digits is exact
_LONGEST_FORMAT = 255  # characters, the most that spreadsheets allow

_MOST_DIGITS = 700  # of a number in a cell: up to 309 before its point, and those that a format asks for behind it


def printed(value: object, number_format: str = "General") -> str:
    """A value as a cell prints it: text, a number, a truth value, a date, a time or a duration; None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    known = number_format if len(number_format) <= _LONGEST_FORMAT else "General"
    if isinstance(value, datetime.datetime | datetime.date | datetime.time | datetime.timedelta):
        return _date(value, known)
    if isinstance(value, int | float):
        return _number(value, known)
    return str(value)


def _date(value: datetime.date | datetime.time | datetime.timedelta, number_format: str) -> str:
    lowered = number_format.casefold()
    number_format = _LOCAL.get(lowered.split(";")[0], number_format)
    for mark, usual in _SYSTEM.items():
        if lowered.startswith(mark.casefold()):
            number_format = usual
    shown = _section(number_format, 0)
    tokens = list(_DATE_TOKEN.finditer(shown))
    out: list[str] = []
    parts = [t["part"].casefold() if t["part"] else None for t in tokens]
    halves = any(t["half"] for t in tokens)
    for index, token in enumerate(tokens):
        if token["skipped"]:
            continue
        if token["quoted"] is not None or token["escaped"] is not None:
            out.append(token["quoted"] if token["quoted"] is not None else token["escaped"])
        elif token["half"]:
            out.append("AM" if _clock(value)[0] < 12 else "PM")
        elif token["elapsed"] or token["fraction"]:
            if not token["elapsed"]:
                continue
            hours, minutes, seconds = _clock(value)
            unit = token["elapsed"][1].casefold()
            amount = {"h": hours, "m": hours * 60 + minutes, "s": (hours * 60 + minutes) * 60 + seconds}[unit]
            out.append(str(amount).zfill(len(token["elapsed"]) - 2))
        elif part := parts[index]:
            words = _part(value, part, minutes=part[0] == "m" and _is_minutes(parts, tokens, index), halves=halves)
            if words is None:
                return _plain_date(value)
            out.append(words)
        elif token["other"].isalpha():
            return _plain_date(value)
        else:
            out.append(token["other"])
    return "".join(out).strip() or _plain_date(value)


def _is_minutes(parts: list[str | None], tokens: list[re.Match[str]], index: int) -> bool:
    before = next((p[0] for p in reversed(parts[:index]) if p), None)
    after = next((p[0] for p in parts[index + 1 :] if p), None)
    hours_elapsed = any((t["elapsed"] or "  ")[1].casefold() == "h" for t in tokens[:index])
    return len(parts[index] or "") <= 2 and (before == "h" or after == "s" or before is None and hours_elapsed)


def _part(
    value: datetime.date | datetime.time | datetime.timedelta, part: str, *, minutes: bool, halves: bool
) -> str | None:
    """A part of a date, None where the value has none such."""
    count = len(part)
    if part[0] in "hs" or minutes:
        hours, minute, seconds = _clock(value)
        if part[0] == "h":
            hours = hours % 24 if not isinstance(value, datetime.timedelta) else hours
            amount = (hours % 12 or 12) if halves else hours
        else:
            amount = minute if minutes else seconds
        return str(amount).zfill(min(count, 2))
    if not isinstance(value, datetime.date):
        return None
    if part[0] == "y":
        return f"{value.year % 100:02d}" if count <= 2 else f"{value.year:04d}"
    if part[0] == "m":
        name = months.TITLES[value.month - 1]
        return {1: str(value.month), 2: f"{value.month:02d}", 3: name[:3], 4: name, 5: name[:1]}.get(count, name)
    name = _DAYS[value.weekday()]
    return {1: str(value.day), 2: f"{value.day:02d}", 3: name[:3]}.get(count, name)


def _clock(value: datetime.date | datetime.time | datetime.timedelta) -> tuple[int, int, int]:
    if isinstance(value, datetime.timedelta):
        seconds = int(value.total_seconds())
        return seconds // 3600, seconds // 60 % 60, seconds % 60
    if isinstance(value, datetime.datetime | datetime.time):
        return value.hour, value.minute, value.second
    return 0, 0, 0


def _plain_date(value: datetime.date | datetime.time | datetime.timedelta) -> str:
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    return str(value)


def _section(number_format: str, index: int) -> str:
    sections = [m[1] for m in _SECTION.finditer(number_format)]
    return sections[index] if index < len(sections) else ""


def _number(value: float, number_format: str) -> str:
    if number_format.casefold() in ("general", "@", ""):
        return plain_number(value)
    sections = [m[1] for m in _SECTION.finditer(number_format)][:-1] or [number_format]
    at = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    section = sections[at] if at < len(sections) else sections[0]
    if not section.strip() or section.casefold() == "general":
        return "" if not section.strip() else plain_number(value)
    told = _filled(abs(value), section)
    if told is None:
        return plain_number(value)
    return f"-{told}" if value < 0 and at != 1 and re.search(r"[1-9]", told) else told


def _filled(value: float, section: str) -> str | None:
    """A number that is not negative, put into a section of a format; None where the section is not understood."""
    tokens = list(_NUMBER_TOKEN.finditer(section))
    cores = [t for t in tokens if t["digits"]]
    if len(cores) > 1 or any(t["other"] and (t["other"].isalpha() or t["other"] in "[]@/") for t in tokens):
        return None
    percents = sum(t["percent"] is not None for t in tokens)
    out = []
    for t in tokens:
        if t["digits"]:
            out.append(_digits(Decimal(repr(float(value))).scaleb(2 * percents), t["digits"]))
        elif t["currency"]:
            out.append(t["sign"] or "")
        elif not t["skipped"]:
            out.append(next(w for w in (t["quoted"], t["escaped"], t["percent"], t["other"]) if w is not None))
    return "".join(out).strip()


def _digits(value: Decimal, core: str) -> str:
    scaled = len(core) - len(core.rstrip(","))
    core = core.rstrip(",")
    whole, _, decimals = core.partition(".")
    if not value.is_finite():
        return str(value)
    with localcontext(prec=_MOST_DIGITS):
        value = value.scaleb(-3 * scaled).quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    digits, _, fraction = f"{value:f}".partition(".")
    least = len(decimals) - len(re.sub(r"#+$", "", decimals))
    while least and fraction.endswith("0"):
        fraction, least = fraction[:-1], least - 1
    digits = digits.zfill(whole.count("0")) if whole.count("0") else digits.lstrip("0")
    if "," in whole:
        digits = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", digits)
    return f"{digits}.{fraction}" if fraction else digits


def plain_number(value: float) -> str:
    """A number without a format: in full, without `.0`."""
    if isinstance(value, int):
        return str(value)
    if math.isfinite(value) and value == int(value) and abs(value) < _WHOLE:
        return str(int(value))
    return f"{value:.{_PLAIN_DIGITS}g}"
