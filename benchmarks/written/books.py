#!/usr/bin/env python3
"""How well plans are read from workbooks, beside the PDFs of the same content: ``python benchmarks/sheets.py``.

The sources of the corpus that are tables are written as people lay plans out in spreadsheets, in four ways (STYLES),
and through LibreOffice as .ods and .xlsx; CSV holds the first of them. Each is read and held against the gold of its
source with the model of the package, and so is the PDF that the corpus has of it (`make corpus`).

    python benchmarks/sheets.py [--families 60] [--only STYLE …] [--worst 10] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import datetime
import io
import json
import re
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import xlsxwriter
from firstsight import CORPUS, ROOT, read_one
from lxml import html

sys.path.insert(0, str(ROOT))
from corpus.building import planned, source_of  # noqa: E402
from corpus.families import recorded  # noqa: E402

_BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "div", "ul", "ol", "dt", "dd", "section", "header", "footer"}
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOUR = re.compile(r"background(?:-color)?\s*:\s*(#[0-9a-fA-F]{3,6})")
_DATES = (
    (re.compile(r"\d{2}/\d{2}/\d{4}"), "%d/%m/%Y", "dd/mm/yyyy"),
    (re.compile(r"\d{2}/\d{2}/\d{2}"), "%d/%m/%y", "dd/mm/yy"),
    (re.compile(r"[A-Z][a-z]{2}-\d{2}"), "%b-%y", "mmm-yy"),
    (re.compile(r"[A-Z][a-z]{3,8} \d{4}"), "%B %Y", "mmmm yyyy"),
    (re.compile(r"\d{1,2} [A-Z][a-z]{3,8} \d{4}"), "%d %B %Y", "d mmmm yyyy"),
)


@dataclass(slots=True)
class Cell:
    text: str
    header: bool = False
    bold: bool = False
    fill: str | None = None
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class Part:
    """A heading, a line or a table of a source."""

    kind: str
    text: str = ""
    level: int = 0
    rows: list[list[Cell]] = field(default_factory=list)


class Source:
    """The parts of an HTML source in their order, with the colours that its style sheet gives to cells."""

    def __init__(self, text: str) -> None:
        self.root = html.document_fromstring(text)
        self.styles = [
            (selector.strip(), rules)
            for style in self.root.iter("style")
            for selectors, rules in _RULE.findall(style.text or "")
            for selector in selectors.split(",")
        ]
        body = self.root.find("body")
        self.parts = list(self._parts(body if body is not None else self.root))

    def _parts(self, element: Any) -> Iterator[Part]:
        if element.text and element.text.strip() and element.tag not in ("style", "script"):
            yield Part("line", _words(element.text))
        for child in element:
            if not isinstance(child.tag, str) or child.tag in ("style", "script", "head"):
                pass
            elif child.tag == "table":
                yield from self._table(child)
            elif child.tag == "li":
                mark = "•" if element.tag != "ol" else f"{element.index(child) + 1}."
                lines = _lines(child)
                yield from (Part("line", f"{mark} {line}" if i == 0 else line) for i, line in enumerate(lines))
            elif re.fullmatch(r"h[1-6]", child.tag):
                yield Part("heading", " ".join(_lines(child)), int(child.tag[1]))
            elif any(c.tag in _BLOCKS or c.tag == "table" for c in child):
                yield from self._parts(child)
            else:
                yield from (Part("line", line) for line in _lines(child))
            if child.tail and child.tail.strip():
                yield Part("line", _words(child.tail))

    def _table(self, table: Any) -> Iterator[Part]:
        caption = table.find("caption")
        if caption is not None:
            yield Part("heading", " ".join(_lines(caption)), 4)
        rows = []
        for row in table.iter("tr"):
            cells = []
            for cell in row:
                if cell.tag in ("td", "th"):
                    fill = self._fill(cell) or self._fill(row) or self._fill(row.getparent())
                    bold = cell.tag == "th" or "font-weight: bold" in (cell.get("style") or "")
                    cells.append(
                        Cell(
                            "\n".join(_lines(cell)), cell.tag == "th", bold, fill,
                            int(cell.get("colspan") or 1), int(cell.get("rowspan") or 1),
                        )
                    )  # fmt: skip
            if cells:
                rows.append(cells)
        if rows:
            yield Part("table", rows=rows)

    def _fill(self, element: Any) -> str | None:
        own = _COLOUR.search(element.get("style") or "") or _COLOUR.search(
            f"background: {element.get('bgcolor')}" if element.get("bgcolor") else ""
        )
        if own:
            return _six(own[1])
        found = None
        for selector, rules in self.styles:
            last = selector.split()[-1] if selector.split() else ""
            tag, *classes = last.split(".")
            if tag not in ("", element.tag) or not set(classes) <= set((element.get("class") or "").split()):
                continue
            if (classes or tag) and (colour := _COLOUR.search(rules)):
                found = _six(colour[1])
        return found


def _six(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(c * 2 for c in colour[1:])


def _words(text: str) -> str:
    return " ".join(text.split())


def _lines(element: Any) -> list[str]:
    """The text of an element, a line for each block, break and list item in it."""
    lines = [""]

    def walk(e: Any, mark: str) -> None:
        if not isinstance(e.tag, str):
            return
        if e.tag == "br" or e.tag in _BLOCKS and lines[-1].strip():
            lines.append("")
        if e is not element and e.tag == "li":
            lines[-1] += mark
        lines[-1] += e.text or ""
        for child in e:
            walk(child, f"{e.index(child) + 1}. " if e.tag == "ol" else "• ")
            lines[-1] += child.tail or ""
        if e.tag in _BLOCKS and lines[-1].strip():
            lines.append("")

    walk(element, "")
    return [w for line in lines if (w := _words(line))]


class Writer:
    """A workbook that is being written. left: the first column. dates: written as dates where a cell holds one."""

    def __init__(self, left: int = 0, *, dates: bool = False, split: bool = False) -> None:
        self.out = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.out, {"in_memory": True, "strings_to_formulas": False})
        self.left, self.dates, self.split = left, dates, split
        self.row = 0
        self.sheet: Any = None
        self.names: set[str] = set()
        self.formats: dict[tuple[Any, ...], Any] = {}

    def begin(self, name: str) -> None:
        name = re.sub(r"[\[\]:*?/\\']", " ", name)[:31].strip() or "Sheet"
        while name.casefold() in self.names:
            name = name[:27] + f" ({len(self.names)})"
        self.names.add(name.casefold())
        self.sheet = self.book.add_worksheet(name)
        self.row = 0

    def format(self, **told: Any) -> Any:
        key = tuple(sorted(told.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"text_wrap": True, "valign": "top", **told})
        return self.formats[key]

    def line(self, text: str, *, level: int = 0, merged: int = 0) -> None:
        look = {"bold": True, "font_size": {1: 18, 2: 14}.get(level, 12)} if level else {}
        if merged > 1:
            self.sheet.merge_range(self.row, self.left, self.row, self.left + merged - 1, text, self.format(**look))
        else:
            self.sheet.write_string(self.row, self.left, text, self.format(**look))
        self.row += 1

    def table(self, rows: Sequence[Sequence[Cell]], *, header: bool = True) -> None:
        taken: set[tuple[int, int]] = set()
        start = self.row
        for at, cells in enumerate(rows):
            column = 0
            for cell in cells:
                while (at, column) in taken:
                    column += 1
                taken |= {(at + r, column + c) for r in range(cell.rows) for c in range(cell.columns)}
                if header or not cell.header:
                    self._cell(start + at, column, cell, len(rows) - at)
                column += cell.columns
        self.row = start + len(rows)

    def _cell(self, row: int, column: int, cell: Cell, rest: int) -> None:
        look: dict[str, Any] = {"border": 1}
        if cell.bold:
            look["bold"] = True
        if cell.fill:
            look["bg_color"] = cell.fill
        text, value = cell.text, None
        if self.dates:
            for pattern, form, shown in _DATES:
                if pattern.fullmatch(text):
                    with contextlib.suppress(ValueError):  # Summer 2028
                        value = datetime.datetime.strptime(text, form)
                        look["num_format"] = shown
        if self.split and not cell.header and len(text) < 120:
            text = re.sub(r"\s*/\s*(?=[A-Z])|;\s+", "\n", text)
        down, across = min(cell.rows, rest), cell.columns
        at = (row, column + self.left)
        if down > 1 or across > 1:
            self.sheet.merge_range(*at, row + down - 1, column + self.left + across - 1, text, self.format(**look))
        elif value is not None:
            self.sheet.write_datetime(*at, value, self.format(**look))
        elif re.fullmatch(r"\d{1,2}(\.\d)?", text) and self.dates:
            look["num_format"] = "General" if "." not in text else "0.0"
            self.sheet.write_number(*at, float(text), self.format(**look))
        elif text:
            self.sheet.write_string(*at, text, self.format(**look))
        else:
            self.sheet.write_blank(*at, None, self.format(**look))

    def part(self, part: Part) -> None:
        """A line, or a table with a blank row around it."""
        if part.kind == "table":
            self.row += 1
            self.table(part.rows)
            self.row += 1
        else:
            self.line(part.text, level=part.level)

    def done(self) -> bytes:
        self.book.close()
        return self.out.getvalue()


def _width(rows: Sequence[Sequence[Cell]]) -> int:
    return max(sum(c.columns for c in row) for row in rows)


def in_order(source: Source) -> bytes:
    """All on one sheet from A1 down, a blank row around tables."""
    writer = Writer()
    writer.begin("Sheet1")
    for part in source.parts:
        writer.part(part)
    return writer.done()


def title_block(source: Source) -> bytes:
    """Titles and notes merged over the columns, the table from column B on; real dates; owners on their lines."""
    writer = Writer(1, dates=True, split=True)
    writer.begin("Action plan")
    writer.row = 1
    width = max((_width(p.rows) for p in source.parts if p.kind == "table"), default=1)
    for part in source.parts:
        if part.kind == "table":
            writer.table(part.rows)
            writer.row += 2
        else:
            writer.line(part.text, level=part.level, merged=width)
    return writer.done()


def sheet_a_section(source: Source) -> bytes:
    """A sheet for each heading over a table, called by it."""
    writer = Writer(dates=True)
    writer.begin("Introduction")
    parts = source.parts
    for index, part in enumerate(parts):
        following = next((p.kind for p in parts[index + 1 :] if p.kind != "line"), None)
        if part.kind == "heading" and following == "table" and part.level > 1:
            writer.begin(part.text)
        writer.part(part)
    return writer.done()


def one_table(source: Source) -> bytes:
    """No blank rows: what stands between tables of one form is merged rows among theirs, under one heading row."""
    writer = Writer(dates=True)
    writer.begin("Tracker")
    tables = [p for p in source.parts if p.kind == "table"]
    width = max((_width(p.rows) for p in tables), default=1)
    heads = [[c.text for c in p.rows[0]] for p in tables]
    same = len(tables) > 1 and all(h == heads[0] for h in heads) and all(c.header for c in tables[0].rows[0])
    first = next((i for i, p in enumerate(source.parts) if p.kind == "table"), len(source.parts))
    lead = first
    while same and lead > 0 and source.parts[lead - 1].kind == "heading" and source.parts[lead - 1].level > 1:
        lead -= 1
    for index, part in enumerate(source.parts):
        if same and index == lead:
            writer.table([tables[0].rows[0]])
        if part.kind == "table":
            writer.table(part.rows[1:] if same else part.rows)
        else:
            writer.line(part.text, level=part.level, merged=width if index >= lead else 1)
    return writer.done()


def as_csv(source: Source) -> bytes:
    """The first way as comma-separated text: no colours, no merged cells."""
    out = io.StringIO()
    writer = csv.writer(out)
    for part in source.parts:
        if part.kind != "table":
            writer.writerow([part.text])
            continue
        writer.writerow([])
        taken: dict[tuple[int, int], str] = {}
        for at, cells in enumerate(part.rows):
            row: list[str] = []
            for cell in cells:
                while (at, len(row)) in taken:
                    row.append("")
                taken |= {(at + r, len(row) + c): "" for r in range(cell.rows) for c in range(cell.columns)}
                row += [cell.text] + [""] * (cell.columns - 1)
            writer.writerow(row)
        writer.writerow([])
    return out.getvalue().encode("utf-8-sig")


STYLES: dict[str, tuple[Callable[[Source], bytes], str]] = {
    "in_order": (in_order, "xlsx"),
    "title_block": (title_block, "xlsx"),
    "sheet_a_section": (sheet_a_section, "xlsx"),
    "one_table": (one_table, "xlsx"),
    "csv": (as_csv, "csv"),
}
CONVERTED = {"in_order as ods": ("in_order", "ods"), "title_block by LibreOffice": ("title_block", "xlsx")}


def tabular(most: int) -> list[dict[str, Any]]:
    """One document of each family of PDFs whose actions stand in tables, as the manifest lists it."""
    documents = {d.name: d for d in planned(recorded())}
    chosen: dict[str, dict[str, Any]] = {}
    for entry in json.loads((CORPUS / "manifest.json").read_text(encoding="utf-8"))["documents"]:
        if entry["family"] in chosen or not entry["renderer"] or entry["converter"] or not entry["aligned"]:
            continue
        text = source_of(documents[entry["name"]]).marked.text
        gold = json.loads((CORPUS / "gold" / f"{entry['name']}.json").read_text(encoding="utf-8"))
        actions, rows = len(gold.get("actions", [])), len(re.findall(r"<tr\b", text))
        if actions >= 3 and rows >= 0.6 * actions:
            chosen[entry["family"]] = {**entry, "text": text}
    families = sorted(chosen)
    step = max(len(families) // most, 1)
    return [chosen[f] for f in families[::step][:most]]


def write(entries: Sequence[dict[str, Any]], folder: Path, styles: Sequence[str]) -> None:
    for entry in entries:
        source = Source(entry["text"])
        for style in styles:
            make, suffix = STYLES[style]
            (folder / style).mkdir(exist_ok=True)
            (folder / style / f"{entry['name']}.{suffix}").write_bytes(make(source))


def convert(folder: Path) -> None:
    """What LibreOffice makes of some styles."""
    for name, (style, suffix) in CONVERTED.items():
        files = sorted((folder / style).glob("*.xlsx"))
        if files:
            subprocess.run(
                ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/office", "--convert-to", suffix,
                 "--outdir", str(folder / name), *map(str, files)],
                check=True, capture_output=True, timeout=1200,
            )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", type=int, default=60)
    parser.add_argument("--only", nargs="*", help="of the styles")
    parser.add_argument("--worst", type=int, default=10, help="documents listed that lose most beside the PDF")
    parser.add_argument("--keep", type=Path, help="write the files to this folder")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    entries = tabular(asked.families)
    styles = [s for s in STYLES if not asked.only or s in asked.only]
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        write(entries, folder, styles)
        if not asked.only or set(asked.only) & set(CONVERTED):
            convert(folder)
        kinds = {
            "PDF": None,
            **{s: STYLES[s][1] for s in styles},
            **{n: s for n, (_, s) in CONVERTED.items() if (folder / n).is_dir() and not asked.only},
        }
        scores: dict[str, dict[str, float]] = defaultdict(dict)
        with ProcessPoolExecutor(asked.workers) as pool:
            for kind, suffix in kinds.items():
                told = [
                    {
                        "name": e["name"], "family": e["family"], "about": {}, "gold": str(CORPUS / "gold"),
                        "file": e["file"] if suffix is None else f"{e['name']}.{suffix}",
                        "documents": str(CORPUS / "documents" if suffix is None else folder / kind),
                    }
                    for e in entries
                ]  # fmt: skip
                for read in pool.map(partial(read_one, folder=folder), told, chunksize=4):
                    scores[kind][read.name] = read.score.plan_f1
    print("| | documents | plan F1 | beside the PDF | worse by 0.05 |\n| --- | --: | --: | --: | --: |")
    pdf = scores["PDF"]
    for kind, told in scores.items():
        lost = {n: pdf[n] - f for n, f in told.items()}
        mean = statistics.fmean(told.values())
        worse = sum(v > 0.05 for v in lost.values())
        print(f"| {kind} | {len(told)} | {mean:.3f} | {mean - statistics.fmean(pdf.values()):+.3f} | {worse} |")
    print()
    listed = [(told[n] - pdf[n], kind, n) for kind, told in scores.items() for n in told if kind != "PDF"]
    for change, kind, name in sorted(listed)[: asked.worst]:
        print(f"{change:+.3f}  {kind:28} {name}  (PDF {pdf[name]:.3f})")


if __name__ == "__main__":
    main()
