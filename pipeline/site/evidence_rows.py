"""The rows of one printed page as an evidence page shows them: entries beside it, boxes over it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from safeplans.extractors.assembly.locating import FRAGMENT
from safeplans.pipeline.base.data_files import data_file
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.fields import table
from safeplans.pipeline.views import labels

TABLES = ("objectives", "actions", "measures", "groups", "owners", "dates", "terms")
"""The tables whose rows have a place in print; those that others hang under come first."""

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the page's top left."""

_SHORT = 90
"""Letters of a row's words that name it elsewhere."""


@dataclass(slots=True)
class Entry:
    """A row, with the rows of the same page that hang under it.

    suffix: of its id, the anchor of its box. name: what it is, such as "Action 2.1". words: the printed words it is
    about; details: heading and value of what was made of them. under: name, id and page of the row it hangs under
    that is not shown above it. box: None for text. band: "" where a table has none. where: the place in words;
    fragment: what leads to it behind the address of a web page, "" for other documents. reviews: what reviewers said of
    it, one sentence each.
    """

    suffix: str
    table: str
    name: str
    words: str
    details: tuple[tuple[str, str], ...]
    quote: str
    method: str
    confidence: float
    band: str
    page: int | None
    lines: tuple[int, int]
    where: str
    fragment: str
    box: Box | None
    reviews: tuple[str, ...] = ()
    under: tuple[str, str, int | None] | None = None
    parts: list[Entry] = field(default_factory=list)

    @property
    def short(self) -> str:
        """What it is and its first words, to name it in a link."""
        cut = len(self.words) > _SHORT
        return f"{self.name}: " + (self.words[:_SHORT].rsplit(" ", 1)[0] + " …" if cut else self.words)

    def all(self) -> Iterator[Entry]:
        """The entry and its parts, theirs too."""
        yield self
        for part in self.parts:
            yield from part.all()


@dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn over a page once for all rows of the same place, the first of `entries` before the others."""

    entries: tuple[Entry, ...]

    @property
    def label(self) -> str:
        more = len(self.entries) - 1
        return self.entries[0].short + (f" (and {more} more)" if more else "")


def entries_by_page(
    tables: Mapping[str, Sequence[Row]], corrections: Iterable[Row] = ()
) -> dict[int | None, list[Entry]]:
    """A document's rows by their page, in reading order; None for a document without pages.

    tables: its rows of each of `TABLES`. corrections: what reviewers said of them, rows of `corrections`.
    """
    said: dict[str, list[str]] = {}
    for row in corrections:
        said.setdefault(row["row_id"], []).append(_review(row))
    known: dict[str, Entry] = {}
    pages: dict[int | None, list[Entry]] = {}
    for name in TABLES:
        key = table(name).key
        for row in tables.get(name, ()):
            entry = _entry(name, row, said.get(row[key], ()))
            known[row[key]] = entry
            above_id = _above(name, row)
            above = known.get(above_id) if above_id is not None else None
            if above is not None and above.page == entry.page and name not in ("objectives", "actions"):
                above.parts.append(entry)
                continue
            if above is not None and above_id is not None:
                entry.under = (above.short, above_id, above.page)
            pages.setdefault(entry.page, []).append(entry)
    for entries in pages.values():
        entries.sort(key=_reading_order)
    return dict(sorted(pages.items(), key=lambda item: item[0] or 0))


def marks(entries: Iterable[Entry]) -> list[Mark]:
    """The places to mark on a page, in reading order: one for all rows of the same box, or of the same lines."""
    places: dict[tuple[float, ...], list[Entry]] = {}
    for entry in entries:
        for each in entry.all():
            place = tuple(round(value, 1) for value in each.box) if each.box is not None else each.lines
            places.setdefault(place, []).append(each)
    return [Mark(tuple(each)) for each in sorted(places.values(), key=lambda found: _reading_order(found[0]))]


def _reading_order(entry: Entry) -> tuple[int, float, float]:
    return (entry.lines[0], *((entry.box[1], entry.box[0]) if entry.box is not None else (0.0, 0.0)))


def _above(name: str, row: Row) -> str | None:
    """The id of the row that a row hangs under; None if it hangs under none."""
    if name in ("owners", "dates"):
        return str(row["subject_id"])
    if name == "measures":
        return _text(row["action_id"] or row["objective_id"])
    return _text(row["objective_id"]) if name == "actions" else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _review(row: Row) -> str:
    field = row["field"].replace("_", " ")
    by = f"by {row['reviewer'] or 'a reviewer'}" + (f" on {labels.day(row['reviewed'])}" if row["reviewed"] else "")
    match row["outcome"]:
        case "applied":
            before = "nothing was extracted" if row["original"] is None else f"extracted was “{row['original']}”"
            said = f"Corrected {by}, {field}: {before}"
        case "not_applied":
            said = f"Not applied, a correction {by} of {field}: {row['why']}"
        case _:
            said = f"Confirmed {by}, {field}"
    return said + (f" ({row['reason']})" if row["reason"] else "")


def _entry(name: str, row: Row, reviews: Iterable[str]) -> Entry:
    shown = _shown()[name]
    words = row[shown["words"]]
    return Entry(
        suffix=row[table(name).key].partition(":")[2],
        table=name,
        name=_name(name, row),
        words=words,
        details=tuple(found for found in _details(shown["fields"], row) if found[1] != words),
        quote=row["quote"],
        method=row["method"],
        confidence=row["confidence"],
        band=labels.label(row.get("confidence_band"), "band"),
        page=row["page"],
        lines=(row["line_start"], row["line_end"]),
        where=labels.where(row),
        fragment=row["locator"] if row["locator"].startswith(FRAGMENT) else "",
        box=None if row["bbox"] is None else tuple(row["bbox"]),
        reviews=tuple(reviews),
    )


def _name(name: str, row: Row) -> str:
    match name:
        case "objectives":
            return f"{labels.label(row['kind'], 'statement')} {row['number'] or ''}".strip()
        case "actions":
            return f"Action {row['number'] or ''}".strip()
        case "owners":
            return "Who leads" if row["relation"] == "lead" else "Who receives the report"
        case "dates":
            return "Date of the document" if row["subject"] == "document" else "When"
        case "measures":
            return labels.label(row["kind"], "measure")
        case "groups":
            return "Group"
        case _:
            return "Abbreviation"


@functools.cache
def _shown() -> dict[str, Any]:
    return data_file(__package__, "evidence_fields.toml")


def _details(shown: Sequence[Mapping[str, str]], row: Row) -> Iterator[tuple[str, str]]:
    for each in shown:
        value = row[each["column"]]
        if "labels" in each:
            values = value if isinstance(value, list) else [value]
            printed = ", ".join(labels.label(one, each["labels"]) for one in values)
        else:
            printed = _FORMS[each.get("form", "text")](value, row, each)
        if printed:
            yield each["heading"], printed


_FORMS: dict[str, Callable[[Any, Row, Mapping[str, str]], str]] = {
    "text": lambda value, row, each: value or "",
    "plain": lambda value, row, each: (value or "").replace("_", " "),
    "span": lambda value, row, each: labels.span(value, row[each["to"]]),
    "recurrence": lambda value, row, each: labels.recurrence(value),
    "understood": lambda value, row, each: labels.understood(row),
    "amount": lambda value, row, each: (
        "" if value is None else f"{labels.amount(value)} {row[each['unit']] or ''}".strip()
    ),
    "change": lambda value, row, each: "" if value is None else f"{labels.signed(value)}%",
}
"""How `evidence_fields.toml` has a value printed, by its `form`; "" for a missing one."""
