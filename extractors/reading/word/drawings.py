"""What is anchored in a paragraph of Word: text boxes, diagrams, lettering, pictures, embedded files."""

from __future__ import annotations

from collections.abc import Iterator

from safeplans.extractors.reading.safe_xml import Element
from safeplans.extractors.reading.word.wml import DIAGRAM, MC, A, R, V, W

_BOX, _DATA, _LETTERING = f"{W}txbxContent", f"{DIAGRAM}relIds", f"{V}textpath"
_PICTURES = (f"{A}blip", f"{V}imagedata")


def chosen(alternatives: Element) -> Element | None:
    """Of ``mc:AlternateContent`` the one that is read: the first choice with anything in it, else the fallback."""
    for choice in [*alternatives.findall(f"{MC}Choice"), *alternatives.findall(f"{MC}Fallback")]:
        if len(choice):
            return choice
    return None


def anchored(element: Element) -> Iterator[Element]:
    """The outermost text boxes (``w:txbxContent``), diagrams (``dgm:relIds``) and lettering (``v:textpath``) below."""
    for below in element:
        if below.tag in (_BOX, _DATA, _LETTERING):
            yield below
        elif below.tag == f"{MC}AlternateContent":
            if (one := chosen(below)) is not None:
                yield from anchored(one)
        else:
            yield from anchored(below)


def pictures(element: Element) -> int:
    """How many pictures are below, those in text boxes left out."""
    found = 0
    for below in element:
        if below.tag == _BOX:
            continue
        if below.tag == f"{MC}AlternateContent":
            one = chosen(below)
            found += pictures(one) if one is not None else 0
        else:
            found += (below.tag in _PICTURES) + pictures(below)
    return found


def diagram_part(element: Element) -> str | None:
    """The id of the relationship to the words of a diagram."""
    return element.get(f"{R}dm")


def diagram_words(root: Element) -> list[str]:
    """The words of a diagram's points in their order, a line for each paragraph."""
    found = []
    for point in root.iter(f"{DIAGRAM}pt"):
        for paragraph in point.iter(f"{A}p"):
            text = "".join(e.text or "" for e in paragraph.iter(f"{A}t")).strip()
            if text:
                found.append(text)
    return found
