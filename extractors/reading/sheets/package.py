"""A workbook of Excel taken apart: its visible sheets with their texts and styles, and nothing else of it.

What is handed to openpyxl holds these alone. So no macro, picture, chart, link to another file, pivot table or rule of
validation ever reaches a library that may stumble over it, and a broken one costs nothing.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from safeplans.extractors.reading.archive import Archive
from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.left_out import MACROS
from safeplans.extractors.reading.safe_xml import Element, local, parse, refuse_declarations
from safeplans.extractors.reading.sheets.grid import MOST_CELLS
from safeplans.extractors.reading.sheets.survey import Survey, merged_area, survey

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PROPERTIES = {
    "Title": "{http://purl.org/dc/elements/1.1/}title",
    "Author": "{http://purl.org/dc/elements/1.1/}creator",
    "Subject": "{http://purl.org/dc/elements/1.1/}subject",
    "CreationDate": "{http://purl.org/dc/terms/}created",
    "ModDate": "{http://purl.org/dc/terms/}modified",
}
# Kinds of related parts that are not read: words for people, singular and plural.
_NOT_READ = {
    "comments": ("comment", "comments"),
    "threadedComment": ("comment", "comments"),
    "image": ("picture", "pictures"),
    "chart": ("chart", "charts"),
    "vbaProject": MACROS,
    "externalLink": ("link to another workbook, not followed", "links to other workbooks, not followed"),
    "oleObject": ("embedded object", "embedded objects"),
    "package": ("embedded file", "embedded files"),
}
_MOST_SHEETS = 200
_CUT_OFF = "The workbook is cut off or broken. Fetch it again from its publisher, or open it and save it anew."


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet as the workbook lists it. state: visible, hidden or veryHidden. part: its name in the package."""

    name: str
    state: str
    part: str


@dataclass(slots=True)
class Package:
    """A workbook's parts.

    sheets: all, in their order. surveys: of the visible ones. tables: for a sheet's name the header rows of its tables.
    not_read: parts by their kind in words. info: what the file says of itself.
    """

    sheets: list[Listed] = field(default_factory=list)
    surveys: dict[str, Survey] = field(default_factory=dict)
    tables: dict[str, set[int]] = field(default_factory=dict)
    not_read: Counter[tuple[str, str]] = field(default_factory=Counter)
    info: dict[str, str] = field(default_factory=dict)
    theme: bytes | None = None
    bare: bytes = b""


def bare_name(index: int) -> str:
    """The name of the sheet `index` (from 0) in the workbook that openpyxl is given."""
    return f"s{index}"


def take_apart(data: bytes) -> Package:
    """Take a workbook apart.

    Raises ReadingError (`damaged`, `encrypted`, `unsupported`) for one that is broken, hostile or no workbook of Excel.
    """
    archive = Archive(data)
    book = next((t for k, t in _related(archive, "").values() if k == "officeDocument"), "xl/workbook.xml")
    if book not in archive:
        raise ReadingError("damaged", "There is no workbook in the file. Save it again as .xlsx and run again.")
    root = parse(archive.read(book), book)
    related = _related(archive, book)
    made = Package(info=_info(archive))
    parts: dict[str, bytes] = {}
    for kind, target in related.values():
        if target not in archive:
            continue
        if kind in ("sharedStrings", "styles"):
            parts[kind] = archive.read(target)
            refuse_declarations(parts[kind], target)
        elif kind == "theme":
            made.theme = archive.read(target)
            refuse_declarations(made.theme, target)
        elif kind in _NOT_READ:
            made.not_read[_NOT_READ[kind]] += 1
    date_1904 = any(p.get("date1904") in ("1", "true") for p in _named(root, "workbookPr"))
    left = MOST_CELLS
    for sheet in _named(root, "sheet")[:_MOST_SHEETS]:
        relation = next((v for k, v in sheet.attrib.items() if str(k).endswith("}id")), "")
        kind, target = related.get(str(relation), ("", ""))
        if kind != "worksheet" or target not in archive:
            if kind == "chartsheet":
                made.not_read["chart", "charts"] += 1
            continue
        listed = Listed(sheet.get("name") or f"Sheet {len(made.sheets) + 1}", sheet.get("state", "visible"), target)
        made.sheets.append(listed)
        if listed.state != "visible":
            continue
        try:
            with archive.open(target) as stream:
                found = survey(stream, left)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise ReadingError("damaged", _CUT_OFF) from error
        left = max(left - len(found.filled), 1)
        made.surveys[listed.name] = found
        _look_around(archive, listed, made)
    made.bare = _bare_workbook(made, parts, date_1904=date_1904)
    return made


