"""Cells of a slide's table: merged ones, and the colours behind them."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping, Sequence

from pptx.slide import Slide

from safeplans.extractors.base.document import Cell, Row
from safeplans.extractors.lexicon.columns import looks_like_header
from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.header_looks import SeenCell, SeenRow
from safeplans.extractors.reading.safe_xml import Element, local, parse
from safeplans.extractors.reading.web.heads import header_rows

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ALIASES = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_WHITE = 250
_WHOLE = 100_000  # DrawingML counts thousandths of a per cent


def theme_of(slide: Slide) -> dict[str, str]:
    """The colours of a slide's theme as ``RRGGBB``, by name; empty where it has none that can be read."""
    try:
        master = slide.slide_layout.slide_master.part
        part = next(r.target_part for r in master.rels.values() if r.reltype.endswith("/theme"))
        root = parse(part.blob, "theme")
    except (StopIteration, KeyError, AttributeError, ReadingError):
        return {}
    scheme = root.find(f".//{_A}clrScheme")
    found = {}
    for element in scheme if scheme is not None else ():
        told = (element[0].get("lastClr") or element[0].get("val") or "") if len(element) else ""
        if re.fullmatch(r"[0-9a-fA-F]{6}", told):
            found[local(element)] = told
    return found


def cell_fill(cell: Element, theme: Mapping[str, str]) -> str | None:
    """The colour of a cell (``a:tc``) as ``#rrggbb``, None for white, for none and for that of the table's style."""
    solid = cell.find(f"{_A}tcPr/{_A}solidFill")
    colour = solid[0] if solid is not None and len(solid) else None
    if colour is None:
        return None
    told = colour.get("val") or ""
    rgb = theme.get(_ALIASES.get(told, told), "") if local(colour) == "schemeClr" else told
    if not re.fullmatch(r"[0-9a-fA-F]{6}", rgb):
        return None
    hue, light, saturation = colorsys.rgb_to_hls(*(int(rgb[i : i + 2], 16) / 255 for i in (0, 2, 4)))
    for change in colour:
        amount = change.get("val") or ""
        share = int(amount) / _WHOLE if re.fullmatch(r"\d{1,7}", amount) else None
        if share is None:
            continue
        if local(change) == "lumMod":
            light *= share
        elif local(change) == "lumOff":
            light += share
    parts = [round(255 * v) for v in colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), saturation)]
    return None if min(parts) >= _WHITE else "#{:02x}{:02x}{:02x}".format(*parts)


def with_headers(rows: Sequence[Row], width: int, *, told: bool) -> tuple[Row, ...]:
    """The rows, those that are headings of columns marked.

    told: the file says so of the first. Programs say it of every table that they insert: two columns of labels with
    their values are believed by their words.
    """
    if told and width == 2 and looks_like_header([r.cells[0].text for r in rows if r.cells]):
        told = looks_like_header([c.text for c in rows[0].cells])
    told = told and sum(bool(c.text) for c in rows[0].cells) > 1
    seen = [_seen(row, told and index == 0) for index, row in enumerate(rows)]
    headers = header_rows(seen, width)
    return tuple(_as_header(row) if header else row for row, header in zip(rows, headers, strict=True))


def _seen(row: Row, head: bool) -> SeenRow:
    cells = []
    for cell in row.cells:
        goes_on = cell.rowspan_from is not None
        bold = bool(cell.paras) and all(para.bold for para in cell.paras)
        merged = goes_on or cell.colspan > 1
        text = "" if goes_on else cell.text
        cells.append(SeenCell(text, cell.colspan, bold, cell.fill, frozenset({None}), merged, goes_on))
    return SeenRow(cells, head)


def _as_header(row: Row) -> Row:
    cells = tuple(Cell(c.paras, c.column, c.colspan, c.rowspan_from, c.fill, True) for c in row.cells)
    return Row(cells, row.place, True)
