"""Values of single cells as text and back: what a reviewer reads and writes, and what a spreadsheet makes of it.

Printed words stand in guillemets (`«1.10»`, `«June 2024»`), for a spreadsheet would take them for a number, a
date or a formula. A reviewer's own words may stand in them, and must where they would be changed.
"""

from __future__ import annotations

import datetime
import enum
import re
from collections.abc import Iterable
from typing import Any

from safeplans.pipeline.base.spreadsheets import LIST_SEPARATOR
from safeplans.pipeline.schema.contract import fault
from safeplans.pipeline.schema.field_parts import Field, Type
from safeplans.pipeline.schema.rows import clean

NONE = "(none)"
"""Nothing should stand in the cell."""
SAME = "(same)"
"""What was extracted is right."""

_OPEN, _CLOSE = "«", "»"
_LIST = re.compile(r"\s*[;,]\s*")
_NUMBER = re.compile(
    r"(?P<minus>[+-]?)(?P<pound>£\s?)?(?P<number>(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?P<percent>\s?%)?"
)
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T]00:00(?::00)?)?")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d\d)")
_NAMED_MONTHS = ("%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y")


class DateOrder(enum.Enum):
    """In which order a spreadsheet wrote the numbers of its dates."""

    DAY_FIRST = enum.auto()
    MONTH_FIRST = enum.auto()
    UNKNOWN = enum.auto()


def date_order(cells: Iterable[str]) -> DateOrder:
    """The order of a file's dates: one program wrote them all, and those with a number above 12 show how.

    UNKNOWN if none does, or if they disagree.
    """
    orders = set()
    for cell in cells:
        written = _SLASHED.fullmatch(cell.strip())
        if written and int(written[1]) > 12:
            orders.add(DateOrder.DAY_FIRST)
        elif written and int(written[2]) > 12:
            orders.add(DateOrder.MONTH_FIRST)
    return orders.pop() if len(orders) == 1 else DateOrder.UNKNOWN


def read_date(cell: str, order: DateOrder = DateOrder.UNKNOWN) -> datetime.date:
    """A date as ISO 8601 or as spreadsheets of Britain write it: `30/06/2024`, `30/06/24`, `30-Jun-24`, `30 June 2024`.

    Raises ValueError, in words that follow the column's name, where it is none or could be two.
    """
    iso, slashed = _ISO.fullmatch(cell), _SLASHED.fullmatch(cell)
    if iso:
        return _day(cell, iso[1], "%Y-%m-%d")
    if slashed:
        first, second, year = int(slashed[1]), int(slashed[2]), slashed[3]
        year = f"20{year}" if len(year) == 2 else year
        if first <= 12 and second <= 12 and first != second and order is DateOrder.UNKNOWN:
            day_first, month_first = f"{year}-{second:02}-{first:02}", f"{year}-{first:02}-{second:02}"
            raise ValueError(
                f"holds {cell!r}, in which day and month could be exchanged. Write {day_first} "
                f"if the day stands first, {month_first} if the month does"
            )
        day, month = (first, second) if first > 12 else (second, first)
        if first <= 12 and second <= 12 and order is DateOrder.DAY_FIRST:
            day, month = first, second
        return _day(cell, f"{year}-{month}-{day}", "%Y-%m-%d")
    for form in _NAMED_MONTHS:
        try:
            return datetime.datetime.strptime(cell, form).date()
        except ValueError:
            continue
    raise ValueError(f"holds {cell!r}, which is no date. Write it as 2024-06-30")


def _day(cell: str, text: str, form: str) -> datetime.date:
    try:
        return datetime.datetime.strptime(text, form).date()
    except ValueError:
        raise ValueError(f"holds {cell!r}, which is not in the calendar") from None


def is_words(field: Field) -> bool:
    """Are its values printed words, in which anything may stand?"""
    return field.type is Type.TEXT and not (field.pattern or field.reference)


def plain(field: Field, value: Any) -> str | None:
    """A value as text for the table `corrections`; None where there is none. `from_plain` gives it back."""
    if value is None or value == []:
        return None
    if field.type is Type.TEXTS:
        return LIST_SEPARATOR.join(map(str, value))
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return str(value)


def from_plain(field: Field, text: str | None) -> Any:
    """The value that `plain` wrote. Raises ValueError if it is none of that column."""
    if text is None:
        return [] if field.type is Type.TEXTS else None
    return text if is_words(field) else parsed(field, text)


def shown(field: Field, value: Any) -> str:
    """A value as a reviewer's cell has it; empty where there is none. `parsed` gives it back."""
    text = plain(field, value)
    if text is None:
        return ""
    return quoted(text) if is_words(field) else text


def quoted(text: str) -> str:
    """Words in guillemets."""
    return f"{_OPEN}{text}{_CLOSE}"


def unquoted(cell: str) -> str:
    """The words of a cell, in guillemets or not."""
    words = cell.strip()
    inside = len(words) >= 2 and words.startswith(_OPEN) and words.endswith(_CLOSE)
    return words[1:-1] if inside else words


def parsed(field: Field, cell: str, order: DateOrder = DateOrder.UNKNOWN) -> Any:
    """The value that a cell gives to a column.

    Raises ValueError, in words that follow the column's name, where it is none that the column may hold.
    """
    text = clean(cell.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if text.casefold() == NONE:
        value: Any = [] if field.type is Type.TEXTS else None
    else:
        value = _read(field, text, order)
    wrong = fault(field, value)
    if wrong:
        raise ValueError(wrong)
    return value


def _read(field: Field, text: str, order: DateOrder) -> Any:
    if field.type is Type.DATE:
        return read_date(text, order)
    if field.type is Type.FLOAT64:
        return _number(text)
    if field.type is Type.INT8:
        number = _number(text)
        if not number.is_integer():
            raise ValueError(f"holds {text!r}, which is no whole number")
        return int(number)
    if field.type is Type.TEXTS:
        return list(dict.fromkeys(_code(field, item) for item in _LIST.split(text) if item))
    if field.type is Type.CATEGORY:
        return _code(field, text)
    if not is_words(field):
        return text
    words = unquoted(text)
    if not words:
        raise ValueError(f"holds no words. Where nothing should stand, write {NONE}")
    return words


def number_sign(cell: str) -> str | None:
    """The sign with a plain number, `£` before or `%` behind it; None without one, or where something else stands."""
    found = _NUMBER.fullmatch(cell.strip())
    if found is None:
        return None
    return "£" if found["pound"] else "%" if found["percent"] else None


def _number(text: str) -> float:
    """A number, with commas between thousands or without, and with `£` before or `%` behind it (`number_sign`)."""
    found = _NUMBER.fullmatch(text)
    if not found or (found["pound"] and found["percent"]):
        raise ValueError(f"holds {text!r}, which is no number. Write digits alone, such as 1204 or 17.5")
    return float(found["minus"] + found["number"].replace(",", ""))


def _code(field: Field, text: str) -> str:
    """A word of a closed list, however it is capitalised and joined; any other text as it is."""
    code = re.sub(r"[\s-]+", "_", text.casefold())
    return code if code in field.allowed else text
