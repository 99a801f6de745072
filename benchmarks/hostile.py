#!/usr/bin/env python3
"""Files that were made to harm, or that no person would make: every kind that is read, by every attack that fits it.

    python benchmarks/hostile.py FOLDER [--big]

Each is a small plan (`plans`) to which something was done: emptied, cut off, called what it is not, packed a thousand
times too far, with entities that multiply or lead to a file or an address, with macros, a million rows, elements in
elements, names that lead out of an archive, a password, another encoding. What must come of it stands with it.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import io
import re
import struct
import threading
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from watching import column

WORDS = "Audit forty files in which neglect is named"
"""An action of each plan: what is left of a plan that is read in spite of what was done to it."""
SECRET = "wherever-this-is-printed-a-file-was-opened"
"""What stands in the file that entities and links lead to."""

_NOTHING_READ = frozenset({"damaged", "empty", "unsupported", "encrypted", "no_text", "too_large"})


@dataclass(frozen=True, slots=True)
class Size:
    """How large the large ones are.

    mebibytes: of a bomb, unpacked. rows, columns: of a table. depth: of elements in elements. members: of an archive.
    slides: of a presentation. over: are these beyond what is read of one file?
    """

    mebibytes: int
    rows: int
    columns: int
    depth: int
    members: int
    slides: int
    over: bool = True


SMALL = Size(mebibytes=2, rows=300, columns=300, depth=3_000, members=30, slides=12, over=False)
BIG = Size(mebibytes=100, rows=1_000_000, columns=16_384, depth=100_000, members=25_000, slides=1_200)


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file and what must come of it.

    codes: one of these must be told; empty where nothing need be. read: are the words of the plan read all the same?
    None where both will do. ended: may reading be ended at the limit of time, which is told too?
    """

    name: str
    data: bytes
    codes: frozenset[str] = frozenset()
    read: bool | None = None
    ended: bool = False


@dataclass(slots=True)
class End:
    """What a run made of a file, or of what lies in an archive.

    status: of its documents. codes: of its problems; errors: of those that are errors. unhelpful: messages that are too
    short to say what to do.
    """

    status: list[str] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    unhelpful: list[str] = field(default_factory=list)


def ends(dataset: Path, names: Iterable[str]) -> dict[str, End]:
    """What a run made of each of these files; those of which nothing is told are not in it."""
    known, found = set(names), {}

    def end(source: object) -> End:
        name = str(source)
        while name not in known and "/" in name:
            name = name.rpartition("/")[0]
        return found.setdefault(name, End())

    for source, status in column(dataset, "documents", "source", "status"):
        end(source).status.append(str(status))
    for source, severity, code, message in column(dataset, "problems", "source", "severity", "code", "message"):
        told = end(source)
        told.codes.add(str(code))
        if severity == "error":
            told.errors.append(str(code))
            if len(str(message).split()) < FEWEST_WORDS:
                told.unhelpful.append(str(message))
    return found


def faults(each: Hostile, end: End | None) -> Iterator[str]:
    """What is not as it must be."""
    if end is None:
        yield "told nowhere"
        return
    if "duplicate" in end.codes:
        return  # another file of the same bytes was read in its place
    if each.codes and not each.codes & end.codes:
        yield f"told as {', '.join(sorted(end.codes)) or 'nothing'}, not as {' or '.join(sorted(each.codes))}"
    read = any(status != "failed" for status in end.status)
    if each.read is not None and each.read != read:
        yield "read" if read else "not read"
    if not read and not end.errors and "empty" not in end.codes:
        yield "not read, and no error says why"
    yield from (f"does not say what to do: {message}" for message in end.unhelpful)
    yield from (code for code in end.errors if code in _OVER and not each.ended)


FEWEST_WORDS = 8
_OVER = ("timeout", "out_of_memory", "crashed")
"""Codes of what had to be ended from outside: only what has a million rows may need that."""


# ---- plans, one of each kind --------------------------------------------------------------------------------------

