"""OpenDocument text (`.odt`) to a `Document`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from safeplans.extractors.base.document import Document
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.reading.archive import Archive
from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.safe_xml import Element, local, parse
from safeplans.extractors.reading.word.finishing import finished
from safeplans.extractors.reading.word.model import Found, Part, TextPart, texts
from safeplans.extractors.reading.word.odf import DC, DRAW, MANIFEST, META, OFFICE, STYLE, TABLE, TEXT
from safeplans.extractors.reading.word.odt_lists import OdtList, OdtNumbering
from safeplans.extractors.reading.word.odt_styles import OdtStyles
from safeplans.extractors.reading.word.odt_tables import OdtTables
from safeplans.extractors.reading.word.odt_text import OdtParagraphs

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_CONTENT, _STYLES, _META, _MANIFEST = "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"
_INFO = {f"{DC}title": "Title", f"{META}initial-creator": "Author", f"{DC}subject": "Subject",
         f"{META}keyword": "Keywords", f"{META}creation-date": "CreationDate", f"{DC}date": "ModDate"}  # fmt: skip
_INDEXES = frozenset({"table-of-content", "illustration-index", "table-index", "object-index", "user-index",
                      "alphabetical-index", "bibliography"})  # fmt: skip
_PLANS = ("spreadsheet", "opendocument.text", "presentation", "ms-excel", "msword", "officedocument")


def read(data: bytes, settings: Settings, on_page: Callable[[int], None] | None = None) -> Document:
    """Read an OpenDocument text; it has no pages. Raises ReadingError when nothing can be read."""
    archive = Archive(data)
    attached = _attached(archive)
    broken: list[str] = []
    content, styles = _part(archive, _CONTENT), _known(archive, _STYLES, broken)
    found = Found(attached=attached, macros=archive.macros)
    shared = [styles] if styles is not None else []
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    reader = _Blocks(OdtStyles([content, *shared]), found)
    parts = reader.of(body) if body is not None else []
    before: list[Part] = []
    after: list[Part] = []
    if styles is not None:
        before, after = _margins(styles, _Blocks(OdtStyles(shared), found))
    return finished(MEDIA_TYPE, before, parts, after, found, _info(_known(archive, _META, broken)), broken)


def _part(archive: Archive, name: str) -> Element:
    if name not in archive:
        message = f"The file has no part {name}, which should hold its text. Open it and save it anew."
        raise ReadingError("damaged", message)
    return parse(archive.read(name), name)


def _known(archive: Archive, name: str, broken: list[str]) -> Element | None:
    """A part that can be done without; None when it is missing or broken (told in `broken`)."""
    if name not in archive:
        return None
    try:
        return _part(archive, name)
    except ReadingError as error:
        if error.code != "damaged":
            raise
        broken.append(name)
        return None


def _attached(archive: Archive) -> list[str]:
    """Names of embedded files that may hold a plan. Raises ReadingError (`encrypted`) for a file under a password."""
    manifest = _known(archive, _MANIFEST, [])
    found = []
    for entry in manifest if manifest is not None else ():
        if entry.find(f"{MANIFEST}encryption-data") is not None:
            raise ReadingError("encrypted", "The file asks for a password. Save a copy without it and run again.")
        name, kind = entry.get(f"{MANIFEST}full-path", ""), entry.get(f"{MANIFEST}media-type", "")
        if name not in ("", "/") and any(told in kind for told in _PLANS):
            found.append(name.rstrip("/"))
    return found


def _margins(styles: Element, reader: _Blocks) -> tuple[list[Part], list[Part]]:
    """What stands in all headers, and in all footers."""
    before: list[Part] = []
    after: list[Part] = []
    for page in styles.findall(f"{OFFICE}master-styles/{STYLE}master-page"):
        for margin in page:
            if margin.get(f"{STYLE}display") == "false":
                continue
            if local(margin).startswith("header"):
                before += reader.of(margin)
            elif local(margin).startswith("footer"):
                after += reader.of(margin)
    return before, after


def _info(meta: Element | None) -> dict[str, str]:
    """What the file says of itself, under the names that PDFs have for it."""
    found: dict[str, str] = {}
    told = meta.find(f"{OFFICE}meta") if meta is not None else None
    for element in told if told is not None else ():
        name = _INFO.get(element.tag)
        if name is not None and (text := (element.text or "").strip()):
            found.setdefault(name, text)
    return found


@dataclass(slots=True)
class _Blocks:
    """Reads paragraphs, lists and tables in their order."""

    styles: OdtStyles
    found: Found
    numbering: OdtNumbering = field(init=False)
    paragraphs: OdtParagraphs = field(init=False)

    def __post_init__(self) -> None:
        self.numbering = OdtNumbering(self.styles)
        self.paragraphs = OdtParagraphs(self.styles, self.found, self.of)

    def of(self, element: Element) -> list[Part]:
        made: list[Part] = []
        self._read(element, made, None)
        return made

    def _read(self, element: Element, made: list[Part], inside: OdtList | None) -> None:
        for below in element:
            name = local(below)
            if below.tag in (f"{TEXT}p", f"{TEXT}h"):
                made.append(self._paragraph(below))
            elif below.tag in (f"{TEXT}list", f"{TEXT}numbered-paragraph"):
                self._list(below, made, inside)
            elif below.tag == f"{TABLE}table":
                made.append(OdtTables(self.styles, self.found, self.of).table(below))
            elif name in _INDEXES:
                made += self._contents(below)
            elif name == "section" and below.get(f"{TEXT}display") == "none":
                self.found.hidden.append("".join(below.itertext()))
            elif name in ("section", "index-title"):
                self._read(below, made, None)
            elif name == "tracked-changes":
                self.found.changes += len(below)
            elif below.tag.startswith(DRAW):
                made += self.paragraphs.shape(below)

    def _contents(self, element: Element) -> list[Part]:
        """A list of contents, which is furniture."""
        body = element.find(f"{TEXT}index-body")
        made = self.of(body) if body is not None else []
        for part in texts(made):
            part.reason = "contents"
        return made

    def _paragraph(self, element: Element) -> TextPart:
        made = self.paragraphs.paragraph(element)
        if local(element) == "h" and made.heading and element.get(f"{TEXT}is-list-header") != "true":
            made.marker = self.numbering.heading(made.heading, element.get(f"{TEXT}start-value"))
        return made

    def _list(self, element: Element, made: list[Part], inside: OdtList | None) -> None:
        now = self.numbering.begin(element, inside)
        if element.tag == f"{TEXT}numbered-paragraph":
            told = element.get(f"{TEXT}level", "1")
            now.level = int(told) if told.isdecimal() else 1
            self._item(element, made, now, numbered=True)
            return
        for item in element:
            if local(item) in ("list-item", "list-header"):
                self._item(item, made, now, numbered=local(item) == "list-item")

    def _item(self, item: Element, made: list[Part], now: OdtList, numbered: bool) -> None:
        """The first paragraph of an item carries its number; lists in it are one level deeper."""
        indent = self.numbering.indent(now)
        for index, below in enumerate(e for e in item if local(e) not in ("number", "soft-page-break")):
            if below.tag == f"{TEXT}list":
                self._list(below, made, now)
                continue
            if below.tag not in (f"{TEXT}p", f"{TEXT}h"):
                continue
            part = self.paragraphs.paragraph(below)
            part.indent = part.indent or indent or 0.0
            if numbered and index == 0:
                part.marker = self.numbering.marker(now, item.get(f"{TEXT}start-value"))
            made.append(part)
