"""The kinds of files that are read, and which of them some bytes are.

Each has a module of its own with a function ``read(data, settings, on_page)``, loaded when the first file of its kind
is met. A new kind is a line in `KINDS` and its module. Word, Excel, PowerPoint and OpenDocument files are all ZIP
archives: which of them one is, its members tell.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from safeplans.extractors.base.document import Document
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.reading import archive
from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.old_formats import OLD_SUFFIXES, old_format_named, refuse_old
from safeplans.extractors.reading.pictures import refuse_picture

OnPage = Callable[[int], None]
Reader = Callable[[bytes, Settings, OnPage | None], Document]

_NAMED = 5  # documents of an archive that a message names
BEGINNING = 1024  # bytes in which a file's own mark is looked for

ZIP_MEMBERS: tuple[tuple[str, str], ...] = (("word/", ".docx"), ("xl/", ".xlsx"), ("ppt/", ".pptx"))
"""What a member's name begins with in the archives of each kind, and the kind's suffix."""
OPEN_DOCUMENT: dict[str, str] = {
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
}
"""What the member ``mimetype`` of an OpenDocument file holds, and the kind's suffix."""


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

PDF = Kind("a PDF", "application/pdf", (".pdf",), "pdf_file", (b"%PDF-",))
TEXT = Kind("a text file", "text/plain", (".txt",), "text")

KINDS: tuple[Kind, ...] = (
    PDF,
    TEXT,
    Kind("a Markdown file", "text/markdown", (".md", ".markdown"), "text"),
    Kind("a web page", "text/html", (".html", ".htm", ".xhtml"), "web.reader", begins=_PAGE),
    Kind("a web page saved in one file", "multipart/related", (".mhtml", ".mht"), "web.reader", begins=_SAVED_PAGE),
    Kind(
        "a Word file",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (".docx", ".docm"),
        "word.docx",
    ),
    Kind("an OpenDocument text", "application/vnd.oasis.opendocument.text", (".odt",), "word.odt"),
    Kind(
        "an Excel workbook",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        (".xlsx", ".xlsm"),
        "sheets.xlsx",
    ),
    Kind(
        "an OpenDocument spreadsheet",
        "application/vnd.oasis.opendocument.spreadsheet",
        (".ods",),
        "sheets.ods",
    ),
    Kind("a CSV file", "text/csv", (".csv", ".tsv"), "sheets.delimited"),
    Kind(
        "a PowerPoint presentation",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        (".pptx", ".pptm"),
        "slides.pptx",
    ),
)
"""All kinds, in the order in which they are looked for and named."""


def kind_of(data: bytes, file_name: str | None = None) -> Kind:
    """The kind of a file: by the marks in its bytes, else by its name, else text.

    Raises ReadingError for what is told apart but not read: old formats, pictures, other archives, archives that are
    broken.
    """
    refuse_old(data, file_name)
    if data.startswith(archive.MARKS):
        return _kind_of_zip(data, file_name)
    marked = next((k for k in KINDS if k.marked(data)), None)
    if marked is not None:
        return marked
    refuse_picture(data)
    named = kind_named(file_name)
    return named if named is not None and data.strip() else TEXT


def is_pdf(data: bytes) -> bool:
    """Whether pages can be drawn of it: slides have pages too, and cannot."""
    return any(mark in data[:BEGINNING] for mark in PDF.marks)


def kind_named(file_name: str | None) -> Kind | None:
    """The kind that a file's name tells of, None where it tells of none."""
    name = (file_name or "").casefold()
    return next((k for k in KINDS if name.endswith(k.suffixes)), None)


def media_type_named(file_name: str | None) -> str:
    """The media type that a file's name tells of, whether it is read or not; that of text where it tells of none."""
    found = kind_named(file_name) or old_format_named(file_name) or TEXT
    return found.media_type


def zip_suffix(data: bytes) -> str | None:
    """The suffix of the kind of document that an archive is, by its members; None where it is none that is known.

    Raises ReadingError when the archive is broken or hostile.
    """
    opened = archive.Archive(data)
    if "mimetype" in opened:
        return OPEN_DOCUMENT.get(opened.read("mimetype").decode("ascii", "replace").strip())
    return next((suffix for start, suffix in ZIP_MEMBERS if any(n.startswith(start) for n in opened.names)), None)


def _kind_of_zip(data: bytes, file_name: str | None) -> Kind:
    suffix = zip_suffix(data)
    if suffix is None:
        raise ReadingError("unsupported", _of_documents(data, file_name))
    kind = kind_named(suffix)
    if kind is None:
        raise ReadingError("unsupported", f"A {suffix} file is not read. Save it as PDF and run again.")
    return kind


def _of_documents(data: bytes, file_name: str | None) -> str:
    """What an archive that is no document holds, and how that is read."""
    names = archive.Archive(data).printed_names
    taken = (*(suffix for kind in KINDS for suffix in kind.suffixes), *OLD_SUFFIXES)
    documents = sorted(name for name in names if name.casefold().endswith(taken))
    if not documents:
        return "The file is a ZIP archive, and none of the files in it is of a kind that is read."
    more = len(documents) - _NAMED
    listed = ", ".join(documents[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    if (file_name or "").casefold().endswith(".zip"):
        how = "`safeplans run` and `safeplans show` read each, and in Python `documents_in` gives them one by one."
    else:
        how = "Unpack it, or let its name end in .zip, and run again."
    what = "a document" if len(documents) == 1 else f"{len(documents)} documents"
    return f"The file is a ZIP archive of {what}: {listed}. {how}"
