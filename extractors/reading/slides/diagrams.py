"""Words of a diagram (SmartArt) in the order of its outline (ECMA-376 part 1, 21.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from safeplans.extractors.reading.safe_xml import Element

_D = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DEEPEST = 20


def diagram_lines(root: Element) -> Iterator[tuple[str, int]]:
    """The text of each box and its level from 1. root: of the part with the diagram's data."""
    points = {p.get("modelId"): p for p in root.iter(f"{_D}pt")}
    below: dict[str | None, list[tuple[int, str]]] = defaultdict(list)
    for link in root.iter(f"{_D}cxn"):
        if link.get("type", "parOf") == "parOf":
            order = link.get("srcOrd") or "0"
            below[link.get("srcId")].append((int(order) if order.isdecimal() else 0, link.get("destId") or ""))
    told: set[str] = set()

    def walk(key: str | None, level: int) -> Iterator[tuple[str, int]]:
        for _, child in sorted(below[key]):
            if child in told or child not in points or level > _DEEPEST:
                continue
            told.add(child)
            text = _text(points[child])
            if text:
                yield text, level
            yield from walk(child, level + 1 if text else level)

    for key, point in points.items():
        if point.get("type") == "doc":
            yield from walk(key, 1)


def _text(point: Element) -> str:
    paragraphs = ("".join(t.text or "" for t in p.iter(f"{_A}t")) for p in point.iter(f"{_A}p"))
    return " ".join(word for text in paragraphs for word in text.split())
