"""Presentations (`.pptx`) by python-pptx: slides are pages, and what stands on them is told slide by slide."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.presentation import Presentation as Deck
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.util import Emu

from safeplans.extractors.base.document import BlockKind, Document, Page, ReadingProblem
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.left_out import MACROS, hidden_parts, parts_not_read
from safeplans.extractors.reading.safe_xml import parse
from safeplans.extractors.reading.slides.building import SlideBuilder
from safeplans.extractors.reading.slides.bullets import list_styles
from safeplans.extractors.reading.slides.diagrams import diagram_lines
from safeplans.extractors.reading.slides.package import lightened
from safeplans.extractors.reading.slides.tables import theme_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_DEEPEST = 20  # groups within groups
_SAME_ROW = 0.25  # inches by which boxes that begin in one row may differ
_FURNITURE = {
    PP_PLACEHOLDER.FOOTER: "footer",
    PP_PLACEHOLDER.HEADER: "running_header",
    PP_PLACEHOLDER.DATE: "footer",
    PP_PLACEHOLDER.SLIDE_NUMBER: "page_number",
}
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE)
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm"
_NOTES, _COMMENTS = ("slide with speaker's notes", "slides with speaker's notes"), ("comment", "comments")
_NOT_READ = {
    MSO_SHAPE_TYPE.PICTURE: ("picture", "pictures"),
    MSO_SHAPE_TYPE.LINKED_PICTURE: ("picture elsewhere, not fetched", "pictures elsewhere, not fetched"),
    MSO_SHAPE_TYPE.CHART: ("chart", "charts"),
    MSO_SHAPE_TYPE.MEDIA: ("film or sound", "films and sounds"),
    MSO_SHAPE_TYPE.EMBEDDED_OLE_OBJECT: ("embedded object", "embedded objects"),
    MSO_SHAPE_TYPE.LINKED_OLE_OBJECT: ("linked object", "linked objects"),
}
# What python-pptx and lxml (a SyntaxError) raise over parts that are not as they should be.
_BROKEN = (
    PythonPptxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    SyntaxError,
    NotImplementedError,
)


def read(data: bytes, settings: Settings, on_page: Callable[[int], None] | None = None) -> Document:
    """Raises ReadingError when nothing can be read."""
    light, macros = lightened(data)
    try:
        deck = Presentation(io.BytesIO(light))
        slides = list(deck.slides)
    except _BROKEN as error:
        raise ReadingError(
            "damaged",
            f"The presentation cannot be understood ({_said(error)}). Open it, save it again as .pptx, and run again.",
        ) from error
    if len(slides) > settings.max_pages:
        raise ReadingError(
            "too_many_pages",
            f"The presentation has {len(slides)} slides, more than the {settings.max_pages} allowed. "
            "Raise max_pages or split the file.",
        )
    reader = _Reader(deck, settings, on_page)
    reader.not_read[MACROS] += macros
    return reader.read(slides)


def _said(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:150]


class _Reader:
    def __init__(self, deck: Deck, settings: Settings, on_page: Callable[[int], None] | None) -> None:
        self.deck = deck
        self.settings = settings
        self.on_page = on_page
        self.builder = SlideBuilder()
        self.not_read: Counter[tuple[str, str]] = Counter()
        self.problems: list[ReadingProblem] = []

    def read(self, slides: list[Slide]) -> Document:
        size = (Emu(self.deck.slide_width or 0).pt, Emu(self.deck.slide_height or 0).pt)
        pages: list[Page] = []
        hidden: list[str] = []
        skipped: list[int] = []
        for number, slide in enumerate(slides, 1):
            last = self.settings.last_page
            if number in self.settings.skip_pages or last is not None and number > last:
                skipped.append(number)
                continue
            if slide._element.get("show") in ("0", "false"):
                hidden.append(f"slide {number}")
                continue
            if self.on_page is not None:
                self.on_page(number)
            pages.append(Page(number, *size))
            self._slide(slide, number)
        if skipped:
            which = ", ".join(map(str, skipped))
            self.problems.append(
                ReadingProblem(
                    "page_skipped", f"Slides {which} were left out. Look there by hand.", "error", skipped[0]
                )
            )
        self.problems += hidden_parts("slide", hidden)
        self.problems += parts_not_read(self.not_read)
        if not any(b.kind is not BlockKind.FURNITURE for b in self.builder.blocks):
            told = " ".join(p.message for p in self.problems)
            raise ReadingError("empty", f"There is no text on its slides that is shown. {told}".strip())
        return Document(
            MEDIA_TYPE,
            tuple(self.builder.blocks),
            tuple(self.builder.lines),
            tuple(pages),
            info=self._info(),
            problems=tuple(self.problems),
            structured=True,
            spots=tuple(self.builder.spots),
        )

    def _info(self) -> dict[str, str]:
        try:
            told = self.deck.core_properties
            found = {"Title": told.title, "Author": told.author, "Subject": told.subject}
        except _BROKEN:
            return {}
        return {name: " ".join(text.split()) for name, text in found.items() if text and text.strip()}

    def _slide(self, slide: Slide, number: int) -> None:
        self.builder.begin(number, theme_of(slide))
        try:
            shapes = self._in_order(list(slide.shapes))
        except _BROKEN as error:
            self._broken(number, error)
            return
        for shape in shapes:
            try:
                self._shape(shape, number, 0)
            except _BROKEN as error:
                self._broken(number, error)
        for relation in slide.part.rels.values():
            if relation.reltype.endswith("/comments"):
                self.not_read[_COMMENTS] += 1
        try:
            if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame) and frame.text.strip():
                self.not_read[_NOTES] += 1
        except _BROKEN:
            self.not_read[_NOTES] += 1

    def _broken(self, number: int, error: Exception) -> None:
        message = f"A part of slide {number} cannot be understood ({_said(error)}) and was left out. Look at the slide."
        self.problems.append(ReadingProblem("damaged", message, "warning", number))

    def _in_order(self, shapes: list[BaseShape]) -> list[BaseShape]:
        """The title, then from the top left to the bottom right; what begins at the same height, from the left."""

        def rank(shape: BaseShape) -> tuple[int, float, float]:
            title = shape.is_placeholder and shape.placeholder_format.type in _TITLES
            top, left = (Emu(v).inches if v is not None else 0.0 for v in (shape.top, shape.left))
            return (0 if title else 1, top, left)

        ranked = sorted(((rank(shape), shape) for shape in shapes), key=lambda pair: pair[0])
        rows: list[list[tuple[tuple[int, float, float], BaseShape]]] = []
        for place, shape in ranked:
            if rows and rows[-1][0][0][0] == place[0] and place[1] - rows[-1][0][0][1] <= _SAME_ROW:
                rows[-1].append((place, shape))
            else:
                rows.append([(place, shape)])
        return [shape for row in rows for _, shape in sorted(row, key=lambda pair: pair[0][2])]

    def _shape(self, shape: Any, number: int, depth: int) -> None:
        if shape._element.find(".//{*}cNvPr") is not None and shape._element.find(".//{*}cNvPr").get("hidden") == "1":
            self.not_read["hidden box", "hidden boxes"] += 1
            return
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            if depth >= _DEEPEST:
                raise ValueError(f"more than {_DEEPEST} groups within groups")
            for inner in self._in_order(list(shape.shapes)):
                self._shape(inner, number, depth + 1)
            return
        if getattr(shape, "has_table", False):
            self.builder.table(shape.table)
            return
        if getattr(shape, "has_text_frame", False):
            kind = shape.placeholder_format.type if shape.is_placeholder else None
            self.builder.box(
                shape.text_frame,
                list_styles(shape),
                title=kind in _TITLES,
                furniture=_FURNITURE.get(kind) if kind is not None else None,
            )
            return
        diagram = next(iter(shape._element.iter(_DIAGRAM)), None)
        if diagram is not None:
            part = shape.part.related_part(diagram.get(_RELATION))
            self.builder.diagram(diagram_lines(parse(part.blob, "diagram")))
            return
        if (what := _NOT_READ.get(shape.shape_type)) is not None:
            self.not_read[what] += 1
