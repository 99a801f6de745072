"""The paragraphs of an OpenDocument text: which of their letters are printed, and what is anchored in them.

Tracked changes need no accepting: what was deleted stands apart from the text (`text:tracked-changes`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from safeplans.extractors.reading.safe_xml import Element, local
from safeplans.extractors.reading.word.model import Found, Part, Span, TextPart
from safeplans.extractors.reading.word.odf import DRAW, OFFICE, TEXT, count
from safeplans.extractors.reading.word.odt_styles import OdtStyles
from safeplans.extractors.reading.word.styles import Letters, is_title
from safeplans.extractors.reading.word.symbols import is_symbol_font, sign

_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_BLANKS = 100
_SIGNS = {"tab": "\t", "line-break": "\n", "soft-hyphen": "", "non-breaking-hyphen": "-"}
_SKIPPED = frozenset(
    {"bookmark", "bookmark-start", "bookmark-end", "change", "change-start", "change-end", "soft-page-break",
     "reference-mark-start", "reference-mark-end", "ruby-text", "tracked-changes", "index-title-template"}
)  # fmt: skip
_SHAPES = frozenset({"frame", "custom-shape", "rect", "ellipse", "circle", "line", "polygon", "path", "connector", "g"})
_PROMPTS = frozenset({"placeholder"})

Blocks = Callable[[Element], list[Part]]


@dataclass(slots=True)
class OdtParagraphs:
    """Reads paragraphs. blocks: reads the content of a text box or a note. base: what the place of the text says of
    its letters; notes: how many were read."""

    styles: OdtStyles
    found: Found
    blocks: Blocks
    notes: dict[str, int] = field(default_factory=dict)

    def paragraph(self, element: Element) -> TextPart:
        style = element.get(f"{TEXT}style-name")
        made = TextPart(indent=self.styles.indent(style) or 0.0)
        letters = self.styles.letters("paragraph", style)
        made.title = is_title(self.styles.names(style))
        told = element.get(f"{TEXT}outline-level", "")
        if local(element) == "h" and told.isdecimal():
            made.heading = int(told)
        else:
            made.heading = 1 if made.title else self.styles.heading(style)
        if self.styles.contents(style):
            made.reason = "contents"
        _Inline(self, made).read(element, letters)
        return made

    def note(self, element: Element) -> TextPart:
        kind = element.get(f"{TEXT}note-class", "footnote")
        self.notes[kind] = self.notes.get(kind, 0) + 1
        body = element.find(f"{TEXT}note-body")
        parts = [p for p in (self.blocks(body) if body is not None else []) if isinstance(p, TextPart)]
        spans = [span for part in parts for span in [*part.spans, Span(" ", part.spans[-1].look)] if part.spans]
        return TextPart(spans, reason="footnote", spot=f"{kind} {self.notes[kind]}")

    def shape(self, element: Element) -> list[Part]:
        """What is written in a frame or shape; pictures and embedded files are counted."""
        made: list[Part] = []
        boxes = element.findall(f"{DRAW}text-box")
        for below in boxes:
            made += self.blocks(below)
        if boxes:
            return made
        for below in element:
            name = local(below)
            if name == "image":
                self.found.pictures += 1
                made += self.blocks(below)
                break  # what follows are other forms of the same picture
            if below.tag in (f"{DRAW}object", f"{DRAW}object-ole"):
                break
            if below.tag in (f"{TEXT}p", f"{TEXT}list", f"{TEXT}h"):
                made += self.blocks(element)
                break
            if name in _SHAPES:
                made += self.shape(below)
        return made


@dataclass(slots=True)
class _Inline:
    """Reads the letters of one paragraph into its part."""

    paragraphs: OdtParagraphs
    part: TextPart

    def read(self, element: Element, letters: Letters) -> None:
        self._put(element.text, letters)
        for below in element:
            self._one(below, letters)
            self._put(below.tail, letters)

    def _one(self, element: Element, letters: Letters) -> None:
        name = local(element)
        found = self.paragraphs.found
        if name in _SKIPPED or not name:
            return
        if element.tag == f"{TEXT}s":
            self._print(" " * count(element.get(f"{TEXT}c"), _MOST_BLANKS), letters)
        elif name in _SIGNS:
            self._print(_SIGNS[name], letters)
        elif element.tag == f"{TEXT}note":
            self.part.behind.append(self.paragraphs.note(element))
        elif name in ("annotation", "annotation-end"):
            found.comments += element.tag == f"{OFFICE}annotation"
        elif name in _PROMPTS:
            found.prompts += 1
        elif name in ("hidden-text", "hidden-paragraph"):
            found.hidden.append("".join(element.itertext()))
        elif element.tag.startswith(DRAW):
            self.part.behind += self.paragraphs.shape(element)
        elif element.tag == f"{TEXT}span":
            styled = self.paragraphs.styles.letters("text", element.get(f"{TEXT}style-name"))
            self.read(element, styled.over(letters))
        else:
            self.read(element, letters)

    def _put(self, text: str | None, letters: Letters) -> None:
        """Letters as the file holds them: white space stands for one blank."""
        shown = _BLANKS.sub(" ", text or "")
        before = self.part.spans[-1].text if self.part.spans else " "
        self._print(shown[1:] if shown[:1] == " " and before[-1:] in (" ", "\n", "\t") else shown, letters)

    def _print(self, text: str, letters: Letters) -> None:
        if not text:
            return
        if letters.hidden:
            self.paragraphs.found.hidden.append(text)
        elif letters.struck and text.strip():
            self.paragraphs.found.struck.append(text)
        else:
            if is_symbol_font(letters.font):
                text = "".join(sign(letters.font, letter) for letter in text)
            self.part.spans.append(Span(text, letters.look))
