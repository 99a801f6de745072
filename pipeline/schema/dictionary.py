"""The data dictionary and the codes of problems as Markdown: `schema.fields` and `extractors.lexicon.codes`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from safeplans.extractors.lexicon.codes import Code, codes
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.pipeline.schema.comparison_fields import COMPARISON_TABLES
from safeplans.pipeline.schema.field_parts import Field, Table, Type
from safeplans.pipeline.schema.fields import ALL_TABLES, SCHEMA_VERSION, TABLES

_INTRODUCTION = f"""\
# The tables

Schema version {SCHEMA_VERSION}. One dataset is one directory of Parquet files, one a table, and a Frictionless
`datapackage.json` that says the same as this page to programs. This page is generated: `safeplans tables`.

- Text is as printed (Unicode NFC, line wraps undone); normalised values stand in columns beside it, null where
  the print cannot be normalised.
- A span of dates has an inclusive start and end.
- Categories hold one of the values listed, and nothing else. A column marked *null* may be empty.
- Each row says where it was printed: `locator` for people; `page`, `line_start`, `line_end`, `bbox`, `quote` for
  programs; and which rule made it, how surely: `method`, `confidence`.
"""

_THEMES = """\
## The themes

A statement is filed under what it is about, judged on its words and its heading: mostly one or two themes, at most
four, none where it speaks of no subject of the list. Ways of working (workforce, quality_assurance, governance,
community, voice_of_child, information_sharing) stand beside the subject: training on neglect carries both. The name of
who does it, or who is told, gives no theme.

| theme | what belongs to it, and what does not |
| --- | --- |
"""

_COMPARISON = """\
## Tables of a comparison, made by `safeplans compare`

They lie beside the tables of the run that they were made of, and are removed when a new run takes its place. Each row
is counted, or matched, from rows of the tables above. How like statements are found, and how surely:
`docs/comparison.md`.
"""


_CODES_INTRODUCTION = """\
# The codes in `problems`

`severity` is *error* where nothing, or a part, could be read, *warning* where something may be wrong, *info* for what
is worth knowing. A document of which something was not read (the first table, but for *info*) has the status `partial`,
or `failed` where nothing was read. Doubts about the reading and faults of the document itself do not make it partial:
they are counted in its `doubt_count` and `fault_count`.

The column `retry` says whether reading the document again can help. *no*: the same will be said again. *same*: the
same command may succeed. *changed*: after the change that the last column and the row's message name, such as another
limit, an extra installed or a better copy of the file.

This page is generated: `safeplans codes`."""

_CODES_TITLES = {
    "not_read": "Not read: a file, or a part of it",
    "doubt": "Doubt: it was read, and may have been read wrongly",
    "fault": "Fault: the document itself lacks or mistakes something",
    "review": "A reviewer's correction is in doubt",
    "information": "Information: worth knowing",
}


def codes_markdown(names: Iterable[str] = ()) -> str:
    """The codes named; without a name all of them, after what the columns mean. KeyError for a name that is none."""
    chosen = [codes()[name] for name in names]
    parts = [] if chosen else [_CODES_INTRODUCTION]
    for about, title in _CODES_TITLES.items():
        rows = [_code_row(code) for code in chosen or codes().values() if code.about == about]
        if rows:
            head = "| code | severity | what happened | retry | what to do |\n| --- | --- | --- | --- | --- |"
            parts.append("\n".join([f"## {title}", "", head, *rows]))
    return "\n\n".join(parts)


def _code_row(code: Code) -> str:
    severities = ", ".join(code.severities)
    return f"| `{code.name}` | {severities} | {code.what} | {code.retry} | {code.advice} |"


def markdown(tables: Sequence[Table] = ALL_TABLES) -> str:
    """The dictionary of `tables`; that of all begins with the conventions, and sets those of a comparison apart."""
    if tuple(tables) != ALL_TABLES:
        return "\n".join(map(_table, tables))
    own, compared = map(_table, TABLES), (_table(table, level=3) for table in COMPARISON_TABLES)
    return "\n".join([_INTRODUCTION, *own, _themes(), _COMPARISON, *compared])


def _themes() -> str:
    guide: dict[str, str] = load_toml("theme_guide")["themes"]
    return _THEMES + "".join(f"| `{theme}` | {about} |\n" for theme, about in guide.items())


def _table(table: Table, level: int = 2) -> str:
    """level: of its heading."""
    head = ["| column | type | what it holds |", "| --- | --- | --- |"]
    lines = [f"{'#' * level} {table.name}", "", table.description, "", *head]
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
