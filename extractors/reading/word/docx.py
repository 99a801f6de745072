"""Word files (`.docx`, and `.docm`, whose macros are never run) to a `Document`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from safeplans.extractors.base.document import Document
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.reading.archive import Archive
from safeplans.extractors.reading.safe_xml import Element, local
from safeplans.extractors.reading.word.docx_tables import TableReader
from safeplans.extractors.reading.word.docx_text import Story
from safeplans.extractors.reading.word.drawings import chosen
from safeplans.extractors.reading.word.fields import Fields
from safeplans.extractors.reading.word.finishing import finished
from safeplans.extractors.reading.word.model import Found, Part, TablePart, TextPart
from safeplans.extractors.reading.word.numbering import Numbering
from safeplans.extractors.reading.word.package import Package, Relation
from safeplans.extractors.reading.word.shades import Theme
from safeplans.extractors.reading.word.styles import Letters, Styles
from safeplans.extractors.reading.word.wml import MC, W, child, value

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_INFO = {"title": "Title", "creator": "Author", "subject": "Subject", "keywords": "Keywords", "created": "CreationDate",
         "modified": "ModDate"}  # fmt: skip
_NOT_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_ATTACHED = frozenset({"package", "oleObject", "aFChunk", "subDocument"})
_CONTENTS = "Table of Contents"


def read(data: bytes, settings: Settings, on_page: Callable[[int], None] | None = None) -> Document:
    """Read a Word file; it has no pages. Raises ReadingError when nothing can be read."""
    package = Package(Archive(data))
    reader = _Reader(package)
    body = child(package.root(package.main), "body")
    parts = reader.story(body, package.main) if body is not None else []
    before, after = reader.margins()
    comments = package.known(package.related(package.main, "comments"))
    reader.found.comments = len(comments.findall(f"{W}comment")) if comments is not None else 0
    reader.found.attached = [r.target for r in reader.relations if r.kind in _ATTACHED]
    reader.found.macros = package.archive.macros
    info = _info(package)
    return finished(MEDIA_TYPE, before, parts, after, reader.found, info, package.broken)


@dataclass(slots=True)
class _Reader:
    """The parts of a file that all of its text refers to."""

    package: Package
    found: Found = field(default_factory=Found)
    styles: Styles = field(init=False)
    numbering: Numbering = field(init=False)
    notes: dict[str, dict[str, Element]] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)
    relations: list[Relation] = field(init=False)

    def __post_init__(self) -> None:
        main, package = self.package.main, self.package
        self.relations = list(package.relations(main).values())
        theme = Theme(package.known(package.related(main, "theme")))
        self.styles = Styles(package.known(package.related(main, "styles")), theme)
        self.numbering = Numbering(package.known(package.related(main, "numbering")), self.styles)
        for kind in ("footnote", "endnote"):
            root = package.known(package.related(main, f"{kind}s"))
            self.notes[kind] = {
                e.get(f"{W}id", ""): e
                for e in (root if root is not None else ())
                if local(e) == kind and e.get(f"{W}type") not in _NOT_NOTES
            }

    def story(self, element: Element, part: str) -> list[Part]:
        """The parts of the body, of a header or of a footer."""
        return _Blocks(self, part).of(element, Letters())

    def margins(self) -> tuple[list[Part], list[Part]]:
        """What stands in all headers, and in all footers."""
        before: list[Part] = []
        after: list[Part] = []
        for relation in self.relations:
            if relation.kind in ("header", "footer") and (root := self.package.known(relation.target)) is not None:
                (before if relation.kind == "header" else after).extend(self.story(root, relation.target))
        return before, after


@dataclass(slots=True)
class _Blocks:
    """Reads paragraphs and tables in their order. part: name of the part that they stand in."""

    reader: _Reader
    part: str
    contents: bool = False

    def of(self, element: Element, table: Letters) -> list[Part]:
        story = Story(
            self.reader.package, self.reader.styles, self.reader.numbering, self.reader.found, self.part,
            Fields.of(element), self.of, self.reader.notes, self.reader.counted,
        )  # fmt: skip
        made: list[Part] = []
        self._read(element, story, table, made)
        if story.waiting:
            made.append(TextPart(story.waiting))
        return made

    def _read(self, element: Element, story: Story, table: Letters, made: list[Part]) -> None:
        for below in element:
            name = local(below)
            if below.tag == f"{W}p":
                if (paragraph := story.paragraph(below, table)) is not None:
                    paragraph.reason = paragraph.reason or ("contents" if self.contents else None)
                    made.append(paragraph)
            elif below.tag == f"{W}tbl":
                made.append(self._table(below, story))
            elif name == "sdt":
                self._control(below, story, table, made)
            elif name in ("ins", "moveTo", "customXml", "smartTag"):
                self._read(below, story, table, made)
            elif name in ("del", "moveFrom"):
                self.reader.found.changes += 1
            elif below.tag == f"{MC}AlternateContent" and (one := chosen(below)) is not None:
                self._read(one, story, table, made)

    def _table(self, element: Element, story: Story) -> TablePart:
        def cell(below: Element, letters: Letters) -> list[Part]:
            made: list[Part] = []
            self._read(below, story, letters, made)
            if story.waiting:  # a deletion that reaches beyond the cell
                made.append(TextPart(story.waiting))
                story.waiting = []
            return made

        made = TableReader(self.reader.styles, self.reader.found, cell).table(element)
        made.reason = "contents" if self.contents or story.fields.contents else None
        return made

    def _control(self, element: Element, story: Story, table: Letters, made: list[Part]) -> None:
        """A content control around paragraphs; that of the list of contents is furniture."""
        if child(element, "sdtPr", "showingPlcHdr") is not None:
            self.reader.found.prompts += 1
            return
        before = self.contents
        self.contents = before or value(element, "sdtPr", "docPartObj", "docPartGallery") == _CONTENTS
        if (content := child(element, "sdtContent")) is not None:
            self._read(content, story, table, made)
        self.contents = before


def _info(package: Package) -> dict[str, str]:
    """What the file says of itself, under the names that PDFs have for it."""
    root = package.known(package.related("", "core-properties") or "docProps/core.xml")
    told = {local(e): (e.text or "").strip() for e in (root if root is not None else ())}
    return {name: told[key] for key, name in _INFO.items() if told.get(key)}
