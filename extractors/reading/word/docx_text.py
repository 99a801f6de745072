"""The paragraphs of a Word file: which of their letters are printed, how these are set, and what is anchored in them.

Tracked changes are read as if accepted: what was inserted or moved here stays, what was deleted or moved away goes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from safeplans.extractors.reading.safe_xml import Element, local
from safeplans.extractors.reading.word.drawings import anchored, chosen, diagram_part, diagram_words, pictures
from safeplans.extractors.reading.word.fields import Fields
from safeplans.extractors.reading.word.model import Found, Part, Span, TextPart
from safeplans.extractors.reading.word.numbering import Numbering
from safeplans.extractors.reading.word.package import Package
from safeplans.extractors.reading.word.styles import Letters, ParagraphStyle, Styles
from safeplans.extractors.reading.word.symbols import is_symbol_font, sign
from safeplans.extractors.reading.word.wml import MC, M, V, W, child, flag, number, points, value

_GONE = frozenset({"del", "moveFrom"})
_KEPT = frozenset({"ins", "moveTo"})
_THROUGH = frozenset({"hyperlink", "smartTag", "fldSimple", "customXml", "dir", "bdo", "sdtContent", "rubyBase"})
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_BODY_LEVEL = 9
_LETTERING = 20.0  # points: drawn letters are as large as their shape, and none is small
_FEWEST_LETTERS = 3  # behind which a raised figure is the number of a note typed by hand

Blocks = Callable[[Element, Letters], list[Part]]


@dataclass(slots=True)
class Story:
    """One run of text (the body, a header, a note, a text box) as it is read.

    part: name of the part that it stands in. blocks: reads the paragraphs and tables of a text box or note. notes: of
    each kind by their ids, each read once.
    """

    package: Package
    styles: Styles
    numbering: Numbering
    found: Found
    part: str
    fields: Fields
    blocks: Blocks
    notes: dict[str, dict[str, Element]] = field(default_factory=dict)
    numbered_notes: dict[str, int] = field(default_factory=dict)
    waiting: list[Span] = field(default_factory=list)  # of a paragraph whose end was deleted

    def paragraph(self, element: Element, table: Letters) -> TextPart | None:
        """A paragraph, None for one whose end is deleted: it goes on in the next."""
        properties = child(element, "pPr")
        style_name = value(properties, "pStyle")
        style = self.styles.paragraph(style_name)
        contents = self.fields.contents or style.contents
        reader = _Reader(self, style, table)
        reader.inline(element)
        spans = [*self.waiting, *reader.spans]
        self.waiting = []
        mark = child(properties, "rPr")
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            self.waiting = spans
            return None
        made = TextPart(spans, behind=reader.behind)
        if contents or self.fields.contents and not made.text.strip():
            made.reason = "contents"
        made.heading, made.title = _heading(properties, style), style.title
        self._number(made, properties, style, style_name)
        return made

    def _number(self, made: TextPart, properties: Element | None, style: ParagraphStyle, name: str | None) -> None:
        own = child(properties, "numPr")
        numbering = value(own, "numId") if own is not None else None
        level = number(value(own, "ilvl")) if own is not None else None
        if numbering is None:
            numbering = style.numbered[0]
            level = level if level is not None else style.numbered[1]
        found = self.numbering.level_of(numbering, level, name)
        said = [_indent(properties), *(_indent(p) for p in style.properties)]
        if found is not None and not flag(child(properties, "rPr"), "vanish"):
            made.marker = self.numbering.marker(*found)
            said.insert(1, self.numbering.indent(*found))
        made.indent = next((i for i in said if i is not None), 0.0)

    def note(self, kind: str, identity: str) -> TextPart | None:
        """The words of a note, once, where it is first referred to."""
        element = self.notes.get(kind, {}).pop(identity, None)
        if element is None:
            return None
        self.numbered_notes[kind] = self.numbered_notes.get(kind, 0) + 1
        parts = [p for p in self.blocks(element, Letters()) if isinstance(p, TextPart)]
        spans = [span for part in parts for span in [*part.spans, Span(" ", part.spans[-1].look)] if part.spans]
        return TextPart(spans, reason="footnote", spot=f"{kind} {self.numbered_notes[kind]}")


def _heading(properties: Element | None, style: ParagraphStyle) -> int:
    outline = number(value(properties, "outlineLvl"))
    if outline is None:
        return style.heading
    return outline + 1 if 0 <= outline < _BODY_LEVEL else 0


def _indent(properties: Element | None) -> float | None:
    told = child(properties, "ind")
    return points(told.get(f"{W}left") or told.get(f"{W}start")) if told is not None else None


@dataclass(slots=True)
class _Reader:
    """Reads the letters of one paragraph."""

    story: Story
    style: ParagraphStyle
    table: Letters
    spans: list[Span] = field(default_factory=list)
    behind: list[Part] = field(default_factory=list)

    def inline(self, element: Element) -> None:
        for below in element:
            name = local(below)
            if below.tag == f"{W}r":
                self._run(below)
            elif name in _GONE:
                self.story.found.changes += 1
            elif name in _KEPT:
                self.story.found.changes += 1
                self.inline(below)
            elif name == "sdt":
                self._control(below)
            elif name in _THROUGH:
                self.inline(below)
            elif below.tag == f"{MC}AlternateContent":
                if (one := chosen(below)) is not None:
                    self.inline(one)
            elif below.tag in (f"{M}oMath", f"{M}oMathPara"):
                self._put("".join(e.text or "" for e in below.iter(f"{M}t")), self._letters(None))

    def _control(self, element: Element) -> None:
        """A content control; the prompt of one that nobody filled in is left out."""
        if child(element, "sdtPr", "showingPlcHdr") is not None:
            self.story.found.prompts += 1
        elif (content := child(element, "sdtContent")) is not None:
            self.inline(content)

    def _letters(self, properties: Element | None) -> Letters:
        return self.story.styles.run(self.style, self.table, properties)

    def _run(self, element: Element) -> None:
        letters = self._letters(child(element, "rPr"))
        for below in element:
            name = local(below)
            if name == "t" and self.story.fields.printing:
                self._put(below.text or "", letters)
            elif name == "t":
                self.story.found.hidden.append(below.text or "")
            elif name in _SIGNS and self.story.fields.printing:
                self._put(_SIGNS[name], letters)
            elif name == "sym" and self.story.fields.printing:
                self._symbol(below, letters)
            elif name == "instrText":
                self.story.fields.code(below.text or "")
            elif name == "fldChar":
                self._put(self.story.fields.mark(below), letters)
            elif name in _NOTES:
                note = self.story.note(_NOTES[name], below.get(f"{W}id", ""))
                self.behind += [note] if note is not None else []
            elif name == "ruby":
                if (base := child(below, "rubyBase")) is not None:
                    self.inline(base)
            elif name in ("drawing", "pict", "object", "AlternateContent"):
                self._anchored(element, below)

    def _symbol(self, element: Element, letters: Letters) -> None:
        try:
            code = int(element.get(f"{W}char", ""), 16)
            self._put(sign(element.get(f"{W}font"), chr(code)), letters)
        except (ValueError, OverflowError):
            return

    def _anchored(self, run: Element, element: Element) -> None:
        if element.tag == f"{MC}AlternateContent":
            one = chosen(element)
            if one is None:
                return
            inner = [e for e in one if local(e) not in ("drawing", "pict", "object")]
            if inner and all(e.tag == f"{W}t" for e in inner):
                self._put("".join(e.text or "" for e in inner), self._letters(child(run, "rPr")))
                return
            element = one
        self.story.found.pictures += pictures(element)
        for found in anchored(element):
            if found.tag == f"{W}txbxContent":
                self.behind += self.story.blocks(found, Letters())
            elif found.tag == f"{V}textpath":
                self.behind += _lettering(found, self.story.part)
            else:
                self.behind += self._diagram(found)

    def _diagram(self, element: Element) -> list[Part]:
        related = self.story.package.relations(self.story.part).get(diagram_part(element) or "")
        root = self.story.package.known(related.target if related else None)
        look = self.story.styles.defaults.look
        return [TextPart([Span(text, look)]) for text in diagram_words(root)] if root is not None else []

    def _put(self, text: str, letters: Letters) -> None:
        if not text:
            return
        if letters.hidden:
            self.story.found.hidden.append(text)
            return
        if letters.struck and text.strip():
            self.story.found.struck.append(text)
            return
        if is_symbol_font(letters.font):
            text = "".join(sign(letters.font, letter) for letter in text)
        if letters.raised and self._is_note(text):
            return
        self.spans.append(Span(text, letters.look))

    def _is_note(self, text: str) -> bool:
        """A raised figure right behind a word, which points to a note that was typed by hand."""
        before = "".join(span.text for span in self.spans[-2:])
        tail = before.rstrip(".,;:)”’'\"")[-_FEWEST_LETTERS:]
        return text.strip().isdecimal() and len(text.strip()) <= 3 and len(tail) == _FEWEST_LETTERS and tail.isalpha()


def _lettering(element: Element, part: str) -> list[Part]:
    """Letters drawn as a shape: a watermark in a header, else a title on a cover."""
    text = element.get("string", "").strip()
    reason = "watermark" if "header" in part or "footer" in part else None
    return [TextPart([Span(text, Letters(size=_LETTERING).look)], reason=reason)] if text else []
