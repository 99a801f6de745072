"""A walk over a page's elements that bears any depth: begin, words and end of each, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from safeplans.extractors.reading.web.elements import Element


class Visitor(Protocol):
    def begin(self, element: Element) -> bool:
        """False to leave out what the element holds; `end` is then not called."""

    def words(self, text: str) -> None: ...

    def end(self, element: Element) -> None: ...


def walk(root: Element, visitor: Visitor) -> None:
    """Visit `root` and all below it; Python's own limit of nested calls does not matter."""
    if not visitor.begin(root):
        return
    if root.text:
        visitor.words(root.text)
    stack: list[tuple[Element, Iterator[Element]]] = [(root, iter(root))]
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            visitor.end(element)
            if stack and element.tail:
                visitor.words(element.tail)
            continue
        if visitor.begin(child):
            if child.text:
                visitor.words(child.text)
            stack.append((child, iter(child)))
        elif child.tail:
            visitor.words(child.tail)