_TITLE = "Larkshire Safeguarding Children Partnership Business Plan 2025-27"
_OBJECTIVE = "Priority 1: Neglect is seen early"
_HEADS = ("Action", "Lead", "By when")
_ROWS = ((WORDS, "QA Group", "June 2025"), ("Train each school in the signs of neglect", "Training Group", "May 2026"))

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF = " ".join(f'xmlns:{name}="{_OASIS}{name}:1.0"' for name in ("office", "text", "table", "manifest"))
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_OPEN_DOCUMENT = {".odt": "text", ".ods": "spreadsheet"}


def packed(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these members, the same each time."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", compression) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, compression)
    return held.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The members of an archive of ours."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _relations(*targets: tuple[str, str], mode: str = "") -> str:
    told = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"{mode}/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_RELATIONS}">{told}</Relationships>'


def _word_paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _word_row(cells: Sequence[str]) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{_word_paragraph(c)}</w:tc>' for c in cells)}</w:tr>"


def word(rows: Sequence[Sequence[str]] = _ROWS, behind: str = "") -> bytes:
    """A Word file. behind: XML that stands behind its table."""
    lines = "".join(map(_word_paragraph, (_TITLE, _OBJECTIVE)))
    table = f"<w:tbl>{''.join(map(_word_row, (_HEADS, *rows)))}</w:tbl>"
    return packed(
        {
            "[Content_Types].xml": f'{_XML}<Types xmlns="{_TYPES}"/>',
            "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
            "word/_rels/document.xml.rels": _relations(("styles", "styles.xml"), ("footnotes", "footnotes.xml")),
            "word/document.xml": (
                f'{_XML}<w:document xmlns:w="{_WORD}"><w:body>{lines}{table}{behind}</w:body></w:document>'
            ),
            "word/styles.xml": f'{_XML}<w:styles xmlns:w="{_WORD}"/>',
            "word/footnotes.xml": f'{_XML}<w:footnotes xmlns:w="{_WORD}"/>',
        }
    )


def _open_document(kind: str, body: str) -> bytes:
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    content = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    return packed(
        {
            "mimetype": media_type,
            "content.xml": f"{_XML}<office:document-content {_ODF}>{content}</office:document-content>",
            "styles.xml": f"{_XML}<office:document-styles {_ODF}/>",
            "meta.xml": f"{_XML}<office:document-meta {_ODF}/>",
            "META-INF/manifest.xml": f"{_XML}<manifest:manifest {_ODF}/>",
        }
    )


def _open_row(cells: Sequence[str]) -> str:
    return (
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
        + "</table:table-row>"
    )


def open_text(rows: Sequence[Sequence[str]] = _ROWS, behind: str = "") -> bytes:
    lines = f"<text:h>{_TITLE}</text:h><text:h>{_OBJECTIVE}</text:h>"
    table = f"<table:table>{''.join(map(_open_row, (_HEADS, *rows)))}</table:table>"
    return _open_document("text", lines + table + behind)


def open_sheet(rows: Sequence[Sequence[str]] = _ROWS, behind: str = "") -> bytes:
    told = "".join(map(_open_row, ((_TITLE,), (), (_OBJECTIVE,), (), _HEADS, *rows)))
    return _open_document("spreadsheet", f'<table:table table:name="Plan">{told}</table:table>{behind}')


def _sheet_row(number: int, cells: Sequence[str]) -> str:
    told = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{number}">{told}</row>'


