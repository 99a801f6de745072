"""Bullets and numbers of paragraphs: their own, else those of the box, the layout and the master that they follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from safeplans.extractors.reading.safe_xml import Element
from safeplans.extractors.reading.word.numerals import letters, roman

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_SYMBOL_FONTS = ("wingdings", "symbol", "webdings")  # whose letters show as signs
_BODY_LIKE = ("body", "obj", "subTitle", "half", "quarter")


def list_styles(shape: Any) -> list[Element]:
    """Elements that hold the looks of levels for the paragraphs of a shape of python-pptx, the nearest first."""
    styles = list(_of_element(shape._element))
    if not shape.is_placeholder:
        return styles
    layout = getattr(shape, "_base_placeholder", None)
    while layout is not None and len(styles) < 8:
        styles += _of_element(layout._element)
        layout = getattr(layout, "_base_placeholder", None)
    master = shape.part.slide.slide_layout.slide_master._element
    kind = _placeholder_kind(shape)
    name = "titleStyle" if kind in ("title", "ctrTitle") else "bodyStyle" if kind in _BODY_LIKE else "otherStyle"
    styles += master.findall(f"{_P}txStyles/{_P}{name}")
    return styles


def _of_element(element: Element) -> Iterator[Element]:
    yield from element.findall(f"{_P}txBody/{_A}lstStyle")


def _placeholder_kind(shape: Any) -> str:
    found = shape._element.find(f".//{_P}nvPr/{_P}ph")
    return (found.get("type") or "obj") if found is not None else ""


class Numbering:
    """Markers of the paragraphs of one box, in their order."""

    def __init__(self, styles: Sequence[Element] = ()) -> None:
        self.styles = styles
        self.counts: dict[int, int] = {}

    def marker(self, paragraph: Element, level: int) -> str | None:
        """The bullet or number that stands before a paragraph with text; None without one. level: from 0."""
        told = self._bullet(paragraph, level)
        for deeper in [k for k in self.counts if k > level]:
            del self.counts[deeper]
        if told is None or told.tag == f"{_A}buNone":
            self.counts.pop(level, None)
            return None
        if told.tag == f"{_A}buChar":
            return self._glyph(paragraph, level, told.get("char") or "•")
        first = told.get("startAt") or "1"
        start = int(first) if first.isdecimal() and len(first) < 6 else 1
        self.counts[level] = self.counts.get(level, start - 1) + 1
        return numbered(self.counts[level], told.get("type") or "arabicPeriod")

    def _looks(self, paragraph: Element, level: int) -> Iterator[Element]:
        own = paragraph.find(f"{_A}pPr")
        if own is not None:
            yield own
        for style in self.styles:
            look = style.find(f"{_A}lvl{level + 1}pPr")
            if look is not None:
                yield look

    def _bullet(self, paragraph: Element, level: int) -> Element | None:
        for look in self._looks(paragraph, level):
            for child in look:
                if child.tag in (f"{_A}buNone", f"{_A}buChar", f"{_A}buAutoNum"):
                    return child
                if child.tag == f"{_A}buBlip":
                    child.tag, child.attrib["char"] = f"{_A}buChar", "•"
                    return child
        return None

    def _glyph(self, paragraph: Element, level: int, printed: str) -> str:
        for look in self._looks(paragraph, level):
            font = look.find(f"{_A}buFont")
            if font is not None:
                symbol = (font.get("typeface") or "").casefold().startswith(_SYMBOL_FONTS)
                return "•" if symbol and len(printed) == 1 else printed
        return printed


def numbered(count: int, kind: str) -> str:
    """A number as DrawingML prints it (ECMA-376 part 1, 20.1.10.61): ``arabicPeriod`` 3 is ``3.``."""
    words = letters(count) if kind.startswith("alpha") else roman(count) if kind.startswith("roman") else str(count)
    if "Uc" in kind:
        words = words.upper()
    for ending, shown in (("ParenBoth", f"({words})"), ("ParenR", f"{words})"), ("Plain", words)):
        if kind.endswith(ending):
            return shown
    return f"{words}."
