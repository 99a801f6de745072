#!/usr/bin/env python3
"""Are the tables in the PDFs of the corpus found as they were written?

    python benchmarks/grids.py [--corpus FOLDER] [--part measure] [--worst N] [--json]

The corpus's PDFs are printed from HTML whose tables are known to the cell. A relation is a cell with words and its next
neighbour with words to the right or below, with the number of empty cells between (the measure of the ICDAR-2013 table
competition). Tables are paired so that most relations agree; a table that nobody wrote costs precision, one that was
not found recall. A table of one column or of one row is a box, one whose cells hold headings or tables is the layout of
a page: neither is counted, nor what is found in its place.
Nothing of the reader is fitted on any of these documents; `--part` names the part of the corpus to read.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from safeplans.extractors.base.document import Block, BlockKind
from safeplans.extractors.reading import read

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.building import BUILT, planned, source_of  # noqa: E402
from corpus.families import recorded  # noqa: E402

_VOID = frozenset({"br", "hr", "img", "wbr"})
_OF_A_PAGE = frozenset({"table", "h1", "h2", "h3", "h4", "h5", "h6"})
_MOST_SPANNED = 100  # columns or rows of a cell: more are an error of the source


@dataclass(frozen=True, slots=True)
class GridCell:
    """The words of a cell, the rows and columns that it covers."""

    row: int
    column: int
    last_row: int
    last_column: int
    text: str


Relations = Counter[tuple[str, str, str, int]]


class Written(HTMLParser):
    """The tables of an HTML source, each a list of its cells, and those that are the layout of a page."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[GridCell]] = []
        self.layouts: list[list[GridCell]] = []
        self._open: list[_Grid] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._open and tag in _OF_A_PAGE:
            self._open[-1].lays_out = True
        if tag == "table":
            self._open.append(_Grid())
        elif self._open and tag == "tr":
            self._open[-1].new_row()
        elif self._open and tag in ("td", "th"):
            told = dict(attrs)
            self._open[-1].new_cell(_span(told.get("rowspan")), _span(told.get("colspan")))
        elif self._open and tag not in _VOID:
            self._open[-1].write(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag in ("td", "th"):
            self._open[-1].end_cell()
        elif self._open and tag == "table":
            grid = self._open.pop()
            cells = grid.cells()
            (self.layouts if grid.lays_out or is_box(cells) else self.tables).append(cells)

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].write(data)


class _Grid:
    """A table while it is read."""

    def __init__(self) -> None:
        self.lays_out = False
        self._row = -1
        self._taken: set[tuple[int, int]] = set()
        self._cells: list[tuple[int, int, int, int, list[str]]] = []
        self._inside = False

    def new_row(self) -> None:
        self._row += 1

    def new_cell(self, rows: int, columns: int) -> None:
        column = 0
        while (self._row, column) in self._taken:
            column += 1
        self._taken |= {(self._row + r, column + c) for r in range(rows) for c in range(columns)}
        self._cells.append((self._row, column, self._row + rows - 1, column + columns - 1, []))
        self._inside = True

    def end_cell(self) -> None:
        self._inside = False

    def write(self, data: str) -> None:
        if self._inside:
            self._cells[-1][4].append(data)

    def cells(self) -> list[GridCell]:
        return [GridCell(a, b, c, d, "".join(text)) for a, b, c, d, text in self._cells]


def _span(told: str | None) -> int:
    return min(max(int(told), 1), _MOST_SPANNED) if told and told.isdigit() else 1


def found_cells(block: Block) -> list[GridCell]:
    """The cells of a table as it was read, a merged one once."""
    made: list[GridCell] = []
    places: dict[tuple[int, int], int] = {}
    for index, row in enumerate(block.rows):
        for cell in row.cells:
            if cell.rowspan_from is not None and (cell.rowspan_from, cell.column) in places:
                at = places[cell.rowspan_from, cell.column]
                whole = made[at]
                made[at] = GridCell(whole.row, whole.column, index, whole.last_column, whole.text)
                continue
            text = " ".join(f"{para.marker or ''} {para.text}" for para in cell.paras)
            places[index, cell.column] = len(made)
            made.append(GridCell(index, cell.column, index, cell.column + cell.colspan - 1, text))
    return made


def is_box(cells: Sequence[GridCell]) -> bool:
    """A table of one column or of one row."""
    words = [cell for cell in cells if letters(cell.text)]
    return not any(cell.column for cell in words) or not any(cell.row for cell in words)


