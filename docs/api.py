"""Print the API pages made of docstrings: every public name of `safeplans`, and what `extract` gives (`make docs`)."""

from __future__ import annotations

import enum
import importlib
import inspect
import re
from collections.abc import Iterator
from typing import Any

import safeplans

PARTS = (
    "safeplans.extractors.base.document",
    "safeplans.extractors.base.facts",
    "safeplans.extractors.time.dates",
    "safeplans.extractors.ownership.owners",
    "safeplans.extractors.figures",
    "safeplans.extractors.assembly.themes",
)
"""Modules for who works with the parts: what `extract` is made of, and gives."""

HEAD = """\
# The API

Printed from docstrings by `make docs`; do not edit. How the parts go together, with examples: [python.md](python.md).
"""


class _Plain(str):
    """An annotation that prints as it is written, without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def page() -> str:
    lines = [HEAD, "## safeplans", "", *_paragraphs(safeplans), ""]
    for name in safeplans.__all__:
        lines += _told(name, getattr(safeplans, name))
    for module_name in PARTS:
        module = importlib.import_module(module_name)
        lines += [f"## {module_name}", "", *_paragraphs(module), ""]
        for name, value in _public(module):
            lines += _told(name, value)
    text = re.sub(r"<[^\n]*? at 0x[0-9a-f]+>", "…", "\n".join(lines))  # a function by its place in memory
    return re.sub(r"\n{3,}", "\n\n", text).rstrip() + "\n"


def _public(module: Any) -> Iterator[tuple[str, Any]]:
    """The names of a module for others: those it lists, else those it defines, in the order of its text."""
    if hasattr(module, "__all__"):
        yield from ((name, getattr(module, name)) for name in module.__all__)
        return
    for name, value in vars(module).items():
        described = inspect.isclass(value) or inspect.isfunction(value)
        if described and not name.startswith("_") and value.__module__ == module.__name__:
            yield name, value


def _told(name: str, value: Any) -> Iterator[str]:
    if not (inspect.isclass(value) or callable(value)):
        return
    yield f"### {name}"
    yield ""
    yield f"`{name}{_signature(value)}`"
    yield ""
    yield from _paragraphs(value)
    yield ""
    if not inspect.isclass(value) or issubclass(value, enum.Enum):
        return
    for own, member in vars(value).items():
        function = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
        if own.startswith("_") or not inspect.isfunction(function) or not function.__doc__:
            continue
        said = own if isinstance(member, property) else f"{own}{_signature(function)}"
        yield f"- `{said}`: {' '.join(inspect.cleandoc(function.__doc__).split())}"
    yield ""


def _signature(value: Any) -> str:
    """As it is called; "" for what is not called by users: exceptions and closed lists."""
    if inspect.isclass(value) and issubclass(value, BaseException | enum.Enum):
        return ""
    signature = inspect.signature(inspect.unwrap(value))

    def plain(annotation: Any) -> Any:
        return _Plain(annotation) if isinstance(annotation, str) else annotation

    parameters = [p.replace(annotation=plain(p.annotation)) for p in signature.parameters.values() if p.name != "self"]
    returns = signature.empty if inspect.isclass(value) else plain(signature.return_annotation)
    written = str(signature.replace(parameters=parameters, return_annotation=returns))
    return re.sub(r"\b(?:Posix|Windows)Path\(", "Path(", written).replace("<factory>", "…")


def _paragraphs(value: Any) -> list[str]:
    """A docstring, without what dataclasses write by themselves."""
    told = inspect.cleandoc(value.__doc__ or "")
    return [] if told.startswith(f"{getattr(value, '__name__', '')}(") else told.replace("``", "`").split("\n")


if __name__ == "__main__":
    print(page(), end="")
