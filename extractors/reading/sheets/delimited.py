"""Comma-separated text (`.csv`, `.tsv`) as a sheet; what parts its cells is told by its lines, not by its name.

Lines say where something stands, as in any text file.
"""

from __future__ import annotations

import csv
import io
import re
import statistics
from collections.abc import Callable

from safeplans.extractors.base.document import Document
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.reading.decode import decode, decoding_doubts
from safeplans.extractors.reading.left_out import cells_left_out
from safeplans.extractors.reading.sheets.building import sheets_document
from safeplans.extractors.reading.sheets.grid import MOST_CELLS, Sheet, SheetCell
from safeplans.extractors.reading.taming import LONGEST_LINE

MEDIA_TYPE = "text/csv"
DELIMITERS = ",;\t|"
_LOOKED_AT = 64 * 1024  # letters that the delimiter is looked for in
_MOST_QUOTED = 1000
"""Lines of one cell; beyond, a quotation mark was never closed, and the lines are read as they stand."""
_EXCEL_SAYS = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read(data: bytes, settings: Settings, on_page: Callable[[int], None] | None = None) -> Document:
    """Raises ReadingError (`empty`, `unsupported`) when there is no text in it."""
    text, encoding = decode(data)
    problems = decoding_doubts(text, encoding)
    lines = text.split("\n")
    first = _EXCEL_SAYS.match(text)
    delimiter = first[1] if first else delimiter_of(text)
    sheet = Sheet("", spots=False)
    left_out = 0
    for start, end, cells in _records(text, delimiter, quoted=True):
        if start == 1 and first:
            continue
        if start == end:
            lines[start - 1] = "\t".join(cell for cell in cells if cell.strip())
        for column, cell in enumerate(cells, 1):
            printed = tuple(line for part in cell.split("\n") if (line := " ".join(part.split())))
            if not printed:
                continue
            if len(sheet.cells) >= MOST_CELLS:
                left_out += 1
                continue
            sheet.cells[start, column] = SheetCell(printed, place=(start, end))
    problems += cells_left_out(left_out, MOST_CELLS)
    return sheets_document(MEDIA_TYPE, [sheet], {}, problems, [line[:LONGEST_LINE] for line in lines])


def delimiter_of(text: str) -> str:
    """What stands between the cells: the one that divides most lines into most cells, alike from line to line.

    `csv.Sniffer` looks at single letters, and takes those of prose for it where cells hold sentences.
    """
    beginning = text[:_LOOKED_AT]

    def regular(delimiter: str) -> tuple[float, int]:
        rows = [len(row) for row in csv.reader(io.StringIO(beginning, newline=""), delimiter=delimiter) if any(row)]
        several = [count for count in rows if count > 1]
        if not several:
            return 0.0, 0
        usual = statistics.mode(several)
        return sum(count == usual for count in several) * (usual - 1) / len(rows), usual

    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    return max(DELIMITERS, key=regular)


def _records(text: str, delimiter: str, *, quoted: bool) -> list[tuple[int, int, list[str]]]:
    """Rows with their first and last line. quoted: a quotation mark may hold line breaks."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    source = io.StringIO(text, newline="")
    if quoted:
        reader = csv.reader(source, delimiter=delimiter)
    else:
        reader = csv.reader(source, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    made: list[tuple[int, int, list[str]]] = []
    before = 0
    for row in reader:
        if quoted and reader.line_num - before > _MOST_QUOTED:
            return _records(text, delimiter, quoted=False)
        made.append((before + 1, reader.line_num, row))
        before = reader.line_num
    return made
