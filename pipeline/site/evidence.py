"""Evidence pages: each printed page that gave rows, with the rows marked on it; of what has no pictures its text."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from safeplans.extractors.assembly.locating import SLIDES, WEB
from safeplans.pipeline.base.links import evidence_page, partnership_page
from safeplans.pipeline.comparison.corpus import ComparedDocument, Corpus
from safeplans.pipeline.running.workers import default_workers
from safeplans.pipeline.schema import fields
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.fields import CORRECTIONS
from safeplans.pipeline.site.evidence_rows import TABLES, Box, Entry, Mark, entries_by_page, marks
from safeplans.pipeline.site.pictures import Shown, Wanted, show
from safeplans.pipeline.site.rendering import Site
from safeplans.pipeline.site.source_files import find_sources
from safeplans.pipeline.store.loading import read_rows

_DRAWN = "application/pdf"
"""The kind of document of whose pages there are pictures."""
_FLOWING = (WEB, SLIDES)
"""Kinds of documents whose lines are paragraphs, of any length, and not as somebody typed them."""
_A4 = (595.0, 842.0)
"""Width and height in points: what a page is drawn as whose file is not there."""
_LONGEST_SIDE = 14_400.0
"""Points that a side of a PDF's page has at most (ISO 32000-1, annex C)."""
_WEB = ("https://", "http://")
_PAD = 1.5
"""Points of white left around a box, so that its outline does not run through letters."""
_COLUMNS = 160
"""Letters of a line that are not wrapped, so that columns held apart by blanks stand under one another."""
_FAR = 30
"""Lines shown before and after those that gave rows; longer stretches without any are left out."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was shown.

    pages: evidence pages. pictures: drawn for them. failures: source of each document that was looked for and is not
    shown, or not all of it, and why.
    """

    pages: int
    pictures: int
    failures: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Spot:
    """A mark as the template wants it: where it stands (CSS), what it says, the anchors that it holds."""

    style: str
    label: str
    table: str
    suffixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a text, or so many left out.

    row: of the grid that lines and marks share. spot: where it stands in the file, as a person finds it; "" where the
    line before says so already, and in texts, whose lines are counted.
    """

    row: int
    number: int
    text: str
    left_out: int = 0
    spot: str = ""


def write_evidence(
    site: Site,
    directory: Path,
    corpus: Corpus,
    names: Mapping[str, str],
    places: Sequence[str | os.PathLike[str]] = (),
    *,
    pictures: bool = True,
    workers: int | None = None,
) -> Evidence:
    """Write the evidence pages of a dataset: one for each page, and each text, that gave rows.

    directory: of the dataset. names: of partnerships, by their key. places: where the documents may lie, see
    `find_sources`. pictures: draw pages; else, and where a file is not found, boxes stand on an empty sheet.
    workers: processes that draw, by default one for each core.

    Raises DatasetError when a table cannot be read, InputError when a place does not exist or holds no documents,
    WorkersError when no process can be started.
    """
    sources = find_sources([document.row for document in corpus.documents.values()], places)
    tables = _tables_by_document(directory, corpus)
    pages = {key: found for key, rows in tables.items() if (found := entries_by_page(rows, rows[CORRECTIONS.name]))}
    wanted = [
        Wanted(key, sources[key], tuple(filter(None, found)) if _is_drawn(corpus.documents[key]) else ())
        for key, found in pages.items()
        if key in sources and (pictures or not _is_drawn(corpus.documents[key]))
    ]

    def store(document_id: str, page: int, picture: bytes) -> None:
        site.place(_picture(document_id, page)).write_bytes(picture)

    shown = show(wanted, default_workers() if workers is None else workers, store)
    failures = []
    for key, found in pages.items():
        document = corpus.documents[key]
        seen = shown.get(key) or Shown({}, failure=_not_asked(document.row["source"], key in sources, places))
        if seen.failure is not None and places and (key in shown or key not in sources):
            failures.append((str(document.row["source"]), seen.failure))
        for number in found:
            _write_page(site, document, names[document.partnership_key], found, number, seen)
    return Evidence(
        sum(len(found) for found in pages.values()),
        sum(len(seen.sizes) for seen in shown.values()),
        tuple(failures),
    )


def _not_asked(source: str, found: bool, places: Sequence[str | os.PathLike[str]]) -> str:
    """Why nobody has looked at a document."""
    if found:
        return "the report was made without pictures"
    if not places:
        return "no folder with the documents was given (--documents)"
    return f"no file with the content of {source} is in the folders given (--documents)"


def _tables_by_document(directory: Path, corpus: Corpus) -> dict[str, dict[str, list[Row]]]:
    """The rows of each document that was read, corrections too, by table, in the dataset's order."""
    tables: dict[str, Iterable[Row]] = {
        "objectives": corpus.objectives.values(),
        "actions": corpus.actions.values(),
        "owners": corpus.owners,
        "dates": corpus.dates,
        "measures": corpus.measures,
    }
    for name in (*TABLES, CORRECTIONS.name):
        if name not in tables:
            tables[name] = read_rows(directory, fields.table(name))
    found: dict[str, dict[str, list[Row]]] = {key: {name: [] for name in tables} for key in corpus.documents}
    for name, rows in tables.items():
        for row in rows:
            if row["document_id"] in found:  # a correction may be of a document that is not here
                found[row["document_id"]][name].append(row)
    return found


