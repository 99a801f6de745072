"""Tables of a Word file as people have them: drawn, as wide as the page, columns as wide as their words ask for.

pandoc writes tables with one rule below the head and columns of equal width, which break words; no plan looks so.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WIDE = 5  # columns from which a page is turned to landscape
# Twentieths of a point: A4 with margins of 2 cm.
SHORT, LONG, MARGIN = 11906, 16838, 1134
LEAST_SHARE = 0.35  # of an equal share of the width: no column is narrower


@dataclass(frozen=True, slots=True)
class TableStyle:
    """edges: the borders that are drawn. head: the fill of the first row; bands: of every second row."""

    edges: tuple[str, ...]
    head: str | None = None
    bands: str | None = None


GRID = ("top", "left", "bottom", "right", "insideH", "insideV")
TABLE_STYLES = (
    TableStyle(GRID),
    TableStyle(GRID, head="1F3864"),
    TableStyle(GRID, head="D9E2F3"),
    TableStyle(("top", "bottom", "insideH"), head="D9E2F3"),
    TableStyle(GRID, head="DDDDDD", bands="F2F2F2"),
    TableStyle(("top", "bottom", "insideH")),
    TableStyle(GRID, head="B6DDE8"),
)


def word_tables(path: Path, style: TableStyle) -> None:
    """Draw the tables of a Word file in a style, and turn the page where one has many columns. Writes it anew."""
    for prefix, uri in _namespaces(path):
        ElementTree.register_namespace(prefix, uri)
    with zipfile.ZipFile(path) as file:
        root = ElementTree.fromstring(file.read("word/document.xml"))
    widest = max((len(t.findall(f"./{{{W}}}tblGrid/{{{W}}}gridCol")) for t in root.iter(f"{{{W}}}tbl")), default=0)
    room = _page(root, landscape=widest >= WIDE)
    for table in root.iter(f"{{{W}}}tbl"):
        _draw(table, style, room)
    data = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.docx"
        with zipfile.ZipFile(path) as file, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
            for item in file.infolist():
                target.writestr(item, data if item.filename == "word/document.xml" else file.read(item.filename))
        shutil.copyfile(made, path)


def _namespaces(path: Path) -> list[tuple[str, str]]:
    with zipfile.ZipFile(path) as file, file.open("word/document.xml") as told:
        return [pair for _, pair in ElementTree.iterparse(told, events=["start-ns"])]


def _page(root: ElementTree.Element, *, landscape: bool) -> int:
    """Set the page; the width that is left for text."""
    body = root.find(f"{{{W}}}body")
    assert body is not None
    section = body.find(f"{{{W}}}sectPr")
    if section is None:
        section = ElementTree.SubElement(body, f"{{{W}}}sectPr")
    for name in ("pgSz", "pgMar"):
        for old in section.findall(f"{{{W}}}{name}"):
            section.remove(old)
    width, height = (LONG, SHORT) if landscape else (SHORT, LONG)
    size = {"w": str(width), "h": str(height)} | ({"orient": "landscape"} if landscape else {})
    margins = dict.fromkeys(("top", "right", "bottom", "left"), str(MARGIN)) | {"header": "567", "footer": "567"}
    for name, told in (("pgSz", size), ("pgMar", margins)):
        ElementTree.SubElement(section, f"{{{W}}}{name}", {f"{{{W}}}{k}": v for k, v in told.items()})
    return width - 2 * MARGIN


def _draw(table: ElementTree.Element, style: TableStyle, room: int) -> None:
    widths = _widths(table, room)
    properties = table.find(f"{{{W}}}tblPr")
    assert properties is not None
    for name in ("tblStyle", "tblW", "tblLayout", "tblBorders"):
        for old in properties.findall(f"{{{W}}}{name}"):
            properties.remove(old)
    ElementTree.SubElement(properties, f"{{{W}}}tblW", {f"{{{W}}}type": "dxa", f"{{{W}}}w": str(sum(widths))})
    borders = ElementTree.SubElement(properties, f"{{{W}}}tblBorders")
    for edge in style.edges:
        line = {"val": "single", "sz": "4", "space": "0", "color": "444444"}
        ElementTree.SubElement(borders, f"{{{W}}}{edge}", {f"{{{W}}}{k}": v for k, v in line.items()})
    ElementTree.SubElement(properties, f"{{{W}}}tblLayout", {f"{{{W}}}type": "fixed"})
    grid = table.find(f"{{{W}}}tblGrid")
    if grid is not None:
        for column, width in zip(grid, widths, strict=True):
            column.set(f"{{{W}}}w", str(width))
    for number, row in enumerate(table.findall(f"{{{W}}}tr")):
        fill = style.head if number == 0 else style.bands if number % 2 == 0 else None
        at = 0
        for cell in row.findall(f"{{{W}}}tc"):
            about = cell.find(f"{{{W}}}tcPr")
            if about is None:
                about = ElementTree.Element(f"{{{W}}}tcPr")
                cell.insert(0, about)
            spanned = about.find(f"{{{W}}}gridSpan")
            span = int(spanned.get(f"{{{W}}}val", "1")) if spanned is not None else 1
            for old in [*about.findall(f"{{{W}}}tcW"), *about.findall(f"{{{W}}}tcBorders")]:
                about.remove(old)
            width = {f"{{{W}}}type": "dxa", f"{{{W}}}w": str(sum(widths[at : at + span]))}
            about.insert(0, ElementTree.Element(f"{{{W}}}tcW", width))
            if fill:
                shade = {f"{{{W}}}val": "clear", f"{{{W}}}color": "auto", f"{{{W}}}fill": fill}
                ElementTree.SubElement(about, f"{{{W}}}shd", shade)
            at += span


def _widths(table: ElementTree.Element, room: int) -> list[int]:
    """Each column as wide as the root of its words asks for, none too narrow for one word."""
    grid = table.find(f"{{{W}}}tblGrid")
    count = len(grid) if grid is not None else 1
    letters = [0.0] * count
    for row in table.findall(f"{{{W}}}tr"):
        at = 0
        for cell in row.findall(f"{{{W}}}tc"):
            spanned = cell.find(f"./{{{W}}}tcPr/{{{W}}}gridSpan")
            span = int(spanned.get(f"{{{W}}}val", "1")) if spanned is not None else 1
            text = "".join(cell.itertext())
            if span == 1 and at < count:
                letters[at] = max(letters[at], float(len(text)))
            at += span
    wanted = [max(n, 12.0) ** 0.6 for n in letters]
    total = sum(wanted)
    shares = [max(w / total, LEAST_SHARE / count) for w in wanted]
    return [int(room * s / sum(shares)) for s in shares]
