"""An HTML page as headings, lines and tables, for those who write it anew as something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import html

_BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "div", "ul", "ol", "dt", "dd", "section", "header", "footer"}
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOUR = re.compile(r"background(?:-color)?\s*:\s*(#[0-9a-fA-F]{3,6})")


@dataclass(slots=True)
class Cell:
    text: str
    header: bool = False
    bold: bool = False
    fill: str | None = None
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class Part:
    """A heading, a line or a table of a source. bold: all of a line is."""

    kind: str
    text: str = ""
    level: int = 0
    bold: bool = False
    rows: list[list[Cell]] = field(default_factory=list)


class Source:
    """The parts of an HTML source in their order, with the colours that its style sheet gives to cells."""

    def __init__(self, text: str) -> None:
        self.root = html.document_fromstring(text)
        self.styles = [
            (selector.strip(), rules)
            for style in self.root.iter("style")
            for selectors, rules in _RULE.findall(style.text or "")
            for selector in selectors.split(",")
        ]
        body = self.root.find("body")
        self.parts = list(self._parts(body if body is not None else self.root))

    def _parts(self, element: Any) -> Iterator[Part]:
        if element.text and element.text.strip() and element.tag not in ("style", "script"):
            yield Part("line", _words(element.text))
        for child in element:
            if not isinstance(child.tag, str) or child.tag in ("style", "script", "head"):
                pass
            elif child.tag == "table":
                yield from self._table(child)
            elif child.tag == "li":
                mark = "•" if element.tag != "ol" else f"{element.index(child) + 1}."
                lines = _lines(child)
                yield from (Part("line", f"{mark} {line}" if i == 0 else line) for i, line in enumerate(lines))
            elif re.fullmatch(r"h[1-6]", child.tag):
                yield Part("heading", " ".join(_lines(child)), int(child.tag[1]))
            elif any(c.tag in _BLOCKS or c.tag == "table" for c in child):
                yield from self._parts(child)
            else:
                yield from (Part("line", line, bold=_is_bold(child)) for line in _lines(child))
            if child.tail and child.tail.strip():
                yield Part("line", _words(child.tail))

    def _table(self, table: Any) -> Iterator[Part]:
        caption = table.find("caption")
        if caption is not None:
            yield Part("heading", " ".join(_lines(caption)), 4)
        rows = []
        for row in table.iter("tr"):
            cells = []
            for cell in row:
                if cell.tag in ("td", "th"):
                    fill = self._fill(cell) or self._fill(row) or self._fill(row.getparent())
                    bold = cell.tag == "th" or "font-weight: bold" in (cell.get("style") or "")
                    cells.append(
                        Cell(
                            "\n".join(_lines(cell)), cell.tag == "th", bold, fill,
                            int(cell.get("colspan") or 1), int(cell.get("rowspan") or 1),
                        )
                    )  # fmt: skip
            if cells:
                rows.append(cells)
        if rows:
            yield Part("table", rows=rows)

    def _fill(self, element: Any) -> str | None:
        own = _COLOUR.search(element.get("style") or "") or _COLOUR.search(
            f"background: {element.get('bgcolor')}" if element.get("bgcolor") else ""
        )
        if own:
            return _six(own[1])
        found = None
        for selector, rules in self.styles:
            last = selector.split()[-1] if selector.split() else ""
            tag, *classes = last.split(".")
            if tag not in ("", element.tag) or not set(classes) <= set((element.get("class") or "").split()):
                continue
            if (classes or tag) and (colour := _COLOUR.search(rules)):
                found = _six(colour[1])
        return found


def _is_bold(element: Any) -> bool:
    """Whether all words of an element are in `b` or `strong`."""
    words = [t for t in element.xpath(".//text()") if t.strip()]
    return bool(words) and all(t.getparent().xpath("ancestor-or-self::*[self::b or self::strong]") for t in words)


def _six(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(c * 2 for c in colour[1:])


def _words(text: str) -> str:
    return " ".join(text.split())


def _lines(element: Any) -> list[str]:
    """The text of an element, a line for each block, break and list item in it."""
    lines = [""]

    def walk(e: Any, mark: str) -> None:
        if not isinstance(e.tag, str):
            return
        if e.tag == "br" or e.tag in _BLOCKS and lines[-1].strip():
            lines.append("")
        if e is not element and e.tag == "li":
            lines[-1] += mark
        lines[-1] += e.text or ""
        for child in e:
            walk(child, f"{e.index(child) + 1}. " if e.tag == "ol" else "• ")
            lines[-1] += child.tail or ""
        if e.tag in _BLOCKS and lines[-1].strip():
            lines.append("")

    walk(element, "")
    return [w for line in lines if (w := _words(line))]
