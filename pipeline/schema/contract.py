"""Does a row keep the contract of its table?

A value outside a closed list, a missing value or a wrong column raises before it can become
a null in the dataset.
"""

from __future__ import annotations

import functools
import math
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from safeplans.pipeline.schema.field_parts import Field, Table, Type
from safeplans.pipeline.schema.fields import table as table_named

Row = dict[str, Any]


class ContractError(ValueError):
    """A row that does not keep the contract of its table; the message names document, column and value."""


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
    checks = _checks(table.name)
    if row.keys() != checks.columns:
        odd = sorted(row.keys() ^ checks.columns)
        raise ContractError(f"{document}: a row of {table.name} does not have its columns ({', '.join(odd)})")
    if None not in checks.required(row) and all(row[name] in allowed for name, allowed in checks.closed):
        suspects = checks.others
    else:
        suspects = table.fields
    for field in suspects:
        wrong = fault(field, row[field.name])
        if wrong:
            raise ContractError(f"{document}: {table.name}.{field.name} {wrong}")


class _Checks(NamedTuple):
    """What is found once for a table, for there are many rows.

    required: the values that must not be missing; closed: columns with their closed lists; others: fields that take
    more than that to check.
    """

    columns: frozenset[str]
    required: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    closed: tuple[tuple[str, frozenset[str | None]], ...]
    others: tuple[Field, ...]


@functools.cache
def _checks(name: str) -> _Checks:
    fields = table_named(name).fields
    required = [f.name for f in fields if not f.nullable]
    closed = [f for f in fields if f.allowed and f.type is Type.CATEGORY]
    plain = (Type.TEXT, Type.DATE, Type.TIMESTAMP, Type.BOX, Type.STRUCTS)
    others = [f for f in fields if f not in closed and (f.allowed or f.pattern or f.type not in plain)]
    return _Checks(
        frozenset(f.name for f in fields),
        operator.itemgetter(*required, required[0]),  # two at least, so that a tuple comes out
        tuple((f.name, frozenset((*f.allowed, None) if f.nullable else f.allowed)) for f in closed),
        tuple(others),
    )