def workbook(rows: Sequence[Sequence[str]] = _ROWS, behind: str = "") -> bytes:
    """behind: rows of XML behind those of the plan."""
    lines = ((_TITLE,), (), (_OBJECTIVE,), (), _HEADS, *rows)
    told = "".join(_sheet_row(number, cells) for number, cells in enumerate(lines, 1))
    return packed(
        {
            "[Content_Types].xml": f'{_XML}<Types xmlns="{_TYPES}"/>',
            "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
            "xl/_rels/workbook.xml.rels": _relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")),
            "xl/workbook.xml": (
                f'{_XML}<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}/relationships"><sheets>'
                '<sheet name="Plan" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ),
            "xl/styles.xml": f'{_XML}<styleSheet xmlns="{_SHEET}"/>',
            "xl/worksheets/sheet1.xml": (
                f'{_XML}<worksheet xmlns="{_SHEET}"><sheetData>{told}{behind}</sheetData></worksheet>'
            ),
        }
    )


def slides(number: int = 1) -> bytes:
    """The plan on its first slide; on the others a sentence."""
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    for index in range(number):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = _OBJECTIVE if not index else f"Slide {index + 1}"
        if index:
            continue
        table = slide.shapes.add_table(1 + len(_ROWS), 3, Inches(1), Inches(2), Inches(8), Inches(3)).table
        for row, cells in enumerate((_HEADS, *_ROWS)):
            for place, cell in enumerate(cells):
                table.cell(row, place).text = cell
    held = io.BytesIO()
    deck.save(held)
    return held.getvalue()


def pdf(password: str = "", script: str = "") -> bytes:
    """password: needed to open it. script: JavaScript to be run when it is opened."""
    from reportlab.lib import pdfencrypt
    from reportlab.pdfgen.canvas import Canvas

    held = io.BytesIO()
    lock = pdfencrypt.StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(held, invariant=True, pageCompression=0, encrypt=lock)
    for line, text in enumerate((_TITLE, "", _OBJECTIVE, f"• {WORDS} by June 2025", "• Train each school by May 2026")):
        canvas.drawString(72, 760 - 24 * line, text)
    if script:
        canvas.linkURL(script, (72, 600, 300, 640))
        canvas._doc.Catalog.OpenAction = canvas._doc.Reference(_Script(script))
    canvas.save()
    return held.getvalue()


class _Script:
    """An action of a PDF for reportlab."""

    def __init__(self, address: str) -> None:
        self.address = address

    def format(self, document: object) -> bytes:
        return f"<< /S /JavaScript /JS (app.launchURL\\('{self.address}'\\)) >>".encode()


def page(inner: str = "", head: str = "", rows: Sequence[Sequence[str]] = _ROWS) -> str:
    """A page of the web. inner: stands behind its table."""
    told = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in cells)}</tr>" for cells in rows)
    heads = "".join(f"<th>{head}</th>" for head in _HEADS)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{_TITLE}</title>{head}</head><body><h1>{_TITLE}</h1>'
        f"<h2>{_OBJECTIVE}</h2><table><tr>{heads}</tr>{told}</table>{inner}</body></html>"
    )


def saved_page(inner: bytes) -> bytes:
    """A page as browsers save it in one file."""
    return (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="part"\r\n\r\n'
        b"--part\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + inner + b"\r\n--part--\r\n"
    )


def sheet_text(rows: Sequence[Sequence[str]] = _ROWS) -> str:
    return "".join(f"{','.join(cells)}\n" for cells in ((_TITLE,), (), (_OBJECTIVE,), (), _HEADS, *rows))


def text() -> str:
    told = "".join(f"| {' | '.join(cells)} |\n" for cells in (_HEADS, ("---",) * 3, *_ROWS))
    return f"# {_TITLE}\n\n## {_OBJECTIVE}\n\n{told}"


ARCHIVES = (".docx", ".docm", ".odt", ".xlsx", ".xlsm", ".ods", ".pptx", ".pptm")
"""Kinds that are archives of parts."""
TEXTS = (".txt", ".md", ".html", ".mhtml", ".csv")


@functools.cache
def plans() -> dict[str, bytes]:
    """A small plan of each kind, by its suffix."""
    document, book, deck = word(), workbook(), slides()
    web = page().encode()
    return {
        ".pdf": pdf(),
        ".txt": text().replace("|", "\t").encode(),
        ".md": text().encode(),
        ".html": web,
        ".mhtml": saved_page(web),
        ".docx": document,
        ".docm": _with_macros(document, "word"),
        ".odt": open_text(),
        ".xlsx": book,
        ".xlsm": _with_macros(book, "xl"),
        ".ods": open_sheet(),
        ".csv": sheet_text().encode(),
        ".pptx": deck,
        ".pptm": _with_macros(deck, "ppt"),
    }


def _with_macros(data: bytes, folder: str) -> bytes:
    """With a project of macros that the main part refers to."""
    parts = unpacked(data)
    main = next(n for n in parts if n.startswith(f"{folder}/_rels/") and n.count("/") == 2)
    target = f'<Relationship Id="rIdM" Type="{_MACROS}" Target="vbaProject.bin"/></Relationships>'
    parts[main] = parts[main].replace(b"</Relationships>", target.encode())
    parts[f"{folder}/vbaProject.bin"] = b"Sub AutoOpen()"
    return packed(parts)


