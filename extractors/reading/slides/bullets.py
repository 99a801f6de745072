"""Bullets and numbers of paragraphs: their own, else those of the box, the layout and the master that they follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pptx.shapes.base import BaseShape

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_SYMBOL_FONTS = ("wingdings", "symbol", "webdings")  # whose letters show as signs
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_BODY_LIKE = ("body", "obj", "subTitle", "half", "quarter")


def list_styles(shape: BaseShape) -> list[object]:
    """Elements that hold the looks of levels for a box's paragraphs, the nearest first."""
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


def _of_element(element: object) -> Iterator[object]:
    yield from element.findall(f"{_P}txBody/{_A}lstStyle")  # type: ignore[attr-defined]


def _placeholder_kind(shape: BaseShape) -> str:
    found = shape._element.find(f".//{_P}nvPr/{_P}ph")
    return (found.get("type") or "obj") if found is not None else ""


class Numbering:
    """Markers of the paragraphs of one box, in their order."""

    def __init__(self, styles: Sequence[object] = ()) -> None:
        self.styles = styles
        self.counts: dict[int, int] = {}

    def marker(self, paragraph: object, level: int) -> str | None:
        """The bullet or number that stands before a paragraph with text; None without one. level: from 0."""
        told = self._bullet(paragraph, level)
        for deeper in [k for k in self.counts if k > level]:
            del self.counts[deeper]
        if told is None or told.tag == f"{_A}buNone":  # type: ignore[attr-defined]
            self.counts.pop(level, None)
            return None
        if told.tag == f"{_A}buChar":  # type: ignore[attr-defined]
            return self._glyph(paragraph, level, told.get("char") or "•")  # type: ignore[attr-defined]
        first = told.get("startAt") or "1"  # type: ignore[attr-defined]
        start = int(first) if first.isdecimal() and len(first) < 6 else 1
        self.counts[level] = self.counts.get(level, start - 1) + 1
        return numbered(self.counts[level], told.get("type") or "arabicPeriod")  # type: ignore[attr-defined]

    def _looks(self, paragraph: object, level: int) -> Iterator[object]:
        own = paragraph.find(f"{_A}pPr")  # type: ignore[attr-defined]
        if own is not None:
            yield own
        for style in self.styles:
            look = style.find(f"{_A}lvl{level + 1}pPr")  # type: ignore[attr-defined]
            if look is not None:
                yield look

    def _bullet(self, paragraph: object, level: int) -> object | None:
        for look in self._looks(paragraph, level):
            for child in look:  # type: ignore[attr-defined]
                if child.tag in (f"{_A}buNone", f"{_A}buChar", f"{_A}buAutoNum"):
                    return child  # type: ignore[no-any-return]
                if child.tag == f"{_A}buBlip":
                    child.tag, child.attrib["char"] = f"{_A}buChar", "•"
                    return child  # type: ignore[no-any-return]
        return None

    def _glyph(self, paragraph: object, level: int, printed: str) -> str:
        for look in self._looks(paragraph, level):
            font = look.find(f"{_A}buFont")  # type: ignore[attr-defined]
            if font is not None:
                symbol = (font.get("typeface") or "").casefold().startswith(_SYMBOL_FONTS)
                return "•" if symbol and len(printed) == 1 else printed
        return printed


def numbered(count: int, kind: str) -> str:
    """A number as DrawingML prints it (ECMA-376 part 1, 20.1.10.61): ``arabicPeriod`` 3 is ``3.``."""
    if kind.startswith("alpha"):
        letters = ""
        rest = count
        while rest > 0:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(ord("a") + letter) + letters
        words = letters
    elif kind.startswith("roman"):
        words, rest = "", min(count, 99)
        for amount, sign in _ROMAN:
            words += sign * (rest // amount)
            rest %= amount
    else:
        words = str(count)
    if "Uc" in kind:
        words = words.upper()
    return f"({words})" if kind.endswith("ParenBoth") else f"{words})" if kind.endswith("ParenR") else (
        words if kind.endswith("Plain") else f"{words}."
    )