def _is_drawn(document: ComparedDocument) -> bool:
    return bool(document.row["media_type"] == _DRAWN)


def _picture(document_id: str, page: int) -> str:
    return evidence_page(document_id, page).removesuffix(".html") + ".webp"


def _write_page(
    site: Site,
    document: ComparedDocument,
    partnership: str,
    pages: Mapping[int | None, Sequence[Entry]],
    number: int | None,
    seen: Shown,
) -> None:
    entries = pages[number]
    title = document.row["title"] or document.row["source"]
    what = "slide" if document.row["media_type"] == SLIDES else "page"
    address = _address(document.row)
    numbers = [each for each in pages if each is not None]
    at = numbers.index(number) if number is not None else 0
    drawn = number is not None and _is_drawn(document)
    size = seen.sizes.get(number) if number is not None else None
    lines = [] if drawn else _lines(seen.lines, seen.spots, entries)
    width, height = size or _guessed(pages)
    marked = _spots(marks(entries), (width, height), lines)
    site.write(
        evidence_page(document.document_id, number),
        "evidence_page.html",
        title=f"{title}, {what} {number}" if number is not None else title,
        section="partnerships/index.html",
        crumbs=(
            ("Partnerships", "partnerships/index.html"),
            (partnership, partnership_page(document.partnership_key)),
        ),
        document=document.row,
        heading=title,
        number=number,
        what=what,
        drawn=drawn,
        address=address,
        before=numbers[at - 1] if at else None,
        after=numbers[at + 1] if at + 1 < len(numbers) else None,
        picture=_picture(document.document_id, number).rpartition("/")[2] if number is not None and size else None,
        width=width,
        height=height,
        lines=lines,
        columns=min(_COLUMNS, max((len(line.text) for line in lines), default=0)),
        flowing=bool(seen.spots) or document.row["media_type"] in _FLOWING,
        spotted=bool(seen.spots),
        spots=marked,
        placed={suffix for spot in marked for suffix in spot.suffixes},
        entries=entries,
        failure=None if size or lines else seen.failure,
    )


def _address(document: Row) -> str | None:
    """Where a document was fetched from, for a link; None where that is not known, or is no address of the web."""
    address = str(document.get("source_url") or "").partition("#")[0]
    return address if address.startswith(_WEB) else None


def _guessed(pages: Mapping[int | None, Sequence[Entry]]) -> tuple[float, float]:
    """The size in points of a page that nobody can look at: A4, lying where boxes ask for it, or what holds them."""
    boxes = [each.box for entries in pages.values() for entry in entries for each in entry.all() if each.box]
    right, bottom = max((box[2] for box in boxes), default=0.0), max((box[3] for box in boxes), default=0.0)
    short, long = _A4
    width, height = (long, short) if right > short >= bottom else (short, long)
    return min(max(width, right), _LONGEST_SIDE), min(max(height, bottom), _LONGEST_SIDE)


def _spots(found: Iterable[Mark], size: tuple[float, float], lines: Sequence[_Line]) -> list[_Spot]:
    """The marks on a page of that size, or on lines; what has no place on either is left to the entries."""
    rows = {line.number: line.row for line in lines if not line.left_out}
    spots = []
    for mark in found:
        first = mark.entries[0]
        if first.box is not None:
            style = _box_style(first.box, size)
        elif first.lines[0] in rows and first.lines[1] in rows:
            style = f"grid-row:{rows[first.lines[0]]}/{rows[first.lines[1]] + 1}"
        else:
            continue
        spots.append(_Spot(style, mark.label, first.table, tuple(entry.suffix for entry in mark.entries)))
    return spots


def _box_style(box: Box, size: tuple[float, float]) -> str:
    """Place and size in percent of the page, which holds at any size of its picture; small boxes above large ones."""
    width, height = size
    x0, top, x1, bottom = box[0] - _PAD, box[1] - _PAD, box[2] + _PAD, box[3] + _PAD
    covered = max(0.0, (x1 - x0) * (bottom - top) / (width * height))
    return (
        f"left:{100 * x0 / width:.2f}%;top:{100 * top / height:.2f}%;width:{100 * (x1 - x0) / width:.2f}%;"
        f"height:{100 * (bottom - top) / height:.2f}%;z-index:{round(1000 * (1 - min(covered, 1.0)))}"
    )


def _lines(text: Sequence[str], spots: Sequence[str], entries: Iterable[Entry]) -> list[_Line]:
    """The lines of a text around those that gave rows, and how many were left out between them. spots: of its lines."""
    wanted: set[int] = set()
    for entry in entries:
        for each in entry.all():
            wanted.update(range(max(1, each.lines[0] - _FAR), min(len(text), each.lines[1] + _FAR) + 1))
    lines: list[_Line] = []
    last = 0
    for number in (*sorted(wanted), len(text) + 1):
        if number > last + 1:
            lines.append(_Line(len(lines) + 1, last + 1, "", number - last - 1))
        if number <= len(text):
            spot = spots[number - 1] if spots else ""
            said = bool(lines) and not lines[-1].left_out and spot == spots[number - 2] if spots else True
            lines.append(_Line(len(lines) + 1, number, text[number - 1], spot="" if said else spot))
        last = number
    return lines