_MACROS = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_MAIN_PARTS = {
    "doc": "word/document.xml", "xls": "xl/worksheets/sheet1.xml", "ppt": "ppt/slides/slide1.xml",
    "odt": "content.xml", "ods": "content.xml",
}  # fmt: skip


def main_part(suffix: str) -> str:
    """The part in which the words of an archive stand."""
    return next(part for start, part in _MAIN_PARTS.items() if suffix.startswith(f".{start}"))


# ---- attacks ------------------------------------------------------------------------------------------------------


def _codes(*names: str) -> frozenset[str]:
    return frozenset(names)


def nothing_and_pieces() -> Iterator[Hostile]:
    """Nothing at all, blanks, zeros, and files that were cut off."""
    for suffix, data in plans().items():
        for name, empty in (("empty", b""), ("blank", b" \r\n\t\n"), ("zeros", b"\x00" * 4096)):
            yield Hostile(f"{name}{suffix}", empty, _codes("empty", "damaged", "unsupported"), read=False)
        for share in (0.25, 0.5, 0.97):
            codes = _codes() if suffix in TEXTS else _NOTHING_READ
            yield Hostile(f"cut-{share}{suffix}", data[: int(len(data) * share)], codes)


def wrong_names() -> Iterator[Hostile]:
    """Each kind under the suffix of each other: where the bytes tell what they are, they are believed."""
    made = plans()
    for suffix, data in made.items():
        for other in made:
            if other == suffix:
                continue
            known = suffix not in (".txt", ".md", ".csv") or other in TEXTS
            codes = _codes() if known else _NOTHING_READ
            yield Hostile(f"{suffix[1:]}-called{other}", data, codes, read=known)
    for name, data in pictures().items():
        for other in made:
            yield Hostile(f"{name}-called{other}", data, _codes("unsupported"), read=False)
    for other in made:
        archive = packed({f"plan{suffix}": data for suffix, data in made.items()})
        yield Hostile(f"archive-called{other}", archive, _codes("unsupported"), read=False)


def pictures() -> dict[str, bytes]:
    """Pictures of a page by the name of their format."""
    from PIL import Image

    found = {}
    for name in ("png", "jpeg", "tiff", "gif", "bmp", "webp"):
        held = io.BytesIO()
        Image.new("RGB", (30, 20), "white").save(held, name)
        found[name] = held.getvalue()
    return found


def bombs(size: Size) -> Iterator[Hostile]:
    """Parts that unpack to far more than they are, in each part, in a part of no account, and with a size that lies."""
    blank = b" " * (size.mebibytes * 1024 * 1024)
    for suffix, data in plans().items():
        if suffix not in ARCHIVES:
            continue
        parts = unpacked(data)
        main = main_part(suffix)
        large = parts[main].replace(b">", b">" + blank, 2)
        yield Hostile(f"bomb-in-its-words{suffix}", packed({**parts, main: large}), _codes("unsupported"), read=False)
        beside = packed({**parts, "custom/item.xml": b"<a>" + blank + b"</a>"})
        yield Hostile(f"bomb-beside{suffix}", beside, _codes("unsupported"), read=False)
        yield Hostile(f"bomb-of-a-picture{suffix}", packed({**parts, "media/a.bin": blank}))
        lying = packed({**parts, main: large})
        at = lying.rindex(main.encode(), 0, lying.rindex(b"PK\x05\x06")) - 46  # its line of the list of members
        lying = lying[: at + 24] + struct.pack("<L", 5_000) + lying[at + 28 :]
        yield Hostile(f"bomb-that-lies{suffix}", lying, _NOTHING_READ, read=False)
        for _ in range(3):
            data = packed({"a.zip": data, "mimetype": b"application/zip"})
        yield Hostile(f"archives-in-archives{suffix}", data, _codes("unsupported"), read=False)


_LAUGHS = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))


