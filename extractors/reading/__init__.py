"""Reading: the bytes of one file to a `Document`.

`read` is the one small interface behind which each kind of source has a module of its own.
"""

from __future__ import annotations

from collections.abc import Callable

from safeplans.extractors.document import Document
from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.settings import Settings

__all__ = ["ReadingError", "read", "read_document"]


def read(data: bytes, file_name: str | None = None) -> Document:
    """Read one file with the usual settings; see `read_document`."""
    return read_document(data, Settings(file_name))


def read_document(data: bytes, settings: Settings, on_page: Callable[[int], None] | None = None) -> Document:
    """Read one file, whatever its name says: the bytes decide between PDF and text.

    on_page: told the number of each page (from 1) before it is read, and 0 when all are.

    Raises ReadingError with a code and a message for people when nothing can be read.
    """
    file_name = settings.file_name
    if b"%PDF-" in data[:1024] or (file_name or "").casefold().endswith(".pdf") and data.strip():
        # Loading PDFium takes time that texts need not.
        from safeplans.extractors.reading.pdf import ReadSettings, read_pdf
        from safeplans.extractors.reading.recognition import recogniser

        chosen = ReadSettings(
            max_pages=settings.max_pages,
            recognise=recogniser(),
            skip_pages=frozenset(settings.skip_pages),
            last_page=settings.last_page,
            on_page=on_page,
            reader=settings.reader,
        )
        return read_pdf(data, chosen)
    from safeplans.extractors.reading.text import read_text

    markdown = (file_name or "").casefold().endswith((".md", ".markdown"))
    return read_text(data, "text/markdown" if markdown else "text/plain")
