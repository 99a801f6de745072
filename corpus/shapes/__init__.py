"""Shapes: how a document is laid out, one function each, in a module for each author. See SHAPES.md."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from corpus.content import Content

Write = Callable[[Content], str]
SIZES = ("small", "ordinary", "large")


@dataclass(frozen=True, slots=True)
class Shape:
    """name: ``author-what``; format: txt, md or html; sort: plan, report, arrangements, minutes, web page, none."""

    name: str
    author: str
    format: str
    sort: str
    layout: str
    write: Write
    objectives: bool
    size: str


_registered: dict[str, Shape] = {}


def shape(
    name: str, *, format: str, sort: str = "plan", layout: str, objectives: bool = True, size: str = "ordinary"
) -> Callable[[Write], Write]:
    """Register a shape. objectives: False where it prints none; layout: one line that says how it is laid out.

    Raises ValueError for a name that is taken or a word outside a closed list.
    """

    def register(write: Write) -> Write:
        if name in _registered:
            raise ValueError(f"there are two shapes called {name}")
        if format not in ("txt", "md", "html") or size not in SIZES:
            raise ValueError(f"{name}: format is txt, md or html, size one of {', '.join(SIZES)}")
        author = write.__module__.rsplit(".", 1)[-1]
        _registered[name] = Shape(name, author, format, sort, layout, write, objectives, size)
        return write

    return register


def shapes(author: str | None = None) -> list[Shape]:
    """All shapes in the order of their names, or those of one author."""
    for module in pkgutil.iter_modules(__path__):
        if author is None or module.name == author:
            importlib.import_module(f"{__name__}.{module.name}")
    return sorted((s for s in _registered.values() if author in (None, s.author)), key=lambda s: s.name)