def entities(address: str, file: str) -> Iterator[Hostile]:
    """In each part of XML: entities that multiply, and such that lead to a file and to an address."""
    declared = {
        "laughs": (_LAUGHS, "&a11;"),
        "file": (f'<!ENTITY a SYSTEM "{file}">', "&a;"),
        "address": (f'<!ENTITY a SYSTEM "{address}/entity">', "&a;"),
        "parameter": (f'<!ENTITY % a SYSTEM "{address}/parameter"> %a;', ""),
        "type": ("", ""),
    }
    for suffix, data in plans().items():
        if suffix not in ARCHIVES:
            continue
        parts = unpacked(data)
        for part, held in parts.items():
            if not part.endswith((".xml", ".rels")) or part.startswith("ppt/slideLayouts/") and "1" not in part:
                continue
            for name, (inner, used) in declared.items():
                outer = f' SYSTEM "{address}/type"' if name == "type" else f" [{inner}]"
                changed = re.sub(
                    rb"(<\?xml[^>]*\?>)?\s*<([\w:]+)([^>]*[^/>])?(/?)>",
                    lambda m, outer=outer, used=used: (  # type: ignore[misc]
                        (m[1] or b"") + f"<!DOCTYPE {m[2].decode()}{outer}>".encode() + b"<" + m[2] + (m[3] or b"")
                        + b">" + used.encode() + (b"</" + m[2] + b">" if m[4] else b"")
                    ),
                    held, count=1,
                )  # fmt: skip
                known = part == main_part(suffix)
                yield Hostile(
                    f"{name}-in-{part.replace('/', '_')}{suffix}",
                    packed({**parts, part: changed}),
                    _codes("unsupported") if known else _codes(),
                    read=False if known else None,
                )
    for name, (inner, used) in declared.items():
        outer = f' SYSTEM "{address}/type"' if name == "type" else f" [{inner}]"
        held = page(f"<p>{used}</p>").replace("<!DOCTYPE html>", f"{_XML}<!DOCTYPE html{outer}>")
        yield Hostile(f"{name}.html", held.encode(), read=True)


def links(address: str, file: str) -> Iterator[Hostile]:
    """Scripts, remote pictures, templates, other workbooks: nothing of it is run, followed or fetched."""
    head = (
        f'<base href="{address}/"><meta http-equiv="refresh" content="0;url={address}/refresh">'
        f'<link rel="stylesheet" href="{address}/style.css"><script src="{address}/script.js"></script>'
    )
    inner = (
        f'<img src="picture.png"><iframe src="{file}"></iframe><object data="{address}/object"></object>'
        f'<style>@import url("{address}/import.css")</style><script>document.body.innerHTML = ""</script>'
        f'<svg><image href="{address}/svg.png"/></svg><embed src="{file}">'
    )
    web = page(inner, head).encode()
    yield Hostile("scripts-and-pictures.html", web, read=True)
    yield Hostile("scripts-and-pictures.mhtml", saved_page(web), read=True)
    yield Hostile("script.pdf", pdf(script=f"{address}/script"), read=True)
    outside = _relations(
        *(("attachedTemplate", f"{address}/t.dotm"), ("image", f"{address}/p.png"), ("externalLink", file)),
        *(("oleObject", f"{address}/o.bin"), ("styles", f"{address}/styles.xml"), ("theme", file)),
        *(("header", f"{address}/header.xml"), ("footer", f"{address}/footer.xml"), ("slide", f"{address}/slide.xml")),
        mode=' TargetMode="External"',
    )
    more = outside[outside.index("<Relationship ") :].replace('Id="rId', 'Id="rIdOut').encode()
    for suffix, data in plans().items():
        if suffix not in ARCHIVES:
            continue
        parts = unpacked(data)
        for part, held in parts.items():
            if part.endswith(".rels"):
                parts[part] = held.replace(b"</Relationships>", more)
        yield Hostile(f"links-out{suffix}", packed(parts), read=True)


def macros() -> Iterator[Hostile]:
    for suffix, data in plans().items():
        if suffix in (".docm", ".xlsm", ".pptm"):
            yield Hostile(f"macros{suffix}", data, _codes("parts_not_read"), read=True)
            yield Hostile(f"macros{suffix[:-1]}x", data, _codes("parts_not_read"), read=True)


