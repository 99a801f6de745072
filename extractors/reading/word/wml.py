"""WordprocessingML: its namespaces, and how its elements say a thing (ECMA-376 part 1, chapter 17)."""

from __future__ import annotations

from safeplans.extractors.reading.safe_xml import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V = "{urn:schemas-microsoft-com:vml}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"

_OFF = frozenset({"0", "false", "off"})


def child(element: Element | None, *names: str) -> Element | None:
    """The element below, by the names of the way to it."""
    for name in names:
        if element is None:
            return None
        element = element.find(f"{W}{name}")
    return element


def value(element: Element | None, *names: str) -> str | None:
    """The attribute ``w:val`` of the element below."""
    found = child(element, *names)
    return found.get(f"{W}val") if found is not None else None


def flag(element: Element | None, *names: str) -> bool | None:
    """What a switch below says; None where there is none."""
    found = child(element, *names)
    return None if found is None else found.get(f"{W}val", "1").casefold() not in _OFF


def number(text: str | None) -> int | None:
    """A whole number as files write it (some with decimals or a unit of points); None for what is none."""
    try:
        return round(float((text or "").removesuffix("pt")))
    except (ValueError, OverflowError):
        return None


def points(text: str | None) -> float | None:
    """Twentieths of a point to points."""
    found = number(text)
    return None if found is None else found / 20
