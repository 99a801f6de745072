"""Does a row keep the contract of its table?

A value outside a closed list, a missing value or a wrong column raises before it can become
a null in the dataset.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping
from typing import Any

from pipeline.fields import Field, Table, Type

Row = dict[str, Any]


class ContractError(ValueError):
    """A row that does not keep the contract of its table; the message names document, column and value."""


@functools.cache
def _columns(table: Table) -> frozenset[str]:
    return frozenset(table.columns)


@functools.cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def fault(field: Field, value: Any) -> str | None:
    """What is wrong with one value, in words that follow the column's name; None if nothing is."""
    if value is None:
        return None if field.nullable else "is empty, but every row needs a value there"
    if field.allowed:
        for item in value if field.type is Type.TEXTS else (value,):
            if item not in field.allowed:
                return f"holds {item!r}, which is not one of: {', '.join(field.allowed)}"
    if isinstance(value, float) and not math.isfinite(value):
        return f"holds {value}, which is no finite number"
    if field.minimum is not None and value < field.minimum:
        return f"holds {value}, which is below {field.minimum:g}"
    if field.maximum is not None and value > field.maximum:
        return f"holds {value}, which is above {field.maximum:g}"
    if field.pattern is not None and not _pattern(field.pattern).fullmatch(value):
        return f"holds {value!r}, which does not have the form {field.pattern}"
    return None


def keep(table: Table, row: Mapping[str, Any], document: str) -> None:
    """Raise `ContractError` unless the row has the table's columns and allowed values.

    document: how the message names the document (its source).
    """
    if row.keys() != _columns(table):
        odd = sorted(row.keys() ^ _columns(table))
        raise ContractError(f"{document}: a row of {table.name} does not have its columns ({', '.join(odd)})")
    for field in table.fields:
        wrong = fault(field, row[field.name])
        if wrong:
            raise ContractError(f"{document}: {table.name}.{field.name} {wrong}")
