"""Files of word processors for tests, written part by part: what the libraries that write them leave out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from safeplans.extractors.base.document import Block, BlockKind, Document
from safeplans.extractors.reading import read

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
ODF_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        **{
            name: f"{_BASE}{told}:1.0"
            for name, told in {
                "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing",
                "fo": "xsl-fo-compatible", "svg": "svg-compatible", "meta": "meta", "manifest": "manifest",
            }.items()
        },
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
        "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    }.items()
)  # fmt: skip


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


def word(tag: str, inner: str = "", attributes: str = "") -> str:
    """An XML part with all namespaces on its root."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{tag} {NAMESPACES} {attributes}>{inner}</w:{tag}>'


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """By their ids: the last word of a relationship's type, and its target."""
    told = "".join(
        f'<Relationship Id="{name}" Type="{_TYPES}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{told}</Relationships>'


def docx(body: str, parts: Mapping[str, str] | None = None, more: Mapping[str, tuple[str, str]] | None = None) -> bytes:
    """A Word file. parts: the inner XML of `styles`, `numbering`, `footnotes`, `comments`, `header1` … by their names;
    more: further relationships of the main part, and whole members by their names where a target is one."""
    parts = dict(parts or {})
    roots = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes",
             "comments": "comments", "header": "hdr", "footer": "ftr"}  # fmt: skip
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": word("document", f"<w:body>{body}</w:body>"),
    }
    told: dict[str, tuple[str, str]] = dict(more or {})
    for name, inner in parts.items():
        kind = name.rstrip("0123456789")
        members[f"word/{name}.xml"] = word(roots[kind], inner)
        told[f"part_{name}"] = (kind, f"{name}.xml")
    members["word/_rels/document.xml.rels"] = relations(told)
    return zipped(members)


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"
    )


def cell(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    told = "".join(c if c.startswith("<w:tc>") else cell(c) for c in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{told}</w:tr>"


def table(*rows: str, properties: str = "", widths: tuple[int, ...] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def odt(
    body: str, automatic: str = "", styles: str = "", master: str = "", members: Mapping[str, str] | None = None
) -> bytes:
    """An OpenDocument text. automatic: styles of its content; styles, master: what the part `styles` holds."""
    content = (
        f"<office:document-content {ODF_NAMESPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    shared = (
        f"<office:document-styles {ODF_NAMESPACES}><office:styles>{styles}</office:styles>"
        f"<office:master-styles>{master}</office:master-styles></office:document-styles>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "styles.xml": shared,
            **(members or {}),
        }
    )


def told(document: Document) -> list[tuple[str, str]]:
    """Kind and text of each block, the marker before it; of a table the texts of its cells."""
    return [(str(b.kind), shown(b)) for b in document.blocks]


def shown(block: Block) -> str:
    if block.kind is BlockKind.TABLE:
        return " / ".join(" | ".join(c.text for c in r.cells) for r in block.rows)
    return " ".join(f"{p.marker} {p.text}" if p.marker else p.text for p in block.paras)


def read_docx(body: str, parts: Mapping[str, str] | None = None) -> Document:
    return read(docx(body, parts), "plan.docx")


def problems(document: Document) -> dict[str, str]:
    return {p.code: p.message for p in document.problems}
