"""The data dictionary as Markdown, generated from `pipeline.fields`."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.fields import SCHEMA_VERSION, TABLES, Field, Table, Type

_INTRODUCTION = f"""\
# The tables

Schema version {SCHEMA_VERSION}. One dataset is one directory of Parquet files, one a table, and a Frictionless
`datapackage.json` that says the same as this page to programs. This page is generated: `safeplans tables`.

- Text is as printed (Unicode NFC, line wraps undone); normalised values stand in columns beside it, null where
  the print cannot be normalised.
- A span of dates has an inclusive start and end.
- Categories hold one of the values listed, and nothing else. A column marked *null* may be empty.
- Each row says where it was printed: `page`, `line_start`, `line_end`, `bbox`, `quote`; and which rule made it, how
  surely: `method`, `confidence`.
"""


def markdown(tables: Sequence[Table] = TABLES) -> str:
    """The dictionary of `tables`; with all of them it begins with the conventions."""
    parts = [_INTRODUCTION] if tuple(tables) == TABLES else []
    parts += [_table(table) for table in tables]
    return "\n".join(parts)


def _table(table: Table) -> str:
    lines = [f"## {table.name}", "", table.description, "", "| column | type | what it holds |", "| --- | --- | --- |"]
    lines += [f"| `{field.name}` | {_type(field)} | {_meaning(table, field)} |" for field in table.fields]
    return "\n".join(lines) + "\n"


def _type(field: Field) -> str:
    name = str(field.type)
    if field.type is Type.STRUCTS:
        name = "list of (" + ", ".join(f"{part.name}: {part.type}" for part in field.parts) + ")"
    return f"{name}, null" if field.nullable else name


def _meaning(table: Table, field: Field) -> str:
    text = field.description
    if field.name == table.key:
        text += " Unique."
    if field.reference:
        text += f" Found in `{field.reference}`."
    if field.allowed:
        text += " One of: " if field.type is Type.CATEGORY else " Each one of: "
        text += ", ".join(field.allowed) + "."
    return text.replace("|", "\\|")