def large(size: Size) -> Iterator[Hostile]:
    """More rows, columns, slides or members than any plan has."""
    row = ("Read the file again", "QA Group", "July 2025")
    rows = (*_ROWS, *[row] * size.rows)
    wide = (*_ROWS, tuple(f"c{i}" for i in range(size.columns)))
    too_large = _codes("too_large", "unsupported", "timeout") if size.over else _codes()
    yield Hostile("rows.csv", sheet_text(rows).encode(), too_large, ended=size.over)
    yield Hostile("rows.xlsx", workbook(rows), too_large, ended=size.over)
    yield Hostile("rows.ods", open_sheet(rows), too_large, ended=size.over)
    yield Hostile("rows.html", page(rows=rows).encode(), ended=size.over)
    yield Hostile("rows.docx", word(rows), ended=size.over)
    yield Hostile("rows.odt", open_text(rows), ended=size.over)
    yield Hostile("rows.txt", text().encode() + b"Read the file again by July 2025.\n" * size.rows, ended=size.over)
    yield Hostile("rows.md", text().encode() + f"| {' | '.join(row)} |\n".encode() * size.rows, ended=size.over)
    for name, data in (
        ("columns.csv", sheet_text(wide).encode()), ("columns.xlsx", workbook(wide)), ("columns.ods", open_sheet(wide)),
        ("columns.html", page(rows=wide).encode()), ("columns.docx", word(wide)), ("columns.odt", open_text(wide)),
        ("columns.md", text().encode() + f"| {' | '.join(wide[-1])} |\n".encode()),
    ):  # fmt: skip
        yield Hostile(name, data, read=True)
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>The end</t></is></c></row>'
    yield Hostile("far-corner.xlsx", workbook(behind=far), read=True)
    blank = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    wide_row = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
        'table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>'
    )
    for name, repeated in (("blank", blank), ("full", wide_row)):
        data = open_sheet(behind=f'<table:table table:name="More">{repeated}</table:table>')
        yield Hostile(f"repeated-{name}.ods", data, read=True)
    yield Hostile(
        "slides.pptx", slides(size.slides), _codes("too_many_pages") if size.over else _codes(), read=not size.over
    )
    for suffix in ARCHIVES:
        parts = unpacked(plans()[suffix])
        many = {f"custom/{i}.xml": b"<a/>" for i in range(size.members)}
        yield Hostile(
            f"members{suffix}",
            packed({**parts, **many}),
            _codes("unsupported") if size.over else _codes(),
            read=not size.over,
        )


_NESTED = {
    ".docx": ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
    ".odt": ("<text:list><text:list-item>", "</text:list-item></text:list>"),
    ".ods": ("<table:table-row-group>", "</table:table-row-group>"),
    ".xlsx": ("<ext>", "</ext>"),
    ".pptx": ("<p:grpSp>", "</p:grpSp>"),
}


def deep(size: Size) -> Iterator[Hostile]:
    """Elements in elements without end."""
    for name, opening, closing in (
        ("div", "<div>", "</div>"), ("table", "<table><tr><td>", "</td></tr></table>"),
        ("list", "<ul><li>", "</li></ul>"), ("unclosed", "<div><p><b>", ""), ("form", "<form><fieldset>", ""),
    ):  # fmt: skip
        inner = opening * size.depth + "The end" + closing * size.depth
        yield Hostile(f"deep-{name}.html", page(inner).encode(), read=True)
        yield Hostile(f"deep-{name}.mhtml", saved_page(page(inner).encode()), read=True)
    for suffix, (opening, closing) in _NESTED.items():
        parts = unpacked(plans()[suffix])
        main = main_part(suffix)
        held = parts[main].decode()
        end = max(
            held.rfind(mark)
            for mark in ("</w:body>", "</office:text>", "</table:table>", "</sheetData>", "</p:spTree>")
        )
        nested = held[:end] + opening * size.depth + closing * size.depth + held[end:]
        yield Hostile(f"deep{suffix}", packed({**parts, main: nested}))
    for name, opening in (("quotes.md", "> "), ("lists.md", "  "), ("brackets.txt", "("), ("brackets.csv", '"')):
        line = f"{opening * size.depth}The end\n"
        kind = f".{name.rpartition('.')[2]}"
        yield Hostile(f"deep-{name}", plans()[kind] + line.encode(), read=True)