def letters(text: str) -> str:
    """The letters and figures of a text; signs only where there is nothing else."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text).replace("\xad", "")).casefold()
    return re.sub(r"[\W_]", "", plain) or plain


def relations(cells: Sequence[GridCell]) -> Relations:
    """Each cell with words and its next neighbours with words, to the right and below."""
    texts = [letters(cell.text) for cell in cells]
    lanes: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for index, cell in enumerate(cells):
        if not texts[index]:
            continue
        for row in range(cell.row, cell.last_row + 1):
            for column in range(cell.column, cell.last_column + 1):
                lanes["right", row].append((column, index))
                lanes["below", column].append((row, index))
    met: dict[tuple[int, int, str], int] = {}
    for (direction, _), lane in lanes.items():
        lane.sort()
        for (at, one), (there, other) in zip(lane, lane[1:], strict=False):
            if one != other:
                met.setdefault((one, other, direction), there - at - 1)
    return Counter((texts[a], texts[b], direction, blanks) for (a, b, direction), blanks in met.items())


@dataclass(slots=True)
class Score:
    """Relations written, found and agreed on; tables written, found, and those without any difference."""

    written: int = 0
    found: int = 0
    agreed: int = 0
    tables: int = 0
    made: int = 0
    exact: int = 0

    def add(self, other: Score) -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def f1(self) -> float:
        both = self.written + self.found
        return 2 * self.agreed / both if both else 1.0


def score(written: Sequence[Relations], found: Sequence[Relations]) -> Score:
    agreed = np.array([[(a & b).total() for b in found] for a in written]).reshape(len(written), len(found))
    pairs = list(zip(*linear_sum_assignment(-agreed), strict=True)) if agreed.size else []
    return Score(
        sum(a.total() for a in written),
        sum(b.total() for b in found),
        int(sum(agreed[i, j] for i, j in pairs)),
        len(written),
        len(found),
        sum(written[i] == found[j] for i, j in pairs),
    )


def scores(corpus: Path, part: str) -> Iterator[tuple[str, str, Score]]:
    """Each PDF's name, its renderer and its score; those of which neither side has a table are left out.

    More prints of one document, which only serve to learn from, are not measured.
    """
    entries = json.loads((corpus / "manifest.json").read_text(encoding="utf-8"))["documents"]
    there = {e["name"]: e["file"] for e in entries if e["file"].endswith(".pdf") and e.get("measured", True)}
    for document in planned(recorded()):
        if document.name not in there or document.renderer is None or part not in ("", document.family.part):
            continue
        data = (corpus / "documents" / there[document.name]).read_bytes()
        source = Written(_plain(source_of(document).marked.text))
        written, layouts = [*map(relations, source.tables)], [_words(cells) for cells in source.layouts]
        found = []
        for block in read(data, f"{document.name}.pdf").body:
            cells = found_cells(block) if block.kind is BlockKind.TABLE else []
            if cells and not is_box(cells) and not _is_layout(_words(cells), layouts):
                found.append(relations(cells))
        if written or found:
            yield document.name, document.renderer, score(written, found)


def _words(cells: Sequence[GridCell]) -> Counter[str]:
    return Counter(word for cell in cells for word in cell.text.split())


def _is_layout(words: Counter[str], layouts: Sequence[Counter[str]]) -> bool:
    """Does most of what a table says stand in one that lays out a page, or in several of them?"""
    return (words & sum(layouts, Counter())).total() > words.total() / 2


def _plain(marked: str) -> str:
    return re.sub(r"⟦[^|⟦⟧]*\||⟧", "", marked)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=BUILT)
    parser.add_argument("--part", choices=("", "shapes", "learn", "measure"), default="")
    parser.add_argument("--worst", type=int, default=0, help="print the documents with the lowest scores")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    totals: dict[str, Score] = defaultdict(Score)
    each: list[tuple[float, str, Score]] = []
    for name, renderer, own in scores(asked.corpus, asked.part):
        each.append((own.f1, name, own))
        for key in (renderer, "all"):
            totals[key].add(own)
    mean = sum(f1 for f1, *_ in each) / max(len(each), 1)
    if asked.json:
        print(json.dumps({"mean": mean, **{key: total.f1 for key, total in totals.items()}}))
        return
    for key, total in sorted(totals.items()):
        print(
            f"{key:12} F1 {total.f1:.3f}  precision {total.agreed / max(total.found, 1):.3f}  "
            f"recall {total.agreed / max(total.written, 1):.3f}  tables {total.tables}, found {total.made}, "
            f"exact {total.exact}"
        )
    print(f"{len(each)} documents, mean of their F1 {mean:.3f}")
    for f1, name, own in sorted(each)[: asked.worst]:
        print(f"  {f1:.3f} {name}: {own.tables} tables, {own.made} found, {own.exact} exact")


if __name__ == "__main__":
    main()
