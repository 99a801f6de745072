"""The kinds of files that are read, and which of them some bytes are.

Each has a module of its own with a function ``read(data, settings, on_page)``, loaded when the first file of its kind
is met. A new kind is a line in `KINDS` and its module.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from safeplans.extractors.document import Document
from safeplans.extractors.settings import Settings

OnPage = Callable[[int], None]
Reader = Callable[[bytes, Settings, OnPage | None], Document]

BEGINNING = 1024  # bytes in which a file's own mark is looked for


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    name: for people, with its article. suffixes: in small letters, the usual one first. marks: bytes one of which
    stands near the beginning of such a file, whatever its name; none where only the suffix tells. begins: how such a
    file begins, where no mark tells it surely. module: under `extractors.reading`.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    module: str
    marks: tuple[bytes, ...] = ()
    begins: re.Pattern[bytes] | None = None

    def marked(self, data: bytes) -> bool:
        """Whether the bytes tell that they are of this kind."""
        beginning = data[:BEGINNING]
        return any(mark in beginning for mark in self.marks) or bool(self.begins and self.begins.match(beginning))

    def read(self, data: bytes, settings: Settings, on_page: OnPage | None = None) -> Document:
        """Raises ReadingError when nothing can be read."""
        module = importlib.import_module(f"safeplans.extractors.reading.{self.module}")
        return cast(Reader, module.read)(data, settings, on_page)


# A page begins with its type or its first element; a text that only speaks of them, or has tags in it, does not.
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]{0,200}\?>\s*)?(?:<!--(?:[^-]|-(?!->)){0,600}-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE,
)
_SAVED_PAGE = re.compile(
    rb"(?:[\w-]+:[^\n]*\r?\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related\b[^\n]*(?:\n[ \t][^\n]*)*text/html",
    re.IGNORECASE,
)

TEXT = Kind("a text file", "text/plain", (".txt",), "text")

KINDS: tuple[Kind, ...] = (
    Kind("a PDF", "application/pdf", (".pdf",), "pdf_file", (b"%PDF-",)),
    TEXT,
    Kind("a Markdown file", "text/markdown", (".md", ".markdown"), "text"),
    Kind("a web page", "text/html", (".html", ".htm", ".xhtml"), "web.reader", begins=_PAGE),
    Kind("a web page saved in one file", "text/html", (".mhtml", ".mht"), "web.reader", begins=_SAVED_PAGE),
)
"""All kinds, in the order in which they are looked for and named."""


def kind_of(data: bytes, file_name: str | None = None) -> Kind:
    """The kind of a file: by the marks in its bytes, else by its name, else text."""
    marked = next((k for k in KINDS if k.marked(data)), None)
    if marked is not None:
        return marked
    named = kind_named(file_name)
    return named if named is not None and data.strip() else TEXT


def kind_named(file_name: str | None) -> Kind | None:
    """The kind that a file's name tells of, None where it tells of none."""
    name = (file_name or "").casefold()
    return next((k for k in KINDS if name.endswith(k.suffixes)), None)