def formulas(address: str) -> Iterator[Hostile]:
    """Formulas are neither worked out nor followed: as printed in a CSV, told in a workbook that stores no value."""
    told = (f'=HYPERLINK(""{address}/formula"",""Audit"")', "=cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "+1+1")
    rows = (*_ROWS, *((f'"{formula}"', "QA Group", "July 2025") for formula in told))
    yield Hostile("formulas.csv", sheet_text(rows).encode(), read=True)
    cells = "".join(
        f'<row r="{20 + i}"><c r="A{20 + i}"><f>{formula.lstrip("=").replace("&", "&amp;")}</f></c></row>'
        for i, formula in enumerate((f'HYPERLINK("{address}/formula")', f'WEBSERVICE("{address}/service")', "1+1"))
    )
    yield Hostile("formulas.xlsx", workbook(behind=cells), _codes("formula_without_value"), read=True)
    for kind, formula in (("dde", "msoxl:=cmd|' /C calc'!A0"), ("web", f'of:=WEBSERVICE("{address}/service")')):
        row = f'<table:table-row><table:table-cell table:formula="{formula}"/></table:table-row>'.replace(
            '("', "(&quot;"
        )
        row = row.replace('")', "&quot;)")
        data = open_sheet(behind=f'<table:table table:name="More">{row}</table:table>')
        yield Hostile(f"formulas-{kind}.ods", data, _codes("formula_without_value"), read=True)


def names_that_lead_out() -> Iterator[Hostile]:
    for suffix, data in plans().items():
        if suffix in ARCHIVES:
            for number, name in enumerate(("../../x.xml", "a/../../../x.xml", "..\\..\\x.xml")):
                made = packed({**unpacked(data), name: b"<a/>"})
                yield Hostile(f"leads-out-{number}{suffix}", made, _codes("unsupported"), read=False)


def passwords() -> Iterator[Hostile]:
    encrypted = _codes("encrypted")
    yield Hostile("password.pdf", pdf("open sesame"), encrypted, read=False)
    ole2 = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(1024)
    for suffix, data in plans().items():
        if suffix not in ARCHIVES:
            continue
        if suffix not in (".odt", ".ods"):
            yield Hostile(f"password{suffix}", ole2, encrypted, read=False)
        else:
            parts = unpacked(data)
            parts["content.xml"] = b"\x8a\x01\xff" * 99
            entry = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
            parts["META-INF/manifest.xml"] = f"{_XML}<manifest:manifest {_ODF}>{entry}</manifest:manifest>".encode()
            yield Hostile(f"password{suffix}", packed(parts), encrypted, read=False)
        yield Hostile(f"flagged{suffix}", locked(data), encrypted, read=False)


def locked(data: bytes) -> bytes:
    """An archive of which each member says that it asks for a password."""
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), data):
            changed[found.start() + offset] |= 1
    return bytes(changed)


def encodings() -> Iterator[Hostile]:
    made = plans()
    for suffix in (".txt", ".md", ".csv", ".html"):
        words = made[suffix].decode()
        for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"):
            yield Hostile(f"{name}{suffix}", words.replace('<meta charset="utf-8">', "").encode(name), read=True)
        yield Hostile(
            f"zeros-among-words{suffix}", words.replace("\n", "\x00\n").replace("><", ">\x00<").encode(), read=True
        )
        yield Hostile(f"half-a-letter{suffix}", made[suffix] + b"\xed\xa0\x80\xff\xc3", _codes("garbled", "encoding"))