def _named(root: Element, name: str) -> list[Element]:
    return [e for e in root.iter() if local(e) == name]


def _related(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Id to (kind, part) of what a part is related to within the package."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels" if part else "_rels/.rels"
    if relations not in archive:
        return {}
    found = {}
    for relation in _named(parse(archive.read(relations), relations), "Relationship"):
        kind = relation.get("Type", "").rpartition("/")[2]
        target = relation.get("Target", "")
        outside = relation.get("TargetMode") == "External"
        path = target if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[relation.get("Id", "")] = (kind, "" if outside else path.lstrip("/"))
    return found


def _look_around(archive: Archive, sheet: Listed, made: Package) -> None:
    """Header rows of a sheet's tables; and what hangs on it and is not read."""
    for kind, target in _related(archive, sheet.part).values():
        if target not in archive:
            continue
        if kind == "table":
            table = parse(archive.read(target), target)
            area = merged_area(table.get("ref", ""))
            if area is not None and table.get("headerRowCount", "1") != "0":
                made.tables.setdefault(sheet.name, set()).add(area.top)
        elif kind == "drawing":
            for drawn, _ in _related(archive, target).values():
                if drawn in _NOT_READ:
                    made.not_read[_NOT_READ[drawn]] += 1
        elif kind in ("comments", "threadedComment"):
            texts = _named(parse(archive.read(target), target), "comment" if kind == "comments" else "threadedComment")
            made.not_read[_NOT_READ[kind]] += len(texts) if kind == "comments" else 0
        elif kind in _NOT_READ:
            made.not_read[_NOT_READ[kind]] += 1


def _info(archive: Archive) -> dict[str, str]:
    part = next((t for k, t in _related(archive, "").values() if k == "core-properties"), "docProps/core.xml")
    if part not in archive:
        return {}
    root = parse(archive.read(part), part)
    told = {name: " ".join((root.findtext(tag) or "").split()) for name, tag in _PROPERTIES.items()}
    return {name: text for name, text in told.items() if text}


def _bare_workbook(made: Package, parts: dict[str, bytes], *, date_1904: bool) -> bytes:
    """The visible sheets, texts and styles as a workbook of their own."""
    visible = list(made.surveys.values())
    sheets = "".join(f'<sheet name="{bare_name(i)}" sheetId="{i + 1}" r:id="rId{i + 1}"/>' for i in range(len(visible)))
    book = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="{int(date_1904)}"/>'
        f"<sheets>{sheets}</sheets></workbook>"
    )
    relations = [(f"rId{i + 1}", "worksheet", f"worksheets/{bare_name(i)}.xml") for i in range(len(visible))]
    types = [(f"/xl/worksheets/{bare_name(i)}.xml", "worksheet+xml") for i in range(len(visible))]
    types.append(("/xl/workbook.xml", "sheet.main+xml"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for i, found in enumerate(visible):
            package.writestr(f"xl/worksheets/{bare_name(i)}.xml", found.data.replace(_STRICT, _MAIN.encode()))
        if "sharedStrings" in parts:
            package.writestr("xl/sharedStrings.xml", parts["sharedStrings"].replace(_STRICT, _MAIN.encode()))
            types.append(("/xl/sharedStrings.xml", "sharedStrings+xml"))
            relations.append(("rIdT", "sharedStrings", "sharedStrings.xml"))
        if "styles" in parts:
            package.writestr("xl/styles.xml", _plain_styles(parts["styles"]))
            types.append(("/xl/styles.xml", "styles+xml"))
            relations.append(("rIdS", "styles", "styles.xml"))
        package.writestr("xl/workbook.xml", book)
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            + "".join(f'<Relationship Id="{i}" Type="{_OFFICE}/{k}" Target="{t}"/>' for i, k, t in relations)
            + "</Relationships>",
        )
        package.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            + "".join(f'<Override PartName="{p}" ContentType="{_TYPE}.{t}"/>' for p, t in types)
            + "</Types>",
        )
    return out.getvalue()


# What of a font or of the styles is not looked at, and holds what openpyxl refuses in files of other programs.
_STYLES_DROPPED = ("family", "charset", "scheme", "dxfs", "tableStyles", "extLst", "cellStyles", "protection")


def _plain_styles(styles: bytes) -> bytes:
    root = parse(styles.replace(_STRICT, _MAIN.encode()), "styles.xml")
    for parent in list(root.iter()):
        for child in list(parent):
            if local(child) in _STYLES_DROPPED:
                parent.remove(child)
    for fill in _named(root, "fill"):
        if not len(fill):
            etree.SubElement(fill, f"{{{_MAIN}}}patternFill")
    plain: bytes = etree.tostring(root)
    return plain