def archives(size: Size) -> Iterator[Hostile]:
    """ZIP archives of documents; each that can be read holds ``plan.md``."""
    plan = plans()[".md"] + b"\nOne of an archive's.\n"
    blank = bytes(size.mebibytes * 1024 * 1024)
    inner = packed({"plan.md": plan})
    yield Hostile("whole.zip", packed({f"plan{suffix}": data for suffix, data in plans().items()}), read=True)
    yield Hostile("empty.zip", b"", _codes("damaged"), read=False)
    for share in (0.25, 0.5, 0.97):
        whole = packed({f"plan{suffix}": data for suffix, data in plans().items()})
        yield Hostile(f"cut-{share}.zip", whole[: int(len(whole) * share)], _codes("damaged"), read=False)
    yield Hostile("text-called.zip", plan, _codes("damaged"), read=False)
    yield Hostile("picture-called.zip", pictures()["png"], _codes("damaged", "unsupported"), read=False)
    yield Hostile("pdf-called.zip", pdf(), _codes(), None)
    yield Hostile("word-called.zip", word(), read=True)
    yield Hostile("bomb.zip", packed({"plan.md": plan, "bomb.txt": blank}), _codes("too_large"), read=True)
    nested = packed({"plan.md": plan, "deeper.zip": inner})
    yield Hostile("nested.zip", nested, _codes("unsupported"), read=True)
    for _ in range(min(size.depth, 200)):
        nested = packed({"deeper.zip": nested}, zipfile.ZIP_STORED)
    yield Hostile("nested-deep.zip", nested, _codes("unsupported"), read=False)
    for number, name in enumerate(("../../x.md", "/etc/x.md", "C:\\x.md", "..\\x.md")):
        yield Hostile(
            f"leads-out-{number}.zip", packed({"plan.md": plan, name: b"x"}), _codes("unsupported"), read=True
        )
    yield Hostile("password.zip", locked(packed({"plan.md": plan})), _codes("encrypted"), read=False)
    many = {f"{i}.txt": f"Text {i % 10}" for i in range(size.members)}
    yield Hostile(
        "members.zip", packed({"plan.md": plan, **many}), _codes("too_large") if size.over else _codes(), read=True
    )
    yield Hostile(
        "pictures.zip", packed({f"a.{n}": data for n, data in pictures().items()}), _codes("empty"), read=False
    )
    yield Hostile("nothing.zip", packed({}), _codes("empty", "damaged"), read=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for _ in range(2):
                archive.writestr(zipfile.ZipInfo("plan.md"), plan)
    yield Hostile("two-of-one-name.zip", held.getvalue(), _codes("unsupported"), read=True)


def _made(make: Callable[[], Iterator[Hostile]], attack: str) -> Iterator[Hostile]:
    """The files of an attack, those of like bytes with bytes of their own: a run reads like ones once."""
    seen = set(plans().values())
    for each in make():
        if each.data in seen and len(set(each.data)) > _LETTERS_OF_NOTHING:
            each = replace(each, data=_marked(each.data, f"{attack} {each.name}"))
        seen.add(each.data)
        yield each


_LETTERS_OF_NOTHING = 4  # bytes of which a file of nothing at all consists


def _marked(data: bytes, name: str) -> bytes:
    """With a file's name behind its end, in an archive as its comment."""
    mark = name.encode()
    if data[-22:-18] == b"PK\x05\x06":
        return data[:-2] + struct.pack("<H", len(mark)) + mark
    return data + b"\n%" + mark + b"\n"


def attacks(size: Size, address: str, file: str) -> dict[str, Callable[[], Iterator[Hostile]]]:
    """All by their names. address: of a server that is to be asked for nothing. file: URL of the file with `SECRET`."""
    found: dict[str, Callable[[], Iterator[Hostile]]] = {
        "nothing and pieces": nothing_and_pieces,
        "wrong names": wrong_names,
        "bombs": lambda: bombs(size),
        "entities": lambda: entities(address, file),
        "links": lambda: links(address, file),
        "macros": macros,
        "large": lambda: large(size),
        "deep": lambda: deep(size),
        "formulas": lambda: formulas(address),
        "names that lead out": names_that_lead_out,
        "passwords": passwords,
        "encodings": encodings,
        "archives": lambda: archives(size),
    }
    return {name: functools.partial(_made, make, name) for name, make in found.items()}


@contextlib.contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and what it is asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET  # noqa: N815 - the names that the library looks for

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--big", action="store_true", help="as large as those of `make chaos`")
    asked = parser.parse_args(arguments)
    for attack, made in attacks(BIG if asked.big else SMALL, "http://127.0.0.1:9", "file:///etc/passwd").items():
        folder = asked.folder / attack.replace(" ", "-")
        folder.mkdir(parents=True, exist_ok=True)
        for each in made():
            (folder / each.name).write_bytes(each.data)
        print(f"{len(list(folder.iterdir())):5} {attack}")


if __name__ == "__main__":
    main()
